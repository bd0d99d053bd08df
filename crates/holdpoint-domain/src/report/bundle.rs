//! The Sigstore bundle (v0.3) that carries a report: one DSSE envelope with one signature, and a hint at its key.

use serde::{Deserialize, Serialize};

use super::dsse;
use super::encoding::Base64;
use super::keys::{CannotSign, ReportKey};
use crate::id::{Digest, Timestamp};

/// The media type that this build reads and writes.
pub const MEDIA_TYPE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";
/// The most that is read: 64 MiB. A report of 5,000 items with 5 approvals is a quarter of it.
pub const MAX_BYTES: usize = 64 << 20;

/// How far from its begin a timestamp stands in a bundle, in bytes: media type and hint come before it, which have some 150.
const BEGIN: usize = 1024;
/// What a bundle without a timestamp has behind the key's hint.
const BEHIND: &str = "},\"dsseEnvelope\":";

/// Why a file is no report that can be judged: one cannot tell whether it is true.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is empty; download the report again")]
    Empty,
    #[error("the file has {bytes} bytes, more than {MAX_BYTES}; no report is as large")]
    TooLarge { bytes: usize },
    #[error("the file ends too early, at line {line}, column {column}; download the report again")]
    Truncated { line: usize, column: usize },
    #[error("the file is not JSON ({what}); give the .signoff.sigstore.json file, not the .html")]
    NotJson { what: String },
    #[error("the file is JSON, but no Sigstore bundle: it has no mediaType; give the .signoff.sigstore.json file")]
    NoBundle,
    #[error("the bundle has the media type {found}; this build reads {MEDIA_TYPE}, so use a newer or older build of the tool")]
    OtherVersion { found: String },
    #[error("this is a bundle of another tool: {what}")]
    Foreign { what: String },
    #[error("the report has the format {found}; this build reads {}, so use a newer build of the tool", super::statement::SIGNOFF)]
    NewerReport { found: String },
    #[error(
        "the report's HTML was made by the rules {found}; this build knows them up to {}, so use a newer build of the tool",
        super::html::RENDITION
    )]
    NewerRendition { found: u32 },
    #[error(
        "the report's HTML was made by the rules {found}; this build knows them from {} on, so use the build that made the report",
        super::html::FIRST_RENDITION
    )]
    EarlierRendition { found: u32 },
    #[error("the bundle is malformed: {what}")]
    Malformed { what: String },
}

/// A report as it is stored, attached and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Which key signed it.
    pub keyid: Digest,
    /// The statement's bytes.
    pub payload: Vec<u8>,
    /// DER.
    pub signature: Vec<u8>,
    /// An authority's answer over the signature (`TimeStampResp` in DER): nobody signed that it belongs here, so it may come later.
    pub timestamp: Option<Vec<u8>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Wire {
    media_type: String,
    verification_material: Material,
    dsse_envelope: Envelope,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Material {
    public_key: Hint,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp_verification_data: Option<Timestamps>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Timestamps {
    #[serde(rename = "rfc3161Timestamps")]
    rfc3161: Vec<SignedTimestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SignedTimestamp {
    signed_timestamp: Base64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hint {
    hint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Envelope {
    payload: Base64,
    payload_type: String,
    signatures: Vec<Signature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    sig: Base64,
    keyid: String,
}

/// A statement as far as it tells when it was issued.
#[derive(Deserialize)]
struct Issued {
    predicate: IssuedAt,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IssuedAt {
    issued_at: Timestamp,
}

/// What tells a bundle from other JSON, before its parts are read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Look {
    media_type: Option<String>,
}

impl Bundle {
    /// Signs a statement.
    ///
    /// * Errors: the key gives no signature.
    pub fn sign(statement: Vec<u8>, key: &ReportKey) -> Result<Self, CannotSign> {
        Ok(Self { keyid: key.keyid(), signature: key.sign(dsse::IN_TOTO, &statement)?, payload: statement, timestamp: None })
    }

    /// JSON in one line, with a line feed at its end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let keyid = self.keyid.to_string();
        let wire = Wire {
            media_type: MEDIA_TYPE.into(),
            verification_material: Material {
                public_key: Hint { hint: keyid.clone() },
                timestamp_verification_data: self.timestamp.as_deref().map(Timestamps::of),
            },
            dsse_envelope: Envelope {
                payload: Base64(self.payload.clone()),
                payload_type: dsse::IN_TOTO.into(),
                signatures: vec![Signature { sig: Base64(self.signature.clone()), keyid }],
            },
        };
        let mut bytes = serde_json::to_vec(&wire).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// * Errors: what the file is instead; see [`Unreadable`]. Nothing is said yet about whether it is true.
    pub fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        if bytes.is_empty() {
            return Err(Unreadable::Empty);
        }
        if MAX_BYTES < bytes.len() {
            return Err(Unreadable::TooLarge { bytes: bytes.len() });
        }
        let look: Look = serde_json::from_slice(bytes).map_err(|error| no_json(&error))?;
        match look.media_type.as_deref() {
            None => return Err(Unreadable::NoBundle),
            Some(MEDIA_TYPE) => {}
            Some(other) if other.contains("sigstore.bundle") => return Err(Unreadable::OtherVersion { found: shown(other) }),
            Some(other) => return Err(Unreadable::Foreign { what: format!("its media type is {}", shown(other)) }),
        }
        let wire: Wire = serde_json::from_slice(bytes).map_err(|error| not_ours(&error))?;
        let Envelope { payload, payload_type, mut signatures } = wire.dsse_envelope;
        if payload_type != dsse::IN_TOTO {
            return Err(Unreadable::Foreign { what: format!("it carries {}, not an in-toto statement", shown(&payload_type)) });
        }
        let (Some(signature), None) = (signatures.pop(), signatures.pop()) else {
            return Err(Unreadable::Malformed { what: "a Sigstore bundle has exactly one DSSE signature".into() });
        };
        let Material { public_key: Hint { hint }, timestamp_verification_data } = wire.verification_material;
        if hint != signature.keyid {
            return Err(Unreadable::Malformed { what: "the hint at the key and the signature's keyid differ".into() });
        }
        let keyid = hint.parse().map_err(|_| Unreadable::Foreign { what: "its key is not named by a sha256: digest".into() })?;
        let timestamp = timestamp_verification_data.map(Timestamps::one).transpose()?;
        Ok(Self { keyid, payload: payload.0, signature: signature.sig.0, timestamp })
    }

    /// When its statement says that it was issued, as reports and receipts do: a claim.
    ///
    /// * Errors: it says nothing of that.
    pub fn issued_at(&self) -> Result<Timestamp, Unreadable> {
        let told: Issued = serde_json::from_slice(&self.payload).map_err(|error| not_ours(&error))?;
        Ok(told.predicate.issued_at)
    }

    /// The digest that the log has of a bundle: over its bytes as they were issued, before a timestamp was added.
    ///
    /// * `bytes`: those that this bundle was read from. A timestamp that was added in another spelling than ours counts.
    pub fn issued_digest(&self, bytes: &[u8]) -> Digest {
        let cut = self.timestamp.as_deref().map(added).and_then(|added| {
            let at = bytes.windows(added.len()).take(BEGIN).position(|window| window == added.as_bytes())?;
            Some([bytes.get(..at)?, bytes.get(at + added.len()..)?].concat())
        });
        Digest::of(cut.as_deref().unwrap_or(bytes))
    }
}

impl Timestamps {
    fn of(timestamp: &[u8]) -> Self {
        Self { rfc3161: vec![SignedTimestamp { signed_timestamp: Base64(timestamp.to_vec()) }] }
    }

    fn one(mut self) -> Result<Vec<u8>, Unreadable> {
        match (self.rfc3161.pop(), self.rfc3161.pop()) {
            (Some(one), None) => Ok(one.signed_timestamp.0),
            _ => Err(Unreadable::Malformed { what: "a report has one timestamp, or says nothing of timestamps".into() }),
        }
    }
}

/// What a timestamp adds to a bundle's text.
fn added(timestamp: &[u8]) -> String {
    let data = serde_json::to_string(&Timestamps::of(timestamp)).unwrap_or_default();
    format!(",\"timestampVerificationData\":{data}")
}

/// A bundle with an authority's answer added to it, and nothing else changed.
///
/// * `bundle`: its bytes as they were issued, by [`Bundle::to_bytes`].
/// * Errors: it is not one of ours, or has a timestamp already.
pub fn with_timestamp(bundle: &[u8], timestamp: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let at = bundle.windows(BEHIND.len()).take(BEGIN).position(|window| window == BEHIND.as_bytes());
    let parts = at.and_then(|at| bundle.split_at_checked(at)).filter(|(material, _)| !material.ends_with(b"]}"));
    let (material, envelope) = parts.ok_or_else(|| Unreadable::Malformed { what: "it has a timestamp, or another tool wrote it".into() })?;
    Ok([material, added(timestamp).as_bytes(), envelope].concat())
}

fn no_json(error: &serde_json::Error) -> Unreadable {
    if error.is_eof() {
        return Unreadable::Truncated { line: error.line(), column: error.column() };
    }
    if error.is_data() {
        return Unreadable::NoBundle;
    }
    Unreadable::NotJson { what: error.to_string() }
}

fn not_ours(error: &serde_json::Error) -> Unreadable {
    let text = error.to_string();
    // Bundles of other tools carry a certificate, transparency log entries or a message signature.
    let foreign = ["certificate", "tlogEntries", "messageSignature", "x509CertificateChain"];
    if foreign.iter().any(|field| text.contains(field)) { Unreadable::Foreign { what: text } } else { Unreadable::Malformed { what: text } }
}

/// The start of a text from outside; a hostile megabyte is not worth repeating.
fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests;
