//! What is told of an open launch beside its pages: what others did, what was not granted, and one's own last change, which can be taken back.
//! Nobody waits for it, so it is no part of the first screen.

use std::time::Duration;

use holdpoint_domain::id::{CommandId, Timestamp};
use holdpoint_domain::launch::{Command, Conflict, Event, Launch, Recorded};
use leptos::prelude::*;

use crate::desk::Desk;
use crate::page::{Here, desk, here, take_back};
use crate::route::{Filter, Place, Route};
use crate::sync::{Refused, item_of, text_of};
use crate::ui::Toast;
use crate::{clock, nav, say, text, words};

/// What others did is told at most this often.
const TELL: Duration = Duration::from_millis(700);

/// The message's key: there is one last change.
pub const UNDO: &str = "undo";

/// Tells it as long as the launch is open. There is nothing to see of that but messages.
pub fn follow() -> AnyView {
    let (here, desk) = (here(), desk());
    tell_news(here, desk);
    tell_refused(here, desk);
    offer_undo(here, desk);
    ().into_any()
}

fn tell_news(here: Here, desk: Desk) {
    let told = StoredValue::new(Vec::<String>::new());
    Effect::new(move |_| {
        if desk.news.with(Vec::is_empty) {
            return;
        }
        let waits = told.with_value(|told| !told.is_empty());
        for (launch, recorded) in desk.news.try_update(std::mem::take).unwrap_or_default() {
            match asked(here, desk, &launch, &recorded) {
                // It is read out where it is shown.
                Some(asked) => here.toasts.show(asked),
                None => told.update_value(|told| told.push(told_of(&launch, &recorded))),
            }
        }
        if !waits && told.with_value(|told| !told.is_empty()) {
            let tell = move || _ = told.try_update_value(|told| here.say.set(text::few(std::mem::take(told))));
            set_timeout(tell, TELL);
        }
    });
}

fn told_of(launch: &Launch, recorded: &Recorded) -> String {
    let title = recorded.event.item().and_then(|item| launch.template.item(item)).map(|item| item.title.as_str());
    let words = words::story::told(launch, &recorded.event);
    let who = words::story::who(launch, recorded.by);
    match (&recorded.event, title) {
        (Event::Commented { .. }, Some(title)) => say!("news-commented", who = who, title = title),
        (_, Some(title)) => say!("news-of-item", who = who, words = words, title = title),
        (_, None) => say!("history-line", who = who, words = words),
    }
}

/// Somebody asks the reader about an item: that is not only told, one can go there.
fn asked(here: Here, desk: Desk, launch: &Launch, recorded: &Recorded) -> Option<Toast> {
    let Event::Commented { item, mentions, .. } = &recorded.event else { return None };
    let title = mentions.contains(&desk.me).then(|| launch.template.item(item))?.map(|item| item.title.as_str())?;
    let text = say!("news-asked", who = launch.name_of(recorded.by), title = title);
    let there = Route::Launch(desk.id, Place::Checklist { item: Some(item.clone()), filter: Filter::default() });
    let actions = vec![Toast::action(say!("news-asked-show"), move || here.nav.go(&there))];
    Some(Toast { key: format!("asked/{item}"), text, grave: false, actions })
}

fn tell_refused(here: Here, desk: Desk) {
    Effect::new(move |_| {
        if !desk.denied.with(Vec::is_empty) {
            desk.tell_denied();
        }
    });
    Effect::new(move |before: Option<Vec<CommandId>>| {
        let refused = desk.refused.get();
        for fresh in &refused {
            if before.as_ref().is_none_or(|before| !before.contains(&fresh.pending.id)) {
                here.toasts.show(refusal(desk, fresh));
            }
        }
        for gone in before.unwrap_or_default() {
            if refused.iter().all(|refused| refused.pending.id != gone) {
                here.toasts.take_away(&gone.to_string());
            }
        }
        refused.iter().map(|refused| refused.pending.id).collect()
    });
    // Elsewhere nobody answers them. What the server refused is kept, and shown when the launch is opened again.
    on_cleanup(move || {
        let shown = desk.refused.get_untracked();
        shown.iter().for_each(|refused| here.toasts.take_away(&refused.pending.id.to_string()));
    });
}

/// One's last change can be taken back by a button as long as the message is there, and by Ctrl+Z as long as nothing else was changed.
fn offer_undo(here: Here, desk: Desk) {
    let undo = move || take_back(here, desk);
    Effect::new(move |_| match desk.undo.get() {
        Some(done) => {
            let text = words::story::done(&desk.launch_now(), &done.event);
            here.toasts.show(Toast { key: UNDO.into(), text, grave: false, actions: vec![Toast::action(say!("undo"), undo)] });
        }
        None => here.toasts.take_away(UNDO),
    });
    let pressed = window_event_listener(leptos::ev::keydown, move |event| {
        let plain = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
        let meant = !nav::is_writing(&event) && !nav::is_dialog_open();
        // Caps Lock makes a capital of it.
        let is_z = matches!(event.key().as_str(), "z" | "Z");
        if plain && is_z && meant && desk.undo.with_untracked(Option::is_some) {
            event.prevent_default();
            undo();
        }
    });
    on_cleanup(move || {
        pressed.remove();
        here.toasts.take_away(UNDO);
    });
}

/// A refusal as a message; after a conflict the person chooses.
fn refusal(desk: Desk, refused: &Refused) -> Toast {
    let id = refused.pending.id;
    let launch = desk.launch_now();
    let title = item_of(&refused.pending.command).and_then(|item| launch.template.item(item)).map(|item| item.title.clone());
    let what = title.unwrap_or_else(|| what(&refused.pending.command).to_owned());
    let dismiss = move || desk.dismiss(id);
    let (text, actions) = match &refused.conflict {
        Some(conflict) => (
            told_conflict(&what, conflict, refused.pending.asked_at),
            vec![Toast::action(say!("conflict-theirs"), dismiss), Toast::action(say!("conflict-mine"), move || desk.insist(id))],
        ),
        None => {
            let why = refused.why.trim_end_matches('.');
            let text = match text_of(&refused.pending.command) {
                Some(text) => say!("not-saved-text", what = what, why = why, text = text),
                None => say!("not-saved-what", what = what, why = why),
            };
            (text, vec![Toast::action(say!("dismiss"), dismiss), Toast::action(say!("try-again"), move || desk.insist(id))])
        }
    };
    Toast { key: id.to_string(), text, grave: true, actions }
}

fn told_conflict(what: &str, conflict: &Conflict, asked_at: Timestamp) -> String {
    let field = words::refusal::field_name(&conflict.field);
    let (theirs, yours) = (words::refusal::value(conflict, &conflict.theirs), words::refusal::value(conflict, &conflict.yours));
    let by = conflict.by.as_str();
    match conflict.at {
        Some(at) => {
            let (at, asked_at) = (exact(at), exact(asked_at));
            say!("conflict-dated", what = what, by = by, field = field, theirs = theirs, yours = yours, at = at, asked = asked_at)
        }
        None => say!("conflict", what = what, by = by, field = field, theirs = theirs, yours = yours),
    }
}

fn exact(at: Timestamp) -> String {
    text::moment(at, clock::east(at))
}

fn what(command: &Command) -> &'static str {
    match command {
        Command::SetName { .. } => say!("what-name"),
        Command::SetTarget { .. } => say!("what-target"),
        Command::SetWindow { .. } => say!("what-window"),
        Command::SetTicket { .. } => say!("what-ticket"),
        Command::SetArtifacts { .. } => say!("what-artifacts"),
        Command::SetConnection { .. } => say!("what-connection"),
        Command::SetRole { .. } | Command::RemoveMember { .. } => say!("what-role"),
        Command::StartRun { .. } | Command::StartStep { .. } | Command::FinishStep { .. } | Command::AbandonRun { .. } => {
            say!("what-runbook")
        }
        Command::SetPolicy { .. } => say!("what-policy"),
        Command::SetWatching { .. } => say!("what-watching"),
        Command::RevokeApproval { .. } => say!("what-revocation"),
        _ => say!("what-change"),
    }
}
