//! The only callers of the server. They know no views and no signals.
//!
//! * [`api`]: requests and answers.
//! * `early`: what was asked before this module was there.
//! * [`passkey`]: the browser's passkeys.
//! * [`live`]: the stream of what others do, which reconnects by itself.

mod early;

pub mod api;
pub mod live;
pub mod passkey;
