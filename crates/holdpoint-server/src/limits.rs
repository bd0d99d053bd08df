//! Every limit of the server, with its reason.

use std::time::Duration;

/// A command's body. A justification has at most 10,000 characters, of 4 bytes each, and JSON may escape them.
pub const BODY_BYTES: usize = 256 * 1024;

/// A push's body. Reports that somebody still reads have some hundred KiB; GitHub takes SARIF of 10 MB, compressed.
pub const PUSH_BYTES: usize = 10 * 1024 * 1024;

/// Pushes that are read at the same time, in the whole process: each holds its body twice, as bytes and as text.
pub const PUSHES: usize = 4;

/// Reports that are turned into PDF, Markdown or CSV at the same time, in the whole process: one of 5,000 items takes some 150 MiB for a second.
pub const RENDITIONS: usize = 2;

/// How much of a body over the limit is read and forgotten, so that its sender gets to read why.
pub const BODY_FORGOTTEN: usize = 4 * 1024 * 1024;

/// Events in one page: a late joiner asks for the next page.
pub const PAGE_EVENTS: usize = 500;

/// Events that a live stream reads at once: the bound of what a slow reader makes the server hold.
pub const LIVE_EVENTS: usize = 64;

/// Between signs of life on a live stream; proxies close silent connections after 30 to 60 s.
pub const HEARTBEAT: Duration = Duration::from_secs(10);

/// How long a revoked session may go on reading.
pub const SESSION_CHECK: Duration = Duration::from_secs(30);

/// Live streams of one account: six tabs in each of a few browsers.
pub const STREAMS_PER_ACCOUNT: usize = 32;

/// A session lives a working week, then people sign in again.
pub const SESSION: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

/// A set-up link is used on the day it was printed; a new start prints a new one.
pub const SETUP_LINK: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Days that an invite waits unless it says otherwise: over a weekend and a day off.
pub const INVITE_DAYS: u32 = 7;

/// Days that an invite may wait: a link that lies about for longer is found by somebody else.
pub const INVITE_DAYS_ALLOWED: std::ops::RangeInclusive<u32> = 1..=30;

/// A recovery link is used on the day it was made.
pub const RECOVERY_LINK: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// How long a password or passkey that was given counts as fresh: enough to enrol a device, too little for a lunch.
pub const PROOF: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// How long a question to a passkey waits for its answer.
pub const CHALLENGE: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// How long somebody may stay at the organisation's sign-in: a password, a second factor, perhaps a new phone.
pub const OIDC_REQUEST: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// How long what a provider says of itself is believed. New keys are looked for at once when a token has one that is not known.
pub const OIDC_DISCOVERY: Duration = Duration::from_secs(3_600);

/// How far a provider's clock may be ahead.
pub const OIDC_SKEW: jiff::SignedDuration = jiff::SignedDuration::from_mins(2);

/// Characters of a subject (OpenID Connect Core, section 2).
pub const OIDC_SUBJECT_CHARS: usize = 255;

/// Groups of one person that are looked at; large directories cut off far below.
pub const OIDC_GROUPS: usize = 1_000;

/// Recovery codes that are made at a time: a short list to print.
pub const RECOVERY_CODES: usize = 10;

/// Days until an API token expires: a year, and a day for whoever renews it.
pub const TOKEN_DAYS: std::ops::RangeInclusive<u32> = 1..=366;

/// Entries of an account's log in one answer.
pub const LOG_ENTRIES: u32 = 100;

/// How long a sender may pause within a body.
pub const BODY_PAUSE: Duration = Duration::from_secs(10);

/// Password hashes that are computed at the same time: each takes 19 MiB and a core.
pub const HASHES: usize = 2;

/// Attempts to sign in, for one name or from one address: enough for a person with a stuck key, too few for a list.
pub const ATTEMPTS_PER_MINUTE: u32 = 10;

pub const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 10..=1_000;

/// Checks that one launch runs at the same time, so that the proxy is no scanner.
pub const CHECKS_PER_LAUNCH: usize = 32;

/// How long `GET /health` repeats what it saw, so that asking it asks nobody else.
pub const HEALTH_CACHE: Duration = Duration::from_secs(30);

/// How long requests may go on after the order to stop.
pub const SHUTDOWN: Duration = Duration::from_secs(10);
