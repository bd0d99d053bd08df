//! Evidence files of several replicas, in a bucket: an upload goes on at whichever replica its next part comes to, and is finished by one that
//! did not see the others' parts.

use std::path::Path;

use holdpoint_domain::id::Digest;
use holdpoint_emulator::s3::{ACCESS_KEY, BUCKET, S3, SECRET_KEY};
use serde_json::{Value, json};

use super::UNSYNCED;
use super::stage::Stage;

fn stage(storage: &S3) -> Stage {
    let bucket = |name: &str, value: &str| (format!("HOLDPOINT_FILES_BUCKET_{name}"), value.to_owned());
    let variables = vec![
        bucket("NAME", BUCKET),
        bucket("ENDPOINT", &storage.endpoint()),
        bucket("REGION", "eu-central-1"),
        bucket("ACCESS_KEY", "env:S3_ACCESS_KEY"),
        bucket("SECRET_KEY", "env:S3_SECRET_KEY"),
        ("S3_ACCESS_KEY".into(), ACCESS_KEY.into()),
        ("S3_SECRET_KEY".into(), SECRET_KEY.into()),
        ("HOLDPOINT_EGRESS_ALLOW".into(), "127.0.0.1".into()),
    ];
    Stage::with_variables(Path::new(env!("CARGO_BIN_EXE_holdpoint")), 2, (&UNSYNCED, variables))
}

#[test]
fn a_replica_finishes_the_upload_that_another_one_began_and_died_with() {
    let storage = S3::start().unwrap();
    let stage = stage(&storage);
    let mut ada = stage.owner();
    let (launch, cookie) = (ada.launch(), ada.cookie.clone());
    let content = (0..251).collect::<Vec<u8>>().repeat(48_000);
    let new = json!({ "name": "load.bin", "bytes": content.len(), "digest": Digest::of(&content), "mark": "load.bin" });
    let begun = stage.replica(0, &cookie).ask("POST", &format!("/api/launches/{launch}/uploads"), Some(("", &new))).unwrap();
    assert_eq!(begun.status, 201, "{}", String::from_utf8_lossy(&begun.body));
    let view: Value = serde_json::from_slice(&begun.body).unwrap();
    let path = format!("/api/launches/{launch}/uploads/{}", view["id"].as_str().unwrap());

    // Part by part, at one and the other.
    let mut at = 0;
    for (turn, end) in [3_000_000, 4_000_000, 7_000_000].into_iter().enumerate() {
        let view = stage.replica(turn % 2, &cookie).add(&path, at, &content[at..end]).unwrap().ok();
        assert_eq!(view["offset"], json!(end));
        at = end;
    }
    // In the middle of a part.
    let cut = std::thread::spawn({
        let (mut wire, path, part) = (stage.replica(0, &cookie), path.clone(), content[at..].to_vec());
        move || wire.add(&path, at, &part).map(|answer| answer.status)
    });
    std::thread::sleep(std::time::Duration::from_millis(20));
    stage.kill(0);
    let _ = cut.join();
    let mut other = stage.replica(1, &cookie);
    let view = other.ask("GET", &path, None).unwrap().ok();
    let have = usize::try_from(view["offset"].as_u64().unwrap()).unwrap();
    assert!(at <= have, "{at} were acknowledged, {have} are there");
    let whole = if have < content.len() { other.add(&path, have, &content[have..]).unwrap().ok() } else { view };
    assert_eq!(whole["digest"], json!(Digest::of(&content)));
    let item =
        other.ask("GET", &format!("/api/launches/{launch}"), None).unwrap().ok()["launch"]["template"]["sections"][0]["items"][0]["id"]
            .take();
    let body = json!({ "items": [item], "name": "load.bin", "upload": whole["id"] });
    let id = uuid::Uuid::now_v7().to_string();
    other.ask("POST", &format!("/api/launches/{launch}/evidence"), Some((&id, &body))).unwrap().ok();

    stage.revive(0);
    for replica in [0, 1] {
        let down =
            stage.replica(replica, &cookie).ask("GET", &format!("/api/launches/{launch}/files/{}", Digest::of(&content)), None).unwrap();
        assert_eq!((down.status, down.body == content), (200, true), "replica {replica}");
    }
}
