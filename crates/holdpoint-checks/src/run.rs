//! One check, run for a launch and signed.

use holdpoint_domain::check::{Check, Heard, Receipt};
use holdpoint_domain::id::{Digest, LaunchId, MemberId, ReceiptId, Timestamp};
use holdpoint_domain::report::{CannotSign, ReceiptInput, ReportKey, sign_receipt};
use holdpoint_probe::{Connection, Egress};
use uuid::Uuid;

/// Whose word stands behind receipts.
#[derive(Clone, Copy)]
pub struct Sealer<'a> {
    pub key: &'a ReportKey,
    /// Of the server.
    pub version: &'a str,
}

/// Who wants a check run, and for which launch.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    pub launch: LaunchId,
    pub by: MemberId,
    /// As people know them.
    pub name: &'a str,
}

/// A receipt, and the bytes of its signed form, which have the digest that it names.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub receipt: Receipt,
    pub bundle: Vec<u8>,
}

/// Probes, judges, makes the receipt and signs it. What could not be seen is an `unknown`.
///
/// * Errors: the key gives no signature.
pub async fn run(
    order: Order<'_>,
    (check, connection): (&Check, &Connection),
    egress: &Egress,
    sealer: Sealer<'_>,
) -> Result<Sealed, CannotSign> {
    let seen = holdpoint_probe::witness(check, connection, egress).await;
    let receipt = check.receipt(ReceiptId(Uuid::now_v7()), connection.name.clone(), order.by, seen.observation);
    seal(order, (check, receipt), &seen.heard, sealer)
}

/// Signs a receipt as of now.
///
/// * `heard`: in the order of its requests; empty for a result that was pushed.
/// * Errors: the key gives no signature.
pub fn seal(order: Order<'_>, (check, mut receipt): (&Check, Receipt), heard: &[Heard], sealer: Sealer<'_>) -> Result<Sealed, CannotSign> {
    let bundle = sign_receipt(&ReceiptInput {
        launch: order.launch,
        check,
        receipt: &receipt,
        name: order.name,
        heard,
        issued_at: Timestamp::now(),
        version: sealer.version,
        key: sealer.key,
    })?;
    receipt.attestation = Some(Digest::of(&bundle));
    Ok(Sealed { receipt, bundle })
}
