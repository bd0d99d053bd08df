//! Signing with an SSH key: the statement goes out as a file, its signature comes back as text.

use holdpoint_domain::report::challenge::NAMESPACE;
use holdpoint_domain::wire::NewSignature;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::own_key::{self, Waits, Wish};
use super::{desk, drop_comment, here, role_words};
use crate::net::api;
use crate::ui::{Act, AreaField, Copy, ErrorSummary, Moment, Problems};
use crate::{say, tell};

#[component]
pub fn Terminal(
    /// What is signed, as the form has it; `None`: it cannot be signed now.
    wish: Signal<Option<Wish>>,
    /// Emptied once it is signed.
    comment: RwSignal<String>,
    #[prop(into)] locked: Signal<Option<String>>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let problems = Problems::none();
    let open = RwSignal::new(None::<Waits>);
    let signature = RwSignal::new(String::new());
    // One that was asked for before, here or in a terminal.
    spawn_local(async move {
        if let Ok(waiting) = api::statements(desk.id).await {
            _ = open.try_set(waiting.into_iter().next_back().and_then(|view| Waits::of(desk, view)));
        }
    });
    let holds =
        Memo::new(move |_| open.with(|open| open.as_ref().is_some_and(|waits| desk.confirmed.with(|launch| waits.holds(launch, desk.me)))));
    // Its file is offered only while the form says what it says: who chooses another role signs another statement.
    let offered = Memo::new(move |_| {
        let is_in = |waits: &Waits| wish.with(|wish| wish.as_ref().is_some_and(|wish| wish.is_in(&waits.told.predicate)));
        open.with(|open| open.as_ref().is_some_and(|waits| waits.ours && is_in(waits)))
    });
    let ask = Callback::new(move |()| {
        let Some(wish) = wish.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        problems.clear();
        spawn_local(async move {
            match own_key::statement(here, desk, &wish).await {
                // It was compared with what was shown when it was asked for, from where the launch may have gone on.
                Ok(view) => _ = open.try_set(Waits::of(desk, view).map(|waits| Waits { ours: true, ..waits })),
                Err(why) => here.refused(desk.me, problems, (None, &why)),
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
        let Some(Waits { view, told, .. }) = open.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match api::sign(desk.me, desk.id, view.id, &NewSignature::Ssh { signature: given }).await {
                Ok(stored) => {
                    desk.wait_for(stored.seq).await;
                    _ = open.try_set(None);
                    _ = signature.try_set(String::new());
                    drop_comment(desk, comment, &told.predicate.comment);
                    here.done(desk.me, say!("sign-recorded"));
                }
                Err(trouble) => here.refused(desk.me, problems, (trouble.field(), &here.trouble(&trouble))),
            }
            _ = busy.try_set(false);
        });
    };
    view! {
        <details class="more" data-testid="sign-in-a-terminal">
            <summary>{say!("sign-terminal")}</summary>
            <ErrorSummary problems form="terminal" />
            <div class="block">
                <Act words=say!("sign-statement").to_owned() on_press=ask locked testid="get-statement" />
                {move || open.get().map(|waits| {
                    let id = waits.view.id.to_string();
                    view! {
                        <Said waits holds offered />
                        {move || holds.get().then(|| view! {
                            <form class="form" novalidate on:submit=send data-statement=id.clone()>
                                <AreaField form="terminal" name="signature" label=say!("sign-paste") rows="4" value=signature problems />
                                <Act words=say!("sign-send").to_owned() testid="send-signature" />
                            </form>
                        })}
                    }
                })}
            </div>
        </details>
    }
}

/// What the statement that waits says, and its file or why there is none.
#[component]
fn Said(waits: Waits, holds: Memo<bool>, offered: Memo<bool>) -> impl IntoView {
    let said = &waits.told.predicate;
    let file = format!("{}.approval.json", said.launch_id);
    let command = format!("ssh-keygen -Y sign -n {NAMESPACE} -f ~/.ssh/id_ed25519 {file}");
    let (role, at, comment, href) = (role_words(said.role).to_owned(), said.signed_at_claimed, said.comment.clone(), waits.href());
    let download = move || {
        view! {
            <p>{tell!("sign-statement-download"; link = view! { <a href=href.clone() download=file.clone() rel="external">{say!("sign-statement-download-link")}</a> })}</p>
            <p class="digest"><code class="code code--line">{command.clone()}</code><Copy text=command.clone() what=say!("copy-command") /></p>
        }
    };
    view! {
        <p data-testid="statement-says">{tell!("sign-statement-says", role = role; at = view! { <Moment at /> })}</p>
        {(!comment.is_empty()).then(|| view! { <blockquote class="quote">{comment}</blockquote> })}
        {move || match (holds.get(), offered.get()) {
            (false, _) => view! { <p class="notice" data-kind="warn">{say!("sign-statement-over")}</p> }.into_any(),
            (true, false) => view! { <p class="notice">{say!("sign-statement-other")}</p> }.into_any(),
            (true, true) => download().into_any(),
        }}
    }
}
