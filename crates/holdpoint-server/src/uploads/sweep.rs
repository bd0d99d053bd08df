//! Forgets uploads that nobody goes on with, and removes files that no event names; never one that an event names.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use holdpoint_store::{Store, StoreError};

use super::Uploads;
use crate::app::App;
use crate::limits;

/// Looks when the server starts, and from time to time until it stops.
pub async fn go_on(app: App) {
    missing(&app).await;
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

/// Tells the operator of files that events name and that are not there: a data folder that was restored without them.
async fn missing(app: &App) {
    let Ok(launches) = app.store.launches().await else { return };
    for launch in launches {
        let Ok(named) = app.store.files(launch.id).await else { return };
        let lost: Vec<String> = named.iter().filter(|file| !app.uploads.kept.has(**file)).map(|file| file.digest.to_string()).collect();
        if !lost.is_empty() {
            tracing::error!(launch = %launch.id, files = lost.join(" "), "evidence files are missing from the data folder; restore them from a backup");
        }
    }
}

impl Uploads {
    /// * Returns how many files were removed.
    pub async fn sweep(self: &Arc<Self>, store: &dyn Store) -> Result<usize, SweepError> {
        let uploads = self.clone();
        let old = tokio::task::spawn_blocking(move || uploads.expire()).await??;
        let mut removed = 0;
        for digest in old {
            // Between the look and the removal no event may come to name it.
            let _alone = self.removing.write().await;
            // The same bytes may have come again meanwhile, which made it young.
            if self.is_old(self.kept.since(digest)?) && !store.is_named(digest).await? {
                self.kept.remove(digest)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Forgets uploads; the files that have been there for long enough to be named, if anybody meant to.
    fn expire(&self) -> io::Result<Vec<holdpoint_domain::id::Digest>> {
        let mut alive = HashSet::new();
        for id in self.ids()? {
            if self.has_expired(id) {
                self.forget(id).map_err(|_| io::Error::other("an upload cannot be removed"))?;
            } else {
                alive.insert(id);
            }
        }
        self.orphans(&alive)?;
        Ok(self.kept.all()?.into_iter().filter(|file| self.is_old(file.since)).map(|file| file.digest).collect())
    }

    fn is_old(&self, since: SystemTime) -> bool {
        // An hour more than the upload that brought it: what can still be attached stays, whichever process attaches it.
        SystemTime::now().duration_since(since).is_ok_and(|age| self.limits.wait() + limits::FILES_SWEEP < age)
    }

    /// Bytes without a note: a crash between the two.
    fn orphans(&self, alive: &HashSet<holdpoint_domain::id::UploadId>) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let known = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok()).is_some_and(|id| alive.contains(&id));
            let age = std::fs::metadata(&path).and_then(|file| file.modified()).ok().and_then(|at| at.elapsed().ok());
            if !known && age.is_some_and(|age| self.limits.wait() < age) {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Disk(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Stopped(#[from] tokio::task::JoinError),
}
