//! Probes against servers on this machine.
//!
//! * `http_probe`: facts of the probe kind `http`, with a vendor that behaves and one that does not.
//! * `samples`: the same, asked several times.
//! * `webhook_probe`, `webhook_battery`: facts of the probe kind `webhook`, with the usual cases and with all of them.
//! * `tls_probe`, `prometheus_probe`, `permission_probe`, `fingerprints`: those of the other kinds.
//! * `prometheus_real`: the same against Prometheus itself, where it is installed.
//! * `hostile`: answers that no honest server sends.
//! * `tls`: certificates, good and bad.
//! * `memory`: what fifty hostile answers at once cost.
//! * `bucket`: objects in storage that verifies signatures.
//! * `heard`: what a signed receipt would tell of an answer. `redirects`: what follows to another place.
//! * `mail`, `post`: messages to people, by e-mail and to a webhook.
//! * `secrets`: what is sent where, and what comes back.
//! * `github_described`: tickets on GitHub, against its own API description.
//! * `preflight`: many checks at the same time.

mod bench;
mod bucket;
mod fingerprints;
mod github_described;
mod heard;
mod hostile;
mod http_probe;
mod mail;
mod memory;
mod permission_probe;
mod post;
mod preflight;
mod prometheus_probe;
mod prometheus_real;
mod redirects;
mod samples;
mod secrets;
mod tls;
mod tls_probe;
mod webhook_battery;
mod webhook_probe;
