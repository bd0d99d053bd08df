//! Which items are shown. They are told by their places, so that thousands of them are compared and copied in no time.

use std::sync::Arc;

use holdpoint_domain::id::{Date, ItemId, MemberId, Timestamp};
use holdpoint_domain::launch::{ItemState, Launch};
use holdpoint_domain::template::{Item, Section, Template};

use crate::route::{Filter, OwnerFilter, StatusFilter};
use crate::{letters, text};

/// Within so many days is soon.
const SOON: i64 = 7;

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
    /// * `reader`: who reads it, when, and on which day of theirs.
    pub fn of<'a>(
        before: Option<&Self>,
        template: &Template,
        filter: Filter,
        launch: impl FnOnce() -> Arc<Launch> + 'a,
        reader: (MemberId, Timestamp, Date),
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
                state.is_some_and(|state| has_state(&launch, (section, state), &filter, reader))
            };
            worded.iter().copied().filter(|place| stays(place) || fits(place)).collect()
        });
        Self { places: Arc::new(places.collect()), filter, worded }
    }

    pub fn ids(&self, template: &Template) -> Vec<ItemId> {
        let sections = template.sections.iter().zip(self.places.iter());
        let of = |(section, places): (&Section, &Vec<u32>)| {
            places.iter().filter_map(|place| Some(section.items.get(*place as usize)?.id.clone())).collect::<Vec<_>>()
        };
        sections.flat_map(of).collect()
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
    let words: Vec<String> = text.split_whitespace().map(letters::small).collect();
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
    let text = letters::small(&format!("{} {} {} {}", section.title, item.title, item.id, item.guidance));
    words.iter().all(|word| text.contains(word))
}

fn has_state(launch: &Launch, (section, state): (&Section, &ItemState), filter: &Filter, reader: (MemberId, Timestamp, Date)) -> bool {
    let (me, now, today) = reader;
    let present = state.status_at(now);
    let status = match filter.status {
        None => true,
        Some(StatusFilter::Left) => !present.is_settled(),
        Some(StatusFilter::ForMe) => launch.waits_for(me, &section.id, state, now),
        Some(StatusFilter::Due) => !present.is_settled() && state.due.value.is_some_and(|due| text::days_between(today, due) <= SOON),
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

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::{Digest, LaunchId, Seq};
    use holdpoint_domain::launch::{Event, Recorded, Status};
    use holdpoint_domain::template::TemplateRef;
    use uuid::Uuid;

    use super::*;

    const ME: MemberId = MemberId(Uuid::nil());

    fn launch() -> Launch {
        let item = |id: &str, title: &str| serde_json::json!({ "id": id, "title": title, "level": "must", "guidance": "Ask Ann." });
        let template: Template = serde_json::from_value(serde_json::json!({
            "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "",
            "sections": [
                { "id": "one", "title": "One", "items": [item("a", "Tokens are kept"), item("b", "Tokens change")] },
                { "id": "two", "title": "Two", "items": [item("c", "Hooks are signed")] },
            ],
        }))
        .unwrap();
        let template_ref = TemplateRef { name: "story".parse().unwrap(), version: "1.0.0".into(), digest: Digest::of(b"story") };
        let event = Event::Created { name: "Story".into(), template: Arc::new(template), template_ref, sample: false };
        Launch::begin(&recorded(1, event)).unwrap()
    }

    fn recorded(seq: u64, event: Event) -> Recorded {
        Recorded { launch: LaunchId(1), seq: Seq(seq), by: ME, at: Timestamp::UNIX_EPOCH, command: None, event }
    }

    fn shown(before: Option<&Visible>, filter: &Filter, launch: &Launch) -> Visible {
        Visible::of(
            before,
            &launch.template,
            filter.clone(),
            || Arc::new(launch.clone()),
            (ME, Timestamp::UNIX_EPOCH, "1970-01-01".parse().unwrap()),
        )
    }

    #[test]
    fn a_filter_shows_what_has_its_words_and_its_state() {
        let launch = launch();
        let left = Some(StatusFilter::Left);
        let cases = [
            ("", None, vec![vec![0, 1], vec![0]], "everything"),
            ("token", None, vec![vec![0, 1], vec![]], "titles, by the beginning of a word"),
            ("two", left, vec![vec![], vec![0]], "a section's title"),
            ("ask TOKENS change", left, vec![vec![1], vec![]], "all of the words, in guidance too"),
            ("", Some(StatusFilter::Is(Status::Done)), vec![vec![], vec![]], "nothing is done yet"),
        ];
        for (text, status, expected, about) in cases {
            let filter = Filter { text: text.into(), status, owner: None };
            assert_eq!(*shown(None, &filter, &launch).places, expected, "{about}");
        }
    }

    #[test]
    fn what_matched_stays_until_the_filter_changes() {
        let mut launch = launch();
        let left = Filter { status: Some(StatusFilter::Left), ..Filter::default() };
        let before = shown(None, &left, &launch);
        launch.apply(&recorded(2, Event::StatusSet { item: "a".parse().unwrap(), status: Status::Done, justification: None }));
        let after = shown(Some(&before), &left, &launch);
        assert_eq!(after.count(), 3, "a tick takes no row away");
        let worded = Filter { text: "tokens".into(), ..left.clone() };
        assert_eq!(*shown(Some(&after), &worded, &launch).places, [vec![1], vec![]]);
        assert_eq!(shown(None, &left, &launch).count(), 2);
    }

    #[test]
    fn what_is_left_and_due_soon_or_was_is_due() {
        let mut launch = launch();
        let filter = Filter { status: Some(StatusFilter::Due), ..Filter::default() };
        let mut due = |seq, day: &str| {
            launch.apply(&recorded(seq, Event::DueSet { item: "a".parse().unwrap(), due: Some(day.parse().unwrap()) }));
            shown(None, &filter, &launch).count()
        };
        let days = [("1969-12-24", 1), ("1970-01-01", 1), ("1970-01-08", 1), ("1970-01-09", 0), ("1970-01-02", 1)];
        for (seq, (day, count)) in (2..).zip(days) {
            assert_eq!(due(seq, day), count, "{day}");
        }
        launch.apply(&recorded(7, Event::StatusSet { item: "a".parse().unwrap(), status: Status::Done, justification: None }));
        assert_eq!(shown(None, &filter, &launch).count(), 0, "it is settled");
    }

    #[test]
    fn an_item_is_found_by_its_place() {
        let launch = launch();
        assert_eq!(place_of(&launch.template, &"c".parse().unwrap()), Some((1, 0)));
        assert_eq!(place_of(&launch.template, &"d".parse().unwrap()), None);
    }
}
