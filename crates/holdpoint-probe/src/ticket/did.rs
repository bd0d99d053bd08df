//! What was done in a ticket, for the launch's history. On the page each kind has a message, `delivery-did-KIND`.

use holdpoint_domain::sentences;

sentences! {
    commented() "commented";
    changed_comment() "changed the comment of this launch";
    status_there() "the commit has the status already";
    set_status() "set the commit status";
    changed_check_run() "changed the check run";
    made_check_run() "made the check run";
    changed_note() "changed the note of this launch";
    wrote_note() "wrote a note";
    work_note_there() "the record has the work note already";
    wrote_work_note() "wrote a work note";
    approved(environment) "approved the deployment into {environment}";
    rejected(environment) "rejected the deployment into {environment}";
    not_waiting(environment) "the run does not wait to deploy into {environment} (any more), so nothing was reviewed";
    attached(count) "attached {count}";
    attached_before(count) "{count} attached already";
    left_out(file) "left out {file}: larger than this server sends";
    left_out_there(file) "left out {file}: too large for this system (413)";
}
