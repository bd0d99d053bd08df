//! `[files]`: how much of evidence files the server takes.

use std::path::PathBuf;

use holdpoint_probe::bucket::BucketConfig;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// Limits in whole MiB and hours, so that nobody counts zeros.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// Where they are kept: a folder that all replicas share. For PostgreSQL only; without one, the data folder.
    pub folder: Option<PathBuf>,
    /// Where they are kept instead of in a folder.
    pub bucket: Option<BucketConfig>,
    /// One file.
    pub file_mib: u32,
    /// All files of one launch.
    pub launch_mib: u32,
    /// Uploads of one account that were not finished, or not attached.
    pub open_uploads: u32,
    /// How long such an upload waits for more, and the file that it brought for an event that names it.
    pub wait_hours: u32,
}

impl Default for Files {
    fn default() -> Self {
        Self { folder: None, bucket: None, file_mib: 100, launch_mib: 2_048, open_uploads: 20, wait_hours: 24 }
    }
}

/// `[files]`, checked as a whole.
pub fn checked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Files, D::Error> {
    let files = Files::deserialize(deserializer)?;
    files.check().map_err(D::Error::custom)?;
    Ok(files)
}

/// Keys of the bucket that can come from the environment, as `HOLDPOINT_FILES_BUCKET_…`.
const KEYS: [&str; 8] = ["name", "endpoint", "region", "addressing", "prefix", "access_key", "secret_key", "session_token"];

impl Files {
    /// * Errors: what does not go together; in one line.
    pub fn check(&self) -> Result<(), String> {
        if self.file_mib == 0 || self.wait_hours == 0 {
            return Err("[files] file_mib and wait_hours have to be at least 1; correct them, or leave them out".into());
        }
        if self.folder.is_some() && self.bucket.is_some() {
            return Err("[files] has a folder and a bucket; keep the one in which the files are to be".into());
        }
        Ok(())
    }

    /// Numbers and a bucket from the environment take the place of the file's.
    pub fn overlay(&mut self, variable: impl Fn(&str) -> Option<String>) -> Result<(), String> {
        let numbers = [
            ("FILE_MIB", &mut self.file_mib),
            ("LAUNCH_MIB", &mut self.launch_mib),
            ("OPEN_UPLOADS", &mut self.open_uploads),
            ("WAIT_HOURS", &mut self.wait_hours),
        ];
        for (key, number) in numbers {
            if let Some(text) = variable(&format!("HOLDPOINT_FILES_{key}")) {
                *number = text.parse().map_err(|error: std::num::ParseIntError| format!("{key}: {error}"))?;
            }
        }
        let given = KEYS.iter().filter_map(|key| Some((*key, variable(&format!("HOLDPOINT_FILES_BUCKET_{}", key.to_uppercase()))?)));
        let fields: Map<String, Value> = given.map(|(key, value)| (key.to_owned(), value.into())).collect();
        if !fields.is_empty() {
            self.bucket = Some(serde_json::from_value(fields.into()).map_err(|error| error.to_string())?);
        }
        self.check()
    }

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
