//! qpdf and poppler's programs: other readers of our PDF.

use super::system::apt;
use super::{Need, State};
use crate::command::which;
use crate::fail::Done;
use crate::place::Place;
use crate::steps::Outcome;

pub struct PdfTools;

/// All that `crates/holdpoint-pdf/tests/pdf.rs` starts.
const PROGRAMS: [&str; 3] = ["qpdf", "pdfdetach", "pdftotext"];

impl Need for PdfTools {
    fn name(&self) -> String {
        "qpdf and poppler".into()
    }

    fn state(&self, _: &Place) -> State {
        State::of(PROGRAMS.iter().all(|program| which(program).is_some()))
    }

    fn how(&self) -> String {
        "installing, a few seconds, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        apt(place, "qpdf or poppler", &["qpdf", "poppler-utils"], "brew install qpdf poppler")
    }
}
