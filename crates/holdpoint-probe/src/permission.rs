//! The probe kind `permission`: a request that the token may make, and one that it may not.

use std::collections::BTreeMap;

use holdpoint_domain::check::{Method, ProbeFailure};

use crate::egress::Request;
use crate::http::{authorization, not_configured, template_headers};
use crate::seen::{Context, Seen};

/// Asks for what is allowed first: a token that is not valid at all is refused everywhere, and shows nothing about its rights.
///
/// * `allowed`: a path at the API; the other one is the connection's `forbidden_path`.
pub(crate) async fn observe(
    context: &Context<'_>,
    allowed: &str,
    headers: &BTreeMap<String, String>,
    seen: &mut Seen,
) -> Result<(), ProbeFailure> {
    let connection = context.connection;
    let base = context.target(connection.base_url.as_deref())?;
    let forbidden = connection.forbidden_path.as_deref().filter(|path| !path.is_empty());
    let forbidden = forbidden.ok_or_else(|| not_configured("the connection has no forbidden_path"))?;
    for (part, path) in [("allowed", allowed), ("forbidden", forbidden)] {
        let target = base.join(path, context.egress.policy()).map_err(|denial| context.refuse(&denial))?;
        let mut headers = template_headers(context, headers)?;
        headers.push((http::header::AUTHORIZATION, authorization(context)?));
        let exchange = context.egress.send(Request { method: Method::Get.into(), target, headers, body: None }).await;
        let answer = seen.note(exchange)?;
        seen.number(&format!("{part}.status"), f64::from(answer.status));
    }
    Ok(())
}
