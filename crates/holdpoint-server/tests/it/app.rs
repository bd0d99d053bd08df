//! A running server over a folder of its own, with an emulated vendor beside it.

use std::path::{Path, PathBuf};

use holdpoint_emulator::{Emulator, Vendor};
use holdpoint_server::app::App;
use holdpoint_server::config::{Config, Watching};
use holdpoint_server::serve;
use holdpoint_server::watch::Clock;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::client::{Answer, Client};

pub const PASSWORD: &str = "correct horse battery";
/// Must never come back from the server, nor be written by it.
pub const CANARY: &str = "canary-4e1c7f-access-token";
/// A short template; the other two are bigger.
pub const TEMPLATE: &str = "service-launch";
pub const INTERCOM: &str = "intercom-production";

/// A wish to say something about an item of it.
pub fn comment(text: &str) -> Value {
    json!({ "type": "comment", "item": "readiness.owner", "comment": Uuid::now_v7(), "text": text })
}

type Ended = JoinHandle<Result<(), String>>;

pub struct TestApp {
    pub runtime: Runtime,
    pub emulator: Emulator,
    /// `http://ADDRESS`
    pub base: String,
    pub origin: String,
    pub setup_link: Option<String>,
    folder: TempDir,
    public_url: Option<String>,
    settings: Settings,
    /// What the running server has.
    pub inside: Option<App>,
    running: Option<(oneshot::Sender<()>, Ended)>,
}

/// Lines of the configuration beside the usual ones.
#[derive(Clone, Default)]
pub struct Settings {
    /// Of the table `[server]`.
    pub server: String,
    /// Further places that may be asked.
    pub allow: Vec<String>,
    /// A file of roots that are believed besides the usual ones.
    pub roots: Option<PathBuf>,
    /// Tables at the end.
    pub more: String,
    /// The time of schedules; then nothing runs by itself either.
    pub clock: Option<Clock>,
}

impl TestApp {
    pub fn start() -> Self {
        Self::named(None)
    }

    /// * `public_url`: as browsers know the server; by default by its address.
    pub fn named(public_url: Option<&str>) -> Self {
        Self::configured(public_url, Settings::default())
    }

    pub fn configured(public_url: Option<&str>, settings: Settings) -> Self {
        crate::logs::watch();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let vendor = Vendor { token: CANARY.into(), ..Vendor::default() };
        let emulator = runtime.block_on(Emulator::start(vendor)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("token"), format!("{CANARY}\n")).unwrap();
        std::fs::write(folder.path().join("webhook-secret"), "emulator-client-secret").unwrap();
        let mut app = Self {
            runtime,
            emulator,
            base: String::new(),
            origin: String::new(),
            setup_link: None,
            folder,
            public_url: public_url.map(str::to_owned),
            settings,
            inside: None,
            running: None,
        };
        app.open();
        app
    }

    /// With the owner's account.
    pub fn with_owner() -> (Self, Client) {
        let app = Self::start();
        let ada = app.set_up("Ada");
        (app, ada)
    }

    fn open(&mut self) {
        let mut config = Config::parse(&self.config()).unwrap();
        if let Some(clock) = self.settings.clock.clone() {
            config.watch = Watching { enabled: false, clock };
        }
        let running = self.runtime.block_on(serve::open(config)).unwrap();
        self.base = format!("http://{}", running.address);
        self.origin = self.public_url.clone().unwrap_or_else(|| self.base.clone());
        self.setup_link.clone_from(&running.setup_link);
        self.inside = Some(running.app.clone());
        let (stop, stopped) = oneshot::channel();
        let task = self.runtime.spawn(running.until(async { stopped.await.unwrap_or_default() }));
        self.running = Some((stop, task));
    }

    /// Tells the server to stop, and waits until it has.
    pub fn stop(&mut self) {
        self.inside = None;
        let (stop, task) = self.running.take().unwrap();
        stop.send(()).unwrap();
        self.runtime.block_on(task).unwrap().unwrap();
    }

    /// Other settings, from the next start on.
    pub fn configure(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
    }

    /// A new server over the same folder.
    pub fn restart(&mut self) {
        if self.running.is_some() {
            self.stop();
        }
        self.open();
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Removes the file that holds the vendor's token.
    pub fn lose_token(&self) {
        std::fs::remove_file(self.folder.path().join("token")).unwrap();
    }

    /// Live streams, as the metrics tell them.
    pub fn presence_streams(&self) -> usize {
        let text = self.client().get("/metrics").text();
        let line = text.lines().find_map(|line| line.strip_prefix("holdpoint_live_streams "));
        line.unwrap().parse().unwrap()
    }

    fn config(&self) -> String {
        let public = self.public_url.as_ref().map_or_else(String::new, |url| format!("public_url = {url:?}\n"));
        let file = |name: &str| format!("file:{}", Path::join(self.folder.path(), name).display());
        let emulator = &self.emulator;
        let Settings { server, allow, roots, more, clock: _ } = &self.settings;
        let roots = roots.as_ref().map_or_else(String::new, |roots| format!("extra_roots = {roots:?}\n"));
        let allow = [std::slice::from_ref(&emulator.address().to_string()), allow].concat();
        format!(
            "[server]\nlisten = \"127.0.0.1:0\"\n{public}{server}data = {:?}\n\
             [egress]\nallow = {allow:?}\n{roots}\
             [[connections]]\nname = \"emulator\"\nbase_url = {:?}\napi_version = \"2.14\"\nstatus_url = {:?}\nwebhook_url = {:?}\n\
             health_url = {:?}\ntoken = {:?}\nwebhook_secret = {:?}\n{more}",
            self.data(),
            emulator.base_url(),
            emulator.status_url(),
            emulator.webhook_url(),
            emulator.health_url(),
            file("token"),
            file("webhook-secret"),
        )
    }

    /// A browser that is not signed in.
    pub fn client(&self) -> Client {
        Client::new(&self.base, &self.origin)
    }

    pub fn setup_token(&self) -> String {
        token(self.setup_link.as_ref().unwrap())
    }

    /// Makes the owner's account.
    pub fn set_up(&self, name: &str) -> Client {
        let client = self.client();
        let body = json!({ "token": self.setup_token(), "name": name, "password": PASSWORD });
        client.post("/api/setup", body).ok::<Value>();
        client
    }

    /// A colleague, invited by the owner.
    pub fn invite(&self, owner: &Client, name: &str) -> Client {
        let link: Value = owner.post("/api/invites", json!({})).ok();
        let client = self.client();
        let body = json!({ "token": token(link["link"].as_str().unwrap()), "name": name, "password": PASSWORD });
        client.post("/api/invites/accept", body).ok::<Value>();
        client
    }
}

/// The one-time token of a link.
pub fn token(link: &str) -> String {
    link.split('#').nth(1).unwrap().to_owned()
}

/// What people do with launches.
impl Client {
    /// A new launch; its id.
    pub fn launch(&self, template: &str, connection: Option<&str>) -> String {
        let body = json!({ "name": "Release 1", "template": template, "connection": connection });
        let created: Value = self.new_launch(Uuid::now_v7(), body).ok();
        created["id"].as_str().unwrap().to_owned()
    }

    pub fn new_launch(&self, id: Uuid, body: Value) -> Answer {
        self.call("POST", "/api/launches").with("idempotency-key", &id.to_string()).json(body).send()
    }

    /// The launch, folded.
    pub fn view(&self, launch: &str) -> Value {
        self.get(&format!("/api/launches/{launch}")).ok::<Value>()["launch"].take()
    }

    pub fn seq(&self, launch: &str) -> u64 {
        self.view(launch)["seq"].as_u64().unwrap()
    }

    pub fn events(&self, launch: &str, after: u64) -> Vec<Value> {
        let page: Value = self.get(&format!("/api/launches/{launch}/events?after={after}")).ok();
        page["events"].as_array().unwrap().clone()
    }

    /// Gives a colleague a role.
    pub fn admit(&self, launch: &str, colleague: &Client, role: &str) -> u64 {
        let me = colleague.me();
        self.must(launch, json!({ "type": "set_role", "member": me["id"], "name": me["name"], "role": role }))
    }

    pub fn me(&self) -> Value {
        self.get("/api/session").ok::<Value>()["me"].take()
    }

    /// A command that has to succeed; the place of its last event.
    pub fn must(&self, launch: &str, command: Value) -> u64 {
        let seen = self.seq(launch);
        self.command(launch, seen, command).ok::<Value>()["seq"].as_u64().unwrap()
    }
}
