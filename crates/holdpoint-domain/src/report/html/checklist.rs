//! Every item by section, with what stands behind it.

use maud::{Markup, html};

use super::{Page, address, fact, maybe_time, time};
use crate::id::SectionId;
use crate::launch::{SnapshotEvidence, SnapshotItem, SnapshotWaiver, Status};
use crate::report::words;

pub fn checklist(page: &Page<'_>) -> Markup {
    let items = &page.snapshot.items;
    let mut sections: Vec<(&SectionId, &str)> = Vec::new();
    for item in items {
        if sections.last().is_none_or(|(last, _)| **last != item.section) {
            sections.push((&item.section, &item.section_title));
        }
    }
    html! {
        section aria-labelledby="checklist" {
            h2 #checklist { "Checklist" }
            @for (section, title) in sections {
                h3 { (title) }
                @for item in items.iter().filter(|item| item.section == *section) { (card(page, item)) }
            }
        }
    }
}

fn card(page: &Page<'_>, item: &SnapshotItem) -> Markup {
    let name = |member| page.snapshot.name_of(member);
    html! {
        article.card {
            header {
                h4 { (item.title) }
                span class={ "badge " (class(item.status_at(page.predicate.issued_at))) } { (item.status_at(page.predicate.issued_at).words()) }
            }
            p.muted.small {
                code { (item.id) } " · " (words::level(item.level)) " · " (words::needs(item.needs))
                @if let (Some(by), Some(at)) = (item.by, item.at) { " · " (item.status.words()) " by " (name(by)) ", " (time(at)) }
                @if let Some(owner) = item.owner { " · owner " (name(owner)) }
            }
            @if let Some(why) = &item.justification { p.text { (why) } }
            @if let Some(waiver) = &item.waiver { (waived(page, waiver)) }
            @if !item.evidence.is_empty() {
                ul.evidence { @for evidence in &item.evidence { (proof(page, evidence)) } }
            }
            (proving(page, item))
        }
    }
}

fn waived(page: &Page<'_>, waiver: &SnapshotWaiver) -> Markup {
    let name = |member| page.snapshot.name_of(member);
    html! {
        p.text { "Accepted risk: " (waiver.reason) }
        @if let Some(mitigation) = &waiver.mitigation { p.text { "Mitigation: " (mitigation) } }
        dl.small {
            (fact("Requested by", html! { (name(waiver.requested_by)) }))
            (fact("Approved by", html! { @match waiver.approved_by { Some(by) => (name(by)), None => "nobody" } }))
            (fact("Ends", time(waiver.expires_at)))
        }
    }
}

fn proof(page: &Page<'_>, evidence: &SnapshotEvidence) -> Markup {
    let resource = &evidence.resource;
    html! {
        li {
            @if let Some(text) = &resource.text { span.text { (text) } }
            @else if let Some(receipt) = &resource.receipt { "Receipt of the check " code { (resource.name) } ": " code { (receipt) } }
            @else { (resource.name) }
            @if let Some(uri) = &resource.uri { br; (address(uri)) }
            @for (kind, value) in &resource.digest { br; code.digest { (kind) ":" (value) } }
            br;
            span.muted.small {
                "Seen " (time(evidence.observed_at)) ", recorded " (time(evidence.recorded_at)) " by " (page.snapshot.name_of(evidence.by))
                @if let Some(end) = evidence.expires_at { ", expires " (time(end)) }
            }
        }
    }
}

/// The checks that can prove an item, and how they stood.
fn proving(page: &Page<'_>, item: &SnapshotItem) -> Markup {
    let at = page.predicate.issued_at;
    let checks: Vec<_> = page.snapshot.checks.iter().filter(|check| check.proves.contains(&item.id)).collect();
    html! {
        @if !checks.is_empty() {
            ul.small {
                @for check in checks {
                    li {
                        "Check " code { (check.id) } ": " (words::standing(page.snapshot.standing(check, at)))
                        @if check.ran_at.is_some() { ", ran " (maybe_time(check.ran_at)) }
                    }
                }
            }
        }
    }
}

fn class(status: Status) -> &'static str {
    match status {
        Status::Done => "go",
        Status::NotApplicable | Status::Waived => "warn",
        Status::Open | Status::InProgress | Status::Blocked => "no",
    }
}
