//! A launch's details, changed by two people at once; rules of its own for its signatures; and what its page is to who may less and less.

use anyhow::Result;
use serde_json::json;

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

/// A day that nothing is written on by itself.
const DAY: &str = "2199-11-11";

/// A time that is not now.
const TIME: &str = "2026-11-11T10:30";

/// As a date's own window writes it.
const WRITE: &str = r"
    const [field, day] = arguments;
    document.querySelector(field).value = day;
    document.querySelector(field).dispatchEvent(new Event('input', { bubbles: true }));
";

async fn write_day(browser: &Browser, field: &str) -> Result<()> {
    browser.find(field).await?;
    browser.driver.execute(WRITE, vec![field.into(), DAY.into()]).await?;
    Ok(())
}

/// Waits until a field holds this.
async fn holds(browser: &Browser, field: &str, words: &str) -> Result<()> {
    browser.find(field).await?;
    browser.until(&format!("return document.querySelector({field:?}).value === {words:?}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_half_typed_stays_over_others_changes_and_a_reload() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Support chat 3.2").await? else { return Ok(()) };
    let (ann, details) = (&team.ann, team.server.url(&format!("{path}/details")));
    ann.goto(&details).await?;
    ann.find("select[aria-label='Role of Ann Archer']").await?;
    // Who accepts an invite while she looks on is there.
    team.invite(&path).await?;
    let ben = team.ben().await?;
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
    own_policy(ann, ben).await?;
    artifacts(ann, ben).await?;
    the_same_people(&team, &path).await?;
    half_written(&team, &path).await?;
    without_connections(&team, &path).await?;
    for browser in [ann, ben] {
        browser.goto(&team.server.url(&format!("{path}/details"))).await?;
    }
    for_some_sections(ann).await?;
    only_looks(&team).await?;
    shut_out(&team, &path).await?;
    team.part().await
}

/// The next launch begins with the same people, and with what they own; of the first one is told what others did since one looked.
async fn the_same_people(team: &Team, path: &str) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.goto(&team.server.url(&format!("{path}/items/auth.scopes"))).await?;
    ann.click("#item-owner option:nth-child(3)").await?;
    ann.find("[data-item='auth.scopes'] .person[title='Ben Baker']").await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.goto(&team.server.url("/launches/new")).await?;
    ann.fill("[data-testid=new-launch] input[name=name]", "Support chat 5").await?;
    write_day(ann, "#new-target").await?;
    ann.click("label[for=new-template-webhook-consumer]").await?;
    ann.click("#new-connection option[value=intercom-prod]").await?;
    ann.driver.refresh().await?;
    holds(ann, "#new-name", "Support chat 5").await?;
    holds(ann, "#new-target", DAY).await?;
    holds(ann, "#new-connection", "intercom-prod").await?;
    ann.until("return document.querySelector('#new-template-webhook-consumer').checked").await?;
    ann.click("#new-connection option[value='']").await?;
    ann.click("label[for=new-template-intercom-production]").await?;
    ann.click("#new-team option:nth-child(2)").await?;
    ann.driver.refresh().await?;
    ann.until("return (document.querySelector('#new-team')?.value ?? '') !== ''").await?;
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
    ann.goto(&team.server.url(path)).await?;
    ann.see("[data-testid=since]", "Ben Baker").await?;
    ann.until("return document.querySelectorAll('[data-testid=since] li').length === 1").await?;
    ann.picture("03-since").await?;
    Ok(())
}

/// What stands in an item's forms when the page is closed is there when they are opened again.
async fn half_written(team: &Team, path: &str) -> Result<()> {
    let (ann, evidence, file, waiver) = (&team.ann, "[data-testid=add-evidence]", "[data-testid=add-file]", "[data-testid=ask-waiver]");
    ann.goto(&team.server.url(&format!("{path}/items/auth.rotation"))).await?;
    ann.click(evidence).await?;
    ann.click("[data-testid=evidence-kind-note]").await?;
    ann.fill("#evidence-note", "Seen in the vault").await?;
    write_day(ann, "#evidence-holds").await?;
    ann.driver.execute(WRITE, vec!["#evidence-seen".into(), TIME.into()]).await?;
    ann.click(waiver).await?;
    ann.fill("#waiver-reason", "Not in time").await?;
    write_day(ann, "#waiver-until").await?;
    ann.driver.refresh().await?;
    // A closed form says that something is in it.
    for block in ["evidence", "waiver"] {
        ann.see(&format!("[data-testid={block}] [data-testid=begun]"), "kept in this browser").await?;
    }
    ann.picture("03-begun").await?;
    ann.click(evidence).await?;
    holds(ann, "#evidence-note", "Seen in the vault").await?;
    holds(ann, "#evidence-holds", DAY).await?;
    holds(ann, "#evidence-seen", TIME).await?;
    ann.click(waiver).await?;
    holds(ann, "#waiver-reason", "Not in time").await?;
    holds(ann, "#waiver-until", DAY).await?;
    ann.click("[data-testid=evidence-form] .button--quiet").await?;
    ann.click(file).await?;
    ann.fill("#file-title", "How it was measured").await?;
    write_day(ann, "#file-holds").await?;
    ann.driver.refresh().await?;
    ann.click(file).await?;
    holds(ann, "#file-title", "How it was measured").await?;
    holds(ann, "#file-holds", DAY).await
}

/// That the connections did not come is told where one is chosen, and they are asked for again there.
async fn without_connections(team: &Team, path: &str) -> Result<()> {
    let (ann, details, new) = (&team.ann, "[data-testid=details-form]", "[data-testid=new-launch]");
    ann.goto(&team.server.url(path)).await?;
    ann.find("[data-item]").await?;
    ann.busy(1, "/api/connections$").await?;
    ann.click(".tabs a[href$='/details']").await?;
    ann.click(&format!("{details} .failed button")).await?;
    ann.gone(&format!("{details} .failed")).await?;
    holds(ann, "#details-connection", "intercom-prod").await?;
    ann.goto(&team.server.url("/launches")).await?;
    ann.find("[data-launch]").await?;
    ann.busy(1, "/api/connections$").await?;
    ann.click("a[href='/launches/new']").await?;
    ann.click(&format!("{new} .failed button")).await?;
    ann.find("#new-connection option[value=intercom-prod]").await.map(drop)
}

/// What nobody could satisfy is refused at the field; what was set is seen by both, and taken back.
async fn own_policy(ann: &Browser, ben: &Browser) -> Result<()> {
    let (policy, send) = ("[data-testid=policy]", "[data-testid=policy-form] button[type=submit]");
    ann.see(policy, "As the checklist says.").await?;
    ann.click("[data-testid=change-policy]:not([aria-disabled])").await?;
    ann.click("#policy-managers option[value='0']").await?;
    ann.click("#policy-approvers option[value='0']").await?;
    ann.click(send).await?;
    ann.see("#policy-managers-error", "Ask for at least one signature").await?;
    ann.click("#policy-approvers option[value='5']").await?;
    ann.click(send).await?;
    ann.see("#policy-managers-error", "give somebody the role first").await?;
    ann.click("#policy-managers option[value='2']").await?;
    ann.click("#policy-approvers option[value='0']").await?;
    ann.click(send).await?;
    ann.gone("[data-testid=policy-form]").await?;
    for browser in [ann, ben] {
        browser.see(policy, "Set for this launch.").await?;
        browser.see(policy, "2 release manager").await?;
    }
    // What he sets while her form is open she reads before she writes over it.
    ann.click("[data-testid=change-policy]").await?;
    ann.click("#policy-managers option[value='1']").await?;
    ben.click("[data-testid=change-policy]").await?;
    ben.click("#policy-managers option[value='1']").await?;
    ben.click("#policy-approvers option[value='1']").await?;
    ben.click(send).await?;
    ann.see(policy, "1 release manager and 1 approver").await?;
    ann.click(send).await?;
    ann.see("#policy-managers-error", "Ben Baker set this to 1 release manager and 1 approver").await?;
    ann.click(send).await?;
    ann.gone("[data-testid=policy-form]").await?;
    ben.until("return !document.querySelector('[data-testid=policy]').textContent.includes('1 approver')").await?;
    ann.click("[data-testid=change-policy]").await?;
    ann.click("[data-testid=usual-policy]").await?;
    for browser in [ann, ben] {
        browser.see(policy, "As the checklist says.").await?;
    }
    Ok(())
}

/// Named with its digest, once; what is wrong is told at its field.
async fn artifacts(ann: &Browser, ben: &Browser) -> Result<()> {
    let (digest, send) = (format!("sha256:{:064x}", 7), "[data-testid=artifact-form] button[type=submit]");
    ann.fill("#artifact-name", "registry.example.com/chat:4").await?;
    ann.fill("#artifact-digest", "sha256:7").await?;
    ann.click(send).await?;
    ann.see("#artifact-digest-error", "64 hex digits").await?;
    ann.fill("#artifact-digest", &digest).await?;
    ann.click(send).await?;
    ben.see(".artifact", "registry.example.com/chat:4").await?;
    ben.see(".artifact", &digest).await?;
    holds(ann, "#artifact-name", "").await?;
    ann.fill("#artifact-name", "registry.example.com/chat:4").await?;
    ann.fill("#artifact-digest", &digest).await?;
    ann.click(send).await?;
    ann.see("#artifact-name-error", "name each once").await?;
    ben.click(".artifact button").await?;
    ann.gone(".artifact").await
}

/// An approver for one section does not come to sign for all of them by a tick that is taken away: that is asked for.
async fn for_some_sections(ann: &Browser) -> Result<()> {
    let (told, tick) = (".roster__sections summary", ".roster__sections label:first-child input");
    ann.click("select[aria-label='Role of Ben Baker'] option[value=approver]").await?;
    ann.see(told, "Signs for all sections").await?;
    // Each approver has such a fold: it says whose.
    ann.until(&format!("return document.querySelector({told:?}).textContent.endsWith(': Ben Baker')")).await?;
    ann.click(told).await?;
    ann.click(tick).await?;
    ann.see(told, "Signs for 1 section").await?;
    ann.click(tick).await?;
    ann.see("[data-testid=no-sections]", "Without any section Ben Baker would sign for all of them.").await?;
    ann.find(&format!("{tick}:checked")).await?;
    ann.see(told, "Signs for 1 section").await?;
    ann.click("[data-testid=all-sections]").await?;
    ann.see(told, "Signs for all sections").await?;
    ann.gone("[data-testid=no-sections]").await
}

/// Who was made a viewer, on the page that is open: everything is to be read, nothing to be pressed, and it says why.
async fn only_looks(team: &Team) -> Result<()> {
    let (ann, ben, why) = (&team.ann, team.ben().await?, "You can look at this launch, not change it");
    ann.fill("#artifact-name", "registry.example.com/chat:5").await?;
    ann.fill("#artifact-digest", &format!("sha256:{:064x}", 8)).await?;
    ann.click("[data-testid=artifact-form] button[type=submit]").await?;
    ann.find(".artifact button").await?;
    ben.see(".artifact", "registry.example.com/chat:5").await?;
    ann.click("select[aria-label='Role of Ben Baker'] option[value=viewer]").await?;
    ben.see("[data-testid=roles] .notice", "Only a release manager of this launch sets roles.").await?;
    ben.find("select[aria-label='Role of Ann Archer']:disabled").await?;
    for part in ["policy", "details-form", "artifact-form"] {
        ben.see(&format!("[data-testid={part}] .act:has([aria-disabled])"), "Only a release manager of this launch changes this.").await?;
    }
    ben.gone("[data-testid=make-invite], .artifact button").await?;
    for (tab, button) in [("/preflight", "preflight-run"), ("/drills", "open-drill"), ("/rollback", "start-run")] {
        ben.click(&format!(".tabs__tab[href$='{tab}']")).await?;
        ben.find(&format!("[data-testid={button}]:disabled")).await?;
        ben.see("[data-testid=only-reads]", why).await?;
    }
    for (tab, button) in [("/watch", "watch-switch"), ("/sign-off", "issue-report")] {
        ben.click(&format!(".tabs__tab[href$='{tab}']")).await?;
        ben.see(&format!(".act:has([data-testid={button}][aria-disabled])"), why).await?;
    }
    ben.see("[data-testid=approve-form]", "Your role in this launch signs nothing.").await?;
    ben.see(".act:has([data-testid=deliver][aria-disabled])", "A release manager of this launch delivers its reports.").await?;
    ben.click(".tabs__tab:first-child").await?;
    ben.find(&format!("[data-item='auth.scopes'] .tick[title='{why}'] input:disabled")).await?;
    ben.click("[data-item='auth.scopes'] .row__title").await?;
    ben.see("[data-pane] [data-testid=only-reads]", "A release manager can make you a contributor.").await?;
    for button in ["add-evidence", "run-check", "ask-waiver", "status-done"] {
        ben.find(&format!("[data-pane='auth.scopes'] [data-testid={button}]:disabled")).await?;
    }
    Ok(())
}

/// Whose role is taken away is told so where they are, and finds no such launch from then on.
async fn shut_out(team: &Team, path: &str) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.click("select[aria-label='Role of Ben Baker'] option[value='']").await?;
    ben.see("[data-testid=shut-out]", "Your role in this launch was taken away").await?;
    ben.gone("[data-item], [data-pane]").await?;
    ben.click("[data-testid=shut-out] a").await?;
    ben.see(".board", "Support chat 5").await?;
    ben.goto(&team.server.url(path)).await?;
    ben.see(".failed", "no launch").await
}

/// The first link in the history has the focus.
const AT_FIRST: &str = "
    const link = document.querySelector('[data-testid=launch-history] li a');
    link?.focus();
    return link?.href.endsWith('/auth.rotation') === true && document.activeElement === link;
";

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_the_history_stays_what_it_is_when_others_come() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Line by line").await? else { return Ok(()) };
    let ann = &team.ann;
    let began = |item: &str| json!({ "type": "set_status", "item": item, "status": "in_progress" });
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    team.command(ann, &path, began("auth.rotation")).await?;
    ann.until(AT_FIRST).await?;
    team.command(ann, &path, began("auth.scopes")).await?;
    ann.until("return document.querySelector('[data-testid=launch-history] li a').href.endsWith('/auth.scopes')").await?;
    ann.until("return document.activeElement.href?.endsWith('/auth.rotation') === true").await?;
    team.part().await
}
