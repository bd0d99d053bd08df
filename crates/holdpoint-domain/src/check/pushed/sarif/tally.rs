//! The results of one run, counted one by one: how many of each level, and what the first are about.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::{NAMED, told};
use super::{Levels, at_most};

/// Rules whose results leave their level to the rule, in one run.
const RULES: usize = 10_000;

/// Reasons to suppress one result.
const SUPPRESSIONS: usize = 1_000;

/// From the least to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Level {
    None,
    Note,
    Warning,
    Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Pass,
    Open,
    Informational,
    NotApplicable,
    Review,
    Fail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    Accepted,
    UnderReview,
    Rejected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Baseline {
    New,
    Unchanged,
    Updated,
    Absent,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(default)]
    rule_id: Option<String>,
    #[serde(default)]
    rule_index: Option<i64>,
    #[serde(default)]
    rule: Option<RuleRef>,
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    baseline_state: Option<Baseline>,
    #[serde(default, deserialize_with = "at_most::<_, _, SUPPRESSIONS>")]
    suppressions: Vec<Suppression>,
    #[serde(default)]
    locations: Option<First<Location>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RuleRef {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    index: Option<i64>,
    /// Whose rules are counted; absent: the driver's.
    #[serde(default)]
    tool_component: Option<ComponentRef>,
}

#[derive(Deserialize)]
struct ComponentRef {
    /// Among the extensions.
    #[serde(default)]
    index: Option<i64>,
}

#[derive(Deserialize)]
struct Suppression {
    #[serde(default)]
    status: Option<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(default)]
    physical_location: Option<Physical>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    #[serde(default)]
    artifact_location: Option<Artifact>,
    #[serde(default)]
    region: Option<Region>,
}

#[derive(Deserialize)]
struct Artifact {
    #[serde(default)]
    uri: Option<String>,
}

/// Never its snippet: in the file of a secret scanner that is the secret.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    #[serde(default)]
    start_line: Option<i64>,
}

/// Which rule's default level counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    Id(String),
    /// Of the driver.
    Index(usize),
    /// Which extension, and which of its rules.
    Extension(usize, usize),
    Unknown,
}

/// How many, and the first few with their place in the list.
#[derive(Default)]
struct Group {
    count: u64,
    first: Vec<(u64, String)>,
}

/// What one run's results come to, as far as the results themselves say.
#[derive(Default)]
pub(super) struct Tally {
    seen: u64,
    errors: Group,
    warnings: Group,
    notes: u64,
    suppressed: u64,
    /// Results without a level: their rule may come later in the file.
    unlevelled: BTreeMap<Rule, Group>,
}

/// What all runs' results come to.
#[derive(Default)]
pub(super) struct Sum {
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) notes: u64,
    pub(super) suppressed: u64,
    /// `rule at file:line`
    pub(super) first: Vec<String>,
}

impl Sum {
    pub(super) fn add(&mut self, tally: &Tally, levels: &Levels<'_>) {
        self.errors += tally.errors.count;
        self.warnings += tally.warnings.count;
        self.notes += tally.notes;
        self.suppressed += tally.suppressed;
        let mut first: Vec<&(u64, String)> = tally.errors.first.iter().chain(&tally.warnings.first).collect();
        for (rule, group) in &tally.unlevelled {
            // A result's level is that of its rule, and without one a warning (section 3.27.10).
            let count = match rule.level(levels) {
                Level::None | Level::Note => {
                    self.notes += group.count;
                    continue;
                }
                Level::Warning => &mut self.warnings,
                Level::Error => &mut self.errors,
            };
            *count += group.count;
            first.extend(&group.first);
        }
        first.sort();
        let room = NAMED.saturating_sub(self.first.len());
        self.first.extend(first.into_iter().take(room).map(|(_, text)| text.clone()));
    }
}

impl Tally {
    fn count<E: Error>(&mut self, entry: &Entry) -> Result<(), E> {
        self.seen += 1;
        if entry.baseline_state == Some(Baseline::Absent) {
            // It was there in an earlier run, and is not any more.
            return Ok(());
        }
        if matches!(entry.kind, Some(Kind::Pass | Kind::Open | Kind::Informational | Kind::NotApplicable | Kind::Review)) {
            self.notes += 1;
            return Ok(());
        }
        if entry.is_suppressed() {
            self.suppressed += 1;
            return Ok(());
        }
        let group = match entry.level {
            Some(Level::None | Level::Note) => {
                self.notes += 1;
                return Ok(());
            }
            Some(Level::Error) => &mut self.errors,
            Some(Level::Warning) => &mut self.warnings,
            None => {
                let rule = entry.rule();
                if RULES <= self.unlevelled.len() && !self.unlevelled.contains_key(&rule) {
                    return Err(E::custom(format!("it has results of more than {RULES} rules")));
                }
                self.unlevelled.entry(rule).or_default()
            }
        };
        group.count += 1;
        if group.first.len() < NAMED {
            group.first.push((self.seen, entry.shown()));
        }
        Ok(())
    }
}

impl Entry {
    /// One that was accepted is enough; one without a status counts as accepted.
    fn is_suppressed(&self) -> bool {
        self.suppressions.iter().any(|suppression| matches!(suppression.status, None | Some(Status::Accepted)))
    }

    fn id(&self) -> Option<&str> {
        self.rule_id.as_deref().or_else(|| self.rule.as_ref()?.id.as_deref())
    }

    fn rule(&self) -> Rule {
        let index = self.rule_index.or_else(|| self.rule.as_ref()?.index).map(usize::try_from);
        let component = self.rule.as_ref().and_then(|rule| rule.tool_component.as_ref());
        match (self.id(), index, component.map(|component| component.index.map(usize::try_from))) {
            (Some(id), ..) => Rule::Id(told(id)),
            (None, Some(Ok(index)), None) => Rule::Index(index),
            (None, Some(Ok(index)), Some(Some(Ok(extension)))) => Rule::Extension(extension, index),
            (None, ..) => Rule::Unknown,
        }
    }

    fn shown(&self) -> String {
        let rule = self.id().map_or_else(|| "a rule without a name".to_owned(), told);
        let physical = self.locations.as_ref().and_then(|First(first)| first.as_ref()?.physical_location.as_ref());
        let uri = physical.and_then(|physical| physical.artifact_location.as_ref()?.uri.as_deref());
        let line = physical.and_then(|physical| physical.region.as_ref()?.start_line);
        match (uri, line) {
            (Some(uri), Some(line)) => format!("{rule} at {}:{line}", told(uri)),
            (Some(uri), None) => format!("{rule} at {}", told(uri)),
            (None, _) => rule,
        }
    }
}

impl Rule {
    fn level(&self, levels: &Levels<'_>) -> Level {
        let level = match self {
            // `CA1000/1` is a part of the rule `CA1000` (section 3.27.5).
            Rule::Id(id) => levels.by_id.get(id.as_str()).or_else(|| levels.by_id.get(id.split_once('/')?.0)),
            Rule::Index(index) => levels.driver.get(*index),
            Rule::Extension(extension, index) => levels.extensions.get(*extension).and_then(|rules| rules.get(*index)),
            Rule::Unknown => None,
        };
        level.copied().unwrap_or(Level::Warning)
    }
}

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Results;
        impl<'de> Visitor<'de> for Results {
            type Value = Tally;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of results")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tally, A::Error> {
                let mut tally = Tally::default();
                while let Some(entry) = items.next_element::<Entry>()? {
                    tally.count(&entry)?;
                }
                Ok(tally)
            }
        }
        source.deserialize_seq(Results)
    }
}

/// The first of a list; the others are passed over.
struct First<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for First<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct List<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
            type Value = First<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<First<T>, A::Error> {
                let first = items.next_element()?;
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(First(first))
            }
        }
        source.deserialize_seq(List(std::marker::PhantomData))
    }
}
