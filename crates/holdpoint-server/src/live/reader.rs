//! One reader's stream: everything behind its cursor, then what happens, until it goes or has to.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Bytes;
use futures_util::Stream;
use holdpoint_domain::id::{MemberId, Seq};
use holdpoint_domain::launch::Launch;
use tokio::sync::watch;

use super::Held;
use super::frame::{self, Goodbye};
use super::hub::{Next, Pass, Position};
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

struct Reader {
    app: App,
    held: Held,
    bell: watch::Receiver<()>,
    position: Position,
    who: (MemberId, bool),
    pass: Arc<Pass>,
    ended: bool,
    _seat: Seat,
}

/// Frames of `text/event-stream`.
pub fn join(app: App, joining: Joining) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let Joining { launch, member, owner, key, seat, after } = joining;
    let held = app.live.hold(&app, &launch);
    // Subscribe first, look second: nothing falls between.
    let bell = held.hub.watch();
    let (position, pass) = (held.hub.position(after), held.hub.pass(key));
    let mut reader = Reader { app, held, bell, position, who: (member, owner), pass, ended: false, _seat: seat };
    async_stream::stream! {
        while let Some(bytes) = reader.next().await {
            yield Ok(bytes);
        }
    }
}

impl Reader {
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
