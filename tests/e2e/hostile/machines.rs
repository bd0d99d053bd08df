//! What machines say, and what people are called: devices, a drill's traffic, what a vendor answered, what came of trying a connection, why an
//! edit was not taken. Most of it comes in words of ours; so the page is told of it by a server that passes everything on.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::corpus::each_once;
use super::{ITEMS, command, id, look, put, report};
use crate::browser::Browser;
use crate::team::{Team, account};

/// What one may be called.
const NAME: &str = "\"><img src=x onerror=__xss=9001>";

/// Of the texts that the page was told, so many are to be read in it at least.
async fn look_for(browser: &Browser, page: &str, least: usize) -> Result<()> {
    let read = "toldTexts.filter((text) => document.body.textContent.includes(text)).length";
    if let Err(fault) = browser.until(&format!("return {least} <= {read}")).await {
        let shown: usize = browser.driver.execute(format!("return {read}"), vec![]).await?.convert()?;
        return Err(fault.context(format!("{page} shows {shown} of what it was told, and should {least} at least")));
    }
    look(browser, page, &[]).await
}

/// Everything that machines say, on the pages that show it.
pub async fn say(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    drill(team, path, &each_once()).await?;
    let source = format!("({TELL})({})", json!(texts));
    let added = ann.in_each_document(&source).await?;
    ann.goto(&team.server.url("/account")).await?;
    ann.find("[data-testid=account-log] li").await?;
    look_for(ann, "devices", 4).await?;
    for (place, sign, least) in [
        ("/items/auth.no-token-in-source", "[data-pane] .receipt", 8),
        ("/preflight", "[data-testid=preflight-run]", 1),
        ("/sign-off", "[data-testid=snapshot-digest]", 1),
    ] {
        ann.goto(&team.server.url(&format!("{path}{place}"))).await?;
        ann.find(sign).await?;
        look_for(ann, place, least).await?;
    }
    ann.goto(&team.server.url(&format!("{path}/drills"))).await?;
    ann.click("[data-testid=drill-table] summary").await?;
    look_for(ann, "a drill's traffic", 20).await?;
    ann.goto(&team.server.url("/connections/new")).await?;
    ann.fill("#trial-name", "second").await?;
    ann.fill("#trial-baseUrl", "https://example.com").await?;
    ann.click("[data-testid=trial-send]").await?;
    ann.find("[data-testid=trial-toml]").await?;
    look_for(ann, "a connection that is tried", 11).await?;
    not_saved(team, path, &texts[0]).await?;
    ann.in_no_document(&added).await?;
    // What is asked for from here on is told as it is. That a problem has no text in this page was to be complained of.
    ann.goto(&team.server.url("/account")).await?;
    ann.driver.execute("sessionStorage.removeItem('complaints')", vec![]).await?;
    Ok(())
}

/// A comment that is refused stands in its message, and so do both values of a conflict. Of an item that still takes comments.
async fn not_saved(team: &Team, path: &str, comment: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/items/{}", ITEMS[1]))).await?;
    ann.find("[data-live=online]").await?;
    ann.find("[data-testid=comment-form]").await?;
    ann.driver.execute(WRITE, vec![comment.into()]).await?;
    ann.click("[data-testid=comment-form] button[type=submit]").await?;
    let toast = "[data-testid=toast][data-grave=true]";
    ann.find(toast).await?;
    let shown = format!("return document.querySelector('{toast}').textContent.includes(arguments[0])");
    ensure!(ann.driver.execute(shown, vec![comment.into()]).await?.convert::<bool>()?, "what was written is not shown");
    look_for(ann, "what was refused", 1).await?;
    ann.click(&format!("{toast} .toast__actions button")).await?;
    ann.gone(toast).await?;
    ann.click("[data-item='auth.rotation'] input[type=checkbox]").await?;
    ann.find(toast).await?;
    let values = format!("return 4 <= toldTexts.filter((text) => document.querySelector('{toast}').textContent.includes(text)).length");
    ensure!(ann.driver.execute(values, vec![]).await?.convert::<bool>()?, "what and who the conflict is about is not shown");
    look(ann, "a conflict", &[]).await?;
    ann.click(&format!("{toast} .toast__actions button")).await?;
    ann.gone(toast).await
}

const WRITE: &str = r#"
    const area = document.querySelector("[data-testid=comment-form] textarea");
    area.value = arguments[0];
    area.dispatchEvent(new Event("input", { bubbles: true }));
"#;

/// Requests whose addresses and headers would run come to a drill, which writes down their shapes.
async fn drill(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/drills"))).await?;
    ann.click("[data-testid=open-drill]").await?;
    let base = ann.find("[data-testid=drill-url]").await?.text().await?;
    let sent: u32 = ann.driver.execute_async(CALL, vec![json!(base), json!(texts)]).await?.convert()?;
    ensure!(10 < sent, "only {sent} requests were answered");
    ann.click("[data-testid=drill-table] summary").await?;
    ann.find("[data-testid=drill-table] [data-exchange]").await?;
    look(ann, "a drill", &[]).await?;
    ann.click("[data-testid=close-drill]").await?;
    ann.wait_for("[data-testid=drill]", "data-open", "false").await?;
    look(ann, "a drill that ended", &[]).await
}

/// Tells how many were answered; what no header may hold is sent without.
const CALL: &str = r#"
    const [base, texts, done] = arguments;
    (async () => {
        let answered = 0;
        for (const text of texts) {
            for (const headers of [{ authorization: text, "x-request-id": text, "intercom-version": text }, {}]) {
                const asked = (() => { try { return fetch(`${base}/${encodeURIComponent(text)}?q=${encodeURIComponent(text)}`, { headers }); } catch { return null; } })();
                if (await Promise.resolve(asked).then((answer) => answer !== null, () => false)) answered += 1;
            }
        }
        return answered;
    })().then(done, () => done(0));
"#;

/// Somebody who is called so writes and is read about: on their own pages, on those of others, and in the report.
pub async fn somebody(team: &Team) -> Result<()> {
    let (ann, ben, names) = (&team.ann, team.ben().await?, [NAME.to_owned()]);
    ann.goto(&team.server.url("/launches")).await?;
    let made =
        put(ann, vec![("POST", "/api/launches".to_owned(), json!({ "name": "By somebody", "template": "intercom-production" }))]).await?;
    let path = format!("/launches/{}", made[0]["id"].as_str().context("a launch has an id")?);
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.click("#invite-role option[value=release_manager]").await?;
    ann.click("[data-testid=make-invite]").await?;
    let invite = ann.find("[data-testid=invite-link]").await?.text().await?;
    ben.click("[data-testid=sign-out]").await?;
    ben.find("[data-testid=sign-in-form]").await?;
    ben.goto(&invite).await?;
    account(ben, "[data-testid=invite-form]", NAME).await?;
    ben.find("[data-testid=signed-in]").await?;
    look(ben, "one's own name", &names).await?;
    let item = format!("/items/{}", ITEMS[0]);
    put(ben, vec![command(&path, json!({ "type": "comment", "item": ITEMS[0], "comment": id(), "text": "Asked." }))]).await?;
    for (browser, place, sign) in [
        (ben, item.as_str(), "[data-testid=comments] .said"),
        (ben, "/details", "[data-testid=launch-history] li"),
        (ann, item.as_str(), "[data-testid=comments] .said"),
        (ann, "/details", "[data-testid=launch-history] li"),
    ] {
        browser.goto(&team.server.url(&format!("{path}{place}"))).await?;
        browser.find(sign).await?;
        look(browser, place, &names).await?;
    }
    report(team, &path, &names, &names).await
}

/// What the page asks for has these texts wherever a machine could put one, and each place keeps its own; `toldTexts` has those that it was told.
const TELL: &str = r#"(texts) => {
    const real = window.fetch;
    window.toldTexts = [];
    const given = new Map();
    const of = (place) => {
        if (!given.has(place)) {
            given.set(place, texts[given.size % texts.length]);
            toldTexts.push(given.get(place));
        }
        return given.get(place);
    };
    const told = (body, status = 200) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
    const receipt = (receipt) => {
        const { id } = receipt;
        const request = (method, url, name) => ({ method, url, headers: { [name]: of(`${id} header`) }, peer: of(`${id} peer`) });
        receipt.findings.forEach((finding, place) => Object.assign(finding, { fact: of(`${id} ${place}`), value: of(`${id} ${place} value`) }));
        const facts = Object.fromEntries([0, 1, 2].map((place) => [of(`${id} fact ${place}`), of(`${id} fact ${place} value`)]));
        const requests = [request(of(`${id} method`), of(`${id} url`), of(`${id} name`))];
        Object.assign(receipt, { why: of(`${id} why`), next: of(`${id} next`), facts, requests });
    };
    const exchange = (place) => ({
        atMs: 100 * place, method: of(`method ${place}`), path: of(`path ${place}`), call: place, status: 200, endedMs: 100 * place + 50,
    });
    const change = (body) => {
        if (body.me) body.me.name = of("me");
        for (const session of body.sessions ?? []) session.device = of(`session ${session.id}`);
        if (Array.isArray(body)) {
            for (const entry of body.filter((entry) => "device" in entry)) {
                Object.assign(entry, { device: of(`device ${entry.id}`), byName: of(`by ${entry.id}`), accountName: of(`account ${entry.id}`) });
            }
        }
        for (const [id, member] of Object.entries(body.launch?.members ?? {})) member.name = of(`member ${id}`);
        Object.values(body.launch?.receipts ?? {}).forEach(receipt);
        for (const drill of body.drills ?? []) drill.openedBy = of(`drill ${drill.id}`);
        if (body.traffic) {
            body.drill.openedBy = of("opened by");
            body.trouble = of("trouble");
            body.traffic = [...Array(20).keys()].map(exchange);
            for (const check of body.checks) check.title = of(`title ${check.check}`);
        }
        return body;
    };
    const trial = () => {
        const until = { notAfter: "2031-01-01T00:00:00Z", daysLeft: 90 };
        const seen = [
            { kind: "not_accepted", reason: of("not accepted") },
            { kind: "refused", reason: of("outbound") },
            { kind: "allowed", addresses: [of("address"), of("another")], port: 443, allowedBy: [of("entry")] },
            { kind: "certificate", fault: of("fault"), protocol: "TLS 1.3", ...until },
            { kind: "certificate", protocol: of("protocol"), ...until },
            { kind: "status_page", indicator: of("indicator") },
            { kind: "health", status: of("health") },
        ];
        const findings = seen.map((seen) => ({ verdict: "fail", seen }));
        return told({ fields: [{ field: "baseUrl", verdict: "fail", findings }], toml: `${of("toml")}\n${of("more toml")}` });
    };
    const refused = ({ command }) => {
        const problem = { title: of("title"), status: 409, detail: of("detail") };
        if (command.type === "comment") return told({ ...problem, type: "/problems/of-a-newer-server" }, 409);
        const conflict = { field: of("field"), theirs: of("theirs"), yours: of("yours"), by: of("who"), at: "2026-11-01T12:00:00Z", seq: 1 };
        return told({ ...problem, type: "/problems/conflict", conflict }, 409);
    };
    window.fetch = async (ask, ...more) => {
        const { pathname } = new URL(ask.url ?? ask, location.href);
        if (pathname === "/api/connections/trial") return trial();
        if (pathname.endsWith("/commands")) return refused(JSON.parse(await ask.clone().text()));
        const answer = await real(ask, ...more);
        const is_told = /^\/api\/(session|account|account\/log|launches\/[^/]+|launches\/[^/]+\/drills(\/[^/]+)?)$/.test(pathname);
        return answer.ok && is_told ? told(change(await answer.json())) : answer;
    };
}"#;
