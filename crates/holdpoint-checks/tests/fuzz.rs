//! A short run of the fuzz targets: the committed seeds, and changes of them from a fixed start, so that every run is the same.
//! `fuzz/` has the targets for libFuzzer, over the same functions.

#[path = "../../../fuzz/src/entries.rs"]
mod entries;

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Of each target: enough to meet what is near, in seconds rather than minutes.
const ROUNDS: usize = 3_000;
/// Whatever is slow by its nature (templates, signatures) ends after this time, in which two targets share a core.
const AT_MOST: Duration = Duration::from_secs(8);

/// What people and attackers put in.
const BITS: &[&str] = &[
    "",
    "\0",
    "\n",
    " ",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "/",
    "//",
    "\\",
    "@",
    "#",
    "?",
    "%",
    "%2e",
    "..",
    "-",
    "xn--",
    "[::1]",
    "127.0.0.1",
    "0x7f",
    "1e999",
    "-1",
    "99999999999999999999",
    "true",
    "null",
    "ä",
    "１",
    "\u{feff}",
    "\u{202e}",
    "😀",
    "&b;",
    "]]>",
    "<a>",
    "status",
    "{value}",
    "kind = \"http\"\n",
];

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "..", "fuzz", "seeds", target].iter().collect();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// Xorshift: the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

fn changed(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let end = at + dice.below(bytes.len() - at + 1).min(64);
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(at..end, BITS[dice.below(BITS.len())].bytes())),
            4 => {
                let other = &seeds[dice.below(seeds.len())];
                let from = dice.below(other.len() + 1);
                let part = other[from..(from + dice.below(64)).min(other.len())].to_vec();
                drop(bytes.splice(at..end, part));
            }
            _ => {
                let part = bytes[at..end].repeat(1 + dice.below(8));
                drop(bytes.splice(at..end, part));
            }
        }
    }
    bytes
}

fn play(target: &str, entry: fn(&[u8])) {
    let (seeds, since, mut dice) = (seeds(target), Instant::now(), Dice(0x9e37_79b9_7f4a_7c15));
    assert!(3 <= seeds.len(), "{target} has its seeds");
    seeds.iter().for_each(|seed| entry(seed));
    let mut rounds = 0;
    while rounds < ROUNDS && since.elapsed() < AT_MOST {
        let bytes = changed(&seeds, &mut dice);
        // A panic is told with what caused it.
        let played = std::panic::catch_unwind(|| entry(&bytes));
        assert!(played.is_ok(), "{target}: {:?}", String::from_utf8_lossy(&bytes));
        rounds += 1;
    }
    println!("{target}: {} seeds, {rounds} rounds", seeds.len());
}

#[test]
fn urls() {
    play("url", entries::url);
}

#[test]
fn answers_of_name_servers() {
    play("dns", entries::dns);
}

#[test]
fn assertions() {
    play("assertions", entries::assertions);
}

#[test]
fn templates() {
    play("template", entries::template);
}

#[test]
fn pushed_results() {
    play("pushed", entries::pushed);
}

#[test]
fn bundles() {
    play("bundle", entries::bundle);
}

#[test]
fn html_beside_a_report() {
    play("html", entries::html);
}

#[test]
fn sidecars_of_a_report() {
    play("tlog-proof", entries::tlog_proof);
}

#[test]
fn trust_files() {
    play("trust", entries::trust);
}

#[test]
fn timestamps() {
    play("timestamp", entries::timestamp);
}
