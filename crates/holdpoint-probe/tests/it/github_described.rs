//! What we ask of GitHub, against GitHub's own description of its API: Prism refuses every request that is not as described.
//!
//! The description comes with the npm package `@octokit/openapi`; of its 13 MB the few paths that we use are kept.

use std::collections::BTreeSet;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use holdpoint_domain::launch::{DeliveryTrouble, Reference, TicketKind};
use holdpoint_probe::ticket::{Parcel, deliver};
use holdpoint_probe::{AllowList, Egress, EgressConfig, TicketSystem};
use serde_json::{Value, json};

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";
const MARKER: &str = "holdpoint:0a1b2c3d4e5f:LCH-1";
const PATHS: &[&str] = &[
    "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    "/repos/{owner}/{repo}/commits/{ref}/statuses",
    "/repos/{owner}/{repo}/statuses/{sha}",
    "/repos/{owner}/{repo}/commits/{ref}/check-runs",
    "/repos/{owner}/{repo}/check-runs",
    "/repos/{owner}/{repo}/check-runs/{check_run_id}",
    "/repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments",
    "/repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
];

/// A description that has these paths alone, and what they refer to.
fn cut(whole: &Value) -> Value {
    let mut paths = serde_json::Map::new();
    for path in PATHS {
        paths.insert((*path).to_owned(), whole["paths"][path].clone());
        assert!(whole["paths"][path].is_object(), "GitHub no longer describes {path}");
    }
    let mut cut = json!({ "openapi": whole["openapi"], "info": whole["info"], "paths": paths, "components": {} });
    let (mut known, mut open) = (BTreeSet::new(), vec![cut["paths"].clone()]);
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                let reference = fields.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/components/"));
                if let Some((kind, name)) =
                    reference.and_then(|rest| rest.split_once('/')).filter(|(kind, name)| known.insert(format!("{kind}/{name}")))
                {
                    cut["components"][kind][name] = whole["components"][kind][name].clone();
                    open.push(whole["components"][kind][name].clone());
                }
                open.extend(fields.into_iter().map(|(_, value)| value));
            }
            Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
    cut
}

/// The example of an answer is one in which an earlier attempt of ours has left something.
fn with_ours(mut description: Value) -> Value {
    let components = &mut description["components"]["examples"];
    components["issue-comment-items"]["value"][0]["body"] = format!("<!-- {MARKER} -->\nold").into();
    let runs = components["check-run-paginated"]["value"]["check_runs"].as_array_mut().unwrap();
    runs[0]["external_id"] = MARKER.into();
    description
}

struct Mock {
    child: Child,
    token: String,
    port: u16,
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Mock {
    fn start(prism: &Path, folder: &Path, description: &Value) -> Self {
        let port = holdpoint_emulator::free_port();
        let file = folder.join(format!("github-{port}.json"));
        std::fs::write(&file, description.to_string()).unwrap();
        let mut command = Command::new(prism);
        command.args(["mock", "-h", "127.0.0.1", "-p", &port.to_string()]).arg(file);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let token = folder.join("token");
        std::fs::write(&token, "ghs_any").unwrap();
        let mock = Self { child, token: format!("file:{}", token.display()), port };
        let end = Instant::now() + Duration::from_secs(120);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < end, "Prism does not listen");
            std::thread::sleep(Duration::from_millis(100));
        }
        mock
    }

    async fn deliver(&self, reference: &str, parcel: &Parcel) -> Result<String, DeliveryTrouble> {
        let place = format!("127.0.0.1:{}", self.port);
        let allow = AllowList::try_from(vec![place.clone()]).unwrap();
        let egress = Egress::new(EgressConfig { allow, ..EgressConfig::default() }).unwrap();
        let (kind, base_url, token) = ("github", format!("http://{place}"), &self.token);
        let system = json!({ "name": kind, "kind": kind, "base_url": base_url, "token": token, "check_runs": true, "anybody": true });
        let system: TicketSystem = serde_json::from_value(system).unwrap();
        assert_eq!(system.problems(egress.policy()), []);
        let done = deliver(&egress, &system, &Reference::parse(TicketKind::GitHub, reference).unwrap(), parcel).await?;
        Ok(done.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }
}

fn parcel() -> Parcel {
    Parcel {
        marker: MARKER.into(),
        version: "0a1b2c3d4e5f".into(),
        go: true,
        name: "holdpoint/LCH-1".into(),
        title: "LCH-1 Release 1: Go".into(),
        line: "Go until 2026-12-01 10:00 UTC; report 0a1b2c3d4e5f".into(),
        markdown: "### LCH-1 Release 1: Go\n".into(),
        plain: "LCH-1 Release 1: Go\n".into(),
        whole: "# The report\n".repeat(10_000),
        link: "https://holdpoint.example.com/launches/LCH-1/sign-off".into(),
        files: Vec::new(),
    }
}

#[tokio::test]
async fn every_request_is_as_github_describes_it() {
    let tool = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.exists());
    let (Some(prism), Some(file)) = (tool("HOLDPOINT_PRISM"), tool("HOLDPOINT_GITHUB_OPENAPI")) else {
        assert!(std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_none(), "Prism or the description is missing, and all tools are required");
        println!("skipped: GitHub's description (HOLDPOINT_PRISM or HOLDPOINT_GITHUB_OPENAPI is not set; cargo xtask test sets them)");
        return;
    };
    let whole: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let (folder, described, parcel) = (tempfile::tempdir().unwrap(), cut(&whole), parcel());
    let (comment, commit) = ("octocat/hello-world#12", format!("octocat/hello-world@{SHA}"));
    let first = Mock::start(&prism, folder.path(), &described);
    assert_eq!(first.deliver(comment, &parcel).await.as_deref(), Ok("commented"));
    assert_eq!(first.deliver(&commit, &parcel).await.as_deref(), Ok("set the commit status; made the check run"));
    // The example of a run that waits names this environment.
    let waits = described["components"]["examples"]["pending-deployment-items"]["value"][0]["environment"]["name"].as_str().unwrap();
    let reviewed = first.deliver(&format!("octocat/hello-world/runs/42/{waits}"), &parcel).await;
    assert_eq!(reviewed, Ok(format!("approved the deployment into {waits}")));
    let mut other = described.clone();
    other["paths"][PATHS[0]]["post"]["requestBody"]["content"]["application/json"]["schema"]["required"] = json!(["body", "never-sent"]);
    let other = Mock::start(&prism, folder.path(), &other);
    let refused = other.deliver(comment, &parcel).await;
    assert!(matches!(refused, Err(DeliveryTrouble::Status { status: 400..500, .. })), "Prism does look at what is sent: {refused:?}");

    let second = Mock::start(&prism, folder.path(), &with_ours(described));
    assert_eq!(second.deliver(comment, &parcel).await.as_deref(), Ok("changed the comment of this launch"));
    assert_eq!(second.deliver(&commit, &parcel).await.as_deref(), Ok("set the commit status; changed the check run"));
}
