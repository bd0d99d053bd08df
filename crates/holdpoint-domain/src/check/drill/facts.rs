//! What the traffic of a drill shows. What it does not show is absent, so that nothing passes for want of requests.
//!
//! Only what can be told is told: a call that failed just before the drill ended may still have been retried, so neither
//! `retried` nor `recovered` is known of it.

mod retries;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{Exchange, PAGES, REFUSALS, SECONDS, Scenario};
use crate::check::{Fact, Facts, INCOMPLETE};

/// How long after a retry was due it counts as not made, in milliseconds: clients begin with pauses of a second or two.
const GRACE_MS: u64 = 5_000;

/// The recommended time-out, in milliseconds: a request that waits still when the drill ends and has waited as long is told of.
const TIMEOUT_MS: u64 = 30_000;

/// All that a drill saw.
#[derive(Clone, Copy, Debug)]
pub struct Traffic<'a> {
    pub exchanges: &'a [Exchange],
    /// When the drill ended, or now, in milliseconds since it was opened.
    pub until_ms: u64,
}

/// The facts of some scenarios. `docs/drills.md` has them as a table.
pub fn facts(scenarios: &[Scenario], traffic: Traffic<'_>) -> Facts {
    let mut told = Told { facts: Facts::new(), why_not: None };
    let mut requests = 0;
    for scenario in scenarios {
        let mut mine: Vec<&Exchange> = traffic.exchanges.iter().filter(|exchange| exchange.scenario == Some(*scenario)).collect();
        mine.sort_by_key(|exchange| exchange.at_ms);
        requests += mine.len() as u64;
        if mine.is_empty() {
            told.lacks(format!("the drill saw no request of the scenario {}", scenario.key()));
        }
        match scenario {
            Scenario::RateLimit | Scenario::ServerErrors | Scenario::Dropped => told.retries(*scenario, &mine, traffic.until_ms),
            Scenario::Hang => told.hangs(&mine, traffic.until_ms),
            Scenario::ErrorList => told.refusals(&mine, traffic),
            Scenario::Pages => told.pages(&mine, traffic.until_ms),
            Scenario::Search => told.searches(&mine),
        }
    }
    told.number("drill.requests", requests);
    told.number(SECONDS, traffic.until_ms / 1_000);
    if let Some(why) = told.why_not {
        told.facts.insert(INCOMPLETE.into(), Fact::Text(why));
    }
    told.facts
}

/// Whether a scenario was played to its end, and its requests came through.
pub fn is_played(scenario: Scenario, traffic: Traffic<'_>) -> bool {
    let facts = facts(&[scenario], traffic);
    let is = |name: &str, value: Fact| facts.get(&format!("{}.{name}", scenario.key())) == Some(&value);
    match scenario {
        Scenario::RateLimit | Scenario::ServerErrors | Scenario::Dropped => is("recovered", Fact::Bool(true)),
        Scenario::Hang | Scenario::Search => facts.contains_key(&format!("{}.answered", scenario.key())),
        Scenario::ErrorList => is("went_on", Fact::Bool(true)) && is("answered", Fact::Number(f64::from(REFUSALS))),
        Scenario::Pages => is("missing", Fact::Number(0.0)),
    }
}

/// The facts so far, and the first reason why one is missing.
struct Told {
    facts: Facts,
    why_not: Option<String>,
}

impl Told {
    #[expect(clippy::cast_precision_loss, reason = "nobody counts 2^53 requests")]
    fn number(&mut self, name: &str, value: u64) {
        self.facts.insert(name.into(), Fact::Number(value as f64));
    }

    /// What is not known yet is left out.
    fn truth(&mut self, name: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.facts.insert(name.into(), Fact::Bool(value));
        }
    }

    fn lacks(&mut self, why: impl Into<String>) {
        self.why_not.get_or_insert(why.into());
    }

    fn hangs(&mut self, mine: &[&Exchange], until: u64) {
        let hangs = || mine.iter().filter(|exchange| exchange.fault);
        // One that waits still tells nothing, unless it has waited for too long already.
        let waited = |exchange: &Exchange| exchange.ended_ms.unwrap_or(until).saturating_sub(exchange.at_ms);
        let over: Vec<&&Exchange> = hangs().filter(|exchange| exchange.ended_ms.is_some() || TIMEOUT_MS < waited(exchange)).collect();
        let Some(longest) = over.iter().map(|exchange| waited(exchange)).max() else {
            return self.lacks("no request has hung to its end");
        };
        self.number("hang.answered", over.len() as u64);
        self.number("hang.waited_out", over.iter().filter(|exchange| !exchange.hung_up).count() as u64);
        self.facts.insert("hang.longest_seconds".into(), Fact::Number(seconds(longest)));
    }

    fn refusals(&mut self, mine: &[&Exchange], traffic: Traffic<'_>) {
        let refused: Vec<&&Exchange> = mine.iter().filter(|exchange| exchange.fault).collect();
        let Some(last) = refused.iter().map(|exchange| exchange.ended_ms.unwrap_or(exchange.at_ms)).max() else { return };
        let mut calls: BTreeMap<u32, u64> = BTreeMap::new();
        refused.iter().for_each(|exchange| *calls.entry(exchange.call).or_default() += 1);
        self.number("error_list.answered", calls.len() as u64);
        self.number("error_list.repeated", calls.values().map(|times| times - 1).sum());
        if (calls.len() as u64) < u64::from(REFUSALS) {
            self.lacks(format!("only {} of {REFUSALS} error answers were asked for", calls.len()));
        }
        // A process that an error ended asks for nothing any more.
        let on = traffic.exchanges.iter().any(|exchange| last <= exchange.at_ms && !exchange.fault);
        let over = GRACE_MS <= traffic.until_ms.saturating_sub(last);
        self.truth("error_list.went_on", if on { Some(true) } else { over.then_some(false) });
        if !on && !over {
            self.lacks("the drill ended right after the last error answer");
        }
    }

    fn pages(&mut self, mine: &[&Exchange], until: u64) {
        let read: Vec<(u32, u64)> =
            mine.iter().filter(|exchange| exchange.is_good()).filter_map(|exchange| Some((exchange.page?, exchange.at_ms))).collect();
        let Some(last) = read.iter().map(|(_, at)| *at).max() else { return };
        let mut times: BTreeMap<u32, u64> = (1..=PAGES).map(|page| (page, 0)).collect();
        read.iter().filter_map(|(page, _)| times.get_mut(page).map(|times| *times += 1)).for_each(drop);
        let missing = times.values().filter(|times| **times == 0).count() as u64;
        // The whole list, read twice from the beginning, is read exactly once each time.
        let readings = times.values().min().copied().unwrap_or_default().max(1);
        self.number("pages.read", u64::from(PAGES) - missing);
        self.number("pages.repeated", times.values().map(|times| times.saturating_sub(readings)).sum());
        self.number("pages.invented", mine.iter().filter(|exchange| exchange.page == Some(0)).count() as u64);
        if missing == 0 || GRACE_MS <= until.saturating_sub(last) {
            self.number("pages.missing", missing);
        } else {
            self.lacks("the drill ended while the list was being read");
        }
    }

    fn searches(&mut self, mine: &[&Exchange]) {
        let searches: Vec<(u32, bool)> =
            mine.iter().filter_map(|exchange| exchange.filters.map(|filters| (filters, exchange.is_good()))).collect();
        let Some(most) = searches.iter().map(|(filters, _)| *filters).max() else { return };
        self.number("search.answered", searches.len() as u64);
        self.number("search.filters", u64::from(most));
        self.number("search.single", searches.iter().filter(|(filters, _)| *filters < 2).count() as u64);
        self.number("search.refused", searches.iter().filter(|(_, good)| !good).count() as u64);
    }
}

/// With tenths, as people say it.
#[expect(clippy::cast_precision_loss, reason = "a drill lasts an hour at most")]
fn seconds(ms: u64) -> f64 {
    (ms as f64 / 100.0).round() / 10.0
}
