//! What the bench measures beside Holdpoint, pinned in `tests/peers`.

use super::node::{Pins, npm};
use super::{Need, State};
use crate::command::{answer, quiet};
use crate::fail::Done;
use crate::place::Place;
use crate::steps::Outcome;
use std::path::{Path, PathBuf};

/// A server for collaboration over WebSockets, with a database in SQLite.
pub struct Hocuspocus;

impl Hocuspocus {
    pub const PINS: Pins = Pins { folder: "tests/peers", name: "bench-peers" };
}

impl Need for Hocuspocus {
    fn name(&self) -> String {
        "@hocuspocus/server with its SQLite extension".into()
    }

    fn state(&self, place: &Place) -> State {
        State::of(Self::PINS.find(place).is_some())
    }

    fn how(&self) -> String {
        "downloading 24 MB with npm and compiling SQLite for it, once: about a minute".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        Self::PINS.install(place, |folder, log| {
            // The one script of a package that is run: it compiles what the package is about.
            let mut npm = npm(folder);
            npm.args(["--ignore-scripts=false", "rebuild", "better-sqlite3"]).env("npm_config_build_from_source", "true");
            if let Some(headers) = headers() {
                npm.env("npm_config_nodedir", headers);
            }
            quiet(&mut npm, log)
        })
    }
}

/// React and what bundles it, for the pages that the launch page is measured beside; pinned in `tests/peers/react`.
pub struct Pages;

impl Pages {
    pub const PINS: Pins = Pins { folder: "tests/peers/react", name: "bench-pages" };
}

impl Need for Pages {
    fn name(&self) -> String {
        "React and esbuild".into()
    }

    fn state(&self, place: &Place) -> State {
        State::of(Self::PINS.find(place).is_some())
    }

    fn how(&self) -> String {
        "downloading 18 MB with npm, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        Self::PINS.install(place, |_, _| Ok(()))
    }
}

/// Where node's own headers are, if it came with them: then none are downloaded.
fn headers() -> Option<PathBuf> {
    let node = PathBuf::from(answer("node", &["-p", "process.execPath"])?);
    let prefix = node.parent().and_then(Path::parent)?;
    prefix.join("include/node/node.h").exists().then(|| prefix.to_owned())
}
