# The texts of Holdpoint's page in English: what the launches and the checklist need. The rest is in later.ftl.
#
# The format is Project Fluent's (https://projectfluent.org/fluent/guide/). `{ $name }` is filled in when the text is shown, with a value or with a
# part of the page, such as a link; it may stand wherever the sentence wants it. Both languages have the same messages with the same variables.

### Dates, times, numbers

tenths = { $whole }.{ $tenth }
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

### What many pages count

items =
    { $count ->
        [one] { $count } item
       *[other] { $count } items
    }
progress = { $settled } of { $total } settled

### Statuses, as words in a sentence

status-open = open
status-in-progress = in progress
status-blocked = blocked
status-done = done
status-not-applicable = not applicable
status-waived = waived

### The frame of all pages

part-not-fetched = This part of the page could not be fetched. Try again; if that does not help, reload the page: it may be older than the server.
not-found-title = There is no such page
not-found-why = The address may be mistyped, or the link that led here may be out of date.
not-found-launches = See all launches
