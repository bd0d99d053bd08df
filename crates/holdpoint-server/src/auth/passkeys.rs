//! Passkeys for signing in. The rules of WebAuthn are webauthn-rs's; what is asked for and what is said about a fault is ours.
//!
//! Discoverable credentials with user verification, ES256 or RS256: a passkey alone says who signs in. Counters are not enforced: synced
//! passkeys have none, and the stored key is never rewritten.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_domain::report::passkey::PasskeyPublicKey;
use holdpoint_store::Account;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{
    COSEKeyType, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Webauthn,
    WebauthnBuilder, WebauthnError,
};

use crate::error::ApiError;

pub struct Passkeys {
    rules: Webauthn,
    /// The relying party's id: the server's name, which passkeys belong to.
    pub rp_id: String,
}

/// A passkey for approvals that was just made.
pub struct EnrolledSigner {
    pub credential: Vec<u8>,
    pub key: PasskeyPublicKey,
}

/// A passkey that was just made.
pub struct Enrolled {
    pub credential: Vec<u8>,
    /// JSON, for [`Passkeys::check`].
    pub key: String,
}

/// An answer that names its passkey; nothing of it is checked yet.
pub struct Claim {
    pub account: Uuid,
    pub credential: Vec<u8>,
    answer: PublicKeyCredential,
}

impl Passkeys {
    /// For a server that browsers know by this origin. `None` for an IP address: WebAuthn takes names only.
    pub fn new(origin: &str) -> Option<Self> {
        let origin = Url::parse(origin).ok()?;
        let name = origin.domain()?.to_owned();
        let rules = WebauthnBuilder::new(&name, &origin).and_then(|rules| rules.rp_name("Holdpoint").build());
        rules
            .map(|rules| Self { rules, rp_id: name.clone() })
            .inspect_err(|error| tracing::warn!(%error, "passkeys are not available"))
            .ok()
    }

    /// What the browser is asked for, and what the answer is compared with.
    ///
    /// * `known`: credentials of the account; their devices do not enrol again. The store is what refuses an answer all the same: the
    ///   verifier would call it an algorithm that was not offered.
    pub fn ask_to_enrol(&self, account: &Account, known: &[Vec<u8>]) -> Result<(Value, String), ApiError> {
        let (mut options, state) = self.ask_to_register(account.id.0, &account.name, known)?;
        // So that signing in needs no name.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        Ok((options, state))
    }

    /// * Errors: 422 with what is wrong with the answer; nothing is enrolled.
    pub fn enrol(&self, state: &str, answer: Value) -> Result<Enrolled, ApiError> {
        if answer["clientExtensionResults"]["credProps"]["rk"] == json!(false) {
            return Err(bad("this device keeps no passkey that can sign in without a name; use another device or a password manager"));
        }
        let passkey = self.registered(state, answer)?;
        let key = serde_json::to_string(&passkey).map_err(|error| broken(&error))?;
        Ok(Enrolled { credential: passkey.cred_id().to_vec(), key })
    }

    /// As [`Passkeys::ask_to_enrol`], for a passkey that approves: another one than those for signing in, under a user handle of its own, so
    /// that no device overwrites one with the other.
    pub fn ask_to_enrol_signer(&self, account: &Account, known: &[Vec<u8>]) -> Result<(Value, String), ApiError> {
        let (mut options, state) = self.ask_to_register(Uuid::new_v4(), &format!("{} (approvals)", account.name), known)?;
        options["authenticatorSelection"]["userVerification"] = json!("required");
        Ok((options, state))
    }

    /// * Errors: 422 with what is wrong with the answer; nothing is enrolled.
    pub fn enrol_signer(&self, state: &str, answer: Value) -> Result<EnrolledSigner, ApiError> {
        let passkey = self.registered(state, answer)?;
        let key = match &passkey.get_public_key().key {
            COSEKeyType::EC_EC2(key) => PasskeyPublicKey::es256(&key.x, &key.y),
            COSEKeyType::RSA(key) => PasskeyPublicKey::rs256(&key.n, &key.e),
            _ => return Err(bad("its algorithm is not one that was offered; use ES256 or RS256")),
        };
        Ok(EnrolledSigner { credential: passkey.cred_id().to_vec(), key: key.map_err(|error| bad(&error.to_string()))? })
    }

    fn ask_to_register(&self, user: Uuid, name: &str, known: &[Vec<u8>]) -> Result<(Value, String), ApiError> {
        let begun = self.rules.start_passkey_registration(user, name, name, None);
        let (asked, state) = begun.map_err(|error| broken(&error))?;
        let mut options = serde_json::to_value(asked.public_key).map_err(|error| broken(&error))?;
        let known = known.iter().map(|id| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) }));
        options["excludeCredentials"] = known.collect();
        Ok((options, serde_json::to_string(&state).map_err(|error| broken(&error))?))
    }

    fn registered(&self, state: &str, answer: Value) -> Result<Passkey, ApiError> {
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let state: PasskeyRegistration = serde_json::from_str(state).map_err(|error| broken(&error))?;
        self.rules.finish_passkey_registration(&answer, &state).map_err(|error| refused(&error))
    }

    /// What the browser is asked for, and what the answer is compared with.
    pub fn ask_to_sign_in(&self) -> Result<(Value, String), ApiError> {
        let (asked, state) = self.rules.start_discoverable_authentication().map_err(|error| broken(&error))?;
        let options = serde_json::to_value(asked.public_key).map_err(|error| broken(&error))?;
        Ok((options, serde_json::to_string(&state).map_err(|error| broken(&error))?))
    }

    /// * Errors: 422 for an answer that names no account.
    pub fn claim(&self, answer: Value) -> Result<Claim, ApiError> {
        let answer: PublicKeyCredential = read(answer)?;
        let (account, credential) = self.rules.identify_discoverable_authentication(&answer).map_err(|error| refused(&error))?;
        Ok(Claim { account, credential: credential.to_vec(), answer })
    }

    /// * `key`: as [`Enrolled`] had it.
    /// * Errors: 422 with what is wrong with the answer.
    pub fn check(&self, claim: &Claim, state: &str, key: &str) -> Result<(), ApiError> {
        let state: DiscoverableAuthentication = serde_json::from_str(state).map_err(|error| broken(&error))?;
        let key: Passkey = serde_json::from_str(key).map_err(|error| broken(&error))?;
        let checked = self.rules.finish_discoverable_authentication_v2(&claim.answer, state, &key);
        checked.map(drop).map_err(|error| refused(&error))
    }
}

fn read<T: DeserializeOwned>(answer: Value) -> Result<T, ApiError> {
    serde_json::from_value(answer).map_err(|error| bad(&format!("this is no answer of a passkey ({error}); send what toJSON() gives")))
}

fn refused(error: &WebauthnError) -> ApiError {
    let why = match error {
        WebauthnError::MismatchedChallenge => "it answers another question; start again and answer the newest",
        WebauthnError::InvalidRPOrigin => "it was made for another address; open this server under its own address",
        WebauthnError::InvalidRPIDHash => "it was made for another server's name; open this server under its own address",
        WebauthnError::UserNotVerified => "the device did not verify you; use one with a PIN, a fingerprint or a face",
        WebauthnError::UserNotPresent => "the device was not touched; touch it",
        WebauthnError::InvalidClientDataType => "it is an answer to another kind of question; start again",
        WebauthnError::CredentialAlteredAlgFromRequest
        | WebauthnError::COSEKeyInvalidAlgorithm
        | WebauthnError::COSEKeyInvalidType
        | WebauthnError::CredentialInsecureCryptography => "its algorithm is not one that was offered; use ES256 or RS256",
        WebauthnError::AuthenticationFailure => "its signature is not right",
        WebauthnError::InvalidUserUniqueId => "it does not say whose passkey it is; use one that was enrolled here",
        other => return bad(&format!("this passkey's answer is not accepted: it is malformed ({other}); try again")),
    };
    bad(&format!("this passkey's answer is not accepted: {why}"))
}

fn bad(detail: &str) -> ApiError {
    ApiError::pointed(StatusCode::UNPROCESSABLE_ENTITY, "bad-passkey", "/credential", detail)
}

fn broken(error: &dyn std::fmt::Display) -> ApiError {
    ApiError::Internal(format!("passkeys: {error}"))
}
