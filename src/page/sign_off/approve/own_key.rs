//! Signing with a key of one's own. Before it is used, the page builds the statement itself, from the launch that it shows: the server gives
//! number, time and nonce, and no other byte.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_domain::id::{ApprovalId, Digest, MemberId, Timestamp};
use holdpoint_domain::launch::Launch;
use holdpoint_domain::report::challenge::challenge;
use holdpoint_domain::report::{ApprovalInput, approval_statement};
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::{NewSignature, NewStatement, StatementView, Stored};
use leptos::prelude::GetUntracked as _;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::net::api;
use crate::net::passkey;
use crate::page::Here;
use crate::{say, words};

/// How long the browser waits for a touch, in milliseconds.
const TOUCH_MS: u32 = 120_000;

/// What somebody is about to sign.
#[derive(Clone)]
pub struct Wish {
    pub role: Role,
    pub comment: String,
    /// Of the snapshot that is shown.
    pub snapshot: Digest,
}

/// A statement from the server that is, byte for byte, about what is shown here.
///
/// * Errors: why there is none, in a sentence.
pub async fn statement(here: Here, desk: Desk, wish: &Wish) -> Result<StatementView, String> {
    let asked = NewStatement { role: wish.role, comment: wish.comment.clone(), snapshot: Some(wish.snapshot) };
    let view = api::new_statement(desk.id, &asked).await.map_err(|trouble| here.trouble(&trouble))?;
    let launch = desk.confirmed.try_get_untracked().ok_or_else(|| say!("sign-closed").to_owned())?;
    match is_of(&launch, desk.me, wish, &view) {
        true => Ok(view),
        false => Err(say!("sign-something-else").to_owned()),
    }
}

/// Whether a statement says what this page would have said.
pub fn is_of(launch: &Launch, me: MemberId, wish: &Wish, view: &StatementView) -> bool {
    let given = || {
        let told: Value = serde_json::from_str(&view.statement).ok()?;
        let text = |name: &str| told["predicate"][name].as_str();
        let id: ApprovalId = text("approvalId")?.parse().ok()?;
        let signed_at: Timestamp = text("signedAtClaimed")?.parse().ok()?;
        let mut nonce = [0; 16];
        hex::decode_to_slice(text("nonce")?, &mut nonce).ok()?;
        Some((id, signed_at, nonce))
    };
    let Some((id, signed_at, nonce)) = given() else { return false };
    let (role, comment) = (wish.role, wish.comment.trim());
    let ours = approval_statement(&ApprovalInput { launch, id, approver: me, role, comment, signed_at, nonce });
    Digest::of(&launch.snapshot_bytes()) == wish.snapshot && ours == view.statement.as_bytes() && id == view.id
}

/// Asks for a touch, and sends what comes of it.
pub async fn sign_with_passkey(here: Here, desk: Desk, wish: Wish) -> Result<Stored, String> {
    let view = statement(here, desk, &wish).await?;
    let keys: Vec<_> = view.credentials.iter().map(|id| json!({ "type": "public-key", "id": id })).collect();
    let options = json!({
        "challenge": URL_SAFE_NO_PAD.encode(challenge(view.statement.as_bytes())),
        "rpId": view.rp_id,
        "allowCredentials": keys,
        "userVerification": "required",
        "timeout": TOUCH_MS,
    });
    let credential = passkey::get(&options.to_string()).await.map_err(|why| words::trouble::passkey(&why))?;
    let signature = NewSignature::Passkey { credential: serde_json::from_str(&credential).unwrap_or_default() };
    api::sign(desk.id, view.id, &signature).await.map_err(|trouble| here.trouble(&trouble))
}
