//! Files that are no report of this version: each gets its own words.

use super::*;

fn good() -> String {
    let key = ReportKey::from_seed(&[7; 32]).unwrap();
    String::from_utf8(Bundle::sign(br#"{"_type":"x"}"#.to_vec(), &key).unwrap().to_bytes()).unwrap()
}

/// What is said about a file.
fn check(file: impl AsRef<[u8]>, expected: &str) {
    let said = Bundle::parse(file.as_ref()).unwrap_err().to_string();
    assert!(said.contains(expected), "expected: {expected}\nsaid: {said}");
}

#[test]
fn a_bundle_reads_as_it_was_written() {
    let bundle = Bundle::parse(good().as_bytes()).unwrap();
    assert_eq!(bundle.to_bytes(), good().as_bytes());
    assert_eq!(bundle.payload, br#"{"_type":"x"}"#);
    let pretty: serde_json::Value = serde_json::from_str(&good()).unwrap();
    assert_eq!(Bundle::parse(serde_json::to_string_pretty(&pretty).unwrap().as_bytes()), Ok(bundle), "spaces between parts are free");
}

#[test]
fn every_other_file_is_told_apart() {
    let good = good();
    check("", "empty");
    check("<!doctype html>", "not JSON");
    check(&good[..good.len() / 2], "ends too early");
    check(vec![b' '; MAX_BYTES + 1], "no report is as large");
    check("{}", "no Sigstore bundle");
    check("[1]", "no Sigstore bundle");
    check("\"x\"", "no Sigstore bundle");
    check([0xff, 0xfe], "not JSON");
    check("[".repeat(100_000), "no Sigstore bundle");
    check(format!("{{\"x\":{}", "[".repeat(100_000)), "ends too early");
    check(good.replace("v0.3", "v0.4"), "bundle.v0.4+json; this build reads");
    check(good.replace(MEDIA_TYPE, "application/vnd.other"), "another tool");
    check(good.replace(dsse::IN_TOTO, "text/plain"), "not an in-toto statement");
    check(good.replace("publicKey", "certificate"), "another tool: unknown field `certificate`");
    check(good.replace("dsseEnvelope", "messageSignature"), "another tool");
    check(good.replacen("sha256:", "md5:", 1), "differ");
    check(good.replace("sha256:", "md5:"), "not named by a sha256: digest");
    check(good.replace("\"payload\":\"", "\"payload\":\"*"), "not base64");
    check(good.replace("\"signatures\":[", "\"signatures\":[],\"x\":["), "unknown field `x`");
    let two = good.replace("\"signatures\":[", "\"signatures\":[{\"sig\":\"\",\"keyid\":\"\"},");
    check(two, "exactly one");
    let start = good.find("\"signatures\":[").unwrap();
    check(format!("{}\"signatures\":[]}}}}", &good[..start]), "exactly one");
    check(good.replacen("{", "{\"mediaType\":\"x\",", 1), "");
    check(format!("{good}x"), "not JSON");
}
