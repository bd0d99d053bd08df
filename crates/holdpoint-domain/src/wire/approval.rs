//! Bodies of `/api/account/signing-keys` and of `/api/launches/{id}/statements`: approvals with keys of people's own.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::KeyKind;
use crate::id::*;
use crate::template::Role;

/// One of `GET /api/account/signing-keys`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SigningKeyView {
    pub id: SigningKeyId,
    pub kind: KeyKind,
    pub name: String,
    /// `SHA256:…` as `ssh-keygen -l` prints it; for a passkey, of its PEM.
    pub fingerprint: String,
    pub created_at: Timestamp,
    /// From then on it approves nothing; what it approved before stays good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

/// The answer to `POST /api/account/signing-keys/ssh/begin`: what an SSH key signs to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SshKeyBegun {
    /// Given back with the signature; works once.
    pub challenge: ChallengeId,
    /// The exact text to sign, in the namespace `enrol@holdpoint.dev`: one line without quotes, and without a line feed at its end.
    pub text: String,
    pub expires_at: Timestamp,
}

/// `POST /api/account/signing-keys/ssh`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolSshKey {
    pub challenge: ChallengeId,
    /// 1 to 60 characters; for the person alone.
    pub name: String,
    /// Armoured, as `ssh-keygen -Y sign` gives it; the key is in it.
    pub signature: String,
}

/// `POST /api/launches/{id}/statements`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewStatement {
    pub role: Role,
    #[serde(default)]
    pub comment: String,
    /// The snapshot that was shown, by its digest; absent: whatever is there now, for who reads the statement itself.
    #[serde(default)]
    pub snapshot: Option<Digest>,
}

/// A statement that waits for its signature: the answer to `POST`, and one of `GET /api/launches/{id}/statements`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementView {
    pub id: ApprovalId,
    pub role: Role,
    /// The exact text to sign: one line of JSON, without a line feed at its end.
    pub statement: String,
    pub expires_at: Timestamp,
    /// The host that passkeys belong to.
    pub rp_id: String,
    /// The passkeys that may sign it, as base64url ids.
    pub credentials: Vec<String>,
    /// Whether an SSH key may sign it.
    pub ssh: bool,
}

/// `POST /api/launches/{id}/statements/{approval}/signature`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum NewSignature {
    Passkey {
        /// What `PublicKeyCredential.toJSON` gives.
        credential: Value,
    },
    Ssh {
        /// The whole `.sig` file of `ssh-keygen -Y sign`.
        signature: String,
    },
}
