//! `holdpoint verify`

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_domain::report::found::Summary;
use holdpoint_domain::report::{Beside, Earlier, Files, Outcome, ReportFile, Verdict, Verification};
use serde::Serialize;

use super::Answer;
use super::out::{self, Colour, Paint, plain};

/// Verify a signed report, or the signed receipt of a check, without a server and without the network
///
/// Without --trust a report can only be found self-consistent: it brings keys along that anybody could have made.
/// Exit status: 0 verified, 1 not verified, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint verify LCH-1.signoff.sigstore.json --trust trust.json")]
pub struct Verify {
    /// The report, LCH-1.signoff.sigstore.json, or the receipt, LCH-1.CHECK.ID.receipt.sigstore.json
    #[arg(value_name = "FILE")]
    report: PathBuf,
    /// The keys and people that you pinned: trust.json, got from the server once, by a way that you trust
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Your organisation's SSH public key: the trust file has to be countersigned with it (ssh-keygen -Y sign -n trust@holdpoint.dev)
    #[arg(long, value_name = "FILE", requires = "trust")]
    trust_signer: Option<PathBuf>,
    /// That countersignature [default: trust.json.sig, beside the trust file]
    #[arg(long, value_name = "FILE", requires = "trust_signer")]
    trust_signature: Option<PathBuf>,
    /// The HTML that was signed [default: LCH-1.signoff.html beside the report, where there is one]
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The proof that the report itself is in the log: LCH-1.signoff.tlog-proof
    #[arg(long, value_name = "FILE")]
    tlog_proof: Option<PathBuf>,
    /// The launch's history: it is played event by event, up to what the report says
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    /// An earlier report of the same launch: whether the log was only added to since
    #[arg(long, value_name = "FILE")]
    earlier: Option<PathBuf>,
    /// What proves that: the server's answer to /api/launches/LCH-1/consistency?from=SIZE&to=SIZE
    #[arg(long, value_name = "FILE", requires = "earlier")]
    consistency: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// For machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    file: &'a Path,
    html: Option<&'a Path>,
    #[serde(flatten)]
    verification: &'a Verification,
}

impl Verify {
    pub fn run(self) -> Result<Answer, String> {
        let report = out::read(&self.report)?;
        let found = if self.html.is_none() { beside(&self.report) } else { None };
        let html_file = self.html.as_deref().or(found.as_deref());
        let read = |file: Option<&Path>| file.map(out::read).transpose();
        let (html, tlog_proof) = (read(html_file)?, read(self.tlog_proof.as_deref())?);
        let (history, trust) = (self.history.as_deref().map(out::read_history).transpose()?, read(self.trust.as_deref())?);
        let (signer, signature) = (read(self.trust_signer.as_deref())?, self.countersignature()?);
        let (earlier, consistency) = (read(self.earlier.as_deref())?, read(self.consistency.as_deref())?);
        let earlier = earlier.as_deref().map(|report| Earlier { report, consistency: consistency.as_deref() });
        let files = Files {
            report: &report,
            trust: trust.as_deref(),
            signer: signer.as_deref(),
            signature: signature.as_deref(),
            beside: Beside { html: html.as_deref(), tlog_proof: tlog_proof.as_deref(), history: history.as_deref(), earlier },
        };
        let verification = files.verify().map_err(|error| format!("{}: {error}", self.path_of(error.file()).display()))?;
        // Whoever goes by the status alone would take a check that passed for the report of a launch.
        if stem(&self.report).is_some() && matches!(verification.summary, Summary::Receipt { .. }) {
            let why = "has the name of a report, and is the receipt of a check; get the report anew";
            return Err(format!("{}: the file {why}", self.report.display()));
        }
        if self.json {
            out::say(out::pretty(&Said { file: &self.report, html: html_file, verification: &verification })?)?;
        } else {
            out::say(told(&verification, found.as_deref(), Paint::of_stdout()))?;
        }
        Ok(match verification.verdict.exit_code() {
            0 => Answer::Yes,
            1 => Answer::No,
            _ => Answer::CouldNotTell,
        })
    }

    /// The countersignature at hand. One that nobody named and that is missing is a finding, not a fault.
    fn countersignature(&self) -> Result<Option<Vec<u8>>, String> {
        let (Some(trust), Some(_)) = (&self.trust, &self.trust_signer) else { return Ok(None) };
        let beside = PathBuf::from(format!("{}.sig", trust.display()));
        let found = self.trust_signature.as_ref().or(Some(&beside).filter(|beside| beside.exists()));
        found.map(|file| out::read(file)).transpose()
    }

    fn path_of(&self, file: ReportFile) -> &Path {
        let other = match file {
            ReportFile::Trust => self.trust.as_deref(),
            ReportFile::TrustSigner => self.trust_signer.as_deref(),
            _ => None,
        };
        other.unwrap_or(&self.report)
    }
}

/// `LCH-1.signoff.html` beside `LCH-1.signoff.sigstore.json`.
fn beside(report: &Path) -> Option<PathBuf> {
    let html = report.with_file_name(format!("{}.signoff.html", stem(report)?));
    html.is_file().then_some(html)
}

/// `LCH-1` of `LCH-1.signoff.sigstore.json`; `None`: it is not named as a report.
fn stem(report: &Path) -> Option<&str> {
    report.file_name()?.to_str()?.strip_suffix(".signoff.sigstore.json")
}

/// Every step in words, then the summary.
fn told(verification: &Verification, found: Option<&Path>, paint: Paint) -> String {
    let mut lines = Vec::new();
    if let Some(html) = found {
        lines.push(format!("With {}, which lies beside it.", html.display()));
    }
    let width = verification.steps.iter().map(|step| step.name.chars().count()).max().unwrap_or_default();
    for step in &verification.steps {
        let colour = match step.outcome {
            Outcome::Holds => Colour::Green,
            Outcome::Failed => Colour::Red,
            Outcome::NotChecked => Colour::Yellow,
        };
        let word = paint.paint(colour, &format!("{:<11}", step.outcome.words()));
        lines.push(format!("  {word}  {:<width$}  {}", step.name, plain(&step.detail.to_string())));
    }
    let colour = match verification.verdict {
        Verdict::Verified => Colour::Green,
        Verdict::SelfConsistent => Colour::Yellow,
        Verdict::NotVerified => Colour::Red,
    };
    lines.push(String::new());
    lines.push(paint.paint(colour, &plain(&verification.summary.to_string())));
    lines.join("\n")
}
