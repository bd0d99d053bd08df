//! Several replicas over one PostgreSQL, with HAProxy before them: the real binaries, each stopped by its own process id.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use holdpoint_emulator::postgres::Postgres;
use tempfile::TempDir;

use super::server::Wire;

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Stage {
    /// `None`: killed.
    replicas: Mutex<Vec<Option<Replica>>>,
    addresses: Vec<SocketAddr>,
    /// `None`: there is no HAProxy here, and `cargo xtask setup` would install it.
    balancer: Option<Balancer>,
    pub database: Postgres,
    pub url: String,
    folder: TempDir,
    binary: PathBuf,
    /// As browsers know all of it.
    public: SocketAddr,
    variables: Vec<(String, String)>,
}

pub struct Replica {
    child: Child,
    /// The token that makes the owner's account.
    setup: Option<String>,
    out: BufReader<ChildStdout>,
}

struct Balancer(Child);

impl Stage {
    /// * `settings`: of the database.
    pub fn with(binary: &Path, replicas: usize, settings: &[&str]) -> Self {
        Self::with_variables(binary, replicas, (settings, Vec::new()))
    }

    /// * `variables`: of every replica's environment.
    pub fn with_variables(binary: &Path, replicas: usize, (settings, variables): (&[&str], Vec<(String, String)>)) -> Self {
        let database = Postgres::with(settings).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let url = runtime.block_on(database.database()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let addresses: Vec<_> = (0..replicas).map(|_| free()).collect();
        let public = free();
        let balancer = Balancer::start(folder.path(), public, &addresses);
        let binary = binary.to_owned();
        let stage = Self { replicas: Mutex::default(), addresses, balancer, database, url, folder, binary, public, variables };
        for number in 0..replicas {
            // The first makes the keys, and the others are given them.
            if number != 0 {
                copy_keys(&stage.data(0), &stage.data(number));
            }
            let replica = stage.start(&stage.data(number), stage.addresses[number]).unwrap();
            stage.replicas.lock().unwrap().push(Some(replica));
        }
        stage
    }

    pub fn data(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("data-{number}"))
    }

    /// `kill -9`.
    pub fn kill(&self, number: usize) {
        self.replicas.lock().unwrap()[number] = None;
    }

    /// Starts one again that was killed.
    pub fn revive(&self, number: usize) {
        let replica = self.start(&self.data(number), self.addresses[number]).unwrap();
        self.replicas.lock().unwrap()[number] = Some(replica);
    }

    /// The process ids of the replicas, and of the balancer.
    pub fn processes(&self) -> (Vec<u32>, Option<u32>) {
        let replicas = self.replicas.lock().unwrap().iter().flatten().map(|replica| replica.child.id()).collect();
        (replicas, self.balancer.as_ref().map(|balancer| balancer.0.id()))
    }

    pub fn count(&self) -> usize {
        self.addresses.len()
    }

    pub fn address(&self, number: usize) -> SocketAddr {
        self.addresses[number]
    }

    /// * Errors: what it said when it did not start.
    pub fn start(&self, data: &Path, address: SocketAddr) -> Result<Replica, String> {
        let log = self.folder.path().join(format!("{}.log", data.file_name().unwrap().display()));
        let mut command = Command::new(&self.binary);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HOLDPOINT_")) {
            command.env_remove(name);
        }
        command.args(["serve", "--listen", &address.to_string(), "--public-url", &format!("http://{}", self.public), "--data"]);
        command.arg(data).current_dir(self.folder.path()).env("RUST_LOG", "error").env("HOLDPOINT_TRUSTED_HOPS", "1");
        command.env("DATABASE_URL", &self.url).env("HOLDPOINT_DATABASE", "env:DATABASE_URL");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let said = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(said).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut lines = String::new();
        while !lines.contains("listening on") {
            if out.read_line(&mut lines).unwrap() == 0 {
                let _ = child.wait();
                return Err(std::fs::read_to_string(&log).unwrap());
            }
        }
        let mut replica = Replica { child, setup: None, out };
        let session = self.wire(address, "").ask("GET", "/api/session", None).unwrap().ok();
        // A server with accounts says nothing more.
        if session["setup_needed"] == true || session["setupNeeded"] == true {
            let mut line = String::new();
            replica.out.read_line(&mut line).unwrap();
            replica.setup = line.trim_end().rsplit('#').next().map(str::to_owned);
        }
        Ok(replica)
    }

    /// Through the balancer, or to the first replica where there is none.
    pub fn anyone(&self, cookie: &str) -> Wire {
        self.wire(self.entrance(), cookie)
    }

    /// To one replica, past the balancer.
    pub fn replica(&self, number: usize, cookie: &str) -> Wire {
        self.wire(self.addresses[number], cookie)
    }

    pub fn wire(&self, address: SocketAddr, cookie: &str) -> Wire {
        let mut wire = Wire::try_to(address, cookie).unwrap();
        wire.host = self.public.to_string();
        wire
    }

    /// Until the balancer has seen a replica that is ready.
    fn wait_for_all(&self) {
        let began = Instant::now();
        while self.anyone("").ask("GET", "/api/session", None).map_or(0, |answer| answer.status) != 200 {
            assert!(began.elapsed() < PATIENCE, "nobody answers behind the balancer");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn is_balanced(&self) -> bool {
        self.balancer.is_some()
    }

    pub fn entrance(&self) -> SocketAddr {
        if self.balancer.is_some() { self.public } else { self.addresses[0] }
    }

    pub fn host(&self) -> String {
        self.public.to_string()
    }

    /// The owner's account, made at the replica that printed the last link.
    pub fn owner(&self) -> Wire {
        self.wait_for_all();
        let token = self.replicas.lock().unwrap().last().unwrap().as_ref().unwrap().setup.clone().unwrap();
        let mut wire = self.anyone("");
        wire.set_up(&token);
        wire
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Balancer {
    /// By the configuration that the documentation shows.
    fn start(folder: &Path, public: SocketAddr, replicas: &[SocketAddr]) -> Option<Self> {
        let named = std::env::var_os("HOLDPOINT_HAPROXY").filter(|name| !name.is_empty()).map(PathBuf::from);
        let usual = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/opt/homebrew/bin/haproxy"];
        let program = named.into_iter().chain(usual.map(PathBuf::from)).find(|file| file.is_file())?;
        let shown = include_str!("../../../../docs/haproxy.cfg");
        let servers: String =
            replicas.iter().enumerate().map(|(number, address)| format!("    server replica{number} {address}\n")).collect();
        let lines = shown.lines().filter(|line| !line.trim_start().starts_with("server "));
        let mut text = String::new();
        for line in lines {
            // Elsewhere HAProxy does not know the word.
            let line = if cfg!(target_os = "linux") { line.to_owned() } else { line.replace(" tcp-ut 15s", "") };
            text += &line.replace("bind :80", &format!("bind {public}"));
            text.push('\n');
            if line.trim_start().starts_with("default-server") {
                text += &servers;
            }
        }
        let file = folder.join("haproxy.cfg");
        std::fs::write(&file, text).unwrap();
        let log = std::fs::File::create(folder.join("haproxy.log")).unwrap();
        let child = Command::new(program).arg("-db").arg("-f").arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        let mut balancer = Self(child.unwrap());
        let began = Instant::now();
        while TcpStream::connect(public).is_err() {
            let said = || std::fs::read_to_string(folder.join("haproxy.log")).unwrap();
            let ended = balancer.0.try_wait().unwrap().is_some();
            assert!(!ended && began.elapsed() < PATIENCE, "HAProxy does not listen: {}", said());
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(balancer)
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn copy_keys(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.join("keys")).unwrap();
    for file in std::fs::read_dir(from.join("keys")).unwrap() {
        let file = file.unwrap();
        // With its permissions.
        std::fs::copy(file.path(), to.join("keys").join(file.file_name())).unwrap();
    }
}

/// A place where nobody listens.
pub fn free() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, holdpoint_emulator::free_port()).into()
}
