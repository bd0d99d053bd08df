//! The classifier, on both sides of each block's edge.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::*;

fn class(text: &str) -> &'static str {
    match classify(text.parse().unwrap()) {
        Class::Public => "public",
        Class::Private(_) => "private",
        Class::Special(_) => "special",
    }
}

#[test]
fn each_block_begins_and_ends_where_its_registry_says() {
    // Network, class inside, whether the neighbours below and above are public.
    let cases = [
        ("0.0.0.0/8", "special", false, true),
        ("10.0.0.0/8", "private", true, true),
        ("100.64.0.0/10", "private", true, true),
        ("127.0.0.0/8", "private", true, true),
        ("168.63.129.16/32", "special", true, true),
        ("169.254.0.0/16", "special", true, true),
        ("172.16.0.0/12", "private", true, true),
        ("192.0.0.0/24", "special", true, true),
        ("192.0.2.0/24", "special", true, true),
        ("192.31.196.0/24", "special", true, true),
        ("192.52.193.0/24", "special", true, true),
        ("192.88.99.0/24", "special", true, true),
        ("192.168.0.0/16", "private", true, true),
        ("192.175.48.0/24", "special", true, true),
        ("198.18.0.0/15", "special", true, true),
        ("198.51.100.0/24", "special", true, true),
        ("203.0.113.0/24", "special", true, true),
        ("224.0.0.0/4", "special", true, false),
        ("240.0.0.0/4", "special", false, false),
        ("2001::/23", "special", true, true),
        ("2001:db8::/32", "special", true, true),
        ("2002::/16", "special", true, true),
        ("2620:4f:8000::/48", "special", true, true),
        ("3fff::/20", "special", true, true),
        ("fc00::/7", "private", false, false),
        ("fe80::/10", "special", false, false),
        ("ff00::/8", "special", false, false),
        ("64:ff9b::/96", "special", false, false),
        ("64:ff9b:1::/48", "special", false, false),
        ("4000::/2", "special", true, false),
        ("8000::/1", "special", false, false),
    ];
    for (network, expected, below, above) in cases {
        let network: ipnet::IpNet = network.parse().unwrap();
        let (first, last) = (network.network(), network.broadcast());
        let inside = ["private", "special"];
        assert_eq!(class(&first.to_string()), expected, "first of {network}");
        // 8000::/1 ends in multicast, which is special too.
        assert!(inside.contains(&class(&last.to_string())), "last of {network}");
        for (neighbour, is_public) in [(step(first, -1), below), (step(last, 1), above)] {
            if let Some(neighbour) = neighbour {
                assert_eq!(class(&neighbour.to_string()) == "public", is_public, "{neighbour}, beside {network}");
            }
        }
    }
    // The whole of global unicast, from its first to its last.
    assert_eq!((class("1fff:ffff::"), class("2000::")), ("special", "public"));
    assert_eq!((class("3fff:1000::"), class("3fff:ffff:ffff::")), ("public", "public"));
}

fn step(address: IpAddr, by: i8) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => address.to_bits().checked_add_signed(by.into()).map(|bits| Ipv4Addr::from_bits(bits).into()),
        IpAddr::V6(address) => address.to_bits().checked_add_signed(by.into()).map(|bits| Ipv6Addr::from_bits(bits).into()),
    }
}

#[test]
fn addresses_that_clouds_serve_secrets_on_are_never_merely_private() {
    let cases = ["169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192"];
    let in_ipv6 = ["fd00:ec2::254", "fd00:ec2::23", "fd00:c1::a9fe:a9fe", "fd00:42::42", "fd20:ce::254"];
    for address in cases.into_iter().chain(in_ipv6) {
        assert_eq!(class(address), "special", "{address}");
    }
}

#[test]
fn a_mapped_address_is_what_it_maps() {
    let cases = [
        ("::ffff:8.8.8.8", "public"),
        ("::ffff:127.0.0.1", "private"),
        ("::ffff:169.254.169.254", "special"),
        ("::8.8.8.8", "special"),
        ("::ffff:0:808:808", "special"),
        ("64:ff9b::8.8.8.8", "special"),
        ("2002:808:808::1", "special"),
        ("::1", "private"),
        ("::", "special"),
    ];
    for (address, expected) in cases {
        assert_eq!(class(address), expected, "{address}");
    }
}

/// Compares with the standard library, where it has an opinion, over many addresses from a fixed seed.
#[test]
fn nothing_that_the_standard_library_calls_special_is_public() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut public = 0_u32;
    for _ in 0..300_000 {
        let bits = next();
        let v4 = Ipv4Addr::from_bits((bits >> 32) as u32);
        let v6 = Ipv6Addr::from_bits(u128::from(bits) << 64 | u128::from(next()));
        if classify(v4.into()) == Class::Public {
            public += 1;
            let special = v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || v4.is_documentation()
                || v4.is_unspecified();
            assert!(!special && v4.octets()[0] < 224, "{v4}");
        }
        if classify(v6.into()) == Class::Public {
            let special = v6.is_loopback() || v6.is_multicast() || v6.is_unique_local() || v6.is_unicast_link_local();
            assert!(!special && v6.segments()[0] >> 13 == 1, "{v6}");
        }
    }
    assert!(240_000 < public, "most of IPv4 is public: {public}");
}
