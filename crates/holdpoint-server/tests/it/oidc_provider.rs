//! Signing in with a provider that is not ours: the npm package oidc-provider, started here; its forms are filled in over plain HTTP.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use openidconnect::url::Url;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use crate::app::{Settings, TEMPLATE, TestApp};
use crate::client::{Answer, Client};
use crate::oidc::{PUBLIC, leads_to, refusal};

const SECRET: &str = "canary-9c41/provider:secret";

struct Provider {
    child: Child,
    /// Open for as long as it may say something.
    _said: Lines<BufReader<ChildStdout>>,
    base: String,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Provider {
    /// `None` where it is not installed.
    fn start(groups_in: &str) -> Option<Self> {
        let package = std::env::var_os("HOLDPOINT_OIDC_PROVIDER").filter(|folder| Path::new(folder).exists())?;
        let port = holdpoint_emulator::free_port();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/tools/oidc-provider.mjs");
        let mut node = Command::new("node");
        node.arg(script).arg(package).args([&port.to_string(), &format!("{PUBLIC}/api/oidc/callback"), SECRET, groups_in]);
        let mut child = node.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(said.any(|line| line.unwrap() == "listening"), "the provider does not start");
        Some(Self { child, _said: said, base: format!("http://127.0.0.1:{port}") })
    }
}

/// What a person does at the provider.
#[derive(Clone, Copy)]
enum Does {
    SignsInAs(&'static str),
    Cancels,
}

/// The person's browser at the provider: follows redirects and fills in forms until it is sent back. What it comes back with.
fn at_provider(start: &str, does: Does) -> String {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).max_idle_connections(0).build().into();
    let mut cookies: BTreeMap<String, String> = BTreeMap::new();
    let (mut url, mut form) = (Url::parse(start).unwrap(), None::<String>);
    for _ in 0..20 {
        let cookie: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder().uri(url.as_str()).header("cookie", cookie.join("; "));
        let mut answer = match form.take() {
            Some(form) => {
                let request = request.method("POST").header("content-type", "application/x-www-form-urlencoded");
                agent.run(request.body(form).unwrap()).unwrap()
            }
            None => agent.run(request.body(()).unwrap()).unwrap(),
        };
        for cookie in answer.headers().get_all("set-cookie") {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            cookies.insert(name.into(), value.into());
        }
        if answer.status().is_redirection() {
            url = url.join(answer.headers()["location"].to_str().unwrap()).unwrap();
            if url.as_str().starts_with(PUBLIC) {
                return url.query().unwrap().to_owned();
            }
            continue;
        }
        let page = answer.body_mut().read_to_string().unwrap();
        assert_eq!(answer.status(), 200, "{url}: {page}");
        let after =
            |mark: &str| page.split(mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{mark} in {page}"));
        match (does, after("name=\"prompt\" value=\"")) {
            (Does::Cancels, _) => url = url.join(after("<a href=\"")).unwrap(),
            (Does::SignsInAs(who), prompt) => {
                url = url.join(after("action=\"")).unwrap();
                form = Some(format!("prompt={prompt}&login={who}&password=any"));
            }
        }
    }
    panic!("never sent back: {url}");
}

fn round(app: &TestApp, does: Does) -> (Client, Answer) {
    let browser = app.client();
    let done = back(&browser, does);
    (browser, done)
}

/// To the provider and back.
fn back(browser: &Client, does: Does) -> Answer {
    let begun = browser.get("/api/oidc/Acme/start");
    let came_back_with = at_provider(leads_to(&begun), does);
    browser.get(&format!("/api/oidc/callback?{came_back_with}"))
}

#[test]
fn a_real_providers_people_and_groups() {
    for groups_in in ["id_token", "userinfo"] {
        let Some(provider) = Provider::start(groups_in) else {
            assert!(std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_none(), "oidc-provider is not here, and all tools are required");
            println!("skipped: signing in with oidc-provider (HOLDPOINT_OIDC_PROVIDER is not set; `cargo xtask test` sets it)");
            return;
        };
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), SECRET).unwrap();
        let more = format!(
            "[[oidc]]\nname = \"Acme\"\nissuer = {:?}\nclient_id = \"holdpoint\"\nclient_secret = \"file:{}\"\n\
             scopes = [\"profile\", \"groups\"]\nallowed_groups = [\"sre\"]\n\
             [[oidc.roles]]\ngroup = \"sre\"\nlaunch = \"LCH-1\"\nrole = \"approver\"\n",
            provider.base,
            folder.path().join("secret").display()
        );
        let allow = vec![provider.base.trim_start_matches("http://").to_owned()];
        let app = TestApp::configured(Some(PUBLIC), Settings { allow, more, ..Settings::default() });
        let ada = app.set_up("Ada");
        let launch = ada.launch(TEMPLATE, None);

        let (cleo, done) = round(&app, Does::SignsInAs("cleo"));
        assert_eq!(leads_to(&done), "/", "groups in {groups_in}");
        let me = cleo.me();
        assert_eq!((&me["name"], &me["owner"]), (&json!("Cleo"), &json!(false)));
        assert_eq!(cleo.get("/api/launches").ok::<Value>()[0]["id"], *launch);
        assert_eq!(ada.view(&launch)["members"][me["id"].as_str().unwrap()]["role"], "approver");
        let (again, _) = round(&app, Does::SignsInAs("cleo"));
        assert_eq!(again.me()["id"], me["id"]);
        // Not asked, it does not tell when she signed in to it.
        let change = || again.post("/api/account/recovery-codes", json!({}));
        change().problem(403, "proof-needed");
        assert_eq!(leads_to(&back(&again, Does::SignsInAs("cleo"))), "/account");
        change().ok::<Value>();

        let (dan, done) = round(&app, Does::SignsInAs("dan"));
        assert_eq!(refusal(&done), "groups", "dan is in another group");
        assert_eq!(dan.me(), Value::Null);
        assert_eq!(refusal(&round(&app, Does::Cancels).1), "cancelled");
    }
}
