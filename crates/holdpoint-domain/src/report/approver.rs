//! An approver's own key, whichever kind, and an approval that it signed.

use super::encoding::{from_base64, to_base64};
use super::passkey::{Assertion, BadAssertion, PasskeyPublicKey, Site};
use super::ssh::{BadSshSignature, SshPublicKey, passkey_line, passkey_signature};
use super::statement::{ApprovalPredicate, Statement};
pub use crate::account::KeyKind;
use crate::id::*;
use crate::launch::{Attestation, NewApproval};

/// A public key that approves for its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApproverKey {
    Passkey(PasskeyPublicKey),
    Ssh(SshPublicKey),
}

/// A text is no key of its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadApproverKey(String);

/// Why a signature approves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    #[error(transparent)]
    Passkey(#[from] BadAssertion),
    #[error(transparent)]
    Ssh(#[from] BadSshSignature),
    #[error("the signature is of another kind than the key; sign with the key that you chose")]
    Kind,
}

/// What a person gives for their approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnSignature {
    Passkey(Assertion),
    /// Armoured.
    Ssh(String),
}

impl ApproverKey {
    /// * `text`: SPKI in PEM for a passkey, the line of a `.pub` file for an SSH key.
    /// * Errors: the sentence says what is accepted.
    pub fn parse(kind: KeyKind, text: &str) -> Result<Self, BadApproverKey> {
        let bad = |error: &dyn std::fmt::Display| BadApproverKey(error.to_string());
        match kind {
            KeyKind::Passkey => PasskeyPublicKey::from_pem(text).map(Self::Passkey).map_err(|error| bad(&error)),
            KeyKind::Ssh => SshPublicKey::from_openssh(text).map(Self::Ssh).map_err(|error| bad(&error)),
        }
    }

    pub fn kind(&self) -> KeyKind {
        match self {
            Self::Passkey(_) => KeyKind::Passkey,
            Self::Ssh(_) => KeyKind::Ssh,
        }
    }

    /// As [`ApproverKey::parse`] reads it.
    pub fn to_text(&self) -> String {
        match self {
            Self::Passkey(key) => key.to_pem(),
            Self::Ssh(key) => key.to_openssh(),
        }
    }

    /// As a line of OpenSSH's `allowed_signers` names it; `None`: OpenSSH knows no such kind.
    pub fn openssh_line(&self, rp_id: &str) -> Option<String> {
        match self {
            Self::Passkey(key) => passkey_line(key, rp_id),
            Self::Ssh(key) => Some(key.to_openssh()),
        }
    }

    /// Whether a signature approves a statement under this key.
    ///
    /// * Errors: the first rule that it breaks.
    pub fn check(&self, statement: &[u8], signature: &OwnSignature, site: Site<'_>) -> Result<(), BadSignature> {
        match (self, signature) {
            (Self::Passkey(key), OwnSignature::Passkey(assertion)) => Ok(assertion.check(statement, key, site)?),
            (Self::Ssh(key), OwnSignature::Ssh(armoured)) => Ok(key.check(super::challenge::NAMESPACE, statement, armoured)?),
            (Self::Passkey(_), OwnSignature::Ssh(_)) | (Self::Ssh(_), OwnSignature::Passkey(_)) => Err(BadSignature::Kind),
        }
    }
}

/// An approval's own signature with its key, as the launch's log keeps it. `None`: the server's word, or damaged.
pub fn own_signature(attestation: &Attestation) -> Option<(ApproverKey, OwnSignature)> {
    match attestation {
        Attestation::Server { .. } => None,
        Attestation::Passkey { public_key, authenticator_data, client_data_json, signature, .. } => {
            let assertion = Assertion {
                authenticator_data: from_base64(authenticator_data).ok()?,
                client_data_json: from_base64(client_data_json).ok()?,
                signature: from_base64(signature).ok()?,
            };
            Some((ApproverKey::parse(KeyKind::Passkey, public_key).ok()?, OwnSignature::Passkey(assertion)))
        }
        Attestation::Ssh { public_key, signature } => {
            Some((ApproverKey::parse(KeyKind::Ssh, public_key).ok()?, OwnSignature::Ssh(signature.clone())))
        }
    }
}

/// The approval's signature for `ssh-keygen -Y verify`; `None`: there is none that it reads.
pub fn ssh_signature_of(attestation: &Attestation) -> Option<String> {
    match (own_signature(attestation)?, attestation) {
        ((ApproverKey::Passkey(key), OwnSignature::Passkey(assertion)), Attestation::Passkey { rp_id, .. }) => {
            passkey_signature(&assertion, &key, rp_id)
        }
        ((_, OwnSignature::Ssh(armoured)), _) => Some(armoured),
        _ => None,
    }
}

/// An approval that its person signed: checked, and ready to be recorded.
///
/// * `statement`: the bytes that were given out to be signed.
/// * Errors: as [`ApproverKey::check`].
pub fn signed_by_key(
    statement: &[u8],
    told: &Statement<ApprovalPredicate>,
    (key, signature): (&ApproverKey, &OwnSignature),
    site: Site<'_>,
) -> Result<NewApproval, BadSignature> {
    key.check(statement, signature, site)?;
    let attestation = match (key, signature) {
        (ApproverKey::Passkey(passkey), OwnSignature::Passkey(assertion)) => Attestation::Passkey {
            public_key: passkey.to_pem(),
            rp_id: site.rp_id.to_owned(),
            authenticator_data: to_base64(&assertion.authenticator_data),
            client_data_json: to_base64(&assertion.client_data_json),
            signature: to_base64(&assertion.signature),
            ssh_verifiable: passkey_signature(assertion, passkey, site.rp_id).is_some(),
        },
        (key, OwnSignature::Ssh(armoured)) => Attestation::Ssh { public_key: key.to_text(), signature: armoured.trim().to_owned() },
        (ApproverKey::Ssh(_), OwnSignature::Passkey(_)) => return Err(BadSignature::Kind),
    };
    let predicate = &told.predicate;
    Ok(NewApproval {
        id: predicate.approval_id,
        role: predicate.role,
        comment: predicate.comment.clone(),
        revision: predicate.revision,
        snapshot: told.subject.first().map(|subject| subject.digest()).unwrap_or_else(|| Digest::of(&[])),
        statement: to_base64(statement),
        attestation,
        covers: predicate.covers.clone(),
        covers_launch: predicate.covers_launch,
    })
}
