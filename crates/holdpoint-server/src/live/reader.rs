//! One reader's stream: everything behind its cursor, then what happens, until it goes or has to.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Bytes;
use futures_util::Stream;
use holdpoint_domain::id::{MemberId, Seq};
use holdpoint_domain::launch::Launch;
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::frame::{self, Goodbye};
use super::hub::{Next, Pass, Position};
use super::{Held, chunked};
use crate::app::App;
use crate::auth::Key;
use crate::limits;
use crate::presence::Seat;

/// Somebody who wants to read a launch on.
pub struct Joining {
    /// As they saw it just now.
    pub launch: Arc<Launch>,
    pub member: MemberId,
    /// Whether they own the server.
    pub owner: bool,
    pub key: Key,
    /// Their place among those present.
    pub seat: Seat,
    /// The last event that they have.
    pub after: Seq,
}

pub struct Reader {
    app: App,
    held: Held,
    bell: watch::Receiver<()>,
    position: Position,
    who: (MemberId, bool),
    pass: Arc<Pass>,
    ended: bool,
    _seat: Seat,
}

impl Reader {
    pub fn join(app: App, joining: Joining) -> Self {
        let Joining { launch, member, owner, key, seat, after } = joining;
        let held = app.live.hold(&app, &launch);
        // Subscribe first, look second: nothing falls between.
        let bell = held.hub.watch();
        let (position, pass) = (held.hub.position(after), held.hub.pass(key));
        Self { app, held, bell, position, who: (member, owner), pass, ended: false, _seat: seat }
    }

    /// Frames of `text/event-stream`, as a body.
    pub fn stream(mut self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        async_stream::stream! {
            while let Some(bytes) = self.next().await {
                yield Ok(bytes);
            }
        }
    }

    /// The same as chunks of HTTP/1.1, behind the head of an answer, until the end of either side.
    pub async fn write_to(mut self, stream: TcpStream) {
        loop {
            let next = tokio::select! {
                () = chunked::closed(&stream) => return,
                next = self.next() => next,
            };
            let written = match &next {
                Some(bytes) => chunked::write(&stream, bytes).await,
                None => chunked::end(&stream).await,
            };
            if next.is_none() || written.is_err() {
                return;
            }
        }
    }

    /// Not asked while the connection takes nothing: a slow reader holds its cursor, and what the connection has already.
    async fn next(&mut self) -> Option<Bytes> {
        while !self.ended {
            self.bell.mark_unchanged();
            let next =
                if self.pass.ended() { Next::SayGoodbye(Goodbye::SignedOut) } else { self.held.hub.next(&mut self.position, self.who) };
            match next {
                Next::Send(bytes) => return Some(bytes),
                Next::ReadLog => match Box::pin(self.read_log()).await {
                    Some(bytes) => return Some(bytes),
                    None => self.ended = true,
                },
                Next::Wait => self.ended = self.bell.changed().await.is_err(),
                Next::SayGoodbye(why) => {
                    self.ended = true;
                    return Some(why.frame());
                }
                Next::End => self.ended = true,
            }
        }
        None
    }

    /// A page of the log, for who came late or fell behind. `None`: it cannot be read now.
    async fn read_log(&mut self) -> Option<Bytes> {
        let id = self.held.hub.launch;
        let page = self.app.store.after(id, self.position.after, limits::LIVE_EVENTS).await.ok()?;
        // Later than the page: what is in it may be behind the end of a role.
        let launch = self.app.store.launch(id).await.ok()?;
        if launch.seen_by(self.who.0, self.who.1).is_err() {
            self.ended = true;
            return Some(Goodbye::NoRole.frame());
        }
        self.app.metrics.replayed(page.events.len());
        let frames: Vec<_> = page.events.iter().map(|stored| frame::event(&stored.recorded)).collect();
        // The hub says that there is more, so an empty page is a log that lost something.
        self.position.after = page.events.last()?.recorded.seq;
        Some(frames.concat().into())
    }
}
