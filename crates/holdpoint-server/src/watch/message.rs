//! A message about an alert: what it says, and how each kind of channel writes it. No secret, no answer of a target is in it.

use holdpoint_domain::alert::{Change, Standing};
use holdpoint_domain::id::{LaunchId, Timestamp};
use holdpoint_domain::launch::Launch;
use holdpoint_domain::template::{Alert, Severity};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// What a message says. This is also what the kind `webhook` sends, with an `id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub launch: LaunchId,
    pub launch_name: String,
    pub alert: String,
    pub severity: Severity,
    pub change: Change,
    pub since: Timestamp,
    /// What decided it.
    pub why: String,
    pub action: String,
    /// The launch's page.
    pub link: String,
}

impl Message {
    pub fn new(launch: &Launch, alert: &Alert, (change, standing): (Change, &Standing), public: &str) -> Self {
        Self {
            launch: launch.id,
            launch_name: launch.details.name.value.clone(),
            alert: alert.name.clone(),
            severity: alert.severity,
            change,
            since: standing.since,
            why: standing.why.clone(),
            action: alert.action.clone(),
            link: format!("{public}/launches/{}/watch", launch.id),
        }
    }

    /// What an operator sends to try a channel.
    pub fn test(now: Timestamp, public: &str) -> Self {
        Self {
            launch: LaunchId(1),
            launch_name: "no launch".into(),
            alert: "Test".into(),
            severity: Severity::P4,
            change: Change::Fires,
            since: now,
            why: "This is a test of the channel; nothing is wrong.".into(),
            action: "Nothing.".into(),
            link: public.to_owned(),
        }
    }

    /// In one line.
    pub fn subject(&self) -> String {
        let Self { launch, launch_name, alert, severity, .. } = self;
        match self.change {
            Change::Fires => format!("{severity:?} {alert}: {launch_name} ({launch})"),
            Change::Recovers => format!("Over: {alert}: {launch_name} ({launch})"),
        }
    }

    fn sentence(&self) -> String {
        let since = self.since.strftime("%Y-%m-%d %H:%M UTC");
        match self.change {
            Change::Fires => format!("The alert fires since {since}. {}", self.why),
            Change::Recovers => format!("The alert is quiet again since {since}. {}", self.why),
        }
    }

    fn what_to_do(&self) -> Option<String> {
        (self.change == Change::Fires).then(|| format!("What to do: {}", self.action))
    }

    /// For an e-mail.
    pub fn text(&self) -> String {
        let lines = [Some(self.subject()), Some(self.sentence()), self.what_to_do(), Some(self.link.clone())];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n\n") + "\n"
    }

    /// Slack's incoming webhooks: plain text, in which only three characters mean something.
    pub fn slack(&self) -> Value {
        let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let lines: Vec<String> = [Some(self.sentence()), self.what_to_do()].into_iter().flatten().collect();
        let section = |text: &str| json!({ "type": "section", "text": { "type": "plain_text", "text": cut(text), "emoji": false } });
        json!({
            "text": plain(&format!("{}. {} {}", self.subject(), lines.join(" "), self.link)),
            "blocks": [
                section(&self.subject()),
                section(&lines.join("\n")),
                { "type": "actions", "elements": [{
                    "type": "button", "url": self.link, "action_id": "open", "text": { "type": "plain_text", "text": "Open the launch" },
                }] },
            ],
        })
    }

    /// Teams' workflows ("When a Teams webhook request is received"): an Adaptive Card, in runs that know no markup.
    pub fn teams(&self) -> Value {
        let run = |text: String, bold: bool| {
            let weight = if bold { "Bolder" } else { "Default" };
            json!({ "type": "RichTextBlock", "inlines": [{ "type": "TextRun", "text": text, "weight": weight }] })
        };
        let mut body = vec![run(self.subject(), true), run(self.sentence(), false)];
        body.extend(self.what_to_do().map(|text| run(text, false)));
        let card = json!({
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": body,
            "actions": [{ "type": "Action.OpenUrl", "title": "Open the launch", "url": self.link }],
        });
        let attachment = json!({ "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null, "content": card });
        json!({ "type": "message", "attachments": [attachment] })
    }

    /// For programs.
    pub fn generic(&self, id: Uuid) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        value["id"] = id.to_string().into();
        value["text"] = self.text().into();
        value
    }
}

/// Slack takes 3,000 characters in a block.
fn cut(text: &str) -> String {
    text.chars().take(2_900).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(change: Change) -> Message {
        Message {
            launch: LaunchId(7),
            launch_name: "Release <1> & *bold*".into(),
            alert: "Token refused".into(),
            severity: Severity::P1,
            change,
            since: "2026-11-24T10:00:00Z".parse().unwrap(),
            why: "1 of 3 runs within 15 minutes.".into(),
            action: "Replace the token.".into(),
            link: "https://holdpoint.example.com/launches/LCH-7/watch".into(),
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
        assert!(slack["text"].as_str().unwrap().contains("Release &lt;1&gt; &amp; *bold*"));
        assert_eq!(slack["blocks"][0]["text"]["type"], "plain_text");
        let teams = fires.teams();
        let card = &teams["attachments"][0]["content"];
        assert_eq!((&card["type"], &card["body"][0]["inlines"][0]["text"]), (&json!("AdaptiveCard"), &json!(fires.subject())));
        let generic = fires.generic(Uuid::from_u128(1));
        assert_eq!((&generic["change"], &generic["id"]), (&json!("fires"), &json!("00000000-0000-0000-0000-000000000001")));
    }
}
