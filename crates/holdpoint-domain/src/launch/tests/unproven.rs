//! What the gate tells of checks that prove nothing, though nothing rests on them.

use super::*;

/// The story's check proves these items; the sentences about it behind these lines.
fn told(proves: &[&str], lines: &[&str]) -> Vec<String> {
    let mut story = Story::begin();
    Arc::make_mut(&mut story.launch.template).checks[0].proves = proves.iter().map(|id| id.parse().unwrap()).collect();
    for line in lines {
        story.tell(line).unwrap();
    }
    let gate = story.launch.gate(story.now);
    assert!(gate.reasons.iter().all(|reason| reason.kind() != ReasonKind::CheckUnproven), "it blocks nothing");
    gate.notices.iter().filter(|notice| notice.kind() == ReasonKind::CheckUnproven).map(Reason::text).collect()
}

#[test]
fn a_check_of_a_ticked_item_is_told_when_it_is_stale_or_unknown() {
    let cases: [(&str, &[&str], Option<&str>, &str); 6] = [
        ("a", &["done a"], None, "it has not run, and nobody needs it"),
        ("a", &["done a", "ping x"], Some("The check “Ping” of “Item a” has an unknown result."), "unknown"),
        ("a", &["done a", "ping 200", "later 61"], Some("The check “Ping” of “Item a” is stale."), "stale"),
        ("a", &["done a", "ping 200"], None, "it passes"),
        ("a", &["ping x"], None, "the item is open"),
        ("c", &["done c", "ping x"], None, "the item needs it: that is a reason"),
    ];
    for (item, lines, expected, about) in cases {
        assert_eq!(told(&[item], lines), Vec::from_iter(expected), "{about}");
    }
}

#[test]
fn a_check_that_proves_no_item_is_told_when_it_has_not_run_too() {
    let cases: [(&[&str], Option<&str>); 5] = [
        (&[], Some("The check “Ping” has not run.")),
        (&["ping x"], Some("The check “Ping” has an unknown result.")),
        (&["ping 200", "later 61"], Some("The check “Ping” is stale.")),
        (&["ping 200"], None),
        (&["ping 503"], None),
    ];
    for (lines, expected) in cases {
        assert_eq!(told(&[], lines), Vec::from_iter(expected), "{lines:?}");
    }
}
