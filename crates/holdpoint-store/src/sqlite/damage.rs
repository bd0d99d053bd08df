//! A database that must not be used: how that is found, and what its operator reads.

use std::path::Path;
use std::sync::OnceLock;

use holdpoint_domain::id::LaunchId;
use rusqlite::Connection;

use super::unavailable;
use crate::StoreError;

/// A database up to this size is looked through before it is opened, which takes some 50 ms. A larger one is looked through right after: nobody waits for
/// seconds, and what is read meanwhile is held against its digests anyway.
pub const AT_ONCE: u64 = 16 << 20;

/// What is wrong with a database, and the way back.
pub fn refused(path: &Path, why: impl std::fmt::Display) -> StoreError {
    let folder = path.parent().unwrap_or(path).display();
    StoreError::Unusable(format!(
        "{}: {why}; put the latest backup in its place: holdpoint restore BACKUP --data {folder} --replace",
        path.display()
    ))
}

/// The same, about a launch in it.
pub fn in_launch(path: &Path, id: LaunchId, error: StoreError) -> StoreError {
    match error {
        // What could not be read is not found to be wrong.
        StoreError::Unavailable(cause) if cause.downcast_ref::<rusqlite::Error>().is_some_and(is_outside) => StoreError::Unavailable(cause),
        error => refused(path, format_args!("{id} cannot be read: {error}. Start the build that wrote it, or restore a backup")),
    }
}

/// Why a database was not opened: it is damaged, or something around it has to be made right first, and it is as it was.
pub fn at_start(path: &Path, error: &rusqlite::Error) -> StoreError {
    if is_outside(error) { out_of_reach(path, error) } else { refused(path, format_args!("it cannot be used ({error})")) }
}

/// The same of a database that is only read, where what is around it says nothing against it.
pub fn at_rest(path: &Path, error: rusqlite::Error) -> StoreError {
    if is_outside(&error) { unavailable(error) } else { at_start(path, &error) }
}

/// No backup helps against this, and putting one in the database's place would lose what is in it.
pub fn out_of_reach(path: &Path, cause: impl std::fmt::Display) -> StoreError {
    StoreError::Unusable(format!(
        "{} cannot be opened or written ({cause}); is there room on its disk, and do it and the files beside it belong to this user?",
        path.display()
    ))
}

/// Looks through the pages of a database.
///
/// * `thorough`: indices are held against their tables too, which takes several times as long.
/// * Errors: [`StoreError::Unusable`] with SQLite's own first words.
pub fn look(connection: &Connection, path: &Path, thorough: bool) -> Result<(), StoreError> {
    let sql = if thorough { "PRAGMA integrity_check(1)" } else { "PRAGMA quick_check(1)" };
    let said = connection.query_row(sql, [], |row| row.get::<_, String>(0));
    match said {
        Ok(said) if said == "ok" => Ok(()),
        Ok(said) => Err(refused(path, format_args!("it is damaged ({})", one_line(&said)))),
        Err(error) if is_damage(&error) => Err(refused(path, format_args!("it is damaged ({error})"))),
        Err(error) => Err(unavailable(error)),
    }
}

/// Tells the log what stood against a look at a database that is open already, and keeps what says that it is damaged.
pub fn note(error: StoreError, trouble: &OnceLock<String>) {
    match error {
        StoreError::Unusable(sentence) => {
            tracing::error!(%sentence, "the database is damaged; nothing more is written to it");
            _ = trouble.set(sentence);
        }
        // Nothing is known to be wrong: it goes on.
        error => tracing::warn!(?error, "the database was not looked through to its end; the next start looks again"),
    }
}

pub fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

/// Whether an error is about the disk, the user or the machine, and says nothing of what the database holds.
fn is_outside(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::*;
    matches!(
        error.sqlite_error_code(),
        Some(
            CannotOpen
                | DatabaseBusy
                | DatabaseLocked
                | DiskFull
                | FileLockingProtocolFailed
                | NoLargeFileSupport
                | OutOfMemory
                | PermissionDenied
                | ReadOnly
                | SystemIoFailure
        )
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Level, Metadata, Subscriber};

    use super::*;

    /// The levels of what is logged.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<Level>>>);

    impl Subscriber for Log {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            self.0.lock().unwrap().push(*event.metadata().level());
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn what_the_disk_says_is_nothing_against_a_database_that_is_read() {
        use rusqlite::ffi::{Error, SQLITE_CORRUPT, SQLITE_FULL, SQLITE_IOERR_READ};
        let found = |code| at_rest(Path::new("data/holdpoint.db"), rusqlite::Error::SqliteFailure(Error::new(code), None));
        for code in [SQLITE_FULL, SQLITE_IOERR_READ] {
            assert!(matches!(found(code), StoreError::Unavailable(_)), "{code}");
        }
        assert!(matches!(found(SQLITE_CORRUPT), StoreError::Unusable(_)));
    }

    #[test]
    fn a_look_that_did_not_come_to_its_end_is_told_and_damage_is_kept_too() {
        let (log, trouble) = (Log::default(), OnceLock::new());
        tracing::subscriber::with_default(log.clone(), || {
            note(StoreError::Unavailable("busy".into()), &trouble);
            assert_eq!(trouble.get(), None, "nothing is known to be wrong");
            note(StoreError::Unusable("page 7".into()), &trouble);
        });
        assert_eq!(trouble.get().map(String::as_str), Some("page 7"));
        assert_eq!(*log.0.lock().unwrap(), [Level::WARN, Level::ERROR]);
    }
}
