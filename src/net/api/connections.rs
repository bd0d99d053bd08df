//! A connection that is tried before the operator writes it down.

use holdpoint_domain::wire::{ConnectionTrial, TryConnection};

use super::{Ask, CHECK_MS, Trouble};

pub async fn try_connection(wish: &TryConnection) -> Result<ConnectionTrial, Trouble> {
    Ask { patience_ms: CHECK_MS, ..Ask::post("/api/connections/trial", wish) }.json().await
}
