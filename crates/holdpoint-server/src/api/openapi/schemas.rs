//! The schemas of the bodies that programs send and read most: `schemas.json`. A test compares them with the types, and with real answers.

use std::sync::LazyLock;

use serde_json::{Value, json};

static SCHEMAS: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("schemas.json")).unwrap_or_default());

/// All of them, by name.
pub fn all() -> Value {
    SCHEMAS.clone()
}

/// What is called so: its schema where there is one, else its name.
pub fn named(name: &str) -> Value {
    match SCHEMAS.get(name) {
        Some(_) => json!({ "$ref": format!("#/components/schemas/{name}") }),
        None => json!({ "type": "object", "title": name }),
    }
}
