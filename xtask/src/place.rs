//! Where things are: the repository, its build folder, and the cache of tools that clones share.

use crate::fail::{Done, Failure};
use std::env;
use std::path::{Path, PathBuf};

pub struct Place {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's build folder.
    pub target: PathBuf,
    /// Tools, each in a folder named by its version; kept between clones and runs.
    pub cache: PathBuf,
}

impl Place {
    pub fn find() -> Done<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().ok_or_else(|| Failure::new("xtask has no folder above it"))?.to_path_buf();
        let cache = cache_folder(|name| env::var(name).ok().filter(|value| !value.is_empty())).ok_or_else(|| {
            Failure::with_help("no HOME, so nowhere to keep tools", "set HOLDPOINT_TOOLS to a folder that is kept between runs")
        })?;
        Ok(Self { target: target_folder(&root), cache, root })
    }

    /// The server's binary, as `cargo build` leaves it.
    pub fn server(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join(format!("holdpoint{}", env::consts::EXE_SUFFIX))
    }

    pub fn screenshots(&self) -> PathBuf {
        self.target.join("screenshots")
    }

    /// Where the output of a quiet step goes.
    pub fn log(&self, name: &str) -> PathBuf {
        self.cache.join("logs").join(format!("{name}.log"))
    }
}

/// `xtask` lies in `<target>/debug/`: that holds wherever settings put the folder.
fn target_folder(root: &Path) -> PathBuf {
    let from_exe = env::current_exe().ok().and_then(|exe| Some(exe.parent()?.parent()?.to_path_buf()));
    from_exe.unwrap_or_else(|| root.join("target"))
}

fn cache_folder(var: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let own = var("HOLDPOINT_TOOLS").map(PathBuf::from);
    let xdg = || var("XDG_CACHE_HOME").map(|folder| PathBuf::from(folder).join("holdpoint"));
    let home = || var("HOME").or_else(|| var("USERPROFILE")).map(|folder| PathBuf::from(folder).join(".cache/holdpoint"));
    own.or_else(xdg).or_else(home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_where_the_user_says_else_xdg_else_home() {
        let check = |vars: &[(&str, &str)], expected: Option<&str>| {
            let found = cache_folder(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string()));
            assert_eq!(found, expected.map(PathBuf::from), "{vars:?}");
        };
        check(&[("HOLDPOINT_TOOLS", "/t"), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")], Some("/t"));
        check(&[("XDG_CACHE_HOME", "/x"), ("HOME", "/h")], Some("/x/holdpoint"));
        check(&[("HOME", "/h")], Some("/h/.cache/holdpoint"));
        check(&[], None);
    }
}
