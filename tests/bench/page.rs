//! The launch page beside the same page in React 19 and in plain JavaScript (`tests/peers`): one server behind one proxy, the same texts and
//! styles, element by element the same first screen, one Chromium, a fresh profile for each start. The peers draw all rows, as they would be
//! written; Holdpoint draws what is near. They keep nothing in the browser, and have no code for what is behind the first screen.

mod launches;
mod same;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::browser::Browser;
use super::{quantiles, stage};
use launches::{COOKIE, launch};

/// Starts of each page with each size.
const STARTS: usize = 5;
const CLICKS: usize = 60;
/// Filters and sections, on and off.
const TURNS: usize = 10;
const MIB: f64 = 1_048_576.0;
/// Until the page has fetched what it fetches when nothing else is to do.
const REST: Duration = Duration::from_secs(6);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Holdpoint,
    React,
    Vanilla,
}

impl Page {
    const ALL: [Self; 3] = [Self::Holdpoint, Self::React, Self::Vanilla];

    fn name(self) -> &'static str {
        match self {
            Page::Holdpoint => "holdpoint",
            Page::React => "react",
            Page::Vanilla => "vanilla",
        }
    }

    fn path(self, launch: &str) -> String {
        match self {
            Page::Holdpoint => format!("/launches/{launch}"),
            Page::React | Page::Vanilla => format!("/peers/{}/{launch}", self.name()),
        }
    }
}

/// Times in milliseconds, memory in MiB.
#[derive(Default)]
struct Figures {
    interactive: Vec<f64>,
    /// At 60 frames a second: a click waits for the next one, whoever drew the page.
    clicks: Vec<f64>,
    filtered: Vec<f64>,
    cleared: Vec<f64>,
    folded: Vec<f64>,
    memory: f64,
    /// Of the module alone: when the page had been left in peace, after clicks, and at the end.
    module: [f64; 3],
    nodes: f64,
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn the_page_with_25_items() -> Result<()> {
    beside_react_and_plain_javascript(25).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn the_page_with_1000_items() -> Result<()> {
    beside_react_and_plain_javascript(1_000).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn the_page_with_5000_items() -> Result<()> {
    beside_react_and_plain_javascript(5_000).await
}

async fn beside_react_and_plain_javascript(items: usize) -> Result<()> {
    let Some(tools) = stage::Tools::find() else { return Ok(()) };
    let Some(packages) = std::env::var_os("HOLDPOINT_PEER_PAGES") else {
        println!("skipped: pages beside ours (HOLDPOINT_PEER_PAGES is not set; cargo xtask bench sets it)");
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let port = stage::free_port();
    std::fs::write(folder.path().join("holdpoint.toml"), format!("[server]\npublic_url = \"http://localhost:{port}\"\n"))?;
    let launch = launch(&folder.path().join("data"), items).await?;
    let server = stage::Server::start(&tools.holdpoint, folder.path(), stage::free_port());
    let _proxy = Proxy::start(Path::new(&packages), server.port, port)?;
    let driver = stage::Driver::start(&tools);
    let mut all = Page::ALL.map(|_| Figures::default());
    let mut drawn = Vec::new();
    for start in 1..=STARTS {
        for (page, figures) in Page::ALL.into_iter().zip(&mut all) {
            let url = format!("http://localhost:{port}{}", page.path(&launch));
            let browser = Browser::open(&tools, &driver).await?;
            figures.interactive.push(interactive(&browser, &url).await.with_context(|| page.name())?);
            if start == 1 {
                drawn.push(same::outline(&browser).await.with_context(|| page.name())?);
            }
            if start == STARTS {
                figures.use_it(&browser).await?;
            }
            browser.close().await?;
        }
        if let (1, [ours, theirs @ ..]) = (start, drawn.as_slice()) {
            for (page, theirs) in Page::ALL.into_iter().skip(1).zip(theirs) {
                same::ensure_same(ours, theirs, page.name())?;
            }
        }
    }
    tell(items, &mut all);
    Ok(())
}

/// From the start of the navigation until the first item can be ticked and is painted.
async fn interactive(browser: &Browser, url: &str) -> Result<f64> {
    let tools = browser.driver.cdp();
    tools.send_raw("Network.enable", json!({})).await?;
    tools.send_raw("Network.setCookie", json!({ "name": "holdpoint", "value": COOKIE, "url": url, "httpOnly": true })).await?;
    tools.send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": FIRST })).await?;
    browser.watch_modules().await?;
    browser.goto(url).await?;
    browser.until("return typeof measured === 'number'").await?;
    Ok(browser.driver.execute("return measured", vec![]).await?.convert()?)
}

impl Figures {
    async fn use_it(&mut self, browser: &Browser) -> Result<()> {
        tokio::time::sleep(REST).await;
        self.module[0] = module_mib(browser).await?;
        self.clicks = timed(browser, "[data-item] .tick__box", CLICKS).await?;
        self.module[1] = module_mib(browser).await?;
        let folds = timed(browser, ".part__fold", TURNS * 2).await?;
        self.folded = folds;
        let turns: Vec<Vec<f64>> = run(browser, FILTER, TURNS).await?;
        for turn in turns {
            let [on, off] = turn.as_slice() else { continue };
            self.filtered.push(*on);
            self.cleared.push(*off);
        }
        let tools = browser.driver.cdp();
        tools.send_raw("Performance.enable", json!({})).await?;
        for _ in 0..3 {
            tools.send_raw("HeapProfiler.collectGarbage", json!({})).await?;
        }
        let metrics = tools.send_raw("Performance.getMetrics", json!({})).await?;
        let of = |name: &str| {
            let found = metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == name);
            found.and_then(|metric| metric["value"].as_f64()).unwrap_or_default()
        };
        self.module[2] = module_mib(browser).await?;
        self.memory = of("JSHeapUsedSize") / MIB + self.module[2];
        self.nodes = of("Nodes");
        Ok(())
    }
}

async fn module_mib(browser: &Browser) -> Result<f64> {
    Ok(browser.module_bytes().await? / MIB)
}

/// Click to paint, of one element after the other.
async fn timed(browser: &Browser, css: &str, count: usize) -> Result<Vec<f64>> {
    let script = CLICK.replace("SELECTOR", &serde_json::to_string(css)?);
    run(browser, &script, count).await
}

async fn run<T: serde::de::DeserializeOwned>(browser: &Browser, script: &str, count: usize) -> Result<T> {
    browser.driver.set_script_timeout(Duration::from_secs(120)).await?;
    let done = browser.driver.execute_async(format!("{PAINTED}{script}"), vec![Value::from(count)]).await?;
    Ok(done.convert()?)
}

/// Notes when the first item is there: in the frame after which a message arrives it was painted.
const FIRST: &str = r#"
    const look = () => {
        const box = document.querySelector("[data-item] input[type=checkbox]");
        if (!box || box.disabled) return requestAnimationFrame(look);
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { globalThis.measured ??= performance.now(); };
        channel.port2.postMessage(0);
    };
    requestAnimationFrame(look);
"#;

/// `painted()`: until the next frame is painted, and as many more as it takes until nothing in sight is still to be drawn.
const PAINTED: &str = r#"
    const [count, done] = arguments;
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
    }));
    const missing = () => [...document.querySelectorAll(".rows[data-drawn=false]")].some((piece) => {
        const { top, bottom, height } = piece.getBoundingClientRect();
        return 0 < height && top < innerHeight && 0 < bottom;
    });
    const painted = async (start) => {
        do await frame(); while (missing());
        return performance.now() - start;
    };
"#;

const CLICK: &str = r#"
    (async () => {
        const times = [];
        for (let n = 0; n < count; n += 1) {
            const all = document.querySelectorAll(SELECTOR);
            // One section twice, so that it is there again; of the rows the first ones, which are in sight.
            const element = all[all.length < 12 ? Math.floor(n / 2) % all.length : n % 12];
            await wait(140 + (n * 7) % 17);
            const start = performance.now();
            element.click();
            times.push(await painted(start));
        }
        done(times);
    })();
"#;

const FILTER: &str = r#"
    (async () => {
        const field = document.querySelector("input[data-filter=text]");
        const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
        const write = async (words) => {
            await wait(140);
            const start = performance.now();
            value.set.call(field, words);
            field.dispatchEvent(new Event("input", { bubbles: true }));
            return painted(start);
        };
        const times = [];
        for (let n = 0; n < count; n += 1) times.push([await write(`question ${n + 1}`), await write("")]);
        done(times);
    })();
"#;

fn at(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(((values.len().max(1) - 1) as f64 * part).round() as usize).copied().unwrap_or_default()
}

fn tell(items: usize, all: &mut [Figures; 3]) {
    for (page, figures) in Page::ALL.into_iter().zip(all.iter_mut()) {
        let name = page.name();
        println!("{items} items, {name}: interactive: {} ms", quantiles(&mut figures.interactive));
        println!("{items} items, {name}: click to paint: {} ms", quantiles(&mut figures.clicks));
        println!(
            "{items} items, {name}: filtered: {} ms; cleared: {} ms",
            quantiles(&mut figures.filtered),
            quantiles(&mut figures.cleared)
        );
        println!("{items} items, {name}: section folded or unfolded: {} ms", quantiles(&mut figures.folded));
        println!("{items} items, {name}: {:.1} MiB of JavaScript's heap and modules, {} nodes", figures.memory, figures.nodes);
        if page == Page::Holdpoint {
            let [rest, clicked, end] = figures.module;
            println!("{items} items, {name}: of it the module: {rest:.2} MiB at first, {clicked:.2} after clicks, {end:.2} at the end");
        }
    }
    let [ours, react, vanilla] = all;
    let ratio = |what: &str, ours: f64, theirs: (&str, f64), aim: f64| {
        let (name, theirs) = theirs;
        let ratio = ours / theirs;
        println!("{items} items, {what}: {ratio:.2} of {name}'s (aim: at most {aim}){}", if ratio <= aim { "" } else { ": MISSED" });
    };
    let few = items < 100;
    let starts = (at(&mut ours.interactive, 0.5), at(&mut react.interactive, 0.5));
    ratio("interactive, median", starts.0, ("React", starts.1), if few { 1.0 } else { 0.5 });
    let clicks = at(&mut ours.clicks, 0.95);
    if few {
        ratio("click to paint, p95", clicks, ("plain JavaScript", at(&mut vanilla.clicks, 0.95)), 1.0);
    } else {
        ratio("click to paint, p95", clicks, ("React", at(&mut react.clicks, 0.95)), 0.4);
        let folds = at(&mut ours.folded, 0.95);
        println!("{items} items, a section folded, p95: {folds:.0} ms (aim: under 100){}", if folds < 100.0 { "" } else { ": MISSED" });
    }
    ratio("memory", ours.memory, ("React", react.memory), if items < 5_000 { 1.0 } else { 0.5 });
}

/// `pages.mjs`, ended with the measurement.
struct Proxy(Child);

impl Proxy {
    fn start(packages: &Path, upstream: u16, port: u16) -> Result<Self> {
        let mut node = Command::new("node");
        node.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/pages.mjs")).arg(packages);
        let mut child = node.args([upstream.to_string(), port.to_string()]).stdout(Stdio::piped()).spawn().context("node")?;
        let output = child.stdout.take().context("its output")?;
        let proxy = Self(child);
        for line in BufReader::new(output).lines() {
            let line = line?;
            if line == "listening" {
                return Ok(proxy);
            }
            println!("{line}");
        }
        ensure!(false, "pages.mjs did not start");
        Ok(proxy)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
