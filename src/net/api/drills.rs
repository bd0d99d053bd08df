//! Drills.

use holdpoint_domain::id::{DrillId, LaunchId, MemberId};
use holdpoint_domain::wire::{CloseDrill, DrillView, DrillsView, OpenDrill};

use super::{Ask, Trouble};

pub async fn drills(launch: LaunchId) -> Result<DrillsView, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/drills")).json().await
}

pub async fn drill(launch: LaunchId, drill: DrillId) -> Result<DrillView, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/drills/{drill}")).json().await
}

pub async fn open_drill(me: MemberId, launch: LaunchId, wish: &OpenDrill) -> Result<DrillView, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/drills"), wish).of(me).json().await
}

/// Ends it, and records what it showed.
pub async fn close_drill(me: MemberId, launch: LaunchId, drill: DrillId) -> Result<DrillView, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/drills/{drill}/close"), &CloseDrill {}).of(me).json().await
}
