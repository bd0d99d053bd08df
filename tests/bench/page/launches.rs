//! A launch with as many items as it takes, and somebody who is signed in: put into the database before the server starts.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use holdpoint_domain::account::SignedInWith;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::NewLaunch;
use holdpoint_domain::template::*;
use holdpoint_store::accounts::{Accounts as _, Act, Change, NewSession};
use holdpoint_store::people::{NewAccount, People as _, TokenKind};
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Account, Creation, Sender, Store as _};
use uuid::Uuid;

pub const COOKIE: &str = "bench-session";

const SECTIONS: usize = 5;

/// * Returns the launch's id.
pub async fn launch(data: &Path, items: usize) -> Result<String> {
    let store = SqliteStore::open(data).await?;
    let owner = owner(&store).await?;
    let template = template(items)?;
    let digest = Digest::of(&serde_json::to_vec(&template)?);
    let template_ref = TemplateRef { name: template.name.clone(), version: template.version.clone(), digest };
    let wish = NewLaunch::new("Bench", template.name.clone());
    let sender = Sender {
        by: owner.id,
        name: owner.name.clone(),
        owner: true,
        at: Timestamp::now(),
        command: Some(CommandId(Uuid::from_u128(1))),
        fingerprint: Digest::of(b"bench"),
    };
    let created = store.create(Creation { sender, wish, template: Arc::new(template), template_ref }).await?;
    store.close().await;
    Ok(created.id.to_string())
}

async fn owner(store: &SqliteStore) -> Result<Account> {
    let later = Timestamp::now().saturating_add(jiff::SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
    let token = Digest::of(b"bench-setup");
    store.add_token(token, TokenKind::Setup, later).await?;
    let (id, name) = (MemberId(Uuid::from_u128(0xacc0)), "Ann Archer".to_owned());
    let new = NewAccount { id, name: name.clone(), password_hash: String::new(), token, kind: TokenKind::Setup, now: Timestamp::now() };
    let account = store.create_account(new).await?;
    let act = Act { account: id, by: id, by_name: name, device: "a bench".into(), at: Timestamp::now() };
    let session = NewSession {
        id: SessionId(Uuid::from_u128(0x5e55)),
        digest: Digest::of(COOKIE.as_bytes()),
        with: SignedInWith::NewAccount,
        expires_at: later,
        renew: false,
        proved_at: Timestamp::now(),
        replaces: None,
    };
    store.change(act, vec![Change::OpenSession(session)]).await?;
    Ok(account)
}

/// A checklist as long as it takes, each item with a title and guidance of usual length.
fn template(items: usize) -> Result<Template> {
    let item = |section: usize, number: usize| -> Result<Item> {
        Ok(Item {
            id: format!("part{section}.item{number}").try_into()?,
            title: format!("The answer to question {number} of part {section} is known"),
            level: if number.is_multiple_of(4) { Level::Should } else { Level::Must },
            guidance: format!(
                "Ask whoever runs part {section}, write down what they say about case {number}, and how it was seen to be so."
            ),
            evidence: EvidenceNeed::Optional,
            facts: Vec::new(),
        })
    };
    let section = |section: usize| -> Result<Section> {
        let items = (1..=items / SECTIONS).map(|number| item(section, number)).collect::<Result<_>>()?;
        Ok(Section { id: format!("part{section}").try_into()?, title: format!("Part {section}"), summary: String::new(), items })
    };
    Ok(Template {
        format: FORMAT,
        name: format!("bench-{items}").try_into()?,
        version: "1.0.0".into(),
        title: "Bench".into(),
        summary: "A checklist of some length.".into(),
        policy: Policy::default(),
        sections: (1..=SECTIONS).map(section).collect::<Result<_>>()?,
        checks: Vec::new(),
        runbooks: Vec::new(),
        alerts: Vec::new(),
        resources: Vec::new(),
        next_steps: Vec::new(),
    })
}
