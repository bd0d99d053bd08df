//! The templates that launches can be made from: the built-in ones, and those of the operator's folder.

use std::path::Path;
use std::sync::Arc;

use holdpoint_domain::id::TemplateName;
use holdpoint_domain::template::{Template, TemplateRef, parse};

/// Built into the binary, so that a clone needs nothing else.
pub const BUILT_IN: [(&str, &[u8]); 3] = [
    ("intercom.toml", include_bytes!("../../../templates/intercom.toml")),
    ("service.toml", include_bytes!("../../../templates/service.toml")),
    ("webhook-consumer.toml", include_bytes!("../../../templates/webhook-consumer.toml")),
];

#[derive(Clone, Debug)]
pub struct Known {
    pub template: Arc<Template>,
    pub reference: TemplateRef,
}

/// In the order of the board: built-in ones first.
#[derive(Clone, Debug, Default)]
pub struct Templates(Vec<Known>);

impl Templates {
    /// * Errors: every problem of every file, as `FILE:LINE:COLUMN: …`, a line each.
    pub fn load(folder: Option<&Path>) -> Result<Self, String> {
        let mut known = Vec::new();
        for (name, bytes) in BUILT_IN {
            known.push(Known::parse(name, bytes)?);
        }
        let mut files: Vec<_> = match folder {
            None => Vec::new(),
            Some(folder) => {
                let entries =
                    std::fs::read_dir(folder).map_err(|error| format!("{}: {error}; correct [templates] dir", folder.display()))?;
                entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect()
            }
        };
        files.sort();
        for file in files {
            let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            known.push(Known::parse(&file.display().to_string(), &bytes)?);
        }
        for (index, one) in known.iter().enumerate() {
            if known.iter().skip(index + 1).any(|other| other.reference.name == one.reference.name) {
                return Err(format!("two templates have the name {}; rename the one in [templates] dir", one.reference.name));
            }
        }
        Ok(Self(known))
    }

    pub fn get(&self, name: &TemplateName) -> Option<&Known> {
        self.0.iter().find(|known| known.reference.name == *name)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Known> {
        self.0.iter()
    }
}

impl Known {
    /// * Errors: every problem, as `FILE:LINE:COLUMN: …`, a line each.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, String> {
        let parsed = parse(bytes);
        let (template, digest) = parsed.map_err(|problems| {
            let lines = problems.iter().map(|problem| format!("{file}:{problem}"));
            lines.collect::<Vec<_>>().join("\n")
        })?;
        let reference = TemplateRef { name: template.name.clone(), version: template.version.clone(), digest };
        Ok(Self { template: Arc::new(template), reference })
    }
}
