//! `GET /api/openapi.json`: the interface, described. A test compares it with the router.

mod schemas;

use axum::Json;
use holdpoint_domain::report::dsse;
use holdpoint_domain::wire::UPLOAD_PART;
use serde_json::{Value, json};

use crate::auth::scope;

/// Method, path, what it does, what the body is (`-`: none), what the answer is.
type Route = (&'static str, &'static str, &'static str, &'static str, &'static str);

pub const ROUTES: &[Route] = &[
    ("get", "/api/session", "Who is signed in", "-", "Session"),
    ("post", "/api/session", "Sign in", "SignIn", "Session"),
    ("delete", "/api/session", "Sign out", "-", "nothing"),
    ("post", "/api/setup", "Make the owner's account with the one-time token of the first start", "NewAccount", "Session"),
    ("get", "/api/invites", "Open invites: one's own, or all for the server's owner", "-", "list of InviteView"),
    ("post", "/api/invites", "Make a one-time link for a colleague, with a role if it names one", "NewInvite", "Invite"),
    ("delete", "/api/invites/{id}", "Withdraw an invite", "-", "nothing"),
    ("post", "/api/invites/accept", "Make an account with an invite's token", "NewAccount", "Session"),
    ("get", "/api/people", "Everybody with an account", "-", "list of Person"),
    (
        "post",
        "/api/people/{id}/erasure",
        "Erase a person and what launches tell of them, or see what that would take away",
        "Erase",
        "ErasureView",
    ),
    ("post", "/api/passkeys/begin", "A question to any passkey of this server", "empty object", "PasskeyBegun"),
    ("post", "/api/passkeys/sign-in", "Sign in with a passkey's answer", "PasskeyAnswer", "Session"),
    ("get", "/api/oidc/{name}/start", "To the organisation's own sign-in; `to`: the launch to see then", "-", "a redirect"),
    ("get", "/api/oidc/{name}/link", "The same, to link it with one's account", "-", "a redirect"),
    ("get", "/api/oidc/callback", "Back from there, signed in or with a code of what is wrong", "-", "a redirect"),
    ("post", "/api/recovery/code", "Sign in with a recovery code, to set a new password or passkey", "RecoverWithCode", "Session"),
    ("post", "/api/recovery/link", "The same with a link that the owner made", "RecoverWithLink", "Session"),
    ("get", "/api/account", "What one's own account has", "-", "AccountView"),
    ("post", "/api/account/proof", "Give the password again", "Password", "nothing"),
    ("post", "/api/account/proof/passkey", "Give a passkey again", "PasskeyAnswer", "nothing"),
    ("post", "/api/account/password", "Set a new password; ends all other sessions", "Password", "nothing"),
    ("post", "/api/account/passkeys/begin", "A question to a device that is to enrol", "empty object", "PasskeyBegun"),
    ("post", "/api/account/passkeys", "Enrol a passkey", "EnrolPasskey", "PasskeyView"),
    ("delete", "/api/account/passkeys/{id}", "Remove a passkey", "-", "nothing"),
    ("delete", "/api/account/identities/{id}", "Unlink an organisation's sign-in; ends all other sessions", "-", "nothing"),
    ("get", "/api/account/signing-keys", "The keys that one approves with, revoked ones too", "-", "list of SigningKeyView"),
    ("post", "/api/account/signing-keys/passkey/begin", "A question to a device that is to approve", "empty object", "PasskeyBegun"),
    ("post", "/api/account/signing-keys/passkey", "Enrol a passkey for approvals", "EnrolPasskey", "SigningKeyView"),
    ("post", "/api/account/signing-keys/ssh/begin", "What an SSH key signs to be enrolled", "empty object", "SshKeyBegun"),
    ("post", "/api/account/signing-keys/ssh", "Enrol an SSH key for approvals, with its signature", "EnrolSshKey", "SigningKeyView"),
    ("delete", "/api/account/signing-keys/{id}", "Revoke a key: it approves nothing from now on", "-", "nothing"),
    ("get", "/api/account/sessions", "Where one is signed in", "-", "list of SessionView"),
    ("delete", "/api/account/sessions/{id}", "End a session", "-", "nothing"),
    ("post", "/api/account/recovery-codes", "Ten new recovery codes; older ones end", "empty object", "RecoveryCodes"),
    ("get", "/api/account/tokens", "One's API tokens, without secrets", "-", "list of TokenView"),
    ("post", "/api/account/tokens", "Make an API token; its secret is shown once", "NewToken", "TokenMade"),
    ("delete", "/api/account/tokens/{id}", "Revoke an API token", "-", "nothing"),
    ("get", "/api/account/log", "What happened to one's account, newest first; `before`: an entry", "-", "list of AccountEntry"),
    ("get", "/api/accounts/log", "The same for everybody's, for the owner", "-", "list of AccountEntry"),
    ("post", "/api/accounts/{id}/recovery-link", "A one-time link for a colleague, by the owner", "empty object", "RecoveryLink"),
    ("get", "/api/templates", "The templates, each in its highest version", "-", "list of TemplateSummary"),
    ("get", "/api/templates/{name}", "One template, in its highest version", "-", "Template"),
    ("get", "/api/templates/{name}/source", "The template's file, as it is", "-", "TemplateSource"),
    ("get", "/api/templates/{name}/versions", "Every version of a template, the highest first", "-", "list of TemplateSummary"),
    ("get", "/api/templates/{name}/versions/{version}", "One version of a template", "-", "Template"),
    (
        "post",
        "/api/templates/lint",
        "What is wrong with a template, with line and column, for the owner; nothing is kept",
        "TemplateText",
        "Linted",
    ),
    (
        "post",
        "/api/templates",
        "Save a template as a new file, by the owner; a version is never changed",
        "TemplateText",
        "TemplateSummary",
    ),
    ("get", "/api/connections", "The operator's connections, without secrets", "-", "list of ConnectionView"),
    (
        "post",
        "/api/connections/trial",
        "Try a connection before it is written into holdpoint.toml, by the owner; its secrets are looked for, and sent nowhere",
        "TryConnection",
        "ConnectionTrial",
    ),
    ("get", "/api/launches", "The launches in which one has a role, newest first", "-", "list of LaunchSummary"),
    ("post", "/api/launches", "Make a launch (Idempotency-Key)", "NewLaunch", "LaunchCreated"),
    ("get", "/api/launches/{id}", "A launch, folded", "-", "LaunchView"),
    ("post", "/api/launches/{id}/commands", "Send a command (Idempotency-Key is its id)", "Submission", "Stored"),
    ("get", "/api/launches/{id}/events", "Events behind `after`, at most 500", "-", "EventsPage"),
    ("get", "/api/launches/{id}/live", "Server-sent events behind `Last-Event-ID` or `after`", "-", "text/event-stream"),
    ("put", "/api/launches/{id}/presence", "Say at which item this browser is, while it has a live stream", "Whereabouts", "nothing"),
    ("post", "/api/launches/{id}/checks/{check}/runs", "Run a check through the proxy", "RunCheck", "CheckRan"),
    ("get", "/api/launches/{id}/receipts/{receipt}", "A receipt under the server's signature, as a file", "-", "the file"),
    ("get", "/api/launches/{id}/receipts/{receipt}/statement", "What a signed receipt says", "-", "in-toto Statement"),
    (
        "get",
        "/api/launches/{id}/checks/{check}/history",
        "What scheduled runs of a check saw, oldest first, at most `limit`: those behind `after` and from `from` on; without both the latest",
        "-",
        "CheckHistory",
    ),
    ("get", "/api/launches/{id}/watch", "Scheduled checks, alerts and messages of a launch", "-", "WatchView"),
    ("get", "/api/launches/{id}/alerts", "The alert table: firing, quiet or unknown, since when, and the action", "-", "list of AlertView"),
    (
        "get",
        "/api/launches/{id}/notifications",
        "The latest messages about alerts and signed reports, newest first, at most 100",
        "-",
        "list of NoticeView",
    ),
    ("post", "/api/launches/{id}/evidence", "Push a result or a file from CI (Idempotency-Key)", "PushEvidence", "EvidencePushed"),
    ("post", "/api/launches/{id}/uploads", "Begin to upload an evidence file, or see how far it has come", "NewUpload", "UploadView"),
    ("get", "/api/launches/{id}/uploads/{upload}", "How far an upload is; in the header Upload-Offset too", "-", "UploadView"),
    (
        "patch",
        "/api/launches/{id}/uploads/{upload}",
        "Add bytes where the header Upload-Offset says",
        "application/offset+octet-stream",
        "UploadView",
    ),
    ("delete", "/api/launches/{id}/uploads/{upload}", "Give an upload up", "-", "nothing"),
    ("get", "/api/launches/{id}/files/{digest}", "An evidence file; ranges are answered", "-", "the file"),
    ("get", "/api/launches/{id}/drills", "What a drill plays, and the drills of this launch, newest first", "-", "DrillsView"),
    ("post", "/api/launches/{id}/drills", "Open a drill: a base URL that plays the vendor for a while", "OpenDrill", "DrillView"),
    ("get", "/api/launches/{id}/drills/{drill}", "What a drill has seen so far, and what it shows", "-", "DrillView"),
    ("post", "/api/launches/{id}/drills/{drill}/close", "End a drill, and record its receipts", "empty object", "DrillView"),
    (
        "post",
        "/api/launches/{id}/template",
        "Move the launch to the version of its template that the server has (Idempotency-Key); items that are the same keep their answers",
        "UpgradeTemplate",
        "Stored",
    ),
    (
        "get",
        "/api/launches/{id}/trend",
        "How it stood at the end of each day (UTC), the last 366 at most; the last point is now",
        "-",
        "list of TrendPoint",
    ),
    ("get", "/api/launches/{id}/gate", "Go or no-go, with every reason", "-", "Gate"),
    ("get", "/api/launches/{id}/badge.svg", "The gate as a small picture", "-", "image/svg+xml"),
    ("get", "/api/launches/{id}/history", "Every event with its leaf in the log, for holdpoint verify --history", "-", "JSON Lines"),
    (
        "get",
        "/api/launches/{id}/consistency",
        "What proves that the log's first `to` entries begin with its first `from`: RFC 6962, section 4.4",
        "-",
        "Consistency",
    ),
    ("get", "/api/launches/{id}/snapshot", "The exact bytes that an approver signs for", "-", "Snapshot"),
    ("get", "/api/launches/{id}/snapshots/{digest}", "The bytes that an earlier approval or report is about", "-", "Snapshot"),
    ("post", "/api/launches/{id}/approvals", "Approve, with the password given again", "Approve", "Stored"),
    ("get", "/api/launches/{id}/statements", "One's own statements that wait for a signature", "-", "list of StatementView"),
    ("post", "/api/launches/{id}/statements", "What one would sign now with a key of one's own", "NewStatement", "StatementView"),
    ("get", "/api/launches/{id}/statements/{approval}", "The exact bytes to sign, as a file", "-", "the statement"),
    ("post", "/api/launches/{id}/statements/{approval}/signature", "Approve, with a signature over a statement", "NewSignature", "Stored"),
    ("post", "/api/launches/{id}/reports", "Issue a report of now", "empty object", "ReportIssued"),
    ("get", "/api/launches/{id}/report/{form}", "A file of the latest report: html, json, pdf, md, csv or tlog-proof", "-", "the file"),
    ("get", "/api/launches/{id}/deliveries", "The ticket systems, and reports on their way to tickets", "-", "DeliveriesView"),
    ("post", "/api/launches/{id}/deliveries", "Deliver a report to a ticket (Idempotency-Key)", "Deliver", "Stored"),
    (
        "get",
        "/api/waivers",
        "Waivers in force or waiting, across the launches that one sees, the first to end first",
        "-",
        "list of WaiverView",
    ),
    ("get", "/api/trust.json", "What an auditor pins", "-", "TrustRoot"),
    ("get", "/api/allowed_signers", "Approvers' keys for ssh-keygen -Y verify", "-", "allowed_signers"),
    ("get", "/api/openapi.json", "This description", "-", "OpenAPI 3.1"),
    ("get", "/health", "200 when every part is healthy, 503 otherwise", "-", "Health"),
    ("get", "/ready", "200 when this replica can serve, 503 otherwise: for load balancers", "-", "Ready"),
    ("get", "/metrics", "Counters for Prometheus", "-", "OpenMetrics text"),
];

/// Those of them that ask nobody who they are.
const OPEN: &[(&str, &str)] = &[
    ("get", "/api/session"),
    ("post", "/api/session"),
    ("delete", "/api/session"),
    ("post", "/api/setup"),
    ("post", "/api/invites/accept"),
    ("post", "/api/passkeys/begin"),
    ("post", "/api/passkeys/sign-in"),
    ("get", "/api/oidc/{name}/start"),
    ("get", "/api/oidc/callback"),
    ("post", "/api/recovery/code"),
    ("post", "/api/recovery/link"),
    ("get", "/api/openapi.json"),
    ("get", "/health"),
    ("get", "/ready"),
    ("get", "/metrics"),
];

/// The document, OpenAPI 3.1.
pub async fn get() -> Json<Value> {
    Json(document())
}

fn document() -> Value {
    let mut paths = serde_json::Map::new();
    for route in ROUTES {
        let (method, path, ..) = route;
        let entry = paths.entry(*path).or_insert_with(|| json!({}));
        if let Some(entry) = entry.as_object_mut() {
            entry.insert((*method).to_owned(), operation(*route));
        }
    }
    let mut schemas = schemas::all();
    schemas["Problem"] = problem();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Holdpoint",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Bodies are JSON, with Content-Type: application/json, but for the parts of an upload. A program shows an API token, \
                Authorization: Bearer hpt_…, and nothing else; `security` names the scopes of which it needs one. A browser has its \
                session's cookie, and each of its writes carries X-Holdpoint, and an Origin that is the server's own. \
                X-Holdpoint may hold the id of the member whom a page shows, on reads too; so may the query `as` of events and live: \
                where the session is another member's, the answer is 401 signed-out. \
                Errors are problem details (RFC 9457). Bodies that have a title and no schema are the types of the crate holdpoint-domain, \
                module wire.",
        },
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": schemes() },
    })
}

fn operation(route: Route) -> Value {
    let (method, path, summary, body, answer) = route;
    let refused = |description: &str| {
        let content = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
        json!({ "description": description, "content": content })
    };
    // What looks after servers answers in one form, whatever it has to say.
    let failed = if path.starts_with("/api/") { refused("The server cannot, for now or at all") } else { answered(answer) };
    let mut operation = json!({
        "summary": summary,
        "parameters": parameters(route),
        "security": security(method, path),
        "responses": {
            (if answer == "a redirect" { "303" } else { "2XX" }): answered(answer),
            "4XX": refused("What is wrong, where, and what to do"),
            "5XX": failed,
        },
    });
    if body == UPLOAD_PART {
        let content = json!({ UPLOAD_PART: { "schema": { "type": "string", "format": "binary" } } });
        operation["requestBody"] = json!({ "required": true, "content": content });
    } else if body != "-" {
        let content = json!({ "application/json": { "schema": schemas::named(body) } });
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    operation
}

fn parameters((_, path, summary, body, _): Route) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let mut parameters: Vec<Value> =
        names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })).collect();
    let mut add = |place: &str, name: &str, schema: Value| parameters.push(json!({ "name": name, "in": place, "schema": schema }));
    if path.ends_with("/events") || path.ends_with("/live") {
        add("query", "after", json!({ "type": "integer", "minimum": 0, "default": 0 }));
        add("query", "as", json!({ "type": "string", "format": "uuid" }));
    }
    if path.ends_with("/live") {
        add("header", "Last-Event-ID", json!({ "type": "integer", "minimum": 0 }));
    }
    if path.ends_with("/log") {
        add("query", "before", json!({ "type": "integer", "minimum": 0 }));
    }
    if path.ends_with("/oidc/{name}/start") {
        add("query", "to", json!({ "type": "string" }));
    }
    if path.ends_with("/checks/{check}/history") {
        for name in ["after", "from"] {
            add("query", name, json!({ "type": "string", "format": "date-time" }));
        }
        let most = holdpoint_domain::wire::HISTORY_SAMPLES;
        add("query", "limit", json!({ "type": "integer", "minimum": 1, "maximum": most, "default": most }));
    }
    if path.ends_with("/files/{digest}") {
        add("query", "evidence", json!({ "type": "string", "format": "uuid" }));
    }
    let needed = |name: &str, schema: Value| json!({ "name": name, "in": "header", "required": true, "schema": schema });
    if path.ends_with("/consistency") {
        let size = |name: &str| json!({ "name": name, "in": "query", "required": true, "schema": { "type": "integer", "minimum": 1 } });
        parameters.extend(["from", "to"].map(size));
    }
    if summary.contains("Idempotency-Key") {
        parameters.push(needed("Idempotency-Key", json!({ "type": "string", "format": "uuid" })));
    }
    if body == UPLOAD_PART {
        parameters.push(needed("Upload-Offset", json!({ "type": "integer", "minimum": 0 })));
    }
    parameters
}

/// Who may ask: one of these is enough; none: anybody.
fn security(method: &str, path: &str) -> Vec<Value> {
    if OPEN.iter().any(|(known, open)| *known == method && *open == path) {
        return Vec::new();
    }
    let tokens = scope::needed(&method.to_uppercase(), path).iter().map(|scope| json!({ "token": [scope.key()] }));
    // Nobody's, where the operator shows badges to anybody.
    let nobody = path.ends_with("/badge.svg").then(|| json!({}));
    [json!({ "session": [] })].into_iter().chain(tokens).chain(nobody).collect()
}

fn schemes() -> Value {
    json!({
        "session": {
            "type": "apiKey", "in": "cookie", "name": "__Host-holdpoint",
            "description": "A browser's. Without https it is called holdpoint. Writes carry X-Holdpoint and Origin besides.",
        },
        "token": { "type": "http", "scheme": "bearer", "description": "An API token, made on the account page" },
    })
}

/// What a success brings.
fn answered(answer: &str) -> Value {
    let kind = match answer {
        "nothing" | "a redirect" => return json!({ "description": answer }),
        "the file" => "*/*",
        "the statement" => dsse::IN_TOTO,
        "text/event-stream" | "image/svg+xml" => answer,
        "JSON Lines" => "application/jsonl",
        "allowed_signers" => "text/plain",
        "OpenMetrics text" => "application/openmetrics-text",
        _ => "application/json",
    };
    let media = match (kind, answer.strip_prefix("list of ")) {
        ("application/json", Some(one)) => json!({ "schema": { "type": "array", "items": schemas::named(one) } }),
        ("application/json", None) => json!({ "schema": schemas::named(answer) }),
        _ => json!({}),
    };
    json!({ "description": answer, "content": { kind: media } })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string", "description": "A stable path such as /problems/conflict" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "case": { "type": "string", "description": "Which of them it is, where one type has several" },
            "detail": { "type": "string", "description": "What went wrong and what to do" },
            "numbers": { "type": "object", "additionalProperties": { "type": "integer" }, "description": "The numbers in detail, by name" },
            "said": said(),
            "pointer": { "type": "string", "description": "JSON pointer to the field of the request's body" },
            "conflict": conflict(),
            "reason": { "$ref": "#/components/schemas/Reason", "description": "The first reason, when the launch is not ready to be signed" },
            "seq": { "type": "integer", "description": "Of id-taken: the place of the last event that one's own command of this id made here" },
        },
    })
}

fn conflict() -> Value {
    json!({
        "type": "object",
        "required": ["field", "theirs", "yours", "by"],
        "properties": {
            "field": { "type": "string" },
            "theirs": { "type": "string" },
            "yours": { "type": "string" },
            "by": { "type": "string", "description": "The name of who changed it" },
            "at": { "type": ["string", "null"], "format": "date-time" },
            "seq": { "type": "integer", "description": "The place of that change. Sent as basedOn, it says that this value was seen, and none after it" },
        },
        "description": "Both values, when somebody else changed the field meanwhile",
    })
}

fn said() -> Value {
    json!({
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": { "type": "string", "description": "A stable word" },
            "values": { "type": "object", "description": "What stands in the sentence, by name: texts, or stable words such as release-manager" },
        },
        "description": "Of a refusal: the sentence of detail in parts; of /problems/bad-field what is behind the field",
        "example": { "kind": "role", "values": { "has": "viewer", "needs": "release-manager" } },
    })
}
