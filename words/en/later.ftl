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

### Confirming that it is you, in the middle of something

confirm-title = Confirm that it is you
confirm-why = You signed in a while ago. Only the owner may do this, so prove again who you are; that holds for ten minutes. Other ways are on { $account }.
confirm-account = your account page
confirm-password = Password
confirm-enter = Enter your password
confirm-send = Confirm and go on
confirm-passkey = Use a passkey

### Editing a copy of a checklist's template

editor-title = A copy of { $name }
editor-lead = Edit the file, give it a higher version or another name, and save it: launches can be made from it at once, and launches of the same name can move to it. The one that is there stays as it is.
editor-link = Edit a copy
editor-owner-only = Only the owner of this server can save checklists. Ask them; or write a file and have it put into the server's folder of templates.
editor-based-on = Begun from { $name } { $version }. What you write is kept in this browser until you save it.
editor-name = Name
editor-version = Version
editor-source = Template (TOML)
editor-again = Begin again from the original
editor-problems = Problems
editor-looking = The server looks through it…
editor-no-problems = No problems.
editor-count =
    { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }
editor-place = Line { $line }, column { $column }:
editor-differences = What differs from the original
editor-no-differences = Nothing that is asked, checked or signed differs.
editor-added = New item: { $item }
editor-removed = Gone: { $item }
editor-changed = Asked again: { $item } ({ $what } changed)
editor-check = New or changed check: { $check }
editor-check-removed = Check gone: { $check }
editor-runbook = New or changed runbook: { $runbook }
editor-policy = Other people have to sign.
editor-part-title = title
editor-part-level = level
editor-part-guidance = guidance
editor-part-evidence = evidence it needs
editor-part-checks = checks
editor-preview = What it makes
editor-should = (should)
editor-counts =
    { $items ->
        [one] { $items } item
       *[other] { $items } items
    }, { $checks ->
        [one] { $checks } check
       *[other] { $checks } checks
    }, { $alerts ->
        [one] { $alerts } alert
       *[other] { $alerts } alerts
    }
editor-save = Save as a new checklist
editor-saving = It is being saved…
editor-nothing-changed = Nothing is changed yet.
editor-mend-first = Mend its problems first.
editor-other-version = Give it a higher version, or another name: launches are pinned to this one.
editor-saved = Saved. Launches can be made from it.

### Trying a connection before it is one

trial-title = New connection
trial-lead = A connection is an environment that checks ask. Try its addresses here and copy the finished lines into holdpoint.toml: only that file makes connections, and this page keeps none.
trial-link = Try a new connection, and get its lines
trial-palette = try an environment, get its lines for holdpoint.toml
trial-owner-only = Only the owner of this server can try connections. Ask them, or whoever runs the server.
trial-name = Name
trial-name-hint = 1 to 64 of a-z, 0-9, “-”, “.” and “_”, such as intercom-prod
trial-base-url = Base URL
trial-base-url-hint = The vendor's API, without a query, such as https://api.intercom.io
trial-api-version = API version
trial-api-version-hint = The version that your integration was written for, such as 2.14
trial-webhook-url = Webhook URL
trial-webhook-url-hint = Your own endpoint, as the vendor calls it. It is asked with HEAD: nothing is delivered.
trial-status-url = Status URL
trial-status-url-hint = The vendor's status page as JSON, such as https://www.intercomstatus.com/api/v2/status.json
trial-health-url = Health URL
trial-health-url-hint = Your own health document, such as https://app.example.com/health
trial-no-secrets = Type no secret here. Holdpoint stores none: write where the server finds it. Trying looks whether it is there and sends it nowhere, because only holdpoint.toml says where a secret may go.
trial-token = Token, as a reference
trial-token-hint = env:NAME or file:/absolute/path, never the token itself. Later it is sent to the base URL and nowhere else.
trial-webhook-secret = Webhook secret, as a reference
trial-webhook-secret-hint = env:NAME or file:/absolute/path. It signs deliveries, and is itself never sent.
trial-enter-name = Enter a name: 1 to 64 of a-z, 0-9, “-”, “.” and “_”
trial-no-reference = This is no reference, and may be a secret: it was not sent, and is gone from this page. Write env:NAME or file:/absolute/path
trial-login-in-address = The address had a user name or password before “@”: it was not sent, and is gone from this page. Write it without
trial-try = Try it
trial-trying = Trying…
trial-wait = Addresses are asked; that may take 20 seconds.
trial-told =
    { $fields ->
        [one] { $fields } field tried
       *[other] { $fields } fields tried
    }: { $failing } failing, { $warning } with a warning
trial-changed = You changed the form since it was tried. Try it again to get its lines.
trial-lines = Lines for holdpoint.toml
trial-lines-what = the lines
trial-next = Add them to holdpoint.toml, put each secret where its line says, and start the server again: then the pre-flight of a launch with this connection proves the token.
trial-not-accepted = The server would not start with this: { $reason }.
trial-accepted = Nothing is against it.
trial-refused = The outbound policy refuses it: { $reason }.
trial-allowed = The outbound policy allows it: { $addresses }, port { $port }.
trial-allowed-by = The outbound policy allows it, by “{ $entries }” in its allow-list: { $addresses }, port { $port }.
trial-unencrypted = Without TLS: right for this machine only. A token is not sent this way to any other.
trial-certificate =
    { $protocol }, and a certificate that is believed until { $until }: { $days ->
        [one] { $days } day
       *[other] { $days } days
    } left.
trial-certificate-bad = The certificate is { $fault }: replace it, or correct the address.
trial-fault-expired = expired
trial-fault-early = not yet valid
trial-fault-name = for another name
trial-fault-issuer = from an unknown issuer
trial-fault-revoked = revoked
trial-fault-other = not acceptable
trial-unreachable = Nobody can be reached there: check the name, the port and what stands between.
trial-timed-out = There was no answer in time.
trial-no-tls = No TLS connection came about that could be believed.
trial-bad-answer = The answer was no acceptable HTTP, or too large.
trial-not-asked = It was not asked.
trial-answered = It answers with { $status } after { $latency }.
trial-answered-without-token = It answers with { $status } after { $latency }: there is somebody, and without the token that is in order.
trial-answered-elsewhere = It answers with { $status } after { $latency } and leads elsewhere: write the address that it leads to.
trial-answered-head = It answers HEAD with { $status } after { $latency }; vendors try the address that way when it is registered.
trial-status-page = A status document as Statuspage writes it (v2); it says “{ $indicator }” now.
trial-no-status-page = No status document as Statuspage writes it (v2), with “page” and “status.indicator”. Most have it at /api/v2/status.json.
trial-health = A health document; its status is “{ $status }” now.
trial-no-health = No health document: JSON is expected with a word as its “status”, such as healthy.
trial-secret-there = The server finds a secret there. Its value is not told.
trial-secret-missing-variable = Not there yet: set the environment variable { $name } where the server is started, and start it again.
trial-secret-missing-file = Not there yet: write the secret, and nothing else, into the file { $path } on the server.
trial-secret-unreadable = The server cannot read { $path }: let its user read the file.
trial-secret-unusable = What is at { $reference } is no secret in one line of visible ASCII: store the secret alone in it.
