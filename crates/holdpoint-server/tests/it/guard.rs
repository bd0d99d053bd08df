//! What is not listened to, and what every answer carries.

use serde_json::{Value, json};

use crate::app::{TEMPLATE, TestApp};
use crate::client::{Call, Client};

/// As in the facts about security: word by word.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types holdpoint";

#[test]
fn a_write_that_another_page_could_make_is_denied() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let commands = format!("/api/launches/{launch}/commands");
    let runs = format!("/api/launches/{launch}/checks/service.health/runs");
    let presence = format!("/api/launches/{launch}/presence");
    let writes = [
        ("POST", "/api/launches"),
        ("POST", &commands),
        ("POST", &runs),
        ("PUT", &presence),
        ("POST", "/api/invites"),
        ("DELETE", "/api/session"),
    ];
    type Odd = fn(Call<'_>) -> Call<'_>;
    let cases: [(&str, Odd); 7] = [
        ("no Origin", |call| call.without("origin")),
        ("another origin", |call| call.with("origin", "http://evil.example.com")),
        ("an opaque origin", |call| call.with("origin", "null")),
        ("another port", |call| call.with("origin", "http://127.0.0.1:1")),
        ("an origin that begins the same", |call| {
            let longer = format!("{}.evil.example.com", call.header("origin"));
            call.with("origin", &longer)
        }),
        ("another scheme", |call| {
            let https = call.header("origin").replace("http:", "https:");
            call.with("origin", &https)
        }),
        ("no X-Holdpoint", |call| call.without("x-holdpoint")),
    ];
    let before = ada.seq(&launch);
    for (method, path) in writes {
        for (about, odd) in cases {
            let problem = odd(ada.call(method, path).bytes("{}")).send().problem(403, "write-denied");
            assert!(problem.detail.contains("write"), "{about}: {}", problem.detail);
        }
    }
    assert_eq!(ada.seq(&launch), before);
    assert_eq!(ada.get("/api/launches").ok::<Value>().as_array().unwrap().len(), 1);
    assert_eq!(ada.me()["name"], "Ada", "nobody was signed out");
}

#[test]
fn a_body_says_that_it_is_json() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let commands = format!("/api/launches/{launch}/commands");
    let runs = format!("/api/launches/{launch}/checks/service.health/runs");
    let approvals = format!("/api/launches/{launch}/approvals");
    let reports = format!("/api/launches/{launch}/reports");
    let signed_in = ["/api/launches", "/api/invites", &commands, &runs, &approvals, &reports];
    let send = |client: &Client, path: &str, kind: Option<&str>| {
        let call = client.call("POST", path).bytes("{}");
        let call = match kind {
            Some(kind) => call.with("content-type", kind),
            None => call.without("content-type"),
        };
        call.send().problem(415, "not-json");
    };
    for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("application/jsonx"), Some("")] {
        signed_in.iter().for_each(|path| send(&ada, path, kind));
        ["/api/session", "/api/setup", "/api/invites/accept"].iter().for_each(|path| send(&app.client(), path, kind));
    }
    let with_charset = ada.call("POST", "/api/invites").with("content-type", "application/json; charset=utf-8").json(json!({}));
    assert_eq!(with_charset.send().status, 200);
}

#[test]
fn the_server_answers_under_its_own_name_only() {
    let (app, ada) = TestApp::with_owner();
    for host in ["evil.example.com", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example.com", "[::1]:80"] {
        for path in ["/", "/api/session", "/api/launches", "/api/trust.json"] {
            ada.call("GET", path).with("host", host).send().problem(421, "unknown-host");
        }
        for path in ["/health", "/metrics"] {
            assert_eq!(app.client().call("GET", path).with("host", host).send().status, 200, "{path} is for platforms");
        }
    }
    let port = app.base.rsplit(':').next().unwrap();
    for host in [format!("localhost:{port}"), format!("LOCALHOST:{port}"), format!("127.0.0.1:{port}")] {
        assert_eq!(ada.call("GET", "/api/launches").with("host", &host).send().status, 200, "{host}");
    }
    let named = TestApp::named(Some("https://holdpoint.example.com"));
    assert_eq!(named.client().get("/api/session").status, 200);
    named.client().call("GET", "/api/session").with("host", &format!("localhost:{port}")).send().problem(421, "unknown-host");
}

#[test]
fn every_answer_is_dressed() {
    let (app, ada) = TestApp::with_owner();
    let evil = |client: &Client| client.call("GET", "/").with("host", "evil.example.com").send();
    let preflight = ada.call("OPTIONS", "/api/launches").with("origin", "http://evil.example.com").send();
    let too_large = ada.call("POST", "/api/invites").bytes(vec![b' '; 300 * 1024]).send();
    let answers = [
        ("the page", app.client().get("/"), 200, false),
        ("an address of the page", app.client().get("/launches/LCH-1"), 200, false),
        ("data", ada.get("/api/launches"), 200, true),
        ("a refusal", app.client().get("/api/launches"), 401, true),
        ("no such address", ada.get("/api/nothing"), 404, true),
        ("another method", ada.call("PUT", "/api/launches").send(), 405, true),
        ("a write of another page", ada.call("POST", "/api/launches").without("origin").send(), 403, true),
        ("too large", too_large, 413, true),
        ("another host", evil(&ada), 421, false),
        ("the question whether another page may", preflight, 403, true),
        ("health", app.client().get("/health"), 200, true),
        ("metrics", app.client().get("/metrics"), 200, true),
    ];
    for (about, answer, status, never_stored) in answers {
        assert_eq!(answer.status, status, "{about}: {}", answer.text());
        let header = |name| answer.header(name).unwrap_or_else(|| panic!("{about} has no {name}"));
        assert_eq!(header("content-security-policy"), CSP, "{about}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{about}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{about}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{about}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{about}");
        assert!(header("permissions-policy").contains("camera=()"), "{about}");
        assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control-")), "{about}");
        assert_eq!(answer.header("cache-control") == Some("no-store"), never_stored, "{about}: {:?}", answer.header("cache-control"));
    }
}
