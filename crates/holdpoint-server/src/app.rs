//! Shared state, all routes, all layers.

use std::any::Any;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, delete, get, post, put};
use holdpoint_checks::{Order, Quotas, Sealed};
use holdpoint_domain::check::{Check, Heard, Receipt};
use holdpoint_domain::id::{ConnectionName, LaunchId, MemberId, SystemName};
use holdpoint_probe::{Connection, Egress, TicketSystem};
use holdpoint_store::{Committed, Entry, Loops, NewNotice, Store, StoreError};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::auth::Door;
use crate::auth::oidc::Providers;
use crate::auth::passkeys::Passkeys;
use crate::drill::{Drills, play};
use crate::live::Hubs;
use crate::lock::lock;
use crate::metrics::Metrics;
use crate::presence::PresenceBoard;
use crate::sign::Keys;
use crate::templates::Templates;
use crate::timestamp::Authority;
use crate::trends::Trends;
use crate::uploads::Uploads;
use crate::watch::Watch;
use crate::{api, error, guard, limits, serve, spa};

/// What every handler can reach; clones share it.
#[derive(Clone)]
pub struct App(Arc<Shared>);

pub struct Shared {
    pub store: Arc<dyn Store>,
    pub egress: Egress,
    pub connections: Vec<Connection>,
    pub templates: Templates,
    pub keys: Keys,
    pub door: Door,
    /// `None` where the server's address is no name.
    pub passkeys: Option<Passkeys>,
    pub oidc: Providers,
    /// Proxies in front that are believed about the client's address.
    pub trusted_hops: usize,
    /// Whether anybody may see badges.
    pub public_badges: bool,
    pub presence: PresenceBoard,
    pub live: Hubs,
    pub metrics: Metrics,
    /// What `Origin` may say; the first is the public URL.
    pub origins: Vec<String>,
    /// Whether browsers come by https.
    pub secure: bool,
    /// Ends live streams when the server stops.
    pub stop: CancellationToken,
    /// What runs in the background, beside what the store has there.
    pub loops: Loops,
    pub health: api::health::Cache,
    /// Checks under way.
    pub permits: Permits<LaunchId>,
    /// How much each person and launch may ask of others.
    pub quotas: Quotas,
    /// Connections that are being tried.
    pub trials: Semaphore,
    /// Pushed files that are judged at the same time.
    pub pushes: Semaphore,
    /// Pushes that are coming in, or wait for that.
    pub pushing: Permits<MemberId>,
    pub uploads: Arc<Uploads>,
    pub drills: Drills,
    pub trends: Trends,
    /// Whether other replicas may stand behind the same balancer.
    pub replicated: bool,
    pub watch: Watch,
    /// The operator's ticket systems.
    pub tickets: Vec<TicketSystem>,
    /// Reports that are being turned into another form: each holds the whole of it in memory.
    pub renditions: Semaphore,
    /// `None`: reports get no timestamp.
    pub timestamps: Option<Authority>,
}

/// What a launch, or a person, may have under way: so many of each.
pub struct Permits<K> {
    each: usize,
    all: Mutex<HashMap<K, Arc<Semaphore>>>,
}

impl<K: Eq + Hash> Permits<K> {
    pub fn new(each: usize) -> Self {
        Self { each, all: Mutex::default() }
    }

    pub fn of(&self, whose: K) -> Arc<Semaphore> {
        let mut all = lock(&self.all);
        all.entry(whose).or_insert_with(|| Arc::new(Semaphore::new(self.each))).clone()
    }
}

impl App {
    /// Signs a receipt, and keeps what was signed. Before its event: whoever reads of a receipt can have it.
    ///
    /// * `heard`: in the order of its requests; empty where the server asked nobody.
    pub async fn seal(&self, order: Order<'_>, judged: (&Check, Receipt), heard: &[Heard]) -> Result<Receipt, StoreError> {
        let sealer = self.keys.sealer().map_err(StoreError::unavailable)?;
        let Sealed { receipt, bundle } = holdpoint_checks::seal(order, judged, heard, sealer).map_err(StoreError::unavailable)?;
        self.store.keep(bundle).await?;
        Ok(receipt)
    }

    /// Submits a wish, and counts what it makes happen.
    pub async fn submit(&self, launch: LaunchId, entry: Entry) -> Result<Committed, StoreError> {
        self.submit_telling(launch, entry, Vec::new()).await
    }

    /// The same, and people are to be told.
    pub async fn submit_telling(&self, launch: LaunchId, entry: Entry, notices: Vec<NewNotice>) -> Result<Committed, StoreError> {
        let committed = self.store.submit_telling(launch, entry, notices).await?;
        self.metrics.appended(committed.events.len());
        Ok(committed)
    }
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// Where browsers find the server, without a trailing slash.
    pub fn public_url(&self) -> &str {
        self.origins.first().map(String::as_str).unwrap_or_default()
    }

    /// The store's too.
    pub fn all_loops(&self) -> impl Iterator<Item = &Loops> {
        std::iter::once(&self.loops).chain(self.store.loops())
    }

    /// The operator's ticket systems that take a person's reports of a launch; for them there are no others.
    pub fn ticket_systems(&self, launch: LaunchId, person: MemberId) -> impl Iterator<Item = &TicketSystem> {
        self.tickets.iter().filter(move |system| system.takes_from(launch, person))
    }

    /// Whosever reports it takes.
    pub fn ticket_system(&self, name: &SystemName) -> Option<&TicketSystem> {
        self.tickets.iter().find(|system| system.name == *name)
    }

    pub fn connection(&self, name: &ConnectionName) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.name == *name)
    }
}

/// The whole server.
pub fn router(app: App) -> Router {
    Router::new()
        .nest("/api", api())
        .route("/api/", any(no_such_address))
        .route("/metrics", get(api::health::metrics))
        .fallback(spa::get)
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(RequestBodyTimeoutLayer::new(limits::BODY_PAUSE))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), guard::listen))
        .layer(serve::trace())
        .merge(polled(&app))
        .merge(drills(&app))
        .with_state(app)
}

/// Asked every few seconds: they tell the log by themselves when something is not well, and not with each answer.
fn polled(app: &App) -> Router<App> {
    Router::new()
        .route("/health", get(api::health::get))
        .route("/ready", get(api::health::ready))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), guard::listen))
        .layer(serve::trace().on_failure(()))
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    error::ApiError::Internal("a handler panicked; this is a defect".into()).into_response()
}

/// Where drills play the vendor: for programs that are nobody here. Their requests are not the log's, which would tell of errors
/// that were meant.
fn drills(app: &App) -> Router<App> {
    Router::new()
        .route("/drill/{token}", any(play::any))
        .route("/drill/{token}/{*rest}", any(play::any))
        .layer(RequestBodyTimeoutLayer::new(limits::BODY_PAUSE))
        .layer(from_fn_with_state(app.clone(), guard::listen))
}

/// `openapi.rs` describes these; a test compares the two.
fn api() -> Router<App> {
    let launch = Router::new()
        .route("/", get(api::launches::one))
        .route("/commands", post(api::commands::post))
        .route("/events", get(api::events::get))
        .route("/live", get(api::live::get))
        .route("/presence", put(api::presence::put))
        .route("/checks/{check}/runs", post(api::checks::post))
        .route("/receipts/{receipt}", get(api::receipts::one))
        .route("/receipts/{receipt}/statement", get(api::receipts::statement))
        .route("/checks/{check}/history", get(api::watch::history))
        .route("/watch", get(api::watch::get))
        .route("/alerts", get(api::watch::alerts))
        .route("/notifications", get(api::watch::notifications))
        .route("/evidence", post(api::evidence::post))
        .route("/uploads", post(api::uploads::post))
        .route("/uploads/{upload}", get(api::uploads::get).patch(api::uploads::patch).delete(api::uploads::delete))
        .route("/files/{digest}", get(api::files::get))
        .route("/drills", get(api::drills::list).post(api::drills::post))
        .route("/drills/{drill}", get(api::drills::one))
        .route("/drills/{drill}/close", post(api::drills::close))
        .route("/gate", get(api::launches::gate))
        .route("/trend", get(api::launches::trend))
        .route("/template", post(api::upgrade::post))
        .route("/badge.svg", get(api::launches::badge))
        .route("/history", get(api::reports::history))
        .route("/consistency", get(api::reports::consistency))
        .route("/snapshot", get(api::approvals::snapshot))
        .route("/snapshots/{digest}", get(api::launches::kept_snapshot))
        .route("/approvals", post(api::approvals::post))
        .route("/statements", get(api::statements::list).post(api::statements::post))
        .route("/statements/{approval}", get(api::statements::file))
        .route("/statements/{approval}/signature", post(api::statements::sign))
        .route("/reports", post(api::reports::post))
        .route("/report/{form}", get(api::reports::get))
        .route("/deliveries", get(api::deliveries::get).post(api::deliveries::post));
    Router::new()
        .route("/session", get(api::session::get).post(api::session::post).delete(api::session::delete))
        .route("/setup", post(api::session::set_up))
        .route("/invites", get(api::invites::list).post(api::invites::post))
        .route("/invites/{id}", delete(api::invites::delete))
        .route("/invites/accept", post(api::session::accept))
        .route("/people", get(api::session::people))
        .route("/people/{id}/erasure", post(api::erasure::post))
        .route("/passkeys/begin", post(api::passkeys::begin))
        .route("/passkeys/sign-in", post(api::passkeys::sign_in))
        .route("/oidc/{name}/start", get(api::oidc::start))
        .route("/oidc/{name}/link", get(api::oidc::link))
        .route("/oidc/callback", get(api::oidc::callback))
        .route("/recovery/code", post(api::recovery::code))
        .route("/recovery/link", post(api::recovery::link))
        .route("/account", get(api::account::get))
        .route("/account/proof", post(api::account::prove))
        .route("/account/proof/passkey", post(api::passkeys::prove))
        .route("/account/password", post(api::account::password))
        .route("/account/signing-keys", get(api::signing_keys::list))
        .route("/account/signing-keys/passkey/begin", post(api::signing_keys::begin))
        .route("/account/signing-keys/passkey", post(api::signing_keys::enrol_passkey))
        .route("/account/signing-keys/ssh/begin", post(api::signing_keys::begin_ssh))
        .route("/account/signing-keys/ssh", post(api::signing_keys::enrol_ssh))
        .route("/account/signing-keys/{id}", delete(api::signing_keys::revoke))
        .route("/account/passkeys/begin", post(api::passkeys::begin_enrolment))
        .route("/account/passkeys", post(api::passkeys::enrol))
        .route("/account/passkeys/{id}", delete(api::passkeys::remove))
        .route("/account/identities/{id}", delete(api::account::unlink))
        .route("/account/sessions", get(api::account::sessions))
        .route("/account/sessions/{id}", delete(api::account::end_session))
        .route("/account/recovery-codes", post(api::recovery::make_codes))
        .route("/account/tokens", get(api::tokens::list).post(api::tokens::post))
        .route("/account/tokens/{id}", delete(api::tokens::delete))
        .route("/account/log", get(api::account::log))
        .route("/accounts/log", get(api::account::everybodys_log))
        .route("/accounts/{id}/recovery-link", post(api::recovery::make_link))
        .route("/templates", get(api::templates::list).post(api::template_files::save))
        .route("/templates/lint", post(api::template_files::lint))
        .route("/templates/{name}", get(api::templates::one))
        .route("/templates/{name}/source", get(api::template_files::source))
        .route("/templates/{name}/versions", get(api::templates::versions))
        .route("/templates/{name}/versions/{version}", get(api::templates::version))
        .route("/connections", get(api::templates::connections))
        .route("/connections/trial", post(api::connections::trial))
        .route("/launches", get(api::launches::list).post(api::launches::post))
        .nest("/launches/{id}", launch)
        .route("/waivers", get(api::waivers::list))
        .route("/trust.json", get(api::reports::trust))
        .route("/allowed_signers", get(api::reports::allowed_signers))
        .route("/openapi.json", get(api::openapi::get))
        .fallback(no_such_address)
        .method_not_allowed_fallback(async || {
            let status = axum::http::StatusCode::METHOD_NOT_ALLOWED;
            error::ApiError::new(status, "method-not-allowed", "this address does not take that method; see GET /api/openapi.json")
        })
}

async fn no_such_address() -> error::ApiError {
    let detail = "there is no such address; GET /api/openapi.json lists them all";
    error::ApiError::new(axum::http::StatusCode::NOT_FOUND, "not-found/address", detail)
}
