//! ServiceNow, as its Table API and Attachment API are described: records, their files and their work notes.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Value, json};

use super::{Call, Kept};

/// Of the record whose number ends so; others do not exist.
const RECORD: &str = "d71f7935c0a8016700802b64c67c11c6";
const NUMBER: &str = "CHG0030192";

pub(super) fn answer(kept: &mut Kept, call: &Call<'_>) -> Response {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match (call.method, path.as_slice()) {
        ("GET", ["api", "now", "table", _]) => {
            let known = call.asked("sysparm_query") == format!("number={NUMBER}");
            let found: Vec<Value> = known.then(|| json!({ "sys_id": RECORD })).into_iter().collect();
            Json(json!({ "result": found })).into_response()
        }
        ("GET", ["api", "now", "table", _, RECORD]) => {
            let notes = kept.list("/notes").iter().filter_map(|note| note["work_notes"].as_str()).collect::<Vec<_>>().join("\n\n");
            Json(json!({ "result": { "work_notes": notes } })).into_response()
        }
        ("PATCH", ["api", "now", "table", _, RECORD]) => {
            kept.add("/notes", call.json());
            Json(json!({ "result": { "sys_id": RECORD } })).into_response()
        }
        ("GET", ["api", "now", "attachment"]) => {
            let files: Vec<Value> = kept.files.get("/files").into_iter().flatten().map(|(name, _)| json!({ "file_name": name })).collect();
            Json(json!({ "result": files })).into_response()
        }
        ("POST", ["api", "now", "attachment", "file"]) => {
            if call.asked("table_sys_id") != RECORD || call.asked("table_name").is_empty() || call.asked("file_name").is_empty() {
                return StatusCode::BAD_REQUEST.into_response();
            }
            if !kept.file("/files", call.asked("file_name"), call.body.len()) {
                return StatusCode::PAYLOAD_TOO_LARGE.into_response();
            }
            (StatusCode::CREATED, Json(json!({ "result": { "file_name": call.asked("file_name") } }))).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
