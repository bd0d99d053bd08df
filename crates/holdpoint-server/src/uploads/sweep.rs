//! Forgets uploads that nobody goes on with, or of people who were erased, and removes the files that those brought and that no event names.
//!
//! Nothing else is ever removed: a storage may have the files of another server, or of this one when its database was another, and which of
//! those somebody needs is not to be seen from here.

use std::collections::BTreeSet;
use std::time::SystemTime;

use holdpoint_domain::id::{Digest, MemberId, Timestamp};
use holdpoint_store::{Store, StoreError};

use super::{Uploads, moment};
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
    /// What cannot be removed stays until the next look, and holds up nothing else.
    ///
    /// * Returns how many files were removed.
    pub async fn sweep(&self, store: &dyn Store) -> Result<usize, SweepError> {
        let mut stuck = Vec::new();
        let removed = self.remove_old(store, &mut stuck).await;
        if let Some(fault) = stuck.first() {
            tracing::warn!(uploads = stuck.len(), %fault, "old uploads cannot be removed, and stay; this is why of the first");
        }
        removed
    }

    /// * `stuck`: why uploads stay that should not.
    async fn remove_old(&self, store: &dyn Store, stuck: &mut Vec<Fault>) -> Result<usize, SweepError> {
        // Those who were erased by the command, which knows no storage.
        let erased = store.erased().await?;
        for waiting in self.storage.waiting().await? {
            if waiting.note.as_ref().is_some_and(|note| !note.dropped && erased.contains(&note.account)) {
                stuck.extend(self.drop_upload(&waiting).await.err());
            }
        }
        // An hour more than an upload waits, from when its file was taken in: what can still be attached stays, whichever server attaches it, and
        // no request takes an hour from its look at the upload to the event. So what is old and named by nobody is not named meanwhile either,
        // but by who takes the same bytes in anew: between that and the removal the storage decides.
        let Some(before) = SystemTime::now().checked_sub(self.limits.wait() + limits::FILES_SWEEP) else { return Ok(0) };
        let waiting = self.storage.waiting().await?.into_iter();
        let expired: Vec<_> = waiting.filter(|waiting| self.has_expired(waiting)).collect();
        if expired.is_empty() {
            return Ok(0);
        }
        let people = people(store).await?;
        let mut removed = 0;
        for waiting in expired {
            // Begun at another server that has the same storage: whether an event names its file is known there.
            if waiting.note.as_ref().is_some_and(|note| !people.contains(&note.account)) {
                continue;
            }
            // A file that was there before the upload is somebody else's.
            let gone = match waiting.brought() {
                Some((digest, taken)) => self.remove(store, digest, taken, before).await,
                None => Ok(Some(false)),
            };
            match gone {
                Ok(Some(gone)) => {
                    removed += usize::from(gone);
                    stuck.extend(self.storage.forget(waiting.id).await.err());
                }
                // The upload stays as word of its file until the next look.
                Ok(None) => {}
                Err(SweepError::Storage(fault)) => stuck.push(fault),
                // Of none of the others it would say whether it is named.
                Err(error @ SweepError::Store(_)) => return Err(error),
            }
        }
        Ok(removed)
    }

    /// Removes a file, unless an event names it, or somebody else brought it too: whether an event of another server names it by that is not to be seen
    /// from here, and a later upload of this one has its own word of it. A build that marks nothing as shared is known by the time of the file.
    ///
    /// * `taken`: when the upload brought it, at the latest.
    /// * Returns whether it was removed; `None`: it was taken in anew meanwhile, or somebody takes files in now.
    async fn remove(&self, store: &dyn Store, digest: Digest, taken: Timestamp, before: SystemTime) -> Result<Option<bool>, SweepError> {
        let since = self.storage.since(digest).await?.map(moment);
        if store.is_named(digest).await? || since.is_none_or(|since| taken < since) || self.storage.is_shared(digest).await? {
            return Ok(Some(false));
        }
        Ok(self.storage.remove(digest, before).await?.then_some(true))
    }
}

/// Everybody who has or had an account here.
async fn people(store: &dyn Store) -> Result<BTreeSet<MemberId>, StoreError> {
    let mut people: BTreeSet<MemberId> = store.erased().await?.into_iter().collect();
    people.extend(store.accounts().await?.into_iter().map(|account| account.id));
    Ok(people)
}

#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Storage(#[from] Fault),
    #[error(transparent)]
    Store(#[from] StoreError),
}
