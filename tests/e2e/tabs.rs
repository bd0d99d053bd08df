//! One launch in several tabs of one browser: one stream, one outbox, one person; a closed tab takes nothing with it. Many launches at once. And
//! taking a change back.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::{Browser, STEP};
use crate::stage::PATIENCE;
use crate::team::{PASSWORD, Team};

const STREAMS: &str = r#"
    const [done] = arguments;
    fetch("/metrics").then((answer) => answer.text()).then((text) => done(/^holdpoint_live_streams (\d+)/m.exec(text)?.[1] ?? text));
"#;

const HISTORY: &str = r#"
    const [path, item, done] = arguments;
    fetch(`/api${path}/events?after=0`).then((answer) => answer.json())
        .then(({ events }) => done(events.filter(({ event }) => event.type === "status_set" && event.item === item).length));
"#;

/// As if another tab had been in front for more than a minute.
pub const UNSEEN: &str = r#"
    window.clock = Date.now;
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    Date.now = () => window.clock.call(Date) + 70_000;
"#;

/// As windows side by side are, whatever the browser makes of tabs that were opened behind each other.
const IN_SIGHT: &str = r#"Object.defineProperty(document, "hidden", { value: false, configurable: true })"#;

/// As over plain http to another machine.
const NO_LOCKS: &str = r#"Object.defineProperty(navigator, "locks", { value: undefined })"#;

/// What is to come in three seconds does not come as long as `early` is set.
const EARLY: &str = r#"(() => {
    const later = window.setTimeout.bind(window);
    window.early = true;
    window.setTimeout = (act, wait, ...given) => {
        const go = () => (window.early && wait === 3000 ? later(go, 50) : act(...given));
        return later(go, wait);
    };
})()"#;

/// As if another tab had just come in front.
const BEHIND: &str = r#"
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
"#;

/// The page asks no more every few seconds, but for the one question that it is about to ask, as long as `quiet` is set; `asked` counts what it asks,
/// and `asking` what of it has no answer yet.
const QUIET: &str = r#"
    const later = window.setTimeout.bind(window);
    const ask = window.fetch.bind(window);
    window.quiet = true;
    window.asked = window.asking = 0;
    window.setTimeout = (act, wait, ...given) => {
        const go = () => (window.quiet && wait === 3000 ? later(go, 50) : act(...given));
        return later(go, wait);
    };
    window.fetch = async (request, ...how) => {
        if (!String(request.url ?? request).includes("/events?")) return ask(request, ...how);
        window.asked += 1;
        window.asking += 1;
        try {
            const answer = await ask(request, ...how);
            // Whole by then.
            return new Response(await answer.arrayBuffer(), { status: answer.status, headers: answer.headers });
        } finally {
            window.asking -= 1;
        }
    };
"#;

/// As if another tab had taken this one's place while it slept, and had been told no for the only wish that waits.
const REFUSED: &str = r#"
    const [done] = arguments;
    const opening = indexedDB.open("holdpoint", 1);
    opening.onsuccess = () => {
        const kept = opening.result.transaction("kept").objectStore("kept");
        const [keys, values] = [kept.getAllKeys(), kept.getAll()];
        values.onsuccess = () => {
            const place = keys.result.findIndex((key) => key.includes("/pending/"));
            const [key, pending] = [keys.result[place], JSON.parse(values.result[place])];
            opening.result.close();
            const [, , , me, , launch] = key.split("/");
            const refused = { pending, why: "the other tab was told no", conflict: null };
            new BroadcastChannel("holdpoint/1/kept").postMessage(`${key}\n`);
            new BroadcastChannel(`holdpoint/1/${me}/${launch}`).postMessage(`r${JSON.stringify(refused)}`);
            done(key);
        };
    };
"#;

/// As the tab with the stream says it to the others: the log of the launch is another one.
const ANOTHER_LOG: &str = r#"
    const [launch, done] = arguments;
    fetch("/api/session").then((answer) => answer.json()).then(({ me }) => {
        new BroadcastChannel(`holdpoint/1/${me.id}/${launch}`).postMessage("o0");
        done(true);
    });
"#;

/// As tabs leave it that are closed right after a click: before the code was there that judges it, and before it was handed on.
const CLOSED: &str = r#"
    const [launch] = arguments;
    const { me } = JSON.parse(localStorage.getItem("holdpoint/1/session"));
    localStorage.setItem(`holdpoint/1/${me.id}/early/${launch}/${crypto.randomUUID()}`, "999 done auth.scopes");
    const id = crypto.randomUUID();
    const command = { type: "set_status", item: "auth.rotation", status: "done" };
    const pending = JSON.stringify({ id, based_on: 1, asked_at: "2026-01-02T03:04:05Z", command });
    new BroadcastChannel("holdpoint/1/kept").postMessage(`holdpoint/1/small/${me.id}/pending/${launch}/${id}
${pending}`);
"#;

/// As if another tab had signed this one's person out, before what is kept here came to the browser's database.
const LEFT: &str = r#"
    const session = "holdpoint/1/session";
    localStorage.setItem("holdpoint/1/left", JSON.parse(localStorage.getItem(session)).me.id);
    localStorage.removeItem(session);
    dispatchEvent(new StorageEvent("storage", { key: session }));
"#;

/// A tab hears nothing of the others as long as `asleep` is set. The next answer that tells what was missed comes once `letGo` is called; `told` is set
/// when it could.
const BEHIND_OTHERS: &str = r#"
    const { set } = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, "onmessage");
    Object.defineProperty(BroadcastChannel.prototype, "onmessage", {
        set(hear) { set.call(this, (event) => { if (!window.asleep) hear.call(this, event); }); },
    });
    const ask = window.fetch.bind(window);
    window.told = false;
    window.fetch = async (asked, ...given) => {
        const isHeld = window.hold && window.letGo === undefined && String(asked.url ?? asked).includes("/events?");
        const held = isHeld && new Promise((yes) => { window.letGo = yes; });
        const answer = await ask(asked, ...given);
        window.told ||= isHeld;
        await held;
        return answer;
    };
"#;

pub const SEEN: &str = r#"
    Date.now = window.clock;
    delete document.hidden;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
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

pub async fn until_streams(browser: &Browser, wanted: &str) -> Result<()> {
    let (mut said, end) = (String::new(), tokio::time::Instant::now() + PATIENCE);
    while tokio::time::Instant::now() < end {
        said = browser.driver.execute_async(STREAMS, vec![]).await?.convert()?;
        if said == wanted {
            return Ok(());
        }
        tokio::time::sleep(STEP).await;
    }
    anyhow::bail!("{wanted} streams are expected, the server counts {said}")
}

/// How often an item's status was set.
async fn settings(browser: &Browser, path: &str, item: &str) -> Result<u64> {
    Ok(browser.driver.execute_async(HISTORY, vec![path.into(), item.into()]).await?.convert()?)
}

fn tick(item: &str) -> String {
    format!("[data-item='{item}'] input[type=checkbox]")
}

/// What another tab was told is not asked for again by the one that slept meanwhile, though the stream is still its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_slept_does_not_ask_for_what_another_was_refused() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Asleep").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.offline(true).await?;
    ann.click(&tick("auth.scopes")).await?;
    ann.wait_for("[data-item='auth.scopes']", "data-pending", "true").await?;
    let key: String = ann.driver.execute_async(REFUSED, vec![]).await?.convert()?;
    ensure!(key.contains("/pending/"), "{key}");
    ann.see("[data-testid=toast][data-grave=true]", "the other tab was told no").await?;
    ann.wait_for("[data-item='auth.scopes']", "data-status", "open").await?;
    ann.offline(false).await?;
    // It would go first.
    ann.click(&tick("auth.rotation")).await?;
    ann.until("return document.querySelector(\"[data-item='auth.rotation'][data-status=done]:not([data-pending=true])\") !== null").await?;
    ensure!(settings(ann, &path, "auth.rotation").await? == 1);
    ensure!(settings(ann, &path, "auth.scopes").await? == 0, "it was asked for again");
    team.part_in_bad_weather().await
}

/// A tab that stays open would have it, and send it never.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_tab_was_asked_for_that_was_closed_at_once_is_sent_by_another() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Closed at once").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.driver.execute(CLOSED, vec![path.trim_start_matches("/launches/").into()]).await?;
    for item in ["auth.scopes", "auth.rotation"] {
        ann.find(&format!("[data-item='{item}'][data-status=done][data-pending=false]")).await?;
        ensure!(settings(ann, &path, item).await? == 1, "{item} was set once");
    }
    team.part_in_bad_weather().await
}

/// A tab that has the launch as a whole does not know which event its last one was.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_hears_of_another_log_takes_the_launch_anew() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Another log").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let first = ann.driver.window().await?;
    let second = ann.driver.new_tab().await?;
    ann.driver.switch_to_window(second.clone()).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.driver.switch_to_window(first).await?;
    let launch = path.trim_start_matches("/launches/");
    let told: bool = ann.driver.execute_async(ANOTHER_LOG, vec![launch.into()]).await?.convert()?;
    ensure!(told);
    ann.driver.switch_to_window(second).await?;
    ann.see("[data-testid=toast][data-grave=true]", "an earlier state of this launch again").await?;
    team.part_in_bad_weather().await
}

/// What comes behind that does not follow on what is here yet, and nothing may come after it for an hour.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_asks_what_it_missed_has_what_others_do_meanwhile() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Meanwhile").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben, url) = (&team.ann, team.ben().await?, team.server.url(&path));
    ben.goto(&url).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let second = ann.driver.new_tab().await?;
    ann.driver.switch_to_window(second).await?;
    ann.in_each_document(BEHIND_OTHERS).await?;
    ann.goto(&url).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    until_streams(ben, "2").await?;

    // What it did not hear it has as soon as somebody comes back to it, each word of that.
    ann.driver.execute("window.asleep = true", vec![]).await?;
    let her: String =
        ann.driver.execute("return JSON.parse(localStorage.getItem('holdpoint/1/session')).me.id", vec![]).await?.convert()?;
    let comment = uuid::Uuid::now_v7().to_string();
    let question = json!({ "type": "comment", "item": "auth.scopes", "comment": comment, "text": "Which ones?", "mentions": [her] });
    team.command(ben, &path, question).await?;
    ben.click(&tick("auth.separate-tokens")).await?;
    ben.find("[data-item='auth.separate-tokens'][data-status=done][data-pending=false]").await?;
    let back = "window.asleep = false; dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";
    ann.driver.execute(back, vec![]).await?;
    ann.see("[data-testid=toast]", "Ben Baker asks you about").await?;
    ann.wait_for("[data-item='auth.separate-tokens']", "data-status", "done").await?;

    ann.driver.execute("window.asleep = true", vec![]).await?;
    ben.click(&tick("auth.scopes")).await?;
    ben.find("[data-item='auth.scopes'][data-status=done][data-pending=false]").await?;
    ann.driver.execute("[window.asleep, window.hold] = [false, true]; dispatchEvent(new Event('offline'))", vec![]).await?;
    ann.until("return window.told").await?;
    ben.click(&tick("auth.rotation")).await?;
    ben.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    // Longer than a word from one tab to the other takes.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    ann.driver.execute("letGo()", vec![]).await?;
    for item in ["auth.scopes", "auth.rotation"] {
        ann.wait_for(&format!("[data-item='{item}']"), "data-status", "done").await?;
    }
    team.part_in_bad_weather().await
}

/// A tab asks what it missed; `lost` says whether it took the server for away.
const ASKS: &str = r#"
    window.lost = false;
    const look = () => { window.lost ||= document.querySelector("[data-live=offline]") !== null; };
    new MutationObserver(look).observe(document, { subtree: true, attributes: true });
    dispatchEvent(new Event("offline"));
"#;

/// The tab with the stream has nothing to tell: for that one the server never was away.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_whose_own_question_had_no_answer_is_online_again_with_the_others() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Not for long").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let second = ann.driver.new_tab().await?;
    ann.driver.switch_to_window(second).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.busy(1, r"/events\?").await?;
    ann.driver.execute(ASKS, vec![]).await?;
    ann.until("return window.lost").await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    team.part_in_bad_weather().await
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_share_one_stream_and_one_outbox() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("Many tabs").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, url) = (&team.ann, team.server.url(&path));
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let first = ann.driver.window().await?;
    let second = ann.driver.new_tab().await?;
    ann.driver.switch_to_window(second.clone()).await?;
    ann.in_each_document(STREAM).await?;
    ann.goto(&url).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    // Ben is on the list of launches: no stream.
    team.ben().await?.goto(&team.server.url("/launches")).await?;
    until_streams(team.ben().await?, "1").await?;

    // Where one is the others see, whichever tab it was; nobody is anywhere 15 seconds after their tab was closed.
    team.ben().await?.goto(&url).await?;
    ann.click("[data-item='auth.scopes'] .row__title").await?;
    let at = "[data-item='auth.scopes'] [data-testid=at-item]";
    team.ben().await?.see(at, "AA").await?;
    team.ben().await?.picture("18-where-people-are").await?;
    ann.driver.switch_to_window(first.clone()).await?;
    ann.click("[data-item='auth.rotation'] .row__title").await?;
    team.ben().await?.see("[data-item='auth.rotation'] [data-testid=at-item]", "AA").await?;
    team.ben().await?.gone(at).await?;
    ann.driver.switch_to_window(second.clone()).await?;

    // What one tab does the other shows, and what Ben does both.
    ann.click(&tick("auth.scopes")).await?;
    ann.driver.switch_to_window(first.clone()).await?;
    ann.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    team.ben().await?.click(&tick("auth.rotation")).await?;
    for tab in [&first, &second] {
        ann.driver.switch_to_window(tab.clone()).await?;
        ann.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
        ann.gone("[data-item][data-pending=true]").await?;
    }

    // No server: an edit in each tab is drawn in both. The tab that had the stream is closed; the other one sends both, once each.
    team.server.kill();
    ann.wait_for("[data-live]", "data-live", "offline").await?;
    ann.click(&tick("webhooks.signature")).await?;
    ann.driver.switch_to_window(first.clone()).await?;
    ann.wait_for("[data-item='webhooks.signature']", "data-pending", "true").await?;
    ann.click(&tick("webhooks.https")).await?;
    ann.wait_for("[data-item='webhooks.https']", "data-pending", "true").await?;
    ann.driver.close_window().await?;
    ann.driver.switch_to_window(second).await?;
    ann.wait_for("[data-item='webhooks.https']", "data-pending", "true").await?;
    team.server.restart();
    for item in ["webhooks.signature", "webhooks.https"] {
        team.ben().await?.wait_for(&format!("[data-item='{item}']"), "data-status", "done").await?;
        ann.gone(&format!("[data-item='{item}'][data-pending=true]")).await?;
        ensure!(settings(team.ben().await?, &path, item).await? == 1, "{item} was set once");
    }
    until_streams(team.ben().await?, "2").await?;

    // A tab that nobody looks at leaves its stream to others, and has caught up as soon as somebody does.
    ann.driver.execute(UNSEEN, vec![]).await?;
    until_streams(team.ben().await?, "1").await?;
    team.ben().await?.click(&tick("webhooks.https")).await?;
    team.ben().await?.wait_for("[data-item='webhooks.https']", "data-status", "open").await?;
    ann.driver.execute(SEEN, vec![]).await?;
    ann.wait_for("[data-item='webhooks.https']", "data-status", "open").await?;
    until_streams(team.ben().await?, "2").await?;

    // A tab that does not understand the server any longer leaves the stream to the next one at once.
    ann.driver.execute("stream.dispatchEvent(new MessageEvent('event', { data: 'of a newer server' }))", vec![]).await?;
    ann.see(".frame > .notice", "newer than this page").await?;
    let third = ann.driver.new_tab().await?;
    ann.driver.switch_to_window(third).await?;
    ann.goto(&url).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    until_streams(team.ben().await?, "2").await?;
    team.part().await
}

/// Over HTTP/1.1 six streams would take all connections that a browser makes to a server, and nothing else would come through.
#[tokio::test(flavor = "multi_thread")]
async fn six_launches_side_by_side_leave_connections_for_all_else() -> Result<()> {
    side_by_side(&[IN_SIGHT]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn six_launches_side_by_side_leave_connections_where_a_browser_has_no_locks() -> Result<()> {
    side_by_side(&[IN_SIGHT, NO_LOCKS]).await
}

/// * `scripts`: for each of the windows.
async fn side_by_side(scripts: &[&str]) -> Result<()> {
    let Some(team) = Team::gather().await? else {
        return Ok(());
    };
    team.come_in().await?;
    let mut paths = Vec::new();
    for name in ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"] {
        paths.push(team.launch(name).await?);
    }
    let (ann, ben) = (&team.ann, team.ben().await?);
    team.invite(&paths[5]).await?;
    ann.goto(&team.server.url("/launches")).await?;
    ben.goto(&team.server.url("/launches")).await?;
    let mut windows = Vec::new();
    for path in &paths {
        let window = ann.driver.new_tab().await?;
        ann.driver.switch_to_window(window.clone()).await?;
        for script in scripts {
            ann.in_each_document(script).await?;
        }
        if 4 <= windows.len() {
            // It has no stream, and what it asks first it asks at once.
            ann.in_each_document(EARLY).await?;
        }
        ann.goto(&team.server.url(path)).await?;
        ann.wait_for("[data-live]", "data-live", "online").await?;
        ann.driver.execute("window.early = false", vec![]).await?;
        windows.push(window);
    }
    until_streams(ben, "4").await?;

    // The last one has no stream: what others do comes a little later, and what is done there arrives.
    ben.goto(&team.server.url(&paths[5])).await?;
    ben.click(&tick("auth.scopes")).await?;
    ann.wait_for("[data-item='auth.scopes']", "data-status", "done").await?;
    // For what came of it nobody waits until then.
    ann.driver.execute(QUIET, vec![]).await?;
    ann.until("return 0 < asked && asking === 0").await?;
    ann.click(&tick("auth.rotation")).await?;
    ben.wait_for("[data-item='auth.rotation']", "data-status", "done").await?;
    ann.gone("[data-item][data-pending=true]").await?;
    ann.driver.execute("window.quiet = false", vec![]).await?;
    ann.until("return 2 < asked").await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    until_streams(ben, "5").await?;

    // Two windows are covered by others, and leave their streams to the two that had none: who has one is present.
    for window in &windows[..2] {
        ann.driver.switch_to_window(window.clone()).await?;
        ann.driver.execute(BEHIND, vec![]).await?;
    }
    ann.driver.switch_to_window(windows[5].clone()).await?;
    ann.click("[data-item='auth.scopes'] .row__title").await?;
    ben.see("[data-item='auth.scopes'] [data-testid=at-item]", "AA").await?;
    until_streams(ben, "5").await?;
    team.part().await
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_last_change_can_be_taken_back() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Second thoughts").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben, item) = (&team.ann, team.ben().await?, "[data-item='auth.scopes']");
    ben.goto(&team.server.url(&path)).await?;

    ann.click(&tick("auth.scopes")).await?;
    ann.see("[data-testid=toast]", "done").await?;
    // It stays as long as the focus is in it: pictures may take longer than it is there for.
    ann.driver.execute("document.querySelector('[data-testid=toast] .toast__actions button').focus()", vec![]).await?;
    ann.picture("17-undo").await?;
    ann.click("[data-testid=toast] .toast__actions button").await?;
    ann.wait_for(item, "data-status", "open").await?;
    ben.wait_for(item, "data-status", "open").await?;
    ann.gone("[data-testid=toast]").await?;

    // By the keyboard.
    ann.click(&tick("auth.scopes")).await?;
    ben.wait_for(item, "data-status", "done").await?;
    ann.press(Key::Control + "z").await?;
    ben.wait_for(item, "data-status", "open").await?;
    ann.until("return document.querySelector('[data-testid=announcer]').textContent.startsWith('Taken back: “')").await?;

    // What somebody else changed since is theirs.
    ann.click(&tick("auth.scopes")).await?;
    ben.wait_for(item, "data-status", "done").await?;
    ben.click(&tick("auth.scopes")).await?;
    ann.wait_for(item, "data-status", "open").await?;
    ann.driver.find(By::Css("body")).await.context("a page")?.send_keys(Key::Control + "z").await?;
    ann.see("[data-testid=toast][data-grave=true]", "Somebody changed it since").await?;
    ann.wait_for(item, "data-status", "open").await?;
    team.part().await
}

/// The cookie is the browser's: a tab that showed Ann would act as Ben from here on.
#[tokio::test(flavor = "multi_thread")]
async fn no_tab_shows_somebody_who_signed_out_in_another() -> Result<()> {
    let Some((team, path)) = Team::with_launch("One browser, two people").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let first = ann.driver.window().await?;
    let second = ann.driver.new_tab().await?;
    ann.driver.switch_to_window(second).await?;
    ann.goto(&team.server.url("/launches")).await?;
    ann.click("[data-testid=sign-out]").await?;
    ann.fill("[data-testid=sign-in-form] input[name=name]", "Ben Baker").await?;
    ann.fill("[data-testid=sign-in-form] input[name=password]", PASSWORD).await?;
    ann.click("[data-testid=sign-in-form] button[type=submit]").await?;
    ann.see("[data-testid=signed-in]", "Ben").await?;
    // By itself.
    ann.driver.switch_to_window(first).await?;
    ann.see("[data-testid=signed-in]", "Ben").await?;
    team.part_in_bad_weather().await
}

/// What a tab keeps in the moment until it hears of that would wait for them in somebody else's browser.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_keeps_nothing_of_somebody_who_signed_out_in_another() -> Result<()> {
    let Some((team, _)) = Team::with_launch("In between").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let tools = ann.driver.cdp();
    tools.send_raw("Network.enable", json!({})).await?;
    tools.send_raw("Network.setBlockedURLs", json!({ "urls": ["*/commands"] })).await?;
    ann.click(&tick("auth.scopes")).await?;
    ann.wait_for("[data-item='auth.scopes']", "data-pending", "true").await?;
    ann.driver.execute(LEFT, vec![]).await?;
    // The server knows nothing of that, and lets her in again.
    ann.find("[data-item='auth.scopes'][data-status=open][data-pending=false]").await?;
    team.part_in_bad_weather().await
}

/// It slept meanwhile, and heard nothing of that.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_one_comes_back_to_shows_nobody_who_signed_out_meanwhile() -> Result<()> {
    let Some(team) = Team::gather().await? else {
        return Ok(());
    };
    team.come_in().await?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/launches")).await?;
    ann.find("[data-testid=signed-in]").await?;
    let back = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));";
    ann.driver.execute(format!("window.same = true; {back}"), vec![]).await?;
    ann.until("return window.same === true").await?;
    ann.driver.execute(format!("localStorage.removeItem('holdpoint/1/session'); {back}"), vec![]).await?;
    ann.until("return window.same === undefined").await?;
    ann.find("[data-testid=signed-in]").await?;
    team.part_in_bad_weather().await
}
