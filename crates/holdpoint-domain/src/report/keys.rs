//! The server's two keys. The report key (ECDSA P-256) signs statements, the log key (Ed25519) signs checkpoints.
//!
//! A key is its public half and a [`Signer`], which has the private half or knows who has: [`secret`] has those that lie in files.

mod secret;

use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
use p256::pkcs8::{DecodePublicKey as _, EncodePublicKey as _, LineEnding};
use uuid::Uuid;

use super::dsse;
use super::encoding::{from_base64, to_base64};
use crate::id::{Digest, LaunchId};

pub use secret::{LogSecret, ReportSecret, SecretText};

/// A text is no key of the kind that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    #[error("this is no P-256 private key in PKCS#8 PEM; it starts with -----BEGIN PRIVATE KEY-----")]
    ReportPrivate,
    #[error("this is no P-256 public key in PEM; it starts with -----BEGIN PUBLIC KEY-----")]
    ReportPublic,
    #[error("these 32 bytes are no P-256 secret; draw others")]
    Seed,
    #[error("this is no log key: PRIVATE+KEY+name+id+base64 with Ed25519, in one line (C2SP signed-note)")]
    LogPrivate,
    #[error("this is no log verifier key: name+id+base64 with Ed25519, in one line (C2SP signed-note)")]
    LogPublic,
    #[error("a log's name is not empty and has no space, control character or plus sign")]
    LogName,
}

/// Signs for a key. The keys of [`secret`] do it themselves; a device (PKCS#11) or a key service does it elsewhere, and its private half
/// never comes here.
///
/// * Blocking: who asks a device has to call from a thread that may wait.
/// * What comes back is checked under the public half, so that a signer that is mistaken spoils nothing.
pub trait Signer: Send + Sync {
    /// A signature over the message, 64 bytes: of the report key `r ‖ s` of ECDSA P-256 over its SHA-256 (PKCS#11: `CKM_ECDSA_SHA256`; services
    /// give it in DER, which is to be taken apart), of the log key Ed25519 (`CKM_EDDSA`).
    ///
    /// * Errors: there is none now. What was to be signed is given up, and asked for again by whoever wants it.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], CannotSign>;
}

/// Why there is no signature: for the operator, in a few words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server's key gave no signature: {0}")]
pub struct CannotSign(pub String);

/// Signs statements: ECDSA P-256 with SHA-256.
pub struct ReportKey {
    public: ReportPublicKey,
    signer: Box<dyn Signer>,
}

impl ReportKey {
    /// A key whose private half `signer` has.
    pub fn new(public: ReportPublicKey, signer: Box<dyn Signer>) -> Self {
        Self { public, signer }
    }

    /// * `seed`: 32 random bytes.
    /// * Errors: zero, or not below the curve's order (one draw in 2³²): draw again.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, BadKey> {
        ReportSecret::from_seed(seed).map(Self::from)
    }

    /// * Errors: anything but a P-256 key in PKCS#8 PEM.
    pub fn from_pem(pem: &str) -> Result<Self, BadKey> {
        ReportSecret::from_pem(pem).map(Self::from)
    }

    pub fn public(&self) -> ReportPublicKey {
        self.public.clone()
    }

    /// `sha256:` of the public key's SPKI.
    pub fn keyid(&self) -> Digest {
        self.public.keyid()
    }

    /// A DER signature over the DSSE encoding of `body`, the lower of its two forms, so that a body and its random number have one signature.
    /// Keys in files take no random number (RFC 6979): the same body has the same signature.
    ///
    /// * Errors: the signer gives none, or one that does not fit.
    pub fn sign(&self, kind: &str, body: &[u8]) -> Result<Vec<u8>, CannotSign> {
        let signature = self.signer.sign(&dsse::signed_bytes(kind, body))?;
        let unfit = || CannotSign("what came back is no signature under its public half".into());
        let signature = Signature::from_slice(&signature).map_err(|_| unfit())?.normalize_s().to_der().as_bytes().to_vec();
        if self.public.verifies(kind, body, &signature) { Ok(signature) } else { Err(unfit()) }
    }
}

impl From<ReportSecret> for ReportKey {
    fn from(secret: ReportSecret) -> Self {
        Self { public: secret.public(), signer: Box::new(secret) }
    }
}

/// The public half of a report key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPublicKey(VerifyingKey);

impl ReportPublicKey {
    /// * Errors: anything but a P-256 SPKI in PEM.
    pub fn from_pem(pem: &str) -> Result<Self, BadKey> {
        VerifyingKey::from_public_key_pem(pem).map(Self).map_err(|_| BadKey::ReportPublic)
    }

    /// SPKI in PEM, as openssl reads it.
    pub fn to_pem(&self) -> String {
        self.0.to_public_key_pem(LineEnding::LF).unwrap_or_default()
    }

    /// SHA-256 of the SPKI's DER bytes.
    pub fn keyid(&self) -> Digest {
        let der = self.0.to_public_key_der();
        Digest::of(der.as_ref().map(|der| der.as_bytes()).unwrap_or_default())
    }

    /// Whether `signature` (DER, in its lower form) covers the DSSE encoding of `body`.
    pub fn verifies(&self, kind: &str, body: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = DerSignature::from_bytes(signature).and_then(Signature::try_from) else {
            return false;
        };
        signature == signature.normalize_s() && self.0.verify(&dsse::signed_bytes(kind, body), &signature).is_ok()
    }
}

/// Signs checkpoints of the logs of all launches of one server: Ed25519.
pub struct LogKey {
    public: LogPublicKey,
    signer: Box<dyn Signer>,
}

impl LogKey {
    /// A key whose private half `signer` has.
    pub fn new(public: LogPublicKey, signer: Box<dyn Signer>) -> Self {
        Self { public, signer }
    }

    /// The key of a server's logs, named `holdpoint.dev/log/SERVER`.
    ///
    /// * `seed`: 32 random bytes.
    pub fn for_server(server: Uuid, seed: &[u8; 32]) -> Self {
        LogSecret::for_server(server, seed).into()
    }

    /// * Errors: anything but one line `PRIVATE+KEY+name+id+base64` whose id fits.
    pub fn from_text(text: &str) -> Result<Self, BadKey> {
        LogSecret::from_text(text).map(Self::from)
    }

    /// The server's verifier key, for `trust.json`.
    pub fn public(&self) -> LogPublicKey {
        self.public.clone()
    }

    pub(super) fn sign(&self, text: &[u8]) -> Result<[u8; 64], CannotSign> {
        let signature = self.signer.sign(text)?;
        let good = self.public.verifies(text, &signature);
        if good { Ok(signature) } else { Err(CannotSign("what came back is no signature under its public half".into())) }
    }
}

impl From<LogSecret> for LogKey {
    fn from(secret: LogSecret) -> Self {
        Self { public: secret.public(), signer: Box::new(secret) }
    }
}

/// The public half of a log key, under a name: the server's, or that of one launch's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPublicKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

impl LogPublicKey {
    /// * `vkey`: `name+id+base64`.
    /// * Errors: another form, another algorithm than Ed25519, or an id that does not fit.
    /// * Source: C2SP `signed-note`, "Verifier keys".
    pub fn from_vkey(vkey: &str) -> Result<Self, BadKey> {
        let parts = vkey.split_once('+').and_then(|(name, rest)| Some((name, rest.split_once('+')?)));
        let (name, (id, key)) = parts.ok_or(BadKey::LogPublic)?;
        check_log_name(name)?;
        let bytes = from_base64(key).map_err(|_| BadKey::LogPublic)?;
        let Some((1, point)) = bytes.split_first() else {
            return Err(BadKey::LogPublic);
        };
        let point: &[u8; 32] = point.try_into().map_err(|_| BadKey::LogPublic)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(point).map_err(|_| BadKey::LogPublic)?;
        let public = Self { name: name.to_owned(), key };
        if public.hash_text() == id { Ok(public) } else { Err(BadKey::LogPublic) }
    }

    pub fn vkey(&self) -> String {
        format!("{}+{}+{}", self.name, self.hash_text(), to_base64(&self.encoded()))
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same key under the name of one launch's log, which is that log's origin: `…/LCH-42`.
    pub fn of_launch(&self, launch: LaunchId) -> Self {
        Self { name: format!("{}/{launch}", self.name), key: self.key }
    }

    /// The first four bytes of SHA-256 over name, line feed, algorithm and key.
    pub(super) fn hash(&self) -> u32 {
        signed_note::key_id(&self.name, &self.encoded())
    }

    fn hash_text(&self) -> String {
        format!("{:08x}", self.hash())
    }

    fn encoded(&self) -> Vec<u8> {
        [&[1], self.key.as_bytes().as_slice()].concat()
    }

    pub(super) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        let signature = ed25519_dalek::Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
}

fn check_log_name(name: &str) -> Result<(), BadKey> {
    let good = signed_note::is_key_name_valid(name) && !name.chars().any(char::is_control);
    if good { Ok(()) } else { Err(BadKey::LogName) }
}

#[cfg(test)]
mod tests;
