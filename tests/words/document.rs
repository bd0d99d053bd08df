//! The document for programs names every problem that the code does, beside its status.

use std::collections::BTreeSet;
use std::fs;

use crate::{list, problems, root};

#[test]
fn every_problem_is_in_the_document_for_programs() {
    let page = fs::read_to_string(root().join("docs/api.md")).unwrap();
    let of_refusals = fs::read_to_string(root().join("crates/holdpoint-domain/src/launch/refusal.rs")).unwrap();
    let table = of_refusals.split_once("pub fn kind(").unwrap().1.split_once("\n    }\n").unwrap().0;
    let of_refusals: Vec<String> = table.lines().filter_map(|line| Some(line.split('"').nth(1)?.to_owned())).collect();
    assert!(10 < of_refusals.len(), "refusals are named in another way now: {of_refusals:?}");
    let kinds: BTreeSet<String> = problems().into_keys().chain(of_refusals).collect();
    let kinds = kinds.iter().map(|problem| problem.split_once('/').map_or(problem.as_str(), |(kind, _)| kind));
    let untold: BTreeSet<&str> = kinds.filter(|kind| !page.contains(&format!("`{kind}`"))).collect();
    assert!(untold.is_empty(), "docs/api.md says nothing of {untold:?}");
}

/// As the code calls them, and as documents do.
const STATUSES: &str = "BAD_REQUEST 400, UNAUTHORIZED 401, FORBIDDEN 403, NOT_FOUND 404, METHOD_NOT_ALLOWED 405, REQUEST_TIMEOUT 408, \
    CONFLICT 409, PAYLOAD_TOO_LARGE 413, UNSUPPORTED_MEDIA_TYPE 415, MISDIRECTED_REQUEST 421, UNPROCESSABLE_ENTITY 422, \
    TOO_MANY_REQUESTS 429, INTERNAL_SERVER_ERROR 500, SERVICE_UNAVAILABLE 503, INSUFFICIENT_STORAGE 507";

#[test]
fn the_document_for_programs_has_problems_beside_their_statuses() {
    let page = fs::read_to_string(root().join("docs/api.md")).unwrap();
    let rows: Vec<&str> = page.split("\n## Errors\n").nth(1).unwrap().lines().filter(|line| line.starts_with("| ")).collect();
    let (mut files, mut untold) = (Vec::new(), BTreeSet::new());
    list(&root().join("crates/holdpoint-server/src"), &mut files);
    // Drills answer as the vendor does.
    for file in files.iter().filter(|file| !file.components().any(|part| part.as_os_str() == "drill")) {
        for rest in fs::read_to_string(file).unwrap().split("StatusCode::").skip(1) {
            let Some((status, rest)) = rest.split_once(',') else { continue };
            let number = STATUSES.split(", ").find_map(|known| known.strip_prefix(status)?.strip_prefix(' '));
            let kind = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split(['"', '/']).next());
            let (Some(number), Some(kind)) = (number, kind) else { continue };
            let word = format!("`{kind}`");
            let is_told = |row: &str| row.split('|').nth(1).is_some_and(|of| of.contains(number)) && row.contains(&word);
            if !rows.iter().copied().any(is_told) {
                untold.insert(format!("{number} {kind}"));
            }
        }
    }
    assert!(untold.is_empty(), "docs/api.md says nothing of {untold:?}");
}
