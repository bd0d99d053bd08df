//! Watching a launch: switched on by one, seen by the other, with charts, tables and the alert table.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdpoint_emulator::Mode;
use serde_json::json;

use crate::browser::Browser;
use crate::stage::PATIENCE;
use crate::team::Team;

/// From here on each check has run once more: just now, and as it did before.
const ONE_MORE: &str = r#"
    const ask = window.fetch;
    window.fetch = async (request, ...how) => {
        const [answer, at] = [await ask(request, ...how), new Date().toISOString()];
        if (!/\/watch$|\/history\?/.test(request.url ?? String(request))) return answer;
        const told = await answer.json();
        told.checks?.forEach((check) => { check.lastRun = at; });
        if (told.samples?.length) told.samples.push({ ...told.samples.at(-1), at });
        return new Response(JSON.stringify(told), { headers: { "content-type": "application/json" } });
    };
"#;

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
    runs_come(ann, ben).await?;
    // On paper nobody scrolls through the runs.
    ann.driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    ann.until("return getComputedStyle(document.querySelector('[data-watched] .watch__scroll')).maxBlockSize === 'none'").await?;
    ann.driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
    ann.driver.set_window_rect(0, 0, 320, 800).await?;
    ann.fits().await?;
    team.part().await
}

/// What is open stays open, and who is in it stays there, when a check has run and an alert changes.
async fn runs_come(ann: &Browser, ben: &Browser) -> Result<()> {
    let table = "[data-watched='api.auth'] details[open] .watch__scroll";
    let count = format!("document.querySelectorAll({:?}).length", format!("{table} tbody tr"));
    ann.click("[data-alert='Token refused'] summary").await?;
    ann.driver.execute(ONE_MORE, vec![]).await?;
    let enter = format!("document.querySelector({table:?}).focus(); return {count}");
    let runs: usize = ann.driver.execute(enter, vec![]).await?.convert()?;
    ben.click("[data-testid=watch-switch]:not([aria-disabled])").await?;
    ann.find("[data-alert='Token refused'][data-state=unknown] details[open]").await?;
    ann.until(&format!("return {runs} < {count}")).await?;
    ann.until(&format!("return document.activeElement.matches({table:?})")).await
}
