//! A link that leads away from this server, into a tab of its own. Styles: none of its own.

use leptos::prelude::*;

/// What the rules take leads to https only. A log that was imported, or a checklist of an older server, was never held to them: other addresses are
/// no links.
#[component]
pub fn Outward(
    url: String,
    /// Shown as text where the address is no link.
    words: String,
) -> impl IntoView {
    match is_link(&url) {
        true => view! { <a href=url target="_blank" rel="noreferrer noopener">{words}</a> }.into_any(),
        false => words.into_any(),
    }
}

fn is_link(url: &str) -> bool {
    url.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_is_a_link() {
        assert!(is_link("https://example.com/a"));
        for url in [
            "javascript:alert(1)",
            " https://example.com",
            "HTTPS:javascript:x",
            "data:text/html,x",
            "http://example.com",
            "//example.com",
            "",
        ] {
            assert!(!is_link(url), "{url}");
        }
    }
}
