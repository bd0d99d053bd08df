//! What the page says, in the reader's language. The texts are in `words/`, a folder for each language, in Project Fluent's format.
//!
//! * [`say!`](crate::say): a text. Without arguments it is found once and then kept, because the language of a page never changes.
//! * [`tell!`](crate::tell): a sentence with parts of the page in it, in the order that the language asks for.
//!
//! Every message that is named here must be in every language, with the same variables: `tests/words/main.rs` sees to it.

pub mod account;
pub mod alert;
pub mod changes;
pub mod checks;
pub mod delivery;
pub mod drill;
mod fit;
pub mod found;
pub mod item;
pub mod lint;
pub mod parts;
pub mod reason;
pub mod refusal;
pub mod roles;
pub mod story;
pub mod trouble;
pub mod verification;

use std::borrow::Cow;
use std::cell::RefCell;

use holdpoint_domain::id::{Date, Timestamp};
use holdpoint_domain::launch::ERASED_NAME;
use leptos::prelude::*;

use crate::text;

/// What stands around the name of a part of the page, until the part takes its place. No text has this character.
const MARK: char = '\u{2}';

thread_local! {
    /// By their names, in the order of these: a map with hashes has ten functions more, which each first screen would wait for.
    static KEPT: RefCell<Vec<(&'static str, &'static str)>> = const { RefCell::new(Vec::new()) };
}

/// What a message is filled with. Numbers are written, and counted, as the language does it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Number(f64),
    Text(String),
}

/// `say!("item-due")`, `say!("days-left", days = 3)`: a text in the reader's language.
#[macro_export]
macro_rules! say {
    ($id:literal) => { $crate::words::fixed($id) };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::words::filled($id, &[$((stringify!($name), $crate::words::Value::from($value))),+])
    };
}

/// `tell!("asked-by", name = who; at = view! { <Moment at /> })`: a text with views in it, behind the semicolon.
#[macro_export]
macro_rules! tell {
    ($id:literal; $($slot:ident = $view:expr),+ $(,)?) => { $crate::tell!($id, ; $($slot = $view),+) };
    ($id:literal, $($name:ident = $value:expr),* ; $($slot:ident = $view:expr),+ $(,)?) => {
        $crate::words::around(
            $id,
            vec![$((stringify!($name), $crate::words::Value::from($value))),*],
            vec![$((stringify!($slot), leptos::prelude::IntoAny::into_any($view))),+],
        )
    };
}

/// See [`say!`](crate::say).
pub fn fixed(id: &'static str) -> &'static str {
    let found = KEPT.with_borrow(|kept| kept.binary_search_by_key(&id, |(known, _)| *known).map(|place| kept[place].1));
    let place = match found {
        Ok(text) => return text,
        Err(place) => place,
    };
    let Some(text) = language::message(id, &[]) else { return id };
    let text: &'static str = text.leak();
    KEPT.with_borrow_mut(|kept| kept.insert(place, (id, text)));
    text
}

/// See [`say!`](crate::say).
pub fn filled(id: &'static str, values: &[(&'static str, Value)]) -> String {
    named(id, values).unwrap_or_else(|| id.to_owned())
}

/// A text whose name comes from elsewhere; `None`: there is none of that name.
pub fn named(id: &str, values: &[(&str, Value)]) -> Option<String> {
    language::message(id, values)
}

/// See [`tell!`](crate::tell).
pub fn around(id: &'static str, mut values: Vec<(&'static str, Value)>, mut views: Vec<(&'static str, AnyView)>) -> Vec<AnyView> {
    values.extend(views.iter().map(|(slot, _)| (*slot, Value::Text(format!("{MARK}{slot}{MARK}")))));
    let text = filled(id, &values);
    let parts = text.split(MARK).enumerate().filter_map(|(place, part)| {
        if place % 2 == 0 {
            return (!part.is_empty()).then(|| part.to_owned().into_any());
        }
        let found = views.iter().position(|(slot, _)| *slot == part)?;
        Some(views.swap_remove(found).1)
    });
    parts.collect()
}

/// Somebody's name. What stands in the log for one that was erased is nobody's own words, and in the reader's language.
pub fn person(name: &str) -> &str {
    if name == ERASED_NAME { say!("person-erased") } else { name }
}

/// Somebody's name as it stands in a comment, with an `@` before it.
pub fn mention(words: &str) -> String {
    words.strip_prefix('@').map_or_else(|| words.to_owned(), |name| format!("@{}", person(name)))
}

/// What is read from right to left stands apart in a sentence, of which it would turn what is beside it: the number behind such a name came before it.
fn apart(text: &str) -> Cow<'_, str> {
    if text.chars().any(turns) { format!("\u{2068}{text}\u{2069}").into() } else { text.into() }
}

/// Letters of scripts that are read from right to left, and marks of direction.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(letter, '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A time in a sentence, on the reader's clock.
fn moment(at: Timestamp) -> String {
    text::moment(at, clock::east(at))
}

/// A day or a time that came as a text, as the reader's language has it; anything else as it came.
fn day_or_moment(told: &str) -> String {
    match (told.parse::<Date>(), told.parse::<Timestamp>()) {
        (_, Ok(at)) => moment(at),
        (Ok(day), _) => text::date(day),
        _ => told.to_owned(),
    }
}

/// From when to when, as the domain joins them.
fn span(told: &str) -> Option<String> {
    let (from, to) = told.split_once(" to ")?;
    Some(format!("{} – {}", day_or_moment(from), day_or_moment(to)))
}

#[cfg(target_family = "wasm")]
use crate::clock;

/// Where tests run: UTC.
#[cfg(not(target_family = "wasm"))]
mod clock {
    pub fn east(_: holdpoint_domain::id::Timestamp) -> crate::text::East {
        0
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(text.clone())
    }
}

macro_rules! numbers {
    ($($kind:ty)*) => { $(
        impl From<$kind> for Value {
            fn from(number: $kind) -> Self {
                Value::Number(number as f64)
            }
        }
    )* };
}

numbers! { u8 u16 u32 u64 usize i8 i16 i32 i64 f64 }

/// In a browser: Project Fluent's own runtime, which start.js has given the texts.
#[cfg(target_family = "wasm")]
mod language {
    use wasm_bindgen::prelude::*;

    use super::{Value, apart, person};

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = holdpoint)]
        fn say(id: &str, values: &js_sys::Array) -> Option<String>;
    }

    pub fn message(id: &str, values: &[(&str, Value)]) -> Option<String> {
        let flat = js_sys::Array::new();
        for (name, value) in values {
            flat.push(&JsValue::from_str(name));
            flat.push(&match value {
                Value::Number(number) => JsValue::from_f64(*number),
                Value::Text(text) => JsValue::from_str(&apart(person(text))),
            });
        }
        say(id, &flat)
    }
}

/// Where tests run: the same in Rust, in English unless they ask for German.
#[cfg(not(target_family = "wasm"))]
mod language {
    use std::cell::RefCell;

    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
    use unic_langid::{LanguageIdentifier, langid};

    use super::{KEPT, Value, apart, person};

    const ENGLISH: [&str; 2] = [include_str!("../words/en/first.ftl"), include_str!("../words/en/later.ftl")];
    const GERMAN: [&str; 2] = [include_str!("../words/de/first.ftl"), include_str!("../words/de/later.ftl")];

    thread_local! {
        static BUNDLE: RefCell<FluentBundle<FluentResource>> = RefCell::new(bundle(langid!("en"), ENGLISH));
    }

    /// What is told meanwhile is told in German.
    pub fn in_german<T>(tell: impl FnOnce() -> T) -> T {
        let (english, kept) = (BUNDLE.replace(bundle(langid!("de"), GERMAN)), KEPT.take());
        let told = tell();
        BUNDLE.set(english);
        KEPT.set(kept);
        told
    }

    fn bundle(language: LanguageIdentifier, texts: [&str; 2]) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        for text in texts {
            // What could not be read is reported by tests/words/main.rs, with its place.
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
            _ = bundle.add_resource(resource);
        }
        bundle
    }

    pub fn message(id: &str, values: &[(&str, Value)]) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let value = match value {
                Value::Number(number) => FluentValue::from(*number),
                Value::Text(text) => FluentValue::from(apart(person(text)).into_owned()),
            };
            args.set(*name, value);
        }
        BUNDLE.with_borrow(|bundle| {
            let pattern = bundle.get_message(id)?.value()?;
            Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
        })
    }
}

/// Fetches the texts of what is drawn later, and the styles; without them there is nothing to draw.
///
/// * Errors: the server does not give them.
pub async fn more() -> Result<(), NotFetched> {
    #[cfg(target_family = "wasm")]
    {
        use wasm_bindgen::prelude::*;

        #[wasm_bindgen]
        extern "C" {
            #[wasm_bindgen(js_namespace = holdpoint, catch)]
            async fn more() -> Result<JsValue, JsValue>;
        }
        more().await.map_err(|_| NotFetched)?;
    }
    Ok(())
}

/// The server did not give them.
#[derive(Clone, Copy, Debug)]
pub struct NotFetched;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_once_and_filled_each_time() {
        for _ in 0..2 {
            assert_eq!([say!("status-open"), say!("clear"), say!("undo"), say!("reload")], ["open", "Clear", "Undo", "Reload"]);
        }
        assert_eq!(say!("span-minutes", minutes = 4, seconds = "05"), "4 min 05 s");
        assert_eq!(say!("bytes", count = 1), "1 byte");
        assert_eq!(say!("bytes", count = 3), "3 bytes");
    }

    #[test]
    fn one_is_told_as_one() {
        let cases = [
            (say!("account-event-recovery-code-used", left = 1), "used a recovery code; 1 is left"),
            (say!("story-artifacts", count = 1), "listed 1 artifact"),
            (say!("story-artifacts", count = 0), "listed 0 artifacts"),
            (say!("story-erased", count = 1), "erased a person: what 1 event told of them was replaced"),
            (say!("sign-adds-all", all = 1), "You sign for the only item."),
            (say!("drill-refused", count = 1), "1 more was refused: a drill holds 1,000 requests."),
        ];
        for (told, expected) in cases {
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn who_was_erased_is_named_in_the_readers_language() {
        let told = || [person(ERASED_NAME).to_owned(), say!("board-waits-one", name = ERASED_NAME, items = 3), person("Ann").to_owned()];
        assert_eq!(told(), ["(erased person)", "(erased person) (3)", "Ann"]);
        assert_eq!(language::in_german(told), ["(gelöschte Person)", "(gelöschte Person) (3)", "Ann"]);
        let asked = || mention(&format!("@{ERASED_NAME}"));
        assert_eq!((asked(), language::in_german(asked)), ("@(erased person)".into(), "@(gelöschte Person)".into()));
        assert_eq!(say!("nobody"), "Nobody", "and from then on in English again");
    }

    #[test]
    fn what_is_read_from_right_to_left_turns_nothing_beside_it() {
        assert_eq!(say!("board-waits-one", name = "רות", items = 3), "\u{2068}רות\u{2069} (3)");
        assert_eq!(say!("board-waits-one", name = "Ann\u{202e}", items = 3), "\u{2068}Ann\u{202e}\u{2069} (3)");
        assert_eq!(say!("board-waits-one", name = "Änne Öz", items = 3), "Änne Öz (3)");
    }

    #[test]
    fn days_and_times_are_as_the_language_has_them() {
        let cases = [
            ("2026-11-25", "25 Nov 2026"),
            ("2026-11-25T10:00:00Z", "25 Nov 2026, 10:00"),
            ("2026-11-25T10:00:00.5Z", "25 Nov 2026, 10:00"),
            ("no date", "no date"),
            ("2026", "2026"),
        ];
        for (told, expected) in cases {
            assert_eq!(super::day_or_moment(told), expected);
        }
    }

    #[test]
    fn a_message_that_is_nowhere_shows_its_name() {
        assert_eq!(crate::words::fixed("no-such-message"), "no-such-message");
    }
}
