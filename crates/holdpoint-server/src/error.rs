//! The one error type of handlers. A refusal is an answer; a failure is logged once, here, and hidden.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::id::Seq;
use holdpoint_domain::launch::Refusal;
use holdpoint_domain::report::CannotSign;
use holdpoint_domain::wire::Problem;
use holdpoint_store::StoreError;

use crate::sign::KeyTrouble;

#[derive(Debug)]
pub enum ApiError {
    /// The rules stand against it.
    Refused(Refusal),
    Store(StoreError),
    /// The request itself is at fault.
    Bad(Problem),
    /// Too much at once; the second is how many seconds to wait.
    TooMuch(Problem, u64),
    /// Something broke; the cause is for the log only.
    Internal(String),
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        ApiError::Refused(refusal)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refusal) => ApiError::Refused(refusal),
            other => ApiError::Store(other),
        }
    }
}

/// Nothing was stored: as if the store could not.
impl From<CannotSign> for ApiError {
    fn from(error: CannotSign) -> Self {
        ApiError::Store(StoreError::unavailable(error))
    }
}

/// The same: the log says what to do.
impl From<KeyTrouble> for ApiError {
    fn from(error: KeyTrouble) -> Self {
        ApiError::Store(StoreError::unavailable(error))
    }
}

impl ApiError {
    /// A problem with a status, a stable last part of its `type`, and a sentence.
    ///
    /// * `kind`: such as `no-connection`, or with its case `no-connection/gone`. The page has a message for each: `tests/words/main.rs`.
    pub fn new(status: StatusCode, kind: &str, detail: impl Into<String>) -> Self {
        ApiError::Bad(problem(status, kind, detail.into()))
    }

    /// The same, about a field of the request's body.
    pub fn field(pointer: &str, detail: impl Into<String>) -> Self {
        Self::shown_field("bad-field", pointer, detail)
    }

    /// The same, with its case: a person may have done it, so the page has words for it.
    pub fn shown_field(kind: &str, pointer: &str, detail: impl Into<String>) -> Self {
        Self::pointed(StatusCode::UNPROCESSABLE_ENTITY, kind, pointer, detail)
    }

    /// A problem of another kind, about a field of the request's body.
    pub fn pointed(status: StatusCode, kind: &str, pointer: &str, detail: impl Into<String>) -> Self {
        let mut problem = problem(status, kind, detail.into());
        problem.pointer = Some(pointer.to_owned());
        ApiError::Bad(problem)
    }

    /// The same refusal, where the fields are the body's own and not a command's.
    pub fn of_body(self) -> Self {
        let refusal = match &self {
            ApiError::Refused(refusal) | ApiError::Store(StoreError::Refused(refusal)) => refusal,
            ApiError::Store(_) | ApiError::Bad(_) | ApiError::TooMuch(..) | ApiError::Internal(_) => return self,
        };
        let mut problem = refused(refusal);
        problem.pointer = refusal.field().map(|field| format!("/{field}"));
        ApiError::Bad(problem)
    }

    /// 429, with the time after which the same is possible.
    pub fn too_much(kind: &str, wait: std::time::Duration, detail: &str) -> Self {
        let seconds = wait.as_secs() + 1;
        let detail = format!("{detail}; try again in {seconds} s");
        ApiError::TooMuch(problem(StatusCode::TOO_MANY_REQUESTS, kind, detail), seconds).with("seconds", seconds)
    }

    /// The same with a number that its sentence has.
    pub fn with(mut self, name: &str, number: impl TryInto<u64>) -> Self {
        if let (ApiError::Bad(problem) | ApiError::TooMuch(problem, _), Ok(number)) = (&mut self, number.try_into()) {
            problem.numbers.insert(name.to_owned(), number);
        }
        self
    }

    /// Something broke.
    ///
    /// * `cause`: for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        ApiError::Internal(cause.to_string())
    }

    /// A command's id is taken.
    ///
    /// * `made`: by one's own, whose last event in the launch has this place.
    pub fn id_taken(made: Option<Seq>) -> Self {
        ApiError::Bad(Problem { seq: made, ..store(&StoreError::IdTaken) })
    }

    /// 404, with the whole sentence.
    pub fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", detail)
    }
}

fn problem(status: StatusCode, kind: &str, detail: String) -> Problem {
    let (kind, case) = kind.split_once('/').map_or((kind, None), |(kind, case)| (kind, Some(case.to_owned())));
    Problem {
        kind: format!("/problems/{kind}"),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        case,
        detail,
        numbers: BTreeMap::new(),
        said: None,
        pointer: None,
        conflict: None,
        reason: None,
        seq: None,
    }
}

fn refused(refusal: &Refusal) -> Problem {
    let status = match refusal {
        Refusal::NoSuchLaunch(_) | Refusal::NoSuchItem(_) | Refusal::NoSuch { .. } => StatusCode::NOT_FOUND,
        Refusal::Bad { .. } | Refusal::Full { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::NotAllowed { .. } | Refusal::OtherSection(_) | Refusal::OwnWaiver => StatusCode::FORBIDDEN,
        Refusal::Conflict(_)
        | Refusal::Exists { .. }
        | Refusal::NotReady { .. }
        | Refusal::Outdated { .. }
        | Refusal::AlreadySigned(_)
        | Refusal::WrongOrder(_)
        | Refusal::LastManager
        | Refusal::Kept
        | Refusal::Sample => StatusCode::CONFLICT,
    };
    let mut problem = problem(status, refusal.kind(), refusal.to_string());
    problem.pointer = refusal.field().map(|field| format!("/command/{field}"));
    match refusal {
        Refusal::Conflict(conflict) => problem.conflict = Some((**conflict).clone()),
        other => problem.said = Some(other.said().into()),
    }
    if let Refusal::NotReady { count, first } = refusal {
        problem.reason = Some(first.clone());
        problem.numbers.insert("count".to_owned(), *count as u64);
    }
    problem
}

fn store(error: &StoreError) -> Problem {
    match error {
        StoreError::NoSuchLaunch(id) => refused(&Refusal::NoSuchLaunch(*id)),
        StoreError::NoSuch(_) => problem(StatusCode::NOT_FOUND, "not-found", error.to_string()),
        StoreError::IdTaken => problem(StatusCode::UNPROCESSABLE_ENTITY, "id-taken", error.to_string()),
        StoreError::NotAccepted(objection) => {
            problem(StatusCode::CONFLICT, &format!("not-accepted/{}", objection.case()), error.to_string())
        }
        StoreError::Refused(refusal) => refused(refusal),
        StoreError::Unavailable(cause) => {
            tracing::error!(%cause, "the store did not answer");
            // Whether it was to be read or to be written.
            let detail = "What this server keeps cannot be read or written at the moment. A change is kept by the page that made it, which \
                          sends it again; tell the operator if this goes on.";
            problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail.into())
        }
        StoreError::Unusable(sentence) | StoreError::OtherBuild(sentence) => {
            tracing::error!(%sentence, "the store cannot be read");
            problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable/database", "The database cannot be read; tell the operator.".into())
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut wait = HeaderValue::from_static("6");
        let problem = match self {
            ApiError::TooMuch(problem, seconds) => {
                wait = HeaderValue::from(seconds);
                problem
            }
            ApiError::Refused(refusal) => refused(&refusal),
            ApiError::Store(error) => store(&error),
            ApiError::Bad(problem) => problem,
            ApiError::Internal(cause) => {
                tracing::error!(%cause, "a request failed");
                problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something broke on the server; its log says what.".into())
            }
        };
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_does_not_answer_is_told_to_who_reads_as_well() {
        let problem = store(&StoreError::Unavailable("away".into()));
        assert_eq!((problem.status, problem.kind.as_str()), (503, "/problems/unavailable"));
        assert!(problem.detail.starts_with("What this server keeps cannot be read or written"), "{}", problem.detail);
    }
}
