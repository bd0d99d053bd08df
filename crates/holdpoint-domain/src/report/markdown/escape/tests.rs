//! What GitHub's and GitLab's reader makes of our texts: words, and nothing else.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;

/// The text that a reader shows, when nothing but the tags that we wrote are in it.
fn shown(markdown: &str, allowed: &[&str]) -> Result<String, String> {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(tag) => {
                let name = match &tag {
                    Tag::Paragraph => "paragraph",
                    Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => "table",
                    Tag::List(_) | Tag::Item => "list",
                    Tag::Strong => "strong",
                    other => return Err(format!("{other:?} in {markdown:?}")),
                };
                if !allowed.contains(&name) {
                    return Err(format!("{name} in {markdown:?}"));
                }
            }
            Event::End(_) => {}
            Event::Text(part) => text.push_str(&part),
            Event::Code(part) if allowed.contains(&"code") => text.push_str(&part),
            other => return Err(format!("{other:?} in {markdown:?}")),
        }
    }
    Ok(text.replace(JOINER, ""))
}

fn expected(text: &str) -> String {
    one_line(text)
}

/// Rows that people who look for holes begin with.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![picture](https://evil.example/x.png)",
    "[click me](javascript:alert(1))",
    "[ref]: https://evil.example",
    "<https://evil.example>",
    "https://evil.example and www.evil.example",
    "@everyone look at #1, !2, $3, %4, ~bug, &5, ^alert#6 and owner/repo#7, GH-8",
    "me@example.com",
    "| a | b |\n|---|---|\n| c | d |",
    "# heading\n\n- list\n1. one\n1) one\n> quote\n```\ncode\n```",
    "    indented",
    "**bold** _it_ ~~gone~~ `code` ``` `` `",
    "\\*not\\* escaped twice",
    "line one\r\nline two\u{2028}line three",
    "===\n---\n***",
    "+ plus\n- minus",
    "&lt;b&gt; &#64;name &commat;name",
    ":smile: $x^2$ $$y$$ {{macro}} {color:red}",
    "[[wiki]] [^1] [x] - [ ] task",
    "safe\u{202e}gpj.exe",
    "12. December",
    "12) December",
    "-5 degrees",
    "= 3",
];

fn is_only_text(text: &str) -> Result<(), String> {
    let expected = expected(text);
    let about = |place: &str, found: String| (found != expected).then(|| format!("{place}: {text:?} is shown as {found:?}")).map_or(Ok(()), Err);
    about("paragraph", shown(&prose(text), &["paragraph"])?)?;
    about("strong", shown(&format!("**{}**", prose(text)), &["paragraph", "strong"]).unwrap_or_else(|_| expected.clone()))?;
    let listed = shown(&format!("- x {}", prose(text)), &["list"])?;
    about("list", listed.strip_prefix('x').unwrap_or(&listed).trim_start().to_owned())?;
    let table = format!("| h |\n| --- |\n| {} |\n", prose(text));
    let cell = shown(&table, &["table"])?;
    about("table", cell.strip_prefix('h').unwrap_or(&cell).to_owned())
}

#[test]
fn what_people_write_is_shown_as_they_wrote_it() {
    for text in HOSTILE {
        is_only_text(text).unwrap();
    }
}

#[test]
fn mentions_references_and_addresses_are_broken_up() {
    // What later filters look for, in the text that is shown.
    let text = prose("@ann #12 !3 owner/repo#4 https://evil.example www.evil.example me@example.com GH-8 :tada: ＠ben");
    let joined = text.replace('\\', "");
    for found in ["@ann", "#12", "!3", "#4", "https://", "www.e", "@example", "GH-8", ":tada", "＠ben"] {
        assert!(!joined.contains(found), "{found} in {joined}");
    }
}

#[test]
fn code_keeps_its_ticks_inside() {
    for text in ["sha256:00ff", "`", "a`b", "``a``", " a ", "https://x.example/?a=1&b=2|c", "@ann #1", "<b>"] {
        let found = shown(&format!("x {}", code(text)), &["paragraph", "code"]).unwrap();
        assert_eq!(found, format!("x {}", text.trim()), "{text}");
    }
    assert_eq!(fence("a\n```\nb\n"), "````\na\n```\nb\n````\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_becomes_markup(text in "[-a1 @#!$%^&*()_+=\\[\\]{}|\\\\;:'\"<>,.?/`~\n\té漢\u{202e}wWhHtTpPsS]{0,40}|\\PC{0,40}") {
        prop_assert_eq!(is_only_text(&text), Ok(()));
    }

    #[test]
    fn no_code_ends_early(text in "[`a <>@#\\\\|\n]{1,20}") {
        let found = shown(&format!("x {} y", code(&text)), &["paragraph", "code"]);
        let expected = legible(&text).replace('\n', " ");
        let expected = expected.trim();
        let expected = if expected.is_empty() { "x  y".to_owned() } else { format!("x {expected} y") };
        prop_assert_eq!(found.map(|found| found.replace("  ", " ")), Ok(expected.replace("  ", " ")));
    }
}
