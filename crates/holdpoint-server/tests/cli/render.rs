//! `holdpoint render` on the vectors that the report's own tests use.

use std::path::PathBuf;

use crate::{Desk, repository};

fn vector(name: &str) -> PathBuf {
    repository().join("tests/vectors").join(name)
}

fn path(name: &str) -> String {
    vector(name).display().to_string()
}

const GO: &str = "good/LCH-42.signoff.sigstore.json";

#[test]
fn an_auditor_renders_what_was_verified() {
    let (report, trust) = (path(GO), path("good/trust.json"));
    let desk = Desk::new();
    let whole = ["render", &report, "--trust", &trust, "--to"];
    let text = desk.run([&whole[..], &["md"]].concat()).code(0).says(&["# LCH-42 Checkout 3", "**Go**", "was verified just before"]);
    assert_eq!(text.err, "");
    desk.run([&whole[..], &["csv"]].concat()).code(0).says(&["\"summary\",\"fact\"", "was verified just before"]);
    desk.run([&whole[..], &["pdf", "--out", "report.pdf"]].concat()).code(0);
    let file = std::fs::read(desk.path("report.pdf")).unwrap();
    assert!(file.starts_with(b"%PDF-1.7"));
    desk.run([&whole[..], &["pdf", "--out", "again.pdf"]].concat()).code(0);
    assert!(file == std::fs::read(desk.path("again.pdf")).unwrap(), "the same report gives the same bytes");
}

#[test]
fn what_nobody_vouched_for_says_so() {
    let ran = Desk::new().run(["render", &path(GO), "--to", "md"]).code(0).says(&["NOT VERIFIED"]);
    assert!(ran.err.contains("--trust trust.json"), "{}", ran.err);
}

#[test]
fn a_report_that_does_not_hold_is_not_rendered() {
    let bad = path("bad/decision-no-go-as-go.sigstore.json");
    let desk = Desk::new();
    let refused = desk.run(["render", &bad, "--to", "pdf", "--out", "bad.pdf", "--trust", &path("bad/trust.json")]).code(1);
    assert!(refused.err.contains("Not verified. decision"), "{}", refused.err);
    assert!(!desk.path("bad.pdf").exists() && refused.out.is_empty());
    let since = desk.run(["render", &path(GO), "--to", "md", "--since", &bad, "--trust", &path("good/trust.json")]).code(1);
    assert!(since.out.is_empty(), "nor compared with one");
    desk.write("nonsense", "{}");
    desk.run(["render", "nonsense", "--to", "md"]).cannot_tell(&["nonsense: ", "no Sigstore bundle"]);
    desk.run(["render", "absent", "--to", "csv"]).cannot_tell(&["absent: "]);
    desk.run(["render", &path(GO), "--to", "md", "--out", "no/such/folder.md"]).cannot_tell(&["no/such/folder.md: "]);
}

#[test]
fn what_is_read_is_not_written_over() {
    let desk = Desk::new();
    let (report, trust) = (std::fs::read(vector(GO)).unwrap(), std::fs::read(vector("good/trust.json")).unwrap());
    desk.write("report.json", &report);
    desk.write("trust.json", &trust);
    for link in ["link.json", "since.json"] {
        std::fs::hard_link(desk.path("report.json"), desk.path(link)).unwrap();
    }
    for out in ["report.json", "./trust.json", "link.json"] {
        desk.run(["render", "report.json", "--to", "pdf", "--trust", "trust.json", "--out", out]).cannot_tell(&[out, "would be lost"]);
    }
    desk.run(["render", &path(GO), "--to", "md", "--since", "since.json", "--out", "report.json"]).cannot_tell(&["would be lost"]);
    assert!(std::fs::read(desk.path("report.json")).unwrap() == report && std::fs::read(desk.path("trust.json")).unwrap() == trust);
    desk.run(["render", "report.json", "--to", "md", "--trust", "trust.json", "--out", "made.md"]).code(0);
    desk.run(["render", "report.json", "--to", "md", "--trust", "trust.json", "--out", "made.md"]).code(0);
}

#[test]
fn a_full_disk_leaves_no_part_of_a_rendition() {
    let desk = Desk::new();
    desk.write("report.pdf", "as it was");
    let report = path(GO);
    for out in ["report.pdf", "new.pdf"] {
        desk.run_without_room(8, ["render", &report, "--to", "pdf", "--out", out]).cannot_tell(&[out, "with room"]);
    }
    assert_eq!(std::fs::read(desk.path("report.pdf")).unwrap(), b"as it was");
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 1);
}

#[test]
fn an_earlier_report_has_to_be_of_the_same_launch() {
    let (report, other) = (path(GO), path("good/LCH-43.signoff.sigstore.json"));
    let desk = Desk::new();
    desk.run(["render", &report, "--to", "md", "--since", &other]).cannot_tell(&["LCH-43", "give an earlier report of LCH-42"]);
    desk.run(["render", &report, "--to", "md", "--since", &report]).code(0).says(&["Changes since the previous report", "Nothing"]);
}
