//! A copy of a checklist, edited with the server looking on, saved, compared with the one before it, and used for a launch at once.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::bad_days::ASKS;
use crate::browser::Browser;
use crate::team::Team;

/// Writes into the text as somebody would who replaces a piece of it.
pub async fn replace(browser: &Browser, old: &str, new: &str) -> Result<()> {
    let script = format!(
        "const [old, text] = {}; const area = document.querySelector('#editor-source'); if (!area?.value.includes(old)) return false; \
        area.value = area.value.replace(old, text); area.dispatchEvent(new Event('input', {{ bubbles: true }})); return true",
        json!([old, new])
    );
    browser.until(&script).await.with_context(|| format!("{old} is in the text"))
}

/// How many drafts of checklists are kept.
const DRAFTS: &str = "return Object.keys(localStorage).filter((key) => key.includes('/draft/edit-template/')).length";

async fn text(browser: &Browser) -> Result<String> {
    browser.find("#editor-source").await?.prop("value").await?.context("a text area has a value")
}

/// An item's title, in the version that comes with the server and in the one that is made of it.
const TITLES: [&str; 2] = ["A team owns the service and is on call for it", "A team owns the service and answers day and night"];

/// On the page of all checklists: what is in each of two versions, and how they differ.
async fn versions(ann: &Browser) -> Result<()> {
    let card = "[data-template=service-launch]";
    let (contents, versions) = (format!("{card} [data-testid=contents]"), format!("{card} [data-testid=versions]"));
    ann.see(card, "2 versions").await?;
    ann.find("[data-template=intercom-production]").await?;
    ann.gone("[data-template=intercom-production] [data-testid=versions]").await?;
    ann.click(&format!("{contents} > summary")).await?;
    ann.see(&contents, TITLES[1]).await?;
    ann.click(&format!("{contents} li summary")).await?;
    ann.see(&contents, "Name the team, the on-call rota").await?;
    ann.see(&format!("{card} .buttons"), "Make a launch").await?;
    ann.click(&format!("{contents} option[value='1.0.0']")).await?;
    ann.see(&contents, TITLES[0]).await?;
    ann.see(&contents, "New launches begin with version 9.0.0").await?;
    ann.click(&format!("{contents} > summary")).await?;

    let changes = format!("{versions} [data-testid=template-changes]");
    ann.click(&format!("{versions} > summary")).await?;
    ann.see(&changes, &format!("Changed: {}", TITLES[1])).await?;
    ann.click(&format!("{changes} summary")).await?;
    for words in TITLES {
        ann.see(&format!("{changes} tbody"), words).await?;
    }
    ann.picture_of(card, "82-compare-versions").await?;
    // By keyboard; and a version differs in nothing from itself.
    ann.find(&format!("{versions} [data-testid=from-version]")).await?.send_keys("9").await?;
    ann.see(&versions, "Nothing that is asked, checked or signed differs").await?;
    // The other way round.
    ann.click(&format!("{versions} [data-testid=to-version] option[value='1.0.0']")).await?;
    ann.see(&changes, &format!("Changed: {}", TITLES[0])).await
}

/// Somebody else saves the next version while a draft is there: saving that would take theirs back.
async fn overtaken(team: &Team, saved: &str) -> Result<()> {
    let (ann, address) = (&team.ann, team.server.url("/templates/service-launch/edit"));
    ann.goto(&address).await?;
    replace(ann, TITLES[1], TITLES[0]).await?;
    ann.gone("[data-testid=editor-overtaken]").await?;
    ann.until(&format!("{DRAFTS} === 1")).await?;
    let theirs = saved.replacen("version = \"9.0.0\"", "version = \"9.1.0\"", 1);
    std::fs::write(team.server.folder.join("data/templates/service-launch@9.1.0.toml"), theirs)?;
    let found =
        "const ask = new XMLHttpRequest(); ask.open('GET', '/api/templates', false); ask.send(); return ask.responseText.includes('9.1.0')";
    ann.until(found).await?;
    ann.goto(&address).await?;
    ann.see("[data-testid=editor-overtaken]", "service-launch 9.1.0 was saved since").await?;
    ann.click("[data-testid=editor-again]").await?;
    ann.see("[data-testid=editor]", "Begun from service-launch 9.1.0").await?;
    // Who did not mean it has it back, with what it was begun from.
    ann.click("[data-testid=toast] button").await?;
    ann.see("[data-testid=editor-overtaken]", "service-launch 9.1.0 was saved since").await?;
    ann.click("[data-testid=editor-again]").await?;
    ann.see("[data-testid=editor]", "Begun from service-launch 9.1.0").await?;

    // A browser without room keeps no draft, and says so for as long as it is so.
    let full = "window.put = Storage.prototype.setItem; Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }";
    ann.driver.execute(full, vec![]).await?;
    replace(ann, TITLES[1], TITLES[0]).await?;
    ann.see("[data-testid=editor-not-kept]", "This browser has no room").await?;
    // It lasts as long as the page, which asks before it goes.
    ann.click(".top__nav a[href='/people']").await?;
    ann.find("main .roster").await?;
    ann.until(ASKS).await?;
    ann.driver.back().await?;
    ann.see("[data-testid=editor-not-kept]", "This browser has no room").await?;
    ann.driver.execute("Storage.prototype.setItem = window.put", vec![]).await?;
    replace(ann, TITLES[0], TITLES[1]).await?;
    ann.gone("[data-testid=editor-not-kept]").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_checklist_is_edited_and_saved() -> Result<()> {
    let Some((team, launch)) = Team::with_launch("Support chat 3.1").await? else { return Ok(()) };
    team.invite(&launch).await?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/templates")).await?;
    ann.click("[data-template=service-launch] [data-testid=edit-copy]").await?;
    ann.see("[data-testid=editor-problems]", "No problems").await?;
    ann.see("[data-testid=editor-differences]", "Nothing that is asked").await?;
    ann.see(".act__why", "Nothing is changed yet").await?;
    let original = text(ann).await?;
    // Who only looks at it leaves no copy.
    ann.until(&format!("{DRAFTS} === 0")).await?;

    // A mistake: told with its place, to which one press leads.
    replace(ann, "level = \"must\"", "level = \"perhaps\"").await?;
    ann.find("[data-problems=some]").await?;
    ann.see(".act__why", "Fix its problems first").await?;
    ann.picture("82-edit-template-problem").await?;
    ann.click("[data-problem]").await?;
    let caret = "const area = document.querySelector('#editor-source'); \
        return document.activeElement === area && area.value.slice(area.selectionStart).startsWith('\"perhaps\"')";
    ann.until(caret).await?;
    ann.until(&format!("{DRAFTS} === 1")).await?;
    // It is kept over a reload.
    ann.goto(&team.server.url("/templates/service-launch/edit")).await?;
    ann.find("[data-problems=some]").await?;
    replace(ann, "level = \"perhaps\"", "level = \"should\"").await?;
    ann.find("[data-problems=none]").await?;
    ann.see("[data-testid=editor-differences]", "level changed").await?;
    ann.see(".act__why", "higher version").await?;
    replace(ann, TITLES[0], TITLES[1]).await?;
    ann.see("[data-testid=editor-differences]", TITLES[1]).await?;
    replace(ann, "P95 latency over 2 seconds", "P95 latency over 3 seconds").await?;
    ann.see("[data-testid=editor-differences]", "Alert: Slow").await?;

    ann.fill("#editor-version", "9.0.0").await?;
    // The field writes into the text.
    ann.until("return document.querySelector('#editor-source').value.includes('version = \"9.0.0\"')").await?;
    ann.gone(".act__why").await?;
    ann.picture("82-edit-template").await?;
    ann.driver.set_window_rect(0, 0, 500, 900).await?;
    ann.fits().await?;
    ann.driver.set_window_rect(0, 0, 1280, 900).await?;
    ann.click("[data-testid=editor-save]").await?;
    ann.see("[data-testid=toast]", "Launches can be made from it").await?;
    ann.see("[data-template=service-launch]", "service-launch 9.0.0").await?;
    versions(ann).await?;

    // The draft is gone, and what was saved is what a copy begins from now.
    ann.click("[data-template=service-launch] [data-testid=edit-copy]").await?;
    ann.see("[data-testid=editor]", "service-launch 9.0.0").await?;
    let saved = text(ann).await?;
    ensure!(saved != original && saved.contains("version = \"9.0.0\""), "{}", saved.lines().take(8).collect::<Vec<_>>().join("\n"));
    ann.see(".act__why", "Nothing is changed yet").await?;
    ann.until(&format!("{DRAFTS} === 0")).await?;
    ann.goto(&team.server.url("/templates")).await?;
    ann.click("[data-template=service-launch] .buttons > a").await?;
    ann.see("label[for=new-template-service-launch]", "9.0.0").await?;
    ann.find("#new-template-service-launch:checked").await?;
    overtaken(&team, &saved).await?;

    team.ben().await?.goto(&team.server.url("/templates/service-launch/edit")).await?;
    team.ben().await?.see("main", "Only the owner of this server can save checklists").await?;
    team.part().await
}
