//! The pre-flight against a mock of Intercom's own API description, which is not ours to commit: it runs where the file is at hand.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::stage::free_port;

struct Mock(Child);

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_preflight_understands_the_vendors_own_description() -> Result<()> {
    let tool = |name: &str| std::env::var_os(name).filter(|path| std::path::Path::new(path).exists());
    let (Some(binary), Some(prism), Some(description)) =
        (tool("HOLDPOINT_BIN"), tool("HOLDPOINT_PRISM"), tool("HOLDPOINT_INTERCOM_OPENAPI"))
    else {
        println!("skipped: the pre-flight against Prism (HOLDPOINT_PRISM or HOLDPOINT_INTERCOM_OPENAPI is not set)");
        return Ok(());
    };
    let port = free_port();
    let mut command = Command::new(prism);
    command.args(["mock", "-h", "127.0.0.1", "-p", &port.to_string()]).arg(description).stdout(Stdio::null()).stderr(Stdio::null());
    let _mock = Mock(command.spawn()?);
    let end = Instant::now() + Duration::from_secs(180);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        ensure!(Instant::now() < end, "Prism does not listen");
        std::thread::sleep(Duration::from_millis(100));
    }
    let said = Command::new(binary)
        .args(["preflight", "--json"])
        .current_dir(tempfile::tempdir()?.path())
        .env("HOLDPOINT_BASE_URL", format!("http://127.0.0.1:{port}"))
        .env("HOLDPOINT_API_VERSION", "2.16")
        .env("HOLDPOINT_TOKEN", "env:E2E_TOKEN")
        .env("HOLDPOINT_EGRESS_ALLOW", format!("127.0.0.1:{port}"))
        .env("E2E_TOKEN", crate::TOKEN)
        .output()?;
    let answer: serde_json::Value = serde_json::from_slice(&said.stdout).context(String::from_utf8_lossy(&said.stderr).into_owned())?;
    let checks = answer["checks"].as_array().context("there are checks")?;
    let find =
        |id: &str| checks.iter().find(|check| check["check"] == id || check["id"] == id).with_context(|| format!("{id} in {answer}"));
    let auth = find("api.auth")?;
    let facts = if auth["facts"].is_object() { &auth["facts"] } else { &auth["receipt"]["facts"] };
    ensure!(facts["status"] == 200.0 && facts["body:/type"] == "admin", "{auth}");
    // Prism sends no rate-limit headers, and the other places are not configured: unknown, never a pass.
    ensure!(find("api.rate-limit")?["verdict"] == "unknown", "{answer}");
    ensure!(said.status.code() == Some(2), "what could not be told is not a yes");
    Ok(())
}
