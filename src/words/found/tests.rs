//! One of each finding: in English it reads as the core has it.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

use holdpoint_domain::check::Verdict;
use holdpoint_domain::id::{CheckId, Digest, ItemId, LaunchId, Seq, Timestamp};
use holdpoint_domain::launch::{Reason, Why};
use holdpoint_domain::report::found::{Stamp, Whose};
use holdpoint_domain::report::merkle::Head;
use holdpoint_domain::report::timestamp::{AuthorityFailure, AuthorityFault, BadTimestamp, FormFault, Refused, SignatureFault};
use holdpoint_domain::report::{BadHistory, Beside, Files, HistoryFault, Outcome};
use holdpoint_domain::template::Role;

use super::*;

const DECLARED: &str = include_str!("../../../crates/holdpoint-domain/src/report/found.rs");

const LAUNCH: LaunchId = LaunchId(42);

/// A group's findings, as the core declares them.
fn declared(group: &str) -> BTreeSet<String> {
    let (_, rest) = DECLARED.split_once(&format!("\n    {group} {{\n")).unwrap();
    let lines = rest.split("\n    }\n").next().unwrap().lines().filter_map(|line| line.strip_prefix("        "));
    lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase())).map(name).collect()
}

fn name(told: &str) -> String {
    told.chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// Holds all of a group's findings to their sentences. One that is not among them is missed.
fn reads_as_the_core_has_it<F: Clone + Debug>(group: &str, all: &[F], found: impl Fn(F) -> Found) {
    let told: BTreeSet<String> = all.iter().map(|one| name(&format!("{one:?}"))).collect();
    assert_eq!(told, declared(group), "{group}");
    for one in all {
        let step = Step { name: "step".into(), outcome: Outcome::Holds, detail: found(one.clone()) };
        assert_eq!(detail(&step), step.detail.to_string());
    }
}

fn at(minute: &str) -> Timestamp {
    format!("2026-11-24T10:{minute}:00Z").parse().unwrap()
}

fn digest(of: &str) -> Digest {
    Digest::of(of.as_bytes())
}

fn item() -> ItemId {
    "backups".parse().unwrap()
}

fn check(id: &str) -> CheckId {
    id.parse().unwrap()
}

fn ssh_faults() -> [BadSshSignature; 4] {
    [BadSshSignature::Form, BadSshSignature::Key, BadSshSignature::Namespace("trust@holdpoint.dev"), BadSshSignature::Signature]
}

#[test]
fn of_keys_and_what_is_signed_with_them() {
    let (key, at) = (digest("key"), at("11"));
    let all = [
        Key::Own,
        Key::NoneOwn,
        Key::Unlisted { key },
        Key::InUse { key, at },
        Key::OutOfUse { key, at },
        Key::ReportUnfit { key },
        Key::ReceiptUnfit { key },
        Key::Fits { key },
        Key::StatementForm { form: APPROVAL, why: "missing field: `v`".into() },
        Key::Statement { form: APPROVAL },
        Key::NotCountersigned,
        Key::Countersigned { key: "SHA256:abc".into() },
    ];
    let faults = ssh_faults().map(|fault| Key::BadCountersignature { fault });
    reads_as_the_core_has_it("Key", &[all.as_slice(), &faults].concat(), Found::from);
}

#[test]
fn of_what_a_report_contains() {
    let (one, other) = (digest("one"), digest("other"));
    let html = || "LCH-42.signoff.html".to_owned();
    let why = Reason { item: None, check: None, why: Why::EvidenceMissing { title: "Backups".into() } };
    let (says, follows) = (Decision::Go, Decision::NoGo);
    let all = [
        Content::Snapshot { digest: one, revision: Seq(31), items: 5_000 },
        Content::Snapshot { digest: one, revision: Seq(31), items: 1 },
        Content::SnapshotMedia,
        Content::SnapshotDigest,
        Content::SnapshotUnread { why: "no `v`: x".into() },
        Content::SnapshotVersion { version: 2 },
        Content::SnapshotTwice { id: "a".into() },
        Content::SnapshotPolicy,
        Content::SnapshotOwnWaiver { item: item() },
        Content::SnapshotProvesNothing { check: check("ping"), item: item() },
        Content::LaunchOther,
        Content::TemplateOther,
        Content::Launch { id: LAUNCH, name: "Checkout, 3".into(), ticket: None },
        Content::Launch { id: LAUNCH, name: "Checkout, 3".into(), ticket: Some("CHG-1".into()) },
        Content::NoSubject,
        Content::SubjectsOther { html: html(), artifacts: 1_234 },
        Content::SubjectsOther { html: html(), artifacts: 1 },
        Content::Subjects { html: html(), artifacts: 2 },
        Content::Subjects { html: html(), artifacts: 1 },
        Content::HtmlNotGiven,
        Content::Html { digest: one },
        Content::HtmlOther { digest: one, signed: other },
        Content::HtmlNoRules,
        Content::HtmlOtherRules { rules: 1 },
        Content::HtmlSame,
        Content::HtmlDiffers,
        Content::Counts { items: 5, checks: 3, approvals: 2 },
        Content::Counts { items: 1, checks: 1, approvals: 1 },
        Content::CountsWrong,
        Content::DecisionOther { says, follows, why: Some(why) },
        Content::DecisionOther { says: follows, follows: says, why: None },
        Content::DecisionUntil,
        Content::Decision { says },
        Content::TimesLater { issued: at("11"), later: at("12") },
        Content::Times { issued: at("11") },
    ];
    reads_as_the_core_has_it("Content", &all, Found::from);
}

#[test]
fn of_the_log() {
    let log = || "holdpoint.dev/log/1/LCH-42".to_owned();
    let all = [
        Log::KeyOther { launch: LAUNCH },
        Log::KeyOwn,
        Log::KeyUnlisted { log: log() },
        Log::KeyInUse { log: log(), at: at("11") },
        Log::KeyOutOfUse { log: log(), at: at("11") },
        Log::Checkpoint { head: Head { size: 31, root: [7; 32] } },
        Log::Checkpoint { head: Head { size: 1, root: [7; 32] } },
        Log::CheckpointOther { size: 30, revision: Seq(31) },
        Log::CheckpointOther { size: 1, revision: Seq(31) },
        Log::ProofNotGiven,
        Log::KeyUnknown,
        Log::Proof { at: at("11") },
        Log::ProofEarly { at: at("11"), issued: at("12") },
        Log::ProofKeyOutOfUse { at: at("11") },
        Log::NoCheckpoint,
        Log::EarlierUnread,
        Log::EarlierRefused { step: "times".into() },
        Log::EarlierOfOther { log: log(), wanted: "holdpoint.dev/log/1/LCH-43".into() },
        Log::EarlierIsLater { from: 1_031, to: 30 },
        Log::Same { size: 1_031 },
        Log::Forked { size: 1_031 },
        Log::ConsistencyNotGiven { from: 30, to: 1_031 },
        Log::BadConsistency,
        Log::NotExtended { from: 30, to: 1_031 },
        Log::Extends { from: 30, to: 1_031 },
    ];
    let checkpoints = [BadCheckpoint::Malformed, BadCheckpoint::Unsigned, BadCheckpoint::Signature, BadCheckpoint::Origin];
    let proofs = [BadProof::Malformed("it is not UTF-8"), BadProof::Inclusion, BadProof::OtherReport, BadProof::NoEntry(Seq(7))];
    let proofs = proofs.into_iter().chain(checkpoints.map(BadProof::from)).map(|fault| Log::BadProof { fault });
    let checkpoints = checkpoints.into_iter().map(|fault| Log::BadCheckpoint { fault });
    let all: Vec<_> = all.into_iter().chain(checkpoints).chain(proofs).collect();
    reads_as_the_core_has_it("Log", &all, Found::from);
}

#[test]
fn of_the_history() {
    let names = || vec!["Ann".to_owned(), "Ben".to_owned()];
    let all = [
        Replay::NotGiven,
        Replay::NoCheckpoint,
        Replay::History { size: 31, replaced: 0, later: 0 },
        Replay::History { size: 31, replaced: 3, later: 0 },
        Replay::History { size: 31, replaced: 0, later: 2 },
        Replay::History { size: 31, replaced: 3, later: 2 },
        Replay::History { size: 31, replaced: 1, later: 0 },
        Replay::History { size: 31, replaced: 0, later: 1 },
        Replay::History { size: 31, replaced: 1, later: 1 },
        Replay::HistoryOther,
        Replay::HistoryShort { size: 30, wanted: 31 },
        Replay::HistoryShort { size: 1, wanted: 31 },
        Replay::Played { revision: Seq(31), replaced: 0 },
        Replay::Played { revision: Seq(31), replaced: 3 },
        Replay::Played { revision: Seq(31), replaced: 1 },
        Replay::Differs,
        Replay::OtherForm,
        Replay::Unfounded { name: "Ben".into() },
        Replay::LeftOut { name: "Ben".into() },
        Replay::Overtaken { later: 3 },
        Replay::Overtaken { later: 1 },
        Replay::OvertakenRevoked { later: 3, names: names() },
        Replay::OvertakenRevoked { later: 1, names: names() },
        Replay::Erased,
        Replay::ErasedRevoked { revoked: 1 },
    ];
    let faults = [
        HistoryFault::NoLine,
        HistoryFault::NoLeaf,
        HistoryFault::OtherLaunch,
        HistoryFault::Empty,
        HistoryFault::ReplacedUnsaid,
        HistoryFault::OtherPayload,
        HistoryFault::UnknownEvent,
    ];
    let faults = faults.map(|fault| Replay::BadHistory { fault: BadHistory { line: 3, fault } });
    reads_as_the_core_has_it("Replay", &[all.as_slice(), &faults].concat(), Found::from);
}

fn stamp_forms() -> [FormFault; 11] {
    [
        FormFault::Encoding("ASN.1 DER message is too short".into()),
        FormFault::MoreThanGranted,
        FormFault::Nothing,
        FormFault::Signatures,
        FormFault::Kind,
        FormFault::NotCovered,
        FormFault::Certificates(9),
        FormFault::CertificateKind,
        FormFault::OwnCertificate,
        FormFault::Newer,
        FormFault::Time,
    ]
}

fn stamp_failures() -> [AuthorityFailure; 8] {
    [
        AuthorityFailure::Algorithm,
        AuthorityFailure::Request,
        AuthorityFailure::DataFormat,
        AuthorityFailure::Clock,
        AuthorityFailure::Policy,
        AuthorityFailure::Extension,
        AuthorityFailure::Information,
        AuthorityFailure::System,
    ]
}

fn stamp_signatures() -> [SignatureFault; 12] {
    [
        SignatureFault::Digest,
        SignatureFault::NoAttributes,
        SignatureFault::OtherContent,
        SignatureFault::OtherDigest,
        SignatureFault::Unnamed,
        SignatureFault::CertificateDigest,
        SignatureFault::Certificate,
        SignatureFault::OtherCertificate,
        SignatureFault::Attributes,
        SignatureFault::Algorithm,
        SignatureFault::Key,
        SignatureFault::Unfit,
    ]
}

fn stamp_authorities() -> [AuthorityFault; 5] {
    let of = || "Example CA".to_owned();
    [
        AuthorityFault::Usage,
        AuthorityFault::NotToSign,
        AuthorityFault::NoWay,
        AuthorityFault::NotValid { of: of(), at: at("11") },
        AuthorityFault::UnknownRule { of: of() },
    ]
}

#[test]
fn of_the_timestamp() {
    let mut faults = vec![BadTimestamp::TooLarge(70_000), BadTimestamp::Nonce, BadTimestamp::Imprint];
    faults.push(BadTimestamp::Early { at: at("11"), issued: at("12") });
    faults.extend(stamp_forms().map(BadTimestamp::Form));
    let said = || vec!["Too often.".to_owned(), "Later.".into()];
    for failure in stamp_failures() {
        faults.push(BadTimestamp::Refused(Refused { status: 2, failures: vec![failure], said: said() }));
    }
    faults.push(BadTimestamp::Refused(Refused { status: 2, failures: vec![], said: vec![] }));
    faults.extend(stamp_signatures().map(BadTimestamp::Signature));
    faults.extend(stamp_authorities().map(|why| BadTimestamp::Authority { by: "Example TSA".into(), why }));
    let mut all = vec![Stamp::NoStamp];
    all.extend(faults.into_iter().map(|fault| Stamp::BadStamp { fault }));
    for whose in [Whose::Pinned, Whose::NonePinned, Whose::NoTrust] {
        let stamped = |late| Stamp::Stamped { by: "Example TSA".into(), at: at("12"), late, whose };
        all.extend([stamped(None), stamped(Some(at("11")))]);
    }
    reads_as_the_core_has_it("Stamp", &all, Found::from);
}

#[test]
fn of_a_receipt() {
    let mut all = vec![
        Receipt::Definition { title: "Ping".into() },
        Receipt::DefinitionDigest,
        Receipt::DefinitionSubject,
        Receipt::DefinitionUnread { why: "missing field: x".into() },
        Receipt::DefinitionOther { check: check("ping"), wanted: check("pong") },
        Receipt::TimesOther { at: at("11"), end: at("12"), says: at("13") },
        Receipt::TooEarly { issued: at("10"), at: at("11") },
        Receipt::Times { at: at("11"), end: at("12") },
        Receipt::NoReport,
    ];
    for follows in [Verdict::Pass, Verdict::Warn, Verdict::Unknown, Verdict::Fail] {
        all.extend([Receipt::VerdictOther { follows, says: Verdict::Pass }, Receipt::Verdict { follows }]);
    }
    reads_as_the_core_has_it("Receipt", &all, Found::from);
}

#[test]
fn of_all_approvals() {
    let all = [
        Approvals::Twice { id: "018f6a00-0000-7000-8000-000000000001".into() },
        Approvals::EntryTwice { index: 7 },
        Approvals::Disordered,
        Approvals::Once { count: 2 },
        Approvals::Once { count: 1 },
        Approvals::NameOther { name: "Mallory".into(), known: "Cleo".into() },
        Approvals::Names { count: 2 },
        Approvals::Names { count: 1 },
        Approvals::NamesAlike { names: vec!["Cleo".into(), "Dan".into()] },
        Approvals::NamesUnknown { count: 2 },
        Approvals::NamesUnknown { count: 1 },
    ];
    reads_as_the_core_has_it("Approvals", &all, Found::from);
}

#[test]
fn of_one_approval() {
    let (claimed, at, later) = (at("10"), at("11"), at("12"));
    let mut all = vec![
        Approval::Form { why: "missing field: `role`".into() },
        Approval::NoApproval,
        Approval::LaunchOther { about: LaunchId(7), launch: LAUNCH },
        Approval::SnapshotOther,
        Approval::PersonOther,
        Approval::NoSuchRole { role: Role::Viewer },
        Approval::NoMember,
        Approval::NameOther { known: "Ann: as approver".into() },
        Approval::Signed { what: digest("snapshot").to_string() },
        Approval::NoCheckpoint,
        Approval::NotEntry { index: 7 },
        Approval::NoLeaf,
        Approval::EventOther,
        Approval::EntryOther,
        Approval::Recorded { index: 7, at },
        Approval::TimesOther { claimed, at },
        Approval::TooLate { at, issued: later },
        Approval::TooEarly { at, item: item(), later },
        Approval::Times { claimed, at },
        Approval::Lost { item: item() },
        Approval::StaleWrong,
        Approval::CoversAll,
        Approval::Covers { items: 2 },
        Approval::Covers { items: 1 },
        Approval::LaunchStale { items: 2 },
        Approval::LaunchStale { items: 1 },
        Approval::ItemsStale { items: 1 },
        Approval::ItemsStale { items: 2 },
        Approval::NoRoster,
        Approval::NotInRoster,
        Approval::RosterName { known: "Ann".into() },
        Approval::RosterRole,
        Approval::InRosterErased,
        Approval::InRoster,
        Approval::Seen { events: 12 },
        Approval::Seen { events: 1 },
        Approval::SeenOther { events: 12 },
        Approval::SeenOther { events: 1 },
        Approval::SeenErased,
        Approval::SeenForm,
    ];
    all.extend(parts().map(|part| Approval::NotAlike { part }));
    let who = Who { name: "Ann as viewer: no".into(), role: Role::ReleaseManager };
    reads_as_the_core_has_it("Approval", &all, |found| Found::from((&who, found)));
}

fn parts() -> [Part; 13] {
    [
        Part::Launch,
        Part::Person,
        Part::Time,
        Part::Place,
        Part::Revision,
        Part::Approval,
        Part::Role,
        Part::Comment,
        Part::Snapshot,
        Part::Statement,
        Part::Attestation,
        Part::Items,
        Part::Revocation,
    ]
}

#[test]
fn of_whose_signature_it_is() {
    let (key, at, end, algorithm) = (digest("key"), at("11"), at("12"), "ES256");
    let mut all = vec![
        Signature::Unread,
        Signature::Passkey { algorithm },
        Signature::PasskeyAnywhere { algorithm, site: "example.com".into() },
        Signature::Ssh { key: "SHA256:abc".into() },
        Signature::SiteOther { says: "example.com".into(), wanted: "holdpoint.dev".into() },
        Signature::SshReadable,
        Signature::SshOther,
        Signature::NoRoster,
        Signature::NotInRoster,
        Signature::KeyUnknown,
        Signature::KeyOutOfUse { at },
        Signature::KeyTheirs,
        Signature::ServerKeyNotBrought { key },
        Signature::ServerKeyUnlisted { key },
        Signature::ServerKeyOutOfUse { key },
        Signature::ServerUnfit,
        Signature::ServerSsh,
        Signature::Server { key },
        Signature::NoneOwnAlthough,
        Signature::NoneOwn,
        Signature::NoneOwnBefore { from: end, at },
        Signature::NoneOwnAfter { until: at, at: end },
    ];
    let passkeys = [
        BadAssertion::ClientData,
        BadAssertion::Kind("webauthn.create".into()),
        BadAssertion::Challenge,
        BadAssertion::Origin("https://example.com".into()),
        BadAssertion::CrossOrigin,
        BadAssertion::AuthenticatorData,
        BadAssertion::Site,
        BadAssertion::NotPresent,
        BadAssertion::NotVerified,
        BadAssertion::Signature,
    ];
    all.extend(passkeys.map(|fault| Signature::Bad { fault: fault.into() }));
    all.extend(ssh_faults().map(|fault| Signature::Bad { fault: fault.into() }));
    all.push(Signature::Bad { fault: BadSignature::Kind });
    let who = Who { name: "Ann".into(), role: Role::Approver };
    reads_as_the_core_has_it("Signature", &all, |found| Found::from((&who, found)));
}

#[test]
fn what_it_comes_to_reads_as_the_core_has_it() {
    let (name, issued) = ("Checkout 3", at("12"));
    let mut all = Vec::new();
    for pinned in [true, false] {
        for (by_server, no_people) in [(0, false), (1, false), (2, false), (0, pinned), (2, pinned)] {
            let (launch, name, decision) = (LAUNCH, name.to_owned(), Decision::Go);
            all.push(Summary::Report { pinned, launch, name, decision, issued, by_server, no_people });
        }
        for (connection, made) in [(None, Made::Pushed), (None, Made::Drilled), (Some("prod".parse().unwrap()), Made::Ran)] {
            let (check, verdict, at, end) = (check("ping"), Verdict::Warn, at("11"), at("12"));
            all.push(Summary::Receipt { pinned, launch: LAUNCH, check, connection, made, verdict, at, end });
        }
    }
    let step = Step { name: "times".into(), outcome: Outcome::Failed, detail: Content::CountsWrong.into() };
    all.extend([0, 1, 2].map(|more| Summary::Refused { first: Some(Box::new(step.clone())), more }));
    for it in all {
        let verdict = holdpoint_domain::report::Verdict::NotVerified;
        let verification = Verification { verdict, summary: it, steps: Vec::new() };
        assert_eq!(summary(&verification), verification.summary.to_string());
    }
}

/// Verifies every report and receipt of a folder of vectors, with and without its trust file, and with what lies beside it.
fn judged(folder: &str) -> Vec<Verification> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "vectors", folder].iter().collect();
    let trust = fs::read(folder.join("trust.json")).unwrap();
    let mut all = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".sigstore.json") else { continue };
        let report = fs::read(&path).unwrap();
        let beside = |ending: &str| fs::read(folder.join(format!("{stem}.{ending}"))).ok();
        let (html, tlog_proof) = (beside("html"), beside("tlog-proof"));
        let beside = Beside { html: html.as_deref(), tlog_proof: tlog_proof.as_deref(), ..Beside::default() };
        for trust in [Some(trust.as_slice()), None] {
            let files = Files { report: &report, trust, signer: None, signature: None, beside };
            all.extend(files.verify().ok());
        }
    }
    assert!(!all.is_empty());
    all
}

/// The core's sentence. The reader's calendar is not the domain's: a reason of the gate is told as the page tells it.
fn in_english(words: &str, step: &Step) -> String {
    if let Found::Content(Content::DecisionOther { why: Some(why), .. }) = &step.detail {
        return words.replace(&why.text(), &reason::told(why));
    }
    words.to_owned()
}

#[test]
fn every_finding_of_the_vectors_reads_in_english_as_the_core_has_it() {
    for verification in ["good", "bad", "earlier"].into_iter().flat_map(judged) {
        let mut whole = verification.summary.to_string();
        for step in &verification.steps {
            assert_eq!(detail(step), in_english(&step.detail.to_string(), step));
            whole = in_english(&whole, step);
        }
        assert_eq!(summary(&verification), whole);
    }
}
