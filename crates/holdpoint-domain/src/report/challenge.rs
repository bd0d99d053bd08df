//! What an approver's passkey is asked to sign: not the statement itself, but the bytes that `ssh-keygen -Y sign` would sign for it.
//! So one touch verifies with WebAuthn libraries and with stock `ssh-keygen` alike.

use crate::id::Digest;

/// The namespace of approvals: a signature that was made for anything else verifies nothing here.
pub const NAMESPACE: &str = "approval@holdpoint.dev";

/// The namespace of what an SSH key signs to be enrolled: such a signature approves nothing.
pub const ENROL_NAMESPACE: &str = "enrol@holdpoint.dev";

/// The WebAuthn challenge for a statement: its SSHSIG pre-image, about 80 bytes.
///
/// * Returns `SSHSIG`, then namespace, an empty reserved field, `sha256` and the SHA-256 of the statement, each as an SSH string.
/// * Source: OpenSSH `PROTOCOL.sshsig`, section 2, "Blob format"; the signed data of it.
pub fn challenge(statement: &[u8]) -> Vec<u8> {
    let mut bytes = b"SSHSIG".to_vec();
    for part in [NAMESPACE.as_bytes(), b"", b"sha256", &Digest::of(statement).0] {
        push_string(&mut bytes, part);
    }
    bytes
}

/// Appends an SSH string: its length in bytes as 32 bits, big-endian, then the bytes (RFC 4251, section 5).
pub fn push_string(bytes: &mut Vec<u8>, part: &[u8]) {
    // Nothing here comes near 4 GiB.
    let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(part);
}

#[cfg(all(test, feature = "report"))]
mod tests {
    use ssh_key::{HashAlg, SshSig};

    use super::*;

    #[test]
    fn it_is_what_ssh_signs() {
        for statement in [b"".as_slice(), b"{}", &[0xff; 1000]] {
            assert_eq!(challenge(statement), SshSig::signed_data(NAMESPACE, HashAlg::Sha256, statement).unwrap());
        }
    }
}
