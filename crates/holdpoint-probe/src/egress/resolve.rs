//! Names to addresses, once for each request. Answers of the hosts file are vetted like any other.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;

use hickory_resolver::config::{ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::Name;
use hickory_resolver::{ResolverBuilder, TokioResolver};

use super::Denial;
use super::target::{Host, Target};
use crate::limits;

/// What a name resolves to. The error's text is for the operator's log.
pub type Answers<'a> = Pin<Box<dyn Future<Output = Result<Vec<IpAddr>, String>> + Send + 'a>>;

/// Looks names up. Tests answer from a table.
pub trait Resolve: Send + Sync {
    /// All addresses, IPv4 and IPv6, of a name in lower case without a trailing dot. No search list is applied.
    fn resolve<'a>(&'a self, host: &'a str) -> Answers<'a>;
}

/// All addresses of the target's host: at least one, at most [`limits::ADDRESSES`].
///
/// Errors: [`Denial::NoAddress`], [`Denial::ResolveTimedOut`], [`Denial::TooManyAddresses`].
pub(super) async fn addresses(resolver: &dyn Resolve, target: &Target) -> Result<Vec<IpAddr>, Denial> {
    let name = match target.host() {
        Host::Address(address) => return Ok(vec![*address]),
        Host::Name(name) => name,
    };
    let host = || name.clone();
    let answers = match tokio::time::timeout(limits::RESOLVE, resolver.resolve(name)).await {
        Err(_) => return Err(Denial::ResolveTimedOut { host: host() }),
        Ok(Err(cause)) => {
            tracing::debug!(host = name, cause, "name not resolved");
            return Err(Denial::NoAddress { host: host() });
        }
        Ok(Ok(answers)) => answers,
    };
    match answers.len() {
        0 => Err(Denial::NoAddress { host: host() }),
        count if limits::ADDRESSES < count => Err(Denial::TooManyAddresses { host: host(), count }),
        _ => Ok(answers),
    }
}

/// The machine's hosts file and name servers, without a cache and without a search list.
pub struct SystemResolver(TokioResolver);

impl SystemResolver {
    /// Reads `/etc/resolv.conf` and the hosts file; without the former only the latter answers.
    ///
    /// Errors: what the resolver says, in a sentence.
    pub fn new() -> Result<Self, String> {
        let builder = TokioResolver::builder_tokio().unwrap_or_else(|cause| {
            tracing::warn!(%cause, "no name servers: only the hosts file is used");
            let none = ResolverConfig::from_parts(None, Vec::new(), Vec::new());
            TokioResolver::builder_with_config(none, TokioRuntimeProvider::default())
        });
        Self::build(builder)
    }

    /// The same with one name server of our choice, by UDP and TCP.
    ///
    /// Errors: what the resolver says, in a sentence.
    pub fn asking(server: SocketAddr) -> Result<Self, String> {
        let (mut udp, mut tcp) = (ConnectionConfig::udp(), ConnectionConfig::tcp());
        (udp.port, tcp.port) = (server.port(), server.port());
        let servers = vec![NameServerConfig::new(server.ip(), true, vec![udp, tcp])];
        let config = ResolverConfig::from_parts(None, Vec::new(), servers);
        Self::build(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
    }

    fn build(mut builder: ResolverBuilder<TokioRuntimeProvider>) -> Result<Self, String> {
        let options: &mut ResolverOpts = builder.options_mut();
        options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
        options.timeout = limits::RESOLVE_ATTEMPT;
        options.attempts = 1;
        // A verdict is over what the name means now.
        options.cache_size = 0;
        builder.build().map(Self).map_err(|cause| cause.to_string())
    }
}

impl Resolve for SystemResolver {
    fn resolve<'a>(&'a self, host: &'a str) -> Answers<'a> {
        Box::pin(async move {
            let mut name = Name::from_ascii(host).map_err(|cause| cause.to_string())?;
            // Fully qualified: no search list completes it.
            name.set_fqdn(true);
            let found = self.0.lookup_ip(name).await.map_err(|cause| cause.to_string())?;
            Ok(found.iter().collect())
        })
    }
}
