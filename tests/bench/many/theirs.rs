//! Hocuspocus with its SQLite extension, as its makers set it up; `tests/peers/hocuspocus.mjs` starts it, and its own client writes.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::crowd::Opening;
use super::{EVERY, Served, WRITES};
use crate::stage;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/hocuspocus.mjs");

pub struct Theirs {
    child: Child,
    port: u16,
    packages: PathBuf,
    _folder: TempDir,
}

impl Theirs {
    pub fn start(packages: &Path) -> Result<Self> {
        let (folder, port) = (tempfile::tempdir()?, stage::free_port());
        let mut command = Command::new("node");
        command.arg(SCRIPT).arg(packages).args(["serve", &port.to_string()]).arg(folder.path().join("peer.db"));
        let mut child = command.stdout(Stdio::piped()).spawn().context("node")?;
        let mut said = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut said)?;
        let theirs = Self { child, port, packages: packages.to_owned(), _folder: folder };
        ensure!(said.trim() == "listening", "{said}");
        Ok(theirs)
    }
}

impl Served for Theirs {
    fn name(&self) -> &'static str {
        "hocuspocus"
    }

    fn opening(&self, _: usize) -> Opening {
        let request = format!(
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            self.port
        );
        // Who one is, then the first step of synchronising with an empty document.
        let then = [frame(b"\x06launch\x02\x00\x05bench"), frame(b"\x06launch\x00\x00\x01\x00")].concat();
        Opening { address: ([127, 0, 0, 1], self.port).into(), request: request.into(), answer: "HTTP/1.1 101", then }
    }

    fn write(&mut self) -> Result<()> {
        let mut command = Command::new("node");
        command.arg(SCRIPT).arg(&self.packages).args(["write", &self.port.to_string()]);
        let mut writer = command.args([WRITES.to_string(), EVERY.as_millis().to_string()]).stdout(Stdio::piped()).spawn()?;
        let mut said = String::new();
        writer.stdout.take().context("its output")?.read_to_string(&mut said)?;
        ensure!(writer.wait()?.success() && said.trim() == "unsynced 0", "{said}");
        Ok(())
    }

    fn memory_kib(&self) -> Result<u64> {
        Ok(stage::memory_kib(self.child.id())?)
    }

    fn cpu_seconds(&self) -> Result<f64> {
        Ok(stage::cpu_seconds(self.child.id())?)
    }
}

/// A binary message of at most 125 bytes from a client, masked with zeros.
fn frame(message: &[u8]) -> Vec<u8> {
    let length = u8::try_from(message.len()).unwrap_or_default();
    [&[0x82, 0x80 | length, 0, 0, 0, 0], message].concat()
}

impl Drop for Theirs {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
