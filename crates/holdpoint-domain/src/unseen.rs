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
    let all: Vec<char> = name.chars().collect();
    let around = |place: usize| (place.checked_sub(1).and_then(|before| all.get(before)), all.get(place + 1));
    let is_seen = |place: usize, c: char| c.is_whitespace() || !is_unseen(c) || is_seen_joiner(c, around(place));
    let seen: String = all.iter().enumerate().filter(|(place, c)| is_seen(*place, **c)).map(|(_, c)| *c).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a joiner changes what is seen where it stands, so that it belongs to a name's spelling: behind a virama, as Indic scripts have both, and
/// the one that parts between Arabic letters that would be joined, as Persian has it. RFC 5892 has the same rule for names of hosts (A.1 and A.2).
fn is_seen_joiner(joiner: char, (before, after): (Option<&char>, Option<&char>)) -> bool {
    let Some(before) = before else { return false };
    match joiner {
        '\u{200c}' | '\u{200d}' if is_virama(*before) => true,
        '\u{200c}' => joins_the_next(*before) && after.is_some_and(|after| is_arabic(*after)),
        _ => false,
    }
}

fn is_virama(c: char) -> bool {
    matches!(c, '\u{94d}' | '\u{9cd}' | '\u{a4d}' | '\u{acd}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{dca}')
}

/// A letter that others can be joined to.
fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}' | '\u{622}'..='\u{64a}' | '\u{66e}' | '\u{66f}' | '\u{671}'..='\u{673}' | '\u{675}'..='\u{6d3}' | '\u{6fa}'..='\u{6fc}')
}

/// Alef, dal, reh, waw and their like stand apart from the next letter anyway.
fn joins_the_next(c: char) -> bool {
    let apart = matches!(c, '\u{622}'..='\u{625}' | '\u{627}' | '\u{629}' | '\u{62f}'..='\u{632}' | '\u{648}' | '\u{671}'..='\u{677}')
        || matches!(c, '\u{688}'..='\u{699}' | '\u{6c0}' | '\u{6c3}'..='\u{6cb}' | '\u{6cd}' | '\u{6cf}' | '\u{6d2}' | '\u{6d3}');
    is_arabic(c) && !apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_are_the_same_and_others_keep_their_spelling() {
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
            ("An\u{200d}n\u{200c} Lee\u{200d}", "Ann Lee"),
            ("علی\u{200c}رضا", "علی\u{200c}رضا"),
            ("علی\u{200d}رضا", "علیرضا"),
            ("\u{200c}زهرا\u{200c}سادات\u{200c}", "زهراسادات"),
            ("ക്\u{200d}ഷ ക\u{200d}ഷ", "ക്\u{200d}ഷ കഷ"),
            ("क्\u{200c}\u{200c}ष", "क्\u{200c}ष"),
        ];
        for (name, expected) in cases {
            assert_eq!(seen_name(name), expected, "{name:?}");
        }
    }
}
