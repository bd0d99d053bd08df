//! Who is where, as other replicas see it: a row for each replica and room, which ends by itself.

use async_trait::async_trait;
use holdpoint_domain::id::LaunchId;
use tokio::sync::broadcast;

use super::PostgresStore;
use super::bells::Said;
use super::pool::Pool;
use super::rows::{get, text};
use crate::StoreError;
use crate::rooms::{Rooms, Whisper};

/// Removes what replicas showed that have died: people's names are in it, and nobody else will.
pub async fn sweep(pool: &Pool) -> Result<(), StoreError> {
    pool.run(GONE, &[]).await.map(drop)
}

pub const GONE: &str = "DELETE FROM rooms WHERE until < now()";

#[async_trait]
impl Rooms for PostgresStore {
    async fn show_room(&self, launch: LaunchId, room: String) -> Result<(), StoreError> {
        let number = i64::from(launch.0);
        let changed = if room.is_empty() {
            self.pool().run("DELETE FROM rooms WHERE launch = $1 AND replica = $2", &[&number, &self.shared.replica]).await? != 0
        } else {
            // The database's clock counts: those of replicas may differ. One that only paused shows its room again, so nobody waits for its row.
            let sql = "WITH before AS (SELECT room FROM rooms WHERE launch = $1 AND replica = $2), \
                       dead AS (SELECT replica FROM rooms WHERE launch = $1 AND replica <> $2 AND until < now() - interval '1 minute' \
                       FOR UPDATE SKIP LOCKED), \
                       gone AS (DELETE FROM rooms WHERE launch = $1 AND replica IN (SELECT replica FROM dead)) \
                       INSERT INTO rooms AS r (launch, replica, room, until) VALUES ($1, $2, $3, now() + interval '9 seconds') \
                       ON CONFLICT (launch, replica) DO UPDATE SET room = excluded.room, until = excluded.until \
                       RETURNING (SELECT room FROM before) IS DISTINCT FROM r.room";
            let told = self.pool().changed(sql, &[&number, &self.shared.replica, &room]).await?;
            told.first().map(|row| get(row, 0)).transpose()?.unwrap_or(true)
        };
        if changed {
            self.shared.bells.say(Said::Room(launch));
        }
        Ok(())
    }

    async fn other_rooms(&self, launch: LaunchId) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT room FROM rooms WHERE launch = $1 AND replica <> $2 AND now() < until ORDER BY replica";
        let found = self.pool().rows(sql, &[&i64::from(launch.0), &self.shared.replica]).await?;
        found.iter().map(|row| text(row, 0)).collect()
    }

    fn whisper(&self, word: String) {
        self.shared.bells.say(Said::Word(word));
    }

    fn overhear(&self) -> Option<broadcast::Receiver<Whisper>> {
        Some(self.shared.bells.overhear())
    }
}
