//! The real binary, the real driver and a vendor that can misbehave, on 127.0.0.1; each stopped by its own process id.

use std::fmt::Display;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

pub use holdpoint_emulator::free_port;

/// How long anything may take before it counts as missing: what a slow or busy machine only delays is not.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Where the tools are, as `cargo xtask test` says.
pub struct Tools {
    pub holdpoint: PathBuf,
    pub chromedriver: PathBuf,
    pub chromium: PathBuf,
    /// What judges accessibility.
    pub axe: Option<PathBuf>,
}

impl Tools {
    /// `None`, and a word about it, where the tools are not set up.
    ///
    /// * Panics where they are required: the test would show nothing, and count as passed.
    pub fn find() -> Option<Self> {
        let path = |name: &str| {
            let path = std::env::var_os(name).map(PathBuf::from).filter(|path| path.exists());
            assert!(path.is_some() || !tools_are_required(), "{name} names nothing that is there, and all tools are required");
            path
        };
        let found = (path("HOLDPOINT_BIN"), path("CHROMEDRIVER"), path("CHROMIUM"));
        let (Some(holdpoint), Some(chromedriver), Some(chromium)) = found else {
            println!("skipped: browser tests (HOLDPOINT_BIN, CHROMEDRIVER and CHROMIUM are not set; cargo xtask test sets them)");
            return None;
        };
        let axe = path("HOLDPOINT_AXE");
        if axe.is_none() {
            println!("skipped: accessibility of what the browsers show (HOLDPOINT_AXE is not set; cargo xtask test sets it)");
        }
        Some(Self { holdpoint, chromedriver, chromium, axe })
    }
}

/// Whether a tool that is missing is a fault: in a whole run of `cargo xtask test`, which sets them all up.
fn tools_are_required() -> bool {
    std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_some()
}

/// Tells what is not shown, for want of a tool.
pub fn skip(what: &str) {
    assert!(!tools_are_required(), "{what}, and all tools are required");
    println!("skipped: {what}");
}

/// `holdpoint serve` over a folder of its own.
pub struct Server {
    child: Child,
    pub port: u16,
    pub folder: PathBuf,
    binary: PathBuf,
    /// Printed by the first start.
    pub setup_link: Option<String>,
    /// How long the start took until the first answer.
    pub started_in: Duration,
}

impl Server {
    pub fn start(binary: &Path, folder: &Path, port: u16) -> Self {
        let begun = Instant::now();
        let mut child = Command::new(binary)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(folder.join("data"))
            .arg("--config")
            .arg(folder.join("holdpoint.toml"))
            .env("E2E_TOKEN", crate::TOKEN)
            .env("E2E_WEBHOOK_SECRET", crate::WEBHOOK_SECRET)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(std::fs::File::options().create(true).append(true).open(folder.join("server.log")).unwrap())
            .spawn()
            .unwrap();
        let lines = lines_of(&mut child);
        wait_for_port(&mut child, port);
        let started_in = begun.elapsed();
        let setup_link = first_link(&lines, port);
        Self { child, port, folder: folder.to_owned(), binary: binary.to_owned(), setup_link, started_in }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// `kill -9`, as a crash would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts again over the same folder and port.
    pub fn restart(&mut self) {
        let again = Self::start(&self.binary, &self.folder, self.port);
        let _old = std::mem::replace(self, again);
    }

    /// The same with the templates of a folder beside its own.
    pub fn offer(&mut self, folder: &Path) -> std::io::Result<()> {
        let file = self.folder.join("holdpoint.toml");
        let settings = std::fs::read_to_string(&file)?;
        std::fs::write(&file, format!("{settings}\n[templates]\ndir = {folder:?}\n"))?;
        assert!(self.stop(), "the server ends when it is told to");
        self.restart();
        Ok(())
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What the process holds, in MiB.
    pub fn memory_mib(&self) -> std::io::Result<u64> {
        Ok(memory_kib(self.id())? / 1024)
    }

    /// What the process has computed so far, in seconds of one core.
    pub fn cpu_seconds(&self) -> std::io::Result<f64> {
        cpu_seconds(self.id())
    }

    /// SIGTERM, and whether the process then ended with status 0.
    pub fn stop(&mut self) -> bool {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success();
        sent && self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a process holds, in KiB (Linux).
pub fn memory_kib(process: u32) -> std::io::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    Ok(line.split_whitespace().next().and_then(|kib| kib.parse().ok()).unwrap_or_default())
}

/// What a process, or a thread such as `1/task/2`, has computed so far, in seconds of one core (Linux, whose clock ticks a hundred times a second).
pub fn cpu_seconds(process: impl Display) -> std::io::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // Behind the name, which may have blanks: the 14th and 15th fields of the line.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or_default();
    Ok((ticks(11) + ticks(12)) / 100.0)
}

/// The driver of a browser.
pub struct Driver {
    child: Child,
    pub port: u16,
}

impl Driver {
    pub fn start(tools: &Tools) -> Self {
        let port = free_port();
        let mut child =
            Command::new(&tools.chromedriver).arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait_for_port(&mut child, port);
        Self { child, port }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines_of(child: &mut Child) -> mpsc::Receiver<String> {
    let output = child.stdout.take().unwrap();
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        // Read to the end, so that the server never waits for a full pipe.
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    receive
}

/// What a start prints as long as nobody has an account.
fn first_link(lines: &mpsc::Receiver<String>, port: u16) -> Option<String> {
    let end = Instant::now() + PATIENCE;
    let needed = loop {
        match set_up_is_needed(port) {
            Ok(needed) => break needed,
            // Whoever had the port before may have taken the question with them.
            Err(error) => assert!(Instant::now() < end, "port {port}: {error}"),
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    if !needed {
        return None;
    }
    while let Ok(line) = lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if let Some(at) = line.find("http").filter(|_| line.contains("/setup#")) {
            return line[at..].split_whitespace().next().map(str::to_owned);
        }
    }
    None
}

fn set_up_is_needed(port: u16) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET /api/session HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.contains(r#""setupNeeded":true"#))
}

fn wait_for_port(child: &mut Child, port: u16) {
    let end = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none() && Instant::now() < end, "nothing listens on port {port}: {ended:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
