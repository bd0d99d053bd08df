//! The page in German, and the page with every message written in other letters: what stays plain there came from no message.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use uuid::Uuid;

use crate::browser::Browser;
use crate::faces::pages;
use crate::team::Team;
use crate::templates::replace;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_speaks_german() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Übergabe 2.9").await? else { return Ok(()) };
    let ann = &team.ann;
    // In capitals, of which only the browser knows the small letter.
    ann.goto(&team.server.url("/?q=%C3%9CBER")).await?;
    ann.see("[data-launch]", "Übergabe 2.9").await?;
    ann.goto(&team.server.url("/account")).await?;
    the_next_page_is_asked_for_after(ann, "language-de", "holdpoint-language=de").await?;
    ann.wait_for("html", "lang", "de").await?;
    ann.see("[data-testid=look]", "Sprache").await?;
    the_server_names_texts_in(ann, "de").await?;
    counts_are_as_fluent_has_them(ann).await?;
    for (place, sign) in pages(&path) {
        ann.goto(&team.server.url(&place)).await?;
        ann.find(sign).await?;
        ann.wait_for("html", "lang", "de").await?;
        let name = place.trim_matches('/').replace('/', "-");
        ann.picture(&format!("80-de-{name}")).await?;
    }
    so_does_what_the_server_says(&team, &path).await?;
    so_does_a_page_that_cannot_start(ann, &team.server.url(&path)).await?;
    // The other language from the same place; the browser's own when nothing is chosen.
    ann.goto(&team.server.url("/account")).await?;
    the_next_page_is_asked_for_after(ann, "language-usual", "").await?;
    ann.wait_for("html", "lang", "en").await?;
    ann.see("[data-testid=look]", "Language").await?;
    the_server_names_texts_in(ann, "en").await?;
    counts_are_as_fluent_has_them(ann).await?;
    team.part().await
}

/// A choice is pressed, and the cookies are these when the page gives way to the next.
async fn the_next_page_is_asked_for_after(browser: &Browser, choice: &str, cookies: &str) -> Result<()> {
    let note = "addEventListener('beforeunload', () => sessionStorage.setItem('told', document.cookie))";
    browser.driver.execute(note, vec![]).await?;
    browser.click(&format!("[data-testid={choice}]")).await?;
    browser.until(&format!("return sessionStorage.getItem('told') === '{cookies}'")).await
}

/// With the page, before anything of it has run.
async fn the_server_names_texts_in(browser: &Browser, language: &str) -> Result<()> {
    let ask = "const done = arguments[0]; fetch('/people', { cache: 'no-store' }).then((answer) => done(answer.headers.get('link')))";
    let links: String = browser.driver.execute_async(ask, vec![]).await?.convert()?;
    ensure!(links.contains(&format!("</words-{language}-first-")), "{links}");
    Ok(())
}

/// `start.js` tells counts without the browser's own rules for numbers.
async fn counts_are_as_fluent_has_them(browser: &Browser) -> Result<()> {
    let others: Vec<f64> = browser.driver.execute_async(COUNTS, vec![]).await?.convert()?;
    ensure!(others.is_empty(), "told otherwise: {others:?}");
    Ok(())
}

/// The bundle's language is named twice: what bundles know of numbers they share by that name.
const COUNTS: &str = r#"
    const [done] = arguments;
    (async () => {
        const language = document.documentElement.lang;
        const text = await (await fetch(document.querySelector(`meta[name="words/${language}/first"]`).content)).text();
        const bundle = new Fluent.FluentBundle([language, language], { useIsolating: false });
        bundle.addResource(new Fluent.FluentResource(text));
        const told = (count) => bundle.formatPattern(bundle.getMessage("sign-out-unsaved").value, { count });
        const counts = [...Array(1100).keys(), -1, 0.5, 1.5, 12345, 123456, 1e6, 2 ** 53 - 1, 1e21];
        done(counts.filter((count) => holdpoint.say("sign-out-unsaved", ["count", count]) !== told(count)));
    })();
"#;

/// What only the server finds: problems of a request, of a template and of a connection; and a day in a history.
async fn so_does_what_the_server_says(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url("/account")).await?;
    // Her account was made by a program.
    ann.see("[data-testid=sessions]", "ein unbekanntes Gerät").await?;
    ann.see("[data-testid=account-log]", "ein unbekanntes Gerät").await?;
    ann.click("[data-testid=signing-keys] summary").await?;
    ann.click("[data-testid=begin-signing-ssh]:not([aria-disabled])").await?;
    ann.fill("#signing-ssh-name", "Büro").await?;
    ann.fill("#signing-ssh-signature", "ssh-rsa nein").await?;
    ann.click("[data-testid=enrol-signing-ssh]:not([aria-disabled])").await?;
    // At what was pasted, which stays there.
    ann.see("#signing-ssh-signature-error", "keine Signatur eines SSH-Schlüssels, der freigeben kann").await?;
    ann.until("return document.querySelector('#signing-ssh-signature').value === 'ssh-rsa nein'").await?;
    ann.picture("80-de-problem").await?;
    ann.goto(&team.server.url("/templates/intercom-production/edit")).await?;
    replace(ann, "\ntitle =", "\ntitel =").await?;
    ann.see("[data-testid=editor-problems]", "Einen Schlüssel \"titel\" gibt es nicht; meinten Sie \"title\"?").await?;
    ann.picture("80-de-editor").await?;
    ann.goto(&team.server.url("/connections/new")).await?;
    ann.fill("#trial-name", "zweite").await?;
    ann.fill("#trial-healthUrl", "https://10.1.2.3/health").await?;
    ann.click("[data-testid=trial-send]").await?;
    ann.see("[data-field=healthUrl] .tried__found", "und das ist in einem privaten Netz (RFC 1918)").await?;
    ann.picture("80-de-trial").await?;
    let send = "const [path, key, body, done] = arguments; const headers = { 'content-type': 'application/json', 'x-holdpoint': '1', 'idempotency-key': key }; \
        fetch(path, { method: 'POST', headers, body }).then((answer) => done(answer.ok))";
    let wish = json!({ "basedOn": 1, "command": { "type": "set_target", "target": "2026-12-24" } });
    let (address, key) = (format!("/api{path}/commands"), Uuid::now_v7().to_string());
    let sent: bool = ann.driver.execute_async(send, vec![json!(address), json!(key), json!(wish.to_string())]).await?.convert()?;
    ensure!(sent);
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.see("[data-testid=launch-history]", "Zieldatum auf 24. Dez. 2026").await?;
    ann.picture("80-de-history").await
}

/// As in a browser that is too old: none of the page's own code runs.
async fn so_does_a_page_that_cannot_start(browser: &Browser, url: &str) -> Result<()> {
    let old = "WebAssembly.compileStreaming = () => Promise.reject(new Error('as if it were old'))";
    let added = browser.in_each_document(old).await?;
    browser.goto(url).await?;
    browser.see("body > [role=alert]:not([hidden])", "Holdpoint ist noch nicht gestartet.").await?;
    browser.in_no_document(&added).await?;
    browser.click("body > [role=alert]:not([hidden]) button").await?;
    browser.find("[data-item]").await?;
    browser.gone("body > [role=alert]").await?;
    // It was to complain.
    browser.driver.execute("sessionStorage.removeItem('complaints')", vec![]).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_comes_from_a_message() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Support chat 2.9").await? else { return Ok(()) };
    let ann = &team.ann;
    let data = data(ann, &path).await?;
    ann.in_each_document(DISGUISE).await?;
    let mut plain = Vec::new();
    for (place, sign) in pages(&path) {
        ann.goto(&team.server.url(&place)).await?;
        ann.find(sign).await?;
        // What is drawn when nothing else is to do.
        ann.until("return document.querySelector('main').textContent.length > 0").await?;
        plain.extend(plain_texts(ann, &place, &data).await?);
    }
    for (place, pressed, sign) in OPENED {
        ann.goto(&team.server.url(&place.replace("LAUNCH", &path))).await?;
        for css in pressed {
            ann.click(css).await?;
        }
        ann.find(sign).await?;
        plain.extend(plain_texts(ann, sign, &data).await?);
    }
    ann.goto(&team.server.url(&path)).await?;
    ann.until("return document.querySelector('#palette') !== null").await?;
    ann.press(Key::Control + "k").await?;
    ann.find("#palette[open] [role=option]").await?;
    plain.extend(plain_texts(ann, "the palette", &data).await?);
    ann.press(Key::Escape + "").await?;
    ann.gone("#palette[open]").await?;
    ann.press("?").await?;
    ann.find("#keys[open] dd").await?;
    plain.extend(plain_texts(ann, "the keys", &data).await?);
    plain.sort();
    plain.dedup();
    ensure!(plain.is_empty(), "texts that come from no message:\n{}", plain.join("\n"));
    team.part().await
}

const ITEM: &str = "LAUNCH/items/auth.token-storage";

/// What is there once somebody has opened it, or sent it as it was: where, what is pressed one after the other, and the sign that it is there.
const OPENED: [(&str, &[&str], &str); 12] = [
    ("LAUNCH", &["[data-testid=gate] summary"], ".gate__list a"),
    ("LAUNCH", &["[data-testid=bulk] summary"], "[data-testid=bulk-owner]"),
    (ITEM, &["[data-testid=add-evidence]", "[data-testid=evidence-form] button[type=submit]"], "#evidence-url-error"),
    (
        ITEM,
        &["[data-testid=add-evidence]", "[data-testid=evidence-kind-note]", "[data-testid=evidence-form] button[type=submit]"],
        "#evidence-note-error",
    ),
    (ITEM, &["[data-testid=status-blocked]", "[data-testid=reason-form] button[type=submit]"], "#status-reason-error"),
    (ITEM, &["[data-testid=ask-waiver]", "[data-testid=waiver-form] button[type=submit]"], "[data-testid=waiver-form] .field__error"),
    (ITEM, &["[data-item='auth.token-storage'] input[type=checkbox]"], "[data-testid=toast]"),
    ("LAUNCH/rollback", &["[data-testid=start-rehearsal]", "[data-testid=abandon-run]"], "#abandon[open] textarea"),
    ("/launches/new", &["[data-testid=new-launch] button[type=submit]"], ".error-summary"),
    ("/connections/new", &["[data-testid=trial-send]"], ".error-summary"),
    ("/account", &["[data-testid=signing-keys] summary", "[data-testid=make-token]:not([aria-disabled])"], "#token-name-error"),
    (
        "LAUNCH/items/webhooks.signature",
        &["[data-check='webhook.signature'] [data-testid=run-check]:not([aria-disabled])"],
        "#deliveries[open] [data-testid=deliver]",
    ),
];

/// What came from no message of what is in sight.
async fn plain_texts(browser: &Browser, place: &str, data: &str) -> Result<Vec<String>> {
    let said: Vec<String> = browser.driver.execute(PLAIN, vec![]).await?.convert()?;
    let disguised = said.iter().filter(|text| text.contains('\u{ff41}')).count();
    ensure!(0 < disguised, "{place}: no message is disguised: {said:?}");
    Ok(said.into_iter().filter(|text| is_plain(text, data)).map(|text| format!("{place}: {text}")).collect())
}

/// Fluent's own hook for this, put in before start.js asks for it: every letter of a message becomes a wide one.
const DISGUISE: &str = r#"(() => {
    const wide = (text) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xFEE0));
    let ours;
    Object.defineProperty(globalThis, "Fluent", {
        configurable: true,
        get: () => ours,
        set(whole) {
            class FluentBundle extends whole.FluentBundle {
                constructor(language, options) { super(language, { ...options, transform: wide }); }
            }
            ours = { ...whole, FluentBundle };
        },
    });
})()"#;

/// All that is read or read out, in a dialog while one is open, but for what names programs and files.
const PLAIN: &str = r#"
    const said = [document.title];
    const place = document.querySelector("dialog[open]") ?? document.body;
    const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (!node.parentElement.closest("code, pre, kbd, noscript, script, style, [lang]:not(html)")) said.push(node.data.trim());
    }
    for (const element of place.querySelectorAll("[aria-label], [title], [placeholder], [alt], [aria-description]")) {
        for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) said.push(element.getAttribute(name)?.trim() ?? "");
    }
    return said.filter((text) => text !== "");
"#;

/// Whether what is not disguised in it has a word, and is nothing that people, templates or the server wrote.
fn is_plain(text: &str, data: &str) -> bool {
    let disguised = |sign: char| ('\u{ff01}'..='\u{ff5e}').contains(&sign) || "“”–…·".contains(sign);
    let has_word = |part: &str| part.split(|sign: char| !sign.is_ascii_lowercase()).any(|run| 3 <= run.len());
    // A version stands behind the name that it is of.
    let named = |part: &str| part.trim().trim_end_matches(|sign: char| sign.is_ascii_digit() || ". ".contains(sign)).to_owned();
    text.split(disguised).any(|part| has_word(part) && !data.contains(&named(part)))
}

/// Every string in what the server says.
async fn data(browser: &Browser, path: &str) -> Result<String> {
    let watched = format!("{path}/watch");
    let addresses: Vec<String> =
        ["/session", "/account", "/launches", "/templates", "/templates/intercom-production", "/people", "/connections", path, &watched]
            .into_iter()
            .map(|address| format!("/api{address}"))
            .collect();
    let ask = "const done = arguments[1]; Promise.all(arguments[0].map(async (address) => (await fetch(address)).json().catch(() => null))).then(done)";
    let answers = browser.driver.execute_async(ask, vec![json!(addresses)]).await?;
    let mut all = String::from("Holdpoint\nEnglish\nDeutsch\njira\n");
    strings(answers.json(), &mut all);
    Ok(all)
}

fn strings(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => {
            all.push_str(text);
            all.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| strings(value, all)),
        Value::Object(fields) => fields.values().for_each(|value| strings(value, all)),
        _ => {}
    }
}
