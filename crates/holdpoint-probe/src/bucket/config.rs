//! `[files.bucket]`: where a bucket is, and where the keys to it are.

use std::fmt;

use serde::Deserialize;

use crate::egress::{Denial, Origin, Policy, Target};
use crate::limits;
use crate::secret::SecretRef;

/// A bucket of S3-compatible object storage.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketConfig {
    pub name: BucketName,
    /// Scheme, host and port of the storage, without the bucket.
    pub endpoint: Endpoint,
    /// A part of every signature.
    pub region: Region,
    #[serde(default)]
    pub addressing: Addressing,
    /// What all keys begin with; ends with `/` unless it is empty.
    #[serde(default)]
    pub prefix: Prefix,
    pub access_key: SecretRef,
    pub secret_key: SecretRef,
    /// With keys that are for a while only.
    #[serde(default)]
    pub session_token: Option<SecretRef>,
}

/// How a bucket is addressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressing {
    /// `https://s3.example.com/BUCKET/KEY`: what every storage understands.
    #[default]
    Path,
    /// `https://BUCKET.s3.example.com/KEY`
    VirtualHost,
}

/// What is wrong with a bucket's configuration as a whole. In one line, with what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BucketProblem {
    #[error("[files.bucket] endpoint: {0}")]
    Denied(#[from] Denial),
    #[error(
        "[files.bucket] endpoint: what is signed goes over https only, or to a loopback address that [egress] allow names; use https, with \
         [egress] extra_roots for a certificate of your own"
    )]
    Plain,
    #[error("[files] file_mib: objects have up to {} MiB; write less", (limits::OBJECT_PARTS * limits::OBJECT_PART_BYTES as u64) >> 20)]
    TooLarge,
    #[error("[files.bucket] cannot be used as it is; compare it with \"In a bucket\" in docs/evidence.md")]
    Unusable,
}

macro_rules! texts {
    ($($(#[$more:meta])* $name:ident: $rule:expr, $help:literal;)*) => {$(
        $(#[$more])*
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
                let rule: fn(&str) -> Option<String> = $rule;
                rule(&text).map(Self).ok_or_else(|| format!("{:?} is no {}", text.chars().take(80).collect::<String>(), $help))
            }
        }
    )*};
}

texts! {
    BucketName: |text| {
        let inner = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'));
        let ends = |text: &str| text.starts_with(alphanumeric) && text.ends_with(alphanumeric);
        ((3..=63).contains(&text.len()) && inner && ends(text) && !text.contains("..")).then(|| text.into())
    }, "bucket's name; write 3 to 63 of a-z, 0-9, '-' and '.', such as holdpoint-evidence";
    Endpoint: |text| {
        let bare = text.trim_end_matches('/');
        let host = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"))?;
        let good = !host.is_empty() && text.len() <= 300 && !host.contains(['/', '?', '#', '@', ' ', '\\']);
        good.then(|| bare.into())
    }, "storage's address; write scheme, host and port only, such as https://s3.eu-central-1.amazonaws.com";
    Region: |text| {
        let good = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_'));
        (good && (1..=40).contains(&text.len())).then(|| text.into())
    }, "region; write it as the storage calls it, such as eu-central-1 or us-east-1";
    /// Empty, or with `/` at its end.
    #[derive(Default)]
    Prefix: |text| {
        let bare = text.strip_suffix('/').unwrap_or(text);
        let segment = |part: &str| {
            !part.is_empty() && part != "." && part != ".." && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        };
        let good = text.is_empty() || (text.len() <= 200 && bare.split('/').all(segment));
        good.then(|| if text.is_empty() { String::new() } else { format!("{bare}/") })
    }, "prefix; write names of a-z, A-Z, 0-9, '-', '.' and '_' with '/' between them, such as holdpoint/production";
}

fn alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

impl BucketConfig {
    /// What keys are appended to: the endpoint, with the bucket in its host where that is how it is addressed.
    pub(super) fn base(&self) -> String {
        let endpoint = self.endpoint.as_str();
        match (self.addressing, endpoint.split_once("://")) {
            (Addressing::VirtualHost, Some((scheme, host))) => format!("{scheme}://{}.{host}", self.name.as_str()),
            (Addressing::VirtualHost, None) | (Addressing::Path, _) => endpoint.to_owned(),
        }
    }

    pub(super) fn is_virtual(&self) -> bool {
        self.addressing == Addressing::VirtualHost
    }

    /// The one place to which its requests may go.
    pub(super) fn origin(&self, policy: &Policy) -> Result<Origin, Denial> {
        Ok(Target::parse(&self.base(), policy)?.origin().clone())
    }

    /// * `most`: bytes of the longest object.
    /// * Errors: the policy refuses the address, or it would not carry what is signed.
    pub fn check(&self, policy: &Policy, most: u64) -> Result<(), BucketProblem> {
        if limits::OBJECT_PARTS * (limits::OBJECT_PART_BYTES as u64) < most {
            return Err(BucketProblem::TooLarge);
        }
        let home = Target::parse(&self.base(), policy)?;
        if policy.may_carry_secret(&home) { Ok(()) } else { Err(BucketProblem::Plain) }
    }
}

/// As people know it, and as a backup names it: `endpoint/bucket/prefix`.
impl fmt::Display for BucketConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.endpoint.as_str(), self.name.as_str(), self.prefix.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_held_to_its_rule() {
        let name = |text: &str| BucketName::try_from(text.to_owned()).is_ok();
        for (text, good) in
            [("abc", true), ("a.b-c", true), ("ab", false), ("Abc", false), ("-abc", false), ("a..b", false), ("a/b", false)]
        {
            assert_eq!(name(text), good, "{text}");
        }
        let endpoint = |text: &str| Endpoint::try_from(text.to_owned()).map(|endpoint| endpoint.0).ok();
        assert_eq!(endpoint("https://s3.example.com/").as_deref(), Some("https://s3.example.com"));
        for text in ["s3.example.com", "https://", "https://a/b", "https://user@a", "https://a?b", "ftp://a", "https://a b"] {
            assert_eq!(endpoint(text), None, "{text}");
        }
        let prefix = |text: &str| Prefix::try_from(text.to_owned()).map(|prefix| prefix.0).ok();
        for (text, kept) in
            [("", Some("")), ("a", Some("a/")), ("a/b/", Some("a/b/")), ("/a", None), ("a//b", None), ("..", None), ("a b", None)]
        {
            assert_eq!(prefix(text).as_deref(), kept, "{text}");
        }
    }

    #[test]
    fn the_document_that_is_named_shows_the_whole_table() {
        let told = BucketProblem::Unusable.to_string();
        let document = told.rsplit(' ').next().unwrap();
        let text = std::fs::read_to_string(format!("{}/../../{document}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert!(text.contains("```toml\n[files.bucket]\nname = "), "{document}");
    }

    #[test]
    fn a_bucket_in_the_host_is_an_origin_of_its_own() {
        let config = |addressing: &str| -> BucketConfig {
            serde_json::from_value(serde_json::json!({
                "name": "evidence", "endpoint": "https://s3.example.com:443", "region": "eu-1", "addressing": addressing, "prefix": "hp",
                "access_key": "env:A", "secret_key": "env:S"
            }))
            .unwrap()
        };
        assert_eq!(config("path").base(), "https://s3.example.com:443");
        assert_eq!(config("virtual-host").base(), "https://evidence.s3.example.com:443");
        let policy = Policy::default();
        assert_ne!(config("path").origin(&policy).unwrap(), config("virtual-host").origin(&policy).unwrap());
        assert_eq!(config("path").to_string(), "https://s3.example.com:443/evidence/hp/");
        let mut plain = config("path");
        plain.endpoint = Endpoint("http://s3.example.com".into());
        assert_eq!(plain.check(&policy, 1), Err(BucketProblem::Plain));
        plain.endpoint = Endpoint("https://169.254.169.254".into());
        assert!(matches!(plain.check(&policy, 1), Err(BucketProblem::Denied(_))));
        assert_eq!(config("path").check(&policy, u64::MAX), Err(BucketProblem::TooLarge));
    }
}
