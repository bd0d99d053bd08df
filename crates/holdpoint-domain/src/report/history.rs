//! A launch's exported history: every leaf of its log with the event that it stands for, so that anybody can compute the log's
//! root, and see how the launch came to what a report says.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::leaf::{Leaf, LogEntry, Was};
use super::merkle::{self, Hash};
use super::strict;
use crate::id::*;
use crate::launch::{Event, Launch, Recorded, Replaced};

/// `LCH-42.history.jsonl`
pub fn history_name(launch: LaunchId) -> String {
    format!("{launch}.history.jsonl")
}

/// One line of the file. Both are texts and not objects, because digests are over their very bytes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    leaf: String,
    /// Absent: it was left out; its leaf stays, so that the rest still verifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
    /// Present: leaf and payload were replaced when a person was erased; the log was built with the leaf of which this is the hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    was: Option<Was>,
}

/// The file: JSON Lines, one event each, the first event first.
pub fn history_file<'a>(log: impl IntoIterator<Item = LogEntry<'a>>) -> Vec<u8> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut file = Vec::new();
    for entry in log {
        let line = Line { leaf: text(entry.leaf), payload: Some(text(entry.payload)), was: entry.was };
        file.extend(serde_json::to_vec(&line).unwrap_or_default());
        file.push(b'\n');
    }
    file
}

/// What is wrong with a history file: the line, from 1, and what to do is to get it anew.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the history {fault}")]
pub struct BadHistory {
    pub line: usize,
    pub fault: HistoryFault,
}

/// What is wrong with a line; the sentence goes on after “line 3 of the history”.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryFault {
    #[error("is not one of a history: an object with leaf and payload")]
    NoLine,
    #[error("has a leaf that this version cannot read")]
    NoLeaf,
    #[error("is of another launch than the first")]
    OtherLaunch,
    #[error("is not there: the file is empty")]
    Empty,
    #[error("was replaced, and no later event says so")]
    ReplacedUnsaid,
    #[error("has another payload than its leaf says")]
    OtherPayload,
    #[error("tells an event that this version does not know")]
    UnknownEvent,
}

/// A history whose payloads are what its leaves say. Whether the leaves are the log's, [`History::root`] tells.
#[derive(Clone, Debug)]
pub struct History {
    hashes: Vec<Hash>,
    /// When each entry was recorded, by its leaf.
    times: Vec<Timestamp>,
    events: Vec<Option<Recorded>>,
    /// Places of events that were replaced, and of what says so.
    replaced: Vec<(Seq, Seq)>,
    /// Places of events that revoked an approval, by their leaves, and were left out.
    revoked: Vec<Seq>,
}

impl History {
    /// * Errors: a line that cannot be read, that is of another launch, or whose payload is not its leaf's; one that was replaced, and no later event says so.
    pub fn parse(file: &[u8]) -> Result<Self, BadHistory> {
        let lines = file.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).enumerate().filter(|(_, line)| !line.is_empty());
        let mut history = Self { hashes: Vec::new(), times: Vec::new(), events: Vec::new(), replaced: Vec::new(), revoked: Vec::new() };
        let (mut of, mut claims) = (None, Vec::new());
        for (number, line) in lines {
            let bad = |fault| BadHistory { line: number + 1, fault };
            let line: Line = serde_json::from_slice(line).map_err(|_| bad(HistoryFault::NoLine))?;
            let leaf = Leaf::parse(line.leaf.as_bytes()).ok_or_else(|| bad(HistoryFault::NoLeaf))?;
            if *of.get_or_insert(leaf.launch_id) != leaf.launch_id {
                return Err(bad(HistoryFault::OtherLaunch));
            }
            let entry = LogEntry { leaf: line.leaf.as_bytes(), payload: &[], was: line.was };
            history.hashes.push(entry.hash());
            history.times.push(leaf.recorded_at);
            let seq = Seq(history.hashes.len() as u64);
            if let Some(was) = line.was {
                claims.push((number + 1, was.to_be_said(seq, line.leaf.as_bytes()), was.by));
                history.replaced.push((seq, was.by));
            }
            if line.payload.is_none() && leaf.kind == "approval_revoked" {
                history.revoked.push(seq);
            }
            history.events.push(line.payload.map(|payload| recorded(&leaf, seq, &payload).map_err(bad)).transpose()?);
        }
        if history.hashes.is_empty() {
            return Err(BadHistory { line: 1, fault: HistoryFault::Empty });
        }
        let said = history.said();
        let is_said = |replaced: &Replaced, by: Seq| replaced.seq < by && said.contains(&(by, *replaced));
        match claims.into_iter().find(|(_, replaced, by)| !is_said(replaced, *by)) {
            Some((line, ..)) => Err(BadHistory { line, fault: HistoryFault::ReplacedUnsaid }),
            None => Ok(history),
        }
    }

    /// What events that were not replaced themselves say was replaced. Looked up and not searched: of an erased person it may be most of a history.
    fn said(&self) -> BTreeSet<(Seq, Replaced)> {
        let replaced: BTreeSet<Seq> = self.replaced.iter().map(|(seq, _)| *seq).collect();
        let erasures = self.events.iter().flatten().filter_map(|recorded| match &recorded.event {
            Event::Erased { events, .. } if !replaced.contains(&recorded.seq) => Some((recorded.seq, events)),
            _ => None,
        });
        erasures.flat_map(|(by, events)| events.iter().map(move |one| (by, *one))).collect()
    }

    /// How many of its first `size` entries were replaced when people were erased: what they said before, nobody can check.
    pub fn replaced(&self, size: u64) -> usize {
        self.replaced.iter().filter(|(seq, _)| seq.0 <= size).count()
    }

    /// How many of its first `size` entries revoked an approval and were left out: which one, they do not say.
    pub fn revoked_unsaid(&self, size: u64) -> usize {
        self.revoked.iter().filter(|seq| seq.0 <= size).count()
    }

    /// How many entries there are.
    pub fn size(&self) -> u64 {
        self.hashes.len() as u64
    }

    /// The log's root after its first `size` entries; `None`: there are fewer.
    pub fn root(&self, size: u64) -> Option<Hash> {
        self.hashes.get(..usize::try_from(size).ok()?).map(merkle::root)
    }

    /// The entries in order; `None`: its payload was erased.
    pub fn events(&self) -> impl Iterator<Item = Option<&Recorded>> {
        self.events.iter().map(Option::as_ref)
    }

    /// The entries behind its first `size`, with when they were recorded; `None`: its payload was erased.
    pub fn later(&self, size: u64) -> impl Iterator<Item = (Timestamp, Option<&Recorded>)> {
        self.times.iter().copied().zip(self.events()).skip(usize::try_from(size).unwrap_or(usize::MAX))
    }

    /// The launch after its first `size` events; `None`: there are fewer, one of them is left out or was replaced by a later event, or they do not begin one.
    pub fn launch_at(&self, size: u64) -> Option<Launch> {
        if !self.is_as_it_was(size) {
            return None;
        }
        let events = self.events.get(..usize::try_from(size).ok()?)?;
        Launch::fold(events.iter().map(Option::as_ref).collect::<Option<Vec<_>>>()?)
    }

    /// Plays it once, and shows the launch at each of these places at which [`Self::launch_at`] gives one.
    pub fn shown_at(&self, places: &BTreeSet<u64>, mut show: impl FnMut(u64, &Launch)) {
        let last = places.last().copied().unwrap_or_default();
        let mut launch: Option<Launch> = None;
        for (place, event) in (1..=last).zip(&self.events) {
            let Some(recorded) = event else { return };
            match &mut launch {
                None => launch = Launch::begin(recorded),
                Some(launch) => launch.apply(recorded),
            }
            match &launch {
                None => return,
                Some(launch) if places.contains(&place) && self.is_as_it_was(place) => show(place, launch),
                Some(_) => {}
            }
        }
    }

    /// Whether none of its first events was replaced by a later one.
    fn is_as_it_was(&self, size: u64) -> bool {
        !self.replaced.iter().any(|(seq, by)| seq.0 <= size && size < by.0)
    }
}

fn recorded(leaf: &Leaf, seq: Seq, payload: &str) -> Result<Recorded, HistoryFault> {
    if !leaf.is_of(payload.as_bytes()) {
        return Err(HistoryFault::OtherPayload);
    }
    let event: Event = strict::from_slice(payload.as_bytes()).map_err(|_| HistoryFault::UnknownEvent)?;
    if !leaf.names(&event) {
        return Err(HistoryFault::OtherPayload);
    }
    Ok(Recorded { launch: leaf.launch_id, seq, by: leaf.actor, at: leaf.recorded_at, command: None, event })
}
