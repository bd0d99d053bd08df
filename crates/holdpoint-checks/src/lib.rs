//! The check engine: a template's check and an operator's connection in, a judged receipt out. `holdpoint serve` and
//! `holdpoint preflight` run the same.
//!
//! * [`run`]: one check for a launch, as a signed receipt.
//! * [`flight`]: all checks of a pre-flight at the same time, without a launch.
//! * [`quota`]: how much one person may ask, and one launch. [`limits`]: every limit, with its reason.
//!
//! Nothing here dials (holdpoint-probe does), rules (`holdpoint_domain::check::judge` does) or stores.

pub mod flight;
pub mod limits;
pub mod quota;
pub mod run;

pub use flight::{Checked, Flight, fly};
pub use quota::{Quotas, Wait};
pub use run::{Order, Sealed, Sealer, run, seal};
