//! `holdpoint preflight`: the checks of a template from a terminal or a CI job, without a server and without a database.

mod progress;
mod table;

use std::path::PathBuf;

use clap::Args;
use holdpoint_checks::Flight;
use holdpoint_domain::check::Verdict;
use holdpoint_domain::id::{ConnectionName, TemplateName};
use holdpoint_probe::{Connection, Egress};

use super::{Answer, out};
use crate::config::Config;
use crate::templates::{Known, Templates};
use progress::Live;

/// Run every pre-flight check at once, without a server
///
/// Connections come from the configuration file, or one named `default` from HOLDPOINT_BASE_URL, HOLDPOINT_API_VERSION,
/// HOLDPOINT_STATUS_URL, HOLDPOINT_HEALTH_URL, HOLDPOINT_WEBHOOK_URL, HOLDPOINT_TOKEN and HOLDPOINT_WEBHOOK_SECRET (the last two
/// are references, such as env:INTERCOM_ACCESS_TOKEN); `holdpoint config example` names further ones.
/// Exit status: 0 all pass or warn, 1 one fails, 2 none fails and one is unknown.
#[derive(Args)]
#[command(after_help = "Example: holdpoint preflight --config holdpoint.toml --connection intercom-prod")]
pub struct Preflight {
    /// Configuration file [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The template: its name (see `holdpoint template list`) or a file, which ends in .toml
    #[arg(long, value_name = "NAME|FILE", default_value = "intercom-production")]
    template: String,
    /// The connection to ask through; may be left out where there is only one
    #[arg(long, value_name = "NAME")]
    connection: Option<ConnectionName>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Preflight {
    pub fn run(self) -> Result<Answer, String> {
        let config = Config::load(self.config.as_deref()).map_err(|error| error.to_string())?;
        let known = template(&self.template, &config)?;
        let flight = super::runtime()?.block_on(async {
            // No server is there: what listens at its place is the team's own.
            let egress = config.egress(None).map_err(|error| error.to_string())?;
            let connection = pick(&config.connections, self.connection.as_ref(), &egress)?;
            say_missing_secrets(connection).await;
            fly(&known, connection, &egress).await
        })?;
        out::say(if self.json { out::pretty(&flight)? } else { table::told(&flight, out::Paint::of_stdout()) })?;
        Ok(match flight.verdict {
            Verdict::Pass | Verdict::Warn => Answer::Yes,
            Verdict::Fail => Answer::No,
            Verdict::Unknown => Answer::CouldNotTell,
        })
    }
}

fn template(named: &str, config: &Config) -> Result<Known, String> {
    if named.ends_with(".toml") {
        return Known::parse(named, &out::read(named.as_ref())?);
    }
    let all = Templates::load(config.template_folders(), config.template_home())?;
    let name: Option<TemplateName> = named.parse().ok();
    name.and_then(|name| all.get(&name)).ok_or_else(|| {
        let names: Vec<_> = all.all().iter().map(|known| known.reference.name.to_string()).collect();
        format!("there is no template {named:?}; give one of {} with --template, or a file that ends in .toml", names.join(", "))
    })
}

/// The connection that was named, or the only one.
///
/// * Errors: none or several; or what is wrong with it, as far as that can be known without the network.
fn pick<'a>(all: &'a [Connection], wanted: Option<&ConnectionName>, egress: &Egress) -> Result<&'a Connection, String> {
    let names: Vec<_> = all.iter().map(|connection| connection.name.as_str()).collect();
    let names = names.join(", ");
    let picked = match (wanted, all) {
        (_, []) => {
            return Err("there is no connection; add [[connections]] to holdpoint.toml (--config FILE), or set HOLDPOINT_BASE_URL \
                and the others that `holdpoint preflight --help` names"
                .into());
        }
        (None, [only]) => only,
        (None, _) => return Err(format!("there are several connections; choose one with --connection: {names}")),
        (Some(wanted), _) => {
            let found = all.iter().find(|connection| connection.name == *wanted);
            found.ok_or_else(|| format!("there is no connection {wanted}; give one of these with --connection: {names}"))?
        }
    };
    let problems = holdpoint_probe::connection::problems(all, egress.policy()).into_iter();
    let own: Vec<_> = problems.filter(|problem| problem.connection == picked.name).map(|problem| problem.to_string()).collect();
    if own.is_empty() { Ok(picked) } else { Err(own.join("\nholdpoint: ")) }
}

/// The check that needs a secret is unknown then; only here can be said which one.
async fn say_missing_secrets(connection: &Connection) {
    for (field, reference) in [("token", &connection.token), ("webhook_secret", &connection.webhook_secret)] {
        if let Some(reference) = reference
            && let Err(cause) = reference.resolve().await
        {
            out::aside(format!("holdpoint: connection {}, {field}: {cause}", connection.name));
        }
    }
}

async fn fly(known: &Known, connection: &Connection, egress: &Egress) -> Result<Flight, String> {
    let live = Live::new(known.template.checks.iter().filter(|check| check.in_preflight()).count());
    let flight = holdpoint_checks::fly((&known.template, &known.reference), connection, egress, |id, progress| live.show(id, progress));
    let flight = flight.await;
    live.clear();
    flight.ok_or_else(|| format!("the template {} has no checks for a pre-flight; choose another with --template", known.reference.name))
}
