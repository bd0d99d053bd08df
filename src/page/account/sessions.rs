//! Where one is signed in.

use holdpoint_domain::wire::SessionView;
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::ui::{Act, Moment};
use crate::{say, tell, words};

#[component]
pub fn Sessions(mine: Mine) -> impl IntoView {
    let sessions = Memo::new(move |_| mine.read(|view| view.sessions.clone()).unwrap_or_default());
    view! {
        <section class="card" aria-labelledby="sessions" data-testid="sessions">
            <h2 class="card__title" id="sessions">{say!("sessions-title")}</h2>
            <ul class="roster">
                <For each=move || sessions.get() key=|session| (session.id, session.used_at) let:session>
                    <Row mine session />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Row(mine: Mine, session: SessionView) -> impl IntoView {
    let (id, current) = (session.id, session.current);
    let end = Callback::new(move |()| mine.act(api::end_session(id), say!("session-ended")));
    let device = words::account::device(&session.device);
    let words = say!("session-end", device = &device);
    let device = if current { say!("session-this", device = device) } else { device };
    view! {
        <li class="roster__row" data-session=id.to_string()>
            <span class="roster__name">{device}</span>
            <span class="aside">{tell!("session-how", with = words::account::signed_in_with(session.with); began = view! { <Moment at=session.created_at /> }, used = view! { <Moment at=session.used_at /> })}</span>
            {(!current).then(|| view! { <Act words on_press=end locked=Signal::derive(move || mine.waits()) testid="end-session" /> })}
        </li>
    }
}
