//! Parts of Rust itself, and the crates that `Cargo.lock` names.

use super::{Need, State, WASM_TARGET};
use crate::command::{answer, command, quiet, which};
use crate::fail::{Done, Failure};
use crate::place::Place;
use crate::steps::Outcome;
use std::path::Path;

pub struct WasmTarget;

impl Need for WasmTarget {
    fn name(&self) -> String {
        format!("Rust for {WASM_TARGET}")
    }

    fn state(&self, _: &Place) -> State {
        let sysroot = answer("rustc", &["--print", "sysroot"]).unwrap_or_default();
        let there = Path::new(&sysroot).join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir();
        if there { State::Present } else { State::Missing }
    }

    fn how(&self) -> String {
        "downloading 20 MB, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        rustup(place, &["target", "add", WASM_TARGET])
    }
}

pub struct Components;

impl Need for Components {
    fn name(&self) -> String {
        "rustfmt and clippy".into()
    }

    fn state(&self, _: &Place) -> State {
        let there = ["fmt", "clippy"].iter().all(|part| answer("cargo", &[part, "--version"]).is_some());
        if there { State::Present } else { State::Missing }
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
        if there.is_ok_and(|output| output.status.success()) { State::Present } else { State::Missing }
    }

    fn how(&self) -> String {
        "downloading, about half a minute".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        quiet(command("cargo").arg("fetch").current_dir(&place.root), &place.log("crates"))?;
        Ok(Outcome::Done)
    }
}
