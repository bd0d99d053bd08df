//! Accepting a risk instead of settling an item: asked by one person, approved by another, never without an end.

use holdpoint_domain::id::{ItemId, WaiverId};
use holdpoint_domain::launch::{Command, Waiver, WaiverState};
use leptos::prelude::*;

use super::super::{Begun, Exact, Opened, desk, draft};
use super::State;
use crate::clock::{self, Ticking};
use crate::ui::{Act, AreaField, ErrorSummary, Moment, Problems, TextField};
use crate::{nav, say, tell, text, words};

#[component]
pub fn WaiverBlock(item: ItemId, state: State) -> impl IntoView {
    let desk = desk();
    let waiver = Memo::new(move |_| state.with(|state| state.as_ref().and_then(|state| state.waiver.clone())));
    // Another one has buttons of its own: who reads the one before must not approve this one by what they are at.
    let which = Memo::new(move |_| waiver.with(|waiver| waiver.as_ref().map(|waiver| waiver.id)));
    let asking = RwSignal::new(false);
    let ask = move |_: leptos::ev::MouseEvent| {
        asking.set(true);
        nav::focus("#waiver-reason");
    };
    let id = item.clone();
    let draw = move |which: WaiverId| {
        let id = id.clone();
        move || waiver.get().filter(|waiver| waiver.id == which).map(|waiver| view! { <Known item=id.clone() waiver /> })
    };
    let begun = {
        let item = item.clone();
        move || ["reason", "mitigation", "until"].map(|field| format!("{}/{item}/waiver-{field}", desk.id)).to_vec()
    };
    view! {
        <div class="block" data-testid="waiver">
            <h3 class="block__title">{say!("waiver-title")}</h3>
            <Show when=move || which.get().is_none()><p class="aside">{say!("waiver-none")}</p></Show>
            <For each=move || which.get() key=|which| *which children=draw />
            <Show
                when=move || asking.get()
                fallback=move || view! {
                    <div class="buttons">
                        <button type="button" class="button" data-testid="ask-waiver" on:click=ask>
                            {move || if waiver.with(Option::is_some) { say!("waiver-ask-new") } else { say!("waiver-ask") }}
                        </button>
                        <Begun places=begun() />
                    </div>
                }
            >
                <Asking item=item.clone() asking />
            </Show>
        </div>
    }
}

#[component]
fn Known(item: ItemId, waiver: Waiver) -> impl IntoView {
    let desk = desk();
    // Followed: who is erased loses their name here too.
    let name = move |member| desk.shown.with(|launch| launch.name_of(member).to_owned());
    let (asked, asked_at) = (waiver.requested_by, waiver.requested_at);
    let asker = Memo::new(move |_| name(asked));
    let id = waiver.id;
    let (end, ticking) = (waiver.expires_at, expect_context::<Ticking>());
    let over = Memo::new(move |_| end <= ticking.get().max(clock::now()));
    let (key, decided) = match &waiver.state {
        WaiverState::Requested => ("requested", None),
        WaiverState::Approved { at, .. } => ("approved", Some(*at)),
        WaiverState::Refused { at, .. } => ("refused", Some(*at)),
    };
    let state = waiver.state;
    let words = move || match &state {
        WaiverState::Requested => say!("waiver-waits").to_owned(),
        WaiverState::Approved { by, .. } => say!("waiver-approved-by", name = name(*by)),
        WaiverState::Refused { by, .. } => say!("waiver-refused-by", name = name(*by)),
    };
    let answers = {
        let item = item.clone();
        Memo::new(move |_| {
            desk.shown.with(|launch| {
                let of = launch.template.items().find(|(_, known)| known.id == item);
                of.is_some_and(|(section, _)| launch.answers_for(desk.me, &section.id))
            })
        })
    };
    let approve_locked = move || match (!answers.get(), asked == desk.me) {
        (true, _) => Some(say!("waiver-approve-who").to_owned()),
        (_, true) => Some(say!("waiver-own").into()),
        _ => None,
    };
    let refuse_locked = move || (!answers.get()).then(|| say!("waiver-refuse-who").to_owned());
    let (for_yes, for_no) = (item.clone(), item);
    let yes = Callback::new(move |()| desk.wish(Command::ApproveWaiver { item: for_yes.clone(), waiver: id }));
    let no = Callback::new(move |()| desk.wish(Command::RefuseWaiver { item: for_no.clone(), waiver: id }));
    view! {
        <div class="waiver" data-waiver=key>
            <p><strong>{words}</strong>{decided.map(|at| view! { " " <Moment at /> })}</p>
            <blockquote class="quote">{waiver.reason}</blockquote>
            {waiver.mitigation.map(|words| view! { <p><strong>{say!("waiver-mitigation-label")}" "</strong>{words}</p> })}
            <p class="aside">
                {move || tell!("waiver-asked-by", name = asker.get(); at = view! { <Moment at=asked_at /> })}", "
                <span data-late=move || over.get().to_string()>
                    {move || match over.get() {
                        true => tell!("waiver-expired"; end = view! { <Exact at=end /> }),
                        false => tell!("waiver-ends"; end = view! { <Exact at=end /> }),
                    }}
                </span>
            </p>
            <div class="buttons">
                {(key == "requested").then(|| view! {
                    <Act words=say!("waiver-approve").to_owned() on_press=yes locked=Signal::derive(approve_locked) testid="approve-waiver" />
                })}
                {move || (key == "approved" || key == "requested" && (asked != desk.me || answers.get())).then(|| view! {
                    <Act
                        words=if key == "approved" || asked == desk.me { say!("waiver-withdraw").to_owned() } else { say!("waiver-refuse").to_owned() }
                        on_press=no
                        locked=Signal::derive(refuse_locked)
                        testid="refuse-waiver"
                    />
                })}
            </div>
        </div>
    }
}

#[component]
fn Asking(item: ItemId, asking: RwSignal<bool>) -> impl IntoView {
    let desk = desk();
    let (problems, opened) = (Problems::none(), Opened::now(desk));
    let reason = draft(format!("{}/{item}/waiver-reason", desk.id));
    let mitigation = draft(format!("{}/{item}/waiver-mitigation", desk.id));
    let until = draft(format!("{}/{item}/waiver-until", desk.id));
    let close = move || {
        asking.set(false);
        nav::focus("[data-testid=ask-waiver]");
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        if reason.with_untracked(|reason| reason.trim().is_empty()) {
            problems.add("reason", say!("waiver-reason-wrong"));
        }
        if mitigation.with_untracked(|words| words.trim().is_empty()) {
            problems.add("mitigation", say!("waiver-mitigation-wrong"));
        }
        let end = until.get_untracked().parse().ok().and_then(|day| text::end_of_day(day, clock::east));
        let Some(expires_at) = end else {
            return problems.add("until", say!("waiver-until-wrong"));
        };
        if !problems.is_empty() {
            return;
        }
        let mitigation_words = Some(mitigation.get_untracked().trim().to_owned()).filter(|words| !words.is_empty());
        let command = Command::RequestWaiver {
            item: item.clone(),
            waiver: WaiverId(clock::new_id()),
            reason: reason.get_untracked(),
            mitigation: mitigation_words,
            expires_at,
        };
        match opened.ask(command) {
            Ok(()) => {
                [reason, mitigation, until].iter().for_each(|written| written.set(String::new()));
                close();
            }
            Err(refusal) => {
                let field = refusal.field().map(|field| if field == "expiresAt" { "until" } else { field });
                problems.only(field, &words::refusal::told(&refusal));
            }
        }
    };
    view! {
        <form class="form form--inline" data-testid="waiver-form" novalidate on:submit=submit>
            <ErrorSummary problems form="waiver" />
            <AreaField form="waiver" name="reason" label=say!("waiver-reason") value=reason problems />
            <AreaField form="waiver" name="mitigation" label=say!("waiver-mitigation") rows="2" value=mitigation problems />
            <TextField form="waiver" name="until" label=say!("waiver-until") hint=say!("waiver-until-hint") kind="date" value=until problems />
            <div class="buttons">
                <Act words=say!("waiver-send").to_owned() main=true />
                <button type="button" class="button button--quiet" on:click=move |_| close()>{say!("cancel")}</button>
            </div>
        </form>
    }
}
