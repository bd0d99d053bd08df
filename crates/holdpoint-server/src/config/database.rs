//! Where several replicas keep their log: a URL, or a reference to one, because it may hold a password.

use std::fmt;
use std::str::FromStr;

use holdpoint_probe::SecretRef;
use serde::Deserialize;

/// A PostgreSQL database. Not shown by anything.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Database(Given);

#[derive(Clone)]
enum Given {
    Url(String),
    Reference(SecretRef),
}

/// It repeats nothing of what was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no database; write postgres://USER@HOST/NAME?sslmode=verify-full, or a reference to that, env:NAME or file:/absolute/path. \
     For SQLite in the data folder leave it out"
)]
pub struct BadDatabase;

impl Database {
    /// The URL as it is now.
    ///
    /// * Errors: what the reference names is not there.
    pub fn url(&self) -> Result<String, String> {
        let (reference, read) = match &self.0 {
            Given::Url(url) => return Ok(url.clone()),
            Given::Reference(reference @ SecretRef::Env(name)) => (reference, std::env::var(name).map_err(|error| error.to_string())),
            Given::Reference(reference @ SecretRef::File(path)) => {
                (reference, std::fs::read_to_string(path).map_err(|error| error.to_string()))
            }
        };
        let url = read.map_err(|why| format!("the database's URL is to be found in {reference}, which cannot be read: {why}"))?;
        match url.trim().parse() {
            Ok(Self(Given::Url(url))) => Ok(url),
            Ok(Self(Given::Reference(_))) | Err(BadDatabase) => Err(format!("{reference} holds no postgres:// URL")),
        }
    }
}

impl FromStr for Database {
    type Err = BadDatabase;

    fn from_str(text: &str) -> Result<Self, BadDatabase> {
        if ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self(Given::Url(text.to_owned())));
        }
        text.parse().map(|reference| Self(Given::Reference(reference))).map_err(|_| BadDatabase)
    }
}

impl TryFrom<String> for Database {
    type Error = BadDatabase;

    fn try_from(text: String) -> Result<Self, BadDatabase> {
        text.parse()
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Database")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_or_a_reference_to_one_and_never_its_password_in_an_error() {
        let url = "postgres://ann:hunter2@db/holdpoint";
        assert_eq!(url.parse::<Database>().unwrap().url().unwrap(), url);
        for text in ["mysql://ann:hunter2@db/x", "./hunter2", "", "file:hunter2"] {
            assert!(!text.parse::<Database>().unwrap_err().to_string().contains("hunter2"), "{text}");
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        let named: Database = format!("file:{}", file.display()).parse().unwrap();
        assert!(named.url().unwrap_err().contains("cannot be read"));
        std::fs::write(&file, format!("{url}\n")).unwrap();
        assert_eq!(named.url().unwrap(), url);
        std::fs::write(&file, "env:HUNTER2").unwrap();
        assert!(named.url().unwrap_err().contains("holds no"), "one step only");
        assert_eq!(format!("{:?}", url.parse::<Database>().unwrap()), "Database");
    }
}
