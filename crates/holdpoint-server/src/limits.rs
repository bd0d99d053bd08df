//! Every limit of the server, with its reason.

use std::time::Duration;

use holdpoint_domain::check::{KEPT, LOOKED_AT};

// Those that the page goes by too.
pub use holdpoint_domain::wire::{INVITE_DAYS, LOG_ENTRIES, PASSWORD_CHARS, TOKEN_DAYS};

/// A command's body. A justification has at most 10,000 characters, of 4 bytes each, and JSON may escape them.
pub const BODY_BYTES: usize = 256 * 1024;

/// A push's body. Reports that somebody still reads have some hundred KiB; GitHub takes SARIF of 10 MB, compressed.
pub const PUSH_BYTES: usize = 10 * 1024 * 1024;

/// Pushes that are judged at the same time, in the whole process: each holds its file twice, as text and as what was read from it.
pub const PUSHES: usize = 4;

/// Pushes of one person that are in memory at the same time, from the first byte on; more of theirs wait.
pub const PUSHES_OF_ONE: usize = 4;

/// How long a push may take to come in: 10 MiB over a slow line.
pub const PUSH_TIME: Duration = Duration::from_secs(60);

/// How long a push waits for its turn before its sender is told to come again.
pub const PUSH_WAIT: Duration = Duration::from_secs(20);

/// Connections that are tried at the same time, in the whole process: each asks four addresses, and only the owner may.
pub const TRIALS: usize = 2;

/// A template's body: its file has at most 1 MiB, and JSON may escape much of it.
pub const TEMPLATE_BYTES: usize = 3 * 1024 * 1024;

/// Versions of templates that there may be before no more are saved: each is held in memory, with its file.
pub const TEMPLATES: usize = 500;

/// How often folders of templates are looked through for new files: how long other replicas do not offer what one has saved.
pub const TEMPLATES_BEAT: Duration = Duration::from_secs(2);

/// Reports that are turned into PDF, Markdown or CSV at the same time, in the whole process: one of 5,000 items takes some 150 MiB for a second.
pub const RENDITIONS: usize = 2;

/// How much of a body over the limit is read and forgotten, so that its sender gets to read why.
pub const BODY_FORGOTTEN: usize = 4 * 1024 * 1024;

/// Events in one page: a late joiner asks for the next page.
pub const PAGE_EVENTS: usize = 500;

/// Events that are read from the log at once, for all readers of a launch or for one that is behind.
pub const LIVE_EVENTS: usize = 64;

/// Events of a launch that its readers share: fifty seconds of twenty a second, so that a hiccup does not send ten thousand readers to the log.
pub const RING_EVENTS: usize = 1_024;

/// Bytes of them: evidence may be long, and many launches may be read.
pub const RING_BYTES: usize = 1024 * 1024;

/// What one reader is given at once, unless one event is larger. A connection that takes nothing holds one such piece, which is shared most
/// of the time.
pub const CHUNK_BYTES: usize = 32 * 1024;

/// Tasks that write to the readers of a launch: each takes a core for a while when there are thousands.
pub const ROWS: usize = 4;

/// Readers that are written to before others have their turn.
pub const SEATS_AT_ONCE: usize = 32;

/// Pieces of several events that are kept for other readers at the same place, until the next event.
pub const CHUNKS_SHARED: usize = 16;

/// How long a connection may take nothing of what waits for it. A live page takes everything at once; one that was dropped resumes.
pub const WRITE_PAUSE: Duration = Duration::from_secs(30);

/// Between signs of life on a live stream; proxies close silent connections after 30 to 60 s.
pub const HEARTBEAT: Duration = Duration::from_secs(10);

/// How long nothing may be heard from the machine of a live stream before it is asked whether it is there, and between two such questions.
pub const PEER_IDLE: Duration = Duration::from_secs(2);
pub const PEER_ASKED_AGAIN: Duration = Duration::from_secs(1);

/// How long what was sent on a live stream, or asked, may stay unconfirmed by the machine at the other end: with [`PRESENCE_GRACE`] somebody whose
/// machine is gone without a word is gone in some 20 s. The kernel breaks those too that take nothing for as long: with a third of it, some of
/// 5,000 readers on one machine were sent away while they arrived.
pub const PEER_UNHEARD: Duration = Duration::from_secs(12);

/// Between two looks at the sessions that read: with the time that a look takes, a revoked one reads on for less than 30 s.
pub const SESSION_CHECK: Duration = Duration::from_secs(20);

/// Live streams of one account: six tabs in each of a few browsers.
pub const STREAMS_PER_ACCOUNT: usize = 32;

/// How long somebody without a live stream stays present: a connection that is made anew, or handed from one tab to another, is no coming
/// and going.
pub const PRESENCE_GRACE: Duration = Duration::from_secs(5);

/// How often a replica shows the others who is here, and looks who is there. Within this and nine seconds a replica that died is forgotten.
pub const PRESENCE_BEAT: Duration = Duration::from_secs(4);

/// For how long changes are gathered, to be shown together.
pub const PRESENCE_TOGETHER: Duration = Duration::from_millis(100);

/// People that presence names; how many more there are is a number. A screen shows a dozen.
pub const PRESENCE_NAMED: usize = 50;

/// Between two presences of a launch, for few readers: nobody sees the difference.
pub const PRESENCE_PAUSE: Duration = Duration::from_millis(250);

/// Presences that a launch's readers are sent in a second, all together: with many readers the pauses grow.
pub const PRESENCE_FRAMES_PER_SECOND: f64 = 2_000.0;

/// The longest pause: with [`PRESENCE_GRACE`] well under the 15 s after which somebody who closed the page has to be gone.
pub const PRESENCE_PAUSE_MOST: Duration = Duration::from_secs(5);

/// A session lives a working week, then people sign in again.
pub const SESSION: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

/// A set-up link is used on the day it was printed; a new start prints a new one.
pub const SETUP_LINK: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Days that an invite may wait: a link that lies about for longer is found by somebody else.
pub const INVITE_DAYS_ALLOWED: std::ops::RangeInclusive<u32> = 1..=30;

/// A recovery link is used on the day it was made.
pub const RECOVERY_LINK: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// How long a password or passkey that was given, here or at a provider, counts as fresh: enough to enrol a device, too little for a lunch.
pub const PROOF: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// How long a question to a passkey waits for its answer.
pub const CHALLENGE: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// How long what an SSH key signs to be enrolled waits: the key may be on another machine.
pub const SSH_CHALLENGE: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// How long somebody may stay at the organisation's sign-in: a password, a second factor, perhaps a new phone.
pub const OIDC_REQUEST: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// How long what a provider says of itself is believed. New keys are looked for at once when a token has one that is not known.
pub const OIDC_DISCOVERY: Duration = Duration::from_secs(3_600);

/// How far a provider's clock may be ahead or behind.
pub const OIDC_SKEW: jiff::SignedDuration = jiff::SignedDuration::from_mins(2);

/// Characters of a subject (OpenID Connect Core, section 2).
pub const OIDC_SUBJECT_CHARS: usize = 255;

/// Groups of one person that are looked at; large directories cut off far below.
pub const OIDC_GROUPS: usize = 1_000;

/// Recovery codes that are made at a time: a short list to print.
pub const RECOVERY_CODES: usize = 10;

/// How long a sender may pause within a body.
pub const BODY_PAUSE: Duration = Duration::from_secs(10);

/// Password hashes that are computed at the same time: each takes 19 MiB and a core.
pub const HASHES: usize = 2;

/// Attempts to sign in, for one name or from one address: enough for a person with a stuck key, too few for a list.
pub const ATTEMPTS_PER_MINUTE: u32 = 10;

/// Checks that one launch runs at the same time, so that the proxy is no scanner.
pub const CHECKS_PER_LAUNCH: usize = 32;

/// How often `holdpoint gate --wait` asks: soon enough for a pipeline, too seldom to be a load.
pub const GATE_AGAIN: Duration = Duration::from_secs(5);

/// How long `--wait` waits at most: longer than any change window, and no sum of times overflows.
pub const WAIT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How long `GET /health` repeats what it saw, so that asking it asks nobody else.
pub const HEALTH_CACHE: Duration = Duration::from_secs(30);

/// How long requests may go on after the order to stop.
pub const SHUTDOWN: Duration = Duration::from_secs(10);

/// How long readers of live streams may take to hear that the server stops.
pub const GOODBYE: Duration = Duration::from_secs(2);

/// Minutes that a drill is open unless it says otherwise: enough to deploy a configuration and run a job.
pub const DRILL_MINUTES: u32 = 20;

/// Minutes that a drill may be open: an address that plays the vendor is not to be forgotten.
pub const DRILL_MINUTES_ALLOWED: std::ops::RangeInclusive<u32> = 1..=60;

/// Seconds that an answer hangs unless the drill says otherwise: more than the 30 that are recommended as a time-out.
pub const DRILL_HANG_SECONDS: u32 = 45;

/// Seconds that an answer may hang: a client with a short time-out need not wait; after two minutes proxies hang up themselves.
pub const DRILL_HANG_ALLOWED: std::ops::RangeInclusive<u32> = 1..=120;

/// Open drills of one launch: one by hand, one by CI.
pub const DRILLS_PER_LAUNCH: usize = 2;

/// Open drills of the whole server.
pub const DRILLS: usize = 32;

/// Drills of a launch that have ended and can still be looked at; their receipts stay in any case.
pub const DRILLS_KEPT: usize = 5;

/// The same of all launches together: a full one has some 300 KB.
pub const DRILLS_KEPT_IN_ALL: usize = 100;

/// Requests that a drill writes down, some 200 bytes each: far more than a picture shows.
pub const DRILL_REQUESTS: usize = 1_000;

/// A body that a client sends to a drill. Contacts with all attributes have a few KiB.
pub const DRILL_BODY_BYTES: usize = 64 * 1024;

/// Characters of a method or an API version that are repeated.
pub const DRILL_METHOD_CHARS: usize = 16;

/// Characters of an id that is repeated to who sent it.
pub const DRILL_ID_CHARS: usize = 64;

/// How far ahead a drill's rate limit ends, in seconds beyond the present one: long enough to see who waits for it.
pub const DRILL_RESET_SECONDS: i64 = 3;

/// Intercom counts requests in windows of ten seconds.
pub const DRILL_WINDOW_SECONDS: i64 = 10;

/// Between the first half of an answer and its end, where a drill breaks the connection: the half has to be on its way.
pub const DRILL_BREAK: Duration = Duration::from_millis(50);

/// When the results of a drill that ended are tried to be recorded again.
pub const DRILL_AGAIN: Duration = Duration::from_secs(15);

/// Conditions in one group of a search (Intercom's OpenAPI description 2.16, `POST /contacts/search`).
pub const DRILL_FILTERS: usize = 15;

/// How deeply groups of a search may be nested (the same).
pub const DRILL_NESTED: u32 = 2;

/// Scheduled runs at the same time in one process: a slow target must not use up what people's own checks need.
pub const WATCH_RUNS: usize = 32;

/// Scheduled runs at the same time over one connection: many launches watch the same target, which must not be hammered.
pub const WATCH_PER_CONNECTION: usize = 8;

/// How long a replica has a run: longer than five rounds (seven that run, and [`WATCH_RUNS`] claimed behind them, over
/// [`WATCH_PER_CONNECTION`]) of the longest probe (samples are begun for 15 s, and the last one may follow five redirects: six requests of 10 s
/// each), so that no run is done twice because it is slow.
pub const WATCH_LEASE: jiff::SignedDuration = jiff::SignedDuration::from_secs(420);

/// Between two looks at what is due, at most: another replica may have planned it.
pub const WATCH_PAUSE: Duration = Duration::from_secs(5);

/// Until the next look while all that is due waits for places at its target: one that answers has free ones within a second.
pub const WATCH_FULL: Duration = Duration::from_secs(1);

/// Between two looks, at least: runs that are due in the same moment are claimed together.
pub const WATCH_BREATH: Duration = Duration::from_millis(250);

/// The first run comes within this time after watching was switched on: people wait for it.
pub const WATCH_FIRST: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// Between two looks at all alerts: what ends a run's share in an alert may be time alone.
pub const ALERTS_PAUSE: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

/// Samples of one check that an alert looks at: the lint holds a condition's time against it.
pub const ALERT_SAMPLES: usize = LOOKED_AT as usize;

/// Attempts to set an alert when other replicas are faster each time.
pub const ALERT_ATTEMPTS: usize = 3;

/// How long samples and settled messages are kept.
pub const WATCH_KEPT: jiff::SignedDuration = jiff::SignedDuration::from_secs(KEPT as i64);

/// Between two times of forgetting what is older.
pub const WATCH_FORGET: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// Messages that one process has on their way at the same time.
pub const NOTICES_AT_ONCE: usize = 8;

/// How long a replica has a message: longer than the slowest mail server may take.
pub const NOTICE_LEASE: jiff::SignedDuration = jiff::SignedDuration::from_secs(120);

/// Before the second attempt; doubled before each one after it.
pub const NOTICE_RETRY: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// The longest pause between two attempts.
pub const NOTICE_RETRY_MOST: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// Attempts for one message: with the pauses above, more than four hours, so that an outage over lunch loses nothing.
pub const NOTICE_ATTEMPTS: u32 = 12;

/// Attempts at an e-mail that wait for receivers who are refused only for now (greylisting, a full mailbox): with the pauses above, three and a half
/// minutes, after which the others get it alone.
pub const MAIL_PATIENCE: u32 = 3;

/// Messages in one answer.
pub const NOTICES_SHOWN: usize = 100;

/// Exceptions that a message about a report names: a chat shows a screen of text, and the report has them all.
pub const NOTICE_EXCEPTIONS: usize = 5;

/// Characters of one text in a block of Slack's, which takes 3,000.
pub const SLACK_BLOCK_CHARS: usize = 2_900;

/// Ticket systems of one server: an organisation has a few.
pub const TICKET_SYSTEMS: usize = 20;

/// Reports that one process brings to tickets at the same time: each holds its files in memory.
pub const DELIVERIES_AT_ONCE: usize = 4;

/// How long a replica has a delivery: longer than five files of 60 s each and the looks before them may take.
pub const DELIVERY_LEASE: jiff::SignedDuration = jiff::SignedDuration::from_secs(900);

/// How long `holdpoint ticket send` asks again while the server is away, where no `--wait` says it: as long as a push does.
pub const TICKET_ASKED: Duration = Duration::from_secs(60);

/// Between two looks of `holdpoint ticket send --wait`.
pub const TICKET_AGAIN: Duration = Duration::from_secs(2);

/// Channels for messages: each change of an alert goes to each of them.
pub const CHANNELS: usize = 20;

/// Receivers of one e-mail channel; more belong into a list of the mail server.
pub const RECEIVERS: usize = 20;

/// Of a backup and what is in it: read and written by its owner only.
pub const PRIVATE_FILE: u32 = 0o600;

/// What a backup or a restore that was killed left behind is kept for this long: longer than one that runs takes.
pub const DESK_KEPT: Duration = Duration::from_secs(24 * 3_600);

/// Between two looks for uploads and files that nobody needs.
pub const FILES_SWEEP: Duration = Duration::from_secs(3_600);

/// How long a mark in a bucket holds that says that a file is being removed: many times what the three requests after it can take, and more
/// than the quarter of an hour by which clocks may differ for a signature.
pub const LEAVING: Duration = Duration::from_secs(3_600);

/// How long who takes a file in waits for such a mark to go: one request's time, and a little. Then the sender tries again.
pub const LEAVING_WAIT: Duration = Duration::from_secs(15);

/// Between two looks for it.
pub const LEAVING_LOOK: Duration = Duration::from_millis(250);

/// How often a file is written to a bucket when others removed it meanwhile; twice would do.
pub const TAKES: usize = 3;

/// A backup's manifest: a hundred bytes for each of some hundred thousand launches.
pub const MANIFEST_BYTES: u64 = 32 << 20;

/// How long a report waits for its timestamp when it is issued or downloaded: people look at a spinner. The attempts go on behind it.
pub const TIMESTAMP_WAIT: Duration = Duration::from_secs(3);

/// Attempts to get one report's timestamp in a round: with the pauses below, three minutes.
pub const TIMESTAMP_ATTEMPTS: u32 = 5;

/// Before the second attempt.
pub const TIMESTAMP_RETRY: Duration = Duration::from_secs(2);

/// How much longer each pause is than the one before.
pub const TIMESTAMP_BACK_OFF: u32 = 4;

/// After a round without success, how long downloads of the report do not begin another.
pub const TIMESTAMP_PAUSE: Duration = Duration::from_secs(60);

/// Evidence files in a folder that are read to their end at the same time: a quarter of the threads that wait for disks, on which sessions are
/// looked up too.
pub const FILES_READ: usize = 4;

/// How long a file that had its digest is given out without being read again, unless its length or time of change is another: who reads one in
/// ranges asks for each.
pub const FILE_WHOLE: Duration = Duration::from_secs(60);

/// Files of which that is remembered.
pub const FILES_WHOLE: usize = 64;

/// Files of a bucket that stay on this machine's disk for a moment after they were read: who reads one in ranges does not fetch it for each.
pub const FILES_SPOOLED: usize = 8;

/// How long what a crash left of files on their way stays in the data folder.
pub const SPOOL_KEPT: Duration = Duration::from_secs(24 * 3_600);

/// What is known of an upload, in bytes: a name, a media type, a mark of 300 characters.
pub const NOTE_BYTES: u64 = 16 * 1024;

/// How long it is believed that the storage of evidence files answers, or does not.
pub const STORAGE_CACHE: Duration = Duration::from_secs(5);

/// How long it may take to say so.
pub const STORAGE_LOOK: Duration = Duration::from_secs(4);

/// How much of a part is read on when it cannot be taken in, so that its sender hears why: more than pages and the command line send at once.
pub const HEARD_OUT_BYTES: usize = 32 << 20;

/// And for how long.
pub const HEARD_OUT: Duration = Duration::from_secs(5);

/// Launches whose trends stay folded in memory: each has a launch, some hundred KiB where it is long.
pub const TRENDS: usize = 64;

#[cfg(test)]
mod tests {
    use holdpoint_domain::check::REDIRECTS;
    use holdpoint_probe::limits::{EXCHANGE, SAMPLING};

    use super::*;

    #[test]
    fn a_scheduled_run_is_over_before_its_lease() {
        let rounds = (WATCH_PER_CONNECTION - 1 + WATCH_RUNS).div_ceil(WATCH_PER_CONNECTION);
        let longest = SAMPLING + EXCHANGE * (1 + *REDIRECTS.end());
        let all = longest * u32::try_from(rounds).unwrap();
        assert!(all < Duration::try_from(WATCH_LEASE).unwrap(), "{all:?}");
    }
}
