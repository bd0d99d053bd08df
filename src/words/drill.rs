//! What a drill plays, in the reader's language.

use holdpoint_domain::check::drill::{PAGES, REFUSALS, Scenario};
use holdpoint_domain::wire::DrillStep;

use crate::say;

/// The scenario's name.
pub fn title(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::RateLimit => say!("scenario-rate-limit"),
        Scenario::ServerErrors => say!("scenario-server-errors"),
        Scenario::Dropped => say!("scenario-dropped"),
        Scenario::Hang => say!("scenario-hang"),
        Scenario::ErrorList => say!("scenario-error-list"),
        Scenario::Pages => say!("scenario-pages"),
        Scenario::Search => say!("scenario-search"),
    }
}

/// What the integration has to call.
pub fn call(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::RateLimit => say!("scenario-rate-limit-call"),
        Scenario::ServerErrors => say!("scenario-server-errors-call"),
        Scenario::Dropped => say!("scenario-dropped-call"),
        Scenario::Hang => say!("scenario-hang-call"),
        Scenario::ErrorList => say!("scenario-error-list-call"),
        Scenario::Pages => say!("scenario-pages-call"),
        Scenario::Search => say!("scenario-search-call"),
    }
}

/// What it is answered.
pub fn answers(step: &DrillStep) -> String {
    match step.scenario {
        Scenario::RateLimit => say!("scenario-rate-limit-answers").to_owned(),
        Scenario::ServerErrors => say!("scenario-server-errors-answers").to_owned(),
        Scenario::Dropped => say!("scenario-dropped-answers").to_owned(),
        // How long is in the server's own sentence, and nowhere else.
        Scenario::Hang => match step.answers.split_whitespace().find_map(|word| word.parse::<u32>().ok()) {
            Some(seconds) => say!("scenario-hang-answers", seconds = seconds),
            None => step.answers.clone(),
        },
        Scenario::ErrorList => say!("scenario-error-list-answers", count = REFUSALS),
        Scenario::Pages => say!("scenario-pages-answers", count = PAGES),
        Scenario::Search => say!("scenario-search-answers").to_owned(),
    }
}

/// What an integration that is well does.
pub fn expects(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::RateLimit => say!("scenario-rate-limit-expects"),
        Scenario::ServerErrors => say!("scenario-server-errors-expects"),
        Scenario::Dropped => say!("scenario-dropped-expects"),
        Scenario::Hang => say!("scenario-hang-expects"),
        Scenario::ErrorList => say!("scenario-error-list-expects"),
        Scenario::Pages => say!("scenario-pages-expects"),
        Scenario::Search => say!("scenario-search-expects"),
    }
}
