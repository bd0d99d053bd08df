//! A running server, for the commands that ask one: where it is, who asks, and what it answers.

use clap::Args;
use holdpoint_probe::remote::{NoAnswer, Remote, RemoteAnswer};
use holdpoint_probe::secret::SecretRef;
use serde::de::DeserializeOwned;

use super::out::refusal;

/// The help of `--token` of commands that only read launches.
pub const READING: &str = "Where the API token is (scope launches:read): env:NAME or file:/path";

/// Which server, and who asks it. A command whose token needs a scope says so in the help of `token`.
#[derive(Args, Clone)]
pub struct Server {
    /// Where the server is: scheme, host and port
    #[arg(id = "server", long = "server", value_name = "URL", env = "HOLDPOINT_SERVER", default_value = "http://localhost:8080")]
    pub url: String,
    /// Where the API token is: env:NAME or file:/path
    #[arg(long, value_name = "REFERENCE", default_value = "env:HOLDPOINT_API_TOKEN")]
    token: String,
}

impl Server {
    pub fn remote(&self) -> Result<Remote, String> {
        remote(&self.url, &self.token)
    }
}

/// What was given as `--server` and `--token`: the reference is read here, because the parser of the command line repeats what it does not
/// understand, and that may be the token itself.
pub fn remote(url: &str, token: &str) -> Result<Remote, String> {
    let token = token.parse::<SecretRef>().map_err(|error| format!("--token: {error}"))?;
    Remote::new(url, token).map_err(|error| error.to_string())
}

/// Why a server did not say what it was asked for.
pub enum Trouble {
    /// It may pass: nobody answered, or the server is not itself.
    Passing(String),
    /// Asking again does not help.
    Lasting(String),
}

impl From<Trouble> for String {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Passing(why) | Trouble::Lasting(why) => why,
        }
    }
}

/// Asks for a path, for who may ask again.
///
/// * Errors: no answer came, or another one than 200.
pub async fn ask<T: DeserializeOwned>(remote: &Remote, path: &str) -> Result<T, Trouble> {
    heard(remote.get(path).await)
}

/// What came of a request, for who may send it again.
///
/// * Errors: no answer came, or another one than 200.
pub fn heard<T: DeserializeOwned>(answer: Result<RemoteAnswer, NoAnswer>) -> Result<T, Trouble> {
    let answer = answer.map_err(|error| {
        let why = error.to_string();
        // An address or a token that cannot be used is none the next time either.
        if matches!(error, NoAnswer::Failed(_)) { Trouble::Passing(why) } else { Trouble::Lasting(why) }
    })?;
    match answer.status {
        200 => read(&answer.body).map_err(Trouble::Lasting),
        status if may_pass(status) => Err(Trouble::Passing(refusal(&answer))),
        _ => Err(Trouble::Lasting(refusal(&answer))),
    }
}

/// Whether the same request may be answered otherwise a little later.
pub fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..)
}

/// What a server's answer says.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| format!("the server's answer cannot be read ({error}); it may be of another version"))
}
