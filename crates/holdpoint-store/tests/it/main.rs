//! What every store has to keep, run against each of them.
//!
//! * `log`: order, exactly once, nothing lost.
//! * `people`: accounts, one-time tokens. `accounts`: sessions, passkeys, recovery, API tokens, and their log.
//! * `erasure`: a person is erased, and the log stays.
//! * `signing`: keys that approve, statements that wait for a signature.
//! * `watching`: due runs, samples, alerts, messages.
//! * `portable`: a launch taken out, and put in elsewhere.
//! * `snapshots`: shortcuts of the start, which are never trusted.
//! * `flips`: bits that flipped in the files.
//! * `sqlite`: what only the embedded store can get wrong. `postgres`: what only several replicas can.

/// Runs each of these on a fresh place of every store.
macro_rules! on_every_store {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(&crate::Place::folder()).await;
            })*
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(&crate::Place::database().await).await;
            })*
        }
    };
}

mod accounts;
mod erasure;
mod flips;
mod log;
mod people;
mod portable;
mod postgres;
mod signing;
mod snapshots;
mod sqlite;
mod watching;

use std::path::Path;
use std::sync::Arc;

use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, NewLaunch, Recorded};
use holdpoint_domain::template::{Template, TemplateRef};
use holdpoint_emulator::postgres::Postgres;
use holdpoint_store::postgres::PostgresStore;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Creation, Entry, Sender, Store, StoreError, Wish};

const TEMPLATE: &str = r#"{
    "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "A story.",
    "sections": [{"id": "one", "title": "One", "items": [
        {"id": "a", "title": "A", "level": "must"}, {"id": "b", "title": "B", "level": "must"}
    ]}]
}"#;

/// Where a store is, so that it can be opened again: of every kind that the suite runs against.
pub enum Place {
    Folder(tempfile::TempDir),
    /// One of the server that all such tests share.
    Database(Arc<Postgres>, String),
}

impl Place {
    pub fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    pub async fn database() -> Self {
        let server = Postgres::shared().unwrap();
        let url = server.database().await.unwrap();
        Self::Database(server, url)
    }

    pub async fn open(&self) -> Arc<dyn Store> {
        match self {
            Self::Folder(folder) => Arc::new(SqliteStore::open(folder.path()).await.unwrap()),
            Self::Database(_, url) => Arc::new(PostgresStore::open(url).await.unwrap()),
        }
    }

    /// Does something to the database behind the store's back.
    async fn change(&self, sql: &str) {
        match self {
            Self::Folder(folder) => {
                let database = rusqlite::Connection::open(folder.path().join(holdpoint_store::sqlite::FILE)).unwrap();
                database.execute_batch(sql).unwrap();
            }
            Self::Database(_, url) => holdpoint_emulator::postgres::execute(url, sql).await.unwrap(),
        }
    }
}

async fn open(folder: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(folder).await.unwrap())
}

fn now() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn member(n: u128) -> MemberId {
    MemberId(uuid::Uuid::from_u128(n))
}

fn sender(command: u128, body: &str) -> Sender {
    let command = Some(CommandId(uuid::Uuid::from_u128(command)));
    Sender { by: member(1), name: "Ann".into(), owner: false, at: now(), command, fingerprint: Digest::of(body.as_bytes()) }
}

fn creation(command: u128, name: &str) -> Creation {
    let template: Arc<Template> = Arc::new(serde_json::from_str(TEMPLATE).unwrap());
    let template_ref = TemplateRef { name: template.name.clone(), version: "1.0.0".into(), digest: Digest::of(TEMPLATE.as_bytes()) };
    let wish = NewLaunch::new(name, template.name.clone());
    Creation { sender: sender(command, name), wish, template, template_ref }
}

/// A comment on item `a`, whose command id and comment id are the same number.
fn comment(id: u128, text: &str) -> Entry {
    let command =
        Command::Comment { item: "a".parse().unwrap(), comment: CommentId(uuid::Uuid::from_u128(id)), text: text.into(), mentions: vec![] };
    Entry { sender: sender(id, text), based_on: Seq(0), wish: Wish::Command(command) }
}

fn due(id: u128, date: &str) -> Entry {
    let command = Command::SetDue { item: "b".parse().unwrap(), due: Some(date.parse().unwrap()) };
    Entry { sender: sender(id, date), based_on: Seq(0), wish: Wish::Command(command) }
}

fn is_not_accepted<T: std::fmt::Debug>(result: Result<T, StoreError>, words: &str) {
    let error = result.unwrap_err();
    assert!(matches!(error, StoreError::NotAccepted(_)) && error.to_string().contains(words), "{error}");
}
