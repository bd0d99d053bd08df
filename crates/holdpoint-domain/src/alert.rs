//! Alerts: what decided how one stands, which the page tells too, and with feature `alerts` how one is evaluated.

#[cfg(feature = "alerts")]
mod evaluate;
mod why;

#[cfg(feature = "alerts")]
pub use evaluate::*;
pub use why::Why;
