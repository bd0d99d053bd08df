//! Evidence files: up in parts, kept once, down to who may have them.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use holdpoint_domain::account::Scope;
use holdpoint_domain::id::{Digest, MemberId, Timestamp, UploadId};
use holdpoint_server::storage::Taking;
use holdpoint_store::EvidenceFile;
use holdpoint_store::accounts::Act;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Settings, TEMPLATE, TestApp};
use crate::client::{Answer, Client};

pub const ITEM: &str = "readiness.owner";

/// Made as a whole: tests are not optimised, and some of these are tens of millions.
pub fn bytes(length: usize) -> Vec<u8> {
    let mut bytes = (0..253).collect::<Vec<u8>>().repeat(length.div_ceil(253));
    bytes.truncate(length);
    bytes
}

pub fn begin(client: &Client, launch: &str, body: Value) -> Answer {
    client.post(&format!("/api/launches/{launch}/uploads"), body)
}

pub fn place(launch: &str, upload: &Value) -> String {
    format!("/api/launches/{launch}/uploads/{}", upload["id"].as_str().unwrap())
}

pub fn add(client: &Client, place: &str, offset: usize, part: &[u8]) -> Answer {
    let call = client.call("PATCH", place).with("content-type", "application/offset+octet-stream");
    call.with("upload-offset", &offset.to_string()).bytes(part).send()
}

pub fn attach(client: &Client, launch: &str, upload: &Value) -> Answer {
    attach_as(Uuid::now_v7(), client, launch, upload)
}

fn attach_as(id: Uuid, client: &Client, launch: &str, upload: &Value) -> Answer {
    let body = json!({ "items": [ITEM], "name": upload["name"], "title": "Load test", "upload": upload["id"] });
    client.call("POST", &format!("/api/launches/{launch}/evidence")).with("idempotency-key", &id.to_string()).json(body).send()
}

/// Uploads a file and attaches it; its digest.
pub fn put(client: &Client, launch: &str, name: &str, content: &[u8]) -> String {
    let upload: Value = begin(client, launch, json!({ "name": name, "bytes": content.len() })).ok();
    let whole: Value = add(client, &place(launch, &upload), 0, content).ok();
    attach(client, launch, &upload).ok::<Value>();
    whole["digest"].as_str().unwrap().to_owned()
}

pub fn evidence(client: &Client, launch: &str) -> Value {
    client.view(launch)["items"][ITEM]["evidence"].take()
}

fn kept(app: &TestApp) -> usize {
    let shelves = std::fs::read_dir(app.data().join("files")).map(|found| found.flatten().collect()).unwrap_or_else(|_| Vec::new());
    shelves.iter().map(|shelf| std::fs::read_dir(shelf.path()).unwrap().count()).sum()
}

#[test]
fn a_file_goes_up_in_parts_and_comes_down_as_it_was() {
    let (mut app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let content = bytes(3_000_000);
    let digest = Digest::of(&content).to_string();
    let new = json!({ "name": r"C:\fakepath\load.csv", "bytes": content.len(), "digest": digest, "mark": "load.csv|1" });
    let answer = begin(&ada, &launch, new.clone());
    assert_eq!((answer.status, answer.header("upload-offset")), (201, Some("0")));
    let upload: Value = answer.ok();
    assert_eq!((&upload["name"], &upload["media"]), (&json!("load.csv"), &json!("text/csv")));
    let place = place(&launch, &upload);
    assert_eq!(answer.header("location"), Some(place.as_str()));
    let part = add(&ada, &place, 0, &content[..1_000_000]);
    assert_eq!((part.status, part.header("upload-offset")), (200, Some("1000000")));
    let wrong = add(&ada, &place, 0, &content);
    assert!(wrong.problem(409, "wrong-offset").detail.contains("go on at 1000000"));
    assert_eq!(wrong.header("upload-offset"), Some("1000000"));
    attach(&ada, &launch, &upload).problem(409, "upload-unfinished");

    // The server starts anew, and so does the page.
    app.restart();
    let ada = ada.moved_to(app.client());
    let again: Value = begin(&ada, &launch, new).ok();
    assert_eq!((&again["id"], &again["offset"]), (&upload["id"], &json!(1_000_000)), "where it stopped");
    assert_eq!(ada.call("HEAD", &place).send().header("upload-offset"), Some("1000000"));
    add(&ada, &place, 1_000_000, &content[1_000_000..]).ok::<Value>();
    let seq = ada.seq(&launch);
    let id = Uuid::now_v7();
    let pushed: Value = attach_as(id, &ada, &launch, &upload).ok();
    assert_eq!((&pushed["attached"], &pushed["digest"]), (&json!([ITEM]), &json!(digest)));
    assert_eq!(attach_as(id, &ada, &launch, &upload).ok::<Value>(), pushed, "answered as before");
    assert_eq!(ada.seq(&launch), seq + 1);
    let kind =
        json!({ "type": "file", "name": "load.csv", "digest": digest, "bytes": 3_000_000, "title": "Load test", "media": "text/csv" });
    assert_eq!(evidence(&ada, &launch)[0]["kind"], kind);
    let snapshot: Value = ada.get(&format!("/api/launches/{launch}/snapshot")).ok();
    let item = snapshot["items"].as_array().unwrap().iter().find(|item| item["id"] == ITEM).unwrap();
    assert_eq!(item["evidence"][0]["resource"]["digest"]["sha256"], json!(Digest::of(&content).hex()), "the report names the bytes");

    let file = format!("/api/launches/{launch}/files/{digest}");
    let down = ada.get(&file);
    assert_eq!(Digest::of(&down.body).to_string(), digest);
    assert_eq!(down.header("content-disposition"), Some("attachment; filename=\"load.csv\"; filename*=UTF-8''load.csv"));
    assert_eq!((down.header("content-type"), down.header("x-content-type-options")), (Some("text/csv"), Some("nosniff")));
    assert!(down.header("content-security-policy").unwrap().contains("sandbox"));
    let range = ada.call("GET", &file).with("range", "bytes=1000000-1000009").send();
    assert_eq!((range.status, range.body), (206, content[1_000_000..1_000_010].to_vec()));
    assert_eq!(range.headers.get("content-range").unwrap(), "bytes 1000000-1000009/3000000");
}

/// On a disk that is full, perhaps: what is noted of an upload is written into a file of its own.
#[test]
fn a_file_is_attached_whether_that_can_be_noted_or_not() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let upload: Value = begin(&ada, &launch, json!({ "name": "load.csv", "bytes": 4 })).ok();
    add(&ada, &place(&launch, &upload), 0, b"four").ok::<Value>();
    // No file can be written there.
    std::fs::create_dir(app.data().join(format!("uploads/{}.new", upload["id"].as_str().unwrap()))).unwrap();
    attach(&ada, &launch, &upload).ok::<Value>();
    assert_eq!(evidence(&ada, &launch)[0]["kind"]["name"], "load.csv");
}

#[test]
fn what_a_browser_would_run_is_plain_bytes() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    for (name, media, kind, saved) in [
        ("a.html", "text/html", "application/octet-stream", "a.html"),
        ("a.svg", "image/svg+xml", "application/octet-stream", "a.svg"),
        ("a.xhtml", "application/xhtml+xml", "application/octet-stream", "a.xhtml"),
        ("evidence\u{202e}fdp.exe", "application/x-msdownload", "application/octet-stream", "evidencefdp.exe"),
        ("../../a.png", "image/png", "image/png", "a.png"),
    ] {
        let content = format!("<script>alert('{name}')</script>");
        let upload: Value = begin(&ada, &launch, json!({ "name": name, "bytes": content.len(), "media": media })).ok();
        let whole: Value = add(&ada, &place(&launch, &upload), 0, content.as_bytes()).ok();
        attach(&ada, &launch, &upload).ok::<Value>();
        let down = ada.get(&format!("/api/launches/{launch}/files/{}", whole["digest"].as_str().unwrap()));
        assert_eq!(down.header("content-type"), Some(kind), "{name}");
        let disposition = down.header("content-disposition").unwrap();
        assert!(disposition.starts_with(&format!("attachment; filename=\"{saved}\"")), "{disposition}");
    }
    let one: Value = begin(&ada, &launch, json!({ "name": "one.txt", "bytes": 1 })).ok();
    let two: Value = begin(&ada, &launch, json!({ "name": "two.md", "bytes": 1 })).ok();
    for upload in [&one, &two] {
        add(&ada, &place(&launch, upload), 0, b"x").ok::<Value>();
        attach(&ada, &launch, upload).ok::<Value>();
    }
    let all = evidence(&ada, &launch);
    let last = all.as_array().unwrap().last().unwrap();
    let path = format!("/api/launches/{launch}/files/{}?evidence={}", Digest::of(b"x"), last["id"].as_str().unwrap());
    let disposition = ada.get(&path).header("content-disposition").unwrap().to_owned();
    assert!(disposition.contains("two.md"), "{disposition}");
    ada.get(&format!("/api/launches/{launch}/files/{}?evidence=two", Digest::of(b"x"))).problem(404, "not-found");
}

#[test]
fn knowing_a_digest_gives_nothing() {
    let (app, ada) = TestApp::with_owner();
    let (ben, cem) = (app.invite(&ada, "Ben"), app.invite(&ada, "Cem"));
    let launch = ada.launch(TEMPLATE, None);
    ada.admit(&launch, &cem, "viewer");
    let digest = put(&ada, &launch, "secret.txt", b"a secret of this launch");
    let path = format!("/api/launches/{launch}/files/{digest}");
    ben.get(&path).problem(404, "not-found");
    assert_eq!(cem.get(&path).body, b"a secret of this launch", "who sees the launch has its files");
    begin(&cem, &launch, json!({ "name": "a", "bytes": 1 })).problem(403, "role-needed");

    let own = ben.launch(TEMPLATE, None);
    ben.get(&format!("/api/launches/{own}/files/{digest}")).problem(404, "not-found");
    let claim = json!({ "items": [ITEM], "name": "a", "digest": digest, "bytes": 23 });
    ben.call("POST", &format!("/api/launches/{own}/evidence"))
        .with("idempotency-key", &Uuid::now_v7().to_string())
        .json(claim)
        .send()
        .ok::<Value>();
    ben.get(&format!("/api/launches/{own}/files/{digest}")).problem(404, "not-found");
    let kind = json!({ "type": "file", "name": "a", "digest": digest, "bytes": 23, "media": "text/plain" });
    let new = json!({ "id": Uuid::now_v7(), "kind": kind, "observedAt": "2026-01-01T00:00:00Z" });
    let problem = ben.command(&own, 0, json!({ "type": "add_evidence", "item": ITEM, "evidence": new })).problem(422, "bad-field");
    assert_eq!(problem.pointer.as_deref(), Some("/command/evidence/kind/media"));
    // What another launch has tells nobody that it is there: all bytes are wanted.
    let upload: Value = begin(&ben, &own, json!({ "name": "a", "bytes": 23, "digest": digest })).ok();
    assert_eq!((&upload["offset"], upload.get("digest")), (&json!(0), None));
    ada.get(&place(&launch, &upload)).problem(404, "not-found");
    add(&ada, &place(&own, &upload), 0, b"x").problem(403, "role-needed");

    let bytes = b"a secret of this launch";
    add(&ben, &place(&own, &upload), 0, bytes).ok::<Value>();
    attach(&ben, &own, &upload).ok::<Value>();
    assert_eq!(kept(&app), 1, "the same bytes are there once");
    // In the same launch they need not be sent again.
    let again: Value = begin(&ada, &launch, json!({ "name": "b.txt", "bytes": 23, "digest": digest })).ok();
    assert_eq!(again["digest"], json!(digest));
    attach(&ada, &launch, &again).ok::<Value>();
}

#[test]
fn what_is_not_what_it_says_is_dropped() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let upload: Value = begin(&ada, &launch, json!({ "name": "a", "bytes": 3, "digest": Digest::of(b"abc") })).ok();
    let problem = add(&ada, &place(&launch, &upload), 0, b"abd").problem(422, "digest-mismatch");
    assert!(problem.detail.contains(&Digest::of(b"abd").to_string()), "{}", problem.detail);
    ada.get(&place(&launch, &upload)).problem(404, "not-found");
    let upload: Value = begin(&ada, &launch, json!({ "name": "a", "bytes": 3 })).ok();
    add(&ada, &place(&launch, &upload), 0, b"abcd").problem(413, "too-large");
    let path = place(&launch, &upload);
    add(&ada, &path, 0, b"ab").ok::<Value>();
    ada.call("PATCH", &path).with("upload-offset", "2").bytes("c").send().problem(415, "not-a-part");
    let no_offset = ada.call("PATCH", &path).with("content-type", "application/offset+octet-stream").bytes("c").send();
    no_offset.problem(400, "no-offset");
    assert_eq!(ada.call("DELETE", &path).send().status, 204);
    add(&ada, &path, 2, b"c").problem(404, "not-found");
    assert_eq!((kept(&app), std::fs::read_dir(app.data().join("uploads")).unwrap().count()), (0, 0));
    let cases = [
        (json!({ "name": "", "bytes": 1 }), "/name"),
        (json!({ "name": "a/", "bytes": 1 }), "/name"),
        (json!({ "name": "a", "bytes": 0 }), "/bytes"),
        (json!({ "name": "a", "bytes": 1, "media": "html" }), "/media"),
        (json!({ "name": "a", "bytes": 1, "mark": "x".repeat(301) }), "/mark"),
        (json!({ "name": "a", "bytes": -1 }), "/bytes"),
    ];
    for (body, pointer) in cases {
        let problem = begin(&ada, &launch, body).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{}", problem.detail);
    }
}

#[test]
fn limits_are_told_with_what_there_is() {
    let more = "[files]\nfile_mib = 2\nlaunch_mib = 3\nopen_uploads = 2\n".to_owned();
    let app = TestApp::configured(None, Settings { more, ..Settings::default() });
    let ada = app.set_up("Ada");
    let launch = ada.launch(TEMPLATE, None);
    let problem = begin(&ada, &launch, json!({ "name": "a", "bytes": (2 << 20) + 1 })).problem(413, "too-large");
    assert!(problem.detail.contains("2 MiB a file"), "{}", problem.detail);
    put(&ada, &launch, "a", &bytes(2 << 20));
    let problem = begin(&ada, &launch, json!({ "name": "b", "bytes": (1 << 20) + 1 })).problem(413, "launch-full");
    assert!(problem.detail.contains("2 of 3 MiB"), "{}", problem.detail);
    let one: Value = begin(&ada, &launch, json!({ "name": "b", "bytes": 1 << 19 })).ok();
    begin(&ada, &launch, json!({ "name": "b", "bytes": 1 << 20 })).problem(413, "launch-full");
    begin(&ada, &launch, json!({ "name": "c", "bytes": 1 })).ok::<Value>();
    let problem = begin(&ada, &launch, json!({ "name": "d", "bytes": 1 })).problem(409, "too-many-uploads");
    assert!(problem.detail.contains("2 uploads"), "{}", problem.detail);
    ada.call("DELETE", &place(&launch, &one)).send();
    begin(&ada, &launch, json!({ "name": "d", "bytes": 1 })).ok::<Value>();
}

/// It waits to be attached to another item, for a day perhaps: nobody else's file is refused for that.
#[test]
fn an_upload_of_what_the_launch_has_takes_no_room() {
    let more = "[files]\nfile_mib = 2\nlaunch_mib = 3\n".to_owned();
    let app = TestApp::configured(None, Settings { more, ..Settings::default() });
    let ada = app.set_up("Ada");
    let launch = ada.launch(TEMPLATE, None);
    let digest = put(&ada, &launch, "a", &bytes(2 << 20));
    let again: Value = begin(&ada, &launch, json!({ "name": "a", "bytes": 2 << 20, "digest": digest })).ok();
    assert_eq!(again["digest"], json!(digest), "nothing has to be sent");
    begin(&ada, &launch, json!({ "name": "b", "bytes": 1 << 20 })).ok::<Value>();
}

#[test]
fn what_came_before_a_connection_was_lost_is_kept() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let content = bytes(200_000);
    let upload: Value = begin(&ada, &launch, json!({ "name": "a", "bytes": content.len(), "mark": "a" })).ok();
    let path = place(&launch, &upload);
    let host = app.base.strip_prefix("http://").unwrap();
    let mut line = std::net::TcpStream::connect(host).unwrap();
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\nx-holdpoint: 1\r\ncookie: {}\r\nupload-offset: 0\r\n\
         content-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
        app.origin,
        ada.cookie().unwrap(),
        content.len()
    );
    line.write_all(head.as_bytes()).unwrap();
    line.write_all(&content[..150_000]).unwrap();
    // The line hangs; the page comes by another one, and need not wait for the first to end.
    let has = (0..1500).find_map(|_| {
        std::thread::sleep(Duration::from_millis(20));
        let offset = ada.get(&path).ok::<Value>()["offset"].as_u64().unwrap();
        (offset == 150_000).then_some(offset)
    });
    assert_eq!(has, Some(150_000));
    let whole: Value = add(&ada, &path, 150_000, &content[150_000..]).ok();
    assert_eq!(whole["digest"], json!(Digest::of(&content)));
    let mut said = String::new();
    line.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("HTTP/1.1 400") && said.contains("cut-off"), "{said}");
}

/// Three uploads that nothing holds on to: evidence that was removed again, one that is whole, and one that is half there. The last two.
pub fn loose_ends(ada: &Client, launch: &str) -> (Value, Value) {
    put(ada, launch, "named.txt", b"named");
    let removed = evidence(ada, launch)[0]["id"].clone();
    ada.must(launch, json!({ "type": "remove_evidence", "item": ITEM, "evidence": removed }));
    let whole: Value = begin(ada, launch, json!({ "name": "b", "bytes": 5 })).ok();
    add(ada, &place(launch, &whole), 0, b"other").ok::<Value>();
    let half: Value = begin(ada, launch, json!({ "name": "c", "bytes": 5 })).ok();
    add(ada, &place(launch, &half), 0, b"ha").ok::<Value>();
    (whole, half)
}

/// Sets a file's time of change back by two days.
pub fn age(path: impl AsRef<Path>) {
    let old = SystemTime::now() - Duration::from_secs(48 * 3_600);
    std::fs::File::options().append(true).open(path).unwrap().set_modified(old).unwrap();
}

#[test]
fn only_what_no_event_names_is_ever_removed() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let (whole, half) = loose_ends(&ada, &launch);
    let inside = app.inside.clone().unwrap();
    let sweep = || app.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap();
    assert_eq!((sweep(), kept(&app)), (0, 2), "nothing is old");
    for digest in [Digest::of(b"named"), Digest::of(b"other")] {
        age(holdpoint_store::Files::of(&app.data()).path(digest));
    }
    for file in std::fs::read_dir(app.data().join("uploads")).unwrap() {
        age(file.unwrap().path());
    }
    assert_eq!((sweep(), kept(&app)), (1, 1));
    attach(&ada, &launch, &whole).problem(404, "not-found");
    add(&ada, &place(&launch, &half), 2, b"lf!").problem(404, "not-found");
    assert_eq!(std::fs::read_dir(app.data().join("uploads")).unwrap().count(), 0);
    let file = format!("/api/launches/{launch}/files/{}", Digest::of(b"named"));
    assert_eq!(ada.get(&file).body, b"named", "the history still names it");
    // And one that was changed where it lies is not given out.
    std::fs::write(holdpoint_store::Files::of(&app.data()).path(Digest::of(b"named")), "NAMED").unwrap();
    assert!(ada.get(&file).problem(500, "file-changed").detail.contains("is not given out"));
}

/// One of which a part cannot be removed, as where another user put a folder in its place.
#[test]
fn an_old_upload_that_cannot_be_removed_holds_up_no_other() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let [stuck, _] = ["first", "second"].map(|name| begin(&ada, &launch, json!({ "name": name, "bytes": 5 })).ok::<Value>());
    let uploads = app.data().join("uploads");
    let files = || std::fs::read_dir(&uploads).unwrap().map(|file| file.unwrap().path());
    files().for_each(age);
    let part = uploads.join(format!("{}.part", stuck["id"].as_str().unwrap()));
    std::fs::create_dir(&part).unwrap();
    std::fs::File::open(&part).unwrap().set_modified(SystemTime::now() - Duration::from_secs(48 * 3_600)).unwrap();
    let inside = app.inside.clone().unwrap();
    for _ in 0..2 {
        assert_eq!(app.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap(), 0, "it is no error of the whole look");
        assert_eq!(files().collect::<Vec<_>>(), std::slice::from_ref(&part));
    }
}

#[test]
fn what_was_given_up_is_removed_and_a_file_that_no_upload_brought_is_not() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let (whole, _) = loose_ends(&ada, &launch);
    let path = place(&launch, &whole);
    assert_eq!(ada.call("DELETE", &path).send().status, 204);
    ada.get(&path).problem(404, "not-found");
    // As if the database were older than the folder: nobody here knows what it is for.
    let (files, part) = (holdpoint_store::Files::of(&app.data()), app.data().join("part"));
    std::fs::write(&part, b"later").unwrap();
    files.take(&part, EvidenceFile { digest: Digest::of(b"later"), bytes: 5 }).unwrap();
    for content in [&b"named"[..], b"other", b"later"] {
        age(files.path(Digest::of(content)));
    }
    for file in std::fs::read_dir(app.data().join("uploads")).unwrap() {
        age(file.unwrap().path());
    }
    let inside = app.inside.clone().unwrap();
    assert_eq!((app.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap(), kept(&app)), (1, 2));
    assert!(files.path(Digest::of(b"later")).exists() && !files.path(Digest::of(b"other")).exists());
    assert_eq!(std::fs::read_dir(app.data().join("uploads")).unwrap().count(), 0);
}

/// As a server leaves an upload that ends between taking its file in and writing down that it did.
fn cut_off(app: &TestApp, client: &Client, launch: &str, content: &[u8], alone: Timestamp) -> Value {
    let upload: Value = begin(client, launch, json!({ "name": "cut", "bytes": content.len() })).ok();
    let id: UploadId = upload["id"].as_str().unwrap().parse().unwrap();
    let file = EvidenceFile { digest: Digest::of(content), bytes: content.len() as u64 };
    let (storage, part) = (app.inside.clone().unwrap().uploads.storage.clone(), app.data().join("part"));
    std::fs::write(&part, content).unwrap();
    app.runtime.block_on(async {
        storage.announce(id, Taking { digest: file.digest, alone: Some(alone) }).await.unwrap();
        storage.take(&part, file).await.unwrap();
    });
    upload
}

/// Five uploads are cut off, and only the first one's file is removed: the second goes on, the bytes of the third come once more and are attached, somebody
/// else brought those of the fourth too, and the fifth one's file is of another time.
///
/// * `age_all`: sets all that is stored back by two days. `kept`: how many files there are.
pub fn cut_off_story(app: &TestApp, ada: &Client, age_all: &dyn Fn(), kept: &dyn Fn() -> usize) {
    let (launch, now) = (ada.launch(TEMPLATE, None), Timestamp::now());
    cut_off(app, ada, &launch, b"left", now);
    let again = cut_off(app, ada, &launch, b"goes on", now);
    cut_off(app, ada, &launch, b"named", now);
    cut_off(app, ada, &launch, b"shared", now);
    cut_off(app, ada, &launch, b"another time", Timestamp::UNIX_EPOCH);
    let path = place(&launch, &again);
    let at = ada.get(&path).ok::<Value>()["offset"].as_u64().unwrap();
    assert_eq!(at, 0, "it was not said to be whole");
    add(ada, &path, 0, b"goes on").ok::<Value>();
    attach(ada, &launch, &again).ok::<Value>();
    put(ada, &launch, "named", b"named");
    let inside = app.inside.clone().unwrap();
    app.runtime.block_on(inside.uploads.storage.share(Digest::of(b"shared"))).unwrap();
    let sweep = || app.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap();
    assert_eq!((sweep(), kept()), (0, 5), "nothing is old");
    age_all();
    assert_eq!((sweep(), kept()), (1, 4));
    for content in [&b"goes on"[..], b"named", b"shared", b"another time"] {
        let file = EvidenceFile { digest: Digest::of(content), bytes: content.len() as u64 };
        assert!(app.runtime.block_on(inside.uploads.storage.is_whole(file)).unwrap(), "{}", String::from_utf8_lossy(content));
    }
    assert_eq!(sweep(), 0);
}

#[test]
fn what_a_crash_left_between_a_file_and_its_note_is_removed() {
    let (app, ada) = TestApp::with_owner();
    let age_all = || {
        for digest in [&b"left"[..], b"goes on", b"named", b"shared", b"another time"].map(Digest::of) {
            age(holdpoint_store::Files::of(&app.data()).path(digest));
        }
        for file in std::fs::read_dir(app.data().join("uploads")).unwrap() {
            age(file.unwrap().path());
        }
    };
    cut_off_story(&app, &ada, &age_all, &|| kept(&app));
    assert_eq!(std::fs::read_dir(app.data().join("uploads")).unwrap().count(), 1, "the word that one is shared");
}

#[test]
fn what_a_crash_left_of_an_upload_that_is_given_up_is_removed() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let upload = cut_off(&app, &ada, &launch, b"given up", Timestamp::now());
    assert_eq!(ada.call("DELETE", &place(&launch, &upload)).send().status, 204);
    ada.get(&place(&launch, &upload)).problem(404, "not-found");
    age(holdpoint_store::Files::of(&app.data()).path(Digest::of(b"given up")));
    for file in std::fs::read_dir(app.data().join("uploads")).unwrap() {
        age(file.unwrap().path());
    }
    let inside = app.inside.clone().unwrap();
    assert_eq!((app.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap(), kept(&app)), (1, 0));
    assert_eq!(std::fs::read_dir(app.data().join("uploads")).unwrap().count(), 0);
}

#[test]
fn an_upload_goes_with_whom_the_command_erased() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    ada.admit(&launch, &ben, "contributor");
    for client in [&ada, &ben] {
        begin(client, &launch, json!({ "name": "b", "bytes": 5 })).ok::<Value>();
    }
    let id: MemberId = ben.me()["id"].as_str().unwrap().parse().unwrap();
    let inside = app.inside.clone().unwrap();
    let act = Act { account: id, by: MemberId::SERVER, by_name: "operator".into(), device: "command".into(), at: Timestamp::now() };
    app.runtime.block_on(inside.store.erase(act)).unwrap();
    app.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap();
    let waiting = app.runtime.block_on(inside.uploads.storage.waiting()).unwrap();
    let whose: Vec<_> = waiting.into_iter().filter_map(|waiting| waiting.note).map(|note| note.account.to_string()).collect();
    assert_eq!(whose, [ada.me()["id"].as_str().unwrap()]);
}

#[test]
fn the_command_line_uploads_what_it_cannot_judge() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let made: Value = ada.post("/api/account/tokens", json!({ "name": "CI", "scopes": [Scope::EvidenceWrite], "days": 1 })).ok();
    let folder = tempfile::tempdir().unwrap();
    let content = bytes(2_500_000);
    std::fs::write(folder.path().join("load.bin"), &content).unwrap();
    let run = || {
        let mut holdpoint = std::process::Command::new(env!("CARGO_BIN_EXE_holdpoint"));
        holdpoint.args(["evidence", "push", "--launch", &launch, "--item", ITEM, "--server", &app.base, "load.bin"]);
        let output = holdpoint.current_dir(folder.path()).env("HOLDPOINT_API_TOKEN", made["secret"].as_str().unwrap()).output().unwrap();
        let said = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
        assert_eq!(output.status.code(), Some(0), "{said}");
        said
    };
    let first = run();
    assert!(first.contains(&Digest::of(&content).to_string()), "{first}");
    let seq = ada.seq(&launch);
    assert_eq!(run(), first, "recorded once");
    assert_eq!((ada.seq(&launch), kept(&app)), (seq, 1));
    assert_eq!(ada.get(&format!("/api/launches/{launch}/files/{}", Digest::of(&content))).body, content);
}

#[test]
fn a_file_is_as_old_as_what_it_shows_and_may_end() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let upload: Value = begin(&ada, &launch, json!({ "name": "load.csv", "bytes": 3 })).ok();
    add(&ada, &place(&launch, &upload), 0, b"abc").ok::<Value>();
    let push = |observed: &str, expires: &str| {
        let body = json!({ "items": [ITEM], "name": "load.csv", "upload": upload["id"], "observedAt": observed, "expiresAt": expires });
        let path = format!("/api/launches/{launch}/evidence");
        ada.call("POST", &path).with("idempotency-key", &Uuid::now_v7().to_string()).json(body).send()
    };
    let (early, late) = ("2026-01-01T00:00:00Z", "2199-01-01T00:00:00Z");
    for (observed, expires, pointer) in [(late, "2199-02-01T00:00:00Z", "/observedAt"), (early, early, "/expiresAt")] {
        let problem = push(observed, expires).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{observed} {expires}");
    }
    push(early, late).ok::<Value>();
    let seen = &evidence(&ada, &launch)[0];
    assert_eq!((&seen["observedAt"], &seen["expiresAt"]), (&json!(early), &json!(late)));
}
