//! Whom a comment asks for their word, and until when. The rule: until the next thing that they do about the item, be it a comment, another status,
//! owner or date, evidence, or an answer to a waiver. A comment of one's own asks others only.

use super::apply::Stamp;
use super::refusal::rule;
use super::rules::MENTIONS;
use super::*;

impl Launch {
    /// Whether somebody could answer a comment that mentions them: who only reads cannot.
    pub fn may_be_asked(&self, member: MemberId) -> bool {
        Some(Role::Contributor) <= self.role_of(member)
    }

    /// The latest comment that asks somebody for their word about an item, and is not answered.
    pub fn asks<'a>(&self, member: MemberId, item: &'a ItemState) -> Option<&'a Comment> {
        let asks = item.comments.iter().rev().find(|comment| comment.unanswered.contains(&member))?;
        self.may_be_asked(member).then_some(asks)
    }

    /// Names in a row.
    pub fn names_of(&self, people: &[MemberId]) -> String {
        people.iter().map(|person| self.name_of(*person)).collect::<Vec<_>>().join(", ")
    }

    /// In their order, each once.
    pub(super) fn checked_mentions(&self, mentions: &[MemberId]) -> Result<Vec<MemberId>, Refusal> {
        let bad = |rule| Err(Refusal::Bad { field: "mentions", rule });
        let mut checked = Vec::new();
        for mentioned in mentions {
            let Some(member) = self.members.get(mentioned) else { return bad(rule::mention_stranger()) };
            if !self.may_be_asked(*mentioned) {
                return bad(rule::mention_viewer(member.name.as_str()));
            }
            if checked.contains(mentioned) {
                continue;
            }
            if checked.len() == MENTIONS {
                return bad(rule::mention_many(MENTIONS));
            }
            checked.push(*mentioned);
        }
        Ok(checked)
    }

    /// What somebody does about an item answers everything that they were asked there.
    pub(super) fn answer(&mut self, item: &ItemId, by: MemberId) {
        let asked = |state: &Arc<ItemState>| state.comments.iter().any(|comment| comment.unanswered.contains(&by));
        // Copies share what does not change.
        if self.items.get(item).is_some_and(asked) {
            self.change(item, |state| state.comments.iter_mut().for_each(|comment| comment.unanswered.retain(|known| *known != by)));
        }
    }
}

impl Comment {
    pub(super) fn new(id: CommentId, (text, mentions): (&str, &[MemberId]), stamp: Stamp) -> Self {
        let unanswered = mentions.iter().copied().filter(|mentioned| *mentioned != stamp.by).collect();
        Self { id, by: stamp.by, at: stamp.at, text: text.to_owned(), mentions: mentions.to_vec(), unanswered }
    }
}
