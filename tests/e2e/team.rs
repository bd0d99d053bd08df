//! Two people at two browsers, with a server and a vendor of their own. Ben opens his when he is asked first: many stories are Ann's alone. Accounts
//! and launches that a story only begins with are made without the page.

use std::net::SocketAddr;
use std::sync::{LazyLock, OnceLock};
use std::thread::available_parallelism;

use anyhow::{Context, Result};
use holdpoint_domain::id::Timestamp;
use holdpoint_emulator::desk::Desk;
use holdpoint_emulator::{Emulator, Vendor};
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Accounts, People};
use serde_json::{Value, json};
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use uuid::Uuid;

use crate::browser::Browser;
use crate::server::Wire;
use crate::stage::{Driver, Server, Tools, free_port};
use crate::{TOKEN, WEBHOOK_SECRET};

pub const PASSWORD: &str = "correct horse battery";

/// Three stories are told at the same time on two cores, however many tests are: each has up to two browsers, which wait for each other now and then.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(2, usize::from);
    Semaphore::new(cores + cores.div_ceil(2))
});

pub struct Team {
    pub ann: Browser,
    ben: OnceCell<Browser>,
    /// The cookie of his session, from an account that his browser has not made.
    bens: OnceLock<String>,
    pub server: Server,
    pub vendor: Emulator,
    /// The organisation's ticket systems.
    pub desk: Desk,
    pub tools: Tools,
    driver: Driver,
    _folder: tempfile::TempDir,
    _turn: SemaphorePermit<'static>,
}

impl Team {
    /// Starts everything; nobody has an account yet. `None` where the tools are not set up.
    pub async fn gather() -> Result<Option<Self>> {
        let Some(tools) = Tools::find() else {
            return Ok(None);
        };
        let turn = TURNS.acquire().await?;
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
        Ok(Some(Self {
            ann,
            ben: OnceCell::new(),
            bens: OnceLock::new(),
            server,
            vendor,
            desk,
            tools,
            driver,
            _folder: folder,
            _turn: turn,
        }))
    }

    /// The same, and Ann has the first account and looks at a launch: its path.
    pub async fn with_launch(name: &str) -> Result<Option<(Self, String)>> {
        let Some(team) = Self::gather().await? else {
            return Ok(None);
        };
        team.come_in().await?;
        let path = team.launch(name).await?;
        team.ann.goto(&team.server.url(&path)).await?;
        team.ann.find("[data-item]").await?;
        Ok(Some((team, path)))
    }

    pub async fn ben(&self) -> Result<&Browser> {
        let open = || async {
            let ben = Browser::open(&self.tools, &self.driver).await?;
            if let Some(cookie) = self.bens.get() {
                self.let_in(&ben, cookie).await?;
            }
            anyhow::Ok(ben)
        };
        self.ben.get_or_try_init(open).await
    }

    /// What a page asks of the server.
    fn wire(&self, cookie: &str) -> Result<Wire> {
        let mut wire = Wire::try_to(SocketAddr::from(([127, 0, 0, 1], self.server.port)), cookie)?;
        wire.host = format!("localhost:{}", self.server.port);
        Ok(wire)
    }

    /// The same in the name of whose browser it is.
    async fn wire_of(&self, browser: &Browser) -> Result<Wire> {
        let cookie = browser.driver.get_named_cookie("holdpoint").await?;
        self.wire(&format!("{}={}", cookie.name, cookie.value))
    }

    async fn anns(&self) -> Result<Wire> {
        self.wire_of(&self.ann).await
    }

    /// Has a launch take a command of somebody who has seen all that is there, and does it without the page.
    pub async fn command(&self, browser: &Browser, path: &str, command: Value) -> Result<()> {
        let (place, wish) = (format!("/api{path}/commands"), json!({ "basedOn": 9999, "command": command }));
        self.wire_of(browser).await?.ask("POST", &place, Some((&Uuid::now_v7().to_string(), &wish)))?.ok();
        Ok(())
    }

    /// Gives a browser somebody's session, as one that was here before: of the first visit `new_browser` tells.
    async fn let_in(&self, browser: &Browser, cookie: &str) -> Result<()> {
        let (name, value) = cookie.split_once('=').context("a session has a cookie")?;
        // An address of the server, and no page.
        let url = self.server.url("/api/session");
        let cookie = json!({ "url": url, "path": "/", "name": name, "value": value, "httpOnly": true, "sameSite": "Strict" });
        browser.driver.cdp().send_raw("Network.setCookie", cookie).await?;
        browser.goto(&url).await?;
        browser.driver.execute("localStorage.setItem('holdpoint/1/known', 'yes')", vec![]).await?;
        Ok(())
    }

    /// Ann has the first account, and has opened no page.
    pub async fn come_in(&self) -> Result<()> {
        let link = self.server.setup_link.as_deref().context("the first start prints a set-up link")?;
        let mut wire = self.wire("")?;
        wire.ask("POST", "/api/setup", Some(("", &new_account(link, "Ann Archer"))))?.ok();
        self.let_in(&self.ann, &wire.cookie).await
    }

    /// Ann has a launch from the Intercom template, and is where she was; its path.
    pub async fn launch(&self, name: &str) -> Result<String> {
        let wish = json!({ "name": name, "template": "intercom-production", "ticket": "CHG-4711", "connection": "intercom-prod" });
        let made = self.anns().await?.ask("POST", "/api/launches", Some((&Uuid::now_v7().to_string(), &wish)))?.ok();
        Ok(format!("/launches/{}", made["id"].as_str().context("a launch has an id")?))
    }

    /// Ann makes the first account, on the page.
    pub async fn sign_up(&self) -> Result<()> {
        let link = self.server.setup_link.clone().context("the first start prints a set-up link")?;
        self.ann.goto(&link).await?;
        self.ann.find("[data-testid=setup-form]").await?;
        self.ann.picture_once("01-set-up").await?;
        account(&self.ann, "[data-testid=setup-form]", "Ann Archer").await?;
        self.ann.find("[data-testid=signed-in]").await.map(drop)
    }

    /// Ben has an account, and is a contributor to a launch, because Ann invited him.
    pub async fn invite(&self, path: &str) -> Result<()> {
        self.invite_as(path, "Ben Baker").await
    }

    /// The same under another name of his.
    pub async fn invite_as(&self, path: &str, name: &str) -> Result<()> {
        let wish = json!({ "launch": path.trim_start_matches("/launches/"), "role": "contributor" });
        let made = self.anns().await?.ask("POST", "/api/invites", Some(("", &wish)))?.ok();
        let link = made["link"].as_str().context("an invite has a link")?;
        let mut wire = self.wire("")?;
        wire.ask("POST", "/api/invites/accept", Some(("", &new_account(link, name))))?.ok();
        if let Some(ben) = self.ben.get() {
            self.let_in(ben, &wire.cookie).await?;
        }
        let _ = self.bens.set(wire.cookie);
        Ok(())
    }

    /// Ann makes a launch from the Intercom template, on the page; returns its path.
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

/// With the token of a link.
fn new_account(link: &str, name: &str) -> Value {
    json!({ "token": link.rsplit('#').next(), "name": name, "password": PASSWORD })
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
