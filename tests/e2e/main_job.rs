//! The whole job once, by two people: from the set-up link to a report that other people's tools verify.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::TOKEN;
use crate::browser::Browser;
use crate::stage::skip;
use crate::team::{PASSWORD, Team, account};

#[tokio::test(flavor = "multi_thread")]
async fn two_people_do_the_whole_job() -> Result<()> {
    let Some(team) = Team::gather().await? else {
        return Ok(());
    };
    team.sign_up().await?;
    let path = team.create_launch("Support chat 2.4").await?;
    invite(&team, &path).await?;
    work_together(&team, &path).await?;
    preflight(&team, &path).await?;
    deliver(&team, &path).await?;
    rehearse(&team, &path).await?;
    settle_in_sight(&team, &path).await?;
    settle_the_rest(&team, &path).await?;
    give_a_role(&team, &path).await?;
    sign(&team, &path).await?;
    verify(&team, &path).await?;
    nothing_leaked(&team)?;
    team.part().await
}

/// Ann makes a link, and Ben an account with a role: without one he would not see the launch.
async fn invite(team: &Team, path: &str) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.click("[data-testid=make-invite]").await?;
    let link = ann.find("[data-testid=invite-link]").await?.text().await?;
    ann.see("[data-testid=open-invites]", "Contributor").await?;
    ann.picture("02-invite").await?;
    ben.goto(&link).await?;
    account(ben, "[data-testid=invite-form]", "Ben Baker").await?;
    ben.see("[data-testid=signed-in]", "Ben").await?;
    // It works once.
    ann.gone("[data-testid=invite-link]").await?;
    ann.goto(&team.server.url(path)).await
}

/// A tick, a status, evidence, a comment and a filter: each is seen by the other without a reload.
async fn work_together(team: &Team, path: &str) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    ben.goto(&team.server.url(path)).await?;
    ben.find("[data-item='auth.token-storage']").await?;
    ann.see("[data-testid=presence]", "Ben").await?;
    ann.click("[data-item='auth.token-storage'] input[type=checkbox]").await?;
    ben.wait_for("[data-item='auth.token-storage']", "data-status", "done").await?;
    ann.click("[data-item='auth.token-storage'] a").await?;
    ann.click("[data-testid=add-evidence]").await?;
    ann.fill("[data-testid=evidence-form] input[name=url]", "https://vault.example.com/intercom").await?;
    ann.fill("[data-testid=evidence-form] input[name=title]", "The vault entry").await?;
    ann.click("[data-testid=evidence-form] button[type=submit]").await?;
    ann.see("[data-testid=evidence]", "The vault entry").await?;
    ben.goto(&team.server.url(&format!("{path}/items/auth.token-storage"))).await?;
    ben.see("[data-testid=evidence]", "The vault entry").await?;
    ben.fill("[data-testid=comment-form] textarea", "Seen, thank you.").await?;
    ben.click("[data-testid=comment-form] button[type=submit]").await?;
    ann.see("[data-testid=comments]", "Seen, thank you.").await?;
    ann.see("[data-testid=history]", "set the status to done").await?;
    ann.picture("03-item").await?;
    ben.goto(&team.server.url(&format!("{path}/items/data.cache-ttl"))).await?;
    ben.click("[data-testid='status-not_applicable']").await?;
    ben.fill("[data-testid=reason-form] textarea", "Nothing of a contact is cached.").await?;
    ben.click("[data-testid=reason-form] button[type=submit]").await?;
    ann.wait_for("[data-item='data.cache-ttl']", "data-status", "not_applicable").await?;
    // Who cannot see it hears of it, without being interrupted.
    ann.until("return document.querySelector('[aria-live=polite][data-testid=announcer]').textContent.includes('Ben Baker')").await?;
    ann.goto(&team.server.url(path)).await?;
    ann.fill("input[data-filter=text]", "signature").await?;
    ann.gone("[data-item='auth.token-storage']").await?;
    ann.until("return location.search.includes('signature')").await?;
    ann.click("[data-filter=clear]").await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.picture("04-checklist").await
}

/// As if the page were looked at so much later.
const NEXT_YEAR: &str = r#"
    const clock = Date.now;
    Date.now = () => clock.call(Date) + 366 * 86_400_000;
"#;

/// All checks at once; a bad day at the vendor shows, and the next run heals it.
async fn preflight(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    team.vendor.set(|vendor| vendor.mode = holdpoint_emulator::Mode::Unauthorized);
    ann.goto(&team.server.url(&format!("{path}/preflight"))).await?;
    ann.click("[data-testid=preflight-run]").await?;
    ann.until("return document.title.includes('Support chat 2.4')").await?;
    ann.wait_for("[data-check='api.auth']", "data-verdict", "fail").await?;
    ann.wait_for("[data-check='api.rate-limit']", "data-verdict", "unknown").await?;
    ann.wait_for("[data-check='app.health']", "data-verdict", "pass").await?;
    ann.gone("[data-verdict=running]").await?;
    ann.picture("05-preflight-bad-day").await?;
    team.vendor.set(|vendor| vendor.mode = holdpoint_emulator::Mode::Ok);
    ann.click("[data-testid=preflight-run]:not([aria-disabled])").await?;
    // The emulator is asked through a host that is none of Intercom's: a warning, as for a gateway.
    ann.wait_for("[data-check='api.auth']", "data-verdict", "warn").await?;
    for check in ["api.rate-limit", "vendor.status", "app.health"] {
        ann.wait_for(&format!("[data-check='{check}']"), "data-verdict", "pass").await?;
    }
    ann.see("[data-check='webhook.endpoint']", "ms").await?;
    // What comes later is not of this run.
    ann.gone("[data-verdict=running]").await?;
    // What the server signed of a run is fetched when somebody opens it.
    let signed = "[data-check='app.health'] [data-testid=signed-receipt]";
    ann.click(&format!("{signed} summary")).await?;
    ann.see(signed, "content-type: application/json").await?;
    // The receipt of the next run takes its place, and is open too.
    ann.click("[data-check='app.health'] [data-testid=run-check]:not([aria-disabled])").await?;
    ann.gone("[data-verdict=running]").await?;
    // Who pressed it hears what came of it.
    ann.until("return document.querySelector('[data-testid=announcer]').textContent.trim().endsWith(': Pass')").await?;
    ann.see(signed, "content-type: application/json").await?;
    ann.see("[data-check='app.health']", "not public, which the operator allows").await?;
    ann.picture("06-preflight").await?;
    // From here too what a check saw is put into the item that it proves.
    let health = "[data-check='app.health']";
    ann.click(&format!("{health} [data-testid=use-as-evidence]:not([aria-disabled])")).await?;
    ann.see(&format!("{health} .proves"), "Receipt attached").await?;
    ann.gone(&format!("{health} [data-testid=use-as-evidence]")).await?;
    team.ben().await?.goto(&team.server.url(&format!("{path}/preflight"))).await?;
    team.ben().await?.wait_for("[data-check='app.health']", "data-verdict", "pass").await?;
    team.ben().await?.see("[data-check='app.health'] .receipt__meta", "goes stale in").await?;
    team.ben().await?.driver.execute(NEXT_YEAR, vec![]).await?;
    team.ben().await?.click(".tabs__tab[href$='/details']").await?;
    team.ben().await?.click(".tabs__tab[href$='/preflight']").await?;
    team.ben().await?.see("[data-check='app.health'] .receipt__meta", "went stale").await
}

/// What may stay at the webhook endpoint is delivered only after a yes to the address; what came of it becomes evidence of the item.
async fn deliver(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/items/webhooks.signature"))).await?;
    let check = "[data-check='webhook.signature']";
    let before = team.vendor.requests_to("/webhook").len();
    for answer in ["#deliveries .dialog__close", "[data-testid=deliver]"] {
        ensure!(team.vendor.requests_to("/webhook").len() == before, "nothing was delivered yet");
        ann.click(&format!("{check} [data-testid=run-check]")).await?;
        ann.see("[data-testid=deliver-to]", &team.vendor.webhook_url()).await?;
        ann.picture("06-deliveries").await?;
        ann.click(answer).await?;
        ann.gone("[data-testid=deliver]").await?;
    }
    ann.wait_for(check, "data-verdict", "pass").await?;
    ann.click(&format!("{check} [data-testid=use-as-evidence]:not([aria-disabled])")).await?;
    ann.see("[data-testid=evidence] [data-evidence]", "Bad signatures are refused").await?;
    ann.see(check, "It is attached as evidence.").await?;
    ann.find(&format!("{check} [data-testid=use-as-evidence][aria-disabled]")).await.map(drop)
}

/// A rehearsal of the rollback, ending in the health check through the proxy.
async fn rehearse(team: &Team, path: &str) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    let page = team.server.url(&format!("{path}/rollback"));
    ben.goto(&page).await?;
    ben.click("[data-testid=start-rehearsal]").await?;
    ann.goto(&page).await?;
    ann.click("[data-testid=abandon-run]").await?;
    ann.fill("dialog[open] textarea", "Not yet").await?;
    for step in 1..=4 {
        let next = format!("[data-testid=runbook] > :nth-child({step})");
        ben.click(&format!("{next} [data-testid=start-step]")).await?;
        if step == 1 {
            ann.wait_for(&next, "data-state", "started").await?;
            ann.until("return document.querySelector('dialog[open] textarea')?.value === 'Not yet'").await?;
            ann.click("dialog[open] .dialog__close").await?;
        }
        if step == 4 {
            ben.click(&format!("{next} [data-testid=run-check]")).await?;
            ben.find(&format!("{next} [data-standing=passing], {next} [data-standing=pass]")).await?;
            ben.picture("07-rollback").await?;
        }
        ben.click(&format!("{next} [data-testid=step-done]:not([aria-disabled])")).await?;
        ben.see(next.as_str(), "Done").await?;
    }
    ben.see("[data-testid=past-runs]", "ehearsal").await
}

/// What is left, as a script would do it: the same commands that the page sends.
const SETTLE: &str = r#"
    const [path, done] = arguments;
    (async () => {
        const launch = (await (await fetch(`/api${path}`)).json()).launch;
        const send = (command) => fetch(`/api${path}/commands`, {
            method: "POST",
            headers: { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() },
            body: JSON.stringify({ basedOn: launch.seq, command }),
        });
        for (const [item, state] of Object.entries(launch.items)) {
            if (state.status.value !== "open") continue;
            const evidence = { id: crypto.randomUUID(), kind: { type: "note", text: `Seen in staging: ${item}` }, observedAt: new Date().toISOString() };
            const answers = [await send({ type: "add_evidence", item, evidence }), await send({ type: "set_status", item, status: "done" })];
            for (const answer of answers) if (!answer.ok) throw new Error(await answer.text());
        }
        return "settled";
    })().then(done, (error) => done(String(error)));
"#;

pub async fn settle(browser: &Browser, path: &str) -> Result<()> {
    let answer: String = browser.driver.execute_async(SETTLE, vec![path.into()]).await?.convert()?;
    ensure!(answer == "settled", "{answer}");
    Ok(())
}

/// Where a launch's log is.
pub const PLACE: &str = r#"
    const [path, done] = arguments;
    fetch(`/api${path}`).then((answer) => answer.json()).then(({ launch }) => done(String(launch.seq)));
"#;

/// Much happens at once while somebody looks at what they will sign: in the end they see all of it.
async fn settle_in_sight(team: &Team, path: &str) -> Result<()> {
    for person in [&team.ann, team.ben().await?] {
        person.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
        person.find("[data-testid=snapshot]").await?;
    }
    settle(team.ben().await?, path).await?;
    let place: String = team.ben().await?.driver.execute_async(PLACE, vec![path.into()]).await?.convert()?;
    team.ann.wait_for("[data-testid=snapshot]", "data-revision", &place).await?;
    team.ann.gone("[data-testid=snapshot-outdated]").await?;
    // It stands beside what they saw, and is read before it is signed.
    team.ann.see("[data-testid=meanwhile]", "Seen in staging").await?;
    team.ann.find("[data-testid=approve][aria-disabled]").await?;
    team.ann.click("[data-testid=meanwhile-read]").await?;
    team.ann.gone("[data-testid=meanwhile]").await?;
    team.ann.find("[data-testid=approve]:not([aria-disabled])").await?;
    // Ben signs nothing yet, and is not asked to read it.
    team.ben().await?.wait_for("[data-testid=snapshot]", "data-revision", &place).await?;
    team.ben().await?.gone("[data-testid=meanwhile]").await
}

pub async fn settle_the_rest(team: &Team, path: &str) -> Result<()> {
    settle(team.ben().await?, path).await?;
    team.ann.goto(&team.server.url(path)).await?;
    team.ann.find("[data-progress='100']").await?;
    team.ann.wait_for("[data-gate]", "data-gate", "no_go").await
}

pub async fn give_a_role(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.click("select[aria-label='Role of Ben Baker'] option[value=approver]").await?;
    team.ben().await?.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
    team.ben().await?.find("[data-testid=sign-as-approver]").await.map(drop)
}

/// Both sign over what they see; the gate goes; the report is issued and downloaded.
async fn sign(team: &Team, path: &str) -> Result<()> {
    for (person, name, picture) in [(team.ben().await?, "Ben Baker", "08-sign"), (&team.ann, "Ann Archer", "09-signed")] {
        person.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
        person.find("[data-testid=snapshot-digest]").await?;
        person.find("[data-testid=snapshot] table [data-standing]").await?;
        if picture == "08-sign" {
            look_at_all(person).await?;
        }
        person.fill("[data-testid=approve-form] input[name=password]", "not the password").await?;
        person.click("[data-testid=approve]:not([aria-disabled])").await?;
        person.see("main", "not right").await?;
        person.fill("[data-testid=approve-form] textarea", "Read it all.").await?;
        person.fill("[data-testid=approve-form] input[name=password]", PASSWORD).await?;
        person.click("[data-testid=approve]:not([aria-disabled])").await?;
        person.see("[data-testid=approvals]", name).await?;
        person.picture(picture).await?;
        person.driver.execute("document.querySelector('[data-testid=revoke]').focus()", vec![]).await?;
    }
    let ann = &team.ann;
    ann.wait_for("[data-gate]", "data-gate", "go").await?;
    team.ben().await?.wait_for("[data-gate]", "data-gate", "go").await?;
    // Hers stands before his by now, and the button is the one of his still.
    team.ben().await?.until("return document.activeElement.textContent === 'Revoke: Ben Baker'").await?;
    sign_the_difference(team, path).await?;
    // What comes next is before what is done.
    ann.find("[data-testid=report] + section [data-testid=approve-form]").await?;
    ann.click("[data-testid=issue-report]").await?;
    for file in [
        "download-json",
        "download-html",
        "download-pdf",
        "download-md",
        "download-csv",
        "download-tlog-proof",
        "download-history",
        "download-trust",
    ] {
        ann.click(&format!("[data-testid={file}]")).await?;
    }
    ann.picture("10-report").await?;
    ann.goto(&team.server.url("/")).await?;
    ann.find("[data-launch][data-decision=go]").await?;
    ann.picture("11-launches").await
}

/// Behind the fold is each item with what proves it, the rehearsal and the policy; nothing of it is drawn before.
async fn look_at_all(person: &Browser) -> Result<()> {
    person.gone("[data-signed]").await?;
    person.click("[data-testid=signed-whole] > summary").await?;
    person.see("[data-signed='auth.token-storage']", "https://vault.example.com/intercom").await?;
    person.see("[data-signed='data.cache-ttl']", "Nothing of a contact is cached.").await?;
    person.see("[data-signed-run]", "Rehearsal · Succeeded").await?;
    person.see("[data-testid=signed-policy]", "1 release manager").await?;
    person.picture("08-signed-whole").await?;
    person.click("[data-testid=signed-whole] > summary").await?;
    person.gone("[data-signed]").await
}

/// As a server that cannot issue reports just now.
const NO_REPORTS: &str = r#"
    const asked = window.fetch;
    const refused = () => Promise.resolve(new Response("", { status: 500 }));
    window.fetch = (...given) => String(given[0].url).endsWith("/reports") ? refused() : asked(...given);
"#;

/// One item changes after both signed: each sees it beside what they signed, and signs for it alone.
async fn sign_the_difference(team: &Team, path: &str) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.goto(&team.server.url(&format!("{path}/items/data.cache-ttl"))).await?;
    ann.click("[data-testid='status-not_applicable']").await?;
    ann.fill("[data-testid=reason-form] textarea", "There is no cache at all.").await?;
    ann.click("[data-testid=reason-form] button[type=submit]").await?;
    ben.wait_for("[data-gate]", "data-gate", "no_go").await?;
    for (person, picture) in [(ben, "09-changed"), (ann, "09-changed-too")] {
        person.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
        person.see("[data-testid=changes]", "Nothing of a contact is cached.").await?;
        person.see("[data-testid=changes]", "There is no cache at all.").await?;
        person.see("[data-testid=signs-for]", "1 of 25 items").await?;
        person.picture(picture).await?;
        person.driver.execute(NO_REPORTS, vec![]).await?;
        person.click("[data-testid=issue-report]").await?;
        person.find("[data-testid=report] .field__error").await?;
        person.fill("[data-testid=approve-form] input[name=password]", PASSWORD).await?;
        person.click("[data-testid=approve]:not([aria-disabled])").await?;
        person.gone("[data-testid=changes]").await?;
        person.driver.execute("document.querySelector('[data-testid=issue-report]').focus()", vec![]).await?;
    }
    ann.wait_for("[data-gate]", "data-gate", "go").await?;
    // The report is above the form now, and what came of asking for it has gone with it.
    ann.find("[data-testid=report] + section [data-testid=approve-form]").await?;
    ann.find("[data-testid=report] .field__error").await?;
    // So it is for who was at its button while somebody else signed, and is there still.
    ben.find("[data-testid=report] + section [data-testid=approve-form]").await?;
    ben.until("return document.activeElement.matches('[data-testid=issue-report]')").await?;
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.see("[data-testid=launch-history]", "signed as release manager").await?;
    ann.picture("09-details").await?;
    ann.goto(&team.server.url("/waivers")).await?;
    ann.see("main", "No waiver is in force").await?;
    ann.goto(&team.server.url(&format!("{path}/sign-off"))).await
}

/// With the command line, with securesystemslib, with openssl; one changed byte makes each fail.
async fn verify(team: &Team, path: &str) -> Result<()> {
    let id = path.rsplit('/').next().context("the path ends in the launch's id")?;
    let bundle = team.ann.download(&format!("{id}.signoff.sigstore.json")).await?;
    let html = team.ann.download(&format!("{id}.signoff.html")).await?;
    let proof = team.ann.download(&format!("{id}.signoff.tlog-proof")).await?;
    let trust = team.ann.download("trust.json").await?;
    let verify = |bundle: &Path, trusted: bool| {
        let mut command = Command::new(&team.tools.holdpoint);
        command.arg("verify").arg(bundle).arg("--html").arg(&html).arg("--tlog-proof").arg(&proof);
        if trusted {
            command.arg("--trust").arg(&trust);
        }
        command.output()
    };
    let said = verify(&bundle, true)?;
    ensure!(said.status.code() == Some(0), "{}", String::from_utf8_lossy(&said.stdout));
    ensure!(verify(&bundle, false)?.status.code() == Some(2), "self-consistent only");
    let changed = bundle.with_file_name("changed.sigstore.json");
    let mut bytes = std::fs::read(&bundle)?;
    let at = bytes.windows(10).position(|window| window == b"\"payload\":").context("a bundle has a payload")? + 200;
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    std::fs::write(&changed, bytes)?;
    ensure!(verify(&changed, true)?.status.code() != Some(0), "one changed byte");
    foreign(&bundle, &trust, "accept")?;
    foreign(&changed, &trust, "refuse")?;
    let history = team.ann.download(&format!("{id}.history.jsonl")).await?;
    in_the_page(team, &[&bundle, &html, &proof, &trust, &history], &changed).await?;
    team.ann.goto(&format!("file://{}", html.display())).await?;
    team.ann.picture("12-report-html").await
}

/// In a page that was opened before the network went away: nothing can have been uploaded.
async fn in_the_page(team: &Team, files: &[&Path], changed: &Path) -> Result<()> {
    let ben = team.ben().await?;
    ben.goto(&team.server.url("/verify")).await?;
    ben.see("[data-testid=own-test]", "a known report holds").await?;
    ben.offline(true).await?;
    let [bundle, html, proof, trust, history] = files else { anyhow::bail!("five files") };
    for (more, what) in
        [(&[*bundle, *trust][..], "report and trust file"), (&[*html, *proof, *history][..], "with all that lies beside it")]
    {
        ben.choose("[data-testid=files]", more).await?;
        // Until each is told the verdict is that of the files before.
        ben.until(&format!("return document.querySelectorAll('[data-testid=given] li').length >= {}", more.len())).await?;
        ben.see("[data-testid=verdict]", "Verified.").await?;
        let took = ben.find("[data-testid=verdict]").await?.attr("data-took-ms").await?.context("how long it took")?;
        println!("verified in the page, {what}: {took} ms");
    }
    ben.see("[data-testid=verdict] [data-step=replay]", "holds").await?;
    ben.see("[data-testid=story-event]", "issued the report").await?;
    // The report says nothing of its own entry.
    ben.see("[data-testid=story-unproven]", "could have written it").await?;
    ben.click("[data-testid=story-earlier]").await?;
    ben.see("[data-testid=story-event]", "signed as").await?;
    ben.gone("[data-testid=story-unproven]").await?;
    ben.picture("13-verify").await?;
    ben.choose("[data-testid=files]", &[changed]).await?;
    ben.wait_for("[data-testid=verdict]", "data-verdict", "not_verified").await?;
    ben.see("[data-testid=verdict]", "the signature does not fit").await?;
    ben.see("[data-testid=story-unproven]", "could have written it").await?;
    ben.picture("14-not-verified").await?;
    ben.offline(false).await
}

/// Tools that are not ours: `tests/verify/check_bundle.py` asks securesystemslib and openssl.
fn foreign(bundle: &Path, trust: &Path, expected: &str) -> Result<()> {
    let Some(python) = std::env::var_os("HOLDPOINT_PYTHON") else {
        skip("securesystemslib (HOLDPOINT_PYTHON is not set; cargo xtask test sets it)");
        return Ok(());
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify/check_bundle.py");
    let said = Command::new(python).arg(script).arg(bundle).arg(trust).arg(expected).output()?;
    ensure!(said.status.success(), "{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    Ok(())
}

/// The vendor's token is in no file that the server or the people have.
fn nothing_leaked(team: &Team) -> Result<()> {
    let sent = team.vendor.requests_to("/me");
    ensure!(!sent.is_empty(), "the vendor was asked");
    let mut folders = vec![team.server.folder.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)?.flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if let Ok(bytes) = std::fs::read(entry.path()) {
                let found = bytes.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes());
                ensure!(!found, "the token is in {}", entry.path().display());
            }
        }
    }
    Ok(())
}
