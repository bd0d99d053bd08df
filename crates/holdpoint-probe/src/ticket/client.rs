//! One system's API: each request carries the operator's secret to its own origin, and each answer is bounded.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use holdpoint_domain::check::ProbeFailure;
use holdpoint_domain::id::Timestamp;
use holdpoint_domain::launch::{DeliveryTrouble, TicketKind};
use http::{HeaderMap, HeaderName, header};
use serde_json::Value;
use zeroize::Zeroizing;

use super::TicketSystem;
use crate::egress::{Egress, Field, Request, Target, Verb};
use crate::{json, limits};

pub(super) struct Client<'a> {
    egress: &'a Egress,
    base: &'a str,
    home: Target,
    auth: (HeaderName, Zeroizing<String>),
    /// Headers that the system's documentation asks for.
    usual: &'static [(&'static str, &'static str)],
}

/// One request, before it is sent.
pub(super) struct Ask<'a> {
    client: &'a Client<'a>,
    /// For people: what this request is for.
    doing: &'static str,
    verb: Verb,
    path: String,
    more: Vec<(&'static str, String)>,
    body: Option<Bytes>,
    time: std::time::Duration,
}

/// What came back, with a status from 200 to 299.
pub(super) struct Got {
    doing: &'static str,
    body: Bytes,
}

impl<'a> Client<'a> {
    pub(super) async fn new(egress: &'a Egress, system: &'a TicketSystem) -> Result<Self, DeliveryTrouble> {
        let base = system.base_url.trim_end_matches('/');
        let home = Target::parse(base, egress.policy()).map_err(|denial| {
            tracing::warn!(%denial, "a ticket system's address is refused");
            DeliveryTrouble::Policy
        })?;
        if !egress.policy().may_carry_secret(&home) {
            return Err(DeliveryTrouble::Policy);
        }
        let token = system.token.resolve().await.map_err(|cause| {
            tracing::warn!(%cause, "a ticket system's token cannot be had");
            DeliveryTrouble::Secret
        })?;
        let auth = match (&system.user, system.kind) {
            (_, TicketKind::GitLab) => (HeaderName::from_static("private-token"), Zeroizing::new(token.expose().to_owned())),
            (Some(user), _) => {
                let pair = Zeroizing::new(format!("{user}:{}", token.expose()));
                (header::AUTHORIZATION, Zeroizing::new(format!("Basic {}", BASE64_STANDARD.encode(pair.as_bytes()))))
            }
            (None, _) => (header::AUTHORIZATION, Zeroizing::new(format!("Bearer {}", token.expose()))),
        };
        let usual: &[_] = match system.kind {
            TicketKind::GitHub => {
                &[("accept", "application/vnd.github+json, application/json;q=0.9"), ("x-github-api-version", "2022-11-28")]
            }
            TicketKind::GitLab | TicketKind::Jira | TicketKind::ServiceNow => &[("accept", "application/json")],
        };
        Ok(Self { egress, base, home, auth, usual })
    }

    pub(super) fn get(&'a self, doing: &'static str, path: String) -> Ask<'a> {
        self.ask(doing, Verb::Get, path)
    }

    pub(super) fn ask(&'a self, doing: &'static str, verb: Verb, path: String) -> Ask<'a> {
        Ask { client: self, doing, verb, path, more: Vec::new(), body: None, time: limits::EXCHANGE }
    }
}

impl Ask<'_> {
    pub(super) fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string().into())
    }

    /// A file, which may take longer.
    pub(super) fn file(mut self, media_type: &str, bytes: Bytes) -> Self {
        self.time = limits::UPLOAD;
        self.bytes(media_type, bytes)
    }

    fn bytes(mut self, media_type: &str, bytes: Bytes) -> Self {
        self.more.push(("content-type", media_type.to_owned()));
        self.body = Some(bytes);
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.more.push((name, value.to_owned()));
        self
    }

    /// Changes what was found. `false`: it is not ours after all, but somebody's who quotes ours, or it is gone.
    pub(super) async fn change(self) -> Result<bool, DeliveryTrouble> {
        match self.send().await {
            Ok(_) => Ok(true),
            Err(DeliveryTrouble::Status { status: 403 | 404, wait_s: None, .. }) => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }

    /// * Errors: everything but an answer from 200 to 299.
    pub(super) async fn send(self) -> Result<Got, DeliveryTrouble> {
        let Self { client, doing, verb, path, more, body, time } = self;
        let refused = |denial: crate::egress::Denial| {
            tracing::warn!(%denial, doing, "a ticket system's address is refused");
            DeliveryTrouble::Policy
        };
        let target = Target::parse(&format!("{}{path}", client.base), client.egress.policy()).map_err(refused)?;
        let unusable = || DeliveryTrouble::Secret;
        let (name, value) = &client.auth;
        let secret = Field::secret(value, "[secret]".into(), client.home.origin().clone()).ok_or_else(unusable)?;
        let agent = concat!("holdpoint/", env!("CARGO_PKG_VERSION"));
        let mut headers = vec![(name.clone(), secret), (header::USER_AGENT, Field::plain(agent).ok_or_else(unusable)?)];
        let usual = client.usual.iter().map(|(name, value)| (*name, (*value).to_owned()));
        for (name, value) in usual.chain(more) {
            headers.push((HeaderName::from_static(name), Field::plain(&value).ok_or_else(unusable)?));
        }
        let request = Request { method: verb, target, headers, body };
        match client.egress.send_within(request, time).await.answer {
            Ok(answer) if (200..300).contains(&answer.status) => Ok(Got { doing, body: answer.body }),
            Ok(answer) => {
                let wait_s = wait_s(&answer.headers, Timestamp::now());
                let wait_s = wait_s.or_else(|| says_limited(answer.status, &answer.body).then_some(limits::GITHUB_WAIT_S));
                Err(DeliveryTrouble::Status { doing, status: answer.status, wait_s })
            }
            Err(ProbeFailure::Refused) => Err(DeliveryTrouble::Policy),
            Err(failure) => Err(DeliveryTrouble::NoAnswer { doing, failure }),
        }
    }
}

impl Got {
    pub(super) fn json(&self) -> Result<Value, DeliveryTrouble> {
        json::parse_within(&self.body, limits::BODY_BYTES).ok_or_else(|| self.unreadable())
    }

    /// A list, as it is or under a name.
    pub(super) fn list(&self, pointer: &str) -> Result<Vec<Value>, DeliveryTrouble> {
        let json = self.json()?;
        json.pointer(pointer).and_then(Value::as_array).cloned().ok_or_else(|| self.unreadable())
    }

    pub(super) fn unreadable(&self) -> DeliveryTrouble {
        DeliveryTrouble::Unreadable { doing: self.doing }
    }
}

/// How long a system asks to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or GitHub's rate limit when nothing is left.
fn wait_s(headers: &HeaderMap, now: Timestamp) -> Option<u32> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let until = |then: Timestamp| u32::try_from(then.duration_since(now).as_secs().max(0)).ok();
    if let Some(after) = text("retry-after") {
        let date = || jiff::fmt::rfc2822::parse(after).ok().and_then(|date| until(date.timestamp()));
        return after.parse().ok().or_else(date);
    }
    if text("x-ratelimit-remaining") != Some("0") {
        return None;
    }
    let reset = text("x-ratelimit-reset")?.parse().ok()?;
    until(Timestamp::from_second(reset).ok()?)
}

/// GitHub's limit of how much is written in a short time may be told in words only, with the status of a missing right (docs.github.com, REST,
/// "Rate limits for the REST API").
fn says_limited(status: u16, body: &[u8]) -> bool {
    let says = |json: Value| json["message"].as_str().is_some_and(|message| message.to_lowercase().contains("rate limit"));
    matches!(status, 403 | 429) && json::parse(body).is_some_and(says)
}

/// One segment of a path, or a value in a query.
pub(super) fn part(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What a system calls one of its records becomes a part of an address.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Given = &'static [(&'static str, &'static str)];

    #[test]
    fn a_wait_is_read_as_seconds_as_a_date_and_from_githubs_rate_limit() {
        let now: Timestamp = "2026-11-25T10:00:00Z".parse().unwrap();
        let cases: [(Given, Option<u32>, &str); 7] = [
            (&[], None, "nothing"),
            (&[("retry-after", "120")], Some(120), "seconds"),
            (&[("retry-after", "Wed, 25 Nov 2026 10:01:30 GMT")], Some(90), "a date"),
            (&[("retry-after", "Wed, 25 Nov 2026 09:00:00 GMT")], Some(0), "one that has passed"),
            (&[("retry-after", "soon")], None, "no time"),
            (&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1795601400")], Some(600), "GitHub's"),
            (&[("x-ratelimit-remaining", "7"), ("x-ratelimit-reset", "1795601400")], None, "something is left"),
        ];
        for (given, expected, about) in cases {
            let headers = given.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect();
            assert_eq!(wait_s(&headers, now), expected, "{about}");
        }
    }

    #[test]
    fn a_limit_that_is_told_in_words_only_is_no_missing_right() {
        let limited = r#"{"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}"#;
        let cases = [
            (403, limited, true),
            (429, limited, true),
            (422, limited, false),
            (403, r#"{"message": "Resource not accessible by integration"}"#, false),
            (403, r#"{"message": null}"#, false),
            (403, "<h1>rate limit</h1>", false),
            (403, "", false),
        ];
        for (status, body, expected) in cases {
            assert_eq!(says_limited(status, body.as_bytes()), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_part_of_an_address_stays_one() {
        assert_eq!(part("acme/app"), "acme%2Fapp");
        assert_eq!(part("a b&c=..%?#"), "a%20b%26c%3D..%25%3F%23");
    }
}
