//! `holdpoint evidence`

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use clap::{Args, Subcommand, ValueEnum};
use holdpoint_domain::check::PushedFormat;
use holdpoint_domain::id::{ItemId, LaunchId};
use holdpoint_domain::wire::PushEvidence;
use holdpoint_store::files;

use super::push::{self, About};
use super::remote::Server;
use super::{Answer, out, wait};
use crate::limits;

/// Give evidence to a launch, from CI or by hand
#[derive(Args)]
#[command(after_help = "Example: holdpoint evidence push --launch LCH-1 --item auth.no-token-in-source gitleaks.sarif")]
pub struct Evidence {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    Push(Push),
}

/// Push what a scanner or a test run found, or any file, as evidence of items
///
/// SARIF 2.1.0 and JUnit XML are judged by the server, for the checks of the launch's checklist that prove the items by that format:
/// findings or failed tests fail; nothing scanned, nothing executed and skipped only are unknown. Any other file is uploaded in parts, kept by the
/// server, and attached; where the connection was lost it goes on. The same file of the same CI job is recorded once, however often it is sent.
/// Exit status: 0 passes or attached, 1 fails, 2 could not tell, stale already, or not recorded.
#[derive(Args)]
#[command(after_help = "Example: holdpoint evidence push --launch LCH-1 --item auth.no-token-in-source gitleaks.sarif \
                  --server https://holdpoint.example.com",
          mut_arg("token", |token| token.help(push::TOKEN)))]
struct Push {
    /// The launch, such as LCH-1
    #[arg(long)]
    launch: LaunchId,
    /// The item that it is evidence of; may be given again
    #[arg(long = "item", value_name = "ITEM", required = true)]
    items: Vec<ItemId>,
    /// SARIF 2.1.0, JUnit XML, or any other file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format of the file; auto detects it from the name and the content
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    format: Format,
    /// Attach by name, length and SHA-256 only: the file stays with you
    #[arg(long)]
    digest_only: bool,
    #[command(flatten)]
    about: About,
    #[command(flatten)]
    server: Server,
    /// While the server does not answer, try again for this long: 0s, 90s, 10m
    #[arg(long, value_name = "TIME", default_value = "1m", value_parser = wait::time)]
    wait: Duration,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Auto,
    Sarif,
    Junit,
    /// Attached, and not judged
    File,
}

impl Evidence {
    pub fn run(self) -> Result<Answer, String> {
        match self.act {
            Act::Push(push) => push.run(),
        }
    }
}

impl Push {
    fn run(self) -> Result<Answer, String> {
        let (mut push, made) = self.read()?;
        // By its digest, whether it is sent or not: an upload's own id is another each time.
        let id = push::id(self.launch, &push, &made)?;
        if push.format.is_none() && !self.digest_only {
            let upload = self.server.upload(self.launch, &self.file, &push, self.wait)?;
            push = PushEvidence { upload: Some(upload), digest: None, bytes: None, ..push };
        }
        let pushed = self.server.push(self.launch, &push, &id, self.wait)?;
        out::say(if self.json { out::pretty(&pushed)? } else { push::told(self.launch, &pushed, out::Paint::of_stdout()) })?;
        Ok(push::answer(&pushed))
    }

    /// What is sent, and when the file was made.
    fn read(&self) -> Result<(PushEvidence, String), String> {
        let shown = self.file.display();
        let unreadable = |error: std::io::Error| format!("{shown}: {error}; name a file that this user can read");
        // Opening a pipe would wait for who writes into it.
        let changed = std::fs::metadata(&self.file).map_err(unreadable)?;
        if !changed.is_file() {
            return Err(format!("{shown} is no file; name one"));
        }
        let made = changed.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let made = made.map_or_else(String::new, |since| since.as_nanos().to_string());
        let mut push = PushEvidence {
            items: self.items.clone(),
            format: self.format(&head(&self.file).map_err(unreadable)?),
            name: self.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            title: self.about.title.clone(),
            url: self.about.url(),
            content: None,
            digest: None,
            bytes: None,
            upload: None,
            observed_at: None,
            expires_at: None,
        };
        if push.format.is_some() {
            push.content = Some(self.content(changed.len())?);
        } else {
            let (digest, bytes) = File::open(&self.file).and_then(files::read).map_err(unreadable)?;
            (push.digest, push.bytes) = (Some(digest), Some(bytes));
        }
        Ok((push, made))
    }

    fn content(&self, length: u64) -> Result<String, String> {
        let shown = self.file.display();
        if limits::PUSH_BYTES as u64 <= length {
            let (most, has) = (limits::PUSH_BYTES >> 20, length >> 20);
            return Err(format!(
                "{shown} has {has} MiB, and a server takes less than {most}; push a smaller report, or attach it with --format file"
            ));
        }
        String::from_utf8(out::read(&self.file)?)
            .map_err(|error| format!("{shown} is not UTF-8 from byte {}; let the tool write UTF-8", error.utf8_error().valid_up_to()))
    }

    fn format(&self, head: &str) -> Option<PushedFormat> {
        match self.format {
            Format::Sarif => Some(PushedFormat::Sarif),
            Format::Junit => Some(PushedFormat::Junit),
            Format::File => None,
            Format::Auto => guess(&self.file, head),
        }
    }
}

/// By the name where it says so, and else by what the file begins with.
fn guess(file: &Path, head: &str) -> Option<PushedFormat> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_json = head.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    if name.ends_with(".sarif") || name.ends_with(".sarif.json") {
        return Some(PushedFormat::Sarif);
    }
    if is_json && (head.contains("sarif") || head.contains("\"2.1.0\"")) {
        return Some(PushedFormat::Sarif);
    }
    head.contains("<testsuite").then_some(PushedFormat::Junit)
}

/// The first few KiB, what is no UTF-8 replaced.
fn head(file: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    File::open(file)?.take(4 * 1024).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_apart() {
        let (sarif, junit) = (Some(PushedFormat::Sarif), Some(PushedFormat::Junit));
        let cases = [
            ("a.sarif", "", sarif, "by its name, even when it is broken"),
            ("results.sarif.json", "[]", sarif, "the same"),
            ("report.json", "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\"", sarif, "by its schema"),
            ("report.json", "\u{feff} {\n \"version\": \"2.1.0\", \"runs\": [", sarif, "by its version"),
            ("package.json", "{\"version\": \"1.0.0\"", None, "another JSON"),
            ("notes.txt", "about sarif \"2.1.0\"", None, "no JSON"),
            ("junit.xml", "<?xml version=\"1.0\"?>\n<testsuites>", junit, "by its root"),
            ("TEST-a.xml", "<testsuite name=\"a\">", junit, "one suite"),
            ("pom.xml", "<project>", None, "another XML"),
            ("load.csv", "a,b", None, "anything else"),
        ];
        for (name, head, format, about) in cases {
            assert_eq!(guess(Path::new(name), head), format, "{about}: {name}");
        }
    }
}
