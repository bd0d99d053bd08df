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
