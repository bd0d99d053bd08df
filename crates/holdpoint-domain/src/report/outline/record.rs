//! What the report rests on: digests, keys, and the people of the launch.

use super::{Entry, Kind, digest_fact, fact};
use crate::id::SectionId;
use crate::report::keys::ReportPublicKey;
use crate::report::reading::Reading;
use crate::report::signoff::{bundle_name, html_name};
use crate::report::words;

pub fn record(reading: &Reading) -> Vec<Entry> {
    let (predicate, snapshot) = (&reading.signoff.predicate, &reading.snapshot);
    let launch = snapshot.launch.id;
    let mut facts = vec![Entry { text: bundle_name(launch), ..digest_fact("Signed proof", reading.bundle) }];
    // The first subject is the report for people.
    let html = reading.signoff.subject.first().filter(|subject| subject.name == html_name(launch));
    facts.extend(html.map(|html| Entry { text: html.name.clone(), ..digest_fact("Report for people", html.digest()) }));
    facts.push(digest_fact("Snapshot", predicate.snapshot.digest));
    facts.push(digest_fact("Checklist", snapshot.template.digest));
    if let Ok(key) = ReportPublicKey::from_pem(&predicate.producer.report_key) {
        facts.push(digest_fact("Report key", key.keyid()));
    }
    facts.extend(predicate.producer.page.map(|page| digest_fact("Page of the server", page)));
    facts.push(fact("Revision", format!("{} events", snapshot.revision)));
    facts.push(fact("Made by", format!("{} {}", predicate.producer.name, predicate.producer.version)));
    facts.extend(reading.stamped.as_ref().map(|stamped| {
        let text = format!("“{}” says that the signature was there; verifying shows whether that authority is pinned", stamped.by);
        Entry { at: Some(("stamped", stamped.at)), ..fact("Timestamp", text) }
    }));
    facts.push(Entry { digest: predicate.log.vkey.clone(), ..Entry::new(Kind::Fact, "Log") });
    // A checkpoint's third line is the root over all of its entries (C2SP tlog-checkpoint).
    facts.extend(predicate.log.checkpoint.lines().nth(2).map(|root| Entry { digest: root.to_owned(), ..Entry::new(Kind::Fact, "Root of the log") }));
    facts
}

pub fn people(reading: &Reading) -> Vec<Entry> {
    let members = reading.snapshot.launch.members.iter();
    let items = &reading.snapshot.items;
    let title = |section: &SectionId| {
        items.iter().find(|item| item.section == *section).map_or_else(|| section.to_string(), |item| item.section_title.clone())
    };
    let one = members.map(|member| {
        let sections: Vec<String> = member.sections.iter().map(title).collect();
        // Of an approver: no sections are all sections.
        let answers = if sections.is_empty() { String::new() } else { format!(", answers for {}", sections.join(", ")) };
        let text = format!("{}{answers}", words::role(member.role));
        Entry { id: member.id.to_string(), text, ..Entry::new(Kind::Person, member.name.clone()) }
    });
    one.collect()
}
