//! Bytes in JSON as base64, with one spelling each, so that one changed character is another value or none.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// Bytes, written in standard base64 with padding (RFC 4648, section 4). Other spellings of the same bytes are refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Base64(pub Vec<u8>);

/// A text is no base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not base64 as RFC 4648 section 4 writes it; the text was altered or cut off")]
pub struct BadBase64;

pub fn to_base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// * Errors: a character outside the alphabet, missing padding, bits after the last byte.
pub fn from_base64(text: &str) -> Result<Vec<u8>, BadBase64> {
    BASE64_STANDARD.decode(text).map_err(|_| BadBase64)
}

/// The alphabet for addresses, without padding (RFC 4648, section 5): what WebAuthn writes.
pub fn url_base64(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

impl TryFrom<String> for Base64 {
    type Error = BadBase64;
    fn try_from(text: String) -> Result<Self, BadBase64> {
        from_base64(&text).map(Self)
    }
}
impl From<Base64> for String {
    fn from(bytes: Base64) -> String {
        to_base64(&bytes.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_one_spelling() {
        let cases = [
            ("AA==", true, "one byte"),
            ("AB==", false, "bits behind the last byte"),
            ("AA", false, "padding is missing"),
            ("AA==\n", false, "line break"),
            ("_-8=", false, "the alphabet for addresses"),
            ("", true, "nothing"),
        ];
        for (text, good, about) in cases {
            assert_eq!(from_base64(text).is_ok(), good, "{about}: {text}");
        }
    }
}
