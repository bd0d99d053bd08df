//! What people said about an item, and whom they ask. Styles: `item.css`.

mod asking;
mod names;

use holdpoint_domain::id::{CommentId, ItemId, MemberId};
use holdpoint_domain::launch::{Command, Comment, Launch};
use leptos::prelude::*;

use super::super::{desk, draft, members};
use super::State;
use crate::ui::{Act, Moment, Person, Problems};
use crate::{clock, say, words};
use asking::AskingArea;
use names::{Piece, mentioned, pieces};

/// Comments that are shown at once, the latest: one writes below them, and would have to go past two hundred.
const LATEST: usize = 20;

/// Whoever else may be asked, by id and name.
fn askable(launch: &Launch, me: MemberId) -> Vec<(MemberId, String)> {
    let people = members(launch).into_iter().filter_map(|(id, name)| Some((id.parse::<MemberId>().ok()?, name)));
    people.filter(|(id, _)| *id != me && launch.may_be_asked(*id)).collect()
}

#[component]
pub fn Talk(item: ItemId, state: State) -> impl IntoView {
    let desk = desk();
    // With their names: who is erased loses it here too.
    let comments = Memo::new(move |_| {
        let comments = state.with(|state| state.as_ref().map(|state| state.comments.clone()).unwrap_or_default());
        desk.shown.with(|launch| comments.into_iter().map(|comment| Told::of(launch, desk.me, comment)).collect::<Vec<_>>())
    });
    let earlier = Memo::new(move |_| comments.with(Vec::len).saturating_sub(LATEST));
    let part = move |is_latest: bool| {
        let earlier = earlier.get();
        comments.with(|all| {
            let (before, latest) = all.split_at(earlier.min(all.len()));
            if is_latest { latest.to_vec() } else { before.to_vec() }
        })
    };
    let people = Memo::new(move |_| desk.shown.with(|launch| askable(launch, desk.me)));
    let problems = Problems::none();
    let draft = draft(format!("{}/{item}/comment", desk.id));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let text = draft.get_untracked().trim().to_owned();
        if text.is_empty() {
            return problems.add("text", say!("comment-wrong"));
        }
        let mentions = people.with_untracked(|people| mentioned(&text, people));
        match desk.ask(Command::Comment { item: item.clone(), comment: CommentId(clock::new_id()), text, mentions }) {
            Ok(()) => draft.set(String::new()),
            Err(refusal) => problems.only(Some("text"), &words::refusal::told(&refusal)),
        }
    };
    view! {
        <div class="block">
            <h3 class="block__title">{say!("comment-title")}</h3>
            <Show when=move || 0 < earlier.get()>
                <details class="more more--wide" data-testid="earlier-comments">
                    <summary>{move || say!("comment-earlier", count = earlier.get())}</summary>
                    <ul class="plain">
                        <For each=move || part(false) key=Told::key let:told><Said told /></For>
                    </ul>
                </details>
            </Show>
            <ul class="plain" data-testid="comments">
                <For each=move || part(true) key=Told::key let:told><Said told /></For>
            </ul>
            <form class="form form--inline" data-testid="comment-form" novalidate on:submit=submit>
                <AskingArea text=draft people problems />
                <div class="buttons"><Act words=say!("comment-send").to_owned() /></div>
            </form>
        </div>
    }
}

/// A comment with the names that stand beside it and in it.
#[derive(Clone, PartialEq)]
struct Told {
    by: String,
    comment: Comment,
    /// Whom it asks, and whether that is who reads it.
    asked: Vec<(String, bool)>,
}

impl Told {
    fn of(launch: &Launch, me: MemberId, comment: Comment) -> Self {
        let asked = comment.mentions.iter().map(|id| (launch.name_of(*id).to_owned(), *id == me)).collect();
        Self { by: words::person(launch.name_of(comment.by)).to_owned(), comment, asked }
    }

    fn key(&self) -> (CommentId, String, String, Vec<(String, bool)>) {
        (self.comment.id, self.by.clone(), self.comment.text.clone(), self.asked.clone())
    }
}

#[component]
fn Said(told: Told) -> impl IntoView {
    let Told { by, comment, asked } = told;
    let names: Vec<&str> = asked.iter().map(|(name, _)| name.as_str()).collect();
    let cut = pieces(&comment.text, &names);
    let mention = |name: &str| {
        let me = asked.iter().any(|(known, me)| *me && name.strip_prefix('@') == Some(known.as_str()));
        view! { <span class="mention" data-me=me.to_string()>{words::mention(name)}</span> }.into_any()
    };
    let draw = |piece: &Piece| match piece {
        Piece::Words(words) => (*words).to_owned().into_any(),
        Piece::Name(name) => mention(name),
    };
    let text = cut.iter().map(draw).collect_view();
    // A program may ask somebody whom its text does not name.
    let named = |name: &str| cut.iter().any(|piece| matches!(piece, Piece::Name(found) if found.strip_prefix('@') == Some(name)));
    let beside = asked.iter().filter(|(name, _)| !named(name)).map(|(name, _)| (" ", mention(&format!("@{name}")))).collect_view();
    view! {
        <li class="said">
            <Person name=by.clone() />
            <div>
                <p class="aside"><strong>{by}</strong>" "<Moment at=comment.at />{beside}</p>
                <p class="said__text">{text}</p>
            </div>
        </li>
    }
}
