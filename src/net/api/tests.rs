//! What an answer that is no good one means for the wish that it answers.

use super::*;

fn problem(kind: &str, status: u16) -> String {
    serde_json::to_string(&Problem { kind: format!("/problems/{kind}"), ..unreadable(status) }).unwrap()
}

#[test]
fn only_the_servers_word_about_a_wish_refuses_it() {
    for status in [404, 405, 421, 502, 503, 504] {
        assert_eq!(trouble(status, b"<h1>No such site</h1>"), Trouble::Away, "{status} of a proxy");
    }
    for (kind, status) in [("renewal-needed", 403), ("unknown-host", 421), ("write-denied", 403), ("unavailable", 503), ("busy", 429)] {
        let told = trouble(status, problem(kind, status).as_bytes());
        assert!(matches!(told, Trouble::Busy(_)) && told.passes(), "{kind}: {told:?}");
    }
    for (kind, status) in [("not-found", 404), ("refused", 422), ("conflict", 409)] {
        let told = trouble(status, problem(kind, status).as_bytes());
        assert!(matches!(told, Trouble::Refused(_)), "{kind}: {told:?}");
    }
    assert_eq!(trouble(401, problem("signed-out", 401).as_bytes()), Trouble::SignedOut);
}

#[test]
fn a_wish_whose_id_is_taken_was_granted() {
    for (kind, status, granted) in [("id-taken", 422, true), ("bad-field", 422, false), ("conflict", 409, false), ("id-taken", 503, false)]
    {
        let told = trouble(status, problem(kind, status).as_bytes());
        assert_eq!(was_granted(&told), granted, "{kind} {status}");
    }
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
