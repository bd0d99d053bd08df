//! Who answers a request answers what they read.

use super::*;

/// Ben's answer to the first request is on its way while Ann replaces it.
#[test]
fn a_waiver_that_was_replaced_does_not_come_back_with_other_words() {
    let mut story = Story::begin();
    let item: ItemId = "a".parse().unwrap();
    let expires_at = now() + jiff::SignedDuration::from_hours(1);
    let waiver = |n| WaiverId(Uuid::from_u128(n));
    let ask = |n, reason: &str| Command::RequestWaiver {
        item: item.clone(),
        waiver: waiver(n),
        reason: reason.into(),
        mitigation: Some("m".into()),
        expires_at,
    };
    story.act(1, ask(9, "for an hour")).unwrap();
    story.act(1, ask(10, "something else")).unwrap();
    assert_eq!(story.act(1, ask(9, "for good")), Err(Refusal::Exists { what: "waiver" }));
    let answer = Command::ApproveWaiver { item: item.clone(), waiver: waiver(9) };
    assert!(matches!(story.act(2, answer), Err(Refusal::NoSuch { .. })));
    assert_eq!(Launch::fold(&story.history).as_ref(), Some(&story.launch), "a replay says the same");
}

#[test]
fn a_waiver_ends_within_a_year() {
    let mut story = Story::begin();
    let until = |end: &str| Command::RequestWaiver {
        item: "a".parse().unwrap(),
        waiver: WaiverId(Uuid::from_u128(9)),
        reason: "r".into(),
        mitigation: Some("m".into()),
        expires_at: end.parse().unwrap(),
    };
    for end in ["2027-11-27T00:00:00Z", "9999-12-01T00:00:00Z"] {
        let refusal = story.act(1, until(end)).unwrap_err();
        assert_eq!(
            (refusal.field(), refusal.to_string().contains("more than a year ahead")),
            (Some("expiresAt"), true),
            "{end}: {refusal}"
        );
    }
    assert_eq!(story.act(1, until("2027-11-24T23:59:59-11:00")), Ok(1), "the same day of the next year, wherever it ends");
}
