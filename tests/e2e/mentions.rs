//! Somebody is asked in a comment: chosen by keyboard or with the pointer, told of it, and waited for until they answer.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::quick::leaves_what_ends_a_composition;
use crate::team::Team;

const ITEM: &str = "auth.rotation";
const AREA: &str = "[data-testid=comment-form] textarea";
const SEND: &str = "[data-testid=comment-form] button[type=submit]";

async fn has_typed(browser: &Browser, words: &str) -> Result<()> {
    let script = format!("return document.querySelector({AREA:?}).value === {words:?}");
    browser.until(&script).await
}

/// Ann asks Ben without a pointer.
async fn by_keyboard(ann: &Browser) -> Result<()> {
    ann.click(AREA).await?;
    ann.press("Is it @ba").await?;
    ann.see("#comment-people [role=option][aria-selected=true]", "Ben Baker").await?;
    ann.until(&format!("return document.querySelector({AREA:?}).getAttribute('aria-activedescendant') === 'comment-people-0'")).await?;
    leaves_what_ends_a_composition(ann, AREA, false).await?;
    ann.picture("16-mention").await?;
    // What was closed stays closed for this name, and Enter is a line again.
    ann.press(Key::Escape + "").await?;
    ann.gone("#comment-people").await?;
    ann.press("k").await?;
    ann.press(Key::Enter + "").await?;
    has_typed(ann, "Is it @bak\n").await?;
    let offered: bool = ann.driver.execute("return document.querySelector('#comment-people') !== null", vec![]).await?.convert()?;
    ensure!(!offered, "the list that was closed is there again");
    // Nobody is offered in an address.
    ann.fill(AREA, "ann@ba").await?;
    ann.gone("#comment-people").await?;
    ann.fill(AREA, "@").await?;
    ann.find("#comment-people-0").await?;
    ann.press(Key::Up + "").await?;
    ann.press(Key::Down + "").await?;
    ann.press(Key::Enter + "").await?;
    has_typed(ann, "@Ben Baker ").await?;
    ann.gone("#comment-people").await?;
    ann.press("which <b>vault</b>?").await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_in_a_comment_is_told_and_waited_for() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Asked").await? else { return Ok(()) };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    ben.goto(&team.server.url(&path)).await?;
    ben.find("[data-live=online]").await?;
    ben.see(".pane--empty", "Choose an item").await?;
    ann.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    by_keyboard(ann).await?;

    // It is told for a few seconds: he has to look while she presses.
    tokio::try_join!(ann.click(SEND), ben.see("[data-testid=toast]", "Ann Archer asks you about"))?;
    ann.see("[data-testid=comments] .mention", "@Ben Baker").await?;
    ann.see("[data-testid=comments]", "@Ben Baker which <b>vault</b>?").await?;
    // When it was is told by the clock to who has no pointer, too.
    let said = "const time = document.querySelector('[data-testid=comments] time'); return time.textContent.trim() === time.title";
    for (words, exact) in [("Show exact times", true), ("Show how long ago", false)] {
        ann.see("[data-testid=turn-times]", words).await?;
        ann.driver.execute("document.querySelector('[data-testid=turn-times]').focus()", vec![]).await?;
        ann.press(" ").await?;
        ann.until(&format!("return {exact} === (() => {{ {said} }})()")).await?;
    }
    ben.see(".pane__mine [data-testid=asked]", "Ann Archer asks you in a comment").await?;
    ben.goto(&team.server.url(&format!("{path}?status=for-me"))).await?;
    ben.find(&format!("[data-item='{ITEM}']")).await?;
    ben.until("return document.querySelectorAll('[data-item]').length === 1").await?;
    ben.goto(&team.server.url("/launches?show=mine")).await?;
    ben.find(&format!("[data-launch='{}']", path.trim_start_matches("/launches/"))).await?;

    // On a phone, with a finger.
    ben.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    ben.see("[data-pane] [data-testid=asked]", "Ann Archer asks you in a comment").await?;
    ben.find(".mention[data-me=true]").await?;
    let phone = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1.0, "mobile": false });
    ben.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", phone).await?;
    ben.fill(AREA, "The one of eu-1, @").await?;
    ben.find("#comment-people-0").await?;
    ben.fits().await?;
    ben.shoot("16-mention-phone").await?;
    ben.judge("a mention, 320 wide").await?;
    ben.click("#comment-people-0").await?;
    has_typed(ben, "The one of eu-1, @Ann Archer ").await?;
    ben.click(SEND).await?;
    ben.gone("[data-testid=asked]").await?;
    ann.see("[data-pane] [data-testid=asked]", "Ben Baker asks you in a comment").await?;
    ann.click(&format!("[data-item='{ITEM}'] input[type=checkbox]")).await?;
    ann.gone("[data-testid=asked]").await?;
    team.part().await
}
