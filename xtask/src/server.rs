//! The server: built with the page inside, and run in the foreground or beside Trunk.

use crate::command::{CORRECT, command, shown};
use crate::fail::{Done, Failure, While};
use crate::need::{self, meet};
use crate::page::{Page, trunk_command};
use crate::place::Place;
use crate::steps::{Outcome, Steps, doing};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

/// Where `cargo xtask dev` is opened; `Trunk.toml` has the same port.
const DEV_URL: &str = "http://localhost:3000";

pub struct Build {
    pub release: bool,
}

impl Build {
    pub fn page(&self) -> Page {
        if self.release { Page::Shipped } else { Page::Quick }
    }

    /// Sets up and builds page and server; the server's binary.
    pub fn make(&self, place: &Place) -> Done<PathBuf> {
        let needs = need::to_build(place, self.release)?;
        let mut steps = Steps::new(needs.len() + 2);
        meet(&needs, place, &mut steps)?;
        steps.step("the page", || {
            doing(if self.release { "compiling, as small as it gets" } else { "compiling" });
            self.page().build(place).map(|()| Outcome::Done)
        })?;
        steps.step("the server", || {
            doing("compiling, with the page inside");
            let mut cargo = command("cargo");
            cargo.args(["build", "--package", "holdpoint-server", "--bin", "holdpoint"]).current_dir(&place.root);
            if self.release {
                cargo.arg("--release");
            }
            shown(&mut cargo, CORRECT).map(|()| Outcome::Done)
        })?;
        Ok(place.server(if self.release { "release" } else { "debug" }))
    }
}

/// `cargo xtask run`: becomes the server, so that ctrl-C and SIGTERM reach it and its status is ours.
pub fn run(place: &Place, release: bool, arguments: &[String]) -> Done {
    let binary = Build { release }.make(place)?;
    println!();
    become_program(serve(place, &binary).args(arguments))
}

/// `cargo xtask dist`: the release page and server, and what the page weighs.
pub fn dist(place: &Place) -> Done {
    let binary = Build { release: true }.make(place)?;
    println!("\n{}", binary.display());
    crate::page::weigh(place)
}

/// `cargo xtask dev`: the server for the data, Trunk for the page with live reload.
pub fn dev(place: &Place, arguments: &[String]) -> Done {
    let binary = Build { release: false }.make(place)?;
    println!("\nOpen {DEV_URL}: the page reloads when a file of it changes. The set-up link's path works there too.");
    println!("The server is not built again by itself: ctrl-C, then `cargo xtask dev`.\n");
    let server = serve(place, &binary).args(arguments).spawn().while_doing("starting the server")?;
    let mut trunk = trunk_command(place, None)?;
    // Not `dist/`: what Trunk serves has its reload script inside, which the server must not embed.
    trunk.args(["serve", "--dist"]).arg(place.target.join("page/served")).env("RUST_LOG", "info");
    let trunk = match trunk.spawn().while_doing("starting Trunk") {
        Ok(trunk) => trunk,
        Err(failure) => {
            stop(server);
            return Err(failure);
        }
    };
    until_one_ends(server, trunk)
}

fn serve(place: &Place, binary: &PathBuf) -> Command {
    let mut server = command(binary);
    server.arg("serve").current_dir(&place.root);
    server
}

fn until_one_ends(mut server: Child, mut trunk: Child) -> Done {
    loop {
        thread::sleep(Duration::from_millis(200));
        if let Some(status) = server.try_wait().while_doing("waiting for the server")? {
            stop(trunk);
            return Err(Failure::new(format!("the server ended ({status}); its reason is above")));
        }
        if let Some(status) = trunk.try_wait().while_doing("waiting for Trunk")? {
            stop(server);
            return Err(Failure::new(format!("Trunk ended ({status}); its reason is above")));
        }
    }
}

fn stop(mut child: Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(unix)]
fn become_program(command: &mut Command) -> Done {
    use std::os::unix::process::CommandExt;
    Err(Failure::new(format!("starting the server: {}", command.exec())))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Done {
    shown(command, "read its reason above")
}
