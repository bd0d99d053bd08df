//! The classifier against `testdata/special-purpose.tsv`, over every address there is: between two borders of either list nothing changes,
//! so the first, the last and a middle one stand for all of a stretch.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::super::vetted::{V4, V6, V6_UNICAST};
use super::*;

/// What clouds use of public space; no registry lists it.
const CLOUDS: [&str; 1] = ["168.63.129.16/32"];

fn registered() -> Vec<IpNet> {
    let table = include_str!("../../../testdata/special-purpose.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').next().unwrap());
    rows.chain(CLOUDS).map(|network| network.parse().unwrap()).collect()
}

/// An address as a number, IPv4 and IPv6 apart.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_bits().into(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// Every stretch between two borders of these networks, from `0` to `last`.
fn stretches(networks: impl Iterator<Item = IpNet>, last: u128) -> Vec<(u128, u128)> {
    let mut borders = BTreeSet::from([0]);
    for network in networks {
        borders.insert(bits(network.network()));
        borders.extend(bits(network.broadcast()).checked_add(1).filter(|border| *border <= last));
    }
    let borders: Vec<_> = borders.into_iter().collect();
    let ends = borders.iter().skip(1).map(|border| border - 1).chain([last]);
    borders.iter().copied().zip(ends).collect()
}

fn compare(stretches: &[(u128, u128)], make: impl Fn(u128) -> IpAddr, registered: &[IpNet]) -> usize {
    let mut public = 0;
    for (first, last) in stretches {
        for number in [*first, first + (last - first) / 2, *last] {
            let address = make(number);
            let listed = registered.iter().any(|network| network.contains(&address));
            let allocated = match address {
                IpAddr::V4(_) => true,
                IpAddr::V6(address) => V6_UNICAST.contains(&address),
            };
            // Mapped addresses count as what they map, which is the other comparison's.
            let mapped = matches!(address, IpAddr::V6(address) if address.to_ipv4_mapped().is_some());
            assert!(mapped || (classify(address) == Class::Public) == (allocated && !listed), "{address}: {:?}", classify(address));
            public += usize::from(classify(address) == Class::Public);
        }
    }
    public
}

#[test]
fn every_ipv4_address_is_public_unless_a_registry_lists_it() {
    let registered = registered();
    let ours = V4.iter().map(|(network, _)| IpNet::from(*network));
    let theirs = registered.iter().copied().filter(|network| network.addr().is_ipv4());
    let stretches = stretches(ours.chain(theirs), u32::MAX.into());
    let covered: u128 = stretches.iter().map(|(first, last)| last - first + 1).sum();
    assert_eq!(covered, 1 << 32, "no address is left out");
    let make = |number: u128| IpAddr::from(Ipv4Addr::from_bits(u32::try_from(number).unwrap()));
    let public = compare(&stretches, make, &registered);
    assert!(30 < public && public < stretches.len() * 3, "both are there: {public} of {}", stretches.len() * 3);
}

#[test]
fn every_ipv6_address_is_public_only_where_it_is_allocated_and_no_registry_lists_it() {
    let registered = registered();
    let ours = V6.iter().map(|(network, _)| *network).chain([V6_UNICAST]).map(IpNet::from);
    let theirs = registered.iter().copied().filter(|network| network.addr().is_ipv6());
    let stretches = stretches(ours.chain(theirs), u128::MAX);
    let public = compare(&stretches, |number| Ipv6Addr::from_bits(number).into(), &registered);
    assert!(15 < public && public < stretches.len() * 3, "both are there: {public} of {}", stretches.len() * 3);
}

/// What leads to an IPv4 address by some detour is never public, whatever the address.
#[test]
fn no_way_around_through_ipv6() {
    for (network, class) in V4 {
        let [a, b, c, d] = network.network().octets().map(u16::from);
        let (high, low) = (a << 8 | b, c << 8 | d);
        let ways = [
            Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, high, low),
            Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
            Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
            Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, !high, !low),
        ];
        for way in ways {
            assert_ne!(classify(way.into()), Class::Public, "{way} for {network}, {class:?}");
        }
    }
}
