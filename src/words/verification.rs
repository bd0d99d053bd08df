//! What the page says of a verification, in the reader's language.

use holdpoint_domain::report::bundle::{MAX_BYTES, MEDIA_TYPE};
use holdpoint_domain::report::html::{FIRST_RENDITION, RENDITION};
use holdpoint_domain::report::statement::SIGNOFF;
use holdpoint_domain::report::trust::BadTrust;
use holdpoint_domain::report::{BadFile, BadHistory, HistoryFault, Outcome, ReportFile, Unreadable, Verdict};

use crate::say;

pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Verified => say!("verify-verdict-verified"),
        Verdict::SelfConsistent => say!("verify-verdict-self-consistent"),
        Verdict::NotVerified => say!("verify-verdict-not-verified"),
    }
}

pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => say!("verify-outcome-holds"),
        Outcome::Failed => say!("verify-outcome-failed"),
        Outcome::NotChecked => say!("verify-outcome-not-checked"),
    }
}

/// What a file is.
pub fn file(file: ReportFile) -> &'static str {
    match file {
        ReportFile::Report => say!("verify-file-report"),
        ReportFile::Trust => say!("verify-file-trust"),
        ReportFile::TrustSignature => say!("verify-file-trust-signature"),
        ReportFile::TrustSigner => say!("verify-file-trust-signer"),
        ReportFile::Html => say!("verify-file-html"),
        ReportFile::TlogProof => say!("verify-file-tlog-proof"),
        ReportFile::History => say!("verify-file-history"),
        ReportFile::Earlier => say!("verify-file-earlier"),
        ReportFile::Consistency => say!("verify-file-consistency"),
    }
}

/// Why files cannot be judged, as a phrase.
pub fn bad_file(bad: &BadFile) -> String {
    match bad {
        BadFile::Report(bad) => unreadable(bad),
        BadFile::Trust(bad) => bad_trust(bad),
        BadFile::Signer(_) => say!("bad-signer").to_owned(),
        BadFile::NoTrust => say!("bad-no-trust").to_owned(),
    }
}

fn unreadable(bad: &Unreadable) -> String {
    match bad {
        Unreadable::Empty => say!("unreadable-empty").to_owned(),
        Unreadable::TooLarge { bytes } => say!("unreadable-too-large", bytes = bytes.to_string(), most = MAX_BYTES.to_string()),
        Unreadable::Truncated { line, column } => say!("unreadable-truncated", line = line.to_string(), column = column.to_string()),
        Unreadable::NotJson { what } => say!("unreadable-not-json", what = what),
        Unreadable::NoBundle => say!("unreadable-no-bundle").to_owned(),
        Unreadable::OtherVersion { found } => say!("unreadable-other-version", found = found, known = MEDIA_TYPE),
        Unreadable::Foreign { what } => say!("unreadable-foreign", what = what),
        Unreadable::NewerReport { found } => say!("unreadable-newer", found = found, known = SIGNOFF),
        Unreadable::NewerRendition { found } => {
            say!("unreadable-newer-rendition", found = found.to_string(), known = RENDITION.to_string())
        }
        Unreadable::EarlierRendition { found } => {
            say!("unreadable-earlier-rendition", found = found.to_string(), known = FIRST_RENDITION.to_string())
        }
        Unreadable::Malformed { what } => say!("unreadable-malformed", what = what),
    }
}

fn bad_trust(bad: &BadTrust) -> String {
    match bad {
        BadTrust::Form(why) => say!("bad-trust-form", why = why),
        BadTrust::Version(version) => say!("bad-trust-version", version = version.to_string()),
        BadTrust::ReportKey(key) => say!("bad-trust-report-key", key = key.to_string()),
        BadTrust::LogKey(key) => say!("bad-trust-log-key", key = key),
        BadTrust::ApproverKey(whose, why) => say!("bad-trust-approver-key", whose = whose, why = why.to_string()),
        BadTrust::Authority(name, why) => say!("bad-trust-authority", name = name, why = why.to_string()),
        BadTrust::Twice(what) => say!("bad-trust-twice", what = what),
        BadTrust::Empty => say!("bad-trust-empty").to_owned(),
    }
}

/// What is wrong with a history file, as a phrase.
pub fn bad_history(bad: &BadHistory) -> String {
    let line = bad.line.to_string();
    match bad.fault {
        HistoryFault::NoLine => say!("bad-history-no-line", line = line),
        HistoryFault::NoLeaf => say!("bad-history-no-leaf", line = line),
        HistoryFault::OtherLaunch => say!("bad-history-other-launch", line = line),
        HistoryFault::Empty => say!("bad-history-empty", line = line),
        HistoryFault::ReplacedUnsaid => say!("bad-history-replaced", line = line),
        HistoryFault::OtherPayload => say!("bad-history-other-payload", line = line),
        HistoryFault::UnknownEvent => say!("bad-history-unknown-event", line = line),
    }
}
