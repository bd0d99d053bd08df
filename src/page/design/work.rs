//! What belongs to a launch, drawn from one that is nowhere: rows, gate, charts, uploads, the palette.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdpoint_domain::check::{Sample, Verdict};
use holdpoint_domain::id::{CommandId, Digest, ItemId, LaunchId, MemberId, Seq};
use holdpoint_domain::launch::{Command, Event, Launch, Recorded, Status, TrendPoint};
use holdpoint_domain::template::{Template, TemplateRef};
use holdpoint_domain::wire::Person;
use leptos::context::Provider;
use leptos::prelude::*;

use super::checks::in_minutes;
use super::{Group, State};
use crate::desk::Desk;
use crate::page::burn_up::Drawn;
use crate::page::checklist::FirstSection;
use crate::page::item::{Sent, Uploading};
use crate::page::quick::{Find, Known};
use crate::page::watch::chart::{Chart, Kind};
use crate::sync::{Pending, Refused, Stage};
use crate::ui::Dialog;
use crate::{clock, say};

/// No launch has this number.
pub const NOWHERE: LaunchId = LaunchId(0);

/// The items of the launch, and what becomes of each.
const ITEMS: [(&str, &str, Option<Status>); 6] = [
    ("open", "An item that is open and chosen", None),
    ("pending", "A wish for it is on its way", Some(Status::InProgress)),
    ("refused", "A wish for it was refused", Some(Status::Blocked)),
    ("fault", "It is done, and has no evidence", Some(Status::Done)),
    ("settled", "It does not apply", Some(Status::NotApplicable)),
    ("should", "It is open, and blocks nothing", None),
];

/// Of somebody who works on it; nobody else hears of it.
fn nowhere() -> Option<Desk> {
    let me = Person { id: MemberId(clock::new_id()), name: "Ann Archer".into(), owner: false };
    let at = in_minutes(-30);
    let items = ITEMS.map(|(id, title, _)| {
        let level = if id == "should" { "should" } else { "must" };
        serde_json::json!({ "id": id, "title": title, "level": level })
    });
    let template: Template = serde_json::from_value(serde_json::json!({
        "format": 1, "name": "design", "version": "1.0.0", "title": "Design", "summary": "",
        "sections": [{ "id": "rows", "title": "Rows", "items": items }],
    }))
    .ok()?;
    let template_ref = TemplateRef { name: "design".parse().ok()?, version: "1.0.0".into(), digest: Digest::of(b"design") };
    let recorded = |seq: u64, event: Event| Recorded { launch: NOWHERE, seq: Seq(seq), by: me.id, at, command: None, event };
    let created = Event::Created { name: "Support chat 2.4".into(), template: Arc::new(template), template_ref, sample: false };
    let mut launch = Launch::begin(&recorded(1, created))?;
    for (place, (id, _, status)) in (2..).zip(ITEMS) {
        let justification = status.filter(|status| *status != Status::Done).map(|_| "Said by the design.".to_owned());
        let status = status.unwrap_or_default();
        launch.apply(&recorded(place, Event::StatusSet { item: id.parse().ok()?, status, justification }));
    }
    let desk = Desk::open(me, launch.into(), false);
    desk.pending.set(BTreeSet::from(["pending".parse().ok()?]));
    desk.refused.set(vec![refused("refused".parse().ok()?)]);
    Some(desk)
}

fn refused(item: ItemId) -> Refused {
    let command = Command::SetStatus { item, status: Status::Done, justification: None };
    let pending = Pending {
        id: CommandId(clock::new_id()),
        based_on: Seq(1),
        asked_at: clock::now(),
        command,
        ground: None,
        stage: Stage::default(),
    };
    Refused { pending, why: "this needs the role of a contributor".into(), conflict: None }
}

#[component]
pub fn AtWork(
    /// Draws the bar that is always in sight.
    gate: fn(Desk) -> AnyView,
) -> impl IntoView {
    let Some(desk) = nowhere() else { return ().into_any() };
    view! {
        <Provider value=desk>
            <Group id="launch" title="A launch: its gate, and rows in every state">
                // Whoever ticks something here would tell the server of a launch that is nowhere.
                <fieldset class="hands" disabled=true>
                    {gate(desk)}
                    <FirstSection />
                </fieldset>
            </Group>
        </Provider>
    }
    .into_any()
}

#[component]
pub fn Charts() -> impl IntoView {
    let days = [("20", 0, 12), ("21", 2, 11), ("22", 5, 9), ("23", 9, 6), ("24", 12, 3)];
    let points = days.into_iter().filter_map(|(day, settled, reasons)| {
        Some(TrendPoint { day: format!("2026-11-{day}").parse().ok()?, settled, total: 12, reasons })
    });
    let target = "2026-11-27".parse().ok();
    let sample = |(place, (verdict, latency_ms)): (i64, (Verdict, Option<u64>))| {
        let facts = BTreeMap::from([("left".to_owned(), 0.9 - 0.1 * place as f64)]);
        Sample { at: in_minutes(5 * (place - 6)), connection: None, verdict, failure: None, latency_ms, waited_ms: None, facts }
    };
    let runs = [
        (Verdict::Pass, Some(180)),
        (Verdict::Pass, Some(240)),
        (Verdict::Fail, Some(3_900)),
        (Verdict::Unknown, None),
        (Verdict::Warn, Some(1_100)),
        (Verdict::Pass, Some(210)),
    ];
    let samples: Vec<Sample> = (0..).zip(runs).map(sample).collect();
    view! {
        <Group id="charts" title="Charts">
            <Drawn points=points.clone().collect() target />
            <Drawn points=points.take(1).collect() target />
            <div class="watch__charts">
                <Chart kind=Kind::Latency samples=samples.clone() />
                <Chart kind=Kind::Headroom("left".into()) samples />
                <Chart kind=Kind::Latency samples=Vec::new() />
            </div>
        </Group>
    }
}

#[component]
pub fn Uploads() -> impl IntoView {
    const OF: u64 = 48 << 20;
    let away = Uploading::Waiting { sent: OF / 2, of: OF, why: say!("upload-waiting").to_owned() };
    let states = [("On its way", Uploading::Going { sent: OF / 3, of: OF }), ("The server is away", away)];
    view! {
        <Group id="upload" title="An upload">
            {states.map(|(name, state)| {
                let (sent, of) = state.bytes().unwrap_or_default();
                view! { <State name><Sent state sent of /></State> }
            }).collect_view()}
        </Group>
    }
}

#[component]
pub fn PaletteHere() -> impl IntoView {
    let (open, known) = (RwSignal::new(false), RwSignal::new(Known::default()));
    view! {
        <Group id="palettes" title="The palette">
            <State name="What is chosen in here is not done">
                <button type="button" class="button" data-testid="design-palette" on:click=move |_| open.set(true)>"Open it"</button>
            </State>
            <Dialog title="Go anywhere" open id="design-palette">
                <Find known act=Callback::new(move |_| open.set(false)) />
            </Dialog>
        </Group>
    }
}
