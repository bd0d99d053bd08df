//! Evidence files in a bucket, and what backups and a launch's own file make of them.

use std::path::PathBuf;

use holdpoint_domain::id::Digest;
use holdpoint_emulator::s3::{ACCESS_KEY, BUCKET, S3, SECRET_KEY};

use crate::Desk;
use crate::files::{CONTENT, desk, file};

/// Configures a bucket for all that is run on a desk; where its one file will be.
fn configure(desk: &Desk, storage: &S3) -> PathBuf {
    desk.write("access", ACCESS_KEY);
    desk.write("secret", SECRET_KEY);
    let (access, secret) = (desk.path("access"), desk.path("secret"));
    desk.write(
        "holdpoint.toml",
        format!(
            "[egress]\nallow = [\"127.0.0.1\"]\n[files.bucket]\nname = \"{BUCKET}\"\nendpoint = \"{}\"\nregion = \"eu-central-1\"\n\
             prefix = \"hp\"\naccess_key = \"file:{}\"\nsecret_key = \"file:{}\"\n",
            storage.endpoint(),
            access.display(),
            secret.display()
        ),
    );
    let hex = Digest::of(CONTENT).hex();
    storage.object(&format!("hp/files/{}/{hex}", &hex[..2]))
}

#[test]
fn a_backup_names_the_bucket_and_a_restore_looks_into_it() {
    let (desk, _) = desk();
    desk.run(["backup", "whole.tar"]).code(0);
    let storage = S3::start().unwrap();
    let object = configure(&desk, &storage);
    // What was in a folder goes into the bucket.
    desk.run(["backup", "none.tar"]).code(1).says(&["Damaged", "missing from http://127.0.0.1", &Digest::of(CONTENT).to_string()]);
    desk.run(["restore", "whole.tar", "--data", "moved"]).code(0);
    assert_eq!(std::fs::read(&object).unwrap(), CONTENT);

    let made = desk.run(["backup", "named.tar", "--data", "moved", "--json"]).code(0).json();
    let place = format!("{}/{BUCKET}/hp/", storage.endpoint());
    assert_eq!((&made["evidenceIn"], &made["census"]["evidence"]), (&place.clone().into(), &serde_json::json!([file()])));
    let archive = std::fs::read(desk.path("named.tar")).unwrap();
    assert!(!archive.windows(CONTENT.len()).any(|part| part == CONTENT), "its files are where they were");
    assert!(!archive.windows(SECRET_KEY.len()).any(|part| part == SECRET_KEY.as_bytes()));
    desk.run(["restore", "named.tar", "--check"]).code(0).says(&["1 evidence file", "not in it, but in", &place]);
    let restored = desk.run(["restore", "named.tar", "--data", "again", "--json"]).code(0).json();
    assert_eq!(restored.get("missing"), None);

    std::fs::write(&object, "shorter").unwrap();
    let missing = desk.run(["restore", "named.tar", "--data", "third", "--json"]).code(0).json();
    assert_eq!(missing["missing"], serde_json::json!([file()]));
    desk.run(["backup", "later.tar", "--data", "moved"]).code(1).says(&["Damaged"]);
    storage.stop();
    desk.run(["backup", "later.tar", "--data", "moved"]).cannot_tell(&["cannot be reached"]);
    let replaced = desk.run(["restore", "named.tar", "--data", "again", "--replace"]);
    replaced.cannot_tell(&["the data is restored, but nobody can tell", "What was there before is in again/before-restore-20"]);
    assert!(!desk.path("later.tar").exists());
    // A server that keeps its files in a folder has none of them.
    std::fs::remove_file(desk.path("holdpoint.toml")).unwrap();
    desk.run(["restore", "named.tar", "--data", "fourth"]).code(0).says(&["Missing", &Digest::of(CONTENT).to_string()]);
}

/// As with `serve --config`: the file is somewhere else than where commands are run.
#[test]
fn the_configuration_that_is_named_says_where_files_are() {
    let (desk, _) = desk();
    desk.run(["launch", "export", "LCH-1", "--out", "1.jsonl"]).code(0);
    let storage = S3::start().unwrap();
    let object = configure(&desk, &storage);
    let named = desk.path("etc.toml");
    let config = ["--config", named.to_str().unwrap()];
    let with = |arguments: &[&str]| desk.run(arguments.iter().copied().chain(config));
    std::fs::rename(desk.path("holdpoint.toml"), &named).unwrap();
    with(&["launch", "import", "1.jsonl", "--data", "empty"]).code(0);
    assert_eq!(std::fs::read(&object).unwrap(), CONTENT);
    assert!(!desk.path("empty/files").exists());
    with(&["launch", "export", "LCH-1", "--data", "empty", "--out", "2.jsonl"]).code(0).says(&["1 evidence file"]);
    desk.run(["launch", "export", "LCH-1", "--data", "empty", "--out", "3.jsonl"]).cannot_tell(&[&Digest::of(CONTENT).to_string()]);
    let way_back = format!("--data data --config {}", named.display());
    with(&["backup", "named.tar"]).code(0).says(&["not in it, but in", &way_back]);
    let restored = with(&["restore", "named.tar", "--data", "again", "--json"]).code(0).json();
    assert_eq!(restored.get("missing"), None);
    desk.run(["restore", "named.tar", "--data", "third"]).code(0).says(&["Missing", &Digest::of(CONTENT).to_string()]);
    desk.run(["backup", "x.tar", "--config", "absent.toml"]).cannot_tell(&["absent.toml", "--config"]);
}

#[test]
fn a_launch_takes_its_files_out_of_a_bucket_and_into_one() {
    let (desk, _) = desk();
    desk.run(["launch", "export", "LCH-1", "--out", "1.jsonl"]).code(0);
    let storage = S3::start().unwrap();
    let object = configure(&desk, &storage);
    desk.run(["launch", "import", "1.jsonl", "--data", "empty"]).code(0).says(&["Imported"]);
    assert_eq!(std::fs::read(&object).unwrap(), CONTENT);
    assert!(!desk.path("empty/files").exists());
    desk.run(["launch", "export", "LCH-1", "--data", "empty", "--out", "2.jsonl"]).code(0).says(&["1 evidence file"]);
    desk.run(["launch", "import", "2.jsonl", "--check"]).code(0);
    let mut flipped = CONTENT.to_vec();
    flipped[3] ^= 1;
    std::fs::write(&object, flipped).unwrap();
    let said = desk.run(["launch", "export", "LCH-1", "--data", "empty", "--out", "3.jsonl"]);
    said.cannot_tell(&[&Digest::of(CONTENT).to_string(), "other bytes"]);
    assert!(!desk.path("3.jsonl").exists());
}
