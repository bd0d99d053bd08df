# The texts of what is drawn later: everything that the launches and the checklist do not need. See first.ftl.

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
look-kept = Kept in this browser, for whoever uses it.

### Passkeys: why there is no answer

passkey-cancelled = No passkey was used: you cancelled, it took too long, or this device has none for this server.
passkey-insecure = Passkeys work over https and on localhost only. Open this server by its https address.
passkey-known = This device has a passkey for this account already.
passkey-not-supported = This browser is too old for passkeys. Update it, or sign in another way.
passkey-refused = The browser refused the passkey: { $why }

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
oidc-no-provider = This server has no sign-in of that name. Go on with one that is listed here.
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

### Forms and their parts

copy = Copy
copy-by-hand = Select it and copy by hand
copy-done = Copied
# Stands behind copy, for those who only hear it.
copy-what = {" "}{ $what }
drop-too-large = { $name } has more than 256 MiB, which no file of a report has
drop-unreadable = { $name } could not be read; choose it again
field-error = Error:
problems-title = There is a problem

### Inviting

invite-about = { $role } in { $launch } “{ $name }”
invite-about-sections =
    { $role } for { $count ->
        [one] { $count } section
       *[other] { $count } sections
    } in { $launch } “{ $name }”
invite-account = An account, without a role
invite-by = by { $name }, until { $end }
invite-days = Days until the link ends
invite-days-hint = 1 to 30
invite-days-wrong = Enter for how many days the link can be used, 1 to 30
invite-lead = Make a link and send it to one person who has no account yet. It works once, and nobody can see it again after you leave this page.
invite-link = the invitation link
invite-make = Make an invitation link
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
item = Item
item-all = All items
item-choose = Choose an item
item-choose-what = Its guidance, evidence, checks, comments and history open here. The box in front of an item ticks it straight away.
item-due = Due
item-guidance = What to do
item-history = History
item-history-loading = Loading what happened…
item-history-none = Nothing happened yet.
item-mine = Waiting for you
item-must = Must: no launch without it.
item-need-checks = Needs a fresh, passing result of every check below.
item-need-evidence = Needs a link, a note or a passing check behind it.
item-need-nothing = A person's word is enough.
item-nowhere = There is no such item
item-nowhere-why = This launch's checklist has no item at this address.
item-owner = Owner
item-set-by = Set by { $name } { $at }
item-set-to = Set to { $status }
item-should = Should: reported when open, and does not block.
item-status = Status
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

check-run = Run the check
check-run-again = Run again
check-running = Running…
comment-add = Add a comment
comment-send = Comment
comment-title = Comments
comment-wrong = Write a comment first
evidence-add = Add evidence
evidence-attach = Attach a file
evidence-expired = expired { $end }
evidence-file = { $title } ({ $size })
evidence-heading = Title (optional)
evidence-holds = holds until { $end }
evidence-holds-until = Holds until (optional)
evidence-holds-wrong = Enter a day of the calendar, or leave it empty
evidence-kind = Kind of evidence
evidence-link = Link
evidence-none = Nothing yet. Add a link to where it can be seen, a note of what you saw, or a file.
evidence-note = Note
evidence-note-wrong = Write down what you saw
evidence-receipt = Receipt of the check “{ $check }”
evidence-remove = Remove
evidence-seen = { $who }, seen { $at }
evidence-seen-at = Seen at
evidence-seen-wrong = Enter the day and time at which you saw it
evidence-title = Evidence
evidence-url = Address
evidence-url-hint = Starts with https://
evidence-url-wrong = Enter an address that starts with https://
evidence-what = What you saw
proof-all = All checks
proof-attached = It is attached as evidence.
# { $link } is proof-drill-link.
proof-drill = A drill shows it: { $link }
proof-drill-link = open one, and point your integration at it
proof-no-connection = This launch has no connection yet; choose one on its details page.
proof-push = CI pushes its result, as { $format }: { $command }
proof-running = It is running.
proof-title = Checks that prove it
proof-use = Use as evidence
upload-done = The file is uploaded and attached
upload-drop = Drop a file here, or choose it
upload-going = Uploading …
upload-hint = The server keeps it with its SHA-256. If the page is closed meanwhile, choose the same file again: it goes on where it stopped.
upload-no-file = Choose a file first
upload-progress = Uploaded
upload-send = Upload and attach
upload-waiting = The server does not answer; this goes on as soon as it does
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
waiver-until-hint = A waiver always has an end
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
keys-ctrl-k = Ctrl+K ⌘+K
keys-ctrl-z = Ctrl+Z ⌘+Z
keys-enter = Enter
keys-letters = Single letters do something in this browser
keys-next = The next item or launch of the list
keys-open = Open it
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
quick-go = Go
quick-item = Item
quick-keys = Show the keys
quick-launch = Launch
quick-launches = all of them
quick-left = What is left to do
quick-mine = What waits for me
quick-new = from a template
quick-nobodys = What nobody owns
quick-people = accounts and invitations
quick-persons = What { $name } owns
quick-runbook = runbook
quick-shortcuts = keyboard shortcuts
quick-show = Show
quick-sign-off = approve, report, deliver
quick-undo = Undo my last change
quick-verify = Verify a report
quick-waivers = accepted risks of all launches
quick-watch = scheduled checks and alerts

### New launch, and checklists to choose from

new-checklist = Checklist
new-checklist-wrong = Choose a checklist
new-connection = Connection (optional)
new-connection-hint = The environment that the checks ask. Whoever runs the server sets connections up in holdpoint.toml.
new-lead = One launch is one release under review. Its checklist is pinned to the template's version of today.
new-make = Make the launch
new-making = Making the launch…
new-name = Name
new-name-hint = What is launched, such as Help-centre chat 2.4
new-name-wrong = Enter a name for the launch
new-no-connection = None yet
new-target = Target date (optional)
new-target-wrong = Enter the target date as a day of the calendar
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
template-counts =
    { $items ->
        [one] { $items } item
       *[other] { $items } items
    }, { $checks ->
        [one] { $checks } check
       *[other] { $checks } checks
    }
template-lead = A launch begins with one of these. Whoever runs the server adds more as files, in the folder that { $setting } of holdpoint.toml names; a launch moves to a newer version in its details.
template-make-launch = Make a launch
template-proved-by = proved by { $checks }
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
template-whole = What is in it

### People

people-lead = An account alone shows no launch: roles are given per launch, on its details page. The owner of this server sees every launch and can set its roles.
people-owner = owns this server
people-recovery = Recovery link for { $name }
people-recovery-how = Give it to them by a way that only they read. It works once, within a day; they then set a new password or passkey.
people-recovery-link = the recovery link
people-who-invites = The owner of this server can invite colleagues here; a release manager can on a launch's details page.
people-you = (you)

### Receipts of checks

receipt-allowed = allowed by the operator's list
receipt-answered = answered { $status }
receipt-certificate = certificate { $digest }
receipt-dialled = dialled { $peer }
receipt-drilled = Seen in a drill { $at } of { $took }
receipt-fact = Fact
receipt-findings = What was expected, and what was seen
receipt-fresh-until = fresh until { $at }
receipt-id = Receipt
receipt-internal = Asked at an address that is not public, which the operator allows.
receipt-more = Requests and other facts
receipt-next = Next:
receipt-no-answer = no answer
receipt-not-seen = not seen
receipt-pushed = Pushed, of a run at { $at }
receipt-ran = Ran { $at } · took { $took } · against { $connection }
receipt-rules = Rules applied
receipt-seen = Seen
receipt-stale = This result is too old, or of another connection: it proves nothing. Run the check, push its result or open a drill again.
receipt-verdict = Verdict

### Trend of a launch

trend-day = Day (UTC)
trend-days = Days
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
    } against a go.

### Until when a sign-off holds

holds-always = Nothing that a sign-off rests on expires.
holds-before-window = Ends before the change window: what a sign-off rests on holds until { $end }, and the window until { $to }. Renew what ends first: the gate names it.
holds-into-window = Ends inside the change window: what a sign-off rests on holds until { $end }, and the window until { $to }. Renew what ends first: the gate names it.
holds-past-window = A sign-off holds until { $end }, when the first thing that it rests on ends, after the change window.
holds-until = A sign-off holds until { $end }, when the first thing that it rests on ends.
