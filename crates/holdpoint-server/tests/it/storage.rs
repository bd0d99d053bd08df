//! What every storage of evidence files has to keep, run against each of them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use holdpoint_domain::id::{Digest, LaunchId, MemberId, Timestamp, UploadId};
use holdpoint_domain::wire::NewUpload;
use holdpoint_probe::bucket::Bucket;
use holdpoint_probe::{Egress, EgressConfig};
use holdpoint_server::config::Files;
use holdpoint_server::storage::{Fault, Folder, Note, Objects, Owner, Storage, Taking};
use holdpoint_server::uploads::{Part, Uploads};
use holdpoint_store::EvidenceFile;
use tempfile::TempDir;
use uuid::Uuid;

use crate::bucket::Cloud;
use crate::files::{age, bytes as content};

/// Where a storage is, so that several servers can open it.
enum Place {
    Folder(TempDir),
    /// Each server has a folder of its own.
    Bucket(Cloud, TempDir),
}

impl Place {
    fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    fn bucket() -> Self {
        Self::Bucket(Cloud::new(), tempfile::tempdir().unwrap())
    }

    /// As a server has it that starts now.
    fn open(&self) -> Arc<dyn Storage> {
        match self {
            Self::Folder(folder) => Arc::new(Folder::open(folder.path()).unwrap()),
            Self::Bucket(cloud, folders) => {
                let allow = serde_json::from_value(serde_json::json!(["127.0.0.1"])).unwrap();
                let egress = Egress::new(EgressConfig { allow, ..EgressConfig::default() }).unwrap();
                let bucket = Bucket::new(&serde_json::from_value(cloud.table()).unwrap(), &egress, 100 << 20).unwrap();
                Arc::new(Objects::open(bucket, &folders.path().join(Uuid::now_v7().to_string())).unwrap())
            }
        }
    }

    fn path(&self, digest: Digest) -> PathBuf {
        let place = format!("files/{}/{}", &digest.hex()[..2], digest.hex());
        match self {
            Self::Folder(folder) => folder.path().join(place),
            Self::Bucket(cloud, _) => cloud.storage.object(&format!("hp/{place}")),
        }
    }

    /// A file on this machine that may be moved.
    fn part(&self, content: &[u8]) -> PathBuf {
        let folder = match self {
            Self::Folder(folder) | Self::Bucket(_, folder) => folder.path(),
        };
        let path = folder.join(format!("part-{}", Uuid::now_v7()));
        std::fs::write(&path, content).unwrap();
        path
    }
}

macro_rules! on_every_storage {
    ($($test:ident),* $(,)?) => {
        mod folder {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(super::Place::folder()).await;
            })*
        }

        mod bucket {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(super::Place::bucket()).await;
            })*
        }
    };
}

on_every_storage!(
    a_file_is_kept_once_under_its_digest,
    a_lost_or_changed_file_is_an_error_that_says_so,
    a_lost_or_changed_file_is_put_back_by_sending_it_again,
    an_upload_whose_file_is_gone_begins_anew,
    an_upload_grows_by_what_was_settled,
    what_one_server_began_another_one_finishes,
    two_servers_that_take_in_the_same_upload_do_no_harm,
    what_an_upload_is_becoming_is_seen_by_others_until_it_is,
    two_who_bring_the_same_new_bytes_at_once_have_it_written_down,
    who_sees_somebody_take_the_same_bytes_in_writes_it_down_first,
);

fn file(content: &[u8]) -> EvidenceFile {
    EvidenceFile { digest: Digest::of(content), bytes: content.len() as u64 }
}

fn note(bytes: u64) -> Note {
    Note {
        id: UploadId(Uuid::now_v7()),
        launch: LaunchId(1),
        account: MemberId(Uuid::from_u128(1)),
        name: "a.bin".into(),
        media: "application/octet-stream".into(),
        bytes,
        announced: None,
        mark: Some("a".into()),
        digest: None,
        taken: None,
        attached: false,
        dropped: false,
    }
}

async fn a_file_is_kept_once_under_its_digest(place: Place) {
    let storage = place.open();
    storage.answers().await.unwrap();
    assert!(storage.all().await.unwrap().is_empty());
    let (small, large) = (content(1_000), content(17 << 20));
    for bytes in [&small, &large] {
        assert!(!storage.has(file(bytes)).await.unwrap());
        assert_eq!(storage.since(file(bytes).digest).await.unwrap(), None);
        storage.take(&place.part(bytes), file(bytes)).await.unwrap();
        assert!(storage.has(file(bytes)).await.unwrap());
        assert_eq!(&std::fs::read(storage.fetch(file(bytes)).await.unwrap().path).unwrap(), bytes);
    }
    assert!(!storage.has(EvidenceFile { bytes: 999, ..file(&small) }).await.unwrap(), "of another length");
    // Once more: it is there once, and young again.
    let old = SystemTime::now() - Duration::from_secs(48 * 3_600);
    std::fs::File::options().append(true).open(place.path(file(&small).digest)).unwrap().set_modified(old).unwrap();
    let age = async || storage.since(file(&small).digest).await.unwrap().unwrap().elapsed().unwrap_or_default();
    assert!(Duration::from_secs(47 * 3_600) < age().await);
    storage.take(&place.part(&small), file(&small)).await.unwrap();
    assert!(age().await < Duration::from_secs(60));
    let mut all: Vec<_> = place.open().all().await.unwrap().into_iter().map(|kept| kept.file).collect();
    all.sort();
    let mut expected = [file(&small), file(&large)];
    expected.sort();
    assert_eq!(all, expected);
    let soon = SystemTime::now() + Duration::from_secs(60);
    assert!(!storage.remove(file(&small).digest, old).await.unwrap() && storage.has(file(&small)).await.unwrap(), "it is young");
    assert!(storage.remove(file(&small).digest, soon).await.unwrap());
    assert!(!storage.remove(file(&small).digest, soon).await.unwrap(), "it is not there");
    assert!(!storage.has(file(&small)).await.unwrap());
    assert_eq!(storage.all().await.unwrap().len(), 1);
}

async fn a_lost_or_changed_file_is_an_error_that_says_so(place: Place) {
    let bytes = content(70_000);
    let storage = place.open();
    storage.take(&place.part(&bytes), file(&bytes)).await.unwrap();
    let path = place.path(file(&bytes).digest);
    let mut flipped = bytes.clone();
    flipped[69_999] ^= 0x80;
    for changed in [&flipped[..], &bytes[..69_999], &[&bytes[..], b"x"].concat(), b""] {
        std::fs::write(&path, changed).unwrap();
        let fault = place.open().fetch(file(&bytes)).await.unwrap_err();
        assert!(matches!(fault, Fault::Changed(digest) if digest == file(&bytes).digest), "{fault}");
    }
    std::fs::remove_file(&path).unwrap();
    let fault = place.open().fetch(file(&bytes)).await.unwrap_err();
    assert!(matches!(fault, Fault::Missing(_)) && fault.to_string().contains(&file(&bytes).digest.to_string()), "{fault}");
}

async fn a_lost_or_changed_file_is_put_back_by_sending_it_again(place: Place) {
    let bytes = content(70_000);
    let (server, named) = (server(&place), vec![file(&bytes)]);
    let again = async || server.begin(OWNER, NewUpload { mark: None, ..new(&bytes) }, named.clone()).await.unwrap();
    server.storage.take(&place.part(&bytes), file(&bytes)).await.unwrap();
    assert_eq!(again().await.digest, Some(Digest::of(&bytes)), "it is there: nothing has to be sent");
    let path = place.path(file(&bytes).digest);
    let mut flipped = bytes.clone();
    flipped[35_000] ^= 1;
    for changed in [Some(&flipped[..]), Some(&bytes[1..]), None] {
        match changed {
            Some(changed) => std::fs::write(&path, changed).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let view = again().await;
        assert_eq!((view.offset, view.digest), (0, None), "what is there is not what is meant");
        let part = Part { offset: 0, body: bytes.clone().into() };
        let whole = Arc::clone(&server).receive(OWNER, view.id, part).await.unwrap();
        assert_eq!(whole.digest, Some(Digest::of(&bytes)));
        assert_eq!(std::fs::read(place.open().fetch(file(&bytes)).await.unwrap().path).unwrap(), bytes);
    }
}

/// A backup was restored meanwhile: the upload waits to be attached, and its file is no longer there.
async fn an_upload_whose_file_is_gone_begins_anew(place: Place) {
    let (server, bytes) = (server(&place), content(70_000));
    let send = async || {
        let view = server.begin(OWNER, new(&bytes), Vec::new()).await.unwrap();
        assert_eq!((view.offset, view.digest), (0, None), "it has to be sent");
        let part = Part { offset: 0, body: bytes.clone().into() };
        Arc::clone(&server).receive(OWNER, view.id, part).await.unwrap().id
    };
    let before = send().await;
    std::fs::remove_file(place.path(file(&bytes).digest)).unwrap();
    let after = send().await;
    assert!(server.look(OWNER, before).await.is_err(), "nothing comes of it any more");
    assert_eq!(server.whole(OWNER, after).await.unwrap().1, file(&bytes));
}

async fn an_upload_grows_by_what_was_settled(place: Place) {
    let storage = place.open();
    let bytes = content(10 << 20);
    let note = note(bytes.len() as u64);
    assert!(storage.find(note.id).await.unwrap().is_none());
    storage.write(&note).await.unwrap();
    let (mut at, ends) = (0, [1, 1_000_000, 9 << 20, bytes.len()]);
    for end in ends {
        let mut writer = storage.writer(note.id, at as u64).await.unwrap().unwrap();
        for piece in bytes[at..end].chunks(300_000) {
            writer.write(piece.to_vec().into()).await.unwrap();
        }
        writer.settle().await.unwrap();
        drop(writer);
        at = end;
        // Another server sees the same.
        let found = place.open().find(note.id).await.unwrap().unwrap();
        assert_eq!((found.note.as_ref(), found.have), (Some(&note), at as u64));
        if end < bytes.len() {
            assert!(matches!(storage.gather(note.id, bytes.len() as u64).await, Err(Fault::Gone)));
        }
    }
    let gathered = place.open().gather(note.id, bytes.len() as u64).await.unwrap();
    assert_eq!(std::fs::read(&gathered.path).unwrap(), bytes);
    let done = Note { digest: Some(Digest::of(&bytes)), ..note.clone() };
    storage.write(&done).await.unwrap();
    storage.drop_bytes(note.id).await.unwrap();
    let waiting = place.open().waiting().await.unwrap();
    assert_eq!((waiting.len(), &waiting[0].note, waiting[0].have), (1, &Some(done.clone()), 0));
    // Also where it was read before.
    assert_eq!(storage.find(note.id).await.unwrap().unwrap().note, Some(done));
    storage.forget(note.id).await.unwrap();
    storage.forget(note.id).await.unwrap();
    assert!(storage.find(note.id).await.unwrap().is_none() && storage.waiting().await.unwrap().is_empty());
}

const OWNER: Owner = Owner { launch: LaunchId(1), account: MemberId(Uuid::from_u128(1)) };

fn server(place: &Place) -> Arc<Uploads> {
    Arc::new(Uploads::new(place.open(), Files::default()))
}

fn new(bytes: &[u8]) -> NewUpload {
    NewUpload { name: "a.bin".into(), bytes: bytes.len() as u64, media: None, digest: Some(Digest::of(bytes)), mark: Some("a".into()) }
}

async fn what_one_server_began_another_one_finishes(place: Place) {
    let bytes = content(12 << 20);
    let servers = [server(&place), server(&place), server(&place)];
    let view = servers[0].begin(OWNER, new(&bytes), Vec::new()).await.unwrap();
    let mut at = 0;
    for (turn, end) in [1 << 20, 10 << 20, (10 << 20) + 7, bytes.len()].into_iter().enumerate() {
        let server = &servers[turn % 3];
        assert_eq!(server.look(OWNER, view.id).await.unwrap().offset, at as u64);
        let part = Part { offset: at as u64, body: bytes[at..end].to_vec().into() };
        let after = Arc::clone(server).receive(OWNER, view.id, part).await.unwrap();
        assert_eq!(after.offset, end as u64);
        at = end;
    }
    for server in &servers {
        let (note, kept) = server.whole(OWNER, view.id).await.unwrap();
        assert_eq!((note.digest, kept), (Some(Digest::of(&bytes)), file(&bytes)));
        assert_eq!(std::fs::read(server.storage.fetch(kept).await.unwrap().path).unwrap(), bytes);
    }
    // The page that begins it anew, wherever, finds it whole.
    assert_eq!(servers[1].begin(OWNER, new(&bytes), Vec::new()).await.unwrap().digest, Some(Digest::of(&bytes)));
    let stranger = Owner { account: MemberId(Uuid::from_u128(2)), ..OWNER };
    assert!(servers[2].look(stranger, view.id).await.is_err());
}

/// A connection hangs at one server while the page goes on at another: each takes what it is sent, and the file is what was announced.
async fn two_servers_that_take_in_the_same_upload_do_no_harm(place: Place) {
    let bytes = content(20 << 20);
    let (one, two) = (server(&place), server(&place));
    let view = one.begin(OWNER, new(&bytes), Vec::new()).await.unwrap();
    let mut rounds = 0;
    let whole = loop {
        rounds += 1;
        assert!(rounds < 20, "it does not come to an end");
        let offset = usize::try_from(two.look(OWNER, view.id).await.unwrap().offset).unwrap();
        let send = async |server: &Arc<Uploads>, length: usize| {
            let end = bytes.len().min(offset + length);
            let part = Part { offset: offset as u64, body: bytes[offset..end].to_vec().into() };
            Arc::clone(server).receive(OWNER, view.id, part).await
        };
        let (first, second) = tokio::join!(send(&one, 9 << 20), send(&two, 5 << 20));
        // Either may find that the other was faster; what is acknowledged is there.
        let have = one.look(OWNER, view.id).await.unwrap();
        for told in [first, second].into_iter().flatten() {
            assert!(told.offset <= have.offset, "{} was acknowledged, {} is there", told.offset, have.offset);
        }
        if have.digest.is_some() {
            break have;
        }
    };
    assert_eq!(whole.digest, Some(Digest::of(&bytes)));
    assert_eq!(std::fs::read(two.storage.fetch(file(&bytes)).await.unwrap().path).unwrap(), bytes);
}

async fn what_an_upload_is_becoming_is_seen_by_others_until_it_is(place: Place) {
    let (storage, note) = (place.open(), note(5));
    let digest = Digest::of(b"whole");
    storage.write(&note).await.unwrap();
    for alone in [None, Some(Timestamp::UNIX_EPOCH)] {
        storage.announce(note.id, Taking { digest, alone }).await.unwrap();
        let found = place.open().find(note.id).await.unwrap().unwrap();
        assert_eq!((found.taking, found.have), (Some(Taking { digest, alone }), 0));
        assert!(found.is_about(digest) && !found.is_about(Digest::of(b"other")));
        assert_eq!(found.brought().is_some(), alone.is_some());
    }
    storage.drop_bytes(note.id).await.unwrap();
    assert_eq!(place.open().find(note.id).await.unwrap().unwrap().taking, None);
    storage.announce(note.id, Taking { digest, alone: None }).await.unwrap();
    storage.forget(note.id).await.unwrap();
    assert!(storage.find(note.id).await.unwrap().is_none() && storage.waiting().await.unwrap().is_empty());
    assert!(!storage.is_shared(digest).await.unwrap());
    storage.share(digest).await.unwrap();
    storage.share(digest).await.unwrap();
    assert!(place.open().is_shared(digest).await.unwrap() && storage.waiting().await.unwrap().is_empty());
}

/// Somebody whose account is at another server, which has the same storage.
const STRANGER: Owner = Owner { launch: LaunchId(1), account: MemberId(Uuid::from_u128(2)) };

async fn send(server: &Arc<Uploads>, owner: Owner, bytes: &[u8]) -> Note {
    let view = server.begin(owner, new(bytes), Vec::new()).await.unwrap();
    let part = Part { offset: 0, body: bytes.to_vec().into() };
    Arc::clone(server).receive(owner, view.id, part).await.unwrap();
    server.whole(owner, view.id).await.unwrap().0
}

/// Neither time nor order tells whose file it is: a removal by one would take it from the other.
async fn two_who_bring_the_same_new_bytes_at_once_have_it_written_down(place: Place) {
    for length in 1..6 {
        let bytes = content(100 * length);
        let (one, two) = (server(&place), server(&place));
        tokio::join!(send(&one, OWNER, &bytes), send(&two, STRANGER, &bytes));
        assert!(one.storage.is_shared(Digest::of(&bytes)).await.unwrap());
        assert!(one.storage.is_whole(file(&bytes)).await.unwrap());
    }
    let alone = content(1_000);
    let note = send(&server(&place), OWNER, &alone).await;
    assert!(note.taken.is_some() && !place.open().is_shared(Digest::of(&alone)).await.unwrap(), "who is alone may have it removed");
}

/// The other server found nobody, and has not taken its file in yet.
async fn who_sees_somebody_take_the_same_bytes_in_writes_it_down_first(place: Place) {
    let (storage, bytes) = (place.open(), content(500));
    let theirs = Note { account: STRANGER.account, ..note(500) };
    storage.write(&theirs).await.unwrap();
    storage.announce(theirs.id, Taking { digest: Digest::of(&bytes), alone: Some(Timestamp::now()) }).await.unwrap();
    let ours = send(&server(&place), OWNER, &bytes).await;
    assert_eq!(ours.taken, None, "it is not ours to remove");
    assert!(storage.is_shared(Digest::of(&bytes)).await.unwrap(), "nor theirs");
}

/// One server has found that a file is old and that nobody names it; before it is gone, another server takes in the same bytes. For a folder see
/// `holdpoint_store::files`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_comes_anew_while_it_leaves_a_bucket_is_there_afterwards() {
    let place = Place::bucket();
    let Place::Bucket(cloud, _) = &place else { unreachable!() };
    let bytes = content(70_000);
    let (one, two) = (server(&place), server(&place));
    one.storage.take(&place.part(&bytes), file(&bytes)).await.unwrap();
    age(place.path(file(&bytes).digest));
    cloud.storage.hold_removals(true);
    let removing = tokio::spawn(async move {
        let before = SystemTime::now() - Duration::from_secs(24 * 3_600);
        one.storage.remove(file(&content(70_000)).digest, before).await
    });
    let began = Instant::now();
    while cloud.storage.removals() == 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody removes it");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let view = two.begin(OWNER, new(&bytes), Vec::new()).await.unwrap();
    let part = Part { offset: 0, body: bytes.clone().into() };
    let taking = tokio::spawn(Arc::clone(&two).receive(OWNER, view.id, part));
    // It looked for marks, found one, and looks again.
    while cloud.storage.listings("hp/leaving/") < 2 {
        assert!(began.elapsed() < Duration::from_secs(120), "nobody looks whether it is being removed");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(!taking.is_finished(), "it waits for the removal");
    cloud.storage.hold_removals(false);
    assert!(removing.await.unwrap().unwrap());
    assert_eq!(taking.await.unwrap().unwrap().digest, Some(Digest::of(&bytes)));
    assert_eq!(two.whole(OWNER, view.id).await.unwrap().1, file(&bytes), "it can be attached");
    assert_eq!(std::fs::read(place.open().fetch(file(&bytes)).await.unwrap().path).unwrap(), bytes);
    assert_eq!(cloud.objects("leaving"), Vec::<String>::new());
}

/// One server asks who else is at the same bytes; before it is told, another one is done with them, and its upload is forgotten. A listing that is read
/// entry by entry tells no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_done_before_a_bucket_tells_of_them_is_known_by_their_file() {
    const UPLOADS: &str = "hp/uploads/";
    let place = Place::bucket();
    let Place::Bucket(cloud, _) = &place else { unreachable!() };
    let (theirs, ours, bytes) = (place.open(), server(&place), content(500));
    let view = ours.begin(OWNER, new(&bytes), Vec::new()).await.unwrap();
    let looks = cloud.storage.listings_of(UPLOADS);
    cloud.storage.hold_listings(Some(UPLOADS));
    let part = Part { offset: 0, body: bytes.clone().into() };
    let taking = tokio::spawn(Arc::clone(&ours).receive(OWNER, view.id, part));
    let began = Instant::now();
    while cloud.storage.listings_of(UPLOADS) == looks {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody looks who else is at it");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    theirs.take(&place.part(&bytes), file(&bytes)).await.unwrap();
    cloud.storage.hold_listings(None);
    taking.await.unwrap().unwrap();
    assert_eq!(ours.whole(OWNER, view.id).await.unwrap().0.taken, None, "it is not ours to remove");
    assert!(theirs.is_shared(file(&bytes).digest).await.unwrap());
}

/// A server that ended in the middle of a removal keeps nobody from uploading the same file for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_dead_server_was_removing_can_be_uploaded_again() {
    let place = Place::bucket();
    let Place::Bucket(cloud, _) = &place else { unreachable!() };
    let (storage, bytes) = (place.open(), content(1_000));
    let digest = file(&bytes).digest;
    let mark = cloud.storage.object(&format!("hp/leaving/{}/{}", digest.hex(), Uuid::now_v7()));
    std::fs::create_dir_all(mark.parent().unwrap()).unwrap();
    std::fs::write(&mark, "-").unwrap();
    age(&mark);
    storage.take(&place.part(&bytes), file(&bytes)).await.unwrap();
    assert!(storage.remove(digest, SystemTime::now() + Duration::from_secs(60)).await.unwrap());
    assert_eq!(cloud.objects("leaving"), Vec::<String>::new(), "its mark goes with the next removal");
}
