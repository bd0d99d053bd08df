//! Erasing a person: their account, and what the launches' logs tell of them.

use async_trait::async_trait;
use holdpoint_domain::id::*;
use holdpoint_domain::wire::ErasureView;

use crate::StoreError;
use crate::accounts::Act;

#[async_trait]
pub trait Erasing {
    /// What erasing somebody would take away; nothing is changed.
    ///
    /// * Errors: as of [`Erasing::erase`].
    async fn would_erase(&self, person: MemberId) -> Result<ErasureView, StoreError>;

    /// Erases the account that `act` is done to, in one step: what belongs to it is removed; in every launch the events that tell its name, or were
    /// written by it, are replaced, and an event says which.
    ///
    /// * Errors: `NoSuch`; `NotAccepted` for the server's only owner.
    async fn erase(&self, act: Act) -> Result<ErasureView, StoreError>;

    /// Those who were erased, whose keys still verify what they signed.
    async fn erased(&self) -> Result<Vec<MemberId>, StoreError>;
}
