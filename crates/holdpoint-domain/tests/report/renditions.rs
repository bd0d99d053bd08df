//! The report told again: Markdown, CSV and what changed, from one outline.

use holdpoint_domain::launch::*;
use holdpoint_domain::report::document::{Block, Medium, document};
use holdpoint_domain::report::*;

use crate::story::*;
use crate::timestamps::stamped;

const NASTY: &str = "=cmd|' /C calc'!A0 <script>alert(1)</script> @ann #1 | [x](https://evil.example)";

fn open(story: &Story) -> Reading {
    Reading::open(&story.issue().bundle).unwrap()
}

fn outline(reading: &Reading) -> Outline {
    Outline::of(reading, Since::Unasked, Vouched::Issuer).unwrap()
}

fn signed() -> Story {
    let mut story = ready(42);
    story.sign(BEN).unwrap();
    story.sign(ANN).unwrap();
    story
}

/// The lines of a CSV file as cells, without its first.
fn rows(file: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(file).unwrap().strip_prefix('\u{feff}').unwrap();
    let lines = text.strip_suffix("\"\r\n").unwrap().split("\"\r\n").skip(1);
    lines.map(|line| line[1..].split("\",\"").map(|cell| cell.replace("\"\"", "\"")).collect()).collect()
}

#[test]
fn every_form_tells_decision_who_when_until_when_and_everything() {
    let mut reading = open(&signed());
    let ben = reading.snapshot.launch.members.iter_mut().find(|member| member.name == "Ben").unwrap();
    ben.sections = vec!["run".parse().unwrap()];
    let (outline, snapshot) = (outline(&reading), &reading.snapshot);
    let (text, file) = (markdown(&outline), csv(&outline));
    let table = String::from_utf8(file.clone()).unwrap();
    for form in [&text, &table] {
        let end = reading.gate.holds_until.unwrap();
        let ends = [end.strftime("%Y-%m-%d %H:%M:%S").to_string(), end.to_string()];
        assert!(ends.iter().any(|end| form.contains(end)), "until when: {form}");
        for told in ["Go", "Ben, approver", "Ann, release manager", "CHG", "2026-11-24"] {
            assert!(form.contains(told), "{told}: {form}");
        }
        for told in ["1 release manager, 1 approver; nobody counts twice", "approver, answers for Running"] {
            assert!(form.contains(told), "what had to be signed, and by whom: {told}: {form}");
        }
        for item in &snapshot.items {
            assert!(form.contains(item.id.as_str()));
            for digest in item.evidence.iter().flat_map(|evidence| evidence.resource.digest.values()) {
                assert!(form.contains(digest), "each evidence's digest: {form}");
            }
        }
        for check in &snapshot.checks {
            assert!(form.contains(&check.receipt.unwrap().to_string()));
            for (name, value) in &check.facts {
                assert!(form.contains(name) && form.contains(&value.to_string()), "each receipt's facts: {name}");
            }
        }
        assert!(form.contains(&reading.bundle.to_string()), "the digest of the proof");
        assert!(form.contains(reading.signoff.predicate.log.checkpoint.lines().nth(2).unwrap()), "the root of the log");
    }
    assert!(text.contains("holdpoint verify LCH-42.signoff.sigstore.json --trust trust.json"));
    assert_eq!((markdown(&outline), csv(&outline)), (text, file), "same outline, same bytes");
}

#[test]
fn the_summary_comes_first_then_exceptions_then_everything() {
    let mut story = ready(42);
    story.status("d", Status::Open, None);
    let reading = open(&story);
    let blocks = document(&outline(&reading), Medium::Text);
    let headings: Vec<&str> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level: 1 | 2, text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let expected =
        ["LCH-42 Checkout 3", "Exceptions", "Approvals", "Checklist", "Checks", "Rollback and rehearsals", "Record", "How to verify"];
    assert_eq!(headings, expected);
    let parts: Vec<String> = rows(&csv(&outline(&reading))).into_iter().map(|row| row[0].clone()).collect();
    let mut order = parts.clone();
    order.dedup();
    assert_eq!(order[..3], ["summary", "exceptions", "checklist"]);
    let exceptions = parts.iter().filter(|part| *part == "exceptions").count();
    assert_eq!(exceptions, reading.gate.reasons.len() + reading.gate.notices.len());
}

#[test]
fn what_people_write_is_text_in_every_form() {
    let mut story = ready(42);
    story.status("d", Status::NotApplicable, Some(NASTY));
    story.evidence("a", EvidenceKind::Note { text: format!("first\n{NASTY}") }, None);
    story.evidence("a", EvidenceKind::Link { url: "https://ci.example/`x`|y".into(), title: NASTY.into() }, None);
    story.act(ANN, Command::SetName { name: NASTY.into() }).unwrap();
    let outline = outline(&open(&story));
    let text = markdown(&outline);
    for bad in ["<script", "[x](", "@ann", "#1 ", "\n|---"] {
        assert!(!text.contains(bad), "{bad} in {text}");
    }
    for row in rows(&csv(&outline)) {
        assert_eq!(row.len(), 14, "{row:?}");
        for cell in row {
            let lines = cell.lines().map(str::trim_start);
            assert!(lines.clone().all(|line| !line.starts_with(['=', '+', '-', '@'])), "{cell}");
        }
    }
}

/// What a step says to do, whom to call among it, is the template's: the history has it.
#[test]
fn a_report_tells_how_a_runbook_went_and_not_what_it_says_to_do() {
    let mut template = template();
    let step = &mut template.runbooks[0].steps[0];
    (step.detail, step.commands) = ("Ask the duty officer.".into(), vec!["flags off checkout".into()]);
    let (phone, link) = (Some("+49 30 1234567".into()), Some("https://rota.example.com".into()));
    step.call = Some(holdpoint_domain::template::Call { name: "Network on call".into(), phone, link });
    let mut story = Story::begin(template, 42);
    story.rehearse();
    let report = story.issue();
    let reading = Reading::open(&report.bundle).unwrap();
    let outline = outline(&reading);
    let snapshot = serde_json::to_string(&reading.snapshot).unwrap();
    let forms = [snapshot, String::from_utf8(report.html).unwrap(), markdown(&outline), String::from_utf8(csv(&outline)).unwrap()];
    let first = String::from_utf8_lossy(&story.log[0].1);
    for told in ["Ask the duty officer.", "flags off checkout", "Network on call", "+49 30 1234567", "rota.example.com"] {
        assert!(first.contains(told), "the history's first event: {told}");
        assert!(forms.iter().all(|form| !form.contains(told)), "{told}");
    }
    for told in ["Roll back", "Switch the flag off", "off in 40 s"] {
        assert!(forms.iter().all(|form| form.contains(told)), "{told}");
    }
}

#[test]
fn a_report_is_compared_with_the_one_before() {
    let mut story = signed();
    let then = open(&story);
    story.later(5);
    story.status("a", Status::Blocked, None);
    story.evidence("b", EvidenceKind::Note { text: "Seen again.".into() }, None);
    story.ping(500.0);
    story.act(ANN, Command::SetTicket { ticket: Some("CHG-2000".into()) }).unwrap();
    let now = open(&story);
    let outline = Outline::of(&now, Since::Report(&then), Vouched::Issuer).unwrap();
    let changes = outline.changes.as_ref().unwrap();
    assert_eq!((changes.since, changes.bundle), (then.signoff.predicate.issued_at, then.bundle));
    let found: Vec<String> = (changes.entries.iter().flatten())
        .map(|entry| format!("{} {}: {} > {}", entry.id, entry.title, entry.before, entry.text))
        .filter(|line| !line.contains("Set by"))
        .collect();
    let expected = [
        " Decision: Go > No go",
        " Change ticket: CHG-1042 > CHG-2000",
        "Ben, approver Signature: signed > stale",
        "Ann, release manager Signature: signed > stale",
        "a Status: done > blocked",
        "b Evidence:  > Seen again., seen",
        "ping Check: pass > fail",
    ];
    for line in expected {
        assert!(found.iter().any(|found| found.starts_with(line)), "{line}: {found:#?}");
    }
    assert!(markdown(&outline).contains("## Changes since the previous report"));

    let same = Outline::of(&then, Since::Report(&then), Vouched::Issuer).unwrap();
    assert_eq!(same.changes.unwrap().entries, Some(vec![]), "nothing changed");
    let gone = Outline::of(&now, Since::Gone(then.signoff.predicate.issued_at, then.bundle), Vouched::Issuer).unwrap();
    assert!(markdown(&gone).contains("no longer kept"));
    assert!(Outline::of(&then, Since::Report(&now), Vouched::Issuer).unwrap_err().to_string().contains("give an earlier one"));
    let other = open(&ready(43));
    assert!(Outline::of(&now, Since::Report(&other), Vouched::Issuer).unwrap_err().to_string().contains("of LCH-43"));
}

#[test]
fn who_made_it_and_from_what_is_said() {
    let reading = open(&signed());
    for (vouched, words) in [(Vouched::Nobody, "NOT VERIFIED"), (Vouched::Verified, "was verified"), (Vouched::Issuer, "by the server")] {
        let outline = Outline::of(&reading, Since::First, vouched).unwrap();
        assert!(markdown(&outline).contains(words));
        assert!(String::from_utf8(csv(&outline)).unwrap().contains(words));
    }
}

#[test]
fn a_timestamp_is_told_as_what_it_is() {
    let bundle = signed().issue().bundle;
    let without = outline(&Reading::open(&bundle).unwrap());
    assert!(markdown(&without).contains("no independent authority vouches for this time"));
    let reading = Reading::open(&stamped(&bundle, "20261124101500Z")).unwrap();
    let stamp = reading.stamped.clone().unwrap();
    let outline = outline(&reading);
    let (text, table) = (markdown(&outline), String::from_utf8(csv(&outline)).unwrap());
    assert!(!text.contains("no independent authority"), "{text}");
    assert!(text.contains("says that its signature was there at 2026-11-24 10:15:00 UTC"), "{text}");
    assert!(table.contains(&stamp.at.to_string()) && table.contains("whether that authority is pinned"), "{table}");
    assert_eq!(outline.bundle, without.bundle, "of the proof as it was issued");
    assert_eq!(Reading::open(&stamped(&bundle, "20261123100000Z")).unwrap().stamped, None, "it was not there the day before");
}

#[test]
fn what_is_no_report_is_told_as_such() {
    let story = signed();
    let bundle = story.issue().bundle;
    for bad in [&b""[..], b"{}", b"<!doctype html>", &bundle[..bundle.len() / 2]] {
        assert!(Reading::open(bad).is_err());
    }
    let statement = br#"{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/provenance/v1"}"#;
    let other = bundle::Bundle::sign(statement.to_vec(), &report_key()).unwrap().to_bytes();
    assert!(Reading::open(&other).unwrap_err().to_string().contains("slsa.dev"));
    let broken = br#"{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://holdpoint.dev/attestation/signoff/v1"}"#;
    let broken = bundle::Bundle::sign(broken.to_vec(), &report_key()).unwrap().to_bytes();
    assert!(matches!(Reading::open(&broken), Err(Unreadable::Malformed { .. })));
}

/// What people write, with lines that look like the report's own.
const LINES: &str = "later\n\nDecision: Go\r\nMitigation: none needed\u{2028}Root of the log: x\u{202e}y";

#[test]
fn nobody_writes_lines_of_their_own_into_a_ticket() {
    let mut reading = open(&ready(42));
    reading.snapshot.launch.name = LINES.into();
    reading.snapshot.launch.change_ticket = Some(LINES.into());
    reading.gate.notices.iter_mut().chain(&mut reading.gate.reasons).for_each(|reason| {
        reason.why = Why::Told { kind: reason.kind(), text: LINES.into() };
    });
    let brief = Brief::of(&outline(&reading));
    assert!(!brief.exceptions.is_empty());
    for form in [brief.plain(), brief.markdown()] {
        let own = |line: &&str| line.starts_with("Decision: ") || line.starts_with("- **Decision**");
        assert_eq!(form.lines().filter(own).count(), 1, "{form}");
        assert!(!form.lines().any(|line| line.starts_with("Mitigation") || line.starts_with("Root of the log: x")), "{form}");
        assert!(form.contains("later ↵ Decision: Go ↵ Mitigation") && !form.contains('\u{202e}'), "{form}");
    }
}

#[test]
fn what_nobody_sees_is_written_out_in_the_html_and_left_in_what_earlier_rules_made() {
    let mut reading = open(&ready(42));
    reading.snapshot.launch.name = "safe\u{202e}gpj.exe\u{200b}".into();
    let html = |rendition: u32| {
        let mut predicate = reading.signoff.predicate.clone();
        predicate.producer.rendition = rendition;
        html::render(&predicate, &reading.snapshot, &reading.gate)
    };
    assert!(html(html::RENDITION).contains("safe[U+202E]gpj.exe[U+200B]"));
    assert!(!html(html::RENDITION).contains(['\u{202e}', '\u{200b}']));
    assert!(html(3).contains("safe\u{202e}gpj.exe\u{200b}"));
}

#[test]
fn what_people_write_of_a_waiver_is_not_what_the_report_says_of_it() {
    let mut reading = open(&ready(42));
    let item = reading.snapshot.items.iter_mut().find(|item| item.waiver.is_some()).unwrap();
    let waiver = item.waiver.as_mut().unwrap();
    (waiver.reason, waiver.mitigation) = (LINES.into(), Some("Somebody watches.".into()));
    let outline = outline(&reading);
    let item = outline.items.iter().find(|item| item.within.iter().any(|entry| entry.text == LINES)).unwrap();
    let facts: Vec<_> = item.within.iter().map(|entry| (entry.title.as_str(), entry.text.as_str())).collect();
    let first = facts.iter().position(|(_, text)| *text == LINES).unwrap();
    assert_eq!(facts[first..first + 3], [("Accepted risk", LINES), ("Mitigation", "Somebody watches."), ("Requested by", "Ann")]);
}

#[test]
fn a_ticket_names_each_signer_once() {
    let brief = Brief::of(&outline(&open(&signed())));
    let signers: Vec<&str> = brief.facts.iter().filter(|(term, _)| *term == "Signed by").map(|(_, who)| who.as_str()).collect();
    assert!(
        matches!(signers.as_slice(), [ben, ann] if ben.starts_with("Ben, approver; ") && ann.starts_with("Ann, release manager; ")),
        "{signers:?}"
    );
}

#[test]
fn a_ticket_is_told_the_decision_the_exceptions_and_the_root_and_no_text_is_markup() {
    let mut story = ready(42);
    story.act(ANN, Command::SetName { name: NASTY.into() }).unwrap();
    let reading = open(&story);
    let brief = Brief::of(&outline(&reading));
    let (text, plain) = (brief.markdown(), brief.plain());
    let checkpoint = &reading.signoff.predicate.log.checkpoint;
    let root = checkpoint.lines().nth(2).unwrap();
    for form in [&text, &plain] {
        for told in ["No go", "Signed by", "Holds until", "Exceptions", "not signed", root, &reading.bundle.to_string()] {
            assert!(form.contains(told), "{told}: {form}");
        }
        assert!(checkpoint.lines().all(|line| form.contains(line)), "the note as it was signed: {form}");
    }
    for markup in ["<script>", "[x](", "@ann", " #1"] {
        assert!(!text.contains(markup), "{markup}: {text}");
    }
    assert!(plain.lines().count() < 60 && brief.exceptions.len() <= 10, "short: {plain}");
}
