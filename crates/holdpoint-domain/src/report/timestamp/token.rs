//! An answer, the token in it, and what the token says and is signed with.

use cms::cert::CertificateChoices;
use cms::cert::x509::Certificate;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::ID_SHA_256;
use der::asn1::{Any, BitString, Int, OctetString};
use der::{Decode as _, Encode as _, Reader as _, Sequence, SliceReader, Tag, Tagged as _};
use sha2::{Digest as _, Sha256};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::certificate::{chain, name_of};
use super::fault::{AuthorityFailure, BadTimestamp, FormFault, Refused, SignatureFault};
use super::signature::{Hash, verifies};
use super::{Imprint, MAX_CERTIFICATES, Stamped, form};
use crate::id::Timestamp;
use crate::report::verify::in_order;

/// `TimeStampResp`. Source: RFC 3161, section 2.4.2.
#[derive(Sequence)]
pub struct Answer {
    status: Status,
    #[asn1(optional = "true")]
    token: Option<Any>,
}

/// `PKIStatusInfo`. Source: RFC 4210, section 5.2.3.
#[derive(Sequence)]
struct Status {
    status: u8,
    #[asn1(optional = "true")]
    text: Option<Vec<String>>,
    #[asn1(optional = "true")]
    failure: Option<BitString>,
}

/// `TSTInfo`. Source: RFC 3161, section 2.4.2.
#[derive(Sequence)]
pub struct Info {
    version: u8,
    policy: ObjectIdentifier,
    imprint: Imprint,
    serial: Int,
    /// A `GeneralizedTime` that may have fractions of a second.
    time: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    #[asn1(optional = "true")]
    pub nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

/// `ESSCertID` and `ESSCertIDv2`, without the issuer's name, which the digest covers. Sources: RFC 2634, section 5.4; RFC 5035, section 4.
struct CertificateId {
    hash: Option<Hash>,
    digest: Vec<u8>,
}

/// `id-ct-TSTInfo`. Source: RFC 3161, section 2.4.2.
const ID_CT_TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// What an authority's refusal means, by the bit of `PKIFailureInfo`.
const FAILURES: [(u32, AuthorityFailure); 8] = [
    (0, AuthorityFailure::Algorithm),
    (2, AuthorityFailure::Request),
    (5, AuthorityFailure::DataFormat),
    (14, AuthorityFailure::Clock),
    (15, AuthorityFailure::Policy),
    (16, AuthorityFailure::Extension),
    (17, AuthorityFailure::Information),
    (25, AuthorityFailure::System),
];

impl Answer {
    /// What is kept of an answer: granted, and the token.
    pub fn granting(token: &[u8]) -> Vec<u8> {
        let written = || -> der::Result<Vec<u8>> {
            let status = Status { status: 0, text: None, failure: None };
            Self { status, token: Some(Any::from_der(token)?) }.to_der()
        };
        written().unwrap_or_default()
    }

    /// The token's bytes.
    ///
    /// * Errors: none was granted; the authority's own words, cut.
    pub fn token(self) -> Result<Vec<u8>, BadTimestamp> {
        match (self.status.status, self.token) {
            // Granted, or granted with changes of what was not asked for.
            (0 | 1, Some(token)) => token.to_der().map_err(|error| form(&error)),
            _ => Err(BadTimestamp::Refused(self.status.refused())),
        }
    }
}

impl Status {
    fn refused(&self) -> Refused {
        let bit = |index: u32| self.failure.as_ref().and_then(|bits| bits.bits().nth(index as usize)).unwrap_or_default();
        let failures = FAILURES.iter().filter(|(index, _)| bit(*index)).map(|(_, failure)| *failure);
        let said = self.text.iter().flatten().map(|text| text.chars().filter(|c| !c.is_control()).take(200).collect::<String>());
        Refused { status: self.status, failures: failures.collect(), said: said.collect() }
    }
}

/// A token, read and taken apart.
pub struct Token {
    pub info: Info,
    at: Timestamp,
    content: Vec<u8>,
    signer: SignerInfo,
    /// The authority's.
    certificate: Certificate,
    /// The others that it brings along.
    others: Vec<Certificate>,
}

impl Token {
    /// * Errors: another form than RFC 3161 and RFC 5652 give it, or parts that nobody signed.
    pub fn read(token: &[u8]) -> Result<Self, BadTimestamp> {
        let der = |error: der::Error| form(&error);
        let outer = ContentInfo::from_der(token).map_err(der)?;
        let signed: SignedData = outer.content.decode_as().map_err(der)?;
        let content = signed.encap_content_info.econtent.as_ref().map(Any::decode_as::<OctetString>).transpose().map_err(der)?;
        let content = content.ok_or_else(|| wrong(FormFault::Nothing))?.into_bytes().to_vec();
        let info = Info::from_der(&content).map_err(der)?;
        let at = info.time()?;
        let [signer] = signed.signer_infos.0.as_slice() else {
            return Err(wrong(FormFault::Signatures));
        };
        let version = match signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
            SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
        };
        let digests = signed.digest_algorithms.as_slice();
        let plain = outer.content_type == ID_SIGNED_DATA
            && signed.encap_content_info.econtent_type == ID_CT_TST_INFO
            && (signed.version, signer.version) == (CmsVersion::V3, version)
            && digests == std::slice::from_ref(&signer.digest_alg);
        if !plain {
            return Err(wrong(FormFault::Kind));
        }
        if signed.crls.is_some() || signer.unsigned_attrs.is_some() {
            return Err(wrong(FormFault::NotCovered));
        }
        let choices = signed.certificates.iter().flat_map(|all| all.0.iter());
        let count = signed.certificates.as_ref().map_or(0, |all| all.0.len());
        if MAX_CERTIFICATES < count {
            return Err(wrong(FormFault::Certificates(count)));
        }
        let all = choices.map(|one| match one {
            CertificateChoices::Certificate(certificate) => Ok(certificate.clone()),
            CertificateChoices::Other(_) => Err(wrong(FormFault::CertificateKind)),
        });
        let (mut own, others): (Vec<_>, Vec<_>) = all.collect::<Result<Vec<_>, _>>()?.into_iter().partition(|one| is_of(signer, one));
        let (Some(certificate), None) = (own.pop(), own.pop()) else {
            return Err(wrong(FormFault::OwnCertificate));
        };
        Ok(Self { info, at, content, signer: signer.clone(), certificate, others })
    }

    /// Whether it is over these bytes, signed with its authority's certificate, and of no time at which they were not there.
    pub fn over(&self, (signature, issued): (&[u8], Timestamp)) -> Result<Stamped, BadTimestamp> {
        let imprint = &self.info.imprint;
        let known = imprint.algorithm.oid == ID_SHA_256 && no_parameters(imprint.algorithm.parameters.as_ref());
        if !known || imprint.hash.as_bytes() != Sha256::digest(signature).as_slice() {
            return Err(BadTimestamp::Imprint);
        }
        self.signed().map_err(BadTimestamp::Signature)?;
        if !in_order(issued, self.at) {
            return Err(BadTimestamp::Early { at: self.at, issued });
        }
        Ok(Stamped { at: self.at, by: name_of(&self.certificate) })
    }

    /// Whether its authority was pinned, or certified by who was.
    pub fn is_of(&self, pinned: &[Certificate]) -> Result<(), BadTimestamp> {
        let why = chain(&self.certificate, &self.others, (pinned, self.at));
        why.map_err(|why| BadTimestamp::Authority { by: name_of(&self.certificate), why })
    }

    fn signed(&self) -> Result<(), SignatureFault> {
        let hash = Hash::of(&self.signer.digest_alg).ok_or(SignatureFault::Digest)?;
        let attributes = self.signer.signed_attrs.as_ref().ok_or(SignatureFault::NoAttributes)?;
        let value = |oid: ObjectIdentifier| {
            let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
            match (found.next().map(|attribute| attribute.values.as_slice()), found.next()) {
                (Some([value]), None) => Some(value),
                _ => None,
            }
        };
        let kind = value(ID_CONTENT_TYPE).and_then(|value| value.decode_as::<ObjectIdentifier>().ok());
        if kind != Some(ID_CT_TST_INFO) {
            return Err(SignatureFault::OtherContent);
        }
        let digest = value(ID_MESSAGE_DIGEST).and_then(|value| value.decode_as::<OctetString>().ok());
        if digest.is_none_or(|digest| digest.as_bytes() != hash.digest(&self.content)) {
            return Err(SignatureFault::OtherDigest);
        }
        let id = match (value(SIGNING_CERTIFICATE_V2), value(SIGNING_CERTIFICATE)) {
            (Some(id), _) => CertificateId::read(id, true),
            (None, Some(id)) => CertificateId::read(id, false),
            (None, None) => return Err(SignatureFault::Unnamed),
        };
        let id = id.map_err(|_| SignatureFault::CertificateDigest)?;
        let bytes = self.certificate.to_der().map_err(|_| SignatureFault::Certificate)?;
        if id.hash.is_none_or(|hash| hash.digest(&bytes) != id.digest) {
            return Err(SignatureFault::OtherCertificate);
        }
        let bytes = attributes.to_der().map_err(|_| SignatureFault::Attributes)?;
        let algorithm = (&self.signer.signature_algorithm, Some(hash));
        let key = self.certificate.tbs_certificate().subject_public_key_info();
        verifies(key, algorithm, (&bytes, self.signer.signature.as_bytes()))
    }
}

/// Whether a certificate is the one that a signer names.
fn is_of(signer: &SignerInfo, certificate: &Certificate) -> bool {
    let told = certificate.tbs_certificate();
    match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(id) => id.issuer == *told.issuer() && id.serial_number == *told.serial_number(),
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            told.get_extension::<SubjectKeyIdentifier>().ok().flatten().is_some_and(|(_, own)| own == *id)
        }
    }
}

impl CertificateId {
    /// The first of the certificates that an attribute names: the signer's own.
    fn read(attribute: &Any, second: bool) -> der::Result<Self> {
        let bytes = attribute.to_der()?;
        let mut reader = SliceReader::new(&bytes)?;
        let outer = |reader: &mut SliceReader<'_>| {
            let ids = Any::decode(reader)?;
            // The policies that may follow are not compared.
            while !reader.is_finished() {
                Any::decode(reader)?;
            }
            Ok::<_, der::Error>(ids)
        };
        let ids = reader.sequence(outer)?;
        let id = first(ids.value())?;
        let mut reader = SliceReader::new(&id)?;
        let mut parts = Vec::new();
        while !reader.is_finished() {
            parts.push(Any::decode(&mut reader)?);
        }
        let mut parts = parts.into_iter().peekable();
        // SHA-256 where no other is named, SHA-1 in the first version of the attribute.
        let named = parts.next_if(|part| second && part.tag() == Tag::Sequence);
        let hash = match named {
            Some(algorithm) => Hash::of(&algorithm.decode_as()?),
            None if second => Some(Hash::Sha256),
            None => Some(Hash::Sha1),
        };
        let digest = parts.next().ok_or_else(|| Tag::OctetString.value_error().to_error())?.decode_as::<OctetString>()?;
        Ok(Self { hash, digest: digest.into_bytes().to_vec() })
    }
}

/// The content of the first element.
fn first(content: &[u8]) -> der::Result<Vec<u8>> {
    let mut reader = SliceReader::new(content)?;
    Ok(Any::decode(&mut reader)?.value().to_vec())
}

impl Info {
    /// * Errors: another version, no time, an extension that nobody here knows and that must be known.
    fn time(&self) -> Result<Timestamp, BadTimestamp> {
        let critical = self.extensions.iter().flatten().any(|extension| extension.critical);
        if self.version != 1 || critical {
            return Err(wrong(FormFault::Newer));
        }
        time_of(&self.time).ok_or_else(|| wrong(FormFault::Time))
    }
}

/// `YYYYMMDDhhmmss[.f]Z`, the fraction without zeros at its end. Source: RFC 3161, section 2.4.2.
fn time_of(value: &Any) -> Option<Timestamp> {
    let text = std::str::from_utf8(value.value()).ok().filter(|_| value.tag() == Tag::GeneralizedTime)?;
    let (seconds, fraction) = text.strip_suffix('Z')?.split_at_checked(14)?;
    let good = match fraction.strip_prefix('.') {
        Some(digits) => (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.ends_with('0'),
        None => fraction.is_empty(),
    };
    if !good || !seconds.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |range| seconds.get(range).unwrap_or_default();
    let (date, time) = ([part(0..4), part(4..6), part(6..8)], [part(8..10), part(10..12), part(12..14)]);
    format!("{}T{}{fraction}Z", date.join("-"), time.join(":")).parse().ok()
}

/// None, or NULL: as the digests' algorithms have them.
pub fn no_parameters(parameters: Option<&Any>) -> bool {
    parameters.is_none_or(|any| any.tag() == Tag::Null && any.value().is_empty())
}

fn wrong(fault: FormFault) -> BadTimestamp {
    BadTimestamp::Form(fault)
}
