//! `holdpoint person recovery-link`

use clap::Args;
use holdpoint_domain::wire;
use holdpoint_store::Store;

use super::{Whom, act};
use crate::auth::recovery_link;
use crate::cli::{Answer, out, runtime};
use crate::config::Config;

/// Make a link that lets a person in once, within a day, to set a new password or passkey; with SQLite while the server is stopped
///
/// On a running server an owner makes such a link on the people page: this is for an owner who cannot sign in any more. Give the link to nobody else.
/// Exit status: 0 made, 2 nothing was changed.
#[derive(Args)]
#[command(after_help = "Example: holdpoint person recovery-link \"Ann Lee\"")]
pub struct RecoveryLink {
    #[command(flatten)]
    whom: Whom,
    /// Where browsers find the server [default: as configured, else http://localhost:PORT]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl RecoveryLink {
    pub fn run(self) -> Result<Answer, String> {
        let mut config = Config::load(self.whom.server.config.as_deref()).map_err(|error| error.to_string())?;
        config.server.public_url = self.public_url.clone().or(config.server.public_url.take());
        let origins = config.origins().map_err(|error| error.to_string())?;
        let public = origins.first().map(String::as_str).unwrap_or_default();
        let made = runtime()?.block_on(async {
            let store = self.whom.open(", or let an owner make the link on the people page").await?;
            let done = self.make(&*store, public).await;
            store.close().await;
            done
        })?;
        let wire::RecoveryLink { link, expires_at } = &made;
        let text = format!("{link}\nWhoever opens this link, once, until {expires_at}, is signed in and sets a new password or passkey.");
        out::say(if self.json { out::pretty(&made)? } else { text })?;
        Ok(Answer::Yes)
    }

    async fn make(&self, store: &dyn Store, public: &str) -> Result<wire::RecoveryLink, String> {
        let account = self.whom.find(store).await?;
        let act = act(account.id, "holdpoint person recovery-link");
        let (link, made) = recovery_link(public, act.at).map_err(|error| error.to_string())?;
        store.change(act, vec![made]).await.map_err(|error| self.whom.not_done(&error))?;
        Ok(link)
    }
}
