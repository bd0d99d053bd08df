//! A connection that the owner tries before it is one: from the pre-flight to lines with which the server starts.

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::team::Team;
use crate::{TOKEN, WEBHOOK_SECRET};

const FORM: &str = "[data-testid=trial-form]";

async fn send(browser: &Browser) -> Result<()> {
    browser.click("[data-testid=trial-send]").await
}

/// What stands beside a field.
async fn beside(browser: &Browser, field: &str, verdict: &str, words: &str) -> Result<()> {
    let found = format!("[data-field={field}] .tried__found");
    browser.see(&found, words).await?;
    browser.wait_for(&found, "data-tried", verdict).await
}

/// Keeps what the button that copies says, and what a screen reader hears of it: both say it for a moment only.
const TOLD: &str = r#"
    const button = document.querySelector("[data-testid=trial-lines] .copy");
    window.buttonSaid = [];
    const note = () => window.buttonSaid.push([button.textContent, button.nextElementSibling.textContent]);
    new MutationObserver(note).observe(button.parentElement, { subtree: true, childList: true, characterData: true });
"#;

/// As a proxy that waits for less long than a check takes, which goes on: not at all the first time, and then until its result has come.
const LOST: &str = r#"
    const ask = window.fetch.bind(window);
    window.ran = 0;
    let waits = false;
    window.fetch = async (asked, ...given) => {
        if (!String(asked.url ?? asked).endsWith("/runs")) return ask(asked, ...given);
        const run = ask(asked, ...given).then(() => { window.ran += 1; });
        if (waits) await run.then(() => new Promise((then) => setTimeout(then, 1000)));
        waits = true;
        return new Response("", { status: 504 });
    };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_tried_and_its_lines_are_what_the_server_starts_with() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Support chat 3.0").await? else { return Ok(()) };
    team.invite(&path).await?;
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/preflight"))).await?;
    ann.click("[data-testid=connection] details:has([data-testid=connection-how-to]) > summary").await?;
    ann.click("[data-testid=try-connection]").await?;
    ann.find(FORM).await?;
    ann.find("#trial-baseUrl[autocapitalize=none][spellcheck=false]").await?;
    ann.picture("81-new-connection").await?;

    ann.fill("#trial-name", "second").await?;
    ann.fill("#trial-token", TOKEN).await?;
    send(ann).await?;
    ann.see(".error-summary", "may be a secret").await?;
    let kept = "return document.querySelector('#trial-token').value === '' && !JSON.stringify(localStorage).includes(arguments[0]) \
        && performance.getEntriesByType('resource').every((entry) => !entry.name.includes('/trial'))";
    let gone: bool = ann.driver.execute(kept, vec![TOKEN.into()]).await?.convert()?;
    ensure!(gone, "a secret stays nowhere, and nothing was sent");
    ann.picture("81-new-connection-no-secrets").await?;

    let vendor = &team.vendor;
    for (field, words) in [
        ("baseUrl", vendor.base_url()),
        ("apiVersion", "2.16".into()),
        ("webhookUrl", "https://10.1.2.3/webhook".into()),
        ("statusUrl", vendor.health_url()),
        ("healthUrl", vendor.health_url()),
        ("token", "env:E2E_TOKEN".into()),
        ("webhookSecret", "env:NOT_THERE_YET".into()),
    ] {
        ann.fill(&format!("#trial-{field}"), &words).await?;
    }
    send(ann).await?;
    beside(ann, "name", "pass", "would accept this").await?;
    beside(ann, "baseUrl", "warn", "The outbound policy allows it").await?;
    beside(ann, "webhookUrl", "fail", "[egress] allow").await?;
    beside(ann, "statusUrl", "fail", "No status document").await?;
    beside(ann, "healthUrl", "warn", "A health document").await?;
    beside(ann, "token", "pass", "The server finds a secret there").await?;
    beside(ann, "webhookSecret", "warn", "set the environment variable NOT_THERE_YET").await?;
    ann.picture("81-new-connection-tried").await?;

    ann.fill("#trial-webhookUrl", &vendor.webhook_url()).await?;
    ann.see("[data-testid=trial-changed]", "Try it again").await?;
    // What was found of another address says nothing of this one.
    ann.gone("[data-field=webhookUrl] .tried__found").await?;
    beside(ann, "statusUrl", "fail", "No status document").await?;
    ann.fill("#trial-statusUrl", &vendor.status_url()).await?;
    ann.fill("#trial-webhookSecret", "env:E2E_WEBHOOK_SECRET").await?;
    send(ann).await?;
    beside(ann, "statusUrl", "warn", "as Statuspage writes it").await?;
    beside(ann, "webhookSecret", "pass", "The server finds a secret there").await?;
    ann.see("[data-testid=trial-lines]", "pre-flight").await?;
    ann.picture("81-new-connection-lines").await?;
    ann.driver.set_window_rect(0, 0, 500, 900).await?;
    ann.fits().await?;
    ann.driver.set_window_rect(0, 0, 1280, 900).await?;
    // Over plain http a page has no clipboard, except on the machine itself.
    let without = "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined, configurable: true })";
    ann.driver.execute(without, vec![]).await?;
    ann.driver.execute(TOLD, vec![]).await?;
    ann.click("[data-testid=trial-lines] .copy").await?;
    ann.until("return window.buttonSaid.some((both) => both.every((said) => said.includes('copy by hand')))").await?;
    let lines = ann.find("[data-testid=trial-toml]").await?.text().await?;
    ensure!(lines.starts_with("[[connections]]\n") && !lines.contains(TOKEN), "{lines}");

    let (file, secret) = (team.server.folder.join("holdpoint.toml"), team.server.folder.join("webhook-secret"));
    let lines = lines.replace("env:E2E_WEBHOOK_SECRET", &format!("file:{}", secret.display()));
    std::fs::write(&file, format!("{}\n{lines}\n", std::fs::read_to_string(&file)?))?;
    team.server.kill();
    team.server.restart();
    team.ann.goto(&team.server.url(&format!("{path}/preflight"))).await?;
    team.ann.click("[data-testid=connection] option[value=second]").await?;
    // A secret's file is read when it is needed: unlike a variable it needs no new start.
    team.ann.see("[data-testid=connection] [data-secret=missing]", "see that the file is there").await?;
    std::fs::write(&secret, WEBHOOK_SECRET)?;
    team.ann.wait_for("[data-live]", "data-live", "online").await?;
    team.ann.goto(&team.server.url(&format!("{path}/preflight"))).await?;
    team.ann.until("return document.querySelectorAll('[data-testid=connection] [data-secret=present]').length === 2").await?;
    team.ann.click("[data-check='app.health'] [data-testid=run-check]").await?;
    team.ann.wait_for("[data-check='app.health']", "data-verdict", "pass").await?;
    // What came of it is here, before that is told or behind it.
    team.ann.driver.execute(LOST, vec![]).await?;
    for ran in 1..=2 {
        team.ann.click("[data-check='app.health'] [data-testid=run-check]").await?;
        team.ann.until(&format!("return window.ran === {ran}")).await?;
        team.ann.wait_for("[data-check='app.health']", "data-verdict", "pass").await?;
        team.ann.gone("[data-check='app.health'] .field__error").await?;
    }
    ensure!(team.ann.find("[data-testid=connection] select").await?.prop("value").await?.as_deref() == Some("second"));

    team.ben().await?.goto(&team.server.url("/connections/new")).await?;
    team.ben().await?.see("main", "Only the owner of this server can try connections").await?;
    team.ben().await?.gone(FORM).await?;
    team.part_in_bad_weather().await
}
