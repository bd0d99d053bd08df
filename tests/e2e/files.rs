//! A file attached to an item: it goes up in parts, goes on by itself after a crash of the server, and comes down as it was.

use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Result, ensure};
use serde_json::json;

use crate::browser::Browser;
use crate::team::Team;

/// As if the line stood still behind the first part, until `goOn` is called. Notes how the server answers to what gives an upload up.
const STALL: &str = r#"
    const ask = window.fetch.bind(window);
    const goesOn = new Promise((go) => { window.goOn = go; });
    let parts = 0;
    window.fetch = async (request, ...how) => {
        if (request.method === "PATCH" && 0 < parts++) await goesOn;
        const answer = await ask(request, ...how);
        if (request.method === "DELETE") window.givenUp = answer.status;
        return answer;
    };
"#;

/// As a server whose disk is full, as long as `full` is set.
const FULL: &str = r#"
    window.full = true;
    const ask = window.fetch.bind(window);
    const type = "/problems/storage-full";
    const problem = JSON.stringify({ type, title: "Insufficient Storage", status: 507, detail: "the server's disk is full" });
    window.fetch = async (asked, ...given) => {
        if (!window.full || asked.method !== "PATCH") return ask(asked, ...given);
        return new Response(problem, { status: 507, headers: { "content-type": "application/problem+json" } });
    };
"#;

/// Drops files with these names on an element; without any, something else. Whether somebody took it from the browser, over the element and on it.
const DROP: &str = r#"
    const [css, ...names] = arguments;
    const dataTransfer = new DataTransfer();
    for (const name of names) dataTransfer.items.add(new File(["latency,p99\n10,200\n"], name));
    const at = document.querySelector(css);
    return ["dragover", "drop"].map((kind) => !at.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true })));
"#;

/// Of several files one is taken, which is said; and beside its place a file does not take the page's.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_dropped_are_not_lost_without_a_word() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Dropped").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/items/auth.token-storage"))).await?;
    ann.click("[data-testid=add-file]").await?;
    ann.find("[data-testid=file-form] .drop").await?;
    for (names, expected) in [(vec!["first.csv"], [true, true]), (vec![], [false, false])] {
        let given = std::iter::once("#item-heading").chain(names).map(|given| json!(given)).collect::<Vec<_>>();
        let taken: Vec<bool> = ann.driver.execute(DROP, given).await?.convert()?;
        ensure!(taken == expected, "beside its place: {taken:?}");
    }
    ann.gone("[data-testid=chosen-file]").await?;
    ann.driver.execute(DROP, vec![json!(".drop"), json!("first.csv"), json!("second.csv")]).await?;
    ann.see("[data-testid=chosen-file]", "first.csv").await?;
    ann.see("[data-testid=drop-one]", "Only one file is taken here: “first.csv”").await?;
    ann.driver.execute(DROP, vec![json!(".drop"), json!("second.csv")]).await?;
    ann.see("[data-testid=chosen-file]", "second.csv").await?;
    ann.gone("[data-testid=drop-one]").await?;
    team.part().await
}

/// Some of a file is there, and the rest waits.
async fn upload_stalls(browser: &Browser, file: &Path) -> Result<()> {
    browser.driver.execute(STALL, vec![]).await?;
    browser.click("[data-testid=add-file]").await?;
    browser.choose("[data-testid=file-form] input[type=file]", &[file]).await?;
    browser.click("[data-testid=attach-file]").await?;
    browser.until("return Number(document.querySelector('[data-testid=upload]')?.dataset.sent) > 0").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_attached_and_goes_on_after_a_crash() -> Result<()> {
    let Some((mut team, path)) = Team::with_launch("With files").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let page = team.server.url(&format!("{path}/items/auth.token-storage"));
    team.ben().await?.goto(&page).await?;
    team.ann.goto(&page).await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("load test.csv");
    std::fs::write(&file, "latency,p99\n10,200\n")?;

    team.ann.click("[data-testid=add-file]").await?;
    team.ann.click("[data-testid=attach-file]").await?;
    team.ann.see("[data-testid=file-form] [role=alert]", "Choose a file first").await?;
    team.ann.choose("[data-testid=file-form] input[type=file]", &[&file]).await?;
    team.ann.see("[data-testid=chosen-file]", "load test.csv 19 bytes").await?;
    team.ann.picture_of("[data-testid=file-form]", "60-attach-a-file").await?;
    team.ann.fits().await?;
    team.ann.find("#file-holds").await?.send_keys("11112199").await?;
    team.ann.click("[data-testid=attach-file]").await?;
    for browser in [&team.ann, team.ben().await?] {
        browser.see("[data-testid=evidence-file]", "load test.csv (19 bytes)").await?;
        browser.see("[data-testid=evidence] li", "years").await?;
    }
    team.ben().await?.click("[data-testid=evidence-file]").await?;
    let down = team.ben().await?.download("load test.csv").await?;
    ensure!(std::fs::read(down)? == std::fs::read(&file)?, "as it was");

    // Larger than a part; it is cancelled, and then the server dies, when some of it is there.
    let large = folder.path().join("large.bin");
    let content = (0..251).collect::<Vec<u8>>().repeat(159_400);
    std::fs::write(&large, &content)?;
    upload_stalls(&team.ann, &large).await?;
    // Who cancels leaves nothing of it at the server.
    team.ann.click("[data-testid=file-form] .button--quiet").await?;
    team.ann.until("return window.givenUp === 204 && document.activeElement.matches('[data-testid=add-file]')").await?;
    // Who goes on to another item before all of it is there hears that it is not attached.
    team.ann.goto(&page).await?;
    upload_stalls(&team.ann, &large).await?;
    team.ann.click("[data-item='auth.scopes'] .row__title").await?;
    team.ann.find("[data-pane='auth.scopes']").await?;
    team.ann.driver.execute("goOn()", vec![]).await?;
    team.ann.see("[data-testid=toast][data-grave=true]", "“large.bin” is not attached").await?;
    team.ann.goto(&page).await?;
    upload_stalls(&team.ann, &large).await?;
    team.server.kill();
    team.ann.driver.execute("goOn()", vec![]).await?;
    team.ann.see("[data-testid=upload]", "goes on as soon as it does").await?;
    team.ann.picture_of("[data-testid=file-form]", "61-upload-waits").await?;
    team.server.restart();
    team.ben().await?.see("[data-evidence]:nth-of-type(2) [data-testid=evidence-file]", "large.bin (38.1 MiB)").await?;
    team.ann.gone("[data-testid=file-form]").await?;
    ensure!(
        team.ann.find("[data-evidence]:nth-of-type(2)").await?.text().await?.contains(&sha256(&content)),
        "the server's digest is shown"
    );
    team.part().await
}

/// A full disk is no server that does not answer, and of a file that cannot be read any more nothing comes by waiting.
#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_a_file_from_coming_is_told_as_it_is() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Kept waiting").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/items/auth.token-storage"))).await?;
    let folder = tempfile::tempdir()?;
    let [file, other] = ["load.csv", "load again.csv"].map(|name| folder.path().join(name));
    [&file, &other].iter().try_for_each(|file| std::fs::write(file, "latency,p99\n10,200\n"))?;
    ann.driver.execute(FULL, vec![]).await?;
    ann.click("[data-testid=add-file]").await?;
    ann.choose("[data-testid=file-form] input[type=file]", &[&file]).await?;
    ann.click("[data-testid=attach-file]").await?;
    ann.see("[data-testid=upload]", "the server's disk is full").await?;
    // Somebody writes to it before there is room; browsers look at the second.
    std::fs::File::options().append(true).open(&file)?.set_modified(SystemTime::now() + Duration::from_secs(60))?;
    ann.see("[data-testid=file-form] [role=alert]", "choose it again").await?;
    ann.driver.execute("window.full = false", vec![]).await?;
    ann.choose("[data-testid=file-form] input[type=file]", &[&other]).await?;
    ann.click("[data-testid=attach-file]").await?;
    ann.see("[data-testid=evidence-file]", "load again.csv").await?;
    team.part_in_bad_weather().await
}

fn sha256(content: &[u8]) -> String {
    holdpoint_domain::id::Digest::of(content).to_string()
}
