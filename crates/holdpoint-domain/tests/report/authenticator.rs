//! Keys of people, and what an authenticator and `ssh-keygen` would make with them; fixed, so that the same story gives the same bytes.

use holdpoint_domain::id::Digest;
use holdpoint_domain::report::approver::{ApproverKey, OwnSignature};
use holdpoint_domain::report::challenge::challenge;
use holdpoint_domain::report::encoding::url_base64;
use holdpoint_domain::report::passkey::{Assertion, PasskeyPublicKey, Site};
use holdpoint_domain::report::ssh::SshPublicKey;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

pub const RP_ID: &str = "localhost";
pub const ORIGIN: &str = "http://localhost:8080";

pub fn site(origins: &[String]) -> Site<'_> {
    Site { rp_id: RP_ID, origins }
}

/// What is special about one touch of the authenticator.
pub struct Touch {
    pub rp_id: &'static str,
    pub origin: &'static str,
    pub kind: &'static str,
    /// 0x01 user present, 0x04 user verified.
    pub flags: u8,
    /// Behind the origin, or in place of the usual order.
    pub tail: &'static str,
    pub reordered: bool,
}

impl Default for Touch {
    fn default() -> Self {
        Self { rp_id: RP_ID, origin: ORIGIN, kind: "webauthn.get", flags: 0x05, tail: r#","crossOrigin":false"#, reordered: false }
    }
}

fn signing_key(who: u128) -> SigningKey {
    SigningKey::from_slice(&[who as u8 + 40; 32]).unwrap()
}

pub fn passkey(who: u128) -> ApproverKey {
    ApproverKey::Passkey(PasskeyPublicKey::Es256(*signing_key(who).verifying_key()))
}

pub fn touch(who: u128, statement: &[u8], touch: &Touch) -> OwnSignature {
    let (kind, origin, tail) = (touch.kind, touch.origin, touch.tail);
    let challenge = url_base64(&challenge(statement));
    let client = if touch.reordered {
        format!(r#"{{"origin":"{origin}","type":"{kind}","challenge":"{challenge}"{tail}}}"#)
    } else {
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}"{tail}}}"#)
    };
    let authenticator_data = [Digest::of(touch.rp_id.as_bytes()).0.as_slice(), &[touch.flags, 0, 0, 0, 7]].concat();
    let signed = [authenticator_data.as_slice(), &Digest::of(client.as_bytes()).0].concat();
    let signature: DerSignature = signing_key(who).sign(&signed);
    OwnSignature::Passkey(Assertion { authenticator_data, client_data_json: client.into_bytes(), signature: signature.as_bytes().to_vec() })
}

pub fn ssh_private(who: u128) -> PrivateKey {
    let pair = Ed25519Keypair::from_seed(&[who as u8 + 60; 32]);
    PrivateKey::new(KeypairData::Ed25519(pair), "").unwrap()
}

pub fn ssh(who: u128) -> ApproverKey {
    ApproverKey::Ssh(SshPublicKey::from_openssh(&ssh_private(who).public_key().to_openssh().unwrap()).unwrap())
}

pub fn ssh_sign(who: u128, namespace: &str, statement: &[u8]) -> OwnSignature {
    let signature = SshSig::sign(&ssh_private(who), namespace, HashAlg::Sha512, statement).unwrap();
    OwnSignature::Ssh(signature.to_pem(LineEnding::LF).unwrap())
}
