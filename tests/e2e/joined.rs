//! Two reports of a launch and what joins their logs, in the page that verifies them.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::browser::Browser;
use crate::team::Team;

/// What is at an address.
const GET: &str = r#"
    const [address, done] = arguments;
    fetch(address).then((answer) => answer.text()).then(done);
"#;

/// Where the page says that the server has the proof.
const WHERE: &str =
    r#"return /consistency\?from=\d+&to=\d+/.exec(document.querySelector("[data-step=consistency]").textContent)?.[0] ?? """#;

const FILES: &str = "[data-testid=files]";
const EARLIER: &str = "[data-testid=earlier] [data-testid=files]";
const STEP: &str = "[data-step=consistency]";

async fn get(browser: &Browser, address: &str) -> Result<String> {
    Ok(browser.driver.execute_async(GET, vec![address.into()]).await?.convert()?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_sees_that_a_log_was_only_added_to_since_an_earlier_report() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Reported twice").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    let folder = tempfile::tempdir()?;
    let keep = |name: &str, text: String| -> Result<PathBuf> {
        let file = folder.path().join(name);
        std::fs::write(&file, text)?;
        Ok(file)
    };
    let issue = "[data-testid=issue-report]:not([aria-disabled=true])";
    ann.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
    ann.click(issue).await?;
    let first = ann.find(".latest").await?.attr("data-report").await?.context("a report has a digest")?;
    let earlier = keep("earlier.json", get(ann, &format!("/api{path}/report/json")).await?)?;
    ann.click(issue).await?;
    ann.find(&format!(".latest:not([data-report='{first}'])")).await?;
    let later = keep("later.json", get(ann, &format!("/api{path}/report/json")).await?)?;
    let trust = keep("trust.json", get(ann, "/api/trust.json").await?)?;

    ann.goto(&team.server.url("/verify")).await?;
    ann.see("[data-testid=own-test]", "a known report holds").await?;
    ann.gone("[data-testid=earlier]").await?;
    ann.choose(FILES, &[&later, &trust]).await?;
    ann.see("[data-testid=verdict]", "Verified.").await?;
    // Taken away and chosen once more it comes again: of the same choice a browser would say nothing.
    ann.until("return document.querySelector('[data-testid=files]').value === ''").await?;
    ann.click("[data-testid=given] li:first-child button").await?;
    ann.gone("[data-testid=verdict]").await?;
    ann.choose(FILES, &[&later]).await?;
    ann.see("[data-testid=verdict]", "Verified.").await?;
    ann.gone(STEP).await?;
    ann.click("[data-testid=earlier] > summary").await?;
    ann.choose(EARLIER, &[&earlier]).await?;
    ann.see(STEP, "not checked").await?;
    let place: String = ann.driver.execute(WHERE, vec![]).await?.convert()?;
    let proof = keep("consistency.json", get(ann, &format!("/api{path}/{place}")).await?)?;

    // Without the network, as all of it.
    ann.offline(true).await?;
    ann.choose(EARLIER, &[&proof]).await?;
    ann.see(STEP, "which holds by itself").await?;
    ann.see("[data-testid=verdict]", "Verified.").await?;
    ann.see("[data-testid=given]", "an earlier report").await?;
    ann.picture("15-two-reports").await?;
    ann.choose(FILES, &[&earlier]).await?;
    ann.see(STEP, "so there is nothing to prove").await?;
    ann.choose(EARLIER, &[&later]).await?;
    ann.see(STEP, "give them the other way round").await?;
    ann.wait_for("[data-testid=verdict]", "data-verdict", "not_verified").await?;
    // With the proof alone it is open, and does not close over who chooses the rest in it.
    ann.click("[data-testid=given] li:last-child button").await?;
    ann.gone(STEP).await?;
    ann.choose(EARLIER, &[&earlier]).await?;
    ann.see(STEP, "so there is nothing to prove").await?;
    ann.find("[data-testid=earlier][open]").await?;
    ann.offline(false).await?;
    team.part().await
}
