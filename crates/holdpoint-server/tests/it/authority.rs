//! An authority of timestamps on this machine: openssl answers, behind a little HTTP that can misbehave.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Good,
    /// Hangs up at once.
    Down,
    /// Answers well, and later than anybody waits.
    Slow,
    Garbage,
    /// Sends more than any timestamp has.
    Huge,
    Broken,
    WrongNonce,
    WrongImprint,
    Rejects,
}

pub struct TestAuthority {
    pub address: SocketAddr,
    folder: Arc<TempDir>,
    mood: Arc<Mutex<Mood>>,
}

const CONFIG: &str = "[tsa]\ndefault_tsa = here\n[here]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha256\n\
    default_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\ntsa_name = yes\ness_cert_id_alg = sha256\n";

impl TestAuthority {
    /// `None`: there is no openssl.
    pub fn start() -> Option<Self> {
        if !Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success()) {
            assert!(std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_none(), "openssl is not on the PATH, and all tools are required");
            println!("skipped: openssl is not on the PATH");
            return None;
        }
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let place = folder.path();
        std::fs::write(place.join("tsa.cnf"), CONFIG).unwrap();
        std::fs::write(place.join("serial"), "01\n").unwrap();
        std::fs::write(place.join("extensions"), "extendedKeyUsage = critical,timeStamping\n").unwrap();
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        openssl(
            place,
            &[&["req", "-x509"], &key[..], &["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Fixture CA", "-days", "30"]].concat(),
        );
        openssl(place, &[&["req"], &key[..], &["-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Fixture TSA"]].concat());
        let certify =
            ["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "30"];
        openssl(place, &[&certify[..], &["-extfile", "extensions"]].concat());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, mood) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Mood::Good)));
        let (theirs, at) = (mood.clone(), folder.clone());
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                let (mood, folder) = (*theirs.lock().unwrap(), at.clone());
                std::thread::spawn(move || answer(stream, mood, (folder.path(), number)));
            }
        });
        Some(Self { address, folder, mood })
    }

    pub fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// Lines of the server's configuration.
    pub fn settings(&self) -> String {
        format!("[timestamp]\nurl = \"http://{}/tsr\"\ncertificates = {:?}\n", self.address, self.folder.path().join("ca.pem"))
    }

    /// Whether `openssl ts -verify` accepts an answer over some bytes.
    pub fn verifies(&self, answer: &[u8], over: &[u8]) -> bool {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("answer.tsr"), answer).unwrap();
        std::fs::write(folder.path().join("over"), over).unwrap();
        let mut command = Command::new("openssl");
        command.current_dir(folder.path()).args(["ts", "-verify", "-data", "over", "-in", "answer.tsr", "-CAfile"]);
        command.arg(self.folder.path().join("ca.pem")).output().unwrap().status.success()
    }
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Answers one request. Whoever asked may be gone.
fn answer(mut stream: TcpStream, mood: Mood, (folder, number): (&Path, usize)) {
    if mood == Mood::Down {
        return;
    }
    let Some(question) = read(&mut stream) else { return };
    let body = match mood {
        Mood::Good | Mood::Broken | Mood::Down => reply(folder, number, &question),
        Mood::Slow => {
            std::thread::sleep(Duration::from_secs(8));
            reply(folder, number, &question)
        }
        Mood::Garbage => b"<!doctype html><title>Buy timestamps</title>".to_vec(),
        Mood::Huge => vec![0x30; 1 << 20],
        Mood::WrongNonce => {
            let mut other = question.clone();
            // Its last three bytes ask for certificates; before them is the nonce.
            let at = other.len() - 4;
            other[at] ^= 1;
            reply(folder, number, &other)
        }
        Mood::WrongImprint => {
            let mut other = question.clone();
            // Behind it are the nonce, of 10 bytes, and the wish for certificates, of 3.
            let at = other.len() - 14;
            other[at] ^= 1;
            reply(folder, number, &other)
        }
        Mood::Rejects => {
            let mut other = question.clone();
            // SHA-256 becomes SHA-224 by name.
            let at = other.windows(9).position(|part| part == [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]).unwrap();
            other[at + 8] = 4;
            reply(folder, number, &other)
        }
    };
    let status = if mood == Mood::Broken { "500 Internal Server Error" } else { "200 OK" };
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/timestamp-reply\r\ncontent-length: {}\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn read(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut kind) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line.trim_end().is_empty() {
                break;
            }
            assert!(line.starts_with("POST /tsr "), "{line}");
            continue;
        };
        match name.to_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "content-type" => kind = value.to_owned(),
            _ => {}
        }
    }
    assert_eq!(kind, "application/timestamp-query");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(body)
}

fn reply(folder: &Path, number: usize, question: &[u8]) -> Vec<u8> {
    // Serial numbers are in one file: one answer at a time.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap();
    let [asked, said] = ["tsq", "tsr"].map(|ending| folder.join(format!("{number}.{ending}")));
    std::fs::write(&asked, question).unwrap();
    let mut command = Command::new("openssl");
    command.current_dir(folder).args(["ts", "-reply", "-config", "tsa.cnf", "-queryfile"]).arg(&asked).arg("-out").arg(&said);
    let output = command.output().unwrap();
    std::fs::read(&said).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}
