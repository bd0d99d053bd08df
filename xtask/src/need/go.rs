//! Go, with its package for signed notes: another reader of our checkpoints.

use super::system::apt;
use super::{Need, State};
use crate::command::{named, which};
use crate::fail::Done;
use crate::place::Place;
use crate::steps::Outcome;
use std::path::{Path, PathBuf};

pub struct Go;

/// Where Debian puts the sources of Go's packages: a GOPATH that needs no download.
const SOURCES: &str = "/usr/share/gocode";

impl Go {
    /// The GOPATH that has `golang.org/x/mod`, where there is a compiler too.
    pub fn path() -> Option<PathBuf> {
        let path = named("HOLDPOINT_GOPATH").unwrap_or_else(|| PathBuf::from(SOURCES));
        (which("go").is_some() && has_note(&path)).then_some(path)
    }

    /// Whether it is installed where it is missing.
    pub fn can_be_had() -> bool {
        which("apt-get").is_some()
    }
}

fn has_note(path: &Path) -> bool {
    path.join("src/golang.org/x/mod/sumdb/note/note.go").is_file()
}

impl Need for Go {
    fn name(&self) -> String {
        "Go with sumdb".into()
    }

    fn state(&self, _: &Place) -> State {
        if Self::path().is_some() {
            return State::Present;
        }
        if !Self::can_be_had() {
            let why = "only Debian has the package's sources; set HOLDPOINT_GOPATH to a GOPATH with golang.org/x/mod, and one more tool reads our checkpoints";
            return State::NotNeeded(why.into());
        }
        State::Missing
    }

    fn how(&self) -> String {
        "installing, about 1 minute, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        apt(place, "Go with its sources of golang.org/x/mod", &["golang-go", "golang-golang-x-mod-dev"], "brew install go")
    }
}
