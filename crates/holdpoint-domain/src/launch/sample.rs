//! A sample launch: filled a little, so that somebody new sees what one looks like, and the only kind that can be deleted.

use jiff::tz::Offset;
use jiff::{SignedDuration, ToSpan};
use uuid::Uuid;

use super::refusal::Refusal;
use super::*;

/// How far the sample's dates lie ahead, in days.
const DUE_DAYS: i64 = 3;
const TARGET_DAYS: i64 = 14;
const WAIVER_DAYS: i64 = 30;

impl Launch {
    /// What has happened in a sample already: done, under way, blocked, and a waiver asked for, one item each.
    pub(super) fn sample_events(template: &Template, context: &Context) -> Vec<Event> {
        let me = Some(context.actor);
        let day = |days: i64| Offset::UTC.to_datetime(context.now).date().checked_add(days.days()).ok();
        let mut events = vec![Event::TargetSet { target: day(TARGET_DAYS) }];
        for (place, (_, item)) in template.items().take(5).enumerate() {
            let id = item.id.clone();
            let status = |status, justification: Option<&str>| Event::StatusSet {
                item: id.clone(),
                status,
                justification: justification.map(str::to_owned),
            };
            match place {
                0 | 1 => {
                    let text = "Looked at in staging and in production; both agree. In your own launch, a check can prove this, or a file.";
                    let kind = EvidenceKind::Note { text: text.into() };
                    let evidence = Evidence {
                        id: EvidenceId(Uuid::from_u128(place as u128 + 1)),
                        kind,
                        observed_at: context.now,
                        expires_at: None,
                        recorded_at: context.now,
                        by: context.actor,
                    };
                    events.extend([status(Status::Done, None), Event::EvidenceAdded { item: id.clone(), evidence }]);
                }
                2 => {
                    let owned = [Event::OwnerSet { item: id.clone(), owner: me }, Event::DueSet { item: id.clone(), due: day(DUE_DAYS) }];
                    events.push(status(Status::InProgress, None));
                    events.extend(owned);
                }
                3 => {
                    let text = "The vendor promised an answer by tomorrow. Comments stay with their item, and everybody sees them at once.";
                    let comment =
                        Event::Commented { item: id.clone(), comment: CommentId(Uuid::from_u128(1)), text: text.into(), mentions: vec![] };
                    events.extend([status(Status::Blocked, Some("Waits for an answer of the vendor")), comment]);
                }
                _ => {
                    let end = context.now.checked_add(SignedDuration::from_hours(24 * WAIVER_DAYS));
                    events.extend(end.ok().map(|expires_at| Event::WaiverRequested {
                        item: id.clone(),
                        waiver: WaiverId(Uuid::from_u128(1)),
                        reason: "The part that this is about is switched off in the first week.".into(),
                        mitigation: Some("A reminder on the day before it is switched on.".into()),
                        expires_at,
                    }));
                }
            }
        }
        events
    }

    /// * Errors: a launch that is no sample is never deleted.
    pub(super) fn decide_discard(&self) -> Result<Vec<Event>, Refusal> {
        if self.sample { Ok(vec![Event::Discarded]) } else { Err(Refusal::Kept) }
    }

    /// Whether a report of it may be issued.
    ///
    /// * Errors: it is a sample, and nobody is to take its report for one of a launch.
    pub fn may_report(&self) -> Result<(), Refusal> {
        if self.sample { Err(Refusal::Sample) } else { Ok(()) }
    }
}
