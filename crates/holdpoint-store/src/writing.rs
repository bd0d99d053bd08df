//! What every store does before it writes: wishes become events, and events the bytes that are stored.

use std::cell::RefCell;

use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, Context, Event, Launch, Record, Recorded, Refusal};
use holdpoint_domain::report::Leaf;
use serde::Serialize;

use crate::{Entry, Sender, StoreError, StoredEvent, Wish};

/// Salts that are drawn together.
const SALTS: usize = 64;

/// What a wish makes happen.
pub fn decide(launch: &Launch, entry: &Entry) -> Result<Vec<Event>, StoreError> {
    // A place that the log does not have: it was set back since, and nothing in it counts as seen.
    let based_on = if launch.seq < entry.based_on { Seq(0) } else { entry.based_on };
    let context = context(&entry.sender, based_on);
    Ok(match &entry.wish {
        Wish::Command(command) => launch.decide(command, &context)?,
        Wish::Record(record) => launch.decide_record(record, &context)?,
    })
}

/// Those whose names events bring into a launch. Nobody may be among them who was erased: their name would be back, and they cannot be erased
/// once more.
pub fn joining(events: &[Event]) -> impl Iterator<Item = MemberId> {
    events.iter().filter_map(|event| match event {
        Event::MemberJoined { member, .. } => Some(*member),
        _ => None,
    })
}

/// Who may be among them, before it is decided.
pub fn may_join(entry: &Entry) -> Option<MemberId> {
    match &entry.wish {
        Wish::Command(Command::SetRole { member, .. }) => Some(*member),
        Wish::Record(Record::RoleByGroup(_)) => Some(entry.sender.by),
        Wish::Command(_) | Wish::Record(_) => None,
    }
}

/// The snapshot that a record is about. It was kept first, and an erasure takes what nobody has signed.
pub fn about(entry: &Entry) -> Option<Digest> {
    match &entry.wish {
        Wish::Record(Record::Approved(new)) => Some(new.snapshot),
        Wish::Record(Record::ReportSigned(new)) => Some(new.snapshot),
        Wish::Command(_) | Wish::Record(_) => None,
    }
}

/// That an erasure took it: what was seen is no more.
pub fn gone(entry: &Entry, now: Seq) -> StoreError {
    StoreError::Refused(Refusal::Outdated { seen: entry.based_on, now })
}

pub fn context(sender: &Sender, based_on: Seq) -> Context {
    Context { actor: sender.by, actor_name: sender.name.clone(), owner: sender.owner, now: sender.at, based_on }
}

/// Events as they will be stored behind `seq`: payload and leaf are written here, once.
pub fn written((launch, mut seq): (LaunchId, Seq), sender: &Sender, events: Vec<Event>) -> Result<Vec<StoredEvent>, StoreError> {
    let mut stored = Vec::with_capacity(events.len());
    for event in events {
        seq = seq.next();
        stored.push(one(Recorded { launch, seq, by: sender.by, at: sender.at, command: sender.command, event })?);
    }
    Ok(stored)
}

/// A value as it is stored.
pub fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::unavailable)
}

/// A unit variant, as its word.
pub fn word(value: &impl Serialize) -> Result<String, StoreError> {
    let value = serde_json::to_value(value).map_err(StoreError::unavailable)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

/// One event, with a new salt.
pub fn one(recorded: Recorded) -> Result<StoredEvent, StoreError> {
    let payload = json(&recorded.event)?;
    let (_, leaf) = Leaf::of(&recorded, payload.as_bytes(), salt()?);
    Ok(StoredEvent { recorded, payload: payload.into_bytes().into(), leaf: leaf.into(), was: None })
}

/// 16 random bytes that nobody else gets.
pub fn salt() -> Result<[u8; 16], StoreError> {
    thread_local! {
        /// Drawn together, because asking the system takes as long as hashing an event does; taken from the end.
        static DRAWN: RefCell<Vec<[u8; 16]>> = const { RefCell::new(Vec::new()) };
    }
    DRAWN.with_borrow_mut(|drawn| {
        if let Some(salt) = drawn.pop() {
            return Ok(salt);
        }
        let mut bytes = [0; 16 * SALTS];
        getrandom::fill(&mut bytes).map_err(|error| StoreError::Unavailable(error.to_string().into()))?;
        let (salts, _) = bytes.as_chunks::<16>();
        drawn.extend_from_slice(&salts[1..]);
        Ok(salts[0])
    })
}
