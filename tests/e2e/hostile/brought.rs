//! What comes from machines and disks: texts in the results that CI pushes, and names of files that are uploaded.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{look, put};
use crate::team::Team;

/// A check's result names five runs' tools, five rules and five places.
const IN_SARIF: usize = 15;
/// It names five tests.
const IN_JUNIT: usize = 5;

/// Pushes files that are made of these texts, whose own names and titles are some more.
pub async fn results(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    let mut left = texts;
    for (item, format, within) in [
        ("auth.no-token-in-source", "sarif", IN_SARIF),
        ("data.pii-redaction", "sarif", IN_SARIF),
        ("api.error-handling", "junit", IN_JUNIT),
    ] {
        let (told, rest) = left.split_at(within + 2);
        left = rest;
        let (within, [name, title]) = told.split_at(within) else { anyhow::bail!("a name and a title") };
        let content = if format == "sarif" { sarif(within) } else { junit(within) };
        let push = json!({ "items": [item], "format": format, "name": name, "title": title, "content": content });
        put(ann, vec![("POST", format!("/api{path}/evidence"), push)]).await?;
        ann.goto(&team.server.url(&format!("{path}/items/{item}"))).await?;
        ann.find("[data-check] .receipt").await?;
        look(ann, item, told).await?;
    }
    Ok(())
}

fn sarif(texts: &[String]) -> String {
    let run = |texts: &[String]| {
        let place = json!({ "physicalLocation": { "artifactLocation": { "uri": texts[2] } } });
        let result = json!({ "ruleId": texts[1], "message": { "text": texts[1] }, "locations": [place] });
        json!({ "tool": { "driver": { "name": texts[0] } }, "results": [result], "invocations": [{ "executionSuccessful": true }] })
    };
    json!({ "version": "2.1.0", "runs": texts.chunks_exact(3).map(run).collect::<Value>() }).to_string()
}

fn junit(texts: &[String]) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let cases: String = texts.iter().map(|name| format!("<testcase name=\"{}\"><failure /></testcase>", escaped(name))).collect();
    format!("<testsuite>{cases}</testsuite>")
}

/// What nobody else has written to.
const ITEM: &str = "webhooks.redelivery";

/// Uploads a file of each name. The server keeps what is behind the last slash; as a title the whole text stays.
pub async fn files(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    let titles: Vec<String> = texts.iter().filter(|text| !text.ends_with('/')).cloned().collect();
    let names: Vec<String> = ann.driver.execute_async(UPLOAD, vec![json!(path), json!(ITEM), json!(titles)]).await?.convert()?;
    ensure!(names.len() == titles.len(), "of {} files {} were taken: {:?}", titles.len(), names.len(), names.last());
    ann.goto(&team.server.url(&format!("{path}/items/{ITEM}"))).await?;
    ann.find("[data-testid=evidence-file]").await?;
    look(ann, "the files", &[names, titles].concat()).await
}

/// Gives back what the files are called now.
const UPLOAD: &str = r#"
    const [path, item, names, done] = arguments;
    const send = async (method, place, headers, body) => {
        const answer = await fetch(`/api${path}${place}`, { method, headers: { "x-holdpoint": "1", ...headers }, body });
        return answer.ok ? answer.json() : Promise.reject(await answer.text());
    };
    const type = "application/json";
    (async () => {
        const kept = [];
        for (const title of names) {
            const { id, name } = await send("POST", "/uploads", { "content-type": type }, JSON.stringify({ name: title, bytes: 1 }));
            await send("PATCH", `/uploads/${id}`, { "content-type": "application/offset+octet-stream", "upload-offset": "0" }, "x");
            const headers = { "content-type": type, "idempotency-key": crypto.randomUUID() };
            await send("POST", "/evidence", headers, JSON.stringify({ items: [item], name, title, upload: id }));
            kept.push(name);
        }
        return kept;
    })().then(done, (error) => done([String(error)]));
"#;
