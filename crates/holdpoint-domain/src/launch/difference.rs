//! What differs between a snapshot that somebody signed and the launch as it is now: then and now, side by side.

use super::*;

/// One thing that differs; an empty text: there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub what: Compared,
    pub then: String,
    pub now: String,
}

/// What is compared: of an item the first six, of the launch the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    Status,
    Why,
    SetBy,
    Owner,
    Evidence,
    Waiver,
    Name,
    TargetDate,
    ChangeWindow,
    ChangeTicket,
    Artifacts,
    Connection,
    Checklist,
    SignaturesNeeded,
    Checks,
}

const OF_ITEMS: [Compared; 6] = [Compared::Status, Compared::Why, Compared::SetBy, Compared::Owner, Compared::Evidence, Compared::Waiver];

impl Compared {
    /// As people call it.
    pub fn words(self) -> &'static str {
        match self {
            Compared::Status => "Status",
            Compared::Why => "Why",
            Compared::SetBy => "Set by",
            Compared::Owner => "Owner",
            Compared::Evidence => "Evidence",
            Compared::Waiver => "Waiver",
            Compared::Name => "Name",
            Compared::TargetDate => "Target date",
            Compared::ChangeWindow => "Change window",
            Compared::ChangeTicket => "Change ticket",
            Compared::Artifacts => "Artifacts",
            Compared::Connection => "Connection",
            Compared::Checklist => "Checklist",
            Compared::SignaturesNeeded => "Signatures needed",
            Compared::Checks => "Checks",
        }
    }
}

fn differing<const N: usize>(then: [(Compared, String); N], now: [(Compared, String); N]) -> Vec<Difference> {
    let pairs = then.into_iter().zip(now).filter(|(then, now)| then.1 != now.1);
    pairs.map(|((what, then), (_, now))| Difference { what, then, now }).collect()
}

/// A time as people compare it: without fractions of a second.
fn second(at: Timestamp) -> String {
    let text = at.to_string();
    match text.split_once('.') {
        Some((whole, _)) => format!("{whole}Z"),
        None => text,
    }
}

impl Snapshot {
    /// What differs of an item; empty: nothing that a signature covers.
    pub fn item_differences(&self, now: &Snapshot, item: &ItemId) -> Vec<Difference> {
        let of = |snapshot: &Snapshot| {
            let known = snapshot.items.iter().find(|known| known.id == *item);
            known.map_or_else(|| OF_ITEMS.map(|what| (what, String::new())), |known| snapshot.item_words(known))
        };
        differing(of(self), of(now))
    }

    /// What differs of the launch itself: its details, its checklist and its policy.
    pub fn launch_differences(&self, now: &Snapshot) -> Vec<Difference> {
        differing(self.launch_words(), now.launch_words())
    }

    /// The name of a member, or of somebody who was one.
    pub fn name_of(&self, member: MemberId) -> &str {
        let present = self.launch.members.iter().map(|known| (known.id, &known.name));
        let mut people = present.chain(self.launch.former.iter().map(|known| (known.id, &known.name)));
        people.find(|(id, _)| *id == member).map_or("somebody", |(_, name)| name.as_str())
    }

    /// What people compare of an item, in words; empty: there is nothing.
    pub(crate) fn item_words(&self, item: &SnapshotItem) -> [(Compared, String); 6] {
        let set = item.by.zip(item.at).map(|(by, at)| format!("{}, {}", self.name_of(by), second(at)));
        let evidence: Vec<String> = item.evidence.iter().map(|evidence| self.evidence_words(evidence)).collect();
        let waiver = item.waiver.as_ref().map(|waiver| {
            let mitigation = waiver.mitigation.as_ref().map(|words| format!("; mitigation: {words}")).unwrap_or_default();
            format!("{}{mitigation}; until {}", waiver.reason, second(waiver.expires_at))
        });
        [
            (Compared::Status, item.status.words().to_owned()),
            (Compared::Why, item.justification.clone().unwrap_or_default()),
            (Compared::SetBy, set.unwrap_or_default()),
            (Compared::Owner, item.owner.map(|owner| self.name_of(owner).to_owned()).unwrap_or_default()),
            (Compared::Evidence, evidence.join("\n")),
            (Compared::Waiver, waiver.unwrap_or_default()),
        ]
    }

    /// A piece of evidence in a line.
    pub(crate) fn evidence_words(&self, evidence: &SnapshotEvidence) -> String {
        let Resource { name, uri, text, receipt, digest } = &evidence.resource;
        let what = match (text, uri, receipt) {
            (Some(text), ..) => text.clone(),
            (None, Some(uri), _) => format!("{name} ({uri}){}", digest_words(digest)),
            (None, None, Some(receipt)) => format!("receipt {receipt} of {name}"),
            (None, None, None) => format!("{name}{}", digest_words(digest)),
        };
        let end = evidence.expires_at.map(|end| format!(", until {}", second(end))).unwrap_or_default();
        format!("{what}, seen {} by {}{end}", second(evidence.observed_at), self.name_of(evidence.by))
    }

    fn launch_words(&self) -> [(Compared, String); 9] {
        let (launch, template) = (&self.launch, &self.template);
        let artifacts: Vec<String> = launch.artifacts.iter().map(|artifact| format!("{} {}", artifact.name, artifact.digest)).collect();
        let required = self.policy.required_roles.iter();
        let policy = Policy {
            required: required.map(|required| crate::template::RequiredRole { role: required.role, count: required.count }).collect(),
            distinct_approvers: self.policy.distinct_approvers,
            segregation_of_duties: self.policy.segregation_of_duties,
        };
        let checks: Vec<String> = self.checks.iter().map(|check| format!("{} {}", check.id, check.configuration.short())).collect();
        [
            (Compared::Name, launch.name.clone()),
            (Compared::TargetDate, launch.target.map(|date| date.to_string()).unwrap_or_default()),
            (
                Compared::ChangeWindow,
                launch.window.map(|window| format!("{} to {}", second(window.from), second(window.to))).unwrap_or_default(),
            ),
            (Compared::ChangeTicket, launch.change_ticket.clone().unwrap_or_default()),
            (Compared::Artifacts, artifacts.join("\n")),
            (Compared::Connection, launch.connection.as_ref().map(ConnectionName::to_string).unwrap_or_default()),
            (Compared::Checklist, format!("{} {} {}", template.name, template.version, template.digest.short())),
            (Compared::SignaturesNeeded, policy.words()),
            (Compared::Checks, checks.join("\n")),
        ]
    }
}

/// Of a file: another one under the same name is a difference.
fn digest_words(digest: &BTreeMap<String, String>) -> String {
    digest.iter().map(|(kind, value)| format!(" {kind}:{value}")).collect()
}
