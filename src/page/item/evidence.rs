//! What stands behind an item: links, notes and receipts.

use holdpoint_domain::id::{EvidenceId, ItemId};
use holdpoint_domain::launch::{Command, Evidence, EvidenceKind, NewEvidence};
use leptos::prelude::*;

use super::super::{Begun, desk, draft};
use super::State;
use super::times::{TimeFields, Times};
use super::upload::AttachFile;
use crate::clock::{self, Ticking};
use crate::desk::Desk;
use crate::net::api::file_href;
use crate::ui::{About, Act, AreaField, ErrorSummary, Glyph, Icon, Moment, Outward, Problems, Segments, TextField};
use crate::{nav, say, tell, text, words};

/// Of a note, in the name of the button that removes it.
const SAID: usize = 60;

#[component]
pub fn EvidenceBlock(item: ItemId, state: State) -> impl IntoView {
    let desk = desk();
    // With the names of who added it: who is erased loses it here too.
    let evidence = Memo::new(move |_| {
        let evidence = state.with(|state| state.as_ref().map(|state| state.evidence.clone()).unwrap_or_default());
        desk.shown.with(|launch| evidence.into_iter().map(|piece| (launch.name_of(piece.by).to_owned(), piece)).collect::<Vec<_>>())
    });
    let key = |(who, piece): &(String, Evidence)| (piece.id, who.clone(), serde_json::to_string(&piece.kind).unwrap_or_default());
    let open = RwSignal::new(false);
    let attaching = RwSignal::new(false);
    let add = move |_: leptos::ev::MouseEvent| {
        open.set(true);
        nav::focus("#evidence-url, #evidence-note");
    };
    let attach = move |_: leptos::ev::MouseEvent| {
        attaching.set(true);
        nav::focus("[data-testid=file-form] input");
    };
    let draw = {
        let item = item.clone();
        move |(who, evidence): (String, Evidence)| view! { <Piece item=item.clone() who evidence /> }
    };
    let begun = {
        let (launch, item) = (desk.id, item.clone());
        move |form: &str, fields: &[&str]| fields.iter().map(|field| format!("{launch}/{item}/{form}-{field}")).collect::<Vec<_>>()
    };
    view! {
        <div class="block" data-testid="evidence">
            <h3 class="block__title">{say!("evidence")}</h3>
            <Show when=move || evidence.with(Vec::is_empty)>
                <p class="aside">{say!("evidence-none")}</p>
            </Show>
            <ul class="plain">
                <For each=move || evidence.get() key children=draw />
            </ul>
            <Show
                when=move || open.get() || attaching.get()
                fallback=move || view! {
                    <div class="buttons">
                        <button type="button" class="button" data-testid="add-evidence" on:click=add>
                            <Icon glyph=Glyph::Plus />{say!("evidence-add")}
                        </button>
                        <Begun places=begun("evidence", &["url", "title", "note", "seen", "holds"]) />
                        <button type="button" class="button" data-testid="add-file" on:click=attach>
                            <Icon glyph=Glyph::Plus />{say!("evidence-attach")}
                        </button>
                        <Begun places=begun("file", &["title", "seen", "holds"]) />
                    </div>
                }
            >
                {
                    let item = item.clone();
                    move || match attaching.get() {
                        true => view! { <AttachFile item=item.clone() open=attaching /> }.into_any(),
                        false => view! { <Adding item=item.clone() open /> }.into_any(),
                    }
                }
            </Show>
        </div>
    }
}

#[component]
fn Piece(item: ItemId, who: String, evidence: Evidence) -> impl IntoView {
    let desk = desk();
    let id = evidence.id;
    let until = until(desk, evidence.clone());
    let name = match &evidence.kind {
        EvidenceKind::Link { title, .. } => title.clone(),
        EvidenceKind::Note { text } => text.chars().take(SAID).collect(),
        EvidenceKind::Receipt { check, .. } => check.to_string(),
        EvidenceKind::File { name, .. } => name.clone(),
    };
    let (glyph, what) = match evidence.kind {
        EvidenceKind::Link { url, title } => {
            let link = view! {
                <Outward url=url.clone() words=title />
                <span class="evidence__url">{url}</span>
            };
            (Glyph::Link, link.into_any())
        }
        EvidenceKind::Note { text } => (Glyph::Note, view! { <p class="evidence__note">{text}</p> }.into_any()),
        EvidenceKind::Receipt { check, receipt } => {
            let title = desk.shown.with_untracked(|launch| launch.template.check(&check).map(|check| check.title.clone()));
            let words = say!("evidence-receipt", check = title.unwrap_or_else(|| check.to_string()));
            (Glyph::Receipt, view! { {words}<span class="evidence__url">{receipt.to_string()}</span> }.into_any())
        }
        EvidenceKind::File { name, digest, bytes, title, url, media } => {
            let words = say!("evidence-file", title = title.unwrap_or_else(|| name.clone()), size = text::bytes(bytes));
            let words = match (media, url) {
                (Some(_), _) => {
                    let href = file_href(desk.id, digest, id);
                    view! { <a href=href download=name.clone() data-testid="evidence-file">{words}</a> }.into_any()
                }
                (None, Some(url)) => view! { <Outward url words /> }.into_any(),
                (None, None) => words.into_any(),
            };
            (Glyph::Note, view! { {words}<span class="evidence__url">{format!("{name} {digest}")}</span> }.into_any())
        }
    };
    let remove = move |_| desk.wish(Command::RemoveEvidence { item: item.clone(), evidence: id });
    view! {
        <li class="evidence" data-evidence=id.to_string()>
            <Icon glyph />
            <div>
                {what}
                <p class="aside">
                    {tell!("evidence-seen", who = who; at = view! { <Moment at=evidence.observed_at /> })}
                    {until}
                </p>
            </div>
            <button type="button" class="button button--quiet" data-testid="remove-evidence" on:click=remove>{say!("remove")}<About what=name /></button>
        </li>
    }
}

/// Until when it holds, or why it no longer counts; follows changes.
fn until(desk: Desk, evidence: Evidence) -> impl Fn() -> Option<AnyView> {
    let ticking = expect_context::<Ticking>();
    let stands = Memo::new(move |_| {
        let now = ticking.get().max(clock::now());
        let (counts, end) = desk.shown.with(|launch| launch.evidence_counts(&evidence, now));
        (counts, end, end.is_some_and(|end| end <= now))
    });
    move || {
        let (counts, end, over) = stands.get();
        let words = match end.map(|end| view! { <Moment at=end /> }) {
            Some(end) if over => tell!("evidence-expired"; end = end).into_any(),
            _ if !counts => say!("evidence-idle").into_any(),
            Some(end) => tell!("evidence-holds"; end = end).into_any(),
            None => return None,
        };
        Some(view! { ", "<span data-late=(!counts).to_string()>{words}</span> }.into_any())
    }
}

/// The fields of the form.
#[derive(Clone, Copy)]
struct Fields {
    kind: RwSignal<&'static str>,
    url: RwSignal<String>,
    title: RwSignal<String>,
    note: RwSignal<String>,
    times: Times,
}

impl Fields {
    fn of(item: &ItemId, launch: holdpoint_domain::id::LaunchId) -> Self {
        let draft = |name: &str| draft(format!("{launch}/{item}/evidence-{name}"));
        let (url, note) = (draft("url"), draft("note"));
        // What was begun is in sight.
        let kind = if url.with_untracked(String::is_empty) && !note.with_untracked(String::is_empty) { "note" } else { "link" };
        Self { kind: RwSignal::new(kind), url, title: draft("title"), note, times: Times::begin(draft) }
    }

    fn read(self, problems: Problems) -> Option<NewEvidence> {
        let kind = if self.kind.get_untracked() == "link" {
            let url = self.url.get_untracked().trim().to_owned();
            if !url.starts_with("https://") {
                problems.add("url", say!("evidence-url-wrong"));
            }
            EvidenceKind::Link { url, title: self.title.get_untracked().trim().to_owned() }
        } else {
            let note = self.note.get_untracked().trim().to_owned();
            if note.is_empty() {
                problems.add("note", say!("evidence-note-wrong"));
            }
            EvidenceKind::Note { text: note }
        };
        let (observed_at, expires_at) = self.times.read("evidence", problems)?;
        let evidence = NewEvidence { id: EvidenceId(clock::new_id()), kind, observed_at, expires_at };
        problems.is_empty().then_some(evidence)
    }

    fn clear(self) {
        for text in [self.url, self.title, self.note] {
            text.set(String::new());
        }
        self.times.clear();
    }
}

/// The input of a field of a piece of evidence, which the rules and the server name with what it is in.
pub fn input_of(field: &str) -> &str {
    match field.rsplit('/').next().unwrap_or(field) {
        "text" => "note",
        "observedAt" => "seen",
        "expiresAt" => "holds",
        same => same,
    }
}

#[component]
fn Adding(item: ItemId, open: RwSignal<bool>) -> impl IntoView {
    let desk = desk();
    let problems = Problems::none();
    let fields = Fields::of(&item, desk.id);
    let is_link = move || fields.kind.get() == "link";
    let close = move || {
        open.set(false);
        nav::focus("[data-testid=add-evidence]");
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let Some(evidence) = fields.read(problems) else { return };
        match desk.ask(Command::AddEvidence { item: item.clone(), evidence }) {
            Ok(()) => {
                fields.clear();
                close();
            }
            Err(refusal) => problems.only(refusal.field().map(input_of), &words::refusal::told(&refusal)),
        }
    };
    view! {
        <form class="form form--inline" data-testid="evidence-form" novalidate on:submit=submit>
            <ErrorSummary problems form="evidence" />
            <Segments
                label=say!("evidence-kind")
                choices=vec![("link", say!("evidence-link")), ("note", say!("evidence-note"))]
                chosen=fields.kind
                on_choice=Callback::new(move |kind| fields.kind.set(kind))
                testid="evidence-kind"
            />
            <Show
                when=is_link
                fallback=move || view! { <AreaField form="evidence" name="note" label=say!("evidence-what") value=fields.note problems /> }
            >
                <TextField form="evidence" name="url" label=say!("evidence-url") hint=say!("evidence-url-hint") kind="url" value=fields.url problems />
                <TextField form="evidence" name="title" label=say!("evidence-heading") value=fields.title problems />
            </Show>
            <TimeFields form="evidence" times=fields.times problems />
            <div class="buttons">
                <Act words=say!("evidence-add").to_owned() main=true />
                <button type="button" class="button button--quiet" on:click=move |_| close()>{say!("cancel")}</button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_evidence_has_its_input_whoever_names_it() {
        let cases = [
            ("evidence/kind/url", "url"),
            ("evidence/kind/title", "title"),
            ("evidence/kind/text", "note"),
            ("evidence/observedAt", "seen"),
            ("observedAt", "seen"),
            ("evidence/expiresAt", "holds"),
            ("expiresAt", "holds"),
            ("evidence/kind/media", "media"),
            ("bytes", "bytes"),
            ("", ""),
        ];
        for (field, input) in cases {
            assert_eq!(input_of(field), input, "{field}");
        }
    }
}
