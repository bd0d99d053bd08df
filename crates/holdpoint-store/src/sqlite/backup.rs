//! Copies of a database, whether it is in use or not; what says that a copy is whole; and how one takes a folder's place.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use holdpoint_domain::id::{Digest, LaunchId};
use holdpoint_domain::report::merkle;
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rows::value;
use super::{BUSY, FILE, UNFINISHED, damage, log, schema, take, unavailable};
use crate::StoreError;
use crate::files::EvidenceFile;
use crate::folder::{self, LOCK, settle};

/// What a database holds, counted and digested. Two databases with the same census tell the same about every launch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Census {
    /// The version of its tables.
    pub tables: u32,
    pub server: Uuid,
    pub accounts: u64,
    /// Files that are kept under their digests: snapshots, reports, receipts.
    pub kept: u64,
    pub launches: Vec<Counted>,
    /// The evidence files that events name, in the order of their digests. They are not in the database.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceFile>,
}

/// A launch's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Counted {
    pub id: LaunchId,
    pub events: u64,
    /// The root of its Merkle tree.
    pub root: Digest,
    /// Events that were replaced when people were erased: what they said before cannot be checked.
    #[serde(default, skip_serializing_if = "crate::portable::is_zero")]
    pub erased: u64,
}

/// Copies a folder's database as of one moment. A server may be writing to it: it is not held up.
///
/// * `to`: a file that does not exist.
/// * Errors: [`StoreError::Unusable`] for a damaged database, [`StoreError::OtherBuild`] for a newer build's, [`StoreError::Unavailable`] when it
///   cannot be read, or `to` not be written.
pub fn copy(folder: &Path, to: &Path) -> Result<(), StoreError> {
    let path = folder.join(FILE);
    let connection = reader(&path)?;
    // Before all of it is copied, and where it lies.
    schema::version(&connection, &path)?;
    let target = to.to_str().ok_or_else(|| StoreError::Unusable(format!("{} is no text; name another place", to.display())))?;
    // One statement, hence one moment; what is written meanwhile goes to the write-ahead log.
    match connection.execute("VACUUM INTO ?1", [target]) {
        Ok(_) => Ok(()),
        Err(error) if damage::is_damage(&error) => Err(damage::refused(&path, format_args!("it is damaged ({error})"))),
        Err(error) => Err(unavailable(error)),
    }
}

/// Reads all of a database: every page, every event and its leaf, every kept file and its digest; and folds every launch.
///
/// * `path`: of a copy. One with the tables of an earlier build is read as this build would have it, and stays as it is.
/// * Errors: [`StoreError::Unusable`] with the first fault; [`StoreError::OtherBuild`] for a newer build's.
pub fn census(path: &Path) -> Result<Census, StoreError> {
    let connection = reader(path)?;
    damage::look(&connection, path, true)?;
    let tables = schema::version(&connection, path)?;
    if schema::is_present(tables) {
        return counted(&connection, path, tables);
    }
    drop(connection);
    let mut connection = Connection::open(path).map_err(unavailable)?;
    // Never committed.
    let trial = connection.transaction().map_err(unavailable)?;
    schema::renew(&trial, tables).map_err(|error| damage::at_rest(path, error))?;
    counted(&trial, path, tables)
}

fn counted(connection: &Connection, path: &Path, tables: u32) -> Result<Census, StoreError> {
    let (mut launches, mut evidence) = (Vec::new(), BTreeSet::new());
    for id in log::ids(connection)? {
        let (mut leaves, mut erased) = (Vec::new(), 0);
        let folded = log::fold(connection, id, |event| {
            leaves.push(event.entry().hash());
            erased += u64::from(event.was.is_some());
            evidence.extend(crate::files::named_by(&event.recorded.event));
        });
        let launch = folded.map_err(|error| damage::in_launch(path, id, error))?;
        launches.push(Counted { id, events: launch.seq.0, root: Digest(merkle::root(&leaves)), erased });
    }
    let server = schema::known_server_id(connection).map_err(|error| damage::at_rest(path, error))?;
    let server = server.ok_or_else(|| damage::refused(path, "it has no id of its server"))?;
    let accounts: i64 = value(connection, "SELECT count(*) FROM accounts", [])?;
    Ok(Census {
        tables,
        server,
        accounts: accounts.unsigned_abs(),
        kept: kept(connection, path)?,
        launches,
        evidence: evidence.into_iter().collect(),
    })
}

/// How many files are kept, each held against its digest.
fn kept(connection: &Connection, path: &Path) -> Result<u64, StoreError> {
    let mut statement = connection.prepare("SELECT digest, bytes FROM blobs").map_err(unavailable)?;
    let mut rows = statement.query([]).map_err(unavailable)?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(unavailable)? {
        let digest = Digest(row.get(0).map_err(unavailable)?);
        let bytes: Vec<u8> = row.get(1).map_err(unavailable)?;
        if Digest::of(&bytes) != digest {
            return Err(damage::refused(path, format_args!("the bytes kept as {digest} were changed")));
        }
        count += 1;
    }
    Ok(count)
}

pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(unavailable)?;
    connection.busy_timeout(BUSY).map_err(unavailable)?;
    Ok(connection)
}

/// Moves a restored database, and what belongs to it, into a data folder.
///
/// * `staged`: a folder inside `folder`, with `holdpoint.db` and the `others` in it.
/// * `others`: further names that are replaced together with the database.
/// * `aside`: the name of a new folder in `folder` for what was there; `None`: nothing may be there.
/// * Returns the folder to which the former data went, when there was any: it is a data folder itself.
/// * Errors: a folder in use, or not empty, before anything is moved; something that cannot be moved, and all is put back. One that was cut off in the
///   middle is refused by [`SqliteStore::open`](super::SqliteStore::open) until a restore into it ends.
pub fn put(folder: &Path, staged: &Path, others: &[&str], aside: Option<&str>) -> Result<Option<PathBuf>, StoreError> {
    let _lock = take(folder)?;
    let marker = folder.join(UNFINISHED);
    // A journal that is left behind would be played into the restored database; a link that leads nowhere is in the way as well.
    let names: Vec<String> = ["", "-wal", "-shm", "-journal"]
        .map(|ending| format!("{FILE}{ending}"))
        .into_iter()
        .chain(others.iter().map(|name| (*name).to_owned()))
        .filter(|name| fs::symlink_metadata(folder.join(name)).is_ok())
        .collect();
    let aside = match (names.is_empty(), aside) {
        (true, _) => None,
        (false, Some(aside)) => Some(folder.join(aside)),
        (false, None) => return Err(StoreError::Unusable(not_empty(folder))),
    };
    let (cut_off, mut moves) = (marker.exists(), Moves::default());
    let mut moved = || -> io::Result<()> {
        fs::write(&marker, "A restore began and has not ended.\n")?;
        settle(folder)?;
        if let Some(aside) = &aside {
            folder::make(aside)?;
            names.iter().try_for_each(|name| moves.one(folder.join(name), aside.join(name)))?;
            settle(aside)?;
        }
        for name in others.iter().chain([&FILE]).filter(|name| staged.join(name).exists()) {
            moves.one(staged.join(name), folder.join(name))?;
        }
        settle(folder)
    };
    let moved = moved().map_err(StoreError::unavailable);
    if moved.is_ok() {
        fs::remove_file(&marker).and_then(|()| settle(folder)).map_err(StoreError::unavailable)?;
    } else if moves.undo().and_then(|()| settle(folder)).is_ok() && !cut_off {
        // It is as it was, and whoever was served from it can be again.
        let _ = fs::remove_file(&marker);
        aside.iter().for_each(|aside| _ = fs::remove_dir(aside));
    }
    moved.map(|()| aside)
}

/// What was moved, from where to where.
#[derive(Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn one(&mut self, from: PathBuf, to: PathBuf) -> io::Result<()> {
        fs::rename(&from, &to).map_err(|error| io::Error::new(error.kind(), format!("{} cannot be moved: {error}", from.display())))?;
        self.0.push((from, to));
        Ok(())
    }

    /// The last one first.
    fn undo(&self) -> io::Result<()> {
        self.0.iter().rev().try_for_each(|(from, to)| fs::rename(to, from))
    }
}

/// What stands in the way of a restore that was not told to replace; `None`: nothing does.
pub fn occupied(folder: &Path) -> Option<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return None;
    };
    let harmless = |name: &std::ffi::OsStr| [LOCK, "lost+found"].iter().any(|known| name == *known);
    let other = entries.flatten().any(|entry| !harmless(&entry.file_name()));
    other.then(|| not_empty(folder))
}

fn not_empty(folder: &Path) -> String {
    let shown = folder.display();
    format!(
        "the data folder {shown} is not empty; say --replace to put the backup in the place of what is there, or name another with --data"
    )
}
