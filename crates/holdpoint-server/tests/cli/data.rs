//! `holdpoint gate` and `holdpoint keys`: what lies in a data folder.

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use holdpoint_domain::id::{Digest, MemberId, Timestamp};
use holdpoint_domain::launch::NewLaunch;
use holdpoint_domain::report::TrustRoot;
use holdpoint_server::sign::Keys;
use holdpoint_server::templates::Templates;
use holdpoint_store::folder::LOCK;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Creation, Sender, Store as _};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::{BINARY, Desk, PATIENCE, repository};

/// Who does what a folder tells of.
///
/// * `of`: what the fingerprint is of.
pub fn ann(of: &[u8]) -> Sender {
    Sender {
        by: MemberId(Uuid::from_u128(1)),
        name: "Ann".into(),
        owner: false,
        at: Timestamp::now(),
        command: None,
        fingerprint: Digest::of(of),
    }
}

/// A data folder with one launch, as a server leaves it.
pub async fn prepare(folder: &Path) -> SqliteStore {
    let store = SqliteStore::open(folder).await.unwrap();
    let templates = Templates::built_in().unwrap();
    let known = templates.get(&"service-launch".parse().unwrap()).unwrap();
    let sender = ann(b"create");
    let name = "Checkout \u{1b}[2J3".to_owned();
    let wish = NewLaunch::new(name, known.reference.name.clone());
    let creation = Creation { sender, wish, template: known.template, template_ref: known.reference };
    if store.create(creation.clone()).await.is_err() {
        // Should names come to be refused that draw on terminals.
        let wish = NewLaunch { name: "Checkout 3".into(), ..creation.wish.clone() };
        store.create(Creation { wish, ..creation }).await.unwrap();
    }
    store
}

#[test]
fn an_open_launch_is_no_go_with_every_reason() {
    let desk = Desk::new();
    let runtime = Runtime::new().unwrap();
    drop(runtime.block_on(async {
        let store = prepare(&desk.path("data")).await;
        store.close().await;
        store
    }));
    let ran = desk.run(["gate", "LCH-1"]).code(1).says(&["LCH-1", "Checkout", "No go", "Why not:", "No release manager has signed"]);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
    let json = desk.run(["gate", "LCH-1", "--json"]).code(1).json();
    assert_eq!((&json["launch"], &json["decision"]), (&"LCH-1".into(), &"no_go".into()));
    let told = ["reasons", "notices"].iter().map(|list| json[list].as_array().unwrap().len()).sum::<usize>();
    assert_eq!(told, ran.out.lines().filter(|line| line.starts_with("  - ")).count(), "{}", ran.out);
    desk.run(["gate", "LCH-2"]).cannot_tell(&["no launch LCH-2", "--data"]);
}

#[test]
fn a_running_server_is_to_be_asked_itself() {
    let desk = Desk::new();
    let runtime = Runtime::new().unwrap();
    let held = runtime.block_on(prepare(&desk.path("elsewhere")));
    desk.run(["gate", "LCH-1", "--data", "elsewhere"]).cannot_tell(&["with --server"]);
    drop(held);
    desk.run(["gate", "LCH-1", "--data", "elsewhere"]).code(1);
    desk.set("HOLDPOINT_DATA", "elsewhere").run(["gate", "LCH-1"]).code(1);
}

#[test]
fn the_configuration_that_is_named_says_where_the_data_is() {
    let desk = Desk::new();
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async { prepare(&desk.path("elsewhere")).await.close().await });
    Keys::open(&desk.path("elsewhere"), Uuid::from_u128(7)).unwrap();
    desk.write("etc.toml", "[server]\ndata = \"elsewhere\"\n");
    desk.run(["gate", "LCH-1"]).cannot_tell(&["no database in data"]);
    desk.run(["gate", "LCH-1", "--config", "etc.toml"]).code(1);
    desk.run(["keys", "--config", "etc.toml"]).code(0).says(&["elsewhere/keys/report.pem"]);
    desk.run(["person", "erase", "Nobody", "--dry-run", "--config", "etc.toml"]).cannot_tell(&["nobody with the name"]);
    desk.run(["gate", "LCH-1", "--config", "absent.toml"]).cannot_tell(&["absent.toml", "--config"]);
}

/// As if it were not set, another folder would be taken, or made.
#[test]
fn a_variable_that_is_no_text_is_refused() {
    let mut command = Command::new(BINARY);
    command.env("HOLDPOINT_DATA", OsStr::from_bytes(b"d\xe4ta"));
    Desk::new().run_by(command, ["keys"]).cannot_tell(&["HOLDPOINT_DATA: it is no UTF-8"]);
}

#[test]
fn looking_makes_nothing() {
    let desk = Desk::new();
    desk.run(["gate", "LCH-1"]).cannot_tell(&["no database in data", "--data"]);
    desk.run(["keys"]).cannot_tell(&["no keys in data", "holdpoint serve"]);
    desk.run(["keys", "--json"]).cannot_tell(&["no keys in data"]);
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 0);
    desk.write("file", "");
    desk.run(["gate", "LCH-1", "--data", "file"]).cannot_tell(&["file"]);
    desk.run(["keys", "--data", "file"]).cannot_tell(&["file"]);
}

/// As where this user may not look into it; a link to itself nobody may follow.
#[test]
fn a_folder_that_cannot_be_looked_into_is_not_told_as_empty() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("data", desk.path("data")).unwrap();
    for command in [&["gate", "LCH-1"][..], &["backup", "one.tar"], &["launch", "export", "LCH-1", "--out", "one.jsonl"]] {
        let ran = desk.run(command).cannot_tell(&["a database in data cannot be told", "as the user that the server runs as"]);
        assert!(!ran.err.contains("there is no database"), "{}", ran.err);
    }
    desk.run(["keys"]).cannot_tell(&["there are keys in data cannot be told", "as the user that the server runs as"]);
}

#[test]
fn keys_are_shown_by_their_public_halves() {
    let desk = Desk::new();
    let keys = Keys::open(&desk.path("data"), Uuid::from_u128(7)).unwrap();
    let (keyid, vkey) = (keys.report.keyid().to_string(), keys.log.public().vkey());
    let ran = desk.run(["keys"]).code(0).says(&[&keyid, &vkey, "data/keys/report.pem", "data/keys/log.key", "since 20"]);
    let json = desk.run(["keys", "--json"]).code(0);
    for printed in [&ran.out, &json.out] {
        assert!(!printed.contains("PRIVATE"), "{printed}");
    }
    let json = json.json();
    assert_eq!((&json["report"]["id"], &json["log"]["id"]), (&keyid.into(), &vkey.into()));
    assert_eq!(json["since"], keys.since.to_string());
    std::fs::remove_file(desk.path("data/keys/log.key")).unwrap();
    desk.run(["keys"]).cannot_tell(&["log.key is missing", "backup"]);
    assert!(!desk.path("data/keys/log.key").exists());
}

#[test]
fn a_key_that_others_can_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    Keys::open(&desk.path("data"), Uuid::from_u128(7)).unwrap();
    std::fs::set_permissions(desk.path("data/keys/report.pem"), std::fs::Permissions::from_mode(0o644)).unwrap();
    desk.run(["keys"]).cannot_tell(&["chmod 600"]);
}

#[test]
fn rotated_keys_are_listed_and_exported_with_their_time() {
    let desk = Desk::new();
    let before = Keys::open(&desk.path("data"), Uuid::from_u128(7)).unwrap();
    let ran = desk.run(["keys", "rotate"]).code(0).says(&["Report key", "Earlier"]);
    let old = before.report.keyid().to_string();
    assert!(ran.out.contains(&format!("Earlier     {old}")), "{}", ran.out);
    let after = Keys::open(&desk.path("data"), Uuid::from_u128(7)).unwrap();
    assert_eq!(before.log.public().name(), after.log.public().name());
    let trust = TrustRoot::parse(desk.run(["keys", "export"]).code(0).out.as_bytes()).unwrap();
    let told: Vec<_> = trust.report_keys.iter().map(|key| (key.keyid, key.valid_until.is_some())).collect();
    assert_eq!(told, [(before.report.keyid(), true), (after.report.keyid(), false)]);
    assert_eq!(desk.run(["keys", "list", "--json"]).code(0).json()["earlier"].as_array().unwrap().len(), 2);
}

#[test]
fn exported_keys_come_with_the_configured_site_and_without_one_pin_none() {
    let desk = Desk::new();
    Keys::open(&desk.path("data"), Uuid::from_u128(7)).unwrap();
    let site = |arguments: &[&str]| {
        let trust = TrustRoot::parse(desk.run(arguments).code(0).out.as_bytes()).unwrap();
        assert!(trust.roster.is_empty());
        (trust.rp_id, trust.origins)
    };
    assert_eq!(site(&["keys", "export"]), (String::new(), vec![]));
    desk.write("etc.toml", "[server]\npublic_url = \"https://Holdpoint.example.com/\"\n");
    let expected = ("holdpoint.example.com".to_owned(), vec!["https://holdpoint.example.com".to_owned()]);
    assert_eq!(site(&["keys", "export", "--config", "etc.toml"]), expected);
    assert_eq!(site(&["keys", "export", "--data", "data", "--config", "etc.toml"]), expected);
}

#[test]
fn exported_keys_come_with_the_configured_timestamp_authority() {
    let desk = Desk::new();
    Keys::open(&desk.path("data"), Uuid::from_u128(7)).unwrap();
    let vectors = std::fs::read(repository().join("tests/vectors/good/trust.json")).unwrap();
    let certificate = TrustRoot::parse(&vectors).unwrap().timestamp_authorities.remove(0).certificates.remove(0);
    desk.write("tsa.pem", &certificate);
    desk.write("etc.toml", "[timestamp]\nurl = \"http://tsa.example.com/\"\ncertificates = \"tsa.pem\"\n");
    let trust = TrustRoot::parse(desk.run(["keys", "export", "--config", "etc.toml"]).code(0).out.as_bytes()).unwrap();
    let told: Vec<_> = trust.timestamp_authorities.into_iter().map(|known| (known.name, known.certificates)).collect();
    assert_eq!(told, [("http://tsa.example.com/".to_owned(), vec![certificate])]);
    desk.write("etc.toml", "[timestamp]\nurl = \"http://tsa.example.com/\"\ncertificates = \"gone.pem\"\n");
    desk.run(["keys", "export", "--config", "etc.toml"]).cannot_tell(&["[timestamp] certificates", "gone.pem"]);
}

/// It would sign with keys that are gone.
#[test]
fn no_server_starts_while_keys_are_rotated() {
    let desk = Desk::new();
    let data = desk.path("data");
    drop(Runtime::new().unwrap().block_on(prepare(&data)));
    Keys::open(&data, Uuid::from_u128(7)).unwrap();
    // Whoever writes there waits for a reader.
    let pipe = data.join("keys/retired.new");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let is_held = || matches!(File::open(data.join(LOCK)).unwrap().try_lock_shared(), Err(TryLockError::WouldBlock));
    std::thread::scope(|scope| {
        let rotating = scope.spawn(|| desk.run(["keys", "rotate"]));
        let (began, mut looks) = (Instant::now(), 0);
        while looks < 3 {
            assert!(began.elapsed() < PATIENCE, "nobody holds the folder");
            std::thread::sleep(Duration::from_millis(100));
            looks = if is_held() { looks + 1 } else { 0 };
        }
        std::fs::read(&pipe).unwrap();
        rotating.join().unwrap();
    });
}

#[test]
fn keys_of_a_running_server_are_not_rotated() {
    let desk = Desk::new();
    let held = Runtime::new().unwrap().block_on(prepare(&desk.path("data")));
    Keys::open(&desk.path("data"), Uuid::from_u128(7)).unwrap();
    desk.run(["keys", "rotate"]).cannot_tell(&["a running server uses data", "stop it"]);
    drop(held);
    desk.run(["keys", "rotate"]).code(0);
}
