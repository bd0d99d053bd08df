//! The way of a bucket's requests: `object_store` writes and signs them, the egress module sends them, to one origin only.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::stream;
use holdpoint_domain::check::ProbeFailure;
use http::{HeaderName, header};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use object_store::aws::AwsCredential;
use object_store::client::{
    ClientOptions, CredentialProvider, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody,
    HttpService,
};

use super::{BucketConfig, BucketTrouble};
use crate::egress::{Bounds, Egress, Fault, Field, Origin, Request, Streamed, Target, Verb};
use crate::limits;
use crate::secret::SecretRef;

/// Headers whose values are, or let one guess, a secret: they go to the bucket's origin alone.
const SECRET: [&str; 2] = ["authorization", "x-amz-security-token"];

/// Sends requests to one origin.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) egress: Egress,
    pub(super) origin: Origin,
    /// Bytes of the longest object.
    pub(super) most: u64,
}

/// What of a request's end the library's error carries on to [`told`].
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Carried(#[from] BucketTrouble);

impl HttpConnector for Way {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Way {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let url = parts.uri.to_string();
        let target = Target::parse(&url, self.egress.policy()).map_err(|denial| failed(HttpErrorKind::Unknown, denial.into()))?;
        // The signature is over these very bytes.
        if target.origin() != &self.origin || parts.uri.path_and_query().map(|path| path.as_str()) != Some(target.path()) {
            return Err(unusable());
        }
        let verb = verb(&parts.method).ok_or_else(unusable)?;
        let body = body.collect().await?.to_bytes();
        let bounds = self.bounds(verb, &parts, body.len());
        let mut headers = Vec::new();
        for (name, value) in &parts.headers {
            if [header::HOST, header::CONTENT_LENGTH].contains(name) {
                continue;
            }
            headers.push((name.clone(), self.field(name, value.to_str().map_err(|_| unusable())?)?));
        }
        let body = (!body.is_empty()).then_some(body);
        let storage = target.clone();
        match self.egress.stream(Request { method: verb, target, headers, body }, bounds).await {
            // Nobody is followed; and the library tells of one without an address as of no answer.
            Ok(streamed) if (300..400).contains(&streamed.status) => Err(failed(HttpErrorKind::Unknown, elsewhere(streamed.status))),
            Ok(streamed) => answer(streamed).await,
            // What the name leads to was not permitted: the reason is for the operator.
            Err(ProbeFailure::Refused) => match self.egress.explain(&url).await {
                Err(denial) => Err(failed(HttpErrorKind::Unknown, denial.into())),
                Ok(_) => Err(away(ProbeFailure::Refused)),
            },
            Err(ProbeFailure::Tls) => Err(failed(HttpErrorKind::Unknown, self.unbelieved(&storage).await)),
            Err(failure) => Err(away(failure)),
        }
    }
}

impl Way {
    fn field(&self, name: &HeaderName, text: &str) -> Result<Field, HttpError> {
        let field = match SECRET.contains(&name.as_str()) {
            true => Field::secret(text, "[signature]".into(), self.origin.clone()),
            false => Field::plain(text),
        };
        field.ok_or_else(unusable)
    }

    /// Why there is no TLS with the storage, and what to do: somebody with a certificate of their own is at this point once.
    async fn unbelieved(&self, storage: &Target) -> BucketTrouble {
        let fault = self.egress.look(storage).await.handshake.ok().and_then(|handshake| handshake.fault);
        let Some(fault) = fault else { return BucketTrouble::Away(ProbeFailure::Tls.to_string()) };
        let help = match fault {
            Fault::UnknownIssuer => "name a PEM file with the issuer's root certificate in [egress] extra_roots",
            Fault::WrongName => {
                "write the name that it is for in [files.bucket] endpoint (with addressing = \"virtual-host\" that is BUCKET.HOST), or give \
                 the storage one for the name that is there"
            }
            Fault::Expired | Fault::NotYetValid | Fault::Revoked => {
                "give the storage another one, and see that the clocks of both machines are right"
            }
            // An authority that was made anew under its old name signs with another key.
            Fault::Unacceptable => {
                "see that [egress] extra_roots has the present root certificate of its issuer, or give the storage another one"
            }
        };
        BucketTrouble::Away(format!("its certificate is {}; {help}", fault.word()))
    }

    /// An object may be as long as permitted; all else is a page of XML.
    fn bounds(&self, verb: Verb, parts: &http::request::Parts, sent: usize) -> Bounds {
        let object = verb == Verb::Get && parts.uri.query().is_none();
        let bytes = if object { self.most.max(limits::BUCKET_ERROR_BYTES) } else { limits::BUCKET_LIST_BYTES };
        Bounds {
            head: if (limits::BUCKET_ERROR_BYTES as usize) < sent { limits::UPLOAD } else { limits::EXCHANGE },
            bytes,
            body: limits::UPLOAD + Duration::from_secs(bytes / limits::OBJECT_PACE),
        }
    }
}

/// What the library reads whole is short: an error, or a list within its bounds.
async fn answer(streamed: Streamed) -> Result<HttpResponse, HttpError> {
    let mut builder = http::Response::builder().status(streamed.status);
    if let Some(headers) = builder.headers_mut() {
        headers.clone_from(&streamed.headers);
    }
    let body = if (200..300).contains(&streamed.status) {
        let pieces = stream::unfold(Some(streamed), |streamed| async {
            let mut streamed = streamed?;
            match streamed.piece().await {
                Ok(piece) => piece.map(|piece| (Ok(Frame::data(piece)), Some(streamed))),
                Err(failure) => Some((Err(away(failure)), None)),
            }
        });
        HttpResponseBody::new(StreamBody::new(pieces))
    } else {
        streamed.whole().await.map_err(away)?.into()
    };
    builder.body(body).map_err(|_| unusable())
}

fn verb(method: &http::Method) -> Option<Verb> {
    match *method {
        http::Method::GET => Some(Verb::Get),
        http::Method::HEAD => Some(Verb::Head),
        http::Method::POST => Some(Verb::Post),
        http::Method::PUT => Some(Verb::Put),
        http::Method::DELETE => Some(Verb::Delete),
        _ => None,
    }
}

fn failed(kind: HttpErrorKind, trouble: BucketTrouble) -> HttpError {
    HttpError::new(kind, Carried(trouble))
}

fn away(failure: ProbeFailure) -> HttpError {
    let kind = match failure {
        ProbeFailure::TimedOut => HttpErrorKind::Timeout,
        ProbeFailure::Unreachable => HttpErrorKind::Connect,
        _ => HttpErrorKind::Unknown,
    };
    failed(kind, BucketTrouble::Away(failure.to_string()))
}

/// S3 answers so where another region has the bucket.
fn elsewhere(status: u16) -> BucketTrouble {
    BucketTrouble::Away(format!(
        "it sends elsewhere ({status}); is endpoint in [files.bucket] that of the bucket's region, and does region name the same?"
    ))
}

fn unusable() -> HttpError {
    failed(HttpErrorKind::Unknown, BucketTrouble::Away("a request could not be written as it was signed".into()))
}

/// What the library's error means. Its text is not repeated: it has what the storage wrote, which may have parts of signatures.
pub(super) fn told(error: object_store::Error) -> BucketTrouble {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(inner) = cause {
        if let Some(Carried(trouble)) = inner.downcast_ref() {
            return match trouble {
                BucketTrouble::Denied(denial) => BucketTrouble::Denied(denial.clone()),
                BucketTrouble::Secret(error) => BucketTrouble::Secret(error.clone()),
                other => BucketTrouble::Away(match other {
                    BucketTrouble::Away(why) => why.clone(),
                    other => other.to_string(),
                }),
            };
        }
        cause = inner.source();
    }
    let text = error.to_string();
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map(|(code, _)| code);
    let code = code.filter(|code| code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    match (&error, code) {
        (object_store::Error::NotFound { .. }, None | Some("NoSuchKey")) => BucketTrouble::Missing,
        (_, Some(code)) if ["InternalError", "SlowDown", "ServiceUnavailable", "RequestTimeout"].contains(&code) => {
            BucketTrouble::Away(format!("it says {code}"))
        }
        (_, Some("RequestTimeTooSkewed")) => BucketTrouble::Clock,
        (_, Some(code)) => BucketTrouble::Refused(code.to_owned()),
        (object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. }, None) => {
            BucketTrouble::Refused("AccessDenied".into())
        }
        (_, None) => BucketTrouble::Away("it gave no usable answer".into()),
    }
}

/// The keys, read when they are used and forgotten after.
pub(super) struct Keys {
    access: SecretRef,
    secret: SecretRef,
    token: Option<SecretRef>,
}

impl Keys {
    pub(super) fn of(config: &BucketConfig) -> Self {
        Self { access: config.access_key.clone(), secret: config.secret_key.clone(), token: config.session_token.clone() }
    }
}

#[async_trait]
impl CredentialProvider for Keys {
    type Credential = AwsCredential;

    async fn get_credential(&self) -> object_store::Result<Arc<AwsCredential>> {
        let read = async |reference: &SecretRef| match reference.resolve().await {
            Ok(secret) => Ok(secret.expose().to_owned()),
            Err(error) => Err(object_store::Error::Generic { store: "S3", source: Box::new(Carried(error.into())) }),
        };
        let token = match &self.token {
            Some(token) => Some(read(token).await?),
            None => None,
        };
        Ok(Arc::new(AwsCredential { key_id: read(&self.access).await?, secret_key: read(&self.secret).await?, token }))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Way").field("origin", &self.origin).finish_non_exhaustive()
    }
}
