//! Names in what somebody writes: behind an `@`, as people have them. Of several that fit, the longest counts.

use holdpoint_domain::id::MemberId;

use crate::letters;

/// A part of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    /// With its `@`.
    Name(&'a str),
}

/// A text, cut where one of these names stands in it.
pub fn pieces<'a>(text: &'a str, names: &[&str]) -> Vec<Piece<'a>> {
    let (mut found, mut begun) = (Vec::new(), 0);
    for (at, _) in text.match_indices('@') {
        let (Some(words), Some(after)) = (text.get(begun..at), text.get(at + 1..)) else { continue };
        let fits = |name: &&&str| !name.is_empty() && after.strip_prefix(**name).is_some_and(|next| !next.starts_with(is_part));
        let Some(name) = names.iter().filter(fits).max_by_key(|name| name.len()).filter(|_| !words.ends_with(is_part)) else { continue };
        let end = at + 1 + name.len();
        found.push(Piece::Words(words));
        found.extend(text.get(at..end).map(Piece::Name));
        begun = end;
    }
    found.extend(text.get(begun..).map(Piece::Words));
    found.retain(|piece| *piece != Piece::Words(""));
    found
}

/// Whether a name with this letter beside it is a part of another word: `ann@example.com`, `Annabel`.
fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Those whose names stand in a text, in its order, each once.
pub fn mentioned(text: &str, people: &[(MemberId, String)]) -> Vec<MemberId> {
    let names: Vec<&str> = people.iter().map(|(_, name)| name.as_str()).collect();
    let mut found = Vec::new();
    for piece in pieces(text, &names) {
        let Piece::Name(name) = piece else { continue };
        for (id, _) in people.iter().filter(|(_, known)| name.strip_prefix('@') == Some(known.as_str())) {
            if !found.contains(id) {
                found.push(*id);
            }
        }
    }
    found
}

/// The name that is being typed: where its `@` is, and what stands between that and the caret.
///
/// * `caret`: in bytes.
pub fn typed(text: &str, caret: usize) -> Option<(usize, &str)> {
    let before = text.get(..caret)?;
    let at = before.rfind('@')?;
    let (lead, name) = (before.get(..at)?, before.get(at + 1..)?);
    (!lead.ends_with(is_part) && !name.contains('\n')).then_some((at, name))
}

/// The first names of which one word begins so.
pub fn fitting(typed: &str, people: &[(MemberId, String)], most: usize) -> Vec<String> {
    let words = |text: &str| format!(" {}", letters::small(text));
    let typed = words(typed);
    let mut names: Vec<String> = people.iter().filter(|(_, name)| words(name).contains(&typed)).map(|(_, name)| name.clone()).collect();
    names.dedup();
    names.truncate(most);
    names
}

/// The text with a whole name in place of what is being typed, and where the caret is then.
pub fn with_name(text: &str, caret: usize, name: &str) -> Option<(String, usize)> {
    let (at, _) = typed(text, caret)?;
    let (lead, rest) = (text.get(..at)?, text.get(caret..)?);
    let space = if rest.starts_with(char::is_whitespace) { "" } else { " " };
    let written = format!("{lead}@{name}{space}");
    Some((format!("{written}{rest}"), written.len()))
}

/// Where in a text's bytes it is that a browser calls `units`, which are of UTF-16.
pub fn byte_at(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    let ends = |(_, letter): &(usize, char)| {
        let here = left == 0;
        left = left.saturating_sub(letter.len_utf16());
        here
    };
    text.char_indices().find(ends).map_or(text.len(), |(at, _)| at)
}

/// The same the other way round.
pub fn units(text: &str, byte: usize) -> u32 {
    let before = text.get(..byte).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn people() -> Vec<(MemberId, String)> {
        let names = ["Ann", "Ann Lee", "Ben Baker", "Änne Öz"];
        (1..).zip(names).map(|(id, name)| (MemberId(Uuid::from_u128(id)), name.to_owned())).collect()
    }

    #[test]
    fn a_name_stands_behind_its_sign_and_by_itself() {
        let cases: [(&str, &[u128], &str); 10] = [
            ("@Ann, which one?", &[1], "a short name"),
            ("@Ann Lee, which one?", &[2], "the longest that fits"),
            ("(@Ben Baker)", &[3], "behind a bracket"),
            ("@Ben Baker@Ann", &[3, 1], "one behind the other"),
            ("@Ann and @Ann Lee and @Ann", &[1, 2], "each once, in the text's order"),
            ("👋 @Änne Öz", &[4], "letters of any script"),
            ("@Annabel", &[], "another name"),
            ("mail@Ann", &[], "an address"),
            ("Ann, and @ann", &[], "no sign, and other letters"),
            ("@", &[], "nobody yet"),
        ];
        for (text, expected, about) in cases {
            let expected: Vec<_> = expected.iter().map(|id| MemberId(Uuid::from_u128(*id))).collect();
            assert_eq!(mentioned(text, &people()), expected, "{about}: {text}");
        }
    }

    #[test]
    fn a_text_is_the_sum_of_its_pieces() {
        use Piece::{Name, Words};
        let text = "Ask @Ann Lee: <b>@Ann</b>, mail@Ann";
        let found = pieces(text, &["Ann Lee", "Ann", ""]);
        assert_eq!(found, [Words("Ask "), Name("@Ann Lee"), Words(": <b>"), Name("@Ann"), Words("</b>, mail@Ann")]);
        let whole: String = found.iter().map(|(Words(piece) | Name(piece))| *piece).collect();
        assert_eq!(whole, text);
        assert!(pieces("", &["Ann"]).is_empty());
    }

    #[test]
    fn what_is_typed_is_found_before_the_caret_and_gives_way_to_the_name() {
        let cases = [
            ("@be|", Some("be"), Some("@Ben Baker |"), "the beginning of a name"),
            ("Ask @ben b| today", Some("ben b"), Some("Ask @Ben Baker| today"), "with its blank, in the middle of a text"),
            ("@|", Some(""), Some("@Ben Baker |"), "nothing yet"),
            ("👋👋 @b|", Some("b"), Some("👋👋 @Ben Baker |"), "letters that a browser counts twice"),
            ("mail@be|", None, None, "an address"),
            ("@be\n|", None, None, "another line"),
            ("be|", None, None, "no sign"),
        ];
        for (text, expected, written, about) in cases {
            let (before, after) = text.split_once('|').unwrap();
            let text = format!("{before}{after}");
            let caret = byte_at(&text, u32::try_from(before.encode_utf16().count()).unwrap());
            assert_eq!(caret, before.len(), "{about}");
            assert_eq!(typed(&text, caret).map(|(_, name)| name), expected, "{about}");
            let marked = with_name(&text, caret, "Ben Baker").map(|(mut text, caret)| {
                assert_eq!(byte_at(&text, units(&text, caret)), caret, "{about}");
                text.insert(caret, '|');
                text
            });
            assert_eq!(marked.as_deref(), written, "{about}");
        }
        assert_eq!(byte_at("ab", 9), 2, "past the end");
    }

    #[test]
    fn names_fit_by_the_beginning_of_a_word() {
        let cases: [(&str, &[&str]); 6] = [
            ("", &["Ann", "Ann Lee", "Ben Baker"]),
            ("BA", &["Ben Baker"]),
            ("ben b", &["Ben Baker"]),
            ("änn", &["Änne Öz"]),
            ("aker", &[]),
            ("Ben Baker ", &[]),
        ];
        for (typed, expected) in cases {
            assert_eq!(fitting(typed, &people(), 3), expected, "{typed}");
        }
    }
}
