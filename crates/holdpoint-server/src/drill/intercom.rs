//! Intercom, as a drill plays it: its addresses, its answers in the shapes of its OpenAPI description 2.16, and the plan in words.
//!
//! A test holds the answers against the description where that file is at hand.

mod bodies;
mod words;

use axum::http::{Method, StatusCode};
use holdpoint_domain::check::Check;
use holdpoint_domain::check::drill::{PAGES, Scenario};
use holdpoint_domain::id::Digest;
use serde_json::{Value, json};

use crate::limits;
pub use words::{ELSEWHERE, ENDED, FULL, NOT_PLAYED, step};

/// An address that is played.
pub struct Found {
    kind: Kind,
    /// As the vendor's description writes it.
    pub path: &'static str,
    /// Which scenario is played here, unless the address names another.
    pub scenario: Option<Scenario>,
    /// Whether it changes nothing.
    pub reads: bool,
    /// What stands in the path, if it is of a usual form.
    id: Option<String>,
}

#[derive(Clone, Copy)]
enum Kind {
    Me,
    Admins,
    Tags,
    Contact,
    ContactByExternalId,
    Contacts,
    Search,
    Written,
}

/// An answer, and what of the request had to do with it.
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
    pub page: Option<u32>,
    pub filters: Option<u32>,
}

impl Answer {
    fn good(body: Value) -> Self {
        Self { status: StatusCode::OK, body, page: None, filters: None }
    }

    /// An `error.list` with one error.
    pub fn refusal(status: StatusCode, code: &str, message: &str) -> Self {
        let errors = json!([{ "code": code, "message": message }]);
        Self { status, body: bodies::error_list(Some(bodies::REQUEST_ID), &errors), page: None, filters: None }
    }
}

/// The scenarios of some checks, each once, in the order in which they may be called.
pub fn scenarios(checks: &[Check]) -> Vec<Scenario> {
    let named = |scenario: &Scenario| checks.iter().filter_map(Check::drill).any(|known| known.contains(scenario));
    Scenario::ALL.into_iter().filter(named).collect()
}

/// * `segments`: of the path behind the token.
pub fn find(method: &Method, segments: &[&str]) -> Option<Found> {
    let usual = |id: &str| id.len() <= limits::DRILL_ID_CHARS && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let found = |kind, path, scenario, id: Option<&str>| {
        let id = id.filter(|id| usual(id)).map(str::to_owned);
        Some(Found { kind, path, scenario, reads: !matches!(kind, Kind::Written), id })
    };
    match (method.as_str(), segments) {
        ("GET", ["me"]) => found(Kind::Me, "/me", Some(Scenario::RateLimit), None),
        ("GET", ["admins"]) => found(Kind::Admins, "/admins", Some(Scenario::Dropped), None),
        ("GET", ["tags"]) => found(Kind::Tags, "/tags", Some(Scenario::Hang), None),
        ("GET", ["contacts"]) => found(Kind::Contacts, "/contacts", Some(Scenario::Pages), None),
        ("POST", ["contacts", "search"]) => found(Kind::Search, "/contacts/search", Some(Scenario::Search), None),
        ("GET", ["contacts", "find_by_external_id", id]) => {
            found(Kind::ContactByExternalId, "/contacts/find_by_external_id/{external_id}", Some(Scenario::ErrorList), Some(id))
        }
        ("GET", ["contacts", id]) => found(Kind::Contact, "/contacts/{contact_id}", Some(Scenario::ServerErrors), Some(id)),
        ("POST", ["contacts"]) => found(Kind::Written, "/contacts", None, None),
        ("PUT", ["contacts", id]) => found(Kind::Written, "/contacts/{contact_id}", None, Some(id)),
        _ => None,
    }
}

/// What is answered when all is well.
///
/// * `salt`: makes this drill's cursors, so that none of another one fits.
pub fn answer(found: &Found, query: &str, body: Option<&Value>, salt: &Digest) -> Answer {
    let id = found.id.as_deref();
    match found.kind {
        Kind::Me => Answer::good(bodies::me()),
        Kind::Admins => Answer::good(bodies::admins()),
        Kind::Tags => Answer::good(bodies::tags()),
        Kind::Contact | Kind::Written => Answer::good(bodies::contact(1, id, None)),
        Kind::ContactByExternalId => Answer::good(bodies::contact(1, None, id)),
        Kind::Contacts => list(cursor_of(query).as_deref(), salt),
        Kind::Search => search(body, salt),
    }
}

fn list(cursor: Option<&str>, salt: &Digest) -> Answer {
    let page = match cursor {
        None => Some(1),
        Some(cursor) => (2..=PAGES).find(|page| bodies::cursor(salt, *page) == cursor),
    };
    match page {
        Some(page) => Answer { page: Some(page), ..Answer::good(bodies::page(page, salt)) },
        None => Answer { page: Some(0), ..Answer::refusal(StatusCode::BAD_REQUEST, "parameter_invalid", "starting_after is invalid") },
    }
}

fn search(body: Option<&Value>, salt: &Digest) -> Answer {
    let Some(shape) = body.and_then(|body| body.get("query")).and_then(|query| shape(query, 1)) else {
        let refused = Answer::refusal(StatusCode::BAD_REQUEST, "invalid_query", "query is invalid, or larger than is allowed");
        return Answer { filters: Some(0), ..refused };
    };
    let cursor = body.and_then(|body| body.pointer("/pagination/starting_after")).and_then(Value::as_str);
    let filters = cursor.is_none().then_some(shape);
    // One page: searches are watched by their shape, lists by their pages.
    match cursor {
        Some(cursor) if bodies::cursor(salt, 2) != cursor => {
            Answer::refusal(StatusCode::BAD_REQUEST, "parameter_invalid", "starting_after is invalid")
        }
        _ => Answer { filters, ..Answer::good(bodies::found()) },
    }
}

/// How many conditions a query has. `None`: it is none, or larger than the vendor takes.
fn shape(query: &Value, depth: u32) -> Option<u32> {
    if query.get("field").is_some_and(Value::is_string) && query.get("operator").is_some_and(Value::is_string) {
        return Some(1);
    }
    let joined = query.get("operator").and_then(Value::as_str).is_some_and(|operator| matches!(operator, "AND" | "OR"));
    let parts = query.get("value").and_then(Value::as_array).filter(|_| joined)?;
    if parts.is_empty() || limits::DRILL_FILTERS < parts.len() || limits::DRILL_NESTED < depth {
        return None;
    }
    parts.iter().map(|part| shape(part, depth + 1)).sum()
}

/// `starting_after` of a query string. An empty one is none; escapes are not read, as no cursor of ours has any.
fn cursor_of(query: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, value)| *name == "starting_after" && !value.is_empty()).map(|(_, value)| value.to_owned()).next()
}

pub fn limited() -> Answer {
    Answer::refusal(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded", "Exceeded rate limit")
}

pub fn server_error(status: u16) -> Answer {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (code, message) = match status {
        StatusCode::BAD_GATEWAY => ("bad_gateway", "Bad gateway"),
        StatusCode::SERVICE_UNAVAILABLE => ("service_unavailable", "Sorry, the API service is temporarily unavailable"),
        _ => ("server_error", "Server error"),
    };
    Answer::refusal(status, code, message)
}

/// Refusals that a client has to survive: without a request id or message, with a code that it has never seen, with two errors.
pub fn refusal(number: u32) -> Answer {
    let (status, request_id, errors) = match number {
        0 => (StatusCode::NOT_FOUND, None, json!([{ "code": "not_found", "message": null }])),
        1 => (
            StatusCode::FORBIDDEN,
            Some(bodies::REQUEST_ID),
            json!([{ "code": "made_up_for_a_drill", "message": "A code that no client knows" }]),
        ),
        _ => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(bodies::REQUEST_ID),
            json!([
                { "code": "parameter_invalid", "message": "external_id is invalid", "field": "external_id" },
                { "code": "parameter_not_found" },
            ]),
        ),
    };
    Answer { status, body: bodies::error_list(request_id, &errors), page: None, filters: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_by_method_and_path() {
        let cases = [
            ("GET", "me", Some(("/me", Some(Scenario::RateLimit)))),
            ("GET", "contacts/6762f0", Some(("/contacts/{contact_id}", Some(Scenario::ServerErrors)))),
            ("GET", "contacts", Some(("/contacts", Some(Scenario::Pages)))),
            ("POST", "contacts", Some(("/contacts", None))),
            ("POST", "contacts/search", Some(("/contacts/search", Some(Scenario::Search)))),
            ("DELETE", "contacts/6762f0", None),
            ("GET", "", None),
            ("GET", "contacts/1/notes", None),
        ];
        for (method, path, expected) in cases {
            let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
            let found = find(&method.parse().unwrap(), &segments).map(|found| (found.path, found.scenario));
            assert_eq!(found, expected, "{method} {path}");
        }
    }

    #[test]
    fn queries_are_counted_and_kept_to_the_vendors_limits() {
        let one = json!({ "field": "email", "operator": "=", "value": "a@example.com" });
        let all = |parts: Vec<Value>| json!({ "operator": "AND", "value": parts });
        let cases = [
            (one.clone(), Some(1), "one condition"),
            (all(vec![one.clone(), one.clone()]), Some(2), "two"),
            (all(vec![one.clone(), all(vec![one.clone(), one.clone()])]), Some(3), "nested"),
            (all(vec![all(vec![all(vec![one.clone()])])]), None, "nested too deeply"),
            (all(vec![one.clone(); 15]), Some(15), "on the line"),
            (all(vec![one.clone(); 16]), None, "over the line"),
            (all(vec![]), None, "nothing"),
            (json!({ "operator": "XOR", "value": [one] }), None, "no such operator"),
            (json!("email"), None, "a text"),
        ];
        for (query, expected, about) in cases {
            assert_eq!(shape(&query, 1), expected, "{about}: {query}");
        }
    }

    #[test]
    fn a_list_is_read_to_its_end_by_its_cursors_only() {
        let (salt, other) = (Digest::of(b"a"), Digest::of(b"b"));
        let (mut cursor, mut pages, mut ids) = (None::<String>, Vec::new(), std::collections::BTreeSet::new());
        loop {
            let answer = list(cursor.as_deref(), &salt);
            pages.push(answer.page.unwrap());
            ids.extend(answer.body["data"].as_array().unwrap().iter().map(|contact| contact["id"].to_string()));
            let next = answer.body["pages"]["next"]["starting_after"].as_str().map(str::to_owned);
            assert!(next.is_none() || list(next.as_deref(), &other).page == Some(0), "a cursor of another drill");
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(pages, [1, 2, 3, 4]);
        assert_eq!(ids.len(), bodies::CONTACTS, "each contact once");
        assert_eq!(cursor_of("per_page=3&starting_after=x").as_deref(), Some("x"));
        assert_eq!(cursor_of("starting_after="), None);
    }
}
