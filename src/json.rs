//! Reading JSON, in one place and in one way, because derived code is more than half of the page when it is compiled as it comes.
//!
//! * Derived code is compiled once for each source it can read from. Behind a flattened field everything is read from one source, the
//!   buffer that tagged enums use anyway.
//! * Each field has sentences for all that can be wrong with it. A page can only say “reload”, so [`Bad`] says nothing, and the
//!   sentences are not compiled at all.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, IntoDeserializer, Visitor};
use serde_json::Value;

/// * Returns `None` for what is no JSON, or not of this shape.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let tree = serde_json::from_slice(body).ok()?;
    let fields = std::iter::once(("it", Tree(tree)));
    Outer::<T>::deserialize(MapDeserializer::<_, Bad>::new(fields)).ok().map(|outer| outer.inner.it)
}

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

#[derive(Debug)]
struct Bad;

impl fmt::Display for Bad {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Bad {}

impl de::Error for Bad {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Bad
    }
}

struct Tree(Value);

impl<'de> IntoDeserializer<'de, Bad> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> de::Deserializer<'de> for Tree {
    type Error = Bad;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(value), ..) => visitor.visit_u64(value),
                (_, Some(value), _) => visitor.visit_i64(value),
                (.., value) => visitor.visit_f64(value.ok_or(Bad)?),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Tree))),
            Value::Object(fields) => visitor.visit_map(MapDeserializer::new(fields.into_iter().map(|(key, value)| (key, Tree(value))))),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::launch::{Command, Status};
    use holdpoint_domain::wire::{Session, Stored};

    use super::*;

    #[test]
    fn reads_what_plain_serde_reads() {
        assert_eq!(read::<Stored>(br#"{"seq":7}"#).map(|stored| stored.seq.0), Some(7));
        assert_eq!(read::<Vec<f64>>(b" [1, -2, 2.5]\n"), Some(vec![1.0, -2.0, 2.5]));
        assert_eq!(read::<Option<Status>>(b"null"), Some(None));
        assert_eq!(read::<Option<Status>>(br#""in_progress""#), Some(Some(Status::InProgress)));
        assert!(read::<Session>(br#"{"setupNeeded":true,"version":"1"}"#).is_some_and(|session| session.me.is_none()));
        let text = r#"{"type":"set_status","item":"a","status":"blocked","justification":"\u00fc \"x\""}"#;
        assert_eq!(read::<Command>(text.as_bytes()), serde_json::from_str(text).ok());
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for body in ["", "{", "1}", r#"1,"it":2"#, r#"{"seq":-1}"#, "null", r#"{"seq":1,"seq":"x"}"#] {
            assert_eq!(read::<Stored>(body.as_bytes()), None, "{body}");
        }
    }
}
