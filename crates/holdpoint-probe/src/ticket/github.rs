//! GitHub: a comment on an issue or pull request, a commit status and a check run, the review of a deployment that waits.
//! Source: docs.github.com, REST API 2022-11-28, and its OpenAPI description.

use holdpoint_domain::launch::{DeliveryTrouble, Reference};
use holdpoint_domain::sentence::Sentence;
use serde_json::{Value, json};

use super::client::{Client, part};
use super::text::within;
use super::{Parcel, TicketSystem, did, foreign};
use crate::egress::Verb;
use crate::limits;

pub(super) async fn deliver(
    client: &Client<'_>,
    system: &TicketSystem,
    reference: &Reference,
    parcel: &Parcel,
) -> Result<Vec<Sentence>, DeliveryTrouble> {
    match reference {
        Reference::Issue { project, number } => Ok(vec![comment(client, &format!("/repos/{project}"), *number, parcel).await?]),
        Reference::Commit { project, sha } => {
            let place = format!("/repos/{project}");
            let mut done = vec![status(client, &place, sha, parcel).await?];
            if system.check_runs {
                done.push(check_run(client, &place, sha, parcel).await?);
            }
            Ok(done)
        }
        Reference::Deployment { project, run, environment } => {
            let place = format!("/repos/{project}/actions/runs/{run}");
            Ok(vec![review(client, &place, environment, parcel).await?])
        }
        Reference::MergeRequest { .. } | Reference::Key(_) | Reference::Record(_) => Err(foreign()),
    }
}

/// One comment of each launch: made once, then changed.
async fn comment(client: &Client<'_>, place: &str, number: u64, parcel: &Parcel) -> Result<Sentence, DeliveryTrouble> {
    let body = json!({ "body": parcel.comment(limits::GITHUB_COMMENT_CHARS) });
    for page in 1..=limits::COMMENT_PAGES {
        let path = format!("{place}/issues/{number}/comments?per_page=100&page={page}");
        let comments = client.get("looking for the comment", path).send().await?.list("")?;
        let begins = format!("<!-- {} -->", parcel.marker);
        let ours = |comment: &&Value| comment["body"].as_str().is_some_and(|text| text.starts_with(&begins));
        let ids = comments.iter().filter(ours).filter_map(|comment| comment["id"].as_u64());
        for id in ids.take(limits::COMMENT_COPIES).collect::<Vec<_>>() {
            let path = format!("{place}/issues/comments/{id}");
            if client.ask("changing the comment", Verb::Patch, path).json(&body).change().await? {
                return Ok(did::changed_comment());
            }
        }
        // The mock of an API answers each page with the same example; a real one ends with a page that is not full.
        if comments.len() < 100 {
            break;
        }
    }
    client.ask("commenting", Verb::Post, format!("{place}/issues/{number}/comments")).json(&body).send().await?;
    Ok(did::commented())
}

/// Statuses are a list of which the last counts: an equal one is not added again.
async fn status(client: &Client<'_>, place: &str, sha: &str, parcel: &Parcel) -> Result<Sentence, DeliveryTrouble> {
    let state = if parcel.go { "success" } else { "failure" };
    let wish = json!({ "state": state, "target_url": parcel.link, "description": parcel.line, "context": parcel.name });
    let listed = client.get("looking for the commit status", format!("{place}/commits/{sha}/statuses?per_page=100")).send().await?;
    let listed = listed.list("")?;
    let latest = listed.iter().find(|status| status["context"] == wish["context"]);
    let equal = |key: &str| latest.is_some_and(|status| status[key] == wish[key]);
    if ["state", "target_url", "description"].iter().all(|key| equal(key)) {
        return Ok(did::status_there());
    }
    client.ask("setting the commit status", Verb::Post, format!("{place}/statuses/{sha}")).json(&wish).send().await?;
    Ok(did::set_status())
}

/// One check run of each launch and commit, which only a GitHub App may make.
async fn check_run(client: &Client<'_>, place: &str, sha: &str, parcel: &Parcel) -> Result<Sentence, DeliveryTrouble> {
    let limit = limits::GITHUB_CHECK_CHARS;
    let cut = |text: &str| within(text, limit, "Cut here: the launch's page has the whole report.");
    let mut wish = json!({
        "name": parcel.name,
        "external_id": parcel.marker,
        "details_url": parcel.link,
        "status": "completed",
        "conclusion": if parcel.go { "success" } else { "failure" },
        "output": { "title": parcel.title, "summary": cut(&parcel.markdown), "text": cut(&parcel.whole) },
    });
    let path = format!("{place}/commits/{sha}/check-runs?check_name={}&filter=latest&per_page=100", part(&parcel.name));
    let known = client.get("looking for the check run", path).send().await?.list("/check_runs")?;
    let ours = known.iter().find(|run| run["external_id"] == wish["external_id"]).and_then(|run| run["id"].as_u64());
    if let Some(id) = ours {
        client.ask("changing the check run", Verb::Patch, format!("{place}/check-runs/{id}")).json(&wish).send().await?;
        return Ok(did::changed_check_run());
    }
    wish["head_sha"] = sha.into();
    client.ask("making the check run", Verb::Post, format!("{place}/check-runs")).json(&wish).send().await?;
    Ok(did::made_check_run())
}

/// A review can be given once: whether the run still waits for it is asked first.
async fn review(client: &Client<'_>, place: &str, environment: &str, parcel: &Parcel) -> Result<Sentence, DeliveryTrouble> {
    let waiting = client.get("looking at what waits", format!("{place}/pending_deployments")).send().await?.list("")?;
    if !waiting.iter().any(|one| one["environment"]["name"] == environment) {
        return Ok(did::not_waiting(environment));
    }
    let state = if parcel.go { "approved" } else { "rejected" };
    let wish = json!({ "environment_name": environment, "state": state, "comment": format!("{} {}", parcel.line, parcel.link) });
    client.ask("reviewing the deployment", Verb::Post, format!("{place}/deployment_protection_rule")).json(&wish).send().await?;
    Ok(if parcel.go { did::approved(environment) } else { did::rejected(environment) })
}
