# Die Texte der Seite von Holdpoint auf Deutsch: was die Launches und die Checkliste brauchen. Der Rest steht in later.ftl.
#
# Das Format ist das von Project Fluent (https://projectfluent.org/fluent/guide/); mehr dazu steht in en/first.ftl.

### Tage, Zeiten, Zahlen

tenths = { $whole },{ $tenth }
# { $month } ist 1 bis 12.
date =
    { $day }. { $month ->
        [1] Jan.
        [2] Feb.
        [3] März
        [4] Apr.
        [5] Mai
        [6] Juni
        [7] Juli
        [8] Aug.
        [9] Sept.
        [10] Okt.
        [11] Nov.
       *[12] Dez.
    } { $year }
date-and-time = { $date }, { $time }
just-now = gerade eben
in-a-moment = gleich
today = heute
tomorrow = morgen
yesterday = gestern
# { $unit } ist minute, hour, day, month oder year.
time-ago =
    { $unit ->
        [minute] { $count ->
            [one] vor { $count } Minute
           *[other] vor { $count } Minuten
        }
        [hour] { $count ->
            [one] vor { $count } Stunde
           *[other] vor { $count } Stunden
        }
        [day] { $count ->
            [one] vor { $count } Tag
           *[other] vor { $count } Tagen
        }
        [month] { $count ->
            [one] vor { $count } Monat
           *[other] vor { $count } Monaten
        }
       *[year] { $count ->
            [one] vor { $count } Jahr
           *[other] vor { $count } Jahren
        }
    }
time-ahead =
    { $unit ->
        [minute] { $count ->
            [one] in { $count } Minute
           *[other] in { $count } Minuten
        }
        [hour] { $count ->
            [one] in { $count } Stunde
           *[other] in { $count } Stunden
        }
        [day] { $count ->
            [one] in { $count } Tag
           *[other] in { $count } Tagen
        }
        [month] { $count ->
            [one] in { $count } Monat
           *[other] in { $count } Monaten
        }
       *[year] { $count ->
            [one] in { $count } Jahr
           *[other] in { $count } Jahren
        }
    }
span-milliseconds = { $milliseconds } ms
span-seconds = { $seconds } s
span-minutes = { $minutes } min { $seconds } s
span-hours = { $hours } h { $minutes } min
bytes =
    { $count ->
        [one] { $count } Byte
       *[other] { $count } Bytes
    }
bytes-kib = { $length } KiB
bytes-mib = { $length } MiB
bytes-gib = { $length } GiB

### Was viele Seiten zählen

items =
    { $count ->
        [one] { $count } Punkt
       *[other] { $count } Punkte
    }
progress = { $settled } von { $total } erledigt

### Status, als Wörter in einem Satz

status-open = offen
status-in-progress = in Arbeit
status-blocked = blockiert
status-done = erledigt
status-not-applicable = nicht zutreffend
status-waived = ausgenommen

### Der Rahmen aller Seiten

part-not-fetched = Dieser Teil der Seite konnte nicht geladen werden. Versuchen Sie es noch einmal; wenn das nicht hilft, laden Sie die Seite neu: Sie ist vielleicht älter als der Server.
not-found-title = Diese Seite gibt es nicht
not-found-why = Die Adresse ist vielleicht vertippt, oder der Link hierher ist veraltet.
not-found-launches = Alle Launches ansehen
