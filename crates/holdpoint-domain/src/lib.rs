//! Holdpoint's rules. No clock, network, randomness, thread or framework: time and ids are passed in.
//!
//! * [`account`]: what happens to an account, and what a token may do.
//! * [`alert`]: what decided how an alert stands; with feature `alerts` whether one fires over what scheduled checks saw.
//! * [`badge`]: the gate as a picture.
//! * [`id`]: a newtype for every id, place and digest.
//! * [`sentence`]: sentences that programs can take apart.
//! * [`unseen`]: characters that nobody sees, and names without them.
//! * [`template`]: what a checklist consists of; with feature `template-source` also its TOML source, lint and schema.
//! * [`launch`]: one release under review: commands, events, `decide`, `apply`, the gate.
//! * [`order`]: sorting with little code.
//! * [`check`]: what a probe saw, and the verdict over it.
//! * [`report`]: what approvers sign; with feature `report` also the signed report and its verification.
//! * [`wire`]: request, response and problem bodies of the HTTP interface.

pub mod account;
pub mod alert;
pub mod badge;
pub mod check;
pub mod id;
pub mod launch;
pub mod order;
pub mod report;
pub mod sentence;
mod tagged;
pub mod template;
pub mod unseen;
pub mod wire;
