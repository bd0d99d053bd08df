//! Answers without secrets in them, in whichever form a server may give one back.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// What stands where a secret was.
const HIDDEN: &str = "[secret]";

/// Encoded forms are looked for from this length on, in characters: a shorter one is in every text by chance.
const ENCODED: usize = 8;

/// Knows every form of some secrets.
pub(crate) struct Scrubber {
    /// The longest first: one may contain another.
    forms: Vec<Zeroizing<String>>,
}

impl Scrubber {
    pub(crate) fn of<'a>(secrets: impl Iterator<Item = &'a str>) -> Self {
        let mut forms: Vec<_> = secrets.filter(|secret| !secret.is_empty()).flat_map(forms).collect();
        forms.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        forms.dedup();
        Self { forms }
    }

    /// The text without any form of any secret in it.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for form in &self.forms {
            if text.contains(form.as_str()) {
                text = text.replace(form.as_str(), HIDDEN);
            }
        }
        text
    }

    /// The longest form, in bytes: whoever cuts a text first has to drop as much of its end.
    pub(crate) fn longest(&self) -> usize {
        self.forms.first().map_or(0, |form| form.len())
    }
}

/// A secret as it is; as JSON, HTML and addresses escape it; in hex; and as it looks inside of base64, wherever it stands there.
fn forms(secret: &str) -> Vec<Zeroizing<String>> {
    let bytes = secret.as_bytes();
    let percent = |upper: bool, all: bool| {
        let digits = |byte: u8| if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") };
        let plain = |byte: u8| !all && (byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
        bytes.iter().map(|byte| if plain(*byte) { char::from(*byte).to_string() } else { digits(*byte) }).collect::<String>()
    };
    let json = in_json(secret, "");
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let encoded = [
        json.replace('/', "\\/"),
        json,
        in_json(secret, "<>&"),
        in_json(secret, "<>&='"),
        in_json(secret, "<>&'\"`+"),
        html.replace('\'', "&#39;"),
        html,
        percent(true, false),
        percent(false, false),
        percent(true, true),
        percent(false, true),
        hex::encode(bytes),
        hex::encode_upper(bytes),
    ];
    let encoded = encoded.into_iter().chain((0..3).flat_map(|before| in_base64(bytes, before)));
    let long = encoded.filter(|form| ENCODED <= form.len()).map(Zeroizing::new);
    std::iter::once(Zeroizing::new(secret.to_owned())).chain(long).collect()
}

/// A secret in JSON. Writers that have pages in mind write more than they have to as `\u` and four hex digits, each its own signs: Go
/// `<>&`, Gson `=` too, .NET `+` too and in upper case. An access token that ends in `==` has none of its other forms then.
fn in_json(secret: &str, guarded: &str) -> String {
    let upper = guarded.contains('+');
    let written = |sign: char| match sign {
        _ if guarded.contains(sign) && upper => format!("\\u{:04X}", u32::from(sign)),
        _ if guarded.contains(sign) => format!("\\u{:04x}", u32::from(sign)),
        '\\' | '"' => format!("\\{sign}"),
        _ => sign.to_string(),
    };
    secret.chars().map(written).collect()
}

/// What base64 makes of some bytes that stand `before` bytes behind a group of three: the digits that nothing around them changes.
fn in_base64(bytes: &[u8], before: usize) -> [String; 2] {
    let padded = Zeroizing::new([&[0, 0][..before], bytes].concat());
    let (first, last) = ((before * 8).div_ceil(6), padded.len() * 8 / 6);
    [BASE64_STANDARD_NO_PAD.encode(&padded), BASE64_URL_SAFE_NO_PAD.encode(&padded)]
        .map(|digits| Zeroizing::new(digits).get(first..last).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "s3cr3t/with+odd\"chars&more";

    #[test]
    fn every_form_is_found() {
        let scrubber = Scrubber::of([SECRET, "short"].into_iter());
        let base64 = |before: &str| BASE64_STANDARD_NO_PAD.encode(format!("{before}{SECRET}:after"));
        let percent: String = SECRET.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let cases = [
            (SECRET.to_owned(), "as it is"),
            (serde_json::to_string(SECRET).unwrap(), "in JSON"),
            (serde_json::to_string(SECRET).unwrap().replace('/', "\\/"), "in JSON that escapes slashes"),
            ("s3cr3t%2Fwith%2Bodd%22chars%26more".to_owned(), "in an address"),
            ("s3cr3t%2fwith%2bodd%22chars%26more".to_owned(), "in an address, lower case"),
            (percent, "in an address, every character"),
            (hex::encode(SECRET), "in hex"),
            (hex::encode_upper(SECRET), "in upper hex"),
            ("s3cr3t/with+odd&quot;chars&amp;more".to_owned(), "in HTML"),
            (r#"s3cr3t/with+odd\"chars\u0026more"#.to_owned(), "in JSON as Go writes it"),
            (r"s3cr3t/with\u002Bodd\u0022chars\u0026more".to_owned(), "in JSON as .NET writes it"),
            (base64(""), "base64"),
            (base64("u:"), "base64, one byte further"),
            (base64("u"), "base64, two bytes further"),
            (BASE64_URL_SAFE_NO_PAD.encode(format!("user:{SECRET}")), "base64 for addresses"),
        ];
        for (form, about) in cases {
            let text = scrubber.scrub(&format!("before {form} after"));
            assert!(text.contains(HIDDEN), "{about}: {text}");
            // What base64 has of the neighbours may stay; of the secret at most a byte's worth at each end.
            assert!(text.len() < "before  after".len() + HIDDEN.len() + 16, "{about}: {text}");
        }
        let padded = Scrubber::of(std::iter::once("dG9rOmFiYzE="));
        assert_eq!(padded.scrub(r#"{"token":"dG9rOmFiYzE\u003d"}"#), r#"{"token":"[secret]"}"#, "in JSON as Gson writes it");
        assert_eq!(scrubber.scrub("a short text"), "a [secret] text", "the secret itself is found however short it is");
        assert_eq!(scrubber.scrub(&hex::encode("shor")), hex::encode("shor"), "other texts stay");
        assert_eq!(Scrubber::of(std::iter::empty()).scrub("text"), "text");
    }
}
