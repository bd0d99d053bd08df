//! A drill's end: by hand, or when its time is over. What it saw is judged once, and recorded.

use std::sync::Arc;
use std::time::Duration;

use holdpoint_checks::Order;
use holdpoint_domain::check::Receipt;
use holdpoint_domain::id::{Seq, Timestamp};
use holdpoint_domain::launch::{Event, Record};
use holdpoint_domain::sentence::counted;
use holdpoint_store::{Entry, StoreError, Wish};
use tokio::time::{Instant, sleep_until};

use super::Drill;
use crate::app::App;
use crate::error::ApiError;
use crate::limits;

/// Ends a drill and records its receipts; a second call finds them recorded.
///
/// * Errors: the database does not take them now. The drill has ended all the same; closing it again records them.
pub async fn close(app: &App, drill: &Drill) -> Result<(), ApiError> {
    let _one_at_a_time = drill.closing.lock().await;
    let end = drill.end();
    if !end.is_due() {
        return Ok(());
    }
    let mut sender = drill.sender.clone();
    sender.at = Timestamp::now();
    let judged = end.receipts.len();
    let receipts = sealed(app, drill, end.receipts).await?;
    let wish = Wish::Record(Record::Drilled(receipts));
    match app.submit(drill.launch, Entry { sender, based_on: Seq(0), wish }).await {
        Ok(committed) => {
            for event in &committed.events {
                if let Event::Checked { receipt, .. } = &event.recorded.event {
                    app.metrics.checked(receipt.judgement.verdict);
                }
            }
            drill.recorded(Some(committed.seq), outdated(judged.saturating_sub(committed.events.len())));
            Ok(())
        }
        // Who opened it has lost their role meanwhile.
        Err(StoreError::Refused(refusal)) => {
            drill.recorded(None, Some(format!("The results were not recorded: {refusal}.")));
            Ok(())
        }
        Err(other) => Err(other.into()),
    }
}

/// What is told of results of checks that the launch's checklist has no more, or has other rules for, or that a later drill saw failing.
fn outdated(count: usize) -> Option<String> {
    let results = counted(count, "result was", "results were");
    let why = "the checklist has other rules for what was judged by now, or none, or a drill that was opened later failed";
    let told = format!("{results} not recorded: {why}; open another drill.");
    (count != 0).then_some(told)
}

/// Signs each receipt, and keeps what was signed.
async fn sealed(app: &App, drill: &Drill, receipts: Vec<Receipt>) -> Result<Vec<Receipt>, ApiError> {
    let mut all = Vec::with_capacity(receipts.len());
    for receipt in receipts {
        let Some(check) = drill.checks.iter().find(|check| check.id == receipt.check) else { continue };
        let order = Order { launch: drill.launch, by: drill.sender.by, name: &drill.sender.name };
        all.push(app.seal(order, (check, receipt), &[]).await?);
    }
    Ok(all)
}

/// Ends a drill when its time is over, and sees to it that what it saw is recorded, whoever ended it. When the server stops first, nothing is judged: half of a drill shows half.
pub fn end_in_time(app: &App, drill: &Arc<Drill>, open_for: Duration) {
    let (over, drill) = (Instant::now() + open_for, drill.clone());
    app.loops.keep("drills", {
        let app = app.clone();
        move || end_at(over, app.clone(), drill.clone())
    });
}

async fn end_at(over: Instant, app: App, drill: Arc<Drill>) {
    tokio::select! {
        () = sleep_until(over) => {}
        // Whoever ended it may have found a database that took nothing.
        () = drill.ended.cancelled() => {}
        () = app.stop.cancelled() => return,
    }
    while let Err(error) = close(&app, &drill).await {
        tracing::error!(?error, launch = %drill.launch, "the results of a drill are not recorded yet");
        tokio::select! {
            () = tokio::time::sleep(limits::DRILL_AGAIN) => {}
            () = app.stop.cancelled() => return,
        }
    }
}
