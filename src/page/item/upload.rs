//! Attaching a file: it goes up in parts, goes on by itself when the connection was lost, and where it stopped when the page was.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::future::sleep;
use holdpoint_domain::id::{CommandId, Digest, ItemId, LaunchId, MemberId, UploadId};
use holdpoint_domain::wire::{EvidencePushed, NewUpload, Problem, PushEvidence, UploadView};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::super::{Here, desk, draft, here};
use super::evidence::input_of;
use super::times::{TimeFields, Times};
use crate::net::api::{self, Trouble};
use crate::ui::{Act, Drop, Problems, TextField};
use crate::{clock, keep, nav, say, text, words};

/// One part, in bytes: on a line of 1 Mbit/s half a minute.
const PART_BYTES: u64 = 4 << 20;

/// Files whose digest is computed here before they are sent, in bytes; of larger ones the page would stand still.
const DIGESTED_BYTES: u64 = 8 << 20;

/// Before the first attempt to go on, and the longest pause, in seconds.
const PAUSES: (u64, u64) = (1, 15);

/// What opens the form.
const OPENER: &str = "[data-testid=add-file]";

/// How it is with a file.
#[derive(Clone, PartialEq)]
pub enum State {
    Nothing,
    Going {
        sent: u64,
        of: u64,
    },
    /// The server is away, or does not take it now.
    Waiting {
        sent: u64,
        of: u64,
        why: String,
    },
}

impl State {
    pub fn bytes(&self) -> Option<(u64, u64)> {
        match self {
            State::Nothing => None,
            State::Going { sent, of } | State::Waiting { sent, of, .. } => Some((*sent, *of)),
        }
    }
}

#[component]
pub fn AttachFile(item: ItemId, open: RwSignal<bool>) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let problems = Problems::none();
    let place = |name: &str| format!("{}/{item}/file-{name}", desk.id);
    let (places, kept) = (["title", "seen", "holds"].map(place), |name: &str| draft(place(name)));
    let (title, times) = (kept("title"), Times::begin(kept));
    let (chosen, state) = (RwSignal::new_local(None::<web_sys::File>), RwSignal::new(State::Nothing));
    // What runs on behind a form that was closed, or another file that was chosen, stops at the next part.
    let turn = RwSignal::new(0_u32);
    let begun = RwSignal::new(None::<UploadId>);
    // Who gives it up wants to hear nothing of what comes of it.
    let given_up = Rc::new(Cell::new(false));
    let cancelled = given_up.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        if state.get_untracked() != State::Nothing {
            return;
        }
        let Some(file) = chosen.get_untracked() else { return problems.add("file", say!("upload-no-file")) };
        let push = title.with_untracked(|title| push_of(&item, &file, title.trim(), (times, problems)));
        let Some(push) = push else { return };
        turn.update(|turn| *turn += 1);
        let sending = Sending { me: desk.me, launch: desk.id, file, state, begun, turn: (turn, turn.get_untracked()) };
        let (cancelled, places) = (cancelled.clone(), places.clone());
        spawn_local(async move {
            let ended = sending.run(push).await;
            _ = state.try_set(State::Nothing);
            match ended {
                _ if cancelled.get() => {}
                ended if !sending.goes_on() => sending.tell_left(here, &places, ended),
                Ok(Some(_)) => {
                    here.say.set(say!("upload-done").into());
                    title.set(String::new());
                    times.clear();
                    open.set(false);
                    nav::focus_if_lost(OPENER);
                }
                Ok(None) => {}
                Err(stopped) => stopped.tell(problems),
            }
        });
    };
    let cancel = move |_| {
        given_up.set(true);
        turn.update(|turn| *turn += 1);
        give_up((desk.me, desk.id), begun.get_untracked());
        state.set(State::Nothing);
        open.set(false);
        nav::focus(OPENER);
    };
    on_cleanup(move || _ = turn.try_update(|turn| *turn += 1));
    let is_going = move || state.get() != State::Nothing;
    view! {
        <form class="form form--inline" data-testid="file-form" novalidate on:submit=submit>
            <Choose chosen problems />
            <TextField form="file" name="title" label=say!("upload-what") value=title problems />
            <TimeFields form="file" times problems />
            {move || state.get().bytes().map(|(sent, of)| view! { <Sent state=state.get() sent of /> })}
            <div class="buttons">
                <Act
                    words=Signal::derive(move || if is_going() { say!("upload-going") } else { say!("upload-send") }.to_owned())
                    main=true
                    testid="attach-file"
                />
                <button type="button" class="button button--quiet" on:click=cancel>{say!("cancel")}</button>
            </div>
        </form>
    }
}

/// Where a file is dropped or chosen, and which one it is.
#[component]
fn Choose(chosen: RwSignal<Option<web_sys::File>, LocalStorage>, problems: Problems) -> impl IntoView {
    let wrong = problems.at("file");
    let choose = Callback::new(move |files: Vec<web_sys::File>| {
        problems.clear();
        chosen.set(files.into_iter().next());
    });
    view! {
        <Drop label=say!("upload-drop") hint=say!("upload-hint") on_files=choose several=false />
        {move || wrong().map(|fault| view! { <p class="field__error" role="alert">{fault}</p> })}
        {move || chosen.get().map(|file| view! {
            <p data-testid="chosen-file">{file.name()}<span class="aside">" "{text::bytes(length(&file))}</span></p>
        })}
    }
}

#[component]
pub fn Sent(state: State, sent: u64, of: u64) -> impl IntoView {
    // A bar counts in whole thousandths, whatever the length.
    let thousandths = sent.saturating_mul(1_000).checked_div(of).unwrap_or(0).to_string();
    let why = if let State::Waiting { why, .. } = state { Some(why) } else { None };
    view! {
        <p class="progress" data-testid="upload" data-sent=sent.to_string()>
            <progress class="progress__bar" aria-label=say!("upload-progress") max="1000" value=thousandths></progress>
            <span class="progress__words">{say!("shown-of-all", shown = text::bytes(sent), all = text::bytes(of))}</span>
            {why.map(|why| view! { <span class="aside">{why}</span> })}
        </p>
    }
}

/// Why a file is not attached.
enum Stopped {
    Trouble(Trouble),
    /// It was changed since it was chosen, or is gone.
    Unreadable,
}

impl From<Trouble> for Stopped {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl Stopped {
    fn tell(self, problems: Problems) {
        match self {
            Self::Trouble(trouble) => problems.only(trouble.field().map(input_of), &words::trouble::told(&trouble)),
            Self::Unreadable => problems.only(Some("file"), say!("upload-unreadable")),
        }
    }
}

/// One file on its way.
struct Sending {
    me: MemberId,
    launch: LaunchId,
    file: web_sys::File,
    state: RwSignal<State>,
    /// The upload, until it is whole.
    begun: RwSignal<Option<UploadId>>,
    turn: (RwSignal<u32>, u32),
}

impl Sending {
    fn goes_on(&self) -> bool {
        self.turn.0.try_get_untracked() == Some(self.turn.1)
    }

    /// * Returns `None` when nobody wants it any longer.
    async fn run(&self, push: PushEvidence) -> Result<Option<EvidencePushed>, Stopped> {
        let (name, of) = (self.file.name(), length(&self.file));
        let mark = format!("{name}|{of}|{}", self.file.last_modified());
        let kind = Some(self.file.type_()).filter(|kind| !kind.is_empty());
        let new = NewUpload { name, bytes: of, media: kind, digest: self.digest(of).await, mark: Some(mark) };
        let key = CommandId(clock::new_id());
        let (mut sent, mut whole, mut pause) = (0, None, PAUSES.0);
        while self.goes_on() {
            self.state.set(State::Going { sent, of });
            let before = sent;
            let ended = match self.go_on(&new, (&mut sent, &mut whole)).await {
                Ok(Some(upload)) => {
                    let push = PushEvidence { upload: Some(upload), ..push.clone() };
                    api::push_evidence(self.me, self.launch, &push, key).await.map_err(Stopped::from)
                }
                Ok(None) => return Ok(None),
                Err(stopped) => Err(stopped),
            };
            let trouble = match ended {
                Ok(pushed) => return Ok(Some(pushed)),
                Err(Stopped::Trouble(trouble)) if passes(&trouble, whole.is_some()) => trouble,
                Err(stopped) => return Err(stopped),
            };
            // Where it only has to go on from another place, it is on its way.
            if trouble.passes() {
                _ = self.state.try_set(State::Waiting { sent, of, why: why_waits(&trouble) });
            }
            pause = if before == sent { (pause * 2).min(PAUSES.1) } else { PAUSES.0 };
            sleep(Duration::from_secs(pause)).await;
        }
        Ok(None)
    }

    /// From where the server is to the end.
    ///
    /// * Returns the upload, once it is whole.
    async fn go_on(&self, new: &NewUpload, (sent, whole): (&mut u64, &mut Option<UploadId>)) -> Result<Option<UploadId>, Stopped> {
        if whole.is_some() {
            return Ok(*whole);
        }
        let mut upload = api::begin_upload(self.me, self.launch, new).await?;
        _ = self.begun.try_set(Some(upload.id));
        while upload.digest.is_none() {
            *sent = upload.offset;
            if !self.goes_on() {
                return Ok(None);
            }
            self.state.set(State::Going { sent: upload.offset, of: upload.bytes });
            upload = api::add_part(self.me, self.launch, &upload, &self.part(&upload).await?).await?;
        }
        (*sent, *whole) = (upload.bytes, Some(upload.id));
        _ = self.begun.try_set(None);
        _ = self.state.try_set(State::Going { sent: upload.bytes, of: upload.bytes });
        Ok(*whole)
    }

    /// It is read before it is sent: a request with what cannot be read fails as if the server were away.
    #[allow(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
    async fn part(&self, upload: &UploadView) -> Result<web_sys::Blob, Stopped> {
        let end = upload.bytes.min(upload.offset.saturating_add(PART_BYTES));
        let part = self.file.slice_with_f64_and_f64(upload.offset as f64, end as f64).map_err(|_| Stopped::Unreadable)?;
        JsFuture::from(part.array_buffer()).await.map_err(|_| Stopped::Unreadable)?;
        Ok(part)
    }

    /// Tells who has left the form meanwhile what came of it: they would take it for done.
    ///
    /// * `places`: of the form's drafts.
    fn tell_left(&self, here: Here, places: &[String], ended: Result<Option<EvidencePushed>, Stopped>) {
        if !here.is_still(self.me) {
            return;
        }
        let name = self.file.name();
        match ended {
            Ok(Some(_)) => {
                places.iter().for_each(|place| _ = keep::put_draft(self.me, place, ""));
                here.done(self.me, say!("upload-done"));
            }
            Ok(None) => here.toasts.warn(say!("upload-left", name = name)),
            Err(stopped) => {
                let why = match stopped {
                    Stopped::Trouble(trouble) => here.trouble(&trouble),
                    Stopped::Unreadable => say!("upload-unreadable").to_owned(),
                };
                here.toasts.warn(say!("upload-refused", name = name, why = why.trim_end_matches('.')));
            }
        }
    }

    async fn digest(&self, of: u64) -> Option<Digest> {
        if DIGESTED_BYTES < of {
            return None;
        }
        let buffer = JsFuture::from(self.file.array_buffer()).await.ok()?;
        Some(Digest::of(&js_sys::Uint8Array::new(&buffer).to_vec()))
    }
}

/// What nobody wants any longer takes no room at the server; if that is away, it forgets it by itself later.
fn give_up((me, launch): (MemberId, LaunchId), begun: Option<UploadId>) {
    if let Some(upload) = begun {
        spawn_local(async move { _ = api::drop_upload(me, launch, upload).await });
    }
}

/// A file as evidence, before it is uploaded. `None`: a field is wrong, and says so.
fn push_of(item: &ItemId, file: &web_sys::File, title: &str, (times, problems): (Times, Problems)) -> Option<PushEvidence> {
    let (observed_at, expires_at) = times.read("file", problems)?;
    let push = PushEvidence {
        items: vec![item.clone()],
        format: None,
        name: file.name(),
        title: (!title.is_empty()).then(|| title.to_owned()),
        url: None,
        content: None,
        digest: None,
        bytes: None,
        upload: None,
        observed_at: Some(observed_at),
        expires_at,
    };
    match push.times(clock::now()) {
        Ok(_) => Some(push),
        Err(refusal) => {
            problems.only(refusal.field().map(input_of), &words::refusal::told(&refusal));
            None
        }
    }
}

/// Why a file waits, for who looks on.
fn why_waits(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Away => say!("upload-waiting").to_owned(),
        told => say!("upload-waiting-why", why = words::trouble::told(told).trim_end_matches('.')),
    }
}

/// Whether to ask the server where it is, and go on from there.
///
/// * `whole`: all of it is there.
fn passes(trouble: &Trouble, whole: bool) -> bool {
    let elsewhere = |problem: &Problem| match problem.kind.rsplit('/').next() {
        Some("wrong-offset" | "cut-off") => true,
        // Given up by a form in another tab, which had the same one: the file is sent anew.
        Some("not-found") => !whole && problem.case.as_deref() == Some("upload"),
        _ => false,
    };
    trouble.passes() || matches!(trouble, Trouble::Refused(problem) if elsewhere(problem))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length is a whole number")]
fn length(file: &web_sys::File) -> u64 {
    file.size() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_file_waiting_is_told_as_the_server_says_it() {
        let kind = "/problems/storage-full".to_owned();
        let full = why_waits(&Trouble::Busy(Box::new(Problem { kind, status: 507, ..Problem::default() })));
        assert!(full.contains("the server's disk is full") && full.ends_with("This goes on by itself."), "{full}");
        assert!(why_waits(&Trouble::Away).starts_with("The server does not answer"));
    }

    #[test]
    fn an_upload_that_another_form_gave_up_begins_anew() {
        let refused = |kind: &str, case: Option<&str>| {
            let (kind, case) = (format!("/problems/{kind}"), case.map(str::to_owned));
            Trouble::Refused(Box::new(Problem { kind, status: 404, case, ..Problem::default() }))
        };
        let gone = refused("not-found", Some("upload"));
        assert!(passes(&gone, false));
        assert!(!passes(&gone, true), "it was attached, or has expired");
        assert!(!passes(&refused("not-found", None), false), "the launch is gone");
        assert!(passes(&refused("wrong-offset", None), false));
    }
}
