//! A thousand scheduled checks a minute, and what they cost the server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use holdpoint_emulator::{Emulator, Vendor};
use serde_json::{Value, json};

use crate::{TOKEN, stage};

/// Watched launches, each with [`CHECKS`] checks a minute.
const LAUNCHES: usize = 50;
const CHECKS: usize = 20;

/// How long is measured, after the first minute, in which everything begins.
const MEASURED: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn a_thousand_scheduled_checks_a_minute() -> Result<()> {
    let Some(tools) = stage::Tools::find() else {
        return Ok(());
    };
    let vendor = Emulator::start(Vendor { token: TOKEN.into(), ..Vendor::default() }).await?;
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("templates"))?;
    std::fs::write(folder.path().join("templates/many.toml"), template())?;
    let config = format!(
        "[templates]\ndir = \"templates\"\n[egress]\nallow = [\"{}\"]\n[[connections]]\nname = \"bench\"\nbase_url = \"{}\"\napi_version = \"2.14\"\n\
         health_url = \"{}\"\ntoken = \"env:E2E_TOKEN\"\n",
        vendor.address(),
        vendor.base_url(),
        vendor.health_url()
    );
    std::fs::write(folder.path().join("holdpoint.toml"), config)?;
    let server = stage::Server::start(&tools.holdpoint, folder.path(), stage::free_port());
    let mut ann = Caller::enter(&server)?;
    for number in 0..LAUNCHES {
        let wish = json!({ "name": format!("Launch {number}"), "template": "many", "connection": "bench" });
        let made = ann.post("/api/launches", &wish)?;
        let id = made["id"].as_str().context("a launch")?;
        let command = json!({ "basedOn": 99, "command": { "type": "set_watching", "connection": "bench" } });
        ann.post(&format!("/api/launches/{id}/commands"), &command)?;
    }
    tokio::time::sleep(Duration::from_secs(75)).await;
    let (begun, runs, cpu) = (Instant::now(), ann.runs()?, server.cpu_seconds()?);
    tokio::time::sleep(MEASURED).await;
    let seconds = begun.elapsed().as_secs_f64();
    let (runs, cpu) = (ann.runs()? - runs, server.cpu_seconds()? - cpu);
    println!("scheduled checks: {:.0} a minute (aim: 1,000)", runs * 60.0 / seconds);
    println!("share of one core: {:.1} % (aim: under 30 %)", cpu * 100.0 / seconds);
    println!("memory of the server meanwhile: {} MiB", server.memory_mib()?);
    ensure!(900.0 < runs * 60.0 / seconds, "{runs} runs in {seconds} s");
    Ok(())
}

/// Checks of the API and of a health document, each minute, with an alert over some of them.
fn template() -> String {
    let mut text =
        "format = 1\nname = \"many\"\nversion = \"1.0.0\"\ntitle = \"Many\"\nsummary = \"For a bench.\"\n[[sections]]\nid = \"one\"\n\
                    title = \"One\"\n[[sections.items]]\nid = \"a\"\ntitle = \"A\"\nlevel = \"must\"\n"
            .to_owned();
    for number in 0..CHECKS {
        let (target, more) = if number % 2 == 0 { ("api", "path = \"/me\"\nauthorize = true\n") } else { ("health", "") };
        text += &format!(
            "[[checks]]\nid = \"c{number}\"\ntitle = \"C\"\nttl_minutes = 60\nschedule = {{ every = \"1m\" }}\n[checks.probe]\nkind = \"http\"\n\
             target = \"{target}\"\n{more}[[checks.expect]]\nfact = \"status\"\nequals = 200\nwhy = \"{{value}}\"\nnext = \"Look.\"\n"
        );
    }
    for number in 0..CHECKS / 4 {
        text += &format!(
            "[[alerts]]\nname = \"A{number}\"\ncondition = \"x\"\nseverity = \"P2\"\naction = \"Look.\"\n[alerts.when]\nkind = \"percentile\"\n\
             checks = [\"c{number}\"]\nwithin = \"15m\"\nfact = \"latency_ms\"\npercent = 95\nabove = 3000\n"
        );
    }
    text
}

/// Somebody who sends requests, one connection each.
struct Caller {
    port: u16,
    cookie: String,
}

impl Caller {
    fn enter(server: &stage::Server) -> Result<Self> {
        let link = server.setup_link.as_ref().context("a set-up link")?;
        let token = link.split('#').nth(1).context("a token")?;
        let mut caller = Self { port: server.port, cookie: String::new() };
        caller.post("/api/setup", &json!({ "token": token, "name": "Ann", "password": "correct horse battery" }))?;
        ensure!(!caller.cookie.is_empty(), "a session");
        Ok(caller)
    }

    fn post(&mut self, path: &str, body: &Value) -> Result<Value> {
        let (body, key) = (body.to_string(), uuid());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nX-Holdpoint: 1\r\nContent-Type: application/json\r\n\
             Idempotency-Key: {key}\r\nCookie: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.cookie,
            body.len(),
            port = self.port
        );
        let answer = self.send(&head)?;
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        if let Some(cookie) = cookie.and_then(|cookie| cookie.split(';').next()) {
            self.cookie = cookie.to_owned();
        }
        let (head, body) = answer.split_once("\r\n\r\n").context("an answer")?;
        ensure!(head.starts_with("HTTP/1.1 2"), "{path}: {answer}");
        Ok(serde_json::from_str(body).unwrap_or_default())
    }

    /// Scheduled runs so far.
    fn runs(&self) -> Result<f64> {
        let head = format!("GET /metrics HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", self.port);
        let text = self.send(&head)?;
        let counts =
            text.lines().filter(|line| line.starts_with("holdpoint_scheduled_runs_total")).filter_map(|line| line.rsplit(' ').next());
        Ok(counts.filter_map(|count| count.parse::<f64>().ok()).sum())
    }

    fn send(&self, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

/// A new id; this package has no crate for them on this side.
fn uuid() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("0192f0c4-0000-7000-8000-{:012x}", NEXT.fetch_add(1, Ordering::Relaxed))
}
