//! Verification: whether a report is true, step by step. The signature is checked over the bytes first; the same
//! bytes are read after.

mod approval;
mod consistency;
mod content;
mod history;
mod log;
mod receipt;
mod signature;
mod step;
mod timestamp;

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::{Bundle, Unreadable};
use super::dsse;
use super::found::{Key, Summary};
use super::html;
use super::issue::given;
use super::keys::ReportPublicKey;
use super::merkle::Head;
use super::note::Checkpoint;
use super::receipt::CHECK;
use super::signoff::Signoff;
use super::statement::{SIGNOFF, STATEMENT, kinds};
use super::strict;
use super::trust::TrustRoot;
use super::weigh::snapshot_gate;
use crate::id::*;
use crate::launch::{Attestation, Snapshot};

use serde::{Deserialize, Serialize};

pub use step::{Outcome, Step};
use step::{Steps, names};

/// How far clocks of one organisation may differ: times that contradict each other by more are refused. In minutes.
pub const CLOCK_SLACK_MINUTES: i64 = 5;

/// The verdict over a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Everything that was checked holds, under keys that were pinned.
    Verified,
    /// It holds, under keys that the report brings along: whoever wrote it could have made them.
    SelfConsistent,
    /// Something does not hold.
    NotVerified,
}

impl Verification {
    /// Adds what became of the trust file's countersignature, where the verifier demands one. Without it nothing is verified.
    pub fn demand_countersignature(&mut self, result: Result<Key, Key>) {
        let (outcome, found) = match result {
            Ok(found) => (Outcome::Holds, found),
            Err(found) => (Outcome::Failed, found),
        };
        let step = Step { name: names::COUNTERSIGNATURE.into(), outcome, detail: found.into() };
        if outcome == Outcome::Failed {
            self.verdict = Verdict::NotVerified;
            self.summary = Summary::Refused { first: Some(Box::new(step.clone())), more: 0 };
        }
        self.steps.insert(0, step);
    }
}

impl Verdict {
    /// 0 yes, 1 no, 2 could not tell: without pinned keys one cannot.
    pub fn exit_code(self) -> u8 {
        match self {
            Verdict::Verified => 0,
            Verdict::NotVerified => 1,
            Verdict::SelfConsistent => 2,
        }
    }

    /// The verdict as people read it.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Verified => "Verified",
            Verdict::SelfConsistent => "Self-consistent, not verified",
            Verdict::NotVerified => "Not verified",
        }
    }
}

/// What came of verifying a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    pub verdict: Verdict,
    /// The verdict and what it means.
    pub summary: Summary,
    /// In the order in which they were made.
    pub steps: Vec<Step>,
}

/// Files that lie beside the bundle; what is absent is not checked, and said so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// `LCH-42.signoff.html`
    pub html: Option<&'a [u8]>,
    /// `LCH-42.signoff.tlog-proof`
    pub tlog_proof: Option<&'a [u8]>,
    /// `LCH-42.history.jsonl`
    pub history: Option<&'a [u8]>,
    /// To learn whether the log was only added to since.
    pub earlier: Option<Earlier<'a>>,
}

/// An earlier report of the same launch.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    /// Its `.signoff.sigstore.json`.
    pub report: &'a [u8],
    /// What proves that the log of the later one begins with all of its own; see [`super::consistency`].
    pub consistency: Option<&'a [u8]>,
}

/// Judges a report, or a signed receipt of a check.
///
/// * `bundle`: the bytes of the `.signoff.sigstore.json` or `.receipt.sigstore.json` file.
/// * `trust`: what the verifier pinned; without it nothing is ever more than self-consistent.
/// * Errors: the file is no report that can be judged. One cannot tell whether it is true.
pub fn verify(bundle: &[u8], trust: Option<&TrustRoot>, beside: Beside<'_>) -> Result<Verification, Unreadable> {
    judged(bundle, trust, beside).map(|(verification, _)| verification)
}

/// With the checkpoint of a report's log, where that holds.
type Judged = (Verification, Option<Checkpoint>);

fn judged(bundle: &[u8], trust: Option<&TrustRoot>, beside: Beside<'_>) -> Result<Judged, Unreadable> {
    let opened = Bundle::parse(bundle)?;
    // Only a hint at how to read it: what it says counts after its signature was found good.
    if kinds(&opened.payload).is_some_and(|(kind, predicate)| kind == STATEMENT && predicate == CHECK) {
        return Ok((receipt::verify(&opened, trust, beside), None));
    }
    let mut steps = Steps::default();
    let Some(signoff) = open(&opened, trust, &mut steps)? else {
        return Ok((steps.refusal(), None));
    };
    let Some(snapshot) = content::snapshot(&signoff.predicate, &mut steps) else {
        return Ok((steps.refusal(), None));
    };
    let digests = snapshot.item_digests();
    let report = Report { opened: &opened, bundle: opened.issued_digest(bundle), signoff: &signoff, snapshot: &snapshot, digests, trust };
    let checkpoint = report.judge(beside, &mut steps);
    let verdict = steps.verdict(trust.is_some());
    // Nobody here can tell what HTML by other rules says, and people read that; what is wrong already stays so.
    let found = report.signoff.predicate.producer.rendition;
    if verdict != Verdict::NotVerified && !html::RENDITIONS.contains(&found) {
        let is_newer = html::RENDITION < found;
        return Err(if is_newer { Unreadable::NewerRendition { found } } else { Unreadable::EarlierRendition { found } });
    }
    Ok((Verification { verdict, summary: report.summary(verdict, &steps), steps: steps.into_vec() }, checkpoint))
}

/// A report whose signature holds and whose parts can be read.
struct Report<'a> {
    opened: &'a Bundle,
    /// As the log has it.
    bundle: Digest,
    signoff: &'a Signoff,
    snapshot: &'a Snapshot,
    /// Each item as the snapshot has it.
    digests: BTreeMap<ItemId, Digest>,
    trust: Option<&'a TrustRoot>,
}

impl Report<'_> {
    /// What the log is known to hold.
    fn judge(&self, beside: Beside<'_>, steps: &mut Steps) -> Option<Checkpoint> {
        let predicate = &self.signoff.predicate;
        let gate = snapshot_gate(self.snapshot, &given(predicate), (predicate.issued_at, predicate.producer.rendition));
        content::launch(self, steps);
        content::subjects(self, steps);
        content::html(self, &gate, (beside.html, steps));
        let checkpoint = log::checkpoint(self, steps);
        let head = checkpoint.as_ref().map(|known| known.head);
        approval::all(self, head, steps);
        content::result(self, &gate, steps);
        content::times(self, steps);
        log::tlog_proof(self, beside.tlog_proof, steps);
        consistency::joined(self, checkpoint.as_ref(), (beside.earlier, steps));
        history::replayed(self, head, (beside.history, steps));
        timestamp::over(self.opened, predicate.issued_at, (self.trust, steps));
        checkpoint
    }

    fn summary(&self, verdict: Verdict, steps: &Steps) -> Summary {
        let predicate = &self.signoff.predicate;
        let by_server = predicate.approvals.iter().filter(|approval| matches!(approval.attestation, Attestation::Server { .. })).count();
        match verdict {
            Verdict::NotVerified => steps.refused(),
            Verdict::Verified | Verdict::SelfConsistent => Summary::Report {
                pinned: verdict == Verdict::Verified,
                launch: predicate.launch.id,
                name: predicate.launch.name.clone(),
                decision: predicate.result.decision,
                issued: predicate.issued_at,
                by_server,
                no_people: !predicate.approvals.is_empty() && self.trust.is_some_and(|trust| trust.roster.is_empty()),
            },
        }
    }
}

/// Checks the signature, then reads the statement. `None`: a step failed.
fn open(bundle: &Bundle, trust: Option<&TrustRoot>, steps: &mut Steps) -> Result<Option<Signoff>, Unreadable> {
    let Some(key) = report_key(bundle, trust, steps) else {
        return other(bundle).map_or(Ok(None), Err);
    };
    if !key.verifies(dsse::IN_TOTO, &bundle.payload, &bundle.signature) {
        if let Some(other) = other(bundle).filter(|_| trust.is_none()) {
            return Err(other);
        }
        steps.failed(names::SIGNATURE, Key::ReportUnfit { key: bundle.keyid });
        return Ok(None);
    }
    steps.holds(names::SIGNATURE, Key::Fits { key: bundle.keyid });
    if let Some(other) = other(bundle) {
        return Err(other);
    }
    let signoff: Signoff = match strict::from_slice(&bundle.payload) {
        Ok(signoff) => signoff,
        Err(error) => {
            steps.failed(names::STATEMENT, Key::StatementForm { form: SIGNOFF, why: error.to_string() });
            return Ok(None);
        }
    };
    if let (Some(trust), keyid) = (trust, bundle.keyid) {
        in_time(trust, keyid, (signoff.predicate.issued_at, steps));
    }
    steps.holds(names::STATEMENT, Key::Statement { form: SIGNOFF });
    Ok(Some(signoff))
}

/// The key that the signature has to be of: the pinned one, or without a trust file the report's own.
fn report_key(bundle: &Bundle, trust: Option<&TrustRoot>, steps: &mut Steps) -> Option<ReportPublicKey> {
    let Some(trust) = trust else {
        let key = own_key(&bundle.payload).filter(|key| key.keyid() == bundle.keyid);
        match key {
            Some(_) => steps.not_checked(names::REPORT_KEY, Key::Own),
            None => steps.failed(names::REPORT_KEY, Key::NoneOwn),
        }
        return key;
    };
    let known = trust.report_key(bundle.keyid).map(|(_, key)| key);
    if known.is_none() {
        steps.failed(names::REPORT_KEY, Key::Unlisted { key: bundle.keyid });
    }
    known
}

fn in_time(trust: &TrustRoot, key: Digest, (at, steps): (Timestamp, &mut Steps)) {
    match trust.report_key(key) {
        Some((known, _)) if known.is_valid_at(at) => steps.holds(names::REPORT_KEY, Key::InUse { key, at }),
        _ => steps.failed(names::REPORT_KEY, Key::OutOfUse { key, at }),
    }
}

#[derive(Deserialize)]
struct OwnKey {
    predicate: OwnPredicate,
}

#[derive(Deserialize)]
struct OwnPredicate {
    producer: OwnProducer,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OwnProducer {
    report_key: String,
}

fn own_key(payload: &[u8]) -> Option<ReportPublicKey> {
    let own: OwnKey = serde_json::from_slice(payload).ok()?;
    ReportPublicKey::from_pem(&own.predicate.producer.report_key).ok()
}

/// What the bundle is instead, when it is a statement of another kind.
fn other(bundle: &Bundle) -> Option<Unreadable> {
    let (kind, predicate) = kinds(&bundle.payload)?;
    let shown: String = predicate.chars().take(80).collect();
    match SIGNOFF.strip_suffix("v1") {
        _ if kind == STATEMENT && predicate == SIGNOFF => None,
        Some(family) if predicate.starts_with(family) => Some(Unreadable::NewerReport { found: shown }),
        _ => Some(Unreadable::Foreign { what: format!("it says {shown}, which is no sign-off report") }),
    }
}

/// Whether `earlier` comes before `later`, as far as clocks agree.
pub(super) fn in_order(earlier: Timestamp, later: Timestamp) -> bool {
    let slack = jiff::SignedDuration::from_mins(CLOCK_SLACK_MINUTES);
    later.saturating_add(slack).is_ok_and(|later| earlier <= later)
}

/// The first of several that came before.
fn twice<T: Ord + Clone>(all: impl IntoIterator<Item = T>) -> Option<T> {
    let mut seen = BTreeSet::new();
    all.into_iter().find(|one| !seen.insert(one.clone()))
}

/// What the log is known to hold, after its checkpoint's signature was found good.
type KnownHead = Option<Head>;
