//! What the report rests on, and how to verify it with Holdpoint and without.

use maud::{Markup, html};

use super::{Page, digest, fact, time};
use crate::report::keys::ReportPublicKey;
use crate::report::signoff::{bundle_name, html_name, tlog_proof_name};
use crate::report::words;

pub fn record(page: &Page<'_>) -> Markup {
    let (predicate, snapshot) = (page.predicate, page.snapshot);
    let keyid = ReportPublicKey::from_pem(&predicate.producer.report_key).map(|key| key.keyid());
    html! {
        section aria-labelledby="record" {
            h2 #record { "Record" }
            dl {
                (fact("Revision", html! { (snapshot.revision) " events" }))
                (fact("Made by", html! { (predicate.producer.name) " " (predicate.producer.version) }))
                div.wide { dt { "Snapshot" } dd { (digest(predicate.snapshot.digest)) } }
                div.wide { dt { "Checklist" } dd { (digest(snapshot.template.digest)) } }
                div.wide { dt { "Report key" } dd { @match keyid { Ok(keyid) => (digest(keyid)), Err(_) => "–" } } }
                @if let Some(page) = predicate.producer.page { div.wide { dt { "Page of the server" } dd { (digest(page)) } } }
                div.wide { dt { "Log" } dd { code { (predicate.log.vkey) } } }
            }
            p { "The log's checkpoint. Its third line is the root over all " (snapshot.revision) " events; put it into the change ticket, and the history can no longer be rewritten unseen." }
            pre { (predicate.log.checkpoint) }
            div.frame { table.small {
                caption { "People of this launch" }
                thead { tr { th scope="col" { "Name" } th scope="col" { "Role" } th scope="col" { "Id" } } }
                tbody { @for member in &snapshot.launch.members {
                    tr { th scope="row" { (member.name) } td { (words::role(member.role)) } td { code { (member.id) } } }
                } }
            } }
        }
    }
}

/// Writes what the signature covers, and the signature, for openssl.
const EXTRACT: &str = r#"python3 - @BUNDLE@ trust.json <<'END'
import base64, json, sys
envelope = json.load(open(sys.argv[1]))["dsseEnvelope"]
kind, payload = envelope["payloadType"].encode(), base64.b64decode(envelope["payload"])
signature = envelope["signatures"][0]
open("signed.bin", "wb").write(b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload))
open("signature.der", "wb").write(base64.b64decode(signature["sig"]))
keys = {key["keyid"]: key["publicKey"] for key in json.load(open(sys.argv[2]))["reportKeys"]}
open("report-key.pem", "w").write(keys[signature["keyid"]])
print("the HTML file has to have", json.loads(payload)["subject"][0]["digest"]["sha256"])
END
openssl dgst -sha256 -verify report-key.pem -signature signature.der signed.bin
sha256sum @HTML@"#;

pub fn how(page: &Page<'_>) -> Markup {
    let launch = page.snapshot.launch.id;
    let (bundle, html) = (bundle_name(launch), html_name(launch));
    let extract = EXTRACT.replace("@BUNDLE@", &bundle).replace("@HTML@", &html);
    html! {
        section aria-labelledby="verify" {
            h2 #verify { "How to verify" }
            p {
                "This file is for reading. The proof is " code { (bundle) } ", which is signed and contains everything that this file tells. "
                "Keep both, and " code { (tlog_proof_name(launch)) } ". Trust comes from outside: pin the server's " code { "trust.json" }
                " once, on a way that you trust, and not from the report."
            }
            h3 { "With Holdpoint" }
            pre { "holdpoint verify " (bundle) " --trust trust.json" }
            h3 { "Without Holdpoint: openssl" }
            p { "Shows that the server's key signed the report and this file. What follows from the snapshot, and whether the approvals are in the log, it does not show." }
            pre { (extract) }
            p.muted { "Issued " (time(page.predicate.issued_at)) " by the server's clock; no independent authority vouches for this time." }
        }
    }
}
