//! Which known word was probably meant.

use super::say;
use crate::sentence::Sentence;

/// Longer words are no slips of the pen, and comparing them takes time.
const MOST_CHARS: usize = 64;

/// The known word that differs least from the given one, if that is little enough for a slip.
pub(super) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    if given.chars().nth(MOST_CHARS).is_some() {
        return None;
    }
    // How many letters were put in, left out, replaced or swapped with their neighbour.
    let rated = known.into_iter().map(|word| (strsim::osa_distance(&given, &word.to_lowercase()), word));
    let (distance, word) = rated.min_by_key(|(distance, _)| *distance)?;
    // At most a third of the letters, and not all of them: `desc` is no `title`, and `b` is no `a`.
    let length = word.chars().count();
    (distance < length && distance <= 1.max(length / 3)).then_some(word)
}

/// The suggestion that the nearest word makes.
pub(super) fn question(nearest: Option<&str>) -> Option<Sentence> {
    nearest.map(say::did_you_mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let known = ["title", "level", "id", "a", "ttl_minutes"];
        let cases = [
            ("titel", Some("title"), "swapped"),
            ("tilte", Some("title"), "swapped elsewhere"),
            ("Title", Some("title"), "another case"),
            ("leve", Some("level"), "one left out"),
            ("levell", Some("level"), "one too many"),
            ("ttl_minute", Some("ttl_minutes"), "a plural"),
            ("ttl_mins", Some("ttl_minutes"), "a short form"),
            ("ids", Some("id"), "a plural of two letters"),
            ("name", None, "another word"),
            ("x", None, "nothing in common"),
            ("", None, "nothing"),
            ("überschrift", None, "letters of more than a byte"),
        ];
        for (given, expected, about) in cases {
            assert_eq!(nearest(given, known), expected, "{about}: {given}");
        }
        assert_eq!(nearest(&"a".repeat(1_000_000), known), None);
    }
}
