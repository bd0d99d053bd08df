//! Whose approvals are needed: the template's policy, a launch's own, and what its people can satisfy.

use super::*;

/// `m2 a1 distinct segregated`
fn policy(words: &str) -> Policy {
    let role = |word: &str| {
        let role = match word.chars().next() {
            Some('m') => Role::ReleaseManager,
            Some('a') => Role::Approver,
            _ => Role::Contributor,
        };
        word.get(1..).and_then(|count| count.parse().ok()).map(|count| RequiredRole { role, count })
    };
    let has = |word: &str| words.split(' ').any(|known| known == word);
    Policy {
        required: words.split(' ').filter_map(role).collect(),
        distinct_approvers: has("distinct"),
        segregation_of_duties: has("segregated"),
    }
}

#[test]
fn a_policy_that_the_present_people_cannot_satisfy_is_refused_with_the_reason() {
    // Ann is release manager; Ben answers for section one only, Cem for all.
    let cases = [
        ("m1", "", "", "one release manager"),
        ("m2", "", "asks for 2 people who can sign as release manager for “One”, and there is 1", "one too many"),
        ("m1 a1 distinct", "", "asks for 1 person who can sign as approver for “One” whom no other role uses up", "Ann counts once"),
        ("m1 a1", "", "", "Ann may sign as both"),
        ("m1 a1 distinct", "ben", "“Two” whom no other role uses up, and there are 0", "Ben answers for section one only"),
        ("m1 a1 distinct", "cem", "", "Cem answers for both"),
        ("a3", "ben cem", "for “Two”, and there are 2", "Ann and Cem"),
        ("a2", "ben cem", "", "Ann and Cem, or Ann and Ben"),
        ("m1 segregated", "", "only Ann can sign for “One”", "what she does would be signed by nobody else"),
        ("a1 segregated", "ben", "only Ann can sign for “Two”", "nobody else for section two"),
        ("a1 segregated", "cem", "", "Ann or Cem"),
        ("m0", "", "asks for 0 people", "under the line"),
        ("m21", "", "asks for 21 people", "over the line"),
        ("m1 m1", "", "twice", "a role twice"),
        ("c1", "", "signs nothing", "no role that signs"),
    ];
    for (words, people, expected, about) in cases {
        let mut template = template();
        let mut two = template.sections[0].clone();
        (two.id, two.title, two.items) = ("two".parse().unwrap(), "Two".into(), vec![item("t", Level::Must, EvidenceNeed::Optional)]);
        template.sections.push(two);
        let mut story = Story::of(template);
        if people.contains("ben") {
            story.role(2, "Ben", Role::Approver, &["one"]).unwrap();
        }
        if people.contains("cem") {
            story.role(3, "Cem", Role::Approver, &[]).unwrap();
        }
        let said = story.act(1, Command::SetPolicy { policy: Some(policy(words)) });
        match said {
            Ok(_) => assert_eq!(expected, "", "{about}: {words}"),
            Err(refusal) => {
                assert!(refusal.to_string().contains(expected) && !expected.is_empty(), "{about}: {words}: {refusal}");
                assert_eq!(refusal.field(), Some("policy"));
                assert_eq!(story.launch.own_policy.value, None, "{about}");
            }
        }
    }
}

#[test]
fn a_launchs_own_policy_counts_everywhere_until_it_is_taken_back() {
    let mut story = Story::begin();
    let set = |policy| Command::SetPolicy { policy };
    for line in READY.split(';').map(str::trim).filter(|line| !line.is_empty()).chain(["sign 2"]) {
        story.tell(line).unwrap();
    }
    assert_eq!(story.launch.gate(story.now).decision, Decision::NoGo, "the template wants a release manager too");
    let before = story.launch.launch_digest();
    assert_eq!(story.act(1, set(Some(policy("a1")))), Ok(1));
    assert_eq!(story.act(1, set(Some(policy("a1")))), Ok(0), "it is so already");
    assert_ne!(story.launch.launch_digest(), before, "who signed under another policy signs again");
    assert_eq!(story.tell("sign 2"), Ok(1));
    assert_eq!(story.launch.gate(story.now).decision, Decision::Go);
    let snapshot: Snapshot = serde_json::from_slice(&story.launch.snapshot_bytes()).unwrap();
    assert_eq!(snapshot.policy.required_roles.len(), 1);
    assert_eq!(story.act(1, set(None)), Ok(1));
    assert_eq!(story.launch.policy(), &story.launch.template.policy);
    assert_eq!(story.launch.gate(story.now).decision, Decision::NoGo);
}

#[test]
fn who_did_an_item_is_not_its_only_approver() {
    // Ann (1) settles everything. Ben (2) signs as approver; Ann may too.
    let cases = [
        ("sign 1", "signed only by who did", "Ann did it all"),
        ("sign 1; sign 2", "go", "Ben did nothing of it"),
        ("sign 2", "go", "Ben alone is another"),
    ];
    for (signatures, expected, about) in cases {
        let mut story = Story::begin();
        let own = Policy {
            required: vec![RequiredRole { role: Role::Approver, count: 1 }],
            distinct_approvers: false,
            segregation_of_duties: true,
        };
        story.act(1, Command::SetPolicy { policy: Some(own) }).unwrap();
        for line in READY.split(';').map(str::trim).filter(|line| !line.is_empty()) {
            story.tell(line).unwrap();
        }
        for line in signatures.split(';').map(str::trim) {
            story.sign(line.strip_prefix("sign ").unwrap().parse().unwrap(), Role::Approver).unwrap();
        }
        let gate = story.launch.gate(story.now);
        let said = gate.reasons.first().map_or("go".to_owned(), |reason| reason.text());
        assert!(said.contains(expected), "{about}: {said}");
        assert!(gate.reasons.iter().all(|reason| reason.kind().is_about_approvals()), "{about}");
    }
}

#[test]
fn who_gave_all_of_the_evidence_did_it_too() {
    let by = |who: &[u128]| Coverable::sole(who.iter().map(|who| member(*who)));
    assert_eq!(by(&[1]), Some(member(1)));
    assert_eq!(by(&[1, 1]), Some(member(1)));
    assert_eq!(by(&[1, 2]), None, "somebody else gave some of it");
    assert_eq!(by(&[]), None);
}
