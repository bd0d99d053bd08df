//! A template that somebody wrote on the page becomes a file. What launches are pinned to is never changed: a version is saved once.

use std::fs::{DirBuilder, Permissions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use holdpoint_domain::sentence::counted;
use holdpoint_domain::template::{Problem, TemplateRef, parse_new};
use holdpoint_store::folder::settle;

use super::{Known, Templates, find, highest, number};
use crate::limits;

/// Why a template is not saved.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    #[error("the template has {}", counted(.0.len(), "problem", "problems"))]
    Bad(Vec<Problem>),
    #[error("{} {} is there already, with other content: launches are pinned to it, so it stays as it is; give yours a higher version, or another name", .0.name, .0.version)]
    Exists(TemplateRef),
    #[error("version {} of {} is there, and launches move to higher versions only; give yours one, or another name", .0.version, .0.name)]
    Lower(TemplateRef),
    #[error("there are {} templates; remove some files that no longer matter, and restart the server", limits::TEMPLATES)]
    Full,
    #[error("the templates' folder cannot be written ({0}); let the server's user write there, or leave [templates] dir out")]
    Folder(std::io::Error),
}

impl Templates {
    /// Keeps it as a file, and offers it from now on. The same bytes again are no fault.
    ///
    /// * Errors: [`NotSaved`], and nothing was changed.
    pub fn save(&self, source: &str) -> Result<Known, NotSaved> {
        let one = Known::of(parse_new(source.as_bytes()).map_err(NotSaved::Bad)?, source.as_bytes());
        self.look_round();
        if self.is_known(&one)? {
            return Ok(one);
        }
        if !write(&self.home, &one).map_err(NotSaved::Folder)? {
            return Err(NotSaved::Exists(one.reference));
        }
        self.add(one.clone())?;
        Ok(one)
    }

    /// Whether it is there as it is.
    fn is_known(&self, one: &Known) -> Result<bool, NotSaved> {
        self.read(|known| {
            if let Some(same) = find(known, &one.reference) {
                let equal = same.reference.digest == one.reference.digest;
                return if equal { Ok(true) } else { Err(NotSaved::Exists(one.reference.clone())) };
            }
            match highest(known, &one.reference.name).filter(|other| number(&one.reference.version) < number(&other.reference.version)) {
                Some(higher) => Err(NotSaved::Lower(higher.reference.clone())),
                None if limits::TEMPLATES <= known.len() => Err(NotSaved::Full),
                None => Ok(false),
            }
        })
    }
}

/// Whole or not at all, and never over another: nobody reads half a file.
///
/// * Returns whether the file has these bytes now: another replica may have been a moment quicker, with others.
fn write(home: &Path, one: &Known) -> std::io::Result<bool> {
    DirBuilder::new().recursive(true).create(home)?;
    let mut builder = tempfile::Builder::new();
    // No secret, and other replicas may run as other users.
    let mut file = builder.permissions(Permissions::from_mode(0o644)).prefix(".saving-").tempfile_in(home)?;
    file.write_all(one.source.as_bytes())?;
    file.as_file().sync_all()?;
    // A name has no '@', so that no two of them meet in one file.
    let path = home.join(format!("{}@{}.toml", one.reference.name, one.reference.version));
    match file.persist_noclobber(&path) {
        Ok(_) => settle(home).map(|()| true),
        Err(taken) if taken.error.kind() == ErrorKind::AlreadyExists => Ok(std::fs::read(&path)? == one.source.as_bytes()),
        Err(failed) => Err(failed.error),
    }
}
