//! A scan as SARIF 2.1.0, for `evidence push` and for other readers.

use holdpoint_domain::id::Timestamp;
use serde_json::{Value, json};

use super::look::{Finding, Seen};

/// Rule, what it finds, what to do.
const RULES: &[(&str, &str, &str)] = &[
    (
        "intercom-access-token",
        "An Intercom access token",
        "Replace the token in the Developer Hub, and read the new one from a secret manager.",
    ),
    ("holdpoint-api-token", "An API token of Holdpoint", "Revoke the token on its owner's account page, and make a new one."),
    ("log-email-address", "An e-mail address in a log", "Log the contact's id in place of the address."),
    ("log-phone-number", "A phone number in a log", "Log the contact's id in place of the number."),
    ("log-name", "A person's name in a log", "Log the contact's id in place of the name."),
];

/// One run. What could not be read makes it unsuccessful, so that it proves nothing.
pub fn of(seen: &Seen, started_at: Timestamp, ended_at: Timestamp) -> Value {
    let rules: Vec<Value> =
        RULES.iter().map(|(id, what, next)| json!({ "id": id, "shortDescription": { "text": what }, "help": { "text": next } })).collect();
    let told = |file: &str, why: &str| json!({ "level": "error", "message": { "text": format!("{file}: {why}; it was not looked at") } });
    let mut notifications: Vec<Value> = seen.unread.iter().map(|unread| told(&unread.file, &unread.why)).collect();
    if seen.blank {
        notifications.push(json!({ "level": "error", "message": { "text": "no file of the source, or of the logs, was looked at" } }));
    }
    let invocation = json!({
        "executionSuccessful": seen.is_whole(),
        "startTimeUtc": started_at.to_string(),
        "endTimeUtc": ended_at.to_string(),
        "toolExecutionNotifications": notifications,
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "holdpoint scan",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "invocations": [invocation],
            "columnKind": "unicodeCodePoints",
            "results": seen.findings.iter().map(result).collect::<Vec<_>>(),
            "properties": { "found": seen.found, "allowed": seen.allowed, "files": seen.files, "binaryFiles": seen.binary },
        }],
    })
}

fn result(finding: &Finding) -> Value {
    let what = RULES.iter().find(|(id, ..)| *id == finding.rule).map_or(finding.rule, |(_, what, _)| what);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": if finding.secret { "error" } else { "warning" },
        "message": { "text": format!("{what}: {}", finding.excerpt) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&finding.file) },
            "region": { "startLine": finding.line, "startColumn": finding.column },
        } }],
    });
    if finding.allowed {
        result["suppressions"] = json!([{ "kind": "inSource" }]);
    }
    result
}

/// A path as a URI reference (RFC 3986): everything but unreserved characters and slashes as `%XX`.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        assert_eq!(uri("src/a b/ä.rs"), "src/a%20b/%C3%A4.rs");
        assert_eq!(uri("src/a-b_c.rs"), "src/a-b_c.rs");
    }
}
