//! For what comes and goes while what it follows stays.

use leptos::prelude::*;
use leptos::reactive::computed::ArcMemo;
use leptos::reactive::graph::{Subscriber as _, ToAnySubscriber as _};

/// A memo that lets go of what it follows when its owner ends.
///
/// Leptos leaves that to the next change of what was followed, and a memo keeps everybody who ever followed it until it ends itself. A row that is
/// drawn anew with each letter of a filter would stay in memory as often as it was drawn: whatever in it follows something longer-lived does so
/// through one of these.
pub fn following<T: PartialEq + Send + Sync + 'static>(tell: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let memo = ArcMemo::new(move |_| tell());
    let follower = memo.to_any_subscriber();
    on_cleanup(move || follower.clear_sources(&follower));
    memo.into()
}
