//! The main job in real browsers, against the real binary and a real database file.
//!
//! * `main_job`: set-up, invite, two people at work, pre-flight, rollback, sign-off, report, verification.
//! * `alerts`: scheduled checks, charts and alerts. Its name makes it the first: it waits half a minute, and others run meanwhile.
//! * `bad_days`: crash and restart, an offline edit, a link that was used, a page that does not exist.
//! * `board`: the launches while others work.
//! * `crowded`: much of everything, under names that are one long word.
//! * `connections`: a connection that is tried before it is one.
//! * `details`: a form that two people fill in at once; the pages of who may only look.
//! * `design`: every part in every state, as development builds show them at `/design`.
//! * `drill`: a drill, watched by two people.
//! * `faces`: every page in every state, at 320 pixels, at 200 %, on paper, in other colours.
//! * `first_run`: from the set-up link to a sample launch, and its end.
//! * `hours`: a page that stays open while time goes by.
//! * `hostile`: texts, links and file names that would run a script if they were taken for more than text.
//! * `joined`: two reports of a launch, and what joins their logs, in the page that verifies them.
//! * `keyboard`: the main job without a mouse.
//! * `language`: the page in German; no text that is not a message.
//! * `late`: what comes behind the first screen, on a network that goes.
//! * `long_list`: a launch of 5,000 items.
//! * `mentions`: somebody is asked in a comment, told of it, and waited for.
//! * `messages`: what is told hides nothing that has the focus, and is told in a dialog while one is open.
//! * `new_browser`: the first visit: on a slow disk, and faster than the code that sends.
//! * `order`: what is judged by the launch, pressed right after a change.
//! * `files`: a file attached to an item, over a crash.
//! * `office`: what comes in between around a launch: answers that are lost or long on their way, forms that are overtaken.
//! * `passkeys`: signing in with a passkey, recovery, sessions.
//! * `rollback`: a run for real that fails.
//! * `set_back`: a restored backup, which may have grown again.
//! * `slips`: a way back in the middle of a date, a second click, a field that is only passed.
//! * `tabs`: one launch in several tabs; undo.
//! * `templates`: a copy of a checklist, edited, saved, and compared with the one before it.
//! * `tickets`: a report delivered to its ticket from the page, refused first.
//! * `proofs`: a password given again in the middle of something.
//! * `upgrade`: a newer version of a checklist, and the trend on the board.
//! * `providers`: signing in with an organisation's own provider.
//! * `quick`: the palette and single keys.
//! * `prism`: the pre-flight against a mock of the vendor's own API description, where that is at hand.

mod alerts;
mod bad_days;
mod board;
mod browser;
mod connections;
mod crowded;
mod design;
mod details;
mod drill;
mod faces;
mod files;
mod first_run;
mod hostile;
mod hours;
mod joined;
mod keyboard;
mod language;
mod late;
mod left;
mod long_list;
mod main_job;
mod mentions;
mod messages;
mod new_browser;
mod office;
mod order;
mod own_keys;
mod passkeys;
mod prism;
mod proofs;
mod providers;
mod quick;
mod rollback;
#[path = "../../crates/holdpoint-server/tests/crash/server.rs"]
#[allow(dead_code)]
mod server;
mod set_back;
mod slips;
// The bench uses the rest of it.
#[allow(dead_code)]
mod stage;
mod tabs;
mod team;
mod templates;
mod tickets;
mod upgrade;

/// The token that the emulated vendor accepts; it may turn up nowhere but in its requests.
pub const TOKEN: &str = "dG9rOmNhbmFyeV90b2tlbl9mb3JfdGVzdHM";
pub const WEBHOOK_SECRET: &str = "canary-webhook-secret-for-tests";
