//! One change to all items that are shown: who owns them, when they are due, how they stand. Each is a wish of its own, so that one which is
//! refused holds up no other.

use holdpoint_domain::id::{Date, ItemId, MemberId};
use holdpoint_domain::launch::{Command, Status};
use leptos::prelude::*;

use super::super::{desk, members};
use super::visible::Visible;
use crate::{say, text};

/// More at once would keep everybody's browser busy: a filter makes them fewer.
const MOST: usize = 200;

/// What one person changes for many items at once; a waiver or a reason is given for each by itself.
const STATUSES: [Status; 3] = [Status::Open, Status::InProgress, Status::Done];

#[component]
pub fn Bulk(visible: Memo<Visible>) -> impl IntoView {
    let desk = desk();
    let told = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let count = Memo::new(move |_| visible.with(Visible::count));
    let locked = move || {
        let many = (MOST < count.get()).then(|| say!("bulk-too-many", most = MOST));
        desk.only_reads().or(many)
    };
    let apply = move |command: &dyn Fn(ItemId) -> Command| {
        let launch = desk.launch_now();
        let before = launch.seq;
        let items = visible.with_untracked(|visible| visible.ids(&launch.template));
        items.into_iter().for_each(|item| desk.wish(command(item)));
        let changed = desk.launch_now().seq.0.saturating_sub(before.0);
        // Taking back the last of them only is not what anybody would expect.
        desk.undo.set(None);
        told.set(say!("bulk-changed", count = changed));
    };
    let set_status = move |key: String| {
        if let Some(status) = text::status_of(&key) {
            apply(&|item| Command::SetStatus { item, status, justification: None });
        }
    };
    let set_owner = move |key: String| match key.as_str() {
        "" => {}
        "nobody" => apply(&|item| Command::SetOwner { item, owner: None }),
        _ => {
            if let Ok(owner) = key.parse::<MemberId>() {
                apply(&|item| Command::SetOwner { item, owner: Some(owner) });
            }
        }
    };
    let due = RwSignal::new(String::new());
    let set_due = move |_| {
        let due: Option<Date> = due.get_untracked().parse().ok();
        apply(&|item| Command::SetDue { item, due });
    };
    let owners = Memo::new(move |_| desk.shown.with(|launch| members(launch)));
    let statuses = STATUSES.map(|status| (text::status_key(status).to_owned(), text::sentence(text::status(status)))).to_vec();
    view! {
        <details class="bulk" data-testid="bulk" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{move || say!("bulk-title", count = count.get())}</summary>
            <p class="aside" role="status" data-testid="bulk-told">{move || told.get()}</p>
            {move || open.get().then(|| match locked() {
                Some(why) => view! { <p class="aside">{why}</p> }.into_any(),
                None => view! {
                    <div class="bulk__fields">
                        <Choose label=say!("checklist-status") testid="bulk-status" options=Signal::stored(statuses.clone()) on_set=Callback::new(set_status) />
                        <Choose
                            label=say!("checklist-owner")
                            testid="bulk-owner"
                            options=Signal::derive(move || {
                                std::iter::once(("nobody".to_owned(), say!("nobody").to_owned())).chain(owners.get()).collect()
                            })
                            on_set=Callback::new(set_owner)
                        />
                        <div class="bulk__field">
                            <label>
                                <span class="field__label">{say!("bulk-due")}</span>
                                <input type="date" class="field__input" data-testid="bulk-due" on:input:target=move |ev| due.set(ev.target().value()) />
                            </label>
                            <button type="button" class="button" data-testid="bulk-due-set" on:click=set_due>
                                {move || if due.with(String::is_empty) { say!("bulk-clear") } else { say!("bulk-set") }}
                            </button>
                        </div>
                    </div>
                }
                .into_any(),
            })}
        </details>
    }
}

/// A choice that is made by its button: looking through a list by keyboard must change nothing.
#[component]
fn Choose(label: &'static str, testid: &'static str, options: Signal<Vec<(String, String)>>, on_set: Callback<String>) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let option = |(key, words): (String, String)| view! { <option value=key>{words}</option> };
    view! {
        <div class="bulk__field">
            <label>
                <span class="field__label">{label}</span>
                <select class="field__input" data-testid=testid on:change:target=move |ev| chosen.set(ev.target().value())>
                    <option value="">{say!("bulk-unchanged")}</option>
                    {move || options.get().into_iter().map(option).collect_view()}
                </select>
            </label>
            <button
                type="button"
                class="button"
                data-testid=format!("{testid}-set")
                aria-disabled=move || chosen.with(String::is_empty).then_some("true")
                on:click=move |_| on_set.run(chosen.get_untracked())
            >
                {say!("bulk-set")}
            </button>
        </div>
    }
}
