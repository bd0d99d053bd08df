# The texts of Holdpoint's page in English: what the launches and the checklist need. The rest is in later.ftl.
#
# The format is Project Fluent's (https://projectfluent.org/fluent/guide/). `{ $name }` is filled in when the text is shown, with a value or with a
# part of the page, such as a link; it may stand wherever the sentence wants it. Both languages have the same messages with the same variables.

### Dates, times, numbers

# { $month } is 1 to 12.
date =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    } { $year }
date-and-time = { $date }, { $time }
just-now = just now
in-a-moment = in a moment
today = today
tomorrow = tomorrow
yesterday = yesterday
# { $unit } is minute, hour, day, month or year.
time-ago =
    { $unit ->
        [minute] { $count ->
            [one] { $count } minute ago
           *[other] { $count } minutes ago
        }
        [hour] { $count ->
            [one] { $count } hour ago
           *[other] { $count } hours ago
        }
        [day] { $count ->
            [one] { $count } day ago
           *[other] { $count } days ago
        }
        [month] { $count ->
            [one] { $count } month ago
           *[other] { $count } months ago
        }
       *[year] { $count ->
            [one] { $count } year ago
           *[other] { $count } years ago
        }
    }
time-ahead =
    { $unit ->
        [minute] { $count ->
            [one] in { $count } minute
           *[other] in { $count } minutes
        }
        [hour] { $count ->
            [one] in { $count } hour
           *[other] in { $count } hours
        }
        [day] { $count ->
            [one] in { $count } day
           *[other] in { $count } days
        }
        [month] { $count ->
            [one] in { $count } month
           *[other] in { $count } months
        }
       *[year] { $count ->
            [one] in { $count } year
           *[other] in { $count } years
        }
    }

### What many pages count, or have nothing of

none-for-me = Nothing waits for you: no item of yours is left, no waiver waits for your answer, and no comment asks you.
progress = { $settled } of { $total } settled

### Statuses, as words in a sentence

status-open = open
status-in-progress = in progress
status-blocked = blocked
status-done = done
status-not-applicable = not applicable
status-waived = waived

### Roles in a launch, as words in a sentence

role-viewer = viewer
role-contributor = contributor
role-approver = approver
role-release-manager = release manager

### Changes to many items

bulk-title =
    { $count ->
        [one] Change the item shown
       *[other] Change all { $count } items shown
    }

### Checklist: its items and which to show

checklist-any-owner = Any owner
checklist-any-status = Any status
checklist-at-item = { $name } is at this item
checklist-comments = Comments
# Stands behind the number of them.
checklist-comments-counted =
    { $count ->
        [one] comment
       *[other] comments
    }
checklist-due = due { $when }
checklist-due-soon = Due soon or overdue
checklist-evidence = Evidence
checklist-filter = Filter the items
checklist-find = Find items
checklist-find-by = Find items by words
checklist-left = Left to do
checklist-me = Me
checklist-no-evidence = Ticked without evidence
checklist-no-match = No item matches this filter.
checklist-only-reads = You can look at this launch, not change it
checklist-owner = Owner
# Stands behind the number of them.
checklist-pieces =
    { $count ->
        [one] piece of evidence
       *[other] pieces of evidence
    }
checklist-progress = Settled items of { $section }
checklist-report = Issue the report
checklist-sending = Sending…
checklist-should = Should
# { $report } is the link checklist-report.
checklist-signed = Everything is settled and signed. { $report }
checklist-status = Status
checklist-stranger = Somebody who was never in this launch
checklist-tick = Done: { $title }
checklist-title = Checklist of { $name }
nobody = Nobody
# In place of the name of who was erased.
person-erased = (erased person)
not-saved = Not saved: { $why }

### Gate

gate = Gate
gate-go = Go
gate-holds-until = What this rests on expires { $end }.
gate-no-go = No go
gate-nothing-against = Nothing blocks it
gate-notices = Good to know
gate-only-notices =
    Nothing blocks it, { $notices ->
        [one] { $notices } notice
       *[other] { $notices } notices
    }
gate-progress = Settled items of the whole launch
gate-reasons-and-notices =
    { $reasons ->
        [one] { $reasons } reason
       *[other] { $reasons } reasons
    }, { $notices ->
        [one] { $notices } notice
       *[other] { $notices } notices
    }
gate-turned = { $gate }: { $now }
gate-why = Why it is no go

### Header and page as a whole

app-back = The connection to the server is back.
app-left-behind = A change of yours in { $launch } was not saved: { $why }.
app-lost = The connection to the server is lost. You can go on; changes are sent later.
app-newer = A newer version of this page is here. Reload when it suits you; nothing is lost.
app-open-launch = Open the launch
app-skip = Skip to the content
app-starting = Waiting for the server. This page continues by itself as soon as it answers.
live-label = Connection:
live-offline = Offline
live-offline-kept =
    Offline, { $count ->
        [one] { $count } change
       *[other] { $count } changes
    } kept
live-offline-unkept =
    Offline, { $count ->
        [one] { $count } change is
       *[other] { $count } changes are
    } on this page only: leave it open
live-online = Online
live-syncing = Syncing
nav-account = Your account
nav-checklists = Checklists
nav-launches = Launches
nav-main = Main
nav-people = People
nav-waivers = Waivers
only-reads = You can look at this launch, not change it. A release manager can make you a contributor.
sign-out = Sign out
# Changes that are not sent or were not accepted, and texts that were begun.
sign-out-unsaved =
    { $count ->
        [one] { $count } change or draft of yours is
       *[other] { $count } changes and drafts of yours are
    } only in this browser and would be lost. Sign out again to leave all the same.
toasts = Notifications

### Launch: what is around all of its pages

frame-alone = Only you are here
frame-also-here = Also here
frame-at-item = at “{ $title }”
checklist = Checklist
details-heading = Details and roles
drills = Drills
frame-no-copy = The server does not answer, and this browser has no copy of the launch.
frame-outdated = The server is newer than this page and says things that the page does not know. Reload it to go on; nothing is lost.
# { $items } is a list of frame-at-item.
frame-person-at = { $name } { $items }
preflight-title = Pre-flight
runbooks = Runbooks
frame-set-back = The server has an earlier state of this launch again, as after a restored backup. What it lost is not shown any more: look through what was done last.
frame-shut-out = Your role in this launch was taken away, so you no longer see it. Ask one of its release managers if that is a mistake.
sign-off = Sign-off
frame-tabs = This launch
watch-title = Watch
target = Target { $day }

### Launches

board-changed = Changed { $at }
board-filter = Filter the launches
board-find = Find launches
board-find-by = Find launches by name, id or ticket
board-for-anybody = Whoever they wait for
board-mine = Waiting for me
board-new = New launch
board-no-go = No go yet
board-none-fits = No launch fits this filter.
board-none-now = All launches are past: their days are over, and their reports say go.
board-nothing-for = Somebody for whom no launch waits
board-over = Its day is past, and its report says go.
board-past = Past launches
board-past-counted = Past launches ({ $count })
board-progress = Settled items
board-section-count = { $settled }/{ $total }
board-sections = Settled by section
board-stale = The server is not answering. This list is from its last answer; you can keep working on launches you have opened in this browser.
board-stale-here = The server is not answering. This list is from its last answer, and stays as long as you are on this page.
board-trend = Trend
board-unsent =
    { $count ->
        [one] { $count } change of yours waits
       *[other] { $count } changes of yours wait
    } to be sent.
board-waits-for = Waits for { $people }
board-waits-for-me = Waits for { $people } · { $mine }
board-waits-one = { $name } ({ $items })
board-which = Which launches
board-who = For whom they wait

### Reasons of the gate

reason-bare-check-failing = The check “{ $check }” fails.
reason-bare-check-unproven = The check “{ $check }” { $lack }.
reason-check-failing = “{ $title }” is ticked, but the check “{ $check }” fails.
reason-check-missing = “{ $title }” needs the check “{ $check }”; it has not run.
reason-check-stale = “{ $title }” rests on the check “{ $check }”, which is stale.
reason-check-unknown = “{ $title }” needs the check “{ $check }”; its result is unknown.
reason-check-unproven = The check “{ $check }” of “{ $title }” { $lack }.
reason-check-warning = The check “{ $check }” of “{ $title }” warns.
reason-ends-in-window = What the sign-off rests on ends at { $end }, before the change window does at { $to }.
reason-evidence-expired = The evidence of “{ $title }” has expired.
reason-evidence-missing = “{ $title }” is ticked without evidence.
reason-item-not-signed =
    “{ $title }” is not signed by { $count ->
        [one] any { $role }
       *[other] { $count } people as { $role }
    } as it is now.
reason-item-open = “{ $title }” is { $status }.
reason-items-not-signed =
    “{ $title }” and { $more ->
        [one] { $more } more item
       *[other] { $more } more items
    } are not signed by { $count ->
        [one] any { $role }
       *[other] { $count } people as { $role }
    } as they are now.
reason-lack-not-run = has not run
reason-lack-stale = is stale
reason-lack-unknown = has an unknown result
reason-no-justification = no justification
reason-nobody-signed = No { $role } has signed what is here now.
reason-not-applicable = “{ $title }” does not apply: { $why }
reason-same-hands = “{ $title }” is signed only by who did it; somebody else has to sign for it too.
reason-same-hands-more =
    “{ $title }” and { $more ->
        [one] { $more } more item
       *[other] { $more } more items
    } are signed only by who did them; somebody else has to sign too.
reason-signed-before-details = { $name } signed before the launch's details changed.
reason-signed-before-item = { $name } signed before item { $item } changed.
reason-signed-before-items = { $name } signed before { $count } items changed.
reason-too-few-signed = { $have } of { $count } people have signed as { $role }.
reason-waiver-expired = The waiver of “{ $title }” has expired; it is open again.
reason-waiver-in-force = “{ $title }” is waived until { $end }: { $why }

### Tags: how a check stands; dates with their distance

day-with-distance = { $date } ({ $distance })
standing-fail = Fail
standing-none = Not run
standing-pass = Pass
standing-stale = Stale
standing-unknown = Unknown
standing-warning = Warning

### The frame of all pages

part-not-fetched = This part of the page could not be fetched. Try again; if that does not help, reload the page: it may be older than the server.
not-found-title = There is no such page
not-found-why = The address may be mistyped, or the link that led here may be out of date.
not-found-launches = See all launches

### Sample launches

sample-here-title = Sample

### Troubles: why the server gave no good answer

problem-internal = something broke on the server; its log says what
problem-not-found = this is not here (any more); reload the page to see what is
problem-renewal-needed = you signed in by recovery; set a new password or enrol a passkey first
problem-too-many-streams = your account has too many live pages open; close some
problem-unavailable = what it keeps cannot be read or written at the moment; try again, and tell the operator if this goes on
problem-unavailable-database = the database cannot be read; tell the operator
problem-unknown-host = this server answers under its own name only; open the address that its operator gave you
problem-write-denied = a write from another origin is not accepted; open this server's own page
refusal-no-launch = there is no launch { $id }
trouble-away = The server does not answer. Try again as soon as it does.
trouble-busy = The server cannot do this right now: { $why }
trouble-outdated = This page is older than the server. Reload it to go on.
trouble-signed-out = You are signed out. Sign in again to go on.
trouble-status = status { $status }
trouble-unreadable = Status { $status } came back without a reason: not from the server itself, perhaps from a proxy before it. Try again; if it stays so, tell the operator.

### Words and buttons of many pages

clear = Clear
dismiss = Dismiss
loading = Loading…
reload = Reload
try-again = Try again
all-launches = All launches
reasons =
    { $count ->
        [one] { $count } reason
       *[other] { $count } reasons
    }
shown-of-all = { $shown } of { $all }
and-more = and { $count } more
listed = { $before }, { $next }
