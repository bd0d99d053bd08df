//! Uploading a file in parts, for `evidence push`: what the server acknowledged is not sent again.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::Duration;

use holdpoint_domain::id::{LaunchId, UploadId};
use holdpoint_domain::wire::{NewUpload, Problem, PushEvidence, UploadView};
use holdpoint_probe::remote::{NoAnswer, Remote, RemoteAnswer};

use super::out::refusal;
use super::remote::{Server, may_pass, read};
use super::wait::Patience;

/// One part: a slow line sends it within the time that an answer may take.
const PART_BYTES: u64 = 1 << 20;

impl Server {
    /// Uploads a file, from where an earlier attempt stopped.
    ///
    /// * `push`: with the file's digest and length.
    /// * `wait`: how long it is tried again without a byte.
    /// * Errors: the server refuses it, or cannot be reached for longer than that.
    pub fn upload(&self, launch: LaunchId, path: &Path, push: &PushEvidence, wait: Duration) -> Result<UploadId, String> {
        let (digest, bytes) = (push.digest, push.bytes.unwrap_or_default());
        let mark = digest.map(|digest| format!("{digest} {}", push.name));
        let new = NewUpload { name: push.name.clone(), bytes, media: None, digest, mark };
        let upload = Upload { remote: self.remote()?, path, base: format!("/api/launches/{launch}/uploads"), new };
        super::runtime()?.block_on(upload.run(Patience::new(wait)))
    }
}

struct Upload<'a> {
    remote: Remote,
    path: &'a Path,
    base: String,
    new: NewUpload,
}

/// Why there is no further byte.
enum Stopped {
    /// It may go on later.
    ForNow(String),
    For(String),
}

impl Upload<'_> {
    async fn run(self, mut patience: Patience) -> Result<UploadId, String> {
        let mut has = 0;
        loop {
            let before = has;
            let why = match self.go_on(&mut has).await {
                Ok(whole) => return Ok(whole),
                Err(Stopped::For(why)) => return Err(why),
                Err(Stopped::ForNow(why)) => why,
            };
            if before != has {
                patience.renew();
            }
            if !patience.another(&why).await {
                return Err(why);
            }
        }
    }

    /// Asks how much the server has, and sends the rest.
    ///
    /// * `has`: how much it had last, for who counts attempts.
    async fn go_on(&self, has: &mut u64) -> Result<UploadId, Stopped> {
        let body = serde_json::to_string(&self.new).map_err(|error| Stopped::For(error.to_string()))?;
        let mut view = view(self.remote.post(&self.base, body).await)?;
        *has = view.offset;
        let mut file = File::open(self.path).map_err(|error| self.unreadable(&error))?;
        while view.digest.is_none() {
            let mut part = Vec::new();
            file.seek(SeekFrom::Start(view.offset)).map_err(|error| self.unreadable(&error))?;
            file.by_ref().take(PART_BYTES).read_to_end(&mut part).map_err(|error| self.unreadable(&error))?;
            if part.is_empty() && view.offset < view.bytes {
                return Err(self.shorter());
            }
            let place = format!("{}/{}", self.base, view.id);
            view = self::view(self.remote.add(&place, view.offset, part).await)?;
            *has = view.offset;
        }
        Ok(view.id)
    }

    fn shorter(&self) -> Stopped {
        Stopped::For(format!("{} became shorter while it was read; push it when nobody writes to it any more", self.path.display()))
    }

    fn unreadable(&self, error: &std::io::Error) -> Stopped {
        Stopped::For(format!("{}: {error}; name a file that this user can read", self.path.display()))
    }
}

/// The server has more or less than it was thought to have.
fn is_elsewhere(answer: &RemoteAnswer) -> bool {
    let problem = serde_json::from_slice::<Problem>(&answer.body);
    problem.is_ok_and(|problem| problem.kind == "/problems/wrong-offset" || problem.kind == "/problems/cut-off")
}

fn view(answer: Result<RemoteAnswer, NoAnswer>) -> Result<UploadView, Stopped> {
    match answer {
        Err(NoAnswer::Failed(failure)) => Err(Stopped::ForNow(NoAnswer::Failed(failure).to_string())),
        Err(other) => Err(Stopped::For(other.to_string())),
        Ok(answer) if (200..300).contains(&answer.status) => read(&answer.body).map_err(Stopped::For),
        // A part that is elsewhere already is asked for again, too.
        Ok(answer) if may_pass(answer.status) || is_elsewhere(&answer) => Err(Stopped::ForNow(refusal(&answer))),
        Ok(answer) => Err(Stopped::For(refusal(&answer))),
    }
}
