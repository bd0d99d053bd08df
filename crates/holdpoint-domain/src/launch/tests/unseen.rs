//! Runs that saw nothing, beside receipts that did.

use super::*;
use crate::check::Verdict;

/// Verdicts: of the check's receipt, and of what stands beside it.
fn verdicts(story: &Story) -> (Option<Verdict>, Option<Verdict>) {
    let of = |receipts: &BTreeMap<CheckId, crate::check::Receipt>| receipts.values().next().map(|receipt| receipt.judgement.verdict);
    (of(&story.launch.receipts), of(&story.launch.unseen))
}

#[test]
fn what_saw_something_stays_and_what_saw_nothing_makes_way() {
    let cases: [(&[&str], _, _, &str); 6] = [
        (&["ping 503", "ping x"], Verdict::Fail, Some(Verdict::Unknown), "a failure stays"),
        (&["ping 200", "later 61", "ping x"], Verdict::Pass, Some(Verdict::Unknown), "what is stale stays"),
        (&["ping 200", "ping x"], Verdict::Unknown, None, "what passes may not any more"),
        (&["ping x", "later 61", "ping x"], Verdict::Unknown, None, "what saw nothing itself makes way, stale or not"),
        (&["ping 503", "ping x", "ping 200"], Verdict::Pass, None, "something is seen again"),
        (&["ping 503", "ping x", "ping 503"], Verdict::Fail, None, "the failure is seen again"),
    ];
    for (lines, stands, beside, about) in cases {
        let mut story = Story::begin();
        for line in lines {
            story.tell(line).unwrap();
        }
        assert_eq!(verdicts(&story), (Some(stands), beside), "{about}");
        assert_eq!(Launch::fold(&story.history).as_ref(), Some(&story.launch), "{about}: a replay says the same");
    }
}
