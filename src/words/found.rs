//! What the verification found, in the reader's language. It comes as sentences of the core, which the command prints too; here each is read
//! back into what it was made of. A sentence that this page does not know is shown as it came.

use holdpoint_domain::check::Verdict;
use holdpoint_domain::report::words as report;
use holdpoint_domain::report::{BadHistory, HistoryFault, Outcome, Step, Verification};
use holdpoint_domain::template::Role;

use super::fit::fit;
use super::{roles, story, verification};
use crate::say;

/// `pattern [names] => text;`: the text of the first pattern that fits.
macro_rules! first_that_fits {
    ($found:expr; $($pattern:literal [$($name:ident),*] => $said:expr;)*) => {{
        $(if let Some([$($name),*]) = fit($pattern, $found) {
            return Some(String::from($said));
        })*
        None
    }};
}

const HISTORY_FAULTS: [HistoryFault; 7] = [
    HistoryFault::NoLine,
    HistoryFault::NoLeaf,
    HistoryFault::OtherLaunch,
    HistoryFault::Empty,
    HistoryFault::ReplacedUnsaid,
    HistoryFault::OtherPayload,
    HistoryFault::UnknownEvent,
];

/// What was found in one step, as a phrase.
pub fn detail(step: &Step) -> String {
    known(&step.detail).unwrap_or_else(|| step.detail.clone())
}

/// The verdict and what it means, in a few sentences.
pub fn summary(verification: &Verification) -> String {
    summarized(&verification.summary).or_else(|| refusal(verification)).unwrap_or_else(|| verification.summary.clone())
}

/// Of what did not hold: the first, and how many more.
fn refusal(verification: &Verification) -> Option<String> {
    let mut failed = verification.steps.iter().filter(|step| step.outcome == Outcome::Failed);
    let first = failed.next()?;
    Some(say!("found-refusal", step = &first.name, detail = detail(first), more = failed.count()))
}

fn known(found: &str) -> Option<String> {
    let whole = one_of(found).or_else(|| keys(found)).or_else(|| content(found)).or_else(|| log(found)).or_else(|| timestamp(found));
    whole.or_else(|| receipt(found)).or_else(|| approvals(found)).or_else(|| own(found)).or_else(|| history_fault(found))
}

/// `Ann as release manager: …`
fn one_of(found: &str) -> Option<String> {
    let (who, found) = found.split_once(": ")?;
    let (name, role) = who.rsplit_once(" as ")?;
    let found = signature(found).or_else(|| own(found)).or_else(|| approval(found))?;
    Some(say!("found-of", name = name, role = told_role(role), found = found))
}

fn history_fault(found: &str) -> Option<String> {
    let [line, words] = fit("line {} of the history {}", found)?;
    let fault = HISTORY_FAULTS.into_iter().find(|fault| fault.to_string() == words)?;
    Some(verification::bad_history(&BadHistory { line: line.parse().ok()?, fault }))
}

fn told_role(words: &str) -> String {
    let all = [Role::Viewer, Role::Contributor, Role::Approver, Role::ReleaseManager];
    let known = all.into_iter().find(|role| report::role(*role) == words);
    known.map_or_else(|| words.to_owned(), |role| roles::role(role).to_owned())
}

fn told_verdict(words: &str) -> String {
    let all = [Verdict::Pass, Verdict::Warn, Verdict::Unknown, Verdict::Fail];
    let known = all.into_iter().find(|verdict| verdict.words() == words);
    known.map_or_else(|| words.to_owned(), |verdict| story::verdict(verdict).to_owned())
}

fn told_decision(words: &str) -> &str {
    match words {
        "Go" => say!("found-go"),
        "No go" => say!("found-no-go"),
        other => other,
    }
}

/// What log, statement and report do not tell alike.
fn told_part(words: &str) -> &str {
    match words {
        "launch" => say!("found-part-launch"),
        "person" => say!("found-part-person"),
        "time" => say!("found-part-time"),
        "place" => say!("found-part-place"),
        "revision" => say!("found-part-revision"),
        "approval" => say!("found-part-approval"),
        "role" => say!("found-part-role"),
        "comment" => say!("found-part-comment"),
        "snapshot" => say!("found-part-snapshot"),
        "statement" => say!("found-part-statement"),
        "attestation" => say!("found-part-attestation"),
        "items" => say!("found-part-items"),
        "revocation" => say!("found-part-revocation"),
        other => other,
    }
}

/// Of keys and the signatures under them.
fn keys(found: &str) -> Option<String> {
    first_that_fits! { found;
        "no trust file was given, so the key is the one that the file brings along" [] => say!("found-key-own");
        "no trust file was given, and the file does not bring its own key along" [] => say!("found-key-own-none");
        "the file is signed with {}, which the trust file does not list" [key] => say!("found-key-unlisted", key = key);
        "{} is pinned, but was not in use at {}, when the file says it was issued" [key, at] => say!("found-key-out-of-use-issued", key = key, at = at);
        "{} is pinned, and was in use at {}" [key, at] => say!("found-key-in-use", key = key, at = at);
        "{} is pinned, but was not in use at {}" [key, at] => say!("found-key-out-of-use", key = key, at = at);
        "the signature does not fit the report under the key {}" [key] => say!("found-signature-report-no-fit", key = key);
        "the signature does not fit the receipt under the key {}" [key] => say!("found-signature-receipt-no-fit", key = key);
        "ECDSA P-256 under the key {}" [key] => say!("found-signature-fits", key = key);
        "the signed statement is not of the form that {} has: {}" [form, why] => say!("found-statement-form", form = form, why = why);
        "in-toto Statement v1 with {}" [form] => say!("found-statement-read", form = form);
        "the report's log key is not one of the log of {}" [launch] => say!("found-log-key-other", launch = launch);
        "no trust file was given, so the log's key is the one that the report brings along" [] => say!("found-log-key-own");
        "the trust file does not list this key for the log {}" [log] => say!("found-log-key-unlisted", log = log);
        "the trust file is not countersigned: trust.json.sig, as ssh-keygen -Y sign makes it, was not given" [] => say!("found-trust-not-countersigned");
        "the trust file is countersigned with {}" [key] => say!("found-trust-countersigned", key = key);
    }
}

/// Of what the report contains, and what follows from it.
fn content(found: &str) -> Option<String> {
    first_that_fits! { found;
        "{}, revision {}, {} items" [digest, place, count] => say!("found-snapshot-read", digest = digest, place = place, count = count);
        "the snapshot's media type is not {}" [kind] => say!("found-snapshot-media", kind = kind);
        "the snapshot's bytes do not have the digest that the report gives" [] => say!("found-snapshot-digest");
        "the snapshot cannot be read: {}" [why] => say!("found-snapshot-unread", why = why);
        "the snapshot has the version {}; this build reads 1" [version] => say!("found-snapshot-version", version = version);
        "the snapshot has {} twice" [what] => say!("found-snapshot-twice", what = what);
        "no launch has the policy that the snapshot tells: one asks 1 to 20 people to sign as approver or as release manager, and names a role once" [] => say!("found-snapshot-policy");
        "the waiver of item {} is approved by who requested it" [item] => say!("found-snapshot-own-waiver", item = item);
        "the check {} proves item {}, which the snapshot does not have" [check, item] => say!("found-snapshot-proves-nothing", check = check, item = item);
        "the launch that the report names is not the one in its snapshot: name, ticket, artifacts or members differ" [] => say!("found-launch-other");
        "the template that the report names is not the one in its snapshot" [] => say!("found-template-other");
        "{} “{}”, no change ticket, as in the snapshot" [id, name] => say!("found-launch-same-no-ticket", id = id, name = name);
        "{} “{}”, {}, as in the snapshot" [id, name, ticket] => say!("found-launch-same", id = id, name = name, ticket = ticket);
        "the report is about nothing: it has no subject" [] => say!("found-subjects-none");
        "the report's subjects are not {} and the {} artifacts of the launch" [html, count] => say!("found-subjects-other", html = html, count = count);
        "{} and {} artifacts" [html, count] => say!("found-subjects-same", html = html, count = count);
        "the HTML file was not given" [] => say!("found-html-none");
        "the HTML file is the one that was signed, {}" [digest] => say!("found-html-good", digest = digest);
        "the HTML file at hand has {}, the one that was signed {}" [digest, signed] => say!("found-html-other", digest = digest, signed = signed);
        "the HTML was made by other rules ({}; this build knows {}), so believe the bundle" [rules, known] => say!("found-html-other-rules", rules = rules, known = known);
        "the HTML was made by the rules {}, which no report has; the first are {}" [rules, first] => say!("found-html-no-rules", rules = rules, first = first);
        "the HTML that was signed tells what the bundle tells: made again, it is the same" [] => say!("found-html-same");
        "the HTML that was signed does not tell what the bundle tells" [] => say!("found-html-differs");
        "{} items, {} checks, {} approvals" [items, checks, approvals] => say!("found-counts", items = items, checks = checks, approvals = approvals);
        "the counts that the report gives do not follow from its snapshot" [] => say!("found-counts-wrong");
        "the report says “{}”, but “{}” follows from what it contains: {}" [says, follows, why] => say!("found-decision-other", says = told_decision(says), follows = told_decision(follows), why = why);
        "the report is wrong about until when it holds" [] => say!("found-decision-until");
        "“{}” follows from the snapshot, the approvals and the time" [says] => say!("found-decision-same", says = told_decision(says));
        "the report says it was issued at {}, but tells of something at {}" [at, later] => say!("found-times-later", at = at, later = later);
        "nothing that the report tells of is later than {}" [at] => say!("found-times-good", at = at);
    }
}

/// Of the launch's log.
fn log(found: &str) -> Option<String> {
    first_that_fits! { found;
        "{} entries, root {}" [count, root] => say!("found-checkpoint-good", count = count, root = root);
        "the checkpoint is over {} entries, but the snapshot is of revision {}" [size, place] => say!("found-checkpoint-other", size = size, place = place);
        "the checkpoint is no signed note with origin, size and root in three lines" [] => say!("found-checkpoint-malformed");
        "the checkpoint is not signed by this log's key" [] => say!("found-checkpoint-unsigned");
        "the checkpoint's signature does not fit its text" [] => say!("found-checkpoint-signature");
        "the checkpoint is of another log" [] => say!("found-checkpoint-origin");
        "the .tlog-proof file was not given" [] => say!("found-proof-none");
        "the log's key is not known" [] => say!("found-proof-no-key");
        "the report is in the launch's log, recorded {}" [at] => say!("found-proof-good", at = at);
        "the file is no tlog-proof: {}" [why] => say!("found-proof-malformed", why = why);
        "the proof does not lead from the report's entry to the checkpoint's root" [] => say!("found-proof-inclusion");
        "the entry in the log is not about this report" [] => say!("found-proof-other");
        "the log has no entry {}" [place] => say!("found-proof-no-entry", place = place);
        "the .history.jsonl file was not given; that none of the approvals was revoked, that nobody lost their role since, and that no item was left out that nobody signed for, is the server's word" [] => say!("found-history-none");
        "without a good checkpoint nothing says which history is the right one" [] => say!("found-history-no-checkpoint");
        "its first {} entries are those of the log; of these {} were replaced when a person was erased, and what they said before cannot be checked; {} later ones are in the file, which this report says nothing of" [count, erased, later] => say!("found-history-erased-and-later", count = count, erased = erased, later = later);
        "its first {} entries are those of the log; of these {} were replaced when a person was erased, and what they said before cannot be checked" [count, erased] => say!("found-history-erased", count = count, erased = erased);
        "its first {} entries are those of the log; {} later ones are in the file, which this report says nothing of" [count, later] => say!("found-history-later", count = count, later = later);
        "its first {} entries are those of the log" [count] => say!("found-history-good", count = count);
        "it is another history than the one that the report's checkpoint is over" [] => say!("found-history-other");
        "it has {} entries, but the report's checkpoint is over {}" [size, wanted] => say!("found-history-short", size = size, wanted = wanted);
        "played from its first event to its {}th, the launch is what the snapshot says; that none of the {} replaced entries revoked an approval or ended a role is the server's word" [place, count] => say!("found-replay-good-replaced", place = place, count = count);
        "played from its first event to its {}th, the launch is what the snapshot says" [place] => say!("found-replay-good", place = place);
        "played event by event, the launch is not what the snapshot says" [] => say!("found-replay-differs");
        "played event by event, the launch is what the snapshot says, which is not in the form of this version" [] => say!("found-replay-form");
        "by the history an approval of {} does not stand any more, and the report counts it" [name] => say!("found-replay-revoked", name = name);
        "by the history an approval of {} stands, and the report leaves it out" [name] => say!("found-replay-left-out", name = name);
        "the report does not tell of {} later entries, which were recorded more than {} minutes before it was issued; an approval of {} that it counts was revoked there" [count, minutes, names] => say!("found-replay-overtaken-revoked", count = count, minutes = minutes, names = names);
        "the report does not tell of {} later entries, which were recorded more than {} minutes before it was issued" [count, minutes] => say!("found-replay-overtaken", count = count, minutes = minutes);
        "events were erased from the history later, so it cannot be played as it was; that none of the approvals was revoked since is the server's word" [] => say!("found-replay-erased");
        "events were erased from the history later, so it cannot be played as it was; {} of them revoked an approval, which may be one of this report" [count] => say!("found-replay-erased-revoked", count = count);
    }
}

/// Of the timestamp.
fn timestamp(found: &str) -> Option<String> {
    first_that_fits! { found;
        "there is no timestamp of an independent authority; the times are the server's claims" [] => say!("found-timestamp-none");
        "the timestamp is of {}, before {}, when the file says it was issued" [at, issued] => say!("found-timestamp-early", at = at, issued = issued);
        "“{}” says that the signature was there at {}; that it is as old as {} is the server's claim; the trust file pins no authority of timestamps, so anybody could have made it" [by, at, issued] => say!("found-timestamp-late-unpinned", by = by, at = at, issued = issued);
        "“{}” says that the signature was there at {}; that it is as old as {} is the server's claim; no trust file was given, so anybody could have made it" [by, at, issued] => say!("found-timestamp-late-no-trust", by = by, at = at, issued = issued);
        "“{}” says that the signature was there at {}; that it is as old as {} is the server's claim, under a pinned certificate" [by, at, issued] => say!("found-timestamp-late-pinned", by = by, at = at, issued = issued);
        "“{}” says that the signature was there at {}; the trust file pins no authority of timestamps, so anybody could have made it" [by, at] => say!("found-timestamp-unpinned", by = by, at = at);
        "“{}” says that the signature was there at {}; no trust file was given, so anybody could have made it" [by, at] => say!("found-timestamp-no-trust", by = by, at = at);
        "“{}” says that the signature was there at {}, under a pinned certificate" [by, at] => say!("found-timestamp-pinned", by = by, at = at);
        "the timestamp has {} bytes, more than {}" [bytes, most] => say!("found-timestamp-too-large", bytes = bytes, most = most);
        "the timestamp cannot be read as RFC 3161 has it: {}" [why] => say!("found-timestamp-form", why = why);
        "the timestamp was refused by the authority: {}" [why] => say!("found-timestamp-refused", why = why);
        "the timestamp answers another question: its nonce is not the one that was sent" [] => say!("found-timestamp-nonce");
        "the timestamp is over other bytes than this report's signature" [] => say!("found-timestamp-imprint");
        "the timestamp is not signed as it should be: {}" [why] => say!("found-timestamp-signature", why = why);
        "the timestamp is of {}, which is no authority that was pinned: {}" [by, why] => say!("found-timestamp-authority", by = by, why = why);
    }
}

/// Of a receipt.
fn receipt(found: &str) -> Option<String> {
    first_that_fits! { found;
        "“{}”, with the digest that the receipt names" [title] => say!("found-definition-good", title = title);
        "the definition's bytes do not have the digest that the receipt names" [] => say!("found-definition-digest");
        "the subject is not the check's definition" [] => say!("found-definition-subject");
        "the definition cannot be read: {}" [why] => say!("found-definition-unread", why = why);
        "the definition is of {}, not of {}" [one, other] => say!("found-definition-other", one = one, other = other);
        "the facts give {}, and the receipt says {}" [facts, says] => say!("found-verdict-differs", facts = told_verdict(facts), says = told_verdict(says));
        "the facts give {} by the definition" [facts] => say!("found-verdict-follows", facts = told_verdict(facts));
        "a run at {} is fresh until {}, and the receipt says {}" [at, end, says] => say!("found-receipt-fresh-wrong", at = at, end = end, says = says);
        "the receipt was issued at {}, before the run at {}" [issued, at] => say!("found-receipt-too-early", issued = issued, at = at);
        "run at {}, fresh until {}" [at, end] => say!("found-receipt-times", at = at, end = end);
    }
}

/// Of all approvals together.
fn approvals(found: &str) -> Option<String> {
    first_that_fits! { found;
        "an approval is there twice: {}" [which] => say!("found-approvals-twice", which = which);
        "the approvals are not in the order of the log" [] => say!("found-approvals-order");
        "the report calls somebody {}, whom the pinned roster knows as {}" [name, known] => say!("found-people-other", name = name, known = known);
        "{} people are called as the pinned roster has them" [count] => say!("found-people-good", count = count);
        "the pinned roster knows {} by another id, so what the report tells of them may be of somebody else" [names] => say!("found-people-alike", names = names);
        "{} people of the launch are not in the pinned roster: what they are called is the server's word" [count] => say!("found-people-unknown", count = count);
        "{} approvals, each once" [count] => say!("found-approvals-good", count = count);
    }
}

/// Of one approval, behind whose it is.
fn approval(found: &str) -> Option<String> {
    first_that_fits! { found;
        "the signed statement is not of the form that {} has: {}" [form, why] => say!("found-approval-form", form = form, why = why);
        "what was signed is no approval" [] => say!("found-approval-no-approval");
        "what was signed is not about one snapshot of this launch" [] => say!("found-approval-other-snapshot");
        "what was signed is about {}, not {}" [one, other] => say!("found-approval-other-launch", one = one, other = other);
        "the report names another approval, person or role than what was signed" [] => say!("found-approval-other-person");
        "nobody signs as {}" [role] => say!("found-approval-no-such-role", role = told_role(role));
        "the approver is no member of the launch" [] => say!("found-approval-no-member");
        "the launch knows the approver as {}" [name] => say!("found-approval-other-name", name = name);
        "the log's checkpoint does not hold, so nothing is known to be in the log" [] => say!("found-approval-no-checkpoint");
        "it is not entry {} of the log: the proof does not lead to the checkpoint's root" [place] => say!("found-approval-not-entry", place = place);
        "its entry in the log is no leaf of version 1" [] => say!("found-approval-no-leaf");
        "the event that the report gives is not the one in the log" [] => say!("found-approval-other-event");
        "its entry in the log is not about an approval" [] => say!("found-approval-entry-no-approval");
        "the log, the signed statement and the report do not tell the same {}" [what] => say!("found-approval-not-the-same", what = told_part(what));
        "entry {} of the log, recorded {}" [place, at] => say!("found-approval-recorded", place = place, at = at);
        "it says that it was signed at {}, but was recorded at {}" [claimed, at] => say!("found-approval-times-claimed", claimed = claimed, at = at);
        "it was recorded at {}, after the report was issued at {}" [at, issued] => say!("found-approval-times-issued", at = at, issued = issued);
        "it was recorded at {}, but covers item {}, which became so at {}" [at, item, later] => say!("found-approval-times-covered", at = at, item = item, later = later);
        "signed {}, recorded {}" [claimed, at] => say!("found-approval-times-good", claimed = claimed, at = at);
        "what was signed is the launch as the history has it after {} events" [count] => say!("found-approval-seen", count = count);
        "what was signed is not the launch as the history has it after {} events" [count] => say!("found-approval-seen-other", count = count);
        "events were erased from the history later, so what was signed cannot be compared with it" [] => say!("found-approval-seen-erased");
        "what was signed is not in the form of this version, so it cannot be compared with the history" [] => say!("found-approval-seen-form");
        "what was signed covers item {}, which the snapshot does not have" [item] => say!("found-approval-lost", item = item);
        "the report is wrong about what changed since it was signed" [] => say!("found-approval-stale-wrong");
        "covers everything that the report tells" [] => say!("found-approval-covers-all");
        "covers {} items as the report tells them" [count] => say!("found-approval-covers", count = count);
        "stale, the launch itself changed since, and {} items" [count] => say!("found-approval-stale-launch", count = count);
        "stale for {} items that changed since" [count] => say!("found-approval-stale", count = count);
        "no roster of approvers was pinned" [] => say!("found-approval-roster-none");
        "not in the pinned roster of approvers" [] => say!("found-approval-roster-missing");
        "the pinned roster knows this person as {}" [name] => say!("found-approval-roster-name", name = name);
        "the pinned roster does not let them approve in this role" [] => say!("found-approval-roster-role");
        "in the pinned roster by their id; the name was erased there" [] => say!("found-approval-roster-erased");
        "in the pinned roster of approvers" [] => say!("found-approval-roster-good");
        "signed {}" [what] => say!("found-approval-signed", what = what);
    }
}

/// Of whose signature stands behind an approval.
fn signature(found: &str) -> Option<String> {
    first_that_fits! { found;
        "the key or the signature of their own cannot be read" [] => say!("found-signed-unread");
        "signed with a passkey ({}) for {}; the trust file pins no site, so that approvals are given there is the report's word" [algorithm, site] => say!("found-signed-with-passkey-anywhere", algorithm = algorithm, site = site);
        "signed with a passkey ({})" [algorithm] => say!("found-signed-with-passkey", algorithm = algorithm);
        "signed with the SSH key {}" [key] => say!("found-signed-with-ssh", key = key);
        "no roster was pinned, so nobody says whose key it is" [] => say!("found-signed-no-roster");
        "the key is theirs in the pinned roster" [] => say!("found-signed-key-theirs");
        "the report says that the passkey belongs to {}, not to {}" [one, other] => say!("found-signed-other-site", one = one, other = other);
        "the report is wrong about whether ssh-keygen can read the signature" [] => say!("found-signed-ssh-readable");
        "the signature that the report gives for ssh-keygen is not this one" [] => say!("found-signed-ssh-other");
        "the key is not one that the pinned roster has for this person" [] => say!("found-signed-key-unknown");
        "the key is pinned, but was not in use at {}" [at] => say!("found-signed-key-out-of-use", at = at);
        "the signature does not fit what was signed" [] => say!("found-signed-no-fit");
        "the server's word has no signature for ssh-keygen" [] => say!("found-signed-server-no-ssh");
        "attested by the server with {}" [key] => say!("found-signed-by-server", key = key);
        "there is no signature of their own, although the pinned roster has a key of theirs; whoever holds the server's key could have written this approval" [] => say!("found-signed-no-own-although");
        "there is no signature of their own. That they approved rests on the server's word that they gave their password; whoever holds the server's key could have written it" [] => say!("found-signed-no-own");
        "there is no signature of their own, and the pinned roster has a key of theirs from {} on. That the approval is older, of {}, is the server's word alone; whoever holds the server's key could have written it later and dated it back" [from, at] => say!("found-signed-before-key", from = from, at = at);
        "there is no signature of their own; the last key that the pinned roster has for them was in use until {}. That they approved later, at {}, rests on the server's word that they gave their password; whoever holds the server's key could have written it" [until, at] => say!("found-signed-after-key", until = until, at = at);
        "signed with {}, which the report does not bring along" [key] => say!("found-signed-key-not-brought", key = key);
        "signed with {}, which the trust file does not list" [key] => say!("found-signed-key-not-listed", key = key);
        "signed with {} at a time when it was not in use" [key] => say!("found-signed-key-not-then", key = key);
    }
}

/// Of people's own keys.
fn own(found: &str) -> Option<String> {
    first_that_fits! { found;
        "this is no SSH signature; paste the whole .sig file, from -----BEGIN SSH SIGNATURE----- on" [] => say!("found-own-ssh-form");
        "the signature is of another key than the enrolled one; sign with the enrolled key" [] => say!("found-own-ssh-key");
        "the signature was made for another purpose; sign with -n {}" [name] => say!("found-own-ssh-namespace", name = name);
        "the signature does not fit the statement; sign the statement's file as it was given out, byte for byte" [] => say!("found-own-ssh-no-fit");
        "the signature is of another kind than the key; sign with the key that you chose" [] => say!("found-own-kind");
        "what the browser signed (clientDataJSON) cannot be read; sign again with another browser" [] => say!("found-own-client-data");
        "the passkey was used for “{}”, not for signing; sign again" [purpose] => say!("found-own-passkey-use", purpose = purpose);
        "the passkey signed something else than this approval; open the sign-off again and sign what it shows now" [] => say!("found-own-passkey-challenge");
        "the signature was given at {}, where no approvals are given; open this server at its public address" [origin] => say!("found-own-passkey-origin", origin = origin);
        "the signature was given inside a page of somebody else; open this server in a tab of its own" [] => say!("found-own-passkey-cross");
        "what the authenticator said (authenticatorData) cannot be read; use another passkey" [] => say!("found-own-passkey-data");
        "the passkey belongs to another site (its rpIdHash differs); use one that was enrolled here" [] => say!("found-own-passkey-site");
        "nobody touched the authenticator (the user-present flag is missing); sign again" [] => say!("found-own-passkey-present");
        "the authenticator did not ask who is there (the user-verified flag is missing); set a PIN or a fingerprint on it" [] => say!("found-own-passkey-verified");
        "the signature does not fit the enrolled key; use the passkey that was enrolled for approvals" [] => say!("found-own-passkey-no-fit");
    }
}

/// The whole in a few sentences; what failed is told apart.
fn summarized(found: &str) -> Option<String> {
    if let Some(rest) = found.strip_suffix(" Who approved was not compared: the trust file pins no people.") {
        return Some(format!("{} {}", summarized(rest)?, say!("found-summary-no-people")));
    }
    first_that_fits! { found;
        "Self-consistent, not verified. {} “{}”: {}, issued {}. It holds under keys that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it. Its approval rests on the server's word that the person gave their password." [id, name, decision, at] => say!("found-summary-self-one", id = id, name = name, decision = told_decision(decision), at = at);
        "Verified. {} “{}”: {}, issued {}. Its approval rests on the server's word that the person gave their password." [id, name, decision, at] => say!("found-summary-good-one", id = id, name = name, decision = told_decision(decision), at = at);
        "Self-consistent, not verified. {} “{}”: {}, issued {}. It holds under keys that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it. {} approvals rest on the server's word that the people gave their passwords." [id, name, decision, at, count] => say!("found-summary-self-many", id = id, name = name, decision = told_decision(decision), at = at, count = count);
        "Verified. {} “{}”: {}, issued {}. {} approvals rest on the server's word that the people gave their passwords." [id, name, decision, at, count] => say!("found-summary-good-many", id = id, name = name, decision = told_decision(decision), at = at, count = count);
        "Self-consistent, not verified. {} “{}”: {}, issued {}. It holds under keys that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it." [id, name, decision, at] => say!("found-summary-self", id = id, name = name, decision = told_decision(decision), at = at);
        "Verified. {} “{}”: {}, issued {}." [id, name, decision, at] => say!("found-summary-good", id = id, name = name, decision = told_decision(decision), at = at);
        "Self-consistent, not verified. Receipt of {}, check {}, through {}: {}, of a run at {}. It is fresh until {}; later it proves nothing. It holds under a key that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it." [launch, check, connection, verdict, at, end] => say!("found-summary-receipt-ran-self", launch = launch, check = check, connection = connection, verdict = told_verdict(verdict), at = at, end = end);
        "Verified. Receipt of {}, check {}, through {}: {}, of a run at {}. It is fresh until {}; later it proves nothing." [launch, check, connection, verdict, at, end] => say!("found-summary-receipt-ran-good", launch = launch, check = check, connection = connection, verdict = told_verdict(verdict), at = at, end = end);
        "Self-consistent, not verified. Receipt of {}, check {}, a pushed result: {}, of a run at {}. It is fresh until {}; later it proves nothing. It holds under a key that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it." [launch, check, verdict, at, end] => say!("found-summary-receipt-pushed-self", launch = launch, check = check, verdict = told_verdict(verdict), at = at, end = end);
        "Verified. Receipt of {}, check {}, a pushed result: {}, of a run at {}. It is fresh until {}; later it proves nothing." [launch, check, verdict, at, end] => say!("found-summary-receipt-pushed-good", launch = launch, check = check, verdict = told_verdict(verdict), at = at, end = end);
        "Self-consistent, not verified. Receipt of {}, check {}, watched in a drill: {}, of a run at {}. It is fresh until {}; later it proves nothing. It holds under a key that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it." [launch, check, verdict, at, end] => say!("found-summary-receipt-drilled-self", launch = launch, check = check, verdict = told_verdict(verdict), at = at, end = end);
        "Verified. Receipt of {}, check {}, watched in a drill: {}, of a run at {}. It is fresh until {}; later it proves nothing." [launch, check, verdict, at, end] => say!("found-summary-receipt-drilled-good", launch = launch, check = check, verdict = told_verdict(verdict), at = at, end = end);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use holdpoint_domain::report::{Beside, Files};

    use super::*;

    /// Verifies every report and receipt of a folder of vectors, with and without its trust file, and with what lies beside it.
    fn judged(folder: &str) -> Vec<Verification> {
        let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "vectors", folder].iter().collect();
        let trust = fs::read(folder.join("trust.json")).unwrap();
        let mut all = Vec::new();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Some(stem) = name.strip_suffix(".sigstore.json") else { continue };
            let report = fs::read(&path).unwrap();
            let beside = |ending: &str| fs::read(folder.join(format!("{stem}.{ending}"))).ok();
            let (html, tlog_proof) = (beside("html"), beside("tlog-proof"));
            let beside = Beside { html: html.as_deref(), tlog_proof: tlog_proof.as_deref(), history: None };
            for trust in [Some(trust.as_slice()), None] {
                let files = Files { report: &report, trust, signer: None, signature: None, beside };
                all.extend(files.verify().ok());
            }
        }
        assert!(!all.is_empty());
        all
    }

    #[test]
    fn every_finding_of_the_vectors_is_known_and_reads_in_english_as_the_core_has_it() {
        let all = ["good", "bad", "earlier"].into_iter().flat_map(judged);
        let mut unknown = std::collections::BTreeSet::new();
        for verification in all {
            for step in &verification.steps {
                match known(&step.detail) {
                    Some(told) => assert_eq!(told, step.detail),
                    None => _ = unknown.insert(format!("{}: {}", step.name, step.detail)),
                }
            }
            assert_eq!(summary(&verification), verification.summary);
            assert!(summarized(&verification.summary).or_else(|| refusal(&verification)).is_some(), "{}", verification.summary);
        }
        assert!(unknown.is_empty(), "{unknown:#?}");
    }

    /// What depends on the trust file, of which the vectors have one, and on a history, of which they have none.
    #[test]
    fn findings_about_a_person_that_no_vector_has_are_known_too() {
        let cases = [
            "signed with a passkey (ES256) for example.com; the trust file pins no site, so that approvals are given there is the report's word",
            "there is no signature of their own, and the pinned roster has a key of theirs from 2026-11-24T11:00:00Z on. That the approval is older, of 2026-11-24T10:11:00Z, is the server's word alone; whoever holds the server's key could have written it later and dated it back",
            "what was signed is the launch as the history has it after 12 events",
            "what was signed is not the launch as the history has it after 12 events",
            "events were erased from the history later, so what was signed cannot be compared with it",
            "what was signed is not in the form of this version, so it cannot be compared with the history",
            "there is no signature of their own; the last key that the pinned roster has for them was in use until 2026-11-24T10:00:00Z. That they approved later, at 2026-11-24T10:11:00Z, rests on the server's word that they gave their password; whoever holds the server's key could have written it",
        ];
        for found in cases {
            let found = format!("Ann as approver: {found}");
            assert_eq!(known(&found), Some(found));
        }
    }

    #[test]
    fn findings_that_no_vector_has_are_known_too() {
        let cases = [
            "the waiver of item a is approved by who requested it",
            "the check ping proves item c, which the snapshot does not have",
            "the HTML was made by the rules 0, which no report has; the first are 1",
            "the HTML was made by other rules (1; this build knows 3), so believe the bundle",
            "the report calls somebody Mallory, whom the pinned roster knows as Cleo",
            "the pinned roster knows Cleo by another id, so what the report tells of them may be of somebody else",
            "2 people of the launch are not in the pinned roster: what they are called is the server's word",
            "by the history an approval of Ben does not stand any more, and the report counts it",
            "played event by event, the launch is what the snapshot says, which is not in the form of this version",
            "played from its first event to its 31th, the launch is what the snapshot says; that none of the 3 replaced entries revoked an approval or ended a role is the server's word",
            "by the history an approval of Ben stands, and the report leaves it out",
            "the report does not tell of 3 later entries, which were recorded more than 5 minutes before it was issued",
            "the report does not tell of 3 later entries, which were recorded more than 5 minutes before it was issued; an approval of Ben that it counts was revoked there",
            "events were erased from the history later, so it cannot be played as it was; that none of the approvals was revoked since is the server's word",
            "events were erased from the history later, so it cannot be played as it was; 1 of them revoked an approval, which may be one of this report",
        ];
        for found in cases {
            assert_eq!(known(found).as_deref(), Some(found));
        }
        let whole =
            "Verified. LCH-42 “Checkout 3”: Go, issued 2026-11-24T10:12:00Z. Who approved was not compared: the trust file pins no people.";
        assert_eq!(summarized(whole).as_deref(), Some(whole));
        let drilled = "Verified. Receipt of LCH-1, check drill.search, watched in a drill: pass, of a run at 2026-11-24T10:12:00Z. It is fresh until \
                       2026-12-01T10:12:00Z; later it proves nothing.";
        assert_eq!(summarized(drilled).as_deref(), Some(drilled));
    }

    #[test]
    fn a_finding_that_is_not_known_is_shown_as_it_came() {
        let step = Step { name: "moon".into(), outcome: Outcome::Holds, detail: "the moon is full".into() };
        assert_eq!(detail(&step), "the moon is full");
    }
}
