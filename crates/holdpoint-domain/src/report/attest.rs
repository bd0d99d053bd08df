//! The server's word for an approval, for people without a key of their own.

use super::dsse;
use super::encoding::to_base64;
use super::keys::{CannotSign, ReportKey};
use super::statement::{ApprovalInput, approval_statement};
use crate::id::*;
use crate::launch::{Attestation, NewApproval};

/// An approval that the server vouches for, after the approver gave their password: plainly weaker than a key of their own.
///
/// The launch has to be the one that the approver saw: compare the digest that they name with [`Launch::snapshot_bytes`] first.
///
/// * Errors: the key gives no signature.
pub fn attested_approval(input: &ApprovalInput<'_>, key: &ReportKey) -> Result<NewApproval, CannotSign> {
    let launch = input.launch;
    let statement = approval_statement(input);
    Ok(NewApproval {
        id: input.id,
        role: input.role,
        comment: input.comment.to_owned(),
        revision: launch.seq,
        snapshot: Digest::of(&launch.snapshot_bytes()),
        attestation: attest(key, &statement)?,
        statement: to_base64(&statement),
        covers: launch.covers_for(input.approver, input.role),
        covers_launch: launch.launch_digest(),
    })
}

/// The server's word for a statement.
///
/// * Errors: the key gives no signature.
pub fn attest(key: &ReportKey, statement: &[u8]) -> Result<Attestation, CannotSign> {
    Ok(Attestation::Server { keyid: key.keyid(), signature: to_base64(&key.sign(dsse::IN_TOTO, statement)?) })
}
