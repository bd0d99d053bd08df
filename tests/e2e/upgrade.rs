//! A launch moves to a newer version of its checklist, and the board draws how it came to where it is.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::left::{HELD, leave_before};
use crate::team::Team;

/// * `items`: id and title of each.
fn template(folder: &Path, version: &str, items: &[(&str, &str)]) -> Result<()> {
    let mut text = format!(
        "format = 1\nname = \"small\"\nversion = \"{version}\"\ntitle = \"Small\"\nsummary = \"Three questions.\"\n\
         [[sections]]\nid = \"one\"\ntitle = \"One\"\n"
    );
    for (id, title) in items {
        text.push_str(&format!("[[sections.items]]\nid = \"{id}\"\ntitle = \"{title}\"\nlevel = \"must\"\nguidance = \"Ask: {title}?\"\n"));
    }
    std::fs::create_dir_all(folder)?;
    Ok(std::fs::write(folder.join("small.toml"), text)?)
}

/// The same questions as another version.
async fn offer_anew(ann: &Browser, folder: &Path, version: &str) -> Result<()> {
    template(folder, version, &[("a.same", "The same"), ("a.other", "A third question"), ("a.new", "New")])?;
    let found = format!(
        "const ask = new XMLHttpRequest();
        ask.open('GET', '/api/templates', false);
        ask.send();
        return JSON.parse(ask.responseText).some(({{ name, version }}) => name === 'small' && version === '{version}');"
    );
    ann.until(&found).await
}

/// Whoever has left the page before a move is refused is told where they are.
async fn refused_after_leaving(ann: &Browser) -> Result<()> {
    ann.driver.execute(HELD, vec![]).await?;
    leave_before(ann, "/template", Some("[data-testid=upgrade-template]"), ".top__nav a[href='/people']").await?;
    ann.see("[data-testid=toast][data-grave=true]", "version").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_checklist_keeps_the_answers_to_the_same_questions() -> Result<()> {
    let Some(mut team) = Team::gather().await? else {
        return Ok(());
    };
    team.come_in().await?;
    let folder = team.server.folder.join("templates");
    template(&folder, "1.0.0", &[("a.same", "The same"), ("a.other", "The first question"), ("a.gone", "Gone soon")])?;
    team.server.offer(&folder)?;

    let ann = &team.ann;
    ann.goto(&team.server.url("/templates")).await?;
    ann.click("[data-template=small] summary").await?;
    ann.see("[data-template=small]", "The first question").await?;
    ann.picture("52-checklists").await?;
    ann.goto(&team.server.url("/launches/new")).await?;
    ann.fill("[data-testid=new-launch] input[name=name]", "Moving on").await?;
    ann.click("label[for=new-template-small]").await?;
    ann.click("[data-testid=new-launch] button[type=submit]").await?;
    for item in ["a.same", "a.other", "a.gone"] {
        ann.click(&format!("[data-item='{item}'] input[type=checkbox]")).await?;
        ann.wait_for(&format!("[data-item='{item}']"), "data-status", "done").await?;
    }
    ann.gone("[data-item][data-pending=true]").await?;
    let path = ann.driver.current_url().await?.path().to_owned();
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.see("[data-testid=version]", "no other version").await?;

    template(&folder, "1.1.0", &[("a.same", "The same"), ("a.other", "A second question"), ("a.new", "New")])?;
    ensure!(team.server.stop());
    team.server.restart();
    ann.driver.refresh().await?;
    ann.see("[data-testid=template-changes]", "A second question").await?;
    ann.see("[data-testid=version]", "1 answer stays").await?;
    // The old words beside the new ones, before anybody moves.
    ann.click("[data-testid=template-changes] details summary").await?;
    for words in ["The first question", "A second question", "Ask: The first question?", "Ask: A second question?"] {
        ann.see("[data-testid=template-changes] details[open] tbody", words).await?;
    }
    ann.picture_of("[data-testid=version]", "53-newer-checklist").await?;
    // A newer one that comes before the press: nobody moves unseen, and what differs now is shown.
    offer_anew(ann, &folder, "1.2.0").await?;
    ann.click("[data-testid=upgrade-template]").await?;
    ann.see("[data-testid=template-changes]", "A third question").await?;
    ann.see("[data-testid=version] [role=alert]", "version").await?;
    offer_anew(ann, &folder, "1.3.0").await?;
    refused_after_leaving(ann).await?;
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.click("[data-testid=upgrade-template]").await?;
    ann.see("[data-testid=toast]", "“Moving on” is on version 1.3.0 of its checklist now.").await?;
    ann.see("[data-testid=version]", "no other version").await?;
    // All of the page is drawn anew, and begins with its heading.
    ann.until("return document.activeElement?.id === 'heading'").await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.wait_for("[data-item='a.same']", "data-status", "done").await?;
    ann.wait_for("[data-item='a.other']", "data-status", "open").await?;
    ann.wait_for("[data-item='a.new']", "data-status", "open").await?;
    ann.gone("[data-item='a.gone']").await?;

    ann.goto(&team.server.url("/launches")).await?;
    ann.click(".board__trend summary").await?;
    ann.see("[data-testid=burn-up]", "1 of 3 now").await?;
    ann.see("[data-testid=burn-up] [data-testid=legend]", "Reasons against a go").await?;
    ann.picture("54-trend").await?;
    team.part().await
}
