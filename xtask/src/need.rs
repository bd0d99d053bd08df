//! What must be installed: each need says whether it is there and how to get it.

pub mod browser;
pub mod compiled;
pub mod go;
pub mod node;
pub mod pdf;
pub mod peers;
pub mod postgres;
pub mod prometheus;
pub mod python;
pub mod rust;
pub mod system;

use crate::fail::{Done, Failure, While};
use crate::place::Place;
use crate::steps::{Outcome, Steps, doing};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Every version that is chosen here. The others are pinned where their own tools look:
/// wasm-bindgen in `Cargo.lock`, Rust in `rust-toolchain.toml`, Python's packages in
/// `tests/verify/requirements.txt`, what comes from npm for the tests in `tests/tools/package-lock.json`,
/// Hocuspocus in `tests/peers/package-lock.json`, React in `tests/peers/react/package-lock.json`.
pub const TRUNK: &str = "0.21.14";
/// Reads what `wasm_split_helpers` of `Cargo.lock` writes; both say in their first bytes which form that is.
pub const WASM_SPLIT: &str = "0.2.4";
/// Debian's 108 can emit a broken module, so nothing but this one is taken from PATH either.
pub const BINARYEN: &str = "132.0.0";
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

pub enum State {
    Present,
    Missing,
    /// Nothing here asks for it; the reason, and what would.
    NotNeeded(String),
}

impl State {
    /// Whether it is there.
    pub fn of(there: bool) -> Self {
        if there { State::Present } else { State::Missing }
    }
}

pub trait Need {
    /// With the version, as the step is called.
    fn name(&self) -> String;
    fn state(&self, place: &Place) -> State;
    /// What `install` does and how long it takes.
    fn how(&self) -> String;
    fn install(&self, place: &Place) -> Done<Outcome>;
}

pub type Needs = Vec<Box<dyn Need>>;

/// What building the page and the server takes; `shipped`: as they are given to users.
pub fn to_build(place: &Place, shipped: bool) -> Done<Needs> {
    let mut needs: Needs = vec![
        Box::new(system::Compiler),
        Box::new(rust::WasmTarget),
        Box::new(rust::Crates),
        Box::new(compiled::trunk()),
        Box::new(compiled::wasm_bindgen(place)?),
    ];
    if shipped {
        needs.push(Box::new(node::WasmOpt));
        needs.push(Box::new(rust::StandardLibrary));
        needs.push(Box::new(compiled::wasm_split()));
    }
    Ok(needs)
}

/// What the tests take on top.
pub fn to_test() -> Needs {
    vec![
        Box::new(rust::Components),
        Box::new(browser::Browser),
        Box::new(python::Python),
        Box::new(node::TestTools),
        Box::new(prometheus::Prometheus),
        Box::new(postgres::Postgres),
        Box::new(postgres::Haproxy),
        Box::new(pdf::PdfTools),
        Box::new(go::Go),
    ]
}

/// What the figures take on top.
pub fn to_bench() -> Needs {
    let mut needs = to_test();
    needs.push(Box::new(peers::Hocuspocus));
    needs.push(Box::new(peers::Pages));
    needs
}

/// One step for each need; stops at the first that cannot be had.
pub fn meet(needs: &Needs, place: &Place, steps: &mut Steps) -> Done {
    for need in needs {
        steps.step(&need.name(), || match need.state(place) {
            State::Present => Ok(Outcome::Present),
            State::NotNeeded(why) => Ok(Outcome::Skipped(why)),
            State::Missing => {
                doing(&need.how());
                need.install(place)
            }
        })?;
    }
    Ok(())
}

/// The folder of a finished installation, if there is one.
pub fn installed(place: &Place, name: &str) -> Option<PathBuf> {
    let folder = place.cache.join(name);
    folder.is_dir().then_some(folder)
}

/// Lets `work` fill a folder that gets its name only when it is complete: an interrupted installation is redone.
pub fn install_as(place: &Place, name: &str, work: impl FnOnce(&Path) -> Done) -> Done {
    fs::create_dir_all(&place.cache).while_doing(format!("making {}", place.cache.display()))?;
    // Held until the end: two clones may install the same tool at the same time.
    let lock = File::create(place.cache.join(format!("{name}.lock"))).while_doing("making a lock file")?;
    lock.lock().while_doing("waiting for another installation")?;
    if installed(place, name).is_some() {
        return Ok(());
    }
    let partial = place.cache.join(format!("{name}.partial"));
    if partial.exists() {
        fs::remove_dir_all(&partial).while_doing(format!("clearing {}", partial.display()))?;
    }
    fs::create_dir_all(&partial).while_doing(format!("making {}", partial.display()))?;
    work(&partial)?;
    fs::rename(&partial, place.cache.join(name)).while_doing(format!("renaming {}", partial.display()))
}

/// Names a folder after the file that pins its content (FNV-1a, 64 bits): another file, another folder.
pub fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// The version of a package in the text of a `Cargo.lock`.
pub fn locked_version(lock: &str, package: &str) -> Done<String> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\"")).skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version
        .map(str::to_string)
        .ok_or_else(|| Failure::with_help(format!("Cargo.lock names no {package}"), "type `cargo update --workspace`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n\n[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n";

    fn scratch(name: &str) -> Place {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        Place { root: folder.clone(), target: folder.join("target"), cache: folder.join("cache") }
    }

    #[test]
    fn the_locked_version_is_that_of_the_exact_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
        assert_eq!(locked_version(LOCK, "wasm-bindgen-macro").unwrap(), "0.2.1");
        assert!(locked_version(LOCK, "wasm").unwrap_err().to_string().contains("cargo update"));
    }

    #[test]
    fn a_page_that_is_quick_to_build_takes_nothing_from_npm() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf();
        let place = Place { root, ..scratch("needs") };
        let is_optimised = |shipped| to_build(&place, shipped).unwrap().iter().any(|need| need.name().starts_with("wasm-opt"));
        assert_eq!((is_optimised(false), is_optimised(true)), (false, true));
    }

    #[test]
    fn an_interrupted_installation_is_redone() {
        let place = scratch("redo");
        install_as(&place, "tool-1", |folder| {
            fs::write(folder.join("half"), "").unwrap();
            Err(Failure::new("interrupted"))
        })
        .unwrap_err();
        assert_eq!(installed(&place, "tool-1"), None);
        install_as(&place, "tool-1", |folder| {
            assert!(!folder.join("half").exists(), "what was left is cleared first");
            Ok(())
        })
        .unwrap();
        assert!(installed(&place, "tool-1").is_some());
        install_as(&place, "tool-1", |_| panic!("it is there already")).unwrap();
        fs::remove_dir_all(&place.root).unwrap();
    }

    #[test]
    fn a_digest_changes_with_its_text() {
        assert_eq!(digest(""), "cbf29ce484222325"); // FNV-1a's offset basis.
        assert_ne!(digest("a==1"), digest("a==2"));
    }
}
