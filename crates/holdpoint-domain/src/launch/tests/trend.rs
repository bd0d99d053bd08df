//! One point a day, and on quiet days too: proof runs out by itself.

use super::*;

fn trend(story: &Story, now: &str) -> Vec<(String, u32, u32)> {
    let mut trend = Trend::default();
    story.history.iter().for_each(|recorded| trend.add(recorded));
    let points = trend.until(now.parse().unwrap());
    points.iter().map(|point| (point.day.to_string(), point.settled, point.reasons)).collect()
}

#[test]
fn each_day_has_a_point_as_it_ended() {
    let mut story = Story::begin();
    let begun = trend(&story, "2026-11-24T11:00:00Z");
    assert_eq!(begun.len(), 1);
    let open = begun[0].2;
    story.tell("done a").unwrap();
    story.now = "2026-11-26T08:00:00Z".parse().unwrap();
    story.tell("done c").unwrap();
    story.tell("ping 200").unwrap();
    let seen = trend(&story, "2026-11-27T09:00:00Z");
    let days: Vec<(&str, u32)> = seen.iter().map(|(day, settled, _)| (day.as_str(), *settled)).collect();
    assert_eq!(days, [("2026-11-24", 1), ("2026-11-25", 1), ("2026-11-26", 2), ("2026-11-27", 2)]);
    assert_eq!(seen[0].2, open - 1);
    // The receipt of the 26th is good for an hour.
    assert_eq!(trend(&story, "2026-11-26T08:30:00Z")[2].2 + 1, seen[2].2, "what was proved at half past eight is stale at midnight");
}

/// Who keeps one goes on with it, and asks it in between.
#[test]
fn a_trend_that_goes_on_says_what_a_new_one_says() {
    let mut story = Story::begin();
    let mut kept = Trend::default();
    let mut taken = 0;
    for (day, tell) in [("24", "done a"), ("24", "done c"), ("26", "ping 200"), ("29", "ping 500")] {
        story.now = format!("2026-11-{day}T12:00:00Z").parse().unwrap();
        let _ = story.tell(tell);
        story.history[taken..].iter().for_each(|recorded| kept.add(recorded));
        taken = story.history.len();
        let mut fresh = Trend::default();
        story.history.iter().for_each(|recorded| fresh.add(recorded));
        for now in [story.now, "2026-12-02T00:00:00Z".parse().unwrap(), "2029-12-02T00:00:00Z".parse().unwrap()] {
            assert_eq!(kept.until(now), fresh.until(now), "{tell} at {now}");
        }
    }
    assert!(4 <= taken);
}

#[test]
fn gaps_repeats_and_long_silences_do_no_harm() {
    let mut story = Story::begin();
    story.tell("done a").unwrap();
    let mut again = Trend::default();
    assert_eq!(Trend::default().until(now()), []);
    for recorded in story.history.iter().chain(&story.history) {
        again.add(recorded);
    }
    let mut beyond = story.history[1].clone();
    beyond.seq = Seq(900);
    again.add(&beyond);
    let points = again.until("2036-11-24T00:00:00Z".parse().unwrap());
    assert_eq!(points.len(), 366);
    assert_eq!(points.last().map(|point| (point.day.to_string(), point.settled)), Some(("2036-11-24".into(), 1)));
}
