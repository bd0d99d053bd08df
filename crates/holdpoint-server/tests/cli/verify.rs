//! `holdpoint verify` on the vectors that the report's own tests use.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{Desk, repository};

fn vectors(kind: &str) -> PathBuf {
    repository().join("tests/vectors").join(kind)
}

/// The reports of a folder, with what is expected of each.
fn reports(kind: &str) -> BTreeMap<String, Value> {
    let text = std::fs::read(vectors(kind).join("expected.json")).unwrap();
    let reports: BTreeMap<String, Value> = serde_json::from_slice(&text).unwrap();
    assert!(!reports.is_empty());
    reports
}

fn path(kind: &str, name: &str) -> String {
    vectors(kind).join(name).display().to_string()
}

#[test]
fn a_good_report_is_verified_with_pinned_keys_only() {
    let trust = path("good", "trust.json");
    for name in reports("good").keys() {
        let file = path("good", name);
        let ran = Desk::new().run(["verify", &file, "--trust", &trust]).code(0).says(&["holds ", "Verified. "]);
        if name.contains(".receipt.") {
            ran.says(&["holds        check-verdict", "Receipt of LCH-42, check ping", "It is fresh until"]);
        } else {
            ran.says(&[&name.replace(".sigstore.json", ".html"), "lies beside it"]);
        }
        let ran = Desk::new().run(["verify", &file]).code(2).says(&["not checked  report-key", "Self-consistent, not verified. "]);
        assert_eq!(ran.err, "", "it is a result, no error");
    }
}

#[test]
fn a_changed_report_is_not_verified() {
    let trust = path("bad", "trust.json");
    for (name, expected) in reports("bad") {
        assert_eq!(expected["verdict"], "not_verified", "{name}");
        let json = Desk::new().run(["verify", &path("bad", &name), "--trust", &trust, "--json"]).code(1).json();
        assert_eq!(json["verdict"], "not_verified", "{name}");
        let steps = json["steps"].as_array().unwrap();
        let failed = steps.iter().any(|step| step["outcome"] == "failed" && step["name"] == expected["step"]);
        assert!(failed, "{name}: {json}");
    }
    let file = path("bad", "item-dropped.sigstore.json");
    Desk::new().run(["verify", &file, "--trust", &trust]).code(1).says(&["FAILED", "Not verified. "]);
}

#[test]
fn files_beside_the_report_are_checked_with_it() {
    let name = "LCH-42.signoff";
    let [bundle, html, proof] = ["sigstore.json", "html", "tlog-proof"].map(|end| path("good", &format!("{name}.{end}")));
    let trust = path("good", "trust.json");
    let whole = ["verify", &bundle, "--trust", &trust, "--html", &html, "--tlog-proof", &proof];
    let ran = Desk::new().run(whole).code(0).says(&["holds        tlog-proof", "holds        html-file"]);
    assert!(!ran.out.contains("beside"), "{}", ran.out);
    let desk = Desk::new();
    desk.write("LCH-42.signoff.sigstore.json", std::fs::read(&bundle).unwrap());
    let alone = ["verify", "LCH-42.signoff.sigstore.json", "--trust", &trust];
    desk.run(alone).code(0).says(&["not checked  html-file"]);
    let mut changed = std::fs::read(&html).unwrap();
    changed.extend(b" ");
    desk.write("LCH-42.signoff.html", changed);
    desk.run(alone).code(1).says(&["FAILED       html-file", "With LCH-42.signoff.html"]);
    desk.run([&alone[..], &["--html", &html]].concat()).code(0);
    let json = desk.run([&alone[..], &["--json"]].concat()).code(1).json();
    assert_eq!(json["html"], "LCH-42.signoff.html");
}

/// What joins two logs is in `it/consistency.rs`.
#[test]
fn an_earlier_report_is_told_for_what_it_is() {
    let desk = Desk::new();
    let (trust, bundle) = (path("good", "trust.json"), path("good", "LCH-42.signoff.sigstore.json"));
    let base = ["verify", &bundle, "--trust", &trust, "--earlier"];
    let run = |more: &[&str]| desk.run([&base[..], more].concat());
    let same = path("earlier", "LCH-42.signoff.sigstore.json");
    run(&[&same]).code(0).says(&["holds        consistency", "so there is nothing to prove", "Verified. "]);
    let cases = [
        (path("good", "LCH-43.signoff.sigstore.json"), "/LCH-43, and this one of "),
        (path("good", "LCH-42.ping.receipt.sigstore.json"), "cannot be read as a report"),
        (path("bad", "item-dropped.sigstore.json"), "the earlier report does not hold by itself ("),
        (trust.clone(), "cannot be read as a report"),
    ];
    for (earlier, words) in &cases {
        run(&[earlier]).code(1).says(&["FAILED       consistency", words]);
    }
    run(&["absent"]).cannot_tell(&["absent: "]);
    run(&[&same, "--consistency", "absent"]).cannot_tell(&["absent: "]);
    desk.run(["verify", &bundle, "--consistency", &same]).code(2);
    let receipt = path("good", "LCH-42.ping.receipt.sigstore.json");
    desk.run(["verify", &receipt, "--trust", &trust, "--earlier", &bundle]).code(1).says(&["FAILED       consistency"]);
}

/// With the server's own signature, which anybody in a launch can have: a check that passed is no launch that may go.
#[test]
fn a_receipt_passes_for_no_report() {
    let desk = Desk::new();
    let trust = path("good", "trust.json");
    desk.write("LCH-42.signoff.sigstore.json", std::fs::read(path("good", "LCH-42.ping.receipt.sigstore.json")).unwrap());
    let named = ["verify", "LCH-42.signoff.sigstore.json", "--trust", &trust];
    desk.run(named).cannot_tell(&["LCH-42.signoff.sigstore.json: ", "is the receipt of a check"]);
    desk.run([&named[..], &["--json"]].concat()).cannot_tell(&["is the receipt of a check"]);
    desk.write("LCH-42.signoff.html", "<!doctype html><p>Go");
    desk.run(named).code(1).says(&["FAILED       html-file", "says nothing of what was given beside it"]);
}

#[test]
fn a_history_may_be_longer_than_any_report() {
    let (bundle, trust) = (path("good", "LCH-42.signoff.sigstore.json"), path("good", "trust.json"));
    let desk = Desk::new();
    let long = desk.write("LCH-42.history.jsonl", "no line of a history");
    std::fs::File::options().write(true).open(&long).unwrap().set_len((64 << 20) + 1).unwrap();
    let long = long.display().to_string();
    desk.run(["verify", &bundle, "--trust", &trust, "--history", &long]).code(1).says(&["line 1 of the history is not one"]);
    desk.run(["verify", &long, "--trust", &trust]).cannot_tell(&["more than 64 MiB"]);
}

#[test]
fn a_countersigned_trust_file_is_demanded_when_told_to() {
    use ssh_key::private::{Ed25519Keypair, KeypairData};
    use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};
    let key = |seed| PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&[seed; 32])), "").unwrap();
    let sign = |seed, namespace: &str, bytes: &[u8]| {
        SshSig::sign(&key(seed), namespace, HashAlg::Sha512, bytes).unwrap().to_pem(LineEnding::LF).unwrap()
    };
    let desk = Desk::new();
    let trust = std::fs::read(vectors("good").join("trust.json")).unwrap();
    desk.write("trust.json", &trust);
    desk.write("org.pub", key(1).public_key().to_openssh().unwrap());
    let bundle = path("good", "LCH-45.signoff.sigstore.json");
    let demand = ["verify", &bundle, "--trust", "trust.json", "--trust-signer", "org.pub"];
    desk.run(demand).code(1).says(&["FAILED       countersignature", "Not verified. countersignature", "trust.json.sig"]);
    let namespace = "trust@holdpoint.dev";
    let cases = [
        (sign(1, namespace, &trust), 0, "holds        countersignature"),
        (sign(2, namespace, &trust), 1, "of another key"),
        (sign(1, "file", &trust), 1, "for another purpose"),
        (sign(1, namespace, b"{}"), 1, "does not fit"),
        ("nonsense".into(), 1, "no SSH signature"),
    ];
    for (signature, code, words) in cases {
        desk.write("trust.json.sig", &signature);
        desk.run(demand).code(code).says(&[words]);
    }
    desk.write("elsewhere.sig", sign(1, namespace, &trust));
    desk.run([&demand[..], &["--trust-signature", "elsewhere.sig"]].concat()).code(0);
    desk.run([&demand[..], &["--trust-signature", "absent.sig"]].concat()).cannot_tell(&["absent.sig: ", "this user can read"]);
    desk.write("org.pub", "ssh-dss AAAA");
    desk.run(demand).cannot_tell(&["org.pub: this is no SSH public key"]);
    desk.run(["verify", &bundle, "--trust-signer", "org.pub"]).code(2);
}

/// As `holdpoint keys export` writes it where no address is configured.
#[test]
fn keys_without_people_and_site_are_enough_for_a_report_with_passkeys() {
    let desk = Desk::new();
    let mut trust: Value = serde_json::from_slice(&std::fs::read(vectors("good").join("trust.json")).unwrap()).unwrap();
    for (field, nothing) in [("roster", json!([])), ("origins", json!([])), ("rpId", json!(""))] {
        trust[field] = nothing;
    }
    desk.write("trust.json", trust.to_string());
    let report = path("good", "LCH-45.signoff.sigstore.json");
    let words = ["signed with a passkey (ES256) for localhost; the trust file pins no site", "Verified. ", "Who approved was not compared"];
    desk.run(["verify", &report, "--trust", "trust.json"]).code(0).says(&words);
    let forged = path("bad", "own-key-not-verified.sigstore.json");
    desk.run(["verify", &forged, "--trust", "trust.json"]).code(1).says(&["FAILED       approval-signature"]);
}

#[test]
fn what_is_no_report_cannot_be_judged() {
    let desk = Desk::new();
    let cases: [(&str, &[u8], &str); 5] = [
        ("empty", b"", "is empty"),
        ("garbage", b"\x00\xff\xfe garbage", "not JSON"),
        ("page.html", b"<!doctype html>", "not JSON"),
        ("other.json", b"{}", "no Sigstore bundle"),
        ("cut.json", b"{\"mediaType\": \"app", "ends too early"),
    ];
    for (name, bytes, why) in cases {
        desk.write(name, bytes);
        desk.run(["verify", name]).cannot_tell(&[name, why]);
        desk.run(["verify", name, "--json"]).cannot_tell(&[name, why]);
    }
    desk.run(["verify", "absent"]).cannot_tell(&["absent: "]);
    desk.run(["verify", "."]).cannot_tell(&[".: "]);
    let bundle = path("good", "LCH-42.signoff.sigstore.json");
    desk.run(["verify", &bundle, "--trust", "garbage"]).cannot_tell(&["garbage: the trust file"]);
    desk.run(["verify", &bundle, "--trust", "absent"]).cannot_tell(&["absent: "]);
    desk.run(["verify", &bundle, "--html", "absent"]).cannot_tell(&["absent: "]);
    // A file without an end.
    desk.run(["verify", "/dev/zero"]).cannot_tell(&["more than 64 MiB"]);
}

/// Reports of other versions and of other tools, each with its own words; one cannot tell whether they are true.
#[test]
fn what_is_a_report_of_another_kind_cannot_be_judged_either() {
    use holdpoint_domain::report::ReportKey;
    use holdpoint_domain::report::bundle::Bundle;
    let (desk, trust) = (Desk::new(), path("good", "trust.json"));
    let good = std::fs::read_to_string(vectors("good").join("LCH-42.signoff.sigstore.json")).unwrap();
    // The key of the vectors, as the server itself would sign what a later version of it writes.
    let key = ReportKey::from_seed(&[7; 32]).unwrap();
    let payload = String::from_utf8(Bundle::parse(good.as_bytes()).unwrap().payload).unwrap();
    let signed = |payload: String| String::from_utf8(Bundle::sign(payload.into_bytes(), &key).unwrap().to_bytes()).unwrap();
    let with = |from: &str, to: &str| good.replacen(from, to, 1);
    let cases = [
        ("newer-bundle", with("bundle.v0.3+json", "bundle.v0.9+json"), "bundle.v0.9+json; this build reads"),
        ("newer-report", signed(payload.replacen("signoff/v1", "signoff/v2", 1)), "attestation/signoff/v2; this build reads"),
        (
            "other-statement",
            signed(payload.replacen("holdpoint.dev/attestation/signoff/v1", "slsa.dev/provenance/v1", 1)),
            "which is no sign-off report",
        ),
        ("other-tool", with("\"publicKey\"", "\"certificate\""), "this is a bundle of another tool: unknown field `certificate`"),
        (
            "other-media",
            with("application/vnd.dev.sigstore.bundle.v0.3+json", "application/vnd.dsse+json"),
            "its media type is application/vnd.dsse+json",
        ),
        (
            "log-entries",
            with("\"verificationMaterial\":{", "\"verificationMaterial\":{\"tlogEntries\":[],"),
            "another tool: unknown field `tlogEntries`",
        ),
        ("no-statement", with("application/vnd.in-toto+json", "text/plain"), "it carries text/plain, not an in-toto statement"),
        ("new-field", with("\"dsseEnvelope\":{", "\"extra\":1,\"dsseEnvelope\":{"), "the bundle is malformed: unknown field `extra`"),
        (
            "two-stamps",
            with("\"publicKey\"", "\"timestampVerificationData\":{\"rfc3161Timestamps\":[]},\"publicKey\""),
            "has one timestamp",
        ),
        ("cut", good[..good.len() - 9].to_owned(), "the file ends too early, at line 1, column"),
    ];
    for (name, text, words) in cases {
        desk.write(name, text);
        desk.run(["verify", name]).cannot_tell(&[name, words]);
        desk.run(["verify", name, "--trust", &trust]).cannot_tell(&[name, words]);
    }
    // What only says that it is newer, and is not signed, is a forgery under pinned keys.
    desk.write(
        "unsigned",
        good.replace(
            &holdpoint_domain::report::encoding::to_base64(payload.as_bytes()),
            &holdpoint_domain::report::encoding::to_base64(payload.replacen("signoff/v1", "signoff/v2", 1).as_bytes()),
        ),
    );
    desk.run(["verify", "unsigned", "--trust", &trust]).code(1).says(&["FAILED       signature"]);
    desk.write("trust.json", std::fs::read_to_string(&trust).unwrap().replacen("\"v\": 1", "\"v\": 2", 1));
    let report = path("good", "LCH-42.signoff.sigstore.json");
    desk.run(["verify", &report, "--trust", "trust.json"])
        .cannot_tell(&["trust.json: the trust file has the version 2; this build reads 1"]);
    desk.write("large", vec![b' '; (64 << 20) + 1]);
    desk.run(["verify", "large"]).cannot_tell(&["large", "more than 64 MiB"]);
}

#[test]
fn a_timestamp_is_told_in_plain_words() {
    let (good, bad) = (path("good", "trust.json"), path("earlier", "trust.json"));
    let report = path("good", "LCH-46.signoff.sigstore.json");
    let verify = |trust: &str| Desk::new().run(["verify", &report, "--trust", trust]).code(0);
    verify(&good).says(&[
        "holds        timestamp",
        "“Example TSA” says that the signature was there at 2026-11-24T10:12:10Z, under a pinned certificate",
    ]);
    verify(&bad).says(&["not checked  timestamp", "the trust file pins no authority of timestamps, so anybody could have made it"]);
    let late = path("good", "LCH-47.signoff.sigstore.json");
    Desk::new()
        .run(["verify", &late, "--trust", &good])
        .code(0)
        .says(&["at 2026-11-30T23:59:59.25Z; that it is as old as", "is the server's claim"]);
    let without = path("good", "LCH-42.signoff.sigstore.json");
    Desk::new()
        .run(["verify", &without, "--trust", &good])
        .code(0)
        .says(&["not checked  timestamp", "there is no timestamp of an independent authority"]);
    let cases = [
        ("timestamp-over-another-report", "the timestamp is over other bytes than this report's signature"),
        ("timestamp-altered", "the timestamp is not signed as it should be: "),
        ("timestamp-of-a-stranger", "“Example TSA”, which is no authority that was pinned: no certificate leads from it to a pinned one"),
        ("timestamp-before-the-report", "the timestamp is of 2026-11-23T10:00:00Z, before 2026-11-24T10:12:00Z"),
    ];
    for (name, words) in cases {
        let file = path("bad", &format!("{name}.sigstore.json"));
        Desk::new().run(["verify", &file, "--trust", &good]).code(1).says(&["FAILED       timestamp", words]);
    }
}
