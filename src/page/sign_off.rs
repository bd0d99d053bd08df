//! Sign-off: what is signed, who has signed, and the report. Never optimistic: this page shows what the server has confirmed.

mod approvals;
mod approve;
mod changes;
mod delivery;
mod meanwhile;
mod report;
mod rest;
mod shown;
mod whole;

use std::sync::Arc;

use holdpoint_domain::id::{Digest, Seq};
use holdpoint_domain::launch::{Decision, Snapshot};
use leptos::prelude::*;

use super::{Heading, Here, HoldsUntil, desk, here};
use crate::desk::{Desk, Link};
use crate::net::api;
use crate::ui::{Remote, Waiting};
use crate::{json, say, words};
pub use approvals::Approvals;
use approve::ApproveForm;
use changes::Changes;
use delivery::Deliveries;
use meanwhile::{Meanwhile, Unread, WhatChanged};
use report::{Issuing, Report};
use shown::WhatIsSigned;
use whole::Unfolded;

/// The bytes that an approval signs: read once, hashed here, shown from the same bytes.
#[derive(Clone, PartialEq)]
struct Read {
    digest: Digest,
    snapshot: Arc<Snapshot>,
}

type Reading = RwSignal<Remote<Read>>;

/// Reads what is signed as it is now.
///
/// * `asking`: whether that is on its way; `pressed`: somebody asked for it. What they see stays where nothing comes, and says nothing of that.
fn read_anew((here, desk): (Here, Desk), reading: Reading, (asking, pressed): (RwSignal<bool>, bool)) {
    asking.set(true);
    Remote::load(reading, async move {
        let answer = api::snapshot(desk.id).await;
        let is_left = asking.try_set(false).is_some();
        let bytes = answer.map_err(|trouble| {
            if pressed && !is_left {
                here.failed(desk.me, &trouble);
            }
            here.trouble(&trouble)
        })?;
        let snapshot: Snapshot = json::read(&bytes).ok_or_else(|| words::trouble::told(&api::Trouble::Outdated))?;
        Ok(Read { digest: Digest::of(&bytes), snapshot: Arc::new(snapshot) })
    });
}

#[component]
pub fn SignOff() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let reading: Reading = RwSignal::new(Remote::Waiting);
    let asking = RwSignal::new(false);
    let load = move || read_anew((here, desk), reading, (asking, false));
    load();
    let revision = Memo::new(move |_| reading.with(|reading| reading.here().map(|read| read.snapshot.revision)));
    // What is delivered changes nothing of what is signed.
    let place = Memo::new(move |_| desk.confirmed.with(|launch| launch.told));
    // But the place in the log is signed too, and the server takes no earlier one.
    let head = Memo::new(move |_| desk.confirmed.with(|launch| launch.seq));
    // The launch went on since: whoever signs has to see it as it is.
    let moved = Memo::new(move |_| revision.get().is_some_and(|revision: Seq| revision < place.get()));
    // Until somebody starts to write, a newer snapshot is simply shown: also after an event that came while one was read, and once the
    // server is back.
    let writing = RwSignal::new(false);
    Effect::new(move |_| {
        let (there, head, away) = (place.get(), head.get(), desk.link.get() == Link::Lost);
        let is_behind = |read: Seq| read < head && (there <= read || !writing.get());
        if revision.get().is_some_and(is_behind) && !away {
            load();
        }
    });
    // What came while somebody read is read too before it is signed.
    let meanwhile = Meanwhile::of(reading);
    let unread = Memo::new(move |_| moved.get() || !meanwhile.unread.with(Unread::is_empty));
    // What comes next is first: signatures as long as some are missing, then the report.
    let decision = Memo::new(move |_| desk.gate.with(|gate| gate.decision));
    let go = move || decision.get() == Decision::Go;
    let issuing = Issuing::default();
    let unfolded = Unfolded::nothing();
    let show_now = move |_: leptos::ev::MouseEvent| read_anew((here, desk), reading, (asking, true));
    view! {
        <div class="page page--columns">
            <div>
                <Heading words=say!("sign-off") />
                <HoldsUntil />
                <Waiting what=reading again=Callback::new(move |()| load()) />
                <Changes reading />
                {move || reading.with(|reading| reading.here().cloned()).map(|read| view! { <WhatIsSigned read unfolded /> })}
                <Show when=move || moved.get() && (writing.get() || !asking.get())>
                    <div class="notice" data-kind="warn" role="alert" data-testid="snapshot-outdated">
                        <p>{say!("sign-off-moved")}</p>
                        <button type="button" class="button" on:click=show_now>{say!("sign-off-show-now")}</button>
                    </div>
                </Show>
            </div>
            <div>
                <Show when=go><Report issuing /></Show>
                <WhatChanged meanwhile />
                <ApproveForm reading unread writing />
                <Approvals />
                <Show when=move || !go()><Report issuing /></Show>
                <Deliveries />
            </div>
        </div>
    }
}
