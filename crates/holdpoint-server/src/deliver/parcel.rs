//! What a ticket gets of a report: words made of the signed bundle, and its files.

use holdpoint_domain::id::{Digest, LaunchId, Timestamp};
use holdpoint_domain::launch::{Decision, Launch};
use holdpoint_domain::report::brief::root;
use holdpoint_domain::report::{Outline, Vouched, bundle, bundle_name, html_name, markdown_name, pdf_name, tlog_proof_name, words};
use holdpoint_probe::ticket::{Parcel, TicketFile};

use crate::api::reports::{earlier, first_failed, kept, proof};
use crate::app::App;
use crate::error::ApiError;
use crate::rendition::{Told, tell};
use crate::timestamp;

/// * `files`: whether its files go along.
/// * `now`: when it is sent. A report tells of the time when it was issued; what a machine goes by has to be so still.
/// * Errors: the report is no longer kept, or cannot be read.
pub async fn of(app: &App, launch: &Launch, (report, files): (Digest, bool), now: Timestamp) -> Result<Parcel, ApiError> {
    let place = launch.reports.iter().position(|known| known.bundle == report);
    let reports = place.and_then(|place| launch.reports.get(..=place)).unwrap_or_default();
    let issued = reports.last().ok_or_else(|| ApiError::not_found("there is no such report"))?;
    let bundle = timestamp::with(app, issued, kept(app, report).await?).await?;
    let earlier = earlier(app, reports).await?;
    let vouched = issued.decision == Decision::NoGo || first_failed(app, kept(app, report).await?).await?.is_none();
    let _turn = app.renditions.acquire().await.map_err(ApiError::internal)?;
    let source = bundle.clone();
    let told = tokio::task::spawn_blocking(move || tell(source, earlier, Vouched::Issuer, files)).await;
    let told = told.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
    let id = launch.id;
    let over = over(&told.outline, (vouched, launch.brief_gate(now).decision), now);
    let mut parcel = words(app, id, (&told, over.as_deref()));
    if files {
        let name = |usual: String| named(id, &usual, report);
        let whole = parcel.whole.clone().into_bytes();
        let all = [
            (bundle_name(id), bundle::MEDIA_TYPE, Some(bundle)),
            (html_name(id), "text/html", Some(kept(app, issued.html).await?)),
            (tlog_proof_name(id), "text/plain", Some(proof(app, id, issued).await?)),
            (markdown_name(id), "text/markdown", Some(whole)),
            (pdf_name(id), "application/pdf", told.pdf),
        ];
        let file = |(usual, media_type, bytes): (String, _, Option<Vec<u8>>)| {
            Some(TicketFile { name: name(usual), media_type, bytes: bytes?.into() })
        };
        parcel.files = all.into_iter().filter_map(file).collect();
    }
    Ok(parcel)
}

/// `LCH-42.0a1b2c3d4e5f.signoff.pdf`: which report a file is of is told by its name, and so is whether it is there already.
fn named(id: LaunchId, usual: &str, report: Digest) -> String {
    let rest = usual.strip_prefix(&id.to_string()).unwrap_or(usual);
    format!("{id}.{}{rest}", report.short())
}

/// Why a report that said go is no ground to go any more; `None`: it is one still, or never was.
///
/// * `vouched`: whether it is verified under this server's keys: what an import brought along is another server's word.
/// * `gate`: what the launch's gate says now.
fn over(outline: &Outline, (vouched, gate): (bool, Decision), now: Timestamp) -> Option<String> {
    if outline.decision == Decision::NoGo {
        return None;
    }
    if !vouched {
        return Some("this server's keys do not vouch for it".to_owned());
    }
    match outline.holds_until() {
        Some(end) if end <= now => Some(format!("it held until {}", words::minute(end))),
        _ => (gate == Decision::NoGo).then(|| "the launch's gate says no go by now".to_owned()),
    }
}

fn words(app: &App, id: LaunchId, (told, over): (&Told, Option<&str>)) -> Parcel {
    let Told { outline, brief, markdown, .. } = told;
    let line = line(outline, over);
    let public = app.public_url();
    let server = Digest::of(app.store.server_id().as_bytes()).short();
    Parcel {
        marker: format!("holdpoint:{server}:{id}"),
        version: outline.bundle.short(),
        go: outline.decision == Decision::Go && over.is_none(),
        name: format!("holdpoint/{id}"),
        title: if over.is_some() { line.clone() } else { brief.title.clone() },
        line,
        markdown: brief.markdown(),
        plain: brief.plain(),
        whole: markdown.clone(),
        link: format!("{public}/launches/{id}/sign-off"),
        files: Vec::new(),
    }
}

/// Within what a commit status may say: the decision, until when or why no longer, which report, and the root of the log.
fn line(outline: &Outline, over: Option<&str>) -> String {
    let decision = match (over, outline.decision, outline.holds_until()) {
        (Some(why), ..) => format!("No go any more: {why}"),
        (None, Decision::Go, Some(end)) => format!("{} until {}", words::decision(Decision::Go), words::minute(end)),
        (None, decision, _) => words::decision(decision).to_owned(),
    };
    let root = root(&outline.checkpoint).map(|(size, root)| format!("; log {size} {root}")).unwrap_or_default();
    format!("{decision}; report {}{root}", outline.bundle.short())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_says_of_which_report_it_is() {
        let report = Digest::of(b"report");
        assert_eq!(named(LaunchId(42), "LCH-42.signoff.pdf", report), format!("LCH-42.{}.signoff.pdf", report.short()));
    }
}
