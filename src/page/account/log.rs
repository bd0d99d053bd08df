//! What happened to the account, newest first; for the owner of the server, to everybody's.

use holdpoint_domain::wire::{AccountEntry, LOG_ENTRIES};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Mine;
use crate::net::api;
use crate::ui::{Moment, Remote, Segments, Waiting};
use crate::{say, tell, words};

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
        let me = here.me_now();
        spawn_local(async move {
            match api::account_log(everybody, before).await {
                Ok(older) => {
                    _ = entries.try_update(|entries| {
                        if let Remote::Here(known) = entries {
                            known.extend(older);
                        }
                    })
                }
                Err(trouble) => here.failed(me, &trouble),
            }
        });
    };
    let owner = move || here.me.with(|me| me.as_ref().is_some_and(|me| me.owner));
    let choose = Callback::new(move |key| {
        whose.set(key);
        entries.set(Remote::Waiting);
        load();
    });
    let full = move || {
        entries
            .with(|entries| entries.here().is_some_and(|entries| !entries.is_empty() && entries.len().is_multiple_of(LOG_ENTRIES as usize)))
    };
    view! {
        <section class="card" aria-labelledby="log" data-testid="account-log">
            <h2 class="card__title" id="log">{say!("account-log-title")}</h2>
            <Show when=owner>
                <Segments label=say!("account-log-whose") choices=vec![("mine", say!("account-log-mine")), ("all", say!("account-log-all"))] chosen=whose on_choice=choose testid="log-of" />
            </Show>
            <Waiting what=entries again=Callback::new(move |()| load()) />
            <ul class="roster">
                {move || entries.with(|entries| entries.here().map(|entries| entries.iter().map(|entry| row(entry, whose.get() == "all")).collect_view()))}
            </ul>
            <Show when=full>
                <button type="button" class="button" on:click=more>{say!("account-log-older")}</button>
            </Show>
        </section>
    }
}

fn row(entry: &AccountEntry, all: bool) -> impl IntoView + use<> {
    let (name, event) = (&entry.by_name, words::account::event(&entry.event));
    let line = match all && entry.by != entry.account {
        true => say!("account-log-line-of", name = name, event = event, owner = &entry.account_name),
        false => say!("account-log-line", name = name, event = event),
    };
    let at = entry.at;
    view! {
        <li class="roster__row">
            <span class="roster__name">{line}</span>
            <span class="aside">{tell!("account-log-where", device = &entry.device; at = view! { <Moment at /> })}</span>
        </li>
    }
}
