//! Characters that nobody sees: with them two names look the same, or one looks like another.

/// Control characters, blanks without width, joiners, marks of direction, fillers, what begins and ends beams in music, and what only chooses
/// the form of a letter. Reports have a list of their own (`report::legible`), which is a part of a signed form.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A person's name as others see it: without what nobody sees, one blank between its words.
pub fn seen_name(name: &str) -> String {
    let seen: String = name.chars().filter(|c| c.is_whitespace() || !is_unseen(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_are_the_same() {
        let cases = [
            ("Ann Lee", "Ann Lee"),
            (" Ann  Lee ", "Ann Lee"),
            ("Ann\u{a0}Lee", "Ann Lee"),
            ("Ann\u{200b} Lee\u{2060}", "Ann Lee"),
            ("\u{202e}Ann Lee\u{3164}", "Ann Lee"),
            ("Ann\u{2028}Lee", "Ann Lee"),
            ("Ann\u{1d173} Lee\u{1bca0}", "Ann Lee"),
            ("Jürgen Ångström", "Jürgen Ångström"),
            ("李安", "李安"),
            ("\u{200b}\u{3164}", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(seen_name(name), expected, "{name:?}");
        }
    }
}
