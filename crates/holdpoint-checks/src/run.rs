//! One check, run for a launch.

use holdpoint_domain::check::{Check, Receipt};
use holdpoint_domain::id::{MemberId, ReceiptId};
use holdpoint_probe::{Connection, Egress};
use uuid::Uuid;

/// What is to be run, and who wants it.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    pub check: &'a Check,
    pub connection: &'a Connection,
    pub by: MemberId,
}

/// Probes, judges and makes the receipt. Never fails: what could not be seen is an `unknown`.
pub async fn run(order: Order<'_>, egress: &Egress) -> Receipt {
    let Order { check, connection, by } = order;
    let observation = holdpoint_probe::run(check, connection, egress).await;
    check.receipt(ReceiptId(Uuid::now_v7()), connection.name.clone(), by, observation)
}
