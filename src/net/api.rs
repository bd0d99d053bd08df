//! Requests and answers: one function for each route of the server.

mod account;
mod connections;
mod deliveries;
mod drills;
mod files;
mod signing;
mod template_files;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use gloo_net::http::{Method, RequestBuilder, Response};
use holdpoint_domain::check::Heard;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, NewLaunch, TrendPoint};
use holdpoint_domain::template::Template;
use holdpoint_domain::wire::*;
use js_sys::JsString;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

use super::early;
use crate::sync::Pending;
use crate::{clock, json, words};

pub use account::*;
pub use connections::*;
pub use deliveries::*;
pub use drills::*;
pub use files::*;
pub use signing::*;
pub use template_files::*;

/// When an answer has not begun by then, the server counts as away, in milliseconds. How long the rest of it may take `first.js` says.
const ANSWER_MS: u32 = 10_000;
/// Problems of the session, or of the way to the server: what was asked is not judged by them.
const LATER: [&str; 3] = ["/renewal-needed", "/unknown-host", "/write-denied"];
/// For so long after it was asked for a wish waits for a replica that knows it, in milliseconds.
const UPDATE_MS: u64 = 60_000;
/// How often the server has to break over the same wish, and for how long in milliseconds, until that counts as its word about it: what waits behind it
/// would wait for ever. Whoever mends the server has the time until then.
const BROKEN: (u32, f64) = (5, 180_000.0);
/// A check waits for other servers, up to 10 s for each request that it makes: a webhook's cases are nine.
const CHECK_MS: u32 = 100_000;

/// Why there is no good answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    Away,
    /// Not now, and why.
    Busy(Box<Problem>),
    /// Who asked is not signed in any longer; `None`: nobody was.
    SignedOut(Option<MemberId>),
    Refused(Box<Problem>),
    /// The page does not understand the server.
    Outdated,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::trouble::told(self))
    }
}

impl std::error::Error for Trouble {}

impl Trouble {
    /// Whether the same request may succeed later.
    pub fn passes(&self) -> bool {
        matches!(self, Trouble::Away | Trouble::Busy(_))
    }

    /// Whether there is no such thing, at least for who asks: a launch in which they have no role, say.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Trouble::Refused(problem) if problem.kind.ends_with("/not-found"))
    }

    /// Whether what was asked for before under the same id, in other words, was granted: nobody had its answer.
    pub fn is_taken(&self) -> bool {
        matches!(self, Trouble::Refused(problem) if problem.kind.ends_with("/id-taken"))
    }

    /// Whether another one answered in the server's place, as if all were well: a proxy with a page of its own, such as one to sign in.
    pub fn is_anothers(&self) -> bool {
        matches!(self, Trouble::Busy(problem) if problem.status / 100 == 2)
    }

    /// The field of the request that it is about, as the last part of the JSON pointer.
    pub fn field(&self) -> Option<&str> {
        match self {
            Trouble::Refused(problem) => problem.pointer.as_deref()?.rsplit('/').next(),
            _ => None,
        }
    }
}

type Watch = Box<dyn Fn(bool)>;
type Shown = Box<dyn Fn() -> Option<MemberId>>;

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// Whom this page shows. Each request tells it: the cookie is the browser's, and may be somebody else's by now, who signed in in another tab.
pub fn ask_as(shown: impl Fn() -> Option<MemberId> + 'static) {
    SHOWN.set(Some(Box::new(shown)));
}

fn shown() -> Option<MemberId> {
    SHOWN.with_borrow(|shown| shown.as_ref().and_then(|shown| shown()))
}

/// What tells of a request that it is from a page, and from whose.
fn mark(whose: Option<MemberId>) -> String {
    whose.map_or_else(|| "1".into(), |me| me.to_string())
}

/// Tells after each request whether the server answered.
pub fn watch(heard: impl Fn(bool) + 'static) {
    WATCH.set(Some(Box::new(heard)));
}

/// * `trouble`: why there is no good answer, where there is none.
fn heard(trouble: Option<&Trouble>) {
    let answered = trouble.is_none_or(|trouble| *trouble != Trouble::Away && !trouble.is_anothers());
    WATCH.with_borrow(|watch| {
        if let Some(watch) = watch {
            watch(answered);
        }
    });
}

struct Ask<'a> {
    method: Method,
    path: &'a str,
    body: Option<String>,
    key: Option<String>,
    /// Whose request it is, where that is not simply who is shown.
    me: Option<MemberId>,
    patience_ms: u32,
}

impl<'a> Ask<'a> {
    fn get(path: &'a str) -> Self {
        Self { method: Method::GET, path, body: None, key: None, me: None, patience_ms: ANSWER_MS }
    }

    fn post(path: &'a str, body: &impl Serialize) -> Self {
        let body = serde_json::to_string(body).unwrap_or_default();
        Self { method: Method::POST, path, body: Some(body), key: None, me: None, patience_ms: ANSWER_MS }
    }

    fn put(path: &'a str, body: &impl Serialize) -> Self {
        Self { method: Method::PUT, ..Self::post(path, body) }
    }

    fn delete(path: &'a str) -> Self {
        Self { method: Method::DELETE, ..Self::get(path) }
    }

    /// Whose page it is from: for all that is done to a launch, and all that is sent after a wait. Somebody else may be signed in by then.
    fn of(mut self, me: impl Into<Option<MemberId>>) -> Self {
        self.me = me.into();
        self
    }

    fn keyed(mut self, key: impl ToString) -> Self {
        self.key = Some(key.to_string());
        self
    }

    /// The body of a good answer.
    async fn bytes(self) -> Result<Vec<u8>, Trouble> {
        let answer = async {
            match self.early().await {
                Some(text) => Ok(String::from(text).into_bytes()),
                None => self.send().await?.binary().await.map_err(|_| Trouble::Away),
            }
        };
        let answer = answer.await;
        heard(answer.as_ref().err());
        answer
    }

    /// The text of a good answer; it stays with the browser.
    async fn text(self) -> Result<JsString, Trouble> {
        let answer = async {
            if let Some(text) = self.early().await {
                return Ok(text);
            }
            let text = web_sys::Response::from(self.send().await?).text().map_err(|_| Trouble::Away)?;
            JsFuture::from(text).await.map(JsString::from).map_err(|_| Trouble::Away)
        };
        let answer = answer.await;
        heard(answer.as_ref().err());
        answer
    }

    /// A good answer that was there before this was asked.
    async fn early(&self) -> Option<JsString> {
        if self.method == Method::GET { early::take(self.path).await } else { None }
    }

    async fn send(mut self) -> Result<Response, Trouble> {
        self.me = self.me.or_else(shown);
        let me = self.me;
        let answer = self.ask().await?;
        if is_good(&answer) {
            return Ok(answer);
        }
        let body = answer.binary().await.map_err(|_| Trouble::Away)?;
        Err(trouble(answer.status(), &body, me))
    }

    async fn ask(self) -> Result<Response, Trouble> {
        let writes = self.method != Method::GET;
        let me = mark(self.me);
        let mut request = RequestBuilder::new(self.path).method(self.method).header(WRITE_HEADER, &me);
        if writes {
            request = request.header("content-type", "application/json");
        }
        if let Some(key) = &self.key {
            request = request.header(IDEMPOTENCY_KEY, key);
        }
        let request = match self.body {
            Some(body) => request.body(body),
            None => request.build(),
        };
        let request = web_sys::Request::from(request.map_err(|_| Trouble::Away)?);
        let answer = early::answer_to(&request, self.patience_ms).await.map_err(|_| Trouble::Away)?;
        Ok(Response::from(answer.unchecked_into::<web_sys::Response>()))
    }

    async fn told<T: DeserializeOwned>(self) -> Result<(T, String), Trouble> {
        let told = self.bytes().await?;
        let read = json::read(&told).ok_or(Trouble::Outdated)?;
        Ok((read, String::from_utf8(told).map_err(|_| Trouble::Outdated)?))
    }

    async fn json<T: DeserializeOwned>(self) -> Result<T, Trouble> {
        json::read(&self.bytes().await?).ok_or(Trouble::Outdated)
    }
}

/// The server answers no request of a page with a page.
fn is_good(answer: &Response) -> bool {
    answer.ok() && answer.headers().get("content-type").is_none_or(|kind| !kind.starts_with("text/html"))
}

/// * `me`: whose request it was.
fn trouble(status: u16, body: &[u8], me: Option<MemberId>) -> Trouble {
    let problem = json::read::<Problem>(body);
    match (status, problem) {
        // A proxy between us and a server that is being restarted: the server itself says why.
        (404 | 405 | 421 | 502..=504, None) => Trouble::Away,
        (_, Some(problem)) if LATER.iter().any(|kind| problem.kind.ends_with(kind)) => Trouble::Busy(Box::new(problem)),
        (200..=299 | 408 | 429 | 500.., problem) => Trouble::Busy(Box::new(problem.unwrap_or_else(|| unreadable(status)))),
        (401, Some(problem)) if problem.kind.ends_with("/signed-out") => Trouble::SignedOut(me),
        (_, Some(problem)) => Trouble::Refused(Box::new(problem)),
        (401, None) => Trouble::SignedOut(me),
        (_, None) => Trouble::Refused(Box::new(unreadable(status))),
    }
}

fn unreadable(status: u16) -> Problem {
    // By its kind it is told in the reader's language.
    let detail = format!("status {status}");
    let (title, numbers) = (String::new(), BTreeMap::new());
    Problem { kind: "/problems/unreadable".into(), title, status, detail, numbers, ..Problem::default() }
}

pub async fn session() -> Result<Session, Trouble> {
    Ask::get("/api/session").json().await
}

pub async fn sign_in(wish: &SignIn) -> Result<Session, Trouble> {
    Ask::post("/api/session", wish).json().await
}

pub async fn sign_out() -> Result<(), Trouble> {
    Ask::delete("/api/session").bytes().await.map(drop)
}

pub async fn set_up(account: &NewAccount) -> Result<Session, Trouble> {
    Ask::post("/api/setup", account).json().await
}

pub async fn accept_invite(account: &NewAccount) -> Result<Session, Trouble> {
    Ask::post("/api/invites/accept", account).json().await
}

pub async fn invite(wish: &NewInvite) -> Result<Invite, Trouble> {
    Ask::post("/api/invites", wish).json().await
}

pub async fn invites() -> Result<Vec<InviteView>, Trouble> {
    Ask::get("/api/invites").json().await
}

pub async fn withdraw_invite(id: InviteId) -> Result<(), Trouble> {
    Ask::delete(&format!("/api/invites/{id}")).bytes().await.map(drop)
}

/// * `dry_run`: only says what would be taken away.
pub async fn erase(id: MemberId, dry_run: bool) -> Result<ErasureView, Trouble> {
    Ask::post(&format!("/api/people/{id}/erasure"), &Erase { dry_run }).json().await
}

pub async fn people() -> Result<Vec<Person>, Trouble> {
    Ask::get("/api/people").json().await
}

pub async fn templates() -> Result<Vec<TemplateSummary>, Trouble> {
    Ask::get("/api/templates").json().await
}

/// The highest first.
pub async fn template_versions(name: &TemplateName) -> Result<Vec<TemplateSummary>, Trouble> {
    Ask::get(&format!("/api/templates/{name}/versions")).json().await
}

pub async fn template_version(name: &TemplateName, version: &str) -> Result<Template, Trouble> {
    Ask::get(&format!("/api/templates/{name}/versions/{version}")).json().await
}

pub async fn connections() -> Result<Vec<ConnectionView>, Trouble> {
    Ask::get("/api/connections").json().await
}

/// With the text of the answer, which the browser keeps.
pub async fn launches() -> Result<(Vec<LaunchSummary>, String), Trouble> {
    Ask::get("/api/launches").told().await
}

pub async fn trend(launch: LaunchId) -> Result<Vec<TrendPoint>, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/trend")).json().await
}

pub async fn waivers() -> Result<Vec<WaiverView>, Trouble> {
    Ask::get("/api/waivers").json().await
}

/// Sent again under the same key, it makes one launch.
pub async fn create_launch(wish: &NewLaunch, key: CommandId) -> Result<LaunchCreated, Trouble> {
    Ask::post("/api/launches", wish).keyed(key).json().await
}

/// With the text of the answer, which the browser keeps.
pub async fn launch(id: LaunchId) -> Result<(LaunchView, JsString), Trouble> {
    let told = Ask::get(&format!("/api/launches/{id}")).text().await?;
    Ok((json::read_launch(&told).ok_or(Trouble::Outdated)?, told))
}

thread_local! {
    static BREAKS: RefCell<Breaks> = RefCell::default();
}

/// Over which wishes the server breaks: how often, and since when by the browser's clock.
#[derive(Default)]
struct Breaks(BTreeMap<CommandId, (u32, f64)>);

impl Breaks {
    /// What came of a wish. `true`: nothing else will.
    fn is_hopeless(&mut self, wish: CommandId, answer: &Result<Stored, Trouble>, now: f64) -> bool {
        let broke = match answer {
            Err(Trouble::Busy(problem)) => problem.status == 500,
            // Nobody was there to say.
            Err(Trouble::Away) => return false,
            _ => false,
        };
        let (times, first) = self.0.entry(wish).or_insert((0, now));
        *times += 1;
        let is_hopeless = broke && BROKEN.0 <= *times && BROKEN.1 <= clock::since(first, now);
        if !broke || is_hopeless {
            self.0.remove(&wish);
        }
        is_hopeless
    }
}

/// * `me`: whose wish it is.
pub async fn submit(me: MemberId, launch: LaunchId, pending: &Pending) -> Result<Stored, Trouble> {
    let submission = Submission { based_on: pending.based_on, command: pending.command.clone() };
    let answer: Result<Stored, Trouble> =
        Ask::post(&format!("/api/launches/{launch}/commands"), &submission).of(me).keyed(pending.id).json().await;
    let is_hopeless = BREAKS.with_borrow_mut(|breaks| breaks.is_hopeless(pending.id, &answer, js_sys::Date::now()));
    let answer = match answer {
        Err(Trouble::Busy(problem)) if is_hopeless => Err(Trouble::Refused(problem)),
        answer => answer,
    };
    let Some(taken) = answer.as_ref().err().and_then(taken) else {
        return match answer {
            Err(Trouble::Refused(problem)) if may_be_known_soon(&problem, pending.asked_at, clock::now()) => Err(Trouble::Busy(problem)),
            answer => answer,
        };
    };
    match taken.seq {
        Some(seq) => Ok(Stored::at(seq)),
        None => Ok(made(pending.id, &events(launch, pending.based_on).await?)),
    }
}

/// That a wish's id is taken, which only what is granted takes: the wish itself, of which an earlier page had no answer. That page said it in other
/// words, as from an earlier place of the log, or was of another version; or the server has forgotten them, since somebody was erased.
fn taken(trouble: &Trouble) -> Option<&Problem> {
    match trouble {
        Trouble::Refused(problem) if trouble.is_taken() => Some(problem),
        _ => None,
    }
}

/// What came of a wish whose place the server does not tell: it made nothing happen, or the server is an older one.
fn made(wish: CommandId, page: &EventsPage) -> Stored {
    let last = page.events.iter().rfind(|recorded| recorded.command == Some(wish));
    Stored { seq: last.map_or(page.head, |last| last.seq), nothing: last.is_none() }
}

/// Whether what answered is of another version than this page, and a wish young enough to be sent again: while replicas are replaced one by one the next
/// may be a newer one. What was asked for after it waits with it, for it may rest on it; hence not for longer.
fn may_be_known_soon(problem: &Problem, asked_at: Timestamp, now: Timestamp) -> bool {
    let is_unknown = problem.kind.ends_with("/bad-field") && problem.case.as_deref() == Some("shape");
    is_unknown && now.as_millisecond().abs_diff(asked_at.as_millisecond()) < UPDATE_MS
}

pub async fn discard(me: MemberId, launch: LaunchId, based_on: Seq, key: CommandId) -> Result<Stored, Trouble> {
    let submission = Submission { based_on, command: Command::Discard };
    Ask::post(&format!("/api/launches/{launch}/commands"), &submission).of(me).keyed(key).json().await
}

pub async fn upgrade_template(me: MemberId, launch: LaunchId, wish: &UpgradeTemplate, key: CommandId) -> Result<Stored, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/template"), wish).of(me).keyed(key).json().await
}

pub async fn put_presence(me: MemberId, launch: LaunchId, at: Whereabouts) -> Result<(), Trouble> {
    Ask::put(&format!("/api/launches/{launch}/presence"), &at).of(me).bytes().await.map(drop)
}

pub async fn events(launch: LaunchId, after: Seq) -> Result<EventsPage, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/events?after={after}")).json().await
}

pub async fn run_check(me: MemberId, launch: LaunchId, check: &CheckId, deliver_to: Option<String>) -> Result<CheckRan, Trouble> {
    let path = format!("/api/launches/{launch}/checks/{check}/runs");
    Ask { patience_ms: CHECK_MS, ..Ask::post(&path, &RunCheck { deliver_to }) }.of(me).json().await
}

/// One request of a signed receipt.
#[derive(Clone, Debug, Deserialize)]
pub struct Told {
    pub request: ToldRequest,
    pub heard: Heard,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ToldRequest {
    pub method: String,
    pub url: String,
}

#[derive(Deserialize)]
struct ReceiptStatement {
    predicate: ReceiptPredicate,
}

#[derive(Deserialize)]
struct ReceiptPredicate {
    exchanges: Vec<Told>,
}

/// What a signed receipt tells of its requests. Only `holdpoint verify` tells whether it is true.
pub async fn receipt(launch: LaunchId, receipt: ReceiptId) -> Result<Vec<Told>, Trouble> {
    let statement: ReceiptStatement = Ask::get(&format!("{}/statement", receipt_href(launch, receipt))).json().await?;
    Ok(statement.predicate.exchanges)
}

/// Where a signed receipt is downloaded from.
pub fn receipt_href(launch: LaunchId, receipt: ReceiptId) -> String {
    format!("/api/launches/{launch}/receipts/{receipt}")
}

pub async fn watching(launch: LaunchId) -> Result<WatchView, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/watch")).json().await
}

/// The latest scheduled runs of a check, at most `limit`.
pub async fn history(launch: LaunchId, check: &CheckId, limit: u32) -> Result<CheckHistory, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/checks/{check}/history?limit={limit}")).json().await
}

/// The exact bytes that an approval signs.
pub async fn snapshot(launch: LaunchId) -> Result<Vec<u8>, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/snapshot")).bytes().await
}

/// The bytes that an earlier approval is about.
pub async fn kept_snapshot(launch: LaunchId, digest: Digest) -> Result<Vec<u8>, Trouble> {
    Ask::get(&format!("/api/launches/{launch}/snapshots/{digest}")).bytes().await
}

pub async fn approve(me: MemberId, launch: LaunchId, wish: &Approve) -> Result<Stored, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/approvals"), wish).of(me).keyed(wish.id).json().await
}

pub async fn issue_report(me: MemberId, launch: LaunchId) -> Result<ReportIssued, Trouble> {
    Ask::post(&format!("/api/launches/{launch}/reports"), &Nothing {}).of(me).json().await
}

/// Where a report's file is downloaded from.
pub fn report_href(launch: LaunchId, kind: &str) -> String {
    format!("/api/launches/{launch}/report/{kind}")
}

pub fn history_href(launch: LaunchId) -> String {
    format!("/api/launches/{launch}/history")
}

pub const TRUST_HREF: &str = "/api/trust.json";
pub const SIGNERS_HREF: &str = "/api/allowed_signers";

#[cfg(test)]
mod tests;
