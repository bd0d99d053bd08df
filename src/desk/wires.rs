//! What an open launch sends and hears.

use std::collections::BTreeMap;
use std::sync::Arc;

use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use holdpoint_domain::check::Receipt;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Launch, Recorded};
use holdpoint_domain::wire::{Presence, Whereabouts};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Deliveries, Desk, Inner, Link, Running, set_if_new};
use crate::net::api::{self, Trouble};
use crate::net::live::{Heard, Live};
use crate::sync::{Received, Refused};
use crate::{clock, json, keep, words};

/// Before a wish is sent again, in milliseconds: first and longest wait.
pub(super) const RETRY_MS: (u32, u32) = (300, 8_000);
/// How often the server's copy of a launch is kept anew where there is no stream, in milliseconds: each time is a whole launch.
const AFRESH_MS: u32 = 30_000;
/// Who stays at an item for so long is there.
const SETTLED: std::time::Duration = std::time::Duration::from_millis(400);

/// Asks again and again, more and more slowly, until the server has an answer.
pub(super) fn until_answered(ask: impl AsyncFn() -> Result<(), Trouble> + 'static) {
    spawn_local(async move {
        let mut wait = RETRY_MS.0;
        while ask().await.is_err_and(|trouble| trouble.passes()) {
            TimeoutFuture::new(wait).await;
            wait = (wait * 2).min(RETRY_MS.1);
        }
    });
}

impl Desk {
    /// Keeps the server's copy anew, after events that did not come by the stream. Until then the copy is an older one: only what follows it is added to it,
    /// and what is missing is fetched when the launch is opened.
    pub(super) fn keep_soon(self) {
        let only_asks = self.only_asks();
        _ = self.inner.try_update_value(|inner| {
            let wait = if only_asks { until_kept(inner.kept_at, js_sys::Date::now()) } else { 0 };
            inner.keeps = Some(Timeout::new(wait, move || self.keep_afresh()));
        });
    }

    /// Does it now, where it is to be done.
    pub(super) fn keep_afresh(self) {
        let due = self.inner.try_update_value(|inner| {
            drop(inner.keeps.take()?);
            inner.kept_at = js_sys::Date::now();
            Some((inner.renewed.clone(), inner.renewed.get()))
        });
        let Some((renewed, before)) = due.flatten() else { return };
        spawn_local(async move {
            let Ok((view, told)) = api::launch(self.id).await else { return };
            // Who signed out meanwhile leaves nothing here.
            let is_in = keep::session().and_then(|session| session.me).is_some_and(|me| me.id == self.me);
            if is_in && renewed.get() == before {
                keep::put_launch(self.me, self.id, told, view.launch.seq);
            }
        });
    }

    pub(super) fn hear(self, heard: Heard) {
        match heard {
            Heard::Opened => {
                if self.is_kept() {
                    // Until there is an answer nothing of the server's is shown.
                    self.catch_up();
                } else {
                    self.set_link(Link::Open);
                    if self.inner.try_with_value(|inner| inner.unsure) == Some(true) {
                        self.compare();
                    }
                }
                self.send();
            }
            Heard::Event(data) => {
                let heard = self.inner.try_update_value(|inner| inner.replica.receive_text(&data));
                match heard {
                    Some((Received::Applied, Some(recorded))) => {
                        if self.leads() {
                            keep::put_heard(self.me, self.id, recorded.seq, &data);
                        }
                        self.disprove(&recorded);
                        self.note(&recorded);
                        self.draw_soon();
                    }
                    // It may be the word of a wish that another tab sent.
                    Some((Received::Repeat, recorded)) => {
                        recorded.iter().for_each(|recorded| self.disprove(recorded));
                        self.draw_soon();
                    }
                    Some((Received::Gap | Received::Other, _)) => self.catch_up(),
                    Some((Received::Unknown, _)) => self.give_up(),
                    _ => {}
                }
            }
            Heard::Presence(told) => {
                if let Some(presence) = json::read::<Presence>(told.as_bytes()) {
                    set_if_new(self.present, presence.present);
                    set_if_new(self.present_more, presence.others);
                }
            }
            Heard::Alive => {}
            Heard::Silent | Heard::Goodbye => self.catch_up(),
            Heard::Lost => {
                if self.link.try_get_untracked() == Some(Link::Open) {
                    self.set_link(Link::Connecting);
                }
                self.catch_up();
            }
        }
    }

    /// A request got no answer. The stream is the judge: it is opened anew, and says when the server is back.
    pub(super) fn away(self) {
        self.set_link(Link::Lost);
        self.know_nobody();
        let waits = self.inner.try_update_value(|inner| {
            inner.unsure = true;
            inner.live.iter().for_each(Live::distrust);
            !inner.replica.outbox().is_empty()
        });
        if waits == Some(true) {
            keep::hold();
        }
    }

    pub(super) fn answered(self) {
        if self.inner.try_with_value(|inner| inner.live.as_ref().is_some_and(Live::answered)) == Some(true) {
            self.set_link(Link::Open);
        }
    }

    /// The server is newer than this page: what it says from here on is not understood.
    pub(super) fn give_up(self) {
        self.give_way();
        self.draw();
    }

    pub(super) fn stored(self, id: CommandId, seq: Seq) {
        _ = self.inner.try_update_value(|inner| inner.replica.stored(id, seq));
        self.draw_soon();
    }

    /// Whether the log is known to be the one on which what waits was asked: of another one the server would take for seen what nobody here has seen.
    fn is_sure(self) -> bool {
        let doubts = |inner: &Inner| inner.unsure || inner.comparing || inner.replica.is_other() || inner.replica.doubted().is_some();
        self.inner.try_with_value(doubts) == Some(false)
    }

    /// What finds out which log it is sends what waits.
    fn look_first(self) {
        let is_due = self.inner.try_with_value(|inner| inner.live.is_some() && !inner.comparing && !inner.replica.outbox().is_empty());
        if is_due == Some(true) {
            self.catch_up();
        }
    }

    /// Sends what waits, one wish at a time, until nothing is left, this desk is closed or another tab sends.
    pub(super) fn send(self) {
        if !self.is_sure() {
            return self.look_first();
        }
        let busy = self
            .inner
            .try_update_value(|inner| inner.live.is_none() || inner.replica.outdated() || std::mem::replace(&mut inner.sending, true));
        if busy != Some(false) {
            return;
        }
        spawn_local(async move {
            let (mut wait, mut took) = (RETRY_MS.0, false);
            while self.is_sure()
                && let Some(Some(pending)) = self.inner.try_update_value(|inner| inner.replica.next_to_send())
            {
                match api::submit(self.me, self.id, &pending).await {
                    Ok(stored) => {
                        (wait, took) = (RETRY_MS.0, true);
                        keep::grant(self.me, self.id, &pending, stored.place());
                        self.stored(pending.id, stored.seq);
                        self.tell_stored(pending.id, stored.seq);
                    }
                    Err(Trouble::Refused(problem)) => {
                        let why = words::trouble::problem(&problem);
                        self.deny(Refused { pending, why, conflict: problem.conflict });
                    }
                    Err(trouble) => {
                        if self.with_replica(|replica| replica.unsent(pending.id)) == Some(false) {
                            keep::drop_pending(self.me, self.id, pending.id);
                        }
                        if matches!(trouble, Trouble::SignedOut(_)) {
                            _ = self.signed_out.try_set(true);
                            break;
                        }
                        if trouble == Trouble::Away {
                            self.away();
                        }
                        TimeoutFuture::new(wait).await;
                        wait = (wait * 2).min(RETRY_MS.1);
                    }
                }
            }
            _ = self.inner.try_update_value(|inner| inner.sending = false);
            if took && self.only_asks() {
                // No stream brings what came of it.
                self.catch_up();
            }
        });
    }

    /// The server refused a wish, unless another tab had it granted meanwhile, or has told of that already.
    fn deny(self, refused: Refused) {
        let Refused { pending, why, conflict } = refused.clone();
        if self.with_replica(|replica| replica.refused(pending.id, why, conflict)) == Some(false) {
            keep::drop_pending(self.me, self.id, pending.id);
            return;
        }
        keep::refuse(self.me, self.id, &refused);
        self.tell_refused(&refused);
        if refused.conflict.is_some() {
            // So that choosing ours is judged against what they wrote.
            self.catch_up();
        }
        self.draw();
    }

    /// What came about is not to be read as refused, here or later.
    pub(super) fn disprove(self, recorded: &Recorded) {
        if let Some(id) = self.with_replica(|replica| replica.disprove(recorded)).flatten() {
            keep::drop_refused(self.me, self.id, id);
            self.tell_read(id);
        }
    }

    /// Tells the others at which item one is, from the first answer of the stream on and after each break of it.
    pub fn be_at(self, item: Memo<Option<ItemId>>) {
        let told = StoredValue::new(None::<Option<ItemId>>);
        let tell = move || {
            let Some(item) = item.try_get_untracked() else { return };
            if self.link.try_get_untracked() == Some(Link::Open) && told.try_get_value() != Some(Some(item.clone())) {
                told.set_value(Some(item.clone()));
                // Of a place that is not told nothing depends.
                spawn_local(async move { _ = api::put_presence(self.me, self.id, Whereabouts { item }).await });
            }
        };
        Effect::new(move |_| {
            item.track();
            if self.link.get() != Link::Open {
                told.set_value(None);
            }
            // Who walks through a list by the keyboard is nowhere for long.
            set_timeout(tell, SETTLED);
        });
        // Another tab of this browser may have been elsewhere.
        let looked_at = window_event_listener(leptos::ev::focus, move |_| {
            told.set_value(None);
            tell();
        });
        on_cleanup(move || looked_at.remove());
    }

    /// Runs checks, those whose deliveries may stay at the webhook endpoint only after somebody was told where they go.
    pub fn run_checks(self, checks: Vec<CheckId>) {
        let leaves = |check: &CheckId| {
            self.shown.with_untracked(|launch| launch.template.check(check).is_some_and(|check| check.probe.leaves_something()))
        };
        let (leaving, others): (Vec<_>, Vec<_>) = checks.into_iter().partition(leaves);
        others.into_iter().for_each(|check| self.run_check(check, None));
        if leaving.is_empty() {
            return;
        }
        spawn_local(async move {
            match self.endpoint().await {
                Ok(Some(url)) => _ = self.asked.try_set(Some(Deliveries { url, checks: leaving })),
                Ok(None) => leaving.into_iter().for_each(|check| self.run_check(check, None)),
                Err(trouble) => {
                    let failed = leaving.into_iter().map(|check| (check, Running::Failed(words::trouble::told(&trouble))));
                    _ = self.running.try_update(|running| running.extend(failed));
                }
            }
        });
    }

    /// Where deliveries go; `None`: the operator permits none that leave something behind, and the server sends none.
    async fn endpoint(self) -> Result<Option<String>, Trouble> {
        let name = self.shown.try_with_untracked(|launch| launch.details.connection.value.clone()).flatten();
        let known = api::connections().await?.into_iter().find(|known| Some(&known.name) == name.as_ref());
        Ok(known.filter(|known| known.webhook_deliveries).and_then(|known| known.webhook_url))
    }

    /// Runs a check through the server. Not optimistic: nobody but the server can say what it saw.
    pub fn run_check(self, check: CheckId, deliver_to: Option<String>) {
        let running = self.running.try_with_untracked(|running| matches!(running.get(&check), Some(Running::Since(_))));
        // `None`: the launch was left before it was known where deliveries go.
        if running != Some(false) {
            return;
        }
        self.running.update(|running| _ = running.insert(check.clone(), Running::Since(clock::now())));
        spawn_local(async move {
            // What one has just done comes first: a step ends only by a check that began after the step did.
            self.wait_for_wishes().await;
            let before = self.own_runs(&check);
            let answer = api::run_check(self.me, self.id, &check, deliver_to).await;
            if answer.is_ok() {
                self.wait_for(answer.as_ref().map_or(Seq(0), |ran| ran.seq)).await;
            }
            if let Err(Trouble::SignedOut(_)) = answer {
                _ = self.signed_out.try_set(true);
            }
            // A proxy may wait for less long than a check takes, which goes on: what came of it is here.
            let is_here = answer.as_ref().is_err_and(Trouble::passes) && self.own_runs(&check) != before;
            _ = self.running.try_update(|running| match answer {
                Err(trouble) if !is_here => running.insert(check.clone(), Running::Failed(words::trouble::told(&trouble))),
                Ok(_) | Err(_) => running.remove(&check),
            });
        });
    }

    /// The latest runs of a check that are one's own: of that which saw something, and of one that did not.
    fn own_runs(self, check: &CheckId) -> [Option<ReceiptId>; 2] {
        let mine = |receipt: &&Receipt| receipt.ran_by == self.me;
        let of = |launch: &Arc<Launch>| [&launch.receipts, &launch.unseen].map(|all| all.get(check).filter(mine).map(|receipt| receipt.id));
        self.with_replica(|replica| of(replica.confirmed())).unwrap_or_default()
    }

    /// A run of one's own is recorded: that its answer was lost is over.
    pub(super) fn has_run(self, check: &CheckId) {
        let failed = |running: &BTreeMap<CheckId, Running>| matches!(running.get(check), Some(Running::Failed(_)));
        if self.running.try_with_untracked(failed) == Some(true) {
            _ = self.running.try_update(|running| running.remove(check));
        }
    }

    /// Until the server knows one's own wishes, for what it judges by the launch that it has: not for long after the last that it took, and not while it is
    /// away.
    pub async fn wait_for_wishes(self) {
        self.take_up();
        let (mut left, mut looks) = (usize::MAX, 0);
        while looks < 200 {
            // `None`: the launch was left.
            let waiting = self.waiting.try_get_untracked().unwrap_or_default();
            if waiting == 0 || self.link.try_get_untracked() == Some(Link::Lost) {
                return;
            }
            looks = if waiting < left { 0 } else { looks + 1 };
            left = waiting;
            TimeoutFuture::new(25).await;
        }
    }

    /// Until the confirmed launch has reached a place; asks for it when the stream does not bring it.
    pub async fn wait_for(self, seq: Seq) {
        for attempt in 0..200 {
            let here = self.confirmed.try_with_untracked(|launch| seq <= launch.seq);
            if here != Some(false) {
                return;
            }
            if attempt % 20 == 19 {
                self.catch_up();
            }
            TimeoutFuture::new(25).await;
        }
    }

    /// Fetches the launch's whole history once, however long that takes; from then on the stream adds to it.
    pub fn load_history(self) {
        if self.history.with_untracked(Option::is_some) {
            return;
        }
        let busy = self.inner.try_update_value(|inner| std::mem::replace(&mut inner.loading_history, true));
        if busy != Some(false) {
            return;
        }
        spawn_local(async move {
            let mut events: Vec<Recorded> = Vec::new();
            let mut begun = None;
            // Until the launch is left.
            while let Some(renewed) = self.inner.try_with_value(|inner| inner.renewed.get()) {
                if begun.replace(renewed) != Some(renewed) {
                    // What was read so far may say what is no longer to be said.
                    events.clear();
                }
                let after = events.last().map_or(Seq(0), |last| last.seq);
                let page = match api::events(self.id, after).await {
                    Ok(page) => page,
                    Err(trouble) if trouble.passes() => {
                        TimeoutFuture::new(RETRY_MS.1).await;
                        continue;
                    }
                    Err(_) => break,
                };
                let state = self.inner.try_with_value(|inner| (inner.renewed.get(), inner.replica.confirmed().seq));
                let Some((_, seen)) = state.filter(|(now, _)| *now == renewed) else { continue };
                // Of a log that was set back nothing more comes.
                let end = page.events.is_empty();
                events.extend(page.events);
                // What the stream brought meanwhile is asked for too, so that nothing falls between.
                if end || events.last().is_none_or(|last| page.head.max(seen) <= last.seq) {
                    _ = self.history.try_set(Some(Arc::new(events)));
                    break;
                }
            }
            _ = self.inner.try_update_value(|inner| inner.loading_history = false);
        });
    }
}

/// How long the server's copy is not kept anew yet, in milliseconds.
///
/// * `kept_at`, `now`: the page's milliseconds. A clock that was set back makes nobody wait longer.
fn until_kept(kept_at: f64, now: f64) -> u32 {
    (kept_at + f64::from(AFRESH_MS) - now).clamp(0.0, f64::from(AFRESH_MS)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_launch_is_kept_anew_once_in_half_a_minute() {
        let now = 1_800_000_000_000.0;
        assert_eq!(until_kept(0.0, now), 0, "the first time at once");
        assert_eq!(until_kept(now, now), 30_000);
        assert_eq!(until_kept(now - 3_000.0, now), 27_000, "however often something happened since");
        assert_eq!(until_kept(now - 30_000.0, now), 0);
        assert_eq!(until_kept(now + 3_600_000.0, now), 30_000, "the clock was set back");
    }
}
