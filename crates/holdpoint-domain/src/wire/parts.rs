//! Sentences in parts, of which programs and other languages make their own.

use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::sentence::{Said, Sentence};

/// A sentence in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// A stable word, such as `no_key`.
    pub kind: String,
    /// What stands in the sentence.
    #[serde(default, skip_serializing_if = "NamedParts::is_empty")]
    pub values: NamedParts,
}

/// By the names that the sentence has for them: in JSON an object. A map of the standard library would be four kilobytes of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedParts(pub Vec<(String, Part)>);

impl NamedParts {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for NamedParts {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_map(self.0.iter().map(|(name, part)| (name, part)))
    }
}

impl<'de> Deserialize<'de> for NamedParts {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(Named)
    }
}

struct Named;

impl<'de> Visitor<'de> for Named {
    type Value = NamedParts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<NamedParts, A::Error> {
        let mut all = Vec::new();
        while let Some(value) = source.next_entry()? {
            all.push(value);
        }
        Ok(NamedParts(all))
    }
}

/// One value of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Part {
    /// As it is in every language, a number that is counted, or a stable word for what each calls by its own, such as `a-whole-number`.
    Text(String),
    /// Several, one of which is meant.
    OneOf(Vec<String>),
}

/// By hand: serde tries the forms of an untagged enum on a buffer, with more code than all of this.
impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Forms)
    }
}

struct Forms;

impl<'de> Visitor<'de> for Forms {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Part, E> {
        Ok(Part::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Part, A::Error> {
        let mut all = Vec::new();
        while let Some(text) = source.next_element()? {
            all.push(text);
        }
        Ok(Part::OneOf(all))
    }
}

impl From<Sentence> for Parts {
    fn from(sentence: Sentence) -> Self {
        let value = |said: Said| match said {
            Said::Text(text) => Part::Text(text),
            Said::Words(words) => Part::Text(stable_word(&words)),
            Said::OneOf(all) => Part::OneOf(all),
            Said::Counted(number, _) => Part::Text(number),
        };
        let values = sentence.values.into_iter().map(|(name, said)| (name.to_owned(), value(said))).collect();
        Self { kind: sentence.kind.to_owned(), values: NamedParts(values) }
    }
}

/// `need of evidence` as `need-of-evidence`.
pub fn stable_word(words: &str) -> String {
    let parts = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::sentences! {
        strange(name, is, takes) "{name} is {is}; it takes {takes}";
        short() "no";
        many(count) "{count} wait";
    }

    #[test]
    fn a_sentence_is_told_whole_and_in_parts() {
        let sentence = strange("\"a b\"", Said::words("an alert's name"), Said::one_of(&["x", "y", "z"]));
        assert_eq!(sentence.to_string(), "\"a b\" is an alert's name; it takes x, y or z");
        let json = r#"{"kind":"strange","values":{"name":"\"a b\"","is":"an-alert-s-name","takes":["x","y","z"]}}"#;
        assert_eq!(serde_json::to_string(&Parts::from(sentence)).unwrap(), json);
        let parts: Parts = serde_json::from_str(json).unwrap();
        assert_eq!(parts.values.0[2], ("takes".to_owned(), Part::OneOf(vec!["x".into(), "y".into(), "z".into()])));
        assert_eq!(serde_json::to_string(&Parts::from(short())).unwrap(), r#"{"kind":"short"}"#);
        let many = many(Said::counted(3, "3 people"));
        assert_eq!(many.to_string(), "3 people wait");
        assert_eq!(Parts::from(many).values.0, [("count".to_owned(), Part::Text("3".into()))]);
        assert!(serde_json::from_str::<Parts>(r#"{"kind":"strange","values":{"is":1}}"#).is_err());
    }
}
