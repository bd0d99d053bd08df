//! Reading JSON, in one place and in one way, because derived code is more than half of the page when it is compiled as it comes.
//!
//! * Derived code is compiled once for each source that it reads from. Here everything is read from [`Tree`].
//! * The fields of a struct are handed over in the order of its declaration, so that no code to recognise them is needed.
//! * A tagged enum is read as if the tag stood outside; the domain's `tagged!` names the tag's field.
//! * Each field has sentences for all that can be wrong with it. A page can only say “reload”, so [`Bad`] says nothing, and the
//!   sentences are not compiled at all.

mod launch;
mod value;

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};

use value::Value;

pub use launch::read_launch;

/// * Returns `None` for what is no JSON, or not of this shape.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    T::deserialize(Tree(Some(value::parse(str::from_utf8(body).ok()?)?))).ok()
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

/// A value, or `None` for a field that is not there: a text, a list or a map is empty, an option nothing, and all else what its declaration has for it.
struct Tree(Option<Value>);

impl<'de> IntoDeserializer<'de, Bad> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> de::Deserializer<'de> for Tree {
    type Error = Bad;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0.ok_or(Bad)? {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Whole(number) => visitor.visit_u64(number),
            Value::Negative(number) => visitor.visit_i64(number),
            Value::Fraction(number) => visitor.visit_f64(number),
            Value::Text(text) => visitor.visit_string(text),
            Value::List(items) => list(items, visitor),
            Value::Fields(fields) => map(fields, visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Some(Value::Bool(value)) => visitor.visit_bool(value),
            _ => Err(Bad),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Some(Value::Whole(number)) => visitor.visit_u64(number),
            _ => Err(Bad),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Some(Value::Whole(number)) => visitor.visit_f64(number as f64),
            Some(Value::Negative(number)) => visitor.visit_f64(number as f64),
            Some(Value::Fraction(number)) => visitor.visit_f64(number),
            _ => Err(Bad),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Some(Value::Text(text)) => visitor.visit_string(text),
            None => visitor.visit_string(String::new()),
            Some(_) => Err(Bad),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            None | Some(Value::Null) => visitor.visit_none(),
            Some(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Some(Value::List(items)) if !items.is_empty() => list(items, visitor),
            Some(Value::List(_)) | None => visitor.visit_seq(Nothing),
            Some(_) => Err(Bad),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Some(Value::Fields(fields)) if !fields.is_empty() => map(fields, visitor),
            Some(Value::Fields(_)) | None => visitor.visit_map(Nothing),
            Some(_) => Err(Bad),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Bad> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, names: &'static [&'static str], visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Some(Value::Fields(fields)) => visitor.visit_seq(Fields { fields, names: names.iter() }),
            _ => Err(Bad),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(self, tag: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Bad> {
        match self.0 {
            Some(Value::Text(name)) => visitor.visit_enum(Variant { name, fields: Vec::new() }),
            Some(Value::Fields(mut fields)) => match taken(&mut fields, tag) {
                Some(Value::Text(name)) => visitor.visit_enum(Variant { name, fields }),
                _ => Err(Bad),
            },
            _ => Err(Bad),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

impl Tree {
    fn of(value: Value) -> Self {
        Self(Some(value))
    }
}

/// Apart: a browser compiles a function when it is called first, and most lists of a launch have nothing in them at its start.
#[inline(never)]
fn list<'de, V: Visitor<'de>>(items: Vec<Value>, visitor: V) -> Result<V::Value, Bad> {
    visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Tree::of)))
}

/// The same for maps.
#[inline(never)]
fn map<'de, V: Visitor<'de>>(fields: Vec<(String, Value)>, visitor: V) -> Result<V::Value, Bad> {
    let pairs: Vec<_> = fields.into_iter().map(|(key, value)| (key, Tree::of(value))).collect();
    visitor.visit_map(MapDeserializer::new(pairs.into_iter()))
}

/// What an empty list or map has.
struct Nothing;

impl<'de> SeqAccess<'de> for Nothing {
    type Error = Bad;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, _: T) -> Result<Option<T::Value>, Bad> {
        Ok(None)
    }
}

impl<'de> MapAccess<'de> for Nothing {
    type Error = Bad;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, _: K) -> Result<Option<K::Value>, Bad> {
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, _: V) -> Result<V::Value, Bad> {
        Err(Bad)
    }
}

/// Of equal ones the last, as most readers have it.
fn taken(fields: &mut Vec<(String, Value)>, name: &str) -> Option<Value> {
    let place = fields.iter().rposition(|(other, _)| other == name)?;
    Some(fields.remove(place).1)
}

struct Fields {
    fields: Vec<(String, Value)>,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Bad;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Bad> {
        let Some(name) = self.names.next() else { return Ok(None) };
        let value = taken(&mut self.fields, name);
        let is_there = value.is_some();
        match seed.deserialize(Tree(value)) {
            // Derived code takes its `serde(default)`, and has a fault where there is none.
            Err(Bad) if !is_there => Ok(None),
            read => read.map(Some),
        }
    }
}

struct Variant {
    name: String,
    fields: Vec<(String, Value)>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Bad;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(mut self, seed: V) -> Result<(V::Value, Self), Bad> {
        let name: StringDeserializer<Bad> = std::mem::take(&mut self.name).into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant {
    type Error = Bad;

    fn unit_variant(self) -> Result<(), Bad> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Bad> {
        seed.deserialize(Tree::of(Value::Fields(self.fields)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Bad> {
        Err(Bad)
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Bad> {
        visitor.visit_seq(Fields { fields: self.fields, names: names.iter() })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use holdpoint_domain::id::Seq;
    use holdpoint_domain::launch::{Command, Status, Waiver};
    use holdpoint_domain::template::Policy;
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
    fn an_empty_list_or_map_is_one_and_nothing_else_is() {
        let list = |text: &str| read::<Vec<f64>>(text.as_bytes());
        assert_eq!(["[]", "[1]", "{}", "null"].map(list), [Some(vec![]), Some(vec![1.0]), None, None]);
        let map = |text: &str| read::<BTreeMap<String, u64>>(text.as_bytes()).map(|map| map.into_values().collect::<Vec<_>>());
        assert_eq!(["{}", r#"{"a":1}"#, "[]", "null"].map(map), [Some(vec![]), Some(vec![1]), None, None]);
    }

    /// Of an older replica, or kept by an older page. What a newer build adds has a default.
    #[test]
    fn what_an_earlier_build_told_is_read() {
        let text = r#"{"id":"00000000-0000-0000-0000-000000000009","reason":"r","expiresAt":"2026-12-01T00:00:00Z",
            "requestedBy":"00000000-0000-0000-0000-000000000001","requestedAt":"2026-11-01T00:00:00Z","state":{"type":"requested"}}"#;
        let plain: Waiver = serde_json::from_str(text).unwrap();
        assert_eq!((plain.seq, read::<Waiver>(text.as_bytes())), (None, Some(plain)));
        let place = |told: &str| read::<Stored>(told.as_bytes()).map(|stored| stored.place());
        assert_eq!([r#"{"seq":7}"#, r#"{"seq":7,"nothing":true}"#].map(place), [Some(Some(Seq(7))), Some(None)]);
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Later {
        name: String,
        count: u64,
        #[serde(default)]
        told: Seq,
        #[serde(default)]
        status: Status,
        #[serde(default)]
        policy: Policy,
        #[serde(default)]
        sample: bool,
        #[serde(default = "yes")]
        preflight: bool,
    }

    fn yes() -> bool {
        true
    }

    /// A number, a choice, a yes or no and a structure cannot be read from nothing.
    #[test]
    fn a_field_that_is_not_there_is_what_its_declaration_has_for_it() {
        let plain = || Later {
            name: "n".into(),
            count: 3,
            told: Seq(0),
            status: Status::Open,
            policy: Policy::default(),
            sample: false,
            preflight: true,
        };
        let cases = [
            (r#"{"name":"n","count":3}"#, Some(plain())),
            (r#"{"name":"n","count":3,"told":7,"status":"done"}"#, Some(Later { told: Seq(7), status: Status::Done, ..plain() })),
            (r#"{"name":"n","count":3,"sample":true,"preflight":false}"#, Some(Later { sample: true, preflight: false, ..plain() })),
            (r#"{"name":"n","count":3,"preflight":1}"#, None),
            (r#"{"count":3,"told":null}"#, None),
            (r#"{"name":"n","count":3,"status":"later"}"#, None),
            (r#"{"name":"n","told":7}"#, None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text.as_bytes()), expected, "{text}");
        }
    }

    /// As `tagged!` declares an enum for the browser.
    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename = "kind", rename_all = "snake_case")]
    enum Probe {
        Nothing,
        Http {
            url: String,
            #[serde(default)]
            tries: Option<u32>,
            #[serde(default)]
            headers: Vec<String>,
        },
    }

    #[test]
    fn a_tag_stands_among_the_fields() {
        let http = |tries| Some(Probe::Http { url: "u".into(), tries, headers: Vec::new() });
        let cases = [
            (r#"{"kind":"nothing"}"#, Some(Probe::Nothing)),
            (r#"{"url":"u","kind":"http"}"#, http(None)),
            (r#"{"kind":"http","url":"u","tries":3,"later":true}"#, http(Some(3))),
            (r#"{"kind":"http","url":"u","tries":1,"tries":2}"#, http(Some(2))),
            (r#"{"kind":"http","url":"u","tries":-3}"#, None),
            (r#"{"kind":"ftp","url":"u"}"#, None),
            (r#"{"url":"u"}"#, None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for body in ["", "{", "1}", r#"1,"it":2"#, r#"{"seq":-1}"#, "null", r#"{"seq":"x"}"#] {
            assert_eq!(read::<Stored>(body.as_bytes()), None, "{body}");
        }
    }
}
