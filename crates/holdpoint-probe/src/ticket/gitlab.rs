//! GitLab: a note on an issue or merge request, a commit status. Source: docs.gitlab.com, REST API v4, "Notes" and "Commits".

use holdpoint_domain::launch::{DeliveryTrouble, Reference};
use holdpoint_domain::sentence::Sentence;
use serde_json::{Value, json};

use super::client::{Client, part};
use super::{Parcel, did, foreign};
use crate::egress::Verb;
use crate::limits;

pub(super) async fn deliver(client: &Client<'_>, reference: &Reference, parcel: &Parcel) -> Result<Vec<Sentence>, DeliveryTrouble> {
    let place = |project: &str| format!("/api/v4/projects/{}", part(project));
    let done = match reference {
        Reference::Issue { project, number } => note(client, format!("{}/issues/{number}/notes", place(project)), parcel).await?,
        Reference::MergeRequest { project, number } => {
            note(client, format!("{}/merge_requests/{number}/notes", place(project)), parcel).await?
        }
        Reference::Commit { project, sha } => status(client, &place(project), sha, parcel).await?,
        Reference::Deployment { .. } | Reference::Key(_) | Reference::Record(_) => return Err(foreign()),
    };
    Ok(vec![done])
}

/// One note of each launch: made once, then changed.
async fn note(client: &Client<'_>, notes: String, parcel: &Parcel) -> Result<Sentence, DeliveryTrouble> {
    let body = json!({ "body": parcel.comment(limits::GITLAB_NOTE_CHARS) });
    let begins = format!("<!-- {} -->", parcel.marker);
    for page in 1..=limits::COMMENT_PAGES {
        let path = format!("{notes}?sort=asc&order_by=created_at&per_page=100&page={page}");
        let known = client.get("looking for the note", path).send().await?.list("")?;
        let ours = |note: &&Value| note["body"].as_str().is_some_and(|text| text.starts_with(&begins));
        let ids = known.iter().filter(ours).filter_map(|note| note["id"].as_u64());
        for id in ids.take(limits::COMMENT_COPIES).collect::<Vec<_>>() {
            if client.ask("changing the note", Verb::Put, format!("{notes}/{id}")).json(&body).change().await? {
                return Ok(did::changed_note());
            }
        }
        if known.len() < 100 {
            break;
        }
    }
    client.ask("writing the note", Verb::Post, notes).json(&body).send().await?;
    Ok(did::wrote_note())
}

/// GitLab refuses a status that is set already, so it is looked at first.
async fn status(client: &Client<'_>, place: &str, sha: &str, parcel: &Parcel) -> Result<Sentence, DeliveryTrouble> {
    let state = if parcel.go { "success" } else { "failed" };
    let name = part(&parcel.name);
    let path = format!("{place}/repository/commits/{sha}/statuses?name={name}&per_page=100");
    let known = client.get("looking for the commit status", path).send().await?.list("")?;
    let equal = |one: &Value| {
        one["name"] == parcel.name && one["status"] == state && one["description"] == parcel.line && one["target_url"] == parcel.link
    };
    if known.iter().any(equal) {
        return Ok(did::status_there());
    }
    let wish = json!({ "state": state, "name": parcel.name, "target_url": parcel.link, "description": parcel.line });
    client.ask("setting the commit status", Verb::Post, format!("{place}/statuses/{sha}")).json(&wish).send().await?;
    Ok(did::set_status())
}
