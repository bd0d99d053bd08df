//! The stream of what happens to one launch. Reconnects by itself after any end, with the cursor in the address, and is judged by
//! what it says: a stream that stays silent is opened anew, because a dead connection looks like a quiet one.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::{Interval, Timeout};
use holdpoint_domain::id::{LaunchId, MemberId, Seq};
use wasm_bindgen::prelude::*;
use web_sys::{EventSource, MessageEvent};

use crate::clock;

/// Waits between attempts, in milliseconds; the last is repeated.
const BACKOFF_MS: [u32; 6] = [250, 500, 1_000, 2_000, 4_000, 8_000];
/// How often the silence is looked at, in milliseconds.
const WATCH_MS: u32 = 5_000;
/// A stream that said nothing for this long is opened anew, and what was missed is asked for, in milliseconds.
const SILENCE_MS: f64 = 25_000.0;
/// A connection that is not open after this time is tried anew, in milliseconds.
const OPENING_MS: f64 = 10_000.0;
/// How often what was missed is asked for while there is no connection for a stream, in milliseconds.
const ASK_MS: u32 = 3_000;
/// Where one is free, it is there by then; who gets none asks at once, in milliseconds.
const FIRST_ASK_MS: u32 = 200;

/// What the stream said.
#[derive(Debug)]
pub enum Heard {
    Opened,
    /// An event of the log, as JSON.
    Event(String),
    /// Who is present, as JSON.
    Presence(String),
    /// A heartbeat.
    Alive,
    /// The server stops, or the session ended.
    Goodbye,
    /// Closed; it is tried again.
    Lost,
    /// Nothing was heard for a while, or there is no stream: a request shall tell whether something was missed.
    Silent,
}

/// An open stream; closed on drop.
pub struct Live(Rc<Inner>);

struct Inner {
    me: MemberId,
    launch: LaunchId,
    after: Box<dyn Fn() -> Seq>,
    hear: Box<dyn Fn(Heard)>,
    source: RefCell<Option<Source>>,
    attempts: Cell<usize>,
    retry: RefCell<Option<Timeout>>,
    watch: RefCell<Option<Interval>>,
    heard_at: Cell<f64>,
    open: Cell<bool>,
    /// How often in a row a request got no answer while it was open.
    unanswered: Cell<usize>,
    /// Whether there is a connection for the stream; until then it is only asked what was missed.
    seated: Cell<bool>,
}

/// The browser's connection, with the handlers that have to live as long.
struct Source {
    source: EventSource,
    _handlers: Vec<Closure<dyn FnMut(MessageEvent)>>,
}

impl Drop for Source {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

impl Live {
    /// Asks what was missed until it may open the stream.
    ///
    /// * `me`: who reads.
    /// * `after`: the place of the last event that the caller has, asked at each attempt.
    pub fn open(me: MemberId, launch: LaunchId, after: impl Fn() -> Seq + 'static, hear: impl Fn(Heard) + 'static) -> Self {
        let inner = Rc::new(Inner {
            me,
            launch,
            after: Box::new(after),
            hear: Box::new(hear),
            source: RefCell::default(),
            attempts: Cell::new(0),
            retry: RefCell::default(),
            watch: RefCell::default(),
            heard_at: Cell::new(js_sys::Date::now()),
            open: Cell::new(false),
            unanswered: Cell::new(0),
            seated: Cell::new(false),
        });
        let weak = Rc::downgrade(&inner);
        inner.watch.replace(Some(Interval::new(WATCH_MS, move || with(&weak, Inner::judge))));
        inner.ask_after(FIRST_ASK_MS);
        Self(inner)
    }

    /// Opens the stream: there is a connection for it.
    pub fn stream(&self) {
        self.0.seated.set(true);
        self.0.connect();
    }

    /// Whether it has no stream, and asks instead.
    pub fn only_asks(&self) -> bool {
        !self.0.seated.get()
    }

    /// Tries at once: the browser says that the network is back, or the page is looked at again.
    pub fn nudge(&self) {
        if self.0.seated.get() && !self.0.open.get() {
            self.0.attempts.set(0);
            self.0.connect();
        }
    }

    /// Reconnects an open stream from the caller's cursor: it may be dead without knowing. May be called from within `hear`.
    pub fn doubt(&self) {
        if self.0.open.get() {
            self.0.connect_after(0);
        }
    }

    /// The same after a request that got no answer: the first time at once, and then after longer and longer, for it may open each time though nothing
    /// else is answered.
    pub fn distrust(&self) {
        if self.0.open.get() && self.0.retry.borrow().is_none() {
            let before = self.0.unanswered.replace(self.0.unanswered.get() + 1);
            self.0.connect_after(before.checked_sub(1).map_or(0, backoff));
        }
    }

    /// A request was answered. Gives back whether the stream is open, too.
    pub fn answered(&self) -> bool {
        self.0.unanswered.set(0);
        self.0.open.get()
    }
}

/// * `attempt`: from 0 on.
fn backoff(attempt: usize) -> u32 {
    BACKOFF_MS[attempt.min(BACKOFF_MS.len() - 1)]
}

impl Drop for Live {
    fn drop(&mut self) {
        self.0.source.replace(None);
        self.0.retry.replace(None);
        self.0.watch.replace(None);
    }
}

fn with(weak: &Weak<Inner>, act: impl FnOnce(&Rc<Inner>)) {
    if let Some(inner) = weak.upgrade() {
        act(&inner);
    }
}

impl Inner {
    fn connect(self: &Rc<Self>) {
        self.retry.replace(None);
        self.source.replace(None);
        self.open.set(false);
        self.heard_at.set(js_sys::Date::now());
        if !self.seated.get() {
            return self.ask_after(ASK_MS);
        }
        let url = format!("/api/launches/{}/live?after={}&as={}", self.launch, (self.after)(), self.me);
        let Ok(source) = EventSource::new(&url) else { return self.again() };
        let mut handlers = Vec::new();
        let mut on = |name: &str, act: fn(&Rc<Self>, MessageEvent)| {
            let weak = Rc::downgrade(self);
            let handler = Closure::<dyn FnMut(MessageEvent)>::new(move |event| with(&weak, |inner| act(inner, event)));
            let function = handler.as_ref().unchecked_ref();
            // `error` is also the name of the connection's own event, so none of ours is called that.
            _ = source.add_event_listener_with_callback(name, function);
            handlers.push(handler);
        };
        on("open", |inner, _| {
            inner.open.set(true);
            inner.tell(Heard::Opened);
        });
        on("error", |inner, _| inner.lost());
        on("event", |inner, event| {
            if let Some(data) = event.data().as_string() {
                inner.tell(Heard::Event(data));
            }
        });
        on("presence", |inner, event| {
            if let Some(data) = event.data().as_string() {
                inner.tell(Heard::Presence(data));
            }
        });
        on("ping", |inner, _| inner.tell(Heard::Alive));
        on("goodbye", |inner, _| {
            inner.tell(Heard::Goodbye);
            inner.lost();
        });
        self.source.replace(Some(Source { source, _handlers: handlers }));
    }

    fn ask_after(self: &Rc<Self>, wait_ms: u32) {
        let weak = Rc::downgrade(self);
        let ask = move || {
            with(&weak, |inner| {
                (inner.hear)(Heard::Silent);
                inner.connect();
            });
        };
        self.retry.replace(Some(Timeout::new(wait_ms, ask)));
    }

    fn tell(&self, heard: Heard) {
        self.heard_at.set(js_sys::Date::now());
        // Only what is said shows that it is up: a proxy may open a stream and close it at once, as often as it is asked.
        if !matches!(heard, Heard::Opened | Heard::Goodbye) {
            self.attempts.set(0);
        }
        (self.hear)(heard);
    }

    fn lost(self: &Rc<Self>) {
        self.open.set(false);
        if let Some(source) = &*self.source.borrow() {
            // The browser would try by itself, with the old cursor, and give up after some answers.
            source.source.close();
        }
        (self.hear)(Heard::Lost);
        self.again();
    }

    /// The old connection is closed inside the timer: a handler cannot drop itself.
    fn again(self: &Rc<Self>) {
        let attempt = self.attempts.replace(self.attempts.get() + 1);
        let wait = backoff(attempt);
        // Half of the wait is chance, so that a restarted server is not met by everybody at once.
        self.connect_after(wait / 2 + (js_sys::Math::random() * f64::from(wait / 2)) as u32);
    }

    fn connect_after(self: &Rc<Self>, wait_ms: u32) {
        let weak = Rc::downgrade(self);
        self.retry.replace(Some(Timeout::new(wait_ms, move || with(&weak, Inner::connect))));
    }

    fn judge(self: &Rc<Self>) {
        let mut heard_at = self.heard_at.get();
        let silence = clock::since(&mut heard_at, js_sys::Date::now());
        self.heard_at.set(heard_at);
        if !self.open.get() && self.retry.borrow().is_none() && OPENING_MS < silence {
            self.lost();
        } else if self.open.get() && SILENCE_MS < silence {
            // A live one says something every ten seconds. What was missed a request tells sooner; but where that is nothing this one is dead all the same.
            (self.hear)(Heard::Silent);
            self.connect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_wait_longer_and_longer_and_then_as_long() {
        let waits: Vec<u32> = (0..8).map(backoff).collect();
        assert_eq!(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    }
}
