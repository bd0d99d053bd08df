//! How long a command waits for something: one `--wait` for all of them.

use std::time::Duration;

use jiff::SignedDuration;

use crate::limits;

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
