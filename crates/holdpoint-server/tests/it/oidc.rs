//! `/api/oidc/…`, against an issuer of our own that can lie. What a real provider does is in `oidc_provider`.

mod lies;
mod people;
mod roles;

use std::sync::atomic::{AtomicU32, Ordering};

use openidconnect::url::Url;
use serde_json::Value;

use crate::app::{Settings, TestApp};
use crate::client::{Answer, Client};
use crate::issuer::{CLIENT, Issuer};

/// As browsers know the server, so that the address to come back to is known before it runs.
pub const PUBLIC: &str = "http://holdpoint.test";

pub struct Stage {
    pub app: TestApp,
    pub issuer: Issuer,
    pub ada: Client,
    addresses: AtomicU32,
}

/// * `more`: further lines of `[[oidc]]`.
pub fn settings(issuer: &Issuer, more: &str) -> Settings {
    let secret = format!("file:{}", issuer.secret_file().display());
    let oidc =
        format!("[[oidc]]\nname = \"Own\"\nissuer = {:?}\nclient_id = {CLIENT:?}\nclient_secret = {secret:?}\n{more}", issuer.base());
    // Port 1 has nobody who listens.
    let allow = vec![issuer.address.to_string(), "127.0.0.1:1".into()];
    Settings { server: "trusted_hops = 1\n".into(), allow, more: oidc, ..Settings::default() }
}

impl Stage {
    pub fn new(more: &str) -> Self {
        let issuer = Issuer::start();
        let app = TestApp::configured(Some(PUBLIC), settings(&issuer, more));
        let ada = app.set_up("Ada");
        Self { app, issuer, ada, addresses: AtomicU32::new(0) }
    }

    /// Follows a link, from an address of its own: attempts from one are few.
    pub fn follow(&self, browser: &Client, path: &str) -> Answer {
        let n = self.addresses.fetch_add(1, Ordering::Relaxed);
        let address = format!("10.0.{}.{}", n / 250, n % 250 + 1);
        browser.call("GET", path).with("x-forwarded-for", &address).send()
    }

    /// Where the browser is sent.
    pub fn begin(&self, browser: &Client, path: &str) -> Url {
        let answer = self.follow(browser, path);
        assert_eq!(answer.status, 303, "{}", answer.text());
        let location = answer.header("location").unwrap();
        Url::parse(location).unwrap_or_else(|_| panic!("to the provider, not to {location}"))
    }

    /// There and back.
    pub fn round(&self, browser: &Client, path: &str) -> Answer {
        let address = self.begin(browser, path);
        self.come_back(browser, &self.issuer.agree(&address))
    }

    pub fn come_back(&self, browser: &Client, query: &str) -> Answer {
        self.follow(browser, &format!("/api/oidc/callback?{query}"))
    }

    pub fn sign_in(&self, browser: &Client) -> Answer {
        self.round(browser, "/api/oidc/Own/start")
    }

    /// Somebody new, signed in.
    pub fn arrive(&self) -> Client {
        let browser = self.app.client();
        let answer = self.sign_in(&browser);
        assert_eq!(leads_to(&answer), "/");
        browser
    }

    pub fn names(&self) -> Vec<String> {
        let people: Vec<Value> = self.ada.get("/api/people").ok();
        people.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn leads_to(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap()
}

/// The page that says what is wrong, and the code that it is told.
pub fn trouble(answer: &Answer) -> (String, String) {
    let (page, told) = leads_to(answer).split_once('#').unwrap_or_else(|| panic!("no trouble: {answer:?}"));
    assert!(answer.header("set-cookie").is_none(), "no cookie comes with trouble");
    let parts: Vec<_> = told.splitn(3, '.').collect();
    assert!(parts[1].len() == 8 && parts[1].chars().all(|c| c.is_ascii_hexdigit()), "a reference: {told}");
    assert!(["Own", "Dead", "Acme", ""].contains(&parts[2]), "a configured name: {told}");
    (page.to_owned(), parts[0].to_owned())
}

/// The code, back at the sign-in page.
pub fn refusal(answer: &Answer) -> String {
    let (page, code) = trouble(answer);
    assert_eq!(page, "/sign-in");
    code
}
