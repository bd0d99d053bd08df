# Die Texte dessen, was später gezeichnet wird; siehe first.ftl.

### Konto: wie dieser Browser die Seite zeigt

look-title = Wie dieser Browser die Seite zeigt
look-language = Sprache
look-as-browser = Wie der Browser
look-colours = Farben
look-as-system = Wie das System
look-light = Hell
look-dark = Dunkel
look-density = Dichte
look-comfortable = Geräumig
look-compact = Kompakt
look-kept = Bleibt in diesem Browser, für alle, die ihn benutzen.

### Passkeys: warum es keine Antwort gibt

passkey-cancelled = Es wurde kein Passkey benutzt: Sie haben abgebrochen, es hat zu lange gedauert, oder dieses Gerät hat keinen für diesen Server.
passkey-insecure = Passkeys gehen nur über https und auf localhost. Öffnen Sie diesen Server unter seiner https-Adresse.
passkey-known = Dieses Gerät hat für dieses Konto schon einen Passkey.
passkey-not-supported = Dieser Browser ist zu alt für Passkeys. Aktualisieren Sie ihn, oder melden Sie sich anders an.
passkey-refused = Der Browser hat den Passkey abgelehnt: { $why }

### Anmeldungen der Organisation: warum eine nicht ging

# { $p } ist der Name des Anbieters oder oidc-provider.
oidc-audience = Die Antwort von { $p } gilt einer anderen Anwendung. Es wurde nichts angenommen; bitten Sie den Betreiber, die Client-ID zu vergleichen.
oidc-bad-provider = Was { $p } über sich oder über Sie sagt, ist nicht brauchbar. Sagen Sie es dem Betreiber: Im Protokoll steht, was daran falsch ist.
oidc-broken = Auf dem Server ist etwas kaputtgegangen. Versuchen Sie es noch einmal; wenn es andauert, sagen Sie es dem Betreiber.
oidc-cancelled = Die Anmeldung wurde bei { $p } abgebrochen, oder { $p } lässt Sie Holdpoint nicht benutzen. Versuchen Sie es noch einmal; wenn sie wieder abbricht, bitten Sie den Betreiber von { $p } um Zugang.
oidc-client = { $p } nimmt Client-ID oder Geheimnis dieses Servers nicht an. Bitten Sie den Betreiber, sie in holdpoint.toml zu berichtigen.
oidc-clock = Die Antwort von { $p } ist abgelaufen oder aus der Zukunft. Beginnen Sie noch einmal; wenn es andauert, bitten Sie den Betreiber, die Uhren dieses Servers und von { $p } zu vergleichen.
oidc-code = { $p } hat den Code nicht angenommen, den er selbst ausgegeben hat. Beginnen Sie noch einmal; wenn es andauert, sagen Sie es dem Betreiber.
oidc-groups = Ihr Konto bei { $p } ist in keiner der Gruppen, die sich hier anmelden dürfen; gelesen werden sie aus der Angabe „{ $claim }“. Bitten Sie, wer Ihre Gruppen verwaltet, Sie aufzunehmen, und beginnen Sie dann noch einmal.
oidc-issuer = Die Antwort ist von einem anderen Aussteller als { $p }. Es wurde nichts angenommen; sagen Sie es dem Betreiber.
oidc-link-ended = { $p } wurde nicht verknüpft: Bestätigen Sie zuerst auf Ihrer Kontoseite, dass Sie es sind, und schließen Sie innerhalb von zehn Minuten ab.
oidc-linked = Diese Anmeldung von { $p } gehört hier zu einem anderen Konto. Melden Sie sich stattdessen damit an, oder wählen Sie bei { $p } ein anderes Konto.
oidc-name-taken = Ein Konto mit Ihrem Namen gibt es hier schon, und es wird nicht übernommen. Wenn es Ihres ist, melden Sie sich an wie bisher und verknüpfen Sie { $p } auf Ihrer Kontoseite; wenn nicht, fragen Sie, wem dieser Server gehört.
oidc-no-provider = Dieser Server hat keine Anmeldung dieses Namens. Machen Sie mit einer weiter, die hier aufgeführt ist.
oidc-nonce = Die Antwort von { $p } gehört zu einer anderen Anmeldung. Es wurde nichts angenommen; beginnen Sie hier noch einmal.
oidc-provider = der Anbieter
oidc-reference = { $sentence } Im Protokoll des Servers ist es die Nummer { $reference }.
oidc-refused = { $p } hat die Anfrage abgelehnt. Sagen Sie es dem Betreiber dieses Servers: Der Grund steht in seinem Protokoll.
oidc-set-up-needed = Auf diesem Server hat noch niemand ein Konto, und das erste wird nicht durch { $p } angelegt. Öffnen Sie den Einrichtungslink, den der Server beim Start ausgegeben hat.
oidc-signature = Die Antwort ist nicht mit einem Schlüssel von { $p } unterschrieben. Es wurde nichts angenommen; sagen Sie es dem Betreiber.
oidc-state = Diese Anmeldung wurde schon beantwortet, hat länger als zehn Minuten gedauert oder wurde in einem anderen Browser begonnen. Beginnen Sie hier noch einmal.
oidc-token = Die Antwort von { $p } ist unvollständig oder fehlerhaft. Es wurde nichts angenommen; sagen Sie es dem Betreiber.
oidc-too-many = Das waren zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann noch einmal.
oidc-unreachable = Dieser Server erreicht { $p } nicht. Versuchen Sie es in einer Minute noch einmal; wenn es andauert, sagen Sie es dem Betreiber, der ihn vielleicht in [egress] allow nennen muss.

### Formulare und ihre Teile

copy = Kopieren
copy-by-hand = Markieren und von Hand kopieren
copy-done = Kopiert
# Steht hinter copy, für alle, die es nur hören.
copy-what = : { $what }
drop-too-large = { $name } hat mehr als 256 MiB, und das hat keine Datei eines Berichts
drop-unreadable = { $name } konnte nicht gelesen werden; wählen Sie die Datei noch einmal
field-error = Fehler:
problems-title = Etwas stimmt noch nicht

### Einladen

invite-about = { $role } in { $launch } „{ $name }“
invite-about-sections =
    { $role } für { $count ->
        [one] { $count } Abschnitt
       *[other] { $count } Abschnitte
    } in { $launch } „{ $name }“
invite-account = Ein Konto, ohne Rolle
invite-by = von { $name }, läuft { $end } ab
invite-days = Tage, bis der Link endet
invite-days-hint = 1 bis 30
invite-days-wrong = Geben Sie an, wie viele Tage der Link benutzt werden kann, 1 bis 30
invite-lead = Erzeugen Sie einen Link und senden Sie ihn einer Person, die noch kein Konto hat. Er gilt einmal, und niemand sieht ihn wieder, wenn Sie diese Seite verlassen haben.
invite-link = Einladungslink
invite-make = Einladungslink erzeugen
invite-making = Link wird erzeugt…
invite-role = Rolle in diesem Launch
invite-sections = Gibt diese Abschnitte frei; alle, wenn keiner angekreuzt ist
invite-title = Jemanden einladen
invite-withdraw = Zurückziehen

### Punkt

fact-claimed = behauptet
fact-documented = dokumentiert
fact-observed = beobachtet
fact-source = { $source }, gelesen am { $day }
item = Punkt
item-all = Alle Punkte
item-choose = Wählen Sie einen Punkt
item-choose-what = Seine Anleitung, Nachweise, Prüfungen, Kommentare und sein Verlauf öffnen sich hier. Das Kästchen vor einem Punkt hakt ihn sofort ab.
item-due = Fällig
item-guidance = Was zu tun ist
item-history = Verlauf
item-history-loading = Der Verlauf wird geladen…
item-history-none = Noch ist nichts geschehen.
item-mine = Wartet auf Sie
item-must = Pflicht: ohne das kein Launch.
item-need-checks = Braucht von jeder Prüfung unten ein frisches, bestandenes Ergebnis.
item-need-evidence = Braucht einen Link, eine Notiz oder eine bestandene Prüfung als Nachweis.
item-need-nothing = Das Wort einer Person genügt.
item-nowhere = Diesen Punkt gibt es nicht
item-nowhere-why = Die Checkliste dieses Launchs hat unter dieser Adresse keinen Punkt.
item-owner = Zuständig
item-set-by = Gesetzt von { $name }, { $at }
item-set-to = Auf „{ $status }“ setzen
item-should = Empfehlung: wird berichtet, wenn offen, und blockiert nicht.
item-status = Status
item-to-checklist = Zurück zur Checkliste
item-waived = Ausgenommen: siehe die Ausnahme unten.
item-why-blocked = Worauf wartet es?
item-why-blocked-hint = Nennen Sie die Person, das Ticket oder das Ereignis
item-why-not-applicable = Warum trifft es nicht zu?
item-why-not-applicable-hint = Wer freigibt, liest das; sagen Sie es so, wie Sie es bei einem Audit sagen würden
item-why-wrong = Sagen Sie in einem Satz, warum
status-blocked-label = Blockiert
status-done-label = Erledigt
status-in-progress-label = In Arbeit
status-not-applicable-label = Nicht zutreffend
status-open-label = Offen
status-waived-label = Ausgenommen

### Punkt: Prüfungen, Kommentare und Nachweise

check-run = Prüfung ausführen
check-run-again = Noch einmal ausführen
check-running = Läuft…
comment-add = Kommentar schreiben
comment-send = Kommentieren
comment-title = Kommentare
comment-wrong = Schreiben Sie zuerst einen Kommentar
evidence-add = Nachweis hinzufügen
evidence-attach = Datei anhängen
evidence-expired = abgelaufen { $end }
evidence-file = { $title } ({ $size })
evidence-heading = Titel (optional)
evidence-holds = läuft { $end } ab
evidence-holds-until = Gilt bis (optional)
evidence-holds-wrong = Geben Sie einen Kalendertag an, oder lassen Sie es leer
evidence-kind = Art des Nachweises
evidence-link = Link
evidence-none = Noch keiner. Fügen Sie einen Link hinzu, unter dem es zu sehen ist, eine Notiz dazu, was Sie gesehen haben, oder eine Datei.
evidence-note = Notiz
evidence-note-wrong = Schreiben Sie auf, was Sie gesehen haben
evidence-receipt = Prüfbeleg der Prüfung „{ $check }“
evidence-remove = Entfernen
evidence-seen = { $who }, gesehen { $at }
evidence-seen-at = Gesehen um
evidence-seen-wrong = Geben Sie Tag und Uhrzeit an, zu der Sie es gesehen haben
evidence-title = Nachweise
evidence-url = Adresse
evidence-url-hint = Beginnt mit https://
evidence-url-wrong = Geben Sie eine Adresse an, die mit https:// beginnt
evidence-what = Was Sie gesehen haben
proof-all = Alle Prüfungen
proof-attached = Er ist als Nachweis angehängt.
# { $link } ist proof-drill-link.
proof-drill = Eine Übung zeigt es: { $link }
proof-drill-link = öffnen Sie eine, und richten Sie Ihre Integration darauf
proof-no-connection = Dieser Launch hat noch keine Verbindung; wählen Sie eine auf der Seite mit seinen Angaben.
proof-push = Die CI übermittelt ihr Ergebnis, als { $format }: { $command }
proof-running = Sie läuft gerade.
proof-title = Prüfungen, die es nachweisen
proof-use = Als Nachweis nehmen
upload-done = Die Datei ist hochgeladen und angehängt
upload-drop = Datei hier ablegen oder auswählen
upload-going = Wird hochgeladen …
upload-hint = Der Server bewahrt sie mit ihrem SHA-256 auf. Wird die Seite inzwischen geschlossen, wählen Sie dieselbe Datei noch einmal: Es geht weiter, wo es aufgehört hat.
upload-no-file = Wählen Sie zuerst eine Datei
upload-progress = Hochgeladen
upload-send = Hochladen und anhängen
upload-waiting = Der Server antwortet nicht; es geht weiter, sobald er es tut
upload-what = Was sie zeigt (optional)

### Punkt: seine Ausnahme, und die Ausnahmen aller Launches

waiver-approve = Genehmigen
waiver-approve-who = Genehmigen kann nur, wer diesen Abschnitt freigibt.
waiver-approved-by = Genehmigt von { $name }
waiver-ask = Ausnahme beantragen
waiver-ask-new = Neue Ausnahme beantragen
waiver-asked-by = Beantragt von { $name }, { $at }
waiver-ends = endet { $end }
waiver-expired = abgelaufen { $end }
waiver-mitigation = Was begrenzt das Risiko inzwischen?
waiver-mitigation-label = Absicherung:
waiver-mitigation-wrong = Sagen Sie, was das Risiko bis dahin begrenzt
waiver-none = Wird es nicht rechtzeitig fertig? Beantragen Sie eine Ausnahme: Jemand anderes nimmt das Risiko bis zu einem Tag an, den Sie nennen.
waiver-own = Niemand genehmigt die eigene Ausnahme.
waiver-reason = Warum ist das Risiko annehmbar?
waiver-reason-wrong = Sagen Sie, warum das Risiko annehmbar ist
waiver-refuse = Ablehnen
waiver-refuse-who = Ablehnen kann nur, wer diesen Abschnitt freigibt.
waiver-refused-by = Abgelehnt von { $name }
waiver-send = Ausnahme beantragen
waiver-title = Ausnahme
waiver-until = Letzter Tag
waiver-until-hint = Eine Ausnahme hat immer ein Ende
waiver-until-wrong = Geben Sie den letzten Tag an, an dem die Ausnahme gilt
waiver-waits = Wartet darauf, dass jemand sie genehmigt
waiver-withdraw = Zurückziehen
waivers-asked-by = Beantragt von { $name }
waivers-days =
    { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
waivers-ends = Endet { $end }
waivers-in-force = In Kraft, genehmigt von { $name }
waivers-item = Punkt
waivers-lead = Angenommene Risiken in Ihren Launches; was zuerst endet, steht oben. Endet eine Ausnahme, ist ihr Punkt wieder offen, und das Gate sagt No-Go.
waivers-left = Noch
waivers-less-than-a-day = weniger als ein Tag
waivers-mitigation = Absicherung: { $words }
waivers-none = Es ist keine Ausnahme in Kraft, und keine wartet.
waivers-state = Stand
waivers-why = Warum, und was es begrenzt

### Tasten und die Palette

keys-anywhere = Überallhin: Launches, Punkte, Personen, Befehle
keys-before = Der davor
keys-comment = Einen Kommentar zum geöffneten Punkt schreiben
keys-ctrl-k = Strg+K ⌘+K
keys-ctrl-z = Strg+Z ⌘+Z
keys-enter = Eingabe
keys-letters = Einzelne Buchstaben bewirken in diesem Browser etwas
keys-next = Der nächste Punkt oder Launch der Liste
keys-open = Öffnen
keys-these = Diese Tasten
keys-tick = Den Punkt abhaken, oder den Haken entfernen
keys-title = Tasten
keys-undo = Ihre letzte Änderung rückgängig machen
keys-up = Zurück zur Liste, von dort zu allen Launches
palette-choices = Auswahl
palette-hint = Ein Launch, ein Punkt, eine Person, ein Befehl
palette-label = Launches, Punkte, Personen und Befehle
palette-nothing = Nichts mit diesem Namen.
palette-title = Überallhin
quick-account = Passkeys, Schlüssel für Freigaben, Token, Sitzungen
quick-blocked = Was blockiert ist
quick-checklists = Vorlagen, mit denen Launches beginnen
quick-details = Zieldatum, Ticket, Artefakte, Regeln der Freigabe
quick-do = Tun
quick-go = Gehe zu
quick-item = Punkt
quick-keys = Tasten zeigen
quick-launch = Launch
quick-launches = alle
quick-left = Was noch zu tun ist
quick-mine = Was auf mich wartet
quick-new = aus einer Vorlage
quick-nobodys = Wofür niemand zuständig ist
quick-people = Konten und Einladungen
quick-persons = Wofür { $name } zuständig ist
quick-runbook = Runbook
quick-shortcuts = Tastenkürzel
quick-show = Zeige
quick-sign-off = freigeben, berichten, zustellen
quick-undo = Meine letzte Änderung rückgängig machen
quick-verify = Bericht prüfen
quick-waivers = angenommene Risiken aller Launches
quick-watch = Prüfungen nach Plan und Alarme

### Neuer Launch, und Checklisten zur Auswahl

new-checklist = Checkliste
new-checklist-wrong = Wählen Sie eine Checkliste
new-connection = Verbindung (optional)
new-connection-hint = Die Umgebung, die von den Prüfungen befragt wird. Wer den Server betreibt, richtet Verbindungen in holdpoint.toml ein.
new-lead = Ein Launch ist ein Release, das geprüft wird. Seine Checkliste bleibt bei der heutigen Version der Vorlage.
new-make = Launch anlegen
new-making = Launch wird angelegt…
new-name = Name
new-name-hint = Was veröffentlicht wird, zum Beispiel Support-Chat 2.4
new-name-wrong = Geben Sie dem Launch einen Namen
new-no-connection = Noch keine
new-target = Zieldatum (optional)
new-target-wrong = Geben Sie das Zieldatum als Kalendertag an
new-ticket = Change-Ticket (optional)
new-ticket-hint = Seine Kennung oder Adresse, wie Ihr Change-Prozess sie schreibt
template-besides = Außerdem
template-checks-and-alerts =
    { $checks ->
        [one] { $checks } Prüfung
       *[other] { $checks } Prüfungen
    }, { $alerts ->
        [one] { $alerts } Alarm
       *[other] { $alerts } Alarme
    }
template-counts =
    { $items ->
        [one] { $items } Punkt
       *[other] { $items } Punkte
    }, { $checks ->
        [one] { $checks } Prüfung
       *[other] { $checks } Prüfungen
    }
template-lead = Ein Launch beginnt mit einer von diesen. Wer den Server betreibt, fügt weitere als Dateien hinzu, in dem Ordner, den { $setting } in holdpoint.toml nennt; zu einer neueren Version wechselt ein Launch in seinen Angaben.
template-make-launch = Launch anlegen
template-proved-by = nachgewiesen durch { $checks }
template-runbook =
    { $title } ({ $steps ->
        [one] { $steps } Schritt
       *[other] { $steps } Schritte
    })
template-runbooks = Runbooks: { $runbooks }
template-section-counts =
    { $items ->
        [one] { $items } Punkt
       *[other] { $items } Punkte
    }, { $proved } mit einer Prüfung
template-should = (Empfehlung)
template-signatures = Freigaben: { $policy }
template-whole = Was darin ist

### Personen

people-lead = Ein Konto allein zeigt keinen Launch: Rollen gibt es je Launch, auf der Seite mit seinen Angaben. Wem dieser Server gehört, der sieht jeden Launch und kann seine Rollen setzen.
people-owner = dieser Server gehört ihr oder ihm
people-recovery = Wiederherstellungslink für { $name }
people-recovery-how = Geben Sie ihn auf einem Weg weiter, den nur diese Person liest. Er gilt einmal, innerhalb eines Tages; danach setzt sie ein neues Passwort oder einen Passkey.
people-recovery-link = Wiederherstellungslink
people-who-invites = Hier kann einladen, wem dieser Server gehört; ein Release-Manager kann es auf der Seite mit den Angaben eines Launchs.
people-you = (Sie)

### Prüfbelege

receipt-allowed = durch die Liste des Betreibers erlaubt
receipt-answered = antwortete { $status }
receipt-certificate = Zertifikat { $digest }
receipt-dialled = verbunden mit { $peer }
receipt-drilled = In einer Übung gesehen, { $at }, Dauer { $took }
receipt-fact = Angabe
receipt-findings = Was erwartet war und was zu sehen war
receipt-fresh-until = veraltet { $at }
receipt-id = Prüfbeleg
receipt-internal = Unter einer Adresse gefragt, die nicht öffentlich ist; der Betreiber erlaubt es.
receipt-more = Anfragen und weitere Angaben
receipt-next = Als Nächstes:
receipt-no-answer = keine Antwort
receipt-not-seen = nicht gesehen
receipt-pushed = Übermittelt, von einem Lauf { $at }
receipt-ran = Gelaufen { $at } · Dauer { $took } · gegen { $connection }
receipt-rules = Angewandte Regeln
receipt-seen = Gesehen
receipt-stale = Dieses Ergebnis ist zu alt oder von einer anderen Verbindung: Es weist nichts nach. Führen Sie die Prüfung noch einmal aus, übermitteln Sie ihr Ergebnis oder öffnen Sie wieder eine Übung.
receipt-verdict = Urteil

### Entwicklung eines Launchs

trend-day = Tag (UTC)
trend-days = Tage
trend-items = Punkte
trend-reasons = Gründe gegen ein Go
trend-settled = Erledigt
trend-table =
    Als Tabelle: { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
trend-words =
    Erledigte Punkte vom { $from } bis { $to }: jetzt { $settled } von { $total }, am Anfang { $first }; { $reasons ->
        [one] { $reasons } Grund
       *[other] { $reasons } Gründe
    } gegen ein Go.

### Bis wann eine Freigabe gilt

holds-always = Nichts, worauf eine Freigabe beruht, läuft ab.
holds-before-window = Endet vor dem Änderungsfenster: Worauf eine Freigabe beruht, gilt bis { $end }, das Fenster bis { $to }. Erneuern Sie, was zuerst endet: Das Gate nennt es.
holds-into-window = Endet im Änderungsfenster: Worauf eine Freigabe beruht, gilt bis { $end }, das Fenster bis { $to }. Erneuern Sie, was zuerst endet: Das Gate nennt es.
holds-past-window = Eine Freigabe gilt bis { $end }; dann endet das Erste, worauf sie beruht, nach dem Änderungsfenster.
holds-until = Eine Freigabe gilt bis { $end }; dann endet das Erste, worauf sie beruht.
