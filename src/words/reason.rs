//! The gate's reasons and notices, in the reader's language.

use holdpoint_domain::launch::{Launch, Reason};

/// The reason as a sentence. `launch` is the one that the gate was asked of.
pub fn told(_launch: &Launch, reason: &Reason) -> String {
    reason.text.clone()
}
