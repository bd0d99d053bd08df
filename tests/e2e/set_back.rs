//! A server that has an earlier state again, as of a restored backup: under open pages, and while somebody was away.

use anyhow::{Result, ensure};

use crate::team::Team;

/// A backup is restored under open pages: they show what the server has again, say so, and go on from there.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_is_shown_and_followed() -> Result<()> {
    let Some(mut team) = Team::gather().await? else {
        return Ok(());
    };
    team.sign_up().await?;
    let path = team.create_launch("Back in time").await?;
    team.invite(&path).await?;
    team.ben.goto(&team.server.url(&path)).await?;
    let (data, backup) = (team.server.folder.join("data"), team.server.folder.join("backup"));
    ensure!(team.server.stop());
    ensure!(std::process::Command::new("cp").arg("-r").args([&data, &backup]).status()?.success());
    team.server.restart();
    let item = "[data-item='auth.scopes']";
    team.ann.click(&format!("{item} input[type=checkbox]")).await?;
    team.ben.wait_for(item, "data-status", "done").await?;
    team.ann.gone("[data-item][data-pending=true]").await?;

    ensure!(team.server.stop());
    std::fs::remove_dir_all(&data)?;
    std::fs::rename(&backup, &data)?;
    team.server.restart();
    for browser in [&team.ann, &team.ben] {
        browser.see("[data-testid=toast][data-grave=true]", "an earlier state of this launch again").await?;
        browser.wait_for(item, "data-status", "open").await?;
    }
    team.ben.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    team.ann.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    team.part_in_bad_weather().await
}

/// The log was set back while somebody was away, and is longer than ever when they come back: the place alone tells nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_that_has_grown_is_noticed_by_who_was_away() -> Result<()> {
    let Some(mut team) = Team::gather().await? else {
        return Ok(());
    };
    team.sign_up().await?;
    let path = team.create_launch("Back and forth").await?;
    team.invite(&path).await?;
    team.ben.goto(&team.server.url(&path)).await?;
    let (data, backup) = (team.server.folder.join("data"), team.server.folder.join("backup"));
    ensure!(team.server.stop());
    ensure!(std::process::Command::new("cp").arg("-r").args([&data, &backup]).status()?.success());
    team.server.restart();
    let item = "[data-item='auth.scopes']";
    team.ann.click(&format!("{item} input[type=checkbox]")).await?;
    team.ben.wait_for(item, "data-status", "done").await?;
    team.ann.gone("[data-item][data-pending=true]").await?;

    team.ann.offline(true).await?;
    ensure!(team.server.stop());
    std::fs::remove_dir_all(&data)?;
    std::fs::rename(&backup, &data)?;
    team.server.restart();
    team.ben.wait_for(item, "data-status", "open").await?;
    for id in ["auth.rotation", "auth.separate-tokens", "auth.token-storage"] {
        team.ben.click(&format!("[data-item='{id}'] input[type=checkbox]")).await?;
    }
    team.ben.gone("[data-item][data-pending=true]").await?;
    team.ann.wait_for(item, "data-status", "done").await?;
    team.ann.offline(false).await?;
    team.ann.see("[data-testid=toast][data-grave=true]", "an earlier state of this launch again").await?;
    team.ann.wait_for(item, "data-status", "open").await?;
    team.ann.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    team.part_in_bad_weather().await
}

/// The same for a page that was opened from this browser's copy while the server was away: what the log has in the place of that copy's last event
/// is another one's.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_that_has_grown_takes_the_place_of_a_kept_copy() -> Result<()> {
    let Some(mut team) = Team::gather().await? else {
        return Ok(());
    };
    team.sign_up().await?;
    let path = team.create_launch("Back and forth, unseen").await?;
    team.invite(&path).await?;
    let (data, backup) = (team.server.folder.join("data"), team.server.folder.join("backup"));
    ensure!(team.server.stop());
    ensure!(std::process::Command::new("cp").arg("-r").args([&data, &backup]).status()?.success());
    team.server.restart();
    let item = "[data-item='auth.scopes']";
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.until("return navigator.serviceWorker.controller !== null").await?;
    team.ann.click(&format!("{item} input[type=checkbox]")).await?;
    team.ann.gone("[data-item][data-pending=true]").await?;
    // The copy is the server's, and nothing was heard since.
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.wait_for("[data-live]", "data-live", "online").await?;

    team.ann.goto("about:blank").await?;
    ensure!(team.server.stop());
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.wait_for("[data-live]", "data-live", "offline").await?;
    team.ann.wait_for(item, "data-status", "done").await?;
    team.ann.offline(true).await?;
    std::fs::remove_dir_all(&data)?;
    std::fs::rename(&backup, &data)?;
    team.server.restart();
    team.ben.goto(&team.server.url(&path)).await?;
    for id in ["auth.rotation", "auth.separate-tokens", "auth.token-storage"] {
        team.ben.click(&format!("[data-item='{id}'] input[type=checkbox]")).await?;
    }
    team.ben.gone("[data-item][data-pending=true]").await?;
    team.ann.offline(false).await?;
    for id in ["auth.rotation", "auth.separate-tokens", "auth.token-storage"] {
        team.ann.wait_for(&format!("[data-item='{id}']"), "data-status", "done").await?;
    }
    team.ann.wait_for(item, "data-status", "open").await?;
    team.part_in_bad_weather().await
}
