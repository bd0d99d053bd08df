//! Taking one's own last change back: a change like any other, judged and recorded.

use holdpoint_domain::id::{CommandId, EvidenceId, MemberId};
use holdpoint_domain::launch::{Command, Event, EvidenceKind, Field, Launch, NewEvidence, Status};

#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    /// What happened.
    pub event: Event,
    /// The wish that takes it back.
    pub back: Command,
}

impl Undo {
    /// * `before`: the launch as it was shown when the wish was asked; `id`: of that wish.
    /// * `None`: nothing takes it back, such as a comment.
    pub fn of(before: &Launch, event: Event, id: CommandId) -> Option<Self> {
        let details = &before.details;
        let state = event.item().and_then(|item| before.items.get(item));
        let back = match &event {
            Event::NameSet { .. } => Command::SetName { name: details.name.value.clone() },
            Event::TargetSet { .. } => Command::SetTarget { target: details.target.value },
            Event::WindowSet { .. } => Command::SetWindow { window: details.window.value },
            Event::TicketSet { .. } => Command::SetTicket { ticket: details.ticket.value.clone() },
            Event::ArtifactsSet { .. } => Command::SetArtifacts { artifacts: details.artifacts.value.clone() },
            Event::ConnectionSet { .. } => Command::SetConnection { connection: details.connection.value.clone() },
            // A waiver is given by an approver, and by nobody's undoing.
            Event::StatusSet { .. } if state?.status.value == Status::Waived => return None,
            Event::StatusSet { item, .. } => {
                Command::SetStatus { item: item.clone(), status: state?.status.value, justification: state?.justification.clone() }
            }
            Event::OwnerSet { item, .. } => Command::SetOwner { item: item.clone(), owner: state?.owner.value },
            Event::DueSet { item, .. } => Command::SetDue { item: item.clone(), due: state?.due.value },
            Event::EvidenceAdded { item, evidence } => Command::RemoveEvidence { item: item.clone(), evidence: evidence.id },
            Event::EvidenceRemoved { item, evidence } => {
                let gone = state?.evidence.iter().find(|known| known.id == *evidence)?;
                if matches!(gone.kind, EvidenceKind::Receipt { .. }) {
                    return None;
                }
                // An id is used once; that of the wish is as new as any.
                let (id, kind) = (EvidenceId(id.0), gone.kind.clone());
                let evidence = NewEvidence { id, kind, observed_at: gone.observed_at, expires_at: gone.expires_at };
                Command::AddEvidence { item: item.clone(), evidence }
            }
            _ => return None,
        };
        Some(Self { event, back })
    }

    /// Whether the launch is still as the change left it: what somebody changed since is theirs.
    pub fn holds(&self, launch: &Launch, me: MemberId) -> bool {
        let details = &launch.details;
        let state = self.event.item().and_then(|item| launch.items.get(item));
        match &self.event {
            Event::NameSet { name } => ours(&details.name, name, me),
            Event::TargetSet { target } => ours(&details.target, target, me),
            Event::WindowSet { window } => ours(&details.window, window, me),
            Event::TicketSet { ticket } => ours(&details.ticket, ticket, me),
            Event::ArtifactsSet { artifacts } => ours(&details.artifacts, artifacts, me),
            Event::ConnectionSet { connection } => ours(&details.connection, connection, me),
            Event::StatusSet { status, .. } => state.is_some_and(|state| ours(&state.status, status, me)),
            Event::OwnerSet { owner, .. } => state.is_some_and(|state| ours(&state.owner, owner, me)),
            Event::DueSet { due, .. } => state.is_some_and(|state| ours(&state.due, due, me)),
            Event::EvidenceAdded { evidence, .. } => state.is_some_and(|state| state.evidence.iter().any(|known| known.id == evidence.id)),
            // Where the removal was refused it is there, and would be there twice.
            Event::EvidenceRemoved { evidence, .. } => state.is_some_and(|state| state.evidence.iter().all(|known| known.id != *evidence)),
            _ => true,
        }
    }
}

fn ours<T: PartialEq>(field: &Field<T>, value: &T, me: MemberId) -> bool {
    field.by == Some(me) && field.value == *value
}
