//! The emulator as a program: prints its URLs and a `holdpoint.toml` to use it with, and runs until it is stopped.

use std::net::{Ipv4Addr, SocketAddr};

use clap::Parser;
use holdpoint_emulator::{Emulator, Vendor};

/// A vendor and a webhook consumer that can misbehave, on this machine. For tests and demonstrations only.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 4010)]
    port: u16,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let emulator = Emulator::start_at(address, Vendor::default()).await?;
    println!("{}", introduction(&emulator));
    tokio::select! {
        () = emulator.serve() => Ok(()),
        stopped = tokio::signal::ctrl_c() => stopped,
    }
}

fn introduction(emulator: &Emulator) -> String {
    let vendor = emulator.vendor();
    format!(
        r#"The emulated vendor listens on {base}.

Put this into holdpoint.toml:

[egress]
allow = ["{address}"]

[[connections]]
name = "emulator"
base_url = "{base}"
api_version = "{version}"
status_url = "{status}"
webhook_url = "{webhook}"
health_url = "{health}"
token = "env:EMULATOR_TOKEN"
webhook_secret = "env:EMULATOR_WEBHOOK_SECRET"
webhook_deliveries = true
forbidden_path = "/admins"
deployed_fingerprint = "/tokenFingerprint"
fingerprint_key = "env:EMULATOR_FINGERPRINT_KEY"

Set before holdpoint starts:

export EMULATOR_TOKEN={token}
export EMULATOR_WEBHOOK_SECRET={secret}
export EMULATOR_FINGERPRINT_KEY=emulator-key-of-32-bytes-or-more

Make it misbehave, and look at what was sent:

curl -X PUT {base}/__emulator/mode -d '{{"mode": "rate_limited"}}'
curl -X PUT {base}/__emulator/mode -d '{{"mode": "ok", "remaining": 100, "indicator": "major", "webhook_delay_ms": 800}}'
curl -X PUT {base}/__emulator/mode -d '{{"webhook_habit": "first_half", "may_list_admins": true}}'
curl -X PUT {base}/__emulator/mode -d "{{\"token_fingerprint\": \"$(printf %s "$EMULATOR_TOKEN" | openssl dgst -sha256 -hmac "$EMULATOR_FINGERPRINT_KEY" -r | cut -c1-64)\"}}"
curl {base}/__emulator/mode
curl {base}/__emulator/requests

A webhook consumer that verifies no signature: {careless}
"#,
        address = emulator.address(),
        base = emulator.base_url(),
        version = vendor.api_version,
        status = emulator.status_url(),
        webhook = emulator.webhook_url(),
        health = emulator.health_url(),
        careless = emulator.careless_webhook_url(),
        token = vendor.token,
        secret = vendor.webhook_secret,
    )
}
