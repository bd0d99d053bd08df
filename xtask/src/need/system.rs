//! The C compiler, and Debian's package manager for what only the system can have.

use super::{Need, State};
use crate::command::{answer, command, quiet, which};
use crate::fail::{Done, Failure};
use crate::place::Place;
use crate::steps::Outcome;
use std::env;

/// SQLite and the TLS library are C.
pub struct Compiler;

impl Need for Compiler {
    fn name(&self) -> String {
        "C compiler".into()
    }

    fn state(&self, _: &Place) -> State {
        let named = env::var("CC").is_ok_and(|name| !name.is_empty());
        State::of(named || which("cc").is_some() || cfg!(windows))
    }

    fn how(&self) -> String {
        "installing, about 1 minute, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        apt(place, "a C compiler", &["gcc", "libc6-dev"], "xcode-select --install")
    }
}

/// Whether the package manager knows a package, as of its last update: not every Debian-like system has the same.
pub fn has_package(name: &str) -> bool {
    // One that only others name is shown without a version.
    answer("apt-cache", &["show", "--no-all-versions", name]).is_some_and(|said| said.contains("Version:"))
}

/// Installs Debian packages as root; anyone else is told what to type.
pub fn apt(place: &Place, what: &str, packages: &[&str], on_a_mac: &str) -> Done<Outcome> {
    let missing = format!("{what} is missing");
    let list = packages.join(" ");
    if cfg!(target_os = "macos") {
        return Err(Failure::with_help(missing, format!("type `{on_a_mac}`")));
    }
    if which("apt-get").is_none() {
        return Err(Failure::with_help(missing, format!("install what your system calls `{list}`")));
    }
    if answer("id", &["-u"]).as_deref() != Some("0") {
        return Err(Failure::with_help(missing, format!("type `sudo apt-get install -y {list}`")));
    }
    let log = place.log(&format!("apt-{}", packages[0]));
    let mut update = command("apt-get");
    quiet(update.arg("update"), &log)?;
    let mut install = command("apt-get");
    install.args(["install", "-y", "--no-install-recommends"]).args(packages).env("DEBIAN_FRONTEND", "noninteractive");
    quiet(&mut install, &log)?;
    Ok(Outcome::Done)
}
