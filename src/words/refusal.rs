//! Why a wish is not granted, in the reader's language.

use holdpoint_domain::launch::{Conflict, Refusal};

use super::fit::{counted, fit};
use super::{day_or_moment, reason, roles, span};
use crate::{say, text};

/// The refusal as a phrase that begins small, as the domain's own is.
pub fn told(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoSuchLaunch(id) => say!("refusal-no-launch", id = id.to_string()),
        Refusal::NoSuchItem(id) => say!("refusal-no-item", id = id.to_string()),
        Refusal::NoSuch { what, id } => say!("refusal-no-such", what = thing(what), id = id),
        Refusal::Exists { what } => say!("refusal-exists", what = thing(what)),
        Refusal::Bad { field, rule } => say!("refusal-bad", field = field_name(field), rule = told_rule(rule)),
        Refusal::Conflict(told) => {
            say!("refusal-conflict", by = told.by.as_str(), theirs = value(told, &told.theirs), yours = value(told, &told.yours))
        }
        Refusal::NotAllowed { needs, has } => say!("refusal-role", needs = roles::role(*needs), has = roles::role(*has)),
        Refusal::OtherSection(section) => say!("refusal-other-section", section = section),
        Refusal::OwnWaiver => say!("refusal-own-waiver").to_owned(),
        Refusal::NotReady { count, first } => say!("refusal-not-ready", first = reason::told_text(first), count = *count),
        Refusal::Outdated { seen, now } => say!("refusal-outdated", seen = seen.to_string(), now = now.to_string()),
        Refusal::AlreadySigned(role) => say!("refusal-already-signed", role = roles::role(*role)),
        Refusal::WrongOrder(told) => order(told).unwrap_or_else(|| told.clone()),
        Refusal::LastManager => say!("refusal-last-manager").to_owned(),
        Refusal::Kept => say!("refusal-kept").to_owned(),
        Refusal::Sample => say!("refusal-sample").to_owned(),
        Refusal::Full { what, limit } => say!("refusal-full", limit = limit.to_string(), what = thing(what)),
    }
}

/// A refusal as the server's sentence. `None`: another sentence.
pub(super) fn told_text(sentence: &str) -> Option<String> {
    if let Some(told) = order(sentence).or_else(|| refused(sentence)) {
        return Some(told);
    }
    let (field, said) = sentence.split_once(' ')?;
    Some(say!("refusal-bad", field = field_name(field), rule = rule(said)?))
}

fn refused(sentence: &str) -> Option<String> {
    let whole = match sentence {
        "nobody approves their own waiver; ask somebody else with the role approver" => say!("refusal-own-waiver"),
        "a launch keeps at least one release manager; give somebody else the role first" => say!("refusal-last-manager"),
        "only a sample launch can be deleted: the history of every other launch is kept" => say!("refusal-kept"),
        "a sample launch has no report; make a launch of your own for that" => say!("refusal-sample"),
        other => return filled_refusal(other),
    };
    Some(whole.to_owned())
}

fn filled_refusal(sentence: &str) -> Option<String> {
    if let Some([id]) = fit("there is no item {} in this launch's checklist; reload the page to see the present one", sentence) {
        return Some(say!("refusal-no-item", id = id));
    }
    if let Some([what]) = fit("there is no {} here; it may have been removed, so reload the page", sentence) {
        let (what, id) = what.rsplit_once(' ')?;
        return Some(say!("refusal-no-such", what = thing(what), id = id));
    }
    if let Some([id]) = fit("there is no launch {}", sentence) {
        return Some(say!("refusal-no-launch", id = id));
    }
    if let Some([what]) = fit("this {} exists already under the same id; send a new id", sentence) {
        return Some(say!("refusal-exists", what = thing(what)));
    }
    if let Some([needs, has]) = fit("this needs the role {}; yours is {}. Ask a release manager of this launch", sentence) {
        return Some(say!("refusal-role", needs = roles::of_words(needs)?, has = roles::of_words(has)?));
    }
    if let Some([section]) = fit("you answer for other sections than “{}”; ask an approver of that section, or a release manager", sentence)
    {
        return Some(say!("refusal-other-section", section = section));
    }
    if let Some([told]) = fit("the launch is not ready to be signed: {} reasons in all). Settle them, then sign", sentence) {
        let (first, count) = told.rsplit_once(" (")?;
        return Some(say!("refusal-not-ready", first = reason::told_text(first), count = count.parse::<u32>().ok()?));
    }
    if let Some([seen, now]) = fit("the launch changed after you looked (from {} to {}); read it again, then sign", sentence) {
        return Some(say!("refusal-outdated", seen = seen, now = now));
    }
    if let Some([limit, what]) = fit("there is no room for more than {} {}; remove some first", sentence) {
        return Some(say!("refusal-full", limit = limit, what = thing(what)));
    }
    let signed = "you already signed as {} for everything that you answer for, and nothing of it changed since; revoke that approval first to sign anew";
    let [role] = fit(signed, sentence)?;
    Some(say!("refusal-already-signed", role = roles::of_words(role)?))
}

/// What a field is called in a sentence.
pub fn field_name(field: &str) -> String {
    let name = match field {
        "artifacts" => say!("field-artifacts"),
        "comment" => say!("field-comment"),
        "connection" => say!("field-connection"),
        "due" => say!("field-due"),
        "evidence/expiresAt" => say!("field-evidence-expires"),
        "evidence/kind/media" => say!("field-evidence-media"),
        "evidence/kind/receipt" => say!("field-evidence-receipt"),
        "evidence/kind/text" => say!("field-evidence-text"),
        "evidence/kind/title" => say!("field-evidence-title"),
        "evidence/kind/url" => say!("field-evidence-url"),
        "evidence/observedAt" => say!("field-evidence-observed"),
        "expiresAt" => say!("field-expires"),
        "justification" => say!("field-justification"),
        "mitigation" => say!("field-mitigation"),
        "name" => say!("field-name"),
        "note" => say!("field-note"),
        "outcome" => say!("field-outcome"),
        "owner" => say!("field-owner"),
        "policy" => say!("field-policy"),
        "reason" => say!("field-reason"),
        "reference" => say!("field-reference"),
        "role" => say!("field-role"),
        "sections" => say!("field-sections"),
        "status" => say!("field-status"),
        "target" => say!("field-target"),
        "template" => say!("field-template"),
        "text" => say!("field-text"),
        "ticket" => say!("field-ticket"),
        "title" => say!("field-title"),
        "url" => say!("field-url"),
        "window" => say!("field-window"),
        other => return other.to_owned(),
    };
    name.to_owned()
}

/// One side of a conflict: its words of its own and its days are translated, names are not.
pub fn value(conflict: &Conflict, told: &str) -> String {
    let words = match (conflict.field.as_str(), told) {
        ("status", words) => text::status_of_words(words).map(text::status),
        ("owner", "nobody") => Some(say!("value-nobody")),
        ("due", "no date") => Some(say!("value-no-date")),
        ("policy", "the checklist's own") => Some(say!("value-checklists-own")),
        ("connection", "off") => Some(say!("value-off")),
        ("target" | "window" | "ticket" | "connection", "nothing") => Some(say!("value-none")),
        ("artifacts", words) => return artifacts(words).unwrap_or_else(|| words.to_owned()),
        ("due" | "target", day) => return day_or_moment(day),
        ("window", window) => return span(window).unwrap_or_else(|| window.to_owned()),
        _ => None,
    };
    words.map_or_else(|| told.to_owned(), str::to_owned)
}

fn artifacts(told: &str) -> Option<String> {
    let [count] = fit("{} artifacts", told)?;
    Some(say!("value-artifacts", count = count.parse::<u32>().ok()?))
}

/// What was refused, as the domain names it.
fn thing(what: &str) -> String {
    let name = match what {
        "approval" => say!("thing-approval"),
        "artifacts" => say!("thing-artifacts"),
        "check that a drill judges" => say!("thing-check-of-drill"),
        "check that can be run" => say!("thing-check-to-run"),
        "check whose result is pushed" => say!("thing-check-pushed"),
        "check with a schedule" => say!("thing-check-scheduled"),
        "comment" => say!("thing-comment"),
        "comments on one item" => say!("thing-comments"),
        "deliveries that wait" => say!("thing-deliveries"),
        "delivery" => say!("thing-delivery"),
        "evidence" => say!("thing-evidence"),
        "pieces of evidence on one item" => say!("thing-pieces-of-evidence"),
        "receipt" => say!("thing-receipt"),
        "run" => say!("thing-run"),
        "runbook" => say!("thing-runbook"),
        "step" => say!("thing-step"),
        "waiver" => say!("thing-waiver"),
        other => return other.to_owned(),
    };
    name.to_owned()
}

pub(super) fn told_rule(told: &str) -> String {
    rule(told).unwrap_or_else(|| told.to_owned())
}

/// The rest of a sentence that begins with the field.
fn rule(told: &str) -> Option<String> {
    let whole = match told {
        "is empty; write a few words" => say!("rule-empty"),
        "has a line break or control character; write it in one line" => say!("rule-one-line"),
        "is empty; write what a later reader needs to know" => say!("rule-empty-text"),
        "has a control character; remove it" => say!("rule-control"),
        "is no https: address; links start with https:// and a host" => say!("rule-https"),
        "is no media type; write one such as text/csv, or leave it out" => say!("rule-media"),
        "is for files that this launch has had; upload the file, then push it as evidence" => say!("rule-media-of-file"),
        "ends before it begins; set a later end" => say!("rule-window"),
        "is missing; say why the item does not apply" => say!("rule-justification"),
        "becomes waived by an approved waiver; request one" => say!("rule-waived"),
        "is not a member of this launch yet; give them a role first" => say!("rule-no-member"),
        "is in the future; say when it was seen" => say!("rule-observed"),
        "proves nothing: the check did not pass; run it again, and attach a receipt that passes or warns" => say!("rule-receipt"),
        "is not after the time of observation; set a later one" => say!("rule-evidence-end"),
        "are for approvers; leave them out for other roles" => say!("rule-sections"),
        "is in the past; a waiver ends at a later time" => say!("rule-waiver-past"),
        "is missing; say what limits the risk meanwhile" => say!("rule-mitigation"),
        "is done, skipped or failed" => say!("rule-outcome"),
        "is missing; say what happened" => say!("rule-note"),
        "is not the launch's connection; choose it in the launch's details first" => say!("rule-watched-connection"),
        "signs nothing; sign as approver or release manager" => say!("rule-signs-nothing"),
        "are not what you have to sign for here now; read the launch again, then sign" => say!("rule-covers"),
        other => return filled_rule(other),
    };
    Some(whole.to_owned())
}

fn filled_rule(told: &str) -> Option<String> {
    if let Some([most]) = fit("is longer than {} characters; shorten it", told) {
        return Some(say!("rule-long-line", most = most));
    }
    if let Some([most]) = fit("is longer than {} characters; link to a document instead", told) {
        return Some(say!("rule-long-text", most = most));
    }
    if let Some([most]) = fit("has a space in it or is longer than {} characters", told) {
        return Some(say!("rule-url", most = most));
    }
    if let Some([name]) = fit("name {} twice; name each once", told) {
        return Some(say!("rule-artifact-twice", name = name));
    }
    if let Some([section]) = fit("name {}, which this checklist does not have; choose among its own", told) {
        return Some(say!("rule-no-section", section = section));
    }
    if let Some([example]) = fit("is no ticket of this system; write {}, without a host", told) {
        return Some(say!(
            "rule-reference",
            example = example
                .replace(" (issue or pull request)", say!("rule-issue-or-request"))
                .replace(" (issue)", say!("rule-issue"))
                .replace(" (merge request)", say!("rule-merge-request"))
                .replace(" (40 hex digits)", say!("rule-hex"))
        ));
    }
    if let Some([is, on]) = fit("is {}; this launch is on {}, and moves to versions of that one only", told) {
        return Some(say!("rule-other-template", is = is, on = on));
    }
    if let Some([format, known]) = fit("has format {}; this build knows {}", told) {
        return Some(say!("rule-format", format = format, known = known));
    }
    policy_rule(told)
}

fn policy_rule(told: &str) -> Option<String> {
    if let Some([role]) = fit("asks for the signature of a {}, who signs nothing; ask for approvers or release managers", told) {
        return Some(say!("rule-policy-signs-nothing", role = roles::of_words(role)?));
    }
    if let Some([people, role, most]) = fit("asks for {} as {}; ask for 1 to {}", told) {
        return Some(say!("rule-policy-count", count = count(people)?, role = roles::of_words(role)?, most = most));
    }
    if let Some([role]) = fit("names the role {} twice; name each once", told) {
        return Some(say!("rule-policy-twice", role = roles::of_words(role)?));
    }
    if let Some([name, section]) = fit(
        "lets nobody be the only approver of what they did, but only {} can sign for “{}”; give somebody else a role that signs first",
        told,
    ) {
        return Some(say!("rule-policy-duties", name = name, section = section));
    }
    let (told, have) = told.strip_suffix("; give somebody the role first")?.rsplit_once(", and there ")?;
    let have: u32 = have.strip_prefix("is ").or_else(|| have.strip_prefix("are "))?.parse().ok()?;
    let (told, once) = match told.strip_suffix(" whom no other role uses up") {
        Some(rest) => (rest, true),
        None => (told, false),
    };
    let [people, role, section] = fit("asks for {} who can sign as {} for “{}”", told)?;
    let (count, role) = (count(people)?, roles::of_words(role)?);
    Some(match once {
        true => say!("rule-policy-too-few-once", count = count, role = role, section = section, have = have),
        false => say!("rule-policy-too-few", count = count, role = role, section = section, have = have),
    })
}

fn count(people: &str) -> Option<u32> {
    counted(people, [" person", " people"])
}

/// What has to come first, in a sentence of its own.
fn order(told: &str) -> Option<String> {
    let whole = match told {
        "the waiver has expired already; request a new one" => say!("order-waiver-expired"),
        "the waiver was refused; request a new one" => say!("order-waiver-refused"),
        "every step of this run is over" => say!("order-steps-over"),
        "a run of this runbook is going on already; finish or abandon it first" => say!("order-run-going"),
        "this step is over already: with another outcome" => say!("order-step-over"),
        "an earlier step is not over yet; finish or skip it first" => say!("order-earlier-step"),
        "start the step first, so that its time is known" => say!("order-start-step"),
        "this step ends with a passing check; run it, then finish the step" => say!("order-step-check"),
        "this run has ended; start a new one" => say!("order-run-ended"),
        "no check of this launch's checklist has a schedule, so there is nothing to watch" => say!("order-nothing-to-watch"),
        "the change window ended more than a day ago; set a later one first" => say!("order-window-ended"),
        "the launch is not watched any more" => say!("order-not-watched"),
        "there is no report to deliver yet; issue one first" => say!("order-no-report"),
        "this delivery went on meanwhile; nothing is to be recorded of this attempt" => say!("order-delivery-went-on"),
        "this delivery has arrived; deliver the report anew" => say!("order-delivered"),
        "this delivery was stopped; deliver the report anew" => say!("order-delivery-stopped"),
        "the checklist has other rules for this check by now; run the check, or push the result, again" => say!("order-other-rules"),
        "the launch moved to another version of its checklist meanwhile; look at what differs now" => say!("order-template-moved"),
        "a runbook is being executed; finish or abandon it first" => say!("order-runbook-going"),
        other => {
            let [step] = fit("step {} comes first; finish or skip it", other)?;
            return Some(say!("order-step-first", step = step));
        }
    };
    Some(whole.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use holdpoint_domain::id::{Digest, ItemId, LaunchId, MemberId, Seq};
    use holdpoint_domain::launch::{Artifact, Command, Context, Event, Launch, NewLaunch, Recorded, Window};
    use holdpoint_domain::template::{Role, TemplateRef};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_refusal_reads_in_english_as_the_domain_has_it() {
        let item: ItemId = "backups".parse().unwrap();
        let conflict = Conflict { field: "status".into(), theirs: "done".into(), yours: "in progress".into(), by: "Ben".into(), at: None };
        let all = [
            Refusal::NoSuchLaunch("LCH-7".parse().unwrap()),
            Refusal::NoSuchItem(item),
            Refusal::NoSuch { what: "check with a schedule", id: "restore".into() },
            Refusal::Exists { what: "comment" },
            Refusal::Bad { field: "evidence/kind/url", rule: "is no https: address; links start with https:// and a host".into() },
            Refusal::Conflict(Box::new(conflict)),
            Refusal::NotAllowed { needs: Role::ReleaseManager, has: Role::Viewer },
            Refusal::OtherSection("Data".into()),
            Refusal::OwnWaiver,
            Refusal::NotReady { count: 1, first: "“Backups” is open.".into() },
            Refusal::Outdated { seen: Seq(1), now: Seq(1_234) },
            Refusal::AlreadySigned(Role::Approver),
            Refusal::WrongOrder("step drain comes first; finish or skip it".into()),
            Refusal::LastManager,
            Refusal::Kept,
            Refusal::Sample,
            Refusal::Full { what: "deliveries that wait", limit: 1_000 },
        ];
        for refusal in all {
            assert_eq!(told(&refusal), refusal.to_string());
            if !matches!(refusal, Refusal::Conflict(_)) {
                assert_eq!(told_text(&refusal.to_string()), Some(refusal.to_string()));
            }
        }
    }

    #[test]
    fn days_in_a_conflict_are_as_the_language_has_them() {
        let cases = [
            ("due", "2026-11-25", "25 Nov 2026"),
            ("due", "no date", "no date"),
            ("target", "nothing", "none"),
            ("window", "2026-11-25T10:00:00Z to 2026-11-25T12:30:00Z", "25 Nov 2026, 10:00 – 25 Nov 2026, 12:30"),
            ("name", "2026-11-25", "2026-11-25"),
        ];
        for (field, told, expected) in cases {
            let conflict = Conflict { field: field.into(), theirs: told.into(), yours: "x".into(), by: "Ben".into(), at: None };
            assert_eq!(value(&conflict, told), expected);
        }
    }

    /// What the rules write where Ben did something to a new launch, and Ann, who has not seen it, wants the last.
    fn conflict(theirs: &[Command], yours: &Command) -> Conflict {
        let now = "2026-11-24T10:00:00Z".parse().unwrap();
        let person = |n: u128, name: &str, based_on: u64| Context {
            actor: MemberId(Uuid::from_u128(n)),
            actor_name: name.into(),
            owner: false,
            now,
            based_on: Seq(based_on),
        };
        let (ann, ben) = (person(1, "Ann", 0), person(2, "Ben", u64::MAX));
        let template = serde_json::json!({
            "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "",
            "sections": [{ "id": "one", "title": "One", "items": [{ "id": "a", "title": "A", "level": "must", "evidence": "optional" }] }],
        });
        let template = Arc::new(serde_json::from_value(template).unwrap());
        let reference = TemplateRef { name: "story".parse().unwrap(), version: "1.0.0".into(), digest: Digest::of(b"story") };
        let mut events = Launch::create(&NewLaunch::new("Story", reference.name.clone()), (template, reference), &ann).unwrap();
        events.push(Event::MemberJoined {
            member: ben.actor,
            name: "Ben".into(),
            role: Role::ReleaseManager,
            sections: vec![],
            group: None,
        });
        let recorded = |seq: Seq, by: MemberId, event: Event| Recorded { launch: LaunchId(1), seq, by, at: now, command: None, event };
        let history: Vec<Recorded> = (1..).zip(events).map(|(seq, event)| recorded(Seq(seq), ann.actor, event)).collect();
        let mut launch = Launch::fold(&history).unwrap();
        for command in theirs {
            for event in launch.decide(command, &ben).unwrap() {
                launch.apply(&recorded(launch.seq.next(), ben.actor, event));
            }
        }
        match launch.decide(yours, &ann) {
            Err(Refusal::Conflict(conflict)) => *conflict,
            other => panic!("no conflict: {other:?}"),
        }
    }

    #[test]
    fn what_a_conflict_is_about_reads_as_the_language_has_it() {
        let target = |day: Option<&str>| Command::SetTarget { target: day.map(|day| day.parse().unwrap()) };
        let ticket = |ticket: Option<&str>| Command::SetTicket { ticket: ticket.map(str::to_owned) };
        let connection = |name: Option<&str>| Command::SetConnection { connection: name.map(|name| name.parse().unwrap()) };
        let time = |text: &str| text.parse().unwrap();
        let window = Window { from: time("2026-11-25T10:00:00Z"), to: time("2026-11-25T12:30:00Z") };
        let window = |any: bool| Command::SetWindow { window: any.then_some(window) };
        let artifacts = |names: &[&str]| Command::SetArtifacts {
            artifacts: names.iter().map(|name| Artifact { name: (*name).into(), digest: Digest::of(name.as_bytes()) }).collect(),
        };
        let cases = [
            (vec![target(Some("2026-11-25"))], target(None), "25 Nov 2026", "none"),
            (vec![target(Some("2026-11-25")), target(None)], target(Some("2026-11-26")), "none", "26 Nov 2026"),
            (vec![window(true)], window(false), "25 Nov 2026, 10:00 – 25 Nov 2026, 12:30", "none"),
            (vec![ticket(Some("CHG-1"))], ticket(None), "CHG-1", "none"),
            (vec![connection(Some("prod"))], connection(None), "prod", "none"),
            (vec![artifacts(&["a"])], artifacts(&["b", "c"]), "1 artifact", "2 artifacts"),
            (vec![Command::SetName { name: "nothing".into() }], Command::SetName { name: "2 artifacts".into() }, "nothing", "2 artifacts"),
        ];
        for (before, wanted, theirs, yours) in cases {
            let conflict = conflict(&before, &wanted);
            assert_eq!((value(&conflict, &conflict.theirs).as_str(), value(&conflict, &conflict.yours).as_str()), (theirs, yours));
        }
    }

    #[test]
    fn every_rule_reads_in_english_as_the_domain_has_it() {
        let filled = [
            "is longer than 200 characters; shorten it",
            "is longer than 10000 characters; link to a document instead",
            "has a space in it or is longer than 2048 characters",
            "name chat.tar twice; name each once",
            "name data, which this checklist does not have; choose among its own",
            "is no ticket of this system; write group/project#12 (issue), group/project!34 (merge request), group/project@COMMIT (40 hex digits), without a host",
            "is no ticket of this system; write owner/repo#12 (issue or pull request), owner/repo@COMMIT (40 hex digits), owner/repo/runs/123/ENVIRONMENT, without a host",
            "is web; this launch is on chat, and moves to versions of that one only",
            "has format 3; this build knows 2",
            "asks for the signature of a viewer, who signs nothing; ask for approvers or release managers",
            "asks for 21 people as approver; ask for 1 to 20",
            "names the role approver twice; name each once",
            "lets nobody be the only approver of what they did, but only Ada can sign for “Data”; give somebody else a role that signs first",
            "asks for 1 person who can sign as approver for “Data”, and there are 0; give somebody the role first",
            "asks for 2 people who can sign as approver for “Data” whom no other role uses up, and there is 1; give somebody the role first",
        ];
        for words in filled.into_iter().map(str::to_owned).chain(literals("rule: \"")) {
            assert_eq!(rule(&words).as_deref(), Some(words.as_str()));
        }
        let orders = ["step drain comes first; finish or skip it", "this delivery was stopped; deliver the report anew"];
        for words in orders.into_iter().map(str::to_owned).chain(literals("WrongOrder(\"")) {
            assert_eq!(order(&words).as_deref(), Some(words.as_str()));
        }
    }

    /// The texts that the domain's code has behind some words.
    fn literals(before: &str) -> Vec<String> {
        let mut files = Vec::new();
        list(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("crates/holdpoint-domain/src/launch"), &mut files);
        let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
        let found: Vec<String> = texts
            .flat_map(|text| text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>())
            .collect();
        assert!(5 < found.len(), "the domain writes {before} in another way now: {found:?}");
        found
    }

    fn list(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true if path.ends_with("tests") => {}
                true => list(&path, files),
                false => files.push(path),
            }
        }
    }
}
