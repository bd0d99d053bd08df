//! Private halves that lie in files: each signs for its key, in this process.
//! Neither has `Debug` or `Serialize`: a secret leaves only by the two calls that say so.

use ed25519_dalek::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::zeroize::Zeroizing;
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use uuid::Uuid;

use super::{BadKey, CannotSign, LogPublicKey, ReportPublicKey, Signer, check_log_name};
use crate::report::encoding::{from_base64, to_base64};

/// A secret's text form; wiped from memory when dropped.
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// For writing it to its file, and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The private half of a report key.
pub struct ReportSecret(SigningKey);

impl ReportSecret {
    /// * `seed`: 32 random bytes.
    /// * Errors: zero, or not below the curve's order (one draw in 2³²): draw again.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, BadKey> {
        SigningKey::from_slice(seed).map(Self).map_err(|_| BadKey::Seed)
    }

    /// * Errors: anything but a P-256 key in PKCS#8 PEM.
    pub fn from_pem(pem: &str) -> Result<Self, BadKey> {
        SigningKey::from_pkcs8_pem(pem).map(Self).map_err(|_| BadKey::ReportPrivate)
    }

    /// The private key in PKCS#8 PEM.
    pub fn to_pem(&self) -> Result<SecretText, BadKey> {
        self.0.to_pkcs8_pem(LineEnding::LF).map(SecretText).map_err(|_| BadKey::ReportPrivate)
    }

    pub fn public(&self) -> ReportPublicKey {
        ReportPublicKey(*self.0.verifying_key())
    }
}

impl Signer for ReportSecret {
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], CannotSign> {
        let signature: Signature = self.0.sign(message);
        Ok(signature.to_bytes().into())
    }
}

/// The private half of a log key, under its name.
pub struct LogSecret {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl LogSecret {
    /// The key of a server's logs, named `holdpoint.dev/log/SERVER`.
    ///
    /// * `seed`: 32 random bytes.
    pub fn for_server(server: Uuid, seed: &[u8; 32]) -> Self {
        Self { name: format!("holdpoint.dev/log/{}", server.hyphenated()), key: ed25519_dalek::SigningKey::from_bytes(seed) }
    }

    /// * Errors: anything but one line `PRIVATE+KEY+name+id+base64` whose id fits.
    pub fn from_text(text: &str) -> Result<Self, BadKey> {
        let parts = text.trim_end().strip_prefix("PRIVATE+KEY+").and_then(|rest| rest.split_once('+'));
        let (name, (id, key)) = parts.and_then(|(name, rest)| Some((name, rest.split_once('+')?))).ok_or(BadKey::LogPrivate)?;
        let bytes = Zeroizing::new(from_base64(key).map_err(|_| BadKey::LogPrivate)?);
        let Some((1, seed)) = bytes.split_first() else {
            return Err(BadKey::LogPrivate);
        };
        let seed: &[u8; 32] = seed.try_into().map_err(|_| BadKey::LogPrivate)?;
        let key = Self { name: name.to_owned(), key: ed25519_dalek::SigningKey::from_bytes(seed) };
        check_log_name(name)?;
        if key.public().hash_text() == id { Ok(key) } else { Err(BadKey::LogPrivate) }
    }

    /// The private key in one line, as Go's `sumdb/note` writes it.
    pub fn to_text(&self) -> SecretText {
        let bytes = Zeroizing::new([&[1], self.key.as_bytes().as_slice()].concat());
        let secret = Zeroizing::new(to_base64(&bytes));
        SecretText(Zeroizing::new(format!("PRIVATE+KEY+{}+{}+{}", self.name, self.public().hash_text(), *secret)))
    }

    pub fn public(&self) -> LogPublicKey {
        LogPublicKey { name: self.name.clone(), key: self.key.verifying_key() }
    }
}

impl Signer for LogSecret {
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], CannotSign> {
        Ok(self.key.sign(message).to_bytes())
    }
}
