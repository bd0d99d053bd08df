//! `holdpoint launch export` and `import`: there and back, and what is refused on the way.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::time::{Duration, SystemTime};

use holdpoint_domain::id::{Digest, LaunchId, Seq};
use holdpoint_domain::launch::{Decision, NewReport, Record};
use holdpoint_server::sign::Keys;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Entry, Store as _, Wish};
use tokio::runtime::Runtime;

use crate::data::{ann, prepare};
use crate::{BINARY, Desk};

/// Data folders: `data` with LCH-1, `empty` with none.
fn desk() -> Desk {
    let desk = Desk::new();
    Runtime::new().unwrap().block_on(async {
        let store = prepare(&desk.path("data")).await;
        Keys::open(&desk.path("data"), store.server_id()).unwrap();
        store.close().await;
        SqliteStore::open(&desk.path("empty")).await.unwrap().close().await;
    });
    desk
}

#[test]
fn a_launch_moves_to_another_server_and_replaces_nothing() {
    let desk = desk();
    let told = desk.run(["launch", "export", "LCH-1", "--out", "LCH-1.jsonl"]).code(0);
    let told = told.says(&["Exported    LCH-1", "2 events", "holdpoint launch import LCH-1.jsonl"]);
    let mode = std::fs::metadata(desk.path("LCH-1.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    desk.run(["launch", "export", "LCH-1", "--out", "LCH-1.jsonl"]).cannot_tell(&["LCH-1.jsonl cannot be written", "new file"]);
    desk.run(["launch", "export", "LCH-2", "--out", "2.jsonl"]).cannot_tell(&["no launch LCH-2", "--data"]);
    desk.run(["launch", "export", "LCH-1", "--out", "2.jsonl", "--data", "nowhere"]).cannot_tell(&["no database in nowhere"]);

    desk.run(["launch", "import", "LCH-1.jsonl"]).cannot_tell(&["already", "replaces nothing"]);
    desk.run(["launch", "import", "LCH-1.jsonl", "--data", "empty"]).code(0).says(&["Imported    LCH-1"]);
    desk.run(["launch", "import", "LCH-1.jsonl", "--data", "empty"]).cannot_tell(&["already"]);
    let gate = desk.run(["gate", "LCH-1"]).code(1).out;
    assert_eq!(desk.run(["gate", "LCH-1", "--data", "empty"]).code(1).out, gate);
    let again = desk.run(["launch", "export", "LCH-1", "--out", "again.jsonl", "--data", "empty"]).code(0);
    let root = |text: &str| text.lines().find(|line| line.starts_with("Root")).unwrap().to_owned();
    assert_eq!(root(&again.out), root(&told.out));
}

#[test]
fn what_is_read_from_a_pipe_has_the_digest_of_what_was_read() {
    let desk = desk();
    let exported = desk.run(["launch", "export", "LCH-1", "--out", "LCH-1.jsonl", "--json"]).code(0).json();
    let piped = |arguments: &[&str]| {
        let mut shell = Command::new("sh");
        shell.args(["-c", "cat LCH-1.jsonl | \"$0\" \"$@\"", BINARY]);
        desk.run_by(shell, ["launch", "import", "/dev/stdin", "--json"].iter().chain(arguments)).code(0).json()
    };
    assert_eq!(piped(&["--check"])["digest"], exported["digest"]);
    assert_eq!(piped(&["--data", "empty"])["digest"], exported["digest"]);
}

#[test]
fn a_file_that_was_changed_is_refused() {
    let desk = desk();
    let json = desk.run(["launch", "export", "LCH-1", "--out", "LCH-1.jsonl", "--json"]).code(0).json();
    assert_eq!((&json["launch"], &json["events"]), (&"LCH-1".into(), &2.into()));
    desk.run(["launch", "import", "LCH-1.jsonl", "--check"]).code(0).says(&["Whole"]);
    let text = std::fs::read_to_string(desk.path("LCH-1.jsonl")).unwrap();
    desk.write("changed.jsonl", text.replacen("Checkout", "Checkaut", 1));
    desk.run(["launch", "import", "changed.jsonl", "--data", "empty"]).code(1).says(&["Damaged", "line 2", "leaf"]);
    desk.run(["launch", "import", "changed.jsonl", "--check", "--json"]).code(1).says(&["damaged"]);
    desk.run(["gate", "LCH-1", "--data", "empty"]).cannot_tell(&["no launch LCH-1"]);
    desk.run(["launch", "import", "absent.jsonl"]).cannot_tell(&["absent.jsonl"]);
    // As of a disk that fails.
    desk.run(["launch", "import", "/proc/self/mem", "--check"]).cannot_tell(&["/proc/self/mem: line 1 cannot be read (", "answers"]);
    // Where it would go says nothing against it.
    std::fs::create_dir(desk.path("none")).unwrap();
    desk.write("none/holdpoint.db", "no database at all");
    desk.run(["launch", "import", "LCH-1.jsonl", "--data", "none"]).cannot_tell(&["none/holdpoint.db"]);
    desk.run(["launch", "import", "data", "--check"]).cannot_tell(&["data: is a directory; name a file"]);
    let runtime = Runtime::new().unwrap();
    let held = runtime.block_on(SqliteStore::open(&desk.path("empty"))).unwrap();
    desk.run(["launch", "import", "LCH-1.jsonl", "--data", "empty"]).cannot_tell(&["running server", "stop it"]);
    desk.run(["launch", "export", "LCH-1", "--out", "x.jsonl", "--data", "empty"]).cannot_tell(&["no launch LCH-1"]);
    drop(held);
}

#[test]
fn what_a_killed_export_or_import_left_goes_a_day_later() {
    let desk = desk();
    let left = [desk.write(".holdpoint-draft-a", "names and texts"), desk.write("empty/.holdpoint-import-a", "")];
    let young = [desk.write(".holdpoint-draft-b", ""), desk.write("empty/.holdpoint-import-b", "")];
    for path in &left {
        let old = SystemTime::now() - Duration::from_secs(2 * 86_400);
        std::fs::File::open(path).unwrap().set_modified(old).unwrap();
    }
    desk.run(["launch", "export", "LCH-1", "--out", "LCH-1.jsonl"]).code(0);
    desk.run(["launch", "import", "LCH-1.jsonl", "--data", "empty"]).code(0);
    assert!(!left.iter().any(|path| path.exists()) && young.iter().all(|path| path.exists()));
}

#[test]
fn what_is_no_timestamp_of_its_report_is_not_taken() {
    let desk = desk();
    let bundle = Digest::of(b"bundle");
    Runtime::new().unwrap().block_on(async {
        let store = SqliteStore::open(&desk.path("data")).await.unwrap();
        let mut kept = Vec::new();
        for bytes in ["snapshot", "bundle", "html"] {
            kept.push(store.keep(bytes.into()).await.unwrap());
        }
        let report = NewReport { revision: Seq(2), snapshot: kept[0], bundle, html: kept[2], decision: Decision::NoGo, to: Vec::new() };
        let sender = ann(b"report");
        let entry = Entry { sender, based_on: Seq(0), wish: Wish::Record(Record::ReportSigned(report)) };
        store.submit(LaunchId(1), entry).await.unwrap();
        store.keep_timestamp(bundle, b"at ten".to_vec(), None).await.unwrap();
        store.close().await;
    });
    let exported = desk.run(["launch", "export", "LCH-1", "--out", "LCH-1.jsonl", "--json"]).code(0).json();
    assert_eq!(exported["timestamps"], 1);
    let told = format!("Not taken   {bundle}: the report cannot be read");
    desk.run(["launch", "import", "LCH-1.jsonl", "--check"]).code(0).says(&["Whole", &told]);
    let imported = desk.run(["launch", "import", "LCH-1.jsonl", "--data", "empty", "--json"]).code(0).json();
    assert_eq!(imported["notTaken"][0]["report"], bundle.to_string());
    let again = desk.run(["launch", "export", "LCH-1", "--out", "again.jsonl", "--data", "empty", "--json"]).code(0).json();
    assert_eq!((&again["events"], &again["timestamps"]), (&exported["events"], &serde_json::Value::Null));
}
