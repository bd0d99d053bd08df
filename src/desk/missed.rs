//! What an open launch has missed, and whether its log is still the one that was read here.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use gloo_timers::future::TimeoutFuture;
use holdpoint_domain::id::{LaunchId, Seq};
use holdpoint_domain::launch::{Launch, Refusal};
use holdpoint_domain::wire::EventsPage;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use super::wires::{RETRY_MS, until_answered};
use crate::net::api::{self, Trouble};
use crate::net::live::Live;
use crate::sync::{Ground, Received, Refused, Replica};
use crate::{keep, say, words};

/// What follows a place in a launch's log, with the event that is there; and whether that is another one than was known.
pub(super) async fn page_of(launch: LaunchId, (seen, mark): Ground) -> Result<(EventsPage, bool), Trouble> {
    let page = api::events(launch, Seq(seen.0.saturating_sub(1))).await?;
    let other = page.head < seen || !page.events.first().is_some_and(|last| mark.fits(last));
    Ok((page, other))
}

impl Desk {
    /// What is on its way of the launch as it was counts no longer.
    fn renew(self) -> Option<(Rc<Cell<u32>>, u32)> {
        self.inner.try_with_value(|inner| {
            let now = inner.renewed.get() + 1;
            inner.renewed.set(now);
            (inner.renewed.clone(), now)
        })
    }

    /// Somebody was erased: what this browser still tells of them, on the page and in its storage, gives way to what the server tells now.
    pub(super) fn forget(self) {
        keep::drop_saved(self.me, self.id);
        until_answered(async move || self.take_anew(false).await);
    }

    /// * `set_back`: the log is not the one that was read, and its copy counts though it may be older.
    async fn take_anew(self, set_back: bool) -> Result<(), Trouble> {
        // The launch was left: whatever is kept of it by now is another page's.
        let Some((renewed, now)) = self.renew() else { return Ok(()) };
        // A copy that it was opened from stays until there is another one: the server may be away again by then.
        let is_kept = self.is_kept();
        if !is_kept {
            keep::drop_launch(self.me, self.id);
        }
        if self.history.try_update(Option::take).flatten().is_some() {
            self.load_history();
        }
        let (mut view, told) = api::launch(self.id).await?;
        if renewed.get() == now {
            if is_kept {
                keep::drop_heard(self.me, self.id);
            }
            keep::put_launch(self.me, self.id, told, view.launch.seq);
        }
        if !set_back {
            self.read_on(&mut view.launch).await?;
        }
        let launch = Arc::new(view.launch);
        if set_back {
            self.miss_saved(launch.clone());
        }
        let doubtful = self.with_replica(|replica| replica.renew(launch, set_back));
        if set_back {
            _ = self.set_back.try_set(true);
            self.tell_set_back();
        }
        doubtful.into_iter().for_each(|doubtful| self.keep_doubtful(doubtful));
        self.draw_soon();
        if is_kept && !set_back {
            // That copy may be older than what was granted since.
            self.look_back();
        }
        Ok(())
    }

    /// Brings a copy of the launch to where this page is: what came by the stream while the copy was on its way is not in it, and it would be an older one.
    async fn read_on(self, launch: &mut Launch) -> Result<(), Trouble> {
        while self.with_replica(|replica| !replica.is_kept() && launch.seq < replica.confirmed().seq) == Some(true) {
            let page = api::events(self.id, launch.seq).await?;
            let follows = page.events.first().is_some_and(|first| first.seq == launch.seq.next());
            if !follows {
                // The log was set back: who looks next takes it anew.
                break;
            }
            page.events.iter().for_each(|recorded| launch.apply(recorded));
        }
        Ok(())
    }

    /// Wishes that a log which was set back has lost, or would write over what it has instead, are shown and kept like those that were refused.
    pub(super) fn keep_doubtful(self, mut doubtful: Vec<Refused>) {
        for refused in &mut doubtful {
            refused.why = match &refused.conflict {
                Some(conflict) => words::refusal::told(&Refusal::Conflict(Box::new(conflict.clone()))),
                None => say!("not-saved-lost").to_owned(),
            };
            keep::refuse(self.me, self.id, refused);
            self.tell_refused(refused);
        }
        self.with_replica(|replica| replica.restore_refused(doubtful));
    }

    /// Fetches what was missed. It is also the probe that tells a dead stream from a dead server.
    pub(super) fn catch_up(self) {
        let busy = self.inner.try_update_value(|inner| inner.replica.outdated() || std::mem::replace(&mut inner.catching_up, true));
        if busy != Some(false) {
            return;
        }
        spawn_local(async move {
            let answer = self.fetch().await;
            _ = self.inner.try_update_value(|inner| {
                inner.catching_up = false;
                inner.unsure &= answer.is_err();
            });
            match answer {
                Ok(missed) => {
                    self.answered();
                    if missed {
                        self.keep_soon();
                        // Events that the stream should have brought: it may not be alive.
                        _ = self.inner.try_with_value(|inner| inner.live.iter().for_each(Live::doubt));
                    }
                    self.caught_up();
                    self.send();
                }
                Err(Trouble::SignedOut(_)) => _ = self.signed_out.try_set(true),
                Err(Trouble::Outdated) => {
                    _ = self.inner.try_update_value(|inner| inner.replica.receive_text(""));
                    self.give_up();
                }
                // No such launch for us: the role is gone.
                Err(trouble) if trouble.is_nothing() => self.leave(),
                Err(_) => self.away(),
            }
        });
    }

    fn leave(self) {
        self.give_way();
        _ = self.renew();
        keep::drop_role(self.me, self.id);
        _ = self.shut_out.try_set(true);
    }

    /// A server that was away, or of which this tab had no stream for a while, may have another log now, as of a restored backup. Where that has grown
    /// again, the stream does not show it: what it brings meanwhile is taken for what follows. So it is held against what was known before, until there is
    /// an answer.
    pub(super) fn compare(self) {
        let begun = self.inner.try_update_value(|inner| {
            let first = !std::mem::replace(&mut inner.comparing, true);
            first.then(|| (inner.renewed.get(), inner.replica.seen()))
        });
        let Some((renewed, seen)) = begun.flatten() else { return };
        // Neither left nor taken anew.
        let is_same = move || self.inner.try_with_value(|inner| inner.renewed.get()) == Some(renewed);
        spawn_local(async move {
            let mut wait = RETRY_MS.0;
            let is_other = loop {
                match page_of(self.id, seen).await {
                    Ok((_, is_other)) => {
                        self.answered();
                        break Some(is_other);
                    }
                    Err(trouble) if trouble.passes() && is_same() => TimeoutFuture::new(wait).await,
                    Err(_) => break None,
                }
                wait = (wait * 2).min(RETRY_MS.1);
            };
            _ = self.inner.try_update_value(|inner| {
                inner.comparing = false;
                inner.unsure &= is_other != Some(false);
            });
            if is_other == Some(true) && is_same() {
                _ = self.with_replica(Replica::doubt);
                self.catch_up();
            } else {
                self.send();
            }
        });
    }

    /// Whether the launch is still the copy of this browser that it was opened from.
    pub(super) fn is_kept(self) -> bool {
        self.inner.try_with_value(|inner| inner.replica.is_kept()) == Some(true)
    }

    /// What follows in the log, with the last event that is known here; and whether it is another log.
    async fn page(self) -> Result<Option<(EventsPage, bool)>, Trouble> {
        let Some(seen) = self.inner.try_with_value(|inner| inner.replica.seen()) else { return Ok(None) };
        page_of(self.id, seen).await.map(Some)
    }

    /// `true`: there was something to fetch.
    async fn fetch(self) -> Result<bool, Trouble> {
        let missed = self.fetch_missed().await?;
        // What an earlier page left may be of a log that was set back since, while nobody had the launch open.
        while let Some(ground) = self.with_replica(|replica| replica.doubted()).flatten() {
            let (_, is_other) = page_of(self.id, ground).await?;
            let doubtful = self.with_replica(|replica| replica.judge(ground, is_other, None));
            self.keep_doubtful(doubtful.unwrap_or_default());
            self.draw_soon();
        }
        Ok(missed)
    }

    async fn fetch_missed(self) -> Result<bool, Trouble> {
        let mut missed = false;
        loop {
            let Some(is_other) = self.inner.try_with_value(|inner| inner.replica.is_other()) else { return Ok(false) };
            let page = if is_other {
                None
            } else {
                let Some((page, is_other)) = self.page().await? else { return Ok(false) };
                (!is_other).then_some(page)
            };
            let page = match page {
                // Whether what follows does so on this copy, nothing tells for certain: it has no more than the time of its last event. That is enough for what
                // waits, which a slow line brings where it does not bring the launch.
                Some(_) if self.is_kept() => {
                    _ = self.inner.try_update_value(|inner| inner.unsure = false);
                    self.send();
                    self.take_anew(false).await?;
                    continue;
                }
                Some(page) => page,
                None => {
                    self.take_anew(true).await?;
                    return Ok(true);
                }
            };
            for recorded in &page.events {
                let received = self.inner.try_update_value(|inner| inner.replica.receive(recorded));
                match received {
                    Some(Received::Applied) => {
                        missed = true;
                        self.disprove(recorded);
                        self.note(recorded);
                    }
                    Some(Received::Repeat) => self.disprove(recorded),
                    // Asked again, it would say the same.
                    Some(Received::Unknown) => return Err(Trouble::Outdated),
                    _ => {}
                }
            }
            self.draw_soon();
            let goes_on = self.inner.try_update_value(|inner| inner.replica.lags() || inner.replica.is_other()) == Some(true);
            if !goes_on && page.events.last().is_none_or(|last| page.head <= last.seq) {
                return Ok(missed);
            }
        }
    }
}
