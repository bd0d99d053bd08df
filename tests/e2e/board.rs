//! The board while others work: cards follow their launches, and stay what they are for who looks at them.

use anyhow::{Result, ensure};

use crate::team::Team;

/// An event of a launch, as another page would make it.
const DONE: &str = r#"
    const [path, item, done] = arguments;
    fetch(`/api${path}/commands`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify({ basedOn: 9999, command: { type: "set_status", item, status: "done" } }),
    }).then((answer) => done(answer.status));
"#;

/// As if what a no go rests on had ended: the server weighs it anew each time, and nothing has happened to the launch.
const TURN: &str = r#"
    const ask = window.fetch;
    window.listed = window.kept = 0;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
        if (key.endsWith("/launches")) window.kept += 1;
        return put.call(this, value, key);
    };
    window.fetch = async (...given) => {
        const answer = await ask.apply(window, given);
        if (new URL(answer.url).pathname !== "/api/launches") return answer;
        window.listed += 1;
        const all = (await answer.json()).map((launch) => ({ ...launch, decision: "go", reasons: 0, firstReasons: [] }));
        return new Response(JSON.stringify(all), { status: 200, headers: { "content-type": "application/json" } });
    };
"#;

/// As if one launch had been reported as a go, and its day had passed.
const PAST: &str = r#"
    const [over] = arguments;
    const ask = window.fetch;
    window.fetch = async (...given) => {
        const answer = await ask.apply(window, given);
        if (!String(given[0].url).endsWith("/api/launches")) return answer;
        const past = (launch) => launch.id === over ? { ...launch, target: "2026-01-31", reported: "go" } : launch;
        return new Response(JSON.stringify((await answer.json()).map(past)), { status: 200, headers: { "content-type": "application/json" } });
    };
"#;

/// As Safari does after a hundred in ten seconds.
const FULL: &str = "history.replaceState = () => { throw new DOMException('too many', 'SecurityError'); };";

#[tokio::test(flavor = "multi_thread")]
async fn a_card_follows_its_launch_and_stays_open() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    team.come_in().await?;
    let ann = &team.ann;
    ann.hasten().await?;
    let path = team.launch("Support chat 3.3").await?;
    team.launch("Prüfung 3.4").await?;
    let card = format!("[data-launch='{}']", path.trim_start_matches("/launches/"));
    ann.goto(&team.server.url("/launches")).await?;
    // The latest change comes first.
    ann.find(&format!("{card}:nth-child(2)")).await?;
    // Each card has one: it says of which launch.
    ann.until(&format!("return document.querySelector({:?}).textContent === 'Trend: Support chat 3.3'", format!("{card} summary"))).await?;
    ann.click(&format!("{card} .board__trend summary")).await?;
    ann.see(&format!("{card} [data-testid=burn-up]"), "0 of 25 now").await?;

    let status: u16 = ann.driver.execute_async(DONE, vec![path.as_str().into(), "auth.scopes".into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    ann.find(&format!("{card}:nth-child(1) .progress[data-progress='4']")).await?;
    ann.see(&format!("{card} [data-testid=burn-up]"), "1 of 25 now").await?;
    ann.until(&format!("return document.activeElement.matches({:?})", format!("{card} .board__trend[open] summary"))).await?;

    ann.wait_for(&card, "data-decision", "no_go").await?;
    ann.driver.execute(TURN, vec![]).await?;
    ann.wait_for(&card, "data-decision", "go").await?;
    ann.see(&format!("{card} .gate-tag"), "Go").await?;
    ann.gone(&format!("{card} .reasons")).await?;
    // What is on the disk already is not written again with each look at the server.
    ann.until("return 2 < window.listed && 0 < window.kept").await?;
    let kept: u32 = ann.driver.execute("return window.kept", vec![]).await?.convert()?;
    ensure!(kept == 1, "the list was written {kept} times");
    ann.until(&format!("return document.activeElement.matches({:?})", format!("{card} .board__trend[open] summary"))).await?;

    ann.driver.execute(PAST, vec![path.trim_start_matches("/launches/").into()]).await?;
    ann.gone(&card).await?;
    ann.see(".board__past", "Past launches (1)").await?;
    ann.picture("13-board-past").await?;
    ann.click(".board__past a").await?;
    ann.see(&card, "its report says go").await?;
    ann.until("return document.activeElement.matches('[data-filter=show]')").await?;
    // Where none fits it says so, and leads to all.
    ann.fill("[data-filter=text]", "nothing has this").await?;
    ann.see("[data-testid=none-fits]", "No launch fits this filter.").await?;
    ann.picture("13-board-none-fits").await?;
    ann.click("[data-testid=none-fits] a").await?;
    ann.gone("[data-testid=none-fits]").await?;
    ann.until("return location.search === '' && document.activeElement.id === 'heading'").await?;
    // An umlaut is one however it is written.
    ann.paste("[data-filter=text]", "pru\u{308}fung").await?;
    ann.until("return document.querySelectorAll('.board__card').length === 1").await?;
    ann.see(".board__title", "Prüfung 3.4").await?;
    // So it is in a browser that takes no more addresses for a while, as where a key is held down.
    ann.driver.execute(FULL, vec![]).await?;
    ann.fill("[data-filter=text]", "3.3").await?;
    ann.see(".board__title", "Support chat 3.3").await?;
    ann.until("return document.querySelectorAll('.board__card').length === 1").await?;
    team.part().await
}
