//! What goes wrong in a long life: a crash, a lost network, a used link, an address that is nowhere, a colleague who is erased.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::browser::Browser;
use crate::stage::PATIENCE;
use crate::team::Team;

/// As a private window that has no database for us.
const KEEPS_NOTHING: &str = r#"Object.defineProperty(window, "indexedDB", { value: undefined })"#;

/// As a database that never answers, to a page whose ten seconds are over at once.
const NEVER_ANSWERS: &str = r#"
    const later = window.setTimeout.bind(window);
    // Others have ten seconds too: those of the database begin where it is opened.
    let opening = false;
    IDBFactory.prototype.open = () => {
        opening = true;
        return {};
    };
    window.setTimeout = (act, wait, ...given) => {
        const isIts = opening && wait === 10_000;
        opening = false;
        return later(act, isIts ? 50 : wait, ...given);
    };
"#;

/// As a full disk, and as one with room again.
const FULL: &str = r#"
    window.transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = () => { throw new DOMException("full", "QuotaExceededError"); };
"#;
const ROOM: &str = "IDBDatabase.prototype.transaction = window.transaction";

/// As another tab keeps an edit of which this one has not heard: it may be asleep.
const ANOTHERS: &str = r#"
    const [done] = arguments;
    const opening = indexedDB.open("holdpoint", 1);
    opening.onsuccess = () => {
        const writing = opening.result.transaction("kept", "readwrite");
        const key = "holdpoint/1/small/00000000-0000-0000-0000-000000000001/pending/LCH-1/another";
        writing.objectStore("kept").put("{}", key);
        writing.oncomplete = () => { opening.result.close(); done(key); };
    };
"#;

/// As a network that answers all that is asked of the server by its own page, as long as `portal` is set.
const PORTAL: &str = r#"
    window.portal = true;
    const ask = window.fetch.bind(window);
    window.fetch = async (asked, ...given) => {
        if (!window.portal || !String(asked.url ?? asked).includes("/api/")) return ask(asked, ...given);
        return new Response("<h1>Sign in</h1>", { headers: { "content-type": "text/html; charset=utf-8" } });
    };
"#;

/// Whether the page would ask before it is closed.
pub const ASKS: &str = r#"
    const closing = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(closing);
    return closing.defaultPrevented;
"#;

/// A browser without storage loses the comfort, never the function: also one that does not say that it has none.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_opens_where_the_browsers_database_never_answers() -> Result<()> {
    let Some((team, path)) = Team::with_launch("No answer").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.in_each_document(NEVER_ANSWERS).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    ann.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    team.part_in_bad_weather().await
}

/// What is not the server's is told as that, and nothing counts as done by it.
#[tokio::test(flavor = "multi_thread")]
async fn a_networks_own_page_is_not_the_servers_answer() -> Result<()> {
    let Some((team, path)) = Team::with_launch("In a hotel").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.driver.execute(PORTAL, vec![]).await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    ann.wait_for("[data-item='auth.scopes']", "data-pending", "true").await?;
    ann.click(".top__nav a[href='/templates']").await?;
    ann.see(".failed", "a proxy before it").await?;
    ann.wait_for("[data-live]", "data-live", "offline").await?;
    ann.driver.execute("window.portal = false", vec![]).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.click(".failed button").await?;
    ann.find("[data-template]").await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    team.part_in_bad_weather().await
}

/// The list is older than it looks, also where no copy takes its place.
#[tokio::test(flavor = "multi_thread")]
async fn a_board_that_is_kept_nowhere_says_that_the_server_is_away() -> Result<()> {
    let Some((team, _)) = Team::with_launch("Nowhere else").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    ann.in_each_document(KEEPS_NOTHING).await?;
    ann.goto(&team.server.url("/launches")).await?;
    ann.see("[data-launch]", "Nowhere else").await?;
    ann.offline(true).await?;
    ann.see("[data-testid=stale-list]", "as long as you are on this page").await?;
    ann.see("[data-launch]", "Nowhere else").await?;
    ann.offline(false).await?;
    ann.gone("[data-testid=stale-list]").await?;
    team.part_in_bad_weather().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_by_a_crash_or_without_a_network() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Rough weather").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    team.ben().await?.goto(&team.server.url(&path)).await?;

    // Acknowledged, then kill -9: it is there after the restart, and both pages find back by themselves.
    team.ann.click("[data-item='auth.token-storage'] input[type=checkbox]").await?;
    team.ben().await?.wait_for("[data-item='auth.token-storage']", "data-status", "done").await?;
    team.ann.see("[data-testid=presence] .person", "Ben").await?;
    team.server.kill();
    team.ann.wait_for("[data-live]", "data-live", "offline").await?;
    team.ann.gone("[data-testid=presence] .person").await?;

    // An edit while nobody answers is drawn, kept over a reload of the other pages, and sent when the server is back.
    team.ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    team.ann.wait_for("[data-item='auth.scopes']", "data-pending", "true").await?;
    team.ann.see("[data-item='auth.scopes'] .row__fault", "Ticked without evidence").await?;
    team.ann.picture("13-offline").await?;
    team.server.restart();
    team.ann.wait_for("[data-live]", "data-live", "online").await?;
    team.ann.see("[data-testid=presence] .person", "Ben").await?;
    team.ben().await?.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    team.ben().await?.goto(&team.server.url(&path)).await?;
    team.ben().await?.wait_for("[data-item='auth.token-storage']", "data-status", "done").await?;
    team.ben().await?.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;

    // The network of one browser goes; the outbox survives a reload.
    team.ann.offline(true).await?;
    team.ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    team.ann.wait_for("[data-item='auth.rotation']", "data-pending", "true").await?;
    team.ann.offline(false).await?;
    team.ann.driver.refresh().await?;
    team.ben().await?.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;

    conflict(&team, &path).await?;
    nowhere(&team).await?;
    ensure!(team.server.stop(), "SIGTERM ends the server with status 0");
    team.part_in_bad_weather().await
}

/// The server is away, and the page is opened from nothing: it shows the last state, takes edits, and keeps them over a reload.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_opens_without_a_server() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Far away").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    team.ben().await?.goto(&team.server.url(&path)).await?;
    team.ann.goto(&team.server.url("/launches")).await?;
    team.ann.find("[data-launch]").await?;
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.wait_for("[data-live]", "data-live", "online").await?;
    team.ann.until("return navigator.serviceWorker.controller !== null").await?;
    team.ben().await?.in_each_document(KEEPS_NOTHING).await?;
    team.ben().await?.goto(&team.server.url(&path)).await?;
    team.ben().await?.wait_for("[data-live]", "data-live", "online").await?;
    team.server.kill();
    team.ann.goto("about:blank").await?;

    // Where nothing is kept the page asks before it is closed, also on the board.
    team.ben().await?.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    team.ben().await?.wait_for("[data-item='auth.rotation']", "data-pending", "true").await?;
    team.ben().await?.click(".top__brand").await?;
    team.ben().await?.see("[data-live=offline]", "1 change is on this page only").await?;
    team.ben().await?.until(ASKS).await?;

    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.wait_for("[data-live]", "data-live", "offline").await?;
    team.ann.click("[data-item='auth.token-storage'] input[type=checkbox]").await?;
    team.ann.wait_for("[data-item='auth.token-storage']", "data-pending", "true").await?;
    team.ann.goto(&team.server.url("/launches")).await?;
    team.ann.see("[data-testid=stale-list]", "is not answering").await?;
    team.ann.see("[data-launch]", "Far away").await?;
    team.ann.picture("15-no-server").await?;
    team.ann.goto(&team.server.url(&format!("{path}/items/auth.token-storage"))).await?;
    team.ann.wait_for("[data-item='auth.token-storage']", "data-pending", "true").await?;

    // What a full disk did not take is on this page only, until there is room again.
    team.ann.see("[data-live]", "1 change kept").await?;
    team.ann.driver.execute(FULL, vec![]).await?;
    team.ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    team.ann.see("[data-live]", "2 changes are on this page only").await?;
    team.ann.driver.execute(ROOM, vec![]).await?;
    team.ann.click("[data-item='auth.separate-tokens'] input[type=checkbox]").await?;
    team.ann.see("[data-live]", "3 changes kept").await?;
    team.ann.driver.refresh().await?;
    team.ann.wait_for("[data-item='auth.scopes']", "data-pending", "true").await?;

    team.server.restart();
    team.ann.wait_for("[data-live]", "data-live", "online").await?;
    // What waited on Ben's page is sent from the board.
    team.ben().await?.until(&format!("return !(() => {{ {ASKS} }})()")).await?;
    team.ben().await?.goto(&team.server.url(&path)).await?;
    team.ben().await?.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    team.ben().await?.wait_for("[data-item='auth.token-storage']", "data-status", "done").await?;
    // A text that was begun is nowhere but here: signing out asks first.
    team.ann.gone("[data-item][data-pending=true]").await?;
    team.ann.fill("[data-testid=comment-form] textarea", "Not finished").await?;
    team.ann.click("[data-testid=sign-out]").await?;
    team.ann.see("[data-testid=toast][data-grave=true]", "1 change or draft of yours is only in this browser").await?;
    // Who is signed out by the server is so here too, whatever the browser kept.
    team.ann.click("[data-testid=sign-out]").await?;
    team.ann.find("input[name=password]").await?;
    // Who comes next reads nothing that was said to her.
    team.ann.gone("[data-testid=toast]").await?;
    team.server.kill();
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.see("main", "Waiting for the server").await?;
    team.part_in_bad_weather().await
}

/// As a server that breaks over what is done to one item: `broken` counts how often. What had no answer is sent again soon, and by the browser's clock it
/// is later by `ahead`.
const BREAKS: &str = r#"
    const [ask, later, now] = [window.fetch.bind(window), window.setTimeout.bind(window), Date.now];
    [window.broken, window.ahead] = [0, 0];
    Date.now = () => now() + window.ahead;
    const waits = [300, 600, 1200, 2400, 4800, 8000];
    window.setTimeout = (act, wait, ...given) => later(act, waits.includes(wait) ? 100 : wait, ...given);
    const type = "/problems/internal";
    const problem = JSON.stringify({ type, title: "Internal", status: 500, detail: "Something broke on the server; its log says what." });
    window.fetch = async (asked, ...given) => {
        if (!String(asked.url ?? asked).endsWith("/commands")) return ask(asked, ...given);
        if (!(await asked.clone().text()).includes("auth.scopes")) return ask(asked, ...given);
        window.broken += 1;
        return new Response(problem, { status: 500, headers: { "content-type": "application/problem+json" } });
    };
"#;

/// What was done after it waits behind it, but not for ever.
#[tokio::test(flavor = "multi_thread")]
async fn an_edit_over_which_the_server_always_breaks_holds_up_no_other_for_ever() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Broken over").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.driver.execute(BREAKS, vec![]).await?;
    for item in ["auth.scopes", "auth.rotation"] {
        ann.click(&format!("[data-item='{item}'] input[type=checkbox]")).await?;
        ann.wait_for(&format!("[data-item='{item}']"), "data-pending", "true").await?;
    }
    ann.until("return 5 < window.broken").await?;
    ann.find("[data-item='auth.scopes'][data-pending=true]").await?;
    ann.driver.execute("window.ahead = 200_000", vec![]).await?;
    ann.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    // It is told, and kept until somebody has read it.
    let told = "[data-item='auth.scopes'] [data-testid=refused]";
    ann.see(told, "broke on the server").await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.see(told, "broke on the server").await?;
    team.part_in_bad_weather().await
}

/// As a session ends that nobody has ended in this page.
const SIGNED_OUT: &str = r#"
    const [done] = arguments;
    fetch("/api/session", { method: "DELETE", headers: { "x-holdpoint": "1" } }).then((answer) => done(answer.status));
"#;

/// That page asks for nothing by itself; what was left behind was refused every few seconds, and nobody told.
#[tokio::test(flavor = "multi_thread")]
async fn whose_session_ends_while_edits_wait_for_a_launch_that_was_left_is_told() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Left and signed out").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let tools = ann.driver.cdp();
    tools.send_raw("Network.enable", json!({})).await?;
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": ["*/commands"] })).await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.wait_for("[data-item='auth.rotation']", "data-pending", "true").await?;
    ann.click("header a[href='/templates']").await?;
    ann.see("#heading", "Checklists").await?;
    let status: u16 = ann.driver.execute_async(SIGNED_OUT, vec![]).await?.convert()?;
    ensure!(status == 204, "{status}");
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": [] })).await?;
    ann.find("[data-testid=sign-in-form]").await?;
    let kept = ann.kept("/pending/").await?;
    ensure!(kept.len() == 1, "it waits until she is signed in again: {kept:?}");
    team.part_in_bad_weather().await
}

/// As on a phone that slept, or a disk in trouble: what was opened of the database is closed under the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_database_was_closed_opens_it_again() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Closed under it").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.driver.execute("cabinet.then(({ database }) => database.close())", vec![]).await?;
    ann.offline(true).await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    ann.see("[data-live]", "1 change kept").await?;
    let end = tokio::time::Instant::now() + PATIENCE;
    while ann.kept("/pending/").await?.is_empty() {
        ensure!(tokio::time::Instant::now() < end, "the edit is not kept");
    }
    ann.offline(false).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    team.part_in_bad_weather().await
}

/// What a full disk did not take comes to it later, and takes nothing away that another tab has put there meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_could_not_keep_its_edits_leaves_others_where_they_are() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Two tabs, one disk").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.offline(true).await?;
    ann.driver.execute(FULL, vec![]).await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    ann.see("[data-live]", "1 change is on this page only").await?;
    ann.driver.execute(ROOM, vec![]).await?;
    let key: String = ann.driver.execute_async(ANOTHERS, vec![]).await?.convert()?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.see("[data-live]", "2 changes kept").await?;
    let kept = ann.kept("/pending/").await?;
    ensure!((kept.contains(&key), kept.len()) == (true, 3), "{kept:?}");
    ann.offline(false).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    team.part_in_bad_weather().await
}

/// As the page would send it.
const BLOCK: &str = r#"
    const [path, item, done] = arguments;
    fetch(`/api${path}/commands`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify({ basedOn: 9999, command: { type: "set_status", item, status: "blocked" } }),
    }).then((answer) => done(answer.status));
"#;

/// Edits on both sides of a cut network: both values are shown, after a reload too, until the person has chosen.
async fn conflict(team: &Team, path: &str) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    let (id, item) = ("auth.separate-tokens", "[data-item='auth.separate-tokens']");
    ben.goto(&team.server.url(path)).await?;
    ann.goto(&team.server.url(path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.offline(true).await?;
    ann.click(&format!("{item} input[type=checkbox]")).await?;
    ann.wait_for(item, "data-pending", "true").await?;
    let status: u16 = ben.driver.execute_async(BLOCK, vec![path.into(), id.into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    ben.wait_for(item, "data-status", "blocked").await?;
    ann.offline(false).await?;
    let toast = "[data-testid=toast][data-grave=true]";
    ann.see(toast, "Ben Baker set the status to “blocked” meanwhile; yours was “done”").await?;
    ann.see(toast, "Theirs is of ").await?;
    ann.driver.refresh().await?;
    ann.see(toast, "yours was “done”").await?;
    ann.wait_for(item, "data-status", "blocked").await?;
    ann.click(&format!("{toast} .toast__actions button:nth-child(2)")).await?;
    ben.wait_for(item, "data-status", "done").await?;
    ann.driver.refresh().await?;
    ann.wait_for(item, "data-status", "done").await?;
    ann.gone(toast).await
}

/// Two conflicts are open at once: they leave with their launch, come back with it, and an answer to one leaves the other's answers alone.
#[tokio::test(flavor = "multi_thread")]
async fn conflicts_leave_with_their_launch_and_are_answered_one_by_one() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Two at once").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    ben.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.offline(true).await?;
    for id in ["auth.scopes", "auth.rotation"] {
        let item = format!("[data-item='{id}']");
        ann.click(&format!("{item} input[type=checkbox]")).await?;
        ann.wait_for(&item, "data-pending", "true").await?;
        let status: u16 = ben.driver.execute_async(BLOCK, vec![path.as_str().into(), id.into()]).await?.convert()?;
        ensure!(status == 200, "{status}");
        ben.wait_for(&item, "data-status", "blocked").await?;
    }
    ann.offline(false).await?;
    let toast = "[data-testid=toast][data-grave=true]";
    let count = |count: usize| format!("return document.querySelectorAll('{toast}').length === {count}");
    ann.until(&count(2)).await?;
    // They are edits that are nowhere but here: signing out asks first.
    ann.click("[data-testid=sign-out]").await?;
    ann.until(&count(3)).await?;
    ann.see(&format!("{toast}:last-child"), "2 changes and drafts of yours are only in this browser").await?;
    ann.click(&format!("{toast}:last-child button")).await?;
    ann.until(&count(2)).await?;
    ann.click(".top__nav a[href='/']").await?;
    ann.gone(toast).await?;
    ann.click(&format!("a[href='{path}']")).await?;
    ann.until(&count(2)).await?;
    // Mine, and then theirs for the other one.
    ann.click(&format!("{toast} .toast__actions button:nth-child(2)")).await?;
    ann.until(&count(1)).await?;
    ann.click(&format!("{toast} .toast__actions button:nth-child(1)")).await?;
    ann.gone(toast).await?;
    ben.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    ann.wait_for("[data-item='auth.rotation']", "data-status", "blocked").await?;
    ann.driver.refresh().await?;
    ann.wait_for("[data-item='auth.rotation']", "data-status", "blocked").await?;
    ann.gone(toast).await?;
    team.part_in_bad_weather().await
}

/// As the page of all people does.
pub const ERASE: &str = r#"
    const [name, done] = arguments;
    const headers = { "content-type": "application/json", "x-holdpoint": "1" };
    fetch("/api/people").then((answer) => answer.json())
        .then((people) => people.find((person) => person.name === name).id)
        .then((id) => fetch(`/api/people/${id}/erasure`, { method: "POST", headers, body: JSON.stringify({ dryRun: false }) }))
        .then((answer) => done(answer.status));
"#;

const IN_NINE_DAYS: &str = "
    const day = document.querySelector('[data-testid=waiver-form] input[name=until]');
    day.value = new Date(Date.now() + 9 * 864e5).toISOString().slice(0, 10);
    day.dispatchEvent(new Event('input'));
";

pub async fn ask_for_a_waiver(browser: &Browser, reason: &str) -> Result<()> {
    browser.click("[data-testid=ask-waiver]").await?;
    browser.fill("[data-testid=waiver-form] textarea[name=reason]", reason).await?;
    browser.fill("[data-testid=waiver-form] textarea[name=mitigation]", "A reminder each morning.").await?;
    browser.driver.execute(IN_NINE_DAYS, vec![]).await?;
    browser.click("[data-testid=waiver-form] button[type=submit]").await?;
    browser.see("[data-waiver=requested]", reason).await
}

/// Neither what he wrote nor his name is in a block.
async fn nothing_is_left(browser: &Browser, block: &str, words: &str) -> Result<()> {
    let text = format!("document.querySelector({block:?}).innerText");
    browser.until(&format!("return ![{words:?}, 'Ben Baker'].some((said) => {text}.includes(said))")).await
}

/// What they wrote leaves the pages on which it stands, and so does their name. A waiver that was refused is asked for anew.
#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_leaves_the_item_that_is_open() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Without Ben").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.click("select[aria-label='Role of Ben Baker'] option[value=approver]").await?;
    ann.see("[data-testid=launch-history]", "made Ben Baker approver").await?;
    let page = team.server.url(&format!("{path}/items/auth.token-storage"));
    ann.goto(&page).await?;
    ben.goto(&page).await?;
    ben.click("[data-testid=add-evidence]").await?;
    ben.fill("[data-testid=evidence-form] input[name=url]", "https://vault.example.com/intercom").await?;
    ben.fill("[data-testid=evidence-form] input[name=title]", "The vault entry").await?;
    ben.click("[data-testid=evidence-form] button[type=submit]").await?;
    ben.fill("[data-testid=comment-form] textarea", "Seen, thank you.").await?;
    ben.click("[data-testid=comment-form] button[type=submit]").await?;
    ask_for_a_waiver(ann, "The vault moves some day.").await?;
    ben.click("[data-testid=refuse-waiver]:not([aria-disabled])").await?;
    ann.see("[data-waiver=refused]", "Refused by Ben Baker").await?;
    ask_for_a_waiver(ann, "The vault moves some week.").await?;
    ben.see("[data-waiver=requested]", "some week").await?;
    ben.driver.execute("document.querySelector('[data-testid=approve-waiver]').focus()", vec![]).await?;
    ask_for_a_waiver(ann, "The vault moves next week.").await?;
    ben.see("[data-waiver=requested]", "next week").await?;
    // By what he was at he approves nothing that he has not read.
    ben.until("return !document.activeElement.matches('[data-testid=approve-waiver]')").await?;
    ben.click("[data-testid=approve-waiver]:not([aria-disabled])").await?;
    ann.see("[data-waiver=approved]", "Approved by Ben Baker").await?;
    let blocks = [("[data-testid=evidence]", "The vault entry"), ("[data-testid=comments]", "Seen, thank you.")];
    for (block, words) in blocks {
        ann.see(block, words).await?;
        ann.see(block, "Ben Baker").await?;
    }
    // What he did while she was elsewhere is told beside the list.
    ann.goto(&team.server.url("/launches")).await?;
    ben.click("[data-testid=add-evidence]").await?;
    ben.fill("[data-testid=evidence-form] input[name=url]", "https://rota.example.com").await?;
    ben.fill("[data-testid=evidence-form] input[name=title]", "The rota").await?;
    ben.click("[data-testid=evidence-form] button[type=submit]").await?;
    ben.see("[data-testid=evidence]", "The rota").await?;
    ben.find("[data-item='auth.token-storage'][data-pending=false]").await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.see("[data-testid=since]", "The rota").await?;
    ann.click("[data-item='auth.token-storage'] .row__title").await?;
    // A history that was asked for by two items is asked for again after an erasure.
    ann.see("[data-testid=history]", "Ben Baker").await?;
    for item in ["auth.scopes", "auth.token-storage"] {
        ann.click(&format!("[data-item='{item}'] .row__title")).await?;
        ann.until(&format!("return location.pathname.endsWith('/items/{item}')")).await?;
    }
    ann.see("[data-testid=history]", "Ben Baker").await?;
    ann.busy(1, r"/api/launches/LCH-\d+$").await?;
    let status: u16 = ann.driver.execute_async(ERASE, vec!["Ben Baker".into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    for (block, words) in blocks {
        ann.see(block, "[erased]").await?;
        ann.see(block, "(erased person)").await?;
        nothing_is_left(ann, block, words).await?;
    }
    ann.see("[data-waiver=approved]", "Approved by (erased person)").await?;
    ann.see("[data-testid=history]", "(erased person)").await?;
    // The code of single keys comes after the first screen.
    ann.until("return document.querySelector('#palette') !== null").await?;
    ann.press("u").await?;
    ann.see("[data-testid=since]", "[erased]").await?;
    nothing_is_left(ann, "[data-testid=since]", "The rota").await?;
    // What stands in place of the name is in the reader's language.
    ann.goto(&team.server.url("/account")).await?;
    ann.click("[data-testid=language-de]").await?;
    ann.wait_for("html", "lang", "de").await?;
    ann.goto(&page).await?;
    for block in ["[data-testid=evidence]", "[data-testid=comments]", "[data-testid=history]"] {
        ann.see(block, "(gelöschte Person)").await?;
    }
    team.part_in_bad_weather().await
}

/// Addresses that lead nowhere, and links that were used.
async fn nowhere(team: &Team) -> Result<()> {
    let ben = team.ben().await?;
    ben.goto(&team.server.url("/no/such/page")).await?;
    ben.see("main", "no such page").await?;
    ben.goto(&team.server.url("/launches/LCH-99")).await?;
    ben.see("main", "no launch").await?;
    if let Some(link) = &team.server.setup_link {
        ben.goto(link).await?;
    }
    Ok(())
}
