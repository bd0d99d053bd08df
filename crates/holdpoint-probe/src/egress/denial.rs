//! Why the policy refuses a URL. For the operator, in full; people who run checks see a [`ProbeFailure`].

use std::net::IpAddr;

use holdpoint_domain::check::ProbeFailure;

use crate::limits;

/// Why nothing is sent to a URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    #[error("the URL has more than {} characters; shorten it", limits::URL_CHARS)]
    TooLong,
    #[error("the URL contains a space, a control character or a backslash; write it percent-encoded or with '/'")]
    Character,
    #[error("the URL does not start with http:// or https:// and a host; only these two are spoken")]
    Scheme,
    #[error("the URL contains a user name or password before '@'; remove it, and give secrets by reference")]
    UserInfo,
    #[error("the host is not written in its usual form; write {usual}")]
    Spelling { usual: String },
    #[error("{host:?} cannot be a public name: {why}; to use it anyway, the operator adds it to [egress] allow")]
    Name { host: String, why: &'static str },
    #[error("the port is not a number from 1 to 65535; correct it or leave it out")]
    PortSyntax,
    #[error("port {port} is neither 80 nor 443; to use it anyway, the operator adds \"{host}:{port}\" to [egress] allow")]
    Port { host: String, port: u16 },
    #[error("{host} is or resolves to {address}, which is {why}; to use it anyway, the operator adds it to [egress] allow")]
    Address { host: String, address: IpAddr, why: &'static str },
    #[error("{host} is this server itself; a check may not call back into it")]
    OwnListener { host: String },
    #[error("the path must start with '/' and may not leave the connection's host")]
    Path,
    #[error("a secret is only sent over https, or to a loopback address that [egress] allow names; use https for {host}")]
    SecretOverHttp { host: String },
    #[error("the secret belongs to {own}; it is not sent to {host}")]
    SecretElsewhere { own: String, host: String },
    #[error("{host} has no address; check its spelling and its DNS records")]
    NoAddress { host: String },
    #[error(
        "{host} was not resolved within {} s; check the name servers of this machine",
        limits::RESOLVE.as_secs()
    )]
    ResolveTimedOut { host: String },
    #[error("{host} has {count} addresses, more than {}; check its DNS records", limits::ADDRESSES)]
    TooManyAddresses { host: String, count: usize },
}

impl Denial {
    /// What people who run checks are told.
    pub fn failure(&self) -> ProbeFailure {
        match self {
            Denial::NoAddress { .. } => ProbeFailure::Unreachable,
            Denial::ResolveTimedOut { .. } => ProbeFailure::TimedOut,
            Denial::TooLong
            | Denial::Character
            | Denial::Scheme
            | Denial::UserInfo
            | Denial::Spelling { .. }
            | Denial::Name { .. }
            | Denial::PortSyntax
            | Denial::Port { .. }
            | Denial::Address { .. }
            | Denial::OwnListener { .. }
            | Denial::Path
            | Denial::SecretOverHttp { .. }
            | Denial::SecretElsewhere { .. }
            | Denial::TooManyAddresses { .. } => ProbeFailure::Refused,
        }
    }
}
