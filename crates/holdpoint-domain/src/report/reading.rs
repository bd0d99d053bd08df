//! A report, opened to be told again in another form. Opening says nothing about whether it is true: that is what verifying is for.

use super::bundle::{Bundle, Unreadable};
use super::issue::given;
use super::signoff::Signoff;
use super::statement::{SIGNOFF, kinds};
use super::timestamp::{Kept, Stamped};
use super::weigh::snapshot_gate;
use crate::id::Digest;
use crate::launch::{Gate, Snapshot};

/// What a bundle tells, read and weighed.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Of the bundle's bytes as they were issued, without a timestamp.
    pub bundle: Digest,
    pub signoff: Signoff,
    pub snapshot: Snapshot,
    /// Computed again from the snapshot and the approvals, for the time of issue.
    pub gate: Gate,
    /// What a timestamp that came along says, if it can be over this report's signature. Whose it is, is for who pins authorities.
    pub stamped: Option<Stamped>,
}

impl Reading {
    /// Opens a report.
    ///
    /// * `bundle`: the bytes of the `.signoff.sigstore.json` file.
    /// * Errors: the file is no report that this build can read; see [`Unreadable`].
    pub fn open(bundle: &[u8]) -> Result<Self, Unreadable> {
        let opened = Bundle::parse(bundle)?;
        // A large report is read once; what else it may be is asked only when it cannot be.
        let signoff: Signoff = serde_json::from_slice(&opened.payload).map_err(|error| not_ours(&opened.payload, &error))?;
        if signoff.predicate_type != SIGNOFF {
            return Err(foreign(&signoff.predicate_type));
        }
        let content = &signoff.predicate.snapshot.content.0;
        let snapshot: Snapshot = serde_json::from_slice(content).map_err(|error| malformed(&format!("its snapshot: {error}")))?;
        let gate = snapshot_gate(&snapshot, &given(&signoff.predicate), (signoff.predicate.issued_at, signoff.predicate.producer.rendition));
        let over = (opened.signature.as_slice(), signoff.predicate.issued_at);
        let kept = opened.timestamp.as_deref().and_then(|kept| Kept::open(kept, over).ok());
        let stamped = kept.map(|(_, stamped)| stamped);
        Ok(Self { bundle: opened.issued_digest(bundle), signoff, snapshot, gate, stamped })
    }
}

fn not_ours(payload: &[u8], error: &serde_json::Error) -> Unreadable {
    match kinds(payload) {
        Some((_, kind)) if kind == SIGNOFF => malformed(&error.to_string()),
        Some((_, kind)) => foreign(&kind),
        None => malformed("what it carries is no in-toto statement"),
    }
}

fn foreign(kind: &str) -> Unreadable {
    Unreadable::Foreign { what: format!("it says {}", kind.chars().take(80).collect::<String>()) }
}

fn malformed(what: &str) -> Unreadable {
    Unreadable::Malformed { what: what.to_owned() }
}
