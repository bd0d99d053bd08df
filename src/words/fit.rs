//! The domain's sentences, read back into what they were made of: where a sentence comes as text, as a refusal's does, this is how the page
//! finds the names and numbers in it. What does not fit is shown as it came.

/// `fit("“{}” is {}.", "“Backups” is open.")` is `["Backups", "open"]`: what stands where the pattern has `{}`. `None`: the text is another one.
pub fn fit<'a, const N: usize>(pattern: &str, text: &'a str) -> Option<[&'a str; N]> {
    let mut literals = pattern.split("{}");
    let mut rest = text.strip_prefix(literals.next()?)?;
    let mut found = [""; N];
    let mut last = literals.clone().count();
    for (place, literal) in found.iter_mut().zip(literals) {
        last -= 1;
        let end = if last == 0 { rest.strip_suffix(literal)?.len() } else { rest.find(literal)? };
        *place = &rest[..end];
        rest = &rest[end + literal.len()..];
    }
    (last == 0 && rest.is_empty()).then_some(found)
}

/// The number in `1 person` or `3 people`: before the word for one, or for several.
pub fn counted(text: &str, [one, several]: [&str; 2]) -> Option<u32> {
    text.strip_suffix(one).or_else(|| text.strip_suffix(several))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_text_is_read_back_or_is_another_one() {
        assert_eq!(fit("“{}” is {}.", "“Backups” is open."), Some(["Backups", "open"]));
        assert_eq!(fit("{} people", "3 people"), Some(["3"]));
        assert_eq!(fit("step {}", "step one. two"), Some(["one. two"]));
        assert_eq!(fit::<0>("nothing", "nothing"), Some([]));
        assert_eq!(fit::<0>("nothing", "nothing more"), None);
        assert_eq!(fit::<1>("{} people", "3 persons"), None);
        assert_eq!(fit::<2>("“{}” is {}.", "“Backups” is open"), None);
    }
}
