//! A text with code in it, as Markdown has it: between backticks. Styles: none of its own.

use leptos::prelude::*;

/// What stands between two backticks is shown as code; a backtick without a partner is shown as it is.
pub fn coded(text: &str) -> Vec<AnyView> {
    let shown = |(piece, is_code): (&str, bool)| match is_code {
        true => view! { <code>{piece.to_owned()}</code> }.into_any(),
        false => piece.to_owned().into_any(),
    };
    pieces(text).into_iter().map(shown).collect()
}

/// The pieces in their order, each with whether it is code.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, code, after)) = first_code(rest) {
        pieces.extend([(before, false), (code, true)]);
        rest = after;
    }
    pieces.push((rest, false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

fn first_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once('`')?;
    let (code, after) = after.split_once('`')?;
    Some((before, code, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stands_between_two_backticks() {
        assert_eq!(pieces("Call `GET /me`, twice."), [("Call ", false), ("GET /me", true), (", twice.", false)]);
        assert_eq!(pieces("`a``b`"), [("a", true), ("b", true)]);
        assert_eq!(pieces("`}]]> alone"), [("`}]]> alone", false)], "one without a partner is text");
        assert_eq!(pieces("`a` and ` alone"), [("a", true), (" and ` alone", false)]);
        assert!(pieces("").is_empty());
    }
}
