//! What changed while somebody reads what they will sign: the page shows the newest, and what they have not seen of it is not signed unread.

use std::sync::Arc;

use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::{Difference, Snapshot};
use holdpoint_domain::order;
use leptos::prelude::*;

use super::super::desk;
use super::Reading;
use super::approve::choices;
use super::changes::Table;
use crate::route::Route;
use crate::{nav, say};

/// So many items are shown side by side; the others are counted.
const FEW: usize = 10;

/// What differs between what somebody read and what they would sign now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unread {
    launch: Vec<Difference>,
    items: Vec<(ItemId, String, Vec<Difference>)>,
    more: usize,
}

impl Unread {
    fn between(then: &Snapshot, now: &Snapshot) -> Self {
        let known = order::map(then.items.iter().map(|item| (&item.id, item)));
        let mut unread = Self { launch: then.launch_differences(now), ..Self::default() };
        for item in now.items.iter().filter(|item| known.get(&item.id) != Some(item)) {
            if unread.items.len() == FEW {
                unread.more += 1;
                continue;
            }
            let rows = then.item_differences(now, &item.id);
            if !rows.is_empty() {
                unread.items.push((item.id.clone(), item.title.clone(), rows));
            }
        }
        unread
    }

    pub fn is_empty(&self) -> bool {
        self.launch.is_empty() && self.items.is_empty()
    }
}

/// What was read, and what came since.
#[derive(Clone, Copy)]
pub struct Meanwhile {
    reading: Reading,
    read: RwSignal<Option<Arc<Snapshot>>>,
    pub unread: Memo<Unread>,
}

impl Meanwhile {
    pub fn of(reading: Reading) -> Self {
        let desk = desk();
        let read = RwSignal::new(None::<Arc<Snapshot>>);
        // Whoever only looks is shown what is there, and asked nothing.
        let signs = Memo::new(move |_| desk.confirmed.with(|launch| !choices(launch, desk).is_empty()));
        let unread = Memo::new(move |_| {
            if !signs.get() {
                return Unread::default();
            }
            let between = |then: &Snapshot| reading.with(|now| now.here().map(|now| Unread::between(then, &now.snapshot)));
            read.with(|then| then.as_deref().and_then(between)).unwrap_or_default()
        });
        let meanwhile = Self { reading, read, unread };
        // The first that is shown is read.
        Effect::new(move |_| {
            reading.track();
            if read.with_untracked(Option::is_none) {
                meanwhile.take_as_read();
            }
        });
        // So is what was signed.
        let signed = Memo::new(move |_| {
            desk.confirmed.with(|launch| launch.approvals.iter().filter(|approval| approval.approver == desk.me).count())
        });
        Effect::new(move |before: Option<usize>| {
            let now = signed.get();
            if before.is_some_and(|before| before != now) {
                meanwhile.take_as_read();
            }
            now
        });
        meanwhile
    }

    fn take_as_read(self) {
        self.read.set(self.reading.with_untracked(|reading| reading.here().map(|read| read.snapshot.clone())));
    }
}

#[component]
pub fn WhatChanged(meanwhile: Meanwhile) -> impl IntoView {
    let id = desk().id;
    let done = move |_: leptos::ev::MouseEvent| {
        meanwhile.take_as_read();
        nav::focus_if_lost("[data-testid=approve-form] textarea");
    };
    move || {
        let unread = meanwhile.unread.get();
        if unread.is_empty() {
            return None;
        }
        let before = say!("meanwhile-then");
        let Unread { launch, items, more } = unread;
        let launch = (!launch.is_empty()).then(|| view! { <Table title=say!("changes-launch").to_owned() href=None before rows=launch /> });
        let items = items.into_iter().map(|(item, title, rows)| {
            view! { <Table title href=Some(Route::item(id, item).to_string()) before rows /> }
        });
        Some(view! {
            <section class="card" aria-labelledby="meanwhile" data-testid="meanwhile">
                <h2 class="card__title" id="meanwhile">{say!("meanwhile-title")}</h2>
                <p class="notice" data-kind="warn" role="alert">{say!("meanwhile-about")}</p>
                {launch}
                {items.collect_view()}
                {(0 < more).then(|| view! { <p>{say!("meanwhile-more", count = more)}</p> })}
                <button type="button" class="button" data-testid="meanwhile-read" on:click=done>{say!("meanwhile-read")}</button>
            </section>
        })
    }
}
