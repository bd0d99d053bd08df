//! Embeds the page that Trunk built into `dist/`, compressed; without one, a page that says how to build it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let dist = Path::new("../../dist");
    // Watching what is missing would run this at every build: the folder above it tells when it comes.
    println!("cargo::rerun-if-changed={}", if dist.exists() { "../../dist" } else { "../.." });
    println!("cargo::rerun-if-changed=placeholder");
    println!("cargo::rerun-if-changed=build.rs");
    let folder = if dist.join("index.html").exists() { dist } else { Path::new("placeholder") };
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    // The last per cent takes ten times as long: only for what is shipped.
    let quality = if env::var("PROFILE").is_ok_and(|profile| profile == "release") { 11 } else { 5 };
    let mut table = String::from("static FILES: &[File] = &[\n");
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(path)?;
        fs::write(out.join(&name), &bytes)?;
        fs::write(out.join(format!("{name}.br")), brotli(&bytes, quality)?)?;
        fs::write(out.join(format!("{name}.gz")), gzip(&bytes)?)?;
        let include = |ending: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}{ending}\"))");
        let row = writeln!(table, "File {{ name: {name:?}, plain: {}, br: {}, gz: {} }},", include(""), include(".br"), include(".gz"));
        row.map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    fs::write(out.join("files.rs"), table)
}

fn brotli(bytes: &[u8], quality: u32) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 64 * 1024, quality, 22).write_all(bytes)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes)?;
    writer.finish()
}
