//! Answers that come to somebody who has gone on meanwhile, or to somebody else.

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::passkeys::sign_in_with_password;
use crate::team::Team;

/// From here on answers to addresses with `held` in them stay on their way as long as that is so; `waiting` has the addresses that were asked.
pub const HELD: &str = r#"
    const ask = window.fetch.bind(window);
    window.held = null;
    window.waiting = [];
    window.fetch = async (request, ...how) => {
        const address = request.url ?? String(request);
        const isHeld = () => window.held !== null && address.includes(window.held);
        waiting.push(address);
        try {
            const answer = await ask(request, ...how);
            if (!isHeld()) return answer;
            // Whole by then: who asked may have given up, which is another story.
            const body = await answer.arrayBuffer();
            while (isHeld()) await new Promise((go) => setTimeout(go, 20));
            return new Response(answer.status === 204 ? null : body, { status: answer.status, headers: answer.headers });
        } finally {
            waiting.splice(waiting.indexOf(address), 1);
        }
    };
"#;

/// Presses something, leaves the page by a link while the answer is on its way, and stays until it was there.
///
/// * `pressed`: `None` where the page asks by itself.
pub async fn leave_before(ann: &Browser, answer: &str, pressed: Option<&str>, link: &str) -> Result<()> {
    ann.driver.execute("window.held = arguments[0]", vec![answer.into()]).await?;
    if let Some(pressed) = pressed {
        ann.click(pressed).await?;
    }
    let waits = format!("waiting.some((address) => address.includes('{answer}'))");
    ann.until(&format!("return {waits}")).await?;
    ann.click(link).await?;
    ann.driver.execute("window.held = null", vec![]).await?;
    ann.until(&format!("return !{waits}")).await
}

/// Who goes on before an answer is there leaves nobody who waits for it: it ends nothing.
#[tokio::test(flavor = "multi_thread")]
async fn answers_may_come_to_a_page_that_was_left() -> Result<()> {
    let Some(mut team) = Team::gather().await? else {
        return Ok(());
    };
    team.come_in().await?;
    // No check leaves anything at the endpoint, which the page has to ask for.
    let file = team.server.folder.join("holdpoint.toml");
    std::fs::write(&file, std::fs::read_to_string(&file)?.replace("webhook_deliveries = true", ""))?;
    team.server.kill();
    team.server.restart();
    let path = team.create_launch("Restless").await?;
    let ann = &team.ann;
    ann.driver.execute(HELD, vec![]).await?;

    // An open drill is looked at all the time.
    ann.click(".tabs a[href$='/drills']").await?;
    ann.click("[data-testid=open-drill]").await?;
    ann.wait_for("[data-testid=drill]", "data-open", "true").await?;
    leave_before(ann, "/drills/", None, ".top__nav a[href='/']").await?;
    // An invite that was made is looked up in the list of all.
    ann.click(&format!("a[href='{path}']")).await?;
    ann.click(".tabs a[href$='/details']").await?;
    ann.find("[data-testid=make-invite]").await?;
    ann.until("return !waiting.some((address) => address.includes('/api/invites'))").await?;
    leave_before(ann, "/api/invites", Some("[data-testid=make-invite]"), ".tabs a[href$='/preflight']").await?;
    // A check that could leave something at the endpoint waits for what is known of it.
    ann.find("[data-testid=connection] select").await?;
    ann.click(&format!(".tabs a[href='{path}']")).await?;
    ann.click("[data-item='webhooks.signature'] .row__title").await?;
    let run = Some("[data-check='webhook.signature'] [data-testid=run-check]");
    leave_before(ann, "/api/connections", run, ".top__nav a[href='/']").await?;
    ann.click(&format!("a[href='{path}']")).await?;
    ann.find("[data-item]").await?;
    // Nobody is pulled to a launch that was made when they were elsewhere; what they wrote for it is no draft any more.
    let (form, name) = ("[data-testid=new-launch]", "[data-testid=new-launch] input[name=name]");
    ann.click(".top__nav a[href='/']").await?;
    ann.click("a[href='/launches/new']").await?;
    ann.fill(name, "Made meanwhile").await?;
    leave_before(ann, "/api/launches", Some(&format!("{form} button[type=submit]")), ".top__nav a[href='/']").await?;
    ann.see("[data-testid=toast][data-grave=false]:last-child", "The launch “Made meanwhile” is made.").await?;
    ensure!(ann.driver.current_url().await?.path() == "/", "she stays where she went");
    ann.click("[data-testid=toast][data-grave=false]:last-child button").await?;
    ann.until("return document.title.includes('Made meanwhile')").await?;
    // Nor away from where they are by the time a sample is deleted.
    ann.click(".top__nav a[href='/']").await?;
    ann.click("a[href='/launches/new']").await?;
    ann.click("[data-testid=make-sample]").await?;
    ann.click(".tabs a[href$='/details']").await?;
    ann.click("[data-testid=delete-sample]").await?;
    leave_before(ann, "/commands", Some("[data-testid=delete-sample-yes]"), ".top__nav a[href='/people']").await?;
    ann.see("[data-testid=toast][data-grave=false]:last-child", "The sample is deleted.").await?;
    ensure!(ann.driver.current_url().await?.path() == "/people", "she is led away");
    ann.goto(&team.server.url("/launches/new")).await?;
    ensure!(ann.find(name).await?.prop("value").await?.unwrap_or_default().is_empty(), "its name is a draft still");

    // And who left is told what was not made.
    ann.driver.execute(MAKES_NONE, vec![]).await?;
    ann.fill(name, "Never made").await?;
    ann.click(&format!("{form} button[type=submit]")).await?;
    ann.click(".top__nav a[href='/']").await?;
    ann.until("return location.pathname === '/' && window.answerNow !== undefined").await?;
    ann.driver.execute("window.answerNow()", vec![]).await?;
    ann.see("[data-testid=toast][data-grave=true]", "The launch “Never made” was not made.").await?;
    ann.click("[data-testid=toast][data-grave=true] button").await?;
    ann.find(form).await?;
    ann.until(&format!("return document.querySelector({name:?}).value === 'Never made'")).await?;
    refused_after_leaving(ann).await?;
    made_for_who_was_there_before(&team, &path).await?;
    team.part_in_bad_weather().await
}

/// A checklist that was saved under another name leaves the original as it is: nothing of it is a draft there.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_after_its_editor_was_left_is_no_draft_of_the_original() -> Result<()> {
    let Some((team, _)) = Team::with_launch("Saved meanwhile").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    let editor = team.server.url("/templates/service-launch/edit");
    ann.goto(&editor).await?;
    ann.find("[data-problems=none]").await?;
    ann.fill("#editor-name", "another-launch").await?;
    ann.gone(".act__why").await?;
    ann.driver.execute(HELD, vec![]).await?;
    leave_before(ann, "/api/templates", Some("[data-testid=editor-save]"), ".top__nav a[href='/people']").await?;
    ann.see("[data-testid=toast][data-grave=false]", "Launches can be made from it").await?;
    ann.goto(&editor).await?;
    ann.find("[data-problems=none]").await?;
    ann.until("return document.querySelector('#editor-name').value === 'service-launch'").await?;
    ann.gone("[data-testid=editor-again]").await?;
    team.part_in_bad_weather().await
}

/// The password is asked for where nobody sees it any longer.
#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_the_editor_of_a_checklist_is_told_that_a_proof_is_needed() -> Result<()> {
    let Some((mut team, _)) = Team::with_launch("Not saved").await? else {
        return Ok(());
    };
    team.let_proofs_expire().await?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/templates/service-launch/edit")).await?;
    ann.find("[data-problems=none]").await?;
    ann.fill("#editor-version", "9.0.0").await?;
    ann.gone(".act__why").await?;
    ann.driver.execute(HELD, vec![]).await?;
    leave_before(ann, "/api/templates", Some("[data-testid=editor-save]"), ".top__nav a[href='/people']").await?;
    ann.see("[data-testid=toast][data-grave=true]", "password or a passkey again first").await?;
    team.part_in_bad_weather().await
}

/// So is who left another form: signed in, and with a recovery code.
async fn refused_after_leaving(ann: &Browser) -> Result<()> {
    let told = "[data-testid=toast][data-grave=true]";
    ann.click(".top__nav a[href='/people']").await?;
    ann.driver.execute("window.answerNow = undefined", vec![]).await?;
    ann.click("[data-testid=make-invite]").await?;
    ann.until("return window.answerNow !== undefined").await?;
    ann.click(".top__nav a[href='/waivers']").await?;
    ann.gone("[data-testid=make-invite]").await?;
    ann.driver.execute("window.answerNow()", vec![]).await?;
    ann.see(told, "The moon is full; wait a night").await?;

    ann.driver.execute("window.answerNow = undefined", vec![]).await?;
    // The name is begun still: the second press means it.
    ann.click("[data-testid=sign-out]").await?;
    ann.see(&format!("{told}:last-child"), "only in this browser").await?;
    ann.click("[data-testid=sign-out]").await?;
    ann.click("a[href='/recover']").await?;
    ann.gone(told).await?;
    ann.fill("#recover-name", "Ann Archer").await?;
    ann.fill("#recover-code", "none of hers").await?;
    ann.click("[data-testid=recover-form] button[type=submit]").await?;
    ann.until("return window.answerNow !== undefined").await?;
    ann.click("main a[href='/sign-in']").await?;
    ann.find("[data-testid=sign-in-form]").await?;
    ann.driver.execute("window.answerNow()", vec![]).await?;
    ann.see(told, "The moon is full; wait a night").await
}

/// Whoever has signed in by the time a launch is made hears nothing of it, is not led there, and takes nobody over into it.
async fn made_for_who_was_there_before(team: &Team, path: &str) -> Result<()> {
    let (ann, form) = (&team.ann, "[data-testid=new-launch]");
    ann.goto(&team.server.url("/launches/new")).await?;
    sign_in_with_password(ann, "Ann Archer").await?;
    team.invite(path).await?;
    ann.click("label[for=new-template-intercom-production]").await?;
    ann.fill(&format!("{form} input[name=name]"), "Made too late").await?;
    ann.click(&format!("{form} select[name=team] option[value='{}']", path.trim_start_matches("/launches/"))).await?;
    ann.driver.execute(HELD, vec![]).await?;
    ann.driver.execute("window.held = '/api/launches'", vec![]).await?;
    ann.click(&format!("{form} button[type=submit]")).await?;
    let waits = "waiting.some((address) => address.endsWith('/api/launches'))";
    ann.until(&format!("return {waits}")).await?;
    ann.click("[data-testid=sign-out]").await?;
    ann.see("[data-testid=toast]", "only in this browser").await?;
    ann.click("[data-testid=sign-out]").await?;
    sign_in_with_password(ann, "Ben Baker").await?;
    ann.driver.execute("window.held = null", vec![]).await?;
    ann.until(&format!("return !{waits}")).await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    ann.gone("[data-testid=toast]").await?;
    ensure!(ann.driver.current_url().await?.path() == "/", "he is led to what she has made");
    Ok(())
}

/// Nothing of these is done, and that is answered when the story says so.
const MAKES_NONE: &str = r#"
    const ask = window.fetch;
    window.fetch = async (request, ...how) => {
        if (request.method !== "POST" || !/\/api\/(launches|invites|recovery\/code)$/.test(request.url)) return ask(request, ...how);
        await new Promise((go) => { window.answerNow = go; });
        const problem = { type: "/problems/bad-field", title: "A field is wrong", status: 422, detail: "the moon is full; wait a night" };
        return new Response(JSON.stringify(problem), { status: 422, headers: { "content-type": "application/problem+json" } });
    };
"#;
