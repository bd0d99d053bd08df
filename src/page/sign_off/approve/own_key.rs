//! Signing with a key of one's own. Before it is used, the page builds the statement itself, from the launch that it shows: the server gives
//! number, time and nonce, and no other byte.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use holdpoint_domain::id::{Digest, MemberId, Seq};
use holdpoint_domain::launch::Launch;
use holdpoint_domain::report::challenge::challenge;
use holdpoint_domain::report::statement::{ApprovalPredicate, Statement, read_approval};
use holdpoint_domain::report::{ApprovalInput, approval_statement};
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::{NewSignature, NewStatement, StatementView, Stored};
use leptos::prelude::{GetUntracked as _, WithUntracked as _};
use serde_json::json;

use crate::desk::Desk;
use crate::json::read;
use crate::net::api;
use crate::net::passkey;
use crate::page::Here;
use crate::{clock, say, words};

/// How long the browser waits for a touch, in milliseconds.
const TOUCH_MS: u32 = 120_000;

/// What somebody is about to sign.
#[derive(Clone)]
pub struct Wish {
    pub role: Role,
    pub comment: String,
    /// Of the snapshot that is shown.
    pub snapshot: Digest,
    /// And where the launch was.
    pub revision: Seq,
}

/// A statement from the server that is, byte for byte, about what is shown here.
///
/// * Errors: why there is none, in a sentence.
pub async fn statement(here: Here, desk: Desk, wish: &Wish) -> Result<StatementView, String> {
    // The snapshot may have come before the event.
    desk.wait_for(wish.revision).await;
    // As it was shown. What others do while the server is asked is no other statement, and the rules judge by what it covers.
    let closed = || say!("sign-closed").to_owned();
    let launch = desk.confirmed.try_get_untracked().ok_or_else(closed)?;
    if wish.revision < launch.seq {
        return Err(say!("sign-off-moved").to_owned());
    }
    let asked = NewStatement { role: wish.role, comment: wish.comment.clone(), snapshot: Some(wish.snapshot) };
    let view = api::new_statement(desk.me, desk.id, &asked).await.map_err(|trouble| here.trouble(&trouble))?;
    desk.confirmed.try_with_untracked(|_| ()).ok_or_else(closed)?;
    match is_of(&launch, desk.me, wish, &view) {
        true => Ok(view),
        false => Err(say!("sign-something-else").to_owned()),
    }
}

/// Whether a statement says what this page would have said.
pub fn is_of(launch: &Launch, me: MemberId, wish: &Wish, view: &StatementView) -> bool {
    let Some(told) = read_approval(view.statement.as_bytes()) else { return false };
    // Its time is the server's, and is not shown before the touch.
    wish.is_in(&told.predicate)
        && told.predicate.is_dated(clock::now())
        && Digest::of(&launch.snapshot_bytes()) == wish.snapshot
        && is_ours(launch, me, &told.predicate, view)
}

impl Wish {
    /// Whether a statement has this role and this comment.
    pub fn is_in(&self, said: &ApprovalPredicate) -> bool {
        said.role == self.role && said.comment == self.comment.trim()
    }
}

/// Whether this page would make the same bytes, given number, time, nonce, role and comment.
fn is_ours(launch: &Launch, me: MemberId, said: &ApprovalPredicate, view: &StatementView) -> bool {
    let ApprovalPredicate { approval_id: id, role, signed_at_claimed: signed_at, nonce, .. } = *said;
    let ours = approval_statement(&ApprovalInput { launch, id, approver: me, role, comment: &said.comment, signed_at, nonce });
    ours == view.statement.as_bytes() && id == view.id
}

/// A statement that waits for its signature, read as it stands there.
#[derive(Clone, PartialEq)]
pub struct Waits {
    pub view: StatementView,
    pub told: Statement<ApprovalPredicate>,
    /// It was, byte for byte, what this page would have made when it came.
    pub ours: bool,
}

impl Waits {
    /// `None`: the server gave something that is none, or the launch was closed.
    pub fn of(desk: Desk, view: StatementView) -> Option<Self> {
        let told = read_approval(view.statement.as_bytes())?;
        let launch = desk.confirmed.try_get_untracked()?;
        let ours = is_ours(&launch, desk.me, &told.predicate, &view);
        Some(Self { view, told, ours })
    }

    /// Whether a signature of it still signs what is there now.
    pub fn holds(&self, launch: &Launch, me: MemberId) -> bool {
        let said = &self.told.predicate;
        said.approver.id == me && said.approval_id == self.view.id && self.told.holds(launch)
    }

    /// The bytes that were compared, as a download: the server is not asked for them again.
    pub fn href(&self) -> String {
        format!("data:application/vnd.in-toto+json;base64,{}", STANDARD.encode(&self.view.statement))
    }
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
    let signature = NewSignature::Passkey { credential: read(credential.as_bytes()).unwrap_or_default() };
    api::sign(desk.me, desk.id, view.id, &signature).await.map_err(|trouble| here.trouble(&trouble))
}
