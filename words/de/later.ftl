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

### Bestätigen, wer man ist, mitten in etwas

confirm-title = Bestätigen Sie, dass Sie es sind
confirm-why = Ihre Anmeldung liegt eine Weile zurück. Nur der Eigentümer darf das; weisen Sie deshalb noch einmal nach, wer Sie sind. Das gilt zehn Minuten. Andere Wege finden Sie unter { $account }.
confirm-account = Ihr Konto
confirm-password = Passwort
confirm-enter = Geben Sie Ihr Passwort ein
confirm-send = Bestätigen und weiter
confirm-passkey = Passkey benutzen

### Eine Kopie einer Vorlage bearbeiten

editor-title = Eine Kopie von { $name }
editor-lead = Bearbeiten Sie die Datei, geben Sie ihr eine höhere Version oder einen anderen Namen, und speichern Sie sie: Launches können sofort daraus gemacht werden, und Launches mit demselben Namen können zu ihr wechseln. Die vorhandene bleibt, wie sie ist.
editor-link = Kopie bearbeiten
editor-owner-only = Nur der Eigentümer dieses Servers kann Checklisten speichern. Fragen Sie ihn; oder schreiben Sie eine Datei und lassen Sie sie in den Vorlagenordner des Servers legen.
editor-based-on = Begonnen mit { $name } { $version }. Was Sie schreiben, bleibt in diesem Browser, bis Sie es speichern.
editor-name = Name
editor-version = Version
editor-source = Vorlage (TOML)
editor-again = Neu beginnen mit dem Original
editor-problems = Probleme
editor-looking = Der Server sieht sie durch…
editor-no-problems = Keine Probleme.
editor-count =
    { $count ->
        [one] { $count } Problem
       *[other] { $count } Probleme
    }
editor-place = Zeile { $line }, Spalte { $column }:
editor-differences = Was sich vom Original unterscheidet
editor-no-differences = Nichts, was gefragt, geprüft oder freigegeben wird, ist anders.
editor-added = Neuer Punkt: { $item }
editor-removed = Entfallen: { $item }
editor-changed = Erneut gefragt: { $item } (geändert: { $what })
editor-check = Neue oder geänderte Prüfung: { $check }
editor-check-removed = Prüfung entfallen: { $check }
editor-runbook = Neues oder geändertes Runbook: { $runbook }
editor-policy = Andere müssen freigeben.
editor-part-title = Titel
editor-part-level = Pflicht oder Empfehlung
editor-part-guidance = Anleitung
editor-part-evidence = nötiger Nachweis
editor-part-checks = Prüfungen
editor-preview = Was daraus wird
editor-should = (Empfehlung)
editor-counts =
    { $items ->
        [one] { $items } Punkt
       *[other] { $items } Punkte
    }, { $checks ->
        [one] { $checks } Prüfung
       *[other] { $checks } Prüfungen
    }, { $alerts ->
        [one] { $alerts } Alarm
       *[other] { $alerts } Alarme
    }
editor-save = Als neue Checkliste speichern
editor-saving = Wird gespeichert…
editor-nothing-changed = Noch ist nichts geändert.
editor-mend-first = Beheben Sie zuerst ihre Probleme.
editor-other-version = Geben Sie ihr eine höhere Version oder einen anderen Namen: Launches beruhen auf dieser.
editor-saved = Gespeichert. Launches können daraus gemacht werden.

### Eine Verbindung ausprobieren, bevor es sie gibt

trial-title = Neue Verbindung
trial-lead = Eine Verbindung ist eine Umgebung, die von Prüfungen gefragt wird. Probieren Sie hier ihre Adressen aus und kopieren Sie die fertigen Zeilen in holdpoint.toml: Nur diese Datei macht Verbindungen, und diese Seite behält keine.
trial-link = Neue Verbindung ausprobieren und ihre Zeilen erhalten
trial-palette = Umgebung ausprobieren, Zeilen für holdpoint.toml erhalten
trial-owner-only = Nur der Eigentümer dieses Servers kann Verbindungen ausprobieren. Fragen Sie ihn, oder wer den Server betreibt.
trial-name = Name
trial-name-hint = 1 bis 64 Zeichen aus a-z, 0-9, „-“, „.“ und „_“, etwa intercom-prod
trial-base-url = Basis-URL
trial-base-url-hint = Die Schnittstelle des Anbieters, ohne Abfrage, etwa https://api.intercom.io
trial-api-version = API-Version
trial-api-version-hint = Die Version, für die Ihre Integration geschrieben ist, etwa 2.14
trial-webhook-url = Webhook-URL
trial-webhook-url-hint = Ihr eigener Endpunkt, wie der Anbieter ihn aufruft. Er wird mit HEAD gefragt: Zugestellt wird nichts.
trial-status-url = Status-URL
trial-status-url-hint = Die Statusseite des Anbieters als JSON, etwa https://www.intercomstatus.com/api/v2/status.json
trial-health-url = Health-URL
trial-health-url-hint = Ihr eigenes Health-Dokument, etwa https://app.example.com/health
trial-no-secrets = Geben Sie hier kein Geheimnis ein. Holdpoint speichert keines: Schreiben Sie, wo der Server es findet. Beim Ausprobieren wird nachgesehen, ob es da ist; gesendet wird es nirgendwohin, denn nur holdpoint.toml bestimmt, wohin ein Geheimnis darf.
trial-token = Token, als Verweis
trial-token-hint = env:NAME oder file:/absoluter/pfad, nie das Token selbst. Später geht es an die Basis-URL und sonst nirgendwohin.
trial-webhook-secret = Webhook-Geheimnis, als Verweis
trial-webhook-secret-hint = env:NAME oder file:/absoluter/pfad. Es unterschreibt Zustellungen und wird selbst nie gesendet.
trial-enter-name = Geben Sie einen Namen ein: 1 bis 64 Zeichen aus a-z, 0-9, „-“, „.“ und „_“
trial-no-reference = Das ist kein Verweis und vielleicht ein Geheimnis: Es wurde nicht gesendet und ist von dieser Seite entfernt. Schreiben Sie env:NAME oder file:/absoluter/pfad
trial-login-in-address = In der Adresse stand ein Benutzername oder Passwort vor „@“: Sie wurde nicht gesendet und ist von dieser Seite entfernt. Schreiben Sie sie ohne
trial-try = Ausprobieren
trial-trying = Wird ausprobiert…
trial-wait = Die Adressen werden gefragt; das kann 20 Sekunden dauern.
trial-told =
    { $fields ->
        [one] { $fields } Feld ausprobiert
       *[other] { $fields } Felder ausprobiert
    }: { $failing } nicht in Ordnung, { $warning } mit Warnung
trial-changed = Sie haben das Formular seither geändert. Probieren Sie es noch einmal aus, um die Zeilen zu erhalten.
trial-lines = Zeilen für holdpoint.toml
trial-lines-what = die Zeilen
trial-next = Fügen Sie sie in holdpoint.toml ein, legen Sie jedes Geheimnis dorthin, wo seine Zeile es nennt, und starten Sie den Server neu: Dann beweist der Preflight eines Launches mit dieser Verbindung das Token.
trial-not-accepted = Der Server würde damit nicht starten: { $reason }.
trial-accepted = Nichts spricht dagegen.
trial-refused = Die Regeln für ausgehende Verbindungen verbieten es: { $reason }.
trial-allowed = Die Regeln für ausgehende Verbindungen erlauben es: { $addresses }, Port { $port }.
trial-allowed-by = Die Regeln für ausgehende Verbindungen erlauben es durch „{ $entries }“ in ihrer Liste: { $addresses }, Port { $port }.
trial-unencrypted = Ohne TLS: richtig nur auf diesem Rechner. An einen anderen wird so kein Token gesendet.
trial-certificate =
    { $protocol } und ein Zertifikat, dem geglaubt wird, bis { $until }: noch { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    }.
trial-certificate-bad = Das Zertifikat ist { $fault }: Ersetzen Sie es, oder berichtigen Sie die Adresse.
trial-fault-expired = abgelaufen
trial-fault-early = noch nicht gültig
trial-fault-name = für einen anderen Namen
trial-fault-issuer = von einem unbekannten Aussteller
trial-fault-revoked = widerrufen
trial-fault-other = nicht annehmbar
trial-unreachable = Dort ist niemand zu erreichen: Prüfen Sie den Namen, den Port und was dazwischen steht.
trial-timed-out = Es kam keine Antwort in der erlaubten Zeit.
trial-no-tls = Es kam keine TLS-Verbindung zustande, der zu glauben wäre.
trial-bad-answer = Die Antwort war kein annehmbares HTTP oder zu groß.
trial-not-asked = Es wurde nicht gefragt.
trial-answered = Antwortet mit { $status } nach { $latency }.
trial-answered-without-token = Antwortet mit { $status } nach { $latency }: Es ist jemand da, und ohne Token ist das in Ordnung.
trial-answered-elsewhere = Antwortet mit { $status } nach { $latency } und führt anderswohin: Schreiben Sie die Adresse, zu der es führt.
trial-answered-head = Antwortet auf HEAD mit { $status } nach { $latency }; so probieren Anbieter die Adresse, wenn sie eingetragen wird.
trial-status-page = Ein Statusdokument, wie Statuspage es schreibt (v2); es sagt jetzt „{ $indicator }“.
trial-no-status-page = Kein Statusdokument, wie Statuspage es schreibt (v2), mit „page“ und „status.indicator“. Meist liegt es unter /api/v2/status.json.
trial-health = Ein Health-Dokument; sein Status ist jetzt „{ $status }“.
trial-no-health = Kein Health-Dokument: Erwartet wird JSON mit einem Wort als „status“, etwa healthy.
trial-secret-there = Der Server findet dort ein Geheimnis. Sein Wert wird nicht gesagt.
trial-secret-missing-variable = Noch nicht da: Setzen Sie die Umgebungsvariable { $name } dort, wo der Server gestartet wird, und starten Sie ihn neu.
trial-secret-missing-file = Noch nicht da: Schreiben Sie das Geheimnis, und nichts sonst, in die Datei { $path } auf dem Server.
trial-secret-unreadable = Der Server kann { $path } nicht lesen: Erlauben Sie es seinem Benutzer.
trial-secret-unusable = Was unter { $reference } liegt, ist kein Geheimnis in einer Zeile aus sichtbarem ASCII: Legen Sie es allein dort ab.
