//! `[files]`: how much of evidence files the server takes.

use std::path::PathBuf;

use serde::Deserialize;

/// Limits in whole MiB and hours, so that nobody counts zeros.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// Where they are kept: a folder that all replicas share. For PostgreSQL only; without one, the data folder.
    pub folder: Option<PathBuf>,
    /// One file.
    pub file_mib: u32,
    /// All files of one launch.
    pub launch_mib: u32,
    /// Uploads of one account that were not finished, or not attached.
    pub open_uploads: u32,
    /// How long such an upload waits for more, and a file that no event names for one that does.
    pub wait_hours: u32,
}

impl Default for Files {
    fn default() -> Self {
        Self { folder: None, file_mib: 100, launch_mib: 2_048, open_uploads: 20, wait_hours: 24 }
    }
}

impl Files {
    pub fn file_bytes(&self) -> u64 {
        u64::from(self.file_mib) << 20
    }

    pub fn launch_bytes(&self) -> u64 {
        u64::from(self.launch_mib) << 20
    }

    pub fn wait(&self) -> std::time::Duration {
        std::time::Duration::from_secs(u64::from(self.wait_hours) * 3_600)
    }
}
