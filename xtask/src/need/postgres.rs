//! PostgreSQL and HAProxy: several replicas over one database, behind one balancer.

use super::system::apt;
use super::{Need, State};
use crate::command::{answer, named, which};
use crate::fail::Done;
use crate::place::Place;
use crate::steps::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

pub struct Postgres;
pub struct Haproxy;

/// As Homebrew calls it.
const BREWED: &str = "postgresql@17";

/// Where Debian has a folder for each version.
const VERSIONS: &str = "/usr/lib/postgresql";

impl Postgres {
    /// The folder of its programs: named, on PATH, or of the latest version.
    pub fn programs() -> Option<PathBuf> {
        let on_path = || which("initdb")?.parent().map(Path::to_path_buf);
        named("HOLDPOINT_POSTGRES").or_else(|| on_path().filter(|folder| is_complete(folder))).or_else(latest).or_else(brewed)
    }
}

/// Homebrew puts no version of it on PATH.
fn brewed() -> Option<PathBuf> {
    which("brew")?;
    let folder = PathBuf::from(answer("brew", &["--prefix", BREWED])?).join("bin");
    is_complete(&folder).then_some(folder)
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file())
}

fn latest() -> Option<PathBuf> {
    let versions = fs::read_dir(VERSIONS).into_iter().flatten().flatten().map(|entry| entry.path());
    let number = |folder: &PathBuf| folder.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    versions.map(|folder| (number(&folder), folder.join("bin"))).filter(|(_, folder)| is_complete(folder)).max().map(|(_, folder)| folder)
}

impl Need for Postgres {
    fn name(&self) -> String {
        "PostgreSQL".into()
    }

    fn state(&self, _: &Place) -> State {
        State::of(Self::programs().is_some())
    }

    fn how(&self) -> String {
        "installing, about 1 minute, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        apt(place, "PostgreSQL", &["postgresql"], &format!("brew install {BREWED}"))
    }
}

impl Haproxy {
    pub fn find() -> Option<PathBuf> {
        // Debian has it where only root looks.
        let usual = PathBuf::from("/usr/sbin/haproxy");
        named("HOLDPOINT_HAPROXY").or_else(|| which("haproxy")).or_else(|| usual.is_file().then_some(usual))
    }
}

impl Need for Haproxy {
    fn name(&self) -> String {
        "HAProxy".into()
    }

    fn state(&self, _: &Place) -> State {
        State::of(Self::find().is_some())
    }

    fn how(&self) -> String {
        "installing, a few seconds, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        apt(place, "HAProxy", &["haproxy"], "brew install haproxy")
    }
}
