//! Files that were read a moment ago and had their digest: who reads one in ranges does not have all of it read for each.

use std::collections::VecDeque;
use std::fs::Metadata;
use std::io;
use std::sync::{Mutex, MutexGuard};
use std::time::{Instant, SystemTime};

use holdpoint_store::files::EvidenceFile;

use crate::limits;
use crate::lock::lock;

/// The latest last.
#[derive(Debug, Default)]
pub struct Whole(Mutex<VecDeque<Seen>>);

#[derive(Debug)]
struct Seen {
    file: EvidenceFile,
    stamp: Stamp,
    at: Instant,
}

/// What becomes another when somebody writes to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    modified: SystemTime,
}

impl Stamp {
    pub fn of(found: &Metadata) -> io::Result<Self> {
        Ok(Self { bytes: found.len(), modified: found.modified()? })
    }
}

impl Whole {
    /// Whether the file had its digest a moment ago, and nobody wrote to it since.
    pub fn has(&self, file: EvidenceFile, stamp: Stamp, now: Instant) -> bool {
        let mut seen = self.seen();
        seen.retain(|seen| now.saturating_duration_since(seen.at) < limits::FILE_WHOLE);
        seen.iter().any(|seen| seen.file == file && seen.stamp == stamp)
    }

    /// * `stamp`: as it was before the file was read.
    pub fn add(&self, file: EvidenceFile, stamp: Stamp, now: Instant) {
        let mut seen = self.seen();
        seen.retain(|seen| seen.file != file);
        seen.push_back(Seen { file, stamp, at: now });
        while limits::FILES_WHOLE < seen.len() {
            seen.pop_front();
        }
    }

    fn seen(&self) -> MutexGuard<'_, VecDeque<Seen>> {
        lock(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use holdpoint_domain::id::Digest;

    use super::*;

    #[test]
    fn a_file_is_believed_for_a_while_as_long_as_nobody_writes_to_it() {
        let (whole, now) = (Whole::default(), Instant::now());
        let file = |n: usize| EvidenceFile { digest: Digest::of(&n.to_be_bytes()), bytes: 8 };
        let stamp = Stamp { bytes: 8, modified: SystemTime::UNIX_EPOCH };
        assert!(!whole.has(file(0), stamp, now));
        whole.add(file(0), stamp, now);
        assert!(whole.has(file(0), stamp, now));
        assert!(!whole.has(file(1), stamp, now), "another file");
        assert!(!whole.has(file(0), Stamp { bytes: 9, ..stamp }, now), "another length");
        assert!(!whole.has(file(0), Stamp { modified: SystemTime::UNIX_EPOCH + Duration::from_nanos(1), ..stamp }, now), "written to");
        (1..=limits::FILES_WHOLE).for_each(|n| whole.add(file(n), stamp, now));
        assert!(!whole.has(file(0), stamp, now) && whole.has(file(1), stamp, now), "the oldest goes");
        assert!(!whole.has(file(1), stamp, now + limits::FILE_WHOLE), "it is time to look again");
    }
}
