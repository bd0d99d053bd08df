# The texts of what is drawn later: everything that the launches and the checklist do not need. See first.ftl.

### Dates, times, numbers

tenths = { $whole }.{ $tenth }
span-milliseconds = { $milliseconds } ms
span-seconds = { $seconds } s
span-minutes = { $minutes } min { $seconds } s
span-hours = { $hours } h { $minutes } min
bytes =
    { $count ->
        [one] { $count } byte
       *[other] { $count } bytes
    }
bytes-kib = { $length } KiB
bytes-mib = { $length } MiB
bytes-gib = { $length } GiB

### Words and buttons of many pages

cancel = Cancel
close = Close
in-a-row = { $before } · { $next }

### Account

one-moment = One moment…
account-confirm-first = Confirm first that it is you, at the top of this page.
account-title = Your account
account-renew = You signed in by recovery. Set a new password or enrol a passkey now; everything else waits until then.
linked-title = Your organisation's sign-in
linked-none = None is linked with this account yet.
linked-as = At { $issuer }, as { $subject }
linked-unlink = Unlink { $name }, { $subject }
linked-gone = Nobody signs in to this account with it any more, and all your other sessions have ended.
account-log-title = Account activity
account-log-whose = Whose
account-log-mine = My account
account-log-all = All accounts
account-log-older = Show older entries
account-log-line = { $name } { $event }
account-log-line-of = { $name } { $event } (account of { $owner })
account-log-where = { $device }, { $at }
passkeys-title = Passkeys
passkeys-about = A passkey signs you in with your device's fingerprint, face or PIN. There is nothing to type and nothing to steal.
passkeys-no-name = Passkeys need a server with a name; this one is opened by its address.
passkey-removed = The passkey can no longer be used to sign in here.
passkey-remove = Remove { $name }
passkey-used = Used { $at }
passkey-not-used = Enrolled { $at }, not used yet
passkey-name-needed = Name the passkey, such as after the device that holds it
passkey-enrolled = The passkey is enrolled. Use it to sign in from now on.
passkey-name = Name of the new passkey
passkey-name-hint = Such as “Laptop” or “Phone”
passkey-enrol = Enrol a passkey
password-too-short = Enter a password of at least { $count } characters
password-differs = Enter the same password twice
password-set = The new password is set; all other sessions have ended.
password-label = Password
password-ends = A new password ends all other sessions.
password-new = New password
password-hint = At least 10 characters. A few random words are easy to remember and hard to guess.
password-again = The same password again
password-change = Set the password
password-needed = Enter your password
proof-given = Confirmed. You can continue.
proof-title = Confirm that it is you
proof-why = You signed in a while ago, or without being asked who you are. To change who may sign in, prove again who you are; that holds for ten minutes.
proof-passkey = Use a passkey
proof-confirm = Confirm
recovery-made = Ten new recovery codes are below. They are shown this once.
recovery-make = Make recovery codes
recovery-make-anew = Make new codes; the old ones end
recovery-title = Recovery codes
recovery-none = You have none. If you lose your devices and your password, a code lets you in once, to set new ones.
recovery-left =
    { $count ->
        [one] { $count } code is left. Each works once, when you lost what you sign in with.
       *[other] { $count } codes are left. Each works once, when you lost what you sign in with.
    }
recovery-copy = the recovery codes
recovery-keep = Keep them where you keep valuables. Nobody can show them again.
sessions-title = Where you are signed in
session-ended = That session has ended.
session-end = Sign out { $device }
session-this = { $device } (this one)
session-how = With { $with }, { $began }; used { $used }
signing-title = Signing keys
signing-about = A key of your own makes your approval yours: nobody else can give it, not even who runs this server. It is enrolled apart from the passkeys that sign you in, and asked for only when you approve.
signing-revoked = The key can no longer approve anything. Approvals it already gave stay valid.
signing-revoke = Revoke { $name }
signing-passkey-enrolled = Passkey { $key }, enrolled { $at }
signing-passkey-revoked = Passkey { $key }, revoked { $at }
signing-ssh-enrolled = SSH key { $key }, enrolled { $at }
signing-ssh-revoked = SSH key { $key }, revoked { $at }
signing-passkey-done = The passkey is enrolled. You approve with it from now on.
signing-passkey-name = Name of the new passkey for approvals
signing-passkey-hint = Such as “Laptop, approvals”
signing-passkey-enrol = Enrol a passkey for approvals
signing-ssh-name-needed = Name the key, such as after the machine that holds it
signing-ssh-signature-needed = Paste what the command prints
signing-ssh-done = The SSH key is enrolled. You can approve with it from now on.
signing-ssh-title = Enrol an SSH key
signing-ssh-name = Name of the SSH key
signing-ssh-about = The key signs a text first: so nobody can enrol the key of somebody else.
signing-ssh-begin = Show the command
signing-ssh-begun = Run the command, then paste what it prints.
signing-ssh-command = Run this where the key is, with the path of your key at the end. What it prints is taken once; the time for it ends { $at }.
signing-ssh-signature = What the command prints
signing-ssh-enrol = Enrol the SSH key
tokens-title = API tokens
tokens-about = For CI and scripts: a token acts as you, within its scopes, until it expires. It can never approve, or change this account.
token-revoked = The token no longer works.
token-revoke = Revoke { $name }
token-used = May { $may }. Expires { $expires }, used { $at }
token-not-used = May { $may }. Expires { $expires }, not used yet
token-name-needed = Name the token after what it is for
token-days-needed = Enter 1 to 366 days
token-scope-needed = Choose at least one thing that the token may do
token-made = The token is below. It is shown this once.
token-name = Name of the new token
token-name-hint = What it is for, such as “CI of the web shop”
token-days = Days until it expires
token-days-hint = 1 to 366
token-may = It may
token-make = Make a token
token-copy = the token
token-keep = Copy it now: nobody can show it again.

### Account: how this browser shows it

look-title = How this browser shows it
look-language = Language
look-as-browser = As the browser
look-colours = Colours
look-as-system = As the system
look-light = Light
look-dark = Dark
look-density = Density
look-comfortable = Comfortable
look-compact = Compact
look-times = Times
look-times-ago = How long ago
look-times-exact = Day and time
look-kept = Kept in this browser, for whoever uses it. A cookie tells this server the language, so that its texts come sooner.

### Confirming that it is you, in the middle of something

confirm-why = You signed in a while ago, or without being asked who you are. Only the owner may do this, so prove again who you are; that holds for ten minutes. Other ways are on { $account }.
confirm-account = your account page
confirm-send = Confirm and go on

### Editing a copy of a checklist's template

editor-title = A copy of { $name }
editor-lead = Edit the file, give it a higher version or another name, and save it: launches can be made from it at once, and launches of the same name can move to it. The one that is there stays as it is.
editor-link = Edit a copy
editor-owner-only = Only the owner of this server can save checklists. Ask them; or write a file and have it put into the server's folder of templates.
editor-based-on = Begun from { $name } { $version }. What you write is kept in this browser until you save it.
editor-not-kept = This browser has no room for what you write here: it is gone when this page is closed or loaded anew, unless you save it first or copy it elsewhere.
editor-two-tabs = This copy is open in another tab too. This browser keeps what was typed last, and that is not what stands here: it is gone when this page is closed or loaded anew. Go on in one of the two only.
editor-begun-again = You begin again from the original.
editor-overtaken = Begun from an earlier version: { $name } { $version } was saved since. What it changed would be taken back, as the differences show; begin again from the original to keep it.
editor-name = Name
editor-version = Version
editor-source = Template (TOML)
editor-again = Begin again from the original
editor-problems = Problems
editor-looking = The server looks through it…
editor-no-problems = No problems.
editor-count =
    { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }
editor-place = Line { $line }, column { $column }:
editor-differences = What differs from the original
editor-preview = What it makes
editor-should = (should)
editor-items =
    { $count ->
        [one] { $count } item
       *[other] { $count } items
    }
editor-counts =
    { $items ->
        [one] { $items } item
       *[other] { $items } items
    }, { $checks ->
        [one] { $checks } check
       *[other] { $checks } checks
    }, { $alerts ->
        [one] { $alerts } alert
       *[other] { $alerts } alerts
    }
editor-save = Save as a new checklist
editor-saving = It is being saved…
editor-nothing-changed = Nothing is changed yet.
editor-mend-first = Fix its problems first.
editor-other-version = Give it a higher version, or another name: launches are pinned to this one.
editor-saved = Saved. Launches can be made from it.
parts-or = { $before } or { $last }
# What is wrong with a template that somebody edits, by its kind. Words in quotes, and what follows $words, $keys, $takes or $facts, are of the file and stay as they are.
# Where $fault has no words here, $said tells it in English, and the sentence says so.
lint-too-long = the file has { $bytes } bytes, more than { $most }; split the template
lint-too-deep = tables and lists are nested too deeply here; a template needs few levels
lint-newer-format = the file has format { $format }, and this build reads { $known }; use a newer Holdpoint
lint-not-toml =
    this is not readable as TOML: { $fault ->
       *[other] { $said }
    }
lint-not-utf8 = the file is not UTF-8 from here on; save it as UTF-8
lint-too-many-items = the template has { $count } items, more than { $most }; split it
lint-no-key = there is no key { $key }
lint-missing = "{ $key }" is missing
lint-other-kind =
    { $name } takes { $takes ->
        [a-text] a text
        [a-whole-number] a whole number
        [a-number] a number
        [true-or-false] true or false
        [a-text-a-number-true-or-false] a text, a number, true or false
        [a-list] a list
        [a-table] a table
       *[other] { $takes }
    }, and this is { $is ->
        [a-text] a text
        [a-whole-number] a whole number
        [a-number-with-a-point] a number with a point
        [true-or-false] true or false
        [a-date-without-quotes] a date without quotes
        [a-list] a list
        [a-table] a table
       *[other] { $is }
    }
lint-date-without-quotes =
    { $name } takes { $takes ->
        [a-text] a text
        [a-whole-number] a whole number
        [a-number] a number
        [true-or-false] true or false
        [a-text-a-number-true-or-false] a text, a number, true or false
        [a-list] a list
        [a-table] a table
       *[other] { $takes }
    }, and this is a date without quotes; put it in quotes
lint-no-word =
    { $given } is no { $what ->
        [level] level
        [outcome] outcome
        [role-that-signs] role that signs
        [need-of-evidence] need of evidence
        [confidence] confidence
        [target] target
        [method] method
        [case] case
        [format] format
        [vendor-that-can-be-played] vendor that can be played
        [scenario] scenario
        [severity] severity
        [kind-of-condition] kind of condition
        [kind-of-probe] kind of probe
        [verdict] verdict
        [failure] failure
       *[other] { $what }
    }; it takes { $words }
lint-empty-list = { $name } is empty; it takes at least one entry
lint-other-number =
    { $name } takes { $takes }, and this is { $is ->
        [a-number-of-too-many-digits] a number of too many digits
       *[other] { $is }
    }
lint-out-of-range =
    { $name } takes a whole number from { $least } to { $most }, and this is { $is ->
        [a-number-of-too-many-digits] a number of too many digits
       *[other] { $is }
    }
lint-not-comparable = { $name } takes a number that can be compared, and this one cannot
lint-blank = { $name } is empty; write something that helps a reader
lint-blank-name = the name is empty; write something that helps a reader
lint-no-id =
    { $given } is no { $what ->
        [section-id] section id
        [item-id] item id
        [check-id] check id
        [runbook-id] runbook id
        [step-id] step id
        [template-name] template name
       *[other] { $what }
    }: it takes 1 to 64 of a-z, 0-9, '-', '.' and '_', a letter or digit first
lint-no-version = { $given } is no version; write MAJOR.MINOR.PATCH, such as 1.0.0
lint-no-date = { $given } is no date; write YYYY-MM-DD, such as 2026-11-23
lint-no-https = { $given } is no https address; write https://HOST/PATH, or leave the entry out
lint-no-phone = { $given } is no telephone number; write its digits, with + and the country's code, such as +49 30 1234567
lint-no-path = { $given } is no path; begin it with "/", and write everything but ASCII as %XX
lint-long-query = { $name } has more than { $most } characters; record it as a rule and query that
lint-no-label = { $given } is no label's name; it takes letters, digits and '_', no digit first
lint-no-metric = { $given } is no metric's name; it takes letters, digits, '_' and ':', no digit first
lint-no-host = { $given } is no host; write its name alone in lower case, such as api.example.com
lint-no-header = { $given } is no header's name; it takes letters, digits and '-'
lint-own-header = { $given } is a header that only Holdpoint sets; remove it (a token is sent with authorize = true)
lint-not-ascii = { $name } takes printable ASCII only, and this is { $given }
lint-no-placeholder = { $given } is not replaced by anything; the only placeholder here is { $known }
lint-no-placeholder-here = { $given } is not replaced here; write it out
lint-no-period = { $name }: this is no length of time; write a whole number and s, m, h or d, such as 15m, and not { $given }
lint-not-json =
    { $name } takes JSON, and this is none: { $fault ->
       *[other] { $said }
    } at { $place }
lint-taken =
    the { $what ->
        [section-id] section id
        [item-id] item id
        [check-id] check id
        [runbook-id] runbook id
        [step-id] step id
        [alert-s-name] alert's name
        [role] role
       *[other] { $what }
    } { $id } is taken; choose another (it stands in line { $line })
lint-none-such =
    there is no { $what ->
        [item] item
        [check] check
       *[other] { $what }
    } { $id }
lint-twice = { $word } stands in this list twice; remove one
lint-step-is-pushed = the check { $check } is pushed and cannot be run as a step; name another, or leave it out
lint-step-takes-a-drill = the check { $check } takes a drill and cannot be run as a step; name another, or leave it out
lint-unproved = no check proves { $item }, so it could never be done; name it in "proves" of a check, or ask for other evidence
lint-case-needs-object = { $case } takes a body that is a JSON object, because each delivery gets an id and a time in it
lint-post-with-token = a POST with the connection's token may write at the vendor; use GET or HEAD, or leave this out
lint-no-rule-named = this probe does not say which rule it means; add "labels" or "alert"
lint-no-rule = this expectation has no rule; add one of { $rules }
lint-many-rules = this expectation has { $count } rules ({ $rules }); write an expectation for each
lint-no-entry = { $name } takes at least one entry
lint-true-only = { $name } takes true only: an absence cannot be expected
lint-only-together = { $name } works only together with { $rule }; add that rule, or remove this
lint-only-with-equals = "warn_one_of" works only together with "equals" or "one_of"; add that rule, or remove this
lint-warns-never-below = { $name } would never warn; it takes a number above that of { $rule }, { $limit }
lint-warns-never-above = { $name } would never warn; it takes a number below that of { $rule }, { $limit }
lint-holds-and-warns = { $value } holds and warns at once; remove it from one of the two
lint-never-equal =
    the fact is { $fact ->
        [a-number] a number
        [a-text] a text
        [true-or-false] true or false
       *[other] { $fact }
    }, and { $value } is { $is ->
        [a-text] a text
        [a-whole-number] a whole number
        [a-number-with-a-point] a number with a point
        [true-or-false] true or false
        [a-date-without-quotes] a date without quotes
        [a-list] a list
        [a-table] a table
       *[other] { $is }
    }: they are never equal
lint-compares-numbers =
    the fact is { $fact ->
        [a-number] a number
        [a-text] a text
        [true-or-false] true or false
       *[other] { $fact }
    }; { $rule } compares numbers
lint-asks-no-host = a probe of kind { $kind } does not say which host it asked; use a probe of kind http
lint-no-fact = a probe of kind { $kind } has no fact { $fact }
lint-no-header-fact = { $fact } is no fact: write header: and a header's name
lint-no-ratio-fact = { $fact } is no fact: write ratio: and two headers' names with a slash between them
lint-no-body-fact = { $fact } is no fact: the answer to HEAD has no body
lint-no-pointer-fact = { $fact } is no fact: write body: and a JSON pointer, such as body:/status ("~" is written ~0, "/" in a name ~1)
lint-schedule-of-post = this check cannot have a schedule: a POST may leave something behind
lint-schedule-of-webhook = this check cannot have a schedule: only the cases head and signed leave nothing behind
lint-schedule-of-permission = this check cannot have a schedule: refused requests would fill the vendor's log of attacks
lint-schedule-of-pushed = this check cannot have a schedule: its results are pushed
lint-schedule-of-drill = this check cannot have a schedule: a drill needs somebody who calls it
lint-not-so-often = { $name } takes 1m to 1d, and this is { $period }
lint-stale-before-next = a receipt would be stale before the next run; give a shorter time, or a longer "ttl_minutes"
lint-condition-takes-no = a condition of kind { $kind } takes no { $key }; it takes { $takes }
lint-condition-needs = a condition of kind { $kind } needs { $key }
lint-looks-too-far = { $name } takes at most { $most } here, for 1,440 runs of each check are looked at and what is older than 90 days is gone; this is { $is }
lint-level-needs-side = a condition of kind level needs "above" or "below"
lint-not-scheduled = the check { $check } has no schedule, so there would be nothing to look at
lint-fact-is-no-number = this fact is no number; an alert compares numbers
lint-matches-nothing = this means no run; add "verdicts", "failures" or "fact"
lint-side-without-fact = { $name } compares a fact; add "fact"
lint-fact-without-side = add "at_least" or "at_most" for this fact
lint-nothing-between = no number is between the two; give a larger "at_most"
lint-no-share = { $name } of a share takes a number from 0 to under 1, such as 0.05
lint-did-you-mean = did you mean "{ $word }"?
lint-add = add { $line }
lint-add-to-probe = add { $line } to the probe
lint-add-to-check = add { $line } to the check
lint-add-to-cases = add { $case } to the probe's "cases"
lint-remove = remove it
lint-it-takes = it takes { $words }
lint-also-takes = this table also takes { $keys }
lint-correct =
    correct it, or add that { $what ->
        [item] item
        [check] check
       *[other] { $what }
    }
lint-has-facts = it has { $facts }
lint-has-facts-and-forms = it has { $facts }, header:NAME, ratio:NAME/NAME and body:/JSON/POINTER

### Sample launches

sample-name = Sample launch
sample-title = Only looking around?
sample-about = A sample launch is filled a little, so that you see what a checklist at work looks like. It has no report, and you can delete it on its details page.
sample-make = Make a sample launch
sample-here-about = It was made to look around in: it has no report, and it can be deleted.
sample-delete = Delete the sample
sample-delete-sure = Nobody will see this launch any more, and that cannot be undone. Other launches cannot be deleted at all.
sample-keep = Keep it
sample-deleted = The sample is deleted.

### Account: what happened

account-event-password-changed =
    { $count ->
        [0] set a new password
        [one] set a new password, which ended one other session
       *[other] set a new password, which ended { $count } other sessions
    }
account-event-recovery-codes-made = made { $count } new recovery codes; older ones ended
account-event-recovery-code-used =
    { $left ->
        [one] used a recovery code; { $left } is left
       *[other] used a recovery code; { $left } are left
    }
account-event-erased =
    erased this person, with what { $events ->
        [one] { $events } event
       *[other] { $events } events
    } of { $launches ->
        [one] { $launches } launch
       *[other] { $launches } launches
    } told of them
device-browser = { $browser } on { $system }
device-program = a program on { $system }
device-unknown = an unknown device
# Who runs the server, in the place of a person's name.
account-operator = The server's operator
account-event-signed-in = signed in with { $with }
account-event-session-ended = ended the session of { $device }
account-event-passkey-enrolled = enrolled the passkey “{ $name }”
account-event-passkey-removed = removed the passkey “{ $name }”
account-event-recovery-link-made = made a recovery link for this account
account-event-recovery-link-used = used a recovery link
account-event-token-made = made the API token “{ $name }”, which may { $may }
account-event-token-revoked = revoked the API token “{ $name }”
account-event-identity-linked = linked the sign-in of { $issuer }
account-event-identity-unlinked = unlinked the sign-in of { $issuer }, which ended all other sessions
account-event-owner-now = made this account an owner of this server
account-event-owner-no-more = took from this account the right of an owner of this server
account-event-signing-passkey = enrolled the passkey “{ $name }” for approvals
account-event-signing-ssh = enrolled the SSH key “{ $name }” for approvals
account-event-signing-revoked = revoked the key “{ $name }” for approvals
signed-in-with-password = the password
signed-in-with-passkey = a passkey
signed-in-with-recovery-code = a recovery code
signed-in-with-recovery-link = a recovery link of the server's owner
signed-in-with-oidc = the organisation's sign-in
signed-in-with-new-account = the new account
scope-launches-read = read launches
scope-commands-write = make and change launches, their roles and policy too
scope-checks-run = run checks
scope-evidence-write = add evidence
scope-reports-read = download reports

### Changes to many items

bulk-too-many = More than { $most } items are shown. Choose a filter that shows fewer, then change them together.
bulk-unchanged = As they are
bulk-due = Due on
bulk-set = Set
bulk-clear = Remove due dates
bulk-changed =
    { $count ->
        [0] Nothing had to change.
        [one] { $count } item is changed.
       *[other] { $count } items are changed.
    }

### Checks

failure-unreachable = the server could not be reached
failure-timed-out = the server did not answer in time
failure-tls = the server's TLS certificate or handshake was not acceptable
failure-refused = the operator's outbound policy refuses this address
failure-bad-answer = the server's answer was not acceptable HTTP or too large
failure-not-configured = the connection does not say where to ask or with which secret
failure-not-permitted = the operator has not permitted test deliveries on this connection
check-nothing-seen = Nothing was seen: { $failure }.
check-all-seen = Everything expected was seen.
check-nothing-expected = The check expects nothing.
check-not-shown = The answer does not show { $fact }.
check-permit = If the endpoint may receive test deliveries, the operator sets webhook_deliveries = true on this connection; then run the check again.
check-look = Look at the connection's address and the operator's outbound policy, then run the check again.
period =
    { $unit ->
        [day] { $count ->
            [one] { $count } day
           *[other] { $count } days
        }
        [hour] { $count ->
            [one] { $count } hour
           *[other] { $count } hours
        }
        [minute] { $count ->
            [one] { $count } minute
           *[other] { $count } minutes
        }
       *[second] { $count ->
            [one] { $count } second
           *[other] { $count } seconds
        }
    }
check-not-in-result = The result shows no { $fact }: { $why }.

### Deliveries before a check

deliveries-title = Send test deliveries?
deliveries-where = To the webhook endpoint { $url }, for: { $checks }.
deliveries-about = Some deliveries come twice, late, or with a wrong signature. They have the topic ping and ids that begin with holdpoint-, and an endpoint that is not ready for them may store them. Send them only where that does no harm.
deliveries-send = Send them
deliveries-not-now = Not now

### Details

details-locked = Only a release manager of this launch changes this.
details-target-needed = Enter the target date as a day of the calendar
details-from-needed = Enter when the change window begins, or leave both ends empty
details-to-needed = Enter when the change window ends, or leave both ends empty
connection-none = None
details-unchanged = Nothing was changed.
details-saved = The details are saved.
details-zone = Times are in your time zone, { $zone }
details-title = Details
name = Name
target-date = Target date
change-ticket = Change ticket
details-from = Change window from
details-to = Change window to
connection = Connection
details-connection-hint = The environment whose checks count
details-save = Save the details
artifact-digest-needed = Enter sha256: and 64 hex digits in lower case, as your registry shows it
remove = Remove
artifacts = Artifacts
artifacts-about = What goes live, by name and digest, such as a container image. The signed report is about these.
artifact-name-hint = Such as registry.example.com/chat:2.4.0
artifact-digest = Digest
artifact-digest-hint = sha256: and 64 hex digits
artifact-add = Add the artifact
form-begun = Begun, and kept in this browser
history = History
times-ago = Show how long ago
times-exact = Show exact times
history-loading = Loading what happened…
history-more =
    { $count ->
        [one] Show { $count } line more
       *[other] Show { $count } lines more
    }
policy-title = Signatures needed
policy-stated = { $policy }.
policy-own = Set for this launch.
policy-usual = As the checklist says.
change = Change
policy-none = Ask for at least one signature
policy-managers = Release managers
policy-approvers = Approvers
policy-ask-distinct = Nobody counts for two roles
policy-ask-segregated = Who did an item is not its only approver
policy-set = Set for this launch
policy-back = Back to the checklist's own
roles = Roles
role-none = No role
role-none-may = does not see this launch
role-viewer-may = reads
role-contributor-may = works on items, runs checks and runbooks, issues reports
role-approver-may = also decides waivers and signs, for all sections or for some
role-manager-may = also changes details, roles and the signatures needed, and delivers reports
roles-locked = Only a release manager of this launch sets roles.
role-of = Role of { $name }
sections-of = Sections of { $name }
signs-for =
    { $count ->
        [0] Signs for all sections
        [one] Signs for { $count } section
       *[other] Signs for { $count } sections
    }
sections-none = Without any section { $name } would sign for all of them. To take this one away, tick another one first.
sections-all = Let them sign for all sections
signs-for-none = Signs for nothing: this version of the checklist has none of their sections
version-of = { $title }, version { $version }
version-only = This server has no other version of it.
version-newer =
    { $count ->
        [one] This server has version { $version }. { $count } answer stays; items whose question changed must be answered again, and signatures for them go stale.
       *[other] This server has version { $version }. { $count } answers stay; items whose question changed must be answered again, and signatures for them go stale.
    }
version-moving = Moving…
version-move = Move to version { $version }
version-moved = “{ $name }” is on version { $version } of its checklist now.
version-new = New
version-again = Asked again
version-again-why = { $what } changed
version-changed = Changed
version-gone = Gone
version-gone-why = its answer stays in the history
version-beside = Before and after
version-check = Check
version-check-why = has to run anew
version-column = Version { $version }
version-entry-new = new
version-entry-changed = changed
version-entry-gone = gone
version-alert = Alert
version-runbook = Runbook
version-signatures = Signatures
version-signatures-why = unless a launch has rules of its own
version-signatures-before = before: { $policy }
version-part-title = title
version-part-level = level
version-part-guidance = guidance
version-part-evidence = evidence it needs
version-part-checks = checks
version-line = { $kind }: { $title }
version-line-why = { $kind }: { $title } { $why }
version-sections-gone = All sections of these approvers are gone, so they would sign for nothing: { $names }. Give them others after the move.
version-same = Nothing that is asked, checked or signed differs.
version-why = – { $why }

### Drills

drill-gone = This drill is gone: the server was started anew, and what it had seen was not judged. Open another.
drills-lead = For a limited time, this server stands in for the vendor and makes things go wrong according to a plan. How your integration copes is recorded as receipts; what it sends is not kept.
drill-hang-10 = 10 s, for a time-out below that
drill-hang-25 = 25 s, for a time-out below that
drill-hang-45 = 45 s, for any time-out up to 30 s
drill-hang-90 = 90 s, for a longer one, to see it
drill-no-check = No check of this launch's template is judged by a drill.
drill-open = Open a drill
drill-open-about = You get a base URL for 20 minutes. Point the client of your integration at it, in a test environment, and make the calls of the plan.
drill-hang = How long an answer hangs
drill-step = { $title }: call { $call }
drill-plan = What it will play
drill-answers = Answers: { $answers }.
drill-good = Good: { $expects }
drill-show = Show the drill of { $name }
drill-line =
    { $count ->
        [one] { $name }, { $at }, { $count } request
       *[other] { $name }, { $at }, { $count } requests
    }
drill-line-open =
    { $count ->
        [one] { $name }, { $at }, { $count } request, open
       *[other] { $name }, { $at }, { $count } requests, open
    }
drills-other = Other drills
drill-copy = the base URL
drill-address-about = Whoever has this address can answer for your integration: keep it to the test environment. Any bearer token is accepted, and none is kept.
drill-address-hidden = Only people who may run checks can see the address.
drill-recorded = What it shows was recorded as entry { $place } of the history.
drill-recording = What it shows is being recorded.
drill-nothing = Nothing of its plan was called, so nothing was recorded.
drill-is-open = This drill is open
drill-has-ended = This drill has ended
drill-opened = Opened by { $name } { $at }.
drill-opened-ended = Opened by { $name } { $at }, ended { $ended }.
drill-end = End the drill and record
drill-left = { $time } left
drill-waiting = Waiting
drill-begun = Begun
drill-played = Played
drill-copy-own = the base URL of this scenario
drill-own = Your integration calls something else?
drill-own-about = With this base URL, every read meets this scenario:
drill-plan-title = Plan
drill-no-verdict = None of its scenarios was called yet. It gets no receipt; an earlier one stays.
drill-showed = What it showed
drill-shows = What it shows so far
drill-other-requests = Other requests
drill-traffic = Traffic
drill-no-request = No request has come yet. This page shows each as it comes.
drill-key-answered = answered
drill-key-error = error answer
drill-key-broken = connection broken
drill-key-hung-up = client hung up
drill-key-pause = – – pause before the next try
drill-picture =
    { $count ->
        [one] { $count } request; the table below says the same
       *[other] { $count } requests; the table below says the same
    }
drill-table = The same as a table
drill-requests = Requests
drill-requests-order = Requests in the order of their arrival
drill-column-at = At
drill-column-scenario = Scenario
drill-column-request = Request
drill-column-call = Call
drill-column-answer = Answer
drill-column-pause = Pause before it
drill-refused =
    { $count ->
        [one] { $count } more was refused: a drill holds 1,000 requests.
       *[other] { $count } more were refused: a drill holds 1,000 requests.
    }
drill-first-try = first try
drill-answer-hung-up = none: hung up after { $took }
drill-answer-none = none yet
drill-answer-broken = broken off
drill-answer-page = { $status }, page { $page }
drill-answer-conditions =
    { $count ->
        [one] { $status }, { $count } condition
       *[other] { $status }, { $count } conditions
    }
receipt-next = { $label } { $next }
receipt-next-label = Next:

### Drills: what is played

scenario-rate-limit = Rate limit
scenario-rate-limit-call = GET /me
scenario-rate-limit-answers = 429 twice, with X-RateLimit-Reset two to three seconds ahead; then 200
scenario-rate-limit-expects = Waits until the reset, asks again, and gets its answer.
scenario-server-errors = Server errors
scenario-server-errors-call = GET /contacts/{"{"}contact_id{"}"}, for at least three different ids
scenario-server-errors-answers = Two of 500, 502 and 503 for each id; then 200
scenario-server-errors-expects = Asks again with pauses that grow and are not always the same.
scenario-dropped = Broken connection
scenario-dropped-call = GET /admins
scenario-dropped-answers = A connection that breaks in the middle of the answer; then 200
scenario-dropped-expects = Asks again, as reading twice does no harm.
scenario-hang = Hang
scenario-hang-call = GET /tags
scenario-hang-answers = Nothing for { $seconds } seconds; the same call again is answered at once
scenario-hang-expects = Hangs up after 30 seconds at most.
scenario-error-list = Error answers
scenario-error-list-call = GET /contacts/find_by_external_id/{"{"}external_id{"}"}, for four different ids
scenario-error-list-answers = { $count } error.list answers: 404 without a message, 403 with an unknown code, 422 with two errors; then 200
scenario-error-list-expects = Does not ask again for what was refused, and goes on.
scenario-pages = Several pages
scenario-pages-call = GET /contacts, all of them
scenario-pages-answers = { $count } pages by cursor, of which the third is short
scenario-pages-expects = Reads every page once.
scenario-search = Search
scenario-search-call = POST /contacts/search
scenario-search-answers = One contact; 400 for a query that is larger than is allowed
scenario-search-expects = Sends its conditions in one query, joined with AND or OR.

### Forms and their parts

copy = Copy
copy-by-hand = Select it and copy by hand
copy-done = Copied
# Stands behind copy, for those who only hear it.
copy-what = {" "}{ $what }
drop-one = Only one file is taken here: “{ $name }”. Attach the others after it.
drop-too-large = { $name } has more than 256 MiB, which no file of a report has
drop-unreadable = { $name } could not be read; choose it again
field-error = Error:
problems-title = There is a problem

### History: what happened, behind the name of who did it

# { $who } is a name, { $words } one of the phrases below.
history-line = { $who } { $words }
who-schedule = the schedule
who-server = the server
who-owner = the server's owner
step-done = done
step-failed = failed
step-skipped = skipped
step-started = started
step-waiting = waiting
story-artifacts =
    { $count ->
        [one] listed { $count } artifact
       *[other] listed { $count } artifacts
    }
story-asked = asked { $names } in a comment
story-check-drilled = drilled the check { $check }: { $verdict }
story-check-pushed = pushed a result of the check { $check }: { $verdict }
story-check-ran = ran the check { $check }: { $verdict }
story-commented = commented
story-connection = chose the connection { $name }
story-connection-none = removed the connection
story-created = created “{ $name }” from { $template } { $version }
# { $what } is story-report-to or story-report-of.
story-delivery-asked = asked to deliver the report { $report } to { $ticket } in { $system }
story-delivery-asked-each = asked to deliver the report { $report } to { $ticket } in { $system }, and each later one by itself
story-delivery-resumed = said to try again to deliver { $what }
story-delivery-stopped = stopped delivering { $what }
story-discarded = deleted this sample
story-brought = delivered { $what }
story-not-brought = could not deliver { $what }
story-due = set the due date to { $due }
story-due-none = removed the due date
story-erased =
    { $count ->
        [one] erased a person: what { $count } event told of them was replaced
       *[other] erased a person: what { $count } events told of them was replaced
    }
story-evidence-file = attached the file { $name } as evidence
story-evidence-link = added the link “{ $title }” as evidence
story-evidence-note = added a note as evidence
story-evidence-receipt = added the receipt of { $check } as evidence
story-evidence-removed = removed a piece of evidence
story-evidence-upload = uploaded the file { $name } as evidence
story-joined-by-group = came in as { $role }, by the group “{ $group }” of the organisation's sign-in
story-left = took the role of { $name } away
story-named = named the launch “{ $name }”
story-owner = made { $name } the owner
story-owner-none = removed the owner
story-policy = set what has to be signed: { $policy }
story-policy-none = went back to the checklist's own rules of who has to sign
story-rehearsal = started a rehearsal of { $runbook }
story-report = issued the report { $report }
story-report-of = the report of place { $place }
story-report-to = the report { $report } to { $ticket } in { $system }
story-revoked = revoked an approval: { $reason }
story-role = made { $name } { $role }
story-role-by-group = became { $role }, by the group “{ $group }” of the organisation's sign-in
story-role-for = made { $name } { $role } for { $sections }
story-role-given = gave { $name } the role { $role }
story-role-given-for = gave { $name } the role { $role } for { $sections }
story-run = started { $runbook }
story-run-abandoned = abandoned the run: { $note }
story-run-ended = the run ended
story-signed = signed as { $role }
story-status = set the status to { $status }
story-status-why = set the status to { $status }: { $why }
story-step = step { $step } { $outcome }
story-step-noted = step { $step } { $outcome }: { $note }
story-step-started = started step { $step }
story-target = set the target date to { $date }
story-target-none = removed the target date
story-ticket = set the change ticket to { $ticket }
story-ticket-none = removed the change ticket
story-upgraded = moved to version { $version } of the checklist
story-waiver-approved = approved the waiver
story-waiver-asked = asked for a waiver until { $end }: { $reason }
story-waiver-refused = refused the waiver
story-watching-off = switched watching off
story-watching-on = switched watching of { $name } on
story-window = set the change window to { $from } – { $to }
story-window-none = removed the change window
verdict-fail = fail
verdict-pass = pass
verdict-unknown = unknown
verdict-warning = warning

### Inviting

invite-about = { $role } in { $launch } “{ $name }”
invite-about-sections =
    { $role } for { $count ->
        [one] { $count } section
       *[other] { $count } sections
    } in { $launch } “{ $name }”
invite-account = An account, without a role
invite-by = by { $name }, ends { $end }
invite-days = Days until the link ends
invite-days-hint = 1 to 30
invite-days-wrong = Enter for how many days the link can be used, 1 to 30
invite-lead = Make a link and send it to one person who has no account yet. It works once, and nobody can see it again after you leave this page.
invite-link = the invitation link
invite-make = Make an invitation link
invite-made = The invitation link is ready.
invite-making = Making a link…
invite-role = Role in this launch
invite-sections = Signs for these sections; for all of them if none is ticked
invite-title = Invite a colleague
invite-withdraw = Withdraw

### Item

fact-claimed = claimed
fact-documented = documented
fact-observed = observed
fact-source = { $source }, read { $day }
item-all = All items
item-asks-you = { $name } asks you in a comment
item-choose = Choose an item
item-choose-keys = { $palette } goes anywhere, { $keys } shows all keys.
item-choose-palette = { $palette } goes anywhere.
item-choose-what = Its guidance, evidence, checks, comments and history open here. The box in front of an item ticks it straight away.
item-due = Due
item-guidance = What to do
item-history-none = Nothing happened yet.
item-mine = Waiting for you
item-must = Must: no launch without it.
item-need-checks = Needs a fresh, passing result of each of its checks.
item-need-evidence = Needs a link, a note, a file or a passing check behind it.
item-need-nothing = A person's word is enough.
item-nowhere = There is no such item
item-nowhere-why = This launch's checklist has no item at this address.
item-owner = Owner
item-set-by = Set by { $name } { $at }
item-set-to = Set to { $status }
item-should = Should: reported when open, and does not block.
item-since = Since you last looked
item-to-checklist = Back to the checklist
item-waived = Waived: see the waiver below.
item-why-blocked = What is it waiting for?
item-why-blocked-hint = Name the person, ticket or event
item-why-not-applicable = Why does it not apply?
item-why-not-applicable-hint = Whoever signs reads this, so say it as you would to an auditor
item-why-wrong = Say why, in a sentence
status-blocked-label = Blocked
status-done-label = Done
status-in-progress-label = In progress
status-not-applicable-label = Not applicable
status-open-label = Open
status-waived-label = Waived

### Item: checks, comments and evidence

check-run-again = Run again
check-told = { $check }: { $verdict }
comment-add = Add a comment
comment-hint = Type @ to ask somebody of this launch: the item waits for them until they answer
comment-earlier =
    { $count ->
        [one] One earlier comment
       *[other] { $count } earlier comments
    }
comment-offered =
    { $count ->
        [one] One person: press Enter to choose them
       *[other] { $count } people: choose with the arrow keys and Enter
    }
comment-people = People of this launch
comment-send = Comment
comment-title = Comments
comment-wrong = Write a comment first
evidence-add = Add evidence
evidence-attach = Attach a file
evidence-expired = expired { $end }
evidence-file = { $title } ({ $size })
evidence-heading = Title (optional)
evidence-holds = ends { $end }
evidence-holds-until = Holds until (optional)
evidence-holds-wrong = Enter a day of the calendar, or leave it empty
evidence-idle = counts for nothing while its check proves nothing
evidence-kind = Kind of evidence
evidence-link = Link
evidence-none = Nothing yet. Add a link to where it can be seen, a note of what you saw, or a file.
evidence-note = Note
evidence-note-wrong = Write down what you saw
evidence-receipt = Receipt of the check “{ $check }”
evidence-seen = { $who }, seen { $at }
evidence-seen-at = Seen at
evidence-seen-wrong = Enter the day and time at which you saw it
evidence-url = Address
evidence-url-hint = Starts with https://
evidence-url-wrong = Enter an address that starts with https://
evidence-what = What you saw
field-mentions = mentions
proof-all = All checks
proof-attached = It is attached as evidence.
# { $link } is proof-drill-link.
proof-drill = A drill shows it: { $link }
proof-drill-link = open one, and point your integration at it
proof-no-connection = This launch has no connection yet; choose one on its details page.
proof-push = CI pushes its result, as { $format }: { $command }
rule-mention-many = name more than { $most } people; ask fewer at once
rule-mention-stranger = name somebody who is not a member of this launch; give them a role first
rule-mention-viewer = name { $name }, who only reads here and could not answer; give them a role that works here first
item-proof-title = Checks that prove it
upload-done = The file is uploaded and attached
upload-drop = Drop a file here, or choose it
upload-going = Uploading …
upload-hint = The server keeps it with its SHA-256. If you close the page, choose the same file again and the upload resumes where it stopped.
upload-left = “{ $name }” is not attached: its upload stopped when you left the form. Choose the file there again, and the upload resumes where it stopped.
upload-no-file = Choose a file first
upload-progress = Uploaded
upload-refused = “{ $name }” is not attached: { $why }.
upload-send = Upload and attach
upload-unreadable = The file was changed since it was chosen, or cannot be read; choose it again
upload-waiting = The server does not answer; this goes on as soon as it does
upload-waiting-why = { $why }. This goes on by itself.
upload-what = What it shows (optional)

### Item: its waiver, and the waivers of all launches

waiver-approve = Approve
waiver-approve-who = Approving needs an approver of this section.
waiver-approved-by = Approved by { $name }
waiver-ask = Ask for a waiver
waiver-ask-new = Ask for a new waiver
waiver-asked-by = Asked by { $name } { $at }
waiver-ends = ends { $end }
waiver-expired = expired { $end }
waiver-mitigation = What limits the risk meanwhile?
waiver-mitigation-label = Mitigation:
waiver-mitigation-wrong = Say what limits the risk until then
waiver-none = Cannot be settled in time? Ask for a waiver: somebody else accepts the risk until a day that you name.
waiver-own = Nobody approves their own waiver.
waiver-reason = Why is the risk acceptable?
waiver-reason-wrong = Say why the risk is acceptable
waiver-refuse = Refuse
waiver-refuse-who = Refusing needs an approver of this section.
waiver-refused-by = Refused by { $name }
waiver-send = Ask for the waiver
waiver-title = Waiver
waiver-until = Last day
waiver-until-hint = A waiver ends within a year
waiver-until-wrong = Enter the last day on which the waiver holds
waiver-waits = Waits for an approver
waiver-withdraw = Withdraw
waivers-asked-by = Asked by { $name }
waivers-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
waivers-ends = Ends { $end }
waivers-in-force = In force, approved by { $name }
waivers-item = Item
waivers-lead = Accepted risks in your launches, the first to end first. When one ends, its item is open again and the gate says no go.
waivers-left = Left
waivers-less-than-a-day = less than a day
waivers-mitigation = Mitigation: { $words }
waivers-none = No waiver is in force or waiting.
waivers-state = State
waivers-why = Why, and what limits it

### Keys and the palette

keys-anywhere = Go anywhere: launches, items, people, actions
keys-before = The one before
keys-comment = Write a comment about the open item
keys-ctrl-enter = Ctrl+Enter ⌘+Enter
keys-ctrl-k = Ctrl+K ⌘+K
keys-ctrl-z = Ctrl+Z ⌘+Z
keys-edges = The first or the last of the list
keys-enter = Enter
keys-home-end = Home End
keys-letters = Use single-key shortcuts in this browser
keys-next = The next item or launch of the list
keys-open = Open it
keys-send = Send what you are writing
keys-these = These keys
keys-tick = Tick the item, or take the tick away
keys-title = Keys
keys-undo = Undo your last change
keys-up = Back to the list, from there to all launches
palette-choices = Choices
palette-hint = A launch, an item, a person, an action
palette-label = Launches, items, people and actions
palette-nothing = Nothing of that name.
palette-title = Go anywhere
quick-account = passkeys, signing keys, tokens, sessions
quick-blocked = What is blocked
quick-checklists = templates that launches begin with
quick-details = target date, ticket, artifacts, policy
quick-do = Do
quick-due = What is due soon or overdue
quick-go = Go
quick-item = Item
quick-keys = Show the keys
quick-launch = Launch
quick-launches = all of them
quick-left = What is left to do
quick-mine = What waits for me
quick-new = from a template
quick-nobodys = What nobody owns
quick-not-here = This page did not show the button for it in time, so nothing was done. Press it here once it is there, or try again.
quick-open-item = the open item
quick-people = accounts and invitations
quick-persons = What { $name } owns
quick-runbook = runbook
quick-shortcuts = keyboard shortcuts
quick-show = Show
quick-sign-off = approve, report, deliver
quick-take = Take it over
quick-tick = tick the open item
quick-undo = Undo my last change
quick-verify = Verify a report
quick-waits = What waits for { $name }
quick-waivers = accepted risks of all launches
quick-watch = scheduled checks and alerts

### Launch: what is told beside its pages

conflict = “{ $what }”: { $by } set the { $field } to “{ $theirs }” meanwhile; yours was “{ $yours }”.
conflict-dated = “{ $what }”: { $by } set the { $field } to “{ $theirs }” meanwhile; yours was “{ $yours }”. Theirs is of { $at }, yours of { $asked }.
conflict-mine = Use mine
conflict-theirs = Keep theirs
news-asked = { $who } asks you about “{ $title }”
news-asked-show = Show
news-commented = { $who } commented on “{ $title }”
# { $words } is one of the phrases of the history.
news-of-item = { $who } { $words }: “{ $title }”
not-saved-text = “{ $what }” was not saved: { $why }. You wrote: “{ $text }”
not-saved-lost = it had been, and the server has lost it with the launch's later state; try again
not-saved-then = it could not be done when you asked for it, and can be now; try again
not-saved-what = “{ $what }” was not saved: { $why }.
undo = Undo
undo-done = Taken back: { $what }
undo-not = Somebody changed it since, so it was not undone.
undo-of-item = “{ $title }”: { $words }
undo-of-launch = You { $words }
what-artifacts = The artifacts
what-change = The change
what-connection = The connection
what-name = The name
what-policy = What has to be signed
what-revocation = The revocation
what-role = The role
what-runbook = The runbook
what-target = The target date
what-ticket = The change ticket
what-watching = Watching
what-window = The change window

### No launches yet

board-empty = No launches yet
board-empty-what = A launch is one release under review. It begins with a checklist and ends with a signed report:
board-first = Make the first launch
board-step-prove = { $what } The pre-flight asks the real systems and keeps what they answered.
board-step-prove-what = Prove it.
board-step-sign = { $what } The gate says go or no go, with reasons. Approvals and a signed report go to the change ticket.
board-step-sign-what = Sign off.
board-step-template = { $what } Its items say what has to be true before you go live.
board-step-template-what = Start from a template.
board-step-work = { $what } Tick items, attach evidence, and see colleagues do the same.
board-step-work-what = Work through it together.

### New launch, and checklists to choose from

new-checklist = Checklist
new-checklist-wrong = Choose a checklist
new-connection = Connection (optional)
new-connection-hint = The environment that the checks ask. Whoever runs the server sets connections up in holdpoint.toml.
new-lead = One launch is one release under review. Its checklist is pinned to the template's version of today.
new-made = The launch “{ $name }” is made.
new-made-before = A launch was made already of what stood here when you asked first. Look for it among the launches, and change it there; press again to make another one.
new-not-made = The launch “{ $name }” was not made. { $why }
new-make = Make the launch
new-making = Making the launch…
new-name = Name
new-name-hint = What is launched, such as Help-centre chat 2.4
new-name-wrong = Enter a name for the launch
new-no-connection = None yet
new-no-team = Nobody but me yet
new-target = Target date (optional)
new-target-wrong = Enter the target date as a day of the calendar
new-team = People and owners (optional)
new-team-choice = { $name } ({ $id })
new-team-hint = Takes over from an earlier launch with this checklist who has which role, and who owns which item.
new-team-not = The launch is made, without the people of the earlier one. { $why }
new-ticket = Change ticket (optional)
new-ticket-hint = Its id or address, as your change process writes it
template-besides = Besides
template-checks-and-alerts =
    { $checks ->
        [one] { $checks } check
       *[other] { $checks } checks
    }, { $alerts ->
        [one] { $alerts } alert
       *[other] { $alerts } alerts
    }
template-compare = Compare versions
template-counts =
    { $items ->
        [one] { $items } item
       *[other] { $items } items
    }, { $checks ->
        [one] { $checks } check
       *[other] { $checks } checks
    }
template-from = From version
template-lead = A launch begins with one of these. When there is a newer version, each launch that uses the checklist offers it on its details page. Whoever runs the server adds more as files in the folder that { $setting } in holdpoint.toml names.
template-make-launch = Make a launch
template-older = New launches begin with version { $version }.
template-proved-by = – proved by { $checks }
template-runbook =
    { $title } ({ $steps ->
        [one] { $steps } step
       *[other] { $steps } steps
    })
template-runbooks = Runbooks: { $runbooks }
template-section-counts =
    { $items ->
        [one] { $items } item
       *[other] { $items } items
    }, { $proved } with a check
template-should = (should)
template-signatures = Signatures: { $policy }
template-to = To version
template-version = Version
template-versions =
    { $count ->
        [one] { $count } version
       *[other] { $count } versions
    }
template-whole = What is in it

### Passkeys: why there is no answer

passkey-cancelled = No passkey was used: you cancelled, it took too long, or this device has none for this server.
passkey-insecure = Passkeys work over https and on localhost only. Open this server by its https address.
passkey-known = This device has a passkey for this account already.
passkey-not-made = No passkey was made: you cancelled, or it took too long. Try again when you are ready.
passkey-not-supported = This browser is too old for passkeys. Update it, or sign in another way.
passkey-refused = The browser refused the passkey: { $why }

### People: erasing somebody

erase = Erase…
erase-title = Erase { $name }
erase-what =
    { $events ->
        [0] Nothing in any launch was written by this person or tells their name.
        [one] { $events } event in { $launches ->
            [one] { $launches } launch
           *[other] { $launches } launches
        } was written by this person or tells their name: it is replaced.
       *[other] { $events } events in { $launches ->
            [one] { $launches } launch
           *[other] { $launches } launches
        } were written by this person or tell their name: they are replaced.
    }
erase-how = The account goes, with its passkeys and sessions. What was signed stays as it is, the history still verifies, and says how much of it was replaced. Nothing brings it back, except a backup.
erase-type = To go on, type { $name }
erase-name-needed = Type { $name }, letter by letter
erase-done = { $name } is erased.

### People

people-lead = An account alone shows no launch: roles are given per launch, on its details page. The owner of this server sees every launch and can set its roles.
people-owner = owns this server
people-recovery = Recovery link for { $name }
people-recovery-how = Send it over a channel that only they can read. It works once, within a day; they then set a new password or passkey.
people-recovery-link = the recovery link
people-who-invites = The owner of this server can invite colleagues here; a release manager can on a launch's details page.
people-you = (you)

### Policy: what a launch asks to be signed

policy-and = { $before } and { $next }
policy-distinct = { $signers }; nobody counts twice
policy-distinct-and-duties = { $signers }; nobody counts twice; who did an item is not its only approver
policy-duties = { $signers }; who did an item is not its only approver
policy-signers =
    { $count ->
        [one] { $count } { $role }
       *[other] { $count } { $role }s
    }

### Pre-flight

no-connection = Choose a connection first.
checks-running =
    { $count ->
        [one] { $count } check is running.
       *[other] { $count } checks are running.
    }
preflight-lead = Runs every check at once and records what each one sees, good or bad.
preflight-empty = This launch's template has no checks.
running = Running…
preflight-run = Run the pre-flight
tally-fail = { $count } fail
tally-unknown = { $count } unknown
tally-stale = { $count } stale
tally-warn = { $count } warn
tally-pass = { $count } pass
tally-none = { $count } not run
check-is-running = It is running.
receipt-attached = Receipt attached
receipt-proves-nothing = The check did not pass, so its receipt proves nothing.
use-as-evidence = Use as evidence
can-prove = Can prove
connection-gone = This server has no connection named { $name } any more. Choose another, or ask the operator.
connection-environment = Environment
connection-add = Add another connection
connection-asked = Addresses and secrets
connection-api = API
connection-api-version = API version
connection-status = Status page
connection-webhook = Webhook
connection-health = Health
connection-token = Token
connection-webhook-secret = Webhook secret
secret-none = not named
secret-missing = named, and empty or missing: set the variable and restart the server, or see that the file is there, can be read by the server, and has the secret alone in it
secret-present = present
not-configured = not configured
connection-how = Checks ask the environment that the operator of this server configured. Write this into { $file }, with your own addresses, and start the server again:
connection-copy = the lines
connection-secrets = Secrets stay where they are: the file names an environment variable or a file, and the server reads it when a check runs. They are never stored, never shown, and never entered in this page.

### Receipt

receipt-signed = Signed receipt
receipt-signed-about = The server signed what it asked, what it heard and its verdict. { $download }, and check it with { $command }.
receipt-download = Download it
receipt-request-body =
    { $bytes ->
        [one] { $method } { $url }, with a body of { $bytes } byte
       *[other] { $method } { $url }, with a body of { $bytes } bytes
    }
receipt-body-binary = The body is not text; only its digest is kept.
receipt-body-encoded = The body was compressed; only its digest is kept.
receipt-body-empty = The body is empty.
receipt-body =
    { $count ->
        [one] { $count } byte
       *[other] { $count } bytes
    }
receipt-body-cut =
    { $count ->
        [one] { $count } byte; only the beginning is shown
       *[other] { $count } bytes; only the beginning is shown
    }

### Receipts of checks

receipt-allowed = allowed by the operator's list
receipt-answered = answered { $status }
receipt-certificate = certificate { $digest }
receipt-dialled = dialled { $peer }
receipt-drilled = Seen in a drill { $at } of { $took }
receipt-fact = Fact
receipt-findings = What was expected, and what was seen
receipt-fresh-until = goes stale { $at }
receipt-fresh-until-then = went stale { $at }
receipt-id = Receipt
receipt-internal = Asked at an address that is not public, which the operator allows.
receipt-more = Requests and other facts
receipt-no-answer = no answer
receipt-not-seen = not seen
receipt-pushed = Pushed, of a run { $at }
receipt-ran = Ran { $at } · took { $took } · against { $connection }
receipt-rules = Rules applied
receipt-seen = Seen
receipt-stale = This result is too old, or of another connection: it proves nothing. Run the check, push its result or open a drill again.
receipt-unseen = A later run, { $at }, left this result as it is. { $why }

### Recovery

recover-title = Recover your account
recover-back = Back to signing in
name-needed = Enter your name, as it is on your account
recover-code-needed = Enter one of your recovery codes
recover-code-about = A recovery code lets you in once, to set a new password or passkey. No code left? Ask the owner of this server for a recovery link.
your-name = Your name
recover-code = Recovery code
recover-code-hint = Such as 7GQ2-M0XK-4T9D-HW3B
recover-use-code = Use this code
recover-link-about = The owner of this server made this link for you. It works once: you are signed in, and set a new password or passkey.
recover-use-link = Use this link

### Rollback

runbook-none = This launch's template has no such runbook.
run-none = Nothing is running. Each step is timed and recorded, with who did it; a rehearsal is recorded as such.
run-rehearse = Start a rehearsal
run-start = Start for real
run-going = { $kind }, started by { $name } { $at }. Running for { $time }
run-rehearsal = Rehearsal
run-for-real = For real
run-abandon = Abandon the run
why = Why?
run-going-on = Going on
run-succeeded = Succeeded
run-failed = Failed
run-abandoned = Abandoned
run-a-step = a step
run-note = { $step }: { $state } – { $note }
run-no-note = no note
run-note-left = The run is over, and this note of yours is not recorded.
run-past = Past runs
run-column-when = When
run-column-kind = Kind
run-column-outcome = Outcome
run-column-took = Took
run-column-who = Who
runbook-beside = Beside the runbook
resources = Resources
next-steps = Next steps
alert-column-name = Alert
alert-column-condition = Condition
alert-column-severity = Severity
alert-column-action = Action
resource-address = { $title }: { $url }
copy-command = the command
step-call = Call { $name }
step-call-link = where { $name } is reached
step-needs-check = The step ends with a passing check: run it below.
runbook-step-start = Start the step
runbook-step-done = Done
runbook-step-failed = It failed
runbook-step-skip = Skip
check-run-the = Run the check
step-no-connection = This launch has no connection; choose one on the pre-flight page.
step-why-skipped = Why is it skipped?
step-skip-it = Skip the step
step-what-happened = What happened?
step-record-failure = Record the failure
step-note-left = The step is over, and this note of yours is not recorded.
step-note-copied = your note

### Sign-ins of the organisation: why one did not work

# { $p } is the name of the provider, or oidc-provider.
oidc-audience = The answer of { $p } is meant for another application. Nothing was accepted; tell the operator to compare the client id.
oidc-bad-provider = What { $p } says of itself or of you cannot be used. Tell the operator: the log says what is wrong with it.
oidc-broken = Something broke on the server. Try again; if it lasts, tell the operator.
oidc-cancelled = The sign-in was stopped at { $p }, or { $p } does not let you use Holdpoint. Try again; if it stops again, ask whoever runs { $p } to let you in.
oidc-client = { $p } does not accept this server's client id or secret. Tell the operator to correct them in holdpoint.toml.
oidc-clock = The answer of { $p } has expired or is from the future. Begin again; if it lasts, tell the operator to compare the clocks of this server and of { $p }.
oidc-code = { $p } did not accept the code that it gave. Begin again; if it lasts, tell the operator.
oidc-groups = Your account at { $p } is in none of the groups that may sign in here; they are read from the claim “{ $claim }”. Ask whoever manages your groups to add you, then begin again.
oidc-issuer = The answer is of another issuer than { $p }. Nothing was accepted; tell the operator.
oidc-link-ended = { $p } was not linked: confirm first that it is you, on your account page, and finish within ten minutes.
oidc-linked = This sign-in of { $p } belongs to another account here. Sign in with it instead, or choose another account at { $p }.
oidc-name-taken = An account of your name is here already, and it is not taken over. If it is yours, sign in to it as before and link { $p } on your account page; if not, ask the server's owner.
oidc-no-auth-time = { $p } does not tell when you signed in to it, so it cannot prove that it is you now. Confirm with a password or passkey; if you have neither, ask the server's owner for a recovery link, and set one. The operator may let { $p } send the claim auth_time, or set sessions_prove.
oidc-no-provider = This server has no sign-in of that name. Go on with one that is listed here.
oidc-not-afresh = { $p } let you through without asking who you are, so it proves nothing now. Sign out at { $p } and try again, or confirm with a password or passkey.
oidc-not-linked = { $p } is not linked with the account that is signed in here, so it proves nothing. Link it with this account first, or sign out and then sign in with it.
oidc-nonce = The answer of { $p } belongs to another sign-in. Nothing was accepted; begin again here.
oidc-provider = the provider
oidc-reference = { $sentence } In the server's log it is reference { $reference }.
oidc-refused = { $p } refused the request. Tell the operator of this server: its log has the reason.
oidc-set-up-needed = Nobody has an account on this server yet, and { $p } makes no first one. Open the set-up link that the server printed when it started.
oidc-signature = The answer is not signed with a key of { $p }. Nothing was accepted; tell the operator.
oidc-state = This sign-in was answered already, took longer than ten minutes, or was begun in another browser. Begin again here.
oidc-token = The answer of { $p } is not complete or not well formed. Nothing was accepted; tell the operator.
oidc-too-many = There were too many attempts. Wait a minute, then try again.
oidc-unreachable = This server cannot reach { $p }. Try again in a minute; if it lasts, tell the operator, who may have to name it in [egress] allow.

### Sign-off

sign-off-moved = The launch changed after you looked. Read what is here now, then sign.
sign-off-show-now = Show what is here now
signatures = Signatures
signatures-none = Nobody has signed yet.
signature-revoke-title = Revoke the signature
signature-holds = Holds
signature-stale = Stale
signature-revoked = Revoked
signature-lost = Does not count
signature-over-server =
    { $count ->
        [one] Over { $snapshot }, for { $count } item, vouched for by this server
       *[other] Over { $snapshot }, for { $count } items, vouched for by this server
    }
signature-over-passkey =
    { $count ->
        [one] Over { $snapshot }, for { $count } item, signed with a passkey of their own
       *[other] Over { $snapshot }, for { $count } items, signed with a passkey of their own
    }
signature-over-ssh =
    { $count ->
        [one] Over { $snapshot }, for { $count } item, signed with an SSH key of their own
       *[other] Over { $snapshot }, for { $count } items, signed with an SSH key of their own
    }
signature-line = { $name } as { $role }, { $at }
signature-changed = Changed since:
signature-changed-launch = Changed since: the launch's details
signature-again = Sign again to cover what is here now: the difference only.
signature-role-lost = Who signed no longer has the role “{ $role }”.
signature-revoked-by = Revoked by { $name } { $at }: { $reason }
signature-revoke = Revoke
signature-revoke-whose = { $name } signed as { $role }.
signature-revoke-why = Why? It stays visible beside the signature.
sign-as-manager = Release manager
sign-as-approver = Approver
sentence = { $words }.
signing = Signing…
sign-no-server = The server does not answer: signing waits until it does.
sign-changes-waiting = Changes of yours are still on their way.
sign-looking = Looking for your keys…
sign-read-first = Read what is here now first.
sign-recorded = Your signature is recorded.
sign-adds-all =
    { $all ->
        [one] You sign for the only item.
       *[other] You sign for all { $all } items.
    }
sign-adds-none = You sign for the launch itself; your signature covers its items already.
sign-adds-some = You sign for { $left } of { $all } items; the others are not yours to sign, or signed by you as they are.
sign = Sign
sign-no-role = Your role in this launch signs nothing. A release manager can make you an approver.
sign-as = Sign as
sign-comment = Comment (optional)
sign-password = Your password again
sign-password-hint = It is checked and forgotten. The report says that this server vouches for your signature.
sign-own-key = A key of your own is stronger: { $link }, and nobody else can give your approval.
sign-own-key-link = enrol one
sign-passkey-about = Your passkey signs the fingerprint that is shown here, recomputed in this browser.
sign-passkey = Sign with your passkey
sign-no-means = You have neither a key for approvals nor a password. { $link }, then sign with it.
sign-no-means-link = Enrol a key on your account page
sign-key-lost = Is your key on another device, or lost? { $link }.
sign-key-lost-link = Enrol another one, and revoke what is lost
sign-closed = The launch was closed.
sign-something-else = The server asked for a signature over something else than what is shown here. Nothing was signed. Reload the page; if it happens again, tell whoever runs this server.
sign-paste-needed = Paste the .sig file that ssh-keygen wrote
sign-terminal = Sign with an SSH key, in a terminal
sign-statement = Get a statement to sign
sign-statement-download = { $link }, then sign the file as it is:
sign-statement-download-link = Download the statement
sign-statement-says = The statement that waits for your signature: { $role }, asked for { $at }.
sign-statement-over = What this statement covers has changed since, or it is not yours: do not sign it. Get a new one.
sign-statement-other = The form above says something else than this statement, or the launch went on since it was asked for, so its file is not offered here. If you have signed it already, paste the signature; otherwise get a new one.
sign-paste = The signature, from the .sig file
sign-send = Send the signature
meanwhile-title = Changed while you were reading
meanwhile-about = Whoever signs now signs for this too. Read it first.
meanwhile-then = Before
meanwhile-more =
    { $count ->
        [one] { $count } more item changed.
       *[other] { $count } more items changed.
    }
meanwhile-read = I have read it
changes-other-snapshot = The server sent another snapshot than the one that you signed.
changes-launch = The launch itself
changes-title = Changed since you signed
changes-about = Your signature holds for everything else. Signing again covers these, and only these.
nothing = nothing
changes-what = What
changes-then = When you signed
changes-now = Now
changes-waiver = { $what }; until { $end }
changes-seen = { $what }, seen { $at } by { $who }
changes-seen-until = { $what }, seen { $at } by { $who }, until { $end }
compared-status = Status
compared-why = Why
compared-set-by = Set by
compared-owner = Owner
compared-evidence = Evidence
compared-waiver = Waiver
compared-name = Name
compared-target-date = Target date
compared-change-window = Change window
compared-change-ticket = Change ticket
compared-artifacts = Artifacts
compared-connection = Connection
compared-checklist = Checklist
compared-signatures-needed = Signatures needed
compared-checks = Checks
delivery-no-system = This server has no ticket system that takes your reports of this launch. Whoever runs it sets them up in holdpoint.toml, under [[tickets]].
delivery-locked = A release manager of this launch delivers its reports.
no-answer = The server does not answer.
delivery-no-report = Issue a report first.
asking = Asking…
delivery-system = Ticket system
delivery-ticket = Ticket
delivery-example = Such as { $example }
delivery-each = Send later reports there by themselves
delivery-send = Deliver the latest report
delivery-told = The report is on its way to { $ticket }.
delivery-state-waiting = On its way
delivery-state-sent = Delivered
delivery-state-held = Refused
delivery-state-given-up = Given up
delivery-state-stopped = Stopped
delivery-state-replaced = Replaced by a later one
delivery-line = { $reference } in { $system }, report { $report }, asked for { $at }
delivery-later-too = Later reports too
delivery-next = Tried again { $at }.
delivery-stop = Stop
delivery-tried = { $at }: { $outcome }
story-delivered = delivered { $what }: { $did }
story-delivery-later = could not deliver { $what }: { $why }. Tried again at { $at }
story-delivery-held = could not deliver { $what }: { $why }. It waits for a person to try again
story-delivery-given-up = gave up delivering { $what }: { $why }
delivery-did-commented = commented
delivery-did-changed-comment = changed the comment of this launch
delivery-did-status-there = the commit has the status already
delivery-did-set-status = set the commit status
delivery-did-changed-check-run = changed the check run
delivery-did-made-check-run = made the check run
delivery-did-changed-note = changed the note of this launch
delivery-did-wrote-note = wrote a note
delivery-did-work-note-there = the record has the work note already
delivery-did-wrote-work-note = wrote a work note
delivery-did-approved = approved the deployment into { $environment }
delivery-did-rejected = rejected the deployment into { $environment }
delivery-did-not-waiting = the run does not wait to deploy into { $environment } (any more), so nothing was reviewed
delivery-did-left-out = left out { $file }: larger than this server sends
delivery-did-left-out-there = left out { $file }: too large for this system (413)
delivery-did-attached =
    attached { $count ->
        [one] { $count } file
       *[other] { $count } files
    }
delivery-did-attached-before =
    { $count ->
        [one] { $count } file
       *[other] { $count } files
    } attached already
delivery-no-system-now = holdpoint.toml no longer has this ticket system
delivery-not-for = holdpoint.toml lets this ticket system take reports of other launches or people only
delivery-files-gone = the report's files are no longer kept; issue a new one
delivery-secret = the secret that holdpoint.toml refers to cannot be read or used
delivery-policy = the operator's outbound policy or its rule about secrets refuses the address
delivery-no-ticket = there is no such ticket, or the token may not see it
delivery-reference = the reference does not fit the ticket system any more: it { $rule }
delivery-unreadable = the answer is not what this system's documentation says
delivery-doing =
    { $doing ->
        [looking-for-the-comment] looking for the comment
        [changing-the-comment] changing the comment
        [commenting] commenting
        [looking-for-the-commit-status] looking for the commit status
        [setting-the-commit-status] setting the commit status
        [looking-for-the-check-run] looking for the check run
        [changing-the-check-run] changing the check run
        [making-the-check-run] making the check run
        [looking-at-what-waits] looking at what waits
        [reviewing-the-deployment] reviewing the deployment
        [looking-for-the-note] looking for the note
        [changing-the-note] changing the note
        [writing-the-note] writing the note
        [looking-at-the-issue] looking at the issue
        [attaching-a-file] attaching a file
        [looking-for-the-record] looking for the record
        [looking-at-the-attachments] looking at the attachments
        [looking-for-the-work-note] looking for the work note
        [writing-the-work-note] writing the work note
       *[other] { $words }
    }: { $why }
delivery-answered =
    the ticket system answered { $status }: { $meaning ->
        [401] it does not accept the token; the operator has to renew it
        [403] the token may not do this; the operator has to give it the right
        [404] there is no such ticket, or the token may not see it
        [413] it is too large for this system
        [429] too many requests; it asks to wait
        [500] it is out of order
        [400] it does not take this as it is
       *[other] an answer that nobody expects here
    }
report-signing = The report is being signed…
report-told = The report is issued.
report = Report
report-about = A signed file for the change ticket. It says what this page says, whatever that is, and can be verified offline.
report-no-go = Issued now, it says no go.
report-issue = Issue the report
report-issue-new = Issue a new report
report-issued = Issued { $at }, over entry { $place } of the history, saying { $decision }
report-behind = Something happened since. Issue a new one to tell of it.
report-html = Report for people
report-pdf = PDF, with the signed proof attached
report-markdown = Markdown, for a ticket
report-csv = CSV, for a spreadsheet
report-json = Signed proof
report-tlog-proof = Proof of its place in the log
report-history = Everything that happened
report-trust = This server's keys and people
report-signers = Approvers' keys, for ssh-keygen
report-verify = Verify it
report-trust-about = Take trust.json once, from somebody you trust; from then on nobody here can change what it accepts.
report-verify-where = { $link }, or in a terminal:
report-verify-link = Verify it in this browser
signed-title = What is signed
signed-about = Whoever signs, signs exactly this state (entry { $place } of the history):
copy-fingerprint = the fingerprint
signed-nothing = none
signed-launch = { $name } ({ $id })
launch = Launch
change-window = Change window
from-to = { $from } to { $to }
items-title = Items
signed-all-done = Every item is done, without an exception.
signed-exceptions =
    { $count ->
        [one] { $count } exception
       *[other] { $count } exceptions
    }
signed-whole =
    { $count ->
        [one] All that is signed: { $count } item, runbooks, policy
       *[other] All that is signed: { $count } items, runbooks, policy
    }
signed-section = { $title } ({ $count })
signed-untouched = Nobody has set its status.
signed-owner = Owner: { $name }
signed-waiver = Waiver asked by { $asker }, approved by { $approver }; ends { $end }
signed-evidence = { $who }, seen { $seen }, recorded { $recorded }
signed-evidence-until = { $who }, seen { $seen }, recorded { $recorded }, holds until { $end }
signed-receipt-before = An earlier run of the check: of its result only this receipt's number is signed.
signed-run = Started by { $name } { $from }
signed-run-ended = Started by { $name } { $from }, ended { $to }
signed-member = { $name }: { $role }
signed-member-for = { $name }: { $role }, for { $sections }
checks = Checks
check = Check
check-result = Result
check-ran = Ran
sign-password-needed = Enter your password again: it stands for your signature

### Signing in

sign-in = Sign in
sign-in-going = Signing in…
sign-in-lost = Lost your passkey or password? { $link }.
sign-in-lost-link = Use a recovery code
sign-in-report = Have a report to check? { $link }, without an account.
sign-in-report-link = Verify it
sign-in-no-account = No account? Ask whoever runs this server for an invitation link.
sign-in-device = Waiting for your device…
sign-in-passkey = Sign in with a passkey
sign-in-or-password = Or with your password:
set-up-title = Set up Holdpoint
set-up-link = Nobody has an account on this server yet. When it started, it printed a one-time set-up link that looks like this:
set-up-open = Open that link to make the first account. It owns the server and can invite colleagues.
set-up-lost = Lost it? Restart the server: it prints a new link as long as there is no account.
set-up-first = Make the first account
invited-title = Accept your invitation
set-up-lead = You will own this server: you can invite colleagues and make launches.
invited-lead = A colleague invited you to work on launches here. Choose the name that they will see.
invited-signed-in = You are signed in as { $name }, and this link makes an account for somebody else. To use it, sign out first, then open it again.
invited-again = Has this link made your account already? { $link } instead.
link-incomplete = This address lacks its one-time code, the part behind the # sign. Open the whole link again.
your-name-hint = What colleagues see, such as Ada Lovelace
set-up-going = Making the account…
set-up-make = Make the account
your-name-needed = Enter the name that colleagues will see
provider-continue = Continue with { $name }
provider-again = Sign in again with { $name }
provider-link = Link { $name }

### Trend of a launch

trend-day = Day (UTC)
trend-days = Days
trend-first-day =
    Settled items on the first day, { $day }: { $settled } of { $total } now; { $reasons ->
        [one] { $reasons } reason
       *[other] { $reasons } reasons
    } against a go. From tomorrow on, lines show how that changes.
trend-items = Items
trend-reasons = Reasons against a go
trend-settled = Settled
trend-table =
    As a table: { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
trend-words =
    Settled items from { $from } to { $to }: { $settled } of { $total } now, { $first } at first; { $reasons ->
        [one] { $reasons } reason
       *[other] { $reasons } reasons
    } against a go now, { $before } at first.

### Trying a connection before it is one

trial-title = New connection
trial-lead = A connection is an environment that checks ask. Try its addresses here and copy the finished lines into holdpoint.toml: only that file makes connections, and this page keeps none.
trial-link = Try a new connection, and get its lines
trial-palette = try an environment, get its lines for holdpoint.toml
trial-owner-only = Only the owner of this server can try connections. Ask them, or whoever runs the server.
trial-name = Name
trial-name-hint = 1 to 64 of a-z, 0-9, “-”, “.” and “_”, such as intercom-prod
trial-base-url = Base URL
trial-base-url-hint = The vendor's API, without a query, such as https://api.intercom.io
trial-api-version = API version
trial-api-version-hint = The version that your integration was written for, such as 2.14
trial-webhook-url = Webhook URL
trial-webhook-url-hint = Your own endpoint, as the vendor calls it. It is asked with HEAD: nothing is delivered.
trial-status-url = Status URL
trial-status-url-hint = The vendor's status page as JSON, such as https://www.intercomstatus.com/api/v2/status.json
trial-health-url = Health URL
trial-health-url-hint = Your own health document, such as https://app.example.com/health
trial-no-secrets = Type no secret here. Holdpoint stores none: write where the server finds it. Trying looks whether it is there and sends it nowhere, because only holdpoint.toml says where a secret may go.
trial-token = Token, as a reference
trial-token-hint = env:NAME or file:/absolute/path, never the token itself. Later it is sent to the base URL and nowhere else.
trial-webhook-secret = Webhook secret, as a reference
trial-webhook-secret-hint = env:NAME or file:/absolute/path. It signs deliveries, and is itself never sent.
trial-enter-name = Enter a name: 1 to 64 of a-z, 0-9, “-”, “.” and “_”
trial-no-reference = This is no reference, and may be a secret: it was not sent, and is gone from this page. Write env:NAME or file:/absolute/path
trial-login-in-address = The address had a user name or password before “@”: it was not sent, and is gone from this page. Write it without
trial-try = Try it
trial-trying = Trying…
trial-wait = Addresses are asked; that may take 20 seconds.
trial-told =
    { $fields ->
        [one] { $fields } field tried
       *[other] { $fields } fields tried
    }: { $failing } failing, { $warning } with a warning
trial-changed = You changed the form since it was tried. Try it again to get its lines.
trial-lines = Lines for holdpoint.toml
trial-lines-what = the lines
trial-next = Add them to holdpoint.toml, put each secret where its line says, and start the server again: then the pre-flight of a launch with this connection proves the token.
trial-not-accepted = The server would not start with this: { $reason }.
trial-accepted = The server would accept this.
trial-refused = The outbound policy refuses it: { $reason }.
# Why the outbound policy refuses an address, or a server with such a connection would not start, by its kind; behind a colon.
trial-against-long-url = the URL has more than { $most } characters; shorten it
trial-against-character = the URL contains a space, a control character or a backslash; write it percent-encoded or with '/'
trial-against-scheme = the URL does not start with http:// or https:// and a host; only these two are spoken
trial-against-user-info = the URL contains a user name or password before '@'; remove it, and give secrets by reference
trial-against-spelling =
    the host is not written in its usual form; write { $usual ->
        [four-decimal-numbers-from-0-to-255-without-leading-zeros-such-as-192-0-2-1] four decimal numbers from 0 to 255 without leading zeros, such as 192.0.2.1
        [an-ipv6-address-in-brackets-without-a-zone-such-as-2001-db8-1] an IPv6 address in brackets, without a zone, such as [2001:db8::1]
       *[other] { $usual }
    }
trial-against-no-public-name =
    { $host } cannot be a public name: { $why ->
        [it-contains-characters-or-punycode-that-no-host-name-has] it contains characters or punycode that no host name has
        [it-is-longer-than-253-octets] it is longer than 253 octets
        [each-of-its-labels-needs-1-to-63-octets] each of its labels needs 1 to 63 octets
        [a-label-starts-or-ends-with-a-hyphen] a label starts or ends with a hyphen
        [it-means-this-machine-rfc-6761] it means this machine (RFC 6761)
        [it-means-this-machine] it means this machine
        [it-is-for-multicast-dns-rfc-6762] it is for multicast DNS (RFC 6762)
        [it-is-for-private-networks] it is for private networks
        [it-is-used-in-private-networks] it is used in private networks
        [it-is-completed-by-a-search-list-inside-a-cluster] it is completed by a search list inside a cluster
        [it-is-for-infrastructure-rfc-3172-rfc-8375] it is for infrastructure (RFC 3172, RFC 8375)
        [it-is-for-tor-rfc-7686] it is for Tor (RFC 7686)
        [it-is-not-in-the-dns-rfc-9476] it is not in the DNS (RFC 9476)
        [it-never-exists-rfc-6761] it never exists (RFC 6761)
        [it-is-for-tests-rfc-6761] it is for tests (RFC 6761)
        [it-is-for-documentation-rfc-6761] it is for documentation (RFC 6761)
        [it-has-a-single-label] it has a single label
       *[other] { $why }
    }; to use it anyway, the operator adds it to [egress] allow
trial-against-port-syntax = the port is not a number from 1 to 65535; correct it or leave it out
trial-against-other-port = port { $port } is neither 80 nor 443; to use it anyway, the operator adds "{ $host }:{ $port }" to [egress] allow
trial-against-no-public-address =
    { $host } is or resolves to { $address }, which is { $why ->
        [this-network-rfc-791] this network (RFC 791)
        [in-a-private-network-rfc-1918] in a private network (RFC 1918)
        [a-cloud-s-metadata-service] a cloud's metadata service
        [in-a-carrier-s-or-overlay-network-rfc-6598] in a carrier's or overlay network (RFC 6598)
        [this-machine-itself-loopback] this machine itself (loopback)
        [a-cloud-s-host-agent] a cloud's host agent
        [link-local-where-clouds-serve-their-metadata-rfc-3927] link-local, where clouds serve their metadata (RFC 3927)
        [reserved-for-protocol-assignments-rfc-6890] reserved for protocol assignments (RFC 6890)
        [for-documentation-rfc-5737] for documentation (RFC 5737)
        [an-as112-anycast-address-rfc-7535] an AS112 anycast address (RFC 7535)
        [an-amt-relay-s-anycast-address-rfc-7450] an AMT relay's anycast address (RFC 7450)
        [a-6to4-relay-s-anycast-address-rfc-7526] a 6to4 relay's anycast address (RFC 7526)
        [an-as112-anycast-address-rfc-7534] an AS112 anycast address (RFC 7534)
        [for-benchmarks-rfc-2544] for benchmarks (RFC 2544)
        [multicast-rfc-5771] multicast (RFC 5771)
        [reserved-or-broadcast-rfc-1112-rfc-919] reserved or broadcast (RFC 1112, RFC 919)
        [no-address-at-all] no address at all
        [ipv4-compatible-rfc-4291-deprecated] IPv4-compatible (RFC 4291, deprecated)
        [ipv4-translated-rfc-2765] IPv4-translated (RFC 2765)
        [a-nat64-address-rfc-6052] a NAT64 address (RFC 6052)
        [a-local-nat64-address-rfc-8215] a local NAT64 address (RFC 8215)
        [a-teredo-address-rfc-4380] a Teredo address (RFC 4380)
        [reserved-for-protocol-assignments-rfc-2928] reserved for protocol assignments (RFC 2928)
        [for-documentation-rfc-3849] for documentation (RFC 3849)
        [a-6to4-address-rfc-3056] a 6to4 address (RFC 3056)
        [for-documentation-rfc-9637] for documentation (RFC 9637)
        [in-a-private-network-rfc-4193] in a private network (RFC 4193)
        [link-local-rfc-4291] link-local (RFC 4291)
        [multicast-rfc-4291] multicast (RFC 4291)
        [a-way-to-an-ipv4-address-that-is-not-public] a way to an IPv4 address that is not public
        [not-allocated-to-global-unicast] not allocated to global unicast
       *[other] { $why }
    }; to use it anyway, the operator adds it to [egress] allow
trial-against-own-listener = { $host } is this server itself; a check may not call back into it
trial-against-led-inside = { $host } is not public, and a public server led to it; ask it through a connection that names it
trial-against-path = the path must start with '/' and may not leave the connection's host
trial-against-secret-over-http = a secret is only sent over https, or to a loopback address that [egress] allow names; use https for { $host }
trial-against-secret-elsewhere = the secret belongs to { $own }; it is not sent to { $host }
trial-against-no-address = { $host } has no address; check its spelling and its DNS records
trial-against-resolve-timed-out = { $host } was not resolved within { $seconds } s; check the name servers of this machine
trial-against-many-addresses = { $host } has { $count } addresses, more than { $most }; check its DNS records
trial-against-name-taken = another connection has this name; names are unique
trial-against-base-of-paths = paths are appended to it; remove what starts with '?' or '#'
trial-against-token-without-url = a token belongs to a { $place }; add it, or remove the token
trial-against-no-api-version = it takes 1 to { $most } visible ASCII characters, such as 2.14
trial-against-deliveries-without-target = deliveries take a webhook_url and a webhook_secret; add them, or remove this
trial-against-other-tokens-alone = they are compared with the token; add it, or remove them
trial-against-many-other-tokens = it takes at most { $most }; name the environments that matter
trial-against-fingerprint-key-alone = it is the key of a deployed_fingerprint; add that, or remove this
trial-against-fingerprint-without-parts = it takes a token, a health_url and a fingerprint_key; add what is missing, or remove this
trial-against-no-pointer = it takes a JSON pointer that starts with '/', such as /tokenFingerprint
trial-against-forbidden-path-alone = it is a path at the base_url; add that, or remove this
trial-against-no-forbidden-path = it takes a path at the base_url that starts with '/', such as /admins
trial-allowed = The outbound policy allows it: { $addresses }, port { $port }.
trial-allowed-by = The outbound policy allows it, by “{ $entries }” in its allow-list: { $addresses }, port { $port }.
trial-unencrypted = Without TLS: right for this machine only. A token is not sent this way to any other.
trial-certificate =
    { $protocol }, and a certificate that is believed until { $until }: { $days ->
        [one] { $days } day
       *[other] { $days } days
    } left.
trial-certificate-bad = The certificate is { $fault }: replace it, or correct the address.
trial-fault-expired = expired
trial-fault-early = not yet valid
trial-fault-name = for another name
trial-fault-issuer = from an unknown issuer
trial-fault-revoked = revoked
trial-fault-other = not acceptable
trial-not-answered = No answer: { $failure }.
trial-answered = It answers with { $status } after { $latency }.
trial-answered-without-token = It answers with { $status } after { $latency }: there is somebody, and without the token that is in order.
trial-answered-elsewhere = It answers with { $status } after { $latency } and leads elsewhere: write the address that it leads to.
trial-answered-head = It answers HEAD with { $status } after { $latency }; vendors try the address that way when it is registered.
trial-status-page = A status document as Statuspage writes it (v2); it says “{ $indicator }” now.
trial-no-status-page = No status document as Statuspage writes it (v2), with “page” and “status.indicator”. Most have it at /api/v2/status.json.
trial-health = A health document; its status is “{ $status }” now.
trial-no-health = No health document: JSON is expected with a word as its “status”, such as healthy.
trial-secret-there = The server finds a secret there. Its value is not told.
trial-secret-missing-variable = Not there yet: set the environment variable { $name } where the server is started, and start it again.
trial-secret-missing-file = Not there yet: write the secret, and nothing else, into the file { $path } on the server.
trial-secret-not-permitted = The server may not read { $path }: let its user read the file.
trial-secret-no-folder = The server cannot read { $path }: a part of this path is no folder. Correct the path.
trial-secret-too-slow = Reading { $path } took too long: put the secret into an ordinary file on the server's own disk.
trial-secret-unreadable = The server cannot read { $path }: check the path and its permissions.
trial-secret-unusable = What is at { $reference } is no secret in one line of visible ASCII: store the secret alone in it.

### Until when a sign-off holds

holds-always = A sign-off made now has no end date.
holds-before-window = Ends before the change window: what a sign-off rests on holds until { $end }, and the window until { $to }. Renew what ends first: the gate names it.
holds-into-window = Ends inside the change window: what a sign-off rests on holds until { $end }, and the window until { $to }. Renew what ends first: the gate names it.
holds-past-window = A sign-off holds until { $end }, when the first thing that it rests on ends, after the change window.
holds-until = A sign-off holds until { $end }, when the first thing that it rests on ends.

### Verify

verify-title = Verify a report
verify-lead = Files are read in this page and sent nowhere; it works without the network once it is open. It says what { $command } says.
verify-drop = Drop the files here, or choose them
verify-drop-hint = The .signoff.sigstore.json of the report; with it trust.json, and whatever else came along: HTML, .tlog-proof, history
verify-file-fault = { $name }: { $fault }
verify-nobody-can-tell-why = Could not be verified either way. { $why }
verify-nobody-can-tell = Could not be verified either way
verify-take-away-file = Remove { $name }
verify-take-away = Remove
verify-files = Files given
verify-took = Judged in { $milliseconds } ms, in this browser.
verify-earlier = Add an earlier report of the same launch
verify-earlier-drop = Drop the earlier report here, or choose it
verify-earlier-drop-hint = Its .signoff.sigstore.json, and the proof that the log was only added to since; without the proof, the step “consistency” says where to get it
verify-what = What was checked
verify-outcome = Outcome
verify-step = Step
verify-found = What was found
verify-yourself = Without this page
verify-yourself-about = A page comes from a server, and a server can lie. The command is a program that you build or pin yourself; openssl, ssh-keygen and securesystemslib verify their parts of a report too.
own-test-not-yet = This page is being tried on a known report.
own-test-right = Tried in this browser: a known report holds, and with one character changed it does not.
own-test-wrong = This browser judges a known report wrongly, so it is not asked about yours; use another, or the command.
story-title = The launch's history
story-steps = Steps through the history
story-earlier = Earlier signature
story-before = Before
story-next = Next
story-later = Later signature
story-event = Event, 1 to { $size }
story-unknown = Something was erased from the history before this place, so how the launch stood cannot be told.
story-unproven = No report that was given here, and verified, proves the history up to this place: whoever you have the file from could have written it.
story-after =
    { $reasons ->
        [one] Right after it: { $decision } with { $reasons } reason, { $settled } of { $total } items settled.
       *[other] Right after it: { $decision } with { $reasons } reasons, { $settled } of { $total } items settled.
    }
story-items = Items, as they stood then
item = Item
status = Status
evidence = Evidence
verify-verdict-verified = Verified
verify-verdict-self-consistent = Self-consistent, not verified
verify-verdict-not-verified = Not verified
verify-outcome-holds = holds
verify-outcome-failed = FAILED
verify-outcome-not-checked = not checked
verify-file-report = the report, or a check's receipt
verify-file-trust = the keys and people that you trust
verify-file-trust-signature = your organisation's signature over the trust file
verify-file-trust-signer = your organisation's public key
verify-file-html = the report for people
verify-file-tlog-proof = the proof of the report's place in the log
verify-file-history = the launch's history
verify-file-earlier = an earlier report
verify-file-consistency = the proof that the log begins with all of an earlier report's
bad-signer = this is no SSH public key of the kind ssh-ed25519, ecdsa-sha2-nistp256 or ssh-rsa with 2,048 bits or more; paste the .pub file
bad-no-trust = a public key to check the trust file with was given, but no trust file; give trust.json too
unreadable-empty = the file is empty; download the report again
unreadable-too-large = the file has { $bytes } bytes, more than { $most }; no report is as large
unreadable-truncated = the file ends too early, at line { $line }, column { $column }; download the report again
unreadable-not-json = the file is not JSON ({ $what }); give the .signoff.sigstore.json file, not the .html
unreadable-no-bundle = the file is JSON, but no Sigstore bundle: it has no mediaType; give the .signoff.sigstore.json file
unreadable-other-version = the bundle has the media type { $found }; this build reads { $known }, so use a newer or older build of the tool
unreadable-foreign = this is a bundle of another tool: { $what }
unreadable-newer = the report has the format { $found }; this build reads { $known }, so use a newer build of the tool
unreadable-earlier-rendition = the report's HTML was made by the rules { $found }; this build knows them from { $known } on, so use the build that made the report
unreadable-newer-rendition = the report's HTML was made by the rules { $found }; this build knows them up to { $known }, so use a newer build of the tool
unreadable-malformed = the bundle is malformed: { $what }
bad-trust-form = the trust file is not JSON of the form that trust.json has: { $why }
bad-trust-version = the trust file has the version { $version }; this build reads 1
bad-trust-report-key = the trust file's report key { $key } is no P-256 key in PEM, or its keyid is not the SHA-256 of it
bad-trust-log-key = the trust file has a log key that is no Ed25519 verifier key: { $key }
bad-trust-approver-key = the trust file has a key of { $whose } that cannot be read: { $why }
bad-trust-authority = the trust file's authority of timestamps { $name } has no certificate that can be read: { $why }
bad-trust-twice = the trust file lists { $what } twice
bad-trust-empty = the trust file pins no report key or no log key, so nothing could be verified with it
bad-history-no-line = line { $line } of the history is not one of a history: an object with leaf and payload
bad-history-no-leaf = line { $line } of the history has a leaf that this version cannot read
bad-history-other-launch = line { $line } of the history is of another launch than the first
bad-history-empty = line { $line } of the history is not there: the file is empty
bad-history-replaced = line { $line } of the history was replaced, and no later event says so
bad-history-other-payload = line { $line } of the history has another payload than its leaf says
bad-history-unknown-event = line { $line } of the history tells an event that this version does not know

### Verify: what was found

found-refusal =
    { $more ->
        [0] Not verified. { $step }: { $detail }.
        [one] Not verified. { $step }: { $detail }. One more step failed.
       *[other] Not verified. { $step }: { $detail }. { $more } more steps failed.
    }
found-of = { $name } as { $role }: { $found }
found-go = Go
found-no-go = No go
found-part-launch = launch
found-part-person = person
found-part-time = time
found-part-place = place
found-part-revision = revision
found-part-approval = approval
found-part-role = role
found-part-comment = comment
found-part-snapshot = snapshot
found-part-statement = statement
found-part-attestation = attestation
found-part-items = items
found-part-revocation = revocation
found-key-own = no trust file was given, so the key is the one that the file brings along
found-key-own-none = no trust file was given, and the file does not bring its own key along
found-key-unlisted = the file is signed with { $key }, which the trust file does not list
found-key-out-of-use-issued = { $key } is pinned, but was not in use at { $at }, when the file says it was issued
found-key-in-use = { $key } is pinned, and was in use at { $at }
found-key-out-of-use = { $key } is pinned, but was not in use at { $at }
found-signature-report-no-fit = the signature does not fit the report under the key { $key }
found-signature-receipt-no-fit = the signature does not fit the receipt under the key { $key }
found-signature-fits = ECDSA P-256 under the key { $key }
found-statement-form = the signed statement is not of the form that { $form } has: { $why }
found-statement-read = in-toto Statement v1 with { $form }
found-log-key-other = the report's log key is not one of the log of { $launch }
found-log-key-own = no trust file was given, so the log's key is the one that the report brings along
found-log-key-unlisted = the trust file does not list this key for the log { $log }
found-trust-not-countersigned = the trust file is not countersigned: trust.json.sig, as ssh-keygen -Y sign makes it, was not given
found-trust-countersigned = the trust file is countersigned with { $key }
found-snapshot-read =
    { $digest }, revision { $place }, { $count ->
        [one] { $count } item
       *[other] { $count } items
    }
found-snapshot-media = the snapshot's media type is not { $kind }
found-snapshot-digest = the snapshot's bytes do not have the digest that the report gives
found-snapshot-unread = the snapshot cannot be read: { $why }
found-snapshot-version = the snapshot has the version { $version }; this build reads 1
found-snapshot-twice = the snapshot has { $what } twice
found-snapshot-policy = no launch has the policy that the snapshot tells: one asks { $least } to { $most } people to sign as approver or as release manager, and names a role once
found-snapshot-own-waiver = the waiver of item { $item } is approved by who requested it
found-snapshot-proves-nothing = the check { $check } proves item { $item }, which the snapshot does not have
found-launch-other = the launch that the report names is not the one in its snapshot: name, ticket, artifacts or members differ
found-template-other = the template that the report names is not the one in its snapshot
found-launch-same-no-ticket = { $id } “{ $name }”, no change ticket, as in the snapshot
found-launch-same = { $id } “{ $name }”, { $ticket }, as in the snapshot
found-subjects-none = the report is about nothing: it has no subject
found-subjects-other =
    the report's subjects are not { $html } and the { $count ->
        [one] { $count } artifact
       *[other] { $count } artifacts
    } of the launch
found-subjects-same =
    { $html } and { $count ->
        [one] { $count } artifact
       *[other] { $count } artifacts
    }
found-html-none = the HTML file was not given
found-html-other = the HTML file at hand has { $digest }, the one that was signed { $signed }
found-html-other-rules = the HTML was made by other rules ({ $rules }; this build knows { $known }), so believe the bundle
found-html-no-rules = the HTML was made by the rules 0, which no report has; the first are 1
found-html-same = the HTML that was signed tells what the bundle tells: made again, it is the same
found-html-differs = the HTML that was signed does not tell what the bundle tells
found-counts =
    { $items ->
        [one] { $items } item
       *[other] { $items } items
    }, { $checks ->
        [one] { $checks } check
       *[other] { $checks } checks
    }, { $approvals ->
        [one] { $approvals } approval
       *[other] { $approvals } approvals
    }
found-counts-wrong = the counts that the report gives do not follow from its snapshot
found-decision-other = the report says “{ $says }”, but “{ $follows }” follows from what it contains: { $why }
found-decision-no-reason = nothing stands against it
found-decision-until = the report is wrong about until when it holds
found-decision-same = “{ $says }” follows from the snapshot, the approvals and the time
found-times-later = the report says it was issued at { $at }, but tells of something at { $later }
found-times-good = nothing that the report tells of is later than { $at }
found-checkpoint-good =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }, root { $root }
found-checkpoint-other =
    the checkpoint is over { $size ->
        [one] { $size } entry
       *[other] { $size } entries
    }, but the snapshot is of revision { $place }
found-checkpoint-malformed = the checkpoint is no signed note with origin, size and root in three lines
found-checkpoint-unsigned = the checkpoint is not signed by this log's key
found-checkpoint-signature = the checkpoint's signature does not fit its text
found-checkpoint-origin = the checkpoint is of another log
found-proof-none = the .tlog-proof file was not given
found-proof-no-key = the log's key is not known
found-proof-good = the report is in the launch's log, recorded { $at }
found-proof-early = by the proof the report was recorded at { $at }, before { $issued }, when it says it was issued
found-proof-key-out-of-use = the proof is signed with a key of the log that was not in use any more at { $at }, when it says that the report was recorded
found-proof-malformed = the file is no tlog-proof: { $why }
found-proof-inclusion = the proof does not lead from the report's entry to the checkpoint's root
found-proof-other = the entry in the log is not about this report
found-proof-no-entry = the log has no entry { $place }
found-earlier-no-checkpoint = without a good checkpoint nothing says which log an earlier report's has to be the beginning of
found-earlier-unread = the earlier file cannot be read as a report; verify it by itself to see why
found-earlier-refused = the earlier report does not hold by itself ({ $step }); verify it by itself to see why
found-earlier-other = the earlier report is of the log { $log }, and this one of { $wanted }
found-earlier-later = the report that was given as the earlier one has { $from } entries of the log, and this one { $to }; give them the other way round
found-earlier-same = both reports have the same { $count } entries of the log, so there is nothing to prove
found-earlier-forked = both reports have { $count } entries of the log, and not the same ones; one of them was made from a log that was rewritten
found-consistency-none = the proof was not given; the server has it, for { $from } to { $to } entries (…/consistency?from={ $from }&to={ $to })
found-consistency-malformed = the file is no proof of consistency, which is a JSON object with a list of hashes
found-consistency-not = the proof does not lead from the { $from } entries of the earlier report to the { $to } of this one; where it is the server's own for these sizes, the log was rewritten in between
found-consistency-good = the log's { $to } entries begin with all { $from } of the earlier report's, which holds by itself; what lies beside that one was not looked at
found-history-none = the .history.jsonl file was not given; that none of the approvals was revoked, that nobody lost their role since, and that no item was left out that nobody signed for, is the server's word
found-history-no-checkpoint = without a good checkpoint nothing says which history is the right one
found-history-erased-and-later =
    its first { $count } entries are those of the log; of these { $erased ->
        [one] { $erased } was replaced when a person was erased, and what it said before cannot be checked
       *[other] { $erased } were replaced when a person was erased, and what they said before cannot be checked
    }; { $later ->
        [one] { $later } later one is in the file, which this report says nothing of
       *[other] { $later } later ones are in the file, which this report says nothing of
    }
found-history-erased =
    its first { $count } entries are those of the log; of these { $erased ->
        [one] { $erased } was replaced when a person was erased, and what it said before cannot be checked
       *[other] { $erased } were replaced when a person was erased, and what they said before cannot be checked
    }
found-history-later =
    its first { $count } entries are those of the log; { $later ->
        [one] { $later } later one is in the file, which this report says nothing of
       *[other] { $later } later ones are in the file, which this report says nothing of
    }
found-history-good = its first { $count } entries are those of the log
found-history-other = it is another history than the one that the report's checkpoint is over
found-history-short =
    it has { $size ->
        [one] { $size } entry
       *[other] { $size } entries
    }, but the report's checkpoint is over { $wanted }
found-replay-good = played from its first event to its { $place }th, the launch is what the snapshot says
found-replay-good-replaced =
    { $count ->
        [one] played from its first event to its { $place }th, the launch is what the snapshot says; that the { $count } replaced entry revoked no approval and ended no role is the server's word
       *[other] played from its first event to its { $place }th, the launch is what the snapshot says; that none of the { $count } replaced entries revoked an approval or ended a role is the server's word
    }
found-replay-differs = played event by event, the launch is not what the snapshot says
found-replay-form = played event by event, the launch is what the snapshot says, which is not in the form of this version
found-replay-revoked = by the history an approval of { $name } does not stand any more, and the report counts it
found-replay-left-out = by the history an approval of { $name } stands, and the report leaves it out
found-replay-overtaken-revoked =
    { $count ->
        [one] the report does not tell of { $count } later entry, which was recorded more than { $minutes } minutes before it was issued; an approval of { $names } that it counts was revoked there
       *[other] the report does not tell of { $count } later entries, which were recorded more than { $minutes } minutes before it was issued; an approval of { $names } that it counts was revoked there
    }
found-replay-overtaken =
    { $count ->
        [one] the report does not tell of { $count } later entry, which was recorded more than { $minutes } minutes before it was issued
       *[other] the report does not tell of { $count } later entries, which were recorded more than { $minutes } minutes before it was issued
    }
found-replay-erased = events were erased from the history later, so it cannot be played as it was; that none of the approvals was revoked since is the server's word
found-replay-erased-revoked = events were erased from the history later, so it cannot be played as it was; { $count } of them revoked an approval, which may be one of this report
found-timestamp-none = there is no timestamp of an independent authority; the times are the server's claims
found-timestamp-early = the timestamp is of { $at }, before { $issued }, when the file says it was issued
found-timestamp-late-unpinned = “{ $by }” says that the signature was there at { $at }; that it is as old as { $issued } is the server's claim; the trust file pins no authority of timestamps, so anybody could have made it
found-timestamp-late-no-trust = “{ $by }” says that the signature was there at { $at }; that it is as old as { $issued } is the server's claim; no trust file was given, so anybody could have made it
found-timestamp-late-pinned = “{ $by }” says that the signature was there at { $at }; that it is as old as { $issued } is the server's claim, under a pinned certificate
found-timestamp-unpinned = “{ $by }” says that the signature was there at { $at }; the trust file pins no authority of timestamps, so anybody could have made it
found-timestamp-no-trust = “{ $by }” says that the signature was there at { $at }; no trust file was given, so anybody could have made it
found-timestamp-pinned = “{ $by }” says that the signature was there at { $at }, under a pinned certificate
found-timestamp-too-large = the timestamp has { $bytes } bytes, more than { $most }
found-timestamp-form = the timestamp cannot be read as RFC 3161 has it: { $why }
found-timestamp-refused = the timestamp was refused by the authority: { $why }
found-timestamp-nonce = the timestamp answers another question: its nonce is not the one that was sent
found-timestamp-imprint = the timestamp is over other bytes than this report's signature
found-timestamp-signature = the timestamp is not signed as it should be: { $why }
found-timestamp-authority = the timestamp is of “{ $by }”, which is no authority that was pinned: { $why }
found-stamp-more-than-granted = it says more than that it was granted, and nobody signed that
found-stamp-nothing = it says nothing
found-stamp-signatures = it has not exactly one signature
found-stamp-kind = it is no signed data with one TSTInfo
found-stamp-not-covered = it has attributes or revocation lists that its signature does not cover
found-stamp-certificates = it brings { $count } certificates along, more than { $most }
found-stamp-certificate-kind = it has a certificate of an unknown kind
found-stamp-own-certificate = it does not have its authority's certificate, once
found-stamp-newer = it is of a newer form
found-stamp-time = its time is none
found-stamp-status = status { $status }, without a reason
found-stamp-refused-algorithm = it does not know the algorithm
found-stamp-refused-request = it does not serve such requests
found-stamp-refused-data = it could not read the request
found-stamp-refused-clock = its clock is not available
found-stamp-refused-policy = it does not know the policy
found-stamp-refused-extension = it does not know an extension
found-stamp-refused-information = it does not have what was asked for
found-stamp-refused-system = it failed
found-stamp-digest = its digest is none of SHA-256, SHA-384 and SHA-512
found-stamp-no-attributes = it has no signed attributes
found-stamp-other-content = its signed attributes are about something else
found-stamp-other-digest = its signed digest is not the one of what it says
found-stamp-unnamed = it does not name its certificate among what is signed
found-stamp-certificate-digest = the signed digest of its certificate cannot be read
found-stamp-certificate-unread = its certificate cannot be read
found-stamp-other-certificate = its certificate is not the one that was named when it was signed
found-stamp-attributes = its signed attributes cannot be read
found-stamp-algorithm = its algorithm is none of RSA (PKCS #1 v1.5) and ECDSA with SHA-256, SHA-384 or SHA-512
found-stamp-key = its key is none of RSA of 2,048 bits or more, P-256 and P-384
found-stamp-unfit = the signature does not fit
found-stamp-usage = its certificate is not one for timestamps alone
found-stamp-not-to-sign = its certificate is not one to sign with
found-stamp-no-way = no certificate leads from it to a pinned one
found-stamp-not-valid = the certificate of “{ $of }” was not valid at { $at }
found-stamp-unknown-rule = the certificate of “{ $of }” has a rule that this build does not know
found-definition-good = “{ $title }”, with the digest that the receipt names
found-definition-digest = the definition's bytes do not have the digest that the receipt names
found-definition-subject = the subject is not the check's definition
found-definition-unread = the definition cannot be read: { $why }
found-definition-other = the definition is of { $one }, not of { $other }
found-verdict-differs = the facts give { $facts }, and the receipt says { $says }
found-verdict-follows = the facts give { $facts } by the definition
found-receipt-fresh-wrong = a run at { $at } is fresh until { $end }, and the receipt says { $says }
found-receipt-too-early = the receipt was issued at { $issued }, before the run at { $at }
found-receipt-times = run at { $at }, fresh until { $end }
found-receipt-no-report = the file is the receipt of a check and no report, so it says nothing of what was given beside it
found-approvals-twice = an approval is there twice: { $which }
found-approvals-entry-twice = an approval is there twice: log entry { $place }
found-approvals-order = the approvals are not in the order of the log
found-approvals-good =
    { $count ->
        [one] { $count } approval, once
       *[other] { $count } approvals, each once
    }
found-people-other = the report calls somebody { $name }, whom the pinned roster knows as { $known }
found-people-good =
    { $count ->
        [one] { $count } person is called as the pinned roster has them
       *[other] { $count } people are called as the pinned roster has them
    }
found-people-alike = the pinned roster knows { $names } by another id, so what the report tells of them may be of somebody else
found-people-unknown =
    { $count ->
        [one] { $count } person of the launch is not in the pinned roster: what they are called is the server's word
       *[other] { $count } people of the launch are not in the pinned roster: what they are called is the server's word
    }
found-approval-signed = signed { $what }
found-approval-form = the signed statement is not of the form that { $form } has: { $why }
found-approval-no-approval = what was signed is no approval
found-approval-other-snapshot = what was signed is not about one snapshot of this launch
found-approval-other-launch = what was signed is about { $one }, not { $other }
found-approval-other-person = the report names another approval, person or role than what was signed
found-approval-no-such-role = nobody signs as { $role }
found-approval-no-member = the approver is no member of the launch
found-approval-other-name = the launch knows the approver as { $name }
found-approval-no-checkpoint = the log's checkpoint does not hold, so nothing is known to be in the log
found-approval-not-entry = it is not entry { $place } of the log: the proof does not lead to the checkpoint's root
found-approval-no-leaf = its entry in the log is no leaf of version 1
found-approval-other-event = the event that the report gives is not the one in the log
found-approval-entry-no-approval = its entry in the log is not about an approval
found-approval-not-the-same = the log, the signed statement and the report do not tell the same { $what }
found-approval-recorded = entry { $place } of the log, recorded { $at }
found-approval-times-claimed = it says that it was signed at { $claimed }, but was recorded at { $at }
found-approval-times-issued = it was recorded at { $at }, after the report was issued at { $issued }
found-approval-times-covered = it was recorded at { $at }, but covers item { $item }, which became so at { $later }
found-approval-times-good = signed { $claimed }, recorded { $at }
found-approval-seen =
    { $count ->
        [one] what was signed is the launch as the history has it after { $count } event
       *[other] what was signed is the launch as the history has it after { $count } events
    }
found-approval-seen-other =
    { $count ->
        [one] what was signed is not the launch as the history has it after { $count } event
       *[other] what was signed is not the launch as the history has it after { $count } events
    }
found-approval-seen-erased = events were erased from the history later, so what was signed cannot be compared with it
found-approval-seen-form = what was signed is not in the form of this version, so it cannot be compared with the history
found-approval-lost = what was signed covers item { $item }, which the snapshot does not have
found-approval-stale-wrong = the report is wrong about what changed since it was signed
found-approval-covers-all = covers everything that the report tells
found-approval-covers =
    { $count ->
        [one] covers { $count } item as the report tells it
       *[other] covers { $count } items as the report tells them
    }
found-approval-stale-launch =
    { $count ->
        [one] stale, the launch itself changed since, and { $count } item
       *[other] stale, the launch itself changed since, and { $count } items
    }
found-approval-stale =
    { $count ->
        [one] stale for { $count } item that changed since
       *[other] stale for { $count } items that changed since
    }
found-approval-roster-none = no roster of approvers was pinned
found-approval-roster-missing = not in the pinned roster of approvers
found-approval-roster-name = the pinned roster knows this person as { $name }
found-approval-roster-role = the pinned roster does not let them approve in this role
found-approval-roster-erased = in the pinned roster by their id; the name was erased there
found-approval-roster-good = in the pinned roster of approvers
found-signed-unread = the key or the signature of their own cannot be read
found-signed-with-passkey = signed with a passkey ({ $algorithm })
found-signed-with-passkey-anywhere = signed with a passkey ({ $algorithm }) for { $site }; the trust file pins no site, so that approvals are given there is the report's word
found-signed-with-ssh = signed with the SSH key { $key }
found-signed-no-roster = no roster was pinned, so nobody says whose key it is
found-signed-key-theirs = the key is theirs in the pinned roster
found-signed-other-site = the report says that the passkey belongs to { $one }, not to { $other }
found-signed-ssh-readable = the report is wrong about whether ssh-keygen can read the signature
found-signed-ssh-other = the signature that the report gives for ssh-keygen is not this one
found-signed-key-unknown = the key is not one that the pinned roster has for this person
found-signed-key-out-of-use = the key is pinned, but was not in use at { $at }
found-signed-no-fit = the signature does not fit what was signed
found-signed-server-no-ssh = the server's word has no signature for ssh-keygen
found-signed-by-server = attested by the server with { $key }
found-signed-no-own-although = there is no signature of their own, although the pinned roster has a key of theirs; whoever holds the server's key could have written this approval
found-signed-no-own = there is no signature of their own. That they approved rests on the server's word that they gave their password; whoever holds the server's key could have written it
found-signed-before-key = there is no signature of their own, and the pinned roster has a key of theirs from { $from } on. That the approval is older, of { $at }, is the server's word alone; whoever holds the server's key could have written it later and dated it back
found-signed-after-key = there is no signature of their own; the last key that the pinned roster has for them was in use until { $until }. That they approved later, at { $at }, rests on the server's word that they gave their password; whoever holds the server's key could have written it
found-signed-key-not-brought = signed with { $key }, which the report does not bring along
found-signed-key-not-listed = signed with { $key }, which the trust file does not list
found-signed-key-not-then = signed with { $key } at a time when it was not in use
found-own-ssh-form = this is no SSH signature; paste the whole .sig file, from -----BEGIN SSH SIGNATURE----- on
found-own-ssh-key = the signature is of another key than the enrolled one; sign with the enrolled key
found-own-ssh-namespace = the signature was made for another purpose; sign with -n { $name }
found-own-ssh-no-fit = the signature does not fit the statement; sign the statement's file as it was given out, byte for byte
found-own-kind = the signature is of another kind than the key; sign with the key that you chose
found-own-client-data = what the browser signed (clientDataJSON) cannot be read; sign again with another browser
found-own-passkey-use = the passkey was used for “{ $purpose }”, not for signing; sign again
found-own-passkey-challenge = the passkey signed something else than this approval; open the sign-off again and sign what it shows now
found-own-passkey-origin = the signature was given at { $origin }, where no approvals are given; open this server at its public address
found-own-passkey-cross = the signature was given inside a page of somebody else; open this server in a tab of its own
found-own-passkey-data = what the authenticator said (authenticatorData) cannot be read; use another passkey
found-own-passkey-site = the passkey belongs to another site (its rpIdHash differs); use one that was enrolled here
found-own-passkey-present = nobody touched the authenticator (the user-present flag is missing); sign again
found-own-passkey-verified = the authenticator did not ask who is there (the user-verified flag is missing); set a PIN or a fingerprint on it
found-own-passkey-no-fit = the signature does not fit the enrolled key; use the passkey that was enrolled for approvals
found-summary-self-one = Self-consistent, not verified. { $id } “{ $name }”: { $decision }, issued { $at }. It holds under keys that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it. Its approval rests on the server's word that the person gave their password.
found-summary-good-one = Verified. { $id } “{ $name }”: { $decision }, issued { $at }. Its approval rests on the server's word that the person gave their password.
found-summary-self-many = Self-consistent, not verified. { $id } “{ $name }”: { $decision }, issued { $at }. It holds under keys that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it. { $count } approvals rest on the server's word that the people gave their passwords.
found-summary-good-many = Verified. { $id } “{ $name }”: { $decision }, issued { $at }. { $count } approvals rest on the server's word that the people gave their passwords.
found-summary-self = Self-consistent, not verified. { $id } “{ $name }”: { $decision }, issued { $at }. It holds under keys that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it.
found-summary-good = Verified. { $id } “{ $name }”: { $decision }, issued { $at }.
found-summary-no-people = Who approved was not compared: the trust file pins no people.
found-summary-receipt-ran-self = Self-consistent, not verified. Receipt of { $launch }, check { $check }, through { $connection }: { $verdict }, of a run at { $at }. It is fresh until { $end }; later it proves nothing. It holds under a key that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it.
found-summary-receipt-ran-good = Verified. Receipt of { $launch }, check { $check }, through { $connection }: { $verdict }, of a run at { $at }. It is fresh until { $end }; later it proves nothing.
found-summary-receipt-pushed-self = Self-consistent, not verified. Receipt of { $launch }, check { $check }, a pushed result: { $verdict }, of a run at { $at }. It is fresh until { $end }; later it proves nothing. It holds under a key that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it.
found-summary-receipt-pushed-good = Verified. Receipt of { $launch }, check { $check }, a pushed result: { $verdict }, of a run at { $at }. It is fresh until { $end }; later it proves nothing.
found-summary-receipt-drilled-self = Self-consistent, not verified. Receipt of { $launch }, check { $check }, watched in a drill: { $verdict }, of a run at { $at }. It is fresh until { $end }; later it proves nothing. It holds under a key that it brings along, which anybody could have made; give the trust file that you pinned to learn whether your server issued it.
found-summary-receipt-drilled-good = Verified. Receipt of { $launch }, check { $check }, watched in a drill: { $verdict }, of a run at { $at }. It is fresh until { $end }; later it proves nothing.
found-html-good = the HTML file is the one that was signed, { $digest }

### Watch

watch-lead = Scheduled checks run by themselves, and the alert table is evaluated over what they see.
watch-checks = Scheduled checks
watch-none = No check of this launch's checklist has a schedule.
watch-stop = Stop watching
watch-start = Watch { $name }
watch-no-connection = Choose a connection on the pre-flight page first.
watch-no-schedule = No check has a schedule.
watch-off = This launch is not watched.
watch-ended-connection = Watching ended. The launch has another connection now; switch watching on for that one.
watch-ended-window = Watching ended. The change window ended more than a day ago; set a later one to watch on.
watch-ended-long = Watching ended. It ran for 30 days; switch it on again to watch on.
watch-on = Watching { $connection }. It ends { $until }.
watch-about = It ends a day after the change window, or after 30 days where there is none. Whoever may run checks may switch it.
watch-every-running = Every { $every }: running now.
watch-every-running-last = Every { $every }: running now, last run { $last }.
watch-every-next = Every { $every }: next run { $next }.
watch-every-next-last = Every { $every }: next run { $next }, last run { $last }.
watch-every-idle = Every { $every }: no run is due.
watch-every-idle-last = Every { $every }: no run is due, last run { $last }.
watch-no-run = It has not run by its schedule yet.
percent = { $number } %
alerts-firing =
    { $count ->
        [0] No alert fires.
        [one] { $count } alert fires.
       *[other] { $count } alerts fire.
    }
alerts-unknown =
    { $count ->
        [0] No alert is known to fire
        [one] { $count } alert fires
       *[other] { $count } alerts fire
    }; { $unknown } cannot be judged yet.
alert-firing = Firing
alert-quiet = Quiet
alert-unknown = Unknown
alert-since = since { $at }
alert-here = Here: { $condition }
alert-action = What to do: { $action }
alert-condition = Condition
alert-monitoring = In your own monitoring: { $condition }.
alert-why-no-condition = This row has no condition that Holdpoint can look for; your own monitoring has to.
alert-why-incomplete = The condition lacks a number; correct the template.
alert-why-not-watched = The launch is not watched.
alert-why-unseen = No run of { $check } within { $within } shows it.
alert-why-too-few =
    Only { $runs ->
        [one] { $runs } run
       *[other] { $runs } runs
    } within { $within }; it takes { $least }.
alert-why-matching =
    { $matching } of { $runs ->
        [one] { $runs } run
       *[other] { $runs } runs
    } within { $within }.
alert-why-percentile =
    P{ $percent } of { $fact } is { $value }, over { $runs ->
        [one] { $runs } run
       *[other] { $runs } runs
    }.
alert-why-latest = { $fact } is { $value } in the latest run of { $check }.
alert-why-row =
    { $runs ->
        [one] The last run
       *[other] The last { $runs } runs
    } of { $check }.
alert-why-row-ended =
    { $runs ->
        [one] { $runs } run
       *[other] { $runs } runs
    } of { $check } in a row; it takes { $least }.
alert-why-row-begins =
    Only { $runs ->
        [one] { $runs } run
       *[other] { $runs } runs
    } of { $check } within { $within }; it takes { $least }.
alert-when-count =
    More than { $above ->
        [one] { $above } run
       *[other] { $above } runs
    } of { $checks } within { $within } { $matching }.
alert-when-share = More than { $above } % of the runs of { $checks } within { $within } { $matching }.
alert-when-percentile = P{ $percent } of { $fact } of { $checks } within { $within } is above { $above }.
alert-when-level = The latest { $fact } of { $checks } is { $sides }; runs of { $within } count.
alert-when-row =
    { $runs ->
        [one] The last run
       *[other] The last { $runs } runs
    } of one of { $checks } { $matching }; runs of { $within } count.
alert-above = above { $value }
alert-below = below { $value }
alert-or = { $before } or { $next }
# { $matching } above is made of these; { $runs } is 1 where it is about one run.
alert-or-else = { $before }, or { $next }
alert-ends =
    { $runs ->
        [one] ends
       *[other] end
    } in { $verdict }
alert-has-just =
    { $runs ->
        [one] has
       *[other] have
    } { $fact } { $value }
alert-has-between =
    { $runs ->
        [one] has
       *[other] have
    } { $fact } from { $least } to { $most }
alert-has-least =
    { $runs ->
        [one] has
       *[other] have
    } { $fact } { $value } or more
alert-has-most =
    { $runs ->
        [one] has
       *[other] have
    } { $fact } { $value } or less
alert-has =
    { $runs ->
        [one] has
       *[other] have
    } { $fact }
alert-blind =
    { $runs ->
        [one] sees
       *[other] see
    } nothing because { $failure }
notice-secret = the secret that holdpoint.toml refers to cannot be read
notice-mail-offer = the mail server does not offer STARTTLS, or no way to sign in that is known here
notice-no-channel = holdpoint.toml no longer has this channel
notice-unreadable = this build cannot read the message
notice-unwritable = the message cannot be written as an e-mail; look at the addresses in holdpoint.toml
notice-status = the receiver answered with status { $status }
notice-left-out = the mail server took it, and refused { $refused } of { $all } receivers: it said { $code } to the first of them
notice-mail = the mail server said { $code }
alerts = Alerts
notices-nobody = Nobody is told: the operator has no [[notify]] in holdpoint.toml.
notices-alerts = Each change of an alert is told once by: { $channels }.
notices-nobody-reports = Nobody is told: the operator has no [[notify]] in holdpoint.toml. Each signed report is told once by: { $reports }.
notices-both = Each change of an alert is told once by: { $channels }. Each signed report is told once by: { $reports }.
notice-report = Report
notice-report-go = was signed: go
notice-report-no-go = was signed: no go
notice-fires = fires
notice-over = is over
notice-line =
    { $state ->
        [waiting] { $count ->
            [one] { $about } { $what }, by { $channel }: waits after { $count } attempt
           *[other] { $about } { $what }, by { $channel }: waits after { $count } attempts
        }
        [sent] { $count ->
            [one] { $about } { $what }, by { $channel }: sent after { $count } attempt
           *[other] { $about } { $what }, by { $channel }: sent after { $count } attempts
        }
       *[failed] { $count ->
            [one] { $about } { $what }, by { $channel }: given up after { $count } attempt
           *[other] { $about } { $what }, by { $channel }: given up after { $count } attempts
        }
    }
notice-line-why =
    { $state ->
        [waiting] { $count ->
            [one] { $about } { $what }, by { $channel }: waits after { $count } attempt: { $why }
           *[other] { $about } { $what }, by { $channel }: waits after { $count } attempts: { $why }
        }
        [sent] { $count ->
            [one] { $about } { $what }, by { $channel }: sent after { $count } attempt: { $why }
           *[other] { $about } { $what }, by { $channel }: sent after { $count } attempts: { $why }
        }
       *[failed] { $count ->
            [one] { $about } { $what }, by { $channel }: given up after { $count } attempt: { $why }
           *[other] { $about } { $what }, by { $channel }: given up after { $count } attempts: { $why }
        }
    }
notices = Messages
chart-latency = Latency
chart-headroom = Headroom
chart-nothing = { $title }: nothing was seen.
chart-words =
    { $count ->
        [one] { $title } over { $count } run: last { $last }, lowest { $lowest }, highest { $highest }.
       *[other] { $title } over { $count } runs: last { $last }, lowest { $lowest }, highest { $highest }.
    }
chart-caption = { $last }, up to { $top }
chart-table =
    { $count ->
        [one] As a table: { $count } run
       *[other] As a table: { $count } runs
    }
chart-runs = Runs
chart-run = Run
verdict = Verdict
chart-left = Left

### Troubles: why the server did not do it, on pages that are fetched later

problem-bad-field-connection = holdpoint.toml has no such connection; choose one of the list
problem-bad-field-days-of-invite = an invite can be accepted for 1 to 30 days; name a number of them
problem-bad-field-days-of-token = a token expires after 1 to 366 days; make a new one then
problem-bad-field-member = nobody has an account with this id; invite them first
problem-bad-field-name-of-account = the name takes 1 to 200 characters in one line; it is what colleagues see
problem-bad-field-name-of-key = the name takes 1 to 60 characters in one line, such as the device or what it is for
problem-bad-field-name-of-member = this is not the name of that account; reload the list of people
problem-bad-field-no-ssh-key = you have enrolled no SSH key; enrol one on your account page
problem-bad-field-not-enrolled = this passkey is not enrolled for approvals, or was revoked; use one that is
problem-bad-field-password = the password takes { $least } to { $most } characters; a sentence is easy to keep
problem-bad-field-range = takes { $least } to { $most }; leave it out for the usual one
problem-bad-field-scopes = a token needs at least one scope; give it as few as it needs
problem-bad-field-shape = the server is being updated, and what answered is of another version than this page; try again in a minute, or reload the page
problem-bad-field-signature = this signature does not fit what was to be signed; sign again, with the key that you chose
problem-bad-field-signer = this is no signature of an SSH key that approves; paste it whole, of a key of the kind ssh-ed25519, ecdsa-sha2-nistp256 or ssh-rsa (2,048 bits or more)
problem-bad-field-source =
    { $count ->
        [one] the checklist has a problem; fix it first
       *[other] the checklist has { $count } problems; fix them first
    }
problem-bad-field-system = holdpoint.toml has no ticket system of this name that takes your reports of this launch; reload the page and choose another
problem-bad-field-template = there is no such template; choose one of the list
problem-bad-passkey = this passkey's answer is not accepted; try again, or use another one of yours
problem-busy = many checks of this launch are running; wait for them, then try again
problem-busy-connections = other connections are being tried; wait for them, then try again
problem-busy-pushes = more evidence comes in than the server reads at the same time; nothing was recorded, send it again in { $seconds } s
problem-cut-off = what was sent was cut off; send it again
problem-cut-off-slow = what was sent took longer than { $most } s to come in; send it again over a faster line, or send less
problem-delivers-elsewhere = the connection's webhook endpoint is another one by now; nothing was sent. Read where it goes, then run the check again
problem-digest-mismatch = the file changed on its way; it was dropped, send it again
problem-drill-only = this check is not run here: open a drill and point your integration at it, see docs/drills.md
problem-file-changed = what is kept of this file is not what was uploaded, so it is not given out; tell the operator
problem-file-missing = this file is not where the server keeps files; tell the operator
problem-id-taken = this id was used for another command already; send a new id
problem-launch-full = does not fit: the launch's files have { $used } of { $most } MiB; link to the file instead, or ask the operator for more
problem-no-challenge = this question was answered already, has expired or was asked elsewhere; start again
problem-no-connection = the launch has no connection yet; choose one in its details
problem-no-connection-gone = holdpoint.toml no longer has this launch's connection; choose another
problem-no-passkeys = passkeys need a server with a name; tell the operator
problem-no-signing-key = you have no key for approvals; enrol one on your account page, or approve with your password
problem-no-statement = this statement was signed already, has expired or is not yours; open the sign-off again
problem-no-such-item = this item is not in the launch's checklist any more; reload the page to see the present one
problem-not-accepted-inviter-may-not = who invited you may no longer invite anybody, or may no longer give the role that this link is for; ask for a new one
problem-not-accepted-link-gone = this link was used already, has expired, or is incomplete; ask for a new one
problem-not-accepted-many-invites = 500 of your invites are open; withdraw one, or wait until they expire
problem-not-accepted-many-passkeys = this account has 20 passkeys; remove one that you no longer use
problem-not-accepted-many-signing-keys = this account has 20 keys for approvals; revoke one that you no longer use
problem-not-accepted-many-tokens = this account has 50 API tokens; revoke one that is no longer used
problem-not-accepted-name-taken = somebody here has this name already; choose another, such as with a surname
problem-not-accepted-only-owner = this is the server's only owner; make somebody else an owner first: on the server, with “holdpoint person owner NAME”
problem-not-accepted-only-way-in = this is the only way to sign in to this account; add another one first
problem-not-accepted-passkey-known = this passkey is enrolled already; sign in with it
problem-not-accepted-recovery-gone = this link was used already, has expired or is incomplete; ask the server's owner for a new one
problem-not-accepted-set-up-already = this server is set up already; ask its owner for an invite
problem-not-accepted-signing-key-known = this key is or was enrolled for approvals already; enrol another one
problem-not-found-address = the server is being updated, and what answered is of another version than this page; try again in a minute, or reload the page
problem-not-found-drill = this drill is not there any more: drills end when the server is started anew, and old ones are forgotten; open another
problem-not-found-drill-elsewhere = this replica plays no such drill: it ends with the one that opened it. If it is still open, the balancer has to bring a launch's drills to one replica (docs/scaling.md); else open another
problem-not-found-file-of-report = this file is no longer kept; issue the report again
problem-not-found-invite = there is no such open invite; it may have been accepted, withdrawn or have expired
problem-not-found-receipt = the signed form of this receipt is no longer kept; run its check again
problem-not-found-upload = this upload may have expired: begin it again
problem-not-signed = this receipt is from before receipts were signed; run its check again
problem-not-verifiable = this report would not be verified with this server's own keys and people, so it was not issued; tell the operator, who has to look at the server's clock and keys
problem-not-verifiable-approval = a signature would not be verified with this server's own keys and people, so the report was not issued: it was given at another server or address, or under another key or name. Revoke the signatures from before that, and have them given anew
problem-nothing-to-drill = no check of this launch's checklist is judged by a drill; choose a template that has some
problem-other-version = this server's checklist is another version by now; look at what differs now
problem-other-version-gone = this server no longer has this checklist
problem-outdated-snapshot = the launch changed after you looked; read it again, then sign
problem-own-key-needed = you have a key for approvals, so this server does not vouch for you; sign with your key
problem-own-key-needed-no-password = you have no password, so this server cannot vouch for you; set one, or make a key for approvals, on your account's page
problem-owner-needed = only the owner of this server may do this; ask them
problem-owner-needed-invite = only the owner of this server invites; ask them
problem-proof-needed = give your password or a passkey again first: this changes who may sign in
problem-pushed-only = this check is not run here: push its result with `holdpoint evidence push`, see docs/evidence.md
problem-storage-full = the server's disk is full; tell the operator, and go on with the upload when there is room
problem-template-exists = This version is there already, with other content, and stays as it is because launches are pinned to it. Give yours a higher version, or another name.
problem-template-lower = A higher version is there already, and launches move to higher ones only. Give yours one, or another name.
problem-templates-full = there are { $most } templates; remove some files that no longer matter, and restart the server
problem-too-large = this is larger than { $most } KiB; send less
problem-too-large-file = has { $has } MiB, and the server takes up to { $most } MiB a file; link to it instead
problem-too-large-part = more came than was announced; upload the file again
problem-too-many-attempts = there were too many attempts; wait a minute, then try again
problem-too-many-checks = you, or everybody in this launch together, ran more checks within a minute than one server should ask others; try again in { $seconds } s
problem-too-many-drills = this launch has { $most } open drills already; close one, then open another
problem-too-many-drills-of-server = this server has as many open drills as it may; wait until one of another launch ends
problem-too-many-uploads = you have { $mine } uploads that were not finished or not attached, which is the most; finish or drop some, or wait { $hours } hours
problem-unavailable-files = the server cannot reach where it keeps files now; go on later, and tell the operator if this goes on
problem-unavailable-templates = the templates' folder cannot be written; tell the operator
problem-unknown-passkey = this passkey is not known here (any more); sign in another way, and remove it from your device
problem-unknown-passkey-approvals = this passkey is for approvals and signs nobody in; keep it, and choose another one or another way
problem-upload-busy = another server is taking this upload in; wait a moment, then go on
problem-upload-unfinished = the upload is not whole yet; send the rest of it first
problem-wrong-code = the name or the recovery code is not right, or the code was used already; check both
problem-wrong-offset = the server has another part of this file than this page thinks; upload the file again
problem-wrong-password = the password is not right; nothing was changed
problem-wrong-password-approval = the password is not right; nothing was signed
problem-wrong-password-sign-in = the name or the password is not right; check both

### Refusals: phrases that begin small

order-delivered = this delivery has arrived; deliver the report anew
order-delivery-replaced = this delivery was replaced by a later one; deliver the report anew
order-delivery-stopped = this delivery was stopped; deliver the report anew
order-delivery-went-on = this delivery went on meanwhile; nothing is to be recorded of this attempt
order-earlier-step = an earlier step is not over yet; finish or skip it first
order-later-report = a later report is in this ticket, or on its way there; deliver that one
order-no-report = there is no report to deliver yet; issue one first
order-not-watched = the launch is not watched any more
order-nothing-to-watch = no check of this launch's checklist has a schedule, so there is nothing to watch
order-other-rules = the checklist has other rules for this check by now; run the check, or push the result, again
order-older-drill = a drill of the check { $check } that was opened later, at { $failed }, failed; open another drill
order-older-result = this result is of { $at }, and a later one of the check { $check }, of { $failed }, failed; push the result of a new run
order-run-ended = this run has ended; start a new one
order-run-going = a run of this runbook is going on already; finish or abandon it first
order-runbook-going = a runbook is being executed; finish or abandon it first
order-start-step = start the step first, so that its time is known
order-step-check = this step ends with a passing check; run it, then finish the step
order-step-first = step { $step } comes first; finish or skip it
order-step-over = this step is over already: with another outcome
order-steps-over = every step of this run is over
order-template-moved = the launch moved to another version of its checklist meanwhile; look at what differs now
order-waiver-expired = the waiver has expired already; request a new one
order-waiver-refused = the waiver was refused; request a new one
order-window-ended = the change window ended more than a day ago; set a later one first
refusal-already-signed = you already signed as { $role } for everything that you answer for, and nothing of it changed since; revoke that approval first to sign anew
# { $rule } is one of the rules below.
refusal-bad = { $field } { $rule }
refusal-conflict = { $by } set this to { $theirs } meanwhile; yours was { $yours }. Choose one and save again
refusal-exists = this { $what } exists already under the same id; send a new id
refusal-full = there is no room for more than { $limit } { $what }; remove some first
refusal-last-manager = a launch keeps at least one release manager; give somebody else the role first
refusal-kept = only a sample launch can be deleted: the history of every other launch is kept
refusal-sample = a sample launch has no report; make a launch of your own for that
refusal-no-item = there is no item { $id } in this launch's checklist; reload the page to see the present one
refusal-no-such = there is no { $what } { $id } here; it may have been removed, so reload the page
refusal-not-ready =
    the launch is not ready to be signed: { $first } ({ $count ->
        [one] { $count } reason
       *[other] { $count } reasons
    } in all). Settle what is left, then sign
refusal-other-section = you answer for other sections than “{ $section }”; ask an approver of that section, or a release manager
refusal-outdated = the launch changed after you looked (from { $seen } to { $now }); read it again, then sign
refusal-own-waiver = nobody approves their own waiver; ask somebody else with the role approver
refusal-role = this needs the role { $needs }; yours is { $has }. Ask a release manager of this launch
rule-artifact-twice = name { $name } twice; name each once
rule-connection-kept = cannot be removed once checks have run: their receipts tell of one; choose another
rule-control = has a control character; remove it
rule-covers = are not what you have to sign for here now; read the launch again, then sign
rule-empty = is empty; write a few words
rule-empty-file = is 0; an empty file shows nothing
rule-empty-text = is empty; write what a later reader needs to know
rule-evidence-end = is not after the time of observation; set a later one
rule-format = has format { $format }; this build knows { $known }
# The four below stand behind an example of a reference.
rule-hex = {" "}(40 hex digits)
rule-https = is no https: address; links start with https:// and a host
rule-issue = {" "}(issue)
rule-issue-or-request = {" "}(issue or pull request)
rule-justification = is missing; say why the item does not apply
rule-long-line = is longer than { $most } characters; shorten it
rule-long-text = is longer than { $most } characters; link to a document instead
rule-media = is no media type; write one such as text/csv, or leave it out
rule-media-of-file = is for files that this launch has had; upload the file, then push it as evidence
rule-merge-request = {" "}(merge request)
rule-mitigation = is missing; say what limits the risk meanwhile
rule-no-member = is not a member of this launch yet; give them a role first
rule-no-section = name { $section }, which this checklist does not have; choose among its own
rule-note = is missing; say what happened
rule-observed = is in the future; say when it was seen
rule-one-line = has a line break or control character; write it in one line
rule-other-template = is { $is }; this launch is on { $on }, and moves to versions of that one only
rule-outcome = is done, skipped or failed
rule-policy-count =
    asks for { $count ->
        [one] { $count } person
       *[other] { $count } people
    } as { $role }; ask for 1 to { $most }
rule-policy-duties = lets nobody be the only approver of what they did, but only { $name } can sign for “{ $section }”; give somebody else a role that signs first
rule-policy-signs-nothing = asks for the signature of a { $role }, who signs nothing; ask for approvers or release managers
rule-policy-too-few =
    asks for { $count ->
        [one] { $count } person
       *[other] { $count } people
    } who can sign as { $role } for “{ $section }”, and there { $have ->
        [one] is { $have }
       *[other] are { $have }
    }; give somebody the role first
rule-policy-too-few-once =
    asks for { $count ->
        [one] { $count } person
       *[other] { $count } people
    } who can sign as { $role } for “{ $section }” whom no other role uses up, and there { $have ->
        [one] is { $have }
       *[other] are { $have }
    }; give somebody the role first
rule-policy-twice = names the role { $role } twice; name each once
rule-receipt = proves nothing: the check did not pass; run it again, and attach a receipt that passes or warns
rule-reference = is no ticket of this system; write { $example }, without a host
rule-sections = are for approvers; leave them out for other roles
rule-signs-nothing = signs nothing; sign as approver or release manager
rule-url = has a space in it or is longer than { $most } characters; write it as %20, or give a shorter address
rule-waived = becomes waived by an approved waiver; request one
rule-waiver-far = is more than a year ahead; set an earlier one, and ask again then
rule-waiver-past = is in the past; a waiver ends at a later time
rule-watched-connection = is not the launch's connection; choose it in the launch's details first
rule-window = ends before it begins; set a later end
thing-approval = approval
thing-artifacts = artifacts
thing-check-that-a-drill-judges = check that a drill judges
thing-check-that-can-be-run = check that can be run
thing-check-whose-result-is-pushed = check whose result is pushed
thing-check-with-a-schedule = check with a schedule
thing-comment = comment
thing-comments-on-one-item = comments on one item
thing-deliveries-that-wait = deliveries that wait
thing-delivery = delivery
thing-evidence = evidence
thing-pieces-of-evidence-on-one-item = pieces of evidence on one item
thing-receipt = receipt
thing-report = report
thing-run = run
thing-runbook = runbook
thing-step = step
thing-waiver = waiver
value-artifacts =
    { $count ->
        [one] { $count } artifact
       *[other] { $count } artifacts
    }
value-checklists-own = the checklist's own
value-no-date = no date
value-no-role = no role
value-nobody = nobody
value-none = none
value-off = off

### Fields, as refusals name them

field-artifacts = artifacts
field-comment = comment
field-connection = connection
field-due = due
field-evidence-expires = evidence/expiresAt
field-evidence-media = evidence/kind/media
field-evidence-observed = evidence/observedAt
field-evidence-receipt = evidence/kind/receipt
field-evidence-text = evidence/kind/text
field-evidence-title = evidence/kind/title
field-evidence-url = evidence/kind/url
field-expires = expiresAt
field-justification = justification
field-mitigation = mitigation
field-name = name
field-note = note
field-outcome = outcome
field-owner = owner
field-policy = policy
field-reason = reason
field-reference = reference
field-role = role
field-sections = sections
field-status = status
field-target = target
field-template = template
field-text = text
field-ticket = ticket
field-title = title
field-url = url
field-window = window
