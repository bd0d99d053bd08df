//! Two people approve a launch in two browsers with passkeys of their own; what comes out verifies with tools that are not ours.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use uuid::Uuid;

use crate::browser::Browser;
use crate::left::{HELD, leave_before};
use crate::main_job::{give_a_role, settle_the_rest};
use crate::order::WHO;
use crate::passkeys::{plug_in, sign_in_with_password};
use crate::stage::skip;
use crate::team::{PASSWORD, Team};

#[tokio::test(flavor = "multi_thread")]
async fn two_people_approve_with_passkeys_of_their_own() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Support chat 2.5").await? else { return Ok(()) };
    team.invite(&path).await?;
    prove(&team, &path).await?;
    settle_the_rest(&team, &path).await?;
    give_a_role(&team, &path).await?;
    invite_an_approver(&team, &path).await?;
    enrol(&team, &team.ann, "Ann’s laptop", "").await?;
    enrol(&team, team.ben().await?, "Ben’s Windows", RSA_FIRST).await?;
    team.ann.picture("30-signing-keys").await?;
    for (person, name) in [(team.ben().await?, "Ben Baker"), (&team.ann, "Ann Archer")] {
        person.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
        person.find("[data-testid=snapshot-digest]").await?;
        person.fill("[data-testid=approve-form] textarea", "Read it all.").await?;
        person.driver.execute(HELD_STATEMENT, vec![]).await?;
        person.click("[data-testid=approve-passkey]:not([aria-disabled])").await?;
        // What others say meanwhile is not signed, and keeps nobody from it.
        person.until("return window.answered === true").await?;
        let text = json!({ "type": "comment", "item": "auth.scopes", "comment": Uuid::now_v7(), "text": "Seen." });
        team.command(&team.ann, &path, text).await?;
        person.until("return document.querySelector('[data-testid=snapshot]').dataset.revision !== window.read").await?;
        person.driver.execute("go()", vec![]).await?;
        person.see("[data-testid=approvals]", name).await?;
        person.see("[data-testid=approvals]", "signed with a passkey of their own").await?;
    }
    let ann = &team.ann;
    ann.wait_for("[data-gate]", "data-gate", "go").await?;
    ann.picture("31-signed-with-passkeys").await?;
    ann.click("[data-testid=issue-report]").await?;
    for file in ["download-json", "download-html", "download-trust"] {
        ann.click(&format!("[data-testid={file}]")).await?;
    }
    verify(&team, &path).await?;
    lose_a_role(&team, &path).await?;
    ann.goto(&team.server.url("/people")).await?;
    ann.click("[data-testid=recovery-link]").await?;
    ann.see("[data-testid=recovery-link-made]", "/recover#").await?;
    ann.picture("32-people").await?;
    team.part().await
}

/// The gate counts no signature in a role that whoever gave it has no longer, and the page calls it so.
async fn lose_a_role(team: &Team, path: &str) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    let his: String = ben.driver.execute_async(WHO, vec![]).await?.convert()?;
    ann.gone("[data-approval=lost]").await?;
    for (role, state) in [("contributor", "lost"), ("approver", "valid")] {
        let command = json!({ "type": "set_role", "member": his, "name": "Ben Baker", "role": role, "sections": [] });
        team.command(ann, path, command).await?;
        ann.see(&format!("[data-approval={state}]:has([title='Ben Baker'])"), "Ben Baker").await?;
    }
    Ok(())
}

/// What the server gives to be signed is on its way until `go`; `read` is what was shown when it was asked for.
const HELD_STATEMENT: &str = r#"
    const ask = window.fetch.bind(window);
    const held = new Promise((go) => { window.go = go; });
    window.read = document.querySelector("[data-testid=snapshot]").dataset.revision;
    window.fetch = async (request, ...how) => {
        const answer = await ask(request, ...how);
        if (request.method !== "POST" || !request.url.endsWith("/statements")) return answer;
        const body = await answer.arrayBuffer();
        window.answered = true;
        await held;
        return new Response(body, { status: answer.status, headers: answer.headers });
    };
"#;

/// A touch that waits for `go`, as a second sign-out does; `whose` is whom the page says that its signature is from, once that is answered.
const HELD_TOUCH: &str = r#"
    const [ask, touch] = [window.fetch.bind(window), navigator.credentials.get.bind(navigator.credentials)];
    const held = new Promise((go) => { window.go = go; });
    navigator.credentials.get = async (wish) => {
        window.touching = true;
        await held;
        return touch(wish);
    };
    let left = 0;
    window.fetch = async (request, ...how) => {
        if (request.method === "DELETE" && 0 < left++) {
            await held;
            return ask(request, { signal: new AbortController().signal });
        }
        const answer = await ask(request, ...how);
        if (String(request.url).endsWith("/signature")) window.whose = request.headers.get("x-holdpoint");
        return answer;
    };
"#;

const LEAVE_TWICE: &str = "for (let time = 0; time < 2; time += 1) document.querySelector('[data-testid=sign-out]').click()";

/// Until a passkey is touched somebody else may have signed in, who hears nothing of what comes of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_of_whoever_was_asked_for_it() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Support chat 2.7").await? else { return Ok(()) };
    team.invite(&path).await?;
    prove(&team, &path).await?;
    settle_the_rest(&team, &path).await?;
    enrol(&team, &team.ann, "Ann’s laptop", "").await?;
    let ann = &team.ann;
    let me: String = ann.driver.execute_async(WHO, vec![]).await?.convert()?;
    ann.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
    ann.find("[data-testid=snapshot-digest]").await?;
    ann.driver.execute(HELD_TOUCH, vec![]).await?;
    ann.click("[data-testid=approve-passkey]:not([aria-disabled])").await?;
    ann.until("return window.touching === true").await?;
    ann.driver.execute(LEAVE_TWICE, vec![]).await?;
    sign_in_with_password(ann, "Ben Baker").await?;
    ann.driver.execute("go()", vec![]).await?;
    ann.until("return window.whose !== undefined").await?;
    let whose: String = ann.driver.execute("return whose", vec![]).await?.convert()?;
    ensure!(whose == me, "the signature was sent as {whose}, and {me} was asked for it");
    // The server's answer is that she is not signed in.
    tokio::time::sleep(Duration::from_millis(200)).await;
    ann.see("[data-testid=signed-in]", "Ben").await?;
    ann.gone("[data-testid=toast]").await?;
    team.part_in_bad_weather().await
}

/// Neither kept nor in the form.
const NO_DRAFT: &str = r#"
    const isDraft = (key) => /\/draft\/.*\/approval$/.test(key);
    return document.querySelector("[data-testid=approve-form] textarea").value === "" && !Object.keys(localStorage).some(isDraft);
"#;

/// As it was before she revoked her key on another page.
const A_KEY: &str = r#"
    const asked = window.fetch;
    const id = "00000000-0000-4000-8000-000000000001";
    const key = { id, kind: "passkey", name: "Gone", fingerprint: "", createdAt: "2026-11-01T10:00:00Z" };
    window.fetch = (...given) => {
        if (!String(given[0].url).endsWith("/signing-keys")) return asked(...given);
        window.fetch = asked;
        return Promise.resolve(new Response(JSON.stringify([key])));
    };
"#;

/// Whose last key is gone by now is told to sign with the password, and can.
async fn with_a_key_that_is_gone(ann: &Browser, page: &str) -> Result<()> {
    ann.goto(page).await?;
    ann.driver.execute(A_KEY, vec![]).await?;
    ann.click(".tabs a[href$='/sign-off']").await?;
    ann.click("[data-testid=approve-passkey]:not([aria-disabled])").await?;
    ann.see("main", "no key for approvals").await?;
    ann.find("[data-testid=approve-form] input[name=password]").await?;
    ann.gone("[data-testid=approve-passkey]").await
}

/// Who goes on before the answer is there has said it all the same.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_with_is_no_draft_though_its_page_was_left() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Support chat 2.8").await? else { return Ok(()) };
    team.invite(&path).await?;
    prove(&team, &path).await?;
    settle_the_rest(&team, &path).await?;
    give_a_role(&team, &path).await?;
    enrol(&team, team.ben().await?, "Ben’s laptop", "").await?;
    with_a_key_that_is_gone(&team.ann, &team.server.url(&path)).await?;
    for (person, answer, send) in [(team.ben().await?, "/signature", "approve-passkey"), (&team.ann, "/approvals", "approve")] {
        person.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
        person.find("[data-testid=snapshot-digest]").await?;
        person.fill("[data-testid=approve-form] textarea", "Read it all.").await?;
        if send == "approve" {
            person.fill("[data-testid=approve-form] input[name=password]", PASSWORD).await?;
        }
        person.driver.execute(HELD, vec![]).await?;
        let send = format!("[data-testid={send}]:not([aria-disabled])");
        leave_before(person, answer, Some(&send), ".tabs a[href$='/details']").await?;
        person.see("[data-testid=toast]", "Your signature is recorded").await?;
        person.click(".tabs a[href$='/sign-off']").await?;
        person.see("[data-testid=approvals]", "Read it all.").await?;
        person.until(NO_DRAFT).await?;
    }
    team.part_in_bad_weather().await
}

/// As a server that does not say at first which keys somebody has.
const NO_KEYS: &str = r#"
    const asked = window.fetch;
    window.fetch = (...given) => {
        if (!String(given[0].url).endsWith("/signing-keys")) return asked(...given);
        window.fetch = asked;
        return Promise.resolve(new Response("", { status: 500 }));
    };
"#;

/// An SSH key: the statement is downloaded, signed by the real ssh-keygen, and the signature is pasted.
#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_a_terminal_approves_with_an_ssh_key() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let key = folder.path().join("id_ed25519");
    let Ok(made) = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "ann@desk", "-f"]).arg(&key).output() else {
        skip("ssh-keygen is not on the PATH");
        return Ok(());
    };
    ensure!(made.status.success(), "{}", told(&made));
    team.come_in().await?;
    let path = team.launch("Support chat 2.6").await?;
    team.invite(&path).await?;
    prove(&team, &path).await?;
    settle_the_rest(&team, &path).await?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/account")).await?;
    ann.click("[data-testid=signing-keys] summary").await?;
    ann.click("[data-testid=begin-signing-ssh]:not([aria-disabled])").await?;
    let command = ann.find("[data-testid=signing-ssh-command]").await?.text().await?;
    let command = command.replace("~/.ssh/id_ed25519", &key.display().to_string());
    let said = Command::new("sh").arg("-c").arg(&command).output()?;
    ensure!(said.status.success(), "{command}: {}", told(&said));
    ann.fill("#signing-ssh-name", "Desk").await?;
    ann.fill("#signing-ssh-signature", String::from_utf8(said.stdout)?.trim()).await?;
    ann.picture("33-enrol-ssh").await?;
    ann.click("[data-testid=enrol-signing-ssh]:not([aria-disabled])").await?;
    ann.see("[data-signing-key]", "Desk").await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.driver.execute(NO_KEYS, vec![]).await?;
    ann.click(".tabs a[href$='/sign-off']").await?;
    ann.find("[data-testid=snapshot-digest]").await?;
    // Who has a key is not asked for a password because the server could not say so.
    ann.find("[data-testid=approve-form] .failed").await?;
    ann.gone("[data-testid=approve-form] input[name=password]").await?;
    ann.click("[data-testid=approve-form] .failed button").await?;
    ann.see("[data-testid=sign-key-lost]", "on another device, or lost").await?;
    ann.click("[data-testid=sign-in-a-terminal] summary").await?;
    ann.click("[data-testid=get-statement]:not([aria-disabled])").await?;
    ann.see("[data-testid=statement-says]", "Release manager").await?;
    ann.find("[data-testid=sign-in-a-terminal] a[download]").await?;
    // What the form says now is another statement.
    ann.fill("[data-testid=approve-form] textarea", "Read it all.").await?;
    ann.gone("[data-testid=sign-in-a-terminal] a[download]").await?;
    ann.click("[data-testid=get-statement]:not([aria-disabled])").await?;
    ann.click("[data-testid=sign-in-a-terminal] a[download]").await?;
    let id = path.rsplit('/').next().context("the path ends in the launch's id")?;
    let statement = ann.download(&format!("{id}.approval.json")).await?;
    let mut sign = Command::new("ssh-keygen");
    let said = sign.args(["-Y", "sign", "-n", "approval@holdpoint.dev", "-f"]).arg(&key).arg(&statement).output()?;
    ensure!(said.status.success(), "{}", told(&said));
    let signature = std::fs::read_to_string(format!("{}.sig", statement.display()))?;
    ann.fill("[data-testid=sign-in-a-terminal] textarea", signature.trim()).await?;
    ann.picture("33-terminal").await?;
    // She goes on before the answer is there.
    ann.driver.execute(HELD, vec![]).await?;
    leave_before(ann, "/signature", Some("[data-testid=send-signature]"), ".tabs a[href$='/details']").await?;
    ann.see("[data-testid=toast]", "Your signature is recorded").await?;
    ann.click(".tabs a[href$='/sign-off']").await?;
    ann.see("[data-testid=approvals]", "signed with an SSH key of their own").await?;
    ann.see("[data-testid=approvals]", "Read it all.").await?;
    ann.until(NO_DRAFT).await?;
    take_back(&team, &path).await?;
    team.part().await
}

/// The approval is revoked, and stays to be read with the reason; then the key is, and she is asked for her password again.
async fn take_back(team: &Team, path: &str) -> Result<()> {
    let (ann, revoked, send) = (&team.ann, "[data-approval=revoked]", "[data-testid=revoke-form] button[type=submit]");
    ann.click("[data-approval=valid] [data-testid=revoke]").await?;
    ann.see("#revoke", "Ann Archer signed as").await?;
    ann.click(send).await?;
    ann.see("#revoke-reason-error", "write what a later reader needs to know").await?;
    ann.fill("#revoke-reason", "Read in a hurry.").await?;
    ann.click(send).await?;
    ann.gone("dialog[open]").await?;
    for words in ["Revoked by Ann Archer", "Read in a hurry.", "Read it all."] {
        ann.see(revoked, words).await?;
    }
    ann.gone("[data-testid=revoke]").await?;
    ann.goto(&team.server.url("/account")).await?;
    ann.click("[data-testid=revoke-signing-key]:not([aria-disabled])").await?;
    ann.see("[data-signing-key]", "revoked").await?;
    ann.gone("[data-testid=revoke-signing-key]").await?;
    ann.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
    ann.see(revoked, "Read in a hurry.").await?;
    ann.find("[data-testid=approve-form] input[name=password]").await?;
    ann.gone("[data-testid=sign-in-a-terminal]").await
}

/// The checks that have to pass before the gate lets anybody sign.
async fn prove(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/preflight"))).await?;
    ann.click("[data-testid=preflight-run]").await?;
    for check in ["api.rate-limit", "vendor.status", "app.health"] {
        ann.wait_for(&format!("[data-check='{check}']"), "data-verdict", "pass").await?;
    }
    ann.see("[data-check='webhook.endpoint']", "ms").await?;
    // A result that came later would change what is signed.
    ann.gone("[data-verdict=running]").await
}

/// For some sections, for three days; withdrawn again.
async fn invite_an_approver(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.click("#invite-role option[value=approver]").await?;
    ann.click("[data-testid=invite-sections] input").await?;
    ann.fill("#invite-days", "31").await?;
    ann.click("[data-testid=make-invite]").await?;
    ann.see("form:has([data-testid=make-invite])", "1 to 30 days").await?;
    ann.fill("#invite-days", "3").await?;
    ann.click("[data-testid=make-invite]").await?;
    ann.see("[data-testid=open-invites]", "Approver for 1 section").await?;
    ann.picture("29-invite-an-approver").await?;
    // A link that could not be withdrawn can be used still, and is told nowhere else.
    ann.busy(1, "/api/invites/").await?;
    ann.click("[data-testid=open-invites] button").await?;
    ann.find("[data-testid=toast][data-grave=true]").await?;
    ann.find("[data-testid=invite-link]").await?;
    ann.click("[data-testid=open-invites] button").await?;
    ann.gone("[data-testid=open-invites] button, [data-testid=invite-link]").await
}

/// Asks the authenticator for RS256 before all else, as some that know nothing else are: Chromium's then makes an RSA key.
const RSA_FIRST: &str = r#"
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = (wish) => {
        wish.publicKey.pubKeyCredParams = wish.publicKey.pubKeyCredParams.filter(({ alg }) => alg === -257);
        return create(wish);
    };
"#;

async fn enrol(team: &Team, person: &Browser, name: &str, script: &str) -> Result<()> {
    plug_in(person).await?;
    person.goto(&team.server.url("/account")).await?;
    person.driver.execute(script, vec![]).await?;
    person.fill("[data-testid=signing-keys] input[name=name]", name).await?;
    person.click("[data-testid=enrol-signing-passkey]:not([aria-disabled])").await?;
    person.see("[data-signing-key]", name).await
}

async fn verify(team: &Team, path: &str) -> Result<()> {
    let id = path.rsplit('/').next().context("the path ends in the launch's id")?;
    let bundle = team.ann.download(&format!("{id}.signoff.sigstore.json")).await?;
    let html = team.ann.download(&format!("{id}.signoff.html")).await?;
    let trust = team.ann.download("trust.json").await?;
    let said =
        Command::new(&team.tools.holdpoint).arg("verify").arg(&bundle).arg("--html").arg(&html).arg("--trust").arg(&trust).output()?;
    let words = String::from_utf8_lossy(&said.stdout).into_owned();
    ensure!(said.status.code() == Some(0), "{words}");
    ensure!(words.matches("the key is theirs in the pinned roster").count() == 2, "{words}");
    py_webauthn(&bundle, &trust)?;
    ssh_keygen(&bundle, &trust)
}

fn py_webauthn(bundle: &Path, trust: &Path) -> Result<()> {
    let Some(python) = std::env::var_os("HOLDPOINT_PYTHON") else {
        skip("py_webauthn (HOLDPOINT_PYTHON is not set; cargo xtask test sets it)");
        return Ok(());
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify/check_approvals.py");
    let said = Command::new(python).arg(script).arg(bundle).arg(trust).arg("accept").output()?;
    ensure!(said.status.success(), "{}", told(&said));
    Ok(())
}

/// What Chromium's authenticator signed, read by stock OpenSSH with nothing of ours but the two files.
fn ssh_keygen(bundle: &Path, trust: &Path) -> Result<()> {
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        skip("ssh-keygen is not on the PATH");
        return Ok(());
    }
    let trust = holdpoint_domain::report::TrustRoot::parse(&std::fs::read(trust)?)?;
    let folder = bundle.parent().context("the bundle is in a folder")?;
    let (signers, signature) = (folder.join("allowed_signers"), folder.join("approval.sig"));
    std::fs::write(&signers, trust.allowed_signers())?;
    let payload = holdpoint_domain::report::bundle::Bundle::parse(&std::fs::read(bundle)?)?.payload;
    let report: serde_json::Value = serde_json::from_slice(&payload)?;
    let approvals = report["predicate"]["approvals"].as_array().context("a report has approvals")?;
    ensure!(approvals.len() == 2, "two people approved");
    let with_ssh = |approval: &&serde_json::Value| approval["sshSignature"].is_string();
    ensure!(approvals.iter().filter(with_ssh).count() == 1, "Ann’s can be read by ssh-keygen; of an RSA passkey none can");
    for approval in approvals.iter().filter(with_ssh) {
        let statement = holdpoint_domain::report::encoding::from_base64(approval["statement"].as_str().unwrap_or_default())?;
        std::fs::write(&signature, approval["sshSignature"].as_str().context("Chromium's order is readable for ssh-keygen")?)?;
        let file = folder.join("statement.json");
        std::fs::write(&file, &statement)?;
        let mut ssh = Command::new("ssh-keygen");
        ssh.args(["-Y", "verify", "-n", "approval@holdpoint.dev", "-I", approval["approver"]["id"].as_str().unwrap_or_default(), "-f"]);
        let said = ssh.arg(&signers).arg("-s").arg(&signature).stdin(Stdio::from(std::fs::File::open(&file)?)).output()?;
        ensure!(said.status.success(), "{}", told(&said));
    }
    Ok(())
}

fn told(output: &Output) -> String {
    [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat()
}
