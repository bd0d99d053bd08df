//! The signed report: made by [`issue`], judged by [`verify`], which tells what it [`found`]. Nothing here reads a file, a clock or a source of randomness:
//! keys, times, nonces and salts come in as values.
//!
//! * [`statement`], [`challenge`]: what an approver signs, and what their key is asked. The page has these two and nothing else.
//! * [`dsse`], [`bundle`]: how it is signed, and the file that carries it.
//! * [`keys`], [`trust`]: the server's keys, and what an auditor pins of them and of the people.
//! * [`approver`], [`passkey`], [`ssh`]: approvers' own keys and what they sign with them; [`attest`]: the server's word instead.
//! * [`leaf`], [`merkle`], [`note`], [`tlog_proof`]: the launch's log and the proofs that something is in it; [`consistency`]: that it was only added to.
//! * [`timestamp`]: an independent authority's word on when the signature was there.
//! * [`signoff`], [`weigh`], [`tally`]: what a report says, and what follows from it.
//! * [`reading`], [`changes`], [`outline`], [`document`]: a report told again, and what changed since an earlier one; [`markdown`] and
//!   [`spreadsheet`] draw it, and the crate `holdpoint-pdf`; [`brief`] is what a ticket is told of it.
//! * [`html`]: the report for people. [`history`]: every event of a launch in one file. [`files`]: what a verifier is given.
//! * [`receipt`]: one run of a check, signed by itself.

pub mod challenge;
mod hex_form;
pub mod statement;

pub use statement::{ApprovalInput, approval_statement};

macro_rules! with_feature {
    ($($item:item)*) => { $(#[cfg(feature = "report")] $item)* };
}

with_feature! {
    pub mod approver;
    mod approver_words;
    pub mod attest;
    pub mod brief;
    pub mod bundle;
    pub mod changes;
    pub mod consistency;
    pub mod document;
    pub mod dsse;
    pub mod encoding;
    pub mod files;
    pub mod found;
    pub mod history;
    pub mod html;
    pub mod issue;
    pub mod keys;
    pub mod leaf;
    pub mod legible;
    pub mod markdown;
    pub mod merkle;
    pub mod note;
    pub mod outline;
    pub mod passkey;
    pub mod reading;
    pub mod receipt;
    pub mod signoff;
    pub mod spreadsheet;
    pub mod ssh;
    mod strict;
    pub mod tally;
    pub mod timestamp;
    pub mod tlog_proof;
    pub mod trust;
    pub mod verify;
    pub mod weigh;
    pub mod words;

    pub use approver::{ApproverKey, BadApproverKey, signed_by_key};
    pub use attest::{attest, attested_approval};
    pub use brief::Brief;
    pub use bundle::Unreadable;
    pub use consistency::Consistency;
    pub use files::{BadFile, Files, ReportFile};
    pub use history::{BadHistory, History, HistoryFault, history_file, history_name};
    pub use issue::{IssueError, IssuedReport, ReportInput, issue};
    pub use keys::{BadKey, CannotSign, LogKey, LogPublicKey, LogSecret, ReportKey, ReportPublicKey, ReportSecret, SecretText, Signer};
    pub use leaf::{Leaf, LogEntry, Was};
    pub use markdown::markdown;
    pub use outline::{Outline, Since, Vouched};
    pub use passkey::{Assertion, BadAssertion, Site};
    pub use reading::Reading;
    pub use receipt::{ReceiptInput, receipt_name, sign_receipt};
    pub use signoff::{bundle_name, csv_name, html_name, markdown_name, pdf_name, tlog_proof_name};
    pub use spreadsheet::csv;
    pub use tlog_proof::tlog_proof;
    pub use trust::{BadTrust, TrustRoot, TrustedApprover, TrustedApproverKey, TrustedAuthority, TrustedKey, TrustedLog};
    pub use verify::{Beside, Earlier, Outcome, Step, Verdict, Verification, verify};
    pub use weigh::snapshot_gate;
}
