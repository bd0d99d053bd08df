//! How a launch came to where it is: one point for each day.

use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use super::{Launch, Recorded};
use crate::id::*;

/// As many days as a chart can show; earlier ones are left out.
const MOST_DAYS: usize = 366;

/// How a launch stood at the end of a day (UTC), or now on the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendPoint {
    pub day: Date,
    /// Items that were settled.
    pub settled: u32,
    /// All items there were.
    pub total: u32,
    /// Reasons against a go.
    pub reasons: u32,
}

/// Takes a history in, event by event.
#[derive(Default)]
pub struct Trend {
    launch: Option<Launch>,
    day: Date,
    points: Vec<TrendPoint>,
}

impl Trend {
    /// The next event; one that is not the next says nothing.
    pub fn add(&mut self, recorded: &Recorded) {
        let day = day_of(recorded.at);
        match &mut self.launch {
            None => {
                self.launch = Launch::begin(recorded);
                self.day = day;
            }
            Some(launch) if recorded.seq == launch.seq.next() => {
                pass(&mut self.points, launch, &mut self.day, day);
                let early = self.points.len().saturating_sub(MOST_DAYS);
                self.points.drain(..early);
                launch.apply(recorded);
            }
            Some(_) => {}
        }
    }

    /// * `now`: not before the last event.
    pub fn until(&self, now: Timestamp) -> Vec<TrendPoint> {
        let Some(launch) = &self.launch else { return Vec::new() };
        let (mut points, mut day) = (self.points.clone(), self.day);
        pass(&mut points, launch, &mut day, day_of(now));
        points.push(point(launch, day, now));
        let early = points.len().saturating_sub(MOST_DAYS);
        points.split_off(early)
    }
}

/// The days that ended before `until`. On quiet ones things run out all the same.
fn pass(points: &mut Vec<TrendPoint>, launch: &Launch, day: &mut Date, until: Date) {
    // Whoever comes back after years is not told of each day.
    let shown = i32::try_from(MOST_DAYS).ok().and_then(|days| until.checked_sub(jiff::Span::new().days(days)).ok());
    *day = shown.map_or(*day, |shown| shown.max(*day));
    while *day < until {
        let Ok(next) = day.tomorrow() else { return };
        points.push(point(launch, *day, midnight(next)));
        *day = next;
    }
}

fn point(launch: &Launch, day: Date, at: Timestamp) -> TrendPoint {
    let progress = launch.progress(at);
    let reasons = u32::try_from(launch.brief_gate(at).reasons).unwrap_or(u32::MAX);
    TrendPoint { day, settled: progress.settled, total: progress.total, reasons }
}

fn day_of(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}

fn midnight(day: Date) -> Timestamp {
    Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}
