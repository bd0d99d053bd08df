//! What changed since one's own signature: then and now, for the changed items only.

use std::collections::BTreeMap;

use holdpoint_domain::id::{Digest, ItemId};
use holdpoint_domain::launch::{Difference, Launch, Snapshot};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::{desk, here};
use super::Reading;
use crate::desk::Desk;
use crate::net::api;
use crate::route::Route;
use crate::ui::Problems;
use crate::{json, say, words};

/// What somebody signed for and that differs now: items with the snapshot in which they saw them, latest signature first.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stale {
    items: Vec<(ItemId, Digest)>,
    /// The snapshot of the last signature, when the launch itself differs from it.
    launch: Option<Digest>,
}

impl Stale {
    fn of(launch: &Launch, desk: Desk) -> Self {
        let own: Vec<_> = launch.standing_approvals().filter(|approval| approval.approver == desk.me).collect();
        let mut items: Vec<(ItemId, Digest)> = Vec::new();
        for approval in own.iter().rev() {
            let left = launch.covers_for(desk.me, approval.role);
            for item in launch.stale_items(approval) {
                if left.contains_key(&item) && items.iter().all(|(known, _)| *known != item) {
                    items.push((item, approval.snapshot));
                }
            }
        }
        items.sort();
        let last = own.last().filter(|last| !launch.launch_covered(desk.me, last.role));
        Self { items, launch: last.map(|last| last.snapshot) }
    }

    fn snapshots(&self) -> Vec<Digest> {
        let mut all: Vec<_> = self.items.iter().map(|(_, digest)| *digest).chain(self.launch).collect();
        all.sort();
        all.dedup();
        all
    }
}

#[component]
pub fn Changes(reading: Reading) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let stale = Memo::new(move |_| desk.confirmed.with(|launch| Stale::of(launch, desk)));
    let seen = RwSignal::new(BTreeMap::<Digest, Snapshot>::new());
    Effect::new(move |_| {
        let known = seen.with_untracked(|seen| seen.keys().copied().collect::<Vec<_>>());
        for digest in stale.get().snapshots().into_iter().filter(|digest| !known.contains(digest)) {
            spawn_local(async move {
                match api::kept_snapshot(desk.id, digest).await {
                    // What is shown as signed is what was signed: its digest says so.
                    Ok(bytes) if Digest::of(&bytes) == digest => {
                        if let Some(snapshot) = json::read(&bytes) {
                            _ = seen.try_update(|seen| seen.insert(digest, snapshot));
                        }
                    }
                    Ok(_) => here.refused(desk.me, None::<Problems>, (None, say!("changes-other-snapshot"))),
                    Err(trouble) => here.failed(desk.me, &trouble),
                }
            });
        }
    });
    move || {
        let stale = stale.get();
        let now = reading.with(|reading| reading.here().map(|read| read.snapshot.clone()))?;
        if stale.items.is_empty() && stale.launch.is_none() {
            return None;
        }
        let seen = seen.get();
        let launch = stale.launch.and_then(|digest| seen.get(&digest)).map(|then| then.launch_differences(&now));
        let before = say!("changes-then");
        let launch = launch
            .filter(|rows| !rows.is_empty())
            .map(|rows| view! { <Table title=say!("changes-launch").to_owned() href=None before rows=told(rows) /> });
        let items = stale.items.into_iter().filter_map(|(item, digest)| {
            let rows = told(seen.get(&digest)?.item_differences(&now, &item));
            let title = now.items.iter().find(|known| known.id == item)?.title.clone();
            Some(view! { <Table title href=Some(Route::item(desk.id, item).to_string()) before rows /> })
        });
        Some(view! {
            <section class="card" aria-labelledby="changes" data-testid="changes">
                <h2 class="card__title" id="changes">{say!("changes-title")}</h2>
                <p>{say!("changes-about")}</p>
                {launch}
                {items.collect_view()}
            </section>
        })
    }
}

/// What differs, in the reader's language: what it is, then and now.
pub type Row = [String; 3];

pub fn told(differences: Vec<Difference>) -> Vec<Row> {
    let row = |Difference { what, then, now }| {
        [words::changes::compared(what).to_owned(), words::changes::value(what, then), words::changes::value(what, now)]
    };
    differences.into_iter().map(row).collect()
}

/// What differs, side by side.
#[component]
pub fn Table(
    title: String,
    href: Option<String>,
    /// Since when, as the head of what was there then.
    before: &'static str,
    rows: Vec<Row>,
) -> impl IntoView {
    let heading = match href {
        Some(href) => view! { <a href=href>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    let text =
        |text: String| if text.is_empty() { view! { <span class="aside">{say!("nothing")}</span> }.into_any() } else { text.into_any() };
    let row = move |[what, then, now]: Row| {
        view! { <tr><th scope="row">{what}</th><td>{text(then)}</td><td>{text(now)}</td></tr> }
    };
    view! {
        <h3 class="block__title">{heading}</h3>
        <table class="table table--beside">
            <thead><tr><th scope="col">{say!("changes-what")}</th><th scope="col">{before}</th><th scope="col">{say!("changes-now")}</th></tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
