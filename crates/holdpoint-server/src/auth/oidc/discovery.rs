//! What a provider says of itself: its addresses and keys. Fetched when somebody signs in, through the one way out, and kept for a while.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use holdpoint_domain::account::OidcTrouble;
use holdpoint_probe::Egress;
use holdpoint_probe::issuer::{self, ClientSecret, NoAnswer};
use openidconnect::core::*;
use openidconnect::{
    AdditionalClaims, ClientId, DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IdTokenFields, IssuerUrl, RedirectUrl, StandardErrorResponse, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::Fault;
use crate::config::Oidc;
use crate::limits;

pub type Metadata = CoreProviderMetadata;

/// All claims beside the usual ones: the operator names the one that groups are in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Extra(pub Map<String, Value>);

impl AdditionalClaims for Extra {}

pub type Fields = IdTokenFields<Extra, EmptyExtraTokenFields, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// As openidconnect makes it of a discovery document, with our claims.
pub type Client = openidconnect::Client<
    Extra,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Default)]
pub struct Discovery(Mutex<State>);

#[derive(Default)]
struct State {
    known: Option<(Instant, Arc<Metadata>)>,
    failed: Option<(Instant, OidcTrouble, String)>,
}

impl Discovery {
    /// What is known, or what the provider says now.
    ///
    /// * Errors: it cannot be reached, or what it says is not acceptable, such as another issuer's name.
    pub async fn get(&self, egress: &Egress, settings: &Oidc) -> Result<Arc<Metadata>, Fault> {
        let asked = Instant::now();
        let mut state = self.0.lock().await;
        if let Some((at, known)) = &state.known
            && at.elapsed() < limits::OIDC_DISCOVERY
        {
            return Ok(known.clone());
        }
        // Who waited while somebody else asked in vain does not ask again: a dead provider would keep them for minutes.
        if let Some((at, trouble, cause)) = &state.failed
            && asked < *at
        {
            return Err(Fault::new(*trouble, cause));
        }
        match fetch(egress, settings).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                *state = State { known: Some((Instant::now(), metadata.clone())), failed: None };
                Ok(metadata)
            }
            Err(fault) => {
                *state = State { known: None, failed: Some((Instant::now(), fault.trouble, fault.cause.clone())) };
                Err(fault)
            }
        }
    }

    /// Asks anew the next time, unless somebody has already: keys change.
    pub async fn forget(&self, old: &Arc<Metadata>) {
        let mut state = self.0.lock().await;
        if state.known.as_ref().is_some_and(|(_, known)| Arc::ptr_eq(known, old)) {
            state.known = None;
        }
    }
}

async fn fetch(egress: &Egress, settings: &Oidc) -> Result<Metadata, Fault> {
    let bad = |cause: String| Fault::new(OidcTrouble::BadProvider, cause);
    let issuer = IssuerUrl::new(settings.issuer.as_str().into()).map_err(|error| bad(format!("issuer: {error}")))?;
    let out = way_out(egress, None);
    let metadata = sendable(Metadata::discover_async(issuer, &out)).await.map_err(|error| match error {
        DiscoveryError::Request(cause) => no_answer(cause),
        DiscoveryError::Parse(cause) => bad(format!("discovery: {cause}")),
        other => bad(format!("discovery: {other}")),
    })?;
    // Browsers are sent there.
    match metadata.authorization_endpoint().url().scheme() {
        "https" | "http" => Ok(metadata),
        other => Err(bad(format!("authorization_endpoint has the scheme {other:?}"))),
    }
}

/// What makes questions and redeems answers. It knows no secret: the way out adds it.
pub fn client(metadata: &Metadata, settings: &Oidc, redirect: &str) -> Result<Client, Fault> {
    let redirect = RedirectUrl::new(redirect.into()).map_err(|error| Fault::new(OidcTrouble::Broken, format!("public_url: {error}")))?;
    let id = ClientId::new(settings.client_id.as_str().into());
    Ok(Client::from_provider_metadata(metadata.clone(), id, None).set_redirect_uri(redirect))
}

/// The secret as the provider wants it: in a header, unless it reads none.
pub fn secret(metadata: &Metadata, settings: &Oidc) -> Option<ClientSecret> {
    let reads = metadata.token_endpoint_auth_methods_supported();
    let in_body = reads.is_some_and(|methods| {
        !methods.contains(&CoreClientAuthMethod::ClientSecretBasic) && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
    });
    let client_id = settings.client_id.as_str().to_owned();
    settings.client_secret.clone().map(|secret| ClientSecret { client_id, secret, in_body })
}

/// Forgets the type of a future of openidconnect: within another one, the compiler cannot see that it may move between threads.
pub fn sendable<'a, T>(future: impl Future<Output = T> + Send + 'a) -> Pin<Box<dyn Future<Output = T> + Send + 'a>> {
    Box::pin(future)
}

type Answered = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send>>;
type WayOut = Box<dyn Fn(HttpRequest) -> Answered + Send + Sync>;

/// openidconnect's HTTP client: the server's one way out. It owns what it needs, or its futures could not be sent between threads.
pub fn way_out(egress: &Egress, secret: Option<ClientSecret>) -> WayOut {
    let parts = Arc::new((egress.clone(), secret));
    Box::new(move |request| {
        let parts = parts.clone();
        Box::pin(async move { issuer::ask(&parts.0, request, parts.1.as_ref()).await })
    })
}

pub fn no_answer(cause: NoAnswer) -> Fault {
    let trouble = match cause {
        NoAnswer::Denied { .. } | NoAnswer::Failed { .. } | NoAnswer::Status { .. } => OidcTrouble::Unreachable,
        NoAnswer::Secret(_) => OidcTrouble::Client,
        NoAnswer::Unusable => OidcTrouble::BadProvider,
    };
    Fault::new(trouble, cause)
}
