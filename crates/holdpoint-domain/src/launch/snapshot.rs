//! The snapshot: what approvers see and sign, and what a report tells. Written once; its bytes are hashed, never rewritten.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::*;
use crate::check::{Facts, SentRequest, Verdict};
use crate::order;
use crate::template::{Item, Level, RequiredRole};

/// A launch at one place of its log. Serialised by [`Launch::snapshot_bytes`] only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Snapshot {
    /// 1.
    pub v: u32,
    pub launch: SnapshotLaunch,
    pub template: SnapshotTemplate,
    pub items: Vec<SnapshotItem>,
    pub checks: Vec<SnapshotCheck>,
    pub policy: SnapshotPolicy,
    /// Executions of runbooks, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<SnapshotRun>,
    /// The place of the launch's log that it tells of.
    pub revision: Seq,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotLaunch {
    pub id: LaunchId,
    pub name: String,
    pub target: Option<Date>,
    pub window: Option<Window>,
    pub change_ticket: Option<String>,
    pub artifacts: Vec<Artifact>,
    pub connection: Option<ConnectionName>,
    pub members: Vec<SnapshotMember>,
    /// People who had a role once, and whom the items may name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<SnapshotFormer>,
}

/// Somebody without a role, for their name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnapshotFormer {
    pub id: MemberId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotMember {
    pub id: MemberId,
    pub name: String,
    pub role: Role,
    /// The sections that an approver answers for; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotTemplate {
    pub name: TemplateName,
    pub version: String,
    pub digest: Digest,
    pub title: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotItem {
    pub id: ItemId,
    pub section: SectionId,
    pub section_title: String,
    pub title: String,
    pub level: Level,
    pub needs: crate::template::EvidenceNeed,
    pub status: Status,
    /// Who set the status; absent: nobody touched the item.
    pub by: Option<MemberId>,
    pub at: Option<Timestamp>,
    pub justification: Option<String>,
    pub owner: Option<MemberId>,
    pub evidence: Vec<SnapshotEvidence>,
    pub waiver: Option<SnapshotWaiver>,
}

/// One piece of evidence, with its resource descriptor as in-toto names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotEvidence {
    pub id: EvidenceId,
    pub resource: Resource,
    pub observed_at: Timestamp,
    pub recorded_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub by: MemberId,
}

/// An in-toto resource descriptor (in-toto attestation framework, `resource_descriptor.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resource {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// `sha256` and its hex digits; of a note's text, UTF-8.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub digest: BTreeMap<String, String>,
    /// A note's text itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A receipt's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReceiptId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotWaiver {
    pub id: WaiverId,
    pub reason: String,
    pub mitigation: Option<String>,
    pub requested_by: MemberId,
    pub approved_by: Option<MemberId>,
    pub expires_at: Timestamp,
}

/// A check of the template with its latest receipt, if it ran.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotCheck {
    pub id: CheckId,
    pub title: String,
    pub proves: Vec<ItemId>,
    /// Of the check's definition.
    pub configuration: Digest,
    pub result: Option<Verdict>,
    pub receipt: Option<ReceiptId>,
    pub why: Option<String>,
    pub ran_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    /// The environment that was asked; absent with a receipt: the result was pushed, or a drill was watched.
    pub source: Option<ConnectionName>,
    pub latency_ms: Option<u64>,
    pub facts: Facts,
    pub requests: Vec<SentRequest>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotPolicy {
    pub required_roles: Vec<SnapshotRequired>,
    pub distinct_approvers: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub segregation_of_duties: bool,
    /// What an approver has to give: `own_key_or_password`, a signature of their own, or their password where they have no key.
    pub user_verification: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotRequired {
    pub role: Role,
    pub count: u32,
}

/// One execution of a runbook, a rollback or its rehearsal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotRun {
    pub id: RunId,
    pub runbook: RunbookId,
    pub title: String,
    pub rehearsal: bool,
    pub started_by: MemberId,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// Why it was abandoned; absent when it came to its end.
    pub abandoned: Option<String>,
    pub steps: Vec<SnapshotStep>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotStep {
    pub step: StepId,
    pub title: String,
    pub state: StepState,
    pub by: Option<MemberId>,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub note: Option<String>,
    pub receipt: Option<ReceiptId>,
}

impl Launch {
    /// The snapshot's bytes: JSON in one line. What is hashed, shown and signed.
    ///
    /// `holdpoint verify --history` writes those of earlier places again and compares them with what was signed then: a new field is left out
    /// where it is empty.
    pub fn snapshot_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.snapshot()).unwrap_or_default()
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            v: 1,
            launch: self.snapshot_launch(),
            template: self.snapshot_template(),
            items: self.snapshot_items().collect(),
            checks: self.template.checks.iter().map(|check| self.snapshot_check(check)).collect(),
            policy: self.snapshot_policy(),
            runs: self.runs.iter().map(|run| self.snapshot_run(run)).collect(),
            revision: self.seq,
        }
    }

    /// What an approver sees of each item, digested. A comment or an owner's due date changes nothing here.
    pub fn item_digests(&self) -> BTreeMap<ItemId, Digest> {
        order::map(self.snapshot_items().map(|item| (item.id.clone(), digest_of(&item))))
    }

    /// What an approver sees of the launch itself, digested: its details without its members, who come and go; its template and
    /// policy; which checks prove what, by which rules.
    pub fn launch_digest(&self) -> Digest {
        let checks: Vec<_> = self.template.checks.iter().map(|check| (&check.id, &check.proves, check.digest())).collect();
        launch_digest((self.snapshot_launch(), &self.snapshot_template(), &self.snapshot_policy()), &checks)
    }

    fn snapshot_launch(&self) -> SnapshotLaunch {
        let details = &self.details;
        let member = |(id, member): (&MemberId, &Member)| SnapshotMember {
            id: *id,
            name: member.name.clone(),
            role: member.role,
            sections: member.sections.clone(),
        };
        let former = |(id, name): (&MemberId, &String)| SnapshotFormer { id: *id, name: name.clone() };
        SnapshotLaunch {
            id: self.id,
            name: details.name.value.clone(),
            target: details.target.value,
            window: details.window.value,
            change_ticket: details.ticket.value.clone(),
            artifacts: details.artifacts.value.clone(),
            connection: details.connection.value.clone(),
            members: self.members.iter().map(member).collect(),
            former: self.former.iter().map(former).collect(),
        }
    }

    fn snapshot_template(&self) -> SnapshotTemplate {
        SnapshotTemplate {
            name: self.template_ref.name.clone(),
            version: self.template_ref.version.clone(),
            digest: self.template_ref.digest,
            title: self.template.title.clone(),
        }
    }

    fn snapshot_policy(&self) -> SnapshotPolicy {
        let policy = self.policy();
        let required = policy.required();
        SnapshotPolicy {
            required_roles: required.iter().map(|RequiredRole { role, count }| SnapshotRequired { role: *role, count: *count }).collect(),
            distinct_approvers: policy.distinct_approvers,
            segregation_of_duties: policy.segregation_of_duties,
            user_verification: "own_key_or_password".into(),
        }
    }

    fn snapshot_run(&self, run: &Run) -> SnapshotRun {
        let runbook = self.template.runbook(&run.runbook);
        let title_of = |step: &StepId| {
            let definition = runbook.and_then(|runbook| runbook.steps.iter().find(|known| known.id == *step));
            definition.map(|step| step.title.clone()).unwrap_or_else(|| step.to_string())
        };
        let step = |step: &StepRun| SnapshotStep {
            step: step.step.clone(),
            title: title_of(&step.step),
            state: step.state,
            by: step.by,
            started_at: step.started_at,
            ended_at: step.ended_at,
            note: step.note.clone(),
            receipt: step.receipt,
        };
        SnapshotRun {
            id: run.id,
            runbook: run.runbook.clone(),
            title: runbook.map(|runbook| runbook.title.clone()).unwrap_or_else(|| run.runbook.to_string()),
            rehearsal: run.rehearsal,
            started_by: run.started_by,
            started_at: run.started_at,
            ended_at: run.ended_at,
            abandoned: run.abandoned.clone(),
            steps: run.steps.iter().map(step).collect(),
        }
    }

    fn snapshot_items(&self) -> impl Iterator<Item = SnapshotItem> {
        self.template.items().filter_map(|(section, item)| Some(snapshot_item(section, item, self.items.get(&item.id)?)))
    }

    fn snapshot_check(&self, check: &crate::check::Check) -> SnapshotCheck {
        let receipt = self.receipts.get(&check.id);
        SnapshotCheck {
            id: check.id.clone(),
            title: check.title.clone(),
            proves: check.proves.clone(),
            configuration: check.digest(),
            result: receipt.map(|receipt| receipt.judgement.verdict),
            receipt: receipt.map(|receipt| receipt.id),
            why: receipt.map(|receipt| receipt.judgement.why.clone()),
            ran_at: receipt.map(|receipt| receipt.observation.started_at),
            expires_at: receipt.map(|receipt| receipt.expires_at),
            source: receipt.and_then(|receipt| receipt.connection.clone()),
            latency_ms: receipt.map(|receipt| receipt.observation.latency_ms),
            facts: receipt.map(|receipt| receipt.observation.facts.clone()).unwrap_or_default(),
            requests: receipt.map(|receipt| receipt.observation.requests.clone()).unwrap_or_default(),
        }
    }
}

impl Snapshot {
    /// As [`Launch::item_digests`], from what the snapshot tells.
    pub fn item_digests(&self) -> BTreeMap<ItemId, Digest> {
        order::map(self.items.iter().map(|item| (item.id.clone(), digest_of(item))))
    }

    /// As [`Launch::launch_digest`], from what the snapshot tells.
    pub fn launch_digest(&self) -> Digest {
        let checks: Vec<_> = self.checks.iter().map(|check| (&check.id, &check.proves, check.configuration)).collect();
        launch_digest((self.launch.clone(), &self.template, &self.policy), &checks)
    }
}

fn launch_digest(
    (mut launch, template, policy): (SnapshotLaunch, &SnapshotTemplate, &SnapshotPolicy),
    checks: &[(&CheckId, &Vec<ItemId>, Digest)],
) -> Digest {
    launch.members.clear();
    launch.former.clear();
    digest_of(&(launch, template, policy, checks))
}

impl SnapshotItem {
    /// The status as it counts at `at`: an item whose waiver has expired is open again.
    pub fn status_at(&self, at: Timestamp) -> Status {
        let in_force = |waiver: &SnapshotWaiver| waiver.approved_by.is_some() && at < waiver.expires_at;
        match self.status {
            Status::Waived if !self.waiver.as_ref().is_some_and(in_force) => Status::Open,
            status => status,
        }
    }
}

fn digest_of(value: &impl Serialize) -> Digest {
    Digest::of(&serde_json::to_vec(value).unwrap_or_default())
}

fn snapshot_item(section: &crate::template::Section, item: &Item, state: &ItemState) -> SnapshotItem {
    let waiver = state.waiver.as_ref().filter(|_| state.status.value == Status::Waived);
    SnapshotItem {
        id: item.id.clone(),
        section: section.id.clone(),
        section_title: section.title.clone(),
        title: item.title.clone(),
        level: item.level,
        needs: item.evidence,
        status: state.status.value,
        by: state.status.by,
        at: state.status.at,
        justification: state.justification.clone(),
        owner: state.owner.value,
        evidence: state.evidence.iter().map(snapshot_evidence).collect(),
        waiver: waiver.map(|waiver| SnapshotWaiver {
            id: waiver.id,
            reason: waiver.reason.clone(),
            mitigation: waiver.mitigation.clone(),
            requested_by: waiver.requested_by,
            approved_by: match waiver.state {
                WaiverState::Approved { by, .. } => Some(by),
                WaiverState::Requested | WaiverState::Refused { .. } => None,
            },
            expires_at: waiver.expires_at,
        }),
    }
}

fn snapshot_evidence(evidence: &Evidence) -> SnapshotEvidence {
    let sha256 = |bytes: &[u8]| order::map([("sha256".to_owned(), Digest::of(bytes).hex())]);
    let resource = match &evidence.kind {
        EvidenceKind::Link { url, title } => {
            Resource { name: title.clone(), uri: Some(url.clone()), digest: BTreeMap::new(), text: None, receipt: None }
        }
        EvidenceKind::Note { text } => {
            let digest = sha256(text.as_bytes());
            Resource { name: "note".into(), uri: None, digest, text: Some(text.clone()), receipt: None }
        }
        EvidenceKind::Receipt { check, receipt } => {
            Resource { name: check.to_string(), uri: None, digest: BTreeMap::new(), text: None, receipt: Some(*receipt) }
        }
        EvidenceKind::File { name, digest, bytes, title, url, media: _ } => {
            let title = title.as_ref().map(|title| format!("{title}: ")).unwrap_or_default();
            let name = format!("{title}{name} ({bytes} bytes)");
            Resource { name, uri: url.clone(), digest: order::map([("sha256".to_owned(), digest.hex())]), text: None, receipt: None }
        }
    };
    SnapshotEvidence {
        id: evidence.id,
        resource,
        observed_at: evidence.observed_at,
        recorded_at: evidence.recorded_at,
        expires_at: evidence.expires_at,
        by: evidence.by,
    }
}
