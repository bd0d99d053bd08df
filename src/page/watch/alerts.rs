//! The alert table as it stands, and the messages that went out about it and about signed reports.

use holdpoint_domain::launch::Decision;
use holdpoint_domain::template::Alert;
use holdpoint_domain::wire::{AlertStateView, AlertView, NoticeStateView, NoticeView};
use leptos::prelude::*;

use crate::ui::{About, Moment, coded};
use crate::{say, tell, text, words};

#[component]
pub fn Alerts(
    alerts: Memo<Vec<AlertView>>,
    /// As the launch's checklist has them.
    conditions: Memo<Vec<Alert>>,
) -> impl IntoView {
    let names = Memo::new(move |_| alerts.with(|alerts| alerts.iter().map(|alert| alert.name.clone()).collect::<Vec<_>>()));
    let counted = move || match alerts.with(|alerts| counts(alerts)) {
        (firing, 0) => say!("alerts-firing", count = firing),
        // What cannot be judged may fire as well.
        (firing, unknown) => say!("alerts-unknown", count = firing, unknown = unknown),
    };
    view! {
        <Show when=move || !names.with(Vec::is_empty)>
            <section class="card" aria-labelledby="watch-alerts" data-testid="alerts">
                <h2 class="card__title" id="watch-alerts">{say!("alerts")}</h2>
                <p role="status">{counted}</p>
                <ul class="plain">
                    <For each=move || names.get() key=|name| name.clone() let:name>
                        <Row alert=Memo::new(move |_| alerts.with(|alerts| alerts.iter().find(|alert| alert.name == name).cloned())) conditions />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// What is open in it stays open while the alert changes.
#[component]
fn Row(alert: Memo<Option<AlertView>>, conditions: Memo<Vec<Alert>>) -> impl IntoView {
    let Some(AlertView { name, .. }) = alert.get_untracked() else { return ().into_any() };
    let key = move || alert.with(|alert| alert.as_ref().map(|alert| tag(alert.state).0));
    let about = name.clone();
    view! {
        <li class="alert-row" data-alert=name data-state=key>
            {move || alert.get().map(stands)}
            <details class="more">
                <summary>{say!("alert-condition")}<About what=about /></summary>
                {move || alert.get().map(|alert| conditions.with(|known| condition(alert, known)))}
            </details>
        </li>
    }
    .into_any()
}

/// A state's key, how it is coloured, and its word.
fn tag(state: AlertStateView) -> (&'static str, &'static str, &'static str) {
    match state {
        AlertStateView::Firing => ("firing", "fail", say!("alert-firing")),
        AlertStateView::Quiet => ("quiet", "pass", say!("alert-quiet")),
        AlertStateView::Unknown => ("unknown", "none", say!("alert-unknown")),
    }
}

/// How an alert stands, why, and what to do.
fn stands(alert: AlertView) -> impl IntoView {
    let (_, standing, state) = tag(alert.state);
    // How grave it would be is no alarm as long as it is quiet.
    let severity = format!("{:?}", alert.severity);
    let coloured = (alert.state == AlertStateView::Firing).then(|| severity.clone());
    let since = alert.since.map(|at| view! { <span class="aside">{tell!("alert-since"; at = view! { <Moment at /> })}</span> });
    let why = alert.cause.as_ref().map_or(alert.why, words::alert::why);
    view! {
        <div class="alert-row__head">
            <strong>{alert.name}</strong>
            <span class="tag" data-standing=standing>{state}</span>
            <span class="tag" data-severity=coloured>{severity}</span>
            {since}
        </div>
        <p>{why}</p>
        <p>{tell!("alert-action"; action = view! { <span>{coded(&alert.action)}</span> })}</p>
    }
}

/// When an alert fires: in one's own monitoring, and here.
fn condition(alert: AlertView, known: &[Alert]) -> impl IntoView + use<> {
    let when = known.iter().find(|known| known.name == alert.name).and_then(|known| known.when.as_ref());
    let watches = when
        .map(words::alert::condition)
        .or(alert.watches)
        .map(|words| view! { <p class="aside">{say!("alert-here", condition = words)}</p> });
    view! {
        <p class="aside">{say!("alert-monitoring", condition = alert.condition)}</p>
        {watches}
    }
}

/// How many fire, and how many cannot be judged yet: a row without a condition never will be.
fn counts(alerts: &[AlertView]) -> (usize, usize) {
    let firing = alerts.iter().filter(|alert| alert.state == AlertStateView::Firing).count();
    let unknown = alerts.iter().filter(|alert| alert.state == AlertStateView::Unknown && alert.watches.is_some()).count();
    (firing, unknown)
}

#[component]
pub fn Notices(channels: Vec<String>, report_channels: Vec<String>, notices: Vec<NoticeView>) -> impl IntoView {
    let to = match (text::list(channels), text::list(report_channels)) {
        (alerts, reports) if alerts.is_empty() && reports.is_empty() => say!("notices-nobody").to_owned(),
        (alerts, reports) if reports.is_empty() => say!("notices-alerts", channels = alerts),
        (alerts, reports) if alerts.is_empty() => say!("notices-nobody-reports", reports = reports),
        (alerts, reports) => say!("notices-both", channels = alerts, reports = reports),
    };
    let row = |notice: NoticeView| {
        let key = match notice.state {
            NoticeStateView::Waiting => "waiting",
            NoticeStateView::Sent => "sent",
            NoticeStateView::Failed => "failed",
        };
        let (about, what) = match (notice.report, notice.fires) {
            (Some(Decision::Go), _) => (say!("notice-report").to_owned(), say!("notice-report-go")),
            (Some(Decision::NoGo), _) => (say!("notice-report").to_owned(), say!("notice-report-no-go")),
            (None, true) => (notice.alert, say!("notice-fires")),
            (None, false) => (notice.alert, say!("notice-over")),
        };
        let about = view! { <strong>{about}</strong> };
        let (count, channel) = (notice.attempts, notice.channel);
        let line = match notice.trouble {
            Some(why) => {
                let why = words::delivery::not_sent(&why, notice.said.as_ref());
                tell!("notice-line-why", what = what, channel = channel, state = key, count = count, why = why; about = about)
            }
            None => tell!("notice-line", what = what, channel = channel, state = key, count = count; about = about),
        };
        view! { <li class="history__line" data-notice=key>{line}" "<span class="aside"><Moment at=notice.at /></span></li> }
    };
    let none = notices.is_empty();
    view! {
        <section class="card" aria-labelledby="watch-notices" data-testid="notices">
            <h2 class="card__title" id="watch-notices">{say!("notices")}</h2>
            <p class="aside">{to}</p>
            {(!none).then(|| view! { <ol class="history">{notices.into_iter().map(row).collect_view()}</ol> })}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::template::Severity;

    use super::*;

    #[test]
    fn only_what_has_a_condition_waits_to_be_judged() {
        let alert = |state, watches: Option<&str>| AlertView {
            name: "Slow".into(),
            severity: Severity::P2,
            condition: "answers are slow".into(),
            watches: watches.map(str::to_owned),
            action: "Look at the status page.".into(),
            state,
            since: None,
            why: String::new(),
            cause: None,
        };
        let watched = Some("three runs that fail");
        let all = [
            alert(AlertStateView::Firing, watched),
            alert(AlertStateView::Quiet, watched),
            alert(AlertStateView::Unknown, watched),
            alert(AlertStateView::Unknown, None),
        ];
        assert_eq!(counts(&all), (1, 1));
        assert_eq!(counts(&all[3..]), (0, 0));
    }
}
