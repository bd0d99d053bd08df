//! No input panics the lint: damaged templates, shuffled ones, and bytes that were never a template.

use holdpoint_domain::template::{lint, parse, parse_new};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A good template to damage.
fn good() -> impl Strategy<Value = &'static str> {
    select(vec![
        include_str!("../../../templates/intercom.toml"),
        include_str!("../../../templates/service.toml"),
        include_str!("../../../templates/webhook-consumer.toml"),
    ])
}

/// What a hand, a merge or an attacker may put in.
const BITS: &[&str] = &[
    "",
    "\n",
    "\r\n",
    " ",
    "=",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    ".",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "#",
    "\\",
    "\u{0}",
    "\u{feff}",
    "ä",
    "😀",
    "1",
    "-1",
    "1e999",
    "nan",
    "true",
    "2026-11-23",
    "0x1F",
    "99999999999999999999",
    "{value}",
    "{api_version}",
    "format = 2\n",
    "id = \"auth.scopes\"\n",
    "[[sections]]\n",
    "[[sections.items]]\n",
    "[[checks]]\n",
    "[checks.probe]\n",
    "[[checks.expect]]\n",
    "equals = 1\n",
    "at_most = 1\n",
    "warn_above = 0\n",
    "method = \"HEAD\"\n",
    "evidence = \"check\"\n",
    "a.b.c = 1\n",
    "title = []\n",
    "items = [{}]\n",
    "expect = [1]\n",
];

fn bit() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(BITS).prop_map(str::to_owned),
        1 => ".{0,20}",
        1 => "[\\[\\]{}.=,'\"#a1\n ]{0,200}",
    ]
}

/// Whatever the source: no panic, places in order and inside of it, and the reader takes what the lint has nothing to say about.
fn sound(source: &str) {
    let problems = lint(source);
    assert_eq!(problems.is_empty(), parse_new(source.as_bytes()).is_ok(), "{problems:?}");
    let is_read = problems.iter().all(|problem| matches!(problem.text.kind, "looks_too_far" | "schedule_of_drill" | "post_with_token"));
    assert_eq!(is_read, parse(source.as_bytes()).is_ok(), "{problems:?}");
    assert!(problems.is_sorted_by_key(|problem| (problem.line, problem.column)));
    for problem in &problems {
        let line = source.split('\n').nth(problem.line - 1).unwrap_or_else(|| panic!("no such line: {problem:?}"));
        assert!((1..=line.chars().count() + 1).contains(&problem.column), "{problem:?}");
        let text = problem.text.to_string();
        assert!(!text.is_empty() && !text.contains('\n'), "{problem:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_templates(source in good(), edits in prop::collection::vec((any::<Index>(), 0..40_usize, bit()), 1..4)) {
        let mut characters: Vec<char> = source.chars().collect();
        for (place, cut, bit) in edits {
            let from = place.index(characters.len() + 1);
            let to = (from + cut).min(characters.len());
            characters.splice(from..to, bit.chars());
        }
        sound(&characters.into_iter().collect::<String>());
    }

    #[test]
    fn shuffled_lines(source in good(), places in prop::collection::vec(any::<(Index, Index)>(), 1..4)) {
        let mut lines: Vec<&str> = source.split_inclusive('\n').collect();
        for (a, b) in places {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
        }
        sound(&lines.concat());
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), marks in "[\\[\\]{}.=,'\"#a1\n -]{0,400}") {
        assert!(parse(&bytes).is_err());
        sound(&String::from_utf8_lossy(&bytes));
        sound(&marks);
    }
}
