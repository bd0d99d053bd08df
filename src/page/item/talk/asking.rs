//! Where a comment is written. Behind an `@` the people of the launch are offered, in a listbox as ARIA describes it. A text of several lines has no
//! other role than its own: it has of a combobox what that role takes. Styles: `item.css`.

use holdpoint_domain::id::MemberId;
use leptos::ev::MouseEvent;
use leptos::html::Textarea;
use leptos::prelude::*;

use super::names::{byte_at, fitting, typed, units, with_name};
use crate::ui::{Frame, Person, Problems, described};
use crate::{nav, say};

const AREA: &str = "comment-text";
const LIST: &str = "comment-people";

/// As many as one looks through; for another one types on.
const MOST: usize = 8;

/// Who is offered.
#[derive(Clone, Copy)]
struct Offer {
    text: RwSignal<String>,
    area: NodeRef<Textarea>,
    people: Memo<Vec<(MemberId, String)>>,
    found: RwSignal<Vec<String>>,
    /// The place of the name that Enter takes.
    at: RwSignal<usize>,
    /// Where the `@` is whose list was closed with Escape.
    closed: StoredValue<Option<usize>>,
}

impl Offer {
    fn text_and_caret(self) -> Option<(String, usize)> {
        let area = self.area.get_untracked()?;
        let (text, units) = (area.value(), area.selection_start().ok().flatten()?);
        let caret = byte_at(&text, units);
        Some((text, caret))
    }

    /// Offers whose names fit what is typed.
    fn look(self) {
        let Some((text, caret)) = self.text_and_caret() else { return };
        let typed = typed(&text, caret);
        if typed.map(|(at, _)| at) != self.closed.get_value() {
            self.closed.set_value(None);
        }
        let name = typed.map(|(_, name)| name).filter(|_| self.closed.get_value().is_none());
        let found = name.map(|name| self.people.with_untracked(|people| fitting(name, people, MOST))).unwrap_or_default();
        if self.found.with_untracked(|known| *known != found) {
            let some = !found.is_empty();
            self.at.set(0);
            self.found.set(found);
            if some {
                nav::bring_into_sight(format!("#{LIST}"));
            }
        }
    }

    fn close(self) {
        if self.found.with_untracked(|found| !found.is_empty()) {
            self.found.set(Vec::new());
        }
    }

    fn choose(self, place: usize) {
        let name = self.found.with_untracked(|found| found.get(place).cloned());
        self.close();
        let (Some(name), Some(area), Some((text, caret))) = (name, self.area.get_untracked(), self.text_and_caret()) else { return };
        let Some((text, caret)) = with_name(&text, caret, &name) else { return };
        let caret = units(&text, caret);
        area.set_value(&text);
        _ = area.set_selection_range(caret, caret);
        _ = area.focus();
        self.text.set(text);
    }

    fn press(self, event: &web_sys::KeyboardEvent) {
        let (count, at) = (self.found.with_untracked(Vec::len), self.at.get_untracked());
        let with_another = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        if count == 0 || with_another || nav::is_composing(event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => self.at.set((at + 1) % count),
            "ArrowUp" => self.at.set((at + count - 1) % count),
            "Enter" => self.choose(at),
            "Escape" => {
                let typed = self.text_and_caret().and_then(|(text, caret)| typed(&text, caret).map(|(at, _)| at));
                self.closed.set_value(typed);
                self.close();
            }
            // The caret goes elsewhere.
            "ArrowLeft" | "ArrowRight" | "Home" | "End" => return self.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

/// The form's field `text`.
///
/// * `people`: those who may be asked, by id and name.
#[component]
pub fn AskingArea(text: RwSignal<String>, people: Memo<Vec<(MemberId, String)>>, problems: Problems) -> impl IntoView {
    let (found, at, closed) = (RwSignal::new(Vec::new()), RwSignal::new(0), StoredValue::new(None));
    let offer = Offer { text, area: NodeRef::new(), people, found, at, closed };
    let open = move || found.with(|found| !found.is_empty());
    let wrong = problems.at("text");
    let type_in = move |typed: String| {
        text.set(typed);
        offer.look();
    };
    view! {
        <Frame form="comment" name="text" label=say!("comment-add").to_owned() hint=say!("comment-hint") problems>
            <textarea
                class="field__input"
                id=AREA
                name="text"
                rows="2"
                node_ref=offer.area
                prop:value=text
                on:input:target=move |event| type_in(event.target().value())
                on:keydown=move |event: web_sys::KeyboardEvent| offer.press(&event)
                on:click=move |_| offer.close()
                on:blur=move |_| offer.close()
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-controls=move || open().then_some(LIST)
                aria-activedescendant=move || open().then(|| option_id(at.get()))
                aria-invalid=move || wrong().map(|_| "true")
                aria-describedby=move || described(AREA, true, wrong().is_some())
            ></textarea>
            <Offered offer />
        </Frame>
    }
}

#[component]
fn Offered(offer: Offer) -> impl IntoView {
    let Offer { found, at, .. } = offer;
    let line = move |(place, name): (usize, String)| {
        view! {
            <li
                id=option_id(place)
                class="offers__one"
                role="option"
                aria-selected=move || (at.get() == place).to_string()
                // The caret stays where it is.
                on:mousedown=move |event: MouseEvent| event.prevent_default()
                on:click=move |_| offer.choose(place)
            >
                <span aria-hidden="true"><Person name=name.clone() /></span>
                {name}
            </li>
        }
    };
    let list = move || {
        view! {
            <ul class="offers" id=LIST role="listbox" aria-label=say!("comment-people")>
                {found.get().into_iter().enumerate().map(line).collect_view()}
            </ul>
        }
    };
    let count = move || match found.with(Vec::len) {
        0 => String::new(),
        count => say!("comment-offered", count = count),
    };
    view! {
        {move || found.with(|found| !found.is_empty()).then(list)}
        <p class="hidden" role="status">{count}</p>
    }
}

fn option_id(place: usize) -> String {
    format!("{LIST}-{place}")
}
