//! JUnit XML: test cases are counted by what is in them; the totals that a file claims can only make it worse.
//!
//! The reader expands nothing: a file with a DOCTYPE is refused, and text is passed over.

use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Malformed, NAMED, Reading, number, told};
use crate::check::{Fact, Facts, INCOMPLETE};
use crate::id::Timestamp;

/// Elements in elements. Suites of suites have some five.
const DEPTH: usize = 64;

/// Attributes of one element. Tools write some ten; telling doubles apart takes time with their square.
const ATTRIBUTES: usize = 100;

/// What became of one test case; the worst counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Passed,
    /// Failed first, and passed when it was tried again.
    Flaky,
    Skipped,
    Failed,
}

#[derive(Default)]
struct Counts {
    executed: u64,
    failed: u64,
    skipped: u64,
    flaky: u64,
    /// The most failures and errors that one element claims.
    claimed: u64,
    first: Vec<String>,
    ran_at: Option<Timestamp>,
}

struct Walk<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Elements around the present place.
    depth: usize,
    rooted: bool,
    /// The test case that is being read: its name, its depth, its outcome so far.
    case: Option<(String, usize, Outcome)>,
    /// Below an element whose content is a test's own output.
    output: Option<usize>,
    counts: Counts,
}

/// * Errors: no XML, no JUnit XML, another encoding than UTF-8, a DOCTYPE, or elements nested deeper than any tool writes.
pub(super) fn read(text: &str) -> Result<Reading, Malformed> {
    let mut walk =
        Walk { text, reader: Reader::from_str(text), depth: 0, rooted: false, case: None, output: None, counts: Counts::default() };
    walk.run()?;
    let ran_at = walk.counts.ran_at;
    Ok(Reading { facts: walk.counts.facts(), ran_at })
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), Malformed> {
        loop {
            let at = self.reader.buffer_position();
            match self.reader.read_event() {
                Ok(Event::Start(element)) => {
                    self.open(&element, at)?;
                    self.depth += 1;
                }
                Ok(Event::Empty(element)) => {
                    self.open(&element, at)?;
                    self.close();
                }
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.close();
                }
                Ok(Event::Decl(declared)) => self.declared(&declared, at)?,
                Ok(Event::DocType(_)) => return Err(self.bad(at, "it has a DOCTYPE, which no test report needs; leave it out")),
                Ok(Event::Text(words)) if self.depth == 0 && !words.trim().is_empty() => {
                    return Err(self.bad(at, "it has text outside of its elements; push the file as the tool wrote it"));
                }
                Ok(Event::Eof) if self.depth == 0 && self.rooted => return Ok(()),
                Ok(Event::Eof) => return Err(self.bad(at, "it ends too early; push the whole file")),
                Ok(Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::GeneralRef(_)) => {}
                Err(error) => {
                    let at = self.reader.error_position();
                    return Err(self.bad(at, &format!("it is no XML: {}; push the file as the tool wrote it", told(&error.to_string()))));
                }
            }
        }
    }

    fn open(&mut self, element: &BytesStart<'_>, at: u64) -> Result<(), Malformed> {
        let name = element.local_name().into_inner();
        if self.depth == 0 {
            if self.rooted {
                return Err(self.bad(at, "it has more than one root element; push one report at a time"));
            }
            if !matches!(name, "testsuites" | "testsuite") {
                let what = format!("it begins with <{}> and not with <testsuites> or <testsuite>; push JUnit XML", told(name));
                return Err(self.bad(at, &what));
            }
            self.rooted = true;
        }
        if DEPTH <= self.depth {
            return Err(self.bad(at, &format!("its elements are nested more than {DEPTH} deep; no test report is")));
        }
        if self.output.is_some() {
            return Ok(());
        }
        match name {
            "testsuites" | "testsuite" => self.suite(element, at),
            "testcase" => self.begin_case(element, at),
            "failure" | "error" => {
                self.outcome(Outcome::Failed, name);
                Ok(())
            }
            "skipped" => {
                self.outcome(Outcome::Skipped, name);
                Ok(())
            }
            "flakyFailure" | "flakyError" => {
                self.outcome(Outcome::Flaky, name);
                Ok(())
            }
            "system-out" | "system-err" | "properties" => {
                self.output = Some(self.depth);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// After the depth went back to the element's own.
    fn close(&mut self) {
        if self.output == Some(self.depth) {
            self.output = None;
        }
        if let Some((name, _, outcome)) = self.case.take_if(|(_, depth, _)| *depth == self.depth) {
            self.counts.add(name, outcome);
        }
    }

    fn suite(&mut self, element: &BytesStart<'_>, at: u64) -> Result<(), Malformed> {
        let mut claimed = 0_u64;
        for (key, value) in self.attributes(element, at)? {
            match key.as_str() {
                "failures" | "errors" => {
                    let count = value.trim().parse::<u64>();
                    let bad = |_| self.bad(at, &format!("{key}={:?} is no number; push the file as the tool wrote it", told(&value)));
                    claimed = claimed.saturating_add(if value.trim().is_empty() { 0 } else { count.map_err(bad)? });
                }
                // Without a time zone it says too little.
                "timestamp" => {
                    let earlier = [self.counts.ran_at, value.trim().parse().ok()];
                    self.counts.ran_at = earlier.into_iter().flatten().min();
                }
                _ => {}
            }
        }
        self.counts.claimed = self.counts.claimed.max(claimed);
        Ok(())
    }

    fn begin_case(&mut self, element: &BytesStart<'_>, at: u64) -> Result<(), Malformed> {
        if self.case.is_some() {
            return Err(self.bad(at, "it has a <testcase> within another; push the file as the tool wrote it"));
        }
        let (mut class, mut name, mut outcome) = (String::new(), String::new(), Outcome::Passed);
        for (key, value) in self.attributes(element, at)? {
            match (key.as_str(), value.as_str()) {
                ("classname", _) => class = value,
                ("name", _) => name = value,
                // GoogleTest's word for a test that is switched off.
                ("status", "notrun" | "disabled" | "skipped") => outcome = Outcome::Skipped,
                _ => {}
            }
        }
        let name = if class.is_empty() { name } else { format!("{class}.{name}") };
        self.case = Some((told(&name), self.depth, outcome));
        Ok(())
    }

    fn outcome(&mut self, outcome: Outcome, element: &str) {
        match &mut self.case {
            Some((_, _, so_far)) => *so_far = (*so_far).max(outcome),
            // Some tools hang what broke a whole suite below the suite.
            None if outcome == Outcome::Failed => self.counts.add(format!("<{element}> of a suite"), outcome),
            None => {}
        }
    }

    fn attributes(&self, element: &BytesStart<'_>, at: u64) -> Result<Vec<(String, String)>, Malformed> {
        let mut pairs = Vec::new();
        for (number, attribute) in element.attributes().enumerate() {
            if ATTRIBUTES <= number {
                return Err(self.bad(at, &format!("an element has more than {ATTRIBUTES} attributes; no test report needs them")));
            }
            let bad =
                |error: String| self.bad(at, &format!("an attribute is no XML: {}; push the file as the tool wrote it", told(&error)));
            let attribute = attribute.map_err(|error| bad(error.to_string()))?;
            let key = attribute.key.local_name().into_inner();
            if matches!(key, "failures" | "errors" | "timestamp" | "classname" | "name" | "status") {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| bad(error.to_string()))?;
                pairs.push((key.to_owned(), value.into_owned()));
            }
        }
        Ok(pairs)
    }

    fn declared(&self, declared: &BytesDecl<'_>, at: u64) -> Result<(), Malformed> {
        let Some(Ok(encoding)) = declared.encoding() else { return Ok(()) };
        // What is ASCII only reads the same in every encoding that tools use, but UTF-16, which would not have come this far.
        if encoding.eq_ignore_ascii_case("utf-8") || self.text.is_ascii() {
            return Ok(());
        }
        Err(self.bad(at, &format!("it says that it is in {}; let the tool write UTF-8", told(&encoding))))
    }

    fn bad(&self, at: u64, what: &str) -> Malformed {
        let before = usize::try_from(at).ok().and_then(|at| self.text.as_bytes().get(..at)).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        Malformed { place: format!("line {line}, column {column}"), what: what.to_owned() }
    }
}

impl Counts {
    fn add(&mut self, name: String, outcome: Outcome) {
        match outcome {
            Outcome::Skipped => self.skipped += 1,
            Outcome::Passed => self.executed += 1,
            Outcome::Flaky => {
                self.executed += 1;
                self.flaky += 1;
            }
            Outcome::Failed => {
                self.executed += 1;
                self.failed += 1;
                if self.first.len() < NAMED {
                    self.first.push(name);
                }
            }
        }
    }

    fn facts(self) -> Facts {
        let mut facts = Facts::from([("skipped".to_owned(), number(self.skipped))]);
        let failed = self.failed.max(self.claimed);
        if 0 < self.executed || 0 < failed {
            facts.extend(
                [("failed", failed), ("executed", self.executed), ("flaky", self.flaky)].map(|(name, count)| (name.into(), number(count))),
            );
        } else {
            let why = match self.skipped {
                0 => "it has no test".to_owned(),
                skipped => format!("none of its tests was run; skipped: {skipped}"),
            };
            facts.insert(INCOMPLETE.into(), Fact::Text(why));
        }
        if !self.first.is_empty() {
            facts.insert("first".into(), Fact::Text(self.first.join("; ")));
        }
        facts
    }
}
