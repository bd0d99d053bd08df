//! The main job without a mouse, from the set-up link to a verified report: every step by Tab, Shift, Enter, Space, arrows and letters, and so
//! does the colleague who signs too. Wherever the focus goes, it can be seen.

use anyhow::{Result, bail, ensure};
use thirtyfour::prelude::*;

use crate::browser::{Browser, STEP};
use crate::main_job::settle;
use crate::stage::PATIENCE;
use crate::team::{PASSWORD, Team};

/// Presses of Tab after which a thing counts as out of reach.
const REACH: usize = 250;

/// Where the focus is: whether it is what was looked for, and what is wrong with how it is shown.
const FOCUS: &str = r#"
    const element = document.activeElement;
    if (!element || element === document.body) return [false, "", "body"];
    const name = element.outerHTML.slice(0, 120);
    const boxes = [...element.getClientRects()];
    // A label takes the place of its box; what the skip link does is seen when it has the focus.
    const seen = boxes.some(({ left, right, top, bottom }) => {
        const points = [[left + 2, top + 2], [(left + right) / 2, (top + bottom) / 2], [right - 2, bottom - 2]];
        return points.some(([x, y]) => {
            const there = document.elementFromPoint(x, y);
            return there && (element.contains(there) || there.contains(element));
        });
    });
    const ring = [undefined, "::after"].some((part) => {
        const style = getComputedStyle(element, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const fault = !seen ? "is hidden behind something" : !ring ? "has no ring" : "";
    return [element.matches(arguments[0]), fault, name];
"#;

/// Notes where the focus goes from here on.
const VISITED: &str = r#"
    window.visited = [];
    document.addEventListener("focusin", ({ target }) => visited.push(target.tagName));
"#;

/// How often owners and due dates were set, and in which order.
const SET: &str = r#"
    const [path, done] = arguments;
    fetch(`/api${path}/events?after=0`).then((answer) => answer.json())
        .then(({ events }) => done(events.map(({ event }) => event.type).filter((type) => ["owner_set", "due_set"].includes(type))));
"#;

struct Keys<'a>(&'a Browser);

impl Keys<'_> {
    async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.0.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Tab until the focus is there. On the way, everything that takes the focus has to show it.
    async fn to(&self, css: &str) -> Result<()> {
        self.0.find(css).await?;
        for tabs in 0..REACH {
            if self.is_there(css, 0 < tabs).await? {
                return Ok(());
            }
            self.press(Key::Tab).await?;
        }
        bail!("{css} is not reached by Tab")
    }

    /// * `by_tab`: otherwise what has the focus may have been moved out of sight by what came of pressing it.
    async fn is_there(&self, css: &str, by_tab: bool) -> Result<bool> {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let (there, fault, name): (bool, String, String) = self.0.driver.execute(FOCUS, vec![css.into()]).await?.convert()?;
            // A heading takes the focus when its page is entered, and shows no ring: nothing can be done with it.
            if !by_tab || fault.is_empty() || name.contains("tabindex=\"-1\"") {
                return Ok(there);
            }
            // The page may still be on its way to it.
            if end < tokio::time::Instant::now() {
                return Err(self.0.in_vain().await.context(format!("{name} {fault}")));
            }
            tokio::time::sleep(STEP).await;
        }
    }

    async fn enter(&self, css: &str) -> Result<()> {
        self.to(css).await?;
        self.press(Key::Enter).await
    }

    async fn write(&self, css: &str, words: &str) -> Result<()> {
        self.to(css).await?;
        self.press(words).await
    }

    /// One stop back.
    async fn back(&self) -> Result<()> {
        let keys = self.0.driver.action_chain().key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift);
        Ok(keys.perform().await?)
    }

    /// Name and password of a new account.
    async fn account(&self, form: &str, name: &str) -> Result<()> {
        self.write(&format!("[data-testid={form}] input[name=name]"), name).await?;
        self.write(&format!("[data-testid={form}] input[name=password]"), PASSWORD).await?;
        self.write(&format!("[data-testid={form}] input[name=again]"), PASSWORD).await?;
        self.press(Key::Enter).await?;
        self.0.find("[data-testid=signed-in]").await.map(drop)
    }

    /// On the page for it: a comment, the password, and Enter on the button.
    async fn sign(&self, name: &str) -> Result<()> {
        self.0.find("[data-testid=approve]:not([aria-disabled])").await?;
        self.write("[data-testid=approve-form] textarea", "Read it all.").await?;
        self.write("[data-testid=approve-form] input[name=password]", PASSWORD).await?;
        self.enter("[data-testid=approve]").await?;
        self.0.see("[data-testid=approvals]", name).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_without_a_mouse() -> Result<()> {
    let Some(team) = Team::gather().await? else { return Ok(()) };
    let (ann, keys) = (&team.ann, Keys(&team.ann));
    ann.goto(team.server.setup_link.as_deref().unwrap_or_default()).await?;
    keys.account("setup-form", "Ann Archer").await?;

    keys.enter(".empty a.button--main").await?;
    keys.write("[data-testid=new-launch] input[name=name]", "By keyboard").await?;
    keys.to("[data-testid=new-launch] input[type=radio]").await?;
    choose(&keys, ann).await?;
    keys.write("[data-testid=new-launch] input[name=ticket]", "CHG-4711").await?;
    keys.write("[data-testid=new-launch] select[name=connection]", "intercom-prod").await?;
    keys.enter("[data-testid=new-launch] button[type=submit]").await?;
    ann.find("[data-item]").await?;
    let path = ann.driver.current_url().await?.path().to_owned();
    there_and_back(&keys, ann, &path).await?;

    let item = "[data-item='auth.token-storage']";
    rows(&keys, ann).await?;
    keys.press(Key::Space).await?;
    ann.wait_for(item, "data-status", "done").await?;
    keys.enter(&format!("{item} a")).await?;
    ann.until("return document.activeElement.id === 'item-heading'").await?;
    give(&keys, ann, &path).await?;
    keys.enter("[data-testid=add-evidence]").await?;
    focus_is_at(ann, "#evidence-url").await?;
    keys.write("[data-testid=evidence-form] input[name=url]", "https://vault.example.com/intercom").await?;
    keys.write("[data-testid=evidence-form] input[name=title]", "The vault entry").await?;
    ann.driver.execute(VISITED, vec![]).await?;
    keys.press(Key::Enter).await?;
    ann.see("[data-testid=evidence]", "The vault entry").await?;
    focus_is_at(ann, "[data-testid=add-evidence]").await?;
    // At once: each stop would be read out.
    ann.until("return visited.join() === 'BUTTON'").await?;
    ann.until("return document.querySelector('[data-testid=remove-evidence]').textContent === 'Remove: The vault entry'").await?;
    keys.write("[data-testid=comment-form] textarea", "Written without a mouse.").await?;
    keys.enter("[data-testid=comment-form] button[type=submit]").await?;
    ann.see("[data-testid=comments]", "Written without a mouse.").await?;

    keys.enter("[data-testid=gate] summary").await?;
    ann.find("[data-testid=gate] details[open]").await?;
    // The reasons lie over the page: Escape puts them away, and so does going on.
    keys.press(Key::Escape).await?;
    ann.gone("[data-testid=gate] details[open]").await?;
    keys.enter("[data-testid=gate] summary").await?;
    keys.enter(".tabs a[href$='/preflight']").await?;
    keys.enter("[data-testid=preflight-run]").await?;
    ann.wait_for("[data-check='app.health']", "data-verdict", "pass").await?;
    // A result that came later would change what is signed.
    ann.gone("[data-verdict=running]").await?;
    rehearse(&keys, ann).await?;
    invite(&team).await?;

    // The other items, as a script would: every one of them is a Space and an Enter more.
    settle(ann, &path).await?;
    keys.enter(".tabs a[href$='/sign-off']").await?;
    keys.sign("Ann Archer").await?;
    // Whose address bar has the focus writes an address without a mouse too.
    team.ben().await?.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
    Keys(team.ben().await?).sign("Ben Baker").await?;
    ann.wait_for("[data-gate]", "data-gate", "go").await?;
    keys.enter("[data-testid=issue-report]:not([aria-disabled])").await?;
    ann.find(".latest").await?;
    verify(&keys, ann, &path).await?;
    keys.enter("[data-testid=sign-out]").await?;
    ann.find("[data-testid=sign-in-form]").await?;
    team.part().await
}

/// Through the whole runbook, to the check that ends it.
async fn rehearse(keys: &Keys<'_>, browser: &Browser) -> Result<()> {
    keys.enter(".tabs a[href$='/rollback']").await?;
    keys.enter("[data-testid=start-rehearsal]").await?;
    keys.enter("[data-testid=start-step]").await?;
    focus_is_at(browser, "[data-testid=step-done]").await?;
    keys.press(Key::Enter).await?;
    focus_is_at(browser, "[data-next=true] [data-testid=start-step]").await?;
    browser.see("[data-testid=runbook] > :first-child", "Done").await?;
    keys.enter("[data-testid=abandon-run]").await?;
    browser.find("dialog[open]").await?;
    keys.press(Key::Escape).await?;
    browser.gone("dialog[open]").await?;
    keys.to("[data-next=true] [data-testid=start-step]").await?;
    for id in ["deploy-previous", "webhooks-off", "verify"] {
        let step = format!("[data-step='{id}'][data-next=true]");
        focus_is_at(browser, &format!("{step} [data-testid=start-step]")).await?;
        keys.press(Key::Enter).await?;
        focus_is_at(browser, &format!("{step} [data-testid=step-done]")).await?;
        if id == "verify" {
            keys.back().await?;
            focus_is_at(browser, &format!("{step} [data-testid=run-check]")).await?;
            keys.press(Key::Enter).await?;
            browser.find(&format!("{step} [data-testid=step-done]:not([aria-disabled])")).await?;
            keys.to("[data-testid=step-done]").await?;
        }
        keys.press(Key::Enter).await?;
    }
    browser.see("[data-testid=past-runs]", "Succeeded").await
}

/// Ann makes the link, and Ben the account.
async fn invite(team: &Team) -> Result<()> {
    let keys = Keys(&team.ann);
    keys.enter(".tabs a[href$='/details']").await?;
    keys.write("#invite-role", "Approver").await?;
    keys.enter("[data-testid=make-invite]").await?;
    let link = team.ann.find("[data-testid=invite-link]").await?.text().await?;
    team.ann.see("[data-testid=open-invites]", "Approver").await?;
    team.ben().await?.goto(&link).await?;
    Keys(team.ben().await?).account("invite-form", "Ben Baker").await
}

/// The report and the trust file are downloaded, and given to the page that verifies them.
async fn verify(keys: &Keys<'_>, browser: &Browser, path: &str) -> Result<()> {
    keys.enter("[data-testid=download-json]").await?;
    keys.enter("[data-testid=download-trust]").await?;
    let id = path.trim_start_matches("/launches/");
    let report = browser.download(&format!("{id}.signoff.sigstore.json")).await?;
    let trust = browser.download("trust.json").await?;
    keys.enter("[data-testid=verify-link]").await?;
    browser.see("[data-testid=own-test]", "a known report holds").await?;
    keys.to("[data-testid=files]").await?;
    // Enter opens the system's own window, which is no page.
    browser.choose("[data-testid=files]", &[&report, &trust]).await?;
    browser.see("[data-testid=verdict]", "Verified.").await
}

/// What replaces a pressed control takes the focus.
async fn focus_is_at(browser: &Browser, css: &str) -> Result<()> {
    browser.until(&format!("return document.activeElement.matches({css:?})")).await
}

/// Who opens a launch is at its heading, and who leaves it at its card.
async fn there_and_back(keys: &Keys<'_>, browser: &Browser, path: &str) -> Result<()> {
    let at_heading = "return document.activeElement.id === 'heading'";
    browser.until(at_heading).await?;
    // The code of single keys comes after the first screen.
    browser.until("return document.querySelector('#palette') !== null").await?;
    keys.press("u").await?;
    focus_is_at(browser, &format!("[data-launch='{}'] .board__title a", path.trim_start_matches("/launches/"))).await?;
    keys.press(Key::Enter).await?;
    browser.find("[data-item]").await?;
    browser.until(at_heading).await
}

/// The rows are one stop: the arrows go from tick to tick, Tab to what else is in the row and then on from the list.
async fn rows(keys: &Keys<'_>, browser: &Browser) -> Result<()> {
    let (tick, last) = ("[data-item='auth.token-storage'] input[type=checkbox]", "[data-section]:last-of-type .row:last-child input");
    keys.to(tick).await?;
    for (key, there) in [
        (Key::Down, "[data-item='auth.scopes'] input"),
        (Key::End, last),
        (Key::Home, tick),
        (Key::Tab, "[data-item='auth.token-storage'] a"),
    ] {
        keys.press(key).await?;
        focus_is_at(browser, there).await?;
    }
    keys.press(Key::Tab).await?;
    browser.until("return document.activeElement.closest('.row') === null").await?;
    keys.to(tick).await
}

/// What is passed in a list, or stands there while a date is written, is not meant: each is set once.
async fn give(keys: &Keys<'_>, browser: &Browser, path: &str) -> Result<()> {
    keys.to("#item-owner").await?;
    keys.press(Key::Down).await?;
    browser.until("return document.querySelector('#item-owner').value !== ''").await?;
    keys.press(Key::Escape).await?;
    browser.until("return document.querySelector('#item-owner').value === ''").await?;
    keys.press(Key::Down).await?;
    keys.press(Key::Enter).await?;
    keys.write("#item-due", "11112031").await?;
    keys.to("[data-testid=add-evidence]").await?;
    browser.see("[data-testid=history]", "set the due date to 11 Nov 2031").await?;
    let set: Vec<String> = browser.driver.execute_async(SET, vec![path.into()]).await?.convert()?;
    ensure!(set == ["owner_set", "due_set"], "{set:?}");
    Ok(())
}

/// Radio buttons are one stop; arrows choose.
async fn choose(keys: &Keys<'_>, browser: &Browser) -> Result<()> {
    for _ in 0..8 {
        let chosen = "return document.activeElement.value === 'intercom-production' && document.activeElement.checked";
        if browser.driver.execute(chosen, vec![]).await?.convert::<bool>()? {
            return Ok(());
        }
        keys.press(Key::Down).await?;
    }
    bail!("the arrows do not reach the Intercom checklist")
}
