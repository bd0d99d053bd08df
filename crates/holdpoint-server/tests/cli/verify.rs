//! `holdpoint verify` on the vectors that the report's own tests use.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

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
    desk.write("org.pub", "ssh-dss AAAA");
    desk.run(demand).cannot_tell(&["org.pub: this is no SSH public key"]);
    desk.run(["verify", &bundle, "--trust-signer", "org.pub"]).code(2);
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
