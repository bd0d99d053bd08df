//! A message, and how each kind of channel writes it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::message::Message;
use super::report::ReportMessage;
use crate::limits;

/// What a message is about. In the store an alert's is as it was before reports were told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Notice {
    Alert(Message),
    Report(ReportMessage),
}

impl Notice {
    /// In one line.
    pub fn subject(&self) -> String {
        match self {
            Self::Alert(message) => message.subject(),
            Self::Report(message) => message.subject(),
        }
    }

    /// What else it says: lines that belong together.
    fn parts(&self) -> Vec<Vec<String>> {
        match self {
            Self::Alert(message) => vec![message.lines()],
            Self::Report(message) => message.parts(),
        }
    }

    fn link(&self) -> &str {
        match self {
            Self::Alert(message) => &message.link,
            Self::Report(message) => &message.link,
        }
    }

    /// For an e-mail.
    pub fn text(&self) -> String {
        let parts = match self {
            Self::Alert(message) => message.lines(),
            Self::Report(message) => message.parts().iter().map(|lines| lines.join("\n")).collect(),
        };
        let all = std::iter::once(self.subject()).chain(parts).chain([self.link().to_owned()]);
        all.collect::<Vec<_>>().join("\n\n") + "\n"
    }

    /// As a chat may show it. What people wrote about a launch becomes no link and no mention, whatever a chat looks for in plain text. What is to
    /// be done about an alert is its checklist's, and stays as it is: an address in it is meant to be opened.
    fn for_chat(&self) -> (String, Vec<Vec<String>>) {
        let parts = match self {
            Self::Alert(_) => self.parts(),
            Self::Report(_) => self.parts().iter().map(|lines| lines.iter().map(|line| inert(line)).collect()).collect(),
        };
        (inert(&self.subject()), parts)
    }

    /// Slack's incoming webhooks: plain text, in which only three characters mean something.
    pub fn slack(&self) -> Value {
        let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let section = |text: &str| json!({ "type": "section", "text": { "type": "plain_text", "text": cut(text), "emoji": false } });
        let ((subject, parts), link) = (self.for_chat(), self.link());
        let lines: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
        let mut blocks = vec![section(&subject)];
        blocks.extend(parts.iter().map(|lines| section(&lines.join("\n"))));
        let open =
            json!({ "type": "button", "url": link, "action_id": "open", "text": { "type": "plain_text", "text": "Open the launch" } });
        blocks.push(json!({ "type": "actions", "elements": [open] }));
        json!({ "text": plain(&format!("{subject}. {} {link}", lines.join(" "))), "blocks": blocks, "mrkdwn": false })
    }

    /// Teams' workflows ("When a Teams webhook request is received"): an Adaptive Card, in runs that know no markup.
    pub fn teams(&self) -> Value {
        let run = |text: &str, bold: bool| {
            let weight = if bold { "Bolder" } else { "Default" };
            json!({ "type": "RichTextBlock", "inlines": [{ "type": "TextRun", "text": text, "weight": weight }] })
        };
        let (subject, parts) = self.for_chat();
        let mut body = vec![run(&subject, true)];
        body.extend(parts.iter().flatten().map(|line| run(line, false)));
        let card = json!({
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": body,
            "actions": [{ "type": "Action.OpenUrl", "title": "Open the launch", "url": self.link() }],
        });
        let attachment = json!({ "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null, "content": card });
        json!({ "type": "message", "attachments": [attachment] })
    }

    /// For programs.
    pub fn generic(&self, id: Uuid) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if matches!(self, Self::Report(_)) {
            value["event"] = "report_signed".into();
        }
        value["id"] = id.to_string().into();
        value["text"] = self.text().into();
        value
    }
}

fn cut(text: &str) -> String {
    text.chars().take(limits::SLACK_BLOCK_CHARS).collect()
}

/// Not seen, no space, and no part of a name: what looks for `@name` or `example.com` does not find it.
const JOINER: char = '\u{2060}';

/// A text in which a chat finds no address, no person and no room.
fn inert(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        safe.push(character);
        let starts = match (character, characters.peek()) {
            ('@' | '#' | '<', Some(next)) => !next.is_whitespace(),
            ('.', Some(next)) => next.is_alphabetic(),
            (':', Some(next)) => *next == '/',
            _ => false,
        };
        if starts {
            safe.push(JOINER);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::alert::Change;
    use holdpoint_domain::id::{Digest, LaunchId};
    use holdpoint_domain::launch::Decision;
    use holdpoint_domain::template::Severity;

    use super::*;

    fn message(change: Change) -> Notice {
        Notice::Alert(Message {
            launch: LaunchId(7),
            launch_name: "Release <1> & *bold*".into(),
            alert: "Token refused".into(),
            severity: Severity::P1,
            change,
            since: "2026-11-24T10:00:00Z".parse().unwrap(),
            why: "1 of 3 runs within 15 minutes.".into(),
            action: "Replace the token.".into(),
            link: "https://holdpoint.example.com/launches/LCH-7/watch".into(),
        })
    }

    fn report(name: &str) -> ReportMessage {
        ReportMessage {
            launch: LaunchId(7),
            launch_name: name.into(),
            decision: Decision::Go,
            issued_by: "Ada".into(),
            issued_at: "2026-11-24T10:00:00Z".parse().unwrap(),
            holds_until: Some("2026-11-25T10:00:00Z".parse().unwrap()),
            exceptions: vec!["to be known, waiver in force: setup.token (ends tomorrow)".into()],
            more_exceptions: 2,
            report: Digest::of(b"report"),
            log_size: "12".into(),
            log_root: "AAAA/+8=".into(),
            link: "https://holdpoint.example.com/launches/LCH-7/sign-off".into(),
        }
    }

    #[test]
    fn each_kind_says_the_same_in_its_own_form() {
        let fires = message(Change::Fires);
        assert_eq!(
            fires.text(),
            "P1 Token refused: Release <1> & *bold* (LCH-7)\n\nThe alert fires since 2026-11-24 10:00 UTC. 1 of 3 runs within 15 minutes.\n\n\
             What to do: Replace the token.\n\nhttps://holdpoint.example.com/launches/LCH-7/watch\n"
        );
        let over = message(Change::Recovers);
        assert!(over.subject().starts_with("Over: Token refused") && !over.text().contains("What to do"));
        let slack = fires.slack();
        assert!(slack["text"].as_str().unwrap().contains("Release &lt;\u{2060}1&gt; &amp; *bold*"));
        assert_eq!(slack["blocks"][0]["text"]["type"], "plain_text");
        let teams = fires.teams();
        let card = &teams["attachments"][0]["content"];
        assert_eq!((&card["type"], &card["body"][0]["inlines"][0]["text"]), (&json!("AdaptiveCard"), &json!(inert(&fires.subject()))));
        let generic = fires.generic(Uuid::from_u128(1));
        assert_eq!((&generic["change"], &generic["id"]), (&json!("fires"), &json!("00000000-0000-0000-0000-000000000001")));
    }

    #[test]
    fn a_report_is_told_with_what_anchors_the_history() {
        let told = Notice::Report(report("Release 1"));
        let text = format!(
            "Go: the report of Release 1 (LCH-7) is signed\n\nAda issued it 2026-11-24 10:00 UTC. It holds until 2026-11-25 10:00 UTC.\n\n\
             Exceptions:\n- to be known, waiver in force: setup.token (ends tomorrow)\n- and 2 more, which the report tells\n\n\
             Signed proof: {}\nRoot of the launch's log: AAAA/+8= over 12 entries\n\n\
             https://holdpoint.example.com/launches/LCH-7/sign-off\n",
            Digest::of(b"report")
        );
        assert_eq!(told.text(), text);
        let no_go =
            ReportMessage { decision: Decision::NoGo, holds_until: None, exceptions: Vec::new(), more_exceptions: 0, ..report("A") };
        let no_go = Notice::Report(no_go).text();
        assert!(no_go.starts_with("No go: ") && !no_go.contains("holds") && !no_go.contains("Exceptions"), "{no_go}");
    }

    #[test]
    fn a_long_report_fits_what_a_chat_takes() {
        let wide = "<a.b@c>".repeat(60);
        let long = ReportMessage { exceptions: vec![wide.clone(); limits::NOTICE_EXCEPTIONS], ..report(&wide) };
        let slack = Notice::Report(long).slack();
        for block in slack["blocks"].as_array().unwrap().iter().filter(|block| block["type"] == "section") {
            assert!(block["text"]["text"].as_str().unwrap().chars().count() < 3_000);
        }
        assert!(slack.to_string().contains(&Digest::of(b"report").to_string()), "the digests have a block of their own");
    }

    #[test]
    fn what_people_wrote_about_a_launch_becomes_no_link_mention_or_markup_in_a_chat() {
        let name = "<!channel> @here #general <https://evil.example|x> http://evil.example www.evil.example <at>Ada</at> *b*";
        let Notice::Alert(alert) = message(Change::Fires) else { panic!("an alert") };
        let alert = Notice::Alert(Message { launch_name: name.into(), ..alert });
        let (proof, report) = (Digest::of(b"report").to_string(), Notice::Report(report(name)));
        let as_they_are = [(report, "sign-off", ["AAAA/+8=", proof.as_str()]), (alert, "watch", ["1 of 3 runs", "Replace the token."])];
        for (told, page, words) in as_they_are {
            let (slack, teams) = (told.slack(), told.teams());
            assert_eq!((&slack["mrkdwn"], &slack["blocks"][0]["text"]["type"]), (&json!(false), &json!("plain_text")));
            let text = slack["text"].as_str().unwrap();
            assert!(!text.contains(['<', '>']), "{text}");
            let card = &teams["attachments"][0]["content"];
            let runs = card["body"].as_array().unwrap();
            assert!(runs.iter().all(|block| block["type"] == "RichTextBlock"), "no block knows markup");
            let shown = [text.to_owned(), slack["blocks"].to_string(), card["body"].to_string()];
            for shown in shown.map(|shown| shown.replace(&format!("https://holdpoint.example.com/launches/LCH-7/{page}"), "")) {
                for found in ["@here", "#general", "://", "evil.example", "www.e", "<at", "<!", "<https"] {
                    assert!(!shown.contains(found), "{found}: {shown}");
                }
                assert!(words.iter().all(|word| shown.contains(word)), "{words:?} are as they are: {shown}");
            }
        }
    }

    #[test]
    fn a_message_is_read_again_as_it_was_kept_also_by_an_earlier_version() {
        let earlier = r#"{"launch":"LCH-7","launchName":"Release <1> & *bold*","alert":"Token refused","severity":"P1","change":"fires",
            "since":"2026-11-24T10:00:00Z","why":"1 of 3 runs within 15 minutes.","action":"Replace the token.",
            "link":"https://holdpoint.example.com/launches/LCH-7/watch"}"#;
        assert_eq!(serde_json::from_str::<Notice>(earlier).unwrap(), message(Change::Fires));
        for notice in [message(Change::Recovers), Notice::Report(report("Release 1"))] {
            let kept = serde_json::to_string(&notice).unwrap();
            assert_eq!(serde_json::from_str::<Notice>(&kept).unwrap(), notice, "{kept}");
        }
    }
}
