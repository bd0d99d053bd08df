//! The main job in real browsers, against the real binary and a real database file.
//!
//! * `main_job`: set-up, invite, two people at work, pre-flight, rollback, sign-off, report, verification.
//! * `bad_days`: crash and restart, an offline edit, a link that was used, a page that does not exist.
//! * `drill`: a drill, watched by two people.
//! * `keyboard`: the palette and single keys.
//! * `passkeys`: signing in with a passkey, recovery, sessions.
//! * `tabs`: one launch in several tabs; undo.
//! * `tickets`: a report delivered to its ticket from the page, refused first.
//! * `watch`: scheduled checks, charts and alerts.
//! * `prism`: the pre-flight against a mock of the vendor's own API description, where that is at hand.

mod bad_days;
mod browser;
mod drill;
mod keyboard;
mod main_job;
mod own_keys;
mod passkeys;
mod prism;
// The bench uses the rest of it.
#[allow(dead_code)]
mod stage;
mod tabs;
mod team;
mod tickets;
mod watch;

/// The token that the emulated vendor accepts; it may turn up nowhere but in its requests.
pub const TOKEN: &str = "dG9rOmNhbmFyeV90b2tlbl9mb3JfdGVzdHM";
pub const WEBHOOK_SECRET: &str = "canary-webhook-secret-for-tests";
