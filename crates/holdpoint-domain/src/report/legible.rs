//! Texts from outside, made harmless for people who read them: what cannot be seen, or turns the reading direction, is written out.

/// A text as it may be shown: line ends are line feeds, tabs are spaces, and control characters, characters that turn the reading
/// direction and invisible ones are written as `[U+202E]`. Joiners stay: many scripts need them.
pub fn legible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\t' => shown.push(' '),
            hidden if is_hidden(hidden) => shown.push_str(&spelled(hidden)),
            other => shown.push(other),
        }
    }
    shown
}

/// Shown for a line end where a text is one line among others, so that nobody writes lines of their own there.
pub const LINE_END: &str = " ↵ ";

/// A text as [`legible`] shows it, in one line.
pub fn one_line(text: &str) -> String {
    legible(text).split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(LINE_END)
}

/// A character by its number, such as `[U+202E]`.
pub fn spelled(character: char) -> String {
    format!("[U+{:04X}]", u32::from(character))
}

/// Unicode 16, general categories Cc and Cf, less the joiners; and the variation and tag characters that hide text in text.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        let cases = [
            ("as it is: ä € Ж 漢 👍", "as it is: ä € Ж 漢 👍"),
            ("a\r\nb\rc\u{2028}d\te", "a\nb\nc\nd e"),
            ("safe\u{202e}gpj.exe", "safe[U+202E]gpj.exe"),
            ("\0\u{1b}[31m", "[U+0000][U+001B][31m"),
            ("in\u{200b}visible\u{2060}\u{feff}", "in[U+200B]visible[U+2060][U+FEFF]"),
            ("\u{e0041}", "[U+E0041]"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
        ];
        for (text, expected) in cases {
            assert_eq!(legible(text), expected);
        }
    }

    #[test]
    fn a_line_stays_one() {
        assert_eq!(one_line("later\r\n\n Decision: Go\u{2028}x\n"), "later ↵ Decision: Go ↵ x");
    }
}
