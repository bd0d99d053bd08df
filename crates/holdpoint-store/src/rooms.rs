//! What processes that share a store tell each other and nobody keeps: who is in which launch's room. All of it may be lost, and ends by itself. A store of
//! one process has nobody to tell, so these do nothing there.

use async_trait::async_trait;
use holdpoint_domain::id::LaunchId;
use tokio::sync::broadcast;

use crate::StoreError;

/// What another process said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whisper {
    /// It shows something else in this room now.
    Room(LaunchId),
    /// Whatever it is about: the store does not look into it.
    Word(String),
}

#[async_trait]
pub trait Rooms {
    /// Shows the others what this process has in a launch's room, for nine seconds: it is to be shown again before. Nothing is shown as an empty text.
    async fn show_room(&self, launch: LaunchId, room: String) -> Result<(), StoreError> {
        let _ = (launch, room);
        Ok(())
    }

    /// What the others show there now.
    async fn other_rooms(&self, launch: LaunchId) -> Result<Vec<String>, StoreError> {
        let _ = launch;
        Ok(Vec::new())
    }

    /// Says something to the others: at most 200 bytes, without a space.
    fn whisper(&self, word: String) {
        let _ = word;
    }

    /// What the others say from now on; `None`: there are never any others.
    fn overhear(&self) -> Option<broadcast::Receiver<Whisper>> {
        None
    }
}
