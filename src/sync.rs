//! The replica: a launch as it is confirmed, and our own wishes on top of it. No signals, no network, no clock.
//!
//! ```text
//! ask ──▶ Waiting ──next──▶ Sent ──stored(seq)──▶ Stored(seq) ──receive(seq)──▶ gone: the confirmed launch shows it
//!            ▲               │ ╰──refused──▶ Refused: gone from the picture, kept with its reason until dismissed
//!            ╰────unsent─────╯
//! ```

mod ground;
mod missing;
mod undo;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use holdpoint_domain::id::{CommandId, ItemId, Seq, Timestamp};
use holdpoint_domain::launch::{Command, Conflict, Context, Event, EvidenceKind, Launch, Recorded, Refusal};
use holdpoint_domain::order;
use holdpoint_domain::wire::Person;
use serde::{Deserialize, Serialize};

use crate::json;

pub use ground::{Ground, Mark};
pub use missing::{Before, Missing};
pub use undo::Undo;

/// Confirmed wishes that are remembered, the latest: a log that is set back may lose them.
const REMEMBERED: usize = 100;

/// One open launch in one browser.
#[derive(Clone, Debug)]
pub struct Replica {
    me: Person,
    confirmed: Arc<Launch>,
    /// Of its last event.
    mark: Mark,
    /// The log has another event in the place of that one. It was set back and has grown since: what comes does not follow on what is here.
    is_other: bool,
    /// It was opened from this browser's copy, and the server has not told it since: whether the log is still that copy's, nothing here tells.
    is_kept: bool,
    /// The furthest event that was heard and did not follow on what was here then.
    ahead: Seq,
    /// What to draw, once somebody asked for it and until something changes.
    shown: OnceCell<Arc<Launch>>,
    /// Oldest first. Their ids count up with time, so order by id is the order of asking.
    outbox: Vec<Pending>,
    /// The latest of those that were in it and that the confirmed launch shows.
    saved: Vec<Pending>,
    refused: Vec<Refused>,
    undo: Option<Undo>,
    /// An event came that this build does not know: from here on the picture would be a guess.
    outdated: bool,
}

/// A wish of ours that is not confirmed yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    pub id: CommandId,
    pub based_on: Seq,
    pub asked_at: Timestamp,
    pub command: Command,
    /// The last event that was known of its log then, for who has the wish from another page; `None`: this one's log is that one, or an earlier build
    /// kept it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    #[serde(skip)]
    pub stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    #[default]
    Waiting,
    /// On its way; nobody knows yet whether it arrived.
    Sent,
    /// Durable at the server, its event not here yet: still drawn by us.
    Stored(Seq),
}

/// A wish that the server did not grant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    pub pending: Pending,
    /// Empty where this page refused it by itself and was left before that was put into words: its words come later than its pages.
    pub why: String,
    /// Both values, when somebody else was faster: the person chooses.
    pub conflict: Option<Conflict>,
}

impl Refused {
    /// One that was granted, and that the log has lost.
    fn lost(pending: Pending) -> Self {
        Self { pending, why: String::new(), conflict: None }
    }

    /// What the person has seen who chooses now: what somebody else wrote after that is another conflict.
    pub fn seen(&self) -> Seq {
        self.conflict.as_ref().and_then(|conflict| conflict.seq).unwrap_or(Seq(u64::MAX))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Queued,
    /// It is so already.
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    Applied,
    Repeat,
    /// Events are missing in between, or it is not known whether it follows: fetch them.
    Gap,
    /// This build cannot read it: the page has to be reloaded.
    Unknown,
    /// The log was set back and is another one now: take the launch anew.
    Other,
}

impl Replica {
    pub fn new(me: Person, confirmed: impl Into<Arc<Launch>>) -> Self {
        let (confirmed, shown) = (confirmed.into(), OnceCell::new());
        Self {
            me,
            mark: Mark::of_last(&confirmed),
            confirmed,
            is_other: false,
            is_kept: false,
            ahead: Seq(0),
            shown,
            outbox: Vec::new(),
            saved: Vec::new(),
            refused: Vec::new(),
            undo: None,
            outdated: false,
        }
    }

    /// * `is_kept`: it is this browser's copy. Nothing follows on that before the server's has taken its place.
    pub fn kept(self, is_kept: bool) -> Self {
        Self { is_kept, ..self }
    }

    /// Another allocation when, and only when, it differs from what was here before.
    pub fn confirmed(&self) -> &Arc<Launch> {
        &self.confirmed
    }

    /// Takes the server's copy in the place of one's own: what it replaced in its log, no event brings here.
    ///
    /// * `set_back`: it counts though it is older, and what the log may have lost of our wishes before it was shown is sent again.
    /// * Returns wishes that only the person knows to be still meant, to be kept like refused ones, in words: what the log has lost of those that were
    ///   shown; and with a conflict those that wait and would write over something unseen.
    pub fn renew(&mut self, launch: impl Into<Arc<Launch>>, set_back: bool) -> Vec<Refused> {
        let launch = launch.into();
        if !set_back && !self.is_kept && launch.seq < self.confirmed.seq {
            return Vec::new();
        }
        let doubtful = if set_back { self.take_doubtful(&launch) } else { Vec::new() };
        let stored = |pending: &&mut Pending| matches!(pending.stage, Stage::Stored(_));
        self.outbox.iter_mut().filter(|pending| set_back && stored(pending)).for_each(|pending| pending.stage = Stage::Waiting);
        (self.mark, self.confirmed) = (Mark::of_last(&launch), launch);
        (self.is_other, self.is_kept) = (false, false);
        self.shown.take();
        self.settle();
        doubtful
    }

    fn take_doubtful(&mut self, launch: &Launch) -> Vec<Refused> {
        let lost = self.take_lost(launch).into_iter().map(|pending| (pending, None));
        let waiting = self.outbox.iter().filter(|pending| pending.stage != Stage::Sent);
        let unseen =
            waiting.filter_map(|pending| Some((pending.clone(), Some(self.unseen(pending, Some(self.confirmed.as_ref()), launch)?))));
        let doubtful: Vec<_> = lost.chain(unseen).map(|(pending, conflict)| Refused { pending, why: String::new(), conflict }).collect();
        self.take_back(|pending| doubtful.iter().any(|refused| refused.pending.id == pending.id));
        doubtful
    }

    fn take_lost(&mut self, launch: &Launch) -> Vec<Pending> {
        let (lost, saved) = self.saved.iter().cloned().partition(|pending| self.is_lost(pending, &self.confirmed, launch));
        self.saved = saved;
        lost
    }

    /// The place of the last event that is known, and what the log has to have there.
    pub fn seen(&self) -> Ground {
        (self.confirmed.seq, self.mark)
    }

    /// Whether the launch has to be taken anew.
    pub fn is_other(&self) -> bool {
        self.is_other
    }

    /// Whether it is still this browser's copy that it was opened from.
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// The log has something else where the last event was that is known.
    pub fn doubt(&mut self) {
        self.is_other = true;
    }

    /// Whether something was heard that lies beyond what is here, as while what was missed was on its way: it is to be fetched, too. Says so once.
    pub fn lags(&mut self) -> bool {
        let ahead = std::mem::take(&mut self.ahead);
        self.confirmed.seq < ahead
    }

    /// Behind which event to listen: the last one is told once more where nobody has said yet which it is.
    pub fn listens_from(&self) -> Seq {
        let Seq(seen) = self.confirmed.seq;
        Seq(if self.mark.is_exact() { seen } else { seen.saturating_sub(1) })
    }

    pub fn outbox(&self) -> &[Pending] {
        &self.outbox
    }

    pub fn refusals(&self) -> &[Refused] {
        &self.refused
    }

    pub fn outdated(&self) -> bool {
        self.outdated
    }

    /// Takes up wishes that an earlier page, or another tab, left behind; none that is refused by now: the tab that was asked for it may say so late.
    pub fn restore(&mut self, kept: Vec<Pending>) {
        for mut pending in kept {
            let mut known = self.outbox.iter().chain(self.refused.iter().map(|refused| &refused.pending));
            if known.all(|known| known.id != pending.id) {
                pending.ground = pending.ground.filter(|ground| !self.knows(ground));
                self.outbox.push(pending);
                self.shown.take();
            }
        }
        order::sort_by_key(&mut self.outbox, |pending| pending.id);
    }

    /// Takes up refusals that nobody has read yet.
    pub fn restore_refused(&mut self, kept: Vec<Refused>) {
        for refused in kept {
            // Refused while its answer was on the way to another tab; or lost, as another tab has found.
            self.take_back(|pending| pending.id == refused.pending.id);
            self.saved.retain(|saved| saved.id != refused.pending.id);
            if self.refused.iter().all(|known| known.pending.id != refused.pending.id) {
                self.refused.push(refused);
            }
        }
    }

    /// Takes up wishes that were granted to an earlier page, or to another tab, oldest first: a log that is set back may lose them.
    pub fn remember(&mut self, kept: Vec<Pending>) {
        let later = std::mem::take(&mut self.saved);
        for pending in kept.into_iter().chain(later) {
            // One that is told as lost is told already.
            if self.refused.iter().all(|known| known.pending.id != pending.id) {
                self.save(pending);
            }
        }
    }

    fn save(&mut self, pending: Pending) {
        // What is done twice, with something else in between, is to be missed once.
        self.saved.retain(|known| known.command != pending.command);
        self.saved.push(pending);
        let surplus = self.saved.len().saturating_sub(REMEMBERED);
        self.saved.drain(..surplus);
    }

    /// Judges a wish by the launch as it is shown, and queues it.
    ///
    /// * `seen`: where the launch was when the person began with it, if that was earlier.
    /// * Errors: what the server would refuse is refused on the spot, and leaves no trace.
    pub fn ask(&mut self, id: CommandId, command: Command, now: Timestamp, seen: Seq) -> Result<Asked, Refusal> {
        let based_on = self.confirmed.seq.min(seen);
        let mut shown = self.shown().clone();
        let events = shown.decide(&command, &self.context(based_on, now))?;
        let Some(event) = events.first() else { return Ok(Asked::Nothing) };
        self.undo = Undo::of(&shown, event.clone(), id);
        let pending = Pending { id, based_on, asked_at: now, command, ground: None, stage: Stage::Waiting };
        self.draw_wish(Arc::make_mut(&mut shown), &pending, events);
        self.shown = OnceCell::from(shown);
        self.outbox.push(pending);
        Ok(Asked::Queued)
    }

    /// One's last change, unless nothing takes it back.
    pub fn undo(&self) -> Option<&Undo> {
        self.undo.as_ref()
    }

    pub fn take_undo(&mut self) -> Option<Undo> {
        self.undo.take()
    }

    /// The wish to send now; it counts as sent from here on. One at a time, so that the server sees our order.
    pub fn next_to_send(&mut self) -> Option<Pending> {
        if self.outbox.iter().any(|pending| pending.stage == Stage::Sent) {
            return None;
        }
        let first = self.outbox.iter_mut().find(|pending| pending.stage == Stage::Waiting)?;
        first.stage = Stage::Sent;
        Some(first.clone())
    }

    /// No answer came: it may have arrived or not. It is sent again under the same id; unless its event is here already: `false`.
    pub fn unsent(&mut self, id: CommandId) -> bool {
        self.stage(id, Stage::Waiting)
    }

    /// The server has it, durable up to `seq`.
    pub fn stored(&mut self, id: CommandId, seq: Seq) {
        self.stage(id, Stage::Stored(seq));
        self.settle();
    }

    /// The server does not grant it. `false`: it has, to another tab, or that one has told of it already.
    pub fn refused(&mut self, id: CommandId, why: String, conflict: Option<Conflict>) -> bool {
        let is_open = |pending: &Pending| pending.id == id && !matches!(pending.stage, Stage::Stored(_));
        let Some(place) = self.outbox.iter().position(is_open) else { return false };
        let pending = self.outbox.remove(place);
        self.shown.take();
        self.refused.push(Refused { pending, why, conflict });
        true
    }

    /// An event came of a wish that was refused before: another tab had sent it again. Gives back the refusal's id, which is not to be read any longer.
    pub fn disprove(&mut self, recorded: &Recorded) -> Option<CommandId> {
        self.dismiss(recorded.command?).map(|refused| refused.pending.id)
    }

    /// A wish that was refused on the spot, to be kept like one of the server's refusals; why is put into words later.
    pub fn refuse_here(&self, id: CommandId, command: Command, now: Timestamp, refusal: &Refusal) -> Refused {
        let pending = Pending { id, based_on: self.confirmed.seq, asked_at: now, command, ground: None, stage: Stage::Waiting };
        let conflict = if let Refusal::Conflict(conflict) = refusal { Some((**conflict).clone()) } else { None };
        Refused { pending, why: String::new(), conflict }
    }

    /// What comes of a wish that was kept without words, if it is asked by now. Nothing is asked.
    ///
    /// * Errors: why it is refused, as it was then.
    pub fn judge_again(&self, refused: &Refused) -> Result<Asked, Refusal> {
        if let Some(conflict) = &refused.conflict {
            return Err(Refusal::Conflict(Box::new(conflict.clone())));
        }
        let pending = &refused.pending;
        let events = self.shown().decide(&pending.command, &self.context(pending.based_on, pending.asked_at))?;
        Ok(if events.is_empty() { Asked::Nothing } else { Asked::Queued })
    }

    /// The person has read why; gives the wish back, so that it can be asked anew.
    pub fn dismiss(&mut self, id: CommandId) -> Option<Refused> {
        let place = self.refused.iter().position(|refused| refused.pending.id == id)?;
        Some(self.refused.remove(place))
    }

    /// An event as the stream sent it.
    pub fn receive_text(&mut self, data: &str) -> (Received, Option<Recorded>) {
        match json::read::<Recorded>(data.as_bytes()) {
            Some(recorded) => (self.receive(&recorded), Some(recorded)),
            None => {
                self.outdated = true;
                (Received::Unknown, None)
            }
        }
    }

    pub fn receive(&mut self, recorded: &Recorded) -> Received {
        if self.outdated || recorded.launch != self.confirmed.id {
            return Received::Unknown;
        }
        if self.is_kept {
            return self.gap(recorded);
        }
        let is_last = recorded.seq == self.confirmed.seq;
        self.is_other |= is_last && !self.mark.fits(recorded);
        if self.is_other {
            return Received::Other;
        }
        if is_last {
            self.mark = Mark::of(recorded);
        }
        if recorded.seq <= self.confirmed.seq {
            self.granted(recorded);
            return Received::Repeat;
        }
        if recorded.seq != self.confirmed.seq.next() {
            return self.gap(recorded);
        }
        // Let go of first: what nobody else holds is changed in its place.
        self.shown.take();
        Arc::make_mut(&mut self.confirmed).apply(recorded);
        self.mark = Mark::of(recorded);
        self.granted(recorded);
        self.settle();
        Received::Applied
    }

    fn gap(&mut self, recorded: &Recorded) -> Received {
        self.ahead = self.ahead.max(recorded.seq);
        Received::Gap
    }

    /// The launch to draw: what is confirmed, with our wishes on top. The same allocation as long as nothing changed.
    pub fn shown(&self) -> &Arc<Launch> {
        self.shown.get_or_init(|| {
            let mut shown = self.confirmed.clone();
            for pending in &self.outbox {
                let context = self.context(pending.based_on, pending.asked_at);
                // A refusal here only means that a teammate was faster; the server will say so.
                let events = shown.decide(&pending.command, &context).unwrap_or_default();
                self.draw_wish(Arc::make_mut(&mut shown), pending, events);
            }
            shown
        })
    }

    fn draw_wish(&self, launch: &mut Launch, pending: &Pending, events: Vec<Event>) {
        for event in events {
            let seq = launch.seq.next();
            launch.apply(&Recorded { launch: launch.id, seq, by: self.me.id, at: pending.asked_at, command: Some(pending.id), event });
        }
    }

    /// The items that a wish of ours is still on its way for.
    pub fn pending_items(&self) -> BTreeSet<ItemId> {
        let mut items = BTreeSet::new();
        items.extend(self.outbox.iter().filter_map(|pending| item_of(&pending.command)).cloned());
        items
    }

    fn context(&self, based_on: Seq, now: Timestamp) -> Context {
        Context { actor: self.me.id, actor_name: self.me.name.clone(), owner: self.me.owner, now, based_on }
    }

    fn stage(&mut self, id: CommandId, stage: Stage) -> bool {
        let Some(pending) = self.outbox.iter_mut().find(|pending| pending.id == id) else { return false };
        pending.stage = stage;
        true
    }

    /// Drops the wishes that the confirmed launch shows by itself. Of those that are left here no event came: they changed nothing, or the launch came
    /// as a whole, and the browser remembers them.
    fn settle(&mut self) {
        let seq = self.confirmed.seq;
        self.take_back(|pending| matches!(pending.stage, Stage::Stored(stored) if stored <= seq));
    }

    /// Drops the wish that an event came of: who sent it may be another tab, whose word of that was missed.
    fn granted(&mut self, recorded: &Recorded) {
        if let Some(pending) = self.outbox.iter().find(|pending| Some(pending.id) == recorded.command).cloned() {
            self.save(pending);
            self.take_back(|pending| Some(pending.id) == recorded.command);
        }
    }

    fn take_back(&mut self, gone: impl Fn(&Pending) -> bool) {
        let before = self.outbox.len();
        self.outbox.retain(|pending| !gone(pending));
        if self.outbox.len() < before {
            self.shown.take();
        }
    }
}

/// The item that a command is about.
pub fn item_of(command: &Command) -> Option<&ItemId> {
    match command {
        Command::SetStatus { item, .. }
        | Command::SetOwner { item, .. }
        | Command::SetDue { item, .. }
        | Command::AddEvidence { item, .. }
        | Command::RemoveEvidence { item, .. }
        | Command::Comment { item, .. }
        | Command::RequestWaiver { item, .. }
        | Command::ApproveWaiver { item, .. }
        | Command::RefuseWaiver { item, .. } => Some(item),
        Command::SetName { .. }
        | Command::SetTarget { .. }
        | Command::SetWindow { .. }
        | Command::SetTicket { .. }
        | Command::SetArtifacts { .. }
        | Command::SetConnection { .. }
        | Command::SetRole { .. }
        | Command::SetPolicy { .. }
        | Command::RemoveMember { .. }
        | Command::StartRun { .. }
        | Command::StartStep { .. }
        | Command::FinishStep { .. }
        | Command::AbandonRun { .. }
        | Command::SetWatching { .. }
        | Command::RevokeApproval { .. }
        | Command::Discard
        | Command::RetryDelivery { .. }
        | Command::StopDelivery { .. } => None,
    }
}

/// What somebody wrote by hand in a wish, and would have to write again.
pub fn text_of(command: &Command) -> Option<&str> {
    match command {
        Command::Comment { text, .. } => Some(text),
        Command::AddEvidence { evidence, .. } => match &evidence.kind {
            EvidenceKind::Note { text } => Some(text),
            _ => None,
        },
        Command::RequestWaiver { reason, .. } | Command::RevokeApproval { reason, .. } => Some(reason),
        Command::AbandonRun { note, .. } => Some(note),
        Command::SetStatus { justification: text, .. } | Command::FinishStep { note: text, .. } => text.as_deref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
