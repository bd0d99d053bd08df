//! `cargo xtask test` and `cargo xtask bench`: set-up, then every check as a step.

use crate::command::{CORRECT, command, linting, shown};
use crate::fail::{Done, Failure, While};
use crate::need::browser::Browser;
use crate::need::go::Go;
use crate::need::node::TestTools;
use crate::need::peers::{Hocuspocus, Pages};
use crate::need::postgres::{Haproxy, Postgres};
use crate::need::prometheus::Prometheus;
use crate::need::python::Python;
use crate::need::{self, meet};
use crate::page::{Page, weigh};
use crate::place::Place;
use crate::steps::{Outcome, Steps, doing};
use std::fs;
use std::process::Command;
use std::thread::{self, ScopedJoinHandle};

/// One call for the binary and all tests, so that they share what they are made of; all faults are seen in one go.
const BUILD: &[&str] = &["build", "--workspace", "--all-targets", "--keep-going"];

/// Tests that need neither the page nor the server, which embeds it. The whole workspace, so that they share what they are made of with the rest.
const NEED_NO_PAGE: [&str; 10] =
    ["behaviour", "engine", "fuzz", "pdf", "power", "report", "report_foreign", "templates", "templates_any_input", "templates_lint"];

/// Everything, or with filters only the tests whose name contains one of them.
pub fn test(place: &Place, filters: &[String]) -> Done {
    let everything = filters.is_empty();
    let mut needs = need::to_build(place, everything)?;
    needs.extend(need::to_test());
    let mut steps = Steps::new(needs.len() + if everything { 6 } else { 3 });
    meet(&needs, place, &mut steps)?;
    let built = if everything { build_everything(place, &mut steps) } else { build_quickly(place, &mut steps) };
    if built.is_ok() {
        let _ = steps.step("tests", || {
            doing("running");
            let mut cargo = command("cargo");
            cargo.args(["test", "--workspace", "--no-fail-fast", "--"]).args(filters);
            if everything {
                // As they were built.
                linting(&mut cargo);
            }
            cargo.env("HOLDPOINT_PAGE", if everything { "shipped" } else { "quick" });
            cargo.env("HOLDPOINT_QUICK_PAGE", Page::Quick.folder(place));
            // Many tests wait for a time, a disk or another process: meanwhile others have the processor.
            if std::env::var_os("RUST_TEST_THREADS").is_none() {
                cargo.env("RUST_TEST_THREADS", (2 * cores()).to_string());
            }
            // A test whose tool is missing shows nothing: of everything, that is a fault.
            if everything {
                cargo.env("HOLDPOINT_REQUIRE_TOOLS", "1");
            } else {
                cargo.env_remove("HOLDPOINT_REQUIRE_TOOLS");
            }
            shown(for_tests(&mut cargo, place, "debug")?, "read the failure above").map(|()| Outcome::Done)
        });
    }
    steps.summary()
}

fn cores() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// One test after a change need not wait for what users get.
fn build_quickly(place: &Place, steps: &mut Steps) -> Done {
    steps.step("the page", || {
        doing("compiling");
        Page::Quick.build(place).map(|()| Outcome::Done)
    })?;
    steps.step("server and tests", || cargo(place, &mut command("cargo"), BUILD, CORRECT))
}

/// What users get is what is tested. Compiling it takes one core for minutes, so what needs no page is done beside it.
fn build_everything(place: &Place, steps: &mut Steps) -> Done {
    thread::scope(|scope| {
        let shipped = scope.spawn(|| Page::Shipped.build_beside(place));
        // A fault here does not keep the tests from running.
        let _ = steps.step("format", || cargo(place, &mut command("cargo"), &["fmt", "--all", "--check"], "type `cargo fmt --all`"));
        // Every part in every state is a page that is not shipped. Beside the server it would only wait: cargo builds a profile once at a time.
        let design = steps.step("clippy and the page of the design", || {
            doing("compiling the page that is quick to build, which has it");
            Page::Quick.build_linted(place).map(|()| Outcome::Done)
        });
        const HELP: &str = "correct it, or see it again with `cargo clippy --workspace --all-targets`";
        let tests = NEED_NO_PAGE.iter().flat_map(|test| ["--test", test]);
        let aside: Vec<&str> = ["build", "--workspace", "--keep-going"].into_iter().chain(tests).collect();
        // A fault here is told once more, with all others, by what is built last.
        let _ = steps.step("clippy and tests that need no page", || cargo(place, linting(&mut command("cargo")), &aside, HELP));
        let page = steps.step("the page", || {
            doing("compiling, since the first of these steps");
            finished(shipped)?;
            Page::Shipped.bring(place)?;
            weigh(place).map(|()| Outcome::Done)
        });
        design.and(page)?;
        steps.step("clippy, server and tests", || cargo(place, linting(&mut command("cargo")), BUILD, HELP))
    })
}

fn finished(work: ScopedJoinHandle<'_, Done>) -> Done {
    work.join().unwrap_or_else(|_| Err(Failure::new("what was done beside other work broke off")))
}

/// The figures: release builds, nothing else running beside them.
pub fn bench(place: &Place, filters: &[String]) -> Done {
    let mut needs = need::to_build(place, true)?;
    needs.extend(need::to_bench());
    let mut steps = Steps::new(needs.len() + 3);
    meet(&needs, place, &mut steps)?;
    steps.step("the page", || {
        doing("compiling, as small as it gets");
        Page::Shipped.build(place).map(|()| Outcome::Done)
    })?;
    // The same packages in both calls, or cargo would settle on other features and compile twice.
    const PACKAGES: &[&str] = &["--release", "-p", "holdpoint-server", "-p", "holdpoint-app", "--test", "bench"];
    let build = [&["build", "--bin", "holdpoint"], PACKAGES].concat();
    steps.step("server and bench", || cargo(place, &mut command("cargo"), &build, CORRECT))?;
    weigh(place)?;
    steps.step("bench", || {
        doing("measuring");
        let mut cargo = command("cargo");
        cargo.arg("test").args(PACKAGES).args(["--", "--ignored", "--nocapture", "--test-threads=1"]).args(filters);
        shown(for_tests(&mut cargo, place, "release")?, "read the failure above").map(|()| Outcome::Done)
    })?;
    steps.summary()
}

fn cargo(place: &Place, cargo: &mut Command, arguments: &[&str], help: &str) -> Done<Outcome> {
    doing(&format!("cargo {}", arguments.join(" ")));
    shown(cargo.args(arguments).current_dir(&place.root), help)?;
    Ok(Outcome::Done)
}

/// What the tests are told: where the binary, the browser and the foreign tools are.
fn for_tests<'a>(cargo: &'a mut Command, place: &Place, profile: &str) -> Done<&'a mut Command> {
    let screenshots = place.screenshots();
    fs::create_dir_all(&screenshots).while_doing(format!("making {}", screenshots.display()))?;
    let lost = |what: &str| Failure::with_help(format!("{what} was just installed but is not there"), "type `cargo xtask setup`");
    cargo.current_dir(&place.root);
    cargo.env("HOLDPOINT_BIN", place.server(profile));
    cargo.env("HOLDPOINT_SCREENSHOTS", screenshots);
    cargo.env("CHROMIUM", Browser::chromium().ok_or_else(|| lost("Chromium"))?);
    cargo.env("CHROMEDRIVER", Browser::driver().ok_or_else(|| lost("chromedriver"))?);
    cargo.env("HOLDPOINT_PYTHON", Python::find(place).ok_or_else(|| lost("Python"))?);
    cargo.env("HOLDPOINT_PROMETHEUS", Prometheus::find().ok_or_else(|| lost("Prometheus"))?);
    cargo.env("HOLDPOINT_POSTGRES", Postgres::programs().ok_or_else(|| lost("PostgreSQL"))?);
    cargo.env("HOLDPOINT_HAPROXY", Haproxy::find().ok_or_else(|| lost("HAProxy"))?);
    cargo.env("HOLDPOINT_OIDC_PROVIDER", TestTools::oidc_provider(place).ok_or_else(|| lost("oidc-provider"))?);
    cargo.env("HOLDPOINT_AXE", TestTools::axe(place).ok_or_else(|| lost("axe"))?);
    cargo.env("HOLDPOINT_LIGHTHOUSE", TestTools::lighthouse(place).ok_or_else(|| lost("Lighthouse"))?);
    cargo.env("HOLDPOINT_SIGSTORE", TestTools::sigstore(place).ok_or_else(|| lost("@sigstore/verify"))?);
    match Hocuspocus::PINS.find(place) {
        Some(folder) => cargo.env("HOLDPOINT_HOCUSPOCUS", folder),
        None => cargo.env_remove("HOLDPOINT_HOCUSPOCUS"),
    };
    match Pages::PINS.find(place) {
        Some(folder) => cargo.env("HOLDPOINT_PEER_PAGES", folder),
        None => cargo.env_remove("HOLDPOINT_PEER_PAGES"),
    };
    match Go::path() {
        Some(path) => cargo.env("HOLDPOINT_GOPATH", path),
        None if Go::can_be_had() => return Err(lost("Go with sumdb")),
        None => cargo.env_remove("HOLDPOINT_GOPATH"),
    };
    cargo.env("HOLDPOINT_INTERCOM_CLIENT", TestTools::intercom_client(place).ok_or_else(|| lost("intercom-client"))?);
    cargo.env("HOLDPOINT_PRISM", TestTools::prism(place).ok_or_else(|| lost("Prism"))?);
    cargo.env("HOLDPOINT_GITHUB_OPENAPI", TestTools::github(place).ok_or_else(|| lost("GitHub's API description"))?);
    match TestTools::openapi() {
        Some(file) => cargo.env("HOLDPOINT_INTERCOM_OPENAPI", file),
        None => cargo.env_remove("HOLDPOINT_INTERCOM_OPENAPI"),
    };
    Ok(cargo)
}
