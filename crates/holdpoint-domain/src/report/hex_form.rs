//! Bytes in JSON as hex digits, with one spelling each, so that one changed character is another value or none.

/// Bytes of a fixed length as lower-case hex digits, for `#[serde(with = "hex_bytes")]`.
pub mod hex_bytes {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub fn serialize<S: Serializer, const N: usize>(bytes: &[u8; N], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(deserializer: D) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut bytes = [0; N];
        hex::decode_to_slice(&text, &mut bytes).map_err(D::Error::custom)?;
        if hex::encode(bytes) == text { Ok(bytes) } else { Err(D::Error::custom("hex digits are in lower case")) }
    }
}

/// A digest as in-toto's digest sets write it: hex digits alone, for `#[serde(with = "hex_digest")]`.
pub mod hex_digest {
    use serde::{Deserializer, Serializer};

    use crate::id::Digest;

    pub fn serialize<S: Serializer>(digest: &Digest, serializer: S) -> Result<S::Ok, S::Error> {
        super::hex_bytes::serialize(&digest.0, serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        super::hex_bytes::deserialize(deserializer).map(Digest)
    }
}
