//! Evidence files on their way to the server, in parts, so that a lost connection costs one part. In the shape of tus 1.0 and of the IETF's
//! draft on resumable uploads: one request makes an upload, each `PATCH` adds bytes at an offset.

use serde::{Deserialize, Serialize};

use crate::id::*;
use crate::launch::{Refusal, rules};

/// The header of a part, and of every answer about an upload: how many bytes the server has.
pub const UPLOAD_OFFSET: &str = "upload-offset";

/// What a part's body is.
pub const UPLOAD_PART: &str = "application/offset+octet-stream";

/// Characters of what tells one file from another.
const UPLOAD_MARK_CHARS: usize = 300;

/// `POST /api/launches/{id}/uploads`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewUpload {
    /// The file's name, without folders.
    pub name: String,
    /// Its length; an empty file is no evidence.
    pub bytes: u64,
    /// Its media type; absent: by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
    /// Of its bytes, where the sender has computed it: what arrives has to be that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// What tells this file from others of the same sender, such as name, length and time of change: an upload of the same that was not finished
    /// goes on. Absent: a new one begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
}

/// An upload, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadView {
    pub id: UploadId,
    pub name: String,
    pub media: String,
    pub bytes: u64,
    /// The bytes that the server has.
    pub offset: u64,
    /// As the server computed it, once all bytes are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// Until when it waits for more, or for being attached.
    pub expires_at: Timestamp,
}

impl NewUpload {
    /// As it is kept: the name is a file's, the media type has two parts.
    ///
    /// * Errors: the field at fault.
    pub fn checked(self) -> Result<Self, Refusal> {
        let media = self.media.as_deref().filter(|media| !media.trim().is_empty());
        let media = media.map(|media| rules::media("media", media)).transpose()?;
        rules::bytes("bytes", self.bytes)?;
        self.mark.as_deref().map_or(Ok(()), |mark| rules::short("mark", mark, UPLOAD_MARK_CHARS))?;
        Ok(Self { name: Self::file_name(&self.name)?, media, ..self })
    }

    /// A file's name as it is recorded: without folders, and without what is invisible.
    pub fn file_name(name: &str) -> Result<String, Refusal> {
        rules::file_name("name", name)
    }
}
