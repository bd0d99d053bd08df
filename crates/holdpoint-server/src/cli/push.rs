//! Pushing evidence to a server: what `evidence push` and `scan --push` have in common.

use std::time::Duration;

use clap::Args;
use holdpoint_domain::check::{Receipt, Standing, Verdict};
use holdpoint_domain::id::{Digest, LaunchId, Timestamp};
use holdpoint_domain::wire::{EvidencePushed, PushEvidence};
use uuid::Uuid;

use super::Answer;
use super::out::{Colour, Paint, plain};
use super::remote::Server;
use super::wait::Patience;

/// The help of `--token`.
pub const TOKEN: &str = "Where the API token is (scope evidence:write): env:NAME or file:/path";

/// What a reader of the evidence wants to know beside it.
#[derive(Args, Clone)]
pub struct About {
    /// What it is, in a few words
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// The CI job's https address [default: what GitHub Actions, GitLab CI and Jenkins say of themselves]
    #[arg(long, value_name = "LINK")]
    url: Option<String>,
}

impl About {
    /// As given, or as the CI system tells it.
    pub fn url(&self) -> Option<String> {
        self.url.clone().or_else(job_url)
    }
}

impl Server {
    /// Sends a push under its id, and again while the server is away: what was recorded already is not recorded twice.
    ///
    /// * `wait`: how long it is sent again.
    /// * Errors: no answer, or one that is no "recorded": in a sentence with the next step.
    pub fn push(&self, launch: LaunchId, push: &PushEvidence, id: &str, wait: Duration) -> Result<EvidencePushed, String> {
        let body = serde_json::to_string(push).map_err(|error| error.to_string())?;
        let path = format!("/api/launches/{launch}/evidence");
        let remote = self.remote()?;
        super::runtime()?.block_on(Patience::new(wait).until_heard(async || remote.push(&path, id, body.clone()).await))
    }
}

/// A push's id. The same push of the same CI job has the same one, so that a job may try again.
///
/// * `made`: what tells this file from the same one made anew, such as its time of change.
pub fn id(launch: LaunchId, push: &PushEvidence, made: &str) -> Result<String, String> {
    let body = serde_json::to_string(push).map_err(|error| error.to_string())?;
    Ok(id_of(&[&launch.to_string(), &job(), made, &body]))
}

/// A UUID of version 8 made from texts: the same texts, the same id.
fn id_of(parts: &[&str]) -> String {
    // The lengths keep two texts from becoming the same one.
    let joined: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Digest::of(joined.as_bytes()).0[..16]);
    let id: Uuid = uuid::Builder::from_custom_bytes(bytes).into_uuid();
    id.hyphenated().to_string()
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What tells one CI job from another: GitHub Actions, GitLab CI, Jenkins; empty at a desk.
fn job() -> String {
    let names = ["GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_JOB", "CI_JOB_ID", "BUILD_TAG"];
    names.iter().filter_map(|name| variable(name)).collect::<Vec<_>>().join("/")
}

/// Its address, where people can open it.
fn job_url() -> Option<String> {
    let github = || {
        Some(format!("{}/{}/actions/runs/{}", variable("GITHUB_SERVER_URL")?, variable("GITHUB_REPOSITORY")?, variable("GITHUB_RUN_ID")?))
    };
    let url = github().or_else(|| variable("CI_JOB_URL")).or_else(|| variable("BUILD_URL"))?;
    url.starts_with("https://").then_some(url)
}

/// What came of it, for people.
pub fn told(launch: LaunchId, pushed: &EvidencePushed, paint: Paint) -> String {
    let mut lines = Vec::new();
    for receipt in &pushed.receipts {
        lines.extend(receipt_lines(receipt, paint));
    }
    for item in &pushed.attached {
        lines.push(format!("attached to {item} as a file; nothing of it was judged"));
    }
    lines.push(format!("Recorded in {launch} up to place {}; the file is {}.", pushed.seq, pushed.digest));
    lines.join("\n")
}

fn receipt_lines(receipt: &Receipt, paint: Paint) -> Vec<String> {
    let (colour, word) = match receipt.judgement.verdict {
        Verdict::Pass => (Colour::Green, "pass"),
        Verdict::Warn => (Colour::Yellow, "warn"),
        Verdict::Unknown => (Colour::Yellow, "unknown"),
        Verdict::Fail => (Colour::Red, "FAIL"),
    };
    let mut lines = vec![format!("{}  {}: {}", paint.paint(colour, word), receipt.check, plain(&receipt.judgement.why))];
    if let Some(first) = receipt.observation.facts.get("first") {
        lines.push(format!("  the first: {}", plain(&first.to_string())));
    }
    lines.extend(receipt.judgement.next.as_ref().map(|next| format!("  next: {}", plain(next))));
    if receipt.standing(Timestamp::now()) == Standing::Stale {
        lines.push(format!("  It is stale already: it is of {}. Push the result of a new run.", receipt.observation.started_at));
    } else {
        lines.push(format!("  It counts until {}.", receipt.expires_at));
    }
    lines
}

/// A file that was attached is a yes: that is all that was asked. A result that is stale already proves nothing.
pub fn answer(pushed: &EvidencePushed) -> Answer {
    let is_stale = |receipt: &Receipt| receipt.standing(Timestamp::now()) == Standing::Stale;
    match pushed.verdict {
        Some(Verdict::Pass | Verdict::Warn) if pushed.receipts.iter().any(is_stale) => Answer::CouldNotTell,
        None | Some(Verdict::Pass | Verdict::Warn) => Answer::Yes,
        Some(Verdict::Fail) => Answer::No,
        Some(Verdict::Unknown) => Answer::CouldNotTell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_push_has_the_same_id() {
        let id = id_of(&["LCH-1", "", "1", "{}"]);
        assert_eq!(id, id_of(&["LCH-1", "", "1", "{}"]));
        assert_eq!(id.parse::<holdpoint_domain::id::CommandId>().unwrap().to_string(), id);
        for other in [["LCH-2", "", "1", "{}"], ["LCH-1", "7", "1", "{}"], ["LCH-1", "1", "", "{}"], ["LCH-1", "", "1", "{ }"]] {
            assert_ne!(id, id_of(&other), "{other:?}");
        }
    }
}
