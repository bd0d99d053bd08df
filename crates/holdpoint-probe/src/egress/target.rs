//! A URL, parsed once into a checked [`Target`]. What is sent is built from the target, never from the text again.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use holdpoint_domain::sentence::Said;
use url::Url;

use super::{Denial, Policy, allow, name, vetted};
use crate::limits;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
        }
    }

    fn port(self) -> u16 {
        match self {
            Scheme::Http => 80,
            Scheme::Https => 443,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// Lower case, punycode, no trailing dot.
    Name(String),
    Address(IpAddr),
}

/// Scheme, host and port: what a secret is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: Scheme,
    host: Host,
    port: u16,
}

/// Where a request may go, as far as the URL alone can tell. Names are still to be resolved, and their addresses to be vetted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    origin: Origin,
    /// Path and query as sent; starts with `/`.
    path: String,
    /// Whether a public server named it, and not the operator: then it has to be public itself.
    led: bool,
}

impl Target {
    /// Parses and checks a URL. A fragment is dropped.
    ///
    /// Errors: why the policy refuses it, whatever it may resolve to.
    pub fn parse(url: &str, policy: &Policy) -> Result<Self, Denial> {
        if url.chars().nth(limits::URL_CHARS).is_some() {
            return Err(Denial::TooLong);
        }
        if url.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(Denial::Character);
        }
        let (scheme, rest) = url.split_once("://").ok_or(Denial::Scheme)?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err(Denial::Scheme),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.is_empty() {
            return Err(Denial::Scheme);
        }
        if authority.contains('@') {
            return Err(Denial::UserInfo);
        }
        let (host, port) = split_port(authority)?;
        let origin = Origin { scheme, host: parse_host(host)?, port: port.unwrap_or(scheme.port()) };
        let path = path_and_query(url, &origin)?;
        let target = Self { origin, path, led: false };
        target.check(policy)?;
        Ok(target)
    }

    fn check(&self, policy: &Policy) -> Result<(), Denial> {
        let (host, port) = (self.host_text(), self.port());
        match self.host() {
            // Nothing is left to be resolved: the whole verdict is known.
            Host::Address(address) => vetted::vet(self, &[*address], policy).map(drop),
            Host::Name(name) => {
                if policy.own.iter().any(|place| place.is_named(name, port)) {
                    return Err(Denial::OwnListener { host });
                }
                if policy.allow.named(name, port).is_some() {
                    return Ok(());
                }
                if let Some(why) = name::reserved(name) {
                    return Err(Denial::Name { host, why });
                }
                let may_be_allowed = policy.allow.port(port).is_some() || policy.allow.has_network_at(port);
                if !self.has_usual_port() && !may_be_allowed {
                    return Err(Denial::Port { host, port });
                }
                Ok(())
            }
        }
    }

    /// The target with a path appended to its own, which loses its query.
    ///
    /// Errors: [`Denial::Path`] when the path does not start with `/` or the result is at another origin.
    pub fn join(&self, path: &str, policy: &Policy) -> Result<Self, Denial> {
        if path.is_empty() {
            return Ok(self.clone());
        }
        if !path.starts_with('/') {
            return Err(Denial::Path);
        }
        let own = self.path.split('?').next().unwrap_or_default();
        let joined = Self::parse(&format!("{}{}{path}", self.origin, own.trim_end_matches('/')), policy)?;
        if joined.origin == self.origin { Ok(joined) } else { Err(Denial::Path) }
    }

    /// Where a `Location` leads from here: an absolute URL, or a reference (RFC 3986, section 4.2). Checked like a URL of a connection.
    ///
    /// Errors: why the policy refuses it; an odd spelling is refused even where a browser would mend it.
    pub fn reference(&self, location: &str, policy: &Policy) -> Result<Self, Denial> {
        // A scheme stands before all else; behind that, as in `/login?next=https://…`, an address is a part of the path.
        if location.split(['/', '?', '#']).next().unwrap_or_default().contains(':') {
            return Self::parse(location, policy);
        }
        let scheme = self.origin.scheme.as_str();
        if let Some(rest) = location.strip_prefix("//") {
            return Self::parse(&format!("{scheme}://{rest}"), policy);
        }
        let own = self.path.split('?').next().unwrap_or_default();
        let path = match location.chars().next() {
            Some('/') => location.to_owned(),
            Some('?') => format!("{own}{location}"),
            Some('#') | None => self.path.clone(),
            Some(_) => format!("{}/{location}", own.rsplit_once('/').map_or("", |(folder, _)| folder)),
        };
        Self::parse(&format!("{}{path}", self.origin), policy)
    }

    /// The same, as a public server's redirect led to it: what the operator allows the connections is not that server's to name.
    pub(crate) fn led_by_public(self) -> Self {
        Self { led: true, ..self }
    }

    pub(super) fn is_led(&self) -> bool {
        self.led
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    pub fn scheme(&self) -> Scheme {
        self.origin.scheme
    }

    pub fn host(&self) -> &Host {
        &self.origin.host
    }

    pub fn port(&self) -> u16 {
        self.origin.port
    }

    /// Path and query as sent; starts with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The host as in a URL: an IPv6 address in brackets, no port.
    pub fn host_text(&self) -> String {
        self.origin.host.to_string()
    }

    /// The `Host` header: with the port unless it is the scheme's own.
    pub fn host_header(&self) -> String {
        self.origin.authority()
    }

    pub(super) fn has_usual_port(&self) -> bool {
        matches!(self.origin.port, 80 | 443)
    }

    pub(super) fn is_reserved_name(&self) -> bool {
        matches!(self.host(), Host::Name(name) if name::reserved(name).is_some())
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), Denial> {
    match authority.rsplit_once(':') {
        // The colons of an IPv6 address are inside its brackets.
        Some((_, after)) if after.contains(']') => Ok((authority, None)),
        Some((host, digits)) => Ok((host, Some(allow::port_number(digits).ok_or(Denial::PortSyntax)?))),
        None => Ok((authority, None)),
    }
}

fn parse_host(raw: &str) -> Result<Host, Denial> {
    if let Some(inner) = raw.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let bad = || Denial::Spelling { usual: Said::words("an IPv6 address in brackets, without a zone, such as [2001:db8::1]") };
        let address: Ipv6Addr = inner.parse().map_err(|_| bad())?;
        if let Some(mapped) = address.to_ipv4_mapped() {
            return Err(Denial::Spelling { usual: mapped.to_string().into() });
        }
        if !address.to_string().eq_ignore_ascii_case(inner) {
            return Err(Denial::Spelling { usual: format!("[{address}]").into() });
        }
        return Ok(Host::Address(address.into()));
    }
    // Rust's parser takes four decimal numbers without leading zeros and nothing else.
    if let Ok(address) = raw.parse::<Ipv4Addr>() {
        return Ok(Host::Address(address.into()));
    }
    name::canonical(raw).map(Host::Name)
}

/// Path and query, percent-encoded as browsers do. A parser that sees another host than ours did is a reason to stop.
fn path_and_query(url: &str, origin: &Origin) -> Result<String, Denial> {
    let parsed = Url::parse(url).map_err(|_| Denial::Scheme)?;
    let host = parsed.host_str().unwrap_or_default();
    if host.strip_suffix('.').unwrap_or(host) != origin.host.to_string() {
        return Err(Denial::Spelling { usual: origin.host.to_string().into() });
    }
    Ok(match parsed.query() {
        Some(query) => format!("{}?{query}", parsed.path()),
        None => parsed.path().to_owned(),
    })
}

impl Origin {
    fn authority(&self) -> String {
        if self.port == self.scheme.port() {
            return self.host.to_string();
        }
        format!("{}:{}", self.host, self.port)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::Name(name) => f.write_str(name),
            Host::Address(IpAddr::V4(address)) => address.fmt(f),
            Host::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.as_str(), self.authority())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}
