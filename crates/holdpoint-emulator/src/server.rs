//! One running emulator: its routes, its state and its URLs.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{any, get, put};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::lock::lock;
use crate::record::Recorded;
use crate::vendor::Vendor;
use crate::{respond, webhook};

/// Requests that are remembered; the oldest are forgotten.
const RECORDS: usize = 10_000;

/// A running vendor and webhook consumer on this machine. Stops when it is dropped.
pub struct Emulator {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Default)]
pub(crate) struct Shared {
    vendor: Mutex<Vendor>,
    requests: Mutex<Vec<Recorded>>,
}

impl Shared {
    pub(crate) fn vendor(&self) -> Vendor {
        lock(&self.vendor).clone()
    }

    /// What `/webhook` was sent so far.
    fn deliveries(&self) -> Vec<Recorded> {
        let is_delivery = |request: &&Recorded| request.method == "POST" && request.path == "/webhook";
        lock(&self.requests).iter().filter(is_delivery).cloned().collect()
    }

    fn record(&self, request: Recorded) {
        let mut requests = lock(&self.requests);
        if requests.len() == RECORDS {
            requests.remove(0);
        }
        requests.push(request);
    }
}

impl Emulator {
    /// Starts on a free port of this machine, in the current Tokio runtime.
    ///
    /// Errors: no port can be bound.
    pub async fn start(vendor: Vendor) -> io::Result<Self> {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into(), vendor).await
    }

    /// Starts on a given address.
    ///
    /// Errors: it cannot be bound.
    pub async fn start_at(address: SocketAddr, vendor: Vendor) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { vendor: Mutex::new(vendor), requests: Mutex::default() });
        let router = router(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            // It ends only when it is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, shared, task })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The vendor's API, without a trailing slash.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn status_url(&self) -> String {
        format!("{}/api/v2/status.json", self.base_url())
    }

    pub fn health_url(&self) -> String {
        format!("{}/health", self.base_url())
    }

    /// A consumer that verifies signatures.
    pub fn webhook_url(&self) -> String {
        format!("{}/webhook", self.base_url())
    }

    /// A consumer that verifies nothing.
    pub fn careless_webhook_url(&self) -> String {
        format!("{}/webhook-careless", self.base_url())
    }

    pub fn vendor(&self) -> Vendor {
        self.shared.vendor()
    }

    /// Changes the behaviour from the next request on.
    pub fn set(&self, change: impl FnOnce(&mut Vendor)) {
        change(&mut lock(&self.shared.vendor));
    }

    /// What was sent so far, oldest first; not the emulator's own `/__emulator` paths.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.shared.requests).clone()
    }

    /// Requests whose path is `path`, whatever their query.
    pub fn requests_to(&self, path: &str) -> Vec<Recorded> {
        let is_at = |request: &Recorded| request.path.split('?').next() == Some(path);
        self.requests().into_iter().filter(is_at).collect()
    }

    /// Runs until the emulator's server ends, which is never.
    pub async fn serve(mut self) {
        let _ = (&mut self.task).await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/__emulator/mode", put(put_mode).get(get_mode))
        .route("/__emulator/requests", get(get_requests).delete(delete_requests))
        .fallback(any(answer))
        .layer(DefaultBodyLimit::max(1024 * 1024))
        .with_state(shared)
}

async fn answer(State(shared): State<Arc<Shared>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let request = Recorded::new(&method, &uri, &headers, &body);
    let before = if uri.path() == "/webhook" { shared.deliveries() } else { Vec::new() };
    shared.record(request.clone());
    let vendor = shared.vendor();
    match uri.path() {
        "/me" => respond::me(&vendor, &request).await,
        "/api/v2/status.json" => respond::status(&vendor).await,
        "/health" => respond::health(&vendor).await,
        "/admins" => respond::admins(&vendor, &request),
        "/webhook" => webhook::webhook(&vendor, &request, &before).await,
        "/webhook-careless" => webhook::careless(&vendor, &request).await,
        "/elsewhere" => StatusCode::OK.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn get_mode(State(shared): State<Arc<Shared>>) -> Json<Vendor> {
    Json(shared.vendor())
}

async fn get_requests(State(shared): State<Arc<Shared>>) -> Json<Vec<Recorded>> {
    Json(lock(&shared.requests).clone())
}

async fn delete_requests(State(shared): State<Arc<Shared>>) -> StatusCode {
    lock(&shared.requests).clear();
    StatusCode::NO_CONTENT
}

/// Merges the given fields into the behaviour; refuses unknown ones.
async fn put_mode(State(shared): State<Arc<Shared>>, body: Bytes) -> Result<Json<Vendor>, (StatusCode, String)> {
    let refuse = |why: String| (StatusCode::BAD_REQUEST, format!("{why}; send some of the fields of GET {MODE}\n"));
    let change: Value = serde_json::from_slice(&body).map_err(|cause| refuse(cause.to_string()))?;
    let Value::Object(change) = change else { return Err(refuse("this is no JSON object".into())) };
    let mut vendor = lock(&shared.vendor);
    let mut merged = serde_json::to_value(&*vendor).map_err(|cause| refuse(cause.to_string()))?;
    if let Value::Object(fields) = &mut merged {
        fields.extend(change);
    }
    *vendor = serde_json::from_value(merged).map_err(|cause| refuse(cause.to_string()))?;
    Ok(Json(vendor.clone()))
}

const MODE: &str = "/__emulator/mode";
