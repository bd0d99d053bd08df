//! Forgets uploads that nobody goes on with, and removes files that no event names; never one that an event names.

use std::collections::BTreeSet;
use std::time::SystemTime;

use holdpoint_store::{Store, StoreError};

use super::Uploads;
use crate::app::App;
use crate::limits;
use crate::storage::Fault;

/// Looks when the server starts, and from time to time until it stops.
pub async fn go_on(app: App) {
    if let Err(error) = missing(&app).await {
        tracing::error!(%error, "nobody can tell whether all evidence files are there");
    }
    loop {
        match app.uploads.sweep(&*app.store).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "evidence files that no event names were removed"),
            Err(error) => tracing::warn!(%error, "old uploads and unneeded files could not be removed"),
        }
        tokio::select! {
            () = app.stop.cancelled() => break,
            () = tokio::time::sleep(limits::FILES_SWEEP) => {}
        }
    }
}

/// Tells the operator of files that events name and that are not there: a database that was restored without them, or another bucket.
async fn missing(app: &App) -> Result<(), SweepError> {
    let there: BTreeSet<_> = app.uploads.storage.all().await?.into_iter().map(|kept| kept.file).collect();
    for launch in app.store.launches().await? {
        let named = app.store.files(launch.id).await?;
        let lost: Vec<String> = named.iter().filter(|file| !there.contains(file)).map(|file| file.digest.to_string()).collect();
        if !lost.is_empty() {
            tracing::error!(launch = %launch.id, files = lost.join(" "), "evidence files are missing from the storage; restore them from a backup");
        }
    }
    Ok(())
}

impl Uploads {
    /// * Returns how many files were removed.
    pub async fn sweep(&self, store: &dyn Store) -> Result<usize, SweepError> {
        for waiting in self.storage.waiting().await? {
            if self.has_expired(&waiting) {
                self.storage.forget(waiting.id).await?;
            }
        }
        // An hour more than an upload waits, from when its file was taken in: what can still be attached stays, whichever server attaches it, and
        // no request takes an hour from its look at the upload to the event. So what is old and named by nobody is not named meanwhile either,
        // but by who takes the same bytes in anew: between that and the removal the storage decides.
        let Some(before) = SystemTime::now().checked_sub(self.limits.wait() + limits::FILES_SWEEP) else { return Ok(0) };
        let mut removed = 0;
        for old in self.storage.all().await?.into_iter().filter(|kept| kept.since < before) {
            let digest = old.file.digest;
            if !store.is_named(digest).await? && self.storage.remove(digest, before).await? {
                removed += 1;
            }
        }
        Ok(removed)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Storage(#[from] Fault),
    #[error(transparent)]
    Store(#[from] StoreError),
}
