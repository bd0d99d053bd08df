//! Whether a report is true, judged in this page: the same core as `holdpoint verify`. No file leaves the machine. Styles: `verify.css`.

mod own_test;
mod story;

use holdpoint_domain::id::Digest;
use holdpoint_domain::report::found::{Found, Replay};
use holdpoint_domain::report::{Beside, Earlier, Files, Outcome, ReportFile, Step, Verdict, Verification};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Heading, here};
use crate::ui::{Copy, Drop, Dropped, drop};
use crate::{clock, say, tell, words};
use own_test::OwnTest;
use story::Story;

/// When the page has been drawn.
const DRAWN: std::time::Duration = std::time::Duration::from_millis(50);

/// A file with what it turned out to be. At most one of each kind is kept, the last.
#[derive(Clone, PartialEq)]
struct Given {
    kind: ReportFile,
    file: Dropped,
}

/// What came of judging, and how long it took.
#[derive(Clone, PartialEq)]
pub struct Judged {
    result: Result<Verification, String>,
    took_ms: f64,
}

#[component]
pub fn Verify() -> impl IntoView {
    let here = here();
    let given = RwSignal::new(Vec::<Given>::new());
    let faults = RwSignal::new(Vec::<String>::new());
    let add = move |report: ReportFile| {
        Callback::new(move |files: Vec<web_sys::File>| {
            spawn_local(async move {
                let (files, trouble) = drop::read(files).await;
                faults.set(trouble);
                given.update(|given| files.into_iter().for_each(|file| put(given, file, report)));
            });
        })
    };
    let own_test = RwSignal::new(OwnTest::NotYet);
    // A timeout is an event of its own: nobody waits for it while the page is drawn.
    set_timeout(move || _ = own_test.try_set(OwnTest::run()), DRAWN);
    let wrong = Memo::new(move |_| own_test.get() == OwnTest::Wrong);
    let judged = Memo::new(move |_| match wrong.get() {
        true => given.with(|given| refused(given)),
        false => given.with(|given| judge(given)),
    });
    Effect::new(move |_| {
        if let Some(words) = judged.with(|judged| judged.as_ref().map(spoken)) {
            here.say.set(words);
        }
    });
    let proven = Memo::new(move |_| judged.with(|judged| judged.as_ref().map_or(0, proven)));
    let history = Memo::new(move |_| given.with(|given| of(given, ReportFile::History).map(<[u8]>::to_vec)));
    view! {
        <div class="narrow narrow--wide page" data-testid="verify">
            <Heading words=say!("verify-title") />
            <p class="lead">
                {tell!("verify-lead"; command = view! { <code>"holdpoint verify"</code> })}
            </p>
            <Drop
                label=say!("verify-drop")
                hint=say!("verify-drop-hint")
                on_files=add(ReportFile::Report)
            />
            {move || faults.get().into_iter().map(|fault| view! { <p class="field__error" role="alert">{fault}</p> }).collect_view()}
            <p class="aside" data-testid="own-test">{move || own_test.get().words()}</p>
            <GivenFiles given />
            <Show when=move || given.with(|given| of(given, ReportFile::Report).is_some())>
                <EarlierReport given on_files=add(ReportFile::Earlier) />
            </Show>
            {move || judged.get().map(|judged| view! { <Outcomes judged /> })}
            {move || history.get().map(|file| view! { <Story file proven /> })}
            <Yourself />
        </div>
    }
}

/// * `report`: what a report that is given is.
fn put(given: &mut Vec<Given>, file: Dropped, report: ReportFile) {
    let kind = match ReportFile::of(&file.bytes) {
        ReportFile::Report => report,
        kind => kind,
    };
    given.retain(|given| given.kind != kind);
    given.push(Given { kind, file });
}

fn of(given: &[Given], kind: ReportFile) -> Option<&[u8]> {
    given.iter().find(|given| given.kind == kind).map(|given| given.file.bytes.as_slice())
}

/// `None`: there is no report yet.
fn files(given: &[Given]) -> Option<Files<'_>> {
    let file = |kind| of(given, kind);
    Some(Files {
        report: file(ReportFile::Report)?,
        trust: file(ReportFile::Trust),
        signer: file(ReportFile::TrustSigner),
        signature: file(ReportFile::TrustSignature),
        beside: Beside {
            html: file(ReportFile::Html),
            tlog_proof: file(ReportFile::TlogProof),
            history: file(ReportFile::History),
            earlier: file(ReportFile::Earlier).map(|report| Earlier { report, consistency: file(ReportFile::Consistency) }),
        },
    })
}

fn judge(given: &[Given]) -> Option<Judged> {
    let files = files(given)?;
    let begun = clock::milliseconds();
    let result = files.verify().map_err(|bad| {
        let name = given.iter().find(|given| given.kind == bad.file()).map(|given| given.file.name.as_str()).unwrap_or_default();
        say!("verify-file-fault", name = name, fault = words::verification::bad_file(&bad))
    });
    Some(Judged { result, took_ms: clock::milliseconds() - begun })
}

/// Of a browser that judged a known report wrongly nobody can tell how it judges others.
fn refused(given: &[Given]) -> Option<Judged> {
    of(given, ReportFile::Report).map(|_| Judged { result: Err(OwnTest::Wrong.words().into()), took_ms: 0.0 })
}

/// Up to which place a verified report proves the history that lies beside it. Behind that, and without one, anybody may have written it.
fn proven(judged: &Judged) -> u64 {
    let verified = judged.result.as_ref().ok().filter(|verification| verification.verdict == Verdict::Verified);
    let sizes = verified.into_iter().flat_map(|verification| &verification.steps).filter_map(|step| match step {
        Step { outcome: Outcome::Holds, detail: Found::Replay(Replay::History { size, .. }), .. } => Some(*size),
        _ => None,
    });
    sizes.max().unwrap_or_default()
}

/// What a screen reader says.
fn spoken(judged: &Judged) -> String {
    match &judged.result {
        Ok(verification) => words::found::summary(verification),
        Err(why) => say!("verify-nobody-can-tell-why", why = why),
    }
}

/// Of each kind one, for the page of the design.
#[cfg(any(debug_assertions, feature = "design"))]
pub fn samples() -> Vec<Judged> {
    let judged = own_test::samples().into_iter();
    judged.map(|result| Judged { result: result.map_err(|bad| words::verification::bad_file(&bad)), took_ms: 12.0 }).collect()
}

#[component]
fn GivenFiles(given: RwSignal<Vec<Given>>) -> impl IntoView {
    let row = move |Given { kind, file }: Given| {
        let take_away = move |_| given.update(|given| given.retain(|given| given.kind != kind));
        let label = say!("verify-take-away-file", name = &file.name);
        view! {
            <li class="given__file">
                <strong>{file.name}</strong>
                <span>{words::verification::file(kind)}</span>
                <span class="aside"><code>{Digest::of(&file.bytes).to_string()}</code></span>
                <button type="button" class="button" aria-label=label on:click=take_away>{say!("verify-take-away")}</button>
            </li>
        }
    };
    view! {
        <Show when=move || !given.with(Vec::is_empty)>
            <ul class="given" aria-label=say!("verify-files") data-testid="given">{move || given.get().into_iter().map(row).collect_view()}</ul>
        </Show>
    }
}

/// Whether the log was only added to since, for who has a report from then. It opens where the proof of that is here already, and what it begins with
/// is not; and stays open then, for what is chosen next is chosen in it.
#[component]
fn EarlierReport(given: RwSignal<Vec<Given>>, on_files: Callback<Vec<web_sys::File>>) -> impl IntoView {
    let waits = |given: &Vec<Given>| of(given, ReportFile::Consistency).is_some() && of(given, ReportFile::Earlier).is_none();
    let open = Memo::new(move |was: Option<&bool>| was.copied().unwrap_or_default() || given.with(waits));
    view! {
        <details class="more more--wide" data-testid="earlier" open=move || open.get()>
            <summary>{say!("verify-earlier")}</summary>
            <Drop label=say!("verify-earlier-drop") hint=say!("verify-earlier-drop-hint") on_files />
        </details>
    }
}

#[component]
pub fn Outcomes(judged: Judged) -> impl IntoView {
    let took = say!("verify-took", milliseconds = format!("{:.0}", judged.took_ms));
    let verification = match judged.result {
        Ok(verification) => verification,
        Err(why) => {
            return view! {
                <section class="card verdict" data-verdict="unreadable" data-testid="verdict">
                    <h2 class="card__title">{say!("verify-nobody-can-tell")}</h2>
                    <p class="verdict__summary">{why}</p>
                </section>
            }
            .into_any();
        }
    };
    let key = match verification.verdict {
        Verdict::Verified => "verified",
        Verdict::SelfConsistent => "self_consistent",
        Verdict::NotVerified => "not_verified",
    };
    let summary = words::found::summary(&verification);
    let row = |step: Step| {
        let key = match step.outcome {
            Outcome::Holds => "holds",
            Outcome::Failed => "failed",
            Outcome::NotChecked => "not_checked",
        };
        let (name, detail) = (step.name.clone(), words::found::detail(&step));
        view! {
            <tr role="row" data-step=name>
                <td role="cell" data-outcome=key>{words::verification::outcome(step.outcome)}</td>
                <th scope="row" role="rowheader"><code>{step.name}</code></th>
                <td role="cell">{detail}</td>
            </tr>
        }
    };
    view! {
        <section class="card verdict" data-verdict=key data-took-ms=format!("{:.1}", judged.took_ms) data-testid="verdict">
            <h2 class="card__title">{words::verification::verdict(verification.verdict)}</h2>
            <p class="verdict__summary">{summary}</p>
            <table class="table table--stack outcomes" role="table">
                <caption class="hidden">{say!("verify-what")}</caption>
                <thead role="rowgroup"><tr role="row">
                    {[say!("verify-outcome"), say!("verify-step"), say!("verify-found")]
                        .into_iter()
                        .map(|words| view! { <th scope="col" role="columnheader">{words}</th> })
                        .collect_view()}
                </tr></thead>
                <tbody role="rowgroup">{verification.steps.into_iter().map(row).collect_view()}</tbody>
            </table>
            <p class="aside">{took}</p>
        </section>
    }
    .into_any()
}

/// Who does not trust this page either has the command, and tools of others.
#[component]
fn Yourself() -> impl IntoView {
    let command = "holdpoint verify LCH-1.signoff.sigstore.json --trust trust.json";
    view! {
        <section class="card" aria-labelledby="yourself">
            <h2 class="card__title" id="yourself">{say!("verify-yourself")}</h2>
            <p>
                {say!("verify-yourself-about")}
            </p>
            <div class="command"><pre class="code">{command}</pre><Copy text=command.to_owned() what=say!("copy-command") /></div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::report::found::Summary;

    use super::*;

    const TRUST: &[u8] = include_bytes!("../../tests/vectors/good/trust.json");
    const REPORT: &[u8] = include_bytes!("../../tests/vectors/good/LCH-42.signoff.sigstore.json");
    const OTHER: &[u8] = include_bytes!("../../tests/vectors/good/LCH-43.signoff.sigstore.json");
    /// Of the same log.
    const EARLIER: &[u8] = include_bytes!("../../tests/vectors/earlier/LCH-42.signoff.sigstore.json");

    fn give(given: &mut Vec<Given>, bytes: &[u8], report: ReportFile) {
        put(given, Dropped { name: "file".into(), bytes: bytes.to_vec() }, report);
    }

    /// What became of the step, if there is one.
    fn joined(given: &[Given]) -> Option<Outcome> {
        let steps = files(given).unwrap().verify().unwrap().steps;
        steps.into_iter().find(|step| step.name == "consistency").map(|step| step.outcome)
    }

    #[test]
    fn a_history_is_proven_by_a_verified_report_up_to_its_place_alone() {
        let history =
            |outcome| Step { name: "history".into(), outcome, detail: Replay::History { size: 30, replaced: 0, later: 2 }.into() };
        let judged = |verdict, steps| Judged { result: Ok(Verification { verdict, summary: none(), steps }), took_ms: 0.0 };
        let cases = [
            (judged(Verdict::Verified, vec![history(Outcome::Holds)]), 30, "by its checkpoint"),
            (judged(Verdict::Verified, vec![]), 0, "there is none beside it"),
            (judged(Verdict::SelfConsistent, vec![history(Outcome::Holds)]), 0, "keys that anybody could have made"),
            (judged(Verdict::NotVerified, vec![history(Outcome::Holds)]), 0, "something else failed"),
            (Judged { result: Err("It is cut off.".into()), took_ms: 0.0 }, 0, "no report"),
        ];
        for (judged, place, about) in cases {
            assert_eq!(proven(&judged), place, "{about}");
        }
    }

    fn none() -> Summary {
        Summary::Refused { first: None, more: 0 }
    }

    #[test]
    fn an_earlier_report_is_beside_the_one_that_is_judged() {
        let mut given = Vec::new();
        give(&mut given, EARLIER, ReportFile::Earlier);
        assert!(files(&given).is_none(), "there is nothing to judge yet");
        give(&mut given, TRUST, ReportFile::Earlier);
        give(&mut given, OTHER, ReportFile::Report);
        assert_eq!(joined(&given), Some(Outcome::Failed), "it is of another launch");
        give(&mut given, REPORT, ReportFile::Report);
        assert_eq!((given.len(), joined(&given)), (3, Some(Outcome::Holds)));
        give(&mut given, b"{\"consistency\":[]}", ReportFile::Report);
        let beside = files(&given).and_then(|files| files.beside.earlier).unwrap();
        assert_eq!((beside.report, beside.consistency), (EARLIER, Some(&b"{\"consistency\":[]}"[..])));
        given.retain(|given| given.kind != ReportFile::Earlier);
        assert_eq!(joined(&given), None, "most reports have none");
    }
}
