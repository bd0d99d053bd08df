//! Changed bytes: not one bit of a report may change and the report be accepted; and no bytes make the verifier panic.

use holdpoint_domain::report::*;
use proptest::prelude::*;
use serde_json::Value;

use crate::forge;
use crate::story::{self, report_key, trust};

/// Whether a report is told to be true.
fn accepted(bytes: &[u8], trust: Option<&TrustRoot>) -> bool {
    matches!(verify(bytes, trust, Beside::default()), Ok(verification) if verification.verdict != Verdict::NotVerified)
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

/// A signature takes P-256 milliseconds without optimisation: of the payload, every so many bits are verified in full, and of all
/// others it is shown that what the signature covers is another payload, or none. With `HOLDPOINT_EVERY_BIT` all are verified.
fn stride() -> usize {
    if std::env::var_os("HOLDPOINT_EVERY_BIT").is_some() { 1 } else { 61 }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)
}

#[test]
fn no_bit_of_a_report_can_be_flipped() {
    let report = story::small().issue();
    let trust = trust();
    assert!(accepted(&report.bundle, Some(&trust)) && accepted(&report.bundle, None));
    let payload = bundle::Bundle::parse(&report.bundle).unwrap().payload;
    let text = encoding::to_base64(&payload);
    let start = report.bundle.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    let inside = start..start + text.len();
    let (stride, bits) = (stride(), report.bundle.len() * 8);
    println!("{bits} bits, of the payload's every {stride}. in full");
    let halves = [0..bits / 2, bits / 2..bits];
    std::thread::scope(|scope| {
        for half in halves {
            let (report, trust, inside) = (&report, &trust, &inside);
            scope.spawn(move || {
                for bit in half {
                    let bytes = flipped(&report.bundle, bit);
                    if inside.contains(&(bit / 8)) && bit % stride != 0 && is_base64(bytes[bit / 8]) {
                        // Four characters are three bytes, whatever stands around them.
                        let group = inside.start + (bit / 8 - inside.start) / 4 * 4;
                        let read = |bytes: &[u8]| encoding::from_base64(std::str::from_utf8(&bytes[group..group + 4]).unwrap());
                        assert_ne!(read(&bytes), read(&report.bundle), "bit {bit} changes nothing that is signed");
                    } else {
                        assert!(!accepted(&bytes, Some(trust)), "bit {bit}");
                    }
                    if !inside.contains(&(bit / 8)) {
                        assert!(!accepted(&bytes, None), "bit {bit} without pinned keys");
                    }
                }
            });
        }
    });
}

/// The part of a bundle that a timestamp adds. What the flips of its own bytes do, `timestamps::no_bit_of_a_timestamp_can_be_flipped` shows.
#[test]
fn no_bit_around_a_timestamp_can_be_flipped() {
    let issued = story::small().issue().bundle;
    let bundle = crate::timestamps::stamped(&issued, "20261124101210Z");
    let trust = trust();
    assert!(accepted(&bundle, Some(&trust)) && accepted(&bundle, None));
    let stamp = encoding::to_base64(&bundle::Bundle::parse(&bundle).unwrap().timestamp.unwrap());
    let start = bundle.windows(stamp.len()).position(|window| window == stamp.as_bytes()).unwrap();
    let inside = start..start + stamp.len();
    let added = issued.iter().zip(&bundle).position(|(a, b)| a != b).unwrap()..inside.end + 6;
    for bit in added.start * 8..added.end * 8 {
        let bytes = flipped(&bundle, bit);
        if inside.contains(&(bit / 8)) && bit % stride() != 0 && is_base64(bytes[bit / 8]) {
            let group = inside.start + (bit / 8 - inside.start) / 4 * 4;
            let read = |bytes: &[u8]| encoding::from_base64(std::str::from_utf8(&bytes[group..group + 4]).unwrap());
            assert_ne!(read(&bytes), read(&bundle), "bit {bit} changes nothing");
        } else {
            assert!(!accepted(&bytes, Some(&trust)), "bit {bit}");
        }
    }
}

#[test]
fn no_bit_of_the_html_can_be_flipped() {
    let report = story::small().issue();
    let signed = holdpoint_domain::id::Digest::of(&report.html);
    for bit in 0..report.html.len() * 8 {
        assert_ne!(holdpoint_domain::id::Digest::of(&flipped(&report.html, bit)), signed);
    }
    for bit in (0..report.html.len() * 8).step_by(report.html.len()) {
        let html = flipped(&report.html, bit);
        let verification = verify(&report.bundle, Some(&trust()), Beside { html: Some(&html), ..Beside::default() }).unwrap();
        assert_eq!(verification.verdict, Verdict::NotVerified);
    }
}

#[test]
fn no_bit_of_the_sidecar_can_be_flipped() {
    let mut story = story::small();
    let report = story.issue();
    let proof = story.file(&report);
    let key = story::log_key().public().of_launch(story.launch.id);
    let bundle = holdpoint_domain::id::Digest::of(&report.bundle);
    let holds = |bytes: &[u8]| tlog_proof::TlogProof::parse(bytes).and_then(|proof| proof.shows(bundle, story.launch.id, &key)).is_ok();
    assert!(holds(proof.as_bytes()));
    let extra = proof.find("\nindex").unwrap();
    for bit in 0..proof.len() * 8 {
        // Most of the extra line's bits only change a hash: some of them are enough.
        if bit / 8 > extra || bit % 7 == 0 {
            assert!(!holds(&flipped(proof.as_bytes(), bit)), "bit {bit}");
        }
    }
}

/// Every place in a JSON document.
fn places(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| places(inner, format!("{at}/{name}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, inner)| places(inner, format!("{at}/{index}"), found)),
        _ => {}
    }
    found.push(at);
}

fn replacement() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u32>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[A-Za-z0-9+/]{4}".prop_map(Value::from),
        Just(Value::from("2026-11-24T10:00:00Z")),
        Just(Value::from("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")),
        Just(Value::Array(vec![])),
        Just(Value::Object(Default::default())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_value_of_a_report_can_be_replaced_and_signed_again(place in any::<prop::sample::Index>(), new in replacement()) {
        let opened = forge::open(&SIGNED);
        let mut statement = serde_json::to_value(&opened).unwrap();
        let mut found = Vec::new();
        places(&statement, String::new(), &mut found);
        let place = &found[place.index(found.len())];
        let value = statement.pointer_mut(place).unwrap();
        prop_assume!(*value != new);
        *value = new;
        let bytes = bundle::Bundle::sign(serde_json::to_vec(&statement).unwrap(), &report_key()).unwrap().to_bytes();
        // Who claims that other rules made the HTML is believed, and the step says that it was not compared.
        let believed = place == "/predicate/producer/rendition";
        prop_assert!(believed || !accepted(&bytes, Some(&trust())), "{}", place);
    }

    #[test]
    fn no_snapshot_makes_the_verifier_panic(place in any::<prop::sample::Index>(), new in replacement()) {
        let mut signoff = forge::open(&SIGNED);
        let mut snapshot = serde_json::to_value(forge::snapshot(&signoff.predicate)).unwrap();
        let mut found = Vec::new();
        places(&snapshot, String::new(), &mut found);
        *snapshot.pointer_mut(&found[place.index(found.len())]).unwrap() = new;
        let bytes = serde_json::to_vec(&snapshot).unwrap();
        signoff.predicate.snapshot.digest = holdpoint_domain::id::Digest::of(&bytes);
        signoff.predicate.snapshot.content = encoding::Base64(bytes);
        let _ = verify(&forge::seal(&signoff), None, Beside::default());
    }

    #[test]
    fn no_bytes_make_the_verifier_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        cut in any::<prop::sample::Index>(),
        html in ".{0,40}",
    ) {
        let beside = Beside { html: Some(html.as_bytes()), tlog_proof: Some(&bytes), ..Beside::default() };
        prop_assert!(verify(&bytes, None, beside).is_err());
        let good = &SIGNED.bundle;
        let cut = cut.index(good.len());
        prop_assert!(verify(&good[..cut], None, beside).is_err());
        let mixed = [&good[..cut], &bytes, &good[cut..]].concat();
        prop_assert!(bytes.is_empty() || !accepted(&mixed, Some(&trust())) || bytes.iter().all(u8::is_ascii_whitespace));
        let _ = TrustRoot::parse(&bytes);
        let _ = note::open_checkpoint(&bytes, &story::log_key().public());
        let _ = LogPublicKey::from_vkey(&html);
        let _ = LogKey::from_text(&html).map(|_| ());
    }
}

static SIGNED: std::sync::LazyLock<IssuedReport> = std::sync::LazyLock::new(|| story::signed(42).issue());
