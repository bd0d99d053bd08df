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

### Passkeys: why there is no answer

passkey-cancelled = No passkey was used: you cancelled, it took too long, or this device has none for this server.
passkey-insecure = Passkeys work over https and on localhost only. Open this server by its https address.
passkey-known = This device has a passkey for this account already.
passkey-not-supported = This browser is too old for passkeys. Update it, or sign in another way.
passkey-refused = The browser refused the passkey: { $why }

### Sign-ins of the organisation: why one did not work

# { $p } is the name of the provider, or oidc-provider.
oidc-audience = The answer of { $p } is meant for another application. Nothing was accepted; tell the operator to compare the client id.
oidc-bad-provider = What { $p } says of itself or of you cannot be used. Tell the operator: the log says what is wrong with it.
oidc-broken = Something broke on the server. Try again; if it lasts, tell the operator.
oidc-cancelled = The sign-in was stopped at { $p }, or { $p } does not let you use Holdpoint. Try again; if it stops again, ask whoever runs { $p } to let you in.
oidc-client = { $p } does not accept this server's client id or secret. Tell the operator to correct them in holdpoint.toml.
oidc-clock = The answer of { $p } has expired or is from the future. Begin again; if it lasts, tell the operator to compare the clocks of this server and of { $p }.
oidc-code = { $p } did not accept the code that it gave. Begin again; if it lasts, tell the operator.
oidc-groups = Your account at { $p } is in none of the groups that may sign in here; they are read from the claim “{ $claim }”. Ask whoever manages your groups to add you, then begin again.
oidc-issuer = The answer is of another issuer than { $p }. Nothing was accepted; tell the operator.
oidc-link-ended = { $p } was not linked: confirm first that it is you, on your account page, and finish within ten minutes.
oidc-linked = This sign-in of { $p } belongs to another account here. Sign in with it instead, or choose another account at { $p }.
oidc-name-taken = An account of your name is here already, and it is not taken over. If it is yours, sign in to it as before and link { $p } on your account page; if not, ask the server's owner.
oidc-no-provider = This server has no sign-in of that name. Go on with one that is listed here.
oidc-nonce = The answer of { $p } belongs to another sign-in. Nothing was accepted; begin again here.
oidc-provider = the provider
oidc-reference = { $sentence } In the server's log it is reference { $reference }.
oidc-refused = { $p } refused the request. Tell the operator of this server: its log has the reason.
oidc-set-up-needed = Nobody has an account on this server yet, and { $p } makes no first one. Open the set-up link that the server printed when it started.
oidc-signature = The answer is not signed with a key of { $p }. Nothing was accepted; tell the operator.
oidc-state = This sign-in was answered already, took longer than ten minutes, or was begun in another browser. Begin again here.
oidc-token = The answer of { $p } is not complete or not well formed. Nothing was accepted; tell the operator.
oidc-too-many = There were too many attempts. Wait a minute, then try again.
oidc-unreachable = This server cannot reach { $p }. Try again in a minute; if it lasts, tell the operator, who may have to name it in [egress] allow.
