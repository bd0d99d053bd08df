//! Requests about one's own account, and the ways to sign in.

use holdpoint_domain::id::*;
use holdpoint_domain::wire::*;

use super::{Ask, Trouble, shown};
use crate::json;
use crate::net::passkey::{self, NoPasskey};

/// Why something with a passkey did not work.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PasskeyTrouble {
    #[error("{0}")]
    Device(#[from] NoPasskey),
    #[error("{0}")]
    Server(#[from] Trouble),
}

impl PasskeyTrouble {
    /// The field of the request that it is about.
    pub fn field(&self) -> Option<&str> {
        match self {
            PasskeyTrouble::Server(trouble) => trouble.field(),
            PasskeyTrouble::Device(_) => None,
        }
    }
}

async fn answer_of_a_passkey() -> Result<PasskeyAnswer, PasskeyTrouble> {
    let begun: PasskeyBegun = Ask::post("/api/passkeys/begin", &Nothing {}).json().await?;
    let credential = passkey::get(&begun.options.to_string()).await?;
    Ok(PasskeyAnswer { challenge: begun.challenge, credential: json::read(credential.as_bytes()).unwrap_or_default() })
}

pub async fn sign_in_with_passkey() -> Result<Session, PasskeyTrouble> {
    Ok(Ask::post("/api/passkeys/sign-in", &answer_of_a_passkey().await?).json().await?)
}

pub async fn prove_with_passkey() -> Result<(), PasskeyTrouble> {
    let me = shown();
    Ask::post("/api/account/proof/passkey", &answer_of_a_passkey().await?).of(me).bytes().await?;
    Ok(())
}

pub async fn enrol_passkey(name: &str) -> Result<(), PasskeyTrouble> {
    enrol("/api/account/passkeys", name).await
}

/// A new passkey, for what is kept at a path.
pub(super) async fn enrol(path: &str, name: &str) -> Result<(), PasskeyTrouble> {
    let me = shown();
    let begun: PasskeyBegun = Ask::post(&format!("{path}/begin"), &Nothing {}).of(me).json().await?;
    let credential = passkey::create(&begun.options.to_string()).await?;
    let credential = json::read(credential.as_bytes()).unwrap_or_default();
    let wish = EnrolPasskey { challenge: begun.challenge, name: name.to_owned(), credential };
    Ask::post(path, &wish).of(me).bytes().await?;
    Ok(())
}

pub async fn account() -> Result<AccountView, Trouble> {
    Ask::get("/api/account").json().await
}

pub async fn prove(password: String) -> Result<(), Trouble> {
    Ask::post("/api/account/proof", &Password { password }).bytes().await.map(drop)
}

pub async fn set_password(password: String) -> Result<(), Trouble> {
    Ask::post("/api/account/password", &Password { password }).bytes().await.map(drop)
}

async fn delete(path: &str) -> Result<(), Trouble> {
    Ask::delete(path).bytes().await.map(drop)
}

pub async fn remove_passkey(id: PasskeyId) -> Result<(), Trouble> {
    delete(&format!("/api/account/passkeys/{id}")).await
}

pub async fn unlink(id: Digest) -> Result<(), Trouble> {
    delete(&format!("/api/account/identities/{id}")).await
}

pub async fn end_session(id: SessionId) -> Result<(), Trouble> {
    delete(&format!("/api/account/sessions/{id}")).await
}

pub async fn revoke_token(id: TokenId) -> Result<(), Trouble> {
    delete(&format!("/api/account/tokens/{id}")).await
}

pub async fn make_token(wish: &NewToken) -> Result<TokenMade, Trouble> {
    Ask::post("/api/account/tokens", wish).json().await
}

pub async fn make_recovery_codes() -> Result<RecoveryCodes, Trouble> {
    Ask::post("/api/account/recovery-codes", &Nothing {}).json().await
}

pub async fn recover_with_code(wish: &RecoverWithCode) -> Result<Session, Trouble> {
    Ask::post("/api/recovery/code", wish).json().await
}

pub async fn recover_with_link(token: String) -> Result<Session, Trouble> {
    Ask::post("/api/recovery/link", &RecoverWithLink { token }).json().await
}

/// For a colleague, by the owner.
pub async fn recovery_link(member: MemberId) -> Result<RecoveryLink, Trouble> {
    Ask::post(&format!("/api/accounts/{member}/recovery-link"), &Nothing {}).json().await
}

/// One's own log, or with `everybody` the server's; newest first.
pub async fn account_log(everybody: bool, before: Option<u64>) -> Result<Vec<AccountEntry>, Trouble> {
    let whose = if everybody { "accounts" } else { "account" };
    let query = before.map(|before| format!("?before={before}")).unwrap_or_default();
    Ask::get(&format!("/api/{whose}/log{query}")).json().await
}
