//! Reports on their way to tickets, and messages on theirs, in the reader's language. What came of an attempt is kept as a sentence, in the launch's
//! history and in the store's rows; here each is read back into what it was made of. What this page does not know is shown as it came.

use holdpoint_domain::check::ProbeFailure;
use holdpoint_domain::launch::{DeliveryOutcome, Event, Launch};

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
        DeliveryOutcome::Later { why: of, at } => say!("story-delivery-later", what = what, why = why(of), at = moment(*at)),
        DeliveryOutcome::Held { why: of } => say!("story-delivery-held", what = what, why = why(of)),
        DeliveryOutcome::GivenUp { why: of } => say!("story-delivery-given-up", what = what, why = why(of)),
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
pub fn why(words: &str) -> String {
    known(words).unwrap_or_else(|| words.to_owned())
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
        let told = match fit("is no ticket of this system; write {}, without a host", rule) {
            Some([example]) => say!("rule-reference", example = refusal::example(example)),
            None => rule.to_owned(),
        };
        return Some(say!("delivery-reference", rule = told));
    }
    let (doing, why) = words.split_once(": ")?;
    let told = if why == "the answer is not what this system's documentation says" {
        say!("delivery-unreadable").to_owned()
    } else if let Some([status]) = fit("the ticket system answered {}", why) {
        answered(status.split(':').next()?.parse().ok()?)
    } else {
        failure(why)?.to_owned()
    };
    Some(say!("delivery-doing", doing = key(doing), words = doing, why = told))
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

    #[test]
    fn what_stood_against_it_reads_in_english_as_the_domain_has_it() {
        let doing: Vec<&'static str> = [phrases(".get(\""), phrases(".ask(\"")].concat();
        assert!(15 < doing.len(), "{doing:?}");
        for doing in doing {
            assert!(is_known("delivery-doing", doing), "no variant for “{doing}”");
            for failure in FAILURES {
                let trouble = DeliveryTrouble::NoAnswer { doing, failure }.to_string();
                assert_eq!(known(&trouble), Some(trouble));
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
        for trouble in answered.into_iter().chain(others) {
            let words = trouble.to_string();
            assert_eq!(known(&words), Some(words));
        }
        assert_eq!(why("the moon is full"), "the moon is full");
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
