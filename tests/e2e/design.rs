//! `/design`, every part in every state, judged by axe in both schemes and at both widths, under the policy that the server gives its page. The
//! shipped page does not have it: this is the page that is built for development, whichever the server has.

mod folder;

use std::path::PathBuf;

use anyhow::{Result, ensure};
use thirtyfour::prelude::Key;

use crate::browser::Browser;
use crate::stage::{Driver, Tools, skip};
use folder::Folder;

/// Whether text is refused as markup: by the policy of Trusted Types.
const IS_STRICT: &str = r#"
    try {
        document.createElement("div").innerHTML = "<b></b>";
        return false;
    } catch {
        return true;
    }
"#;

/// The parts that are pictured.
const PICTURED: [&str; 17] = [
    "colours", "tags", "fields", "receipts", "reasons", "launch", "charts", "upload", "steps", "signed", "waived", "said", "board",
    "verdicts", "watched", "tried", "played",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_part_in_every_state_can_be_used_by_everybody() -> Result<()> {
    let Some(tools) = Tools::find() else { return Ok(()) };
    let Some(page) = std::env::var_os("HOLDPOINT_QUICK_PAGE").map(PathBuf::from) else {
        skip("every part in every state (HOLDPOINT_QUICK_PAGE is not set; cargo xtask test sets it)");
        return Ok(());
    };
    ensure!(page.join("index.html").exists(), "{} holds no page", page.display());
    let folder = Folder::serve(page)?;
    let driver = Driver::start(&tools);
    let browser = Browser::open(&tools, &driver).await?;
    browser.goto(&folder.url("/design")).await?;
    all_there(&browser).await?;
    palette_and_toast(&browser).await?;
    let parts = PICTURED.map(|part| (format!("[data-design={part}]"), format!("67-design-{part}")));
    browser.pictures_of("67-design", &parts).await?;
    let said = browser.complaints().await?;
    ensure!(said.is_empty(), "the page complained: {said:?}");
    // Last, for it is complained about.
    let is_strict: bool = browser.driver.execute(IS_STRICT, vec![]).await?.convert()?;
    ensure!(is_strict, "the page was not under the server's policy");
    browser.ensure_accessible()?;
    browser.close().await
}

async fn all_there(browser: &Browser) -> Result<()> {
    for part in [
        "colours", "type", "tags", "buttons", "fields", "messages", "lists", "remote", "receipts", "reasons", "launch", "charts", "upload",
        "palettes", "steps", "signed", "waived", "said", "board", "verdicts", "watched", "tried", "played",
    ] {
        browser.find(&format!("[data-design={part}]")).await?;
    }
    for row in ["[data-pending=true]", "[data-refused=true]", "[data-item=fault] .row__fault", "[data-chosen=true]"] {
        browser.find(&format!("[data-design=launch] {row}")).await?;
    }
    for state in ["done", "skipped", "failed", "started", "waiting"] {
        browser.find(&format!("[data-design=steps] [data-state={state}]")).await?;
    }
    for state in ["valid", "stale", "revoked", "lost"] {
        browser.find(&format!("[data-design=signed] [data-approval={state}]")).await?;
    }
    for state in ["requested", "approved", "refused"] {
        browser.find(&format!("[data-design=waived] [data-waiver={state}]")).await?;
    }
    for state in ["verified", "self_consistent", "not_verified", "unreadable"] {
        browser.find(&format!("[data-design=verdicts] [data-verdict={state}]")).await?;
    }
    for state in ["good", "error", "broken", "hung_up", "waiting"] {
        browser.find(&format!("[data-design=played] [data-kind={state}]")).await?;
    }
    browser.find("[data-design=said] .mention[data-me=true]").await?;
    browser.find("[data-design=board] [data-late=true]").await?;
    browser.find("[data-design=receipts] [data-testid=unseen]").await?;
    browser.see("[data-design=receipts] [data-testid=next] code", "pg_stat_activity").await
}

async fn palette_and_toast(browser: &Browser) -> Result<()> {
    browser.click("[data-testid=design-palette]").await?;
    browser.find("#design-palette [role=option]").await?;
    browser.press(Key::Escape + "").await?;
    browser.click("[data-testid=design-toast]").await?;
    browser.find("[data-testid=toast]").await.map(drop)
}
