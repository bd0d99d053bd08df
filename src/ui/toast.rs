//! Short messages at the edge of the page. News leaves by itself, though not while the pointer or the focus is on it, nor in a tab that
//! nobody looks at; what was not done stays until it is read. Styles: `toast.css`.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::each;
use crate::{say, text};

const NEWS: Duration = Duration::from_secs(6);
/// With something to press.
const OFFER: Duration = Duration::from_secs(10);

/// The key of what says that there is a newer page, whoever looks at it.
pub const UPDATE: &str = "update";

/// The id of what holds all that is told: these messages, and what only screen readers hear.
pub const TOLD: &str = "told";

/// Somebody is about to press, or still reads.
const HELD: &str = ".toasts:is(:hover, :focus-within)";

/// A button with what it does. No `Callback`: that ends with whoever made it, and a toast may stay longer.
pub type Button = (&'static str, Arc<dyn Fn() + Send + Sync>);

#[derive(Clone)]
pub struct Toast {
    /// One toast for one key: a second one replaces the first.
    pub key: String,
    pub text: String,
    /// Something was not done: it stays.
    pub grave: bool,
    /// Buttons with what they do; each also takes the toast away.
    pub actions: Vec<Button>,
}

impl Toast {
    pub fn action(words: &'static str, act: impl Fn() + Send + Sync + 'static) -> Button {
        (words, Arc::new(act))
    }
}

#[derive(Clone, Copy)]
pub struct Toasts {
    /// Each with its number: the time of one says nothing about another with the same key.
    shown: RwSignal<Vec<(u32, Toast)>>,
    last: StoredValue<u32>,
}

impl Toasts {
    pub fn start() -> Self {
        Self { shown: RwSignal::default(), last: StoredValue::new(0) }
    }

    pub fn show(self, toast: Toast) {
        let number = self.last.with_value(|last| last + 1);
        self.last.set_value(number);
        if !toast.grave {
            self.leave_later(number, if toast.actions.is_empty() { NEWS } else { OFFER });
        }
        self.shown.update(|toasts| {
            // Newer news takes the place of older news: a pile of it would cover the page.
            toasts.retain(|(_, known)| known.key != toast.key && (known.grave || toast.grave || !known.actions.is_empty()));
            toasts.push((number, toast));
        });
        request_animation_frame(uncover);
    }

    fn leave_later(self, number: u32, after: Duration) {
        let leave = move || {
            if document().hidden() || document().query_selector(HELD).is_ok_and(|held| held.is_some()) {
                self.leave_later(number, NEWS);
            } else {
                _ = self.shown.try_update(|toasts| toasts.retain(|(known, _)| *known != number));
            }
        };
        set_timeout(leave, after);
    }

    pub fn say(self, text: impl Into<String>) {
        let text = text.into();
        self.show(Toast { key: text.clone(), text, grave: false, actions: Vec::new() });
    }

    /// * `phrase`: why something was not done.
    pub fn warn(self, phrase: impl AsRef<str>) {
        let text = text::sentence(phrase.as_ref());
        self.show(Toast { key: text.clone(), text, grave: true, actions: Vec::new() });
    }

    /// Takes all away that was said to one person.
    pub fn clear(self) {
        _ = self.shown.try_update(|toasts| toasts.retain(|(_, known)| known.key == UPDATE));
    }

    pub fn take_away(self, key: &str) {
        _ = self.shown.try_update(|toasts| toasts.retain(|(_, known)| known.key != key));
    }
}

/// What has the focus comes out from under a message; for who uses a pointer nothing moves under it.
fn uncover() {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    _ = covered().map(|covered| covered.scroll_into_view_with_scroll_into_view_options(&nearest));
}

fn covered() -> Option<Element> {
    let active = document().query_selector(":focus-visible").ok()??;
    let place = active.get_bounding_client_rect();
    let (across, down) = (place.x() + place.width() / 2.0, place.y() + place.height() / 2.0);
    let over = document().element_from_point(across as f32, down as f32)?.closest(".toasts").ok()??;
    (!over.contains(Some(&active))).then_some(active)
}

#[component]
pub fn ToastRegion(toasts: Toasts) -> impl IntoView {
    let draw = move |number: u32| {
        let toast = toasts.shown.with_untracked(|shown| shown.iter().find(|(known, _)| *known == number).map(|(_, toast)| toast.clone()));
        let Some(toast) = toast else { return ().into_any() };
        let key = toast.key.clone();
        let button = move |(words, act): Button| {
            let key = key.clone();
            let click = move |_| {
                toasts.take_away(&key);
                act();
            };
            view! { <button type="button" class="button" on:click=click>{words}</button> }
        };
        let key = toast.key.clone();
        let plain = toast.actions.is_empty();
        view! {
            <div class="toast" data-grave=toast.grave.to_string() data-testid="toast">
                <p class="toast__text">{toast.text}</p>
                <div class="toast__actions">
                    {toast.actions.into_iter().map(button).collect_view()}
                    {plain.then(|| view! {
                        <button type="button" class="button button--quiet" on:click=move |_| toasts.take_away(&key)>{say!("dismiss")}</button>
                    })}
                </div>
            </div>
        }
        .into_any()
    };
    let list = move |grave: bool| {
        let numbers =
            move |shown: &Vec<(u32, Toast)>| shown.iter().filter(|(_, toast)| toast.grave == grave).map(|(number, _)| *number).collect();
        each(move || toasts.shown.with(numbers), draw)
    };
    view! {
        // There before what they tell: a region that comes with its text is told by few. And neither in the other: that is told twice.
        <div class="toasts" role="region" aria-label=say!("toasts")>
            <div aria-live="assertive">{list(true)}</div>
            <div aria-live="polite">{list(false)}</div>
        </div>
    }
}
