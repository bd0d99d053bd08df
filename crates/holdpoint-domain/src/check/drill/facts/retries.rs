//! Whether what failed was tried again, how soon, and with which pauses.

use std::collections::BTreeMap;

use super::{GRACE_MS, Told};
use crate::check::drill::{Exchange, Scenario};

/// How much earlier than the limit's end a retry may come, in milliseconds: clocks differ.
const EARLY_MS: u64 = 500;

/// Pauses that differ by this much are not the same, in milliseconds: timers and networks are not exact.
const JITTER_MS: u64 = 15;

/// Calls of which the pauses have to be known before they count as all the same.
const JITTER_CALLS: usize = 3;

/// A pause that is longer than the one before by a fifth has grown, in percent: jitter shortens it by about as much.
const GROWTH_PERCENT: u64 = 120;

/// One call that failed.
struct Call {
    retried: Option<bool>,
    recovered: Option<bool>,
    tries: usize,
    /// From each fault to the request behind it.
    pauses: Vec<u64>,
    /// Requests before the limit's end.
    early: u64,
}

impl Told {
    pub(super) fn retries(&mut self, scenario: Scenario, mine: &[&Exchange], until: u64) {
        let mut by_call: BTreeMap<u32, Vec<&Exchange>> = BTreeMap::new();
        mine.iter().for_each(|exchange| by_call.entry(exchange.call).or_default().push(exchange));
        let calls: Vec<Call> = by_call.values().filter_map(|requests| Call::of(requests, until)).collect();
        if calls.is_empty() {
            return;
        }
        let name = |part: &str| format!("{}.{part}", scenario.key());
        self.number(&name("answered"), mine.iter().filter(|exchange| exchange.fault).count() as u64);
        self.number(&name("tries"), calls.iter().map(|call| call.tries).max().unwrap_or_default() as u64);
        self.truth(&name("retried"), all(calls.iter().map(|call| call.retried)));
        self.truth(&name("recovered"), all(calls.iter().map(|call| call.recovered)));
        if calls.iter().any(|call| call.retried.is_none() || call.recovered.is_none()) {
            self.lacks("the drill ended before a retry was due");
        }
        let Some(shortest) = calls.iter().flat_map(|call| &call.pauses).min() else { return };
        match scenario {
            Scenario::RateLimit => self.number(&name("early"), calls.iter().map(|call| call.early).sum()),
            Scenario::ServerErrors => {
                self.number(&name("shortest_pause_ms"), *shortest);
                self.truth(&name("growing"), all(calls.iter().filter_map(Call::grew).map(Some)));
                self.truth(&name("jitter"), jitter(&calls));
                if jitter(&calls).is_none() {
                    self.lacks(format!("fewer than {JITTER_CALLS} calls were retried"));
                }
            }
            _ => {}
        }
    }
}

impl Call {
    /// `None`: nothing went wrong with it.
    fn of(requests: &[&Exchange], until: u64) -> Option<Self> {
        let ended = |exchange: &Exchange| exchange.ended_ms.unwrap_or(exchange.at_ms);
        // What was sent before the fault was known is no retry of it.
        let next = |at: usize| {
            let fault = requests.get(at)?;
            requests.iter().skip(at + 1).find(|later| ended(fault) <= later.at_ms).copied()
        };
        let faults: Vec<usize> = requests.iter().enumerate().filter(|(_, exchange)| exchange.fault).map(|(at, _)| at).collect();
        let first = *faults.first()?;
        let pairs: Vec<(&Exchange, &Exchange)> = faults.iter().filter_map(|at| Some((requests[*at], next(*at)?))).collect();
        let good = requests.iter().any(|later| later.is_good() && ended(requests[first]) <= later.at_ms);
        let last = requests.last()?;
        let due = ended(last).max(last.reset_ms.unwrap_or_default());
        let given_up = !good && GRACE_MS <= until.saturating_sub(due);
        let known = |yes: bool| if yes { Some(true) } else { given_up.then_some(false) };
        let early = |(fault, later): &&(&Exchange, &Exchange)| later.at_ms.saturating_add(EARLY_MS) < fault.reset_ms.unwrap_or_default();
        Some(Self {
            retried: known(next(first).is_some()),
            recovered: known(good),
            tries: requests.len(),
            pauses: pairs.iter().map(|(fault, later)| later.at_ms.saturating_sub(ended(fault))).collect(),
            early: pairs.iter().filter(early).count() as u64,
        })
    }

    /// Whether its second pause is clearly longer than its first. `None`: it has no two.
    fn grew(&self) -> Option<bool> {
        match self.pauses.as_slice() {
            [first, second, ..] => Some(first.saturating_mul(GROWTH_PERCENT) < second.saturating_mul(100)),
            _ => None,
        }
    }
}

/// False as soon as one is; not known while one is not, or of none at all.
fn all(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = None;
    let mut open = false;
    for value in values {
        match value {
            Some(false) => return Some(false),
            Some(true) => known = Some(true),
            None => open = true,
        }
    }
    known.filter(|_| !open)
}

/// Whether the first, or the second, pauses of several calls differ. `None`: too few calls to say that they do not.
fn jitter(calls: &[Call]) -> Option<bool> {
    let spread = |nth: usize| {
        let pauses = || calls.iter().filter_map(|call| call.pauses.get(nth));
        let (least, most) = (pauses().min()?, pauses().max()?);
        Some(most - least)
    };
    let differ = [0, 1].into_iter().filter_map(spread).any(|spread| JITTER_MS < spread);
    let known = JITTER_CALLS <= calls.iter().filter(|call| !call.pauses.is_empty()).count();
    if differ { Some(true) } else { known.then_some(false) }
}
