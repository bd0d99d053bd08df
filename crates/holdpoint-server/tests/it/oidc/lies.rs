//! What an issuer, a network or a stranger can do, and what the person is told of it.

use std::sync::Barrier;

use holdpoint_domain::id::{ChallengeId, Timestamp};
use serde_json::{Value, json};

use super::{PUBLIC, Stage, leads_to, refusal, settings, trouble};
use crate::app::{Settings, TestApp};
use crate::issuer::{Issuer, Lies};

#[test]
fn every_lie_is_told_as_what_it_is_and_lets_nobody_in() {
    let stage = Stage::new("");
    type Lie = fn(&mut Lies);
    let person = |more: Value| {
        let mut claims = json!({ "sub": "u-9", "name": "Mallory" });
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        claims
    };
    let now = Timestamp::now().as_second();
    let claims = [
        ("another nonce", json!({ "nonce": "mine" }), "token-nonce"),
        ("no nonce", json!({ "nonce": null }), "token-nonce"),
        ("for another client", json!({ "aud": "other" }), "token-audience"),
        ("for another client too", json!({ "aud": ["holdpoint", "other"] }), "token-audience"),
        ("of another issuer", json!({ "iss": "https://id.example.com" }), "token-issuer"),
        ("expired", json!({ "iat": now - 120, "exp": now - 60 }), "clock"),
        ("from the future", json!({ "iat": now + 3_600, "exp": now + 7_200 }), "clock"),
        ("with another access token", json!({ "at_hash": "bm90IGl0cyBoYXNoIQ" }), "token"),
        ("about nobody", json!({ "sub": "" }), "token"),
        ("without an end", json!({ "exp": null }), "token"),
    ];
    for (about, change, code) in claims {
        stage.issuer.person(person(change));
        assert_eq!(refusal(&stage.sign_in(&stage.app.client())), code, "{about}");
    }
    let lies: [(&str, Lie, &str); 9] = [
        ("unsigned", |lies| (lies.signs, lies.header) = (None, json!({ "alg": "none", "kid": null })), "token-signature"),
        ("unsigned, but says ES256", |lies| lies.signs = None, "token-signature"),
        ("another key", |lies| lies.signs = Some(2), "token-signature"),
        ("a key that is not listed", |lies| (lies.signs, lies.header) = (Some(2), json!({ "kid": "key-2" })), "token-signature"),
        (
            "signed by who knows the secret",
            |lies| (lies.hmac, lies.header) = (true, json!({ "alg": "HS256", "kid": null })),
            "token-signature",
        ),
        ("no ID token", |lies| lies.header = json!({ "typ": "nothing" }), "token"),
        ("refuses the code", |lies| lies.error = Some("invalid_grant"), "code"),
        ("refuses the client", |lies| lies.error = Some("invalid_client"), "client"),
        ("is down", |lies| lies.down = true, "unreachable"),
    ];
    for (about, lie, code) in lies {
        stage.issuer.be_honest();
        stage.issuer.lie(lie);
        let browser = stage.app.client();
        assert_eq!(refusal(&stage.sign_in(&browser)), code, "{about}");
        browser.get("/api/launches").problem(401, "signed-out");
    }
    assert_eq!(stage.names(), ["Ada"]);
    stage.issuer.be_honest();
    stage.arrive();
    assert_eq!(stage.names(), ["Ada", "Cleo"], "the same browser, server and provider, once it tells the truth");
}

#[test]
fn an_answer_counts_once_in_time_and_in_the_browser_that_asked() {
    let stage = Stage::new("");
    let browser = stage.app.client();
    let answer = stage.issuer.agree(&stage.begin(&browser, "/api/oidc/Own/start"));
    let state = answer.split("state=").nth(1).unwrap();

    let stranger = stage.app.client();
    assert_eq!(refusal(&stage.come_back(&stranger, &answer)), "state", "no cookie");
    stage.begin(&stranger, "/api/oidc/Own/start");
    for query in ["", "code=code-0", "state=1", "code=code-0&state=00000000-0000-4000-8000-000000000000", "state=%FF&state=2"] {
        assert_eq!(refusal(&stage.come_back(&browser, query)), "state", "{query}");
    }
    assert_eq!(leads_to(&stage.come_back(&browser, &answer)), "/", "what strangers did without its cookie took nothing away");
    assert_eq!(refusal(&stage.come_back(&browser, &answer)), "state", "replayed");

    let answer = stage.issuer.agree(&stage.begin(&browser, "/api/oidc/Own/start"));
    assert_eq!(refusal(&stage.come_back(&stranger, &answer)), "state", "another browser's cookie");
    assert_eq!(refusal(&stage.come_back(&browser, &answer)), "state", "and nobody tries twice");

    // The same row, kept until a little later or until now.
    for (seconds, expected) in [(60, "/"), (0, "/sign-in#state")] {
        let browser = stage.app.client();
        let answer = stage.issuer.agree(&stage.begin(&browser, "/api/oidc/Own/start"));
        let id: ChallengeId = answer.split("state=").nth(1).unwrap().parse().unwrap();
        let store = stage.app.inside.as_ref().unwrap().store.clone();
        stage.app.runtime.block_on(async {
            let row = store.take_challenge(id, "oidc", Timestamp::now()).await.unwrap().unwrap();
            let until = Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
            store.keep_challenge(id, "oidc", row, until).await.unwrap();
        });
        let told = stage.come_back(&browser, &answer);
        assert_eq!(leads_to(&told).split('.').next(), Some(expected), "{seconds} s");
    }
    assert!(state.len() == 36, "{state}");
}

#[test]
fn of_fifty_answers_at_once_one_signs_in() {
    let stage = Stage::new("");
    let browser = stage.app.client();
    let answer = stage.issuer.agree(&stage.begin(&browser, "/api/oidc/Own/start"));
    let copies: Vec<_> = (0..50).map(|_| browser.twin()).collect();
    let gun = Barrier::new(copies.len());
    let told: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = copies
            .iter()
            .map(|copy| {
                scope.spawn(|| {
                    gun.wait();
                    leads_to(&stage.come_back(copy, &answer)).to_owned()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(told.iter().filter(|place| *place == "/").count(), 1, "{told:?}");
    assert_eq!(told.iter().filter(|place| place.starts_with("/sign-in#state.")).count(), 49, "{told:?}");
    let cleo = copies.iter().find(|copy| copy.get("/api/launches").status == 200).unwrap();
    let account: Value = cleo.get("/api/account").ok();
    assert_eq!(account["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(stage.names(), ["Ada", "Cleo"]);
}

#[test]
fn what_the_provider_says_of_the_person_is_passed_on() {
    let stage = Stage::new("");
    let cases = [
        ("error=access_denied", "cancelled"),
        ("error=server_error&error_description=%0Aforged+line", "refused"),
        ("code=code-0&iss=https://id.example.com", "token-issuer"),
        ("session_state=1", "token"),
    ];
    for (query, code) in cases {
        let browser = stage.app.client();
        let address = stage.begin(&browser, "/api/oidc/Own/start");
        let state = stage.issuer.agree(&address).split("state=").nth(1).unwrap().to_owned();
        assert_eq!(refusal(&stage.come_back(&browser, &format!("{query}&state={state}"))), code, "{query}");
        assert_eq!(refusal(&stage.come_back(&browser, &format!("code=code-0&state={state}"))), "state", "{query}: it is over");
    }
}

#[test]
fn keys_change_and_what_is_known_is_kept() {
    let stage = Stage::new("");
    assert_eq!(stage.issuer.discoveries(), 0, "nobody is asked before somebody signs in");
    for _ in 0..3 {
        stage.arrive();
    }
    assert_eq!(stage.issuer.discoveries(), 1);
    stage.issuer.lie(|lies| (lies.signs, lies.lists) = (Some(3), 3));
    stage.arrive();
    assert_eq!(stage.issuer.discoveries(), 2, "a token with a new key made the server look");
}

#[test]
fn a_provider_that_is_away_or_lies_of_itself_keeps_nothing_from_starting() {
    let issuer = Issuer::start();
    let dead = "[[oidc]]\nname = \"Dead\"\nissuer = \"http://127.0.0.1:1\"\nclient_id = \"c\"\n";
    let both = Settings { more: format!("{dead}{}", settings(&issuer, "").more), ..settings(&issuer, "") };
    issuer.lie(|lies| lies.down = true);
    let app = TestApp::configured(Some(PUBLIC), both);
    app.set_up("Ada");
    let browser = app.client();
    let mut addresses = 0;
    let mut start = |name: &str| {
        addresses += 1;
        let path = format!("/api/oidc/{name}/start");
        refusal(&browser.call("GET", &path).with("x-forwarded-for", &format!("10.1.0.{addresses}")).send())
    };
    assert_eq!(start("Dead"), "unreachable");
    assert_eq!(start("Own"), "unreachable", "503");
    assert_eq!(start("None"), "no-provider");
    assert_eq!(start("%0d%0aSet-Cookie:x=y"), "no-provider");
    let wrong = [
        json!({ "issuer": "https://id.example.com" }),
        json!({ "issuer": format!("{}/", issuer.base()) }),
        json!({ "authorization_endpoint": "javascript:alert(1)" }),
        json!({ "jwks_uri": null }),
    ];
    for discovery in wrong {
        issuer.be_honest();
        issuer.lie(|lies| lies.discovery = discovery.clone());
        assert_eq!(start("Own"), "bad-provider", "{discovery}");
    }
    // Its tokens are asked for at an address that the outbound policy refuses.
    issuer.be_honest();
    issuer.lie(|lies| lies.discovery = json!({ "jwks_uri": "http://169.254.169.254/latest/meta-data" }));
    assert_eq!(start("Own"), "unreachable");
    issuer.be_honest();
    let answer = browser.call("GET", "/api/oidc/Own/start").with("x-forwarded-for", "10.1.1.1").send();
    assert!(leads_to(&answer).starts_with(&issuer.base()), "and then it is back");
}

#[test]
fn issuers_that_secrets_may_not_go_to_are_refused_at_start() {
    let cases =
        [("http://id.example.com", "only sent over https"), ("http://10.0.0.1:9000", "10.0.0.1"), ("https://id.example.com:9443", "9443")];
    let folder = tempfile::tempdir().unwrap();
    for (issuer, words) in cases {
        let more = format!("[[oidc]]\nname = \"Own\"\nissuer = {issuer:?}\nclient_id = \"c\"\n");
        let text = format!("[server]\nlisten = \"127.0.0.1:0\"\ndata = {:?}\n[egress]\nallow = [\":9000\"]\n{more}", folder.path());
        let config = holdpoint_server::config::Config::parse(&text).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let Err(error) = runtime.block_on(holdpoint_server::serve::open(config)) else { panic!("{issuer} was accepted") };
        assert!(error.starts_with("8:10: oidc Own, issuer: ") && error.contains(words), "{issuer}: {error}");
    }
}

#[test]
fn attempts_are_few_and_lead_nowhere_else() {
    let stage = Stage::new("");
    let browser = stage.app.client();
    let knock = || browser.call("GET", "/api/oidc/Own/start").with("x-forwarded-for", "192.0.2.1").send();
    let mut told: Vec<String> = Vec::new();
    while told.last().is_none_or(|last| !last.starts_with("/sign-in#too-many.")) && told.len() < 60 {
        told.push(leads_to(&knock()).to_owned());
    }
    assert!(told.first().unwrap().starts_with(&stage.issuer.base()) && told.last().unwrap().starts_with("/sign-in#too-many."), "{told:?}");

    let launch = stage.ada.launch(crate::app::TEMPLATE, None);
    let places = [
        (format!("?to={launch}"), format!("/launches/{launch}")),
        ("?to=//evil.example.com".into(), "/".into()),
        ("?to=https://evil.example.com".into(), "/".into()),
        ("?to=/launches/LCH-1".into(), "/".into()),
        ("?to=LCH-1&to=LCH-2".into(), "/".into()),
    ];
    for (query, place) in places {
        let answer = stage.round(&stage.app.client(), &format!("/api/oidc/Own/start{query}"));
        assert_eq!(leads_to(&answer), place, "{query}");
    }
    let (page, code) = trouble(&stage.follow(&stage.app.client(), "/api/oidc/Own/link"));
    assert_eq!((&*page, &*code), ("/account", "link-ended"), "nobody is signed in");
}
