//! What has to come first, or is over, in sentences of their own. On the page each kind has a message, `order-KIND`.

use crate::sentences;

// Waivers, the checklist, watching.
sentences! {
    waiver_expired() "the waiver has expired already; request a new one";
    waiver_refused() "the waiver was refused; request a new one";
    other_rules() "the checklist has other rules for this check by now; run the check, or push the result, again";
    template_moved() "the launch moved to another version of its checklist meanwhile; look at what differs now";
    nothing_to_watch() "no check of this launch's checklist has a schedule, so there is nothing to watch";
    window_ended() "the change window ended more than a day ago; set a later one first";
    older_result(at, check, failed) "this result is of {at}, and a later one of the check {check}, of {failed}, failed; push the result of a new run";
    older_drill(check, failed) "a drill of the check {check} that was opened later, at {failed}, failed; open another drill";
    not_watched() "the launch is not watched any more";
}

// Runs of runbooks.
sentences! {
    runbook_going() "a runbook is being executed; finish or abandon it first";
    run_going() "a run of this runbook is going on already; finish or abandon it first";
    run_ended() "this run has ended; start a new one";
    steps_over() "every step of this run is over";
    step_over() "this step is over already: with another outcome";
    step_first(step) "step {step} comes first; finish or skip it";
    earlier_step() "an earlier step is not over yet; finish or skip it first";
    start_step() "start the step first, so that its time is known";
    step_check() "this step ends with a passing check; run it, then finish the step";
}

// Deliveries.
sentences! {
    no_report() "there is no report to deliver yet; issue one first";
    later_report() "a later report is in this ticket, or on its way there; deliver that one";
    delivery_went_on() "this delivery went on meanwhile; nothing is to be recorded of this attempt";
    delivered() "this delivery has arrived; deliver the report anew";
    delivery_stopped() "this delivery was stopped; deliver the report anew";
    delivery_replaced() "this delivery was replaced by a later one; deliver the report anew";
}
