//! The rules: what becomes of a command. Reads, never writes.

use super::command::{Command, NewEvidence, NewLaunch};
use super::members::needed_to_revoke;
use super::refusal::{Refusal, rule};
use super::rules::{self, ARTIFACTS, PER_ITEM};
use super::*;
use crate::template::Role;

impl Launch {
    /// The first events of a new launch; its maker becomes the release manager.
    ///
    /// * Errors: a name or ticket that is empty or too long.
    pub fn create(wish: &NewLaunch, template: (Arc<Template>, TemplateRef), context: &Context) -> Result<Vec<Event>, Refusal> {
        let name = rules::line("name", &wish.name)?;
        let ticket = wish.ticket.as_deref().filter(|ticket| !ticket.trim().is_empty());
        let ticket = ticket.map(|ticket| rules::line("ticket", ticket)).transpose()?;
        let (template, template_ref) = template;
        let mut events = vec![
            Event::Created { name, template: template.clone(), template_ref, sample: wish.sample },
            Event::MemberJoined {
                member: context.actor,
                name: context.actor_name.clone(),
                role: Role::ReleaseManager,
                sections: vec![],
                group: None,
            },
        ];
        if wish.sample {
            events.extend(Self::sample_events(&template, context));
        }
        events.extend(wish.target.map(|date| Event::TargetSet { target: Some(date) }));
        events.extend(ticket.map(|ticket| Event::TicketSet { ticket: Some(ticket) }));
        events.extend(wish.connection.clone().map(|name| Event::ConnectionSet { connection: Some(name) }));
        Ok(events)
    }

    /// What a command would make happen; an empty list when it is so already.
    ///
    /// * Errors: the rule that stands against it. Nothing happens then.
    pub fn decide(&self, command: &Command, context: &Context) -> Result<Vec<Event>, Refusal> {
        self.may(command, context)?;
        match command {
            Command::SetName { name } => self.decide_name(name, context),
            Command::SetTarget { target } => self.decide_target(*target, context),
            Command::SetWindow { window } => self.decide_window(*window, context),
            Command::SetTicket { ticket } => self.decide_ticket(ticket.as_deref(), context),
            Command::SetArtifacts { artifacts } => self.decide_artifacts(artifacts, context),
            Command::SetConnection { connection } => self.decide_connection(connection.clone(), context),
            Command::SetRole { member, name, role, sections } => self.decide_role((*member, name), (*role, sections), context),
            Command::RemoveMember { member } => self.decide_removal(*member),
            Command::SetPolicy { policy } => self.decide_policy(policy.as_ref(), context),
            Command::SetStatus { item, status, justification } => self.decide_status(item, (*status, justification.as_deref()), context),
            Command::SetOwner { item, owner } => self.decide_owner(item, *owner, context),
            Command::SetDue { item, due } => {
                let state = self.item(item)?;
                self.unchanged(context, ("due", &state.due), due, |due| due.map_or("no date".into(), |due| due.to_string()))?;
                Ok(if state.due.value == *due { vec![] } else { vec![Event::DueSet { item: item.clone(), due: *due }] })
            }
            Command::AddEvidence { item, evidence } => {
                // Whether the server has other bytes, no command can know.
                if evidence.kind.kept().is_some_and(|(file, bytes)| self.files.get(&file) != Some(&bytes)) {
                    return Err(Refusal::Bad { field: "evidence/kind/media", rule: rule::media_of_file() });
                }
                self.decide_evidence(item, evidence, context)
            }
            Command::RemoveEvidence { item, evidence } => {
                let known = self.item(item)?.evidence.iter().any(|known| known.id == *evidence);
                // Somebody was faster: nothing is left to happen.
                Ok(if known { vec![Event::EvidenceRemoved { item: item.clone(), evidence: *evidence }] } else { vec![] })
            }
            Command::Comment { item, comment, text, mentions } => self.decide_comment((item, *comment), text, mentions),
            Command::RequestWaiver { item, waiver, reason, mitigation, expires_at } => {
                self.decide_request((item, *waiver), (reason, mitigation.as_deref()), *expires_at, context)
            }
            Command::ApproveWaiver { item, waiver } => self.decide_waiver((item, *waiver), true, context),
            Command::RefuseWaiver { item, waiver } => self.decide_waiver((item, *waiver), false, context),
            Command::StartRun { run, runbook, rehearsal } => self.decide_start(*run, runbook, *rehearsal),
            Command::StartStep { run, step } => self.decide_step(*run, step),
            Command::FinishStep { run, step, outcome, note } => self.decide_finish((*run, step), (*outcome, note.as_deref()), context),
            Command::AbandonRun { run, note } => self.decide_abandonment(*run, note),
            Command::SetWatching { connection } => self.decide_watching(connection.as_ref(), context),
            Command::Discard => self.decide_discard(),
            Command::RetryDelivery { delivery } => self.decide_retry(*delivery),
            Command::StopDelivery { delivery } => self.decide_stop(*delivery),
            Command::RevokeApproval { approval, reason } => self.decide_revocation(*approval, reason, context),
        }
    }

    pub(super) fn item(&self, item: &ItemId) -> Result<&ItemState, Refusal> {
        self.items.get(item).map(Arc::as_ref).ok_or_else(|| Refusal::NoSuchItem(item.clone()))
    }

    fn decide_name(&self, name: &str, context: &Context) -> Result<Vec<Event>, Refusal> {
        let name = rules::line("name", name)?;
        self.unchanged(context, ("name", &self.details.name), &name, String::clone)?;
        Ok(if self.details.name.value == name { vec![] } else { vec![Event::NameSet { name }] })
    }

    fn decide_target(&self, target: Option<Date>, context: &Context) -> Result<Vec<Event>, Refusal> {
        let words = |target: &Option<Date>| target.map_or_else(nothing, |date| date.to_string());
        self.unchanged(context, ("target", &self.details.target), &target, words)?;
        Ok(if self.details.target.value == target { vec![] } else { vec![Event::TargetSet { target }] })
    }

    fn decide_window(&self, window: Option<Window>, context: &Context) -> Result<Vec<Event>, Refusal> {
        if window.is_some_and(|window| window.to <= window.from) {
            return Err(Refusal::Bad { field: "window", rule: rule::window() });
        }
        let words = |window: &Option<Window>| window.map_or_else(nothing, |window| format!("{} to {}", window.from, window.to));
        self.unchanged(context, ("window", &self.details.window), &window, words)?;
        Ok(if self.details.window.value == window { vec![] } else { vec![Event::WindowSet { window }] })
    }

    fn decide_ticket(&self, ticket: Option<&str>, context: &Context) -> Result<Vec<Event>, Refusal> {
        let ticket = ticket.map(|ticket| rules::line("ticket", ticket)).transpose()?;
        let words = |ticket: &Option<String>| ticket.clone().unwrap_or_else(nothing);
        self.unchanged(context, ("ticket", &self.details.ticket), &ticket, words)?;
        Ok(if self.details.ticket.value == ticket { vec![] } else { vec![Event::TicketSet { ticket }] })
    }

    fn decide_artifacts(&self, artifacts: &[Artifact], context: &Context) -> Result<Vec<Event>, Refusal> {
        let artifacts = checked_artifacts(artifacts)?;
        let words = |artifacts: &Vec<Artifact>| format!("{} artifacts", artifacts.len());
        self.unchanged(context, ("artifacts", &self.details.artifacts), &artifacts, words)?;
        Ok(if self.details.artifacts.value == artifacts { vec![] } else { vec![Event::ArtifactsSet { artifacts }] })
    }

    fn decide_connection(&self, connection: Option<ConnectionName>, context: &Context) -> Result<Vec<Event>, Refusal> {
        let words = |name: &Option<ConnectionName>| name.as_ref().map_or_else(nothing, ConnectionName::to_string);
        self.unchanged(context, ("connection", &self.details.connection), &connection, words)?;
        if self.details.connection.value == connection {
            return Ok(vec![]);
        }
        // Where it names none, those of several environments would count side by side.
        if connection.is_none() && self.receipts.values().any(|receipt| receipt.connection.is_some()) {
            return Err(Refusal::Bad { field: "connection", rule: rule::connection_kept() });
        }
        Ok(vec![Event::ConnectionSet { connection }])
    }

    fn decide_status(
        &self,
        item: &ItemId,
        (status, justification): (Status, Option<&str>),
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let state = self.item(item)?;
        let justification = justification.filter(|words| !words.trim().is_empty());
        let justification = justification.map(|words| rules::text("justification", words)).transpose()?;
        match status {
            Status::NotApplicable if justification.is_none() => {
                return Err(Refusal::Bad { field: "justification", rule: rule::justification() });
            }
            Status::Waived => {
                return Err(Refusal::Bad { field: "status", rule: rule::waived() });
            }
            Status::Open | Status::InProgress | Status::Blocked | Status::Done | Status::NotApplicable => {}
        }
        self.unchanged(context, ("status", &state.status), &status, |status| status.words().into())?;
        if state.status.value == status && state.justification == justification {
            return Ok(vec![]);
        }
        // The same status for another reason: theirs, if they gave one, is not written over unseen.
        if state.status.value == status && state.justification.is_some() {
            let Field { seq, by, at, .. } = state.status;
            let theirs = Field { value: state.justification.clone(), seq, by, at };
            self.unchanged(context, ("justification", &theirs), &justification, |why| why.clone().unwrap_or_else(nothing))?;
        }
        Ok(vec![Event::StatusSet { item: item.clone(), status, justification }])
    }

    fn decide_owner(&self, item: &ItemId, owner: Option<MemberId>, context: &Context) -> Result<Vec<Event>, Refusal> {
        let state = self.item(item)?;
        if let Some(owner) = owner
            && !self.members.contains_key(&owner)
        {
            return Err(Refusal::Bad { field: "owner", rule: rule::no_member() });
        }
        let words = |owner: &Option<MemberId>| owner.map_or("nobody", |owner| self.name_of(owner)).to_owned();
        self.unchanged(context, ("owner", &state.owner), &owner, words)?;
        Ok(if state.owner.value == owner { vec![] } else { vec![Event::OwnerSet { item: item.clone(), owner }] })
    }

    pub(super) fn decide_evidence(&self, item: &ItemId, new: &NewEvidence, context: &Context) -> Result<Vec<Event>, Refusal> {
        let state = self.item(item)?;
        if state.evidence.iter().any(|known| known.id == new.id) {
            return Err(Refusal::Exists { what: "evidence" });
        }
        if PER_ITEM <= state.evidence.len() {
            return Err(Refusal::Full { what: "pieces of evidence on one item", limit: PER_ITEM });
        }
        let kind = match &new.kind {
            EvidenceKind::Link { url, title } => {
                let url = rules::link("evidence/kind/url", url)?;
                let title = if title.trim().is_empty() { url.chars().take(rules::NAME_CHARS).collect() } else { title.clone() };
                EvidenceKind::Link { title: rules::line("evidence/kind/title", &title)?, url }
            }
            EvidenceKind::Note { text } => EvidenceKind::Note { text: rules::text("evidence/kind/text", text)? },
            EvidenceKind::Receipt { check, receipt } => {
                let Some(known) = self.receipts.get(check).filter(|known| known.id == *receipt) else {
                    return Err(Refusal::NoSuch { what: "receipt", id: receipt.to_string() });
                };
                // Evidence holds the id alone: later nobody could tell that this one proved nothing.
                if !known.judgement.verdict.proves() {
                    return Err(Refusal::Bad { field: "evidence/kind/receipt", rule: rule::receipt() });
                }
                new.kind.clone()
            }
            EvidenceKind::File { name, digest, bytes, title, url, media } => {
                let title = title.as_deref().filter(|title| !title.trim().is_empty());
                let named = if media.is_some() { rules::file_name } else { rules::line };
                EvidenceKind::File {
                    name: named("evidence/kind/name", name)?,
                    digest: *digest,
                    bytes: *bytes,
                    title: title.map(|title| rules::line("evidence/kind/title", title)).transpose()?,
                    url: url.as_deref().map(|url| rules::link("evidence/kind/url", url)).transpose()?,
                    media: media.as_deref().map(|media| rules::media("evidence/kind/media", media)).transpose()?,
                }
            }
        };
        let mut expires_at = new.expires_at;
        let mut observed_at = new.observed_at;
        if let EvidenceKind::Receipt { check, .. } = &kind
            && let Some(receipt) = self.receipts.get(check)
        {
            expires_at = Some(receipt.expires_at);
            observed_at = receipt.observation.started_at;
        }
        rules::times((observed_at, expires_at), context.now, ["evidence/observedAt", "evidence/expiresAt"])?;
        let evidence = Evidence { id: new.id, kind, observed_at, recorded_at: context.now, by: context.actor, expires_at };
        Ok(vec![Event::EvidenceAdded { item: item.clone(), evidence }])
    }

    fn decide_comment(&self, (item, comment): (&ItemId, CommentId), text: &str, mentions: &[MemberId]) -> Result<Vec<Event>, Refusal> {
        let state = self.item(item)?;
        if state.comments.iter().any(|known| known.id == comment) {
            return Err(Refusal::Exists { what: "comment" });
        }
        if PER_ITEM <= state.comments.len() {
            return Err(Refusal::Full { what: "comments on one item", limit: PER_ITEM });
        }
        let (text, mentions) = (rules::text("text", text)?, self.checked_mentions(mentions)?);
        Ok(vec![Event::Commented { item: item.clone(), comment, text, mentions }])
    }

    fn decide_revocation(&self, id: ApprovalId, reason: &str, context: &Context) -> Result<Vec<Event>, Refusal> {
        let approval = self.approvals.iter().find(|approval| approval.id == id);
        let approval = approval.ok_or_else(|| Refusal::NoSuch { what: "approval", id: id.to_string() })?;
        self.need(context, needed_to_revoke(approval, context.actor))?;
        let reason = rules::text("reason", reason)?;
        Ok(if approval.revoked.is_some() { vec![] } else { vec![Event::ApprovalRevoked { approval: id, reason }] })
    }
}

/// What an unset detail is, in words.
fn nothing() -> String {
    "nothing".to_owned()
}

fn checked_artifacts(artifacts: &[Artifact]) -> Result<Vec<Artifact>, Refusal> {
    if ARTIFACTS < artifacts.len() {
        return Err(Refusal::Full { what: "artifacts", limit: ARTIFACTS });
    }
    let mut checked: Vec<Artifact> = Vec::with_capacity(artifacts.len());
    for artifact in artifacts {
        let name = rules::line("artifacts", &artifact.name)?;
        if checked.iter().any(|known| known.name == name) {
            return Err(Refusal::Bad { field: "artifacts", rule: rule::artifact_twice(name) });
        }
        checked.push(Artifact { name, digest: artifact.digest });
    }
    Ok(checked)
}

impl Status {
    /// The status as people say it.
    pub fn words(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::InProgress => "in progress",
            Status::Blocked => "blocked",
            Status::Done => "done",
            Status::NotApplicable => "not applicable",
            Status::Waived => "waived",
        }
    }
}
