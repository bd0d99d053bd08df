//! Texts from outside, made harmless for people who read them: what cannot be seen, or turns the reading direction, is written out.

/// A text as it may be shown: line ends are line feeds, tabs are spaces, and control characters, characters that turn the reading
/// direction and invisible ones are written as `[U+202E]`. Joiners stay, many scripts need them; so does what makes a sign an emoji, once,
/// behind the sign.
pub fn legible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    // Whether the character before is seen.
    let mut seen = false;
    while let Some(character) = characters.next() {
        let style = matches!(character, '\u{fe0e}' | '\u{fe0f}') && seen;
        seen = !(style || character.is_whitespace() || is_hidden(character));
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\t' => shown.push(' '),
            hidden if is_hidden(hidden) && !style => shown.push_str(&spelled(hidden)),
            other => shown.push(other),
        }
    }
    shown
}

/// Shown for a line end where a text is one line among others, so that nobody writes lines of their own there.
const LINE_END: &str = " ↵ ";

/// A text as [`legible`] shows it, in one line.
pub fn one_line(text: &str) -> String {
    legible(text).split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(LINE_END)
}

/// A character by its number, such as `[U+202E]`.
pub fn spelled(character: char) -> String {
    format!("[U+{:04X}]", u32::from(character))
}

/// Unicode 16: general categories Cc and Cf, less the joiners; variation selectors and tags, which hide text in text; and letters and marks
/// that are drawn as nothing. A signed HTML file is made by this list: another one takes a new [`RENDITION`](super::html::RENDITION).
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
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
            ("❤\u{fe0f} 1\u{fe0f}\u{20e3}", "❤\u{fe0f} 1\u{fe0f}\u{20e3}"),
            ("a\u{fe0f}\u{fe0f}\u{fe01} \u{fe0f}", "a\u{fe0f}[U+FE0F][U+FE01] [U+FE0F]"),
            ("\u{34f}\u{3164}\u{ffa0}\u{115f}\u{1d173}", "[U+034F][U+3164][U+FFA0][U+115F][U+1D173]"),
            ("\u{890}\u{8e2}\u{110bd}\u{13430}\u{1bca0}", "[U+0890][U+08E2][U+110BD][U+13430][U+1BCA0]"),
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
