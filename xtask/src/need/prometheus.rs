//! Prometheus, whose answers the probes have to understand.

use super::system::apt;
use super::{Need, State};
use crate::command::{named, which};
use crate::fail::Done;
use crate::place::Place;
use crate::steps::Outcome;
use std::path::PathBuf;

pub struct Prometheus;

impl Prometheus {
    pub fn find() -> Option<PathBuf> {
        named("HOLDPOINT_PROMETHEUS").or_else(|| which("prometheus"))
    }
}

impl Need for Prometheus {
    fn name(&self) -> String {
        "Prometheus".into()
    }

    fn state(&self, _: &Place) -> State {
        State::of(Self::find().is_some())
    }

    fn how(&self) -> String {
        "installing, about 1 minute, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        apt(place, "Prometheus", &["prometheus"], "brew install prometheus")
    }
}
