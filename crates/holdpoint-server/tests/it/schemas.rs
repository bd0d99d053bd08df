//! The schemas in `GET /api/openapi.json` say what the types read, and what the server answers.

use std::collections::BTreeSet;

use holdpoint_domain::launch::{Command, EvidenceKind, NewLaunch};
use holdpoint_domain::wire::{RunCheck, Submission};
use holdpoint_emulator::Mode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{INTERCOM, TestApp};

/// By their names.
struct Schemas(Value);

impl Schemas {
    fn of(app: &TestApp) -> Self {
        let document: Value = app.client().get("/api/openapi.json").ok();
        Self(document["components"]["schemas"].clone())
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let Some(place) = schema["$ref"].as_str() else { return schema };
        let found = &self.0[place.rsplit('/').next().unwrap()];
        assert!(found.is_object(), "there is no {place}");
        found
    }

    /// What of a value does not fit its schema, or is not in it, with its place.
    fn faults(&self, schema: &Value, value: &Value, place: &str) -> Vec<String> {
        let schema = self.resolved(schema);
        if let Some(choices) = choices(schema) {
            let fits = choices.iter().any(|choice| self.faults(choice, value, place).is_empty());
            return if fits { vec![] } else { vec![format!("{place}: {value} is none of what it may be")] };
        }
        let kinds = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
        let other =
            schema.get("const").is_some_and(|only| only != value) || schema["enum"].as_array().is_some_and(|all| !all.contains(value));
        let mut faults = Vec::new();
        if other || !kinds.iter().any(|kind| is_of(kind, value)) {
            faults.push(format!("{place}: {value}"));
        }
        for item in value.as_array().into_iter().flatten() {
            faults.extend(self.faults(&schema["items"], item, &format!("{place}/…")));
        }
        let Some(fields) = value.as_object() else { return faults };
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        faults.extend(required.filter(|name| !fields.contains_key(*name)).map(|name| format!("{place}/{name} is missing")));
        for (name, field) in fields {
            let place = format!("{place}/{name}");
            let described = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"));
            match described.filter(|described| described.as_bool() != Some(false)) {
                Some(described) => faults.extend(self.faults(described, field, &place)),
                None if schema["properties"].is_object() => faults.push(format!("{place} is not described")),
                None => {}
            }
        }
        faults
    }

    /// * `with_all`: with what may be left out.
    fn example(&self, schema: &Value, with_all: bool) -> Value {
        let schema = self.resolved(schema);
        if let Some(choices) = choices(schema) {
            return self.example(&choices[0], with_all);
        }
        if let Some(only) = schema.get("const").or_else(|| schema["enum"].get(0)) {
            return only.clone();
        }
        match schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or_default() {
            "object" => {
                let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
                let fields = schema["properties"].as_object().into_iter().flatten().filter(|(name, _)| with_all || required(name.as_str()));
                Value::Object(fields.map(|(name, field)| (name.clone(), self.example(field, with_all))).collect())
            }
            "array" => json!([self.example(&schema["items"], with_all)]),
            "boolean" => json!(true),
            "integer" => json!(1),
            _ => match (schema["format"].as_str(), schema["pattern"].as_str()) {
                (Some("uuid"), _) => json!("0192f0c4-0000-7000-8000-000000000000"),
                (Some("date"), _) => json!("2026-12-01"),
                (Some("date-time"), _) => json!("2026-12-01T00:00:00Z"),
                (_, Some(pattern)) if pattern.starts_with("^sha256:") => json!(format!("sha256:{}", "0".repeat(64))),
                _ => json!("a"),
            },
        }
    }

    /// What is read as the schema says is written as it says.
    fn reads<T: DeserializeOwned + Serialize>(&self, schema: &Value) {
        for with_all in [false, true] {
            let example = self.example(schema, with_all);
            let read: T = serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{error}: {example}"));
            assert_eq!(self.faults(schema, &serde_json::to_value(&read).unwrap(), ""), Vec::<String>::new(), "{example}");
            let mut with_more = example.clone();
            with_more["nope"] = json!(1);
            // Serde passes over what stands beside a kind that has no fields.
            let has_fields = schema["properties"].as_object().is_none_or(|fields| 1 < fields.len() || !fields.contains_key("type"));
            assert!(!has_fields || serde_json::from_value::<T>(with_more).is_err(), "{example}");
        }
    }

    /// Of a type with several kinds each is described, and no other.
    fn reads_each<T: DeserializeOwned + Serialize>(&self, name: &str) {
        let all = choices(&self.0[name]).unwrap();
        let described: BTreeSet<&str> = all.iter().filter_map(|one| one["properties"]["type"]["const"].as_str()).collect();
        let said = serde_json::from_value::<T>(json!({ "type": "nope" })).err().unwrap().to_string();
        let known: BTreeSet<&str> = said.split('`').skip(3).step_by(2).collect();
        assert_eq!(described, known, "{said}");
        all.iter().for_each(|one| self.reads::<T>(one));
    }
}

fn choices(schema: &Value) -> Option<&Vec<Value>> {
    schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array())
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("null") => value.is_null(),
        _ => kind.is_null(),
    }
}

fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn what_programs_send_is_described_as_it_is_read() {
    let app = TestApp::start();
    let schemas = Schemas::of(&app);
    schemas.reads_each::<Command>("Command");
    schemas.reads_each::<EvidenceKind>("EvidenceKind");
    schemas.reads::<Submission>(&named("Submission"));
    schemas.reads::<NewLaunch>(&named("NewLaunch"));
    schemas.reads::<RunCheck>(&named("RunCheck"));
}

#[test]
fn what_the_server_answers_is_described() {
    let (app, ada) = TestApp::with_owner();
    let schemas = Schemas::of(&app);
    let fits = |name: &str, answer: &Value| assert_eq!(schemas.faults(&named(name), answer, name), Vec::<String>::new(), "{answer}");
    let new = json!({ "name": "Described", "template": INTERCOM, "connection": "emulator" });
    let made: Value = ada.new_launch(Uuid::now_v7(), new).ok();
    fits("LaunchCreated", &made);
    let launch = made["id"].as_str().unwrap();
    let path = |rest: &str| format!("/api/launches/{launch}{rest}");
    let name = |name: &str| ada.command(launch, ada.seq(launch), json!({ "type": "set_name", "name": name }));
    let stored = ["Described well", "Described well"].map(|new| name(new).ok::<Value>());
    assert_eq!(stored[1]["nothing"], true, "it has that name already");
    stored.iter().for_each(|stored| fits("Stored", stored));
    let id = Uuid::now_v7();
    let twice = ["One", "Two"].map(|name| ada.command_as(id, launch, (0, json!({ "type": "set_name", "name": name }))));
    let taken: Value = serde_json::from_slice(&twice[1].body).unwrap();
    assert_eq!(taken["seq"], twice[0].ok::<Value>()["seq"]);
    fits("Problem", &taken);
    fits("Consistency", &ada.get(&path("/consistency?from=1&to=3")).ok());
    for mode in [Mode::Ok, Mode::Unauthorized] {
        app.emulator.set(|vendor| vendor.mode = mode);
        fits("CheckRan", &ada.post(&path("/checks/api.auth/runs"), json!({})).ok());
        fits("Gate", &ada.get(&path("/gate")).ok());
    }
    let approval = json!({
        "id": Uuid::now_v7(), "snapshot": format!("sha256:{}", "0".repeat(64)), "revision": ada.seq(launch), "role": "release_manager",
        "password": crate::app::PASSWORD,
    });
    for (answer, part) in [(name(""), "said"), (ada.post(&path("/approvals"), approval), "reason")] {
        let problem: Value = serde_json::from_slice(&answer.body).unwrap();
        fits("Problem", &problem);
        assert!(problem[part].is_object(), "{problem}");
    }
}
