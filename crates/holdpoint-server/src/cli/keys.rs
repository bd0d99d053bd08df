//! `holdpoint keys`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use holdpoint_domain::id::Timestamp;
use holdpoint_domain::report::TrustRoot;
use holdpoint_store::folder::take;
use serde::Serialize;
use uuid::Uuid;

use super::{Answer, data, out};
use crate::auth::passkeys::Passkeys;
use crate::config::Config;
use crate::sign::Keys as Pair;
use crate::timestamp::Authority;

/// Show, rotate or export the server's keys
///
/// Creates no keys except by rotation: the server does that at its first start.
#[derive(Args)]
#[command(after_help = "Example: holdpoint keys --data ./data")]
pub struct Keys {
    #[command(subcommand)]
    what: Option<What>,
    /// Folder of the database and the keys [default: ./data]
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Configuration file of the server [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum What {
    /// Show the public keys, including those that were rotated away, and where the files are [default]
    #[command(after_help = "Example: holdpoint keys list --data ./data --json")]
    List,
    /// Replace the keys with new ones, while the server is stopped
    ///
    /// Reports signed with the old keys still verify: give trust.json to the auditors again. The old private keys are
    /// overwritten, so that nothing can be signed with them any more.
    #[command(after_help = "Example: holdpoint keys rotate --data ./data")]
    Rotate,
    /// Print the public keys in the form of trust.json, without people: enough to verify reports, not who approved
    ///
    /// The site of passkeys is the configured public_url; without one none is pinned, and a verifier says so. So it is with the configured
    /// timestamp authority.
    #[command(after_help = "Example: holdpoint keys export --data ./data > trust.json")]
    Export,
}

/// What may be shown of the keys: all of it is public.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    report: Key,
    log: Key,
    /// From then on their signatures count.
    since: String,
    earlier: Vec<Earlier>,
}

#[derive(Serialize)]
struct Key {
    id: String,
    file: PathBuf,
}

/// A key that was rotated away.
#[derive(Serialize)]
struct Earlier {
    id: String,
    since: String,
    until: String,
}

impl Keys {
    pub fn run(self) -> Result<Answer, String> {
        let (folder, config) = (data::folder(self.data, self.config.as_deref())?, self.config);
        let pair = open(&folder)?;
        let pair = match self.what {
            Some(What::Rotate) => rotate(&folder, &pair)?,
            Some(What::Export) => return export(&pair, config.as_deref()),
            Some(What::List) | None => pair,
        };
        let shown = Shown::of(&pair, &folder);
        if self.json {
            out::say(out::pretty(&shown)?)?;
        } else {
            out::say(shown.told())?;
        }
        Ok(Answer::Yes)
    }
}

impl Shown {
    fn of(pair: &Pair, folder: &Path) -> Self {
        let [report, log] = Pair::files(folder);
        let reports = pair.retired.report_keys.iter().map(|key| (key.keyid.to_string(), key.valid_from, key.valid_until));
        let logs = pair.retired.log_keys.iter().map(|log| (log.vkey.clone(), log.valid_from, log.valid_until));
        let until = |end: Option<Timestamp>| end.map(|end| end.to_string()).unwrap_or_default();
        Self {
            report: Key { id: pair.report.keyid().to_string(), file: report },
            log: Key { id: pair.log.public().vkey(), file: log },
            since: pair.since.to_string(),
            earlier: reports.chain(logs).map(|(id, from, end)| Earlier { id, since: from.to_string(), until: until(end) }).collect(),
        }
    }

    fn told(&self) -> String {
        let Self { report, log, since, earlier } = self;
        let mut lines = vec![
            format!("Report key  {}\n            in {}", report.id, report.file.display()),
            format!("Log key     {}\n            in {}", log.id, log.file.display()),
            format!("In use since {since}. Back the files up: without them no report can be signed as this server."),
        ];
        lines.extend(earlier.iter().map(|key| format!("Earlier     {}\n            from {} until {}", key.id, key.since, key.until)));
        lines.join("\n")
    }
}

fn rotate(folder: &Path, old: &Pair) -> Result<Pair, String> {
    data::is_at_rest(folder, "stop it, rotate the keys, and start it again")?;
    // To the end: a server that is started meanwhile would sign with keys that are gone.
    let _held = take(folder)?;
    // The log key has the server's name, which is part of the origin of all its logs.
    Pair::rotate(folder, server_of(old)?).map_err(|error| error.to_string())
}

fn server_of(pair: &Pair) -> Result<Uuid, String> {
    let key = pair.log.public();
    key.name()
        .rsplit('/')
        .next()
        .and_then(|name| name.parse().ok())
        .ok_or_else(|| format!("the log key's name {} is none of a server", key.name()))
}

/// A trust file without people.
///
/// * `config`: the file that was named; `None` reads the usual one.
fn export(pair: &Pair, config: Option<&Path>) -> Result<Answer, String> {
    let config = Config::load(config).map_err(|error| error.to_string())?;
    let origin = origin(&config)?;
    let trust = TrustRoot {
        v: 1,
        report_keys: pair.report_keys(),
        log_keys: pair.log_keys(),
        roster: Vec::new(),
        rp_id: origin.as_deref().and_then(Passkeys::new).map(|passkeys| passkeys.rp_id).unwrap_or_default(),
        origins: origin.into_iter().collect(),
        timestamp_authorities: Authority::configured(&config.timestamp)?.into_iter().collect(),
    };
    out::say(String::from_utf8_lossy(&trust.to_bytes()).trim_end())?;
    Ok(Answer::Yes)
}

/// Where approvals are given. `None`: no address is configured, and a guess would refuse the reports of a server that was given one.
fn origin(config: &Config) -> Result<Option<String>, String> {
    if config.server.public_url.is_none() {
        return Ok(None);
    }
    let origins = config.origins().map_err(|error| error.to_string())?;
    Ok(origins.into_iter().next())
}

fn open(folder: &Path) -> Result<Pair, String> {
    let shown = folder.display();
    let [report, log] = Pair::files(folder);
    let is_there = |file: &Path| match data::look(file) {
        Ok(found) => Ok(found.is_some()),
        Err(error) => {
            Err(format!("whether there are keys in {shown} cannot be told: {error}; run this as the user that the server runs as"))
        }
    };
    match (is_there(&report)?, is_there(&log)?) {
        (true, true) => {}
        (false, false) => {
            return Err(format!(
                "there are no keys in {shown}; the first `holdpoint serve` makes them, or name another folder with --data"
            ));
        }
        (has_report, _) => {
            let gone = if has_report { &log } else { &report };
            return Err(format!("{} is missing; restore it from a backup: the server signs with no other", gone.display()));
        }
    }
    // The id of the server is part of a key that is made; these are there.
    Pair::open(folder, Uuid::nil()).map_err(|error| error.to_string())
}
