//! A server that has an earlier state again, as of a restored backup: under open pages, and while somebody was away.

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::late::BLOCKED;
use crate::stage::Server;
use crate::tabs::{SEEN, UNSEEN, until_streams};
use crate::team::Team;

const ITEM: &str = "[data-item='auth.scopes']";
const BOX: &str = "[data-item='auth.scopes'] input[type=checkbox]";

/// What the log has instead where it has grown again.
const OTHERS: [&str; 3] = ["auth.rotation", "auth.separate-tokens", "auth.token-storage"];

/// What the server has now is what it will have again.
fn back_up(server: &mut Server) -> Result<()> {
    ensure!(server.stop());
    let folder = &server.folder;
    ensure!(std::process::Command::new("cp").arg("-r").args([folder.join("data"), folder.join("backup")]).status()?.success());
    server.restart();
    Ok(())
}

/// Of a server that is stopped; it begins with what it had then.
fn restore(server: &mut Server) -> Result<()> {
    let data = server.folder.join("data");
    std::fs::remove_dir_all(&data)?;
    std::fs::rename(server.folder.join("backup"), &data)?;
    server.restart();
    Ok(())
}

/// Ann ticks an item that the backup has not, and Ben sees it.
async fn tick_after_a_backup(team: &mut Team, path: &str) -> Result<()> {
    team.invite(path).await?;
    team.ben().await?.goto(&team.server.url(path)).await?;
    back_up(&mut team.server)?;
    team.ann.click(BOX).await?;
    team.ben().await?.wait_for(ITEM, "data-status", "done").await?;
    team.ann.gone("[data-item][data-pending=true]").await
}

/// The server has the backup again, as Ben sees.
async fn set_back(team: &mut Team) -> Result<()> {
    ensure!(team.server.stop());
    restore(&mut team.server)?;
    team.ben().await?.wait_for(ITEM, "data-status", "open").await
}

async fn tick(browser: &Browser, items: &[&str]) -> Result<()> {
    for id in items {
        browser.click(&format!("[data-item='{id}'] input[type=checkbox]")).await?;
    }
    browser.gone("[data-item][data-pending=true]").await
}

/// A backup is restored under open pages: they show what the server has again, say so, and go on from there.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_is_shown_and_followed() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Back in time").await? else {
        return Ok(());
    };
    tick_after_a_backup(&mut team, &path).await?;
    // The page that saved it is not the one that misses it.
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.wait_for("[data-live]", "data-live", "online").await?;

    ensure!(team.server.stop());
    restore(&mut team.server)?;
    for browser in [&team.ann, team.ben().await?] {
        browser.see("[data-testid=toast][data-grave=true]", "an earlier state of this launch again").await?;
        browser.wait_for(ITEM, "data-status", "open").await?;
    }
    // What was saved and is gone is hers to make again.
    team.ann.see(&format!("{ITEM} [data-testid=refused]"), "the server has lost it").await?;
    team.ann.click(BOX).await?;
    team.ben().await?.wait_for(ITEM, "data-status", "done").await?;
    team.ben().await?.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    team.ann.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    team.part_in_bad_weather().await
}

/// The log was set back while somebody was away, and is longer than ever when they come back: the place alone tells nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_that_has_grown_is_noticed_by_who_was_away() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Back and forth").await? else {
        return Ok(());
    };
    tick_after_a_backup(&mut team, &path).await?;

    team.ann.offline(true).await?;
    set_back(&mut team).await?;
    tick(team.ben().await?, &OTHERS).await?;
    team.ann.wait_for(ITEM, "data-status", "done").await?;
    team.ann.offline(false).await?;
    team.ann.see("[data-testid=toast][data-grave=true]", "an earlier state of this launch again").await?;
    team.ann.wait_for(ITEM, "data-status", "open").await?;
    team.ann.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    team.part_in_bad_weather().await
}

/// Nobody looked at the page for more than a minute: it had no stream, and asked nothing, while the log was set back.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_that_has_grown_is_noticed_by_who_looks_at_the_page_again() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Back out of sight").await? else {
        return Ok(());
    };
    tick_after_a_backup(&mut team, &path).await?;

    team.ann.driver.execute(UNSEEN, vec![]).await?;
    until_streams(team.ben().await?, "1").await?;
    set_back(&mut team).await?;
    tick(team.ben().await?, &OTHERS).await?;
    team.ann.driver.execute(SEEN, vec![]).await?;
    team.ann.see("[data-testid=toast][data-grave=true]", "an earlier state of this launch again").await?;
    team.ann.wait_for(ITEM, "data-status", "open").await?;
    team.ann.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    team.part_in_bad_weather().await
}

/// The browser was closed all the while: its page has the launch from the server, and nothing to hold it against but what it was granted.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_restored_backup_lost_is_told_to_who_comes_after_it() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Back before anybody came").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    back_up(&mut team.server)?;
    team.ann.click(BOX).await?;
    team.ann.find(&format!("{ITEM}[data-status=done][data-pending=false]")).await?;
    team.ann.goto("about:blank").await?;
    ensure!(team.server.stop());
    restore(&mut team.server)?;
    team.ben().await?.goto(&team.server.url(&path)).await?;
    tick(team.ben().await?, &OTHERS).await?;

    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.see("[data-testid=toast][data-grave=true]", "an earlier state of this launch again").await?;
    team.ann.see(&format!("{ITEM} [data-testid=refused]"), "the server has lost it").await?;
    team.ann.find(&format!("{ITEM}[data-status=open]")).await?;
    team.part_in_bad_weather().await
}

/// The same where the first who asks which log it is gets no answer: what the stream brings meanwhile hides it.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_is_noticed_though_the_server_is_busy_when_it_is_back() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Back and busy").await? else {
        return Ok(());
    };
    tick_after_a_backup(&mut team, &path).await?;

    team.ann.offline(true).await?;
    set_back(&mut team).await?;
    tick(team.ben().await?, &OTHERS).await?;
    team.ann.wait_for("[data-live]", "data-live", "offline").await?;
    // It has much to do when it is back.
    team.ann.busy(3, r"/events\?").await?;
    team.ann.offline(false).await?;
    team.ann.see("[data-testid=toast][data-grave=true]", "an earlier state of this launch again").await?;
    team.ann.wait_for(ITEM, "data-status", "open").await?;
    team.part_in_bad_weather().await
}

/// What tells which log it is stays on its way as long as `held` is set; `asked` and `sent` count what is asked of that, and the wishes that are sent.
/// What had no answer is sent again soon.
const UNTOLD: &str = r#"
    const [ask, later] = [window.fetch.bind(window), window.setTimeout.bind(window)];
    [window.held, window.asked, window.sent] = [false, 0, 0];
    const waits = [600, 1200, 2400, 4800, 8000];
    window.setTimeout = (act, wait, ...given) => later(act, waits.includes(wait) ? 300 : wait, ...given);
    window.fetch = async (asked, ...given) => {
        const url = String(asked.url ?? asked);
        if (url.endsWith("/commands")) window.sent += 1;
        const answer = await ask(asked, ...given);
        if (url.includes("/events?")) window.asked += 1;
        while (window.held && url.includes("/events?")) await new Promise((go) => later(go, 20));
        return answer;
    };
"#;

const TOLD: &str =
    "return [...document.querySelectorAll('[data-testid=toast]')].some(({ textContent }) => /to “?blocked”? meanwhile/.test(textContent))";

/// It would write over what is there instead: the place at which it was asked is another event's there.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_not_sent_to_another_log_before_it_is_known_to_be_one() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Back and waiting").await? else {
        return Ok(());
    };
    tick_after_a_backup(&mut team, &path).await?;
    team.ann.driver.execute(UNTOLD, vec![]).await?;

    let [waits, others @ ..] = OTHERS;
    team.ann.offline(true).await?;
    team.ann.click(&format!("[data-item='{waits}'] input[type=checkbox]")).await?;
    team.ann.wait_for("[data-live]", "data-live", "offline").await?;
    set_back(&mut team).await?;
    let status: u16 = team.ben().await?.driver.execute_async(BLOCKED, vec![path.as_str().into(), waits.into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    tick(team.ben().await?, &others).await?;

    team.ann.driver.execute("[window.held, window.asked, window.sent] = [true, 0, 0]", vec![]).await?;
    team.ann.offline(false).await?;
    team.ann.until("return 0 < window.asked").await?;
    // Longer than until what had no answer is sent again.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let sent: u32 = team.ann.driver.execute("return window.sent", vec![]).await?.convert()?;
    ensure!(sent == 0, "it was sent {sent} times");
    team.ann.driver.execute("window.held = false", vec![]).await?;
    team.ann.until(TOLD).await?;
    team.ann.wait_for(&format!("[data-item='{waits}']"), "data-status", "blocked").await?;
    team.part_in_bad_weather().await
}

/// The same for what waits for a launch that was left, which is sent from the board.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_behind_is_not_written_over_what_another_log_has() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Back and left").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    team.ben().await?.goto(&team.server.url(&path)).await?;
    back_up(&mut team.server)?;
    team.ann.hasten().await?;
    team.ann.goto(&team.server.url("/launches")).await?;
    team.ann.click("[data-launch] h2 a").await?;
    team.ann.wait_for("[data-live]", "data-live", "online").await?;
    team.ann.click(BOX).await?;
    team.ben().await?.wait_for(ITEM, "data-status", "done").await?;
    team.ann.gone("[data-item][data-pending=true]").await?;

    let [waits, others @ ..] = OTHERS;
    team.ann.offline(true).await?;
    team.ann.click(&format!("[data-item='{waits}'] input[type=checkbox]")).await?;
    team.ann.wait_for("[data-live]", "data-live", "offline").await?;
    team.ann.click(".top__brand").await?;
    team.ann.find("[data-launch] h2 a").await?;
    ensure!(team.server.stop());
    restore(&mut team.server)?;
    team.ben().await?.wait_for(ITEM, "data-status", "open").await?;
    let status: u16 = team.ben().await?.driver.execute_async(BLOCKED, vec![path.as_str().into(), waits.into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    for id in others {
        team.ben().await?.click(&format!("[data-item='{id}'] input[type=checkbox]")).await?;
    }
    team.ben().await?.gone("[data-item][data-pending=true]").await?;

    team.ann.offline(false).await?;
    team.ann.until(TOLD).await?;
    team.ben().await?.wait_for(&format!("[data-item='{waits}']"), "data-status", "blocked").await?;
    team.part_in_bad_weather().await
}

/// The same for a page that was opened from this browser's copy while the server was away: what the log has in the place of that copy's last event
/// is another one's.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_that_has_grown_takes_the_place_of_a_kept_copy() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Back and forth, unseen").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    back_up(&mut team.server)?;
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.until("return navigator.serviceWorker.controller !== null").await?;
    team.ann.click(BOX).await?;
    team.ann.gone("[data-item][data-pending=true]").await?;
    // The copy is the server's, and nothing was heard since.
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.wait_for("[data-live]", "data-live", "online").await?;

    team.ann.goto("about:blank").await?;
    ensure!(team.server.stop());
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.wait_for("[data-live]", "data-live", "offline").await?;
    team.ann.wait_for(ITEM, "data-status", "done").await?;
    team.ann.offline(true).await?;
    restore(&mut team.server)?;
    team.ben().await?.goto(&team.server.url(&path)).await?;
    tick(team.ben().await?, &OTHERS).await?;
    team.ann.offline(false).await?;
    for id in OTHERS {
        team.ann.wait_for(&format!("[data-item='{id}']"), "data-status", "done").await?;
    }
    team.ann.wait_for(ITEM, "data-status", "open").await?;
    team.part_in_bad_weather().await
}
