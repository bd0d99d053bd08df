//! Answers that may be large: read piece by piece, never held whole. Bounded like all others in bytes, in parts and in time.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use holdpoint_domain::check::ProbeFailure;
use http::HeaderMap;
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::exchange::{self, Begun};
use super::{Egress, Request, broken};
use crate::limits;

/// How much of an answer is taken, and how long it is waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// From resolving to the answer's head: the request's body is on its way within this time.
    pub(crate) head: Duration,
    /// Of the answer's body.
    pub(crate) bytes: u64,
    /// From the head to the last byte.
    pub(crate) body: Duration,
}

/// An answer that has begun. Its connection, and its place among those at the same time, end with it.
pub(crate) struct Streamed {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    begun: Begun,
    left: u64,
    parts: u64,
    deadline: Instant,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Egress {
    /// Sends one request, and reads the head of its answer.
    ///
    /// Errors: as of [`Egress::send`].
    pub(crate) async fn stream(&self, request: Request, bounds: Bounds) -> Result<Streamed, ProbeFailure> {
        // Never closed, so a permit always comes; waiting for it is not the server's fault and not timed.
        let permit = Arc::clone(&self.0.permits).acquire_owned().await.ok();
        let opened = async {
            let mut sent = request.shown();
            let line = self.line(&request, &mut sent, &mut None).await?;
            let wire = request.wire().map_err(|cause| broken(&cause.into()))?;
            let raw = bounds.bytes.saturating_mul(2).saturating_add(limits::BYTES_BEFORE_HEAD);
            exchange::begin(line, wire, raw).await.map_err(|cause| broken(&cause))
        };
        let begun = tokio::time::timeout(bounds.head, opened).await.map_err(|_| ProbeFailure::TimedOut)??;
        // A length that is announced too large is not worth reading. One that lies is caught below.
        if bounds.bytes < begun.body.size_hint().lower() {
            return Err(ProbeFailure::BadAnswer);
        }
        Ok(Streamed {
            status: begun.head.status.as_u16(),
            headers: begun.head.headers.clone(),
            begun,
            left: bounds.bytes,
            parts: limits::BODY_PARTS as u64 + bounds.bytes / limits::PART_BYTES_LEAST,
            deadline: Instant::now() + bounds.body,
            _permit: permit,
        })
    }
}

impl Streamed {
    /// The next piece of the body; `None` at its end.
    ///
    /// Errors: it is longer than permitted, comes in too many parts, pauses for longer than [`limits::STREAM_PAUSE`] or does not end in
    /// time, or the connection broke before its end.
    pub(crate) async fn piece(&mut self) -> Result<Option<Bytes>, ProbeFailure> {
        loop {
            let until = self.deadline.min(Instant::now() + limits::STREAM_PAUSE);
            let frame = tokio::time::timeout_at(until, self.begun.body.frame()).await.map_err(|_| ProbeFailure::TimedOut)?;
            let Some(frame) = frame else { return Ok(None) };
            let frame = frame.map_err(|cause| broken(&cause.into()))?;
            self.parts = self.parts.checked_sub(1).ok_or(ProbeFailure::BadAnswer)?;
            if let Ok(data) = frame.into_data() {
                self.left = self.left.checked_sub(data.len() as u64).ok_or(ProbeFailure::BadAnswer)?;
                if !data.is_empty() {
                    return Ok(Some(data));
                }
            }
        }
    }

    /// All of the body, where that is little.
    ///
    /// Errors: as of [`Self::piece`].
    pub(crate) async fn whole(mut self) -> Result<Bytes, ProbeFailure> {
        let mut read = bytes::BytesMut::new();
        while let Some(piece) = self.piece().await? {
            read.extend_from_slice(&piece);
        }
        Ok(read.freeze())
    }
}
