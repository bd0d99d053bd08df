//! Why a wish is not granted, in the reader's language.

use holdpoint_domain::launch::{Conflict, Reason, Refusal, role_words};
use holdpoint_domain::template::{Policy, RequiredRole};
use holdpoint_domain::wire::{Parts, Problem};

use super::fit::fit;
use super::{Value, day_or_moment, parts, reason, roles, span};
use crate::{say, text};

/// The refusal as a phrase that begins small, as the domain's own is.
pub fn told(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Conflict(told) => conflict(told),
        Refusal::NotReady { count, first } => not_ready(first, *count as u64),
        other => said(other.kind(), other.field(), &Parts::from(other.said())).unwrap_or_else(|| other.to_string()),
    }
}

/// The same for one that the server tells. `None`: it is no refusal, or of a kind that this page does not know.
pub(super) fn of_problem(problem: &Problem) -> Option<String> {
    let kind = problem.kind.strip_prefix("/problems/")?;
    let field = problem.pointer.as_deref().map(|pointer| pointer.strip_prefix("/command").unwrap_or(pointer).trim_start_matches('/'));
    said(kind, field, problem.said.as_ref()?)
}

/// By the parts of its sentence, for each kind of which `tests/words/main.rs` holds a message.
fn said(kind: &str, field: Option<&str>, parts: &Parts) -> Option<String> {
    match (kind, field) {
        ("bad-field", Some(field)) => {
            let rule = parts::told_with("rule", parts, value_of)?;
            Some(say!("refusal-bad", field = field_name(field), rule = rule))
        }
        ("wrong-order", _) => parts::told_with("order", parts, value_of),
        _ => parts::told_with("refusal", parts, value_of),
    }
}

/// That the launch is not ready to be signed: what stands first against it, and how many there are.
pub(super) fn not_ready(first: &Reason, count: u64) -> String {
    say!("refusal-not-ready", first = reason::told(first), count = count)
}

fn value_of(name: &str, told: String) -> Value {
    let word = |of: &str| super::named(&format!("{of}-{told}"), &[]);
    let words = match name {
        "count" | "have" => {
            let number: Result<u32, _> = told.parse();
            return number.map_or(Value::Text(told), Value::from);
        }
        "what" => word("thing"),
        "has" | "needs" | "role" => word("role"),
        "example" => Some(example(&told)),
        _ => None,
    };
    Value::Text(words.unwrap_or(told))
}

/// What a ticket's reference looks like.
pub(super) fn example(told: &str) -> String {
    told.replace(" (issue or pull request)", say!("rule-issue-or-request"))
        .replace(" (issue)", say!("rule-issue"))
        .replace(" (merge request)", say!("rule-merge-request"))
        .replace(" (40 hex digits)", say!("rule-hex"))
}

/// That somebody else was faster, with both values.
pub(super) fn conflict(told: &Conflict) -> String {
    say!("refusal-conflict", by = told.by.as_str(), theirs = value(told, &told.theirs), yours = value(told, &told.yours))
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
        "mentions" => say!("field-mentions"),
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
        "waiver" => say!("thing-waiver"),
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
        ("target" | "window" | "ticket" | "connection" | "justification", "nothing") => Some(say!("value-none")),
        ("role", "no role") => Some(say!("value-no-role")),
        ("role", words) => return given(words),
        ("policy", words) => return policy(words).unwrap_or_else(|| words.to_owned()),
        ("artifacts", words) => return artifacts(words).unwrap_or_else(|| words.to_owned()),
        ("due" | "target", day) => return day_or_moment(day),
        ("window", window) => return span(window).unwrap_or_else(|| window.to_owned()),
        _ => None,
    };
    words.map_or_else(|| told.to_owned(), str::to_owned)
}

/// A role, and behind it in brackets the titles of the sections that it is for.
fn given(told: &str) -> String {
    let (role, sections) = told.find(" (").map_or((told, ""), |at| told.split_at(at));
    let known = roles::ROLES.into_iter().find(|known| role_words(*known) == role);
    known.map_or_else(|| told.to_owned(), |known| format!("{}{sections}", roles::role(known)))
}

/// Whose signatures it takes, read back from the domain's words.
fn policy(told: &str) -> Option<String> {
    let mut parts = told.split("; ");
    let required = parts.next()?.split(" and ").map(|signers| {
        let (count, role) = signers.split_once(' ')?;
        let role = roles::ROLES.into_iter().find(|known| role.strip_suffix('s').unwrap_or(role) == role_words(*known))?;
        Some(RequiredRole { role, count: count.parse().ok()? })
    });
    let mut policy = Policy { required: required.collect::<Option<_>>()?, distinct_approvers: false, segregation_of_duties: false };
    for part in parts {
        match part {
            "nobody counts twice" => policy.distinct_approvers = true,
            "who did an item is not its only approver" => policy.segregation_of_duties = true,
            _ => return None,
        }
    }
    Some(roles::policy(&policy))
}

fn artifacts(told: &str) -> Option<String> {
    let [count] = fit("{} artifacts", told)?;
    Some(say!("value-artifacts", count = count.parse::<u32>().ok()?))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use holdpoint_domain::id::{Digest, ItemId, LaunchId, MemberId, Seq};
    use holdpoint_domain::launch::{
        Artifact, Command, Context, Event, Launch, NewLaunch, Recorded, Reference, Status, TicketKind, Why, Window,
    };
    use holdpoint_domain::sentence::Sentence;
    use holdpoint_domain::template::{Role, TemplateRef};
    use uuid::Uuid;

    use super::*;
    use crate::words::trouble;

    /// As the server tells it.
    fn problem(refusal: &Refusal) -> Problem {
        Problem {
            kind: format!("/problems/{}", refusal.kind()),
            detail: "in other words".into(),
            said: Some(refusal.said().into()),
            pointer: refusal.field().map(|field| format!("/command/{field}")),
            ..Problem::default()
        }
    }

    fn reads_as_the_domain_has_it(refusal: &Refusal) {
        assert_eq!(told(refusal), refusal.to_string());
        assert_eq!(trouble::problem(&problem(refusal)), refusal.to_string());
    }

    #[test]
    fn every_refusal_reads_in_english_as_the_domain_has_it() {
        let item: ItemId = "backups".parse().unwrap();
        let conflict =
            Conflict { field: "status".into(), theirs: "done".into(), yours: "in progress".into(), by: "Ben".into(), at: None, seq: None };
        let why = Why::EvidenceMissing { title: "Backups".into() };
        let all = [
            Refusal::NoSuchLaunch("LCH-7".parse().unwrap()),
            Refusal::NoSuchItem(item),
            Refusal::NoSuch { what: "check with a schedule", id: "restore".into() },
            Refusal::Exists { what: "comment" },
            Refusal::Conflict(Box::new(conflict)),
            Refusal::NotAllowed { needs: Role::ReleaseManager, has: Role::Viewer },
            Refusal::OtherSection("Data".into()),
            Refusal::OwnWaiver,
            Refusal::NotReady { count: 1, first: Box::new(Reason { item: None, check: None, why }) },
            Refusal::Outdated { seen: Seq(1), now: Seq(1_234) },
            Refusal::AlreadySigned(Role::Approver),
            Refusal::LastManager,
            Refusal::Kept,
            Refusal::Sample,
            Refusal::Full { what: "deliveries that wait", limit: 1_000 },
        ];
        all.iter().for_each(reads_as_the_domain_has_it);
    }

    #[test]
    fn what_this_page_does_not_know_is_told_as_it_came() {
        let strange = |kind| Sentence { kind, words: "is full; wait a night", values: Vec::new() };
        let refusals = [Refusal::Bad { field: "moon", rule: strange("moon") }, Refusal::WrongOrder(strange("moon"))];
        for refusal in refusals {
            assert_eq!(told(&refusal), refusal.to_string());
            assert_eq!(trouble::problem(&problem(&refusal)), "in other words");
        }
        let of_an_older_server = Problem { said: None, ..problem(&Refusal::OwnWaiver) };
        assert_eq!(trouble::problem(&of_an_older_server), "in other words");
    }

    #[test]
    fn rules_are_filled_as_the_domain_fills_them() {
        let (launch, ann, _) = story();
        let policy = |roles: &[(Role, u32)]| {
            let required = roles.iter().map(|(role, count)| RequiredRole { role: *role, count: *count }).collect();
            Policy { required, ..Policy::default() }
        };
        let (ones, many) = ([(Role::ReleaseManager, 1), (Role::Approver, 2)], [(Role::Approver, 3)]);
        let policies = [
            policy(&[(Role::Viewer, 1)]),
            policy(&[(Role::Approver, 21)]),
            policy(&[(Role::Approver, 1), (Role::Approver, 1)]),
            policy(&many),
            Policy { distinct_approvers: true, ..policy(&ones) },
        ];
        for policy in policies {
            let refusal = launch.decide(&Command::SetPolicy { policy: Some(policy) }, &ann).unwrap_err();
            reads_as_the_domain_has_it(&refusal);
        }
        let name = "x".repeat(201);
        reads_as_the_domain_has_it(&launch.decide(&Command::SetName { name }, &ann).unwrap_err());
        for kind in [TicketKind::GitHub, TicketKind::GitLab, TicketKind::Jira, TicketKind::ServiceNow] {
            let rule = Reference::parse(kind, "https://example.com").unwrap_err();
            reads_as_the_domain_has_it(&Refusal::Bad { field: "reference", rule });
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
            let conflict = Conflict { field: field.into(), theirs: told.into(), yours: "x".into(), by: "Ben".into(), at: None, seq: None };
            assert_eq!(value(&conflict, told), expected);
        }
    }

    #[test]
    fn a_policy_in_a_conflict_is_read_back_as_the_language_has_it() {
        let required = |roles: &[(Role, u32)]| roles.iter().map(|(role, count)| RequiredRole { role: *role, count: *count }).collect();
        for (distinct_approvers, segregation_of_duties) in [(false, false), (true, false), (false, true), (true, true)] {
            for roles in [&[(Role::ReleaseManager, 1), (Role::Approver, 2)][..], &[(Role::Approver, 1)]] {
                let known = Policy { required: required(roles), distinct_approvers, segregation_of_duties };
                assert_eq!(policy(&known.words()), Some(roles::policy(&known)));
            }
        }
        assert_eq!(policy("2 approver").as_deref(), Some("2 approvers"), "as earlier servers say it");
        for other in ["the moon is full", "1 moon", "1 approver; on Sundays", ""] {
            assert_eq!(policy(other), None, "{other}");
        }
    }

    /// A new launch of Ann's, which Ben joined after she looked.
    fn story() -> (Launch, Context, Context) {
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
        let recorded = |(seq, event)| Recorded { launch: LaunchId(1), seq: Seq(seq), by: ann.actor, at: now, command: None, event };
        let history: Vec<Recorded> = (1..).zip(events).map(recorded).collect();
        (Launch::fold(&history).unwrap(), ann, ben)
    }

    /// What the rules write where Ben did something, and Ann, who has not seen it, wants the last.
    fn conflict_of(theirs: &[Command], yours: &Command) -> Conflict {
        let (mut launch, ann, ben) = story();
        for command in theirs {
            for event in launch.decide(command, &ben).unwrap() {
                let seq = launch.seq.next();
                launch.apply(&Recorded { launch: LaunchId(1), seq, by: ben.actor, at: ben.now, command: None, event });
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
        let blocked = |why: Option<&str>| Command::SetStatus {
            item: "a".parse().unwrap(),
            status: Status::Blocked,
            justification: why.map(str::to_owned),
        };
        let role = |role: Role, sections: &[&str]| {
            let sections = sections.iter().map(|id| id.parse().unwrap()).collect();
            Command::SetRole { member: MemberId(Uuid::from_u128(3)), name: "Cem".into(), role, sections }
        };
        let leave = Command::RemoveMember { member: MemberId(Uuid::from_u128(3)) };
        let cases = [
            (vec![role(Role::Approver, &["one"])], role(Role::ReleaseManager, &[]), "approver (One)", "release manager"),
            (vec![role(Role::Viewer, &[]), leave], role(Role::Viewer, &[]), "no role", "viewer"),
            (vec![blocked(Some("It waits."))], blocked(None), "It waits.", "none"),
            (vec![target(Some("2026-11-25"))], target(None), "25 Nov 2026", "none"),
            (vec![target(Some("2026-11-25")), target(None)], target(Some("2026-11-26")), "none", "26 Nov 2026"),
            (vec![window(true)], window(false), "25 Nov 2026, 10:00 – 25 Nov 2026, 12:30", "none"),
            (vec![ticket(Some("CHG-1"))], ticket(None), "CHG-1", "none"),
            (vec![connection(Some("prod"))], connection(None), "prod", "none"),
            (vec![artifacts(&["a"])], artifacts(&["b", "c"]), "1 artifact", "2 artifacts"),
            (vec![Command::SetName { name: "nothing".into() }], Command::SetName { name: "2 artifacts".into() }, "nothing", "2 artifacts"),
        ];
        for (before, wanted, theirs, yours) in cases {
            let conflict = conflict_of(&before, &wanted);
            assert_eq!((value(&conflict, &conflict.theirs).as_str(), value(&conflict, &conflict.yours).as_str()), (theirs, yours));
        }
    }
}
