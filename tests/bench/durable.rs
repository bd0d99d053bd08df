//! How long a long launch takes to open, and five hundred kills.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, NewLaunch};
use holdpoint_server::templates::Templates;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Creation, Entry, Sender, Store as _, Wish};
use uuid::Uuid;

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
    let known = Templates::load(None).map_err(anyhow::Error::msg)?;
    let known = known.get(&"service-launch".to_owned().try_into()?).expect("it is built in").clone();
    let store = Arc::new(SqliteStore::open(folder.path()).await?);
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
    drop(store);
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
