//! Deliveries of reports to tickets.

use serde::{Deserialize, Serialize};

use crate::id::*;
use crate::launch::{Delivery, TicketKind};

/// `POST /api/launches/{id}/deliveries`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deliver {
    /// The name of one of the operator's ticket systems.
    pub system: String,
    /// What the system calls the ticket, such as `OPS-12` or `acme/app#12`; never an address.
    pub reference: String,
    /// Which of the launch's reports, by the digest of its bundle; absent: the latest, whichever that is by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Digest>,
    /// Whether later reports go there by themselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub each: bool,
}

/// `GET /api/launches/{id}/deliveries`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveriesView {
    /// As the operator configured them, without addresses and secrets.
    pub systems: Vec<TicketSystemView>,
    /// Oldest first.
    pub deliveries: Vec<Delivery>,
}

/// A ticket system that people may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TicketSystemView {
    pub name: SystemName,
    pub kind: TicketKind,
    /// What its references look like.
    pub example: String,
    /// Whether a launch's report goes to its change ticket by itself.
    pub on_report: bool,
}
