//! A page as it lies in a folder, on 127.0.0.1, under the server's own headers: the server's binary has the shipped one inside.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use holdpoint_server::guard;

/// What is in the folder, at its name; the page at every other address that is no file; and nobody is signed in.
pub struct Folder {
    port: u16,
}

impl Folder {
    /// Serves until the tests end.
    pub fn serve(folder: PathBuf) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let folder = folder.clone();
                // A browser that opens a connection before it has a question holds up nobody; one that goes is none of our business.
                std::thread::spawn(move || answer(&connection, &folder));
            }
        });
        Ok(Self { port })
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }
}

fn answer(mut connection: &TcpStream, folder: &Path) -> io::Result<()> {
    let mut request = BufReader::new(connection);
    let mut asked = String::new();
    request.read_line(&mut asked)?;
    // To the empty line at its end: what is closed with something unread is reset.
    let mut line = String::new();
    while 2 < request.read_line(&mut line)? {
        line.clear();
    }
    let address = asked.split(' ').nth(1).unwrap_or_default();
    let (status, kind, body) = found(address, folder);
    let length = body.len();
    write!(connection, "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n")?;
    let mut headers = Default::default();
    guard::dress(&mut headers, address, false);
    for (name, value) in &headers {
        write!(connection, "{name}: {}\r\n", value.to_str().unwrap_or_default())?;
    }
    write!(connection, "\r\n")?;
    connection.write_all(&body)
}

/// Status, type and body for an address.
fn found(address: &str, folder: &Path) -> (&'static str, &'static str, Vec<u8>) {
    let name = address.split('?').next().unwrap_or_default().trim_start_matches('/');
    if name.starts_with("api/") {
        return ("401 Unauthorized", "text/plain", Vec::new());
    }
    let name = if name.contains('.') { name } else { "index.html" };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "text/plain; charset=utf-8",
    };
    match std::fs::read(folder.join(name)) {
        Ok(body) => ("200 OK", kind, body),
        Err(_) => ("404 Not Found", "text/plain", Vec::new()),
    }
}
