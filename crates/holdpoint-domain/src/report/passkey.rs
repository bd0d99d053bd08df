//! An approval by passkey: what a browser's authenticator returned for a statement, and the rules that make it count.
//!
//! Signing in is a library's work; these few rules are ours, because no library takes a challenge that is not its own.

use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{DerSignature, VerifyingKey};
use p256::pkcs8::{DecodePublicKey as _, EncodePublicKey as _, LineEnding};
use rsa::traits::PublicKeyParts as _;
use serde::Deserialize;
use sha2::Digest as _;

use super::challenge::challenge;
use super::encoding::url_base64;
use crate::id::Digest;

/// What an authenticator returned (WebAuthn level 3, `AuthenticatorAssertionResponse`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    pub authenticator_data: Vec<u8>,
    pub client_data_json: Vec<u8>,
    /// ES256: DER; RS256: PKCS#1 v1.5.
    pub signature: Vec<u8>,
}

/// Where approvals may be given.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The relying party's id, a host name.
    pub rp_id: &'a str,
    /// Scheme, host and port, as `clientDataJSON` writes them.
    pub origins: &'a [String],
}

/// Why an assertion approves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAssertion {
    #[error("what the browser signed (clientDataJSON) cannot be read; sign again with another browser")]
    ClientData,
    #[error("the passkey was used for “{0}”, not for signing; sign again")]
    Kind(String),
    #[error("the passkey signed something else than this approval; open the sign-off again and sign what it shows now")]
    Challenge,
    #[error("the signature was given at {0}, where no approvals are given; open this server at its public address")]
    Origin(String),
    #[error("the signature was given inside a page of somebody else; open this server in a tab of its own")]
    CrossOrigin,
    #[error("what the authenticator said (authenticatorData) cannot be read; use another passkey")]
    AuthenticatorData,
    #[error("the passkey belongs to another site (its rpIdHash differs); use one that was enrolled here")]
    Site,
    #[error("nobody touched the authenticator (the user-present flag is missing); sign again")]
    NotPresent,
    #[error("the authenticator did not ask who is there (the user-verified flag is missing); set a PIN or a fingerprint on it")]
    NotVerified,
    #[error("the signature does not fit the enrolled key; use the passkey that was enrolled for approvals")]
    Signature,
}

/// A text is no public key that approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no ES256 or RS256 (2,048 to 4,096 bits) public key in PEM; it starts with -----BEGIN PUBLIC KEY-----")]
pub struct BadPasskey;

/// The public half of a passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasskeyPublicKey {
    /// ECDSA P-256 with SHA-256, COSE algorithm -7.
    Es256(VerifyingKey),
    /// RSA PKCS#1 v1.5 with SHA-256, COSE algorithm -257: what Windows' own authenticator makes.
    Rs256(rsa::RsaPublicKey),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// `rpIdHash`, flags, counter; extensions behind them, if any.
const HEAD_BYTES: usize = 37;
pub(super) const FLAGS_AT: usize = 32;
const RSA_BITS: std::ops::RangeInclusive<u32> = 2048..=4096;
const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;

impl Assertion {
    /// Whether it approves a statement, under the key and at the site. Counters are not looked at: synchronised passkeys have none.
    ///
    /// * Errors: the first rule that it breaks.
    /// * Source: WebAuthn level 3, "Verifying an Authentication Assertion", with the statement's [`challenge`].
    pub fn check(&self, statement: &[u8], key: &PasskeyPublicKey, site: Site<'_>) -> Result<(), BadAssertion> {
        let client: ClientData = serde_json::from_slice(&self.client_data_json).map_err(|_| BadAssertion::ClientData)?;
        if client.kind != "webauthn.get" {
            return Err(BadAssertion::Kind(shown(&client.kind)));
        }
        if client.challenge != url_base64(&challenge(statement)) {
            return Err(BadAssertion::Challenge);
        }
        if !site.origins.contains(&client.origin) {
            return Err(BadAssertion::Origin(shown(&client.origin)));
        }
        if client.cross_origin {
            return Err(BadAssertion::CrossOrigin);
        }
        let head = self.authenticator_data.first_chunk::<HEAD_BYTES>().ok_or(BadAssertion::AuthenticatorData)?;
        if !head.starts_with(&Digest::of(site.rp_id.as_bytes()).0) {
            return Err(BadAssertion::Site);
        }
        let flags = head.get(FLAGS_AT).copied().unwrap_or_default();
        if flags & USER_PRESENT == 0 {
            return Err(BadAssertion::NotPresent);
        }
        if flags & USER_VERIFIED == 0 {
            return Err(BadAssertion::NotVerified);
        }
        if key.verifies(&self.signed_bytes(), &self.signature) { Ok(()) } else { Err(BadAssertion::Signature) }
    }

    fn signed_bytes(&self) -> Vec<u8> {
        [self.authenticator_data.as_slice(), &Digest::of(&self.client_data_json).0].concat()
    }

    /// The origin that the browser named, whatever else holds.
    pub fn origin(&self) -> Option<String> {
        serde_json::from_slice(&self.client_data_json).ok().map(|client: ClientData| client.origin)
    }
}

impl PasskeyPublicKey {
    /// * `x`, `y`: of a point on P-256, big-endian.
    /// * Errors: no point of the curve.
    pub fn es256(x: &[u8], y: &[u8]) -> Result<Self, BadPasskey> {
        let point = [&[4], x, y].concat();
        VerifyingKey::from_sec1_bytes(&point).map(Self::Es256).map_err(|_| BadPasskey)
    }

    /// * `n`, `e`: modulus and exponent, big-endian.
    /// * Errors: no RSA key, or one of an odd size.
    pub fn rs256(n: &[u8], e: &[u8]) -> Result<Self, BadPasskey> {
        let number = |bytes: &[u8]| rsa::BoxedUint::from_be_slice_vartime(bytes);
        let key = rsa::RsaPublicKey::new(number(n), number(e)).map_err(|_| BadPasskey)?;
        if RSA_BITS.contains(&key.n().bit_width()) { Ok(Self::Rs256(key)) } else { Err(BadPasskey) }
    }

    /// * Errors: another algorithm, another form, an RSA key of an odd size.
    pub fn from_pem(pem: &str) -> Result<Self, BadPasskey> {
        if let Ok(key) = VerifyingKey::from_public_key_pem(pem) {
            return Ok(Self::Es256(key));
        }
        let key = rsa::RsaPublicKey::from_public_key_pem(pem).map_err(|_| BadPasskey)?;
        if RSA_BITS.contains(&key.n().bit_width()) { Ok(Self::Rs256(key)) } else { Err(BadPasskey) }
    }

    /// SPKI in PEM, as openssl reads it.
    pub fn to_pem(&self) -> String {
        let pem = match self {
            Self::Es256(key) => key.to_public_key_pem(LineEnding::LF),
            Self::Rs256(key) => key.to_public_key_pem(LineEnding::LF),
        };
        pem.unwrap_or_default()
    }

    /// As WebAuthn names it.
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Es256(_) => "ES256",
            Self::Rs256(_) => "RS256",
        }
    }

    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Es256(key) => DerSignature::from_bytes(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Self::Rs256(key) => {
                let digest = sha2::Sha256::digest(message);
                key.verify(rsa::Pkcs1v15Sign::new::<sha2::Sha256>(), &digest, signature).is_ok()
            }
        }
    }
}

/// Text of a stranger, short enough for a sentence.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}
