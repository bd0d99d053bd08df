//! A small browser: keeps its cookies, and sends what a page of the server's own origin would.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use holdpoint_domain::wire::Problem;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{HeaderMap, Request};
use uuid::Uuid;

pub struct Client {
    agent: Agent,
    base: String,
    origin: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A request on its way to be made odd.
pub struct Call<'a> {
    client: &'a Client,
    method: &'a str,
    path: &'a str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Client {
    /// * `base`: where the server listens, such as `http://127.0.0.1:8080`.
    /// * `origin`: what it is called.
    pub fn new(base: &str, origin: &str) -> Self {
        let settings = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_secs(120)));
        Self { agent: settings.build().into(), base: base.into(), origin: origin.into(), cookies: Mutex::default() }
    }

    /// The same person at another server, such as the same one after a new start.
    pub fn moved_to(&self, other: Client) -> Client {
        other.jar().clone_from(&self.jar());
        other
    }

    /// The same browser once more, for what it does at the same time.
    pub fn twin(&self) -> Client {
        let twin = Client::new(&self.base, &self.origin);
        twin.jar().clone_from(&self.jar());
        twin
    }

    /// `NAME=VALUE` of the session, once there is one; of other cookies too where there are some.
    pub fn cookie(&self) -> Option<String> {
        let pairs: Vec<_> = self.jar().iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// What the browser keeps.
    pub fn jar(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.call("GET", path).send()
    }

    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path).json(body).send()
    }

    /// Sends a command under a new id; the body of the refusal is for the caller to look at.
    pub fn command(&self, launch: &str, based_on: u64, command: Value) -> Answer {
        self.command_as(Uuid::now_v7(), launch, (based_on, command))
    }

    pub fn command_as(&self, id: Uuid, launch: &str, (based_on, command): (u64, Value)) -> Answer {
        let path = format!("/api/launches/{launch}/commands");
        let call = self.call("POST", &path).with("idempotency-key", &id.to_string());
        call.json(json!({ "basedOn": based_on, "command": command })).send()
    }

    /// The status of the answer; `None`: there is none.
    pub fn try_command(&self, launch: &str, command: Value) -> Option<u16> {
        let mut request = Request::builder().method("POST").uri(format!("{}/api/launches/{launch}/commands", self.base));
        for (name, value) in self.call("POST", "").with("idempotency-key", &Uuid::now_v7().to_string()).headers {
            request = request.header(name, value);
        }
        let body = json!({ "basedOn": 0, "command": command }).to_string();
        let mut answer = self.agent.run(request.body(body).unwrap()).ok()?;
        answer.body_mut().read_to_vec().ok()?;
        Some(answer.status().as_u16())
    }

    pub fn call<'a>(&'a self, method: &'a str, path: &'a str) -> Call<'a> {
        let host = self.origin.split("://").nth(1).unwrap_or_default().to_owned();
        let mut headers = vec![("host".to_owned(), host)];
        headers.extend(self.cookie().map(|cookie| ("cookie".to_owned(), cookie)));
        if method != "GET" {
            headers.push(("origin".into(), self.origin.clone()));
            headers.push(("x-holdpoint".into(), "1".into()));
        }
        if matches!(method, "POST" | "PUT") {
            headers.push(("content-type".into(), "application/json".into()));
        }
        Call { client: self, method, path, headers, body: Vec::new() }
    }
}

impl Call<'_> {
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.into(), value.into()));
        self
    }

    /// What it would send.
    pub fn header(&self, name: &str) -> String {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    pub fn json(self, body: Value) -> Self {
        self.bytes(body.to_string())
    }

    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn send(self) -> Answer {
        let mut request = Request::builder().method(self.method).uri(format!("{}{}", self.client.base, self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = if self.method == "GET" || self.method == "HEAD" || self.method == "DELETE" {
            self.client.agent.run(request.body(()).unwrap())
        } else {
            self.client.agent.run(request.body(self.body).unwrap())
        };
        let (head, mut body) = answer.unwrap_or_else(|error| panic!("{} {}: {error}", self.method, self.path)).into_parts();
        let body = body.with_config().limit(64 * 1024 * 1024).read_to_vec().unwrap();
        let answer = Answer { status: head.status.as_u16(), headers: head.headers, body };
        for cookie in answer.headers.get_all("set-cookie") {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            match value {
                "" => self.client.jar().remove(name),
                value => self.client.jar().insert(name.into(), value.into()),
            };
        }
        answer
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body of a success.
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body of a refusal, which keeps its form: a problem with a stable type and a sentence that says what to do.
    pub fn problem(&self, status: u16, kind: &str) -> Problem {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, status);
        assert_eq!(problem.kind, format!("/problems/{kind}"), "{}", problem.detail);
        assert!(problem.detail.contains(' ') && !problem.title.is_empty(), "a sentence: {problem:?}");
        assert!(problem.numbers.values().all(|number| problem.detail.contains(&number.to_string())), "the same numbers: {problem:?}");
        problem
    }
}
