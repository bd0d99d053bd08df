//! A real Chromium and its driver, of the same version, for the browser tests.

use super::system::{apt, has_package};
use super::{Need, State};
use crate::command::{answer, is_program, named, which};
use crate::fail::{Done, Failure};
use crate::place::Place;
use crate::steps::Outcome;
use std::path::PathBuf;

pub struct Browser;

const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_APPS: &[&str] =
    &["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const DRIVER_FILES: &[&str] = &["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"];

impl Browser {
    pub fn chromium() -> Option<PathBuf> {
        find("CHROMIUM", CHROMIUM, CHROMIUM_APPS)
    }

    pub fn driver() -> Option<PathBuf> {
        find("CHROMEDRIVER", &["chromedriver"], DRIVER_FILES)
    }

    /// A driver refuses a browser of another major version.
    fn majors() -> Option<(u32, u32)> {
        let of = |program: PathBuf| major(&answer(program, &["--version"])?);
        Some((of(Self::chromium()?)?, of(Self::driver()?)?))
    }
}

fn find(variable: &str, names: &[&str], files: &[&str]) -> Option<PathBuf> {
    let on_path = || names.iter().find_map(|name| which(name));
    let known = || files.iter().map(PathBuf::from).find(|file| is_program(file));
    named(variable).or_else(on_path).or_else(known)
}

/// `Chromium 156.0.8078.79 built on Debian` is 156.
fn major(said: &str) -> Option<u32> {
    let version = said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    version.split('.').next()?.parse().ok()
}

impl Need for Browser {
    fn name(&self) -> String {
        "Chromium and chromedriver".into()
    }

    fn state(&self, _: &Place) -> State {
        State::of(Self::majors().is_some_and(|(browser, driver)| browser == driver))
    }

    fn how(&self) -> String {
        "installing, about 1 minute, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        let install = |packages: &[&str]| apt(place, "a Chromium with its driver", packages, "brew install --cask chromium chromedriver");
        let installed = install(&["chromium", "chromium-driver"]).or_else(|failure| {
            // Ubuntu has them under other names.
            let ubuntu = !has_package("chromium-driver") && has_package("chromium-chromedriver");
            if ubuntu { install(&["chromium-browser", "chromium-chromedriver"]) } else { Err(failure) }
        });
        installed.map_err(|failure| {
            Failure::with_help(failure.to_string(), "or name a pair that is there in the variables CHROMIUM and CHROMEDRIVER")
        })?;
        match Self::majors() {
            Some((browser, driver)) if browser == driver => Ok(Outcome::Done),
            Some((browser, driver)) => Err(Failure::with_help(
                format!("Chromium is {browser} but chromedriver is {driver}"),
                "name a pair of the same version in CHROMIUM and CHROMEDRIVER",
            )),
            None => Err(Failure::with_help("Chromium or chromedriver does not start", "name them in CHROMIUM and CHROMEDRIVER")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_programs_say() {
        let cases = [
            ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", Some(156)),
            ("ChromeDriver 156.0.8078.79 (b6b5b8d7)", Some(156)),
            ("Google Chrome 99.1", Some(99)),
            ("command not found", None),
        ];
        for (said, expected) in cases {
            assert_eq!(major(said), expected, "{said}");
        }
    }
}
