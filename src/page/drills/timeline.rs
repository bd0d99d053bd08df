//! The traffic of a drill as a picture: a row for each scenario, a lane for each call, a mark for each request.
//! Shapes differ as well as colours; the table beside it says the same in words.

use std::collections::BTreeMap;

use holdpoint_domain::check::drill::{Exchange, Scenario};
use holdpoint_domain::order;
use leptos::prelude::*;

use super::Watch;
use super::scale::Scale;
use crate::{say, text, words};

/// Lanes of one row: more calls share the last.
const LANES: usize = 6;

/// Heights in pixels: of a row's name, a lane, and the axis.
const NAME: usize = 24;
const LANE: usize = 34;
const AXIS: usize = 26;

/// From this width on, in percent, a pause has room for its seconds, and a piece of time for its label.
const ROOM: f64 = 9.0;
const ROOM_OF_LABEL: f64 = 16.0;

/// What is drawn, apart from when it was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Good,
    /// An error answer of the plan, or any other.
    Error,
    /// The connection was broken.
    Broken,
    /// The client hung up.
    HungUp,
    Waiting,
}

pub type Told = (Vec<Exchange>, Vec<(Option<Scenario>, String)>, u64);

/// The traffic with the names of its rows, and until when it goes, to the second: a picture is not redrawn for less.
pub(super) fn told(view: &holdpoint_domain::wire::DrillView) -> Told {
    let mut rows: Vec<_> =
        view.steps.iter().map(|seen| (Some(seen.step.scenario), words::drill::title(seen.step.scenario).to_owned())).collect();
    rows.push((None, say!("drill-other-requests").to_owned()));
    let waits = view.traffic.iter().any(|exchange| exchange.ended_ms.is_none());
    (view.traffic.clone(), rows, if waits { view.elapsed_ms } else { 0 })
}

#[component]
pub(super) fn Timeline(watch: Watch) -> impl IntoView {
    view! { <Traffic drawn=watch.part(told) /> }
}

#[component]
pub fn Traffic(drawn: Memo<Option<Told>>) -> impl IntoView {
    let empty = move || drawn.with(|told| told.as_ref().is_none_or(|(traffic, ..)| traffic.is_empty()));
    view! {
        <section class="card" aria-labelledby="drill-timeline" data-testid="drill-timeline">
            <h2 class="card__title" id="drill-timeline">{say!("drill-traffic")}</h2>
            <Show when=empty><p class="aside">{say!("drill-no-request")}</p></Show>
            <Show when=move || !empty()>
                {move || drawn.get().map(|told| picture(&told))}
                <p class="aside drill-key" aria-hidden="true">
                    {[(Kind::Good, say!("drill-key-answered")), (Kind::Error, say!("drill-key-error")), (Kind::Broken, say!("drill-key-broken")), (Kind::HungUp, say!("drill-key-hung-up"))]
                        .map(|(kind, words)| view! { <span class="drill-key__entry"><svg width="14" height="14"><svg x="7" y="7" overflow="visible">{shape(kind)}</svg></svg>{words}</span> })
                        .into_iter()
                        .collect_view()}
                    <span class="drill-key__entry">{say!("drill-key-pause")}</span>
                </p>
            </Show>
        </section>
    }
}

fn picture((traffic, rows, until): &Told) -> AnyView {
    let end = |exchange: &Exchange| exchange.ended_ms.unwrap_or(*until).max(exchange.at_ms);
    // A call is under way from its first request to its last answer: pauses between retries are what the picture is about.
    let mut calls: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for exchange in traffic {
        let span = calls.entry(exchange.call).or_insert((exchange.at_ms, end(exchange)));
        *span = (span.0.min(exchange.at_ms), span.1.max(end(exchange)));
    }
    let scale = Scale::of(calls.into_values().collect());
    let (mut top, mut drawn) = (0, Vec::new());
    for (scenario, title) in rows {
        let mine: Vec<&Exchange> = traffic.iter().filter(|exchange| exchange.scenario == *scenario).collect();
        if mine.is_empty() {
            continue;
        }
        let mut lanes: Vec<u32> = mine.iter().map(|exchange| exchange.call).collect();
        order::sort_by_key(&mut lanes, |call| *call);
        lanes.dedup();
        let lane_of = |call: u32| lanes.iter().position(|known| *known == call).unwrap_or_default().min(LANES - 1);
        let middle = |exchange: &Exchange| top + NAME + lane_of(exchange.call) * LANE + LANE / 2;
        drawn.push(view! { <text x="0" y=(top + NAME - 8).to_string() class="drill-row">{title.clone()}</text> }.into_any());
        for (at, exchange) in mine.iter().enumerate() {
            let before = mine[..at].iter().rev().find(|before| before.call == exchange.call);
            drawn.extend(before.map(|before| pause(&scale, (end(before), exchange.at_ms), middle(exchange))));
            drawn.push(mark(&scale, exchange, (end(exchange), middle(exchange))));
        }
        top += NAME + lanes.len().min(LANES) * LANE;
    }
    let axis = scale.pieces().iter().flat_map(|piece| {
        let label = move |ms: u64, x: f64, anchor: &'static str| {
            view! { <text x=percent(x) y=(top + AXIS - 8).to_string() text-anchor=anchor>{seconds(ms)}</text> }.into_any()
        };
        let roomy = ROOM_OF_LABEL < piece.right - piece.left;
        let fold = (0.0 < piece.left).then(|| {
            view! { <line x1=percent(piece.left - 1.0) x2=percent(piece.left - 1.0) y1="0" y2=top.to_string() class="drill-fold" /> }
                .into_any()
        });
        let first = (roomy || piece.left == 0.0).then(|| label(piece.from_ms, piece.left, "start"));
        let last = roomy.then(|| label(piece.to_ms, piece.right, "end"));
        [fold, first, last].into_iter().flatten().collect::<Vec<_>>()
    });
    let axis: Vec<AnyView> = axis.collect();
    let words = say!("drill-picture", count = traffic.len());
    view! {
        <svg class="drill-picture" role="img" aria-label=words width="100%" height=(top + AXIS).to_string() overflow="visible">
            <line x1="0" x2="100%" y1=top.to_string() y2=top.to_string() class="drill-axis" />
            {axis}
            {drawn}
        </svg>
    }
    .into_any()
}

/// Between an answer and the next try of the same call.
fn pause(scale: &Scale, (from, to): (u64, u64), y: usize) -> AnyView {
    let (left, right) = (scale.at(from), scale.at(to));
    let words = (ROOM < right - left).then(|| {
        let middle = percent((left + right) / 2.0);
        view! { <text x=middle y=(y + 13).to_string() text-anchor="middle">{seconds(to.saturating_sub(from))}</text> }
    });
    let y = y.to_string();
    view! { <line x1=percent(left) x2=percent(right) y1=y.clone() y2=y class="drill-pause" />{words} }.into_any()
}

/// One request: a line for as long as it waited, and a mark where it ended.
fn mark(scale: &Scale, exchange: &Exchange, (end, y): (u64, usize)) -> AnyView {
    let (left, right) = (scale.at(exchange.at_ms), scale.at(end));
    let kind = match exchange {
        Exchange { hung_up: true, .. } => Kind::HungUp,
        Exchange { ended_ms: None, .. } => Kind::Waiting,
        Exchange { status: None, .. } => Kind::Broken,
        good if good.is_good() => Kind::Good,
        _ => Kind::Error,
    };
    let status = exchange.status.map(|status| status.to_string()).unwrap_or_default();
    // At the edges the number stands inside.
    let anchor = if right < 3.0 {
        "start"
    } else if 97.0 < right {
        "end"
    } else {
        "middle"
    };
    let line = y.to_string();
    view! {
        <line x1=percent(left) x2=percent(right) y1=line.clone() y2=line.clone() class="drill-wait" />
        <svg x=percent(right) y=line overflow="visible" data-mark=status.clone()>{shape(kind)}</svg>
        <text x=percent(right) y=(y - 9).to_string() text-anchor=anchor class="drill-status">{status}</text>
    }
    .into_any()
}

fn shape(kind: Kind) -> AnyView {
    let (key, path) = match kind {
        Kind::Good => ("good", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"),
        Kind::Error => ("error", "M-5-5h10v10h-10z"),
        Kind::Broken => ("broken", "M-6-6 6 6M-6 6 6-6"),
        Kind::HungUp => ("hung_up", "M0-7v14M-6 0H0"),
        Kind::Waiting => ("waiting", "M-2-4 4 0-2 4z"),
    };
    view! { <path class="drill-mark" data-kind=key d=path /> }.into_any()
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

/// `0.4 s`, `12 s`
pub(super) fn seconds(ms: u64) -> String {
    text::seconds(ms)
}
