//! GitLab, as its REST API is described: notes and commit statuses.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde_json::json;

use super::{Call, Kept};

pub(super) fn answer(kept: &mut Kept, call: &Call<'_>) -> Response {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let [_, _, "projects", project, rest @ ..] = path.as_slice() else { return StatusCode::NOT_FOUND.into_response() };
    let place = format!("/{project}/{}", rest.join("/"));
    match (call.method, rest) {
        ("GET", ["issues" | "merge_requests", _, "notes"]) => Json(kept.list(&place)).into_response(),
        ("POST", ["issues" | "merge_requests", _, "notes"]) => (StatusCode::CREATED, Json(kept.add(&place, call.json()))).into_response(),
        ("PUT", ["issues" | "merge_requests", _, "notes", id]) => kept.change(id, &call.json()),
        ("GET", ["repository", "commits", sha, "statuses"]) => Json(kept.list(&format!("/{project}/statuses/{sha}"))).into_response(),
        ("POST", ["statuses", _]) => {
            let mut wish = call.json();
            wish["status"] = wish["state"].take();
            // "Cannot transition status via :enqueue from :success"
            if kept.list(&place).iter().any(|known| known["name"] == wish["name"] && known["status"] == wish["status"]) {
                return (StatusCode::BAD_REQUEST, Json(json!({ "message": "Cannot transition status" }))).into_response();
            }
            (StatusCode::CREATED, Json(kept.add(&place, wish))).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
