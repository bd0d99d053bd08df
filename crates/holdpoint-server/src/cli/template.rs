//! `holdpoint template`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use holdpoint_domain::sentence::counted;
use holdpoint_domain::template::{Problem, json_schema, parse_new};
use serde::Serialize;

use super::Answer;
use super::out::{self, plain};
use crate::config::Config;
use crate::templates::{Known, Templates};

/// Check and list checklist templates
#[derive(Args)]
#[command(after_help = "Example: holdpoint template lint templates/intercom.toml")]
pub struct Template {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    Lint(Lint),
    Schema(Schema),
    List(List),
}

/// Report every problem of template files, as FILE:LINE:COLUMN: TEXT
///
/// Exit status: 0 no problems, 1 problems, 2 a file cannot be read.
#[derive(Args)]
#[command(after_help = "Example: holdpoint template lint templates/intercom.toml")]
struct Lint {
    /// Template files (TOML)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Print the JSON Schema of templates, for editors
#[derive(Args)]
#[command(after_help = "Example: holdpoint template schema > template.schema.json")]
struct Schema {}

/// List the templates that launches can be made from: the built-in ones, those in [templates] dir, and those saved on the page
#[derive(Args)]
#[command(after_help = "Example: holdpoint template list")]
struct List {
    /// Configuration file [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Template {
    pub fn run(self) -> Result<Answer, String> {
        match self.act {
            Act::Lint(lint) => lint.run(),
            Act::Schema(Schema {}) => out::say(out::pretty(&json_schema())?).map(|()| Answer::Yes),
            Act::List(list) => list.run(),
        }
    }
}

/// One file's result, for machines.
#[derive(Serialize)]
struct Linted<'a> {
    file: &'a Path,
    /// Why the file cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<String>,
    problems: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    line: usize,
    column: usize,
    field: String,
    text: String,
    suggestion: Option<String>,
}

impl Lint {
    fn run(self) -> Result<Answer, String> {
        let linted: Vec<_> = self.files.iter().map(|file| lint(file)).collect();
        if self.json {
            out::say(out::pretty(&linted)?)?;
        } else {
            linted.iter().filter(|one| one.unreadable.is_none()).try_for_each(|one| out::say(told(one)))?;
        }
        let unreadable: Vec<_> = linted.iter().filter_map(|one| one.unreadable.as_deref()).collect();
        if !unreadable.is_empty() {
            return Err(unreadable.join("\nholdpoint: "));
        }
        let clean = linted.iter().all(|one| one.problems.is_empty());
        Ok(if clean { Answer::Yes } else { Answer::No })
    }
}

fn lint(file: &Path) -> Linted<'_> {
    let bytes = match out::read(file) {
        Ok(bytes) => bytes,
        Err(sentence) => return Linted { file, unreadable: Some(sentence), problems: Vec::new() },
    };
    let problems = parse_new(&bytes).err().unwrap_or_default().into_iter().map(shown).collect();
    Linted { file, unreadable: None, problems }
}

fn shown(problem: Problem) -> Shown {
    let Problem { line, column, field, text, suggestion } = problem;
    Shown { line, column, field, text: text.to_string(), suggestion: suggestion.map(|hint| hint.to_string()) }
}

fn told(linted: &Linted<'_>) -> String {
    let file = linted.file.display();
    if linted.problems.is_empty() {
        return format!("{file}: no problems");
    }
    let lines = linted.problems.iter().map(|problem| {
        let Shown { line, column, text, suggestion, .. } = problem;
        let hint = suggestion.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
        format!("{file}:{line}:{column}: {}", plain(&format!("{text}{hint}")))
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl List {
    fn run(self) -> Result<Answer, String> {
        let config = Config::load(self.config.as_deref()).map_err(|error| error.to_string())?;
        let templates = Templates::load(config.template_folders(), config.template_home())?.all();
        if self.json {
            let all: Vec<_> = templates.iter().map(entry).collect();
            out::say(out::pretty(&all)?)?;
        } else {
            out::say(templates.iter().map(row).collect::<Vec<_>>().join("\n"))?;
        }
        Ok(Answer::Yes)
    }
}

fn entry(known: &Known) -> serde_json::Value {
    serde_json::json!({
        "name": known.reference.name,
        "version": known.reference.version,
        "digest": known.reference.digest,
        "title": known.template.title,
        "summary": known.template.summary,
        "items": known.template.items().count(),
        "checks": known.template.checks.len(),
    })
}

fn row(known: &Known) -> String {
    let items = counted(known.template.items().count(), "item", "items");
    let checks = counted(known.template.checks.len(), "check", "checks");
    let name = format!("{} {}", known.reference.name, known.reference.version);
    format!("{name:<30}  {items:>9}, {checks:>9}  {}", plain(&known.template.title))
}
