//! What comes from npm: wasm-opt for the page; Prism, an OpenID provider, a client library, Sigstore's verifier, axe and Lighthouse for the tests.

use super::system::apt;
use super::{BINARYEN, Need, State, digest, install_as, installed};
use crate::command::{answer, command, named, quiet, which};
use crate::fail::{Done, Failure, While};
use crate::place::Place;
use crate::steps::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

const GET_NPM: &str = "apt-get install -y nodejs npm";

/// Of the page that users get, and that is weighed: without this it would be over its limit.
pub struct WasmOpt;

impl WasmOpt {
    fn folder() -> String {
        format!("binaryen-{BINARYEN}")
    }

    pub fn find(place: &Place) -> Option<PathBuf> {
        let ours = installed(place, &Self::folder()).map(|folder| folder.join("node_modules/.bin/wasm-opt"));
        ours.filter(|program| program.exists() && which("node").is_some()).or_else(|| {
            let theirs = which("wasm-opt")?;
            let said = answer(&theirs, &["--version"])?;
            let major = BINARYEN.split('.').next()?;
            (said.split_whitespace().nth(2) == Some(major)).then_some(theirs)
        })
    }
}

impl Need for WasmOpt {
    fn name(&self) -> String {
        format!("wasm-opt {BINARYEN}")
    }

    fn state(&self, place: &Place) -> State {
        State::of(Self::find(place).is_some())
    }

    fn how(&self) -> String {
        "downloading 104 MB with npm, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        get_npm(place)?;
        let name = Self::folder();
        install_as(place, &name, |folder| {
            let mut npm = npm(folder);
            quiet(npm.args(["install", "--no-save", &format!("binaryen@{BINARYEN}")]), &place.log(&name))
        })?;
        let found = Self::find(place).map(|_| Outcome::Done);
        found.ok_or_else(|| Failure::with_help("wasm-opt was installed but node cannot be found", format!("type `{GET_NPM}`")))
    }
}

/// What the tools from npm are installed with.
fn get_npm(place: &Place) -> Done {
    if which("npm").is_none() {
        apt(place, "npm", &["nodejs", "npm"], "brew install node")?;
    }
    Ok(())
}

/// Packages that a folder of the repository pins.
pub struct Pins {
    /// Has `package.json` and its lock file.
    pub folder: &'static str,
    /// What the installation's name begins with.
    pub name: &'static str,
}

impl Pins {
    fn installation(&self, place: &Place) -> String {
        let lock = fs::read_to_string(place.root.join(self.folder).join("package-lock.json")).unwrap_or_default();
        format!("{}-{}", self.name, digest(&lock))
    }

    /// The folder in which node finds them.
    pub fn find(&self, place: &Place) -> Option<PathBuf> {
        installed(place, &self.installation(place)).filter(|_| which("node").is_some())
    }

    /// * `more`: what is left to do in the folder behind `npm ci`, and the log for it.
    pub fn install(&self, place: &Place, more: impl FnOnce(&Path, &Path) -> Done) -> Done<Outcome> {
        get_npm(place)?;
        let (pins, name) = (self.folder, self.installation(place));
        let log = place.log(&name);
        install_as(place, &name, |folder| {
            for file in ["package.json", "package-lock.json"] {
                fs::copy(place.root.join(pins).join(file), folder.join(file)).while_doing(format!("copying {pins}/{file}"))?;
            }
            quiet(npm(folder).arg("ci"), &log)?;
            more(folder, &log)
        })?;
        let found = self.find(place).map(|_| Outcome::Done);
        let lost = || Failure::with_help(format!("what {pins} pins was installed but node cannot be found"), format!("type `{GET_NPM}`"));
        found.ok_or_else(lost)
    }
}

/// npm at work in `folder`, without running the scripts of packages.
pub fn npm(folder: &Path) -> std::process::Command {
    let mut npm = command("npm");
    npm.current_dir(folder).arg("--prefix").arg(folder).args(["--ignore-scripts", "--no-audit", "--no-fund"]);
    npm
}

/// What the tests start, pinned in `tests/tools`: an OpenID provider and a verifier that are not ours, Intercom's own client library, two
/// judges of pages, and Prism, which serves GitHub's OpenAPI description, and Intercom's own where that file is.
pub struct TestTools;

impl TestTools {
    const PINS: Pins = Pins { folder: "tests/tools", name: "test-tools" };

    fn find(place: &Place, file: &str) -> Option<PathBuf> {
        let found = Self::PINS.find(place)?.join("node_modules").join(file);
        found.exists().then_some(found)
    }

    pub fn prism(place: &Place) -> Option<PathBuf> {
        Self::find(place, ".bin/prism")
    }

    pub fn oidc_provider(place: &Place) -> Option<PathBuf> {
        Self::find(place, "oidc-provider")
    }

    /// The folder with `@sigstore/verify`, which reads reports.
    pub fn sigstore(place: &Place) -> Option<PathBuf> {
        Self::find(place, "@sigstore/verify")?;
        Some(Self::PINS.find(place)?.join("node_modules"))
    }

    /// What judges a page by the rules of accessibility: a script that runs in it.
    pub fn axe(place: &Place) -> Option<PathBuf> {
        Self::find(place, "axe-core/axe.min.js")
    }

    /// What judges a page as a visitor's browser would: the bench starts it.
    pub fn lighthouse(place: &Place) -> Option<PathBuf> {
        Self::find(place, "lighthouse/cli/index.js")
    }

    /// Intercom's own client library, which drills are tried with.
    pub fn intercom_client(place: &Place) -> Option<PathBuf> {
        Self::find(place, "intercom-client")
    }

    /// GitHub's description of its REST API, as its own client library is made from.
    pub fn github(place: &Place) -> Option<PathBuf> {
        Self::find(place, "@octokit/openapi/generated/api.github.com.json")
    }

    /// Intercom's description, which is theirs and therefore not in the repository: docs/architecture.md says where it can be had.
    pub fn openapi() -> Option<PathBuf> {
        // Absolute: whoever reads the variable may work in another folder.
        fs::canonicalize(named("HOLDPOINT_INTERCOM_OPENAPI")?).ok()
    }
}

impl Need for TestTools {
    fn name(&self) -> String {
        "Prism, GitHub's API description, oidc-provider, intercom-client, @sigstore/verify, axe and Lighthouse".into()
    }

    fn state(&self, place: &Place) -> State {
        State::of(Self::oidc_provider(place).is_some())
    }

    fn how(&self) -> String {
        "downloading 170 MB with npm, once".into()
    }

    fn install(&self, place: &Place) -> Done<Outcome> {
        Self::PINS.install(place, |_, _| Ok(()))
    }
}
