//! Who signed in a while ago proves again who they are, in the middle of what they do.

use anyhow::Result;

use crate::browser::Browser;
use crate::left::HELD;
use crate::team::{PASSWORD, Team};

const CONFIRM: &str = "[data-testid=confirm]";

async fn confirm(browser: &Browser, password: &str) -> Result<()> {
    browser.fill("#confirm-password", password).await?;
    browser.click("[data-testid=confirm-password]").await
}

/// What a button on the people's page asks for when the last proof is too old.
async fn ask_on_people(team: &mut Team, button: &str, picture: &str) -> Result<()> {
    team.let_proofs_expire().await?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/people")).await?;
    ann.click(button).await?;
    ann.see(&format!("dialog[open] {CONFIRM}"), "prove again who you are").await?;
    // The dialog is its frame.
    ann.until("return getComputedStyle(document.querySelector('dialog[open] .card')).borderTopWidth === '0px'").await?;
    ann.picture(picture).await
}

/// The second press would be told that there is nobody to be erased.
const ERASE_TWICE: &str = r"
    const ask = window.fetch;
    window.erasures = 0;
    window.fetch = (request, ...how) => {
        if (request.url?.endsWith('/erasure')) window.erasures += 1;
        return ask(request, ...how);
    };
    const yes = document.querySelector('[data-testid=erase-yes]');
    yes.click();
    yes.click();
";

/// The second press would make the first link void.
const LINK_TWICE: &str = r"
    const ask = window.fetch;
    window.links = 0;
    window.fetch = (request, ...how) => {
        if (request.url?.endsWith('/recovery-link')) window.links += 1;
        return ask(request, ...how);
    };
    const make = document.querySelector('main .roster > li:nth-child(3) [data-testid=recovery-link]');
    make.click();
    make.click();
";

/// The second answer would take what was typed below the first, and who holds Enter until the dialog is closed would be told that nobody is there.
const LOOK_TWICE: &str = r"
    const ask = window.fetch;
    window.erasures = 0;
    window.fetch = (request, ...how) => {
        if (request.url?.endsWith('/erasure')) window.erasures += 1;
        return ask(request, ...how);
    };
    const row = document.querySelector('main .roster > li:nth-child(2)');
    const look = row.querySelector('[data-testid=erase]');
    row.querySelector('dialog[id^=erase-]').addEventListener('close', () => look.click());
    look.click();
    look.click();
";

#[tokio::test(flavor = "multi_thread")]
async fn a_password_given_again_lets_what_was_begun_go_on() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Support chat 3.1").await? else { return Ok(()) };
    team.invite(&path).await?;

    // A link for somebody else is not passed over.
    team.ann.goto(&team.server.url("/invite#made-up")).await?;
    team.ann.see("[data-testid=somebody-is-in]", "signed in as Ann Archer").await?;
    team.ann.goto(&team.server.url("/recover#made-up")).await?;
    team.ann.find("[data-testid=use-link]").await?;

    team.let_proofs_expire().await?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/connections/new")).await?;
    ann.fill("#trial-name", "second").await?;
    ann.click("[data-testid=trial-send]").await?;
    ann.see(CONFIRM, "prove again who you are").await?;
    ann.click("[data-testid=confirm-password]").await?;
    ann.see(&format!("{CONFIRM} .error-summary"), "password").await?;
    confirm(ann, "wrong horse battery").await?;
    ann.see(&format!("{CONFIRM} .error-summary"), "The password is not right").await?;
    ann.picture("83-confirm").await?;
    // What is sent is no longer in the field: who presses twice is not asked for it.
    ann.driver.execute(HELD, vec![]).await?;
    ann.driver.execute("window.held = '/account/proof'", vec![]).await?;
    confirm(ann, PASSWORD).await?;
    ann.see(".act:has([data-testid=confirm-password])", "One moment…").await?;
    ann.click("[data-testid=confirm-password]").await?;
    ann.gone(&format!("{CONFIRM} .error-summary")).await?;
    ann.driver.execute("window.held = null", vec![]).await?;
    ann.see("[data-field=name] .tried__found", "would accept this").await?;
    ann.gone(CONFIRM).await?;

    ask_on_people(&mut team, "[data-testid=recovery-link]", "83-confirm-recovery").await?;
    let ann = &team.ann;
    confirm(ann, "wrong horse battery").await?;
    ann.see(&format!("{CONFIRM} .error-summary"), "The password is not right").await?;
    confirm(ann, PASSWORD).await?;
    ann.see("[data-testid=recovery-link-made]", "/recover#").await?;
    ann.gone("dialog[open]").await?;

    ask_on_people(&mut team, "[data-testid=erase]", "83-confirm-erasure").await?;
    let ann = &team.ann;
    confirm(ann, PASSWORD).await?;
    ann.see("dialog[open]", "Ben Baker").await?;
    ann.gone(CONFIRM).await?;
    ann.fill("#erase-name", "Ben Baker").await?;
    // What fails is told where it was asked for.
    ann.offline(true).await?;
    ann.click("[data-testid=erase-yes]").await?;
    ann.see("dialog[open] .error-summary", "does not answer").await?;
    ann.offline(false).await?;
    ann.driver.execute(ERASE_TWICE, vec![]).await?;
    ann.gone("[data-testid=erase]").await?;
    ann.until("return window.erasures === 1").await?;
    ann.see("main .roster", "Ann Archer").await?;
    ann.until("return !document.querySelector('main .roster').innerText.includes('Ben Baker')").await?;
    team.part_in_bad_weather().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_told_once_stays_when_somebody_else_is_erased() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Of three").await? else { return Ok(()) };
    team.invite(&path).await?;
    team.invite_as(&path, "Cem Celik").await?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/people")).await?;
    ann.find("main .roster > li:nth-child(3) [data-testid=recovery-link]").await?;
    ann.driver.execute(LINK_TWICE, vec![]).await?;
    ann.see("main .roster > li:nth-child(3) [data-testid=recovery-link-made]", "/recover#").await?;
    ann.until("return window.links === 1").await?;
    ann.driver.execute(LOOK_TWICE, vec![]).await?;
    ann.see("dialog[open]", "Ben Baker").await?;
    ann.fill("#erase-name", "Ben Baker").await?;
    ann.click("[data-testid=erase-yes]").await?;
    ann.until("return !document.querySelector('main .roster').innerText.includes('Ben Baker')").await?;
    // What is asked first, and the erasure.
    ann.until("return window.erasures === 2").await?;
    ann.see("main .roster > li:nth-child(2) [data-testid=recovery-link-made]", "/recover#").await?;
    team.part().await
}
