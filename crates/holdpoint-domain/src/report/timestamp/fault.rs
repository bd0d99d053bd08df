//! What is wrong with a timestamp: a value for each fault, and its sentence in English. The page says it in its reader's language.

use std::fmt;

use super::{MAX_BYTES, MAX_CERTIFICATES};
use crate::id::Timestamp;

/// Why an answer is no timestamp of what was asked. Each sentence goes on from "the timestamp".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTimestamp {
    #[error("has {0} bytes, more than {MAX_BYTES}")]
    TooLarge(usize),
    #[error("cannot be read as RFC 3161 has it: {0}")]
    Form(FormFault),
    #[error("was refused by the authority: {0}")]
    Refused(Refused),
    #[error("answers another question: its nonce is not the one that was sent")]
    Nonce,
    #[error("is over other bytes than this report's signature")]
    Imprint,
    #[error("is not signed as it should be: {0}")]
    Signature(SignatureFault),
    #[error("is of {at}, before {issued}, when the file says it was issued")]
    Early { at: Timestamp, issued: Timestamp },
    #[error("is of “{by}”, which is no authority that was pinned: {why}")]
    Authority { by: String, why: AuthorityFault },
}

/// Why it is not of the form that RFC 3161 and RFC 5652 give it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormFault {
    /// In the words of what reads DER.
    #[error("{0}")]
    Encoding(String),
    #[error("it says more than that it was granted, and nobody signed that")]
    MoreThanGranted,
    #[error("it says nothing")]
    Nothing,
    #[error("it has not exactly one signature")]
    Signatures,
    #[error("it is no signed data with one TSTInfo")]
    Kind,
    #[error("it has attributes or revocation lists that its signature does not cover")]
    NotCovered,
    #[error("it brings {0} certificates along, more than {MAX_CERTIFICATES}")]
    Certificates(usize),
    #[error("it has a certificate of an unknown kind")]
    CertificateKind,
    #[error("it does not have its authority's certificate, once")]
    OwnCertificate,
    #[error("it is of a newer form")]
    Newer,
    #[error("its time is none")]
    Time,
}

/// An authority's refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The number of `PKIStatus`.
    pub status: u8,
    pub failures: Vec<AuthorityFailure>,
    /// Its own words, cut.
    pub said: Vec<String>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.failures.iter().map(ToString::to_string).chain(self.said.iter().cloned()).collect();
        if all.is_empty() { write!(f, "status {}, without a reason", self.status) } else { f.write_str(&all.join("; ")) }
    }
}

/// What a bit of `PKIFailureInfo` means. Source: RFC 3161, section 2.4.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityFailure {
    #[error("it does not know the algorithm")]
    Algorithm,
    #[error("it does not serve such requests")]
    Request,
    #[error("it could not read the request")]
    DataFormat,
    #[error("its clock is not available")]
    Clock,
    #[error("it does not know the policy")]
    Policy,
    #[error("it does not know an extension")]
    Extension,
    #[error("it does not have what was asked for")]
    Information,
    #[error("it failed")]
    System,
}

/// Why its signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    #[error("its digest is none of SHA-256, SHA-384 and SHA-512")]
    Digest,
    #[error("it has no signed attributes")]
    NoAttributes,
    #[error("its signed attributes are about something else")]
    OtherContent,
    #[error("its signed digest is not the one of what it says")]
    OtherDigest,
    #[error("it does not name its certificate among what is signed")]
    Unnamed,
    #[error("the signed digest of its certificate cannot be read")]
    CertificateDigest,
    #[error("its certificate cannot be read")]
    Certificate,
    #[error("its certificate is not the one that was named when it was signed")]
    OtherCertificate,
    #[error("its signed attributes cannot be read")]
    Attributes,
    #[error("its algorithm is none of RSA (PKCS #1 v1.5) and ECDSA with SHA-256, SHA-384 or SHA-512")]
    Algorithm,
    #[error("its key is none of RSA of 2,048 bits or more, P-256 and P-384")]
    Key,
    #[error("the signature does not fit")]
    Unfit,
}

/// Why its authority is not one of those that were pinned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityFault {
    #[error("its certificate is not one for timestamps alone")]
    Usage,
    #[error("its certificate is not one to sign with")]
    NotToSign,
    #[error("no certificate leads from it to a pinned one")]
    NoWay,
    /// `of`: who a certificate on the way is about.
    #[error("the certificate of “{of}” was not valid at {at}")]
    NotValid { of: String, at: Timestamp },
    #[error("the certificate of “{of}” has a rule that this build does not know")]
    UnknownRule { of: String },
}
