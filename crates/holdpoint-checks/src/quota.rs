//! How much may be asked: by one person, and for one launch. Whoever may run checks must not be able to make a load generator or a
//! scanner of the server. Scheduled runs pay nothing: how often they come is the template's.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use holdpoint_domain::check::{Check, Probe, REDIRECTS, SAMPLES, WebhookCase};
use holdpoint_domain::id::{LaunchId, MemberId};

use crate::limits;

/// Counts requests, of all checks together. Only in memory: a restart forgives.
pub struct Quotas {
    people: DefaultKeyedRateLimiter<MemberId>,
    launches: DefaultKeyedRateLimiter<LaunchId>,
    clock: DefaultClock,
}

/// Too much was asked; the same is possible after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub Duration);

impl Default for Quotas {
    fn default() -> Self {
        let of = |per_minute: u32| Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self {
            people: RateLimiter::keyed(of(limits::REQUESTS_PER_PERSON)),
            launches: RateLimiter::keyed(of(limits::REQUESTS_PER_LAUNCH)),
            clock: DefaultClock::default(),
        }
    }
}

impl Quotas {
    /// Takes what a check costs, before it is run.
    ///
    /// * Errors: how long to wait. Nothing is to be run then.
    pub fn spend(&self, by: MemberId, launch: LaunchId, check: &Check) -> Result<(), Wait> {
        let cost = NonZeroU32::new(cost(check)).unwrap_or(NonZeroU32::MIN);
        // Who has not asked for a while is forgotten, so that the memory has only those who do.
        self.people.retain_recent();
        self.launches.retain_recent();
        self.settle(self.people.check_key_n(&by, cost))?;
        self.settle(self.launches.check_key_n(&launch, cost))
    }

    fn settle<C>(
        &self,
        answer: Result<Result<(), governor::NotUntil<<DefaultClock as governor::clock::Clock>::Instant>>, C>,
    ) -> Result<(), Wait> {
        match answer {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => Err(Wait(until.wait_time_from(self.clock.now()))),
            // No check costs more than a minute's worth; a test says so.
            Err(_) => Err(Wait(limits::MINUTE)),
        }
    }
}

/// The requests that a check may make at most.
fn cost(check: &Check) -> u32 {
    match &check.probe {
        Probe::Http { samples, redirects, .. } => {
            samples.unwrap_or(1).min(*SAMPLES.end()) * (1 + redirects.unwrap_or(0).min(*REDIRECTS.end()))
        }
        Probe::Webhook { cases, .. } => {
            let cases: &[WebhookCase] = if cases.is_empty() { &WebhookCase::USUAL } else { cases };
            cases.iter().map(|case| u32::try_from(case.parts().len()).unwrap_or(u32::MAX)).fold(0, u32::saturating_add)
        }
        Probe::Permission { .. } => 2,
        Probe::Tls { .. } | Probe::PrometheusQuery { .. } | Probe::PrometheusRule { .. } | Probe::SecretFingerprints {} => 1,
        Probe::Pushed { .. } | Probe::Drill { .. } => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn check(probe: serde_json::Value) -> Check {
        serde_json::from_value(serde_json::json!({ "id": "c", "title": "C", "probe": probe, "expect": [], "ttl_minutes": 1 })).unwrap()
    }

    fn http(samples: u32) -> Check {
        check(serde_json::json!({ "kind": "http", "target": "api", "samples": samples }))
    }

    #[test]
    fn a_check_costs_the_requests_that_it_may_make() {
        let cases = [
            (serde_json::json!({ "kind": "http", "target": "api" }), 1),
            (serde_json::json!({ "kind": "http", "target": "api", "samples": 20 }), 20),
            (serde_json::json!({ "kind": "http", "target": "api", "samples": 50, "redirects": 5 }), 300),
            (serde_json::json!({ "kind": "webhook", "signature_header": "X", "body": "{}" }), 2),
            (serde_json::json!({ "kind": "webhook", "signature_header": "X", "body": "{}", "cases": ["duplicate", "out_of_order"] }), 4),
            (serde_json::json!({ "kind": "permission", "allowed": "/me" }), 2),
            (serde_json::json!({ "kind": "tls", "target": "api" }), 1),
            (serde_json::json!({ "kind": "secret_fingerprints" }), 1),
        ];
        for (probe, expected) in cases {
            assert_eq!(cost(&check(probe.clone())), expected, "{probe}");
            assert!(expected <= limits::REQUESTS_PER_PERSON, "else it could never be run");
        }
    }

    #[test]
    fn who_asked_too_much_waits_and_others_do_not() {
        let (quotas, member) = (Quotas::default(), |n| MemberId(Uuid::from_u128(n)));
        let dear = http(50);
        let times = limits::REQUESTS_PER_PERSON / 50;
        for _ in 0..times {
            quotas.spend(member(1), LaunchId(1), &dear).unwrap();
        }
        let Wait(time) = quotas.spend(member(1), LaunchId(1), &dear).unwrap_err();
        assert!(Duration::ZERO < time && time <= limits::MINUTE, "{time:?}");
        quotas.spend(member(1), LaunchId(2), &dear).expect_err("another launch is the same person");
        quotas.spend(member(2), LaunchId(1), &dear).expect("another person");
        for _ in 1..times {
            quotas.spend(member(2), LaunchId(1), &dear).expect("the launch has not spent its own");
        }
        quotas.spend(member(3), LaunchId(1), &dear).expect_err("now it has");
        quotas.spend(member(3), LaunchId(3), &dear).expect("another launch");
    }
}
