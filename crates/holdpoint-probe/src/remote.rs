//! Requests of the command line to the Holdpoint server that its user named, with an API token of theirs.

use std::time::Duration;

use bytes::Bytes;
use holdpoint_domain::check::ProbeFailure;
use holdpoint_domain::wire::{IDEMPOTENCY_KEY, UPLOAD_OFFSET, UPLOAD_PART};
use http::{HeaderName, header};
use zeroize::Zeroizing;

use crate::egress::{AllowList, BadPlace, Bounds, Denial, Egress, EgressConfig, EgressError, Field, Request, Target, Verb};
use crate::http::common_headers;
use crate::limits;
use crate::secret::{SecretError, SecretRef};

/// A server, and who asks it.
pub struct Remote {
    egress: Egress,
    base: String,
    token: SecretRef,
}

/// What the server said.
pub struct RemoteAnswer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    #[error("{0:?} is no server's address; write scheme, host and port only, such as https://holdpoint.example.com")]
    Address(String),
    #[error("{0}")]
    Place(#[from] BadPlace),
    #[error("{0}")]
    Start(#[from] EgressError),
    #[error("{0}")]
    Denied(#[from] Denial),
    #[error("the server cannot be asked: {0}")]
    Failed(#[from] ProbeFailure),
    #[error("an API token goes over https only, but for a server on this machine; name {0} with https")]
    Plain(String),
    #[error("the API token cannot be had: {0}")]
    Token(#[from] SecretError),
    #[error("the API token has a character in it that no header may have")]
    Unusable,
}

impl Remote {
    /// * `base`: scheme, host and port. The user named the host, so it may be an internal one; no other is ever asked.
    /// * Errors: no address, or this machine cannot resolve names.
    pub fn new(base: &str, token: SecretRef) -> Result<Self, NoAnswer> {
        let base = base.trim_end_matches('/');
        let place = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")).unwrap_or_default();
        if place.is_empty() || place.contains(['/', '?', '#', '@', ' ']) {
            // A password may stand before the host.
            let shown = base.rsplit_once('@').map_or(base, |(_, host)| host);
            return Err(NoAnswer::Address(shown.chars().take(200).collect()));
        }
        let allow = AllowList::try_from(vec![place.to_owned()])?;
        let egress = Egress::new(EgressConfig { allow, ..EgressConfig::default() })?;
        Ok(Self { egress, base: base.to_owned(), token })
    }

    /// Asks for a path, such as `/api/launches`; redirects are not followed.
    ///
    /// * Errors: no answer came; one that refuses is an answer.
    pub async fn get(&self, path: &str) -> Result<RemoteAnswer, NoAnswer> {
        self.send(path, Sent { verb: Verb::Get, kind: JSON, header: None, body: None, time: limits::EXCHANGE }).await
    }

    /// The same for a launch's snapshot, which may be large.
    pub async fn get_snapshot(&self, path: &str) -> Result<RemoteAnswer, NoAnswer> {
        let sent = Sent { verb: Verb::Get, kind: JSON, header: None, body: None, time: limits::SNAPSHOT };
        let bounds = Bounds { head: sent.time, bytes: limits::SNAPSHOT_BYTES, body: sent.time };
        let answer = self.egress.stream(self.request(path, sent).await?, bounds).await.map_err(|failure| self.failed(failure))?;
        let status = answer.status;
        Ok(RemoteAnswer { status, body: answer.whole().await?.to_vec() })
    }

    /// Sends JSON to a path, such as `/api/launches`; redirects are not followed.
    ///
    /// * Errors: no answer came; one that refuses is an answer.
    pub async fn post(&self, path: &str, body: String) -> Result<RemoteAnswer, NoAnswer> {
        self.send(path, Sent { verb: Verb::Post, kind: JSON, header: None, body: Some(body.into()), time: limits::EXCHANGE }).await
    }

    /// The same, under an id by which the server knows it again.
    pub async fn post_once(&self, path: &str, id: &str, body: String) -> Result<RemoteAnswer, NoAnswer> {
        let header = Some((IDEMPOTENCY_KEY, id.to_owned()));
        self.send(path, Sent { verb: Verb::Post, kind: JSON, header, body: Some(body.into()), time: limits::EXCHANGE }).await
    }

    /// The same for a push of evidence, which may be large and may wait for its turn.
    pub async fn push(&self, path: &str, id: &str, body: String) -> Result<RemoteAnswer, NoAnswer> {
        let header = Some((IDEMPOTENCY_KEY, id.to_owned()));
        self.send(path, Sent { verb: Verb::Post, kind: JSON, header, body: Some(body.into()), time: limits::PUSH }).await
    }

    /// Adds bytes to an upload, where the server has that many already. With the last of them it looks through the whole file, and may have to
    /// carry it on to a bucket.
    ///
    /// * Errors: no answer came; one that refuses is an answer.
    pub async fn add(&self, path: &str, offset: u64, bytes: Vec<u8>) -> Result<RemoteAnswer, NoAnswer> {
        let header = Some((UPLOAD_OFFSET, offset.to_string()));
        self.send(path, Sent { verb: Verb::Patch, kind: UPLOAD_PART, header, body: Some(bytes.into()), time: limits::PUSH }).await
    }

    async fn send(&self, path: &str, sent: Sent) -> Result<RemoteAnswer, NoAnswer> {
        let time = sent.time;
        let exchange = self.egress.send_within(self.request(path, sent).await?, time).await;
        let answer = exchange.answer.map_err(|failure| self.failed(failure))?;
        Ok(RemoteAnswer { status: answer.status, body: answer.body.to_vec() })
    }

    /// The user named the host: what the policy has against it is that a token would be read on the way.
    fn failed(&self, failure: ProbeFailure) -> NoAnswer {
        let plain = failure == ProbeFailure::Refused && self.base.starts_with("http://");
        if plain { NoAnswer::Plain(self.base.clone()) } else { NoAnswer::Failed(failure) }
    }

    async fn request(&self, path: &str, sent: Sent) -> Result<Request, NoAnswer> {
        let target = Target::parse(&format!("{}{path}", self.base), self.egress.policy())?;
        let token = self.token.resolve().await?;
        let text = Zeroizing::new(format!("Bearer {}", token.expose()));
        let token = Field::secret(&text, format!("Bearer {{{}}}", self.token), target.origin().clone()).ok_or(NoAnswer::Unusable)?;
        let kind = Field::plain(sent.kind).ok_or(NoAnswer::Unusable)?;
        let mut headers = common_headers();
        headers.extend([(header::AUTHORIZATION, token), (header::CONTENT_TYPE, kind)]);
        if let Some((name, value)) = sent.header {
            headers.push((HeaderName::from_static(name), Field::plain(&value).ok_or(NoAnswer::Unusable)?));
        }
        Ok(Request { method: sent.verb, target, headers, body: sent.body })
    }
}

const JSON: &str = "application/json";

/// What one request brings.
struct Sent {
    verb: Verb,
    kind: &'static str,
    header: Option<(&'static str, String)>,
    body: Option<Bytes>,
    /// From resolving the name to the last byte of the answer.
    time: Duration,
}
