//! Why the server gave no good answer, in the reader's language.

use crate::net::api::Trouble;

/// The trouble as a sentence.
pub fn told(trouble: &Trouble) -> String {
    trouble.to_string()
}
