//! Approvals in words: who signed, as what, and what stands behind it.

use super::signoff::SignoffApproval;
use super::statement::{ApprovalPredicate, Statement};
use super::words;
use crate::id::{Digest, Timestamp};
use crate::launch::Attestation;

/// What an approval's statement says; `None`: it cannot be read.
pub fn signed(told: &SignoffApproval) -> Option<Statement<ApprovalPredicate>> {
    serde_json::from_slice(&told.statement.0).ok()
}

/// When an approver says that they signed.
pub fn signed_at(told: &SignoffApproval) -> Option<Timestamp> {
    signed(told).map(|signed| signed.predicate.signed_at_claimed)
}

/// `Ben, approver`
pub fn own_words(told: &SignoffApproval) -> String {
    format!("{}, {}", told.approver.name, words::role(told.role))
}

/// What vouches for the signature.
pub fn attested_words(attestation: &Attestation) -> String {
    match attestation {
        Attestation::Server { .. } => "attested by the server, after the password was given".into(),
        Attestation::Passkey { rp_id, .. } => format!("signed with a passkey of their own, at {rp_id}"),
        Attestation::Ssh { .. } => "signed with an SSH key of their own".into(),
    }
}

/// The key that signed: of the server, or of the person (SHA-256 of the text that the report has).
pub fn key_digest(attestation: &Attestation) -> Digest {
    match attestation {
        Attestation::Server { keyid, .. } => *keyid,
        Attestation::Passkey { public_key, .. } | Attestation::Ssh { public_key, .. } => Digest::of(public_key.as_bytes()),
    }
}
