//! Timestamps of openssl's own authority, with the keys and digests that authorities have; and ours under `openssl ts -verify`.

use std::path::Path;
use std::process::Command;

use holdpoint_domain::id::Timestamp;
use holdpoint_domain::report::bundle::Bundle;
use holdpoint_domain::report::timestamp::{Kept, Nonce, accept, certificates, question};

use crate::story::{self, authority};

fn openssl(folder: &Path, arguments: &[&str]) -> bool {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    if !output.status.success() {
        println!("{arguments:?}: {}", crate::told(&output));
    }
    output.status.success()
}

/// A root and an authority under it.
fn certify(folder: &Path, key: &[&str], digest: &str) {
    std::fs::write(folder.join("extensions"), "extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n").unwrap();
    let digest = format!("-{digest}");
    let begin = |kind: &[&'static str]| [kind, key, &["-nodes"]].concat();
    let made = openssl(
        folder,
        &[&begin(&["req", "-x509"])[..], &["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=CA", "-days", "9", &digest]].concat(),
    ) && openssl(
        folder,
        &[&begin(&["req"])[..], &["-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/O=Org/CN=TSA of openssl"]].concat(),
    ) && openssl(
        folder,
        &[
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-out",
            "tsa.pem",
            "-days",
            "9",
            &digest,
            "-extfile",
            "extensions",
        ],
    );
    assert!(made);
}

#[test]
fn what_openssl_stamps_is_accepted_and_stays_acceptable_to_openssl() {
    if !crate::is_there("openssl", "version") {
        return;
    }
    let p256: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let p384: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"];
    let rsa: &[&str] = &["-newkey", "rsa:2048"];
    // Key, digest of its signatures, digest that names its certificate, certificates in the answer.
    let cases = [
        ("p256", p256, "sha256", "sha256", ""),
        ("p384", p384, "sha384", "sha256", "certs = ca.pem\n"),
        ("rsa", rsa, "sha256", "sha1", ""),
        ("rsa-512", rsa, "sha512", "sha512", "certs = ca.pem\ntsa_name = yes\nordering = yes\nclock_precision_digits = 3\n"),
    ];
    for (name, key, digest, named, more) in cases {
        let folder = crate::folder(&format!("openssl-ts-{name}"));
        certify(&folder, key, digest);
        std::fs::write(folder.join("serial"), "01\n").unwrap();
        let config = format!(
            "[tsa]\ndefault_tsa = here\n[here]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = {digest}\n\
             default_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1, millisecs:5\ness_cert_id_alg = {named}\n{more}"
        );
        std::fs::write(folder.join("tsa.cnf"), config).unwrap();
        let (signature, nonce) = (Bundle::parse(&story::signed(42).issue().bundle).unwrap().signature, Nonce::new(*b"8 random"));
        std::fs::write(folder.join("asked.tsq"), question(&signature, nonce)).unwrap();
        std::fs::write(folder.join("signature"), &signature).unwrap();
        assert!(openssl(&folder, &["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked.tsq", "-out", "said.tsr"]), "{name}");
        let answer = std::fs::read(folder.join("said.tsr")).unwrap();
        // It stamps by the clock of today, which is not the story's.
        let over = (signature.as_slice(), Timestamp::UNIX_EPOCH);
        let read = |file: &str| certificates(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap();
        for pinned in ["ca.pem", "tsa.pem"] {
            let (kept, stamped) = accept(&answer, over, nonce, &read(pinned)).unwrap_or_else(|why| panic!("{name}, {pinned}: {why}"));
            assert_eq!(stamped.by, "TSA of openssl");
            assert_eq!(Kept::open(&kept, over).unwrap().1, stamped);
            std::fs::write(folder.join("kept.tsr"), &kept).unwrap();
        }
        let verify = ["ts", "-verify", "-data", "signature", "-in", "kept.tsr", "-CAfile", "ca.pem"];
        assert!(openssl(&folder, &verify), "{name}: openssl accepts what is kept");
        let mut kept = std::fs::read(folder.join("kept.tsr")).unwrap();
        // The root's own certificate, where it is brought along, is not needed and may be anything.
        let root = holdpoint_domain::report::encoding::from_base64(
            &std::fs::read_to_string(folder.join("ca.pem")).unwrap().lines().filter(|line| !line.starts_with('-')).collect::<String>(),
        )
        .unwrap();
        let unneeded = kept.windows(root.len()).position(|window| window == root).map_or(0..0, |at| at..at + root.len());
        for at in (0..kept.len()).step_by(kept.len() / 40).filter(|at| !unneeded.contains(at)) {
            kept[at] ^= 4;
            assert!(Kept::open(&kept, over).and_then(|(kept, _)| kept.is_of(&read("ca.pem"))).is_err(), "{name}: byte {at}");
            kept[at] ^= 4;
        }
        *kept.last_mut().unwrap() ^= 1;
        std::fs::write(folder.join("kept.tsr"), &kept).unwrap();
        assert!(!openssl(&folder, &verify), "{name}: openssl refuses a changed one");
    }
}

#[test]
fn openssl_accepts_the_timestamp_of_the_vectors_and_no_other() {
    if !crate::is_there("openssl", "version") {
        return;
    }
    let (folder, vectors) = (crate::folder("openssl-ts-vectors"), Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors"));
    std::fs::write(folder.join("root.pem"), pem(&authority::root().certificate)).unwrap();
    let cases = [
        ("good/LCH-46.signoff", true),
        ("good/LCH-47.signoff", true),
        ("bad/timestamp-over-another-report", false),
        ("bad/timestamp-altered", false),
        ("bad/timestamp-of-a-stranger", false),
        ("bad/timestamp-for-another-use", false),
        ("bad/timestamp-names-another-certificate", false),
    ];
    for (name, good) in cases {
        let Bundle { signature, timestamp, .. } =
            Bundle::parse(&std::fs::read(vectors.join(format!("{name}.sigstore.json"))).unwrap()).unwrap();
        std::fs::write(folder.join("signature"), signature).unwrap();
        std::fs::write(folder.join("said.tsr"), timestamp.unwrap()).unwrap();
        // In five years the certificates will have lapsed.
        let at = "1795000000";
        let verify = ["ts", "-verify", "-data", "signature", "-in", "said.tsr", "-CAfile", "root.pem", "-attime", at];
        assert_eq!(openssl(&folder, &verify), good, "{name}");
    }
}

/// As openssl reads it: 64 characters a line.
fn pem(certificate: &[u8]) -> String {
    let text = holdpoint_domain::report::encoding::to_base64(certificate);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
