//! Whether the pages that are compared are the same page: what is drawn of the first screen, element by element.

use anyhow::{Result, ensure};

use super::Browser;

/// What stands for the whole: everything but the rows, and the first of these. Further down Holdpoint draws only what is near.
const OUTLINE: &str = r#"
    const ROWS = 12;
    const PARTS = [".skip", "header.top", ".frame__head", ".tabs", ".gate", ".filters", ".bulk > summary", ".part__head", ".toasts"];
    // What a windowed list says of itself, and what only a script sees.
    const NOT_COMPARED = ["style", "role", "aria-setsize", "aria-posinset", "value", "selected", "checked", "data-chosen"];
    const names = ({ name, value }) => `${name}=${value.trim()}`;
    const outline = (node, depth, lines) => {
        const indent = " ".repeat(depth);
        const attributes = [...node.attributes].filter(({ name }) => !NOT_COMPARED.includes(name)).map(names).sort();
        lines.push(`${indent}${node.localName} ${attributes.join(" ")}`);
        let text = "";
        const close = () => {
            if (text.trim() !== "") lines.push(`${indent} “${text.trim()}”`);
            text = "";
        };
        for (const child of node.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) text += child.data;
            if (child.nodeType !== Node.ELEMENT_NODE) continue;
            close();
            outline(child, depth + 1, lines);
        }
        close();
        return lines;
    };
    const rows = [...document.querySelectorAll("[data-item]")].slice(0, ROWS);
    return [...PARTS.flatMap((css) => [...document.querySelectorAll(css)]), ...rows].flatMap((node) => outline(node, 0, []));
"#;

/// What is drawn, a line for each element and each text.
pub async fn outline(browser: &Browser) -> Result<Vec<String>> {
    browser.until("return document.querySelector('.live')?.dataset.live === 'online'").await?;
    // Who is here is told behind that.
    browser.until("return document.querySelector('.frame__present .aside') !== null").await?;
    Ok(browser.driver.execute(OUTLINE, vec![]).await?.convert()?)
}

/// * Errors: one draws something else; with the first place where it does.
pub fn ensure_same(ours: &[String], theirs: &[String], name: &str) -> Result<()> {
    let differs = (0..ours.len().max(theirs.len())).find(|line| ours.get(*line) != theirs.get(*line));
    let around = |lines: &[String], at: usize| lines.iter().skip(at.saturating_sub(3)).take(6).cloned().collect::<Vec<_>>().join("\n");
    let why = differs.map(|at| format!("line {at} of Holdpoint's:\n{}\nof {name}'s:\n{}", around(ours, at), around(theirs, at)));
    ensure!(why.is_none(), "{name}'s page is not the same page: {}", why.unwrap_or_default());
    Ok(())
}
