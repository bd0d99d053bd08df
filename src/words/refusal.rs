//! Why a wish is not granted, in the reader's language.

use holdpoint_domain::launch::Refusal;

/// The refusal as a phrase that begins small, as the domain's own is.
pub fn told(refusal: &Refusal) -> String {
    refusal.to_string()
}
