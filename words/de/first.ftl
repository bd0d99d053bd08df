# Die Texte der Seite von Holdpoint auf Deutsch: was die Launches und die Checkliste brauchen. Der Rest steht in later.ftl.
#
# Das Format ist das von Project Fluent (https://projectfluent.org/fluent/guide/); mehr dazu steht in en/first.ftl.

### Tage, Zeiten, Zahlen

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

### Was viele Seiten zählen, oder wovon sie nichts haben

none-for-me = Auf Sie wartet nichts: kein Punkt von Ihnen ist offen, keine Ausnahme wartet auf Ihre Antwort, und kein Kommentar fragt Sie.
progress = { $settled } von { $total } erledigt

### Status, als Wörter in einem Satz

status-open = offen
status-in-progress = in Arbeit
status-blocked = blockiert
status-done = erledigt
status-not-applicable = nicht zutreffend
status-waived = ausgenommen

### Rollen in einem Launch, als Wörter in einem Satz

role-viewer = Lesende
role-contributor = Mitwirkende
role-approver = Freigebende
role-release-manager = Release-Manager

### Änderungen an vielen Punkten

bulk-title =
    { $count ->
        [one] Den gezeigten Punkt ändern
       *[other] Alle { $count } gezeigten Punkte ändern
    }

### Checkliste: ihre Punkte und welche gezeigt werden

checklist-any-owner = Alle Zuständigen
checklist-any-status = Jeder Status
checklist-at-item = { $name } ist bei diesem Punkt
checklist-comments = Kommentare
# Steht hinter ihrer Zahl.
checklist-comments-counted =
    { $count ->
        [one] Kommentar
       *[other] Kommentare
    }
checklist-due = fällig { $when }
checklist-due-soon = Bald fällig oder überfällig
checklist-evidence = Nachweise
checklist-filter = Punkte filtern
checklist-find = Punkte suchen
checklist-find-by = Punkte nach Wörtern suchen
checklist-left = Noch zu tun
checklist-me = Ich
checklist-no-evidence = Ohne Nachweis abgehakt
checklist-no-match = Kein Punkt passt zu diesem Filter.
checklist-only-reads = Sie können diesen Launch ansehen, aber nicht ändern
checklist-owner = Zuständig
# Steht hinter ihrer Zahl.
checklist-pieces =
    { $count ->
        [one] Nachweis
       *[other] Nachweise
    }
checklist-progress = Erledigte Punkte in { $section }
checklist-report = Bericht ausstellen
checklist-sending = Wird gesendet…
checklist-should = Empfehlung
# { $report } ist der Link checklist-report.
checklist-signed = Alles ist erledigt und freigegeben. { $report }
checklist-status = Status
checklist-stranger = Jemand, der nie an diesem Launch beteiligt war
checklist-tick = Erledigt: { $title }
checklist-title = Checkliste von { $name }
nobody = Niemand
# Anstelle des Namens einer gelöschten Person.
person-erased = (gelöschte Person)
not-saved = Nicht gespeichert: { $why }

### Gate

gate = Gate
gate-go = Go
gate-holds-until = Worauf das beruht, läuft { $end } ab.
gate-no-go = No-Go
gate-nothing-against = Nichts spricht dagegen
gate-notices = Gut zu wissen
gate-only-notices =
    Nichts spricht dagegen, { $notices ->
        [one] { $notices } Hinweis
       *[other] { $notices } Hinweise
    }
gate-progress = Erledigte Punkte des ganzen Launchs
gate-reasons-and-notices =
    { $reasons ->
        [one] { $reasons } Grund
       *[other] { $reasons } Gründe
    }, { $notices ->
        [one] { $notices } Hinweis
       *[other] { $notices } Hinweise
    }
gate-turned = { $gate }: { $now }
gate-why = Warum es ein No-Go ist

### Kopfzeile und Seite als Ganzes

app-back = Die Verbindung zum Server ist wieder da.
app-left-behind = Eine Änderung von Ihnen in { $launch } wurde nicht gespeichert: { $why }.
app-lost = Die Verbindung zum Server ist unterbrochen. Sie können weiterarbeiten; Änderungen werden später gesendet.
app-newer = Es gibt eine neuere Version dieser Seite. Laden Sie neu, wann es Ihnen passt; es geht nichts verloren.
app-open-launch = Launch öffnen
app-skip = Zum Inhalt springen
app-starting = Der Server antwortet noch nicht. Diese Seite macht von selbst weiter, sobald er es tut.
live-label = Verbindung:
live-offline = Offline
live-offline-kept =
    Offline, { $count ->
        [one] { $count } Änderung
       *[other] { $count } Änderungen
    } aufbewahrt
live-offline-unkept =
    Offline, { $count ->
        [one] { $count } Änderung
       *[other] { $count } Änderungen
    } nur auf dieser Seite: Lassen Sie sie offen
live-online = Online
live-syncing = Gleicht ab
nav-account = Ihr Konto
nav-checklists = Checklisten
nav-launches = Launches
nav-main = Hauptnavigation
nav-people = Personen
nav-waivers = Ausnahmen
only-reads = Sie können diesen Launch ansehen, aber nicht ändern. Ein Release-Manager kann Ihnen die Rolle „Mitwirkende“ geben.
sign-out = Abmelden
# Änderungen, die nicht gesendet sind oder nicht angenommen wurden, und angefangene Texte.
sign-out-unsaved =
    { $count ->
        [one] { $count } Änderung oder angefangener Text ist nur in diesem Browser und ginge verloren.
       *[other] { $count } Änderungen und angefangene Texte sind nur in diesem Browser und gingen verloren.
    } Melden Sie sich noch einmal ab, um trotzdem zu gehen.
toasts = Meldungen

### Launch: was um alle seine Seiten steht

frame-alone = Nur Sie sind hier
frame-also-here = Auch hier
frame-at-item = bei „{ $title }“
checklist = Checkliste
details-heading = Angaben und Rollen
drills = Übungen
frame-no-copy = Der Server antwortet nicht, und dieser Browser hat keine Kopie des Launchs.
frame-outdated = Der Server ist neuer als diese Seite und sagt Dinge, die sie nicht kennt. Laden Sie sie neu, um weiterzumachen; es geht nichts verloren.
# { $items } ist eine Aufzählung von frame-at-item.
frame-person-at = { $name } { $items }
preflight-title = Vorabprüfung
runbooks = Runbooks
frame-set-back = Der Server hat wieder einen früheren Stand dieses Launchs, wie nach einer zurückgespielten Sicherung. Was er verloren hat, wird nicht mehr gezeigt: Sehen Sie durch, was zuletzt getan wurde.
frame-shut-out = Ihre Rolle in diesem Launch wurde Ihnen entzogen, deshalb sehen Sie ihn nicht mehr. Fragen Sie einen seiner Release-Manager, wenn das ein Irrtum ist.
sign-off = Freigabe
frame-tabs = Dieser Launch
watch-title = Beobachtung
target = Ziel: { $day }

### Launches

board-changed = Geändert { $at }
board-filter = Launches filtern
board-find = Launches suchen
board-find-by = Launches nach Name, Kennung oder Ticket suchen
board-for-anybody = Gleich, auf wen sie warten
board-mine = Warten auf mich
board-new = Neuer Launch
board-no-go = Noch kein Go
board-none-fits = Kein Launch passt zu diesem Filter.
board-none-now = Alle Launches sind vorbei: Der Tag eines jeden liegt zurück, und sein Bericht sagt Go.
board-nothing-for = Jemand, auf den kein Launch wartet
board-over = Der Tag dieses Launchs ist vorbei, und sein Bericht sagt Go.
board-past = Vergangene Launches
board-past-counted = Vergangene Launches ({ $count })
board-progress = Erledigte Punkte
board-section-count = { $settled }/{ $total }
board-sections = Erledigt je Abschnitt
board-stale = Der Server antwortet nicht. So standen die Launches, als er es zuletzt tat; an denen, die in diesem Browser geöffnet waren, kann weitergearbeitet werden.
board-stale-here = Der Server antwortet nicht. So standen die Launches, als er es zuletzt tat; die Liste bleibt, solange Sie auf dieser Seite sind.
board-trend = Entwicklung
board-unsent =
    { $count ->
        [one] { $count } Ihrer Änderungen wartet
       *[other] { $count } Ihrer Änderungen warten
    } darauf, gesendet zu werden.
board-waits-for = Wartet auf { $people }
board-waits-for-me = Wartet auf { $people } · { $mine }
board-waits-one = { $name } ({ $items })
board-which = Welche Launches
board-who = Auf wen sie warten

### Gründe des Gates

reason-bare-check-failing = Die Prüfung „{ $check }“ wird nicht bestanden.
reason-bare-check-unproven = Die Prüfung „{ $check }“ { $lack }.
reason-check-failing = „{ $title }“ ist abgehakt, aber die Prüfung „{ $check }“ wird nicht bestanden.
reason-check-missing = „{ $title }“ braucht die Prüfung „{ $check }“; sie ist noch nicht gelaufen.
reason-check-stale = „{ $title }“ beruht auf der Prüfung „{ $check }“, deren Ergebnis veraltet ist.
reason-check-unknown = „{ $title }“ braucht die Prüfung „{ $check }“; ihr Ergebnis ist unbekannt.
reason-check-unproven = Die Prüfung „{ $check }“ von „{ $title }“ { $lack }.
reason-check-warning = Die Prüfung „{ $check }“ von „{ $title }“ warnt.
reason-ends-in-window = Worauf die Freigabe beruht, endet { $end }, vor dem Änderungsfenster, das { $to } endet.
reason-evidence-expired = Der Nachweis von „{ $title }“ ist abgelaufen.
reason-evidence-missing = „{ $title }“ ist ohne Nachweis abgehakt.
reason-item-not-signed =
    „{ $title }“ ist so, wie es jetzt ist, noch nicht freigegeben: Es fehlt { $count ->
        [one] die Freigabe einer Person mit der Rolle „{ $role }“
       *[other] die Freigabe von { $count } Personen mit der Rolle „{ $role }“
    }.
reason-item-open = „{ $title }“ ist { $status }.
reason-items-not-signed =
    „{ $title }“ und { $more ->
        [one] { $more } weiterer Punkt
       *[other] { $more } weitere Punkte
    } sind so, wie sie jetzt sind, noch nicht freigegeben: Es fehlt { $count ->
        [one] die Freigabe einer Person mit der Rolle „{ $role }“
       *[other] die Freigabe von { $count } Personen mit der Rolle „{ $role }“
    }.
reason-lack-not-run = ist noch nicht gelaufen
reason-lack-stale = ist veraltet
reason-lack-unknown = hat ein unbekanntes Ergebnis
reason-no-justification = keine Begründung
reason-nobody-signed = Was jetzt hier steht, hat noch niemand mit der Rolle „{ $role }“ freigegeben.
reason-not-applicable = „{ $title }“ trifft nicht zu: { $why }
reason-same-hands = „{ $title }“ hat nur freigegeben, wer es erledigt hat; es muss noch jemand anderes freigeben.
reason-same-hands-more =
    „{ $title }“ und { $more ->
        [one] { $more } weiteren Punkt
       *[other] { $more } weitere Punkte
    } hat nur freigegeben, wer sie erledigt hat; es muss noch jemand anderes freigeben.
reason-signed-before-details = { $name } hat freigegeben, bevor sich die Angaben zum Launch geändert haben.
reason-signed-before-item = { $name } hat freigegeben, bevor sich der Punkt { $item } geändert hat.
reason-signed-before-items = { $name } hat freigegeben, bevor sich { $count } Punkte geändert haben.
reason-too-few-signed =
    { $have } von { $count } Personen mit der Rolle „{ $role }“ { $have ->
        [one] hat
       *[other] haben
    } freigegeben.
reason-waiver-expired = Die Ausnahme von „{ $title }“ ist abgelaufen; der Punkt ist wieder offen.
reason-waiver-in-force = „{ $title }“ ist bis { $end } ausgenommen: { $why }

### Marken: wie eine Prüfung steht; Tage mit ihrem Abstand

day-with-distance = { $date } ({ $distance })
standing-fail = Nicht bestanden
standing-none = Nicht gelaufen
standing-pass = Bestanden
standing-stale = Veraltet
standing-unknown = Unbekannt
standing-warning = Warnung

### Der Rahmen aller Seiten

part-not-fetched = Dieser Teil der Seite konnte nicht geladen werden. Versuchen Sie es noch einmal; wenn das nicht hilft, laden Sie die Seite neu: Sie ist vielleicht älter als der Server.
not-found-title = Diese Seite gibt es nicht
not-found-why = Die Adresse ist vielleicht vertippt, oder der Link hierher ist veraltet.
not-found-launches = Alle Launches ansehen

### Beispiel-Launches

sample-here-title = Beispiel

### Störungen: warum der Server keine gute Antwort gab

problem-internal = auf dem Server ging etwas schief; sein Protokoll sagt, was
problem-not-found = das gibt es hier nicht (mehr); laden Sie die Seite neu, um zu sehen, was es gibt
problem-renewal-needed = Sie haben sich durch Wiederherstellung angemeldet; setzen Sie zuerst ein neues Passwort oder richten Sie einen Passkey ein
problem-too-many-streams = Ihr Konto hat zu viele Seiten offen, die mitlaufen; schließen Sie einige
problem-unavailable = was er aufhebt, ist im Moment nicht zu lesen oder zu schreiben; versuchen Sie es noch einmal, und wenn das andauert, sagen Sie es dem Betreiber
problem-unavailable-database = die Datenbank ist nicht lesbar; sagen Sie es dem Betreiber
problem-unknown-host = dieser Server antwortet nur unter seinem eigenen Namen; öffnen Sie die Adresse, die der Betreiber genannt hat
problem-write-denied = von einer anderen Herkunft aus wird nichts geändert; öffnen Sie die Seite dieses Servers selbst
refusal-no-launch = es gibt keinen Launch { $id }
trouble-away = Der Server antwortet nicht. Versuchen Sie es noch einmal, sobald er es wieder tut.
trouble-busy = Der Server kann das gerade nicht: { $why }
trouble-outdated = Diese Seite ist älter als der Server. Laden Sie sie neu, um weiterzumachen.
trouble-signed-out = Sie sind abgemeldet. Melden Sie sich wieder an, um weiterzumachen.
trouble-status = Status { $status }
trouble-unreadable = Es kam Status { $status } ohne Begründung zurück: nicht vom Server selbst, vielleicht von einem Proxy davor. Versuchen Sie es noch einmal; bleibt es dabei, sagen Sie es dem Betreiber.

### Wörter und Knöpfe vieler Seiten

clear = Leeren
dismiss = Ausblenden
loading = Wird geladen…
reload = Neu laden
try-again = Noch einmal versuchen
all-launches = Alle Launches
reasons =
    { $count ->
        [one] { $count } Grund
       *[other] { $count } Gründe
    }
shown-of-all = { $shown } von { $all }
and-more = und { $count } weitere
listed = { $before }, { $next }
