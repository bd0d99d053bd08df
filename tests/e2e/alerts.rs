//! Watching a launch: switched on by one, seen by the other, with charts, tables and the alert table.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdpoint_emulator::Mode;
use serde_json::json;

use crate::stage::PATIENCE;
use crate::team::Team;

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_is_watched_with_charts_and_alerts() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Support chat 2.7").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let page = team.server.url(&format!("{path}/watch"));
    let (ann, ben) = (&team.ann, team.ben().await?);
    ben.goto(&page).await?;
    ben.wait_for(".watch__switch", "data-watch", "off").await?;
    ben.see("[data-testid=alerts]", "cannot be judged yet").await?;
    ann.goto(&page).await?;
    team.vendor.set(|vendor| vendor.mode = Mode::Unauthorized);
    ann.click("[data-testid=watch-switch]:not([aria-disabled])").await?;
    ann.wait_for(".watch__switch", "data-watch", "on").await?;
    ben.wait_for(".watch__switch", "data-watch", "on").await?;
    let end = tokio::time::Instant::now() + PATIENCE;
    // The server is asked, and the page opened again once there is something to see.
    let fires = format!(
        "return (await (await fetch('/api{path}/watch')).json()).alerts.some(({{ name, state }}) => name === 'Token refused' && state === 'firing')"
    );
    while !ann.driver.execute(fires.as_str(), vec![]).await?.convert::<bool>()? {
        ensure!(tokio::time::Instant::now() < end, "no run and no alert, though the first runs are due within half a minute");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    ann.goto(&page).await?;
    ann.find("[data-alert='Token refused'][data-state=firing]").await?;
    ann.see("[data-alert='Token refused']", "Replace the token").await?;
    ann.see("[data-testid=notices]", "Nobody is told").await?;
    ann.find("[data-watched='api.auth'] .chart__picture[role=img][aria-label*=Latency]").await?;
    ann.click("[data-watched='api.auth'] details summary").await?;
    ann.see("[data-watched='api.auth'] table", "fail").await?;
    ann.picture("40-watch").await?;
    // On paper nobody scrolls through the runs.
    ann.driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    ann.until("return getComputedStyle(document.querySelector('[data-watched] .watch__scroll')).maxBlockSize === 'none'").await?;
    ann.driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
    ann.driver.set_window_rect(0, 0, 320, 800).await?;
    ann.fits().await?;
    team.part().await
}
