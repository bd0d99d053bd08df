//! What machines found out: verdicts on reports, alerts and their messages, a connection that was tried, the traffic of a drill.

use holdpoint_domain::check::drill::{Exchange, Scenario};
use holdpoint_domain::check::{ProbeFailure, Verdict};
use holdpoint_domain::launch::Decision;
use holdpoint_domain::template::Severity;
use holdpoint_domain::wire::{AlertStateView, AlertView, ConnectionField, Finding, NoticeStateView, NoticeView, Sight, TriedField};
use leptos::prelude::*;

use super::Group;
use super::checks::in_minutes;
use crate::page::drills::Traffic;
use crate::page::new_connection::Findings;
use crate::page::verify::{Outcomes, samples};
use crate::page::watch::{Alerts, Notices};

#[component]
pub fn OnReports() -> impl IntoView {
    view! { <Group id="verdicts" title="Verdicts on a report">{samples().into_iter().map(|judged| view! { <Outcomes judged /> }).collect_view()}</Group> }
}

#[component]
pub fn Watched() -> impl IntoView {
    let alert = |name: &str, severity: Severity, state: AlertStateView, watches: Option<&str>| AlertView {
        name: name.into(),
        severity,
        condition: "More than 1 % of the answers are errors for 5 minutes.".into(),
        watches: watches.map(str::to_owned),
        action: "Run `kubectl rollout undo deployment/chat`, then look at the error rate.".into(),
        state,
        since: (state != AlertStateView::Unknown).then(|| in_minutes(-12)),
        why: "3 of the last 20 runs answered with an error.".into(),
        cause: None,
    };
    let alerts = vec![
        alert("Errors", Severity::P1, AlertStateView::Firing, Some("errors in 5 minutes")),
        alert("Slow answers", Severity::P2, AlertStateView::Quiet, Some("slow answers in an hour")),
        alert("Complaints", Severity::P3, AlertStateView::Unknown, None),
    ];
    let notice = |id: &str, alert: &str, report: Option<Decision>, state: NoticeStateView| NoticeView {
        id: id.into(),
        channel: "on-call".into(),
        alert: alert.into(),
        fires: true,
        report,
        state,
        attempts: 2,
        trouble: (state != NoticeStateView::Sent).then(|| "it answered with status 503".into()),
        said: None,
        made_at: in_minutes(-12),
        at: in_minutes(-11),
    };
    let notices = vec![
        notice("a", "Errors", None, NoticeStateView::Sent),
        notice("b", "Errors", None, NoticeStateView::Waiting),
        notice("c", "", Some(Decision::Go), NoticeStateView::Failed),
    ];
    let to = || vec!["on-call".to_owned()];
    let alerts = Memo::new(move |_| alerts.clone());
    view! {
        <Group id="watched" title="What is watched">
            <Alerts alerts conditions=Memo::new(|_| Vec::new()) />
            <Notices channels=to() report_channels=to() notices />
        </Group>
    }
}

#[component]
pub fn Tried() -> impl IntoView {
    let states = [
        (Verdict::Pass, Sight::Answered { status: 200, latency_ms: 212 }),
        (Verdict::Warn, Sight::Unencrypted {}),
        (Verdict::Fail, Sight::NotAnswered { failure: ProbeFailure::TimedOut }),
    ];
    let found = |(verdict, seen): (Verdict, Sight)| {
        let tried = TriedField { field: ConnectionField::HealthUrl, verdict, findings: vec![Finding { verdict, seen }] };
        view! { <div class="tried"><Findings tried reference=String::new() /></div> }
    };
    view! { <Group id="tried" title="An address that was tried">{states.map(found).collect_view()}</Group> }
}

#[component]
pub fn Played() -> impl IntoView {
    let exchange = |place: u32, status: Option<u16>, ended: bool, hung_up: bool| {
        let at_ms = 400 * u64::from(place);
        Exchange {
            at_ms,
            scenario: Some(Scenario::RateLimit),
            method: "GET".into(),
            path: "/me".into(),
            call: place / 2,
            status,
            ended_ms: ended.then_some(at_ms + 180),
            fault: false,
            hung_up,
            reset_ms: None,
            page: None,
            filters: None,
        }
    };
    let traffic = vec![
        exchange(0, Some(429), true, false),
        exchange(1, Some(200), true, false),
        exchange(2, None, true, false),
        exchange(3, None, true, true),
        exchange(4, None, false, false),
    ];
    let rows = vec![(Some(Scenario::RateLimit), "A rate limit".to_owned())];
    let drawn = Memo::new(move |_| Some((traffic.clone(), rows.clone(), 2_400)));
    view! { <Group id="played" title="A drill's traffic"><Traffic drawn /></Group> }
}
