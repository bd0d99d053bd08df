//! One drill: who opened it, what it saw, and what that shows.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use holdpoint_domain::check::drill::facts::{self, Traffic};
use holdpoint_domain::check::drill::plan::{Reply, reply};
use holdpoint_domain::check::drill::{Exchange, Scenario};
use holdpoint_domain::check::{Check, Observation, Receipt, judge};
use holdpoint_domain::id::{Digest, DrillId, LaunchId, ReceiptId, Seq, Timestamp};
use holdpoint_domain::wire::{CheckSeen, DrillSummary, DrillView, StepProgress, StepSeen};
use holdpoint_store::Sender;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::intercom;
use crate::limits;
use crate::lock::lock;

pub struct Drill {
    pub id: DrillId,
    pub launch: LaunchId,
    /// Who opened it: its receipts are recorded as theirs.
    pub sender: Sender,
    pub checks: Vec<Check>,
    pub opened_at: Timestamp,
    pub ends_at: Timestamp,
    pub hang: Duration,
    pub token_digest: Digest,
    /// The address, with the token in it: in memory only.
    base_url: String,
    begun: Instant,
    /// Milliseconds that nobody waited for.
    let_pass: AtomicU64,
    /// Whether its clock goes by those only.
    by_hand: AtomicBool,
    log: Mutex<Log>,
    /// Whether it has ended: who waits for it is woken.
    pub ended: CancellationToken,
    /// Held while its receipts are recorded, so that they are recorded once.
    pub(super) closing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Log {
    exchanges: Vec<Exchange>,
    /// By what is asked, and of which scenario: refused for want of a token, a request is of none, and begins no call of the scenario's.
    calls: HashMap<(Digest, Option<Scenario>), Call>,
    refused: u32,
    end: Option<End>,
}

struct Call {
    number: u32,
    /// How many calls of its scenario came before.
    nth: u32,
    attempts: u32,
}

/// How it ended, and what was made of it.
#[derive(Clone, Default)]
pub(super) struct End {
    pub(super) at_ms: u64,
    pub(super) at: Timestamp,
    pub(super) receipts: Vec<Receipt>,
    pub(super) seq: Option<Seq>,
    pub(super) trouble: Option<String>,
}

impl End {
    /// Whether its receipts are still to be recorded.
    pub(super) fn is_due(&self) -> bool {
        self.seq.is_none() && self.trouble.is_none() && !self.receipts.is_empty()
    }
}

/// A request, as far as a drill looks at it.
pub(super) struct Asked {
    pub(super) scenario: Option<Scenario>,
    pub(super) method: String,
    pub(super) path: &'static str,
    /// Of method, address and body.
    pub(super) key: Digest,
    pub(super) page: Option<u32>,
    pub(super) filters: Option<u32>,
    /// Whether the plan may let it go wrong: not when it is refused for its own fault.
    pub(super) planned: bool,
}

/// A request that is being answered. Dropped without an answer, it was the client that hung up.
pub(super) struct Turn {
    drill: Arc<Drill>,
    at: usize,
    pub(super) reply: Reply,
    over: bool,
}

impl Drill {
    /// * `base_url`: with the token whose digest `token_digest` is.
    pub fn new(launch: LaunchId, sender: Sender, checks: Vec<Check>, (base_url, token_digest): (String, Digest)) -> Self {
        let now = sender.at;
        Self {
            id: DrillId(Uuid::now_v7()),
            launch,
            sender,
            checks,
            opened_at: now,
            ends_at: now,
            hang: Duration::ZERO,
            token_digest,
            base_url,
            begun: Instant::now(),
            let_pass: AtomicU64::new(0),
            by_hand: AtomicBool::new(false),
            log: Mutex::default(),
            ended: CancellationToken::new(),
            closing: tokio::sync::Mutex::default(),
        }
    }

    pub fn has_ended(&self) -> bool {
        self.ended.is_cancelled()
    }

    /// Milliseconds since it was opened.
    fn clock(&self) -> u64 {
        let by_hand = self.by_hand.load(Ordering::Relaxed);
        let elapsed = if by_hand { 0 } else { u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX) };
        elapsed.saturating_add(self.let_pass.load(Ordering::Relaxed))
    }

    /// Lets time pass for what it saw, though not for requests that are being answered: for tests, which need not wait for it.
    pub fn let_pass(&self, milliseconds: u64) {
        self.let_pass.fetch_add(milliseconds, Ordering::Relaxed);
    }

    /// Its clock goes by [`Drill::let_pass`] only, before anything is asked of it: for tests whose verdict no slow machine may change.
    pub fn by_hand(&self) {
        self.by_hand.store(true, Ordering::Relaxed);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }

    /// Writes a request down and says what the plan does with it. `None`: the drill has ended, or holds as many as it may.
    pub(super) fn begin(self: &Arc<Self>, asked: Asked) -> Option<Turn> {
        let mut log = self.log();
        if log.end.is_some() || limits::DRILL_REQUESTS <= log.exchanges.len() {
            log.refused = log.refused.saturating_add(1);
            return None;
        }
        let (number, nth) = (log.calls.len(), log.new_calls(asked.scenario));
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let call = log.calls.entry((asked.key, asked.scenario)).or_insert(Call { number: count(number), nth: count(nth), attempts: 0 });
        let reply = match asked.scenario.filter(|_| asked.planned) {
            Some(scenario) => reply(scenario, call.nth, call.attempts),
            None => Reply::Good,
        };
        call.attempts += u32::from(asked.planned);
        let call = call.number;
        log.exchanges.push(Exchange {
            at_ms: self.clock(),
            scenario: asked.scenario,
            method: asked.method,
            path: asked.path.to_owned(),
            call,
            status: None,
            ended_ms: None,
            fault: reply.is_fault(),
            hung_up: false,
            reset_ms: None,
            page: asked.page,
            filters: asked.filters,
        });
        Some(Turn { drill: self.clone(), at: log.exchanges.len() - 1, reply, over: false })
    }

    /// Ends it, once: nothing that comes later counts. The receipts are made here, and recorded by [`super::finish`].
    pub(super) fn end(&self) -> End {
        let mut log = self.log();
        let (at_ms, at) = (self.clock(), Timestamp::now());
        if log.end.is_none() {
            let receipts = self.receipts(&log.exchanges, at_ms);
            log.end = Some(End { at_ms, at, receipts, seq: None, trouble: None });
        }
        self.ended.cancel();
        log.end.clone().unwrap_or_default()
    }

    /// Keeps what became of its receipts.
    pub(super) fn recorded(&self, seq: Option<Seq>, trouble: Option<String>) {
        if let Some(end) = &mut self.log().end {
            (end.seq, end.trouble) = (seq, trouble);
        }
    }

    /// Of every check of which a scenario was called: an earlier receipt of the others stays what it is.
    fn receipts(&self, exchanges: &[Exchange], until_ms: u64) -> Vec<Receipt> {
        let seen = self.checks.iter().filter_map(|check| Some((check, self.observed(check, exchanges, until_ms)?)));
        seen.map(|(check, observation)| check.pushed_receipt(ReceiptId(Uuid::now_v7()), self.sender.by, observation)).collect()
    }

    fn observed(&self, check: &Check, exchanges: &[Exchange], until_ms: u64) -> Option<Observation> {
        let scenarios = check.drill()?;
        let called = exchanges.iter().any(|exchange| exchange.scenario.is_some_and(|scenario| scenarios.contains(&scenario)));
        let facts = || facts::facts(scenarios, Traffic { exchanges, until_ms });
        called.then(|| Observation {
            facts: facts(),
            failure: None,
            requests: Vec::new(),
            latency_ms: until_ms,
            started_at: self.opened_at,
        })
    }

    pub fn summary(&self) -> DrillSummary {
        let log = self.log();
        DrillSummary {
            id: self.id,
            opened_by: self.sender.name.clone(),
            opened_at: self.opened_at,
            ends_at: self.ends_at,
            ended_at: log.end.as_ref().map(|end| end.at),
            requests: u32::try_from(log.exchanges.len()).unwrap_or(u32::MAX),
        }
    }

    /// As it stands now.
    ///
    /// * `with_address`: whether the reader may have the base URL.
    pub fn view(&self, with_address: bool) -> DrillView {
        let drill = self.summary();
        let log = self.log();
        let until_ms = log.end.as_ref().map_or_else(|| self.clock(), |end| end.at_ms);
        let traffic = Traffic { exchanges: &log.exchanges, until_ms };
        let base_url = (with_address && log.end.is_none()).then(|| self.base_url.clone());
        let step = |scenario: &Scenario| {
            let requests = log.exchanges.iter().filter(|exchange| exchange.scenario == Some(*scenario)).count();
            let state = match requests {
                0 => StepProgress::Waiting,
                _ if facts::is_played(*scenario, traffic) => StepProgress::Played,
                _ => StepProgress::Begun,
            };
            let own_url = base_url.as_ref().map(|base| format!("{base}/{}", scenario.key()));
            let requests = u32::try_from(requests).unwrap_or(u32::MAX);
            StepSeen { step: intercom::step(*scenario, self.hang), base_url: own_url, state, requests }
        };
        let check = |check: &Check| {
            let judgement = self.observed(check, &log.exchanges, until_ms).map(|observation| judge(check, &observation));
            CheckSeen { check: check.id.clone(), title: check.title.clone(), proves: check.proves.clone(), judgement }
        };
        DrillView {
            steps: self.scenarios().iter().map(step).collect(),
            checks: self.checks.iter().map(check).collect(),
            drill,
            base_url,
            hang_seconds: u32::try_from(self.hang.as_secs()).unwrap_or(u32::MAX),
            traffic: log.exchanges.clone(),
            elapsed_ms: until_ms,
            refused: log.refused,
            seq: log.end.as_ref().and_then(|end| end.seq),
            recording: log.end.as_ref().is_some_and(End::is_due),
            trouble: log.end.as_ref().and_then(|end| end.trouble.clone()),
        }
    }

    /// Those of its checks, each once.
    fn scenarios(&self) -> Vec<Scenario> {
        intercom::scenarios(&self.checks)
    }
}

impl Log {
    /// Calls of a scenario so far.
    fn new_calls(&self, scenario: Option<Scenario>) -> usize {
        let mut seen: Vec<u32> = self.exchanges.iter().filter(|known| known.scenario == scenario).map(|known| known.call).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    }
}

impl Turn {
    /// The answer was given, or the connection broken.
    pub(super) fn answered(mut self, status: Option<u16>, reset_in: Option<Duration>) {
        self.close(|exchange, now| {
            exchange.status = status;
            let reset_in = reset_in.map(|reset_in| u64::try_from(reset_in.as_millis()).unwrap_or(u64::MAX));
            exchange.reset_ms = reset_in.map(|reset_in| now.saturating_add(reset_in));
        });
    }

    /// Ours to end, and nobody's doing: the drill or the server stops.
    pub(super) fn left(mut self) {
        self.over = true;
    }

    fn close(&mut self, change: impl FnOnce(&mut Exchange, u64)) {
        self.over = true;
        let mut log = self.drill.log();
        let now = self.drill.clock();
        if log.end.is_none()
            && let Some(exchange) = log.exchanges.get_mut(self.at)
        {
            exchange.ended_ms = Some(now);
            change(exchange, now);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.over {
            self.close(|exchange, _| exchange.hung_up = true);
        }
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::MemberId;
    use serde_json::json;

    use super::*;

    fn drill() -> Arc<Drill> {
        let check = json!({
            "id": "drill.search", "title": "Search", "ttl_minutes": 60,
            "probe": { "kind": "drill", "plays": "intercom", "scenarios": ["search"] },
            "expect": [{ "fact": "search.answered", "at_least": 1.0, "why": "W.", "next": "N." }],
        });
        let (at, fingerprint) = (Timestamp::now(), Digest::of(b""));
        let sender = Sender { by: MemberId::SERVER, name: "Ada".into(), owner: true, at, command: None, fingerprint };
        let address = ("http://127.0.0.1/drill/token".to_owned(), Digest::of(b"token"));
        Arc::new(Drill::new(LaunchId(1), sender, vec![serde_json::from_value(check).unwrap()], address))
    }

    #[test]
    fn what_was_asked_without_a_token_first_goes_wrong_with_one_all_the_same() {
        let drill = drill();
        let ask = |id: u8, scenario| {
            let asked = Asked {
                scenario,
                method: "GET".into(),
                path: "/contacts/find_by_external_id/{external_id}",
                key: Digest::of(&[id]),
                page: None,
                filters: None,
                planned: scenario.is_some(),
            };
            let turn = drill.begin(asked).unwrap();
            let reply = turn.reply;
            turn.answered(None, None);
            reply
        };
        for id in 0..6 {
            assert_eq!(ask(id, None), Reply::Good);
        }
        let replies: Vec<Reply> = (3..6).map(|id| ask(id, Some(Scenario::ErrorList))).collect();
        assert_eq!(replies, [Reply::Refuses(0), Reply::Refuses(1), Reply::Refuses(2)]);
    }

    #[test]
    fn between_its_end_and_its_record_it_says_that_it_is_being_recorded() {
        let empty = drill();
        empty.end();
        assert!(!empty.view(false).recording, "nothing was called, so nothing is recorded");
        let called = drill();
        let asked = Asked {
            scenario: Some(Scenario::Search),
            method: "POST".into(),
            path: "/contacts/search",
            key: Digest::of(b"search"),
            page: None,
            filters: Some(2),
            planned: true,
        };
        called.begin(asked).unwrap().answered(Some(200), None);
        assert!(!called.view(false).recording, "it is open");
        called.end();
        assert!(called.view(false).recording);
        called.recorded(Some(Seq(7)), None);
        assert!(!called.view(false).recording);
    }
}
