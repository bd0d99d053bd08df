//! Each value by itself: keys, types, ranges, words and texts, as the table of shapes has them.

use super::near::{nearest, question};
use super::node::{Node, quoted};
use super::shape::{Key, Shape};
use super::text::Rule;
use super::{Found, Notes, say};
use crate::sentence::Said;

/// Notes whatever in a value is not of its shape. As deep as the shape, however deep the value.
pub(super) fn walk(node: &Node<'_>, shape: &Shape, notes: &mut Notes) {
    if !is_kind(node, shape) {
        let (name, takes) = (node.name(), Said::words(words(shape)));
        let text = match node.value.is_datetime() {
            true => say::date_without_quotes(name, takes),
            false => say::other_kind(name, takes, Said::words(node.kind())),
        };
        notes.push(Found::of(node, text));
        return;
    }
    match shape {
        Shape::Text(rule) => obey(node, *rule, notes),
        Shape::Word(what, words) => one_of(node, what, words, notes),
        Shape::Whole(least, most) => within(node, (*least, *most), notes),
        Shape::Number | Shape::Value => {
            if node.value.is_integer() || node.value.is_float() {
                finite(node, notes);
            }
        }
        Shape::Flag => {}
        Shape::List(element) => node.elements().for_each(|node| walk(&node, element, notes)),
        Shape::Some(element) => {
            if node.elements().next().is_none() {
                notes.push(Found::of(node, say::empty_list(node.name())));
            }
            node.elements().for_each(|node| walk(&node, element, notes));
        }
        Shape::Table(keys) => table(node, keys, notes),
        Shape::Texts(names, texts) => texts_by_name(node, (*names, *texts), notes),
        Shape::Kinds(kinds) => by_kind(node, kinds, notes),
    }
}

fn is_kind(node: &Node<'_>, shape: &Shape) -> bool {
    let value = node.value;
    match shape {
        Shape::Text(_) | Shape::Word(..) => value.is_str(),
        Shape::Whole(..) => value.is_integer(),
        Shape::Number => value.is_integer() || value.is_float(),
        Shape::Flag => value.is_bool(),
        Shape::Value => value.is_str() || value.is_integer() || value.is_float() || value.is_bool(),
        Shape::List(_) | Shape::Some(_) => value.is_array(),
        Shape::Table(_) | Shape::Texts(..) | Shape::Kinds(_) => value.is_table(),
    }
}

fn words(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text(_) | Shape::Word(..) => "a text",
        Shape::Whole(..) => "a whole number",
        Shape::Number => "a number",
        Shape::Flag => "true or false",
        Shape::Value => "a text, a number, true or false",
        Shape::List(_) | Shape::Some(_) => "a list",
        Shape::Table(_) | Shape::Texts(..) | Shape::Kinds(_) => "a table",
    }
}

fn obey(node: &Node<'_>, rule: Rule, notes: &mut Notes) {
    if let Some(text) = node.text().and_then(|text| rule(&node.name(), text)) {
        notes.push(Found::of(node, text));
    }
}

fn one_of(node: &Node<'_>, what: &str, words: &[&'static str], notes: &mut Notes) {
    let given = node.text().unwrap_or_default();
    if !words.contains(&given) {
        let near = nearest(given, words.iter().copied());
        let text = say::no_word(quoted(given), Said::words(what), Said::one_of(words));
        notes.push(Found::of(node, text).suggest(question(near)));
    }
}

fn within(node: &Node<'_>, (least, most): (i64, i64), notes: &mut Notes) {
    let given = node.whole();
    if !given.is_some_and(|given| (least..=most).contains(&given)) {
        let is = given.map_or_else(|| Said::words("a number of too many digits"), Said::from);
        let text = match least == most {
            true => say::other_number(node.name(), least, is),
            false => say::out_of_range(node.name(), least, most, is),
        };
        notes.push(Found::of(node, text));
    }
}

fn finite(node: &Node<'_>, notes: &mut Notes) {
    if node.number().is_none() {
        notes.push(Found::of(node, say::not_comparable(node.name())));
    }
}

fn table(node: &Node<'_>, keys: &[Key], notes: &mut Notes) {
    let mut misspelt = Vec::new();
    for (at, name, value) in node.entries() {
        match keys.iter().find(|key| key.name == name) {
            Some(key) => walk(&value, &key.shape, notes),
            None => {
                let near = unknown_key(Found::new(at, &value.field, say::no_key(quoted(name))), name, (node, keys), notes);
                misspelt.extend(near);
            }
        }
    }
    let is_missing = |key: &&Key| key.required && node.get(key.name).is_none() && !misspelt.contains(&key.name);
    for key in keys.iter().filter(is_missing) {
        let field = node.field_of(key.name);
        let line = example(&field, key);
        notes.push(Found::new(node.at, &field, say::missing(key.name)).suggest(say::add(line)));
    }
}

/// Returns the key that was probably meant: one slip is one problem.
fn unknown_key<'k>(found: Found, name: &str, (node, keys): (&Node<'_>, &'k [Key]), notes: &mut Notes) -> Option<&'k str> {
    // A key that is there already was not meant.
    let free: Vec<&str> = keys.iter().map(|key| key.name).filter(|key| node.get(key).is_none()).collect();
    let near = nearest(name, free.iter().copied());
    let others = || match free.is_empty() {
        true => say::remove(),
        false => say::also_takes(Said::one_of(&free)),
    };
    let suggestion = question(near).unwrap_or_else(others);
    notes.push(found.suggest(suggestion));
    near
}

/// What a missing key looks like.
fn example(field: &str, key: &Key) -> String {
    let name = key.name;
    match &key.shape {
        Shape::Text(_) => format!("{name} = \"…\""),
        Shape::Word(_, words) => format!("{name} = \"{}\"", words.first().copied().unwrap_or_default()),
        Shape::Whole(least, _) => format!("{name} = {least}"),
        Shape::Number => format!("{name} = 0"),
        Shape::Flag => format!("{name} = true"),
        Shape::Value => format!("{name} = …"),
        Shape::Some(Shape::Table(_)) | Shape::List(Shape::Table(_)) => format!("[[{}]]", header(field)),
        Shape::List(_) | Shape::Some(_) => format!("{name} = […]"),
        Shape::Table(_) | Shape::Texts(..) | Shape::Kinds(_) => format!("[{}]", header(field)),
    }
}

/// A path as a TOML header has it: without the numbers in brackets.
fn header(field: &str) -> String {
    let parts = field.split('.').map(|part| part.split('[').next().unwrap_or_default());
    parts.collect::<Vec<_>>().join(".")
}

fn texts_by_name(node: &Node<'_>, (names, texts): (Rule, Rule), notes: &mut Notes) {
    for (at, name, value) in node.entries() {
        if let Some(text) = names("", name) {
            notes.push(Found::new(at, &value.field, text));
        }
        walk(&value, &Shape::Text(texts), notes);
    }
}

fn by_kind(node: &Node<'_>, kinds: &[(&'static str, &'static [Key])], notes: &mut Notes) {
    let words: Vec<&'static str> = kinds.iter().map(|(kind, _)| *kind).collect();
    let Some(kind) = node.get("kind") else {
        notes.push(Found::new(node.at, node.field_of("kind"), say::missing("kind")).suggest(say::it_takes(Said::one_of(&words))));
        return;
    };
    let keys = kind.text().and_then(|kind| kinds.iter().find(|(name, _)| *name == kind));
    match keys {
        Some((_, keys)) => table(node, keys, notes),
        None if kind.value.is_str() => one_of(&kind, "kind of probe", &words, notes),
        None => walk(&kind, &Shape::Text(super::text::anything), notes),
    }
}
