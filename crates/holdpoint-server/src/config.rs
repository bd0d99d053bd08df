//! Every setting, read once at start: `holdpoint.toml`, then `HOLDPOINT_…`, then the command line.
//!
//! | key in the file | environment | default |
//! |---|---|---|
//! | `[server] listen` | `HOLDPOINT_LISTEN` | `127.0.0.1:8080` |
//! | `[server] public_url` | `HOLDPOINT_PUBLIC_URL` | `http://localhost:PORT` |
//! | `[server] data` | `HOLDPOINT_DATA` | `./data` |
//! | `[server] database` | `HOLDPOINT_DATABASE` | SQLite in `data` |
//! | `[server] trusted_hops` | `HOLDPOINT_TRUSTED_HOPS` | 0 |
//! | `[server] public_badges` | `HOLDPOINT_PUBLIC_BADGES` | false |
//! | `[egress] allow` | `HOLDPOINT_EGRESS_ALLOW`, separated by commas | nothing |
//! | `[egress] extra_roots` | `HOLDPOINT_EGRESS_EXTRA_ROOTS` | none |
//! | `[templates] dir` | `HOLDPOINT_TEMPLATES_DIR` | the built-in templates, and those saved in `data/templates` |
//! | `[files] folder` | `HOLDPOINT_FILES_FOLDER` | `data`; with PostgreSQL a folder that all replicas share |
//! | `[files.bucket] name`, `endpoint`, `region`, `addressing`, `prefix`, `access_key`, `secret_key`, `session_token` | `HOLDPOINT_FILES_BUCKET_NAME`, `…_ENDPOINT` and so on | a folder |
//! | `[files] file_mib`, `launch_mib`, `open_uploads`, `wait_hours` | `HOLDPOINT_FILES_FILE_MIB`, `…_LAUNCH_MIB`, `…_OPEN_UPLOADS`, `…_WAIT_HOURS` | 100, 2048, 20, 24 |
//! | `[watch] enabled` | `HOLDPOINT_WATCH_ENABLED` | `true` |
//! | `[timestamp] url` | `HOLDPOINT_TIMESTAMP_URL` | reports have no timestamp of an authority |
//! | `[timestamp] certificates` | `HOLDPOINT_TIMESTAMP_CERTIFICATES` | needed with `url` |
//! | `[[notify]]` | – | nobody is told; of signed reports only who asks for them |
//! | `[[tickets]]` | – | reports are delivered nowhere |
//! | one of `[[oidc]]` | `HOLDPOINT_OIDC_NAME`, `…_ISSUER`, `…_CLIENT_ID`, `…_CLIENT_SECRET`, `…_SCOPES`, `…_GROUPS_CLAIM`, `…_ALLOWED_GROUPS`, `…_ROLES`, `…_SESSIONS_PROVE` | – |
//! | one of `[[connections]]`, named `default` | `HOLDPOINT_BASE_URL`, `…_API_VERSION`, `…_STATUS_URL`, `…_HEALTH_URL`, `…_WEBHOOK_URL`, `…_TOKEN`, `…_WEBHOOK_SECRET`, `…_WEBHOOK_DELIVERIES`, `…_FORBIDDEN_PATH`, `…_OTHER_TOKENS`, `…_DEPLOYED_FINGERPRINT`, `…_FINGERPRINT_KEY`, `…_PROMETHEUS_URL`, `…_PROMETHEUS_TOKEN` | – |
//!
//! `HOLDPOINT_TOKEN`, `HOLDPOINT_WEBHOOK_SECRET`, `HOLDPOINT_FINGERPRINT_KEY`, `HOLDPOINT_PROMETHEUS_TOKEN`, `HOLDPOINT_OIDC_CLIENT_SECRET` and the
//! keys of a bucket are references (`env:NAME`, `file:/path`), as in the file; `HOLDPOINT_WEBHOOK_DELIVERIES` is `true` or `false`. Lists are separated by commas; one of
//! `HOLDPOINT_OIDC_ROLES` is `GROUP:LAUNCH:ROLE`, one of `HOLDPOINT_OTHER_TOKENS` is `ENVIRONMENT=REFERENCE`. Where tables make a list, the
//! environment can add one to them or none at all.

mod connection;
mod database;
mod egress;
mod environment;
mod files;
mod notify;
mod oidc;
mod places;
mod read;
mod texts;
mod tickets;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use holdpoint_probe::{Connection, EgressConfig, TicketSystem};
use serde::Deserialize;

use crate::templates;
use crate::watch::Clock;

pub use database::Database;
pub use files::Files;
pub use notify::{Channel, Notify};
pub use oidc::{GroupGives, Oidc, Where};
pub use places::Places;

/// The whole configuration. Unknown keys are refused.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub egress: EgressConfig,
    pub connections: Vec<Connection>,
    pub oidc: Vec<Oidc>,
    pub templates: Templates,
    #[serde(deserialize_with = "files::checked")]
    pub files: Files,
    pub watch: Watching,
    pub timestamp: Stamping,
    #[serde(deserialize_with = "notify::channels")]
    pub notify: Vec<Notify>,
    #[serde(deserialize_with = "tickets::systems")]
    pub tickets: Vec<TicketSystem>,
    /// Names of variables that look like settings and that nothing reads.
    #[serde(skip)]
    pub unread: Vec<String>,
    /// Where its lists stand in the file.
    #[serde(skip)]
    pub places: Places,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Watching {
    /// Whether this process runs scheduled checks and sends messages; one of several replicas is enough.
    pub enabled: bool,
    /// Not the operator's to write.
    #[serde(skip)]
    pub clock: Clock,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    /// Where browsers find the server; decides which `Origin` and `Host` are accepted, and whether cookies are `Secure`.
    pub public_url: Option<String>,
    pub data: PathBuf,
    /// PostgreSQL, shared by several replicas; without one, SQLite in `data`.
    pub database: Option<Database>,
    /// Proxies in front of the server that append to `X-Forwarded-For`; 0: the header is not believed.
    pub trusted_hops: usize,
    /// Whether the badge of a launch is shown to anybody who knows its id.
    pub public_badges: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Templates {
    /// A folder of further templates, `*.toml`; those that are saved on the page go there too.
    pub dir: Option<PathBuf>,
}

/// The authority that stamps reports (RFC 3161).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stamping {
    pub url: Option<String>,
    /// A PEM file: its own certificates, or those of who certified it. Answers are judged by them, and auditors get them in `trust.json`.
    pub certificates: Option<PathBuf>,
}

impl Default for Watching {
    fn default() -> Self {
        Self { enabled: true, clock: Clock::default() }
    }
}

impl Default for Server {
    fn default() -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 8080));
        Self { listen, public_url: None, data: PathBuf::from("data"), database: None, trusted_hops: 0, public_badges: false }
    }
}

/// What is wrong with the configuration, with what to do: `FILE:LINE:COLUMN: …` or `VARIABLE: …`, and of a file all of it, a line each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadConfig(String);

impl Config {
    /// Reads the file and the environment, and checks everything that can be checked without the network.
    ///
    /// * `path`: `None` reads `holdpoint.toml` where there is one.
    /// * Errors: all that is wrong with the file, a line each; with a good file, the first variable that cannot be used.
    pub fn load(path: Option<&Path>) -> Result<Self, BadConfig> {
        let usual = Path::new("holdpoint.toml");
        let (mut config, text) = match (path, usual.exists()) {
            (Some(path), _) => Self::read(path)?,
            (None, true) => Self::read(usual)?,
            (None, false) => (Self::default(), String::new()),
        };
        let (asked, garbled) = (RefCell::new(BTreeSet::new()), RefCell::new(None));
        config.overlay(|name| {
            asked.borrow_mut().insert(name.to_owned());
            let value = std::env::var_os(name)?.into_string();
            value.inspect_err(|_| _ = garbled.replace(Some(name.to_owned()))).ok()
        })?;
        if let Some(name) = garbled.into_inner() {
            return Err(BadConfig(format!("{name}: it is no UTF-8; correct or unset it")));
        }
        let mentions: Vec<String> = std::env::args_os().filter_map(|word| word.into_string().ok()).chain([text]).collect();
        config.unread = environment::unread(&asked.into_inner(), &environment::given(), &mentions);
        Ok(config)
    }

    /// With the file's text.
    fn read(path: &Path) -> Result<(Self, String), BadConfig> {
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| BadConfig(format!("{shown}: {error}; name another file with --config, or make this one readable")))?;
        let placed = |BadConfig(lines)| BadConfig(lines.lines().map(|line| format!("{shown}:{line}")).collect::<Vec<_>>().join("\n"));
        let mut config = Self::parse(&text).map_err(placed)?;
        config.places.file = shown.to_string();
        Ok((config, text))
    }

    /// * Errors: all that is wrong, a line each: `LINE:COLUMN: …`
    pub fn parse(text: &str) -> Result<Self, BadConfig> {
        read::whole(text)
    }

    /// The environment wins over the file.
    ///
    /// * Errors: the first variable that cannot be used.
    fn overlay(&mut self, variable: impl Fn(&str) -> Option<String>) -> Result<(), BadConfig> {
        let bad = |name: &str, why: &dyn std::fmt::Display| BadConfig(format!("{name}: {why}; correct or unset it"));
        // An empty path would be the folder that the server was started in, by oversight.
        let place = |name: &str| match variable(name) {
            Some(path) if path.is_empty() => Err(bad(name, &"it is empty, and names no place")),
            path => Ok(path.map(PathBuf::from)),
        };
        if let Some(text) = variable("HOLDPOINT_LISTEN") {
            self.server.listen = text.parse().map_err(|error| bad("HOLDPOINT_LISTEN", &error))?;
        }
        self.server.public_url = variable("HOLDPOINT_PUBLIC_URL").or(self.server.public_url.take());
        if let Some(folder) = place("HOLDPOINT_DATA")? {
            self.server.data = folder;
        }
        if let Some(text) = variable("HOLDPOINT_DATABASE") {
            self.server.database = Some(text.parse().map_err(|error| bad("HOLDPOINT_DATABASE", &error))?);
        }
        if let Some(shown) = variable("HOLDPOINT_PUBLIC_BADGES") {
            self.server.public_badges = shown.parse().map_err(|error| bad("HOLDPOINT_PUBLIC_BADGES", &error))?;
        }
        if let Some(hops) = variable("HOLDPOINT_TRUSTED_HOPS") {
            self.server.trusted_hops = hops.parse().map_err(|error| bad("HOLDPOINT_TRUSTED_HOPS", &error))?;
        }
        if let Some(text) = variable("HOLDPOINT_WATCH_ENABLED") {
            self.watch.enabled = text.parse().map_err(|error| bad("HOLDPOINT_WATCH_ENABLED", &error))?;
        }
        self.timestamp.url = variable("HOLDPOINT_TIMESTAMP_URL").or(self.timestamp.url.take());
        self.timestamp.certificates = place("HOLDPOINT_TIMESTAMP_CERTIFICATES")?.or(self.timestamp.certificates.take());
        self.templates.dir = place("HOLDPOINT_TEMPLATES_DIR")?.or(self.templates.dir.take());
        self.files.folder = place("HOLDPOINT_FILES_FOLDER")?.or(self.files.folder.take());
        self.files.overlay(&variable).map_err(|error| bad("HOLDPOINT_FILES_…", &error))?;
        self.egress.extra_roots = place("HOLDPOINT_EGRESS_EXTRA_ROOTS")?.or(self.egress.extra_roots.take());
        if let Some(places) = variable("HOLDPOINT_EGRESS_ALLOW") {
            let places: Vec<_> = places.split(',').map(str::trim).filter(|place| !place.is_empty()).collect();
            let list = serde_json::from_value(serde_json::json!(places));
            self.egress.allow = list.map_err(|error| bad("HOLDPOINT_EGRESS_ALLOW", &error))?;
        }
        if let Some(provider) = Oidc::of_environment(&variable) {
            self.oidc.push(provider.map_err(|error| bad("HOLDPOINT_OIDC_…", &error))?);
        }
        self.connections.extend(connection::of_environment(&variable)?);
        if self.server.data.as_os_str().is_empty() {
            return Err(BadConfig("[server] data is empty, and names no place; name a folder, or leave it out".into()));
        }
        Ok(())
    }

    /// Where evidence files are kept.
    ///
    /// * Errors: a folder of their own beside SQLite, where no backup would find them.
    pub fn files_folder(&self) -> Result<PathBuf, BadConfig> {
        match (&self.files.folder, &self.server.database) {
            (None, _) => Ok(self.server.data.clone()),
            (Some(folder), Some(_)) => Ok(folder.clone()),
            (Some(_), None) => Err(BadConfig(
                "[files] folder is what replicas over PostgreSQL share; with SQLite the files lie in the data folder, where backups find them: \
                 leave it out"
                    .into(),
            )),
        }
    }

    /// Where template files are: those that were saved on the page before a folder was named stay too.
    pub fn template_folders(&self) -> Vec<PathBuf> {
        let saved = Some(self.server.data.join(templates::FOLDER)).filter(|folder| folder.is_dir());
        saved.into_iter().chain(self.templates.dir.clone()).collect()
    }

    /// Where those are saved that somebody writes on the page.
    pub fn template_home(&self) -> PathBuf {
        self.templates.dir.clone().unwrap_or_else(|| self.server.data.join(templates::FOLDER))
    }

    /// Where browsers find the server, without a trailing slash.
    pub fn public_url(&self) -> String {
        match &self.server.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://localhost:{}", self.server.listen.port()),
        }
    }

    /// What `Origin` may say, as browsers write it: the public URL, and without one this machine's own names.
    ///
    /// * Errors: a public URL that is no origin.
    pub fn origins(&self) -> Result<Vec<String>, BadConfig> {
        let public = self.public_url();
        let host = public.strip_prefix("https://").or_else(|| public.strip_prefix("http://")).unwrap_or_default();
        let plain = !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']);
        let Some(own) = written(&public).filter(|_| plain) else {
            return Err(BadConfig(format!(
                "[server] public_url is {public:?}; write scheme and host only, such as https://holdpoint.example.com"
            )));
        };
        let mut origins = vec![own];
        if self.server.public_url.is_none() {
            origins.extend(written(&format!("http://127.0.0.1:{}", self.server.listen.port())));
        }
        Ok(origins)
    }
}

/// An origin as browsers write it: in lower case, without the port that goes without saying, a name of other letters as DNS has it.
fn written(address: &str) -> Option<String> {
    url::Url::parse(address).ok().map(|url| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let cases = [
            ("[server]\nlisten = \"nowhere\"", "2:10: "),
            ("[server]\nlissten = \"127.0.0.1:1\"", "2:1: unknown field `lissten`"),
            ("[[connections]]\nname = \"UPPER\"", "2:8: \"UPPER\" is no connection name"),
            ("[[connections]]\nname = \"a\"\ntoken = \"hunter2\"", "3:9: this is no reference to a secret"),
            ("[server]\ndatabase = \"mysql://ann:hunter2@db/x\"", "2:12: this is no database"),
            ("[egress]\nallow = [\"10.0.0.0/99\"]", "2:"),
            ("= 1", "1:1: "),
            ("[watch]\nenabled = 1", "2:11: "),
            ("[files]\nfile_mib = -1", "2:12: "),
            ("[files]\nfile_gib = 1", "2:1: unknown field `file_gib`"),
            ("[files]\nfile_mib = 0", "1:1: [files] file_mib and wait_hours have to be at least 1"),
            ("[files.bucket]\nname = \"A\"", "2:8: \"A\" is no bucket's name"),
            ("[files.bucket]\nname = \"abc\"", "1:1: missing field `endpoint`"),
            ("[files.bucket]\nendpoint = \"https://s3.example.com/abc\"", "2:12: \"https://s3.example.com/abc\" is no storage's address"),
            ("[files.bucket]\nregion = \"eu central\"", "2:10: \"eu central\" is no region"),
            ("[files.bucket]\naddressing = \"host\"", "2:14: unknown variant `host`"),
            ("[files.bucket]\nprefix = \"/a\"", "2:10: \"/a\" is no prefix"),
            ("[files.bucket]\nsecret_key = \"hunter2\"", "2:14: this is no reference to a secret"),
            ("[files.bucket]\nbucket = \"abc\"", "2:1: unknown field `bucket`"),
            ("[timestamp]\nurl = 1", "2:7: "),
            ("[timestamp]\ncertificate = \"a.pem\"", "2:1: unknown field `certificate`"),
            ("[[notify]]\nname = \"ops\"\nkind = \"pager\"", "3:8: unknown variant `pager`"),
            (
                "[[notify]]\nname = \"ops\"\nkind = \"slack\"\nurl = \"https://hooks.example.com/hunter2\"",
                "4:7: this is no reference to a secret",
            ),
            ("[[notify]]\nname = \"ops\"\nkind = \"slack\"", "1:1: the channel ops of kind slack needs a url"),
            (
                "[[notify]]\nname = \"ops\"\nkind = \"slack\"\nurl = \"env:U\"\nhost = \"mail\"",
                "1:1: the channel ops of kind slack takes no host",
            ),
            (
                "[[notify]]\nname = \"ops\"\nkind = \"email\"\nhost = \"mail\"\nfrom = \"x\"\nto = [\"a@example.com\"]",
                "1:1: the channel ops: \"x\" is no e-mail address",
            ),
            ("[[notify]]\nname = \"ops\"\nreports = \"yes\"", "3:11: invalid type: a text, expected a boolean"),
            ("[[notify]]\nname = \"ops\"\nreport = true", "3:1: unknown field `report`"),
            ("[[tickets]]\nname = \"a\"\nkind = \"redmine\"", "3:8: unknown variant `redmine`"),
            ("[[tickets]]\nname = \"a\"\nkind = \"jira\"\ntoken = \"hunter2\"", "4:9: this is no reference to a secret"),
            ("[[tickets]]\nname = \"a\"\nkind = \"jira\"\npassword = \"env:P\"", "4:1: unknown field `password`"),
            ("[[tickets]]\nname = \"a\"\npeople = [\"Ann\"]", "3:1"),
            ("[[oidc]]\nname = \"a b\"", "2:8: \"a b\" is no name of a sign-in"),
            ("[[oidc]]\nname = \"a\"\nissuer = \"id.example.com\"", "3:10: \"id.example.com\" is no issuer"),
            ("[[oidc]]\nname = \"a\"\nclient_secret = \"hunter2\"", "3:17: this is no reference to a secret"),
            ("[[oidc]]\nscope = \"x\"", "2:1: unknown field `scope`"),
            ("[[oidc]]\n[[oidc.roles]]\ngroup = \"g\"\nlaunch = \"all\"", "4:10: \"all\" is no launch"),
            ("[[oidc]]\n[[oidc.roles]]\nrole = \"owner\"", "3:8: unknown variant `owner`"),
        ];
        for (text, expected) in cases {
            let error = Config::parse(text).unwrap_err().to_string();
            assert!(error.lines().any(|line| line.starts_with(expected)), "{text}: {error}");
            assert!(!error.contains("hunter2"), "a secret that was pasted by mistake is not repeated");
        }
    }

    #[test]
    fn the_environment_wins_over_the_file_and_can_make_a_connection() {
        let mut config = Config::parse("[server]\nlisten = \"127.0.0.1:1\"").unwrap();
        let variable = |name: &str| match name {
            "HOLDPOINT_LISTEN" => Some("127.0.0.1:2".into()),
            "HOLDPOINT_BASE_URL" => Some("https://api.example.com".into()),
            "HOLDPOINT_TOKEN" => Some("env:TOKEN".into()),
            "HOLDPOINT_WEBHOOK_DELIVERIES" => Some("true".into()),
            "HOLDPOINT_TIMESTAMP_URL" => Some("http://tsa.example.com/".into()),
            "HOLDPOINT_TIMESTAMP_CERTIFICATES" => Some("/etc/tsa.pem".into()),
            _ => None,
        };
        config.overlay(variable).unwrap();
        assert!(config.connections[0].webhook_deliveries);
        assert!(config.overlay(|name| (name == "HOLDPOINT_WEBHOOK_DELIVERIES").then(|| "yes".into())).is_err());
        assert_eq!(config.server.listen.port(), 2);
        assert_eq!(config.timestamp.url.as_deref(), Some("http://tsa.example.com/"));
        assert_eq!(config.timestamp.certificates, Some("/etc/tsa.pem".into()));
        assert_eq!(config.connections[0].name.as_str(), "default");
        assert!(config.overlay(|name| (name == "HOLDPOINT_LISTEN").then(|| "x".into())).is_err());
        config.overlay(|name| (name == "HOLDPOINT_FILES_WAIT_HOURS").then(|| "48".into())).unwrap();
        assert_eq!(config.files.wait_hours, 48);
        let refused = config.overlay(|name| (name == "HOLDPOINT_FILES_FILE_MIB").then(|| "1 GiB".into())).unwrap_err().to_string();
        assert!(refused.contains("FILE_MIB"), "{refused}");
        let bucket = |name: &str| match name.strip_prefix("HOLDPOINT_FILES_BUCKET_")? {
            "NAME" => Some("evidence".into()),
            "ENDPOINT" => Some("https://s3.example.com/".into()),
            "REGION" => Some("eu-1".into()),
            "ACCESS_KEY" => Some("env:ACCESS".into()),
            "SECRET_KEY" => Some("env:SECRET".into()),
            _ => None,
        };
        config.overlay(bucket).unwrap();
        assert_eq!(config.files.bucket.as_ref().unwrap().to_string(), "https://s3.example.com/evidence/");
        let both = |name: &str| if name == "HOLDPOINT_FILES_FOLDER" { Some("/srv".into()) } else { bucket(name) };
        assert!(config.overlay(both).unwrap_err().to_string().contains("a folder and a bucket"));
        assert!(config.overlay(|name| (name == "HOLDPOINT_FILES_BUCKET_NAME").then(|| "abc".into())).is_err());
    }

    #[test]
    fn an_empty_path_names_no_place() {
        let variables = ["DATA", "TEMPLATES_DIR", "FILES_FOLDER", "TIMESTAMP_CERTIFICATES", "EGRESS_EXTRA_ROOTS"];
        for variable in variables.map(|name| format!("HOLDPOINT_{name}")) {
            let refused = Config::default().overlay(|name| (name == variable).then(String::new)).unwrap_err().to_string();
            assert_eq!(refused, format!("{variable}: it is empty, and names no place; correct or unset it"));
        }
        let mut written = Config::parse("[server]\ndata = \"\"").unwrap();
        assert!(written.overlay(|_| None).unwrap_err().to_string().starts_with("[server] data is empty"));
    }

    #[test]
    fn a_public_url_is_an_origin() {
        let cases = [
            ("https://holdpoint.example.com", Some("https://holdpoint.example.com")),
            ("https://holdpoint.example.com/", Some("https://holdpoint.example.com")),
            ("https://Holdpoint.example.com:443", Some("https://holdpoint.example.com")),
            ("https://holdpoint.example.com:8443", Some("https://holdpoint.example.com:8443")),
            ("https://bücher.example", Some("https://xn--bcher-kva.example")),
            ("http://[::1]:80", Some("http://[::1]")),
            ("https://holdpoint.example.com/app", None),
            ("https://holdpoint.example.com:port", None),
            ("ftp://holdpoint.example.com", None),
            ("https://user@holdpoint.example.com", None),
        ];
        for (url, origin) in cases {
            let mut config = Config::default();
            config.server.public_url = Some(url.into());
            assert_eq!(config.origins().ok().map(|origins| origins.join(" ")), origin.map(str::to_owned), "{url}");
        }
    }
}
