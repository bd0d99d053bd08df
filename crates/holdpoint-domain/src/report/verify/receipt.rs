//! Whether a signed receipt is true: the server's signature, and a verdict that follows from the facts by the definition beside them.

use super::step::{Steps, names};
use super::{Beside, Verdict, Verification, in_order, in_time, report_key, timestamp};
use crate::check::{Check, Judgement, Made, Observation, judge};
use crate::id::*;
use crate::report::bundle::Bundle;
use crate::report::dsse;
use crate::report::found::{Key, Receipt, Summary};
use crate::report::receipt::{CHECK, ReceiptPredicate, SignedReceipt, definition_name};
use crate::report::strict;
use crate::report::trust::TrustRoot;

/// Judges a bundle whose statement says that it is a receipt.
///
/// * `beside`: files of a report. Whoever gives them takes the receipt for one.
pub(super) fn verify(bundle: &Bundle, trust: Option<&TrustRoot>, beside: Beside<'_>) -> Verification {
    let mut steps = Steps::default();
    let Some(statement) = open(bundle, trust, &mut steps) else {
        return steps.refusal();
    };
    let predicate = &statement.predicate;
    let check = definition(&statement);
    let verdict = check.as_ref().map_err(Clone::clone).and_then(|check| judged(predicate, check));
    let times = check.as_ref().map_err(Clone::clone).and_then(|check| times(predicate, check));
    steps.check(names::CHECK, check.map(|check| Receipt::Definition { title: check.title }));
    steps.check(names::CHECK_VERDICT, verdict);
    steps.check(names::TIMES, times);
    timestamp::over(bundle, predicate.issued_at, (trust, &mut steps));
    no_report(beside, &mut steps);
    let verdict = steps.verdict(trust.is_some());
    Verification { verdict, summary: summary(predicate, verdict, &steps), steps: steps.into_vec() }
}

/// Checks the signature, then reads the statement. `None`: a step failed.
fn open(bundle: &Bundle, trust: Option<&TrustRoot>, steps: &mut Steps) -> Option<SignedReceipt> {
    let key = report_key(bundle, trust, steps)?;
    if !key.verifies(dsse::IN_TOTO, &bundle.payload, &bundle.signature) {
        steps.failed(names::SIGNATURE, Key::ReceiptUnfit { key: bundle.keyid });
        return None;
    }
    steps.holds(names::SIGNATURE, Key::Fits { key: bundle.keyid });
    let statement: SignedReceipt = match strict::from_slice(&bundle.payload) {
        Ok(statement) => statement,
        Err(error) => {
            steps.failed(names::STATEMENT, Key::StatementForm { form: CHECK, why: error.to_string() });
            return None;
        }
    };
    if let Some(trust) = trust {
        in_time(trust, bundle.keyid, (statement.predicate.issued_at, steps));
    }
    steps.holds(names::STATEMENT, Key::Statement { form: CHECK });
    Some(statement)
}

/// The definition that the receipt is about.
///
/// * Errors: it is another one than the subject, or no check.
fn definition(statement: &SignedReceipt) -> Result<Check, Receipt> {
    let told = &statement.predicate.check;
    if Digest::of(&told.content.0) != told.digest {
        return Err(Receipt::DefinitionDigest);
    }
    match statement.subject.as_slice() {
        [subject] if subject.digest() == told.digest && subject.name == definition_name(&told.id) => {}
        _ => return Err(Receipt::DefinitionSubject),
    }
    let unread = |error: serde_json::Error| Receipt::DefinitionUnread { why: error.to_string() };
    let check: Check = strict::from_slice(&told.content.0).map_err(unread)?;
    if check.id == told.id { Ok(check) } else { Err(Receipt::DefinitionOther { check: check.id, wanted: told.id.clone() }) }
}

/// Whether the facts give this verdict. Sentences may be worded differently by another build; outcomes may not differ.
fn judged(predicate: &ReceiptPredicate, check: &Check) -> Result<Receipt, Receipt> {
    let ReceiptPredicate { facts, failure, started_at, .. } = predicate;
    let (facts, failure, started_at) = (facts.clone(), *failure, *started_at);
    let seen = Observation { facts, failure, requests: Vec::new(), latency_ms: predicate.latency_ms, started_at };
    let anew = judge(check, &seen);
    let said = Judgement { verdict: predicate.verdict, why: String::new(), next: None, findings: predicate.findings.clone() };
    let decided = |judgement: &Judgement| judgement.decided_by().and_then(|index| check.expect.get(index)).cloned();
    if anew.verdict != said.verdict || anew.findings != said.findings || decided(&anew) != predicate.decided_by {
        return Err(Receipt::VerdictOther { follows: anew.verdict, says: said.verdict });
    }
    Ok(Receipt::Verdict { follows: anew.verdict })
}

fn times(predicate: &ReceiptPredicate, check: &Check) -> Result<Receipt, Receipt> {
    let (at, says, issued) = (predicate.started_at, predicate.expires_at, predicate.issued_at);
    let lifetime = jiff::SignedDuration::from_mins(i64::from(check.ttl_minutes));
    let end = at.saturating_add(lifetime).unwrap_or(Timestamp::MAX);
    if end != says {
        return Err(Receipt::TimesOther { at, end, says });
    }
    if !in_order(at, issued) {
        return Err(Receipt::TooEarly { issued, at });
    }
    Ok(Receipt::Times { at, end })
}

/// Beside a true receipt under a report's name, any HTML would be taken for the one that was signed.
fn no_report(beside: Beside<'_>, steps: &mut Steps) {
    let earlier = beside.earlier.map(|earlier| earlier.report);
    let given = [
        (beside.html, names::HTML_FILE),
        (beside.tlog_proof, names::TLOG_PROOF),
        (beside.history, names::HISTORY),
        (earlier, names::CONSISTENCY),
    ];
    for (_, name) in given.into_iter().filter(|(file, _)| file.is_some()) {
        steps.failed(name, Receipt::NoReport);
    }
}

fn summary(predicate: &ReceiptPredicate, verdict: Verdict, steps: &Steps) -> Summary {
    match verdict {
        Verdict::NotVerified => steps.refused(),
        Verdict::Verified | Verdict::SelfConsistent => Summary::Receipt {
            pinned: verdict == Verdict::Verified,
            launch: predicate.launch_id,
            check: predicate.check.id.clone(),
            made: Made::of(predicate.connection.as_ref(), &predicate.facts),
            connection: predicate.connection.clone(),
            verdict: predicate.verdict,
            at: predicate.started_at,
            end: predicate.expires_at,
        },
    }
}
