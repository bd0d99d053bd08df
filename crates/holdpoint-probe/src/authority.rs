//! Questions to an authority of timestamps, over HTTP (RFC 3161, section 3.4). What the answer is worth, others judge: it is signed, so that
//! plain http is as good as https.

use holdpoint_domain::check::{Method, ProbeFailure};
use http::header;

use crate::egress::{Denial, Egress, Field, Policy, Request, Target};
use crate::http::common_headers;
use crate::limits;

/// Why there is no answer. For the operator's log.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    #[error("the outbound policy refuses the address: {0}")]
    Denied(#[from] Denial),
    #[error("{0}")]
    Failed(ProbeFailure),
    #[error("status {0}")]
    Status(u16),
    #[error("the answer has {0} bytes; no timestamp is as large")]
    TooLarge(usize),
    #[error("the request cannot be written as HTTP")]
    Unusable,
}

/// What is wrong with an authority's address, as far as that is known without asking it.
pub fn problem(url: &str, policy: &Policy) -> Option<Denial> {
    Target::parse(url, policy).err()
}

/// Posts one `application/timestamp-query` and reads the whole answer.
///
/// * Errors: the policy refuses the address, or there is no answer with status 200 and of a likely size.
pub async fn ask(egress: &Egress, url: &str, question: Vec<u8>) -> Result<Vec<u8>, NoAnswer> {
    let target = Target::parse(url, egress.policy())?;
    let kind = Field::plain("application/timestamp-query").ok_or(NoAnswer::Unusable)?;
    let mut headers = common_headers();
    headers.push((header::CONTENT_TYPE, kind));
    let answer = match egress.send(Request { method: Method::Post.into(), target, headers, body: Some(question.into()) }).await.answer {
        // What the name leads to was not permitted: the reason is for the operator.
        Err(ProbeFailure::Refused) => {
            egress.explain(url).await?;
            return Err(NoAnswer::Failed(ProbeFailure::Refused));
        }
        answer => answer.map_err(NoAnswer::Failed)?,
    };
    match answer.status {
        200 if limits::STAMP_BYTES < answer.body.len() => Err(NoAnswer::TooLarge(answer.body.len())),
        200 => Ok(answer.body.to_vec()),
        status => Err(NoAnswer::Status(status)),
    }
}
