//! Checkpoints, good and bad.

use super::*;

fn key() -> LogKey {
    LogKey::for_server("0192f0c4-0000-7000-8000-000000000000".parse().unwrap(), &[9; 32])
}

fn note() -> String {
    sign_checkpoint(&key(), LaunchId(42), Head { size: 17, root: [5; 32] }).unwrap()
}

#[test]
fn a_checkpoint_is_a_signed_note_of_three_lines() {
    let note = note();
    let lines: Vec<&str> = note.lines().collect();
    let origin = "holdpoint.dev/log/0192f0c4-0000-7000-8000-000000000000/LCH-42";
    assert_eq!(lines[..4], [origin, "17", "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=", ""]);
    assert!(lines[4].starts_with(&format!("— {origin} ")));
    let public = key().public().of_launch(LaunchId(42));
    let checkpoint = open_checkpoint(note.as_bytes(), &public).unwrap();
    assert_eq!(checkpoint, Checkpoint { origin: origin.into(), head: Head { size: 17, root: [5; 32] } });
    let other = signed_note::StandardVerifier::new(&public.vkey()).unwrap();
    let known = signed_note::VerifierList::new(vec![Box::new(other)]);
    assert_eq!(Note::from_bytes(note.as_bytes()).unwrap().verify(&known).unwrap().0.len(), 1, "by the crate's own verifier");
}

#[test]
fn a_checkpoint_that_was_changed_is_refused() {
    let public = key().public().of_launch(LaunchId(42));
    let check = |note: &str, expected: BadCheckpoint| assert_eq!(open_checkpoint(note.as_bytes(), &public), Err(expected), "{note}");
    check(&note().replace("\n17\n", "\n18\n"), BadCheckpoint::Signature);
    check(&note().replace("BQUF", "BQUG"), BadCheckpoint::Signature);
    check(&note().replace("LCH-42", "LCH-43"), BadCheckpoint::Unsigned);
    check(note().trim_end(), BadCheckpoint::Malformed);
    check("", BadCheckpoint::Malformed);
    let resigned = |text: &str| {
        let line = [public.hash().to_be_bytes().as_slice(), &key().sign(text.as_bytes()).unwrap()].concat();
        format!("{text}\n— {} {}\n", public.name(), to_base64(&line))
    };
    let root = to_base64(&[5; 32]);
    check(&resigned(&format!("{}\n017\n{root}\n", public.name())), BadCheckpoint::Malformed);
    check(&resigned(&format!("{}\n17\n{root}\nmore\n", public.name())), BadCheckpoint::Malformed);
    check(&resigned(&format!("{}\n17\n", public.name())), BadCheckpoint::Malformed);
    check(&resigned(&format!("elsewhere\n17\n{root}\n")), BadCheckpoint::Origin);
}
