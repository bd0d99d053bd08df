//! A check as it stands, on the page of all checks, at an item that it proves and in a runbook's step: what it saw, how to run it, and how an item
//! keeps what it saw.

use holdpoint_domain::check::{Receipt, Standing};
use holdpoint_domain::id::{CheckId, EvidenceId, ItemId, ReceiptId};
use holdpoint_domain::launch::{Command, EvidenceKind, ItemState, Launch, NewEvidence};
use leptos::prelude::*;

use super::receipt::signed_receipt;
use super::{desk, here};
use crate::clock::{self, Ticking};
use crate::desk::{Desk, Running};
use crate::ui::{Act, ReceiptCard, StandingTag, Unseen};
use crate::{say, text, words};

/// A check of the open launch.
#[derive(Clone, Copy)]
pub struct Checked {
    desk: Desk,
    id: StoredValue<CheckId>,
    /// What it saw last, and what that is worth by now.
    pub known: Memo<(Option<Receipt>, Option<Standing>)>,
    /// A later run that saw nothing.
    unseen: Memo<Option<Receipt>>,
    running: Memo<Option<Running>>,
}

impl Checked {
    pub fn of(id: CheckId) -> Self {
        Self::of_runs(id, |_, _| true)
    }

    /// The same of some of its runs only.
    pub fn of_runs(id: CheckId, counts: impl Fn(&Launch, &Receipt) -> bool + Copy + Send + Sync + 'static) -> Self {
        let (desk, id, ticking) = (desk(), StoredValue::new(id), expect_context::<Ticking>());
        let known = Memo::new(move |_| {
            let now = ticking.get().max(clock::now());
            desk.shown.with(|launch| {
                let receipt = id.with_value(|id| launch.receipts.get(id).filter(|receipt| counts(launch, receipt)).cloned());
                let standing = receipt.as_ref().and_then(|receipt| launch.standing(&receipt.check, now));
                (receipt, standing)
            })
        });
        let unseen = Memo::new(move |_| {
            let last = |launch: &Launch| id.with_value(|id| launch.unseen.get(id).filter(|receipt| counts(launch, receipt)).cloned());
            desk.shown.with(|launch| last(launch))
        });
        let running = Memo::new(move |_| desk.running.with(|running| id.with_value(|id| running.get(id).cloned())));
        Self { desk, id, known, unseen, running }
    }

    fn title(self) -> String {
        let check = |launch: &Launch| self.id.with_value(|id| launch.template.check(id).map(|check| check.title.clone()));
        self.desk.shown.with_untracked(|launch| check(launch)).unwrap_or_default()
    }

    pub fn passes(self) -> bool {
        self.known.with(|(_, standing)| matches!(standing, Some(Standing::Passing | Standing::Warning)))
    }

    fn is_running(self) -> bool {
        self.running.with(|running| matches!(running, Some(Running::Since(_))))
    }

    pub fn receipt(self) -> Option<Receipt> {
        self.known.get().0
    }

    /// By its key.
    pub fn verdict(self) -> &'static str {
        if self.is_running() { "running" } else { self.known.with(|(_, standing)| text::standing_key(*standing)) }
    }
}

#[component]
pub fn CheckTag(checked: Checked) -> impl IntoView {
    move || match checked.is_running() {
        true => {
            view! { <span class="tag" data-standing="running"><span class="spinner" aria-hidden="true"></span>{say!("running")}</span> }
                .into_any()
        }
        false => view! { <StandingTag standing=checked.known.with(|(_, standing)| *standing) /> }.into_any(),
    }
}

/// Why it could not be run, what it saw, and that a later run saw nothing.
#[component]
pub fn Seen(checked: Checked) -> impl IntoView {
    let Checked { desk, known, unseen, running, .. } = checked;
    view! {
        {move || match running.get() {
            Some(Running::Failed(why)) => Some(view! { <p class="field__error" role="alert">{why}</p> }),
            _ => None,
        }}
        {move || match known.get() {
            (Some(receipt), Some(standing)) => {
                let signed = signed_receipt(desk.id, &receipt);
                Some(view! { <ReceiptCard receipt standing>{signed}</ReceiptCard> })
            }
            _ => None,
        }}
        {move || unseen.get().map(|receipt| view! { <Unseen receipt /> })}
    }
}

#[component]
pub fn RunCheck(
    checked: Checked,
    /// Where a connection is chosen.
    unconnected: &'static str,
) -> impl IntoView {
    let Checked { desk, id, known, unseen, running } = checked;
    let latest = move || unseen.get_untracked().or_else(|| known.get_untracked().0);
    // Whoever pressed it hears what came of it. Why it could not be run is told where that stands, and what was known before is no answer: where nothing
    // is heard of the launch for a while, that is all that is here.
    let (here, pressed) = (here(), StoredValue::new(None::<Option<ReceiptId>>));
    Effect::new(move |was: Option<bool>| {
        let is = checked.is_running();
        if was == Some(true)
            && !is
            && let Some(before) = pressed.try_update_value(Option::take).flatten()
        {
            let new = latest().filter(|receipt| before != Some(receipt.id) && running.with_untracked(Option::is_none));
            if let Some(receipt) = new {
                let verdict = text::sentence(words::story::verdict(receipt.judgement.verdict));
                here.say.set(say!("check-told", check = checked.title(), verdict = verdict));
            }
        }
        is
    });
    let words = move || match (checked.is_running(), known.with(|(receipt, _)| receipt.is_some())) {
        (true, _) => say!("running").to_owned(),
        (false, true) => say!("check-run-again").into(),
        (false, false) => say!("check-run-the").into(),
    };
    let locked = move || {
        if checked.is_running() {
            return Some(say!("check-is-running").to_owned());
        }
        let none = desk.shown.with(|launch| launch.details.connection.value.is_none());
        none.then(|| unconnected.to_owned())
    };
    let run = Callback::new(move |()| {
        pressed.set_value(Some(latest().map(|receipt| receipt.id)));
        desk.run_checks(vec![id.get_value()]);
    });
    view! { <Act words=Signal::derive(words) on_press=run locked=Signal::derive(locked) testid="run-check" about=checked.title() /> }
}

pub fn is_attached(state: &ItemState, receipt: ReceiptId) -> bool {
    let is_it = |kind: &EvidenceKind| matches!(kind, EvidenceKind::Receipt { receipt: known, .. } if *known == receipt);
    state.evidence.iter().any(|evidence| is_it(&evidence.kind))
}

pub fn use_as_evidence(item: ItemId, receipt: &Receipt) -> Command {
    let kind = EvidenceKind::Receipt { check: receipt.check.clone(), receipt: receipt.id };
    let evidence = NewEvidence { id: EvidenceId(clock::new_id()), kind, observed_at: receipt.observation.started_at, expires_at: None };
    Command::AddEvidence { item, evidence }
}
