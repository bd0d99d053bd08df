//! Evidence that a CI job pushes.

use serde::{Deserialize, Serialize};

use crate::check::{PushedFormat, Receipt, Verdict};
use crate::id::*;
use crate::launch::{Refusal, rules};

/// Items that one push is about.
pub const PUSH_ITEMS: usize = 20;

/// `POST /api/launches/{id}/evidence`, with an id of the push in `Idempotency-Key`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PushEvidence {
    /// 1 to 20. A result goes to the checks that prove them by this format; a file is attached to each.
    pub items: Vec<ItemId>,
    /// How `content` is written; absent: a file of which nothing is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<PushedFormat>,
    /// The file's name.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The CI job's address, `https:` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// With a format only, and needed there: the whole file. It is read and forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Without a format only, and needed there: of the file, which stays where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// Together with `digest`: the file's length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Without a format, and instead of `digest` and `bytes`: the file was uploaded, and the server keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<UploadId>,
    /// Without a format: when somebody saw what the file shows; absent: now. A result with a format says itself when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_at: Option<Timestamp>,
    /// Without a format: until when it counts; absent: without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

impl PushEvidence {
    /// When the file was seen, and until when it counts.
    ///
    /// * Errors: the field at fault.
    pub fn times(&self, now: Timestamp) -> Result<(Timestamp, Option<Timestamp>), Refusal> {
        let observed_at = self.observed_at.unwrap_or(now);
        rules::times((observed_at, self.expires_at), now, ["observedAt", "expiresAt"])?;
        Ok((observed_at, self.expires_at))
    }
}

/// The answer to a push, recorded up to `seq`. The same push again is answered as before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EvidencePushed {
    pub seq: Seq,
    /// The worst of the receipts; absent: nothing was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// One for each check.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Receipt>,
    /// The items that a file was attached to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<ItemId>,
    /// Of the file's bytes.
    pub digest: Digest,
}
