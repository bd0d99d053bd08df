//! Tools that cargo compiles once: Trunk, wasm-bindgen and wasm-split.

use super::{Need, State, TRUNK, WASM_SPLIT, install_as, installed, locked_version};
use crate::command::{answer, command, quiet, which};
use crate::fail::{Done, Failure, While};
use crate::place::Place;
use crate::steps::Outcome;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;

pub struct Compiled {
    /// The program; `--version` answers `program version`.
    program: &'static str,
    package: &'static str,
    version: String,
    arguments: &'static [&'static str],
    minutes: &'static str,
}

pub fn trunk() -> Compiled {
    Compiled {
        program: "trunk",
        package: "trunk",
        version: TRUNK.into(),
        // No TLS: it serves http on this machine, and what it would download is here already.
        arguments: &["--locked", "--no-default-features"],
        minutes: "3 minutes",
    }
}

/// Page and tool must have the very same version: they share an unstable format.
pub fn wasm_bindgen(place: &Place) -> Done<Compiled> {
    let lock = fs::read_to_string(place.root.join("Cargo.lock")).while_doing("reading Cargo.lock")?;
    Ok(Compiled {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: locked_version(&lock, "wasm-bindgen")?,
        // Not `--locked`: the tool's own lock file names a version that some registries do not serve.
        arguments: &["--no-default-features", "--bin", "wasm-bindgen"],
        minutes: "1 minute",
    })
}

/// Cuts the shipped page into parts. It has no `--version`, so that only ours is used.
pub fn wasm_split() -> Compiled {
    Compiled {
        program: "wasm-split-cli",
        package: "wasm_split_cli_support",
        version: WASM_SPLIT.into(),
        arguments: &["--locked", "--features", "build-binary"],
        minutes: "1 minute",
    }
}

impl Compiled {
    fn folder(&self) -> String {
        format!("{}-{}", self.program, self.version)
    }

    /// Where it is; an error where it is not.
    pub fn program(&self, place: &Place) -> Done<PathBuf> {
        let lost = || Failure::with_help(format!("{} is not installed", self.program), "type `cargo xtask setup`");
        self.find(place).ok_or_else(lost)
    }

    /// Ours, or the user's own where it is the same version.
    pub fn find(&self, place: &Place) -> Option<PathBuf> {
        let ours = installed(place, &self.folder()).map(|folder| folder.join("bin").join(format!("{}{EXE_SUFFIX}", self.program)));
        ours.filter(|program| program.is_file()).or_else(|| {
            let theirs = which(self.program)?;
            let said = answer(&theirs, &["--version"])?;
            (said.split_whitespace().nth(1) == Some(&self.version)).then_some(theirs)
        })
    }
}

impl Need for Compiled {
    fn name(&self) -> String {
        format!("{} {}", self.program, self.version)
    }

    fn state(&self, place: &Place) -> State {
        State::of(self.find(place).is_some())
    }

    fn how(&self) -> String {
        format!("compiling, about {} on two cores, once", self.minutes)
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        let name = self.folder();
        let build = place.cache.join("build").join(&name);
        install_as(place, &name, |folder| {
            let mut cargo = command("cargo");
            cargo.args(["install", "--no-track", "--root"]).arg(folder).arg("--target-dir").arg(&build);
            cargo.args(self.arguments).arg(format!("{}@={}", self.package, self.version)).current_dir(&place.cache);
            // Measured: compiling dominates by far, and unoptimised they still run in seconds.
            cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_PROFILE_RELEASE_LTO", "off");
            cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256").env("CARGO_PROFILE_RELEASE_DEBUG", "0");
            quiet(&mut cargo, &place.log(&name))
        })?;
        // Kept until here, so that an interrupted compilation goes on where it was.
        let _ = fs::remove_dir_all(build);
        Ok(Outcome::Done)
    }
}
