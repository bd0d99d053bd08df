//! What may be typed where a secret is meant: where it is to be found, and nothing that may be the secret itself.

/// `env:NAME` or `file:/absolute/path`, as the server reads it.
pub fn is_reference(text: &str) -> bool {
    if let Some(name) = text.strip_prefix("env:") {
        let inner = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
        return name.chars().all(inner) && name.starts_with(|sign: char| !sign.is_ascii_digit());
    }
    text.strip_prefix("file:").is_some_and(|path| path.starts_with('/'))
}

/// Whether a user name or a password stands in an address: `https://ann:hunter2@example.com`.
pub fn has_login(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().is_some_and(|host| host.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_a_place_and_anything_else_may_be_a_secret() {
        let cases = [
            ("env:INTERCOM_ACCESS_TOKEN", true),
            ("env:_x1", true),
            ("file:/run/secrets/token", true),
            ("", false),
            ("env:", false),
            ("env:1X", false),
            ("env:dG9rOmFiYw==", false),
            ("file:token", false),
            ("dG9rOmFiYw==", false),
            ("INTERCOM_ACCESS_TOKEN", false),
            ("ENV:TOKEN", false),
            (" env:TOKEN", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_reference(text), expected, "{text}");
        }
    }

    #[test]
    fn a_login_stands_before_the_host() {
        let cases = [
            ("https://ann:hunter2@example.com/x", true),
            ("https://ann@example.com", true),
            ("https://example.com/@ann", false),
            ("https://example.com?to=a@b", false),
            ("ann@example.com", true),
            ("", false),
        ];
        for (url, expected) in cases {
            assert_eq!(has_login(url), expected, "{url}");
        }
    }
}
