//! Names of hosts: their one spelling, and those that no public service has.

use std::net::Ipv4Addr;

use holdpoint_domain::sentence::Said;

use super::Denial;
use crate::limits;

/// The name in lower case, punycode and without a trailing dot.
///
/// Errors: [`Denial::Name`] when it is no host name, [`Denial::Spelling`] when it is one, but parsers of URLs would have to agree on
/// more than ASCII case, IDNA and one trailing dot to see it.
pub(super) fn canonical(raw: &str) -> Result<String, Denial> {
    let bad = |why| Denial::Name { host: raw.chars().take(80).collect(), why };
    let undotted = raw.strip_suffix('.').unwrap_or(raw);
    let Ok(ascii) = idna::domain_to_ascii_cow(undotted.as_bytes(), idna::AsciiDenyList::STD3) else {
        return Err(bad("it contains characters or punycode that no host name has"));
    };
    if is_number(&ascii) {
        return Err(spelled_as_number(&ascii));
    }
    if limits::NAME_OCTETS < ascii.len() {
        return Err(bad("it is longer than 253 octets"));
    }
    for label in ascii.split('.') {
        if label.is_empty() || limits::LABEL_OCTETS < label.len() {
            return Err(bad("each of its labels needs 1 to 63 octets"));
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(bad("a label starts or ends with a hyphen"));
        }
    }
    // Back to Unicode, a name that was typed in Unicode must read as it was typed: else it is full-width digits or worse.
    let unicode = idna::domain_to_unicode(&ascii).0;
    if undotted.eq_ignore_ascii_case(&ascii) || undotted.eq_ignore_ascii_case(&unicode) {
        return Ok(ascii.into_owned());
    }
    Err(Denial::Spelling { usual: ascii.as_ref().into() })
}

/// Whether parsers that follow the WHATWG standard take the host for an IPv4 address: its last label is a number.
fn is_number(ascii: &str) -> bool {
    let last = ascii.rsplit('.').next().unwrap_or_default();
    let is_hex = |digits: &str| digits.chars().all(|c| c.is_ascii_hexdigit());
    let is_decimal = !last.is_empty() && last.chars().all(|c| c.is_ascii_digit());
    is_decimal || last.strip_prefix("0x").is_some_and(is_hex)
}

fn spelled_as_number(ascii: &str) -> Denial {
    let usual = match ascii.parse::<Ipv4Addr>() {
        Ok(address) => address.to_string().into(),
        Err(_) => Said::words("four decimal numbers from 0 to 255 without leading zeros, such as 192.0.2.1"),
    };
    Denial::Spelling { usual }
}

/// Last labels that the public DNS does not have, or that mean something on the machine or network we run in.
const RESERVED: &[(&str, &str)] = &[
    ("localhost", "it means this machine (RFC 6761)"),
    ("localdomain", "it means this machine"),
    ("local", "it is for multicast DNS (RFC 6762)"),
    ("internal", "it is for private networks"),
    ("intranet", "it is used in private networks"),
    ("private", "it is used in private networks"),
    ("corp", "it is used in private networks"),
    ("home", "it is used in private networks"),
    ("lan", "it is used in private networks"),
    ("svc", "it is completed by a search list inside a cluster"),
    ("arpa", "it is for infrastructure (RFC 3172, RFC 8375)"),
    ("onion", "it is for Tor (RFC 7686)"),
    ("alt", "it is not in the DNS (RFC 9476)"),
    ("invalid", "it never exists (RFC 6761)"),
    ("test", "it is for tests (RFC 6761)"),
    ("example", "it is for documentation (RFC 6761)"),
];

/// Why a canonical name belongs to no public service; `None` for one that may.
pub(super) fn reserved(canonical: &str) -> Option<&'static str> {
    let last = canonical.rsplit('.').next().unwrap_or_default();
    let listed = RESERVED.iter().find(|(label, _)| *label == last).map(|(_, why)| *why);
    listed.or_else(|| (!canonical.contains('.')).then_some("it has a single label"))
}
