//! One of `[[connections]]` from the environment.

use holdpoint_probe::Connection;
use serde_json::{Map, Value};

use super::BadConfig;

/// What it is called.
const NAME: &str = "default";

/// Texts of a connection that can come from the environment.
const KEYS: [&str; 12] = [
    "base_url",
    "api_version",
    "status_url",
    "health_url",
    "webhook_url",
    "token",
    "webhook_secret",
    "forbidden_path",
    "deployed_fingerprint",
    "fingerprint_key",
    "prometheus_url",
    "prometheus_token",
];

/// `None` where no variable is about one.
///
/// * Errors: the first variable that cannot be used.
pub(super) fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Connection>, BadConfig> {
    let bad = |name: &str, why: &dyn std::fmt::Display| BadConfig(format!("{name}: {why}; correct or unset it"));
    let given = KEYS.iter().filter_map(|key| Some((*key, variable(&format!("HOLDPOINT_{}", key.to_uppercase()))?)));
    let mut fields: Map<String, Value> = given.map(|(key, value)| (key.to_owned(), value.into())).collect();
    if let Some(text) = variable("HOLDPOINT_WEBHOOK_DELIVERIES") {
        let permitted: bool = text.parse().map_err(|error| bad("HOLDPOINT_WEBHOOK_DELIVERIES", &error))?;
        fields.insert("webhook_deliveries".into(), permitted.into());
    }
    if let Some(text) = variable("HOLDPOINT_OTHER_TOKENS") {
        let tokens =
            others(&text).ok_or_else(|| bad("HOLDPOINT_OTHER_TOKENS", &"write ENVIRONMENT=env:NAME, several with commas between"))?;
        fields.insert("other_tokens".into(), tokens.into());
    }
    if fields.is_empty() {
        return Ok(None);
    }
    fields.insert("name".into(), NAME.into());
    serde_json::from_value(fields.into()).map(Some).map_err(|error| bad("HOLDPOINT_… of the connection", &error))
}

/// `staging=env:STAGING,development=file:/run/development`. It repeats nothing: somebody may have pasted a secret.
fn others(text: &str) -> Option<Map<String, Value>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let pair = |part: &str| part.split_once('=').map(|(name, reference)| (name.trim().to_owned(), Value::from(reference.trim())));
    parts.map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_other_environments_are_a_list() {
        let made = |text: &str| {
            let text = text.to_owned();
            of_environment(move |name| match name {
                "HOLDPOINT_TOKEN" => Some("env:TOKEN".to_owned()),
                "HOLDPOINT_OTHER_TOKENS" => Some(text.clone()),
                _ => None,
            })
        };
        let connection = made("staging=env:STAGING, development=file:/run/development,").unwrap().unwrap();
        let tokens: Vec<_> = connection.other_tokens.iter().map(|(name, reference)| format!("{name} {reference}")).collect();
        assert_eq!(tokens, ["development file:/run/development", "staging env:STAGING"]);
        for text in ["hunter2", "staging=hunter2", "env:HUNTER2"] {
            let refused = made(text).unwrap_err().to_string();
            assert!(refused.starts_with("HOLDPOINT_") && !refused.contains("hunter2"), "{refused}");
        }
        assert_eq!(of_environment(|_| None).unwrap(), None);
    }
}
