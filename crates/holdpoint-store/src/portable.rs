//! A launch as one file: its whole log, what its commands were answered with, the files that it names, what an authority said of its reports, and its
//! evidence files. JSON Lines; every part is held against its digest when it is read, and the log against its root.

mod evidence;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{ERASED_NAME, Event, Launch, Recorded, Replaced};
use holdpoint_domain::report::{Was, merkle};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;
use uuid::Uuid;

use crate::files::{EvidenceFile, Source, named_by};
use crate::{StoredEvent, known_format};

pub use evidence::{Lost, Why};

/// The longest line: a kept file of 64 MiB in base64, and some.
const LINE_BYTES: u64 = 96 << 20;

/// The highest number that an import takes. A server gives out the one behind its highest: near the end of all numbers there would soon be none left.
const HIGHEST: LaunchId = LaunchId(u32::MAX / 2);

/// A launch, and all that belongs to it alone.
#[derive(Clone, Debug)]
pub struct Portable {
    pub launch: LaunchId,
    /// Where it was made: part of its log's origin.
    pub server: Uuid,
    /// From the first, without a gap.
    pub events: Vec<StoredEvent>,
    pub commands: Vec<Answered>,
    /// Snapshots, receipts and reports that its events name and that were still kept.
    pub files: Vec<Vec<u8>>,
    /// An authority's answers about its reports, by the digests of their bundles.
    pub timestamps: Vec<(Digest, Vec<u8>)>,
    /// All evidence files that its events name. They are not held in memory.
    pub evidence: BTreeSet<EvidenceFile>,
}

/// What a command was answered with, so that sending it again stays harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    pub command: CommandId,
    pub fingerprint: Digest,
    pub seq: Seq,
}

/// The first line of a file: what has to follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Head {
    /// `launch`
    pub holdpoint: String,
    /// 1; 2 with evidence files; 3 with timestamps.
    pub v: u32,
    pub launch: LaunchId,
    pub server: Uuid,
    pub made_at: Timestamp,
    pub events: u64,
    /// The root of the log's Merkle tree.
    pub root: Digest,
    pub commands: u64,
    pub files: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub timestamps: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub evidence: u64,
}

pub(crate) fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Why a file is not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// It is not whole.
    #[error("{0}")]
    Fault(String),
    /// Whether it is whole, nobody could tell.
    #[error("line {0} cannot be read ({1})")]
    Source(usize, io::Error),
    /// Its evidence files cannot be put down.
    #[error("an evidence file cannot be written ({0})")]
    Desk(io::Error),
}

impl From<String> for Unread {
    fn from(why: String) -> Self {
        Self::Fault(why)
    }
}

/// Payload and leaf are texts and not objects, because digests are over their very bytes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventLine {
    seq: Seq,
    by: MemberId,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    command: Option<CommandId>,
    payload: String,
    leaf: String,
    /// Present: it was replaced when a person was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    was: Option<Was>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLine {
    file: Digest,
    base64: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimestampLine {
    /// The report's bundle.
    timestamp: Digest,
    base64: String,
}

/// The last line: SHA-256 over all lines before it, line breaks included.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    end: Digest,
}

impl Portable {
    /// With nothing in it yet.
    fn of(launch: LaunchId, server: Uuid) -> Self {
        let (events, commands, files, timestamps) = Default::default();
        Self { launch, server, events, commands, files, timestamps, evidence: BTreeSet::new() }
    }

    fn told(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().map(|event| &event.recorded.event)
    }

    /// The items that have, or had, a file as evidence.
    pub fn items_with(&self, evidence: Digest) -> BTreeSet<&ItemId> {
        let has = |event: &&Event| named_by(event).is_some_and(|file| file.digest == evidence);
        self.told().filter(has).filter_map(Event::item).collect()
    }

    /// Those whose names it brings along.
    pub(crate) fn named(&self) -> impl Iterator<Item = MemberId> {
        self.told().filter_map(|event| match event {
            Event::MemberJoined { member, name, .. } if name != ERASED_NAME => Some(*member),
            _ => None,
        })
    }

    pub fn head(&self, made_at: Timestamp) -> Head {
        let leaves: Vec<_> = self.events.iter().map(|event| event.entry().hash()).collect();
        Head {
            holdpoint: "launch".into(),
            v: match (self.timestamps.is_empty(), self.evidence.is_empty()) {
                (false, _) => 3,
                (true, false) => 2,
                (true, true) => 1,
            },
            launch: self.launch,
            server: self.server,
            made_at,
            events: self.events.len() as u64,
            root: Digest(merkle::root(&leaves)),
            commands: self.commands.len() as u64,
            files: self.files.len() as u64,
            timestamps: self.timestamps.len() as u64,
            evidence: self.evidence.len() as u64,
        }
    }

    /// Holds each event that was replaced against the later one that says so.
    fn replaced(&self) -> Result<(), String> {
        let said: BTreeMap<Seq, BTreeSet<Replaced>> = self.events.iter().map(|event| (event.recorded.seq, event.says_replaced())).collect();
        let is_said = |event: &StoredEvent, was: Was| said.get(&was.by).is_some_and(|said| event.is_said(was, said));
        match self.events.iter().find(|event| event.was.is_some_and(|was| !is_said(event, was))) {
            Some(event) => Err(format!("event {} was replaced, and no later event says so", event.recorded.seq)),
            None => Ok(()),
        }
    }

    /// The launch after its last event.
    ///
    /// * Errors: a number that no server comes to, a gap, a first event that begins none, or a template of a newer format.
    pub fn fold(&self) -> Result<Launch, String> {
        if HIGHEST < self.launch {
            return Err(format!("a launch has a number up to {}", HIGHEST.0));
        }
        let gapless = self.events.iter().zip(1..).all(|(event, seq)| event.recorded.seq == Seq(seq));
        if !gapless {
            return Err("its events have a gap".into());
        }
        let launch = Launch::fold(self.events.iter().map(|event| &event.recorded)).ok_or("it does not begin with its creation")?;
        known_format(&launch)?;
        Ok(launch)
    }

    /// * `from`: where the evidence files are.
    /// * Errors: `to` takes no more; or, with [`Lost`] in it, an evidence file cannot be had as it was.
    pub fn write(&self, head: &Head, from: &dyn Source, to: impl Write) -> io::Result<()> {
        let mut to = Summed { inner: to, hash: sha2::Sha256::new() };
        to.line(head)?;
        for event in &self.events {
            let Recorded { seq, by, at, command, .. } = event.recorded;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            to.line(&EventLine { seq, by, at, command, payload: text(&event.payload), leaf: text(&event.leaf), was: event.was })?;
        }
        for answered in &self.commands {
            to.line(answered)?;
        }
        for bytes in &self.files {
            to.line(&FileLine { file: Digest::of(bytes), base64: BASE64_STANDARD.encode(bytes) })?;
        }
        for (bundle, answer) in &self.timestamps {
            to.line(&TimestampLine { timestamp: *bundle, base64: BASE64_STANDARD.encode(answer) })?;
        }
        for file in &self.evidence {
            evidence::write(&mut to, *file, from)?;
        }
        let end = Digest(to.hash.clone().finalize().into());
        to.line(&End { end })?;
        to.inner.flush()
    }

    /// Reads a file to its end, and believes nothing of it.
    ///
    /// * `desk`: a folder for the evidence files, each under its digest's hex; `None`: they are looked at only.
    /// * Errors: the first fault, with its line; a desk without room.
    pub fn read(from: impl BufRead, desk: Option<&Path>) -> Result<(Head, Self), Unread> {
        let mut lines = Lines { from, number: 0, hash: sha2::Sha256::new() };
        let head: Head = lines.next()?;
        if head.holdpoint != "launch" || !(1..=3).contains(&head.v) {
            return Err("line 1 is not that of a launch, or of a newer build".to_owned().into());
        }
        let (launch, server) = (head.launch, head.server);
        let mut read = Self::of(launch, server);
        for _ in 0..head.events {
            let EventLine { seq, by, at, command, payload, leaf, was } = lines.next()?;
            let event: Event =
                serde_json::from_str(&payload).map_err(|error| lines.bad(format_args!("tells an unknown event ({error})")))?;
            let recorded = Recorded { launch, seq, by, at, command, event };
            let event = StoredEvent::checked(recorded, payload.as_bytes(), leaf.as_bytes());
            let event = event.ok_or_else(|| lines.bad("has an event that is not what its leaf says"))?;
            read.events.push(StoredEvent { was, ..event });
        }
        read.replaced()?;
        for _ in 0..head.commands {
            let answered: Answered = lines.next()?;
            if head.events < answered.seq.0 {
                return Err(lines.bad("answers with an event that there is not").into());
            }
            read.commands.push(answered);
        }
        let mut named = files_of(read.told());
        for _ in 0..head.files {
            let FileLine { file, base64 } = lines.next()?;
            let bytes = BASE64_STANDARD.decode(base64).map_err(|_| lines.bad("is no base64"))?;
            if Digest::of(&bytes) != file || !named.remove(&file) {
                return Err(lines.bad("is not a file that the launch names").into());
            }
            read.files.push(bytes);
        }
        read.timestamps = timestamps(&mut lines, head.timestamps, read.told())?;
        read.evidence = evidence_of(read.told());
        for file in &read.evidence {
            evidence::read(&mut lines, *file, desk)?;
        }
        let whole = Digest(lines.hash.clone().finalize().into());
        let End { end } = lines.next()?;
        if end != whole {
            return Err("its digest is another: something was changed".to_owned().into());
        }
        lines.end()?;
        if read.head(head.made_at) != head {
            return Err("the root of its log is another than its first line says".to_owned().into());
        }
        read.fold()?;
        Ok((head, read))
    }
}

/// The evidence files that events name.
pub fn evidence_of<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeSet<EvidenceFile> {
    events.into_iter().filter_map(named_by).collect()
}

/// The files that events name and that a server keeps in its database.
pub fn files_of<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeSet<Digest> {
    let of = |event: &Event| match event {
        Event::Checked { receipt, .. } => receipt.attestation.into_iter().collect(),
        Event::Approved { approval } => vec![approval.snapshot],
        Event::ReportSigned { report } => vec![report.snapshot, report.bundle, report.html],
        _ => Vec::new(),
    };
    events.into_iter().flat_map(of).collect()
}

/// The bundles of the reports that events tell of: an authority may have said when their signatures were there.
pub fn reports_of<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeSet<Digest> {
    let of = |event: &Event| if let Event::ReportSigned { report } = event { Some(report.bundle) } else { None };
    events.into_iter().filter_map(of).collect()
}

/// * `count`: how many follow; of a report one at most.
fn timestamps<'a>(
    lines: &mut Lines<impl BufRead>,
    count: u64,
    told: impl IntoIterator<Item = &'a Event>,
) -> Result<Vec<(Digest, Vec<u8>)>, Unread> {
    let (mut reports, mut read) = (reports_of(told), Vec::new());
    for _ in 0..count {
        let TimestampLine { timestamp, base64 } = lines.next()?;
        let answer = BASE64_STANDARD.decode(base64).map_err(|_| lines.bad("is no base64"))?;
        if !reports.remove(&timestamp) {
            return Err(lines.bad("is a timestamp of no report of the launch").into());
        }
        read.push((timestamp, answer));
    }
    Ok(read)
}

struct Summed<W> {
    inner: W,
    hash: sha2::Sha256,
}

impl<W: Write> Summed<W> {
    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.hash.update(&line);
        self.inner.write_all(&line)
    }
}

struct Lines<R> {
    from: R,
    number: usize,
    hash: sha2::Sha256,
}

impl<R: BufRead> Lines<R> {
    fn next<T: DeserializeOwned>(&mut self) -> Result<T, Unread> {
        let mut line = Vec::new();
        self.number += 1;
        let read = io::Read::take(&mut self.from, LINE_BYTES).read_until(b'\n', &mut line);
        read.map_err(|error| Unread::Source(self.number, error))?;
        if line.pop() != Some(b'\n') {
            return Err(self.bad("is cut off").into());
        }
        let value = serde_json::from_slice(&line).map_err(|error| self.bad(format_args!("is not what should be there ({error})")))?;
        self.hash.update(&line);
        self.hash.update(b"\n");
        Ok(value)
    }

    fn end(mut self) -> Result<(), Unread> {
        match self.from.fill_buf() {
            Ok([]) => Ok(()),
            Ok(_) => Err("it goes on behind its last line".to_owned().into()),
            Err(error) => Err(Unread::Source(self.number + 1, error)),
        }
    }

    fn bad(&self, what: impl std::fmt::Display) -> String {
        format!("line {} {what}", self.number)
    }
}
