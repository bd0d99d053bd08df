//! The first minutes: from the set-up link to a launch, a sample to look around in and to delete, and one change to many items.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::team::{Team, account};

/// What the first launch may take, from the set-up link on.
const SOON: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_is_made_changed_as_a_whole_and_deleted() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    let ann = &team.ann;
    let link = team.server.setup_link.clone().context("the first start prints a set-up link")?;
    let begun = Instant::now();
    // Without the pictures that others take on this way.
    ann.goto(&link).await?;
    account(ann, "[data-testid=setup-form]", "Ann Archer").await?;
    ann.find("[data-testid=signed-in]").await?;
    ann.click(".empty a").await?;
    ann.click("[data-testid=make-sample]").await?;
    ann.find("[data-item][data-status=done]").await?;
    let took = begun.elapsed();
    ensure!(took < SOON, "the first launch took {took:?}");
    println!("from the set-up link to a launch: {:.1} s", took.as_secs_f64());
    let path = ann.driver.current_url().await?.path().to_owned();
    ann.picture("90-sample").await?;

    // What waits for her, to which the board leads: the item that is hers, and not the waiver that she asked for herself.
    ann.goto(&team.server.url("/launches")).await?;
    // Each card has such a link: it says of which launch.
    ann.until("return document.querySelector('.board__card .aside a')?.textContent.includes(': ') === true").await?;
    ann.click(".board__card .aside a").await?;
    ann.find("[data-item][data-status=in_progress]").await?;
    ann.until("return document.querySelectorAll('[data-item]').length === 1").await?;

    ann.goto(&team.server.url(&format!("{path}?status=open"))).await?;
    // Once it is begun the list is whole.
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let shown = "return document.querySelectorAll('[data-item][data-status=open]').length";
    let open: usize = ann.driver.execute(shown, vec![]).await?.convert()?;
    ann.click("[data-testid=bulk] summary").await?;
    ann.click("[data-testid=bulk-status] option[value=in_progress]").await?;
    ann.picture("90-bulk").await?;
    ann.click("[data-testid=bulk-status-set]").await?;
    ann.see("[data-testid=bulk-told]", &format!("{open} items are changed.")).await?;
    ann.until(&format!("{shown} === 0")).await?;
    // Folded and unfolded again it still knows.
    ann.click("[data-testid=bulk] summary").await?;
    ann.click("[data-testid=bulk] summary").await?;
    ann.click("[data-testid=bulk-undo]").await?;
    ann.until(&format!("{shown} === {open}")).await?;
    ann.gone("[data-testid=bulk-undo]").await?;

    // A date that nobody wrote changes nothing; taking all of them away is a button of its own.
    ann.click("[data-testid=bulk-due-set][aria-disabled=true]").await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    ann.gone("[data-testid=bulk-undo]").await?;
    ann.find("[data-testid=bulk-due-clear]").await?;
    ann.click("[data-testid=bulk-status-set]").await?;
    ann.see("[data-testid=bulk-told]", &format!("{open} items are changed.")).await?;
    // On a phone it can be taken back without the filter too.
    ann.driver.set_window_rect(0, 0, 500, 900).await?;
    ann.click("[data-filter=clear]").await?;
    ann.see("[data-testid=bulk-undo]", "Undo").await?;
    ann.driver.set_window_rect(0, 0, 1280, 900).await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.goto(&team.server.url(&format!("{path}?status=in_progress"))).await?;
    ann.until(&format!("return document.querySelectorAll('[data-item]').length === {}", open + 1)).await?;

    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.click("[data-testid=delete-sample]").await?;
    ann.picture("90-delete").await?;
    ann.click("[data-testid=delete-sample-yes]").await?;
    ann.find(".empty").await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.find(".failed").await?;
    team.part_in_bad_weather().await
}
