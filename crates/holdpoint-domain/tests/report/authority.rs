//! Authorities of timestamps, built byte by byte: so that they can lie in every part, and give the same bytes in every run.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::EncodePublicKey as _;
use sha2::{Digest as _, Sha256};

/// Tag, length, content.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len();
    let head = match length {
        0..=0x7f => vec![tag, length as u8],
        0x80..=0xff => vec![tag, 0x81, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [head, content].concat()
}

fn seq(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, parts)
}

/// An object identifier, in its encoded form.
fn oid(encoded: &[u8]) -> Vec<u8> {
    tlv(6, &[encoded])
}

fn int(value: u8) -> Vec<u8> {
    vec![2, 1, value]
}

const CN: &[u8] = &[0x55, 4, 3];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
const EXTENDED_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];
const CODE_SIGNING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 3];
const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const ECDSA_SHA_256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 0x10, 1, 4];
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 0x10, 2, 0x2f];

fn name(text: &str) -> Vec<u8> {
    seq(&[&tlv(0x31, &[&seq(&[&oid(CN), &tlv(0x0c, &[text.as_bytes()])])])])
}

/// A key with its certificate.
pub struct Authority {
    key: SigningKey,
    name: String,
    issuer: String,
    serial: u8,
    pub certificate: Vec<u8>,
}

/// What a certificate says beside name and key.
#[derive(Clone, Copy)]
pub struct Says {
    pub certifies: bool,
    /// For timestamps alone, or else for code.
    pub stamps: bool,
    pub critical: bool,
    /// `YYMMDDhhmmssZ`
    pub valid: (&'static str, &'static str),
}

pub const ROOT: Says = Says { certifies: true, stamps: false, critical: true, valid: ("260101000000Z", "360101000000Z") };
pub const STAMPS: Says = Says { certifies: false, stamps: true, critical: true, valid: ("260101000000Z", "310101000000Z") };

impl Authority {
    /// * `by`: who certifies it; nobody: itself.
    pub fn new(seed: u8, called: &str, by: Option<&Self>, says: Says) -> Self {
        let key = SigningKey::from_slice(&[seed; 32]).unwrap();
        let algorithm = seq(&[&oid(ECDSA_SHA_256)]);
        let issuer = by.map_or_else(|| name(called), |by| name(&by.name));
        let spki = key.verifying_key().to_public_key_der().unwrap();
        let critical: &[u8] = if says.critical { &[1, 1, 0xff] } else { &[] };
        let extension = |kind, content: &[u8]| seq(&[&oid(kind), critical, &tlv(4, &[content])]);
        let rules = if says.certifies {
            let ca = extension(BASIC_CONSTRAINTS, &seq(&[&[1, 1, 0xff]]));
            [ca, extension(KEY_USAGE, &[3, 2, 1, 6])].concat()
        } else {
            let usage = if says.stamps { TIME_STAMPING } else { CODE_SIGNING };
            extension(EXTENDED_USAGE, &seq(&[&oid(usage)]))
        };
        let validity = seq(&[&tlv(0x17, &[says.valid.0.as_bytes()]), &tlv(0x17, &[says.valid.1.as_bytes()])]);
        let extensions = tlv(0xa3, &[&seq(&[&rules])]);
        let (version, serial) = (tlv(0xa0, &[&int(2)]), int(seed));
        let told = seq(&[&version, &serial, &algorithm, &issuer, &validity, &name(called), spki.as_bytes(), &extensions]);
        let signature: DerSignature = by.map_or(&key, |by| &by.key).sign(&told);
        let certificate = seq(&[&told, &algorithm, &tlv(3, &[&[0], signature.as_bytes()])]);
        let issuer = by.map_or(called, |by| &by.name).to_owned();
        Self { key, name: called.to_owned(), issuer, serial: seed, certificate }
    }

    pub fn pem(&self) -> String {
        let text = holdpoint_domain::report::encoding::to_base64(&self.certificate);
        format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
    }

    /// An answer that grants a token.
    pub fn stamp(&self, over: &[u8], stamp: &Stamp<'_>) -> Vec<u8> {
        let algorithm = seq(&[&oid(SHA_256), &[5, 0]]);
        let imprint = seq(&[&algorithm, &tlv(4, &[&Sha256::digest(over)])]);
        let nonce = stamp.nonce.map(|nonce| tlv(2, &[nonce])).unwrap_or_default();
        let policy = oid(&[0x2a, 3, 4]);
        let info = seq(&[&int(1), &policy, &imprint, &int(7), &tlv(0x18, &[stamp.time.as_bytes()]), &nonce]);
        let attribute = |kind, value: &[u8]| seq(&[&oid(kind), &tlv(0x31, &[value])]);
        let id = seq(&[&tlv(4, &[&Sha256::digest(stamp.named.unwrap_or(&self.certificate))])]);
        let mut attributes = [
            attribute(CONTENT_TYPE, &oid(TST_INFO)),
            attribute(MESSAGE_DIGEST, &tlv(4, &[&Sha256::digest(&info)])),
            attribute(SIGNING_CERTIFICATE_V2, &seq(&[&seq(&[&id])])),
        ];
        attributes.sort();
        let attributes = attributes.concat();
        let signature: DerSignature = self.key.sign(&tlv(0x31, &[&attributes]));
        let signer = seq(&[
            &int(1),
            &seq(&[&name(&self.issuer), &int(self.serial)]),
            &algorithm,
            &tlv(0xa0, &[&attributes]),
            &seq(&[&oid(ECDSA_SHA_256)]),
            &tlv(4, &[signature.as_bytes()]),
            stamp.unsigned,
        ]);
        let mut certificates = vec![self.certificate.clone()];
        certificates.extend(stamp.others.iter().map(|other| other.certificate.clone()));
        certificates.sort();
        let content = seq(&[&oid(TST_INFO), &tlv(0xa0, &[&tlv(4, &[&info])])]);
        let data = seq(&[&int(3), &tlv(0x31, &[&algorithm]), &content, &tlv(0xa0, &[&certificates.concat()]), &tlv(0x31, &[&signer])]);
        let token = seq(&[&oid(SIGNED_DATA), &tlv(0xa0, &[&data])]);
        seq(&[&seq(&[&int(stamp.status)]), &token])
    }
}

/// What an answer says.
pub struct Stamp<'a> {
    pub time: &'a str,
    pub nonce: Option<&'a [u8]>,
    /// Certificates that it brings along besides its own.
    pub others: &'a [&'a Authority],
    pub status: u8,
    /// Another certificate that the signed attributes name.
    pub named: Option<&'a [u8]>,
    /// After the signature.
    pub unsigned: &'a [u8],
}

impl Default for Stamp<'_> {
    /// Soon after the stories are told.
    fn default() -> Self {
        Self { time: "20261124101210Z", nonce: None, others: &[], status: 0, named: None, unsigned: &[] }
    }
}

/// Whose certificate the auditor pinned.
pub fn root() -> Authority {
    Authority::new(31, "Example Root", None, ROOT)
}

/// Whose timestamps count.
pub fn good() -> Authority {
    Authority::new(32, "Example TSA", Some(&root()), STAMPS)
}
