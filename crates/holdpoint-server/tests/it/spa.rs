//! The page, embedded in the binary.

use crate::app::TestApp;

#[test]
fn every_address_of_the_page_is_the_page_and_always_fresh() {
    let app = TestApp::start();
    let client = app.client();
    let page = client.get("/");
    assert!(page.text().contains("<html"), "{}", page.text());
    for path in
        ["/", "/launches/LCH-1", "/launches/LCH-1/items/dns.caa", "/setup", "/invite", "/%2e%2e/%2e%2e/etc/passwd", "/Cargo.toml/.."]
    {
        let answer = client.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.body, page.body, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
        assert!(answer.header("content-type").unwrap().starts_with("text/html"), "{path}");
    }
    client.get("/api/x").problem(404, "not-found");
    client.get("/api/launches/LCH-1/x").problem(404, "not-found");
    let write = client.call("POST", "/").bytes("{}").send();
    assert_eq!(write.status, 405);
}

#[test]
fn an_address_of_the_page_names_what_it_will_ask_for() {
    let app = TestApp::start();
    let client = app.client();
    let named = |path: &str| {
        let answer = client.get(path);
        let links = answer.header("link").unwrap_or_else(|| panic!("{path} names nothing")).to_owned();
        let addresses = links.split(", ").map(|link| link.strip_suffix(">; rel=preload; as=fetch; crossorigin").unwrap()[1..].to_owned());
        let (code, answers): (Vec<_>, Vec<_>) =
            addresses.partition(|address| [".wasm", ".bin", ".ftl"].iter().any(|ending| address.ends_with(ending)));
        // The placeholder has no module, and the page that is quick to build no parts.
        let board = code.iter().filter(|address| address.ends_with(".bin")).count();
        assert!(board == 0 || board == 2 && ["/", "/launches"].contains(&path), "{path} names {code:?}");
        answers
    };
    for path in ["/launches/LCH-7", "/launches/LCH-7/items/dns.caa?status=open"] {
        assert_eq!(named(path), ["/api/session", "/api/launches/LCH-7"], "{path}");
    }
    for path in ["/", "/launches", "/launches/LCH-0", "/launches/LCH-1%3E;%20x", "/launches/new", "/people"] {
        assert_eq!(named(path), ["/api/session"], "{path}");
    }
    assert_eq!(client.get("/health").header("link"), None);
}

#[test]
fn an_address_of_the_page_names_its_texts_in_the_language_that_is_chosen_or_asked_for() {
    let app = TestApp::start();
    let client = app.client();
    // The placeholder has no texts.
    if !client.get("/").text().contains("words/en/first") {
        return;
    }
    let cases = [
        ("de", "", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "", "de"),
        ("fr, DE;q=0.5", "", "de"),
        ("en-GB, de", "", "en"),
        ("fr", "", "en"),
        ("*", "", "en"),
        ("ü,,", "", "en"),
        ("", "", "en"),
        ("en", "holdpoint-language=de", "de"),
        ("de", "holdpoint=0123; holdpoint-language=en", "en"),
        // Whatever else stands there is nobody's choice.
        ("de", "holdpoint-language=fr", "de"),
        ("de", "holdpoint-language=EN", "de"),
        ("de", "holdpoint-language=en-first-", "de"),
        ("de", "holdpoint-language=", "de"),
        ("de", "language=en", "de"),
    ];
    for (accepted, cookie, language) in cases {
        let answer = client.call("GET", "/people").with("accept-language", accepted).with("cookie", cookie).send();
        let links = answer.header("link").unwrap_or_default().to_owned();
        let texts: Vec<_> = links.split(", ").filter(|link| link.contains(".ftl>")).collect();
        assert!(matches!(texts[..], [one] if one.starts_with(&format!("</words-{language}-first-"))), "{accepted}, {cookie}: {texts:?}");
        assert!(answer.headers.get_all("vary").iter().any(|vary| vary == "accept-language, cookie"), "caches keep them apart");
    }
}

#[test]
fn the_page_comes_compressed_to_who_takes_it() {
    let app = TestApp::start();
    let client = app.client();
    let plain = client.get("/");
    assert_eq!(plain.header("content-encoding"), None);
    for (accepted, coding) in [("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("gzip, deflate", "gzip")] {
        let answer = client.call("GET", "/").with("accept-encoding", accepted).send();
        assert_eq!(answer.header("content-encoding"), Some(coding), "{accepted}");
        assert_ne!(answer.body, plain.body);
        assert!(answer.header("vary").is_some_and(|vary| vary.eq_ignore_ascii_case("accept-encoding")), "caches keep them apart");
    }
    for refused in ["identity", "br;q=0, gzip;q=0", "zstd", ""] {
        let answer = client.call("GET", "/").with("accept-encoding", refused).send();
        assert_eq!((answer.header("content-encoding"), &answer.body), (None, &plain.body), "{refused}");
    }
    let tag = plain.header("etag").unwrap();
    let known = client.call("GET", "/").with("if-none-match", tag).send();
    assert_eq!((known.status, known.body.len()), (304, 0));
}

#[test]
fn files_with_a_hash_never_change() {
    let app = TestApp::start();
    let client = app.client();
    let page = client.get("/").text();
    // The placeholder names no files; the built page does.
    let names =
        page.split(['"', '\'']).filter(|text| text.starts_with('/') && [".js", ".css", ".wasm"].iter().any(|end| text.ends_with(end)));
    for name in names {
        let answer = client.get(name);
        assert_eq!(answer.status, 200, "{name}");
        assert!(answer.header("cache-control").unwrap().contains("immutable"), "{name}");
        let kind = answer.header("content-type").unwrap();
        assert!(kind.contains("javascript") || kind.contains("css") || kind == "application/wasm", "{name}: {kind}");
    }
    client.get("/app-0000000000000000.js").problem(404, "not-found");
}

#[test]
fn the_service_worker_keeps_files_that_are_there() {
    let app = TestApp::start();
    let client = app.client();
    let answer = client.get("/service-worker.js");
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-cache")), "a new page has to be noticed");
    assert!(answer.header("content-type").unwrap().starts_with("text/javascript"));
    let text = answer.text();
    let list = text.lines().find_map(|line| line.strip_prefix("const FILES = ")?.strip_suffix(';')).unwrap();
    let files: Vec<String> = serde_json::from_str(list).unwrap();
    assert!(files.contains(&"/".to_owned()));
    // One that is missing would keep the browser from keeping any.
    for file in &files {
        assert_eq!(client.get(file).status, 200, "{file}");
    }
    // So would a page that names others: it counts as that of a replica which is not replaced yet.
    let page = client.get("/").text();
    let named = page.split('"').skip(1).step_by(2).filter(|named| named.starts_with('/') && 1 < named.len());
    for named in named {
        assert!(files.iter().any(|file| file == named), "{named}");
    }
    // 503 of one of these is its answer, and no sign that the page has to come from the browser.
    let own = text.lines().find_map(|line| line.strip_prefix(r"const SERVERS = /^\/(")?.split(')').next()).unwrap();
    assert_eq!(own.split('|').collect::<Vec<_>>(), ["api", "drill", "health", "metrics", "ready"]);
}
