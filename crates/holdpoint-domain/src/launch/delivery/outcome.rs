//! What becomes of an attempt: done, tried again by itself, or kept for a person. The words are for the launch's history: nothing that a
//! ticket system answered is in them.

use std::fmt;

use super::{DeliveryState, say};
use crate::check::ProbeFailure;
use crate::id::Timestamp;
use crate::sentence::{Said, Sentence};
use crate::tagged::tagged;
use crate::wire::Parts;

/// Before the second attempt, in seconds; doubled before each one after it.
const PAUSE_S: i64 = 30;

/// The longest pause of our own, in seconds.
const PAUSE_MOST_S: i64 = 3_600;

/// The longest pause that a ticket system may ask for, in seconds: whoever says more means "not today".
const ASKED_MOST_S: i64 = 24 * 3_600;

/// Attempts until it is given up: with the pauses above more than six hours, so that an outage over lunch loses nothing.
const ATTEMPTS: u32 = 14;

tagged! {
    #[serde(tag = "result", remote = "DeliveryOutcome")]
    /// What became of an attempt.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum DeliveryOutcome {
        /// It is in the ticket; what was done there.
        Sent {
            did: String,
            /// The same in parts, one for each thing; empty: kept before there were any.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            things: Vec<Parts>,
        },
        /// Tried again by itself then.
        Later {
            why: String,
            at: Timestamp,
            /// Its sentence in parts; absent: kept before there were any.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            said: Option<Parts>,
        },
        /// Another attempt would end the same: it waits for a person.
        Held {
            why: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            said: Option<Parts>,
        },
        /// Tried too often.
        GivenUp {
            why: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            said: Option<Parts>,
        },
    }
}

impl DeliveryOutcome {
    pub(super) fn state(&self) -> (DeliveryState, Option<Timestamp>) {
        match self {
            DeliveryOutcome::Sent { .. } => (DeliveryState::Sent, None),
            DeliveryOutcome::Later { at, .. } => (DeliveryState::Waiting, Some(*at)),
            DeliveryOutcome::Held { .. } => (DeliveryState::Held, None),
            DeliveryOutcome::GivenUp { .. } => (DeliveryState::GivenUp, None),
        }
    }
}

/// Why a report did not come into its ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryTrouble {
    NoSystem,
    /// The operator lets it take other launches' or other people's reports only.
    NotFor,
    /// What is wrong with it, as a rule says it.
    Reference(String),
    NoReport,
    Secret,
    Policy,
    NoAnswer {
        doing: &'static str,
        failure: ProbeFailure,
    },
    Status {
        doing: &'static str,
        status: u16,
        /// How long the system asks to wait, in seconds.
        wait_s: Option<u32>,
    },
    Unreadable {
        doing: &'static str,
    },
    NoTicket,
}

impl fmt::Display for DeliveryTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl std::error::Error for DeliveryTrouble {}

/// What a system means by its answer.
fn meaning(status: u16) -> &'static str {
    match status {
        401 => "it does not accept the token; the operator has to renew it",
        403 => "the token may not do this; the operator has to give it the right",
        404 | 410 => "there is no such ticket, or the token may not see it",
        413 => "it is too large for this system",
        429 => "too many requests; it asks to wait",
        500.. => "it is out of order",
        400.. => "it does not take this as it is",
        _ => "an answer that nobody expects here",
    }
}

impl DeliveryTrouble {
    /// The sentence with its kind and values.
    pub fn said(&self) -> Sentence {
        match self {
            DeliveryTrouble::NoSystem => say::no_system(),
            DeliveryTrouble::NotFor => say::not_for(),
            DeliveryTrouble::Reference(rule) => say::other_reference(rule.as_str()),
            DeliveryTrouble::NoReport => say::no_report(),
            DeliveryTrouble::Secret => say::secret(),
            DeliveryTrouble::Policy => say::policy(),
            DeliveryTrouble::NoAnswer { doing, failure } => say::no_answer(Said::words(*doing), Said::words(failure.to_string())),
            DeliveryTrouble::Status { doing, status, .. } => say::answered(Said::words(*doing), *status, Said::words(meaning(*status))),
            DeliveryTrouble::Unreadable { doing } => say::unreadable(Said::words(*doing)),
            DeliveryTrouble::NoTicket => say::no_ticket(),
        }
    }

    /// Whether it may go away by itself.
    fn passes(&self) -> bool {
        match self {
            DeliveryTrouble::Status { status, wait_s, .. } => matches!(status, 408 | 425 | 429 | 500..) || wait_s.is_some(),
            // The operator may mend these while it waits.
            DeliveryTrouble::Secret | DeliveryTrouble::Policy | DeliveryTrouble::NoAnswer { .. } | DeliveryTrouble::NoSystem => true,
            DeliveryTrouble::NotFor
            | DeliveryTrouble::Reference(_)
            | DeliveryTrouble::NoReport
            | DeliveryTrouble::Unreadable { .. }
            | DeliveryTrouble::NoTicket => false,
        }
    }

    fn wait_s(&self) -> i64 {
        match self {
            DeliveryTrouble::Status { wait_s: Some(wait), .. } => i64::from(*wait).min(ASKED_MOST_S),
            DeliveryTrouble::Status { wait_s: None, .. }
            | DeliveryTrouble::NoSystem
            | DeliveryTrouble::NotFor
            | DeliveryTrouble::Reference(_)
            | DeliveryTrouble::NoReport
            | DeliveryTrouble::Secret
            | DeliveryTrouble::Policy
            | DeliveryTrouble::NoAnswer { .. }
            | DeliveryTrouble::Unreadable { .. }
            | DeliveryTrouble::NoTicket => 0,
        }
    }
}

/// What becomes of an attempt.
///
/// * `number`: of the attempt, from 1.
pub fn judge_attempt(seen: &Result<Vec<Sentence>, DeliveryTrouble>, number: u32, now: Timestamp) -> DeliveryOutcome {
    let trouble = match seen {
        Ok(done) => {
            let did = done.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            return DeliveryOutcome::Sent { did, things: done.iter().cloned().map(Parts::from).collect() };
        }
        Err(trouble) => trouble,
    };
    let said = trouble.said();
    let (why, said) = (said.to_string(), Some(Parts::from(said)));
    if !trouble.passes() {
        return DeliveryOutcome::Held { why, said };
    }
    if ATTEMPTS <= number {
        return DeliveryOutcome::GivenUp { why, said };
    }
    let own = PAUSE_S.saturating_mul(1 << number.saturating_sub(1).min(16)).min(PAUSE_MOST_S);
    let pause = jiff::SignedDuration::from_secs(own.max(trouble.wait_s()));
    DeliveryOutcome::Later { why, at: now.saturating_add(pause).unwrap_or(Timestamp::MAX), said }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, wait_s: Option<u32>) -> DeliveryTrouble {
        DeliveryTrouble::Status { doing: "commenting", status, wait_s }
    }

    #[test]
    fn what_may_pass_is_tried_again_and_what_may_not_waits_for_a_person() {
        let cases = [
            (status(401, None), "held", "a token that ran out"),
            (status(403, None), "held", "a right that is missing"),
            (status(403, Some(60)), "later", "a rate limit in other clothes"),
            (status(404, None), "held", "no such ticket"),
            (status(413, None), "held", "too large"),
            (status(422, None), "held", "not as it is"),
            (status(408, None), "later", "too slow"),
            (status(429, None), "later", "too many"),
            (status(503, None), "later", "out of order"),
            (DeliveryTrouble::NoAnswer { doing: "commenting", failure: ProbeFailure::TimedOut }, "later", "nobody there"),
            (DeliveryTrouble::Secret, "later", "the operator may mend it"),
            (DeliveryTrouble::NoSystem, "later", "the operator may mend it"),
            (DeliveryTrouble::NotFor, "held", "somebody else may ask for it"),
            (DeliveryTrouble::NoReport, "held", "gone is gone"),
            (DeliveryTrouble::NoTicket, "held", "nothing to write to"),
        ];
        for (trouble, expected, about) in cases {
            let outcome = judge_attempt(&Err(trouble), 1, Timestamp::UNIX_EPOCH);
            let json = serde_json::to_value(&outcome).unwrap();
            assert_eq!(json["result"], expected, "{about}: {json}");
        }
    }

    #[test]
    fn what_was_done_is_told_whole_and_in_parts() {
        let (comment, file) = (vec![], vec![("count", Said::counted(1, "1 file"))]);
        let done = vec![
            Sentence { kind: "commented", words: "commented", values: comment },
            Sentence { kind: "attached", words: "attached {count}", values: file },
        ];
        let sent = judge_attempt(&Ok(done), 3, Timestamp::UNIX_EPOCH);
        let json = serde_json::to_value(&sent).unwrap();
        let things = serde_json::json!([{ "kind": "commented" }, { "kind": "attached", "values": { "count": "1" } }]);
        assert_eq!(json, serde_json::json!({ "result": "sent", "did": "commented; attached 1 file", "things": things }));
        assert_eq!(serde_json::from_value::<DeliveryOutcome>(json).unwrap(), sent);
    }

    #[test]
    fn why_is_told_whole_and_in_parts() {
        let outcome = judge_attempt(&Err(status(503, None)), 1, Timestamp::UNIX_EPOCH);
        let json = serde_json::to_value(&outcome).unwrap();
        assert_eq!(json["why"], "commenting: the ticket system answered 503: it is out of order");
        let values = serde_json::json!({ "doing": "commenting", "status": "503", "meaning": "it-is-out-of-order" });
        assert_eq!(json["said"], serde_json::json!({ "kind": "answered", "values": values }));
        assert_eq!(serde_json::from_value::<DeliveryOutcome>(json).unwrap(), outcome);
        let before = r#"{"result":"held","why":"the moon is full"}"#;
        let kept: DeliveryOutcome = serde_json::from_str(before).unwrap();
        assert_eq!(serde_json::to_string(&kept).unwrap(), before, "what was kept before is written as it was");
    }

    #[test]
    fn pauses_double_up_to_an_hour_and_respect_what_the_system_asks() {
        let pause = |number, trouble| match judge_attempt(&Err(trouble), number, Timestamp::UNIX_EPOCH) {
            DeliveryOutcome::Later { at, .. } => Some(at.as_second()),
            _ => None,
        };
        let own: Vec<_> = (1..=14).map_while(|number| pause(number, status(503, None))).collect();
        assert_eq!(own, [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600, 3_600, 3_600]);
        assert_eq!(pause(1, status(429, Some(90))), Some(90), "longer than ours");
        assert_eq!(pause(3, status(429, Some(5))), Some(120), "shorter than ours");
        assert_eq!(pause(1, status(429, Some(u32::MAX))), Some(86_400), "not for ever");
        assert_eq!(pause(u32::MAX, status(503, None)), None, "given up");
    }
}
