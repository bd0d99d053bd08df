//! Running other programs: a clean environment, our tools first on PATH, one way to report failure.

use crate::fail::{Done, Failure, While};
use crate::steps::words;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{env, thread};

/// What to do when a command has shown what is wrong.
pub const CORRECT: &str = "correct what is said above and run the command again";

/// How often a quiet step says that it is still alive.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// A command without what `cargo run` added to the environment: build scripts that look at it would run again each time.
pub fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_from_cargo_run)) {
        command.env_remove(name);
    }
    command
}

/// Has cargo call clippy in the compiler's place: it lints our crates while it compiles them. `cargo clippy` only looks, and would have all that
/// they are made of compiled a second time.
pub fn linting(cargo: &mut Command) -> &mut Command {
    // As `cargo clippy -- -D warnings` says it to clippy.
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")
}

fn is_from_cargo_run(name: &str) -> bool {
    let exact =
        ["CARGO", "CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"];
    exact.contains(&name) || name.starts_with("CARGO_PKG_")
}

/// PATH with `folders` before everything else.
pub fn path_with(folders: &[PathBuf]) -> OsString {
    let before = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&before));
    env::join_paths(all).unwrap_or(before)
}

/// What a variable of the environment names; an empty one names nothing.
pub fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Where PATH has `program`.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| is_program(file))
}

#[cfg(unix)]
pub fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
pub fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// What `program arguments` prints on standard output, if it can be run and says yes.
pub fn answer(program: impl AsRef<Path>, arguments: &[&str]) -> Option<String> {
    let output = command(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Runs with its output shown. `help` says what to type when it fails.
pub fn shown(command: &mut Command, help: &str) -> Done {
    let name = name_of(command);
    let status = command.status().while_doing(format!("starting {name}"))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::with_help(format!("`{name}` failed ({status})"), help))
}

/// Runs with its output in `log` and a sign of life now and then; the log's end is shown when it fails.
pub fn quiet(command: &mut Command, log: &Path) -> Done {
    let name = name_of(command);
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).while_doing(format!("making {}", folder.display()))?;
    }
    let file = File::create(log).while_doing(format!("writing {}", log.display()))?;
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.while_doing(format!("starting {name}"))?;
    let said = Said { log: Arc::new(Mutex::new(file)), last: Arc::default() };
    let readers = [
        child.stdout.take().map(|pipe| said.clone().follow(Box::new(pipe))),
        child.stderr.take().map(|pipe| said.clone().follow(Box::new(pipe))),
    ];
    let begun = Instant::now();
    let mut next = HEARTBEAT;
    let status = loop {
        if let Some(status) = child.try_wait().while_doing(format!("waiting for {name}"))? {
            break status;
        }
        if next <= begun.elapsed() {
            next += HEARTBEAT;
            let last = said.last.lock().map(|line| line.clone()).unwrap_or_default();
            println!("      … {}: {last}", words(begun.elapsed()));
        }
        thread::sleep(Duration::from_millis(100));
    };
    for reader in readers.into_iter().flatten() {
        let _ = reader.join();
    }
    if status.success() {
        return Ok(());
    }
    let text = fs::read_to_string(log).unwrap_or_default();
    for line in tail(&text, 30) {
        println!("      | {line}");
    }
    Err(Failure::with_help(format!("`{name}` failed ({status})"), format!("read {}", log.display())))
}

#[derive(Clone)]
struct Said {
    log: Arc<Mutex<File>>,
    last: Arc<Mutex<String>>,
}

impl Said {
    fn follow(self, pipe: Box<dyn Read + Send>) -> thread::JoinHandle<()> {
        thread::spawn(move || {
            for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).trim_end().to_string();
                if let Ok(mut log) = self.log.lock() {
                    let _ = writeln!(log, "{line}");
                }
                if let (false, Ok(mut last)) = (line.is_empty(), self.last.lock()) {
                    *last = line.trim().chars().take(100).collect();
                }
            }
        })
    }
}

fn tail(text: &str, lines: usize) -> Vec<&str> {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].to_vec()
}

/// The program and its first words: enough to recognise it in one line.
fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(program).chain(words.take_while(|word| !word.starts_with('/')).take(4)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cargo_run_added_is_taken_away() {
        let cases = [
            ("CARGO_PKG_NAME", true),
            ("CARGO_MANIFEST_DIR", true),
            ("CARGO_HOME", false),
            ("CARGO_TARGET_DIR", false),
            ("CARGO_NET_OFFLINE", false),
            ("PATH", false),
        ];
        for (name, expected) in cases {
            assert_eq!(is_from_cargo_run(name), expected, "{name}");
        }
    }

    #[test]
    fn a_command_is_named_by_its_first_words() {
        assert_eq!(name_of(Command::new("/usr/bin/cargo").args(["clippy", "--workspace", "/tmp/x"])), "cargo clippy --workspace");
    }

    #[test]
    fn the_tail_is_the_end_of_a_text() {
        assert_eq!(tail("a\nb\nc", 2), ["b", "c"]);
        assert_eq!(tail("a", 2), ["a"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_quiet_command_leaves_a_log_and_fails_with_its_name() {
        let log = env::temp_dir().join(format!("xtask-quiet-{}.log", std::process::id()));
        quiet(Command::new("sh").args(["-c", "echo out; echo err >&2"]), &log).unwrap();
        let text = fs::read_to_string(&log).unwrap();
        assert!(text.contains("out") && text.contains("err"), "{text}");
        let failure = quiet(Command::new("sh").args(["-c", "exit 3"]), &log).unwrap_err().to_string();
        assert!(failure.contains("exit status: 3"), "{failure}");
        fs::remove_file(&log).unwrap();
    }
}
