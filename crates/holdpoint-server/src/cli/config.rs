//! `holdpoint config`

use clap::{Args, Subcommand};

use super::{Answer, out};

/// The text that `holdpoint.example.toml` is.
const EXAMPLE: &str = include_str!("../../../../holdpoint.example.toml");

/// Print an example of a configuration
#[derive(Args)]
#[command(after_help = "Example: holdpoint config example > holdpoint.toml")]
pub struct Config {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    Example(Example),
}

/// Print a configuration file that has every setting, with its default, its variable and what it is for
///
/// What it does not comment out is the default, and one connection. Exit status: 0 printed.
#[derive(Args)]
#[command(after_help = "Example: holdpoint config example > holdpoint.toml")]
struct Example {}

impl Config {
    pub fn run(self) -> Result<Answer, String> {
        let Act::Example(Example {}) = self.act;
        out::say(EXAMPLE).map(|()| Answer::Yes)
    }
}
