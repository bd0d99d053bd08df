//! What a log brought along that was imported: no rule of this server was ever asked about it. Names of a launch's people, and links.

use anyhow::Result;
use serde_json::{Value, json};

use super::corpus::SCHEMES;
use super::{command, id, look, put};
use crate::team::Team;

/// What nobody else has written to.
const ITEM: &str = "data.deletion";

/// The names stand in the roster and where an owner is chosen; each address behind a link and behind a file.
pub async fn log(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    let evidence = |kind: Value| {
        let evidence = json!({ "id": id(), "kind": kind, "observedAt": "2026-11-01T12:00:00Z" });
        command(path, json!({ "type": "add_evidence", "item": ITEM, "evidence": evidence }))
    };
    let url = "https://example.com/";
    let link = json!({ "type": "link", "url": url, "title": "A link" });
    let file = json!({ "type": "file", "name": "a", "digest": format!("sha256:{:064x}", 7), "bytes": 1, "url": url });
    put(ann, vec![evidence(link), evidence(file)]).await?;
    let addresses: Vec<String> =
        SCHEMES.iter().enumerate().map(|(place, scheme)| scheme.replace("RUN", &format!("__xss={place}"))).collect();
    let source = format!("({TELL})({}, {}, {}, {})", json!(path), json!(ITEM), json!(texts), json!(addresses));
    let added = ann.in_each_document(&source).await?;
    ann.goto(&team.server.url(&format!("{path}/details"))).await?;
    ann.find("[data-testid=make-invite]").await?;
    look(ann, "a launch's people", texts).await?;
    ann.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    ann.find("[data-evidence]").await?;
    look(ann, "links that nobody refused", &[texts, &addresses].concat()).await?;
    ann.in_no_document(&added).await
}

/// The page is told of the launch by a server that took everything.
const TELL: &str = r#"(path, item, names, addresses) => {
    const real = window.fetch;
    const told = (body) => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
    const people = names.map((name) => ({ id: crypto.randomUUID(), name, owner: false }));
    window.fetch = async (ask, ...more) => {
        const { pathname } = new URL(ask.url ?? ask, location.href);
        if (pathname === "/api/people") return told(people);
        const answer = await real(ask, ...more);
        if (pathname !== `/api${path}`) return answer;
        const view = await answer.json();
        const { members, items } = view.launch;
        const [member] = Object.values(members);
        for (const { id, name } of people) members[id] = { ...member, name };
        const at = (url) => (known) => ({ ...known, id: crypto.randomUUID(), kind: { ...known.kind, url } });
        items[item].evidence = addresses.flatMap((url) => items[item].evidence.map(at(url)));
        return told(view);
    };
}"#;
