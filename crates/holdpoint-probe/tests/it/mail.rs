//! Mail: TLS from the first byte or by STARTTLS, a password only behind it, and nothing believed that came in plain.

use std::io;
use std::sync::{Arc, Mutex};

use holdpoint_domain::check::ProbeFailure;
use holdpoint_probe::egress::{MailPlace, MailTls};
use holdpoint_probe::notify::{LeftOut, Mail, MailServer, NotSent, mail};
use holdpoint_probe::{Egress, EgressConfig, SecretRef};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::bench::config;
use crate::tls::{Authority, server_config};

const PASSWORD: &str = "mail-password-canary";

/// What a mail server was told, line by line; lines behind TLS begin with `tls `.
type Told = Arc<Mutex<Vec<String>>>;

#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Implicit,
    Starttls,
    /// Offers no STARTTLS.
    Plain,
    /// Sends an answer to a command of the encrypted part along with its consent to TLS (CVE-2011-0411 is of this kind).
    Injecting,
}

struct Server {
    port: u16,
    told: Told,
}

impl Server {
    async fn start(authority: &Authority, name: &str, manner: Manner) -> Self {
        let (certificate, key) = authority.certificate(name);
        let acceptor = TlsAcceptor::from(Arc::new(server_config(vec![certificate], key)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, told) = (listener.local_addr().unwrap().port(), Told::default());
        let all = Arc::clone(&told);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, told) = (acceptor.clone(), Arc::clone(&all));
                tokio::spawn(async move { serve(stream, &acceptor, (manner, &told)).await });
            }
        });
        Self { port, told }
    }

    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }
}

async fn serve(stream: TcpStream, acceptor: &TlsAcceptor, (manner, told): (Manner, &Told)) -> io::Result<()> {
    if manner == Manner::Implicit {
        let mut stream = BufReader::new(acceptor.accept(stream).await?);
        stream.write_all(b"220 ready\r\n").await?;
        return talk(&mut stream, "tls ", told).await;
    }
    let mut plain = BufReader::new(stream);
    plain.write_all(b"220-greetings\r\n220 ready\r\n").await?;
    while let Some(line) = line(&mut plain, "", told).await? {
        let answer: &[u8] = match (line.as_str(), manner) {
            ("STARTTLS", Manner::Starttls) => b"220 go ahead\r\n",
            ("STARTTLS", Manner::Injecting) => b"220 go ahead\r\n250 AUTH PLAIN\r\n",
            ("STARTTLS", _) => b"502 what?\r\n",
            _ => b"250-here\r\n250 8BITMIME\r\n",
        };
        plain.write_all(answer).await?;
        if answer.starts_with(b"220") {
            let mut stream = BufReader::new(acceptor.accept(plain.into_inner()).await?);
            return talk(&mut stream, "tls ", told).await;
        }
    }
    Ok(())
}

/// The part of SMTP in which a message is handed over.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, prefix: &str, told: &Told) -> io::Result<()> {
    let mut in_data = false;
    while let Some(line) = line(stream, prefix, told).await? {
        let answer: &[u8] = match line.split(' ').next().unwrap_or_default() {
            "." if in_data => b"250 taken\r\n",
            _ if in_data => continue,
            "EHLO" => b"250-here\r\n250 AUTH PLAIN LOGIN\r\n",
            "AUTH" => b"235 welcome\r\n",
            "RCPT" if line.contains("gone@") => b"550 nobody\r\n",
            "RCPT" if line.contains("later@") => b"451 not now\r\n",
            "DATA" => b"354 go on\r\n",
            "QUIT" if told.lock().unwrap().iter().any(|line| line.contains("quiet@")) => continue,
            "QUIT" => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        };
        in_data = line == "DATA";
        stream.write_all(answer).await?;
        stream.flush().await?;
    }
    Ok(())
}

async fn line<S: AsyncBufRead + Unpin>(stream: &mut S, prefix: &str, told: &Told) -> io::Result<Option<String>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let line = line.trim_end().to_owned();
    told.lock().unwrap().push(format!("{prefix}{line}"));
    Ok(Some(line))
}

type Sent = Result<Option<LeftOut>, NotSent>;

/// Sends to a server with a certificate for `name`, dialled as `localhost`.
async fn send(name: &str, manner: Manner, tls: MailTls) -> (Sent, Vec<String>) {
    send_to(name, (manner, tls), (&["ada@example.com"], true)).await
}

async fn send_to(name: &str, (manner, tls): (Manner, MailTls), (receivers, patient): (&[&str], bool)) -> (Sent, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let (authority, roots) = (Authority::new(), folder.path().join("roots.pem"));
    authority.store(&roots);
    std::fs::write(folder.path().join("password"), PASSWORD).unwrap();
    let server = Server::start(&authority, name, manner).await;
    let egress = Egress::new(EgressConfig { extra_roots: Some(roots), ..config(&[]) }).unwrap();
    let password: SecretRef = format!("file:{}", folder.path().join("password").display()).parse().unwrap();
    let place = MailPlace { host: "localhost".into(), port: server.port, tls };
    let to = MailServer { place, login: Some(("ops".into(), password)) };
    let message = Mail {
        from: "holdpoint@example.com".into(),
        to: receivers.iter().map(|receiver| (*receiver).to_owned()).collect(),
        subject: "P1".into(),
        text: "It fires.".into(),
        id: "one".into(),
        patient,
    };
    (mail(&egress, &to, &message).await, server.told())
}

#[tokio::test]
async fn a_message_goes_out_behind_tls() {
    for (manner, tls) in [(Manner::Implicit, MailTls::Implicit), (Manner::Starttls, MailTls::Starttls)] {
        let (sent, told) = send("localhost", manner, tls).await;
        assert_eq!(sent, Ok(None), "{told:?}");
        let behind = |what: &str| told.iter().any(|line| line.starts_with(&format!("tls {what}")));
        assert!(behind("AUTH ") && behind("RCPT TO:<ada@example.com>") && behind("It fires."), "{told:?}");
        let plain: Vec<_> = told.iter().filter(|line| !line.starts_with("tls ")).collect();
        assert!(plain.iter().all(|line| line.starts_with("EHLO ") || *line == "STARTTLS"), "{plain:?}");
    }
}

#[tokio::test]
async fn nothing_is_said_to_who_cannot_show_who_it_is() {
    let tls = Err(NotSent::Failed(ProbeFailure::Tls));
    let cases = [
        ("other.example.com", Manner::Implicit, MailTls::Implicit, tls),
        ("other.example.com", Manner::Starttls, MailTls::Starttls, tls),
        ("localhost", Manner::Plain, MailTls::Starttls, Err(NotSent::MailOffer)),
        // What came with the consent is the beginning of the handshake then, and no handshake begins so.
        ("localhost", Manner::Injecting, MailTls::Starttls, tls),
        ("localhost", Manner::Plain, MailTls::Implicit, tls),
    ];
    for (name, manner, mode, expected) in cases {
        let (sent, told) = send(name, manner, mode).await;
        assert_eq!(sent, expected, "{name} {told:?}");
        assert!(!told.iter().any(|line| line.contains("AUTH") || line.contains("RCPT") || line.contains("It fires.")), "{told:?}");
    }
}

#[tokio::test]
async fn who_is_refused_silences_nobody_else() {
    let cases: [(&[&str], bool, Sent); 5] = [
        (&["gone@example.com", "ada@example.com"], true, Ok(Some(LeftOut { refused: 1, all: 2, code: 550 }))),
        // One of them may be there at the next attempt.
        (&["ada@example.com", "later@example.com", "gone@example.com"], true, Err(NotSent::Mail(451))),
        (&["ada@example.com", "later@example.com", "gone@example.com"], false, Ok(Some(LeftOut { refused: 2, all: 3, code: 451 }))),
        (&["gone@example.com", "later@example.com"], false, Err(NotSent::Mail(451))),
        (&["gone@example.com"], true, Err(NotSent::Mail(550))),
    ];
    for (receivers, patient, expected) in cases {
        let (sent, told) = send_to("localhost", (Manner::Implicit, MailTls::Implicit), (receivers, patient)).await;
        assert_eq!(sent, expected, "{told:?}");
        let texts = told.iter().filter(|line| *line == "tls It fires.").count();
        assert_eq!(texts, usize::from(expected.is_ok()), "handed over once, for all who are taken: {told:?}");
    }
}

#[tokio::test]
async fn what_was_taken_was_sent_though_the_server_says_no_goodbye() {
    let (sent, told) = send_to("localhost", (Manner::Implicit, MailTls::Implicit), (&["quiet@example.com"], true)).await;
    assert_eq!(sent, Ok(None), "{told:?}");
    assert!(told.iter().any(|line| line == "tls QUIT"), "{told:?}");
}
