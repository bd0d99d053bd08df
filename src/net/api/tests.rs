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
