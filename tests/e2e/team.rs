//! Two people at two browsers, with a server and a vendor of their own. Ben opens his when he is asked first: many stories are Ann's alone.

use anyhow::{Context, Result};
use holdpoint_domain::id::Timestamp;
use holdpoint_emulator::desk::Desk;
use holdpoint_emulator::{Emulator, Vendor};
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Accounts, People};
use tokio::sync::OnceCell;

use crate::browser::Browser;
use crate::stage::{Driver, Server, Tools, free_port};
use crate::{TOKEN, WEBHOOK_SECRET};

pub const PASSWORD: &str = "correct horse battery";

pub struct Team {
    pub ann: Browser,
    ben: OnceCell<Browser>,
    pub server: Server,
    pub vendor: Emulator,
    /// The organisation's ticket systems.
    pub desk: Desk,
    pub tools: Tools,
    driver: Driver,
    _folder: tempfile::TempDir,
}

impl Team {
    /// Starts everything; nobody has an account yet. `None` where the tools are not set up.
    pub async fn gather() -> Result<Option<Self>> {
        let Some(tools) = Tools::find() else {
            return Ok(None);
        };
        let vendor = Vendor { token: TOKEN.into(), webhook_secret: WEBHOOK_SECRET.into(), api_version: "2.16".into(), ..Vendor::default() };
        let vendor = Emulator::start(vendor).await?;
        let desk = Desk::start(TOKEN).await?;
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("holdpoint.toml"), configuration(&vendor, &desk))?;
        let (server, driver) = std::thread::scope(|scope| {
            let driver = scope.spawn(|| Driver::start(&tools));
            (Server::start(&tools.holdpoint, folder.path(), free_port()), driver.join().unwrap())
        });
        let ann = Browser::open(&tools, &driver).await?;
        Ok(Some(Self { ann, ben: OnceCell::new(), server, vendor, desk, tools, driver, _folder: folder }))
    }

    /// The same, and Ann makes the first account and a launch: its path.
    pub async fn with_launch(name: &str) -> Result<Option<(Self, String)>> {
        let Some(team) = Self::gather().await? else {
            return Ok(None);
        };
        team.sign_up().await?;
        let path = team.create_launch(name).await?;
        Ok(Some((team, path)))
    }

    pub async fn ben(&self) -> Result<&Browser> {
        self.ben.get_or_try_init(|| Browser::open(&self.tools, &self.driver)).await
    }

    /// Ann makes the first account.
    pub async fn sign_up(&self) -> Result<()> {
        let link = self.server.setup_link.clone().context("the first start prints a set-up link")?;
        self.ann.goto(&link).await?;
        self.ann.find("[data-testid=setup-form]").await?;
        self.ann.picture_once("01-set-up").await?;
        account(&self.ann, "[data-testid=setup-form]", "Ann Archer").await?;
        self.ann.find("[data-testid=signed-in]").await.map(drop)
    }

    /// Ann invites Ben to a launch, as a contributor; an account without a role would not show it.
    pub async fn invite(&self, path: &str) -> Result<()> {
        self.invite_as(path, "Ben Baker").await
    }

    /// The same under another name of his.
    pub async fn invite_as(&self, path: &str, name: &str) -> Result<()> {
        self.ann.goto(&self.server.url(&format!("{path}/details"))).await?;
        self.ann.click("[data-testid=make-invite]").await?;
        let invite = self.ann.find("[data-testid=invite-link]").await?.text().await?;
        self.ann.see("[data-testid=open-invites]", "Contributor").await?;
        self.ann.picture_once("02-invite").await?;
        let ben = self.ben().await?;
        ben.goto(&invite).await?;
        account(ben, "[data-testid=invite-form]", name).await?;
        ben.see("[data-testid=signed-in]", name.split(' ').next().unwrap_or_default()).await?;
        self.ann.goto(&self.server.url(path)).await
    }

    /// Ann creates a launch from the Intercom template; returns its path.
    pub async fn create_launch(&self, name: &str) -> Result<String> {
        let ann = &self.ann;
        ann.goto(&self.server.url("/launches/new")).await?;
        ann.paste("[data-testid=new-launch] input[name=name]", name).await?;
        ann.click("label[for=new-template-intercom-production]").await?;
        ann.paste("[data-testid=new-launch] input[name=ticket]", "CHG-4711").await?;
        ann.click("[data-testid=new-launch] option[value=intercom-prod]").await?;
        ann.picture_once("02-new-launch").await?;
        ann.click("[data-testid=new-launch] button[type=submit]").await?;
        ann.find("[data-item]").await?;
        Ok(ann.driver.current_url().await?.path().to_owned())
    }

    /// As if everybody had signed in long ago, so that they have to prove again who they are. The server starts anew.
    pub async fn let_proofs_expire(&mut self) -> Result<()> {
        self.server.kill();
        let store = SqliteStore::open(&self.server.folder.join("data")).await?;
        let now = Timestamp::now();
        for account in store.accounts().await? {
            for session in store.sessions(account.id, now).await? {
                store.proved(session.id, Timestamp::UNIX_EPOCH).await?;
            }
        }
        drop(store);
        self.server.restart();
        Ok(())
    }

    pub async fn part(self) -> Result<()> {
        for browser in self.browsers() {
            let said = browser.complaints().await?;
            anyhow::ensure!(said.is_empty(), "the page complained: {said:?}");
        }
        self.part_in_bad_weather().await
    }

    /// Requests that found no server are no fault of the page; what its policy refused, a panic, and what cannot be used are.
    pub async fn part_in_bad_weather(self) -> Result<()> {
        for browser in self.browsers() {
            let said = browser.complaints().await?;
            // The last is a panic of a shipped page, which has no words for it.
            let own = |said: &&String| said.starts_with("policy:") || said.contains("panicked") || said.contains("RuntimeError");
            let own: Vec<_> = said.iter().filter(own).collect();
            anyhow::ensure!(own.is_empty(), "the page complained: {own:?}");
            browser.ensure_accessible()?;
        }
        self.ann.close().await?;
        match self.ben.into_inner() {
            Some(ben) => ben.close().await,
            None => Ok(()),
        }
    }

    fn browsers(&self) -> impl Iterator<Item = &Browser> {
        std::iter::once(&self.ann).chain(self.ben.get())
    }
}

/// Fills a form that makes an account. By keys it is filled in `keyboard`.
pub async fn account(browser: &Browser, form: &str, name: &str) -> Result<()> {
    browser.paste(&format!("{form} input[name=name]"), name).await?;
    browser.paste(&format!("{form} input[name=password]"), PASSWORD).await?;
    browser.paste(&format!("{form} input[name=again]"), PASSWORD).await?;
    browser.click(&format!("{form} button[type=submit]")).await
}

fn configuration(vendor: &Emulator, desk: &Desk) -> String {
    format!(
        r#"
[egress]
allow = ["{address}", "{tickets}"]

[[tickets]]
name = "jira"
kind = "jira"
base_url = "http://{tickets}"
user = "bot@example.com"
token = "env:E2E_TOKEN"

[[connections]]
name = "intercom-prod"
base_url = "{base}"
api_version = "2.16"
token = "env:E2E_TOKEN"
status_url = "{status}"
health_url = "{health}"
webhook_url = "{webhook}"
webhook_secret = "env:E2E_WEBHOOK_SECRET"
webhook_deliveries = true
"#,
        address = vendor.address(),
        tickets = desk.address(),
        base = vendor.base_url(),
        status = vendor.status_url(),
        health = vendor.health_url(),
        webhook = vendor.webhook_url(),
    )
}
