//! A launch's details, changed by two people at once.

use anyhow::Result;

use crate::browser::Browser;
use crate::team::Team;

const SAVE: &str = "[data-testid=details-form] button[type=submit]:not([aria-disabled])";

/// A ticket may be an address, and an address is one long word.
const TICKET: &str = "https://jira.example.com/browse/OPS-4711?focusedCommentId=20261124&page=issue-tabpanels:comment-tabpanel";

/// Whether what a card says of its launch is all in sight.
const WHOLE: &str = r"
    const ends = (element) => element.getBoundingClientRect().right;
    return [...document.querySelectorAll('.board__meta > *')].every((part) => ends(part) <= ends(part.parentElement) + 1);
";

/// Waits until a field holds this.
async fn holds(browser: &Browser, field: &str, words: &str) -> Result<()> {
    browser.find(field).await?;
    browser.until(&format!("return document.querySelector({field:?}).value === {words:?}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_half_typed_stays_over_others_changes_and_a_reload() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    team.sign_up().await?;
    let path = team.create_launch("Support chat 3.2").await?;
    team.invite(&path).await?;
    let (ann, ben, details) = (&team.ann, &team.ben, team.server.url(&format!("{path}/details")));
    ann.goto(&details).await?;
    ann.click("select[aria-label='Role of Ben Baker'] option[value=release_manager]").await?;
    ben.goto(&details).await?;
    ben.find(SAVE).await?;

    ann.fill("#details-name", "Support chat 3.2, half").await?;
    ben.fill("#details-name", "Chat").await?;
    ben.fill("#details-ticket", TICKET).await?;
    ben.click(SAVE).await?;
    // What nobody types is what the launch says.
    holds(ann, "#details-ticket", TICKET).await?;
    holds(ann, "#details-name", "Support chat 3.2, half").await?;
    ann.driver.refresh().await?;
    holds(ann, "#details-name", "Support chat 3.2, half").await?;
    holds(ann, "#details-ticket", TICKET).await?;
    // Ben saved a name since she began with hers: she is asked, and means it.
    ann.click(SAVE).await?;
    ann.see("#details-name-error", "Ben Baker set this to Chat meanwhile").await?;
    holds(ben, "#details-name", "Chat").await?;
    ann.click(SAVE).await?;
    holds(ben, "#details-name", "Support chat 3.2, half").await?;

    // What was saved is no draft any more.
    ben.fill("#details-name", "Support chat 4").await?;
    ben.click(SAVE).await?;
    holds(ann, "#details-name", "Support chat 4").await?;
    ann.driver.refresh().await?;
    holds(ann, "#details-name", "Support chat 4").await?;

    // The next launch begins with the same people, and with what they own.
    ann.goto(&team.server.url(&format!("{path}/items/auth.scopes"))).await?;
    ann.click("#item-owner option:nth-child(3)").await?;
    ann.find("[data-item='auth.scopes'] .person[title='Ben Baker']").await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.goto(&team.server.url("/launches/new")).await?;
    ann.fill("[data-testid=new-launch] input[name=name]", "Support chat 5").await?;
    ann.click("label[for=new-template-intercom-production]").await?;
    ann.click("#new-team option:nth-child(2)").await?;
    ann.picture("02-new-launch-team").await?;
    ann.click("[data-testid=new-launch] button[type=submit]").await?;
    ann.find("[data-item='auth.scopes'] .person[title='Ben Baker']").await?;
    ben.goto(&team.server.url("/launches")).await?;
    ben.see(".board", "Support chat 5").await?;
    ben.see(".board", TICKET).await?;
    ben.until(WHOLE).await?;

    // Of the first one she hears what he did since she looked at it last, and nothing of her own.
    ben.goto(&team.server.url(&format!("{path}/items/auth.scopes"))).await?;
    ben.click("[data-testid='status-in_progress']").await?;
    ben.find("[data-item='auth.scopes'][data-pending=false][data-status=in_progress]").await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.see("[data-testid=since]", "Ben Baker").await?;
    ann.until("return document.querySelectorAll('[data-testid=since] li').length === 1").await?;
    ann.picture("03-since").await?;
    team.part().await
}
