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
    /// Whether several may be chosen together.
    #[prop(default = true)]
    several: bool,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let take = move |files: Option<web_sys::FileList>| {
        let Some(files) = files else { return };
        on_files.run((0..files.length()).filter_map(|index| files.get(index)).collect());
    };
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
