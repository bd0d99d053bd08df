//! The bodies of Intercom's answers, about people who do not exist.

use holdpoint_domain::check::drill::PAGES;
use holdpoint_domain::id::Digest;
use serde_json::{Value, json};

/// Of every answer: a drill has nothing that it would have to be told apart by.
pub const REQUEST_ID: &str = "0192f0c4-d711-4000-8000-00000000d711";

/// Contacts on each page. The third is short: whoever stops at a short page reads too little.
const SIZES: [usize; PAGES as usize] = [3, 3, 1, 3];

/// Contacts of all pages.
pub const CONTACTS: usize = 10;

/// When all of it was made: in the past, whatever the clock says.
const MADE_AT: i64 = 1_734_537_243;

pub fn error_list(request_id: Option<&str>, errors: &Value) -> Value {
    json!({ "type": "error.list", "request_id": request_id, "errors": errors })
}

pub fn me() -> Value {
    json!({
        "type": "admin",
        "id": "991267459",
        "email": "drill@example.com",
        "name": "Drill",
        "email_verified": true,
        "job_title": "Plays Intercom",
        "away_mode_enabled": false,
        "away_mode_reassign": false,
        "has_inbox_seat": true,
        "team_ids": [],
        "avatar": { "type": "avatar", "image_url": null },
        "app": {
            "type": "app",
            "id_code": "drill",
            "name": "A drill",
            "region": "US",
            "timezone": "America/Los_Angeles",
            "created_at": MADE_AT,
            "identity_verification": false,
        },
    })
}

pub fn admins() -> Value {
    let admin = json!({
        "type": "admin",
        "id": "991267459",
        "email": "drill@example.com",
        "name": "Drill",
        "job_title": "Plays Intercom",
        "away_mode_enabled": false,
        "away_mode_reassign": false,
        "has_inbox_seat": true,
        "team_ids": [],
        "avatar": null,
    });
    json!({ "type": "admin.list", "admins": [admin] })
}

pub fn tags() -> Value {
    let tag = |id: u32, name: &str| json!({ "type": "tag", "id": id.to_string(), "name": name });
    json!({ "type": "list", "data": [tag(101, "Drill"), tag(102, "Practice")] })
}

/// * `number`: which contact, from 1.
pub fn contact(number: usize, id: Option<&str>, external_id: Option<&str>) -> Value {
    let own = format!("6762f0dd1bb69f9f2193bb{number:02x}");
    let id = id.unwrap_or(&own);
    let part =
        |name: &str| json!({ "type": "list", "data": [], "url": format!("/contacts/{id}/{name}"), "total_count": 0, "has_more": false });
    let mut contact = json!({
        "type": "contact",
        "id": id,
        "workspace_id": "drill",
        "external_id": external_id,
        "role": "user",
        "email": format!("person{number}@example.com"),
        "email_domain": "example.com",
        "phone": null,
        "name": format!("Person {number}"),
        "owner_id": null,
        "avatar": { "type": "avatar", "image_url": null },
        "social_profiles": { "data": [] },
        "has_hard_bounced": false,
        "marked_email_as_spam": false,
        "unsubscribed_from_emails": false,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "custom_attributes": {},
        "tags": part("tags"),
        "notes": part("notes"),
        "companies": part("companies"),
        "location": { "type": "location", "country": null, "region": null, "city": null },
    });
    let unknown = [
        "signed_up_at",
        "last_seen_at",
        "last_replied_at",
        "last_contacted_at",
        "last_email_opened_at",
        "last_email_clicked_at",
        "language_override",
        "browser",
        "browser_version",
        "browser_language",
        "os",
        "android_app_name",
        "android_app_version",
        "android_device",
        "android_os_version",
        "android_sdk_version",
        "android_last_seen_at",
        "ios_app_name",
        "ios_app_version",
        "ios_device",
        "ios_os_version",
        "ios_sdk_version",
        "ios_last_seen_at",
    ];
    if let Some(fields) = contact.as_object_mut() {
        fields.extend(unknown.map(|name| (name.to_owned(), Value::Null)));
    }
    contact
}

/// What leads to a page: of a drill's own, and not to be guessed.
pub fn cursor(salt: &Digest, page: u32) -> String {
    Digest::of(format!("{salt} {page}").as_bytes()).hex()[..32].to_owned()
}

/// * `page`: from 1. The last has no `next`.
pub fn page(page: u32, salt: &Digest) -> Value {
    let at = page.saturating_sub(1) as usize;
    let before: usize = SIZES.iter().take(at).sum();
    let size = SIZES.get(at).copied().unwrap_or_default();
    let data: Vec<Value> = (before + 1..=before + size).map(|number| contact(number, None, None)).collect();
    let mut pages = json!({ "type": "pages", "page": page, "per_page": SIZES[0], "total_pages": PAGES });
    if page < PAGES {
        pages["next"] = json!({ "per_page": SIZES[0], "starting_after": cursor(salt, page + 1) });
    }
    json!({ "type": "list", "data": data, "total_count": CONTACTS, "pages": pages })
}

/// What a search finds.
pub fn found() -> Value {
    let pages = json!({ "type": "pages", "page": 1, "per_page": 50, "total_pages": 1 });
    json!({ "type": "list", "data": [contact(1, None, None)], "total_count": 1, "pages": pages })
}
