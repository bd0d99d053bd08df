//! Pictures of what a person sees, in both schemes and at several widths, each judged by axe: what it finds fails the story.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{Browser, PATIENCE, STEP};

/// Every rule of WCAG 2.2 A and AA that a machine can judge, and axe's best practices, or of these, what colours are judged by; what would be told
/// twice, one live region in another, and what would be told again and again, how long ago something was in one. Nothing where axe is not there yet.
const RUN: &str = r#"
    const [colours, done] = arguments;
    if (typeof axe !== "object") return done(null);
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const runOnly = colours ? ["color-contrast", "link-in-text-block"] : tags;
    // The report as a file has no script, and the browser itself lets a keyboard into what scrolls.
    const rules = location.protocol === "file:" ? { "scrollable-region-focusable": { enabled: false } } : {};
    // Whatever scrolled under a bar is there again when one scrolls.
    const place = scrollY;
    scrollTo({ top: 0, behavior: "instant" });
    const LIVE = "[aria-live=polite], [aria-live=assertive], [role=alert], [role=status], [role=log]";
    const twice = () => [...document.querySelectorAll(LIVE)]
        .filter((live) => live.parentElement.closest(LIVE) || live.querySelector("time[title]"))
        .slice(0, 4).map((live) => `told twice: ${live.outerHTML.slice(0, 120)}`);
    axe.run(document, { runOnly, rules, resultTypes: ["violations"] }).finally(() => scrollTo({ top: place, behavior: "instant" })).then(
        ({ violations }) => done(violations.flatMap(({ id, help, nodes }) =>
            nodes.slice(0, 4).map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map((n) => n.message).join("; ")}`)).concat(twice())),
        (error) => done([String(error)]),
    );
"#;

/// Dark first: what is done after a picture is done in light. Another scheme is other colours, and nothing else.
const SCHEMES: [(&str, &str, Rules); 2] = [("dark", "-dark", Rules::Colours), ("light", "", Rules::All)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rules {
    All,
    Colours,
}

/// Tells how wide the page is once it is so wide, or a second is over, some frames were drawn since, and nothing moves any more; what moves for ever
/// does not count.
const STILL: &str = r#"
    const [width, done] = arguments;
    const begun = performance.now();
    const moves = ({ playState, effect }) => playState === "running" && Number.isFinite(effect?.getComputedTiming().endTime);
    let frames = 0;
    const frame = () => {
        const is_wide = innerWidth === width || 1000 < performance.now() - begun;
        frames = is_wide && !document.getAnimations().some(moves) ? frames + 1 : 0;
        if (4 < frames) done(innerWidth); else requestAnimationFrame(frame);
    };
    frame();
"#;

/// What was judged already of what many stories pass through.
static PASSED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

impl Browser {
    /// Pictures of the whole page at desktop (1280) and phone (390) width: `target/screenshots/NAME-WIDTH[-dark].png`.
    pub async fn picture(&self, name: &str) -> Result<()> {
        for (width, height) in [(390, 844), (1280, 900)] {
            self.driver.set_window_rect(0, 0, width, height).await?;
            self.still(width).await?;
            self.in_both_schemes(name, width).await?;
        }
        Ok(())
    }

    /// The same of what each story passes through on its way: in the one that comes there first.
    pub async fn picture_once(&self, name: &str) -> Result<()> {
        let is_first = PASSED.lock().unwrap().insert(name.to_owned());
        if is_first { self.picture(name).await } else { Ok(()) }
    }

    /// The same in a higher window, of what is further down; the page has to fit into each width.
    pub async fn picture_of(&self, css: &str, name: &str) -> Result<()> {
        self.pictures_of(name, &[(css.to_owned(), name.to_owned())]).await
    }

    /// The same of many parts of one page, by their selectors and names. The page is judged as a whole.
    pub async fn pictures_of(&self, page: &str, parts: &[(String, String)]) -> Result<()> {
        for width in [390, 1280] {
            self.driver.set_window_rect(0, 0, width, 1400).await?;
            for (scheme, ending, rules) in SCHEMES {
                self.emulate("", &[("prefers-color-scheme", scheme)]).await?;
                for (css, name) in parts {
                    let show = "document.querySelector(arguments[0]).scrollIntoView({ behavior: 'instant' })";
                    self.driver.execute(show, vec![css.as_str().into()]).await?;
                    self.still(width).await?;
                    self.shoot(&format!("{name}-{width}{ending}")).await?;
                }
                self.judge_by(rules, &format!("{page}-{width}, {scheme}")).await?;
            }
            self.emulate("", &[]).await?;
            self.fits().await?;
        }
        Ok(())
    }

    /// Waits until the page is drawn for a window so wide, and nothing moves.
    pub async fn still(&self, width: u32) -> Result<()> {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let drawn = self.driver.execute_async(STILL, vec![width.into()]).await.and_then(|drawn| drawn.convert::<i64>());
            if let Ok(drawn) = drawn {
                // A browser whose windows do not get so narrow is taken as it is; a page that is behind its window is waited for.
                let is_drawn = drawn == i64::from(width) || drawn == self.driver.get_window_rect().await?.width;
                if is_drawn {
                    return Ok(());
                }
            }
            if end < tokio::time::Instant::now() {
                let late = format!("waiting for a page that stands still, {width} wide: {drawn:?}");
                return Err(self.in_vain().await.context(late));
            }
            // A page that gives way to another cannot be asked for a moment.
            tokio::time::sleep(STEP).await;
        }
    }

    /// As if the system asked for it: `prefers-color-scheme`, `prefers-reduced-motion`, `forced-colors`, or another medium than the screen.
    pub async fn emulate(&self, medium: &str, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features })).await?;
        Ok(())
    }

    /// A picture of what is in sight, dark and light, each judged: `target/screenshots/NAME-WIDTH[-dark].png`.
    pub async fn in_both_schemes(&self, name: &str, width: impl Display) -> Result<()> {
        for (scheme, ending, rules) in SCHEMES {
            self.emulate("", &[("prefers-color-scheme", scheme)]).await?;
            self.shoot(&format!("{name}-{width}{ending}")).await?;
            self.judge_by(rules, &format!("{name}-{width}, {scheme}")).await?;
        }
        self.emulate("", &[]).await
    }

    /// What is in sight, as `target/screenshots/NAME.png`.
    pub async fn shoot(&self, name: &str) -> Result<()> {
        let folder = std::env::var_os("HOLDPOINT_SCREENSHOTS").map_or_else(|| PathBuf::from("target/screenshots"), PathBuf::from);
        std::fs::create_dir_all(&folder)?;
        // As the driver takes one, but for a file that is made sooner and somewhat larger.
        let how = json!({ "format": "png", "optimizeForSpeed": true });
        let taken = self.driver.cdp().send_raw("Page.captureScreenshot", how).await?;
        let picture = STANDARD.decode(taken["data"].as_str().context("a picture has its bytes")?)?;
        Ok(std::fs::write(folder.join(format!("{name}.png")), picture)?)
    }

    /// Notes what axe finds wrong with the page as it is now, and what a screen reader would tell twice.
    pub async fn judge(&self, what: &str) -> Result<()> {
        self.judge_by(Rules::All, what).await
    }

    async fn judge_by(&self, rules: Rules, what: &str) -> Result<()> {
        let Some(axe) = &self.axe else { return Ok(()) };
        let asked = vec![json!(rules == Rules::Colours)];
        let mut found: Option<Vec<String>> = self.driver.execute_async(RUN, asked.clone()).await?.convert()?;
        if found.is_none() {
            self.driver.execute(axe.as_str(), vec![]).await?;
            found = self.driver.execute_async(RUN, asked).await?.convert()?;
        }
        let found = found.context("axe is there")?;
        let mut faults = self.faults.lock().unwrap();
        faults.extend(found.iter().map(|fault| format!("{what}: {fault}")));
        Ok(())
    }

    /// Fails with everything that was found so far.
    pub fn ensure_accessible(&self) -> Result<()> {
        let faults = self.faults.lock().unwrap();
        ensure!(faults.is_empty(), "{} faults of accessibility:\n{}", faults.len(), faults.join("\n"));
        Ok(())
    }
}
