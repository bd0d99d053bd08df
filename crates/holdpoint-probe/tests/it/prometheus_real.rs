//! The Prometheus probes against Prometheus itself, where it is installed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use holdpoint_domain::check::{Check, Fact, Observation};
use holdpoint_probe::{Connection, Egress};
use serde_json::json;

use crate::bench::{check, egress, number, text};

/// Rules as the template's guidance asks for them.
const RULES: &str = r#"
groups:
  - name: intercom
    interval: 1s
    rules:
      - record: intercom:left:ratio
        expr: vector(0.75)
        labels: { holdpoint: monitoring.rate-limit }
      - alert: IntercomErrors
        expr: sum(rate(prometheus_http_requests_total{code=~"5.."}[5m])) / sum(rate(prometheus_http_requests_total[5m])) > 0.05
        for: 5m
        labels: { holdpoint: monitoring.error-rate }
      - alert: IntercomLimit
        expr: intercom:left:ratio < 0.8
        labels: { holdpoint: monitoring.rate-limit }
"#;

const CONFIG: &str = r#"
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [ rules.yml ]
scrape_configs:
  - job_name: itself
    static_configs: [ { targets: [ "127.0.0.1:PORT" ] } ]
"#;

struct Server {
    child: Child,
    connection: Connection,
    egress: Egress,
    _folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn installed() -> Option<PathBuf> {
    let named = std::env::var_os("HOLDPOINT_PROMETHEUS").map(PathBuf::from).filter(|path| path.exists());
    let on_path = || std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join("prometheus")).find(|file| file.is_file());
    named.or_else(on_path)
}

impl Server {
    async fn start(program: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = holdpoint_emulator::free_port();
        std::fs::write(folder.path().join("rules.yml"), RULES).unwrap();
        std::fs::write(folder.path().join("prometheus.yml"), CONFIG.replace("PORT", &port.to_string())).unwrap();
        let child = Command::new(program)
            .arg(format!("--config.file={}", folder.path().join("prometheus.yml").display()))
            .arg(format!("--storage.tsdb.path={}", folder.path().join("data").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let connection = json!({ "name": "real", "prometheus_url": format!("http://127.0.0.1:{port}") });
        let connection = serde_json::from_value(connection).unwrap();
        Self { child, connection, egress: egress(&["127.0.0.1"]), _folder: folder }
    }

    async fn run(&self, check: &Check) -> Observation {
        holdpoint_probe::run(check, &self.connection, &self.egress).await
    }

    async fn query(&self, query: &str) -> Observation {
        self.run(&check(json!({ "kind": "prometheus_query", "query": query }), &[])).await
    }

    async fn rule(&self, item: &str) -> Observation {
        self.run(&check(json!({ "kind": "prometheus_rule", "labels": { "holdpoint": item } }), &[])).await
    }
}

#[tokio::test]
async fn prometheus_itself_is_understood() {
    let Some(program) = installed() else {
        assert!(std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_none(), "there is no Prometheus here, and all tools are required");
        println!("skipped: the Prometheus probes against Prometheus itself (HOLDPOINT_PROMETHEUS is not set, and none is installed)");
        return;
    };
    let server = Server::start(&program).await;
    let end = Instant::now() + Duration::from_secs(60);
    // It answers before it has evaluated anything.
    while number(&server.query(r#"min({holdpoint="monitoring.rate-limit",alertname=""})"#).await, "value") != Some(0.75)
        || text(&server.rule("monitoring.rate-limit").await, "state") != Some("firing")
    {
        assert!(Instant::now() < end, "nothing was evaluated within a minute");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let errors = server.rule("monitoring.error-rate").await;
    assert_eq!((errors.facts.get("present"), text(&errors, "health")), (Some(&Fact::Bool(true)), Some("ok")));
    assert_eq!((text(&errors, "name"), text(&errors, "state")), (Some("IntercomErrors"), Some("inactive")));
    assert_eq!((number(&errors, "for_seconds"), number(&errors, "threshold")), (Some(300.0), Some(0.05)));
    let limit = server.rule("monitoring.rate-limit").await;
    assert_eq!((text(&limit, "name"), number(&limit, "threshold")), (Some("IntercomLimit"), Some(0.8)));
    assert_eq!(server.rule("monitoring.latency").await.facts.get("present"), Some(&Fact::Bool(false)));
    let cases = [
        ("1 + 1", 200.0, Some(2.0), "a scalar"),
        ("vector(0) / 0", 200.0, None, "not a number"),
        ("up == 42", 200.0, None, "no series"),
        ("prometheus_http_requests_total", 200.0, None, "many series"),
        ("up[5m]", 200.0, None, "a range"),
        ("sum(", 400.0, None, "no PromQL"),
    ];
    for (query, status, value, about) in cases {
        let seen = server.query(query).await;
        assert_eq!((seen.failure, number(&seen, "status"), number(&seen, "value")), (None, Some(status), value), "{about}");
    }
}
