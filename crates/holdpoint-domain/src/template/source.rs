//! Templates from their TOML source: the whole template or every problem, and the JSON Schema that editors use.

use serde_json::{Value, json};

use super::lint;
use super::problem::Problem;
use super::{FORMAT, SIGNERS, Template};
use crate::check::{REDIRECTS, SAMPLES};
use crate::id::Digest;

/// A template file's length in bytes. The built-in ones have some 30 KiB; a larger file is no checklist that people read.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Reads a template file.
///
/// * `bytes`: the file as it is; UTF-8, at most [`MAX_BYTES`].
/// * Returns the template with the SHA-256 of its bytes, by which a launch pins it.
/// * Errors: every problem in the order of the file, as [`lint`](super::lint()) reports them. A file of a newer format has that one only.
pub fn parse(bytes: &[u8]) -> Result<(Template, Digest), Vec<Problem>> {
    read(bytes, lint::faults)
}

/// Reads one that somebody writes now, of which [`lint`](super::lint()) has nothing to tell: [`parse`] takes more, because files that earlier
/// builds took are read for ever.
///
/// * Errors: as those of [`parse`].
pub fn parse_new(bytes: &[u8]) -> Result<(Template, Digest), Vec<Problem>> {
    read(bytes, lint::lint)
}

fn read(bytes: &[u8], problems: fn(&str) -> Vec<Problem>) -> Result<(Template, Digest), Vec<Problem>> {
    let source = std::str::from_utf8(bytes).map_err(|error| vec![lint::not_utf8(bytes, error.valid_up_to())])?;
    let problems = problems(source);
    if !problems.is_empty() {
        return Err(problems);
    }
    // Ends of lines are as the file's editor has them, and say nothing: TOML leaves them in texts as they are.
    let source = source.replace("\r\n", "\n");
    // The lint knows every rule of the types, in words of its own: what still fails here is told in serde's.
    let template = toml::from_str(&source).map_err(|error| vec![lint::unreadable(&source, &error)])?;
    Ok((template, Digest::of(bytes)))
}

/// The JSON Schema (draft 2020-12) of a template, made from the types. `templates/template.schema.json` is this one.
///
/// It holds for each key by itself; what holds between keys only the lint knows.
pub fn json_schema() -> Value {
    let mut schema = schemars::schema_for!(Template);
    schema.insert("title".into(), format!("Holdpoint template, format {FORMAT}").into());
    let mut schema = schema.to_value();
    for name in ["TemplateName", "SectionId", "ItemId", "CheckId", "RunbookId", "StepId"] {
        tighten(&mut schema, &format!("/$defs/{name}"), json!({ "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$" }));
    }
    for (pointer, rule) in limits() {
        tighten(&mut schema, pointer, rule);
    }
    for (key, range) in [("samples", SAMPLES), ("redirects", REDIRECTS)] {
        if let Some(kinds) = schema.pointer_mut("/$defs/Probe/oneOf")
            && let Some(whole) = of_probe(kinds, key)
        {
            whole.extend([("minimum".into(), (*range.start()).into()), ("maximum".into(), (*range.end()).into())]);
        }
    }
    schema
}

/// A key of whichever kind of probe has it.
fn of_probe<'a>(kinds: &'a mut Value, key: &str) -> Option<&'a mut serde_json::Map<String, Value>> {
    let place = format!("/properties/{key}");
    kinds.as_array_mut()?.iter_mut().find_map(|kind| kind.pointer_mut(&place)?.as_object_mut())
}

/// A whole number and its unit.
const PERIOD: &str = "^[1-9][0-9]*[smhd]$";

/// What the types do not say of themselves.
fn limits() -> [(&'static str, Value); 21] {
    let some = json!({ "minItems": 1 });
    let number = "(0|[1-9][0-9]*)";
    [
        ("/properties/format", json!({ "const": FORMAT })),
        ("/properties/version", json!({ "pattern": format!(r"^{number}\.{number}\.{number}$") })),
        ("/properties/title", json!({ "minLength": 1 })),
        ("/properties/sections", some.clone()),
        ("/$defs/Section/properties/items", some.clone()),
        ("/$defs/Check/properties/expect", some.clone()),
        ("/$defs/Runbook/properties/steps", some),
        ("/$defs/Check/properties/ttl_minutes", json!({ "minimum": 1, "maximum": 525_600 })),
        ("/$defs/RequiredRole/properties/count", json!({ "minimum": SIGNERS.start(), "maximum": SIGNERS.end() })),
        ("/$defs/RequiredRole/properties/role", json!({ "enum": ["approver", "release_manager"] })),
        ("/$defs/OutsideFact/properties/date", json!({ "format": "date" })),
        ("/$defs/Schedule/properties/every", json!({ "pattern": PERIOD })),
        ("/$defs/Condition/properties/within", json!({ "pattern": PERIOD })),
        ("/$defs/Condition/properties/checks", json!({ "minItems": 1 })),
        ("/$defs/Condition/properties/percent", json!({ "minimum": 1, "maximum": 99 })),
        ("/$defs/Condition/properties/runs", json!({ "minimum": 1, "maximum": 1_000 })),
        ("/$defs/Condition/properties/min_samples", json!({ "minimum": 1, "maximum": 1_000 })),
        ("/$defs/Resource/properties/url", json!({ "pattern": "^https://" })),
        ("/$defs/Call/properties/phone", json!({ "pattern": r"^\+?[0-9 ()./-]+$" })),
        ("/$defs/Call/properties/link", json!({ "pattern": "^https://" })),
        ("/$defs/Expectation/properties/present", json!({ "const": true })),
    ]
}

fn tighten(schema: &mut Value, pointer: &str, rule: Value) {
    if let (Some(Value::Object(part)), Value::Object(rule)) = (schema.pointer_mut(pointer), rule) {
        part.extend(rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_finds_its_place() {
        let mut schema = json_schema();
        for (key, least, most) in [("samples", 2, 50), ("redirects", 1, 5)] {
            let whole = of_probe(schema.pointer_mut("/$defs/Probe/oneOf").unwrap(), key).unwrap();
            assert_eq!((&whole["minimum"], &whole["maximum"]), (&json!(least), &json!(most)));
        }
        for (pointer, rule) in limits() {
            let part = schema.pointer(pointer).and_then(Value::as_object).unwrap_or_else(|| panic!("{pointer}"));
            for (key, value) in rule.as_object().unwrap() {
                assert_eq!(part.get(key), Some(value), "{pointer}");
            }
        }
    }
}
