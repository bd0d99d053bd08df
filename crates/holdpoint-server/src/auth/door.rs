//! Passwords, attempts, and the session's cookie.

use std::net::IpAddr;
use std::num::NonZeroU32;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use holdpoint_domain::id::Digest;
use holdpoint_domain::unseen::seen_name;
use holdpoint_store::Account;
use tokio::sync::Semaphore;

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
    /// The same for a browser that is away to the organisation's sign-in.
    oidc_cookie: &'static str,
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
            oidc_cookie: if secure { "__Host-holdpoint-oidc" } else { "holdpoint-oidc" },
            secure,
        })
    }

    /// Counts an attempt from an address, and for the account of a name, however that is written: it is found under all of these.
    ///
    /// * Errors: 429 when there were too many.
    pub fn knock_for(&self, name: &str, address: IpAddr) -> Result<(), ApiError> {
        self.knock(&format!("name {}", seen_name(name).to_lowercase()), address)
    }

    /// Counts an attempt from an address, and under what it is for (an account).
    ///
    /// * Errors: 429 when there were too many.
    pub fn knock(&self, what: &str, address: IpAddr) -> Result<(), ApiError> {
        self.attempts.retain_recent();
        // The address first, and of names a digest only: nobody fills the memory with them.
        let what = Digest::of(what.as_bytes()).short();
        let open =
            [format!("from {}", neighbourhood(address)), format!("for {what}")].iter().all(|key| self.attempts.check_key(key).is_ok());
        if open {
            return Ok(());
        }
        Err(too_many())
    }

    /// * Errors: 422 for a password that is too short or too long.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        if !limits::PASSWORD_CHARS.contains(&password.chars().count()) {
            let (least, most) = (limits::PASSWORD_CHARS.start(), limits::PASSWORD_CHARS.end());
            let detail = format!("the password takes {least} to {most} characters; a sentence is easy to keep");
            return Err(ApiError::shown_field("bad-field/password", "/password", detail).with("least", *least).with("most", *most));
        }
        let _permit = self.hashes.acquire().await.map_err(ApiError::internal)?;
        let hashed = tokio::task::spawn_blocking(move || hash(&password)).await;
        hashed.map_err(ApiError::internal)?.map_err(ApiError::Internal)
    }

    /// Whether the password is the account's; takes as long when there is no account, or no password.
    pub async fn is_right(&self, account: Option<&Account>, password: String) -> Result<bool, ApiError> {
        let stored = account.map(|account| account.password_hash.clone()).filter(|hash| !hash.is_empty());
        let has_one = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.clone());
        let _permit = self.hashes.acquire().await.map_err(ApiError::internal)?;
        let compared = tokio::task::spawn_blocking(move || {
            let parsed = PasswordHash::new(&stored).ok()?;
            Argon2::default().verify_password(password.as_bytes(), &parsed).ok()
        });
        let same = compared.await.map_err(ApiError::internal)?;
        Ok(same.is_some() && has_one)
    }

    /// Counts an attempt from an address alone: of what nobody guesses, such as the token of a link. To count it for all addresses together would
    /// let anybody keep everybody else out.
    ///
    /// * Errors: 429 when there were too many attempts from this address.
    pub fn knock_from(&self, address: IpAddr) -> Result<(), ApiError> {
        self.attempts.retain_recent();
        self.attempts.check_key(&format!("asking from {}", neighbourhood(address))).map_err(|_| too_many())
    }

    /// `Set-Cookie` of a new session.
    pub fn cookie(&self, session: &str) -> HeaderValue {
        self.set_cookie((self.cookie, session), "Strict", limits::SESSION.as_secs())
    }

    /// `Set-Cookie` that ends the browser's part of a session.
    pub fn no_cookie(&self) -> HeaderValue {
        self.set_cookie((self.cookie, ""), "Strict", 0)
    }

    /// `Set-Cookie` by which a browser is known when a provider sends it back: that is a step from another site, so it is `Lax`.
    pub fn request_cookie(&self, browser: &str) -> HeaderValue {
        self.set_cookie((self.oidc_cookie, browser), "Lax", limits::OIDC_REQUEST.as_secs())
    }

    /// What that cookie holds.
    pub fn request_of(&self, headers: &HeaderMap) -> Option<String> {
        cookie_of(headers, self.oidc_cookie).filter(|browser| browser.len() == 64).map(str::to_owned)
    }

    fn set_cookie(&self, (name, value): (&str, &str), same_site: &str, seconds: i64) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}; Max-Age={seconds}{secure}");
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }

    /// The digest of the session that a request names.
    pub fn session_of(&self, headers: &HeaderMap) -> Option<Digest> {
        cookie_of(headers, self.cookie).map(|value| Digest::of(value.as_bytes()))
    }
}

/// What a cookie of a request holds.
pub fn cookie_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
    let named = cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(known, _)| *known == name);
    named.map(|(_, value)| value)
}

fn too_many() -> ApiError {
    let detail = "there were too many attempts; wait a minute, then try again";
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", detail)
}

/// One household or machine: of IPv6 the first 64 bits, because it may choose the others freely.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::from((u128::from(address) & !u128::from(u64::MAX)).to_be_bytes()),
        address => address,
    }
}

fn hash(password: &str) -> Result<String, String> {
    let hashed: Result<PasswordHash, _> = Argon2::default().hash_password(password.as_bytes());
    hashed.map(|hashed| hashed.to_string()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_of_one_machine_count_together() {
        let cases = [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
            ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ];
        for (address, expected) in cases {
            assert_eq!(neighbourhood(address.parse().unwrap()).to_string(), expected, "{address}");
        }
    }
}
