//! Names on one's own account: of API tokens, of passkeys and keys, and of a provider's accounts.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{abreast, id, look, put_all};
use crate::team::Team;

/// Names of API tokens, which are short.
pub async fn tokens(team: &Team, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    let short: Vec<String> = texts.iter().filter(|text| text.chars().count() <= 60).cloned().collect();
    let token = |name: &String| ("POST", "/api/account/tokens".to_owned(), json!({ "name": name, "scopes": ["launches:read"], "days": 1 }));
    // An account has 50 at most.
    for short in short.chunks(50) {
        put_all(ann, &abreast(short.iter().map(token).collect())).await?;
        ann.goto(&team.server.url("/account")).await?;
        ann.find("[data-token]").await?;
        look(ann, "the account", short).await?;
        let left: u32 = ann.driver.execute_async(REVOKE, vec![]).await?.convert()?;
        ensure!(left == 0, "{left} tokens are left");
    }
    Ok(())
}

/// Revokes all tokens, and says how many are left.
const REVOKE: &str = r#"
    const [done] = arguments;
    (async () => {
        const list = async () => (await fetch("/api/account/tokens")).json();
        const revoke = ({ id }) => fetch(`/api/account/tokens/${id}`, { method: "DELETE", headers: { "x-holdpoint": "1" } });
        await Promise.all((await list()).map(revoke));
        return (await list()).length;
    })().then(done, () => done(-1));
"#;

/// Each of these takes a touch, or a provider; so the page is told of them by a server that has them all.
pub async fn keys(team: &Team, texts: &[String]) -> Result<()> {
    let (ann, at) = (&team.ann, "2026-11-01T12:00:00Z");
    let passkey = |name: &String| json!({ "id": id(), "name": name, "createdAt": at });
    let key = |name: &String| json!({ "id": id(), "kind": "ssh", "name": name, "fingerprint": "SHA256:of+a+key", "createdAt": at });
    let linked = |(place, text): (usize, &String)| json!({ "id": format!("sha256:{place:064x}"), "issuer": text, "subject": text, "provider": text });
    let told =
        [texts.iter().map(passkey).collect::<Value>(), texts.iter().enumerate().map(linked).collect(), texts.iter().map(key).collect()];
    let source = format!("({TELL})(...{})", json!(told));
    let added = ann.in_each_document(&source).await?;
    ann.goto(&team.server.url("/account")).await?;
    for kind in ["[data-passkey]", "[data-identity]", "[data-signing-key]"] {
        ann.find(kind).await?;
    }
    look(ann, "the keys", texts).await?;
    ann.in_no_document(&added).await
}

const TELL: &str = r#"(passkeys, linked, keys) => {
    const real = window.fetch;
    const told = (body) => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
    window.fetch = async (ask, ...more) => {
        const address = String(ask.url ?? ask);
        if (address.endsWith("/api/account/signing-keys")) return told(keys);
        const answer = await real(ask, ...more);
        return address.endsWith("/api/account") ? told({ ...(await answer.json()), passkeys, linked }) : answer;
    };
}"#;
