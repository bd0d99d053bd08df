//! A page that stays open for hours shows what time alone changes, and what others do elsewhere.

use anyhow::Result;
use serde_json::json;
use uuid::Uuid;

use crate::team::Team;

/// The page's clock is ahead by `ahead` milliseconds, and what it looks at every twenty seconds it looks at five times a second.
const HOURS: &str = r#"
    window.ahead = 0;
    const now = Date.now.bind(Date);
    Date.now = () => now() + window.ahead;
    const every = window.setInterval.bind(window);
    window.setInterval = (act, wait, ...given) => every(act, wait === 20_000 ? 200 : wait, ...given);
"#;

async fn ask_for_a_waiver(team: &Team, path: &str, item: &str, reason: &str) -> Result<()> {
    let tomorrow = "return new Date(Date.now() + 86_400_000).toISOString()";
    let ends: String = team.ann.driver.execute(tomorrow, vec![]).await?.convert()?;
    let id = Uuid::now_v7().to_string();
    let command = json!({
        "type": "request_waiver", "item": item, "waiver": id, "reason": reason, "mitigation": "We look at it by hand.", "expiresAt": ends,
    });
    team.command(&team.ann, path, command).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_stays_open_tells_what_time_changes() -> Result<()> {
    let Some((team, path)) = Team::with_launch("For hours").await? else { return Ok(()) };
    let ann = &team.ann;
    ann.in_each_document(HOURS).await?;
    ann.goto(&team.server.url(&format!("{path}/items/auth.scopes"))).await?;
    ann.find("[data-pane='auth.scopes']").await?;
    ask_for_a_waiver(&team, &path, "auth.scopes", "Not in time.").await?;
    ann.see("[data-testid=waiver] [data-late=false]", "ends").await?;
    ann.driver.execute("window.ahead = 3 * 86_400_000", vec![]).await?;
    ann.see("[data-testid=waiver] [data-late=true]", "expired").await?;

    ann.goto(&team.server.url("/waivers")).await?;
    ann.see("[data-testid=waivers]", "Not in time.").await?;
    ask_for_a_waiver(&team, &path, "auth.rotation", "Nor this one.").await?;
    ann.see("[data-testid=waivers]", "Nor this one.").await?;
    team.part_in_bad_weather().await
}
