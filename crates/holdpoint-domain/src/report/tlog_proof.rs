//! The sidecar `….tlog-proof`: that a report is in its launch's log (C2SP `tlog-proof`).
//!
//! Its `extra` line holds the report's event (leaf and payload), which is nothing until the proof shows it to be in the log.

use serde::{Deserialize, Serialize};

use super::encoding::{Base64, from_base64, to_base64};
use super::keys::{CannotSign, LogKey, LogPublicKey};
use super::leaf::{Leaf, LogEntry};
use super::merkle::{self, Hash, Head};
use super::note::{BadCheckpoint, open_checkpoint, sign_checkpoint};
use super::strict;
use crate::id::*;
use crate::launch::Event;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// The most that is read: 1 MiB.
const MAX_BYTES: usize = 1 << 20;

/// Why a sidecar does not show that the report is in the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadProof {
    #[error("the file is no tlog-proof: {0}")]
    Malformed(&'static str),
    #[error(transparent)]
    Checkpoint(#[from] BadCheckpoint),
    #[error("the proof does not lead from the report's entry to the checkpoint's root")]
    Inclusion,
    #[error("the entry in the log is not about this report")]
    OtherReport,
    #[error("the log has no entry {0}")]
    NoEntry(Seq),
    #[error(transparent)]
    Signing(#[from] CannotSign),
}

/// A proof's parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    pub extra: Vec<u8>,
    /// Of the leaf, from 0.
    pub index: u64,
    pub path: Vec<Hash>,
    /// A signed note.
    pub checkpoint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extra {
    leaf: Base64,
    payload: Base64,
}

/// The sidecar of a report.
///
/// * `log`: the launch's log from its first entry on, up to the report's own or further.
/// * `report`: the place of the `report_signed` event.
/// * Errors: the log has no such entry, or the key gives no signature.
pub fn tlog_proof(key: &LogKey, launch: LaunchId, log: &[LogEntry<'_>], report: Seq) -> Result<String, BadProof> {
    let hashes: Vec<Hash> = log.iter().map(LogEntry::hash).collect();
    let index = report.0.checked_sub(1).and_then(|index| usize::try_from(index).ok()).ok_or(BadProof::NoEntry(report))?;
    let (Some(entry), Some(path)) = (log.get(index), merkle::inclusion_proof(&hashes, index)) else {
        return Err(BadProof::NoEntry(report));
    };
    let extra = Extra { leaf: Base64(entry.leaf.to_vec()), payload: Base64(entry.payload.to_vec()) };
    let proof = TlogProof {
        extra: serde_json::to_vec(&extra).unwrap_or_default(),
        index: index as u64,
        path,
        checkpoint: sign_checkpoint(key, launch, Head::of(&hashes))?,
    };
    Ok(proof.to_text())
}

impl TlogProof {
    pub fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        if !self.extra.is_empty() {
            text.push_str(&format!("extra {}\n", to_base64(&self.extra)));
        }
        text.push_str(&format!("index {}\n", self.index));
        for hash in &self.path {
            text.push_str(&format!("{}\n", to_base64(hash)));
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }

    /// * Errors: what is wrong with its form. Nothing is said yet about whether it is true.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadProof> {
        let malformed = BadProof::Malformed;
        if MAX_BYTES < bytes.len() {
            return Err(malformed("it has more than a mebibyte"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| malformed("it is not UTF-8"))?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(malformed("it has no empty line before the checkpoint"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(malformed("its first line is not c2sp.org/tlog-proof@v1"));
        }
        let extra = lines.next_if(|line| line.starts_with("extra ")).and_then(|line| line.strip_prefix("extra "));
        let extra = from_base64(extra.unwrap_or_default()).map_err(|_| malformed("its extra line is not base64"))?;
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).ok_or(malformed("it has no index line"))?;
        let number: u64 = index.parse().map_err(|_| malformed("its index is no number"))?;
        if number.to_string() != index {
            return Err(malformed("its index is not written in plain digits"));
        }
        let path: Vec<Hash> = lines
            .map(|line| from_base64(line).ok().and_then(|hash| hash.try_into().ok()))
            .collect::<Option<_>>()
            .ok_or(malformed("a line of its proof is no hash"))?;
        if 64 < path.len() {
            return Err(malformed("its proof is longer than any tree is high"));
        }
        Ok(Self { extra, index: number, path, checkpoint: checkpoint.to_owned() })
    }

    /// When the report was recorded in the launch's log, after showing that it is in it.
    ///
    /// * `bundle`: of the report's bytes.
    /// * `key`: the log's key under the launch's origin.
    /// * Errors: the part that does not hold.
    pub fn shows(&self, bundle: Digest, launch: LaunchId, key: &LogPublicKey) -> Result<Timestamp, BadProof> {
        let checkpoint = open_checkpoint(self.checkpoint.as_bytes(), key)?;
        let extra: Extra = serde_json::from_slice(&self.extra).map_err(|_| BadProof::Malformed("its extra line holds no log entry"))?;
        if !checkpoint.head.includes(&merkle::leaf_hash(&extra.leaf.0), self.index, &self.path) {
            return Err(BadProof::Inclusion);
        }
        let leaf = Leaf::parse(&extra.leaf.0).ok_or(BadProof::Malformed("the entry in the log is no leaf of version 1"))?;
        let event: Event = strict::from_slice(&extra.payload.0).map_err(|_| BadProof::OtherReport)?;
        match event {
            Event::ReportSigned { report } if report.bundle == bundle && leaf.launch_id == launch && leaf.is_of(&extra.payload.0) => {
                Ok(leaf.recorded_at)
            }
            _ => Err(BadProof::OtherReport),
        }
    }
}
