//! Approvals in the forms of OpenSSH: SSH keys and their signatures, and passkey signatures as `ssh-keygen -Y verify` reads them.

use p256::ecdsa::{DerSignature, Signature};
use serde::Deserialize;
use ssh_key::public::KeyData;
use ssh_key::{PublicKey, SshSig};

use super::challenge::{NAMESPACE, push_string};
use super::encoding::to_base64;
use super::passkey::{Assertion, FLAGS_AT, PasskeyPublicKey};

/// A text is no SSH key that approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no SSH public key of the kind ssh-ed25519, ecdsa-sha2-nistp256 or ssh-rsa with 2,048 bits or more; paste the .pub file")]
pub struct BadSshKey;

/// Why an SSH signature approves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSshSignature {
    #[error("this is no SSH signature; paste the whole .sig file, from -----BEGIN SSH SIGNATURE----- on")]
    Form,
    #[error("the signature is of another key than the enrolled one; sign with the enrolled key")]
    Key,
    #[error("the signature was made for another purpose; sign with -n {0}")]
    Namespace(&'static str),
    #[error("the signature does not fit the statement; sign the statement's file as it was given out, byte for byte")]
    Signature,
}

/// An SSH public key that approves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshPublicKey(PublicKey);

impl SshPublicKey {
    /// * `line`: as a `.pub` file has it; the comment is dropped.
    /// * Errors: a private key, a certificate, DSA, a hardware kind, an RSA key of less than 2,048 bits.
    pub fn from_openssh(line: &str) -> Result<Self, BadSshKey> {
        let key = PublicKey::from_openssh(line.trim()).map_err(|_| BadSshKey)?;
        Self::accepted(key.key_data()).ok_or(BadSshKey)
    }

    /// The key that an armoured signature names, if it is of a kind that approves. Whether it is that key's, [`SshPublicKey::check`] says.
    pub fn of_signature(armoured: &str) -> Option<Self> {
        Self::accepted(SshSig::from_pem(armoured.trim()).ok()?.public_key())
    }

    fn accepted(key: &KeyData) -> Option<Self> {
        let accepted = match key {
            KeyData::Ed25519(_) => true,
            KeyData::Ecdsa(key) => key.curve() == ssh_key::EcdsaCurve::NistP256,
            KeyData::Rsa(key) => key.key_size() >= 2048,
            _ => false,
        };
        accepted.then(|| Self(PublicKey::new(key.clone(), "")))
    }

    /// Kind and base64, without a comment.
    pub fn to_openssh(&self) -> String {
        self.0.to_openssh().unwrap_or_default().trim_end().to_owned()
    }

    /// `SHA256:…`, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(ssh_key::HashAlg::Sha256).to_string()
    }

    /// Whether an armoured signature is this key's over `message`, for one purpose.
    ///
    /// * Errors: what is wrong with it.
    /// * Source: OpenSSH `PROTOCOL.sshsig`
    pub fn check(&self, namespace: &'static str, message: &[u8], armoured: &str) -> Result<(), BadSshSignature> {
        let signature = SshSig::from_pem(armoured.trim()).map_err(|_| BadSshSignature::Form)?;
        if signature.public_key() != self.0.key_data() {
            return Err(BadSshSignature::Key);
        }
        if signature.namespace() != namespace {
            return Err(BadSshSignature::Namespace(namespace));
        }
        self.0.verify(namespace, message, &signature).map_err(|_| BadSshSignature::Signature)
    }
}

/// The order in which OpenSSH expects `clientDataJSON`; what follows the origin is free.
#[derive(Deserialize)]
struct Origin {
    origin: String,
}

/// A passkey's key as OpenSSH writes it; `None` for RSA, which OpenSSH knows no such kind for.
///
/// * `rp_id`: what OpenSSH calls the application.
pub fn passkey_line(key: &PasskeyPublicKey, rp_id: &str) -> Option<String> {
    let blob = key_blob(key, rp_id)?;
    Some(format!("{SK_KEY} {}", to_base64(&blob)))
}

/// A passkey's assertion as a signature for `ssh-keygen -Y verify`.
///
/// * Returns `None` where OpenSSH could not read it: RSA, `clientDataJSON` in another order, extensions with nothing in them.
/// * Source: OpenSSH `PROTOCOL.u2f`, "SSH U2F signatures" (`webauthn-sk-ecdsa-sha2-nistp256@openssh.com`), and `PROTOCOL.sshsig`
pub fn passkey_signature(assertion: &Assertion, key: &PasskeyPublicKey, rp_id: &str) -> Option<String> {
    let client = std::str::from_utf8(&assertion.client_data_json).ok()?;
    let Origin { origin } = serde_json::from_str(client).ok()?;
    let rest = client.strip_prefix(r#"{"type":"webauthn.get","challenge":""#)?.split_once('"')?.1;
    if !rest.starts_with(&format!(r#","origin":"{origin}""#)) {
        return None;
    }
    let (flags, rest) = assertion.authenticator_data.get(FLAGS_AT..)?.split_first()?;
    let (counter, extensions) = rest.split_first_chunk::<4>()?;
    if (flags & HAS_EXTENSIONS == 0) != extensions.is_empty() {
        return None;
    }
    let signature = Signature::try_from(DerSignature::from_bytes(&assertion.signature).ok()?).ok()?;
    let (r, s) = signature.split_bytes();
    let mut pair = Vec::new();
    push_integer(&mut pair, &r);
    push_integer(&mut pair, &s);
    let mut blob = Vec::new();
    push_string(&mut blob, SK_SIGNATURE.as_bytes());
    push_string(&mut blob, &pair);
    blob.push(*flags);
    blob.extend_from_slice(counter);
    push_string(&mut blob, origin.as_bytes());
    push_string(&mut blob, client.as_bytes());
    push_string(&mut blob, extensions);
    let mut signed = b"SSHSIG".to_vec();
    signed.extend_from_slice(&1_u32.to_be_bytes());
    for part in [key_blob(key, rp_id)?.as_slice(), NAMESPACE.as_bytes(), b"", b"sha256", &blob] {
        push_string(&mut signed, part);
    }
    Some(armoured(&signed))
}

const SK_KEY: &str = "sk-ecdsa-sha2-nistp256@openssh.com";
const SK_SIGNATURE: &str = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com";
const HAS_EXTENSIONS: u8 = 0x80;

fn key_blob(key: &PasskeyPublicKey, rp_id: &str) -> Option<Vec<u8>> {
    let PasskeyPublicKey::Es256(key) = key else { return None };
    let point = key.to_sec1_point(false);
    let mut blob = Vec::new();
    for part in [SK_KEY.as_bytes(), b"nistp256", point.as_bytes(), rp_id.as_bytes()] {
        push_string(&mut blob, part);
    }
    Some(blob)
}

/// A positive number as an SSH `mpint`: no leading zeros but one before a set high bit (RFC 4251, section 5).
fn push_integer(bytes: &mut Vec<u8>, number: &[u8]) {
    let start = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
    let digits = number.get(start..).unwrap_or_default();
    let sign: &[u8] = if digits.first().is_some_and(|byte| 0x80 <= *byte) { &[0] } else { &[] };
    push_string(bytes, &[sign, digits].concat());
}

fn armoured(blob: &[u8]) -> String {
    let text = to_base64(blob);
    let lines: Vec<_> = text.as_bytes().chunks(70).map(|line| String::from_utf8_lossy(line)).collect();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
}
