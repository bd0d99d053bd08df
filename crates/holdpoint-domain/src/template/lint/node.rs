//! A value of the source together with its path and its place.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One value, wherever it stands.
#[derive(Clone)]
pub(super) struct Node<'a> {
    /// The path to it, such as `sections[2].items[0].id`; empty: the whole file.
    pub(super) field: String,
    /// The offset of its first byte.
    pub(super) at: usize,
    pub(super) value: &'a DeValue<'a>,
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a DeValue<'a>) -> Self {
        Self { field: String::new(), at: 0, value }
    }

    fn child(field: String, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self { field, at: value.span().start, value: value.get_ref() }
    }

    pub(super) fn table(&self) -> Option<&'a DeTable<'a>> {
        self.value.as_table()
    }

    /// The path of a key of this table, whether or not it is there.
    pub(super) fn field_of(&self, key: &str) -> String {
        let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        let key = if is_bare { key.to_owned() } else { quoted(key) };
        if self.field.is_empty() { key } else { format!("{}.{key}", self.field) }
    }

    /// The value of a key; `None` also where this is no table.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        Some(Self::child(self.field_of(key), self.table()?.get(key)?))
    }

    /// Keys with the offset of each, and their values, in the order of the alphabet.
    pub(super) fn entries(&self) -> impl Iterator<Item = (usize, &'a str, Self)> {
        self.table().into_iter().flatten().map(|(key, value)| {
            let name = key.get_ref().as_ref();
            (key.span().start, name, Self::child(self.field_of(name), value))
        })
    }

    /// What a list has; nothing where this is no list.
    pub(super) fn elements(&self) -> impl Iterator<Item = Self> {
        let elements = self.value.as_array().into_iter().flatten();
        elements.enumerate().map(|(index, value)| Self::child(format!("{}[{index}]", self.field), value))
    }

    /// The elements of a key's list; nothing where there is none.
    pub(super) fn list(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|list| list.elements().collect()).unwrap_or_default()
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// A whole number; `None` also where no `i64` holds it.
    pub(super) fn whole(&self) -> Option<i64> {
        self.value.as_integer().and_then(|whole| i64::from_str_radix(whole.as_str(), whole.radix()).ok())
    }

    /// Any number that is finite.
    pub(super) fn number(&self) -> Option<f64> {
        // Above 2^53 a neighbour: good enough for a threshold.
        let whole = self.whole().map(|whole| whole as f64);
        let number = whole.or_else(|| self.value.as_float().and_then(|float| float.as_str().parse().ok()));
        number.filter(|number: &f64| number.is_finite())
    }

    /// The last part of the path, as messages name it.
    pub(super) fn name(&self) -> String {
        let start = self.field.rfind('.').map_or(0, |dot| dot + 1);
        format!("\"{}\"", self.field.get(start..).unwrap_or_default().trim_matches('"'))
    }

    /// What kind of value it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date without quotes",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }
}

/// A text of the source in quotes, cut where it is long: a hostile megabyte is not worth repeating.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{:?}", format!("{}…", text.get(..end).unwrap_or_default())),
        None => format!("{text:?}"),
    }
}
