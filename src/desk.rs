//! One open launch: the replica, its stream, its storage and its senders, joined to signals that pages draw.

mod courier;
pub mod early;
mod lost;
mod missed;
mod sharing;
mod wires;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use gloo_timers::callback::Timeout;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, Event, GateBrief, Launch, Progress, Reason, ReasonKind, Recorded, Refusal, Status};
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::{Person, Present};
use leptos::prelude::*;
use uuid::Uuid;

use crate::clock::{self, Ticking};
use crate::net::live::Live;
use crate::sync::{Asked, Ground, Pending, Refused, Replica, Undo};
use crate::{keep, say, words};
use early::Early;
use sharing::Sharing;

pub use courier::{Delivered, deliver_left_behind, is_left_behind};

/// From so many items on a list is long: it is not drawn whole, and what looks at all items waits for a moment.
pub const MANY: usize = 300;

/// What is drawn now is painted by then, where the machine is not busy.
const PAINTED: Duration = Duration::from_millis(20);

/// Longer than a click takes to be painted, and shorter than anybody notices.
const MOMENT: Duration = Duration::from_millis(60);

/// The gate, what is wrong with items that count as settled, and what stands first in the way of a go.
type Weighed = (GateBrief, BTreeMap<ItemId, String>, Option<Reason>);

/// Of a wish that was asked before its launch's code was here: its id, and the log that it was asked of.
type Made = (CommandId, Option<Ground>);

/// Copied freely; ends with the owner that made it.
#[derive(Clone, Copy)]
pub struct Desk {
    pub id: LaunchId,
    pub me: MemberId,
    /// Whether one owns the server, and so may set roles everywhere.
    pub owner: bool,
    /// What to draw: confirmed, with our own wishes on top.
    pub shown: RwSignal<Arc<Launch>>,
    /// The same, for what looks at all items: with [`MANY`] of them it follows after what was changed is painted.
    pub whole: RwSignal<Arc<Launch>>,
    /// What the server has said. Sign-off looks at this only.
    pub confirmed: RwSignal<Arc<Launch>>,
    /// Items with a wish of ours on its way.
    pub pending: RwSignal<BTreeSet<ItemId>>,
    /// How many wishes of ours are not confirmed.
    pub waiting: RwSignal<usize>,
    pub refused: RwSignal<Vec<Refused>>,
    /// One's last change, while it can be taken back.
    pub undo: RwSignal<Option<Undo>>,
    /// The first of those who have it open, and where they are.
    pub present: RwSignal<Vec<Present>>,
    /// How many more there are.
    pub present_more: RwSignal<u32>,
    pub link: RwSignal<Link>,
    /// The page cannot read what the server says: it has to be reloaded.
    pub outdated: RwSignal<bool>,
    pub running: RwSignal<BTreeMap<CheckId, Running>>,
    /// Checks that wait for a yes.
    pub asked: RwSignal<Option<Deliveries>>,
    /// Everything that happened, oldest first; `None` until somebody asks for it.
    pub history: RwSignal<Option<Arc<Vec<Recorded>>>>,
    /// What others did, until it is told, each with the launch as it was shown before: what was missed comes many at a time.
    pub news: RwSignal<Vec<(Arc<Launch>, Recorded)>>,
    /// What the rules refused to single clicks, until it is put into words; without the refusal where the page was left before that.
    pub denied: RwSignal<Vec<(Refused, Option<Refusal>)>>,
    /// The session ended; the shell asks for a new one.
    pub signed_out: RwSignal<bool>,
    /// One has no role here any longer.
    pub shut_out: RwSignal<bool>,
    /// The server has an earlier state again.
    pub set_back: RwSignal<bool>,
    pub gate: Memo<GateBrief>,
    /// What is wrong with items that count as settled.
    pub faults: Memo<BTreeMap<ItemId, String>>,
    /// What stands first in the way of a go.
    pub first: Memo<Option<Reason>>,
    /// How far each section is, in their order.
    pub progress: Memo<Vec<Progress>>,
    inner: StoredValue<Inner, LocalStorage>,
}

/// How the stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Connecting,
    Open,
    Lost,
}

/// A check that was asked for in this tab.
#[derive(Clone, Debug, PartialEq)]
pub enum Running {
    Since(Timestamp),
    /// It could not be run at all; a run that saw nothing has a receipt.
    Failed(String),
}

/// Checks whose deliveries may leave something behind, and where they go.
#[derive(Clone, Debug, PartialEq)]
pub struct Deliveries {
    pub url: String,
    pub checks: Vec<CheckId>,
}

/// What is done with an open launch, whose code comes after the first screen: only what is drawn of it belongs to that.
#[derive(Clone, Copy)]
struct Acts {
    tick: fn(Desk, ItemId, Status),
    dismiss: fn(Desk, CommandId),
}

struct Inner {
    replica: Replica,
    /// `None`: it is not here yet.
    acts: Option<Acts>,
    sharing: Option<Sharing>,
    /// The stream, if this tab is the one that has it.
    live: Option<Live>,
    sending: bool,
    catching_up: bool,
    comparing: bool,
    /// Whether the log may be another one by now: the server was away, this tab had no stream for a while, or the launch is this browser's copy.
    unsure: bool,
    drawing: bool,
    following: bool,
    loading_history: bool,
    /// When events that did not come by the stream were the reason to keep the server's copy anew, in the page's milliseconds.
    kept_at: f64,
    /// What is to do it again.
    keeps: Option<Timeout>,
    /// How often the server's copy took the place of ours, or none did because the role is gone: what was read of the log before does not count, and an
    /// answer that is on its way, when the desk is closed too, is not kept.
    renewed: Rc<Cell<u32>>,
}

impl Desk {
    /// Opens a launch from the server's copy, or from the one kept in this browser while the server is away. It is drawn; nothing of it is sent or
    /// heard before [`Desk::begin`].
    ///
    /// * `is_kept`: it is the one of this browser.
    pub fn open(me: Person, launch: Arc<Launch>, is_kept: bool) -> Self {
        let id = launch.id;
        let (member, owner) = (me.id, me.owner);
        let replica = Replica::new(me, launch).kept(is_kept);
        let launch = || RwSignal::new(replica.confirmed().clone());
        let (shown, whole, confirmed) = (launch(), launch(), launch());
        let ticking = expect_context::<Ticking>();
        let weighed = weighed(whole, ticking);
        let (waiting, pending) = early::shown(member, id);
        Self {
            id,
            me: member,
            owner,
            shown,
            whole,
            confirmed,
            pending: RwSignal::new(pending),
            waiting: RwSignal::new(waiting),
            refused: RwSignal::default(),
            undo: RwSignal::default(),
            present: RwSignal::default(),
            present_more: RwSignal::new(0),
            link: RwSignal::new(Link::Connecting),
            outdated: RwSignal::new(false),
            running: RwSignal::default(),
            asked: RwSignal::default(),
            history: RwSignal::new(None),
            news: RwSignal::default(),
            denied: RwSignal::default(),
            signed_out: RwSignal::new(false),
            shut_out: RwSignal::new(false),
            set_back: RwSignal::new(false),
            gate: Memo::new(move |_| weighed.with(|(gate, ..)| *gate)),
            faults: Memo::new(move |_| weighed.with(|(_, faults, _)| faults.clone())),
            first: Memo::new(move |_| weighed.with(|(.., first)| first.clone())),
            progress: Memo::new(move |_| {
                let now = ticking.get();
                whole.with(|launch| launch.template.sections.iter().map(|section| launch.progress_of(section, now)).collect())
            }),
            inner: StoredValue::new_local(Inner {
                replica,
                acts: None,
                sharing: None,
                live: None,
                sending: false,
                catching_up: false,
                comparing: false,
                unsure: is_kept,
                drawing: false,
                following: false,
                loading_history: false,
                kept_at: 0.0,
                keeps: None,
                renewed: Rc::default(),
            }),
        }
    }

    /// Joins the tabs that have the launch open, with what this browser kept for it and what was asked for meanwhile. Under the owner with which that
    /// ends.
    pub fn begin(self) {
        self.take_up();
        self.share();
        // The others could not hear of it before.
        let waiting = self.with_replica(|replica| replica.outbox().to_vec()).unwrap_or_default();
        waiting.iter().for_each(|pending| self.tell_wish(pending));
        self.look_back();
    }

    /// Takes up what this browser kept and then what was asked for meanwhile, once: a form's code may be here first, and what it asks for comes
    /// behind that.
    fn take_up(self) {
        let acts = Acts { tick: |desk, item, status| desk.wish(early::tick(item, status)), dismiss: Self::dismiss_now };
        if self.inner.try_update_value(|inner| inner.acts.replace(acts).is_some()) != Some(false) {
            return;
        }
        let (untold, told): (Vec<_>, Vec<_>) = keep::refused(self.me, self.id).into_iter().partition(|refused| refused.why.is_empty());
        self.with_replica(|replica| {
            replica.restore(keep::pending(self.me, self.id));
            replica.restore_refused(told);
        });
        if !untold.is_empty() {
            self.denied.set(untold.into_iter().map(|refused| (refused, None)).collect());
        }
        self.draw();
        self.take_early();
    }

    fn take_early(self) {
        for early in early::take(self.me, |launch| launch == self.id) {
            let early = early::behind(self.me, early, self.last_waiting());
            let ground = early.ground();
            let Early { id, seen, item, status, .. } = early;
            self.wish_as(Some((id, ground)), early::tick(item, status), seen);
        }
    }

    /// Takes up what another tab was asked for that was closed before it could hand that on.
    fn take_up_left(self) {
        if self.inner.try_with_value(|inner| inner.live.is_some() && !inner.sending) != Some(true) {
            return;
        }
        let is_new = self.with_replica(|replica| {
            let known = replica.outbox().len();
            replica.restore(keep::pending(self.me, self.id));
            known < replica.outbox().len()
        });
        if is_new == Some(true) {
            self.draw();
            self.send();
        }
        self.take_early();
    }

    /// Judges a wish, draws it and sends it.
    ///
    /// * Errors: what the rules refuse, for a form to show at its field.
    pub fn ask(self, command: Command) -> Result<(), Refusal> {
        self.ask_since(command, Seq(u64::MAX))
    }

    /// The same for what was begun when the launch was at an earlier place: what others changed since is a conflict.
    pub fn ask_since(self, command: Command, seen: Seq) -> Result<(), Refusal> {
        self.ask_as(None, command, seen)
    }

    fn last_waiting(self) -> Option<Uuid> {
        self.with_replica(|replica| replica.outbox().last().map(|pending| pending.id.0)).flatten()
    }

    /// * `made`: the id that it has already, and the log on which it was asked.
    fn ask_as(self, made: Option<Made>, command: Command, seen: Seq) -> Result<(), Refusal> {
        self.take_up();
        // Behind all that wait, whatever the clock said when they were asked for: they are sent in the order of their ids.
        let id = made.map_or_else(|| CommandId(clock::new_id_behind(self.last_waiting())), |(id, _)| id);
        let Some(asked) = self.with_replica(|replica| replica.ask(id, command, clock::now(), seen)) else { return Ok(()) };
        if asked? == Asked::Queued {
            let asked = self.with_replica(|replica| replica.asked(id, made.and_then(|(_, ground)| ground)));
            if let Some((pending, kept)) = asked.flatten() {
                keep::put_pending(self.me, self.id, &kept);
                // It is kept, whatever comes: to hand it on may wait until it is painted, which may not wait for that.
                let hand_on = move || {
                    self.tell_wish(&pending);
                    self.send();
                };
                set_timeout(hand_on, PAINTED);
            }
            self.undo.set(self.with_replica(|replica| replica.undo().cloned()).flatten());
            self.draw();
        } else {
            made.iter().for_each(|(id, _)| keep::drop_early(self.me, self.id, *id));
        }
        Ok(())
    }

    /// Takes one's last change back, if it is still as one left it.
    ///
    /// * Errors: why not.
    pub fn undo(self) -> Result<(), String> {
        let Some(undo) = self.with_replica(Replica::take_undo).flatten() else { return Ok(()) };
        self.take_back(undo)
    }

    /// The same with any change of one's own.
    pub fn take_back(self, undo: Undo) -> Result<(), String> {
        self.undo.set(None);
        let launch = self.launch_now();
        if !undo.holds(&launch, self.me) {
            return Err(say!("undo-not").into());
        }
        let done = self.ask(undo.back).map_err(|refusal| words::refusal::told(&refusal));
        // What was taken back is not taken back again.
        self.with_replica(Replica::take_undo);
        self.undo.set(None);
        done
    }

    /// A wish that another tab asked for.
    fn take_over(self, pending: Vec<Pending>) {
        self.with_replica(|replica| replica.restore(pending));
        self.draw_soon();
        // Whoever asked may be gone before anybody leads.
        self.wake();
        self.send();
    }

    /// The same for a single click, which has no form to show a refusal: it is shown like one of the server's. It is kept at once: who leaves before
    /// it can be put into words is told when the launch is opened again.
    pub fn wish(self, command: Command) {
        self.wish_as(None, command, Seq(u64::MAX));
    }

    /// The same for a row of the list, which is there before the code is that judges it. Until then all that is shown of it is that it is on its
    /// way: what it comes to the rules say.
    pub fn tick(self, item: ItemId, status: Status) {
        if let Some(acts) = self.acts() {
            return (acts.tick)(self, item, status);
        }
        let Some((seen, at)) = self.confirmed.try_with_untracked(|launch| (launch.seq, Some(launch.changed_at))) else { return };
        self.waiting.update(|waiting| *waiting += 1);
        self.pending.update(|pending| _ = pending.insert(item.clone()));
        early::put(self.me, Early { id: CommandId(clock::new_id()), launch: self.id, seen, at, item, status });
    }

    fn acts(self) -> Option<Acts> {
        self.inner.try_with_value(|inner| inner.acts).flatten()
    }

    fn wish_as(self, made: Option<Made>, command: Command, seen: Seq) {
        if let Err(refusal) = self.ask_as(made, command.clone(), seen) {
            let id = made.map_or_else(|| CommandId(clock::new_id()), |(id, _)| id);
            let Some(refused) = self.with_replica(|replica| replica.refuse_here(id, command, clock::now(), &refusal)) else { return };
            keep::refuse(self.me, self.id, &refused);
            self.denied.update(|denied| denied.push((refused, Some(refusal))));
        }
    }

    /// Puts what the rules refused to single clicks into words, and among what the server refused.
    pub fn tell_denied(self) {
        for (refused, refusal) in self.denied.try_update(std::mem::take).unwrap_or_default() {
            let judged = self.with_replica(|replica| refusal.map_or_else(|| replica.judge_again(&refused), Err));
            let why = match judged {
                None => return,
                // It came about without this wish: there is nothing to tell, and nothing to try again.
                Some(Ok(Asked::Nothing)) => {
                    keep::drop_refused(self.me, self.id, refused.pending.id);
                    continue;
                }
                Some(Ok(Asked::Queued)) => say!("not-saved-then").to_owned(),
                Some(Err(refusal)) => words::refusal::told(&refusal),
            };
            let told = Refused { why, ..refused };
            keep::refuse(self.me, self.id, &told);
            let all = self.with_replica(|replica| {
                replica.restore_refused(vec![told]);
                replica.refusals().to_vec()
            });
            all.into_iter().for_each(|all| self.refused.set(all));
        }
    }

    /// The person has read why a wish was not granted.
    pub fn dismiss(self, id: CommandId) {
        self.acts().into_iter().for_each(|acts| (acts.dismiss)(self, id));
    }

    fn dismiss_now(self, id: CommandId) {
        self.drop_refused(id);
        keep::drop_refused(self.me, self.id, id);
        self.tell_read(id);
    }

    fn drop_refused(self, id: CommandId) {
        self.with_replica(|replica| replica.dismiss(id));
        self.draw();
    }

    /// Asks again for what a teammate was faster with, on the ground of what they wrote: not of what a third one did after that.
    pub fn insist(self, id: CommandId) {
        if let Some(refused) = self.with_replica(|replica| replica.dismiss(id)).flatten() {
            let seen = refused.seen();
            self.wish_as(None, refused.pending.command, seen);
        }
        self.dismiss(id);
    }

    /// One's role here; follows changes.
    pub fn role(self) -> Option<Role> {
        self.shown.with(|launch| launch.role_of(self.me))
    }

    /// Why one cannot work here, such as run a check; `None`: one can. Follows changes.
    pub fn only_reads(self) -> Option<String> {
        let refused = self.shown.with(|launch| launch.may_work(self.me, self.owner).is_err());
        refused.then(|| say!("only-reads").to_owned())
    }

    /// What to draw, without following it.
    pub fn launch_now(self) -> Arc<Launch> {
        self.shown.get_untracked()
    }

    /// `None`: the launch is not open any longer, and an answer or a message came too late for it.
    fn with_replica<T>(self, act: impl FnOnce(&mut Replica) -> T) -> Option<T> {
        self.inner.try_update_value(|inner| act(&mut inner.replica))
    }

    /// Redraws from the replica: what has not changed stays as it is.
    fn draw(self) {
        _ = self.inner.try_update_value(|inner| {
            inner.drawing = false;
            let replica = &inner.replica;
            set_if_other(self.confirmed, replica.confirmed());
            set_if_other(self.shown, replica.shown());
            set_if_new(self.pending, replica.pending_items());
            set_if_new(self.waiting, replica.outbox().len());
            set_if_new(self.refused, replica.refusals().to_vec());
            set_if_new(self.outdated, replica.outdated());
        });
        if self.shown.try_with_untracked(|launch| launch.items.len() < MANY) == Some(true) {
            self.follow();
        } else if self.inner.try_update_value(|inner| !std::mem::replace(&mut inner.following, true)) == Some(true) {
            set_timeout(move || self.follow(), MOMENT);
        }
    }

    fn follow(self) {
        _ = self.inner.try_update_value(|inner| inner.following = false);
        if let Some(shown) = self.shown.try_get_untracked() {
            set_if_other(self.whole, &shown);
        }
    }

    /// Redraws soon: many events that come together are drawn once.
    fn draw_soon(self) {
        let first = self.inner.try_update_value(|inner| !std::mem::replace(&mut inner.drawing, true));
        if first == Some(true) {
            set_timeout(move || self.draw(), std::time::Duration::ZERO);
        }
    }

    /// A confirmed event: into the history, and among the news when somebody else did it.
    fn note(self, recorded: &Recorded) {
        self.history.update(|history| {
            if let Some(history) = history
                && history.last().is_none_or(|last| last.seq < recorded.seq)
            {
                Arc::make_mut(history).push(recorded.clone());
            }
        });
        match &recorded.event {
            Event::Erased { .. } => self.forget(),
            Event::Checked { receipt, .. } if recorded.by == self.me => self.has_run(&receipt.check),
            _ => {}
        }
        if recorded.by != self.me {
            self.news.update(|news| news.push((self.launch_now(), recorded.clone())));
        }
    }
}

/// Once for the bar and the rows: of a signed launch every item is digested for it.
fn weighed(whole: RwSignal<Arc<Launch>>, ticking: Ticking) -> Memo<Weighed> {
    Memo::new(move |_| {
        let (now, mut faults, mut first) = (ticking.get(), BTreeMap::new(), None::<Reason>);
        let gate = whole.with(|launch| {
            launch.weigh(now, &mut |found| {
                if found.blocks && first.as_ref().is_none_or(|first| found.kind().rank() < first.kind().rank()) {
                    first = Some(found.told());
                }
                if let Some(item) = found.item.filter(|_| found.blocks && found.kind() != ReasonKind::ItemOpen) {
                    // Behind the item's title, which the whole sentence has again.
                    let words = match found.kind() {
                        ReasonKind::EvidenceMissing => say!("checklist-no-evidence").to_owned(),
                        _ => words::reason::told(&found.told()),
                    };
                    faults.insert(item.clone(), words);
                }
            })
        });
        (gate, faults, first)
    })
}

fn set_if_other(signal: RwSignal<Arc<Launch>>, launch: &Arc<Launch>) {
    if signal.try_with_untracked(|known| !Arc::ptr_eq(known, launch)) == Some(true) {
        _ = signal.try_set(launch.clone());
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|known| *known != value) == Some(true) {
        signal.set(value);
    }
}
