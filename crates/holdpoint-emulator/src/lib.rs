//! A vendor and a webhook consumer that can misbehave, on this machine. For tests and demonstrations only.
//!
//! * [`Vendor`]: how it behaves; a test changes it through [`Emulator::set`], another process through `PUT /__emulator/mode`.
//! * [`Emulator`]: one running instance, with its URLs and the requests it has seen; it stops when it is dropped.
//! * [`desk`]: ticket systems that keep what is written to them.
//! * [`postgres`]: a database server of one's own, which can be killed.
//! * [`free_port`]: a port for what is told one.
//! * [`raw`]: a server of bytes, for answers that no HTTP library would send.
//! * [`s3`]: object storage of one's own, which verifies signatures, and can be stopped and started again.
//! * [`tls`]: an authority of certificates of one's own.

pub mod desk;
mod lock;
mod port;
pub mod postgres;
pub mod raw;
mod record;
mod respond;
pub mod s3;
mod server;
pub mod tls;
mod vendor;
mod webhook;

pub use port::free_port;
pub use record::Recorded;
pub use server::Emulator;
pub use vendor::{Habit, Health, Indicator, Mode, Vendor};
