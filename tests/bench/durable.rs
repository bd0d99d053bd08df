//! How long a long launch takes to open, and five hundred kills.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, NewLaunch};
use holdpoint_server::templates::Templates;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Creation, Entry, Sender, Store as _, Wish};
use uuid::Uuid;

use super::browser::Browser;
use super::team::account;
use super::{kill, quantiles, stage};

const EVENTS: u64 = 100_000;

/// Writes that wait together: what one commit takes.
const TOGETHER: u64 = 250;

fn sender(n: u64) -> Sender {
    let (by, command) = (MemberId(Uuid::from_u128(1)), Some(CommandId(Uuid::from_u128(u128::from(n) + 1))));
    Sender { by, name: "Ann".into(), owner: false, at: Timestamp::now(), command, fingerprint: Digest::of(&n.to_be_bytes()) }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn a_launch_of_a_hundred_thousand_events_opens() -> Result<()> {
    let folder = tempfile::tempdir()?;
    long_launch(folder.path()).await?;
    let mut opened = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let store = SqliteStore::open(folder.path()).await?;
        opened.push(began.elapsed().as_secs_f64() * 1_000.0);
        // What follows a start in the background is not to be measured with the next one.
        tokio::time::sleep(Duration::from_secs(3)).await;
        store.close().await;
    }
    println!("a launch of {EVENTS} events opens: {} ms (aim: under 300)", quantiles(&mut opened));
    Ok(())
}

/// Writes a launch of so many events into a folder.
async fn long_launch(folder: &Path) -> Result<LaunchId> {
    let known = Templates::load(None).map_err(anyhow::Error::msg)?;
    let known = known.get(&"service-launch".to_owned().try_into()?).expect("it is built in").clone();
    let store = Arc::new(SqliteStore::open(folder).await?);
    let wish = NewLaunch { name: "Long".into(), template: known.reference.name.clone(), target: None, ticket: None, connection: None };
    let id = store.create(Creation { sender: sender(0), wish, template: known.template, template_ref: known.reference }).await?.id;
    for start in (1..EVENTS).step_by(TOGETHER as usize) {
        let mut writes = tokio::task::JoinSet::new();
        for n in start..start + TOGETHER {
            let store = store.clone();
            let wish = Wish::Command(Command::SetName { name: format!("Release {n}") });
            writes.spawn(async move { store.submit(id, Entry { sender: sender(n), based_on: Seq(0), wish }).await });
        }
        for written in writes.join_all().await {
            written?;
        }
    }
    ensure!(EVENTS <= store.launch(id).await?.seq.0);
    store.close().await;
    Ok(id)
}

/// Notes when the first item is drawn, from the start of the navigation on.
const WATCH: &str = r#"new MutationObserver((_, watch) => {
    if (document.querySelector("[data-item]")) { window.shown = performance.now(); watch.disconnect(); }
}).observe(document, { childList: true, subtree: true })"#;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn a_long_launch_opens_in_a_browser() -> Result<()> {
    let Some(tools) = stage::Tools::find() else {
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let id = long_launch(&folder.path().join("data")).await?;
    std::fs::write(folder.path().join("holdpoint.toml"), "")?;
    let server = stage::Server::start(&tools.holdpoint, folder.path(), stage::free_port());
    let driver = stage::Driver::start(&tools);
    let browser = Browser::open(&tools, &driver).await?;
    browser.goto(server.setup_link.as_deref().context("the first start prints a set-up link")?).await?;
    account(&browser, "[data-testid=setup-form]", "Ann Archer").await?;
    browser.find("[data-testid=signed-in]").await?;
    browser.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": WATCH })).await?;
    let mut opened = Vec::new();
    for _ in 0..5 {
        browser.goto("about:blank").await?;
        browser.goto(&server.url(&format!("/launches/{id}"))).await?;
        browser.until("return window.shown !== undefined").await?;
        opened.push(browser.driver.execute("return window.shown", vec![]).await?.convert()?);
    }
    println!("the same in a browser, from the address to the first item: {} ms (aim: under 1000)", quantiles(&mut opened));
    browser.close().await
}

#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn five_hundred_kills() -> Result<()> {
    let Some(tools) = stage::Tools::find() else {
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let plan = kill::Plan { rounds: 500, writers: 24, acknowledged: 50_000, per_second: 200.0, seed: 0xb1cc };
    let found = kill::again_and_again(&tools.holdpoint, folder.path(), &plan);
    println!("{found} (aim: each under 1000)");
    ensure!(found.starts.last().is_some_and(|most| *most < Duration::from_secs(1)), "a start took longer than a second");
    Ok(())
}
