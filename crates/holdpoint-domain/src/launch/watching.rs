//! Watching: whether a launch's scheduled checks run by themselves, and which of their receipts are news.

use super::record::by_these_rules;
use super::refusal::{Refusal, order, rule};
use super::*;
use crate::check::Receipt;

/// How long a launch is watched after its change window has ended: most faults of a release show within a day.
pub const AFTER_WINDOW: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// How long a launch without a change window is watched after somebody switched it on: nobody asks a target for ever by oversight.
pub const WITHOUT_WINDOW: jiff::SignedDuration = jiff::SignedDuration::from_hours(30 * 24);

/// A receipt is replaced by an equal one when less than this part of its life is left, or less than two runs: the gate stays fresh,
/// and the log stays short.
const LAST_PART: i32 = 4;

/// Whether a launch is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watch {
    Off,
    On {
        connection: ConnectionName,
        /// When it ends by itself.
        until: Timestamp,
    },
    /// It was on.
    Ended(WatchEnd),
}

/// Why a launch is not watched any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchEnd {
    /// The launch has another connection than the one that was watched.
    OtherConnection,
    /// [`AFTER_WINDOW`] has passed.
    WindowOver,
    /// [`WITHOUT_WINDOW`] has passed.
    LongEnough,
}

impl WatchEnd {
    /// Why it ended and what to do, as a sentence.
    pub fn words(self) -> &'static str {
        match self {
            WatchEnd::OtherConnection => "The launch has another connection now; switch watching on for that one.",
            WatchEnd::WindowOver => "The change window ended more than a day ago; set a later one to watch on.",
            WatchEnd::LongEnough => "It ran for 30 days; switch it on again to watch on.",
        }
    }
}

impl Launch {
    /// Whether the launch's scheduled checks run by themselves.
    pub fn watch(&self, now: Timestamp) -> Watch {
        let Some(connection) = &self.watching.value else { return Watch::Off };
        if self.details.connection.value.as_ref() != Some(connection) {
            return Watch::Ended(WatchEnd::OtherConnection);
        }
        let since = self.watching.at.unwrap_or(self.created_at);
        match self.watch_end(since) {
            until if until <= now && self.details.window.value.is_some() => Watch::Ended(WatchEnd::WindowOver),
            until if until <= now => Watch::Ended(WatchEnd::LongEnough),
            until => Watch::On { connection: connection.clone(), until },
        }
    }

    fn watch_end(&self, since: Timestamp) -> Timestamp {
        let end = match self.details.window.value {
            Some(window) => window.to.saturating_add(AFTER_WINDOW),
            None => since.saturating_add(WITHOUT_WINDOW),
        };
        end.unwrap_or(Timestamp::MAX)
    }

    pub(super) fn decide_watching(&self, connection: Option<&ConnectionName>, context: &Context) -> Result<Vec<Event>, Refusal> {
        let yours = connection.cloned();
        let words = |name: &Option<ConnectionName>| name.as_ref().map_or_else(|| "off".to_owned(), ConnectionName::to_string);
        self.unchanged(context, ("connection", &self.watching), &yours, words)?;
        let Some(name) = connection else {
            return Ok(if self.watching.value.is_some() { vec![Event::WatchingSet { connection: None }] } else { vec![] });
        };
        if self.details.connection.value.as_ref() != Some(name) {
            return Err(Refusal::Bad { field: "connection", rule: rule::watched_connection() });
        }
        if !self.template.checks.iter().any(|check| check.every().is_some()) {
            return Err(Refusal::WrongOrder(order::nothing_to_watch()));
        }
        if self.watch_end(context.now) <= context.now {
            return Err(Refusal::WrongOrder(order::window_ended()));
        }
        let going = matches!(self.watch(context.now), Watch::On { .. });
        Ok(if going { vec![] } else { vec![Event::WatchingSet { connection: yours }] })
    }

    /// What becomes of a receipt of the schedule: an event when it is news, nothing when the log says the same already.
    pub(super) fn decide_scheduled(&self, receipt: &Receipt, context: &Context) -> Result<Vec<Event>, Refusal> {
        if context.actor != MemberId::SCHEDULE {
            return Err(Refusal::NoSuchLaunch(self.id));
        }
        let check = self.template.check(&receipt.check).filter(|check| check.every().is_some());
        let check = check.ok_or_else(|| Refusal::NoSuch { what: "check with a schedule", id: receipt.check.to_string() })?;
        by_these_rules(check, receipt)?;
        let watched = matches!(self.watch(context.now), Watch::On { connection, .. } if receipt.connection.as_ref() == Some(&connection));
        if !watched {
            return Err(Refusal::WrongOrder(order::not_watched()));
        }
        let every = check.every().map_or(jiff::SignedDuration::ZERO, |every| every.duration());
        let known = if self.stays(receipt, context.now) { &self.unseen } else { &self.receipts };
        let news = known.get(&receipt.check).is_none_or(|known| is_news(known, receipt, every));
        Ok(if news { vec![self.checked(Box::new(receipt.clone()), context)] } else { vec![] })
    }
}

fn is_news(known: &Receipt, new: &Receipt, every: jiff::SignedDuration) -> bool {
    let same = known.judgement.verdict == new.judgement.verdict
        && known.connection == new.connection
        && known.configuration == new.configuration
        && known.observation.failure == new.observation.failure;
    let life = new.expires_at.duration_since(new.observation.started_at);
    let spare = (life / LAST_PART).max(every.saturating_mul(2));
    !same || known.expires_at.duration_since(new.observation.started_at) <= spare
}
