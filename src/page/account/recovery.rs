//! Recovery codes: made, shown once, counted.

use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::text;
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
        mine.act(wish, "Ten new recovery codes are below. They are shown this once.");
    });
    let words = move || if left() == 0 { "Make recovery codes".to_owned() } else { "Make new codes; the old ones end".to_owned() };
    view! {
        <section class="card" aria-labelledby="recovery">
            <h2 class="card__title" id="recovery">"Recovery codes"</h2>
            <p class="aside">
                {move || match left() {
                    0 => "You have none. If you lose your devices and your password, a code lets you in once, to set new ones.".to_owned(),
                    left => format!("{} left. Each works once, when you lost what you sign in with.", text::count(left as usize, "code is", "codes are")),
                }}
            </p>
            <Act words=Signal::derive(words) on_press=make locked=Signal::derive(move || mine.locked()) testid="make-codes" />
            {move || (!codes.with(Vec::is_empty)).then(|| {
                let all = codes.get().join("\n");
                view! {
                    <div class="command" role="status">
                        <pre class="code" data-testid="codes">{all.clone()}</pre>
                        <Copy text=all what="the recovery codes" />
                    </div>
                    <p class="notice" data-kind="warn">"Keep them where you keep valuables. Nobody can show them again."</p>
                }
            })}
        </section>
    }
}
