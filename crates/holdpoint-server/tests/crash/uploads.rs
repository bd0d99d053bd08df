//! Evidence files when the server dies or the disk is full: what was acknowledged is there, and the upload goes on.

use std::path::Path;
use std::process::Command;

use holdpoint_domain::id::Digest;
use serde_json::{Value, json};

use crate::server::{Server, Wire};

const PART: usize = 64 * 1024;

/// Made as a whole: tests are not optimised, and some of these are tens of millions.
fn content(length: usize) -> Vec<u8> {
    let mut bytes = (0..251).collect::<Vec<u8>>().repeat(length.div_ceil(251));
    bytes.truncate(length);
    bytes
}

/// Begins an upload, or goes on with it.
fn begin(wire: &mut Wire, launch: &str, content: &[u8]) -> (String, Value) {
    let new = json!({ "name": "load.bin", "bytes": content.len(), "digest": Digest::of(content), "mark": "load.bin" });
    let answer = wire.ask("POST", &format!("/api/launches/{launch}/uploads"), Some(("", &new))).unwrap();
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    let view: Value = serde_json::from_slice(&answer.body).unwrap();
    (format!("/api/launches/{launch}/uploads/{}", view["id"].as_str().unwrap()), view)
}

fn offset(view: &Value) -> usize {
    usize::try_from(view["offset"].as_u64().unwrap()).unwrap()
}

#[test]
fn an_upload_goes_on_after_every_kill() {
    let folder = tempfile::tempdir().unwrap();
    let content = content(40 * PART);
    let mut server = Server::start(Path::new(crate::BINARY), folder.path());
    let mut wire = Wire::owner(&server);
    let (launch, cookie) = (wire.launch(), wire.cookie.clone());
    let mut acknowledged = 0;
    for round in 0..10 {
        let (path, mut view) = begin(&mut wire, &launch, &content);
        assert!(acknowledged <= offset(&view), "round {round}: {acknowledged} were acknowledged, and {view} are there");
        for _ in 0..3 {
            let at = offset(&view);
            view = wire.add(&path, at, &content[at..content.len().min(at + PART)]).unwrap().ok();
            acknowledged = offset(&view);
        }
        // In the middle of a part.
        let at = acknowledged;
        let cut = std::thread::spawn({
            let (mut wire, path, part) = (Wire::to(&server, &cookie), path.clone(), content[at..content.len().min(at + PART)].to_vec());
            move || wire.add(&path, at, &part).map(|answer| answer.status)
        });
        std::thread::sleep(std::time::Duration::from_millis(round));
        server.kill();
        _ = cut.join();
        server = Server::start(Path::new(crate::BINARY), folder.path());
        wire = Wire::to(&server, &cookie);
    }
    let (path, view) = begin(&mut wire, &launch, &content);
    let whole = wire.add(&path, offset(&view), &content[offset(&view)..]).unwrap().ok();
    assert_eq!(whole["digest"], json!(Digest::of(&content)));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_acknowledges_nothing_and_the_upload_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut shell = Command::new("sh");
    // 512 bytes each. Ignored, the signal becomes an error of the write.
    shell.args(["-c", "trap '' XFSZ; ulimit -S -f 6000; exec \"$0\" \"$@\"", crate::BINARY]);
    let server = Server::run(shell, folder.path());
    let mut wire = Wire::owner(&server);
    let (launch, content) = (wire.launch(), content(5_000_000));
    let (path, mut view) = begin(&mut wire, &launch, &content);
    let refused = loop {
        let at = offset(&view);
        let answer = wire.add(&path, at, &content[at..content.len().min(at + 16 * PART)]).unwrap();
        if answer.status != 200 {
            break answer;
        }
        view = answer.ok();
        assert!(offset(&view) < content.len(), "it found room");
    };
    let problem: Value = serde_json::from_slice(&refused.body).unwrap();
    assert_eq!((refused.status, &problem["type"]), (507, &json!("/problems/storage-full")), "{problem}");
    wire.ask("GET", &format!("/api/launches/{launch}"), None).unwrap().ok();
    let raised = Command::new("prlimit").args(["--pid", &server.id().to_string(), "--fsize=unlimited"]).status().unwrap();
    assert!(raised.success());
    let (path, view) = begin(&mut wire, &launch, &content);
    let whole = wire.add(&path, offset(&view), &content[offset(&view)..]).unwrap().ok();
    assert_eq!(whole["digest"], json!(Digest::of(&content)));
}
