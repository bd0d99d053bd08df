//! Connections: some to read with, others to write with, so that who waits for a launch's lock holds up no reader. And how one asks.

use std::error::Error as _;
use std::time::Duration;

use deadpool_postgres::{GenericClient, Manager, ManagerConfig, Object, RecyclingMethod, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, WrongType};
use tokio_postgres::{Error, Row};

use super::address::Address;
use crate::StoreError;

/// Of one replica, for each purpose. With the one that listens, a replica takes at most 2 × 8 + 1 of the database's connections, and one
/// more for each erasure.
const CONNECTIONS: usize = 8;

/// How long somebody waits for a connection, new or used.
const WAIT: Duration = Duration::from_secs(5);

/// How long somebody waits for a database that says nothing at all: longer than it takes over any statement.
pub const SILENCE: Duration = Duration::from_secs(15);

pub type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

pub struct Pool {
    readers: deadpool_postgres::Pool,
    writers: deadpool_postgres::Pool,
}

impl Pool {
    pub fn new(address: &Address) -> Result<Self, StoreError> {
        let pool = || {
            // A connection that was lost is known to be; one more question each time would cost as much as most answers.
            let manager = Manager::from_config(
                address.config.clone(),
                address.tls.clone(),
                ManagerConfig { recycling_method: RecyclingMethod::Fast },
            );
            let pool = deadpool_postgres::Pool::builder(manager).max_size(CONNECTIONS).runtime(Runtime::Tokio1);
            let pool = pool.wait_timeout(Some(WAIT)).create_timeout(Some(WAIT)).recycle_timeout(Some(WAIT));
            pool.build().map_err(StoreError::unavailable)
        };
        Ok(Self { readers: pool()?, writers: pool()? })
    }

    pub async fn writer(&self) -> Result<Object, StoreError> {
        self.writers.get().await.map_err(StoreError::unavailable)
    }

    pub async fn reader(&self) -> Result<Object, StoreError> {
        self.readers.get().await.map_err(StoreError::unavailable)
    }

    /// Reads; once more if the connection turns out to be gone.
    pub async fn rows(&self, sql: &str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
        within(async {
            for last in [false, true] {
                let client = self.reader().await?;
                match all(&client, sql, values).await {
                    Err(error) if !last && is_lost(&error) => {}
                    result => return result.map_err(unavailable),
                }
            }
            Ok(Vec::new())
        })
        .await
    }

    pub async fn maybe(&self, sql: &str, values: Values<'_>) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// One statement that writes, by itself. Returns how many rows it changed.
    pub async fn run(&self, sql: &str, values: Values<'_>) -> Result<u64, StoreError> {
        within(async { run(&self.writer().await?, sql, values).await }).await
    }

    /// One statement that writes and tells what it changed.
    pub async fn changed(&self, sql: &str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
        within(async { all(&self.writer().await?, sql, values).await.map_err(unavailable) }).await
    }

    pub fn close(&self) {
        self.writers.close();
        self.readers.close();
    }
}

/// Gives up on a database that does not answer.
pub async fn within<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    match tokio::time::timeout(SILENCE, work).await {
        Ok(result) => result,
        Err(_) => Err(StoreError::Unavailable("the database does not answer".into())),
    }
}

pub async fn all(on: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<Vec<Row>, Error> {
    let statement = on.prepare_cached(sql).await?;
    on.query(&statement, values).await
}

pub async fn rows(on: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
    all(on, sql, values).await.map_err(unavailable)
}

pub async fn maybe(on: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<Option<Row>, StoreError> {
    Ok(rows(on, sql, values).await?.into_iter().next())
}

pub async fn run(on: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<u64, StoreError> {
    let statement = on.prepare_cached(sql).await.map_err(unavailable)?;
    on.execute(&statement, values).await.map_err(unavailable)
}

pub fn unavailable(error: Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

/// Whether the database went away, as opposed to having said no.
pub fn is_lost(error: &Error) -> bool {
    let gone = |state: &SqlState| {
        let stops = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW];
        // An idle transaction is ended with its connection.
        stops.contains(state) || *state == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT || state.code().starts_with("08")
    };
    error.is_closed() || error.code().is_some_and(gone) || error.source().is_some_and(|cause| cause.is::<std::io::Error>())
}

/// Whether the same is worth another try: nothing of it happened, and nothing is wrong with it.
pub fn is_passing(error: &Error) -> bool {
    let passing = [SqlState::T_R_DEADLOCK_DETECTED, SqlState::T_R_SERIALIZATION_FAILURE];
    is_lost(error) || error.code().is_some_and(|state| passing.contains(state))
}

/// Whether the database says no to the same however often it is asked: to what it is, to what it holds, or to who asks. A full disk, a limit or a
/// database that may only be read for now is none of these.
pub fn is_refused(error: &Error) -> bool {
    let for_good = |state: &SqlState| ["0A", "22", "23", "42", "54"].iter().any(|class| state.code().starts_with(class));
    error.code().is_some_and(for_good) || error.source().is_some_and(|cause| cause.is::<WrongType>())
}

/// An error with its causes, in one line.
pub fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let (mut words, mut next) = (Vec::new(), Some(error));
    while let Some(error) = next {
        words.push(error.to_string());
        next = error.source();
    }
    words.dedup();
    words.join(": ")
}
