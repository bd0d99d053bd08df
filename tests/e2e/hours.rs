//! A page that stays open for hours shows what time alone changes, and what others do elsewhere.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::browser::Browser;
use crate::team::Team;

/// The page's clock is ahead by `ahead` milliseconds, and what it looks at every twenty seconds it looks at five times a second.
const HOURS: &str = r#"
    window.ahead = 0;
    const now = Date.now.bind(Date);
    Date.now = () => now() + window.ahead;
    const every = window.setInterval.bind(window);
    window.setInterval = (act, wait, ...given) => every(act, wait === 20_000 ? 200 : wait, ...given);
"#;

/// As a program would send it.
const SEND: &str = r#"
    const [path, command, done] = arguments;
    fetch(`/api${path}/commands`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify({ basedOn: 9999, command }),
    }).then((answer) => done(answer.status));
"#;

async fn ask_for_a_waiver(browser: &Browser, path: &str, item: &str, reason: &str) -> Result<()> {
    let ends: Value = browser.driver.execute("return new Date(Date.now() + 86_400_000).toISOString()", vec![]).await?.convert()?;
    let id = Uuid::now_v7().to_string();
    let command = json!({
        "type": "request_waiver", "item": item, "waiver": id, "reason": reason, "mitigation": "We look at it by hand.", "expiresAt": ends,
    });
    let status: u16 = browser.driver.execute_async(SEND, vec![path.into(), command]).await?.convert()?;
    ensure!(status == 200, "{status}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_stays_open_tells_what_time_changes() -> Result<()> {
    let Some((team, path)) = Team::with_launch("For hours").await? else { return Ok(()) };
    let ann = &team.ann;
    ann.in_each_document(HOURS).await?;
    ann.goto(&team.server.url(&format!("{path}/items/auth.scopes"))).await?;
    ann.find("[data-pane='auth.scopes']").await?;
    ask_for_a_waiver(ann, &path, "auth.scopes", "Not in time.").await?;
    ann.see("[data-testid=waiver] [data-late=false]", "ends").await?;
    ann.driver.execute("window.ahead = 3 * 86_400_000", vec![]).await?;
    ann.see("[data-testid=waiver] [data-late=true]", "expired").await?;

    ann.goto(&team.server.url("/waivers")).await?;
    ann.see("[data-testid=waivers]", "Not in time.").await?;
    ask_for_a_waiver(ann, &path, "auth.rotation", "Nor this one.").await?;
    ann.see("[data-testid=waivers]", "Nor this one.").await?;
    team.part_in_bad_weather().await
}
