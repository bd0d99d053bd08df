//! `holdpoint notify test`

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::Desk;

#[test]
fn a_channel_can_be_tried() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let receiver = std::thread::spawn(move || {
        let mut got = Vec::new();
        for status in [200, 404] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut bytes = [0; 8192];
            let mut text = String::new();
            while !text.ends_with('}') {
                let count = stream.read(&mut bytes).unwrap();
                text.push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
            write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            got.push(text);
        }
        got
    });
    let desk = Desk::new().set("OPS_URL", format!("http://{address}/hidden-path"));
    let channel = "[[notify]]\nname = \"ops\"\nkind = \"slack\"\nurl = \"env:OPS_URL\"\n";
    desk.write("holdpoint.toml", format!("[egress]\nallow = [\"{address}\"]\n{channel}"));
    desk.run(["notify", "test", "ops"]).code(0).says(&["sent by ops"]);
    let refused = desk.run(["notify", "test", "ops", "--json"]).code(1).json();
    assert_eq!((&refused["sent"], &refused["trouble"]), (&false.into(), &"the receiver answered with status 404".into()));
    let got = receiver.join().unwrap();
    assert!(got[0].starts_with("POST /hidden-path ") && got[0].contains("This is a test"), "{}", got[0]);
    desk.run(["notify", "test", "nobody"]).cannot_tell(&["no channel of this name", "it has: ops"]);
}
