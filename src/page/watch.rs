//! Watching: the switch, each scheduled check with its charts, the alert table, and what people were told. Styles: `watch.css`.

mod alerts;
pub mod chart;

use holdpoint_domain::check::{Sample, Standing};
use holdpoint_domain::id::ConnectionName;
use holdpoint_domain::launch::{Command, Watch, WatchEnd};
use holdpoint_domain::wire::{CheckHistory, ScheduledCheck, WatchView};
use leptos::prelude::*;

use super::{Exact, Heading, desk, here};
use crate::clock::{self, Ticking};
use crate::net::api;
use crate::ui::{Act, Moment, Remote, StandingTag, Waiting};
use crate::{say, tell, text, words};
pub use alerts::{Alerts, Notices};
use chart::{Chart, Kind, Numbers};

/// Runs that charts and tables show: ten hours of a check that runs every five minutes.
const SHOWN: u32 = 120;

#[component]
pub fn WatchPage() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let ticking = expect_context::<Ticking>();
    let view = RwSignal::new(Remote::<WatchView>::Waiting);
    let load = move || Remote::load(view, async move { api::watching(desk.id).await.map_err(|trouble| here.trouble(&trouble)) });
    let confirmed = Memo::new(move |_| desk.confirmed.with(|launch| launch.watching.seq));
    // Again when somebody switched it, and as time goes by. (Memos are read, not only tracked: one that nobody reads follows nothing.)
    Effect::new(move |_| {
        confirmed.get();
        _ = ticking.get();
        load();
    });
    let checks = Memo::new(move |_| view.with(|view| view.here().map(|view| view.checks.clone()).unwrap_or_default()));
    let ids = Memo::new(move |_| checks.with(|checks| checks.iter().map(|check| check.check.clone()).collect::<Vec<_>>()));
    let alerts = Memo::new(move |_| view.with(|view| view.here().map(|view| view.alerts.clone()).unwrap_or_default()));
    let conditions = Memo::new(move |_| desk.shown.with(|launch| launch.template.alerts.clone()));
    let told = Memo::new(move |_| {
        let told = |view: &WatchView| (view.channels.clone(), view.report_channels.clone(), view.notices.clone());
        view.with(|view| view.here().map(told).unwrap_or_default())
    });
    let is_here = Memo::new(move |_| view.with(|view| view.here().is_some()));
    view! {
        <div class="page watch">
            <Heading words=say!("watch-title") />
            <p class="lead">{say!("watch-lead")}</p>
            <Switch />
            <Waiting what=view again=Callback::new(move |()| load()) />
            <Show when=move || is_here.get()>
                <Alerts alerts conditions />
                <section class="watch__checks" aria-labelledby="watch-checks">
                    <h2 class="card__title" id="watch-checks">{say!("watch-checks")}</h2>
                    <Show when=move || ids.with(Vec::is_empty)>
                        <p class="empty">{say!("watch-none")}</p>
                    </Show>
                    <For each=move || ids.get() key=|id| id.clone() let:id>
                        <CheckCard check=Memo::new(move |_| checks.with(|checks| checks.iter().find(|check| check.check == id).cloned())) />
                    </For>
                </section>
                {move || {
                    let (channels, report_channels, notices) = told.get();
                    view! { <Notices channels report_channels notices /> }
                }}
            </Show>
        </div>
    }
}

/// On or off, until when; and why somebody cannot change it.
#[component]
fn Switch() -> impl IntoView {
    let desk = desk();
    let ticking = expect_context::<Ticking>();
    let state = Memo::new(move |_| {
        let now = ticking.get().max(clock::now());
        desk.shown.with(|launch| launch.watch(now))
    });
    let connection = Memo::new(move |_| desk.shown.with(|launch| launch.details.connection.value.clone()));
    let scheduled = desk.shown.with_untracked(|launch| launch.template.checks.iter().any(|check| check.every().is_some()));
    let is_on = move || state.with(|state| matches!(state, Watch::On { .. }));
    let words = Signal::derive(move || match (is_on(), connection.get()) {
        (true, _) => say!("watch-stop").to_owned(),
        (false, Some(name)) => say!("watch-start", name = name.to_string()),
        (false, None) => say!("watch-title").into(),
    });
    let locked = Signal::derive(move || {
        let no_connection = || connection.with(Option::is_none).then(|| say!("watch-no-connection").to_owned());
        let nothing = || (!scheduled).then(|| say!("watch-no-schedule").to_owned());
        desk.only_reads().or_else(|| if is_on() { None } else { nothing().or_else(no_connection) })
    });
    let press = Callback::new(move |()| {
        let connection = if is_on() { None } else { connection.get_untracked() };
        desk.wish(Command::SetWatching { connection });
    });
    let said = move || {
        match state.get() {
        Watch::Off => view! { <p>{say!("watch-off")}</p> }.into_any(),
        Watch::Ended(why) => view! { <p>{ended(why)}</p> }.into_any(),
        Watch::On { connection, until } => {
            view! { <p>{tell!("watch-on"; connection = view! { <strong>{connection.to_string()}</strong> }, until = view! { <Exact at=until /> })}</p> }.into_any()
        }
    }
    };
    let key = move || {
        state.with(|state| match state {
            Watch::Off => "off",
            Watch::On { .. } => "on",
            Watch::Ended(_) => "ended",
        })
    };
    view! {
        <div class="card watch__switch" data-watch=key>
            <div role="status">{said}</div>
            <Act words on_press=press locked main=true testid="watch-switch" />
            <p class="aside">{say!("watch-about")}</p>
        </div>
    }
}

#[component]
fn CheckCard(check: Memo<Option<ScheduledCheck>>) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let Some(first) = check.get_untracked() else { return ().into_any() };
    let id = StoredValue::new(first.check.clone());
    let history = RwSignal::new(Remote::<CheckHistory>::Waiting);
    let load = move || {
        let id = id.get_value();
        Remote::load(history, async move { api::history(desk.id, &id, SHOWN).await.map_err(|trouble| here.trouble(&trouble)) });
    };
    let last_run = Memo::new(move |_| check.with(|check| check.as_ref().and_then(|check| check.last_run)));
    Effect::new(move |_| {
        last_run.get();
        load();
    });
    let heading = format!("watch-{}", first.check);
    let labelled_by = heading.clone();
    let standing = move || check.with(|check| check.as_ref().and_then(|check| check.last_verdict).map(Standing::from));
    let when = move || {
        check.get().map(|check| {
            let period = desk.shown.with_untracked(|launch| launch.template.check(&check.check).and_then(|check| check.every()));
            let every = period.map_or_else(|| check.every.clone(), words::checks::period);
            view! { <p class="aside">{runs(&check, every)}</p> }
        })
    };
    let headroom = StoredValue::new(first.headroom.clone());
    let connection =
        Memo::new(move |_| desk.shown.with(|launch| launch.watching.value.clone().or_else(|| launch.details.connection.value.clone())));
    let samples = Memo::new(move |_| {
        let connection = connection.get();
        history.with(|history| history.here().map(|history| of(connection.as_ref(), &history.samples)).unwrap_or_default())
    });
    let none = move || history.with(|history| history.here().is_some()) && samples.with(Vec::is_empty);
    let charts = move || {
        let samples = samples.get();
        let left = headroom.get_value().map(|fact| view! { <Chart kind=Kind::Headroom(fact) samples=samples.clone() /> });
        view! { <Chart kind=Kind::Latency samples />{left} }
    };
    view! {
        <article class="card watch__check" aria-labelledby=labelled_by data-watched=first.check.to_string()>
            <div class="check__head">
                <h3 class="check__title" id=heading>{first.title}</h3>
                {move || view! { <StandingTag standing=standing() /> }}
            </div>
            {when}
            <Waiting what=history again=Callback::new(move |()| load()) />
            <Show when=none><p class="aside">{say!("watch-no-run")}</p></Show>
            <Show when=move || !samples.with(Vec::is_empty)>
                <div class="watch__charts">{charts}</div>
                <Numbers samples headroom=headroom.get_value() />
            </Show>
        </article>
    }
    .into_any()
}

/// What runs saw over one connection; without one, all of it. Two environments in one chart would be told for one that changed.
fn of(connection: Option<&ConnectionName>, samples: &[Sample]) -> Vec<Sample> {
    samples.iter().filter(|sample| connection.is_none() || sample.is_of(connection)).cloned().collect()
}

fn ended(why: WatchEnd) -> &'static str {
    match why {
        WatchEnd::OtherConnection => say!("watch-ended-connection"),
        WatchEnd::WindowOver => say!("watch-ended-window"),
        WatchEnd::LongEnough => say!("watch-ended-long"),
    }
}

/// How often a check runs, when next, and when it last did.
fn runs(check: &ScheduledCheck, every: String) -> Vec<AnyView> {
    let moment = |at| view! { <Moment at /> };
    let next = check.next_run.filter(|_| !check.running).map(moment);
    let last = check.last_run.map(moment);
    match (check.running, next, last) {
        (true, _, None) => vec![say!("watch-every-running", every = every).into_any()],
        (true, _, Some(last)) => tell!("watch-every-running-last", every = every; last = last),
        (false, Some(next), None) => tell!("watch-every-next", every = every; next = next),
        (false, Some(next), Some(last)) => tell!("watch-every-next-last", every = every; next = next, last = last),
        (false, None, None) => vec![say!("watch-every-idle", every = every).into_any()],
        (false, None, Some(last)) => tell!("watch-every-idle-last", every = every; last = last),
    }
}

/// `31 %`
fn share(value: f64) -> String {
    say!("percent", number = format!("{:.0}", value * 100.0))
}

/// A latency, or a dash where nothing was seen.
fn latency(ms: Option<u64>) -> String {
    ms.map_or_else(|| "–".into(), text::latency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_of_one_environment() {
        let sample = |connection: Option<&str>| {
            let sample = serde_json::json!({ "at": "2026-11-24T10:00:00Z", "connection": connection, "verdict": "pass" });
            serde_json::from_value::<Sample>(sample).unwrap()
        };
        let [staging, production, before] = [Some("staging"), Some("production"), None].map(sample);
        let all = [before.clone(), staging.clone(), production.clone()];
        let name: ConnectionName = "production".parse().unwrap();
        assert_eq!(of(Some(&name), &all), [before, production], "and what was kept before the connection was noted");
        assert_eq!(of(None, &all), all);
    }
}
