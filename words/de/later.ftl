# Die Texte dessen, was später gezeichnet wird; siehe first.ftl.

### Tage, Zeiten, Zahlen

tenths = { $whole },{ $tenth }
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

### Wörter und Knöpfe vieler Seiten

cancel = Abbrechen
close = Schließen
in-a-row = { $before } · { $next }

### Konto

one-moment = Einen Moment…
account-confirm-first = Bestätigen Sie zuerst oben auf dieser Seite, dass Sie es sind.
account-title = Ihr Konto
account-renew = Sie haben sich mit einer Wiederherstellung angemeldet. Setzen Sie jetzt ein neues Passwort oder richten Sie einen Passkey ein; alles andere wartet bis dahin.
linked-title = Anmeldung Ihrer Organisation
linked-none = Mit diesem Konto ist noch keine verknüpft.
linked-as = Bei { $issuer }, als { $subject }
linked-unlink = Verknüpfung lösen: { $name }, { $subject }
linked-gone = Mit ihr meldet sich hier niemand mehr an, und alle Ihre anderen Sitzungen sind beendet.
account-log-title = Kontoverlauf
account-log-whose = Wessen Konto
account-log-mine = Mein Konto
account-log-all = Alle Konten
account-log-older = Ältere Einträge zeigen
account-log-line = { $name } { $event }
account-log-line-of = { $name } { $event } (Konto von { $owner })
account-log-where = { $device }, { $at }
passkeys-title = Passkeys
passkeys-about = Mit einem Passkey melden Sie sich mit Fingerabdruck, Gesicht oder PIN Ihres Geräts an. Es gibt nichts zu tippen und nichts zu stehlen.
passkeys-no-name = Passkeys brauchen einen Server mit einem Namen; dieser wird über seine Adresse geöffnet.
passkey-removed = Mit dem Passkey kann sich hier niemand mehr anmelden.
passkey-remove = { $name } entfernen
passkey-used = Benutzt { $at }
passkey-not-used = Eingerichtet { $at }, noch nicht benutzt
passkey-name-needed = Geben Sie dem Passkey einen Namen, etwa den des Geräts
passkey-enrolled = Der Passkey ist eingerichtet. Melden Sie sich von jetzt an damit an.
passkey-name = Name des neuen Passkeys
passkey-name-hint = Etwa „Laptop“ oder „Telefon“
passkey-enrol = Passkey einrichten
password-too-short = Geben Sie ein Passwort mit mindestens { $count } Zeichen ein
password-differs = Geben Sie zweimal dasselbe Passwort ein
password-set = Das neue Passwort gilt; alle anderen Sitzungen sind beendet.
password-label = Passwort
password-ends = Ein neues Passwort beendet alle anderen Sitzungen.
password-new = Neues Passwort
password-hint = Mindestens 10 Zeichen. Einige zufällige Wörter merkt man sich leicht, und sie sind schwer zu erraten.
password-again = Dasselbe Passwort noch einmal
password-change = Passwort setzen
password-needed = Geben Sie Ihr Passwort ein
proof-given = Bestätigt. Sie können weitermachen.
proof-title = Bestätigen Sie, dass Sie es sind
proof-why = Sie haben sich vor einer Weile angemeldet, oder ohne dass gefragt wurde, wer Sie sind. Um zu ändern, wer sich anmelden darf, weisen Sie sich noch einmal aus; das gilt zehn Minuten.
proof-passkey = Passkey benutzen
proof-confirm = Bestätigen
recovery-made = Unten stehen zehn neue Wiederherstellungscodes. Sie werden nur dieses eine Mal gezeigt.
recovery-make = Wiederherstellungscodes erzeugen
recovery-make-anew = Neue Codes erzeugen; die alten gelten nicht mehr
recovery-title = Wiederherstellungscodes
recovery-none = Sie haben keine. Wenn Sie Ihre Geräte und Ihr Passwort verlieren, lässt ein Code Sie einmal ein, um neue zu setzen.
recovery-left =
    { $count ->
        [one] { $count } Code ist übrig. Jeder gilt einmal, wenn Sie verloren haben, womit Sie sich anmelden.
       *[other] { $count } Codes sind übrig. Jeder gilt einmal, wenn Sie verloren haben, womit Sie sich anmelden.
    }
recovery-copy = Wiederherstellungscodes
recovery-keep = Bewahren Sie sie auf wie Wertsachen. Niemand kann sie noch einmal zeigen.
sessions-title = Wo Sie angemeldet sind
session-ended = Diese Sitzung ist beendet.
session-end = Sitzung beenden: { $device }
session-this = { $device } (diese hier)
session-how = Mit { $with }, { $began }; benutzt { $used }
signing-title = Schlüssel für Freigaben
signing-about = Mit einem eigenen Schlüssel ist Ihre Freigabe wirklich Ihre: Niemand sonst kann sie geben, auch nicht, wer diesen Server betreibt. Er wird getrennt von den Passkeys eingerichtet, mit denen Sie sich anmelden, und nur gebraucht, wenn Sie freigeben.
signing-revoked = Mit dem Schlüssel kann nichts mehr freigegeben werden. Was mit ihm freigegeben wurde, bleibt gültig.
signing-revoke = { $name } widerrufen
signing-passkey-enrolled = Passkey { $key }, eingerichtet { $at }
signing-passkey-revoked = Passkey { $key }, widerrufen { $at }
signing-ssh-enrolled = SSH-Schlüssel { $key }, eingerichtet { $at }
signing-ssh-revoked = SSH-Schlüssel { $key }, widerrufen { $at }
signing-passkey-done = Der Passkey ist eingerichtet. Von jetzt an geben Sie damit frei.
signing-passkey-name = Name des neuen Passkeys für Freigaben
signing-passkey-hint = Etwa „Laptop, Freigaben“
signing-passkey-enrol = Passkey für Freigaben einrichten
signing-ssh-name-needed = Geben Sie dem Schlüssel einen Namen, etwa den des Rechners, auf dem er liegt
signing-ssh-signature-needed = Fügen Sie ein, was der Befehl ausgibt
signing-ssh-done = Der SSH-Schlüssel ist eingerichtet. Von jetzt an können Sie damit freigeben.
signing-ssh-title = SSH-Schlüssel einrichten
signing-ssh-name = Name des SSH-Schlüssels
signing-ssh-about = Der Schlüssel signiert zuerst einen Text: So kann niemand den Schlüssel anderer einrichten.
signing-ssh-begin = Befehl anzeigen
signing-ssh-begun = Führen Sie den Befehl aus, und fügen Sie ein, was er ausgibt.
signing-ssh-command = Führen Sie das aus, wo der Schlüssel liegt, am Ende mit dessen Pfad. Was es ausgibt, wird einmal angenommen; die Zeit dafür endet { $at }.
signing-ssh-signature = Was der Befehl ausgibt
signing-ssh-enrol = Den SSH-Schlüssel einrichten
tokens-title = API-Tokens
tokens-about = Für CI und Skripte: Ein Token handelt in Ihrem Namen, im Rahmen seiner Rechte und bis es abläuft. Es kann nie freigeben und nie dieses Konto ändern.
token-revoked = Das Token gilt nicht mehr.
token-revoke = { $name } widerrufen
token-used = Darf { $may }. Läuft ab { $expires }, benutzt { $at }
token-not-used = Darf { $may }. Läuft ab { $expires }, noch nicht benutzt
token-name-needed = Benennen Sie das Token danach, wofür es ist
token-days-needed = Geben Sie 1 bis 366 Tage ein
token-scope-needed = Wählen Sie mindestens eines, was das Token darf
token-made = Unten steht das Token. Es wird nur dieses eine Mal gezeigt.
token-name = Name des neuen Tokens
token-name-hint = Wofür es ist, etwa „CI des Webshops“
token-days = Tage, bis es abläuft
token-days-hint = 1 bis 366
token-may = Es darf
token-make = Token erzeugen
token-copy = Token
token-keep = Kopieren Sie es jetzt: Niemand kann es noch einmal zeigen.

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
look-times = Zeiten
look-times-ago = Wie lange her
look-times-exact = Tag und Uhrzeit
look-kept = Bleibt in diesem Browser, für alle, die ihn benutzen. Die Sprache erfährt dieser Server durch ein Cookie, damit ihre Texte früher kommen.

### Bestätigen, wer man ist, mitten in etwas

confirm-why = Ihre Anmeldung liegt eine Weile zurück, oder Sie wurden dabei nicht gefragt, wer Sie sind. Nur der Besitzer dieses Servers darf das; weisen Sie deshalb noch einmal nach, wer Sie sind. Das gilt zehn Minuten. Andere Wege finden Sie unter { $account }.
confirm-account = Ihr Konto
confirm-send = Bestätigen und weiter

### Eine Kopie einer Vorlage bearbeiten

editor-title = Eine Kopie von { $name }
editor-lead = Bearbeiten Sie die Datei, geben Sie ihr eine höhere Version oder einen anderen Namen, und speichern Sie sie: Launches können sofort daraus gemacht werden, und Launches mit demselben Namen können zu ihr wechseln. Die vorhandene bleibt, wie sie ist.
editor-link = Kopie bearbeiten
editor-owner-only = Nur der Besitzer dieses Servers kann Checklisten speichern. Fragen Sie ihn; oder schreiben Sie eine Datei und lassen Sie sie in den Vorlagenordner des Servers legen.
editor-based-on = Begonnen mit { $name } { $version }. Was Sie schreiben, bleibt in diesem Browser, bis Sie es speichern.
editor-not-kept = Dieser Browser hat keinen Platz für das, was Sie hier schreiben: Es ist weg, wenn diese Seite geschlossen oder neu geladen wird, falls Sie es nicht vorher speichern oder anderswohin kopieren.
editor-two-tabs = Diese Kopie ist auch in einem anderen Tab offen. Dieser Browser behält, was zuletzt getippt wurde, und das ist nicht, was hier steht: Es ist weg, wenn diese Seite geschlossen oder neu geladen wird. Machen Sie nur in einem der beiden weiter.
editor-begun-again = Sie beginnen neu mit dem Original.
editor-overtaken = Begonnen mit einer früheren Version: { $name } { $version } wurde inzwischen gespeichert. Was darin anders ist, würde zurückgenommen, wie die Unterschiede zeigen; beginnen Sie neu mit dem Original, um es zu behalten.
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
editor-preview = Was daraus wird
editor-should = (Empfehlung)
editor-items =
    { $count ->
        [one] { $count } Punkt
       *[other] { $count } Punkte
    }
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
parts-or = { $before } oder { $last }
# What is wrong with a template that somebody edits, by its kind. Words in quotes, and what follows $words, $keys, $takes or $facts, are of the file and stay as they are.
# Where $fault has no words here, $said tells it in English, and the sentence says so.
lint-too-long = Die Datei hat { $bytes } Bytes, mehr als { $most }; teilen Sie die Vorlage auf
lint-too-deep = Hier sind Tabellen und Listen zu tief verschachtelt; eine Vorlage braucht wenige Ebenen
lint-newer-format = Die Datei hat das Format { $format }, und dieser Server liest { $known }; verwenden Sie ein neueres Holdpoint
lint-not-toml =
    Das ist nicht als TOML lesbar: { $fault ->
        [string-values-must-be-quoted] Texte müssen in Anführungszeichen stehen
        [invalid-basic-string] Der Text ist nicht abgeschlossen oder hat ein unzulässiges Zeichen
        [invalid-literal-string] Der Text in einfachen Anführungszeichen ist nicht abgeschlossen oder hat ein unzulässiges Zeichen
        [invalid-multi-line-basic-string] Der mehrzeilige Text ist nicht abgeschlossen oder hat ein unzulässiges Zeichen
        [invalid-multi-line-literal-string] Der mehrzeilige Text in einfachen Anführungszeichen ist nicht abgeschlossen oder hat ein unzulässiges Zeichen
        [duplicate-key] Dieser Schlüssel steht schon da
        [key-with-no-value] Hinter dem Schlüssel fehlen = und ein Wert
        [missing-value-for-key] Dem Schlüssel fehlt sein Wert
        [missing-value] Ein Wert fehlt
        [invalid-value] Das ist kein Wert
        [invalid-unquoted-key] Dieser Schlüssel muss in Anführungszeichen stehen
        [unquoted-keys-cannot-be-empty] Ein Schlüssel ohne Anführungszeichen kann nicht leer sein
        [keys-cannot-be-multi-line-basic-strings] Ein Schlüssel kann nicht mehrzeilig sein
        [keys-cannot-be-multi-line-literal-strings] Ein Schlüssel kann nicht mehrzeilig sein
        [invalid-key-value-pair] Das ist kein Schlüssel mit einem Wert
        [extra] Ein = ist zu viel
        [extra-assignment-between-key-value-pairs] Ein = ist zu viel
        [missing-assignment-between-key-value-pairs] Zwischen Schlüssel und Wert fehlt =
        [extra-comma-in-array] In der Liste ist ein Komma zu viel
        [extra-comma-in-inline-table] In der Tabelle ist ein Komma zu viel
        [missing-comma-between-array-elements] Zwischen zwei Einträgen der Liste fehlt ein Komma
        [missing-comma-between-key-value-pairs] Zwischen zwei Schlüsseln fehlt ein Komma
        [missing-key-for-inline-table-element] In der Tabelle fehlt ein Schlüssel
        [invalid-inline-table-element] Das ist kein Eintrag einer Tabelle
        [unclosed-array-table] Die Überschrift endet nicht mit ]]
        [unclosed-table] Die Überschrift endet nicht mit ]
        [unclosed-array] Die Liste endet nicht mit ]
        [unclosed-inline-table] Die Tabelle endet nicht mit {"}"}
        [unexpected-in-array] In einer Liste steht kein =
        [unexpected-key-or-value] Hier muss die Zeile zu Ende sein
        [unexpected-content] Hier muss die Zeile zu Ende sein
        [unexpected-content-between-comment-and-newline] Hier muss die Zeile zu Ende sein
        [invalid-comment-character] Der Kommentar hat ein unzulässiges Zeichen
        [carriage-return-must-be-followed-by-newline] Das Zeilenende ist unvollständig
        [missing-opening-quote] Das öffnende Anführungszeichen fehlt
        [missing-escaped-value] Hinter dem \ fehlt ein Zeichen
        [too-few-unicode-value-digits] Hinter dem \ sind es zu wenige Ziffern
        [unexpected-leading-zero] Eine Zahl beginnt nicht mit 0
        [unexpected-sign] Hier steht kein Vorzeichen
        [redundant-numeric-sign] Ein Vorzeichen ist zu viel
        [may-only-go-between-digits] _ steht nur zwischen Ziffern
        [invalid-mantissa] Das ist keine Zahl
        [integers-with-a-radix-cannot-be-signed] Eine Zahl mit 0x, 0o oder 0b hat kein Vorzeichen
        [radix-must-be-lowercase] 0x, 0o und 0b werden kleingeschrieben
        [redundant-integer-number-prefix] Am Anfang der Zahl ist etwas zu viel
        [invalid-integer-number] Das ist keine ganze Zahl
        [invalid-hexadecimal-number] Das ist keine hexadezimale Zahl
        [invalid-octal-number] Das ist keine oktale Zahl
        [invalid-binary-number] Das ist keine binäre Zahl
        [invalid-float] Das ist keine Zahl
        [invalid-fraction] Hinter dem Punkt fehlen Ziffern
        [invalid-exponent] Hinter dem e fehlen Ziffern
        [invalid-boolean] Das ist weder true noch false
        [invalid-string] Der Text ist nicht abgeschlossen oder hat ein unzulässiges Zeichen
        [invalid-datetime] Das ist weder Datum noch Uhrzeit
        [invalid-date-time] Das ist weder Datum noch Uhrzeit
        [invalid-date] Das ist kein Datum
        [invalid-time] Das ist keine Uhrzeit
        [invalid-offset] Das ist kein Abstand zur Weltzeit
        [invalid-key] Das ist kein Schlüssel
        [invalid-table] Der Überschrift fehlt ein Name
        [cannot-extend-value] Dieser Schlüssel hat schon einen Wert, unter dem keine weiteren stehen können
       *[other] gemeldet wird auf Englisch: „{ $said }“
    }
lint-not-utf8 = Ab hier ist die Datei nicht in UTF-8; speichern Sie sie als UTF-8
lint-too-many-items = Die Vorlage hat { $count } Punkte, mehr als { $most }; teilen Sie sie auf
lint-no-key = Einen Schlüssel { $key } gibt es nicht
lint-missing = "{ $key }" fehlt
lint-other-kind =
    { $name } erwartet { $takes ->
        [a-text] einen Text
        [a-whole-number] eine ganze Zahl
        [a-number] eine Zahl
        [true-or-false] true oder false
        [a-text-a-number-true-or-false] einen Text, eine Zahl, true oder false
        [a-list] eine Liste
        [a-table] eine Tabelle
       *[other] { $takes }
    }, und das ist { $is ->
        [a-text] ein Text
        [a-whole-number] eine ganze Zahl
        [a-number-with-a-point] eine Zahl mit Punkt
        [true-or-false] true oder false
        [a-date-without-quotes] ein Datum ohne Anführungszeichen
        [a-list] eine Liste
        [a-table] eine Tabelle
       *[other] { $is }
    }
lint-date-without-quotes =
    { $name } erwartet { $takes ->
        [a-text] einen Text
        [a-whole-number] eine ganze Zahl
        [a-number] eine Zahl
        [true-or-false] true oder false
        [a-text-a-number-true-or-false] einen Text, eine Zahl, true oder false
        [a-list] eine Liste
        [a-table] eine Tabelle
       *[other] { $takes }
    }, und das ist ein Datum ohne Anführungszeichen; setzen Sie es in Anführungszeichen
lint-no-word =
    { $given } ist { $what ->
        [level] keine Stufe
        [outcome] kein Ergebnis
        [role-that-signs] keine Rolle, die freigibt
        [need-of-evidence] keine Angabe zum Nachweis
        [confidence] kein Grad von Gewissheit
        [target] kein Ziel
        [method] keine Methode
        [case] kein Fall
        [format] kein Format
        [vendor-that-can-be-played] kein Anbieter, der sich spielen lässt
        [scenario] kein Szenario
        [severity] keine Schwere
        [kind-of-condition] keine Art von Bedingung
        [kind-of-probe] keine Art von Prüfung
        [verdict] kein Urteil
        [failure] kein Fehlschlag
       *[other] { $what }
    }; möglich: { $words }
lint-empty-list = { $name } ist leer; mindestens ein Eintrag gehört hinein
lint-other-number =
    { $name } erwartet { $takes }, und das ist { $is ->
        [a-number-of-too-many-digits] eine Zahl mit zu vielen Ziffern
       *[other] { $is }
    }
lint-out-of-range =
    { $name } erwartet eine ganze Zahl von { $least } bis { $most }, und das ist { $is ->
        [a-number-of-too-many-digits] eine Zahl mit zu vielen Ziffern
       *[other] { $is }
    }
lint-not-comparable = { $name } erwartet eine Zahl, die sich vergleichen lässt, und diese lässt sich nicht vergleichen
lint-blank = { $name } ist leer; schreiben Sie etwas, das beim Lesen hilft
lint-blank-name = Der Name ist leer; schreiben Sie etwas, das beim Lesen hilft
lint-no-id =
    { $given } ist { $what ->
        [section-id] keine Kennung eines Abschnitts
        [item-id] keine Kennung eines Punkts
        [check-id] keine Kennung einer Prüfung
        [runbook-id] keine Kennung eines Runbooks
        [step-id] keine Kennung eines Schritts
        [template-name] kein Name einer Vorlage
       *[other] { $what }
    }: 1 bis 64 Zeichen aus a-z, 0-9, '-', '.' und '_', am Anfang ein Buchstabe oder eine Ziffer
lint-no-version = { $given } ist keine Version; schreiben Sie MAJOR.MINOR.PATCH, etwa 1.0.0
lint-no-date = { $given } ist kein Datum; schreiben Sie JJJJ-MM-TT, etwa 2026-11-23
lint-no-https = { $given } ist keine https-Adresse; schreiben Sie https://HOST/PFAD, oder lassen Sie den Eintrag weg
lint-no-phone = { $given } ist keine Telefonnummer; schreiben Sie ihre Ziffern, mit + und der Landesvorwahl, etwa +49 30 1234567
lint-no-path = { $given } ist kein Pfad; beginnen Sie ihn mit "/", und schreiben Sie alles außer ASCII als %XX
lint-long-query = { $name } hat mehr als { $most } Zeichen; legen Sie dafür eine Regel an und fragen Sie diese ab
lint-no-label = { $given } ist kein Name eines Labels; er besteht aus Buchstaben, Ziffern und '_', am Anfang keine Ziffer
lint-no-metric = { $given } ist kein Name einer Metrik; er besteht aus Buchstaben, Ziffern, '_' und ':', am Anfang keine Ziffer
lint-no-host = { $given } ist kein Host; schreiben Sie nur seinen Namen, in Kleinbuchstaben, etwa api.example.com
lint-no-header = { $given } ist kein Name eines Headers; er besteht aus Buchstaben, Ziffern und '-'
lint-own-header = { $given } ist ein Header, den nur Holdpoint setzt; entfernen Sie ihn (ein Token wird mit authorize = true gesendet)
lint-not-ascii = { $name } erwartet nur druckbares ASCII, und das ist { $given }
lint-no-placeholder = { $given } wird durch nichts ersetzt; der einzige Platzhalter ist hier { $known }
lint-no-placeholder-here = { $given } wird hier nicht ersetzt; schreiben Sie es aus
lint-no-period = { $name }: Das ist keine Dauer; schreiben Sie eine ganze Zahl und s, m, h oder d, etwa 15m, und nicht { $given }
lint-not-json =
    { $name } erwartet JSON, und das ist keines: { $fault ->
        [eof-while-parsing-a-list] Die Liste ist nicht abgeschlossen
        [eof-while-parsing-an-object] Das Objekt ist nicht abgeschlossen
        [eof-while-parsing-a-string] Der Text ist nicht abgeschlossen
        [eof-while-parsing-a-value] Ein Wert fehlt
        [expected] Ein Doppelpunkt fehlt
        [expected-or] Ein Komma oder eine schließende Klammer fehlt
        [expected-ident] Das ist kein Wert
        [expected-value] Ein Wert fehlt
        [invalid-escape] Hinter dem \ steht ein unzulässiges Zeichen
        [invalid-number] Das ist keine Zahl
        [number-out-of-range] Die Zahl ist zu groß
        [control-character-u0000-u001f-found-while-parsing-a-string] Der Text hat ein Steuerzeichen
        [key-must-be-a-string] Ein Schlüssel muss in Anführungszeichen stehen
        [trailing-comma] Ein Komma ist zu viel
        [trailing-characters] Dahinter steht noch etwas
        [recursion-limit-exceeded] Es ist zu tief verschachtelt
        [invalid-unicode-code-point] Hinter \u steht kein Zeichen von Unicode
        [lone-leading-surrogate-in-hex-escape] Hinter \u steht nur die Hälfte eines Zeichens
        [unexpected-end-of-hex-escape] Hinter \u fehlt etwas
       *[other] gemeldet wird auf Englisch: „{ $said }“
    } ({ $place })
lint-taken =
    { $what ->
        [section-id] Die Abschnittskennung
        [item-id] Die Punktkennung
        [check-id] Die Prüfungskennung
        [runbook-id] Die Runbook-Kennung
        [step-id] Die Schrittkennung
        [alert-s-name] Der Alarmname
        [role] Die Rolle
       *[other] { $what }
    } { $id } ist schon in Zeile { $line } vergeben; wählen Sie etwas anderes
lint-none-such =
    { $what ->
        [item] Einen Punkt
        [check] Eine Prüfung
       *[other] { $what }
    } { $id } gibt es nicht
lint-twice = { $word } steht zweimal in dieser Liste; entfernen Sie eins davon
lint-step-is-pushed = Das Ergebnis der Prüfung { $check } wird übermittelt, sie lässt sich nicht als Schritt ausführen; nennen Sie eine andere, oder lassen Sie sie weg
lint-step-takes-a-drill = Die Prüfung { $check } braucht eine Übung und lässt sich nicht als Schritt ausführen; nennen Sie eine andere, oder lassen Sie sie weg
lint-unproved = Keine Prüfung belegt { $item }, der Punkt könnte also nie erledigt werden; nennen Sie ihn in "proves" einer Prüfung, oder verlangen Sie einen anderen Nachweis
lint-case-needs-object = { $case } braucht als "body" ein JSON-Objekt, denn jede Zustellung bekommt darin eine Kennung und eine Zeit
lint-post-with-token = Ein POST mit dem Token der Verbindung kann beim Anbieter etwas ändern; verwenden Sie GET oder HEAD, oder lassen Sie dies weg
lint-no-rule-named = Hier fehlt, welche Regel gemeint ist; ergänzen Sie "labels" oder "alert"
lint-no-rule = Diese Erwartung hat keine Regel; ergänzen Sie eine: { $rules }
lint-many-rules = Diese Erwartung hat { $count } Regeln ({ $rules }); schreiben Sie für jede eine eigene
lint-no-entry = { $name } braucht mindestens einen Eintrag
lint-true-only = { $name } kann nur true sein: Dass etwas fehlt, lässt sich nicht erwarten
lint-only-together = { $name } wirkt nur zusammen mit { $rule }; ergänzen Sie diese Regel, oder entfernen Sie dies
lint-only-with-equals = "warn_one_of" wirkt nur zusammen mit "equals" oder "one_of"; ergänzen Sie eine der Regeln, oder entfernen Sie dies
lint-warns-never-below = { $name } würde nie warnen; die Zahl muss über der von { $rule } liegen, { $limit }
lint-warns-never-above = { $name } würde nie warnen; die Zahl muss unter der von { $rule } liegen, { $limit }
lint-holds-and-warns = { $value } gilt und warnt zugleich; entfernen Sie es an einer der beiden Stellen
lint-never-equal =
    Die Angabe ist { $fact ->
        [a-number] eine Zahl
        [a-text] ein Text
        [true-or-false] true oder false
       *[other] { $fact }
    }, und { $value } ist { $is ->
        [a-text] ein Text
        [a-whole-number] eine ganze Zahl
        [a-number-with-a-point] eine Zahl mit Punkt
        [true-or-false] true oder false
        [a-date-without-quotes] ein Datum ohne Anführungszeichen
        [a-list] eine Liste
        [a-table] eine Tabelle
       *[other] { $is }
    }: Sie sind nie gleich
lint-compares-numbers =
    Die Angabe ist { $fact ->
        [a-number] eine Zahl
        [a-text] ein Text
        [true-or-false] true oder false
       *[other] { $fact }
    }; { $rule } vergleicht Zahlen
lint-asks-no-host = Eine Prüfung der Art { $kind } sagt nicht, welchen Host sie gefragt hat; verwenden Sie eine der Art http
lint-no-fact = Eine Prüfung der Art { $kind } hat keine Angabe { $fact }
lint-no-header-fact = { $fact } ist keine Angabe: Schreiben Sie header: und den Namen eines Headers
lint-no-ratio-fact = { $fact } ist keine Angabe: Schreiben Sie ratio: und die Namen zweier Header mit einem Schrägstrich dazwischen
lint-no-body-fact = { $fact } ist keine Angabe: Die Antwort auf HEAD hat keinen Inhalt
lint-no-pointer-fact = { $fact } ist keine Angabe: Schreiben Sie body: und einen JSON Pointer, etwa body:/status ("~" schreibt sich ~0, "/" in einem Namen ~1)
lint-schedule-of-post = Diese Prüfung kann nicht nach Plan laufen: Ein POST kann etwas hinterlassen
lint-schedule-of-webhook = Diese Prüfung kann nicht nach Plan laufen: Nur die Fälle head und signed hinterlassen nichts
lint-schedule-of-permission = Diese Prüfung kann nicht nach Plan laufen: Abgelehnte Anfragen würden beim Anbieter das Protokoll der Angriffe füllen
lint-schedule-of-pushed = Diese Prüfung kann nicht nach Plan laufen: Ihre Ergebnisse werden übermittelt
lint-schedule-of-drill = Diese Prüfung kann nicht nach Plan laufen: Eine Übung braucht jemanden, der sie aufruft
lint-not-so-often = { $name } reicht von 1m bis 1d, und das ist { $period }
lint-stale-before-next = Ein Prüfbeleg wäre vor dem nächsten Lauf veraltet; geben Sie eine kürzere Zeit an, oder ein größeres "ttl_minutes"
lint-condition-takes-no = Eine Bedingung der Art { $kind } hat kein { $key }; möglich: { $takes }
lint-condition-needs = Eine Bedingung der Art { $kind } braucht { $key }
lint-looks-too-far = { $name } reicht hier bis { $most }, denn angesehen werden je Prüfung 1.440 Läufe, und was älter als 90 Tage ist, ist weg; das ist { $is }
lint-level-needs-side = Eine Bedingung der Art level braucht "above" oder "below"
lint-not-scheduled = Die Prüfung { $check } läuft nicht nach Plan, es gäbe also nichts anzusehen
lint-fact-is-no-number = Diese Angabe ist keine Zahl; ein Alarm vergleicht Zahlen
lint-matches-nothing = Damit ist kein Lauf gemeint; ergänzen Sie "verdicts", "failures" oder "fact"
lint-side-without-fact = { $name } vergleicht eine Angabe; ergänzen Sie "fact"
lint-fact-without-side = Ergänzen Sie "at_least" oder "at_most" für diese Angabe
lint-nothing-between = Zwischen den beiden liegt keine Zahl; geben Sie ein größeres "at_most" an
lint-no-share = { $name } eines Anteils erwartet eine Zahl von 0 bis unter 1, etwa 0.05
lint-did-you-mean = meinten Sie "{ $word }"?
lint-add = ergänzen Sie { $line }
lint-add-to-probe = ergänzen Sie { $line } unter "probe"
lint-add-to-check = ergänzen Sie { $line } bei der Prüfung
lint-add-to-cases = ergänzen Sie { $case } in "cases" unter "probe"
lint-remove = entfernen Sie ihn
lint-it-takes = möglich: { $words }
lint-also-takes = möglich sind in dieser Tabelle noch { $keys }
lint-correct =
    berichtigen Sie das, oder ergänzen Sie { $what ->
        [item] diesen Punkt
        [check] diese Prüfung
       *[other] { $what }
    }
lint-has-facts = sie hat { $facts }
lint-has-facts-and-forms = sie hat { $facts }, header:NAME, ratio:NAME/NAME und body:/JSON/POINTER

### Beispiel-Launches

sample-name = Beispiel-Launch
sample-title = Nur umsehen?
sample-about = Ein Beispiel-Launch ist schon ein wenig ausgefüllt, damit Sie sehen, wie eine Checkliste bei der Arbeit aussieht. Er hat keinen Bericht, und Sie können ihn auf der Seite mit seinen Angaben löschen.
sample-make = Beispiel-Launch anlegen
sample-here-about = Dieser Launch ist zum Umsehen da: Er hat keinen Bericht und kann gelöscht werden.
sample-delete = Beispiel löschen
sample-delete-sure = Danach sieht niemand mehr diesen Launch, und das lässt sich nicht rückgängig machen. Andere Launches können gar nicht gelöscht werden.
sample-keep = Behalten
sample-deleted = Das Beispiel ist gelöscht.

### Konto: was geschehen ist

account-event-password-changed =
    { $count ->
        [0] hat ein neues Passwort gesetzt
        [one] hat ein neues Passwort gesetzt und damit eine andere Sitzung beendet
       *[other] hat ein neues Passwort gesetzt und damit { $count } andere Sitzungen beendet
    }
account-event-recovery-codes-made = hat { $count } neue Wiederherstellungscodes erzeugt; ältere gelten nicht mehr
account-event-recovery-code-used = hat einen Wiederherstellungscode benutzt; übrig: { $left }
account-event-erased =
    hat diese Person gelöscht, mit dem, was in { $launches ->
        [one] { $launches } Launch
       *[other] { $launches } Launches
    } { $events ->
        [one] { $events } Ereignis von ihr sagte
       *[other] { $events } Ereignisse von ihr sagten
    }
device-browser = { $browser } auf { $system }
device-program = ein Programm auf { $system }
device-unknown = ein unbekanntes Gerät
# Who runs the server, in the place of a person's name.
account-operator = Der Betreiber des Servers
account-event-signed-in = hat sich mit { $with } angemeldet
account-event-session-ended = hat eine Sitzung beendet: { $device }
account-event-passkey-enrolled = hat den Passkey „{ $name }“ eingerichtet
account-event-passkey-removed = hat den Passkey „{ $name }“ entfernt
account-event-recovery-link-made = hat einen Wiederherstellungslink für dieses Konto erzeugt
account-event-recovery-link-used = hat einen Wiederherstellungslink benutzt
account-event-token-made = hat das API-Token „{ $name }“ erzeugt; es darf { $may }
account-event-token-revoked = hat das API-Token „{ $name }“ widerrufen
account-event-identity-linked = hat die Anmeldung von { $issuer } verknüpft
account-event-identity-unlinked = hat die Verknüpfung mit der Anmeldung von { $issuer } gelöst und damit alle anderen Sitzungen beendet
account-event-owner-now = hat dieses Konto zu einem Besitzer dieses Servers gemacht
account-event-owner-no-more = hat diesem Konto das Recht eines Besitzers dieses Servers genommen
account-event-signing-passkey = hat den Passkey „{ $name }“ für Freigaben eingerichtet
account-event-signing-ssh = hat den SSH-Schlüssel „{ $name }“ für Freigaben eingerichtet
account-event-signing-revoked = hat den Schlüssel „{ $name }“ für Freigaben widerrufen
signed-in-with-password = dem Passwort
signed-in-with-passkey = einem Passkey
signed-in-with-recovery-code = einem Wiederherstellungscode
signed-in-with-recovery-link = einem Wiederherstellungslink des Besitzers dieses Servers
signed-in-with-oidc = der Anmeldung der Organisation
signed-in-with-new-account = dem neuen Konto
scope-launches-read = Launches lesen
scope-commands-write = Launches anlegen und ändern, auch Rollen und nötige Freigaben
scope-checks-run = Prüfungen ausführen
scope-evidence-write = Nachweise hinzufügen
scope-reports-read = Berichte herunterladen

### Änderungen an vielen Punkten

bulk-too-many = Es werden mehr als { $most } Punkte gezeigt. Wählen Sie einen Filter, der weniger zeigt, und ändern Sie diese zusammen.
bulk-unchanged = Wie sie sind
bulk-due = Fällig am
bulk-set = Setzen
bulk-clear = Fälligkeiten entfernen
bulk-changed =
    { $count ->
        [0] Es war nichts zu ändern.
        [one] { $count } Punkt ist geändert.
       *[other] { $count } Punkte sind geändert.
    }

### Prüfungen

failure-unreachable = der Server war nicht zu erreichen
failure-timed-out = der Server hat nicht rechtzeitig geantwortet
failure-tls = das TLS-Zertifikat oder der Verbindungsaufbau des Servers war nicht annehmbar
failure-refused = die Regeln des Betreibers für ausgehende Verbindungen lassen diese Adresse nicht zu
failure-bad-answer = die Antwort des Servers war kein annehmbares HTTP oder zu groß
failure-not-configured = die Verbindung sagt nicht, wo oder mit welchem Geheimnis zu fragen ist
failure-not-permitted = der Betreiber hat auf dieser Verbindung keine Testzustellungen erlaubt
check-nothing-seen = Nichts wurde gesehen: { $failure }.
check-all-seen = Alles Erwartete wurde gesehen.
check-nothing-expected = Die Prüfung erwartet nichts.
check-not-shown = Die Antwort zeigt { $fact } nicht.
check-permit = Darf der Endpunkt Testzustellungen bekommen, setzt der Betreiber auf dieser Verbindung webhook_deliveries = true; führen Sie die Prüfung dann noch einmal aus.
check-look = Sehen Sie sich die Adresse der Verbindung und die Regeln des Betreibers für ausgehende Verbindungen an und führen Sie die Prüfung dann noch einmal aus.
period =
    { $unit ->
        [day] { $count ->
            [one] { $count } Tag
           *[other] { $count } Tage
        }
        [hour] { $count ->
            [one] { $count } Stunde
           *[other] { $count } Stunden
        }
        [minute] { $count ->
            [one] { $count } Minute
           *[other] { $count } Minuten
        }
       *[second] { $count ->
            [one] { $count } Sekunde
           *[other] { $count } Sekunden
        }
    }
check-not-in-result = Das Ergebnis zeigt { $fact } nicht: { $why }.

### Zustellungen vor einer Prüfung

deliveries-title = Testzustellungen senden?
deliveries-where = An den Webhook-Endpunkt { $url }, für: { $checks }.
deliveries-about = Einige Zustellungen kommen doppelt, verspätet oder mit falscher Signatur. Sie haben das Thema ping und IDs, die mit holdpoint- beginnen, und ein Endpunkt, der nicht darauf eingerichtet ist, könnte sie speichern. Senden Sie sie nur dorthin, wo das nicht schadet.
deliveries-send = Senden
deliveries-not-now = Jetzt nicht

### Angaben

details-locked = Das ändert nur, wer Release-Manager dieses Launchs ist.
details-target-needed = Geben Sie das Zieldatum als Kalendertag ein
details-from-needed = Geben Sie ein, wann das Änderungsfenster beginnt, oder lassen Sie beide Enden leer
details-to-needed = Geben Sie ein, wann das Änderungsfenster endet, oder lassen Sie beide Enden leer
connection-none = Keine
details-unchanged = Nichts wurde geändert.
details-saved = Die Angaben sind gespeichert.
details-zone = Die Zeiten gelten in Ihrer Zeitzone, { $zone }
details-title = Angaben
name = Name
target-date = Zieldatum
change-ticket = Change-Ticket
details-from = Änderungsfenster von
details-to = Änderungsfenster bis
connection = Verbindung
details-connection-hint = Die Umgebung, deren Prüfungen zählen
details-save = Angaben speichern
artifact-digest-needed = Geben Sie sha256: und 64 Hexziffern in Kleinbuchstaben ein, wie Ihre Registry es zeigt
remove = Entfernen
artifacts = Artefakte
artifacts-about = Was live geht, mit Name und Prüfsumme, etwa ein Container-Image. Um diese geht es im signierten Bericht.
artifact-name-hint = Etwa registry.example.com/chat:2.4.0
artifact-digest = Prüfsumme
artifact-digest-hint = sha256: und 64 Hexziffern
artifact-add = Artefakt hinzufügen
form-begun = Angefangen, und in diesem Browser aufgehoben
history = Verlauf
times-ago = Zeigen, wie lange es her ist
times-exact = Genaue Zeiten zeigen
history-loading = Der Verlauf wird geladen…
history-more =
    { $count ->
        [one] { $count } weitere Zeile zeigen
       *[other] { $count } weitere Zeilen zeigen
    }
policy-title = Nötige Freigaben
policy-stated = { $policy }.
policy-own = Für diesen Launch festgelegt.
policy-usual = Wie die Checkliste es vorgibt.
change = Ändern
policy-none = Verlangen Sie mindestens eine Freigabe
policy-managers = Release-Manager
policy-approvers = Freigebende
policy-ask-distinct = Niemand zählt für zwei Rollen
policy-ask-segregated = Wer einen Punkt erledigt hat, gibt ihn nicht allein frei
policy-set = Für diesen Launch festlegen
policy-back = Zurück zur Vorgabe der Checkliste
roles = Rollen
role-none = Keine Rolle
role-none-may = sieht diesen Launch nicht
role-viewer-may = liest
role-contributor-may = bearbeitet Punkte, führt Prüfungen und Runbooks aus, stellt Berichte aus
role-approver-may = entscheidet außerdem über Ausnahmen und gibt frei, für alle Abschnitte oder für einige
role-manager-may = ändert außerdem Angaben, Rollen und die nötigen Freigaben und stellt Berichte zu
roles-locked = Rollen vergibt nur, wer Release-Manager dieses Launchs ist.
role-of = Rolle von { $name }
sections-of = Abschnitte von { $name }
signs-for =
    { $count ->
        [0] Gibt alle Abschnitte frei
        [one] Gibt { $count } Abschnitt frei
       *[other] Gibt { $count } Abschnitte frei
    }
sections-none = Ganz ohne Abschnitt würde { $name } alle freigeben. Um diesen wegzunehmen, wählen Sie zuerst einen anderen.
sections-all = Alle Abschnitte freigeben lassen
signs-for-none = Gibt nichts frei: Diese Version der Checkliste hat keinen der Abschnitte mehr
version-of = { $title }, Version { $version }
version-only = Dieser Server hat keine andere Version davon.
version-newer =
    { $count ->
        [one] Dieser Server hat Version { $version }. { $count } Antwort bleibt; was anders ist, wird neu gefragt, und Freigaben dafür gelten nicht mehr.
       *[other] Dieser Server hat Version { $version }. { $count } Antworten bleiben; was anders ist, wird neu gefragt, und Freigaben dafür gelten nicht mehr.
    }
version-moving = Wird gewechselt…
version-move = Zu Version { $version } wechseln
version-moved = „{ $name }“ ist jetzt auf Version { $version } der Checkliste.
version-new = Neu
version-again = Neu gefragt
version-again-why = geändert: { $what }
version-changed = Geändert
version-gone = Entfallen
version-gone-why = die Antwort bleibt im Verlauf
version-beside = Vorher und nachher
version-check = Prüfung
version-check-why = muss neu laufen
version-column = Version { $version }
version-entry-new = neu
version-entry-changed = geändert
version-entry-gone = entfallen
version-alert = Alarm
version-runbook = Runbook
version-signatures = Freigaben
version-signatures-why = sofern ein Launch keine eigenen Regeln hat
version-signatures-before = vorher: { $policy }
version-part-title = Titel
version-part-level = Stufe
version-part-guidance = Anleitung
version-part-evidence = nötige Nachweise
version-part-checks = Prüfungen
version-line = { $kind }: { $title }
version-line-why = { $kind }: { $title } { $why }
version-sections-gone = Von diesen Freigebenden gibt es keinen Abschnitt mehr, sodass sie nichts mehr freigäben: { $names }. Geben Sie ihnen nach dem Wechsel andere.
version-same = Nichts, was gefragt, geprüft oder freigegeben wird, ist anders.
version-why = – { $why }

### Übungen

drill-gone = Diese Übung ist weg: Der Server wurde neu gestartet, und was er gesehen hatte, wurde nicht beurteilt. Öffnen Sie eine neue.
drills-lead = Eine Weile spielt dieser Server für Ihre Integration den Anbieter und lässt nach Plan Dinge schiefgehen. Wie die Integration damit umgeht, wird in Prüfbelegen festgehalten. Was sie sendet, wird nicht aufbewahrt.
drill-hang-10 = 10 s, für ein Zeitlimit darunter
drill-hang-25 = 25 s, für ein Zeitlimit darunter
drill-hang-45 = 45 s, für jedes Zeitlimit bis 30 s
drill-hang-90 = 90 s, um ein längeres zu sehen
drill-no-check = Keine Prüfung der Vorlage dieses Launchs wird durch eine Übung beurteilt.
drill-open = Übung öffnen
drill-open-about = Sie bekommen für 20 Minuten eine Basis-URL. Richten Sie den Client Ihrer Integration in einer Testumgebung darauf und machen Sie die Aufrufe des Plans.
drill-hang = Wie lange eine Antwort hängt
drill-step = { $title }: { $call } aufrufen
drill-plan = Was gespielt wird
drill-answers = Antwortet: { $answers }.
drill-good = Gut: { $expects }
drill-show = Übung von { $name } zeigen
drill-line =
    { $count ->
        [one] { $name }, { $at }, { $count } Anfrage
       *[other] { $name }, { $at }, { $count } Anfragen
    }
drill-line-open =
    { $count ->
        [one] { $name }, { $at }, { $count } Anfrage, offen
       *[other] { $name }, { $at }, { $count } Anfragen, offen
    }
drills-other = Andere Übungen
drill-copy = Basis-URL
drill-address-about = Wer diese Adresse hat, kann für Ihre Integration antworten: Benutzen Sie sie nur in der Testumgebung. Jedes Bearer-Token wird angenommen und keines aufbewahrt.
drill-address-hidden = Die Adresse sehen alle, die Prüfungen ausführen dürfen.
drill-recorded = Was sie zeigt, ist als Eintrag { $place } des Verlaufs festgehalten.
drill-recording = Was sie zeigt, wird gerade festgehalten.
drill-nothing = Nichts aus ihrem Plan wurde aufgerufen, also wurde nichts festgehalten.
drill-is-open = Diese Übung ist offen
drill-has-ended = Diese Übung ist beendet
drill-opened = Geöffnet von { $name }, { $at }.
drill-opened-ended = Geöffnet von { $name }, { $at }; beendet { $ended }.
drill-end = Übung beenden und festhalten
drill-left = noch { $time }
drill-waiting = Wartet
drill-begun = Begonnen
drill-played = Gespielt
drill-copy-own = Basis-URL dieses Szenarios
drill-own = Ihre Integration ruft etwas anderes auf?
drill-own-about = Mit dieser Basis-URL trifft jeder Lesezugriff auf dieses Szenario:
drill-plan-title = Plan
drill-no-verdict = Noch keines ihrer Szenarien wurde aufgerufen. Sie bekommt keinen Prüfbeleg; ein früherer bleibt.
drill-showed = Was sie gezeigt hat
drill-shows = Was sie bisher zeigt
drill-other-requests = Andere Anfragen
drill-traffic = Verkehr
drill-no-request = Noch ist keine Anfrage gekommen. Diese Seite zeigt jede, sobald sie kommt.
drill-key-answered = beantwortet
drill-key-error = Fehlerantwort
drill-key-broken = Verbindung abgebrochen
drill-key-hung-up = Client hat aufgelegt
drill-key-pause = – – Pause vor dem nächsten Versuch
drill-picture =
    { $count ->
        [one] { $count } Anfrage; die Tabelle darunter sagt dasselbe
       *[other] { $count } Anfragen; die Tabelle darunter sagt dasselbe
    }
drill-table = Dasselbe als Tabelle
drill-requests = Anfragen
drill-requests-order = Anfragen in der Reihenfolge ihres Eintreffens
drill-column-at = Zeit
drill-column-scenario = Szenario
drill-column-request = Anfrage
drill-column-call = Aufruf
drill-column-answer = Antwort
drill-column-pause = Pause davor
drill-refused =
    { $count ->
        [one] { $count } weitere wurde abgewiesen: Eine Übung fasst 1.000 Anfragen.
       *[other] { $count } weitere wurden abgewiesen: Eine Übung fasst 1.000 Anfragen.
    }
drill-first-try = erster Versuch
drill-answer-hung-up = keine: aufgelegt nach { $took }
drill-answer-none = noch keine
drill-answer-broken = abgebrochen
drill-answer-page = { $status }, Seite { $page }
drill-answer-conditions =
    { $count ->
        [one] { $status }, { $count } Bedingung
       *[other] { $status }, { $count } Bedingungen
    }
receipt-next = { $label } { $next }
receipt-next-label = Als Nächstes:

### Übungen: was gespielt wird

scenario-rate-limit = Abrufgrenze
scenario-rate-limit-call = GET /me
scenario-rate-limit-answers = Zweimal 429, mit X-RateLimit-Reset in zwei bis drei Sekunden; dann 200
scenario-rate-limit-expects = Wartet bis zum Ende der Sperre, fragt noch einmal und bekommt die Antwort.
scenario-server-errors = Serverfehler
scenario-server-errors-call = GET /contacts/{"{"}contact_id{"}"}, für mindestens drei verschiedene IDs
scenario-server-errors-answers = Je ID zwei von 500, 502 und 503; dann 200
scenario-server-errors-expects = Fragt noch einmal, mit Pausen, die wachsen und nicht immer gleich sind.
scenario-dropped = Abgebrochene Verbindung
scenario-dropped-call = GET /admins
scenario-dropped-answers = Eine Verbindung, die mitten in der Antwort abbricht; dann 200
scenario-dropped-expects = Fragt noch einmal, denn zweimal lesen schadet nicht.
scenario-hang = Hänger
scenario-hang-call = GET /tags
scenario-hang-answers = { $seconds } Sekunden lang nichts; derselbe Aufruf noch einmal wird sofort beantwortet
scenario-hang-expects = Legt nach höchstens 30 Sekunden auf.
scenario-error-list = Fehlerantworten
scenario-error-list-call = GET /contacts/find_by_external_id/{"{"}external_id{"}"}, für vier verschiedene IDs
scenario-error-list-answers = { $count } Antworten mit error.list: 404 ohne Meldung, 403 mit einem unbekannten Code, 422 mit zwei Fehlern; dann 200
scenario-error-list-expects = Fragt nicht noch einmal nach dem, was abgelehnt wurde, und macht weiter.
scenario-pages = Mehrere Seiten
scenario-pages-call = GET /contacts, alle
scenario-pages-answers = { $count } Seiten mit Cursor, von denen die dritte kurz ist
scenario-pages-expects = Liest jede Seite einmal.
scenario-search = Suche
scenario-search-call = POST /contacts/search
scenario-search-answers = Ein Kontakt; 400 für eine Anfrage, die größer ist als erlaubt
scenario-search-expects = Sendet ihre Bedingungen in einer Anfrage, verbunden mit AND oder OR.

### Formulare und ihre Teile

copy = Kopieren
copy-by-hand = Markieren und von Hand kopieren
copy-done = Kopiert
# Steht hinter copy, für alle, die es nur hören.
copy-what = : { $what }
drop-one = Hier wird nur eine Datei genommen: „{ $name }“. Hängen Sie die anderen danach an.
drop-too-large = { $name } hat mehr als 256 MiB, und das hat keine Datei eines Berichts
drop-unreadable = { $name } konnte nicht gelesen werden; wählen Sie die Datei noch einmal
field-error = Fehler:
problems-title = Etwas stimmt noch nicht

### Verlauf: was geschah, hinter dem Namen dessen, der es tat

# { $who } ist ein Name, { $words } eine der Wendungen unten.
history-line = { $who }: { $words }
who-schedule = Der Zeitplan
who-server = Der Server
who-owner = Der Besitzer des Servers
step-done = erledigt
step-failed = fehlgeschlagen
step-skipped = übersprungen
step-started = begonnen
step-waiting = noch nicht begonnen
story-artifacts = Artefakte aufgeführt: { $count }
story-asked = { $names } in einem Kommentar gefragt
story-check-drilled = Prüfung { $check } in einer Übung gesehen: { $verdict }
story-check-pushed = Ergebnis der Prüfung { $check } übermittelt: { $verdict }
story-check-ran = Prüfung { $check } ausgeführt: { $verdict }
story-commented = Kommentar geschrieben
story-connection = Verbindung { $name } gewählt
story-connection-none = Verbindung entfernt
story-created = „{ $name }“ aus { $template } { $version } angelegt
# { $what } ist story-report-to oder story-report-of.
story-delivery-asked = Zustellung des Berichts { $report } an { $ticket } in { $system } verlangt
story-delivery-asked-each = Zustellung des Berichts { $report } an { $ticket } in { $system } verlangt, und jedes späteren von selbst
story-delivery-resumed = Neuer Versuch der Zustellung verlangt: { $what }
story-delivery-stopped = Zustellung angehalten: { $what }
story-discarded = dieses Beispiel gelöscht
story-brought = { $what } zugestellt
story-not-brought = { $what } konnte nicht zugestellt werden
story-due = Fälligkeit auf { $due } gesetzt
story-due-none = Fälligkeit entfernt
story-erased =
    eine Person gelöscht: Was { $count ->
        [one] { $count } Ereignis von ihr sagte
       *[other] { $count } Ereignisse von ihr sagten
    }, ist ersetzt
story-evidence-file = Datei { $name } als Nachweis angehängt
story-evidence-link = Link „{ $title }“ als Nachweis hinzugefügt
story-evidence-note = Notiz als Nachweis hinzugefügt
story-evidence-receipt = Prüfbeleg von { $check } als Nachweis hinzugefügt
story-evidence-removed = einen Nachweis entfernt
story-evidence-upload = Datei { $name } als Nachweis hochgeladen
story-joined-by-group = dazugekommen mit der Rolle „{ $role }“, durch die Gruppe „{ $group }“ der Anmeldung der Organisation
story-left = { $name } die Rolle entzogen
story-named = Launch „{ $name }“ genannt
story-owner = Zuständigkeit an { $name } gegeben
story-owner-none = Zuständigkeit aufgehoben
story-policy = nötige Freigaben festgelegt: { $policy }
story-policy-none = zu den Regeln der Checkliste zurückgekehrt, wer freigeben muss
story-rehearsal = Probelauf von { $runbook } begonnen
story-report = Bericht { $report } ausgestellt
story-report-of = Bericht der Stelle { $place }
story-report-to = Bericht { $report } an { $ticket } in { $system }
story-revoked = eine Freigabe widerrufen: { $reason }
story-role = { $name } die Rolle „{ $role }“ gegeben
story-role-by-group = nun mit der Rolle „{ $role }“, durch die Gruppe „{ $group }“ der Anmeldung der Organisation
story-role-for = { $name } die Rolle „{ $role }“ für { $sections } gegeben
story-role-given = { $name } mit der Rolle „{ $role }“ aufgenommen
story-role-given-for = { $name } mit der Rolle „{ $role }“ für { $sections } aufgenommen
story-run = { $runbook } begonnen
story-run-abandoned = Durchlauf abgebrochen: { $note }
story-run-ended = der Durchlauf ist zu Ende
story-signed = freigegeben als „{ $role }“
story-status = Status auf „{ $status }“ gesetzt
story-status-why = Status auf „{ $status }“ gesetzt: { $why }
story-step = Schritt { $step } { $outcome }
story-step-noted = Schritt { $step } { $outcome }: { $note }
story-step-started = Schritt { $step } begonnen
story-target = Zieldatum auf { $date } gesetzt
story-target-none = Zieldatum entfernt
story-ticket = Change-Ticket auf { $ticket } gesetzt
story-ticket-none = Change-Ticket entfernt
story-upgraded = zu Version { $version } der Checkliste gewechselt
story-waiver-approved = Ausnahme genehmigt
story-waiver-asked = Ausnahme bis { $end } beantragt: { $reason }
story-waiver-refused = Ausnahme abgelehnt
story-watching-off = Beobachtung ausgeschaltet
story-watching-on = Beobachtung von { $name } eingeschaltet
story-window = Änderungsfenster auf { $from } – { $to } gesetzt
story-window-none = Änderungsfenster entfernt
verdict-fail = nicht bestanden
verdict-pass = bestanden
verdict-unknown = unbekannt
verdict-warning = Warnung

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
invite-made = Der Einladungslink ist da.
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
item-all = Alle Punkte
item-asks-you = { $name } fragt Sie in einem Kommentar
item-choose = Wählen Sie einen Punkt
item-choose-keys = { $palette } führt überallhin, { $keys } zeigt alle Tasten.
item-choose-palette = { $palette } führt überallhin.
item-choose-what = Seine Anleitung, Nachweise, Prüfungen, Kommentare und sein Verlauf öffnen sich hier. Das Kästchen vor einem Punkt hakt ihn sofort ab.
item-due = Fällig
item-guidance = Was zu tun ist
item-history-none = Noch ist nichts geschehen.
item-mine = Wartet auf Sie
item-must = Pflicht: ohne das kein Launch.
item-need-checks = Braucht von jeder seiner Prüfungen ein frisches, bestandenes Ergebnis.
item-need-evidence = Braucht einen Link, eine Notiz, eine Datei oder eine bestandene Prüfung als Nachweis.
item-need-nothing = Das Wort einer Person genügt.
item-nowhere = Diesen Punkt gibt es nicht
item-nowhere-why = Die Checkliste dieses Launchs hat unter dieser Adresse keinen Punkt.
item-owner = Zuständig
item-set-by = Gesetzt von { $name }, { $at }
item-set-to = Auf „{ $status }“ setzen
item-should = Empfehlung: wird berichtet, wenn offen, und blockiert nicht.
item-since = Seit Sie zuletzt hier waren
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

check-run-again = Noch einmal ausführen
check-told = { $check }: { $verdict }
comment-add = Kommentar schreiben
comment-hint = Mit @ fragen Sie jemanden aus diesem Launch: der Punkt wartet auf die Person, bis sie antwortet
comment-earlier =
    { $count ->
        [one] Ein früherer Kommentar
       *[other] { $count } frühere Kommentare
    }
comment-offered =
    { $count ->
        [one] Eine Person: mit der Eingabetaste wählen
       *[other] { $count } Personen: mit den Pfeiltasten und der Eingabetaste wählen
    }
comment-people = Personen dieses Launchs
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
evidence-idle = zählt nicht, solange seine Prüfung nichts nachweist
evidence-kind = Art des Nachweises
evidence-link = Link
evidence-none = Noch keiner. Fügen Sie einen Link hinzu, unter dem es zu sehen ist, eine Notiz dazu, was Sie gesehen haben, oder eine Datei.
evidence-note = Notiz
evidence-note-wrong = Schreiben Sie auf, was Sie gesehen haben
evidence-receipt = Prüfbeleg der Prüfung „{ $check }“
evidence-seen = { $who }, gesehen { $at }
evidence-seen-at = Gesehen am
evidence-seen-wrong = Geben Sie Tag und Uhrzeit an, zu der Sie es gesehen haben
evidence-url = Adresse
evidence-url-hint = Beginnt mit https://
evidence-url-wrong = Geben Sie eine Adresse an, die mit https:// beginnt
evidence-what = Was Sie gesehen haben
field-mentions = Gefragt
proof-all = Alle Prüfungen
proof-attached = Er ist als Nachweis angehängt.
# { $link } ist proof-drill-link.
proof-drill = Eine Übung zeigt es: { $link }
proof-drill-link = öffnen Sie eine, und richten Sie Ihre Integration darauf
proof-no-connection = Dieser Launch hat noch keine Verbindung; wählen Sie eine auf der Seite mit seinen Angaben.
proof-push = Die CI übermittelt ihr Ergebnis, als { $format }: { $command }
rule-mention-many = mehr als { $most } Personen; fragen Sie weniger auf einmal
rule-mention-stranger = jemand hat in diesem Launch keine Rolle; geben Sie zuerst eine
rule-mention-viewer = { $name } liest hier nur und könnte nicht antworten; geben Sie zuerst eine Rolle, die hier mitarbeitet
item-proof-title = Prüfungen, die es nachweisen
upload-done = Die Datei ist hochgeladen und angehängt
upload-drop = Datei hier ablegen oder auswählen
upload-going = Wird hochgeladen…
upload-hint = Der Server bewahrt sie mit ihrem SHA-256 auf. Wird die Seite inzwischen geschlossen, wählen Sie dieselbe Datei noch einmal: Es geht weiter, wo es aufgehört hat.
upload-left = „{ $name }“ ist nicht angehängt: Das Hochladen hielt an, als Sie das Formular verließen. Wählen Sie die Datei dort noch einmal: Es geht weiter, wo es aufgehört hat.
upload-no-file = Wählen Sie zuerst eine Datei
upload-progress = Hochgeladen
upload-refused = „{ $name }“ ist nicht angehängt: { $why }.
upload-send = Hochladen und anhängen
upload-unreadable = Die Datei ist nicht mehr, wie sie ausgewählt wurde, oder nicht zu lesen; wählen Sie sie noch einmal aus
upload-waiting = Der Server antwortet nicht; es geht weiter, sobald er es tut
upload-waiting-why = { $why }. Es geht von selbst weiter.
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
waiver-until-hint = Eine Ausnahme endet spätestens in einem Jahr
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
keys-ctrl-enter = Strg+Eingabe ⌘+Eingabe
keys-ctrl-k = Strg+K ⌘+K
keys-ctrl-z = Strg+Z ⌘+Z
keys-edges = Zum ersten oder letzten der Liste
keys-enter = Eingabe
keys-home-end = Pos1 Ende
keys-letters = Kürzel aus einer Taste in diesem Browser verwenden
keys-next = Der nächste Punkt oder Launch der Liste
keys-open = Öffnen
keys-send = Absenden, was Sie gerade schreiben
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
quick-account = Passkeys, Schlüssel für Freigaben, Tokens, Sitzungen
quick-blocked = Was blockiert ist
quick-checklists = Vorlagen, mit denen Launches beginnen
quick-details = Zieldatum, Ticket, Artefakte, Regeln der Freigabe
quick-do = Tun
quick-due = Was bald fällig oder überfällig ist
quick-go = Gehe zu
quick-item = Punkt
quick-keys = Tasten zeigen
quick-launch = Launch
quick-launches = alle
quick-left = Was noch zu tun ist
quick-mine = Was auf mich wartet
quick-new = aus einer Vorlage
quick-nobodys = Wofür niemand zuständig ist
quick-not-here = Diese Seite war dafür nicht rechtzeitig bereit; es wurde nichts getan. Tun Sie es hier, sobald alles da ist, oder versuchen Sie es noch einmal.
quick-open-item = der geöffnete Punkt
quick-people = Konten und Einladungen
quick-persons = Wofür { $name } zuständig ist
quick-runbook = Runbook
quick-shortcuts = Tastenkürzel
quick-show = Zeige
quick-sign-off = freigeben, berichten, zustellen
quick-take = Zuständigkeit übernehmen
quick-tick = den geöffneten Punkt abhaken
quick-undo = Meine letzte Änderung rückgängig machen
quick-verify = Bericht prüfen
quick-waits = Was auf { $name } wartet
quick-waivers = angenommene Risiken aller Launches
quick-watch = Prüfungen nach Plan und Alarme

### Launch: was neben seinen Seiten gemeldet wird

conflict = „{ $what }“: { $by } hat inzwischen „{ $theirs }“ eingetragen ({ $field }); Ihr Wert war „{ $yours }“.
conflict-dated = „{ $what }“: { $by } hat inzwischen „{ $theirs }“ eingetragen ({ $field }); Ihr Wert war „{ $yours }“. Der andere ist vom { $at }, Ihrer vom { $asked }.
conflict-mine = Meinen Wert setzen
conflict-theirs = Anderen Wert behalten
news-asked = { $who } fragt Sie zu „{ $title }“
news-asked-show = Zeigen
news-commented = { $who } hat „{ $title }“ kommentiert
# { $words } ist eine der Wendungen des Verlaufs.
news-of-item = { $who }, „{ $title }“: { $words }
not-saved-text = „{ $what }“ wurde nicht gespeichert: { $why }. Sie schrieben: „{ $text }“
not-saved-lost = es war schon gespeichert, und der Server hat es mit dem späteren Stand des Launchs verloren; versuchen Sie es noch einmal
not-saved-then = als Sie es wollten, ging es nicht, und jetzt ginge es; versuchen Sie es noch einmal
not-saved-what = „{ $what }“ wurde nicht gespeichert: { $why }.
undo = Rückgängig machen
undo-done = Rückgängig gemacht: { $what }
undo-not = Jemand hat es seither geändert, deshalb wurde es nicht rückgängig gemacht.
undo-of-item = „{ $title }“: { $words }
undo-of-launch = Sie: { $words }
what-artifacts = Die Artefakte
what-change = Die Änderung
what-connection = Die Verbindung
what-name = Der Name
what-policy = Die nötigen Freigaben
what-revocation = Der Widerruf
what-role = Die Rolle
what-runbook = Das Runbook
what-target = Das Zieldatum
what-ticket = Das Change-Ticket
what-watching = Die Beobachtung
what-window = Das Änderungsfenster

### Noch keine Launches

board-empty = Noch keine Launches
board-empty-what = Ein Launch ist ein Release, das geprüft wird. Er beginnt mit einer Checkliste und endet mit einem signierten Bericht:
board-first = Ersten Launch anlegen
board-step-prove = { $what } Die Vorabprüfung fragt die echten Systeme und bewahrt auf, was sie geantwortet haben.
board-step-prove-what = Weisen Sie es nach.
board-step-sign = { $what } Das Gate sagt Go oder No-Go, mit Gründen. Freigaben und ein signierter Bericht gehen an das Change-Ticket.
board-step-sign-what = Geben Sie frei.
board-step-template = { $what } Ihre Punkte sagen, was stimmen muss, bevor Sie live gehen.
board-step-template-what = Beginnen Sie mit einer Vorlage.
board-step-work = { $what } Haken Sie Punkte ab, hängen Sie Nachweise an, und sehen Sie, wie Kolleginnen und Kollegen dasselbe tun.
board-step-work-what = Arbeiten Sie sie gemeinsam durch.

### Neuer Launch, und Checklisten zur Auswahl

new-checklist = Checkliste
new-checklist-wrong = Wählen Sie eine Checkliste
new-connection = Verbindung (optional)
new-connection-hint = Die Umgebung, die von den Prüfungen befragt wird. Wer den Server betreibt, richtet Verbindungen in holdpoint.toml ein.
new-lead = Ein Launch ist ein Release, das geprüft wird. Seine Checkliste bleibt bei der heutigen Version der Vorlage.
new-made = Der Launch „{ $name }“ ist angelegt.
new-made-before = Aus dem, was hier zuerst stand, ist schon ein Launch entstanden. Suchen Sie ihn bei den Launches und ändern Sie ihn dort; drücken Sie noch einmal, um einen weiteren anzulegen.
new-not-made = Der Launch „{ $name }“ wurde nicht angelegt. { $why }
new-make = Launch anlegen
new-making = Launch wird angelegt…
new-name = Name
new-name-hint = Was veröffentlicht wird, zum Beispiel Support-Chat 2.4
new-name-wrong = Geben Sie dem Launch einen Namen
new-no-connection = Noch keine
new-no-team = Vorerst niemand außer mir
new-target = Zieldatum (optional)
new-target-wrong = Geben Sie das Zieldatum als Kalendertag an
new-team = Personen und Zuständigkeiten (optional)
new-team-choice = { $name } ({ $id })
new-team-hint = Übernimmt aus einem früheren Launch mit dieser Checkliste, wer welche Rolle hat und wer für welchen Punkt zuständig ist.
new-team-not = Der Launch ist angelegt, aber ohne die Personen des früheren. { $why }
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
template-compare = Versionen vergleichen
template-counts =
    { $items ->
        [one] { $items } Punkt
       *[other] { $items } Punkte
    }, { $checks ->
        [one] { $checks } Prüfung
       *[other] { $checks } Prüfungen
    }
template-from = Von Version
template-lead = Ein Launch beginnt mit einer von diesen. Gibt es eine neuere Version, so bietet jeder Launch, der auf der Checkliste beruht, sie in seinen Angaben an. Weitere legt der Betreiber des Servers als Dateien in den Ordner, den { $setting } in holdpoint.toml nennt.
template-make-launch = Launch anlegen
template-older = Neue Launches beginnen mit Version { $version }.
template-proved-by = – nachgewiesen durch { $checks }
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
template-to = Zu Version
template-version = Version
template-versions =
    { $count ->
        [one] { $count } Version
       *[other] { $count } Versionen
    }
template-whole = Was darin ist

### Passkeys: warum es keine Antwort gibt

passkey-cancelled = Es wurde kein Passkey benutzt: Sie haben abgebrochen, es hat zu lange gedauert, oder dieses Gerät hat keinen für diesen Server.
passkey-insecure = Passkeys gehen nur über https und auf localhost. Öffnen Sie diesen Server unter seiner https-Adresse.
passkey-known = Dieses Gerät hat für dieses Konto schon einen Passkey.
passkey-not-made = Es wurde kein Passkey eingerichtet: Sie haben abgebrochen, oder es hat zu lange gedauert. Versuchen Sie es noch einmal, wenn Sie so weit sind.
passkey-not-supported = Dieser Browser ist zu alt für Passkeys. Aktualisieren Sie ihn, oder melden Sie sich anders an.
passkey-refused = Der Browser hat den Passkey abgelehnt: { $why }

### Personen: jemanden löschen

erase = Löschen…
erase-title = { $name } löschen
erase-what =
    { $events ->
        [0] In keinem Launch steht etwas, das diese Person geschrieben hat oder das ihren Namen nennt.
        [one] { $events } Ereignis in { $launches ->
            [one] { $launches } Launch
           *[other] { $launches } Launches
        } hat diese Person geschrieben, oder es nennt ihren Namen: Es wird ersetzt.
       *[other] { $events } Ereignisse in { $launches ->
            [one] { $launches } Launch
           *[other] { $launches } Launches
        } hat diese Person geschrieben, oder sie nennen ihren Namen: Sie werden ersetzt.
    }
erase-how = Das Konto verschwindet, mit seinen Passkeys und Sitzungen. Was signiert wurde, bleibt, wie es ist; der Verlauf lässt sich weiter prüfen und sagt, wie viel davon ersetzt wurde. Nichts bringt es zurück, außer einem Backup.
erase-type = Um fortzufahren, tippen Sie { $name }
erase-name-needed = Tippen Sie { $name }, Buchstabe für Buchstabe
erase-done = { $name } ist gelöscht.

### Personen

people-lead = Ein Konto allein zeigt keinen Launch: Rollen gibt es je Launch, auf der Seite mit seinen Angaben. Wem dieser Server gehört, der sieht jeden Launch und kann seine Rollen setzen.
people-owner = besitzt diesen Server
people-recovery = Wiederherstellungslink für { $name }
people-recovery-how = Geben Sie ihn auf einem Weg weiter, den nur diese Person liest. Er gilt einmal, innerhalb eines Tages; danach setzt sie ein neues Passwort oder einen Passkey.
people-recovery-link = Wiederherstellungslink
people-who-invites = Hier kann einladen, wem dieser Server gehört; ein Release-Manager kann es auf der Seite mit den Angaben eines Launchs.
people-you = (Sie)

### Regeln: welche Freigaben ein Launch verlangt

policy-and = { $before } und { $next }
policy-distinct = { $signers }; niemand zählt doppelt
policy-distinct-and-duties = { $signers }; niemand zählt doppelt; wer einen Punkt erledigt hat, gibt ihn nicht allein frei
policy-duties = { $signers }; wer einen Punkt erledigt hat, gibt ihn nicht allein frei
policy-signers = { $count } × { $role }

### Vorabprüfung

no-connection = Wählen Sie zuerst eine Verbindung.
checks-running =
    { $count ->
        [one] { $count } Prüfung läuft.
       *[other] { $count } Prüfungen laufen.
    }
preflight-lead = Führt alle Prüfungen auf einmal aus und hält fest, was jede sieht, Gutes wie Schlechtes.
preflight-empty = Die Vorlage dieses Launchs hat keine Prüfungen.
running = Läuft…
preflight-run = Vorabprüfung starten
tally-fail = { $count } nicht bestanden
tally-unknown = { $count } unbekannt
tally-stale = { $count } veraltet
tally-warn = { $count } mit Warnung
tally-pass = { $count } bestanden
tally-none = { $count } nicht gelaufen
check-is-running = Sie läuft.
receipt-attached = Prüfbeleg angehängt
receipt-proves-nothing = Die Prüfung ist nicht bestanden; ihr Prüfbeleg weist nichts nach.
use-as-evidence = Als Nachweis verwenden
can-prove = Kann belegen
connection-gone = Dieser Server hat keine Verbindung namens { $name } mehr. Wählen Sie eine andere, oder fragen Sie den Betreiber.
connection-environment = Umgebung
connection-add = Weitere Verbindung anlegen
connection-asked = Adressen und Geheimnisse
connection-api = API
connection-api-version = API-Version
connection-status = Statusseite
connection-webhook = Webhook
connection-health = Zustand
connection-token = Token
connection-webhook-secret = Webhook-Geheimnis
secret-none = nicht angegeben
secret-missing = angegeben, aber leer oder nicht vorhanden: Setzen Sie die Variable und starten Sie den Server neu, oder sorgen Sie dafür, dass die Datei da ist, vom Server gelesen werden kann und nur das Geheimnis enthält
secret-present = vorhanden
not-configured = nicht eingerichtet
connection-how = Prüfungen fragen die Umgebung, die der Betreiber dieses Servers eingerichtet hat. Schreiben Sie dies mit Ihren eigenen Adressen in { $file } und starten Sie den Server neu:
connection-copy = Zeilen
connection-secrets = Geheimnisse bleiben, wo sie sind: Die Datei nennt eine Umgebungsvariable oder eine Datei, und der Server liest sie, wenn eine Prüfung läuft. Sie werden nie gespeichert, nie gezeigt und nie auf dieser Seite eingegeben.

### Prüfbeleg

receipt-signed = Signierter Prüfbeleg
receipt-signed-about = Der Server hat signiert, was er gefragt hat, was er gehört hat und wie er urteilt. { $download } und prüfen Sie ihn mit { $command }.
receipt-download = Laden Sie ihn herunter
receipt-request-body =
    { $bytes ->
        [one] { $method } { $url }, mit { $bytes } Byte Inhalt
       *[other] { $method } { $url }, mit { $bytes } Bytes Inhalt
    }
receipt-body-binary = Der Inhalt ist kein Text; nur seine Prüfsumme wird aufbewahrt.
receipt-body-encoded = Der Inhalt war komprimiert; nur seine Prüfsumme wird aufbewahrt.
receipt-body-empty = Der Inhalt ist leer.
receipt-body =
    { $count ->
        [one] { $count } Byte
       *[other] { $count } Bytes
    }
receipt-body-cut =
    { $count ->
        [one] { $count } Byte, davon wird der Anfang gezeigt
       *[other] { $count } Bytes, davon wird der Anfang gezeigt
    }

### Prüfbelege

receipt-allowed = durch die Liste des Betreibers erlaubt
receipt-answered = antwortete { $status }
receipt-certificate = Zertifikat { $digest }
receipt-dialled = verbunden mit { $peer }
receipt-drilled = In einer Übung gesehen, { $at }, Dauer { $took }
receipt-fact = Angabe
receipt-findings = Was erwartet war und was zu sehen war
receipt-fresh-until = veraltet { $at }
receipt-fresh-until-then = veraltete { $at }
receipt-id = Prüfbeleg
receipt-internal = Unter einer Adresse gefragt, die nicht öffentlich ist; der Betreiber erlaubt es.
receipt-more = Anfragen und weitere Angaben
receipt-no-answer = keine Antwort
receipt-not-seen = nicht gesehen
receipt-pushed = Übermittelt, von einem Lauf { $at }
receipt-ran = Gelaufen { $at } · Dauer { $took } · gegen { $connection }
receipt-rules = Angewandte Regeln
receipt-seen = Gesehen
receipt-stale = Dieses Ergebnis ist zu alt oder von einer anderen Verbindung: Es weist nichts nach. Führen Sie die Prüfung noch einmal aus, übermitteln Sie ihr Ergebnis oder öffnen Sie wieder eine Übung.
receipt-unseen = Ein späterer Lauf, { $at }, ließ dieses Ergebnis stehen. { $why }

### Wiederherstellung

recover-title = Konto wiederherstellen
recover-back = Zurück zur Anmeldung
name-needed = Geben Sie Ihren Namen ein, wie er in Ihrem Konto steht
recover-code-needed = Geben Sie einen Ihrer Wiederherstellungscodes ein
recover-code-about = Ein Wiederherstellungscode lässt Sie einmal ein, um ein neues Passwort oder einen neuen Passkey zu setzen. Kein Code mehr da? Bitten Sie den Besitzer dieses Servers um einen Wiederherstellungslink.
your-name = Ihr Name
recover-code = Wiederherstellungscode
recover-code-hint = Etwa 7GQ2-M0XK-4T9D-HW3B
recover-use-code = Diesen Code benutzen
recover-link-about = Der Besitzer dieses Servers hat diesen Link für Sie erzeugt. Er gilt einmal: Sie werden angemeldet und setzen ein neues Passwort oder einen neuen Passkey.
recover-use-link = Diesen Link benutzen

### Rollback

runbook-none = Die Vorlage dieses Launchs hat kein solches Runbook.
run-none = Nichts läuft. Jeder Schritt wird mit Zeit und Person festgehalten; ein Probelauf wird als Probelauf festgehalten.
run-rehearse = Probelauf starten
run-start = Als Ernstfall starten
run-going = { $kind }, gestartet von { $name }, { $at }. Läuft seit { $time }
run-rehearsal = Probelauf
run-for-real = Ernstfall
run-abandon = Durchlauf abbrechen
why = Warum?
run-going-on = Läuft
run-succeeded = Gelungen
run-failed = Fehlgeschlagen
run-abandoned = Abgebrochen
run-a-step = ein Schritt
run-note = { $step }: { $state } – { $note }
run-no-note = keine Notiz
run-note-left = Der Durchlauf ist vorbei, und diese Notiz von Ihnen ist nicht festgehalten.
run-past = Frühere Durchläufe
run-column-when = Wann
run-column-kind = Art
run-column-outcome = Ausgang
run-column-took = Dauer
run-column-who = Wer
runbook-beside = Neben dem Runbook
resources = Nützliches
next-steps = Nächste Schritte
alert-column-name = Alarm
alert-column-condition = Bedingung
alert-column-severity = Schwere
alert-column-action = Maßnahme
resource-address = { $title }: { $url }
copy-command = Befehl
step-call = Anrufen: { $name }
step-call-link = wo { $name } zu erreichen ist
step-needs-check = Der Schritt endet mit einer bestandenen Prüfung: Führen Sie sie unten aus.
runbook-step-start = Schritt beginnen
runbook-step-done = Erledigt
runbook-step-failed = Fehlgeschlagen
runbook-step-skip = Überspringen
check-run-the = Prüfung ausführen
step-no-connection = Dieser Launch hat keine Verbindung; wählen Sie eine auf der Seite der Vorabprüfung.
step-why-skipped = Warum wird er übersprungen?
step-skip-it = Schritt überspringen
step-what-happened = Was ist geschehen?
step-record-failure = Fehlschlag festhalten
step-note-left = Der Schritt ist vorbei, und diese Notiz von Ihnen ist nicht festgehalten.
step-note-copied = Ihre Notiz

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
oidc-no-auth-time = { $p } sagt nicht, wann Sie sich dort angemeldet haben, und kann deshalb nicht nachweisen, dass Sie es jetzt sind. Bestätigen Sie es mit Passwort oder Passkey; haben Sie keines von beiden, bitten Sie den Besitzer dieses Servers um einen Wiederherstellungslink, und setzen Sie eines. Der Betreiber kann { $p } die Angabe auth_time senden lassen oder sessions_prove setzen.
oidc-no-provider = Dieser Server hat keine Anmeldung dieses Namens. Machen Sie mit einer weiter, die hier aufgeführt ist.
oidc-not-afresh = { $p } hat Sie durchgelassen, ohne zu fragen, wer Sie sind, und weist deshalb jetzt nichts nach. Melden Sie sich bei { $p } ab, und versuchen Sie es noch einmal, oder bestätigen Sie es mit Passwort oder Passkey.
oidc-not-linked = { $p } ist nicht mit dem Konto verknüpft, das hier angemeldet ist, und weist deshalb nichts nach. Verknüpfen Sie es zuerst mit diesem Konto, oder melden Sie sich ab und dann damit an.
oidc-nonce = Die Antwort von { $p } gehört zu einer anderen Anmeldung. Es wurde nichts angenommen; beginnen Sie hier noch einmal.
oidc-provider = der Anbieter
oidc-reference = { $sentence } Im Protokoll des Servers ist es die Nummer { $reference }.
oidc-refused = { $p } hat die Anfrage abgelehnt. Sagen Sie es dem Betreiber dieses Servers: Der Grund steht in seinem Protokoll.
oidc-set-up-needed = Auf diesem Server hat noch niemand ein Konto, und das erste wird nicht durch { $p } angelegt. Öffnen Sie den Einrichtungslink, den der Server beim Start ausgegeben hat.
oidc-signature = Die Antwort ist nicht mit einem Schlüssel von { $p } signiert. Es wurde nichts angenommen; sagen Sie es dem Betreiber.
oidc-state = Diese Anmeldung wurde schon beantwortet, hat länger als zehn Minuten gedauert oder wurde in einem anderen Browser begonnen. Beginnen Sie hier noch einmal.
oidc-token = Die Antwort von { $p } ist unvollständig oder fehlerhaft. Es wurde nichts angenommen; sagen Sie es dem Betreiber.
oidc-too-many = Das waren zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann noch einmal.
oidc-unreachable = Dieser Server erreicht { $p } nicht. Versuchen Sie es in einer Minute noch einmal; wenn es andauert, sagen Sie es dem Betreiber, der ihn vielleicht in [egress] allow nennen muss.

### Freigabe

sign-off-moved = Der Launch hat sich geändert, nachdem Sie ihn angesehen haben. Lesen Sie, was jetzt hier steht, und geben Sie dann frei.
sign-off-show-now = Zeigen, was jetzt hier steht
signatures = Freigaben
signatures-none = Noch hat niemand freigegeben.
signature-revoke-title = Freigabe widerrufen
signature-holds = Gilt
signature-stale = Veraltet
signature-revoked = Widerrufen
signature-lost = Zählt nicht
signature-over-server =
    { $count ->
        [one] Über { $snapshot }, für { $count } Punkt, dieser Server bürgt dafür
       *[other] Über { $snapshot }, für { $count } Punkte, dieser Server bürgt dafür
    }
signature-over-passkey =
    { $count ->
        [one] Über { $snapshot }, für { $count } Punkt, mit einem eigenen Passkey signiert
       *[other] Über { $snapshot }, für { $count } Punkte, mit einem eigenen Passkey signiert
    }
signature-over-ssh =
    { $count ->
        [one] Über { $snapshot }, für { $count } Punkt, mit einem eigenen SSH-Schlüssel signiert
       *[other] Über { $snapshot }, für { $count } Punkte, mit einem eigenen SSH-Schlüssel signiert
    }
signature-line = { $name } als „{ $role }“, { $at }
signature-changed = Seither geändert:
signature-changed-launch = Seither geändert: die Angaben zum Launch
signature-again = Geben Sie noch einmal frei, was jetzt hier steht: nur den Unterschied.
signature-role-lost = Wer freigegeben hat, hat die Rolle „{ $role }“ nicht mehr.
signature-revoked-by = Widerrufen von { $name }, { $at }: { $reason }
signature-revoke = Widerrufen
signature-revoke-whose = { $name } hat als „{ $role }“ freigegeben.
signature-revoke-why = Warum? Das bleibt neben der Freigabe sichtbar.
sign-as-manager = Release-Manager
sign-as-approver = Freigebende
sentence = { $words }.
signing = Wird freigegeben…
sign-no-server = Der Server antwortet nicht: Freigeben können Sie, sobald er es tut.
sign-changes-waiting = Änderungen von Ihnen sind noch unterwegs.
sign-looking = Ihre Schlüssel werden gesucht…
sign-read-first = Lesen Sie zuerst, was jetzt hier steht.
sign-recorded = Ihre Freigabe ist festgehalten.
sign-adds-all =
    { $all ->
        [one] Sie geben den einzigen Punkt frei.
       *[other] Sie geben alle { $all } Punkte frei.
    }
sign-adds-none = Sie geben den Launch selbst frei; für seine Punkte gilt Ihre Freigabe schon.
sign-adds-some = Sie geben { $left } von { $all } Punkten frei; die anderen sind nicht Ihre, oder Sie haben sie schon so freigegeben, wie sie sind.
sign = Freigeben
sign-no-role = Mit Ihrer Rolle in diesem Launch geben Sie nichts frei. Ein Release-Manager kann Ihnen die Rolle „Freigebende“ geben.
sign-as = Freigeben als
sign-comment = Kommentar (optional)
sign-password = Ihr Passwort noch einmal
sign-password-hint = Es wird geprüft und vergessen. Im Bericht steht, dass dieser Server für Ihre Freigabe bürgt.
sign-own-key = Ein eigener Schlüssel ist stärker: { $link }, und niemand sonst kann Ihre Freigabe geben.
sign-own-key-link = Richten Sie einen ein
sign-passkey-about = Ihr Passkey signiert den Fingerabdruck, der hier steht, in diesem Browser nachgerechnet.
sign-passkey = Mit Ihrem Passkey freigeben
sign-no-means = Sie haben weder einen Schlüssel für Freigaben noch ein Passwort. { $link }, und geben Sie dann damit frei.
sign-no-means-link = Richten Sie auf Ihrer Kontoseite einen Schlüssel ein
sign-key-lost = Ist Ihr Schlüssel auf einem anderen Gerät oder verloren? { $link }.
sign-key-lost-link = Richten Sie einen weiteren ein, und widerrufen Sie den verlorenen
sign-closed = Der Launch wurde geschlossen.
sign-something-else = Der Server hat eine Signatur über etwas anderes verlangt, als hier steht. Nichts wurde signiert. Laden Sie die Seite neu; geschieht es wieder, melden Sie es dem Betreiber dieses Servers.
sign-paste-needed = Fügen Sie die .sig-Datei ein, die ssh-keygen geschrieben hat
sign-terminal = Mit einem SSH-Schlüssel freigeben, in einem Terminal
sign-statement = Erklärung zum Signieren holen
sign-statement-download = { $link } und signieren Sie dann die Datei, wie sie ist:
sign-statement-download-link = Laden Sie die Erklärung herunter
sign-statement-says = Die Erklärung, die auf Ihre Signatur wartet: { $role }, geholt { $at }.
sign-statement-over = Was diese Erklärung umfasst, hat sich seither geändert, oder sie ist nicht Ihre: Signieren Sie sie nicht. Holen Sie eine neue.
sign-statement-other = Im Formular oben steht etwas anderes als in dieser Erklärung, oder der Launch ging weiter, seit sie geholt wurde; darum gibt es ihre Datei hier nicht. Haben Sie sie schon signiert, fügen Sie die Signatur ein; sonst holen Sie eine neue.
sign-paste = Die Signatur, aus der .sig-Datei
sign-send = Signatur senden
meanwhile-title = Geändert, während Sie gelesen haben
meanwhile-about = Wer jetzt freigibt, gibt auch das frei. Lesen Sie es zuerst.
meanwhile-then = Vorher
meanwhile-more =
    { $count ->
        [one] { $count } weiterer Punkt hat sich geändert.
       *[other] { $count } weitere Punkte haben sich geändert.
    }
meanwhile-read = Ich habe es gelesen
changes-other-snapshot = Der Server hat einen anderen Schnappschuss geschickt als den, den Sie freigegeben haben.
changes-launch = Der Launch selbst
changes-title = Seit Ihrer Freigabe geändert
changes-about = Für alles andere gilt Ihre Freigabe. Wenn Sie noch einmal freigeben, gilt das für diese Punkte und nur für diese.
nothing = nichts
changes-what = Was
changes-then = Bei Ihrer Freigabe
changes-now = Jetzt
changes-waiver = { $what }; bis { $end }
changes-seen = { $what }, gesehen { $at } von { $who }
changes-seen-until = { $what }, gesehen { $at } von { $who }, bis { $end }
compared-status = Status
compared-why = Warum
compared-set-by = Gesetzt von
compared-owner = Zuständig
compared-evidence = Nachweise
compared-waiver = Ausnahme
compared-name = Name
compared-target-date = Zieldatum
compared-change-window = Änderungsfenster
compared-change-ticket = Change-Ticket
compared-artifacts = Artefakte
compared-connection = Verbindung
compared-checklist = Checkliste
compared-signatures-needed = Nötige Freigaben
compared-checks = Prüfungen
delivery-no-system = Dieser Server hat kein Ticketsystem, das Ihre Berichte von diesem Launch annimmt. Wer ihn betreibt, richtet sie in holdpoint.toml unter [[tickets]] ein.
delivery-locked = Berichte stellt zu, wer Release-Manager dieses Launchs ist.
no-answer = Der Server antwortet nicht.
delivery-no-report = Stellen Sie zuerst einen Bericht aus.
asking = Wird gefragt…
delivery-system = Ticketsystem
delivery-ticket = Ticket
delivery-example = Etwa { $example }
delivery-each = Spätere Berichte von selbst dorthin senden
delivery-send = Neuesten Bericht zustellen
delivery-told = Der Bericht ist unterwegs zu { $ticket }.
delivery-state-waiting = Unterwegs
delivery-state-sent = Zugestellt
delivery-state-held = Abgelehnt
delivery-state-given-up = Aufgegeben
delivery-state-stopped = Angehalten
delivery-state-replaced = Durch einen späteren ersetzt
delivery-line = { $reference } in { $system }, Bericht { $report }, angefordert { $at }
delivery-later-too = Spätere Berichte auch
delivery-next = Nächster Versuch { $at }.
delivery-stop = Anhalten
delivery-tried = { $at }: { $outcome }
story-delivered = { $what } zugestellt: { $did }
story-delivery-later = { $what } konnte nicht zugestellt werden: { $why }. Nächster Versuch: { $at }
story-delivery-held = { $what } konnte nicht zugestellt werden: { $why }. Wartet, bis jemand es noch einmal versucht
story-delivery-given-up = Zustellung aufgegeben, { $what }: { $why }
delivery-did-commented = hat kommentiert
delivery-did-changed-comment = hat den Kommentar dieses Launchs geändert
delivery-did-status-there = der Commit hat den Status schon
delivery-did-set-status = hat den Commit-Status gesetzt
delivery-did-changed-check-run = hat den Check-Run geändert
delivery-did-made-check-run = hat den Check-Run angelegt
delivery-did-changed-note = hat die Notiz dieses Launchs geändert
delivery-did-wrote-note = hat eine Notiz geschrieben
delivery-did-work-note-there = der Datensatz hat die Arbeitsnotiz schon
delivery-did-wrote-work-note = hat eine Arbeitsnotiz geschrieben
delivery-did-approved = hat das Deployment nach { $environment } genehmigt
delivery-did-rejected = hat das Deployment nach { $environment } abgelehnt
delivery-did-not-waiting = der Lauf wartet nicht (mehr) auf ein Deployment nach { $environment }, also wurde nichts beurteilt
delivery-did-left-out = hat { $file } weggelassen: größer, als dieser Server sendet
delivery-did-left-out-there = hat { $file } weggelassen: zu groß für dieses System (413)
delivery-did-attached =
    { $count ->
        [one] hat { $count } Datei angehängt
       *[other] hat { $count } Dateien angehängt
    }
delivery-did-attached-before =
    { $count ->
        [one] { $count } Datei war schon angehängt
       *[other] { $count } Dateien waren schon angehängt
    }
delivery-no-system-now = holdpoint.toml hat dieses Ticketsystem nicht mehr
delivery-not-for = laut holdpoint.toml nimmt dieses Ticketsystem nur Berichte von anderen Launches oder anderen Personen an
delivery-files-gone = die Dateien des Berichts sind nicht mehr aufgehoben; stellen Sie einen neuen aus
delivery-secret = das Geheimnis, auf das holdpoint.toml verweist, ist nicht lesbar oder nicht brauchbar
delivery-policy = die Regeln des Betreibers für ausgehende Verbindungen oder Geheimnisse lassen die Adresse nicht zu
delivery-no-ticket = es gibt kein solches Ticket, oder das Token darf es nicht sehen
delivery-reference = die Angabe passt nicht mehr zum Ticketsystem: { $rule }
delivery-unreadable = die Antwort ist nicht, was die Dokumentation dieses Systems sagt
delivery-doing =
    { $doing ->
        [looking-for-the-comment] den Kommentar suchen
        [changing-the-comment] den Kommentar ändern
        [commenting] kommentieren
        [looking-for-the-commit-status] den Commit-Status suchen
        [setting-the-commit-status] den Commit-Status setzen
        [looking-for-the-check-run] den Check-Run suchen
        [changing-the-check-run] den Check-Run ändern
        [making-the-check-run] den Check-Run anlegen
        [looking-at-what-waits] nachsehen, was wartet
        [reviewing-the-deployment] das Deployment beurteilen
        [looking-for-the-note] die Notiz suchen
        [changing-the-note] die Notiz ändern
        [writing-the-note] die Notiz schreiben
        [looking-at-the-issue] den Vorgang ansehen
        [attaching-a-file] eine Datei anhängen
        [looking-for-the-record] den Datensatz suchen
        [looking-at-the-attachments] die Anhänge ansehen
        [looking-for-the-work-note] die Arbeitsnotiz suchen
        [writing-the-work-note] die Arbeitsnotiz schreiben
       *[other] { $words }
    }: { $why }
delivery-answered =
    das Ticketsystem hat mit { $status } geantwortet: { $meaning ->
        [401] Es nimmt das Token nicht an; der Betreiber muss es erneuern
        [403] Das Token darf das nicht; der Betreiber muss ihm das Recht geben
        [404] Es gibt kein solches Ticket, oder das Token darf es nicht sehen
        [413] Für dieses System ist es zu groß
        [429] Zu viele Anfragen; es bittet zu warten
        [500] Es ist außer Betrieb
        [400] So nimmt es das nicht an
       *[other] Eine Antwort, die hier niemand erwartet
    }
report-signing = Der Bericht wird signiert…
report-told = Der Bericht ist ausgestellt.
report = Bericht
report-about = Eine signierte Datei für das Change-Ticket. Sie sagt, was diese Seite sagt, was es auch sei, und lässt sich ohne Netz prüfen.
report-no-go = Jetzt ausgestellt, sagt er No-Go.
report-issue = Bericht ausstellen
report-issue-new = Neuen Bericht ausstellen
report-issued = Ausgestellt { $at }, über Eintrag { $place } des Verlaufs, mit { $decision }
report-behind = Seither ist etwas geschehen. Stellen Sie einen neuen aus, der auch davon erzählt.
report-html = Bericht für Menschen
report-pdf = PDF, mit dem signierten Nachweis im Anhang
report-markdown = Markdown, für ein Ticket
report-csv = CSV, für eine Tabelle
report-json = Signierter Nachweis
report-tlog-proof = Nachweis seiner Stelle im Verlauf
report-history = Alles, was geschehen ist
report-trust = Schlüssel und Personen dieses Servers
report-signers = Schlüssel der Freigebenden, für ssh-keygen
report-verify = Bericht prüfen
report-trust-about = Holen Sie trust.json einmal, von jemandem, dem Sie trauen; danach kann hier niemand ändern, was damit gilt.
report-verify-where = { $link } oder in einem Terminal:
report-verify-link = In diesem Browser prüfen
signed-title = Was freigegeben wird
signed-about = Wer freigibt, gibt genau diesen Stand frei (Eintrag { $place } des Verlaufs):
copy-fingerprint = Fingerabdruck
signed-nothing = nichts
signed-launch = { $name } ({ $id })
launch = Launch
change-window = Änderungsfenster
from-to = { $from } bis { $to }
items-title = Punkte
signed-all-done = Jeder Punkt ist erledigt, ohne Ausnahme.
signed-exceptions =
    { $count ->
        [one] { $count } Punkt ist nicht einfach erledigt
       *[other] { $count } Punkte sind nicht einfach erledigt
    }
signed-whole =
    { $count ->
        [one] Alles, was freigegeben wird: { $count } Punkt, Runbooks, Regeln
       *[other] Alles, was freigegeben wird: { $count } Punkte, Runbooks, Regeln
    }
signed-section = { $title } ({ $count })
signed-untouched = Seinen Status hat niemand gesetzt.
signed-owner = Zuständig: { $name }
signed-waiver = Ausnahme beantragt von { $asker }, genehmigt von { $approver }; endet am { $end }
signed-evidence = { $who }, gesehen am { $seen }, festgehalten am { $recorded }
signed-evidence-until = { $who }, gesehen am { $seen }, festgehalten am { $recorded }, gilt bis { $end }
signed-receipt-before = Ein früherer Lauf der Prüfung: Von seinem Ergebnis wird nur die Nummer dieses Prüfbelegs freigegeben.
signed-run = Gestartet von { $name } am { $from }
signed-run-ended = Gestartet von { $name } am { $from }, beendet am { $to }
signed-member = { $name }: { $role }
signed-member-for = { $name }: { $role }, für { $sections }
checks = Prüfungen
check = Prüfung
check-result = Ergebnis
check-ran = Gelaufen
sign-password-needed = Geben Sie Ihr Passwort noch einmal ein: Damit geben Sie frei

### Anmelden

sign-in = Anmelden
sign-in-going = Anmeldung läuft…
sign-in-lost = Passkey oder Passwort verloren? { $link }.
sign-in-lost-link = Wiederherstellungscode benutzen
sign-in-report = Sie haben einen Bericht zu prüfen? { $link }, ohne Konto.
sign-in-report-link = Bericht prüfen
sign-in-no-account = Kein Konto? Bitten Sie, wer diesen Server betreibt, um einen Einladungslink.
sign-in-device = Warten auf Ihr Gerät…
sign-in-passkey = Mit einem Passkey anmelden
sign-in-or-password = Oder mit Ihrem Passwort:
set-up-title = Holdpoint einrichten
set-up-link = Auf diesem Server hat noch niemand ein Konto. Beim Start hat er einen einmaligen Einrichtungslink ausgegeben, der so aussieht:
set-up-open = Öffnen Sie diesen Link, um das erste Konto anzulegen. Ihm gehört der Server, und es kann andere einladen.
set-up-lost = Verloren? Starten Sie den Server neu: Solange es kein Konto gibt, gibt er einen neuen Link aus.
set-up-first = Das erste Konto anlegen
invited-title = Einladung annehmen
set-up-lead = Dieser Server wird Ihnen gehören: Sie können andere einladen und Launches anlegen.
invited-lead = Jemand hat Sie eingeladen, hier an Launches zu arbeiten. Wählen Sie den Namen, den die anderen sehen.
invited-signed-in = Sie sind als { $name } angemeldet, und dieser Link macht ein Konto für jemand anderen. Melden Sie sich zuerst ab, um ihn zu benutzen, und öffnen Sie ihn dann noch einmal.
invited-again = Haben Sie mit diesem Link schon ein Konto angelegt? { $link }
link-incomplete = Dieser Adresse fehlt ihr einmaliger Code, der Teil hinter dem #-Zeichen. Öffnen Sie den ganzen Link noch einmal.
your-name-hint = Was andere sehen, etwa Ada Lovelace
set-up-going = Das Konto wird angelegt…
set-up-make = Konto anlegen
your-name-needed = Geben Sie den Namen ein, den andere sehen
provider-continue = Weiter mit { $name }
provider-again = Noch einmal mit { $name } anmelden
provider-link = Mit { $name } verknüpfen

### Entwicklung eines Launchs

trend-day = Tag (UTC)
trend-days = Tage
trend-first-day =
    Erledigte Punkte am ersten Tag, dem { $day }: jetzt { $settled } von { $total }; { $reasons ->
        [one] { $reasons } Grund
       *[other] { $reasons } Gründe
    } gegen ein Go. Ab morgen zeigen Linien, wie sich das ändert.
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
        [one] jetzt { $reasons } Grund
       *[other] jetzt { $reasons } Gründe
    } gegen ein Go, am Anfang { $before }.

### Eine Verbindung ausprobieren, bevor es sie gibt

trial-title = Neue Verbindung
trial-lead = Eine Verbindung ist eine Umgebung, die von Prüfungen gefragt wird. Probieren Sie hier ihre Adressen aus und kopieren Sie die fertigen Zeilen in holdpoint.toml: Nur diese Datei macht Verbindungen, und diese Seite behält keine.
trial-link = Neue Verbindung ausprobieren und ihre Zeilen erhalten
trial-palette = Umgebung ausprobieren, Zeilen für holdpoint.toml erhalten
trial-owner-only = Nur der Besitzer dieses Servers kann Verbindungen ausprobieren. Fragen Sie ihn, oder wer den Server betreibt.
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
trial-health-url = URL des Zustands
trial-health-url-hint = Ihr eigenes Zustandsdokument, etwa https://app.example.com/health
trial-no-secrets = Geben Sie hier kein Geheimnis ein. Holdpoint speichert keines: Schreiben Sie, wo der Server es findet. Beim Ausprobieren wird nachgesehen, ob es da ist; gesendet wird es nirgendwohin, denn nur holdpoint.toml bestimmt, wohin ein Geheimnis darf.
trial-token = Token, als Verweis
trial-token-hint = env:NAME oder file:/absoluter/pfad, nie das Token selbst. Später geht es an die Basis-URL und sonst nirgendwohin.
trial-webhook-secret = Webhook-Geheimnis, als Verweis
trial-webhook-secret-hint = env:NAME oder file:/absoluter/pfad. Es signiert Zustellungen und wird selbst nie gesendet.
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
trial-next = Fügen Sie sie in holdpoint.toml ein, legen Sie jedes Geheimnis dorthin, wo seine Zeile es nennt, und starten Sie den Server neu: Dann beweist die Vorabprüfung eines Launchs mit dieser Verbindung das Token.
trial-not-accepted = Der Server würde damit nicht starten: { $reason }.
trial-accepted = Nichts spricht dagegen.
trial-refused = Die Regeln für ausgehende Verbindungen verbieten es: { $reason }.
# Why the outbound policy refuses an address, or a server with such a connection would not start, by its kind; behind a colon.
trial-against-long-url = die URL hat mehr als { $most } Zeichen; kürzen Sie sie
trial-against-character = die URL enthält ein Leerzeichen, ein Steuerzeichen oder einen umgekehrten Schrägstrich; schreiben Sie es prozentkodiert oder als '/'
trial-against-scheme = die URL beginnt nicht mit http:// oder https:// und einem Host; nur diese beiden werden gesprochen
trial-against-user-info = die URL enthält vor dem '@' einen Benutzernamen oder ein Passwort; entfernen Sie es, und geben Sie Geheimnisse als Verweis an
trial-against-spelling =
    der Host ist nicht in seiner üblichen Form geschrieben; schreiben Sie { $usual ->
        [four-decimal-numbers-from-0-to-255-without-leading-zeros-such-as-192-0-2-1] vier Dezimalzahlen von 0 bis 255 ohne führende Nullen, etwa 192.0.2.1
        [an-ipv6-address-in-brackets-without-a-zone-such-as-2001-db8-1] eine IPv6-Adresse in eckigen Klammern, ohne Zone, etwa [2001:db8::1]
       *[other] { $usual }
    }
trial-against-no-public-name =
    { $host } kann kein öffentlicher Name sein: { $why ->
        [it-contains-characters-or-punycode-that-no-host-name-has] er enthält Zeichen oder Punycode, die kein Hostname hat
        [it-is-longer-than-253-octets] er ist länger als 253 Oktette
        [each-of-its-labels-needs-1-to-63-octets] jeder seiner Teile braucht 1 bis 63 Oktette
        [a-label-starts-or-ends-with-a-hyphen] ein Teil beginnt oder endet mit einem Bindestrich
        [it-means-this-machine-rfc-6761] er meint diesen Rechner (RFC 6761)
        [it-means-this-machine] er meint diesen Rechner
        [it-is-for-multicast-dns-rfc-6762] er ist für Multicast-DNS (RFC 6762)
        [it-is-for-private-networks] er ist für private Netze
        [it-is-used-in-private-networks] er wird in privaten Netzen verwendet
        [it-is-completed-by-a-search-list-inside-a-cluster] er wird in einem Cluster durch eine Suchliste ergänzt
        [it-is-for-infrastructure-rfc-3172-rfc-8375] er ist für Infrastruktur (RFC 3172, RFC 8375)
        [it-is-for-tor-rfc-7686] er ist für Tor (RFC 7686)
        [it-is-not-in-the-dns-rfc-9476] er steht nicht im DNS (RFC 9476)
        [it-never-exists-rfc-6761] es gibt ihn nie (RFC 6761)
        [it-is-for-tests-rfc-6761] er ist für Tests (RFC 6761)
        [it-is-for-documentation-rfc-6761] er ist für Dokumentation (RFC 6761)
        [it-has-a-single-label] er besteht aus einem einzigen Teil
       *[other] { $why }
    }; soll er trotzdem gefragt werden, nimmt der Betreiber ihn in [egress] allow auf
trial-against-port-syntax = der Port ist keine Zahl von 1 bis 65535; berichtigen Sie ihn, oder lassen Sie ihn weg
trial-against-other-port = Port { $port } ist weder 80 noch 443; soll er trotzdem benutzt werden, nimmt der Betreiber "{ $host }:{ $port }" in [egress] allow auf
trial-against-no-public-address =
    { $host } ist { $address } oder führt dorthin, und das ist { $why ->
        [this-network-rfc-791] dieses Netz (RFC 791)
        [in-a-private-network-rfc-1918] in einem privaten Netz (RFC 1918)
        [a-cloud-s-metadata-service] der Metadatendienst einer Cloud
        [in-a-carrier-s-or-overlay-network-rfc-6598] im Netz eines Betreibers oder in einem Overlay (RFC 6598)
        [this-machine-itself-loopback] dieser Rechner selbst (Loopback)
        [a-cloud-s-host-agent] der Hostagent einer Cloud
        [link-local-where-clouds-serve-their-metadata-rfc-3927] link-lokal, wo Clouds ihre Metadaten anbieten (RFC 3927)
        [reserved-for-protocol-assignments-rfc-6890] für Protokolle reserviert (RFC 6890)
        [for-documentation-rfc-5737] für Dokumentation (RFC 5737)
        [an-as112-anycast-address-rfc-7535] eine AS112-Anycast-Adresse (RFC 7535)
        [an-amt-relay-s-anycast-address-rfc-7450] die Anycast-Adresse eines AMT-Relays (RFC 7450)
        [a-6to4-relay-s-anycast-address-rfc-7526] die Anycast-Adresse eines 6to4-Relays (RFC 7526)
        [an-as112-anycast-address-rfc-7534] eine AS112-Anycast-Adresse (RFC 7534)
        [for-benchmarks-rfc-2544] für Leistungsmessungen (RFC 2544)
        [multicast-rfc-5771] Multicast (RFC 5771)
        [reserved-or-broadcast-rfc-1112-rfc-919] reserviert oder Broadcast (RFC 1112, RFC 919)
        [no-address-at-all] gar keine Adresse
        [ipv4-compatible-rfc-4291-deprecated] IPv4-kompatibel (RFC 4291, veraltet)
        [ipv4-translated-rfc-2765] IPv4-übersetzt (RFC 2765)
        [a-nat64-address-rfc-6052] eine NAT64-Adresse (RFC 6052)
        [a-local-nat64-address-rfc-8215] eine lokale NAT64-Adresse (RFC 8215)
        [a-teredo-address-rfc-4380] eine Teredo-Adresse (RFC 4380)
        [reserved-for-protocol-assignments-rfc-2928] für Protokolle reserviert (RFC 2928)
        [for-documentation-rfc-3849] für Dokumentation (RFC 3849)
        [a-6to4-address-rfc-3056] eine 6to4-Adresse (RFC 3056)
        [for-documentation-rfc-9637] für Dokumentation (RFC 9637)
        [in-a-private-network-rfc-4193] in einem privaten Netz (RFC 4193)
        [link-local-rfc-4291] link-lokal (RFC 4291)
        [multicast-rfc-4291] Multicast (RFC 4291)
        [a-way-to-an-ipv4-address-that-is-not-public] ein Weg zu einer IPv4-Adresse, die nicht öffentlich ist
        [not-allocated-to-global-unicast] nicht für globales Unicast vergeben
       *[other] { $why }
    }; soll die Adresse trotzdem gefragt werden, nimmt der Betreiber sie in [egress] allow auf
trial-against-own-listener = { $host } ist dieser Server selbst; eine Prüfung darf nicht zu ihm zurückrufen
trial-against-led-inside = { $host } ist nicht öffentlich, und ein öffentlicher Server hat dorthin geführt; fragen Sie ihn über eine Verbindung, die ihn nennt
trial-against-path = der Pfad muss mit '/' beginnen und darf den Host der Verbindung nicht verlassen
trial-against-secret-over-http = ein Geheimnis wird nur über https gesendet, oder an eine Loopback-Adresse, die in [egress] allow steht; verwenden Sie https für { $host }
trial-against-secret-elsewhere = das Geheimnis gehört zu { $own }; an { $host } wird es nicht gesendet
trial-against-no-address = { $host } hat keine Adresse; prüfen Sie die Schreibweise und die DNS-Einträge
trial-against-resolve-timed-out = { $host } wurde nicht innerhalb von { $seconds } s aufgelöst; prüfen Sie die Nameserver dieses Rechners
trial-against-many-addresses = { $host } hat { $count } Adressen, mehr als { $most }; prüfen Sie die DNS-Einträge
trial-against-name-taken = eine andere Verbindung hat diesen Namen; jeder Name steht nur einmal
trial-against-base-of-paths = daran werden Pfade angehängt; entfernen Sie, was mit '?' oder '#' beginnt
trial-against-token-without-url = ein Token gehört zu einer { $place }; ergänzen Sie sie, oder entfernen Sie das Token
trial-against-no-api-version = hier stehen 1 bis { $most } sichtbare ASCII-Zeichen, etwa 2.14
trial-against-deliveries-without-target = Zustellungen brauchen webhook_url und webhook_secret; ergänzen Sie sie, oder entfernen Sie dies
trial-against-other-tokens-alone = sie werden mit dem Token verglichen; ergänzen Sie es, oder entfernen Sie sie
trial-against-many-other-tokens = höchstens { $most } sind möglich; nennen Sie die Umgebungen, auf die es ankommt
trial-against-fingerprint-key-alone = das ist der Schlüssel zu einem deployed_fingerprint; ergänzen Sie diesen, oder entfernen Sie dies
trial-against-fingerprint-without-parts = dazu gehören token, health_url und fingerprint_key; ergänzen Sie, was fehlt, oder entfernen Sie dies
trial-against-no-pointer = hier steht ein JSON Pointer, der mit '/' beginnt, etwa /tokenFingerprint
trial-against-forbidden-path-alone = das ist ein Pfad an der base_url; ergänzen Sie diese, oder entfernen Sie dies
trial-against-no-forbidden-path = hier steht ein Pfad an der base_url, der mit '/' beginnt, etwa /admins
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
trial-not-answered = Keine Antwort: { $failure }.
trial-answered = Antwortet mit { $status } nach { $latency }.
trial-answered-without-token = Antwortet mit { $status } nach { $latency }: Es ist jemand da, und ohne Token ist das in Ordnung.
trial-answered-elsewhere = Antwortet mit { $status } nach { $latency } und führt anderswohin: Schreiben Sie die Adresse, zu der es führt.
trial-answered-head = Antwortet auf HEAD mit { $status } nach { $latency }; so probieren Anbieter die Adresse, wenn sie eingetragen wird.
trial-status-page = Ein Statusdokument, wie Statuspage es schreibt (v2); es sagt jetzt „{ $indicator }“.
trial-no-status-page = Kein Statusdokument, wie Statuspage es schreibt (v2), mit „page“ und „status.indicator“. Meist liegt es unter /api/v2/status.json.
trial-health = Ein Zustandsdokument; sein Status ist jetzt „{ $status }“.
trial-no-health = Kein Zustandsdokument: Erwartet wird JSON mit einem Wort als „status“, etwa healthy.
trial-secret-there = Der Server findet dort ein Geheimnis. Sein Wert wird nicht gesagt.
trial-secret-missing-variable = Noch nicht da: Setzen Sie die Umgebungsvariable { $name } dort, wo der Server gestartet wird, und starten Sie ihn neu.
trial-secret-missing-file = Noch nicht da: Schreiben Sie das Geheimnis, und nichts sonst, in die Datei { $path } auf dem Server.
trial-secret-not-permitted = Der Server darf { $path } nicht lesen: Geben Sie seinem Benutzer Leserecht auf die Datei.
trial-secret-no-folder = Der Server kann { $path } nicht lesen: Ein Teil dieses Pfads ist kein Ordner. Berichtigen Sie den Pfad.
trial-secret-too-slow = { $path } zu lesen hat zu lange gedauert: Legen Sie das Geheimnis in eine gewöhnliche Datei auf der Platte des Servers.
trial-secret-unreadable = Der Server kann { $path } nicht lesen: Prüfen Sie den Pfad und seine Rechte.
trial-secret-unusable = Was unter { $reference } liegt, ist kein Geheimnis in einer Zeile aus sichtbarem ASCII: Legen Sie es allein dort ab.

### Bis wann eine Freigabe gilt

holds-always = Nichts, worauf eine Freigabe beruht, läuft ab.
holds-before-window = Endet vor dem Änderungsfenster: Worauf eine Freigabe beruht, gilt bis { $end }, das Fenster bis { $to }. Erneuern Sie, was zuerst endet: Das Gate nennt es.
holds-into-window = Endet im Änderungsfenster: Worauf eine Freigabe beruht, gilt bis { $end }, das Fenster bis { $to }. Erneuern Sie, was zuerst endet: Das Gate nennt es.
holds-past-window = Eine Freigabe gilt bis { $end }; dann endet das Erste, worauf sie beruht, nach dem Änderungsfenster.
holds-until = Eine Freigabe gilt bis { $end }; dann endet das Erste, worauf sie beruht.

### Bericht prüfen

verify-title = Einen Bericht prüfen
verify-lead = Dateien werden auf dieser Seite gelesen und nirgendwohin gesendet; ist sie einmal offen, geht es ohne Netz. Sie sagt, was { $command } sagt.
verify-drop = Dateien hier ablegen oder auswählen
verify-drop-hint = Die Datei .signoff.sigstore.json des Berichts; dazu trust.json und was sonst mitkam: HTML, .tlog-proof, Verlauf
verify-file-fault = { $name }: { $fault }
verify-nobody-can-tell-why = Weder bestätigt noch widerlegt. { $why }
verify-nobody-can-tell = Weder bestätigt noch widerlegt
verify-take-away-file = { $name } wegnehmen
verify-take-away = Wegnehmen
verify-files = Dateien
verify-took = Beurteilt in { $milliseconds } ms, in diesem Browser.
verify-earlier = Einen früheren Bericht desselben Launchs hinzufügen
verify-earlier-drop = Den früheren Bericht hier ablegen oder auswählen
verify-earlier-drop-hint = Seine Datei .signoff.sigstore.json und der Nachweis, dass der Verlauf seither nur ergänzt wurde; ohne den Nachweis sagt der Schritt „consistency“, wo es ihn gibt
verify-what = Was geprüft wurde
verify-outcome = Ergebnis
verify-step = Schritt
verify-found = Was gefunden wurde
verify-yourself = Ohne diese Seite
verify-yourself-about = Eine Seite kommt von einem Server, und ein Server kann lügen. Der Befehl ist ein Programm, das Sie selbst bauen oder festlegen; auch openssl, ssh-keygen und securesystemslib prüfen ihre Teile eines Berichts.
own-test-not-yet = Diese Seite wird an einem bekannten Bericht erprobt.
own-test-right = In diesem Browser erprobt: Ein bekannter Bericht gilt, und mit einem geänderten Zeichen gilt er nicht.
own-test-wrong = Dieser Browser beurteilt einen bekannten Bericht falsch, also wird er nach Ihrem nicht gefragt; nehmen Sie einen anderen oder den Befehl.
story-title = Der Verlauf des Launchs
story-steps = Schritte durch den Verlauf
story-earlier = Frühere Freigabe
story-before = Davor
story-next = Danach
story-later = Spätere Freigabe
story-event = Ereignis, 1 bis { $size }
story-unknown = Vor dieser Stelle wurde etwas aus dem Verlauf gelöscht; wie der Launch stand, lässt sich deshalb nicht sagen.
story-unproven = Kein Bericht, der hier angegeben und bestätigt wurde, belegt den Verlauf bis zu dieser Stelle: Von wem Sie die Datei haben, der könnte ihn geschrieben haben.
story-after =
    { $reasons ->
        [one] Direkt danach: { $decision } mit { $reasons } Grund, { $settled } von { $total } Punkten erledigt.
       *[other] Direkt danach: { $decision } mit { $reasons } Gründen, { $settled } von { $total } Punkten erledigt.
    }
story-items = Punkte, wie sie damals standen
item = Punkt
status = Status
evidence = Nachweise
verify-verdict-verified = Bestätigt
verify-verdict-self-consistent = In sich stimmig, nicht bestätigt
verify-verdict-not-verified = Nicht bestätigt
verify-outcome-holds = stimmt
verify-outcome-failed = FEHLER
verify-outcome-not-checked = nicht geprüft
verify-file-report = der Bericht oder ein Prüfbeleg
verify-file-trust = die Schlüssel und Personen, denen Sie trauen
verify-file-trust-signature = die Signatur Ihrer Organisation über die Vertrauensdatei
verify-file-trust-signer = der öffentliche Schlüssel Ihrer Organisation
verify-file-html = der Bericht für Menschen
verify-file-tlog-proof = der Nachweis für die Stelle des Berichts im Verlauf
verify-file-history = der Verlauf des Launchs
verify-file-earlier = ein früherer Bericht
verify-file-consistency = der Nachweis, dass der Verlauf mit dem eines früheren Berichts beginnt
bad-signer = das ist kein öffentlicher SSH-Schlüssel der Art ssh-ed25519, ecdsa-sha2-nistp256 oder ssh-rsa mit mindestens 2.048 Bit; fügen Sie die .pub-Datei ein
bad-no-trust = ein öffentlicher Schlüssel zum Prüfen der Vertrauensdatei ist da, aber keine Vertrauensdatei; geben Sie auch trust.json an
unreadable-empty = die Datei ist leer; laden Sie den Bericht noch einmal herunter
unreadable-too-large = die Datei hat { $bytes } Bytes, mehr als { $most }; kein Bericht ist so groß
unreadable-truncated = die Datei endet zu früh, in Zeile { $line }, Spalte { $column }; laden Sie den Bericht noch einmal herunter
unreadable-not-json = die Datei ist kein JSON ({ $what }); geben Sie die Datei .signoff.sigstore.json an, nicht die .html
unreadable-no-bundle = die Datei ist JSON, aber kein Sigstore-Bundle: Sie hat keinen mediaType; geben Sie die Datei .signoff.sigstore.json an
unreadable-other-version = das Bundle hat den Medientyp { $found }; diese Fassung liest { $known }; benutzen Sie eine neuere oder ältere Fassung des Werkzeugs
unreadable-foreign = das ist ein Bundle eines anderen Werkzeugs: { $what }
unreadable-newer = der Bericht hat das Format { $found }; diese Fassung liest { $known }; benutzen Sie eine neuere Fassung des Werkzeugs
unreadable-earlier-rendition = das HTML des Berichts wurde nach den Regeln { $found } gemacht; diese Fassung kennt sie ab { $known }; benutzen Sie die Fassung, die den Bericht gemacht hat
unreadable-newer-rendition = das HTML des Berichts wurde nach den Regeln { $found } gemacht; diese Fassung kennt sie bis { $known }; benutzen Sie eine neuere Fassung des Werkzeugs
unreadable-malformed = das Bundle ist nicht wohlgeformt: { $what }
bad-trust-form = die Vertrauensdatei ist kein JSON von der Form, die trust.json hat: { $why }
bad-trust-version = die Vertrauensdatei hat die Version { $version }; diese Fassung liest 1
bad-trust-report-key = der Berichtsschlüssel { $key } der Vertrauensdatei ist kein P-256-Schlüssel in PEM, oder seine keyid ist nicht dessen SHA-256
bad-trust-log-key = die Vertrauensdatei hat einen Verlaufsschlüssel, der kein Ed25519-Prüfschlüssel ist: { $key }
bad-trust-approver-key = die Vertrauensdatei hat einen Schlüssel von { $whose }, der sich nicht lesen lässt: { $why }
bad-trust-authority = die Zeitstempelstelle { $name } der Vertrauensdatei hat kein Zertifikat, das sich lesen lässt: { $why }
bad-trust-twice = in der Vertrauensdatei steht { $what } zweimal
bad-trust-empty = die Vertrauensdatei legt keinen Berichtsschlüssel oder keinen Verlaufsschlüssel fest; mit ihr ließe sich nichts prüfen
bad-history-no-line = Zeile { $line } des Verlaufs gehört zu keinem Verlauf: einem Objekt mit leaf und payload
bad-history-no-leaf = Zeile { $line } des Verlaufs hat ein leaf, das diese Version nicht lesen kann
bad-history-other-launch = Zeile { $line } des Verlaufs ist von einem anderen Launch als die erste
bad-history-empty = Zeile { $line } des Verlaufs fehlt: Die Datei ist leer
bad-history-replaced = Zeile { $line } des Verlaufs wurde ersetzt, und kein späteres Ereignis sagt das
bad-history-other-payload = Zeile { $line } des Verlaufs hat eine andere payload, als ihr leaf sagt
bad-history-unknown-event = Zeile { $line } des Verlaufs nennt ein Ereignis, das diese Version nicht kennt

### Bericht prüfen: was gefunden wurde

found-refusal =
    { $more ->
        [0] Nicht bestätigt. { $step }: { $detail }.
        [one] Nicht bestätigt. { $step }: { $detail }. Ein weiterer Schritt ist fehlgeschlagen.
       *[other] Nicht bestätigt. { $step }: { $detail }. { $more } weitere Schritte sind fehlgeschlagen.
    }
found-of = { $name } als „{ $role }“: { $found }
found-go = Go
found-no-go = No-Go
found-part-launch = Launch
found-part-person = Person
found-part-time = Zeit
found-part-place = Stelle
found-part-revision = Stand
found-part-approval = Freigabe
found-part-role = Rolle
found-part-comment = Kommentar
found-part-snapshot = Schnappschuss
found-part-statement = Erklärung
found-part-attestation = Attestierung
found-part-items = Punkte
found-part-revocation = Widerruf
found-key-own = keine Vertrauensdatei wurde angegeben; der Schlüssel ist der, den die Datei mitbringt
found-key-own-none = keine Vertrauensdatei wurde angegeben, und die Datei bringt keinen eigenen Schlüssel mit
found-key-unlisted = die Datei ist mit { $key } signiert, und dieser steht nicht in der Vertrauensdatei
found-key-out-of-use-issued = { $key } ist festgelegt, war aber am { $at }, als die Datei ausgestellt worden sein soll, nicht in Gebrauch
found-key-in-use = { $key } ist festgelegt und war am { $at } in Gebrauch
found-key-out-of-use = { $key } ist festgelegt, war aber am { $at } nicht in Gebrauch
found-signature-report-no-fit = die Signatur passt unter dem Schlüssel { $key } nicht zum Bericht
found-signature-receipt-no-fit = die Signatur passt unter dem Schlüssel { $key } nicht zum Prüfbeleg
found-signature-fits = ECDSA P-256 mit dem Schlüssel { $key }
found-statement-form = die signierte Erklärung hat nicht die Form von { $form }: { $why }
found-statement-read = in-toto Statement v1 mit { $form }
found-log-key-other = der Verlaufsschlüssel des Berichts gehört nicht zum Verlauf von { $launch }
found-log-key-own = keine Vertrauensdatei wurde angegeben; der Schlüssel des Verlaufs ist der, den der Bericht mitbringt
found-log-key-unlisted = in der Vertrauensdatei steht dieser Schlüssel nicht für den Verlauf { $log }
found-trust-not-countersigned = die Vertrauensdatei ist nicht gegengezeichnet: trust.json.sig, wie ssh-keygen -Y sign sie erzeugt, wurde nicht angegeben
found-trust-countersigned = die Vertrauensdatei ist mit { $key } gegengezeichnet
found-snapshot-read = { $digest }, Stand { $place }, Punkte: { $count }
found-snapshot-media = der Medientyp des Schnappschusses ist nicht { $kind }
found-snapshot-digest = die Bytes des Schnappschusses haben nicht die Prüfsumme, die der Bericht angibt
found-snapshot-unread = der Schnappschuss lässt sich nicht lesen: { $why }
found-snapshot-version = der Schnappschuss hat die Version { $version }; diese Fassung liest 1
found-snapshot-twice = im Schnappschuss steht { $what } zweimal
found-snapshot-policy = kein Launch hat die Freigaberegel, die der Schnappschuss nennt: eine verlangt, dass { $least } bis { $most } Personen als Freigebende oder Release-Manager freigeben, und nennt eine Rolle einmal
found-snapshot-own-waiver = die Ausnahme von Punkt { $item } hat genehmigt, wer sie beantragt hat
found-snapshot-proves-nothing = die Prüfung { $check } belegt Punkt { $item }, den der Schnappschuss nicht hat
found-launch-other = der Launch, den der Bericht nennt, ist nicht der aus seinem Schnappschuss: Name, Ticket, Artefakte oder Mitglieder sind andere
found-template-other = die Vorlage, die der Bericht nennt, ist nicht die aus seinem Schnappschuss
found-launch-same-no-ticket = { $id } „{ $name }“, ohne Change-Ticket, wie im Schnappschuss
found-launch-same = { $id } „{ $name }“, { $ticket }, wie im Schnappschuss
found-subjects-none = der Bericht handelt von nichts: Er hat keinen Gegenstand
found-subjects-other = die Gegenstände des Berichts sind nicht { $html } und die Artefakte des Launchs (Anzahl: { $count })
found-subjects-same = { $html } und Artefakte: { $count }
found-html-none = die HTML-Datei wurde nicht angegeben
found-html-other = die angegebene HTML-Datei hat { $digest }, die signierte { $signed }
found-html-other-rules = das HTML wurde nach anderen Regeln gemacht ({ $rules }; diese Fassung kennt { $known }); glauben Sie dem Bundle
found-html-no-rules = das HTML wurde nach den Regeln 0 gemacht, die kein Bericht hat; die ersten sind 1
found-html-same = das signierte HTML sagt, was das Bundle sagt: Neu erzeugt ist es dasselbe
found-html-differs = das signierte HTML sagt nicht, was das Bundle sagt
found-counts = Punkte: { $items }, Prüfungen: { $checks }, Freigaben: { $approvals }
found-counts-wrong = die Zahlen, die der Bericht nennt, folgen nicht aus seinem Schnappschuss
found-decision-other = der Bericht sagt „{ $says }“, aus seinem Inhalt folgt aber „{ $follows }“: { $why }
found-decision-no-reason = nichts spricht dagegen
found-decision-until = der Bericht irrt darin, bis wann er gilt
found-decision-same = „{ $says }“ folgt aus dem Schnappschuss, den Freigaben und der Zeit
found-times-later = der Bericht soll am { $at } ausgestellt worden sein, erzählt aber von etwas am { $later }
found-times-good = nichts, wovon der Bericht erzählt, ist später als { $at }
found-checkpoint-good = Einträge: { $count }, Wurzel { $root }
found-checkpoint-other =
    der Prüfpunkt umfasst { $size ->
        [one] { $size } Eintrag
       *[other] { $size } Einträge
    }, der Schnappschuss ist aber vom Stand { $place }
found-checkpoint-malformed = der Prüfpunkt ist keine signierte Notiz mit Herkunft, Größe und Wurzel in drei Zeilen
found-checkpoint-unsigned = der Prüfpunkt ist nicht mit dem Schlüssel dieses Verlaufs signiert
found-checkpoint-signature = die Signatur des Prüfpunkts passt nicht zu seinem Text
found-checkpoint-origin = der Prüfpunkt gehört zu einem anderen Verlauf
found-proof-none = die .tlog-proof-Datei wurde nicht angegeben
found-proof-no-key = der Schlüssel des Verlaufs ist nicht bekannt
found-proof-good = der Bericht steht im Verlauf des Launchs, eingetragen { $at }
found-proof-early = nach dem Nachweis wurde der Bericht am { $at } eingetragen, vor { $issued }, wann er nach eigener Angabe ausgestellt wurde
found-proof-key-out-of-use = der Nachweis ist mit einem Schlüssel des Verlaufs signiert, der am { $at }, als der Bericht nach seiner Angabe eingetragen wurde, nicht mehr in Gebrauch war
found-proof-malformed = die Datei ist kein tlog-proof: { $why }
found-proof-inclusion = der Nachweis führt nicht vom Eintrag des Berichts zur Wurzel des Prüfpunkts
found-proof-other = der Eintrag im Verlauf betrifft nicht diesen Bericht
found-proof-no-entry = der Verlauf hat keinen Eintrag { $place }
found-earlier-no-checkpoint = ohne gültigen Prüfpunkt sagt nichts, welcher Verlauf mit dem eines früheren Berichts beginnen muss
found-earlier-unread = die frühere Datei lässt sich nicht als Bericht lesen; prüfen Sie sie für sich allein, um zu sehen, warum
found-earlier-refused = der frühere Bericht besteht für sich allein nicht ({ $step }); prüfen Sie ihn für sich allein, um zu sehen, warum
found-earlier-other = der frühere Bericht gehört zum Verlauf { $log }, dieser zu { $wanted }
found-earlier-later = der Bericht, der als früherer angegeben wurde, hat { $from } Einträge des Verlaufs, dieser { $to }; geben Sie sie umgekehrt an
found-earlier-same = beide Berichte haben dieselben { $count } Einträge des Verlaufs; nachzuweisen ist also nichts
found-earlier-forked = beide Berichte haben { $count } Einträge des Verlaufs, aber nicht dieselben; einer von ihnen ist aus einem Verlauf, der umgeschrieben wurde
found-consistency-none = der Nachweis wurde nicht angegeben; der Server hat ihn, von { $from } bis { $to } Einträge (…/consistency?from={ $from }&to={ $to })
found-consistency-malformed = die Datei ist kein Nachweis der Konsistenz; der ist ein JSON-Objekt mit einer Liste von Hashes
found-consistency-not = der Nachweis führt nicht von den { $from } Einträgen des früheren Berichts zu den { $to } von diesem; ist es der des Servers für diese Größen, so wurde der Verlauf dazwischen umgeschrieben
found-consistency-good = die { $to } Einträge des Verlaufs beginnen mit allen { $from } des früheren Berichts, der für sich allein besteht; was neben jenem liegt, wurde nicht angesehen
found-history-none = die .history.jsonl-Datei wurde nicht angegeben; dass keine der Freigaben widerrufen wurde, niemand seither seine Rolle verlor und kein Punkt fehlt, für den niemand signiert hat, ist das Wort des Servers
found-history-no-checkpoint = ohne gültigen Prüfpunkt sagt nichts, welcher Verlauf der richtige ist
found-history-erased-and-later =
    seine ersten { $count } Einträge sind die des Verlaufs; davon { $erased ->
        [one] wurde { $erased } ersetzt, als eine Person gelöscht wurde, und was er vorher sagte, lässt sich nicht prüfen
       *[other] wurden { $erased } ersetzt, als eine Person gelöscht wurde, und was sie vorher sagten, lässt sich nicht prüfen
    }; { $later ->
        [one] { $later } späterer ist in der Datei, von dem dieser Bericht nichts sagt
       *[other] { $later } spätere sind in der Datei, von denen dieser Bericht nichts sagt
    }
found-history-erased =
    seine ersten { $count } Einträge sind die des Verlaufs; davon { $erased ->
        [one] wurde { $erased } ersetzt, als eine Person gelöscht wurde, und was er vorher sagte, lässt sich nicht prüfen
       *[other] wurden { $erased } ersetzt, als eine Person gelöscht wurde, und was sie vorher sagten, lässt sich nicht prüfen
    }
found-history-later =
    seine ersten { $count } Einträge sind die des Verlaufs; { $later ->
        [one] { $later } späterer ist in der Datei, von dem dieser Bericht nichts sagt
       *[other] { $later } spätere sind in der Datei, von denen dieser Bericht nichts sagt
    }
found-history-good = seine ersten { $count } Einträge sind die des Verlaufs
found-history-other = er ist ein anderer Verlauf als der, den der Prüfpunkt des Berichts umfasst
found-history-short =
    er hat { $size ->
        [one] { $size } Eintrag
       *[other] { $size } Einträge
    }, der Prüfpunkt des Berichts umfasst aber { $wanted }
found-replay-good = vom ersten bis zum { $place }. Ereignis durchgespielt, ist der Launch, was der Schnappschuss sagt
found-replay-good-replaced =
    { $count ->
        [one] vom ersten bis zum { $place }. Ereignis durchgespielt, ist der Launch, was der Schnappschuss sagt; dass der { $count } ersetzte Eintrag keine Freigabe widerrief und keine Rolle beendete, ist das Wort des Servers
       *[other] vom ersten bis zum { $place }. Ereignis durchgespielt, ist der Launch, was der Schnappschuss sagt; dass keiner der { $count } ersetzten Einträge eine Freigabe widerrief oder eine Rolle beendete, ist das Wort des Servers
    }
found-replay-differs = Ereignis für Ereignis durchgespielt, ist der Launch nicht, was der Schnappschuss sagt
found-replay-form = Ereignis für Ereignis durchgespielt, ist der Launch, was der Schnappschuss sagt, der nicht die Form dieser Fassung hat
found-replay-revoked = nach dem Verlauf gilt eine Freigabe von { $name } nicht mehr, und der Bericht zählt sie mit
found-replay-left-out = nach dem Verlauf gilt eine Freigabe von { $name }, und der Bericht lässt sie weg
found-replay-overtaken-revoked =
    { $count ->
        [one] der Bericht sagt nichts von { $count } späteren Eintrag, der mehr als { $minutes } Minuten vor seiner Ausstellung erfasst wurde; dort wurde eine Freigabe von { $names } widerrufen, die er mitzählt
       *[other] der Bericht sagt nichts von { $count } späteren Einträgen, die mehr als { $minutes } Minuten vor seiner Ausstellung erfasst wurden; dort wurde eine Freigabe von { $names } widerrufen, die er mitzählt
    }
found-replay-overtaken =
    { $count ->
        [one] der Bericht sagt nichts von { $count } späteren Eintrag, der mehr als { $minutes } Minuten vor seiner Ausstellung erfasst wurde
       *[other] der Bericht sagt nichts von { $count } späteren Einträgen, die mehr als { $minutes } Minuten vor seiner Ausstellung erfasst wurden
    }
found-replay-erased = im Verlauf wurden später Ereignisse gelöscht; er lässt sich nicht mehr durchspielen, wie er war; dass seither keine der Freigaben widerrufen wurde, ist das Wort des Servers
found-replay-erased-revoked = im Verlauf wurden später Ereignisse gelöscht; er lässt sich nicht mehr durchspielen, wie er war; { $count } davon widerriefen eine Freigabe, vielleicht eine dieses Berichts
found-timestamp-none = es gibt keinen Zeitstempel einer unabhängigen Stelle; die Zeiten sind Angaben des Servers
found-timestamp-early = der Zeitstempel ist vom { $at }, vor { $issued }, als die Datei ausgestellt worden sein soll
found-timestamp-late-unpinned = „{ $by }“ sagt, dass die Signatur am { $at } da war; dass sie schon vom { $issued } ist, behauptet der Server; die Vertrauensdatei legt keine Zeitstempelstelle fest, also könnte ihn jeder gemacht haben
found-timestamp-late-no-trust = „{ $by }“ sagt, dass die Signatur am { $at } da war; dass sie schon vom { $issued } ist, behauptet der Server; keine Vertrauensdatei wurde angegeben, also könnte ihn jeder gemacht haben
found-timestamp-late-pinned = „{ $by }“ sagt, dass die Signatur am { $at } da war; dass sie schon vom { $issued } ist, behauptet der Server, unter einem festgelegten Zertifikat
found-timestamp-unpinned = „{ $by }“ sagt, dass die Signatur am { $at } da war; die Vertrauensdatei legt keine Zeitstempelstelle fest, also könnte ihn jeder gemacht haben
found-timestamp-no-trust = „{ $by }“ sagt, dass die Signatur am { $at } da war; keine Vertrauensdatei wurde angegeben, also könnte ihn jeder gemacht haben
found-timestamp-pinned = „{ $by }“ sagt, dass die Signatur am { $at } da war, unter einem festgelegten Zertifikat
found-timestamp-too-large = der Zeitstempel hat { $bytes } Bytes, mehr als { $most }
found-timestamp-form = der Zeitstempel lässt sich nicht nach RFC 3161 lesen: { $why }
found-timestamp-refused = der Zeitstempel wurde von der Stelle verweigert: { $why }
found-timestamp-nonce = der Zeitstempel beantwortet eine andere Frage: Seine Nonce ist nicht die gesendete
found-timestamp-imprint = der Zeitstempel gilt für andere Bytes als die Signatur dieses Berichts
found-timestamp-signature = der Zeitstempel ist nicht signiert, wie er es sein muss: { $why }
found-timestamp-authority = der Zeitstempel ist von „{ $by }“, und das ist keine festgelegte Stelle: { $why }
found-stamp-more-than-granted = er sagt mehr, als dass er gewährt wurde, und das hat niemand signiert
found-stamp-nothing = er sagt nichts
found-stamp-signatures = er hat nicht genau eine Signatur
found-stamp-kind = er besteht nicht aus signierten Daten mit einer TSTInfo
found-stamp-not-covered = er hat Attribute oder Sperrlisten, die seine Signatur nicht abdeckt
found-stamp-certificates = er bringt { $count } Zertifikate mit, mehr als { $most }
found-stamp-certificate-kind = er hat ein Zertifikat unbekannter Art
found-stamp-own-certificate = er hat das Zertifikat seiner Stelle nicht genau einmal
found-stamp-newer = er hat eine neuere Form
found-stamp-time = seine Zeit ist keine
found-stamp-status = Status { $status }, ohne Begründung
found-stamp-refused-algorithm = sie kennt das Verfahren nicht
found-stamp-refused-request = sie bedient solche Anfragen nicht
found-stamp-refused-data = sie konnte die Anfrage nicht lesen
found-stamp-refused-clock = ihre Uhr ist nicht verfügbar
found-stamp-refused-policy = sie kennt die Richtlinie nicht
found-stamp-refused-extension = sie kennt eine Erweiterung nicht
found-stamp-refused-information = sie hat nicht, wonach gefragt wurde
found-stamp-refused-system = sie ist ausgefallen
found-stamp-digest = sein Hashverfahren ist keines von SHA-256, SHA-384 und SHA-512
found-stamp-no-attributes = er hat keine signierten Attribute
found-stamp-other-content = seine signierten Attribute handeln von etwas anderem
found-stamp-other-digest = sein signierter Hashwert ist nicht der seines Inhalts
found-stamp-unnamed = er nennt sein Zertifikat nicht in dem, was signiert ist
found-stamp-certificate-digest = der signierte Hashwert seines Zertifikats lässt sich nicht lesen
found-stamp-certificate-unread = sein Zertifikat lässt sich nicht lesen
found-stamp-other-certificate = sein Zertifikat ist nicht das, das beim Signieren genannt wurde
found-stamp-attributes = seine signierten Attribute lassen sich nicht lesen
found-stamp-algorithm = sein Verfahren ist keines von RSA (PKCS #1 v1.5) und ECDSA mit SHA-256, SHA-384 oder SHA-512
found-stamp-key = sein Schlüssel ist keiner von RSA ab 2.048 Bit, P-256 und P-384
found-stamp-unfit = die Signatur passt nicht
found-stamp-usage = ihr Zertifikat ist nicht allein für Zeitstempel bestimmt
found-stamp-not-to-sign = mit ihrem Zertifikat darf nicht signiert werden
found-stamp-no-way = kein Zertifikat führt von ihr zu einem festgelegten
found-stamp-not-valid = das Zertifikat von „{ $of }“ war am { $at } nicht gültig
found-stamp-unknown-rule = das Zertifikat von „{ $of }“ hat eine Regel, die diese Fassung nicht kennt
found-definition-good = „{ $title }“, mit der Prüfsumme, die der Prüfbeleg nennt
found-definition-digest = die Bytes der Definition haben nicht die Prüfsumme, die der Prüfbeleg nennt
found-definition-subject = der Gegenstand ist nicht die Definition der Prüfung
found-definition-unread = die Definition lässt sich nicht lesen: { $why }
found-definition-other = die Definition ist von { $one }, nicht von { $other }
found-verdict-differs = aus den Fakten folgt { $facts }, im Prüfbeleg steht { $says }
found-verdict-follows = aus den Fakten folgt nach der Definition: { $facts }
found-receipt-fresh-wrong = ein Lauf am { $at } ist bis { $end } frisch, im Prüfbeleg steht { $says }
found-receipt-too-early = der Prüfbeleg wurde am { $issued } ausgestellt, vor dem Lauf am { $at }
found-receipt-times = Lauf am { $at }, frisch bis { $end }
found-receipt-no-report = die Datei ist der Prüfbeleg einer Prüfung und kein Bericht, deshalb sagt sie nichts über das, was daneben angegeben wurde
found-approvals-twice = eine Freigabe ist zweimal da: { $which }
found-approvals-entry-twice = eine Freigabe ist zweimal da: Eintrag { $place } des Verlaufs
found-approvals-order = die Freigaben stehen nicht in der Reihenfolge des Verlaufs
found-approvals-good =
    { $count ->
        [one] Freigaben: { $count }, einmal
       *[other] Freigaben: { $count }, jede einmal
    }
found-people-other = der Bericht nennt jemanden { $name }, den die festgelegte Liste als { $known } kennt
found-people-good =
    { $count ->
        [one] { $count } Person heißt wie in der festgelegten Liste
       *[other] { $count } Personen heißen wie in der festgelegten Liste
    }
found-people-alike = die festgelegte Liste kennt { $names } unter einer anderen ID; was der Bericht von ihnen sagt, betrifft vielleicht jemand anderen
found-people-unknown =
    { $count ->
        [one] { $count } Person des Launchs ist nicht in der festgelegten Liste: wie sie heißt, ist das Wort des Servers
       *[other] { $count } Personen des Launchs sind nicht in der festgelegten Liste: wie sie heißen, ist das Wort des Servers
    }
found-approval-signed = hat { $what } signiert
found-approval-form = die signierte Erklärung hat nicht die Form von { $form }: { $why }
found-approval-no-approval = was signiert wurde, ist keine Freigabe
found-approval-other-snapshot = was signiert wurde, betrifft nicht einen Schnappschuss dieses Launchs
found-approval-other-launch = was signiert wurde, betrifft { $one }, nicht { $other }
found-approval-other-person = der Bericht nennt eine andere Freigabe, Person oder Rolle, als signiert wurde
found-approval-no-such-role = mit der Rolle „{ $role }“ gibt niemand frei
found-approval-no-member = wer freigibt, gehört nicht zum Launch
found-approval-other-name = der Launch kennt die Person als { $name }
found-approval-no-checkpoint = der Prüfpunkt des Verlaufs gilt nicht; von nichts ist bekannt, dass es im Verlauf steht
found-approval-not-entry = sie ist nicht Eintrag { $place } des Verlaufs: Der Nachweis führt nicht zur Wurzel des Prüfpunkts
found-approval-no-leaf = ihr Eintrag im Verlauf ist kein Blatt der Version 1
found-approval-other-event = das Ereignis, das der Bericht angibt, ist nicht das im Verlauf
found-approval-entry-no-approval = ihr Eintrag im Verlauf betrifft keine Freigabe
found-approval-not-the-same = Verlauf, signierte Erklärung und Bericht sagen nicht dasselbe: { $what }
found-approval-recorded = Eintrag { $place } des Verlaufs, eingetragen { $at }
found-approval-times-claimed = sie soll am { $claimed } gegeben worden sein, wurde aber am { $at } eingetragen
found-approval-times-issued = sie wurde am { $at } eingetragen, nach der Ausstellung des Berichts am { $issued }
found-approval-times-covered = sie wurde am { $at } eingetragen, gilt aber für Punkt { $item }, der erst am { $later } so wurde
found-approval-times-good = gegeben { $claimed }, eingetragen { $at }
found-approval-seen =
    { $count ->
        [one] was freigegeben wurde, ist der Launch, wie ihn der Verlauf nach { $count } Ereignis zeigt
       *[other] was freigegeben wurde, ist der Launch, wie ihn der Verlauf nach { $count } Ereignissen zeigt
    }
found-approval-seen-other =
    { $count ->
        [one] was freigegeben wurde, ist nicht der Launch, wie ihn der Verlauf nach { $count } Ereignis zeigt
       *[other] was freigegeben wurde, ist nicht der Launch, wie ihn der Verlauf nach { $count } Ereignissen zeigt
    }
found-approval-seen-erased = im Verlauf wurden später Ereignisse gelöscht; was freigegeben wurde, lässt sich nicht mehr damit vergleichen
found-approval-seen-form = was freigegeben wurde, hat nicht die Form dieser Version und lässt sich nicht mit dem Verlauf vergleichen
found-approval-lost = was signiert wurde, gilt für Punkt { $item }, den der Schnappschuss nicht hat
found-approval-stale-wrong = der Bericht irrt darin, was sich seit der Freigabe geändert hat
found-approval-covers-all = gilt für alles, was der Bericht sagt
found-approval-covers = gilt für Punkte, wie der Bericht sie nennt: { $count }
found-approval-stale-launch = veraltet, der Launch selbst hat sich seither geändert, dazu Punkte: { $count }
found-approval-stale = veraltet für Punkte, die sich seither geändert haben: { $count }
found-approval-roster-none = keine Liste der Freigebenden wurde festgelegt
found-approval-roster-missing = nicht in der festgelegten Liste der Freigebenden
found-approval-roster-name = die festgelegte Liste kennt diese Person als { $name }
found-approval-roster-role = die festgelegte Liste lässt diese Person in dieser Rolle nicht freigeben
found-approval-roster-erased = mit ihrer Kennung in der festgelegten Liste; der Name wurde dort gelöscht
found-approval-roster-good = in der festgelegten Liste der Freigebenden
found-signed-unread = der eigene Schlüssel oder die eigene Signatur lässt sich nicht lesen
found-signed-with-passkey = mit einem Passkey signiert ({ $algorithm })
found-signed-with-passkey-anywhere = mit einem Passkey ({ $algorithm }) für { $site } signiert; die Vertrauensdatei legt keine Website fest, und dass dort Freigaben gegeben werden, ist das Wort des Berichts
found-signed-with-ssh = mit dem SSH-Schlüssel { $key } signiert
found-signed-no-roster = keine Liste wurde festgelegt; niemand sagt, wessen Schlüssel das ist
found-signed-key-theirs = der Schlüssel gehört der Person, so die festgelegte Liste
found-signed-other-site = der Bericht sagt, dass der Passkey zu { $one } gehört, nicht zu { $other }
found-signed-ssh-readable = der Bericht irrt darin, ob ssh-keygen die Signatur lesen kann
found-signed-ssh-other = die Signatur, die der Bericht für ssh-keygen angibt, ist nicht diese
found-signed-key-unknown = der Schlüssel ist keiner, den die festgelegte Liste für diese Person hat
found-signed-key-out-of-use = der Schlüssel ist festgelegt, war aber am { $at } nicht in Gebrauch
found-signed-no-fit = die Signatur passt nicht zu dem, was signiert wurde
found-signed-server-no-ssh = das Wort des Servers hat keine Signatur für ssh-keygen
found-signed-by-server = vom Server mit { $key } attestiert
found-signed-no-own-although = es gibt keine eigene Signatur, obwohl die festgelegte Liste einen Schlüssel der Person hat; wer den Schlüssel des Servers hat, könnte diese Freigabe geschrieben haben
found-signed-no-own = es gibt keine eigene Signatur. Dass die Person freigegeben hat, beruht auf dem Wort des Servers, dass sie ihr Passwort eingegeben hat; wer den Schlüssel des Servers hat, könnte es geschrieben haben
found-signed-before-key = es gibt keine eigene Signatur, und die festgelegte Liste hat ab { $from } einen Schlüssel der Person. Dass die Freigabe älter ist, vom { $at }, ist allein das Wort des Servers; wer den Schlüssel des Servers hat, könnte sie später geschrieben und zurückdatiert haben
found-signed-after-key = es gibt keine eigene Signatur; der letzte Schlüssel der Person in der festgelegten Liste war bis { $until } in Gebrauch. Dass sie danach, am { $at }, freigegeben hat, beruht auf dem Wort des Servers, dass sie ihr Passwort eingegeben hat; wer den Schlüssel des Servers hat, könnte es geschrieben haben
found-signed-key-not-brought = mit { $key } signiert, den der Bericht nicht mitbringt
found-signed-key-not-listed = mit { $key } signiert, der nicht in der Vertrauensdatei steht
found-signed-key-not-then = mit { $key } signiert, zu einer Zeit, als er nicht in Gebrauch war
found-own-ssh-form = das ist keine SSH-Signatur; fügen Sie die ganze .sig-Datei ein, ab -----BEGIN SSH SIGNATURE-----
found-own-ssh-key = die Signatur ist von einem anderen Schlüssel als dem eingerichteten; signieren Sie mit dem eingerichteten
found-own-ssh-namespace = die Signatur wurde für einen anderen Zweck gegeben; signieren Sie mit -n { $name }
found-own-ssh-no-fit = die Signatur passt nicht zur Erklärung; signieren Sie die Datei der Erklärung, wie sie ausgegeben wurde, Byte für Byte
found-own-kind = die Signatur ist von anderer Art als der Schlüssel; signieren Sie mit dem Schlüssel, den Sie gewählt haben
found-own-client-data = was der Browser signiert hat (clientDataJSON), lässt sich nicht lesen; signieren Sie noch einmal mit einem anderen Browser
found-own-passkey-use = der Passkey wurde für „{ $purpose }“ benutzt, nicht zum Signieren; signieren Sie noch einmal
found-own-passkey-challenge = der Passkey hat etwas anderes als diese Freigabe signiert; öffnen Sie die Freigabe noch einmal und signieren Sie, was sie jetzt zeigt
found-own-passkey-origin = die Signatur wurde bei { $origin } gegeben, wo keine Freigaben gegeben werden; öffnen Sie diesen Server unter seiner öffentlichen Adresse
found-own-passkey-cross = die Signatur wurde innerhalb einer fremden Seite gegeben; öffnen Sie diesen Server in einem eigenen Tab
found-own-passkey-data = was der Authentifikator gesagt hat (authenticatorData), lässt sich nicht lesen; benutzen Sie einen anderen Passkey
found-own-passkey-site = der Passkey gehört zu einer anderen Website (sein rpIdHash ist ein anderer); benutzen Sie einen, der hier eingerichtet wurde
found-own-passkey-present = niemand hat den Authentifikator berührt (user-present fehlt); signieren Sie noch einmal
found-own-passkey-verified = der Authentifikator hat nicht gefragt, wer da ist (user-verified fehlt); richten Sie auf ihm eine PIN oder einen Fingerabdruck ein
found-own-passkey-no-fit = die Signatur passt nicht zum eingerichteten Schlüssel; benutzen Sie den Passkey, der für Freigaben eingerichtet wurde
found-summary-self-one = In sich stimmig, nicht bestätigt. { $id } „{ $name }“: { $decision }, ausgestellt { $at }. Er ist stimmig unter Schlüsseln, die er selbst mitbringt und die jeder gemacht haben könnte; geben Sie die Vertrauensdatei an, die Sie festgelegt haben, um zu erfahren, ob Ihr Server ihn ausgestellt hat. Seine Freigabe beruht auf dem Wort des Servers, dass die Person ihr Passwort eingegeben hat.
found-summary-good-one = Bestätigt. { $id } „{ $name }“: { $decision }, ausgestellt { $at }. Seine Freigabe beruht auf dem Wort des Servers, dass die Person ihr Passwort eingegeben hat.
found-summary-self-many = In sich stimmig, nicht bestätigt. { $id } „{ $name }“: { $decision }, ausgestellt { $at }. Er ist stimmig unter Schlüsseln, die er selbst mitbringt und die jeder gemacht haben könnte; geben Sie die Vertrauensdatei an, die Sie festgelegt haben, um zu erfahren, ob Ihr Server ihn ausgestellt hat. { $count } Freigaben beruhen auf dem Wort des Servers, dass die Personen ihr Passwort eingegeben haben.
found-summary-good-many = Bestätigt. { $id } „{ $name }“: { $decision }, ausgestellt { $at }. { $count } Freigaben beruhen auf dem Wort des Servers, dass die Personen ihr Passwort eingegeben haben.
found-summary-self = In sich stimmig, nicht bestätigt. { $id } „{ $name }“: { $decision }, ausgestellt { $at }. Er ist stimmig unter Schlüsseln, die er selbst mitbringt und die jeder gemacht haben könnte; geben Sie die Vertrauensdatei an, die Sie festgelegt haben, um zu erfahren, ob Ihr Server ihn ausgestellt hat.
found-summary-good = Bestätigt. { $id } „{ $name }“: { $decision }, ausgestellt { $at }.
found-summary-no-people = Wer freigegeben hat, wurde nicht verglichen: die Vertrauensdatei legt keine Personen fest.
found-summary-receipt-ran-self = In sich stimmig, nicht bestätigt. Prüfbeleg von { $launch }, Prüfung { $check }, über { $connection }: { $verdict }, von einem Lauf am { $at }. Er ist frisch bis { $end }; danach belegt er nichts. Er ist stimmig unter einem Schlüssel, den er selbst mitbringt und den jeder gemacht haben könnte; geben Sie die Vertrauensdatei an, die Sie festgelegt haben, um zu erfahren, ob Ihr Server ihn ausgestellt hat.
found-summary-receipt-ran-good = Bestätigt. Prüfbeleg von { $launch }, Prüfung { $check }, über { $connection }: { $verdict }, von einem Lauf am { $at }. Er ist frisch bis { $end }; danach belegt er nichts.
found-summary-receipt-pushed-self = In sich stimmig, nicht bestätigt. Prüfbeleg von { $launch }, Prüfung { $check }, ein übermitteltes Ergebnis: { $verdict }, von einem Lauf am { $at }. Er ist frisch bis { $end }; danach belegt er nichts. Er ist stimmig unter einem Schlüssel, den er selbst mitbringt und den jeder gemacht haben könnte; geben Sie die Vertrauensdatei an, die Sie festgelegt haben, um zu erfahren, ob Ihr Server ihn ausgestellt hat.
found-summary-receipt-pushed-good = Bestätigt. Prüfbeleg von { $launch }, Prüfung { $check }, ein übermitteltes Ergebnis: { $verdict }, von einem Lauf am { $at }. Er ist frisch bis { $end }; danach belegt er nichts.
found-summary-receipt-drilled-self = In sich stimmig, nicht bestätigt. Prüfbeleg von { $launch }, Prüfung { $check }, in einer Übung beobachtet: { $verdict }, von einem Lauf am { $at }. Er ist frisch bis { $end }; danach belegt er nichts. Er ist stimmig unter einem Schlüssel, den er selbst mitbringt und den jeder gemacht haben könnte; geben Sie die Vertrauensdatei an, die Sie festgelegt haben, um zu erfahren, ob Ihr Server ihn ausgestellt hat.
found-summary-receipt-drilled-good = Bestätigt. Prüfbeleg von { $launch }, Prüfung { $check }, in einer Übung beobachtet: { $verdict }, von einem Lauf am { $at }. Er ist frisch bis { $end }; danach belegt er nichts.
found-html-good = die HTML-Datei ist die signierte, { $digest }

### Beobachten

watch-lead = Geplante Prüfungen laufen von selbst, und die Alarmtabelle wird über das ausgewertet, was sie sehen.
watch-checks = Geplante Prüfungen
watch-none = Keine Prüfung der Checkliste dieses Launchs hat einen Zeitplan.
watch-stop = Nicht mehr beobachten
watch-start = { $name } beobachten
watch-no-connection = Wählen Sie zuerst auf der Seite der Vorabprüfung eine Verbindung.
watch-no-schedule = Keine Prüfung hat einen Zeitplan.
watch-off = Dieser Launch wird nicht beobachtet.
watch-ended-connection = Die Beobachtung ist beendet. Der Launch hat jetzt eine andere Verbindung; schalten Sie die Beobachtung für diese ein.
watch-ended-window = Die Beobachtung ist beendet. Das Änderungsfenster endete vor mehr als einem Tag; setzen Sie ein späteres, um weiter zu beobachten.
watch-ended-long = Die Beobachtung ist beendet. Sie lief 30 Tage; schalten Sie sie wieder ein, um weiter zu beobachten.
watch-on = { $connection } wird beobachtet. Ende: { $until }.
watch-about = Sie endet einen Tag nach dem Änderungsfenster, ohne ein solches nach 30 Tagen. Wer Prüfungen ausführen darf, darf sie schalten.
watch-every-running = Abstand { $every }: läuft gerade.
watch-every-running-last = Abstand { $every }: läuft gerade, letzter Lauf { $last }.
watch-every-next = Abstand { $every }: nächster Lauf { $next }.
watch-every-next-last = Abstand { $every }: nächster Lauf { $next }, letzter Lauf { $last }.
watch-every-idle = Abstand { $every }: kein Lauf ist fällig.
watch-every-idle-last = Abstand { $every }: kein Lauf ist fällig, letzter Lauf { $last }.
watch-no-run = Sie ist noch nicht nach ihrem Zeitplan gelaufen.
percent = { $number } %
alerts-firing =
    { $count ->
        [0] Kein Alarm schlägt an.
        [one] { $count } Alarm schlägt an.
       *[other] { $count } Alarme schlagen an.
    }
alerts-unknown =
    { $count ->
        [0] Kein Alarm schlägt nachweislich an
        [one] { $count } Alarm schlägt an
       *[other] { $count } Alarme schlagen an
    }; { $unknown ->
        [one] { $unknown } ist noch nicht zu beurteilen.
       *[other] { $unknown } sind noch nicht zu beurteilen.
    }
alert-firing = Schlägt an
alert-quiet = Ruhig
alert-unknown = Unbekannt
alert-since = Beginn { $at }
alert-here = Hier: { $condition }
alert-action = Was zu tun ist: { $action }
alert-condition = Bedingung
alert-monitoring = In Ihrer eigenen Überwachung: { $condition }.
alert-why-no-condition = Diese Zeile hat keine Bedingung, auf die Holdpoint achten kann; das muss Ihre eigene Überwachung tun.
alert-why-incomplete = Der Bedingung fehlt eine Zahl; berichtigen Sie die Vorlage.
alert-why-not-watched = Der Launch wird nicht beobachtet.
alert-why-unseen = Kein Lauf von { $check } zeigt es (Zeitraum: { $within }).
alert-why-too-few =
    Nur { $runs ->
        [one] { $runs } Lauf
       *[other] { $runs } Läufe
    } (Zeitraum: { $within }); es braucht { $least }.
alert-why-matching =
    { $matching } von { $runs ->
        [one] { $runs } Lauf
       *[other] { $runs } Läufen
    } (Zeitraum: { $within }).
alert-why-percentile =
    P{ $percent } von { $fact } ist { $value }, über { $runs ->
        [one] { $runs } Lauf
       *[other] { $runs } Läufe
    }.
alert-why-latest = { $fact } ist { $value } im letzten Lauf von { $check }.
alert-why-row =
    { $runs ->
        [one] Der letzte Lauf
       *[other] Die letzten { $runs } Läufe
    } von { $check }.
alert-why-row-ended =
    { $runs ->
        [one] { $runs } Lauf
       *[other] { $runs } Läufe
    } von { $check } nacheinander; es braucht { $least }.
alert-why-row-begins =
    Nur { $runs ->
        [one] { $runs } Lauf
       *[other] { $runs } Läufe
    } von { $check } (Zeitraum: { $within }); es braucht { $least }.
alert-when-count =
    Mehr als { $above ->
        [one] { $above } Lauf
       *[other] { $above } Läufe
    } von { $checks } (Zeitraum: { $within }), { $above ->
        [one] der
       *[other] die
    } { $matching }.
alert-when-share = Mehr als { $above } % der Läufe von { $checks } (Zeitraum: { $within }), die { $matching }.
alert-when-percentile = P{ $percent } von { $fact } bei { $checks } (Zeitraum: { $within }) liegt über { $above }.
alert-when-level = Der letzte Wert { $fact } von { $checks } liegt { $sides }; es zählen die Läufe in diesem Zeitraum: { $within }.
alert-when-row =
    { $runs ->
        [one] Der letzte Lauf
       *[other] Die letzten { $runs } Läufe
    } von einer von { $checks }, { $runs ->
        [one] der
       *[other] die
    } { $matching }; es zählen die Läufe in diesem Zeitraum: { $within }.
alert-above = über { $value }
alert-below = unter { $value }
alert-or = { $before } oder { $next }
# { $matching } oben besteht aus diesen; { $runs } ist 1, wo es um einen einzigen Lauf geht.
alert-or-else = { $before }, oder { $next }
alert-ends =
    so { $runs ->
        [one] endet
       *[other] enden
    }: { $verdict }
alert-has-just =
    bei { $fact } { $value } { $runs ->
        [one] hat
       *[other] haben
    }
alert-has-between =
    bei { $fact } { $least } bis { $most } { $runs ->
        [one] hat
       *[other] haben
    }
alert-has-least =
    bei { $fact } { $value } oder mehr { $runs ->
        [one] hat
       *[other] haben
    }
alert-has-most =
    bei { $fact } { $value } oder weniger { $runs ->
        [one] hat
       *[other] haben
    }
alert-has =
    { $fact } { $runs ->
        [one] hat
       *[other] haben
    }
alert-blind =
    nichts { $runs ->
        [one] sieht
       *[other] sehen
    } ({ $failure })
notice-secret = das Geheimnis, auf das holdpoint.toml verweist, ist nicht lesbar
notice-mail-offer = der Mailserver bietet kein STARTTLS an, oder keine Anmeldung, die hier bekannt ist
notice-no-channel = holdpoint.toml hat diesen Kanal nicht mehr
notice-unreadable = diese Fassung kann die Nachricht nicht lesen
notice-unwritable = die Nachricht lässt sich nicht als E-Mail schreiben; sehen Sie nach den Adressen in holdpoint.toml
notice-status = der Empfänger hat mit Status { $status } geantwortet
notice-left-out = der Mailserver hat sie angenommen und { $refused } von { $all } Empfängern abgewiesen: Zum ersten davon sagte er { $code }
notice-mail = der Mailserver sagte { $code }
alerts = Alarme
notices-nobody = Niemand wird benachrichtigt: In holdpoint.toml des Betreibers steht kein [[notify]].
notices-alerts = Jede Änderung eines Alarms wird einmal gemeldet über: { $channels }.
notices-nobody-reports = Von Alarmen wird niemand benachrichtigt: In holdpoint.toml des Betreibers steht dafür kein [[notify]]. Jeder signierte Bericht wird einmal gemeldet über: { $reports }.
notices-both = Jede Änderung eines Alarms wird einmal gemeldet über: { $channels }. Jeder signierte Bericht wird einmal gemeldet über: { $reports }.
notice-report = Bericht
notice-report-go = wurde signiert: Go
notice-report-no-go = wurde signiert: No-Go
notice-fires = schlägt an
notice-over = ist vorbei
notice-line =
    { $state ->
        [waiting] { $count ->
            [one] { $about } { $what }, über { $channel }: wartet nach { $count } Versuch
           *[other] { $about } { $what }, über { $channel }: wartet nach { $count } Versuchen
        }
        [sent] { $count ->
            [one] { $about } { $what }, über { $channel }: gesendet nach { $count } Versuch
           *[other] { $about } { $what }, über { $channel }: gesendet nach { $count } Versuchen
        }
       *[failed] { $count ->
            [one] { $about } { $what }, über { $channel }: aufgegeben nach { $count } Versuch
           *[other] { $about } { $what }, über { $channel }: aufgegeben nach { $count } Versuchen
        }
    }
notice-line-why =
    { $state ->
        [waiting] { $count ->
            [one] { $about } { $what }, über { $channel }: wartet nach { $count } Versuch: { $why }
           *[other] { $about } { $what }, über { $channel }: wartet nach { $count } Versuchen: { $why }
        }
        [sent] { $count ->
            [one] { $about } { $what }, über { $channel }: gesendet nach { $count } Versuch: { $why }
           *[other] { $about } { $what }, über { $channel }: gesendet nach { $count } Versuchen: { $why }
        }
       *[failed] { $count ->
            [one] { $about } { $what }, über { $channel }: aufgegeben nach { $count } Versuch: { $why }
           *[other] { $about } { $what }, über { $channel }: aufgegeben nach { $count } Versuchen: { $why }
        }
    }
notices = Nachrichten
chart-latency = Antwortzeit
chart-headroom = Spielraum
chart-nothing = { $title }: nichts wurde gesehen.
chart-words =
    { $count ->
        [one] { $title } über { $count } Lauf: zuletzt { $last }, Minimum { $lowest }, Maximum { $highest }.
       *[other] { $title } über { $count } Läufe: zuletzt { $last }, Minimum { $lowest }, Maximum { $highest }.
    }
chart-caption = { $last }, bis { $top }
chart-table =
    { $count ->
        [one] Als Tabelle: { $count } Lauf
       *[other] Als Tabelle: { $count } Läufe
    }
chart-runs = Läufe
chart-run = Lauf
verdict = Urteil
chart-left = Übrig

### Störungen: warum der Server es nicht tat, auf Seiten, die später kommen

problem-bad-field-connection = holdpoint.toml hat keine solche Verbindung; wählen Sie eine aus der Liste
problem-bad-field-days-of-invite = eine Einladung gilt 1 bis 30 Tage; nennen Sie eine solche Zahl
problem-bad-field-days-of-token = ein Token läuft nach 1 bis 366 Tagen ab; machen Sie dann ein neues
problem-bad-field-member = niemand hat ein Konto mit dieser Kennung; laden Sie die Person zuerst ein
problem-bad-field-name-of-account = der Name hat 1 bis 200 Zeichen in einer Zeile; ihn sehen die anderen
problem-bad-field-name-of-key = der Name hat 1 bis 60 Zeichen in einer Zeile: etwa das Gerät oder wofür es ist
problem-bad-field-name-of-member = so heißt dieses Konto nicht; laden Sie die Liste der Personen neu
problem-bad-field-no-ssh-key = Sie haben keinen SSH-Schlüssel eingerichtet; richten Sie einen auf Ihrer Kontoseite ein
problem-bad-field-not-enrolled = dieser Passkey ist nicht für Freigaben eingerichtet oder wurde widerrufen; nehmen Sie einen, der es ist
problem-bad-field-password = das Passwort hat { $least } bis { $most } Zeichen; ein Satz lässt sich gut merken
problem-bad-field-range = nimmt { $least } bis { $most }; lassen Sie es für das Übliche weg
problem-bad-field-scopes = ein Token braucht mindestens eine Berechtigung; geben Sie ihm so wenige wie nötig
problem-bad-field-shape = der Server wird gerade aktualisiert, und was geantwortet hat, ist von einer anderen Version als diese Seite; versuchen Sie es in einer Minute noch einmal, oder laden Sie die Seite neu
problem-bad-field-signature = diese Signatur passt nicht zu dem, was zu signieren war; signieren Sie noch einmal, mit dem gewählten Schlüssel
problem-bad-field-signer = das ist keine Signatur eines SSH-Schlüssels, der freigeben kann; fügen Sie sie ganz ein, von einem Schlüssel der Art ssh-ed25519, ecdsa-sha2-nistp256 oder ssh-rsa (mindestens 2.048 Bit)
problem-bad-field-source =
    { $count ->
        [one] die Checkliste hat ein Problem; beheben Sie es zuerst
       *[other] die Checkliste hat { $count } Probleme; beheben Sie sie zuerst
    }
problem-bad-field-system = holdpoint.toml hat kein Ticketsystem dieses Namens, das Ihre Berichte von diesem Launch annimmt; laden Sie die Seite neu und wählen Sie ein anderes
problem-bad-field-template = es gibt keine solche Vorlage; wählen Sie eine aus der Liste
problem-bad-passkey = die Antwort dieses Passkeys wird nicht angenommen; versuchen Sie es noch einmal, oder nehmen Sie einen anderen von Ihnen
problem-busy = es laufen viele Prüfungen dieses Launchs; warten Sie, bis sie fertig sind, und versuchen Sie es dann noch einmal
problem-busy-connections = es werden andere Verbindungen ausprobiert; warten Sie darauf und versuchen Sie es dann noch einmal
problem-busy-pushes = es kommen mehr Nachweise an, als der Server gleichzeitig liest; es wurde nichts festgehalten, senden Sie es in { $seconds } s noch einmal
problem-cut-off = das Gesendete kam nicht ganz an; senden Sie es noch einmal
problem-cut-off-slow = das Gesendete kam nicht innerhalb von { $most } s an; senden Sie es über eine schnellere Verbindung noch einmal, oder senden Sie weniger
problem-delivers-elsewhere = der Webhook-Endpunkt der Verbindung ist inzwischen ein anderer; es wurde nichts gesendet. Lesen Sie, wohin es geht, und führen Sie die Prüfung dann noch einmal aus
problem-digest-mismatch = die Datei hat sich unterwegs geändert; sie wurde verworfen, senden Sie sie noch einmal
problem-drill-only = diese Prüfung wird nicht hier ausgeführt: Öffnen Sie eine Übung und richten Sie Ihre Integration darauf, siehe docs/drills.md
problem-file-changed = was von dieser Datei aufgehoben ist, ist nicht, was hochgeladen wurde, und wird nicht herausgegeben; sagen Sie es dem Betreiber
problem-file-missing = diese Datei ist nicht da, wo der Server Dateien aufhebt; sagen Sie es dem Betreiber
problem-id-taken = diese Kennung wurde schon für einen anderen Befehl benutzt; senden Sie eine neue
problem-launch-full = passt nicht hinein: Die Dateien des Launchs haben { $used } von { $most } MiB; verlinken Sie die Datei stattdessen, oder bitten Sie den Betreiber um mehr
problem-no-challenge = diese Frage ist schon beantwortet, abgelaufen oder woanders gestellt worden; beginnen Sie noch einmal
problem-no-connection = der Launch hat noch keine Verbindung; wählen Sie eine in seinen Angaben
problem-no-connection-gone = holdpoint.toml hat die Verbindung dieses Launchs nicht mehr; wählen Sie eine andere
problem-no-passkeys = Passkeys brauchen einen Server mit einem Namen; sagen Sie es dem Betreiber
problem-no-signing-key = Sie haben keinen Schlüssel für Freigaben; richten Sie einen auf Ihrer Kontoseite ein, oder geben Sie mit Ihrem Passwort frei
problem-no-statement = diese Erklärung ist schon signiert, abgelaufen oder nicht von Ihnen; öffnen Sie die Freigabe noch einmal
problem-no-such-item = dieser Punkt ist nicht mehr in der Checkliste des Launchs; laden Sie die Seite neu, um die jetzige zu sehen
problem-not-accepted-inviter-may-not = wer Sie eingeladen hat, darf niemanden mehr einladen oder die Rolle dieses Links nicht mehr geben; bitten Sie um einen neuen
problem-not-accepted-link-gone = dieser Link wurde schon benutzt, ist abgelaufen oder unvollständig; bitten Sie um einen neuen
problem-not-accepted-many-invites = 500 Ihrer Einladungen sind offen; ziehen Sie eine zurück, oder warten Sie, bis sie ablaufen
problem-not-accepted-many-passkeys = dieses Konto hat 20 Passkeys; entfernen Sie einen, den Sie nicht mehr benutzen
problem-not-accepted-many-signing-keys = dieses Konto hat 20 Schlüssel für Freigaben; widerrufen Sie einen, den Sie nicht mehr benutzen
problem-not-accepted-many-tokens = dieses Konto hat 50 API-Tokens; widerrufen Sie eines, das nicht mehr benutzt wird
problem-not-accepted-name-taken = so heißt hier schon jemand; wählen Sie einen anderen Namen, etwa mit Nachnamen
problem-not-accepted-only-owner = diese Person ist der einzige Besitzer des Servers; machen Sie zuerst noch jemand anderen dazu: auf dem Server, mit „holdpoint person owner NAME“
problem-not-accepted-only-way-in = das ist der einzige Weg, sich bei diesem Konto anzumelden; richten Sie zuerst einen anderen ein
problem-not-accepted-passkey-known = dieser Passkey ist schon eingerichtet; melden Sie sich damit an
problem-not-accepted-recovery-gone = dieser Link wurde schon benutzt, ist abgelaufen oder unvollständig; bitten Sie den Besitzer des Servers um einen neuen
problem-not-accepted-set-up-already = dieser Server ist schon eingerichtet; bitten Sie seinen Besitzer um eine Einladung
problem-not-accepted-signing-key-known = dieser Schlüssel ist oder war schon für Freigaben eingerichtet; richten Sie einen anderen ein
problem-not-found-address = der Server wird gerade aktualisiert, und was geantwortet hat, ist von einer anderen Version als diese Seite; versuchen Sie es in einer Minute noch einmal, oder laden Sie die Seite neu
problem-not-found-drill = diese Übung gibt es nicht mehr: Übungen enden, wenn der Server neu gestartet wird, und alte werden vergessen; öffnen Sie eine andere
problem-not-found-drill-elsewhere = diese Replik spielt keine solche Übung: Sie endet mit der, die sie geöffnet hat. Ist sie noch offen, muss der Lastverteiler die Übungen eines Launchs zu einer Replik bringen (docs/scaling.md); sonst öffnen Sie eine andere
problem-not-found-file-of-report = diese Datei ist nicht mehr aufgehoben; stellen Sie den Bericht noch einmal aus
problem-not-found-invite = es gibt keine solche offene Einladung; vielleicht wurde sie angenommen, zurückgezogen oder ist abgelaufen
problem-not-found-receipt = die signierte Form dieses Prüfbelegs ist nicht mehr aufgehoben; führen Sie die Prüfung noch einmal aus
problem-not-found-upload = dieser Upload ist vielleicht abgelaufen: Beginnen Sie ihn noch einmal
problem-not-signed = dieser Prüfbeleg stammt aus der Zeit, bevor Prüfbelege signiert wurden; führen Sie die Prüfung noch einmal aus
problem-not-verifiable = dieser Bericht würde mit den Schlüsseln und Personen dieses Servers nicht bestätigt, deshalb wurde er nicht ausgestellt; melden Sie es dem Betreiber, der sich Uhr und Schlüssel des Servers ansehen muss
problem-not-verifiable-approval = eine Freigabe würde mit den Schlüsseln und Personen dieses Servers nicht bestätigt, deshalb wurde der Bericht nicht ausgestellt: Sie wurde auf einem anderen Server, unter einer anderen Adresse oder mit einem anderen Schlüssel oder Namen gegeben. Widerrufen Sie die Freigaben von davor, und lassen Sie sie neu geben
problem-nothing-to-drill = keine Prüfung der Checkliste dieses Launchs wird durch eine Übung beurteilt; wählen Sie eine Vorlage, die solche hat
problem-other-version = die Checkliste dieses Servers hat inzwischen eine andere Version; sehen Sie nach, was jetzt anders ist
problem-other-version-gone = dieser Server hat diese Checkliste nicht mehr
problem-outdated-snapshot = der Launch hat sich geändert, nachdem Sie ihn angesehen haben; lesen Sie ihn noch einmal und geben Sie dann frei
problem-own-key-needed = Sie haben einen Schlüssel für Freigaben, deshalb bürgt dieser Server nicht für Sie; geben Sie mit Ihrem Schlüssel frei
problem-own-key-needed-no-password = Sie haben kein Passwort, deshalb kann dieser Server nicht für Sie bürgen; legen Sie auf der Seite Ihres Kontos eines fest oder richten Sie dort einen Schlüssel für Freigaben ein
problem-owner-needed = das darf nur der Besitzer dieses Servers; fragen Sie ihn
problem-owner-needed-invite = nur der Besitzer dieses Servers lädt ein; fragen Sie ihn
problem-proof-needed = geben Sie zuerst noch einmal Ihr Passwort oder einen Passkey: Das hier ändert, wer sich anmelden darf
problem-pushed-only = diese Prüfung wird nicht hier ausgeführt: Übermitteln Sie ihr Ergebnis mit `holdpoint evidence push`, siehe docs/evidence.md
problem-storage-full = die Platte des Servers ist voll; sagen Sie es dem Betreiber und laden Sie weiter hoch, wenn wieder Platz ist
problem-template-exists = Diese Version gibt es schon, mit anderem Inhalt, und sie bleibt, wie sie ist, weil Launches auf ihr beruhen. Geben Sie Ihrer eine höhere Version oder einen anderen Namen.
problem-template-lower = Eine höhere Version gibt es schon, und Launches wechseln nur zu höheren. Geben Sie Ihrer eine, oder einen anderen Namen.
problem-templates-full = es gibt { $most } Vorlagen; entfernen Sie Dateien, auf die es nicht mehr ankommt, und starten Sie den Server neu
problem-too-large = das ist größer als { $most } KiB; senden Sie weniger
problem-too-large-file = hat { $has } MiB, und der Server nimmt bis zu { $most } MiB je Datei; verlinken Sie sie stattdessen
problem-too-large-part = es kam mehr als angekündigt; laden Sie die Datei noch einmal hoch
problem-too-many-attempts = es waren zu viele Versuche; warten Sie eine Minute und versuchen Sie es dann noch einmal
problem-too-many-checks = Sie oder alle in diesem Launch zusammen haben in einer Minute mehr Prüfungen ausgeführt, als ein Server von anderen verlangen sollte; versuchen Sie es in { $seconds } s noch einmal
problem-too-many-drills = dieser Launch hat schon { $most } offene Übungen; schließen Sie eine, dann öffnen Sie eine andere
problem-too-many-drills-of-server = dieser Server hat so viele offene Übungen, wie er darf; warten Sie, bis eine eines anderen Launchs endet
problem-too-many-uploads = Sie haben { $mine } Uploads, die nicht fertig oder nicht angehängt sind, und mehr gehen nicht; beenden oder verwerfen Sie einige, oder warten Sie { $hours } Stunden
problem-unavailable-files = der Server erreicht gerade nicht, wo er Dateien aufhebt; machen Sie später weiter, und wenn das andauert, sagen Sie es dem Betreiber
problem-unavailable-templates = in den Ordner der Vorlagen kann nichts geschrieben werden; sagen Sie es dem Betreiber
problem-unknown-passkey = dieser Passkey ist hier nicht (mehr) bekannt; melden Sie sich anders an, und entfernen Sie ihn von Ihrem Gerät
problem-unknown-passkey-approvals = dieser Passkey ist für Freigaben und meldet niemanden an; behalten Sie ihn, und wählen Sie einen anderen oder einen anderen Weg
problem-upload-busy = ein anderer Server nimmt diesen Upload an; warten Sie einen Moment und machen Sie dann weiter
problem-upload-unfinished = der Upload ist noch nicht ganz da; senden Sie zuerst den Rest
problem-wrong-code = der Name oder der Wiederherstellungscode stimmt nicht, oder der Code wurde schon benutzt; prüfen Sie beides
problem-wrong-offset = der Server hat von dieser Datei einen anderen Teil, als diese Seite meint; laden Sie die Datei noch einmal hoch
problem-wrong-password = das Passwort stimmt nicht; es wurde nichts geändert
problem-wrong-password-approval = das Passwort stimmt nicht; es wurde nichts freigegeben
problem-wrong-password-sign-in = der Name oder das Passwort stimmt nicht; prüfen Sie beides

### Ablehnungen: Wendungen, die klein beginnen

order-delivered = diese Zustellung ist angekommen; stellen Sie den Bericht neu zu
order-delivery-replaced = diese Zustellung wurde durch eine spätere ersetzt; stellen Sie den Bericht neu zu
order-delivery-stopped = diese Zustellung wurde angehalten; stellen Sie den Bericht neu zu
order-delivery-went-on = diese Zustellung ist inzwischen weitergegangen; von diesem Versuch ist nichts festzuhalten
order-earlier-step = ein früherer Schritt ist noch nicht zu Ende; schließen Sie ihn zuerst ab oder überspringen Sie ihn
order-later-report = ein späterer Bericht ist in diesem Ticket oder auf dem Weg dorthin; stellen Sie diesen zu
order-no-report = es gibt noch keinen Bericht, der zugestellt werden könnte; stellen Sie zuerst einen aus
order-not-watched = der Launch wird nicht mehr beobachtet
order-nothing-to-watch = keine Prüfung der Checkliste dieses Launchs läuft nach Plan, also gibt es nichts zu beobachten
order-other-rules = die Checkliste hat inzwischen andere Regeln für diese Prüfung; führen Sie sie noch einmal aus oder übermitteln Sie das Ergebnis noch einmal
order-older-drill = eine Übung der Prüfung { $check }, die später, am { $failed }, geöffnet wurde, ist fehlgeschlagen; öffnen Sie eine neue Übung
order-older-result = dieses Ergebnis ist von { $at }, und ein späteres der Prüfung { $check }, von { $failed }, ist fehlgeschlagen; übermitteln Sie das Ergebnis eines neuen Laufs
order-run-ended = dieser Durchlauf ist zu Ende; beginnen Sie einen neuen
order-run-going = ein Durchlauf dieses Runbooks läuft schon; schließen Sie ihn zuerst ab oder brechen Sie ihn ab
order-runbook-going = ein Runbook wird gerade ausgeführt; schließen Sie es zuerst ab oder brechen Sie es ab
order-start-step = beginnen Sie den Schritt zuerst, damit seine Zeit bekannt ist
order-step-check = dieser Schritt endet mit einer bestandenen Prüfung; führen Sie sie aus und schließen Sie dann den Schritt ab
order-step-first = Schritt { $step } kommt zuerst; schließen Sie ihn ab oder überspringen Sie ihn
order-step-over = dieser Schritt ist schon zu Ende, mit einem anderen Ergebnis
order-steps-over = alle Schritte dieses Durchlaufs sind zu Ende
order-template-moved = der Launch hat inzwischen zu einer anderen Version seiner Checkliste gewechselt; sehen Sie nach, was jetzt anders ist
order-waiver-expired = die Ausnahme ist schon abgelaufen; beantragen Sie eine neue
order-waiver-refused = die Ausnahme wurde abgelehnt; beantragen Sie eine neue
order-window-ended = das Änderungsfenster ist seit mehr als einem Tag vorbei; setzen Sie zuerst ein späteres
refusal-already-signed = Sie haben mit der Rolle „{ $role }“ schon alles freigegeben, wofür Sie einstehen, und seither hat sich nichts davon geändert; widerrufen Sie diese Freigabe zuerst, um neu freizugeben
# { $rule } ist eine der Regeln unten.
refusal-bad = { $field }: { $rule }
refusal-conflict = { $by } hat inzwischen „{ $theirs }“ eingetragen; Ihr Wert war „{ $yours }“. Wählen Sie einen und speichern Sie noch einmal
refusal-exists = { $what }: gibt es unter derselben Kennung schon; senden Sie eine neue Kennung
refusal-full = { $what }: mehr als { $limit } haben keinen Platz; entfernen Sie zuerst einige
refusal-last-manager = ein Launch behält mindestens einen Release-Manager; geben Sie die Rolle zuerst jemand anderem
refusal-kept = nur ein Beispiel-Launch kann gelöscht werden: Der Verlauf jedes anderen Launchs bleibt
refusal-sample = ein Beispiel-Launch hat keinen Bericht; legen Sie dafür einen eigenen Launch an
refusal-no-item = in der Checkliste dieses Launchs gibt es keinen Punkt { $id }; laden Sie die Seite neu, um die jetzige zu sehen
refusal-no-such = { $what } { $id }: gibt es hier nicht, vielleicht inzwischen entfernt; laden Sie die Seite neu
refusal-not-ready =
    der Launch ist noch nicht so weit, dass er freigegeben werden kann: { $first } (insgesamt { $count ->
        [one] { $count } Grund
       *[other] { $count } Gründe
    }). Räumen Sie { $count ->
        [one] ihn
       *[other] sie
    } aus und geben Sie dann frei
refusal-other-section = Sie geben andere Abschnitte als „{ $section }“ frei; fragen Sie, wer diesen Abschnitt freigibt, oder einen Release-Manager
refusal-outdated = der Launch hat sich geändert, nachdem Sie ihn angesehen haben (von { $seen } auf { $now }); lesen Sie ihn noch einmal und geben Sie dann frei
refusal-own-waiver = niemand genehmigt die eigene Ausnahme; fragen Sie jemand anderen mit der Rolle „Freigebende“
refusal-role = das braucht die Rolle „{ $needs }“; Ihre ist „{ $has }“. Fragen Sie einen Release-Manager dieses Launchs
rule-artifact-twice = { $name } ist zweimal genannt; nennen Sie jedes einmal
rule-connection-kept = lässt sich nicht mehr entfernen, sobald Prüfungen gelaufen sind: ihre Prüfbelege gehören zu einer; wählen Sie eine andere
rule-control = enthält ein Steuerzeichen; entfernen Sie es
rule-covers = das ist nicht, was Sie hier jetzt freizugeben haben; lesen Sie den Launch noch einmal und geben Sie dann frei
rule-empty = ist leer; schreiben Sie ein paar Wörter
rule-empty-file = ist 0; eine leere Datei weist nichts nach
rule-empty-text = ist leer; schreiben Sie, was jemand wissen muss, der es später liest
rule-evidence-end = liegt nicht nach dem Zeitpunkt der Beobachtung; geben Sie einen späteren an
rule-format = hat das Format { $format }; dieser Stand kennt { $known }
# Die vier unten stehen hinter einem Beispiel für eine Angabe.
rule-hex = {" "}(40 Hexadezimalziffern)
rule-https = ist keine https:-Adresse; Links beginnen mit https:// und einem Host
rule-issue = {" "}(Issue)
rule-issue-or-request = {" "}(Issue oder Pull Request)
rule-justification = fehlt; sagen Sie, warum der Punkt nicht zutrifft
rule-long-line = ist länger als { $most } Zeichen; kürzen Sie es
rule-long-text = ist länger als { $most } Zeichen; verlinken Sie stattdessen ein Dokument
rule-media = ist kein Medientyp; schreiben Sie einen wie text/csv, oder lassen Sie ihn weg
rule-media-of-file = ist für Dateien, die dieser Launch hatte; laden Sie die Datei hoch und übermitteln Sie sie dann als Nachweis
rule-merge-request = {" "}(Merge Request)
rule-mitigation = fehlt; sagen Sie, was das Risiko inzwischen begrenzt
rule-no-member = hat in diesem Launch noch keine Rolle; geben Sie zuerst eine
rule-no-section = { $section } gibt es in dieser Checkliste nicht; wählen Sie unter ihren eigenen
rule-note = fehlt; sagen Sie, was geschehen ist
rule-observed = liegt in der Zukunft; sagen Sie, wann es gesehen wurde
rule-one-line = enthält einen Zeilenumbruch oder ein Steuerzeichen; schreiben Sie es in eine Zeile
rule-other-template = ist { $is }; dieser Launch hat { $on } und wechselt nur zu Versionen davon
rule-outcome = ist erledigt, übersprungen oder fehlgeschlagen
rule-policy-count =
    verlangt { $count ->
        [one] { $count } Person
       *[other] { $count } Personen
    } mit der Rolle „{ $role }“; verlangen Sie 1 bis { $most }
rule-policy-duties = niemand soll allein freigeben, was er erledigt hat, aber „{ $section }“ kann nur { $name } freigeben; geben Sie zuerst jemand anderem eine Rolle, die freigibt
rule-policy-signs-nothing = verlangt die Freigabe der Rolle „{ $role }“, die nichts freigibt; verlangen Sie Freigebende oder Release-Manager
rule-policy-too-few =
    verlangt { $count ->
        [one] { $count } Person
       *[other] { $count } Personen
    } mit der Rolle „{ $role }“ für „{ $section }“, und es gibt { $have }; geben Sie zuerst jemandem die Rolle
rule-policy-too-few-once =
    verlangt { $count ->
        [one] { $count } Person
       *[other] { $count } Personen
    } mit der Rolle „{ $role }“ für „{ $section }“, die keine andere Rolle schon verbraucht, und es gibt { $have }; geben Sie zuerst jemandem die Rolle
rule-policy-twice = nennt die Rolle „{ $role }“ zweimal; nennen Sie jede einmal
rule-receipt = weist nichts nach: die Prüfung ist nicht bestanden; führen Sie sie noch einmal aus und hängen Sie einen Prüfbeleg an, der besteht oder warnt
rule-reference = ist kein Ticket dieses Systems; schreiben Sie { $example }, ohne Host
rule-sections = gibt es nur für Freigebende; lassen Sie sie bei anderen Rollen weg
rule-signs-nothing = gibt nichts frei; geben Sie als Freigebende oder Release-Manager frei
rule-url = enthält ein Leerzeichen oder ist länger als { $most } Zeichen; schreiben Sie es als %20, oder geben Sie eine kürzere Adresse an
rule-waived = wird „ausgenommen“ durch eine genehmigte Ausnahme; beantragen Sie eine
rule-waiver-far = liegt mehr als ein Jahr voraus; nennen Sie einen früheren Tag und beantragen Sie die Ausnahme dann neu
rule-waiver-past = liegt in der Vergangenheit; eine Ausnahme endet zu einem späteren Zeitpunkt
rule-watched-connection = ist nicht die Verbindung des Launchs; wählen Sie sie zuerst in den Angaben des Launchs
rule-window = endet, bevor es beginnt; setzen Sie ein späteres Ende
thing-approval = Freigabe
thing-artifacts = Artefakte
thing-check-that-a-drill-judges = Prüfung durch eine Übung
thing-check-that-can-be-run = ausführbare Prüfung
thing-check-whose-result-is-pushed = Prüfung mit übermitteltem Ergebnis
thing-check-with-a-schedule = Prüfung nach Plan
thing-comment = Kommentar
thing-comments-on-one-item = Kommentare zu einem Punkt
thing-deliveries-that-wait = wartende Zustellungen
thing-delivery = Zustellung
thing-evidence = Nachweis
thing-pieces-of-evidence-on-one-item = Nachweise zu einem Punkt
thing-receipt = Prüfbeleg
thing-report = Bericht
thing-run = Durchlauf
thing-runbook = Runbook
thing-step = Schritt
thing-waiver = Ausnahme
value-artifacts =
    { $count ->
        [one] { $count } Artefakt
       *[other] { $count } Artefakte
    }
value-checklists-own = wie die Checkliste
value-no-date = kein Datum
value-no-role = keine Rolle
value-nobody = niemand
value-none = keine Angabe
value-off = aus

### Felder, wie Ablehnungen sie nennen

field-artifacts = Artefakte
field-comment = Kommentar
field-connection = Verbindung
field-due = Fälligkeit
field-evidence-expires = Gilt bis
field-evidence-media = Medientyp
field-evidence-observed = Gesehen am
field-evidence-receipt = Prüfbeleg
field-evidence-text = Notiz
field-evidence-title = Titel
field-evidence-url = Adresse
field-expires = Letzter Tag
field-justification = Begründung
field-mitigation = Absicherung
field-name = Name
field-note = Notiz
field-outcome = Ergebnis
field-owner = Zuständig
field-policy = Nötige Freigaben
field-reason = Grund
field-reference = Ticket
field-role = Rolle
field-sections = Abschnitte
field-status = Status
field-target = Zieldatum
field-template = Checkliste
field-text = Text
field-ticket = Change-Ticket
field-title = Titel
field-url = Adresse
field-window = Änderungsfenster
