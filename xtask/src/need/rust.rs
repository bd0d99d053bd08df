//! Parts of Rust itself, and the crates that `Cargo.lock` names.

use super::{Need, State, WASM_TARGET};
use crate::command::{answer, command, quiet, which};
use crate::fail::{Done, Failure};
use crate::place::Place;
use crate::steps::Outcome;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lets this compiler take what its makers call unstable: only for how the shipped page is compiled, never for how it is written.
pub const UNSTABLE: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");

/// The toolchain's folder for what it has of each target, sources among them.
fn rustlib() -> PathBuf {
    Path::new(&answer("rustc", &["--print", "sysroot"]).unwrap_or_default()).join("lib/rustlib")
}

pub struct WasmTarget;

impl Need for WasmTarget {
    fn name(&self) -> String {
        format!("Rust for {WASM_TARGET}")
    }

    fn state(&self, _: &Place) -> State {
        let there = rustlib().join(WASM_TARGET).join("lib").is_dir();
        State::of(there)
    }

    fn how(&self) -> String {
        "downloading 20 MB, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        rustup(place, &["target", "add", WASM_TARGET])
    }
}

/// The standard library's source: the shipped page has its own build of it.
pub struct StandardLibrary;

impl StandardLibrary {
    fn folder() -> PathBuf {
        rustlib().join("src/rust/library")
    }

    /// Fetches the crates that it is made of, which cargo keeps with all others.
    fn fetch() -> Command {
        let mut fetch = command("cargo");
        fetch.args(["fetch", "--locked", "--quiet", "--manifest-path"]).arg(Self::folder().join("Cargo.toml")).env(UNSTABLE.0, UNSTABLE.1);
        fetch
    }
}

impl Need for StandardLibrary {
    fn name(&self) -> String {
        "source of Rust's standard library".into()
    }

    fn state(&self, _: &Place) -> State {
        let there = Self::folder().is_dir() && Self::fetch().arg("--offline").output().is_ok_and(|output| output.status.success());
        State::of(there)
    }

    fn how(&self) -> String {
        "downloading 4 MB, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        rustup(place, &["component", "add", "rust-src"])?;
        quiet(&mut Self::fetch(), &place.log("standard-library"))?;
        Ok(Outcome::Done)
    }
}

pub struct Components;

impl Need for Components {
    fn name(&self) -> String {
        "rustfmt and clippy".into()
    }

    fn state(&self, _: &Place) -> State {
        let there = ["fmt", "clippy"].iter().all(|part| answer("cargo", &[part, "--version"]).is_some());
        State::of(there)
    }

    fn how(&self) -> String {
        "downloading 10 MB, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        rustup(place, &["component", "add", "rustfmt", "clippy"])
    }
}

fn rustup(place: &Place, arguments: &[&str]) -> Done<Outcome> {
    if which("rustup").is_none() {
        let help = format!("get rustup from https://rustup.rs and type `rustup {}`", arguments.join(" "));
        return Err(Failure::with_help("this Rust did not come with rustup", help));
    }
    // In the repository, so that the parts join the toolchain that `rust-toolchain.toml` names.
    quiet(command("rustup").args(arguments).current_dir(&place.root), &place.log("rustup"))?;
    Ok(Outcome::Done)
}

/// All of them, for every system: Trunk asks cargo about the whole graph, also without a network.
pub struct Crates;

impl Need for Crates {
    fn name(&self) -> String {
        "crates of Cargo.lock".into()
    }

    fn state(&self, place: &Place) -> State {
        let there = command("cargo").args(["fetch", "--offline", "--quiet"]).current_dir(&place.root).output();
        State::of(there.is_ok_and(|output| output.status.success()))
    }

    fn how(&self) -> String {
        "downloading, about half a minute".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        quiet(command("cargo").arg("fetch").current_dir(&place.root), &place.log("crates"))?;
        Ok(Outcome::Done)
    }
}
