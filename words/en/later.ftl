# The texts of what is drawn later: everything that the launches and the checklist do not need. See first.ftl.

### Account: how this browser shows it

look-title = How this browser shows it
look-language = Language
look-as-browser = As the browser
look-colours = Colours
look-as-system = As the system
look-light = Light
look-dark = Dark
look-density = Density
look-comfortable = Comfortable
look-compact = Compact
look-kept = Kept in this browser, for whoever uses it.
