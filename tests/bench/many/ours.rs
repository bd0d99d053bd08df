//! Holdpoint: a launch, and enough people with a role in it. They are put into the database before the server starts, because it lets
//! nobody make hundreds of accounts in a minute.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use holdpoint_domain::account::SignedInWith;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::NewLaunch;
use holdpoint_domain::template::Role;
use holdpoint_server::limits::STREAMS_PER_ACCOUNT;
use holdpoint_server::templates::Templates;
use holdpoint_store::accounts::{Accounts as _, Act, Change, NewSession};
use holdpoint_store::people::{Gives, NewAccount, OpenInvite, People as _, TokenKind};
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Account, Creation, Sender, Store as _};
use serde_json::json;
use tempfile::TempDir;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::crowd::{Opening, mark};
use super::{EVERY, Served, WRITES};
use crate::stage;

pub struct Ours {
    server: stage::Server,
    launch: LaunchId,
    /// Where readers begin.
    seq: Seq,
    commands: u64,
    _folder: TempDir,
}

/// The owner, who writes, is number 0.
fn cookie(person: usize) -> String {
    format!("bench-session-{person}")
}

fn later() -> Timestamp {
    Timestamp::now().saturating_add(jiff::SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX)
}

impl Ours {
    pub fn start(binary: &Path, readers: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("holdpoint.toml"), "")?;
        let data = folder.path().join("data");
        let people = readers.div_ceil(STREAMS_PER_ACCOUNT);
        let (launch, seq) = tokio::runtime::Runtime::new()?.block_on(populate(&data, people))?;
        let server = stage::Server::start(binary, folder.path(), stage::free_port());
        Ok(Self { server, launch, seq, commands: 0, _folder: folder })
    }
}

async fn populate(data: &Path, people: usize) -> Result<(LaunchId, Seq)> {
    let store = Arc::new(SqliteStore::open(data).await?);
    let setup = Digest::of(b"bench-setup");
    store.add_token(setup, TokenKind::Setup, later()).await?;
    let owner = person(&store, 0, setup, TokenKind::Setup).await?;
    let known = Templates::built_in().map_err(anyhow::Error::msg)?;
    let known = known.get(&"service-launch".to_owned().try_into()?).context("it is built in")?;
    let wish = NewLaunch::new("Many", known.reference.name.clone());
    let sender = Sender {
        by: owner.id,
        name: owner.name.clone(),
        owner: true,
        at: Timestamp::now(),
        command: Some(CommandId(Uuid::from_u128(1))),
        fingerprint: Digest::of(b"bench"),
    };
    let id = store.create(Creation { sender, wish, template: known.template.clone(), template_ref: known.reference.clone() }).await?.id;
    let mut joining = JoinSet::new();
    for number in 1..=people {
        let (store, by) = (store.clone(), owner.id);
        // An owner has so many open invites and no more.
        while 200 <= joining.len() {
            joining.join_next().await.context("one joins")???;
        }
        joining.spawn(async move {
            let token = Digest::of(format!("bench-invite-{number}").as_bytes());
            let gives = Some(Gives { launch: id, role: Role::Viewer, sections: Vec::new() });
            let invite =
                OpenInvite { id: InviteId(Uuid::from_u128(number as u128)), by, made_at: Timestamp::now(), expires_at: later(), gives };
            store.add_invite(token, invite).await?;
            person(&store, number, token, TokenKind::Invite).await
        });
    }
    while let Some(joined) = joining.join_next().await {
        joined??;
    }
    let seq = store.launch(id).await?.seq;
    store.close().await;
    Ok((id, seq))
}

/// An account that is signed in.
async fn person(store: &SqliteStore, number: usize, token: Digest, kind: TokenKind) -> Result<Account> {
    let (id, name) = (MemberId(Uuid::from_u128(0xacc0_0000 + number as u128)), format!("Person {number}"));
    let new = NewAccount { id, name: name.clone(), password_hash: String::new(), token, kind, now: Timestamp::now() };
    let account = store.create_account(new).await?;
    let act = Act { account: id, by: id, by_name: name, device: "a bench".into(), at: Timestamp::now() };
    let session = NewSession {
        id: SessionId(Uuid::from_u128(0x5e55_0000 + number as u128)),
        digest: Digest::of(cookie(number).as_bytes()),
        with: SignedInWith::NewAccount,
        expires_at: later(),
        renew: false,
        proved_at: Timestamp::now(),
        replaces: None,
    };
    store.change(act, vec![Change::OpenSession(session)]).await?;
    Ok(account)
}

impl Served for Ours {
    fn name(&self) -> &'static str {
        "holdpoint"
    }

    fn opening(&self, reader: usize) -> Opening {
        let (port, launch, after) = (self.server.port, self.launch, self.seq);
        let cookie = cookie(1 + reader / STREAMS_PER_ACCOUNT);
        let request = format!(
            "GET /api/launches/{launch}/live?after={after} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: holdpoint={cookie}\r\n\
             Accept: text/event-stream\r\nCache-Control: no-cache\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 \
             Firefox/140.0\r\nReferer: http://localhost:{port}/launches/{launch}\r\n\r\n"
        );
        Opening { address: ([127, 0, 0, 1], port).into(), request: request.into(), answer: "HTTP/1.1 200", then: Vec::new() }
    }

    fn write(&mut self) -> Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.server.port))?;
        stream.set_nodelay(true)?;
        let mut answers = BufReader::new(stream.try_clone()?);
        let begun = Instant::now();
        for number in 0..WRITES {
            std::thread::sleep((EVERY * u32::try_from(number)?).saturating_sub(begun.elapsed()));
            self.commands += 1;
            let command = json!({ "basedOn": self.seq, "command": { "type": "set_name", "name": mark() } }).to_string();
            let (port, launch, id) = (self.server.port, self.launch, Uuid::from_u128(0xc0de_0000 + u128::from(self.commands)));
            let request = format!(
                "POST /api/launches/{launch}/commands HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\
                 X-Holdpoint: 1\r\nContent-Type: application/json\r\nIdempotency-Key: {id}\r\nCookie: holdpoint={}\r\n\
                 Content-Length: {}\r\n\r\n{command}",
                cookie(0),
                command.len()
            );
            stream.write_all(request.as_bytes())?;
            answer(&mut answers)?;
        }
        Ok(())
    }

    fn memory_kib(&self) -> Result<u64> {
        Ok(stage::memory_kib(self.server.id())?)
    }

    fn cpu_seconds(&self) -> Result<f64> {
        Ok(stage::cpu_seconds(self.server.id())?)
    }
}

/// Reads one answer, which has to be a success.
fn answer(answers: &mut impl BufRead) -> Result<()> {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        ensure!(answers.read_line(&mut line)? != 0, "no answer: {head}");
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    answers.read_exact(&mut body)?;
    ensure!(head.starts_with("HTTP/1.1 200"), "{head}{}", String::from_utf8_lossy(&body));
    Ok(())
}
