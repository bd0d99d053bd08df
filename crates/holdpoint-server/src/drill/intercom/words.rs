//! The plan in words: shown before anything is called.

use std::time::Duration;

use holdpoint_domain::check::drill::{PAGES, REFUSALS, Scenario};
use holdpoint_domain::wire::DrillStep;

/// An address that is not played, as the traffic shows it.
pub const ELSEWHERE: &str = "(an address that is not played)";

/// What a client is told there.
pub const NOT_PLAYED: &str = "This drill does not play this address; GET /api/launches/{id}/drills of Holdpoint lists those that it plays.";

/// What a client is told when there is no open drill.
pub const ENDED: &str = "There is no open drill at this address: it has ended, or Holdpoint was started anew. Open another in the launch.";

/// What a client is told over the limit.
pub const FULL: &str = "This drill has ended, or has seen as many requests as it holds. Open another in the launch.";

/// What a scenario asks for, does and expects.
pub fn step(scenario: Scenario, hang: Duration) -> DrillStep {
    let hang = hang.as_secs();
    let (title, call, answers, expects) = match scenario {
        Scenario::RateLimit => (
            "Rate limit",
            "GET /me",
            "429 twice, with X-RateLimit-Reset two to three seconds ahead; then 200".to_owned(),
            "Waits until the reset, asks again, and gets its answer.",
        ),
        Scenario::ServerErrors => (
            "Server errors",
            "GET /contacts/{contact_id}, for at least three different ids",
            "Two of 500, 502 and 503 for each id; then 200".into(),
            "Asks again with pauses that grow and are not always the same.",
        ),
        Scenario::Dropped => (
            "Broken connection",
            "GET /admins",
            "A connection that breaks in the middle of the answer; then 200".into(),
            "Asks again, as reading twice does no harm.",
        ),
        Scenario::Hang => (
            "Hang",
            "GET /tags",
            format!("Nothing for {hang} seconds; the same call again is answered at once"),
            "Hangs up after 30 seconds at most.",
        ),
        Scenario::ErrorList => (
            "Error answers",
            "GET /contacts/find_by_external_id/{external_id}, for four different ids",
            format!("{REFUSALS} error.list answers: 404 without a message, 403 with an unknown code, 422 with two errors; then 200"),
            "Does not ask again for what was refused, and goes on.",
        ),
        Scenario::Pages => (
            "Several pages",
            "GET /contacts, all of them",
            format!("{PAGES} pages by cursor, of which the third is short"),
            "Reads every page once.",
        ),
        Scenario::Search => (
            "Search",
            "POST /contacts/search",
            "One contact; 400 for a query that is larger than is allowed".into(),
            "Sends its conditions in one query, joined with AND or OR.",
        ),
    };
    DrillStep { scenario, title: title.into(), call: call.into(), answers, expects: expects.into() }
}
