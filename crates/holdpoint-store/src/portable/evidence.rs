//! Evidence files within a launch's file: a line that says which, and lines of a MiB each, so that no file has to fit into memory.

use std::fs::OpenOptions;
use std::io::{self, BufRead, ErrorKind, Read as _, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use holdpoint_domain::id::Digest;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use super::{Lines, Summed, Unread};
use crate::files::{EvidenceFile, Source};

/// What one line holds of a file.
const PART_BYTES: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLine {
    evidence: Digest,
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartLine {
    part: String,
}

/// An evidence file that cannot be had as it was, without which a launch is not written.
#[derive(Debug, thiserror::Error)]
#[error("the evidence file {digest} {why}")]
pub struct Lost {
    pub digest: Digest,
    pub why: Why,
}

#[derive(Debug, thiserror::Error)]
pub enum Why {
    #[error("is missing")]
    Missing,
    #[error("has other bytes than it had")]
    Changed,
    /// Whether it is as it was, nobody could tell.
    #[error("cannot be read ({0})")]
    Unread(io::Error),
}

impl Lost {
    /// * `error`: what came of opening or reading it.
    pub fn of(digest: Digest, error: io::Error) -> Self {
        let why = match error.kind() {
            ErrorKind::NotFound => Why::Missing,
            ErrorKind::InvalidData => Why::Changed,
            _ => Why::Unread(error),
        };
        Self { digest, why }
    }
}

/// * Errors: with [`Lost`] in it, where it is about the file.
pub(super) fn write(to: &mut Summed<impl Write>, file: EvidenceFile, from: &dyn Source) -> io::Result<()> {
    let EvidenceFile { digest, bytes } = file;
    let lost = |error| io::Error::other(Lost::of(digest, error));
    let mut source = from.open(file).map_err(lost)?;
    to.line(&FileLine { evidence: digest, bytes })?;
    let (mut hash, mut left) = (sha2::Sha256::new(), bytes);
    while 0 < left {
        let mut part = Vec::new();
        let count = io::Read::by_ref(&mut source).take(PART_BYTES.min(left)).read_to_end(&mut part).map_err(lost)?;
        if count == 0 {
            break;
        }
        hash.update(&part);
        left -= count as u64;
        to.line(&PartLine { part: BASE64_STANDARD.encode(&part) })?;
    }
    if left == 0 && Digest(hash.finalize().into()) == digest {
        return Ok(());
    }
    Err(io::Error::other(Lost { digest, why: Why::Changed }))
}

pub(super) fn read(lines: &mut Lines<impl BufRead>, file: EvidenceFile, desk: Option<&Path>) -> Result<(), Unread> {
    let FileLine { evidence, bytes } = lines.next()?;
    if (EvidenceFile { digest: evidence, bytes }) != file {
        return Err(lines.bad("is not the evidence file that should be there").into());
    }
    let mut options = OpenOptions::new();
    let target = desk.map(|desk| options.write(true).create_new(true).mode(0o600).open(desk.join(evidence.hex()))).transpose();
    let mut target = target.map_err(Unread::Desk)?;
    let (mut hash, mut left) = (sha2::Sha256::new(), bytes);
    while 0 < left {
        let PartLine { part } = lines.next()?;
        let part = BASE64_STANDARD.decode(part).map_err(|_| lines.bad("is no base64"))?;
        if part.is_empty() || left < part.len() as u64 {
            return Err(lines.bad("is no part of the evidence file above it").into());
        }
        left -= part.len() as u64;
        hash.update(&part);
        if let Some(target) = &mut target {
            target.write_all(&part).map_err(Unread::Desk)?;
        }
    }
    if Digest(hash.finalize().into()) != evidence {
        return Err(lines.bad("ends an evidence file that is not what its digest says").into());
    }
    target.map_or(Ok(()), |target| target.sync_all().map_err(Unread::Desk))
}
