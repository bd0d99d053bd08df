//! One's own account: a passkey is enrolled, signs in without a name, and is removed; recovery codes; sessions of two browsers.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::browser::Browser;
use crate::left::HELD;
use crate::team::{PASSWORD, Team};

/// Gives the browser a device that verifies its user and answers at once.
pub async fn plug_in(browser: &Browser) -> Result<()> {
    let tools = browser.driver.cdp();
    tools.send_raw("WebAuthn.enable", json!({})).await?;
    let options = json!({
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
        "isUserVerified": true, "automaticPresenceSimulation": true,
    });
    tools.send_raw("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await?;
    Ok(())
}

/// As the page keeps it when somebody leaves for a provider.
const CAME_FROM: &str = "sessionStorage.setItem('holdpoint/1/way-back', '/people')";

/// A text that was begun.
const DRAFT: &str = r#"
    const { me } = JSON.parse(localStorage.getItem("holdpoint/1/session"));
    localStorage.setItem(`holdpoint/1/${me.id}/draft/comment`, "Not finished");
"#;

async fn sign_out(browser: &Browser) -> Result<()> {
    browser.click("[data-testid=sign-out]").await?;
    browser.find("[data-testid=sign-in-form]").await.map(drop)
}

pub async fn sign_in_with_password(browser: &Browser, name: &str) -> Result<()> {
    browser.fill("[data-testid=sign-in-form] input[name=name]", name).await?;
    browser.fill("[data-testid=sign-in-form] input[name=password]", PASSWORD).await?;
    browser.click("[data-testid=sign-in-form] button[type=submit]").await?;
    browser.find("[data-testid=signed-in]").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_signs_in_and_a_code_recovers() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    team.sign_up().await?;
    let ann = &team.ann;
    plug_in(ann).await?;
    ann.goto(&team.server.url("/account")).await?;
    ann.fill("[data-testid=passkeys] input[name=name]", "Laptop").await?;
    ann.click("[data-testid=enrol-passkey]").await?;
    ann.see("[data-passkey]", "Laptop").await?;
    // Programs that keep passwords are told whose is changed.
    ann.until("return document.querySelector('[data-testid=password-form] [autocomplete=username]').value === 'Ann Archer'").await?;
    ann.click("[data-testid=make-codes]").await?;
    let codes = ann.find("[data-testid=codes]").await?.text().await?;
    ensure!(codes.lines().count() == 10, "ten codes: {codes}");
    token(ann).await?;
    ann.see("[data-testid=account-log]", "enrolled the passkey “Laptop”").await?;
    ann.picture("20-account").await?;
    // The code that keeps her place comes after the first screen, with the palette's.
    ann.until("return document.querySelector('#palette') !== null").await?;
    ann.click("[data-testid=revoke-token]").await?;
    ann.gone("[data-token]").await?;
    // Its row went with the answer: she is where that stood, and not at the top of the page.
    ann.until("return document.activeElement.closest('[data-testid=tokens]') !== null").await?;
    ann.see("[data-testid=account-log]", "revoked the API token “CI”").await?;

    sign_out(ann).await?;
    ann.picture("21-sign-in").await?;
    // As if she came back from a provider that did not let her in: she goes on where she was.
    ann.driver.execute(CAME_FROM, vec![]).await?;
    ann.click("[data-testid=sign-in-passkey]").await?;
    ann.see("[data-testid=signed-in]", "Ann").await?;
    ann.until("return location.pathname === '/people'").await?;

    // The same person at a second browser, whose session is then ended from the first.
    let ben = team.ben().await?;
    ben.goto(&team.server.url("/people")).await?;
    sign_in_with_password(ben, "Ann Archer").await?;
    // Who signs in is where they were.
    ben.until("return location.pathname === '/people'").await?;
    ben.driver.execute(DRAFT, vec![]).await?;
    ben.click("[data-testid=sign-out]").await?;
    ben.see("[data-testid=toast]", "1 change or draft of yours").await?;
    ann.goto(&team.server.url("/account")).await?;
    once(ann, "[data-testid=end-session]", "/account/sessions/").await?;
    ann.gone("[data-testid=end-session]").await?;
    // Who comes next there reads nothing that was said to her.
    ben.click(".top__nav a[href='/templates']").await?;
    ben.find("[data-testid=sign-in-form]").await?;
    ben.gone("[data-testid=toast]").await?;
    ben.goto(&team.server.url("/people")).await?;
    ben.find("[data-testid=sign-in-form]").await?;

    let code = codes.lines().next().context("a code")?;
    ben.goto(&team.server.url("/recover")).await?;
    ben.fill("[data-testid=recover-form] input[name=name]", "Ann Archer").await?;
    ben.fill("[data-testid=recover-form] input[name=code]", &code.to_lowercase()).await?;
    ben.picture("22-recover").await?;
    ben.click("[data-testid=recover-form] button[type=submit]").await?;
    ben.find("[data-testid=renewal]").await?;
    ben.picture("23-renewal").await?;
    ben.fill("[data-testid=password-form] input[name=password]", "another horse battery").await?;
    ben.fill("[data-testid=password-form] input[name=again]", "another horse battery").await?;
    ben.click("[data-testid=set-password]").await?;
    ben.gone("[data-testid=renewal]").await?;

    // The new password ended the session of the first browser; its passkey still opens.
    ann.goto(&team.server.url("/account")).await?;
    ann.click("[data-testid=sign-in-passkey]").await?;
    ann.find("[data-testid=signed-in]").await?;
    ann.goto(&team.server.url("/account")).await?;
    ann.click("[data-testid=remove-passkey]").await?;
    ann.gone("[data-passkey]").await?;
    ann.driver.execute(CAME_FROM, vec![]).await?;
    sign_out(ann).await?;
    ann.until("return sessionStorage.getItem('holdpoint/1/way-back') === null").await?;
    ann.click("[data-testid=sign-in-passkey]").await?;
    ann.see(".error-summary", "not known here").await?;
    team.part().await
}

/// What is on its way is told at its button, and who presses that again asks for nothing else.
async fn once(browser: &Browser, button: &str, address: &str) -> Result<()> {
    browser.find(button).await?;
    browser.driver.execute(HELD, vec![]).await?;
    browser.driver.execute("window.held = arguments[0]", vec![address.into()]).await?;
    browser.click(button).await?;
    browser.see(&format!(".act:has({button}[aria-disabled=true])"), "One moment…").await?;
    browser.click(button).await?;
    let count = "const all = waiting.filter((address) => address.includes(held)); window.held = null; return all.length";
    let asked: usize = browser.driver.execute(count, vec![]).await?.convert()?;
    ensure!(asked == 1, "{address} was asked {asked} times");
    Ok(())
}

async fn token(browser: &Browser) -> Result<()> {
    browser.fill("[data-testid=token-form] input[name=name]", "CI").await?;
    browser.click("[data-testid=make-token]").await?;
    let secret = browser.find("[data-testid=token-secret]").await?.text().await?;
    ensure!(secret.starts_with("hpt_"), "{secret}");
    browser.see("[data-token]", "read launches").await
}
