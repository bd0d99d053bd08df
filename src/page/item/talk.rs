//! What people said about an item.

use holdpoint_domain::id::{CommentId, ItemId};
use holdpoint_domain::launch::{Command, Comment};
use leptos::prelude::*;

use super::super::{desk, draft};
use super::State;
use crate::ui::{Act, AreaField, Moment, Person, Problems};
use crate::{clock, say, text, words};

#[component]
pub fn Talk(item: ItemId, state: State) -> impl IntoView {
    let desk = desk();
    // With their names: who is erased loses it here too.
    let comments = Memo::new(move |_| {
        let comments = state.with(|state| state.as_ref().map(|state| state.comments.clone()).unwrap_or_default());
        desk.shown.with(|launch| comments.into_iter().map(|comment| (launch.name_of(comment.by).to_owned(), comment)).collect::<Vec<_>>())
    });
    let draw = |(name, comment): (String, Comment)| view! { <Said name comment /> };
    let problems = Problems::none();
    let draft = draft(format!("{}/{item}/comment", desk.id));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let text = draft.get_untracked().trim().to_owned();
        if text.is_empty() {
            return problems.add("text", say!("comment-wrong"));
        }
        match desk.ask(Command::Comment { item: item.clone(), comment: CommentId(clock::new_id()), text }) {
            Ok(()) => draft.set(String::new()),
            Err(refusal) => problems.only(Some("text"), text::sentence(&words::refusal::told(&refusal))),
        }
    };
    view! {
        <div class="block">
            <h3 class="block__title">{say!("comment-title")}</h3>
            <ul class="plain" data-testid="comments">
                <For each=move || comments.get() key=|(name, comment)| (comment.id, name.clone(), comment.text.clone()) children=draw />
            </ul>
            <form class="form form--inline" data-testid="comment-form" novalidate on:submit=submit>
                <AreaField form="comment" name="text" label=say!("comment-add") rows="2" value=draft problems />
                <div class="buttons"><Act words=say!("comment-send").to_owned() on_press=Callback::new(|()| {}) submits=true /></div>
            </form>
        </div>
    }
}

#[component]
fn Said(name: String, comment: Comment) -> impl IntoView {
    view! {
        <li class="said">
            <Person name=name.clone() />
            <div class="said__body">
                <p class="aside"><strong>{name}</strong>" "<Moment at=comment.at /></p>
                <p class="said__text">{comment.text}</p>
            </div>
        </li>
    }
}
