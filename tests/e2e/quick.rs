//! A person without a pointer: the palette, single keys, and switching these off.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::team::Team;

/// From the first choice up is the last one, which the list scrolls to.
const LAST_IN_SIGHT: &str = r"
    const last = document.querySelector('#palette-11[aria-selected=true]')?.getBoundingClientRect();
    const list = document.querySelector('#palette-list').getBoundingClientRect();
    return last !== undefined && list.top <= last.top && last.bottom <= list.bottom + 1;
";

/// Presses a key as only a script can: held down, or with Caps Lock. Whether nothing took it.
const KEY: &str =
    "return document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { ...arguments[0], bubbles: true, cancelable: true }))";

/// What says how many items are shown, and what was done to them all.
const TELLERS: &str = r"
    const tellers = ['.filters__count', '[data-testid=bulk-told]'].map((css) => document.querySelector(css));
    return tellers.every((teller) => teller !== null && teller.textContent === '' && getComputedStyle(teller).display !== 'none');
";

async fn focus_is_in(browser: &Browser, css: &str) -> Result<()> {
    let script = format!("return document.activeElement?.closest({css:?}) !== null");
    browser.until(&script).await.with_context(|| format!("the focus in {css}"))
}

async fn choose(browser: &Browser, words: &str, first: &str) -> Result<()> {
    browser.press(Key::Control + "k").await?;
    browser.fill("[data-testid=palette-input]", words).await?;
    browser.see("#palette-list [role=option][aria-selected=true]", first).await?;
    browser.press(Key::Enter + "").await
}

/// Nobody takes the Enter that ends what is composed, as Japanese is, as Safari tells of it: after that has ended, with the code of all such keys.
pub async fn leaves_what_ends_a_composition(browser: &Browser, css: &str, with_ctrl: bool) -> Result<()> {
    let end = "const [css, ctrlKey] = arguments; const key = { key: 'Enter', keyCode: 229, ctrlKey, bubbles: true, cancelable: true }; \
        return document.querySelector(css).dispatchEvent(new KeyboardEvent('keydown', key))";
    let left: bool = browser.driver.execute(end, vec![json!(css), json!(with_ctrl)]).await?.convert()?;
    ensure!(left, "{css} takes the end of a composition");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_and_single_keys_go_everywhere() -> Result<()> {
    let Some((team, path)) = Team::with_launch("By keys").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    // The palette's code comes after the first screen.
    ann.until("return document.querySelector('#palette') !== null").await?;

    // Of many that are hers she sees the first ones, and the way to all.
    ann.click("[data-testid=bulk] summary").await?;
    // What tells by itself is there before it has anything to tell.
    ann.until(TELLERS).await?;
    ann.click("[data-testid=bulk-owner] option:nth-child(3)").await?;
    ann.click("[data-testid=bulk-owner-set]").await?;
    ann.see("[data-testid=more-mine]", "and 5 more").await?;
    ann.until("return document.querySelectorAll('.pane__mine li').length === 20").await?;

    ann.press(Key::Control + "k").await?;
    ann.find("#palette-11").await?;
    ann.press(Key::Up + "").await?;
    ann.until(LAST_IN_SIGHT).await?;
    ann.fill("[data-testid=palette-input]", "rotat").await?;
    ann.see("#palette-list [role=option][aria-selected=true]", "auth.rotation").await?;
    leaves_what_ends_a_composition(ann, "[data-testid=palette-input]", false).await?;
    ann.picture("19-palette").await?;
    ann.press(Key::Enter + "").await?;
    ann.find("[data-pane='auth.rotation']").await?;
    ann.until("return location.pathname.endsWith('/items/auth.rotation')").await?;

    // What is written is sent from where it is written.
    ann.press("c").await?;
    focus_is_in(ann, "[data-testid=comment-form] textarea").await?;
    ann.press("Asked the vendor.").await?;
    leaves_what_ends_a_composition(ann, "[data-testid=comment-form] textarea", true).await?;
    ann.press(Key::Control + Key::Enter).await?;
    ann.see("[data-testid=comments]", "Asked the vendor.").await?;
    ann.press(Key::Tab + "").await?;

    // What the open item is to be is set from the palette, with its reason where it needs one.
    choose(ann, "set blocked", "Set to blocked").await?;
    ann.until("return document.activeElement.id === 'status-reason'").await?;
    ann.click("[data-testid=reason-form] .button--quiet").await?;
    choose(ann, "set progress", "Set to in progress").await?;
    ann.wait_for("[data-item='auth.rotation']", "data-status", "in_progress").await?;
    // Where nothing is typed, what takes back is first, then a place to go.
    ann.press(Key::Control + "k").await?;
    ann.see("#palette-1", "Checklist").await?;
    ann.press(Key::Escape + "").await?;
    ann.gone("#palette[open]").await?;

    // Down the list, tick, take back; then up to the list, which the window is called after again.
    ann.press("j").await?;
    focus_is_in(ann, "[data-item='auth.rotation']").await?;
    ann.press("k").await?;
    focus_is_in(ann, "[data-item]:not([data-item='auth.rotation'])").await?;
    ann.press("x").await?;
    ann.find("[data-item][data-status=done]").await?;
    // A key that is held down ticks once.
    let left: bool = ann.driver.execute(KEY, vec![json!({ "key": "x", "repeat": true })]).await?.convert()?;
    ensure!(left, "a key that is held down ticks again and again");
    ann.press(Key::Control + "z").await?;
    ann.gone("[data-item][data-status=done]").await?;
    // Caps Lock makes no other keys of them.
    ann.driver.execute(KEY, vec![json!({ "key": "X" })]).await?;
    ann.find("[data-item][data-status=done]").await?;
    ann.driver.execute(KEY, vec![json!({ "key": "Z", "ctrlKey": true })]).await?;
    ann.gone("[data-item][data-status=done]").await?;
    ann.until("return !document.title.startsWith('Checklist of')").await?;
    ann.press("u").await?;
    ann.until("return document.title.startsWith('Checklist of By keys')").await?;
    ann.until(&format!("return location.pathname === '{path}'")).await?;
    ann.press("/").await?;
    focus_is_in(ann, "input[data-filter=text]").await?;
    ann.press("u?").await?;
    ann.until("return document.querySelector('input[data-filter=text]').value === 'u?'").await?;
    ann.click("[data-filter=clear]").await?;
    // The button is gone with the filter; what it stood in has the focus.
    focus_is_in(ann, "form.filters").await?;

    // What is folded away is stepped over.
    ann.click("[data-section] .part__fold").await?;
    ann.press("j").await?;
    focus_is_in(ann, "[data-section]:not([data-folded]) [data-item]").await?;
    ann.click("[data-section] .part__fold").await?;

    // Up is the list as one left it, with its filter; the links beside a list keep it too.
    ann.driver.execute("history.pushState(null, '', '/?q=keys'); dispatchEvent(new PopStateEvent('popstate'))", vec![]).await?;
    ann.click(".board__title a").await?;
    ann.find("[data-item]").await?;
    ann.press("u").await?;
    ann.until("return location.search === '?q=keys'").await?;
    ann.click(".board__title a").await?;
    ann.find("[data-item]").await?;
    ann.fill("input[data-filter=text]", "token").await?;
    ann.until("return location.search === '?q=token' && document.querySelector('.pane__mine a')?.search === '?q=token'").await?;
    ann.click("[data-filter=clear]").await?;

    // The window is called after what is there, also where that is no item.
    ann.goto(&team.server.url(&format!("{path}/items/no.such"))).await?;
    ann.see("#item-heading", "There is no such item").await?;
    ann.until("return document.title.startsWith('There is no such item')").await?;

    // Where its row is not in the list, who goes up from an item is at the list's heading.
    ann.goto(&team.server.url(&format!("{path}/items/auth.rotation?status=done"))).await?;
    ann.find("[data-pane='auth.rotation']").await?;
    ann.until("return document.querySelector('#palette') !== null").await?;
    ann.driver.execute("document.querySelector('#item-heading').focus()", vec![]).await?;
    ann.press("u").await?;
    ann.find(".pane--empty").await?;
    ann.until("return document.activeElement.id === 'heading'").await?;
    ann.click("[data-filter=clear]").await?;
    to_the_filter_of_a_hidden_list(ann, &path).await?;

    // Single letters can be switched off; the palette stays.
    ann.press("?").await?;
    ann.see("#keys", "Write a comment").await?;
    ann.picture("20-keys").await?;
    ann.click("[data-testid=letters]").await?;
    ann.press(Key::Escape + "").await?;
    ann.gone("#keys[open]").await?;
    ann.press("u").await?;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    ensure!(ann.driver.current_url().await?.path().starts_with(&path));
    ann.driver.refresh().await?;
    ann.until("return document.querySelector('#palette') !== null").await?;
    // No key is named that does nothing.
    ann.see(".pane--empty", "goes anywhere.").await?;
    ann.press("u").await?;
    choose(ann, "waivers", "Waivers").await?;
    ann.see("#heading", "Waivers").await?;
    // Where no launch is open people are found by what waits for them.
    choose(ann, "archer", "What waits for Ann Archer").await?;
    ann.until("return location.search.startsWith('?waits=') && document.querySelector('[data-filter=waits]')?.selectedIndex === 1").await?;
    ann.find("[data-launch]").await?;

    // Buttons of other pages are pressed from anywhere.
    ann.goto(&team.server.url(&path)).await?;
    ann.until("return document.querySelector('#palette') !== null").await?;
    choose(ann, "run pre-flight", "Run the pre-flight").await?;
    ann.wait_for("[data-check='app.health']", "data-verdict", "pass").await?;
    ann.gone("[data-verdict=running]").await?;
    choose(ann, "start rehears", "Start a rehearsal").await?;
    ann.find("[data-run=going][data-rehearsal=true]").await?;
    // Signing out asks first as long as something is only here.
    ann.find("[data-live=online][data-waiting='0']").await?;
    choose(ann, "sign out", "Sign out").await?;
    ann.find("[data-testid=sign-in-form]").await?;
    team.part().await
}

/// In a narrow window, or a large one at 200 %, the list is behind the item.
async fn to_the_filter_of_a_hidden_list(ann: &Browser, path: &str) -> Result<()> {
    ann.click("[data-item='auth.rotation'] .row__title").await?;
    ann.find("[data-pane='auth.rotation']").await?;
    ann.driver.set_window_rect(0, 0, 640, 900).await?;
    ann.until("return document.querySelector('.filters').offsetParent === null").await?;
    ann.press("/").await?;
    ann.until(&format!("return location.pathname === '{path}'")).await?;
    focus_is_in(ann, "input[data-filter=text]").await?;
    ann.driver.set_window_rect(0, 0, 1280, 900).await?;
    // What is pressed next is no letter of a filter.
    ann.driver.execute("document.activeElement.blur()", vec![]).await?;
    Ok(())
}

/// As one goes there by a link of the page.
const FOLLOW: &str = r#"
    history.pushState(null, "", document.querySelector("[data-testid=recovery-link-made]").textContent);
    dispatchEvent(new PopStateEvent("popstate"));
"#;

const NO_OPTION: &str = r##"
    const found = [...document.querySelectorAll("#palette-list [role=option]")].map(({ textContent }) => textContent);
    return document.querySelector("[data-testid=palette-input]").value === "Hers alone" && !found.some((text) => text.includes("Hers alone"));
"##;

/// A link for somebody else signs in without signing out; until a new password is set the server tells nothing.
#[tokio::test(flavor = "multi_thread")]
async fn who_follows_somebody_in_one_step_finds_nothing_of_theirs() -> Result<()> {
    let Some((team, path)) = Team::with_launch("Of both").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    team.launch("Hers alone").await?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/people")).await?;
    ann.until("return document.querySelector('#palette') !== null").await?;
    ann.press(Key::Control + "k").await?;
    ann.fill("[data-testid=palette-input]", "Hers alone").await?;
    ann.see("#palette-list", "Hers alone").await?;
    ann.press(Key::Escape + "").await?;
    ann.gone("#palette[open]").await?;
    ann.click("[data-testid=recovery-link]").await?;
    ann.find("[data-testid=recovery-link-made]").await?;
    ann.driver.execute(FOLLOW, vec![]).await?;
    ann.click("[data-testid=use-link]").await?;
    ann.see("[data-testid=signed-in]", "Ben").await?;
    ann.until("return document.querySelector('#palette') !== null").await?;
    ann.press(Key::Control + "k").await?;
    ann.fill("[data-testid=palette-input]", "Hers alone").await?;
    ann.until(NO_OPTION).await?;
    team.part_in_bad_weather().await
}
