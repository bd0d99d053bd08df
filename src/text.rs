//! Dates, durations, counts and plurals as words. Pure: the present time and the reader's distance from UTC are passed in.

use holdpoint_domain::check::Standing;
use holdpoint_domain::id::{Date, Timestamp};
use holdpoint_domain::launch::{Progress, Status};
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::{letters, say};

/// How far the reader's clock is from UTC at some time, in minutes east.
pub type East = i32;

/// A length of a file, such as `1.5 MiB`.
pub fn bytes(bytes: u64) -> String {
    let in_units = |unit: u64| (bytes.saturating_mul(10) / unit) as f64 / 10.0;
    match bytes {
        0..1_024 => say!("bytes", count = bytes),
        1_024..1_048_576 => say!("bytes-kib", length = tenths(in_units(1 << 10))),
        1_048_576..1_073_741_824 => say!("bytes-mib", length = tenths(in_units(1 << 20))),
        _ => say!("bytes-gib", length = tenths(in_units(1 << 30))),
    }
}

/// `1.5` or `1,5`.
fn tenths(number: f64) -> String {
    let (whole, tenth) = (number.trunc(), (number.fract() * 10.0).round());
    say!("tenths", whole = format!("{whole:.0}"), tenth = format!("{tenth:.0}"))
}

/// `17 of 25 settled`: what stands beside a bar.
pub fn progress(progress: &Progress) -> String {
    say!("progress", settled = progress.settled, total = progress.total)
}

/// `24 Nov 2026`
pub fn date(date: Date) -> String {
    say!("date", day = date.day().to_string(), month = date.month(), year = date.year().to_string())
}

/// `24 Nov 2026, 10:03` on the reader's clock.
pub fn moment(at: Timestamp, east: East) -> String {
    let local = local(at, east);
    say!("date-and-time", date = date(local.date()), time = format!("{:02}:{:02}", local.hour(), local.minute()))
}

/// `10:03:27` on the reader's clock.
pub fn clock(at: Timestamp, east: East) -> String {
    let local = local(at, east);
    format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second())
}

/// `UTC`, `UTC+1`, `UTC−3:30`: what a time without a zone would leave open.
pub fn zone(east: East) -> String {
    let sign = if east < 0 { '−' } else { '+' };
    match (east.abs() / 60, east.abs() % 60) {
        (0, 0) => "UTC".into(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// The reader's calendar day.
pub fn today(now: Timestamp, east: East) -> Date {
    local(now, east).date()
}

/// `just now`, `4 minutes ago`, `in 3 hours`, `2 days ago`.
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    let seconds = at.as_second() - now.as_second();
    let (past, seconds) = (seconds < 0, seconds.unsigned_abs());
    let (count, unit) = match seconds {
        0..45 if past || seconds < 10 => return say!("just-now").to_owned(),
        0..45 => return say!("in-a-moment").to_owned(),
        45..5_400 => ((seconds + 30) / 60, "minute"),
        5_400..129_600 => ((seconds + 1_800) / 3_600, "hour"),
        129_600..5_184_000 => ((seconds + 43_200) / 86_400, "day"),
        5_184_000..63_072_000 => (seconds / 2_592_000, "month"),
        _ => (seconds / 31_536_000, "year"),
    };
    if past { say!("time-ago", unit = unit, count = count) } else { say!("time-ahead", unit = unit, count = count) }
}

/// `today`, `tomorrow`, `in 5 days`, `2 days ago`.
pub fn days_to(day: Date, today: Date) -> String {
    match days_between(today, day) {
        0 => say!("today").to_owned(),
        1 => say!("tomorrow").to_owned(),
        -1 => say!("yesterday").to_owned(),
        days if days < 0 => say!("time-ago", unit = "day", count = -days),
        days => say!("time-ahead", unit = "day", count = days),
    }
}

/// Negative when `day` has passed.
pub fn days_between(today: Date, day: Date) -> i64 {
    let midnight = |date: Date| Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_or(0, Timestamp::as_second);
    (midnight(day) - midnight(today)) / 86_400
}

/// `340 ms`, `1.2 s`.
pub fn latency(ms: u64) -> String {
    if ms < 1_000 { say!("span-milliseconds", milliseconds = ms) } else { say!("span-seconds", seconds = tenths((ms / 100) as f64 / 10.0)) }
}

/// `0.4 s`, `12 s`: how long something took that people wait for.
pub fn seconds(ms: u64) -> String {
    let seconds = if ms < 10_000 { tenths((ms / 100) as f64 / 10.0) } else { (ms / 1_000).to_string() };
    say!("span-seconds", seconds = seconds)
}

/// `8 s`, `4 min 05 s`, `2 h 10 min`: how long something took.
pub fn span(from: Timestamp, to: Timestamp) -> String {
    let seconds = (to.as_second() - from.as_second()).max(0);
    match seconds {
        0..60 => say!("span-seconds", seconds = seconds),
        60..3_600 => say!("span-minutes", minutes = seconds / 60, seconds = format!("{:02}", seconds % 60)),
        _ => say!("span-hours", hours = seconds / 3_600, minutes = format!("{:02}", seconds % 3_600 / 60)),
    }
}

/// The value of an `<input type="datetime-local">`: `2026-11-24T10:03`.
pub fn to_input(at: Timestamp, east: East) -> String {
    let local = local(at, east);
    format!("{}T{:02}:{:02}", local.date(), local.hour(), local.minute())
}

/// What an `<input type="datetime-local">` says, on a clock that is `east` of UTC at each time. `None`: it is empty or no time.
pub fn from_input(text: &str, east: impl Fn(Timestamp) -> East) -> Option<Timestamp> {
    when(text.trim().parse().ok()?, east)
}

/// The same over a time that is there already: as long as it stands there it is that very time. An input shows no seconds, and an hour that a clock has
/// twice only once.
pub fn from_input_over(text: &str, there: Option<Timestamp>, east: impl Fn(Timestamp) -> East) -> Option<Timestamp> {
    there.filter(|there| to_input(*there, east(*there)) == text.trim()).or_else(|| from_input(text, east))
}

/// The last second of a day on such a clock.
pub fn end_of_day(day: Date, east: impl Fn(Timestamp) -> East) -> Option<Timestamp> {
    when(day.at(23, 59, 59, 0), east)
}

/// When a clock shows this.
fn when(local: DateTime, east: impl Fn(Timestamp) -> East) -> Option<Timestamp> {
    let mut at = Offset::UTC.to_timestamp(local).ok()?;
    // Twice, because the distance from UTC depends on the time itself.
    for _ in 0..2 {
        at = offset(east(at)).to_timestamp(local).ok()?;
    }
    Some(at)
}

/// `AL` for `Ada Lovelace`: what stands in a small round mark.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    letters::capital(&first.into_iter().chain(words.next_back()).collect::<String>())
}

/// The first letter as a capital: a sentence out of a phrase.
pub fn sentence(words: &str) -> String {
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    letters::capital(first) + rest
}

/// Sentences that one listens to at a time.
const AT_ONCE: usize = 3;

/// Of a change to two hundred items the first ones, and how many more there are.
pub fn few(mut told: Vec<String>) -> String {
    let more = told.len().saturating_sub(AT_ONCE);
    told.truncate(AT_ONCE);
    if 0 < more {
        told.push(say!("and-more", count = more));
    }
    told.join(". ")
}

/// `a, b, c`, as the reader's language has it.
pub fn list(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    joined(texts, |before, next| say!("listed", before = before, next = next))
}

/// `a · b · c`: what stands beside each other and is no sentence.
pub fn row(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    joined(texts, |before, next| say!("in-a-row", before = before, next = next))
}

fn joined(texts: impl IntoIterator<Item = impl AsRef<str>>, by: fn(String, &str) -> String) -> String {
    let mut texts = texts.into_iter();
    let first = texts.next().map(|first| first.as_ref().to_owned()).unwrap_or_default();
    texts.fold(first, |before, next| by(before, next.as_ref()))
}

/// The status's name in attributes and addresses.
pub fn status_key(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::InProgress => "in_progress",
        Status::Blocked => "blocked",
        Status::Done => "done",
        Status::NotApplicable => "not_applicable",
        Status::Waived => "waived",
    }
}

/// The status as a word in a sentence.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Open => say!("status-open"),
        Status::InProgress => say!("status-in-progress"),
        Status::Blocked => say!("status-blocked"),
        Status::Done => say!("status-done"),
        Status::NotApplicable => say!("status-not-applicable"),
        Status::Waived => say!("status-waived"),
    }
}

/// How a check stands, in attributes; `None`: it never ran.
pub fn standing_key(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(Standing::Passing) => "pass",
        Some(Standing::Warning) => "warn",
        Some(Standing::Failing) => "fail",
        Some(Standing::Unknown) => "unknown",
        Some(Standing::Stale) => "stale",
        None => "none",
    }
}

pub const STATUSES: [Status; 6] = [Status::Open, Status::InProgress, Status::Blocked, Status::Done, Status::NotApplicable, Status::Waived];

pub fn status_of(key: &str) -> Option<Status> {
    STATUSES.into_iter().find(|status| status_key(*status) == key)
}

/// The status of these words of the domain's.
pub fn status_of_words(words: &str) -> Option<Status> {
    STATUSES.into_iter().find(|status| status.words() == words)
}

fn local(at: Timestamp, east: East) -> DateTime {
    offset(east).to_datetime(at)
}

fn offset(east: East) -> Offset {
    Offset::from_seconds(east.saturating_mul(60)).unwrap_or(Offset::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn lengths_have_one_unit() {
        let cases = [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1_023, "1023 bytes"),
            (1_024, "1.0 KiB"),
            (1_048_575, "1023.9 KiB"),
            (1_572_864, "1.5 MiB"),
            (40_000_000, "38.1 MiB"),
            (u64::MAX, "1717986918.3 GiB"),
        ];
        for (length, words) in cases {
            assert_eq!(bytes(length), words);
        }
    }

    #[test]
    fn relative_times_have_one_unit() {
        let now = at("2026-11-24T10:00:00Z");
        let cases = [
            ("2026-11-24T10:00:00Z", "just now", "the same second"),
            ("2026-11-24T09:59:16Z", "just now", "44 s ago"),
            ("2026-11-24T09:59:15Z", "1 minute ago", "45 s ago"),
            ("2026-11-24T09:57:00Z", "3 minutes ago", "minutes"),
            ("2026-11-24T08:31:00Z", "89 minutes ago", "on the line to hours"),
            ("2026-11-24T08:30:00Z", "2 hours ago", "hours, rounded"),
            ("2026-11-24T13:00:00Z", "in 3 hours", "the future"),
            ("2026-11-24T10:00:30Z", "in a moment", "the near future"),
            ("2026-11-22T10:00:00Z", "2 days ago", "days"),
            ("2026-12-24T10:00:00Z", "in 30 days", "still days"),
            ("2027-03-24T10:00:00Z", "in 4 months", "months"),
            ("2030-11-24T10:00:00Z", "in 4 years", "years"),
        ];
        for (then, words, about) in cases {
            assert_eq!(relative(at(then), now), words, "{about}");
        }
    }

    #[test]
    fn days_are_calendar_days() {
        let today: Date = "2026-11-24".parse().unwrap();
        let cases = [
            ("2026-11-24", "today"),
            ("2026-11-25", "tomorrow"),
            ("2026-11-23", "yesterday"),
            ("2026-11-29", "in 5 days"),
            ("2026-11-22", "2 days ago"),
            ("2027-03-01", "in 97 days"),
        ];
        for (day, words) in cases {
            assert_eq!(days_to(day.parse().unwrap(), today), words, "{day}");
        }
    }

    #[test]
    fn the_readers_clock_decides_the_day() {
        let late = at("2026-11-24T23:30:00Z");
        assert_eq!(moment(late, 60), "25 Nov 2026, 00:30");
        assert_eq!(moment(late, -210), "24 Nov 2026, 20:00");
        assert_eq!(today(late, 60).to_string(), "2026-11-25");
        assert_eq!(end_of_day("2026-11-24".parse().unwrap(), |_| 60), Some(at("2026-11-24T22:59:59Z")));
        assert_eq!((zone(0), zone(60), zone(-210)), ("UTC".into(), "UTC+1".into(), "UTC−3:30".into()));
    }

    #[test]
    fn inputs_read_back_what_they_show() {
        for east in [-720, -210, 0, 60, 345, 840] {
            let shown = to_input(at("2026-11-24T10:03:00Z"), east);
            assert_eq!(from_input(&shown, |_| east), Some(at("2026-11-24T10:03:00Z")), "{east}");
        }
        assert_eq!(from_input("", |_| 0), None);
        assert_eq!(from_input("2026-02-30T10:00", |_| 0), None);
    }

    #[test]
    fn a_clock_of_the_summer_tells_the_days_and_times_of_the_summer() {
        let summer = at("2026-03-29T01:00:00Z")..at("2026-10-25T01:00:00Z");
        let berlin = |at: Timestamp| if summer.contains(&at) { 120 } else { 60 };
        let days = [
            ("2026-03-28", "2026-03-28T22:59:59Z", "the last of the winter"),
            ("2026-03-29", "2026-03-29T21:59:59Z", "the day of the change"),
            ("2026-04-10", "2026-04-10T21:59:59Z", "in the summer"),
            ("2026-10-24", "2026-10-24T21:59:59Z", "the last of the summer"),
            ("2026-10-25", "2026-10-25T22:59:59Z", "the day of the change back"),
        ];
        for (day, end, about) in days {
            assert_eq!(end_of_day(day.parse().unwrap(), berlin), Some(at(end)), "{about}");
        }
        let times = [
            ("2026-03-29T01:59", "2026-03-29T00:59:00Z", "a minute before the change"),
            ("2026-03-29T03:00", "2026-03-29T01:00:00Z", "at the change"),
            ("2026-10-25T01:30", "2026-10-24T23:30:00Z", "before the hour that comes twice"),
            ("2026-10-25T03:30", "2026-10-25T02:30:00Z", "after the change back"),
        ];
        for (shown, then, about) in times {
            assert_eq!(from_input(shown, berlin), Some(at(then)), "{about}");
        }
    }

    #[test]
    fn a_time_that_nobody_touched_stays_as_it_is() {
        let back = at("2026-10-25T01:00:00Z");
        let berlin = |at: Timestamp| if at < back { 120 } else { 60 };
        for there in ["2026-11-24T23:59:59Z", "2026-11-24T10:00:00.5Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map(at) {
            let shown = to_input(there, berlin(there));
            assert_eq!(from_input_over(&shown, Some(there), berlin), Some(there), "{shown}");
        }
        let other = from_input_over("2026-11-24T11:30", Some(at("2026-11-24T23:59:59Z")), berlin);
        assert_eq!(other, Some(at("2026-11-24T10:30:00Z")), "what was typed counts");
        assert_eq!(from_input_over("", Some(at("2026-11-24T23:59:59Z")), berlin), None);
        assert_eq!(from_input_over("2026-11-24T11:30", None, berlin), Some(at("2026-11-24T10:30:00Z")));
    }

    #[test]
    fn spans_and_counts_are_words() {
        let start = at("2026-11-24T10:00:00Z");
        let cases = [("10:00:08", "8 s"), ("10:04:05", "4 min 05 s"), ("12:10:00", "2 h 10 min"), ("09:00:00", "0 s")];
        for (end, words) in cases {
            assert_eq!(span(start, at(&format!("2026-11-24T{end}Z"))), words);
        }
        assert_eq!((latency(999), latency(1_000), latency(2_345)), ("999 ms".into(), "1.0 s".into(), "2.3 s".into()));
        assert_eq!((initials("Ada Lovelace"), initials("ben"), initials("")), ("AL".into(), "B".into(), String::new()));
        assert_eq!((initials("émile öz"), sentence("öffentlich"), sentence("")), ("ÉÖ".into(), "Öffentlich".into(), String::new()));
        assert_eq!(sentence("in progress"), "In progress");
    }

    #[test]
    fn every_status_has_a_name_of_its_own() {
        for status in STATUSES {
            assert_eq!(status_of(status_key(status)), Some(status));
        }
        assert_eq!(status_of("ready"), None);
    }

    #[test]
    fn texts_are_joined_as_the_language_has_it() {
        let cases: [(&[&str], &str, &str); 3] = [(&[], "", ""), (&["a"], "a", "a"), (&["a", "b", "c"], "a, b, c", "a · b · c")];
        for (texts, listed, in_a_row) in cases {
            assert_eq!((list(texts), row(texts)), (listed.to_owned(), in_a_row.to_owned()));
        }
    }

    #[test]
    fn of_many_changes_the_first_are_told() {
        let told = |count: usize| few((1..=count).map(|number| format!("change {number}")).collect());
        assert_eq!(told(3), "change 1. change 2. change 3");
        assert_eq!(told(200), "change 1. change 2. change 3. and 197 more");
    }
}
