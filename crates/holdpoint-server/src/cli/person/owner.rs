//! `holdpoint person owner`

use clap::Args;
use holdpoint_store::accounts::Change;
use holdpoint_store::{Account, Store};

use super::{Whom, act};
use crate::auth::person;
use crate::cli::{Answer, out, runtime};

/// Make a person an owner of the server, beside those that there are; with SQLite while the server is stopped
///
/// An owner invites, sees every launch, and makes recovery links. The last one stays an owner. Exit status: 0 it is so now, 2 nothing was changed.
#[derive(Args)]
#[command(after_help = "Example: holdpoint person owner \"Ann Lee\"")]
pub struct Owner {
    #[command(flatten)]
    whom: Whom,
    /// Let the person be an owner no more
    #[arg(long)]
    remove: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Owner {
    pub fn run(self) -> Result<Answer, String> {
        let account = runtime()?.block_on(async {
            let store = self.whom.open(", and start it again afterwards").await?;
            let done = self.set(&*store).await;
            store.close().await;
            done
        })?;
        let is = if account.owner { "is an owner of this server now" } else { "is no owner of this server" };
        out::say(if self.json { out::pretty(&person(&account))? } else { format!("{} {is}", out::plain(&account.name)) })?;
        Ok(Answer::Yes)
    }

    async fn set(&self, store: &dyn Store) -> Result<Account, String> {
        let (account, owner) = (self.whom.find(store).await?, !self.remove);
        let done = store.change(act(account.id, "holdpoint person owner"), vec![Change::SetOwner(owner)]).await;
        done.map_err(|error| self.whom.not_done(&error))?;
        Ok(Account { owner, ..account })
    }
}
