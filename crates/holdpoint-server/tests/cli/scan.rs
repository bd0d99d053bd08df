//! `holdpoint scan`: what is found on a small tree, and what is never shown.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;

use crate::Desk;

/// Made from words, so that a scan of this repository finds nothing here.
fn token() -> String {
    base64::engine::general_purpose::STANDARD.encode(["tok", "f1d4c3b2_a5e6_7890_abcd_ef0123456789:1:0"].join(":"))
}

fn write(desk: &Desk, name: &str, text: impl AsRef<[u8]>) {
    let path = desk.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A tree with a token in each of many places.
fn tree(desk: &Desk) {
    let token = token();
    write(desk, "src/clean.rs", "fn main() {}\n");
    write(desk, "src/client.js", format!("// ü\nconst a = 1; const token = \"{token}\";\n"));
    write(desk, "src/allowed.py", format!("TOKEN = '{token}'  # holdpoint:allow, revoked\n"));
    write(desk, "deploy/app.yaml", format!("env:\r\n  intercom_token: {token}\r\n"));
    write(desk, ".env", format!("INTERCOM_ACCESS_TOKEN={token}\n"));
    write(desk, "Cargo.lock", format!("source = \"https://u:{token}@example.com\"\n"));
    write(desk, "image.bin", format!("\0\x01\x02 {token}\n"));
    write(desk, "ignored/local.env", format!("T={token}\n"));
    write(desk, ".gitignore", "ignored/\n");
    write(desk, ".git/config", format!("url = {token}\n"));
    symlink(desk.path("src/client.js"), desk.path("link.js")).unwrap();
    symlink(desk.path("src"), desk.path("linked")).unwrap();
}

#[test]
fn tokens_are_found_with_their_place_and_masked() {
    let desk = Desk::new();
    tree(&desk);
    let ran = desk.run(["scan", "."]).code(1).says(&[
        ".env:1:23: intercom-access-token: INTERCOM_ACCESS_TOKEN=dG9rO… (",
        "Cargo.lock:1:21: intercom-access-token:",
        "deploy/app.yaml:2:19: intercom-access-token: intercom_token=dG9rO…",
        "src/client.js:2:29: intercom-access-token: token=dG9rO…",
        "4 found",
        "1 binary",
        "1 allowed by a comment",
        "has to be replaced",
    ]);
    assert_eq!(ran.out.matches("dG9rO").count(), 4, "{}", ran.out);
    let places = ["allowed.py:", "image.bin", "ignored/", ".git/", "link"];
    assert!(places.iter().all(|place| !ran.out.contains(place)), "{}", ran.out);
    let everywhere = desk.run(["scan", ".", "--everywhere"]).code(1).says(&["ignored/local.env:1:3", "5 found"]);
    let json = desk.run(["scan", ".", "--json"]).code(1);
    let sarif = desk.run(["scan", ".", "--sarif"]).code(1);
    for said in [&ran.out, &everywhere.out, &json.out, &sarif.out] {
        assert!(!said.contains(&token()[..12]), "{said}");
    }
    let json = json.json();
    assert_eq!((&json["found"], &json["allowed"], &json["binary"]), (&4.into(), &1.into(), &1.into()));
    assert_eq!(json["findings"].as_array().unwrap().len(), 5, "the allowed one is listed as such");
    let run = &sarif.json()["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let suppressed: Vec<_> = run["results"].as_array().unwrap().iter().filter(|result| result["suppressions"].is_array()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "src/allowed.py");
    desk.run(["scan", "src/clean.rs"]).code(0).says(&["nothing found (1 file looked at)"]);
    desk.run(["scan", "ignored/local.env"]).code(1).says(&["1 found"]);
}

#[test]
fn a_scan_is_sarif_that_can_be_judged() {
    use holdpoint_domain::check::PushedFormat;
    use holdpoint_domain::check::pushed::read;
    let desk = Desk::new();
    tree(&desk);
    let facts = |arguments: &[&str], code| {
        let ran = desk.run(["scan", "--sarif"].iter().chain(arguments)).code(code);
        serde_json::to_value(read(PushedFormat::Sarif, &ran.out).unwrap().facts).unwrap()
    };
    let found = facts(&["."], 1);
    assert_eq!((&found["findings"], &found["suppressed"]), (&4.0.into(), &1.0.into()));
    assert!(found["first"].as_str().unwrap().starts_with("intercom-access-token at .env:1"), "{found}");
    assert_eq!(facts(&["src/clean.rs"], 0)["findings"], 0.0);
    let incomplete = facts(&["src/clean.rs", "absent"], 2);
    assert!(incomplete.get("findings").is_none() && incomplete["incomplete"].is_string(), "{incomplete}");
}

#[test]
fn allowed_finds_hide_none_that_nobody_allowed() {
    use holdpoint_domain::check::PushedFormat;
    use holdpoint_domain::check::pushed::read;
    let desk = Desk::new();
    let allowed = format!("T = '{}'  # holdpoint:allow, revoked\n", token());
    write(&desk, "fixtures.py", format!("{}T = '{}'\n", allowed.repeat(150), token()));
    desk.run(["scan", "."]).code(1).says(&["fixtures.py:151:6: intercom-access-token", "1 found", "150 allowed by a comment"]);
    let sarif = desk.run(["scan", ".", "--sarif"]).code(1);
    let facts = serde_json::to_value(read(PushedFormat::Sarif, &sarif.out).unwrap().facts).unwrap();
    assert_eq!((&facts["findings"], &facts["suppressed"]), (&1.0.into(), &100.0.into()), "so that a push of it fails");
    assert_eq!(sarif.json()["runs"][0]["properties"]["allowed"], 150);
}

#[test]
fn personal_data_in_logs() {
    let desk = Desk::new();
    let lines = [
        "2026-11-24T10:00:00Z INFO user ann.lee@mail.example.com signed in",
        "2026-11-24T10:00:01Z INFO {\"contact\":{\"name\":\"Ann Lee\",\"phone\":\"+49 170 1234567\"}}",
        "2026-11-24T10:00:02Z INFO first_name=Ann id=42 # holdpoint:allow",
        &format!("2026-11-24T10:00:03Z DEBUG Authorization: Bearer {}", token()),
        "2026-11-24T10:00:04Z INFO contact 6329bd nothing else",
    ];
    write(&desk, "logs/app.log", lines.join("\n"));
    write(&desk, ".gitignore", "*.log\n");
    let ran = desk.run(["scan", "--logs", "logs"]).code(1).says(&[
        "logs/app.log:1:32: log-email-address: a…@m….com",
        "logs/app.log:2:40: log-name: name = A…",
        "log-phone-number: phone = +49…",
        "logs/app.log:3:27: log-name: first_name = A…",
        "logs/app.log:4:50: intercom-access-token: Authorization=Bearer dG9rO…",
        "5 found",
    ]);
    for datum in ["ann.lee", "example", "Lee", "1234567", &token()[..12]] {
        assert!(!ran.out.contains(datum), "{datum}: {}", ran.out);
    }
    desk.run(["scan", "."]).code(0).says(&["nothing found"]);
    desk.run(["scan", "logs"]).code(2).says(&["no file was looked at", "--everywhere"]);
    desk.run(["scan", "logs", "--everywhere"]).code(1).says(&["1 found"]);
}

#[test]
fn what_could_not_be_looked_at_is_named() {
    let desk = Desk::new();
    write(&desk, "a.txt", "nothing\n");
    let ran = desk.run(["scan", "a.txt", "absent"]).code(2).says(&["nothing found, but not all could be read", "1 unread"]);
    assert!(ran.err.contains("holdpoint: absent: ") && ran.err.contains("not looked at"), "{}", ran.err);
    write(&desk, "b.txt", token());
    desk.run(["scan", ".", "absent"]).code(1).says(&["b.txt:1:1", "1 unread"]);
    fs::create_dir(desk.path("empty")).unwrap();
    desk.run(["scan", "empty"]).code(2).says(&["no file was looked at"]);
    desk.run(["scan", "a.txt", "--logs", "empty"]).code(2).says(&["none of the logs, was looked at", "1 file looked at"]);
    let sarif = desk.run(["scan", "a.txt", "--logs", "empty", "--sarif"]).code(2).json();
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false, "source is no log");
    assert!(Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap().success());
    let ran = desk.run(["scan", "a.txt", "pipe", "-", "--logs", "/dev/stdin"]).code(2).says(&["1 file looked at", "3 unread"]);
    for name in ["pipe", "-", "/dev/stdin"] {
        assert!(ran.err.contains(&format!("holdpoint: {name}: it is neither a file nor a folder")), "{name}: {}", ran.err);
    }
    desk.run(["scan", "."]).code(1).says(&["b.txt:1:1", "2 files looked at)"]);
    let odd = "odd \u{1b}[2J.txt";
    write(&desk, odd, token());
    let ran = desk.run(["scan", odd]).code(1);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
    assert!(Path::new(&desk.path(odd)).exists());
}

#[test]
fn many_finds_are_counted_and_the_first_are_listed() {
    let desk = Desk::new();
    write(&desk, "app.log", "mail ann@example.com\n".repeat(1_000));
    let json = desk.run(["scan", "--logs", "app.log", "--json"]).code(1).json();
    assert_eq!((&json["found"], json["findings"].as_array().unwrap().len()), (&1_000.into(), 100));
    desk.run(["scan", "--logs", "app.log"]).code(1).says(&["and 900 more", "1000 found"]);
    write(&desk, "long.js", format!("{}{}\n", "x".repeat(20 << 20), token()));
    desk.run(["scan", "long.js"]).code(1).says(&["long.js:1:20971521"]);
}

#[test]
fn usage() {
    let wrong: [&[&str]; 5] = [
        &["scan"],
        &["scan", ".", "--json", "--sarif"],
        &["scan", ".", "--push"],
        &["scan", ".", "--launch", "LCH-1"],
        &["scan", ".", "--push", "--launch", "LCH-1"],
    ];
    for arguments in wrong {
        let ran = Desk::new().run(arguments).code(2);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{arguments:?}");
    }
}
