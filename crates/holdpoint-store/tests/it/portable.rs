//! A launch taken out of one store, and put into another.

use holdpoint_domain::launch::{Decision, EvidenceKind, Launch, NewEvidence, NewPush, NewReport, Record};
use holdpoint_store::files::{EvidenceFile, Files};
use holdpoint_store::portable::{Head, Lost, Portable, Unread, Why};
use holdpoint_store::sqlite::portable::export;

use super::*;

/// A launch with comments and a report whose files are kept, the second one in its folder; and bytes of somebody else.
async fn story(folder: &Path) -> (SqliteStore, LaunchId) {
    let store = SqliteStore::open(folder).await.unwrap();
    store.create(creation(1, "Other")).await.unwrap();
    let id = store.create(creation(2, "One")).await.unwrap().id;
    store.keep(b"another launch's".to_vec()).await.unwrap();
    for n in 0..20 {
        store.submit(id, comment(100 + n, "hello")).await.unwrap();
    }
    report(&store, id).await;
    (store, id)
}

/// Issues one, of which an authority said something, as it did of another launch's.
pub async fn report(store: &dyn Store, id: LaunchId) {
    let mut kept = Vec::new();
    for bytes in ["snapshot", "bundle", "html"] {
        kept.push(store.keep(bytes.into()).await.unwrap());
    }
    let report =
        NewReport { revision: Seq(3), snapshot: kept[0], bundle: kept[1], html: kept[2], decision: Decision::NoGo, to: Vec::new() };
    let sender = Sender { command: None, ..sender(0, "") };
    let wish = Wish::Record(Record::ReportSigned(report));
    store.submit(id, Entry { sender, based_on: Seq(0), wish }).await.unwrap();
    store.keep_timestamp(kept[1], b"at ten".to_vec(), None).await.unwrap();
    store.keep_timestamp(Digest::of(b"another"), b"at eleven".to_vec(), None).await.unwrap();
}

async fn told(store: &SqliteStore, id: LaunchId) -> (Launch, Vec<(Vec<u8>, Vec<u8>)>) {
    let page = store.after(id, Seq(0), 1_000).await.unwrap();
    let bytes = page.events.iter().map(|event| (event.payload.to_vec(), event.leaf.to_vec())).collect();
    (Launch::clone(&*store.launch(id).await.unwrap()), bytes)
}

fn written(portable: &Portable) -> Vec<u8> {
    let mut file = Vec::new();
    portable.write(&portable.head(now()), &Files::of(Path::new("nowhere")), &mut file).unwrap();
    file
}

#[tokio::test]
async fn a_launch_comes_out_and_goes_in_as_it_was() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, id) = story(from.path()).await;
    // While the store is open and may be written to.
    let file = written(&export(from.path(), id).unwrap());
    assert!(matches!(export(from.path(), LaunchId(9)), Err(StoreError::NoSuchLaunch(_))));
    let (head, portable) = Portable::read(file.as_slice(), None).unwrap();
    assert_eq!((head.launch, head.events, head.commands, head.files), (id, 23, 21, 3));
    assert_eq!((head.v, head.timestamps), (3, 1));
    let other = SqliteStore::open(to.path()).await.unwrap();
    other.import(portable.clone()).await.unwrap();
    assert_eq!(told(&other, id).await, told(&store, id).await);
    assert_eq!(written(&export(to.path(), id).unwrap()).len(), file.len(), "the other server's id is as long");
    for bytes in ["snapshot", "bundle", "html"] {
        assert_eq!(other.kept(Digest::of(bytes.as_bytes())).await.unwrap().as_deref(), Some(bytes.as_bytes()));
    }
    assert_eq!(other.timestamp(Digest::of(b"bundle")).await.unwrap().as_deref(), Some(&b"at ten"[..]));
    assert_eq!(other.kept(Digest::of(b"another launch's")).await.unwrap(), None, "and nothing of others");
    assert_eq!(other.timestamp(Digest::of(b"another")).await.unwrap(), None);

    // What was answered stays answered, and both go on.
    assert_eq!(other.submit(id, comment(100, "hello")).await.unwrap().events.len(), 0);
    assert_eq!(other.submit(id, comment(900, "on")).await.unwrap().seq, Seq(24));
    assert_eq!(other.create(creation(901, "Next")).await.unwrap().id, LaunchId(3), "numbers go on behind it");
    is_not_accepted(other.import(portable).await, "replaces nothing");
    assert_eq!(other.launch(id).await.unwrap().seq, Seq(24));
    drop(other);
    let other = SqliteStore::open(to.path()).await.unwrap();
    assert_eq!(other.launch(id).await.unwrap().seq, Seq(24), "after a restart");
}

#[tokio::test]
async fn an_import_that_clashes_leaves_nothing_behind() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_, id) = story(from.path()).await;
    let portable = export(from.path(), id).unwrap();
    let other = SqliteStore::open(to.path()).await.unwrap();
    let here = other.create(creation(110, "Here")).await.unwrap().id;
    is_not_accepted(other.import(portable).await, "answered for another launch");
    assert!(matches!(other.launch(id).await, Err(StoreError::NoSuchLaunch(_))));
    assert!(other.after(here, Seq(0), 99).await.unwrap().events.len() < 5);
    drop(other);
    assert_eq!(SqliteStore::open(to.path()).await.unwrap().launches().await.unwrap().len(), 1);
}

#[tokio::test]
async fn no_changed_byte_and_no_part_of_a_file_is_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let (_, id) = story(folder.path()).await;
    let file = written(&export(folder.path(), id).unwrap());
    for place in (0..file.len()).step_by(53) {
        let mut changed = file.clone();
        changed[place] ^= 1 << (place % 8);
        assert!(Portable::read(changed.as_slice(), None).is_err(), "byte {place} of {}", file.len());
        assert!(Portable::read(&file[..place], None).is_err(), "cut at {place}");
    }
    let longer = [file.as_slice(), b"{}\n"].concat();
    assert!(Portable::read(longer.as_slice(), None).unwrap_err().to_string().contains("goes on"));
    let lines: Vec<&[u8]> = file.split_inclusive(|&byte| byte == b'\n').collect();
    for left_out in 0..lines.len() {
        let rest: Vec<u8> = lines.iter().enumerate().filter(|(n, _)| *n != left_out).flat_map(|(_, line)| line.to_vec()).collect();
        assert!(Portable::read(rest.as_slice(), None).is_err(), "line {left_out}");
    }
}

/// Who writes the last line anew still needs a history that is one.
#[tokio::test]
async fn a_forged_file_is_judged_by_its_parts() {
    let folder = tempfile::tempdir().unwrap();
    let (_, id) = story(folder.path()).await;
    let whole = export(folder.path(), id).unwrap();
    let refused = |change: &dyn Fn(&mut Portable), words: &str| {
        let mut forged = whole.clone();
        change(&mut forged);
        let why = Portable::read(written(&forged).as_slice(), None).unwrap_err().to_string();
        assert!(why.contains(words), "{why}");
    };
    refused(&|forged| drop(forged.events.remove(3)), "gap");
    refused(&|forged| forged.events.clear(), "answers with an event that there is not");
    refused(&|forged| forged.events[2].recorded.by = member(9), "not what its leaf says");
    refused(&|forged| forged.files.push(b"another launch's".to_vec()), "not a file that the launch names");
    refused(&|forged| forged.timestamps[0].0 = Digest::of(b"another"), "no report of the launch");
    refused(&|forged| forged.timestamps.push(forged.timestamps[0].clone()), "no report of the launch");
    refused(&|forged| forged.commands[0].seq = Seq(99), "there is not");
    let far = Portable { launch: LaunchId(u32::MAX), ..whole.clone() };
    assert!(far.fold().unwrap_err().contains("number"), "no launch could be made behind it");
    let head = whole.head(now());
    let mut file = Vec::new();
    let files = Files::of(Path::new("nowhere"));
    whole.write(&Head { root: Digest::of(b"x"), ..head }, &files, &mut file).unwrap();
    assert!(Portable::read(file.as_slice(), None).unwrap_err().to_string().contains("root"));
}

/// Bytes of more than one line, kept in a folder.
fn file(folder: &Path) -> (Files, EvidenceFile) {
    let bytes: Vec<u8> = (0..2_500_000_u32).map(|n| (n % 251) as u8).collect();
    let file = EvidenceFile { digest: Digest::of(&bytes), bytes: bytes.len() as u64 };
    std::fs::write(folder.join("part"), bytes).unwrap();
    let files = Files::of(folder);
    files.take(&folder.join("part"), file).unwrap();
    (files, file)
}

#[tokio::test]
async fn evidence_files_come_along_in_parts() {
    let (from, desk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, id) = story(from.path()).await;
    let (files, file) = file(from.path());
    let kind = EvidenceKind::File {
        name: "load.bin".into(),
        digest: file.digest,
        bytes: file.bytes,
        title: None,
        url: None,
        media: Some("a/b".into()),
    };
    let evidence = NewEvidence { id: EvidenceId(uuid::Uuid::from_u128(7)), kind, observed_at: now(), expires_at: None };
    let push = NewPush { receipts: vec![], evidence: vec![("a".parse().unwrap(), evidence)] };
    let wish = Wish::Record(Record::Pushed(push));
    store.submit(id, Entry { sender: sender(500, "push"), based_on: Seq(0), wish }).await.unwrap();
    assert_eq!(store.files(id).await.unwrap(), [file]);
    assert!(store.is_named(file.digest).await.unwrap() && !store.is_named(Digest::of(b"x")).await.unwrap());
    assert_eq!(store.files(LaunchId(1)).await.unwrap(), [], "of that launch alone");

    let portable = export(from.path(), id).unwrap();
    let head = portable.head(now());
    assert_eq!((head.v, head.evidence), (3, 1));
    let older = Portable { timestamps: Vec::new(), ..portable.clone() };
    let without = Portable { evidence: Default::default(), ..older.clone() };
    assert_eq!([older, without].map(|one| one.head(now()).v), [2, 1], "what earlier builds read");
    let mut whole = Vec::new();
    portable.write(&head, &files, &mut whole).unwrap();
    let (_, read) = Portable::read(whole.as_slice(), Some(desk.path())).unwrap();
    let unpacked = desk.path().join(file.digest.hex());
    assert_eq!(Digest::of(&std::fs::read(&unpacked).unwrap()), file.digest);
    let nowhere = Portable::read(whole.as_slice(), Some(Path::new("no/such/desk"))).unwrap_err();
    assert!(matches!(nowhere, Unread::Desk(_)), "which says nothing against the file: {nowhere}");
    let lines: Vec<&[u8]> = whole.split_inclusive(|&byte| byte == b'\n').collect();
    for left_out in lines.len() - 5..lines.len() {
        let rest: Vec<u8> = lines.iter().enumerate().filter(|(n, _)| *n != left_out).flat_map(|(_, line)| line.to_vec()).collect();
        assert!(Portable::read(rest.as_slice(), None).is_err(), "line {left_out}");
    }

    let to = tempfile::tempdir().unwrap();
    let other = SqliteStore::open(to.path()).await.unwrap();
    Files::of(to.path()).take(&unpacked, file).unwrap();
    other.import(read).await.unwrap();
    assert_eq!(other.files(id).await.unwrap(), [file]);
    assert!(Files::of(to.path()).is_whole(file).unwrap());

    std::fs::write(files.path(file.digest), vec![0; usize::try_from(file.bytes).unwrap()]).unwrap();
    let lost = || portable.write(&head, &files, std::io::sink()).unwrap_err().downcast::<Lost>().unwrap();
    assert!(matches!(lost(), Lost { digest, why: Why::Changed } if digest == file.digest));
    assert_eq!(portable.items_with(file.digest).into_iter().map(ToString::to_string).collect::<Vec<_>>(), ["a"]);
    assert!(!files.is_whole(file).unwrap() && files.has(file), "its length alone says nothing");
    std::fs::remove_file(files.path(file.digest)).unwrap();
    assert!(matches!(lost().why, Why::Missing));
    std::fs::create_dir(files.path(file.digest)).unwrap();
    assert!(matches!(lost().why, Why::Unread(_)), "which says nothing against the file");
}
