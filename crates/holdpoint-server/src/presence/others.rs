//! Who sits at other replicas: each shows the others what it has in a launch's room, again and again, and what nobody shows any more is gone by itself.
//!
//! A replica that dies is forgotten within [`limits::PRESENCE_BEAT`] and the nine seconds for which the store shows a room.

use std::collections::BTreeSet;

use holdpoint_domain::id::{ItemId, LaunchId};
use holdpoint_store::rooms::Whisper;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::{MissedTickBehavior, interval, sleep};

use super::{Away, PresenceBoard};
use crate::app::App;
use crate::auth::Key;
use crate::limits;

/// Shows and sees until the server stops.
pub async fn go_on(app: App) {
    let Some(mut whispers) = app.store.overhear() else { return };
    let mut beats = interval(limits::PRESENCE_BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let (mut show, mut see) = (BTreeSet::new(), BTreeSet::new());
        tokio::select! {
            _ = beats.tick() => {
                show = app.presence.rooms();
                see.clone_from(&show);
            }
            () = app.presence.stirred() => {}
            heard = whispers.recv() => match heard {
                Ok(whisper) => hear(&app.presence, whisper, &mut see),
                // The next beat makes up for what was missed.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            },
            () = app.stop.cancelled() => break,
        }
        // A few at a time: many people move at once.
        sleep(limits::PRESENCE_TOGETHER).await;
        loop {
            match whispers.try_recv() {
                Ok(whisper) => hear(&app.presence, whisper, &mut see),
                Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        let stirred = app.presence.take_stirred();
        see.extend(stirred.iter().copied());
        show.extend(stirred);
        for launch in show {
            let shown = app.store.show_room(launch, told(&app.presence.own(launch))).await;
            shown.unwrap_or_else(|error| tracing::debug!(%error, "the other replicas do not see who is here"));
        }
        for launch in see {
            match app.store.other_rooms(launch).await {
                Ok(rooms) => app.presence.set_away(launch, rooms.iter().flat_map(|room| read(room)).collect()),
                Err(error) => tracing::debug!(%error, "who is at other replicas is not seen"),
            }
        }
    }
    for launch in app.presence.rooms() {
        let _ = app.store.show_room(launch, String::new()).await;
    }
}

fn told(people: &[Away]) -> String {
    if people.is_empty() { String::new() } else { serde_json::to_string(people).unwrap_or_default() }
}

/// What another version shows and this one does not understand is not shown.
fn read(room: &str) -> Vec<Away> {
    serde_json::from_str(room).unwrap_or_default()
}

fn hear(board: &PresenceBoard, whisper: Whisper, see: &mut BTreeSet<LaunchId>) {
    match whisper {
        Whisper::Room(launch) => {
            see.insert(launch);
        }
        Whisper::Word(word) => {
            if let Some((launch, mark, item)) = moved(&word) {
                board.tell_marked(launch, mark, item);
            }
        }
    }
}

/// Says where a session is whose stream may be at another replica.
pub fn whisper(app: &App, launch: LaunchId, key: Key, item: Option<&ItemId>) {
    let item = item.map_or("", ItemId::as_str);
    app.store.whisper(format!("at:{}:{}:{item}", launch.0, key.mark()));
}

fn moved(word: &str) -> Option<(LaunchId, &str, Option<ItemId>)> {
    let mut parts = word.strip_prefix("at:")?.splitn(3, ':');
    let (launch, mark, item) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
    let item = if item.is_empty() { None } else { Some(item.parse().ok()?) };
    Some((LaunchId(launch), mark, item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whispered_is_understood_and_nothing_else() {
        assert_eq!(moved("at:17:ab:a.b"), Some((LaunchId(17), "ab", Some("a.b".parse().unwrap()))));
        assert_eq!(moved("at:17:ab:"), Some((LaunchId(17), "ab", None)));
        for word in ["at:17:ab", "at:x:ab:", "at:17:ab:NO", "to:17:ab:", ""] {
            assert_eq!(moved(word), None, "{word}");
        }
    }
}
