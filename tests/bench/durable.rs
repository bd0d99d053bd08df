//! How many commands are durable in a second, how long a long launch takes to open, and five hundred kills.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
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

const WRITERS: usize = 256;

/// How long each of two ways to write is measured.
const MEASURED: Duration = Duration::from_secs(5);

/// Writes that wait together: what one commit takes.
const TOGETHER: u64 = 250;

fn sender(n: u64) -> Sender {
    let (by, command) = (MemberId(Uuid::from_u128(1)), Some(CommandId(Uuid::from_u128(u128::from(n) + 1))));
    Sender { by, name: "Ann".into(), owner: false, at: Timestamp::now(), command, fingerprint: Digest::of(&n.to_be_bytes()) }
}

/// A store with a launch in it.
async fn begin(folder: &Path) -> Result<(Arc<SqliteStore>, LaunchId)> {
    let known = Templates::built_in().map_err(anyhow::Error::msg)?;
    let known = known.get(&"service-launch".to_owned().try_into()?).expect("it is built in");
    let store = Arc::new(SqliteStore::open(folder).await?);
    let wish = NewLaunch::new("Long", known.reference.name.clone());
    let id = store.create(Creation { sender: sender(0), wish, template: known.template, template_ref: known.reference }).await?.id;
    Ok((store, id))
}

/// Commands a second that so many writers get done, each of whom waits for the answer to one before sending the next.
async fn commands(store: &Arc<SqliteStore>, id: LaunchId, (writers, next): (usize, &Arc<AtomicU64>)) -> Result<f64> {
    let begun = Instant::now();
    let mut writing = tokio::task::JoinSet::new();
    for _ in 0..writers {
        let (store, next) = (store.clone(), next.clone());
        writing.spawn(async move {
            let mut done = 0_u64;
            while begun.elapsed() < MEASURED {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let wish = Wish::Command(Command::SetName { name: format!("Release {n}") });
                store.submit(id, Entry { sender: sender(n), based_on: Seq(0), wish }).await?;
                done += 1;
            }
            anyhow::Ok(done)
        });
    }
    let mut done = 0;
    for written in writing.join_all().await {
        done += written?;
    }
    Ok(done as f64 / begun.elapsed().as_secs_f64())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn many_writers_share_commits() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (store, id) = begin(folder.path()).await?;
    let next = Arc::new(AtomicU64::new(1));
    let mut ratios = Vec::new();
    for _ in 0..3 {
        // A single writer's commands are committed one by one: the same store, disk and promise.
        let alone = commands(&store, id, (1, &next)).await?;
        let together = commands(&store, id, (WRITERS, &next)).await?;
        println!("durable commands a second: {alone:.0} one by one, {together:.0} with {WRITERS} writers");
        ratios.push(together / alone);
    }
    println!("{WRITERS} writers over one commit for each command: {} (aim: at least 20)", quantiles(&mut ratios));
    Ok(())
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
    let (store, id) = begin(folder).await?;
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
    browser.in_each_document(WATCH).await?;
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
    let plan = kill::Plan { rounds: 500, writers: 24, acknowledged: 50_000, longest: 600, seed: 0xb1cc };
    let found = kill::again_and_again(&tools.holdpoint, folder.path(), &plan);
    println!("{found} (aim: each under 1000)");
    let why = if found.machine.can_write(200.0) { "" } else { "; this machine has no room for more now" };
    ensure!(200.0 <= found.per_second, "fewer than 200 acknowledged writes a second{why}");
    ensure!(found.starts.last().is_some_and(|most| *most < Duration::from_secs(1)), "a start took longer than a second");
    Ok(())
}
