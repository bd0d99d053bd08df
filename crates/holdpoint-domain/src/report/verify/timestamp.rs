//! The timestamp of an independent authority over the signature, when there is one.

use super::in_order;
use super::step::{Steps, names};
use crate::id::Timestamp;
use crate::report::bundle::Bundle;
use crate::report::timestamp::Kept;
use crate::report::trust::TrustRoot;

/// After how long a timestamp is called late, in minutes: an authority that was down for a while is nothing to tell of.
const LATE_MINUTES: i64 = 60;

/// By when the report's signature was there. `None`: no timestamp that holds under a pinned authority says so.
pub fn vouched(bundle: &Bundle, trust: &TrustRoot) -> Option<Timestamp> {
    let (kept, stamped) = Kept::open(bundle.timestamp.as_deref()?, &bundle.signature).ok()?;
    kept.is_of(&trust.authorities()).ok().map(|()| stamped.at)
}

/// * `bundle`: its signature was found good.
/// * `issued`: when it says that it was issued.
pub fn over(bundle: &Bundle, issued: Timestamp, (trust, steps): (Option<&TrustRoot>, &mut Steps)) {
    let Some(kept) = &bundle.timestamp else {
        return steps.not_checked(names::TIMESTAMP, "there is no timestamp of an independent authority; the times are the server's claims");
    };
    let (kept, stamped) = match Kept::open(kept, &bundle.signature) {
        Ok(opened) => opened,
        Err(error) => return steps.failed(names::TIMESTAMP, format!("the timestamp {error}")),
    };
    if !in_order(issued, stamped.at) {
        let detail = format!("the timestamp is of {}, before {issued}, when the file says it was issued", stamped.at);
        return steps.failed(names::TIMESTAMP, detail);
    }
    let late = stamped.at.duration_since(issued) > jiff::SignedDuration::from_mins(LATE_MINUTES);
    let late = if late { format!("; that it is as old as {issued} is the server's claim") } else { String::new() };
    let says = format!("“{}” says that the signature was there at {}{late}", stamped.by, stamped.at);
    let pinned = trust.map(TrustRoot::authorities).unwrap_or_default();
    if pinned.is_empty() {
        let why = if trust.is_some() { "the trust file pins no authority of timestamps" } else { "no trust file was given" };
        return steps.not_checked(names::TIMESTAMP, format!("{says}; {why}, so anybody could have made it"));
    }
    match kept.is_of(&pinned) {
        Ok(()) => steps.holds(names::TIMESTAMP, format!("{says}, under a pinned certificate")),
        Err(error) => steps.failed(names::TIMESTAMP, format!("the timestamp {error}")),
    }
}
