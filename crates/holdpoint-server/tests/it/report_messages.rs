//! Signed reports, told to the channels that the operator chose: each kind in its form, once, tried again, and over restarts.

use std::path::Path;

use serde_json::{Value, json};

use crate::app::TEMPLATE;
use crate::client::Client;
use crate::receiver::Receiver;
use crate::watch::started;

const NAME: &str = "Pay <!channel> @here <https://evil.example|x> *b*";

/// * `own`: further settings, a line each.
fn channel(folder: &Path, web: &Receiver, (name, kind, own): (&str, &str, &str)) -> String {
    let file = folder.join(name);
    std::fs::write(&file, format!("http://{}/{name}-secret", web.address)).unwrap();
    format!("[[notify]]\nname = \"{name}\"\nkind = \"{kind}\"\nurl = \"file:{}\"\n{own}", file.display())
}

/// A launch of that name, and its report.
fn report(ada: &Client) -> (String, Value) {
    let launch = ada.launch(TEMPLATE, None);
    ada.must(&launch, json!({ "type": "set_name", "name": NAME }));
    let issued = ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok();
    (launch, issued)
}

fn notices(ada: &Client, launch: &str) -> Vec<Value> {
    ada.get(&format!("/api/launches/{launch}/notifications")).ok()
}

#[test]
fn a_signed_report_is_told_once_by_each_kind_of_channel_that_wants_it_over_restarts() {
    let (web, mail) = (Receiver::web(), Receiver::mail());
    let folder = tempfile::tempdir().unwrap();
    let wants = "reports = true\n";
    let kinds = [("my-slack", "slack", wants), ("my-teams", "teams", wants), ("my-webhook", "webhook", wants)];
    let others =
        [("as-ever", "slack", ""), ("off", "slack", "reports = false\n"), ("other", "slack", "reports = true\nlaunches = [\"LCH-99\"]\n")];
    let mut more: String = kinds.into_iter().chain(others).map(|one| channel(folder.path(), &web, one)).collect();
    more += &format!(
        "[[notify]]\nname = \"my-mail\"\nkind = \"email\"\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\n\
         from = \"Holdpoint <holdpoint@example.com>\"\nto = [\"ops@example.com\"]\nreports = true\n",
        mail.address.port()
    );
    let (mut app, ada, hands) = started(&more, vec![web.address.to_string()]);
    web.answer(&[503, 503]);
    mail.answer(&[451]);
    let (launch, issued) = report(&ada);
    // It ends before anything was sent.
    app.restart();
    let ada = ada.moved_to(app.client());
    assert!(web.all().is_empty() && mail.all().is_empty());
    let waiting = notices(&ada, &launch);
    assert!(waiting.len() == 4 && waiting.iter().all(|notice| notice["state"] == "waiting"), "{waiting:?}");
    hands.minutes(&app, 1);
    app.restart();
    let ada = ada.moved_to(app.client());
    hands.minutes(&app, 90);

    let bundle = issued["bundle"].as_str().unwrap();
    let signed: Value = ada.get(&format!("/api/launches/{launch}/report/json")).ok();
    let root = root_of(&signed);
    let link = format!("/launches/{launch}/sign-off");
    for (name, ..) in kinds {
        let taken = web.taken(&format!("/{name}-secret"));
        assert_eq!(taken.len(), 1, "{name}: {taken:?}");
        for words in ["No go: the report of", &launch, "Ada issued it", "Exceptions:", "more, which the report tells", bundle, &root, &link]
        {
            assert!(taken[0].body.contains(words), "{name}, {words}: {}", taken[0].body);
        }
    }
    let refused: Vec<_> = web.all().into_iter().filter(|got| !got.taken).collect();
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().all(|got| web.taken(&got.path)[0].id == got.id), "tried again under the same id");
    assert_eq!(web.all().len(), 5, "nothing to who did not ask for reports, or for those of other launches");
    let mails = mail.all();
    assert_eq!(mails.iter().map(|got| got.taken).collect::<Vec<_>>(), [false, true]);
    let unfolded = mails[1].body.replace("=\r\n", "");
    assert!(unfolded.contains("Subject: No go: the report of") && unfolded.contains(bundle), "{unfolded}");

    let told = notices(&ada, &launch);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().all(|notice| notice["state"] == "sent" && notice["report"] == "no_go" && notice["alert"] == ""), "{told:?}");
    let view: Value = ada.get(&format!("/api/launches/{launch}/watch")).ok();
    assert_eq!(view["reportChannels"], json!(["my-slack", "my-teams", "my-webhook", "my-mail"]));
    assert!(!view.to_string().contains("-secret"), "where it went is a secret");

    ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok::<Value>();
    hands.minutes(&app, 1);
    assert_eq!(web.taken("/my-slack-secret").len(), 2, "another report is told too");
}

/// The root that the report's checkpoint states.
fn root_of(bundle: &Value) -> String {
    use base64::Engine as _;
    let payload = bundle["dsseEnvelope"]["payload"].as_str().unwrap();
    let statement: Value = serde_json::from_slice(&base64::engine::general_purpose::STANDARD.decode(payload).unwrap()).unwrap();
    statement["predicate"]["log"]["checkpoint"].as_str().unwrap().lines().nth(2).unwrap().to_owned()
}

#[test]
fn a_chat_gets_no_link_mention_or_markup_of_a_person_and_a_program_gets_fields() {
    let web = Receiver::web();
    let folder = tempfile::tempdir().unwrap();
    let wants = "reports = true\nseverities = [\"P1\"]\n";
    let kinds = [("my-slack", "slack", wants), ("my-teams", "teams", wants), ("my-webhook", "webhook", wants)];
    let more: String = kinds.into_iter().map(|one| channel(folder.path(), &web, one)).collect();
    let (app, ada, hands) = started(&more, vec![web.address.to_string()]);
    let (launch, issued) = report(&ada);
    hands.minutes(&app, 2);
    let got = |name: &str| web.taken(&format!("/{name}-secret"))[0].json();

    let slack = got("my-slack");
    assert_eq!(slack["mrkdwn"], false);
    assert!(!slack["text"].as_str().unwrap().contains(['<', '>']), "{slack}");
    let blocks = slack["blocks"].as_array().unwrap();
    assert!(blocks.iter().all(|block| block["type"] == "actions" || block["text"]["type"] == "plain_text"), "{slack}");
    let teams = got("my-teams");
    let card = &teams["attachments"][0]["content"];
    assert!(card["body"].as_array().unwrap().iter().all(|block| block["type"] == "RichTextBlock"), "{teams}");
    for shown in [slack.to_string(), teams.to_string()] {
        for found in ["<!channel", "@here", "https://evil", "evil.example"] {
            assert!(!shown.contains(found), "{found}: {shown}");
        }
    }

    let generic = got("my-webhook");
    assert_eq!((&generic["event"], &generic["launch"], &generic["launchName"]), (&json!("report_signed"), &json!(launch), &json!(NAME)));
    assert_eq!((&generic["decision"], &generic["issuedBy"], &generic["report"]), (&json!("no_go"), &json!("Ada"), &issued["bundle"]));
    assert!(generic["issuedAt"].is_string() && generic["holdsUntil"].is_null() && generic["logRoot"].is_string(), "{generic}");
    assert_eq!(generic["exceptions"].as_array().unwrap().len(), 5);
    assert!(generic["moreExceptions"].as_u64().unwrap() > 0 && generic["id"].is_string() && generic["text"].is_string(), "{generic}");
}
