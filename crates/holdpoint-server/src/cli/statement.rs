//! `holdpoint statement`

use std::io::Write as _;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, builder::TypedValueParser as _};
use holdpoint_domain::id::LaunchId;
use holdpoint_domain::report::challenge::NAMESPACE;
use holdpoint_domain::report::statement::{ApprovalPredicate, Statement as Signed};
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::{NewStatement, StatementView};
use holdpoint_probe::remote::{Remote, RemoteAnswer};
use holdpoint_probe::secret::SecretRef;
use serde::Serialize;

use super::Answer;
use super::out::{self, plain, refusal};

/// Write down what you would sign for a launch now, to be signed with `ssh-keygen -Y sign`
///
/// Asks the server with an API token of yours that may read launches. Your SSH key has to be enrolled on your account page. Paste the
/// signature on the launch's sign-off page; the statement waits for it for 24 hours.
/// Exit status: 0 written, 1 the launch or you cannot be signed for now, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint statement LCH-1 --role approver --server https://holdpoint.example.com")]
pub struct Statement {
    /// The launch, such as LCH-1
    launch: LaunchId,
    /// In which role you sign
    #[arg(long, value_parser = PossibleValuesParser::new(["approver", "release_manager"]).map(|word| role(&word)))]
    role: Role,
    /// What you have to say
    #[arg(long, value_name = "TEXT", default_value = "")]
    comment: String,
    /// Where the server is: scheme, host and port
    #[arg(long, value_name = "URL", env = "HOLDPOINT_SERVER", default_value = "http://localhost:8080")]
    server: String,
    /// Where the API token is: env:NAME or file:/path
    #[arg(long, value_name = "REFERENCE", default_value = "env:HOLDPOINT_API_TOKEN")]
    token: SecretRef,
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
    file: &'a PathBuf,
    namespace: &'static str,
    statement: &'a StatementView,
}

impl Statement {
    pub fn run(self) -> Result<Answer, String> {
        let file = self.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.approval.json", self.launch)));
        let answer = super::runtime()?.block_on(self.ask())?;
        if answer.status != 200 {
            return refused(&answer);
        }
        let unreadable = |error: serde_json::Error| format!("the server's answer cannot be read ({error}); it may be of another version");
        let view: StatementView = serde_json::from_slice(&answer.body).map_err(unreadable)?;
        let signed: Signed<ApprovalPredicate> = serde_json::from_str(&view.statement).map_err(unreadable)?;
        // Never over another file: what is signed has to be what was looked at.
        let made = std::fs::File::create_new(&file).and_then(|mut made| made.write_all(view.statement.as_bytes()));
        made.map_err(|error| format!("{}: {error}; name another file with --out, or move this one away", file.display()))?;
        out::say(if self.json {
            out::pretty(&Said { file: &file, namespace: NAMESPACE, statement: &view })?
        } else {
            self.told(&file, &view, &signed)
        })?;
        Ok(Answer::Yes)
    }

    async fn ask(&self) -> Result<RemoteAnswer, String> {
        let remote = Remote::new(&self.server, self.token.clone()).map_err(|error| error.to_string())?;
        let wish = NewStatement { role: self.role, comment: self.comment.clone(), snapshot: None };
        let body = serde_json::to_string(&wish).map_err(|error| error.to_string())?;
        remote.post(&format!("/api/launches/{}/statements", self.launch), body).await.map_err(|error| error.to_string())
    }

    fn told(&self, file: &std::path::Path, view: &StatementView, signed: &Signed<ApprovalPredicate>) -> String {
        let (predicate, file) = (&signed.predicate, file.display());
        let snapshot = signed.subject.first().map(|subject| subject.digest().to_string()).unwrap_or_default();
        [
            format!(
                "{file}: {} signs for {} of {}, at place {}",
                plain(&predicate.approver.name),
                items(predicate),
                self.launch,
                predicate.revision
            ),
            format!("  over the snapshot {snapshot}"),
            format!("  which the sign-off page shows: {}/launches/{}/sign-off", self.server.trim_end_matches('/'), self.launch),
            format!("Compare the two, then sign the file as it is, before {}:", view.expires_at),
            format!("  ssh-keygen -Y sign -n {NAMESPACE} -f ~/.ssh/id_ed25519 {file}"),
            format!("and paste {file}.sig on that page."),
        ]
        .join("\n")
    }
}

fn items(predicate: &ApprovalPredicate) -> String {
    match predicate.covers.len() {
        1 => "1 item".into(),
        count => format!("{count} items"),
    }
}

/// 401 and 404 say that one could not look; the rest that the answer is no.
fn refused(answer: &RemoteAnswer) -> Result<Answer, String> {
    let why = refusal(answer);
    if matches!(answer.status, 409 | 422) {
        eprintln!("holdpoint: {why}");
        return Ok(Answer::No);
    }
    Err(why)
}
