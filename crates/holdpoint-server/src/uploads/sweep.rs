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
        let mut removed = 0;
        for old in self.storage.all().await?.into_iter().filter(|kept| self.is_old(kept.since)) {
            let digest = old.file.digest;
            // Between the look and the removal no event may come to name it. Whoever needs files goes first; they are as old in an hour.
            let Ok(_alone) = self.removing.try_write() else { continue };
            if store.is_named(digest).await? {
                continue;
            }
            // Last, because another replica may have taken the same bytes in meanwhile, which made them young.
            if self.storage.since(digest).await?.is_some_and(|since| self.is_old(since)) {
                self.storage.remove(digest).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    fn is_old(&self, since: SystemTime) -> bool {
        // An hour more than the upload that brought it: what can still be attached stays, whichever process attaches it.
        SystemTime::now().duration_since(since).is_ok_and(|age| self.limits.wait() + limits::FILES_SWEEP < age)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Storage(#[from] Fault),
    #[error(transparent)]
    Store(#[from] StoreError),
}
