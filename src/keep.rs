//! The only user of browser storage: the outbox, the last known launch, drafts. Nothing typed or ticked is lost by a reload.
//!
//! Each pending command has a key of its own, because two tabs share the storage and must not overwrite each other.
//! A browser without storage loses the comfort, never the function.

use holdpoint_domain::id::{CommandId, LaunchId, MemberId, Seq};
use holdpoint_domain::launch::{Launch, Recorded};
use holdpoint_domain::order;
use holdpoint_domain::wire::{LaunchSummary, LaunchView, Session};
use serde::de::DeserializeOwned;
use web_sys::Storage;

use crate::json;
use crate::sync::{Pending, Refused};

const ROOT: &str = "holdpoint/1";
const SESSION: &str = "holdpoint/1/session";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn pending_prefix(me: MemberId, launch: LaunchId) -> String {
    format!("{ROOT}/{me}/{launch}/pending/")
}

fn refused_prefix(me: MemberId, launch: LaunchId) -> String {
    format!("{ROOT}/{me}/{launch}/refused/")
}

fn launch_key(me: MemberId, launch: LaunchId) -> String {
    format!("{ROOT}/{me}/{launch}/launch")
}

fn launches_key(me: MemberId) -> String {
    format!("{ROOT}/{me}/launches")
}

fn heard_prefix(me: MemberId, launch: LaunchId) -> String {
    format!("{ROOT}/{me}/{launch}/heard/")
}

fn draft_key(me: MemberId, place: &str) -> String {
    format!("{ROOT}/{me}/draft/{place}")
}

fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let length = storage.length().unwrap_or(0);
    let all = (0..length).filter_map(|place| storage.key(place).ok().flatten());
    all.filter(|key| key.starts_with(prefix)).collect()
}

fn put(key: &str, value: &str) -> bool {
    let Some(storage) = storage() else { return false };
    if storage.set_item(key, value).is_ok() {
        return true;
    }
    // Full: copies of launches can be fetched again, wishes and drafts cannot.
    for key in keys(ROOT).iter().filter(|key| key.ends_with("/launch") || key.contains("/heard/")) {
        _ = storage.remove_item(key);
    }
    storage.set_item(key, value).is_ok()
}

fn remove(key: &str) {
    if let Some(storage) = storage() {
        _ = storage.remove_item(key);
    }
}

fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// What can be read of all that is kept under a prefix, oldest first: ids count up with time.
fn read_all<T: DeserializeOwned>(prefix: &str, id: impl Fn(&T) -> CommandId) -> Vec<T> {
    let read = |key: &String| json::read(get(key)?.as_bytes());
    let mut all: Vec<T> = keys(prefix).iter().filter_map(read).collect();
    order::sort_by_key(&mut all, id);
    all
}

/// Keeps a wish until it is confirmed or refused. `false`: this browser keeps nothing.
pub fn put_pending(me: MemberId, launch: LaunchId, pending: &Pending) -> bool {
    let key = format!("{}{}", pending_prefix(me, launch), pending.id);
    serde_json::to_string(pending).is_ok_and(|value| put(&key, &value))
}

pub fn drop_pending(me: MemberId, launch: LaunchId, id: CommandId) {
    remove(&format!("{}{id}", pending_prefix(me, launch)));
}

/// A wish becomes a refusal, which is kept until somebody has read it: the edit in it is nowhere else.
pub fn refuse(me: MemberId, launch: LaunchId, refused: &Refused) {
    let key = format!("{}{}", refused_prefix(me, launch), refused.pending.id);
    if let Ok(value) = serde_json::to_string(refused) {
        put(&key, &value);
    }
    drop_pending(me, launch, refused.pending.id);
}

pub fn drop_refused(me: MemberId, launch: LaunchId, id: CommandId) {
    remove(&format!("{}{id}", refused_prefix(me, launch)));
}

/// Refusals that nobody has read, oldest first.
pub fn refused(me: MemberId, launch: LaunchId) -> Vec<Refused> {
    read_all(&refused_prefix(me, launch), |refused: &Refused| refused.pending.id)
}

/// Forgets the copy of a launch that one may no longer see.
pub fn drop_launch(me: MemberId, launch: LaunchId) {
    remove(&launch_key(me, launch));
    for key in keys(&heard_prefix(me, launch)) {
        remove(&key);
    }
}

/// Wishes that were not confirmed when they were last seen, oldest first.
pub fn pending(me: MemberId, launch: LaunchId) -> Vec<Pending> {
    read_all(&pending_prefix(me, launch), |pending: &Pending| pending.id)
}

/// The launches that somebody's wishes wait for.
pub fn launches_with_pending(me: MemberId) -> Vec<LaunchId> {
    let prefix = format!("{ROOT}/{me}/");
    let launch_of = |key: &String| {
        let (launch, rest) = key.strip_prefix(&prefix)?.split_once('/')?;
        rest.starts_with("pending/").then(|| launch.parse().ok())?
    };
    let mut launches: Vec<LaunchId> = keys(&prefix).iter().filter_map(launch_of).collect();
    order::sort_by_key(&mut launches, |launch| *launch);
    launches.dedup();
    launches
}

/// The launch as the server told it, to be read while the server is away; what was heard since is forgotten.
pub fn put_launch(me: MemberId, launch: LaunchId, told: &str) {
    put(&launch_key(me, launch), told);
    for key in keys(&heard_prefix(me, launch)) {
        remove(&key);
    }
}

/// An event that was heard since.
pub fn put_heard(me: MemberId, launch: LaunchId, seq: Seq, told: &str) {
    put(&format!("{}{:010}", heard_prefix(me, launch), seq.0), told);
}

pub fn launch(me: MemberId, id: LaunchId) -> Option<Launch> {
    let mut launch = json::read::<LaunchView>(get(&launch_key(me, id))?.as_bytes())?.launch;
    let mut heard = keys(&heard_prefix(me, id));
    order::sort_by_key(&mut heard, String::clone);
    for recorded in heard.iter().filter_map(|key| json::read::<Recorded>(get(key)?.as_bytes())) {
        if recorded.seq == launch.seq.next() {
            launch.apply(&recorded);
        }
    }
    Some(launch)
}

/// Who is signed in here, so that the page knows whose copies to show while the server is away.
pub fn put_session(session: &Session) {
    match serde_json::to_string(session) {
        Ok(told) if session.me.is_some() => _ = put(SESSION, &told),
        _ => remove(SESSION),
    }
}

pub fn session() -> Option<Session> {
    json::read(get(SESSION)?.as_bytes())
}

/// The list of launches as the server told it.
pub fn put_launches(me: MemberId, told: &str) {
    put(&launches_key(me), told);
}

pub fn launches(me: MemberId) -> Option<Vec<LaunchSummary>> {
    json::read(get(&launches_key(me))?.as_bytes())
}

/// A half-written text; an empty one is forgotten.
pub fn put_draft(me: MemberId, place: &str, text: &str) {
    if text.is_empty() { remove(&draft_key(me, place)) } else { _ = put(&draft_key(me, place), text) }
}

pub fn draft(me: MemberId, place: &str) -> String {
    get(&draft_key(me, place)).unwrap_or_default()
}

/// Forgets what a person left in this browser, when they sign out of it.
pub fn forget(me: MemberId) {
    for key in keys(&format!("{ROOT}/{me}/")) {
        remove(&key);
    }
    remove(SESSION);
}
