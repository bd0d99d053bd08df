//! Much of everything, under names that are one long word: on a phone and on a desk nothing is wider than its place, and what one does next is near.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::browser::{Browser, STEP};
use crate::stage::PATIENCE;
use crate::team::Team;

const ITEM: &str = "auth.rotation";

/// As long as a name may be.
const NAME_CHARS: usize = 200;

/// Sends wishes one after the other; says what was not granted.
const SEND: &str = r#"
    const [path, commands, done] = arguments;
    const send = async () => {
        for (const command of commands) {
            const headers = { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() };
            const answer = await fetch(`/api${path}/commands`, { method: "POST", headers, body: JSON.stringify({ basedOn: 0, command }) });
            if (!answer.ok) return `${answer.status} ${await answer.text()}`;
        }
        return "";
    };
    send().then(done, (error) => done(String(error)));
"#;

/// As if forty more were here, at the same item.
const FORTY: &str = r#"
    const mark = document.querySelector("[data-testid=presence] .person");
    for (let more = 0; more < 40; more++) mark.after(mark.cloneNode(true));
"#;

/// What is wider than its place.
const BEYOND: &str = r#"
    const places = ".card:not(.scroll), .part, .row__body, .pane, .block, .board__card, .gate__list, .frame__head, .form, .dialog[open]";
    const wide = [...document.querySelectorAll(places)].filter((place) => 0 < place.clientWidth && place.clientWidth + 2 < place.scrollWidth);
    return wide.map((place) => `${place.className}, by ${place.scrollWidth - place.clientWidth}: ${place.textContent.slice(0, 60)}`);
"#;

async fn send(browser: &Browser, path: &str, commands: Vec<Value>) -> Result<()> {
    let refused: String = browser.driver.execute_async(SEND, vec![path.into(), json!(commands)]).await?.convert()?;
    ensure!(refused.is_empty(), "{refused}");
    Ok(())
}

/// Once it is laid out.
async fn all_fits(browser: &Browser, what: &str) -> Result<()> {
    browser.fits().await?;
    let end = tokio::time::Instant::now() + PATIENCE;
    loop {
        let beyond: Vec<String> = browser.driver.execute(BEYOND, vec![]).await?.convert()?;
        if beyond.is_empty() {
            return Ok(());
        }
        ensure!(tokio::time::Instant::now() < end, "{what}: {beyond:#?}");
        tokio::time::sleep(STEP).await;
    }
}

async fn phone(browser: &Browser) -> Result<()> {
    browser.driver.set_window_rect(0, 0, 320, 800).await?;
    Ok(())
}

/// On the phone on which it was opened, and once its window is as wide as a desk's.
async fn fits_both(browser: &Browser, what: &str) -> Result<()> {
    browser.still(320).await?;
    all_fits(browser, &format!("{what}, 320 wide")).await?;
    browser.driver.set_window_rect(0, 0, 1280, 900).await?;
    browser.still(1280).await?;
    all_fits(browser, &format!("{what}, 1280 wide")).await
}

/// Of what a launch takes, under such a name.
async fn fill(team: &Team, path: &str) -> Result<()> {
    let id = || uuid::Uuid::now_v7().to_string();
    let word = |letter: &str| letter.repeat(NAME_CHARS);
    let piece = |kind: Value| {
        let evidence = json!({ "id": id(), "kind": kind, "observedAt": "2026-11-01T12:00:00Z" });
        json!({ "type": "add_evidence", "item": ITEM, "evidence": evidence })
    };
    let link = || piece(json!({ "type": "link", "url": format!("https://example.com/{}", word("u")), "title": word("t") }));
    let mut commands: Vec<Value> = (0..30).flat_map(|_| [link(), piece(json!({ "type": "note", "text": word("n") }))]).collect();
    commands.extend([
        json!({ "type": "set_name", "name": word("L") }),
        json!({ "type": "set_ticket", "ticket": word("T") }),
        json!({ "type": "set_artifacts", "artifacts": [{ "name": word("A"), "digest": format!("sha256:{:064x}", 7) }] }),
        json!({ "type": "set_status", "item": "auth.scopes", "status": "blocked", "justification": word("w") }),
    ]);
    send(&team.ann, path, commands).await?;
    let said = |text: String| json!({ "type": "comment", "item": ITEM, "comment": id(), "text": text });
    send(team.ben().await?, path, (0..40).map(|_| said(word("c"))).collect()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn much_under_long_names_fits_on_a_phone_and_on_a_desk() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Crowded").await? else { return Ok(()) };
    team.invite_as(&path, &"B".repeat(NAME_CHARS)).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    fill(&team, &path).await?;
    ben.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    ben.find("[data-live=online]").await?;
    let item = format!("{path}/items/{ITEM}");
    let of = |place: &str| format!("{path}{place}");
    let pages = [
        (path.clone(), "[data-testid=presence] .person"),
        (item.clone(), "[data-testid=earlier-comments]"),
        (of("/preflight"), "[data-testid=preflight-run]"),
        (of("/rollback"), "[data-testid=runbook]"),
        (of("/sign-off"), "[data-testid=approve-form]"),
        (of("/details"), "[data-testid=make-invite]"),
        ("/launches".to_owned(), "[data-launch]"),
        ("/people".to_owned(), "[data-person]"),
    ];
    for (page, sign) in &pages {
        phone(ann).await?;
        ann.goto(&team.server.url(page)).await?;
        ann.find(sign).await?;
        fits_both(ann, page).await?;
    }
    phone(ann).await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find("[data-testid=presence] .person").await?;
    ann.driver.execute(FORTY, vec![]).await?;
    ann.click(".gate__why > summary").await?;
    ann.find(".gate__list .reasons__line").await?;
    fits_both(ann, "forty people and the gate's reasons").await?;
    // What one writes next stands below the last of many comments, and those before them are a click away.
    ann.goto(&team.server.url(&item)).await?;
    ann.see("[data-testid=earlier-comments] summary", "20 earlier comments").await?;
    let shown = "return document.querySelectorAll('[data-testid=comments] > .said').length === 20";
    ann.until(shown).await?;
    ann.click("[data-testid=earlier-comments] summary").await?;
    ann.see("[data-testid=earlier-comments] .said__text", "cccc").await?;
    team.part().await
}
