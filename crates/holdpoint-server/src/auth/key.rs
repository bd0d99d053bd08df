//! What a request shows, a cookie or an API token, and whose it is.

use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use holdpoint_domain::id::{Digest, MemberId, Timestamp};
use holdpoint_domain::wire::WRITE_HEADER;
use holdpoint_store::StoreError;
use holdpoint_store::accounts::{ApiToken, OpenSession};

use crate::app::App;
use crate::error::ApiError;

/// What API tokens begin with, so that scanners for lost secrets know them.
pub const TOKEN_PREFIX: &str = "hpt_";

/// The digest of a secret that a request shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Session(Digest),
    Token(Digest),
}

/// Whose key it is.
pub enum Holder {
    Session(OpenSession),
    Token(ApiToken),
}

/// Whether a request carries `Authorization`: no page of another origin can add it without asking, so no cookie counts beside it.
pub fn has_token(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION)
}

/// Whose key a request shows, where a page shows that same person.
///
/// * Errors: 401, also for a page that shows somebody else: another tab of its browser has signed in another person meanwhile, and what this
///   one sends is not theirs.
pub async fn asking(app: &App, parts: &Parts) -> Result<Holder, ApiError> {
    let shown = shown_person(&parts.headers).or_else(|| named_in_query(parts));
    match (Key::shown(app, &parts.headers)?.holder(app).await?, shown) {
        (Holder::Session(session), Some(shown)) if session.account.id != shown => Err(signed_out()),
        (holder, _) => Ok(holder),
    }
}

/// Whom the page that asks shows, if it says so.
pub fn shown_person(headers: &HeaderMap) -> Option<MemberId> {
    headers.get(WRITE_HEADER)?.to_str().ok()?.parse().ok()
}

/// The same in the query `as`: an `EventSource` sets no header.
fn named_in_query(parts: &Parts) -> Option<MemberId> {
    parts.uri.query()?.split('&').filter_map(|pair| pair.strip_prefix("as=")).find_map(|id| id.parse().ok())
}

impl Key {
    /// By which replicas tell each other of a session. It opens nothing, and shows nothing of what does.
    pub fn mark(&self) -> String {
        let (kind, digest) = match self {
            Key::Session(digest) => ("session", digest),
            Key::Token(digest) => ("token", digest),
        };
        Digest::of(&[b"presence of a ", kind.as_bytes(), &digest.0].concat()).hex()
    }

    /// * Errors: 401 when nothing is shown, or something else than a bearer token.
    pub fn shown(app: &App, headers: &HeaderMap) -> Result<Self, ApiError> {
        match headers.get(header::AUTHORIZATION) {
            None => app.door.session_of(headers).map(Key::Session).ok_or_else(signed_out),
            Some(value) => {
                let token = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).map(str::trim);
                let token = token.filter(|token| token.starts_with(TOKEN_PREFIX)).ok_or_else(bad_token)?;
                Ok(Key::Token(Digest::of(token.as_bytes())))
            }
        }
    }

    /// * Errors: 401 when it has ended.
    pub async fn holder(self, app: &App) -> Result<Holder, ApiError> {
        match (self.find(app).await?, self) {
            (Some(holder), _) => Ok(holder),
            (None, Key::Session(_)) => Err(signed_out()),
            (None, Key::Token(_)) => Err(bad_token()),
        }
    }

    /// Whether whose it is owns the server. `None`: it opens nothing any more.
    pub async fn owner(self, app: &App) -> Result<Option<bool>, StoreError> {
        let owner = |holder: Holder| match holder {
            Holder::Session(session) => session.account.owner,
            Holder::Token(token) => token.account.owner,
        };
        Ok(self.find(app).await?.map(owner))
    }

    async fn find(self, app: &App) -> Result<Option<Holder>, StoreError> {
        let now = Timestamp::now();
        match self {
            Key::Session(digest) => Ok(app.store.session(digest, now).await?.map(Holder::Session)),
            Key::Token(digest) => Ok(app.store.api_token(digest, now).await?.map(Holder::Token)),
        }
    }
}

fn signed_out() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "signed-out", "you are not signed in; sign in, then go on")
}

fn bad_token() -> ApiError {
    let detail = "this API token is not known, has expired or was revoked; make a new one on your account page";
    ApiError::new(StatusCode::UNAUTHORIZED, "bad-token", detail)
}
