//! The commands of the binary `holdpoint`, a file each. Exit status: 0 yes, 1 no, 2 could not tell.

mod backup;
mod config;
mod data;
mod egress;
mod evidence;
mod gate;
mod keys;
mod launch;
mod made;
mod notify;
mod out;
mod person;
mod preflight;
mod push;
mod remote;
mod render;
mod restore;
mod scan;
mod serve;
mod statement;
mod template;
mod ticket;
mod upload;
mod verify;
mod wait;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Launch checklists that are proved, signed and sealed in a report that anyone can verify.
#[derive(Parser)]
#[command(name = "holdpoint", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit status: 0 yes, 1 no (a failed check, no-go, not verified), 2 could not tell (usage, unreachable, unreadable)."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Config(config::Config),
    Preflight(preflight::Preflight),
    Verify(verify::Verify),
    Render(render::Render),
    Gate(gate::Gate),
    Statement(statement::Statement),
    Evidence(evidence::Evidence),
    Scan(scan::Scan),
    Template(template::Template),
    Egress(egress::Egress),
    Notify(notify::Notify),
    Ticket(ticket::Ticket),
    Keys(keys::Keys),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Launch(launch::Launch),
    Person(person::Person),
}

pub use scan::patterns as scan_patterns;

/// What a command says by its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
    CouldNotTell,
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => ExitCode::SUCCESS,
            Answer::No => ExitCode::from(1),
            Answer::CouldNotTell => ExitCode::from(2),
        }
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not errors.
            let code = if error.use_stderr() { Answer::CouldNotTell } else { Answer::Yes };
            let _ = error.print();
            return code.into();
        }
    };
    let said = match cli.command {
        Command::Serve(command) => command.run(),
        Command::Config(command) => command.run(),
        Command::Preflight(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Render(command) => command.run(),
        Command::Gate(command) => command.run(),
        Command::Statement(command) => command.run(),
        Command::Evidence(command) => command.run(),
        Command::Scan(command) => command.run(),
        Command::Template(command) => command.run(),
        Command::Egress(command) => command.run(),
        Command::Notify(command) => command.run(),
        Command::Ticket(command) => command.run(),
        Command::Keys(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Launch(command) => command.run(),
        Command::Person(command) => command.run(),
    };
    match said {
        Ok(answer) => answer.into(),
        Err(sentence) => {
            out::aside(format!("holdpoint: {sentence}"));
            Answer::CouldNotTell.into()
        }
    }
}

/// A runtime for one command: two workers are enough for a server of this kind, and keep it small.
fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(16)
        .thread_keep_alive(std::time::Duration::from_secs(2))
        .enable_all()
        .build()
        .map_err(|error| format!("threads cannot be started: {error}"))
}
