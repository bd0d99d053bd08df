//! Deliveries of reports to tickets.

use holdpoint_domain::id::{CommandId, LaunchId, MemberId};
use holdpoint_domain::wire::{Deliver, DeliveriesView, Stored};

use super::{Ask, Trouble};

pub async fn deliveries(launch: LaunchId) -> Result<DeliveriesView, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/deliveries")).json().await
}

pub async fn deliver(me: MemberId, launch: LaunchId, wish: &Deliver, key: CommandId) -> Result<Stored, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/deliveries"), wish).of(me).keyed(key).json().await
}
