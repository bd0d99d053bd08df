//! Which items to show: by words, status and owner. The address carries it.

use holdpoint_domain::id::{ItemId, MemberId};
use holdpoint_domain::launch::Launch;
use leptos::prelude::*;

use super::super::{desk, here, members_and, with_chosen};
use crate::route::{Filter, OwnerFilter, Place, Route, StatusFilter};
use crate::ui::when;
use crate::{say, text};

#[component]
pub fn Filters(filter: Memo<Filter>, chosen: Memo<Option<ItemId>>, visible: Signal<usize>) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let change = move |filter: Filter| {
        let item = chosen.get_untracked();
        here.nav.replace(&Route::Launch(desk.id, Place::Checklist { item, filter }));
    };
    let total = desk.shown.with_untracked(|launch| launch.items.len());
    // A memo: an open list of choices must not be redrawn at every event.
    let owners = Memo::new(move |_| {
        let chosen = filter.with(|filter| if let Some(OwnerFilter::Is(member)) = filter.owner { Some(member) } else { None });
        desk.shown.with(|launch| choosable(launch, chosen))
    });
    let statuses = [("for-me", say!("board-mine")), ("left", say!("checklist-left")), ("due", say!("checklist-due-soon"))]
        .map(|(key, words)| (key, words.to_owned()))
        .into_iter()
        .chain(text::STATUSES.map(|status| (text::status_key(status), text::sentence(text::status(status)))))
        .map(|(key, words)| {
            view! { <option value=key prop:selected=move || filter.with(|filter| filter.status.map(StatusFilter::key)) == Some(key)>{words}</option> }
                .into_any()
        })
        .collect_view();
    let owner_option = move |choice| owner_option(filter, choice);
    view! {
        <form class="filters" role="search" aria-label=say!("checklist-filter") data-filter on:submit=|event| event.prevent_default()>
            <label class="filters__text">
                <span class="hidden">{say!("checklist-find-by")}</span>
                <input
                    type="search"
                    class="field__input"
                    placeholder=say!("checklist-find")
                    data-filter="text"
                    prop:value=move || filter.with(|filter| filter.text.clone())
                    on:input:target=move |ev| change(Filter { text: ev.target().value(), ..filter.get_untracked() })
                />
            </label>
            <label>
                <span class="hidden">{say!("checklist-status")}</span>
                <select
                    class="field__input"
                    data-filter="status"
                    on:change:target=move |ev| change(Filter { status: StatusFilter::of(&ev.target().value()), ..filter.get_untracked() })
                >
                    <option value="" prop:selected=move || filter.with(|filter| filter.status.is_none())>{say!("checklist-any-status")}</option>
                    {statuses}
                </select>
            </label>
            <label>
                <span class="hidden">{say!("checklist-owner")}</span>
                <select
                    class="field__input"
                    data-filter="owner"
                    on:change:target=move |ev| change(Filter { owner: OwnerFilter::of(&ev.target().value()), ..filter.get_untracked() })
                >
                    <option value="" prop:selected=move || filter.with(|filter| filter.owner.is_none())>{say!("checklist-any-owner")}</option>
                    {owner_option(("me".into(), say!("checklist-me").into()))}
                    {owner_option(("nobody".into(), say!("nobody").into()))}
                    {move || owners.get().into_iter().map(owner_option).collect_view().into_any()}
                </select>
            </label>
            <span class="filters__count" role="status">
                {move || (!filter.with(Filter::is_empty)).then(|| say!("shown-of-all", shown = visible.get(), all = total).into_any())}
            </span>
            {when(move || !filter.with(Filter::is_empty), move || view! {
                <button type="button" class="button button--quiet" data-filter="clear" on:click=move |_| change(Filter::default())>{say!("clear")}</button>
            }.into_any())}
        </form>
    }
}

/// Whose items to show: members, and who is chosen though they never were one. The address may come from another launch.
fn choosable(launch: &Launch, chosen: Option<MemberId>) -> Vec<(String, String)> {
    let stranger = chosen.map(|chosen| (chosen.to_string(), say!("checklist-stranger").to_owned()));
    with_chosen(members_and(launch, chosen), stranger)
}

fn owner_option(filter: Memo<Filter>, (key, words): (String, String)) -> AnyView {
    let mine = key.clone();
    view! { <option value=key prop:selected=move || filter.with(|filter| filter.owner.map(OwnerFilter::key)).as_deref() == Some(mine.as_str())>{words}</option> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use holdpoint_domain::id::{Digest, LaunchId, Seq, Timestamp};
    use holdpoint_domain::launch::{Event, Recorded};
    use holdpoint_domain::template::{Role, TemplateRef};
    use uuid::Uuid;

    use super::*;

    /// A list without who is chosen shows its first choice in their place: that everybody's items are shown.
    #[test]
    fn who_is_chosen_is_a_choice_though_the_launch_never_had_them() {
        let template =
            serde_json::json!({ "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "", "sections": [] });
        let template = Arc::new(serde_json::from_value(template).unwrap());
        let template_ref = TemplateRef { name: "story".parse().unwrap(), version: "1.0.0".into(), digest: Digest::of(b"story") };
        let [ann, stranger] = [1, 2].map(|number| MemberId(Uuid::from_u128(number)));
        let created = Event::Created { name: "Story".into(), template, template_ref, sample: false };
        let joined = Event::MemberJoined { member: ann, name: "Ann".into(), role: Role::Contributor, sections: vec![], group: None };
        let recorded =
            |(seq, event)| Recorded { launch: LaunchId(1), seq: Seq(seq), by: ann, at: Timestamp::UNIX_EPOCH, command: None, event };
        let launch = Launch::fold(&(1..).zip([created, joined]).map(recorded).collect::<Vec<_>>()).unwrap();
        let named = |chosen| choosable(&launch, chosen).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(named(None), ["Ann"]);
        assert_eq!(named(Some(ann)), ["Ann"]);
        assert_eq!(named(Some(stranger)), ["Ann", "Somebody who was never in this launch"]);
    }
}
