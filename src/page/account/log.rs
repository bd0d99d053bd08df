//! What happened to the account, newest first; for the owner of the server, to everybody's.

use holdpoint_domain::wire::AccountEntry;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Mine;
use crate::net::api;
use crate::ui::{Moment, Remote, Segments, Waiting};

/// As many as the server sends at once.
const PAGE: usize = 100;

#[component]
pub fn Log(mine: Mine) -> impl IntoView {
    let here = mine.here;
    let whose = RwSignal::new("mine");
    let entries = RwSignal::new(Remote::<Vec<AccountEntry>>::Waiting);
    let load = move || {
        let everybody = whose.get_untracked() == "all";
        Remote::load(entries, async move { api::account_log(everybody, None).await.map_err(|trouble| here.trouble(&trouble)) });
    };
    // What was just done to the account stands in its log.
    Effect::new(move |_| {
        mine.view.track();
        load();
    });
    let more = move |_| {
        let everybody = whose.get_untracked() == "all";
        let before = entries.with_untracked(|entries| entries.here().and_then(|entries| entries.last().map(|entry| entry.id)));
        spawn_local(async move {
            match api::account_log(everybody, before).await {
                Ok(older) => {
                    _ = entries.try_update(|entries| {
                        if let Remote::Here(known) = entries {
                            known.extend(older);
                        }
                    })
                }
                Err(trouble) => here.toasts.warn(here.trouble(&trouble)),
            }
        });
    };
    let owner = move || here.me.with(|me| me.as_ref().is_some_and(|me| me.owner));
    let choose = Callback::new(move |key| {
        whose.set(key);
        entries.set(Remote::Waiting);
        load();
    });
    let full = move || entries.with(|entries| entries.here().is_some_and(|entries| !entries.is_empty() && entries.len() % PAGE == 0));
    view! {
        <section class="card" aria-labelledby="log" data-testid="account-log">
            <h2 class="card__title" id="log">"What happened"</h2>
            <Show when=owner>
                <Segments label="Whose" choices=vec![("mine", "My account"), ("all", "All accounts")] chosen=whose on_choice=choose testid="log-of" />
            </Show>
            <Waiting what=entries again=Callback::new(move |()| load()) />
            <ul class="roster">
                {move || entries.with(|entries| entries.here().map(|entries| entries.iter().map(|entry| row(entry, whose.get() == "all")).collect_view()))}
            </ul>
            <Show when=full>
                <button type="button" class="button" on:click=more>"Show older entries"</button>
            </Show>
        </section>
    }
}

fn row(entry: &AccountEntry, all: bool) -> impl IntoView + use<> {
    let about = (all && entry.by != entry.account).then(|| format!(" (account of {})", entry.account_name));
    view! {
        <li class="roster__row">
            <span class="roster__name">{entry.by_name.clone()}" "{entry.event.words()}{about}</span>
            <span class="aside">{entry.device.clone()}", "<Moment at=entry.at /></span>
        </li>
    }
}
