//! `holdpoint serve`, when it cannot start, and when it is told to stop.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use holdpoint_store::sqlite::SqliteStore;

use crate::{Desk, PATIENCE};

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    Desk::new().run(["serve", "--listen", &address]).cannot_tell(&[&taken.local_addr().unwrap().port().to_string(), "--listen"]);
}

#[test]
fn a_data_folder_that_is_a_file() {
    let desk = Desk::new();
    desk.write("data", "");
    desk.run(["serve", "--listen", "127.0.0.1:0"]).cannot_tell(&["data", "--data"]);
}

#[test]
fn a_data_folder_that_another_process_uses() {
    let desk = Desk::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let held = runtime.block_on(SqliteStore::open(&desk.path("data"))).unwrap();
    desk.run(["serve", "--listen", "127.0.0.1:0"]).cannot_tell(&["another holdpoint process", "--data"]);
    drop(held);
}

#[test]
fn a_mistake_in_the_configuration() {
    let desk = Desk::new();
    desk.write("holdpoint.toml", "[server]\nlissten = \"127.0.0.1:1\"\n");
    desk.run(["serve"]).cannot_tell(&["holdpoint.toml:2:1: ", "lissten"]);
    desk.run(["preflight"]).cannot_tell(&["holdpoint.toml:2:1: ", "lissten"]);
    desk.run(["serve", "--config", "absent.toml"]).cannot_tell(&["absent.toml: "]);
    let desk = Desk::new().set("HOLDPOINT_LISTEN", "nowhere");
    desk.run(["serve"]).cannot_tell(&["HOLDPOINT_LISTEN"]);
    let desk = Desk::new();
    desk.write("holdpoint.toml", "[[connections]]\nname = \"a\"\nhealth_url = \"ftp://example.com\"\n");
    desk.run(["serve"]).cannot_tell(&["holdpoint.toml:3:14: connection a, health_url", "http"]);
    desk.write("holdpoint.toml", "[server]\nlissten = 1\n[watch]\nenabled = 1\n");
    let ran = desk.run(["serve"]).code(2);
    let places: Vec<_> = ran.err.lines().map(|line| line.trim_start_matches("holdpoint: ").split(": ").next().unwrap()).collect();
    assert_eq!(places, ["holdpoint.toml:2:1", "holdpoint.toml:4:11"], "all mistakes at once: {}", ran.err);
    desk.write(
        "holdpoint.toml",
        "[server]\nlisten = \"127.0.0.1:0\"\npublic_url = \"nowhere\"\n[timestamp]\nurl = \"https://tsa.example.com\"\n",
    );
    let ran = desk.run(["serve"]).code(2);
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    assert!(ran.err.contains("public_url") && ran.err.contains("[timestamp]"), "{}", ran.err);
    assert!(!desk.path("data").exists(), "nothing is made before the configuration is good");
}

/// A server that listens, and the line that says where.
fn serve(desk: &Desk, log: Stdio) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdpoint"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HOLDPOINT_")) {
        command.env_remove(name);
    }
    command.args(["serve", "--listen", "127.0.0.1:0"]).current_dir(desk.folder.path());
    let mut server = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (server, line)
}

fn terminate(server: &Child) {
    assert!(Command::new("sh").args(["-c", &format!("kill -TERM {}", server.id())]).status().unwrap().success());
}

/// Begins a request at a server, which reads on.
fn begin_request(address: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let head =
        format!("POST /api/setup HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\nx-holdpoint: 1\r\nexpect: 100-continue\r\n");
    write!(stream, "{head}content-type: application/json\r\ncontent-length: 100\r\n\r\n").unwrap();
    let mut said = String::new();
    BufReader::new(stream.try_clone().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said.trim_end(), "HTTP/1.1 100 Continue");
    stream
}

#[test]
fn ids_of_nobody_in_the_configuration_are_warned_of() {
    let desk = Desk::new();
    let ids = "people = [\"0192f0c4-0000-7000-8000-000000000000\"]\nlaunches = [\"LCH-7\"]\n";
    let system = "[[tickets]]\nname = \"jira\"\nkind = \"jira\"\nbase_url = \"https://jira.example.com\"\ntoken = \"env:NONE\"\n";
    desk.write("holdpoint.toml", format!("{system}{ids}"));
    let (server, _) = serve(&desk, Stdio::piped());
    terminate(&server);
    let log = String::from_utf8(server.wait_with_output().unwrap().stderr).unwrap();
    let warned: Vec<&str> = log.lines().filter(|line| line.contains("[[tickets]] jira, ")).collect();
    assert!(warned.len() == 2 && warned.iter().all(|line| line.contains("WARN")), "{log}");
    assert!(warned[0].contains("0192f0c4-0000-7000-8000-000000000000") && warned[1].contains("LCH-7"), "{log}");
}

#[test]
fn what_is_under_way_may_end_after_one_sigterm_and_not_after_two() {
    let desk = Desk::new();
    let (mut server, line) = serve(&desk, Stdio::null());
    let address = line.trim_end().trim_end_matches(')').rsplit(' ').next().unwrap();
    let request = begin_request(address);
    terminate(&server);
    // It has heard it once nobody listens there any more.
    let told = Instant::now();
    while TcpStream::connect(address).is_ok() && told.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(server.try_wait().unwrap(), None, "the request may end");
    terminate(&server);
    let (told, mut ended) = (Instant::now(), None);
    while ended.is_none() && told.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
        ended = server.try_wait().unwrap();
    }
    let _ = server.kill();
    server.wait().unwrap();
    assert_eq!(ended.and_then(|status| status.code()), Some(143), "by the second one, and not because its time was over");
    drop(request);
}
