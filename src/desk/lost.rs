//! What a log that was set back has lost and this page does not know of by itself: it was saved by another page, or the log was set back while nobody here
//! had the launch open. Then what the server has of it is as good as any: only what this browser's people were granted, and the log does not have, tells
//! of that.

use std::sync::Arc;

use holdpoint_domain::launch::Launch;
use leptos::prelude::Set as _;
use leptos::task::spawn_local;

use super::Desk;
use super::wires::until_answered;
use crate::keep;
use crate::net::api::{self, Trouble};
use crate::sync::Missing;

impl Desk {
    /// Looks once for what was granted of late; where the launch was opened from this browser's copy, as soon as the server's has taken the place of that.
    pub(super) fn look_back(self) {
        if !self.is_kept() {
            until_answered(async move || self.find_lost().await);
        }
    }

    /// A log that was set back is about to take the place of ours: what was saved before this page was opened, or without it, is to be missed too. The page
    /// shows that log while the disk is asked, which is before anything is written of what the page itself misses.
    ///
    /// * `now`: the launch as the log has it.
    pub(super) fn miss_saved(self, now: Arc<Launch>) {
        let Some((before, was_kept)) = self.with_replica(|replica| (replica.before(now), replica.is_kept())) else { return };
        spawn_local(async move {
            let saved = keep::saved(self.me, self.id).await;
            let lost = self.with_replica(|replica| replica.miss(saved, &before));
            self.keep_doubtful(lost.unwrap_or_default());
            self.draw_soon();
            if was_kept {
                // That copy may be older than what was granted since.
                self.look_back();
            }
        });
    }

    async fn find_lost(self) -> Result<(), Trouble> {
        let saved = keep::saved(self.me, self.id).await;
        let missing = self.with_replica(|replica| {
            replica.remember(saved);
            replica.missing()
        });
        let mut missing = missing.unwrap_or_default();
        let Some(mut after) = missing.iter().map(Missing::based_on).min() else { return Ok(()) };
        // Nobody need be told of what others have changed since.
        while !missing.is_empty() {
            let page = api::events(self.id, after).await?;
            missing.retain(|missing| !missing.is_in(&page.events));
            match page.events.last() {
                Some(last) if last.seq < page.head => after = last.seq,
                _ => break,
            }
        }
        missing.retain(|missing| self.with_replica(|replica| replica.misses(missing)) == Some(true));
        if !missing.is_empty() {
            _ = self.set_back.try_set(true);
            self.keep_doubtful(missing.into_iter().map(Missing::lost).collect());
            self.draw_soon();
        }
        Ok(())
    }
}
