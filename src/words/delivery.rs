//! Reports on their way to tickets, and messages on theirs, in the reader's language. What was done, why an attempt failed and why a message was not
//! taken comes in parts. What is kept from before there were any is a sentence, in the launch's history or in the store's rows: it is read back into
//! what it was made of. What this page does not know is shown as it came.

use holdpoint_domain::check::ProbeFailure;
use holdpoint_domain::launch::{DeliveryOutcome, Event, Launch};
use holdpoint_domain::wire::{Part, Parts, stable_word};

use super::fit::{counted, fit};
use super::{Value, checks, moment, parts, refusal, story};
use crate::say;

const FAILURES: [ProbeFailure; 7] = [
    ProbeFailure::Unreachable,
    ProbeFailure::TimedOut,
    ProbeFailure::Tls,
    ProbeFailure::Refused,
    ProbeFailure::BadAnswer,
    ProbeFailure::NotConfigured,
    ProbeFailure::NotPermitted,
];

/// What is done in tickets, as histories have it from before it came in parts.
const KEPT: [(&str, &str); 17] = [
    ("commented", "commented"),
    ("changed_comment", "changed the comment of this launch"),
    ("status_there", "the commit has the status already"),
    ("set_status", "set the commit status"),
    ("changed_check_run", "changed the check run"),
    ("made_check_run", "made the check run"),
    ("changed_note", "changed the note of this launch"),
    ("wrote_note", "wrote a note"),
    ("work_note_there", "the record has the work note already"),
    ("wrote_work_note", "wrote a work note"),
    ("approved", "approved the deployment into {environment}"),
    ("rejected", "rejected the deployment into {environment}"),
    ("not_waiting", "the run does not wait to deploy into {environment} (any more), so nothing was reviewed"),
    ("attached", "attached {count}"),
    ("attached_before", "{count} attached already"),
    ("left_out", "left out {file}: larger than this server sends"),
    ("left_out_there", "left out {file}: too large for this system (413)"),
];

/// An event as a history has it, which is read when these texts are here: with all that is known of a delivery.
pub fn told(launch: &Launch, event: &Event) -> String {
    let Event::DeliveryTried { delivery, outcome } = event else { return story::told(launch, event) };
    let what = story::delivered(launch, *delivery);
    match outcome {
        DeliveryOutcome::Sent { did: done, things } => say!("story-delivered", what = what, did = did(done, things)),
        DeliveryOutcome::Later { why: of, at, said } => {
            say!("story-delivery-later", what = what, why = why(of, said.as_ref()), at = moment(*at))
        }
        DeliveryOutcome::Held { why: of, said } => say!("story-delivery-held", what = what, why = why(of, said.as_ref())),
        DeliveryOutcome::GivenUp { why: of, said } => say!("story-delivery-given-up", what = what, why = why(of, said.as_ref())),
    }
}

/// What was done in a ticket.
///
/// * `things`: the same in parts, where it has any.
pub fn did(words: &str, things: &[Parts]) -> String {
    let told: Option<Vec<String>> = things.iter().map(|thing| parts::told_with("delivery-did", thing, value_of)).collect();
    let kept = || words.split("; ").map(|did| one_thing(did).unwrap_or_else(|| did.to_owned())).collect();
    told.filter(|told| !told.is_empty()).unwrap_or_else(kept).join("; ")
}

fn value_of(name: &str, told: String) -> Value {
    match told.parse::<u32>() {
        Ok(number) if name == "count" => Value::from(number),
        _ => Value::Text(told),
    }
}

/// One of the things that were done, as a history has it from before they came in parts. `None`: this page does not know it.
fn one_thing(did: &str) -> Option<String> {
    KEPT.into_iter().find_map(|(kind, words)| {
        let Some((before, (name, behind))) = words.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) else {
            return (words == did).then(|| named(kind, &[])).flatten();
        };
        let value = did.strip_prefix(before)?.strip_suffix(behind)?;
        let value = if name == "count" { Value::from(files(value)?) } else { Value::from(value) };
        named(kind, &[(name, value)])
    })
}

fn named(kind: &str, values: &[(&str, Value)]) -> Option<String> {
    super::named(&format!("delivery-did-{}", kind.replace('_', "-")), values)
}

fn files(words: &str) -> Option<u32> {
    counted(words, [" file", " files"])
}

/// A phrase as the name of a variant in a message.
fn key(phrase: &str) -> String {
    phrase.replace(' ', "-")
}

/// Why a report did not come into its ticket.
///
/// * `said`: the sentence in parts, where it has any.
pub fn why(words: &str, said: Option<&Parts>) -> String {
    said.and_then(in_parts).or_else(|| known(words)).unwrap_or_else(|| words.to_owned())
}

/// `None`: of a kind, or with a value, that this page does not know.
fn in_parts(parts: &Parts) -> Option<String> {
    let value = |name: &str| value(parts, name);
    let doing = |why: String| value("doing").map(|doing| self::doing(doing, &doing.replace('-', " "), why));
    let whole = match parts.kind.as_str() {
        "no_system" => say!("delivery-no-system-now"),
        "not_for" => say!("delivery-not-for"),
        "no_report" => say!("delivery-files-gone"),
        "secret" => say!("delivery-secret"),
        "policy" => say!("delivery-policy"),
        "no_ticket" => say!("delivery-no-ticket"),
        "other_reference" => return value("rule").map(reference),
        "no_answer" => return doing(failed(value("failure")?)?.to_owned()),
        "answered" => return doing(answered(value("status")?.parse().ok()?)),
        "unreadable" => return doing(say!("delivery-unreadable").to_owned()),
        _ => return None,
    };
    Some(whole.to_owned())
}

fn value<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    match parts.values.0.iter().find(|(known, _)| known == name)? {
        (_, Part::Text(text)) => Some(text),
        (_, Part::OneOf(_)) => None,
    }
}

/// A failure by its stable word.
fn failed(word: &str) -> Option<&'static str> {
    FAILURES.into_iter().find(|failure| stable_word(&failure.to_string()) == word).map(checks::failure)
}

fn doing(key: &str, words: &str, why: String) -> String {
    say!("delivery-doing", doing = key, words = words, why = why)
}

fn reference(rule: &str) -> String {
    let told = match fit("is no ticket of this system; write {}, without a host", rule) {
        Some([example]) => say!("rule-reference", example = refusal::example(example)),
        None => rule.to_owned(),
    };
    say!("delivery-reference", rule = told)
}

fn known(words: &str) -> Option<String> {
    let whole = match words {
        "holdpoint.toml no longer has this ticket system" => say!("delivery-no-system-now"),
        "holdpoint.toml lets this ticket system take reports of other launches or people only" => say!("delivery-not-for"),
        "the report's files are no longer kept; issue a new one" => say!("delivery-files-gone"),
        "the secret that holdpoint.toml refers to cannot be read or used" => say!("delivery-secret"),
        "the operator's outbound policy or its rule about secrets refuses the address" => say!("delivery-policy"),
        "there is no such ticket, or the token may not see it" => say!("delivery-no-ticket"),
        other => return filled(other),
    };
    Some(whole.to_owned())
}

fn filled(words: &str) -> Option<String> {
    if let Some([rule]) = fit("the reference does not fit the ticket system any more: it {}", words) {
        return Some(reference(rule));
    }
    let (what, why) = words.split_once(": ")?;
    let told = if why == "the answer is not what this system's documentation says" {
        say!("delivery-unreadable").to_owned()
    } else if let Some([status]) = fit("the ticket system answered {}", why) {
        answered(status.split(':').next()?.parse().ok()?)
    } else {
        failure(why)?.to_owned()
    };
    Some(doing(&key(what), what, told))
}

fn answered(status: u16) -> String {
    let meaning = match status {
        401 | 403 | 413 | 429 => status,
        404 | 410 => 404,
        500.. => 500,
        400.. => 400,
        _ => 0,
    };
    say!("delivery-answered", status = status.to_string(), meaning = meaning)
}

fn failure(words: &str) -> Option<&'static str> {
    FAILURES.into_iter().find(|failure| failure.to_string() == words).map(checks::failure)
}

/// Why a message was not taken.
///
/// * `said`: the sentence in parts, where it has any.
pub fn not_sent(words: &str, said: Option<&Parts>) -> String {
    said.and_then(message_in_parts).or_else(|| message_known(words)).unwrap_or_else(|| words.to_owned())
}

fn message_in_parts(parts: &Parts) -> Option<String> {
    let value = |name: &str| value(parts, name);
    let whole = match parts.kind.as_str() {
        "secret" => say!("notice-secret"),
        "policy" => say!("delivery-policy"),
        "mail_offer" => say!("notice-mail-offer"),
        "unwritable" => say!("notice-unwritable"),
        "no_channel" => say!("notice-no-channel"),
        "unreadable" => say!("notice-unreadable"),
        "no_answer" => failed(value("failure")?)?,
        "status" => return Some(say!("notice-status", status = value("status")?)),
        "mail" => return Some(say!("notice-mail", code = value("code")?)),
        "left_out" => {
            let (refused, all, code) = (value("refused")?, value("all")?, value("code")?);
            return Some(say!("notice-left-out", refused = refused, all = all, code = code));
        }
        _ => return None,
    };
    Some(whole.to_owned())
}

fn message_known(words: &str) -> Option<String> {
    let whole = match words {
        "the secret that holdpoint.toml refers to cannot be read" => say!("notice-secret"),
        "the operator's outbound policy or its rule about secrets refuses the address" => say!("delivery-policy"),
        "the mail server does not offer STARTTLS, or no way to sign in that is known here" => say!("notice-mail-offer"),
        "the message cannot be written as an e-mail; look at the addresses in holdpoint.toml" => say!("notice-unwritable"),
        "holdpoint.toml no longer has this channel" => say!("notice-no-channel"),
        "this build cannot read the message" => say!("notice-unreadable"),
        other => return failure(other).map(str::to_owned).or_else(|| message_filled(other)),
    };
    Some(whole.to_owned())
}

fn message_filled(words: &str) -> Option<String> {
    if let Some([status]) = fit("the receiver answered with status {}", words) {
        return Some(say!("notice-status", status = status));
    }
    let in_part = "the mail server took it, and refused {} of {} receivers: it said {} to the first of them";
    if let Some([refused, all, code]) = fit(in_part, words) {
        return Some(say!("notice-left-out", refused = refused, all = all, code = code));
    }
    let [code] = fit("the mail server said {}", words)?;
    Some(say!("notice-mail", code = code))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use holdpoint_domain::launch::DeliveryTrouble;
    use holdpoint_domain::wire::NamedParts;

    use super::*;

    /// The texts that the code which brings reports into tickets has behind some words.
    fn phrases(before: &str) -> Vec<&'static str> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("crates/holdpoint-probe/src/ticket");
        let files = fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        let texts = files.flat_map(|text| {
            let found = text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            found.map(|found| &*found.leak()).collect::<Vec<_>>()
        });
        texts.collect()
    }

    /// English that is another text than the key of a message's variant is words of a message: nothing is shown as it came.
    fn is_known(message: &str, phrase: &str) -> bool {
        let text = include_str!("../../words/en/later.ftl");
        let message = text.split(&format!("\n{message} =")).nth(1).unwrap().split("\n\n").next().unwrap();
        message.contains(&format!("[{}] {phrase}", key(phrase)))
    }

    /// A table of sentences that the probe has: the kind of each, and its words.
    fn table(file: &str) -> Vec<(String, String)> {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("crates/holdpoint-probe/src").join(file);
        let text = fs::read_to_string(&file).unwrap();
        let sentence = |line: &str| {
            let (kind, rest) = line.strip_prefix("    ")?.strip_suffix("\";")?.split_once('(')?;
            Some((kind.to_owned(), rest.split_once(") \"")?.1.to_owned()))
        };
        let table: Vec<_> = text.lines().filter_map(sentence).collect();
        assert!(8 < table.len(), "{}: sentences are written in another way now", file.display());
        table
    }

    /// A sentence in parts, and filled.
    ///
    /// * `values`: by name, as it is among the parts and as English has it; those that these words do not have are passed over.
    fn filled_with(kind: &str, words: &str, values: &[(&str, &str, &str)]) -> (Parts, String) {
        let (mut parts, mut filled) = (Vec::new(), words.to_owned());
        for (name, part, told) in values {
            let place = format!("{{{name}}}");
            if words.contains(&place) {
                parts.push(((*name).to_owned(), Part::Text((*part).to_owned())));
                filled = filled.replace(&place, told);
            }
        }
        (Parts { kind: kind.to_owned(), values: NamedParts(parts) }, filled)
    }

    /// What was done, of one file and of several.
    fn done(kind: &str, words: &str) -> [(Parts, String); 2] {
        [("1", "1 file"), ("3", "3 files")].map(|(count, files)| {
            let values = [("environment", "production", "production"), ("file", "report.pdf", "report.pdf"), ("count", count, files)];
            filled_with(kind, words, &values)
        })
    }

    #[test]
    fn what_was_done_reads_in_english_as_the_probe_has_it() {
        for (parts, words) in table("ticket/did.rs").iter().flat_map(|(kind, words)| done(kind, words)) {
            assert_eq!(did("", &[parts]), words);
        }
    }

    /// The probe may have other words for it by now: histories do not change.
    #[test]
    fn what_was_kept_before_it_came_in_parts_reads_as_they_do() {
        for (parts, words) in KEPT.into_iter().flat_map(|(kind, words)| done(kind, words)) {
            assert_eq!(one_thing(&words), Some(did("", &[parts])), "{words}");
        }
    }

    #[test]
    fn several_things_are_told_one_after_the_other_and_what_is_unknown_as_it_came() {
        let thing = |kind: &str| Parts { kind: kind.to_owned(), values: NamedParts::default() };
        assert_eq!(did("x", &[thing("set_status"), thing("made_check_run")]), "set the commit status; made the check run");
        assert_eq!(did("commented; praised the moon", &[thing("commented"), thing("praised_moon")]), "commented; praised the moon");
        assert_eq!(did("commented; attached a moon", &[]), "commented; attached a moon");
    }

    /// In parts, and read back from the sentence.
    fn reads(trouble: &DeliveryTrouble) {
        let words = trouble.to_string();
        assert_eq!(in_parts(&Parts::from(trouble.said())).as_ref(), Some(&words));
        assert_eq!(known(&words), Some(words));
    }

    #[test]
    fn what_stood_against_it_reads_in_english_as_the_domain_has_it() {
        let doing: Vec<&'static str> = [phrases(".get(\""), phrases(".ask(\"")].concat();
        assert!(15 < doing.len(), "{doing:?}");
        for doing in doing {
            assert!(is_known("delivery-doing", doing), "no variant for “{doing}”");
            for failure in FAILURES {
                reads(&DeliveryTrouble::NoAnswer { doing, failure });
            }
        }
        let statuses = [301, 400, 401, 403, 404, 410, 413, 422, 429, 500, 503];
        let answered = statuses.map(|status| DeliveryTrouble::Status { doing: "commenting", status, wait_s: None });
        let others = [
            DeliveryTrouble::NoSystem,
            DeliveryTrouble::NotFor,
            DeliveryTrouble::NoReport,
            DeliveryTrouble::Secret,
            DeliveryTrouble::Policy,
            DeliveryTrouble::NoTicket,
            DeliveryTrouble::Unreadable { doing: "commenting" },
            DeliveryTrouble::Reference("names a ticket of another kind of system".into()),
        ];
        answered.iter().chain(&others).for_each(reads);
        let unknown = Parts { kind: "full_moon".into(), ..Parts::from(DeliveryTrouble::NoTicket.said()) };
        assert_eq!(why("the moon is full", Some(&unknown)), "the moon is full");
        assert_eq!(why("the moon is full", None), "the moon is full");
    }

    #[test]
    fn why_a_message_was_not_taken_reads_in_english_as_the_probe_has_it() {
        for (kind, words) in table("notify/say.rs") {
            for failure in FAILURES.map(|failure| failure.to_string()) {
                let word = stable_word(&failure);
                let numbers = [("status", "503", "503"), ("code", "550", "550"), ("refused", "1", "1"), ("all", "3", "3")];
                let values = [[("failure", word.as_str(), failure.as_str())].as_slice(), &numbers].concat();
                let (parts, words) = filled_with(&kind, &words, &values);
                assert_eq!(not_sent("", Some(&parts)), words, "in parts");
                assert_eq!(message_known(&words).as_ref(), Some(&words), "read back");
            }
        }
        let unknown = Parts { kind: "full_moon".into(), values: NamedParts::default() };
        assert_eq!(not_sent("the moon is full", Some(&unknown)), "the moon is full");
    }
}
