//! A disk that is full: no false acknowledgement, reading goes on, and so does writing once there is room again, without a new start.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::server::{Server, Wire};

/// Bytes of one comment: some thousand fill any disk of these tests.
const TEXT: usize = 3_000;

/// Writes until there is no room, looks around, makes room, and goes on.
fn story(server: &Server, make_room: impl FnOnce()) -> Vec<(Uuid, u64)> {
    let mut wire = Wire::owner(server);
    let launch = wire.launch();
    let mut acknowledged = Vec::new();
    let mut refused = Vec::new();
    for _ in 0..20_000 {
        let id = Uuid::now_v7();
        let answer = wire.command(&launch, &id.to_string(), &comment(id));
        let answer = answer.unwrap_or_else(|error| panic!("the server is gone: {error}; {}", server.epitaph()));
        match answer.status {
            200 => acknowledged.push((id, answer.ok()["seq"].as_u64().unwrap())),
            503 => {
                let problem: Value = serde_json::from_slice(&answer.body).unwrap();
                assert_eq!(problem["type"], "/problems/unavailable", "{problem}");
                refused.push(id);
            }
            status => panic!("{status}: {}", String::from_utf8_lossy(&answer.body)),
        }
        if refused.len() == 20 {
            break;
        }
    }
    assert_eq!(refused.len(), 20, "{} comments found room", acknowledged.len());
    assert!(20 < acknowledged.len(), "only {} found room, which shows little", acknowledged.len());
    assert_eq!(database(&mut wire), "unhealthy");
    // Everybody can still read, and sees exactly what was acknowledged.
    assert_eq!(stored(&mut wire, &launch), acknowledged);
    wire.ask("GET", &format!("/api/launches/{launch}"), None).unwrap().ok();
    wire.ask("GET", "/api/launches", None).unwrap().ok();

    make_room();
    let began = Instant::now();
    for id in refused {
        let answer = loop {
            let answer = wire.command(&launch, &id.to_string(), &comment(id)).unwrap();
            if answer.status == 200 || Duration::from_secs(60) < began.elapsed() {
                break answer;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        acknowledged.push((id, answer.ok()["seq"].as_u64().unwrap()));
    }
    assert_eq!(stored(&mut wire, &launch), acknowledged, "each once, in order");
    assert_eq!(database(&mut wire), "healthy");
    acknowledged
}

/// What `/health` says of the database.
fn database(wire: &mut Wire) -> String {
    let health: Value = serde_json::from_slice(&wire.ask("GET", "/health", None).unwrap().body).unwrap();
    health["services"]["database"]["status"].as_str().unwrap().to_owned()
}

fn comment(id: Uuid) -> Value {
    json!({ "type": "comment", "item": "readiness.owner", "comment": id, "text": "x".repeat(TEXT) })
}

/// The comments of the log, with their places.
fn stored(wire: &mut Wire, launch: &str) -> Vec<(Uuid, u64)> {
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let page = wire.ask("GET", &format!("/api/launches/{launch}/events?after={after}"), None).unwrap().ok();
        let events = page["events"].as_array().unwrap();
        let Some(last) = events.last() else { return found };
        after = last["seq"].as_u64().unwrap();
        let comments = events.iter().filter(|event| event["event"]["type"] == "commented");
        found.extend(comments.map(|event| (event["command"].as_str().unwrap().parse().unwrap(), event["seq"].as_u64().unwrap())));
    }
}

fn after_a_new_start(folder: &Path, cookie: &str, acknowledged: &[(Uuid, u64)]) {
    let server = Server::start(Path::new(crate::BINARY), folder);
    assert_eq!(stored(&mut Wire::to(&server, cookie), "LCH-1"), acknowledged);
}

/// The error is injected: the kernel lets no file of this process grow beyond a limit, which is raised later.
#[test]
#[cfg(target_os = "linux")]
fn files_that_may_not_grow() {
    let folder = tempfile::tempdir().unwrap();
    let mut shell = Command::new("sh");
    // 512 bytes each. Ignored, the signal becomes an error of the write.
    shell.args(["-c", "trap '' XFSZ; ulimit -S -f 3000; exec \"$0\" \"$@\"", crate::BINARY]);
    let server = Server::run(shell, folder.path());
    let id = server.id().to_string();
    let acknowledged = story(&server, || {
        let raised = Command::new("prlimit").args(["--pid", &id, "--fsize=unlimited"]).status().unwrap();
        assert!(raised.success());
    });
    let cookie = sign_in(&server);
    server.kill();
    after_a_new_start(folder.path(), &cookie, &acknowledged);
}

/// A real disk that is full, where this user may make one.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_without_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(folder.path()) else {
        println!("skipped: this user may not mount a small disk; files_that_may_not_grow ran instead");
        return;
    };
    let ballast = folder.path().join("ballast");
    std::fs::write(&ballast, vec![0; 4 << 20]).unwrap();
    let server = Server::start(Path::new(crate::BINARY), folder.path());
    let acknowledged = story(&server, || std::fs::remove_file(&ballast).unwrap());
    let cookie = sign_in(&server);
    server.kill();
    after_a_new_start(folder.path(), &cookie, &acknowledged);
    drop(disk);
}

/// The owner's session once more.
fn sign_in(server: &Server) -> String {
    let mut wire = Wire::to(server, "");
    wire.ask("POST", "/api/session", Some(("", &json!({ "name": "Ada", "password": "correct horse battery" })))).unwrap().ok();
    wire.cookie
}

/// A disk of 8 MiB in memory.
struct Disk(std::path::PathBuf);

impl Disk {
    fn mount(folder: &Path) -> Option<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "holdpoint-test"]).arg(folder).output().ok()?;
        mounted.status.success().then(|| Self(folder.to_owned()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
