//! A log that was set back while nobody here had the launch open. What the server has of it is as good as any: only what this browser's people were
//! granted, and the log does not have, tells of that.

use leptos::prelude::Set as _;

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
