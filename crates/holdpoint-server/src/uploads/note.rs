//! What is known of an upload: a small JSON file beside its bytes.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::time::SystemTime;

use holdpoint_domain::id::{Digest, LaunchId, MemberId, UploadId};
use holdpoint_domain::wire::UploadView;
use holdpoint_store::files;
use serde::{Deserialize, Serialize};

use super::{Owner, Uploads, disk_trouble, moment, no_such_upload};
use crate::error::ApiError;
use crate::limits;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub id: UploadId,
    pub launch: LaunchId,
    pub account: MemberId,
    pub name: String,
    pub media: String,
    pub bytes: u64,
    /// What its sender says it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Digest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// What it is, once it is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// An event names it.
    #[serde(default)]
    pub attached: bool,
}

impl Note {
    pub fn is_of(&self, owner: Owner) -> bool {
        (self.launch, self.account) == (owner.launch, owner.account)
    }
}

impl Uploads {
    pub(super) fn part_path(&self, id: UploadId) -> PathBuf {
        self.folder.join(format!("{id}.part"))
    }

    pub(super) fn note_path(&self, id: UploadId) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }

    /// Writes a note, on disk when this returns.
    pub(super) fn write(&self, note: &Note) -> Result<(), ApiError> {
        let written = || -> io::Result<()> {
            let (path, new) = (self.note_path(note.id), self.folder.join(format!("{}.new", note.id)));
            let mut options = fs::OpenOptions::new();
            let mut file = options.write(true).create(true).truncate(true).mode(limits::PRIVATE_FILE).open(&new)?;
            file.write_all(&serde_json::to_vec(note)?)?;
            file.sync_all()?;
            fs::rename(new, path)?;
            files::settle(&self.folder)
        };
        written().map_err(|error| disk_trouble(&error))
    }

    pub(super) fn find(&self, owner: Owner, id: UploadId) -> Result<Note, ApiError> {
        let note =
            self.read(id).map_err(|error| if error.kind() == ErrorKind::NotFound { no_such_upload() } else { disk_trouble(&error) })?;
        if note.is_of(owner) && !self.has_expired(id) { Ok(note) } else { Err(no_such_upload()) }
    }

    fn read(&self, id: UploadId) -> io::Result<Note> {
        Ok(serde_json::from_slice(&fs::read(self.note_path(id))?)?)
    }

    /// All that have not expired. One that cannot be read is as good as none: its sender begins again.
    pub(super) fn notes(&self) -> Result<Vec<Note>, ApiError> {
        let ids = self.ids().map_err(|error| disk_trouble(&error))?;
        Ok(ids.into_iter().filter(|id| !self.has_expired(*id)).filter_map(|id| self.read(id).ok()).collect())
    }

    pub(super) fn ids(&self) -> io::Result<Vec<UploadId>> {
        let names = fs::read_dir(&self.folder)?.map(|entry| entry.map(|entry| entry.file_name()));
        let ids = names.map(|name| name.map(|name| name.to_str().and_then(|name| name.strip_suffix(".json")?.parse().ok())));
        ids.filter_map(Result::transpose).collect()
    }

    pub(super) fn forget(&self, id: UploadId) -> Result<(), ApiError> {
        for path in [self.note_path(id), self.part_path(id)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(disk_trouble(&error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// When something of it came last.
    fn touched(&self, id: UploadId) -> SystemTime {
        let of = |path: PathBuf| fs::metadata(path).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        of(self.part_path(id)).max(of(self.note_path(id)))
    }

    pub(super) fn has_expired(&self, id: UploadId) -> bool {
        let age = SystemTime::now().duration_since(self.touched(id));
        age.is_ok_and(|age| self.limits.wait() < age)
    }

    pub(super) fn have(&self, note: &Note) -> io::Result<u64> {
        if note.digest.is_some() {
            return Ok(note.bytes);
        }
        match fs::metadata(self.part_path(note.id)) {
            Ok(part) => Ok(part.len()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    pub(super) fn view(&self, note: &Note) -> Result<UploadView, ApiError> {
        let offset = self.have(note).map_err(|error| disk_trouble(&error))?;
        let expires_at = moment(self.touched(note.id) + self.limits.wait());
        let (name, media) = (note.name.clone(), note.media.clone());
        Ok(UploadView { id: note.id, name, media, bytes: note.bytes, offset, digest: note.digest, expires_at })
    }
}
