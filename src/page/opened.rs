//! A form in which somebody writes for long, over what others may change meanwhile.

use holdpoint_domain::id::Seq;
use holdpoint_domain::launch::{Command, Refusal};
use leptos::prelude::*;

use crate::desk::Desk;

/// Where the launch was when somebody opened a form in which they write for long.
#[derive(Clone, Copy)]
pub struct Opened {
    desk: Desk,
    seen: StoredValue<Seq>,
}

impl Opened {
    pub fn now(desk: Desk) -> Self {
        Self { desk, seen: StoredValue::new(place(desk)) }
    }

    /// Sends what the form is about. What others changed of it meanwhile is a conflict once: who has read that, and sends it again, means it.
    pub fn ask(self, command: Command) -> Result<(), Refusal> {
        let asked = self.desk.ask_since(command, self.seen.get_value());
        if matches!(asked, Err(Refusal::Conflict(_))) {
            self.seen.set_value(place(self.desk));
        }
        asked
    }
}

fn place(desk: Desk) -> Seq {
    desk.confirmed.with_untracked(|launch| launch.seq)
}
