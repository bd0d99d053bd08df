//! `holdpoint render`

use std::io::{IsTerminal as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_domain::report::{Files, Verdict, Vouched};

use super::{Answer, made, out};
use crate::rendition::{Earlier, Form, NoRendition, render};

/// Turn a signed report into PDF, Markdown or CSV, without a server and without the network
///
/// The report is verified first, and one that does not hold is not rendered. Without --trust it can only be found self-consistent; the
/// rendition then says NOT VERIFIED on its first page.
/// Exit status: 0 rendered, 1 not verified, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint render LCH-1.signoff.sigstore.json --to md --trust trust.json")]
pub struct Render {
    /// The report: LCH-1.signoff.sigstore.json
    #[arg(value_name = "FILE")]
    report: PathBuf,
    /// What to make of it
    #[arg(long, value_enum)]
    to: Form,
    /// Where to write it [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The keys and people that you pinned: trust.json
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// An earlier report of the same launch: what changed since is told
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
}

impl Render {
    pub fn run(self) -> Result<Answer, String> {
        if self.to == Form::Pdf && self.out.is_none() && std::io::stdout().is_terminal() {
            return Err("a PDF cannot be shown in a terminal; name a file with --out".into());
        }
        if let Some(out) = &self.out {
            let read = [Some(&self.report), self.trust.as_ref(), self.since.as_ref()];
            if read.into_iter().flatten().any(|file| is_same(file, out)) {
                return Err(format!("{} is read itself, and would be lost; name another file with --out", out.display()));
            }
        }
        let trust = self.trust.as_deref().map(out::read).transpose()?;
        let mut bundles = Vec::new();
        for file in [Some(&self.report), self.since.as_ref()].into_iter().flatten() {
            let bundle = out::read(file)?;
            if let Some(why) = fault(file, &bundle, trust.as_deref())? {
                out::aside(format!("holdpoint: {}: {}", file.display(), out::plain(&why)));
                return Ok(Answer::No);
            }
            bundles.push(bundle);
        }
        let mut bundles = bundles.into_iter();
        let (bundle, earlier) = (bundles.next().unwrap_or_default(), bundles.next().map_or(Earlier::Unasked, Earlier::Bundle));
        let vouched = if trust.is_some() { Vouched::Verified } else { Vouched::Nobody };
        let made = render(self.to, bundle, earlier, vouched).map_err(|error| self.told(&error))?;
        self.write(&made)?;
        if trust.is_none() {
            out::aside("Not verified: give --trust trust.json to learn whether your server issued the report. The rendition says so.");
        }
        Ok(Answer::Yes)
    }

    fn told(&self, error: &NoRendition) -> String {
        let file = match error {
            NoRendition::Earlier(_) | NoRendition::Incomparable(_) => self.since.as_deref().unwrap_or(&self.report),
            NoRendition::Report(_) | NoRendition::Pdf(_) => &self.report,
        };
        format!("{}: {}", file.display(), out::plain(&error.to_string()))
    }

    fn write(&self, made: &[u8]) -> Result<(), String> {
        let Some(file) = &self.out else {
            let mut out = std::io::stdout().lock();
            return match out.write_all(made).and_then(|()| out.flush()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    Err(format!("the rendition cannot be written to standard output: {error}; name a file with --out"))
                }
                _ => Ok(()),
            };
        };
        made::replace(file, made)
            .map_err(|error| format!("{}: {error}; name a file in a folder with room, where this user may write", file.display()))
    }
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    let place = |file: &Path| std::fs::metadata(file).map(|found| (found.dev(), found.ino(), found.is_file()));
    matches!((place(one), place(other)), (Ok(one), Ok(other)) if one == other && one.2)
}

/// Why a report is not rendered; `None`: it holds, as far as can be told.
fn fault(file: &Path, report: &[u8], trust: Option<&[u8]>) -> Result<Option<String>, String> {
    let files = Files { report, trust, ..Files::default() };
    let verification = files.verify().map_err(|error| format!("{}: {error}", file.display()))?;
    Ok((verification.verdict == Verdict::NotVerified).then(|| verification.summary.to_string()))
}
