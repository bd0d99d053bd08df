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

### Beispiel-Launches

sample-name = Beispiel-Launch
sample-title = Nur umsehen?
sample-about = Ein Beispiel-Launch ist schon ein wenig ausgefüllt, damit Sie sehen, wie eine Checkliste bei der Arbeit aussieht. Er hat keinen Bericht, und Sie können ihn auf seiner Detailseite löschen.
sample-make = Beispiel-Launch anlegen
sample-here-about = Dieser Launch ist zum Umsehen da: Er hat keinen Bericht und kann gelöscht werden.
sample-delete = Beispiel löschen
sample-delete-sure = Danach sieht niemand mehr diesen Launch, und das lässt sich nicht rückgängig machen. Andere Launches können gar nicht gelöscht werden.
sample-keep = Behalten
sample-deleted = Das Beispiel ist gelöscht.
