//! Commands over PostgreSQL: a launch moves there and back, and what is SQLite's says what to do instead.

use holdpoint_emulator::postgres::Postgres;
use holdpoint_server::config::Config;
use holdpoint_server::serve;
use holdpoint_server::sign::Keys;
use holdpoint_store::Store as _;
use tokio::runtime::Runtime;

use crate::Desk;
use crate::data::prepare;

#[test]
fn a_launch_moves_to_postgresql_and_back_and_is_asked_there() {
    let desk = Desk::new();
    let server = Postgres::start().unwrap();
    let runtime = Runtime::new().unwrap();
    let url = runtime.block_on(async {
        let store = prepare(&desk.path("data")).await;
        Keys::open(&desk.path("data"), store.server_id()).unwrap();
        store.close().await;
        server.database().await.unwrap()
    });
    let root = |text: &str| text.lines().find(|line| line.starts_with("Root")).unwrap().to_owned();
    let told = desk.run(["launch", "export", "LCH-1", "--out", "LCH-1.jsonl"]).code(0);
    desk.run(["launch", "import", "LCH-1.jsonl", "--database", &url]).code(0).says(&["Imported    LCH-1"]);
    desk.run(["launch", "import", "LCH-1.jsonl", "--database", &url]).cannot_tell(&["already", "replaces nothing"]);
    let gate = desk.run(["gate", "LCH-1"]).code(1).out;
    assert_eq!(desk.run(["gate", "LCH-1", "--database", &url]).code(1).out, gate);
    desk.run(["gate", "LCH-9", "--database", &url]).cannot_tell(&["no launch LCH-9"]);
    let again = desk.run(["launch", "export", "LCH-1", "--out", "again.jsonl", "--database", &url]).code(0);
    assert_eq!(root(&again.out), root(&told.out));
    desk.run(["person", "erase", "Nobody", "--dry-run", "--database", &url]).cannot_tell(&["nobody with the name"]);
    desk.run(["person", "list", "--database", &url]).code(0).says(&["nobody has an account here yet"]);

    let configured = Desk::new().set("HOLDPOINT_DATABASE", "env:THE_URL").set("THE_URL", &url);
    assert_eq!(configured.run(["gate", "LCH-1"]).code(1).out, gate);
    configured.run(["backup", "x.tar"]).cannot_tell(&["pg_dump", "keys", "docs/scaling.md"]);
    configured.run(["restore", "x.tar"]).cannot_tell(&["pg_restore", "keys"]);
    configured.run(["gate", "LCH-1", "--data", "nowhere"]).cannot_tell(&["no database in nowhere"]);
}

#[test]
fn keys_of_a_running_replica_are_not_rotated() {
    let desk = Desk::new();
    let server = Postgres::start().unwrap();
    let runtime = Runtime::new().unwrap();
    let url = runtime.block_on(server.database()).unwrap();
    let start = || {
        let text = format!("[server]\nlisten = \"127.0.0.1:0\"\ndata = {:?}\ndatabase = {url:?}\n", desk.path("data"));
        runtime.block_on(serve::open(Config::parse(&text).unwrap())).unwrap()
    };
    // On one machine two may have the folder together.
    let (one, two) = (start(), start());
    for running in [one, two] {
        desk.run(["keys", "rotate"]).cannot_tell(&["a running server uses data", "stop it"]);
        drop(running);
    }
    desk.run(["keys", "rotate"]).code(0);
}

#[test]
fn a_password_in_a_wrong_url_is_not_repeated() {
    let desk = Desk::new();
    for command in [vec!["serve"], vec!["gate", "LCH-1"], vec!["launch", "export", "LCH-1", "--out", "x"]] {
        for url in ["mysql://ann:hunter2@db/x", "postgres://ann:hunter2@127.0.0.1:1/x", "postgres://ann:hunter2@db:x/x"] {
            let ran = desk.run(command.iter().copied().chain(["--database", url]));
            assert_eq!(ran.code, Some(2), "{command:?} {url}: {}", ran.err);
            assert!(!ran.err.contains("hunter2") && !ran.out.contains("hunter2"), "{command:?} {url}: {}", ran.err);
            assert!(ran.err.contains("database"), "{}", ran.err);
        }
    }
    Desk::new().set("HOLDPOINT_DATABASE", "env:NOT_SET").run(["gate", "LCH-1"]).cannot_tell(&["env:NOT_SET", "cannot be read"]);
    Desk::new().set("HOLDPOINT_FILES_FOLDER", "elsewhere").run(["serve"]).cannot_tell(&["[files] folder", "leave it out"]);
}
