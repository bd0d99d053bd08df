//! ServiceNow: files, then a work note that tells of them. A work note cannot be changed, so there is one for each report.
//! Source: servicenow.com/docs, REST API reference, "Attachment API" and "Table API".

use holdpoint_domain::launch::{DeliveryTrouble, Reference};
use holdpoint_domain::sentence::Sentence;
use serde_json::json;

use super::client::{Client, is_id, part};
use super::files::Kept;
use super::{Parcel, TicketFile, TicketSystem, did, foreign};
use crate::egress::Verb;
use crate::limits;

pub(super) async fn deliver(
    client: &Client<'_>,
    system: &TicketSystem,
    reference: &Reference,
    parcel: &Parcel,
) -> Result<Vec<Sentence>, DeliveryTrouble> {
    let Reference::Record(number) = reference else { return Err(foreign()) };
    let table = system.table();
    let path = format!("/api/now/table/{table}?sysparm_query={}&sysparm_fields=sys_id&sysparm_limit=1", part(&format!("number={number}")));
    let found = client.get("looking for the record", path).send().await?;
    let record = found.json()?["result"][0]["sys_id"].as_str().map(str::to_owned).ok_or(DeliveryTrouble::NoTicket)?;
    if !is_id(&record) {
        return Err(found.unreadable());
    }
    let listed = format!("table_name={table}^table_sys_id={record}");
    let path = format!("/api/now/attachment?sysparm_query={}&sysparm_limit=1000", part(&listed));
    let listed = client.get("looking at the attachments", path).send().await?.list("/result")?;
    let mut kept = Kept::default();
    for file in &parcel.files {
        let there = listed.iter().any(|known| known["file_name"] == file.name);
        kept.bring((system, file), there, attach(client, table, &record, file)).await?;
    }
    let wrote = note(client, &format!("/api/now/table/{table}/{record}"), &kept.lines(), parcel).await?;
    Ok(kept.told(wrote))
}

async fn attach(client: &Client<'_>, table: &str, record: &str, file: &TicketFile) -> Result<(), DeliveryTrouble> {
    let path = format!("/api/now/attachment/file?table_name={table}&table_sys_id={record}&file_name={}", part(&file.name));
    client.ask("attaching a file", Verb::Post, path).file(file.media_type, file.bytes.clone()).send().await.map(drop)
}

/// Shown values of a journal are all of its entries: the note of an earlier attempt is found among them.
async fn note(client: &Client<'_>, record: &str, beside: &[String], parcel: &Parcel) -> Result<Sentence, DeliveryTrouble> {
    let path = format!("{record}?sysparm_fields=work_notes&sysparm_display_value=true");
    let known = client.get("looking for the work note", path).send().await?.json()?;
    if known["result"]["work_notes"].as_str().is_some_and(|notes| notes.contains(&parcel.stamp())) {
        return Ok(did::work_note_there());
    }
    let wish = json!({ "work_notes": parcel.note(beside, limits::SERVICENOW_NOTE_CHARS) });
    client.ask("writing the work note", Verb::Patch, record.to_owned()).json(&wish).send().await?;
    Ok(did::wrote_work_note())
}
