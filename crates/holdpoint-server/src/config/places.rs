//! Where settings stand in the file, for mistakes that are found after it was read.

use std::collections::BTreeMap;
use std::fmt::Display;

use holdpoint_probe::egress::Policy;
use holdpoint_probe::{connection, issuer};
use toml::de::DeTable;

use super::Config;
use super::read::LISTS;

/// Of the lists' fields. What came from the environment has none.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// As it was named; empty: the text came without a file.
    pub(super) file: String,
    /// By list, name and field.
    at: BTreeMap<(&'static str, String, String), String>,
}

/// Line and column of a byte, both from 1, columns in characters.
pub(super) fn place(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}

impl Places {
    pub(super) fn of(text: &str, root: &DeTable<'_>) -> Self {
        let mut at = BTreeMap::new();
        for list in LISTS {
            let elements = root.get(list).and_then(|list| list.get_ref().as_array()).into_iter().flatten();
            for table in elements.filter_map(|element| element.get_ref().as_table()) {
                let Some(name) = table.get("name").and_then(|name| name.get_ref().as_str()) else { continue };
                for (key, value) in table {
                    at.insert((list, name.to_owned(), key.get_ref().to_string()), place(text, value.span().start));
                }
            }
        }
        Self { file: String::new(), at }
    }

    /// What is wrong, behind its place where that is known.
    fn told(&self, (list, name, field): (&'static str, &str, &str), what: impl Display) -> String {
        let file = if self.file.is_empty() { String::new() } else { format!("{}:", self.file) };
        match self.at.get(&(list, name.to_owned(), field.to_owned())) {
            Some(place) => format!("{file}{place}: {what}"),
            None => what.to_string(),
        }
    }
}

impl Config {
    /// Everything that is wrong with where others are asked, as far as it can be known without the network; a line each.
    pub fn faults(&self, policy: &Policy) -> Vec<String> {
        let connections = connection::problems(&self.connections, policy);
        let connections = connections.iter().map(|fault| self.places.told(("connections", fault.connection.as_str(), fault.field), fault));
        let tickets = self.tickets.iter().flat_map(|system| system.problems(policy));
        let tickets = tickets.map(|fault| self.places.told(("tickets", &fault.system.to_string(), fault.field), &fault));
        let oidc = self.oidc.iter().filter_map(|own| {
            let (name, denial) = (own.name.as_str(), issuer::problem(own.issuer.as_str(), policy)?);
            Some(self.places.told(("oidc", name, "issuer"), format!("oidc {name}, issuer: {denial}")))
        });
        connections.chain(tickets).chain(oidc).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_later_is_told_with_its_place_too() {
        let text = "[[connections]]\nname = \"a\"\nhealth_url = \"ftp://example.com\"\ntoken = \"env:T\"\n\
                    [[tickets]]\nname = \"jira\"\nkind = \"jira\"\nbase_url = \"http://jira.example.com\"\ntoken = \"env:T\"\n\
                    [[oidc]]\nname = \"Own\"\nclient_id = \"c\"\nissuer = \"http://id.example.com\"\n";
        let mut config = Config::parse(text).unwrap();
        let policy = Policy::default();
        let begins = [
            "3:14: connection a, health_url: ",
            "4:9: connection a, token: ",
            "8:12: ticket system jira, base_url: ",
            "13:10: oidc Own, issuer: ",
        ];
        let faults = config.faults(&policy);
        assert_eq!(faults.len(), begins.len(), "{faults:?}");
        assert!(faults.iter().zip(begins).all(|(fault, begin)| fault.starts_with(begin)), "{faults:?}");
        config.places.file = "etc/holdpoint.toml".into();
        assert!(config.faults(&policy)[0].starts_with("etc/holdpoint.toml:3:14: connection a"));
        config.connections[0].name = "b".parse().unwrap();
        assert!(config.faults(&policy)[0].starts_with("connection b, health_url: "), "from the environment");
    }

    #[test]
    fn where_a_report_can_approve_something_it_is_said_whose() {
        let policy = Policy::default();
        let faults = |kind: &str, more: &str| {
            let system = "base_url = \"https://tickets.example.com\"\ntoken = \"env:T\"";
            let text = format!("[[tickets]]\nname = \"a\"\nkind = \"{kind}\"\n{system}\n{more}");
            Config::parse(&text).unwrap().faults(&policy)
        };
        let person = "people = [\"0192f0c4-0000-7000-8000-000000000000\"]\n";
        let both = format!("{person}launches = [\"LCH-1\"]");
        for good in [person, "launches = [\"LCH-1\"]", "anybody = true", both.as_str()] {
            assert_eq!(faults("github", good), Vec::<String>::new(), "{good}");
        }
        for open in ["", "people = []\nlaunches = []", "anybody = false"] {
            let (count, fault) = (faults("github", open).len(), faults("github", open).concat());
            assert!(count == 1 && fault.starts_with("3:8: ticket system a, kind: a report can approve a deployment there"), "{fault}");
            for remedy in ["people = [\"ACCOUNT-ID\"]", "holdpoint person list", "launches = [\"LCH-1\"]", "anybody = true"] {
                assert!(fault.contains(remedy), "{remedy}: {fault}");
            }
        }
        for kind in ["gitlab", "jira", "servicenow"] {
            assert_eq!(faults(kind, ""), Vec::<String>::new(), "a report there is to be read");
        }
        let torn = faults("jira", &format!("{person}anybody = true")).concat();
        assert!(torn.starts_with("7:11: ticket system a, anybody: "), "{torn}");
    }
}
