//! Approvals with keys of people's own: what is accepted, and that nobody else can make one, the server's operator included.

use holdpoint_domain::id::*;
use holdpoint_domain::launch::*;
use holdpoint_domain::report::approver::{ApproverKey, BadSignature, OwnSignature};
use holdpoint_domain::report::challenge::NAMESPACE;
use holdpoint_domain::report::encoding::{Base64, to_base64};
use holdpoint_domain::report::passkey::{Assertion, BadAssertion};
use holdpoint_domain::report::signoff::Signoff;
use holdpoint_domain::report::ssh::BadSshSignature;
use holdpoint_domain::report::*;
use holdpoint_domain::template::Role;

use crate::forge::*;
use crate::forgeries::Forgery;
use crate::story::authenticator::{self, Touch};
use crate::story::{self, ANN, BEN, CLEO, DAN, Story, trust};
use crate::timestamps::stamped;

fn check(key: &ApproverKey, statement: &[u8], signature: &OwnSignature) -> Result<(), BadSignature> {
    let origins = trust().origins;
    key.check(statement, signature, authenticator::site(&origins))
}

#[test]
fn a_touch_counts_for_one_statement_at_one_site() {
    let statement = story::ready(42).statement(CLEO, Role::ReleaseManager);
    let touched = |touch: &Touch| check(&authenticator::passkey(CLEO), &statement, &authenticator::touch(CLEO, &statement, touch));
    let usual = Touch::default;
    let cases = [
        (usual(), Ok(()), "as a browser does it"),
        (Touch { reordered: true, ..usual() }, Ok(()), "another order of clientDataJSON"),
        (Touch { tail: "", ..usual() }, Ok(()), "nothing behind the origin"),
        (Touch { tail: r#","other_keys_can_be_added_here":"x""#, ..usual() }, Ok(()), "a key that Chromium adds now and then"),
        (Touch { flags: 0x1d, ..usual() }, Ok(()), "a synchronised passkey"),
        (Touch { kind: "webauthn.create", ..usual() }, Err(BadAssertion::Kind("webauthn.create".into())), "an enrolment"),
        (Touch { origin: "http://localhost:8081", ..usual() }, Err(BadAssertion::Origin("http://localhost:8081".into())), "another port"),
        (Touch { tail: r#","crossOrigin":true"#, ..usual() }, Err(BadAssertion::CrossOrigin), "in a frame"),
        (Touch { rp_id: "example.com", ..usual() }, Err(BadAssertion::Site), "another site"),
        (Touch { flags: 0x04, ..usual() }, Err(BadAssertion::NotPresent), "nobody touched it"),
        (Touch { flags: 0x01, ..usual() }, Err(BadAssertion::NotVerified), "touched by anybody"),
    ];
    for (touch, expected, about) in cases {
        assert_eq!(touched(&touch), expected.map_err(BadSignature::Passkey), "{about}");
    }
}

/// What the command line compares before it writes a statement, and the page before it takes a signature.
#[test]
fn a_statement_is_what_was_asked_for_over_the_snapshot_that_was_shown() {
    use holdpoint_domain::report::statement::{Asked, NotAsked, read_approval};
    let mut story = story::ready(42);
    let snapshot = story.launch.snapshot_bytes();
    let text = story.statement(BEN, Role::Approver);
    let signed = read_approval(&text).unwrap();
    let asked = Asked { launch: story.launch.id, role: Role::Approver, comment: "", now: story.now };
    assert_eq!(signed.answers(asked, &snapshot), Ok(story.launch.snapshot()));
    assert_eq!(signed.answers(Asked { launch: LaunchId(43), ..asked }, &snapshot), Err(NotAsked::Launch));
    assert_eq!(signed.answers(Asked { role: Role::ReleaseManager, ..asked }, &snapshot), Err(NotAsked::Role));
    assert_eq!(signed.answers(Asked { comment: "Read.", ..asked }, &snapshot), Err(NotAsked::Comment));
    for (hours, good) in [(-24, true), (24, true), (-25, false), (25, false)] {
        let now = story.now + jiff::SignedDuration::from_hours(hours);
        let dated = signed.answers(Asked { now, ..asked }, &snapshot).err();
        assert_eq!(dated, (!good).then_some(NotAsked::Dated(story.now)), "{hours} hours");
    }
    assert_eq!(signed.answers(asked, b"{}"), Err(NotAsked::Snapshot));
    let mut other = signed.clone();
    let first = other.predicate.covers.values_mut().next().unwrap();
    *first = Digest::of(b"another");
    assert_eq!(other.answers(asked, &snapshot), Err(NotAsked::Covers));
    let mut other = signed.clone();
    other.predicate.covers_launch = Digest::of(b"another");
    assert_eq!(other.answers(asked, &snapshot), Err(NotAsked::Covers));
    assert!(read_approval(&[b" ", text.as_slice()].concat()).is_none(), "one byte more");
    assert!(signed.holds(&story.launch));
    let talk = Command::Comment { item: "a".parse().unwrap(), comment: CommentId(story.id()), text: "Good.".into(), mentions: vec![] };
    story.act(ANN, talk).unwrap();
    assert!(signed.holds(&story.launch), "a comment changes nothing that is signed");
    story.status("a", Status::Open, None);
    assert!(!signed.holds(&story.launch));
}

#[test]
fn another_statement_another_key_or_a_changed_byte_is_refused() {
    let mut story = story::ready(42);
    let [mine, other] = [(); 2].map(|()| story.statement(CLEO, Role::ReleaseManager));
    let key = authenticator::passkey(CLEO);
    let good = authenticator::touch(CLEO, &mine, &Touch::default());
    assert_eq!(check(&key, &mine, &good), Ok(()));
    assert_eq!(check(&key, &other, &good), Err(BadAssertion::Challenge.into()));
    assert_eq!(check(&authenticator::passkey(DAN), &mine, &good), Err(BadAssertion::Signature.into()));
    assert_eq!(check(&authenticator::ssh(CLEO), &mine, &good), Err(BadSignature::Kind));
    let OwnSignature::Passkey(assertion) = good else { unreachable!() };
    let parts: [fn(&mut Assertion) -> &mut Vec<u8>; 3] =
        [|it| &mut it.authenticator_data, |it| &mut it.client_data_json, |it| &mut it.signature];
    for part in parts {
        for at in 0..part(&mut assertion.clone()).len() {
            let mut changed = assertion.clone();
            part(&mut changed)[at] ^= 1;
            assert!(check(&key, &mine, &OwnSignature::Passkey(changed)).is_err(), "byte {at}");
        }
        let mut cut = assertion.clone();
        part(&mut cut).clear();
        assert!(check(&key, &mine, &OwnSignature::Passkey(cut)).is_err());
    }
}

#[test]
fn an_ssh_signature_counts_for_one_statement_and_one_purpose() {
    let mut story = story::ready(42);
    let [mine, other] = [(); 2].map(|()| story.statement(DAN, Role::Approver));
    let sign = |who, namespace, statement: &[u8]| authenticator::ssh_sign(who, namespace, statement);
    let garbage = OwnSignature::Ssh("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n".into());
    let cases = [
        (sign(DAN, NAMESPACE, &mine), Ok(()), "as ssh-keygen makes it"),
        (sign(DAN, NAMESPACE, &other), Err(BadSshSignature::Signature), "of another statement"),
        (sign(DAN, "file", &mine), Err(BadSshSignature::Namespace(NAMESPACE)), "for another purpose"),
        (sign(CLEO, NAMESPACE, &mine), Err(BadSshSignature::Key), "of another person"),
        (garbage, Err(BadSshSignature::Form), "no signature"),
        (OwnSignature::Ssh(String::new()), Err(BadSshSignature::Form), "nothing"),
    ];
    for (signature, expected, about) in cases {
        assert_eq!(check(&authenticator::ssh(DAN), &mine, &signature), expected.map_err(BadSignature::Ssh), "{about}");
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    use approver::KeyKind;
    let dsa = "ssh-dss AAAAB3NzaC1kc3MAAACBAP";
    let p384 = p384_line();
    let cases = [
        (KeyKind::Passkey, ""),
        (KeyKind::Passkey, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
        (KeyKind::Ssh, ""),
        (KeyKind::Ssh, "ssh-ed25519 AAAA"),
        (KeyKind::Ssh, dsa),
        (KeyKind::Ssh, p384.as_str()),
    ];
    for (kind, text) in cases {
        assert!(ApproverKey::parse(kind, text).is_err(), "{kind:?}: {text}");
    }
    for key in [authenticator::passkey(CLEO), authenticator::ssh(DAN)] {
        assert_eq!(ApproverKey::parse(key.kind(), &key.to_text()), Ok(key));
    }
}

/// A key of a curve that is not accepted, in its right form.
fn p384_line() -> String {
    let mut blob = Vec::new();
    for part in [b"ecdsa-sha2-nistp384".as_slice(), b"nistp384", &[4; 97]] {
        challenge::push_string(&mut blob, part);
    }
    format!("ecdsa-sha2-nistp384 {}", to_base64(&blob))
}

#[test]
fn a_report_says_whose_keys_stand_behind_it() {
    let story = story::signed_with_keys(45);
    let report = story.issue();
    let judged = verify(&report.bundle, Some(&trust()), Beside::default()).unwrap();
    assert_eq!(judged.verdict, Verdict::Verified, "{}", judged.summary);
    let held = judged.steps.iter().filter(|step| step.name == "approver-key" && step.outcome == Outcome::Holds).count();
    assert_eq!(held, 2, "{:#?}", judged.steps);
    let alone = verify(&report.bundle, None, Beside::default()).unwrap();
    assert_eq!(alone.verdict, Verdict::SelfConsistent, "{}", alone.summary);
    let signers = trust().allowed_signers();
    assert_eq!(signers.lines().count(), 2, "{signers}");
}

#[test]
fn an_auditor_may_narrow_in_which_role_somebody_approves() {
    let report = story::signed_with_keys(45).issue();
    let mut narrow = trust();
    narrow.roster[2].roles = vec![Role::ReleaseManager];
    assert_eq!(verify(&report.bundle, Some(&narrow), Beside::default()).unwrap().verdict, Verdict::Verified);
    narrow.roster[2].roles = vec![Role::Approver];
    let judged = verify(&report.bundle, Some(&narrow), Beside::default()).unwrap();
    assert_eq!(judged.verdict, Verdict::NotVerified);
    assert!(judged.summary.to_string().contains("does not let them approve in this role"), "{}", judged.summary);
}

#[test]
fn a_key_is_one_persons_however_it_is_written() {
    let (mut with_comment, mut with_returns) = (trust(), trust());
    let mut ssh = with_comment.roster[3].keys[0].clone();
    ssh.public_key.push_str(" ben@example.com");
    with_comment.roster[1].keys = vec![ssh];
    let mut passkey = with_returns.roster[2].keys[0].clone();
    passkey.public_key = passkey.public_key.replace('\n', "\r\n");
    with_returns.roster[1].keys = vec![passkey];
    for trust in [with_comment, with_returns] {
        assert!(matches!(TrustRoot::parse(&trust.to_bytes()), Err(BadTrust::Twice(_))));
    }
}

#[test]
fn where_no_site_is_pinned_the_reports_own_is_looked_at_and_told() {
    let report = story::signed_with_keys(45).issue();
    let mut anywhere = trust();
    anywhere.rp_id.clear();
    anywhere.origins.clear();
    let judged = verify(&report.bundle, Some(&anywhere), Beside::default()).unwrap();
    assert_eq!(judged.verdict, Verdict::Verified, "{}", judged.summary);
    let words = "for localhost; the trust file pins no site";
    let told = |step: &&Step| step.name == "approval-signature" && step.detail.to_string().contains(words);
    assert_eq!(judged.steps.iter().filter(told).count(), 1, "the passkey's, not the SSH key's: {:#?}", judged.steps);
    let refused = |name: &str, trust: &TrustRoot| {
        let (_, _, bytes) = forgeries().into_iter().find(|(known, _, _)| *known == name).unwrap();
        assert_eq!(verify(&bytes, Some(trust), Beside::default()).unwrap().verdict, Verdict::NotVerified, "{name}");
    };
    refused("own-key-not-verified", &anywhere);
    refused("own-key-other-site", &anywhere);
    refused("own-key-of-a-stranger", &anywhere);
    anywhere.rp_id = "example.com".into();
    let judged = verify(&report.bundle, Some(&anywhere), Beside::default()).unwrap();
    assert_eq!(judged.verdict, Verdict::NotVerified, "the host's name is pinned, without the origin");
}

/// Whoever holds the server's keys chooses the time of an approval that rests on the server's word; an authority's stamp they do not.
#[test]
fn the_servers_word_of_a_time_without_a_key_is_told_as_what_it_is() {
    let bundle = story::signed(42).issue().bundle;
    let keyed = |from: &str, until: Option<&str>| {
        let (mut trust, key) = (trust(), authenticator::ssh(BEN));
        let (valid_from, valid_until) = (from.parse().unwrap(), until.map(|end| end.parse().unwrap()));
        trust.roster[1].keys = vec![TrustedApproverKey { kind: key.kind(), public_key: key.to_text(), valid_from, valid_until }];
        trust
    };
    let (since_eleven, unpinned) = (keyed("2026-11-24T11:00:00Z", None), {
        let mut trust = keyed("2026-11-24T11:00:00Z", None);
        trust.timestamp_authorities.clear();
        trust
    });
    let [at_once, later] = ["20261124101210Z", "20261124110000Z"].map(|time| stamped(&bundle, time));
    let back = "from 2026-11-24T11:00:00Z on. That the approval is older, of 2026-11-24T10:11:00Z, is the server's word alone";
    let usual = "That they approved rests on the server's word";
    let cases = [
        (&bundle, trust(), usual, "they have no key"),
        (&bundle, since_eleven.clone(), back, "only the server says that it was before"),
        (&at_once, since_eleven.clone(), usual, "an authority says so too"),
        (&later, since_eleven, back, "the authority saw it when there was a key"),
        (&at_once, unpinned, back, "anybody could have stamped it"),
        (
            &bundle,
            keyed("2026-01-01T00:00:00Z", Some("2026-11-24T10:00:00Z")),
            "was in use until 2026-11-24T10:00:00Z. That they approved later, at 2026-11-24T10:11:00Z",
            "after the last one",
        ),
    ];
    for (bundle, trust, words, about) in cases {
        let judged = verify(bundle, Some(&trust), Beside::default()).unwrap();
        assert_eq!(judged.verdict, Verdict::Verified, "{about}: {}", judged.summary);
        let step = judged.steps.iter().find(|step| step.name == "approver-key" && step.detail.to_string().starts_with("Ben")).unwrap();
        assert!(step.outcome == Outcome::NotChecked && step.detail.to_string().contains(words), "{about}: {}", step.detail);
    }
    for (from, until) in [("2026-11-24T10:11:00Z", None), ("2026-01-01T00:00:00Z", Some("2026-11-24T10:11:01Z"))] {
        let judged = verify(&at_once, Some(&keyed(from, until)), Beside::default()).unwrap();
        assert_eq!(judged.verdict, Verdict::NotVerified, "a key of theirs was in use: {}", judged.summary);
    }
}

/// Lies with the server's keys about approvals that people signed with their own; each is refused, at the step that is named.
pub fn forgeries() -> Vec<Forgery> {
    let story = story::signed_with_keys(45);
    let good = open(&story.issue());
    let changed = |change: &dyn Fn(&mut Signoff)| {
        let mut signoff = good.clone();
        change(&mut signoff);
        signoff
    };
    let first = |signoff: &mut Signoff, change: &dyn Fn(&mut Attestation)| {
        let told = &mut signoff.predicate.approvals[0];
        change(&mut told.attestation);
        told.ssh_signature = approver::ssh_signature_of(&told.attestation);
        let attestation = told.attestation.clone();
        rewrite_log(signoff, &story, |_, _, event| {
            if let Some(logged) = approval(event).filter(|logged| matches!(logged.attestation, Attestation::Passkey { .. })) {
                logged.attestation = attestation.clone();
            }
        });
    };
    let touched = |signoff: &mut Signoff, who, touch: &Touch| {
        let statement = signoff.predicate.approvals[0].statement.0.clone();
        let OwnSignature::Passkey(assertion) = authenticator::touch(who, &statement, touch) else { unreachable!() };
        first(signoff, &|attestation| {
            if let Attestation::Passkey { public_key, authenticator_data, client_data_json, signature, .. } = attestation {
                *public_key = authenticator::passkey(who).to_text();
                *authenticator_data = to_base64(&assertion.authenticator_data);
                *client_data_json = to_base64(&assertion.client_data_json);
                *signature = to_base64(&assertion.signature);
            }
        });
    };
    let usual = Touch::default;
    vec![
        ("own-key-of-a-stranger", "approver-key", fit(changed(&|it| touched(it, ANN, &usual())))),
        ("own-key-of-another-approver", "approver-key", fit(changed(&|it| touched(it, DAN, &usual())))),
        ("own-key-not-verified", "approval-signature", fit(changed(&|it| touched(it, CLEO, &Touch { flags: 1, ..usual() })))),
        ("own-key-other-origin", "approval-signature", {
            fit(changed(&|it| touched(it, CLEO, &Touch { origin: "https://evil.example", ..usual() })))
        }),
        ("own-key-other-site", "approval-signature", {
            fit(changed(&|it| touched(it, CLEO, &Touch { rp_id: "evil.example", ..usual() })))
        }),
        ("own-key-replaced-by-the-server", "approver-key", fit(changed(&|it| by_server(it, &story)))),
        ("own-key-statement-rewritten", "approval-signature", fit(changed(&|it| rewritten(it, &story)))),
        ("own-key-ssh-signature-swapped", "approval-signature", {
            fit(changed(&|it| it.predicate.approvals[0].ssh_signature = it.predicate.approvals[1].ssh_signature.clone()))
        }),
        ("own-key-called-unreadable-for-ssh", "approval-signature", {
            fit(changed(&|it| {
                first(it, &|attestation| {
                    if let Attestation::Passkey { ssh_verifiable, .. } = attestation {
                        *ssh_verifiable = false;
                    }
                });
            }))
        }),
        ("own-key-approval-dropped", "decision", {
            let mut signoff = changed(&|it| drop(it.predicate.approvals.remove(1)));
            signoff.predicate.result.decision = Decision::Go;
            seal(&signoff)
        }),
        ("own-key-approval-doubled", "approvals", { fit(changed(&|it| it.predicate.approvals.push(it.predicate.approvals[1].clone()))) }),
        ("own-key-of-another-launch", "approval-statement", fit(changed(&from_another_launch))),
        ("own-key-waiver-as-done", "staleness", {
            fit(changed(&|it| {
                change_snapshot(it, |snapshot| {
                    let waived = snapshot.items.iter_mut().find(|item| item.status == Status::Waived).unwrap();
                    (waived.status, waived.waiver) = (Status::Done, None);
                });
            }))
        }),
    ]
}

/// The server vouches instead, as for somebody without a key.
fn by_server(signoff: &mut Signoff, story: &Story) {
    let bytes = rewrite_statement(signoff, 0, |_| {});
    signoff.predicate.approvals[0].ssh_signature = None;
    let attestation = attest(&story::report_key(), &bytes).unwrap();
    rewrite_log(signoff, story, |_, _, event| {
        if let Some(logged) = approval(event).filter(|logged| matches!(logged.attestation, Attestation::Passkey { .. })) {
            logged.attestation = attestation.clone();
        }
    });
}

/// Other words under the old signature.
fn rewritten(signoff: &mut Signoff, story: &Story) {
    let told = &mut signoff.predicate.approvals[0];
    let text = String::from_utf8(told.statement.0.clone()).unwrap();
    let text = text.replace(r#""comment":"""#, r#""comment":"Gladly.""#);
    told.statement = Base64(text.clone().into_bytes());
    rewrite_log(signoff, story, |_, _, event| {
        if let Some(logged) = approval(event).filter(|logged| matches!(logged.attestation, Attestation::Passkey { .. })) {
            logged.statement = to_base64(text.as_bytes());
            logged.comment = "Gladly.".into();
        }
    });
}

fn from_another_launch(signoff: &mut Signoff) {
    let other = open(&story::signed_with_keys(46).issue());
    signoff.predicate.approvals = other.predicate.approvals;
}

#[test]
fn what_covers_a_report_with_own_keys_is_complete() {
    for (name, step, bytes) in forgeries() {
        let judged = verify(&bytes, Some(&trust()), Beside::default()).unwrap();
        assert_eq!(judged.verdict, Verdict::NotVerified, "{name}");
        let failed = judged.steps.iter().any(|it| it.name == step && it.outcome == Outcome::Failed);
        assert!(failed, "{name} fails elsewhere: {}", judged.summary);
    }
}
