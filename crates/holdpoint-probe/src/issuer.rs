//! Requests to an organisation's OpenID provider. The client's secret is put into them here, so that no other crate holds it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_domain::check::{Method, ProbeFailure};
use http::{HeaderName, Response, header};
use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use crate::egress::{Denial, Egress, Field, Policy, Request, Target};
use crate::limits;
use crate::secret::{SecretError, SecretRef};

/// How this server says to a provider's token endpoint which application it is (RFC 6749, section 2.3.1).
#[derive(Clone, Debug)]
pub struct ClientSecret {
    pub client_id: String,
    pub secret: SecretRef,
    /// Beside the code, for providers that read no `Authorization: Basic`.
    pub in_body: bool,
}

/// Why a provider gave no answer. For the operator's log.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    #[error("{url}: {denial}")]
    Denied { url: String, denial: Denial },
    #[error("{url}: {failure}")]
    Failed { url: String, failure: ProbeFailure },
    #[error("{url}: status {status}")]
    Status { url: String, status: u16 },
    #[error("the client's secret cannot be had: {0}")]
    Secret(#[from] SecretError),
    #[error("the request cannot be written as HTTP")]
    Unusable,
}

/// What is wrong with an issuer's address, as far as that is known without asking it.
pub fn problem(issuer: &str, policy: &Policy) -> Option<Denial> {
    match Target::parse(issuer, policy) {
        Err(denial) => Some(denial),
        // Codes and secrets travel there.
        Ok(target) if !policy.may_carry_secret(&target) => Some(Denial::SecretOverHttp { host: target.host_header() }),
        Ok(_) => None,
    }
}

/// Sends one request of an OpenID client and reads the whole answer. Redirects are answers like any other.
///
/// * `client`: for the token endpoint, whose requests are `POST`s.
/// * Errors: the policy refuses the address, nobody answers or only a server that is broken, the secret is missing.
pub async fn ask(egress: &Egress, request: http::Request<Vec<u8>>, client: Option<&ClientSecret>) -> Result<Response<Vec<u8>>, NoAnswer> {
    let url = request.uri().to_string();
    let denied = |denial| NoAnswer::Denied { url: url.clone(), denial };
    let target = Target::parse(&url, egress.policy()).map_err(denied)?;
    let method = if request.method() == http::Method::POST { Method::Post } else { Method::Get };
    let (head, body) = request.into_parts();
    let mut body = Zeroizing::new(String::from_utf8(body).map_err(|_| NoAnswer::Unusable)?);
    let mut headers = Vec::new();
    for (name, value) in &head.headers {
        let text = value.to_str().map_err(|_| NoAnswer::Unusable)?;
        headers.push((name.clone(), field(name, text, &target)?));
    }
    if let Some(client) = client.filter(|_| method == Method::Post) {
        let secret = client.secret.resolve().await?;
        let encoded = |text: &str| Zeroizing::new(byte_serialize(text.as_bytes()).collect::<String>());
        if client.in_body {
            body = Zeroizing::new(format!("{}&client_secret={}", *body, *encoded(secret.expose())));
        } else {
            let pair = Zeroizing::new(format!("{}:{}", *encoded(&client.client_id), *encoded(secret.expose())));
            let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
            headers.push((header::AUTHORIZATION, field(&header::AUTHORIZATION, &text, &target)?));
        }
    }
    let agent = concat!("holdpoint/", env!("CARGO_PKG_VERSION"));
    headers.push((header::USER_AGENT, Field::plain(agent).ok_or(NoAnswer::Unusable)?));
    let body = (method == Method::Post).then(|| body.to_string().into());
    let answer = match egress.send(Request { method, target, headers, body }).await.answer {
        // What the name leads to was not permitted: the reason is for the operator.
        Err(ProbeFailure::Refused) => match egress.explain(&url).await {
            Err(denial) => return Err(denied(denial)),
            Ok(_) => return Err(NoAnswer::Failed { url, failure: ProbeFailure::Refused }),
        },
        answer => answer.map_err(|failure| NoAnswer::Failed { url: url.clone(), failure })?,
    };
    if limits::JSON_BYTES < answer.body.len() {
        return Err(NoAnswer::Failed { url, failure: ProbeFailure::BadAnswer });
    }
    if 500 <= answer.status {
        return Err(NoAnswer::Status { url, status: answer.status });
    }
    let mut response = Response::new(answer.body.to_vec());
    *response.status_mut() = http::StatusCode::from_u16(answer.status).map_err(|_| NoAnswer::Unusable)?;
    *response.headers_mut() = answer.headers;
    Ok(response)
}

/// What says who asks, and the kind of a body that holds a code, goes where a secret may go, and nowhere else.
fn field(name: &HeaderName, text: &str, target: &Target) -> Result<Field, NoAnswer> {
    let secret = |shown: &str| Field::secret(text, shown.into(), target.origin().clone());
    let made = if *name == header::AUTHORIZATION {
        secret("[secret]")
    } else if *name == header::CONTENT_TYPE {
        secret(text)
    } else {
        Field::plain(text)
    };
    made.ok_or(NoAnswer::Unusable)
}
