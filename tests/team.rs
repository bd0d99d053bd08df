//! A whole team at one server: its true store, many replicas, and a network on which requests are late, doubled, lost and answered to nobody.
//! Tabs end and begin again from an old copy; the server is killed. `src/sync/tests.rs` plays the replica alone, one case at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use holdpoint_app::sync::{Asked, Pending, Received, Replica};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, EvidenceKind, Launch, NewEvidence, NewLaunch, Recorded, Refusal, Status, WaiverState};
use holdpoint_domain::template::{Role, Template, TemplateRef};
use holdpoint_domain::wire::Person;
use holdpoint_store::sqlite::{Durability, SqliteStore};
use holdpoint_store::{Creation, Entry, Sender, Store as _, StoreError, Wish};
use uuid::Uuid;

const ITEMS: [&str; 3] = ["a", "b", "c"];
const PEOPLE: usize = 4;
/// The first ones are one of each person; Ann and Ben have another.
const TABS: usize = 6;
const SEEDS: u64 = 24;
const STEPS: usize = 200;

fn now() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

/// Ann manages the launch, Ben approves, Cem and Dee contribute.
fn person(tab: usize) -> Person {
    let n = tab % PEOPLE;
    Person { id: MemberId(Uuid::from_u128(n as u128 + 1)), name: ["Ann", "Ben", "Cem", "Dee"][n].into(), owner: false }
}

/// A small generator (SplitMix64), so that the story of a seed is always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// The store behind the server's interface, in a folder for each of its processes.
struct Server {
    place: tempfile::TempDir,
    lives: usize,
    store: SqliteStore,
    launch: LaunchId,
    /// How many events make the launch with its people.
    first: Seq,
}

impl Server {
    async fn begin() -> Self {
        let place = tempfile::tempdir().unwrap();
        let store = SqliteStore::open_as(&place.path().join("0"), Durability::ProcessEnd).await.unwrap();
        let items = ITEMS.map(|id| serde_json::json!({ "id": id, "title": format!("Item {id}"), "level": "must" }));
        let template: Template = serde_json::from_value(serde_json::json!({
            "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "",
            "sections": [{ "id": "one", "title": "One", "items": items }],
        }))
        .unwrap();
        let template_ref = TemplateRef { name: template.name.clone(), version: "1.0.0".into(), digest: Digest::of(b"story") };
        let wish = NewLaunch::new("Story", template.name.clone());
        let new = Creation { sender: sender(&person(0), None, b""), wish, template: Arc::new(template), template_ref };
        let launch = store.create(new).await.unwrap().id;
        let mut server = Self { place, lives: 0, store, launch, first: Seq(0) };
        for (tab, role) in [(1, Role::Approver), (2, Role::Contributor), (3, Role::Contributor)] {
            let Person { id, name, .. } = person(tab);
            let wish = Wish::Command(Command::SetRole { member: id, name, role, sections: vec![] });
            let entry = Entry { sender: sender(&person(0), None, b""), based_on: Seq(u64::MAX), wish };
            server.first = server.store.submit(launch, entry).await.unwrap().seq;
        }
        server
    }

    fn folder(&self, life: usize) -> PathBuf {
        self.place.path().join(life.to_string())
    }

    /// Its process is killed, and another begins with what it left on the disk.
    async fn kill(&mut self) {
        let (before, after) = (self.folder(self.lives), self.folder(self.lives + 1));
        std::fs::create_dir(&after).unwrap();
        for file in ["holdpoint.db", "holdpoint.db-wal"] {
            std::fs::copy(before.join(file), after.join(file)).unwrap();
        }
        self.store = SqliteStore::open_as(&after, Durability::ProcessEnd).await.unwrap();
        self.lives += 1;
    }

    async fn post(&self, person: &Person, pending: &Pending) -> Result<Seq, StoreError> {
        let body = serde_json::to_vec(&(pending.based_on, &pending.command)).unwrap();
        let (sender, wish) = (sender(person, Some(pending.id), &body), Wish::Command(pending.command.clone()));
        Ok(self.store.submit(self.launch, Entry { sender, based_on: pending.based_on, wish }).await?.seq)
    }

    async fn truth(&self) -> Arc<Launch> {
        self.store.launch(self.launch).await.unwrap()
    }

    async fn after(&self, seen: Seq, limit: usize) -> Vec<Recorded> {
        let page = self.store.after(self.launch, seen, limit).await.unwrap();
        page.events.into_iter().map(|event| event.recorded).collect()
    }
}

fn sender(person: &Person, command: Option<CommandId>, body: &[u8]) -> Sender {
    let (by, name, fingerprint) = (person.id, person.name.clone(), Digest::of(body));
    Sender { by, name, owner: false, at: now(), command, fingerprint }
}

#[derive(Clone)]
struct Request {
    number: u32,
    tab: usize,
    pending: Pending,
}

/// What became of a request, on its way back.
struct Answer {
    number: u32,
    tab: usize,
    id: CommandId,
    granted: Result<Seq, Refusal>,
}

struct Team {
    server: Server,
    replicas: Vec<Replica>,
    requests: Vec<Request>,
    answers: Vec<Answer>,
    /// The request whose answer each tab waits for.
    awaited: Vec<Option<(u32, CommandId)>>,
    asked: BTreeSet<CommandId>,
    granted: BTreeMap<CommandId, Seq>,
    conflicts: usize,
    ids: u128,
    numbers: u32,
}

impl Team {
    async fn begin() -> Self {
        let server = Server::begin().await;
        let truth = server.truth().await;
        let replicas = (0..TABS).map(|tab| Replica::new(person(tab), Launch::clone(&truth))).collect();
        Self {
            server,
            replicas,
            requests: Vec::new(),
            answers: Vec::new(),
            awaited: vec![None; TABS],
            asked: BTreeSet::new(),
            granted: BTreeMap::new(),
            conflicts: 0,
            ids: 0,
            numbers: 0,
        }
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    /// Something that a person may wish for at what their tab shows.
    fn wish(&mut self, tab: usize, chance: &mut Chance) -> Command {
        let id = self.id();
        let item: ItemId = chance.one_of(&ITEMS).parse().unwrap();
        let state = self.replicas[tab].shown().items[&item].clone();
        match chance.below(9) {
            0..=2 => {
                let status = chance.one_of(&[Status::Open, Status::InProgress, Status::Done]);
                Command::SetStatus { item, status, justification: None }
            }
            3 => Command::SetOwner { item, owner: chance.one_of(&[None, Some(person(1).id), Some(person(2).id)]) },
            4 => Command::SetDue { item, due: chance.one_of(&[None, Some("2026-12-01")]).map(|due| due.parse().unwrap()) },
            5 => match state.evidence.first() {
                Some(known) if chance.below(2) == 0 => Command::RemoveEvidence { item, evidence: known.id },
                _ => {
                    let kind = EvidenceKind::Note { text: "seen".into() };
                    let evidence = NewEvidence { id: EvidenceId(id), kind, observed_at: now(), expires_at: None };
                    Command::AddEvidence { item, evidence }
                }
            },
            6 => match &state.waiver {
                Some(waiver) if waiver.state == WaiverState::Requested => Command::ApproveWaiver { item, waiver: waiver.id },
                _ => {
                    let (waiver, reason, mitigation) = (WaiverId(id), "later".into(), Some("watched".into()));
                    let expires_at = "2026-12-24T10:00:00Z".parse().unwrap();
                    Command::RequestWaiver { item, waiver, reason, mitigation, expires_at }
                }
            },
            7 => Command::SetName { name: format!("Story {}", chance.below(5)) },
            _ => Command::Comment { item, comment: CommentId(id), text: "hm".into(), mentions: vec![] },
        }
    }

    /// Asks, in all tabs of the person; what the rules refuse on the spot leaves no trace.
    fn ask(&mut self, tab: usize, command: Command) {
        let id = CommandId(self.id());
        if self.replicas[tab].ask(id, command, now(), Seq(u64::MAX)) != Ok(Asked::Queued) {
            return;
        }
        self.asked.insert(id);
        let wish = self.replicas[tab].outbox().last().cloned();
        self.beside(tab).into_iter().for_each(|other| other.restore(wish.clone().into_iter().collect()));
    }

    /// The other tabs of the same person.
    fn beside(&mut self, tab: usize) -> Vec<&mut Replica> {
        let others = self.replicas.iter_mut().enumerate().filter(|(other, _)| *other != tab && other % PEOPLE == tab % PEOPLE);
        others.map(|(_, replica)| replica).collect()
    }

    /// A tab sends its next wish, unless it waits for an answer.
    fn send(&mut self, tab: usize) {
        if self.awaited[tab].is_some() {
            return;
        }
        let Some(pending) = self.replicas[tab].next_to_send() else { return };
        self.numbers += 1;
        let number = self.numbers;
        self.awaited[tab] = Some((number, pending.id));
        self.requests.push(Request { number, tab, pending });
    }

    /// A tab waits no longer: its request may arrive all the same.
    fn give_up(&mut self, tab: usize) {
        if let Some((_, id)) = self.awaited[tab].take() {
            self.replicas[tab].unsent(id);
        }
    }

    /// Any of the requests that are on their way gets through.
    ///
    /// * `again`: a copy of it is still on its way.
    async fn arrive(&mut self, place: usize, again: bool) {
        let request = if again { self.requests[place].clone() } else { self.requests.swap_remove(place) };
        let Request { number, tab, pending } = request;
        let id = pending.id;
        let granted = match self.server.post(&person(tab), &pending).await {
            Ok(seq) => {
                assert_eq!(*self.granted.entry(id).or_insert(seq), seq, "the same id is answered as before");
                Ok(seq)
            }
            Err(StoreError::Refused(refusal)) => {
                assert!(!self.granted.contains_key(&id), "granted before, and then: {refusal}");
                self.conflicts += usize::from(matches!(refusal, Refusal::Conflict(_)));
                Err(refusal)
            }
            Err(error) => panic!("{error}"),
        };
        self.answers.push(Answer { number, tab, id, granted });
    }

    /// Any answer comes back; who waits for it no longer does not hear it.
    fn hear(&mut self, place: usize) {
        let Answer { number, tab, id, granted } = self.answers.swap_remove(place);
        if self.awaited[tab] != Some((number, id)) {
            return;
        }
        self.awaited[tab] = None;
        match granted {
            Ok(seq) => self.replicas[tab].stored(id, seq),
            Err(refusal) => {
                let why = refusal.to_string();
                let conflict = if let Refusal::Conflict(conflict) = refusal { Some(*conflict) } else { None };
                self.replicas[tab].refused(id, why, conflict);
            }
        }
        let refused = self.replicas[tab].refusals().to_vec();
        self.beside(tab).into_iter().for_each(|other| other.restore_refused(refused.clone()));
    }

    /// An event comes as the stream has it: old, next or from the far end.
    async fn stream(&mut self, tab: usize, seen: Seq) {
        for recorded in self.server.after(seen, 1).await {
            self.replicas[tab].receive_text(&serde_json::to_string(&recorded).unwrap());
        }
    }

    async fn catch_up(&mut self, tab: usize) {
        let seen = self.replicas[tab].confirmed().seq;
        for recorded in self.server.after(seen, usize::MAX).await {
            assert_eq!(self.replicas[tab].receive(&recorded), Received::Applied);
        }
    }

    /// A tab ends and is opened again, from a copy of any age and what the browser kept.
    async fn reopen(&mut self, tab: usize, age: usize) {
        let kept = serde_json::to_string(&(self.replicas[tab].outbox(), self.replicas[tab].refusals())).unwrap();
        let (outbox, refused) = serde_json::from_str(&kept).unwrap();
        let copy = self.server.after(Seq(0), age).await;
        let mut again = Replica::new(person(tab), Launch::fold(&copy).unwrap());
        again.restore(outbox);
        again.restore_refused(refused);
        (self.replicas[tab], self.awaited[tab]) = (again, None);
    }

    async fn step(&mut self, chance: &mut Chance) {
        let tab = chance.below(TABS);
        let log = self.server.truth().await.seq.0 as usize;
        match chance.below(24) {
            0..=6 => {
                let command = self.wish(tab, chance);
                self.ask(tab, command);
            }
            7..=11 => self.send(tab),
            12..=15 if !self.requests.is_empty() => {
                let (place, again) = (chance.below(self.requests.len()), chance.below(6) == 0);
                self.arrive(place, again).await;
            }
            16..=18 if !self.answers.is_empty() => self.hear(chance.below(self.answers.len())),
            19 => self.give_up(tab),
            20 => self.stream(tab, Seq(chance.below(log) as u64)).await,
            21 => self.reopen(tab, chance.below(log).max(self.server.first.0 as usize)).await,
            22 if chance.below(4) == 0 => self.server.kill().await,
            22 => drop(self.replicas[tab].renew(Launch::clone(&*self.server.truth().await), false)),
            _ => self.catch_up(tab).await,
        }
    }

    /// The network is good again: what is late arrives, what nobody knows the end of is sent again, and everybody reads on.
    async fn settle(&mut self) {
        (0..TABS).for_each(|tab| self.give_up(tab));
        while !self.requests.is_empty() {
            self.arrive(0, false).await;
        }
        self.answers.clear();
        for tab in 0..TABS {
            self.send(tab);
            while !self.requests.is_empty() {
                self.arrive(0, false).await;
                self.hear(0);
                self.send(tab);
            }
        }
        for tab in 0..TABS {
            self.catch_up(tab).await;
        }
    }

    async fn check(&self, seed: u64) {
        let (truth, history) = (self.server.truth().await, self.server.after(Seq(0), usize::MAX).await);
        assert_eq!(Launch::fold(&history).as_ref(), Some(&*truth), "seed {seed}");
        let mut ended: BTreeSet<CommandId> = self.granted.keys().copied().collect();
        for replica in &self.replicas {
            assert_eq!(replica.confirmed(), &truth, "seed {seed}");
            assert_eq!(replica.shown(), &truth, "seed {seed}");
            assert!(replica.outbox().is_empty() && !replica.outdated(), "seed {seed}");
            ended.extend(replica.refusals().iter().map(|refused| refused.pending.id));
        }
        assert_eq!(ended, self.asked, "seed {seed}: every wish is granted or refused visibly");
        let happened: Vec<CommandId> = history.iter().filter_map(|recorded| recorded.command).collect();
        let once: BTreeSet<CommandId> = happened.iter().copied().collect();
        assert_eq!(happened.len(), once.len(), "seed {seed}: nothing happened twice");
        assert!(once.iter().all(|id| self.granted.contains_key(id)), "seed {seed}: and nothing that nobody was told of");
        if let Some(id) = self.granted.keys().next() {
            let command = Command::SetName { name: "Another".into() };
            let other = Pending { id: *id, based_on: Seq(0), asked_at: now(), command, ground: None, stage: Default::default() };
            assert!(matches!(self.server.post(&person(0), &other).await, Err(StoreError::IdTaken)), "seed {seed}: an id is of one wish");
        }
    }
}

#[tokio::test]
async fn any_team_on_any_network_ends_up_with_the_launch_of_the_store() {
    let (mut asked, mut granted, mut conflicts, mut lives) = (0, 0, 0, 0);
    for seed in 0..SEEDS {
        let (mut team, mut chance) = (Team::begin().await, Chance(seed));
        for _ in 0..STEPS {
            team.step(&mut chance).await;
        }
        team.settle().await;
        team.check(seed).await;
        (asked, granted) = (asked + team.asked.len(), granted + team.granted.len());
        (conflicts, lives) = (conflicts + team.conflicts, lives + team.server.lives);
    }
    assert!(0 < conflicts && 0 < lives && granted < asked, "{asked} wishes, {granted} granted, {conflicts} conflicts, {lives} kills");
}
