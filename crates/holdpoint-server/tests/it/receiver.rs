//! What messages are sent to: a small web server and a small mail server, each on a thread of its own, that keep what they get.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// What came, in order; and what is answered next.
#[derive(Clone)]
pub struct Receiver {
    pub address: SocketAddr,
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<Vec<u16>>>,
}

#[derive(Clone, Debug)]
pub struct Got {
    pub path: String,
    /// Of the header `X-Holdpoint-Delivery`, or of the e-mail.
    pub id: String,
    pub body: String,
    /// Whether it was taken.
    pub taken: bool,
}

impl Receiver {
    pub fn web() -> Self {
        Self::listening(|stream, receiver| receiver.http(stream))
    }

    pub fn mail() -> Self {
        Self::listening(|stream, receiver| receiver.smtp(stream))
    }

    fn listening(talk: fn(TcpStream, &Receiver) -> Option<()>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self { address: listener.local_addr().unwrap(), got: Arc::default(), answers: Arc::default() };
        let mine = receiver.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                talk(stream, &mine);
            }
        });
        receiver
    }

    /// The next answers; behind them everything is taken.
    pub fn answer(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses.iter().rev());
    }

    pub fn all(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// What was taken at a path.
    pub fn taken(&self, path: &str) -> Vec<Got> {
        self.all().into_iter().filter(|got| got.taken && got.path == path).collect()
    }

    fn next(&self, usual: u16) -> u16 {
        self.answers.lock().unwrap().pop().unwrap_or(usual)
    }

    fn http(&self, mut stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let path = line.split_whitespace().nth(1)?.to_owned();
        let (mut length, mut id) = (0, String::new());
        loop {
            line.clear();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().ok()?,
                "x-holdpoint-delivery" => id = value.trim().to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let status = self.next(200);
        let taken = status == 200;
        self.got.lock().unwrap().push(Got { path, id, body: String::from_utf8(body).ok()?, taken });
        write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").ok()
    }

    fn smtp(&self, mut stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        stream.write_all(b"220 stub ESMTP\r\n").ok()?;
        let (mut to, mut line) = (Vec::new(), String::new());
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let word = line.trim().to_ascii_uppercase();
            let answer = match word.split(' ').next()? {
                "EHLO" => "250-stub\r\n250 8BITMIME\r\n".to_owned(),
                "RCPT" => {
                    to.push(line.trim().to_owned());
                    "250 ok\r\n".into()
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").ok()?;
                    let mut body = String::new();
                    while !body.ends_with("\r\n.\r\n") {
                        reader.read_line(&mut body).ok()?;
                    }
                    let id = body.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default().to_owned();
                    let status = self.next(250);
                    self.got.lock().unwrap().push(Got { path: to.join(" "), id, body, taken: status == 250 });
                    format!("{status} so\r\n")
                }
                "QUIT" => return stream.write_all(b"221 bye\r\n").ok(),
                _ => "250 ok\r\n".into(),
            };
            stream.write_all(answer.as_bytes()).ok()?;
        }
    }
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}
