//! `GET …/report/{pdf|md|csv}`

use holdpoint_domain::id::Digest;
use holdpoint_domain::report::{Vouched, csv, markdown};
use holdpoint_server::rendition::{Earlier, Form, render};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{TEMPLATE, TestApp};
use crate::client::{Answer, Client};

fn issue(client: &Client, launch: &str) {
    client.post(&format!("/api/launches/{launch}/reports"), json!({})).ok::<Value>();
}

fn get(client: &Client, launch: &str, form: &str) -> Answer {
    client.get(&format!("/api/launches/{launch}/report/{form}"))
}

#[test]
fn every_form_is_a_download_that_is_made_alike_each_time() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    get(&ada, &launch, "pdf").problem(404, "not-found");
    issue(&ada, &launch);
    let bundle = get(&ada, &launch, "json").body;
    let forms = [("pdf", Form::Pdf, "application/pdf"), ("md", Form::Md, "text/markdown"), ("csv", Form::Csv, "text/csv")];
    for (name, form, kind) in forms {
        let file = get(&ada, &launch, name);
        assert_eq!(file.status, 200, "{name}: {}", file.text());
        assert!(file.header("content-type").unwrap().starts_with(kind));
        assert_eq!(file.header("content-disposition"), Some(&*format!("attachment; filename=\"{launch}.signoff.{name}\"")));
        assert!(file.header("content-security-policy").unwrap().starts_with("sandbox; default-src 'none'"), "never inside this origin");
        assert_eq!(file.header("x-holdpoint-digest"), Some(&*Digest::of(&file.body).to_string()));
        assert!(file.body == get(&ada, &launch, name).body, "{name}: the same bytes again");
        let offline = render(form, bundle.clone(), Earlier::None, Vouched::Issuer).unwrap();
        assert!(file.body == offline, "{name}: what the bundle alone gives");
        get(&ben, &launch, name).problem(404, "not-found");
    }
    let problem = get(&ada, &launch, "docx").problem(404, "not-found");
    assert!(problem.detail.contains("html, json, pdf, md, csv and tlog-proof"), "{}", problem.detail);
}

#[test]
fn a_second_report_tells_what_changed_since_the_first() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    issue(&ada, &launch);
    let first = get(&ada, &launch, "md").text();
    assert!(!first.contains("Changes since") && first.contains("first report of this launch"), "{first}");
    let wish =
        json!({ "type": "set_status", "item": "readiness.owner", "status": "not_applicable", "justification": "Nobody owns <it>, @all." });
    ada.must(&launch, wish);
    let evidence = json!({ "id": Uuid::now_v7(), "kind": { "type": "note", "text": "=1+1" }, "observedAt": "2026-01-01T00:00:00Z" });
    ada.must(&launch, json!({ "type": "add_evidence", "item": "readiness.owner", "evidence": evidence }));
    issue(&ada, &launch);
    let second = get(&ada, &launch, "md").text();
    for told in ["## Changes since the previous report", "| readiness.owner | Status | open | not applicable |", "Nobody owns &lt;it&gt;"] {
        assert!(second.contains(told), "{told} in {second}");
    }
    assert!(!second.contains("@all"));
    let table = get(&ada, &launch, "csv").text();
    assert!(table.contains("\"changes\",\"change\"") && table.contains("\"'=1+1"), "{table}");
}

/// Kept here, where both are at hand: what one form tells, the others tell.
#[test]
fn the_forms_do_not_disagree() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    issue(&ada, &launch);
    let reading = holdpoint_domain::report::Reading::open(&get(&ada, &launch, "json").body).unwrap();
    let outline = holdpoint_domain::report::Outline::of(&reading, holdpoint_domain::report::Since::First, Vouched::Issuer).unwrap();
    assert_eq!(get(&ada, &launch, "md").text(), markdown(&outline));
    assert!(get(&ada, &launch, "csv").body == csv(&outline));
    let page = get(&ada, &launch, "html").text();
    for item in &outline.items {
        assert!(page.contains(&item.id), "{}", item.id);
    }
}
