//! What the verification found, in the reader's language.

mod timestamp;

use holdpoint_domain::check::Made;
use holdpoint_domain::launch::Decision;
use holdpoint_domain::report::approver::BadSignature;
use holdpoint_domain::report::encoding::to_base64;
use holdpoint_domain::report::found::{Approval, Approvals, Content, Found, Key, Log, Part, Receipt, Replay, Signature, Summary, Who};
use holdpoint_domain::report::html::RENDITION;
use holdpoint_domain::report::note::BadCheckpoint;
use holdpoint_domain::report::signoff::SNAPSHOT_MEDIA_TYPE;
use holdpoint_domain::report::ssh::BadSshSignature;
use holdpoint_domain::report::statement::APPROVAL;
use holdpoint_domain::report::tlog_proof::BadProof;
use holdpoint_domain::report::verify::CLOCK_SLACK_MINUTES;
use holdpoint_domain::report::{BadAssertion, Step, Verification};
use holdpoint_domain::template::SIGNERS;

use super::{reason, roles, story, verification};
use crate::{say, text};

/// What was found in one step, as a phrase.
pub fn detail(step: &Step) -> String {
    match &step.detail {
        Found::Key(found) => key(found),
        Found::Content(found) => content(found),
        Found::Log(found) => log(found),
        Found::Replay(found) => replay(found),
        Found::Stamp(found) => timestamp::told(found),
        Found::Receipt(found) => receipt(found),
        Found::Approvals(found) => approvals(found),
        Found::Approval(who, found) => of(who, approval(found)),
        Found::Signature(who, found) => of(who, signature(found)),
    }
}

/// `Ann as release manager: …`
fn of(who: &Who, found: String) -> String {
    say!("found-of", name = &who.name, role = roles::role(who.role), found = found)
}

/// The verdict and what it means, in a few sentences.
pub fn summary(verification: &Verification) -> String {
    match &verification.summary {
        Summary::Report { pinned, launch, name, decision: go, issued, by_server, no_people } => {
            let (id, go, at) = (launch.to_string(), decision(*go), issued.to_string());
            let told = match (*pinned, *by_server) {
                (true, 0) => say!("found-summary-good", id = id, name = name, decision = go, at = at),
                (true, 1) => say!("found-summary-good-one", id = id, name = name, decision = go, at = at),
                (true, count) => say!("found-summary-good-many", id = id, name = name, decision = go, at = at, count = count.to_string()),
                (false, 0) => say!("found-summary-self", id = id, name = name, decision = go, at = at),
                (false, 1) => say!("found-summary-self-one", id = id, name = name, decision = go, at = at),
                (false, count) => say!("found-summary-self-many", id = id, name = name, decision = go, at = at, count = count.to_string()),
            };
            if *no_people { format!("{told} {}", say!("found-summary-no-people")) } else { told }
        }
        Summary::Receipt { pinned, launch, check, connection, made, verdict, at, end } => {
            let (launch, check, verdict, at, end) =
                (launch.to_string(), check.to_string(), story::verdict(*verdict), at.to_string(), end.to_string());
            match (connection.as_ref().map(|name| name.as_str()), made, *pinned) {
                (Some(name), _, true) => say!(
                    "found-summary-receipt-ran-good",
                    launch = launch,
                    check = check,
                    connection = name,
                    verdict = verdict,
                    at = at,
                    end = end
                ),
                (Some(name), _, false) => say!(
                    "found-summary-receipt-ran-self",
                    launch = launch,
                    check = check,
                    connection = name,
                    verdict = verdict,
                    at = at,
                    end = end
                ),
                (None, Made::Drilled, true) => {
                    say!("found-summary-receipt-drilled-good", launch = launch, check = check, verdict = verdict, at = at, end = end)
                }
                (None, Made::Drilled, false) => {
                    say!("found-summary-receipt-drilled-self", launch = launch, check = check, verdict = verdict, at = at, end = end)
                }
                (None, Made::Pushed | Made::Ran, true) => {
                    say!("found-summary-receipt-pushed-good", launch = launch, check = check, verdict = verdict, at = at, end = end)
                }
                (None, Made::Pushed | Made::Ran, false) => {
                    say!("found-summary-receipt-pushed-self", launch = launch, check = check, verdict = verdict, at = at, end = end)
                }
            }
        }
        Summary::Refused { first: Some(step), more } => say!("found-refusal", step = &step.name, detail = detail(step), more = *more),
        Summary::Refused { first: None, .. } => verification::verdict(verification.verdict).to_owned(),
    }
}

fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Go => say!("found-go"),
        Decision::NoGo => say!("found-no-go"),
    }
}

fn key(found: &Key) -> String {
    match found {
        Key::Own => say!("found-key-own").into(),
        Key::NoneOwn => say!("found-key-own-none").into(),
        Key::Unlisted { key } => say!("found-key-unlisted", key = key.to_string()),
        Key::InUse { key, at } => say!("found-key-in-use", key = key.to_string(), at = at.to_string()),
        Key::OutOfUse { key, at } => say!("found-key-out-of-use-issued", key = key.to_string(), at = at.to_string()),
        Key::ReportUnfit { key } => say!("found-signature-report-no-fit", key = key.to_string()),
        Key::ReceiptUnfit { key } => say!("found-signature-receipt-no-fit", key = key.to_string()),
        Key::Fits { key } => say!("found-signature-fits", key = key.to_string()),
        Key::StatementForm { form, why } => say!("found-statement-form", form = *form, why = why),
        Key::Statement { form } => say!("found-statement-read", form = *form),
        Key::NotCountersigned => say!("found-trust-not-countersigned").into(),
        Key::BadCountersignature { fault } => ssh(fault),
        Key::Countersigned { key } => say!("found-trust-countersigned", key = key),
    }
}

fn content(found: &Content) -> String {
    match found {
        Content::Snapshot { digest, revision, items } => {
            say!("found-snapshot-read", digest = digest.to_string(), place = revision.to_string(), count = *items)
        }
        Content::SnapshotMedia => say!("found-snapshot-media", kind = SNAPSHOT_MEDIA_TYPE),
        Content::SnapshotDigest => say!("found-snapshot-digest").into(),
        Content::SnapshotUnread { why } => say!("found-snapshot-unread", why = why),
        Content::SnapshotVersion { version } => say!("found-snapshot-version", version = version.to_string()),
        Content::SnapshotTwice { id } => say!("found-snapshot-twice", what = id),
        Content::SnapshotPolicy => say!("found-snapshot-policy", least = SIGNERS.start().to_string(), most = SIGNERS.end().to_string()),
        Content::SnapshotOwnWaiver { item } => say!("found-snapshot-own-waiver", item = item.as_str()),
        Content::SnapshotProvesNothing { check, item } => {
            say!("found-snapshot-proves-nothing", check = check.as_str(), item = item.as_str())
        }
        Content::LaunchOther => say!("found-launch-other").into(),
        Content::TemplateOther => say!("found-template-other").into(),
        Content::Launch { id, name, ticket: Some(ticket) } => say!("found-launch-same", id = id.to_string(), name = name, ticket = ticket),
        Content::Launch { id, name, ticket: None } => say!("found-launch-same-no-ticket", id = id.to_string(), name = name),
        Content::NoSubject => say!("found-subjects-none").into(),
        Content::SubjectsOther { html, artifacts } => say!("found-subjects-other", html = html, count = *artifacts),
        Content::Subjects { html, artifacts } => say!("found-subjects-same", html = html, count = *artifacts),
        Content::HtmlNotGiven => say!("found-html-none").into(),
        Content::Html { digest } => say!("found-html-good", digest = digest.to_string()),
        Content::HtmlOther { digest, signed } => say!("found-html-other", digest = digest.to_string(), signed = signed.to_string()),
        Content::HtmlNoRules => say!("found-html-no-rules").into(),
        Content::HtmlOtherRules { rules } => say!("found-html-other-rules", rules = rules.to_string(), known = RENDITION.to_string()),
        Content::HtmlSame => say!("found-html-same").into(),
        Content::HtmlDiffers => say!("found-html-differs").into(),
        Content::Counts { items, checks, approvals } => {
            say!("found-counts", items = *items, checks = *checks, approvals = *approvals)
        }
        Content::CountsWrong => say!("found-counts-wrong").into(),
        Content::DecisionOther { says, follows, why } => {
            let why = why.as_ref().map_or_else(|| say!("found-decision-no-reason").to_owned(), reason::told);
            say!("found-decision-other", says = decision(*says), follows = decision(*follows), why = why)
        }
        Content::DecisionUntil => say!("found-decision-until").into(),
        Content::Decision { says } => say!("found-decision-same", says = decision(*says)),
        Content::TimesLater { issued, later } => say!("found-times-later", at = issued.to_string(), later = later.to_string()),
        Content::Times { issued } => say!("found-times-good", at = issued.to_string()),
    }
}

fn log(found: &Log) -> String {
    match found {
        Log::KeyOther { launch } => say!("found-log-key-other", launch = launch.to_string()),
        Log::KeyOwn => say!("found-log-key-own").into(),
        Log::KeyUnlisted { log } => say!("found-log-key-unlisted", log = log),
        Log::KeyInUse { log, at } => say!("found-key-in-use", key = log, at = at.to_string()),
        Log::KeyOutOfUse { log, at } => say!("found-key-out-of-use", key = log, at = at.to_string()),
        Log::Checkpoint { head } => say!("found-checkpoint-good", count = head.size, root = to_base64(&head.root)),
        Log::CheckpointOther { size, revision } => say!("found-checkpoint-other", size = *size, place = revision.to_string()),
        Log::BadCheckpoint { fault } => bad_checkpoint(*fault).into(),
        Log::ProofNotGiven => say!("found-proof-none").into(),
        Log::KeyUnknown => say!("found-proof-no-key").into(),
        Log::Proof { at } => say!("found-proof-good", at = at.to_string()),
        Log::ProofEarly { at, issued } => say!("found-proof-early", at = at.to_string(), issued = issued.to_string()),
        Log::ProofKeyOutOfUse { at } => say!("found-proof-key-out-of-use", at = at.to_string()),
        Log::BadProof { fault } => bad_proof(fault),
        Log::NoCheckpoint => say!("found-earlier-no-checkpoint").into(),
        Log::EarlierUnread => say!("found-earlier-unread").into(),
        Log::EarlierRefused { step } => say!("found-earlier-refused", step = step),
        Log::EarlierOfOther { log, wanted } => say!("found-earlier-other", log = log, wanted = wanted),
        Log::EarlierIsLater { from, to } => say!("found-earlier-later", from = from.to_string(), to = to.to_string()),
        Log::Same { size } => say!("found-earlier-same", count = size.to_string()),
        Log::Forked { size } => say!("found-earlier-forked", count = size.to_string()),
        Log::ConsistencyNotGiven { from, to } => say!("found-consistency-none", from = from.to_string(), to = to.to_string()),
        Log::BadConsistency => say!("found-consistency-malformed").into(),
        Log::NotExtended { from, to } => say!("found-consistency-not", from = from.to_string(), to = to.to_string()),
        Log::Extends { from, to } => say!("found-consistency-good", from = from.to_string(), to = to.to_string()),
    }
}

fn bad_checkpoint(fault: BadCheckpoint) -> &'static str {
    match fault {
        BadCheckpoint::Malformed => say!("found-checkpoint-malformed"),
        BadCheckpoint::Unsigned => say!("found-checkpoint-unsigned"),
        BadCheckpoint::Signature => say!("found-checkpoint-signature"),
        BadCheckpoint::Origin => say!("found-checkpoint-origin"),
    }
}

fn bad_proof(fault: &BadProof) -> String {
    match fault {
        BadProof::Malformed(why) => say!("found-proof-malformed", why = *why),
        BadProof::Checkpoint(fault) => bad_checkpoint(*fault).into(),
        BadProof::Inclusion => say!("found-proof-inclusion").into(),
        BadProof::OtherReport => say!("found-proof-other").into(),
        BadProof::NoEntry(place) => say!("found-proof-no-entry", place = place.to_string()),
        // Of who makes a proof: a verifier finds none.
        BadProof::Signing(fault) => fault.to_string(),
    }
}

fn replay(found: &Replay) -> String {
    match found {
        Replay::NotGiven => say!("found-history-none").into(),
        Replay::BadHistory { fault } => verification::bad_history(fault),
        Replay::NoCheckpoint => say!("found-history-no-checkpoint").into(),
        Replay::History { size, replaced, later } => history(*size, *replaced, *later),
        Replay::HistoryOther => say!("found-history-other").into(),
        Replay::HistoryShort { size, wanted } => say!("found-history-short", size = *size, wanted = wanted.to_string()),
        Replay::Played { revision, replaced: 0 } => say!("found-replay-good", place = revision.to_string()),
        Replay::Played { revision, replaced } => {
            say!("found-replay-good-replaced", place = revision.to_string(), count = *replaced)
        }
        Replay::Differs => say!("found-replay-differs").into(),
        Replay::OtherForm => say!("found-replay-form").into(),
        Replay::Unfounded { name } => say!("found-replay-revoked", name = name),
        Replay::LeftOut { name } => say!("found-replay-left-out", name = name),
        Replay::Overtaken { later } => {
            say!("found-replay-overtaken", count = *later, minutes = CLOCK_SLACK_MINUTES.to_string())
        }
        Replay::OvertakenRevoked { later, names } => {
            let (minutes, names) = (CLOCK_SLACK_MINUTES.to_string(), text::list(names));
            say!("found-replay-overtaken-revoked", count = *later, minutes = minutes, names = names)
        }
        Replay::Erased => say!("found-replay-erased").into(),
        Replay::ErasedRevoked { revoked } => say!("found-replay-erased-revoked", count = revoked.to_string()),
    }
}

/// That a history's first entries are the log's.
fn history(size: u64, replaced: usize, later: u64) -> String {
    let count = size.to_string();
    match (replaced, later) {
        (0, 0) => say!("found-history-good", count = count),
        (0, _) => say!("found-history-later", count = count, later = later),
        (_, 0) => say!("found-history-erased", count = count, erased = replaced),
        (_, _) => say!("found-history-erased-and-later", count = count, erased = replaced, later = later),
    }
}

fn receipt(found: &Receipt) -> String {
    match found {
        Receipt::Definition { title } => say!("found-definition-good", title = title),
        Receipt::DefinitionDigest => say!("found-definition-digest").into(),
        Receipt::DefinitionSubject => say!("found-definition-subject").into(),
        Receipt::DefinitionUnread { why } => say!("found-definition-unread", why = why),
        Receipt::DefinitionOther { check, wanted } => say!("found-definition-other", one = check.as_str(), other = wanted.as_str()),
        Receipt::VerdictOther { follows, says } => {
            say!("found-verdict-differs", facts = story::verdict(*follows), says = story::verdict(*says))
        }
        Receipt::Verdict { follows } => say!("found-verdict-follows", facts = story::verdict(*follows)),
        Receipt::TimesOther { at, end, says } => {
            say!("found-receipt-fresh-wrong", at = at.to_string(), end = end.to_string(), says = says.to_string())
        }
        Receipt::TooEarly { issued, at } => say!("found-receipt-too-early", issued = issued.to_string(), at = at.to_string()),
        Receipt::Times { at, end } => say!("found-receipt-times", at = at.to_string(), end = end.to_string()),
        Receipt::NoReport => say!("found-receipt-no-report").into(),
    }
}

fn approvals(found: &Approvals) -> String {
    match found {
        Approvals::Twice { id } => say!("found-approvals-twice", which = id),
        Approvals::EntryTwice { index } => say!("found-approvals-entry-twice", place = index.to_string()),
        Approvals::Disordered => say!("found-approvals-order").into(),
        Approvals::Once { count } => say!("found-approvals-good", count = *count),
        Approvals::NameOther { name, known } => say!("found-people-other", name = name, known = known),
        Approvals::Names { count } => say!("found-people-good", count = *count),
        Approvals::NamesAlike { names } => say!("found-people-alike", names = text::list(names)),
        Approvals::NamesUnknown { count } => say!("found-people-unknown", count = *count),
    }
}

fn approval(found: &Approval) -> String {
    match found {
        Approval::Form { why } => say!("found-approval-form", form = APPROVAL, why = why),
        Approval::NoApproval => say!("found-approval-no-approval").into(),
        Approval::LaunchOther { about, launch } => {
            say!("found-approval-other-launch", one = about.to_string(), other = launch.to_string())
        }
        Approval::SnapshotOther => say!("found-approval-other-snapshot").into(),
        Approval::PersonOther => say!("found-approval-other-person").into(),
        Approval::NoSuchRole { role } => say!("found-approval-no-such-role", role = roles::role(*role)),
        Approval::NoMember => say!("found-approval-no-member").into(),
        Approval::NameOther { known } => say!("found-approval-other-name", name = known),
        Approval::Signed { what } => say!("found-approval-signed", what = what),
        Approval::NoCheckpoint => say!("found-approval-no-checkpoint").into(),
        Approval::NotEntry { index } => say!("found-approval-not-entry", place = index.to_string()),
        Approval::NoLeaf => say!("found-approval-no-leaf").into(),
        Approval::EventOther => say!("found-approval-other-event").into(),
        Approval::EntryOther => say!("found-approval-entry-no-approval").into(),
        Approval::NotAlike { part: one } => say!("found-approval-not-the-same", what = part(*one)),
        Approval::Recorded { index, at } => say!("found-approval-recorded", place = index.to_string(), at = at.to_string()),
        Approval::TimesOther { claimed, at } => {
            say!("found-approval-times-claimed", claimed = claimed.to_string(), at = at.to_string())
        }
        Approval::TooLate { at, issued } => say!("found-approval-times-issued", at = at.to_string(), issued = issued.to_string()),
        Approval::TooEarly { at, item, later } => {
            say!("found-approval-times-covered", at = at.to_string(), item = item.as_str(), later = later.to_string())
        }
        Approval::Times { claimed, at } => say!("found-approval-times-good", claimed = claimed.to_string(), at = at.to_string()),
        Approval::Lost { item } => say!("found-approval-lost", item = item.as_str()),
        Approval::StaleWrong => say!("found-approval-stale-wrong").into(),
        Approval::CoversAll => say!("found-approval-covers-all").into(),
        Approval::Covers { items } => say!("found-approval-covers", count = *items),
        Approval::LaunchStale { items } => say!("found-approval-stale-launch", count = *items),
        Approval::ItemsStale { items } => say!("found-approval-stale", count = *items),
        Approval::NoRoster => say!("found-approval-roster-none").into(),
        Approval::NotInRoster => say!("found-approval-roster-missing").into(),
        Approval::RosterName { known } => say!("found-approval-roster-name", name = known),
        Approval::RosterRole => say!("found-approval-roster-role").into(),
        Approval::InRosterErased => say!("found-approval-roster-erased").into(),
        Approval::InRoster => say!("found-approval-roster-good").into(),
        Approval::Seen { events } => say!("found-approval-seen", count = *events),
        Approval::SeenOther { events } => say!("found-approval-seen-other", count = *events),
        Approval::SeenErased => say!("found-approval-seen-erased").into(),
        Approval::SeenForm => say!("found-approval-seen-form").into(),
    }
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Launch => say!("found-part-launch"),
        Part::Person => say!("found-part-person"),
        Part::Time => say!("found-part-time"),
        Part::Place => say!("found-part-place"),
        Part::Revision => say!("found-part-revision"),
        Part::Approval => say!("found-part-approval"),
        Part::Role => say!("found-part-role"),
        Part::Comment => say!("found-part-comment"),
        Part::Snapshot => say!("found-part-snapshot"),
        Part::Statement => say!("found-part-statement"),
        Part::Attestation => say!("found-part-attestation"),
        Part::Items => say!("found-part-items"),
        Part::Revocation => say!("found-part-revocation"),
    }
}

fn signature(found: &Signature) -> String {
    match found {
        Signature::Unread => say!("found-signed-unread").into(),
        Signature::Bad { fault } => bad_signature(fault),
        Signature::Passkey { algorithm } => say!("found-signed-with-passkey", algorithm = *algorithm),
        Signature::PasskeyAnywhere { algorithm, site } => {
            say!("found-signed-with-passkey-anywhere", algorithm = *algorithm, site = site)
        }
        Signature::Ssh { key } => say!("found-signed-with-ssh", key = key),
        Signature::SiteOther { says, wanted } => say!("found-signed-other-site", one = says, other = wanted),
        Signature::SshReadable => say!("found-signed-ssh-readable").into(),
        Signature::SshOther => say!("found-signed-ssh-other").into(),
        Signature::NoRoster => say!("found-signed-no-roster").into(),
        Signature::NotInRoster => say!("found-approval-roster-missing").into(),
        Signature::KeyUnknown => say!("found-signed-key-unknown").into(),
        Signature::KeyOutOfUse { at } => say!("found-signed-key-out-of-use", at = at.to_string()),
        Signature::KeyTheirs => say!("found-signed-key-theirs").into(),
        Signature::ServerKeyNotBrought { key } => say!("found-signed-key-not-brought", key = key.to_string()),
        Signature::ServerKeyUnlisted { key } => say!("found-signed-key-not-listed", key = key.to_string()),
        Signature::ServerKeyOutOfUse { key } => say!("found-signed-key-not-then", key = key.to_string()),
        Signature::ServerUnfit => say!("found-signed-no-fit").into(),
        Signature::ServerSsh => say!("found-signed-server-no-ssh").into(),
        Signature::Server { key } => say!("found-signed-by-server", key = key.to_string()),
        Signature::NoneOwnAlthough => say!("found-signed-no-own-although").into(),
        Signature::NoneOwn => say!("found-signed-no-own").into(),
        Signature::NoneOwnBefore { from, at } => say!("found-signed-before-key", from = from.to_string(), at = at.to_string()),
        Signature::NoneOwnAfter { until, at } => say!("found-signed-after-key", until = until.to_string(), at = at.to_string()),
    }
}

fn bad_signature(fault: &BadSignature) -> String {
    match fault {
        BadSignature::Passkey(fault) => passkey(fault),
        BadSignature::Ssh(fault) => ssh(fault),
        BadSignature::Kind => say!("found-own-kind").into(),
    }
}

fn passkey(fault: &BadAssertion) -> String {
    match fault {
        BadAssertion::ClientData => say!("found-own-client-data").into(),
        BadAssertion::Kind(purpose) => say!("found-own-passkey-use", purpose = purpose),
        BadAssertion::Challenge => say!("found-own-passkey-challenge").into(),
        BadAssertion::Origin(origin) => say!("found-own-passkey-origin", origin = origin),
        BadAssertion::CrossOrigin => say!("found-own-passkey-cross").into(),
        BadAssertion::AuthenticatorData => say!("found-own-passkey-data").into(),
        BadAssertion::Site => say!("found-own-passkey-site").into(),
        BadAssertion::NotPresent => say!("found-own-passkey-present").into(),
        BadAssertion::NotVerified => say!("found-own-passkey-verified").into(),
        BadAssertion::Signature => say!("found-own-passkey-no-fit").into(),
    }
}

fn ssh(fault: &BadSshSignature) -> String {
    match fault {
        BadSshSignature::Form => say!("found-own-ssh-form").into(),
        BadSshSignature::Key => say!("found-own-ssh-key").into(),
        BadSshSignature::Namespace(name) => say!("found-own-ssh-namespace", name = *name),
        BadSshSignature::Signature => say!("found-own-ssh-no-fit").into(),
    }
}

#[cfg(test)]
mod tests;
