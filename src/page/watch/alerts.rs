//! The alert table as it stands, and the messages that went out about it and about signed reports.

use holdpoint_domain::launch::Decision;
use holdpoint_domain::wire::{AlertStateView, AlertView, NoticeStateView, NoticeView};
use leptos::prelude::*;

use crate::text;
use crate::ui::Moment;

#[component]
pub fn Alerts(alerts: Vec<AlertView>) -> impl IntoView {
    if alerts.is_empty() {
        return ().into_any();
    }
    let firing = alerts.iter().filter(|alert| alert.state == AlertStateView::Firing).count();
    let words = match firing {
        0 => "No alert fires.".to_owned(),
        count => format!("{}.", text::count(count, "alert fires", "alerts fire")),
    };
    let row = |alert: AlertView| {
        let (key, state) = match alert.state {
            AlertStateView::Firing => ("firing", "Firing"),
            AlertStateView::Quiet => ("quiet", "Quiet"),
            AlertStateView::Unknown => ("unknown", "Unknown"),
        };
        let since = alert.since.map(|at| view! { <span class="aside">"since "<Moment at /></span> });
        let watches = alert.watches.map(|words| view! { <p class="aside">"Here: "{words}</p> });
        let name = alert.name.clone();
        view! {
            <li class="alert-row" data-alert=name data-state=key>
                <div class="alert-row__head">
                    <strong>{alert.name}</strong>
                    <span class="tag" data-severity=format!("{:?}", alert.severity)>{format!("{:?}", alert.severity)}</span>
                    <span class="alert-row__state">{state}</span>
                    {since}
                </div>
                <p>{alert.why}</p>
                <p>"What to do: "{alert.action}</p>
                <details class="alert-row__more">
                    <summary>"Condition"</summary>
                    <p class="aside">"In your own monitoring: "{alert.condition}"."</p>
                    {watches}
                </details>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="watch-alerts" data-testid="alerts">
            <h2 class="card__title" id="watch-alerts">"Alerts"</h2>
            <p role="status">{words}</p>
            <ul class="plain">{alerts.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
pub fn Notices(channels: Vec<String>, report_channels: Vec<String>, notices: Vec<NoticeView>) -> impl IntoView {
    let mut to = match channels.as_slice() {
        [] => "Nobody is told: the operator has no [[notify]] in holdpoint.toml.".to_owned(),
        names => format!("Each change of an alert is told once by: {}.", names.join(", ")),
    };
    if !report_channels.is_empty() {
        to.push_str(&format!(" Each signed report is told once by: {}.", report_channels.join(", ")));
    }
    let row = |notice: NoticeView| {
        let (key, state) = match notice.state {
            NoticeStateView::Waiting => ("waiting", "waits"),
            NoticeStateView::Sent => ("sent", "sent"),
            NoticeStateView::Failed => ("failed", "given up"),
        };
        let (about, what) = match (notice.report, notice.fires) {
            (Some(Decision::Go), _) => ("Report".to_owned(), "was signed: go"),
            (Some(Decision::NoGo), _) => ("Report".to_owned(), "was signed: no go"),
            (None, true) => (notice.alert, "fires"),
            (None, false) => (notice.alert, "is over"),
        };
        let tries = text::count(notice.attempts as usize, "attempt", "attempts");
        let trouble = notice.trouble.filter(|_| notice.state != NoticeStateView::Sent).map(|why| format!(": {why}"));
        view! {
            <li class="history__line" data-notice=key>
                <strong>{about}</strong>" "{what}", by "{notice.channel}": "{state}" after "{tries}{trouble}" "
                <span class="aside"><Moment at=notice.at /></span>
            </li>
        }
    };
    let none = notices.is_empty();
    view! {
        <section class="card" aria-labelledby="watch-notices" data-testid="notices">
            <h2 class="card__title" id="watch-notices">"Messages"</h2>
            <p class="aside">{to}</p>
            {(!none).then(|| view! { <ol class="history">{notices.into_iter().map(row).collect_view()}</ol> })}
        </section>
    }
}
