//! What comes in between around a launch: an answer that is lost or long on its way, another tab with the same text.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::browser::Browser;
use crate::passkeys::sign_in_with_password;
use crate::team::{Team, account};
use crate::templates::replace;

/// The next launch is made, and nobody hears of it.
const UNHEARD: &str = r#"
    const ask = window.fetch;
    window.fetch = async (request, ...how) => {
        if (request.method !== "POST" || !request.url.endsWith("/api/launches")) return ask(request, ...how);
        window.fetch = ask;
        await ask(request, ...how);
        throw new TypeError("as if the line had broken");
    };
"#;

/// As a slow line, by which a launch is twice as long on its way as a page waits for a server: what are ten seconds there are three. The first of these
/// answers stops in the middle, and is not closed. `whole` counts those that came to their end.
const SLOW_LINE: &str = r#"(() => {
    const [ask, later, after] = [window.fetch.bind(window), window.setTimeout.bind(window), AbortSignal.timeout.bind(AbortSignal)];
    const sooner = (wait) => (wait === 10_000 ? 3_000 : wait);
    window.setTimeout = (act, wait, ...given) => later(act, sooner(wait), ...given);
    AbortSignal.timeout = (wait) => after(sooner(wait));
    [window.begun, window.whole] = [0, 0];
    window.fetch = async (asked, given) => {
        const answer = await ask(asked, given);
        if (!/\/api\/launches\/LCH-\d+$/.test(String(asked.url ?? asked))) return answer;
        const [signal, stalls] = [given?.signal ?? asked.signal, window.begun++ === 0];
        const bytes = new Uint8Array(await answer.arrayBuffer());
        const step = Math.ceil(bytes.length / 10);
        let at = 0;
        const body = new ReadableStream({
            start(rest) {
                signal?.addEventListener("abort", () => rest.error(signal.reason));
            },
            async pull(rest) {
                if (stalls && 0 < at) return new Promise(() => {});
                await new Promise((then) => later(then, 600));
                if (signal?.aborted) return;
                rest.enqueue(bytes.slice(at, at + step));
                at += step;
                if (at < bytes.length) return;
                rest.close();
                window.whole += 1;
            },
        });
        return new Response(body, { status: answer.status, headers: answer.headers });
    };
})()"#;

const LAUNCHES: &str = "const [done] = arguments; fetch('/api/launches').then((answer) => answer.json()).then(done)";

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_between_is_told_with_what_to_do() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    team.come_in().await?;
    with_a_link_of_before(&team).await?;
    made_before(&team).await?;
    in_two_tabs(&team).await?;
    with_a_login(&team).await?;
    team.part_in_bad_weather().await
}

/// It was cut off again and again when its time was over, however much of it had come.
#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_is_long_on_its_way_comes_as_long_as_more_of_it_does() -> Result<()> {
    let Some((team, path)) = Team::with_launch("A slow line").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.in_each_document(SLOW_LINE).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.until("return 2 <= window.begun && 1 <= window.whole").await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    team.part_in_bad_weather().await
}

/// Who comes back by the link that made their account is led to where they sign in.
async fn with_a_link_of_before(team: &Team) -> Result<()> {
    let (ann, link) = (&team.ann, team.server.setup_link.as_deref().context("the first start prints a set-up link")?);
    ann.driver.delete_all_cookies().await?;
    ann.goto(link).await?;
    account(ann, "[data-testid=setup-form]", "Ann Archer").await?;
    ann.see(".error-summary", "set up already").await?;
    ann.click("main a[href='/sign-in']").await?;
    sign_in_with_password(ann, "Ann Archer").await
}

/// What was asked for, and then in other words, because the answer was lost: it was made, and another one is made by who means it.
async fn made_before(team: &Team) -> Result<()> {
    let (ann, form) = (&team.ann, "[data-testid=new-launch]");
    let (name, make) = (format!("{form} input[name=name]"), format!("{form} button[type=submit]"));
    ann.goto(&team.server.url("/launches/new")).await?;
    ann.fill(&name, "First").await?;
    ann.driver.execute(UNHEARD, vec![]).await?;
    ann.click(&make).await?;
    ann.see(".error-summary", "Try again as soon as it does").await?;
    ann.fill(&name, "Second").await?;
    ann.click(&make).await?;
    ann.see(".error-summary", "made already of what stood here").await?;
    ensure!(names(ann).await? == ["First"], "one is made");
    ann.click(&make).await?;
    ann.find("[data-item]").await?;
    ensure!(names(ann).await? == ["Second", "First"], "who means it makes another");
    Ok(())
}

/// Of a copy that is edited in two tabs the browser keeps what was typed last: the other one says so.
async fn in_two_tabs(team: &Team) -> Result<()> {
    let (ann, warning) = (&team.ann, "[data-testid=editor-two-tabs]");
    let type_on = || replace(ann, "level = \"must\"", "level = \"should\"");
    let address = team.server.url("/templates/service-launch/edit");
    ann.goto(&address).await?;
    type_on().await?;
    let first = ann.driver.window().await?;
    let second = ann.driver.new_tab().await?;
    ann.driver.switch_to_window(second.clone()).await?;
    ann.goto(&address).await?;
    ann.find("[data-testid=editor-again]").await?;
    type_on().await?;
    ann.gone(warning).await?;
    ann.driver.switch_to_window(first.clone()).await?;
    ann.see(warning, "open in another tab too").await?;
    // Another text than the second tab's: a browser says nothing of what stays as it is.
    replace(ann, "title = \"Readiness\"", "title = \"Ready\"").await?;
    ann.gone(warning).await?;
    ann.driver.switch_to_window(second).await?;
    ann.see(warning, "open in another tab too").await?;
    ann.click("[data-testid=editor-again]").await?;
    ann.driver.close_window().await?;
    ann.driver.switch_to_window(first).await?;
    ann.see(warning, "open in another tab too").await?;
    // Who goes elsewhere within the page and comes back has it still.
    ann.click(".top__nav a[href='/people']").await?;
    ann.find("main .roster").await?;
    ann.driver.back().await?;
    ann.until("return document.querySelector('#editor-source')?.value.includes('title = \"Ready\"') === true").await
}

/// What is written in an address before “@” the browser does not keep, tried or not.
async fn with_a_login(team: &Team) -> Result<()> {
    let (ann, kept) = (&team.ann, "JSON.stringify(localStorage)");
    ann.goto(&team.server.url("/connections/new")).await?;
    ann.paste("#trial-healthUrl", "https://app.example.com/health").await?;
    ann.until(&format!("return {kept}.includes('app.example.com')")).await?;
    ann.paste("#trial-healthUrl", "https://ann:hunter2@app.example.com/health").await?;
    ann.until(&format!("return !{kept}.includes('app.example.com')")).await?;
    ann.until(&format!("return !{kept}.includes('hunter2')")).await
}

/// Of all launches, the latest first.
async fn names(browser: &Browser) -> Result<Vec<String>> {
    let all: Vec<Value> = browser.driver.execute_async(LAUNCHES, vec![]).await?.convert()?;
    Ok(all.iter().filter_map(|launch| launch["name"].as_str().map(str::to_owned)).collect())
}
