//! The server looks through the text while somebody writes it, a moment after the last key.

use std::time::Duration;

use gloo_timers::future::sleep;
use holdpoint_domain::wire::Linted;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::net::api::{self, Trouble};

/// Since the last key. Shorter, and every key asks; longer, and one waits for it.
const PAUSE: Duration = Duration::from_millis(400);

/// Until a server that was away or busy is asked once more.
const AGAIN: Duration = Duration::from_secs(3);

/// What the server said of a text, and of which.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked {
    pub source: String,
    pub linted: Result<Linted, Trouble>,
}

/// Follows the text; what comes is about the latest one only.
pub fn look(text: RwSignal<String>) -> RwSignal<Option<Looked>> {
    let looked = RwSignal::new(None::<Looked>);
    let turn = StoredValue::new(0_u64);
    let ask = move |mine: u64, source: String| {
        spawn_local(async move {
            while turn.try_get_value() == Some(mine) {
                let linted = api::lint_template(source.clone()).await;
                if turn.try_get_value() != Some(mine) {
                    return;
                }
                let passes = linted.as_ref().is_err_and(Trouble::passes);
                looked.set(Some(Looked { source: source.clone(), linted }));
                if !passes {
                    return;
                }
                sleep(AGAIN).await;
            }
        });
    };
    Effect::new(move |before: Option<()>| {
        let source = text.get();
        let mine = turn.get_value() + 1;
        turn.set_value(mine);
        let later = move || {
            if turn.try_get_value() == Some(mine) {
                ask(mine, source.clone());
            }
        };
        // The first text was there before the page.
        if before.is_none() { later() } else { set_timeout(later, PAUSE) }
    });
    looked
}
