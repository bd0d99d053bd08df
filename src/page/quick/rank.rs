//! Which choices fit what was typed, and in which order. Every word has to occur; where a name or a word of it begins with it, the choice comes first.

use crate::letters;

/// How well it fits, the less the better. `None`: not at all.
pub fn rank(typed: &str, text: &str) -> Option<u32> {
    let text = letters::small(text);
    let mut sum = 0;
    for word in typed.split_whitespace().map(letters::small) {
        sum += text.match_indices(&word).map(|(place, _)| worth(&text, place)).min()?;
    }
    Some(sum)
}

fn worth(text: &str, place: usize) -> u32 {
    let before = text.get(..place).and_then(|before| before.chars().next_back());
    match before {
        None => 0,
        Some(letter) if !letter.is_alphanumeric() => 1,
        Some(_) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_come_before_middles_and_every_word_has_to_occur() {
        let name = "Webhook signatures are checked";
        assert_eq!(rank("", name), Some(0));
        assert_eq!(rank("web", name), Some(0));
        assert_eq!(rank("SIG", name), Some(1));
        assert_eq!(rank("ook", name), Some(3));
        assert_eq!(rank("sig web", name), Some(1));
        assert_eq!(rank("web nothing", name), None);
        assert_eq!(rank("ä", "Größe und Länge"), Some(3));
        assert_eq!(rank("a", "banana apple"), Some(1), "the best place counts");
    }
}
