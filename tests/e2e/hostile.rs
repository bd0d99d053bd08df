//! Texts that would run if anything took them for more than text: in every field, link and file name, on every page and in the report.
//! Nothing runs, everything is shown as it was written, and the page's policy has nothing to refuse.

mod account;
mod brought;
mod checklist;
mod corpus;
mod foreign;
mod machines;

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use holdpoint_domain::report::legible::legible;
use serde_json::{Value, json};

use crate::browser::{Browser, STEP};
use crate::stage::PATIENCE;
use crate::team::Team;
use corpus::{SCHEMES, each_once, payloads};

/// Sends requests as the page does, those of a row one after the other and the rows at the same time; tells of each its status, and what was made.
const SEND: &str = r#"
    const [rows, done] = arguments;
    const all = async (row) => {
        const answers = [];
        for (const [method, path, body] of row) {
            const headers = { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() };
            const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
            answers.push([answer.status, await answer.text()]);
        }
        return answers;
    };
    Promise.all(rows.map(all)).then((answers) => done(answers.flat()), (error) => done([[0, String(error)]]));
"#;

/// As many as a browser has connections for, beside what else it has open.
const ROWS: usize = 4;

/// What is in the page that is not the page's own, and which of the texts are not to be read in it.
const LOOK: &str = r#"
    const [texts] = arguments;
    const found = [];
    if ("__xss" in window) found.push(`it ran: ${window.__xss}`);
    const strange = "iframe, object, embed, img, video, audio, source, base, math, marquee, style, template, frame, applet, animate, body [autofocus]";
    for (const element of document.querySelectorAll(strange)) found.push(`made: ${element.outerHTML.slice(0, 200)}`);
    for (const element of document.querySelectorAll("*")) {
        if (element.tagName === "SCRIPT" && !element.src.startsWith(location.origin)) found.push("a script of its own");
        for (const { name, value } of element.attributes) {
            // How many rows a piece of a long list has, and how high it was, as the page's own script writes it.
            if (name === "style" && /^--rows: \d+;( --height: \d+px;)?$/.test(value)) continue;
            if (name.startsWith("on") || name === "style" || name === "srcdoc") found.push(`${name} on ${element.outerHTML.slice(0, 200)}`);
            const leads = ["href", "src", "action", "formaction", "data", "xlink:href"].includes(name);
            if (leads && !/^(https:\/\/|\/(?!\/)|#|tel:\+?\d+$)/.test(value)) found.push(`${name} leads to ${value}`);
        }
    }
    const words = document.body.textContent + [...document.querySelectorAll("input, textarea")].map((field) => field.value).join(" ");
    for (const text of texts) if (!words.includes(text)) found.push(`not to be read: ${text}`);
    return found.slice(0, 10);
"#;

type Request = (&'static str, String, Value);

async fn send(browser: &Browser, rows: &[Vec<Request>]) -> Result<Vec<(u16, String)>> {
    let answers = browser.driver.execute_async(SEND, vec![json!(rows)]).await?;
    Ok(answers.convert()?)
}

/// Sends what has to be taken, in this order.
async fn put(browser: &Browser, requests: Vec<Request>) -> Result<Vec<Value>> {
    put_all(browser, &[requests]).await
}

/// The same of several rows at a time.
async fn put_all(browser: &Browser, rows: &[Vec<Request>]) -> Result<Vec<Value>> {
    let asked: usize = rows.iter().map(Vec::len).sum();
    let answers = send(browser, rows).await?;
    ensure!(answers.len() == asked, "{} of {asked} requests were answered: {:?}", answers.len(), answers.last());
    let refused: Vec<_> = answers.iter().filter(|(status, _)| !(200..300).contains(status)).take(3).collect();
    ensure!(refused.is_empty(), "refused: {refused:?}");
    Ok(answers.iter().map(|(_, body)| serde_json::from_str(body).unwrap_or_default()).collect())
}

/// Rows of what may be done in any order. The answers come in the order of the requests.
fn abreast(requests: Vec<Request>) -> Vec<Vec<Request>> {
    let each = requests.len().div_ceil(ROWS).max(1);
    requests.chunks(each).map(<[Request]>::to_vec).collect()
}

fn command(path: &str, command: Value) -> Request {
    ("POST", format!("/api{path}/commands"), json!({ "basedOn": 0, "command": command }))
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Looks at a page once it is drawn.
async fn look(browser: &Browser, page: &str, texts: &[String]) -> Result<()> {
    let end = tokio::time::Instant::now() + PATIENCE;
    loop {
        let found: Vec<String> = browser.driver.execute(LOOK, vec![json!(texts)]).await?.convert()?;
        let late = end < tokio::time::Instant::now();
        let missing = found.iter().all(|found| found.starts_with("not to be read"));
        ensure!(found.is_empty() || (missing && !late), "{page}: {found:#?}");
        if found.is_empty() {
            return Ok(());
        }
        tokio::time::sleep(STEP).await;
    }
}

/// Where no launch is open that is drawn anew with each event.
async fn step_aside(team: &Team, browser: &Browser) -> Result<()> {
    browser.goto(&team.server.url("/people")).await?;
    browser.find("[data-person]").await.map(drop)
}

/// An item by its row, as somebody goes through them.
async fn open(browser: &Browser, item: &str) -> Result<()> {
    browser.click(&format!("[data-item='{item}'] .row__title")).await?;
    browser.find(&format!("[data-pane='{item}']")).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_people_write_ever_runs() -> Result<()> {
    let texts = payloads();
    let all: BTreeSet<&String> = texts.iter().collect();
    ensure!(200 <= all.len() && texts.iter().all(|text| text.chars().count() <= 120), "{} payloads", all.len());
    let Some((team, path)) = Team::with_launch("Hostile").await? else { return Ok(()) };
    team.invite(&path).await?;
    sinks(&team.ann).await?;
    meanwhile(&team, &path, &each_once()).await?;
    names(&team, &texts).await?;
    items(&team, &path, &texts).await?;
    reasons(&team, &path, &texts).await?;
    let artifacts = launch(&team, &path, &texts).await?;
    links(&team, &path).await?;
    filter(&team, &path, &each_once()).await?;
    report(&team, &path, &artifacts, &texts).await?;
    files(&team, &texts).await?;
    team.part().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_machines_say_or_that_is_brought_along_ever_runs() -> Result<()> {
    let texts = payloads();
    let Some((team, path)) = Team::with_launch("Hostile machines").await? else { return Ok(()) };
    team.invite(&path).await?;
    step_aside(&team, team.ben().await?).await?;
    brought::results(&team, &path, &each_once()).await?;
    brought::files(&team, &path, &each_once()).await?;
    machines::say(&team, &path, &texts).await?;
    foreign::log(&team, &path, &texts).await?;
    account::tokens(&team, &texts).await?;
    account::keys(&team, &texts).await?;
    report(&team, &path, &[], &[]).await?;
    machines::somebody(&team).await?;
    checklist::of_the_owner(&team, &texts).await?;
    team.part().await
}

/// Not even a script in the page makes markup or code of a text; and what the policy refuses is told to the stories.
async fn sinks(browser: &Browser) -> Result<()> {
    let done: Vec<String> = browser.driver.execute(SINKS, vec![]).await?.convert()?;
    ensure!(done.is_empty(), "made of a text: {done:?}");
    let heard = "return (sessionStorage.getItem('complaints') ?? '').includes('policy: require-trusted-types-for')";
    browser.until(heard).await.context("nobody would have heard of it")?;
    // Each is told in a turn of its own.
    browser.driver.execute_async("setTimeout(arguments[0], 500)", vec![]).await?;
    browser.driver.execute("sessionStorage.removeItem('complaints')", vec![]).await?;
    Ok(())
}

const SINKS: &str = r#"
    const text = "<img src=x onerror=__xss=1>";
    const template = (markup) => { document.createElement("template").innerHTML = markup; };
    const sinks = {
        innerHTML: () => { document.createElement("p").innerHTML = text; },
        outerHTML: () => { document.body.appendChild(document.createElement("p")).outerHTML = text; },
        insertAdjacentHTML: () => document.body.insertAdjacentHTML("beforeend", text),
        write: () => document.write(text),
        parse: () => new DOMParser().parseFromString(text, "text/html"),
        fragment: () => document.createRange().createContextualFragment(text),
        frame: () => { document.createElement("iframe").srcdoc = text; },
        script: () => { document.createElement("script").text = "__xss=1"; },
        address: () => { document.createElement("script").src = "/x.js"; },
        handler: () => document.createElement("p").setAttribute("onclick", "__xss=1"),
        policy: () => trustedTypes.createPolicy("holdpoint", { createHTML: (markup) => markup }),
        "default policy": () => trustedTypes.createPolicy("default", { createHTML: (markup) => markup }),
        worker: () => new Worker("/x.js"),
        "an image in a template": () => template(text),
        "a script in a template": () => template("<script>__xss=1</scr" + "ipt>"),
        "a script behind a link": () => template("<a href='javascript:__xss=1'>x</a>"),
        "a page in a link": () => template("<p><a href='data:text/html,x'>x</a></p>"),
        "a style in a template": () => template("<p style='color: red'>x</p>"),
        "a template in a template": () => template("<template><img src=x onerror=__xss=1></template>"),
    };
    return Object.entries(sinks).filter(([, sink]) => { try { sink(); return true; } catch { return false; } }).map(([name]) => name);
"#;

/// What comes while somebody looks is drawn and told as what was there before: of an item's talk and reason each text, and in turn one as
/// evidence, as the launch's name, and as what is said of a run.
async fn meanwhile(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let (ann, ben, item) = (&team.ann, team.ben().await?, ITEMS[ITEMS.len() - 1]);
    let launch: Value = ann.driver.execute_async(LAUNCH, vec![path.into()]).await?.convert()?;
    ben.goto(&team.server.url(&format!("{path}/items/{item}"))).await?;
    ben.find("[data-live=online]").await?;
    let evidence = |kind: Value| {
        let evidence = json!({ "id": id(), "kind": kind, "observedAt": "2026-11-01T12:00:00Z" });
        json!({ "type": "add_evidence", "item": item, "evidence": evidence })
    };
    let mut wishes = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        wishes.push(json!({ "type": "comment", "item": item, "comment": id(), "text": text }));
        wishes.push(json!({ "type": "set_status", "item": item, "status": "blocked", "justification": text }));
        let (url, digest, run) = (address(text), format!("sha256:{:064x}", 7), id());
        match place % 5 {
            0 => wishes.push(evidence(json!({ "type": "note", "text": text }))),
            1 => wishes.push(evidence(json!({ "type": "link", "url": url, "title": text }))),
            2 => wishes.push(evidence(json!({ "type": "file", "name": text, "digest": digest, "bytes": 1, "title": text, "url": url }))),
            3 => wishes.push(json!({ "type": "set_name", "name": text })),
            _ => wishes.extend([
                json!({ "type": "start_run", "run": run, "runbook": launch["runbook"], "rehearsal": true }),
                json!({ "type": "finish_step", "run": run, "step": launch["step"], "outcome": "skipped", "note": text }),
                json!({ "type": "abandon_run", "run": run, "note": text }),
            ]),
        }
    }
    let requests = wishes.into_iter().map(|wish| command(path, wish)).collect();
    put(ann, requests).await?;
    look(ben, "what comes meanwhile", texts).await?;
    step_aside(team, ben).await
}

/// Names and tickets of launches, on the list of them; names of people.
async fn names(team: &Team, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    let new = |text: &String| json!({ "name": text, "template": "webhook-consumer", "ticket": text });
    put_all(ann, &abreast(texts.iter().map(|text| ("POST", "/api/launches".to_owned(), new(text))).collect())).await?;
    ann.goto(&team.server.url("/launches")).await?;
    look(ann, "the launches", texts).await?;
    // Accounts are made slowly, on purpose; so the page is told of them by a server that has them all.
    let people: Vec<_> = texts.iter().map(|name| json!({ "id": id(), "name": name, "owner": false })).collect();
    let told = format!(
        "{{ const real = window.fetch; window.fetch = (ask, ...more) => String(ask.url ?? ask).endsWith('/api/people') \
         ? Promise.resolve(new Response(JSON.stringify({}), {{ headers: {{ 'content-type': 'application/json' }} }})) : real(ask, ...more); }}",
        json!(people)
    );
    let added = ann.in_each_document(&told).await?;
    ann.goto(&team.server.url("/people")).await?;
    look(ann, "the people", texts).await?;
    ann.in_no_document(&added).await
}

/// As much on one item as it takes: comments, notes, links with their titles, files with their names and titles.
async fn items(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    for (batch, texts) in texts.chunks(200).enumerate() {
        let item = |kind: usize| ITEMS.get(batch * 4 + kind).copied().unwrap_or_default();
        let seen = "2026-11-01T12:00:00Z";
        let evidence = |kind: usize, what: Value| {
            command(
                path,
                json!({ "type": "add_evidence", "item": item(kind), "evidence": { "id": id(), "kind": what, "observedAt": seen } }),
            )
        };
        let mut rows: [Vec<Request>; 4] = Default::default();
        for text in texts {
            let url = address(text);
            let file =
                json!({ "type": "file", "name": text, "digest": format!("sha256:{:064x}", 7), "bytes": 1, "title": text, "url": url });
            rows[0].push(command(path, json!({ "type": "comment", "item": item(0), "comment": id(), "text": text })));
            rows[1].push(evidence(1, json!({ "type": "note", "text": text })));
            rows[2].push(evidence(2, json!({ "type": "link", "url": url, "title": text })));
            rows[3].push(evidence(3, file));
        }
        step_aside(team, ann).await?;
        put_all(ann, &rows).await?;
        ann.goto(&team.server.url(path)).await?;
        for kind in 0..4 {
            open(ann, item(kind)).await?;
            look(ann, item(kind), texts).await?;
            if 2 <= kind {
                let urls: Vec<_> = texts.iter().map(|text| address(text)).collect();
                look(ann, item(kind), if kind == 2 { &urls } else { &[] }).await?;
            }
        }
    }
    Ok(())
}

const ITEMS: [&str; 8] = [
    "auth.token-storage",
    "auth.scopes",
    "auth.rotation",
    "auth.separate-tokens",
    "data.cache-ttl",
    "api.search",
    "api.pagination",
    "api.rate-limit-retry",
];

/// An address that is allowed, with the text in it.
fn address(text: &str) -> String {
    format!("https://example.com/?q={}#{}", text.replace([' ', '\u{202e}'], "+"), text.replace([' ', '\u{202e}'], "/"))
}

/// Why an item does not apply or waits, why a risk is accepted, what limits it, why a step was skipped and a run ended: as often as there are
/// texts.
async fn reasons(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    let launch: Value = ann.driver.execute_async(LAUNCH, vec![path.into()]).await?.convert()?;
    let items: Vec<&str> = launch["items"].as_object().map(|items| items.keys().map(String::as_str).collect()).unwrap_or_default();
    let [book, step] = ["runbook", "step"].map(|key| launch[key].as_str().unwrap_or_default());
    // A runbook has one run at a time; what is said of an item keeps its order.
    let mut rows: [Vec<Request>; ROWS] = Default::default();
    for (place, text) in texts.iter().enumerate() {
        let of_item = place % items.len();
        let item = items.get(of_item).copied().unwrap_or_default();
        let (status, run) = (["not_applicable", "blocked"][place % 2], id());
        rows[1 + of_item % (ROWS - 1)]
            .push(command(path, json!({ "type": "set_status", "item": item, "status": status, "justification": text })));
        rows[0].push(command(path, json!({ "type": "start_run", "run": run, "runbook": book, "rehearsal": true })));
        rows[0].push(command(path, json!({ "type": "finish_step", "run": run, "step": step, "outcome": "skipped", "note": text })));
        rows[0].push(command(path, json!({ "type": "abandon_run", "run": run, "note": text })));
    }
    step_aside(team, ann).await?;
    put_all(ann, &rows).await?;
    ann.goto(&team.server.url(&format!("{path}/rollback"))).await?;
    ann.find("[data-testid=past-runs]").await?;
    look(ann, "the past runs", texts).await?;
    // What stands now is the last of each item; what stood before is in its history.
    ann.goto(&team.server.url(path)).await?;
    for (place, item) in items.iter().enumerate() {
        let mine: Vec<String> = texts.iter().skip(place).step_by(items.len()).next_back().cloned().into_iter().collect();
        open(ann, item).await?;
        look(ann, item, &mine).await?;
    }
    let mut requests = Vec::new();
    let launches: Vec<Value> = ann.driver.execute_async(OTHERS, vec![]).await?.convert()?;
    for (launch, text) in launches.iter().zip(texts) {
        let (launch, item) = (format!("/launches/{}", launch[0].as_str().unwrap_or_default()), &launch[1]);
        let ends = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(9 * 24);
        let waiver =
            json!({ "type": "request_waiver", "item": item, "waiver": id(), "reason": text, "mitigation": text, "expiresAt": ends });
        requests.push(command(&launch, waiver));
    }
    put_all(ann, &abreast(requests)).await?;
    ann.goto(&team.server.url("/waivers")).await?;
    look(ann, "the waivers", texts).await
}

const LAUNCH: &str = r#"
    const [path, done] = arguments;
    fetch(`/api${path}`).then((answer) => answer.json()).then(({ launch }) => {
        const [book] = launch.template.runbooks;
        done({ items: launch.items, runbook: book.id, step: book.steps[0].id });
    });
"#;

/// Every other launch with one of its items.
const OTHERS: &str = r#"
    const [done] = arguments;
    (async () => {
        const launches = (await (await fetch("/api/launches")).json()).filter((launch) => launch.template.name === "webhook-consumer");
        const { launch } = await (await fetch(`/api/launches/${launches[0].id}`)).json();
        return launches.map(({ id }) => [id, Object.keys(launch.items)[0]]);
    })().then(done);
"#;

/// Name, ticket, artifacts: with a new one each time, and the pages that show them. Gives back what the artifacts are called.
async fn launch(team: &Team, path: &str, texts: &[String]) -> Result<Vec<String>> {
    let ann = &team.ann;
    let mut last = Vec::new();
    for texts in texts.chunks(100) {
        let artifacts: Vec<_> =
            texts.iter().enumerate().map(|(place, text)| json!({ "name": text, "digest": format!("sha256:{place:064x}") })).collect();
        let [name, ticket] = [&texts[0], &texts[texts.len() - 1]];
        let all = [
            json!({ "type": "set_artifacts", "artifacts": artifacts }),
            json!({ "type": "set_name", "name": name }),
            json!({ "type": "set_ticket", "ticket": ticket }),
        ];
        put(ann, all.into_iter().map(|wish| command(path, wish)).collect()).await?;
        ann.goto(&team.server.url(&format!("{path}/details"))).await?;
        ann.find("[data-testid=make-invite]").await?;
        look(ann, "the details", texts).await?;
        last = texts.to_vec();
    }
    for place in ["", "/preflight", "/watch", "/drills"] {
        ann.goto(&team.server.url(&format!("{path}{place}"))).await?;
        ann.find("#heading").await?;
        look(ann, place, &[]).await?;
    }
    Ok(last)
}

/// Links that lead anywhere but to https are refused, and say so of the field.
async fn links(team: &Team, path: &str) -> Result<()> {
    let run = |text: &str, place: usize| text.replace("RUN", &format!("__xss={place}"));
    let of = |kind: Value| {
        command(
            path,
            json!({ "type": "add_evidence", "item": "data.cache-ttl", "evidence": { "id": id(), "kind": kind, "observedAt": "2026-11-01T12:00:00Z" } }),
        )
    };
    let mut requests = Vec::new();
    for (place, scheme) in SCHEMES.iter().enumerate() {
        let url = run(scheme, place);
        let file = json!({ "type": "file", "name": "a", "digest": format!("sha256:{:064x}", 7), "bytes": 1, "url": url });
        requests.push(of(json!({ "type": "link", "url": url, "title": "A link" })));
        requests.push(of(file));
    }
    let texts = payloads();
    requests.extend(texts.iter().map(|text| of(json!({ "type": "link", "url": text, "title": "A link" }))));
    let asked: Vec<_> = requests.iter().map(|(.., body)| body.to_string()).collect();
    for ((status, said), asked) in send(&team.ann, &abreast(requests)).await?.iter().zip(asked) {
        ensure!((400..500).contains(status) && said.contains("url"), "{asked}: {status} {said}");
    }
    Ok(())
}

/// What the list is filtered by: typed, and as an address that somebody opens.
async fn filter(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let (ann, last) = (&team.ann, &texts[texts.len() - 1..]);
    ann.goto(&team.server.url(path)).await?;
    ann.find("[data-item]").await?;
    let missed: Vec<String> = ann.driver.execute_async(FILTER, vec![json!(texts)]).await?.convert()?;
    ensure!(missed.is_empty(), "not in the address: {missed:?}");
    look(ann, "the filter", last).await?;
    ann.driver.refresh().await?;
    ann.find("[data-filter=clear]").await?;
    look(ann, "the filter of an address", last).await
}

/// Filters by one text after the other; tells which ones did not come into the address.
const FILTER: &str = r#"
    const [texts, done] = arguments;
    const frame = () => new Promise((resolve) => setTimeout(resolve, 10));
    (async () => {
        const missed = [];
        for (const text of texts) {
            const field = document.querySelector("input[data-filter=text]");
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
            const is_there = () => new URLSearchParams(location.search).get("q") === text;
            for (let wait = 0; wait < 3000 && !is_there(); wait++) await frame();
            if (!is_there() || "__xss" in window) missed.push(text);
        }
        return missed;
    })().then(done, (error) => done([String(error)]));
"#;

/// The sign-off page, and the report as HTML, which has no policy of the page's and needs no script.
///
/// * `shown`: what is to be read on the page.
/// * `told`: what is to be read in the report, where what cannot be seen is written out.
async fn report(team: &Team, path: &str, shown: &[String], told: &[String]) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
    ann.find("[data-testid=snapshot-digest]").await?;
    look(ann, "the sign-off", shown).await?;
    ann.click("[data-testid=issue-report]:not([aria-disabled])").await?;
    ann.click("[data-testid=download-html]").await?;
    let id = path.rsplit('/').next().unwrap_or_default();
    let html = ann.download(&format!("{id}.signoff.html")).await?;
    ann.goto(&format!("file://{}", html.display())).await?;
    ann.until("return document.readyState === 'complete'").await?;
    let made = "return '__xss' in window || document.querySelector('script, iframe, object, embed, img, [onerror], [onload], [onfocus], \
         a[href^=\"javascript\" i], a[href^=\"data\" i]') !== null";
    ensure!(!ann.driver.execute(made, vec![]).await?.convert::<bool>()?, "the report made something of a text");
    let words: String = ann.driver.execute("return document.body.textContent", vec![]).await?.convert()?;
    let missing: Vec<_> = told.iter().filter(|text| !words.contains(&legible(text))).collect();
    ensure!(missing.is_empty(), "not to be read in the report: {missing:?}");
    Ok(())
}

/// Names of files that are given to the verify page, one after the other, as if each was dropped there.
async fn files(team: &Team, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url("/verify")).await?;
    ann.see("[data-testid=own-test]", "a known report holds").await?;
    let missed: Vec<String> = ann.driver.execute_async(DROP, vec![json!(texts)]).await?.convert()?;
    ensure!(missed.is_empty(), "not to be read: {missed:?}");
    look(ann, "the verify page", &texts[texts.len() - 1..]).await
}

/// Gives files of these names to the page; tells which names it did not show.
const DROP: &str = r#"
    const [names, done] = arguments;
    const input = document.querySelector("[data-testid=files]");
    const frame = () => new Promise((resolve) => setTimeout(resolve, 10));
    (async () => {
        const missed = [];
        for (const name of names) {
            const [files, file] = [new DataTransfer(), new File(["no report"], name)];
            files.items.add(file);
            input.files = files.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
            let shown = false;
            for (let wait = 0; wait < 3000 && !shown; wait++) {
                await frame();
                shown = [...document.querySelectorAll("[data-testid=given] strong")].some((known) => known.textContent === file.name);
            }
            if (!shown || "__xss" in window) missed.push(name);
        }
        return missed;
    })().then(done, (error) => done([String(error)]));
"#;
