//! A place to drop files on, which is also a button to choose them. It does nothing with them. Styles: `drop.css`.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::say;

/// A file as it was dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Dropped {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What is read of one file at most, in bytes: more is no file of ours, and would fill the browser's memory.
const MOST: f64 = 256.0 * 1024.0 * 1024.0;

#[component]
pub fn Drop(
    /// What to drop here; the input's accessible name.
    label: &'static str,
    hint: &'static str,
    /// Once for all files that came together.
    on_files: Callback<Vec<web_sys::File>>,
    /// Whether several may be chosen together; else the first is taken, and that is said.
    #[prop(default = true)]
    several: bool,
) -> impl IntoView {
    let (over, one) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let take = move |files: Option<web_sys::FileList>| {
        // What is dropped may be a text.
        let Some(files) = files.filter(|files| 0 < files.length()) else { return };
        let files: Vec<_> = (0..files.length()).filter_map(|index| files.get(index)).collect();
        one.set(files.first().filter(|_| !several && 1 < files.len()).map(|first| say!("drop-one", name = first.name())));
        on_files.run(files);
    };
    let moved = window_event_listener(leptos::ev::dragover, |event| stay(&event));
    let dropped = window_event_listener(leptos::ev::drop, |event| stay(&event));
    on_cleanup(move || {
        moved.remove();
        dropped.remove();
    });
    view! {
        <label
            class="drop"
            data-over=move || over.get().to_string()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                take(event.data_transfer().and_then(|data| data.files()));
            }
        >
            <span class="drop__label">{label}</span>
            <input
                type="file"
                multiple=several
                data-testid="files"
                // The same file may be another one by now: browsers tell of another name only.
                on:click={move |event| event_target::<web_sys::HtmlInputElement>(&event).set_value("")}
                on:change=move |event| {
                    let input: Option<web_sys::HtmlInputElement> = event.target().and_then(|target| target.dyn_into().ok());
                    take(input.as_ref().and_then(|input| input.files()));
                    // Files that are listed may be taken away there, and be chosen once more: browsers tell of another choice only.
                    input.iter().filter(|_| several).for_each(|input| input.set_value(""));
                }
            />
            <span class="aside">{hint}</span>
        </label>
        {move || one.get().map(|words| view! { <p class="notice" data-kind="warn" role="alert" data-testid="drop-one">{words}</p> })}
    }
}

/// A file that is dropped beside its place the browser would open instead of this page.
fn stay(event: &web_sys::DragEvent) {
    let is_file = |data: &web_sys::DataTransfer| data.types().includes(&"Files".into(), 0);
    if let Some(data) = event.data_transfer().filter(|data| !event.default_prevented() && is_file(data)) {
        event.prevent_default();
        data.set_drop_effect("none");
    }
}

/// Reads files whole; the second part: what could not be read, as a sentence.
pub async fn read(files: Vec<web_sys::File>) -> (Vec<Dropped>, Vec<String>) {
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for file in files {
        match bytes(&file).await {
            Ok(bytes) => read.push(Dropped { name: file.name(), bytes }),
            Err(why) => faults.push(why),
        }
    }
    (read, faults)
}

async fn bytes(file: &web_sys::File) -> Result<Vec<u8>, String> {
    if MOST < file.size() {
        return Err(say!("drop-too-large", name = file.name()));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| say!("drop-unreadable", name = file.name()))?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
