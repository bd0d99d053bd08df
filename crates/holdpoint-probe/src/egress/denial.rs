//! Why the policy refuses a URL. For the operator, in full; people who run checks see a [`ProbeFailure`].

use std::fmt;
use std::net::IpAddr;

use holdpoint_domain::check::ProbeFailure;
use holdpoint_domain::sentence::{Said, Sentence};

use crate::{limits, reasons};

/// Why nothing is sent to a URL. Displays as its [`sentence`](Denial::sentence).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    TooLong,
    Character,
    /// Neither http nor https.
    Scheme,
    UserInfo,
    Spelling {
        usual: Said,
    },
    Name {
        host: String,
        why: &'static str,
    },
    PortSyntax,
    Port {
        host: String,
        port: u16,
    },
    Address {
        host: String,
        address: IpAddr,
        why: &'static str,
    },
    OwnListener {
        host: String,
    },
    LedInside {
        host: String,
    },
    Path,
    SecretOverHttp {
        host: String,
    },
    SecretElsewhere {
        own: String,
        host: String,
    },
    NoAddress {
        host: String,
    },
    ResolveTimedOut {
        host: String,
    },
    TooManyAddresses {
        host: String,
        count: usize,
    },
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for Denial {}

impl Denial {
    /// What is against it, and what to do.
    pub fn sentence(&self) -> Sentence {
        match self {
            Denial::TooLong => reasons::long_url(limits::URL_CHARS),
            Denial::Character => reasons::character(),
            Denial::Scheme => reasons::scheme(),
            Denial::UserInfo => reasons::user_info(),
            Denial::Spelling { usual } => reasons::spelling(usual.clone()),
            Denial::Name { host, why } => reasons::no_public_name(format!("{host:?}"), Said::words(*why)),
            Denial::PortSyntax => reasons::port_syntax(),
            Denial::Port { host, port } => reasons::other_port(host.as_str(), *port),
            Denial::Address { host, address, why } => reasons::no_public_address(host.as_str(), address.to_string(), Said::words(*why)),
            Denial::OwnListener { host } => reasons::own_listener(host.as_str()),
            Denial::LedInside { host } => reasons::led_inside(host.as_str()),
            Denial::Path => reasons::path(),
            Denial::SecretOverHttp { host } => reasons::secret_over_http(host.as_str()),
            Denial::SecretElsewhere { own, host } => reasons::secret_elsewhere(own.as_str(), host.as_str()),
            Denial::NoAddress { host } => reasons::no_address(host.as_str()),
            Denial::ResolveTimedOut { host } => reasons::resolve_timed_out(host.as_str(), limits::RESOLVE.as_secs()),
            Denial::TooManyAddresses { host, count } => reasons::many_addresses(host.as_str(), *count, limits::ADDRESSES),
        }
    }

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
            | Denial::LedInside { .. }
            | Denial::Path
            | Denial::SecretOverHttp { .. }
            | Denial::SecretElsewhere { .. }
            | Denial::TooManyAddresses { .. } => ProbeFailure::Refused,
        }
    }
}
