//! Drills: the server plays the vendor for a while, and this page shows what the integration makes of it.

mod open;
mod scale;
mod shown;
mod timeline;
mod traffic;

use std::time::Duration;

use holdpoint_domain::wire::{DrillView, DrillsView, OpenDrill};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Hands, Heading, Here, desk, here};
use crate::desk::Desk;
use crate::net::api::{self, Trouble};
use crate::say;
use crate::ui::{Remote, Waiting};
use open::{Earlier, OpenForm, Plan};
use shown::Shown;
#[cfg(any(debug_assertions, feature = "design"))]
pub use timeline::Traffic;

/// How often a drill that is open, or is being recorded, is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// What is on the page; clones share it.
#[derive(Clone, Copy)]
struct Watch {
    here: Here,
    desk: Desk,
    list: RwSignal<Remote<DrillsView>>,
    /// The drill that is looked at.
    shown: RwSignal<Option<DrillView>>,
    /// What went wrong last, and whether it was only a look, which the next one makes up for.
    trouble: RwSignal<Option<(bool, String)>>,
    /// Whether a request of this page is under way: looks do not overtake each other.
    asking: RwSignal<bool>,
    /// Counts what was asked for.
    turn: StoredValue<u32>,
}

impl Watch {
    fn load(self) {
        let Self { here, desk, list, .. } = self;
        Remote::load(list, async move {
            let known = api::drills(desk.id).await.map_err(|trouble| here.trouble(&trouble))?;
            let newest = known.drills.first().map(|newest| newest.id);
            let chosen = self.shown.try_with_untracked(Option::is_some) != Some(false) || self.asking.try_get_untracked() != Some(false);
            if let Some(newest) = newest.filter(|_| !chosen) {
                self.show(newest);
            }
            Ok(known)
        });
    }

    fn show(self, id: holdpoint_domain::id::DrillId) {
        let launch = self.desk.id;
        self.take(true, async move { api::drill(launch, id).await });
    }

    fn open(self, wish: OpenDrill) {
        let desk = self.desk;
        self.take(false, async move {
            // As with a check: a step is ended only by what began after it.
            desk.wait_for_wishes().await;
            api::open_drill(desk.me, desk.id, &wish).await
        });
    }

    fn close(self) {
        let (desk, id) = (self.desk, self.shown.with_untracked(|shown| shown.as_ref().map(|view| view.drill.id)));
        if let Some(id) = id {
            self.take(false, async move { api::close_drill(desk.me, desk.id, id).await });
        }
    }

    /// Looks again, while the drill is open or is being recorded.
    fn look(self) {
        let goes_on = |view: &&DrillView| view.drill.ended_at.is_none() || view.recording;
        let id = self.shown.with_untracked(|shown| shown.as_ref().filter(goes_on).map(|view| view.drill.id));
        if let Some(id) = id.filter(|_| !self.asking.get_untracked()) {
            self.show(id);
        }
    }

    /// Whoever has asked for something else by the time of the answer is not led back by it.
    ///
    /// * `looks`: it changes nothing.
    fn take(self, looks: bool, answer: impl Future<Output = Result<DrillView, Trouble>> + 'static) {
        self.asking.set(true);
        self.turn.update_value(|turn| *turn += 1);
        let mine = self.turn.get_value();
        spawn_local(async move {
            let answer = answer.await;
            match (self.turn.try_get_value(), answer) {
                (Some(turn), answer) if turn == mine => self.come(looks, answer),
                (_, _) if looks => {}
                (Some(_), Ok(_)) => self.load(),
                (Some(_), Err(trouble)) => self.trouble.set(Some((false, self.here.trouble(&trouble)))),
                // The page was left meanwhile.
                (None, Ok(_)) => {}
                (None, Err(trouble)) => self.here.failed(self.desk.me, &trouble),
            }
        });
    }

    fn come(self, looks: bool, answer: Result<DrillView, Trouble>) {
        self.asking.set(false);
        match answer {
            Ok(view) => {
                let before = self.shown.with_untracked(|shown| shown.as_ref().map(key));
                let now = key(&view);
                let of_another = before.is_some_and(|(id, _)| id != now.0);
                let over = |trouble: &Option<(bool, String)>| trouble.as_ref().is_some_and(|(looked, _)| *looked || !looks || of_another);
                if self.trouble.with_untracked(over) {
                    self.trouble.set(None);
                }
                self.shown.set(Some(view));
                if before != Some(now) {
                    self.load();
                }
            }
            Err(trouble) => self.went_wrong(looks, &trouble),
        }
    }

    fn went_wrong(self, looks: bool, trouble: &Trouble) {
        if trouble.is_nothing() && self.shown.with_untracked(Option::is_some) {
            self.shown.set(None);
            self.load();
            self.trouble.set(Some((false, say!("drill-gone").into())));
        } else {
            self.trouble.set(Some((looks, self.here.trouble(trouble))));
        }
    }
}

/// What the list beside it says of a drill.
fn key(view: &DrillView) -> (holdpoint_domain::id::DrillId, bool) {
    (view.drill.id, view.drill.ended_at.is_some())
}

#[component]
pub fn Drills() -> impl IntoView {
    let watch = Watch {
        here: here(),
        desk: desk(),
        list: RwSignal::new(Remote::Waiting),
        shown: RwSignal::new(None),
        trouble: RwSignal::new(None),
        asking: RwSignal::new(false),
        turn: StoredValue::new(0),
    };
    watch.load();
    let handle = set_interval_with_handle(move || watch.look(), LOOK);
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    let open = Memo::new(move |_| watch.shown.with(|shown| shown.as_ref().is_some_and(|view| view.drill.ended_at.is_none())));
    let any = Memo::new(move |_| watch.shown.with(Option::is_some));
    view! {
        <div class="page">
            <Heading words=say!("drills") />
            <p class="lead">
                {say!("drills-lead")}
            </p>
            {move || watch.trouble.get().map(|(_, why)| view! { <p class="notice" data-kind="warn" role="alert" data-testid="drill-trouble">{why}</p> })}
            <Waiting what=watch.list again=Callback::new(move |()| watch.load()) />
            <Show when=move || !open.get()><Hands><OpenForm watch /></Hands></Show>
            <Show when=move || any.get()><Shown watch /></Show>
            <Show when=move || !any.get()><Plan watch /></Show>
            <Earlier watch />
        </div>
    }
}
