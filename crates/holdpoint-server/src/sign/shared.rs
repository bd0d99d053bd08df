//! A database names the keys of its server, and no server starts on it with others, nor makes some where there were some already. So replicas sign
//! with the same keys, or their reports would not verify under one trust file; and a server whose keys were lost says so, instead of signing with
//! new ones that nobody has pinned.

use std::path::Path;

use holdpoint_store::{SharedKeys, Store};

use super::{FOLDER, Keys};

/// Opens the keys of a database's server.
///
/// * Errors: as of [`Keys::open`]; the database names other keys.
pub async fn open(data: &Path, store: &dyn Store) -> Result<Keys, String> {
    let noted = store.shared_keys().await.map_err(|error| error.to_string())?;
    if let Some(noted) = &noted
        && !Keys::files(data).iter().all(|file| file.exists())
    {
        return Err(refusal(data, noted, "are not there"));
    }
    let keys = Keys::open(data, store.server_id()).map_err(|error| error.to_string())?;
    if let Err(trouble) = keys.in_use(jiff::Timestamp::now()) {
        tracing::warn!(%trouble, "nothing can be signed now");
    }
    let own = SharedKeys { report: keys.report.keyid().to_string(), log: keys.log.public().vkey() };
    if noted.as_ref() == Some(&own) {
        return Ok(keys);
    }
    match noted {
        Some(noted) if !keys.follow(&noted) => Err(refusal(data, &noted, "are others")),
        // Nobody noted any yet, or those that are noted were rotated away here.
        instead => {
            if store.share_keys(own.clone(), instead).await.map_err(|error| error.to_string())? {
                return Ok(keys);
            }
            match store.shared_keys().await.map_err(|error| error.to_string())? {
                Some(noted) if noted != own => Err(refusal(data, &noted, "are others")),
                _ => Ok(keys),
            }
        }
    }
}

impl Keys {
    /// Whether these came after those, by a rotation.
    fn follow(&self, earlier: &SharedKeys) -> bool {
        self.retired.report_keys.iter().any(|key| key.keyid.to_string() == earlier.report)
            && self.retired.log_keys.iter().any(|log| log.vkey == earlier.log)
    }
}

fn refusal(data: &Path, noted: &SharedKeys, why: &str) -> String {
    let folder = data.join(FOLDER);
    format!(
        "the servers of this database sign with the report key {} and the log key {}; those in {} {why}. Put the folder `keys` of a backup, or \
         of another replica, there, readable by this user only, and start again",
        noted.report,
        noted.log,
        folder.display()
    )
}
