//! What every test here needs: an emulator, a way out that is allowed to reach it, a connection, and checks in a line.

use std::path::PathBuf;

use holdpoint_domain::check::{Check, Fact, Observation};
use holdpoint_emulator::{Emulator, Vendor};
use holdpoint_probe::{Connection, Egress, EgressConfig};
use serde_json::{Value, json};
use tempfile::TempDir;

pub struct Bench {
    pub emulator: Emulator,
    pub egress: Egress,
    pub connection: Connection,
    folder: TempDir,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(Vendor::default()).await
    }

    /// Both secrets are in files: the environment belongs to all tests of the process.
    pub async fn with(vendor: Vendor) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("token"), format!("{}\n", vendor.token)).unwrap();
        std::fs::write(folder.path().join("webhook"), &vendor.webhook_secret).unwrap();
        let emulator = Emulator::start(vendor).await.unwrap();
        let connection = json!({
            "name": "emulator",
            "base_url": emulator.base_url(),
            "api_version": "2.14",
            "status_url": emulator.status_url(),
            "webhook_url": emulator.webhook_url(),
            "health_url": emulator.health_url(),
            "token": format!("file:{}", folder.path().join("token").display()),
            "webhook_secret": format!("file:{}", folder.path().join("webhook").display()),
        });
        Self { emulator, egress: egress(&["127.0.0.1"]), connection: serde_json::from_value(connection).unwrap(), folder }
    }

    pub async fn run(&self, check: &Check) -> Observation {
        holdpoint_probe::run(check, &self.connection, &self.egress).await
    }

    /// Stores a secret and returns its reference.
    pub fn store(&self, name: &str, secret: &str) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, secret).unwrap();
        format!("file:{}", path.display())
    }
}

pub fn egress(allow: &[&str]) -> Egress {
    Egress::new(config(allow)).unwrap()
}

pub fn config(allow: &[&str]) -> EgressConfig {
    let entries: Vec<_> = allow.iter().map(ToString::to_string).collect();
    EgressConfig { allow: entries.try_into().unwrap(), ..EgressConfig::default() }
}

/// A check that expects nothing but that these facts are seen.
pub fn check(probe: Value, facts: &[&str]) -> Check {
    let expect: Vec<_> = facts.iter().map(|fact| json!({ "fact": fact, "present": true, "why": "", "next": "" })).collect();
    let check = json!({ "id": "test", "title": "Test", "probe": probe, "expect": expect, "ttl_minutes": 60 });
    serde_json::from_value(check).unwrap()
}

/// `GET /me` as the template asks it.
pub fn me(facts: &[&str]) -> Check {
    check(me_probe(), facts)
}

pub fn me_probe() -> Value {
    json!({
        "kind": "http",
        "target": "api",
        "path": "/me",
        "authorize": true,
        "headers": { "Intercom-Version": "{api_version}" },
    })
}

pub fn number(observation: &Observation, fact: &str) -> Option<f64> {
    match observation.facts.get(fact)? {
        Fact::Number(number) => Some(*number),
        Fact::Bool(_) | Fact::Text(_) => None,
    }
}

pub fn text<'a>(observation: &'a Observation, fact: &str) -> Option<&'a str> {
    match observation.facts.get(fact)? {
        Fact::Text(text) => Some(text),
        Fact::Bool(_) | Fact::Number(_) => None,
    }
}
