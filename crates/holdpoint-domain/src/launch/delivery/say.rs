//! Why a report did not come into its ticket, in sentences.

use crate::sentences;

sentences! {
    no_system() "holdpoint.toml no longer has this ticket system";
    not_for() "holdpoint.toml lets this ticket system take reports of other launches or people only";
    other_reference(rule) "the reference does not fit the ticket system any more: it {rule}";
    no_report() "the report's files are no longer kept; issue a new one";
    secret() "the secret that holdpoint.toml refers to cannot be read or used";
    policy() "the operator's outbound policy or its rule about secrets refuses the address";
    no_answer(doing, failure) "{doing}: {failure}";
    answered(doing, status, meaning) "{doing}: the ticket system answered {status}: {meaning}";
    unreadable(doing) "{doing}: the answer is not what this system's documentation says";
    no_ticket() "there is no such ticket, or the token may not see it";
}
