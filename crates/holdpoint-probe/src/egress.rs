//! The outbound policy, in types: text → [`target::Target`] → addresses → [`vetted::VettedAddr`] → a connection of its own.
//!
//! * A name is resolved once; any answer that is not global unicast denies the host, and only vetted addresses are dialled, so that a
//!   name that changes its mind (rebinding) has no window.
//! * No environment proxies, no redirects, no connection reuse, no decompression; bodies are read by `read::read_bounded` only, and those that
//!   may be large by `stream::Streamed`, which counts and waits as strictly.
//! * A secret goes to the origin it is bound to, over TLS or to this machine, and nowhere else.

mod allow;
mod denial;
mod dial;
mod exchange;
mod look;
mod mail;
mod name;
mod read;
mod request;
mod resolve;
mod stream;
mod target;
mod tls;
mod vetted;

#[cfg(test)]
mod tests;

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_domain::check::{BodySeen, ProbeFailure, SentRequest};
use holdpoint_domain::id::Digest;
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use zeroize::Zeroizing;

pub use allow::{AllowList, BadPlace, Place};
pub use denial::Denial;
pub use mail::{MailPlace, MailTls};
pub use resolve::{Answers, Resolve, SystemResolver};
pub use target::{Host, Origin, Scheme, Target};
pub use vetted::{Class, VettedAddr, classify};

pub(crate) use exchange::Answer;
pub(crate) use look::{Fault, Handshake, Look};
pub(crate) use request::{Field, Request, Verb};
pub(crate) use stream::{Bounds, Streamed};

use crate::limits;

/// The `[egress]` table of the operator's `holdpoint.toml`.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EgressConfig {
    /// Places that may be asked although they are not public.
    pub allow: AllowList,
    /// Where this server itself listens: never asked. Not the operator's to write.
    #[serde(skip)]
    pub own: Vec<Place>,
    /// A PEM file with roots to trust besides Mozilla's and this machine's.
    pub extra_roots: Option<PathBuf>,
    /// `None`: this machine's hosts file and name servers.
    #[serde(skip)]
    pub resolver: Option<Arc<dyn Resolve>>,
}

impl fmt::Debug for EgressConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { allow, own, extra_roots, resolver: _ } = self;
        let mut shown = f.debug_struct("EgressConfig");
        shown.field("allow", allow).field("own", own).field("extra_roots", extra_roots).finish_non_exhaustive()
    }
}

/// What decides over a URL.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    pub allow: AllowList,
    pub own: Vec<Place>,
}

impl Policy {
    /// Which addresses a target may be dialled at, of those that its name has.
    ///
    /// Errors: the first that is not permitted denies all of them.
    pub fn vet(&self, target: &Target, answers: &[IpAddr]) -> Result<Vec<VettedAddr>, Denial> {
        vetted::vet(target, answers, self)
    }

    /// Whether a secret could be sent there at all. A name may still turn out to lead elsewhere: then it is refused at use.
    pub fn may_carry_secret(&self, target: &Target) -> bool {
        match (target.scheme(), target.host()) {
            (Scheme::Https, _) => true,
            (Scheme::Http, Host::Name(name)) => self.allow.named(name, target.port()).is_some(),
            (Scheme::Http, Host::Address(address)) => {
                vetted::vet(target, &[*address], self).is_ok_and(|vetted| vetted.iter().all(VettedAddr::is_explicit_loopback))
            }
        }
    }
}

/// Why the outbound side cannot start.
#[derive(Debug, thiserror::Error)]
pub enum EgressError {
    #[error("the roots in {} cannot be used: {why}; correct [egress] extra_roots", path.display())]
    Roots { path: PathBuf, why: String },
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
    #[error("names cannot be resolved: {0}; check this machine's resolv.conf")]
    Resolver(String),
}

/// Why a URL is permitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// In its usual form, as it would be sent.
    pub url: String,
    /// All of these may be dialled, and nothing else.
    pub addresses: Vec<IpAddr>,
    pub port: u16,
    /// The operator's entries that were needed.
    pub allowed_by: Vec<String>,
}

/// The way out. Clones share the resolver, the roots and the limit on concurrent requests.
#[derive(Clone)]
pub struct Egress(Arc<Inner>);

struct Inner {
    policy: Policy,
    resolver: Arc<dyn Resolve>,
    dialer: Arc<dyn dial::Dial>,
    trust: tls::Trust,
    permits: Arc<Semaphore>,
}

/// One request and what became of it.
pub(crate) struct Exchange {
    pub(crate) sent: SentRequest,
    pub(crate) answer: Result<Answer, ProbeFailure>,
    /// Of the request.
    pub(crate) body: Option<BodySeen>,
    /// Values that were sent and must not be told.
    pub(crate) hidden: Vec<Zeroizing<String>>,
    /// From opening the connection to the last byte of the answer, or to giving up. Zero when nothing was dialled.
    pub(crate) latency: Duration,
}

impl Egress {
    /// Reads roots and name servers. Needs a Tokio runtime later, when it is used.
    ///
    /// Errors: [`EgressError`], each with what to correct.
    pub fn new(config: EgressConfig) -> Result<Self, EgressError> {
        Self::with_dialer(config, Arc::new(dial::Tcp))
    }

    fn with_dialer(config: EgressConfig, dialer: Arc<dyn dial::Dial>) -> Result<Self, EgressError> {
        let resolver = match config.resolver {
            Some(resolver) => resolver,
            None => Arc::new(SystemResolver::new().map_err(EgressError::Resolver)?),
        };
        Ok(Self(Arc::new(Inner {
            policy: Policy { allow: config.allow, own: config.own },
            resolver,
            dialer,
            trust: tls::Trust::new(config.extra_roots.as_deref())?,
            permits: Arc::new(Semaphore::new(limits::EXCHANGES)),
        })))
    }

    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// Whether a URL would be asked, and where: parses, resolves and vets, but does not connect.
    ///
    /// Errors: the first reason against it.
    pub async fn explain(&self, url: &str) -> Result<Explanation, Denial> {
        let target = Target::parse(url, self.policy())?;
        let vetted = self.vet(&target).await?;
        let mut allowed_by: Vec<_> = vetted.iter().filter_map(VettedAddr::allowed_by).map(|place| place.as_str().to_owned()).collect();
        allowed_by.sort();
        allowed_by.dedup();
        let addresses = vetted.iter().map(|address| address.socket().ip()).collect();
        Ok(Explanation { url: target.to_string(), addresses, port: target.port(), allowed_by })
    }

    async fn vet(&self, target: &Target) -> Result<Vec<VettedAddr>, Denial> {
        let answers = resolve::addresses(&*self.0.resolver, target).await?;
        vetted::vet(target, &answers, self.policy())
    }

    /// Opens a connection to one of the vetted addresses, and notes which.
    async fn dial(&self, addresses: &[VettedAddr], sent: &mut SentRequest) -> Result<TcpStream, ProbeFailure> {
        let (stream, peer) = dial::connect(&*self.0.dialer, addresses).await.map_err(|cause| match cause.kind() {
            std::io::ErrorKind::TimedOut => ProbeFailure::TimedOut,
            _ => ProbeFailure::Unreachable,
        })?;
        sent.peer = Some(peer.socket().to_string());
        Ok(stream)
    }

    /// Sends one request, within all limits. Never fails: what went wrong is in the exchange.
    pub(crate) async fn send(&self, request: Request) -> Exchange {
        self.send_within(request, limits::EXCHANGE).await
    }

    /// The same, where more or less time is right.
    pub(crate) async fn send_within(&self, request: Request, time: Duration) -> Exchange {
        let mut sent = request.shown();
        let (body, hidden) = (request.body_seen(), request.hidden());
        // Never closed, so a permit always comes; waiting for it is not the server's fault and not timed.
        let _permit = self.0.permits.acquire().await;
        let deadline = Instant::now() + time;
        let mut dialled = None;
        let talk = self.talk(request, Progress { sent: &mut sent, dialled: &mut dialled, deadline });
        let answer = match tokio::time::timeout_at(deadline, talk).await {
            Ok(answer) => answer,
            Err(_) => Err(ProbeFailure::TimedOut),
        };
        let latency = dialled.map_or(Duration::ZERO, |since: std::time::Instant| since.elapsed());
        if let Err(failure) = &answer {
            tracing::debug!(host = sent.headers.get("host"), %failure, "no answer");
        }
        Exchange { sent, answer, body, hidden, latency }
    }

    async fn talk(&self, request: Request, progress: Progress<'_>) -> Result<Answer, ProbeFailure> {
        let Progress { sent, dialled, deadline } = progress;
        let line = self.line(&request, sent, dialled).await?;
        let wire = request.wire().map_err(|cause| broken(&cause.into()))?;
        let answer = exchange::exchange(line, wire, deadline).await.map_err(|cause| broken(&cause))?;
        sent.status = Some(answer.status);
        sent.body_digest = Some(Digest::of(&answer.body));
        Ok(answer)
    }

    /// Opens a line to a request's target: to a vetted address that its secrets may travel to, and encrypted where its scheme says so.
    async fn line(
        &self,
        request: &Request,
        sent: &mut SentRequest,
        dialled: &mut Option<std::time::Instant>,
    ) -> Result<exchange::Line, ProbeFailure> {
        let denied = |denial: Denial| {
            tracing::debug!(%denial, "refused");
            denial.failure()
        };
        let target = &request.target;
        let addresses = self.vet(target).await.map_err(denied)?;
        request.check_secrets(&addresses).map_err(denied)?;
        sent.allowed_by_operator = addresses.iter().any(|address| address.allowed_by().is_some());
        *dialled = Some(std::time::Instant::now());
        let stream = self.dial(&addresses, sent).await?;
        match target.scheme() {
            Scheme::Http => Ok(Box::new(stream)),
            Scheme::Https => {
                let config = Arc::clone(&self.0.trust.config);
                let (stream, fingerprint) = exchange::encrypt(stream, target, config).await.map_err(|cause| broken(&cause))?;
                sent.tls_fingerprint = fingerprint;
                Ok(Box::new(stream))
            }
        }
    }
}

fn broken(cause: &exchange::Broken) -> ProbeFailure {
    tracing::debug!(%cause, "bad answer");
    cause.failure()
}

/// What is known of an exchange even when its deadline cuts it off.
struct Progress<'a> {
    sent: &'a mut SentRequest,
    dialled: &'a mut Option<std::time::Instant>,
    deadline: Instant,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let addresses: Vec<_> = self.addresses.iter().map(IpAddr::to_string).collect();
        write!(f, "{} would be asked at {}, port {}", self.url, addresses.join(", "), self.port)?;
        match self.allowed_by.as_slice() {
            [] => f.write_str("; all of it is public"),
            needed => write!(f, "; [egress] allow was needed: {}", needed.join(", ")),
        }
    }
}
