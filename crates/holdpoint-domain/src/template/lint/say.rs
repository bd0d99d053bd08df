//! Everything that the lint says. On the page each kind has a message, `lint-KIND`.

use crate::sentences;

// The file as a whole.
sentences! {
    too_long(bytes, most) "the file has {bytes} bytes, more than {most}; split the template";
    too_deep() "tables and lists are nested too deeply here; a template needs few levels";
    newer_format(format, known) "the file has format {format}, and this build reads {known}; use a newer Holdpoint";
    not_toml(said, fault) "this is not readable as TOML: {said}";
    not_utf8() "the file is not UTF-8 from here on; save it as UTF-8";
    too_many_items(count, most) "the template has {count} items, more than {most}; split it";
}

// Keys, kinds of values, words and ranges.
sentences! {
    no_key(key) "there is no key {key}";
    missing(key) "\"{key}\" is missing";
    other_kind(name, takes, is) "{name} takes {takes}, and this is {is}";
    date_without_quotes(name, takes) "{name} takes {takes}, and this is a date without quotes; put it in quotes";
    no_word(given, what, words) "{given} is no {what}; it takes {words}";
    empty_list(name) "{name} is empty; it takes at least one entry";
    other_number(name, takes, is) "{name} takes {takes}, and this is {is}";
    out_of_range(name, least, most, is) "{name} takes a whole number from {least} to {most}, and this is {is}";
    not_comparable(name) "{name} takes a number that can be compared, and this one cannot";
}

// Single texts.
sentences! {
    blank(name) "{name} is empty; write something that helps a reader";
    blank_name() "the name is empty; write something that helps a reader";
    no_id(given, what) "{given} is no {what}: it takes 1 to 64 of a-z, 0-9, '-', '.' and '_', a letter or digit first";
    no_version(given) "{given} is no version; write MAJOR.MINOR.PATCH, such as 1.0.0";
    no_date(given) "{given} is no date; write YYYY-MM-DD, such as 2026-11-23";
    no_https(given) "{given} is no https address; write https://HOST/PATH, or leave the entry out";
    no_phone(given) "{given} is no telephone number; write its digits, with + and the country's code, such as +49 30 1234567";
    no_path(given) "{given} is no path; begin it with \"/\", and write everything but ASCII as %XX";
    long_query(name, most) "{name} has more than {most} characters; record it as a rule and query that";
    no_label(given) "{given} is no label's name; it takes letters, digits and '_', no digit first";
    no_metric(given) "{given} is no metric's name; it takes letters, digits, '_' and ':', no digit first";
    no_host(given) "{given} is no host; write its name alone in lower case, such as api.example.com";
    no_header(given) "{given} is no header's name; it takes letters, digits and '-'";
    own_header(given) "{given} is a header that only Holdpoint sets; remove it (a token is sent with authorize = true)";
    not_ascii(name, given) "{name} takes printable ASCII only, and this is {given}";
    no_placeholder(given, known) "{given} is not replaced by anything; the only placeholder here is {known}";
    no_placeholder_here(given) "{given} is not replaced here; write it out";
    no_period(name, given) "{name}: this is no length of time; write a whole number and s, m, h or d, such as 15m, and not {given}";
    not_json(name, said, fault, place) "{name} takes JSON, and this is none: {said} at {place}";
}

// Ids and references.
sentences! {
    taken(what, id, line) "the {what} {id} is taken; choose another (it stands in line {line})";
    none_such(what, id) "there is no {what} {id}";
    twice(word) "{word} stands in this list twice; remove one";
    step_is_pushed(check) "the check {check} is pushed and cannot be run as a step; name another, or leave it out";
    step_takes_a_drill(check) "the check {check} takes a drill and cannot be run as a step; name another, or leave it out";
    unproved(item) "no check proves {item}, so it could never be done; name it in \"proves\" of a check, or ask for other evidence";
}

// Probes and what is expected of them.
sentences! {
    case_needs_object(case) "{case} takes a body that is a JSON object, because each delivery gets an id and a time in it";
    post_with_token() "a POST with the connection's token may write at the vendor; use GET or HEAD, or leave this out";
    no_rule_named() "this probe does not say which rule it means; add \"labels\" or \"alert\"";
    no_rule(rules) "this expectation has no rule; add one of {rules}";
    many_rules(count, rules) "this expectation has {count} rules ({rules}); write an expectation for each";
    no_entry(name) "{name} takes at least one entry";
    true_only(name) "{name} takes true only: an absence cannot be expected";
    only_together(name, rule) "{name} works only together with {rule}; add that rule, or remove this";
    only_with_equals() "\"warn_one_of\" works only together with \"equals\" or \"one_of\"; add that rule, or remove this";
    warns_never_below(name, rule, limit) "{name} would never warn; it takes a number above that of {rule}, {limit}";
    warns_never_above(name, rule, limit) "{name} would never warn; it takes a number below that of {rule}, {limit}";
    holds_and_warns(value) "{value} holds and warns at once; remove it from one of the two";
    never_equal(fact, value, is) "the fact is {fact}, and {value} is {is}: they are never equal";
    compares_numbers(fact, rule) "the fact is {fact}; {rule} compares numbers";
    asks_no_host(kind) "a probe of kind {kind} does not say which host it asked; use a probe of kind http";
    no_fact(kind, fact) "a probe of kind {kind} has no fact {fact}";
    no_header_fact(fact) "{fact} is no fact: write header: and a header's name";
    no_ratio_fact(fact) "{fact} is no fact: write ratio: and two headers' names with a slash between them";
    no_body_fact(fact) "{fact} is no fact: the answer to HEAD has no body";
    no_pointer_fact(fact) "{fact} is no fact: write body: and a JSON pointer, such as body:/status (\"~\" is written ~0, \"/\" in a name ~1)";
}

// Schedules and alerts.
sentences! {
    schedule_of_post() "this check cannot have a schedule: a POST may leave something behind";
    schedule_of_webhook() "this check cannot have a schedule: only the cases head and signed leave nothing behind";
    schedule_of_permission() "this check cannot have a schedule: refused requests would fill the vendor's log of attacks";
    schedule_of_pushed() "this check cannot have a schedule: its results are pushed";
    schedule_of_drill() "this check cannot have a schedule: a drill needs somebody who calls it";
    not_so_often(name, period) "{name} takes 1m to 1d, and this is {period}";
    stale_before_next() "a receipt would be stale before the next run; give a shorter time, or a longer \"ttl_minutes\"";
    condition_takes_no(kind, key, takes) "a condition of kind {kind} takes no {key}; it takes {takes}";
    condition_needs(kind, key) "a condition of kind {kind} needs {key}";
    looks_too_far(name, most, is) "{name} takes at most {most} here, for 1,440 runs of each check are looked at and what is older than 90 days is gone; this is {is}";
    level_needs_side() "a condition of kind level needs \"above\" or \"below\"";
    not_scheduled(check) "the check {check} has no schedule, so there would be nothing to look at";
    fact_is_no_number() "this fact is no number; an alert compares numbers";
    matches_nothing() "this means no run; add \"verdicts\", \"failures\" or \"fact\"";
    side_without_fact(name) "{name} compares a fact; add \"fact\"";
    fact_without_side() "add \"at_least\" or \"at_most\" for this fact";
    nothing_between() "no number is between the two; give a larger \"at_most\"";
    no_share(name) "{name} of a share takes a number from 0 to under 1, such as 0.05";
}

// What to do, behind a sentence that does not say it.
sentences! {
    did_you_mean(word) "did you mean \"{word}\"?";
    add(line) "add {line}";
    add_to_probe(line) "add {line} to the probe";
    add_to_check(line) "add {line} to the check";
    add_to_cases(case) "add {case} to the probe's \"cases\"";
    remove() "remove it";
    it_takes(words) "it takes {words}";
    also_takes(keys) "this table also takes {keys}";
    correct(what) "correct it, or add that {what}";
    has_facts(facts) "it has {facts}";
    has_facts_and_forms(facts) "it has {facts}, header:NAME, ratio:NAME/NAME and body:/JSON/POINTER";
}
