//! Moving to another version of the template.

use super::*;

/// A version 2: `a` has another title, `s` is gone, `d` is new, and the check `ping` lasts longer.
fn newer() -> Template {
    let mut template = template();
    template.version = "2.0.0".into();
    let items = &mut template.sections[0].items;
    items[0].title = "Another question".into();
    items.retain(|item| item.id.as_str() != "s");
    items.push(item("d", Level::Must, EvidenceNeed::Optional));
    template
}

fn to(template: Template, from: Digest) -> NewTemplate {
    let reference =
        TemplateRef { name: template.name.clone(), version: template.version.clone(), digest: Digest::of(template.version.as_bytes()) };
    NewTemplate { template: Arc::new(template), reference, from }
}

fn upgrade(story: &mut Story, who: u128, new: NewTemplate) -> Result<usize, Refusal> {
    story.record(who, Record::TemplateUpgraded(new))
}

fn status(story: &Story, item: &str) -> Option<Status> {
    story.launch.items.get(&item.parse::<ItemId>().unwrap()).map(|state| state.status.value)
}

#[test]
fn answers_stay_where_the_question_is_the_same() {
    let mut story = Story::begin();
    for line in ["done a", "done b", "done s", "done c", "ping 200"] {
        story.tell(line).unwrap();
    }
    let from = story.launch.template_ref.digest;
    assert_eq!(upgrade(&mut story, 1, to(newer(), from)), Ok(1));
    assert_eq!(status(&story, "a"), Some(Status::Open), "asked again");
    assert_eq!(status(&story, "b"), Some(Status::Done));
    assert_eq!(status(&story, "c"), Some(Status::Done));
    assert_eq!(status(&story, "d"), Some(Status::Open), "new");
    assert_eq!(status(&story, "s"), None);
    assert!(story.launch.receipts.contains_key(&"ping".parse::<CheckId>().unwrap()), "the check is the same");
    assert_eq!((story.launch.template.version.as_str(), story.launch.template_ref.version.as_str()), ("2.0.0", "2.0.0"));
    assert_eq!(Launch::fold(&story.history).as_ref(), Some(&story.launch), "a replay says the same");
    // Who had seen the old version changes nothing of the new one by a stale wish.
    let context = Context { based_on: Seq(2), ..story.context(2) };
    let stale = Command::SetStatus { item: "a".parse().unwrap(), status: Status::Done, justification: None };
    assert!(matches!(story.launch.decide(&stale, &context), Err(Refusal::Conflict(_))));
}

#[test]
fn another_check_has_no_receipt_and_asks_again_for_what_it_proves() {
    let mut story = Story::begin();
    for line in ["done c", "ping 200"] {
        story.tell(line).unwrap();
    }
    let mut other = template();
    other.version = "1.1.0".into();
    other.checks[0].ttl_minutes = 5;
    let changes = TemplateChanges::between(&template(), &other);
    assert_eq!(changes.changed, [("c".parse().unwrap(), vec![ItemPart::Checks])]);
    assert_eq!((changes.same, changes.checks.len(), changes.policy), (3, 1, false));
    let from = story.launch.template_ref.digest;
    upgrade(&mut story, 1, to(other, from)).unwrap();
    assert!(story.launch.receipts.is_empty());
    assert_eq!(status(&story, "c"), Some(Status::Open));
}

/// A check that was on its way while the launch moved: the snapshot would tell its result beside rules that it was not judged by.
#[test]
fn a_receipt_by_other_rules_is_not_recorded() {
    let mut story = Story::begin();
    let old = story.launch.template.checks[0].clone();
    let mut other = template();
    other.version = "1.1.0".into();
    other.checks[0].ttl_minutes = 5;
    let from = story.launch.template_ref.digest;
    upgrade(&mut story, 1, to(other, from)).unwrap();
    let facts = [("status".to_owned(), Fact::Number(200.0))].into();
    let observation = Observation { facts, failure: None, requests: vec![], latency_ms: 1, started_at: now() };
    let receipt = old.receipt(ReceiptId(Uuid::from_u128(902)), "prod".parse().unwrap(), member(1), observation);
    let said = story.record(1, Record::Checked(Box::new(receipt))).unwrap_err();
    assert_eq!(said.to_string(), "the checklist has other rules for this check by now; run the check, or push the result, again");
    assert!(story.launch.receipts.is_empty());
    story.tell("ping 200").unwrap();
    let snapshot = story.launch.snapshot();
    let receipt = story.launch.receipts.values().next().unwrap();
    assert_eq!(snapshot.checks[0].configuration, receipt.configuration);
}

#[test]
fn signatures_for_what_is_another_go_stale() {
    let mut story = Story::begin();
    for line in ["done a", "note b", "done b", "done c", "ping 200", "sign 1", "sign 2"] {
        if let Err(refusal) = story.tell(line) {
            panic!("{line}: {refusal}");
        }
    }
    assert_eq!(story.launch.gate(now()).decision, Decision::Go);
    let mut other = template();
    other.version = "1.1.0".into();
    other.sections[0].items[0].guidance = "Look twice.".into();
    let from = story.launch.template_ref.digest;
    upgrade(&mut story, 1, to(other, from)).unwrap();
    let kinds: Vec<ReasonKind> = story.launch.gate(now()).reasons.iter().map(|reason| reason.kind()).collect();
    assert!(kinds.contains(&ReasonKind::ItemOpen) && kinds.iter().any(|kind| kind.is_about_approvals()), "{kinds:?}");
}

/// Whoever changes an approver's sections sends those of an earlier version along.
#[test]
fn a_section_that_is_gone_stands_in_nobodys_way() {
    let mut old = template();
    let mut two = old.sections[0].clone();
    (two.id, two.items) = ("two".parse().unwrap(), vec![item("x", Level::Must, EvidenceNeed::Optional)]);
    old.sections.push(two);
    let mut story = Story::of(old);
    story.role(2, "Ben", Role::Approver, &["two"]).unwrap();
    let from = story.launch.template_ref.digest;
    upgrade(&mut story, 1, to(newer(), from)).unwrap();
    let none_left = story.role(2, "Ben", Role::Approver, &["two"]).unwrap_err();
    assert!(none_left.to_string().contains("name two, which this checklist does not have"), "{none_left}");
    story.role(2, "Ben", Role::Approver, &["two", "one"]).unwrap();
    assert_eq!(story.launch.members[&member(2)].sections, ["one".parse::<SectionId>().unwrap()]);
    story.role(2, "Ben", Role::Approver, &["two", "one"]).unwrap_err();
}

#[test]
fn it_is_refused_with_what_to_do() {
    let mut story = Story::begin();
    let from = story.launch.template_ref.digest;
    let refused = |result: Result<usize, Refusal>, words: &str| {
        let why = result.unwrap_err().to_string();
        assert!(why.contains(words), "{why}");
    };
    refused(upgrade(&mut story, 2, to(newer(), from)), "release manager");
    refused(upgrade(&mut story, 1, to(newer(), Digest::of(b"other"))), "look at what differs now");
    let mut foreign = newer();
    foreign.name = "foreign".parse().unwrap();
    refused(upgrade(&mut story, 1, to(foreign, from)), "moves to versions of that one only");
    let mut future = newer();
    future.format = 99;
    refused(upgrade(&mut story, 1, to(future, from)), "has format 99");
    let run = Command::StartRun { run: RunId(Uuid::from_u128(50)), runbook: "rollback".parse().unwrap(), rehearsal: true };
    story.act(1, run).unwrap();
    refused(upgrade(&mut story, 1, to(newer(), from)), "finish or abandon it first");
    let mut same = to(template(), from);
    same.reference.digest = from;
    assert_eq!(upgrade(&mut story, 1, same), Ok(0), "it is on that one");
}
