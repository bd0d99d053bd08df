//! `holdpoint person erase`

use clap::Args;
use holdpoint_domain::sentence::counted;
use holdpoint_domain::wire::ErasureView;
use holdpoint_store::Store;

use super::{Whom, act};
use crate::cli::{Answer, out, runtime};

/// Erase a person, while the server is stopped; on a running one its owner does the same on the people page
///
/// The account goes, with all that belongs to it. In every launch the events that tell the person's name, or were written by them, are replaced; the log still
/// verifies, and an event of it says which were replaced. Signed approvals and reports stay as they were signed, and backups as they were made: docs/privacy.md.
/// Cannot be undone. Exit status: 0 erased, or said what would be; 2 nothing was changed.
#[derive(Args)]
#[command(after_help = "Example: holdpoint person erase \"Ann Lee\" --dry-run")]
pub struct Erase {
    #[command(flatten)]
    whom: Whom,
    /// Say what would be erased, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Erase {
    pub fn run(self) -> Result<Answer, String> {
        let view = runtime()?.block_on(async {
            let store = self.whom.open(", or let its owner do this on the people page").await?;
            let done = self.erase(&*store).await;
            store.close().await;
            done
        })?;
        out::say(if self.json { out::pretty(&view)? } else { told(&view, self.dry_run) })?;
        Ok(Answer::Yes)
    }

    async fn erase(&self, store: &dyn Store) -> Result<ErasureView, String> {
        let account = self.whom.find(store).await?;
        let done =
            if self.dry_run { store.would_erase(account.id).await } else { store.erase(act(account.id, "holdpoint person erase")).await };
        done.map_err(|error| self.whom.not_done(&error))
    }
}

fn told(view: &ErasureView, dry_run: bool) -> String {
    let mut lines = vec![format!("{} {}", if dry_run { "Would erase" } else { "Erased     " }, view.person)];
    for launch in &view.launches {
        let role = if launch.role { ", and the role in it" } else { "" };
        lines.push(format!("            {}: {}{role}", launch.launch, counted(launch.events.len(), "event", "events")));
    }
    let ErasureView { sessions, passkeys, api_tokens, identities, signing_keys, approvals, .. } = view;
    lines.push(format!(
        "            {}, {}, {}, {}, the name and the password",
        counted(*sessions, "session", "sessions"),
        counted(*passkeys, "passkey", "passkeys"),
        counted(*api_tokens, "API token", "API tokens"),
        counted(*identities, "linked sign-in", "linked sign-ins"),
    ));
    lines.push(format!(
        "Stays       {} signed, with name and comment; {}; issued reports; earlier backups",
        counted(*approvals, "approval as it was", "approvals as they were"),
        counted(*signing_keys, "public key", "public keys"),
    ));
    lines.join("\n")
}
