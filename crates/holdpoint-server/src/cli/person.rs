//! `holdpoint person`: what the server's operator does for one person, or about them.

mod erase;
mod list;
mod owner;
mod recovery;

use clap::{Args, Subcommand};
use holdpoint_domain::id::{MemberId, Timestamp};
use holdpoint_store::accounts::Act;
use holdpoint_store::{Account, Store, StoreError};

use super::data::Named;
use super::{Answer, data, out};

/// List the people of the server, make someone an owner, restore access for someone locked out, or erase a person
#[derive(Args)]
#[command(after_help = "Example: holdpoint person owner \"Ann Lee\"")]
pub struct Person {
    #[command(subcommand)]
    act: Do,
}

#[derive(Subcommand)]
enum Do {
    List(list::List),
    Owner(owner::Owner),
    RecoveryLink(recovery::RecoveryLink),
    Erase(erase::Erase),
}

/// Who, and on which server.
#[derive(Args)]
struct Whom {
    /// The person's name, or their id
    person: String,
    #[command(flatten)]
    server: Named,
}

impl Person {
    pub fn run(self) -> Result<Answer, String> {
        match self.act {
            Do::List(list) => list.run(),
            Do::Owner(owner) => owner.run(),
            Do::RecoveryLink(link) => link.run(),
            Do::Erase(erase) => erase.run(),
        }
    }
}

impl Whom {
    /// The people of the server.
    ///
    /// * `instead`: what else can be done while a server runs on the folder, after a comma.
    async fn open(&self, instead: &str) -> Result<Box<dyn Store>, String> {
        let place = self.server.place()?;
        data::open(&place, &format!("stop it first{instead}")).await
    }

    async fn find(&self, store: &dyn Store) -> Result<Account, String> {
        let known = match self.person.parse::<MemberId>() {
            Ok(id) => store.account(id).await,
            Err(_) => store.account_named(&self.person).await,
        };
        known
            .map_err(|error| self.not_done(&error))?
            .ok_or_else(|| format!("there is nobody with the name or id {:?} here; give the name as the people page shows it", self.person))
    }

    fn not_done(&self, error: &StoreError) -> String {
        format!("{}: {error}", out::plain(&self.person))
    }
}

/// * `command`: what the account's log shows for a device.
fn act(account: MemberId, command: &str) -> Act {
    Act { account, by: MemberId::SERVER, by_name: "the server's operator".into(), device: command.into(), at: Timestamp::now() }
}
