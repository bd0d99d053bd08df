//! The PDF: what it has attached, what it says of itself, and that no text breaks it.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::Command;

use holdpoint_domain::launch::{SnapshotItem, Why};
use holdpoint_domain::report::{Outline, Reading, Since, Vouched};
use holdpoint_pdf::pdf;
use proptest::prelude::*;

/// A report that a verifier accepts: `tests/vectors/good`.
fn vector(name: &str) -> Vec<u8> {
    let place = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/good").join(format!("{name}.signoff.sigstore.json"));
    std::fs::read(place).unwrap()
}

fn outline(reading: &Reading) -> Outline {
    Outline::of(reading, Since::Unasked, Vouched::Issuer).unwrap()
}

fn drawn(name: &str) -> (Vec<u8>, Vec<u8>) {
    let bundle = vector(name);
    let file = pdf(&outline(&Reading::open(&bundle).unwrap()), bundle.clone()).unwrap();
    (file, bundle)
}

fn has(file: &[u8], words: &str) -> bool {
    file.windows(words.len()).any(|window| window == words.as_bytes())
}

/// What the file's streams contain, unpacked.
fn streams(file: &[u8]) -> Vec<Vec<u8>> {
    let begin = b"stream\n";
    let places = file.windows(begin.len()).enumerate().filter(|(_, window)| window == begin).map(|(place, _)| place + begin.len());
    let unpacked = places.map(|place| {
        let mut bytes = Vec::new();
        flate2::read::ZlibDecoder::new(&file[place..]).read_to_end(&mut bytes).map(|_| bytes)
    });
    unpacked.filter_map(Result::ok).collect()
}

#[test]
fn the_proof_is_attached_byte_for_byte() {
    for name in ["LCH-42", "LCH-43", "LCH-44", "LCH-7"] {
        let (file, bundle) = drawn(name);
        assert!(file.starts_with(b"%PDF-1.7"), "{name}");
        assert!(streams(&file).contains(&bundle), "{name}: the attachment");
        for said in
            ["/AFRelationship/Source", "/EmbeddedFiles", ".signoff.sigstore.json", "<pdfaid:part>3<", "<pdfuaid:part>1<", "/Lang(en)"]
        {
            assert!(has(&file, said), "{name}: {said}");
        }
        assert!(has(&file, "<pdfaid:conformance>A<"), "{name}: the accessible level");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(drawn("LCH-42").0 == drawn("LCH-42").0);
    assert!(drawn("LCH-42").0 != drawn("LCH-44").0);
}

/// What is not shown, for want of a tool.
#[track_caller]
fn skip(what: &str) {
    assert!(std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_none(), "{what}, and all tools are required");
    println!("skipped: {what}");
}

#[test]
fn other_tools_read_it() {
    let (file, bundle) = drawn("LCH-42");
    let folder = std::env::temp_dir().join(format!("holdpoint-pdf-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let place = folder.join("report.pdf");
    std::fs::write(&place, &file).unwrap();
    let run = |tool: &str, arguments: &[&str]| match Command::new(tool).args(arguments).arg(&place).current_dir(&folder).output() {
        Ok(said) => {
            assert!(said.status.success(), "{tool}: {}", String::from_utf8_lossy(&said.stderr));
            Some(String::from_utf8_lossy(&said.stdout).into_owned())
        }
        Err(_) => {
            skip(&format!("{tool} is not installed (Debian: qpdf, poppler-utils)"));
            None
        }
    };
    run("qpdf", &["--check"]).into_iter().for_each(|said| assert!(said.contains("No syntax or stream encoding errors"), "{said}"));
    if run("pdfdetach", &["-saveall"]).is_some() {
        assert_eq!(std::fs::read(folder.join("LCH-42.signoff.sigstore.json")).unwrap(), bundle);
    }
    if run("pdftotext", &[]).is_some() {
        let text = std::fs::read_to_string(folder.join("report.txt")).unwrap();
        assert!(text.contains("LCH-42"), "what a reader copies out of it is text: {text}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// `page`, which passes veraPDF's own corpus of PDF/A and PDF/UA files.
#[test]
fn a_validator_accepts_it_as_pdf_a_and_pdf_ua() {
    let Some(python) = std::env::var_os("HOLDPOINT_PYTHON") else {
        return skip("page-validation (HOLDPOINT_PYTHON is not set; cargo xtask test sets it)");
    };
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/verify/check_pdf.py");
    let folder = std::env::temp_dir().join(format!("holdpoint-pdf-a-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let check = |about: &str, file: &[u8], expected: &str| {
        let place = folder.join("report.pdf");
        std::fs::write(&place, file).unwrap();
        let said = Command::new(&python).arg(&script).arg(&place).arg(expected).output().unwrap();
        assert!(said.status.success(), "{about}: {}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    };
    for name in ["LCH-42", "LCH-43", "LCH-44", "LCH-45", "LCH-7"] {
        check(name, &drawn(name).0, "accept");
    }
    for text in ["", "漢字 שלום \u{202e}\0 e\u{301}", "(\\)<>[]{}%/#"] {
        let (outline, bundle) = hostile(text);
        check(text, &pdf(&outline, bundle).unwrap(), "accept");
    }
    let mut claims_less = drawn("LCH-42").0;
    let words = b"<pdfaid:conformance>A<";
    let place = claims_less.windows(words.len()).position(|window| window == words).unwrap() + words.len() - 2;
    claims_less[place] = b'X';
    check("a level that there is not", &claims_less, "refuse");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A report that tells what a hostile operator or colleague wrote.
fn hostile(text: &str) -> (Outline, Vec<u8>) {
    let bundle = vector("LCH-42");
    let mut reading = Reading::open(&bundle).unwrap();
    let snapshot = &mut reading.snapshot;
    snapshot.launch.name = text.to_owned();
    snapshot.launch.change_ticket = Some(text.to_owned());
    for SnapshotItem { title, justification, section_title, evidence, .. } in &mut snapshot.items {
        *title = text.to_owned();
        *section_title = text.to_owned();
        *justification = Some(text.to_owned());
        evidence.iter_mut().for_each(|evidence| evidence.resource.text = Some(text.to_owned()));
    }
    snapshot.checks.iter_mut().for_each(|check| check.title = text.to_owned());
    reading.gate.notices.iter_mut().for_each(|notice| {
        notice.why = Why::Told { kind: notice.kind(), text: text.to_owned() };
    });
    (outline(&reading), bundle)
}

#[test]
fn no_text_is_refused() {
    let long = "W".repeat(33_000);
    let lines = "\n".repeat(300);
    let cases = [
        "",
        " ",
        "\0",
        "\u{feff}",
        "漢字かな",
        "שלום עולם",
        "مرحبا",
        "👩\u{200d}💻",
        "\u{e000}\u{f8ff}",
        "\u{fffe}\u{ffff}",
        "e\u{301}\u{301}\u{301}",
        "\u{10ffff}",
        "\u{202e}txt",
        "\r\n\t",
        "(\\)<>[]{}%/#",
        &long,
        &lines,
    ];
    for text in cases {
        let (outline, bundle) = hostile(text);
        let shown: String = text.chars().take(20).collect();
        pdf(&outline, bundle).unwrap_or_else(|error| panic!("{shown:?}: {error}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_is_drawn(text in "(?s).{0,60}|\\PC{0,200}") {
        let (outline, bundle) = hostile(&text);
        prop_assert!(pdf(&outline, bundle).is_ok());
    }
}
