//! The Python tools that verify reports, and PDFs as PDF/A, without any of our code.

use super::system::apt;
use super::{Need, State, digest, install_as, installed};
use crate::command::{command, quiet, which};
use crate::fail::{Done, While};
use crate::place::Place;
use crate::steps::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

pub struct Python;

const CAN_MAKE_VENV: &str = "import venv, ensurepip";

impl Python {
    fn pins(place: &Place) -> PathBuf {
        place.root.join("tests/verify/requirements.txt")
    }

    fn folder(place: &Place) -> String {
        let pins = fs::read_to_string(Self::pins(place)).unwrap_or_default();
        format!("python-{}", digest(&pins))
    }

    /// The virtual environment's interpreter. Not followed through links: that would leave the environment.
    pub fn find(place: &Place) -> Option<PathBuf> {
        let folder = installed(place, &Self::folder(place))?;
        Some(program(&folder)).filter(|python| python.exists())
    }
}

fn program(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

impl Need for Python {
    fn name(&self) -> String {
        "Python's securesystemslib, webauthn and page-validation".into()
    }

    fn state(&self, place: &Place) -> State {
        State::of(Self::find(place).is_some())
    }

    fn how(&self) -> String {
        "downloading 9 MB with pip, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        let makes_venv = |_: &PathBuf| command("python3").args(["-c", CAN_MAKE_VENV]).output().is_ok_and(|output| output.status.success());
        if which("python3").filter(makes_venv).is_none() {
            apt(place, "Python with venv", &["python3", "python3-venv"], "brew install python3")?;
        }
        let pins = Self::pins(place);
        let name = Self::folder(place);
        let log = place.log(&name);
        // An environment of a Python that is gone is of no use; `install_as` would take it for complete.
        if let (None, Some(broken)) = (Self::find(place), installed(place, &name)) {
            fs::remove_dir_all(&broken).while_doing(format!("clearing {}", broken.display()))?;
        }
        install_as(place, &name, |folder| {
            quiet(command("python3").args(["-m", "venv"]).arg(folder), &log)?;
            let mut pip = command(program(folder));
            pip.args(["-m", "pip", "install", "--only-binary", ":all:", "--no-deps", "--requirement"]).arg(&pins);
            quiet(&mut pip, &log)
        })?;
        Ok(Outcome::Done)
    }
}
