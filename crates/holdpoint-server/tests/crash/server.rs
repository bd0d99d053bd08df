//! The real binary as a process, and a client that does not mind when it dies.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longer than any start takes, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From its beginning to its first answer.
    pub started_in: Duration,
    /// The token that makes the owner's account, at the first start.
    pub setup: Option<String>,
    log: PathBuf,
    _out: BufReader<ChildStdout>,
}

impl Server {
    /// Serves `folder/data` at any free port.
    pub fn start(binary: &Path, folder: &Path) -> Self {
        Self::run(Command::new(binary), folder)
    }

    /// The same, by a command that becomes the server when it is given its arguments.
    pub fn run(mut command: Command, folder: &Path) -> Self {
        let first = !folder.join("data/holdpoint.db").exists();
        let began = Instant::now();
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HOLDPOINT_")) {
            command.env_remove(name);
        }
        command.args(["serve", "--listen", "127.0.0.1:0", "--data", "data"]).current_dir(folder).env("RUST_LOG", "error");
        let log = std::fs::File::options().create(true).append(true).open(folder.join("server.log")).unwrap();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_suffix(')').and_then(|line| line.rsplit(' ').next()).and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("{line:?}: {}", std::fs::read_to_string(folder.join("server.log")).unwrap()));
        let mut setup = None;
        if first {
            line.clear();
            out.read_line(&mut line).unwrap();
            setup = line.trim_end().rsplit('#').next().map(str::to_owned);
        }
        let mut server = Self { child, address, started_in: Duration::ZERO, setup, log: folder.join("server.log"), _out: out };
        Wire::to(&server, "").ask("GET", "/api/session", None).unwrap();
        server.started_in = began.elapsed();
        server
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What a server that died said last.
    pub fn epitaph(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let state = status.lines().find(|line| line.starts_with("State:")).unwrap_or("no process");
        format!("{state}; {}", std::fs::read_to_string(&self.log).unwrap_or_default())
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// One connection of one browser.
pub struct Wire {
    stream: BufReader<TcpStream>,
    /// As browsers know the server.
    pub host: String,
    pub cookie: String,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Wire {
    #[track_caller]
    pub fn to(server: &Server, cookie: &str) -> Self {
        Self::try_to(server.address, cookie).unwrap()
    }

    pub fn try_to(address: SocketAddr, cookie: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), host: address.to_string(), cookie: cookie.into() })
    }

    /// The owner, at a server that was never used.
    pub fn owner(server: &Server) -> Self {
        let mut wire = Self::to(server, "");
        wire.set_up(server.setup.as_ref().unwrap());
        wire
    }

    pub fn set_up(&mut self, token: &str) {
        self.ask("POST", "/api/setup", Some(("", &json!({ "token": token, "name": "Ada", "password": "correct horse battery" }))))
            .unwrap()
            .ok();
    }

    pub fn launch(&mut self) -> String {
        let wish = json!({ "name": "Release 1", "template": "service-launch" });
        let made = self.ask("POST", "/api/launches", Some((&uuid::Uuid::now_v7().to_string(), &wish))).unwrap().ok();
        made["id"].as_str().unwrap().to_owned()
    }

    pub fn command(&mut self, launch: &str, id: &str, command: &Value) -> io::Result<Answer> {
        let body = json!({ "basedOn": 0, "command": command });
        self.ask("POST", &format!("/api/launches/{launch}/commands"), Some((id, &body)))
    }

    /// * `body`: the id of the command, or nothing, and JSON.
    /// * Errors: the server has gone, which is no answer.
    pub fn ask(&mut self, method: &str, path: &str, body: Option<(&str, &Value)>) -> io::Result<Answer> {
        let Self { host, cookie, .. } = self;
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nx-holdpoint: 1\r\n");
        if !cookie.is_empty() {
            request += &format!("cookie: {cookie}\r\n");
        }
        if let Some((id, body)) = body {
            let body = body.to_string();
            let id = if id.is_empty() { String::new() } else { format!("idempotency-key: {id}\r\n") };
            request += &format!("{id}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        } else {
            request += "\r\n";
        }
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    /// Adds bytes to an upload.
    pub fn add(&mut self, path: &str, offset: usize, part: &[u8]) -> io::Result<Answer> {
        let Self { host, cookie, .. } = self;
        let head = format!(
            "PATCH {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nx-holdpoint: 1\r\ncookie: {cookie}\r\n\
             upload-offset: {offset}\r\ncontent-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
            part.len()
        );
        self.stream.get_mut().write_all(&[head.as_bytes(), part].concat())?;
        self.answer()
    }

    fn answer(&mut self) -> io::Result<Answer> {
        let gone = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let (mut status, mut length) = (None, 0);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(gone());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            match line.split_once(": ") {
                None => status = line.split(' ').nth(1).and_then(|code| code.parse().ok()),
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
                Some((name, value)) if name.eq_ignore_ascii_case("set-cookie") => {
                    self.cookie = value.split(';').next().unwrap_or_default().to_owned();
                }
                Some(_) => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status: status.ok_or_else(gone)?, body })
    }
}
