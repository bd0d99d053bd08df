//! The templates that launches can be made from: the built-in ones, those of the operator's folder, and those that were saved on the page.
//!
//! Of a name there may be several versions: the highest is offered, and none is ever changed or removed while the server runs. New files are
//! found without a restart, so that replicas which share the folder offer the same.

mod save;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use holdpoint_domain::id::{Digest, TemplateName};
use holdpoint_domain::template::{Template, TemplateRef, parse};

use crate::app::App;
use crate::limits;
use crate::lock::lock;

pub use save::NotSaved;

/// In the data folder, of those that were saved on the page.
pub const FOLDER: &str = "templates";

/// Built into the binary, so that a clone needs nothing else.
const BUILT_IN: [(&str, &[u8]); 3] = [
    ("intercom.toml", include_bytes!("../../../templates/intercom.toml")),
    ("service.toml", include_bytes!("../../../templates/service.toml")),
    ("webhook-consumer.toml", include_bytes!("../../../templates/webhook-consumer.toml")),
];

#[derive(Clone, Debug)]
pub struct Known {
    pub template: Arc<Template>,
    pub reference: TemplateRef,
    /// The file, as it is.
    pub source: Arc<str>,
}

/// Length and time of change: what tells whether a file has to be read again.
type Mark = (u64, Option<SystemTime>);

#[derive(Debug)]
pub struct Templates {
    /// Every version, in the order of the board: built-in ones first.
    known: RwLock<Vec<Known>>,
    folders: Vec<PathBuf>,
    /// Where new ones are saved: one of `folders`, or made when it is needed.
    home: PathBuf,
    /// Files that were read, whatever came of it. Held while the folders are looked through.
    seen: Mutex<HashMap<PathBuf, Mark>>,
}

impl Templates {
    /// Those that every server has; none can be saved.
    ///
    /// * Errors: as [`Self::load`].
    pub fn built_in() -> Result<Self, String> {
        Self::load(Vec::new(), PathBuf::new())
    }

    /// A file takes the place of a built-in template of its version: launches are pinned to it, and the next build may bring that version as well.
    ///
    /// * `folders`: where files are; `home`: where new ones are saved.
    /// * Errors: every problem of every file, as `FILE:LINE:COLUMN: …`, a line each; or two files that are the same version of a template.
    pub fn load(folders: Vec<PathBuf>, home: PathBuf) -> Result<Self, String> {
        let (mut known, mut seen) = (Vec::new(), HashMap::new());
        for (name, bytes) in BUILT_IN {
            known.push(Known::parse(name, bytes)?);
        }
        // The file that each came from; `None`: built in.
        let mut places: Vec<Option<PathBuf>> = vec![None; known.len()];
        for folder in &folders {
            let files = marked(folder).map_err(|error| format!("{}: {error}; correct [templates] dir", folder.display()))?;
            for (file, mark) in files {
                let unreadable = |error: std::io::Error| format!("{}: {error}", file.display());
                let mark = mark.map_err(unreadable)?;
                let bytes = std::fs::read(&file).map_err(unreadable)?;
                let one = Known::parse(&file.display().to_string(), &bytes)?;
                seen.insert(file.clone(), mark);
                take_in((&mut known, &mut places), one, file)?;
            }
        }
        Ok(Self { known: RwLock::new(known), folders, home, seen: Mutex::new(seen) })
    }

    /// The highest version of a name.
    pub fn get(&self, name: &TemplateName) -> Option<Known> {
        self.read(|known| highest(known, name).cloned())
    }

    /// The highest version of each name.
    pub fn all(&self) -> Vec<Known> {
        self.read(|known| {
            let mut all: Vec<Known> = Vec::new();
            for one in known {
                match all.iter_mut().find(|other| other.reference.name == one.reference.name) {
                    None => all.push(one.clone()),
                    Some(other) if number(&other.reference.version) < number(&one.reference.version) => *other = one.clone(),
                    Some(_) => {}
                }
            }
            all
        })
    }

    /// Every version of a name, the highest first.
    pub fn versions(&self, name: &TemplateName) -> Vec<Known> {
        let mut all: Vec<Known> = self.read(|known| known.iter().filter(|one| one.reference.name == *name).cloned().collect());
        all.sort_by_cached_key(|one| Reverse(number(&one.reference.version)));
        all
    }

    /// How many versions of a name there are.
    pub fn count(&self, name: &TemplateName) -> usize {
        self.read(|known| known.iter().filter(|one| one.reference.name == *name).count())
    }

    /// Files that were not there before, or are others now. One that cannot be used is told in the log, and changes nothing.
    pub fn look_round(&self) {
        let mut seen = lock(&self.seen);
        for folder in self.folders.iter().chain([&self.home]) {
            for (file, mark) in marked(folder).unwrap_or_default() {
                // One that went just now, or leads nowhere, hides no other.
                let Ok(mark) = mark else { continue };
                if seen.get(&file) == Some(&mark) {
                    continue;
                }
                seen.insert(file.clone(), mark);
                let shown = file.display().to_string();
                let read = std::fs::read(&file).map_err(|error| error.to_string()).and_then(|bytes| Known::parse(&shown, &bytes));
                match read.map(|one| self.add(one)) {
                    Ok(Ok(())) => {}
                    Ok(Err(problem)) => tracing::warn!(file = shown, %problem, "a template is not offered"),
                    Err(problem) => tracing::warn!(file = shown, problem, "a template is not offered"),
                }
            }
        }
    }

    /// * Errors: this version is known, with other bytes.
    fn add(&self, one: Known) -> Result<(), NotSaved> {
        offer(&mut self.known.write().unwrap_or_else(PoisonError::into_inner), one).map_err(NotSaved::Exists)
    }

    fn read<T>(&self, of: impl Fn(&[Known]) -> T) -> T {
        of(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Looks for new files, until the server stops.
pub async fn go_on(app: App) {
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(limits::TEMPLATES_BEAT) => {}
        }
        let app = app.clone();
        // Reading a folder that is away would hold everything else up.
        let looked = tokio::task::spawn_blocking(move || app.templates.look_round()).await;
        if let Some(panic) = looked.err().and_then(|error| error.try_into_panic().ok()) {
            resume_unwind(panic);
        }
    }
}

/// Whether a file in such a folder is meant as a template.
pub fn is_one(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "toml")
}

/// The templates in a folder, by name. Hidden files are none: editors keep their locks and copies as such beside the file that is edited.
pub fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let paths = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let mut files: Vec<_> = paths.filter(|path| is_one(path) && !is_hidden(path)).collect();
    files.sort();
    Ok(files)
}

/// The same with the mark of each, or why there is none.
fn marked(folder: &Path) -> std::io::Result<Vec<(PathBuf, std::io::Result<Mark>)>> {
    let mark = |file: PathBuf| {
        let mark = std::fs::metadata(&file).map(|about| (about.len(), about.modified().ok()));
        (file, mark)
    };
    Ok(files(folder)?.into_iter().map(mark).collect())
}

fn find<'a>(known: &'a [Known], wanted: &TemplateRef) -> Option<&'a Known> {
    known.iter().find(|one| is_version(one, wanted))
}

fn is_version(one: &Known, wanted: &TemplateRef) -> bool {
    one.reference.name == wanted.name && one.reference.version == wanted.version
}

/// The same bytes twice are one template.
///
/// * Errors: this version is known, with other bytes.
fn offer(known: &mut Vec<Known>, one: Known) -> Result<(), TemplateRef> {
    match find(known, &one.reference) {
        None => known.push(one),
        Some(other) if other.reference.digest == one.reference.digest => {}
        Some(_) => return Err(one.reference),
    }
    Ok(())
}

/// The same for a file at the start.
///
/// * `places`: of each of `known`, the file that it came from.
/// * Errors: two files are this version, with different bytes.
fn take_in((known, places): (&mut Vec<Known>, &mut Vec<Option<PathBuf>>), one: Known, file: PathBuf) -> Result<(), String> {
    let same = |(other, _): &(&mut Known, &mut Option<PathBuf>)| is_version(other, &one.reference);
    let Some((other, place)) = known.iter_mut().zip(places.iter_mut()).find(same) else {
        known.push(one);
        places.push(Some(file));
        return Ok(());
    };
    if other.reference.digest == one.reference.digest {
        return Ok(());
    }
    let TemplateRef { name, version, .. } = &one.reference;
    if let Some(place) = place.as_ref() {
        let (first, second) = (place.display(), file.display());
        return Err(format!(
            "{first} and {second} are both {name} {version}, and launches are pinned to a version: give one of them another version or name"
        ));
    }
    tracing::warn!(file = %file.display(), %name, version, "this file is offered in the place of the built-in template of the same version");
    *place = Some(file);
    *other = one;
    Ok(())
}

fn highest<'a>(known: &'a [Known], name: &TemplateName) -> Option<&'a Known> {
    known.iter().filter(|one| one.reference.name == *name).max_by_key(|one| number(&one.reference.version))
}

/// `MAJOR.MINOR.PATCH`, to compare.
fn number(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(u64::MAX)).collect()
}

impl Known {
    /// * Errors: every problem, as `FILE:LINE:COLUMN: …`, a line each, with what was probably meant.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, String> {
        let parsed = parse(bytes).map_err(|problems| {
            let lines = problems.iter().map(|problem| {
                let hint = problem.suggestion.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
                format!("{file}:{problem}{hint}")
            });
            lines.collect::<Vec<_>>().join("\n")
        })?;
        Ok(Self::of(parsed, bytes))
    }

    /// * `bytes`: what was parsed.
    fn of((template, digest): (Template, Digest), bytes: &[u8]) -> Self {
        let reference = TemplateRef { name: template.name.clone(), version: template.version.clone(), digest };
        // Never lossy: what is no UTF-8 did not parse.
        Self { template: Arc::new(template), reference, source: String::from_utf8_lossy(bytes).into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_takes_the_place_of_a_built_in_template_and_two_of_one_version_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let load = || Templates::load(vec![folder.path().to_owned()], folder.path().join("home"));
        let built_in = Templates::built_in().unwrap().all();
        let reference = built_in[0].reference.clone();
        // As an owner saved it before a build brought the same version.
        let ours = format!("{}\n# Ours.\n", built_in[0].source);
        std::fs::write(folder.path().join("ours.toml"), &ours).unwrap();
        let known = load().unwrap();
        assert_eq!(*known.get(&reference.name).unwrap().source, *ours);
        assert_eq!((known.all().len(), known.count(&reference.name)), (built_in.len(), 1));
        // A copy of the same bytes is no other template.
        std::fs::write(folder.path().join("copy.toml"), &ours).unwrap();
        assert!(load().is_ok());
        std::fs::write(folder.path().join("theirs.toml"), format!("{ours}# Theirs.\n")).unwrap();
        let refused = load().unwrap_err();
        assert!(["copy.toml", "theirs.toml", &reference.version].iter().all(|part| refused.contains(part)), "{refused}");
    }

    #[test]
    fn an_editors_lock_stops_no_start_and_a_link_that_leads_nowhere_hides_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let link = |name: &str| std::os::unix::fs::symlink("nowhere", folder.path().join(name)).unwrap();
        let load = || Templates::load(vec![folder.path().to_owned()], folder.path().join("home"));
        link(".#own.toml");
        let known = load().unwrap();
        link("a.toml");
        let own = include_str!("../../holdpoint-domain/tests/templates_lint/watching.toml");
        std::fs::write(folder.path().join("own.toml"), own).unwrap();
        known.look_round();
        assert!(known.get(&"watched".parse().unwrap()).is_some());
        // At the start nothing that is meant as a template is passed over, and the file is named.
        assert!(load().unwrap_err().contains("a.toml: "));
    }

    #[test]
    fn a_slip_is_told_with_what_was_probably_meant() {
        let own = include_str!("../../holdpoint-domain/tests/templates_lint/watching.toml").replace("ttl_minutes", "ttl_minuts");
        let refused = Known::parse("own.toml", own.as_bytes()).map(|known| known.reference).unwrap_err();
        assert!(refused.starts_with("own.toml:12:1: ") && refused.contains("; did you mean \"ttl_minutes\"?"), "{refused}");
    }

    #[test]
    fn a_file_that_earlier_builds_took_is_loaded_and_not_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let good = include_str!("../../holdpoint-domain/tests/templates_lint/watching.toml");
        // An alert over more runs than are looked at.
        let far = good.replace("every = \"15m\"", "every = \"5m\"").replace("within = \"1h\"", "within = \"7d\"");
        std::fs::write(folder.path().join("far.toml"), &far).unwrap();
        let known = Templates::load(vec![folder.path().to_owned()], folder.path().join("home")).unwrap();
        assert_eq!(*known.get(&"watched".parse().unwrap()).unwrap().source, *far);
        let saved = known.save(&far.replace("version = \"1.0.0\"", "version = \"1.0.1\""));
        assert!(matches!(&saved, Err(NotSaved::Bad(problems)) if problems.len() == 1), "{saved:?}");
    }
}
