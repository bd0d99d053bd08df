//! Bodies and path segments, parsed at the boundary: what is wrong is told with the field.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use futures_util::StreamExt as _;
use holdpoint_domain::id::Digest;
use serde::de::DeserializeOwned;

use crate::error::ApiError;
use crate::limits;

/// A JSON body, with the digest of its bytes as they came.
pub struct Json<T> {
    pub value: T,
    pub fingerprint: Digest,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, ApiError> {
        Self::read(request, limits::BODY_BYTES).await
    }
}

impl<T: DeserializeOwned> Json<T> {
    /// A body with a limit of its own, in bytes.
    pub async fn read(request: Request<Body>, most: usize) -> Result<Self, ApiError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().map(str::trim) != Some("application/json") {
            let detail = "send the body as JSON, with Content-Type: application/json";
            return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", detail));
        }
        let bytes = read(request.into_body(), most).await?;
        Ok(Self { value: parse(&bytes)?, fingerprint: Digest::of(&bytes) })
    }
}

/// * Errors: 413 for a body over the limit; the rest of it is read and forgotten, or its sender would see a broken connection instead.
async fn read(body: Body, most: usize) -> Result<Vec<u8>, ApiError> {
    let mut parts = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0_usize);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| ApiError::new(StatusCode::BAD_REQUEST, "cut-off", "the body was cut off; send it again"))?;
        length = length.saturating_add(part.len());
        if length <= most {
            bytes.extend_from_slice(&part);
        } else if most + limits::BODY_FORGOTTEN < length {
            break;
        }
    }
    if most < length {
        let detail = format!("the body is larger than {} KiB; send less", most / 1024);
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail).with("most", most / 1024));
    }
    Ok(bytes)
}

/// What serde says of a body with which another build would have no trouble: while replicas are replaced one by one, a page of theirs asks this one.
const OTHER_SHAPE: [&str; 3] = ["unknown field", "unknown variant", "missing field"];

/// * Errors: 400 for what is no JSON, 422 with a pointer for JSON of the wrong shape.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        ApiError::new(StatusCode::BAD_REQUEST, "not-json", format!("the body is not UTF-8 from byte {}; send UTF-8", error.valid_up_to()))
    })?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let cause = error.inner();
        if cause.is_data() {
            let said = cause.to_string();
            let (pointer, detail) = (locate(pointer(error.path()), &said, text), format!("{said}; correct it and send the body again"));
            match OTHER_SHAPE.iter().any(|begin| said.starts_with(begin)) {
                true => ApiError::shown_field("bad-field/shape", &pointer, detail),
                false => ApiError::field(&pointer, detail),
            }
        } else {
            ApiError::new(StatusCode::BAD_REQUEST, "not-json", format!("the body is no JSON: {cause}; send one JSON object"))
        }
    })?;
    reader.end().map_err(|error| {
        ApiError::new(StatusCode::BAD_REQUEST, "not-json", format!("the body goes on after its JSON: {error}; send one JSON object"))
    })?;
    Ok(value)
}

/// Serde reads tagged values (commands) from a buffer and forgets where it is in them: what it says names the field, or repeats the value.
fn locate(pointer: String, said: &str, text: &str) -> String {
    let whole: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let Some(fields) = whole.pointer(&pointer).and_then(serde_json::Value::as_object) else {
        return pointer;
    };
    let named = said.split("field `").nth(1).and_then(|rest| rest.split('`').next());
    let repeated = || fields.iter().find(|(_, value)| value.as_str().is_some_and(|value| said.starts_with(&format!("{value:?}"))));
    match named.or_else(|| repeated().map(|(key, _)| key.as_str())) {
        Some(field) => format!("{pointer}/{field}"),
        None => pointer,
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        pointer.push('/');
        match segment {
            Segment::Seq { index } => pointer.push_str(&index.to_string()),
            Segment::Map { key } => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => pointer.push_str(variant),
            Segment::Unknown => pointer.push('?'),
        }
    }
    pointer
}

/// Path segments, parsed into ids; a bad one is told as a problem.
pub struct Place<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Place<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(rejection) => Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-address", rejection.body_text())),
        }
    }
}
