//! The binary `holdpoint` from outside: exit status, what is printed where, and what is never printed.

mod backup;
mod bucket;
mod data;
mod egress;
mod evidence;
mod files;
mod gate;
mod help;
mod launch;
mod notify;
mod person;
mod postgres;
mod preflight;
mod render;
mod scan;
mod serve;
mod statement;
mod template;
mod ticket;
mod verify;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_holdpoint");

/// Longer than any command takes, hung ones (10 s) included.
const PATIENCE: Duration = Duration::from_secs(90);

/// An empty folder to run commands in.
struct Desk {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// What a command did.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs to the end, with no other variables of Holdpoint's than the desk's.
    #[track_caller]
    fn run<T: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = T>) -> Ran {
        self.run_by(Command::new(BINARY), arguments)
    }

    /// The same where no file may become longer than this, as on a disk that is full.
    ///
    /// * `most`: units of 512 bytes.
    #[track_caller]
    fn run_without_room<T: AsRef<std::ffi::OsStr>>(&self, most: u32, arguments: impl IntoIterator<Item = T>) -> Ran {
        let mut shell = Command::new("sh");
        // Ignored, the signal becomes an error of the write.
        shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {most}; exec \"$0\" \"$@\""), BINARY]);
        self.run_by(shell, arguments)
    }

    #[track_caller]
    fn run_by<T: AsRef<std::ffi::OsStr>>(&self, mut command: Command, arguments: impl IntoIterator<Item = T>) -> Ran {
        // Not among the command's own files.
        let printed = tempfile::tempdir().unwrap();
        let [out, err] = ["out", "err"].map(|name| printed.path().join(name));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HOLDPOINT_")) {
            command.env_remove(name);
        }
        command.args(arguments).envs(self.variables.iter().cloned()).env_remove("RUST_LOG").current_dir(self.folder.path());
        command.stdin(Stdio::null()).stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
        let mut child = command.spawn().unwrap();
        let began = Instant::now();
        let status = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status,
                None if PATIENCE < began.elapsed() => {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    panic!("still running after {PATIENCE:?}: {}", std::fs::read_to_string(&err).unwrap());
                }
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let [out, err] = [out, err].map(|path| std::fs::read_to_string(path).unwrap());
        Ran { code: status.code(), out, err }
    }
}

impl Ran {
    #[track_caller]
    fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Says all of these on standard output.
    #[track_caller]
    fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.out.contains(text), "{text:?} is not in: {}\nstderr: {}", self.out, self.err);
        }
        self
    }

    /// Could not tell: one line on standard error, which says all of these; nothing on standard output.
    #[track_caller]
    fn cannot_tell(self, texts: &[&str]) -> Self {
        let ran = self.code(2);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.err.starts_with("holdpoint: "), "{}", ran.err);
        assert_eq!(ran.out, "");
        for text in texts {
            assert!(ran.err.contains(text), "{text:?} is not in: {}", ran.err);
        }
        ran
    }

    #[track_caller]
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\nstderr: {}", self.out, self.err))
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}
