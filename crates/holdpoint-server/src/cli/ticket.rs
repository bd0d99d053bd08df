//! `holdpoint ticket`

use std::time::Duration;

use clap::{Args, Subcommand};
use holdpoint_domain::id::{LaunchId, Seq};
use holdpoint_domain::launch::{Delivery, DeliveryOutcome, DeliveryState};
use holdpoint_domain::wire::{Deliver, DeliveriesView, Stored};
use holdpoint_probe::remote::Remote;
use serde_json::json;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::remote::{READING, Server, Trouble, ask};
use super::wait::Patience;
use super::{Answer, out, wait};
use crate::limits;

/// The help of `--token` of what sends.
const SENDING: &str = "Where the API token is (scopes commands:write and launches:read): env:NAME or file:/path";

/// Deliver a launch's signed report to its change ticket, and see what became of it
#[derive(Args)]
#[command(after_help = "Example: holdpoint ticket send --launch LCH-1 --system jira --reference OPS-12")]
pub struct Ticket {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Send(Send),
    List(List),
}

/// Ask the server to bring the latest report into a ticket
///
/// The server has the ticket system's address and token, see docs/tickets.md; this command names the ticket only. While the server does not
/// answer it is asked again, as the same one, for a minute or as long as --wait says.
/// Exit status: 0 asked for (with --wait: it is in the ticket), 1 with --wait: refused, given up, stopped or replaced, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint ticket send --launch LCH-1 --system jira --reference OPS-12 --wait 2m",
          mut_arg("token", |token| token.help(SENDING)))]
struct Send {
    /// The launch, such as LCH-1
    #[arg(long)]
    launch: LaunchId,
    /// One of the server's ticket systems, as `holdpoint ticket list` names them
    #[arg(long)]
    system: String,
    /// The ticket: OPS-12, acme/app#12, acme/app@COMMIT, CHG0030192
    #[arg(long)]
    reference: String,
    /// Later reports go there by themselves
    #[arg(long)]
    each: bool,
    /// Wait until it is there, for this time at most, such as 2m
    #[arg(long, value_name = "TIME", value_parser = wait::time)]
    wait: Option<Duration>,
    #[command(flatten)]
    server: Server,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Show the server's ticket systems, and what was delivered for a launch
///
/// Exit status: 0 nothing is refused, 1 something waits for a person, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint ticket list --launch LCH-1", mut_arg("token", |token| token.help(READING)))]
struct List {
    /// The launch, such as LCH-1
    #[arg(long)]
    launch: LaunchId,
    #[command(flatten)]
    server: Server,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Ticket {
    pub fn run(self) -> Result<Answer, String> {
        let runtime = super::runtime()?;
        match self.what {
            What::Send(send) => runtime.block_on(send.run()),
            What::List(list) => runtime.block_on(list.run()),
        }
    }
}

impl Send {
    async fn run(self) -> Result<Answer, String> {
        let remote = self.server.remote()?;
        let wish = Deliver { system: self.system.clone(), reference: self.reference.clone(), report: None, each: self.each };
        let body = serde_json::to_string(&wish).map_err(|error| error.to_string())?;
        let path = format!("/api/launches/{}/deliveries", self.launch);
        let id = Uuid::now_v7().to_string();
        let begun = Instant::now();
        let patience = Patience::new(self.wait.unwrap_or(limits::TICKET_ASKED));
        let Stored { seq, .. } = patience.until_heard(async || remote.post_once(&path, &id, body.clone()).await).await?;
        let delivery = match self.wait {
            None => None,
            Some(time) => self.arrives(&remote, seq, begun + time).await?,
        };
        let asked = || format!("asked for: {} in {} gets the latest report of {}", self.reference, self.system, self.launch);
        let words = delivery.as_ref().map_or_else(asked, told);
        let answer = match delivery.as_ref().map(|delivery| delivery.state) {
            None if self.wait.is_none() => Answer::Yes,
            Some(DeliveryState::Sent) => Answer::Yes,
            // Whoever waited was to learn more than that it was asked for.
            None | Some(DeliveryState::Waiting) => Answer::CouldNotTell,
            Some(DeliveryState::Held | DeliveryState::GivenUp | DeliveryState::Stopped | DeliveryState::Replaced) => Answer::No,
        };
        out::say(if self.json { out::pretty(&json!({ "seq": seq, "delivery": delivery }))? } else { words })?;
        Ok(answer)
    }

    /// The delivery as soon as it is not waiting any more, or as it is when the time is over. A server that starts anew is waited for.
    async fn arrives(&self, remote: &Remote, seq: Seq, end: Instant) -> Result<Option<Delivery>, String> {
        loop {
            let asked = view(remote, self.launch).await;
            let over = end <= Instant::now();
            match asked {
                Ok(view) => {
                    let own = self.own(&view, seq);
                    if over || own.is_none_or(|delivery| delivery.state != DeliveryState::Waiting) {
                        return Ok(own.cloned());
                    }
                }
                Err(Trouble::Passing(_)) if !over => {}
                Err(trouble) => return Err(trouble.into()),
            }
            sleep(limits::TICKET_AGAIN.min(end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)))).await;
        }
    }

    /// Of the deliveries to this ticket the one that was asked for. Where that was so already, nothing new was recorded, and the place that was
    /// answered may be another delivery's: then it is the last one.
    fn own<'a>(&self, view: &'a DeliveriesView, seq: Seq) -> Option<&'a Delivery> {
        let to_it = |delivery: &&Delivery| delivery.to.system.as_str() == self.system && delivery.to.reference == self.reference.trim();
        let own: Vec<&Delivery> = view.deliveries.iter().filter(to_it).collect();
        own.iter().find(|delivery| delivery.id == seq).or(own.last()).copied()
    }
}

impl List {
    async fn run(self) -> Result<Answer, String> {
        let view = view(&self.server.remote()?, self.launch).await?;
        let stuck = view.deliveries.iter().any(|delivery| matches!(delivery.state, DeliveryState::Held | DeliveryState::GivenUp));
        let text = if self.json {
            out::pretty(&view)?
        } else {
            let systems = view.systems.iter().map(|system| format!("{}  {}", system.name, out::plain(&system.example)));
            let lines: Vec<String> = systems.chain(view.deliveries.iter().map(told)).collect();
            if lines.is_empty() { "the server has no ticket system; see docs/tickets.md".into() } else { lines.join("\n") }
        };
        out::say(text)?;
        Ok(if stuck { Answer::No } else { Answer::Yes })
    }
}

async fn view(remote: &Remote, launch: LaunchId) -> Result<DeliveriesView, Trouble> {
    ask(remote, &format!("/api/launches/{launch}/deliveries")).await
}

/// A delivery in a line.
fn told(delivery: &Delivery) -> String {
    let Delivery { to, report, state, due, tried, .. } = delivery;
    let state = match state {
        DeliveryState::Waiting => due.map_or_else(|| "waits".into(), |due| format!("waits, tried at {due}")),
        DeliveryState::Sent => "sent".into(),
        DeliveryState::Held => "refused, waits for a person".into(),
        DeliveryState::GivenUp => "given up".into(),
        DeliveryState::Stopped => "stopped".into(),
        DeliveryState::Replaced => "replaced by a later one".into(),
    };
    let last = tried.last().map(|tried| match &tried.outcome {
        DeliveryOutcome::Sent { did, .. } => did.clone(),
        DeliveryOutcome::Later { why, .. } | DeliveryOutcome::Held { why, .. } | DeliveryOutcome::GivenUp { why, .. } => why.clone(),
    });
    let last = last.map(|words| format!(": {words}")).unwrap_or_default();
    out::plain(&format!("report {} to {} in {}: {state}{last}", report.short(), to.reference, to.system))
}
