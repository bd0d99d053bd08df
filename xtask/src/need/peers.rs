//! What the bench measures beside Holdpoint, pinned in `tests/peers`.

use super::node::npm;
use super::{Need, State, digest, install_as, installed};
use crate::command::{answer, quiet, which};
use crate::fail::{Done, Failure, While};
use crate::place::Place;
use crate::steps::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

/// A server for collaboration over WebSockets, with a database in SQLite.
pub struct Hocuspocus;

impl Hocuspocus {
    fn pins(place: &Place) -> PathBuf {
        place.root.join("tests/peers")
    }

    fn folder(place: &Place) -> String {
        let lock = fs::read_to_string(Self::pins(place).join("package-lock.json")).unwrap_or_default();
        format!("bench-peers-{}", digest(&lock))
    }

    /// The folder in which node finds it.
    pub fn find(place: &Place) -> Option<PathBuf> {
        installed(place, &Self::folder(place)).filter(|_| which("node").is_some())
    }
}

impl Need for Hocuspocus {
    fn name(&self) -> String {
        "@hocuspocus/server with its SQLite extension".into()
    }

    fn state(&self, place: &Place) -> State {
        if Self::find(place).is_some() { State::Present } else { State::Missing }
    }

    fn how(&self) -> String {
        "downloading 24 MB with npm and compiling SQLite for it, once: about a minute".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        let pins = Self::pins(place);
        let name = Self::folder(place);
        install_as(place, &name, |folder| {
            for file in ["package.json", "package-lock.json"] {
                fs::copy(pins.join(file), folder.join(file)).while_doing(format!("copying tests/peers/{file}"))?;
            }
            quiet(npm(folder).arg("ci"), &place.log(&name))?;
            // The one script of a package that is run: it compiles what the package is about.
            let mut npm = npm(folder);
            npm.args(["--ignore-scripts=false", "rebuild", "better-sqlite3"]).env("npm_config_build_from_source", "true");
            if let Some(headers) = headers() {
                npm.env("npm_config_nodedir", headers);
            }
            quiet(&mut npm, &place.log(&name))
        })?;
        let found = Self::find(place).map(|_| Outcome::Done);
        found.ok_or_else(|| Failure::with_help("hocuspocus was installed but node cannot be found", "apt-get install -y nodejs npm"))
    }
}

/// React and what bundles it, for the pages that the launch page is measured beside; pinned in `tests/peers/react`.
pub struct Pages;

impl Pages {
    fn pins(place: &Place) -> PathBuf {
        place.root.join("tests/peers/react")
    }

    fn folder(place: &Place) -> String {
        let lock = fs::read_to_string(Self::pins(place).join("package-lock.json")).unwrap_or_default();
        format!("bench-pages-{}", digest(&lock))
    }

    /// The folder in which node finds them.
    pub fn find(place: &Place) -> Option<PathBuf> {
        installed(place, &Self::folder(place)).filter(|_| which("node").is_some())
    }
}

impl Need for Pages {
    fn name(&self) -> String {
        "React and esbuild".into()
    }

    fn state(&self, place: &Place) -> State {
        if Self::find(place).is_some() { State::Present } else { State::Missing }
    }

    fn how(&self) -> String {
        "downloading 18 MB with npm, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        let pins = Self::pins(place);
        let name = Self::folder(place);
        install_as(place, &name, |folder| {
            for file in ["package.json", "package-lock.json"] {
                fs::copy(pins.join(file), folder.join(file)).while_doing(format!("copying tests/peers/react/{file}"))?;
            }
            quiet(npm(folder).arg("ci"), &place.log(&name))
        })?;
        let found = Self::find(place).map(|_| Outcome::Done);
        found.ok_or_else(|| Failure::with_help("React was installed but node cannot be found", "apt-get install -y nodejs npm"))
    }
}

/// Where node's own headers are, if it came with them: then none are downloaded.
fn headers() -> Option<PathBuf> {
    let node = PathBuf::from(answer("node", &["-p", "process.execPath"])?);
    let prefix = node.parent().and_then(Path::parent)?;
    prefix.join("include/node/node.h").exists().then(|| prefix.to_owned())
}
