//! A live page: reads what comes, and comes back where it was.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// One stream of server-sent events, as HTTP carries it in chunks.
pub struct Live {
    stream: BufReader<TcpStream>,
    text: String,
}

/// One event.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heard {
    pub kind: String,
    pub id: Option<u64>,
    pub data: String,
}

impl Live {
    /// * Errors: nobody is there, or answers something else.
    pub fn open(address: SocketAddr, host: &str, cookie: &str, path: &str, last: u64) -> io::Result<Self> {
        let mut stream = TcpStream::connect(address)?;
        // Twice as long as a server says nothing.
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\naccept: text/event-stream\r\nlast-event-id: {last}\r\n\r\n"
        )?;
        let mut stream = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        if !head.starts_with("HTTP/1.1 200") {
            return Err(io::Error::other(head));
        }
        Ok(Self { stream, text: String::new() })
    }

    pub fn next(&mut self) -> io::Result<Heard> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let mut heard = Heard::default();
                for (name, value) in event.lines().filter_map(|line| line.split_once(':')) {
                    match (name, value.trim_start()) {
                        ("event", value) => heard.kind = value.into(),
                        ("id", value) => heard.id = value.parse().ok(),
                        ("data", value) => heard.data += value,
                        _ => {}
                    }
                }
                self.text = rest.to_owned();
                return Ok(heard);
            }
            self.chunk()?;
        }
    }

    /// Waits until something is said, of one kind.
    pub fn until(&mut self, kind: &str, what: impl Fn(&str) -> bool, within: Duration) -> Duration {
        let began = Instant::now();
        loop {
            let heard = self.next().unwrap();
            if heard.kind == kind && what(&heard.data) {
                return began.elapsed();
            }
            assert!(began.elapsed() < within, "not said in time; at last: {heard:?}");
        }
    }

    fn chunk(&mut self) -> io::Result<()> {
        let mut size = String::new();
        if self.stream.read_line(&mut size)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let size = usize::from_str_radix(size.trim(), 16).map_err(io::Error::other)?;
        let mut bytes = vec![0; size + 2];
        self.stream.read_exact(&mut bytes)?;
        if size == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.text += &String::from_utf8_lossy(&bytes[..size]);
        Ok(())
    }
}
