//! Signed reports into tickets: asked for by who may, tried in turn, never twice, every attempt in the history, and no secret anywhere.

mod systems;
mod troubles;

use holdpoint_emulator::desk::{Desk, Fault};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::app::{CANARY, Settings, TEMPLATE, TestApp};
use crate::client::{Answer, Client};
use crate::oidc::PUBLIC;
use crate::watch::Hands;

/// A server with one ticket system of each kind, all of them on one desk.
struct Stage {
    app: TestApp,
    desk: Desk,
    hands: Hands,
    ada: Client,
    launch: String,
    /// The operator's secret.
    folder: TempDir,
}

impl Stage {
    fn new() -> Self {
        Self::with("anybody = true\n")
    }

    /// * `more`: further settings of each system, a line each.
    fn with(more: &str) -> Self {
        let keeper = tokio::runtime::Runtime::new().unwrap();
        let desk = keeper.block_on(Desk::start(CANARY)).unwrap();
        // The desk's task goes on for as long as the process does.
        std::mem::forget(keeper);
        let folder = tempfile::tempdir().unwrap();
        let token = folder.path().join("ticket-token");
        std::fs::write(&token, CANARY).unwrap();
        let system = |kind: &str, own: &str| {
            let (url, token) = (desk.url(), token.display());
            format!("[[tickets]]\nname = \"my-{kind}\"\nkind = \"{kind}\"\nbase_url = {url:?}\ntoken = \"file:{token}\"\n{own}{more}")
        };
        let all = [
            system("github", "check_runs = true\n"),
            system("gitlab", ""),
            system("jira", "user = \"bot@example.com\"\n"),
            system("servicenow", "user = \"holdpoint\"\n"),
        ];
        let hands = Hands::now();
        let settings =
            Settings { more: all.concat(), allow: vec![desk.address().to_string()], clock: Some(hands.clock()), ..Settings::default() };
        let app = TestApp::configured(Some(PUBLIC), settings);
        let ada = app.set_up("Ada");
        let launch = ada.launch(TEMPLATE, None);
        Self { app, desk, hands, ada, launch, folder }
    }

    /// Ada issues a report.
    fn report(&self) {
        self.ada.post(&format!("/api/launches/{}/reports", self.launch), json!({})).ok::<Value>();
    }

    fn ask(&self, client: &Client, body: Value) -> Answer {
        let path = format!("/api/launches/{}/deliveries", self.launch);
        client.call("POST", &path).with("idempotency-key", &Uuid::now_v7().to_string()).json(body).send()
    }

    /// Ada wishes for a delivery, and the server does what is due.
    fn deliver(&self, system: &str, reference: &str) {
        self.ask(&self.ada, json!({ "system": system, "reference": reference })).ok::<Value>();
        self.hands.seconds(&self.app, 1);
    }

    fn deliveries(&self) -> Vec<Value> {
        let view: Value = self.ada.get(&format!("/api/launches/{}/deliveries", self.launch)).ok();
        view["deliveries"].as_array().unwrap().clone()
    }

    fn last(&self) -> Value {
        self.deliveries().pop().unwrap()
    }

    /// The results of the last delivery's attempts.
    fn results(&self) -> Vec<String> {
        let tried = self.last()["tried"].as_array().unwrap().clone();
        tried.iter().map(|tried| tried["outcome"]["result"].as_str().unwrap().to_owned()).collect()
    }

    /// The words of its last attempt.
    fn words(&self) -> String {
        let tried = self.last()["tried"].as_array().unwrap().last().unwrap()["outcome"].clone();
        tried["did"].as_str().or(tried["why"].as_str()).unwrap().to_owned()
    }

    fn again(&self) {
        let delivery = self.last()["id"].clone();
        self.ada.must(&self.launch, json!({ "type": "retry_delivery", "delivery": delivery }));
        self.hands.minutes(&self.app, 1);
    }

    /// Requests that write.
    fn writes(&self, ending: &str) -> usize {
        let writes = |request: &&holdpoint_emulator::Recorded| request.method != "GET";
        self.desk.requests().iter().filter(writes).filter(|request| request.path.split('?').next().unwrap().ends_with(ending)).count()
    }
}

fn fault(method: &'static str, path: &str, status: u16) -> Fault {
    Fault { method, path: path.into(), status, retry_after: None, done: false }
}
