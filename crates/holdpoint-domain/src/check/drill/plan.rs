//! The plan of a drill: the same requests are answered in the same way, whoever sends them.

use super::{REFUSALS, Scenario};

/// What is done with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Answered as the vendor would.
    Good,
    /// 429, with the time at which the limit ends.
    Limited,
    /// A server error, with this status.
    Fails(u16),
    /// The connection breaks in the middle of the answer.
    Breaks,
    /// Nothing, for as long as the drill hangs; then a good answer.
    Hangs,
    /// The error answer with this number, from 0.
    Refuses(u32),
}

impl Reply {
    /// Whether something goes wrong by it.
    pub fn is_fault(self) -> bool {
        self != Reply::Good
    }
}

/// What is done with a request of a scenario.
///
/// * `call`: how many other calls of the scenario came before, `attempt`: how often this call was made before.
pub fn reply(scenario: Scenario, call: u32, attempt: u32) -> Reply {
    // Two faults and then a good answer: clients that retry twice, which is a common default, come through.
    let errors = if call.is_multiple_of(2) { [503, 502] } else { [500, 503] };
    match (scenario, attempt) {
        (Scenario::RateLimit, 0 | 1) => Reply::Limited,
        (Scenario::ServerErrors, 0) => Reply::Fails(errors[0]),
        (Scenario::ServerErrors, 1) => Reply::Fails(errors[1]),
        (Scenario::Dropped, 0) => Reply::Breaks,
        (Scenario::Hang, 0) => Reply::Hangs,
        // What is wrong with a request does not go away by sending it again.
        (Scenario::ErrorList, _) if call < REFUSALS => Reply::Refuses(call),
        _ => Reply::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_ends_after_two_attempts_but_for_refusals() {
        for scenario in Scenario::ALL {
            for call in 0..10 {
                let faults = (0..10).filter(|attempt| reply(scenario, call, *attempt).is_fault()).count();
                let expected = match scenario {
                    Scenario::RateLimit | Scenario::ServerErrors => 2,
                    Scenario::Dropped | Scenario::Hang => 1,
                    Scenario::ErrorList if call < REFUSALS => 10,
                    Scenario::ErrorList | Scenario::Pages | Scenario::Search => 0,
                };
                assert_eq!(faults, expected, "{scenario:?} {call}");
            }
        }
        let statuses: Vec<Reply> =
            (0..2).flat_map(|call| (0..3).map(move |attempt| reply(Scenario::ServerErrors, call, attempt))).collect();
        assert_eq!(statuses, [Reply::Fails(503), Reply::Fails(502), Reply::Good, Reply::Fails(500), Reply::Fails(503), Reply::Good]);
    }

    #[test]
    fn scenarios_read_back_as_they_are_written() {
        for scenario in Scenario::ALL {
            assert_eq!(Scenario::of(scenario.key()), Some(scenario));
            assert_eq!(serde_json::to_value(scenario).unwrap(), scenario.key());
        }
        assert_eq!(Scenario::of("earthquake"), None);
    }
}
