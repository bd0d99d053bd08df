//! Timestamps of an independent authority (RFC 3161) over a report's signature: what is asked, and whether an answer is good.
//!
//! The bundle carries the answer outside the signed envelope, so it may come after the report. What is kept of it says *granted* and has the
//! token; the token itself is never written again.

mod certificate;
mod fault;
mod signature;
mod token;

use const_oid::db::rfc5912::ID_SHA_256;
use der::asn1::{Any, Int, Null, OctetString};
use der::{Decode as _, Encode as _, Sequence};
use sha2::{Digest as _, Sha256};
use spki::AlgorithmIdentifierOwned;

use crate::id::Timestamp;

pub use certificate::{BadCertificate, certificates};
pub use cms::cert::x509::Certificate;
pub use fault::{AuthorityFailure, AuthorityFault, BadTimestamp, FormFault, Refused, SignatureFault};
use token::{Answer, Token};

/// The most that is read: 64 KiB. A token with four certificates has 8 KiB.
pub const MAX_BYTES: usize = 64 << 10;

/// Certificates that a token brings along, at most: its authority's, and those that lead to a root.
pub const MAX_CERTIFICATES: usize = 8;

/// What ties an answer to its question: 8 random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nonce([u8; 8]);

impl Nonce {
    /// * `random`: its first two bits are set, so that it is positive and has one length.
    pub fn new(mut random: [u8; 8]) -> Self {
        random[0] = random[0] & 0x3f | 0x40;
        Self(random)
    }
}

/// Who made a timestamp, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    /// By the authority's clock.
    pub at: Timestamp,
    /// The subject of its certificate.
    pub by: String,
}

#[derive(Sequence)]
struct Imprint {
    algorithm: AlgorithmIdentifierOwned,
    hash: OctetString,
}

#[derive(Sequence)]
struct Question {
    version: u8,
    imprint: Imprint,
    nonce: Int,
    certificates: bool,
}

/// The question for an authority, as `application/timestamp-query`: SHA-256, with its certificates in the answer.
///
/// * `signature`: the bytes of the DSSE envelope's signature.
/// * Source: RFC 3161, section 2.4.1.
pub fn question(signature: &[u8], nonce: Nonce) -> Vec<u8> {
    let written = || -> der::Result<Vec<u8>> {
        let algorithm = AlgorithmIdentifierOwned { oid: ID_SHA_256, parameters: Some(Any::from(Null)) };
        let hash = OctetString::new(Sha256::digest(signature).to_vec())?;
        Question { version: 1, imprint: Imprint { algorithm, hash }, nonce: Int::new(&nonce.0)?, certificates: true }.to_der()
    };
    // Every part has a fixed length, so nothing can be too long.
    written().unwrap_or_default()
}

/// Judges an authority's answer at its arrival.
///
/// * `over`: as for [`Kept::open`].
/// * `nonce`: of the question.
/// * `pinned`: certificates of the authority or of who issued them.
/// * Returns what is kept of it, and what it says.
/// * Errors: see [`BadTimestamp`].
pub fn accept(
    answer: &[u8],
    over: (&[u8], Timestamp),
    nonce: Nonce,
    pinned: &[Certificate],
) -> Result<(Vec<u8>, Stamped), BadTimestamp> {
    let token = granted(answer)?;
    let opened = Token::read(&token)?;
    if opened.info.nonce.as_ref().map(Int::as_bytes) != Some(nonce.0.as_slice()) {
        return Err(BadTimestamp::Nonce);
    }
    let stamped = opened.over(over)?;
    opened.is_of(pinned)?;
    Ok((Answer::granting(&token), stamped))
}

/// A timestamp as a report has it, its own signature found good.
pub struct Kept(Token);

impl Kept {
    /// * `over`: the bytes of the DSSE envelope's signature, and when the file says that it was issued.
    /// * Errors: it is not over this signature, not signed as it should be, or of a time before the signature.
    pub fn open(kept: &[u8], over: (&[u8], Timestamp)) -> Result<(Self, Stamped), BadTimestamp> {
        let token = granted(kept)?;
        if Answer::granting(&token) != kept {
            return Err(BadTimestamp::Form(FormFault::MoreThanGranted));
        }
        let opened = Token::read(&token)?;
        let stamped = opened.over(over)?;
        Ok((Self(opened), stamped))
    }

    /// Whether its authority is one of the pinned ones, or was certified by one.
    pub fn is_of(&self, pinned: &[Certificate]) -> Result<(), BadTimestamp> {
        self.0.is_of(pinned)
    }
}

/// The token of an answer that grants one, as it came.
fn granted(answer: &[u8]) -> Result<Vec<u8>, BadTimestamp> {
    if MAX_BYTES < answer.len() {
        return Err(BadTimestamp::TooLarge(answer.len()));
    }
    Answer::from_der(answer).map_err(|error| form(&error))?.token()
}

fn form(error: &der::Error) -> BadTimestamp {
    BadTimestamp::Form(FormFault::Encoding(error.to_string()))
}
