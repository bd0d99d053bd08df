//! What comes behind the first screen comes late, or does not come at all: the network goes in between.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::bad_days::ERASE;
use crate::browser::Browser;
use crate::team::Team;

/// Counts what was asked for in vain of what is beside every page.
const MISSED: &str = r#"{
    const ask = window.fetch.bind(window);
    window.missed = 0;
    window.fetch = (asked, ...given) => {
        const answer = ask(asked, ...given);
        if (String(asked.url ?? asked).endsWith("-quick.bin")) answer.catch(() => { window.missed += 1; });
        return answer;
    };
}"#;

/// As a server that was replaced by a newer one since the page was opened.
const REPLACED: &str = r#"
    const ask = window.fetch.bind(window);
    // The server's own answer: a file of this name it never had.
    window.fetch = (asked, ...given) => ask(String(asked.url ?? asked).endsWith("-acts.bin") ? "/no-acts.bin" : asked, ...given);
"#;

/// As a replica that is not replaced yet: it is asked first, and once more.
const OLDER: &str = r#"
    const ask = window.fetch.bind(window);
    let older = 2;
    window.fetch = (asked, ...given) =>
        ask(String(asked.url ?? asked).endsWith("-acts.bin") && 0 < older-- ? "/no-acts.bin" : asked, ...given);
"#;

/// As a line that brings nothing any longer, and is not closed: the page has patience for half a second instead of two minutes.
const STALLED: &str = r#"
    const [ask, after] = [window.fetch.bind(window), AbortSignal.timeout.bind(AbortSignal)];
    AbortSignal.timeout = (wait) => after(wait === 120_000 ? 500 : wait);
    let stalls = 2;
    window.fetch = (asked, given) => {
        const stalled = /-acts\.bin$|-later-[^/]*\.ftl$/.test(String(asked.url ?? asked)) && 0 < stalls--;
        if (!stalled) return ask(asked, given);
        return new Promise((_, fail) => given?.signal?.addEventListener("abort", () => fail(given.signal.reason)));
    };
"#;

/// The same for the page's own code, the first time.
const STALLED_START: &str = r#"
    if (!sessionStorage.getItem("stalled")) {
        sessionStorage.setItem("stalled", "yes");
        const [ask, later] = [window.fetch.bind(window), window.setTimeout.bind(window)];
        window.setTimeout = (act, wait, ...given) => later(act, wait === 120_000 ? 500 : wait, ...given);
        window.fetch = (asked, given) => (/\.wasm$/.test(String(asked.url ?? asked)) ? new Promise(() => {}) : ask(asked, given));
    }
"#;

/// How often the server is asked for a newer page, and could have been; every ten minutes are a moment.
const LOOKS: &str = r#"
    const every = window.setInterval.bind(window);
    window.turns = 0;
    window.setInterval = (act, wait, ...given) => (wait === 600_000 ? every(() => { act(); window.turns += 1; }, 100) : every(act, wait, ...given));
    ServiceWorkerRegistration.prototype.update = async function () { window.looks = (window.looks ?? 0) + 1; };
"#;

/// The next answer with a launch comes once `letGo` is called.
const HELD: &str = r#"
    const ask = window.fetch.bind(window);
    window.fetch = (asked, given) => {
        const answer = ask(asked, given);
        if (!/\/api\/launches\/LCH-\d+$/.test(String(asked.url ?? asked))) return answer;
        return new Promise((yes) => { window.letGo = () => yes(answer); });
    };
"#;

/// As a server that opens streams, and has no other answer about a launch as long as `deaf` is set; `streams` has when each was opened.
const DEAF: &str = r#"
    [window.deaf, window.streams] = [true, []];
    const ask = window.fetch.bind(window);
    window.fetch = (asked, ...given) => {
        const isDeaf = window.deaf && /\/api\/launches\/LCH-\d+(\/events.*)?$/.test(String(asked.url ?? asked));
        return isDeaf ? Promise.resolve(new Response("", { status: 503 })) : ask(asked, ...given);
    };
    window.EventSource = class extends EventSource {
        constructor(...given) {
            super(...given);
            window.streams.push(performance.now());
        }
    };
"#;

/// The next answer to a wish comes once `letGo` is called.
const HELD_WISH: &str = r#"
    const ask = window.fetch.bind(window);
    window.fetch = async (asked, ...given) => {
        const answer = await ask(asked, ...given);
        const isHeld = window.letGo === undefined && String(asked.url ?? asked).endsWith("/commands");
        if (isHeld) await new Promise((yes) => { window.letGo = yes; });
        return answer;
    };
"#;

/// As the page would send it.
pub const BLOCKED: &str = r#"
    const [path, item, done] = arguments;
    fetch(`/api${path}/commands`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify({ basedOn: 9999, command: { type: "set_status", item, status: "blocked" } }),
    }).then((answer) => done(answer.status));
"#;

/// As the page would send it.
const REMOVED: &str = r#"
    const [path, member, done] = arguments;
    fetch(`/api${path}/commands`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify({ basedOn: 9999, command: { type: "remove_member", member } }),
    }).then((answer) => done(answer.status));
"#;

/// The stream that a page opened last.
const STREAM: &str = r#"
    globalThis.EventSource = class extends EventSource {
        constructor(...given) {
            super(...given);
            globalThis.stream = this;
        }
    };
"#;

/// Who is signed in.
const WHO: &str = "return JSON.parse(localStorage.getItem('holdpoint/1/session')).me.id";

/// Somebody has no role in the launch any longer.
async fn take_role(manager: &Browser, member: &Browser, path: &str) -> Result<()> {
    let member: String = member.driver.execute(WHO, vec![]).await?.convert()?;
    let status: u16 = manager.driver.execute_async(REMOVED, vec![path.into(), member.into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    Ok(())
}

/// Lets nothing through whose address is one of these, from the browser's own copies neither.
async fn block(browser: &Browser, addresses: &[&str]) -> Result<()> {
    let tools = browser.driver.cdp();
    tools.send_raw("Network.enable", json!({})).await?;
    tools.send_raw("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    tools.send_raw("Network.setBypassServiceWorker", json!({ "bypass": true })).await?;
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": addresses })).await?;
    Ok(())
}

/// Whether it is a page whose parts come later.
async fn is_cut(browser: &Browser) -> Result<bool> {
    let one_script = "return document.head.querySelector('link[rel=modulepreload]') === null";
    Ok(browser.driver.execute(one_script, vec![]).await?.convert()?)
}

/// A browser asks once for a module that does not come: the next page asks again.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_starts_though_something_of_it_did_not_come_at_first() -> Result<()> {
    let Some((team, path)) = Team::with_launch("A blip").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    for code in ["*/start-*.js", "*.wasm"] {
        block(ann, &[code]).await?;
        ann.goto(&team.server.url(&path)).await?;
        block(ann, &[]).await?;
        ann.find("[data-item]").await?;
        ann.gone("body > [role=alert]").await?;
    }
    // A line that stalls.
    ann.in_each_document(STALLED_START).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find("[data-item]").await?;
    ensure!(ann.driver.execute("return sessionStorage.getItem('stalled')", vec![]).await?.convert::<String>()? == "yes");
    team.part_in_bad_weather().await
}

/// Nobody opens a page for them, and so nobody would ask again.
#[tokio::test(flavor = "multi_thread")]
async fn the_palette_comes_though_the_network_was_away_when_it_was_first_asked_for() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Late keys").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    ann.in_each_document(MISSED).await?;
    block(ann, &["*-quick.bin"]).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find("[data-item]").await?;
    if is_cut(ann).await? {
        ann.until("return 0 < window.missed").await?;
    }
    // Who asks for it meanwhile gets it then.
    ann.press(Key::Control + "k").await?;
    block(ann, &[]).await?;
    ann.find("#palette[open]").await?;
    team.part_in_bad_weather().await
}

/// Over a line on which each answer takes a while, the texts of what comes later do not wait for its code.
#[tokio::test(flavor = "multi_thread")]
async fn the_texts_of_a_part_are_on_their_way_while_its_code_is() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Far away").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    block(ann, &[]).await?;
    let far = json!({ "offline": false, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1 });
    ann.driver.cdp().send_raw("Network.emulateNetworkConditions", far).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    // Where the page is not cut, there is only one of them.
    let together = r"
        const asked = performance.getEntriesByType('resource');
        const find = (name) => asked.find((one) => name.test(one.name));
        const [code, texts] = [find(/-acts\.bin$/), find(/-later-[^/]*\.ftl$/)];
        return code === undefined || texts.startTime < code.responseEnd;
    ";
    let together: bool = ann.driver.execute(together, vec![]).await?.convert()?;
    ensure!(together, "the texts were asked for once the code was here");
    team.part_in_bad_weather().await
}

/// Nothing is heard of the launch yet, and nothing sent, that could notice it.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_before_the_code_is_here_that_hears_is_told_to_be_away() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Gone at once").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    block(ann, &["*-acts.bin"]).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find("[data-item]").await?;
    if is_cut(ann).await? {
        block(ann, &["*-acts.bin", "*/api/*"]).await?;
        ann.wait_for("[data-live]", "data-live", "offline").await?;
        block(ann, &["*-acts.bin"]).await?;
        ann.wait_for("[data-live]", "data-live", "syncing").await?;
        block(ann, &[]).await?;
    }
    ann.wait_for("[data-live]", "data-live", "online").await?;
    team.part_in_bad_weather().await
}

/// No network and no patience brings them: the page has to be loaded anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_parts_a_newer_one_has_replaced_says_so() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Replaced").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    block(ann, &[]).await?;
    ann.in_each_document(REPLACED).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find("[data-item]").await?;
    if is_cut(ann).await? {
        ann.see("[data-testid=toast]", "A newer version of this page is here").await?;
    }
    team.part_in_bad_weather().await
}

/// While replicas are replaced one by one, a page of the newer ones asks older ones, too.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_newer_than_a_replica_is_not_told_to_be_older() -> Result<()> {
    let Some((team, path)) = Team::with_launch("One by one").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    block(ann, &[]).await?;
    ann.in_each_document(OLDER).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.gone("[data-testid=toast]").await?;
    team.part_in_bad_weather().await
}

/// Where streams go on with the next replica, no connection that was lost is the reason to ask.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_asks_for_a_newer_one_while_somebody_looks_at_it() -> Result<()> {
    let Some(team) = Team::gather().await? else {
        return Ok(());
    };
    team.come_in().await?;
    let ann = &team.ann;
    ann.in_each_document(LOOKS).await?;
    ann.goto(&team.server.url("/")).await?;
    ann.until("return 2 < window.looks").await?;
    let hidden = "Object.defineProperty(document, 'hidden', { value: true, configurable: true }); window.looks = window.turns = 0;";
    ann.driver.execute(hidden, vec![]).await?;
    ann.until("return 3 < window.turns").await?;
    let looks: u32 = ann.driver.execute("return window.looks", vec![]).await?.convert()?;
    ensure!(looks == 0, "it asked {looks} times though nobody looked");
    ann.driver.execute("delete document.hidden; dispatchEvent(new Event('visibilitychange'))", vec![]).await?;
    ann.until("return 0 < window.looks").await?;
    team.part_in_bad_weather().await
}

/// A request that is never answered would be waited for as long as the page is open.
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_later_is_asked_for_again_where_a_line_stalls() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Stalled").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    block(ann, &[]).await?;
    ann.in_each_document(STALLED).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    team.part_in_bad_weather().await
}

/// An answer that was on its way then is nobody's any longer.
#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_while_a_launch_is_on_its_way_leaves_nothing_of_it() -> Result<()> {
    let Some((team, _)) = Team::with_launch("Too late").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url("/")).await?;
    ann.find("[data-launch] h2 a").await?;
    ann.driver.execute(HELD, vec![]).await?;
    ann.click("[data-launch] h2 a").await?;
    ann.until("return window.letGo !== undefined").await?;
    ann.click("[data-testid=sign-out]").await?;
    ann.find("[data-testid=sign-in-form]").await?;
    ann.driver.execute("letGo()", vec![]).await?;
    // Longer than it takes until an answer is kept.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let kept = ann.kept("/copies/").await?;
    ensure!(kept.is_empty(), "{kept:?}");
    team.part_in_bad_weather().await
}

/// It was on its way for a launch that nobody had open, and has been opened since.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_told_once_though_two_have_sent_it() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Left and come back").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.hasten().await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    block(ann, &["*/commands"]).await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.wait_for("[data-item='auth.rotation']", "data-pending", "true").await?;
    let status: u16 = ben.driver.execute_async(BLOCKED, vec![path.as_str().into(), "auth.rotation".into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    ann.click(".top__brand").await?;
    ann.find("[data-launch] h2 a").await?;
    ann.driver.execute(HELD_WISH, vec![]).await?;
    block(ann, &[]).await?;
    ann.until("return window.letGo !== undefined").await?;
    ann.click("[data-launch] h2 a").await?;
    let toast = "[data-testid=toast][data-grave=true]";
    ann.see(toast, "Ben Baker set the status to “blocked” meanwhile").await?;
    ann.driver.execute("letGo()", vec![]).await?;
    // Longer than an answer takes to be told.
    tokio::time::sleep(Duration::from_secs(1)).await;
    ensure!(ann.driver.find_all(By::Css(toast)).await?.len() == 1, "it was told twice");
    team.part_in_bad_weather().await
}

/// Nobody has to try again by hand what comes by itself once the network is back.
#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_come_comes_when_the_network_is_back() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Back again").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    // The styles of what is drawn behind the first screen, without which nothing of it is.
    block(ann, &["*/styles-later-*"]).await?;
    ann.goto(&team.server.url(&format!("{path}/items/auth.rotation"))).await?;
    ann.find("[data-item]").await?;
    ann.find(".failed").await?;
    ann.gone("[data-pane]").await?;
    block(ann, &[]).await?;
    ann.find("[data-pane='auth.rotation']").await?;
    ann.until("return getComputedStyle(document.querySelector('[data-pane]')).paddingTop !== '0px'").await?;
    // A part of the page.
    block(ann, &["*-item.bin"]).await?;
    ann.goto(&team.server.url(&format!("{path}/items/auth.rotation"))).await?;
    ann.find("[data-item]").await?;
    if is_cut(ann).await? {
        ann.find(".failed").await?;
    }
    block(ann, &[]).await?;
    ann.find("[data-pane='auth.rotation']").await?;
    // A launch of which the browser has no copy.
    ann.goto("about:blank").await?;
    let forget = json!({ "origin": team.server.url(""), "storageTypes": "indexeddb" });
    ann.driver.cdp().send_raw("Storage.clearDataForOrigin", forget).await?;
    // Nor, at first, the code that reads copies: there may be one.
    block(ann, &["*/api/*", "*-acts.bin", "*-board.bin"]).await?;
    ann.goto(&team.server.url(&path)).await?;
    if is_cut(ann).await? {
        ann.see(".failed", "Waiting for the server").await?;
    }
    block(ann, &["*/api/*"]).await?;
    ann.driver.refresh().await?;
    ann.see(".failed", "no copy of the launch").await?;
    block(ann, &[]).await?;
    ann.find("[data-item]").await?;
    team.part_in_bad_weather().await
}

/// Who chose an item by keyboard would stay in the list, or nowhere, on a phone, where the item takes the list's place; who chose a page, at its link.
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_takes_the_focus_as_any() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Late item").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    block(ann, &["*-item.bin"]).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.click("[data-item='auth.rotation'] .row__title").await?;
    if is_cut(ann).await? {
        ann.find(".failed").await?;
    }
    block(ann, &[]).await?;
    ann.find("[data-pane='auth.rotation']").await?;
    ann.until("return document.activeElement.id === 'item-heading'").await?;
    block(ann, &["*-work.bin"]).await?;
    ann.driver.refresh().await?;
    ann.click(".tabs__tab[href$='/sign-off']").await?;
    if is_cut(ann).await? {
        ann.find("main .failed").await?;
    }
    block(ann, &[]).await?;
    ann.until("return document.activeElement.id === 'heading'").await?;
    team.part_in_bad_weather().await
}

/// It would open its stream again and again, as fast as it can.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_this_browser_asks_at_leisure_where_only_streams_are_opened() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Deaf").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.in_each_document(DEAF).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "offline").await?;
    // The first time at once, then after a quarter and after half a second; a slow machine makes that longer only.
    ann.until("return 3 < window.streams.length").await?;
    let took: f64 = ann.driver.execute("return window.streams[3] - window.streams[0]", vec![]).await?.convert()?;
    ensure!(700.0 < took, "four streams in {took} ms");
    ann.driver.execute("window.deaf = false", vec![]).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    team.part_in_bad_weather().await
}

/// As a line that is not closed and brings nothing any longer, as long as `mute` is set; `streams` has those that were opened.
const MUTE: &str = r#"
    [window.mute, window.streams] = [false, 0];
    globalThis.EventSource = class extends EventSource {
        constructor(...given) {
            super(...given);
            window.streams += 1;
        }
        addEventListener(name, hear) {
            const isSaid = ["event", "presence", "ping"].includes(name);
            super.addEventListener(name, (event) => isSaid && window.mute || hear(event));
        }
    };
"#;

/// As half a minute later.
const LATER: &str = "const now = Date.now.bind(Date); Date.now = () => now() + 30_000;";

/// Nothing was missed, so that no answer tells it: who reads there would be nowhere for the others, and hear of the next change half a minute late.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_says_nothing_any_longer_is_opened_anew() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Silence").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.hasten().await?;
    ann.in_each_document(MUTE).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.driver.execute(format!("window.mute = true; {LATER}"), vec![]).await?;
    ann.until("return 1 < window.streams").await?;
    ann.driver.execute("window.mute = false", vec![]).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    team.part_in_bad_weather().await
}

/// Nobody had the launch open when their role was taken away.
#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_without_a_role_keeps_nothing_of_the_launch() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Not yours any more").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    ben.goto(&team.server.url(&path)).await?;
    ben.wait_for("[data-live]", "data-live", "online").await?;
    ben.goto(&team.server.url("/launches")).await?;
    let kept = ben.kept("/copies/").await?;
    ensure!(!kept.is_empty(), "there was a copy");
    take_role(ann, ben, &path).await?;
    ben.goto(&team.server.url(&path)).await?;
    ben.see("main", "no launch").await?;
    let kept = ben.kept("/copies/").await?;
    ensure!(kept.is_empty(), "{kept:?}");
    team.part_in_bad_weather().await
}

/// What others do while the server tells the launch anew is newer than that.
#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_leaves_a_page_also_while_others_go_on() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Without Ben, and busy").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben, page) = (&team.ann, team.ben().await?, team.server.url(&format!("{path}/items/auth.token-storage")));
    ben.goto(&page).await?;
    ann.goto(&page).await?;
    ben.fill("[data-testid=comment-form] textarea", "Seen, thank you.").await?;
    ben.click("[data-testid=comment-form] button[type=submit]").await?;
    ann.see("[data-testid=comments]", "Seen, thank you.").await?;
    ann.driver.execute(HELD, vec![]).await?;
    let status: u16 = ann.driver.execute_async(ERASE, vec!["Ben Baker".into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    ann.until("return window.letGo !== undefined").await?;
    // Longer than the server takes to tell it.
    tokio::time::sleep(Duration::from_millis(500)).await;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    ann.driver.execute("letGo()", vec![]).await?;
    ann.see("[data-testid=comments]", "[erased]").await?;
    ann.find("[data-item='auth.rotation'][data-status=done]").await?;
    team.part_in_bad_weather().await
}

/// What is kept anew, because the stream did not bring what happened, is on its way when the role goes.
#[tokio::test(flavor = "multi_thread")]
async fn who_loses_their_role_while_the_launch_is_on_its_way_keeps_nothing_of_it() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Not yours").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    ben.in_each_document(STREAM).await?;
    ben.goto(&team.server.url(&path)).await?;
    ben.wait_for("[data-live]", "data-live", "online").await?;
    ben.driver.execute(HELD, vec![]).await?;
    ben.driver.execute("stream.close()", vec![]).await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    ben.driver.execute("dispatchEvent(new Event('offline'))", vec![]).await?;
    ben.until("return window.letGo !== undefined").await?;
    take_role(ann, ben, &path).await?;
    ben.find("[data-testid=shut-out]").await?;
    ben.driver.execute("letGo()", vec![]).await?;
    // Longer than it takes until an answer is kept.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let kept = ben.kept("/copies/").await?;
    ensure!(kept.is_empty(), "{kept:?}");
    team.part_in_bad_weather().await
}
