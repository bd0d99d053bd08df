//! Secrets: stored nowhere, referred to by the operator's configuration, resolved when they are used, wiped after.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

use crate::connection::Connection;
use crate::limits;
use crate::scrub::Scrubber;

/// Where a secret is to be found: `env:NAME` or `file:/absolute/path`. This is what receipts show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum SecretRef {
    Env(String),
    File(PathBuf),
}

/// Why a text is no reference. It does not repeat the text: that may be a secret pasted by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no reference to a secret; write env:NAME or file:/absolute/path, never the secret itself")]
pub struct BadSecretRef;

/// Why a secret cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    #[error("{0} {how}, or correct the reference", how = is_missing(.0))]
    Missing(SecretRef),
    #[error("{reference} cannot be read ({why}); check the path and its permissions")]
    Unreadable { reference: SecretRef, kind: std::io::ErrorKind, why: String },
    #[error("{0} is empty, too large or holds more than one line of visible ASCII; store the secret alone in it")]
    Unusable(SecretRef),
}

fn is_missing(reference: &SecretRef) -> &'static str {
    match reference {
        SecretRef::Env(_) => "is not set; set it",
        SecretRef::File(_) => "is not there; write the secret, and nothing else, into that file",
    }
}

/// A secret's value. No `Debug`, no `Display`, no `Serialize`, no `Clone`; its memory is wiped on drop.
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// A trailing line break is not part of a secret.
    fn parse(bytes: Zeroizing<Vec<u8>>, reference: &SecretRef) -> Result<Self, SecretError> {
        let unusable = || SecretError::Unusable(reference.clone());
        let text = str::from_utf8(&bytes).map_err(|_| unusable())?.trim_end_matches(['\r', '\n']);
        let fits = !text.is_empty() && text.len() <= limits::SECRET_BYTES;
        if !fits || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(unusable());
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

impl SecretRef {
    /// Reads the secret as it is now.
    ///
    /// Errors: [`SecretError`], naming the reference and never the value.
    pub async fn resolve(&self) -> Result<Secret, SecretError> {
        let bytes = match self {
            SecretRef::Env(name) => {
                let value = std::env::var_os(name).ok_or_else(|| SecretError::Missing(self.clone()))?;
                Zeroizing::new(value.into_encoded_bytes())
            }
            SecretRef::File(path) => {
                let unreadable = |cause: std::io::Error| match cause.kind() {
                    std::io::ErrorKind::NotFound => SecretError::Missing(self.clone()),
                    _ => SecretError::Unreadable { reference: self.clone(), kind: cause.kind(), why: cause.to_string() },
                };
                let bytes = tokio::time::timeout(limits::SECRET_READ, read(path)).await;
                bytes.unwrap_or_else(|_| Err(std::io::ErrorKind::TimedOut.into())).map_err(unreadable)?
            }
        };
        Secret::parse(bytes, self)
    }
}

type Turn = Arc<tokio::sync::Mutex<()>>;

/// Of each file: whoever reads it has it until it is read. On a file system that is away each further reader would take one more of the threads that all
/// wait for files with, until there were none.
static TURNS: Mutex<BTreeMap<PathBuf, Turn>> = Mutex::new(BTreeMap::new());

fn turn(path: &Path) -> Turn {
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    turns.retain(|_, turn| 1 < Arc::strong_count(turn));
    turns.entry(path.to_owned()).or_default().clone()
}

async fn read(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mine = turn(path).lock_owned().await;
    let path = path.to_owned();
    let read = spawn_blocking(move || -> std::io::Result<_> {
        // Also when nobody waits for it any longer.
        let _mine = mine;
        // Room for everything, so that no reallocation leaves a copy behind.
        let room = limits::SECRET_BYTES + 2;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room + 1));
        let limit = u64::try_from(room).unwrap_or(u64::MAX);
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    read.await.unwrap_or_else(|cause| Err(std::io::Error::other(cause)))
}

impl FromStr for SecretRef {
    type Err = BadSecretRef;

    fn from_str(text: &str) -> Result<Self, BadSecretRef> {
        if let Some(name) = text.strip_prefix("env:") {
            let inner = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let good = name.chars().all(inner) && name.starts_with(|c: char| !c.is_ascii_digit());
            return if good { Ok(Self::Env(name.into())) } else { Err(BadSecretRef) };
        }
        match text.strip_prefix("file:").map(PathBuf::from) {
            Some(path) if path.is_absolute() => Ok(Self::File(path)),
            _ => Err(BadSecretRef),
        }
    }
}
impl TryFrom<String> for SecretRef {
    type Error = BadSecretRef;
    fn try_from(text: String) -> Result<Self, BadSecretRef> {
        text.parse()
    }
}
impl From<SecretRef> for String {
    fn from(reference: SecretRef) -> String {
        reference.to_string()
    }
}
impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SecretRef::Env(name) => write!(f, "env:{name}"),
            SecretRef::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

/// A connection's secrets for the time of one check, so that answers can be cleaned of all of them, sent or not.
pub(crate) struct Secrets {
    pub(crate) token: Option<Secret>,
    pub(crate) webhook: Option<Secret>,
    pub(crate) prometheus: Option<Secret>,
    /// Of the other environments, in the order of their names.
    pub(crate) others: Vec<Option<Secret>>,
    /// Of the fingerprint that the application tells.
    pub(crate) fingerprint_key: Option<Secret>,
}

impl Secrets {
    /// A secret that cannot be had is `None`: the probe that needs it says so.
    pub(crate) async fn of(connection: &Connection) -> Self {
        let others = connection.other_tokens.values().take(limits::OTHER_TOKENS).map(|reference| get(Some(reference)));
        // All at the same time: a file system that is away is waited for once.
        let (token, webhook, prometheus, fingerprint_key, others) = tokio::join!(
            get(connection.token.as_ref()),
            get(connection.webhook_secret.as_ref()),
            get(connection.prometheus_token.as_ref()),
            get(connection.fingerprint_key.as_ref()),
            join_all(others),
        );
        Self { token, webhook, prometheus, others, fingerprint_key }
    }

    /// Knows all of them, and further values that were sent and are not to be told.
    pub(crate) fn scrubber(&self, hidden: &[Zeroizing<String>]) -> Scrubber {
        let own = [&self.token, &self.webhook, &self.prometheus, &self.fingerprint_key].into_iter();
        let own = own.chain(&self.others).flatten().map(Secret::expose);
        Scrubber::of(own.chain(hidden.iter().map(|hidden| hidden.as_str())))
    }
}

async fn get(reference: Option<&SecretRef>) -> Option<Secret> {
    match reference?.resolve().await {
        Ok(secret) => Some(secret),
        Err(cause) => {
            tracing::warn!(%cause, "a secret is missing");
            None
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::future::Future;
    use std::io::ErrorKind;
    use std::pin::pin;
    use std::sync::mpsc;

    use futures_util::FutureExt as _;

    use super::*;

    /// Runs a test on paused time while the one thread that could ask the file system waits, as it does where that is away.
    pub fn without_files<T>(test: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).max_blocking_threads(1).build();
        let runtime = runtime.unwrap();
        let (_back, away) = mpsc::channel::<()>();
        runtime.block_on(async {
            tokio::task::spawn_blocking(move || away.recv());
            test.await
        })
    }

    #[test]
    fn a_file_system_that_is_away_is_waited_for_no_longer_than_the_limit() {
        without_files(async {
            let reference = SecretRef::File("/a/token".into());
            let mut read = pin!(reference.resolve());
            assert!(read.as_mut().now_or_never().is_none());
            tokio::time::advance(limits::SECRET_READ).await;
            let why = read.now_or_never().and_then(Result::err);
            assert!(matches!(why, Some(SecretError::Unreadable { kind: ErrorKind::TimedOut, .. })), "{why:?}");
        });
    }

    #[test]
    fn who_waits_for_the_same_file_takes_no_thread_of_their_own() {
        without_files(async {
            let path = Path::new("/away/token");
            let reference = SecretRef::File(path.to_owned());
            for _ in 0..2 {
                let mut read = pin!(reference.resolve());
                assert!(read.as_mut().now_or_never().is_none());
                tokio::time::advance(limits::SECRET_READ).await;
                assert!(read.now_or_never().is_some_and(|read| read.is_err()));
            }
            // The first one has its thread still; besides, the list of them has it, and this test.
            assert_eq!(Arc::strong_count(&turn(path)), 3);
        });
    }

    #[test]
    fn all_secrets_of_a_connection_are_waited_for_at_the_same_time() {
        without_files(async {
            let connection = serde_json::json!({
                "name": "away",
                "token": "file:/away/first",
                "webhook_secret": "file:/away/second",
                "other_tokens": { "dev": "file:/away/third" },
            });
            let connection = serde_json::from_value(connection).unwrap();
            let mut secrets = pin!(Secrets::of(&connection));
            assert!(secrets.as_mut().now_or_never().is_none());
            tokio::time::advance(limits::SECRET_READ).await;
            let none = |secrets: Secrets| secrets.token.is_none() && secrets.webhook.is_none() && secrets.others.len() == 1;
            assert!(secrets.now_or_never().is_some_and(none));
        });
    }
}
