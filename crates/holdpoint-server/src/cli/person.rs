//! `holdpoint person`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use holdpoint_domain::id::{MemberId, Timestamp};
use holdpoint_domain::wire::ErasureView;
use holdpoint_store::accounts::Act;
use holdpoint_store::postgres::PostgresStore;
use holdpoint_store::sqlite::{FILE, SqliteStore};
use holdpoint_store::{Store, StoreError};

use super::data::Place;
use super::{Answer, data, out};
use crate::config::Database;

/// Erase a person, with what launches tell of them
#[derive(Args)]
#[command(after_help = "Example: holdpoint person erase \"Ann Lee\" --dry-run")]
pub struct Person {
    #[command(subcommand)]
    act: Do,
}

#[derive(Subcommand)]
enum Do {
    Erase(Erase),
}

/// Erase a person, while the server is stopped; on a running one its owner does the same by POST /api/people/ID/erasure
///
/// The account goes, with all that belongs to it. In every launch the events that tell the person's name, or were written by them, are replaced; the log still
/// verifies, and an event of it says which were replaced. Signed approvals and reports stay as they were signed, and backups as they were made: docs/privacy.md.
/// Cannot be undone. Exit status: 0 erased, or said what would be; 2 nothing was changed.
#[derive(Args)]
#[command(after_help = "Example: holdpoint person erase \"Ann Lee\" --dry-run")]
struct Erase {
    /// The person's name, or their id
    person: String,
    /// Say what would be erased, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Folder of the database [default: ./data]
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// PostgreSQL, as of `holdpoint serve`; servers may run on it [default: as configured]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Configuration file of the server [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Person {
    pub fn run(self) -> Result<Answer, String> {
        match self.act {
            Do::Erase(erase) => erase.run(),
        }
    }
}

impl Erase {
    fn run(self) -> Result<Answer, String> {
        let view = match data::place(self.data.clone(), self.database.as_deref(), self.config.as_deref())? {
            Place::Folder(folder) => self.in_folder(&folder)?,
            Place::Database(database) => super::runtime()?.block_on(self.on_database(&database))?,
        };
        out::say(if self.json { out::pretty(&view)? } else { told(&view, self.dry_run) })?;
        Ok(Answer::Yes)
    }

    fn in_folder(&self, folder: &Path) -> Result<ErasureView, String> {
        let shown = folder.display();
        if !folder.join(FILE).is_file() {
            return Err(format!("there is no database in {shown}; name the server's data folder with --data"));
        }
        if data::in_use(folder) {
            return Err(format!("a running server uses {shown}; stop it first, or let its owner do this by POST /api/people/ID/erasure"));
        }
        super::runtime()?.block_on(self.erase(folder))
    }

    async fn on_database(&self, database: &Database) -> Result<ErasureView, String> {
        let store = PostgresStore::open(&database.url()?).await.map_err(|error| error.to_string())?;
        let done = self.erase_in(&store).await;
        store.close().await;
        done
    }

    async fn erase(&self, folder: &Path) -> Result<ErasureView, String> {
        let store = SqliteStore::open(folder).await.map_err(|error| error.to_string())?;
        let done = self.erase_in(&store).await;
        store.close().await;
        done
    }

    async fn erase_in(&self, store: &dyn Store) -> Result<ErasureView, String> {
        let words = |error: StoreError| format!("{}: {error}", out::plain(&self.person));
        let known = match self.person.parse::<MemberId>() {
            Ok(id) => store.account(id).await,
            Err(_) => store.account_named(&self.person).await,
        };
        let account = known.map_err(words)?.ok_or_else(|| {
            format!("there is nobody with the name or id {:?} here; give the name as the people page shows it", self.person)
        })?;
        if self.dry_run {
            return store.would_erase(account.id).await.map_err(words);
        }
        let act = Act {
            account: account.id,
            by: MemberId::SERVER,
            by_name: "the server's operator".into(),
            device: "holdpoint person erase".into(),
            at: Timestamp::now(),
        };
        store.erase(act).await.map_err(words)
    }
}

fn told(view: &ErasureView, dry_run: bool) -> String {
    let mut lines = vec![format!("{} {}", if dry_run { "Would erase" } else { "Erased     " }, view.person)];
    for launch in &view.launches {
        let role = if launch.role { ", and the role in it" } else { "" };
        lines.push(format!("            {}: {} events{role}", launch.launch, launch.events.len()));
    }
    let ErasureView { sessions, passkeys, api_tokens, identities, signing_keys, approvals, .. } = view;
    lines.push(format!(
        "            {sessions} sessions, {passkeys} passkeys, {api_tokens} API tokens, {identities} linked sign-ins, the name and the password"
    ));
    lines.push(format!(
        "Stays       {approvals} approvals as they were signed, with name and comment; {signing_keys} public keys; issued reports; earlier backups"
    ));
    lines.join("\n")
}
