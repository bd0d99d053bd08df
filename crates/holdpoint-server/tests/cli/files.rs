//! Evidence files in backups and in a launch's own file: they come along, and what was changed is refused.

use std::path::PathBuf;

use holdpoint_domain::id::{Digest, EvidenceId, LaunchId, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::{EvidenceKind, NewEvidence, NewPush, Record};
use holdpoint_server::sign::Keys;
use holdpoint_store::{Entry, EvidenceFile, Files, Sender, Store as _, Wish};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::Desk;
use crate::data::prepare;

pub const CONTENT: &[u8] = b"latency,p99\n10,200\n";

pub fn file() -> EvidenceFile {
    EvidenceFile { digest: Digest::of(CONTENT), bytes: CONTENT.len() as u64 }
}

/// Data folders: `data` with LCH-1, which has an evidence file, and `empty`; and where the file is.
pub fn desk() -> (Desk, PathBuf) {
    let desk = Desk::new();
    let data = desk.path("data");
    Runtime::new().unwrap().block_on(async {
        let store = prepare(&data).await;
        Keys::open(&data, store.server_id()).unwrap();
        let EvidenceFile { digest, bytes } = file();
        let kind = EvidenceKind::File { name: "load.csv".into(), digest, bytes, title: None, url: None, media: Some("text/csv".into()) };
        let now = Timestamp::now();
        let evidence = NewEvidence { id: EvidenceId(Uuid::now_v7()), kind, observed_at: now, expires_at: None };
        let push = NewPush { receipts: vec![], evidence: vec![("readiness.owner".parse().unwrap(), evidence)] };
        let by = MemberId(Uuid::from_u128(1));
        let sender = Sender { by, name: "Ann".into(), owner: false, at: now, command: None, fingerprint: Digest::of(b"push") };
        store.submit(LaunchId(1), Entry { sender, based_on: Seq(0), wish: Wish::Record(Record::Pushed(push)) }).await.unwrap();
        store.close().await;
        holdpoint_store::sqlite::SqliteStore::open(&desk.path("empty")).await.unwrap().close().await;
    });
    let part = desk.write("part", CONTENT);
    Files::of(&data).take(&part, file()).unwrap();
    (desk, Files::of(&data).path(Digest::of(CONTENT)))
}

#[test]
fn a_backup_has_the_files_that_the_database_names() {
    let (desk, _) = desk();
    // Nobody's: it stays behind.
    let part = desk.write("part", "other");
    Files::of(&desk.path("data")).take(&part, EvidenceFile { digest: Digest::of(b"other"), bytes: 5 }).unwrap();
    let json = desk.run(["backup", "one.tar", "--json"]).code(0).json();
    assert_eq!(json["census"]["evidence"], serde_json::json!([file()]));
    desk.run(["restore", "one.tar", "--check"]).code(0).says(&["1 evidence file"]);
    desk.run(["restore", "one.tar", "--data", "other"]).code(0);
    let files = Files::of(&desk.path("other"));
    assert!(files.is_whole(file()).unwrap());
    assert_eq!(files.all().unwrap().len(), 1);
    desk.run(["restore", "one.tar", "--replace"]).code(0);
    assert!(Files::of(&desk.path("data")).is_whole(file()).unwrap());
}

#[test]
fn a_backup_without_a_file_or_with_another_is_none() {
    let (desk, path) = desk();
    desk.run(["backup", "one.tar"]).code(0);
    let mut whole = std::fs::read(desk.path("one.tar")).unwrap();
    let place = whole.windows(CONTENT.len()).position(|part| part == CONTENT).unwrap();
    whole[place] ^= 1;
    desk.write("flipped.tar", &whole);
    desk.run(["restore", "flipped.tar", "--check"]).code(1).says(&["Damaged", "is not what the manifest says"]);
    std::fs::write(&path, b"LATENCY,p99\n10,200\n").unwrap();
    desk.run(["backup", "two.tar"]).code(1).says(&["Damaged", "is not what the manifest says"]);
    std::fs::remove_file(&path).unwrap();
    desk.run(["backup", "two.tar"]).code(1).says(&["Damaged", "missing", "earlier backup"]);
    // A link that leads to itself: nobody can tell.
    std::os::unix::fs::symlink(&path, &path).unwrap();
    desk.run(["backup", "two.tar"]).cannot_tell(&["cannot be read (", "let this user read it"]);
    assert!(!desk.path("two.tar").exists());
}

#[test]
fn a_launch_takes_its_files_along() {
    let (desk, path) = desk();
    desk.run(["launch", "export", "LCH-1", "--out", "1.jsonl"]).code(0).says(&["1 evidence file"]);
    let text = std::fs::read_to_string(desk.path("1.jsonl")).unwrap();
    desk.write("changed.jsonl", text.replacen("\"part\":\"bGF0", "\"part\":\"TGF0", 1));
    desk.run(["launch", "import", "changed.jsonl", "--data", "empty"]).code(1).says(&["not what its digest says"]);
    desk.run(["launch", "import", "1.jsonl", "--check"]).code(0);
    desk.run(["launch", "import", "1.jsonl", "--data", "empty"]).code(0).says(&["Imported"]);
    assert!(Files::of(&desk.path("empty")).is_whole(file()).unwrap());
    let left: Vec<_> = std::fs::read_dir(desk.path("empty")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".import")), "{left:?}");
    let digest = Digest::of(CONTENT).to_string();
    let place = path.strip_prefix(desk.path("")).unwrap().display().to_string();
    let refused = |why: &str, advice: &str| {
        let told = desk.run(["launch", "export", "LCH-1", "--out", "2.jsonl"]);
        let told = told.cannot_tell(&["LCH-1 is not exported", &digest, why, "of readiness.owner, in", &place, advice]);
        assert!(!told.err.contains("2.jsonl"), "nothing is wrong with that: {}", told.err);
    };
    std::fs::write(&path, b"LATENCY,p99\n10,200\n").unwrap();
    refused("has other bytes", "from a backup");
    std::fs::remove_file(&path).unwrap();
    refused("is missing", "from a backup");
    std::fs::create_dir(&path).unwrap();
    refused("cannot be read (", "may read it");
}
