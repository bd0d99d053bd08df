//! The gate's reasons and notices, in the reader's language.

use holdpoint_domain::launch::{Reason, ReasonKind};

use super::fit::fit;
use super::{day_or_moment, roles};
use crate::{say, text};

/// The reason as a sentence. What this page does not know is told as the server tells it.
pub fn told(reason: &Reason) -> String {
    known(reason.kind, &reason.text).unwrap_or_else(|| reason.text.clone())
}

/// The same for a sentence whose kind is not told.
pub(super) fn told_text(text: &str) -> String {
    KINDS.into_iter().find_map(|kind| known(kind, text)).unwrap_or_else(|| text.to_owned())
}

const KINDS: [ReasonKind; 15] = [
    ReasonKind::ItemOpen,
    ReasonKind::EvidenceMissing,
    ReasonKind::EvidenceExpired,
    ReasonKind::CheckFailing,
    ReasonKind::CheckMissing,
    ReasonKind::CheckStale,
    ReasonKind::CheckUnknown,
    ReasonKind::CheckWarning,
    ReasonKind::WaiverExpired,
    ReasonKind::WaiverInForce,
    ReasonKind::NotApplicable,
    ReasonKind::ApprovalMissing,
    ReasonKind::ApprovalStale,
    ReasonKind::SameHands,
    ReasonKind::EndsInWindow,
];

fn known(kind: ReasonKind, told: &str) -> Option<String> {
    match kind {
        ReasonKind::ItemOpen => {
            let [title, status] = fit("“{}” is {}.", told)?;
            let status = text::status_of_words(status)?;
            Some(say!("reason-item-open", title = title, status = text::status(status)))
        }
        ReasonKind::EvidenceMissing => {
            let [title] = fit("“{}” is ticked without evidence.", told)?;
            Some(say!("reason-evidence-missing", title = title))
        }
        ReasonKind::EvidenceExpired => {
            let [title] = fit("The evidence of “{}” has expired.", told)?;
            Some(say!("reason-evidence-expired", title = title))
        }
        ReasonKind::CheckFailing => {
            if let Some([title, check]) = fit("“{}” is ticked, but the check “{}” fails.", told) {
                return Some(say!("reason-check-failing", title = title, check = check));
            }
            let [check] = fit("The check “{}” fails.", told)?;
            Some(say!("reason-bare-check-failing", check = check))
        }
        ReasonKind::CheckMissing => {
            let [title, check] = fit("“{}” needs the check “{}”; it has not run.", told)?;
            Some(say!("reason-check-missing", title = title, check = check))
        }
        ReasonKind::CheckStale => {
            let [title, check] = fit("“{}” rests on the check “{}”, which is stale.", told)?;
            Some(say!("reason-check-stale", title = title, check = check))
        }
        ReasonKind::CheckUnknown => {
            let [title, check] = fit("“{}” needs the check “{}”; its result is unknown.", told)?;
            Some(say!("reason-check-unknown", title = title, check = check))
        }
        ReasonKind::CheckWarning => {
            let [check, title] = fit("The check “{}” of “{}” warns.", told)?;
            Some(say!("reason-check-warning", title = title, check = check))
        }
        ReasonKind::WaiverExpired => {
            let [title] = fit("The waiver of “{}” has expired; it is open again.", told)?;
            Some(say!("reason-waiver-expired", title = title))
        }
        ReasonKind::WaiverInForce => {
            let [title, end, why] = fit("“{}” is waived until {}: {}", told)?;
            let end = day_or_moment(end);
            Some(say!("reason-waiver-in-force", title = title, end = end, why = why))
        }
        ReasonKind::NotApplicable => {
            let [title, why] = fit("“{}” does not apply: {}", told)?;
            let why = if why == "no justification" { say!("reason-no-justification") } else { why };
            Some(say!("reason-not-applicable", title = title, why = why))
        }
        ReasonKind::ApprovalMissing => approval_missing(told),
        ReasonKind::ApprovalStale => approval_stale(told),
        ReasonKind::SameHands => same_hands(told),
        ReasonKind::EndsInWindow => {
            let [end, to] = fit("What the sign-off rests on ends at {}, before the change window does at {}.", told)?;
            Some(say!("reason-ends-in-window", end = day_or_moment(end), to = day_or_moment(to)))
        }
    }
}

fn approval_missing(told: &str) -> Option<String> {
    if let Some([role]) = fit("No {} has signed what is here now.", told) {
        return Some(say!("reason-nobody-signed", role = roles::of_words(role)?));
    }
    if let Some([have, count, role]) = fit("{} of {} people have signed as {}.", told) {
        let (have, count): (u32, u32) = (have.parse().ok()?, count.parse().ok()?);
        return Some(say!("reason-too-few-signed", have = have, count = count, role = roles::of_words(role)?));
    }
    if let Some([title, more, who]) = fit("“{}” and {} are not signed by {} as they are now.", told) {
        let (count, role) = signers(who)?;
        return Some(say!("reason-items-not-signed", title = title, more = more_items(more)?, count = count, role = role));
    }
    let [title, who] = fit("“{}” is not signed by {} as it is now.", told)?;
    let (count, role) = signers(who)?;
    Some(say!("reason-item-not-signed", title = title, count = count, role = role))
}

/// `any approver`, `2 people as approver`.
fn signers(who: &str) -> Option<(u32, &'static str)> {
    if let Some([role]) = fit("any {}", who) {
        return Some((1, roles::of_words(role)?));
    }
    let [count, role] = fit("{} people as {}", who)?;
    Some((count.parse().ok()?, roles::of_words(role)?))
}

/// `1 more item`, `3 more items`.
fn more_items(more: &str) -> Option<u32> {
    fit("{} more item", more).or_else(|| fit("{} more items", more)).and_then(|[count]| count.parse().ok())
}

fn approval_stale(told: &str) -> Option<String> {
    let [name, what] = fit("{} signed before {} changed.", told)?;
    if what == "the launch's details" {
        return Some(say!("reason-signed-before-details", name = name));
    }
    if let Some([item]) = fit("item {}", what) {
        return Some(say!("reason-signed-before-item", name = name, item = item));
    }
    let [count] = fit("{} items", what)?;
    let count: u32 = count.parse().ok()?;
    Some(say!("reason-signed-before-items", name = name, count = count))
}

fn same_hands(told: &str) -> Option<String> {
    if let Some([title]) = fit("“{}” is signed only by who did it; somebody else has to sign for it too.", told) {
        return Some(say!("reason-same-hands", title = title));
    }
    let [title, more] = fit("“{}” and {} are signed only by who did them; somebody else has to sign too.", told)?;
    Some(say!("reason-same-hands-more", title = title, more = more_items(more)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every sentence of the gate, as `holdpoint_domain::launch::gate` and `covering` write it.
    const SENTENCES: [(ReasonKind, &str); 27] = [
        (ReasonKind::ItemOpen, "“Backups” is open."),
        (ReasonKind::ItemOpen, "“Backups” is in progress."),
        (ReasonKind::ItemOpen, "“Backups” is blocked."),
        (ReasonKind::EvidenceMissing, "“Backups” is ticked without evidence."),
        (ReasonKind::EvidenceExpired, "The evidence of “Backups” has expired."),
        (ReasonKind::CheckFailing, "“Backups” is ticked, but the check “Restore” fails."),
        (ReasonKind::CheckFailing, "The check “Restore” fails."),
        (ReasonKind::CheckMissing, "“Backups” needs the check “Restore”; it has not run."),
        (ReasonKind::CheckStale, "“Backups” rests on the check “Restore”, which is stale."),
        (ReasonKind::CheckUnknown, "“Backups” needs the check “Restore”; its result is unknown."),
        (ReasonKind::CheckWarning, "The check “Restore” of “Backups” warns."),
        (ReasonKind::WaiverExpired, "The waiver of “Backups” has expired; it is open again."),
        (ReasonKind::WaiverInForce, "“Backups” is waived until 2026-12-01T00:00:00Z: a copy: by hand."),
        (ReasonKind::NotApplicable, "“Backups” does not apply: it keeps nothing."),
        (ReasonKind::NotApplicable, "“Backups” does not apply: no justification"),
        (ReasonKind::ApprovalMissing, "No release manager has signed what is here now."),
        (ReasonKind::ApprovalMissing, "1 of 2 people have signed as approver."),
        (ReasonKind::ApprovalMissing, "“Backups” is not signed by any approver as it is now."),
        (ReasonKind::ApprovalMissing, "“Backups” is not signed by 2 people as approver as it is now."),
        (ReasonKind::ApprovalMissing, "“Backups” and 1 more item are not signed by any release manager as they are now."),
        (ReasonKind::ApprovalMissing, "“Backups” and 3 more items are not signed by 2 people as approver as they are now."),
        (ReasonKind::ApprovalStale, "Ada signed before the launch's details changed."),
        (ReasonKind::ApprovalStale, "Ada signed before item backups changed."),
        (ReasonKind::ApprovalStale, "Ada signed before 2 items changed."),
        (ReasonKind::SameHands, "“Backups” is signed only by who did it; somebody else has to sign for it too."),
        (ReasonKind::SameHands, "“Backups” and 1 more item are signed only by who did them; somebody else has to sign too."),
        (
            ReasonKind::EndsInWindow,
            "What the sign-off rests on ends at 2026-12-01T00:00:00Z, before the change window does at 2026-12-02T00:00:00Z.",
        ),
    ];

    #[test]
    fn every_sentence_of_the_gate_has_its_message_and_is_the_same_in_english() {
        for (kind, sentence) in SENTENCES {
            // The reader's calendar is not the domain's.
            let expected =
                sentence.replace("2026-12-01T00:00:00Z", "1 Dec 2026, 00:00").replace("2026-12-02T00:00:00Z", "2 Dec 2026, 00:00");
            assert_eq!(known(kind, sentence).as_ref(), Some(&expected), "{kind:?}");
            assert_eq!(told_text(sentence), expected);
        }
    }

    #[test]
    fn a_sentence_of_a_newer_server_is_shown_as_it_came() {
        let text = "“Backups” is on holiday.".to_owned();
        assert_eq!(told(&Reason { kind: ReasonKind::ItemOpen, item: None, check: None, text: text.clone() }), text);
    }
}
