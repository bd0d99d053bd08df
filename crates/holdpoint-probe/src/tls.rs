//! The probe kind `tls`: a server's certificate and protocol, believed or not.

use holdpoint_domain::check::{ProbeFailure, Target as Which};
use holdpoint_domain::id::Timestamp;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use crate::egress::Scheme;
use crate::seen::{Context, Seen};

const SECONDS_OF_A_DAY: i64 = 86_400;

/// Looks at the certificate. Of an address without TLS only the scheme is told, and nothing is dialled.
///
/// Errors: no handshake came about, or the certificate's dates cannot be read.
pub(crate) async fn observe(context: &Context<'_>, which: Which, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let target = context.target(context.connection.url(which))?;
    seen.text("scheme", target.scheme().as_str());
    if target.scheme() == Scheme::Http {
        return Ok(());
    }
    let handshake = seen.note_look(context.egress.look(&target).await)?;
    let own = handshake.chain.first().ok_or(ProbeFailure::Tls)?;
    let until = not_after(own).ok_or(ProbeFailure::Tls)?;
    seen.flag("verified", handshake.fault.is_none());
    seen.text("fault", handshake.fault.map_or("none", |fault| fault.word()));
    seen.number("days_left", days_between(Timestamp::now(), until));
    seen.text("not_after", until.to_string());
    // Exact: a handshake has no room for 2^53 certificates.
    seen.number("chain_length", handshake.chain.len() as f64);
    seen.text("protocol", handshake.protocol);
    Ok(())
}

/// The last second in which a certificate is valid; `None`: it cannot be read.
pub(crate) fn not_after(der: &[u8]) -> Option<Timestamp> {
    let certificate = Certificate::from_der(der).ok()?;
    let seconds = certificate.tbs_certificate().validity().not_after.to_unix_duration().as_secs();
    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}

/// Whole days, rounded down: below zero once it has lapsed.
fn days_between(now: Timestamp, until: Timestamp) -> f64 {
    // Exact: a timestamp's range is some million days.
    (until.as_second() - now.as_second()).div_euclid(SECONDS_OF_A_DAY) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_rounded_down() {
        let cases = [
            ("2026-11-25T12:00:00Z", 0.0, "the same moment"),
            ("2026-11-26T11:59:59Z", 0.0, "a second less than a day"),
            ("2026-11-26T12:00:00Z", 1.0, "a day"),
            ("2026-12-25T12:00:00Z", 30.0, "a month"),
            ("2026-11-25T11:59:59Z", -1.0, "lapsed a second ago"),
            ("9999-12-30T00:00:00Z", 2_912_112.0, "as long as there is"),
        ];
        for (until, expected, about) in cases {
            assert_eq!(days_between("2026-11-25T12:00:00Z".parse().unwrap(), until.parse().unwrap()), expected, "{about}");
        }
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        for bytes in [&b""[..], b"\x30", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", &[0x30; 4096], b"-----BEGIN CERTIFICATE-----"] {
            assert_eq!(not_after(bytes), None, "{bytes:?}");
        }
    }
}
