//! `holdpoint launch`

use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use holdpoint_domain::id::{Digest, ItemId, LaunchId, Timestamp};
use holdpoint_domain::sentence::counted;
use holdpoint_store::portable::{Head, Lost, Portable, Unread, Why};
use holdpoint_store::postgres::PostgresStore;
use holdpoint_store::sqlite::{SqliteStore, portable};
use holdpoint_store::{Store as _, StoreError};
use serde::Serialize;

use super::backup::refused;
use super::data::{Evidence, Named, Place};
use super::{Answer, data, made, out};
use crate::backup::{Fault, Summed, clear, open};
use crate::config::{Config, Database};
use crate::limits;
use crate::timestamp::{Authority, Judged, judge};

/// Where a launch's evidence files lie while they are taken in.
const DESK: &str = ".holdpoint-import-";

/// Export a launch with its whole history to a file, or import one
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

/// Export a launch to a file: every event, receipt, snapshot, report and evidence file; the server may be running
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
    #[command(flatten)]
    place: Named,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Import a launch from a file under its own number (with SQLite, stop the server first)
///
/// Every digest and the root of its log are verified first; a launch that is there already is never replaced. What is no timestamp of its report is not
/// taken, and told. Exit status: 0 imported, 1 the file is not whole (nothing was changed), 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint launch import LCH-1.launch.jsonl --data ./data")]
struct Import {
    /// What `holdpoint launch export` wrote
    file: PathBuf,
    #[command(flatten)]
    place: Named,
    /// Only verify the file; nothing is changed
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
    #[serde(flatten)]
    judged: &'a Judged,
}

impl Launch {
    pub fn run(self) -> Result<Answer, String> {
        let (made, json) = match self.act {
            Act::Export(export) => (export.run(), export.json),
            Act::Import(import) => (import.run(), import.json),
        };
        match made {
            Ok(done) => say(&done, json),
            Err(fault) => refused(&fault, json),
        }
    }
}

/// What was done with which file, and what is in it.
struct Done {
    what: &'static str,
    file: PathBuf,
    /// Of the whole file, from the reading of it: one that was a pipe is read once.
    digest: Digest,
    head: Head,
    judged: Judged,
}

impl Export {
    fn run(&self) -> Result<Done, Fault> {
        let (place, files) = self.place.places().map_err(Fault::Trouble)?;
        let portable = match place {
            Place::Folder(folder) => {
                data::has_database(&folder).map_err(Fault::Trouble)?;
                portable::export(&folder, self.launch).map_err(|error| absent(error, &format!("in {}", folder.display())))?
            }
            Place::Database(database) => {
                let taken = on_database(&database, async |store| store.export(self.launch).await)?;
                taken.map_err(|error| absent(error, "in the database"))?
            }
        };
        let head = portable.head(Timestamp::now());
        let written = made::create(&self.out, limits::PRIVATE_FILE, |file| portable.write(&head, &files, BufWriter::new(file)));
        written.map_err(|error| {
            let shown = self.out.display();
            Fault::Trouble(match error.downcast::<Lost>() {
                Ok(lost) => without(&portable, &lost, &files),
                Err(error) => {
                    format!("{shown} cannot be written: {error}; name a new file in a folder with room, where this user may write")
                }
            })
        })?;
        let digest = data::digest(&self.out).map_err(Fault::Trouble)?;
        Ok(Done { what: "Exported", file: self.out.clone(), digest, head, judged: Judged::default() })
    }
}

/// Why a launch is not exported without one of its evidence files, and what to do.
fn without(portable: &Portable, lost: &Lost, files: &Evidence) -> String {
    let (digest, launch, place) = (lost.digest, portable.launch, files.place(lost.digest));
    let items: Vec<&str> = portable.items_with(digest).into_iter().map(ItemId::as_str).collect();
    let advice = match lost.why {
        Why::Missing | Why::Changed => format!("bring it back from a backup, in which it is {}", holdpoint_store::files::name(digest)),
        Why::Unread(_) => "see whether this user may read it, and whether its disk or bucket answers".to_owned(),
    };
    format!("{launch} is not exported: {lost}; it is evidence of {}, in {place}: {advice}", items.join(", "))
}

impl Import {
    fn run(&self) -> Result<Done, Fault> {
        let shown = self.file.display();
        let file = open(&self.file).map_err(|error| Fault::Trouble(format!("{shown}: {error}; name a file that this user can read")))?;
        let unread = |why: Unread| match why {
            Unread::Fault(why) => Fault::Damaged(format!("{shown} is no whole launch: {why}; export it again")),
            torn @ Unread::Source(..) => {
                Fault::Trouble(format!("{shown}: {torn}; see whether the disk that it is on answers, and try again"))
            }
            full @ Unread::Desk(_) => Fault::Trouble(format!("{shown}: {full}; is there room, and may this user?")),
        };
        let config = Config::load(self.place.config.as_deref()).map_err(|error| Fault::Trouble(error.to_string()))?;
        let pinned = Authority::pinned(&config.timestamp).map_err(Fault::Trouble)?;
        let mut source = Summed::new(file);
        if self.check {
            let (head, mut portable) = Portable::read(BufReader::new(&mut source), None).map_err(unread)?;
            let judged = judge(&mut portable, &pinned);
            return Ok(Done { what: "Whole", file: self.file.clone(), digest: source.end().1, head, judged });
        }
        let (place, files) = self.place.places().map_err(Fault::Trouble)?;
        if let Place::Folder(folder) = &place {
            data::has_database(folder).map_err(Fault::Trouble)?;
            data::is_at_rest(folder, "stop it, import, and start it again").map_err(Fault::Trouble)?;
        }
        // Beside the files, so that they are moved there and not copied.
        let beside = match &files {
            Evidence::Folder(folder) => folder.clone(),
            Evidence::Bucket(_) => std::env::temp_dir(),
        };
        clear(&beside, DESK);
        let desk = tempfile::Builder::new().prefix(DESK).tempdir_in(&beside).map_err(|error| {
            Fault::Trouble(format!("{} cannot be written: {error}; is there room, and may this user?", beside.display()))
        })?;
        let (head, mut portable) = Portable::read(BufReader::new(&mut source), Some(desk.path())).map_err(unread)?;
        let judged = judge(&mut portable, &pinned);
        // Before their events: a file that no event names takes up room, an event without its file is never mended.
        for file in &portable.evidence {
            files.take(&desk.path().join(file.digest.hex()), *file).map_err(Fault::Trouble)?;
        }
        let done = match place {
            Place::Folder(folder) => in_folder(&folder, portable)?,
            Place::Database(database) => on_database(&database, async |store| store.import(portable).await)?,
        };
        done.map_err(|error| match error {
            StoreError::NotAccepted(why) => Fault::Trouble(format!("{} was not imported: {why}", head.launch)),
            other => Fault::from(other),
        })?;
        Ok(Done { what: "Imported", file: self.file.clone(), digest: source.end().1, head, judged })
    }
}

fn in_folder(folder: &Path, portable: Portable) -> Result<Result<(), StoreError>, Fault> {
    super::runtime().map_err(Fault::Trouble)?.block_on(async {
        // That it cannot be opened says nothing against what is imported.
        let store = SqliteStore::open(folder).await.map_err(|error| Fault::Trouble(error.to_string()))?;
        let done = store.import(portable).await;
        store.close().await;
        Ok(done)
    })
}

/// Servers may run on it meanwhile.
fn on_database<T>(database: &Database, work: impl AsyncFnOnce(&PostgresStore) -> T) -> Result<T, Fault> {
    let url = database.url().map_err(Fault::Trouble)?;
    super::runtime().map_err(Fault::Trouble)?.block_on(async {
        let store = PostgresStore::open(&url).await.map_err(|error| Fault::Trouble(error.to_string()))?;
        let done = work(&store).await;
        store.close().await;
        Ok(done)
    })
}

fn absent(error: StoreError, place: &str) -> Fault {
    match error {
        StoreError::NoSuchLaunch(id) => {
            Fault::Trouble(format!("there is no launch {id} {place}; name another one, or another place with --data or --database"))
        }
        other => Fault::from(other),
    }
}

fn say(done: &Done, json: bool) -> Result<Answer, String> {
    let Done { what, file, digest, head, judged } = done;
    if json {
        out::say(out::pretty(&Said { file, digest: *digest, head, judged })?)?;
        return Ok(Answer::Yes);
    }
    let Head { launch, server, made_at, events, root, commands, files, evidence, .. } = head;
    let shown = file.display();
    let mut lines = vec![
        format!("{what:<12}{launch}\nFile        {shown}\n            {digest}"),
        format!("Made at     {made_at} from the server {server}"),
        format!(
            "In it       {}, {}, {}, {}",
            counted(*events, "event", "events"),
            counted(*commands, "answered command", "answered commands"),
            counted(*files, "kept file", "kept files"),
            counted(*evidence, "evidence file", "evidence files")
        ),
        format!("Root        {root}"),
    ];
    for (how, doubts) in [("Not taken", &judged.not_taken), ("Not pinned", &judged.not_pinned)] {
        lines.extend(doubts.iter().map(|doubt| format!("{how:<12}{}: {}", doubt.report, out::plain(&doubt.why))));
    }
    if *what == "Exported" {
        lines.push(format!("The way back: holdpoint launch import {shown}"));
    }
    out::say(lines.join("\n"))?;
    Ok(Answer::Yes)
}
