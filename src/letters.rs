//! Small letters and capitals of all scripts. The browser knows them; the standard library would bring tables of them into the page.

#[cfg(target_family = "wasm")]
use browser as known;
#[cfg(not(target_family = "wasm"))]
use native as known;

/// The text in small letters: to find in it whatever was typed, and to sort by.
pub fn small(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { known::small(text) }
}

/// The text in capitals.
pub fn capital(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { known::capital(text) }
}

#[cfg(target_family = "wasm")]
mod browser {
    use js_sys::JsString;

    pub fn small(text: &str) -> String {
        // One letter may be written as one sign, or as two, which look the same.
        JsString::from(text).to_lower_case().normalize("NFC").into()
    }

    pub fn capital(text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }
}

/// Where tests run.
#[cfg(not(target_family = "wasm"))]
mod native {
    pub fn small(text: &str) -> String {
        text.to_lowercase()
    }

    pub fn capital(text: &str) -> String {
        text.to_uppercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_all_scripts_are_known() {
        assert_eq!((small("ABC 1"), small("Ä, É and Я")), ("abc 1".into(), "ä, é and я".into()));
        assert_eq!((capital("al"), capital("öß"), capital("")), ("AL".into(), "ÖSS".into(), String::new()));
    }
}
