//! Who may do what: roles, the sections that approvers answer for, and who may give them.

use super::command::Command;
use super::refusal::{Refusal, role_words, rule};
use super::rules;
use super::*;
use crate::template::Role;

impl Command {
    /// The least role that may wish for it; further rules may ask for more.
    pub fn needs(&self) -> Role {
        match self {
            Command::SetName { .. }
            | Command::SetTarget { .. }
            | Command::SetWindow { .. }
            | Command::SetTicket { .. }
            | Command::SetArtifacts { .. }
            | Command::SetConnection { .. }
            | Command::SetRole { .. }
            | Command::SetPolicy { .. }
            | Command::RemoveMember { .. }
            | Command::Discard
            | Command::RetryDelivery { .. }
            | Command::StopDelivery { .. } => Role::ReleaseManager,
            Command::ApproveWaiver { .. } | Command::RefuseWaiver { .. } => Role::Approver,
            Command::SetStatus { .. }
            | Command::SetOwner { .. }
            | Command::SetDue { .. }
            | Command::AddEvidence { .. }
            | Command::RemoveEvidence { .. }
            | Command::Comment { .. }
            | Command::RequestWaiver { .. }
            | Command::StartRun { .. }
            | Command::StartStep { .. }
            | Command::FinishStep { .. }
            | Command::AbandonRun { .. }
            | Command::SetWatching { .. }
            | Command::RevokeApproval { .. } => Role::Contributor,
        }
    }
}

impl Launch {
    /// The role that somebody was given in this launch.
    pub fn role_of(&self, member: MemberId) -> Option<Role> {
        self.members.get(&member).map(|member| member.role)
    }

    /// As what somebody may look at this launch: their role; who owns the server and has none, as a viewer.
    ///
    /// * Errors: [`Refusal::NoSuchLaunch`] for everybody else, who is not to learn that there is one.
    pub fn seen_by(&self, member: MemberId, owner: bool) -> Result<Role, Refusal> {
        let role = self.role_of(member).or(owner.then_some(Role::Viewer)).filter(|_| !self.discarded);
        role.ok_or(Refusal::NoSuchLaunch(self.id))
    }

    /// Whether somebody may give and take roles here.
    pub fn may_set_roles(&self, member: MemberId, owner: bool) -> bool {
        !self.discarded && (owner || self.role_of(member) == Some(Role::ReleaseManager))
    }

    /// Whether somebody answers for a section with their signature: a release manager for each, an approver for theirs.
    pub fn answers_for(&self, member: MemberId, section: &SectionId) -> bool {
        self.members.get(&member).is_some_and(|member| answers_for(member.role, &member.sections, section))
    }

    /// Whether somebody has to do something about an item: it is theirs and not settled, its waiver waits for an answer that they may give, or
    /// they are [asked](Launch::asks) in a comment.
    pub fn waits_for(&self, member: MemberId, section: &SectionId, item: &ItemState, now: Timestamp) -> bool {
        let asks = |waiver: &Waiver| {
            waiver.state == WaiverState::Requested
                && waiver.requested_by != member
                && now < waiver.expires_at
                && self.answers_for(member, section)
        };
        item.is_left_to(member, now) || item.waiver.as_ref().is_some_and(asks) || self.asks(member, item).is_some()
    }

    /// On how many items somebody has to do something, as [`Launch::waits_for`] has it; who has nothing to do is not there.
    pub fn waited_for(&self, now: Timestamp) -> BTreeMap<MemberId, u32> {
        let mut waited = BTreeMap::new();
        for (section, item) in self.template.items() {
            let Some(state) = self.items.get(&item.id) else { continue };
            let owner = state.owner.value;
            // Of an item where nobody is asked for anything everybody but its owner has nothing: thousands of items are not asked for each member.
            let asked = state.waiver.as_ref().is_some_and(|waiver| waiver.state == WaiverState::Requested)
                || state.comments.iter().any(|comment| !comment.unanswered.is_empty());
            let others = self.members.keys().copied().filter(|member| asked && Some(*member) != owner);
            for member in owner.into_iter().chain(others).filter(|member| self.waits_for(*member, &section.id, state, now)) {
                *waited.entry(member).or_default() += 1;
            }
        }
        waited
    }

    /// Whether somebody may sign for a section in a role: they hold it, and answer for the section.
    pub fn may_sign_for(&self, member: MemberId, role: Role, section: &SectionId) -> bool {
        Some(role) <= self.role_of(member) && self.answers_for(member, section)
    }

    /// Whether somebody may revoke an approval: it is theirs, and they still work here, or they are a release manager.
    pub fn may_revoke(&self, member: MemberId, approval: &Approval) -> bool {
        Some(needed_to_revoke(approval, member)) <= self.role_of(member)
    }

    pub(super) fn need(&self, context: &Context, needs: Role) -> Result<(), Refusal> {
        let has = self.seen_by(context.actor, context.owner)?;
        if has < needs { Err(Refusal::NotAllowed { needs, has }) } else { Ok(()) }
    }

    /// Whether the actor's role is enough for a command. A server's owner sets roles without one, so that a launch
    /// whose release managers are gone can be rescued.
    pub(super) fn may(&self, command: &Command, context: &Context) -> Result<(), Refusal> {
        let about_roles = matches!(command, Command::SetRole { .. } | Command::RemoveMember { .. });
        if about_roles && self.may_set_roles(context.actor, context.owner) {
            return Ok(());
        }
        self.need(context, command.needs())
    }

    pub(super) fn decide_role(
        &self,
        (member, name): (MemberId, &str),
        (role, sections): (Role, &[SectionId]),
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let known = self.members.get(&member);
        let before = known.map(|known| known.sections.as_slice()).unwrap_or_default();
        let sections = self.checked_sections(role, (sections, before))?;
        if let Some(&Field { seq, by, at, .. }) = self.given.get(&member) {
            let theirs = Field { value: known.map(|known| (known.role, known.sections.as_slice())), seq, by, at };
            self.unchanged(context, ("role", &theirs), &Some((role, sections.as_slice())), |given| self.words_of_role(*given))?;
        }
        let Some(known) = known else {
            return Ok(vec![Event::MemberJoined { member, name: rules::line("name", name)?, role, sections, group: None }]);
        };
        // The same role given by a person's hand is another thing than by a group: groups no longer change it.
        if known.role == role && known.sections == sections && known.group.is_none() {
            return Ok(vec![]);
        }
        if role != Role::ReleaseManager {
            self.keep_a_manager(member)?;
        }
        Ok(vec![Event::RoleSet { member, role, sections, group: None }])
    }

    /// What a group of the organisation's sign-in gives to a member of it. It adds and raises only, and never what a person
    /// decided: a role that was given by hand stays as it is, and who was taken out comes back by hand. To a launch that was discarded nobody comes.
    pub(super) fn decide_group_role(&self, new: &GroupRole, context: &Context) -> Result<Vec<Event>, Refusal> {
        if self.discarded {
            return Ok(vec![]);
        }
        let (member, role, sections) = (context.actor, new.role, vec![]);
        let group = Some(rules::line("group", &new.group)?);
        match self.members.get(&member) {
            None if self.former.contains_key(&member) => Ok(vec![]),
            None => {
                let name = rules::line("name", &context.actor_name)?;
                Ok(vec![Event::MemberJoined { member, name, role, sections, group }])
            }
            Some(known) if known.group.is_none() || role <= known.role => Ok(vec![]),
            Some(_) => Ok(vec![Event::RoleSet { member, role, sections, group }]),
        }
    }

    pub(super) fn decide_removal(&self, member: MemberId) -> Result<Vec<Event>, Refusal> {
        if !self.members.contains_key(&member) {
            // Somebody was faster: nothing is left to happen.
            return Ok(vec![]);
        }
        self.keep_a_manager(member)?;
        Ok(vec![Event::MemberLeft { member }])
    }

    fn words_of_role(&self, given: Option<(Role, &[SectionId])>) -> String {
        let Some((role, sections)) = given else { return "no role".into() };
        let named = self.template.sections.iter().filter(|section| sections.contains(&section.id));
        let titles: Vec<&str> = named.map(|section| section.title.as_str()).collect();
        if titles.is_empty() { role_words(role).into() } else { format!("{} ({})", role_words(role), titles.join(", ")) }
    }

    fn keep_a_manager(&self, leaving: MemberId) -> Result<(), Refusal> {
        let mut managers = self.members.iter().filter(|(_, member)| member.role == Role::ReleaseManager).map(|(id, _)| *id);
        if managers.next() == Some(leaving) && managers.next().is_none() { Err(Refusal::LastManager) } else { Ok(()) }
    }

    /// Sections in the checklist's order, each once. Of those that somebody had before, what this version of the checklist no longer has is left
    /// out; where nothing else is left it is refused, because none means all.
    fn checked_sections(&self, role: Role, (sections, before): (&[SectionId], &[SectionId])) -> Result<Vec<SectionId>, Refusal> {
        let bad = |rule| Err(Refusal::Bad { field: "sections", rule });
        if role != Role::Approver && !sections.is_empty() {
            return bad(rule::sections());
        }
        let all = &self.template.sections;
        let checked: Vec<SectionId> =
            all.iter().filter(|section| sections.contains(&section.id)).map(|section| section.id.clone()).collect();
        let passes = |id: &SectionId| checked.contains(id) || !checked.is_empty() && before.contains(id);
        match sections.iter().find(|id| !passes(id)) {
            Some(unknown) => bad(rule::no_section(unknown.as_str())),
            None => Ok(checked),
        }
    }
}

/// The least role in which somebody may revoke an approval.
pub(super) fn needed_to_revoke(approval: &Approval, member: MemberId) -> Role {
    if approval.approver == member { Role::Contributor } else { Role::ReleaseManager }
}

/// Whether who has a role answers for a section with their signature.
///
/// * `sections`: those that an approver answers for; empty: all.
pub(crate) fn answers_for(role: Role, sections: &[SectionId], section: &SectionId) -> bool {
    match role {
        Role::ReleaseManager => true,
        Role::Approver => sections.is_empty() || sections.contains(section),
        Role::Viewer | Role::Contributor => false,
    }
}
