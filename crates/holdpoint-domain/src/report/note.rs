//! Checkpoints: a log's size and root, as a signed note (C2SP `tlog-checkpoint`, `signed-note`).

use signed_note::{Note, Verifier, VerifierList};

use super::encoding::{from_base64, to_base64};
use super::keys::{CannotSign, LogKey, LogPublicKey};
use super::merkle::Head;
use crate::id::LaunchId;

/// What a checkpoint says: which log, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name, such as `holdpoint.dev/log/0192…/LCH-42`.
    pub origin: String,
    pub head: Head,
}

/// Why a checkpoint does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCheckpoint {
    #[error("the checkpoint is no signed note with origin, size and root in three lines")]
    Malformed,
    #[error("the checkpoint is not signed by this log's key")]
    Unsigned,
    #[error("the checkpoint's signature does not fit its text")]
    Signature,
    #[error("the checkpoint is of another log")]
    Origin,
}

/// The signed note over a launch's log; its origin and key name are the log's name.
///
/// * Errors: the key gives no signature.
pub fn sign_checkpoint(key: &LogKey, launch: LaunchId, head: Head) -> Result<String, CannotSign> {
    let public = key.public().of_launch(launch);
    let text = format!("{}\n{}\n{}\n", public.name(), head.size, to_base64(&head.root));
    let line = [public.hash().to_be_bytes().as_slice(), &key.sign(text.as_bytes())?].concat();
    Ok(format!("{text}\n— {} {}\n", public.name(), to_base64(&line)))
}

/// Reads a checkpoint after its signature was found to be of `key`, whose name has to be its origin.
///
/// * Errors: see [`BadCheckpoint`]. Signatures of others (witnesses) are passed over.
pub fn open_checkpoint(note: &[u8], key: &LogPublicKey) -> Result<Checkpoint, BadCheckpoint> {
    let note = Note::from_bytes(note).map_err(|_| BadCheckpoint::Malformed)?;
    let known = VerifierList::new(vec![Box::new(LaunchVerifier(key.clone()))]);
    note.verify(&known).map_err(|error| match error {
        signed_note::NoteError::UnverifiedNote => BadCheckpoint::Unsigned,
        _ => BadCheckpoint::Signature,
    })?;
    let text = std::str::from_utf8(note.text()).map_err(|_| BadCheckpoint::Malformed)?;
    let checkpoint = parse(text).ok_or(BadCheckpoint::Malformed)?;
    if checkpoint.origin == key.name() { Ok(checkpoint) } else { Err(BadCheckpoint::Origin) }
}

fn parse(text: &str) -> Option<Checkpoint> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
    let number: u64 = size.parse().ok()?;
    let root = from_base64(root).ok()?.try_into().ok()?;
    let whole = lines.next().is_none() && number.to_string() == size && !origin.is_empty();
    whole.then(|| Checkpoint { origin: origin.to_owned(), head: Head { size: number, root } })
}

struct LaunchVerifier(LogPublicKey);

impl Verifier for LaunchVerifier {
    fn name(&self) -> &str {
        self.0.name()
    }
    fn key_id(&self) -> u32 {
        self.0.hash()
    }
    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        self.0.verifies(text, signature)
    }
}

#[cfg(test)]
mod tests;
