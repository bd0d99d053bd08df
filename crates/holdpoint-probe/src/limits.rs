//! Every limit of the outbound side, with its reason.

use std::ops::RangeInclusive;
use std::time::Duration;

/// A URL's length in characters. Longer ones are cut by proxies and servers, each at another place.
pub const URL_CHARS: usize = 2_048;

/// A name's length in octets, without a trailing dot (RFC 1035, section 2.3.4).
pub const NAME_OCTETS: usize = 253;

/// One label's length in octets (RFC 1035, section 2.3.4).
pub const LABEL_OCTETS: usize = 63;

/// Addresses that one name may have. More is no service, but a list to make us scan.
pub const ADDRESSES: usize = 16;

/// For resolving one name, hosts file and DNS together. A resolver that needs longer is an outage of its own.
pub const RESOLVE: Duration = Duration::from_secs(3);

/// For one query to one name server: two attempts fit into [`RESOLVE`].
pub const RESOLVE_ATTEMPT: Duration = Duration::from_millis(1_400);

/// For TCP connections to all of a target's addresses together: a dropped SYN must not eat the whole deadline.
pub const CONNECT: Duration = Duration::from_secs(3);

/// Head start of each address over the next one (RFC 8305, section 8, "Connection Attempt Delay").
pub const CONNECT_STAGGER: Duration = Duration::from_millis(250);

/// For one request from resolving to the last byte of the body. Twice the 5 s that webhook senders wait, so that an answer that is too
/// slow is still measured.
pub const EXCHANGE: Duration = Duration::from_secs(10);

/// For starting requests of a check that asks several times. The last one may still take [`EXCHANGE`], so such a check ends after
/// 25 s; with `redirects` each one that it follows may take that again: 75 s with five. What was answered by then says that it is slow.
pub const SAMPLING: Duration = Duration::from_secs(15);

/// Tokens of other environments on one connection. Each is read from its file or the environment for every check.
pub const OTHER_TOKENS: usize = 16;

/// The shortest key of a fingerprint that an application tells, in bytes: with 128 random bits in hex, who knows the fingerprint only
/// cannot try tokens.
pub const FINGERPRINT_KEY_BYTES: usize = 32;

/// What stands where an application tells a fingerprint is kept out of receipts if it has as many bytes: a wrong place may have a status or a
/// time, which other checks look at, or a long text.
pub const FINGERPRINT_BYTES: RangeInclusive<usize> = 32..=512;

/// An answer's status line and headers, in bytes. Real ones have under 8 KiB.
pub const HEAD_BYTES: usize = 16 * 1024;

/// An answer's number of headers.
pub const HEADERS: usize = 100;

/// Raw bytes that are read before an answer's head is complete. More than [`HEAD_BYTES`], because 1xx answers may come first and the
/// first read may hold some of the body; without it a flood of 1xx answers would go on until the deadline.
pub const BYTES_BEFORE_HEAD: u64 = 64 * 1024;

/// An answer's body in bytes. A status or health document has kilobytes.
pub const BODY_BYTES: usize = 8 * 1024 * 1024;

/// Raw bytes of an answer, framing included: a body in tiny chunks must not cost more than twice its size.
pub const RAW_BYTES: u64 = 2 * BODY_BYTES as u64;

/// Parts that a body may arrive in. Millions of chunks of one byte would keep a core busy until the deadline.
pub const BODY_PARTS: usize = 64 * 1024;

/// hyper's buffer on one connection, in bytes: holds the largest permitted head.
pub const BUFFER_BYTES: usize = 4 * HEAD_BYTES;

/// A body in bytes that is parsed as JSON.
pub const JSON_BYTES: usize = 2 * 1024 * 1024;

/// Values in a JSON body. Parsed, each takes some hundred bytes, whatever it took before: `0,` a million times would be a hundred MiB.
pub const JSON_VALUES: usize = 64 * 1024;

/// Nesting of a JSON body. Deeper ones exist only to exhaust a parser's stack.
pub const JSON_DEPTH: usize = 64;

/// A text fact's length in characters. A receipt is read by people.
pub const FACT_CHARS: usize = 1_024;

/// A body's excerpt on a signed receipt, in bytes: enough for people to see what answered.
pub const EXCERPT_BYTES: usize = 1_024;

/// How much of a body's begin is looked at for it, in bytes: the longest form of the longest secret that is not all odd signs (three
/// times [`SECRET_BYTES`]) fits behind it. Of a longer form less is told.
pub const EXCERPT_WINDOW: usize = 64 * 1024;

/// An answer's headers on a signed receipt.
pub const HEADERS_SHOWN: usize = 24;

/// One of their values, in characters.
pub const HEADER_CHARS: usize = 256;

/// A secret's length in bytes, as stored. Larger files are not secrets but mistakes.
pub const SECRET_BYTES: usize = 16 * 1024;

/// Reading a secret from a file: a file system that is away may take for ever.
pub const SECRET_READ: Duration = Duration::from_secs(3);

/// Entries of the allow-list.
pub const ALLOW_ENTRIES: usize = 256;

/// Requests that are under way at the same time in the whole process: at 8 MiB each, 512 MiB in the worst case.
pub const EXCHANGES: usize = 64;

/// Checks of one pre-flight that run at the same time. More than a template has, so that the slowest decides.
pub const CHECKS: usize = 32;

/// For handing over one e-mail, from the first dial to the server's word on it: some servers look at a message for a while before they take it.
pub const MAIL: Duration = Duration::from_secs(30);

/// For what a receiver still says once its word on a message is there: nothing depends on it.
pub const AFTER_TAKEN: Duration = Duration::from_secs(2);

/// Bytes of one answer of a mail server before TLS; a greeting with all extensions has some hundred.
pub const MAIL_PLAIN_BYTES: usize = 8 * 1024;

/// For one request that carries a file to a ticket system: some MiB over a slow line, looked at by a virus scanner before it answers.
pub const UPLOAD: Duration = Duration::from_secs(60);

/// For one push of evidence: a server lets it wait for its turn for 20 s and come in for 60 s, and judges it then. For a part of an upload too.
pub const PUSH: Duration = Duration::from_secs(90);

/// A launch's snapshot, in bytes: no report that contains it is larger.
pub const SNAPSHOT_BYTES: u64 = 64 * 1024 * 1024;

/// For a snapshot, to the head of the answer and again to its end: some MiB over a slow line.
pub const SNAPSHOT: Duration = Duration::from_secs(60);

/// A file in a ticket, in bytes, unless the operator says otherwise: what Jira takes when nobody changes its settings.
pub const ATTACHMENT_BYTES: u64 = 10 * 1024 * 1024;

/// Pages of a hundred comments in which our own is looked for: more than GitHub lets an issue have (2,500 comments).
pub const COMMENT_PAGES: u32 = 25;

/// Comments of one page that look like ours and are tried: of all but one somebody else is the author, who quotes ours.
pub const COMMENT_COPIES: usize = 10;

/// A comment on GitHub, in characters. What its API answers to more: "body is too long (maximum is 65536 characters)".
pub const GITHUB_COMMENT_CHARS: usize = 65_536;

/// How long GitHub wants a client to wait, in seconds, where its answer says that it is limited and not until when (docs.github.com, REST, "Rate
/// limits for the REST API": at least one minute).
pub const GITHUB_WAIT_S: u32 = 60;

/// A check run's summary and its text on GitHub, in characters each (docs.github.com, REST, "Create a check run").
pub const GITHUB_CHECK_CHARS: usize = 65_535;

/// A commit status' description on GitHub, in characters: its API refuses more. GitLab takes 255.
pub const STATUS_CHARS: usize = 140;

/// A note on GitLab, in characters (docs.gitlab.com, REST, "Notes": the body is limited to 1,000,000).
pub const GITLAB_NOTE_CHARS: usize = 1_000_000;

/// A comment on Jira, in characters, unless its administrators changed `jira.text.field.character.limit`.
pub const JIRA_COMMENT_CHARS: usize = 32_767;

/// A work note on ServiceNow, in characters: the usual length of its journal fields.
pub const SERVICENOW_NOTE_CHARS: usize = 4_000;
/// An answer of an authority of timestamps. One with four certificates has 8 KiB.
pub const STAMP_BYTES: usize = 64 * 1024;

/// How long a large body may pause between two pieces.
pub const STREAM_PAUSE: Duration = Duration::from_secs(15);

/// Bytes of a large body for each part that it may come in besides [`BODY_PARTS`]. Real ones come in kilobytes.
pub const PART_BYTES_LEAST: u64 = 1024;

/// Objects are sent to a bucket in parts of this size, in bytes: what one request holds in memory. S3 wants at least 5 MiB of every
/// part but the last.
pub const OBJECT_PART_BYTES: usize = 8 * 1024 * 1024;

/// Parts of one object (S3, "Amazon S3 multipart upload limits").
pub const OBJECT_PARTS: u64 = 10_000;

/// Parts that are on their way to a bucket at the same time: 64 MiB of memory, and an eighth of [`EXCHANGES`].
pub const OBJECT_PARTS_AT_ONCE: usize = 8;

/// Large objects that are read from a bucket at the same time: the rest of [`EXCHANGES`] is for checks.
pub const OBJECTS_AT_ONCE: usize = 16;

/// The slowest that an object may come, in bytes a second, over its whole length.
pub const OBJECT_PACE: u64 = 128 * 1024;

/// What a bucket says of an error, in bytes: a code and a few identifiers.
pub const BUCKET_ERROR_BYTES: u64 = 64 * 1024;

/// One page of a bucket's list, in bytes: a thousand keys with their attributes in XML have some hundred KiB.
pub const BUCKET_LIST_BYTES: u64 = BODY_BYTES as u64;

/// Objects in one list: at a hundred bytes each, 100 MiB of memory.
pub const BUCKET_OBJECTS: usize = 1_000_000;

/// Attempts after the first one, where a bucket says that it is busy or the connection broke.
pub const BUCKET_RETRIES: usize = 2;

/// For all attempts together.
pub const BUCKET_RETRY: Duration = Duration::from_secs(20);
