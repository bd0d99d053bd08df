//! Facts of drills, over traffic written as text; and properties over any traffic.

use proptest::prelude::*;

use super::*;
use crate::check::drill::plan::reply;

/// `at-ended:status` of one call each, such as `0-1:503 1001-1002:200`; `x` for no status; `!` marks a fault, `R3000` the limit's end.
fn traffic(scenario: Scenario, calls: &[&str]) -> Vec<Exchange> {
    let mut all = Vec::new();
    for (call, text) in calls.iter().enumerate() {
        for word in text.split_whitespace() {
            let (word, reset_ms) = match word.split_once('R') {
                Some((word, reset)) => (word, Some(reset.parse().unwrap())),
                None => (word, None),
            };
            let (times, status) = word.split_once(':').unwrap();
            let (at, ended) = times.split_once('-').unwrap();
            all.push(Exchange {
                at_ms: at.parse().unwrap(),
                scenario: Some(scenario),
                method: "GET".into(),
                path: "/me".into(),
                call: u32::try_from(call).unwrap(),
                status: status.trim_end_matches('!').parse().ok(),
                ended_ms: ended.parse().ok(),
                fault: status.ends_with('!'),
                hung_up: false,
                reset_ms,
                page: None,
                filters: None,
            });
        }
    }
    all
}

/// `name=value` of the scenario's own facts, sorted.
fn told(scenario: Scenario, exchanges: &[Exchange], until_ms: u64) -> String {
    let facts = facts(&[scenario], Traffic { exchanges, until_ms });
    let prefix = format!("{}.", scenario.key());
    let own = facts.iter().filter_map(|(name, value)| Some(format!("{}={value}", name.strip_prefix(&prefix)?)));
    own.collect::<Vec<_>>().join(" ")
}

#[test]
fn retries_are_told_with_their_pauses() {
    use Scenario::{Dropped, RateLimit, ServerErrors};
    let good = "0-1:503! 1001-1002:502! 3002-3003:200";
    let other = "0-1:500! 950-951:503! 2800-2801:200";
    let cases: [(Scenario, &[&str], u64, &str, &str); 16] = [
        (ServerErrors, &[], 60_000, "", "nothing came"),
        (
            ServerErrors,
            &[good, other],
            4_000,
            "answered=4 growing=true jitter=true recovered=true retried=true shortest_pause_ms=949 tries=3",
            "as the official client does",
        ),
        (
            ServerErrors,
            &[good],
            4_000,
            "answered=2 growing=true recovered=true retried=true shortest_pause_ms=1000 tries=3",
            "one call shows no jitter",
        ),
        (
            ServerErrors,
            &[good, good, good],
            4_000,
            "answered=6 growing=true jitter=false recovered=true retried=true shortest_pause_ms=1000 tries=3",
            "always the same pauses",
        ),
        (
            ServerErrors,
            &["0-1:503! 2-3:502! 4-5:200"],
            9_000,
            "answered=2 growing=false recovered=true retried=true shortest_pause_ms=1 tries=3",
            "at once and at once",
        ),
        (ServerErrors, &["0-1:503!"], 5_000, "answered=1 tries=1", "ended too soon to tell"),
        (ServerErrors, &["0-1:503!"], 5_001, "answered=1 recovered=false retried=false tries=1", "given up"),
        (
            ServerErrors,
            &["0-1:503! 1001-1002:502!"],
            9_000,
            "answered=2 recovered=false retried=true shortest_pause_ms=1000 tries=2",
            "given up after one retry",
        ),
        (
            ServerErrors,
            &["0-1:503! 0-1:502! 2000-2001:200"],
            9_000,
            "answered=2 growing=false recovered=true retried=true shortest_pause_ms=1999 tries=3",
            "twice at once is no retry",
        ),
        (ServerErrors, &["0-1:401", "3-4:200"], 9_000, "", "nothing was let go wrong"),
        (
            RateLimit,
            &["0-1:429!R2000 2100-2101:429!R4000 4100-4101:200"],
            5_000,
            "answered=2 early=0 recovered=true retried=true tries=3",
            "waits until the limit ends",
        ),
        (
            RateLimit,
            &["0-1:429!R2000 1000-1001:429!R3000 2600-2601:200"],
            5_000,
            "answered=2 early=1 recovered=true retried=true tries=3",
            "once too early; half a second is a clock's",
        ),
        (RateLimit, &["0-1:429!R2000"], 6_999, "answered=1 tries=1", "the limit's end counts, not the answer"),
        (RateLimit, &["0-1:429!R2000"], 7_000, "answered=1 recovered=false retried=false tries=1", "given up"),
        (Dropped, &["0-1:x! 500-501:200"], 600, "answered=1 recovered=true retried=true tries=2", "asked again"),
        (Dropped, &["0-1:x!"], 5_001, "answered=1 recovered=false retried=false tries=1", "not asked again"),
    ];
    for (scenario, calls, until, expected, about) in cases {
        assert_eq!(told(scenario, &traffic(scenario, calls), until), expected, "{about}: {calls:?}");
    }
}

#[test]
fn a_call_that_fails_last_decides_over_those_that_came_through() {
    let calls = ["0-1:503! 1001-1002:502! 3002-3003:200", "0-1:500!"];
    let mixed = traffic(Scenario::ServerErrors, &calls);
    assert!(told(Scenario::ServerErrors, &mixed, 9_000).contains("recovered=false retried=false"));
    let facts = facts(&[Scenario::ServerErrors], Traffic { exchanges: &mixed, until_ms: 3_500 });
    assert_eq!(facts[INCOMPLETE].to_string(), "the drill ended before a retry was due");
    assert_eq!(facts["drill.requests"], Fact::Number(4.0));
    assert_eq!(facts["drill.seconds"], Fact::Number(3.0));
}

#[test]
fn hangs_are_told_once_they_are_over() {
    let hang = |words: &[&str], hung_up: &[bool]| {
        let mut all = traffic(Scenario::Hang, words);
        all.iter_mut().zip(hung_up).for_each(|(exchange, hung_up)| exchange.hung_up = *hung_up);
        all
    };
    type Case<'a> = (&'a [&'a str], &'a [bool], u64, &'a str, &'a str);
    let cases: [Case<'_>; 6] = [
        (&["0-20000:x!"], &[true], 21_000, "answered=1 longest_seconds=20 waited_out=0", "hung up"),
        (&["0-45000:200!"], &[false], 46_000, "answered=1 longest_seconds=45 waited_out=1", "waited for its end"),
        (&["0-20040:x!", "5-9000:x!"], &[true, true], 46_000, "answered=2 longest_seconds=20 waited_out=0", "two"),
        (&["0-:x!"], &[false], 29_000, "", "waits still"),
        (&["0-:x!"], &[false], 31_000, "answered=1 longest_seconds=31 waited_out=1", "waits still, and too long"),
        (&["0-10:200"], &[false], 31_000, "", "nothing hung"),
    ];
    for (words, hung_up, until, expected, about) in cases {
        assert_eq!(told(Scenario::Hang, &hang(words, hung_up), until), expected, "{about}");
    }
}

#[test]
fn refusals_are_not_repeated_and_the_integration_goes_on() {
    let cases: [(&[&str], u64, &str, &str); 5] = [
        (&["0-1:404!", "2-3:401!", "4-5:422!", "6-7:200"], 100, "answered=3 repeated=0 went_on=true", "as it should be"),
        (&["0-1:404! 9-10:404!", "2-3:401!", "4-5:422!", "16-17:200"], 100, "answered=3 repeated=1 went_on=true", "one asked again"),
        (&["0-1:404!", "2-3:401!", "4-5:422!"], 100, "answered=3 repeated=0", "ended too soon to tell"),
        (&["0-1:404!", "2-3:401!", "4-5:422!"], 5_005, "answered=3 repeated=0 went_on=false", "nothing came any more"),
        (&["0-1:404!", "6-7:200"], 9_000, "answered=1 repeated=0 went_on=true", "two were not asked for"),
    ];
    for (words, until, expected, about) in cases {
        assert_eq!(told(Scenario::ErrorList, &traffic(Scenario::ErrorList, words), until), expected, "{about}");
    }
}

#[test]
fn pages_are_counted_over_whole_readings() {
    let cases: [(&[u32], u64, &str, &str); 8] = [
        (&[1, 2, 3, 4], 100, "invented=0 missing=0 read=4 repeated=0", "once"),
        (&[1, 2, 3, 4, 1, 2, 3, 4], 100, "invented=0 missing=0 read=4 repeated=0", "twice from the beginning"),
        (&[1, 2, 2, 3, 4], 100, "invented=0 missing=0 read=4 repeated=1", "one page twice"),
        (&[1, 2], 9_000, "invented=0 missing=2 read=2 repeated=0", "stopped early"),
        (&[1, 2], 100, "invented=0 read=2 repeated=0", "reads still"),
        (&[1, 1, 1], 9_000, "invented=0 missing=3 read=1 repeated=2", "never passes the cursor on"),
        (&[1, 0, 0], 9_000, "invented=2 missing=3 read=1 repeated=0", "makes cursors up"),
        (&[], 9_000, "", "not read"),
    ];
    for (pages, until, expected, about) in cases {
        let words: Vec<String> =
            pages.iter().enumerate().map(|(at, page)| format!("{at}-{at}:{}", if *page == 0 { 400 } else { 200 })).collect();
        let mut all = traffic(Scenario::Pages, &words.iter().map(String::as_str).collect::<Vec<_>>());
        all.iter_mut().zip(pages).for_each(|(exchange, page)| exchange.page = Some(*page));
        assert_eq!(told(Scenario::Pages, &all, until), expected, "{about}");
    }
}

#[test]
fn searches_are_told_by_their_conditions() {
    let cases: [(&[Option<u32>], &str, &str); 4] = [
        (&[Some(3), None], "answered=1 filters=3 refused=0 single=0", "a further page is no search"),
        (&[Some(1), Some(1), Some(1)], "answered=3 filters=1 refused=0 single=3", "joined by code"),
        (&[Some(0), Some(2)], "answered=2 filters=2 refused=0 single=1", "an empty one"),
        (&[None], "", "no search"),
    ];
    for (filters, expected, about) in cases {
        let mut all = traffic(Scenario::Search, &vec!["0-1:200"; filters.len()]);
        all.iter_mut().zip(filters).for_each(|(exchange, filters)| exchange.filters = *filters);
        assert_eq!(told(Scenario::Search, &all, 9_000), expected, "{about}");
    }
}

#[test]
fn what_was_played_is_told_step_by_step() {
    let played = |scenario, words: &[&str]| is_played(scenario, Traffic { exchanges: &traffic(scenario, words), until_ms: 9_000 });
    assert!(!played(Scenario::RateLimit, &["0-1:429!R10"]));
    assert!(played(Scenario::RateLimit, &["0-1:429!R10 20-21:429!R30 40-41:200"]));
    assert!(!played(Scenario::ErrorList, &["0-1:404!", "6-7:200"]));
    assert!(played(Scenario::Hang, &["0-2000:x!"]));
    assert!(!played(Scenario::Search, &[]));
}

fn exchange() -> impl Strategy<Value = Exchange> {
    let scenario = prop::option::of(prop::sample::select(Scenario::ALL.to_vec()));
    let status = prop::option::of(prop_oneof![Just(200_u16), Just(429), Just(503), any::<u16>()]);
    let time = || prop_oneof![0..60_000_u64, any::<u64>()];
    let times = (time(), prop::option::of(time()), prop::option::of(time()));
    let flags = (any::<bool>(), any::<bool>());
    let shape = (prop::option::of(0..6_u32), prop::option::of(any::<u32>()));
    (scenario, status, times, flags, 0..5_u32, shape).prop_map(|(scenario, status, times, flags, call, (page, filters))| Exchange {
        at_ms: times.0,
        scenario,
        method: "GET".into(),
        path: "/x".into(),
        call,
        status,
        ended_ms: times.1,
        fault: flags.0,
        hung_up: flags.1,
        reset_ms: times.2,
        page,
        filters,
    })
}

proptest! {
    /// Whatever the traffic: no panic, finite numbers only, and of a scenario that was not seen not one fact.
    #[test]
    fn any_traffic_is_told_of(exchanges in prop::collection::vec(exchange(), 0..40), until_ms in any::<u64>()) {
        for scenario in Scenario::ALL {
            let facts = facts(&[scenario], Traffic { exchanges: &exchanges, until_ms });
            prop_assert!(facts.values().all(|fact| !matches!(fact, Fact::Number(number) if !number.is_finite())));
            let seen = exchanges.iter().any(|exchange| exchange.scenario == Some(scenario));
            let prefix = format!("{}.", scenario.key());
            prop_assert!(seen || !facts.keys().any(|name| name.starts_with(&prefix)));
            prop_assert!(seen || facts.contains_key(INCOMPLETE));
            let _ = is_played(scenario, Traffic { exchanges: &exchanges, until_ms });
        }
    }

    /// The order in which requests were written down does not matter.
    #[test]
    fn the_order_of_the_list_does_not_matter(mut exchanges in prop::collection::vec(exchange(), 0..20), until_ms in 0..100_000_u64) {
        exchanges.iter_mut().enumerate().for_each(|(at, exchange)| exchange.at_ms = at as u64 * 100);
        let there = facts(&Scenario::ALL, Traffic { exchanges: &exchanges, until_ms });
        exchanges.reverse();
        prop_assert_eq!(facts(&Scenario::ALL, Traffic { exchanges: &exchanges, until_ms }), there);
    }

    /// Who retries by the plan, with any pauses that grow, comes through every fault.
    #[test]
    fn whoever_retries_by_the_rules_comes_through(first in 200..5_000_u64, calls in 1..4_u32) {
        for scenario in [Scenario::RateLimit, Scenario::ServerErrors, Scenario::Dropped] {
            let mut all = Vec::new();
            for call in 0..calls {
                let mut at = 0;
                for attempt in 0..4 {
                    let reply = reply(scenario, call, attempt);
                    let words = format!("{at}-{at}:{}", if reply.is_fault() { "503!" } else { "200" });
                    let mut one = traffic(scenario, &[&words]);
                    one[0].call = call;
                    all.extend(one);
                    if !reply.is_fault() { break }
                    at += first << attempt;
                }
            }
            let facts = facts(&[scenario], Traffic { exchanges: &all, until_ms: 100_000 });
            prop_assert_eq!(facts.get(&format!("{}.recovered", scenario.key())), Some(&Fact::Bool(true)));
            let played = is_played(scenario, Traffic { exchanges: &all, until_ms: 100_000 });
            prop_assert!(played);
        }
    }
}
