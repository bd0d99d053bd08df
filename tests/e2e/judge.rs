//! Pictures of what a person sees, in both schemes and at several widths, each judged by axe: what it finds fails the story.

use std::fmt::Display;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;

use super::Browser;

/// Every rule of WCAG 2.2 A and AA that a machine can judge, and axe's best practices; or of these, what colours are judged by.
const RUN: &str = r#"
    const [colours, done] = arguments;
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const runOnly = colours ? ["color-contrast", "link-in-text-block"] : tags;
    // The report as a file has no script, and the browser itself lets a keyboard into what scrolls.
    const rules = location.protocol === "file:" ? { "scrollable-region-focusable": { enabled: false } } : {};
    // Whatever scrolled under a bar is there again when one scrolls.
    const place = scrollY;
    scrollTo({ top: 0, behavior: "instant" });
    axe.run(document, { runOnly, rules, resultTypes: ["violations"] }).finally(() => scrollTo({ top: place, behavior: "instant" })).then(
        ({ violations }) => done(violations.flatMap(({ id, help, nodes }) =>
            nodes.slice(0, 4).map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map((n) => n.message).join("; ")}`))),
        (error) => done([String(error)]),
    );
"#;

/// What would be told twice: one live region in another; and what would be told again and again: how long ago something was, in one.
const TWICE: &str = r#"
    const LIVE = "[aria-live=polite], [aria-live=assertive], [role=alert], [role=status], [role=log]";
    const all = [...document.querySelectorAll(LIVE)];
    const twice = all.filter((live) => live.parentElement.closest(LIVE) || live.querySelector("time[title]"));
    return twice.slice(0, 4).map((live) => `told twice: ${live.outerHTML.slice(0, 120)}`);
"#;

/// Dark first: what is done after a picture is done in light. Another scheme is other colours, and nothing else.
const SCHEMES: [(&str, &str, Rules); 2] = [("dark", "-dark", Rules::Colours), ("light", "", Rules::All)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rules {
    All,
    Colours,
}

/// Whether nothing moves any more; what moves for ever does not count.
const STILL: &str = r#"
    const ends = (moving) => Number.isFinite(moving.effect?.getComputedTiming().endTime);
    return document.getAnimations().every((moving) => moving.playState !== "running" || !ends(moving));
"#;

impl Browser {
    /// Pictures of the whole page at desktop (1280) and phone (390) width: `target/screenshots/NAME-WIDTH[-dark].png`.
    pub async fn picture(&self, name: &str) -> Result<()> {
        for (width, height) in [(390, 844), (1280, 900)] {
            self.driver.set_window_rect(0, 0, width, height).await?;
            tokio::time::sleep(Duration::from_millis(150)).await;
            self.until(STILL).await?;
            self.in_both_schemes(name, width).await?;
        }
        Ok(())
    }

    /// The same in a higher window, of what is further down; the page has to fit into each width.
    pub async fn picture_of(&self, css: &str, name: &str) -> Result<()> {
        for width in [390, 1280] {
            self.driver.set_window_rect(0, 0, width, 1400).await?;
            self.driver.execute("document.querySelector(arguments[0]).scrollIntoView()", vec![css.into()]).await?;
            tokio::time::sleep(Duration::from_millis(250)).await;
            self.until(STILL).await?;
            self.in_both_schemes(name, width).await?;
            self.fits().await?;
        }
        Ok(())
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
        Ok(self.driver.screenshot(&folder.join(format!("{name}.png"))).await?)
    }

    /// Notes what axe finds wrong with the page as it is now, and what a screen reader would tell twice.
    pub async fn judge(&self, what: &str) -> Result<()> {
        self.judge_by(Rules::All, what).await
    }

    async fn judge_by(&self, rules: Rules, what: &str) -> Result<()> {
        let Some(axe) = &self.axe else { return Ok(()) };
        if !self.driver.execute("return typeof axe === 'object'", vec![]).await?.convert::<bool>()? {
            self.driver.execute(axe.as_str(), vec![]).await?;
        }
        let mut found: Vec<String> = self.driver.execute_async(RUN, vec![json!(rules == Rules::Colours)]).await?.convert()?;
        found.extend(self.driver.execute(TWICE, vec![]).await?.convert::<Vec<String>>()?);
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
