//! `holdpoint statement` at a server that gives something else to sign. What it does at an honest one: `it/statements.rs`.

use holdpoint_domain::id::{ApprovalId, Digest, LaunchId, MemberId, Seq, Timestamp};
use holdpoint_domain::report::statement::{
    APPROVAL, ApprovalDecision, ApprovalPredicate, Approver, STATEMENT, Statement, Subject, snapshot_name,
};
use holdpoint_domain::template::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Desk;
use crate::gate::answer;

type Signed = Statement<ApprovalPredicate>;

/// What was asked for in these tests, over a snapshot of these bytes.
fn asked(snapshot: &[u8]) -> Signed {
    let launch = LaunchId(1);
    Statement {
        kind: STATEMENT.into(),
        subject: vec![Subject::new(snapshot_name(launch), Digest::of(snapshot))],
        predicate_type: APPROVAL.into(),
        predicate: ApprovalPredicate {
            approval_id: ApprovalId(Uuid::from_u128(1)),
            launch_id: launch,
            revision: Seq(1),
            decision: ApprovalDecision::Approve,
            approver: Approver { id: MemberId(Uuid::from_u128(2)), name: "Ann".into() },
            role: Role::Approver,
            comment: "Read it.".into(),
            signed_at_claimed: Timestamp::now(),
            nonce: [0; 16],
            covers: Default::default(),
            covers_launch: Digest::of(b"launch"),
        },
    }
}

#[test]
fn what_was_not_asked_for_is_not_written() {
    type Lie = fn(&mut Signed);
    let lies: [(Lie, &str); 8] = [
        (|signed| signed.predicate_type = "https://example.com/other/v1".into(), "no statement of an approval"),
        (|signed| signed.predicate.launch_id = LaunchId(2), "another launch"),
        (|signed| signed.predicate.role = Role::ReleaseManager, "another role"),
        (|signed| signed.predicate.comment = "I answer for all of it.".into(), "another comment"),
        (|signed| signed.predicate.signed_at_claimed = "2020-01-02T03:04:05Z".parse().unwrap(), "it is dated 2020-01-02T03:04:05Z"),
        (|signed| signed.subject[0].name = snapshot_name(LaunchId(2)), "another snapshot"),
        (|signed| signed.subject.clear(), "another snapshot"),
        (|_| (), "the snapshot is none that this version reads"),
    ];
    for (lie, words) in lies {
        let snapshot = json!({});
        let mut signed = asked(snapshot.to_string().as_bytes());
        lie(&mut signed);
        let view: Value = json!({
            "id": signed.predicate.approval_id, "role": "approver", "statement": serde_json::to_string(&signed).unwrap(),
            "expiresAt": "2026-12-02T00:00:00Z", "rpId": "localhost", "credentials": [], "ssh": true,
        });
        let (base, serving) = answer(vec![(200, snapshot), (200, view)]);
        let desk = Desk::new().set("HOLDPOINT_API_TOKEN", "hp_token");
        let command = ["statement", "LCH-1", "--role", "approver", "--comment", " Read it. ", "--server", &base];
        desk.run(command).cannot_tell(&[words, "nothing was written"]);
        assert!(!desk.path("LCH-1.approval.json").exists(), "{words}");
        serving.join().unwrap();
    }
}

#[test]
fn where_a_file_is_there_already_nothing_is_asked_for() {
    let desk = Desk::new().set("HOLDPOINT_API_TOKEN", "hp_token");
    let command = ["statement", "LCH-1", "--role", "approver", "--server", "http://127.0.0.1:9"];
    desk.run(command).cannot_tell(&["cannot be asked"]);
    for name in ["LCH-1.approval.snapshot.json", "LCH-1.approval.json"] {
        desk.write(name, "as it was");
        desk.run(command).cannot_tell(&[name, "move this one away"]);
        assert_eq!(std::fs::read(desk.path(name)).unwrap(), b"as it was");
    }
}

/// A launch goes on while somebody asks what they would sign for it.
#[test]
fn a_launch_that_changed_in_between_is_read_again_and_a_long_one_to_its_end() {
    let problem = |kind: &str| {
        (409_u16, json!({ "type": format!("/problems/{kind}"), "title": "No", "status": 409, "detail": format!("It is {kind}.") }))
    };
    let again = || vec![(200_u16, json!({})), problem("outdated")];
    // More than is taken of other answers.
    let long = json!("x".repeat(9 << 20));
    let cases = [
        ([again(), vec![(200, long), problem("not-ready")]].concat(), "It is not-ready."),
        ([again(), again(), again()].concat(), "It is outdated."),
    ];
    for (answers, words) in cases {
        let requests = answers.len();
        let (base, serving) = answer(answers);
        let desk = Desk::new().set("HOLDPOINT_API_TOKEN", "hp_token");
        let ran = desk.run(["statement", "LCH-1", "--role", "approver", "--server", &base]).code(1);
        assert!(ran.err.contains(words), "{}", ran.err);
        assert_eq!(serving.join().unwrap().len(), requests, "{words}");
    }
}
