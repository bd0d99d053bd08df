//! How long a command waits for something: one `--wait` for all of them.

use std::time::Duration;

use holdpoint_probe::remote::{NoAnswer, RemoteAnswer};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;

use super::out;
use super::remote::{Trouble, heard};
use crate::limits;

/// Before the second attempt; twice as long before each one after it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// No pause is longer: a server that is back is not left waiting.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Attempts at something that may be done again, as long as it is waited for.
pub struct Patience {
    most: Duration,
    waited: Duration,
    pause: Duration,
}

impl Patience {
    /// * `most`: how long all pauses are together, while nothing goes on.
    pub fn new(most: Duration) -> Self {
        Self { most, waited: Duration::ZERO, pause: FIRST_PAUSE }
    }

    /// Something went on, so the time begins anew.
    pub fn renew(&mut self) {
        *self = Self::new(self.most);
    }

    /// Waits before another attempt, and says why; `false`: it was long enough.
    pub async fn another(&mut self, why: &str) -> bool {
        let pause = self.pause.min(self.most.saturating_sub(self.waited));
        if pause.is_zero() {
            return false;
        }
        out::aside(format!("holdpoint: {why}; trying again"));
        tokio::time::sleep(pause).await;
        (self.waited, self.pause) = (self.waited + pause, (self.pause * 2).min(LONGEST_PAUSE));
        true
    }

    /// Sends what may be sent again until it is answered.
    ///
    /// * Errors: it was long enough, or asking again does not help; the sentence for people.
    pub async fn until_heard<T: DeserializeOwned>(mut self, send: impl AsyncFn() -> Result<RemoteAnswer, NoAnswer>) -> Result<T, String> {
        loop {
            let why = match heard(send().await) {
                Ok(said) => return Ok(said),
                Err(Trouble::Lasting(why)) => return Err(why),
                Err(Trouble::Passing(why)) => why,
            };
            if !self.another(&why).await {
                return Err(why);
            }
        }
    }
}

/// A time such as `90s`, `10m` or `1h`.
///
/// * Errors: the rule that the text breaks, in a sentence.
pub fn time(text: &str) -> Result<Duration, String> {
    let time: SignedDuration = text.parse().map_err(|_| "write a number with its unit, such as 90s, 10m or 1h".to_owned())?;
    if time.is_negative() {
        return Err("a waiting time cannot be negative; write one such as 10m".into());
    }
    let time = time.unsigned_abs();
    if limits::WAIT < time {
        return Err(format!("this waits for {} days at most; write a shorter time, such as 10m", limits::WAIT.as_secs() / 86_400));
    }
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_run_forward_and_end() {
        let seconds = |text: &str| time(text).map(|time| time.as_secs());
        for (text, expected) in [("90s", 90), ("10m", 600), ("1h", 3_600), ("0s", 0), ("168h", 604_800)] {
            assert_eq!(seconds(text), Ok(expected), "{text}");
        }
        let wrong = [
            ("-5m", "cannot be negative"),
            ("168h 1s", "7 days at most"),
            ("9223372036854775807s", "7 days at most"),
            ("2562047788015215h", "7 days at most"),
            ("soon", "90s, 10m or 1h"),
            ("", "90s, 10m or 1h"),
        ];
        for (text, words) in wrong {
            assert!(seconds(text).is_err_and(|why| why.contains(words)), "{text}");
        }
    }
}
