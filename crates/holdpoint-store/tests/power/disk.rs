//! What a disk holds after a power cut: all that was synchronised, and of the rest anything, in any order, torn at sectors.

use std::collections::BTreeMap;
use std::path::Path;

use crate::record::Step;

const SECTOR: usize = 512;

#[derive(Default)]
struct File<'a> {
    /// `None`: the folder does not know of it for certain.
    durable: Option<Vec<u8>>,
    waiting: Vec<&'a Step>,
}

/// Makes the files as they may be when the power goes after these steps.
pub fn after_power_cut(steps: &[Step], random: &mut Random, folder: &Path) {
    let mut files: BTreeMap<&str, File<'_>> = BTreeMap::new();
    for step in steps {
        let Some(name) = step.file() else { continue };
        let file = files.entry(name).or_default();
        match step {
            Step::Write { .. } | Step::Truncate { .. } => file.waiting.push(step),
            Step::Sync { .. } => {
                let bytes = file.durable.get_or_insert_default();
                file.waiting.drain(..).for_each(|step| apply(step, bytes, None));
            }
            Step::Delete { .. } => *file = File::default(),
            Step::Acknowledged { .. } => {}
        }
    }
    for (name, file) in files {
        let mut bytes = file.durable;
        for step in file.waiting {
            match random.below(8) {
                0..4 => {}
                4 => apply(step, bytes.get_or_insert_default(), Some(random.below(8) * SECTOR)),
                _ => apply(step, bytes.get_or_insert_default(), None),
            }
        }
        if let Some(bytes) = bytes {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// * `torn`: only so many bytes of a write came.
fn apply(step: &Step, to: &mut Vec<u8>, torn: Option<usize>) {
    match step {
        Step::Write { at, bytes, .. } => {
            let bytes = &bytes[..torn.unwrap_or(bytes.len()).min(bytes.len())];
            if to.len() < at + bytes.len() {
                to.resize(at + bytes.len(), 0);
            }
            to[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Step::Truncate { size, .. } => to.truncate(*size),
        Step::Sync { .. } | Step::Delete { .. } | Step::Acknowledged { .. } => {}
    }
}

/// xorshift64*: the same disks for the same seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }
}
