//! Requests about keys for approvals, and approvals with them.

use holdpoint_domain::id::*;
use holdpoint_domain::wire::*;

use super::account::{PasskeyTrouble, enrol};
use super::{Ask, Trouble};

const KEYS: &str = "/api/account/signing-keys";

pub async fn signing_keys() -> Result<Vec<SigningKeyView>, Trouble> {
    Ask::get(KEYS).json().await
}

pub async fn enrol_signing_passkey(name: &str) -> Result<(), PasskeyTrouble> {
    enrol(&format!("{KEYS}/passkey"), name).await
}

pub async fn begin_ssh_key() -> Result<SshKeyBegun, Trouble> {
    Ask::post(&format!("{KEYS}/ssh/begin"), &Nothing {}).json().await
}

pub async fn enrol_ssh_key(wish: EnrolSshKey) -> Result<(), Trouble> {
    Ask::post(&format!("{KEYS}/ssh"), &wish).bytes().await.map(drop)
}

pub async fn revoke_signing_key(id: SigningKeyId) -> Result<(), Trouble> {
    Ask::delete(&format!("{KEYS}/{id}")).bytes().await.map(drop)
}

/// One's own statements about a launch that wait for their signature.
pub async fn statements(launch: LaunchId) -> Result<Vec<StatementView>, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/statements")).json().await
}

pub async fn new_statement(me: MemberId, launch: LaunchId, wish: &NewStatement) -> Result<StatementView, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/statements"), wish).of(me).json().await
}

pub async fn sign(me: MemberId, launch: LaunchId, statement: ApprovalId, signature: &NewSignature) -> Result<Stored, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/statements/{statement}/signature"), signature).of(me).json().await
}
