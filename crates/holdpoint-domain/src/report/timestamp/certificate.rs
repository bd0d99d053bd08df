//! Certificates of authorities: which were pinned, and whether one leads to another.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519::CN;
use const_oid::db::rfc5280::{
    ID_CE_BASIC_CONSTRAINTS, ID_CE_CERTIFICATE_POLICIES, ID_CE_EXT_KEY_USAGE, ID_CE_KEY_USAGE, ID_CE_SUBJECT_ALT_NAME, ID_KP_TIME_STAMPING,
};
use der::{Decode as _, Encode as _};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

use super::fault::AuthorityFault;
use super::signature::verifies;
use crate::id::Timestamp;
use crate::report::encoding::from_base64;

/// Certificates between an authority and a pinned one, at most.
const BETWEEN: usize = 4;
/// Certificates that one authority is pinned with, at most.
const PINNED: usize = 16;

/// A text has no certificates that can be pinned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; give certificates in PEM, which start with -----BEGIN CERTIFICATE-----, or one in DER as base64")]
pub struct BadCertificate(String);

/// The certificates of a text: one or several in PEM, or one as base64 of its DER bytes.
///
/// * Errors: none, too many, or one that cannot be read.
pub fn certificates(text: &str) -> Result<Vec<Certificate>, BadCertificate> {
    let read = |base64: &str| {
        let bad = |error: &dyn std::fmt::Display| BadCertificate(format!("a certificate cannot be read: {error}"));
        let base64: String = base64.split_ascii_whitespace().collect();
        let bytes = from_base64(&base64).map_err(|error| bad(&error))?;
        Certificate::from_der(&bytes).map_err(|error| bad(&error))
    };
    // What stands between them, people and openssl wrote for people.
    let mut parts = text.split("-----BEGIN CERTIFICATE-----");
    let before = parts.next().unwrap_or_default();
    let pem = parts.map(|part| read(part.split_once("-----END CERTIFICATE-----").map_or(part, |(base64, _)| base64)));
    let all = pem.collect::<Result<Vec<_>, _>>()?;
    let all = if all.is_empty() { vec![read(before)?] } else { all };
    match all.len() {
        1..=PINNED => Ok(all),
        count => Err(BadCertificate(format!("there are {count} certificates, not 1 to {PINNED}"))),
    }
}

/// Who a certificate is about: its common name, or all of its subject.
pub fn name_of(certificate: &Certificate) -> String {
    let subject = certificate.tbs_certificate().subject();
    let mut names = subject.iter().filter(|part| part.oid == CN);
    let common = names.next().and_then(|part| std::str::from_utf8(part.value.value()).ok().map(str::to_owned));
    let shown = common.unwrap_or_else(|| subject.to_string());
    shown.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// Whether a certificate is for timestamps, and is a pinned one or leads to one.
///
/// * `others`: certificates that may lie between.
/// * `pinned`: what is believed, and when everything has to be valid.
/// * Errors: why not.
pub fn chain(own: &Certificate, others: &[Certificate], pinned: (&[Certificate], Timestamp)) -> Result<(), AuthorityFault> {
    let usage = own.tbs_certificate().get_extension::<ExtendedKeyUsage>().ok().flatten();
    if !usage.is_some_and(|(critical, usage)| critical && usage.0 == [ID_KP_TIME_STAMPING]) {
        return Err(AuthorityFault::Usage);
    }
    let signs = |usage: &KeyUsage| usage.digital_signature() || usage.non_repudiation();
    if !key_usage_permits(own, signs) {
        return Err(AuthorityFault::NotToSign);
    }
    let mut why = AuthorityFault::NoWay;
    if leads(own, (others, pinned), &mut why) { Ok(()) } else { Err(why) }
}

type Known<'a> = (&'a [Certificate], (&'a [Certificate], Timestamp));

/// Level by level, so that each certificate is looked at once, where the way to it is shortest: a longer one permits no more, and those that
/// certify each other would otherwise have very many.
fn leads(own: &Certificate, (others, (pinned, at)): Known<'_>, why: &mut AuthorityFault) -> bool {
    let (mut level, mut met) = (vec![own], vec![own]);
    for below in 0..=BETWEEN + 1 {
        level.retain(|one| match usable(one, at) {
            Ok(()) => true,
            Err(fault) => {
                *why = fault;
                false
            }
        });
        if level.iter().any(|one| pinned.contains(one)) {
            return true;
        }
        if BETWEEN < below {
            return false;
        }
        let mut above = Vec::new();
        for issuer in pinned.iter().chain(others) {
            if !met.contains(&issuer) && level.iter().any(|one| issued(issuer, one, below)) {
                met.push(issuer);
                above.push(issuer);
            }
        }
        level = above;
    }
    false
}

/// Whether a certificate is valid at a time and asks for nothing that is not understood.
fn usable(certificate: &Certificate, at: Timestamp) -> Result<(), AuthorityFault> {
    const KNOWN: [ObjectIdentifier; 5] =
        [ID_CE_BASIC_CONSTRAINTS, ID_CE_KEY_USAGE, ID_CE_EXT_KEY_USAGE, ID_CE_CERTIFICATE_POLICIES, ID_CE_SUBJECT_ALT_NAME];
    let told = certificate.tbs_certificate();
    let seconds = |time: &x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    let (from, until) = (seconds(&told.validity().not_before), seconds(&told.validity().not_after));
    if !(from..=until).contains(&at.as_second()) {
        return Err(AuthorityFault::NotValid { of: name_of(certificate), at });
    }
    let mut extensions = told.extensions().into_iter().flatten();
    if extensions.any(|extension| extension.critical && !KNOWN.contains(&extension.extn_id)) {
        return Err(AuthorityFault::UnknownRule { of: name_of(certificate) });
    }
    Ok(())
}

/// Whether `issuer` may certify, and certified this.
///
/// * `below`: certificates of issuers that were met already.
fn issued(issuer: &Certificate, certificate: &Certificate, below: usize) -> bool {
    let (told, own) = (issuer.tbs_certificate(), certificate.tbs_certificate());
    let rules = told.get_extension::<BasicConstraints>().ok().flatten();
    let may = rules.is_some_and(|(_, rules)| rules.ca && rules.path_len_constraint.is_none_or(|most| below <= usize::from(most)));
    if told.subject() != own.issuer() || !may || !key_usage_permits(issuer, KeyUsage::key_cert_sign) {
        return false;
    }
    let (Ok(bytes), Some(signature)) = (own.to_der(), certificate.signature().as_bytes()) else {
        return false;
    };
    let algorithm = certificate.signature_algorithm();
    *algorithm == *own.signature() && verifies(told.subject_public_key_info(), (algorithm, None), (&bytes, signature)).is_ok()
}

/// A certificate without the extension may do everything.
fn key_usage_permits(certificate: &Certificate, asked: impl Fn(&KeyUsage) -> bool) -> bool {
    match certificate.tbs_certificate().get_extension::<KeyUsage>() {
        Ok(found) => found.is_none_or(|(_, usage)| asked(&usage)),
        Err(_) => false,
    }
}
