//! What differs between two versions of a checklist or of a launch, in the reader's language.

use holdpoint_domain::launch::{Compared, ItemPart};

use super::{day_or_moment, person, span};
use crate::{say, text};

/// What of an item is another.
pub fn item_part(part: ItemPart) -> &'static str {
    match part {
        ItemPart::Title => say!("version-part-title"),
        ItemPart::Level => say!("version-part-level"),
        ItemPart::Guidance => say!("version-part-guidance"),
        ItemPart::Evidence => say!("version-part-evidence"),
        ItemPart::Checks => say!("version-part-checks"),
    }
}

/// What is compared.
pub fn compared(what: Compared) -> &'static str {
    match what {
        Compared::Status => say!("compared-status"),
        Compared::Why => say!("compared-why"),
        Compared::SetBy => say!("compared-set-by"),
        Compared::Owner => say!("compared-owner"),
        Compared::Evidence => say!("compared-evidence"),
        Compared::Waiver => say!("compared-waiver"),
        Compared::Name => say!("compared-name"),
        Compared::TargetDate => say!("compared-target-date"),
        Compared::ChangeWindow => say!("compared-change-window"),
        Compared::ChangeTicket => say!("compared-change-ticket"),
        Compared::Artifacts => say!("compared-artifacts"),
        Compared::Connection => say!("compared-connection"),
        Compared::Checklist => say!("compared-checklist"),
        Compared::SignaturesNeeded => say!("compared-signatures-needed"),
        Compared::Checks => say!("compared-checks"),
    }
}

/// What was or is there of it: a status has words of its own, and times are on the reader's clock; the rest is what people and systems wrote.
pub fn value(what: Compared, value: String) -> String {
    let told = match what {
        Compared::Status => text::status_of_words(&value).map(|status| text::status(status).to_owned()),
        Compared::TargetDate => Some(day_or_moment(&value)),
        Compared::ChangeWindow => span(&value),
        Compared::SetBy => value.rsplit_once(", ").map(|(who, at)| format!("{}, {}", person(who), day_or_moment(at))),
        Compared::Owner => Some(person(&value).to_owned()),
        Compared::Waiver => value.rsplit_once("; until ").map(|(what, end)| say!("changes-waiver", what = what, end = day_or_moment(end))),
        Compared::Evidence => value.lines().map(seen).reduce(|before, next| format!("{before}\n{next}")),
        _ => None,
    };
    told.unwrap_or(value)
}

/// A piece of evidence in its line.
fn seen(line: &str) -> String {
    let known = line.rsplit_once(", seen ").and_then(|(what, rest)| {
        let (at, who) = rest.split_once(" by ")?;
        Some(match who.rsplit_once(", until ") {
            Some((who, end)) => say!("changes-seen-until", what = what, at = day_or_moment(at), who = who, end = day_or_moment(end)),
            None => say!("changes-seen", what = what, at = day_or_moment(at), who = who),
        })
    });
    known.unwrap_or_else(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::launch::ERASED_NAME;

    use super::*;
    use crate::words::language;

    #[test]
    fn times_are_on_the_readers_clock_and_what_people_wrote_stays() {
        let cases = [
            (Compared::TargetDate, "2026-11-25", "25 Nov 2026"),
            (Compared::TargetDate, "", ""),
            (Compared::ChangeWindow, "2026-11-25T10:00:00Z to 2026-11-25T12:00:00Z", "25 Nov 2026, 10:00 – 25 Nov 2026, 12:00"),
            (Compared::SetBy, "Ann, of Oslo, 2026-11-25T10:00:00Z", "Ann, of Oslo, 25 Nov 2026, 10:00"),
            (Compared::Waiver, "by hand; until 2026-12-01T00:00:00Z", "by hand; until 1 Dec 2026, 00:00"),
            (Compared::Why, "until 2026-12-01T00:00:00Z", "until 2026-12-01T00:00:00Z"),
            (
                Compared::Evidence,
                "seen by all, seen 2026-11-25T10:00:00Z by Ann, until 2026-12-01T00:00:00Z\na note",
                "seen by all, seen 25 Nov 2026, 10:00 by Ann, until 1 Dec 2026, 00:00\na note",
            ),
        ];
        for (what, told, expected) in cases {
            assert_eq!(value(what, told.to_owned()), expected);
        }
    }

    #[test]
    fn who_was_erased_is_named_in_the_readers_language() {
        let told = || {
            [(Compared::Owner, ERASED_NAME.to_owned()), (Compared::SetBy, format!("{ERASED_NAME}, 2026-11-25T10:00:00Z"))]
                .map(|(what, told)| value(what, told))
        };
        assert_eq!(told(), ["(erased person)", "(erased person), 25 Nov 2026, 10:00"]);
        let [owner, set_by] = language::in_german(told);
        assert!(owner == "(gelöschte Person)" && set_by.starts_with("(gelöschte Person), "), "{owner} | {set_by}");
    }
}
