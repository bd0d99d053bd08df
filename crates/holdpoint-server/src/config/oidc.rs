//! `[[oidc]]`: the organisation's own sign-ins, and which roles their groups give.

use holdpoint_domain::id::LaunchId;
use holdpoint_domain::template::Role;
use holdpoint_probe::SecretRef;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::texts::{is_line, is_name, no, texts};

/// One OpenID provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// For people, and part of addresses.
    pub name: Name,
    /// As its discovery document has it, to the letter.
    pub issuer: Issuer,
    pub client_id: Line,
    /// `None`: a public client, whose only proof is PKCE.
    #[serde(default)]
    pub client_secret: Option<SecretRef>,
    /// Beside `openid`.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<Word>,
    #[serde(default = "usual_claim")]
    pub groups_claim: Word,
    /// Empty: whoever the provider lets in.
    #[serde(default)]
    pub allowed_groups: Vec<Line>,
    #[serde(default)]
    pub roles: Vec<GroupGives>,
    /// Whether an answer that does not say when the person signed in counts as if they had just now.
    #[serde(default)]
    pub sessions_prove: bool,
}

/// What a group gives to those who are in it, whenever they sign in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupGives {
    pub group: Line,
    pub launch: Where,
    pub role: Role,
}

/// `LCH-1`, or `*` for every launch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Where {
    Every,
    One(LaunchId),
}

texts! {
    Name is "name of a sign-in" if is_name,
        else "write 1 to 40 of a-z, A-Z, 0-9, '-', '.' and '_', such as Okta";
    Issuer is "issuer" if |text| is_line(text, 500) && (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(['?', '#', '@', ' ']),
        else "write an address without a query, such as https://id.example.com";
    /// A scope or the name of a claim.
    Word is "name of a scope or claim" if |text| is_line(text, 200) && text.chars().all(|c| c.is_ascii_graphic()),
        else "write it in visible ASCII without blanks";
    Line is "name of a client or group" if |text| is_line(text, 200),
        else "write 1 to 200 characters in one line, without blanks around them";
}

impl TryFrom<String> for Where {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "*" => Ok(Where::Every),
            id => id.parse().map(Where::One).map_err(|_| no(id, "launch", "write its number such as LCH-1, or * for every launch")),
        }
    }
}

fn usual_scopes() -> Vec<Word> {
    ["profile", "email"].map(|scope| Word(scope.into())).into()
}

fn usual_claim() -> Word {
    Word("groups".into())
}

impl Oidc {
    /// One from variables; `None` when there are none.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Option<Result<Self, String>> {
        let variable = |key: &str| variable(&format!("HOLDPOINT_OIDC_{}", key.to_uppercase()));
        let list = |text: &str| text.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect::<Vec<_>>();
        let mut fields = Map::new();
        for key in ["name", "issuer", "client_id", "client_secret", "groups_claim"] {
            fields.extend(variable(key).map(|text| (key.to_owned(), Value::from(text))));
        }
        for key in ["scopes", "allowed_groups"] {
            fields.extend(variable(key).map(|text| (key.to_owned(), Value::from(list(&text)))));
        }
        if let Some(text) = variable("sessions_prove") {
            // Anything else than the two words is refused as what it is: a text.
            fields.insert("sessions_prove".into(), text.parse::<bool>().map_or(Value::from(text), Value::from));
        }
        if let Some(text) = variable("roles") {
            let role = |text: &String| {
                // A group may have colons of its own.
                let mut parts = text.rsplitn(3, ':').collect::<Vec<_>>();
                parts.resize(3, "");
                json!({ "group": parts[2], "launch": parts[1], "role": parts[0] })
            };
            fields.insert("roles".into(), list(&text).iter().map(role).collect());
        }
        if fields.is_empty() {
            return None;
        }
        fields.entry("name").or_insert("OIDC".into());
        Some(serde_json::from_value(fields.into()).map_err(|error| error.to_string()))
    }

    /// What the members of these groups are given.
    pub fn gives<'a>(&'a self, groups: &'a [String]) -> impl Iterator<Item = &'a GroupGives> {
        self.roles.iter().filter(|one| groups.iter().any(|group| group == one.group.as_str()))
    }

    /// Whether somebody of these groups may sign in.
    pub fn lets_in(&self, groups: &[String]) -> bool {
        self.allowed_groups.is_empty() || self.allowed_groups.iter().any(|allowed| groups.iter().any(|group| group == allowed.as_str()))
    }

    /// Whether groups matter at all.
    pub fn reads_groups(&self) -> bool {
        !self.allowed_groups.is_empty() || !self.roles.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_can_make_a_sign_in() {
        let variable = |name: &str| match name {
            "HOLDPOINT_OIDC_ISSUER" => Some("https://id.example.com".to_owned()),
            "HOLDPOINT_OIDC_CLIENT_ID" => Some("holdpoint".into()),
            "HOLDPOINT_OIDC_ALLOWED_GROUPS" => Some("sre, dev".into()),
            "HOLDPOINT_OIDC_ROLES" => Some("org:sre:LCH-1:approver,dev:*:viewer".into()),
            _ => None,
        };
        let oidc = Oidc::of_environment(variable).unwrap().unwrap();
        assert_eq!((oidc.name.as_str(), oidc.groups_claim.as_str(), oidc.allowed_groups.len()), ("OIDC", "groups", 2));
        assert_eq!((oidc.roles[0].group.as_str(), oidc.roles[0].launch), ("org:sre", Where::One(LaunchId(1))));
        assert_eq!((oidc.roles[1].role, oidc.roles[1].launch), (Role::Viewer, Where::Every));
        assert!(oidc.lets_in(&["dev".into()]) && !oidc.lets_in(&["Dev".into()]) && !oidc.lets_in(&[]));
        assert!(Oidc::of_environment(|_| None).is_none());
        assert!(!oidc.sessions_prove, "only where the operator says so");
        for (text, proves) in [("true", Some(true)), ("false", Some(false)), ("yes", None)] {
            let more = |name: &str| if name.ends_with("SESSIONS_PROVE") { Some(text.to_owned()) } else { variable(name) };
            assert_eq!(Oidc::of_environment(more).unwrap().ok().map(|oidc| oidc.sessions_prove), proves, "{text}");
        }
        let bad = Oidc::of_environment(|name| name.ends_with("ROLES").then(|| "sre".into())).unwrap();
        assert!(bad.is_err(), "a role without a launch");
    }
}
