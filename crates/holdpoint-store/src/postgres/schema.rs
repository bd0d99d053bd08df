//! The tables, and which builds may use them. Two versions of Holdpoint run at the same time while one replaces the other, so a migration only adds.

use deadpool_postgres::GenericClient;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

use super::pool::{Pool, is_lost, maybe, run, told, unavailable, within};
use super::rows::{text, unreadable};
use crate::{SharedKeys, StoreError, writing};

/// Brings a database one version further. Entries are added, never edited.
struct Migration {
    sql: &'static str,
    /// The oldest version whose builds can go on working after this one. Adding tables, columns with a default and indices keeps it as it is.
    oldest: i64,
}

const MIGRATIONS: &[Migration] = &[
    Migration { sql: include_str!("migrations/0001.sql"), oldest: 1 },
    Migration { sql: include_str!("migrations/0002_rooms.sql"), oldest: 1 },
    Migration { sql: include_str!("migrations/0003_files_and_erasure.sql"), oldest: 3 },
    // An older build that erases somebody leaves a snapshot behind; one that was taken before an erasure is not read.
    Migration { sql: include_str!("migrations/0004_snapshots.sql"), oldest: 3 },
    Migration { sql: include_str!("migrations/0005_standings.sql"), oldest: 3 },
    Migration { sql: include_str!("migrations/0006_notices.sql"), oldest: 3 },
];

/// Held while tables are changed: of replicas that start together one does it.
const LOCK: i64 = 0x686f_6c64_706f_696e;

/// Brings the tables up to date, which takes the time that it takes.
///
/// * Errors: [`StoreError::Unusable`] when a newer Holdpoint changed them so that this one cannot use them any more, when somebody holds them, or
///   when this user may not change them.
pub async fn prepare(pool: &Pool) -> Result<(), StoreError> {
    let mut client = within(async {
        let client = pool.writer().await?;
        client.batch_execute("SELECT 1").await.map_err(unavailable)?;
        Ok(client)
    })
    .await?;
    let step = client.transaction().await.map_err(unavailable)?;
    // The limits of requests are too short for a large table, and for who waits until another replica has changed it.
    step.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await.map_err(unavailable)?;
    step.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await.map_err(unavailable)?;
    // For a table itself that of all is right: while this one waits in line, everybody behind it does.
    step.batch_execute("SET LOCAL lock_timeout TO DEFAULT").await.map_err(unavailable)?;
    let sql =
        "CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, oldest BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL DEFAULT now())";
    step.batch_execute(sql).await.map_err(not_changed)?;
    let row = step.query_one("SELECT coalesce(max(version), 0), coalesce(max(oldest), 0) FROM migrations", &[]).await;
    let row = row.map_err(not_changed)?;
    let (version, oldest): (i64, i64) = (row.try_get(0).map_err(unavailable)?, row.try_get(1).map_err(unavailable)?);
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if known < oldest {
        return Err(StoreError::Unusable(format!(
            "the database was changed by a newer Holdpoint (tables of version {version}; this build knows {known}, and {oldest} is the \
             oldest that can use them); start the newer one"
        )));
    }
    for (number, migration) in (1_i64..).zip(MIGRATIONS).filter(|(number, _)| version < *number) {
        step.batch_execute(migration.sql).await.map_err(not_changed)?;
        run(&step, "INSERT INTO migrations (version, oldest) VALUES ($1, $2)", &[&number, &migration.oldest]).await?;
    }
    step.commit().await.map_err(unavailable)
}

/// The database's own id, made at the first call.
pub async fn server_id(pool: &Pool) -> Result<Uuid, StoreError> {
    let client = pool.writer().await?;
    let new = Uuid::new_v4().to_string();
    run(&client, "INSERT INTO settings (name, value) VALUES ('server_id', $1) ON CONFLICT DO NOTHING", &[&new]).await?;
    let known = setting(&client, "server_id").await?.unwrap_or_default();
    Uuid::try_parse(&known).map_err(|_| StoreError::Unusable(format!("the database's id {known:?} is none; restore it from a backup")))
}

/// Which keys the replicas sign with.
pub async fn shared_keys(pool: &Pool) -> Result<Option<SharedKeys>, StoreError> {
    let noted = within(async { setting(&pool.reader().await?, "keys").await }).await?;
    noted.map(|noted| serde_json::from_str(&noted).map_err(|error| unreadable(&error))).transpose()
}

pub async fn share_keys(pool: &Pool, keys: &SharedKeys, instead: Option<&SharedKeys>) -> Result<bool, StoreError> {
    let noted = match instead {
        None => pool.run("INSERT INTO settings (name, value) VALUES ('keys', $1) ON CONFLICT DO NOTHING", &[&writing::json(keys)?]).await?,
        Some(instead) => {
            let sql = "UPDATE settings SET value = $1 WHERE name = 'keys' AND value = $2";
            pool.run(sql, &[&writing::json(keys)?, &writing::json(instead)?]).await?
        }
    };
    Ok(noted == 1)
}

async fn setting(on: &impl GenericClient, name: &str) -> Result<Option<String>, StoreError> {
    let row = maybe(on, "SELECT value FROM settings WHERE name = $1", &[&name]).await?;
    row.map(|row| text(&row, 0)).transpose()
}

fn not_changed(error: tokio_postgres::Error) -> StoreError {
    if is_lost(&error) {
        return unavailable(error);
    }
    let held = error.code().is_some_and(|state| *state == SqlState::LOCK_NOT_AVAILABLE || *state == SqlState::QUERY_CANCELED);
    let next = if held {
        "something holds them: a long query, a backup, or a session that was forgotten in a transaction (pg_stat_activity has it); start again when it has ended"
    } else {
        "let the user of --database own its schema, or name another database"
    };
    StoreError::Unusable(format!("the tables cannot be made or changed ({}); {next}", told(&error)))
}
