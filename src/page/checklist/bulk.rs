//! One change to all items that are shown: who owns them, when they are due, how they stand. Each is a wish of its own, so that one which is
//! refused holds up no other.

use holdpoint_domain::id::{Date, ItemId, MemberId};
use holdpoint_domain::launch::{Command, Status};
use leptos::prelude::*;

use super::super::{desk, here, members};
use super::visible::Visible;
use crate::sync::Undo;
use crate::ui::{afresh, when};
use crate::{nav, say, text};

/// More at once would keep everybody's browser busy: a filter makes them fewer.
const MOST: usize = 200;

/// What one person changes for many items at once; a waiver or a reason is given for each by itself.
const STATUSES: [Status; 3] = [Status::Open, Status::InProgress, Status::Done];

/// Offers to change all items that are shown; the fields come when they are asked for.
#[component]
pub fn Bulk(visible: Memo<Visible>, fields: fn() -> AnyView) -> impl IntoView {
    let told = RwSignal::new(String::new());
    provide_context(ChangeAll { visible, told });
    let opened = RwSignal::new(false);
    let count = Memo::new(move |_| visible.with(Visible::count));
    // What was done is told even when it left nothing to show.
    let idle = move || count.get() == 0 && told.with(String::is_empty);
    view! {
        <details class="bulk" data-testid="bulk" hidden=idle on:toggle=move |_| opened.set(true)>
            <summary>{move || say!("bulk-title", count = count.get())}</summary>
            // They stay when the list is folded, and what was done can be taken back when it is unfolded.
            {when(move || opened.get(), fields)}
        </details>
    }
}

/// For the fields: a page that is drawn later takes no arguments.
#[derive(Clone, Copy)]
struct ChangeAll {
    /// What is shown.
    visible: Memo<Visible>,
    /// What was done.
    told: RwSignal<String>,
}

#[component]
pub fn BulkFields() -> impl IntoView {
    let (here, desk, ChangeAll { visible, told }) = (here(), desk(), expect_context());
    // What takes the last change back, item by item.
    let back = RwSignal::new(Vec::<Undo>::new());
    let count = Memo::new(move |_| visible.with(Visible::count));
    // A memo: the fields stay when the change that they made shows fewer.
    let locked = Memo::new(move |_| {
        let many = (MOST < count.get()).then(|| say!("bulk-too-many", most = MOST));
        desk.only_reads().or(many)
    });
    let apply = move |command: &dyn Fn(ItemId) -> Command| {
        let launch = desk.launch_now();
        let before = launch.seq;
        let items = visible.with_untracked(|visible| visible.ids(&launch.template));
        // Taking back the last of them only is not what anybody would expect.
        desk.undo.set(None);
        let undo = items.into_iter().filter_map(|item| {
            desk.wish(command(item));
            desk.undo.try_update(Option::take).flatten()
        });
        back.set(undo.collect());
        let changed = desk.launch_now().seq.0.saturating_sub(before.0);
        told.set(say!("bulk-changed", count = changed));
    };
    let take_back = move |_| {
        let (mut count, mut fault) = (0_usize, None);
        for undo in back.try_update(std::mem::take).unwrap_or_default() {
            match desk.take_back(undo) {
                Ok(()) => count += 1,
                Err(why) => fault = Some(why),
            }
        }
        told.set(say!("bulk-changed", count = count));
        fault.into_iter().for_each(|why| here.toasts.warn(why));
        nav::focus("[data-testid=bulk] summary");
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
    let set_due = Callback::new(move |due: Option<Date>| apply(&|item| Command::SetDue { item, due }));
    let owners = Memo::new(move |_| desk.shown.with(|launch| members(launch)));
    let statuses = STATUSES.map(|status| (text::status_key(status).to_owned(), text::sentence(text::status(status)))).to_vec();
    view! {
        <p class="aside" role="status" data-testid="bulk-told">{afresh(move || told.get())}</p>
        <Show when=move || !back.with(Vec::is_empty)>
            <button type="button" class="button button--quiet" data-testid="bulk-undo" on:click=take_back>{say!("undo")}</button>
        </Show>
        {move || match locked.get() {
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
                    <Due on_set=set_due />
                </div>
            }
            .into_any(),
        }}
    }
}

/// A choice that is made by its button: looking through a list by keyboard must change nothing.
#[component]
fn Choose(label: &'static str, testid: &'static str, options: Signal<Vec<(String, String)>>, on_set: Callback<String>) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    // Who was chosen may have left.
    let chosen = Memo::new(move |_| {
        let wanted = wanted.get();
        options.with(|options| options.iter().find(|(key, _)| *key == wanted).map(|(key, _)| key.clone())).unwrap_or_default()
    });
    // By its key: others come and go before it in the list.
    let option = move |(key, words): (String, String)| {
        let mine = key.clone();
        view! { <option value=key prop:selected=move || chosen.with(|chosen| *chosen == mine)>{words}</option> }
    };
    view! {
        <div class="bulk__field">
            <label>
                <span class="field__label">{label}</span>
                <select class="field__input" data-testid=testid on:change:target=move |ev| wanted.set(ev.target().value())>
                    <option value="" prop:selected=move || chosen.with(String::is_empty)>{say!("bulk-unchanged")}</option>
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

/// A day for all, or for none: an empty or half written one is neither.
#[component]
fn Due(on_set: Callback<Option<Date>>) -> impl IntoView {
    let due = RwSignal::new(None::<Date>);
    let set = move |_| due.get_untracked().into_iter().for_each(|day| on_set.run(Some(day)));
    view! {
        <div class="bulk__field">
            <label>
                <span class="field__label">{say!("bulk-due")}</span>
                <input type="date" class="field__input" data-testid="bulk-due" on:input:target=move |ev| due.set(ev.target().value().parse().ok()) />
            </label>
            <button
                type="button"
                class="button"
                data-testid="bulk-due-set"
                aria-disabled=move || due.with(Option::is_none).then_some("true")
                on:click=set
            >
                {say!("bulk-set")}
            </button>
            <button type="button" class="button" data-testid="bulk-due-clear" on:click=move |_| on_set.run(None)>{say!("bulk-clear")}</button>
        </div>
    }
}
