//! A PostgreSQL server of a test's own, in a folder that goes with it: made in a second, killed and started again at will.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::lock::lock;

/// Recovery after a kill included, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    settings: Vec<String>,
    /// Who runs it, where this process is root: it refuses to be root's.
    as_user: Option<(u32, u32)>,
    child: Mutex<Option<Child>>,
    databases: AtomicU32,
}

/// How a server ends.
#[derive(Clone, Copy, Debug)]
pub enum End {
    /// Every connection is told, and nothing is written down: what `pg_ctl stop -m immediate` does.
    Immediate,
    /// `kill -9` of all its processes: nobody is told.
    Kill,
}

impl Postgres {
    /// Makes and starts one. It synchronises nothing with the disk: for tests that do not measure.
    ///
    /// * Errors: what is missing, and what to type.
    pub fn start() -> Result<Self, String> {
        Self::with(&["fsync=off", "full_page_writes=off"])
    }

    /// One for all tests of this process; it ends with that, whatever way.
    pub fn shared() -> Result<Arc<Self>, String> {
        static RUNNING: Mutex<Option<(Arc<Postgres>, Child)>> = Mutex::new(None);
        let mut running = lock(&RUNNING);
        if let Some((server, _)) = &*running {
            return Ok(server.clone());
        }
        let server = Arc::new(Self::start()?);
        let shell = server.end_with_this_process().map_err(|error| format!("sh: {error}"))?;
        *running = Some((server.clone(), shell));
        Ok(server)
    }

    /// A shell that hears it: its input ends with this process, of which nothing runs any more then.
    fn end_with_this_process(&self) -> io::Result<Child> {
        let id = self.id().unwrap_or_default().to_string();
        let mut shell = Command::new("sh");
        shell.args(["-c", "read -r _; kill -QUIT \"$0\"; sleep 1; rm -rf \"$1\"", &id]).arg(self.folder.path());
        // In a group of its own: Ctrl-C goes to all of the terminal's, and it has to outlive that.
        shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }

    /// * `settings`: as in `postgresql.conf`.
    pub fn with(settings: &[&str]) -> Result<Self, String> {
        let programs = programs()
            .ok_or("there is no PostgreSQL here; type `cargo xtask setup`, or name the folder of its programs in HOLDPOINT_POSTGRES")?;
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let as_user = user().map_err(|error| format!("reading /etc/passwd: {error}"))?;
        if let Some((user, group)) = as_user {
            chown(folder.path(), Some(user), Some(group)).map_err(|error| error.to_string())?;
        }
        let settings = settings.iter().map(|&line| line.to_owned()).collect();
        let port = crate::free_port();
        let server = Self { programs, folder, port, settings, as_user, child: Mutex::default(), databases: AtomicU32::new(0) };
        let mut initdb = server.command("initdb");
        initdb.args(["--no-sync", "--auth=trust", "--username=holdpoint", "--encoding=UTF8", "--locale=C", "--pgdata=data"]);
        let made = initdb.output().map_err(|error| format!("initdb: {error}"))?;
        if !made.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&made.stderr)));
        }
        server.begin()?;
        Ok(server)
    }

    /// Starts it, after [`Postgres::end`]; answers when it takes connections.
    pub fn begin(&self) -> Result<(), String> {
        let began = Instant::now();
        // The processes of one that was killed may still be there for a moment.
        while !self.try_begin()? {
            if PATIENCE < began.elapsed() {
                return Err(format!("PostgreSQL did not start: {}", fs::read_to_string(self.log()).unwrap_or_default()));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn try_begin(&self) -> Result<bool, String> {
        let trouble = |error: io::Error| format!("PostgreSQL: {error}");
        let log = File::options().create(true).append(true).open(self.log()).map_err(trouble)?;
        let mut command = self.command("postgres");
        command.args(["-D", "data", "-p"]).arg(self.port.to_string());
        let usual = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "log_min_messages=warning"];
        for line in usual.into_iter().chain(self.settings.iter().map(String::as_str)) {
            command.args(["-c", line]);
        }
        let mut child = command.stdout(Stdio::null()).stderr(log).spawn().map_err(trouble)?;
        loop {
            if child.try_wait().map_err(trouble)?.is_some() {
                return Ok(false);
            }
            // It writes there who it is, and at last that it is ready.
            let said = fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap_or_default();
            if said.lines().next() == Some(&child.id().to_string()) && said.lines().any(|line| line.trim() == "ready") {
                *self.child() = Some(child);
                return Ok(true);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn end(&self, how: End) {
        let Some(mut child) = self.child().take() else { return };
        match how {
            End::Immediate => _ = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status(),
            End::Kill => {
                // What it has begun would live until it sees that, and answer once more; stopped, it begins nothing.
                signal("-STOP", child.id(), &[]);
                signal("-KILL", child.id(), &begun_by(child.id()));
            }
        }
        let _ = child.wait();
    }

    /// Stops the processes where they are, so that nothing answers and no connection breaks; or lets them go on.
    pub fn freeze(&self, frozen: bool) {
        let Some(id) = self.id() else { return };
        signal(if frozen { "-STOP" } else { "-CONT" }, id, &begun_by(id));
    }

    /// Of its first process, whose children the others are.
    pub fn id(&self) -> Option<u32> {
        self.child().as_ref().map(Child::id)
    }

    /// A new, empty database; returns its URL.
    pub async fn database(&self) -> Result<String, String> {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.execute("postgres", &format!("CREATE DATABASE {name}")).await?;
        Ok(self.url(&name))
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://holdpoint@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    /// Does something to a database behind everybody's back.
    pub async fn execute(&self, database: &str, sql: &str) -> Result<(), String> {
        execute(&self.url(database), sql).await
    }

    fn child(&self) -> std::sync::MutexGuard<'_, Option<Child>> {
        lock(&self.child)
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.current_dir(self.folder.path()).env("LC_ALL", "C").env_remove("PGDATA").stdin(Stdio::null());
        if let Some((user, group)) = self.as_user {
            command.gid(group).uid(user);
        }
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.end(End::Immediate);
    }
}

/// The same, where only the URL is known.
pub async fn execute(url: &str, sql: &str) -> Result<(), String> {
    let told = |error: tokio_postgres::Error| error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.map_err(told)?;
    let driver = tokio::spawn(connection);
    let done = client.batch_execute(sql).await.map_err(told);
    drop(client);
    let _ = driver.await;
    done
}

/// The processes that a process has begun.
fn begun_by(id: u32) -> Vec<String> {
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    children.split_whitespace().map(str::to_owned).collect()
}

fn signal(signal: &str, id: u32, children: &[String]) {
    let _ = Command::new("kill").arg(signal).args(children).arg(id.to_string()).stderr(Stdio::null()).status();
}

/// The folder with `initdb` and `postgres`: named, on PATH, or where Debian has its latest.
fn programs() -> Option<PathBuf> {
    let named = std::env::var_os("HOLDPOINT_POSTGRES").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    versions.sort_by_key(|folder| std::cmp::Reverse(folder.file_name().and_then(OsStr::to_str).and_then(|name| name.parse::<u32>().ok())));
    let on_path = std::env::split_paths(&path).collect::<Vec<_>>();
    let places = named.into_iter().chain(on_path).chain(versions.into_iter().map(|folder| folder.join("bin")));
    let complete = |folder: &Path| ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file());
    places.into_iter().find(|folder| complete(folder))
}

/// Whom root runs it as: `postgres` or `nobody`. `None`: this process is not root's.
fn user() -> io::Result<Option<(u32, u32)>> {
    use std::os::unix::fs::MetadataExt as _;
    if fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let of = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2);
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    };
    Ok(of("postgres").or_else(|| of("nobody")))
}
