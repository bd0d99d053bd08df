//! Results that CI pushed, read into facts. What a file does not show is absent, so that nothing passes for want of results.
//!
//! * [`sarif`]: what scanners write. [`junit`]: what test runners write.
//! * Reading takes memory for a few texts only, however long the file is; the caller bounds its length.

mod junit;
mod sarif;

use super::{Fact, Facts, PushedFormat};
use crate::id::{Digest, Timestamp};
use crate::launch::{Refusal, rules};

/// Rule ids, tests and places that a receipt names. More are in the file itself.
const NAMED: usize = 5;

/// A text of a file, in characters, as a receipt shows it.
const TEXT_CHARS: usize = 200;

/// What a file says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub facts: Facts,
    /// When the tool ran, the earliest of several runs; `None`: the file does not say, or not in which time zone.
    pub ran_at: Option<Timestamp>,
}

/// Why a file cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Malformed {
    /// `line L, column C`, with a JSON pointer where there is one; both count from 1, columns in bytes.
    pub place: String,
    pub what: String,
}

/// Where the facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's name.
    pub name: String,
    /// Of its bytes.
    pub digest: Digest,
    /// Its length.
    pub bytes: u64,
    pub title: Option<String>,
    /// The CI job's address.
    pub url: Option<String>,
}

/// Reads a pushed file into facts.
///
/// * `text`: all of it, UTF-8.
/// * Errors: it is no such file; with the place and what to do.
/// * Source: SARIF 2.1.0 Errata 01 (OASIS, 28 August 2023). JUnit XML has no standard: pytest, Surefire and Ant were read.
pub fn read(format: PushedFormat, text: &str) -> Result<Reading, Malformed> {
    // Editors and PowerShell put it there; neither reader takes it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        PushedFormat::Sarif => sarif::read(text),
        PushedFormat::Junit => junit::read(text),
    }
}

impl Origin {
    /// As it is recorded: trimmed.
    ///
    /// * Errors: a name or title that is empty, too long or not in one line; an address that is not `https:`.
    pub fn checked(self) -> Result<Self, Refusal> {
        let title = self.title.as_deref().map(|title| rules::line("title", title)).transpose()?;
        let url = self.url.as_deref().map(|url| rules::link("url", url)).transpose()?;
        Ok(Self { name: rules::line("name", &self.name)?, title, url, ..self })
    }

    /// As a receipt tells them.
    pub fn facts(&self) -> Facts {
        let text = |text: &str| Fact::Text(text.to_owned());
        let mut facts = Facts::from([
            ("file".into(), text(&self.name)),
            ("file.digest".into(), text(&self.digest.to_string())),
            ("file.bytes".into(), number(self.bytes)),
        ]);
        facts.extend(self.title.as_deref().map(|title| ("file.title".into(), text(title))));
        facts.extend(self.url.as_deref().map(|url| ("file.url".into(), text(url))));
        facts
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody counts 2^53 results")]
fn number(count: u64) -> Fact {
    Fact::Number(count as f64)
}

/// A text of the file for people: in one line, and short.
fn told(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(TEXT_CHARS).collect();
    if line.len() < text.len() { format!("{line}…") } else { line }
}

#[cfg(test)]
mod tests;
