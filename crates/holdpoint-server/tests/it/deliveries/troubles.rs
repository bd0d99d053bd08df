//! What goes wrong: seen, tried again where that makes sense, never lost, never twice.

use holdpoint_domain::id::Digest;
use holdpoint_server::limits;
use holdpoint_server::watch::catch_up;

use super::*;
use crate::{canary, logs};

#[test]
fn a_system_that_is_down_is_tried_again_and_its_wish_to_wait_is_kept() {
    let stage = Stage::new();
    stage.report();
    stage.desk.fault(fault("POST", "/comment", 503));
    stage.desk.fault(Fault { retry_after: Some("300".into()), ..fault("POST", "/comment", 429) });
    stage.deliver("my-jira", "OPS-1");
    assert_eq!(stage.results(), ["later"]);
    assert_eq!(stage.words(), "commenting: the ticket system answered 503: it is out of order");
    stage.hands.seconds(&stage.app, 28);
    assert_eq!(stage.results().len(), 1, "not before half a minute is over");
    stage.hands.seconds(&stage.app, 2);
    assert_eq!(stage.results(), ["later", "later"], "too many requests");
    stage.hands.seconds(&stage.app, 298);
    assert_eq!(stage.results().len(), 2, "it asked for five minutes");
    stage.hands.seconds(&stage.app, 2);
    assert_eq!(stage.results(), ["later", "later", "sent"]);
    assert_eq!((stage.writes("/comment"), stage.writes("/attachments")), (3, 5), "files of the first attempt are not sent again");
    let launch = stage.ada.view(&stage.launch);
    assert_eq!(launch["told"], launch["reports"][0]["seq"], "the report is not behind what happened since");
}

#[test]
fn a_refused_one_waits_for_a_person_who_says_try_again() {
    let stage = Stage::new();
    stage.report();
    stage.desk.accept("another-token");
    stage.deliver("my-jira", "OPS-1");
    assert_eq!((stage.results(), stage.last()["state"].clone()), (vec!["held".to_owned()], json!("held")));
    assert!(stage.words().contains("401: it does not accept the token"), "{}", stage.words());
    stage.hands.minutes(&stage.app, 120);
    assert_eq!(stage.desk.requests().len(), 1, "it waits");
    let ben = stage.app.invite(&stage.ada, "Ben");
    stage.ada.admit(&stage.launch, &ben, "approver");
    let retry = json!({ "type": "retry_delivery", "delivery": stage.last()["id"] });
    ben.command(&stage.launch, 99, retry).problem(403, "role-needed");
    std::fs::write(stage.folder.path().join("ticket-token"), "another-token").unwrap();
    stage.again();
    assert_eq!(stage.results(), ["held", "sent"], "the token is read at each attempt");
    stage.deliver("my-jira", "GONE-1");
    assert_eq!(stage.results(), ["held"]);
    assert!(stage.words().contains("404"), "{}", stage.words());
    stage.ada.must(&stage.launch, json!({ "type": "stop_delivery", "delivery": stage.last()["id"] }));
    assert_eq!(stage.last()["state"], "stopped");
    stage.desk.fault(Fault { retry_after: Some("60".into()), ..fault("POST", "/comments", 403) });
    stage.deliver("my-github", "acme/app#1");
    assert_eq!(stage.results(), ["later"], "GitHub's other way to say too many requests");
}

#[test]
fn a_file_that_is_too_large_stays_out_and_that_is_said() {
    let stage = Stage::new();
    stage.report();
    stage.desk.refuse_over(20_000);
    stage.deliver("my-jira", "OPS-1");
    assert_eq!(stage.results(), ["sent"]);
    assert!(stage.words().contains("too large for this system (413)"), "{}", stage.words());
    let comment = stage.desk.texts("/rest/OPS-1")[0]["body"].as_str().unwrap().to_owned();
    assert!(comment.contains("Not attached: LCH-1."), "{comment}");
    let kept = stage.desk.files("/rest/OPS-1");
    assert!(!kept.is_empty() && kept.len() < 5 && kept.iter().all(|(_, bytes)| *bytes <= 20_000), "{kept:?}");
    stage.desk.fault(fault("POST", "/comment", 413));
    stage.deliver("my-jira", "OPS-2");
    assert_eq!(stage.results(), ["held"], "a comment that is too large is no detail");
}

#[test]
fn what_was_written_before_a_crash_is_found_and_not_written_again() {
    let mut stage = Stage::new();
    stage.report();
    let lost = |method, path: &str| stage.desk.fault(Fault { done: true, ..fault(method, path, 503) });
    lost("POST", "/attachments");
    lost("POST", "/comment");
    lost("POST", "/comments");
    lost("POST", "/notes");
    lost("PATCH", "/d71f7935c0a8016700802b64c67c11c6");
    lost("POST", "/check-runs");
    let sha = "f".repeat(40);
    let commit = format!("acme/app@{sha}");
    for (system, reference) in
        [("jira", "OPS-1"), ("github", "acme/app#1"), ("gitlab", "acme/app!1"), ("servicenow", "CHG0030192"), ("github", &commit)]
    {
        stage.ask(&stage.ada, json!({ "system": format!("my-{system}"), "reference": reference })).ok::<Value>();
    }
    stage.hands.seconds(&stage.app, 1);
    let tried = stage.deliveries().iter().filter(|delivery| delivery["attempts"] == 1 && delivery["state"] == "waiting").count();
    assert_eq!(tried, 5, "each wrote something that it does not know of: {:?}", stage.deliveries());
    stage.app.restart();
    stage.ada = stage.ada.moved_to(stage.app.client());
    stage.hands.minutes(&stage.app, 3);
    let states: Vec<Value> = stage.deliveries().iter().map(|delivery| delivery["state"].clone()).collect();
    assert_eq!(states, vec![json!("sent"); 5]);
    for place in
        ["/rest/OPS-1", "/repos/acme/app/issues/1/comments", "/acme/app/merge_requests/1/notes", "/notes", "/repos/acme/app/check-runs"]
    {
        assert_eq!(stage.desk.texts(place).len(), 1, "{place}");
    }
    assert_eq!(stage.desk.texts(&format!("/repos/acme/app/statuses/{sha}")).len(), 1);
    assert_eq!((stage.desk.files("/rest/OPS-1").len(), stage.desk.files("/files").len()), (5, 5));
}

#[test]
fn of_two_that_look_at_the_same_time_one_brings_it() {
    let stage = Stage::new();
    stage.report();
    for n in 1..=6 {
        stage.ask(&stage.ada, json!({ "system": "my-jira", "reference": format!("OPS-{n}") })).ok::<Value>();
    }
    let inside = stage.app.inside.clone().unwrap();
    let looks = (0..4).map(|_| {
        let app = inside.clone();
        stage.app.runtime.spawn(async move { catch_up(&app).await })
    });
    for look in looks.collect::<Vec<_>>() {
        stage.app.runtime.block_on(look).unwrap().unwrap();
    }
    stage.hands.minutes(&stage.app, 1);
    assert_eq!(stage.writes("/comment"), 6, "one comment each");
    for delivery in stage.deliveries() {
        assert_eq!((&delivery["state"], delivery["tried"].as_array().unwrap().len()), (&json!("sent"), 1), "{delivery}");
    }
}

/// Somebody quotes our comment in one of their own, which comes first in the ticket and may not be changed by us.
#[test]
fn a_comment_that_quotes_ours_is_passed_over() {
    let stage = Stage::new();
    stage.report();
    let cases = [
        ("jira", ["OPS-1", "OPS-2"], ["/rest/OPS-1", "/rest/OPS-2"], ("PUT", "commented; attached 5 files")),
        (
            "github",
            ["acme/app#1", "acme/app#2"],
            ["/repos/acme/app/issues/1/comments", "/repos/acme/app/issues/2/comments"],
            ("PATCH", "commented"),
        ),
        (
            "gitlab",
            ["acme/app!1", "acme/app!2"],
            ["/acme/app/merge_requests/1/notes", "/acme/app/merge_requests/2/notes"],
            ("PUT", "wrote a note"),
        ),
    ];
    for (system, [first, second], [from, to], (method, done)) in cases {
        stage.deliver(&format!("my-{system}"), first);
        stage.desk.put(to, json!({ "body": stage.desk.texts(from)[0]["body"] }));
        let id = stage.desk.texts(to)[0]["id"].to_string();
        let quoted = format!("/{}", id.trim_matches('"'));
        stage.desk.fault(fault(method, &quoted, 403));
        stage.deliver(&format!("my-{system}"), second);
        assert_eq!((stage.results(), stage.words()), (vec!["sent".to_owned()], done.to_owned()), "{system}");
        stage.desk.fault(fault(method, &quoted, 403));
        stage.deliver(&format!("my-{system}"), second);
        assert!(stage.words().starts_with("changed the "), "{system}: {}", stage.words());
        assert_eq!(stage.desk.texts(to).len(), 2, "{system}: theirs, and one of ours");
    }
}

#[test]
fn no_more_are_begun_while_as_many_as_may_be_are_under_way() {
    let stage = Stage::new();
    stage.report();
    let deliveries = stage.app.inside.as_ref().unwrap().watch.deliveries.clone();
    let slow: Vec<_> = (0..limits::DELIVERIES_AT_ONCE).map(|_| deliveries.clone().try_acquire_owned().unwrap()).collect();
    stage.deliver("my-jira", "OPS-1");
    assert!(stage.desk.requests().is_empty(), "{:?}", stage.desk.requests());
    drop(slow);
    stage.hands.seconds(&stage.app, 1);
    assert_eq!(stage.results(), ["sent"]);
    let all = deliveries.available_permits();
    assert_eq!(all, limits::DELIVERIES_AT_ONCE, "and each gives its place back");
}

#[test]
fn who_may_not_or_names_nothing_is_refused_at_the_field() {
    let stage = Stage::new();
    let wish = json!({ "system": "my-jira", "reference": "OPS-1" });
    stage.ask(&stage.ada, wish.clone()).problem(409, "wrong-order");
    stage.report();
    let (ben, vic, eve) = (stage.app.invite(&stage.ada, "Ben"), stage.app.invite(&stage.ada, "Vic"), stage.app.invite(&stage.ada, "Eve"));
    stage.ada.admit(&stage.launch, &ben, "contributor");
    stage.ada.admit(&stage.launch, &vic, "viewer");
    for colleague in [&ben, &vic] {
        stage.ask(colleague, wish.clone()).problem(403, "role-needed");
    }
    let other = json!({ "system": "my-jira", "reference": "OPS-1", "report": Digest::of(b"of another launch") });
    let said = stage.ask(&stage.ada, other).problem(404, "no-such-thing").detail;
    assert!(said.contains("there is no report sha256:"), "{said}");
    stage.ask(&eve, wish.clone()).problem(404, "not-found");
    let path = format!("/api/launches/{}/deliveries", stage.launch);
    stage.ada.post(&path, wish).problem(400, "bad-id");
    let cases = [
        (json!({ "system": "redmine", "reference": "OPS-1" }), "/system", "my-github, my-gitlab, my-jira, my-servicenow"),
        (
            json!({ "system": "my-jira", "reference": "https://jira.example.com/browse/OPS-1" }),
            "/reference",
            "write OPS-12, without a host",
        ),
        (json!({ "system": "my-jira", "reference": "" }), "/reference", "write OPS-12"),
        (json!({ "system": "my-github", "reference": "acme/app@abc" }), "/reference", "40 hex digits"),
        (json!({ "system": "my-servicenow", "reference": "CHG1^OR" }), "/reference", "CHG0030192"),
        (json!({ "system": "my-jira", "reference": "OPS-1", "host": "x" }), "/host", "unknown field"),
    ];
    for (body, pointer, words) in cases {
        let problem = stage.ask(&stage.ada, body).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{}", problem.detail);
        assert!(problem.detail.contains(words), "{}", problem.detail);
    }
    assert!(stage.deliveries().is_empty() && stage.desk.requests().is_empty());
    let view: Value = vic.get(&path).ok();
    assert_eq!(
        (&view["systems"][2]["name"], &view["systems"][2]["kind"], &view["systems"][2]["example"]),
        (&json!("my-jira"), &json!("jira"), &json!("OPS-12"))
    );
    assert!(!view.to_string().contains(&stage.desk.url()), "where a system is stays the operator's");
}

#[test]
fn each_report_goes_by_itself_where_somebody_or_the_operator_said_so() {
    let stage = Stage::with("anybody = true\non_report = true\n");
    stage.ada.must(&stage.launch, json!({ "type": "set_ticket", "ticket": "OPS-7" }));
    stage.report();
    stage.hands.minutes(&stage.app, 1);
    assert_eq!(stage.deliveries().len(), 1, "the change ticket is one of Jira's alone");
    assert_eq!((&stage.last()["to"]["reference"], &stage.last()["state"]), (&json!("OPS-7"), &json!("sent")));
    stage.ask(&stage.ada, json!({ "system": "my-gitlab", "reference": "acme/app!1", "each": true })).ok::<Value>();
    stage.report();
    stage.hands.minutes(&stage.app, 1);
    let states: Vec<Value> = stage.deliveries().iter().map(|delivery| delivery["state"].clone()).collect();
    assert_eq!(states[1..], [json!("replaced"), json!("sent"), json!("sent")], "asked for just before the next report");
    assert_eq!(stage.desk.texts("/acme/app/merge_requests/1/notes").len(), 1);
}

#[test]
fn the_operators_secret_is_found_nowhere() {
    let mut stage = Stage::new();
    stage.report();
    for (method, path, status) in
        [("GET", "/OPS-1", 500), ("GET", "/comments", 401), ("GET", "/notes", 403), ("GET", "/change_request", 418)]
    {
        stage.desk.fault(fault(method, path, status));
    }
    for (system, reference) in [("jira", "OPS-1"), ("github", "acme/app#1"), ("gitlab", "acme/app#1"), ("servicenow", "CHG0030192")] {
        stage.deliver(&format!("my-{system}"), reference);
        assert_ne!(stage.results(), ["sent"], "{system} answered with the secret in its error");
    }
    stage.again();
    stage.hands.minutes(&stage.app, 2);
    let launch = stage.launch.clone();
    let paths =
        ["", "/events", "/deliveries", "/history", "/report/html", "/report/json"].map(|rest| format!("/api/launches/{launch}{rest}"));
    let forms = canary::forms();
    for path in paths.iter().map(String::as_str).chain(["/metrics", "/health"]) {
        let text = stage.ada.get(path).text();
        assert!(forms.iter().all(|form| !text.contains(form.as_str())), "{path}: {text}");
    }
    stage.app.stop();
    let mut looked_at = 0;
    canary::search(&stage.app.data(), &forms, &mut looked_at);
    assert!(100_000 < looked_at, "the database was looked at: {looked_at} bytes");
    let (bytes, lines) = logs::seen();
    assert!(10_000 < bytes && lines.is_empty(), "{} lines of the log of {bytes} bytes, the first: {:?}", lines.len(), lines.first());
}
