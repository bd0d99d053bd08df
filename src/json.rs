//! Reading JSON, in one place and in one way.
//!
//! Derived code is compiled once for each source it can read from, and a reader of text, a reader of bytes and the buffer of tagged enums
//! are three sources: more than half of the page's size. Behind a flattened field everything is read from that buffer alone.

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Outer<T> {
    #[serde(flatten)]
    inner: Inner<T>,
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Inner<T> {
    it: T,
}

/// * Returns `None` for what is no JSON, or not of this shape.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let wrapped = [br#"{"it":"#, body, b"}"].concat();
    serde_json::from_slice::<Outer<T>>(&wrapped).ok().map(|outer| outer.inner.it)
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::wire::{Session, Stored};

    use super::*;

    #[test]
    fn reads_what_plain_serde_reads() {
        assert_eq!(read::<Stored>(br#"{"seq":7}"#).map(|stored| stored.seq.0), Some(7));
        assert_eq!(read::<Vec<u8>>(b" [1, 2]\n"), Some(vec![1, 2]));
        assert!(read::<Session>(br#"{"setupNeeded":true,"version":"1"}"#).is_some_and(|session| session.me.is_none()));
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for body in ["", "{", "1}", r#"1,"it":2"#, r#"{"seq":-1}"#, "null"] {
            assert_eq!(read::<Stored>(body.as_bytes()), None, "{body}");
        }
    }
}
