//! DSSE: what a signature covers.

/// The payload type of every statement here.
pub const IN_TOTO: &str = "application/vnd.in-toto+json";

/// The exact bytes that a signature covers.
///
/// * `kind`: the media type of `body`, ASCII.
/// * Returns `DSSEv1 LEN(kind) kind LEN(body) body`, single spaces between; `LEN` is bytes, decimal.
/// * Errors: none. Every input has one encoding, and no two inputs share one.
/// * Source: DSSE `protocol.md`, "Signature Definition" (PAE).
pub fn signed_bytes(kind: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("DSSEv1 {} {kind} {} ", kind.len(), body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_the_protocols_own_example() {
        let bytes = signed_bytes("http://example.com/HelloWorld", b"hello world");
        assert_eq!(bytes, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
        assert_ne!(signed_bytes("a", b"1 b"), signed_bytes("a 3 1", b"b"), "lengths keep the parts apart");
    }
}
