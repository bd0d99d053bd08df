//! `holdpoint statement`

use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, builder::TypedValueParser as _};
use holdpoint_domain::id::{Digest, LaunchId, Timestamp};
use holdpoint_domain::launch::Snapshot;
use holdpoint_domain::report::challenge::NAMESPACE;
use holdpoint_domain::report::statement::{ApprovalPredicate, Asked, NotAsked, Statement as Signed, read_approval};
use holdpoint_domain::report::words;
use holdpoint_domain::sentence::counted;
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::{NewStatement, Problem, StatementView};
use holdpoint_probe::remote::{Remote, RemoteAnswer};
use serde::Serialize;

use super::out::{self, plain, refusal};
use super::remote::{READING, Server, read};
use super::{Answer, made};

/// How often a launch is read that others go on changing.
const ROUNDS: usize = 3;

/// Write down what you would sign for a launch now, to be signed with `ssh-keygen -Y sign`
///
/// Asks the server with an API token of yours that may read launches. Your SSH key has to be enrolled on your account page. What the
/// server gives is compared with what you ask for and with the launch's snapshot, which is written beside it; what differs is not
/// written. Paste the signature on the launch's sign-off page; the statement waits for it for 24 hours.
/// Exit status: 0 written, 1 the launch or you cannot be signed for now, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint statement LCH-1 --role approver --server https://holdpoint.example.com",
          mut_arg("token", |token| token.help(READING)))]
pub struct Statement {
    /// The launch, such as LCH-1
    launch: LaunchId,
    /// In which role you sign
    #[arg(long, value_parser = PossibleValuesParser::new(["approver", "release_manager"]).map(|word| role(&word)))]
    role: Role,
    /// Comment recorded with the approval
    #[arg(long, value_name = "TEXT", default_value = "")]
    comment: String,
    #[command(flatten)]
    server: Server,
    /// Where the statement goes [default: LCH-1.approval.json]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn role(word: &str) -> Role {
    if word == "approver" { Role::Approver } else { Role::ReleaseManager }
}

/// For machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    file: &'a Path,
    snapshot: &'a Path,
    namespace: &'static str,
    statement: &'a StatementView,
}

/// What may be signed: it was compared with what was asked for.
struct Checked {
    view: StatementView,
    signed: Signed<ApprovalPredicate>,
    snapshot: Snapshot,
}

impl Statement {
    pub fn run(self) -> Result<Answer, String> {
        let file = self.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.approval.json", self.launch)));
        let shown = file.with_extension("snapshot.json");
        // A statement that is in no file would wait on the server all the same.
        if let Some(taken) = [&file, &shown].into_iter().find(|file| file.exists()) {
            return Err(unwritable(taken, &ErrorKind::AlreadyExists.into()));
        }
        let (answer, bytes) = super::runtime()?.block_on(self.ask())?;
        if answer.status != 200 {
            return refused(&answer);
        }
        let checked = self.checked(&answer.body, &bytes)?;
        write(&file, checked.view.statement.as_bytes())?;
        write(&shown, &bytes).inspect_err(|_| _ = std::fs::remove_file(&file))?;
        out::say(if self.json {
            out::pretty(&Said { file: &file, snapshot: &shown, namespace: NAMESPACE, statement: &checked.view })?
        } else {
            self.told(&file, &shown, &checked)
        })?;
        Ok(Answer::Yes)
    }

    /// The server's answer about the statement, and the snapshot that it has to be about: anew while others change the launch in between.
    async fn ask(&self) -> Result<(RemoteAnswer, Vec<u8>), String> {
        let remote = self.server.remote()?;
        let mut asked = self.ask_once(&remote).await?;
        for _ in 1..ROUNDS {
            if !is_outdated(&asked.0) {
                break;
            }
            asked = self.ask_once(&remote).await?;
        }
        Ok(asked)
    }

    async fn ask_once(&self, remote: &Remote) -> Result<(RemoteAnswer, Vec<u8>), String> {
        let place = format!("/api/launches/{}/snapshot", self.launch);
        let snapshot = remote.get_snapshot(&place).await.map_err(|error| error.to_string())?;
        if snapshot.status != 200 {
            return Ok((snapshot, Vec::new()));
        }
        let wish = NewStatement { role: self.role, comment: self.comment.clone(), snapshot: Some(Digest::of(&snapshot.body)) };
        let body = serde_json::to_string(&wish).map_err(|error| error.to_string())?;
        let answer = remote.post(&format!("/api/launches/{}/statements", self.launch), body).await.map_err(|error| error.to_string())?;
        Ok((answer, snapshot.body))
    }

    /// * Errors: the server gave something else to sign than what was asked for.
    fn checked(&self, answer: &[u8], snapshot: &[u8]) -> Result<Checked, String> {
        let view: StatementView = read(answer)?;
        let no_statement = || "the server gave no statement of an approval as this version writes them; nothing was written".to_owned();
        let signed = read_approval(view.statement.as_bytes()).ok_or_else(no_statement)?;
        let asked = Asked { launch: self.launch, role: self.role, comment: &self.comment, now: Timestamp::now() };
        let other = |why: NotAsked| format!("the server gave something else to sign than what you asked for: {why}; nothing was written");
        let snapshot = signed.answers(asked, snapshot).map_err(other)?;
        Ok(Checked { view, signed, snapshot })
    }

    fn told(&self, file: &Path, shown: &Path, checked: &Checked) -> String {
        let Checked { view, signed: Signed { predicate, .. }, snapshot } = checked;
        let (file, shown) = (file.display(), shown.display());
        let digest = checked.signed.subject.first().map(|subject| subject.digest().to_string()).unwrap_or_default();
        let who = format!("{}, {},", plain(&predicate.approver.name), words::role(predicate.role));
        let of = format!("{} “{}”", predicate.launch_id, plain(&snapshot.launch.name));
        let mut lines = vec![format!(
            "{file}: {who} signs for {} of {of}, at place {}",
            counted(predicate.covers.len(), "item", "items"),
            predicate.revision
        )];
        if !predicate.comment.is_empty() {
            lines.push(format!("  with the comment “{}”", plain(&predicate.comment)));
        }
        lines.push(format!("  over the snapshot {digest}, which is in {shown}"));
        // Not at the time that the server claims.
        let now = Timestamp::now();
        for item in snapshot.items.iter().filter(|item| predicate.covers.contains_key(&item.id)) {
            let status = item.status_at(now).words();
            lines.push(format!("  {status}: {} ({})", plain(&item.title), item.id));
        }
        lines.extend([
            format!("The sign-off page shows the same: {}/launches/{}/sign-off", self.server.url.trim_end_matches('/'), self.launch),
            format!("Compare the two, then sign the file as it is, before {}:", view.expires_at),
            format!("  ssh-keygen -Y sign -n {NAMESPACE} -f ~/.ssh/id_ed25519 {file}"),
            format!("and paste {file}.sig on that page."),
        ]);
        lines.join("\n")
    }
}

/// Whether the launch changed after its snapshot was read.
fn is_outdated(answer: &RemoteAnswer) -> bool {
    let is_so = |problem: Problem| problem.kind == "/problems/outdated";
    answer.status == 409 && serde_json::from_slice(&answer.body).is_ok_and(is_so)
}

/// Never over another file: what is signed has to be what was looked at.
fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    made::create(file, made::SHARED, |mut made| made.write_all(bytes)).map_err(|error| unwritable(file, &error))
}

fn unwritable(file: &Path, error: &io::Error) -> String {
    let next = match error.kind() {
        ErrorKind::AlreadyExists => "name another file with --out, or move this one away",
        _ => "name a file with --out in a folder with room, where this user may write",
    };
    format!("{}: {error}; {next}", file.display())
}

/// 401 and 404 say that one could not look; the rest that the answer is no.
fn refused(answer: &RemoteAnswer) -> Result<Answer, String> {
    let why = refusal(answer);
    if matches!(answer.status, 409 | 422) {
        out::aside(format!("holdpoint: {why}"));
        return Ok(Answer::No);
    }
    Err(why)
}
