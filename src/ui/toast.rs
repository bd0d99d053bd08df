//! Short messages at the edge of the page. News leaves by itself; what was not done stays until it is read. Styles: `toast.css`.

use std::time::Duration;

use leptos::prelude::*;

const NEWS: Duration = Duration::from_secs(6);

#[derive(Clone)]
pub struct Toast {
    /// One toast for one key: a second one replaces the first.
    pub key: String,
    pub text: String,
    /// Something was not done: it stays.
    pub grave: bool,
    /// Buttons with what they do; each also takes the toast away.
    pub actions: Vec<(&'static str, Callback<()>)>,
}

#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<Toast>>);

impl Toasts {
    pub fn start() -> Self {
        Self(RwSignal::default())
    }

    pub fn show(self, toast: Toast) {
        if !toast.grave {
            let key = toast.key.clone();
            set_timeout(move || self.take_away(&key), NEWS);
        }
        self.0.update(|toasts| {
            // Newer news takes the place of older news: a pile of it would cover the page.
            toasts.retain(|known| known.key != toast.key && (known.grave || toast.grave || !known.actions.is_empty()));
            toasts.push(toast);
        });
    }

    pub fn say(self, text: impl Into<String>) {
        let text = text.into();
        self.show(Toast { key: text.clone(), text, grave: false, actions: Vec::new() });
    }

    pub fn warn(self, text: impl Into<String>) {
        let text = text.into();
        self.show(Toast { key: text.clone(), text, grave: true, actions: Vec::new() });
    }

    pub fn take_away(self, key: &str) {
        _ = self.0.try_update(|toasts| toasts.retain(|known| known.key != key));
    }
}

#[component]
pub fn ToastRegion(toasts: Toasts) -> impl IntoView {
    let draw = move |toast: Toast| {
        let key = toast.key.clone();
        let button = move |(words, act): (&'static str, Callback<()>)| {
            let key = key.clone();
            let click = move |_| {
                toasts.take_away(&key);
                act.run(());
            };
            view! { <button type="button" class="button" on:click=click>{words}</button> }
        };
        let key = toast.key.clone();
        let plain = toast.actions.is_empty();
        view! {
            <div class="toast" data-grave=toast.grave.to_string() data-testid="toast" role=if toast.grave { "alert" } else { "status" }>
                <p class="toast__text">{toast.text}</p>
                <div class="toast__actions">
                    {toast.actions.into_iter().map(button).collect_view()}
                    {plain.then(|| view! {
                        <button type="button" class="button button--quiet" on:click=move |_| toasts.take_away(&key)>"Dismiss"</button>
                    })}
                </div>
            </div>
        }
    };
    view! {
        <div class="toasts" role="region" aria-label="Messages">
            <For each=move || toasts.0.get() key=|toast| format!("{} {}", toast.key, toast.text) children=draw />
        </div>
    }
}
