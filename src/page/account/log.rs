//! What happened to the account, newest first; for the owner of the server, to everybody's.

use holdpoint_domain::wire::{AccountEntry, LOG_ENTRIES};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Mine;
use crate::net::api;
use crate::ui::{Act, Moment, Remote, Segments, Waiting};
use crate::{say, tell, words};

#[component]
pub fn Log(mine: Mine) -> impl IntoView {
    let (here, whose) = (mine.here, RwSignal::new("mine"));
    let entries = RwSignal::new(Remote::<Vec<AccountEntry>>::Waiting);
    // There are none older; or they are on their way.
    let (ended, asking) = (RwSignal::new(false), RwSignal::new(false));
    let load = move || {
        ended.set(false);
        Remote::load(entries, async move {
            loop {
                let asked = whose.try_get_untracked();
                let answer = api::account_log(asked == Some("all"), None).await;
                // Somebody has chosen meanwhile, and that answer may be here already.
                if whose.try_get_untracked().is_none_or(|now| Some(now) == asked) {
                    return answer.map_err(|trouble| here.trouble(&trouble));
                }
            }
        });
    };
    // What was just done to the account stands in its log.
    Effect::new(move |_| {
        mine.view.track();
        load();
    });
    let more = Callback::new(move |()| {
        let Some(last) = entries.with_untracked(|entries| end(whose.get_untracked(), entries)) else { return };
        let ((of, before), me) = (last, here.me_now());
        asking.set(true);
        spawn_local(async move {
            let answer = api::account_log(of == "all", Some(before)).await;
            _ = asking.try_set(false);
            match answer {
                Ok(older) => {
                    let Some(whose) = whose.try_get_untracked() else { return };
                    let none_left = older.len() < LOG_ENTRIES as usize;
                    let added = entries.try_update(|entries| add_behind(last, whose, entries, older));
                    if added == Some(true) && none_left {
                        ended.set(true);
                    }
                }
                Err(trouble) => here.failed(me, &trouble),
            }
        });
    });
    let owner = move || here.me.with(|me| me.as_ref().is_some_and(|me| me.owner));
    let choose = Callback::new(move |key| {
        whose.set(key);
        entries.set(Remote::Waiting);
        load();
    });
    let locked = Signal::derive(move || asking.get().then(|| say!("one-moment").to_owned()));
    let full = move || {
        let full = |entries: &Vec<AccountEntry>| !entries.is_empty() && entries.len().is_multiple_of(LOG_ENTRIES as usize);
        !ended.get() && entries.with(|entries| entries.here().is_some_and(full))
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
                <Act words=say!("account-log-older").to_owned() on_press=more locked />
            </Show>
        </section>
    }
}

/// Of which log the entries are, and the last of them.
type End = (&'static str, u64);

fn end(whose: &'static str, entries: &Remote<Vec<AccountEntry>>) -> Option<End> {
    Some((whose, entries.here()?.last()?.id))
}

/// Adds older entries where it still ends as it did when they were asked for: another log may be shown by now, or they are there already.
fn add_behind(asked: End, whose: &'static str, entries: &mut Remote<Vec<AccountEntry>>, older: Vec<AccountEntry>) -> bool {
    let follows = end(whose, entries) == Some(asked);
    if let Remote::Here(known, _) = entries
        && follows
    {
        known.extend(older);
    }
    follows
}

fn row(entry: &AccountEntry, all: bool) -> impl IntoView + use<> {
    let (name, event) = (words::account::name(entry), words::account::event(&entry.event));
    let line = match all && entry.by != entry.account {
        true => say!("account-log-line-of", name = name, event = event, owner = &entry.account_name),
        false => say!("account-log-line", name = name, event = event),
    };
    let at = entry.at;
    view! {
        <li class="roster__row">
            <span class="roster__name">{line}</span>
            <span class="aside">{tell!("account-log-where", device = words::account::device(&entry.device); at = view! { <Moment at /> })}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::account::AccountEvent;
    use holdpoint_domain::id::{MemberId, Timestamp};

    use super::*;

    fn entries(ids: &[u64]) -> Vec<AccountEntry> {
        let by = MemberId(uuid::Uuid::from_u128(1));
        let entry = |id: &u64| AccountEntry {
            id: *id,
            at: Timestamp::UNIX_EPOCH,
            account: by,
            account_name: "Ann".into(),
            by,
            by_name: "Ann".into(),
            device: String::new(),
            event: AccountEvent::PasswordChanged { sessions_ended: 0 },
        };
        ids.iter().map(entry).collect()
    }

    #[test]
    fn older_entries_come_behind_those_that_they_were_asked_for() {
        let mut mine = Remote::of(entries(&[9, 7]));
        let asked = end("mine", &mine).unwrap();
        let ids = |log: &Remote<Vec<AccountEntry>>| log.here().map(|all| all.iter().map(|entry| entry.id).collect::<Vec<_>>());
        for (mut other, about) in
            [(Remote::of(entries(&[9, 8])), "ends elsewhere"), (Remote::of(entries(&[7])), "of all"), (Remote::Waiting, "comes")]
        {
            let before = ids(&other);
            add_behind(asked, "all", &mut other, entries(&[5]));
            assert_eq!(ids(&other), before, "a log that {about}");
        }
        for _ in 0..2 {
            add_behind(asked, "mine", &mut mine, entries(&[5]));
            assert_eq!(ids(&mine), Some(vec![9, 7, 5]), "once, though it was pressed twice");
        }
        assert_eq!(end("mine", &Remote::of(entries(&[]))), None);
    }
}
