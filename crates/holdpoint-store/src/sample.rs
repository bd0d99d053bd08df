//! A launch of Ann's, for tests of what only the store itself sees.

use std::sync::Arc;

use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, NewLaunch};
use holdpoint_domain::template::{Template, TemplateRef};
use uuid::Uuid;

use crate::{Creation, Entry, Sender, Wish};

const TEMPLATE: &str = r#"{
    "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "A story.",
    "sections": [{"id": "one", "title": "One", "items": [{"id": "a", "title": "A", "level": "must"}]}]
}"#;

fn sender(command: u128) -> Sender {
    let (by, at) = (MemberId(Uuid::from_u128(1)), "2026-11-24T10:00:00Z".parse().unwrap());
    let command = Some(CommandId(Uuid::from_u128(command)));
    Sender { by, name: "Ann".into(), owner: false, at, command, fingerprint: Digest::of(b"") }
}

pub fn creation(command: u128, name: &str) -> Creation {
    let template: Arc<Template> = Arc::new(serde_json::from_str(TEMPLATE).unwrap());
    let template_ref = TemplateRef { name: template.name.clone(), version: "1.0.0".into(), digest: Digest::of(TEMPLATE.as_bytes()) };
    Creation { sender: sender(command), wish: NewLaunch::new(name, template.name.clone()), template, template_ref }
}

pub fn named(command: u128, name: &str) -> Entry {
    Entry { sender: sender(command), based_on: Seq(0), wish: Wish::Command(Command::SetName { name: name.into() }) }
}
