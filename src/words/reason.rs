//! The gate's reasons and notices, in the reader's language.

use holdpoint_domain::launch::Reason;

/// The reason as a sentence.
pub fn told(reason: &Reason) -> String {
    reason.text.clone()
}
