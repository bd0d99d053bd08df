//! SARIF 2.1.0: results are counted while they are read.

mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Malformed, Reading, number, told};
use crate::check::{Fact, Facts, INCOMPLETE};
use tally::{Level, Sum, Tally};

/// Runs of one file, and invocations of one run. Merged files of a monorepo have some dozen.
const RUNS: usize = 1_000;

/// Rules of one tool. The largest rule sets have some ten thousand.
const RULES: usize = 100_000;

#[derive(Deserialize)]
struct Log {
    version: String,
    #[serde(default, deserialize_with = "at_most::<_, _, RUNS>")]
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    tool: Tool,
    #[serde(default, deserialize_with = "at_most::<_, _, RUNS>")]
    invocations: Vec<Invocation>,
    /// Absent or `null`: the tool looked for nothing, or the results are elsewhere (section 3.14.23).
    #[serde(default)]
    results: Option<Tally>,
}

#[derive(Deserialize)]
struct Tool {
    driver: Component,
    #[serde(default, deserialize_with = "at_most::<_, _, RUNS>")]
    extensions: Vec<Component>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    name: String,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    semantic_version: Option<String>,
    #[serde(default, deserialize_with = "at_most::<_, _, RULES>")]
    rules: Vec<RuleLevel>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RuleLevel {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    default_configuration: Option<Configuration>,
}

#[derive(Deserialize)]
struct Configuration {
    #[serde(default)]
    level: Option<Level>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    /// Required by the format; who leaves it out has not said that the tool came to its end.
    #[serde(default)]
    execution_successful: Option<bool>,
    #[serde(default)]
    start_time_utc: Option<String>,
    #[serde(default)]
    end_time_utc: Option<String>,
}

/// The levels that results have by their rules, unless they say otherwise.
pub(super) struct Levels<'a> {
    /// The worst of several rules with one id: which of them is meant, a result need not say.
    by_id: BTreeMap<&'a str, Level>,
    driver: Vec<Level>,
    extensions: Vec<Vec<Level>>,
}

/// * Errors: no JSON, no SARIF, another version, or lists longer than any tool writes.
pub(super) fn read(text: &str) -> Result<Reading, Malformed> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let log: Log = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        malformed(error.inner(), if path == "." { String::new() } else { format!("{path}, ") })
    })?;
    reader.end().map_err(|error| malformed(&error, String::new()))?;
    if log.version != "2.1.0" {
        let what = format!("it has the version {:?}; let the tool write SARIF 2.1.0", told(&log.version));
        return Err(Malformed { place: "version".into(), what });
    }
    let mut sum = Sum::default();
    let mut incomplete = log.runs.is_empty().then(|| "it has no run, so no tool looked at anything".to_owned());
    for run in &log.runs {
        if let Some(results) = &run.results {
            sum.add(results, &run.tool.levels());
        }
        incomplete = incomplete.or_else(|| run.missing());
    }
    Ok(Reading { facts: facts(&log, sum, incomplete), ran_at: ran_at(&log) })
}

/// serde_json's own words end with the place.
fn malformed(error: &serde_json::Error, path: String) -> Malformed {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let what = format!("{}; push the file as the tool wrote it, in SARIF 2.1.0", told(said));
    Malformed { place: format!("{path}line {}, column {}", error.line(), error.column()), what }
}

fn facts(log: &Log, sum: Sum, incomplete: Option<String>) -> Facts {
    let mut facts = Facts::from([("runs".into(), number(log.runs.len() as u64))]);
    let tools: BTreeSet<String> = log.runs.iter().map(|run| run.tool.driver.shown()).collect();
    let tools: Vec<String> = tools.into_iter().take(super::NAMED).collect();
    if !tools.is_empty() {
        facts.insert("tool".into(), Fact::Text(tools.join(", ")));
    }
    let findings = sum.errors + sum.warnings;
    // What was found was found, whatever else went wrong; that nothing was found shows only a scan that came to its end.
    if incomplete.is_none() || 0 < findings {
        let counts = [
            ("findings", findings),
            ("errors", sum.errors),
            ("warnings", sum.warnings),
            ("notes", sum.notes),
            ("suppressed", sum.suppressed),
        ];
        facts.extend(counts.map(|(name, count)| (name.to_owned(), number(count))));
    }
    if !sum.first.is_empty() {
        facts.insert("first".into(), Fact::Text(sum.first.join("; ")));
    }
    facts.extend(incomplete.map(|why| (INCOMPLETE.to_owned(), Fact::Text(why))));
    facts
}

fn ran_at(log: &Log) -> Option<crate::id::Timestamp> {
    let invocations = log.runs.iter().flat_map(|run| &run.invocations);
    let times = invocations.filter_map(|invocation| invocation.end_time_utc.as_ref().or(invocation.start_time_utc.as_ref()));
    times.filter_map(|time| time.parse().ok()).min()
}

impl Run {
    /// Why its results are not all that there is to see.
    fn missing(&self) -> Option<String> {
        let name = self.tool.driver.shown();
        if self.invocations.iter().any(|invocation| invocation.execution_successful != Some(true)) {
            return Some(format!("the run of {name} does not say that it was successful"));
        }
        self.results.is_none().then(|| format!("the run of {name} has no list of results"))
    }
}

impl Tool {
    fn levels(&self) -> Levels<'_> {
        let mut by_id = BTreeMap::new();
        for rule in self.extensions.iter().chain([&self.driver]).flat_map(|component| &component.rules) {
            if let Some(id) = rule.id.as_deref() {
                let worst = by_id.entry(id).or_insert(Level::None);
                *worst = rule.level().max(*worst);
            }
        }
        let driver = self.driver.levels();
        Levels { by_id, driver, extensions: self.extensions.iter().map(Component::levels).collect() }
    }
}

impl RuleLevel {
    /// Without one a warning (section 3.50.3).
    fn level(&self) -> Level {
        self.default_configuration.as_ref().and_then(|configuration| configuration.level).unwrap_or(Level::Warning)
    }
}

impl Component {
    /// Of its rules, in their order.
    fn levels(&self) -> Vec<Level> {
        self.rules.iter().map(RuleLevel::level).collect()
    }

    fn shown(&self) -> String {
        let version = self.semantic_version.as_ref().or(self.version.as_ref());
        told(&version.map_or_else(|| self.name.clone(), |version| format!("{} {version}", self.name)))
    }
}

/// A list of at most `MOST`, `null` as none: a file of ten million empty objects would otherwise become gigabytes.
fn at_most<'de, D: Deserializer<'de>, T: Deserialize<'de>, const MOST: usize>(source: D) -> Result<Vec<T>, D::Error> {
    struct List<T, const MOST: usize>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for List<T, MOST> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a list of at most {MOST}")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            let mut list = Vec::new();
            while list.len() < MOST {
                match items.next_element()? {
                    Some(item) => list.push(item),
                    None => return Ok(list),
                }
            }
            match items.next_element::<IgnoredAny>()? {
                Some(_) => Err(A::Error::custom(format!("it has more than {MOST} entries"))),
                None => Ok(list),
            }
        }
    }
    source.deserialize_any(List::<T, MOST>(PhantomData))
}
