//! A receipt under the server's signature: what one run of a check asked, heard and was judged by, as an in-toto statement.

use serde::{Deserialize, Serialize};

use super::bundle::Bundle;
use super::encoding::Base64;
use super::keys::{CannotSign, ReportKey};
use super::statement::{Approver, STATEMENT, Statement, Subject};
use crate::check::{Check, Expectation, Facts, Finding, Heard, Judgement, ProbeFailure, Receipt, SentRequest, Verdict};
use crate::id::*;

/// What a signed receipt says. Its subject is the check's definition, by digest.
pub const CHECK: &str = "https://holdpoint.dev/attestation/check/v1";

pub type SignedReceipt = Statement<ReceiptPredicate>;

/// One run of a check, one result that was pushed, or what one drill saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceiptPredicate {
    pub receipt_id: ReceiptId,
    pub launch_id: LaunchId,
    pub producer: ReceiptProducer,
    pub check: Definition,
    /// The environment that was asked; absent: the result was pushed, or a drill was watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionName>,
    /// Who ran the check, pushed the result, or opened the drill.
    pub ran_by: Approver,
    pub started_at: Timestamp,
    /// From then on it proves nothing.
    pub expires_at: Timestamp,
    /// By the server's clock: a claim.
    pub issued_at: Timestamp,
    /// Of all requests together, in milliseconds.
    pub latency_ms: u64,
    pub verdict: Verdict,
    pub why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The expectation that decided; absent: all of them hold, or nothing was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Expectation>,
    pub findings: Vec<Finding>,
    pub facts: Facts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<ProbeFailure>,
    pub exchanges: Vec<Told>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceiptProducer {
    pub name: String,
    /// Of the server.
    pub version: String,
    /// SPKI in PEM: for reading a receipt without a trust file.
    pub report_key: String,
}

/// The check as it was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub id: CheckId,
    /// SHA-256 of `content`: the event's `configuration`.
    pub digest: Digest,
    /// The definition's JSON.
    pub content: Base64,
}

/// One request, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// As sent, less its secrets; with the answer's status and digest, the peer and its certificate.
    pub request: SentRequest,
    pub heard: Heard,
}

/// What is to be signed, and where.
pub struct ReceiptInput<'a> {
    pub launch: LaunchId,
    pub check: &'a Check,
    pub receipt: &'a Receipt,
    /// The name of who ran it.
    pub name: &'a str,
    /// In the order of the receipt's requests; fewer where less was heard.
    pub heard: &'a [Heard],
    pub issued_at: Timestamp,
    /// Of the server.
    pub version: &'a str,
    pub key: &'a ReportKey,
}

/// The signed receipt: a Sigstore bundle with a DSSE envelope, like a report. Same input, same bytes.
///
/// * Errors: the key gives no signature.
pub fn sign_receipt(input: &ReceiptInput<'_>) -> Result<Vec<u8>, CannotSign> {
    let statement = Statement {
        kind: STATEMENT.into(),
        subject: vec![Subject::new(definition_name(&input.check.id), input.receipt.configuration)],
        predicate_type: CHECK.into(),
        predicate: predicate(input),
    };
    Ok(Bundle::sign(serde_json::to_vec(&statement).unwrap_or_default(), input.key)?.to_bytes())
}

fn predicate(input: &ReceiptInput<'_>) -> ReceiptPredicate {
    let Receipt { judgement, observation, .. } = input.receipt;
    let Judgement { verdict, why, next, findings } = judgement.clone();
    let heard = input.heard.iter().cloned().chain(std::iter::repeat_with(Heard::default));
    ReceiptPredicate {
        receipt_id: input.receipt.id,
        launch_id: input.launch,
        producer: ReceiptProducer {
            name: "holdpoint".into(),
            version: input.version.to_owned(),
            report_key: input.key.public().to_pem(),
        },
        check: Definition {
            id: input.check.id.clone(),
            digest: input.receipt.configuration,
            content: Base64(serde_json::to_vec(input.check).unwrap_or_default()),
        },
        connection: input.receipt.connection.clone(),
        ran_by: Approver { id: input.receipt.ran_by, name: input.name.to_owned() },
        started_at: observation.started_at,
        expires_at: input.receipt.expires_at,
        issued_at: input.issued_at,
        latency_ms: observation.latency_ms,
        decided_by: judgement.decided_by().and_then(|index| input.check.expect.get(index)).cloned(),
        verdict,
        why,
        next,
        findings,
        facts: observation.facts.clone(),
        failure: observation.failure,
        exchanges: observation.requests.iter().cloned().zip(heard).map(|(request, heard)| Told { request, heard }).collect(),
    }
}

/// The statement of a signed receipt, as text. Nothing is verified: for showing what the server itself kept.
///
/// * Returns `None` where the bytes are no bundle.
pub fn statement_of(bundle: &[u8]) -> Option<Vec<u8>> {
    Some(Bundle::parse(bundle).ok()?.payload)
}

/// The name of a check's definition as a subject.
pub fn definition_name(check: &CheckId) -> String {
    format!("{check}.check.json")
}

/// `LCH-42.api.auth.ID.receipt.sigstore.json`
pub fn receipt_name(launch: LaunchId, check: &CheckId, receipt: ReceiptId) -> String {
    format!("{launch}.{check}.{receipt}.receipt.sigstore.json")
}
