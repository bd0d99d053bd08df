//! What is known of an upload, beside its bytes.

use holdpoint_domain::id::{Digest, LaunchId, MemberId, Timestamp, UploadId};
use serde::{Deserialize, Serialize};

/// As it is written down, in JSON. A later version, whose replica has the same storage, may write more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// When its file was taken in; `None`: it is not whole, or the file was there already because of somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Timestamp>,
    /// An event names it.
    #[serde(default)]
    pub attached: bool,
    /// Its sender gave it up: all that is left to do is to remove its file, unless something else names that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropped: bool,
}

/// Which file a whole upload is becoming. It lies beside the note: several servers may be at it at once, and what one of them wrote into the note no
/// other takes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taking {
    pub digest: Digest,
    /// When it was found that nobody else has that file or is taking it in; `None`: nobody has looked yet, or somebody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone: Option<Timestamp>,
}

/// Whose upload: of nobody else it is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub launch: LaunchId,
    pub account: MemberId,
}

impl Note {
    pub fn is_of(&self, owner: Owner) -> bool {
        (self.launch, self.account) == (owner.launch, owner.account)
    }

    /// The file that it brought and that no event names because of it.
    pub fn loose(&self) -> Option<Digest> {
        self.digest.filter(|_| !self.attached)
    }

    /// What is kept of it once it is given up: nothing that its sender wrote.
    pub fn given_up(&self) -> Self {
        Self { name: String::new(), media: String::new(), announced: None, mark: None, dropped: true, ..self.clone() }
    }
}
