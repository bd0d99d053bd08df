//! Probes against servers on this machine.
//!
//! * `http_probe`: facts of the probe kind `http`, with a vendor that behaves and one that does not.
//! * `webhook_probe`: facts of the probe kind `webhook`.
//! * `hostile`: answers that no honest server sends.
//! * `tls`: certificates, good and bad.
//! * `secrets`: what is sent where, and what comes back.
//! * `preflight`: many checks at the same time.

mod bench;
mod hostile;
mod http_probe;
mod preflight;
mod secrets;
mod tls;
mod webhook_probe;
