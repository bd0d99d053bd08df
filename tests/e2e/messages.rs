//! What is told while one works: in a dialog as long as one is open, for what is behind it can be neither heard nor pressed.

use anyhow::Result;

use crate::browser::Browser;
use crate::team::Team;

const ITEM: &str = "auth.rotation";
const AREA: &str = "[data-testid=comment-form] textarea";
const SEND: &str = "[data-testid=comment-form] button[type=submit]";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_reaches_who_has_a_dialog_open() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    team.sign_up().await?;
    let path = team.create_launch("Told").await?;
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, &team.ben);
    ben.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    ben.find(AREA).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find("[data-live=online]").await?;
    ann.until("return document.querySelector('#keys') !== null").await?;
    ann.press("?").await?;
    ann.find("#keys[open]").await?;

    ben.fill(AREA, "@").await?;
    ben.click("#comment-people-0").await?;
    ben.press("which vault?").await?;
    tokio::try_join!(ben.click(SEND), ann.see("#keys [data-testid=toast]", "Ben Baker asks you about"))?;
    // It stays as long as the focus is in it.
    ann.driver.execute("document.querySelector('#keys [data-testid=toast] button').focus()", vec![]).await?;
    ben.click("[data-item='auth.separate-tokens'] input[type=checkbox]").await?;
    ann.until("return document.querySelector('#keys [data-testid=announcer]').textContent.includes('Ben Baker')").await?;
    ann.picture("19-told-in-a-dialog").await?;
    // Where it leads to is not behind a dialog.
    ann.click("#keys [data-testid=toast] button").await?;
    ann.gone("#keys[open]").await?;
    ann.find(&format!("[data-pane='{ITEM}']")).await?;
    ann.find("body > #told [data-testid=announcer]").await?;
    team.part().await
}
