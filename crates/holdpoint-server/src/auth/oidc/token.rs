//! A code turned into a person: redeemed, the ID token verified, names and groups read.

use holdpoint_domain::account::OidcTrouble;
use holdpoint_domain::id::Timestamp;
use holdpoint_domain::unseen::seen_name;
use holdpoint_probe::Egress;
use openidconnect::core::{CoreErrorResponseType, CoreGenderClaim, CoreJwsSigningAlgorithm, CoreTokenType};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClaimsVerificationError, EndUserEmail, EndUserName, EndUserUsername, IdTokenClaims, LocalizedClaim,
    Nonce, OAuth2TokenResponse as _, PkceCodeVerifier, RequestTokenError, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, TokenResponse as _, UserInfoClaims, UserInfoError,
};
use serde_json::Value;

use super::discovery::{self, Client, Extra, Fields, no_answer, sendable, way_out};
use super::{AuthRequest, Fault, Person, Provider};
use crate::config::Oidc;
use crate::limits;

type Answer = StandardTokenResponse<Fields, CoreTokenType>;
type Claims = IdTokenClaims<Extra, CoreGenderClaim>;
type Refused = StandardErrorResponse<CoreErrorResponseType>;

/// What an ID token may be signed with: whoever knows the client's secret must not be able to make one, and `none` is no signature.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

impl Provider {
    /// * `redirect`: as it was in the question.
    /// * Errors: what is wrong with the answer; nothing of it is used then.
    pub async fn redeem(&self, egress: &Egress, (redirect, code): (&str, String), begun: &AuthRequest) -> Result<Person, Fault> {
        let known = self.discovery.get(egress, &self.settings).await?;
        let mut client = discovery::client(&known, &self.settings, redirect)?;
        let out = way_out(egress, discovery::secret(&known, &self.settings));
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| Fault::new(OidcTrouble::BadProvider, format!("token_endpoint: {error}")))?;
        let verifier = PkceCodeVerifier::new(begun.verifier.clone());
        let answer: Answer = sendable(request.set_pkce_verifier(verifier).request_async(&out)).await.map_err(not_redeemed)?;
        let nonce = Nonce::new(begun.nonce.clone());
        let claims = match verified(&client, &answer, &nonce) {
            Err(Unverified::UnknownKey) => {
                // Providers change their keys: what they say now decides.
                self.discovery.forget(&known).await;
                let known = self.discovery.get(egress, &self.settings).await?;
                client = discovery::client(&known, &self.settings, redirect)?;
                verified(&client, &answer, &nonce)?
            }
            other => other?,
        };
        let told = self.user_info(egress, &client, (&answer, &claims)).await?;
        person(&self.settings, &claims, told.as_ref())
    }

    /// What the ID token leaves out, some providers tell at another address; it has to be about the same person.
    async fn user_info(
        &self,
        egress: &Egress,
        client: &Client,
        (answer, claims): (&Answer, &Claims),
    ) -> Result<Option<UserInfoClaims<Extra, CoreGenderClaim>>, Fault> {
        let needs_groups = self.settings.reads_groups() && group_claim(&self.settings, claims.additional_claims()).is_none();
        if !needs_groups && display_name(claims.name()).is_some() {
            return Ok(None);
        }
        let Ok(request) = client.user_info(answer.access_token().clone(), Some(claims.subject().clone())) else {
            return Ok(None);
        };
        let out = way_out(egress, None);
        let asked = sendable(request.request_async(&out)).await;
        asked.map(Some).map_err(|error| match error {
            UserInfoError::Request(cause) => no_answer(cause),
            UserInfoError::ClaimsVerification(cause) => Fault::new(OidcTrouble::Token, format!("userinfo: {cause}")),
            UserInfoError::Parse(cause) => Fault::new(OidcTrouble::BadProvider, format!("userinfo: {cause}")),
            other => Fault::new(OidcTrouble::BadProvider, format!("userinfo: {other}")),
        })
    }
}

enum Unverified {
    UnknownKey,
    Fault(Fault),
}

impl From<Unverified> for Fault {
    fn from(unverified: Unverified) -> Self {
        match unverified {
            Unverified::UnknownKey => Fault::new(OidcTrouble::Signature, "ID token: signed with a key that the provider does not list"),
            Unverified::Fault(fault) => fault,
        }
    }
}

/// Issuer, audience, signature, times and nonce of the ID token, and whether the access token is the one it was given with.
fn verified(client: &Client, answer: &Answer, nonce: &Nonce) -> Result<Claims, Unverified> {
    let bad = |trouble, cause: String| Unverified::Fault(Fault::new(trouble, format!("ID token: {cause}")));
    let token = answer.id_token().ok_or_else(|| bad(OidcTrouble::Token, "there is none in the answer".into()))?;
    let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_issue_time_verifier_fn(|issued| {
        let ahead = issued.timestamp().saturating_sub(Timestamp::now().as_second());
        if ahead <= limits::OIDC_SKEW.as_secs() { Ok(()) } else { Err(format!("it was issued {ahead} s in the future")) }
    });
    let claims = token.claims(&verifier, nonce).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => Unverified::UnknownKey,
        ClaimsVerificationError::SignatureVerification(cause) => bad(OidcTrouble::Signature, cause.to_string()),
        other => bad(trouble_of(&other), other.to_string()),
    })?;
    if let Some(expected) = claims.access_token_hash() {
        let made = token.signing_alg().and_then(|algorithm| {
            let key = token.signing_key(&verifier)?;
            AccessTokenHash::from_token(answer.access_token(), algorithm, key)
                .map_err(|error| SignatureVerificationError::Other(error.to_string()))
        });
        if made.as_ref() != Ok(expected) {
            return Err(bad(OidcTrouble::Token, "at_hash is not of the access token that came with it".into()));
        }
    }
    if claims.subject().is_empty() || limits::OIDC_SUBJECT_CHARS < claims.subject().chars().count() {
        return Err(bad(OidcTrouble::Token, "sub is empty or too long".into()));
    }
    Ok(claims.clone())
}

fn trouble_of(error: &ClaimsVerificationError) -> OidcTrouble {
    match error {
        ClaimsVerificationError::Expired(_) | ClaimsVerificationError::InvalidAuthTime(_) => OidcTrouble::Clock,
        ClaimsVerificationError::InvalidAudience(_) => OidcTrouble::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => OidcTrouble::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => OidcTrouble::Nonce,
        ClaimsVerificationError::SignatureVerification(_) => OidcTrouble::Signature,
        _ => OidcTrouble::Token,
    }
}

fn not_redeemed(error: RequestTokenError<holdpoint_probe::issuer::NoAnswer, Refused>) -> Fault {
    match error {
        RequestTokenError::Request(cause) => no_answer(cause),
        RequestTokenError::ServerResponse(refused) => {
            let trouble = match refused.error() {
                CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => OidcTrouble::Client,
                CoreErrorResponseType::InvalidGrant => OidcTrouble::Code,
                _ => OidcTrouble::Refused,
            };
            Fault::new(trouble, format!("token endpoint: {refused}"))
        }
        RequestTokenError::Parse(cause, _) => Fault::new(OidcTrouble::Token, format!("token endpoint: {cause}")),
        RequestTokenError::Other(cause) => Fault::new(OidcTrouble::BadProvider, format!("token endpoint: {cause}")),
    }
}

fn person(settings: &Oidc, claims: &Claims, told: Option<&UserInfoClaims<Extra, CoreGenderClaim>>) -> Result<Person, Fault> {
    let groups = group_claim(settings, claims.additional_claims());
    let groups = groups.or_else(|| group_claim(settings, told?.additional_claims())).unwrap_or_default();
    if !settings.lets_in(&groups) {
        let claim = settings.groups_claim.as_str();
        return Err(Fault::new(OidcTrouble::Groups, format!("sub {:?} has in the claim {claim:?}: {groups:?}", claims.subject().as_str())));
    }
    let subject = claims.subject().to_string();
    let handle = handle(claims.preferred_username(), claims.email());
    let handle = handle.or_else(|| self::handle(told?.preferred_username(), told?.email())).unwrap_or_else(|| clean(&subject));
    let name = display_name(claims.name()).or_else(|| display_name(told?.name())).unwrap_or_else(|| handle.clone());
    let said = claims.auth_time().and_then(|at| Timestamp::from_second(at.timestamp()).ok());
    let signed_in_at = said.or_else(|| settings.sessions_prove.then(Timestamp::now));
    Ok(Person { subject, name, handle, groups, signed_in_at })
}

/// `None`: the claim is not there.
fn group_claim(settings: &Oidc, extra: &Extra) -> Option<Vec<String>> {
    match extra.0.get(settings.groups_claim.as_str())? {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(all) => Some(all.iter().filter_map(Value::as_str).take(limits::OIDC_GROUPS).map(str::to_owned).collect()),
        _ => None,
    }
}

fn display_name(names: Option<&LocalizedClaim<EndUserName>>) -> Option<String> {
    let names = names?;
    let name = names.get(None).or_else(|| names.iter().next().map(|(_, name)| name))?;
    Some(clean(name)).filter(|name| !name.is_empty())
}

fn handle(username: Option<&EndUserUsername>, email: Option<&EndUserEmail>) -> Option<String> {
    let names = [username.map(|name| name.as_str()), email.map(|email| email.as_str())];
    names.into_iter().flatten().map(clean).find(|name| !name.is_empty())
}

/// In one line, of at most 90 characters, so that a name and a handle fit where a name does.
fn clean(name: &str) -> String {
    seen_name(&name.replace(char::is_control, " ")).chars().take(90).collect::<String>().trim().to_owned()
}
