//! A drill in the browser: opened, watched while requests come, ended; its verdicts are on the items that they prove.

use anyhow::{Result, ensure};

use crate::team::Team;

/// An integration, more or less: reads all pages, searches once, retries server errors, and never retries a 429.
const INTEGRATION: &str = r#"
    const [base, done] = arguments;
    const headers = { authorization: "Bearer canary-of-the-integration", "content-type": "application/json" };
    const get = (path) => fetch(base + path, { headers });
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const persist = async (path, jitter) => {
        for (const ms of [500, 1100]) {
            if ((await get(path)).ok) return;
            await pause(ms + jitter);
        }
        await get(path);
    };
    const pages = async () => {
        let path = "/contacts";
        while (path) {
            const next = (await (await get(path)).json()).pages.next?.starting_after;
            path = next && `/contacts?starting_after=${next}`;
        }
    };
    const filter = (field) => ({ field, operator: "=", value: "x" });
    const query = { operator: "AND", value: [filter("email"), filter("name")] };
    Promise.all([
        get("/me"),
        ...["a", "b", "c"].map((id, at) => persist(`/contacts/${id}`, at * 90)),
        fetch(base + "/tags", { headers, signal: AbortSignal.timeout(1200) }).catch(() => {}),
        fetch(base + "/admins", { headers }).then((answer) => answer.text()).catch(() => pause(700)).then(() => get("/admins")),
        pages(),
        fetch(base + "/contacts/search", { method: "POST", headers, body: JSON.stringify({ query }) }),
    ]).then(() => done("done"), (error) => done(String(error)));
"#;

/// Looks at the drill that is open, and what ends it, are answered late from now on.
const LATE: &str = r#"
    const ask = window.fetch;
    window.held = 0;
    window.fetch = async (request, ...how) => {
        const answer = await ask(request, ...how);
        const isOpen = async () => !(await answer.clone().text()).includes('"endedAt"');
        const ends = /\/close$/.test(request.url);
        if (!ends && (!/\/drills\/[^/]+$/.test(request.url) || !(await isOpen()))) return answer;
        window.held += 1;
        await new Promise((then) => setTimeout(then, 1500));
        window.held -= 1;
        window.late = true;
        window.ended ||= ends;
        return answer;
    };
"#;

/// While one of them is under way.
const SHOW_OTHER: &str = r#"
    const other = document.querySelector("[aria-labelledby=other-drills] button");
    window.late = false;
    return window.held === 1 && other !== null && (other.click(), true);
"#;

/// Ends the drill that is shown, and looks at the other one before the answer.
const END_AND_SHOW_OTHER: &str = r#"
    const other = document.querySelector("[aria-labelledby=other-drills] li");
    window.chosen = other.querySelector("time").dateTime;
    document.querySelector("[data-testid=close-drill]").click();
    other.querySelector("button").click();
"#;
const OTHER_IS_SHOWN: &str = "return document.querySelector('[data-testid=drill] time').dateTime === chosen";

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_at_another_drill_is_not_led_back_by_a_late_answer() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Drilled twice").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/drills"))).await?;
    ann.click("[data-testid=open-drill]:not([aria-disabled])").await?;
    ann.wait_for("[data-testid=drill]", "data-open", "true").await?;
    ann.click("[data-testid=close-drill]").await?;
    ann.wait_for("[data-testid=drill]", "data-open", "false").await?;
    ann.click("[data-testid=open-drill]").await?;
    ann.wait_for("[data-testid=drill]", "data-open", "true").await?;
    // That it could not be ended stands there over looks that go well.
    ann.busy(1, "/close$").await?;
    ann.click("[data-testid=close-drill]").await?;
    ann.find("[data-testid=drill-trouble]").await?;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    ann.find("[data-testid=drill-trouble]").await?;
    ann.driver.execute(LATE, vec![]).await?;
    ann.until(SHOW_OTHER).await?;
    ann.wait_for("[data-testid=drill]", "data-open", "false").await?;
    ann.until("return window.late").await?;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    ann.wait_for("[data-testid=drill]", "data-open", "false").await?;

    ann.click("[aria-labelledby=other-drills] button").await?;
    ann.wait_for("[data-testid=drill]", "data-open", "true").await?;
    ann.driver.execute(END_AND_SHOW_OTHER, vec![]).await?;
    ann.until(OTHER_IS_SHOWN).await?;
    ann.until("return window.ended").await?;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    ann.until(OTHER_IS_SHOWN).await?;
    team.part().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_is_opened_watched_and_recorded() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Drilled").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.goto(&team.server.url(&format!("{path}/items/api.search"))).await?;
    ann.click("[data-check='drill.search'] [data-testid=to-drills]").await?;
    ann.see("[data-testid=drill-plan]", "GET /contacts, all of them").await?;
    ann.picture("20-drill-plan").await?;
    ann.click("[data-testid=open-drill]").await?;
    let base = ann.find("[data-testid=drill-url]").await?.text().await?;
    ensure!(base.starts_with(&team.server.url("/drill/")), "{base}");
    ann.wait_for("[data-scenario=pages]", "data-state", "waiting").await?;

    // Ben looks on; his browser also plays the integration, because nothing else is at hand that speaks HTTP.
    ben.goto(&team.server.url(&format!("{path}/drills"))).await?;
    ben.wait_for("[data-testid=drill]", "data-open", "true").await?;
    let answer: String = ben.driver.execute_async(INTEGRATION, vec![base.clone().into()]).await?.convert()?;
    ensure!(answer == "done", "{answer}");
    for (scenario, state) in [("pages", "played"), ("search", "played"), ("server_errors", "played"), ("rate_limit", "begun")] {
        ann.wait_for(&format!("[data-scenario={scenario}]"), "data-state", state).await?;
    }
    for status in ["429", "503", "200"] {
        ann.find(&format!("[data-testid=drill-timeline] [data-mark='{status}']")).await?;
    }
    ann.see("[data-testid=drill-left]", "left").await?;
    ann.wait_for("[data-drill-check='drill.search']", "data-verdict", "pass").await?;
    ann.click("[data-testid=drill-table] summary").await?;
    ann.see("[data-testid=drill-table]", "/contacts/{contact_id}").await?;
    ann.see("[data-testid=drill-table]", "none: hung up after ").await?;
    ann.picture_of("[data-testid=drill-timeline]", "21-drill").await?;
    ben.find("[data-testid=drill-timeline] [data-mark='429']").await?;

    // A retry is due when the limit ends, and five seconds later it counts as not made.
    ann.wait_for("[data-drill-check='drill.rate-limit']", "data-verdict", "fail").await?;
    ann.click("[data-testid=close-drill]").await?;
    ann.see("[data-testid=drill-recorded]", "was recorded").await?;
    ann.wait_for("[data-drill-check='drill.rate-limit']", "data-verdict", "fail").await?;
    ann.see("[data-drill-check='drill.rate-limit']", "A call that was answered 429 was not made again.").await?;
    ann.picture("22-drill-ended").await?;
    ben.wait_for("[data-testid=drill]", "data-open", "false").await?;
    for (item, check, verdict) in [
        ("api.search", "drill.search", "pass"),
        ("api.pagination", "drill.pagination", "pass"),
        ("api.rate-limit-retry", "drill.rate-limit", "fail"),
    ] {
        ann.goto(&team.server.url(&format!("{path}/items/{item}"))).await?;
        ann.wait_for(&format!("[data-check='{check}']"), "data-verdict", verdict).await?;
    }
    ann.see("[data-check='drill.rate-limit']", "Seen in a drill").await?;
    team.part().await
}
