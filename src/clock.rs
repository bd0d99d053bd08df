//! The only user of the browser's clock and randomness.

use holdpoint_domain::id::{Date, Timestamp};
use leptos::prelude::*;
use uuid::Uuid;

use crate::text::{self, East};

/// How often relative times and the gate are looked at anew.
const TICK: std::time::Duration = std::time::Duration::from_secs(20);

pub fn now() -> Timestamp {
    Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Milliseconds since the page began, for measuring how long something took.
pub fn milliseconds() -> f64 {
    leptos::prelude::window().performance().map_or(0.0, |performance| performance.now())
}

/// The reader's distance from UTC at some time: summer and winter differ.
pub fn east(at: Timestamp) -> East {
    let date = js_sys::Date::new(&(at.as_millisecond() as f64).into());
    -(date.get_timezone_offset() as East)
}

/// A new id that sorts by time (UUIDv7).
pub fn new_id() -> Uuid {
    let now = now();
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanoseconds))
}

/// The present time as a signal; provided once by the shell.
#[derive(Clone, Copy)]
pub struct Ticking(RwSignal<Timestamp>);

impl Ticking {
    pub fn start() -> Self {
        let ticking = RwSignal::new(now());
        let handle = set_interval_with_handle(move || ticking.set(now()), TICK);
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
        Self(ticking)
    }

    pub fn get(self) -> Timestamp {
        self.0.get()
    }

    /// The reader's calendar day.
    pub fn today(self) -> Date {
        let now = self.get().max(now());
        text::today(now, east(now))
    }
}
