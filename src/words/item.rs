//! What a checklist says of an item, in the reader's language.

use holdpoint_domain::launch::ItemPart;
use holdpoint_domain::template::{Confidence, EvidenceNeed, Item, Level, OutsideFact, Template};

use crate::{say, text};

pub fn level(level: Level) -> &'static str {
    match level {
        Level::Must => say!("item-must"),
        Level::Should => say!("item-should"),
    }
}

/// The evidence that it needs.
pub fn need(need: EvidenceNeed) -> &'static str {
    match need {
        EvidenceNeed::Optional => say!("item-need-nothing"),
        EvidenceNeed::Required => say!("item-need-evidence"),
        EvidenceNeed::Check => say!("item-need-checks"),
    }
}

pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Documented => say!("fact-documented"),
        Confidence::Observed => say!("fact-observed"),
        Confidence::Claimed => say!("fact-claimed"),
    }
}

/// A part of it as a version of the checklist has it; lines are parted as the checklist parts them.
pub fn part(part: ItemPart, of: &Template, item: &Item) -> String {
    let words = match part {
        ItemPart::Title => item.title.clone(),
        ItemPart::Level => level(item.level).to_owned(),
        ItemPart::Guidance => {
            let all = std::iter::once(item.guidance.clone()).chain(item.facts.iter().map(fact));
            all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
        }
        ItemPart::Evidence => need(item.evidence).to_owned(),
        ItemPart::Checks => of.checks_of(&item.id).map(|check| check.title.clone()).collect::<Vec<_>>().join("\n"),
    };
    if words.is_empty() { say!("nothing").to_owned() } else { words }
}

fn fact(fact: &OutsideFact) -> String {
    let source = say!("fact-source", source = &fact.source, day = text::date(fact.date));
    format!("{} ({}: {source})", fact.claim, confidence(fact.confidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_an_item_is_told_in_words() {
        let template: Template = serde_json::from_value(serde_json::json!({
            "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "",
            "sections": [{ "id": "one", "title": "One", "items": [{
                "id": "a", "title": "Tokens rotate", "level": "should", "evidence": "optional", "guidance": "Look.\n\nWrite it down.",
                "facts": [{ "claim": "They last", "source": "RFC 1", "date": "2026-11-25", "confidence": "claimed" }],
            }, { "id": "b", "title": "B", "level": "must" }] }],
        }))
        .unwrap();
        let items: Vec<_> = template.items().map(|(_, item)| item).collect();
        let cases = [
            (ItemPart::Title, "Tokens rotate", "B"),
            (ItemPart::Level, "Should: reported when open, and does not block.", "Must: no launch without it."),
            (ItemPart::Guidance, "Look.\n\nWrite it down.\n\nThey last (claimed: RFC 1, read 25 Nov 2026)", "nothing"),
            (ItemPart::Evidence, "A person's word is enough.", "Needs a link, a note, a file or a passing check behind it."),
            (ItemPart::Checks, "nothing", "nothing"),
        ];
        for (what, first, second) in cases {
            assert_eq!((part(what, &template, items[0]).as_str(), part(what, &template, items[1]).as_str()), (first, second));
        }
    }
}
