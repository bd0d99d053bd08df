//! The organisation's own sign-in, in a browser: whom it lets in and whom not, linked with an account, and unlinked. The provider is not ours:
//! the npm package oidc-provider, with its own pages.

use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, STEP};
use crate::stage::{PATIENCE, free_port, skip};
use crate::team::{Team, account};

const SECRET: &str = "canary-provider-secret-for-tests";

struct Provider {
    child: Child,
    /// Open for as long as it may say something.
    _said: Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Provider {
    /// * `callback`: where it sends browsers back to.
    ///
    /// `None` where it is not installed.
    fn start(callback: &str) -> Result<Option<Self>> {
        let Some(package) = std::env::var_os("HOLDPOINT_OIDC_PROVIDER").filter(|folder| Path::new(folder).exists()) else {
            skip("signing in with oidc-provider (HOLDPOINT_OIDC_PROVIDER is not set; cargo xtask test sets it)");
            return Ok(None);
        };
        let (port, script) = (free_port().to_string(), Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/oidc-provider.mjs"));
        let mut node = Command::new("node");
        node.arg(script).arg(package).args([port.as_str(), callback, SECRET, "id_token"]);
        let mut child = node.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let listens = said.by_ref().map_while(Result::ok).any(|line| line == "listening");
        let provider = Self { child, _said: said, address: format!("127.0.0.1:{port}") };
        ensure!(listens, "the provider does not start");
        Ok(Some(provider))
    }

    /// The server's configuration, with this provider in it.
    fn settings(&self, folder: &Path) -> Result<String> {
        let (file, secret) = (folder.join("holdpoint.toml"), folder.join("provider-secret"));
        std::fs::write(&secret, SECRET)?;
        let before = std::fs::read_to_string(file)?.replace("allow = [", &format!("allow = [\"{}\", ", self.address));
        Ok(format!(
            "{before}\n[[oidc]]\nname = \"Acme\"\nissuer = \"http://{}\"\nclient_id = \"holdpoint\"\nclient_secret = \"file:{}\"\n\
             scopes = [\"profile\", \"groups\"]\nallowed_groups = [\"sre\"]\n",
            self.address,
            secret.display()
        ))
    }
}

async fn sign_in_there(browser: &Browser, who: &str) -> Result<()> {
    browser.fill("input[name=login]", who).await?;
    browser.fill("input[name=password]", "any").await?;
    browser.click("form button[type=submit]").await
}

/// Through the provider's own pages: its form, and its question whether one agrees.
async fn agree(browser: &Browser, who: &str) -> Result<()> {
    sign_in_there(browser, who).await?;
    browser.find("input[name=prompt][value=consent]").await?;
    browser.click("form button[type=submit]").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisations_sign_in_is_linked_used_and_unlinked() -> Result<()> {
    let Some(mut team) = Team::gather().await? else { return Ok(()) };
    let Some(provider) = Provider::start(&team.server.url("/api/oidc/callback"))? else { return Ok(()) };
    let settings = provider.settings(&team.server.folder)?;
    std::fs::write(team.server.folder.join("holdpoint.toml"), settings)?;
    team.server.kill();
    team.server.restart();
    let ann = &team.ann;
    ann.goto(team.server.setup_link.as_deref().context("a start prints a set-up link as long as nobody has an account")?).await?;
    account(ann, "[data-testid=setup-form]", "Ann Archer").await?;
    ann.find("[data-testid=signed-in]").await?;
    not_let_in(&team).await?;

    ann.goto(&team.server.url("/account")).await?;
    ann.see("[data-testid=linked]", "None is linked with this account yet.").await?;
    ann.click("[data-testid=linked] [data-testid=oidc]").await?;
    agree(ann, "cleo").await?;
    ann.see("[data-identity]", "as cleo").await?;
    ann.see("[data-testid=account-log]", "linked the sign-in of http://127.0.0.1").await?;
    // The provider knows her from now on, and asks nothing.
    ann.click("[data-testid=sign-out]").await?;
    ann.find("[data-testid=sign-in-form]").await?;
    ann.see("[data-testid=oidc]", "Continue with Acme").await?;
    ann.click("[data-testid=oidc]").await?;
    ann.see("[data-testid=signed-in]", "Ann").await?;
    ann.goto(&team.server.url("/account")).await?;
    // It let her in without asking, so it has proved nothing; sent there to prove it, she signs in to it.
    ann.click("[data-testid=proof] [data-testid=oidc]").await?;
    sign_in_there(ann, "cleo").await?;
    ann.click("[data-testid=unlink]:not([aria-disabled])").await?;
    ann.gone("[data-identity]").await?;
    ann.see("[data-testid=account-log]", "unlinked the sign-in of http://127.0.0.1").await?;
    // Who comes by it now is somebody else.
    ann.click("[data-testid=sign-out]").await?;
    ann.find("[data-testid=sign-in-form]").await?;
    ann.click("[data-testid=oidc]").await?;
    ann.see("[data-testid=signed-in]", "Cleo").await?;
    team.part().await
}

/// The log's line with a word in it; what is logged is written a moment later than what is answered.
async fn logged(log: &Path, word: &str) -> Result<String> {
    let end = tokio::time::Instant::now() + PATIENCE;
    loop {
        if let Some(line) = std::fs::read_to_string(log)?.lines().find(|line| line.contains(word)) {
            return Ok(line.to_owned());
        }
        ensure!(tokio::time::Instant::now() < end, "no {word:?} in the log");
        tokio::time::sleep(STEP).await;
    }
}

/// Who goes back, and who is in no group that may come in, reads why, and under which reference the log tells more.
async fn not_let_in(team: &Team) -> Result<()> {
    let (ben, trouble) = (team.ben().await?, "[data-testid=oidc-trouble]");
    ben.goto(&team.server.url("/sign-in")).await?;
    ben.see("[data-testid=oidc]", "Continue with Acme").await?;
    ben.click("[data-testid=oidc]").await?;
    ben.click(".login-help a").await?;
    ben.see(trouble, "The sign-in was stopped at Acme").await?;
    let told = ben.find(trouble).await?.text().await?;
    let (_, reference) = told.split_once("In the server's log it is reference ").context("a reference")?;
    let reference = reference.trim_end_matches('.');
    ensure!(reference.len() == 8, "{reference:?}");
    let line = logged(&team.server.folder.join("server.log"), reference).await?;
    ensure!(line.contains("access_denied"), "{line}");
    ben.click("[data-testid=oidc]").await?;
    agree(ben, "dan").await?;
    ben.see(trouble, "in none of the groups that may sign in here").await?;
    ben.find("[data-testid=sign-in-form]").await.map(drop)
}
