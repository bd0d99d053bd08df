//! `holdpoint serve`: opens everything, answers until it is told to stop, loses nothing.

pub mod connection;

use std::fs::File;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use holdpoint_checks::Quotas;
use holdpoint_domain::id::{Digest, Timestamp};
use holdpoint_probe::Egress;
use holdpoint_store::postgres::PostgresStore;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Loops, Store, StoreError, TokenKind, folder};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower_http::classify::{ServerErrorsAsFailures, SharedClassifier};
use tower_http::trace::{DefaultOnRequest, DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::app::{App, Permits, Shared, router};
use crate::auth::oidc::Providers;
use crate::auth::passkeys::Passkeys;
use crate::auth::{self, Door};
use crate::config::{Config, Server};
use crate::drill::Drills;
use crate::live::Hubs;
use crate::metrics::Metrics;
use crate::presence::PresenceBoard;
use crate::sign;
use crate::storage;
use crate::templates::{self, Templates};
use crate::timestamp::Authority;
use crate::trends::Trends;
use crate::uploads::{self, Uploads};
use crate::watch::{self, Watch};
use crate::{api, limits, presence};
use connection::{Listening, Peer};

/// A server that listens already.
pub struct Running {
    pub app: App,
    pub address: SocketAddr,
    /// `None` once there are accounts.
    pub setup_link: Option<String>,
    listener: TcpListener,
    /// Says that the data folder is used, where no store does: its keys are not to be rotated meanwhile.
    _lock: Option<File>,
}

/// Opens the data folder, checks the configuration, and takes the port.
///
/// * Errors: one line that says what to do.
pub async fn open(mut config: Config) -> Result<Running, String> {
    let templates = Templates::load(config.template_folders(), config.template_home())?;
    let listener = TcpListener::bind(config.server.listen).await.map_err(|error| port_trouble(config.server.listen, &error))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // Port 0 asks for any free one: origins and the proxy's own place are about the one that was given.
    config.server.listen = address;
    let Settled { origins, egress, timestamps } = settled(&config, address)?;
    let oidc = Providers::new(std::mem::take(&mut config.oidc));
    let store = store(&config.server).await?;
    let lock = config.server.database.as_ref().map(|_| folder::share(&config.server.data)).transpose()?;
    let keys = sign::shared::open(&config.server.data, &*store).await?;
    let storage = storage::open(&config, &egress)?;
    let uploads = Arc::new(Uploads::new(storage, config.files));
    let stop = CancellationToken::new();
    let secure = origins.first().is_some_and(|origin| origin.starts_with("https://"));
    let app = App::new(Shared {
        store,
        egress,
        connections: config.connections,
        templates,
        keys,
        door: Door::new(secure)?,
        passkeys: origins.first().and_then(|origin| Passkeys::new(origin)),
        oidc,
        trusted_hops: config.server.trusted_hops,
        public_badges: config.server.public_badges,
        presence: PresenceBoard::default(),
        live: Hubs::default(),
        metrics: Metrics::default(),
        origins,
        secure,
        loops: Loops::new(stop.clone()),
        stop,
        health: api::health::Cache::default(),
        permits: Permits::new(limits::CHECKS_PER_LAUNCH),
        quotas: Quotas::default(),
        trials: Semaphore::new(limits::TRIALS),
        pushes: Semaphore::new(limits::PUSHES),
        pushing: Permits::new(limits::PUSHES_OF_ONE),
        uploads,
        drills: Drills::default(),
        trends: Trends::default(),
        replicated: config.server.database.is_some(),
        watch: Watch::new(config.watch, config.notify),
        tickets: config.tickets,
        renditions: Semaphore::new(limits::RENDITIONS),
        timestamps,
    });
    for unknown in unknown(&app).await {
        tracing::warn!("{unknown}");
    }
    let setup_link = setup_link(&app).await?;
    Ok(Running { app, address, setup_link, listener, _lock: lock })
}

/// Ids in `[[tickets]]` and `[[notify]]` that nothing has here: where one is mistyped, the system takes nothing of whom it was meant for, and nobody is
/// told there.
pub async fn unknown(app: &App) -> Vec<String> {
    let mut found = Vec::new();
    for system in &app.tickets {
        let name = &system.name;
        for id in &system.people {
            if matches!(app.store.account(*id).await, Ok(None)) {
                found.push(format!(
                    "[[tickets]] {name}, people: nobody has an account with the id {id}; `holdpoint person list` shows the ids"
                ));
            }
        }
    }
    let tickets = app.tickets.iter().map(|system| ("[[tickets]]", system.name.as_str(), &system.launches));
    let channels = app.watch.channels.iter().map(|channel| ("[[notify]]", channel.name.as_str(), &channel.launches));
    let named: Vec<_> = tickets.chain(channels).collect();
    for (table, name, launches) in named {
        for id in launches {
            if matches!(app.store.launch(*id).await, Err(StoreError::NoSuchLaunch(_))) {
                found.push(format!("{table} {name}, launches: there is no launch {id} here yet"));
            }
        }
    }
    found
}

/// What comes of settings that are good.
struct Settled {
    origins: Vec<String>,
    egress: Egress,
    timestamps: Option<Authority>,
}

/// * Errors: everything that is wrong with the settings and can be known without the network, a line each.
fn settled(config: &Config, address: SocketAddr) -> Result<Settled, String> {
    let egress = config.egress(Some(address)).map_err(|error| error.to_string())?;
    let (origins, timestamps) = (config.origins(), Authority::open(&config.timestamp, egress.policy()));
    let mut faults = config.faults(egress.policy());
    faults.extend(origins.as_ref().err().map(ToString::to_string));
    faults.extend(timestamps.as_ref().err().cloned());
    match (origins, timestamps) {
        (Ok(origins), Ok(timestamps)) if faults.is_empty() => Ok(Settled { origins, egress, timestamps }),
        _ => Err(faults.join("\n")),
    }
}

async fn store(server: &Server) -> Result<Arc<dyn Store>, String> {
    match &server.database {
        Some(database) => Ok(Arc::new(PostgresStore::open(&database.url()?).await.map_err(|error| error.to_string())?)),
        None => Ok(Arc::new(SqliteStore::open(&server.data).await.map_err(|error| error.to_string())?)),
    }
}

impl Running {
    /// Answers until `stop` comes; then ends live streams, finishes what is under way, and closes the store.
    ///
    /// * Errors: the listener broke.
    pub async fn until(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), String> {
        let app = self.app.clone();
        let stopping = app.stop.clone();
        let service = router(app.clone()).into_make_service_with_connect_info::<Peer>();
        let told = async move {
            stop.await;
            stopping.cancel();
        };
        let watching = keep(&app, "schedules", watch::go_on);
        let presence = keep(&app, "presence", presence::others::go_on);
        keep(&app, "files", uploads::go_on);
        keep(&app, "templates", templates::go_on);
        let server = axum::serve(Listening::new(self.listener), service).with_graceful_shutdown(told);
        let late = async {
            app.stop.cancelled().await;
            tokio::time::sleep(limits::SHUTDOWN).await;
        };
        let ended = tokio::select! {
            ended = server => ended.map_err(|error| error.to_string()),
            () = late => Ok(()),
        };
        // Live streams are not the listener's: they say goodbye by themselves.
        let _ = tokio::time::timeout(limits::GOODBYE, app.live.emptied()).await;
        // What runs is recorded, or claimed again after the next start.
        let _ = tokio::time::timeout(limits::SHUTDOWN, watching).await;
        let _ = tokio::time::timeout(limits::SHUTDOWN, presence).await;
        app.store.close().await;
        ended
    }
}

/// Keeps something going in the background until the server stops.
fn keep<F: Future<Output = ()> + Send + 'static>(
    app: &App,
    name: &'static str,
    begin: impl Fn(App) -> F + Send + 'static,
) -> JoinHandle<()> {
    app.loops.keep(name, {
        let app = app.clone();
        move || begin(app.clone())
    })
}

/// Begins the log's line about a request.
type MakeSpan = fn(&Request<Body>) -> tracing::Span;

/// One line for each request, without bodies, cookies, tokens or query strings.
pub fn trace() -> TraceLayer<SharedClassifier<ServerErrorsAsFailures>, MakeSpan> {
    let span: MakeSpan = |request| {
        // The route's pattern, so that no id of an invite or launch is logged by accident.
        let path = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
        tracing::info_span!("request", id = %uuid::Uuid::now_v7().simple(), method = %request.method(), path)
    };
    TraceLayer::new_for_http()
        .make_span_with(span)
        .on_request(DefaultOnRequest::new().level(Level::TRACE))
        .on_response(DefaultOnResponse::new().level(Level::INFO))
}

async fn setup_link(app: &App) -> Result<Option<String>, String> {
    if app.store.has_accounts().await.map_err(|error| error.to_string())? {
        return Ok(None);
    }
    let token = auth::secret().map_err(|_| "this machine gives no random numbers".to_owned())?;
    let expires_at = Timestamp::now().saturating_add(limits::SETUP_LINK).unwrap_or(Timestamp::MAX);
    let kept = app.store.add_token(Digest::of(token.as_bytes()), TokenKind::Setup, expires_at).await;
    kept.map_err(|error| error.to_string())?;
    let public = app.public_url();
    Ok(Some(format!("{public}/setup#{token}")))
}

fn port_trouble(listen: SocketAddr, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!(
                "port {} is taken; stop the other program, or choose another port: holdpoint serve --listen 127.0.0.1:8081",
                listen.port()
            )
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("this user may not listen on port {}; choose one above 1023 with --listen", listen.port())
        }
        _ => format!("{listen} cannot be listened on: {error}; choose another address with --listen"),
    }
}
