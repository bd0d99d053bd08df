//! The report for people: one self-contained HTML file, without script and without network, that prints on A4. Made from what the
//! bundle tells and nothing else, so that a verifier can make it again and compare.

mod approvals;
mod checklist;
mod checks;
mod how;
mod style;
mod summary;

use std::ops::RangeInclusive;

use maud::{DOCTYPE, Markup, html};

use super::legible::legible;
use super::signoff::SignoffPredicate;
use super::words;
use crate::id::{Digest, Timestamp};
use crate::launch::{Gate, Snapshot};

/// Which rules turn a report into HTML. Counts up with every change of the output, so that a verifier knows whether it can make
/// the same file again; `tests/vectors/good` tells when that is due.
pub const RENDITION: u32 = 4;
/// The first that this build can still make again; by 1, builds before the first release made reports.
pub const FIRST_RENDITION: u32 = 2;
/// What this build can still make again.
pub const RENDITIONS: RangeInclusive<u32> = FIRST_RENDITION..=RENDITION;
/// Its summary said of every signer that the server vouched for them, of those with keys of their own too.
const ALL_ATTESTED: u32 = 2;
/// The last that left characters that nobody sees as people had written them.
const UNSEEN: u32 = 3;
/// The last by the gate's earlier rules: of checks that prove nothing it told nothing where nothing rests on them, and it took an attached
/// receipt's own end for the last.
pub(super) const EARLIER_GATE: u32 = 3;

/// Nothing may be loaded, and no script run; the styles are in the file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What the page tells.
struct Page<'a> {
    predicate: &'a SignoffPredicate,
    snapshot: &'a Snapshot,
    gate: &'a Gate,
}

/// The whole file. Same input, same bytes; every text is escaped, and what cannot be seen in it is written out.
pub fn render(predicate: &SignoffPredicate, snapshot: &Snapshot, gate: &Gate) -> String {
    let page = Page { predicate, snapshot, gate };
    let launch = &snapshot.launch;
    let title = format!("{} {} – {}", launch.id, launch.name, words::decision(gate.decision));
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (maud::PreEscaped(style::STYLE)) }
            }
            body {
                main {
                    (summary::summary(&page))
                    (summary::contents())
                    (summary::exceptions(&page))
                    (approvals::approvals(&page))
                    (checklist::checklist(&page))
                    (checks::checks(&page))
                    (checks::runs(&page))
                    (how::record(&page))
                    (how::how(&page))
                }
            }
        }
    };
    let mut text = markup.into_string();
    text.push('\n');
    if predicate.producer.rendition <= UNSEEN { text } else { legible(&text) }
}

/// A time for people, with the exact one for programs.
fn time(at: Timestamp) -> Markup {
    html! { time datetime=(at) { (words::time(at)) } }
}

fn maybe_time(at: Option<Timestamp>) -> Markup {
    html! { @match at { Some(at) => (time(at)), None => "–" } }
}

fn digest(digest: Digest) -> Markup {
    html! { code.digest { (digest) } }
}

/// An address: a link when it is `https:`, and always readable on paper.
fn address(url: &str) -> Markup {
    html! {
        @if url.starts_with("https://") {
            a.address href=(url) rel="noreferrer noopener nofollow" { (url) }
        } @else {
            code.address { (url) }
        }
    }
}

/// A term and what it is.
fn fact(term: &str, what: Markup) -> Markup {
    html! { div { dt { (term) } dd { (what) } } }
}
