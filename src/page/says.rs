//! What a screen reader says next: it stands in a live region, of which the last text alone is told where one takes another's place at once.

use leptos::prelude::*;

use crate::clock;

/// What is set so close behind each other, in milliseconds, is one change to a screen reader.
const TOGETHER: f64 = 250.0;

#[derive(Clone, Copy)]
pub struct Says {
    words: RwSignal<String>,
    /// When that was set, in the page's milliseconds.
    at: StoredValue<f64>,
}

impl Says {
    pub fn start() -> Self {
        Self { words: RwSignal::default(), at: StoredValue::new(0.0) }
    }

    /// Follows changes.
    pub fn get(self) -> String {
        self.words.get()
    }

    /// Says it, behind what is said in the same moment. Empty: nothing is left to say.
    pub fn set(self, words: String) {
        // Where tests run there is no clock.
        self.set_at(words, if cfg!(target_family = "wasm") { clock::milliseconds() } else { 0.0 });
    }

    fn set_at(self, words: String, now: f64) {
        let before = self.told();
        let together = !before.is_empty() && now - self.at.get_value() < TOGETHER;
        self.at.set_value(now);
        // Every text ends with an empty one: it takes all away.
        self.words.set(if together && !before.ends_with(&words) { format!("{}. {words}", before.trim_end_matches('.')) } else { words });
    }

    pub(super) fn told(self) -> String {
        self.words.get_untracked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_in_one_moment_is_said_together() {
        let says = Says::start();
        let cases = [
            (1_000.0, "Gate: Go", "Gate: Go", "the first"),
            (1_025.0, "Health: Pass", "Gate: Go. Health: Pass", "the check that turned the gate"),
            (1_300.0, "The report is issued.", "The report is issued.", "later"),
            (1_310.0, "Gate: No go", "The report is issued. Gate: No go", "a sentence with its full stop"),
            (1_311.0, "Gate: No go", "Gate: No go", "the same again"),
            (1_312.0, "", "", "nothing is left to say"),
            (1_313.0, "Online again", "Online again", "behind nothing"),
        ];
        for (now, words, expected, about) in cases {
            says.set_at(words.to_owned(), now);
            assert_eq!(says.told(), expected, "{about}");
        }
    }
}
