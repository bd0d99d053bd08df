//! Drills: the server plays the vendor, lets things go wrong by a plan, and watches what an integration makes of it.
//!
//! * [`facts`]: what the traffic shows. [`plan`]: what is answered to which request.
//! * What an integration sends is not kept: of each request its scenario, method, path template, timing and shape.

#[cfg(feature = "drill")]
pub mod facts;
#[cfg(feature = "drill")]
pub mod plan;

use serde::{Deserialize, Serialize};

/// The fact that every receipt of a drill has: how long it lasted.
pub const SECONDS: &str = "drill.seconds";

/// Pages of a list that a drill plays.
pub const PAGES: u32 = 4;

/// Error answers that the scenario `error_list` gives, one to each call, before it answers well.
pub const REFUSALS: u32 = 3;

/// Who is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Vendor {
    Intercom,
}

/// What is let go wrong, or watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    /// 429 twice, with the time at which the limit ends.
    RateLimit,
    /// Two of 500, 502 and 503.
    ServerErrors,
    /// A connection that breaks in the middle of the answer.
    Dropped,
    /// An answer that comes late, or never.
    Hang,
    /// Error answers that no retry heals.
    ErrorList,
    /// A list of several pages.
    Pages,
    /// Searches, by the shape of their query.
    Search,
}

impl Scenario {
    pub const ALL: [Self; 7] = [Self::RateLimit, Self::ServerErrors, Self::Dropped, Self::Hang, Self::ErrorList, Self::Pages, Self::Search];

    /// As templates, addresses and facts write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::RateLimit => "rate_limit",
            Self::ServerErrors => "server_errors",
            Self::Dropped => "dropped",
            Self::Hang => "hang",
            Self::ErrorList => "error_list",
            Self::Pages => "pages",
            Self::Search => "search",
        }
    }

    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scenario| scenario.key() == key)
    }
}

/// One request of the integration, and what became of it. Times are milliseconds since the drill was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// When it had been read.
    pub at_ms: u64,
    /// `None`: of no scenario, such as an address that is not played.
    #[serde(default)]
    pub scenario: Option<Scenario>,
    pub method: String,
    /// The path's template, such as `/contacts/{id}`: never what stood in it.
    pub path: String,
    /// Which call of the drill it belongs to: method, address and body that were sent before are the same call again.
    pub call: u32,
    /// `None`: no whole answer was given.
    #[serde(default)]
    pub status: Option<u16>,
    /// When the answer was given, the connection was broken or the client hung up; `None`: it waits still.
    #[serde(default)]
    pub ended_ms: Option<u64>,
    /// Whether the plan let it go wrong.
    #[serde(default)]
    pub fault: bool,
    /// Whether the client hung up first.
    #[serde(default)]
    pub hung_up: bool,
    /// When the limit ends that this answer told of.
    #[serde(default)]
    pub reset_ms: Option<u64>,
    /// Of a list: the page that was asked for, from 1; 0: by a cursor that no answer gave.
    #[serde(default)]
    pub page: Option<u32>,
    /// Of a search that is no further page: the conditions in its query.
    #[serde(default)]
    pub filters: Option<u32>,
}

impl Exchange {
    pub fn is_good(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}
