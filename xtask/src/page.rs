//! The page: built by Trunk aside, then brought into `dist/`, from where the server embeds it.

mod bundle;
mod early;
mod lean;
mod loader;
mod names;
mod order;
mod packs;
pub mod split;
mod styles;
mod words;

use crate::command::{CORRECT, answer, command, linting, path_with, quiet, shown, which};
use crate::fail::{Done, Failure, While};
use crate::need::compiled::{trunk, wasm_bindgen};
use crate::place::Place;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What a launch's first screen may weigh with everything that it needs, compressed with brotli.
const LIMIT_KB: u64 = 250;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Quick to build again after a change; several times larger.
    Quick,
    /// As small as it gets: what is shipped.
    Shipped,
}

impl Page {
    pub fn folder(self, place: &Place) -> PathBuf {
        place.target.join("page").join(if self == Page::Quick { "quick" } else { "shipped" })
    }

    /// Builds into `dist/`.
    pub fn build(self, place: &Place) -> Done {
        self.build_by(place, |trunk| shown(trunk, CORRECT))?;
        self.bring(place)
    }

    /// Builds into a folder of its own; a warning is a fault.
    pub fn build_linted(self, place: &Place) -> Done {
        self.build_by(place, |trunk| shown(linting(trunk), CORRECT))
    }

    /// Builds into a folder of its own while other work is shown: what it says goes into a log.
    pub fn build_beside(self, place: &Place) -> Done {
        self.build_by(place, |trunk| quiet(trunk, &self.folder(place).with_extension("log")))
    }

    /// Brings what was built into `dist/`, where a file that did not change keeps its time: the server is then not built again.
    pub fn bring(self, place: &Place) -> Done {
        mirror(&self.folder(place), &place.root.join("dist")).while_doing("bringing the page into dist/")
    }

    fn build_by(self, place: &Place, run: impl FnOnce(&mut std::process::Command) -> Done) -> Done {
        let built = self.folder(place);
        fs::create_dir_all(&built).while_doing(format!("making {}", built.display()))?;
        let first = if self == Page::Shipped { Some(split::stand_in_folder(place)?) } else { None };
        let mut trunk = trunk_command(place, first)?;
        trunk.arg("build").arg("--dist").arg(&built);
        if self == Page::Shipped {
            trunk.args(["--release", "--features", "later"]);
            split::prepare(place, &mut trunk)?;
        } else {
            // With the page that shows every part of the design.
            trunk.args(["--features", "design"]);
        }
        run(&mut trunk)?;
        if self == Page::Shipped {
            split::bring(place, &built)?;
            bundle::join(&built)?;
        }
        early::announce(&built)?;
        styles::join(&built)?;
        if self == Page::Shipped {
            styles::hold(&built)?;
        }
        words::place(&built)?;
        lean::scripts(&built)
    }
}

/// Trunk in the repository, with exactly our tools before all others on PATH, and the programs of `first` before them.
pub fn trunk_command(place: &Place, first: Option<PathBuf>) -> Done<std::process::Command> {
    let program = trunk().program(place)?;
    let mut trunk = command(&program);
    trunk.current_dir(&place.root).env("PATH", path_for_trunk(place, &program, first)?);
    // Trunk reads NO_COLOR as its own true/false option and stops at any other value.
    trunk.env_remove("NO_COLOR").env("RUST_LOG", "warn").env("TRUNK_SKIP_VERSION_CHECK", "true").env("RUST_BACKTRACE", "0");
    Ok(trunk)
}

fn path_for_trunk(place: &Place, trunk: &Path, first: Option<PathBuf>) -> Done<OsString> {
    let programs = [Some(trunk.to_path_buf()), wasm_bindgen(place)?.find(place)];
    let folders = programs.iter().flatten().filter_map(|program| Some(program.parent()?.to_path_buf()));
    Ok(path_with(&first.into_iter().chain(folders).collect::<Vec<_>>()))
}

/// Makes `to` hold what `from` holds, touching only what differs. Dotted names are Trunk's own.
fn mirror(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        let path = entry.path();
        if from.join(entry.file_name()).exists() && !dotted(&entry) {
            continue;
        }
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if dotted(&entry) {
            continue;
        }
        if source.is_dir() {
            mirror(&source, &target)?;
        } else if fs::read(&target).ok() != Some(fs::read(&source)?) {
            fs::copy(source, target)?;
        }
    }
    Ok(())
}

fn dotted(entry: &fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// Prints what each file of `dist/` weighs, raw and with brotli, and the sum of what the first screens need in one language.
///
/// * Errors: that sum is over the limit.
pub fn weigh(place: &Place) -> Done {
    let dist = place.root.join("dist");
    let mut files: Vec<PathBuf> = Vec::new();
    list(&dist, &mut files).while_doing("reading dist/")?;
    files.sort();
    let (mut sum, mut later, mut board) = (0, 0, 0);
    println!("\n{:>9} {:>9}  the page", "bytes", "brotli");
    for file in &files {
        let raw = fs::metadata(file).while_doing(format!("reading {}", file.display()))?.len();
        let packed = brotli_size(file)?;
        let name = file.strip_prefix(&dist).unwrap_or(file).display().to_string();
        if is_later(&name) {
            later += packed
        } else {
            sum += packed
        }
        if ["-board.bin", "-shared.bin"].iter().any(|ending| name.ends_with(ending)) {
            board += packed
        }
        println!("{raw:>9} {packed:>9}  {name}");
    }
    println!("{:>9} {later:>9}  other languages, and what is fetched when it is opened or when the browser has nothing else to do", "");
    println!("{:>9} {:>9}  the list of launches, with the part that it is", "", sum + board);
    println!("{:>9} {sum:>9}  a launch's first screen (limit {LIMIT_KB} KB)", "");
    if LIMIT_KB * 1000 < sum {
        let help = "find what grew: a page that most visits do not open belongs in src/app/later.rs";
        return Err(Failure::with_help(format!("the page weighs {sum} bytes, more than {LIMIT_KB} KB"), help));
    }
    Ok(())
}

/// What fetches the parts is in the page's script; the parts are not loaded with it, and neither are their texts and styles and other languages.
fn is_later(name: &str) -> bool {
    name.ends_with(".bin") || name.starts_with(styles::SECOND) || (name.starts_with("words-") && !name.starts_with("words-en-first-"))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().is_dir() { list(&entry.path(), files)? } else { files.push(entry.path()) }
    }
    Ok(())
}

/// Bytes after brotli at its best, by node, or by the `brotli` command.
fn brotli_size(file: &Path) -> Done<u64> {
    const SIZE: &str = "console.log(require('zlib').brotliCompressSync(require('fs').readFileSync(process.argv[1])).length)";
    let name = file.to_string_lossy();
    let by_node = which("node").and_then(|node| answer(node, &["-e", SIZE, &name])?.parse().ok());
    let by_brotli = || {
        let output = command("brotli").args(["--stdout", "--best"]).arg(file).output().ok()?;
        output.status.success().then_some(output.stdout.len() as u64)
    };
    by_node
        .or_else(by_brotli)
        .ok_or_else(|| Failure::with_help("neither node nor brotli is here to compress the page", "type `apt-get install -y brotli`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_touches_only_what_differs() {
        let folder = std::env::temp_dir().join(format!("xtask-mirror-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        fs::create_dir_all(from.join("snippets")).unwrap();
        fs::create_dir_all(from.join(".stage")).unwrap();
        fs::create_dir_all(&to).unwrap();
        for (file, text) in [("from/same", "1"), ("to/same", "1"), ("from/new", "2"), ("from/snippets/a.js", "3"), ("to/old", "4")] {
            fs::write(folder.join(file), text).unwrap();
        }
        let before = fs::metadata(to.join("same")).unwrap().modified().unwrap();
        mirror(&from, &to).unwrap();
        let mut files = Vec::new();
        list(&to, &mut files).unwrap();
        files.sort();
        let expected: Vec<PathBuf> = ["new", "same", "snippets/a.js"].iter().map(|name| to.join(name)).collect();
        assert_eq!(files, expected);
        assert_eq!(fs::metadata(to.join("same")).unwrap().modified().unwrap(), before);
        fs::remove_dir_all(folder).unwrap();
    }
}
