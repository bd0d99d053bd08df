//! A person at a browser: finds things by role, label and test id, waits for them, takes pictures that are judged.

// By its path: the bench takes this file from here too.
#[path = "judge.rs"]
mod judge;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;

use crate::stage::{Driver, PATIENCE, Tools};

/// What no story needs of a browser, and each start of it, or each page, would pay for: extensions, a process that waits for crashes, one that waits
/// for a page of another site, guesses at a page's language. The last has the driver's own features, too: only one such argument counts.
const QUIET: [&str; 9] = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--disable-breakpad",
    "--disable-features=IgnoreDuplicateNavs,Prewarm,SpareRendererForSitePerProcess,Translate,MediaRouter",
];

/// Between two looks for what somebody waits for.
pub const STEP: Duration = Duration::from_millis(30);

/// How long the driver's answer may take, such as 5,000 rows on paper: what hangs takes longer.
const ANSWER: Duration = Duration::from_secs(600);

/// How long a script may take until it is done, such as the one that judges a page, or one that sends hundreds of requests; shorter than the driver's
/// answer may take.
const SCRIPT: Duration = Duration::from_secs(300);

/// Writes down what the page complains about: policy violations, panics, failed scripts. Kept over reloads. A page that is being left is cut off
/// in the middle of what it loads, and complains about that; it is not heard, unless it is still there a while later.
const LISTENER: &str = r#"(() => {
    let left = false;
    addEventListener("pagehide", () => { left = true; });
    addEventListener("beforeunload", () => {
        left = true;
        setTimeout(() => { left = false; }, 2000);
    });
    addEventListener("pageshow", () => { left = false; });
    const note = (words) => {
        if (left) return;
        const said = JSON.parse(sessionStorage.getItem("complaints") || "[]");
        sessionStorage.setItem("complaints", JSON.stringify([...said, String(words)]));
    };
    addEventListener("securitypolicyviolation", (e) => note(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));
    addEventListener("error", (e) => note(`error: ${e.message}`));
    addEventListener("unhandledrejection", (e) => note(`rejection: ${e.reason}`));
    const error = console.error;
    console.error = (...words) => { note(`console: ${words.join(" ")}`); error(...words); };
})()"#;

/// What a page asks for every five seconds it asks for twice a second.
const SOON: &str = r#"{
    for (const name of ["setTimeout", "setInterval"]) {
        const real = window[name].bind(window);
        window[name] = (act, wait, ...given) => real(act, wait === 5000 ? 500 : wait, ...given);
    }
}"#;

/// Looks until what is looked for has come, and gives that back; after a second whatever there is, for a page that gives way to another has to be asked
/// anew. The driver is asked once for all of these looks: each question goes through five processes, with a script that is long. Where nobody looks at
/// the page timers come once a second; there it looks once.
const COME: &str = r#"
    const come = async (look) => {
        const end = performance.now() + 1000;
        const is_behind = Object.getOwnPropertyDescriptor(Document.prototype, "hidden").get.call(document);
        for (;;) {
            const found = await look();
            if (found || is_behind || end < performance.now()) return found;
            await new Promise((go) => setTimeout(go, 30));
        }
    };
"#;

const FIND: &str = "return await come(() => document.querySelector(arguments[0]));";

/// The same, in the middle of the window.
const SHOW: &str = r#"
    const found = await come(() => document.querySelector(arguments[0]));
    found?.scrollIntoView({ block: "center", inline: "center" });
    return found;
"#;

/// Whether an element may be read to say something: what is shown of it is in its text, but for blanks and the case of letters. The driver's own look
/// at what is shown takes two questions and long scripts.
const MAY_SAY: &str = r#"
    const [css, words] = arguments;
    const plain = (text) => text.replace(/[\s\u200b\u200e\u200f]+/gu, "").toLowerCase();
    return await come(() => plain(document.querySelector(css)?.textContent ?? "").includes(plain(words)));
"#;

/// All that a field holds is to be replaced by what comes next.
const CHOOSE: &str = r#"
    const [css] = arguments;
    return await come(() => {
        const field = document.querySelector(css);
        field?.focus();
        field?.select();
        return field !== null && document.activeElement === field;
    });
"#;

/// Notes the memory of WebAssembly modules.
const MODULES: &str = r#"
    globalThis.memories = [];
    const note = (made) => {
        const all = Object.values((made.instance ?? made).exports);
        memories.push(...all.filter((one) => one instanceof WebAssembly.Memory && !memories.includes(one)));
        return made;
    };
    for (const name of ["instantiate", "instantiateStreaming"]) {
        const original = WebAssembly[name];
        WebAssembly[name] = (...given) => original.apply(WebAssembly, given).then(note);
    }
"#;

pub struct Browser {
    pub driver: WebDriver,
    profile: tempfile::TempDir,
    /// The script that judges accessibility; where it is not set up, nothing is judged.
    axe: Option<String>,
    /// What it found, so that one run tells of all pages.
    faults: Mutex<Vec<String>>,
}

/// A script that waits in the page.
fn waiting(script: &str) -> String {
    format!("{COME}{script}")
}

async fn session(driver: &Driver, capabilities: impl Into<Capabilities>) -> Result<WebDriver> {
    let url = format!("http://127.0.0.1:{}", driver.port);
    let (capabilities, end) = (capabilities.into(), tokio::time::Instant::now() + PATIENCE);
    loop {
        match WebDriver::builder(&url, capabilities.clone()).request_timeout(ANSWER).await {
            // A driver that has just been started listens before it is ready, and then lets go of who came too early.
            Err(_) if tokio::time::Instant::now() < end => tokio::time::sleep(STEP).await,
            answered => return answered.context("no browser"),
        }
    }
}

const KEYS: &str = r#"
    const [done] = arguments;
    const opening = indexedDB.open("holdpoint", 1);
    opening.onsuccess = () => {
        const asked = opening.result.transaction("kept").objectStore("kept").getAllKeys();
        asked.onsuccess = () => {
            opening.result.close();
            done(asked.result);
        };
    };
"#;

const BUSY: &str = r#"
    const [times, pattern] = arguments;
    const [ask, isOf] = [window.fetch.bind(window), new RegExp(pattern)];
    let busy = times;
    window.fetch = (asked, ...given) =>
        isOf.test(String(asked.url ?? asked)) && 0 < busy-- ? Promise.resolve(new Response("", { status: 503 })) : ask(asked, ...given);
"#;

impl Browser {
    pub async fn open(tools: &Tools, driver: &Driver) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&tools.chromium.to_string_lossy())?;
        let folder = format!("--user-data-dir={}", profile.path().display());
        for argument in
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en", &folder].into_iter().chain(QUIET)
        {
            capabilities.add_arg(argument)?;
        }
        let driver = session(driver, capabilities).await?;
        let axe = tools.axe.as_ref().map(std::fs::read_to_string).transpose()?;
        driver.set_window_rect(0, 0, 1280, 900).await?;
        driver.set_script_timeout(SCRIPT).await?;
        let folder = profile.path().join("downloads");
        std::fs::create_dir(&folder)?;
        driver.cdp().send_raw("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": folder })).await?;
        let browser = Self { driver, profile, axe, faults: Mutex::default() };
        browser.in_each_document(LISTENER).await?;
        Ok(browser)
    }

    /// Runs a script in each document that is opened from now on, before the page's own.
    ///
    /// * Returns what [`Self::in_no_document`] ends it by.
    pub async fn in_each_document(&self, script: &str) -> Result<String> {
        let added = self.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await?;
        Ok(added["identifier"].as_str().context("a script has an id")?.to_owned())
    }

    pub async fn in_no_document(&self, script: &str) -> Result<()> {
        self.driver.cdp().send_raw("Page.removeScriptToEvaluateOnNewDocument", json!({ "identifier": script })).await?;
        Ok(())
    }

    /// Pages that are opened from now on ask again soon for what did not come, or may have changed: for stories that are not about how long that takes.
    pub async fn hasten(&self) -> Result<()> {
        self.in_each_document(SOON).await.map(drop)
    }

    /// On pages that are opened from now on [`Self::module_bytes`] can be asked.
    pub async fn watch_modules(&self) -> Result<()> {
        self.in_each_document(MODULES).await.map(drop)
    }

    /// Bytes of memory that the page's WebAssembly has taken: it gives none back.
    pub async fn module_bytes(&self) -> Result<f64> {
        let sum = "return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)";
        Ok(self.driver.execute(sum, vec![]).await?.convert()?)
    }

    /// A file that was downloaded, once it is whole.
    pub async fn download(&self, name: &str) -> Result<PathBuf> {
        let file = self.profile.path().join("downloads").join(name);
        let end = tokio::time::Instant::now() + PATIENCE;
        while !file.exists() {
            ensure!(tokio::time::Instant::now() < end, "{name} was not downloaded");
            tokio::time::sleep(STEP).await;
        }
        Ok(file)
    }

    /// Under which keys with `part` in them the browser's database has something.
    pub async fn kept(&self, part: &str) -> Result<Vec<String>> {
        let kept: Vec<String> = self.driver.execute_async(KEYS, vec![]).await?.convert()?;
        Ok(kept.into_iter().filter(|key| key.contains(part)).collect())
    }

    /// As a server that is busy for so many questions to addresses that `pattern` matches.
    pub async fn busy(&self, times: u32, pattern: &str) -> Result<()> {
        self.driver.execute(BUSY, vec![json!(times), json!(pattern)]).await?;
        Ok(())
    }

    /// Cuts the browser off from the network, or lets it in again.
    pub async fn offline(&self, offline: bool) -> Result<()> {
        self.driver.cdp().send_raw("Network.enable", json!({})).await?;
        let rate = if offline { 0 } else { -1 };
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": rate, "uploadThroughput": rate });
        self.driver.cdp().send_raw("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    pub async fn goto(&self, url: &str) -> Result<()> {
        Ok(self.driver.goto(url).await?)
    }

    pub async fn find(&self, css: &str) -> Result<WebElement> {
        self.come_to(css, FIND).await
    }

    /// Waits until a script finds an element.
    async fn come_to(&self, css: &str, script: &str) -> Result<WebElement> {
        let (script, end) = (waiting(script), tokio::time::Instant::now() + PATIENCE);
        loop {
            let said = self.driver.execute(script.as_str(), vec![css.into()]).await;
            let is_missing = said.as_ref().is_ok_and(|said| said.json().is_null());
            match said.and_then(|said| said.element()) {
                Ok(found) => return Ok(found),
                Err(error) if end < tokio::time::Instant::now() => {
                    let shown = self.in_vain().await;
                    let shown = if is_missing { shown } else { shown.context(error) };
                    return Err(shown.context(format!("waiting for {css}")));
                }
                Err(_) => tokio::time::sleep(STEP).await,
            }
        }
    }

    pub async fn see(&self, css: &str, words: &str) -> Result<()> {
        let (may_say, end) = (waiting(MAY_SAY), tokio::time::Instant::now() + PATIENCE);
        while tokio::time::Instant::now() < end {
            let may = self.driver.execute(may_say.as_str(), vec![css.into(), words.into()]).await.and_then(|said| said.convert::<bool>());
            if matches!(may, Ok(true)) && self.said(css).await.is_some_and(|said| said.contains(words)) {
                return Ok(());
            }
            tokio::time::sleep(STEP).await;
        }
        let last = self.said(css).await.unwrap_or_default();
        Err(self.in_vain().await.context(format!("waiting for {words:?} in {css}; it says {last:?}")))
    }

    /// What is shown of an element. It may be drawn anew between finding and reading it.
    async fn said(&self, css: &str) -> Option<String> {
        self.driver.find(By::Css(css)).await.ok()?.text().await.ok()
    }

    pub async fn click(&self, css: &str) -> Result<()> {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.come_to(css, SHOW).await?.click().await {
                Ok(()) => return Ok(()),
                Err(error) if end < tokio::time::Instant::now() => return Err(error).with_context(|| format!("clicking {css}")),
                Err(_) => tokio::time::sleep(STEP).await,
            }
        }
    }

    /// Replaces what a field holds.
    pub async fn fill(&self, css: &str, words: &str) -> Result<()> {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let element = self.find(css).await?;
            let typed = async {
                element.clear().await?;
                element.send_keys(words).await
            };
            match typed.await {
                Ok(()) => return Ok(()),
                Err(error) if end < tokio::time::Instant::now() => return Err(error).with_context(|| format!("typing into {css}")),
                // It was drawn anew meanwhile, or something lies over it.
                Err(_) => tokio::time::sleep(STEP).await,
            }
        }
    }

    /// The same all at once, as pasted, for what every story passes through: each key would be three messages to the page, and a frame.
    pub async fn paste(&self, css: &str, words: &str) -> Result<()> {
        let (choose, end) = (waiting(CHOOSE), tokio::time::Instant::now() + PATIENCE);
        let holds = "return document.querySelector(arguments[0])?.value === arguments[1]";
        loop {
            // It may be drawn anew at any moment.
            let chosen = self.driver.execute(choose.as_str(), vec![css.into()]).await.and_then(|chosen| chosen.convert::<bool>());
            if matches!(chosen, Ok(true)) {
                self.driver.cdp().send_raw("Input.insertText", json!({ "text": words })).await?;
                let held = self.driver.execute(holds, vec![css.into(), words.into()]).await.and_then(|held| held.convert::<bool>());
                if matches!(held, Ok(true)) {
                    return Ok(());
                }
            }
            ensure!(tokio::time::Instant::now() < end, "{css} does not take {words:?}");
            tokio::time::sleep(STEP).await;
        }
    }

    /// Types where the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        let (keys, end) = (keys.into().to_string(), tokio::time::Instant::now() + PATIENCE);
        loop {
            let active = self.driver.active_element().await.context("something has the focus")?;
            match active.send_keys(&keys).await {
                // What had the focus was drawn anew, or is gone: nothing was typed.
                Err(error) if matches!(*error, WebDriverErrorInner::StaleElementReference(_)) && tokio::time::Instant::now() < end => {}
                typed => return Ok(typed?),
            }
        }
    }

    /// Waits until a script says so.
    pub async fn until(&self, script: &str) -> Result<()> {
        let end = tokio::time::Instant::now() + PATIENCE;
        let look = waiting(&format!("const say = async () => {{ {script}\n}};\nreturn await come(async () => (await say()) === true);"));
        loop {
            let said = self.driver.execute(look.as_str(), vec![]).await.and_then(|said| said.convert::<bool>());
            if matches!(said, Ok(true)) {
                return Ok(());
            }
            if end < tokio::time::Instant::now() {
                let missing = self.in_vain().await.context(format!("waiting for {script}"));
                // A page that gives way to another cannot be asked for a moment; what cannot be asked to the end is told.
                return Err(match said {
                    Ok(_) => missing,
                    Err(error) => anyhow::Error::from(error).context(format!("{missing:#}")),
                });
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// What was there instead of what was waited for, as a picture beside the others.
    pub async fn in_vain(&self) -> anyhow::Error {
        let name = format!("failed-{}", uuid::Uuid::now_v7());
        match self.shoot(&name).await {
            Ok(()) => anyhow::anyhow!("what was there instead: {name}.png"),
            Err(error) => error,
        }
    }

    /// Gives files to a file input, all at once.
    pub async fn choose(&self, css: &str, files: &[&Path]) -> Result<()> {
        let names = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join("\n");
        Ok(self.find(css).await?.send_keys(names).await?)
    }

    /// Waits until an attribute has a value.
    pub async fn wait_for(&self, css: &str, attribute: &str, value: &str) -> Result<()> {
        self.find(&format!("{css}[{attribute}={value:?}]")).await.map(drop)
    }

    pub async fn gone(&self, css: &str) -> Result<()> {
        let is_gone = format!("return document.querySelector({}) === null", json!(css));
        self.until(&is_gone).await.with_context(|| format!("{css} is still there"))
    }

    /// Nothing is wider than the window, once it is laid out for it.
    pub async fn fits(&self) -> Result<()> {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let beyond = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let beyond: i64 = self.driver.execute(beyond, vec![]).await?.convert()?;
            if beyond <= 0 {
                return Ok(());
            }
            ensure!(tokio::time::Instant::now() < end, "the page is wider than its window, by {beyond} pixels");
            tokio::time::sleep(STEP).await;
        }
    }

    /// What the page complained about: content security policy, panics, failed scripts.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let said = self.driver.execute("return JSON.parse(sessionStorage.getItem('complaints') || '[]')", vec![]).await?;
        Ok(said.convert()?)
    }

    pub async fn close(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }
}
