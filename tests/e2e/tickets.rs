//! A report into its change ticket, from the page: refused first, seen by both, tried again, there. One that is stopped.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::TOKEN;
use crate::main_job::PLACE;
use crate::team::Team;

/// Keeps what is asked for.
const LISTEN: &str = r#"
    const ask = window.fetch.bind(window);
    window.fetch = async (request, ...how) => {
        if (request.method === "POST" && request.url.endsWith("/deliveries")) window.wish = await request.clone().text();
        return ask(request, ...how);
    };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_delivered_from_the_page_and_every_attempt_is_seen() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Delivered").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let page = team.server.url(&format!("{path}/sign-off"));
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.goto(&page).await?;
    ann.see("[data-testid=deliveries]", "Issue a report first").await?;
    // It is the launch's ticket as long as nobody writes another one.
    for ticket in ["CHG-1", "CHG-2"] {
        team.command(ann, &path, json!({ "type": "set_ticket", "ticket": ticket })).await?;
        ann.until(&format!("return document.querySelector('[data-testid=deliver-form] input[name=reference]').value === '{ticket}'"))
            .await?;
    }
    ann.click("[data-testid=issue-report]:not([aria-disabled])").await?;
    ann.find(".latest").await?;
    ann.until("return document.querySelector('[data-testid=announcer]').textContent.includes('The report is issued.')").await?;

    ann.fill("[data-testid=deliver-form] input[name=reference]", "https://example.com/OPS-1").await?;
    ann.click("[data-testid=deliver]:not([aria-disabled])").await?;
    ann.see("#deliver-reference-error", "without a host").await?;
    ensure!(team.desk.requests().is_empty(), "nothing was sent");

    team.desk.accept("another-token");
    ann.driver.execute(LISTEN, vec![]).await?;
    ann.fill("[data-testid=deliver-form] input[name=reference]", "CHG-4711").await?;
    ann.click("[data-testid=deliver]:not([aria-disabled])").await?;
    ann.until("return /\"report\":\"sha256:/.test(window.wish)").await?;
    ann.see("[data-delivery=fail]", "the ticket system answered 401").await?;
    ann.picture_of("[data-testid=deliveries]", "50-delivery-refused").await?;
    ben.goto(&page).await?;
    ben.see("[data-delivery=fail]", "CHG-4711").await?;
    ben.find("[data-testid=deliver][aria-disabled]").await?;
    ben.gone("[data-testid=retry-delivery]").await?;

    team.desk.accept(TOKEN);
    ann.click("[data-testid=retry-delivery]").await?;
    ann.see("[data-delivery=pass]", "commented; attached 5 files").await?;
    ben.see("[data-delivery=pass]", "attached 5 files").await?;
    ensure!(team.desk.texts("/rest/CHG-4711").len() == 1 && team.desk.files("/rest/CHG-4711").len() == 5, "all of it, once");
    ensure!(!ann.find(".latest").await?.text().await?.contains("Something happened since"), "a delivery changes nothing of the launch");
    // Nor anything of what is signed; its place in the log does, and the server takes no earlier one.
    let place: String = ann.driver.execute_async(PLACE, vec![path.clone().into()]).await?.convert()?;
    ann.wait_for("[data-testid=snapshot]", "data-revision", &place).await?;
    ann.gone("[data-testid=snapshot-outdated]").await?;
    ann.picture_of("[data-testid=deliveries]", "51-delivered").await?;
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.see("[data-testid=launch-history]", "to CHG-4711 in jira: commented").await?;
    ann.goto(&page).await?;
    ann.find("[data-delivery=pass]").await?;

    // One that is not wanted any more is stopped.
    team.desk.accept("another-token");
    ann.fill("[data-testid=deliver-form] input[name=reference]", "CHG-4712").await?;
    ann.click("[data-testid=deliver]:not([aria-disabled])").await?;
    ann.see("[data-delivery=fail]", "the ticket system answered 401").await?;
    // Who may do so by now has the button, on the page that is open.
    let his: String =
        ben.driver.execute("return JSON.parse(localStorage.getItem('holdpoint/1/session')).me.id", vec![]).await?.convert()?;
    ben.see("[data-delivery=fail]", "CHG-4712").await?;
    ben.gone("[data-testid=stop-delivery]").await?;
    for (role, button) in [("release_manager", true), ("contributor", false)] {
        let command = json!({ "type": "set_role", "member": his, "name": "Ben Baker", "role": role, "sections": [] });
        team.command(ann, &path, command).await?;
        ben.until(&format!("return (document.querySelector('[data-testid=stop-delivery]') !== null) === {button}")).await?;
    }
    ann.click("[data-delivery=fail] [data-testid=stop-delivery]").await?;
    for browser in [ann, ben] {
        browser.see("[data-delivery=unknown]", "Stopped").await?;
        browser.gone("[data-testid=retry-delivery], [data-testid=stop-delivery]").await?;
    }
    ask_twice_for_what_is_there_now(&team, &path).await?;
    ann.driver.set_window_rect(0, 0, 320, 800).await?;
    ann.fits().await?;
    team.part().await
}

/// Who has begun to sign asks for what is there now. That it does not come is told, though what they read stays.
async fn ask_twice_for_what_is_there_now(team: &Team, path: &str) -> Result<()> {
    let (ann, show_now) = (&team.ann, "[data-testid=snapshot-outdated] button");
    ann.fill("[data-testid=approve-form] input[name=password]", "not finished").await?;
    team.command(ann, path, json!({ "type": "set_ticket", "ticket": "CHG-3" })).await?;
    ann.find(show_now).await?;
    ann.busy(1, "/snapshot$").await?;
    ann.click(show_now).await?;
    ann.find("[data-testid=toast][data-grave=true]").await?;
    ann.find("[data-testid=snapshot-digest]").await?;
    ann.click(show_now).await?;
    ann.gone("[data-testid=snapshot-outdated]").await
}
