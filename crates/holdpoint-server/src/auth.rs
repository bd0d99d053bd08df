//! Who is asking: passwords, sessions and cookies.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use holdpoint_domain::id::{Digest, Timestamp};
use holdpoint_domain::wire::Person;
use holdpoint_store::{Account, Sender};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::error::ApiError;
use crate::limits;

/// Computes and compares passwords, a few at a time; counts attempts.
pub struct Door {
    hashes: Semaphore,
    attempts: DefaultKeyedRateLimiter<String>,
    /// Compared with when there is no such account, so that the answer takes as long.
    nobody: String,
    /// `__Host-holdpoint` where browsers come by https, `holdpoint` on a machine of one's own.
    cookie: &'static str,
    secure: bool,
}

impl Door {
    /// * Errors: this machine gives no random numbers.
    pub fn new(secure: bool) -> Result<Self, String> {
        let per_minute = NonZeroU32::new(limits::ATTEMPTS_PER_MINUTE).unwrap_or(NonZeroU32::MIN);
        Ok(Self {
            hashes: Semaphore::new(limits::HASHES),
            attempts: RateLimiter::keyed(Quota::per_minute(per_minute)),
            nobody: hash("nobody has this password")?,
            cookie: if secure { "__Host-holdpoint" } else { "holdpoint" },
            secure,
        })
    }

    /// Counts an attempt from an address, and under what it is for (a name, an account).
    ///
    /// * Errors: 429 when there were too many.
    pub fn knock(&self, what: &str, address: IpAddr) -> Result<(), ApiError> {
        self.attempts.retain_recent();
        // The address first, and of names a digest only: nobody fills the memory with them.
        let what = Digest::of(what.trim().to_lowercase().as_bytes()).short();
        let open = [format!("from {address}"), format!("for {what}")].iter().all(|key| self.attempts.check_key(key).is_ok());
        if open {
            return Ok(());
        }
        let detail = "there were too many attempts; wait a minute, then try again";
        Err(ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", detail))
    }

    /// * Errors: 422 for a password that is too short or too long.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        if !limits::PASSWORD_CHARS.contains(&password.chars().count()) {
            let (least, most) = (limits::PASSWORD_CHARS.start(), limits::PASSWORD_CHARS.end());
            return Err(ApiError::field(
                "/password",
                format!("the password takes {least} to {most} characters; a sentence is easy to keep"),
            ));
        }
        let _permit = self.hashes.acquire().await.map_err(|error| ApiError::Internal(error.to_string()))?;
        let hashed = tokio::task::spawn_blocking(move || hash(&password)).await;
        hashed.map_err(|error| ApiError::Internal(error.to_string()))?.map_err(ApiError::Internal)
    }

    /// Whether the password is the account's; takes as long when there is no account.
    pub async fn is_right(&self, account: Option<&Account>, password: String) -> Result<bool, ApiError> {
        let stored = account.map_or_else(|| self.nobody.clone(), |account| account.password_hash.clone());
        let _permit = self.hashes.acquire().await.map_err(|error| ApiError::Internal(error.to_string()))?;
        let compared = tokio::task::spawn_blocking(move || {
            let parsed = PasswordHash::new(&stored).ok()?;
            Argon2::default().verify_password(password.as_bytes(), &parsed).ok()
        });
        let same = compared.await.map_err(|error| ApiError::Internal(error.to_string()))?;
        Ok(same.is_some() && account.is_some())
    }

    /// `Set-Cookie` of a new session.
    pub fn cookie(&self, session: &str) -> HeaderValue {
        self.set_cookie(session, limits::SESSION.as_secs())
    }

    /// `Set-Cookie` that ends the browser's part of a session.
    pub fn no_cookie(&self) -> HeaderValue {
        self.set_cookie("", 0)
    }

    fn set_cookie(&self, value: &str, seconds: i64) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}", self.cookie);
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }

    /// The digest of the session that a request names.
    pub fn session_of(&self, headers: &HeaderMap) -> Option<Digest> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
        let named = cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(name, _)| *name == self.cookie);
        named.map(|(_, value)| Digest::of(value.as_bytes()))
    }
}

fn hash(password: &str) -> Result<String, String> {
    let hashed: Result<PasswordHash, _> = Argon2::default().hash_password(password.as_bytes());
    hashed.map(|hashed| hashed.to_string()).map_err(|error| error.to_string())
}

/// 256 random bits as hex: a session id or a one-time token. Only its digest is stored.
pub fn secret() -> Result<String, ApiError> {
    crate::sign::seed().map(hex::encode).map_err(|error| ApiError::Internal(error.to_string()))
}

/// Somebody who is signed in.
pub struct Member(pub Account);

impl Member {
    pub fn person(&self) -> Person {
        person(&self.0)
    }

    /// As the sender of something that happens now.
    pub fn sender(&self, fingerprint: Digest) -> Sender {
        Sender { by: self.0.id, name: self.0.name.clone(), owner: self.0.owner, at: Timestamp::now(), command: None, fingerprint }
    }
}

pub fn person(account: &Account) -> Person {
    Person { id: account.id, name: account.name.clone(), owner: account.owner }
}

impl FromRequestParts<App> for Member {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let account = match app.door.session_of(&parts.headers) {
            Some(session) => app.store.session(session, Timestamp::now()).await?,
            None => None,
        };
        let signed_out = || ApiError::new(StatusCode::UNAUTHORIZED, "signed-out", "you are not signed in; sign in, then go on");
        account.map(Self).ok_or_else(signed_out)
    }
}

/// The address that a request came from. Proxies' headers are not believed.
pub struct From(pub IpAddr);

impl FromRequestParts<App> for From {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        Ok(Self(address.unwrap_or(IpAddr::from([0, 0, 0, 0]))))
    }
}

/// Shared by all handlers.
pub type SharedDoor = Arc<Door>;
