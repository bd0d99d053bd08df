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
