//! Reports under tools that are not ours: securesystemslib (with `HOLDPOINT_PYTHON`, a Python that has it) and openssl. What is
//! missing is skipped, by name. One changed byte of payload, type or signature makes each refuse.

#[path = "report/story.rs"]
mod story;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use holdpoint_domain::report::bundle::Bundle;
use holdpoint_domain::report::encoding::to_base64;
use holdpoint_domain::report::{IssuedReport, bundle_name, dsse, html_name};

/// A folder of its own under the target folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn is_there(program: &str, argument: &str) -> bool {
    let there = Command::new(program).arg(argument).output().is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: {program} is not on the PATH");
    }
    there
}

fn told(output: &Output) -> String {
    [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat()
}

/// What the signature covers, the signature, and whether it fits.
struct Case {
    about: &'static str,
    kind: &'static str,
    payload: Vec<u8>,
    signature: Vec<u8>,
    good: bool,
}

fn cases(report: &IssuedReport) -> Vec<Case> {
    let Bundle { payload, signature, .. } = Bundle::parse(&report.bundle).unwrap();
    let changed = |bytes: &[u8], at: usize| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 1;
        bytes
    };
    let (middle, last) = (payload.len() / 2, signature.len() - 1);
    let case = |about, kind, payload: &[u8], signature: &[u8], good| Case {
        about,
        kind,
        payload: payload.to_vec(),
        signature: signature.to_vec(),
        good,
    };
    vec![
        case("as issued", dsse::IN_TOTO, &payload, &signature, true),
        case("one byte of the payload", dsse::IN_TOTO, &changed(&payload, middle), &signature, false),
        case("the payload's last byte", dsse::IN_TOTO, &changed(&payload, payload.len() - 1), &signature, false),
        case("one byte of the type", "application/vnd.in-toto+jsoo", &payload, &signature, false),
        case("one byte of the signature", dsse::IN_TOTO, &payload, &changed(&signature, last), false),
    ]
}

/// The bundle of a case, written without our own code.
fn bundle_text(case: &Case) -> String {
    let keyid = story::report_key().keyid().to_string();
    serde_json::json!({
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": { "publicKey": { "hint": keyid } },
        "dsseEnvelope": {
            "payload": to_base64(&case.payload),
            "payloadType": case.kind,
            "signatures": [{ "sig": to_base64(&case.signature), "keyid": keyid }],
        },
    })
    .to_string()
}

#[test]
fn securesystemslib_accepts_what_was_issued_and_nothing_else() {
    let Some(python) = std::env::var_os("HOLDPOINT_PYTHON") else {
        println!("skipped: securesystemslib; set HOLDPOINT_PYTHON to a Python that has it");
        return;
    };
    let (folder, report) = (folder("securesystemslib"), story::signed(42).issue());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/verify/check_bundle.py");
    let (file, trust) = (folder.join("bundle.json"), folder.join("trust.json"));
    std::fs::write(&trust, story::trust().to_bytes()).unwrap();
    let check = |about: &str, bytes: &[u8], expected: &str| {
        std::fs::write(&file, bytes).unwrap();
        let output = Command::new(&python).arg(&script).args([&file, &trust]).arg(expected).output().unwrap();
        assert!(output.status.success(), "{about}: {}", told(&output));
    };
    check("the file as issued", &report.bundle, "accept");
    for case in cases(&report) {
        check(case.about, bundle_text(&case).as_bytes(), if case.good { "accept" } else { "refuse" });
    }
    let stranger = holdpoint_domain::report::ReportKey::from_seed(&[8; 32]).unwrap();
    let payload = Bundle::parse(&report.bundle).unwrap().payload;
    check("another key", &Bundle::sign(payload, &stranger).to_bytes(), "refuse");
}

#[test]
fn openssl_accepts_what_was_issued_and_nothing_else() {
    if !is_there("openssl", "version") {
        return;
    }
    let (folder, report) = (folder("openssl"), story::signed(42).issue());
    let [key, signed, signature] = ["report-key.pem", "signed.bin", "signature.der"].map(|name| folder.join(name));
    std::fs::write(&key, story::report_key().public().to_pem()).unwrap();
    for case in cases(&report) {
        std::fs::write(&signed, dsse::signed_bytes(case.kind, &case.payload)).unwrap();
        std::fs::write(&signature, &case.signature).unwrap();
        let mut openssl = Command::new("openssl");
        openssl.args(["dgst", "-sha256", "-verify"]).arg(&key).arg("-signature").args([&signature, &signed]);
        let output = openssl.output().unwrap();
        assert_eq!(output.status.success(), case.good, "{}: {}", case.about, told(&output));
    }
}

/// The commands that the HTML file prints, as they stand there.
#[test]
fn the_commands_in_the_html_file_work() {
    if !is_there("openssl", "version") || !is_there("python3", "--version") {
        return;
    }
    let (folder, report) = (folder("commands"), story::signed(42).issue());
    let launch = holdpoint_domain::id::LaunchId(42);
    std::fs::write(folder.join(bundle_name(launch)), &report.bundle).unwrap();
    std::fs::write(folder.join(html_name(launch)), &report.html).unwrap();
    std::fs::write(folder.join("trust.json"), story::trust().to_bytes()).unwrap();
    let html = String::from_utf8(report.html).unwrap();
    let start = html.find("<pre>python3").unwrap() + "<pre>".len();
    let commands = html[start..].split("</pre>").next().unwrap();
    let commands = commands.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let output = Command::new("sh").arg("-ec").arg(&commands).current_dir(&folder).output().unwrap();
    let told = told(&output);
    assert!(output.status.success() && told.contains("Verified OK"), "{told}");
    let digest = holdpoint_domain::id::Digest::of(html.as_bytes()).hex();
    assert_eq!(told.matches(&digest).count(), 2, "the digest that it has to have, and the one that it has: {told}");
}
