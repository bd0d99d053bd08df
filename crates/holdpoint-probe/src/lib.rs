//! Facts from outside: the only crate that opens an outbound connection.
//!
//! * [`egress`]: the policy. A URL becomes a checked `Target`, a name becomes vetted addresses, and only those are dialled.
//! * [`connection`]: a target environment as the operator configured it.
//! * [`secret`]: references to secrets, and the secrets themselves while they are in use.
//! * [`preflight`]: runs checks, one or many at the same time, and returns what was seen and heard.
//! * [`trial`]: tries a connection before the operator writes it down.
//! * [`issuer`]: requests to an organisation's OpenID provider.
//! * [`remote`]: requests of the command line to a Holdpoint server.
//! * [`notify`]: messages to people, by webhook and e-mail.
//! * [`ticket`]: a signed report into a change ticket.
//! * [`authority`]: questions to an authority of timestamps.
//! * [`bucket`]: objects in S3-compatible object storage.
//! * [`limits`]: every limit, with its reason.
//!
//! A probe kind is a file (`http.rs`, `webhook.rs`, `tls.rs`, `prometheus.rs`, `permission.rs`, `fingerprints.rs`). Nothing here judges: facts go to `holdpoint_domain::check::judge`.

pub mod authority;
pub mod bucket;
pub mod connection;
pub mod egress;
mod fingerprints;
mod heard;
mod http;
pub mod issuer;
mod json;
pub mod limits;
pub mod notify;
mod percentile;
mod permission;
pub mod preflight;
mod prometheus;
mod reasons;
pub mod remote;
mod scrub;
pub mod secret;
mod seen;
pub mod ticket;
mod tls;
pub mod trial;
mod webhook;

pub use connection::{BadConnection, Connection};
pub use egress::{AllowList, Denial, Egress, EgressConfig, EgressError, Explanation};
pub use preflight::{Progress, Witnessed, run, run_all, witness};
pub use secret::SecretRef;
pub use ticket::TicketSystem;
