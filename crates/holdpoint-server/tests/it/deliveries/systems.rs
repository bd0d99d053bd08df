//! What each system gets: from documentation, not run against the real ones. GitHub's requests are checked against its own API
//! description as well, in `tests/e2e/tickets.rs`.

use holdpoint_server::serve;

use super::*;
use crate::signoff::{approve, settle};

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

/// What every ticket is told.
fn told(stage: &Stage, text: &str) {
    let bundle: Value = stage.ada.view(&stage.launch)["reports"].as_array().unwrap().last().unwrap()["bundle"].clone();
    let report = stage.ada.get(&format!("/api/launches/{}/report/tlog-proof", stage.launch)).text();
    let origin = report.lines().find(|line| line.contains("holdpoint") && line.contains("LCH")).unwrap_or_default().to_owned();
    for part in ["No go", "Signed by", "nobody", "Exceptions", "Root of the log", bundle.as_str().unwrap(), &stage.launch, &origin] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn jira_gets_files_and_one_comment_for_each_launch() {
    let stage = Stage::new();
    stage.report();
    stage.deliver("my-jira", "OPS-12");
    assert_eq!(stage.results(), ["sent"], "{}", stage.words());
    assert_eq!(stage.words(), "commented; attached 5 files");
    let comments = stage.desk.texts("/rest/OPS-12");
    told(&stage, comments[0]["body"].as_str().unwrap());
    let files = stage.desk.files("/rest/OPS-12");
    for ending in [".signoff.sigstore.json", ".signoff.html", ".signoff.tlog-proof", ".signoff.md", ".signoff.pdf"] {
        assert!(files.iter().any(|(name, bytes)| name.ends_with(ending) && 100 < *bytes), "{ending}: {files:?}");
    }
    let sent = stage.desk.requests();
    assert!(sent.iter().all(|request| request.headers["authorization"].starts_with("Basic ")));

    stage.deliver("my-jira", "OPS-12");
    assert_eq!(stage.words(), "changed the comment of this launch; 5 files attached already");
    stage.report();
    stage.deliver("my-jira", "OPS-12");
    assert_eq!(stage.words(), "changed the comment of this launch; attached 5 files");
    assert_eq!((stage.desk.texts("/rest/OPS-12").len(), stage.desk.files("/rest/OPS-12").len()), (1, 10));
    told(&stage, stage.desk.texts("/rest/OPS-12")[0]["body"].as_str().unwrap());

    let events = stage.ada.events(&stage.launch, 2);
    let kinds: Vec<&str> = events.iter().map(|event| event["event"]["type"].as_str().unwrap()).collect();
    assert_eq!(kinds[..4], ["report_signed", "delivery_asked", "delivery_tried", "delivery_asked"]);
    assert_eq!(events[2]["by"], "ffffffff-ffff-ffff-ffff-ffffffffffff", "the server tells of the attempt");
    let metrics = stage.app.client().get("/metrics").text();
    assert!(metrics.contains("holdpoint_deliveries_total{kind=\"jira\",outcome=\"sent\"} 3"), "{metrics}");
}

#[test]
fn github_gets_a_comment_a_status_a_check_run_and_a_review() {
    let stage = Stage::new();
    stage.report();
    let comments = "/repos/acme/app/issues/12/comments";
    for n in 0..150 {
        stage.desk.put(comments, json!({ "body": format!("comment {n}") }));
    }
    stage.deliver("my-github", "acme/app#12");
    assert_eq!((stage.results(), stage.words()), (vec!["sent".to_owned()], "commented".to_owned()));
    stage.deliver("my-github", "acme/app#12");
    assert_eq!(stage.words(), "changed the comment of this launch");
    let all = stage.desk.texts(comments);
    assert_eq!(all.len(), 151, "one of ours, on the second page");
    let text = all[150]["body"].as_str().unwrap();
    told(&stage, text);
    assert!(text.starts_with("<!-- holdpoint:") && text.contains("<details>"), "{text}");

    stage.deliver("my-github", &format!("acme/app@{SHA}"));
    assert_eq!(stage.words(), "set the commit status; made the check run");
    stage.deliver("my-github", &format!("acme/app@{SHA}"));
    assert_eq!(stage.words(), "the commit has the status already; changed the check run");
    let statuses = stage.desk.texts(&format!("/repos/acme/app/statuses/{SHA}"));
    let description = statuses[0]["description"].as_str().unwrap();
    assert_eq!(
        (statuses.len(), &statuses[0]["state"], &statuses[0]["context"]),
        (1, &json!("failure"), &json!(format!("holdpoint/{}", stage.launch)))
    );
    assert!(description.starts_with("No go; report ") && description.len() <= 140, "{description}");
    let runs = stage.desk.texts("/repos/acme/app/check-runs");
    assert_eq!((runs.len(), &runs[0]["conclusion"], &runs[0]["head_sha"]), (1, &json!("failure"), &json!(SHA)));

    let waiting = "/repos/acme/app/actions/runs/77/pending_deployments";
    stage.desk.put(waiting, json!({ "environment": { "name": "production" } }));
    stage.deliver("my-github", "acme/app/runs/77/production");
    assert_eq!(stage.words(), "rejected the deployment into production");
    stage.deliver("my-github", "acme/app/runs/77/production");
    assert!(stage.words().contains("does not wait to deploy into production"), "{}", stage.words());
    let reviews = stage.desk.texts("/repos/acme/app/actions/runs/77/deployment_protection_rule");
    assert_eq!((reviews.len(), &reviews[0]["state"]), (1, &json!("rejected")));
}

/// What a start warns of.
fn unknown(stage: &Stage) -> Vec<String> {
    stage.app.runtime.block_on(serve::unknown(stage.app.inside.as_ref().unwrap()))
}

/// Anybody may make a launch of their own, and sign it alone: whose report counts where is the operator's to say.
#[test]
fn a_system_takes_reports_of_the_launches_that_the_operator_names() {
    let mut stage = Stage::with("launches = [\"LCH-2\"]\non_report = true\n");
    let systems = |stage: &Stage| {
        let view: Value = stage.ada.get(&format!("/api/launches/{}/deliveries", stage.launch)).ok();
        view["systems"].as_array().unwrap().len()
    };
    assert_eq!((stage.launch.as_str(), systems(&stage)), ("LCH-1", 0));
    let warned = unknown(&stage);
    assert!(warned.len() == 4 && warned.iter().all(|line| line.contains("there is no launch LCH-2")), "{warned:?}");
    stage.ada.must(&stage.launch, json!({ "type": "set_ticket", "ticket": "OPS-7" }));
    stage.report();
    stage.hands.minutes(&stage.app, 1);
    let wish = json!({ "system": "my-github", "reference": "acme/app/runs/77/production" });
    stage.ask(&stage.ada, wish).problem(422, "bad-field");
    assert_eq!((stage.deliveries().len(), stage.desk.requests().len()), (0, 0), "not by itself either");
    stage.launch = stage.ada.launch(TEMPLATE, None);
    assert_eq!((stage.launch.as_str(), systems(&stage)), ("LCH-2", 4));
    assert_eq!(unknown(&stage), [""; 0]);
    stage.report();
    stage.deliver("my-jira", "OPS-12");
    assert_eq!(stage.results(), ["sent"], "{}", stage.words());
}

/// Names can be chosen, ids cannot.
#[test]
fn a_system_takes_reports_of_the_people_that_the_operator_names() {
    let mut stage = Stage::with("on_report = true\nanybody = true\n");
    let mallory = stage.app.invite(&stage.ada, "Mallory");
    stage.ada.admit(&stage.launch, &mallory, "release_manager");
    stage.ada.must(&stage.launch, json!({ "type": "set_ticket", "ticket": "OPS-7" }));
    let only = format!("people = [{}]\n", stage.ada.me()["id"]);
    stage.app.configure(|settings| settings.more = settings.more.replace("anybody = true\n", &only));
    stage.app.restart();
    let [ada, mallory] = [&stage.ada, &mallory].map(|client| client.moved_to(stage.app.client()));
    stage.ada = ada;
    let path = format!("/api/launches/{}/deliveries", stage.launch);
    let systems = |client: &Client| client.get(&path).ok::<Value>()["systems"].as_array().unwrap().len();
    assert_eq!((systems(&stage.ada), systems(&mallory)), (4, 0));
    assert_eq!(unknown(&stage), [""; 0]);

    // Somebody else's report goes nowhere: neither by the operator's wish, nor by their own, nor by one of before.
    let report = |client: &Client| client.post(&format!("/api/launches/{}/reports", stage.launch), json!({})).ok::<Value>();
    report(&mallory);
    stage.hands.minutes(&stage.app, 1);
    let wish = json!({ "system": "my-github", "reference": "acme/app/runs/77/production" });
    stage.ask(&mallory, wish).problem(422, "bad-field");
    assert_eq!((stage.deliveries().len(), stage.desk.requests().len()), (0, 0));
    stage.ask(&stage.ada, json!({ "system": "my-gitlab", "reference": "acme/app!1", "each": true })).ok::<Value>();
    stage.hands.minutes(&stage.app, 1);
    let asked = stage.desk.requests().len();
    assert_eq!((stage.results(), 0 < asked), (vec!["sent".to_owned()], true), "whoever issued it: one of them asked");
    report(&mallory);
    stage.hands.minutes(&stage.app, 1);
    assert_eq!((stage.results(), stage.desk.requests().len()), (vec!["held".to_owned()], asked));
    assert_eq!(stage.words(), "holdpoint.toml lets this ticket system take reports of other launches or people only");
    report(&stage.ada);
    stage.hands.minutes(&stage.app, 1);
    let sent = |delivery: &&Value| delivery["state"] == "sent";
    assert_eq!(stage.deliveries().iter().filter(sent).count(), 3, "to the change ticket, and where each report goes");
}

/// Whoever writes the change ticket, asked for each report before, or says to try again, says where and when a report of one that is named goes.
#[test]
fn nobody_else_says_where_and_when_a_report_of_theirs_goes() {
    let mut stage = Stage::with("on_report = true\nanybody = true\n");
    let mallory = stage.app.invite(&stage.ada, "Mallory");
    stage.ada.admit(&stage.launch, &mallory, "release_manager");
    stage.report();
    let each = json!({ "system": "my-github", "reference": "acme/app/runs/78/production", "each": true });
    stage.ask(&mallory, each).ok::<Value>();
    stage.hands.minutes(&stage.app, 1);
    let only = format!("people = [{}]\n", stage.ada.me()["id"]);
    stage.app.configure(|settings| settings.more = settings.more.replace("anybody = true\n", &only));
    stage.app.restart();
    let [ada, mallory] = [&stage.ada, &mallory].map(|client| client.moved_to(stage.app.client()));
    stage.ada = ada;
    let before = stage.desk.requests().len();

    // Her report goes neither to the run that he wrote as the change ticket, nor to the one for which he asked while anybody could.
    mallory.must(&stage.launch, json!({ "type": "set_ticket", "ticket": "acme/app/runs/77/production" }));
    stage.report();
    stage.hands.minutes(&stage.app, 1);
    assert_eq!((stage.deliveries().len(), stage.results()), (2, vec!["held".to_owned()]));
    assert_eq!(stage.words(), "holdpoint.toml lets this ticket system take reports of other launches or people only");
    stage.again();
    assert_eq!(stage.results(), ["held", "held"], "she may say where to herself");
    assert_eq!(stage.desk.requests().len(), before);

    // What she asked for he does not bring on its way again.
    stage.desk.accept("another-token");
    stage.deliver("my-github", "acme/app#12");
    assert_eq!(stage.results(), ["held"]);
    stage.desk.accept(CANARY);
    let retry = json!({ "type": "retry_delivery", "delivery": stage.last()["id"] });
    mallory.must(&stage.launch, retry);
    stage.hands.minutes(&stage.app, 1);
    assert_eq!(stage.results(), ["held", "held"]);
    stage.again();
    assert_eq!(stage.results(), ["held", "held", "sent"]);
    stage.ada.must(&stage.launch, json!({ "type": "set_ticket", "ticket": "acme/app#13" }));
    stage.report();
    stage.hands.minutes(&stage.app, 1);
    let sent = |delivery: &Value| delivery["to"]["reference"] == "acme/app#13" && delivery["state"] == "sent";
    assert!(stage.deliveries().iter().any(sent), "the ticket that she wrote");
}

/// As after an import: the report is another server's word, whoever is said there to have asked for its delivery.
#[test]
fn a_go_of_another_servers_keys_approves_no_deployment() {
    let mut stage = Stage::new();
    settle(&stage.ada, &stage.launch);
    approve(&stage.ada, &stage.launch, |_| {}).ok::<Value>();
    stage.report();
    stage.app.stop();
    let file = stage.app.data().join("keys/report.pem");
    let text = std::fs::read_to_string(&file).unwrap();
    let (_, key) = text.split_once('\n').unwrap();
    std::fs::write(&file, format!("# In use since {}\n{key}", jiff::Timestamp::now())).unwrap();
    stage.app.restart();
    stage.ada = stage.ada.moved_to(stage.app.client());
    let waiting = "/repos/acme/app/actions/runs/77/pending_deployments";
    stage.desk.put(waiting, json!({ "environment": { "name": "production" } }));
    stage.deliver("my-github", "acme/app/runs/77/production");
    let reviews = stage.desk.texts("/repos/acme/app/actions/runs/77/deployment_protection_rule");
    let comment = reviews[0]["comment"].as_str().unwrap();
    assert!(comment.starts_with("No go any more: this server's keys do not vouch for it; report "), "{comment}");
    assert_eq!((reviews.len(), &reviews[0]["state"]), (1, &json!("rejected")));
}

#[test]
fn a_go_that_is_over_approves_no_deployment() {
    let stage = Stage::new();
    let (ada, launch) = (&stage.ada, &stage.launch);
    let ben = stage.app.invite(ada, "Ben");
    ada.admit(launch, &ben, "approver");
    settle(ada, launch);
    let status = |item: &str, status: &str| {
        let why = (status == "not_applicable").then_some("Not part of this release.");
        ada.must(launch, json!({ "type": "set_status", "item": item, "status": status, "justification": why }));
    };
    let (owner, waiver) = ("readiness.owner", Uuid::now_v7());
    let ends = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(47);
    status(owner, "open");
    ada.must(
        launch,
        json!({
            "type": "request_waiver", "item": owner, "waiver": waiver, "reason": "The vendor is late.", "mitigation": "A person watches.",
            "expiresAt": ends,
        }),
    );
    ben.must(launch, json!({ "type": "approve_waiver", "item": owner, "waiver": waiver }));
    let sign_and_report = || {
        approve(ada, launch, |_| {}).ok::<Value>();
        stage.report();
    };
    let waits = |run: u32| {
        let place = format!("/repos/acme/app/actions/runs/{run}/pending_deployments");
        stage.desk.put(&place, json!({ "environment": { "name": "production" } }));
        format!("acme/app/runs/{run}/production")
    };
    let reviewed = |run: u32| {
        let reviews = stage.desk.texts(&format!("/repos/acme/app/actions/runs/{run}/deployment_protection_rule"));
        assert_eq!(reviews.len(), 1, "{run}");
        (reviews[0]["state"].as_str().unwrap().to_owned(), reviews[0]["comment"].as_str().unwrap().to_owned())
    };

    sign_and_report();
    stage.deliver("my-github", &waits(1));
    let (state, comment) = reviewed(1);
    assert!(state == "approved" && comment.starts_with("Go until "), "{state}: {comment}");

    stage.desk.fault(fault("POST", "/deployment_protection_rule", 503));
    stage.deliver("my-github", &waits(2));
    assert_eq!(stage.results(), ["later"]);
    status("readiness.dependencies", "open");
    stage.hands.seconds(&stage.app, 31);
    assert_eq!((stage.results().len(), stage.words()), (2, "rejected the deployment into production".to_owned()));
    let (state, comment) = reviewed(2);
    assert!(state == "rejected" && comment.starts_with("No go any more: the launch's gate says no go by now; report "), "{comment}");

    status("readiness.dependencies", "not_applicable");
    sign_and_report();
    stage.hands.seconds(&stage.app, 48 * 3_600);
    stage.deliver("my-github", &waits(3));
    let (state, comment) = reviewed(3);
    assert!(state == "rejected" && comment.starts_with("No go any more: it held until "), "{state}: {comment}");
    stage.deliver("my-github", &format!("acme/app@{SHA}"));
    let statuses = stage.desk.texts(&format!("/repos/acme/app/statuses/{SHA}"));
    let description = statuses[0]["description"].as_str().unwrap();
    assert_eq!(statuses[0]["state"], "failure");
    assert!(description.starts_with("No go any more: ") && description.len() <= 140, "{description}");
    let runs = stage.desk.texts("/repos/acme/app/check-runs");
    assert_eq!((&runs[0]["conclusion"], &runs[0]["output"]["title"]), (&json!("failure"), &json!(description)));
}

#[test]
fn gitlab_gets_a_note_and_a_status() {
    let stage = Stage::new();
    stage.report();
    for (reference, place) in [("acme/web/app#3", "/acme/web/app/issues/3/notes"), ("acme/app!4", "/acme/app/merge_requests/4/notes")] {
        stage.deliver("my-gitlab", reference);
        assert_eq!(stage.words(), "wrote a note");
        stage.deliver("my-gitlab", reference);
        assert_eq!(stage.words(), "changed the note of this launch");
        let notes = stage.desk.texts(place);
        assert_eq!(notes.len(), 1, "{reference}");
        told(&stage, notes[0]["body"].as_str().unwrap());
    }
    stage.deliver("my-gitlab", &format!("acme/app@{SHA}"));
    stage.deliver("my-gitlab", &format!("acme/app@{SHA}"));
    assert_eq!(stage.words(), "the commit has the status already");
    let statuses = stage.desk.texts(&format!("/acme/app/statuses/{SHA}"));
    assert_eq!((statuses.len(), &statuses[0]["status"]), (1, &json!("failed")));
    assert!(stage.desk.requests().iter().all(|request| request.headers["private-token"] == CANARY));
}

#[test]
fn servicenow_gets_files_and_a_work_note_for_each_report() {
    let stage = Stage::new();
    stage.report();
    stage.deliver("my-servicenow", "CHG0030192");
    assert_eq!(stage.words(), "wrote a work note; attached 5 files");
    stage.deliver("my-servicenow", "CHG0030192");
    assert_eq!(stage.words(), "the record has the work note already; 5 files attached already");
    let notes = stage.desk.texts("/notes");
    assert_eq!((notes.len(), stage.desk.files("/files").len()), (1, 5));
    let note = notes[0]["work_notes"].as_str().unwrap();
    assert!(note.chars().count() <= 4_000 && note.contains("No go") && note.contains("Root of the log"), "{note}");
    stage.report();
    stage.deliver("my-servicenow", "CHG0030192");
    assert_eq!((stage.desk.texts("/notes").len(), stage.desk.files("/files").len()), (2, 10), "notes cannot be changed");
    stage.deliver("my-servicenow", "CHG9999999");
    assert_eq!((stage.results(), stage.words().contains("no such ticket")), (vec!["held".to_owned()], true), "{}", stage.words());
}
