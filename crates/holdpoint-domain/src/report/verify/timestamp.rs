//! The timestamp of an independent authority over the signature, when there is one.

use super::step::{Steps, names};
use crate::id::Timestamp;
use crate::report::bundle::Bundle;
use crate::report::found::{Stamp, Whose};
use crate::report::timestamp::Kept;
use crate::report::trust::TrustRoot;

/// After how long a timestamp is called late, in minutes: an authority that was down for a while is nothing to tell of.
const LATE_MINUTES: i64 = 60;

/// By when the report's signature was there. `None`: no timestamp that holds under a pinned authority says so.
pub fn vouched(bundle: &Bundle, issued: Timestamp, trust: &TrustRoot) -> Option<Timestamp> {
    let (kept, stamped) = Kept::open(bundle.timestamp.as_deref()?, (&bundle.signature, issued)).ok()?;
    kept.is_of(&trust.authorities()).ok().map(|()| stamped.at)
}

/// * `bundle`: its signature was found good.
/// * `issued`: when it says that it was issued.
pub fn over(bundle: &Bundle, issued: Timestamp, (trust, steps): (Option<&TrustRoot>, &mut Steps)) {
    let Some(kept) = &bundle.timestamp else {
        return steps.not_checked(names::TIMESTAMP, Stamp::NoStamp);
    };
    let (kept, stamped) = match Kept::open(kept, (&bundle.signature, issued)) {
        Ok(opened) => opened,
        Err(fault) => return steps.failed(names::TIMESTAMP, Stamp::BadStamp { fault }),
    };
    let at = stamped.at;
    let is_late = at.duration_since(issued) > jiff::SignedDuration::from_mins(LATE_MINUTES);
    let says = |whose| Stamp::Stamped { by: stamped.by, at, late: is_late.then_some(issued), whose };
    let Some(trust) = trust else {
        return steps.not_checked(names::TIMESTAMP, says(Whose::NoTrust));
    };
    let pinned = trust.authorities();
    if pinned.is_empty() {
        return steps.not_checked(names::TIMESTAMP, says(Whose::NonePinned));
    }
    match kept.is_of(&pinned) {
        Ok(()) => steps.holds(names::TIMESTAMP, says(Whose::Pinned)),
        Err(fault) => steps.failed(names::TIMESTAMP, Stamp::BadStamp { fault }),
    }
}
