//! Every page in the states that no other story shows, as people with other eyes, hands and screens meet it: judged by axe, at 320 pixels,
//! at 200 %, on paper, with other colours and without motion.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::bad_days::ask_for_a_waiver;
use crate::browser::Browser;
use crate::team::Team;

/// The pages of a launch, by what stands behind its address, with a sign that they are drawn.
const PLACES: [(&str, &str); 8] = [
    ("", "[data-item]"),
    ("/items/auth.token-storage", "[data-testid=waiver]"),
    ("/preflight", "[data-testid=preflight-run]"),
    ("/drills", "main h2"),
    ("/watch", "[data-testid=watch-switch]"),
    ("/rollback", "[data-testid=start-rehearsal], [data-testid=abandon-run]"),
    ("/sign-off", "[data-testid=snapshot-digest]"),
    ("/details", "[data-testid=make-invite]"),
];

/// The pages of nobody's launch.
const OTHERS: [(&str, &str); 10] = [
    ("/launches", "[data-launch]"),
    ("/launches/new", "[data-testid=new-launch]"),
    ("/connections/new", "[data-testid=trial-form]"),
    ("/templates", "[data-template]"),
    ("/templates/intercom-production/edit", "[data-problems=none]"),
    ("/people", "[data-person]"),
    ("/waivers", "main"),
    ("/account", "[data-testid=look]"),
    ("/verify", "[data-testid=own-test]"),
    ("/no/such/page", "#heading"),
];

/// Every page, with a sign that it is drawn.
pub fn pages(launch: &str) -> impl Iterator<Item = (String, &'static str)> {
    let places = PLACES.map(|(place, sign)| (format!("{launch}{place}"), sign));
    OTHERS.map(|(page, sign)| (page.to_owned(), sign)).into_iter().chain(places)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_can_be_used_by_everybody() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    entrances(&team).await?;
    team.sign_up().await?;
    team.ann.find(".empty").await?;
    team.ann.picture("60-no-launches").await?;
    wrong_answers(&team).await?;
    let path = team.create_launch("Support chat 2.8").await?;
    team.invite(&path).await?;
    checklist(&team, &path).await?;
    work(&team, &path).await?;
    waiver(&team, &path).await?;
    office(&team).await?;
    chosen_look(&team).await?;
    no_design(&team).await?;
    team.part().await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_every_screen() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Support chat 2.8").await? else { return Ok(()) };
    team.invite(&path).await?;
    something_on_each(&team, &path).await?;
    for (page, sign) in pages(&path) {
        other_screens(&team, &page, sign).await?;
    }
    team.part().await
}

/// A waiver that is asked for, a run that goes on, and a form that was begun.
async fn something_on_each(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/items/data.cache-ttl"))).await?;
    ask_for_a_waiver(ann, "The cache is emptied by hand until the new one is there.").await?;
    ann.goto(&team.server.url(&format!("{path}/items/auth.token-storage"))).await?;
    ann.click("[data-testid=add-evidence]").await?;
    ann.fill("[data-testid=evidence-form] input[name=url]", "https://vault.example.com/intercom").await?;
    ann.goto(&team.server.url(&format!("{path}/rollback"))).await?;
    ann.click("[data-testid=start-rehearsal]").await?;
    ann.find("[data-testid=abandon-run]").await.map(drop)
}

/// What somebody without an account meets.
async fn entrances(team: &Team) -> Result<()> {
    let ben = team.ben().await?;
    ben.goto(&team.server.url("/")).await?;
    ben.see("main", "Set up Holdpoint").await?;
    ben.picture("60-set-up-needed").await?;
    ben.goto(&team.server.url("/verify")).await?;
    ben.see("[data-testid=own-test]", "a known report holds").await?;
    ben.picture("60-verify").await
}

/// Forms that were sent empty, or with what cannot be right.
async fn wrong_answers(team: &Team) -> Result<()> {
    let (ann, ben) = (&team.ann, team.ben().await?);
    ann.goto(&team.server.url("/launches/new")).await?;
    ann.click("[data-testid=new-launch] button[type=submit]").await?;
    ann.see(".error-summary", "Enter a name for the launch").await?;
    ann.picture("61-new-launch-wrong").await?;
    ben.goto(&team.server.url("/sign-in")).await?;
    ben.click("[data-testid=sign-in-form] button[type=submit]").await?;
    ben.see(".error-summary", "Enter your password").await?;
    ben.picture("61-sign-in-wrong").await?;
    // What the server says is a sentence here too.
    ben.fill("[data-testid=sign-in-form] input[name=name]", "Ben Baker").await?;
    ben.fill("[data-testid=sign-in-form] input[name=password]", "wrong horse battery").await?;
    ben.click("[data-testid=sign-in-form] button[type=submit]").await?;
    ben.see(".error-summary", "The name or the password is not right").await
}

async fn checklist(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(path)).await?;
    ann.see(".pane--empty", "shows all keys").await?;
    ann.find(".gate__first a[href*='/items/']").await?;
    // What a section is about is no matter of a pointer.
    ann.see("[data-section='auth'] .part__about", "Who may speak to Intercom for you").await?;
    ann.picture("62-nothing-chosen").await?;
    ann.click("[data-testid=gate] summary").await?;
    ann.picture("62-gate").await?;
    ann.goto(&team.server.url(&format!("{path}?q=nothing-has-this"))).await?;
    ann.see("main", "No item matches").await?;
    ann.picture("62-no-match").await?;
    ann.goto(&team.server.url(&format!("{path}/items/auth.token-storage"))).await?;
    ann.click("[data-testid=add-evidence]").await?;
    ann.fill("[data-testid=evidence-form] input[name=url]", "http://plain.example.com").await?;
    ann.click("[data-testid=evidence-form] button[type=submit]").await?;
    ann.see("#evidence-url-error", "https://").await?;
    ann.until("return document.activeElement.matches('[data-testid=evidence-form] .error-summary')").await?;
    ann.click("[data-testid='status-blocked']").await?;
    ann.click("[data-testid=reason-form] button[type=submit]").await?;
    ann.find("#status-reason-error").await?;
    // Where no summary tells what is wrong the field does, to who cannot see it too.
    ann.until("return document.activeElement.id === 'status-reason'").await?;
    ann.picture("62-item-wrong").await?;
    ann.goto(&team.server.url(&format!("{path}/items/no.such-item"))).await?;
    ann.find("[data-item]").await?;
    ann.picture("62-no-item").await
}

/// The pages of a launch before anything happened on them.
async fn work(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    for (place, sign, name) in [
        ("/preflight", "[data-testid=preflight-run]", "63-preflight"),
        ("/watch", "[data-testid=watch-switch]", "63-watch"),
        ("/rollback", "[data-testid=start-rehearsal]", "63-rollback"),
        ("/sign-off", "[data-testid=snapshot-digest]", "63-sign-off"),
        ("/details", "[data-testid=make-invite]", "63-details"),
    ] {
        ann.goto(&team.server.url(&format!("{path}{place}"))).await?;
        ann.find(sign).await?;
        ann.picture(name).await?;
    }
    ann.goto(&team.server.url(&format!("{path}/rollback"))).await?;
    ann.click("[data-testid=start-rehearsal]").await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.click("[data-testid=abandon-run]").await?;
    ann.find("dialog[open] textarea").await?;
    ann.picture("63-dialog").await?;
    ann.click("#abandon .dialog__close").await
}

async fn waiver(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/items/data.cache-ttl"))).await?;
    ann.click("[data-testid=ask-waiver]").await?;
    ann.click("[data-testid=waiver-form] button[type=submit]").await?;
    ann.find("[data-testid=waiver-form] .field__error").await?;
    ann.picture_of("[data-testid=waiver]", "64-waiver-wrong").await?;
    ann.fill("[data-testid=waiver-form] textarea[name=reason]", "The cache is emptied by hand until the new one is there.").await?;
    ann.fill("[data-testid=waiver-form] textarea[name=mitigation]", "A reminder each morning.").await?;
    let until =
        "arguments[0].value = new Date(Date.now() + 9 * 864e5).toISOString().slice(0, 10); arguments[0].dispatchEvent(new Event('input'))";
    let day = ann.find("[data-testid=waiver-form] input[name=until]").await?;
    ann.driver.execute(until, vec![day.to_json()?]).await?;
    ann.click("[data-testid=waiver-form] button[type=submit]").await?;
    // Its end is told by the clock, with the zone.
    ann.see("[data-waiver=requested] [data-late=false]", "UTC").await?;
    ann.picture_of("[data-testid=waiver]", "64-waiver").await
}

/// Whether each has a name of its own, for who goes from one to the next.
const NAMES: &str = r"
    const names = [...document.querySelectorAll('main :is(a, button, summary)')].map((part) => part.textContent);
    return 6 < names.length && new Set(names).size === names.length;
";

async fn office(team: &Team) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url("/waivers")).await?;
    ann.find("[data-testid=waivers] th a").await?;
    // Who hears the links one by one hears of which launch an item is.
    ann.until("return document.querySelector('[data-testid=waivers] th a').textContent.includes('(LCH-')").await?;
    ann.goto(&team.server.url("/templates")).await?;
    ann.until(NAMES).await.context("two links or folds of checklists are called the same")?;
    for (page, sign, name) in [
        ("/waivers", "[data-testid=waivers]", "65-waivers"),
        ("/people", "[data-person]", "65-people"),
        ("/templates", "[data-template]", "65-templates"),
        ("/account", "[data-testid=look]", "65-account"),
        ("/no/such/page", "#heading", "65-nowhere"),
        ("/launches/LCH-99", "#main:has(.heading-row a) .failed", "65-no-launch"),
        ("/launches", "[data-launch]", "65-launches"),
    ] {
        ann.goto(&team.server.url(page)).await?;
        ann.find(sign).await?;
        ann.picture(name).await?;
    }
    Ok(())
}

/// Chosen once, it is there before anything is painted, in every tab and on every page.
async fn chosen_look(team: &Team) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url("/account")).await?;
    ann.click("[data-testid=scheme-dark]").await?;
    ann.click("[data-testid=density-compact]").await?;
    ann.until("return getComputedStyle(document.body).colorScheme === 'dark'").await?;
    ann.picture_of("[data-testid=look]", "66-look").await?;
    // Told by the clock, which else is a hint for a pointer.
    let exact = "return [...document.querySelectorAll('main time[title]')].every((time) => time.textContent.trim() === time.title)";
    ann.until(&format!("return !(() => {{ {exact} }})()")).await?;
    ann.click("[data-testid=times-exact]").await?;
    ann.until(exact).await?;
    ann.driver.refresh().await?;
    ann.find("[data-testid=sessions] time").await?;
    ann.until(exact).await?;
    ann.click("[data-testid=times-usual]").await?;
    ann.goto(&team.server.url("/launches")).await?;
    ann.wait_for("html", "data-scheme", "dark").await?;
    ann.wait_for("html", "data-density", "compact").await?;
    ann.find("[data-launch]").await?;
    ann.driver.set_window_rect(0, 0, 1280, 900).await?;
    ann.shoot("66-launches-dark-compact").await?;
    ann.goto(&team.server.url("/account")).await?;
    ann.click("[data-testid=scheme-usual]").await?;
    ann.click("[data-testid=density-usual]").await?;
    ann.gone("html[data-scheme], html[data-density]").await
}

/// What development builds have at `/design` is shipped to nobody; `design.rs` looks at it.
async fn no_design(team: &Team) -> Result<()> {
    if std::env::var("HOLDPOINT_PAGE").is_ok_and(|page| page == "shipped") {
        team.ann.goto(&team.server.url("/design")).await?;
        team.ann.see("main", "There is no such page").await?;
    }
    Ok(())
}

/// The page fits into 320 pixels and into half a desktop at 200 %; what is on paper, without motion and in forced colours is looked at.
async fn other_screens(team: &Team, page: &str, sign: &str) -> Result<()> {
    let ann = &team.ann;
    ann.driver.set_window_rect(0, 0, 1280, 900).await?;
    ann.goto(&team.server.url(page)).await?;
    ann.find(sign).await?;
    ann.still(1280).await?;
    let name = page.trim_matches('/').replace(['/', '.'], "-");
    for (what, width, height, factor) in [("320", 320, 640, 1.0), ("zoom", 640, 450, 2.0)] {
        let finger = what == "320";
        screen(ann, (width, height), factor, finger).await?;
        if finger {
            ann.until("return matchMedia('(pointer: coarse)').matches").await?;
            let small: Vec<String> = ann.driver.execute(SMALL, vec![]).await?.convert()?;
            ensure!(small.is_empty(), "{page}: too small for a finger: {small:#?}");
            let off: Vec<String> = ann.driver.execute(OFF_CENTRE, vec![]).await?.convert()?;
            ensure!(off.is_empty(), "{page}: not in the middle of what a finger presses: {off:#?}");
        }
        if let Err(fault) = ann.fits().await {
            ann.shoot(&format!("70-{name}-{what}")).await?;
            anyhow::bail!("{page} at {what}: {fault}");
        }
        ann.in_both_schemes(&format!("70-{name}"), what).await?;
    }
    ann.driver.cdp().send_raw("Emulation.clearDeviceMetricsOverride", json!({})).await?;
    ann.emulate("print", &[]).await?;
    let on_paper = "return [...document.querySelectorAll('.filters, .bulk')].every((form) => !form.checkVisibility())";
    ann.until(on_paper).await.with_context(|| format!("{page} has forms on paper"))?;
    ann.shoot(&format!("71-{name}-print")).await?;
    ann.emulate("", &[("forced-colors", "active")]).await?;
    ann.shoot(&format!("71-{name}-forced-colours")).await?;
    ann.emulate("", &[("prefers-reduced-motion", "reduce")]).await?;
    let still = "return document.getAnimations().every((a) => a.effect.getComputedTiming().endTime <= 100)";
    ann.until(still).await.with_context(|| format!("things move on {page}, although somebody asked for no motion"))?;
    ann.emulate("", &[]).await
}

/// What is pressed most has 44 pixels where a finger presses it; that nothing has fewer than 24 is axe's to judge.
const SMALL: &str = r#"
    const most = ".button--main, .tick, .tabs__tab, .top__nav a, .pane__back, .segments__button, select, textarea, input:not([type=checkbox], [type=radio])";
    const shown = [...document.querySelectorAll(most)].filter((part) => part.checkVisibility());
    const small = shown.filter((part) => part.getBoundingClientRect().height < 43.5);
    return small.slice(0, 5).map((part) => `${part.getBoundingClientRect().height}: ${part.outerHTML.slice(0, 120)}`);
"#;

/// What is made higher for a finger, and has its words at one edge of that.
const OFF_CENTRE: &str = r#"
    const middle = ({ top, bottom }) => (top + bottom) / 2;
    const shown = [...document.querySelectorAll("summary, .reasons__line a")].filter((part) => part.checkVisibility());
    const off = shown.filter((part) => {
        const words = document.createRange();
        words.selectNodeContents(part);
        return 4 < Math.abs(middle(words.getBoundingClientRect()) - middle(part.getBoundingClientRect()));
    });
    return off.slice(0, 5).map((part) => part.outerHTML.slice(0, 120));
"#;

/// * `finger`: as a telephone is, which is touched.
async fn screen(browser: &Browser, (width, height): (u32, u32), factor: f64, finger: bool) -> Result<()> {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": factor, "mobile": finger });
    let tools = browser.driver.cdp();
    tools.send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
    tools.send_raw("Emulation.setTouchEmulationEnabled", json!({ "enabled": finger })).await?;
    browser.still(width).await
}
