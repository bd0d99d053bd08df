//! Where a server keeps its launches, for commands that look there and make nothing.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_domain::id::Digest;
use holdpoint_probe::bucket::Bucket;
use holdpoint_store::files::{self, Source};
use holdpoint_store::folder::LOCK;
use holdpoint_store::postgres::PostgresStore;
use holdpoint_store::sqlite::{FILE, SqliteStore};
use holdpoint_store::{EvidenceFile, Files, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::backup::Elsewhere;
use crate::config::{Config, Database};
use crate::storage::{Fault, Objects, Storage as _};

/// Where the launches of a server are.
pub enum Place {
    /// SQLite in a data folder.
    Folder(PathBuf),
    /// PostgreSQL.
    Database(Database),
}

/// Which server's launches, as a command line names them.
#[derive(Args)]
pub struct Named {
    /// Folder of the database [default: ./data]
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// PostgreSQL URL, as for `holdpoint serve --database`; servers may run on it [default: as configured]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Configuration file of the server [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Named {
    /// Whether a folder or a database is named.
    pub fn is_given(&self) -> bool {
        self.data.is_some() || self.database.is_some()
    }

    pub fn place(&self) -> Result<Place, String> {
        place(self.data.clone(), self.database.as_deref(), self.config.as_deref())
    }

    /// With the place of the evidence files.
    pub fn places(&self) -> Result<(Place, Evidence), String> {
        let place = self.place()?;
        let files = evidence(&place, self.config.as_deref())?;
        Ok((place, files))
    }
}

/// What was named, else what is configured.
///
/// * `config`: the file that was named; `None` reads the usual one.
fn place(folder: Option<PathBuf>, database: Option<&str>, config: Option<&Path>) -> Result<Place, String> {
    match (folder, database) {
        (_, Some(database)) => Ok(Place::Database(named(database)?)),
        (Some(folder), None) => Ok(Place::Folder(folder)),
        (None, None) => {
            let server = load(config)?.server;
            Ok(server.database.map_or(Place::Folder(server.data), Place::Database))
        }
    }
}

/// What was given as `--database`: read here, because the parser of the command line repeats what it does not understand, and that may be a password.
pub fn named(database: &str) -> Result<Database, String> {
    database.parse().map_err(|error| format!("--database: {error}"))
}

/// The database of a server: of one that is stopped, or on PostgreSQL, which may run. Makes no folder and no database in one.
///
/// * `instead`: what to do when a server runs on the folder.
pub async fn open(place: &Place, instead: &str) -> Result<Box<dyn Store>, String> {
    match place {
        Place::Folder(folder) => {
            has_database(folder)?;
            is_at_rest(folder, instead)?;
            Ok(Box::new(SqliteStore::open(folder).await.map_err(|error| error.to_string())?))
        }
        Place::Database(database) => Ok(Box::new(PostgresStore::open(&database.url()?).await.map_err(|error| error.to_string())?)),
    }
}

/// * Errors: there is none, and what to name instead; or nobody can tell from here.
pub fn has_database(folder: &Path) -> Result<(), String> {
    let shown = folder.display();
    let found = look(&folder.join(FILE)).map_err(|error| {
        format!(
            "whether there is a database in {shown} cannot be told: {error}; run this as the user that the server runs as, or let this one read the folder"
        )
    })?;
    if found.is_some_and(|found| found.is_file()) {
        return Ok(());
    }
    Err(format!("there is no database in {shown}; name the server's data folder with --data (the first `holdpoint serve` makes one)"))
}

/// What a file is; `None`: there is none.
///
/// * Errors: nobody can tell from here.
pub fn look(file: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::metadata(file) {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

fn load(config: Option<&Path>) -> Result<Config, String> {
    Config::load(config).map_err(|error| error.to_string())
}

/// Where a server's evidence files are: in the configured bucket, else in the folder of its place.
pub fn evidence(place: &Place, config: Option<&Path>) -> Result<Evidence, String> {
    let mut config = load(config)?;
    let Some(bucket) = &config.files.bucket else {
        return match place {
            Place::Folder(folder) => Ok(Evidence::Folder(folder.clone())),
            Place::Database(database) => {
                config.server.database = Some(database.clone());
                Ok(Evidence::Folder(config.files_folder().map_err(|error| error.to_string())?))
            }
        };
    };
    let shown = bucket.to_string();
    let egress = config.egress(Some(config.server.listen)).map_err(|error| error.to_string())?;
    let bucket = Bucket::new(bucket, &egress, config.files.file_bytes()).map_err(|problem| format!("holdpoint.toml: {problem}"))?;
    let desk = tempfile::Builder::new().prefix("holdpoint-").tempdir();
    let desk = desk.map_err(|error| format!("there is no room for files on their way: {error}; set TMPDIR to a folder with some"))?;
    Ok(Evidence::Bucket(InBucket { objects: Objects::open(bucket, desk.path())?, shown, runtime: super::runtime()?, _desk: desk }))
}

/// Where a server's evidence files are.
pub enum Evidence {
    /// The folder in which `files` is.
    Folder(PathBuf),
    Bucket(InBucket),
}

pub struct InBucket {
    objects: Objects,
    /// As people know it.
    shown: String,
    runtime: Runtime,
    _desk: TempDir,
}

impl Evidence {
    /// Where a file is, or would be, as people find it.
    pub fn place(&self, digest: Digest) -> String {
        match self {
            Self::Folder(folder) => Files::of(folder).path(digest).display().to_string(),
            Self::Bucket(bucket) => format!("{}{}", bucket.shown, files::name(digest)),
        }
    }

    /// Takes a file in, which is there when this returns. It may be moved.
    pub fn take(&self, from: &Path, file: EvidenceFile) -> Result<(), String> {
        match self {
            Self::Folder(folder) => Files::of(folder)
                .take(from, file)
                .map_err(|error| format!("{} cannot be written: {error}; is there room, and may this user?", folder.display())),
            Self::Bucket(bucket) => bucket.runtime.block_on(bucket.objects.take(from, file)).map_err(|fault| fault.to_string()),
        }
    }
}

impl InBucket {
    /// What is in it.
    pub fn elsewhere(&self) -> Result<Elsewhere, String> {
        let all = self.runtime.block_on(self.objects.all()).map_err(|fault| fault.to_string())?;
        Ok(Elsewhere { place: self.shown.clone(), files: all.into_iter().map(|kept| kept.file).collect() })
    }
}

impl Source for Evidence {
    fn open(&self, file: EvidenceFile) -> io::Result<File> {
        match self {
            Self::Folder(folder) => Files::of(folder).open(file),
            Self::Bucket(bucket) => {
                let fetched = bucket.runtime.block_on(bucket.objects.fetch(file)).map_err(|fault| match fault {
                    Fault::Missing(_) => io::Error::from(ErrorKind::NotFound),
                    Fault::Changed(_) => io::Error::from(ErrorKind::InvalidData),
                    other => io::Error::other(other),
                })?;
                File::open(fetched.path)
            }
        }
    }
}

/// The data folder of a server whose database is in it.
///
/// * `program`: PostgreSQL's own, which does what was asked for.
/// * Errors: the database is PostgreSQL.
pub fn own_folder(named: Option<PathBuf>, config: Option<&Path>, program: &str) -> Result<PathBuf, String> {
    match place(named, None, config)? {
        Place::Folder(folder) => Ok(folder),
        Place::Database(_) => Err(format!(
            "this server's database is PostgreSQL: use {program} for it, and copy the folder `keys` of its data folder, without which no \
             report can be signed as this server; docs/scaling.md shows both. For a database of SQLite name its folder with --data"
        )),
    }
}

/// The folder that was named, else the configured one.
pub fn folder(named: Option<PathBuf>, config: Option<&Path>) -> Result<PathBuf, String> {
    match named {
        Some(folder) => Ok(folder),
        None => Ok(load(config)?.server.data),
    }
}

/// * `instead`: what to do when a server runs on the folder.
/// * Errors: one does, wherever its database lies.
pub fn is_at_rest(folder: &Path, instead: &str) -> Result<(), String> {
    // Nothing to open: the folder was never used, or cannot be read, which the next step says better.
    let lock = File::open(folder.join(LOCK));
    match lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock))) {
        true => Err(format!("a running server uses {}; {instead}", folder.display())),
        false => Ok(()),
    }
}

/// The SHA-256 of a file of any size.
pub fn digest(file: &Path) -> Result<Digest, String> {
    let read = File::open(file).and_then(files::read);
    read.map(|(digest, _)| digest).map_err(|error| format!("{}: {error}", file.display()))
}
