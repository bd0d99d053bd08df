//! The only user of browser storage: the outbox, the last known launch, drafts. Nothing typed or ticked is lost by a reload.
//!
//! Wishes, refusals and copies of launches are in the browser's database ([`cabinet`]). Wishes and refusals are few and asked for all the time,
//! so they are in memory as well, the same in all tabs: each tells the others what it changes. Drafts and who is signed in are wanted before a
//! database answers, and are in the storage that answers at once; so are ticks from before the code is here that judges them, until the database
//! has what they became. A browser without storage loses the comfort, never the function.

mod cabinet;
mod quick;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use holdpoint_domain::id::{CommandId, LaunchId, MemberId, Seq};
use holdpoint_domain::launch::{Launch, Recorded};
use holdpoint_domain::order;
use holdpoint_domain::wire::LaunchSummary;
use js_sys::JsString;
use leptos::prelude::{ArcRwSignal, Get as _, GetUntracked as _, Set as _};
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::clock;
use crate::json;
use crate::nav;
use crate::sync::{Pending, Refused};
use crate::tabs::Listening;
use cabinet::{Cabinet, Change, Early};

pub use cabinet::hold;
pub use quick::{
    SESSION, draft, drop_early, drop_session, has_early, hold_draft, is_draft, look, put_draft, put_early, put_look, put_seen, put_session,
    put_way_back, seen, session, take_way_back, unkept_drafts,
};

const ROOT: &str = "holdpoint/1";
/// Of wishes and refusals, which are few, and read when the page starts.
const SMALL: &str = "holdpoint/1/small";
/// Of what goes where the disk is full: copies of launches, which are large, and can be fetched again, and what is remembered of granted wishes.
const COPIES: &str = "holdpoint/1/copies";

/// How long it is remembered that a wish was saved, in milliseconds: a log may be set back to yesterday's backup.
const SAVED_MS: u128 = 2 * 24 * 3_600_000;

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
    static KEEPS: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

#[derive(Default)]
struct Kept {
    cabinet: Option<Rc<Cabinet>>,
    /// Wishes and refusals by their keys.
    small: Vec<(String, String)>,
    /// Keys of those whose change did not come to disk: it goes with the next write. What else is there may be other tabs', which this one has not
    /// heard of yet.
    late: Vec<String>,
    others: Option<Listening>,
    /// What is to be written once there is a cabinet: while it is opened, and nobody waits for it.
    waiting: Option<Vec<Change>>,
}

fn pending_prefix(me: MemberId, launch: LaunchId) -> String {
    format!("{SMALL}/{me}/pending/{launch}/")
}

fn refused_prefix(me: MemberId, launch: LaunchId) -> String {
    format!("{SMALL}/{me}/refused/{launch}/")
}

fn launch_key(me: MemberId, launch: LaunchId) -> String {
    format!("{COPIES}/{me}/launch/{launch}")
}

fn launches_key(me: MemberId) -> String {
    format!("{ROOT}/{me}/launches")
}

fn heard_prefix(me: MemberId, launch: LaunchId) -> String {
    format!("{COPIES}/{me}/heard/{launch}/")
}

fn heard_key(me: MemberId, launch: LaunchId, seq: Seq) -> String {
    format!("{}{:010}", heard_prefix(me, launch), seq.0)
}

fn saved_prefix(me: MemberId, launch: LaunchId) -> String {
    format!("{COPIES}/{me}/saved/{launch}/")
}

/// Opens what this browser keeps. Until then it seems to keep nothing.
///
/// A browser that was never here has to make its database first, which takes longer than all else: nobody waits for that.
pub async fn open() {
    if quick::is_new() {
        KEPT.with_borrow_mut(|kept| kept.waiting = Some(Vec::new()));
        spawn_local(open_cabinet());
    } else {
        open_cabinet().await;
    }
}

async fn open_cabinet() {
    let opened = Cabinet::open().await;
    let Kept { small: meanwhile, waiting, .. } = KEPT.take();
    let Some((cabinet, Early { small, news, others })) = opened else {
        KEPT.with_borrow_mut(|kept| kept.small = meanwhile);
        return;
    };
    let others = Listening::over(Some(others), |told| hear(&told));
    let was_new = waiting.is_some() && small.is_empty();
    KEPT.with_borrow_mut(|kept| *kept = Kept { cabinet: Some(Rc::new(cabinet)), small, others: Some(others), ..Kept::default() });
    KEEPS.with(|keeps| keeps.set(true));
    news.iter().for_each(|told| hear(told));
    quick::hand_over();
    if let Some(waiting) = waiting {
        let small = meanwhile.into_iter().map(|(key, value)| put_small(key, value));
        write(small.chain(waiting.into_iter().filter(|change| small_key(change).is_none())).collect());
        if !was_new {
            // It only seemed so: what it kept was not looked at.
            nav::reload();
        }
    }
}

/// What another tab has changed.
fn hear(told: &str) {
    let (key, value) = told.split_once('\n').unwrap_or((told, ""));
    remember(key, value);
}

/// An empty value: no longer.
fn remember(key: &str, value: &str) {
    KEPT.with_borrow_mut(|kept| {
        kept.small.retain(|(known, _)| known != key);
        if !value.is_empty() {
            kept.small.push((key.to_owned(), value.to_owned()));
        }
    });
}

/// Changes what is in memory here and in the other tabs, and gives back what to do to the database.
fn put_small(key: String, value: String) -> Change {
    let value = if quick::is_gone(&key) { String::new() } else { value };
    remember(&key, &value);
    KEPT.with_borrow(|kept| kept.others.iter().for_each(|others| others.tell(&format!("{key}\n{value}"))));
    if value.is_empty() { Change::Remove(key) } else { Change::Put(key, value.into()) }
}

impl Kept {
    /// What did not come to disk before, or did not leave it, as it is now.
    fn still_late(&self) -> Vec<Change> {
        self.late.iter().map(|key| self.now(key)).collect()
    }

    /// What a full disk did not take, for when copies of launches have made room: of wishes and refusals what they are by now, and of copies none, which
    /// may be older ones by now.
    fn again(&self, changes: &[Change]) -> Vec<Change> {
        let again = |change: &Change| match (small_key(change), change) {
            (Some(key), _) => Some(self.now(key)),
            (None, Change::Put(..)) => None,
            (None, other) => Some(other.clone()),
        };
        changes.iter().filter_map(again).collect()
    }

    /// What is under a prefix and not on disk, but for what was a tick first: that stays in the storage that answers at once until it is.
    fn only_here(&self, prefix: &str, early: &[(String, String)]) -> usize {
        let is_on_disk = |key: &String| self.cabinet.is_some() && !self.late.contains(key);
        let here = self.small.iter().filter(|(key, _)| !is_on_disk(key)).filter_map(|(key, _)| key.strip_prefix(prefix));
        here.filter(|place| early.iter().all(|(known, _)| known != place)).count()
    }

    fn now(&self, key: &str) -> Change {
        match self.small.iter().find(|(known, _)| known == key) {
            Some((_, value)) => Change::Put(key.to_owned(), value.as_str().into()),
            None => Change::Remove(key.to_owned()),
        }
    }
}

/// The key of a wish or refusal that changes.
fn small_key(change: &Change) -> Option<&String> {
    match change {
        Change::Put(key, _) | Change::Remove(key) => Some(key).filter(|key| key.starts_with(SMALL)),
        Change::RemoveUpTo(..) | Change::RemoveAll(_) => None,
    }
}

/// Whether a wish or a refusal is to come to disk.
fn puts_small(changes: &[Change]) -> bool {
    changes.iter().any(|change| matches!(change, Change::Put(key, _) if key.starts_with(SMALL)))
}

/// Of wishes and refusals that are over with these changes, whatever becomes of them on disk.
fn over(changes: &[Change]) -> impl Iterator<Item = &String> {
    let is_over = !puts_small(changes);
    changes.iter().filter(move |_| is_over).filter_map(small_key)
}

fn write(mut new: Vec<Change>) {
    new.retain(|change| !matches!(change, Change::Put(key, _) if quick::is_gone(key)));
    over(&new).for_each(|key| quick::drop_early_of(key));
    let Some(cabinet) = KEPT.with_borrow(|kept| kept.cabinet.clone()) else {
        KEPT.with_borrow_mut(|kept| kept.waiting.iter_mut().for_each(|waiting| waiting.extend(new.iter().cloned())));
        return;
    };
    let keeps = KEEPS.with(ArcRwSignal::clone);
    let mut changes = KEPT.with_borrow(Kept::still_late);
    changes.extend(new);
    spawn_local(async move {
        let mut written = cabinet.write(&changes).await;
        // Full: copies of launches can be fetched again, wishes cannot.
        if !written && puts_small(&changes) {
            cabinet.write(&[Change::RemoveAll(COPIES.to_owned())]).await;
            let again = KEPT.with_borrow(|kept| kept.again(&changes));
            written = cabinet.write(&again).await;
            if !written {
                keeps.set(false);
            }
        }
        let all_there = KEPT.with_borrow_mut(|kept| {
            for key in changes.iter().filter_map(small_key) {
                kept.late.retain(|late| late != key);
                if written {
                    quick::drop_early_of(key);
                } else {
                    kept.late.push(key.clone());
                }
            }
            kept.late.is_empty()
        });
        if written && all_there && !keeps.get_untracked() {
            keeps.set(true);
        }
    });
}

/// Whether wishes survive the page: not in a browser without a database for us, as in some private windows, and not where it is full. To be
/// followed.
pub fn keeps() -> bool {
    KEEPS.with(|keeps| keeps.get())
}

/// What can be read of all that is kept under a prefix, oldest first: ids count up with time.
fn read_all<T: DeserializeOwned>(prefix: &str, id: impl Fn(&T) -> CommandId) -> Vec<T> {
    let mut all: Vec<T> = KEPT.with_borrow(|kept| {
        let ours = kept.small.iter().filter(|(key, _)| key.starts_with(prefix));
        ours.filter_map(|(_, value)| json::read(value.as_bytes())).collect()
    });
    order::sort_by_key(&mut all, id);
    all
}

/// Keeps a wish until it is confirmed or refused.
pub fn put_pending(me: MemberId, launch: LaunchId, pending: &Pending) {
    if let Ok(value) = serde_json::to_string(pending) {
        write(vec![put_small(format!("{}{}", pending_prefix(me, launch), pending.id), value)]);
    }
}

pub fn drop_pending(me: MemberId, launch: LaunchId, id: CommandId) {
    write(vec![put_small(format!("{}{id}", pending_prefix(me, launch)), String::new())]);
}

/// A wish was granted.
///
/// * `place`: of its event, if it changed something: it is remembered for a while, for a log that is set back may lose it. What takes back a change that
///   was refused changes nothing.
pub fn grant(me: MemberId, launch: LaunchId, pending: &Pending, place: Option<Seq>) {
    let mut changes = settle(me, launch, pending.id);
    if let Some(value) = place.and_then(|place| serde_json::to_string(&pending.granted_at(place)).ok()) {
        changes.push(saved_long_ago(me, launch, pending.id));
        changes.push(Change::Put(format!("{}{}", saved_prefix(me, launch), pending.id), value.as_str().into()));
    }
    write(changes);
}

/// It neither waits nor is refused, whatever another tab was told of it before.
fn settle(me: MemberId, launch: LaunchId, id: CommandId) -> Vec<Change> {
    let places = [pending_prefix(me, launch), refused_prefix(me, launch)];
    places.map(|place| put_small(format!("{place}{id}"), String::new())).into()
}

/// * `now`: an id of now.
fn saved_long_ago(me: MemberId, launch: LaunchId, now: CommandId) -> Change {
    let saved = saved_prefix(me, launch);
    let last = format!("{saved}{}", earlier(now));
    Change::RemoveUpTo(saved, last)
}

/// An id of before all that are still remembered: ids begin with the milliseconds of their making.
fn earlier(id: CommandId) -> CommandId {
    CommandId(Uuid::from_u128(id.0.as_u128().saturating_sub(SAVED_MS << 80)))
}

/// Wishes that were granted of late, by whichever page: oldest first.
pub async fn saved(me: MemberId, launch: LaunchId) -> Vec<Pending> {
    let Some(cabinet) = KEPT.with_borrow(|kept| kept.cabinet.clone()) else { return Vec::new() };
    let prefix = saved_prefix(me, launch);
    let all = cabinet.under(&prefix).await;
    let (latest, again) = once_each(all.iter().filter_map(|(_, value)| json::read(value.as_bytes())).collect());
    if !again.is_empty() {
        write(again.iter().map(|pending| Change::Remove(format!("{prefix}{}", pending.id))).collect());
    }
    latest
}

/// Wishes, oldest first, without those that were asked for once more later, and these: with that they are over, or whoever has read that it is lost would
/// read it again of each.
fn once_each(saved: Vec<Pending>) -> (Vec<Pending>, Vec<Pending>) {
    let mut later = BTreeSet::new();
    let is_again = |pending: &Pending| serde_json::to_string(&pending.command).is_ok_and(|told| !later.insert(told));
    let (again, mut latest): (Vec<_>, Vec<_>) = saved.into_iter().rev().partition(is_again);
    latest.reverse();
    (latest, again)
}

pub fn drop_saved(me: MemberId, launch: LaunchId) {
    write(vec![Change::RemoveAll(saved_prefix(me, launch))]);
}

/// A wish becomes a refusal, which is kept until somebody has read it: the edit in it is nowhere else.
pub fn refuse(me: MemberId, launch: LaunchId, refused: &Refused) {
    let id = refused.pending.id;
    let mut changes = Vec::new();
    if let Ok(value) = serde_json::to_string(refused) {
        changes.push(put_small(format!("{}{id}", refused_prefix(me, launch)), value));
    }
    changes.push(put_small(format!("{}{id}", pending_prefix(me, launch)), String::new()));
    // It may have been granted before, and be lost.
    changes.push(Change::Remove(format!("{}{id}", saved_prefix(me, launch))));
    write(changes);
}

pub fn drop_refused(me: MemberId, launch: LaunchId, id: CommandId) {
    write(vec![put_small(format!("{}{id}", refused_prefix(me, launch)), String::new())]);
}

/// Refusals that nobody has read, oldest first.
pub fn refused(me: MemberId, launch: LaunchId) -> Vec<Refused> {
    read_all(&refused_prefix(me, launch), |refused: &Refused| refused.pending.id)
}

/// Wishes that were not confirmed when they were last seen, oldest first.
pub fn pending(me: MemberId, launch: LaunchId) -> Vec<Pending> {
    read_all(&pending_prefix(me, launch), |pending: &Pending| pending.id)
}

/// Whether one of them waits still. It is not read: there may be thousands, and it is asked of each.
pub fn waits(me: MemberId, launch: LaunchId, id: CommandId) -> bool {
    let key = format!("{}{id}", pending_prefix(me, launch));
    KEPT.with_borrow(|kept| kept.small.iter().any(|(known, _)| *known == key))
}

/// The launches that somebody's wishes wait for.
pub fn launches_with_pending(me: MemberId) -> Vec<LaunchId> {
    let prefix = format!("{SMALL}/{me}/pending/");
    let launch_of = |key: &str| key.strip_prefix(&prefix)?.split_once('/')?.0.parse().ok();
    let mut launches: Vec<LaunchId> = KEPT.with_borrow(|kept| kept.small.iter().filter_map(|(key, _)| launch_of(key)).collect());
    order::sort_by_key(&mut launches, |launch| *launch);
    launches.dedup();
    launches
}

fn count(prefix: &str) -> usize {
    KEPT.with_borrow(|kept| kept.small.iter().filter(|(key, _)| key.starts_with(prefix)).count())
}

/// Somebody's ticks that nobody has judged, as `LAUNCH/ID` and what is told of them.
pub fn early(me: MemberId) -> Vec<(String, String)> {
    quick::early(me).into_iter().filter(|(place, _)| !is_asked(me, place)).collect()
}

/// Whether a tick is a wish by now, or a refusal: until that is on disk it is in both places, and so it is after a crash in between.
fn is_asked(me: MemberId, place: &str) -> bool {
    let wishes = ["pending", "refused"].map(|kind| format!("{SMALL}/{me}/{kind}/{place}"));
    KEPT.with_borrow(|kept| kept.small.iter().any(|(key, _)| wishes.contains(key)))
}

/// How many of somebody's wishes are not sent, whatever launch they are for.
pub fn waiting(me: MemberId) -> usize {
    count(&format!("{SMALL}/{me}/pending/"))
}

/// How many of them would go with this page.
pub fn unkept(me: MemberId) -> usize {
    let early = quick::early(me);
    KEPT.with_borrow(|kept| kept.only_here(&format!("{SMALL}/{me}/pending/"), &early))
}

/// How many of them are for one launch.
pub fn waiting_for(me: MemberId, launch: LaunchId) -> usize {
    count(&pending_prefix(me, launch))
}

/// How much of somebody's is nowhere but in this browser: wishes that are not sent, refusals that nobody has read, texts that were begun.
pub fn unsaved(me: MemberId) -> usize {
    count(&format!("{SMALL}/{me}/")) + quick::drafts(me)
}

/// Forgets what one may no longer see: the copy of a launch, and what is remembered of granted wishes.
pub fn drop_role(me: MemberId, launch: LaunchId) {
    drop_launch(me, launch);
    drop_saved(me, launch);
}

/// Forgets the copy of a launch.
pub fn drop_launch(me: MemberId, launch: LaunchId) {
    write(vec![Change::Remove(launch_key(me, launch)), Change::RemoveAll(heard_prefix(me, launch))]);
}

/// The launch as the server told it, to be read while the server is away; what was heard up to there is in it. What is remembered of granted wishes
/// for long enough goes.
pub fn put_launch(me: MemberId, launch: LaunchId, told: JsString, seq: Seq) {
    let heard = Change::RemoveUpTo(heard_prefix(me, launch), heard_key(me, launch, seq));
    let saved = saved_long_ago(me, launch, CommandId(clock::new_id()));
    write(vec![Change::Put(launch_key(me, launch), told), heard, saved]);
}

/// Forgets what was heard since.
pub fn drop_heard(me: MemberId, launch: LaunchId) {
    write(vec![Change::RemoveAll(heard_prefix(me, launch))]);
}

/// An event that was heard since.
pub fn put_heard(me: MemberId, launch: LaunchId, seq: Seq, told: &str) {
    write(vec![Change::Put(heard_key(me, launch, seq), told.into())]);
}

pub async fn launch(me: MemberId, id: LaunchId) -> Option<Launch> {
    let cabinet = KEPT.with_borrow(|kept| kept.cabinet.clone())?;
    let mut launch = json::read_launch(&cabinet.get(&launch_key(me, id)).await?)?.launch;
    for (_, told) in cabinet.under(&heard_prefix(me, id)).await {
        if let Some(recorded) = json::read::<Recorded>(told.as_bytes()).filter(|recorded| recorded.seq == launch.seq.next()) {
            launch.apply(&recorded);
        }
    }
    Some(launch)
}

/// The list of launches as the server told it.
pub fn put_launches(me: MemberId, told: &str) {
    write(vec![Change::Put(launches_key(me), told.into())]);
}

pub async fn launches(me: MemberId) -> Option<Vec<LaunchSummary>> {
    let cabinet = KEPT.with_borrow(|kept| kept.cabinet.clone())?;
    json::read(String::from(cabinet.get(&launches_key(me)).await?).as_bytes())
}

/// Forgets what a person left in this browser, when they sign out of it.
pub fn forget(me: MemberId) {
    wipe(me);
    quick::leave(me);
}

/// Somebody is not signed in any longer, as another tab says. Where that was by signing out, what this one has kept of theirs meanwhile goes too.
pub fn forget_who_left(me: MemberId) {
    if quick::has_left(me) {
        wipe(me);
    }
}

fn wipe(me: MemberId) {
    let small = format!("{SMALL}/{me}/");
    let gone: Vec<String> = KEPT.with_borrow(|kept| kept.small.iter().map(|(key, _)| key.clone()).collect());
    let mut changes: Vec<Change> =
        gone.into_iter().filter(|key| key.starts_with(&small)).map(|key| put_small(key, String::new())).collect();
    changes.extend([ROOT, SMALL, COPIES].map(|root| Change::RemoveAll(format!("{root}/{me}/"))));
    write(changes);
    quick::wipe(me);
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::launch::{Command, Status};
    use wasm_bindgen::{JsCast as _, JsValue};

    use super::*;
    use crate::sync::Stage;

    fn put(key: &str) -> Change {
        // Where tests run there are no texts of the browser's.
        Change::Put(key.to_owned(), JsValue::UNDEFINED.unchecked_into())
    }

    /// Where tests run there is no database: it is in memory.
    #[test]
    fn what_is_granted_neither_waits_nor_is_refused() {
        let [me, granted, other] = [1, 2, 3].map(uuid::Uuid::from_u128);
        let (me, launch) = (MemberId(me), LaunchId(1));
        for place in [pending_prefix(me, launch), refused_prefix(me, launch)] {
            [granted, other].iter().for_each(|id| remember(&format!("{place}{id}"), "{}"));
        }
        assert_eq!((waiting(me), unsaved(me)), (2, 4));
        write(settle(me, launch, CommandId(granted)));
        assert_eq!((waiting(me), unsaved(me)), (1, 2), "to whichever tab it was refused before");
        assert_eq!([granted, other].map(|id| waits(me, launch, CommandId(id))), [false, true]);
    }

    /// By its id, which is the same in both places: it would be asked twice.
    #[test]
    fn a_tick_that_is_a_wish_by_now_is_taken_up_no_more() {
        let me = MemberId(uuid::Uuid::from_u128(1));
        let [waits, refused, neither] = [2, 3, 4].map(|id| format!("LCH-7/{}", uuid::Uuid::from_u128(id)));
        remember(&format!("{SMALL}/{me}/pending/{waits}"), "{}");
        remember(&format!("{SMALL}/{me}/refused/{refused}"), "{}");
        assert_eq!([&waits, &refused, &neither].map(|place| is_asked(me, place)), [true, true, false]);
        assert!(!is_asked(MemberId(uuid::Uuid::from_u128(9)), &waits), "it is somebody else's");
    }

    /// In a browser without a database nothing ever comes to disk: the tick would be asked for again, over what somebody did since.
    #[test]
    fn a_tick_that_was_granted_is_over_at_once_and_one_that_was_refused_is_not() {
        let [pending, refused] = ["pending", "refused"].map(|kind| format!("{SMALL}/a/{kind}/LCH-1/b"));
        let saved = format!("{COPIES}/a/saved/LCH-1/");
        let granted = [
            Change::Remove(pending.clone()),
            Change::Remove(refused.clone()),
            Change::RemoveUpTo(saved.clone(), saved.clone()),
            put(&saved),
        ];
        assert_eq!(over(&granted).collect::<Vec<_>>(), [&pending, &refused]);
        assert_eq!(over(&[put(&refused), Change::Remove(pending.clone()), Change::Remove(saved)]).count(), 0);
        assert_eq!(over(&[Change::Remove(refused.clone())]).collect::<Vec<_>>(), [&refused], "somebody has read it");
    }

    #[test]
    fn only_what_is_nowhere_else_would_go_with_the_page() {
        let small = ["a/pending/LCH-1/1", "a/pending/LCH-1/2", "a/refused/LCH-1/3", "b/pending/LCH-1/4"];
        let small = small.map(|place| (format!("{SMALL}/{place}"), "{}".to_owned())).into();
        let kept = Kept { small, ..Kept::default() };
        let ticked = |ids: &[u8]| ids.iter().map(|id| (format!("LCH-1/{id}"), "7 done x".to_owned())).collect::<Vec<_>>();
        let of_a = |early: &[u8]| kept.only_here(&format!("{SMALL}/a/pending/"), &ticked(early));
        assert_eq!([of_a(&[]), of_a(&[1]), of_a(&[1, 2]), of_a(&[4])], [2, 1, 0, 2], "where there is no database");
    }

    #[test]
    fn of_what_was_done_twice_the_later_is_remembered() {
        let wish = |id: u128, status| Pending {
            id: CommandId(Uuid::from_u128(id)),
            based_on: Seq(1),
            asked_at: "2026-11-24T10:00:00Z".parse().unwrap(),
            command: Command::SetStatus { item: "a".parse().unwrap(), status, justification: None },
            ground: None,
            stage: Stage::Waiting,
        };
        let [first, then, last, other] = [wish(1, Status::Done), wish(2, Status::Open), wish(3, Status::Done), wish(4, Status::Blocked)];
        let saved = vec![first.clone(), then.clone(), last.clone(), other.clone()];
        assert_eq!(once_each(saved), (vec![then, last, other], vec![first]));
    }

    #[test]
    fn what_was_saved_is_remembered_for_two_days() {
        let (me, launch, now) = (MemberId(Uuid::from_u128(1)), LaunchId(7), 1_800_000_000_000);
        let at = |ms: u128| CommandId(Uuid::from_u128((ms << 80) | 7));
        let Change::RemoveUpTo(prefix, last) = saved_long_ago(me, launch, at(now)) else { panic!("others stay") };
        assert!(format!("{prefix}{}", at(now - SAVED_MS - 1)) <= last, "as keys are ordered");
        assert!(last < format!("{prefix}{}", at(now - SAVED_MS + 1)));
        assert_eq!((prefix, earlier(at(5))), (saved_prefix(me, launch), CommandId(Uuid::nil())));
    }

    #[test]
    fn what_has_gone_while_the_disk_was_full_does_not_come_back() {
        let (dismissed, copy, heard) =
            (format!("{SMALL}/a/refused/LCH-1/b"), format!("{COPIES}/a/launch/LCH-1"), format!("{COPIES}/a/heard/"));
        let again = Kept::default().again(&[put(&dismissed), put(&copy), Change::RemoveAll(heard.clone())]);
        assert!(matches!(again.as_slice(), [Change::Remove(key), Change::RemoveAll(prefix)] if *key == dismissed && *prefix == heard));
    }
}
