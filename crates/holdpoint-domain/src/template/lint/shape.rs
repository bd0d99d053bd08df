//! The one table of what a template may consist of. A test holds it against the types' JSON Schema.

use super::text::{self, Rule};
use crate::check::{REDIRECTS, SAMPLES};
use crate::id::{CheckId, ItemId, RunbookId, SectionId, StepId, TemplateName};
use crate::template::{FORMAT, SIGNERS};

/// What a value has to be.
pub(super) enum Shape {
    /// A text that its rule takes.
    Text(Rule),
    /// One of some words; the first part says of what.
    Word(&'static str, &'static [&'static str]),
    /// A whole number, both ends included.
    Whole(i64, i64),
    /// A finite number.
    Number,
    /// `true` or `false`.
    Flag,
    /// What a fact can be: a text, a finite number, `true` or `false`.
    Value,
    List(&'static Shape),
    /// A list with at least one element.
    Some(&'static Shape),
    Table(&'static [Key]),
    /// Names of one's own, each with a text: the rules of the name and of the text.
    Texts(Rule, Rule),
    /// A table whose `kind` says which keys it has.
    Kinds(&'static [(&'static str, &'static [Key])]),
}

/// A key of a table.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) shape: Shape,
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key { name, required: true, shape }
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key { name, required: false, shape }
}

const SAID: Shape = Shape::Text(text::not_empty);
const FREE: Shape = Shape::Text(text::anything);
const ITEM_ID: Shape = Shape::Text(text::id::<ItemId>);
const OTHERWISE: Shape = Shape::Word("outcome", &["warn", "fail", "unknown"]);

pub(super) const TEMPLATE: Shape = Shape::Table(&[
    must("format", Shape::Whole(FORMAT as i64, FORMAT as i64)),
    must("name", Shape::Text(text::id::<TemplateName>)),
    must("version", Shape::Text(text::version)),
    must("title", SAID),
    must("summary", SAID),
    may("policy", POLICY),
    must("sections", Shape::Some(&SECTION)),
    may("checks", Shape::List(&CHECK)),
    may("runbooks", Shape::List(&RUNBOOK)),
    may("alerts", Shape::List(&ALERT)),
    may("resources", Shape::List(&RESOURCE)),
    may("next_steps", Shape::List(&NEXT_STEP)),
]);

const POLICY: Shape = Shape::Table(&[
    may("required", Shape::List(&REQUIRED_ROLE)),
    may("distinct_approvers", Shape::Flag),
    may("segregation_of_duties", Shape::Flag),
]);

/// The other two roles sign nothing: a launch that waited for them would wait for ever.
const REQUIRED_ROLE: Shape = Shape::Table(&[
    must("role", Shape::Word("role that signs", &["approver", "release_manager"])),
    must("count", Shape::Whole(*SIGNERS.start() as i64, *SIGNERS.end() as i64)),
]);

const SECTION: Shape = Shape::Table(&[
    must("id", Shape::Text(text::id::<SectionId>)),
    must("title", SAID),
    may("summary", FREE),
    must("items", Shape::Some(&ITEM)),
]);

const ITEM: Shape = Shape::Table(&[
    must("id", ITEM_ID),
    must("title", SAID),
    must("level", Shape::Word("level", &["must", "should"])),
    may("guidance", FREE),
    may("evidence", Shape::Word("need of evidence", &["optional", "required", "check"])),
    may("facts", Shape::List(&OUTSIDE_FACT)),
]);

const OUTSIDE_FACT: Shape = Shape::Table(&[
    must("claim", SAID),
    must("source", SAID),
    must("date", Shape::Text(text::date)),
    must("confidence", Shape::Word("confidence", &["documented", "observed", "claimed"])),
]);

const CHECK: Shape = Shape::Table(&[
    must("id", Shape::Text(text::id::<CheckId>)),
    must("title", SAID),
    may("summary", FREE),
    must("probe", Shape::Kinds(PROBE)),
    must("expect", Shape::Some(&EXPECTATION)),
    may("proves", Shape::List(&ITEM_ID)),
    must("ttl_minutes", Shape::Whole(1, 525_600)),
    may("preflight", Shape::Flag),
    may("schedule", SCHEDULE),
]);

const SCHEDULE: Shape = Shape::Table(&[must("every", PERIOD)]);

const PERIOD: Shape = Shape::Text(text::period);

const PROBE: &[(&str, &[Key])] = &[
    ("http", HTTP),
    ("webhook", WEBHOOK),
    ("tls", TLS),
    ("prometheus_query", PROMETHEUS_QUERY),
    ("prometheus_rule", PROMETHEUS_RULE),
    ("permission", PERMISSION),
    ("secret_fingerprints", &[must("kind", FREE)]),
    ("pushed", PUSHED),
    ("drill", DRILL),
];

const TARGET: Shape = Shape::Word("target", &["api", "status", "health", "webhook"]);
const HEADERS: Shape = Shape::Texts(text::header_name, text::header_value);

const HTTP: &[Key] = &[
    must("kind", FREE),
    must("target", TARGET),
    may("method", Shape::Word("method", &["GET", "HEAD", "POST"])),
    may("path", Shape::Text(text::path)),
    may("authorize", Shape::Flag),
    may("headers", HEADERS),
    may("samples", Shape::Whole(*SAMPLES.start() as i64, *SAMPLES.end() as i64)),
    may("redirects", Shape::Whole(*REDIRECTS.start() as i64, *REDIRECTS.end() as i64)),
];

const WEBHOOK: &[Key] = &[
    must("kind", FREE),
    must("signature_header", Shape::Text(text::header_name)),
    must("body", Shape::Text(text::json)),
    may("cases", Shape::List(&CASE)),
];

const CASE: Shape = Shape::Word("case", &["head", "signed", "unsigned", "wrong_signature", "altered_body", "duplicate", "out_of_order"]);

const TLS: &[Key] = &[must("kind", FREE), must("target", TARGET)];

const PROMETHEUS_QUERY: &[Key] = &[must("kind", FREE), must("query", Shape::Text(text::promql))];

const PROMETHEUS_RULE: &[Key] = &[
    must("kind", FREE),
    may("alert", SAID),
    may("labels", Shape::Texts(text::label_name, text::not_empty)),
    may("metric", Shape::Text(text::metric_name)),
];

const PERMISSION: &[Key] = &[must("kind", FREE), must("allowed", Shape::Text(text::path_of_its_own)), may("headers", HEADERS)];

const PUSHED: &[Key] = &[must("kind", FREE), must("format", Shape::Word("format", &["sarif", "junit"]))];

const DRILL: &[Key] = &[
    must("kind", FREE),
    must("plays", Shape::Word("vendor that can be played", &["intercom"])),
    must("scenarios", Shape::Some(&SCENARIO)),
];

const SCENARIO: Shape = Shape::Word("scenario", &["rate_limit", "server_errors", "dropped", "hang", "error_list", "pages", "search"]);

const EXPECTATION: Shape = Shape::Table(&[
    must("fact", SAID),
    may("equals", Shape::Value),
    may("one_of", Shape::List(&Shape::Value)),
    may("at_least", Shape::Number),
    may("at_most", Shape::Number),
    may("present", Shape::Flag),
    may("host_by_value", Shape::Texts(text::some_name, text::host)),
    may("warn_below", Shape::Number),
    may("warn_above", Shape::Number),
    may("warn_one_of", Shape::List(&Shape::Value)),
    may("otherwise", OTHERWISE),
    may("missing", OTHERWISE),
    must("why", Shape::Text(text::why)),
    must("next", Shape::Text(text::next)),
]);

const RUNBOOK: Shape = Shape::Table(&[
    must("id", Shape::Text(text::id::<RunbookId>)),
    must("title", SAID),
    may("summary", FREE),
    must("steps", Shape::Some(&STEP)),
]);

const STEP: Shape = Shape::Table(&[
    must("id", Shape::Text(text::id::<StepId>)),
    must("title", SAID),
    may("detail", FREE),
    may("commands", Shape::List(&SAID)),
    may("check", Shape::Text(text::id::<CheckId>)),
    may("call", CALL),
]);

const CALL: Shape = Shape::Table(&[must("name", SAID), may("phone", Shape::Text(text::phone)), may("link", Shape::Text(text::https))]);

const ALERT: Shape = Shape::Table(&[
    must("name", SAID),
    must("condition", SAID),
    must("severity", Shape::Word("severity", &["P1", "P2", "P3", "P4"])),
    must("action", SAID),
    may("when", CONDITION),
]);

const CONDITION: Shape = Shape::Table(&[
    must("kind", Shape::Word("kind of condition", &["count", "share", "percentile", "level", "streak"])),
    must("checks", Shape::Some(&Shape::Text(text::id::<CheckId>))),
    must("within", PERIOD),
    may("matching", MATCHING),
    may("fact", SAID),
    may("percent", Shape::Whole(1, 99)),
    may("runs", Shape::Whole(1, 1_000)),
    may("above", Shape::Number),
    may("below", Shape::Number),
    may("min_samples", Shape::Whole(1, 1_000)),
]);

const MATCHING: Shape = Shape::Table(&[
    may("verdicts", Shape::List(&Shape::Word("verdict", &["pass", "warn", "unknown", "fail"]))),
    may("failures", Shape::List(&Shape::Word("failure", FAILURES))),
    may("fact", SAID),
    may("at_least", Shape::Number),
    may("at_most", Shape::Number),
]);

const FAILURES: &[&str] = &["unreachable", "timed_out", "tls", "refused", "bad_answer", "not_configured", "not_permitted"];

const RESOURCE: Shape = Shape::Table(&[must("title", SAID), must("url", Shape::Text(text::https)), may("note", FREE)]);

const NEXT_STEP: Shape = Shape::Table(&[must("title", SAID), may("detail", FREE)]);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::template::json_schema;

    /// Follows references, and takes the part of an optional value that is not `null`.
    fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema["$ref"].as_str() {
            return resolved(root, root.pointer(&reference[1..]).unwrap());
        }
        match schema["anyOf"].as_array() {
            Some(parts) if parts.iter().any(|part| part["type"] == "null") => {
                resolved(root, parts.iter().find(|part| part["type"] != "null").unwrap())
            }
            _ => schema,
        }
    }

    fn words(schema: &Value) -> BTreeSet<&str> {
        let listed = schema["enum"].as_array().into_iter().flatten();
        let documented = schema["oneOf"].as_array().into_iter().flatten().flat_map(|one| {
            let own = one["enum"].as_array().into_iter().flatten();
            own.chain(one.get("const"))
        });
        listed.chain(documented).map(|word| word.as_str().unwrap()).collect()
    }

    fn same_keys(root: &Value, schema: &Value, keys: &[Key], place: &str) {
        let named: BTreeSet<&str> = keys.iter().map(|key| key.name).collect();
        let known: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(named, known, "{place}");
        let required: BTreeSet<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let needed: BTreeSet<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(required, needed, "{place}");
        for key in keys {
            same(root, resolved(root, &schema["properties"][key.name]), &key.shape, &format!("{place}.{}", key.name));
        }
    }

    fn same(root: &Value, schema: &Value, shape: &Shape, place: &str) {
        match shape {
            Shape::Table(keys) => same_keys(root, schema, keys, place),
            Shape::List(element) | Shape::Some(element) => same(root, resolved(root, &schema["items"]), element, place),
            Shape::Word(_, listed) => {
                let listed: BTreeSet<&str> = listed.iter().copied().collect();
                let signs_not = BTreeSet::from(["contributor", "viewer"]);
                let known: BTreeSet<&str> = words(schema).into_iter().filter(|word| !signs_not.contains(word)).collect();
                assert_eq!(listed, known, "{place}");
            }
            Shape::Kinds(kinds) => {
                let variants = schema["oneOf"].as_array().unwrap();
                assert_eq!(variants.len(), kinds.len(), "{place}");
                for (kind, keys) in *kinds {
                    let variant = variants.iter().find(|variant| variant["properties"]["kind"]["const"] == *kind);
                    same_keys(root, variant.unwrap_or_else(|| panic!("{place}: {kind}")), keys, &format!("{place} {kind}"));
                }
            }
            Shape::Texts(..) => assert_eq!(schema["type"], "object", "{place}"),
            Shape::Text(_) => assert!(schema["type"].to_string().contains("string"), "{place}"),
            Shape::Whole(..) => assert!(schema["type"].to_string().contains("integer"), "{place}"),
            Shape::Number => assert!(schema["type"].to_string().contains("number"), "{place}"),
            Shape::Flag => assert!(schema["type"].to_string().contains("boolean"), "{place}"),
            Shape::Value => assert!(schema["anyOf"].is_array(), "{place}"),
        }
    }

    #[test]
    fn the_table_has_the_keys_and_words_of_the_types() {
        let schema = json_schema();
        same(&schema, &schema, &TEMPLATE, "template");
    }
}
