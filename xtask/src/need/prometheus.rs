//! Prometheus, whose answers the probes have to understand.

use super::system::apt;
use super::{Need, State};
use crate::command::which;
use crate::fail::Done;
use crate::place::Place;
use crate::steps::Outcome;
use std::env;
use std::path::PathBuf;

pub struct Prometheus;

impl Prometheus {
    pub fn find() -> Option<PathBuf> {
        let named = env::var_os("HOLDPOINT_PROMETHEUS").filter(|value| !value.is_empty()).map(PathBuf::from);
        named.or_else(|| which("prometheus"))
    }
}

impl Need for Prometheus {
    fn name(&self) -> String {
        "Prometheus".into()
    }

    fn state(&self, _: &Place) -> State {
        if Self::find().is_some() { State::Present } else { State::Missing }
    }

    fn how(&self) -> String {
        "installing, about 1 minute, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        apt(place, "Prometheus", &["prometheus"], "brew install prometheus")
    }
}
