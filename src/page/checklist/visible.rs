//! Which items are shown. They are told by their places, so that thousands of them are compared and copied in no time.

use std::sync::Arc;

use holdpoint_domain::id::{ItemId, MemberId, Timestamp};
use holdpoint_domain::launch::{ItemState, Launch};
use holdpoint_domain::template::{Item, Section, Template};

use crate::route::{Filter, OwnerFilter, StatusFilter};

/// For each section of the template, the places of its items that are meant, in ascending order.
pub type Places = Vec<Vec<u32>>;

#[derive(Clone, PartialEq)]
pub struct Visible {
    filter: Filter,
    /// What has the filter's words, whatever its state.
    worded: Arc<Places>,
    pub places: Arc<Places>,
}

impl Visible {
    /// What a filter shows of a launch.
    ///
    /// * `before`: what was shown so far. An item that matched stays in sight until the filter changes, whatever happens to it: a tick must not
    ///   take the row away.
    /// * `launch`: asked for only if the filter is about states.
    pub fn of<'a>(
        before: Option<&Self>,
        template: &Template,
        filter: Filter,
        launch: impl FnOnce() -> Arc<Launch> + 'a,
        of_whom: (MemberId, Timestamp),
    ) -> Self {
        let worded = match before {
            Some(before) if before.filter.text == filter.text => before.worded.clone(),
            _ => Arc::new(worded(template, &filter.text)),
        };
        if filter.status.is_none() && filter.owner.is_none() {
            return Self { filter, places: worded.clone(), worded };
        }
        let (launch, stay) = (launch(), before.filter(|before| before.filter == filter));
        let sections = template.sections.iter().zip(worded.iter()).enumerate();
        let places = sections.map(|(number, (section, worded))| {
            let stays = |place: &u32| stay.is_some_and(|stay| stay.places[number].binary_search(place).is_ok());
            let fits = |place: &u32| {
                let state = section.items.get(*place as usize).and_then(|item| launch.items.get(&item.id));
                state.is_some_and(|state| has_state(state, &filter, of_whom))
            };
            worded.iter().copied().filter(|place| stays(place) || fits(place)).collect()
        });
        Self { places: Arc::new(places.collect()), filter, worded }
    }

    pub fn count(&self) -> usize {
        self.places.iter().map(Vec::len).sum()
    }
}

/// The place of an item: its section's, and its own in there.
pub fn place_of(template: &Template, id: &ItemId) -> Option<(usize, u32)> {
    let mut sections = template.sections.iter().enumerate();
    sections.find_map(|(number, section)| {
        let place = section.items.iter().position(|item| item.id == *id)?;
        Some((number, u32::try_from(place).ok()?))
    })
}

fn worded(template: &Template, text: &str) -> Places {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let of = |section: &Section| {
        let places = (0..).zip(&section.items).filter(|(_, item)| has_words(section, item, &words));
        places.map(|(place, _)| place).collect()
    };
    template.sections.iter().map(of).collect()
}

fn has_words(section: &Section, item: &Item, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = format!("{} {} {} {}", section.title, item.title, item.id, item.guidance).to_lowercase();
    words.iter().all(|word| text.contains(word))
}

fn has_state(state: &ItemState, filter: &Filter, (me, now): (MemberId, Timestamp)) -> bool {
    let present = state.status_at(now);
    let status = match filter.status {
        None => true,
        Some(StatusFilter::Left) => !present.is_settled(),
        Some(StatusFilter::Is(status)) => present == status,
    };
    let owner = match filter.owner {
        None => true,
        Some(OwnerFilter::Me) => state.owner.value == Some(me),
        Some(OwnerFilter::Nobody) => state.owner.value.is_none(),
        Some(OwnerFilter::Is(member)) => state.owner.value == Some(member),
    };
    status && owner
}
