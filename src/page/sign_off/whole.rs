//! Everything that a signature covers, item by item: folded, and drawn for who opens it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use holdpoint_domain::id::{LaunchId, ReceiptId, SectionId};
use holdpoint_domain::launch::{Resource, Snapshot, SnapshotEvidence, SnapshotItem, SnapshotWaiver};
use leptos::prelude::*;

use super::super::{Exact, desk};
use super::rest::Rest;
use crate::clock;
use crate::route::Route;
use crate::ui::folded::{FEW, Fold, Listed};
use crate::ui::{Glyph, Icon, Outward, StandingTag, StatusTag, coded};
use crate::{say, tell, words};

/// What somebody has unfolded: it stays so when a newer snapshot takes the place of the one that they read.
#[derive(Clone, Copy)]
pub struct Unfolded {
    all: RwSignal<bool>,
    sections: RwSignal<BTreeSet<SectionId>>,
    /// What is not done; `None`: as it comes.
    pub exceptions: RwSignal<Option<bool>>,
}

impl Unfolded {
    pub fn nothing() -> Self {
        Self { all: RwSignal::new(false), sections: RwSignal::default(), exceptions: RwSignal::default() }
    }
}

#[component]
pub fn Whole(snapshot: Arc<Snapshot>, unfolded: Unfolded) -> impl IntoView {
    let words = say!("signed-whole", count = snapshot.items.len());
    let turn = Callback::new(move |open| unfolded.all.set(open));
    view! {
        <Fold words open=unfolded.all turn testid="signed-whole">
            <Everything snapshot=snapshot.clone() unfolded />
        </Fold>
    }
}

#[component]
fn Everything(snapshot: Arc<Snapshot>, unfolded: Unfolded) -> impl IntoView {
    // Of many items each section unfolds by itself.
    let many = FEW < snapshot.items.len();
    let section = |(id, places): (SectionId, Range<usize>)| {
        let title = snapshot.items.get(places.start).map(|item| item.section_title.clone()).unwrap_or_default();
        let (count, items) = (places.len(), snapshot.clone());
        if !many {
            return view! { <h3 class="block__title">{title}</h3><Items snapshot=items places /> }.into_any();
        }
        let known = id.clone();
        let open = Signal::derive(move || unfolded.sections.with(|sections| sections.contains(&known)));
        let turn = Callback::new(move |open: bool| {
            unfolded.sections.update(|sections| _ = if open { sections.insert(id.clone()) } else { sections.remove(&id) });
        });
        view! {
            <Fold words=say!("signed-section", title = title, count = count) open turn testid="signed-section">
                <Items snapshot=items.clone() places=places.clone() />
            </Fold>
        }
        .into_any()
    };
    let sections = sections(&snapshot.items).into_iter().map(section).collect_view();
    view! {
        <div class="block">
            {sections}
            <Rest snapshot />
        </div>
    }
}

/// The sections in their order, each with the places of its items.
fn sections(items: &[SnapshotItem]) -> Vec<(SectionId, Range<usize>)> {
    let mut all: Vec<(SectionId, Range<usize>)> = Vec::new();
    for (place, item) in items.iter().enumerate() {
        match all.last_mut() {
            Some((section, places)) if *section == item.section => places.end = place + 1,
            _ => all.push((item.section.clone(), place..place + 1)),
        }
    }
    all
}

#[component]
fn Items(snapshot: Arc<Snapshot>, places: Range<usize>) -> impl IntoView {
    let launch = desk().id;
    let count = places.len();
    let entry =
        Callback::new(move |number: usize| snapshot.items.get(places.start + number).map(|item| told(&snapshot, item, launch)).into_any());
    view! { <Listed count entry class="plain" /> }
}

/// All that is signed of an item.
fn told(snapshot: &Snapshot, item: &SnapshotItem, launch: LaunchId) -> AnyView {
    let set = match item.by.zip(item.at) {
        Some((by, at)) => tell!("item-set-by", name = snapshot.name_of(by); at = view! { <Exact at /> }).into_any(),
        None => say!("signed-untouched").into_any(),
    };
    let owner = item.owner.map(|owner| say!("signed-owner", name = snapshot.name_of(owner)));
    let evidence = item.evidence.iter().map(|piece| evidence(snapshot, piece)).collect_view();
    view! {
        <div class="block" data-signed=item.id.to_string()>
            <p><a href=Route::item(launch, item.id.clone()).to_string()>{item.title.clone()}</a>" "<StatusTag status=item.status /></p>
            <p class="aside"><code>{item.id.to_string()}</code>" · "{words::item::level(item.level)}" "{words::item::need(item.needs)}</p>
            <p class="aside">{set}{owner.map(|owner| view! { " · "{owner} })}</p>
            {item.justification.clone().map(|why| view! { <blockquote class="quote">{why}</blockquote> })}
            {item.waiver.as_ref().map(|known| waiver(snapshot, known))}
            {(!item.evidence.is_empty()).then(|| view! { <ul class="plain">{evidence}</ul> })}
        </div>
    }
    .into_any()
}

fn waiver(snapshot: &Snapshot, waiver: &SnapshotWaiver) -> AnyView {
    let asker = snapshot.name_of(waiver.requested_by);
    let approver = waiver.approved_by.map_or(say!("nobody"), |approver| snapshot.name_of(approver));
    let terms = tell!("signed-waiver", asker = asker, approver = approver; end = view! { <Exact at=waiver.expires_at /> });
    view! {
        <div class="waiver" data-waiver="approved">
            <blockquote class="quote">{waiver.reason.clone()}</blockquote>
            {waiver.mitigation.clone().map(|words| view! { <p><strong>{say!("waiver-mitigation-label")}" "</strong>{words}</p> })}
            <p class="aside">{terms}</p>
        </div>
    }
    .into_any()
}

fn evidence(snapshot: &Snapshot, evidence: &SnapshotEvidence) -> AnyView {
    let Resource { name, uri, digest, text, receipt } = &evidence.resource;
    let (glyph, what) = match (text, receipt, uri) {
        (Some(text), ..) => (Glyph::Note, view! { <p class="evidence__note">{text.clone()}</p> }.into_any()),
        (None, Some(receipt), _) => (Glyph::Receipt, proof(snapshot, name, *receipt)),
        (None, None, Some(uri)) => {
            let link = view! {
                <Outward url=uri.clone() words=name.clone() />
                <span class="evidence__url">{uri.clone()}</span>
            };
            (Glyph::Link, link.into_any())
        }
        (None, None, None) => (Glyph::Note, name.clone().into_any()),
    };
    let digests = digest.iter().map(|(kind, value)| view! { <span class="evidence__url"><code>{format!("{kind}:{value}")}</code></span> });
    let who = snapshot.name_of(evidence.by);
    let (seen, recorded) = (view! { <Exact at=evidence.observed_at /> }, view! { <Exact at=evidence.recorded_at /> });
    let told = match evidence.expires_at {
        Some(at) => tell!("signed-evidence-until", who = who; seen = seen, recorded = recorded, end = view! { <Exact at /> }),
        None => tell!("signed-evidence", who = who; seen = seen, recorded = recorded),
    };
    view! {
        <li class="evidence">
            <Icon glyph />
            <div>
                {what}
                {digests.collect_view()}
                <p class="aside">{told}</p>
            </div>
        </li>
    }
    .into_any()
}

/// A receipt with the verdict that the snapshot has of it: only a check's latest run is told there.
fn proof(snapshot: &Snapshot, check: &str, receipt: ReceiptId) -> AnyView {
    let known = snapshot.checks.iter().find(|known| known.id.as_str() == check);
    let title = known.map_or(check, |known| known.title.as_str());
    let verdict = match known.filter(|known| known.receipt == Some(receipt)) {
        Some(known) => {
            let (standing, why) = (snapshot.standing(known, clock::now()), known.why.as_deref().map(coded));
            view! { " "<StandingTag standing /><p>{why}</p> }.into_any()
        }
        None => view! { <p class="aside">{say!("signed-receipt-before")}</p> }.into_any(),
    };
    view! { {say!("evidence-receipt", check = title)}{verdict}<span class="evidence__url">{receipt.to_string()}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, section: &str) -> SnapshotItem {
        serde_json::from_value(serde_json::json!({
            "id": id, "section": section, "sectionTitle": section, "title": id, "level": "must", "needs": "optional", "status": "open",
            "by": null, "at": null, "justification": null, "owner": null, "evidence": [], "waiver": null,
        }))
        .unwrap()
    }

    #[test]
    fn sections_are_told_by_the_places_of_their_items() {
        let items = [item("a", "one"), item("b", "one"), item("c", "two")];
        let places: Vec<_> = sections(&items).into_iter().map(|(section, places)| (section.to_string(), places)).collect();
        assert_eq!(places, [("one".to_owned(), 0..2), ("two".to_owned(), 2..3)]);
        assert!(sections(&[]).is_empty());
    }
}
