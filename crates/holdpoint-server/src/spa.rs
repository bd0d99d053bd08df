//! The page: embedded, compressed beforehand. Files with a hash in their name never change; `index.html` is always asked for anew.

use std::sync::LazyLock;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::id::{Digest, LaunchId};

use crate::auth::door::cookie_of;
use crate::error::ApiError;

struct File {
    name: &'static str,
    plain: &'static [u8],
    br: &'static [u8],
    gz: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Endings of what is a file and never an address of the page.
const ENDINGS: [&str; 11] = ["bin", "css", "ftl", "ico", "js", "json", "map", "png", "svg", "txt", "wasm"];

/// How the files end that have the code of the launches' page.
const BOARD: [&str; 2] = ["-board.bin", "-shared.bin"];

/// What the page is written in for who reads none of its languages.
const LANGUAGE: &str = "en";

/// The cookie by which `first.js` tells the language that somebody chose on the page.
const CHOSEN: &str = "holdpoint-language";

/// Its scope is everything, so it lies at the top.
const SERVICE_WORKER: &str = "service-worker.js";

static TAGS: LazyLock<Vec<String>> = LazyLock::new(|| FILES.iter().map(|file| format!("\"{}\"", Digest::of(file.plain).hex())).collect());

/// Every address that is no file is one of the page's own.
pub async fn get(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let detail = "the page takes no writes; they go to /api, see GET /api/openapi.json";
        return ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    if path == SERVICE_WORKER {
        return service_worker();
    }
    let found = FILES.iter().zip(TAGS.iter()).find(|(file, _)| file.name == path);
    let is_file = path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending)) && !path.contains('/');
    match (found, is_file) {
        (Some((file, tag)), _) => answer(file, tag, request.headers()),
        (None, true) => ApiError::not_found("there is no such file; a newer page may have replaced it, so reload").into_response(),
        (None, false) => match FILES.iter().zip(TAGS.iter()).find(|(file, _)| file.name == "index.html") {
            Some((file, tag)) => {
                let mut answer = ([(header::LINK, early(path, request.headers()))], answer(file, tag, request.headers())).into_response();
                answer.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
                answer
            }
            None => ApiError::not_found("there is no page in this binary; build it with the page, or use its API").into_response(),
        },
    }
}

/// What `first.js`, and the page right behind it, will ask for at this address, as a `Link` header (RFC 8288): a browser then asks before it has
/// read the page.
fn early(path: &str, headers: &HeaderMap) -> String {
    let file = |ending: &str| FILES.iter().find(|file| file.name.ends_with(ending)).map(|file| format!("/{}", file.name));
    let texts = first_texts(headers).map(|name| format!("/{name}"));
    let board = BOARD.map(|ending| file(ending).filter(|_| matches!(path, "" | "launches")));
    let code = [file(".wasm"), texts].into_iter().chain(board);
    let launch = path.strip_prefix("launches/").and_then(|rest| rest.split('/').next()?.parse::<LaunchId>().ok());
    let all = code.flatten().chain(["/api/session".into()]).chain(launch.map(|launch| format!("/api/launches/{launch}")));
    all.map(|address| format!("<{address}>; rel=preload; as=fetch; crossorigin")).collect::<Vec<_>>().join(", ")
}

/// The file of the first screen's texts as `first.js` chooses it: in the language that was chosen on the page, else in the one that the browser asks for
/// first.
fn first_texts(headers: &HeaderMap) -> Option<&'static str> {
    let chosen = cookie_of(headers, CHOSEN).filter(|chosen| matches!(chosen.as_bytes(), [b'a'..=b'z', b'a'..=b'z']));
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|accepted| accepted.to_str().ok()).unwrap_or_default();
    let wanted = chosen.into_iter().chain(accepted.split(',').filter_map(|tag| tag.trim().get(..2))).chain([LANGUAGE]);
    let of = |language: &str| {
        let begin = format!("words-{}-first-", language.to_ascii_lowercase());
        FILES.iter().map(|file| file.name).find(|name| name.starts_with(&begin))
    };
    wanted.into_iter().find_map(of)
}

/// What the embedded page is, for reports: the digest of all its files' digests and names, in the form of `sha256sum`, by name.
pub fn digest() -> Option<Digest> {
    let list: String = FILES.iter().zip(TAGS.iter()).map(|(file, tag)| format!("{}  {}\n", tag.trim_matches('"'), file.name)).collect();
    (!FILES.is_empty()).then(|| Digest::of(list.as_bytes()))
}

/// What keeps the page for when the server is away. It changes with the page: that is how browsers learn of a new one.
fn service_worker() -> Response {
    static WRITTEN: LazyLock<Option<String>> = LazyLock::new(|| {
        let page = digest()?.hex();
        let files = FILES.iter().map(|file| if file.name == "index.html" { "/".to_owned() } else { format!("/{}", file.name) });
        let files = serde_json::to_string(&files.collect::<Vec<_>>()).ok()?;
        Some(format!("const PAGE = \"{page}\";\nconst FILES = {files};\n{}", include_str!("../../../service-worker.js")))
    });
    match WRITTEN.as_deref() {
        Some(written) => {
            let about = [(header::CACHE_CONTROL, "no-cache"), (header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
            (about, written).into_response()
        }
        None => ApiError::not_found("there is no page in this binary; build it with the page, or use its API").into_response(),
    }
}

fn answer(file: &File, tag: &str, headers: &HeaderMap) -> Response {
    // Trunk puts a hash into every name but the page's own.
    let keep = if file.name.ends_with(".html") { "no-cache" } else { "public, max-age=31536000, immutable" };
    let about = [(header::ETAG, tag.to_owned()), (header::CACHE_CONTROL, keep.to_owned()), (header::VARY, "accept-encoding".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|accepted| accepted.to_str().ok()).unwrap_or_default();
    let accepts = |coding: &str| {
        accepted.split(',').any(|offer| {
            offer.trim() == coding || offer.trim().starts_with(&format!("{coding};q=0.")) || offer.trim() == format!("{coding};q=1")
        })
    };
    let unknown = if file.name.ends_with(".ftl") { "text/plain" } else { "application/octet-stream" };
    let kind = mime_guess::from_path(file.name).first_raw().unwrap_or(unknown);
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
    let kind = [(header::CONTENT_TYPE, kind)];
    if accepts("br") {
        (about, kind, [(header::CONTENT_ENCODING, "br")], file.br).into_response()
    } else if accepts("gzip") {
        (about, kind, [(header::CONTENT_ENCODING, "gzip")], file.gz).into_response()
    } else {
        (about, kind, file.plain).into_response()
    }
}
