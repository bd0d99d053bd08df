//! How the emulator behaves: what it is made with, and what can be changed while it runs.

use serde::{Deserialize, Serialize};

/// The whole behaviour. `PUT /__emulator/mode` takes any part of it as JSON and answers with all of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Vendor {
    /// The bearer token that `/me` accepts.
    pub token: String,
    /// The key of webhook signatures.
    pub webhook_secret: String,
    /// The `Intercom-Version` that `/me` insists on; empty: any, or none.
    pub api_version: String,
    /// `app.region` of `/me`.
    pub region: String,
    /// How `/me` answers.
    pub mode: Mode,
    /// Before each answer of `/me`, in milliseconds.
    pub delay_ms: u64,
    /// `X-RateLimit-Limit`; absent headers with `None`.
    pub limit: Option<u32>,
    /// `X-RateLimit-Remaining`.
    pub remaining: u32,
    /// What the status page says.
    pub indicator: Indicator,
    pub status_delay_ms: u64,
    /// What the health document says.
    pub health: Health,
    pub health_delay_ms: u64,
    /// The health document's `tokenFingerprint`; empty: it has none.
    pub token_fingerprint: String,
    /// Before each answer of the webhook consumers, in milliseconds.
    pub webhook_delay_ms: u64,
    /// What the webhook consumers answer to a good `POST`.
    pub webhook_status: u16,
    /// What the webhook consumers answer to `HEAD`.
    pub webhook_head_status: u16,
    /// What the consumer at `/webhook` makes of signatures, repetitions and late deliveries.
    pub webhook_habit: Habit,
    /// Whether the token may read `/admins`.
    pub may_list_admins: bool,
}

impl Default for Vendor {
    fn default() -> Self {
        Self {
            token: "emulator-access-token".into(),
            webhook_secret: "emulator-client-secret".into(),
            api_version: "2.14".into(),
            region: "US".into(),
            mode: Mode::Ok,
            delay_ms: 0,
            limit: Some(1_667),
            remaining: 1_600,
            indicator: Indicator::None,
            status_delay_ms: 0,
            health: Health::Healthy,
            health_delay_ms: 0,
            token_fingerprint: String::new(),
            webhook_delay_ms: 0,
            webhook_status: 200,
            webhook_head_status: 200,
            webhook_habit: Habit::Careful,
            may_list_admins: false,
        }
    }
}

/// How `/me` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// 200 for the right token and version, 401 or 400 otherwise.
    #[default]
    Ok,
    /// 401 with an `error.list`, whatever the token; no rate-limit headers.
    Unauthorized,
    /// 429 with an `error.list`, none remaining.
    RateLimited,
    /// 503 with an `error.list`.
    ServerError,
    /// 200 whose `app` is null.
    NoApp,
    /// 200 whose body repeats the request's headers, the token among them.
    Echo,
    /// 302 to `/elsewhere`, which counts its visitors.
    Redirect,
    /// 200 with a page of HTML.
    Html,
    /// 200 with a body that is not UTF-8.
    InvalidUtf8,
    /// 200 with JSON of 100,000 levels.
    DeepJson,
    /// 200 and a body that never ends, as fast as it is read.
    Endless,
    /// 200 and a byte of body every 100 ms, for ever.
    Trickle,
    /// Accepts the request and never answers.
    Hang,
    /// 200 with more headers than anybody accepts.
    ManyHeaders,
}

/// Statuspage's `status.indicator`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    #[default]
    None,
    Minor,
    Major,
    Critical,
}

impl Indicator {
    pub fn as_str(self) -> &'static str {
        match self {
            Indicator::None => "none",
            Indicator::Minor => "minor",
            Indicator::Major => "major",
            Indicator::Critical => "critical",
        }
    }
}

/// The integration's own health: 200 when healthy, else 503.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    #[default]
    Healthy,
    Degraded,
    Unhealthy,
}

impl Health {
    pub fn as_str(self) -> &'static str {
        match self {
            Health::Healthy => "healthy",
            Health::Degraded => "degraded",
            Health::Unhealthy => "unhealthy",
        }
    }
}

/// How the webhook consumer treats deliveries; what it refuses it answers with 401 (a signature) or 409.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Habit {
    /// Verifies each signature, and takes a delivery as often as it comes.
    #[default]
    Careful,
    /// Refuses everything.
    Stubborn,
    /// Takes every signature that looks like one.
    FormOnly,
    /// Compares only the first half of a signature.
    FirstHalf,
    /// Takes a signature that it has verified before, whatever the body.
    Remembers,
    /// Refuses a delivery that came before.
    RefusesRepeats,
    /// Refuses a delivery whose `created_at` is before that of another one.
    RefusesOlder,
}
