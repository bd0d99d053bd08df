//! What an answer that is no good one means for the wish that it answers.

use holdpoint_domain::launch::{Event, Recorded};

use super::*;

fn problem(kind: &str, status: u16) -> String {
    serde_json::to_string(&Problem { kind: format!("/problems/{kind}"), ..unreadable(status) }).unwrap()
}

#[test]
fn only_the_servers_word_about_a_wish_refuses_it() {
    for status in [404, 405, 421, 502, 503, 504] {
        assert_eq!(trouble(status, b"<h1>No such site</h1>", None), Trouble::Away, "{status} of a proxy");
    }
    let page = trouble(200, b"<h1>Sign in to this network</h1>", None);
    assert!(page.is_anothers() && page.passes(), "what was asked for waits for the server: {page:?}");
    for (kind, status) in [("renewal-needed", 403), ("unknown-host", 421), ("write-denied", 403), ("unavailable", 503), ("busy", 429)] {
        let told = trouble(status, problem(kind, status).as_bytes(), None);
        assert!(matches!(told, Trouble::Busy(_)) && told.passes(), "{kind}: {told:?}");
    }
    for (kind, status) in [("not-found", 404), ("refused", 422), ("conflict", 409)] {
        let told = trouble(status, problem(kind, status).as_bytes(), None);
        assert!(matches!(told, Trouble::Refused(_)), "{kind}: {told:?}");
    }
    let me = Some(MemberId(uuid::Uuid::from_u128(1)));
    for body in [problem("signed-out", 401), String::new()] {
        assert_eq!(trouble(401, body.as_bytes(), me), Trouble::SignedOut(me), "{body}");
    }
}

#[test]
fn a_wish_whose_id_is_taken_was_granted() {
    for (kind, status, granted) in [("id-taken", 422, true), ("bad-field", 422, false), ("conflict", 409, false), ("id-taken", 503, false)]
    {
        let told = trouble(status, problem(kind, status).as_bytes(), None);
        assert_eq!((taken(&told).is_some(), told.is_taken()), (granted, granted), "{kind} {status}");
    }
    let [no_place, with_place] = [r#""status":422"#, r#""status":422,"seq":7"#].map(|rest| {
        let told = trouble(422, format!(r#"{{"type":"/problems/id-taken","title":"","detail":"",{rest}}}"#).as_bytes(), None);
        taken(&told).and_then(|problem| problem.seq)
    });
    assert_eq!((no_place, with_place), (None, Some(Seq(7))), "an older server does not tell where");
}

#[test]
fn where_a_granted_wish_is_the_log_tells_if_the_server_does_not() {
    let [ours, other] = [1, 2].map(|id| Some(CommandId(uuid::Uuid::from_u128(id))));
    let (by, at) = (MemberId(uuid::Uuid::from_u128(3)), Timestamp::UNIX_EPOCH);
    let recorded = |seq, command| {
        let event = Event::NameSet { name: "Release".into() };
        Recorded { launch: LaunchId(1), seq: Seq(seq), by, at, command, event }
    };
    let page = |commands: [Option<CommandId>; 3]| {
        let events = (5..).zip(commands).map(|(seq, command)| recorded(seq, command)).collect();
        made(ours.unwrap(), &EventsPage { events, head: Seq(9) })
    };
    assert_eq!(page([ours, ours, other]), Stored::at(Seq(6)));
    assert_eq!(page([other, None, other]), Stored { seq: Seq(9), nothing: true });
}

#[test]
fn a_wish_that_the_server_does_not_know_waits_a_minute_for_one_that_does() {
    let [asked, soon, later, before]: [Timestamp; 4] =
        ["10:00:00", "10:00:59", "10:01:00", "09:58:00"].map(|time| format!("2026-11-24T{time}Z").parse().unwrap());
    let of = |kind: &str, case: &str| {
        let problem = Problem { kind: format!("/problems/{kind}"), case: Some(case.to_owned()), ..unreadable(422) };
        move |now| may_be_known_soon(&problem, asked, now)
    };
    let unknown = of("bad-field", "shape");
    assert_eq!([asked, soon, later].map(&unknown), [true, true, false]);
    assert!(!unknown(before), "a clock that was set back keeps nobody waiting");
    for (kind, case) in [("bad-field", "connection"), ("not-found", "address"), ("refused", "shape")] {
        assert!(!of(kind, case)(soon), "{kind} {case} is the server's word");
    }
}

/// What waits behind it would wait for ever.
#[test]
fn a_wish_over_which_the_server_breaks_for_minutes_is_refused() {
    let [wish, other] = [1, 2].map(|id| CommandId(uuid::Uuid::from_u128(id)));
    let broken = || Err(trouble(500, problem("internal", 500).as_bytes(), None));
    let busy = || Err(trouble(503, problem("unavailable", 503).as_bytes(), None));
    let mut breaks = Breaks::default();
    let mut count = |wish, answer: Result<Stored, Trouble>, minutes: f64| breaks.is_hopeless(wish, &answer, minutes * 60_000.0);
    for times in 0..20 {
        assert!(!count(wish, broken(), f64::from(times) / 60.0), "it may pass");
    }
    assert!(!count(other, broken(), 0.0));
    assert!(!count(wish, Err(Trouble::Away), 3.5), "somebody is at it");
    assert!(count(wish, broken(), 4.0));
    assert!(!count(wish, broken(), 5.0), "it was told");
    assert!(!count(other, broken(), 60.0), "not often");
    for _ in 0..10 {
        assert!(!count(other, busy(), 70.0), "a full disk has room some day");
    }
    assert!(!count(other, broken(), 71.0), "and it begins anew");
}
