//! Timestamps: over the report's own signature, by who was pinned, and not a bit of it changed.

use std::ops::Range;

use holdpoint_domain::id::{Digest, Timestamp};
use holdpoint_domain::report::bundle::{Bundle, with_timestamp};
use holdpoint_domain::report::timestamp::{AuthorityFault, BadTimestamp, Kept, MAX_BYTES, Nonce, accept, certificates, question};
use holdpoint_domain::report::*;

use crate::forgeries::Forgery;
use crate::story::authority::{self, Authority, ROOT, STAMPS, Says, Stamp};
use crate::story::{self, trust};

/// A little before the usual stamp.
fn issued() -> Timestamp {
    "2026-11-24T10:10:10Z".parse().unwrap()
}

fn signature(bundle: &[u8]) -> Vec<u8> {
    Bundle::parse(bundle).unwrap().signature
}

/// The report of `LCH-42` with a timestamp.
fn report(stamp: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let bundle = story::signed(42).issue().bundle;
    with_timestamp(&bundle, &stamp(&signature(&bundle))).unwrap()
}

/// With a timestamp that came at some time.
pub fn stamped(bundle: &[u8], time: &str) -> Vec<u8> {
    let stamp = authority::good().stamp(&signature(bundle), &Stamp { time, ..Stamp::default() });
    with_timestamp(bundle, &stamp).unwrap()
}

/// What is said of the timestamp.
fn step(bundle: &[u8], trust: Option<&TrustRoot>) -> (Verdict, Outcome, String) {
    let verification = verify(bundle, trust, Beside::default()).unwrap();
    let step = verification.steps.iter().find(|step| step.name == "timestamp").unwrap();
    (verification.verdict, step.outcome, step.detail.to_string())
}

pub fn forgeries() -> Vec<Forgery> {
    let (root, good) = (authority::root(), authority::good());
    let stranger = Authority::new(33, "Example Root", None, ROOT);
    let theirs = Authority::new(34, "Example TSA", Some(&stranger), STAMPS);
    let coder = Authority::new(35, "Example Code", Some(&root), Says { stamps: false, ..STAMPS });
    let lapsed = Authority::new(36, "Example Old", Some(&root), Says { valid: ("250101000000Z", "260101000000Z"), ..STAMPS });
    let made = |by: &Authority, stamp: &Stamp<'_>| report(|over| by.stamp(over, stamp));
    let usual = || Stamp::default();
    let altered = report(|over| {
        let mut stamp = good.stamp(over, &usual());
        let at = stamp.windows(15).position(|part| part == b"20261124101210Z").unwrap();
        stamp[at + 3] = b'7';
        stamp
    });
    vec![
        ("timestamp-over-another-report", "timestamp", report(|_| good.stamp(&signature(&story::small().issue().bundle), &usual()))),
        ("timestamp-over-the-payload", "timestamp", {
            let payload = Bundle::parse(&story::signed(42).issue().bundle).unwrap().payload;
            report(|_| good.stamp(&payload, &usual()))
        }),
        ("timestamp-altered", "timestamp", altered),
        ("timestamp-of-a-stranger", "timestamp", made(&theirs, &Stamp { others: &[&stranger], ..usual() })),
        ("timestamp-before-the-report", "timestamp", made(&good, &Stamp { time: "20261123100000Z", ..usual() })),
        ("timestamp-for-another-use", "timestamp", made(&coder, &usual())),
        ("timestamp-of-a-lapsed-certificate", "timestamp", made(&lapsed, &usual())),
        ("timestamp-names-another-certificate", "timestamp", made(&good, &Stamp { named: Some(&root.certificate), ..usual() })),
        ("timestamp-with-what-nobody-signed", "timestamp", made(&good, &Stamp { unsigned: &[0xa1, 0], ..usual() })),
        ("timestamp-garbage", "timestamp", report(|_| b"garbage".to_vec())),
    ]
}

#[test]
fn a_timestamp_holds_under_a_pinned_certificate() {
    let (root, good) = (authority::root(), authority::good());
    let between = Authority::new(40, "Example CA", Some(&root), ROOT);
    let below = Authority::new(41, "Example TSA 2", Some(&between), STAMPS);
    let cases = [
        ("the root", root.pem(), report(|over| good.stamp(over, &Stamp::default()))),
        ("the authority itself", good.pem(), report(|over| good.stamp(over, &Stamp::default()))),
        ("DER as base64", encoding::to_base64(&root.certificate), report(|over| good.stamp(over, &Stamp::default()))),
        ("one of two", [below.pem(), root.pem()].concat(), report(|over| good.stamp(over, &Stamp::default()))),
        ("one between", root.pem(), report(|over| below.stamp(over, &Stamp { others: &[&between], ..Stamp::default() }))),
        ("the one between is pinned", between.pem(), report(|over| below.stamp(over, &Stamp::default()))),
        ("it brings all along", root.pem(), report(|over| below.stamp(over, &Stamp { others: &[&between, &root], ..Stamp::default() }))),
    ];
    for (about, pem, bundle) in cases {
        let mut trust = trust();
        trust.timestamp_authorities[0].certificates = vec![pem];
        let trust = TrustRoot::parse(&trust.to_bytes()).unwrap();
        let (verdict, outcome, said) = step(&bundle, Some(&trust));
        assert_eq!((verdict, outcome), (Verdict::Verified, Outcome::Holds), "{about}: {said}");
        assert!(said.contains("at 2026-11-24T10:12:10Z, under a pinned certificate"), "{said}");
    }
    let (_, outcome, said) = step(&report(|over| below.stamp(over, &Stamp::default())), Some(&trust()));
    assert_eq!(outcome, Outcome::Failed, "the certificate between is missing");
    assert!(said.contains("“Example TSA 2”, which is no authority that was pinned"), "{said}");
}

/// Each certificate is looked at once, and there are few: else those that certify each other would make a verifier compute for hours.
#[test]
fn certificates_that_certify_each_other_lead_nowhere_and_are_few() {
    let first = Authority::new(50, "First", None, ROOT);
    let second = Authority::new(51, "Second", Some(&first), ROOT);
    let again = Authority::new(50, "First", Some(&second), ROOT);
    let below = Authority::new(52, "Example TSA 3", Some(&first), STAMPS);
    let stamp = below.stamp(b"signature", &Stamp { others: &[&second, &again], ..Stamp::default() });
    let is_of = |stamp: &[u8], pem: &str| Kept::open(stamp, (b"signature", issued())).unwrap().0.is_of(&certificates(pem).unwrap());
    assert_eq!(is_of(&stamp, &second.pem()), Ok(()), "by two that certify");
    assert_eq!(is_of(&stamp, &first.pem()), Ok(()));
    let said = is_of(&stamp, &authority::root().pem()).unwrap_err().to_string();
    assert!(said.contains("no certificate leads from it to a pinned one"), "{said}");
    let many: Vec<Authority> = (60..68).map(|seed| Authority::new(seed, "First", Some(&second), ROOT)).collect();
    let many: Vec<&Authority> = many.iter().collect();
    let seven = below.stamp(b"signature", &Stamp { others: &many[..7], ..Stamp::default() });
    assert!(is_of(&seven, &authority::root().pem()).is_err());
    let eight = below.stamp(b"signature", &Stamp { others: &many, ..Stamp::default() });
    let said = Kept::open(&eight, (b"signature", issued())).map(|_| ()).unwrap_err().to_string();
    assert!(said.contains("it brings 9 certificates along, more than 8"), "{said}");
}

#[test]
fn what_is_not_pinned_or_not_there_is_said_so() {
    let bundle = report(|over| authority::good().stamp(over, &Stamp::default()));
    let mut unpinned = trust();
    unpinned.timestamp_authorities.clear();
    let (verdict, outcome, said) = step(&bundle, Some(&unpinned));
    assert_eq!((verdict, outcome), (Verdict::Verified, Outcome::NotChecked));
    assert!(said.contains("“Example TSA” says") && said.contains("pins no authority of timestamps"), "{said}");
    let (verdict, _, said) = step(&bundle, None);
    assert_eq!(verdict, Verdict::SelfConsistent);
    assert!(said.contains("no trust file was given"), "{said}");
    let (_, outcome, said) = step(&story::signed(42).issue().bundle, Some(&trust()));
    assert_eq!((outcome, said.contains("no timestamp of an independent authority")), (Outcome::NotChecked, true));
    let (_, _, said) = step(&stamped(&story::small().issue().bundle, "20261130235959.25Z"), Some(&trust()));
    assert!(said.contains("at 2026-11-30T23:59:59.25Z") && said.contains("is the server's claim"), "{said}");
}

#[test]
fn a_timestamp_that_comes_later_changes_nothing_else() {
    let mut story = story::signed(42);
    let issued = story.issue();
    let proof = story.file(&issued);
    let bundle = with_timestamp(&issued.bundle, &authority::good().stamp(&signature(&issued.bundle), &Stamp::default())).unwrap();
    let opened = Bundle::parse(&bundle).unwrap();
    assert_eq!(opened.issued_digest(&bundle), Digest::of(&issued.bundle), "the log knows it");
    assert_eq!(opened.to_bytes(), bundle);
    assert!(with_timestamp(&bundle, b"").is_err(), "one is enough");
    let beside = Beside { html: Some(&issued.html), tlog_proof: Some(proof.as_bytes()), ..Beside::default() };
    assert_eq!(verify(&bundle, Some(&trust()), beside).unwrap().verdict, Verdict::Verified);
    let reading = [&issued.bundle, &bundle].map(|bytes| Reading::open(bytes).unwrap());
    let drawn = reading.map(|reading| markdown(&Outline::of(&reading, Since::First, Vouched::Issuer).unwrap()));
    // Only what is said of the time differs.
    let rest = |text: &str| {
        text.lines().filter(|line| !line.contains("Timestamp") && !line.starts_with("Issued ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rest(&drawn[0]), rest(&drawn[1]), "other forms say the same");
    assert_ne!(drawn[0], drawn[1]);
    let spaced = String::from_utf8(bundle).unwrap().replace(",\"timestampVerificationData\"", " ,\"timestampVerificationData\"");
    assert_eq!(verify(spaced.as_bytes(), Some(&trust()), beside).unwrap().verdict, Verdict::NotVerified, "not as it was written");
}

#[test]
fn an_answer_is_judged_at_its_arrival() {
    let (nonce, good) = (Nonce::new([0xff; 8]), authority::good());
    let sent = [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff].as_slice();
    let pinned = certificates(&authority::root().pem()).unwrap();
    let stamp = |stamp: Stamp<'_>| good.stamp(b"signature", &stamp);
    let judged = |answer: &[u8]| accept(answer, (b"signature", issued()), nonce, &pinned);
    let (kept, stamped) = judged(&stamp(Stamp { nonce: Some(sent), status: 1, ..Stamp::default() })).unwrap();
    assert_eq!((stamped.by.as_str(), stamped.at.to_string()), ("Example TSA", "2026-11-24T10:12:10Z".into()));
    assert_eq!(kept, stamp(Stamp { nonce: Some(sent), ..Stamp::default() }), "what is kept says granted, and no more");
    let right = Stamp { nonce: Some(sent), ..Stamp::default() };
    let other = good.stamp(b"another", &right);
    let stranger = Authority::new(33, "Mallory", None, STAMPS).stamp(b"signature", &right);
    let refusal = b"\x30\x1a\x30\x18\x02\x01\x02\x30\x0c\x0c\x0aToo often.\x03\x05\x06\x00\x00\x00\x40";
    // The authority's clock is behind by more than five minutes.
    let early = stamp(Stamp { time: "20261124100509Z", ..right });
    let cases: [(&str, &[u8], &str); 10] = [
        ("too early", &early, "is of 2026-11-24T10:05:09Z, before 2026-11-24T10:10:10Z, when the file says it was issued"),
        ("no nonce", &stamp(Stamp::default()), "its nonce is not"),
        ("another nonce", &stamp(Stamp { nonce: Some(&[1; 8]), ..Stamp::default() }), "its nonce is not"),
        ("other bytes", &other, "over other bytes"),
        ("a stranger", &stranger, "“Mallory”, which is no authority that was pinned"),
        ("refused", refusal, "was refused by the authority: it failed; Too often."),
        ("refused without a word", b"\x30\x05\x30\x03\x02\x01\x02", "status 2, without a reason"),
        ("a page", b"<!doctype html>", "cannot be read as RFC 3161 has it"),
        ("nothing", b"", "cannot be read as RFC 3161 has it"),
        ("a flood", &vec![0x30; MAX_BYTES + 1], "more than 65536"),
    ];
    for (about, answer, words) in cases {
        let said = judged(answer).unwrap_err().to_string();
        assert!(said.contains(words), "{about}: {said}");
    }
    let asked = question(b"signature", nonce);
    assert!(asked.ends_with(&[sent, &[1, 1, 0xff]].concat()), "the nonce, and that certificates are wanted");
}

#[test]
fn a_trust_file_with_authorities_that_are_none_is_refused() {
    let with = |texts: &[&str]| {
        let mut trust = trust();
        trust.timestamp_authorities[0].certificates = texts.iter().map(|text| (*text).to_owned()).collect();
        TrustRoot::parse(&trust.to_bytes())
    };
    let pem = authority::root().pem();
    let cases = [
        (vec![], false),
        (vec![""], false),
        (vec!["AAAA"], false),
        (vec![pem.as_str(), "x"], false),
        (vec![pem.as_str(), pem.as_str()], true),
    ];
    for (texts, good) in cases {
        let said = with(&texts).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(said.is_ok(), good, "{texts:?}");
        assert!(said.is_ok_and(|()| true) || with(&texts).unwrap_err().to_string().contains("-----BEGIN CERTIFICATE-----"));
    }
    let cut = pem.replace("-----END", "----END");
    assert!(with(&[&cut]).is_err());
}

/// Every bit of a timestamp, with its authority pinned by its root, whose own copy the token brings along without need.
#[test]
fn no_bit_of_a_timestamp_can_be_flipped() {
    let (root, good, over) = (authority::root(), authority::good(), (b"signature".as_slice(), issued()));
    let pinned = certificates(&root.pem()).unwrap();
    let stamp = good.stamp(over.0, &Stamp { others: &[&root], ..Stamp::default() });
    let holds = |bytes: &[u8], pinned: bool, of: &[_]| match Kept::open(bytes, over) {
        Ok((kept, _)) => !pinned || kept.is_of(of).is_ok(),
        Err(_) => false,
    };
    assert!(holds(&stamp, true, &pinned));
    let place = |part: &[u8]| {
        let start = stamp.windows(part.len()).position(|window| window == part).unwrap();
        start..start + part.len()
    };
    // Nothing rests on a certificate that lies beside: it is not looked at, or leads nowhere when it was altered.
    let unneeded = place(&root.certificate);
    // The authority's own certificate is signed with the token as a whole: its digest is among the signed attributes.
    let halves: [Range<usize>; 2] = [0..stamp.len() / 2, stamp.len() / 2..stamp.len()];
    std::thread::scope(|scope| {
        for half in halves {
            let (stamp, pinned, unneeded) = (&stamp, &pinned, &unneeded);
            scope.spawn(move || {
                for byte in half.filter(|byte| !unneeded.contains(byte)) {
                    for bit in 0..8 {
                        let mut bytes = stamp.clone();
                        bytes[byte] ^= 1 << bit;
                        assert!(!holds(&bytes, true, pinned), "byte {byte}, bit {bit}");
                        assert!(!holds(&bytes, false, pinned), "byte {byte}, bit {bit}, without pinned certificates");
                    }
                }
            });
        }
    });
    for byte in unneeded {
        let mut bytes = stamp.clone();
        bytes[byte] ^= 1;
        // Harmless where it is accepted: what is said comes from the parts that are signed.
        if let Ok((_, stamped)) = Kept::open(&bytes, over) {
            assert_eq!((stamped.by.as_str(), stamped.at.to_string()), ("Example TSA", "2026-11-24T10:12:10Z".into()));
        }
    }
}

#[test]
fn words_about_a_timestamp_are_sentences() {
    let bad = BadTimestamp::Authority { by: "X".into(), why: AuthorityFault::Usage };
    let told = "the timestamp is of “X”, which is no authority that was pinned: its certificate is not one for timestamps alone";
    assert_eq!(format!("the timestamp {bad}"), told);
}
