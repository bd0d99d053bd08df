//! The gate as a small picture with its words in it, for a wiki or a README.

use crate::id::LaunchId;
use crate::launch::{Decision, Gate};

/// Width of a letter of the 11-pixel face that browsers take, in tenths of a pixel: `textLength` makes up for the rest.
const LETTER: usize = 66;
/// Room beside the words, in pixels, on each side.
const ROOM: usize = 8;

/// SVG of 20 pixels' height. It has a title for screen readers, no script, no style and no reference to anything.
///
/// Words: `go`, or `no go, 3 reasons`. White on its ground has a contrast of at least 4.5 : 1.
pub fn badge(launch: LaunchId, gate: &Gate) -> String {
    let (words, ground) = match (gate.decision, gate.reasons.len()) {
        (Decision::Go, _) => ("go".to_owned(), "#1a7f37"),
        (Decision::NoGo, 1) => ("no go, 1 reason".to_owned(), "#b3261e"),
        (Decision::NoGo, count) => (format!("no go, {count} reasons"), "#b3261e"),
    };
    let name = launch.to_string();
    let (left, right) = (width(&name), width(&words));
    let all = left + right;
    let text = |at: usize, wide: usize, words: &str| {
        let (x, length) = (at + ROOM, wide - 2 * ROOM);
        format!("<text x=\"{x}\" y=\"14\" textLength=\"{length}\">{words}</text>")
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{all}\" height=\"20\" role=\"img\" aria-label=\"{name}: {words}\">\
         <title>{name}: {words}</title>\
         <rect width=\"{left}\" height=\"20\" fill=\"#444b53\"/><rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{ground}\"/>\
         <g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">{}{}</g></svg>\n",
        text(0, left, &name),
        text(left, right, &words)
    )
}

fn width(words: &str) -> usize {
    words.chars().count() * LETTER / 10 + 2 * ROOM
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::launch::{Reason, Why};

    #[test]
    fn a_badge_says_what_the_gate_says() {
        let mut gate = Gate { decision: Decision::Go, reasons: vec![], notices: vec![], holds_until: None };
        assert!(badge(LaunchId(42), &gate).contains("<title>LCH-42: go</title>"));
        let reason = Reason { item: None, check: None, why: Why::EvidenceMissing { title: "<script>".into() } };
        gate = Gate { decision: Decision::NoGo, reasons: vec![reason; 3], ..gate };
        let svg = badge(LaunchId(42), &gate);
        assert!(svg.contains("aria-label=\"LCH-42: no go, 3 reasons\"") && !svg.contains("script"), "{svg}");
    }
}
