//! How far a launch is: counts for bars and boards.

use std::iter::Sum;

use serde::{Deserialize, Serialize};

use super::{Launch, Status};
use crate::id::*;
use crate::template::Section;

/// Counts of items. Settled: done, not applicable, or waived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub settled: u32,
    pub blocked: u32,
    pub total: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FlatSectionProgress")]
pub struct SectionProgress {
    pub section: SectionId,
    pub title: String,
    #[serde(flatten)]
    pub progress: Progress,
}

/// As it is read: reading a part of it by itself takes a buffer.
#[derive(Deserialize)]
struct FlatSectionProgress {
    section: SectionId,
    title: String,
    settled: u32,
    blocked: u32,
    total: u32,
}

impl From<FlatSectionProgress> for SectionProgress {
    fn from(flat: FlatSectionProgress) -> Self {
        let FlatSectionProgress { section, title, settled, blocked, total } = flat;
        Self { section, title, progress: Progress { settled, blocked, total } }
    }
}

impl Sum for Progress {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| Self {
            settled: sum.settled + part.settled,
            blocked: sum.blocked + part.blocked,
            total: sum.total + part.total,
        })
    }
}

impl Progress {
    /// 0 to 100, rounded down: 100 only when everything is settled.
    pub fn percent(&self) -> u32 {
        match self.total {
            0 => 100,
            total => u32::try_from(u64::from(self.settled) * 100 / u64::from(total)).unwrap_or(100),
        }
    }
}

impl Status {
    /// Nothing is left to do.
    pub fn is_settled(self) -> bool {
        matches!(self, Status::Done | Status::NotApplicable | Status::Waived)
    }
}

impl Launch {
    /// * `now`: an item whose waiver has expired by then counts as open.
    pub fn progress(&self, now: Timestamp) -> Progress {
        self.template.sections.iter().map(|section| self.progress_of(section, now)).sum()
    }

    pub fn section_progress(&self, now: Timestamp) -> Vec<SectionProgress> {
        let of = |section: &Section| SectionProgress {
            section: section.id.clone(),
            title: section.title.clone(),
            progress: self.progress_of(section, now),
        };
        self.template.sections.iter().map(of).collect()
    }

    pub fn progress_of(&self, section: &Section, now: Timestamp) -> Progress {
        let mut progress = Progress::default();
        for state in section.items.iter().filter_map(|item| self.items.get(&item.id)) {
            progress.total += 1;
            let status = state.status_at(now);
            progress.settled += u32::from(status.is_settled());
            progress.blocked += u32::from(status == Status::Blocked);
        }
        progress
    }
}
