//! Evidence files: up in parts, down by a link.

use gloo_net::http::{Method, RequestBuilder};
use holdpoint_domain::id::*;
use holdpoint_domain::wire::*;

use super::{Ask, Trouble, heard, is_good, mark, trouble};
use crate::json;

/// A part on a slow line, in milliseconds.
const PART_MS: u32 = 60_000;

pub async fn begin_upload(me: MemberId, launch: LaunchId, new: &NewUpload) -> Result<UploadView, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/uploads"), new).of(me).json().await
}

/// Adds bytes where the server's end.
pub async fn add_part(me: MemberId, launch: LaunchId, upload: &UploadView, part: &web_sys::Blob) -> Result<UploadView, Trouble> {
    let answer = send(me, &format!("/api/launches/{launch}/uploads/{}", upload.id), upload.offset, part).await;
    heard(answer.as_ref().err());
    answer
}

async fn send(me: MemberId, path: &str, offset: u64, part: &web_sys::Blob) -> Result<UploadView, Trouble> {
    let patience = web_sys::AbortSignal::timeout_with_u32(PART_MS);
    let request = RequestBuilder::new(path)
        .method(Method::PATCH)
        .abort_signal(Some(&patience))
        .header(WRITE_HEADER, &mark(Some(me)))
        .header("content-type", UPLOAD_PART)
        .header(UPLOAD_OFFSET, &offset.to_string())
        .body(part)
        .map_err(|_| Trouble::Away)?;
    let answer = request.send().await.map_err(|_| Trouble::Away)?;
    let body = answer.binary().await.map_err(|_| Trouble::Away)?;
    if is_good(&answer) { json::read(&body).ok_or(Trouble::Outdated) } else { Err(trouble(answer.status(), &body, Some(me))) }
}

pub async fn drop_upload(me: MemberId, launch: LaunchId, upload: UploadId) -> Result<(), Trouble> {
    Ask::delete(&format!("/api/launches/{launch}/uploads/{upload}")).of(me).bytes().await.map(drop)
}

/// Sent again under the same key, it is recorded once.
pub async fn push_evidence(me: MemberId, launch: LaunchId, push: &PushEvidence, key: CommandId) -> Result<EvidencePushed, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/evidence"), push).of(me).keyed(key).json().await
}

/// Where a kept file is downloaded from, named as that piece of evidence names it.
pub fn file_href(launch: LaunchId, file: Digest, evidence: EvidenceId) -> String {
    format!("/api/launches/{launch}/files/{file}?evidence={evidence}")
}
