//! `holdpoint backup` and `holdpoint restore`: there and back, and what is refused on the way.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use holdpoint_domain::id::Digest;
use holdpoint_server::backup::{Entry, Fault, Manifest, verify};
use holdpoint_server::sign::Keys;
use holdpoint_store::Store as _;
use tokio::runtime::Runtime;

use crate::Desk;
use crate::data::prepare;

/// A desk with a data folder as a stopped server leaves it, and a backup of it.
fn desk() -> (Desk, PathBuf) {
    let desk = Desk::new();
    Runtime::new().unwrap().block_on(async {
        let store = prepare(&desk.path("data")).await;
        store.keep(b"a kept file".to_vec()).await.unwrap();
        Keys::open(&desk.path("data"), store.server_id()).unwrap();
        store.close().await;
    });
    desk.run(["backup", "one.tar"]).code(0).says(&["one.tar", "1 launch with 2 events", "private keys", "holdpoint restore one.tar"]);
    let archive = desk.path("one.tar");
    (desk, archive)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_one_private_file_and_comes_back_as_it_was() {
    let (desk, archive) = desk();
    assert_eq!(std::fs::metadata(&archive).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(names(desk.folder.path()), ["data", "one.tar"], "nothing else is left behind");
    desk.run(["backup", "one.tar"]).cannot_tell(&["there already"]);
    std::fs::create_dir(desk.path("all")).unwrap();
    let json = desk.run(["backup", "all", "--json"]).code(0).json();
    assert!(json["file"].as_str().unwrap().starts_with("all/holdpoint-20"), "{json}");
    assert_eq!((&json["census"]["launches"][0]["id"], &json["census"]["launches"][0]["events"]), (&"LCH-1".into(), &2.into()));

    let gate = desk.run(["gate", "LCH-1"]).code(1).out;
    let keys = desk.run(["keys"]).code(0).out;
    desk.run(["restore", "one.tar", "--data", "other"]).code(0).says(&["Now in      other"]);
    assert_eq!(desk.run(["gate", "LCH-1", "--data", "other"]).code(1).out, gate);
    assert_eq!(desk.run(["keys", "--data", "other"]).code(0).out.replace("other/", "data/"), keys);
    assert!(!desk.path("other/restore.unfinished").exists());
    for file in ["holdpoint.db", "keys/report.pem", "keys/log.key"] {
        assert_eq!(std::fs::metadata(desk.path("other").join(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
}

#[test]
fn a_template_that_was_saved_on_the_page_comes_back() {
    let (desk, _) = desk();
    std::fs::create_dir(desk.path("data/templates")).unwrap();
    let (kept, later) = ("templates/payments@1.0.0.toml", "templates/payments@1.1.0.toml");
    desk.write(&format!("data/{kept}"), "name = \"payments\"\n");
    desk.write("data/templates/notes.txt", "no template");
    desk.run(["backup", "with.tar"]).code(0).says(&["1 saved template"]);
    desk.write(&format!("data/{later}"), "name = \"payments\"\nversion = \"1.1.0\"\n");
    desk.run(["restore", "with.tar", "--data", "other"]).code(0);
    assert_eq!(names(&desk.path("other/templates")), ["payments@1.0.0.toml"]);
    assert_eq!(std::fs::read(desk.path("other").join(kept)).unwrap(), std::fs::read(desk.path("data").join(kept)).unwrap());
    let told = desk.run(["restore", "with.tar", "--replace", "--json"]).code(0).json();
    assert_eq!(names(&desk.path("data/templates")), ["payments@1.0.0.toml"]);
    assert!(desk.path(told["former"].as_str().unwrap()).join(later).exists(), "what is replaced is kept");
}

/// An archive is somebody else's file: a name in it must not lead out of the folder.
#[test]
fn a_template_in_an_archive_lies_in_the_templates_folder() {
    let (desk, archive) = desk();
    let was = verify(&archive).unwrap();
    for name in ["templates/../keys/x.toml", "/templates/x.toml", "templates/a/x.toml", "templates//x.toml", "templates/x.txt", "x.toml"] {
        let content = b"name = 1";
        let mut files = was.files.clone();
        files.push(Entry { name: name.into(), bytes: content.len() as u64, digest: Digest::of(content) });
        let manifest = serde_json::to_vec(&Manifest { files, ..was.clone() }).unwrap();
        let mut header = tar::Header::new_gnu();
        header.set_size(manifest.len() as u64);
        let mut tar = tar::Builder::new(Vec::new());
        tar.append_data(&mut header, "manifest.json", manifest.as_slice()).unwrap();
        match verify(&desk.write("strange.tar", tar.into_inner().unwrap())) {
            Err(Fault::Damaged(why)) => assert!(why.contains("names other files than this build knows"), "{name}: {why}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn data_is_replaced_only_when_told_and_never_lost() {
    let (desk, _) = desk();
    desk.run(["restore", "--help"]).code(0).says(&["before-restore-TIME"]);
    desk.run(["restore", "one.tar"]).cannot_tell(&["not empty", "--replace"]);
    let told = desk.run(["restore", "one.tar", "--replace", "--json"]).code(0).json();
    let former = told["former"].as_str().unwrap();
    assert!(former.starts_with("data/before-restore-20"), "{told}");
    desk.run(["gate", "LCH-1"]).code(1);
    desk.run(["gate", "LCH-1", "--data", former]).code(1);
    desk.run(["keys", "--data", former]).code(0);
    let held = Runtime::new().unwrap().block_on(holdpoint_store::sqlite::SqliteStore::open(&desk.path("data"))).unwrap();
    desk.run(["restore", "one.tar", "--replace"]).cannot_tell(&["a running server uses data", "stop it"]);
    desk.run(["backup", "while-it-runs.tar"]).code(0);
    drop(held);
}

#[test]
fn what_is_no_whole_backup_changes_nothing() {
    let (desk, archive) = desk();
    let whole = std::fs::read(&archive).unwrap();
    desk.run(["restore", "one.tar", "--check"]).code(0).says(&["Whole"]);
    desk.write("short.tar", &whole[..whole.len() / 2]);
    desk.run(["restore", "short.tar", "--check"]).code(1).says(&["Damaged", "no whole backup"]);
    desk.run(["restore", "short.tar", "--data", "new"]).code(1).says(&["no whole backup", "take another one"]);
    assert!(!desk.path("new").exists());
    let before = names(&desk.path("data"));
    let json = desk.run(["restore", "short.tar", "--replace", "--json"]).code(1).json();
    assert!(json["damaged"].as_str().unwrap().contains("short.tar"), "{json}");
    assert_eq!(names(&desk.path("data")), before);
    desk.write("text.tar", "no archive at all");
    desk.run(["restore", "text.tar", "--check"]).code(1);
    desk.run(["restore", "absent.tar", "--check"]).cannot_tell(&["absent.tar"]);
    // As of a disk that fails.
    desk.run(["restore", "/proc/self/mem", "--check"]).cannot_tell(&["/proc/self/mem: it cannot be read to its end (", "answers"]);
    desk.run(["restore", ".", "--check"]).cannot_tell(&["is a directory; name a backup"]);
    desk.run(["backup", "two.tar", "--data", "nowhere"]).cannot_tell(&["no database in nowhere", "--data"]);
    desk.run(["backup", "absent/two.tar"]).cannot_tell(&["absent/two.tar"]);
}

#[test]
fn a_full_disk_makes_no_backup_a_damaged_one() {
    let (desk, _) = desk();
    let before = names(&desk.path("data"));
    for restore in [&["--data", "other"][..], &["--replace"], &["--check"]] {
        let ran = desk.run_without_room(128, ["restore", "one.tar"].iter().chain(restore));
        ran.cannot_tell(&["one.tar cannot be unpacked in", "holdpoint.db", "is there room"]);
    }
    assert!(!desk.path("other").exists());
    assert_eq!(names(&desk.path("data")), before);
    desk.run_without_room(128, ["backup", "two.tar"]).cannot_tell(&["is there room"]);
    assert_eq!(names(desk.folder.path()), ["data", "one.tar"]);
}

/// Wherever a bit flips, either the backup is refused, or nothing that it holds has changed (padding, a header's user).
#[test]
fn a_flipped_bit_is_found_or_means_nothing() {
    let (desk, archive) = desk();
    let whole = std::fs::read(&archive).unwrap();
    let was: Manifest = verify(&archive).unwrap();
    let mut found = 0;
    let places: Vec<usize> = (0..96).map(|n| n * whole.len() / 96 + n % 7).collect();
    for place in &places {
        let mut bytes = whole.clone();
        bytes[*place] ^= 1 << (place % 8);
        match verify(&desk.write("flipped.tar", &bytes)) {
            Ok(manifest) => assert_eq!(manifest, was, "byte {place}"),
            Err(Fault::Damaged(_)) => found += 1,
            Err(Fault::Trouble(sentence)) => panic!("byte {place}: {sentence}"),
        }
    }
    assert!(places.len() / 2 < found, "{found} of {}", places.len());
}

#[test]
fn a_damaged_database_is_neither_backed_up_nor_served() {
    let (desk, _) = desk();
    let path = desk.path("data/holdpoint.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    desk.run(["backup", "damaged.tar"]).code(1).says(&["Damaged: "]);
    assert_eq!(names(desk.folder.path()), ["data", "one.tar"]);
    let way_back = "put the latest backup in its place: holdpoint restore BACKUP --data data --replace";
    desk.run(["serve", "--listen", "127.0.0.1:0"]).cannot_tell(&["data/holdpoint.db: ", "damaged", way_back]);
    desk.run(["restore", "one.tar", "--replace"]).code(0);
    desk.run(["gate", "LCH-1"]).code(1);
}

/// An earlier backup in its place would lose what is in it.
#[test]
fn a_database_of_another_build_is_not_told_as_damaged() {
    let (desk, _) = desk();
    // One file, with no log beside it.
    desk.run(["restore", "one.tar", "--data", "other"]).code(0);
    let path = desk.path("other/holdpoint.db");
    let backup = &["backup", "two.tar", "--data", "other"][..];
    let export = &["launch", "export", "LCH-1", "--out", "one.jsonl", "--data", "other"][..];
    let told = |tables: u32, command: &[&str], texts: &[&str]| {
        let mut bytes = std::fs::read(&path).unwrap();
        // SQLite's place for the version of the tables.
        bytes[60..64].copy_from_slice(&tables.to_be_bytes());
        std::fs::write(&path, bytes).unwrap();
        let ran = desk.run(command).cannot_tell(texts);
        assert!(!ran.err.contains("is there room") && !ran.err.contains("restore"), "{}", ran.err);
    };
    let newer = ["other/holdpoint.db was written by a newer Holdpoint (tables of version 99, this build knows", "use the newer one"];
    told(99, backup, &newer);
    told(99, export, &newer);
    told(11, export, &["other/holdpoint.db has tables of an earlier Holdpoint (version 11)", "export with the build that wrote it"]);
    assert_eq!(names(desk.folder.path()), ["data", "one.tar", "other"]);
}

#[test]
fn a_restore_that_was_cut_off_is_not_taken_for_a_new_folder() {
    let (desk, _) = desk();
    desk.write("data/restore.unfinished", "");
    std::fs::rename(desk.path("data/holdpoint.db"), desk.path("data/moved.db")).unwrap();
    desk.run(["serve", "--listen", "127.0.0.1:0"]).cannot_tell(&["was cut off", "holdpoint restore BACKUP"]);
    desk.run(["restore", "one.tar", "--replace"]).code(0);
    desk.run(["gate", "LCH-1"]).code(1);
}

#[test]
fn keys_of_another_server_are_no_part_of_a_backup() {
    let (desk, _) = desk();
    std::fs::remove_dir_all(desk.path("data/keys")).unwrap();
    desk.run(["backup", "two.tar"]).cannot_tell(&["report.pem is missing"]);
    Keys::open(&desk.path("data"), uuid::Uuid::from_u128(7)).unwrap();
    desk.run(["backup", "two.tar"]).code(1).says(&["of another server"]);
}
