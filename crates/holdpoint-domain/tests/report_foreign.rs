//! Reports and approvals under tools that are not ours: securesystemslib and py_webauthn (with `HOLDPOINT_PYTHON`, a Python that has
//! them), @sigstore/verify (with `HOLDPOINT_SIGSTORE`, the `node_modules` that has it), Go's sumdb (with `HOLDPOINT_GOPATH`, a GOPATH that has it),
//! openssl and ssh-keygen. What is missing is skipped, by name, and a fault where `HOLDPOINT_REQUIRE_TOOLS` is set. One changed byte makes each
//! refuse.

#[path = "report/stamps.rs"]
mod stamps;
#[path = "report/story.rs"]
mod story;

use story::authenticator::{self, Touch};

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use holdpoint_domain::report::approver::{ApproverKey, KeyKind, OwnSignature};
use holdpoint_domain::report::bundle::Bundle;
use holdpoint_domain::report::encoding::{from_base64, to_base64};
use holdpoint_domain::report::passkey::Assertion;
use holdpoint_domain::report::{Consistency, bundle_name, dsse, html_name};

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
        skip(&format!("{program} is not on the PATH"));
    }
    there
}

/// What is not shown, for want of a tool.
#[track_caller]
fn skip(what: &str) {
    assert!(std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_none(), "{what}, and all tools are required");
    println!("skipped: {what}");
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

fn cases(bundle: &[u8]) -> Vec<Case> {
    let Bundle { payload, signature, .. } = Bundle::parse(bundle).unwrap();
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
        skip("securesystemslib; set HOLDPOINT_PYTHON to a Python that has it");
        return;
    };
    let folder = folder("securesystemslib");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/verify/check_bundle.py");
    let (file, trust) = (folder.join("bundle.json"), folder.join("trust.json"));
    std::fs::write(&trust, story::trust().to_bytes()).unwrap();
    let check = |about: &str, bytes: &[u8], expected: &str| {
        std::fs::write(&file, bytes).unwrap();
        let output = Command::new(&python).arg(&script).args([&file, &trust]).arg(expected).output().unwrap();
        assert!(output.status.success(), "{about}: {}", told(&output));
    };
    let stranger = holdpoint_domain::report::ReportKey::from_seed(&[8; 32]).unwrap();
    for issued in [story::signed(42).issue().bundle, story::signed_receipt(200.0)] {
        check("the file as issued", &issued, "accept");
        for case in cases(&issued) {
            check(case.about, bundle_text(&case).as_bytes(), if case.good { "accept" } else { "refuse" });
        }
        let payload = Bundle::parse(&issued).unwrap().payload;
        check("another key", &Bundle::sign(payload, &stranger).unwrap().to_bytes(), "refuse");
    }
}

#[test]
fn openssl_accepts_what_was_issued_and_nothing_else() {
    if !is_there("openssl", "version") {
        return;
    }
    let folder = folder("openssl");
    let issued = [story::signed(42).issue().bundle, story::signed_receipt(200.0)];
    let [key, signed, signature] = ["report-key.pem", "signed.bin", "signature.der"].map(|name| folder.join(name));
    std::fs::write(&key, story::report_key().public().to_pem()).unwrap();
    for case in issued.iter().flat_map(|bundle| cases(bundle)) {
        std::fs::write(&signed, dsse::signed_bytes(case.kind, &case.payload)).unwrap();
        std::fs::write(&signature, &case.signature).unwrap();
        let mut openssl = Command::new("openssl");
        openssl.args(["dgst", "-sha256", "-verify"]).arg(&key).arg("-signature").args([&signature, &signed]);
        let output = openssl.output().unwrap();
        assert_eq!(output.status.success(), case.good, "{}: {}", case.about, told(&output));
    }
}

#[test]
fn sigstore_accepts_what_was_issued_and_nothing_else() {
    let Some(modules) = std::env::var_os("HOLDPOINT_SIGSTORE") else {
        skip("@sigstore/verify; set HOLDPOINT_SIGSTORE to the node_modules that has it");
        return;
    };
    let folder = folder("sigstore");
    let (script, vectors) = (repository("tests/verify/check_sigstore.mjs"), repository("tests/vectors"));
    let (file, trust) = (folder.join("bundle.json"), folder.join("trust.json"));
    std::fs::write(&trust, story::trust().to_bytes()).unwrap();
    let check = |about: &str, bytes: &[u8], expected: &str| {
        std::fs::write(&file, bytes).unwrap();
        let output = Command::new("node").arg(&script).arg(&modules).args([&file, &trust]).arg(expected).output().unwrap();
        assert!(output.status.success(), "{about}: {}", told(&output));
        told(&output)
    };
    for issued in [story::signed(42).issue().bundle, story::signed_receipt(200.0)] {
        check("the file as issued", &issued, "accept");
        for case in cases(&issued) {
            check(case.about, bundle_text(&case).as_bytes(), if case.good { "accept" } else { "refuse" });
        }
    }
    let stranger = holdpoint_domain::report::ReportKey::from_seed(&[8; 32]).unwrap();
    check("another key", &Bundle::sign(b"{}".to_vec(), &stranger).unwrap().to_bytes(), "refuse");
    let vector = |name: &str| std::fs::read(vectors.join(format!("{name}.sigstore.json"))).unwrap();
    assert!(check("a timestamp", &vector("good/LCH-46.signoff"), "accept").contains("timestamps: 1"));
    // What it does not look at: what a certificate is for, which one was named, the time of the report.
    for name in ["over-another-report", "altered", "of-a-stranger", "of-a-lapsed-certificate", "garbage"] {
        check(name, &vector(&format!("bad/timestamp-{name}")), "refuse");
    }
}

#[test]
fn sumdb_accepts_the_checkpoints_and_proofs_and_nothing_else() {
    let Some(path) = std::env::var_os("HOLDPOINT_GOPATH") else {
        let what = "Go's sumdb: HOLDPOINT_GOPATH names no GOPATH with golang.org/x/mod";
        // Only Debian's packages have its sources; elsewhere `cargo xtask test` says so, and goes on without it.
        match Command::new("apt-get").arg("--version").output() {
            Ok(_) => skip(what),
            Err(_) => println!("skipped: {what}"),
        }
        return;
    };
    let folder = folder("sumdb");
    let program = folder.join("check_note");
    let mut go = Command::new("go");
    go.env("GO111MODULE", "off").env("GOFLAGS", "").env("GOPATH", path).env("GOCACHE", folder.join("cache"));
    let built = go.args(["build", "-o"]).arg(&program).arg(repository("tests/verify/check_note.go")).output().unwrap();
    assert!(built.status.success(), "{}", told(&built));
    let (file, trust) = (folder.join("bundle.json"), folder.join("trust.json"));
    std::fs::write(&trust, story::trust().to_bytes()).unwrap();
    let check = |about: &str, bytes: &[u8], expected: &str| {
        std::fs::write(&file, bytes).unwrap();
        let output = Command::new(&program).args([&file, &trust]).arg(expected).output().unwrap();
        assert!(output.status.success(), "{about}: {}", told(&output));
    };
    let issued = story::signed_with_keys(45).issue().bundle;
    check("the file as issued", &issued, "accept");
    check("with a timestamp", &std::fs::read(repository("tests/vectors/good/LCH-46.signoff.sigstore.json")).unwrap(), "accept");
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut statement: serde_json::Value = serde_json::from_slice(&Bundle::parse(&issued).unwrap().payload).unwrap();
        change(&mut statement["predicate"]);
        Bundle::sign(serde_json::to_vec(&statement).unwrap(), &story::report_key()).unwrap().to_bytes()
    };
    let checkpoint = |change: &dyn Fn(&str) -> String| {
        with(&|told| {
            let text = told["log"]["checkpoint"].as_str().unwrap();
            told["log"]["checkpoint"] = change(text).into();
        })
    };
    check("another size", &checkpoint(&|text| text.replacen('\n', "\n1", 1)), "refuse");
    check("another origin", &checkpoint(&|text| text.replace("LCH-45", "LCH-44")), "refuse");
    check("no signature", &checkpoint(&|text| text.split("\u{2014}").next().unwrap().to_owned()), "refuse");
    check("another launch", &with(&|told| told["launch"]["id"] = "LCH-44".into()), "refuse");
    check("a leaf", &with(&|told| flip(&mut told["approvals"][0]["logEntry"]["leaf"])), "refuse");
    check("a hash of a proof", &with(&|told| flip(&mut told["approvals"][1]["logEntry"]["inclusionProof"][0])), "refuse");
    check("a place", &with(&|told| told["approvals"][1]["logEntry"]["index"] = 3.into()), "refuse");
    for name in ["checkpoint-of-another-tree", "checkpoint-of-another-launch", "proof-cut"] {
        check(name, &std::fs::read(repository(&format!("tests/vectors/bad/{name}.sigstore.json"))).unwrap(), "refuse");
    }
    sumdb_joins_two_reports_of_one_log_and_no_others(&folder, &program);
}

fn sumdb_joins_two_reports_of_one_log_and_no_others(folder: &Path, program: &Path) {
    let [later, earlier, proof] = ["later.json", "earlier.json", "consistency.json"].map(|name| folder.join(name));
    let check = |about: &str, [after, before]: [&[u8]; 2], given: &Consistency, expected: &str| {
        std::fs::write(&later, after).unwrap();
        std::fs::write(&earlier, before).unwrap();
        std::fs::write(&proof, serde_json::to_vec(given).unwrap()).unwrap();
        let mut program = Command::new(program);
        let output = program.arg(&later).arg(folder.join("trust.json")).arg(expected).args([&earlier, &proof]).output().unwrap();
        assert!(output.status.success(), "{about}: {}", told(&output));
    };
    let mut story = story::signed_with_keys(45);
    let (from, before) = (story.log.len(), story.issue().bundle);
    story.status("a", holdpoint_domain::launch::Status::Open, None);
    story.status("a", holdpoint_domain::launch::Status::Done, None);
    story.later(1);
    let (to, after) = (story.log.len(), story.issue().bundle);
    let good = Consistency::of(&story.entries(), from).unwrap();
    check("as the server gives it", [&after, &before], &good, "accept");
    let none = Consistency { consistency: Vec::new() };
    check("one size", [&after, &after], &none, "accept");
    check("the wrong way round", [&before, &after], &good, "refuse");
    check("no proof", [&after, &before], &none, "refuse");
    check("of other sizes", [&after, &before], &Consistency::of(&story.entries(), from - 1).unwrap(), "refuse");
    check("of a shorter log", [&after, &before], &Consistency::of(&story.entries()[..to - 1], from).unwrap(), "refuse");
    check("another launch", [&after, &story::signed(42).issue().bundle], &good, "refuse");
    let mut altered = good.clone();
    *altered.consistency[0].0.last_mut().unwrap() ^= 1;
    check("one changed bit", [&after, &before], &altered, "refuse");
    let mut cut = good;
    cut.consistency.pop();
    check("cut off", [&after, &before], &cut, "refuse");
}

/// A file of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The approvals of a report, as its statement tells them.
fn approvals(bundle: &[u8]) -> Vec<serde_json::Value> {
    let payload = Bundle::parse(bundle).unwrap().payload;
    let statement: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    statement["predicate"]["approvals"].as_array().unwrap().clone()
}

/// A report with one value of its first approval changed, signed anew with the server's own key.
fn with_approval(bundle: &[u8], change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
    let payload = Bundle::parse(bundle).unwrap().payload;
    let mut statement: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    change(&mut statement["predicate"]["approvals"][0]);
    Bundle::sign(serde_json::to_vec(&statement).unwrap(), &story::report_key()).unwrap().to_bytes()
}

/// The last byte of some base64, changed.
fn flip(value: &mut serde_json::Value) {
    let mut bytes = from_base64(value.as_str().unwrap()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    *value = to_base64(&bytes).into();
}

#[test]
fn py_webauthn_accepts_the_passkeys_and_nothing_else() {
    let Some(python) = std::env::var_os("HOLDPOINT_PYTHON") else {
        skip("py_webauthn; set HOLDPOINT_PYTHON to a Python that has it");
        return;
    };
    let (folder, report) = (folder("py_webauthn"), story::signed_with_keys(45).issue());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/verify/check_approvals.py");
    let (file, trust) = (folder.join("bundle.json"), folder.join("trust.json"));
    std::fs::write(&trust, story::trust().to_bytes()).unwrap();
    let check = |about: &str, bytes: &[u8], expected: &str| {
        std::fs::write(&file, bytes).unwrap();
        let output = Command::new(&python).arg(&script).args([&file, &trust]).arg(expected).output().unwrap();
        assert!(output.status.success(), "{about}: {}", told(&output));
    };
    check("as issued", &report.bundle, "accept");
    for part in ["statement", "/attestation/authenticatorData", "/attestation/clientDataJSON", "/attestation/signature"] {
        let pointer = if part.starts_with('/') { part.to_owned() } else { format!("/{part}") };
        check(part, &with_approval(&report.bundle, |told| flip(told.pointer_mut(&pointer).unwrap())), "refuse");
    }
    let others = [("/approver/name", "Mallory"), ("/role", "approver"), ("/id", "0192f0c4-0000-7000-8000-000000000001")];
    for (pointer, value) in others {
        check(pointer, &with_approval(&report.bundle, |told| *told.pointer_mut(pointer).unwrap() = value.into()), "refuse");
    }
    let touches = [
        ("user verification missing", Touch { flags: 1, ..Touch::default() }),
        ("wrong origin", Touch { origin: "https://evil.example", ..Touch::default() }),
        ("wrong site", Touch { rp_id: "evil.example", ..Touch::default() }),
    ];
    for (about, touch) in touches {
        let statement = from_base64(approvals(&report.bundle)[0]["statement"].as_str().unwrap()).unwrap();
        let OwnSignature::Passkey(assertion) = authenticator::touch(story::CLEO, &statement, &touch) else { unreachable!() };
        let bundle = with_approval(&report.bundle, |told| {
            told["attestation"]["authenticatorData"] = to_base64(&assertion.authenticator_data).into();
            told["attestation"]["clientDataJSON"] = to_base64(&assertion.client_data_json).into();
            told["attestation"]["signature"] = to_base64(&assertion.signature).into();
        });
        check(about, &bundle, "refuse");
    }
    check("no passkey at all", &story::signed(42).issue().bundle, "refuse");
    let rewritten =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/bad/own-key-waiver-as-done.sigstore.json"));
    check("a waiver rewritten as done", &rewritten.unwrap(), "refuse");
}

#[test]
fn ssh_keygen_accepts_passkeys_and_ssh_keys_and_nothing_else() {
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        skip("ssh-keygen is not on the PATH");
        return;
    }
    let (folder, report) = (folder("ssh-keygen"), story::signed_with_keys(45).issue());
    let [signers, signature] = ["allowed_signers", "approval.sig"].map(|name| folder.join(name));
    std::fs::write(&signers, story::trust().allowed_signers()).unwrap();
    let verify = |told: &serde_json::Value, statement: &[u8], namespace: &str, who: &str| {
        std::fs::write(&signature, told["sshSignature"].as_str().unwrap()).unwrap();
        let mut ssh = Command::new("ssh-keygen");
        // While the keys are valid: the approvals' own time.
        ssh.args(["-Y", "verify", "-O", "verify-time=20261124110000Z", "-n", namespace, "-I", who, "-f"]).arg(&signers).arg("-s");
        let mut ssh = ssh.arg(&signature).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        ssh.stdin.take().unwrap().write_all(statement).unwrap();
        let output = ssh.wait_with_output().unwrap();
        (output.status.success(), self::told(&output))
    };
    let (all, namespace) = (approvals(&report.bundle), "approval@holdpoint.dev");
    assert_eq!(all.len(), 2);
    for (approval, other) in [(&all[0], &all[1]), (&all[1], &all[0])] {
        let [mine, theirs] = [approval, other].map(|one| from_base64(one["statement"].as_str().unwrap()).unwrap());
        let [me, them] = [approval, other].map(|one| one["approver"]["id"].as_str().unwrap().to_owned());
        let (accepted, said) = verify(approval, &mine, namespace, &me);
        assert!(accepted, "{said}");
        let mut changed = mine.clone();
        changed[40] ^= 1;
        for (about, statement, namespace, who) in [
            ("one changed byte", &changed, namespace, &me),
            ("another statement", &theirs, namespace, &me),
            ("another namespace", &mine, "file", &me),
            ("another approver", &mine, namespace, &them),
        ] {
            let (accepted, said) = verify(approval, statement, namespace, who);
            assert!(!accepted, "{about}: {said}");
        }
    }
}

/// What ssh-keygen itself signs, as an approver with a terminal would.
#[test]
fn what_ssh_keygen_signs_is_accepted() {
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        skip("ssh-keygen is not on the PATH");
        return;
    }
    let folder = folder("ssh-keygen-signs");
    let statement = story::ready(42).statement(story::DAN, holdpoint_domain::template::Role::Approver);
    std::fs::write(folder.join("statement.json"), &statement).unwrap();
    for (kind, bits) in [("ed25519", "256"), ("ecdsa", "256"), ("rsa", "2048")] {
        let key = folder.join(kind);
        let made = Command::new("ssh-keygen").args(["-q", "-t", kind, "-b", bits, "-N", "", "-f"]).arg(&key).output().unwrap();
        assert!(made.status.success(), "{}", told(&made));
        let _ = std::fs::remove_file(folder.join("statement.json.sig"));
        let mut sign = Command::new("ssh-keygen");
        sign.args(["-Y", "sign", "-n", "approval@holdpoint.dev", "-f"]).arg(&key).arg(folder.join("statement.json"));
        let signed = sign.output().unwrap();
        assert!(signed.status.success(), "{}", told(&signed));
        let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
        let armoured = std::fs::read_to_string(folder.join("statement.json.sig")).unwrap();
        let key = ApproverKey::parse(KeyKind::Ssh, &public).unwrap();
        assert_eq!(key.check(&statement, &OwnSignature::Ssh(armoured), authenticator::site(&[])), Ok(()), "{kind}");
    }
}

/// RSA passkeys, which Windows makes: key and signature by openssl.
#[test]
fn an_rsa_passkey_is_accepted() {
    if !is_there("openssl", "version") {
        return;
    }
    let folder = folder("rsa-passkey");
    let openssl = |arguments: &[&str]| {
        let output = Command::new("openssl").args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", told(&output));
    };
    openssl(&["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "key.pem"]);
    openssl(&["pkey", "-in", "key.pem", "-pubout", "-out", "public.pem"]);
    let statement = story::ready(42).statement(story::CLEO, holdpoint_domain::template::Role::Approver);
    let OwnSignature::Passkey(mut assertion) = authenticator::touch(story::CLEO, &statement, &Touch::default()) else { unreachable!() };
    let digest = holdpoint_domain::id::Digest::of(&assertion.client_data_json);
    std::fs::write(folder.join("signed"), [assertion.authenticator_data.as_slice(), &digest.0].concat()).unwrap();
    openssl(&["dgst", "-sha256", "-sign", "key.pem", "-out", "signature", "signed"]);
    assertion.signature = std::fs::read(folder.join("signature")).unwrap();
    let key = ApproverKey::parse(KeyKind::Passkey, &std::fs::read_to_string(folder.join("public.pem")).unwrap()).unwrap();
    let origins = story::trust().origins;
    let check = |assertion: &Assertion| key.check(&statement, &OwnSignature::Passkey(assertion.clone()), authenticator::site(&origins));
    assert_eq!(check(&assertion), Ok(()));
    assertion.signature[9] ^= 1;
    assert!(check(&assertion).is_err());
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

/// The commands of the auditor's page, as they stand there: after the report key was rotated, and the approvers' keys were revoked.
#[test]
fn the_commands_of_the_auditors_page_work() {
    if !is_there("openssl", "version") || !is_there("jq", "--version") {
        return;
    }
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        skip("ssh-keygen is not on the PATH");
        return;
    }
    let (folder, report, mut trust) = (folder("auditors-page"), story::signed_with_keys(45).issue(), story::trust());
    let retired = holdpoint_domain::report::ReportKey::from_seed(&[8; 32]).unwrap().public();
    let mut retired = holdpoint_domain::report::TrustedKey::new(&retired, "2025-01-01T00:00:00Z".parse().unwrap());
    retired.valid_until = Some(trust.report_keys[0].valid_from);
    trust.report_keys.insert(0, retired);
    for key in trust.roster.iter_mut().flat_map(|person| &mut person.keys) {
        key.valid_until = Some("2026-11-24T12:00:00Z".parse().unwrap());
    }
    std::fs::write(folder.join("LCH-1.signoff.sigstore.json"), &report.bundle).unwrap();
    std::fs::write(folder.join("LCH-1.signoff.html"), &report.html).unwrap();
    std::fs::write(folder.join("trust.json"), trust.to_bytes()).unwrap();
    std::fs::write(folder.join("allowed_signers"), trust.allowed_signers()).unwrap();
    let page = std::fs::read_to_string(repository("docs/audit.md")).unwrap();
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let words = ["openssl dgst", "sha256sum < ", "ssh-keygen -Y verify", ".predicate.coversLaunch"];
    let run_here = |block: &&str| words.iter().any(|word| block.contains(word));
    let commands: Vec<&str> = blocks.filter(run_here).collect();
    assert_eq!(commands.len(), 4, "{commands:#?}");
    let launch = story::signed_with_keys(45).launch.launch_digest().hex();
    for which in ["n=0", "n=1"] {
        let commands = commands.join("\n").replace("n=0", which);
        let output = Command::new("sh").arg("-ec").arg(&commands).current_dir(&folder).output().unwrap();
        let told = told(&output);
        let good = told.contains("Verified OK") && told.contains("Good \"approval@holdpoint.dev\" signature");
        assert!(output.status.success() && good, "{which}: {told}");
        assert_eq!(told.matches(&launch).count(), 2, "what was signed of the launch, and what the report has: {told}");
    }
}
