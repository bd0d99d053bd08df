//! Messages on their way: claimed, sent, settled; tried again with growing pauses, and given up in the end.
//!
//! What this can promise: a message is made exactly once for each change and each report, and is sent at least once until it is taken or given up.
//! A replica that dies between the receiver's yes and our note of it lets another send it again, under the same id.

use holdpoint_domain::id::Timestamp;
use holdpoint_probe::Egress;
use holdpoint_probe::notify::{self, LeftOut, Mail, NotSent};
use holdpoint_store::StoreError;
use holdpoint_store::watching::{DueNotice, Lease, Outcome};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::Notice;
use crate::app::App;
use crate::config::Channel;
use crate::limits;

/// Takes messages that are due, and begins to send them.
pub async fn begin(app: &App, now: Timestamp, under_way: &mut JoinSet<()>) -> Result<(), StoreError> {
    // Taken before the claim: what is claimed begins at once, and a slow receiver holds its own.
    let permits: Vec<_> = std::iter::from_fn(|| app.watch.sending.clone().try_acquire_owned().ok()).collect();
    if permits.is_empty() {
        return Ok(());
    }
    let lease = Lease::begin(now, limits::NOTICE_LEASE);
    // As long as a pause can be, and one can be under way: clocks differ a little.
    let latest = now.saturating_add(limits::NOTICE_RETRY_MOST.saturating_add(limits::NOTICE_LEASE)).unwrap_or(Timestamp::MAX);
    for (due, permit) in app.store.claim_notices(lease, latest, permits.len()).await?.into_iter().zip(permits) {
        let app = app.clone();
        under_way.spawn(async move {
            let id = due.notice.id;
            if let Err(error) = one(&app, due).await {
                tracing::warn!(%id, %error, "what became of a message was not kept; it may be sent again under the same id");
            }
            drop(permit);
        });
    }
    Ok(())
}

async fn one(app: &App, due: DueNotice) -> Result<(), StoreError> {
    let channel = app.watch.channels.iter().find(|channel| channel.name.as_str() == due.notice.channel);
    let kind = channel.map_or("none", |channel| channel.channel.kind());
    let message = serde_json::from_str::<Notice>(&due.notice.payload);
    let outcome = match (channel, message) {
        (None, _) => Outcome::Failed(NotSent::NoChannel.said().into()),
        (_, Err(_)) => Outcome::Failed(NotSent::Unreadable.said().into()),
        (Some(channel), Ok(message)) => match deliver(&app.egress, &channel.channel, &message, Attempt::of(&due)).await {
            Ok(None) => Outcome::Sent,
            Ok(Some(left_out)) => Outcome::SentInPart(left_out.said().into()),
            Err(trouble) => after(app.watch.clock.now(), due.attempts, trouble),
        },
    };
    let (word, trouble) = match &outcome {
        Outcome::Sent => ("sent", None),
        Outcome::SentInPart(trouble) => ("sent", Some(trouble)),
        Outcome::Later(_, trouble) => ("retried", Some(trouble)),
        Outcome::Failed(trouble) => ("failed", Some(trouble)),
    };
    if let Some(trouble) = trouble {
        let trouble = trouble.words.as_str();
        tracing::warn!(channel = due.notice.channel, launch = %due.launch, trouble, outcome = word, "a message was not taken, or not for everybody");
    }
    app.metrics.told(kind, word);
    app.store.settle_notice(due, outcome, app.watch.clock.now()).await.map(drop)
}

/// Tried again after a pause that doubles, unless it would end the same or was tried often enough.
fn after(now: Timestamp, attempts: u32, trouble: NotSent) -> Outcome {
    if trouble.is_final() || limits::NOTICE_ATTEMPTS <= attempts + 1 {
        return Outcome::Failed(trouble.said().into());
    }
    let pause = limits::NOTICE_RETRY.saturating_mul(1 << attempts.min(16)).min(limits::NOTICE_RETRY_MOST);
    Outcome::Later(now.saturating_add(pause).unwrap_or(Timestamp::MAX), trouble.said().into())
}

/// One of the attempts at a message.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// The message's, in all of them.
    pub id: Uuid,
    /// Whether a receiver whom a mail server refuses only for now is worth another attempt before the others get it.
    pub patient: bool,
}

impl Attempt {
    fn of(due: &DueNotice) -> Self {
        Self { id: due.notice.id, patient: due.attempts < limits::MAIL_PATIENCE }
    }
}

/// Sends a message by a channel, once. Returns who was left out.
pub async fn deliver(egress: &Egress, channel: &Channel, message: &Notice, attempt: Attempt) -> Result<Option<LeftOut>, NotSent> {
    let Attempt { id, patient } = attempt;
    let post = async |url, body: serde_json::Value| notify::post(egress, url, body.to_string(), &id.to_string()).await.map(|()| None);
    match channel {
        Channel::Slack(url) => post(url, message.slack()).await,
        Channel::Teams(url) => post(url, message.teams()).await,
        Channel::Webhook(url) => post(url, message.generic(id)).await,
        Channel::Email { server, from, to } => {
            let (from, to) = (from.clone(), to.clone());
            let mail = Mail { from, to, subject: message.subject(), text: message.text(), id: id.to_string(), patient };
            notify::mail(egress, server, &mail).await
        }
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::check::ProbeFailure;

    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour_and_then_it_is_given_up() {
        let now = Timestamp::UNIX_EPOCH;
        let away = NotSent::Failed(ProbeFailure::Unreachable);
        let pauses: Vec<i64> = (0..limits::NOTICE_ATTEMPTS)
            .map_while(|attempts| match after(now, attempts, away) {
                Outcome::Later(at, _) => Some(at.as_second()),
                Outcome::Sent | Outcome::SentInPart(_) | Outcome::Failed(_) => None,
            })
            .collect();
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600]);
        for (trouble, is_final) in [
            (NotSent::Status(404), true),
            (NotSent::Status(429), false),
            (NotSent::Status(503), false),
            (NotSent::Mail(451), false),
            (NotSent::Mail(550), true),
            (NotSent::Mail(535), false),
            (NotSent::Secret, false),
        ] {
            assert_eq!(matches!(after(now, 0, trouble), Outcome::Failed(_)), is_final, "{trouble}");
        }
    }
}
