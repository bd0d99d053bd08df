//! `holdpoint serve`

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Answer, data};
use crate::config::Config;
use crate::serve::open;

/// Serve the page and its API
///
/// The first start prints a one-time set-up link. Ctrl-C or SIGTERM shuts it down, and once more stops it at once; everything it has acknowledged is already on disk.
#[derive(Args)]
#[command(
    after_help = "`holdpoint config example` prints every setting, and its variable HOLDPOINT_... The log is on standard error; RUST_LOG=debug tells more.\n\
                  Example: holdpoint serve --listen 127.0.0.1:8080 --data ./data --config holdpoint.toml"
)]
pub struct Serve {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Folder of the keys, and of the database where it is SQLite [default: ./data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// PostgreSQL, for several replicas: postgres://USER@HOST/NAME, or env:NAME or file:/PATH where that is kept [default: SQLite in --data]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Configuration file [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where browsers find this server, such as https://holdpoint.example.com [default: http://localhost:PORT]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

impl Serve {
    pub fn run(self) -> Result<Answer, String> {
        log();
        allow_many_connections();
        let mut config = Config::load(self.config.as_deref()).map_err(|error| error.to_string())?;
        for variable in &config.unread {
            tracing::warn!(variable, "no setting is called so, and nothing reads it; `holdpoint config example` prints the names");
        }
        config.server.listen = self.listen.unwrap_or(config.server.listen);
        config.server.data = self.data.unwrap_or(config.server.data);
        if let Some(database) = &self.database {
            config.server.database = Some(data::named(database)?);
        }
        config.server.public_url = self.public_url.or(config.server.public_url);
        super::runtime()?.block_on(async {
            let running = open(config).await?;
            announce(running.app.public_url(), running.address, running.setup_link.as_deref());
            running.until(told_to_stop()).await?;
            Ok(Answer::Yes)
        })
    }
}

/// On standard output, apart from the log: for people, and for scripts that read the link.
fn announce(public: &str, address: SocketAddr, setup_link: Option<&str>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "Holdpoint {} serves {public} (listening on {address})", env!("CARGO_PKG_VERSION"));
    if let Some(link) = setup_link {
        let _ = writeln!(out, "Set-up: {link}");
        let _ = writeln!(out, "Open this link once, within a day, to make the owner's account.");
    }
    let _ = out.flush();
}

/// Text for people, JSON for machines, on standard error. `RUST_LOG` chooses what.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    // A log that takes nothing more, on a full disk perhaps, must not end what it tells of: complaining about it there would panic.
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    // A second call, in tests, changes nothing.
    let _ = if std::io::stderr().is_terminal() { builder.try_init() } else { builder.json().try_init() };
}

/// Each reader of a launch is an open file. Shells and service managers begin with a thousand, and permit more.
fn allow_many_connections() {
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
}

async fn told_to_stop() {
    let listen = |kind| signal(kind).ok();
    let (mut interrupts, mut terminations) = (listen(SignalKind::interrupt()), listen(SignalKind::terminate()));
    told(&mut interrupts, &mut terminations).await;
    tracing::info!("stopping: finishing what is under way; once more stops at once");
    tokio::spawn(stop_at_once(interrupts, terminations));
}

/// When somebody says so once more: what was acknowledged is on disk already.
async fn stop_at_once(mut interrupts: Option<Signal>, mut terminations: Option<Signal>) {
    std::process::exit(told(&mut interrupts, &mut terminations).await)
}

/// Waits for Ctrl-C or SIGTERM; the exit status of what is ended by it.
async fn told(interrupts: &mut Option<Signal>, terminations: &mut Option<Signal>) -> i32 {
    tokio::select! {
        () = comes(interrupts) => 130,
        () = comes(terminations) => 143,
    }
}

/// A signal that cannot be listened for does not come.
async fn comes(signal: &mut Option<Signal>) {
    match signal {
        Some(signal) => _ = signal.recv().await,
        None => std::future::pending().await,
    }
}
