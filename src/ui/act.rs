//! A button that says why it cannot be pressed. Styles: `button.css`.

use leptos::prelude::*;

#[component]
pub fn Act(
    #[prop(into)] words: Signal<String>,
    /// Absent: it sends the form that it stands in, which listens to `submit`.
    #[prop(optional)]
    on_press: Option<Callback<()>>,
    /// Why not now; `None`: it can be pressed.
    #[prop(into, optional)]
    locked: Signal<Option<String>>,
    #[prop(optional)] main: bool,
    #[prop(optional)] danger: bool,
    #[prop(optional)] testid: &'static str,
    /// What it acts on, where several have the same words.
    #[prop(optional, into)]
    about: String,
) -> impl IntoView {
    let kind = match (main, danger) {
        (true, _) => "button button--main",
        (false, true) => "button button--danger",
        (false, false) => "button",
    };
    let press = move |event: leptos::ev::MouseEvent| match (locked.with_untracked(Option::is_some), on_press) {
        (true, _) => event.prevent_default(),
        (false, None) => {}
        (false, Some(on_press)) => on_press.run(()),
    };
    view! {
        <span class="act">
            <button
                type=if on_press.is_none() { "submit" } else { "button" }
                class=kind
                data-testid=(!testid.is_empty()).then_some(testid)
                aria-disabled=move || locked.with(Option::is_some).then_some("true")
                title=move || locked.get()
                on:click=press
            >
                {move || words.get()}
                {(!about.is_empty()).then(|| view! { <About what=about /> })}
            </button>
            {move || locked.get().map(|why| view! { <span class="act__why">{why}</span> })}
        </span>
    }
}

/// Behind a button's words: what it acts on, for those who do not see where it stands.
#[component]
pub fn About(#[prop(into)] what: String) -> impl IntoView {
    view! { <span class="hidden">": "{what}</span> }
}
