//! One reader's stream: everything behind its cursor, then what happens, until it goes or has to.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use axum::body::Bytes;
use futures_util::Stream;
use holdpoint_domain::id::{MemberId, Seq};
use holdpoint_domain::launch::Launch;
use tokio::net::TcpStream;

use super::frame::{self, Goodbye};
use super::hub::{Cursor, Next};
use super::rows::Called;
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
    cursor: Cursor,
    _seat: Seat,
}

impl Reader {
    pub fn join(app: App, joining: Joining) -> Self {
        let Joining { launch, member, owner, key, seat, after } = joining;
        let held = app.live.hold(&app, &launch);
        let cursor = held.hub.cursor(after, (member, owner), key);
        Self { app, held, cursor, _seat: seat }
    }

    /// Frames of `text/event-stream`, as a body. Not asked while the connection takes nothing: a slow reader holds its cursor, and what the
    /// connection has already.
    pub fn stream(mut self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        async_stream::stream! {
            // Subscribe first, look second: nothing falls between.
            let mut bell = self.held.hub.watch();
            loop {
                bell.mark_unchanged();
                let next = self.held.hub.next(&mut self.cursor);
                match self.without_log(next).await {
                    Next::Send(bytes) => yield Ok(bytes),
                    Next::Wait if bell.changed().await.is_ok() => {}
                    Next::SayGoodbye(why) => {
                        yield Ok(why.frame());
                        return;
                    }
                    Next::Wait | Next::ReadLog | Next::End => return,
                }
            }
        }
    }

    /// The same as chunks of HTTP/1.1, behind the head of an answer, until the end of either side.
    pub async fn write_to(self, stream: TcpStream) {
        let stream = Arc::new(stream);
        tokio::select! {
            () = chunked::closed(&stream) => {}
            _ = self.write_on(&stream) => {}
        }
    }

    /// * Errors: the connection is gone, or took nothing for a while.
    async fn write_on(mut self, stream: &Arc<TcpStream>) -> io::Result<()> {
        loop {
            let next = match self.held.hub.sit_down(stream, &mut self.cursor) {
                Ok(seated) => {
                    let Some(Called { cursor, rest }) = seated.called().await else { return Ok(()) };
                    self.cursor = cursor;
                    chunked::write(stream, rest).await?;
                    continue;
                }
                Err(next) => next,
            };
            match self.without_log(next).await {
                Next::Send(bytes) => chunked::write(stream, chunked::chunk(&bytes)).await?,
                Next::SayGoodbye(why) => {
                    chunked::write(stream, chunked::chunk(&why.frame())).await?;
                    return chunked::write(stream, chunked::END).await;
                }
                Next::Wait | Next::ReadLog | Next::End => return chunked::write(stream, chunked::END).await,
            }
        }
    }

    /// What a reader is to do where the log had to be read: never [`Next::ReadLog`].
    async fn without_log(&mut self, next: Next) -> Next {
        match next {
            Next::ReadLog => Box::pin(self.read_log()).await.unwrap_or(Next::End),
            other => other,
        }
    }

    /// A page of the log, for who came late or fell behind. `None`: it cannot be read now.
    async fn read_log(&mut self) -> Option<Next> {
        let (id, owner) = (self.held.hub.launch, self.cursor.owner());
        let Cursor { after, member, .. } = &mut self.cursor;
        let page = self.app.store.after(id, *after, limits::LIVE_EVENTS).await.ok()?;
        // Later than the page: what is in it may be behind the end of a role.
        let launch = self.app.store.launch(id).await.ok()?;
        if launch.seen_by(*member, owner).is_err() {
            return Some(Next::SayGoodbye(Goodbye::NoRole));
        }
        self.app.metrics.replayed(page.events.len());
        let frames: Vec<_> = page.events.iter().map(|stored| frame::event(&stored.recorded)).collect();
        // The hub says that there is more, so an empty page is a log that lost something.
        *after = page.events.last()?.recorded.seq;
        Some(Next::Send(frames.concat().into()))
    }
}
