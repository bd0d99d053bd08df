//! `holdpoint scan`: secrets in source, personal data in logs.
//!
//! * [`rules`]: what is looked for. [`mask`]: how it is shown. [`look`]: the walk. [`sarif`]: the result for machines.

mod look;
mod mask;
mod rules;
mod sarif;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use holdpoint_domain::check::PushedFormat;
use holdpoint_domain::id::{ItemId, LaunchId, Timestamp};
use holdpoint_domain::sentence::counted;
use holdpoint_domain::wire::{EvidencePushed, PushEvidence};
use serde::Serialize;

use super::out::{self, Colour, Paint, plain};
use super::push::{self, About};
use super::remote::Server;
use super::{Answer, wait};
use look::{How, Seen};
use rules::Rules;

/// The patterns that find candidates, as ripgrep takes them: for measuring both.
pub fn patterns(logs: bool) -> &'static [&'static str] {
    if logs { rules::OF_LOGS } else { rules::OF_SOURCE }
}

/// Look for access tokens in source, and for personal data in logs
///
/// Finds Intercom access tokens and Holdpoint API tokens, wherever they stand in a file; with --logs also e-mail addresses, phone numbers and
/// names. What is found is shown masked, never whole. A line with "holdpoint:allow" in it is passed over, in source only.
/// Binary files and the folder .git are not looked at, and links are not followed; hidden files and lock files are.
/// Exit status: 0 nothing found, 1 found, 2 could not tell (a file cannot be read, or there is none).
#[derive(Args)]
#[command(after_help = "Example: holdpoint scan . --logs /var/log/app\n\
                  In CI:   holdpoint scan . --push --launch LCH-1 --item auth.no-token-in-source --server https://holdpoint.example.com",
          mut_arg("token", |token| token.help(push::TOKEN)))]
pub struct Scan {
    /// Files and folders of source
    #[arg(value_name = "PATH", required_unless_present = "logs")]
    paths: Vec<PathBuf>,
    /// Files and folders of logs; may be given again. All files are looked at there, whatever .gitignore says
    #[arg(long, value_name = "PATH")]
    logs: Vec<PathBuf>,
    /// Also scan files that .gitignore excludes
    #[arg(long)]
    everywhere: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "sarif")]
    json: bool,
    /// Print SARIF 2.1.0
    #[arg(long)]
    sarif: bool,
    /// Push the result as evidence of items
    #[arg(long, requires = "launch", requires = "items")]
    push: bool,
    /// With --push: the launch, such as LCH-1
    #[arg(long, requires = "push")]
    launch: Option<LaunchId>,
    /// With --push: the item that it is evidence of; may be given again
    #[arg(long = "item", value_name = "ITEM", requires = "push")]
    items: Vec<ItemId>,
    #[command(flatten)]
    about: About,
    #[command(flatten)]
    server: Server,
    /// With --push: while the server does not answer, try again for this long: 0s, 90s, 10m
    #[arg(long, value_name = "TIME", default_value = "1m", requires = "push", value_parser = wait::time)]
    wait: Duration,
}

/// For machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    #[serde(flatten)]
    seen: &'a Seen,
    #[serde(skip_serializing_if = "Option::is_none")]
    pushed: Option<&'a EvidencePushed>,
}

impl Scan {
    pub fn run(self) -> Result<Answer, String> {
        let started_at = Timestamp::now();
        let seen = self.look()?;
        let sarif = sarif::of(&seen, started_at, Timestamp::now());
        for unread in &seen.unread {
            out::aside(format!("holdpoint: {}: {}; it was not looked at", plain(&unread.file), plain(&unread.why)));
        }
        let pushed = self.launch.filter(|_| self.push).map(|launch| self.send(launch, &sarif).map(|pushed| (launch, pushed)));
        // What was found is told even when the server does not answer.
        let known = pushed.as_ref().and_then(|pushed| pushed.as_ref().ok());
        out::say(if self.sarif {
            out::pretty(&sarif)?
        } else if self.json {
            out::pretty(&Said { seen: &seen, pushed: known.map(|(_, pushed)| pushed) })?
        } else {
            let paint = Paint::of_stdout();
            let recorded = known.map(|(launch, pushed)| push::told(*launch, pushed, paint));
            [Some(told(&seen, paint)), recorded].into_iter().flatten().collect::<Vec<_>>().join("\n")
        })?;
        pushed.transpose()?;
        Ok(seen.answer())
    }

    fn look(&self) -> Result<Seen, String> {
        let mut seen = Seen::default();
        if !self.paths.is_empty() {
            seen.join(look::at(&self.paths, &Rules::of_source()?, How { everywhere: self.everywhere, allowing: true }));
        }
        if !self.logs.is_empty() {
            // Whoever writes into a log must not be able to allow it.
            seen.join(look::at(&self.logs, &Rules::of_logs()?, How { everywhere: true, allowing: false }));
        }
        Ok(seen)
    }

    fn send(&self, launch: LaunchId, sarif: &serde_json::Value) -> Result<EvidencePushed, String> {
        let push = PushEvidence {
            items: self.items.clone(),
            format: Some(PushedFormat::Sarif),
            name: "holdpoint-scan.sarif".into(),
            title: self.about.title.clone(),
            url: self.about.url(),
            content: Some(out::pretty(sarif)?),
            digest: None,
            bytes: None,
            upload: None,
            observed_at: None,
            expires_at: None,
        };
        // Each scan is one of its own: its times are in the content.
        self.server.push(launch, &push, &push::id(launch, &push, "")?, self.wait)
    }
}

impl Seen {
    /// What was found is certain; that nothing is there shows only a look at everything.
    fn answer(&self) -> Answer {
        match (self.found, self.is_whole()) {
            (0, true) => Answer::Yes,
            (0, false) => Answer::CouldNotTell,
            (_, _) => Answer::No,
        }
    }
}

fn told(seen: &Seen, paint: Paint) -> String {
    let mut lines = Vec::new();
    for finding in seen.findings.iter().filter(|finding| !finding.allowed) {
        let place = format!("{}:{}:{}", plain(&finding.file), finding.line, finding.column);
        lines.push(format!("{place}: {}: {}", finding.rule, plain(&finding.excerpt)));
    }
    let shown = lines.len() as u64;
    if shown < seen.found {
        lines.push(format!("… and {} more in the same files", seen.found - shown));
    }
    let (colour, words) = match seen.answer() {
        Answer::Yes => (Colour::Green, "nothing found".to_owned()),
        Answer::No => (Colour::Red, format!("{} found", seen.found)),
        Answer::CouldNotTell if seen.files == 0 => {
            (Colour::Yellow, "no file was looked at; name another path, or add --everywhere".to_owned())
        }
        Answer::CouldNotTell if seen.blank => {
            (Colour::Yellow, "nothing found, but no file of the source, or none of the logs, was looked at; name other paths".to_owned())
        }
        Answer::CouldNotTell => (Colour::Yellow, "nothing found, but not all could be read".to_owned()),
    };
    let mut aside = vec![format!("{} looked at", counted(seen.files, "file", "files"))];
    let more = [(seen.binary, "binary"), (seen.unread.len() as u64, "unread")];
    aside.extend(more.iter().filter(|(count, _)| 0 < *count).map(|(count, word)| format!("{count} {word}")));
    if 0 < seen.allowed {
        aside.push(format!("{} allowed by a comment", seen.allowed));
    }
    lines.push(format!("{} ({})", paint.paint(colour, &words), aside.join(", ")));
    if 0 < seen.found {
        lines.push("A token that was committed has to be replaced, not only removed. A log is masked where it is written.".into());
    }
    lines.join("\n")
}
