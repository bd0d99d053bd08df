//! The report for people.

use holdpoint_domain::launch::*;

use crate::story;

fn page(story: &story::Story) -> String {
    String::from_utf8(story.issue().html).unwrap()
}

#[test]
fn it_loads_nothing_and_runs_nothing() {
    let page = page(&story::signed(42));
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'"), "no policy");
    for word in ["<script", "<link", "<img", "<iframe", "javascript:", "onclick", "@import", "url("] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "what people wrote is escaped");
    assert!(page.contains("&lt;b&gt;good&lt;/b&gt;"));
}

#[test]
fn it_says_what_a_reader_has_to_know() {
    let page = page(&story::signed(42));
    let told = [
        "<strong>Go</strong>",
        "CHG-1042",
        "shop-api",
        "Ann, release manager",
        "attested by the server (password)",
        "there is no signature of the person's own",
        "The vendor's sandbox is down.",
        "There is no such part.",
        "https://ci.example.com/run/7?a=1&amp;b=2",
        "Roll back (rehearsal)",
        "latency_ms",
        "openssl dgst -sha256 -verify",
        "holdpoint verify LCH-42.signoff.sigstore.json",
        "lang=\"en\"",
        "scope=\"col\"",
    ];
    for words in told {
        assert!(page.contains(words), "{words}");
    }
    let order = ["<h1>", "id=\"exceptions\"", "id=\"approvals\"", "id=\"checklist\"", "id=\"checks\"", "id=\"runs\"", "id=\"verify\""];
    assert!(order.map(|part| page.find(part).unwrap()).is_sorted(), "summary first, then exceptions, then everything");
}

#[test]
fn a_no_go_is_plain() {
    let page = page(&story::ready(42));
    assert!(page.contains("<strong>No go</strong>"));
    assert!(page.contains("No release manager has signed what is here now."));
    assert!(!page.contains("<strong>Go</strong>"));
}

#[test]
fn an_address_that_is_no_https_is_no_link() {
    let mut signoff = crate::forge::open(&story::signed(42).issue());
    let change = |snapshot: &mut Snapshot| snapshot.items[1].evidence[1].resource.uri = Some("javascript:alert(1)".into());
    crate::forge::change_snapshot(&mut signoff, change);
    let snapshot = crate::forge::snapshot(&signoff.predicate);
    let gate = holdpoint_domain::report::snapshot_gate(&snapshot, &[], (signoff.predicate.issued_at, signoff.predicate.producer.rendition));
    let page = holdpoint_domain::report::html::render(&signoff.predicate, &snapshot, &gate);
    assert!(page.contains("javascript:alert(1)") && !page.contains("href=\"javascript"));
}
