//! Ticket systems on this machine: what Holdpoint uses of GitHub, GitLab, Jira and ServiceNow, made from their documentation. They keep what
//! is written, so that a test can say what must not be there twice; and they misbehave when they are told to.

mod github;
mod gitlab;
mod jira;
mod servicenow;

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Json, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::lock::lock;
use crate::record::Recorded;

/// All four systems at one address. Stops when it is dropped.
pub struct Desk {
    address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
    task: JoinHandle<()>,
}

/// Something that goes wrong once.
#[derive(Clone, Debug)]
pub struct Fault {
    pub method: &'static str,
    /// What the address ends with, apart from its query.
    pub path: String,
    pub status: u16,
    /// Of the header `Retry-After`.
    pub retry_after: Option<String>,
    /// Whether it is done all the same: only the answer is lost.
    pub done: bool,
}

/// What is kept, by place: the path of the collection.
pub(crate) struct Kept {
    token: String,
    /// Larger files are refused, in bytes.
    most: usize,
    faults: Vec<Fault>,
    requests: Vec<Recorded>,
    texts: BTreeMap<String, Vec<(u64, Value)>>,
    files: BTreeMap<String, Vec<(String, usize)>>,
    last: u64,
}

/// A request on its way to one of the systems.
pub(crate) struct Call<'a> {
    method: &'a str,
    /// Segments of the path, decoded.
    path: Vec<String>,
    query: BTreeMap<String, String>,
    headers: &'a HeaderMap,
    body: &'a Bytes,
}

impl Call<'_> {
    fn json(&self) -> Value {
        serde_json::from_slice(self.body).unwrap_or_default()
    }

    fn asked(&self, name: &str) -> &str {
        self.query.get(name).map(String::as_str).unwrap_or_default()
    }
}

impl Kept {
    fn list(&self, place: &str) -> Vec<Value> {
        self.texts.get(place).map(|all| all.iter().map(|(_, value)| value.clone()).collect()).unwrap_or_default()
    }

    fn add(&mut self, place: &str, mut value: Value) -> Value {
        self.last += 1;
        // Jira's ids are texts.
        value["id"] = if place.starts_with("/rest/") { self.last.to_string().into() } else { self.last.into() };
        self.texts.entry(place.to_owned()).or_default().push((self.last, value.clone()));
        value
    }

    /// Changes what has an id, whichever place it is in.
    fn change(&mut self, id: &str, new: &Value) -> Response {
        let id: u64 = id.parse().unwrap_or_default();
        let Some((_, known)) = self.texts.values_mut().flatten().find(|(known, _)| *known == id) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        if let (Some(known), Some(new)) = (known.as_object_mut(), new.as_object()) {
            known.extend(new.clone());
        }
        Json(known.clone()).into_response()
    }

    /// Keeps a file, unless it is too large.
    fn file(&mut self, place: &str, name: &str, bytes: usize) -> bool {
        let fits = bytes <= self.most;
        if fits {
            self.files.entry(place.to_owned()).or_default().push((name.to_owned(), bytes));
        }
        fits
    }
}

impl Desk {
    /// Starts on a free port of this machine, in the current Tokio runtime.
    ///
    /// * Errors: no port can be bound.
    pub async fn start(token: &str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (faults, requests, texts, files) = Default::default();
        let kept = Kept { token: token.to_owned(), most: usize::MAX, faults, requests, texts, files, last: 0 };
        let kept = Arc::new(Mutex::new(kept));
        let router = Router::new().fallback(answer).layer(DefaultBodyLimit::disable()).with_state(kept.clone());
        let task = tokio::spawn(async move {
            // It ends only when it is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, kept, task })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What goes wrong next at an address; each once, in this order.
    pub fn fault(&self, fault: Fault) {
        lock(&self.kept).faults.push(fault);
    }

    /// From now on this token alone is accepted.
    pub fn accept(&self, token: &str) {
        lock(&self.kept).token = token.to_owned();
    }

    /// From now on larger files are refused, in bytes.
    pub fn refuse_over(&self, most: usize) {
        lock(&self.kept).most = most;
    }

    /// Puts something there, as another user of the system would.
    pub fn put(&self, place: &str, value: Value) {
        lock(&self.kept).add(place, value);
    }

    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.kept).requests.clone()
    }

    /// What is kept at a place: comments, notes, statuses, check runs.
    pub fn texts(&self, place: &str) -> Vec<Value> {
        lock(&self.kept).list(place)
    }

    /// Names and lengths of the files at a place.
    pub fn files(&self, place: &str) -> Vec<(String, usize)> {
        lock(&self.kept).files.get(place).cloned().unwrap_or_default()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(kept): State<Arc<Mutex<Kept>>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let mut kept = lock(&kept);
    kept.requests.push(Recorded::new(&method, &uri, &headers, &body));
    if !knows(&kept.token, &headers) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "message": "Bad credentials" }))).into_response();
    }
    let fault = kept.faults.iter().position(|fault| fault.method == method.as_str() && uri.path().ends_with(&fault.path));
    let fault = fault.map(|place| kept.faults.remove(place));
    if let Some(fault) = fault.as_ref().filter(|fault| !fault.done) {
        return refusal(fault, &headers);
    }
    let path = uri.path().split('/').skip(1).map(decoded).collect();
    let pairs = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let query = pairs.map(|(name, value)| (name.to_owned(), decoded(value))).collect();
    let call = Call { method: method.as_str(), path, query, headers: &headers, body: &body };
    let done = match call.path.first().map(String::as_str) {
        Some("repos") => github::answer(&mut kept, &call),
        Some("rest") => jira::answer(&mut kept, &call),
        Some("api") if call.path.get(1).is_some_and(|next| next == "v4") => gitlab::answer(&mut kept, &call),
        Some("api") => servicenow::answer(&mut kept, &call),
        _ => StatusCode::NOT_FOUND.into_response(),
    };
    fault.map_or(done, |fault| refusal(&fault, &headers))
}

/// With the request's headers in it, as a careless server's error page has them: nobody may write that down.
fn refusal(fault: &Fault, headers: &HeaderMap) -> Response {
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, format!("{headers:?}")).into_response();
    if let Some(after) = fault.retry_after.as_ref().and_then(|after| HeaderValue::from_str(after).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, after);
    }
    response
}

/// As a bearer token, as a password of any user, or as GitLab has it.
fn knows(token: &str, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let given = text("authorization");
    let password = given.strip_prefix("Basic ").and_then(|text| BASE64_STANDARD.decode(text).ok()).unwrap_or_default();
    let password = String::from_utf8(password).unwrap_or_default();
    given.strip_prefix("Bearer ") == Some(token)
        || text("private-token") == token
        || password.split_once(':').is_some_and(|(_, password)| password == token)
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        let hex = more.get(..2).filter(|_| *first == b'%').and_then(|digits| hex::decode(digits).ok());
        bytes.push(hex.as_ref().and_then(|hex| hex.first()).copied().unwrap_or(*first));
        rest = if hex.is_some() { more.get(2..).unwrap_or_default() } else { more };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
