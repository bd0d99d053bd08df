//! A checkbox that shows the state and reports wishes. Styles: `tick.css`.

use leptos::prelude::*;

#[component]
pub fn Tick(
    /// The checkbox's accessible name.
    label: String,
    done: bool,
    /// Settled otherwise: neither ticked nor open.
    mixed: bool,
    /// Why it cannot be changed now; absent: it can.
    locked: Option<&'static str>,
    /// The user's wish: `true` to tick, `false` to untick.
    on_wish: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="tick" title=locked>
            <input
                type="checkbox"
                class="tick__box"
                aria-label=label
                prop:checked=done
                prop:indeterminate=mixed
                prop:disabled=locked.is_some()
                on:change:target=move |ev| {
                    let wish = ev.target().checked();
                    // State draws the box: a refused wish leaves no trace.
                    ev.target().set_checked(done);
                    ev.target().set_indeterminate(mixed);
                    on_wish(wish);
                }
            />
        </label>
    }
}
