//! The gate's reasons and notices, in the reader's language.

use holdpoint_domain::launch::{Lack, Reason, Why};

use super::{moment, roles};
use crate::{say, text};

/// The reason as a sentence. What this page does not know is told as the server tells it.
pub fn told(reason: &Reason) -> String {
    match &reason.why {
        Why::ItemOpen { title, status } => say!("reason-item-open", title = title, status = text::status(*status)),
        Why::EvidenceMissing { title } => say!("reason-evidence-missing", title = title),
        Why::EvidenceExpired { title } => say!("reason-evidence-expired", title = title),
        Why::CheckFailing { title, check } => say!("reason-check-failing", title = title, check = check),
        Why::BareCheckFailing { check } => say!("reason-bare-check-failing", check = check),
        Why::CheckMissing { title, check } => say!("reason-check-missing", title = title, check = check),
        Why::CheckStale { title, check } => say!("reason-check-stale", title = title, check = check),
        Why::CheckUnknown { title, check } => say!("reason-check-unknown", title = title, check = check),
        Why::CheckWarning { title, check } => say!("reason-check-warning", title = title, check = check),
        Why::CheckUnproven { title, check, lack } => say!("reason-check-unproven", title = title, check = check, lack = lacks(*lack)),
        Why::BareCheckUnproven { check, lack } => say!("reason-bare-check-unproven", check = check, lack = lacks(*lack)),
        Why::WaiverExpired { title } => say!("reason-waiver-expired", title = title),
        Why::WaiverInForce { title, end, why } => say!("reason-waiver-in-force", title = title, end = moment(*end), why = why),
        Why::NotApplicable { title, why } => say!("reason-not-applicable", title = title, why = why),
        Why::NotJustified { title } => say!("reason-not-applicable", title = title, why = say!("reason-no-justification")),
        Why::ItemsNotSigned { title, more, count, role } => {
            say!("reason-items-not-signed", title = title, more = *more, count = *count, role = roles::role(*role))
        }
        Why::ItemNotSigned { title, count, role } => {
            say!("reason-item-not-signed", title = title, count = *count, role = roles::role(*role))
        }
        Why::TooFewSigned { have, count, role } => say!("reason-too-few-signed", have = *have, count = *count, role = roles::role(*role)),
        Why::NobodySigned { role } => say!("reason-nobody-signed", role = roles::role(*role)),
        Why::SignedBeforeItem { name, item } => say!("reason-signed-before-item", name = name, item = item),
        Why::SignedBeforeItems { name, items } => say!("reason-signed-before-items", name = name, count = *items),
        Why::SignedBeforeDetails { name } => say!("reason-signed-before-details", name = name),
        Why::SameHandsMore { title, more } => say!("reason-same-hands-more", title = title, more = *more),
        Why::SameHands { title } => say!("reason-same-hands", title = title),
        Why::EndsInWindow { end, to } => say!("reason-ends-in-window", end = moment(*end), to = moment(*to)),
        Why::Told { text, .. } => text.clone(),
    }
}

/// Why a check proves nothing, as the end of a sentence.
fn lacks(lack: Lack) -> &'static str {
    match lack {
        Lack::NotRun => say!("reason-lack-not-run"),
        Lack::Stale => say!("reason-lack-stale"),
        Lack::Unknown => say!("reason-lack-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::launch::{ReasonKind, Status};
    use holdpoint_domain::template::Role;

    use super::*;
    use crate::json;

    /// One of each sentence.
    fn all() -> Vec<Reason> {
        let (title, check, name) = (|| "Backups".to_owned(), || "Restore".to_owned(), || "Ada".to_owned());
        let end = "2026-12-01T00:00:00Z".parse().unwrap();
        let to = "2026-12-02T00:00:00Z".parse().unwrap();
        let all = vec![
            Why::ItemOpen { title: title(), status: Status::Open },
            Why::ItemOpen { title: title(), status: Status::InProgress },
            Why::ItemOpen { title: title(), status: Status::Blocked },
            Why::EvidenceMissing { title: title() },
            Why::EvidenceExpired { title: title() },
            Why::CheckFailing { title: title(), check: check() },
            Why::BareCheckFailing { check: check() },
            Why::CheckMissing { title: title(), check: check() },
            Why::CheckStale { title: title(), check: check() },
            Why::CheckUnknown { title: title(), check: check() },
            Why::CheckWarning { title: title(), check: check() },
            Why::CheckUnproven { title: title(), check: check(), lack: Lack::Stale },
            Why::BareCheckUnproven { check: check(), lack: Lack::NotRun },
            Why::BareCheckUnproven { check: check(), lack: Lack::Unknown },
            Why::WaiverExpired { title: title() },
            Why::WaiverInForce { title: title(), end, why: "a copy: by hand.".into() },
            Why::NotApplicable { title: title(), why: "it keeps nothing.".into() },
            Why::NotJustified { title: title() },
            Why::ItemsNotSigned { title: title(), more: 1, count: 1, role: Role::ReleaseManager },
            Why::ItemsNotSigned { title: title(), more: 3, count: 2, role: Role::Approver },
            Why::ItemNotSigned { title: title(), count: 1, role: Role::Approver },
            Why::ItemNotSigned { title: title(), count: 2, role: Role::Approver },
            Why::TooFewSigned { have: 1, count: 2, role: Role::Approver },
            Why::NobodySigned { role: Role::ReleaseManager },
            Why::SignedBeforeItem { name: name(), item: "backups".into() },
            Why::SignedBeforeItems { name: name(), items: 2 },
            Why::SignedBeforeDetails { name: name() },
            Why::SameHandsMore { title: title(), more: 1 },
            Why::SameHandsMore { title: title(), more: 2 },
            Why::SameHands { title: title() },
            Why::EndsInWindow { end, to },
        ];
        all.into_iter().map(|why| Reason { item: None, check: None, why }).collect()
    }

    #[test]
    fn every_reason_reads_in_english_as_the_domain_has_it() {
        for reason in all() {
            // The reader's calendar is not the domain's.
            let expected =
                reason.text().replace("2026-12-01T00:00:00Z", "1 Dec 2026, 00:00").replace("2026-12-02T00:00:00Z", "2 Dec 2026, 00:00");
            assert_eq!(told(&reason), expected);
        }
    }

    #[test]
    fn every_reason_comes_whole_from_the_server() {
        for reason in all() {
            let body = serde_json::to_vec(&reason).unwrap();
            assert_eq!(json::read::<Reason>(&body), Some(reason));
        }
    }

    #[test]
    fn a_sentence_of_another_server_is_shown_as_it_came() {
        let cases = [
            (r#"{"kind":"on_holiday","text":"“Backups” is on holiday.","values":{"until":3}}"#, ReasonKind::Other),
            (r#"{"kind":"item_open","text":"“Backups” is on holiday."}"#, ReasonKind::ItemOpen),
        ];
        for (body, kind) in cases {
            let reason: Reason = json::read(body.as_bytes()).unwrap();
            assert_eq!((told(&reason).as_str(), reason.kind()), ("“Backups” is on holiday.", kind));
        }
    }
}
