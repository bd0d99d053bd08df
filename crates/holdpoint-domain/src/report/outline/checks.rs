//! Each receipt's facts, and each execution of a runbook.

use super::{Entry, Kind, Mark, Tone, digest_fact, fact};
use crate::check::{SentRequest, Standing};
use crate::launch::{SnapshotCheck, SnapshotRun, SnapshotStep, StepState};
use crate::report::reading::Reading;
use crate::report::words;

/// How a check stands; `None`: it never ran.
pub fn mark(standing: Option<Standing>) -> Mark {
    let tone = match standing {
        Some(Standing::Passing) => Tone::Good,
        Some(Standing::Warning | Standing::Stale) => Tone::Note,
        Some(Standing::Failing | Standing::Unknown) => Tone::Bad,
        None => Tone::Plain,
    };
    Mark { word: words::standing(standing), tone }
}

pub fn checks(reading: &Reading) -> Vec<Entry> {
    reading.snapshot.checks.iter().map(|check| one(reading, check)).collect()
}

fn one(reading: &Reading, check: &SnapshotCheck) -> Entry {
    let mut within = Vec::new();
    within.extend(check.source.as_ref().map(|source| fact("Environment", source.to_string())));
    within.extend(check.latency_ms.map(|ms| fact("Took", format!("{ms} ms"))));
    within.extend(check.receipt.map(|receipt| fact("Receipt", receipt.to_string())));
    within.push(digest_fact("Rules", check.configuration));
    within.extend(check.facts.iter().map(|(name, value)| Entry { text: value.to_string(), ..Entry::new(Kind::Seen, name.clone()) }));
    within.extend(check.requests.iter().map(sent));
    Entry {
        id: check.id.to_string(),
        mark: Some(mark(reading.snapshot.standing(check, reading.signoff.predicate.issued_at))),
        at: check.ran_at.map(|at| ("ran", at)),
        until: check.expires_at.map(|end| ("fresh until", end)),
        text: check.why.clone().unwrap_or_default(),
        within,
        ..Entry::new(Kind::Check, check.title.clone())
    }
}

fn sent(request: &SentRequest) -> Entry {
    let mut said = Vec::new();
    said.extend(request.status.map(|status| format!("answered {status}")));
    said.extend(request.peer.as_ref().map(|peer| format!("from {peer}")));
    if request.allowed_by_operator {
        said.push("dialled by the operator's exception".into());
    }
    said.extend(request.tls_fingerprint.map(|certificate| format!("certificate {certificate}")));
    Entry {
        text: said.join(", "),
        link: request.url.clone(),
        digest: request.body_digest.map(|digest| digest.to_string()).unwrap_or_default(),
        ..Entry::new(Kind::Request, request.method.clone())
    }
}

pub fn runs(reading: &Reading) -> Vec<Entry> {
    reading.snapshot.runs.iter().map(|run| executed(reading, run)).collect()
}

fn executed(reading: &Reading, run: &SnapshotRun) -> Entry {
    let failed = run.steps.iter().any(|step| step.state == StepState::Failed);
    let (word, tone) = match (&run.abandoned, run.ended_at) {
        (Some(_), _) => ("abandoned", Tone::Bad),
        (None, None) => ("going on", Tone::Note),
        (None, Some(_)) if failed => ("failed", Tone::Bad),
        (None, Some(_)) => ("succeeded", Tone::Good),
    };
    let took = run.ended_at.map(|end| fact("Took", format!("{} s", end.duration_since(run.started_at).as_secs())));
    Entry {
        id: run.id.to_string(),
        mark: Some(Mark { word, tone }),
        by: reading.snapshot.name_of(run.started_by).to_owned(),
        at: Some(("started", run.started_at)),
        until: run.ended_at.map(|end| ("ended", end)),
        text: run.abandoned.clone().unwrap_or_default(),
        within: took.into_iter().chain(run.steps.iter().flat_map(|step| stepped(reading, step))).collect(),
        ..Entry::new(Kind::Run, format!("{}{}", run.title, if run.rehearsal { " (rehearsal)" } else { "" }))
    }
}

/// A step, and its receipt: what people wrote stands by itself.
fn stepped(reading: &Reading, step: &SnapshotStep) -> Vec<Entry> {
    let tone = match step.state {
        StepState::Done => Tone::Good,
        StepState::Failed => Tone::Bad,
        StepState::Skipped => Tone::Note,
        StepState::Waiting | StepState::Started => Tone::Plain,
    };
    let id = step.step.to_string();
    let receipt = step.receipt.map(|receipt| Entry { id: id.clone(), ..fact("Receipt", receipt.to_string()) });
    let done = Entry {
        id,
        mark: Some(Mark { word: step.state.words(), tone }),
        by: step.by.map(|by| reading.snapshot.name_of(by).to_owned()).unwrap_or_default(),
        at: step.started_at.map(|at| ("started", at)),
        until: step.ended_at.map(|end| ("ended", end)),
        text: step.note.clone().unwrap_or_default(),
        ..Entry::new(Kind::Step, step.title.clone())
    };
    [done].into_iter().chain(receipt).collect()
}
