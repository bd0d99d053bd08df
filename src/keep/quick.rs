//! The storage that answers at once: drafts, ticks that nobody has judged, who is signed in, and how this browser's people like the page.

use std::cell::{Cell, RefCell};

use holdpoint_domain::id::{CommandId, LaunchId, MemberId, Seq};
use holdpoint_domain::wire::Session;
use web_sys::Storage;

use super::{ROOT, SMALL, put_small, write};
use crate::json;

/// Where it is kept who is signed in.
pub const SESSION: &str = "holdpoint/1/session";
/// Who signed out here last, in whichever tab.
const LEFT: &str = "holdpoint/1/left";
/// There since this browser was here first.
const KNOWN: &str = "holdpoint/1/known";
const WAY_BACK: &str = "holdpoint/1/way-back";

thread_local! {
    /// Who signed out of this page last.
    static GONE: Cell<Option<MemberId>> = const { Cell::new(None) };
    /// Drafts by their keys that the storage has not: they last as long as the page.
    static UNKEPT: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Whether a key is of somebody who has signed out of this page: what comes too late for them is not kept.
pub(super) fn is_gone(key: &str) -> bool {
    GONE.get().is_some_and(|me| key.contains(&me.to_string()))
}

fn storage() -> Option<Storage> {
    // Where tests run there is none.
    if cfg!(target_family = "wasm") { web_sys::window()?.local_storage().ok()? } else { None }
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

fn put(key: &str, value: &str) {
    _ = is_put(key, value);
}

/// Whether there was room for it.
fn is_put(key: &str, value: &str) -> bool {
    !is_gone(key) && storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

fn remove(key: &str) {
    storage().iter().for_each(|storage| _ = storage.remove_item(key));
}

fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Whether this browser was never here: then it keeps nothing. It is known from now on.
pub(super) fn is_new() -> bool {
    let was_here = get(SESSION).is_some();
    get(KNOWN).is_none() && is_put(KNOWN, "yes") && !was_here
}

/// Who is signed in here, so that the page knows whose copies to show while the server is away.
pub fn put_session(session: &Session) {
    if session.me.as_ref().map(|me| me.id) == GONE.get() {
        GONE.set(None);
    }
    if session.me.as_ref().is_some_and(|me| has_left(me.id)) {
        remove(LEFT);
    }
    match serde_json::to_string(session) {
        Ok(told) if session.me.is_some() => put(SESSION, &told),
        _ => remove(SESSION),
    }
}

/// Whether they are not signed in any longer because they signed out.
pub(super) fn has_left(me: MemberId) -> bool {
    get(LEFT) == Some(me.to_string())
}

/// Somebody is not signed in here any longer. Who has signed in since stays, in whichever tab.
pub fn drop_session(me: MemberId) {
    if session().and_then(|session| session.me).is_some_and(|kept| kept.id == me) {
        remove(SESSION);
    }
}

pub fn session() -> Option<Session> {
    json::read(get(SESSION)?.as_bytes())
}

/// A half-written text; an empty one is forgotten. Gives back whether it is kept: there is room for some megabytes. What is not lasts as long as the page.
pub fn put_draft(me: MemberId, place: &str, text: &str) -> bool {
    let key = draft_key(me, place);
    let kept = text.is_empty() || is_put(&key, text);
    if text.is_empty() {
        remove(&key);
    }
    hold(key, if kept { "" } else { text });
    kept
}

/// A half-written text in whose place the storage has another tab's: it lasts as long as the page, or until it is put.
pub fn hold_draft(me: MemberId, place: &str, text: &str) {
    hold(draft_key(me, place), text);
}

/// * `text`: empty: no longer.
fn hold(key: String, text: &str) {
    UNKEPT.with_borrow_mut(|unkept| {
        unkept.retain(|(known, _)| *known != key);
        if !text.is_empty() && !is_gone(&key) {
            unkept.push((key, text.to_owned()));
        }
    });
}

pub fn draft(me: MemberId, place: &str) -> String {
    let key = draft_key(me, place);
    let held = UNKEPT.with_borrow(|unkept| unkept.iter().find(|(known, _)| *known == key).map(|(_, text)| text.clone()));
    held.or_else(|| get(&key)).unwrap_or_default()
}

/// Whether it is this draft that is kept under a key.
pub fn is_draft(me: MemberId, place: &str, key: &str) -> bool {
    key == draft_key(me, place)
}

pub(super) fn drafts(me: MemberId) -> usize {
    let kept = keys(&draft_key(me, ""));
    kept.len() + unkept(me, |key| !kept.contains(key))
}

/// How many of somebody's drafts would go with this page.
pub fn unkept_drafts(me: MemberId) -> usize {
    unkept(me, |_| true)
}

fn unkept(me: MemberId, which: impl Fn(&String) -> bool) -> usize {
    let prefix = draft_key(me, "");
    UNKEPT.with_borrow(|unkept| unkept.iter().filter(|(key, _)| key.starts_with(&prefix) && which(key)).count())
}

fn early_prefix(me: MemberId) -> String {
    format!("{ROOT}/{me}/early/")
}

fn early_key(me: MemberId, launch: LaunchId, id: CommandId) -> String {
    format!("{}{launch}/{id}", early_prefix(me))
}

/// A tick that nobody has judged. Gives back whether it is kept.
pub fn put_early(me: MemberId, launch: LaunchId, id: CommandId, told: &str) -> bool {
    is_put(&early_key(me, launch, id), told)
}

pub fn drop_early(me: MemberId, launch: LaunchId, id: CommandId) {
    remove(&early_key(me, launch, id));
}

/// A wish or a refusal is on disk, or over: the tick that it was is needed no longer.
pub(super) fn drop_early_of(key: &str) {
    if let Some(early) = early_of(key) {
        remove(&early);
    }
}

/// * `key`: of a wish or a refusal.
fn early_of(key: &str) -> Option<String> {
    let (me, place) = key.strip_prefix(SMALL)?.strip_prefix('/')?.split_once('/')?;
    let (_, place) = place.split_once('/')?;
    Some(format!("{ROOT}/{me}/early/{place}"))
}

/// Whether somebody has any.
pub fn has_early(me: MemberId) -> bool {
    !keys(&early_prefix(me)).is_empty()
}

/// Somebody's, as `LAUNCH/ID` and what is told of them.
pub(super) fn early(me: MemberId) -> Vec<(String, String)> {
    let prefix = early_prefix(me);
    keys(&prefix).iter().filter_map(|key| Some((key.strip_prefix(&prefix)?.to_owned(), get(key)?))).collect()
}

fn seen_key(me: MemberId, launch: LaunchId) -> String {
    format!("{ROOT}/{me}/seen/{launch}")
}

/// Up to where somebody has looked at a launch in this browser.
pub fn put_seen(me: MemberId, launch: LaunchId, seq: Seq) {
    put(&seen_key(me, launch), &seq.to_string());
}

pub fn seen(me: MemberId, launch: LaunchId) -> Option<Seq> {
    get(&seen_key(me, launch))?.parse().ok().map(Seq)
}

/// How the page looks and is worked in this browser, whoever uses it: `first.js` reads it before the first paint. `None`: as it comes.
pub fn put_look(name: &str, chosen: Option<&str>) {
    let key = format!("{ROOT}/{name}");
    match chosen {
        Some(chosen) => put(&key, chosen),
        None => remove(&key),
    }
}

pub fn look(name: &str) -> Option<String> {
    get(&format!("{ROOT}/{name}"))
}

fn of_tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Where somebody was who leaves for a provider's sign-in: the same tab goes on there.
pub fn put_way_back(address: &str) {
    of_tab().iter().for_each(|storage| _ = storage.set_item(WAY_BACK, address));
}

/// It leads there once.
pub fn take_way_back() -> Option<String> {
    let storage = of_tab()?;
    let address = storage.get_item(WAY_BACK).ok()??;
    _ = storage.remove_item(WAY_BACK);
    Some(address)
}

pub(super) fn wipe(me: MemberId) {
    GONE.set(Some(me));
    let prefix = format!("{ROOT}/{me}/");
    UNKEPT.with_borrow_mut(|unkept| unkept.retain(|(key, _)| !key.starts_with(&prefix)));
    keys(&prefix).iter().for_each(|key| remove(key));
}

pub(super) fn leave(me: MemberId) {
    put(LEFT, &me.to_string());
    drop_session(me);
    // Who comes next did not come from there.
    _ = take_way_back();
}

/// Earlier versions kept everything here: `{me}/{launch}/pending/{id}` and so on. Their wishes and refusals move, their copies go.
pub(super) fn hand_over() {
    for key in keys(ROOT) {
        match key.split('/').collect::<Vec<_>>().as_slice() {
            // The session, and how the page looks; what was begun, what was looked at, and what nobody has judged.
            [_, _, _] | [_, _, _, "draft" | "seen" | "early", ..] => continue,
            [_, _, me, launch, kind @ ("pending" | "refused"), id] => {
                if let Some(value) = get(&key) {
                    write(vec![put_small(format!("{SMALL}/{me}/{kind}/{launch}/{id}"), value)]);
                }
            }
            _ => {}
        }
        remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::{COPIES, heard_key, pending_prefix, refused_prefix};

    /// Where tests run there is no storage, and so no room in it.
    #[test]
    fn a_draft_that_the_storage_has_not_lasts_as_long_as_the_page() {
        let [ann, ben] = [1, 2].map(|id| MemberId(uuid::Uuid::from_u128(id)));
        assert!(!put_draft(ann, "note", "Seen"));
        hold_draft(ann, "reason", "Not in time");
        put_draft(ann, "note", "Seen twice");
        assert_eq!([draft(ann, "note"), draft(ann, "reason"), draft(ben, "note")], ["Seen twice", "Not in time", ""]);
        assert_eq!((unkept_drafts(ann), drafts(ann), unkept_drafts(ben)), (2, 2, 0));
        assert!(put_draft(ann, "reason", ""));
        assert_eq!((draft(ann, "reason"), unkept_drafts(ann)), (String::new(), 1));
        wipe(ann);
        put_draft(ann, "note", "Too late");
        assert_eq!((draft(ann, "note"), unkept_drafts(ann)), (String::new(), 0), "nothing is held of who has signed out");
    }

    #[test]
    fn a_tick_goes_once_what_it_became_is_there() {
        let (me, id) = (MemberId(uuid::Uuid::from_u128(1)), CommandId(uuid::Uuid::from_u128(2)));
        let launch = LaunchId(7);
        for prefix in [pending_prefix(me, launch), refused_prefix(me, launch)] {
            assert_eq!(early_of(&format!("{prefix}{id}")), Some(early_key(me, launch, id)));
        }
        for other in [heard_key(me, launch, Seq(3)), format!("{COPIES}/{me}/launch/{launch}"), early_key(me, launch, id)] {
            assert_eq!(early_of(&other), None, "{other}");
        }
    }
}
