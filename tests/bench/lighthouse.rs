//! Lighthouse over the page as it is shipped: what it says of a launch, of the list and of the way in, on a desktop and on a phone.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::team::Team;

/// What each has to have, in hundredths; performance is judged on a launch's page, on a desktop.
const LEAST: [(&str, f64); 2] = [("accessibility", 100.0), ("best-practices", 100.0)];
const FAST: f64 = 95.0;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure, not a test: cargo xtask bench"]
async fn lighthouse_finds_nothing() -> Result<()> {
    let Some(program) = std::env::var_os("HOLDPOINT_LIGHTHOUSE").map(PathBuf::from) else {
        println!("skipped: Lighthouse (HOLDPOINT_LIGHTHOUSE is not set; cargo xtask bench sets it)");
        return Ok(());
    };
    let Some(team) = Team::gather().await? else { return Ok(()) };
    team.sign_up().await?;
    let launch = team.create_launch("Support chat 2.4").await?;
    let cookies = team.ann.driver.get_all_cookies().await?;
    let cookie = cookies.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect::<Vec<_>>().join("; ");
    for page in [launch.as_str(), "/launches", "/sign-in"] {
        for form in ["desktop", "phone"] {
            let mut lighthouse = Command::new("node");
            lighthouse.arg(&program).arg(team.server.url(page)).env("CHROME_PATH", &team.tools.chromium);
            lighthouse.args(["--output=json", "--quiet", "--chrome-flags=--headless --no-sandbox --disable-gpu"]);
            lighthouse.arg("--only-categories=performance,accessibility,best-practices");
            if page != "/sign-in" {
                lighthouse.arg(format!("--extra-headers={}", serde_json::json!({ "cookie": cookie })));
            }
            if form == "desktop" {
                lighthouse.arg("--preset=desktop");
            }
            let said = lighthouse.output().context("node")?;
            let report: Value = serde_json::from_slice(&said.stdout).with_context(|| String::from_utf8_lossy(&said.stderr).into_owned())?;
            let score = |category: &str| report["categories"][category]["score"].as_f64().unwrap_or_default() * 100.0;
            let first = report["audits"]["first-contentful-paint"]["displayValue"].as_str().unwrap_or("?");
            let fast = score("performance");
            println!("Lighthouse, {page}, {form}: performance {fast:.0} (first paint {first}), faults: {:?}", faults(&report));
            for (category, least) in LEAST {
                ensure!(least <= score(category), "{page}, {form}: {category} {}: {:?}", score(category), faults(&report));
            }
            ensure!(page != launch || form != "desktop" || FAST <= fast, "performance {fast}, less than {FAST}");
        }
    }
    team.part().await
}

/// The audits that took something off the two that have to be whole.
fn faults(report: &Value) -> Vec<String> {
    let of = |category: &str| report["categories"][category]["auditRefs"].as_array().cloned().unwrap_or_default();
    let all = LEAST.iter().flat_map(|(category, _)| of(category));
    let missed = all.filter(|audit| 0.0 < audit["weight"].as_f64().unwrap_or_default()).filter_map(|audit| {
        let id = audit["id"].as_str()?;
        let score = report["audits"][id]["score"].as_f64()?;
        (score < 1.0).then(|| id.to_owned())
    });
    missed.collect()
}
