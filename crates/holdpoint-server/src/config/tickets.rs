//! `[[tickets]]`: the change tickets' systems, to which signed reports are delivered. What one is, `holdpoint_probe::ticket` says.

use holdpoint_probe::TicketSystem;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::limits;

/// * Errors: too many.
pub fn systems<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<TicketSystem>, D::Error> {
    let all = Vec::<TicketSystem>::deserialize(reader)?;
    if limits::TICKET_SYSTEMS < all.len() {
        return Err(D::Error::custom(format!("there are {} ticket systems; at most {} are taken", all.len(), limits::TICKET_SYSTEMS)));
    }
    Ok(all)
}
