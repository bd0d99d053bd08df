//! GitHub, as its REST API is described: comments, commit statuses, check runs, deployments that wait.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Value, json};

use super::{Call, Kept};

pub(super) fn answer(kept: &mut Kept, call: &Call<'_>) -> Response {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let [_, owner, repo, rest @ ..] = path.as_slice() else { return StatusCode::NOT_FOUND.into_response() };
    let place = |rest: &[&str]| format!("/repos/{owner}/{repo}/{}", rest.join("/"));
    match (call.method, rest) {
        (_, ["issues", "404", ..]) => StatusCode::NOT_FOUND.into_response(),
        ("GET", ["issues", _, "comments"]) => {
            let page: usize = call.asked("page").parse().unwrap_or(1);
            Json(kept.list(&place(rest)).chunks(100).nth(page.saturating_sub(1)).unwrap_or_default().to_vec()).into_response()
        }
        ("POST", ["issues", _, "comments"]) => (StatusCode::CREATED, Json(kept.add(&place(rest), call.json()))).into_response(),
        ("PATCH", ["issues", "comments", id] | ["check-runs", id]) => kept.change(id, &call.json()),
        ("GET", ["commits", sha, "statuses"]) => {
            let mut all = kept.list(&place(&["statuses", sha]));
            all.reverse();
            Json(all).into_response()
        }
        ("POST", ["statuses", _]) => (StatusCode::CREATED, Json(kept.add(&place(rest), call.json()))).into_response(),
        ("GET", ["commits", sha, "check-runs"]) => {
            let mut all = kept.list(&place(&["check-runs"]));
            all.retain(|run| run["head_sha"] == *sha && run["name"] == call.asked("check_name"));
            Json(json!({ "total_count": all.len(), "check_runs": all })).into_response()
        }
        ("POST", ["check-runs"]) => (StatusCode::CREATED, Json(kept.add(&place(rest), call.json()))).into_response(),
        ("GET", ["actions", "runs", _, "pending_deployments"]) => Json(kept.list(&place(rest))).into_response(),
        ("POST", ["actions", "runs", run, "deployment_protection_rule"]) => {
            let wish = call.json();
            let waiting = kept.texts.entry(place(&["actions", "runs", run, "pending_deployments"])).or_default();
            let before = waiting.len();
            waiting.retain(|(_, one): &(u64, Value)| one["environment"]["name"] != wish["environment_name"]);
            if waiting.len() == before {
                return StatusCode::UNPROCESSABLE_ENTITY.into_response();
            }
            kept.add(&place(rest), wish);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
