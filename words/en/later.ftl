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

### Sample launches

sample-name = Sample launch
sample-title = Only looking around?
sample-about = A sample launch is filled a little, so that you see what a checklist at work looks like. It has no report, and you can delete it on its details page.
sample-make = Make a sample launch
sample-here-about = It was made to look around in: it has no report, and it can be deleted.
sample-delete = Delete the sample
sample-delete-sure = Nobody will see this launch any more, and that cannot be undone. Other launches cannot be deleted at all.
sample-keep = Keep it
sample-deleted = The sample is deleted.
