//! A launch taken out of one store, and put into another.

use holdpoint_domain::launch::{Decision, Launch, NewReport, Record};
use holdpoint_store::portable::{Head, Portable};
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
    let mut kept = Vec::new();
    for bytes in ["snapshot", "bundle", "html"] {
        kept.push(store.keep(bytes.into()).await.unwrap());
    }
    let report =
        NewReport { revision: Seq(3), snapshot: kept[0], bundle: kept[1], html: kept[2], decision: Decision::NoGo, to: Vec::new() };
    let sender = Sender { command: None, ..sender(0, "") };
    let wish = Wish::Record(Record::ReportSigned(report));
    store.submit(id, Entry { sender, based_on: Seq(0), wish }).await.unwrap();
    (store, id)
}

async fn told(store: &SqliteStore, id: LaunchId) -> (Launch, Vec<(Vec<u8>, Vec<u8>)>) {
    let page = store.after(id, Seq(0), 1_000).await.unwrap();
    let bytes = page.events.iter().map(|event| (event.payload.to_vec(), event.leaf.to_vec())).collect();
    (Launch::clone(&*store.launch(id).await.unwrap()), bytes)
}

fn written(portable: &Portable) -> Vec<u8> {
    let mut file = Vec::new();
    portable.write(&portable.head(now()), &mut file).unwrap();
    file
}

#[tokio::test]
async fn a_launch_comes_out_and_goes_in_as_it_was() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, id) = story(from.path()).await;
    // While the store is open and may be written to.
    let file = written(&export(from.path(), id).unwrap());
    assert!(matches!(export(from.path(), LaunchId(9)), Err(StoreError::NoSuchLaunch(_))));
    let (head, portable) = Portable::read(file.as_slice()).unwrap();
    assert_eq!((head.launch, head.events, head.commands, head.files), (id, 23, 21, 3));
    let other = SqliteStore::open(to.path()).await.unwrap();
    other.import(portable.clone()).await.unwrap();
    assert_eq!(told(&other, id).await, told(&store, id).await);
    assert_eq!(written(&export(to.path(), id).unwrap()).len(), file.len(), "the other server's id is as long");
    for bytes in ["snapshot", "bundle", "html"] {
        assert_eq!(other.kept(Digest::of(bytes.as_bytes())).await.unwrap().as_deref(), Some(bytes.as_bytes()));
    }
    assert_eq!(other.kept(Digest::of(b"another launch's")).await.unwrap(), None, "and nothing of others");

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
        assert!(Portable::read(changed.as_slice()).is_err(), "byte {place} of {}", file.len());
        assert!(Portable::read(&file[..place]).is_err(), "cut at {place}");
    }
    let longer = [file.as_slice(), b"{}\n"].concat();
    assert!(Portable::read(longer.as_slice()).unwrap_err().contains("goes on"));
    let lines: Vec<&[u8]> = file.split_inclusive(|&byte| byte == b'\n').collect();
    for left_out in 0..lines.len() {
        let rest: Vec<u8> = lines.iter().enumerate().filter(|(n, _)| *n != left_out).flat_map(|(_, line)| line.to_vec()).collect();
        assert!(Portable::read(rest.as_slice()).is_err(), "line {left_out}");
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
        let why = Portable::read(written(&forged).as_slice()).unwrap_err();
        assert!(why.contains(words), "{why}");
    };
    refused(&|forged| drop(forged.events.remove(3)), "gap");
    refused(&|forged| forged.events.clear(), "answers with an event that there is not");
    refused(&|forged| forged.events[2].recorded.by = member(9), "not what its leaf says");
    refused(&|forged| forged.files.push(b"another launch's".to_vec()), "not a file that the launch names");
    refused(&|forged| forged.commands[0].seq = Seq(99), "there is not");
    let head = whole.head(now());
    let mut file = Vec::new();
    whole.write(&Head { root: Digest::of(b"x"), ..head }, &mut file).unwrap();
    assert!(Portable::read(file.as_slice()).unwrap_err().contains("root"));
}
