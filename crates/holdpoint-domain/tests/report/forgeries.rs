//! Reports that lie, re-signed with the server's own keys. Each is refused, at the step that is named.

use holdpoint_domain::id::*;
use holdpoint_domain::launch::*;
use holdpoint_domain::report::encoding::to_base64;
use holdpoint_domain::report::signoff::{Signoff, Staleness};
use holdpoint_domain::report::statement::{Approver, Subject};
use holdpoint_domain::report::*;
use holdpoint_domain::template::Role;

use crate::forge::*;
use crate::story::{self, ANN, BEN, CLEO, DAN, Story, log_key, member, trust};

/// A file's name, the step that refuses it, the bytes.
pub type Forgery = (&'static str, &'static str, Vec<u8>);

/// Every forgery, in the order of the vectors.
pub fn all() -> Vec<Forgery> {
    let mut all = result();
    all.extend(content());
    all.extend(covered());
    all.extend(approvals());
    all.extend(coverage());
    all.extend(log());
    all.extend(time());
    all.extend(crate::timestamps::forgeries());
    all.extend(crate::own_keys::forgeries());
    all
}

fn good() -> (Story, Signoff) {
    let story = story::signed(42);
    let signoff = open(&story.issue());
    (story, signoff)
}

fn changed(change: impl FnOnce(&mut Signoff)) -> Signoff {
    let (_, mut signoff) = good();
    change(&mut signoff);
    signoff
}

fn result() -> Vec<Forgery> {
    let mut unsigned = open(&story::ready(42).issue());
    unsigned.predicate.result.decision = Decision::Go;
    vec![
        ("decision-no-go-as-go", "decision", seal(&unsigned)),
        ("decision-go-as-no-go", "decision", seal(&changed(|it| it.predicate.result.decision = Decision::NoGo))),
        ("decision-holds-longer", "decision", seal(&changed(|it| it.predicate.result.holds_until = None))),
        ("counts-one-more-done", "counts", seal(&changed(|it| it.predicate.result.counts.items.done += 1))),
        ("counts-no-waiver", "counts", seal(&changed(|it| it.predicate.result.counts.items.waived = 0))),
    ]
}

fn content() -> Vec<Forgery> {
    let swap = |artifacts: &mut Vec<Artifact>| artifacts[0].digest = Digest::of(b"another image");
    let other_html = Digest::of(b"<!doctype html><title>Go</title>");
    vec![
        ("ticket-changed", "launch", seal(&changed(|it| it.predicate.launch.change_ticket = Some("CHG-1".into())))),
        ("template-changed", "launch", fit(changed(|it| it.predicate.template.version = "2.0.0".into()))),
        ("artifact-swapped-in-subject", "subjects", seal(&changed(|it| it.subject[1] = Subject::new("shop-api", other_html)))),
        ("artifact-dropped-from-subject", "subjects", seal(&changed(|it| it.subject.truncate(2)))),
        ("artifact-swapped-in-launch", "launch", fit(changed(|it| swap(&mut it.predicate.launch.artifacts)))),
        ("html-swapped", "html-content", seal(&changed(|it| it.subject[0] = Subject::new(html_name(LaunchId(42)), other_html)))),
        ("snapshot-digest-changed", "snapshot", seal(&changed(|it| it.predicate.snapshot.digest = other_html))),
        ("snapshot-item-twice", "snapshot", {
            fit(changed(|it| change_snapshot(it, |snapshot| snapshot.items.push(snapshot.items[0].clone()))))
        }),
    ]
}

/// Changes to the snapshot, with everything made to fit that the server's keys can make fit.
fn covered() -> Vec<Forgery> {
    type Change = fn(&mut Snapshot);
    let cases: [(&'static str, Change); 10] = [
        ("waiver-as-done", |it| {
            let waived = it.items.iter_mut().find(|item| item.status == Status::Waived).unwrap();
            (waived.status, waived.waiver) = (Status::Done, None);
        }),
        ("waiver-extended", |it| {
            let waiver = it.items.iter_mut().find_map(|item| item.waiver.as_mut()).unwrap();
            waiver.expires_at = "2030-01-01T00:00:00Z".parse().unwrap();
        }),
        ("not-applicable-as-done", |it| it.items[4].status = Status::Done),
        ("evidence-replaced", |it| it.items[1].evidence[0].resource.text = Some("All 400 tests pass.".into())),
        ("ticket-changed-everywhere", |it| it.launch.change_ticket = Some("CHG-1".into())),
        ("artifact-swapped-everywhere", |it| it.launch.artifacts[0].digest = Digest::of(b"another image")),
        ("window-moved", |it| it.launch.window = None),
        ("policy-weakened", |it| it.policy.required_roles.clear()),
        ("check-proves-nothing", |it| it.checks[0].proves.clear()),
        ("item-dropped", |it| drop(it.items.pop())),
    ];
    let forged = |change| {
        let mut signoff = changed(|it| change_snapshot(it, change));
        freshen(&mut signoff);
        fit(signoff)
    };
    cases.map(|(name, change)| (name, "staleness", forged(change))).into()
}

fn approvals() -> Vec<Forgery> {
    let (_, kept) = good();
    let mut dropped = kept.clone();
    dropped.predicate.approvals.pop();
    let mut doubled = kept.clone();
    doubled.predicate.approvals.push(kept.predicate.approvals[1].clone());
    let mut renamed = doubled.clone();
    renamed.predicate.approvals[2].id = ApprovalId(uuid::Uuid::from_u128(0xd0));
    let mut moved = open(&story::ready(43).issue());
    moved.predicate.approvals = kept.predicate.approvals.clone();
    let mut stale = story::signed(42);
    stale.status("a", Status::Open, None);
    stale.status("a", Status::Done, None);
    let mut stale = open(&stale.issue());
    freshen(&mut stale);
    let mut swapped = kept.clone();
    swapped.predicate.approvals.swap(0, 1);
    vec![
        ("approval-dropped", "decision", seal(&dropped)),
        ("approval-doubled", "approvals", fit(doubled)),
        ("approval-doubled-under-another-id", "approvals", fit(renamed)),
        ("approvals-out-of-order", "approvals", fit(swapped)),
        ("approval-of-another-launch", "approval-statement", fit(moved)),
        ("approval-stale-as-fresh", "staleness", fit(stale)),
        ("approval-fresh-as-stale", "staleness", {
            fit(changed(|it| it.predicate.approvals[0].stale = Staleness { launch: true, items: vec![] }))
        }),
        ("approval-in-a-higher-role", "approval-statement", fit(changed(|it| it.predicate.approvals[1].role = Role::ReleaseManager))),
        ("approval-of-somebody-else", "approval-statement", {
            fit(changed(|it| it.predicate.approvals[1].approver = Approver { id: member(ANN), name: "Ann".into() }))
        }),
        ("approval-signed-by-no-server", "approval-signature", {
            let stranger = ReportKey::from_seed(&[8; 32]).unwrap();
            fit(changed(|it| it.predicate.approvals[0].attestation = attest(&stranger, &it.predicate.approvals[0].statement.0).unwrap()))
        }),
        ("approval-statement-rewritten", "approval-log", {
            fit(changed(|it| drop(rewrite_statement(it, 1, |statement| statement.predicate.comment = "Whatever it takes.".into()))))
        }),
        ("approver-renamed", "approval-statement", {
            fit(changed(|it| change_snapshot(it, |snapshot| snapshot.launch.members[1].name = "Carl".into())))
        }),
        ("approver-invented", "roster", invented()),
    ]
}

/// Signatures that are told to cover more than they do.
fn coverage() -> Vec<Forgery> {
    // Item `a` changed after both signed; only Ann signed again, for that one item.
    let mut story = story::signed(42);
    story.later(10);
    story.status("a", Status::Open, None);
    story.status("a", Status::Done, None);
    story.sign(ANN).unwrap();
    let kept = open(&story.issue());
    assert_eq!(kept.predicate.result.decision, Decision::NoGo, "Ben has not signed for item a as it is now");
    let item: ItemId = "a".parse().unwrap();
    let (digest, index) = (snapshot(&kept.predicate).item_digests()[&item], kept.predicate.approvals[1].log_entry.index);
    let mut extended = kept.clone();
    let statement = rewrite_statement(&mut extended, 1, |signed| {
        signed.predicate.covers.insert(item.clone(), digest);
    });
    freshen(&mut extended);
    let mut logged = extended.clone();
    let attestation = logged.predicate.approvals[1].attestation.clone();
    rewrite_log(&mut logged, &story, |place, _, event| {
        if place as u64 == index {
            let approval = approval(event).unwrap();
            (approval.attestation, approval.statement) = (attestation.clone(), to_base64(&statement));
            approval.covers.insert(item.clone(), digest);
        }
    });
    let mut renewed = kept.clone();
    renewed.predicate.approvals[2].stale.items = vec![item];
    let mut limited = story::ready(42);
    let sections = vec!["code".parse().unwrap()];
    limited.act(ANN, Command::SetRole { member: member(BEN), name: "Ben".into(), role: Role::Approver, sections }).unwrap();
    limited.sign(ANN).unwrap();
    limited.sign(BEN).unwrap();
    let mut limited = open(&limited.issue());
    limited.predicate.result.decision = Decision::Go;
    vec![
        ("coverage-extended", "approval-log", fit(extended)),
        ("coverage-extended-in-the-log-too", "approval-times", fit(logged)),
        ("coverage-fresh-as-stale", "staleness", fit(renewed)),
        ("coverage-beyond-a-section", "decision", seal(&limited)),
    ]
}

/// Everything fits: only who pinned the roster can see that nobody of this name may approve.
fn invented() -> Vec<u8> {
    let (story, mut signoff) = good();
    let mallory = Approver { id: member(0xbad), name: "Mallory".into() };
    change_snapshot(&mut signoff, |snapshot| {
        let member = snapshot.launch.members.iter_mut().find(|known| known.id == member(BEN)).unwrap();
        (member.id, member.name) = (mallory.id, mallory.name.clone());
    });
    let statement = rewrite_statement(&mut signoff, 1, |statement| statement.predicate.approver = mallory.clone());
    signoff.predicate.approvals[1].approver = mallory.clone();
    let (attestation, index) = (signoff.predicate.approvals[1].attestation.clone(), signoff.predicate.approvals[1].log_entry.index);
    rewrite_log(&mut signoff, &story, |place, leaf, event| {
        if place as u64 == index {
            leaf.actor = mallory.id;
            let approval = approval(event).unwrap();
            (approval.approver, approval.attestation, approval.statement) = (mallory.id, attestation.clone(), to_base64(&statement));
        }
    });
    fit(signoff)
}

fn log() -> Vec<Forgery> {
    let (story, kept) = good();
    let last = kept.predicate.approvals[1].log_entry.index;
    let earlier: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut leaf_only = kept.clone();
    rewrite_log(&mut leaf_only, &story, |place, leaf, _| leaf.recorded_at = if place as u64 == last { earlier } else { leaf.recorded_at });
    let mut with_event = kept.clone();
    rewrite_log(&mut with_event, &story, |place, leaf, event| {
        if place as u64 == last {
            leaf.recorded_at = earlier;
            approval(event).unwrap().at = earlier;
        }
    });
    let mut actor = kept.clone();
    rewrite_log(&mut actor, &story, |place, leaf, _| leaf.actor = if place as u64 == last { member(ANN) } else { leaf.actor });
    let mut older = story::ready(42);
    let old = older.launch.snapshot_bytes();
    older.sign(ANN).unwrap();
    let mut old_snapshot = kept.clone();
    change_snapshot(&mut old_snapshot, |snapshot| *snapshot = serde_json::from_slice(&old).unwrap());
    let stranger = LogKey::for_server(uuid::Uuid::from_u128(0x5e), &[8; 32]);
    let head =
        |launch| note::sign_checkpoint(&log_key(), LaunchId(launch), merkle::Head { size: story.launch.seq.0, root: [0; 32] }).unwrap();
    vec![
        ("leaf-backdated", "approval-log", fit(leaf_only)),
        ("leaf-and-event-backdated", "approval-times", fit(with_event)),
        ("everything-backdated", "approval-times", backdated(earlier)),
        ("leaf-of-another-actor", "approval-log", fit(actor)),
        ("old-snapshot", "checkpoint", fit(old_snapshot)),
        ("checkpoint-of-another-tree", "approval-log", fit(changed(|it| it.predicate.log.checkpoint = head(42)))),
        ("checkpoint-of-another-launch", "checkpoint", fit(changed(|it| it.predicate.log.checkpoint = head(43)))),
        ("log-key-of-a-stranger", "log-key", {
            fit(changed(|it| it.predicate.log.vkey = stranger.public().of_launch(LaunchId(42)).vkey()))
        }),
        ("proof-cut", "approval-log", fit(changed(|it| it.predicate.approvals[0].log_entry.inclusion_proof.truncate(2)))),
    ]
}

/// Leaf, event and statement all say a day earlier, and all are signed again: the items were not done yet then.
fn backdated(earlier: Timestamp) -> Vec<u8> {
    let (story, mut signoff) = good();
    let index = signoff.predicate.approvals[1].log_entry.index;
    let statement = rewrite_statement(&mut signoff, 1, |statement| statement.predicate.signed_at_claimed = earlier);
    let attestation = signoff.predicate.approvals[1].attestation.clone();
    rewrite_log(&mut signoff, &story, |place, leaf, event| {
        if place as u64 == index {
            leaf.recorded_at = earlier;
            let approval = approval(event).unwrap();
            (approval.at, approval.attestation, approval.statement) = (earlier, attestation.clone(), to_base64(&statement));
        }
    });
    fit(signoff)
}

fn time() -> Vec<Forgery> {
    let mut late = story::signed(42);
    late.later(90);
    let expired = open(&late.issue());
    assert_eq!(expired.predicate.result.decision, Decision::NoGo, "the check's receipt has gone stale");
    let mut fresh_again = expired.clone();
    fresh_again.predicate.issued_at = story::start();
    let mut renewed = late;
    renewed.ping(200.0);
    let mut before_the_check = open(&renewed.issue());
    before_the_check.predicate.issued_at -= jiff::SignedDuration::from_mins(80);
    vec![
        ("report-backdated-before-approvals", "approval-times", fit(fresh_again)),
        ("report-backdated-before-its-check", "times", fit(before_the_check)),
        ("report-before-its-key", "report-key", { fit(changed(|it| it.predicate.issued_at = "2025-12-31T23:59:59Z".parse().unwrap())) }),
    ]
}

#[test]
fn every_forgery_is_refused_at_the_step_that_is_named() {
    let forgeries = all();
    assert!(40 <= forgeries.len(), "{}", forgeries.len());
    for (name, step, bytes) in forgeries {
        let verification = verify(&bytes, Some(&trust()), Beside::default()).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(verification.verdict, Verdict::NotVerified, "{name}: {}", verification.summary);
        let failed: Vec<_> = verification.steps.iter().filter(|step| step.outcome == Outcome::Failed).collect();
        assert!(failed.iter().any(|failed| failed.name == step), "{name}: not {step}, but {failed:#?}");
        assert!(verification.steps.iter().any(|step| step.name == "signature" && step.outcome == Outcome::Holds), "{name}");
    }
}

/// Everything is made to follow and signed anew: only that no launch comes to it stands against it.
#[test]
fn what_no_launch_lets_happen_is_refused_whoever_signs_it() {
    type Change = fn(&mut SnapshotPolicy);
    let policies: [(&str, Decision, Change); 5] = [
        ("nobody has to sign", Decision::Go, |it| it.required_roles.clear()),
        ("none of each has to sign", Decision::Go, |it| it.required_roles.iter_mut().for_each(|required| required.count = 0)),
        ("more than anybody may ask for", Decision::NoGo, |it| it.required_roles[0].count = 21),
        ("viewers sign", Decision::NoGo, |it| it.required_roles[0].role = Role::Viewer),
        ("a role is named twice", Decision::NoGo, |it| it.required_roles[1].role = it.required_roles[0].role),
    ];
    let refused = |about: &str, decision: Decision, words: &str, change: &dyn Fn(&mut Snapshot)| {
        let mut signoff = open(&story::ready(42).issue());
        change_snapshot(&mut signoff, change);
        let bytes = fit(signoff);
        let fitted: Signoff = serde_json::from_slice(&bundle::Bundle::parse(&bytes).unwrap().payload).unwrap();
        assert_eq!(fitted.predicate.result.decision, decision, "{about}");
        let verification = verify(&bytes, Some(&trust()), Beside::default()).unwrap();
        let failed: Vec<_> = verification.steps.iter().filter(|step| step.outcome == Outcome::Failed).collect();
        assert_eq!(verification.verdict, Verdict::NotVerified, "{about}");
        assert!(
            matches!(failed.as_slice(), [one] if one.name == "snapshot" && one.detail.to_string().contains(words)),
            "{about}: {failed:#?}"
        );
    };
    for (about, decision, change) in policies {
        refused(about, decision, "one asks 1 to 20 people to sign", &|snapshot| change(&mut snapshot.policy));
    }
    refused("a waiver of one's own", Decision::NoGo, "the waiver of item d is approved by who requested it", &|snapshot| {
        let waiver = snapshot.items.iter_mut().find_map(|item| item.waiver.as_mut()).unwrap();
        waiver.approved_by = Some(waiver.requested_by);
    });
}

/// Whoever leaves an item out that nobody signed for has to leave the checks out too that prove it, and approvals cover those.
#[test]
fn an_item_that_a_check_proves_is_not_left_out() {
    let signoff = changed(|it| {
        change_snapshot(it, |snapshot| snapshot.checks[0].proves.push("new".parse().unwrap()));
    });
    let verification = verify(&fit(signoff), Some(&trust()), Beside::default()).unwrap();
    let snapshot = verification.steps.iter().find(|step| step.name == "snapshot").unwrap();
    let words = "the check ping proves item new, which the snapshot does not have";
    assert_eq!((snapshot.outcome, snapshot.detail.to_string().as_str()), (Outcome::Failed, words));
}

/// Who does not sign is named too, by what they did.
#[test]
fn nobody_whom_the_roster_knows_gets_another_name() {
    let mut story = story::ready(42);
    for (who, name) in [(CLEO, "Cleo"), (DAN, "Dan")] {
        story.act(ANN, Command::SetRole { member: member(who), name: name.into(), role: Role::Contributor, sections: vec![] }).unwrap();
    }
    story.act(ANN, Command::RemoveMember { member: member(DAN) }).unwrap();
    story.sign(ANN).unwrap();
    story.sign(BEN).unwrap();
    let kept = open(&story.issue());
    assert_eq!(verify(&seal(&kept), Some(&trust()), Beside::default()).unwrap().verdict, Verdict::Verified);
    type Change = fn(&mut SnapshotLaunch);
    let cases: [(&str, &str, Change); 3] = [
        ("roster", "calls somebody Mallory, whom the pinned roster knows as Cleo", |it| it.members[2].name = "Mallory".into()),
        ("roster", "calls somebody Mallory, whom the pinned roster knows as Dan", |it| it.former[0].name = "Mallory".into()),
        ("snapshot", "twice", |it| it.former.push(SnapshotFormer { id: it.members[2].id, name: "Mallory".into() })),
    ];
    for (step, words, change) in cases {
        let mut signoff = kept.clone();
        change_snapshot(&mut signoff, |snapshot| change(&mut snapshot.launch));
        let verification = verify(&fit(signoff), Some(&trust()), Beside::default()).unwrap();
        let failed: Vec<_> = verification.steps.iter().filter(|step| step.outcome == Outcome::Failed).collect();
        assert!(matches!(failed.as_slice(), [one] if one.name == step && one.detail.to_string().contains(words)), "{words}: {failed:#?}");
    }
}

/// The roster compares ids: a name alone is nobody's.
#[test]
fn whom_the_roster_does_not_know_is_told_of() {
    let cases = [
        ("Mallory", "1 person of the launch is not in the pinned roster: what they are called is the server's word"),
        ("Cleo", "the pinned roster knows Cleo by another id, so what the report tells of them may be of somebody else"),
        // With a joiner in it, which no reader sees.
        ("Cl\u{200d}eo", "the pinned roster knows Cl\u{200d}eo by another id, so what the report tells of them may be of somebody else"),
    ];
    for (name, words) in cases {
        let mut story = story::ready(42);
        let role = Command::SetRole { member: member(0xbad), name: name.into(), role: Role::Contributor, sections: vec![] };
        story.act(ANN, role).unwrap();
        story.sign(ANN).unwrap();
        story.sign(BEN).unwrap();
        let verification = verify(&story.issue().bundle, Some(&trust()), Beside::default()).unwrap();
        let told = verification.steps.iter().filter(|step| step.name == "roster" && step.outcome == Outcome::NotChecked);
        assert_eq!(told.map(|step| step.detail.to_string()).collect::<Vec<_>>(), [words]);
        assert_eq!(verification.verdict, Verdict::Verified, "{}", verification.summary);
    }
}

/// Told as gone and as stale: on the checklist that was signed the approvals would go on counting for everything else.
#[test]
fn an_item_goes_with_its_version_of_the_checklist_only() {
    let mut signoff = changed(|it| change_snapshot(it, |snapshot| drop(snapshot.items.pop())));
    for told in &mut signoff.predicate.approvals {
        told.stale.items = vec!["s".parse().unwrap()];
    }
    let verification = verify(&fit(signoff), Some(&trust()), Beside::default()).unwrap();
    assert_eq!(verification.verdict, Verdict::NotVerified, "{}", verification.summary);
    assert!(verification.summary.to_string().contains("covers item s, which the snapshot does not have"), "{}", verification.summary);
}

#[test]
fn what_needs_no_pinned_key_is_refused_without_one_too() {
    for (name, step, bytes) in all() {
        let by_trust_alone = [
            "approval-signed-by-no-server",
            "own-key-other-origin",
            "timestamp-of-a-stranger",
            "timestamp-for-another-use",
            "timestamp-of-a-lapsed-certificate",
        ];
        if ["roster", "log-key", "report-key", "approver-key"].contains(&step) || by_trust_alone.contains(&name) {
            continue;
        }
        let verification = verify(&bytes, None, Beside::default()).unwrap();
        assert_eq!(verification.verdict, Verdict::NotVerified, "{name}");
    }
}
