//! Reports: how long statement, verification and renditions take, with 25 and with 5,000 items.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, anyhow, ensure};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::*;
use holdpoint_domain::report::*;
use holdpoint_domain::template::*;
use holdpoint_server::rendition::{Earlier, Form, render};
use uuid::Uuid;

use super::quantiles;

const ROUNDS: usize = 20;

#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn a_report_is_verified() -> Result<()> {
    for (items, aim) in [(25, 20), (5_000, 500)] {
        let mut told = Told::begin(items)?;
        let mut statements = Vec::new();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let bytes = approval_statement(&told.input(2, [7; 16]));
            statements.push(begun.elapsed().as_secs_f64() * 1_000.0);
            ensure!(!bytes.is_empty(), "a statement has bytes");
        }
        for approver in 2..7 {
            told.approve(approver)?;
        }
        let (report, trust) = told.report()?;
        let mut verifications = Vec::new();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let judged = verify(&report.bundle, Some(&trust), Beside { html: Some(&report.html), ..Beside::default() })?;
            verifications.push(begun.elapsed().as_secs_f64() * 1_000.0);
            ensure!(judged.verdict == Verdict::Verified, "{}", judged.summary);
        }
        println!("statement over {items} items: {} ms (aim: under 50 with 5,000)", quantiles(&mut statements));
        println!("verification with {items} items, 5 approvals: {} ms (aim: under {aim})", quantiles(&mut verifications));
    }
    Ok(())
}

/// The report itself is issued, then drawn in every form, with what changed since the one before.
#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn a_report_is_exported() -> Result<()> {
    for (items, rounds, aim) in [(25, ROUNDS, "150 ms"), (5_000, 3, "2,000 ms and 200 MiB")] {
        let mut told = Told::begin(items)?;
        for approver in 2..7 {
            told.approve(approver)?;
        }
        let (before, _) = told.report()?;
        told.act(1, &Command::SetStatus { item: "i0".parse()?, status: Status::Blocked, justification: None })?;
        let mut times = Vec::new();
        let resting = memory_mib("VmRSS")?;
        // Forgets the highest use of memory so far (proc(5)).
        std::fs::write("/proc/self/clear_refs", "5")?;
        for _ in 0..rounds {
            let begun = Instant::now();
            let (report, _) = told.report()?;
            let mut lengths = vec![("json", report.bundle.len()), ("html", report.html.len())];
            for (name, form) in [("pdf", Form::Pdf), ("md", Form::Md), ("csv", Form::Csv)] {
                let earlier = Earlier::Bundle(before.bundle.clone());
                lengths.push((name, render(form, report.bundle.clone(), earlier, Vouched::Issuer)?.len()));
            }
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
            ensure!(lengths.iter().all(|(_, length)| 0 < *length), "{lengths:?}");
        }
        let used = memory_mib("VmHWM")?.saturating_sub(resting);
        println!(
            "export of {items} items with 5 approvals, all forms: {} ms, {used} MiB more than at rest (aim: under {aim})",
            quantiles(&mut times)
        );
    }
    Ok(())
}

fn memory_mib(field: &str) -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(field)).ok_or_else(|| anyhow!("{field} in /proc/self/status"))?;
    let kib: u64 = line.split_whitespace().nth(1).unwrap_or_default().parse()?;
    Ok(kib / 1024)
}

/// A launch and its log.
struct Told {
    launch: Launch,
    log: Vec<(Vec<u8>, Vec<u8>)>,
    now: Timestamp,
    key: ReportKey,
    log_key: LogKey,
}

fn member(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(n))
}

impl Told {
    fn begin(items: usize) -> Result<Self> {
        let template = template(items)?;
        let digest = Digest::of(&serde_json::to_vec(&template)?);
        let template_ref = TemplateRef { name: template.name.clone(), version: template.version.clone(), digest };
        let now: Timestamp = "2026-11-24T10:00:00Z".parse()?;
        let wish = NewLaunch::new("Bench", template.name.clone());
        let context = Context { actor: member(1), actor_name: "P1".into(), owner: false, now, based_on: Seq(0) };
        let mut events = Launch::create(&wish, (Arc::new(template), template_ref), &context)?.into_iter();
        let event = events.next().ok_or_else(|| anyhow!("a launch begins with an event"))?;
        let first = Recorded { launch: LaunchId(1), seq: Seq(1), by: member(1), at: now, command: None, event };
        let launch = Launch::begin(&first).ok_or_else(|| anyhow!("a launch begins with its creation"))?;
        let (key, log_key) = (ReportKey::from_seed(&[7; 32])?, LogKey::for_server(Uuid::from_u128(9), &[9; 32]));
        let mut told = Self { launch, log: Vec::new(), now, key, log_key };
        told.keep(&first)?;
        told.store(1, events.collect())?;
        for n in 2..7 {
            let (name, role) = (format!("P{n}"), Role::Approver);
            told.act(1, &Command::SetRole { member: member(n), name, role, sections: vec![] })?;
        }
        let ids: Vec<ItemId> = told.launch.items.keys().cloned().collect();
        for item in ids {
            told.act(1, &Command::SetStatus { item, status: Status::Done, justification: None })?;
        }
        Ok(told)
    }

    fn keep(&mut self, recorded: &Recorded) -> Result<()> {
        let payload = serde_json::to_vec(&recorded.event)?;
        self.log.push((Leaf::of(recorded, &payload, [1; 16]).1, payload));
        Ok(())
    }

    fn store(&mut self, who: u128, events: Vec<Event>) -> Result<()> {
        for event in events {
            let seq = self.launch.seq.next();
            let recorded = Recorded { launch: self.launch.id, seq, by: member(who), at: self.now, command: None, event };
            self.launch.apply(&recorded);
            self.keep(&recorded)?;
        }
        Ok(())
    }

    fn context(&self, who: u128) -> Context {
        Context { actor: member(who), actor_name: format!("P{who}"), owner: false, now: self.now, based_on: self.launch.seq }
    }

    fn act(&mut self, who: u128, command: &Command) -> Result<()> {
        let events = self.launch.decide(command, &self.context(who))?;
        self.store(who, events)
    }

    fn input(&self, who: u128, nonce: [u8; 16]) -> ApprovalInput<'_> {
        let id = ApprovalId(Uuid::from_u128(100 + who));
        let (approver, signed_at) = (member(who), self.now);
        ApprovalInput { launch: &self.launch, id, approver, role: Role::Approver, comment: "", signed_at, nonce }
    }

    fn approve(&mut self, who: u128) -> Result<()> {
        let new = attested_approval(&self.input(who, [who as u8; 16]), &self.key)?;
        let events = self.launch.decide_record(&Record::Approved(Box::new(new)), &self.context(who))?;
        self.store(who, events)
    }

    fn report(&self) -> Result<(IssuedReport, TrustRoot)> {
        let log: Vec<_> = self.log.iter().map(|(leaf, payload)| LogEntry { leaf, payload, was: None }).collect();
        let (launch, report_key, log_key) = (&self.launch, &self.key, &self.log_key);
        let report = issue(&ReportInput { launch, log: &log, report_key, log_key, issued_at: self.now, version: "0.1.0", page: None })?;
        let trust = TrustRoot {
            v: 1,
            report_keys: vec![TrustedKey::new(&self.key.public(), self.now)],
            log_keys: vec![TrustedLog::new(&self.log_key.public(), self.now)],
            roster: vec![],
            rp_id: String::new(),
            origins: vec![],
            timestamp_authorities: vec![],
        };
        Ok((report, trust))
    }
}

fn template(items: usize) -> Result<Template> {
    let item = |n: usize| -> Result<Item> {
        let (id, title) = (format!("i{n}").parse()?, format!("Item {n} of the checklist is as it should be"));
        Ok(Item { id, title, level: Level::Must, guidance: String::new(), evidence: EvidenceNeed::Optional, facts: vec![] })
    };
    let items = (0..items).map(item).collect::<Result<_>>()?;
    Ok(Template {
        format: 1,
        name: "bench".parse()?,
        version: "1.0.0".into(),
        title: "Bench".into(),
        summary: String::new(),
        policy: Policy { required: vec![RequiredRole { role: Role::Approver, count: 5 }], ..Policy::default() },
        sections: vec![Section { id: "s".parse()?, title: "S".into(), summary: String::new(), items }],
        checks: vec![],
        runbooks: vec![],
        alerts: vec![],
        resources: vec![],
        next_steps: vec![],
    })
}
