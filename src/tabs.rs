//! The tabs of one browser: what they tell each other, and which of them does what only one has to do.
//!
//! A browser without locks (plain http on another machine) has no leader: each tab leads, as if it were alone. That costs connections, nothing else:
//! a wish that two tabs send counts once. For the few connections that there are the tabs count each other.

mod claim;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use claim::Claim;

const CHANNEL: &str = "holdpoint/1";

/// Streams that the tabs of one browser have at once over HTTP/1.1, where it opens six connections to a server: two are for all else.
const SEATS: usize = 4;

#[wasm_bindgen]
extern "C" {
    type Locks;

    /// Calls back once the lock is ours, and holds it until the answer's promise ends.
    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, granted: &Function) -> Result<Promise, JsValue>;
}

/// Hears what other tabs say about one topic; no longer once it is dropped.
pub struct Listening {
    channel: Option<BroadcastChannel>,
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.channel.iter().for_each(BroadcastChannel::close);
    }
}

impl Listening {
    pub fn to(topic: &str, hear: impl Fn(String) + 'static) -> Self {
        Self::over(BroadcastChannel::new(&format!("{CHANNEL}/{topic}")).ok(), hear)
    }

    /// Over a channel that is there already, in place of whoever heard it.
    pub fn over(channel: Option<BroadcastChannel>, hear: impl Fn(String) + 'static) -> Self {
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(told) = event.data().as_string() {
                hear(told);
            }
        });
        channel.iter().for_each(|channel| channel.set_onmessage(Some(heard.as_ref().unchecked_ref())));
        Self { channel, _heard: heard }
    }

    /// Tells the others; oneself does not hear it.
    pub fn tell(&self, text: &str) {
        self.channel.iter().for_each(|channel| _ = channel.post_message(&text.into()));
    }
}

/// A place in the queue for what one tab does for all. Dropping it gives the place to the next tab; so does closing the tab, or a crash of it.
pub struct Turn(Rc<Queued>);

#[derive(Default)]
struct Queued {
    given_up: Cell<bool>,
    /// Lets go of the lock.
    release: RefCell<Option<Function>>,
}

impl Turn {
    /// * `come`: called once, when it is this tab's turn; at once where there are no locks, otherwise not before this has returned.
    pub fn await_for(name: &str, come: Box<dyn FnOnce()>) -> Self {
        let queued = Rc::new(Queued::default());
        let Some(locks) = locks() else {
            come();
            return Self(queued);
        };
        let (ours, come) = (queued.clone(), Cell::new(Some(come)));
        let granted = Closure::once_into_js(move |_lock: JsValue| {
            if ours.given_up.get() {
                return JsValue::UNDEFINED;
            }
            let held = Promise::new(&mut |release, _| _ = ours.release.replace(Some(release)));
            come.take().into_iter().for_each(|come| come());
            held.into()
        });
        _ = locks.request(&format!("{CHANNEL}/{name}"), granted.unchecked_ref());
        Self(queued)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.given_up.set(true);
        if let Some(release) = self.0.release.take() {
            _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// A place for a stream, of the few that the tabs of a browser have together. Dropping it gives it to the next one that waits.
pub struct Seat {
    _turns: Rc<RefCell<Vec<Turn>>>,
    /// Where there are no locks.
    _claim: Option<Rc<Claim>>,
}

impl Seat {
    /// * `come`: called once, when there is one; at once where streams take no connection from anything.
    pub fn await_for(come: Box<dyn FnOnce()>) -> Self {
        let turns = Rc::<RefCell<Vec<Turn>>>::default();
        if is_multiplexed() {
            come();
            return Self { _turns: turns, _claim: None };
        }
        if locks().is_none() {
            return Self { _turns: turns, _claim: Some(Claim::make(come)) };
        }
        let come = Rc::new(Cell::new(Some(come)));
        for n in 0..SEATS {
            let (all, come) = (Rc::downgrade(&turns), come.clone());
            let got = move || {
                let Some(come) = come.take() else { return };
                if let Some(all) = all.upgrade() {
                    // The others are for others.
                    let mine = all.take().into_iter().nth(n);
                    all.replace(mine.into_iter().collect());
                }
                come();
            };
            let turn = Turn::await_for(&format!("seat/{n}"), Box::new(got));
            turns.borrow_mut().push(turn);
        }
        Self { _turns: turns, _claim: None }
    }
}

/// Whether all requests go over one connection, as with HTTP/2 and 3.
fn is_multiplexed() -> bool {
    let Some(performance) = leptos::prelude::window().performance() else { return false };
    performance.get_entries_by_type("resource").iter().any(|asked| {
        let protocol = js_sys::Reflect::get(&asked, &"nextHopProtocol".into()).ok().and_then(|protocol| protocol.as_string());
        protocol.is_some_and(|protocol| protocol.starts_with("h2") || protocol.starts_with("h3"))
    })
}

/// `None`: there are none here. The browser's own type does not know of that.
fn locks() -> Option<Locks> {
    let locks = js_sys::Reflect::get(&leptos::prelude::window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
