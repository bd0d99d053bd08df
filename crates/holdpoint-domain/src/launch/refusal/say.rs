//! The sentences of refusals, but for rules and orders. On the page each kind has a message, `refusal-KIND`.

use crate::sentences;

sentences! {
    no_launch(id) "there is no launch {id}";
    no_item(id) "there is no item {id} in this launch's checklist; reload the page to see the present one";
    no_such(what, id) "there is no {what} {id} here; it may have been removed, so reload the page";
    exists(what) "this {what} exists already under the same id; send a new id";
    conflict(by, theirs, yours) "{by} set this to {theirs} meanwhile; yours was {yours}. Choose one and save again";
    role(needs, has) "this needs the role {needs}; yours is {has}. Ask a release manager of this launch";
    other_section(section) "you answer for other sections than “{section}”; ask an approver of that section, or a release manager";
    own_waiver() "nobody approves their own waiver; ask somebody else with the role approver";
    not_ready(first, count) "the launch is not ready to be signed: {first} ({count} in all). Settle what is left, then sign";
    outdated(seen, now) "the launch changed after you looked (from {seen} to {now}); read it again, then sign";
    already_signed(role) "you already signed as {role} for everything that you answer for, and nothing of it changed since; revoke that approval first to sign anew";
    last_manager() "a launch keeps at least one release manager; give somebody else the role first";
    kept() "only a sample launch can be deleted: the history of every other launch is kept";
    sample() "a sample launch has no report; make a launch of your own for that";
    full(limit, what) "there is no room for more than {limit} {what}; remove some first";
}
