//! What differs between two versions of a checklist or of a launch, in the reader's language.

use holdpoint_domain::launch::{Compared, ItemPart};

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

/// What was or is there of it. Only a status has words of its own; the rest is what people and systems wrote.
pub fn value(what: Compared, value: String) -> String {
    let status = text::STATUSES.into_iter().find(|status| what == Compared::Status && status.words() == value);
    status.map_or(value, |status| text::status(status).to_owned())
}
