//! What is told while one works: it hides nothing that has the focus, and is told in a dialog as long as one is open, for what is behind that can
//! be neither heard nor pressed.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::team::Team;

const ITEM: &str = "auth.rotation";
const AREA: &str = "[data-testid=comment-form] textarea";
const SEND: &str = "[data-testid=comment-form] button[type=submit]";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_reaches_who_has_a_dialog_open() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Told").await? else { return Ok(()) };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    ben.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    ben.find(AREA).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find("[data-live=online]").await?;
    ann.until("return document.querySelector('#keys') !== null").await?;
    nothing_behind_is_undone(ann).await?;
    // The dialog is longer than the window.
    ann.driver.set_window_rect(0, 0, 1280, 420).await?;
    ann.until("const keys = document.querySelector('#keys'); return keys.clientHeight < keys.scrollHeight").await?;
    ann.driver.execute("document.querySelector('#keys').scrollTo(0, 10_000)", vec![]).await?;
    ann.until(CLOSE_IN_SIGHT).await?;
    ann.driver.execute("document.querySelectorAll('#keys dt')[1].scrollIntoView()", vec![]).await?;
    ann.until(BELOW_CLOSE).await.context("what is brought into sight lies under the dialog's button")?;

    ben.fill(AREA, "@").await?;
    ben.click("#comment-people-0").await?;
    ben.press("which vault?").await?;
    tokio::try_join!(ben.click(SEND), ann.see("#keys [data-testid=toast]", "Ben Baker asks you about"))?;
    ann.until(IN_SIGHT).await?;
    ann.driver.set_window_rect(0, 0, 1280, 900).await?;
    // It stays as long as the focus is in it.
    ann.driver.execute("document.querySelector('#keys [data-testid=toast] button').focus()", vec![]).await?;
    ann.find("#keys .toasts > [aria-live=polite] [data-testid=toast]").await?;
    ben.click("[data-item='auth.separate-tokens'] input[type=checkbox]").await?;
    ann.until("return document.querySelector('#keys [data-testid=announcer]').textContent.includes('Ben Baker')").await?;
    ann.picture("19-told-in-a-dialog").await?;
    // Where it leads to is not behind a dialog.
    ann.click("#keys [data-testid=toast] button").await?;
    ann.gone("#keys[open]").await?;
    ann.find(&format!("[data-pane='{ITEM}']")).await?;
    ann.find("body > #told [data-testid=announcer]").await?;
    ann.find("[data-item='auth.scopes'][data-status=done]").await?;
    ann.press(Key::Control + "z").await?;
    ann.wait_for("[data-item='auth.scopes']", "data-status", "open").await?;
    team.part().await
}

/// What one last did could be taken back, and is not while something else is in front.
async fn nothing_behind_is_undone(browser: &Browser) -> Result<()> {
    browser.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    browser.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    browser.press("?").await?;
    browser.find("#keys[open]").await?;
    browser.press(Key::Control + "z").await?;
    // A wish is drawn at once.
    tokio::time::sleep(Duration::from_millis(200)).await;
    browser.find("[data-item='auth.scopes'][data-status=done]").await.map(drop)
}

/// Whether a dialog can be closed by who has scrolled in it.
const CLOSE_IN_SIGHT: &str = r"
    const close = document.querySelector('#keys .dialog__close'), { x, y, width, height } = close.getBoundingClientRect();
    return 0 < document.querySelector('#keys').scrollTop && close.contains(document.elementFromPoint(x + width / 2, y + height / 2));
";

/// Whether what was brought to a dialog's beginning is below its button.
const BELOW_CLOSE: &str = r"
    const [{ bottom }, { top }] = ['.dialog__close', '.keys > :nth-child(2) dt'].map((part) =>
        document.querySelector(`#keys ${part}`).getBoundingClientRect());
    return bottom <= top;
";

/// Whether a message is in sight.
const IN_SIGHT: &str = r"
    const { x, y, width, height } = document.querySelector('[data-testid=toast]').getBoundingClientRect();
    const there = document.elementFromPoint(x + width / 2, y + height / 2);
    return there !== null && there.closest('[data-testid=toast]') !== null;
";

/// Whether what has the focus lies under a message.
const COVERED: &str = r"
    const active = document.activeElement, { x, y, width, height } = active.getBoundingClientRect();
    const there = document.elementFromPoint(x + width / 2, y + height / 2);
    return there !== null && there.closest('.toasts') !== null && active.closest('.toasts') === null;
";

/// At the end of what can be scrolled.
const AT_THE_END: &str = r"
    const area = document.querySelector(arguments[0]);
    area.focus();
    area.scrollIntoView({ block: 'end', behavior: 'instant' });
";

/// What is news for some seconds is so for a moment.
const BRIEF: &str = r"
    const later = window.setTimeout.bind(window);
    window.setTimeout = (act, wait, ...given) => later(act, wait === 6_000 || wait === 10_000 ? 200 : wait, ...given);
";

#[tokio::test(flavor = "multi_thread")]
async fn news_waits_for_who_looks_at_another_tab() -> Result<()> {
    let Some((team, _)) = Team::with_launch("Looked away").await? else { return Ok(()) };
    let ann = &team.ann;
    ann.find("[data-live=online]").await?;
    ann.driver.execute(BRIEF, vec![]).await?;
    ann.driver.execute("Object.defineProperty(document, 'hidden', { value: true, configurable: true })", vec![]).await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    ann.find("[data-testid=toast][data-grave=false]").await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    ann.find("[data-testid=toast][data-grave=false]").await?;
    ann.driver.execute("delete document.hidden", vec![]).await?;
    ann.gone("[data-testid=toast]").await?;
    team.part_in_bad_weather().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_message_hides_what_has_the_focus() -> Result<()> {
    let Some((team, path)) = Team::with_launch("In sight").await? else { return Ok(()) };
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    ann.find(AREA).await?;
    for (width, height) in [(390, 700), (1280, 640)] {
        ann.driver.set_window_rect(0, 0, width, height).await?;
        ann.fill(AREA, "Begun.").await?;
        ann.driver.execute(AT_THE_END, vec![AREA.into()]).await?;
        // It stays until it is read: a draft would be lost.
        ann.driver.execute("document.querySelector('[data-testid=sign-out]').click()", vec![]).await?;
        ann.find("[data-testid=toast][data-grave=true]").await?;
        ann.until(&format!("return document.activeElement.matches({AREA:?}) && !(() => {{ {COVERED} }})()")).await?;
        ann.driver.execute("document.querySelector('#item-heading').focus()", vec![]).await?;
        let mut stops = 0;
        while !ann.driver.execute("return document.activeElement.closest('.toasts') !== null", vec![]).await?.convert::<bool>()? {
            ann.press(Key::Tab + "").await?;
            ann.until(&format!("return !(() => {{ {COVERED} }})()")).await.with_context(|| format!("{width} wide, stop {stops}"))?;
            stops += 1;
            ensure!(stops < 100, "the message is not reached by Tab");
        }
        ensure!(8 < stops, "only {stops} stops between the item's heading and the message");
        ann.press(Key::Enter + "").await?;
        ann.gone("[data-testid=toast]").await?;
        // What was told counts as told for a while.
        ann.driver.refresh().await?;
        ann.find(AREA).await?;
    }
    team.part().await
}

/// Something is begun, so that signing out is told to lose it: that stays until it is read.
async fn begin_something(team: &Team, path: &str) -> Result<()> {
    team.ann.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    team.ann.fill(AREA, "Begun.").await
}

async fn tell(browser: &Browser) -> Result<()> {
    browser.driver.execute("document.querySelector('[data-testid=sign-out]').click()", vec![]).await?;
    browser.find("[data-testid=toast][data-grave=true]").await.map(drop)
}

/// How high the page is without what is told, and how much of the window is none of it.
const HEIGHTS: &str = "return [document.querySelector('main').getBoundingClientRect().bottom, outerHeight - innerHeight]";

/// Enough for one message, and not for as many as there may be.
const ROOM: f64 = 200.0;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_room_for_a_message_does_not_scroll_for_it() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Room enough").await? else { return Ok(()) };
    let ann = &team.ann;
    begin_something(&team, &path).await?;
    ann.goto(&team.server.url("/")).await?;
    ann.find("[data-launch] h2 a").await?;
    let (page, frame): (f64, f64) = ann.driver.execute(HEIGHTS, vec![]).await?.convert()?;
    ensure!(ROOM * 1.5 < page, "for a page of {page} pixels there is room in any case");
    ann.driver.set_window_rect(0, 0, 1280, (page + ROOM + frame).ceil() as u32).await?;
    tell(ann).await?;
    ann.until(IN_SIGHT).await?;
    let (whole, window, end): (f64, f64, f64) = ann
        .driver
        .execute(
            "return [document.documentElement.scrollHeight, innerHeight, document.querySelector('.toasts').getBoundingClientRect().bottom]",
            vec![],
        )
        .await?
        .convert()?;
    ensure!(whole <= window, "{whole} pixels in a window of {window}");
    ensure!((0.0..40.0).contains(&(window - end)), "the message is not at the window's edge, but ends at {end} of {window}");
    team.part().await
}

/// Whether all of what is told is in sight, to who has the focus in it.
const ON_TOP: &str = r"
    const told = document.querySelector('.toasts'), { x, y, width } = told.getBoundingClientRect();
    return told.contains(document.activeElement) && told.contains(document.elementFromPoint(x + width / 2, y + 1));
";

/// On a phone they reach down to where messages are.
#[tokio::test(flavor = "multi_thread")]
async fn neither_the_gates_reasons_nor_a_message_hide_what_has_the_focus() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Reasons").await? else { return Ok(()) };
    let ann = &team.ann;
    begin_something(&team, &path).await?;
    ann.driver.set_window_rect(0, 0, 390, 700).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find("[data-item]").await?;
    tell(ann).await?;
    ann.driver.execute("document.querySelector('.toast__text').textContent = 'Told at length. '.repeat(100)", vec![]).await?;
    ann.driver.execute("scrollTo(0, 600); document.querySelector('.gate__why').open = true", vec![]).await?;
    ann.find(".gate__list a").await?;
    ann.driver.execute("[...document.querySelectorAll('.gate__list a')].at(-1).focus()", vec![]).await?;
    ann.until(&format!("return document.activeElement.matches('.gate__list a') && !(() => {{ {COVERED} }})()")).await?;
    // Nor does the message under them, for who goes on to it: they are put away, and where they are opened again meanwhile they come below.
    ann.driver.execute("document.activeElement.blur(); document.querySelector('.toasts button').focus()", vec![]).await?;
    ann.gone(".gate__why[open]").await?;
    ann.driver.execute("document.querySelector('.gate__why').open = true", vec![]).await?;
    ann.find(".gate__list a").await?;
    ann.until(ON_TOP).await?;
    // Who is where a reason leads already is there, and no longer under the reasons.
    ann.driver.set_window_rect(0, 0, 1280, 900).await?;
    ann.goto(&team.server.url(&format!("{path}/items/auth.rotation"))).await?;
    ann.find("[data-pane='auth.rotation']").await?;
    ann.click(".gate__why > summary").await?;
    ann.click(".gate__list a[href$='/items/auth.rotation']").await?;
    ann.gone(".gate__why[open]").await?;
    ann.until("return document.activeElement.id === 'item-heading'").await?;
    team.part().await
}
