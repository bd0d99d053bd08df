//! Whether a signed receipt is true: the server's signature, and a verdict that follows from the facts by the definition beside them.

use super::step::{Steps, names};
use super::{Verdict, Verification, in_order, in_time, report_key, timestamp};
use crate::check::{Check, Judgement, Made, Observation, judge};
use crate::id::*;
use crate::report::strict;
use crate::report::bundle::Bundle;
use crate::report::dsse;
use crate::report::receipt::{CHECK, ReceiptPredicate, SignedReceipt, definition_name};
use crate::report::trust::TrustRoot;

/// Judges a bundle whose statement says that it is a receipt.
pub(super) fn verify(bundle: &Bundle, trust: Option<&TrustRoot>) -> Verification {
    let mut steps = Steps::default();
    let Some(statement) = open(bundle, trust, &mut steps) else {
        return steps.refusal();
    };
    let predicate = &statement.predicate;
    let check = definition(&statement);
    let verdict = check.as_ref().map_err(Clone::clone).and_then(|check| judged(predicate, check));
    let times = check.as_ref().map_err(Clone::clone).and_then(|check| times(predicate, check));
    steps.check(names::CHECK, check.map(|check| format!("“{}”, with the digest that the receipt names", check.title)));
    steps.check(names::CHECK_VERDICT, verdict);
    steps.check(names::TIMES, times);
    timestamp::over(bundle, predicate.issued_at, (trust, &mut steps));
    let verdict = steps.verdict(trust.is_some());
    Verification { verdict, summary: summary(predicate, verdict, &steps), steps: steps.into_vec() }
}

/// Checks the signature, then reads the statement. `None`: a step failed.
fn open(bundle: &Bundle, trust: Option<&TrustRoot>, steps: &mut Steps) -> Option<SignedReceipt> {
    let key = report_key(bundle, trust, steps)?;
    if !key.verifies(dsse::IN_TOTO, &bundle.payload, &bundle.signature) {
        steps.failed(names::SIGNATURE, format!("the signature does not fit the receipt under the key {}", bundle.keyid));
        return None;
    }
    steps.holds(names::SIGNATURE, format!("ECDSA P-256 under the key {}", bundle.keyid));
    let statement: SignedReceipt = match strict::from_slice(&bundle.payload) {
        Ok(statement) => statement,
        Err(error) => {
            steps.failed(names::STATEMENT, format!("the signed statement is not of the form that {CHECK} has: {error}"));
            return None;
        }
    };
    if let Some(trust) = trust {
        in_time(trust, bundle.keyid, (statement.predicate.issued_at, steps));
    }
    steps.holds(names::STATEMENT, format!("in-toto Statement v1 with {CHECK}"));
    Some(statement)
}

/// The definition that the receipt is about.
///
/// * Errors: it is another one than the subject, or no check.
fn definition(statement: &SignedReceipt) -> Result<Check, String> {
    let told = &statement.predicate.check;
    if Digest::of(&told.content.0) != told.digest {
        return Err("the definition's bytes do not have the digest that the receipt names".into());
    }
    match statement.subject.as_slice() {
        [subject] if subject.digest() == told.digest && subject.name == definition_name(&told.id) => {}
        _ => return Err("the subject is not the check's definition".into()),
    }
    let check: Check = strict::from_slice(&told.content.0).map_err(|error| format!("the definition cannot be read: {error}"))?;
    if check.id == told.id { Ok(check) } else { Err(format!("the definition is of {}, not of {}", check.id, told.id)) }
}

/// Whether the facts give this verdict. Sentences may be worded differently by another build; outcomes may not differ.
fn judged(predicate: &ReceiptPredicate, check: &Check) -> Result<String, String> {
    let ReceiptPredicate { facts, failure, started_at, .. } = predicate;
    let (facts, failure, started_at) = (facts.clone(), *failure, *started_at);
    let seen = Observation { facts, failure, requests: Vec::new(), latency_ms: predicate.latency_ms, started_at };
    let anew = judge(check, &seen);
    let said = Judgement { verdict: predicate.verdict, why: String::new(), next: None, findings: predicate.findings.clone() };
    let decided = |judgement: &Judgement| judgement.decided_by().and_then(|index| check.expect.get(index)).cloned();
    if anew.verdict != said.verdict || anew.findings != said.findings || decided(&anew) != predicate.decided_by {
        return Err(format!("the facts give {}, and the receipt says {}", anew.verdict.words(), said.verdict.words()));
    }
    Ok(format!("the facts give {} by the definition", anew.verdict.words()))
}

fn times(predicate: &ReceiptPredicate, check: &Check) -> Result<String, String> {
    let lifetime = jiff::SignedDuration::from_mins(i64::from(check.ttl_minutes));
    let expires = predicate.started_at.saturating_add(lifetime).unwrap_or(Timestamp::MAX);
    if expires != predicate.expires_at {
        return Err(format!("a run at {} is fresh until {expires}, and the receipt says {}", predicate.started_at, predicate.expires_at));
    }
    if !in_order(predicate.started_at, predicate.issued_at) {
        return Err(format!("the receipt was issued at {}, before the run at {}", predicate.issued_at, predicate.started_at));
    }
    Ok(format!("run at {}, fresh until {expires}", predicate.started_at))
}

fn summary(predicate: &ReceiptPredicate, verdict: Verdict, steps: &Steps) -> String {
    let ReceiptPredicate { launch_id, check, started_at, expires_at, .. } = predicate;
    let how = match &predicate.connection {
        Some(name) => format!("through {name}"),
        None if Made::of(None, &predicate.facts) == Made::Drilled => "watched in a drill".to_owned(),
        None => "a pushed result".to_owned(),
    };
    let about = format!(
        "Receipt of {launch_id}, check {}, {how}: {}, of a run at {started_at}. It is fresh until {expires_at}; later it proves nothing.",
        check.id,
        predicate.verdict.words()
    );
    match verdict {
        Verdict::Verified => format!("Verified. {about}"),
        Verdict::SelfConsistent => format!(
            "Self-consistent, not verified. {about} It holds under a key that it brings along, which anybody could have made; give the \
             trust file that you pinned to learn whether your server issued it."
        ),
        Verdict::NotVerified => steps.refusal().summary,
    }
}
