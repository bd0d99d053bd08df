//! A checklist of the owner's own in which every text would run, and a launch of it that is signed: its pages, and its report.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::corpus::each_once;
use super::{command, look, put, report};
use crate::team::{PASSWORD, Team};
use crate::templates::replace;

/// The checklist as a file. Of titles and guidance there are as many as there are texts.
fn source(texts: &[String]) -> String {
    // JSON's texts are TOML's too.
    let said = |place: usize| json!(texts[place]).to_string();
    let mut source = format!(
        "format = 1\nname = \"hostile\"\nversion = \"1.0.0\"\ntitle = {}\nsummary = {}\n\
         [[sections]]\nid = \"a\"\ntitle = {}\nsummary = {}\n",
        said(0),
        said(1),
        said(2),
        said(3)
    );
    for place in 0..texts.len() {
        let text = said(place);
        source.push_str(&format!(
            "[[sections.items]]\nid = \"a.n{place}\"\ntitle = {text}\nlevel = \"should\"\nguidance = {text}\nevidence = \"optional\"\n"
        ));
    }
    source.push_str(&format!(
        "[[sections.items.facts]]\nclaim = {}\nsource = {}\ndate = \"2026-11-01\"\nconfidence = \"claimed\"\n\
         [[checks]]\nid = \"a.check\"\ntitle = {}\nsummary = {}\nproves = [\"a.n0\"]\nttl_minutes = 60\npreflight = false\n\
         [checks.probe]\nkind = \"pushed\"\nformat = \"sarif\"\n\
         [[checks.expect]]\nfact = \"findings\"\nequals = 0\nwhy = {}\nnext = {}\n",
        said(4),
        said(5),
        said(6),
        said(7),
        said(8),
        said(9)
    ));
    source.push_str(&format!("[[runbooks]]\nid = \"a\"\ntitle = {}\nsummary = {}\n", said(10), said(11)));
    for (place, text) in each_once().iter().enumerate() {
        let text = json!(text).to_string();
        source.push_str(&format!(
            "[[runbooks.steps]]\nid = \"s{place}\"\ntitle = {text}\ndetail = {text}\ncommands = [{text}]\n\
             call = {{ name = {text}, phone = \"+49 30 1234567\", link = \"https://example.com/\" }}\n"
        ));
    }
    source.push_str(&format!(
        "[[alerts]]\nname = {}\ncondition = {}\nseverity = \"P1\"\naction = {}\n\
         [[resources]]\ntitle = {}\nurl = \"https://example.com/\"\nnote = {}\n[[next_steps]]\ntitle = {}\ndetail = {}\n",
        said(12),
        said(13),
        json!(format!("Run `pg_ctl promote`. {}", texts[14])),
        said(15),
        said(16),
        said(17),
        said(18)
    ));
    source
}

pub async fn of_the_owner(team: &Team, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    // The report, which she has before her, lets nothing be fetched.
    ann.goto(&team.server.url("/templates")).await?;
    ann.find("[data-template]").await?;
    put(ann, vec![("POST", "/api/templates".to_owned(), json!({ "source": source(texts) }))]).await?;
    ann.goto(&team.server.url("/templates")).await?;
    ann.click("[data-template=hostile] [data-testid=contents] > summary").await?;
    // The others are drawn when one comes near; the launch's own list has them all.
    look(ann, "the checklists", &texts[..20]).await?;
    ann.goto(&team.server.url("/templates/hostile/edit")).await?;
    ann.find("[data-problems=none]").await?;
    look(ann, "the editor", &[]).await?;
    // What is wrong with a file is told in its own words.
    let wrong: String = each_once().iter().map(|text| format!("{} = 1\n", json!(text))).collect();
    replace(ann, "format = 1\n", &format!("format = 1\n{wrong}")).await?;
    ann.until("return 20 < document.querySelectorAll('[data-testid=editor-problems] .problem').length").await?;
    look(ann, "the editor's problems", &[]).await?;
    ann.goto(&team.server.url("/launches/new")).await?;
    ann.find("#new-template-hostile").await?;
    look(ann, "a new launch", &texts[..2]).await?;

    let made = put(ann, vec![("POST", "/api/launches".to_owned(), json!({ "name": "Its texts", "template": "hostile" }))]).await?;
    let path = format!("/launches/{}", made[0]["id"].as_str().context("a launch has an id")?);
    let (last, in_book) = (format!("/items/a.n{}", texts.len() - 1), [&each_once()[..], &texts[10..19]].concat());
    let places: [(&str, &str, &[String]); 6] = [
        ("", "[data-item]", texts),
        ("/items/a.n0", "[data-check='a.check']", &texts[6..8]),
        (last.as_str(), "[data-pane] .facts", &texts[4..6]),
        ("/rollback", "[data-testid=runbook] .command", in_book.as_slice()),
        ("/watch", "[data-testid=alerts]", &texts[12..15]),
        ("/details", "[data-testid=make-invite]", &texts[..0]),
    ];
    for (place, sign, texts) in places {
        ann.goto(&team.server.url(&format!("{path}{place}"))).await?;
        ann.find(sign).await?;
        look(ann, place, texts).await?;
    }
    ann.goto(&team.server.url(&format!("{path}/rollback"))).await?;
    ann.see("[data-step=s0] [data-testid=step-call] a[href='tel:+49301234567']", "+49 30 1234567").await?;
    ann.find("[data-step=s0] [data-testid=step-call] a[href='https://example.com/']").await?;
    // What an alert has one do is told beside the runbook, and where it fires.
    ann.see("[data-testid=alerts] code", "pg_ctl promote").await?;
    ann.goto(&team.server.url(&format!("{path}/watch"))).await?;
    ann.see("[data-testid=alerts] code", "pg_ctl promote").await?;
    signatures(team, &path, texts).await?;
    report(team, &path, texts, texts).await
}

/// A comment is as long as a text may be, so two have them all; the first is revoked with the same words.
async fn signatures(team: &Team, path: &str, texts: &[String]) -> Result<()> {
    let ann = &team.ann;
    let (first, second) = texts.split_at(texts.len() / 2);
    for (half, stays) in [(first, false), (second, true)] {
        let words = half.join("\n");
        let approval: String = ann.driver.execute_async(APPROVE, vec![json!(path), json!(words), json!(PASSWORD)]).await?.convert()?;
        ensure!(!approval.contains("refused"), "{approval}");
        if !stays {
            put(ann, vec![command(path, json!({ "type": "revoke_approval", "approval": approval, "reason": words }))]).await?;
        }
    }
    ann.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
    ann.find("[data-approval=valid] .quote").await?;
    ann.find("[data-approval=revoked] .quote").await.map(drop)
}

/// Signs what the server shows now.
pub const APPROVE: &str = r#"
    const [path, comment, password, done] = arguments;
    (async () => {
        const seen = await fetch(`/api${path}/snapshot`);
        const [snapshot, revision] = ["digest", "revision"].map((name) => seen.headers.get(`x-holdpoint-${name}`));
        const wish = { id: crypto.randomUUID(), snapshot, revision: Number(revision), role: "release_manager", comment, password };
        const headers = { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": wish.id };
        const answer = await fetch(`/api${path}/approvals`, { method: "POST", headers, body: JSON.stringify(wish) });
        return answer.ok ? wish.id : Promise.reject(await answer.text());
    })().then(done, (error) => done(`refused: ${error}`));
"#;
