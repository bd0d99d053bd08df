//! Templates from their TOML source: the whole template or every problem, and the JSON Schema that editors use.

use super::lint::{self, Problem};
use super::{FORMAT, Template};
use crate::id::Digest;

/// Reads a template file.
///
/// * `bytes`: the file as it is; UTF-8, at most 1 MiB.
/// * Returns the template with the SHA-256 of its bytes, by which a launch pins it.
/// * Errors: every problem in the order of the file, as [`lint`](super::lint()) reports them. A file of a newer format has that one only.
pub fn parse(bytes: &[u8]) -> Result<(Template, Digest), Vec<Problem>> {
    let source = std::str::from_utf8(bytes).map_err(|error| vec![lint::not_utf8(bytes, error.valid_up_to())])?;
    let problems = lint::lint(source);
    if !problems.is_empty() {
        return Err(problems);
    }
    // The lint knows every rule of the types, in words of its own: what still fails here is told in serde's.
    let template = toml::from_str(source).map_err(|error| vec![lint::unreadable(source, &error)])?;
    Ok((template, Digest::of(bytes)))
}

/// The JSON Schema (draft 2020-12) of a template, made from the types. `templates/template.schema.json` is this one.
///
/// It holds for each key by itself; what holds between keys only the lint knows.
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Template);
    schema.insert("title".into(), format!("Holdpoint template, format {FORMAT}").into());
    schema.to_value()
}
