//! Which addresses may be dialled. [`VettedAddr`] can be made nowhere else, and the dialer takes nothing else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::{Ipv4Net, Ipv6Net};

use super::allow::Place;
use super::target::{Host, Target};
use super::{Denial, Policy};

/// An address that the policy permits for one request, with its port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VettedAddr {
    socket: SocketAddr,
    allowed_by: Option<Place>,
}

impl VettedAddr {
    pub fn socket(&self) -> SocketAddr {
        self.socket
    }

    /// The operator's entry that was needed; `None` for a public address on a usual port.
    pub fn allowed_by(&self) -> Option<&Place> {
        self.allowed_by.as_ref()
    }

    /// Whether it is on this machine and the operator said so in as many words.
    pub fn is_explicit_loopback(&self) -> bool {
        self.socket.ip().is_loopback() && self.allowed_by.as_ref().is_some_and(Place::means_loopback)
    }
}

/// Vets all addresses that a target's host has: one bad one denies the host.
///
/// Errors: [`Denial::Address`], [`Denial::Port`], [`Denial::OwnListener`], [`Denial::LedInside`], for the first that is not permitted.
pub(super) fn vet(target: &Target, answers: &[IpAddr], policy: &Policy) -> Result<Vec<VettedAddr>, Denial> {
    answers.iter().map(|address| vet_one(target, *address, policy)).collect()
}

fn vet_one(target: &Target, answer: IpAddr, policy: &Policy) -> Result<VettedAddr, Denial> {
    // ::ffff:a.b.c.d is dialled as a.b.c.d, so it is judged as that.
    let address = answer.to_canonical();
    let (port, host) = (target.port(), target.host_text());
    if policy.own.iter().any(|place| place.contains(address, port)) {
        return Err(Denial::OwnListener { host });
    }
    let by_network = policy.allow.containing(address, port);
    let by_name = match target.host() {
        Host::Name(name) => policy.allow.named(name, port),
        Host::Address(_) => None,
    };
    let denied = |why| Denial::Address { host: host.clone(), address, why };
    let for_address = match classify(address) {
        Class::Public => None,
        Class::Private(why) => Some(by_network.or(by_name).ok_or_else(|| denied(why))?),
        Class::Special(why) => Some(by_network.ok_or_else(|| denied(why))?),
    };
    if for_address.is_some() && target.is_led() {
        return Err(Denial::LedInside { host: host.clone() });
    }
    if let Some(inner) = embedded(address).map(IpAddr::V4) {
        let excused = classify(inner) == Class::Public || policy.allow.containing(inner, port).is_some();
        if !excused {
            return Err(denied("a way to an IPv4 address that is not public"));
        }
    }
    let for_port = if target.has_usual_port() {
        None
    } else {
        let place = by_network.or(by_name).or_else(|| policy.allow.port(port));
        Some(place.ok_or_else(|| Denial::Port { host: host.clone(), port })?)
    };
    let allowed_by = for_address.or(for_port).or(by_name.filter(|_| target.is_reserved_name())).cloned();
    Ok(VettedAddr { socket: SocketAddr::new(address, port), allowed_by })
}

/// What an address is, with a few words that continue "which is …".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Global unicast: anybody on the internet may have it.
    Public,
    /// On this machine or in the operator's own network: a name on the allow-list may lead there.
    Private(&'static str),
    /// Everything else, such as metadata services: only a network on the allow-list leads there.
    Special(&'static str),
}

const fn v4(a: u8, b: u8, c: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, 0), prefix)
}

const fn v6(first: u16, second: u16, third: u16, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(first, second, third, 0, 0, 0, 0, 0), prefix)
}

/// Everything in IPv4 that is not global unicast. Source: IANA IPv4 special-purpose and multicast address registries, and clouds' documentation.
pub(super) const V4: &[(Ipv4Net, Class)] = &[
    (v4(0, 0, 0, 8), Class::Special("this network (RFC 791)")),
    (v4(10, 0, 0, 8), Class::Private("in a private network (RFC 1918)")),
    (Ipv4Net::new_assert(Ipv4Addr::new(100, 100, 100, 200), 32), Class::Special("a cloud's metadata service")),
    (v4(100, 64, 0, 10), Class::Private("in a carrier's or overlay network (RFC 6598)")),
    (v4(127, 0, 0, 8), Class::Private("this machine itself (loopback)")),
    (Ipv4Net::new_assert(Ipv4Addr::new(168, 63, 129, 16), 32), Class::Special("a cloud's host agent")),
    (v4(169, 254, 0, 16), Class::Special("link-local, where clouds serve their metadata (RFC 3927)")),
    (v4(172, 16, 0, 12), Class::Private("in a private network (RFC 1918)")),
    (v4(192, 0, 0, 24), Class::Special("reserved for protocol assignments (RFC 6890)")),
    (v4(192, 0, 2, 24), Class::Special("for documentation (RFC 5737)")),
    (v4(192, 31, 196, 24), Class::Special("an AS112 anycast address (RFC 7535)")),
    (v4(192, 52, 193, 24), Class::Special("an AMT relay's anycast address (RFC 7450)")),
    (v4(192, 88, 99, 24), Class::Special("a 6to4 relay's anycast address (RFC 7526)")),
    (v4(192, 168, 0, 16), Class::Private("in a private network (RFC 1918)")),
    (v4(192, 175, 48, 24), Class::Special("an AS112 anycast address (RFC 7534)")),
    (v4(198, 18, 0, 15), Class::Special("for benchmarks (RFC 2544)")),
    (v4(198, 51, 100, 24), Class::Special("for documentation (RFC 5737)")),
    (v4(203, 0, 113, 24), Class::Special("for documentation (RFC 5737)")),
    (v4(224, 0, 0, 4), Class::Special("multicast (RFC 5771)")),
    (v4(240, 0, 0, 4), Class::Special("reserved or broadcast (RFC 1112, RFC 919)")),
];

/// What IANA has allocated to global unicast; all else is refused whether it has a name or not.
pub(super) const V6_UNICAST: Ipv6Net = v6(0x2000, 0, 0, 3);

/// The parts of IPv6 that have a reason of their own. Source: IANA IPv6 special-purpose address registry, and clouds' documentation.
pub(super) const V6: &[(Ipv6Net, Class)] = &[
    (Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128), Class::Private("this machine itself (loopback)")),
    (Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 128), Class::Special("no address at all")),
    (Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 96), Class::Special("IPv4-compatible (RFC 4291, deprecated)")),
    (Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, 0, 0), 96), Class::Special("IPv4-translated (RFC 2765)")),
    (v6(0x64, 0xff9b, 0, 96), Class::Special("a NAT64 address (RFC 6052)")),
    (v6(0x64, 0xff9b, 1, 48), Class::Special("a local NAT64 address (RFC 8215)")),
    (v6(0x2001, 0, 0, 32), Class::Special("a Teredo address (RFC 4380)")),
    (v6(0x2001, 0, 0, 23), Class::Special("reserved for protocol assignments (RFC 2928)")),
    (v6(0x2001, 0xdb8, 0, 32), Class::Special("for documentation (RFC 3849)")),
    (v6(0x2002, 0, 0, 16), Class::Special("a 6to4 address (RFC 3056)")),
    (v6(0x2620, 0x4f, 0x8000, 48), Class::Special("an AS112 anycast address (RFC 7534)")),
    (v6(0x3fff, 0, 0, 20), Class::Special("for documentation (RFC 9637)")),
    // AWS: metadata at ::254, credentials of pods at ::23. Of the others the one address: their networks may be somebody's own.
    (v6(0xfd00, 0xec2, 0, 32), Class::Special("a cloud's metadata service")),
    (Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0xc1, 0, 0, 0, 0, 0xa9fe, 0xa9fe), 128), Class::Special("a cloud's metadata service")),
    (Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42), 128), Class::Special("a cloud's metadata service")),
    (Ipv6Net::new_assert(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254), 128), Class::Special("a cloud's metadata service")),
    (v6(0xfc00, 0, 0, 7), Class::Private("in a private network (RFC 4193)")),
    (v6(0xfe80, 0, 0, 10), Class::Special("link-local (RFC 4291)")),
    (v6(0xff00, 0, 0, 8), Class::Special("multicast (RFC 4291)")),
];

/// What an address is. IPv4-mapped addresses count as the IPv4 address in them.
pub fn classify(address: IpAddr) -> Class {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let listed = V4.iter().find(|(network, _)| network.contains(&address));
            listed.map_or(Class::Public, |(_, class)| *class)
        }
        IpAddr::V6(address) => match V6.iter().find(|(network, _)| network.contains(&address)) {
            Some((_, class)) => *class,
            None if V6_UNICAST.contains(&address) => Class::Public,
            None => Class::Special("not allocated to global unicast"),
        },
    }
}

/// The IPv4 address that a packet to an IPv6 address ends up at, for the forms that carry one.
///
/// An operator who allows such a prefix has not thereby allowed what it leads to.
fn embedded(address: IpAddr) -> Option<Ipv4Addr> {
    let IpAddr::V6(address) = address else { return None };
    let [a, b, c, d, e, f, g, h] = address.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match (a, b, c, d, e, f) {
        _ if address.is_loopback() || address.is_unspecified() => None,
        // Compatible, mapped, translated, NAT64.
        (0, 0, 0, 0, 0, 0 | 0xffff) | (0, 0, 0, 0, 0xffff, 0) | (0x64, 0xff9b, 0, 0, 0, 0) => Some(join(g, h)),
        (0x64, 0xff9b, 1, ..) => Some(join(g, h)),
        (0x2002, high, low, ..) => Some(join(high, low)),
        // Teredo keeps it inverted.
        (0x2001, 0, ..) => Some(join(!g, !h)),
        _ => None,
    }
}
