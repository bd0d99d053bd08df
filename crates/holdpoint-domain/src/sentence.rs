//! Sentences that programs can take apart, and that a page can say in another language.

use std::fmt;

/// A sentence in English, its kind, and what it was filled with. Displays as the sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    /// A stable word for programs.
    pub kind: &'static str,
    /// With `{name}` where a value stands.
    pub words: &'static str,
    /// By the names that the sentence has for them.
    pub values: Vec<(&'static str, Said)>,
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.words;
        while let Some((before, (name, behind))) = rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            f.write_str(before)?;
            if let Some((_, value)) = self.values.iter().find(|(known, _)| *known == name) {
                value.fmt(f)?;
            }
            rest = behind;
        }
        f.write_str(rest)
    }
}

/// A table of sentences: `kind(values) "the sentence";` makes a function of each line. `tests/words/main.rs` reads it, and holds a message to each kind.
/// The compiler holds the names in a sentence to its values; it is filled by [`Sentence`], because code to fill each would weigh more in the page.
#[macro_export]
macro_rules! sentences {
    ($($kind:ident($($value:ident),*) $words:literal;)*) => { $(
        pub(crate) fn $kind($($value: impl Into<$crate::sentence::Said>),*) -> $crate::sentence::Sentence {
            $(let $value: $crate::sentence::Said = $value.into();)*
            let _names = || format!($words);
            $crate::sentence::Sentence { kind: stringify!($kind), words: $words, values: vec![$((stringify!($value), $value)),*] }
        }
    )* };
}

/// How many there are, in English: `1 item`, `2 items`.
pub fn counted<N: fmt::Display + PartialEq + From<u8>>(count: N, one: &str, more: &str) -> String {
    let words = if count == N::from(1) { one } else { more };
    format!("{count} {words}")
}

/// What stands in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// As it is in every language: what the source has, names, numbers.
    Text(String),
    /// A few words that each language has its own for.
    Words(String),
    /// Several, one of which is meant.
    OneOf(Vec<String>),
    /// A number, and what has its place in English: `3 people`.
    Counted(String, String),
}

impl Said {
    /// What is called `words` in English.
    pub fn words(words: impl Into<String>) -> Self {
        Said::Words(words.into())
    }

    /// * `words`: such as `3 people`, with its number.
    pub fn counted(number: impl fmt::Display, words: impl Into<String>) -> Self {
        Said::Counted(number.to_string(), words.into())
    }

    pub fn one_of(words: &[&str]) -> Self {
        Said::OneOf(words.iter().map(|word| (*word).to_owned()).collect())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Said::Text(text) | Said::Words(text) | Said::Counted(_, text) => f.write_str(text),
            Said::OneOf(all) => match all.as_slice() {
                [] => Ok(()),
                [one] => f.write_str(one),
                [first @ .., last] => write!(f, "{} or {last}", first.join(", ")),
            },
        }
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Said::Text(text)
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Said::Text(text.to_owned())
    }
}

macro_rules! numbers {
    ($($kind:ty)*) => { $(
        impl From<$kind> for Said {
            fn from(number: $kind) -> Self {
                Said::Text(number.to_string())
            }
        }
    )* };
}

numbers! { u16 u32 u64 usize i64 f64 }
