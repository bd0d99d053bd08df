//! The leaves of a launch's log. A leaf names its event's payload by a salted digest, so that a payload can be replaced while the
//! history still verifies: of the leaf its hash stays, and the salt is destroyed.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::hex_form::hex_bytes;
use super::merkle::{self, Hash};
use crate::id::*;
use crate::launch::{Event, Recorded, Replaced};

/// One event as the log knows it. Its bytes are written once, by [`Leaf::of`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Leaf {
    /// 1.
    pub v: u32,
    /// The event's kind, such as `approved`.
    #[serde(rename = "type")]
    pub kind: String,
    pub launch_id: LaunchId,
    pub actor: MemberId,
    pub recorded_at: Timestamp,
    /// SHA-256 over the salt and the stored JSON of the event.
    pub payload_digest: Digest,
    /// 32 hex digits. Without it, a short payload could be guessed from its digest.
    #[serde(with = "hex_bytes")]
    pub salt: [u8; 16],
}

/// An event of the log as the store keeps it.
#[derive(Clone, Copy, Debug)]
pub struct LogEntry<'a> {
    /// As written by [`Leaf::of`].
    pub leaf: &'a [u8],
    /// The stored JSON of the event.
    pub payload: &'a [u8],
    /// Present: both were replaced when a person was erased.
    pub was: Option<Was>,
}

impl LogEntry<'_> {
    /// What stands for it in the log's tree, whether it was replaced or not.
    pub fn hash(&self) -> Hash {
        self.was.map_or_else(|| merkle::leaf_hash(self.leaf), |was| was.leaf.0)
    }
}

/// What an event was before a person was erased. Of the leaf only its hash is left: with its salt a short text could be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Was {
    /// The hash of the leaf that the log was built with.
    pub leaf: Digest,
    /// The place of the [`Event::Erased`] that says so.
    pub by: Seq,
}

impl Was {
    /// What the event at [`Was::by`] has to say: that `leaf` stands at `seq` now, in the place of the one that was.
    pub fn to_be_said(&self, seq: Seq, leaf: &[u8]) -> Replaced {
        Replaced { seq, was: self.leaf, now: Digest(merkle::leaf_hash(leaf)) }
    }
}

impl Leaf {
    /// The leaf of an event, and its bytes: JSON in one line.
    ///
    /// * `payload`: the stored JSON of `recorded.event`, as it was written.
    /// * `salt`: 16 random bytes, new for every event.
    pub fn of(recorded: &Recorded, payload: &[u8], salt: [u8; 16]) -> (Self, Vec<u8>) {
        let leaf = Self {
            v: 1,
            kind: kind(&recorded.event).to_owned(),
            launch_id: recorded.launch,
            actor: recorded.by,
            recorded_at: recorded.at,
            payload_digest: payload_digest(&salt, payload),
            salt,
        };
        let bytes = serde_json::to_vec(&leaf).unwrap_or_default();
        (leaf, bytes)
    }

    /// * Errors: `None` for anything but a leaf of version 1.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice::<Self>(bytes).ok().filter(|leaf| leaf.v == 1)
    }

    /// Whether `payload` is the event's stored JSON.
    pub fn is_of(&self, payload: &[u8]) -> bool {
        payload_digest(&self.salt, payload) == self.payload_digest
    }

    /// Whether its type is the event's: of an event whose payload is left out it is all that is told.
    pub fn names(&self, event: &Event) -> bool {
        self.kind == kind(event)
    }
}

fn payload_digest(salt: &[u8; 16], payload: &[u8]) -> Digest {
    Digest(Sha256::new().chain_update(salt).chain_update(payload).finalize().into())
}

/// The `type` of an event's JSON.
fn kind(event: &Event) -> &'static str {
    match event {
        Event::Created { .. } => "created",
        Event::MemberJoined { .. } => "member_joined",
        Event::RoleSet { .. } => "role_set",
        Event::MemberLeft { .. } => "member_left",
        Event::PolicySet { .. } => "policy_set",
        Event::TemplateUpgraded { .. } => "template_upgraded",
        Event::NameSet { .. } => "name_set",
        Event::TargetSet { .. } => "target_set",
        Event::WindowSet { .. } => "window_set",
        Event::TicketSet { .. } => "ticket_set",
        Event::ArtifactsSet { .. } => "artifacts_set",
        Event::ConnectionSet { .. } => "connection_set",
        Event::StatusSet { .. } => "status_set",
        Event::OwnerSet { .. } => "owner_set",
        Event::DueSet { .. } => "due_set",
        Event::EvidenceAdded { .. } => "evidence_added",
        Event::EvidenceRemoved { .. } => "evidence_removed",
        Event::Commented { .. } => "commented",
        Event::WaiverRequested { .. } => "waiver_requested",
        Event::WaiverApproved { .. } => "waiver_approved",
        Event::WaiverRefused { .. } => "waiver_refused",
        Event::Checked { .. } => "checked",
        Event::RunStarted { .. } => "run_started",
        Event::StepStarted { .. } => "step_started",
        Event::StepFinished { .. } => "step_finished",
        Event::RunEnded { .. } => "run_ended",
        Event::Approved { .. } => "approved",
        Event::ApprovalRevoked { .. } => "approval_revoked",
        Event::ReportSigned { .. } => "report_signed",
        Event::WatchingSet { .. } => "watching_set",
        Event::DeliveryAsked { .. } => "delivery_asked",
        Event::DeliveryTried { .. } => "delivery_tried",
        Event::DeliveryResumed { .. } => "delivery_resumed",
        Event::Discarded => "discarded",
        Event::DeliveryStopped { .. } => "delivery_stopped",
        Event::Erased { .. } => "erased",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leafs_type_is_the_events_own_word() {
        for line in include_str!("../../testdata/events-v1.jsonl").lines() {
            let event: Event = serde_json::from_str(line).unwrap();
            let json: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(json["type"], kind(&event));
        }
    }

    #[test]
    fn a_leaf_is_written_once_and_names_its_payload() {
        let event = Event::NameSet { name: "Checkout".into() };
        let payload = serde_json::to_vec(&event).unwrap();
        let by = "0192f0c4-0000-7000-8000-000000000001".parse().unwrap();
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        let recorded = Recorded { launch: LaunchId(42), seq: Seq(3), by, at, command: None, event };
        let (leaf, bytes) = Leaf::of(&recorded, &payload, [0xab; 16]);
        let expected = concat!(
            r#"{"v":1,"type":"name_set","launchId":"LCH-42","actor":"0192f0c4-0000-7000-8000-000000000001","#,
            r#""recordedAt":"2026-11-24T10:00:00Z","#,
            r#""payloadDigest":"sha256:PAYLOAD","salt":"abababababababababababababababab"}"#
        );
        let digest = Digest::of(&[&[0xab; 16], payload.as_slice()].concat());
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected.replace("PAYLOAD", &digest.hex()));
        assert_eq!(Leaf::parse(&bytes), Some(leaf.clone()));
        assert!(leaf.is_of(&payload) && !leaf.is_of(b"{}"));
        assert_eq!(Leaf::parse(&String::from_utf8(bytes).unwrap().replace("\"v\":1", "\"v\":2").into_bytes()), None);
    }
}
