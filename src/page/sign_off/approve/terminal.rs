//! Signing with an SSH key: the statement goes out as a file, its signature comes back as text.

use holdpoint_domain::report::challenge::NAMESPACE;
use holdpoint_domain::wire::{NewSignature, StatementView};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::own_key::{self, Wish};
use super::{desk, here};
use crate::net::api;
use crate::ui::{Act, AreaField, Copy, ErrorSummary, Problems};
use crate::{say, tell, text};

#[component]
pub fn Terminal(
    /// What is signed, as the form has it; `None`: it cannot be signed now.
    #[prop(into)]
    wish: Callback<(), Option<Wish>>,
    #[prop(into)] locked: Signal<Option<String>>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let problems = Problems::none();
    let open = RwSignal::new(None::<StatementView>);
    let signature = RwSignal::new(String::new());
    // One that was asked for before, here or in a terminal.
    spawn_local(async move {
        if let Ok(waiting) = api::statements(desk.id).await {
            _ = open.try_set(waiting.into_iter().next_back());
        }
    });
    let ask = Callback::new(move |()| {
        let Some(wish) = wish.run(()).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        problems.clear();
        spawn_local(async move {
            match own_key::statement(here, desk, &wish).await {
                Ok(view) => _ = open.try_set(Some(view)),
                Err(why) => problems.only(None, text::sentence(&why)),
            }
            _ = busy.try_set(false);
        });
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let given = signature.get_untracked().trim().to_owned();
        if given.is_empty() {
            return problems.add("signature", say!("sign-paste-needed"));
        }
        let Some(view) = open.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match api::sign(desk.id, view.id, &NewSignature::Ssh { signature: given }).await {
                Ok(stored) => {
                    desk.wait_for(stored.seq).await;
                    _ = open.try_set(None);
                    _ = signature.try_set(String::new());
                    here.toasts.say(say!("sign-recorded"));
                }
                Err(trouble) => problems.only(Some("signature"), text::sentence(&here.trouble(&trouble))),
            }
            _ = busy.try_set(false);
        });
    };
    view! {
        <details class="more" data-testid="sign-in-a-terminal">
            <summary>{say!("sign-terminal")}</summary>
            <ErrorSummary problems form="terminal" />
            <Act words=say!("sign-statement").to_owned() on_press=ask locked testid="get-statement" />
            {move || open.get().map(|view| {
                let file = format!("{}.approval.json", desk.id);
                let command = format!("ssh-keygen -Y sign -n {NAMESPACE} -f ~/.ssh/id_ed25519 {file}");
                let href = format!("/api/launches/{}/statements/{}", desk.id, view.id);
                view! {
                    <p>{tell!("sign-statement-download"; link = view! { <a href=href download=file rel="external">{say!("sign-statement-download-link")}</a> })}</p>
                    <p class="digest"><code class="code code--line">{command.clone()}</code><Copy text=command what=say!("copy-command") /></p>
                    <form class="form" novalidate on:submit=send data-statement=view.id.to_string()>
                        <AreaField form="terminal" name="signature" label=say!("sign-paste") rows="4" value=signature problems />
                        <Act words=say!("sign-send").to_owned() on_press=Callback::new(|()| {}) submits=true testid="send-signature" />
                    </form>
                }
            })}
        </details>
    }
}
