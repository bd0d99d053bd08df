//! `GET /api/launches/{id}/files/{digest}`: an evidence file, for who sees the launch. A browser saves it and never shows it as part of this site.

use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::id::{Digest, EvidenceId, LaunchId};
use holdpoint_domain::launch::{EvidenceKind, Launch};
use serde::Deserialize;
use tower_http::services::ServeFile;

use super::seen;
use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::Place;
use crate::uploads;

/// What a browser runs nothing of, and what other programs open rightly. All else is plain bytes.
const INERT: [&str; 11] = [
    "application/gzip",
    "application/json",
    "application/pdf",
    "application/zip",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/csv",
    "text/markdown",
    "text/plain",
];

/// Even if it were shown, it could do nothing.
const CSP: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

#[derive(Deserialize)]
pub struct As {
    /// The piece of evidence whose file name it gets: several may name the same bytes.
    evidence: Option<EvidenceId>,
}

/// * Errors: the same 404 for a file that is not there and for one of another launch: knowing a digest gives nothing. 500 for one that
///   was lost, or has other bytes than its digest says: it is never given out.
pub async fn get(
    State(app): State<App>,
    member: Member,
    Place((id, digest)): Place<(LaunchId, Digest)>,
    named_as: Result<Query<As>, QueryRejection>,
    request: Request<Body>,
) -> Result<Response, ApiError> {
    let launch = seen(&app, &member, id).await?;
    let Query(As { evidence }) = named_as.map_err(|_| ApiError::not_found("the query ?evidence= takes the id of a piece of evidence"))?;
    let named = app.store.files(id).await?;
    let file = uploads::find_named(&named, digest).ok_or_else(|| ApiError::not_found("there is no such file of this launch"))?;
    let fetched = app.uploads.storage.fetch(file).await.map_err(|fault| uploads::trouble(&fault))?;
    let (name, media) = name(&launch, digest, evidence);
    let (parts, _) = request.into_parts();
    let mut answer = ServeFile::new(&fetched.path)
        .try_call(Request::from_parts(parts, Body::empty()))
        .await
        .map_err(|error| uploads::trouble(&error.into()))?
        .map(Body::new)
        .into_response();
    dress(answer.headers_mut(), &name, &media);
    Ok(answer)
}

/// Name and media type as that piece of evidence has them, or the first one that names the bytes. Evidence that was removed has none.
fn name(launch: &Launch, digest: Digest, evidence: Option<EvidenceId>) -> (String, String) {
    let all = launch.items.values().flat_map(|item| &item.evidence);
    let mut of_digest = all.filter_map(|known| match &known.kind {
        EvidenceKind::File { name, digest: of, media: Some(media), .. } if *of == digest => Some((known.id, name, media)),
        _ => None,
    });
    let first = of_digest.clone().next();
    let asked = of_digest.find(|(id, ..)| Some(*id) == evidence).or(first);
    let (name, media) = asked.map(|(_, name, media)| (name.clone(), media.clone())).unzip();
    (name.unwrap_or_else(|| format!("evidence-{}", digest.hex().chars().take(12).collect::<String>())), media.unwrap_or_default())
}

fn dress(headers: &mut HeaderMap, name: &str, media: &str) {
    let media = INERT.iter().find(|inert| **inert == media).copied().unwrap_or("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    let saved = HeaderValue::try_from(disposition(name)).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_DISPOSITION, saved);
}

/// RFC 6266: the name in ASCII for the oldest readers, and in UTF-8 (RFC 8187) for all others.
fn disposition(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') { c } else { '_' }).collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            _ = write!(coded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_stays_within_its_header() {
        assert_eq!(disposition("load.csv"), "attachment; filename=\"load.csv\"; filename*=UTF-8''load.csv");
        let odd = disposition("Prüf \"1\"; x=\r\n%.pdf");
        assert_eq!(odd, "attachment; filename=\"Pr_f__1_;_x=___.pdf\"; filename*=UTF-8''Pr%C3%BCf%20%221%22%3B%20x%3D%0D%0A%25.pdf");
    }
}
