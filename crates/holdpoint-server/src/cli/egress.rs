//! `holdpoint egress explain`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Answer, out};
use crate::config::Config;

/// Ask the outbound policy
#[derive(Args)]
#[command(after_help = "Example: holdpoint egress explain https://api.intercom.io/me")]
pub struct Egress {
    #[command(subcommand)]
    question: Question,
}

#[derive(Subcommand)]
enum Question {
    Explain(Explain),
}

/// Say whether a URL would be asked, at which addresses, and why or why not
///
/// Parses, resolves and judges the URL, but connects to nothing. Exit status: 0 allowed, 1 refused, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint egress explain https://api.intercom.io/me")]
struct Explain {
    /// The URL as a connection would give it
    url: String,
    /// Configuration file, for its [egress] table [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Egress {
    pub fn run(self) -> Result<Answer, String> {
        let Question::Explain(asked) = self.question;
        let config = Config::load(asked.config.as_deref()).map_err(|error| error.to_string())?;
        let said = super::runtime()?.block_on(async {
            // What the server would say.
            let way = config.egress(Some(config.server.listen)).map_err(|error| error.to_string())?;
            Ok::<_, String>(way.explain(&asked.url).await)
        })?;
        let (answer, text, json) = match &said {
            Ok(why) => (Answer::Yes, format!("allowed: {why}"), json!({ "allowed": true, "explanation": why })),
            Err(denial) => {
                let reason = denial.to_string();
                (Answer::No, format!("refused: {reason}"), json!({ "allowed": false, "reason": reason }))
            }
        };
        out::say(if asked.json { out::pretty(&json)? } else { text })?;
        Ok(answer)
    }
}
