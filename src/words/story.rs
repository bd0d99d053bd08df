//! What happened in a launch, in the reader's language.

use holdpoint_domain::launch::{Event, Launch};

/// The event as a sentence without its actor and time: `set the status to done`.
pub fn told(launch: &Launch, event: &Event) -> String {
    launch.words(event)
}
