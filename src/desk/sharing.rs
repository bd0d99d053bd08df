//! A launch that is open in several tabs: one of them has the stream and sends, and tells the others what it hears. The next one takes its
//! place when it is closed, or when nothing is heard of it: a browser may put a tab to sleep. A tab that nobody looks at has no stream: over
//! HTTP/1.1 a browser has six connections for a server, and with as many launches open in tabs nothing else would come through. So there are a
//! few seats for streams, and who gets none, because as many are in sight side by side, asks every few seconds what happened.

use gloo_timers::callback::Interval;
use holdpoint_domain::id::{CommandId, Seq};
use leptos::ev::Custom;
use leptos::prelude::*;

use super::{Desk, Link, set_if_new};
use crate::net::live::{Heard, Live};
use crate::sync::{Pending, Refused, Replica};
use crate::tabs::{Listening, Seat, Turn};
use crate::{clock, json, keep};

/// A tab that has the stream is heard at least at each heartbeat of the server, and at each attempt to reach it. After this time without, in
/// milliseconds, another tab opens a stream of its own.
const SILENCE_MS: f64 = 30_000.0;
const WATCH_MS: u32 = 5_000;

/// A tab keeps its stream for so long after it was looked at last, in milliseconds, unless somebody waits for a seat.
const UNSEEN_MS: f64 = 60_000.0;

/// What tabs of all launches say that have no seat.
const WANTED: &str = "seats";

const NOBODY: &str = r#"{"present":[],"others":0}"#;

pub(super) struct Sharing {
    others: Listening,
    /// What gives the stream to this tab: its turn, or a silence that it notices. `None`: it is for the others.
    waits: Option<(Turn, Interval)>,
    /// For the stream, once this tab has it, or a place among those who wait for one.
    seat: Option<Seat>,
    /// Hears who has none.
    wanted: Listening,
    /// Whether it is this tab's turn, and not only its guess that nobody else is there.
    ours: bool,
    heard_at: f64,
    /// When the tab was hidden; `None`: it is in sight.
    hidden_at: Option<f64>,
    /// Who is present, as the stream last said it: for a tab that comes later.
    presence: Option<String>,
}

/// What tabs tell each other: a letter, and what belongs to it.
mod letter {
    /// A tab came, or has lost the server: how is the stream, and who is present?
    pub const HELLO: &str = "h";
    /// Somebody looks at a tab: try at once, and say how the stream is.
    pub const NUDGE: &str = "n";
    pub const ALIVE: &str = "a";
    /// With this and the next two: the place of the last event that the tab with the stream has.
    pub const CONNECTING: &str = "c";
    /// With 0, which is no event's place: the log is another one.
    pub const OPEN: &str = "o";
    pub const LOST: &str = "l";
    /// An event of the log.
    pub const EVENT: &str = "e";
    pub const PRESENCE: &str = "p";
    /// A wish that is kept.
    pub const WISH: &str = "w";
    /// A wish's id and the place up to which the server has it.
    pub const STORED: &str = "s";
    pub const REFUSED: &str = "r";
    /// The id of a refusal that somebody has read.
    pub const READ: &str = "d";
}

impl Desk {
    /// Joins the tabs that have this launch open.
    pub(super) fn share(self) {
        let others = Listening::to(&self.topic(), move |told| self.overhear(&told));
        others.tell(letter::HELLO);
        let wanted = Listening::to(WANTED, move |_| self.rest(0.0));
        let hidden_at = document().hidden().then(js_sys::Date::now);
        let sharing =
            Sharing { others, waits: None, seat: None, wanted, ours: false, heard_at: js_sys::Date::now(), hidden_at, presence: None };
        self.inner.update_value(|inner| inner.sharing = Some(sharing));
        // One of many that were opened in the background, with nothing to send, comes for the stream when it is looked at.
        if hidden_at.is_none() || 0 < self.waiting.get_untracked() {
            self.queue();
        }
        let seen = window_event_listener(Custom::new("visibilitychange"), move |_: web_sys::Event| self.looked_at(!document().hidden()));
        let online = window_event_listener(leptos::ev::online, move |_| self.nudge());
        let looked_at = window_event_listener(leptos::ev::focus, move |_| self.nudge());
        // A page that one comes back to by the browser's own button may have heard nothing of the others meanwhile.
        let come_back = window_event_listener(Custom::new("pageshow"), move |shown: web_sys::PageTransitionEvent| {
            if shown.persisted() {
                self.nudge();
            }
        });
        // Not believed, only looked into.
        let offline = window_event_listener(leptos::ev::offline, move |_| self.catch_up());
        on_cleanup(move || {
            self.keep_afresh();
            seen.remove();
            online.remove();
            looked_at.remove();
            come_back.remove();
            offline.remove();
        });
    }

    /// Waits for this tab's turn to have the stream.
    fn queue(self) {
        let lead = move || {
            self.sharing(|sharing| sharing.ours = true);
            self.lead();
        };
        let turn = Turn::await_for(&self.topic(), Box::new(lead));
        let watch = Interval::new(WATCH_MS, move || self.listen_for_silence());
        self.sharing(|sharing| sharing.waits = Some((turn, watch)));
    }

    fn topic(self) -> String {
        format!("{}/{}", self.me, self.id)
    }

    /// The tab was hidden, or is in sight again.
    fn looked_at(self, seen: bool) {
        self.sharing(|sharing| sharing.hidden_at = (!seen).then(js_sys::Date::now));
        if seen {
            self.wake();
        } else {
            self.keep_afresh();
        }
    }

    /// Comes for the stream again, if this tab gave it up.
    pub(super) fn wake(self) {
        let rests = self.sharing(|sharing| sharing.waits.is_none());
        let over = || [self.outdated, self.shut_out].iter().any(|over| over.try_get_untracked() != Some(false));
        if rests == Some(true) && !over() {
            self.queue();
        }
    }

    /// Nobody has looked at the tab for a while, and nothing waits in it: the stream is for others.
    fn rest(self, while_ms: f64) {
        let unseen = self.sharing(|sharing| sharing.hidden_at.is_some_and(|at| while_ms <= js_sys::Date::now() - at));
        if unseen == Some(true) && self.waiting.try_get_untracked() == Some(0) {
            self.give_way();
        }
    }

    fn sharing<T>(self, act: impl FnOnce(&mut Sharing) -> T) -> Option<T> {
        self.inner.try_update_value(|inner| inner.sharing.as_mut().map(act)).flatten()
    }

    fn tell(self, letter: &str, rest: &str) {
        self.sharing(|sharing| sharing.others.tell(&format!("{letter}{rest}")));
    }

    /// Opens the stream here as soon as there is a seat for it, and sends what waits.
    fn lead(self) {
        let after = move || self.inner.try_with_value(|inner| inner.replica.listens_from()).unwrap_or_default();
        let live = Live::open(self.me, self.id, after, move |heard| {
            self.pass_on(&heard);
            self.hear(heard);
        });
        let is_first = self.link.try_get_untracked() == Some(Link::Connecting);
        let opened = self.inner.try_update_value(|inner| {
            inner.unsure |= !is_first;
            inner.replica.restore(keep::pending(self.me, self.id));
            inner.live = Some(live);
        });
        if opened.is_some() {
            self.set_link(Link::Connecting);
            let seat = Seat::await_for(Box::new(move || self.stream()));
            self.sharing(|sharing| sharing.seat = Some(seat));
            self.send();
        }
    }

    fn stream(self) {
        self.set_link(Link::Connecting);
        _ = self.inner.try_with_value(|inner| inner.live.iter().for_each(Live::stream));
    }

    /// Whether this tab leads and has no seat.
    pub(super) fn only_asks(self) -> bool {
        self.inner.try_with_value(|inner| inner.live.as_ref().is_some_and(Live::only_asks)) == Some(true)
    }

    /// The server said what was missed. Without a stream that shows that it is there, and nothing shows who is present.
    pub(super) fn caught_up(self) {
        if !self.only_asks() {
            return;
        }
        self.set_link(Link::Open);
        self.know_nobody();
        self.sharing(|sharing| sharing.wanted.tell(""));
    }

    /// Nothing shows any longer who is present: the next stream does, or the tab that has it.
    pub(super) fn know_nobody(self) {
        let nobody = Heard::Presence(NOBODY.to_owned());
        if self.leads() {
            self.pass_on(&nobody);
        }
        self.hear(nobody);
    }

    /// Ends the stream here, and lets the next tab have it.
    pub(super) fn give_way(self) {
        _ = self.inner.try_update_value(|inner| inner.live = None);
        self.sharing(|sharing| {
            sharing.ours = false;
            drop((sharing.waits.take(), sharing.seat.take()));
        });
    }

    pub(super) fn leads(self) -> bool {
        self.inner.try_with_value(|inner| inner.live.is_some()).unwrap_or(false)
    }

    /// What the stream said, to the other tabs.
    fn pass_on(self, heard: &Heard) {
        match heard {
            Heard::Event(told) => self.tell(letter::EVENT, told),
            Heard::Presence(told) => {
                self.sharing(|sharing| sharing.presence = Some(told.clone()));
                self.tell(letter::PRESENCE, told);
            }
            Heard::Opened | Heard::Alive | Heard::Goodbye | Heard::Lost | Heard::Silent => self.tell(letter::ALIVE, ""),
        }
    }

    pub(super) fn set_link(self, link: Link) {
        // Who only asks finds the same every few seconds: nothing is drawn or read anew for that.
        set_if_new(self.link, link);
        if self.leads() {
            self.tell_link();
        }
    }

    fn tell_link(self) {
        let letter = match self.link.try_get_untracked() {
            Some(Link::Open) => letter::OPEN,
            Some(Link::Lost) => letter::LOST,
            Some(Link::Connecting) | None => letter::CONNECTING,
        };
        let place = self.with_replica(|replica| replica.confirmed().seq.to_string());
        self.tell(letter, &place.unwrap_or_default());
    }

    /// The log is another one: other tabs take it anew, too. Where one has the launch as a whole, and heard no event since, it could not tell by itself.
    pub(super) fn tell_set_back(self) {
        if self.leads() {
            self.tell(letter::OPEN, "0");
        }
    }

    /// What was told between this tab's copy of the launch and its coming here is fetched.
    fn opened_up_to(self, place: &str) {
        if self.link.try_get_untracked() == Some(Link::Lost) {
            // Where that was this tab's own request, the stream does not tell anew who is present.
            self.tell(letter::HELLO, "");
        }
        self.set_link(Link::Open);
        let here = self.with_replica(|replica| (replica.confirmed().seq, replica.is_kept()));
        if let (Some((Seq(here), is_kept)), Ok(there)) = (here, place.parse::<u64>())
            && (is_kept || here != there)
        {
            if there == 0 {
                _ = self.with_replica(Replica::doubt);
            }
            self.catch_up();
        }
    }

    pub(super) fn tell_wish(self, pending: &Pending) {
        if let Ok(told) = serde_json::to_string(pending) {
            self.tell(letter::WISH, &told);
        }
    }

    pub(super) fn tell_stored(self, id: CommandId, seq: Seq) {
        self.tell(letter::STORED, &format!("{id} {seq}"));
    }

    pub(super) fn tell_refused(self, refused: &Refused) {
        if let Ok(told) = serde_json::to_string(refused) {
            self.tell(letter::REFUSED, &told);
        }
    }

    pub(super) fn tell_read(self, id: CommandId) {
        self.tell(letter::READ, &id.to_string());
    }

    /// Tries at once: the browser says that the network is back, or the page is looked at again.
    fn nudge(self) {
        if self.leads() {
            self.inner.with_value(|inner| inner.live.iter().for_each(Live::nudge));
        } else {
            self.tell(letter::NUDGE, "");
        }
    }

    fn overhear(self, told: &str) {
        let Some((letter, rest)) = told.split_at_checked(1) else { return };
        match letter {
            letter::HELLO if self.leads() => {
                self.tell_link();
                if let Some(presence) = self.sharing(|sharing| sharing.presence.clone()).flatten() {
                    self.tell(letter::PRESENCE, &presence);
                }
                return;
            }
            letter::NUDGE if self.leads() => {
                self.tell_link();
                return self.nudge();
            }
            letter::WISH => {
                if let Some(pending) = json::read(rest.as_bytes()) {
                    self.take_over(vec![pending]);
                }
                return;
            }
            letter::READ => {
                if let Ok(id) = rest.parse() {
                    self.drop_refused(id);
                }
                return;
            }
            letter::HELLO | letter::NUDGE => return,
            _ => {}
        }
        // The rest is said by a tab that has the stream.
        let ours = self.sharing(|sharing| {
            sharing.heard_at = js_sys::Date::now();
            sharing.ours
        });
        self.overhear_answer(letter, rest);
        if ours != Some(false) {
            return;
        }
        // It was only asleep.
        _ = self.inner.try_update_value(|inner| inner.live = None);
        self.sharing(|sharing| sharing.seat = None);
        match letter {
            letter::CONNECTING => self.set_link(Link::Connecting),
            letter::OPEN => self.opened_up_to(rest),
            letter::LOST => self.set_link(Link::Lost),
            letter::EVENT => self.hear(Heard::Event(rest.to_owned())),
            letter::PRESENCE => self.hear(Heard::Presence(rest.to_owned())),
            _ => {}
        }
    }

    /// What the server said of a wish, to whichever tab sent it: one that slept while another took its place must not ask again for what was refused, and
    /// read, since.
    fn overhear_answer(self, letter: &str, rest: &str) {
        match letter {
            letter::STORED => {
                if let Some((id, seq)) = rest.split_once(' ')
                    && let (Ok(id), Ok(seq)) = (id.parse(), seq.parse())
                {
                    self.stored(id, Seq(seq));
                }
            }
            letter::REFUSED => {
                if let Some(refused) = json::read(rest.as_bytes()) {
                    self.with_replica(|replica| replica.restore_refused(vec![refused]));
                    self.draw_soon();
                }
            }
            _ => {}
        }
    }

    fn listen_for_silence(self) {
        self.rest(UNSEEN_MS);
        self.take_up_left();
        if !self.leads() && self.link.try_get_untracked() == Some(Link::Lost) {
            // Where it is this tab's own request that had no answer, the one with the stream does not say by itself that the server is there.
            self.tell(letter::HELLO, "");
        }
        let silent = self.sharing(|sharing| SILENCE_MS < clock::since(&mut sharing.heard_at, js_sys::Date::now()));
        if silent == Some(true) && !self.leads() && self.sharing(|sharing| sharing.waits.is_some()) == Some(true) {
            self.lead();
        }
    }
}
