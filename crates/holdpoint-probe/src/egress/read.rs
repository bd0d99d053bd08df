//! The only reader of bodies: bounded in bytes and in time. A time-out around the request alone would not bound the body.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Body;
use tokio::time::Instant;

use crate::limits;

#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error("the body has more than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the body comes in more than {} parts", limits::BODY_PARTS)]
    TooManyParts,
    #[error("the body did not end in time")]
    TimedOut,
    #[error("the body is not acceptable HTTP: {0}")]
    Broken(#[from] hyper::Error),
}

/// Reads a body to its end.
///
/// * `limit`: bytes it may have at most; one more is [`ReadError::TooLarge`], at the latest when that byte arrives.
/// * `deadline`: when it must have ended.
pub(super) async fn read_bounded<B>(mut body: B, limit: usize, deadline: Instant) -> Result<Bytes, ReadError>
where
    B: Body<Data = Bytes, Error = hyper::Error> + Unpin,
{
    // A length that is announced too large is not worth reading. One that lies is caught below.
    if u64::try_from(limit).unwrap_or(u64::MAX) < body.size_hint().lower() {
        return Err(ReadError::TooLarge { limit });
    }
    let mut read = BytesMut::new();
    for _ in 0..limits::BODY_PARTS {
        let frame = match tokio::time::timeout_at(deadline, body.frame()).await {
            Err(_) => return Err(ReadError::TimedOut),
            Ok(None) => return Ok(read.freeze()),
            Ok(Some(frame)) => frame?,
        };
        if let Ok(data) = frame.into_data() {
            if limit - read.len() < data.len() {
                return Err(ReadError::TooLarge { limit });
            }
            read.extend_from_slice(&data);
        }
    }
    Err(ReadError::TooManyParts)
}
