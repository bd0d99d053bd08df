//! Jira, as version 2 of its REST API is described: files and comments of issues.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Value, json};

use super::{Call, Kept};

pub(super) fn answer(kept: &mut Kept, call: &Call<'_>) -> Response {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let [_, "api", "2", "issue", key, rest @ ..] = path.as_slice() else { return StatusCode::NOT_FOUND.into_response() };
    if key.starts_with("GONE-") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let place = format!("/rest/{key}");
    match (call.method, rest) {
        ("GET", []) => {
            let files: Vec<Value> = kept.files.get(&place).into_iter().flatten().map(|(name, _)| json!({ "filename": name })).collect();
            Json(json!({ "key": key, "fields": { "attachment": files } })).into_response()
        }
        ("POST", ["attachments"]) => attach(kept, call, &place),
        ("GET", ["comment"]) => {
            let start: usize = call.asked("startAt").parse().unwrap_or_default();
            let all = kept.list(&place);
            Json(json!({ "startAt": start, "total": all.len(), "comments": all.iter().skip(start).take(100).collect::<Vec<_>>() }))
                .into_response()
        }
        ("POST", ["comment"]) => (StatusCode::CREATED, Json(kept.add(&place, call.json()))).into_response(),
        ("PUT", ["comment", id]) => kept.change(id, &call.json()),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// "The request must have a X-Atlassian-Token: no-check header", and the form's field is called `file`.
fn attach(kept: &mut Kept, call: &Call<'_>, place: &str) -> Response {
    let text = |name: &str| call.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if text("x-atlassian-token") != "no-check" {
        return (StatusCode::FORBIDDEN, "XSRF check failed").into_response();
    }
    let Some(boundary) = text("content-type").strip_prefix("multipart/form-data; boundary=") else {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    };
    let body = String::from_utf8_lossy(call.body);
    let (open, close) = (format!("--{boundary}\r\n"), format!("\r\n--{boundary}--\r\n"));
    let part = body.strip_prefix(&open).and_then(|rest| rest.strip_suffix(&close)).and_then(|part| part.split_once("\r\n\r\n"));
    let Some((head, content)) = part.filter(|(head, _)| head.contains("name=\"file\";")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let name = head.split("filename=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    if !kept.file(place, name, content.len()) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    Json(json!([{ "filename": name }])).into_response()
}
