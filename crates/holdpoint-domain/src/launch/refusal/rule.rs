//! What is wrong with a field, as the rest of a sentence that begins with it. On the page each kind has a message, `rule-KIND`.

use crate::sentences;

// Texts, links, files.
sentences! {
    empty() "is empty; write a few words";
    long_line(most) "is longer than {most} characters; shorten it";
    one_line() "has a line break or control character; write it in one line";
    empty_text() "is empty; write what a later reader needs to know";
    long_text(most) "is longer than {most} characters; link to a document instead";
    control() "has a control character; remove it";
    https() "is no https: address; links start with https:// and a host";
    url(most) "has a space in it or is longer than {most} characters; write it as %20, or give a shorter address";
    media() "is no media type; write one such as text/csv, or leave it out";
    media_of_file() "is for files that this launch has had; upload the file, then push it as evidence";
    empty_file() "is 0; an empty file shows nothing";
}

// Details of a launch, its members.
sentences! {
    window() "ends before it begins; set a later end";
    artifact_twice(name) "name {name} twice; name each once";
    connection_kept() "cannot be removed once checks have run: their receipts tell of one; choose another";
    watched_connection() "is not the launch's connection; choose it in the launch's details first";
    sections() "are for approvers; leave them out for other roles";
    no_section(section) "name {section}, which this checklist does not have; choose among its own";
    other_template(is, on) "is {is}; this launch is on {on}, and moves to versions of that one only";
    format(format, known) "has format {format}; this build knows {known}";
    reference(example) "is no ticket of this system; write {example}, without a host";
}

// Items, waivers, runs.
sentences! {
    justification() "is missing; say why the item does not apply";
    waived() "becomes waived by an approved waiver; request one";
    no_member() "is not a member of this launch yet; give them a role first";
    receipt() "proves nothing: the check did not pass; run it again, and attach a receipt that passes or warns";
    observed() "is in the future; say when it was seen";
    evidence_end() "is not after the time of observation; set a later one";
    waiver_past() "is in the past; a waiver ends at a later time";
    waiver_far() "is more than a year ahead; set an earlier one, and ask again then";
    mitigation() "is missing; say what limits the risk meanwhile";
    outcome() "is done, skipped or failed";
    note() "is missing; say what happened";
}

// Whom a comment mentions.
sentences! {
    mention_many(most) "name more than {most} people; ask fewer at once";
    mention_stranger() "name somebody who is not a member of this launch; give them a role first";
    mention_viewer(name) "name {name}, who only reads here and could not answer; give them a role that works here first";
}

// Approvals, and whose a launch asks for.
sentences! {
    signs_nothing() "signs nothing; sign as approver or release manager";
    covers() "are not what you have to sign for here now; read the launch again, then sign";
    policy_signs_nothing(role) "asks for the signature of a {role}, who signs nothing; ask for approvers or release managers";
    policy_count(count, role, most) "asks for {count} as {role}; ask for 1 to {most}";
    policy_twice(role) "names the role {role} twice; name each once";
    policy_too_few(count, role, section, have) "asks for {count} who can sign as {role} for “{section}”, and there {have}; give somebody the role first";
    policy_too_few_once(count, role, section, have) "asks for {count} who can sign as {role} for “{section}” whom no other role uses up, and there {have}; give somebody the role first";
    policy_duties(name, section) "lets nobody be the only approver of what they did, but only {name} can sign for “{section}”; give somebody else a role that signs first";
}
