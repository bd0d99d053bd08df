//! Cutting the shipped page: what `src/app/later.rs` marks goes into files of its own, which the browser fetches when they are needed.
//!
//! Trunk knows nothing of it. It calls what it finds as `wasm-bindgen`, and that is this program under another name: it cuts the module,
//! gives the main part to the real wasm-bindgen, and keeps the other parts until Trunk is done.

use super::lean::lean;
use super::{loader, names, order, packs};
use crate::command::{CORRECT, command, shown};
use crate::fail::{Done, Failure, While};
use crate::need::compiled::{wasm_bindgen, wasm_split};
use crate::need::digest;
use crate::need::node::WasmOpt;
use crate::need::rust::UNSTABLE;
use crate::place::Place;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The name under which this program is called in wasm-bindgen's place.
pub const STAND_IN: &str = "wasm-bindgen";
/// What cutting needs of the linker, how a panic ends, and how much stack there is, in place of what `.cargo/config.toml` says; and digests that
/// are computed in a loop, as unrolled they are a kilobyte more.
///
/// The deepest that was seen is 22 KB, on the page that verifies reports; the compiler's megabyte is memory that each open page would hold for
/// nothing. Below the stack is no memory: should it ever be used up, the page ends, and nothing is overwritten.
const RUSTFLAGS: [&str; 10] = [
    "--cfg",
    "erase_components",
    "--cfg",
    "sha2_backend_soft=\"compact\"",
    "-C",
    "link-arg=--emit-relocs",
    "-C",
    "link-arg=-zstack-size=262144",
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
];
/// A panic is the end of the page, and its message is read by nobody but us, on the page that is not shipped: without messages, and with the
/// standard library built like everything else, an eighth of the page is not there. Neither can be had from a library that was built before.
const STANDARD_LIBRARY: [(&str, &str); 3] =
    [UNSTABLE, ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"), ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")];
/// What rustc assumes of browsers; the parts do not say it themselves.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
/// What makes the main part smallest once it is compressed, found by trying: with `-O2` alone it is 6 KB larger.
///
/// That nobody uses the first kilobyte of memory holds: it is the far end of the stack.
const PASSES: [&str; 9] = [
    "--flatten",
    "--rereloop",
    "-O2",
    "--low-memory-unused",
    "--optimize-added-constants-propagate",
    "-O2",
    "--dealign",
    "--one-caller-inline-max-function-size=1",
    "--always-inline-max-function-size=1",
];
/// As the cutting tool calls the script that fetches the parts.
pub const LINK: &str = "__wasm_split.js";

/// The browser then compiles a script's functions while it loads it, and not one by one where each is called first: nearly all are called.
pub const AT_ONCE: &str = "//# allFunctionsCalledOnLoad\n";

const BINDGEN: &str = "HOLDPOINT_WASM_BINDGEN";
const SPLIT: &str = "HOLDPOINT_WASM_SPLIT";
const OPT: &str = "HOLDPOINT_WASM_OPT";
const PARTS: &str = "HOLDPOINT_PAGE_PARTS";

/// Where the parts wait until Trunk is done.
fn parts(place: &Place) -> PathBuf {
    place.target.join("page/parts")
}

/// The folder that has to come first on Trunk's PATH, so that it calls this program as wasm-bindgen.
pub fn stand_in_folder(place: &Place) -> Done<PathBuf> {
    let folder = place.target.join("page/stand-in");
    let program = folder.join(format!("{STAND_IN}{}", env::consts::EXE_SUFFIX));
    fs::create_dir_all(&folder).while_doing(format!("making {}", folder.display()))?;
    let own = env::current_exe().while_doing("finding this program")?;
    // A copy at another name first: the old one may be running for another clone.
    let fresh = folder.join("fresh");
    fs::copy(own, &fresh).and_then(|_| fs::rename(&fresh, &program)).while_doing(format!("writing {}", program.display()))?;
    Ok(folder)
}

/// Tells the stand-in where the real tools are, and the compiler what cutting needs.
pub fn prepare(place: &Place, trunk: &mut Command) -> Done {
    trunk.env(BINDGEN, wasm_bindgen(place)?.program(place)?).env(SPLIT, wasm_split().program(place)?);
    trunk.env(PARTS, parts(place)).env("CARGO_ENCODED_RUSTFLAGS", rustflags(place)).envs(STANDARD_LIBRARY);
    if let Some(wasm_opt) = WasmOpt::find(place) {
        trunk.env(OPT, wasm_opt);
    }
    Ok(())
}

/// Places in the sources are told without the folders of the machine that built them: shorter, and the same from every clone.
fn rustflags(place: &Place) -> String {
    let crates = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    // One folder for each registry; its name is a digest.
    let registries = crates.and_then(|folder| fs::read_dir(folder.join("registry/src")).ok()).into_iter().flatten().flatten();
    let folders = std::iter::once(place.root.clone()).chain(registries.map(|entry| entry.path()));
    let remaps = folders.map(|folder| format!("--remap-path-prefix={}=", folder.display()));
    // Cargo's own separator, because folders may have spaces in their names.
    RUSTFLAGS.map(str::to_owned).into_iter().chain(remaps).collect::<Vec<_>>().join("\x1f")
}

/// This program in wasm-bindgen's place: `words` are what Trunk says to it.
pub fn stand_in(words: &[String]) -> Done {
    let tool = |name: &str| env::var_os(name).map(PathBuf::from).ok_or_else(|| Failure::new(format!("{name} is not set")));
    let bindgen = tool(BINDGEN)?;
    let asked = Asked::of(words);
    let Some(Asked { module, name, out }) = asked else {
        return shown(command(bindgen).args(words), CORRECT);
    };
    let folder = tool(PARTS)?;
    if folder.exists() {
        fs::remove_dir_all(&folder).while_doing(format!("clearing {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).while_doing(format!("making {}", folder.display()))?;
    shown(command(tool(SPLIT)?).arg(&module).arg(&folder).arg(format!("--out-name={name}")), CORRECT)?;
    let main = folder.join(format!("{name}.wasm"));
    let rest = words.iter().filter(|word| Path::new(word) != module);
    shown(command(bindgen).args(rest).args(["--keep-lld-exports", "--no-demangle", "--remove-name-section"]).arg(&main), CORRECT)?;
    fs::remove_file(&main).while_doing("taking the main part away")?;
    let wasm_opt = env::var_os(OPT).map(PathBuf::from);
    pack(&folder, wasm_opt.as_deref())?;
    let script = out.join(format!("{name}.js"));
    let page = out.join(format!("{name}_bg.wasm"));
    names::number(&script, &page)?;
    if let Some(wasm_opt) = &wasm_opt {
        optimise(wasm_opt, &PASSES, &page)?;
        order::number(&page)?;
        optimise(wasm_opt, &order::SORT, &page)?;
    }
    rewrite(&script, |text| Ok(format!("{AT_ONCE}{}", loader::shorten(&lean(text)?)?)))
}

/// A call that makes a page, not one that asks for the version.
struct Asked {
    module: PathBuf,
    name: String,
    out: PathBuf,
}

impl Asked {
    fn of(words: &[String]) -> Option<Self> {
        let option = |name: &str| words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        let module = words.iter().find(|word| !word.starts_with("--") && word.ends_with(".wasm"))?;
        Some(Self { module: module.into(), name: option("--out-name")?.into(), out: option("--out-dir")?.into() })
    }
}

fn optimise(wasm_opt: &Path, passes: &[&str], module: &Path) -> Done {
    shown(command(wasm_opt).args(passes).args(FEATURES).arg(module).arg("-o").arg(module), CORRECT)
}

/// Makes each piece small, and puts them into packs with a digest of all of them in their names, which the script of the parts knows.
fn pack(folder: &Path, wasm_opt: Option<&Path>) -> Done {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).while_doing("reading the parts")? {
        let path = entry.while_doing("reading the parts")?.path();
        if path.extension().is_some_and(|ending| ending == "wasm") {
            files.push(path);
        }
    }
    files.sort();
    rewrite(&folder.join(LINK), |text| {
        let mut told = text.to_owned();
        for file in &files {
            if let Some(wasm_opt) = wasm_opt {
                optimise(wasm_opt, &["-O2"], file)?;
            }
            let bytes = fs::read(file).while_doing(format!("reading {}", file.display()))?;
            told.extend(bytes.iter().map(|byte| char::from(*byte)));
        }
        lean(&packs::put_together(folder, text, &format!("later-{}-", digest(&told)))?)
    })
}

/// After Trunk: the parts beside the page, in place of those of a build before.
pub fn bring(place: &Place, page: &Path) -> Done {
    for entry in fs::read_dir(page).while_doing("reading the page")? {
        let old = entry.while_doing("reading the page")?;
        if old.file_name().to_string_lossy().starts_with("later-") {
            fs::remove_file(old.path()).while_doing(format!("taking {} away", old.path().display()))?;
        }
    }
    for entry in fs::read_dir(parts(place)).while_doing("reading the parts")? {
        let from = entry.while_doing("reading the parts")?.path();
        fs::copy(&from, page.join(from.file_name().unwrap_or_default())).while_doing(format!("copying {}", from.display()))?;
    }
    Ok(())
}

pub(super) fn rewrite(file: &Path, change: impl FnOnce(&str) -> Done<String>) -> Done {
    let text = fs::read_to_string(file).while_doing(format!("reading {}", file.display()))?;
    fs::write(file, change(&text)?).while_doing(format!("writing {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_string).collect()
    }

    #[test]
    fn only_a_call_that_makes_a_page_is_cut() {
        assert!(Asked::of(&words("--version")).is_none());
        let asked = Asked::of(&words("--target=web --out-dir=/t/out --out-name=app /t/app.wasm --no-typescript")).unwrap();
        assert_eq!((asked.module, asked.name.as_str(), asked.out), ("/t/app.wasm".into(), "app", "/t/out".into()));
    }

    #[test]
    fn parts_are_named_by_their_content_and_their_script_follows() {
        let folder = env::temp_dir().join(format!("xtask-parts-{}", std::process::id()));
        let name = |content: &str| {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("split_team.wasm"), content).unwrap();
            fs::write(folder.join(LINK), "fetch(new URL(\"./split_team.wasm\", import.meta.url))\n").unwrap();
            pack(&folder, None).unwrap();
            let text = fs::read_to_string(folder.join(LINK)).unwrap();
            let name = text.split('"').find(|word| word.ends_with("-team.bin")).unwrap().trim_start_matches("./").to_owned();
            assert_eq!(fs::read_to_string(folder.join(&name)).unwrap(), content);
            fs::remove_dir_all(&folder).unwrap();
            name
        };
        let first = name("a");
        assert_eq!(name("a"), first);
        assert_ne!(name("b"), first);
    }
}
