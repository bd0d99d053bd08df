//! The signed report: made by [`issue`], judged by [`verify`]. Nothing here reads a file, a clock or a source of randomness:
//! keys, times, nonces and salts come in as values.
//!
//! * [`dsse`], [`statement`], [`bundle`]: what is signed, and the file that carries it.
//! * [`keys`], [`trust`]: the server's keys, and what an auditor pins of them.
//! * [`leaf`], [`merkle`], [`note`], [`tlog_proof`]: the launch's log and the proofs that something is in it.
//! * [`signoff`], [`weigh`], [`tally`]: what a report says, and what follows from it.
//! * [`html`]: the report for people.

pub mod bundle;
pub mod dsse;
pub mod encoding;
pub mod html;
pub mod issue;
pub mod keys;
pub mod leaf;
pub mod merkle;
pub mod note;
pub mod signoff;
pub mod statement;
pub mod tally;
pub mod tlog_proof;
pub mod trust;
pub mod verify;
pub mod weigh;
pub mod words;

pub use bundle::Unreadable;
pub use issue::{IssueError, IssuedReport, ReportInput, issue};
pub use keys::{BadKey, LogKey, LogPublicKey, ReportKey, ReportPublicKey, SecretText};
pub use leaf::{Leaf, LogEntry};
pub use signoff::{bundle_name, html_name, tlog_proof_name};
pub use statement::{ApprovalInput, approval_statement, attest, attested_approval};
pub use tlog_proof::tlog_proof;
pub use trust::{BadTrust, TrustRoot, TrustedApprover, TrustedKey, TrustedLog};
pub use verify::{Beside, Outcome, Step, Verdict, Verification, verify};
pub use weigh::snapshot_gate;
