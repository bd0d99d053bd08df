//! Reports on their way to tickets, and messages on theirs, in the reader's language. Why an attempt failed comes in parts; what was done, and why
//! one failed that is kept from before there were any, is a sentence in the launch's history, and so is why a message was not taken, in the store's
//! rows: those are read back into what they were made of. What this page does not know is shown as it came.

use holdpoint_domain::check::ProbeFailure;
use holdpoint_domain::launch::{DeliveryOutcome, Event, Launch};
use holdpoint_domain::wire::{Part, Parts, stable_word};

use super::fit::{counted, fit};
use super::{checks, moment, refusal, story};
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

/// An event as a history has it, which is read when these texts are here: with all that is known of a delivery.
pub fn told(launch: &Launch, event: &Event) -> String {
    let Event::DeliveryTried { delivery, outcome } = event else { return story::told(launch, event) };
    let what = story::delivered(launch, *delivery);
    match outcome {
        DeliveryOutcome::Sent { did: done } => say!("story-delivered", what = what, did = did(done)),
        DeliveryOutcome::Later { why: of, at, said } => {
            say!("story-delivery-later", what = what, why = why(of, said.as_ref()), at = moment(*at))
        }
        DeliveryOutcome::Held { why: of, said } => say!("story-delivery-held", what = what, why = why(of, said.as_ref())),
        DeliveryOutcome::GivenUp { why: of, said } => say!("story-delivery-given-up", what = what, why = why(of, said.as_ref())),
    }
}

/// What was done in a ticket.
pub fn did(words: &str) -> String {
    words.split("; ").map(one_thing).reduce(|before, next| format!("{before}; {next}")).unwrap_or_default()
}

fn one_thing(did: &str) -> String {
    if let Some([environment]) = fit("approved the deployment into {}", did) {
        return say!("delivery-did-approve", environment = environment);
    }
    if let Some([environment]) = fit("rejected the deployment into {}", did) {
        return say!("delivery-did-reject", environment = environment);
    }
    if let Some([environment]) = fit("the run does not wait to deploy into {} (any more), so nothing was reviewed", did) {
        return say!("delivery-did-not-review", environment = environment);
    }
    if let Some([file]) = fit("left out {}: larger than this server sends", did) {
        return say!("delivery-did-leave-out", file = file);
    }
    if let Some([file]) = fit("left out {}: too large for this system (413)", did) {
        return say!("delivery-did-leave-out-there", file = file);
    }
    if let Some(count) = did.strip_prefix("attached ").and_then(files) {
        return say!("delivery-did-attach", count = count);
    }
    if let Some(count) = did.strip_suffix(" attached already").and_then(files) {
        return say!("delivery-did-attach-before", count = count);
    }
    say!("delivery-did", did = key(did), words = did)
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
    let value = |name: &str| match parts.values.0.iter().find(|(known, _)| known == name) {
        Some((_, Part::Text(text))) => Some(text.as_str()),
        _ => None,
    };
    let doing = |why: String| value("doing").map(|doing| self::doing(doing, &doing.replace('-', " "), why));
    let whole = match parts.kind.as_str() {
        "no_system" => say!("delivery-no-system-now"),
        "no_report" => say!("delivery-files-gone"),
        "secret" => say!("delivery-secret"),
        "policy" => say!("delivery-policy"),
        "no_ticket" => say!("delivery-no-ticket"),
        "other_reference" => return value("rule").map(reference),
        "no_answer" => {
            let failed = value("failure")?;
            let failure = FAILURES.into_iter().find(|failure| stable_word(&failure.to_string()) == failed)?;
            return doing(checks::failure(failure).to_owned());
        }
        "answered" => return doing(answered(value("status")?.parse().ok()?)),
        "unreadable" => return doing(say!("delivery-unreadable").to_owned()),
        _ => return None,
    };
    Some(whole.to_owned())
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
pub fn not_sent(words: &str) -> String {
    let whole = match words {
        "the secret that holdpoint.toml refers to cannot be read" => Some(say!("notice-secret")),
        "the operator's outbound policy or its rule about secrets refuses the address" => Some(say!("delivery-policy")),
        "the mail server does not offer STARTTLS, or no way to sign in that is known here" => Some(say!("notice-mail-offer")),
        "the message cannot be written as an e-mail; look at the addresses in holdpoint.toml" => Some(say!("notice-unwritable")),
        other => failure(other),
    };
    if let Some(whole) = whole {
        return whole.to_owned();
    }
    if let Some([status]) = fit("the receiver answered with status {}", words) {
        return say!("notice-status", status = status);
    }
    let in_part = "the mail server took it, and refused {} of {} receivers: it said {} to the first of them";
    if let Some([refused, all, code]) = fit(in_part, words) {
        return say!("notice-left-out", refused = refused, all = all, code = code);
    }
    match fit("the mail server said {}", words) {
        Some([code]) => say!("notice-mail", code = code),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use holdpoint_domain::launch::DeliveryTrouble;

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

    #[test]
    fn what_was_done_reads_in_english_as_the_probe_has_it() {
        let plain = phrases("Ok(\"");
        assert!(10 < plain.len(), "{plain:?}");
        for phrase in plain {
            assert_eq!(did(phrase), phrase);
            assert!(is_known("delivery-did", phrase), "no variant for “{phrase}”");
        }
        for told in [
            "commented; attached 1 file; 2 files attached already; left out report.pdf: larger than this server sends",
            "commented; attached 3 files; left out report.pdf: too large for this system (413)",
            "approved the deployment into production",
            "rejected the deployment into production",
            "the run does not wait to deploy into production (any more), so nothing was reviewed",
        ] {
            assert_eq!(did(told), told);
        }
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
    fn why_a_message_was_not_taken_reads_in_english_as_it_is_kept() {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("crates/holdpoint-probe/src/notify.rs");
        let text = fs::read_to_string(file).unwrap();
        let all: Vec<_> = text.split("#[error(\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("{0}", "503")).collect();
        assert!(5 < all.len(), "{all:?}");
        for words in all {
            assert_eq!(not_sent(&words), words);
        }
        assert_eq!(not_sent(&ProbeFailure::TimedOut.to_string()), ProbeFailure::TimedOut.to_string());
    }
}
