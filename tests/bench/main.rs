//! Figures, not tests: `cargo xtask bench` runs these over the release build and prints them. Ratios where one run can make them.

#[path = "../e2e/browser.rs"]
#[allow(dead_code)]
mod browser;
mod durable;
#[path = "../../crates/holdpoint-server/tests/crash/kill.rs"]
mod kill;
mod lighthouse;
mod many;
mod page;
mod replicas;
mod report;
mod scan;
#[path = "../../crates/holdpoint-server/tests/crash/server.rs"]
#[allow(dead_code)]
mod server;
#[path = "../e2e/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../e2e/team.rs"]
#[allow(dead_code)]
mod team;
mod watch;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use holdpoint_emulator::{Emulator, Vendor};
use team::Team;

pub const TOKEN: &str = "dG9rOmNhbmFyeV90b2tlbl9mb3JfdGVzdHM";
pub const WEBHOOK_SECRET: &str = "canary-webhook-secret-for-tests";

/// Ticks whose way to the other browser is timed.
const TICKS: usize = 100;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn a_tick_and_the_server() -> Result<()> {
    let Some(team) = Team::gather().await? else {
        return Ok(());
    };
    println!("start to first answered request: {} ms (aim: under 300)", team.server.started_in.as_millis());
    team.sign_up().await?;
    let path = team.create_launch("Bench").await?;
    team.invite(&path).await?;
    team.ben().await?.goto(&team.server.url(&path)).await?;
    team.ben().await?.find("[data-item='auth.scopes']").await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (mut paint, mut travel) = (Vec::new(), Vec::new());
    for _ in 0..TICKS {
        // Both browsers are on this machine: their clocks are one.
        team.ben().await?.driver.execute(SEEN, vec![]).await?;
        let clicked: (f64, f64) = team.ann.driver.execute_async(CLICK, vec![]).await?.convert()?;
        let seen: f64 =
            team.ben().await?.driver.execute_async("const [done] = arguments; window.seen.then(done)", vec![]).await?.convert()?;
        paint.push(clicked.1);
        travel.push(seen - clicked.0);
    }
    println!("click to paint, 25 items: {} ms (aim: p95 under 32)", quantiles(&mut paint));
    println!("tick in one browser to the other: {} ms (aim: p95 under 100)", quantiles(&mut travel));
    println!("memory of the server with two readers: {} MiB", team.server.memory_mib()?);
    Ok(())
}

/// Resolves with the time at which the row changes its status.
const SEEN: &str = r#"
    const row = document.querySelector("[data-item='auth.scopes']");
    window.seen = new Promise((resolve) => {
        const watch = new MutationObserver(() => { watch.disconnect(); resolve(performance.timeOrigin + performance.now()); });
        watch.observe(row, { attributes: true, attributeFilter: ["data-status"] });
    });
"#;

/// Clicks, and says when that was and how long the next painted frame took.
const CLICK: &str = r#"
    const [done] = arguments;
    const box = document.querySelector("[data-item='auth.scopes'] input[type=checkbox]");
    const start = performance.now();
    box.click();
    requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done([performance.timeOrigin + start, performance.now() - start]);
        channel.port2.postMessage(0);
    });
"#;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn an_idle_server() -> Result<()> {
    let Some(tools) = stage::Tools::find() else {
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("holdpoint.toml"), "")?;
    let mut times = Vec::new();
    for _ in 0..5 {
        let server = stage::Server::start(&tools.holdpoint, folder.path(), stage::free_port());
        times.push(server.started_in.as_secs_f64() * 1_000.0);
        tokio::time::sleep(Duration::from_secs(3)).await;
        println!("memory of an idle server: {} MiB (aim: under 40)", server.memory_mib()?);
    }
    println!("start to accepting connections: {} ms (aim: under 300)", quantiles(&mut times));
    Ok(())
}

/// Four checks against servers that each answer after 100 ms, by the command line, beside the slowest of them.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn a_preflight_takes_as_long_as_its_slowest_check() -> Result<()> {
    let Some(tools) = stage::Tools::find() else {
        return Ok(());
    };
    let vendor = Vendor {
        token: TOKEN.into(),
        api_version: "2.16".into(),
        delay_ms: 100,
        status_delay_ms: 100,
        health_delay_ms: 100,
        ..Vendor::default()
    };
    let vendor = Emulator::start(vendor).await?;
    let mut ratios = Vec::new();
    for _ in 0..10 {
        let begun = Instant::now();
        let said = Command::new(&tools.holdpoint)
            .args(["preflight", "--json"])
            .env("HOLDPOINT_BASE_URL", vendor.base_url())
            .env("HOLDPOINT_API_VERSION", "2.16")
            .env("HOLDPOINT_STATUS_URL", vendor.status_url())
            .env("HOLDPOINT_HEALTH_URL", vendor.health_url())
            .env("HOLDPOINT_TOKEN", "env:BENCH_TOKEN")
            .env("BENCH_TOKEN", TOKEN)
            .env("HOLDPOINT_EGRESS_ALLOW", vendor.address().to_string())
            .output()?;
        let whole = begun.elapsed().as_secs_f64() * 1_000.0;
        let answer: serde_json::Value = serde_json::from_slice(&said.stdout).context("JSON")?;
        let slowest = answer["checks"].as_array().into_iter().flatten().filter_map(|check| check["latencyMs"].as_f64()).fold(0.0, f64::max);
        ensure!(99.0 <= slowest, "{answer}");
        ratios.push(whole / slowest);
    }
    println!("pre-flight, whole process over its slowest check: {} (aim: at most 1.3)", quantiles(&mut ratios));
    Ok(())
}

fn quantiles(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    let at = |part: f64| values.get(((values.len() - 1) as f64 * part).round() as usize).copied().unwrap_or_default();
    format!("median {:.2}, p95 {:.2}, max {:.2}", at(0.5), at(0.95), at(1.0))
}
