//! Texts of the file that are held to a rule.

/// Newtypes for such texts.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident is $what:literal if $rule:expr, else $help:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                let good: fn(&str) -> bool = $rule;
                if good(&text) { Ok(Self(text)) } else { Err($crate::config::texts::no(&text, $what, $help)) }
            }
        }
    )*};
}

pub(super) use texts;

pub fn no(text: &str, what: &str, help: &str) -> String {
    format!("{:?} is no {what}; {help}", text.chars().take(80).collect::<String>())
}

pub fn is_line(text: &str, most: usize) -> bool {
    !text.is_empty() && text.chars().count() <= most && text.trim() == text && !text.chars().any(char::is_control)
}

/// A name that may be a part of an address.
pub fn is_name(text: &str) -> bool {
    is_line(text, 40) && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
}
