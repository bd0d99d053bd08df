//! The operator's allow-list, `[egress] allow`: places that may be asked although they are not public.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::name;
use crate::limits;

/// Why a text is no place. The sentence repeats it and gives the forms there are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} {why}; write a name, an address or a network, each with or without a port, or \":port\"")]
pub struct BadPlace {
    given: String,
    why: String,
}

/// One entry: `health.internal:8080`, `localhost`, `10.0.0.0/8`, `127.0.0.1:4010`, `[::1]:4010`, `fd00::/8` or `:8443`.
///
/// Without a port it stands for every port. A name excuses private and loopback addresses, but never a link-local one (where clouds
/// serve their metadata): only a network entry does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place {
    text: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Name {
        host: String,
        port: Option<u16>,
    },
    Network {
        network: IpNet,
        port: Option<u16>,
    },
    /// On any public host.
    Port(u16),
}

impl Place {
    pub(super) fn is_named(&self, host: &str, port: u16) -> bool {
        matches!(&self.kind, Kind::Name { host: named, port: at } if named == host && at.is_none_or(|at| at == port))
    }

    pub(super) fn contains(&self, address: IpAddr, port: u16) -> bool {
        matches!(&self.kind, Kind::Network { network, port: at } if network.contains(&address) && at.is_none_or(|at| at == port))
    }

    fn is_port(&self, port: u16) -> bool {
        matches!(self.kind, Kind::Port(at) if at == port)
    }

    fn is_network_at(&self, port: u16) -> bool {
        matches!(&self.kind, Kind::Network { port: at, .. } if at.is_none_or(|at| at == port))
    }

    /// Whether the operator wrote this machine's own address, or a name; not a network that happens to contain it.
    pub(super) fn means_loopback(&self) -> bool {
        match &self.kind {
            Kind::Name { .. } => true,
            Kind::Network { network, .. } => network.network().is_loopback() && network.broadcast().is_loopback(),
            Kind::Port(_) => false,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let bad = |why: &str| BadPlace { given: text.chars().take(80).collect(), why: why.into() };
        let (host, port) = split(text).ok_or_else(|| bad("is not a place"))?;
        let port = match port {
            Some(digits) => Some(port_number(digits).ok_or_else(|| bad("has no port from 1 to 65535"))?),
            None => None,
        };
        let kind = match (host, port) {
            ("", Some(port)) => Kind::Port(port),
            ("", None) => return Err(bad("is empty")),
            (host, port) => match parse_network(host) {
                Some(Ok(network)) => Kind::Network { network, port },
                Some(Err(why)) => return Err(bad(&why)),
                None => Kind::Name { host: name::canonical(host).map_err(|_| bad("is not a host name"))?, port },
            },
        };
        Ok(Self { text: text.into(), kind })
    }
}

/// Host and port; `None` when brackets do not match.
fn split(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, after) = rest.split_once(']')?;
        return match after.strip_prefix(':') {
            Some(port) => Some((host, Some(port))),
            None => after.is_empty().then_some((host, None)),
        };
    }
    let colons_of_host = match text.split_once('/') {
        // The colons of a network's address are not its port's.
        Some((address, _)) => address.matches(':').count(),
        None if 1 < text.matches(':').count() => return Some((text, None)),
        None => 0,
    };
    if text.matches(':').count() == colons_of_host {
        return Some((text, None));
    }
    text.rsplit_once(':').map(|(host, port)| (host, Some(port)))
}

/// A port in its one spelling.
pub(super) fn port_number(digits: &str) -> Option<u16> {
    let port: u16 = digits.parse().ok()?;
    (port != 0 && port.to_string() == digits).then_some(port)
}

/// `None` when it is not written as an address at all.
fn parse_network(host: &str) -> Option<Result<IpNet, String>> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Some(Ok(IpNet::from(address)));
    }
    if !host.contains('/') {
        return None;
    }
    Some(match host.parse::<IpNet>() {
        Ok(network) if network.trunc() == network => Ok(network),
        Ok(network) => Err(format!("is inside a network, not one: did you mean {}?", network.trunc())),
        Err(_) => Err("is not a network such as 10.0.0.0/8".into()),
    })
}

impl TryFrom<String> for Place {
    type Error = BadPlace;
    fn try_from(text: String) -> Result<Self, BadPlace> {
        text.parse()
    }
}
impl From<Place> for String {
    fn from(place: Place) -> String {
        place.text
    }
}
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The operator's exceptions, at most [`limits::ALLOW_ENTRIES`] of them. Empty: only public addresses on ports 80 and 443.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct AllowList(Vec<Place>);

impl AllowList {
    pub(super) fn named(&self, host: &str, port: u16) -> Option<&Place> {
        self.0.iter().find(|place| place.is_named(host, port))
    }

    pub(super) fn containing(&self, address: IpAddr, port: u16) -> Option<&Place> {
        self.0.iter().find(|place| place.contains(address, port))
    }

    pub(super) fn port(&self, port: u16) -> Option<&Place> {
        self.0.iter().find(|place| place.is_port(port))
    }

    /// Whether some network is allowed on this port: then only the addresses can tell.
    pub(super) fn has_network_at(&self, port: u16) -> bool {
        self.0.iter().any(|place| place.is_network_at(port))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.0.iter()
    }
}

impl TryFrom<Vec<String>> for AllowList {
    type Error = BadPlace;

    fn try_from(texts: Vec<String>) -> Result<Self, BadPlace> {
        if limits::ALLOW_ENTRIES < texts.len() {
            let why = format!("and {} more are too many entries", texts.len() - 1);
            return Err(BadPlace { given: texts.into_iter().next().unwrap_or_default(), why });
        }
        texts.iter().map(|text| text.parse()).collect::<Result<_, _>>().map(Self)
    }
}
impl From<AllowList> for Vec<String> {
    fn from(list: AllowList) -> Vec<String> {
        list.0.into_iter().map(String::from).collect()
    }
}
