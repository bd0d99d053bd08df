//! What was found of a timestamp, in the reader's language.

use holdpoint_domain::id::Timestamp;
use holdpoint_domain::report::found::{Stamp, Whose};
use holdpoint_domain::report::timestamp::{
    AuthorityFailure, AuthorityFault, BadTimestamp, FormFault, MAX_BYTES, MAX_CERTIFICATES, Refused, SignatureFault,
};

use crate::say;

pub fn told(found: &Stamp) -> String {
    match found {
        Stamp::NoStamp => say!("found-timestamp-none").into(),
        Stamp::BadStamp { fault } => bad(fault),
        Stamp::Stamped { by, at, late, whose } => stamped((by, *at), *late, *whose),
    }
}

fn bad(fault: &BadTimestamp) -> String {
    match fault {
        BadTimestamp::TooLarge(bytes) => say!("found-timestamp-too-large", bytes = bytes.to_string(), most = MAX_BYTES.to_string()),
        BadTimestamp::Form(why) => say!("found-timestamp-form", why = form(why)),
        BadTimestamp::Refused(why) => say!("found-timestamp-refused", why = refused(why)),
        BadTimestamp::Nonce => say!("found-timestamp-nonce").into(),
        BadTimestamp::Imprint => say!("found-timestamp-imprint").into(),
        BadTimestamp::Signature(why) => say!("found-timestamp-signature", why = signature(*why)),
        BadTimestamp::Early { at, issued } => say!("found-timestamp-early", at = at.to_string(), issued = issued.to_string()),
        BadTimestamp::Authority { by, why } => say!("found-timestamp-authority", by = by, why = authority(why)),
    }
}

fn form(fault: &FormFault) -> String {
    let words = match fault {
        FormFault::Encoding(why) => return why.clone(),
        FormFault::Certificates(count) => {
            return say!("found-stamp-certificates", count = count.to_string(), most = MAX_CERTIFICATES.to_string());
        }
        FormFault::MoreThanGranted => say!("found-stamp-more-than-granted"),
        FormFault::Nothing => say!("found-stamp-nothing"),
        FormFault::Signatures => say!("found-stamp-signatures"),
        FormFault::Kind => say!("found-stamp-kind"),
        FormFault::NotCovered => say!("found-stamp-not-covered"),
        FormFault::CertificateKind => say!("found-stamp-certificate-kind"),
        FormFault::OwnCertificate => say!("found-stamp-own-certificate"),
        FormFault::Newer => say!("found-stamp-newer"),
        FormFault::Time => say!("found-stamp-time"),
    };
    words.to_owned()
}

fn refused(refused: &Refused) -> String {
    let known = refused.failures.iter().map(|failure| failed(*failure));
    let all: Vec<&str> = known.chain(refused.said.iter().map(String::as_str)).collect();
    if all.is_empty() { say!("found-stamp-status", status = refused.status.to_string()) } else { all.join("; ") }
}

fn failed(failure: AuthorityFailure) -> &'static str {
    match failure {
        AuthorityFailure::Algorithm => say!("found-stamp-refused-algorithm"),
        AuthorityFailure::Request => say!("found-stamp-refused-request"),
        AuthorityFailure::DataFormat => say!("found-stamp-refused-data"),
        AuthorityFailure::Clock => say!("found-stamp-refused-clock"),
        AuthorityFailure::Policy => say!("found-stamp-refused-policy"),
        AuthorityFailure::Extension => say!("found-stamp-refused-extension"),
        AuthorityFailure::Information => say!("found-stamp-refused-information"),
        AuthorityFailure::System => say!("found-stamp-refused-system"),
    }
}

fn signature(fault: SignatureFault) -> &'static str {
    match fault {
        SignatureFault::Digest => say!("found-stamp-digest"),
        SignatureFault::NoAttributes => say!("found-stamp-no-attributes"),
        SignatureFault::OtherContent => say!("found-stamp-other-content"),
        SignatureFault::OtherDigest => say!("found-stamp-other-digest"),
        SignatureFault::Unnamed => say!("found-stamp-unnamed"),
        SignatureFault::CertificateDigest => say!("found-stamp-certificate-digest"),
        SignatureFault::Certificate => say!("found-stamp-certificate-unread"),
        SignatureFault::OtherCertificate => say!("found-stamp-other-certificate"),
        SignatureFault::Attributes => say!("found-stamp-attributes"),
        SignatureFault::Algorithm => say!("found-stamp-algorithm"),
        SignatureFault::Key => say!("found-stamp-key"),
        SignatureFault::Unfit => say!("found-stamp-unfit"),
    }
}

fn authority(fault: &AuthorityFault) -> String {
    match fault {
        AuthorityFault::Usage => say!("found-stamp-usage").into(),
        AuthorityFault::NotToSign => say!("found-stamp-not-to-sign").into(),
        AuthorityFault::NoWay => say!("found-stamp-no-way").into(),
        AuthorityFault::NotValid { of, at } => say!("found-stamp-not-valid", of = of, at = at.to_string()),
        AuthorityFault::UnknownRule { of } => say!("found-stamp-unknown-rule", of = of),
    }
}

/// Who says that the signature was there, and when.
///
/// * `late`: when the file says that it was issued, if that is long before.
fn stamped((by, at): (&str, Timestamp), late: Option<Timestamp>, whose: Whose) -> String {
    let (at, late) = (at.to_string(), late.map(|issued| issued.to_string()));
    match (late, whose) {
        (None, Whose::Pinned) => say!("found-timestamp-pinned", by = by, at = at),
        (None, Whose::NonePinned) => say!("found-timestamp-unpinned", by = by, at = at),
        (None, Whose::NoTrust) => say!("found-timestamp-no-trust", by = by, at = at),
        (Some(issued), Whose::Pinned) => say!("found-timestamp-late-pinned", by = by, at = at, issued = issued),
        (Some(issued), Whose::NonePinned) => say!("found-timestamp-late-unpinned", by = by, at = at, issued = issued),
        (Some(issued), Whose::NoTrust) => say!("found-timestamp-late-no-trust", by = by, at = at, issued = issued),
    }
}
