//! What others did in a launch since one last looked at its checklist in this browser.

use holdpoint_domain::id::Seq;
use leptos::ev::Custom;
use leptos::prelude::*;

use super::super::desk;
use super::super::history::{Line, Lines};
use crate::desk::Desk;
use crate::keep;
use crate::route::{Place, Route};
use crate::say;

/// As many lines as one reads before one begins to work.
const FIRST: usize = 8;

/// Where the launch was when one last looked; `None`: one never did.
pub type Looked = RwSignal<Option<Seq>>;

/// Follows where one looks for as long as the pane is there.
pub fn look(desk: Desk) -> Looked {
    let looked = RwSignal::new(keep::seen(desk.me, desk.id));
    let place = Memo::new(move |_| desk.confirmed.with(|launch| launch.seq));
    let behind = looked.get_untracked().is_some_and(|looked| looked < place.get_untracked());
    Effect::new(move |_| {
        let place = place.get();
        if !document().hidden() {
            keep::put_seen(desk.me, desk.id, place);
        }
    });
    // A whole history is not fetched for who has nothing new in it.
    Effect::new(move |_| {
        if looked.with(Option::is_some) && (behind || desk.news.with(Option::is_some)) {
            desk.load_history();
        }
    });
    let turned = window_event_listener(Custom::new("visibilitychange"), move |_: web_sys::Event| {
        let place = place.get_untracked();
        if document().hidden() {
            looked.set(Some(place));
        } else {
            keep::put_seen(desk.me, desk.id, place);
        }
    });
    on_cleanup(move || turned.remove());
    looked
}

#[component]
pub fn Since(looked: Looked) -> impl IntoView {
    let desk = desk();
    let news = Memo::new(move |_| {
        let (looked, history, launch) = (looked.get()?, desk.history.get()?, desk.confirmed.get_untracked());
        let new = history.iter().rev().take_while(|recorded| looked < recorded.seq);
        let mut others = new.filter(|recorded| recorded.by != desk.me);
        let lines: Vec<Line> = others.by_ref().take(FIRST).map(|recorded| Line::with_item(&launch, desk.id, recorded)).collect();
        Some((lines, others.count())).filter(|(lines, _)| !lines.is_empty())
    });
    let all = Route::Launch(desk.id, Place::Details).to_string();
    move || {
        news.get().map(|(lines, more)| {
            view! {
                <h3 class="block__title">{say!("item-since")}</h3>
                <div data-testid="since"><Lines lines /></div>
                {(0 < more).then(|| view! { <p><a href=all.clone()>{say!("and-more", count = more)}</a></p> })}
            }
        })
    }
}
