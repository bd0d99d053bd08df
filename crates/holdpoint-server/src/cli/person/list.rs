//! `holdpoint person list`

use clap::Args;
use holdpoint_domain::wire::Person;
use holdpoint_store::{Account, sqlite};

use crate::auth::person;
use crate::cli::data::{self, Named, Place};
use crate::cli::{Answer, out, runtime};

/// List who has an account, with the ids that holdpoint.toml takes; the server may be running
///
/// A name can be chosen, an id cannot. Exit status: 0 listed, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint person list --data ./data")]
pub struct List {
    #[command(flatten)]
    server: Named,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub fn run(self) -> Result<Answer, String> {
        let people: Vec<Person> = accounts(&self.server.place()?)?.iter().map(person).collect();
        out::say(if self.json { out::pretty(&people)? } else { told(&people) })?;
        Ok(Answer::Yes)
    }
}

fn accounts(place: &Place) -> Result<Vec<Account>, String> {
    match place {
        Place::Folder(folder) => {
            data::has_database(folder)?;
            sqlite::accounts_in(folder).map_err(|error| error.to_string())
        }
        Place::Database(_) => runtime()?.block_on(async {
            let store = data::open(place, "").await?;
            let accounts = store.accounts().await.map_err(|error| error.to_string());
            store.close().await;
            accounts
        }),
    }
}

fn told(people: &[Person]) -> String {
    let line = |Person { id, name, owner }: &Person| format!("{id}  {}{}", out::plain(name), if *owner { " (owner)" } else { "" });
    match people {
        [] => "nobody has an account here yet".into(),
        people => people.iter().map(line).collect::<Vec<_>>().join("\n"),
    }
}
