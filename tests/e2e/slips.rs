//! What slips from one's hands changes nothing that was not meant.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::team::Team;

/// What events of a kind are about, in their order; of the launch itself: nothing.
const ABOUT: &str = r#"
    const [path, kind, done] = arguments;
    fetch(`/api${path}/events?after=0`).then((answer) => answer.json())
        .then(({ events }) => done(events.map(({ event }) => event).filter(({ type }) => type === kind).map(({ item }) => item ?? "")));
"#;

async fn about(browser: &Browser, path: &str, kind: &str) -> Result<Vec<String>> {
    Ok(browser.driver.execute_async(ABOUT, vec![path.into(), kind.into()]).await?.convert()?)
}

async fn open(browser: &Browser, item: &str) -> Result<()> {
    browser.click(&format!("[data-item='{item}'] .row__title")).await?;
    browser.find(&format!("[data-pane='{item}']")).await?;
    browser.until("return document.activeElement.id === 'item-heading'").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slips_from_ones_hands_changes_nothing_that_was_not_meant() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Slips").await? else { return Ok(()) };
    team.invite(&path).await?;
    let ann = &team.ann;
    back_from_a_date(ann, &path).await?;
    twice(ann, &team.server.url(&path)).await?;
    while_others_come(&team, &path).await?;
    over_anothers(&team, &path).await?;
    passed_by(&team, &path).await?;
    half_a_date(&team, &path).await?;
    not_touched(&team, &path).await?;
    team.part().await
}

/// The next item's field stands where this one's was.
async fn back_from_a_date(ann: &Browser, path: &str) -> Result<()> {
    open(ann, "auth.scopes").await?;
    open(ann, "auth.rotation").await?;
    ann.find("#item-due").await?.send_keys("11112031").await?;
    ann.until("return document.querySelector('#item-due').value === '2031-11-11'").await?;
    ann.driver.back().await?;
    ann.find("[data-pane='auth.scopes']").await?;
    ann.until("return document.activeElement.id === 'item-heading'").await?;
    ann.find("[data-item='auth.rotation'][data-pending=false] [data-late=false]").await?;
    let due = about(ann, path, "due_set").await?;
    ensure!(due == ["auth.rotation"], "{due:?}");
    Ok(())
}

/// What was pressed has given way to something else by the second click.
async fn twice(ann: &Browser, launch: &str) -> Result<()> {
    ann.goto(&format!("{launch}/items/auth.scopes")).await?;
    for note in ["The first of three", "The second of three", "The third of three"] {
        ann.click("[data-testid=add-evidence]").await?;
        ann.click("[data-testid=evidence-kind-note]").await?;
        ann.fill("#evidence-note", note).await?;
        ann.click("[data-testid=evidence-form] button[type=submit]").await?;
        ann.see("[data-testid=evidence]", note).await?;
    }
    double_click(ann, "[data-evidence]:first-child [data-testid=remove-evidence]").await?;
    ann.until("return document.querySelectorAll('[data-evidence]').length < 3").await?;
    ann.see("[data-testid=evidence]", "The second of three").await?;

    ann.goto(&format!("{launch}/rollback")).await?;
    ann.click("[data-testid=start-rehearsal]").await?;
    double_click(ann, "[data-next=true] [data-testid=start-step]").await?;
    ann.wait_for("[data-step='flag-off']", "data-state", "started").await?;
    ann.find("[data-step='flag-off'][data-next=true] [data-testid=step-done]").await?;
    ann.gone("#step-note").await
}

async fn double_click(browser: &Browser, css: &str) -> Result<()> {
    let button = browser.find(css).await?;
    button.scroll_into_view().await?;
    Ok(browser.driver.action_chain().double_click_element(&button).perform().await?)
}

/// Who is chosen for all items is who was chosen, whoever joins or leaves before the button is pressed; who has left is nobody's choice.
async fn while_others_come(team: &Team, path: &str) -> Result<()> {
    let (ann, list) = (&team.ann, "document.querySelector('[data-testid=bulk-owner]')");
    let shows = |name: &str| format!("return {list}.selectedOptions[0].textContent === '{name}'");
    let are = |count: usize| format!("return {list}.length === {count}");
    let id = |place: usize| format!("return {list}[{place}].value");
    let leave = |id: String| team.command(ann, path, json!({ "type": "remove_member", "member": id }));
    ann.goto(&team.server.url(path)).await?;
    ann.click("[data-testid=bulk] summary").await?;
    ann.click("[data-testid=bulk-owner] option:nth-child(4)").await?;
    ann.until(&shows("Ben Baker")).await?;
    for name in ["Abe Adler", "Abel Adler"] {
        team.invite_as(path, name).await?;
    }
    ann.until(&are(6)).await?;
    ann.until(&shows("Ben Baker")).await?;
    let (abe, abel): (String, String) =
        (ann.driver.execute(id(2), vec![]).await?.convert()?, ann.driver.execute(id(3), vec![]).await?.convert()?);
    leave(abe).await?;
    ann.until(&are(5)).await?;
    ann.until(&shows("Ben Baker")).await?;
    ann.click("[data-testid=bulk-owner] option:nth-child(3)").await?;
    ann.until(&shows("Abel Adler")).await?;
    leave(abel).await?;
    ann.until(&are(4)).await?;
    ann.until(&shows("As they are")).await?;
    ann.find("[data-testid=bulk-owner-set][aria-disabled=true]").await.map(drop)
}

/// Whoever owns an item and left shows as its owner still, and stays that for who only passes the field.
async fn passed_by(team: &Team, path: &str) -> Result<()> {
    let (ann, item) = (&team.ann, team.server.url(&format!("{path}/items/auth.token-storage")));
    ann.goto(&item).await?;
    ann.click("#item-owner option:nth-child(3)").await?;
    ann.find("[data-item='auth.token-storage'][data-pending=false] .person[title='Ben Baker']").await?;
    ann.click(".tabs a[href$='/details']").await?;
    ann.click("select[aria-label='Role of Ben Baker'] option[value='']").await?;
    ann.see("[data-testid=launch-history]", "took the role of Ben Baker away").await?;
    ann.goto(&item).await?;
    ann.until("return document.querySelector('#item-owner')?.selectedOptions[0]?.textContent === 'Ben Baker'").await?;
    ann.driver.execute("document.querySelector('#item-owner').focus()", vec![]).await?;
    ann.press(Key::Tab + "").await?;
    ann.until("return document.activeElement.id === 'item-due'").await?;
    ann.find("[data-item='auth.token-storage'][data-pending=false] .person[title='Ben Baker']").await?;
    let owned = about(ann, path, "owner_set").await?;
    ensure!(owned == ["auth.token-storage"], "{owned:?}");
    // A list of what he owns says whose it is, too.
    let id: String = ann.driver.execute("return document.querySelector('#item-owner').value", vec![]).await?.convert()?;
    ann.goto(&team.server.url(&format!("{path}?owner={id}"))).await?;
    ann.until("return document.querySelector('[data-filter=owner]').selectedOptions[0]?.textContent === 'Ben Baker'").await
}

/// The browser gives it as none at all.
async fn half_a_date(team: &Team, path: &str) -> Result<()> {
    let (ann, launch) = (&team.ann, team.server.url(path));
    ann.goto(&format!("{launch}/details")).await?;
    ann.find("#details-target").await?.send_keys("11").await?;
    ann.click("[data-testid=details-form] button[type=submit]:not([aria-disabled])").await?;
    ann.see("#details-target-error", "a day of the calendar").await?;
    ann.goto(&format!("{launch}/items/auth.rotation")).await?;
    ann.click("[data-testid=add-evidence]").await?;
    ann.click("[data-testid=evidence-kind-note]").await?;
    ann.fill("#evidence-note", "Seen in the vault").await?;
    ann.find("#evidence-holds").await?.send_keys("11").await?;
    ann.click("[data-testid=evidence-form] button[type=submit]").await?;
    ann.see("#evidence-holds-error", "a day of the calendar").await?;
    ann.goto(&team.server.url("/launches/new")).await?;
    ann.fill("#new-name", "Some day").await?;
    ann.find("#new-target").await?.send_keys("11").await?;
    ann.click("[data-testid=new-launch] button[type=submit]").await?;
    ann.see("#new-target-error", "a day of the calendar").await
}

/// A change window may begin and end in the middle of a minute; who saves the ticket leaves it so.
async fn not_touched(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    let window = json!({ "from": "2031-11-11T10:00:15Z", "to": "2031-11-11T11:59:59Z" });
    let command = json!({ "type": "set_window", "window": window });
    team.command(ann, path, command).await?;
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.until("return document.querySelector('#details-from')?.value.startsWith('2031-11-1')").await?;
    ann.fill("#details-ticket", "CHG-4712").await?;
    ann.click("[data-testid=details-form] button[type=submit]:not([aria-disabled])").await?;
    ann.see("[data-testid=launch-history]", "CHG-4712").await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let windows = about(ann, path, "window_set").await?.len();
    ensure!(windows == 1, "the window was set {windows} times");
    Ok(())
}

/// Who writes why an item is blocked hears that somebody else has settled it meanwhile, and may mean it all the same.
async fn over_anothers(team: &Team, path: &str) -> Result<()> {
    let (ann, ben, row) = (&team.ann, team.ben().await?, "[data-item='auth.separate-tokens']");
    ann.goto(&team.server.url(&format!("{path}/items/auth.separate-tokens"))).await?;
    ann.click("[data-testid=status-blocked]").await?;
    ann.fill("#status-reason", "The vendor is away.").await?;
    ben.goto(&team.server.url(path)).await?;
    let command = json!({ "type": "set_status", "item": "auth.separate-tokens", "status": "done" });
    team.command(ben, path, command).await?;
    ann.wait_for(row, "data-status", "done").await?;
    let send = "[data-testid=reason-form] button[type=submit]";
    ann.click(send).await?;
    ann.see("#status-reason-error", "Ben Baker set this to done meanwhile; yours was blocked").await?;
    ann.wait_for(row, "data-status", "done").await?;
    ann.click(send).await?;
    ann.wait_for(row, "data-status", "blocked").await
}
