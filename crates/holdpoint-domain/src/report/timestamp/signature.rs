//! Signatures in tokens and certificates: RSA (PKCS #1 v1.5) and ECDSA on P-256 and P-384, with SHA-2.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::*;
use der::Encode as _;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::pkcs8::DecodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::fault::SignatureFault;
use super::token::no_parameters;

/// The shortest RSA key that is believed, in bytes.
const RSA_BYTES: usize = 256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// Only for naming a certificate, which the old form of that attribute does with it.
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// `None`: it is not one of SHA-2.
    pub fn of(algorithm: &AlgorithmIdentifierOwned) -> Option<Self> {
        let known = [(ID_SHA_256, Self::Sha256), (ID_SHA_384, Self::Sha384), (ID_SHA_512, Self::Sha512)];
        let found = known.into_iter().find(|(oid, _)| *oid == algorithm.oid)?;
        no_parameters(algorithm.parameters.as_ref()).then_some(found.1)
    }

    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    fn padding(self) -> rsa::Pkcs1v15Sign {
        match self {
            Self::Sha1 => rsa::Pkcs1v15Sign::new_unprefixed(),
            Self::Sha256 => rsa::Pkcs1v15Sign::new::<Sha256>(),
            Self::Sha384 => rsa::Pkcs1v15Sign::new::<Sha384>(),
            Self::Sha512 => rsa::Pkcs1v15Sign::new::<Sha512>(),
        }
    }
}

/// The digest that a signature's algorithm names.
///
/// * `apart`: the one that is named beside it, for `rsaEncryption`, which names none.
fn hash_of(algorithm: &AlgorithmIdentifierOwned, apart: Option<Hash>) -> Option<Hash> {
    let named: [(ObjectIdentifier, Hash); 6] = [
        (SHA_256_WITH_RSA_ENCRYPTION, Hash::Sha256),
        (SHA_384_WITH_RSA_ENCRYPTION, Hash::Sha384),
        (SHA_512_WITH_RSA_ENCRYPTION, Hash::Sha512),
        (ECDSA_WITH_SHA_256, Hash::Sha256),
        (ECDSA_WITH_SHA_384, Hash::Sha384),
        (ECDSA_WITH_SHA_512, Hash::Sha512),
    ];
    if !no_parameters(algorithm.parameters.as_ref()) {
        return None;
    }
    match named.into_iter().find(|(oid, _)| *oid == algorithm.oid) {
        Some((_, hash)) => apart.is_none_or(|apart| apart == hash).then_some(hash),
        None => apart.filter(|_| algorithm.oid == RSA_ENCRYPTION),
    }
}

/// Whether a signature over a message is good.
///
/// * `algorithm`: as it is named, with the digest that is named apart from it.
/// * `signed`: the message, and the signature over it.
/// * Errors: what is wrong.
pub fn verifies(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: (&AlgorithmIdentifierOwned, Option<Hash>),
    signed: (&[u8], &[u8]),
) -> Result<(), SignatureFault> {
    let hash = hash_of(algorithm.0, algorithm.1).ok_or(SignatureFault::Algorithm)?;
    let (digest, signature) = (hash.digest(signed.0), signed.1);
    let spki = key.to_der().map_err(|_| SignatureFault::Key)?;
    let ecdsa = [ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ECDSA_WITH_SHA_512].contains(&algorithm.0.oid);
    let good = if key.algorithm.oid == RSA_ENCRYPTION && !ecdsa {
        let key = rsa::RsaPublicKey::from_public_key_der(&spki).ok().filter(|key| RSA_BYTES <= key.size()).ok_or(SignatureFault::Key)?;
        key.verify(hash.padding(), &digest, signature).is_ok()
    } else if let (Ok(key), true) = (p256::ecdsa::VerifyingKey::from_public_key_der(&spki), ecdsa) {
        p256::ecdsa::Signature::from_der(signature).is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok())
    } else if let (Ok(key), true) = (p384::ecdsa::VerifyingKey::from_public_key_der(&spki), ecdsa) {
        p384::ecdsa::Signature::from_der(signature).is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok())
    } else {
        return Err(SignatureFault::Key);
    };
    if good { Ok(()) } else { Err(SignatureFault::Unfit) }
}
