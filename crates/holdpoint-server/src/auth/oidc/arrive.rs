//! Somebody whom a provider vouches for: their account here, and the roles that their groups give.

use std::collections::BTreeMap;

use holdpoint_domain::account::OidcTrouble;
use holdpoint_domain::id::{Digest, LaunchId, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::{GroupRole, Launch, Record};
use holdpoint_store::accounts::{Act, Identity};
use holdpoint_store::{Account, Entry, Sender, StoreError, Wish};
use uuid::Uuid;

use super::{Fault, Person, Provider};
use crate::app::App;
use crate::auth::{Visit, context};
use crate::config::{GroupGives, Oidc, Where};

impl Provider {
    pub fn identity(&self, person: &Person) -> Identity {
        Identity { issuer: self.settings.issuer.as_str().into(), subject: person.subject.clone() }
    }
}

/// The account that is linked with this person, or a new one. None is found by a name or an e-mail address: a provider that lets people
/// choose theirs would hand over other people's accounts.
///
/// * Errors: [`OidcTrouble::NameTaken`].
pub async fn account(app: &App, visit: &Visit, (provider, person): (&Provider, &Person)) -> Result<Account, Fault> {
    let identity = provider.identity(person);
    if let Some(known) = app.store.identified(identity.clone()).await? {
        return Ok(known);
    }
    let taken =
        || Fault::new(OidcTrouble::NameTaken, format!("an account is called {:?} and is not linked with {identity:?}", person.name));
    let mut name = person.name.clone();
    if let Some(other) = app.store.account_named(&name).await? {
        // Somebody else of this provider has the same name; of any other account nobody knows whose it is.
        if !app.store.identities(other.id).await?.iter().any(|known| known.issuer == identity.issuer) {
            return Err(taken());
        }
        name = format!("{name} ({})", person.handle);
    }
    let id = MemberId(Uuid::now_v7());
    let act = Act { account: id, by: id, by_name: name, device: visit.device.clone(), at: Timestamp::now() };
    match app.store.make_account(act, identity.clone()).await {
        // The same person in another tab was faster, or another account has the name.
        Err(StoreError::NotAccepted(_)) => app.store.identified(identity.clone()).await?.ok_or_else(taken),
        made => Ok(made?),
    }
}

/// Gives what the groups give. What the rules refuse is logged and keeps nobody out.
pub async fn give_roles(app: &App, account: &Account, (settings, groups): (&Oidc, &[String])) -> Result<(), Fault> {
    let launches = app.store.launches().await?;
    let ids: Vec<_> = launches.iter().map(|launch| launch.id).collect();
    for (id, given) in highest(settings.gives(groups), &ids) {
        let record = Record::RoleByGroup(GroupRole { role: given.role, group: given.group.as_str().into() });
        if let Some(launch) = launches.iter().find(|launch| launch.id == id)
            && nothing_to_do(launch, &record, account)
        {
            continue;
        }
        let (by, name, fingerprint) = (account.id, account.name.clone(), Digest::of(b""));
        let sender = Sender { by, name, owner: account.owner, at: Timestamp::now(), command: None, fingerprint };
        match app.submit(id, Entry { sender, based_on: Seq(0), wish: Wish::Record(record) }).await {
            Ok(_) => {}
            Err(StoreError::Refused(_) | StoreError::NoSuchLaunch(_)) => {
                tracing::warn!(launch = %id, group = given.group.as_str(), "a role by group cannot be given; correct [[oidc.roles]]");
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

/// Of several groups in one launch, the one that gives most.
fn highest<'a>(gives: impl Iterator<Item = &'a GroupGives>, launches: &[LaunchId]) -> BTreeMap<LaunchId, &'a GroupGives> {
    let mut best: BTreeMap<LaunchId, &GroupGives> = BTreeMap::new();
    for one in gives {
        let places = match &one.launch {
            Where::Every => launches,
            Where::One(id) => std::slice::from_ref(id),
        };
        for id in places {
            let known = best.entry(*id).or_insert(one);
            if known.role < one.role {
                *known = one;
            }
        }
    }
    best
}

/// A sign-in writes nothing to the launches that stay as they are.
fn nothing_to_do(launch: &Launch, record: &Record, account: &Account) -> bool {
    launch.decide_record(record, &context(account, Timestamp::now(), launch.seq)).is_ok_and(|events| events.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn of_several_groups_the_one_that_gives_most_counts() {
        let text = "[[oidc]]\nname = \"a\"\nissuer = \"https://id.example.com\"\nclient_id = \"c\"\n\
            [[oidc.roles]]\ngroup = \"all\"\nlaunch = \"*\"\nrole = \"viewer\"\n\
            [[oidc.roles]]\ngroup = \"leads\"\nlaunch = \"LCH-2\"\nrole = \"approver\"\n\
            [[oidc.roles]]\ngroup = \"others\"\nlaunch = \"*\"\nrole = \"release_manager\"\n";
        let config = Config::parse(text).unwrap();
        let groups = ["leads".to_owned(), "all".to_owned()];
        let best = highest(config.oidc[0].gives(&groups), &[LaunchId(1), LaunchId(2)]);
        let told: Vec<_> = best.iter().map(|(id, one)| format!("{id} {}", one.group.as_str())).collect();
        assert_eq!(told, ["LCH-1 all", "LCH-2 leads"]);
    }
}
