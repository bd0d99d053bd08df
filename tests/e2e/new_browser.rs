//! The first visit: the browser makes its database, and fetches what is no part of the first screen, while the page is in use already.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::browser::Browser;
use crate::stage::PATIENCE;
use crate::team::Team;

/// As a slow disk: the database is there once `letGo` is called, however long a machine takes until then.
const SLOW: &str = r#"
    const later = window.setTimeout.bind(window);
    window.setTimeout = (act, wait, ...given) => later(act, wait === 10_000 ? 3_600_000 : wait, ...given);
    const made = new Promise((yes) => { window.letGo = yes; });
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...given) {
        const opening = open.apply(this, given);
        return {
            get result() { return opening.result; },
            set onupgradeneeded(then) { opening.onupgradeneeded = then; },
            set onerror(then) { opening.onerror = then; },
            set onsuccess(then) { opening.onsuccess = () => made.then(then); },
        };
    };
"#;

/// As a browser whose storage is full.
const FULL: &str = r#"
    const put = Storage.prototype.setItem;
    Storage.prototype.setItem = function (...given) {
        if (this === localStorage) throw new DOMException("full", "QuotaExceededError");
        return put.apply(this, given);
    };
"#;

/// As an earlier page that sent each wish from an earlier place of the log, and had no answer. Until this one has its own, it hears of nothing.
const SENT_BEFORE: &str = r#"
    window.told = false;
    const look = () => { told ||= document.querySelector("[data-testid=toast][data-grave=true], [data-testid=refused]") !== null; };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
    const ask = window.fetch.bind(window);
    let sending = Promise.resolve();
    window.fetch = (asked, ...given) => {
        const url = String(asked.url ?? asked);
        if (url.includes("/events?")) return sending.then(() => ask(asked, ...given));
        if (!url.endsWith("/commands")) return ask(asked, ...given);
        const twice = async () => {
            const { basedOn, ...rest } = await asked.clone().json();
            await ask(url, { method: "POST", headers: asked.headers, body: JSON.stringify({ basedOn: basedOn - 1, ...rest }) });
            const answer = await ask(asked, ...given);
            window.answered = answer.status;
            return answer;
        };
        const answer = twice();
        sending = answer.catch(() => {});
        return answer;
    };
"#;

/// How often a status was set.
const SET: &str = r#"
    const [path, done] = arguments;
    fetch(`/api${path}/events?after=0`).then((answer) => answer.json())
        .then(({ events }) => done(events.filter(({ event }) => event.type === "status_set").length));
"#;

/// Whether the page is one whose parts come later, and would ask before it is closed.
const ASKS: &str = r#"
    const closing = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(closing);
    const isCut = document.head.querySelector("link[rel=modulepreload]") === null;
    return [isCut, closing.defaultPrevented];
"#;

/// Nothing of somebody's is in the page alone.
const ASKS_NO_MORE: &str = r#"
    const closing = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(closing);
    return !closing.defaultPrevented;
"#;

/// As a browser that has lost half of what it kept, or kept it for an older page.
const SEEMS_NEW: &str = r#"
    if (performance.getEntriesByType("navigation")[0].type === "navigate") localStorage.clear();
"#;

/// As a tab that is left before anything is painted in it.
const LEFT: &str = "window.requestAnimationFrame = () => 0;";

/// As a tab that was opened behind the one that is looked at: nothing is painted in it.
const BEHIND: &str = r#"
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    window.requestAnimationFrame = () => 0;
"#;

/// As a disk that is still at it when the page ends.
const UNWRITTEN: &str = r#"
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (tables, mode, ...given) {
        if (mode !== "readwrite") return begin.call(this, tables, mode, ...given);
        return { objectStore: () => ({ put() {}, delete() {} }), commit() {} };
    };
"#;

/// As an item is left that was ticked before the code was here that judges it.
const TICKED: &str = r#"
    const [launch] = arguments;
    const { me } = JSON.parse(localStorage.getItem("holdpoint/1/session"));
    localStorage.setItem(`holdpoint/1/${me.id}/early/${launch}/${crypto.randomUUID()}`, "999 done auth.rotation");
"#;

/// Whether such a tick is kept.
const IS_TICKED: &str = r#"return Object.keys(localStorage).some((key) => key.includes("/early/"))"#;

/// As on a network that goes once the first screen has come.
async fn without_acts(browser: &Browser) -> Result<()> {
    let tools = browser.driver.cdp();
    tools.send_raw("Network.enable", json!({})).await?;
    tools.send_raw("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    tools.send_raw("Network.setBypassServiceWorker", json!({ "bypass": true })).await?;
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": ["*-acts.bin"] })).await?;
    Ok(())
}

async fn nothing_blocked(browser: &Browser) -> Result<()> {
    browser.driver.cdp().send_raw("Network.setBlockedURLs", json!({ "urls": [] })).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_browser_shows_a_launch_before_it_can_keep_it_and_keeps_it_then() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("New here").await? else {
        return Ok(());
    };
    let url = team.server.url(&path);
    // A page of ours that was open would notice, and begin anew.
    team.ann.goto("about:blank").await?;
    let forget = json!({ "origin": team.server.url(""), "storageTypes": "local_storage,indexeddb" });
    team.ann.driver.cdp().send_raw("Storage.clearDataForOrigin", forget).await?;
    team.ann.in_each_document(SLOW).await?;
    team.ann.goto(&url).await?;
    team.ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    team.ann.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    team.ann.wait_for("[data-live]", "data-live", "online").await?;
    team.server.kill();
    team.ann.wait_for("[data-live]", "data-live", "offline").await?;
    team.ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    team.ann.wait_for("[data-item='auth.rotation']", "data-pending", "true").await?;
    team.ann.see("[data-live=offline]", "on this page only").await?;

    // The database is made at last.
    team.ann.driver.execute("letGo()", vec![]).await?;
    team.ann.see("[data-live=offline]", "1 change").await?;
    team.ann.until("return !document.querySelector('[data-live=offline]').textContent.includes('on this page only')").await?;
    // What the page does not call its own any more is on the disk by then; the launch comes there in its own time.
    let kept = async || Ok::<_, anyhow::Error>((team.ann.kept("/pending/").await?.len(), team.ann.kept("/launch/").await?.len()));
    let (mut now, end) = (kept().await?, tokio::time::Instant::now() + PATIENCE);
    ensure!(now.0 == 1, "of what waits for the server so many are kept: {}", now.0);
    while now != (1, 1) {
        ensure!(tokio::time::Instant::now() < end, "what waits for the server, and the launch itself: {now:?}");
        now = kept().await?;
    }
    team.part_in_bad_weather().await
}

/// Counts how often the browser is asked to give nothing up that it keeps.
const PERSIST: &str = r#"
    window.asked = 0;
    StorageManager.prototype.persist = async () => { window.asked += 1; return true; };
"#;

/// What waits is nowhere else, and a browser may give up what it was not asked to hold.
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_is_asked_to_hold_what_waits_for_a_server_that_is_away() -> Result<()> {
    let Some((team, _)) = Team::with_launch("To be held").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.driver.execute(PERSIST, vec![]).await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    ann.find("[data-item='auth.scopes'][data-status=done][data-pending=false]").await?;
    ensure!(ann.driver.execute("return window.asked", vec![]).await?.convert::<u32>()? == 0, "nothing waits");
    ann.offline(true).await?;
    for item in ["auth.rotation", "auth.token-storage"] {
        ann.click(&format!("[data-item='{item}'] input[type=checkbox]")).await?;
    }
    ann.wait_for("[data-live]", "data-live", "offline").await?;
    ann.until("return window.asked === 1").await?;
    ann.offline(false).await?;
    ann.gone("[data-item][data-pending=true]").await?;
    team.part_in_bad_weather().await
}

/// It has no worker of its own then, and the next one that takes it is not the first that there ever was.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_loaded_past_all_that_is_kept_says_when_there_is_a_newer_one() -> Result<()> {
    let Some((team, _)) = Team::with_launch("Loaded anew").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.until("return navigator.serviceWorker.controller?.state === 'activated'").await?;
    ann.driver.cdp().send_raw("Page.reload", json!({ "ignoreCache": true })).await?;
    ann.until("return navigator.serviceWorker.controller === null").await?;
    ann.find("[data-item]").await?;
    // Longer than it takes to ask for what is registered.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    ann.driver.execute("navigator.serviceWorker.dispatchEvent(new Event('controllerchange'))", vec![]).await?;
    ann.see("[data-testid=toast]", "A newer version of this page is here").await?;
    team.part_in_bad_weather().await
}

/// A worker's script where its files never come, as where the browser ends it meanwhile.
const KILLED: &str = r#"
    const { addAll } = Cache.prototype;
    Cache.prototype.addAll = () => new Promise(() => { Cache.prototype.addAll = addAll; end(); });
    run("install");
"#;

/// One that comes to its end. Tells what the browser keeps then.
const COMES: &str = r#"
    run("install").then(() => run("activate")).then(() => caches.keys()).catch((reason) => [String(reason)]).then(end);
"#;

/// The worker's script as another page's, and what becomes of it.
fn as_worker(script: &str, page: &str, then: &str) -> String {
    let (_, rest) = script.split_once('\n').unwrap_or_default();
    format!(
        r#"
        const [end] = arguments;
        const [acts, skipWaiting, clients] = [{{}}, () => {{}}, {{ claim: () => {{}} }}];
        const addEventListener = (name, act) => {{ acts[name] = act; }};
        const run = (name) => new Promise((yes, no) => acts[name]({{ waitUntil: (work) => work.then(yes, no) }}));
        const PAGE = "{page}";
        {rest}
        {then}
        "#
    )
}

/// The page before is one that may be open; the files that it asks for are at no server any longer.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_page_that_did_not_come_whole_is_not_the_page_before() -> Result<()> {
    let Some((team, _)) = Team::with_launch("The page before").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.until("return navigator.serviceWorker.controller?.state === 'activated'").await?;
    let ask = "fetch('/service-worker.js').then((answer) => answer.text()).then(arguments[0])";
    let script: String = ann.driver.execute_async(ask, vec![]).await?.convert()?;
    let kept: Vec<String> = ann.driver.execute_async("caches.keys().then(arguments[0])", vec![]).await?.convert()?;
    ensure!(kept.len() == 1, "{kept:?}");
    ann.driver.execute_async(as_worker(&script, "killed", KILLED), vec![]).await?;
    let then: Vec<String> = ann.driver.execute_async(as_worker(&script, "next", COMES), vec![]).await?.convert()?;
    ensure!(then == [kept[0].as_str(), "holdpoint-page-next"], "{kept:?}, then {then:?}");
    team.part_in_bad_weather().await
}

/// It kept something after all: the page begins anew with that.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_only_seemed_new_loses_nothing_that_it_kept() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Not new").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let tools = ann.driver.cdp();
    tools.send_raw("Network.enable", json!({})).await?;
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": ["*/commands"] })).await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.wait_for("[data-item='auth.rotation']", "data-pending", "true").await?;
    ann.in_each_document(SEEMS_NEW).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.until("return performance.getEntriesByType('navigation')[0].type === 'reload'").await?;
    ann.wait_for("[data-item='auth.rotation']", "data-pending", "true").await?;
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": [] })).await?;
    ann.wait_for("[data-item='auth.rotation']", "data-pending", "false").await?;
    ann.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    team.part_in_bad_weather().await
}

/// What judges and sends a wish is no part of the first screen, and a network may go before it has come.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_ticked_before_the_code_is_here_that_sends_it_is_sent_when_it_comes() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Quick hands").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    without_acts(ann).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    let (is_cut, asks): (bool, bool) = ann.driver.execute(ASKS, vec![]).await?.convert()?;
    ensure!(!asks, "the browser has both edits");
    let shown = if is_cut { "[data-pending=true][data-status=open]" } else { "" };
    for item in ["auth.scopes", "auth.rotation"] {
        ann.find(&format!("[data-item='{item}']{shown}")).await?;
    }
    // Over to another launch's page and back: they are not forgotten.
    ann.click(".top__brand").await?;
    ann.click("[data-launch] h2 a").await?;
    ann.find(&format!("[data-item='auth.scopes']{shown}")).await?;
    // Nor by the page that comes after this one.
    ann.driver.refresh().await?;
    ann.find(&format!("[data-item='auth.rotation']{shown}")).await?;
    nothing_blocked(ann).await?;
    for item in ["auth.scopes", "auth.rotation"] {
        let row = format!("[data-item='{item}']");
        ann.wait_for(&row, "data-status", "done").await?;
        ann.wait_for(&row, "data-pending", "false").await?;
    }
    ann.driver.refresh().await?;
    ann.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    let set: usize = ann.driver.execute_async(SET, vec![path.into()]).await?.convert()?;
    ensure!(set == 2, "each counts once: {set}");
    team.part_in_bad_weather().await
}

/// The page takes it up long before that.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_ticked_before_the_code_is_here_stays_until_the_database_has_it() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Ended at once").await? else {
        return Ok(());
    };
    let (ann, url) = (&team.ann, team.server.url(&path));
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let tools = ann.driver.cdp();
    tools.send_raw("Network.enable", json!({})).await?;
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": ["*/commands"] })).await?;
    // The page that is open may take it up, too.
    ann.driver.execute(UNWRITTEN, vec![]).await?;
    let unwritten = ann.in_each_document(UNWRITTEN).await?;
    ann.driver.execute(TICKED, vec![path.trim_start_matches("/launches/").into()]).await?;
    ann.goto(&url).await?;
    let asked = "[data-item='auth.rotation'][data-status=done][data-pending=true]";
    ann.find(asked).await?;
    let is_ticked: bool = ann.driver.execute(IS_TICKED, vec![]).await?.convert()?;
    ensure!(is_ticked, "the edit is nowhere but in this page");

    // That page ended. In the next one the disk takes it, and it is there from then on.
    ann.in_no_document(&unwritten).await?;
    ann.goto(&url).await?;
    ann.find(asked).await?;
    ann.until(&format!("return !(() => {{ {IS_TICKED} }})()")).await?;
    ann.goto(&url).await?;
    ann.find(asked).await?;
    nothing_blocked(ann).await?;
    ann.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    let set: usize = ann.driver.execute_async(SET, vec![path.into()]).await?.convert()?;
    ensure!(set == 1, "it counts once: {set}");
    team.part_in_bad_weather().await
}

/// Nobody comes back to the launch: it is sent all the same. Until then, where the browser takes nothing, nobody may close the page unasked.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_ticked_before_the_code_is_here_is_sent_though_the_launch_was_left() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Passing by").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, url) = (&team.ann, team.server.url(&path));
    team.ben().await?.goto(&url).await?;
    ann.hasten().await?;
    without_acts(ann).await?;
    ann.in_each_document(FULL).await?;
    ann.goto(&url).await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    let (is_cut, asks): (bool, bool) = ann.driver.execute(ASKS, vec![]).await?.convert()?;
    ensure!(!is_cut || asks, "the edit is nowhere but in this page");
    ann.click(".top__brand").await?;
    ann.find("[data-launch] h2 a").await?;
    nothing_blocked(ann).await?;
    team.ben().await?.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    ann.until(ASKS_NO_MORE).await?;
    team.part_in_bad_weather().await
}

/// The same id goes with other words then: it is no other wish, and the server's answer to that no refusal.
#[tokio::test(flavor = "multi_thread")]
async fn a_wish_that_an_earlier_page_had_granted_is_not_told_as_refused() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Said before").await? else {
        return Ok(());
    };
    let (ann, tools) = (&team.ann, team.ann.driver.cdp());
    tools.send_raw("Network.enable", json!({})).await?;
    // The stream would tell before the answer does.
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": ["*/live*"] })).await?;
    ann.in_each_document(SENT_BEFORE).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.until("return window.answered === 422").await?;
    ann.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    let set: usize = ann.driver.execute_async(SET, vec![path.into()]).await?.convert()?;
    ensure!(set == 1, "it counts once: {set}");
    let told: bool = ann.driver.execute("return window.told", vec![]).await?.convert()?;
    ensure!(!told, "what was granted was told as refused");
    team.part_in_bad_weather().await
}

/// Nothing is painted there, so nothing comes once it is.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_launch_is_sent_by_a_tab_that_nobody_looks_at() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Behind").await? else {
        return Ok(());
    };
    let (ann, tools) = (&team.ann, team.ann.driver.cdp());
    ann.wait_for("[data-live]", "data-live", "online").await?;
    tools.send_raw("Network.enable", json!({})).await?;
    for (unpainted, status) in [(LEFT, "done"), (BEHIND, "open")] {
        tools.send_raw("Network.setBlockedURLs", json!({ "urls": ["*/commands"] })).await?;
        ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
        ann.wait_for("[data-item='auth.rotation']", "data-pending", "true").await?;
        ann.in_each_document(unpainted).await?;
        ann.goto(&team.server.url(&path)).await?;
        ann.find(&format!("[data-item='auth.rotation'][data-status={status}][data-pending=true]")).await?;
        nothing_blocked(ann).await?;
        ann.find(&format!("[data-item='auth.rotation'][data-status={status}][data-pending=false]")).await?;
    }
    team.part_in_bad_weather().await
}

/// Neither another file nor a painted screen is waited for.
#[tokio::test(flavor = "multi_thread")]
async fn the_second_launch_that_is_opened_is_begun_at_once() -> Result<()> {
    let Some((team, path)) = Team::with_launch("The second").await? else {
        return Ok(());
    };
    team.create_launch("The first").await?;
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.driver.execute("window.requestAnimationFrame = () => 0", vec![]).await?;
    ann.click(".top__brand").await?;
    ann.click(&format!("[data-launch] h2 a[href='{path}']")).await?;
    ann.find(&format!(".frame[data-launch='{}']", path.trim_start_matches("/launches/"))).await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    team.part().await
}
