//! `holdpoint scan` beside ripgrep: the same patterns over the same files.
//!
//! `HOLDPOINT_SCAN_MIB` makes another tree than one of 1,024 MiB; `rg` has to be on the PATH.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::{quantiles, stage};

const MIB: usize = 1024 * 1024;
/// Of one file: source has some KiB, a log some MiB.
const FILE_BYTES: usize = 256 * 1024;
/// Runs of each, in turn, so that both find the same caches.
const RUNS: usize = 5;

#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn a_scan_takes_about_as_long_as_ripgrep() -> Result<()> {
    let Some(tools) = stage::Tools::find() else {
        return Ok(());
    };
    if !Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        println!("skipped: ripgrep is not on the PATH");
        return Ok(());
    }
    let mib = std::env::var("HOLDPOINT_SCAN_MIB").ok().and_then(|mib| mib.parse().ok()).unwrap_or(1_024);
    let tree = tree(mib)?;
    for logs in [false, true] {
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..RUNS {
            let (scan, rg) = (time(&mut scan(&tools.holdpoint, &tree, logs))?, time(&mut ripgrep(&tree, logs))?);
            ratios.push(scan / rg);
            ours.push(scan);
            theirs.push(rg);
        }
        let what = if logs { "logs, six patterns" } else { "source, two patterns" };
        println!("scan of {mib} MiB of {what}: {} s", quantiles(&mut ours));
        println!("ripgrep, the same patterns: {} s", quantiles(&mut theirs));
        println!("scan over ripgrep: {} (aim: at most 1.5)", quantiles(&mut ratios));
    }
    Ok(())
}

fn scan(holdpoint: &Path, tree: &Path, logs: bool) -> Command {
    let mut command = Command::new(holdpoint);
    command.arg("scan").arg("--json");
    if logs {
        command.arg("--logs");
    } else {
        command.arg("--everywhere");
    }
    command.arg(tree);
    command
}

/// Hidden files too and nothing ignored, bytes and not characters: what `scan` does.
fn ripgrep(tree: &Path, logs: bool) -> Command {
    let mut command = Command::new("rg");
    command.args(["--no-config", "--hidden", "--no-ignore", "--no-unicode", "--line-number", "--glob", "!.git"]);
    for pattern in holdpoint_server::cli::scan_patterns(logs) {
        command.args(["-e", pattern]);
    }
    command.arg(tree);
    command
}

/// In seconds. Both say 0 or 1: nothing found, or something; ripgrep the other way round.
fn time(command: &mut Command) -> Result<f64> {
    let begun = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    let took = begun.elapsed().as_secs_f64();
    ensure!(matches!(status.code(), Some(0 | 1)), "{command:?}: {status}");
    Ok(took)
}

/// Lines of source and logs with a find here and there, below the target folder; made once.
fn tree(mib: usize) -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("scan-{mib}"));
    let done = root.join("complete");
    if done.exists() {
        return Ok(root);
    }
    let mut number = 0_u64;
    for file in 0..mib * MIB / FILE_BYTES {
        let folder = root.join(format!("part-{}", file / 64));
        fs::create_dir_all(&folder)?;
        let mut out = BufWriter::new(File::create(folder.join(format!("module_{file}.rs")))?);
        let mut written = 0;
        while written < FILE_BYTES {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let line = line(number);
            written += line.len();
            out.write_all(line.as_bytes())?;
        }
        out.flush()?;
    }
    File::create(done)?;
    Ok(root)
}

fn line(number: u64) -> String {
    let word = number >> 40;
    match number >> 33 & 0xffff {
        0 => format!("    let token = \"dG9rOmNhbmFyeV{word:08}90b2tlbl9mb3JfdGVzdHM\";\n"),
        1..=3 => format!("2026-11-25T10:00:00Z INFO user=user{word}@example.com signed in\n"),
        4..=6 => format!("2026-11-25T10:00:00Z WARN phone: \"+1 415 555 {:04}\"\n", word % 10_000),
        part if part % 3 == 0 => {
            format!("    pub fn step_{word}(&mut self, value: u64) -> Result<u64, Error> {{ Ok(value ^ {word:#x}) }}\n")
        }
        part if part % 3 == 1 => format!(
            "2026-11-25T10:{:02}:{:02}Z INFO request id={word:x} path=/api/launches status=200 took={}ms\n",
            word % 60,
            part % 60,
            word % 900
        ),
        _ => format!("    // What {word} stands for is told where it is made; see the module of the same number, {}.\n", word % 977),
    }
}
