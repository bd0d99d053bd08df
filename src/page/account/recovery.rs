//! Recovery codes: made, shown once, counted.

use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::say;
use crate::ui::{Act, Copy};

#[component]
pub fn Codes(mine: Mine) -> impl IntoView {
    let codes = RwSignal::new(Vec::<String>::new());
    let left = move || mine.read(|view| view.recovery_codes_left).unwrap_or_default();
    let make = Callback::new(move |()| {
        let wish = async move {
            let made = api::make_recovery_codes().await?;
            _ = codes.try_set(made.codes);
            Ok::<_, api::Trouble>(())
        };
        mine.act(wish, say!("recovery-made"));
    });
    let words = move || if left() == 0 { say!("recovery-make").to_owned() } else { say!("recovery-make-anew").to_owned() };
    view! {
        <section class="card" aria-labelledby="recovery">
            <h2 class="card__title" id="recovery">{say!("recovery-title")}</h2>
            <p class="aside">
                {move || match left() {
                    0 => say!("recovery-none").to_owned(),
                    left => say!("recovery-left", count = left),
                }}
            </p>
            <Act words=Signal::derive(words) on_press=make locked=Signal::derive(move || mine.locked()) testid="make-codes" />
            {move || (!codes.with(Vec::is_empty)).then(|| {
                let all = codes.get().join("\n");
                view! {
                    <div class="command">
                        <div role="status"><pre class="code" data-testid="codes">{all.clone()}</pre></div>
                        <Copy text=all what=say!("recovery-copy") />
                    </div>
                    <p class="notice" data-kind="warn">{say!("recovery-keep")}</p>
                }
            })}
        </section>
    }
}
