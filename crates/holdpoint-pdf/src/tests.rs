//! What is laid out: everything is on a page, and nothing is lost.

use std::path::PathBuf;

use holdpoint_domain::report::document::{Medium, document};
use holdpoint_domain::report::{Outline, Reading, Since, Vouched};

use crate::page::{Laid, Layout, Mark};
use crate::{blocks, font, style};

fn laid(items: usize) -> (Outline, Laid) {
    let place = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/good/LCH-43.signoff.sigstore.json");
    let mut reading = Reading::open(&std::fs::read(place).unwrap()).unwrap();
    let known = reading.snapshot.items.clone();
    reading.snapshot.items = known.iter().cycle().take(items).cloned().collect();
    let outline = Outline::of(&reading, Since::First, Vouched::Issuer).unwrap();
    let mut layout = Layout::new(font::faces().unwrap());
    document(&outline, Medium::WithProof).iter().for_each(|block| blocks::lay(&mut layout, block));
    layout.foot("foot");
    (outline, layout.finish())
}

fn texts(marks: &[Mark]) -> String {
    let texts = marks.iter().filter_map(|mark| if let Mark::Text { run, .. } = mark { Some(run.text.as_str()) } else { None });
    texts.collect()
}

#[test]
fn everything_is_on_a_page_and_inside_its_margins() {
    let (outline, laid) = laid(60);
    assert!(3 < laid.pages.len());
    let faces = font::faces().unwrap();
    for mark in laid.pages.iter().flatten() {
        if let Mark::Text { leaf, x, y, size, run } = mark {
            let face = if run.bold { &faces.bold } else { &faces.regular };
            let end = x + face.width(run.text.trim_end()) * size;
            assert!(style::MARGIN <= *x && end <= style::PAGE.0 - style::MARGIN + 0.1, "{run:?} ends at {end}");
            assert!(leaf.is_none() || (style::MARGIN..=style::BOTTOM).contains(y), "{run:?} at {y}");
        }
    }
    let whole: String = laid.pages.iter().map(|page| texts(page)).collect();
    for entry in outline.items.iter().chain(&outline.checks).chain(&outline.approvals) {
        assert!(whole.contains(&entry.title) && whole.contains(&entry.id), "{}", entry.title);
    }
}

#[test]
fn the_first_page_tells_decision_who_when_and_until_when() {
    let (outline, laid) = laid(5);
    let first = texts(&laid.pages[0]);
    for told in ["No go", "Issued", "Holds until", "Signed by", "Change ticket", "Exceptions", &outline.verdict, &outline.name] {
        assert!(first.contains(told), "{told}: {first}");
    }
    assert!(first.contains(&format!("page 1 of {}", laid.pages.len())));
}
