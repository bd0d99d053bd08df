//! Every limit of the engine, with its reason.

use std::time::Duration;

/// Requests that one person's checks may make in a minute, and at once. Three pre-flights of a large template, one after the other.
pub const REQUESTS_PER_PERSON: u32 = 300;

/// The same for one launch, whoever asks: two people at work.
pub const REQUESTS_PER_LAUNCH: u32 = 600;

/// What the two above are about.
pub const MINUTE: Duration = Duration::from_secs(60);
