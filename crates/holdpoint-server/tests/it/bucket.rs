//! Evidence files in a bucket: the whole server over object storage that is not ours.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use holdpoint_domain::id::Digest;
use holdpoint_emulator::s3::{ACCESS_KEY, BUCKET, S3, SECRET_KEY};
use holdpoint_emulator::tls::Authority;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::app::{Settings, TEMPLATE, TestApp};
use crate::client::Client;
use crate::files::{add, age, attach, begin, bytes, cut_off_story, evidence, loose_ends, place, put};

/// Object storage, and keys to it as an operator has them.
pub struct Cloud {
    pub storage: S3,
    keys: TempDir,
}

impl Cloud {
    pub fn new() -> Self {
        Self::of(S3::start().unwrap())
    }

    fn of(storage: S3) -> Self {
        let keys = tempfile::tempdir().unwrap();
        std::fs::write(keys.path().join("access"), ACCESS_KEY).unwrap();
        std::fs::write(keys.path().join("secret"), SECRET_KEY).unwrap();
        Self { storage, keys }
    }

    fn reference(&self, name: &str) -> String {
        format!("file:{}", Path::join(self.keys.path(), name).display())
    }

    /// `[files.bucket]`
    pub fn table(&self) -> Value {
        json!({
            "name": BUCKET, "endpoint": self.storage.endpoint(), "region": "eu-central-1", "prefix": "hp",
            "access_key": self.reference("access"), "secret_key": self.reference("secret"),
        })
    }

    fn app(&self) -> (TestApp, Client) {
        self.app_with(None)
    }

    /// * `roots`: what else the server believes.
    fn app_with(&self, roots: Option<PathBuf>) -> (TestApp, Client) {
        let lines: Vec<_> = self.table().as_object().unwrap().iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        let more = format!("[files.bucket]\n{}", lines.concat());
        let settings = Settings { more, allow: vec!["127.0.0.1".into()], roots, ..Settings::default() };
        let app = TestApp::configured(None, settings);
        let ada = app.set_up("Ada");
        (app, ada)
    }

    fn file(&self, digest: Digest) -> PathBuf {
        self.storage.object(&format!("hp/files/{}/{}", &digest.hex()[..2], digest.hex()))
    }

    /// Names of the objects under a prefix.
    pub fn objects(&self, below: &str) -> Vec<String> {
        fn walk(folder: &Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() { walk(&entry.path(), found) } else { found.push(entry.path().display().to_string()) }
            }
        }
        let mut found = Vec::new();
        walk(&self.storage.object(&format!("hp/{below}")), &mut found);
        found
    }
}

#[test]
fn a_file_goes_up_in_parts_into_a_bucket_and_comes_down_as_it_was() {
    let cloud = Cloud::new();
    let (mut app, ada) = cloud.app();
    let launch = ada.launch(TEMPLATE, None);
    // More than one request carries to the bucket.
    let content = bytes(20_000_000);
    let digest = Digest::of(&content);
    let new = json!({ "name": "load.csv", "bytes": content.len(), "digest": digest, "mark": "load.csv|1" });
    let upload: Value = begin(&ada, &launch, new.clone()).ok();
    let path = place(&launch, &upload);
    add(&ada, &path, 0, &content[..9_000_000]).ok::<Value>();
    assert!(add(&ada, &path, 0, &content).problem(409, "wrong-offset").detail.contains("go on at 9000000"));
    attach(&ada, &launch, &upload).problem(409, "upload-unfinished");
    app.restart();
    let ada = ada.moved_to(app.client());
    let again: Value = begin(&ada, &launch, new).ok();
    assert_eq!((&again["id"], &again["offset"]), (&upload["id"], &json!(9_000_000)), "where it stopped");
    let whole: Value = add(&ada, &path, 9_000_000, &content[9_000_000..]).ok();
    assert_eq!(whole["digest"], json!(digest));
    attach(&ada, &launch, &upload).ok::<Value>();
    assert_eq!(evidence(&ada, &launch)[0]["kind"]["digest"], json!(digest));
    assert_eq!(std::fs::read(cloud.file(digest)).unwrap(), content);
    assert_eq!(cloud.objects("uploads").len(), 1, "of the upload its note is left");
    assert!(!app.data().join("files").exists(), "nothing lies beside the database");

    let file = format!("/api/launches/{launch}/files/{digest}");
    let down = ada.get(&file);
    assert_eq!(Digest::of(&down.body), digest);
    assert_eq!(down.header("content-disposition"), Some("attachment; filename=\"load.csv\"; filename*=UTF-8''load.csv"));
    let asked = cloud.storage.connections();
    let range = ada.call("GET", &file).with("range", "bytes=1000000-1000009").send();
    assert_eq!((range.status, range.body), (206, content[1_000_000..1_000_010].to_vec()));
    assert_eq!(cloud.storage.connections(), asked, "what was read a moment ago is not fetched again");
    // The same bytes from elsewhere are there once.
    let other = ada.launch(TEMPLATE, None);
    put(&ada, &other, "again.csv", &content);
    assert_eq!(cloud.objects("files").len(), 1);
}

#[test]
fn storage_that_goes_away_in_the_middle_loses_nothing_that_was_acknowledged() {
    let cloud = Cloud::new();
    let (app, ada) = cloud.app();
    let launch = ada.launch(TEMPLATE, None);
    let content = bytes(30_000_000);
    let new = json!({ "name": "a.bin", "bytes": content.len(), "mark": "a" });
    let upload: Value = begin(&ada, &launch, new.clone()).ok();
    let path = place(&launch, &upload);
    add(&ada, &path, 0, &content[..1_000_000]).ok::<Value>();
    cloud.storage.take_in(Some(1));
    let answer = std::thread::scope(|scope| {
        let (twin, path, rest) = (ada.twin(), path.clone(), &content[1_000_000..]);
        let sent = scope.spawn(move || add(&twin, &path, 1_000_000, rest));
        // Its first piece is there, and the second is on its way.
        while cloud.objects("uploads").iter().filter(|name| !name.ends_with("note")).count() < 2 && !sent.is_finished() {
            std::thread::sleep(Duration::from_millis(2));
        }
        cloud.storage.stop();
        sent.join().unwrap()
    });
    assert!(answer.problem(503, "unavailable").detail.contains("cannot reach where it keeps files"));
    begin(&ada, &launch, new.clone()).problem(503, "unavailable");
    ada.must(&launch, json!({ "type": "set_name", "name": "Launches go on" }));

    let began = Instant::now();
    let health = loop {
        let health: Value = serde_json::from_slice(&ada.get("/health").body).unwrap();
        if health["services"]["files"]["status"] == "unhealthy" || Duration::from_secs(60) < began.elapsed() {
            break health;
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    assert_eq!(health["services"]["files"]["error"], "the storage of evidence files is away", "{health}");
    let ready = ada.get("/ready");
    let said: Value = serde_json::from_slice(&ready.body).unwrap();
    assert_eq!((ready.status, said), (200, json!({ "ready": true, "files": "away" })), "it serves, and says what it cannot");

    cloud.storage.take_in(None);
    cloud.storage.begin().unwrap();
    let view: Value = begin(&ada, &launch, new).ok();
    let offset = view["offset"].as_u64().unwrap() as usize;
    assert!((1_000_000..content.len()).contains(&offset), "{offset}");
    let whole: Value = add(&ada, &path, offset, &content[offset..]).ok();
    assert_eq!(whole["digest"], json!(Digest::of(&content)));
    attach(&ada, &launch, &upload).ok::<Value>();
    drop(app);
}

#[test]
fn a_file_with_other_bytes_is_an_error_and_never_given_out() {
    let cloud = Cloud::new();
    let (_app, ada) = cloud.app();
    let launch = ada.launch(TEMPLATE, None);
    let (first, second, third) = (bytes(100_000), bytes(9_000_000), bytes(500));
    let cases = [&first, &second, &third].map(|content| {
        put(&ada, &launch, "a", content);
        (Digest::of(content), format!("/api/launches/{launch}/files/{}", Digest::of(content)))
    });
    let mut flipped = first.clone();
    flipped[50_000] ^= 1;
    std::fs::write(cloud.file(cases[0].0), flipped).unwrap();
    std::fs::write(cloud.file(cases[1].0), [&second[..], b"x"].concat()).unwrap();
    std::fs::remove_file(cloud.file(cases[2].0)).unwrap();
    for ((digest, path), kind) in cases.iter().zip(["file-changed", "file-changed", "file-missing"]) {
        let problem = ada.get(path).problem(500, kind);
        assert!(problem.detail.contains(&digest.to_string()), "{}", problem.detail);
        let range = ada.call("GET", path).with("range", "bytes=0-9").send();
        assert_eq!(range.status, 500);
    }
    // Who still has it brings it back.
    put(&ada, &ada.launch(TEMPLATE, None), "a", &first);
    assert_eq!(ada.get(&cases[0].1).body, first);
}

#[test]
fn a_wrong_secret_is_said_and_takes_nothing_in() {
    let cloud = Cloud::new();
    std::fs::write(cloud.keys.path().join("secret"), "canary-9b2e44-another-secret").unwrap();
    let (_app, ada) = cloud.app();
    let launch = ada.launch(TEMPLATE, None);
    let problem = begin(&ada, &launch, json!({ "name": "a", "bytes": 1 })).problem(503, "unavailable");
    assert!(!problem.detail.contains("canary"), "{}", problem.detail);
    let health: Value = serde_json::from_slice(&ada.get("/health").body).unwrap();
    assert_eq!(health["services"]["files"]["status"], "unhealthy");
    assert_eq!(cloud.objects(""), Vec::<String>::new());
    // Keys are read when they are used: the right one needs no new start.
    std::fs::write(cloud.keys.path().join("secret"), SECRET_KEY).unwrap();
    put(&ada, &launch, "a", b"x");
    let (logged, found) = crate::logs::seen();
    assert!(0 < logged && found.is_empty(), "{found:?}");
}

#[test]
fn only_what_no_event_names_is_removed_from_a_bucket() {
    let cloud = Cloud::new();
    let (app, ada) = cloud.app();
    let launch = ada.launch(TEMPLATE, None);
    let (whole, half) = loose_ends(&ada, &launch);
    let inside = app.inside.clone().unwrap();
    let sweep = || app.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap();
    assert_eq!((sweep(), cloud.objects("files").len()), (0, 2), "nothing is old");
    for object in cloud.objects("") {
        age(object);
    }
    // Not ours, and so not ours to remove.
    let foreign = cloud.storage.object("hp/files/notes.txt");
    std::fs::write(&foreign, "x").unwrap();
    age(&foreign);
    assert_eq!((sweep(), cloud.objects("files").len()), (1, 2));
    assert_eq!(cloud.objects("uploads"), Vec::<String>::new());
    attach(&ada, &launch, &whole).problem(404, "not-found");
    add(&ada, &place(&launch, &half), 2, b"lf!").problem(404, "not-found");
    let file = format!("/api/launches/{launch}/files/{}", Digest::of(b"named"));
    assert_eq!(ada.get(&file).body, b"named", "the history still names it");
}

/// Somebody tries the configuration out with a database of its own.
#[test]
fn a_server_removes_nothing_that_another_one_has_in_the_same_bucket() {
    let cloud = Cloud::new();
    let (_first, ada) = cloud.app();
    loose_ends(&ada, &ada.launch(TEMPLATE, None));
    let (second, _) = cloud.app();
    for object in cloud.objects("") {
        age(object);
    }
    let before = cloud.objects("");
    let inside = second.inside.clone().unwrap();
    assert_eq!(second.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap(), 0);
    assert_eq!(cloud.objects(""), before);
    assert_eq!(cloud.objects("files").len(), 2);
}

/// People of both have the same file, and only one of them attaches it.
#[test]
fn a_file_that_comes_from_two_servers_is_removed_by_neither() {
    let cloud = Cloud::new();
    let ((first, ada), (_second, eve)) = (cloud.app(), cloud.app());
    let (here, there) = (ada.launch(TEMPLATE, None), eve.launch(TEMPLATE, None));
    let bring = |content: &[u8]| {
        let upload: Value = begin(&ada, &here, json!({ "name": "a", "bytes": content.len() })).ok();
        let path = place(&here, &upload);
        add(&ada, &path, 0, content).ok::<Value>();
        path
    };
    bring(b"before hers");
    for content in [&b"before hers"[..], b"after hers"] {
        put(&eve, &there, "a", content);
    }
    bring(b"after hers");
    // And one that is nobody's but Ada's, who gave it up and thought better of it.
    assert_eq!(ada.call("DELETE", &bring(b"hers alone")).send().status, 204);
    bring(b"hers alone");
    let inside = first.inside.clone().unwrap();
    // The bucket tells whole seconds, and all of this took less: no time says who came first.
    for object in cloud.objects("") {
        age(object);
    }
    assert_eq!(first.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap(), 1);
    let is_there = |content: &[u8]| cloud.file(Digest::of(content)).exists();
    assert!(is_there(b"before hers") && is_there(b"after hers"), "an event of the other server names it");
    assert!(!is_there(b"hers alone"));
}

#[test]
fn what_a_crash_left_in_a_bucket_between_a_file_and_its_note_is_removed() {
    let cloud = Cloud::new();
    let (app, ada) = cloud.app();
    cut_off_story(&app, &ada, &|| cloud.objects("").into_iter().for_each(age), &|| cloud.objects("files").len());
    assert_eq!(cloud.objects("uploads"), Vec::<String>::new());
    assert_eq!(cloud.objects("shared").len(), 1);
}

#[test]
fn files_go_to_a_bucket_over_tls_and_come_back() {
    let authority = Authority::new().unwrap();
    let cloud = Cloud::of(S3::start_over_tls(&authority, "127.0.0.1").unwrap());
    let roots = cloud.keys.path().join("roots.pem");
    std::fs::write(&roots, authority.root()).unwrap();
    let (app, ada) = cloud.app_with(Some(roots));
    let launch = ada.launch(TEMPLATE, None);
    let content = bytes(9_000_000);
    let file = format!("/api/launches/{launch}/files/{}", put(&ada, &launch, "load.csv", &content));
    let range = ada.call("GET", &file).with("range", "bytes=1000000-1000009").send();
    assert_eq!((range.status, range.body), (206, content[1_000_000..1_000_010].to_vec()));
    assert_eq!(Digest::of(&ada.get(&file).body), Digest::of(&content));
    // And what nobody names goes.
    loose_ends(&ada, &launch);
    for object in cloud.objects("") {
        age(object);
    }
    let inside = app.inside.clone().unwrap();
    assert_eq!(app.runtime.block_on(inside.uploads.sweep(&*inside.store)).unwrap(), 1);
    assert_eq!(cloud.objects("files").len(), 2);
    let health: Value = serde_json::from_slice(&ada.get("/health").body).unwrap();
    assert_eq!(health["services"]["files"]["status"], "healthy", "{health}");
}

#[test]
fn a_bucket_whose_certificate_nobody_believes_takes_nothing_in_and_the_log_says_what_to_do() {
    let cloud = Cloud::of(S3::start_over_tls(&Authority::new().unwrap(), "127.0.0.1").unwrap());
    let (app, ada) = cloud.app();
    let launch = ada.launch(TEMPLATE, None);
    begin(&ada, &launch, json!({ "name": "a", "bytes": 1 })).problem(503, "unavailable");
    let health: Value = serde_json::from_slice(&ada.get("/health").body).unwrap();
    assert_eq!(health["services"]["files"]["status"], "unhealthy", "{health}");
    // What the log has.
    let fault = app.runtime.block_on(app.inside.clone().unwrap().uploads.storage.answers()).unwrap_err().to_string();
    assert!(fault.contains("unknown issuer") && fault.contains("[egress] extra_roots"), "{fault}");
    assert_eq!(cloud.objects(""), Vec::<String>::new());
}
