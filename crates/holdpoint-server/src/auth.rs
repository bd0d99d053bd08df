//! Who is asking.
//!
//! * [`door`]: passwords, attempts, cookies. [`passkeys`]: passkeys for signing in.
//! * [`key`]: what a request shows, a cookie or an API token, and whose it is. [`scope`]: what a token may do.
//! * [`oidc`]: the organisation's own sign-in.
//! * [`visit`]: where a request comes from. [`enter`]: opens a session.

pub mod door;
pub mod enter;
pub mod key;
pub mod oidc;
pub mod passkeys;
pub mod scope;
pub mod visit;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use holdpoint_domain::account::Scope;
use holdpoint_domain::id::{Digest, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::Context;
use holdpoint_domain::unseen::seen_name;
use holdpoint_domain::wire::{Person, RecoveryLink};
use holdpoint_store::accounts::{Act, Change, OpenSession};
use holdpoint_store::{Account, Sender, StoreError};

use crate::app::App;
use crate::error::ApiError;
use crate::limits;
use crate::sign::KeyTrouble;

pub use door::Door;
pub use key::{Holder, Key};
pub use visit::{From, Visit};

/// 256 random bits as hex: a session id or a one-time token. Only its digest is stored.
pub fn secret() -> Result<String, ApiError> {
    crate::sign::seed().map(hex::encode).map_err(ApiError::internal)
}

/// A link that lets a person in once, and what has to be recorded for it.
///
/// * `public`: where browsers find the server.
/// * Errors: this machine gives no random numbers.
pub fn recovery_link(public: &str, now: Timestamp) -> Result<(RecoveryLink, Change), KeyTrouble> {
    let token = hex::encode(crate::sign::seed()?);
    let expires_at = now.saturating_add(limits::RECOVERY_LINK).unwrap_or(Timestamp::MAX);
    let made = Change::AddRecoveryLink { digest: Digest::of(token.as_bytes()), expires_at };
    Ok((RecoveryLink { link: format!("{public}/recover#{token}"), expires_at }, made))
}

/// Whose name somebody typed. An account may be from before names were kept as they are seen.
pub async fn named(app: &App, typed: &str) -> Result<Option<Account>, StoreError> {
    match app.store.account_named(typed).await? {
        Some(account) => Ok(Some(account)),
        None => app.store.account_named(&seen_name(typed)).await,
    }
}

/// Somebody who is signed in, or a token of theirs that may ask for this route.
pub struct Member {
    pub account: Account,
    pub reach: Reach,
}

/// How much of what a person may do this request may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    All,
    /// Signed in with an API token.
    Scopes(Vec<Scope>),
}

impl Member {
    pub fn person(&self) -> Person {
        person(&self.account)
    }

    /// As the sender of something that happens now.
    pub fn sender(&self, fingerprint: Digest) -> Sender {
        let Account { id, name, owner, .. } = &self.account;
        Sender { by: *id, name: name.clone(), owner: *owner, at: Timestamp::now(), command: None, fingerprint }
    }
}

pub fn person(account: &Account) -> Person {
    Person { id: account.id, name: account.name.clone(), owner: account.owner }
}

/// As whom the rules are asked what they would say, before the store asks them.
pub fn context(account: &Account, now: Timestamp, based_on: Seq) -> Context {
    Context { actor: account.id, actor_name: account.name.clone(), owner: account.owner, now, based_on }
}

impl FromRequestParts<App> for Member {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match key::asking(app, parts).await? {
            Holder::Session(session) if session.renew => Err(renewal_needed()),
            Holder::Session(session) => Ok(Self { account: session.account, reach: Reach::All }),
            Holder::Token(token) => {
                scope::may_ask(&token.scopes, parts)?;
                Ok(Self { account: token.account, reach: Reach::Scopes(token.scopes) })
            }
        }
    }
}

/// Somebody at a browser: never a token. After a recovery they have nothing but their account page.
pub struct Insider {
    pub session: OpenSession,
    pub visit: Visit,
}

impl Insider {
    pub fn id(&self) -> MemberId {
        self.session.account.id
    }

    /// Of this person, to their own account, now.
    pub fn act(&self) -> Act {
        self.act_on(self.id())
    }

    pub fn act_on(&self, account: MemberId) -> Act {
        let by_name = self.session.account.name.clone();
        Act { account, by: self.id(), by_name, device: self.visit.device.clone(), at: Timestamp::now() }
    }

    /// Until then nothing has to be proved again.
    pub fn proved_until(&self) -> Option<Timestamp> {
        let until = self.session.proved_at.saturating_add(limits::PROOF).unwrap_or(Timestamp::MAX);
        (Timestamp::now() < until).then_some(until)
    }
}

impl FromRequestParts<App> for Insider {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match key::asking(app, parts).await? {
            Holder::Session(session) => Ok(Self { session, visit: Visit::from_request_parts(parts, app).await? }),
            Holder::Token(_) => Err(scope::browser_needed()),
        }
    }
}

/// Somebody who gave a password or a passkey, or signed in at a provider, within the last minutes.
pub struct Fresh(pub Insider);

impl FromRequestParts<App> for Fresh {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let insider = Insider::from_request_parts(parts, app).await?;
        match (insider.session.renew, insider.proved_until()) {
            (true, _) => Err(renewal_needed()),
            (false, Some(_)) => Ok(Self(insider)),
            (false, None) => Err(proof_needed()),
        }
    }
}

/// [`Fresh`], or signed in by recovery: may set a password and enrol a passkey.
pub struct Renewing(pub Insider);

impl FromRequestParts<App> for Renewing {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let insider = Insider::from_request_parts(parts, app).await?;
        if insider.session.renew || insider.proved_until().is_some() { Ok(Self(insider)) } else { Err(proof_needed()) }
    }
}

fn renewal_needed() -> ApiError {
    let detail = "you signed in by recovery; set a new password or enrol a passkey first";
    ApiError::new(StatusCode::FORBIDDEN, "renewal-needed", detail)
}

fn proof_needed() -> ApiError {
    let detail = "give your password or a passkey again first: this changes who may sign in";
    ApiError::new(StatusCode::FORBIDDEN, "proof-needed", detail)
}
