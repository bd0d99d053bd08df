//! Embeds the page that Trunk built into `dist/`; without one, a page that says how to build it.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=../../dist");
    println!("cargo::rerun-if-changed=placeholder");
    let built = Path::new("../../dist/index.html").exists();
    let folder = if built { "../../dist" } else { "placeholder" };
    memory_serve::load_directory(folder);
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::copy(Path::new(folder).join("index.html"), Path::new(&out).join("index.html")).expect("the page can be copied");
}
