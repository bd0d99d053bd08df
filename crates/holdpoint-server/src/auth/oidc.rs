//! The organisation's own sign-in: authorization code flow with PKCE. The rules of OpenID Connect are openidconnect's; what is asked for,
//! and what is said about a fault, is ours.
//!
//! * [`discovery`]: what a provider says of itself, and how it is asked. [`token`]: a code turned into a [`Person`].
//! * [`arrive`]: the account of that person, and the roles of their groups.

pub mod arrive;
mod discovery;
mod token;

use std::fmt::Display;
use std::time::Duration;

use holdpoint_domain::account::OidcTrouble;
use holdpoint_domain::id::{ChallengeId, Digest, LaunchId, Timestamp};
use holdpoint_domain::wire::OidcWay;
use holdpoint_probe::Egress;
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow};
use openidconnect::{CsrfToken, Nonce, PkceCodeChallenge, Scope};
use serde::{Deserialize, Serialize};

use crate::config::Oidc;
use crate::error::ApiError;
use discovery::Discovery;

/// Why a sign-in does not go on: a short code for the person, the cause for the operator's log.
#[derive(Debug)]
pub struct Fault {
    pub trouble: OidcTrouble,
    pub cause: String,
}

impl Fault {
    pub fn new(trouble: OidcTrouble, cause: impl Display) -> Self {
        // Some of it is other people's words: no control characters in the log, and no megabytes.
        let cause = cause.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(1_000).collect();
        Self { trouble, cause }
    }
}

impl From<ApiError> for Fault {
    fn from(error: ApiError) -> Self {
        Self::new(OidcTrouble::Broken, format!("{error:?}"))
    }
}

impl From<holdpoint_store::StoreError> for Fault {
    fn from(error: holdpoint_store::StoreError) -> Self {
        Self::new(OidcTrouble::Broken, format!("{error:?}"))
    }
}

/// The operator's OpenID providers.
pub struct Providers(Vec<Provider>);

pub struct Provider {
    pub settings: Oidc,
    discovery: Discovery,
}

/// An authentication request that waits for its answer. Kept in the store, taken away by the first answer.
#[derive(Serialize, Deserialize)]
pub struct AuthRequest {
    pub provider: String,
    pub nonce: String,
    /// Of PKCE: who has the code alone cannot redeem it.
    pub verifier: String,
    /// Of what the browser's cookie holds: nobody finishes what another browser began.
    pub browser: Digest,
    /// The session that this browser had.
    pub session: Option<Digest>,
    /// Links the account of that session instead of signing in.
    pub link: bool,
    /// Where to go then; an id and no address, so that it leads nowhere else.
    pub to: Option<LaunchId>,
    /// `None`: by an earlier build.
    #[serde(default)]
    pub asked_at: Option<Timestamp>,
}

/// Somebody, as their provider vouches for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub subject: String,
    /// For colleagues to read.
    pub name: String,
    /// What tells people of one name apart.
    pub handle: String,
    pub groups: Vec<String>,
    /// When they gave the provider a password or the like: it may answer from a session that is days old. `None`: it does not tell,
    /// and is not believed without.
    pub signed_in_at: Option<Timestamp>,
}

/// A question to a provider.
pub struct Asked {
    /// Where the browser goes.
    pub url: String,
    pub nonce: String,
    pub verifier: String,
}

impl Providers {
    /// Nobody is asked yet: a provider that is down keeps no server from starting.
    pub fn new(settings: Vec<Oidc>) -> Self {
        Self(settings.into_iter().map(|settings| Provider { settings, discovery: Discovery::default() }).collect())
    }

    pub fn named(&self, name: &str) -> Result<&Provider, Fault> {
        let found = self.0.iter().find(|provider| provider.settings.name.as_str() == name);
        found.ok_or_else(|| Fault::new(OidcTrouble::NoProvider, format!("no provider {name:?} is configured")))
    }

    /// What the operator calls the provider of this issuer.
    pub fn name_of(&self, issuer: &str) -> Option<String> {
        let found = self.0.iter().find(|provider| provider.settings.issuer.as_str() == issuer);
        found.map(|provider| provider.settings.name.as_str().to_owned())
    }

    /// As the page is told of them.
    pub fn ways(&self) -> Vec<OidcWay> {
        let way = |settings: &Oidc| OidcWay { name: settings.name.as_str().into(), claim: settings.groups_claim.as_str().into() };
        self.0.iter().map(|provider| way(&provider.settings)).collect()
    }
}

impl Provider {
    /// What to ask the provider for, with a new nonce and a new PKCE challenge.
    ///
    /// * `redirect`: where it sends the browser back to.
    /// * `afresh`: the person has to sign in there, whatever session they have.
    /// * Errors: it cannot be reached, or describes itself in a way that cannot be used.
    pub async fn ask(&self, egress: &Egress, redirect: &str, (state, afresh): (ChallengeId, bool)) -> Result<Asked, Fault> {
        let known = self.discovery.get(egress, &self.settings).await?;
        let client = discovery::client(&known, &self.settings, redirect)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let scopes = self.settings.scopes.iter().map(|scope| Scope::new(scope.as_str().into()));
        let state = move || CsrfToken::new(state.to_string());
        let request = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, state, Nonce::new_random);
        let request = request.add_scopes(scopes).set_pkce_challenge(challenge);
        // The age makes a provider say when that was (OpenID Connect Core, section 3.1.2.1).
        let request = if afresh { request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO) } else { request };
        let (url, _, nonce) = request.url();
        Ok(Asked { url: url.into(), nonce: nonce.secret().clone(), verifier: verifier.secret().clone() })
    }
}
