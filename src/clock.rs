//! The only user of the browser's clock and randomness.

use std::cell::Cell;

use holdpoint_domain::id::{Date, Timestamp};
use leptos::prelude::*;
use uuid::{Builder, Uuid};

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

/// How long ago something was, by the browser's clock in milliseconds. What that calls later than now, for it was set back, counts as now from here on.
pub fn since(at: &mut f64, now: f64) -> f64 {
    *at = at.min(now);
    now - *at
}

/// The reader's distance from UTC at some time: summer and winter differ.
pub fn east(at: Timestamp) -> East {
    let date = js_sys::Date::new(&(at.as_millisecond() as f64).into());
    -(date.get_timezone_offset() as East)
}

thread_local! {
    static LAST: Cell<Uuid> = const { Cell::new(Uuid::nil()) };
}

/// A new id that sorts by time (UUIDv7), behind every id that this page made before: those of one millisecond too.
pub fn new_id() -> Uuid {
    new_id_behind(None)
}

/// The same, behind one that another page made, or an earlier one: the clock may have been ahead then.
pub fn new_id_behind(known: Option<Uuid>) -> Uuid {
    let mut random = [0; 10];
    random.copy_from_slice(&Uuid::new_v4().as_bytes()[6..]);
    let drawn = Builder::from_unix_timestamp_millis(js_sys::Date::now() as u64, &random).into_uuid();
    let id = behind(LAST.get(), known.map_or(drawn, |known| later(known, drawn)));
    LAST.set(id);
    id
}

/// An id that was made before, or another one where that would not be behind `known`: the same in each tab that finds both.
pub fn id_behind(known: Option<Uuid>, made: Uuid) -> Uuid {
    known.map_or(made, |known| later(known, made))
}

/// The id that was drawn, or one of the next millisecond with the same chance in it: of two pages that know the same id, each makes its own.
fn later(known: Uuid, drawn: Uuid) -> Uuid {
    // What is not time.
    const REST: u32 = 80;
    let rest = drawn.as_u128() & ((1 << REST) - 1);
    let next = Uuid::from_u128(((known.as_u128() >> REST) + 1) << REST | rest);
    if known < drawn { drawn } else { next }
}

/// The id that was drawn, or the next one where that would not be behind the last.
fn behind(last: Uuid, drawn: Uuid) -> Uuid {
    drawn.max(Uuid::from_u128(last.as_u128().wrapping_add(1)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_behind_one_that_a_clock_made_which_was_ahead() {
        let drawn = |milliseconds: u64, random: u8| Builder::from_unix_timestamp_millis(milliseconds, &[random; 10]).into_uuid();
        let known = drawn(5_000, 200);
        let (one, two) = (later(known, drawn(1_000, 7)), later(known, drawn(1_000, 8)));
        assert!(known < one && known < two, "{known} {one} {two}");
        assert_ne!(one, two, "another page knows it too");
        assert_eq!((one.get_version_num(), one.get_variant()), (7, uuid::Variant::RFC4122));
        assert_eq!(later(drawn(999, 200), drawn(1_000, 7)), drawn(1_000, 7));
    }

    #[test]
    fn what_has_an_id_keeps_it_behind_all_that_wait() {
        let [first, second] = [1, 2].map(Uuid::from_u128);
        assert_eq!(id_behind(None, first), first);
        assert_eq!(id_behind(Some(first), second), second);
    }

    /// Each would ask for it, and as two wishes it would count twice.
    #[test]
    fn what_two_tabs_put_behind_all_that_wait_has_one_id() {
        let drawn = |milliseconds: u64, random: u8| Builder::from_unix_timestamp_millis(milliseconds, &[random; 10]).into_uuid();
        let (last, made) = (drawn(5_000, 200), [drawn(1_000, 7), drawn(1_000, 8)]);
        let of_a_tab = || {
            let first = id_behind(Some(last), made[0]);
            [first, id_behind(Some(first), made[1])]
        };
        let [first, second] = of_a_tab();
        assert_eq!(of_a_tab(), [first, second]);
        assert!(last < first && first < second, "{last} {first} {second}");
        assert_eq!((second.get_version_num(), second.get_variant()), (7, uuid::Variant::RFC4122));
    }

    #[test]
    fn nobody_waits_until_a_clock_that_was_set_back_is_as_late_again() {
        let mut heard_at = 10_000.0;
        let silences = [11_000.0, 4_000.0, 5_000.0].map(|now| since(&mut heard_at, now));
        assert_eq!(silences, [1_000.0, 0.0, 1_000.0]);
    }

    #[test]
    fn ids_of_one_millisecond_are_in_their_order() {
        let drawn = |milliseconds: u64, random: u8| Builder::from_unix_timestamp_millis(milliseconds, &[random; 10]).into_uuid();
        let mut last = Uuid::nil();
        // The third time the clock was set back.
        for id in [drawn(1_000, 200), drawn(1_000, 7), drawn(900, 9), drawn(1_000, 250), drawn(1_001, 0)] {
            let next = behind(last, id);
            assert!(last < next, "{last} {next}");
            assert_eq!((next.get_version_num(), next.get_variant()), (7, uuid::Variant::RFC4122));
            last = next;
        }
        assert_eq!(last, drawn(1_001, 0));
    }
}
