//! `holdpoint launch`

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use holdpoint_domain::id::{Digest, LaunchId, Timestamp};
use holdpoint_store::portable::{Head, Portable};
use holdpoint_store::postgres::PostgresStore;
use holdpoint_store::sqlite::{FILE, SqliteStore, portable};
use holdpoint_store::{Store as _, StoreError};
use serde::Serialize;

use super::backup::refused;
use super::data::Place;
use super::{Answer, data, out};
use crate::backup::Fault;
use crate::config::Database;

/// Write a launch with its whole history to a file, or take one in
#[derive(Args)]
#[command(after_help = "Example: holdpoint launch export LCH-1 --out LCH-1.launch.jsonl")]
pub struct Launch {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    Export(Export),
    Import(Import),
}

/// Write a launch to a file: every event, receipt, snapshot and report, while a server runs or not
///
/// No accounts, no keys and no secrets are in it. Exit status: 0 written, 1 the database is damaged, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint launch export LCH-1 --out LCH-1.launch.jsonl")]
struct Export {
    /// The launch, such as LCH-1
    launch: LaunchId,
    /// A new file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Folder of the database [default: ./data]
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// PostgreSQL, as of `holdpoint serve` [default: as configured]
    #[arg(long, value_name = "URL")]
    database: Option<Database>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Take a launch in from a file, under its own number; into SQLite while the server is stopped
///
/// Every digest and the root of its log are verified first; a launch that is there already is never replaced. Exit status: 0 taken in, 1 the file is not
/// whole (nothing was changed), 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint launch import LCH-1.launch.jsonl --data ./data")]
struct Import {
    /// What `holdpoint launch export` wrote
    file: PathBuf,
    /// Folder of the database [default: ./data]
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// PostgreSQL, as of `holdpoint serve` [default: as configured]
    #[arg(long, value_name = "URL")]
    database: Option<Database>,
    /// Verify the file, and change nothing
    #[arg(long, conflicts_with_all = ["data", "database"])]
    check: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// For machines.
#[derive(Serialize)]
struct Said<'a> {
    file: &'a Path,
    /// Of the whole file.
    digest: Digest,
    #[serde(flatten)]
    head: &'a Head,
}

impl Launch {
    pub fn run(self) -> Result<Answer, String> {
        let (made, json) = match self.act {
            Act::Export(export) => (export.run(), export.json),
            Act::Import(import) => (import.run(), import.json),
        };
        match made {
            Ok((what, file, head)) => say(what, &file, &head, json),
            Err(fault) => refused(&fault, json),
        }
    }
}

/// What was done with which file, and what is in it.
type Done = (&'static str, PathBuf, Head);

impl Export {
    fn run(&self) -> Result<Done, Fault> {
        let portable = match data::place(self.data.clone(), self.database.clone()).map_err(Fault::Trouble)? {
            Place::Folder(folder) => self.taken_out(&folder)?,
            Place::Database(database) => {
                on_database(&database, async |store| store.export(self.launch).await)?.map_err(|error| match error {
                    StoreError::NoSuchLaunch(id) => Fault::Trouble(format!("there is no launch {id} in the database; name another one")),
                    other => Fault::from(other),
                })?
            }
        };
        let head = portable.head(Timestamp::now());
        write(&self.out, &portable, &head).map_err(|error| {
            let shown = self.out.display();
            Fault::Trouble(format!("{shown} cannot be written: {error}; name a new file in a folder where this user may write"))
        })?;
        Ok(("Exported", self.out.clone(), head))
    }

    fn taken_out(&self, folder: &Path) -> Result<Portable, Fault> {
        has_database(folder)?;
        portable::export(folder, self.launch).map_err(|error| match error {
            StoreError::NoSuchLaunch(id) => {
                let shown = folder.display();
                Fault::Trouble(format!("there is no launch {id} in {shown}; name another one, or another folder with --data"))
            }
            other => Fault::from(other),
        })
    }
}

impl Import {
    fn run(&self) -> Result<Done, Fault> {
        let shown = self.file.display();
        let file =
            File::open(&self.file).map_err(|error| Fault::Trouble(format!("{shown}: {error}; name a file that this user can read")))?;
        let read = Portable::read(BufReader::new(file));
        let (head, portable) = read.map_err(|why| Fault::Damaged(format!("{shown} is no whole launch: {why}; export it again")))?;
        if self.check {
            return Ok(("Whole", self.file.clone(), head));
        }
        let done = match data::place(self.data.clone(), self.database.clone()).map_err(Fault::Trouble)? {
            Place::Folder(folder) => put_in(&folder, portable)?,
            Place::Database(database) => on_database(&database, async |store| store.import(portable).await)?,
        };
        done.map_err(|error| match error {
            StoreError::NotAccepted(why) => Fault::Trouble(format!("{} was not imported: {why}", head.launch)),
            other => Fault::from(other),
        })?;
        Ok(("Imported", self.file.clone(), head))
    }
}

fn put_in(folder: &Path, portable: Portable) -> Result<Result<(), StoreError>, Fault> {
    has_database(folder)?;
    if data::in_use(folder) {
        let folder = folder.display();
        return Err(Fault::Trouble(format!("a running server uses {folder}; stop it, import, and start it again")));
    }
    super::runtime().map_err(Fault::Trouble)?.block_on(async {
        let store = SqliteStore::open(folder).await?;
        let done = store.import(portable).await;
        store.close().await;
        Ok(done)
    })
}

/// Servers may run on it meanwhile.
fn on_database<T>(database: &Database, work: impl AsyncFnOnce(&PostgresStore) -> T) -> Result<T, Fault> {
    let url = database.url().map_err(Fault::Trouble)?;
    super::runtime().map_err(Fault::Trouble)?.block_on(async {
        let store = PostgresStore::open(&url).await?;
        let done = work(&store).await;
        store.close().await;
        Ok(done)
    })
}

fn has_database(folder: &Path) -> Result<(), Fault> {
    let none = || {
        format!("there is no database in {}; the first `holdpoint serve` makes one, or name another folder with --data", folder.display())
    };
    if folder.join(FILE).is_file() { Ok(()) } else { Err(Fault::Trouble(none())) }
}

/// Readable by this user only; named when it is whole.
fn write(target: &Path, portable: &Portable, head: &Head) -> io::Result<()> {
    let beside = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".holdpoint-launch-").tempfile_in(beside)?;
    portable.write(head, BufWriter::new(file.as_file()))?;
    file.as_file().sync_all()?;
    file.persist_noclobber(target).map_err(|error| error.error)?;
    File::open(beside)?.sync_all()
}

fn say(what: &str, file: &Path, head: &Head, json: bool) -> Result<Answer, String> {
    let digest = data::digest(file)?;
    if json {
        out::say(out::pretty(&Said { file, digest, head })?)?;
        return Ok(Answer::Yes);
    }
    let Head { launch, server, made_at, events, root, commands, files, .. } = head;
    let shown = file.display();
    let mut lines = vec![
        format!("{what:<12}{launch}\nFile        {shown}\n            {digest}"),
        format!("Made at     {made_at} from the server {server}"),
        format!("In it       {events} events, {commands} answered commands, {files} kept files"),
        format!("Root        {root}"),
    ];
    if what == "Exported" {
        lines.push(format!("The way back: holdpoint launch import {shown}"));
    }
    out::say(lines.join("\n"))?;
    Ok(Answer::Yes)
}
