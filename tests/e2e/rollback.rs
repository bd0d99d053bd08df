//! A rollback for real that does not go as it should: a step skipped, one that fails, and a colleague who is erased while it goes on.

use anyhow::{Result, ensure};

use crate::bad_days::ERASE;
use crate::browser::Browser;
use crate::team::Team;

/// Ends the step that can be worked on, but not as done: nothing is recorded of it without a note.
///
/// * `how`: the button, and the state that it leads to.
async fn end_otherwise(browser: &Browser, step: &str, how: (&str, &str), note: &str) -> Result<()> {
    let (button, state) = how;
    let (step, send) = (format!("[data-step='{step}']"), "[data-testid=step-note] button[type=submit]");
    browser.click(&format!("{step}[data-next=true] [data-testid={button}]")).await?;
    browser.click(&format!("{step} {send}")).await?;
    browser.see("#step-note-error", "say what happened").await?;
    browser.fill("#step-note", note).await?;
    browser.click(&format!("{step} {send}")).await?;
    browser.wait_for(&step, "data-state", state).await?;
    browser.see(&format!("{step} .step__note"), note).await?;
    browser.gone("[data-testid=left-note]").await
}

/// Why one would abandon a run that a colleague abandons meanwhile is there still, until one lets go of it.
async fn left_by_another(ann: &Browser, ben: &Browser, page: &str) -> Result<()> {
    ben.click("[data-testid=start-rehearsal]").await?;
    ann.goto(page).await?;
    ann.click("[data-testid=abandon-run]").await?;
    ann.fill("#abandon-note", "The wrong runbook.").await?;
    ann.click("#abandon .dialog__close").await?;
    ann.see("[data-run=going] [data-testid=begun]", "kept in this browser").await?;
    ann.click("[data-testid=abandon-run]").await?;
    ann.find("#abandon[open]").await?;
    ben.click("[data-testid=abandon-run]").await?;
    ben.fill("#abandon-note", "A slip.").await?;
    ben.click("#abandon button[type=submit]").await?;
    for _ in 0..2 {
        ann.see("[data-testid=left-note]", "The wrong runbook.").await?;
        ann.goto(page).await?;
    }
    ann.click("[data-testid=drop-note]").await?;
    ann.gone("[data-testid=left-note]").await?;
    ben.find("[data-testid=start-run]").await?;
    ben.gone("[data-testid=left-note]").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollback_for_real_is_told_as_it_went_and_an_erased_person_leaves_it() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Rolled back without Ben").await? else { return Ok(()) };
    team.invite(&path).await?;
    let (ann, ben) = (&team.ann, team.ben().await?);
    let page = team.server.url(&format!("{path}/rollback"));
    ben.goto(&page).await?;
    left_by_another(ann, ben, &page).await?;
    ben.click("[data-testid=start-run]").await?;
    ann.goto(&page).await?;
    ann.see("[data-run=going][data-rehearsal=false]", "For real").await?;
    end_otherwise(ben, "flag-off", ("step-skip", "skipped"), "There is no flag service here.").await?;
    ann.see("[data-step=flag-off] .step__note", "no flag service").await?;
    ben.click("[data-next=true] [data-testid=start-step]").await?;
    end_otherwise(ben, "deploy-previous", ("step-fail", "failed"), "The roll-out hangs.").await?;
    let how = "[data-step=deploy-previous] .step__how";
    ann.see(how, "Failed").await?;
    ann.see(how, "Ben Baker").await?;
    ann.see("[data-step=deploy-previous] .step__note", "The roll-out hangs.").await?;
    // Who writes about a step that a colleague ends meanwhile has the text still, until they let go of it.
    ann.click("[data-next=true] [data-testid=start-step]").await?;
    ann.click("[data-next=true] [data-testid=step-fail]").await?;
    ann.fill("#step-note", "Seen too late.").await?;
    ben.click("[data-next=true] [data-testid=step-done]").await?;
    for _ in 0..2 {
        ann.see("[data-step=webhooks-off][data-state=done] [data-testid=left-note]", "Seen too late.").await?;
        ann.goto(&page).await?;
    }
    ann.click("[data-step=webhooks-off] [data-testid=drop-note]").await?;
    ann.gone("[data-testid=left-note]").await?;

    let status: u16 = ann.driver.execute_async(ERASE, vec!["Ben Baker".into()]).await?.convert()?;
    ensure!(status == 200, "{status}");
    ann.see(how, "(erased person)").await?;
    ann.see("[data-run=going]", "(erased person)").await?;
    ann.see("[data-step=deploy-previous] .step__note", "[erased]").await?;

    // Without him the rest is done; the run has failed all the same.
    end_otherwise(ann, "verify", ("step-skip", "skipped"), "Seen on the dashboard.").await?;
    for words in [
        "For real",
        "Failed",
        "Put the version before back: failed",
        "See that the service is well again: skipped – Seen on the dashboard.",
    ] {
        ann.see("[data-testid=past-runs] [data-run=failed]", words).await?;
    }
    // The next one can begin.
    ann.find("[data-testid=start-run]").await?;
    team.part_in_bad_weather().await
}
