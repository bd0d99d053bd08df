//! The WebAssembly is announced before the first script, which asks for it: Trunk announces it at the end of the head.

use super::split::rewrite;
use crate::fail::{Done, Failure};
use std::path::Path;

const PRELOAD: &str = "<link rel=\"preload\"";
const SCRIPT: &str = "<script ";

/// After Trunk.
pub fn announce(page: &Path) -> Done {
    let index = page.join("index.html");
    let lost = || Failure::new(format!("{} preloads no WebAssembly behind its scripts", index.display()));
    rewrite(&index, |html| moved(html).ok_or_else(lost))
}

fn moved(html: &str) -> Option<String> {
    let (before, rest) = html.split_once(SCRIPT)?;
    let (between, behind) = rest.split_once(PRELOAD)?;
    let (link, behind) = behind.split_once('>').filter(|(link, _)| link.contains("application/wasm"))?;
    Some(format!("{before}{PRELOAD}{link}>{SCRIPT}{between}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_announced_before_the_first_script() {
        let html = "<head><script src=\"a.js\"></script><script src=\"b.js\"></script><link rel=\"modulepreload\" href=\"c.js\">\
            <link rel=\"preload\" href=\"d.wasm\" type=\"application/wasm\"></head>";
        let expected = "<head><link rel=\"preload\" href=\"d.wasm\" type=\"application/wasm\"><script src=\"a.js\"></script>\
            <script src=\"b.js\"></script><link rel=\"modulepreload\" href=\"c.js\"></head>";
        assert_eq!(moved(html).as_deref(), Some(expected));
        assert_eq!(moved("<head><script src=\"a.js\"></script></head>"), None);
    }
}
