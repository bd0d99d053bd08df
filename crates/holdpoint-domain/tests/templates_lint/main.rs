//! The lint's words and places: a broken template in, lines out. Also the generated schema.

use holdpoint_domain::template::{Problem, Template, json_schema, lint, parse, parse_new};

/// A good template. The cases break it in one place each.
const BASE: &str = include_str!("base.toml");

/// Lines to take away (`- `), lines to put there (`+ `), and what the lint then says; a blank line between cases.
const CASES: &str = include_str!("cases.txt");

/// The same for schedules and alerts.
const WATCHING: (&str, &str) = (include_str!("watching.toml"), include_str!("watching.txt"));

/// What a template is read with all the same.
const READ_WITH: [&str; 3] = ["looks_too_far", "schedule_of_drill", "post_with_token"];

/// As the command line prints them, less the file's name.
fn lines(source: &str) -> String {
    let line = |problem: &Problem| match &problem.suggestion {
        Some(suggestion) => format!("{problem}; {suggestion}\n"),
        None => format!("{problem}\n"),
    };
    lint(source).iter().map(line).collect()
}

fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_base_is_good() {
    assert_eq!(lines(BASE), "");
    assert!(parse_new(BASE.as_bytes()).is_ok());
}

/// What a step may say beside what it always could; a template that says nothing of it is written as before.
#[test]
fn a_step_may_say_who_is_called() {
    let line = "check = \"ping\"\n";
    let call = r#"call = { name = "Network on call", phone = "+49 (30) 123-4567", link = "https://rota.example.com/network" }"#;
    for (source, calls) in [(BASE.to_owned(), false), (BASE.replace(line, &format!("{line}{call}\n")), true)] {
        assert_eq!(lines(&source), "");
        let (template, _) = parse_new(source.as_bytes()).unwrap();
        let written = serde_json::to_string(&template).unwrap();
        assert_eq!((template.runbooks[0].steps[0].call.is_some(), written.contains("\"call\"")), (calls, calls));
        assert_eq!(serde_json::from_str::<Template>(&written).unwrap(), template);
    }
}

#[test]
fn each_broken_line_is_told_of() {
    assert!(70 < broken(BASE, CASES), "too few cases were read");
}

#[test]
fn schedules_and_alerts_too() {
    assert_eq!(lines(WATCHING.0), "");
    assert!(15 < broken(WATCHING.0, WATCHING.1), "too few cases were read");
}

/// How many cases there are; each is told of.
fn broken(base: &str, cases: &str) -> usize {
    let marked = |case: &str, mark: &str| -> String {
        case.lines().filter_map(|line| line.strip_prefix(mark)).map(|line| format!("{}\n", line.trim_start_matches(' '))).collect()
    };
    let mut count = 0;
    for case in cases.split("\n\n").filter(|case| !case.trim().is_empty()) {
        let (from, to) = (marked(case, "-"), marked(case, "+"));
        assert_eq!(base.matches(&from).count(), 1, "these lines stand in the base once:\n{case}");
        let source = base.replace(&from, &to);
        let expected = case.lines().filter(|line| !line.starts_with(['-', '+', '=']));
        assert_eq!(lines(&source), joined(&expected.collect::<Vec<_>>()), "\n{case}");
        assert!(parse_new(source.as_bytes()).is_err(), "{case}");
        // Files with it are there: earlier builds took them.
        let is_read = lint(&source).iter().all(|problem| READ_WITH.contains(&problem.text.kind));
        assert_eq!(parse(source.as_bytes()).is_ok(), is_read, "{case}");
        count += 1;
    }
    count
}

#[test]
fn toml_that_cannot_be_read() {
    let cases: &[(&str, &[&str])] = &[
        ("a = ", &["1:5: this is not readable as TOML: string values must be quoted, expected literal string"]),
        ("a = 1\na = 2\n", &["2:1: this is not readable as TOML: duplicate key"]),
        ("title = \"äöü\" x\n", &["1:15: this is not readable as TOML: unexpected key or value, expected newline, `#`"]),
        ("[[sections]\n", &["1:12: this is not readable as TOML: unclosed array table, expected `]`"]),
        ("title = \"never ends\n", &[r#"1:20: this is not readable as TOML: invalid basic string, expected `"`"#]),
    ];
    for (source, expected) in cases {
        assert_eq!(lines(source), joined(expected), "{source}");
    }
}

#[test]
fn whole_files() {
    let start = "format = 1\nname = \"n\"\nversion = \"1.0.0\"\ntitle = \"T\"\nsummary = \"S\"\n";
    let empty = format!("{start}sections = []\nchecks = [{{ id = \"c\", title = \"C\", ttl_minutes = 1, expect = [] }}]\n");
    let cases: &[(&str, &[&str])] = &[
        (
            "",
            &[
                r#"1:1: "format" is missing; add format = 1"#,
                r#"1:1: "name" is missing; add name = "…""#,
                r#"1:1: "version" is missing; add version = "…""#,
                r#"1:1: "title" is missing; add title = "…""#,
                r#"1:1: "summary" is missing; add summary = "…""#,
                r#"1:1: "sections" is missing; add [[sections]]"#,
            ],
        ),
        ("format = 2\nsections = 7\n", &["1:10: the file has format 2, and this build reads 1; use a newer Holdpoint"]),
        (
            "titel = 1\r\n\"ünknown\" = 2\r\n",
            &[
                r#"1:1: there is no key "titel"; did you mean "title"?"#,
                r#"1:1: "format" is missing; add format = 1"#,
                r#"1:1: "name" is missing; add name = "…""#,
                r#"1:1: "version" is missing; add version = "…""#,
                r#"1:1: "summary" is missing; add summary = "…""#,
                r#"1:1: "sections" is missing; add [[sections]]"#,
                r#"2:1: there is no key "ünknown"; this table also takes format, name, version, title, summary, policy, sections, checks, runbooks, alerts, resources or next_steps"#,
            ],
        ),
        (
            &empty,
            &[
                r#"6:12: "sections" is empty; it takes at least one entry"#,
                r#"7:11: "probe" is missing; add [checks.probe]"#,
                r#"7:62: "expect" is empty; it takes at least one entry"#,
            ],
        ),
        (
            &format!("{start}[[sections]]\n[[sections.items]]\n[[sections.items]]\nid = \"a\""),
            &[
                r#"6:1: "id" is missing; add id = "…""#,
                r#"6:1: "title" is missing; add title = "…""#,
                r#"7:1: "id" is missing; add id = "…""#,
                r#"7:1: "title" is missing; add title = "…""#,
                r#"7:1: "level" is missing; add level = "must""#,
                r#"8:1: "title" is missing; add title = "…""#,
                r#"8:1: "level" is missing; add level = "must""#,
            ],
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(lines(source), joined(expected), "{source}");
    }
}

#[test]
fn limits() {
    let comment = |length: usize| format!("{BASE}#{}", "x".repeat(length - BASE.len() - 1));
    assert_eq!(lines(&comment(1024 * 1024)), "");
    assert_eq!(lines(&comment(1024 * 1024 + 1)), "1:1: the file has 1048577 bytes, more than 1048576; split the template\n");
    let items = |count: usize| {
        let rows: Vec<String> = (1..=count).map(|number| format!("{{ id = \"n{number}\", title = \"N\", level = \"must\" }},\n")).collect();
        BASE.replace("[[checks]]", &format!("[[sections]]\nid = \"many\"\ntitle = \"Many\"\nitems = [\n{}]\n\n[[checks]]", rows.concat()))
    };
    assert_eq!(lines(&items(4_998)), "");
    assert_eq!(lines(&items(4_999)), "5029:1: the template has 5001 items, more than 5000; split it\n");
    let deep = format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(lines(&deep), "1:68: tables and lists are nested too deeply here; a template needs few levels\n");
}

/// A copy that is edited where lines end otherwise asks the same questions, and blank lines part paragraphs in both.
#[test]
fn ends_of_lines_are_no_words() {
    let text = BASE.replacen("level = \"should\"", "level = \"should\"\nguidance = \"\"\"\nLook.\n\nThen look again.\"\"\"", 1);
    let (unix, unix_digest) = parse(text.as_bytes()).unwrap();
    let (windows, windows_digest) = parse(text.replace('\n', "\r\n").as_bytes()).unwrap();
    assert_eq!(unix, windows);
    assert_ne!(unix_digest, windows_digest, "the bytes are others");
    assert!(unix.items().any(|(_, item)| item.guidance == "Look.\n\nThen look again."));
}

#[test]
fn bytes_that_are_no_text() {
    let told = parse(b"format = 1\ntitle = \"gr\xfcn\"\n").unwrap_err();
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["2:12: the file is not UTF-8 from here on; save it as UTF-8"]);
}

/// One line with as many problems as a file can have: placing them must not take minutes.
#[test]
fn many_problems_in_one_line() {
    let keys: Vec<String> = (0..60_000).map(|number| format!("\"ä{number:x}\" = 1")).collect();
    let problems = lint(&BASE.replace("count = 1", &format!("count = 1, {}", keys.join(", "))));
    assert_eq!(problems.len(), 60_000);
    assert_eq!(problems.first().map(|problem| (problem.line, problem.column)), Some((9, 45)));
}

#[test]
fn fields_and_suggestions() {
    let cases = [
        ("level = \"should\"", "level = \"shuold\"", "sections[0].items[1].level", Some("did you mean \"should\"?")),
        ("level = \"should\"", "levle = \"should\"", "sections[0].items[1].levle", Some("did you mean \"level\"?")),
        ("level = \"should\"\n", "", "sections[0].items[1].level", Some("add level = \"must\"")),
        ("X-Version = \"{api_version}\"", "\"X.V\" = 1", "checks[0].probe.headers.\"X.V\"", None),
        ("proves = [\"b\"]", "proves = [\"b\", \"x.y.z\"]", "checks[0].proves[1]", Some("correct it, or add that item")),
        ("check = \"ping\"", "check = \"pin\"", "runbooks[0].steps[0].check", Some("did you mean \"ping\"?")),
        ("count = 1", "count = 0", "policy.required[0].count", None),
    ];
    for (from, to, field, suggestion) in cases {
        let problems = lint(&BASE.replace(from, to));
        let [problem] = problems.as_slice() else { panic!("{to:?}: {problems:?}") };
        assert_eq!(
            (problem.field.as_str(), problem.suggestion.as_ref().map(ToString::to_string)),
            (field, suggestion.map(str::to_owned)),
            "{to:?}"
        );
    }
}

#[test]
fn the_schema_in_the_repository_is_generated_from_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../templates/template.schema.json");
    let generated = format!("{:#}\n", json_schema());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == generated,
        "template.schema.json is not what the types say: run this test with UPDATE_SCHEMA=1, and look at the difference"
    );
}
