//! What others did in a launch while one looked elsewhere, for who comes back to its checklist in this browser.

use std::sync::Arc;
use std::time::Duration;

use gloo_timers::future::sleep;
use holdpoint_domain::id::Seq;
use holdpoint_domain::launch::{ERASED_NAME, Launch, Recorded};
use leptos::ev::Custom;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::desk;
use super::super::history::{Line, Lines};
use crate::desk::Desk;
use crate::net::api::{self, Trouble};
use crate::route::{Place, Route};
use crate::{keep, say};

/// As many lines as one reads before one begins to work.
const FIRST: usize = 8;

/// Until a server that was away or busy is asked once more.
const AGAIN: Duration = Duration::from_secs(3);

/// What others did while one looked elsewhere, oldest first.
pub type Missed = RwSignal<Vec<Recorded>>;

/// Follows where one looks for as long as the pane is there.
pub fn look(desk: Desk) -> Missed {
    let missed: Missed = RwSignal::new(Vec::new());
    let turn = StoredValue::new(0_u32);
    let asked = StoredValue::new(None::<Seq>);
    let ask = move |looked: Seq| {
        asked.set_value(Some(looked));
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        spawn_local(async move {
            while turn.try_get_value() == Some(mine) {
                let answer = others_after(desk, looked).await;
                if turn.try_get_value() != Some(mine) {
                    return;
                }
                if !answer.as_ref().is_err_and(Trouble::passes) {
                    missed.set(answer.unwrap_or_default());
                    return;
                }
                sleep(AGAIN).await;
            }
        });
    };
    let place = Memo::new(move |_| desk.confirmed.with(|launch| launch.seq));
    if let Some(looked) = keep::seen(desk.me, desk.id).filter(|looked| *looked < place.get_untracked()) {
        ask(looked);
    }
    Effect::new(move |_| {
        let place = place.get();
        if !document().hidden() {
            keep::put_seen(desk.me, desk.id, place);
        }
    });
    // What this tells of somebody who is erased now gives way to what the server tells.
    let erased = Memo::new(move |_| desk.confirmed.with(erased_people));
    Effect::new(move |before: Option<usize>| {
        let now = erased.get();
        if let Some(looked) = asked.get_value().filter(|_| before.is_some_and(|before| before != now)) {
            missed.set(Vec::new());
            ask(looked);
        }
        now
    });
    let left = StoredValue::new(None::<Seq>);
    let turned = window_event_listener(Custom::new("visibilitychange"), move |_: web_sys::Event| {
        let place = place.get_untracked();
        if document().hidden() {
            left.set_value(Some(place));
            return;
        }
        keep::put_seen(desk.me, desk.id, place);
        if let Some(looked) = left.get_value() {
            ask(looked);
        }
    });
    on_cleanup(move || turned.remove());
    missed
}

fn erased_people(launch: &Arc<Launch>) -> usize {
    let names = launch.members.values().map(|member| &member.name).chain(launch.former.values());
    names.filter(|name| *name == ERASED_NAME).count()
}

/// What others did after a place. A whole history, which may be long, is not fetched for it.
async fn others_after(desk: Desk, place: Seq) -> Result<Vec<Recorded>, Trouble> {
    let (mut others, mut after) = (Vec::new(), place);
    loop {
        let page = api::events(desk.id, after).await?;
        let last = page.events.last().map(|last| last.seq).filter(|last| *last < page.head);
        others.extend(page.events.into_iter().filter(|recorded| recorded.by != desk.me));
        match last {
            Some(last) => after = last,
            None => return Ok(others),
        }
    }
}

#[component]
pub fn Since(missed: Missed) -> impl IntoView {
    let desk = desk();
    let all = Route::Launch(desk.id, Place::Details).to_string();
    move || {
        let launch = desk.confirmed.get_untracked();
        let (lines, count) = missed.with(|missed| {
            let lines = missed.iter().rev().take(FIRST).map(|recorded| Line::with_item(&launch, desk.id, recorded));
            (lines.collect::<Vec<_>>(), missed.len())
        });
        (0 < count).then(|| {
            view! {
                <h3 class="block__title">{say!("item-since")}</h3>
                <div data-testid="since"><Lines lines=Signal::stored(lines) /></div>
                {(FIRST < count).then(|| view! { <p><a href=all.clone()>{say!("and-more", count = count - FIRST)}</a></p> })}
            }
        })
    }
}
