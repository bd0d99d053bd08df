//! A connection to the operator's mail server: to a vetted address, with TLS unless the operator said none.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use holdpoint_domain::check::{ProbeFailure, SentRequest};
use lettre::transport::smtp::client::AsyncTokioStream;
use rustls::ClientConfig;
use serde::Deserialize;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::target::Target;
use super::{AllowList, Egress, Policy, resolve, tls, vetted};
use crate::limits;
use crate::notify::NotSent;

/// Where a mail server is, and how it is spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailPlace {
    /// A name or an address.
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// From the first byte on (port 465).
    #[default]
    Implicit,
    /// In plain first, then TLS or nothing (port 587).
    Starttls,
    /// Never, and without a password: for a relay in one's own network (port 25).
    None,
}

impl MailPlace {
    /// What is wrong with it, as far as that is known without asking.
    pub fn problem(&self) -> Option<String> {
        self.policy().and_then(|policy| self.target(&policy)).err()
    }

    /// The operator named this place: it may be an internal one, and no other is dialled for mail.
    fn policy(&self) -> Result<Policy, String> {
        let allow = AllowList::try_from(vec![format!("{}:{}", self.host, self.port)]).map_err(|bad| bad.to_string())?;
        Ok(Policy { allow, own: Vec::new() })
    }

    fn target(&self, policy: &Policy) -> Result<Target, String> {
        Target::parse(&format!("https://{}:{}/", self.host, self.port), policy).map_err(|denial| denial.to_string())
    }
}

impl Egress {
    /// Connects, and puts TLS on it as the operator said.
    pub(crate) async fn mail_stream(&self, place: &MailPlace) -> Result<Box<dyn AsyncTokioStream>, NotSent> {
        let refused = |why: String| {
            tracing::warn!(why, "a mail server is refused");
            NotSent::Refused
        };
        let mut policy = place.policy().map_err(refused)?;
        policy.own.clone_from(&self.policy().own);
        let target = place.target(&policy).map_err(refused)?;
        let answers = resolve::addresses(&*self.0.resolver, &target).await.map_err(|denial| match denial.failure() {
            ProbeFailure::Refused => NotSent::Refused,
            failure => NotSent::Failed(failure),
        })?;
        let addresses = vetted::vet(&target, &answers, &policy).map_err(|denial| refused(denial.to_string()))?;
        let mut sent = SentRequest::new("SMTP", String::new(), Default::default());
        let mut stream = self.dial(&addresses, &mut sent).await.map_err(NotSent::Failed)?;
        match place.tls {
            MailTls::None => Ok(Box::new(stream)),
            MailTls::Implicit => Ok(Box::new(MailStream { inner: self.encrypted(stream, &target).await?, greeting: b"" })),
            MailTls::Starttls => {
                start_tls(&mut stream).await?;
                let inner = self.encrypted(stream, &target).await?;
                // The server greets once, in plain; who speaks SMTP behind the handshake waits for a greeting.
                Ok(Box::new(MailStream { inner, greeting: b"220 ready\r\n" }))
            }
        }
    }

    async fn encrypted(&self, stream: TcpStream, target: &Target) -> Result<TlsStream<TcpStream>, NotSent> {
        let mut config = ClientConfig::clone(&self.0.trust.config);
        // Mail is not HTTP, and a server that knows only that would refuse.
        config.alpn_protocols.clear();
        let name = tls::server_name(target).ok_or(NotSent::Failed(ProbeFailure::Tls))?;
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|cause| {
            tracing::warn!(%cause, "no TLS with the mail server");
            NotSent::Failed(ProbeFailure::Tls)
        })
    }
}

/// RFC 3207: asks for TLS. What came in plain is forgotten: none of it is believed.
async fn start_tls(stream: &mut TcpStream) -> Result<(), NotSent> {
    expect(stream, 220).await?;
    say(stream, b"EHLO [127.0.0.1]\r\n").await?;
    expect(stream, 250).await?;
    say(stream, b"STARTTLS\r\n").await?;
    expect(stream, 220).await
}

async fn say(stream: &mut TcpStream, line: &[u8]) -> Result<(), NotSent> {
    stream.write_all(line).await.map_err(|_| NotSent::Failed(ProbeFailure::Unreachable))
}

/// Reads one answer, byte by byte: nothing behind it may be taken for what comes after the handshake.
async fn expect(stream: &mut TcpStream, wanted: u16) -> Result<(), NotSent> {
    let bad = NotSent::Failed(ProbeFailure::BadAnswer);
    let mut line = Vec::new();
    for _ in 0..limits::MAIL_PLAIN_BYTES {
        let byte = stream.read_u8().await.map_err(|_| NotSent::Failed(ProbeFailure::Unreachable))?;
        line.push(byte);
        if byte != b'\n' {
            continue;
        }
        let code: u16 = line.get(..3).and_then(|code| str::from_utf8(code).ok()).and_then(|code| code.parse().ok()).ok_or(bad)?;
        if line.get(3) != Some(&b'-') {
            return match code {
                code if code == wanted => Ok(()),
                500..=504 => Err(NotSent::MailOffer),
                code => Err(NotSent::Mail(code)),
            };
        }
        line.clear();
    }
    Err(bad)
}

/// TLS to a mail server, with the greeting that it gave before.
#[derive(Debug)]
struct MailStream {
    inner: TlsStream<TcpStream>,
    greeting: &'static [u8],
}

impl AsyncTokioStream for MailStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.inner.get_ref().0.peer_addr()
    }
}

impl AsyncRead for MailStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.greeting.is_empty() {
            let count = self.greeting.len().min(buf.remaining());
            let (now, later) = self.greeting.split_at(count);
            buf.put_slice(now);
            self.greeting = later;
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl AsyncWrite for MailStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
