//! Jira, Cloud and Data Center alike: files, then a comment that tells of them. The API's version 2 takes a comment as text, which both
//! have; version 3 takes a document tree, which Data Center does not know. Source: developer.atlassian.com, REST API v2.

use holdpoint_domain::launch::{DeliveryTrouble, Reference};
use holdpoint_domain::sentence::Sentence;
use serde_json::{Value, json};

use super::client::{Client, is_id};
use super::files::Kept;
use super::{Parcel, TicketFile, TicketSystem, did, foreign, multipart};
use crate::egress::Verb;
use crate::limits;

pub(super) async fn deliver(
    client: &Client<'_>,
    system: &TicketSystem,
    reference: &Reference,
    parcel: &Parcel,
) -> Result<Vec<Sentence>, DeliveryTrouble> {
    let Reference::Key(key) = reference else { return Err(foreign()) };
    let issue = format!("/rest/api/2/issue/{key}");
    let listed = client.get("looking at the issue", format!("{issue}?fields=attachment")).send().await?.list("/fields/attachment")?;
    let has = |file: &TicketFile| listed.iter().any(|known| known["filename"] == file.name);
    let mut kept = Kept::default();
    for file in &parcel.files {
        kept.bring((system, file), has(file), attach(client, &issue, file)).await?;
    }
    let comment = comment(client, &issue, &parcel.wiki(&kept.lines(), limits::JIRA_COMMENT_CHARS), parcel).await?;
    Ok(kept.told(comment))
}

async fn attach(client: &Client<'_>, issue: &str, file: &TicketFile) -> Result<(), DeliveryTrouble> {
    let (kind, body) = multipart::form("file", file);
    let ask = client.ask("attaching a file", Verb::Post, format!("{issue}/attachments"));
    ask.with("x-atlassian-token", "no-check").file(&kind, body).send().await.map(drop)
}

/// One comment of each launch: made once, then changed.
async fn comment(client: &Client<'_>, issue: &str, text: &str, parcel: &Parcel) -> Result<Sentence, DeliveryTrouble> {
    let body = json!({ "body": text });
    for page in 0..limits::COMMENT_PAGES {
        let path = format!("{issue}/comment?startAt={}&maxResults=100", page * 100);
        let known = client.get("looking for the comment", path).send().await?.list("/comments")?;
        let stamp = format!("\nReference: {}", parcel.marker);
        let ours = |comment: &&Value| comment["body"].as_str().is_some_and(|text| text.replace('\r', "").trim_end().ends_with(&stamp));
        let ids = known.iter().filter(ours).filter_map(|comment| comment["id"].as_str()).filter(|id| is_id(id));
        for id in ids.take(limits::COMMENT_COPIES).collect::<Vec<_>>() {
            if client.ask("changing the comment", Verb::Put, format!("{issue}/comment/{id}")).json(&body).change().await? {
                return Ok(did::changed_comment());
            }
        }
        if known.len() < 100 {
            break;
        }
    }
    client.ask("commenting", Verb::Post, format!("{issue}/comment")).json(&body).send().await?;
    Ok(did::commented())
}
