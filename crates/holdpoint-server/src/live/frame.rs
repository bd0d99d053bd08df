//! How things look on the wire: frames of `text/event-stream`, each with the empty line that ends it.

use axum::body::Bytes;
use holdpoint_domain::launch::Recorded;
use holdpoint_domain::wire::Presence;

/// An event, not a comment: a page sees no comments, and judges by these whether the line is up.
pub const PING: Bytes = Bytes::from_static(b"event: ping\ndata: 1\n\n");

/// Why a stream ends that its reader did not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goodbye {
    /// The server stops.
    Stopping,
    /// The session or token no longer opens anything.
    SignedOut,
    /// The role in the launch was taken away.
    NoRole,
}

impl Goodbye {
    pub fn frame(self) -> Bytes {
        Bytes::from_static(match self {
            Goodbye::Stopping => b"event: goodbye\ndata: stopping\n\n",
            Goodbye::SignedOut => b"event: goodbye\ndata: signed-out\n\n",
            Goodbye::NoRole => b"event: goodbye\ndata: no-role\n\n",
        })
    }
}

/// An event of the log; its place is the id that a browser comes back with.
pub fn event(recorded: &Recorded) -> Bytes {
    // JSON has no line breaks of its own, which would end the field.
    let data = serde_json::to_string(recorded).unwrap_or_default();
    format!("event: event\nid: {}\ndata: {data}\n\n", recorded.seq).into()
}

pub fn presence(presence: &Presence) -> Bytes {
    let data = serde_json::to_string(presence).unwrap_or_default();
    format!("event: presence\ndata: {data}\n\n").into()
}
