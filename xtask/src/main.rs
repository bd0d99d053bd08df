//! `cargo xtask`: all automation of this repository. It installs what it needs, says what it does, and must itself build in seconds.

mod check;
mod command;
mod fail;
mod need;
mod page;
mod place;
mod server;
mod steps;

use fail::{Done, Failure};
use need::meet;
use page::split;
use place::Place;
use std::path::Path;
use std::process::ExitCode;
use steps::Steps;

const HELP: &str = "\
cargo xtask COMMAND

  run [--release] [-- ARGUMENTS]  install what is missing, build page and server, and serve
                                  http://localhost:8080 with its data in ./data. ARGUMENTS go to
                                  `holdpoint serve`. --release: optimised, and the page as it is
                                  shipped (250 KB to the first screen);
                                  takes minutes instead of seconds
  test [FILTER…]                  install what is missing and run every check and test, on the page
                                  as it is shipped; with filters, only the tests whose name contains
                                  one of them, on the page that is quick to build
  bench [FILTER…]                 build for release, print what the page weighs, measure
  dev [-- ARGUMENTS]              the server, and Trunk with live reload at http://localhost:3000
  dist                            build for release only: the binary is target/release/holdpoint
  setup                           only install what is missing, for all of the above
  help                            this

Compiled and downloaded tools are kept in $HOLDPOINT_TOOLS, or $XDG_CACHE_HOME/holdpoint, or
~/.cache/holdpoint; once they are there, nothing needs the network.";

fn main() -> ExitCode {
    let mut words = std::env::args();
    let own = words.next().unwrap_or_default();
    let words: Vec<String> = words.collect();
    let done = if Path::new(&own).file_stem().is_some_and(|name| name == split::STAND_IN) {
        split::stand_in(&words)
    } else {
        Wish::parse(&words).and_then(Wish::fulfil)
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Wish {
    Run { release: bool, arguments: Vec<String> },
    Test { filters: Vec<String> },
    Bench { filters: Vec<String> },
    Dev { arguments: Vec<String> },
    Dist,
    Setup,
    Help,
}

impl Wish {
    fn parse(words: &[String]) -> Done<Self> {
        let unknown = |word: &str| Failure::with_help(format!("`{word}` is not understood"), "type `cargo xtask help`");
        let Some((command, rest)) = words.split_first() else { return Ok(Wish::Help) };
        let split = rest.iter().position(|word| word == "--");
        let (own, arguments) = split.map_or((rest, &[][..]), |at| (&rest[..at], &rest[at + 1..]));
        if own.iter().any(|word| word == "--help" || word == "-h") {
            return Ok(Wish::Help);
        }
        let arguments = arguments.to_vec();
        let wish = match command.as_str() {
            "run" => {
                if let Some(odd) = own.iter().find(|word| *word != "--release") {
                    return Err(Failure::with_help(
                        format!("`{odd}` is not understood"),
                        format!("for the server, type `cargo xtask run -- {odd}`"),
                    ));
                }
                Wish::Run { release: !own.is_empty(), arguments }
            }
            "test" | "bench" => {
                if let Some(option) = own.iter().find(|word| word.starts_with('-')) {
                    return Err(unknown(option));
                }
                let filters = [own, &arguments].concat();
                if command == "test" { Wish::Test { filters } } else { Wish::Bench { filters } }
            }
            "dev" if own.is_empty() => Wish::Dev { arguments },
            "dist" if rest.is_empty() => Wish::Dist,
            "setup" if rest.is_empty() => Wish::Setup,
            "help" | "--help" | "-h" => Wish::Help,
            "dev" | "dist" | "setup" => return Err(unknown(&rest[0])),
            other => return Err(unknown(other)),
        };
        Ok(wish)
    }

    fn fulfil(self) -> Done {
        if self == Wish::Help {
            println!("{HELP}");
            return Ok(());
        }
        let place = Place::find()?;
        match self {
            Wish::Run { release, arguments } => server::run(&place, release, &arguments),
            Wish::Test { filters } => check::test(&place, &filters),
            Wish::Bench { filters } => check::bench(&place, &filters),
            Wish::Dev { arguments } => server::dev(&place, &arguments),
            Wish::Dist => server::dist(&place),
            Wish::Setup => setup(&place),
            Wish::Help => Ok(()),
        }
    }
}

fn setup(place: &Place) -> Done {
    let mut needs = need::to_build(place, true)?;
    needs.extend(need::to_bench());
    let mut steps = Steps::new(needs.len());
    meet(&needs, place, &mut steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Wish, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_string).collect();
        Wish::parse(&words).map_err(|failure| failure.to_string())
    }

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| word.to_string()).collect()
    }

    #[test]
    fn what_is_typed_is_understood() {
        let run = |release, arguments: &[&str]| Wish::Run { release, arguments: list(arguments) };
        let cases = [
            ("", Wish::Help),
            ("run", run(false, &[])),
            ("run --release -- --listen 127.0.0.1:9", run(true, &["--listen", "127.0.0.1:9"])),
            ("run -- --release", run(false, &["--release"])),
            ("run --help", Wish::Help),
            ("test", Wish::Test { filters: vec![] }),
            ("test merkle gate", Wish::Test { filters: list(&["merkle", "gate"]) }),
            ("bench", Wish::Bench { filters: vec![] }),
            ("dev -- --data x", Wish::Dev { arguments: list(&["--data", "x"]) }),
            ("dist", Wish::Dist),
            ("setup", Wish::Setup),
        ];
        for (line, expected) in cases {
            assert_eq!(parse(line), Ok(expected), "{line}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named_with_the_command_that_helps() {
        let cases = [
            ("fly", "`fly` is not understood; type `cargo xtask help`"),
            ("run --port 1", "`--port` is not understood; for the server, type `cargo xtask run -- --port`"),
            ("test --nocapture", "`--nocapture` is not understood; type `cargo xtask help`"),
            ("setup now", "`now` is not understood; type `cargo xtask help`"),
        ];
        for (line, expected) in cases {
            assert_eq!(parse(line), Err(expected.into()), "{line}");
        }
    }
}
