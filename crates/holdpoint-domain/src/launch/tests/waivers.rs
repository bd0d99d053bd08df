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

/// What comes of a request: how many events, or of a conflict whose, both values, and where.
type Wanted = Result<Result<usize, Refusal>, (String, String, String, Option<Seq>)>;

/// Each of them was away while another one did something about the item's waiver.
#[test]
fn a_request_takes_no_waivers_place_that_its_sender_has_not_seen() {
    let item: ItemId = "a".parse().unwrap();
    let ask = |n: u128, reason: &str| Command::RequestWaiver {
        item: item.clone(),
        waiver: WaiverId(Uuid::from_u128(n)),
        reason: reason.into(),
        mitigation: Some("m".into()),
        expires_at: now() + jiff::SignedDuration::from_hours(1),
    };
    let answer = |yes: bool| {
        let (item, waiver) = (item.clone(), WaiverId(Uuid::from_u128(9)));
        if yes { Command::ApproveWaiver { item, waiver } } else { Command::RefuseWaiver { item, waiver } }
    };
    let mut story = Story::begin();
    let before = story.launch.seq;
    story.act(1, ask(9, "the vendor is late")).unwrap();
    let asked = story.launch.seq;
    let wants = |story: &Story, who, based_on| -> Wanted {
        let context = Context { based_on, ..story.context(who) };
        match story.launch.decide(&ask(10, "no time"), &context) {
            Err(Refusal::Conflict(conflict)) => Err((conflict.by, conflict.theirs, conflict.yours, conflict.seq)),
            other => Ok(other.map(|events| events.len())),
        }
    };
    let of = |by: &str, seq| -> Wanted { Err((by.into(), "the vendor is late".into(), "no time".into(), Some(seq))) };
    assert_eq!(wants(&story, 2, before), of("Ann", asked), "Ben has not seen that she asked");
    assert_eq!(wants(&story, 2, asked), Ok(Ok(1)));
    assert_eq!(wants(&story, 1, before), Ok(Ok(1)), "her own");
    story.act(2, answer(true)).unwrap();
    let approved = story.launch.seq;
    assert_eq!(wants(&story, 1, asked), of("Ben", approved), "Ann has not seen that he approved it");
    assert_eq!(wants(&story, 1, approved), Ok(Ok(1)), "a longer one, or for another reason");
    story.act(2, answer(false)).unwrap();
    assert_eq!(wants(&story, 1, asked), Ok(Ok(1)), "it stands no more");
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
