//! Timestamps of an independent authority over reports: asked for when a report is issued, and again when it is downloaded without one that holds.
//! No report waits for longer than [`limits::TIMESTAMP_WAIT`], and none fails because of it. Those that come with an imported launch are judged alike.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use holdpoint_domain::id::{Digest, Timestamp};
use holdpoint_domain::launch::SignedReport;
use holdpoint_domain::report::bundle::{Bundle, with_timestamp};
use holdpoint_domain::report::timestamp::{Certificate, Kept, Nonce, Stamped, accept, certificates, question};
use holdpoint_domain::report::{TrustedAuthority, Unreadable};
use holdpoint_probe::authority;
use holdpoint_probe::egress::Policy;
use holdpoint_store::portable::Portable;
use serde::Serialize;
use tokio::sync::watch;

use crate::app::App;
use crate::config::Stamping;
use crate::error::ApiError;
use crate::limits;
use crate::lock::lock;

/// The authority that the operator chose.
pub struct Authority {
    url: String,
    text: String,
    pinned: Vec<Certificate>,
    rounds: Rounds,
}

/// Rounds of attempts, by the report's digest: one at a time for each.
#[derive(Default)]
struct Rounds(Mutex<HashMap<Digest, Round>>);

/// Attempts for one report.
struct Round(watch::Receiver<State>);

#[derive(Clone, Copy, Default)]
struct State {
    /// Whether the first attempt is over: longer nobody waits.
    tried: bool,
    ended: Option<Instant>,
}

impl Authority {
    /// * Returns `None` where the operator chose none.
    /// * Errors: half of it is missing, an address that the outbound policy refuses, a file without certificates.
    pub fn open(config: &Stamping, policy: &Policy) -> Result<Option<Self>, String> {
        let Some((url, file)) = chosen(config)? else { return Ok(None) };
        if let Some(denial) = authority::problem(url, policy) {
            return Err(format!("[timestamp] url: {denial}"));
        }
        let (text, pinned) = read(file)?;
        Ok(Some(Self { url: url.to_owned(), text, pinned, rounds: Rounds::default() }))
    }

    /// What an auditor pins of it.
    pub fn trusted(&self) -> TrustedAuthority {
        TrustedAuthority { name: self.url.clone(), certificates: vec![self.text.clone()] }
    }

    /// The same by the settings alone, where nobody is to be asked.
    ///
    /// * Errors: half of it is missing, or a file without certificates.
    pub fn configured(config: &Stamping) -> Result<Option<TrustedAuthority>, String> {
        let Some((url, file)) = chosen(config)? else { return Ok(None) };
        let (text, _) = read(file)?;
        Ok(Some(TrustedAuthority { name: url.to_owned(), certificates: vec![text] }))
    }

    /// The certificates by which its answers are judged; none where the operator chose no authority.
    ///
    /// * Errors: as with [`Authority::configured`].
    pub fn pinned(config: &Stamping) -> Result<Vec<Certificate>, String> {
        Ok(chosen(config)?.map(|(_, file)| read(file)).transpose()?.map(|(_, pinned)| pinned).unwrap_or_default())
    }

    /// Waits a little for the first attempt of the round about a report, and begins one unless the last one ended just now.
    async fn round(&self, app: &App, report: Digest) {
        let mut state = {
            let mut rounds = lock(&self.rounds.0);
            // Whatever ended long ago may be asked again.
            rounds.retain(|_, round| round.0.borrow().ended.is_none_or(|at| at.elapsed() < limits::TIMESTAMP_PAUSE));
            rounds.entry(report).or_insert_with(|| begin(app, report)).0.clone()
        };
        let _ = tokio::time::timeout(limits::TIMESTAMP_WAIT, state.wait_for(|state| state.tried)).await;
    }

    /// Asks once.
    async fn ask(&self, app: &App, (signature, issued): (Vec<u8>, Timestamp)) -> Result<(Vec<u8>, Stamped), String> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| format!("this machine gives no random numbers: {error}"))?;
        let nonce = Nonce::new(random);
        let answer = authority::ask(&app.egress, &self.url, question(&signature, nonce)).await.map_err(|error| error.to_string())?;
        // Whoever answers chooses how much there is to verify.
        let pinned = self.pinned.clone();
        let judged = tokio::task::spawn_blocking(move || accept(&answer, (&signature, issued), nonce, &pinned)).await;
        judged.map_err(|error| error.to_string())?.map_err(|error| format!("the timestamp {error}"))
    }
}

fn begin(app: &App, report: Digest) -> Round {
    let (told, state) = watch::channel(State::default());
    let (app, running) = (app.clone(), Running(told));
    tokio::spawn(async move {
        let stop = app.stop.clone();
        // Nothing is lost by ending here: whoever downloads the report later asks again.
        tokio::select! {
            () = attempts(&app, report, &running.0) => {}
            () = stop.cancelled() => {}
        }
    });
    Round(state)
}

/// Says that the round has ended, by a panic too: otherwise none would be begun for this report any more.
struct Running(watch::Sender<State>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_replace(State { tried: true, ended: Some(Instant::now()) });
    }
}

async fn attempts(app: &App, report: Digest, told: &watch::Sender<State>) {
    let Some(authority) = &app.timestamps else { return };
    let mut pause = limits::TIMESTAMP_RETRY;
    for attempt in 1..=limits::TIMESTAMP_ATTEMPTS {
        let outcome = match signed(app, report).await {
            Ok(signed) => authority.ask(app, signed).await,
            Err(error) => Err(format!("{error:?}")),
        };
        match outcome {
            Ok((kept, stamped)) => {
                let Err(error) = keep(app, report, kept).await else {
                    tracing::info!(report = %report, at = %stamped.at, by = stamped.by, "a report has its timestamp");
                    return;
                };
                tracing::warn!(report = %report, ?error, attempt, "a timestamp was not kept");
            }
            Err(trouble) => tracing::warn!(report = %report, trouble, attempt, url = authority.url, "no timestamp"),
        }
        told.send_replace(State { tried: true, ended: None });
        if attempt < limits::TIMESTAMP_ATTEMPTS {
            tokio::time::sleep(pause).await;
            pause = pause.saturating_mul(limits::TIMESTAMP_BACK_OFF);
        }
    }
}

/// Keeps an answer that holds, in the place of one that does not: earlier builds took such.
async fn keep(app: &App, report: Digest, answer: Vec<u8>) -> Result<(), ApiError> {
    let bad = match app.store.timestamp(report).await? {
        Some(kept) => {
            let (signature, issued) = signed(app, report).await?;
            let judged = move || {
                let holds = Kept::open(&kept, (&signature, issued)).is_ok();
                (!holds).then_some(kept)
            };
            tokio::task::spawn_blocking(judged).await.map_err(ApiError::internal)?
        }
        None => None,
    };
    Ok(app.store.keep_timestamp(report, answer, bad).await?)
}

/// A report's signature, and when the report says that it was issued.
async fn signed(app: &App, report: Digest) -> Result<(Vec<u8>, Timestamp), ApiError> {
    let kept = app.store.kept(report).await?.ok_or_else(|| ApiError::not_found("there is no such report"))?;
    let bundle = Bundle::parse(&kept).map_err(ApiError::internal)?;
    let issued = bundle.issued_at().map_err(ApiError::internal)?;
    Ok((bundle.signature, issued))
}

/// Gets the timestamp of a report that was just issued, if that is quick, and tells what became of it.
///
/// * Returns `None` where the operator chose no authority.
pub async fn just_issued(app: &App, report: Digest) -> Result<Option<String>, ApiError> {
    let Some(authority) = &app.timestamps else { return Ok(None) };
    authority.round(app, report).await;
    let stamped = match app.store.timestamp(report).await? {
        Some(kept) => {
            let (signature, issued) = signed(app, report).await?;
            Kept::open(&kept, (&signature, issued)).ok()
        }
        None => None,
    };
    Ok(Some(match stamped {
        Some((_, stamped)) => format!("“{}” says that the report's signature was there at {}.", stamped.by, stamped.at),
        None => {
            "There is no timestamp of the authority yet: it did not answer, or not well. The report holds without it. It is asked again, \
                 also when the proof is downloaded."
                .into()
        }
    }))
}

/// A report's bundle as it is given out: with its timestamp, where there is one that holds.
///
/// * `issued`: its bytes, as they are kept.
pub async fn with(app: &App, report: &SignedReport, issued: Vec<u8>) -> Result<Vec<u8>, ApiError> {
    let (given, has_one) = with_kept(app, report.bundle, issued).await?;
    match &app.timestamps {
        Some(authority) if !has_one => {
            authority.round(app, report.bundle).await;
            Ok(with_kept(app, report.bundle, given).await?.0)
        }
        _ => Ok(given),
    }
}

/// The same with what is kept now; and whether that is one that holds.
async fn with_kept(app: &App, report: Digest, issued: Vec<u8>) -> Result<(Vec<u8>, bool), ApiError> {
    let Some(kept) = app.store.timestamp(report).await? else { return Ok((issued, false)) };
    // A report may be large, and whoever made the timestamp chose how much there is to verify.
    let added = tokio::task::spawn_blocking(move || added(issued, &kept)).await;
    added.map_err(ApiError::internal)?.map_err(ApiError::internal)
}

/// A report with what was kept as its timestamp, if that holds. Earlier builds took answers that no verifier takes, of more certificates, or of a time
/// before the report, say: the report holds without it.
fn added(issued: Vec<u8>, kept: &[u8]) -> Result<(Vec<u8>, bool), Unreadable> {
    let bundle = Bundle::parse(&issued)?;
    if let Err(error) = Kept::open(kept, (&bundle.signature, bundle.issued_at()?)) {
        tracing::warn!(report = %Digest::of(&issued), %error, "a report is given out without the timestamp that was kept for it");
        return Ok((issued, false));
    }
    Ok((with_timestamp(&issued, kept)?, true))
}

/// What is against timestamps that came with a launch.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// They are no timestamps of their reports, and are not taken in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_taken: Vec<Doubt>,
    /// They hold, and are of no authority that is pinned here: auditors of the server that they come from may know it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_pinned: Vec<Doubt>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The report's bundle.
    pub report: Digest,
    pub why: String,
}

/// Judges what came with a launch as an authority's answers are judged here, but for the nonce, which only who asked knows; leaves out what is no
/// timestamp of its report.
pub fn judge(portable: &mut Portable, pinned: &[Certificate]) -> Judged {
    let Portable { files, timestamps, .. } = portable;
    let files: BTreeMap<Digest, &[u8]> = files.iter().map(|bytes| (Digest::of(bytes), bytes.as_slice())).collect();
    let mut judged = Judged::default();
    timestamps.retain(|(report, kept)| match opened(files.get(report).copied(), kept) {
        Ok(kept) => {
            let other = kept.is_of(pinned).err().map(|error| Doubt { report: *report, why: format!("the timestamp {error}") });
            judged.not_pinned.extend(other);
            true
        }
        Err(why) => {
            judged.not_taken.push(Doubt { report: *report, why });
            false
        }
    });
    judged
}

fn opened(report: Option<&[u8]>, kept: &[u8]) -> Result<Kept, String> {
    let report = report.ok_or("the report is not in the file")?;
    let unreadable = |_| "the report cannot be read";
    let bundle = Bundle::parse(report).map_err(unreadable)?;
    let over = (bundle.signature.as_slice(), bundle.issued_at().map_err(unreadable)?);
    Kept::open(kept, over).map(|(kept, _)| kept).map_err(|error| format!("the timestamp {error}"))
}

/// Its address, and the file with its certificates.
fn chosen(config: &Stamping) -> Result<Option<(&str, &Path)>, String> {
    match (&config.url, &config.certificates) {
        (None, None) => Ok(None),
        (Some(url), Some(file)) => Ok(Some((url.as_str(), file.as_path()))),
        (None, Some(_)) => Err("[timestamp] has certificates but no url; give the authority's address too".into()),
        (Some(_), None) => {
            Err("[timestamp] has a url but no certificates; name a PEM file with the authority's own, or its issuer's".into())
        }
    }
}

fn read(file: &Path) -> Result<(String, Vec<Certificate>), String> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| format!("[timestamp] certificates: {shown}: {error}"))?;
    let pinned = certificates(&text).map_err(|error| format!("[timestamp] certificates: {shown}: {error}"))?;
    Ok((text, pinned))
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::LaunchId;
    use holdpoint_domain::report::TrustRoot;

    use super::*;

    fn vector(name: &str) -> Vec<u8> {
        std::fs::read(format!("{}/../../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    /// A report as it was issued, and what came as its timestamp.
    fn apart(name: &str) -> (Vec<u8>, Vec<u8>) {
        let bundle = Bundle::parse(&vector(name)).unwrap();
        (Bundle { timestamp: None, ..bundle.clone() }.to_bytes(), bundle.timestamp.unwrap())
    }

    #[test]
    fn what_comes_with_a_launch_is_taken_if_it_is_a_timestamp_of_its_report() {
        let (issued, good) = apart("good/LCH-46.signoff.sigstore.json");
        let (later, early) = apart("bad/timestamp-before-the-report.sigstore.json");
        let plain = vector("good/LCH-43.signoff.sigstore.json");
        let [stamped, backdated, other, none, absent] =
            [&issued[..], &later[..], &plain[..], &b"no report"[..], &b"absent"[..]].map(Digest::of);
        let mut timestamps = vec![(backdated, early)];
        timestamps.extend([stamped, other, none, absent].map(|report| (report, good.clone())));
        let files = vec![issued, later, plain, b"no report".to_vec()];
        let (server, events, commands, evidence) = Default::default();
        let came = Portable { launch: LaunchId(1), server, events, commands, files, timestamps, evidence };

        let authorities = TrustRoot::parse(&vector("good/trust.json")).unwrap().authorities();
        for (pinned, unknown) in [(&authorities[..], None), (&[][..], Some("which is no authority that was pinned"))] {
            let mut portable = came.clone();
            let judged = judge(&mut portable, pinned);
            assert_eq!(portable.timestamps, [(stamped, good.clone())]);
            let not_taken: Vec<_> = judged.not_taken.iter().map(|doubt| (doubt.report, doubt.why.as_str())).collect();
            assert!(judged.not_taken[0].why.contains("of 2026-11-23T10:00:00Z, before 2026-11-24T"), "{}", judged.not_taken[0].why);
            let over = "the timestamp is over other bytes than this report's signature";
            let rest = [(other, over), (none, "the report cannot be read"), (absent, "the report is not in the file")];
            assert_eq!((not_taken[0].0, &not_taken[1..]), (backdated, &rest[..]));
            assert_eq!(judged.not_pinned.len(), usize::from(unknown.is_some()));
            assert!(judged.not_pinned.iter().zip(unknown).all(|(doubt, words)| doubt.report == stamped && doubt.why.contains(words)));
        }
    }

    #[test]
    fn a_kept_timestamp_that_no_verifier_takes_is_left_out() {
        let (name, plain) = ("good/LCH-46.signoff.sigstore.json", vector("good/LCH-42.signoff.sigstore.json"));
        let (issued, kept) = apart(name);
        assert_eq!(added(plain.clone(), &kept), Ok((plain, false)), "it is over another signature");
        assert_eq!(added(issued.clone(), &kept[1..]), Ok((issued.clone(), false)), "it is none");
        assert_eq!(added(issued, &kept), Ok((vector(name), true)));
        let (later, early) = apart("bad/timestamp-before-the-report.sigstore.json");
        assert_eq!(added(later.clone(), &early), Ok((later, false)), "it is of the day before");
    }

    #[test]
    fn a_round_that_panics_has_ended() {
        let (told, state) = watch::channel(State::default());
        let running = Running(told);
        assert!(state.borrow().ended.is_none());
        let ended = std::thread::spawn(move || {
            let _running = running;
            panic!("a defect")
        });
        let ended: std::thread::Result<()> = ended.join();
        assert!(ended.is_err() && state.borrow().ended.is_some());
    }

    #[test]
    fn a_mistake_in_the_settings_is_told_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tsa.pem");
        std::fs::write(&file, "no certificate").unwrap();
        let absent = folder.path().join("absent.pem");
        let url = || Some("http://tsa.example.com/".to_owned());
        let cases = [
            (url(), None, "a url but no certificates"),
            (None, Some(&file), "certificates but no url"),
            (Some("ftp://tsa.example.com/".into()), Some(&file), "[timestamp] url: "),
            (url(), Some(&absent), "absent.pem: "),
            (url(), Some(&file), "-----BEGIN CERTIFICATE-----"),
        ];
        for (url, certificates, words) in cases {
            let config = Stamping { url, certificates: certificates.cloned() };
            let said = Authority::open(&config, &Policy::default()).err().unwrap();
            assert!(said.contains(words), "{said}");
        }
        assert!(Authority::open(&Stamping::default(), &Policy::default()).unwrap().is_none());
    }
}
