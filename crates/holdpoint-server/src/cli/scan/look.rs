//! The walk: every file below some paths, several at the same time, line by line.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use grep_searcher::{BinaryDetection, Searcher, SearcherBuilder, Sink, SinkFinish, SinkMatch};
use ignore::{DirEntry, WalkBuilder, WalkState};
use serde::Serialize;

use super::mask;
use super::rules::{Kind, Rules};
use crate::lock::lock;

/// Finds of one file that are kept, of those that are allowed and of the others each; the rest is counted. A log has one on every line.
const KEPT_PER_FILE: u64 = 100;

/// The longest line, in bytes: a longer one makes the file unreadable, and it is named.
const LINE_BYTES: usize = 64 * 1024 * 1024;

/// In a line of source: the find on it is known and meant.
const ALLOW: &[u8] = b"holdpoint:allow";

/// How some paths are looked at.
#[derive(Clone, Copy)]
pub struct How {
    /// Whether files are looked at too that `.gitignore` names.
    pub everywhere: bool,
    /// Whether a comment may allow a find.
    pub allowing: bool,
}

/// What a look came to.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// By file, line and column; at most 100 a file, and 100 more that are allowed.
    pub findings: Vec<Finding>,
    /// All that are not allowed, whether they are listed or not.
    pub found: u64,
    pub allowed: u64,
    /// Looked at, binary ones left out.
    pub files: u64,
    pub binary: u64,
    /// Files and folders that could not be read, or not to their end.
    pub unread: Vec<Unread>,
    /// Whether one of the looks found no file: of its paths nothing is known, whatever another one saw.
    #[serde(skip)]
    pub blank: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub file: String,
    /// From 1.
    pub line: u64,
    /// In characters, from 1.
    pub column: u64,
    pub rule: &'static str,
    /// Masked.
    pub excerpt: String,
    pub allowed: bool,
    /// Whether it is a secret; else it is personal data.
    #[serde(skip)]
    pub secret: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unread {
    pub file: String,
    pub why: String,
}

impl Seen {
    /// Whether all that was to be looked at was.
    pub fn is_whole(&self) -> bool {
        self.unread.is_empty() && 0 < self.files && !self.blank
    }

    pub fn join(&mut self, other: Seen) {
        self.findings.extend(other.findings);
        self.found += other.found;
        self.allowed += other.allowed;
        self.files += other.files;
        self.binary += other.binary;
        self.unread.extend(other.unread);
        self.blank |= other.files == 0;
        self.findings.sort();
        self.unread.sort();
    }
}

/// Looks at files, and at all files below folders.
pub fn at(paths: &[PathBuf], rules: &Rules, how: How) -> Seen {
    let Some((first, others)) = paths.split_first() else { return Seen::default() };
    let mut walk = WalkBuilder::new(first);
    others.iter().for_each(|path| {
        walk.add(path);
    });
    let heed = !how.everywhere;
    // A file that begins with a dot is where tokens are. What a user's own settings ignore would differ from machine to machine.
    walk.standard_filters(false).hidden(false).parents(heed).git_ignore(heed).require_git(false).follow_links(false);
    // Its history is another scanner's work, and its files are compressed.
    walk.filter_entry(|entry| entry.file_name() != ".git" || entry.depth() == 0);
    walk.threads(std::thread::available_parallelism().map_or(1, usize::from));
    let seen = Mutex::new(Seen::default());
    let (files, binary) = (AtomicU64::new(0), AtomicU64::new(0));
    walk.build_parallel().run(|| {
        let mut searcher = searcher();
        let (seen, files, binary) = (&seen, &files, &binary);
        Box::new(move |entry| {
            let looked = match &entry {
                Ok(entry) if is_file(entry) => file(&mut searcher, entry.path(), (rules, how)),
                // Below a folder it is passed over; who names it has to know.
                Ok(entry) if entry.depth() == 0 && !is_folder(entry) => Err(no_file(entry)),
                Ok(_) => return WalkState::Continue,
                Err(error) => Err(unread(error)),
            };
            match looked {
                Ok(looked) if looked.binary && looked.found + looked.allowed == 0 => {
                    binary.fetch_add(1, Ordering::Relaxed);
                }
                Ok(looked) => {
                    files.fetch_add(1, Ordering::Relaxed);
                    if 0 < looked.found + looked.allowed {
                        let mut seen = lock(seen);
                        seen.found += looked.found;
                        seen.allowed += looked.allowed;
                        seen.findings.extend(looked.findings);
                    }
                }
                Err(unread) => lock(seen).unread.push(unread),
            }
            WalkState::Continue
        })
    });
    let mut seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    (seen.files, seen.binary) = (files.into_inner(), binary.into_inner());
    seen
}

fn searcher() -> Searcher {
    let mut builder = SearcherBuilder::new();
    builder.binary_detection(BinaryDetection::quit(0)).heap_limit(Some(LINE_BYTES)).line_number(true);
    builder.build()
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// A pipe or a device: what comes out of one ends who knows when, and would be looked at once only.
fn no_file(entry: &DirEntry) -> Unread {
    let file = if entry.is_stdin() { "-".to_owned() } else { shown(entry.path()) };
    Unread { file, why: "it is neither a file nor a folder; write what comes out of it into a file, and name that".into() }
}

/// The walk's own words name the path as well, so that it is told once.
fn unread(error: &ignore::Error) -> Unread {
    fn path(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path(err),
            ignore::Error::Loop { child, .. } => Some(child),
            _ => None,
        }
    }
    let file = path(error).map_or_else(|| "a file".to_owned(), shown);
    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Unread { file, why }
}

fn shown(path: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    path.to_string_lossy().into_owned()
}

/// What one file holds.
struct Looked<'a> {
    path: &'a Path,
    rules: &'a Rules,
    how: How,
    findings: Vec<Finding>,
    found: u64,
    allowed: u64,
    binary: bool,
}

fn file<'a>(searcher: &mut Searcher, path: &'a Path, (rules, how): (&'a Rules, How)) -> Result<Looked<'a>, Unread> {
    let mut looked = Looked { path, rules, how, findings: Vec::new(), found: 0, allowed: 0, binary: false };
    match searcher.search_path(&rules.matcher, path, &mut looked) {
        Ok(()) => Ok(looked),
        Err(error) => Err(Unread { file: shown(path), why: error.to_string() }),
    }
}

impl Sink for Looked<'_> {
    type Error = io::Error;

    fn matched(&mut self, _: &Searcher, matched: &SinkMatch<'_>) -> Result<bool, io::Error> {
        let (line, number) = (matched.bytes(), matched.line_number().unwrap_or_default());
        let allowed = self.how.allowing && line.windows(ALLOW.len()).any(|window| window == ALLOW);
        for hit in self.rules.hits(line) {
            let count = if allowed { &mut self.allowed } else { &mut self.found };
            *count += 1;
            // Counted apart: allowed ones must not hide from the result what nobody allowed.
            if *count <= KEPT_PER_FILE {
                let before = String::from_utf8_lossy(line.get(..hit.start).unwrap_or_default());
                self.findings.push(Finding {
                    file: shown(self.path),
                    line: number,
                    column: before.chars().count() as u64 + 1,
                    rule: hit.kind.id(),
                    excerpt: mask::excerpt(hit, line),
                    allowed,
                    secret: matches!(hit.kind, Kind::IntercomToken | Kind::HoldpointToken),
                });
            }
        }
        Ok(true)
    }

    fn finish(&mut self, _: &Searcher, finish: &SinkFinish) -> Result<(), io::Error> {
        self.binary = finish.binary_byte_offset().is_some();
        Ok(())
    }
}
