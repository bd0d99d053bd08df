//! Variables that look like settings and are none: one that is mistyped would be passed over in silence.

use std::collections::BTreeSet;

const PREFIX: &str = "HOLDPOINT_";

/// Of commands that talk to a server, and of `cargo xtask`.
const OTHERS: [&str; 4] = ["HOLDPOINT_SERVER", "HOLDPOINT_API_TOKEN", "HOLDPOINT_TOOLS", "HOLDPOINT_INTERCOM_OPENAPI"];

/// What Kubernetes sets in every container beside a service of this name.
const OF_A_SERVICE: [&str; 2] = ["HOLDPOINT_SERVICE_", "HOLDPOINT_PORT"];

/// The names of those that nothing reads.
///
/// * `asked`: what settings may be called; `given`: the environment.
/// * `mentions`: the configuration's text, and the command line, where `env:NAME` may name one.
pub fn unread(asked: &BTreeSet<String>, given: &[(String, String)], mentions: &[String]) -> Vec<String> {
    let is_mentioned = |name: &str| {
        let reference = format!("env:{name}");
        given.iter().any(|(_, value)| *value == reference) || mentions.iter().any(|text| text.contains(&reference))
    };
    let names = given.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with(PREFIX));
    let unknown = names.filter(|&name| {
        let known = asked.contains(name) || OTHERS.contains(&name) || OF_A_SERVICE.iter().any(|start| name.starts_with(start));
        !known && !is_mentioned(name)
    });
    unknown.map(str::to_owned).collect()
}

/// Those of this process whose names and values are text.
pub fn given() -> Vec<(String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_reads_is_named() {
        let asked = BTreeSet::from(["HOLDPOINT_LISTEN".to_owned()]);
        let given = [
            ("HOLDPOINT_LISTEN", "127.0.0.1:1"),
            ("HOLDPOINT_LISSTEN", "127.0.0.1:1"),
            ("HOLDPOINT_SERVER", "http://localhost:8080"),
            ("HOLDPOINT_INTERCOM_OPENAPI", "api.intercom.io.yaml"),
            ("HOLDPOINT_SERVICE_HOST", "10.0.0.1"),
            ("HOLDPOINT_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            ("HOLDPOINT_S3_KEY", "hunter2"),
            ("HOLDPOINT_DB", "postgres://db/x"),
            ("DATABASE", "env:HOLDPOINT_DB"),
            ("HOME", "/home/ann"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(unread(&asked, &given, &["secret_key = \"env:HOLDPOINT_S3_KEY\"".to_owned()]), ["HOLDPOINT_LISSTEN"]);
    }
}
