//! Reading what has to be judged: as strictly in the browser as everywhere else.
//!
//! In the browser `tagged!` declares enums as if their tag stood outside, for the page's own lenient reader. A verifier must not be
//! lenient: here the tag is taken from among the fields, and everything else is left to the types, which refuse what they do not know.

use serde::de::DeserializeOwned;

/// * Errors: what is no JSON, or not of this shape.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    #[cfg(not(target_family = "wasm"))]
    return serde_json::from_slice(bytes);
    #[cfg(target_family = "wasm")]
    return outside::read(bytes);
}

#[cfg(any(target_family = "wasm", test))]
mod outside {
    use std::fmt;

    use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
    use serde::de::{self, Deserialize, Deserializer as _, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};
    use serde_json::{Error, Number};

    pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
        T::deserialize(serde_json::from_slice::<Node>(bytes)?)
    }

    /// JSON as it was written: a key that is there twice stays so, and is refused by who reads it.
    enum Node {
        Null,
        Bool(bool),
        Number(Number),
        Text(String),
        List(Vec<Node>),
        Object(Vec<(String, Node)>),
    }

    impl<'de> Deserialize<'de> for Node {
        fn deserialize<D: de::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
            source.deserialize_any(AnyNode)
        }
    }

    struct AnyNode;

    impl<'de> Visitor<'de> for AnyNode {
        type Value = Node;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("JSON")
        }

        fn visit_unit<E>(self) -> Result<Node, E> {
            Ok(Node::Null)
        }

        fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
            Ok(Node::Bool(value))
        }

        fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
            Ok(Node::Number(value.into()))
        }

        fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
            Ok(Node::Number(value.into()))
        }

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
            Number::from_f64(value).map(Node::Number).ok_or_else(|| E::custom("a number that is none"))
        }

        fn visit_str<E>(self, value: &str) -> Result<Node, E> {
            Ok(Node::Text(value.to_owned()))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
            let mut list = Vec::new();
            while let Some(item) = items.next_element()? {
                list.push(item);
            }
            Ok(Node::List(list))
        }

        fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node, A::Error> {
            let mut object = Vec::new();
            while let Some(field) = fields.next_entry()? {
                object.push(field);
            }
            Ok(Node::Object(object))
        }
    }

    impl<'de> IntoDeserializer<'de, Error> for Node {
        type Deserializer = Self;

        fn into_deserializer(self) -> Self {
            self
        }
    }

    impl<'de> de::Deserializer<'de> for Node {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self {
                Node::Null => visitor.visit_unit(),
                Node::Bool(value) => visitor.visit_bool(value),
                Node::Number(number) => number.deserialize_any(visitor),
                Node::Text(text) => visitor.visit_string(text),
                Node::List(items) => {
                    let mut items = SeqDeserializer::new(items.into_iter());
                    let value = visitor.visit_seq(&mut items)?;
                    items.end().map(|()| value)
                }
                Node::Object(fields) => {
                    let mut fields = MapDeserializer::new(fields.into_iter());
                    let value = visitor.visit_map(&mut fields)?;
                    fields.end().map(|()| value)
                }
            }
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self {
                Node::Null => visitor.visit_none(),
                some => visitor.visit_some(some),
            }
        }

        fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_newtype_struct(self)
        }

        /// * `name`: of a plain enum its own; `tagged!` gives the name of the tag's field.
        fn deserialize_enum<V: Visitor<'de>>(self, name: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
            match self {
                Node::Text(variant) => visitor.visit_enum(Variant { variant, fields: Vec::new() }),
                Node::Object(mut fields) => {
                    let place = fields.iter().position(|(key, _)| key == name);
                    let Some((_, Node::Text(variant))) = place.map(|place| fields.remove(place)) else {
                        return Err(de::Error::missing_field(name));
                    };
                    if fields.iter().any(|(key, _)| key == name) {
                        return Err(de::Error::duplicate_field(name));
                    }
                    visitor.visit_enum(Variant { variant, fields })
                }
                other => other.deserialize_any(visitor),
            }
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
            struct identifier ignored_any
        }
    }

    struct Variant {
        variant: String,
        fields: Vec<(String, Node)>,
    }

    impl<'de> EnumAccess<'de> for Variant {
        type Error = Error;
        type Variant = Self;

        fn variant_seed<V: DeserializeSeed<'de>>(mut self, seed: V) -> Result<(V::Value, Self), Error> {
            let name: StringDeserializer<Error> = std::mem::take(&mut self.variant).into_deserializer();
            Ok((seed.deserialize(name)?, self))
        }
    }

    impl<'de> VariantAccess<'de> for Variant {
        type Error = Error;

        fn unit_variant(self) -> Result<(), Error> {
            Ok(())
        }

        fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
            seed.deserialize(Node::Object(self.fields))
        }

        fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
            Err(de::Error::custom("a list where an object belongs"))
        }

        fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
            Node::Object(self.fields).deserialize_any(visitor)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::outside::read;
    use crate::launch::Status;

    /// As `tagged!` declares an enum for the browser.
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename = "kind", rename_all = "snake_case", deny_unknown_fields)]
    enum Probe {
        Nothing,
        Http { url: String, tries: Option<u32> },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Whole {
        probes: Vec<Probe>,
        status: Status,
        counts: BTreeMap<String, f64>,
    }

    #[test]
    fn a_tag_is_taken_from_among_the_fields() {
        let text = r#"{"probes":[{"url":"u","kind":"http","tries":3},{"kind":"nothing"}],"status":"in_progress","counts":{"a":1.5}}"#;
        let whole: Whole = read(text.as_bytes()).unwrap();
        let http = Probe::Http { url: "u".into(), tries: Some(3) };
        assert_eq!(whole, Whole { probes: vec![http, Probe::Nothing], status: Status::InProgress, counts: BTreeMap::from([("a".into(), 1.5)]) });
    }

    #[test]
    fn what_the_types_do_not_know_is_refused() {
        let cases = [
            (r#"{"kind":"http","url":"u","tries":3,"later":true}"#, "unknown field `later`"),
            (r#"{"kind":"http","tries":3}"#, "missing field `url`"),
            (r#"{"kind":"http","url":"u","url":"v"}"#, "duplicate field `url`"),
            (r#"{"kind":"http","kind":"nothing","url":"u"}"#, "duplicate field `kind`"),
            (r#"{"kind":"ftp","url":"u"}"#, "unknown variant `ftp`"),
            (r#"{"url":"u"}"#, "missing field `kind`"),
            (r#"{"kind":"http","url":"u","tries":-3}"#, "invalid value"),
            (r#"{"kind":"http""#, "EOF"),
            ("3", "invalid type"),
        ];
        for (text, words) in cases {
            let error = read::<Probe>(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
