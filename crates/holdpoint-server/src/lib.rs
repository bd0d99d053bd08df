//! Holdpoint's server and command line: the shell around the rules.
//!
//! * [`cli`]: the commands of the binary `holdpoint`, a file each. [`serve`]: the server itself, from its start to its end.
//! * [`config`], [`limits`]: every setting and every limit.
//! * [`app`]: shared state, all routes, all layers. [`api`]: a file for each kind of route.
//! * [`auth`], [`guard`]: who is asking, and whether a request may be listened to at all. [`json`]: what it brings.
//! * [`templates`]: what launches can be made from. [`trends`]: how they came to where they are.
//! * [`drill`]: the vendor, played for an integration under test.
//! * [`watch`]: scheduled checks, alerts, and messages about them. `deliver`: reports on their way to tickets.
//! * [`live`], [`presence`]: what is sent to everybody who has a launch open, and who that is.
//! * [`error`]: the one error type of handlers. [`sign`]: the keys. [`spa`]: the page. [`metrics`]: counters for Prometheus.
//! * [`uploads`]: evidence files on their way in. [`storage`]: where they are kept.
//! * [`backup`]: everything that a server needs as one file, and back.
//! * [`rendition`]: a kept report as PDF, Markdown or CSV. [`timestamp`]: an independent authority's word on when it was signed.

pub mod api;
pub mod app;
pub mod auth;
pub mod backup;
pub mod cli;
pub mod config;
mod deliver;
pub mod drill;
pub mod error;
pub mod guard;
pub mod json;
pub mod limits;
pub mod live;
mod lock;
pub mod metrics;
pub mod presence;
pub mod rendition;
pub mod serve;
pub mod sign;
pub mod spa;
pub mod storage;
pub mod templates;
pub mod timestamp;
pub mod trends;
pub mod uploads;
pub mod watch;
